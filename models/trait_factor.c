#include "models/trait_factor.h"

#include "models/luck.h"
#include "models/stage_counts.h"
#include "models/trait_slope.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

static const double pooling_grid[QC_FACTOR_GRID] = {1, 1.8, 3.2, 5.6, 10, 18, 32, 56, 100};
#define CUMULATIVE   (QC_HAZARD_DAYS + 1)
#define NOTHING_SEEN (-1.0) /* in the first weight: nobody with a known value was ever at risk */

bool qc_trait_factor_room(qc_stage_model *model, qc_arena *arena, qc_status *status)
{
    const size_t groups = (size_t) model->stage_count * QC_GROUP_COUNT;
    for (int t = 0; t < QC_TRAIT_COUNT; t++) {
        qc_trait_fit *fit = &model->factors[t];
        if (!model->traits.on[t]) continue;
        const size_t cells = (size_t) model->traits.values[t] * groups;
        fit->factors = qc_arena_take(arena, cells, sizeof *fit->factors, status);
        fit->pooling = qc_arena_take(arena, groups * QC_FACTOR_GRID, sizeof *fit->pooling, status);
        fit->slope = qc_arena_take(arena, groups, sizeof *fit->slope, status);
        if (fit->factors == NULL || fit->pooling == NULL || fit->slope == NULL) return false;
        for (size_t i = 0; i < cells; i++)
            fit->factors[i].mean = 1;
    }
    return true;
}

static const qc_stage_part *part_at(const qc_stage_model *model, int32_t segment, int32_t stage)
{
    return &model->parts[model->part_of[segment * model->stage_count + stage]];
}

/* Segments in parts of their own have a fit, not a factor. */
static bool has_own_part(const qc_stage_model *model, qc_trait trait, int32_t value, int32_t stage)
{
    return trait == QC_TRAIT_SEGMENT && part_at(model, value, stage)->segment >= 0;
}

static qc_factor *factor_at(const qc_stage_model *model, qc_trait trait, int32_t value,
                            int32_t stage, int group)
{
    return &model->factors[trait]
                .factors[(value * model->stage_count + stage) * QC_GROUP_COUNT + group];
}

static double *pooling_at(const qc_stage_model *model, qc_trait trait, int32_t stage, int group)
{
    return &model->factors[trait].pooling[(stage * QC_GROUP_COUNT + group) * QC_FACTOR_GRID];
}

/* ---- what the hazards expect ---- */

double *qc_trait_factor_hazards(const qc_stage_model *model, qc_arena *scratch, qc_status *status)
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

const double *qc_trait_factor_hazard_of(const qc_stage_model *model, const double *hazards,
                                        int32_t segment, int32_t stage, int group)
{
    const int32_t part = model->part_of[segment * model->stage_count + stage];
    return &hazards[((size_t) part * QC_GROUP_COUNT + (size_t) group) * CUMULATIVE];
}

/* Events that the hazards expect of each visit, by group, before any factor; all 0 for visits that do not
 * count. Hazards stay the same for a whole sweep over the traits. */
static double (*expect_all(const qc_stage_model *model, const qc_history *history,
                           const int32_t *segment_of, qc_arena *scratch,
                           qc_status *status))[QC_GROUP_COUNT]
{
    const qc_visits *visits = &history->visits;
    const double *hazards = qc_trait_factor_hazards(model, scratch, status);
    double(*expected)[QC_GROUP_COUNT] = qc_arena_take(scratch, (size_t) visits->count,
                                                      sizeof *expected, status);
    if (hazards == NULL || expected == NULL) return NULL;
    for (int32_t v = 0; v < visits->count; v++) {
        const int32_t stage = visits->stage[v], segment = segment_of[visits->deal[v]];
        qc_at_risk risk;
        if (!qc_stage_counts_visit(history, v, model->without, &risk)) continue;
        for (int g = 0; g < QC_GROUP_COUNT; g++)
            expected[v][g] = qc_stage_counts_expected(
                qc_trait_factor_hazard_of(model, hazards, segment, stage, g), risk.first, risk.last,
                risk.ended);
    }
    return expected;
}

/* ---- pooling ---- */

qc_factor_posterior qc_trait_factor_posterior(double events, double expected, double c)
{
    return (qc_factor_posterior){c + events, c + expected};
}

double qc_trait_factor_grid(int index)
{
    return pooling_grid[index];
}

double qc_trait_factor_log_marginal(double events, double expected, double c)
{
    return gsl_sf_lngamma(events + c) - gsl_sf_lngamma(c) + c * log(c / (c + expected)) +
           (events > 0 ? events * log(expected / (c + expected)) : 0);
}

