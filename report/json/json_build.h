/** Builds JSON with jansson: numbers of at most 9 significant digits, so that stored results do not
 *  depend on the machine's last bit; what is not a number is null. */
#ifndef QC_REPORT_JSON_BUILD_H
#define QC_REPORT_JSON_BUILD_H

#include "core/calendar.h"
#include "report/sink.h"

#include <jansson.h>

typedef struct qc_json_build { /* zeroed = ready */
    bool failed;               /* out of memory happened; kept */
} qc_json_build;

/* New values; NULL after a failure, which the calls below notice. */
json_t *qc_json_build_number(double value);
json_t *qc_json_build_whole(int64_t value);
json_t *qc_json_build_seed(uint64_t seed);    /* text when no signed integer holds it */
json_t *qc_json_build_text(const char *text); /* NULL = null; broken UTF-8 becomes U+FFFD */
json_t *qc_json_build_day(qc_day day);        /* "2026-07-01"; none = null */

/** Put `value` (its reference is taken over) under `key` or at the end. */
void qc_json_build_put(qc_json_build *build, json_t *object, const char *key, json_t *value);
void qc_json_build_append(qc_json_build *build, json_t *array, json_t *value);

/** Write `root` with a line end, then release it. @fails QC_NO_MEMORY; write errors stay in the
 * sink. */
QC_CHECKED bool qc_json_build_write(qc_json_build *build, json_t *root, qc_sink *sink,
                                    qc_status *status);
/** The same on one line, without blanks. */
QC_CHECKED bool qc_json_build_line(qc_json_build *build, json_t *root, qc_sink *sink,
                                   qc_status *status);

#endif
