/** A small table as typed, for readers that need no more than texts, dates and whole numbers (activities,
 *  people): file to rows, columns found, one order of day and month for all its dates. */
#ifndef QC_HISTORY_LOG_TABLE_H
#define QC_HISTORY_LOG_TABLE_H

#include "core/digest.h"
#include "history/columns.h"
#include "history/dates.h"

#define QC_LOG_COLUMNS 8

typedef struct qc_log_table { /* zeroed; qc_log_table_free() */
    const char *name;         /* of the file, borrowed */
    qc_csv csv;
    char sha256[QC_DIGEST_TEXT];
    int32_t field[QC_LOG_COLUMNS];
    qc_date_order order;
    qc_findings *findings;
} qc_log_table;

/** Parse and find the columns. @fails QC_NO_MEMORY, QC_BAD_INPUT (all errors in `findings`) */
QC_CHECKED bool qc_log_table_open(qc_log_table *table, const char *name, const char *bytes,
                                  size_t length, const qc_column_want *wanted, int32_t count,
                                  qc_findings *findings, qc_status *status);

/** Decide the order of day and month from these columns, unless `word` says it ("dmy", ...; NULL = no). */
QC_CHECKED bool qc_log_table_dates(qc_log_table *table, const int32_t *columns, int32_t count,
                                   const char *word, qc_status *status);

/** Cell of a column, "" when the file has no such column. The row must be as wide as the header. */
const char *qc_log_table_cell(const qc_log_table *table, int32_t row, int32_t column);

void qc_log_table_free(qc_log_table *table);

#endif
