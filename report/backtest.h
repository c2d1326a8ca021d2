/** A backtest in words, JSON, CSV. */
#ifndef QC_REPORT_BACKTEST_H
#define QC_REPORT_BACKTEST_H

#include "report/text.h"
#include "study/backtest.h"

/** One row a forecast. @param plans names of the plans, by company */
void qc_csv_backtest(qc_sink *sink, const qc_backtest *backtest, const char *const *plans);

#endif
