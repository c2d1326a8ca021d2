/** Which days of the past a backtest forecasts from. */
#ifndef QC_STUDY_ORIGINS_H
#define QC_STUDY_ORIGINS_H

#include "study/backtest/backtest.h"

/** First recorded day of a history. */
qc_day qc_origins_start(const qc_history *history);

/** Weeks when in every company half of the won deals took under 14 days from creation, else months. */
QC_CHECKED bool qc_origins_decide(qc_every *every, const qc_backtest_case *cases, int32_t count,
                                  qc_status *status);

/** List the origins of all companies. @fails QC_TOO_FEW_DATA, QC_NO_MEMORY */
QC_CHECKED bool qc_origins_list(qc_backtest *backtest, const qc_backtest_case *cases, int32_t count,
                                const qc_backtest_options *options, qc_status *status);

#endif
