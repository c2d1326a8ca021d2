#include "models/segment_factor.h"

#include "models/stage_counts.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <string.h>

static const double pooling_grid[QC_FACTOR_GRID] = {1, 1.8, 3.2, 5.6, 10, 18, 32, 56, 100};
#define CUMULATIVE (QC_HAZARD_DAYS + 1)

/* The segments may be those of the company or the values of any other column. */
static bool tells_apart(const qc_history *history, const int32_t *segment_of)
{
    for (qc_id deal = 1; history != NULL && deal < history->deals.count; deal++) {
        if (segment_of[deal] != segment_of[0]) return true;
    }
    return false;
}

bool qc_segment_factor_room(qc_stage_model *model, const qc_history *history,
                            const int32_t *segment_of, qc_arena *arena, qc_status *status)
{
    const size_t laws = (size_t) model->segment_count * (size_t) model->stage_count;
    const size_t groups = (size_t) model->stage_count * QC_GROUP_COUNT;
    model->has_factors = !qc_leaves_out(model->without, QC_INGREDIENT_SEGMENTS) &&
                         tells_apart(history, segment_of);
    model->factors = qc_arena_take(arena, laws * QC_GROUP_COUNT, sizeof *model->factors, status);
    model->pooling = qc_arena_take(arena, groups * QC_FACTOR_GRID, sizeof *model->pooling, status);
    return model->factors != NULL && model->pooling != NULL;
}

static const qc_stage_part *part_at(const qc_stage_model *model, int32_t segment, int32_t stage)
{
    return &model->parts[model->part_of[segment * model->stage_count + stage]];
}

static qc_factor *factor_at(const qc_stage_model *model, int32_t segment, int32_t stage,
                            qc_group group)
{
    return &model->factors[(segment * model->stage_count + stage) * QC_GROUP_COUNT + (int) group];
}

static double *pooling_at(const qc_stage_model *model, int32_t stage, qc_group group)
{
    return &model->pooling[(stage * QC_GROUP_COUNT + (int) group) * QC_FACTOR_GRID];
}

/* Posterior-mean cumulative hazards by part and group. */
static double *mean_hazards(const qc_stage_model *model, qc_arena *scratch, qc_status *status)
{
    double *all = qc_arena_take(scratch, (size_t) model->part_count * QC_GROUP_COUNT * CUMULATIVE,
                                sizeof *all, status);
    double *daily = qc_arena_take(scratch, QC_HAZARD_DAYS, sizeof *daily, status);
    if (all == NULL || daily == NULL) return NULL;
    for (int32_t p = 0; p < model->part_count; p++) {
        const qc_stage_part *part = &model->parts[p];
        for (int32_t r = 0; r < part->route_count && part->fitted; r++) {
            double *sum = &all[((size_t) p * QC_GROUP_COUNT + part->routes[r].group) * CUMULATIVE];
            double running = 0;
            qc_hazard_mean(&part->routes[r].fit, daily);
            for (int32_t day = 0; day < QC_HAZARD_DAYS; day++) {
                running += daily[day];
                sum[day + 1] += running;
            }
        }
    }
    return all;
}

static const double *hazard_of(const qc_stage_model *model, const double *all, int32_t segment,
                               int32_t stage, int group)
{
    const int32_t part = model->part_of[segment * model->stage_count + stage];
    return &all[((size_t) part * QC_GROUP_COUNT + (size_t) group) * CUMULATIVE];
}

static double log_marginal(double events, double expected, double c)
{
    return gsl_sf_lngamma(events + c) - gsl_sf_lngamma(c) + c * log(c / (c + expected)) +
           (events > 0 ? events * log(expected / (c + expected)) : 0);
}

