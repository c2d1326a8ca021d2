#include "models/arrival_model.h"

#include "models/arrival_who.h"
#include "models/belief.h"

#include <math.h>
#include <string.h>

#define OWN_STREAM_DEALS 30
#define YEAR_DAYS        365.25
#define DEFAULT_SHAPE    20
#define MONTHS_MAX       240
#define LEVEL_SD         1                 /* of the log rate at the start of the history */
#define TO_QUANTILES     2.563103131089201 /* width of a normal's 80% range in sds */

/* ---- stated rates ---- */
double qc_arrival_unit_days(qc_calendar_unit unit)
{
    switch (unit) {
    case QC_UNIT_DAY: return 1;
    case QC_UNIT_WEEK: return 7;
    case QC_UNIT_MONTH: return YEAR_DAYS / 12;
    case QC_UNIT_QUARTER: return YEAR_DAYS / 4;
    case QC_UNIT_YEAR: return YEAR_DAYS;
    }
    return 1;
}

static double belief_mean(const qc_belief *belief)
{
    return belief->form == QC_BELIEF_RANGE ? 0.5 * (belief->first + belief->second) : belief->first;
}

static bool belief_shape(const qc_belief *belief, double *shape, qc_status *status)
{
    *shape = belief->based_on > 0 ? belief->based_on : DEFAULT_SHAPE;
    if (belief->form != QC_BELIEF_RANGE) return true;
    if (belief->second <= belief->first) {
        *shape = INFINITY;
        return true;
    }
    return qc_belief_gamma_shape(belief->second / fmax(belief->first, 1e-6 * belief->second), shape,
                                 status);
}

static bool state_noise(qc_stream *stream, const qc_belief *belief, qc_status *status)
{
    const qc_arrivals_prior prior = {.log_rate = 0, .sd = 1e-9};
    stream->fixed_noise = belief->noise != QC_NOISE_DEFAULT;
    if (belief->noise == QC_NOISE_STATED) {
        stream->noise_sd = belief->noise_sd;
        stream->noise_rho = belief->noise_rho;
    }
    return qc_arrivals_fit(&stream->filter, NULL, NULL, 0, &prior, status);
}

static bool state_stream(qc_arrival_model *model, int32_t segment, const qc_belief *belief,
                         double mean, qc_status *status)
{
    qc_stream *stream = &model->streams[model->stream_count++];
    *stream = (qc_stream){.segment = segment, .stated = true, .rate = mean, .unit = belief->per};
    if (!belief_shape(belief, &stream->shape, status)) return false;
    model->belief_events += isfinite(stream->shape) ? stream->shape : 1e9;
    return state_noise(stream, belief, status);
}

static bool state_streams(qc_arrival_model *model, const qc_plan *plan, qc_status *status)
{
    double own_per_day = 0;
    for (int32_t s = 1; s < model->segment_count; s++) {
        const int32_t index = model->segments->plan_index[s];
        const qc_belief *belief = index >= 0 ? &plan->segments[index].new_deals : NULL;
        if (belief == NULL || belief->form == QC_BELIEF_NONE) continue;
        own_per_day += belief_mean(belief) / qc_arrival_unit_days(belief->per);
        if (!state_stream(model, s, belief, belief_mean(belief), status)) return false;
    }
    const qc_belief *all = &plan->new_deals;
    if (all->form == QC_BELIEF_NONE) {
        if (model->stream_count > 0 || plan->activities.count > 0) return true;
        return qc_fail(status, QC_TOO_FEW_DATA,
                       "no new deals in the history and none stated; add to the plan e.g. "
                       "new_deals: 60 to 80 per month");
    }
    /* new_deals counts all segments: what those with a rate of their own leave is the rest. */
    const double rest = belief_mean(all) - own_per_day * qc_arrival_unit_days(all->per);
    return rest <= 0 || state_stream(model, 0, all, rest, status);
}

/* ---- fitted streams ---- */

typedef struct created { /* the history's new deals by segment and month */
    int32_t first_month, months;
    double *length;          /* months of 30.4 days */
    double *count;           /* [segment * months + month] */
    int64_t *total, *recent; /* [segment] */
    double season_correction[QC_ARRIVALS_CELLS];
} created;