/* How far a class of amounts is along the slope; 0 for all other traits. */
static double score_of(const qc_stage_model *model, qc_trait trait, int32_t value)
{
    return trait == QC_TRAIT_AMOUNT ? model->traits.amount_score[value] : 0;
}

/* What the slope explains goes into `expected`, so that the classes' own factors are about the rest. */
static void fit_slopes(qc_stage_model *model)
{
    qc_trait_slope_fit(model);
    for (int32_t value = 0; value < QC_AMOUNT_CLASSES; value++)
        for (int32_t stage = 0; stage < model->stage_count; stage++)
            for (int g = 0; g < QC_GROUP_COUNT; g++)
                factor_at(model, QC_TRAIT_AMOUNT, value, stage, g)->expected *=
                    qc_trait_factor_along(model, QC_TRAIT_AMOUNT, value, stage, (qc_group) g);
}

/* Weights over the pooling strength c: negative-binomial likelihood, log c ~ N(log 10, 1); beside a slope
 * the classes' own factors are small, log c ~ N(log 40, 1). */
static void weigh_pooling(const qc_stage_model *model, qc_trait trait, int32_t stage, int group)
{
    double *weights = pooling_at(model, trait, stage, group);
    const double usual = trait == QC_TRAIT_AMOUNT ? 40 : 10;
    double best = -INFINITY, total = 0, at_risk = 0;
    for (int i = 0; i < QC_FACTOR_GRID; i++) {
        const double off = log(pooling_grid[i] / usual);
        weights[i] = -0.5 * off * off;
        for (int32_t value = 0; value < model->traits.values[trait]; value++) {
            const qc_factor *factor = factor_at(model, trait, value, stage, group);
            at_risk += factor->expected;
            if (factor->expected > 0)
                weights[i] += qc_trait_factor_log_marginal(factor->events, factor->expected,
                                                           pooling_grid[i]);
        }
        best = fmax(best, weights[i]);
    }
    for (int i = 0; i < QC_FACTOR_GRID; i++)
        total += weights[i] = exp(weights[i] - best);
    for (int i = 0; i < QC_FACTOR_GRID; i++)
        weights[i] /= total;
    if (!(at_risk > 0)) weights[0] = NOTHING_SEEN;
}

static void find_mean(const qc_stage_model *model, qc_trait trait, int32_t value, int32_t stage,
                      int group)
{
    qc_factor *factor = factor_at(model, trait, value, stage, group);
    const double *weights = pooling_at(model, trait, stage, group);
    const double along = qc_trait_factor_along(model, trait, value, stage, (qc_group) group);
    factor->mean = along;
    if (factor->expected == 0 && factor->events == 0) return;
    factor->mean = 0;
    for (int i = 0; i < QC_FACTOR_GRID; i++) {
        const qc_factor_posterior r = qc_trait_factor_posterior(factor->events, factor->expected,
                                                                pooling_grid[i]);
        factor->mean += along * weights[i] * r.shape / r.rate;
    }
}

/* ---- one sweep ---- */

static void observe(qc_stage_model *model, qc_trait trait, const qc_history *history,
                    const double (*expected)[QC_GROUP_COUNT], int32_t *const *values)
{
    const qc_visits *visits = &history->visits;
    for (int32_t v = 0; v < visits->count; v++) {
        const int32_t stage = visits->stage[v], value = values[trait][v];
        qc_at_risk risk;
        if (value == QC_TRAIT_NONE || has_own_part(model, trait, value, stage) ||
            !qc_stage_counts_visit(history, v, model->without, &risk))
            continue;
        for (int g = 0; g < QC_GROUP_COUNT; g++) {
            const double all = qc_trait_factor_of_visit(model, values, v, stage, (qc_group) g);
            const double own = qc_trait_factor_mean(model, trait, value, stage, (qc_group) g);
            qc_factor *factor = factor_at(model, trait, value, stage, g);
            factor->expected += expected[v][g] * all / own;
            factor->events += risk.ended && qc_group_of(stage, visits->exit[v]) == (qc_group) g;
        }
    }
}

static void fit_trait(qc_stage_model *model, qc_trait trait, const qc_history *history,
                      const double (*expected)[QC_GROUP_COUNT], int32_t *const *values)
{
    const int32_t stages = model->stage_count, count = model->traits.values[trait];
    for (int32_t i = 0; i < count * stages * QC_GROUP_COUNT; i++)
        model->factors[trait].factors[i].events = model->factors[trait].factors[i].expected = 0;
    observe(model, trait, history, expected, values);
    if (trait == QC_TRAIT_AMOUNT) fit_slopes(model);
    for (int32_t stage = 0; stage < stages; stage++) {
        for (int g = 0; g < QC_GROUP_COUNT; g++) {
            weigh_pooling(model, trait, stage, g);
            for (int32_t value = 0; value < count; value++)
                find_mean(model, trait, value, stage, g);
        }
    }
}

