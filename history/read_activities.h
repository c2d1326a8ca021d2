/** The log of what people did: `date, owner, type, count`, and what came of it in `outcome`.
 *
 *  One row = so many activities of a type by one person on a day, all with the same outcome. An empty count is
 *  one. `deal_id` may be there and is not used. */
#ifndef QC_HISTORY_READ_ACTIVITIES_H
#define QC_HISTORY_READ_ACTIVITIES_H

#include "core/calendar.h"
#include "core/digest.h"
#include "core/findings.h"
#include "history/history.h"

typedef struct qc_activity_log { /* zeroed; qc_activity_log_free() */
    qc_arena arena;
    const char *file;
    char sha256[QC_DIGEST_TEXT];
    int64_t rows_read;
    int32_t count;
    qc_day *day;
    double *number;                /* of activities, above 0 */
    qc_id *owner, *type, *outcome; /* into the names below; owner and outcome may be QC_ID_NONE */
    qc_names owners, types, outcomes;
} qc_activity_log;

typedef struct qc_log_options {
    qc_day as_of;           /* rows after it are set aside; QC_DAY_NONE = none is */
    double allow_set_aside; /* 0 = the usual 5% */
    const char *date_order; /* "dmy", "mdy", "ymd", NULL = found in the file */
} qc_log_options;

/** @fails QC_IO, QC_NO_MEMORY, QC_BAD_INPUT: a missing column, a torn quote, dates that may be read in two ways,
 *  too many rows set aside. All of them are in `findings`, and the rows set aside with their reason. */
QC_CHECKED bool qc_read_activities(qc_activity_log *log, const char *path,
                                   const qc_log_options *options, qc_findings *findings,
                                   qc_status *status);
QC_CHECKED bool qc_read_activities_bytes(qc_activity_log *log, const char *name, const char *bytes,
                                         size_t length, const qc_log_options *options,
                                         qc_findings *findings, qc_status *status);
void qc_activity_log_free(qc_activity_log *log); /* legal after a failure, and twice */

#endif