static bool count_created(created *counts, const qc_history *history, const qc_book *book,
                          int32_t segments, qc_arena *scratch, qc_status *status)
{
    qc_day start = history->as_of;
    for (int32_t i = 0; i < book->event_count; i++) {
        if (book->events[i].kind == QC_EVENT_CREATED && book->events[i].day < start)
            start = book->events[i].day;
    }
    if (history->recorded_from != QC_DAY_NONE && start < history->recorded_from)
        start = history->recorded_from;
    const int32_t last = qc_calendar_month_index(history->as_of);
    counts->first_month = qc_calendar_month_index(start);
    if (last - counts->first_month + 1 > MONTHS_MAX) counts->first_month = last - MONTHS_MAX + 1;
    counts->months = last - counts->first_month + 1;
    counts->length = qc_arena_take(scratch, (size_t) counts->months, sizeof(double), status);
    counts->count = qc_arena_take(scratch, (size_t) counts->months * (size_t) segments,
                                  sizeof(double), status);
    counts->total = qc_arena_take(scratch, 2 * (size_t) segments, sizeof(int64_t), status);
    if (counts->length == NULL || counts->count == NULL || counts->total == NULL) return false;
    counts->recent = counts->total + segments;
    for (int32_t m = 0; m < counts->months; m++) {
        const qc_span month = qc_calendar_month_span(counts->first_month + m);
        const qc_day from = month.from > start ? month.from : start;
        const qc_day to = month.to < history->as_of ? month.to : history->as_of;
        counts->length[m] = (to - from + 1) / QC_RATE_MONTH_DAYS;
    }
    for (int32_t i = 0; i < book->event_count; i++) {
        const qc_event *event = &book->events[i];
        const int32_t month = qc_calendar_month_index(event->day) - counts->first_month;
        if (event->kind != QC_EVENT_CREATED || month < 0 || event->day < start) continue;
        counts->count[event->segment * counts->months + month] += 1;
        counts->total[event->segment] += 1;
        counts->recent[event->segment] += event->day > history->as_of - QC_RECENT_DAYS;
    }
    return true;
}

/* A stated rate becomes the prior of the level: for all deals, or a segment's share of them. */
static qc_arrivals_prior prior_of(const qc_belief *belief, double share)
{
    qc_arrivals_prior prior = {0};
    const double mean = belief->form == QC_BELIEF_NONE ? 0 : belief_mean(belief);
    if (mean <= 0 || share <= 0) return prior;
    prior.log_rate = log(mean * share / qc_arrival_unit_days(belief->per) * QC_RATE_MONTH_DAYS);
    prior.sd = 1 / sqrt(belief->based_on > 0 ? belief->based_on : DEFAULT_SHAPE);
    if (belief->form == QC_BELIEF_RANGE)
        prior.sd = log(belief->second / fmax(belief->first, 1e-6 * mean)) / TO_QUANTILES;
    if (isinf(belief->based_on) || prior.sd < 1e-6) prior.sd = 1e-6;
    return prior;
}

static bool fit_stream(qc_arrival_model *model, int32_t segment, const double *count,
                       const created *counts, const qc_arrivals_prior *prior, double share,
                       qc_status *status)
{
    qc_stream *stream = &model->streams[model->stream_count++];
    *stream = (qc_stream){.segment = segment};
    for (int32_t m = 0; m < counts->months; m++)
        stream->events += (int64_t) count[m];
    if (!qc_arrivals_fit(&stream->filter, count, counts->length, counts->months,
                         prior->sd > 0 ? prior : NULL, status))
        return false;
    if (model->season.on) qc_arrivals_correct(&stream->filter, counts->season_correction, share);
    if (qc_leaves_out(model->without, QC_INGREDIENT_ARRIVAL_LEVEL))
        qc_arrivals_still(&stream->filter);
    return true;
}

static const qc_belief *rate_belief(const qc_plan *plan, const qc_segments *segments,
                                    int32_t segment)
{
    const int32_t index = segments->plan_index[segment];
    const bool own = index >= 0 && plan->segments[index].new_deals.form != QC_BELIEF_NONE;
    return own ? &plan->segments[index].new_deals : &plan->new_deals;
}

/* What the calendar months do to all segments together; the streams then see the rest. */
static bool fit_season(qc_arrival_model *model, created *counts, qc_arena *scratch,
                       qc_status *status)
{
    const int32_t months = counts->months;
    qc_season_cell cells[QC_ARRIVALS_CELLS];
    qc_arrivals all;
    double *events = qc_arena_take(scratch, (size_t) months, sizeof *events, status);
    double *expected = qc_arena_take(scratch, (size_t) months, sizeof *expected, status);
    if (events == NULL || expected == NULL) return false;
    if (months < QC_SEASON_CYCLE || qc_leaves_out(model->without, QC_INGREDIENT_SEASON))
        return true;
    for (int32_t m = 0; m < months; m++) {
        for (int32_t s = 0; s < model->segment_count; s++)
            events[m] += counts->count[s * months + m];
    }
    if (!qc_arrivals_fit(&all, events, counts->length, months, NULL, status)) return false;
    const qc_arrivals_prior start = {.log_rate = all.base, .sd = LEVEL_SD};
    if (!qc_arrivals_fit(&all, NULL, NULL, 0, &start, status)) return false;
    for (int32_t c = 0; c < all.cells; c++)
        cells[c] = (qc_season_cell){LEVEL_SD, all.wander[c], all.rho[c], all.sd[c], all.weight[c]};
    for (int32_t m = 0; m < months; m++)
        expected[m] = counts->length[m] * exp(all.base);
    qc_season_fit(&model->season, events, expected, 0, months, counts->first_month, cells,
                  all.cells, counts->season_correction);
    for (int32_t m = 0; m < months; m++)
        counts->length[m] *= qc_season_mean(&model->season, counts->first_month + m);
    return true;
}

