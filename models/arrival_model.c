#include "models/arrival_model.h"

#include "models/belief.h"
#include "models/luck.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define FEW_SHARES       32 /* that are cheaper counted than searched */
#define OWN_STREAM_DEALS 30
#define RECENT_DAYS      365
#define MONTH_DAYS       30.4
#define YEAR_DAYS        365.25
#define DEFAULT_SHAPE    20
#define MONTHS_MAX       240
#define LEVEL_SD         1                 /* of the log rate at the start of the history */
#define TO_QUANTILES     2.563103131089201 /* width of a normal's 80% range in sds */

/* ---- stated rates ---- */

static double unit_days(qc_calendar_unit unit)
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
        own_per_day += belief_mean(belief) / unit_days(belief->per);
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
    const double rest = belief_mean(all) - own_per_day * unit_days(all->per);
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
        counts->length[m] = (to - from + 1) / MONTH_DAYS;
    }
    for (int32_t i = 0; i < book->event_count; i++) {
        const qc_event *event = &book->events[i];
        const int32_t month = qc_calendar_month_index(event->day) - counts->first_month;
        if (event->kind != QC_EVENT_CREATED || month < 0 || event->day < start) continue;
        counts->count[event->segment * counts->months + month] += 1;
        counts->total[event->segment] += 1;
        counts->recent[event->segment] += event->day > history->as_of - RECENT_DAYS;
    }
    return true;
}

