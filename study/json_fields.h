/** Fields of a JSON document, read with distrust: each must be there, of its kind and within its limits,
 *  and there must be no others. The first thing that is wrong is told with its place in the document. */
#ifndef QC_STUDY_JSON_FIELDS_H
#define QC_STUDY_JSON_FIELDS_H

#include "core/arena.h"

#include <jansson.h>

typedef struct qc_json_fields {
    const char *name; /* of the file */
    const char *what; /* "is no part of a run": what an error says first */
    char where[64];   /* "stages[2]", "" = the document itself */
    qc_arena *arena;  /* texts are copied into it */
    qc_status *status;
} qc_json_fields;

/** Parse a document; the caller releases it with json_decref(). NULL on failure.
 *  @fails QC_BAD_INPUT with line and column, also for a name that stands twice in an object; QC_NO_MEMORY */
QC_CHECKED json_t *qc_json_fields_parse(const qc_json_fields *at, const char *bytes, size_t length);

/** Fill the status: file, what, where, message. Always false. */
bool qc_json_fields_bad(const qc_json_fields *at, const char *format, ...) QC_PRINTF(2, 3);

/** Set `where`, "stages[2]" for ("stages", 2) and "stages" for ("stages", -1); ("", -1) clears it. */
void qc_json_fields_at(qc_json_fields *at, const char *list, int64_t index);

/** An object with exactly these fields (names separated by blanks, each under 32 bytes); those after a
 *  '|' may be missing. */
QC_CHECKED bool qc_json_fields_check(const qc_json_fields *at, const json_t *object,
                                     const char *names);

/* A value, called `name` in errors. */
QC_CHECKED bool qc_json_fields_whole(const qc_json_fields *at, const json_t *value,
                                     const char *name, int64_t least, int64_t most, int64_t *out);
QC_CHECKED bool qc_json_fields_number(const qc_json_fields *at, const json_t *value,
                                      const char *name, double least, double most, double *out);
QC_CHECKED bool qc_json_fields_bool(const qc_json_fields *at, const json_t *value, const char *name,
                                    bool *out);
QC_CHECKED bool qc_json_fields_text(const qc_json_fields *at, const json_t *value, const char *name,
                                    const char **out);
/** A list of `least` to `most` values; their number is left in `count`. */
QC_CHECKED bool qc_json_fields_list(const qc_json_fields *at, const json_t *value, const char *name,
                                    int32_t least, int32_t most, int32_t *count);

#endif
