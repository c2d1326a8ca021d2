/** The tables of a backtest's text: ranges, errors against the usual methods, stated chances, parts of the model,
 *  learning. */
#ifndef QC_REPORT_TEXT_BACKTEST_TABLES_H
#define QC_REPORT_TEXT_BACKTEST_TABLES_H

#include "report/backtest.h"

void qc_text_backtest_tables(qc_sink *sink, const qc_backtest_view *view,
                             const qc_text_options *options);

/** "won deals", "bookings". */
const char *qc_text_backtest_metric(int32_t metric);

#endif
