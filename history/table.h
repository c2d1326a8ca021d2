/** A table as typed: file to rows, its columns found, the style of its dates and numbers decided.
 *
 *  What the readers of deals and of open deals have in common. Cells are still text; each row is
 * judged by itself and either read or set aside. */
#ifndef QC_HISTORY_TABLE_H
#define QC_HISTORY_TABLE_H

#include "history/aside.h"
#include "history/columns.h"
#include "history/read_deals.h"
#include "history/sheet.h"

typedef enum qc_column { /* every column of any table; the optional ones last */
                         QC_COLUMN_DEAL_ID,
                         QC_COLUMN_DATE,
                         QC_COLUMN_STAGE,
                         QC_COLUMN_SINCE,
                         QC_COLUMN_AGE_DAYS,
                         QC_COLUMN_CURRENCY,
                         QC_COLUMN_CLOSE_DATE,
                         QC_COLUMN_NUMBER,                                     /* + qc_number */
                         QC_COLUMN_LABEL = QC_COLUMN_NUMBER + QC_NUMBER_COUNT, /* + qc_label */
                         QC_COLUMN_COUNT = QC_COLUMN_LABEL + QC_LABEL_COUNT
} qc_column;

#define QC_TABLE_CURRENCIES 64 /* what finds no room is counted with the last */

typedef struct qc_currency_count {
    char code[QC_NUMBERS_CURRENCY];
    int64_t rows; /* rows used, counted by the reader */
} qc_currency_count;

typedef struct qc_table {
    const char *name; /* of the file, as typed; borrowed */
    const qc_read_options *options;
    qc_findings *findings;
    int32_t errors_before; /* findings may hold those of other files */
    qc_csv csv;
    int64_t rows_read; /* rows below the header */
    char sha256[QC_DIGEST_TEXT];
    int32_t field[QC_COLUMN_COUNT]; /* QC_COLUMN_ABSENT = the file has it not */
    qc_date_order date_order[QC_COLUMN_COUNT];
    qc_decimal decimal[QC_COLUMN_COUNT];
    qc_aside_tally aside;
    qc_currency_count currency[QC_TABLE_CURRENCIES]; /* distinct ones, in order of appearance */
    int32_t currency_count;
} qc_table;

/** Name of a number column: "amount". */
const char *qc_table_number_word(qc_number number);

/** Parse and find the columns; qc_style_decide() comes next. False with everything in `findings` and the first
 * error in `status`; free with qc_table_free() in any case. */
QC_CHECKED bool qc_table_open(qc_table *table, const char *name, const char *bytes, size_t length,
                              const qc_column_want wanted[QC_COLUMN_COUNT],
                              const qc_read_options *options, qc_findings *findings,
                              qc_status *status);

/** The two halves of qc_table_open(): an empty table, then the cells of an open sheet, which is
 * empty afterwards. */
void qc_table_start(qc_table *table, const char *name, const qc_read_options *options,
                    qc_findings *findings);
QC_CHECKED bool qc_table_take(qc_table *table, qc_sheet *sheet,
                              const qc_column_want wanted[QC_COLUMN_COUNT], qc_status *status);

/** True when this table has brought no error; else `status` has the first one. */
QC_CHECKED bool qc_table_pass(const qc_table *table, qc_status *status);

void qc_table_free(qc_table *table);

/** Cell of a column, "" when the file has no such column. The row must be as wide as the header. */
const char *qc_table_cell(const qc_table *table, int32_t row, qc_column column);

/** Index of a currency in `currency`, where it is added when new; -1 for "". */
int32_t qc_table_find_currency(qc_table *table, const char *code);

/** The one currency of the rows counted ("" = none named); several are an error in `findings`, and so
 *  is one that is not `wanted`.
 *  @param wanted  a code such as "EUR", in which the amounts should be; NULL or "" = any
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_table_currency(const qc_table *table, const char *wanted, const char **currency,
                                  qc_status *status);

#endif
