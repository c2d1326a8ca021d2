#include "study/backtest/repair.h"

#include "core/stats.h"
#include "study/backtest/tally.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define LEAST_FACTOR 0.8
#define MOST_FACTOR  1.6
#define EDGE         0.001 /* percentiles beyond count as this */
#define WEIGHTS      11    /* 0, 0.1 .. 1 */

double qc_repair_factor(const double *percentiles, int32_t count, double *scratch)
{
    for (int32_t i = 0; i < count; i++)
        scratch[i] = fabs(gsl_cdf_ugaussian_Pinv(fmin(fmax(percentiles[i], EDGE), 1 - EDGE)));
    qc_stats_sort(scratch, (size_t) count);
    const double seen = qc_stats_quantile(scratch, (size_t) count, 0.8);
    return fmin(fmax(seen / gsl_cdf_ugaussian_Pinv(0.9), LEAST_FACTOR), MOST_FACTOR);
}

/* CRPS of a mix of our values (weight w) and the rival's, from the distances kept. */
static double pooled_crps(const qc_backtest_forecast *one, double w)
{
    const double v = 1 - w;
    return w * one->to_actual + v * one->rival_to_actual -
           (w * w * one->within + 2 * w * v * one->across + v * v * one->within_rival) / 2;
}

/* ---- learning ---- */

static bool was_known(const qc_backtest_forecast *earlier, const qc_backtest_forecast *one)
{
    return earlier->company == one->company && earlier->metric == one->metric &&
           earlier->span.to < one->span.from;
}

static double learn_factor(const qc_backtest *backtest, const qc_backtest_forecast *one,
                           double *scratch)
{
    int32_t count = 0;
    double *seen = scratch, *room = scratch + backtest->forecast_count;
    for (int32_t f = 0; f < backtest->forecast_count; f++) {
        if (was_known(&backtest->forecasts[f], one))
            seen[count++] = backtest->forecasts[f].percentile;
    }
    return count < QC_REPAIR_NEEDED ? (double) NAN : qc_repair_factor(seen, count, room);
}

static double learn_weight(const qc_backtest *backtest, const qc_backtest_forecast *one)
{
    const bool far = one->metric == QC_BACKTEST_BOOKINGS && one->periods >= 6;
    double errors[WEIGHTS] = {0};
    int32_t count = 0, best = WEIGHTS - 1;
    for (int32_t f = 0; f < backtest->forecast_count; f++) {
        const qc_backtest_forecast *earlier = &backtest->forecasts[f];
        const double scale = earlier->run_rate * earlier->periods;
        if (!was_known(earlier, one) || isnan(earlier->across) || !(scale > 0)) continue;
        for (int32_t w = 0; w < WEIGHTS; w++)
            errors[w] += pooled_crps(earlier, w / (double) (WEIGHTS - 1)) / scale;
        count++;
    }
    if (count < QC_REPAIR_NEEDED || isnan(one->across)) return (double) NAN;
    for (int32_t w = 0; w < WEIGHTS; w++)
        best = errors[w] < errors[best] ? w : best;
    return (count * best / (double) (WEIGHTS - 1) + QC_REPAIR_NEEDED * (far ? 0.7 : 1.0)) /
           (count + QC_REPAIR_NEEDED);
}

/* ---- judging ---- */

static int32_t nearest_stretch(double factor)
{
    int32_t nearest = 0;
    for (int32_t s = 1; s < QC_BACKTEST_STRETCHES; s++) {
        if (fabs(qc_backtest_stretch(s) - factor) < fabs(qc_backtest_stretch(nearest) - factor))
            nearest = s;
    }
    return nearest;
}

/* Sums by cluster of what a measure takes from each forecast, as a quotient (scaled) or a share. */
typedef void repair_measure(const qc_backtest_forecast *one, double learned_value, double *part,
                            double *whole);

static void widened_error(const qc_backtest_forecast *one, double factor, double *part,
                          double *whole)
{
    *part = one->stretched_crps[nearest_stretch(factor)];
    *whole = one->crps;
}

static void widened_held(const qc_backtest_forecast *one, double factor, double *part,
                         double *whole)
{
    *part = qc_score_covers(one->stretched_percentile[nearest_stretch(factor)], 0.8);
    *whole = 1;
}

static void plain_held(const qc_backtest_forecast *one, double factor, double *part, double *whole)
{
    (void) factor;
    *part = qc_score_covers(one->percentile, 0.8);
    *whole = 1;
}

static void pooled_error(const qc_backtest_forecast *one, double weight, double *part,
                         double *whole)
{
    *part = pooled_crps(one, weight);
    *whole = pooled_crps(one, 1);
}

static qc_ratio collect(qc_tally_frame *frame, int32_t metric, const double *values,
                        repair_measure *measure, bool scaled)
{
    const qc_backtest *backtest = frame->backtest;
    qc_tally_clear(frame);
    for (int32_t f = 0; f < backtest->forecast_count; f++) {
        const qc_backtest_forecast *one = &backtest->forecasts[f];
        const double scale = scaled ? qc_tally_scale(frame, one) : 1;
        double part = 0, whole = 0;
        if ((int32_t) one->metric != metric || isnan(values[f]) || !(scale > 0)) continue;
        measure(one, values[f], &part, &whole);
        qc_tally_add(frame, one, part / scale, whole / scale);
    }
    return scaled ? qc_tally_take_ratio(frame) : qc_tally_take_share(frame);
}

static void describe(qc_repair *repair, const qc_backtest *backtest, int32_t metric,
                     const double *values)
{
    double total = 0;
    for (int32_t f = 0; f < backtest->forecast_count; f++) {
        if ((int32_t) backtest->forecasts[f].metric != metric || isnan(values[f])) continue;
        total += values[f];
        repair->forecasts++;
    }
    repair->mean = repair->forecasts > 0 ? total / repair->forecasts : (double) NAN;
}

bool qc_repairs_try(qc_repairs *repairs, const qc_backtest *backtest, qc_status *status)
{
    static const qc_ratio unknown = QC_RATIO_UNKNOWN;
    qc_tally_frame frame = {.backtest = backtest};
    const size_t count = (size_t) backtest->forecast_count;
    bool ok = qc_tally_frame_make(&frame, backtest, status);
    double *factor = ok ? qc_arena_take(&frame.arena, count, sizeof *factor, status) : NULL;
    double *weight = ok ? qc_arena_take(&frame.arena, count, sizeof *weight, status) : NULL;
    double *scratch = ok ? qc_arena_take(&frame.arena, 2 * count, sizeof *scratch, status) : NULL;
    ok = factor != NULL && weight != NULL && scratch != NULL;
    *repairs = (qc_repairs){.widened = {{.forecasts = 0}}};
    for (size_t f = 0; ok && f < count; f++) {
        factor[f] = learn_factor(backtest, &backtest->forecasts[f], scratch);
        weight[f] = learn_weight(backtest, &backtest->forecasts[f]);
    }
    for (int32_t m = 0; ok && m < QC_BACKTEST_METRICS; m++) {
        qc_repair *widened = &repairs->widened[m], *pooled = &repairs->pooled[m];
        describe(widened, backtest, m, factor);
        describe(pooled, backtest, m, weight);
        widened->error = collect(&frame, m, factor, widened_error, true);
        widened->held = collect(&frame, m, factor, widened_held, false);
        widened->held_was = collect(&frame, m, factor, plain_held, false);
        pooled->error = collect(&frame, m, weight, pooled_error, true);
        pooled->held = pooled->held_was = unknown;
    }
    qc_tally_frame_free(&frame);
    return ok;
}