/* A stated rate becomes the prior of the level: for all deals, or a segment's share of them. */
static qc_arrivals_prior prior_of(const qc_belief *belief, double share)
{
    qc_arrivals_prior prior = {0};
    const double mean = belief->form == QC_BELIEF_NONE ? 0 : belief_mean(belief);
    if (mean <= 0 || share <= 0) return prior;
    prior.log_rate = log(mean * share / unit_days(belief->per) * MONTH_DAYS);
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

/* ---- who arrives ---- */

static int32_t class_of(const qc_arrival_model *model, int32_t stage)
{
    for (int32_t c = 0; c < model->class_count; c++) {
        if (model->classes[c].stage == stage) return c;
    }
    return -1;
}

static int32_t entry_stage(const qc_history *history, qc_id deal)
{
    return history->changes.stage[history->deals.first_change[deal]];
}

static bool list_classes(qc_arrival_model *model, const qc_history *history, int32_t stages,
                         qc_arena *arena, qc_status *status)
{
    model->classes = qc_arena_take(arena, (size_t) stages + 2, sizeof *model->classes, status);
    if (model->classes == NULL) return false;
    model->classes[model->class_count++].stage = 0;
    for (qc_id deal = 0; history != NULL && deal < history->deals.count; deal++) {
        const int32_t stage = entry_stage(history, deal);
        if (class_of(model, stage) < 0) model->classes[model->class_count++].stage = stage;
    }
    const size_t weights = (size_t) model->segment_count * (size_t) model->class_count;
    model->class_weight = qc_arena_take(arena, weights, sizeof(double), status);
    if (model->class_weight == NULL) return false;
    for (int32_t s = 0; s < model->segment_count && history == NULL; s++)
        model->class_weight[s * model->class_count] = 1;
    return true;
}

/* Recent counts by segment on top of one pseudo-deal that is spread like the whole company's deals: a
 * full pseudo-deal for each class would give every segment born-closed deals that it never had. */
static void count_classes(qc_arrival_model *model, const qc_history *history)
{
    const int32_t deals = history->deals.count;
    for (qc_id deal = 0; deal < deals; deal++) {
        const int32_t class = class_of(model, entry_stage(history, deal));
        const int32_t segment = qc_segments_of_deal(history, deal);
        for (int32_t s = 0; s < model->segment_count; s++)
            model->class_weight[s * model->class_count + class] += 1.0 / deals;
        if (history->deals.created[deal] > history->as_of - RECENT_DAYS)
            model->class_weight[segment * model->class_count + class] += 1;
    }
}

static bool count_labels(qc_arrival_model *model, const qc_book *book, qc_arena *arena,
                         qc_status *status)
{
    for (int l = 0; l < QC_LABEL_COUNT; l++) {
        const int32_t values = book->names[l].count;
        if (l == QC_LABEL_SEGMENT || l == QC_LABEL_CUSTOMER || l == QC_LABEL_REASON) continue;
        model->label_values[l] = values;
        model->label_weight[l] = qc_arena_take(
            arena, (size_t) model->segment_count * ((size_t) values + 1), sizeof(double), status);
        if (model->label_weight[l] == NULL) return false;
        for (int32_t i = 0; i < book->event_count; i++) {
            const qc_event *event = &book->events[i];
            const qc_id value = event->labels.of[l] == QC_ID_NONE ? values : event->labels.of[l];
            double *weight = &model->label_weight[l][event->segment * (values + 1) + value];
            if (event->kind == QC_EVENT_CREATED && event->day > book->as_of - RECENT_DAYS)
                *weight += *weight == 0 ? 2 : 1; /* 1 + count, on the values that occur */
        }
        for (int32_t s = 0; s < model->segment_count; s++)
            model->label_weight[l][s * (values + 1) + values] += 1e-9;
    }
    return true;
}

static bool count_customers(qc_arrival_model *model, const qc_book *book, qc_arena *arena,
                            qc_status *status)
{
    model->new_customers = qc_arena_take(arena, 2 * (size_t) model->segment_count, sizeof(double),
                                         status);
    if (model->new_customers == NULL) return false;
    for (int32_t s = 0; s < 2 * model->segment_count; s++)
        model->new_customers[s] = 1;
    for (int32_t i = 0; i < book->event_count; i++) {
        const qc_event *event = &book->events[i];
        if (event->kind == QC_EVENT_WON && event->day > book->as_of - RECENT_DAYS)
            model->new_customers[2 * event->segment + !event->new_customer] += 1;
    }
    if (!book->has_customers) { /* each won deal counts as one customer */
        for (int32_t s = 0; s < model->segment_count; s++)
            model->new_customers[2 * s + 1] = 0;
    }
    return true;
}

/* Classes of amounts by segment: recent deals on top of one pseudo-deal that is spread like the company's. */
static bool count_amounts(qc_arrival_model *model, const qc_arrival_inputs *inputs, qc_arena *arena,
                          qc_status *status)
{
    const qc_history *history = inputs->history;
    const size_t weights = (size_t) model->segment_count * QC_AMOUNT_CLASSES;
    double all[QC_AMOUNT_CLASSES] = {0}, total = 0;
    if (!inputs->traits->on[QC_TRAIT_AMOUNT]) return true;
    model->amount_weight = qc_arena_take(arena, weights, sizeof(double), status);
    if (model->amount_weight == NULL) return false;
    for (qc_id deal = 0; deal < history->deals.count; deal++) {
        const int32_t first = history->deals.first_change[deal];
        const double known = history->changes.stage[first] >= 0
                                 ? qc_traits_first_amount(history, deal)
                                 : history->changes.number[QC_NUMBER_AMOUNT][first];
        const int32_t class = qc_traits_amount(inputs->traits, known);
        if (class == QC_TRAIT_NONE) continue;
        all[class] += 1;
        total += 1;
        if (history->deals.created[deal] > history->as_of - RECENT_DAYS)
            model->amount_weight[qc_segments_of_deal(history, deal) * QC_AMOUNT_CLASSES + class] +=
                1;
    }
    for (int32_t i = 0; i < (int32_t) weights; i++)
        model->amount_weight[i] += all[i % QC_AMOUNT_CLASSES] / total;
    return true;
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
              list_classes(model, inputs->history, plan->stage_count, arena, status) &&
              count_labels(model, inputs->book, arena, status) &&
              count_amounts(model, inputs, arena, status) &&
              count_customers(model, inputs->book, arena, status);
    if (ok && inputs->history != NULL) {
        count_classes(model, inputs->history);
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

/* ---- draws ---- */

bool qc_arrival_draw_room(qc_arrival_draw *draw, const qc_arrival_model *model, qc_arena *arena,
                          qc_status *status)
{
    const size_t streams = (size_t) model->stream_count, segments = (size_t) model->segment_count;
    draw->state = qc_arena_take(arena, streams, sizeof *draw->state, status);
    draw->rate = qc_arena_take(arena, streams, sizeof(double), status);
    draw->lever = qc_arena_take(arena, segments, sizeof(double), status);
    draw->segment_share = qc_arena_take(arena, segments, sizeof(double), status);
    draw->class_share = qc_arena_take(arena, segments * (size_t) model->class_count, sizeof(double),
                                      status);
    draw->new_customer = qc_arena_take(arena, segments, sizeof(double), status);
    if (model->amount_weight != NULL) {
        draw->amount_share = qc_arena_take(arena, segments * QC_AMOUNT_CLASSES, sizeof(double),
                                           status);
        if (draw->amount_share == NULL) return false;
    }
    for (int l = 0; l < QC_LABEL_COUNT; l++) {
        const size_t values = (size_t) model->label_values[l] + 1;
        if (model->label_weight[l] == NULL) continue;
        draw->label_share[l] = qc_arena_take(arena, segments * values, sizeof(double), status);
        if (draw->label_share[l] == NULL) return false;
    }
    return draw->state != NULL && draw->rate != NULL && draw->lever != NULL &&
           draw->segment_share != NULL && draw->class_share != NULL && draw->new_customer != NULL;
}

/* Cumulative Dirichlet shares, or their means without a source of luck; weights of 0 stay 0. */
static void draw_shares(const double *weights, int32_t count, const gsl_rng *view,
                        double *cumulative)
{
    double total = 0;
    for (int32_t i = 0; i < count; i++) {
        if (weights[i] > 0) total += view != NULL ? gsl_ran_gamma(view, weights[i], 1) : weights[i];
        cumulative[i] = total;
    }
    for (int32_t i = 0; i < count && total > 0; i++)
        cumulative[i] /= total;
}

int32_t qc_arrival_model_pick(const double *cumulative, int32_t count, double u)
{
    int32_t first = 0, left = count;
    while (left > FEW_SHARES) {
        const int32_t half = left / 2;
        first += cumulative[first + half - 1] <= u ? half : 0;
        left -= half;
    }
    int32_t passed = 0; /* counted to the end: a processor cannot guess where a search would stop */
    for (int32_t i = 0; i < left - 1; i++)
        passed += cumulative[first + i] <= u;
    return first + passed;
}

double qc_arrival_model_rate(const qc_arrival_model *model, const qc_arrival_draw *draw,
                             int32_t segment)
{
    double per_day = 0;
    for (int32_t s = 0; s < model->stream_count; s++) {
        const qc_stream *stream = &model->streams[s];
        const double *shares = draw->segment_share;
        double share = segment < 0 || stream->segment == segment;
        if (segment >= 0 && stream->segment < 0)
            share = shares[segment] - (segment > 0 ? shares[segment - 1] : 0);
        per_day += share * (stream->stated
                                ? draw->rate[s] / unit_days(stream->unit)
                                : exp(draw->state[s].base + draw->state[s].level) / MONTH_DAYS);
    }
    return per_day;
}

/* The lever on new deals as a factor on a segment's rate. */
static double rate_lever(const qc_arrival_model *model, const qc_arrival_draw *draw,
                         int32_t segment)
{
    double factor = 1;
    for (int32_t l = 0; l < model->plan->lever_count; l++) {
        const qc_lever *lever = &model->plan->levers[l];
        if (lever->target != QC_LEVER_NEW_DEALS ||
            !qc_segments_lever(model->segments, lever, segment))
            continue;
        if (lever->kind != QC_CHANGE_REPLACE) {
            factor *= lever->amount;
            continue;
        }
        const double now = qc_arrival_model_rate(model, draw, lever->segment == -1 ? -1 : segment);
        factor = now > 0 ? lever->amount / now : 1;
    }
    return factor;
}

static void draw_stream(const qc_stream *stream, qc_rng *luck, const gsl_rng *view, double *rate,
                        qc_arrivals_state *state)
{
    const bool drawn = view != NULL;
    if (drawn)
        qc_arrivals_draw(&stream->filter, luck, state);
    else
        qc_arrivals_mean(&stream->filter, state);
    *rate = 1;
    if (!stream->stated) return;
    *rate = stream->rate;
    if (drawn && isfinite(stream->shape))
        *rate *= gsl_ran_gamma(view, stream->shape, 1 / stream->shape);
    if (stream->fixed_noise)
        *state = (qc_arrivals_state){.rho = stream->noise_rho,
                                     .sd = stream->noise_sd,
                                     .noise = drawn ? gsl_ran_gaussian(view, stream->noise_sd) : 0};
    /* the rate itself carries the level, and noise around a stated mean leaves the mean */
    state->base = -0.5 * state->sd * state->sd;
    state->level = state->wander = 0;
}

static double draw_new_customer(const double *weights, const gsl_rng *view)
{
    if (!(weights[1] > 0)) return 1;
    return view != NULL ? gsl_ran_beta(view, weights[0], weights[1])
                        : weights[0] / (weights[0] + weights[1]);
}

static void draw_who(const qc_arrival_model *model, int32_t segment, const gsl_rng *view,
                     qc_arrival_draw *draw)
{
    draw_shares(&model->class_weight[segment * model->class_count], model->class_count, view,
                &draw->class_share[segment * model->class_count]);
    if (model->amount_weight != NULL)
        draw_shares(&model->amount_weight[segment * QC_AMOUNT_CLASSES], QC_AMOUNT_CLASSES, view,
                    &draw->amount_share[segment * QC_AMOUNT_CLASSES]);
    draw->new_customer[segment] = draw_new_customer(&model->new_customers[2 * segment], view);
    for (int l = 0; l < QC_LABEL_COUNT; l++) {
        const int32_t values = model->label_values[l] + 1;
        if (model->label_weight[l] != NULL)
            draw_shares(&model->label_weight[l][segment * values], values, view,
                        &draw->label_share[l][segment * values]);
    }
    draw->lever[segment] = rate_lever(model, draw, segment);
}

void qc_arrival_model_draw(const qc_arrival_model *model, uint64_t seed, int64_t number,
                           qc_arrival_draw *draw)
{
    gsl_rng view;
    const gsl_rng *source = number < 0 ? NULL : &view;
    for (int32_t s = 0; s < model->stream_count; s++) {
        qc_rng luck = qc_rng_stream(seed, QC_LUCK_RATE, (uint64_t) s, (uint64_t) number);
        qc_rng_gsl(&view, &luck);
        draw_stream(&model->streams[s], &luck, source, &draw->rate[s], &draw->state[s]);
    }
    qc_rng luck = qc_rng_stream(seed, QC_LUCK_MIX, 0, (uint64_t) number);
    qc_rng_gsl(&view, &luck);
    if (source != NULL)
        qc_season_draw(&model->season, &luck, draw->season);
    else
        qc_season_means(&model->season, draw->season);
    draw_shares(model->segment_weight, model->segment_count, source, draw->segment_share);
    for (int32_t s = 0; s < model->segment_count; s++) {
        luck = qc_rng_stream(seed, QC_LUCK_MIX, (uint64_t) s + 1, (uint64_t) number);
        draw_who(model, s, source, draw);
    }
}

double qc_arrival_model_units(const qc_stream *stream, qc_span span, int32_t fiscal_start_month)
{
    const double days = span.to - span.from + 1;
    double units = 0;
    if (!stream->stated) return days / MONTH_DAYS;
    if (stream->unit == QC_UNIT_DAY || stream->unit == QC_UNIT_WEEK)
        return days / unit_days(stream->unit);
    for (qc_day day = span.from; day <= span.to; day++) {
        const qc_span unit = qc_calendar_unit_span(day, stream->unit, fiscal_start_month);
        units += 1.0 / (unit.to - unit.from + 1);
    }
    return units;
}