/* Weights over the pooling strength c: negative-binomial likelihood, log c ~ N(log 10, 1). */
static void weigh_pooling(const qc_stage_model *model, int32_t stage, qc_group group)
{
    double *weights = pooling_at(model, stage, group);
    double best = -INFINITY, total = 0;
    for (int i = 0; i < QC_FACTOR_GRID; i++) {
        const double off = log(pooling_grid[i] / 10);
        weights[i] = -0.5 * off * off;
        for (int32_t segment = 0; segment < model->segment_count; segment++) {
            const qc_factor *factor = factor_at(model, segment, stage, group);
            if (factor->expected > 0)
                weights[i] += log_marginal(factor->events, factor->expected, pooling_grid[i]);
        }
        best = fmax(best, weights[i]);
    }
    for (int i = 0; i < QC_FACTOR_GRID; i++)
        total += weights[i] = exp(weights[i] - best);
    for (int i = 0; i < QC_FACTOR_GRID; i++)
        weights[i] /= total;
}

static void observe(qc_stage_model *model, const qc_history *history, const int32_t *segment_of,
                    const double *hazards)
{
    const qc_visits *visits = &history->visits;
    for (int32_t v = 0; v < visits->count; v++) {
        const int32_t stage = visits->stage[v], segment = segment_of[visits->deal[v]];
        qc_at_risk risk;
        if (part_at(model, segment, stage)->segment >= 0 ||
            !qc_stage_counts_visit(history, v, model->without, &risk))
            continue;
        for (int g = 0; g < QC_GROUP_COUNT; g++)
            factor_at(model, segment, stage, (qc_group) g)->expected += qc_stage_counts_expected(
                hazard_of(model, hazards, segment, stage, g), risk.first, risk.last, risk.ended);
        if (risk.ended)
            factor_at(model, segment, stage, qc_group_of(stage, visits->exit[v]))->events += 1;
    }
}

bool qc_segment_factor_fit(qc_stage_model *model, const qc_history *history,
                           const int32_t *segment_of, qc_status *status)
{
    qc_arena scratch = {0};
    const size_t count = (size_t) model->segment_count * (size_t) model->stage_count *
                         QC_GROUP_COUNT;
    const double *hazards = mean_hazards(model, &scratch, status);
    if (hazards != NULL) {
        memset(model->factors, 0, count * sizeof *model->factors);
        observe(model, history, segment_of, hazards);
        for (int32_t stage = 0; stage < model->stage_count; stage++) {
            for (int g = 0; g < QC_GROUP_COUNT; g++)
                weigh_pooling(model, stage, (qc_group) g);
        }
    }
    qc_arena_free(&scratch);
    return hazards != NULL;
}

double qc_segment_factor_mean(const qc_stage_model *model, int32_t segment, int32_t stage,
                              qc_group group)
{
    const qc_factor *factor = factor_at(model, segment, stage, group);
    const double *weights = pooling_at(model, stage, group);
    double mean = 0;
    if (!model->has_factors || part_at(model, segment, stage)->segment >= 0 || !(weights[0] >= 0) ||
        (factor->expected == 0 && factor->events == 0))
        return 1;
    for (int i = 0; i < QC_FACTOR_GRID; i++)
        mean += weights[i] * (pooling_grid[i] + factor->events) /
                (pooling_grid[i] + factor->expected);
    return mean;
}

double qc_segment_factor_draw(const qc_stage_model *model, int32_t segment, int32_t stage,
                              qc_group group, qc_rng *rng)
{
    const qc_factor *factor = factor_at(model, segment, stage, group);
    const double *weights = pooling_at(model, stage, group);
    double left = qc_rng_uniform(rng);
    int cell = 0;
    gsl_rng view;
    if (!model->has_factors || part_at(model, segment, stage)->segment >= 0) return 1;
    while (cell < QC_FACTOR_GRID - 1 && left >= weights[cell])
        left -= weights[cell++];
    qc_rng_gsl(&view, rng);
    const double c = pooling_grid[cell];
    return gsl_ran_gamma(&view, c + factor->events, 1 / (c + factor->expected));
}

/* ---- month effects ---- */

typedef struct months {
    int32_t first, count;             /* month index of the first, how many */
    double *events[QC_GROUP_SHOCKED]; /* by month */
    double *expected[QC_GROUP_SHOCKED];
} months;

