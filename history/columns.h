/** The columns we need, found by header name; the nearest name is suggested when one is missing. */
#ifndef QC_HISTORY_COLUMNS_H
#define QC_HISTORY_COLUMNS_H

#include "core/findings.h"
#include "history/sheet.h"

typedef struct qc_column_want {
    const char *name;       /* NULL = not wanted in this table */
    const char *aliases[3]; /* used when no header carries the name itself; NULL ends them */
    bool required;
} qc_column_want;

/** Match the header (row 0 of the table) after folding.
 *  @param found    field of each wanted column, from 0, or QC_COLUMN_ABSENT
 *  @param findings errors: required column missing, a wanted column twice; doubts: columns not used
 *  @fails QC_NO_MEMORY only: errors are for the caller to see in `findings` */
QC_CHECKED bool qc_columns_find(int32_t *found, const qc_column_want *wanted, int32_t count,
                                const qc_csv *csv, const char *file, qc_findings *findings,
                                qc_status *status);

#endif
