/** Who is to sell how much: `owner, period, amount`, as `seek --split --by owner` writes it. */
#ifndef QC_HISTORY_READ_QUOTAS_H
#define QC_HISTORY_READ_QUOTAS_H

#include "core/digest.h"
#include "core/findings.h"

typedef struct qc_quota_row {
    const char *owner, *period; /* as typed; what the period means is for the plan to say */
    double amount;              /* 0 or more */
    int32_t line;
} qc_quota_row;

typedef struct qc_quota_table { /* zeroed; qc_quota_table_free() */
    qc_arena arena;
    const char *file;
    char sha256[QC_DIGEST_TEXT];
    qc_quota_row *rows;
    int32_t count;
} qc_quota_table;

/** @param decimal "point", "comma", or NULL = found in the file
 *  @fails QC_IO, QC_NO_MEMORY, QC_BAD_INPUT: a missing column, a torn quote, nobody named, no period, an amount
 *  that is none or below 0. All of them are in `findings`. */
QC_CHECKED bool qc_read_quotas(qc_quota_table *table, const char *path, const char *decimal,
                               qc_findings *findings, qc_status *status);
QC_CHECKED bool qc_read_quotas_bytes(qc_quota_table *table, const char *name, const char *bytes,
                                     size_t length, const char *decimal, qc_findings *findings,
                                     qc_status *status);
void qc_quota_table_free(qc_quota_table *table); /* legal after a failure, and twice */

#endif
