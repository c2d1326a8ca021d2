#include "study/backtest/tally.h"

#include <math.h>
#include <string.h>

void qc_tally_frame_free(qc_tally_frame *frame)
{
    qc_arena_free(&frame->arena);
    memset(frame, 0, sizeof *frame);
}

static size_t place_of(const qc_backtest_forecast *forecast)
{
    return ((size_t) forecast->company * QC_BACKTEST_METRICS + (size_t) forecast->metric) *
               QC_BACKTEST_HORIZONS +
           (size_t) forecast->horizon;
}

bool qc_tally_frame_make(qc_tally_frame *frame, const qc_backtest *backtest, qc_status *status)
{
    const size_t places = (size_t) backtest->companies * QC_BACKTEST_METRICS * QC_BACKTEST_HORIZONS;
    frame->backtest = backtest;
    frame->by_company = backtest->companies > 1;
    frame->clusters = frame->by_company ? backtest->companies : backtest->origin_count;
    frame->part = qc_arena_take(&frame->arena, (size_t) frame->clusters, sizeof(double), status);
    frame->whole = qc_arena_take(&frame->arena, (size_t) frame->clusters, sizeof(double), status);
    frame->scale = qc_arena_take(&frame->arena, places, sizeof(double), status);
    int32_t *count = qc_arena_take(&frame->arena, places, sizeof *count, status);
    if (frame->part == NULL || frame->whole == NULL || frame->scale == NULL || count == NULL)
        return false;
    for (int32_t f = 0; f < backtest->forecast_count; f++) {
        const size_t place = place_of(&backtest->forecasts[f]);
        frame->scale[place] += backtest->forecasts[f].actual;
        count[place]++;
    }
    for (size_t p = 0; p < places; p++)
        frame->scale[p] = count[p] > 0 ? frame->scale[p] / count[p] : 0;
    return true;
}

double qc_tally_scale(const qc_tally_frame *frame, const qc_backtest_forecast *forecast)
{
    return frame->scale[place_of(forecast)];
}

bool qc_tally_holds(const qc_backtest_forecast *forecast, int32_t metric, int32_t horizon)
{
    return (metric < 0 || (int32_t) forecast->metric == metric) &&
           (horizon < 0 || forecast->horizon == horizon);
}

/* ---- sums ---- */

void qc_tally_clear(qc_tally_frame *frame)
{
    memset(frame->part, 0, (size_t) frame->clusters * sizeof *frame->part);
    memset(frame->whole, 0, (size_t) frame->clusters * sizeof *frame->whole);
    frame->block = 1;
}

void qc_tally_add(qc_tally_frame *frame, const qc_backtest_forecast *forecast, double part,
                  double whole)
{
    const int32_t cluster = frame->by_company ? forecast->company : forecast->origin;
    const int32_t step = qc_periods_step(frame->backtest->every);
    const int32_t spans = (forecast->periods + step - 1) / step;
    frame->part[cluster] += part;
    frame->whole[cluster] += whole;
    if (!frame->by_company && spans > frame->block) frame->block = spans;
}

qc_ratio qc_tally_take_ratio(const qc_tally_frame *frame)
{
    return qc_score_ratio(frame->part, frame->whole, frame->clusters, frame->block,
                          frame->backtest->seed);
}

qc_ratio qc_tally_take_share(const qc_tally_frame *frame)
{
    return qc_score_share(frame->part, frame->whole, frame->clusters, frame->block,
                          frame->backtest->seed);
}

/* What the forecasts of a metric and horizon add. Returns how many did. */
static int32_t add_up(qc_tally_frame *frame, int32_t metric, int32_t horizon,
                      qc_tally_measure *measure, int32_t which)
{
    const qc_backtest *backtest = frame->backtest;
    int32_t added = 0;
    qc_tally_clear(frame);
    for (int32_t f = 0; f < backtest->forecast_count; f++) {
        const qc_backtest_forecast *forecast = &backtest->forecasts[f];
        double part = 0, whole = 0;
        if (!qc_tally_holds(forecast, metric, horizon) ||
            !measure(forecast, qc_tally_scale(frame, forecast), which, &part, &whole))
            continue;
        qc_tally_add(frame, forecast, part, whole);
        added++;
    }
    return added;
}

qc_ratio qc_tally_ratio(qc_tally_frame *frame, int32_t metric, int32_t horizon,
                        qc_tally_measure *measure, int32_t which, int32_t *count)
{
    const int32_t added = add_up(frame, metric, horizon, measure, which);
    if (count != NULL) *count = added;
    return qc_tally_take_ratio(frame);
}

qc_ratio qc_tally_share(qc_tally_frame *frame, int32_t metric, int32_t horizon,
                        qc_tally_measure *measure, int32_t which, int32_t *count)
{
    const int32_t added = add_up(frame, metric, horizon, measure, which);
    if (count != NULL) *count = added;
    return qc_tally_take_share(frame);
}
