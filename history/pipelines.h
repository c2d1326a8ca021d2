/** One CRM pipeline out of a file that may hold several. */
#ifndef QC_HISTORY_PIPELINES_H
#define QC_HISTORY_PIPELINES_H

#include "history/deal_rows.h"

/** Mark the rows of the pipeline that the options name. A row that names none belongs to the deal's
 * pipeline so far, or to the first one that the deal names. Several pipelines without
 * `history.pipeline`, or one that does not occur, are errors that list them with deal counts.
 *  @param rows  sorted by deal and time
 *  @param keep  one flag a row
 *  @fails QC_NO_MEMORY; errors are in the table's findings */
QC_CHECKED bool qc_pipelines_pick(const qc_deal_rows *rows, const qc_table *table, bool *keep,
                                  qc_status *status);

#endif