bool qc_trait_factor_fit(qc_stage_model *model, const qc_history *history,
                         const int32_t *segment_of, int32_t *const *values, qc_status *status)
{
    qc_arena scratch = {0};
    double(*expected)[QC_GROUP_COUNT] = expect_all(model, history, segment_of, &scratch, status);
    for (int t = 0; expected != NULL && t < QC_TRAIT_COUNT; t++) {
        if (model->traits.on[t])
            fit_trait(model, (qc_trait) t, history, (const double(*)[QC_GROUP_COUNT]) expected,
                      values);
    }
    qc_arena_free(&scratch);
    return expected != NULL;
}

/* ---- answers ---- */

double qc_trait_factor_mean(const qc_stage_model *model, qc_trait trait, int32_t value,
                            int32_t stage, qc_group group)
{
    if (!model->traits.on[trait] || value == QC_TRAIT_NONE ||
        has_own_part(model, trait, value, stage))
        return 1;
    return factor_at(model, trait, value, stage, (int) group)->mean;
}

double qc_trait_factor_pull(const qc_stage_model *model, qc_trait trait, int32_t value,
                            int32_t stage, qc_group group)
{
    const double expected = factor_at(model, trait, value, stage, (int) group)->expected;
    const double *weights = pooling_at(model, trait, stage, (int) group);
    double pull = 0;
    if (weights[0] == NOTHING_SEEN || !(expected > 0)) return 1;
    for (int i = 0; i < QC_FACTOR_GRID; i++)
        pull += weights[i] * pooling_grid[i] / (pooling_grid[i] + expected);
    return pull;
}

double qc_trait_factor_along(const qc_stage_model *model, qc_trait trait, int32_t value,
                             int32_t stage, qc_group group)
{
    if (trait != QC_TRAIT_AMOUNT) return 1;
    return exp(qc_trait_slope_mean(model, stage, (int) group) * score_of(model, trait, value));
}

double qc_trait_factor_of_visit(const qc_stage_model *model, int32_t *const *values, int32_t visit,
                                int32_t stage, qc_group group)
{
    double product = 1;
    for (int t = 0; t < QC_TRAIT_COUNT; t++)
        product *= qc_trait_factor_mean(model, (qc_trait) t, values[t][visit], stage, group);
    return product;
}

double qc_trait_factor_draw(const qc_stage_model *model, qc_trait trait, int32_t value,
                            int32_t stage, qc_group group, qc_rng *rng)
{
    double left = qc_rng_uniform(rng);
    int cell = 0;
    gsl_rng view;
    if (!model->traits.on[trait] || value == QC_TRAIT_NONE ||
        has_own_part(model, trait, value, stage))
        return 1;
    const qc_factor *factor = factor_at(model, trait, value, stage, (int) group);
    const double *weights = pooling_at(model, trait, stage, (int) group);
    if (weights[0] == NOTHING_SEEN) return 1;
    while (cell < QC_FACTOR_GRID - 1 && left >= weights[cell])
        left -= weights[cell++];
    qc_rng_gsl(&view, rng);
    const double c = pooling_grid[cell];
    const qc_factor_posterior r = qc_trait_factor_posterior(factor->events, factor->expected, c);
    return gsl_ran_gamma(&view, r.shape, 1 / r.rate);
}

void qc_trait_factor_lay(const qc_stage_model *model, qc_trait trait, uint64_t seed, int64_t number,
                         double *factors)
{
    const int32_t stages = model->stage_count, row = stages * QC_GROUP_COUNT;
    for (int32_t i = 0; i < model->traits.values[trait] * row; i++) {
        const int32_t value = i / row, stage = i % row / QC_GROUP_COUNT, group = i % QC_GROUP_COUNT;
        const uint64_t name = (uint64_t) (trait + 1) << 40;
        if (number < 0) {
            factors[i] = qc_trait_factor_mean(model, trait, value, stage, (qc_group) group);
            continue;
        }
        qc_rng luck = qc_rng_stream(seed, QC_LUCK_FACTOR, name | (uint64_t) i, (uint64_t) number);
        factors[i] = qc_trait_factor_draw(model, trait, value, stage, (qc_group) group, &luck);
        if (trait == QC_TRAIT_AMOUNT)
            factors[i] *= exp(qc_trait_slope_draw(model, stage, group, seed, number) *
                              score_of(model, trait, value));
    }
}
