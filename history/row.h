/** One row of a table: usable, or set aside with its reason. */
#ifndef QC_HISTORY_ROW_H
#define QC_HISTORY_ROW_H

#include "history/table.h"

/** Set a row aside: counted and listed, with the column's field as the place.
 *  @fails QC_NO_MEMORY, as all of these */
QC_CHECKED bool qc_row_aside(qc_table *table, qc_aside reason, int32_t row, qc_column column,
                             qc_status *status, const char *format, ...) QC_PRINTF(6, 7);

/** Judge what does not depend on values: total row, field count, id and stage.
 *  @param date_column  the column that a total row leaves empty
 *  @param usable       false: the row was set aside */
QC_CHECKED bool qc_row_check(qc_table *table, int32_t row, qc_column date_column, bool *usable,
                             qc_status *status);

/** Read a date ("" = QC_DAY_NONE). */
QC_CHECKED bool qc_row_read_day(qc_table *table, int32_t row, qc_column column, qc_day *day,
                                bool *usable, qc_status *status);

/** Read the numbers of a row (NAN = empty) and its currency ("" = not named); an unreadable or
 * negative one sets the row aside. */
QC_CHECKED bool qc_row_read_numbers(qc_table *table, int32_t row, double number[QC_NUMBER_COUNT],
                                    char currency[QC_NUMBERS_CURRENCY], bool *usable,
                                    qc_status *status);

typedef struct qc_row_set { /* rows seen so far, by hash of their cells; zeroed = empty */
    int32_t *slot;
    size_t slot_count;
} qc_row_set;

/** Put a row of one table; `before` receives an earlier row with the same cells, 0 = none. Rows are
 *  as wide as the header.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_row_set_put(qc_row_set *set, const qc_csv *csv, int32_t row, int32_t *before,
                               qc_status *status);

/** Has a row with the same cells been put before? Then it is set aside; else it is put. */
QC_CHECKED bool qc_row_check_seen(qc_table *table, qc_row_set *set, int32_t row, bool *usable,
                                  qc_status *status);
void qc_row_set_free(qc_row_set *set);

#endif
