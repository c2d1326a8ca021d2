/** Rows into the order of a history, and into its tables.
 *
 *  Deals are numbered by the day of their first row, then by name, so that the order of the rows in
 * the file decides nothing but ties on a day. */
#ifndef QC_HISTORY_DEAL_ORDER_H
#define QC_HISTORY_DEAL_ORDER_H

#include "history/deal_rows.h"

/** Sort by name of the deal, day, order in the file. O(n log n). */
QC_CHECKED bool qc_deal_order_sort(qc_deal_rows *rows, qc_status *status);

/** Fill the history's changes and names from sorted rows whose `stage` is final: values are carried
 * forward, deals numbered.
 *  @param deal_names  receives an array for qc_history_build() in the history's arena, its texts
 *                     borrowed from the rows */
QC_CHECKED bool qc_deal_order_emit(qc_history *history, const qc_deal_rows *rows,
                                   const char *const **deal_names, int32_t *deal_count,
                                   qc_status *status);

#endif
