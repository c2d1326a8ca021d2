/* Deals of one month win and lose together: a good month is good for all of them. Observed over expected
 * events are a look at a state that wanders around 0 and forgets,
 *
 *     y_t ~ Poisson(E_t e^{x_t}),   x_t = rho x_{t-1} + normal of variance sd^2 (1 - rho^2)
 *
 * which a Kalman filter (Kalman 1960) solves for each (rho, sd) of a small grid, each count read as in
 * models/count_look. The cells' likelihoods weigh them, so a forecast carries what is not known about
 * strength and memory as well. */
#include "models/month_effect.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define MONTH_DAYS 30.4
#define RHOS       4
#define SDS        7

typedef struct grid_value {
    double value, prior;
} grid_value;

static const grid_value rho_grid[RHOS] = {{0, 0.35}, {0.4, 0.3}, {0.7, 0.2}, {0.9, 0.15}};
static const grid_value sd_grid[SDS] = {{0.02, 0.08}, {0.06, 0.14}, {0.1, 0.2}, {0.16, 0.24},
                                        {0.24, 0.18}, {0.35, 0.1},  {0.5, 0.06}};

/* Variance that joins in one step, written so that it is exact for rho near 1. */
static double fresh_variance(double rho, double sd)
{
    return sd * sd * (1 - rho) * (1 + rho);
}

static void filter_cell(qc_month_effect *effect, int32_t cell, const double *events,
                        const double *expected, int32_t months, qc_count_look_at *look)
{
    const double rho = effect->rho[cell], sd = effect->sd[cell];
    double mean = 0, variance = sd * sd, log_likelihood = 0;

    for (int32_t t = 0; t < months; t++) {
        mean *= rho;
        variance = rho * rho * variance + fresh_variance(rho, sd);
        if (!(expected[t] > QC_MONTH_EFFECT_LEAST)) continue;
        const qc_look seen = look(events[t], expected[t], mean, variance);
        const double spread = variance + seen.noise;
        mean += variance / spread * seen.surprise;
        variance *= seen.noise / spread;
        log_likelihood += seen.log_likelihood;
    }
    effect->mean[cell] = mean;
    effect->variance[cell] = variance;
    effect->log_likelihood[cell] = log_likelihood;
}

/* `weight` holds the prior on entry. */
static void weigh_cells(qc_month_effect *effect)
{
    double best = effect->log_likelihood[0], total = 0;

    for (int32_t i = 1; i < effect->cells; i++)
        best = GSL_MAX(best, effect->log_likelihood[i]);
    for (int32_t i = 0; i < effect->cells; i++) {
        effect->weight[i] *= exp(effect->log_likelihood[i] - best);
        total += effect->weight[i];
    }
    for (int32_t i = 0; i < effect->cells; i++)
        effect->weight[i] /= total;
}

void qc_month_effect_correct(qc_month_effect *effect, const double *correction)
{
    for (int32_t i = 0; i < effect->cells; i++) {
        effect->weight[i] = rho_grid[i / SDS].prior * sd_grid[i % SDS].prior;
        effect->log_likelihood[i] += correction[i];
    }
    weigh_cells(effect);
}

void qc_month_effect_fit(qc_month_effect *effect, const double *events, const double *expected,
                         int32_t months)
{
    qc_month_effect_fit_by(effect, events, expected, months, qc_count_look);
}

void qc_month_effect_fit_by(qc_month_effect *effect, const double *events, const double *expected,
                            int32_t months, qc_count_look_at *look)
{
    *effect = (qc_month_effect){.cells = RHOS * SDS};
    for (int32_t i = 0; i < effect->cells; i++) {
        effect->rho[i] = rho_grid[i / SDS].value;
        effect->sd[i] = sd_grid[i % SDS].value;
        effect->weight[i] = rho_grid[i / SDS].prior * sd_grid[i % SDS].prior;
        filter_cell(effect, i, events, expected, months, look);
    }
    for (int32_t t = 0; t < months; t++)
        effect->looked += expected[t] > QC_MONTH_EFFECT_LEAST;
    weigh_cells(effect);
}

void qc_month_effect_none(qc_month_effect *effect)
{
    *effect = (qc_month_effect){.cells = 0};
}

void qc_month_effect_stated(qc_month_effect *effect, double sd, double rho)
{
    *effect = (qc_month_effect){.cells = 1};
    effect->rho[0] = rho;
    effect->sd[0] = sd;
    effect->weight[0] = 1;
    effect->variance[0] = sd * sd;
}

void qc_month_effect_mean(const qc_month_effect *effect, qc_effect_state *state)
{
    *state = (qc_effect_state){.rho = 0, .sd = 0, .x = 0};
    for (int32_t cell = 0; cell < effect->cells; cell++) {
        state->rho += effect->weight[cell] * effect->rho[cell];
        state->sd += effect->weight[cell] * effect->sd[cell];
        state->x += effect->weight[cell] * effect->mean[cell];
    }
}

void qc_month_effect_draw(const qc_month_effect *effect, qc_rng *rng, qc_effect_state *state)
{
    gsl_rng view;
    int32_t cell = 0;

    *state = (qc_effect_state){.rho = 0, .sd = 0, .x = 0};
    if (effect->cells == 0) return;
    double left = qc_rng_uniform(rng);
    while (cell < effect->cells - 1 && left >= effect->weight[cell])
        left -= effect->weight[cell++];
    state->rho = effect->rho[cell];
    state->sd = effect->sd[cell];
    qc_rng_gsl(&view, rng);
    state->x = effect->mean[cell] + gsl_ran_gaussian_ziggurat(&view, sqrt(effect->variance[cell]));
}

/* The average of T months of an AR(1) has variance sd^2 (1 + rho) / (1 - rho) / T, and never more than sd^2. */
void qc_month_effect_center(const qc_month_effect *effect, qc_effect_state *state, double normal)
{
    if (effect->looked == 0) return;
    const double spread = (1 + state->rho) / (1 - state->rho) / effect->looked;
    state->center_variance = state->sd * state->sd * GSL_MIN(spread, 1);
    state->center = sqrt(state->center_variance) * normal;
}

double qc_month_effect_step(qc_effect_state *state, double days, double normal)
{
    if (state->sd == 0) return 1;
    const double kept = pow(state->rho, days / MONTH_DAYS);
    state->x = state->center + kept * (state->x - state->center) +
               sqrt(fresh_variance(kept, state->sd)) * normal;
    return exp(state->x - (state->sd * state->sd + state->center_variance) / 2);
}
