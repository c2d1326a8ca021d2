#include "study/backtest/judge.h"

#include "core/stats.h"

#include <math.h>
#include <string.h>

void qc_judge_stretch(double *sorted, int32_t count, double factor, bool whole)
{
    const double median = log1p(fmax(qc_stats_quantile(sorted, (size_t) count, 0.5), 0));
    for (int32_t i = 0; i < count; i++) {
        const double value = expm1(median + factor * (log1p(fmax(sorted[i], 0)) - median));
        sorted[i] = whole ? round(value) : value;
    }
}

static void judge_stretched(qc_backtest_forecast *forecast, const double *sorted, int32_t count,
                            double luck, double *scratch)
{
    const size_t n = (size_t) count;
    for (int32_t s = 0; s < QC_BACKTEST_STRETCHES; s++) {
        memcpy(scratch, sorted, n * sizeof *scratch);
        qc_judge_stretch(scratch, count, qc_backtest_stretch(s),
                         forecast->metric == QC_BACKTEST_WINS);
        forecast->stretched_crps[s] = qc_score_crps(scratch, n, forecast->actual);
        forecast->stretched_percentile[s] = qc_score_pit_at(
            qc_score_pit(scratch, n, forecast->actual), luck);
    }
}

/* The products are whole numbers and so exact; one division rounds, and never away from a whole quotient. */
static double goal_of(const qc_backtest_forecast *forecast, int32_t percent)
{
    const double hundredths = round(forecast->trailing * 100) * percent * forecast->periods;
    if (!(hundredths > 0) || forecast->trailing_periods == 0) return (double) NAN;
    return ceil(hundredths / (100.0 * forecast->trailing_periods)) / 100;
}

static void judge_goals(qc_backtest_forecast *forecast, const double *sorted, int32_t count)
{
    for (int g = 0; g < QC_BACKTEST_GOALS; g++) {
        const double goal = goal_of(forecast, qc_backtest_goals[g]);
        forecast->goal[g] = goal;
        forecast->chance[g] = 1 - qc_score_pit(sorted, (size_t) count, goal).low;
        forecast->hit[g] = round(forecast->actual * 100) / 100 >= goal;
    }
}

void qc_judge_forecast(qc_backtest_forecast *forecast, const double *sorted, int32_t count,
                       double luck, double *scratch)
{
    const size_t n = (size_t) count;
    forecast->mean = 0;
    for (int32_t i = 0; i < count; i++)
        forecast->mean += sorted[i] / count;
    forecast->crps = qc_score_crps(sorted, n, forecast->actual);
    forecast->percentile = qc_score_pit_at(qc_score_pit(sorted, n, forecast->actual), luck);
    forecast->pinball = 0;
    for (int q = 0; q < QC_BACKTEST_QUANTILES; q++) {
        const double share = qc_backtest_quantiles[q];
        forecast->quantile[q] = qc_stats_quantile(sorted, n, share);
        forecast->pinball += qc_score_pinball(forecast->quantile[q], share, forecast->actual) /
                             QC_BACKTEST_QUANTILES;
    }
    judge_goals(forecast, sorted, count);
    judge_stretched(forecast, sorted, count, luck, scratch);
}

static void judge_pool(qc_backtest_forecast *forecast, const double *sorted, int32_t count,
                       const double *other, int32_t others)
{
    const size_t n = (size_t) count, m = (size_t) others;
    forecast->across = qc_score_distance(sorted, n, other, m);
    forecast->within = qc_score_distance(sorted, n, sorted, n);
    forecast->within_rival = qc_score_distance(other, m, other, m);
    forecast->to_actual = qc_score_distance(sorted, n, &forecast->actual, 1);
    forecast->rival_to_actual = qc_score_distance(other, m, &forecast->actual, 1);
}

void qc_judge_rivals(qc_backtest_forecast *forecast, const qc_rival_past *past, uint64_t seed,
                     const double *sorted, int32_t count, double luck, double *scratch)
{
    const qc_rival_ask ask = {forecast->metric == QC_BACKTEST_BOOKINGS, forecast->periods,
                              forecast->span.to, seed};
    forecast->across = forecast->within_rival = forecast->within = (double) NAN;
    forecast->to_actual = forecast->rival_to_actual = (double) NAN;
    for (int r = 0; r < QC_RIVAL_COUNT; r++) {
        const int32_t values = qc_rival_forecast((qc_rival) r, past, &ask, scratch);
        const size_t n = (size_t) values;
        const bool ranged = values > 1;
        forecast->rival_crps[r] = values > 0 ? qc_score_crps(scratch, n, forecast->actual)
                                             : (double) NAN;
        forecast->rival_median[r] = values > 0 ? qc_stats_quantile(scratch, n, 0.5) : (double) NAN;
        forecast->rival_percentile[r] = ranged
                                            ? qc_score_pit_at(
                                                  qc_score_pit(scratch, n, forecast->actual), luck)
                                            : (double) NAN;
        if (r == QC_RIVAL_MOVING_LEVEL && ranged)
            judge_pool(forecast, sorted, count, scratch, values);
    }
}
