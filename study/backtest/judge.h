/** One forecast of a backtest held against its result. */
#ifndef QC_STUDY_JUDGE_H
#define QC_STUDY_JUDGE_H

#include "study/backtest/backtest.h"

/** Stretch an ascending ensemble about its median by `factor`, on the log scale of value + 1 (values below 0
 *  count as 0); `whole` rounds to whole numbers. */
void qc_judge_stretch(double *sorted, int32_t count, double factor, bool whole);

/** Fill the scores of a forecast whose `actual`, `trailing`, `trailing_periods`, `periods` and `metric` are set.
 *  A result in whole hundredths hits a goal or misses it, whatever way the goal was reckoned: goals are reckoned in
 *  whole hundredths (exact up to 9e15 of them, beyond as near as a double comes).
 *  @param sorted   the simulated totals, ascending
 *  @param luck     0..1: where inside a count the percentile lies
 *  @param scratch  room for `count` values */
void qc_judge_forecast(qc_backtest_forecast *forecast, const double *sorted, int32_t count,
                       double luck, double *scratch);

/** Fill the scores of the rivals' forecasts of the same. @param scratch room for QC_RIVAL_DRAWS values */
void qc_judge_rivals(qc_backtest_forecast *forecast, const qc_rival_past *past, uint64_t seed,
                     const double *sorted, int32_t count, double luck, double *scratch);

#endif