static bool fit_streams(qc_arrival_model *model, const created *counts, const qc_plan *plan,
                        qc_arena *scratch, qc_status *status)
{
    double all = 0, pooled = 0;
    double *rest = qc_arena_take(scratch, (size_t) counts->months, sizeof *rest, status);
    if (rest == NULL) return false;
    for (int32_t s = 0; s < model->segment_count; s++)
        all += (double) counts->total[s];
    for (int32_t s = 0; s < model->segment_count; s++) {
        const qc_belief *belief = rate_belief(plan, model->segments, s);
        const bool own = belief != &plan->new_deals;
        const double *count = &counts->count[s * counts->months];
        if (counts->total[s] >= OWN_STREAM_DEALS || own) {
            const qc_arrivals_prior prior = prior_of(belief,
                                                     own ? 1 : (double) counts->total[s] / all);
            if (!fit_stream(model, s, count, counts, &prior,
                            (double) counts->total[s] / fmax(all, 1), status))
                return false;
            continue;
        }
        model->segment_weight[s] = counts->total[s] > 0 ? 1 + (double) counts->recent[s] : 0;
        pooled += (double) counts->total[s];
        for (int32_t m = 0; m < counts->months; m++)
            rest[m] += count[m];
    }
    if (plan->new_deals.form != QC_BELIEF_NONE)
        model->belief_events = isinf(plan->new_deals.based_on) ? 1e9
                               : plan->new_deals.based_on > 0  ? plan->new_deals.based_on
                                                               : DEFAULT_SHAPE;
    if (pooled == 0 && model->stream_count > 0) return true;
    if (pooled == 0) model->segment_weight[0] = 1;
    const qc_arrivals_prior prior = prior_of(&plan->new_deals, pooled > 0 ? pooled / all : 1);
    return fit_stream(model, -1, rest, counts, &prior, pooled / fmax(all, 1), status);
}

bool qc_arrival_model_fit(qc_arrival_model *model, const qc_arrival_inputs *inputs, qc_arena *arena,
                          qc_status *status)
{
    const qc_plan *plan = inputs->plan;
    const size_t segments = (size_t) inputs->segments->count;
    qc_arena scratch = {0};
    created counts = {0};
    model->plan = plan;
    model->segments = inputs->segments;
    model->segment_count = inputs->segments->count;
    model->without = inputs->without;
    model->streams = qc_arena_take(arena, segments + 1, sizeof *model->streams, status);
    model->segment_weight = qc_arena_take(arena, segments, sizeof(double), status);
    bool ok = model->streams != NULL && model->segment_weight != NULL &&
              qc_arrival_who_fit(model, inputs, arena, status);
    if (ok && inputs->history != NULL) {
        ok = count_created(&counts, inputs->history, inputs->book, model->segment_count, &scratch,
                           status) &&
             fit_season(model, &counts, &scratch, status) &&
             fit_streams(model, &counts, plan, &scratch, status);
    } else if (ok) {
        ok = state_streams(model, plan, status);
    }
    qc_arena_free(&scratch);
    return ok;
}

double qc_arrival_model_units(const qc_stream *stream, qc_span span, int32_t fiscal_start_month)
{
    const double days = span.to - span.from + 1;
    double units = 0;
    if (!stream->stated) return days / QC_RATE_MONTH_DAYS;
    if (stream->unit == QC_UNIT_DAY || stream->unit == QC_UNIT_WEEK)
        return days / qc_arrival_unit_days(stream->unit);
    for (qc_day day = span.from; day <= span.to;) {
        const qc_span unit = qc_calendar_unit_span(day, stream->unit, fiscal_start_month);
        const qc_day end = unit.to < span.to ? unit.to : span.to;
        units += (double) (end - day + 1) / (unit.to - unit.from + 1); /* a whole one is just 1 */
        day = end + 1;
    }
    return units;
}
