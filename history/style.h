/** Date order and number style of each column of a table, decided by all its rows. */
#ifndef QC_HISTORY_STYLE_H
#define QC_HISTORY_STYLE_H

#include "history/table.h"

/** Fill `date_order` and `decimal`. What a column leaves open follows from the options, else from
 * another column of the same file; else it is an error that names the key which answers it.
 *  @fails QC_NO_MEMORY; errors are in the table's findings */
QC_CHECKED bool qc_style_decide(qc_table *table, qc_status *status);

#endif