static bool months_room(months *by_month, const qc_history *history, qc_without without,
                        qc_arena *scratch, qc_status *status)
{
    const bool delayed = !qc_leaves_out(without, QC_INGREDIENT_DELAYED_ENTRY);
    qc_day start = history->as_of;
    for (int32_t v = 0; v < history->visits.count; v++) {
        if (history->visits.enter[v] < start) start = history->visits.enter[v];
    }
    if (delayed && history->recorded_from != QC_DAY_NONE && start < history->recorded_from)
        start = history->recorded_from;
    by_month->first = qc_calendar_month_index(start);
    by_month->count = qc_calendar_month_index(history->as_of) - by_month->first + 1;
    for (int g = 0; g < QC_GROUP_SHOCKED; g++) {
        by_month->events[g] = qc_arena_take(scratch, (size_t) by_month->count, sizeof(double),
                                            status);
        by_month->expected[g] = qc_arena_take(scratch, (size_t) by_month->count, sizeof(double),
                                              status);
        if (by_month->events[g] == NULL || by_month->expected[g] == NULL) return false;
    }
    return true;
}

/* Spread one visit's expected events over the months it was at risk in. */
static void expect_by_month(const qc_stage_model *model, const double *hazards, qc_day enter,
                            int32_t segment, int32_t stage, const qc_at_risk *risk,
                            months *by_month)
{
    int32_t from = risk->first;
    while (from <= risk->last) {
        const int32_t month = qc_calendar_month_index(enter + from);
        const int32_t month_last = qc_calendar_month_span(month).to - enter;
        const int32_t last = month_last < risk->last ? month_last : risk->last;
        for (int g = 0; g < QC_GROUP_SHOCKED; g++) {
            const double weight = qc_segment_factor_mean(model, segment, stage, (qc_group) g);
            by_month->expected[g][month - by_month->first] +=
                weight * qc_stage_counts_expected(hazard_of(model, hazards, segment, stage, g),
                                                  from, last, risk->ended && last == risk->last);
        }
        from = last + 1;
    }
}

static double typical_sd(const qc_month_effect *effect)
{
    double sd = 0;
    for (int32_t c = 0; c < effect->cells; c++)
        sd += effect->weight[c] * effect->sd[c];
    return sd;
}

/* First what moves the months at all, then how much of it comes back every year, then the rest again. */
static void fit_months(months *by_month, int group, bool seasonal, qc_month_effect *effect,
                       qc_season *season)
{
    double *expected = by_month->expected[group];
    qc_month_effect_fit(effect, by_month->events[group], expected, by_month->count);
    if (!seasonal) return;
    qc_season_fit(season, by_month->events[group], expected, by_month->count, by_month->first,
                  typical_sd(effect));
    if (!season->on) return;
    for (int32_t m = 0; m < by_month->count; m++)
        expected[m] *= qc_season_mean(season, by_month->first + m);
    qc_month_effect_fit(effect, by_month->events[group], expected, by_month->count);
}

bool qc_segment_factor_effects(qc_stage_model *model, const qc_history *history,
                               const int32_t *segment_of, qc_status *status)
{
    qc_arena scratch = {0};
    months by_month = {0};
    const double *hazards = mean_hazards(model, &scratch, status);
    const bool ok = hazards != NULL &&
                    months_room(&by_month, history, model->without, &scratch, status);
    const qc_visits *visits = &history->visits;
    for (int32_t v = 0; ok && v < visits->count; v++) {
        const int32_t stage = visits->stage[v], segment = segment_of[visits->deal[v]];
        qc_at_risk risk;
        if (!qc_stage_counts_visit(history, v, model->without, &risk) ||
            !part_at(model, segment, stage)->fitted)
            continue;
        expect_by_month(model, hazards, visits->enter[v], segment, stage, &risk, &by_month);
        const qc_group group = qc_group_of(stage, visits->exit[v]);
        if (risk.ended && group < QC_GROUP_SHOCKED)
            by_month.events[group][qc_calendar_month_index(visits->leave[v]) - by_month.first] += 1;
    }
    for (int g = 0; ok && g < QC_GROUP_SHOCKED; g++)
        fit_months(&by_month, g, !qc_leaves_out(model->without, QC_INGREDIENT_SEASON),
                   &model->effects[g], &model->seasons[g]);
    qc_arena_free(&scratch);
    return ok;
}
