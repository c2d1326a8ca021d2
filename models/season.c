/* The log rate of a month is a level, what the calendar month does every year, and what only this month did:
 *
 *     y_t ~ Poisson(E_t e^(level_t + year_(m(t)) + x_t)),   year_m ~ N(0, size^2) less their average
 *
 * Fitted one after the other, each would take the same luck for its own: the season explains months away, and what is
 * left looks calmer than months are. So one Kalman filter holds all fourteen states, for each size of the
 * season and each cell of the caller's grid. */
#include "models/season.h"

#include "models/count_look.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define LEVEL  0
#define NOISE  1
#define YEAR   2 /* the first of twelve */
#define STATES (YEAR + QC_SEASON_MONTHS)

typedef struct size_value {
    double sd, prior;
} size_value;

static const size_value size_grid[QC_SEASON_SIZES] = {
    {0, 0.3}, {0.05, 0.2}, {0.1, 0.2}, {0.2, 0.2}, {0.3, 0.1}};

typedef struct filter {
    int32_t states; /* without a season the first two */
    double mean[STATES], covariance[STATES][STATES];
    double log_likelihood;
} filter;

typedef struct months {
    const double *events, *expected;
    double least;
    int32_t count, first;
} months;

/* ---- one filter ---- */

static void start(filter *state, const qc_season_cell *cell, double size)
{
    memset(state, 0, sizeof *state);
    state->states = size > 0 ? STATES : YEAR;
    state->covariance[LEVEL][LEVEL] = cell->level_sd * cell->level_sd;
    state->covariance[NOISE][NOISE] = cell->sd * cell->sd;
    for (int32_t i = YEAR; i < state->states; i++) {
        for (int32_t j = YEAR; j < state->states; j++)
            state->covariance[i][j] = size * size * ((i == j) - 1.0 / QC_SEASON_MONTHS);
    }
}

static void predict(filter *state, const qc_season_cell *cell)
{
    state->mean[NOISE] *= cell->rho;
    for (int32_t i = 0; i < state->states; i++) {
        state->covariance[NOISE][i] *= cell->rho;
        state->covariance[i][NOISE] *= cell->rho;
    }
    state->covariance[NOISE][NOISE] += cell->sd * cell->sd * (1 - cell->rho) * (1 + cell->rho);
    state->covariance[LEVEL][LEVEL] += cell->wander * cell->wander;
}

static void observe(filter *state, double events, double expected, int32_t month)
{
    const int32_t n = state->states, year = YEAR + month;
    double gain[STATES] = {0};
    for (int32_t i = 0; i < n; i++)
        gain[i] = state->covariance[i][LEVEL] + state->covariance[i][NOISE] +
                  (year < n ? state->covariance[i][year] : 0);
    const double mean = state->mean[LEVEL] + state->mean[NOISE] +
                        (year < n ? state->mean[year] : 0);
    const double variance = gain[LEVEL] + gain[NOISE] + (year < n ? gain[year] : 0);
    const qc_look seen = qc_count_look(events, expected, mean, variance);
    const double spread = variance + seen.noise;
    state->log_likelihood += seen.log_likelihood;
    for (int32_t i = 0; i < n; i++) {
        state->mean[i] += gain[i] / spread * seen.surprise;
        for (int32_t j = 0; j < n; j++)
            state->covariance[i][j] -= gain[i] * gain[j] / spread;
    }
}

/* `factor`: what the expected counts are multiplied by, by calendar month; NULL = 1. A look leaves y ln E out. */
static void run(filter *state, const months *by, const qc_season_cell *cell, double size,
                const double *factor)
{
    start(state, cell, size);
    for (int32_t m = 0; m < by->count; m++) {
        const int32_t month = (by->first + m) % QC_SEASON_MONTHS;
        const double by_month = factor != NULL ? factor[month] : 1;
        if (m > 0) predict(state, cell);
        if (!(by->expected[m] > by->least)) continue;
        observe(state, by->events[m], by->expected[m] * by_month, month);
        state->log_likelihood += by->events[m] * log(by_month);
    }
}

/* ---- sums over the cells ---- */

/* Twelve states' first and second moments, size by size, each with weight e^(log weight - best). */
typedef struct moments {
    double best;
    double weight[QC_SEASON_SIZES];
    double first[QC_SEASON_SIZES][QC_SEASON_MONTHS];
    double second[QC_SEASON_SIZES][QC_SEASON_MONTHS][QC_SEASON_MONTHS];
} moments;

static void scale(moments *sum, double by)
{
    for (int32_t s = 0; s < QC_SEASON_SIZES; s++) {
        sum->weight[s] *= by;
        for (int32_t i = 0; i < QC_SEASON_MONTHS; i++) {
            sum->first[s][i] *= by;
            for (int32_t j = 0; j < QC_SEASON_MONTHS; j++)
                sum->second[s][i][j] *= by;
        }
    }
}

static void add(moments *sum, int32_t size, double log_weight, const filter *state)
{
    if (log_weight > sum->best) {
        scale(sum, exp(sum->best - log_weight));
        sum->best = log_weight;
    }
    const double weight = exp(log_weight - sum->best);
    sum->weight[size] += weight;
    for (int32_t i = 0; i < QC_SEASON_MONTHS && state->states == STATES; i++) {
        const double *mean = &state->mean[YEAR];
        sum->first[size][i] += weight * mean[i];
        for (int32_t j = 0; j < QC_SEASON_MONTHS; j++)
            sum->second[size][i][j] += weight *
                                       (state->covariance[YEAR + i][YEAR + j] + mean[i] * mean[j]);
    }
}

/* The lower root of a covariance; what rounding leaves below zero is none. */
static void take_root(double (*covariance)[QC_SEASON_MONTHS], double (*root)[QC_SEASON_MONTHS])
{
    for (int32_t i = 0; i < QC_SEASON_MONTHS; i++) {
        for (int32_t j = 0; j <= i; j++) {
            double rest = covariance[i][j];
            for (int32_t k = 0; k < j; k++)
                rest -= root[i][k] * root[j][k];
            if (i == j)
                root[i][i] = sqrt(fmax(rest, 0));
            else
                root[i][j] = root[j][j] > 0 ? rest / root[j][j] : 0;
        }
    }
}

static void scale_to_mean_one(double *factors)
{
    double sum = 0;
    for (int32_t i = 0; i < QC_SEASON_MONTHS; i++)
        sum += factors[i];
    for (int32_t i = 0; i < QC_SEASON_MONTHS; i++)
        factors[i] *= QC_SEASON_MONTHS / sum;
}

static void settle(qc_season *season, moments *sum)
{
    double all = 0;
    season->on = true;
    for (int32_t s = 0; s < QC_SEASON_SIZES; s++)
        all += sum->weight[s];
    for (int32_t s = 0; s < QC_SEASON_SIZES; s++) {
        season->weight[s] = sum->weight[s] / all;
        for (int32_t i = 0; i < QC_SEASON_MONTHS && sum->weight[s] > 0; i++)
            season->mean[s][i] = sum->first[s][i] / sum->weight[s];
        for (int32_t i = 0; i < QC_SEASON_MONTHS && sum->weight[s] > 0; i++) {
            for (int32_t j = 0; j < QC_SEASON_MONTHS; j++)
                sum->second[s][i][j] = sum->second[s][i][j] / sum->weight[s] -
                                       season->mean[s][i] * season->mean[s][j];
            season->factor[i] += season->weight[s] *
                                 exp(season->mean[s][i] + sum->second[s][i][i] / 2);
        }
        take_root(sum->second[s], season->root[s]);
    }
    scale_to_mean_one(season->factor);
}

/* ---- the fit ---- */

/* ln(e^a + e^b) */
static double log_sum(double a, double b)
{
    const double high = fmax(a, b);
    return isinf(high) ? high : high + log1p(exp(fmin(a, b) - high));
}

void qc_season_fit(qc_season *season, const double *events, const double *expected, double least,
                   int32_t months_count, int32_t first, const qc_season_cell *cells,
                   int32_t cell_count, double *correction)
{
    const months by = {events, expected, least, months_count, first};
    moments sum = {.best = -INFINITY};
    filter state;
    memset(season, 0, sizeof *season);
    for (int32_t c = 0; c < cell_count; c++)
        correction[c] = 0;
    if (months_count < QC_SEASON_CYCLE) return;
    for (int32_t c = 0; c < cell_count; c++) {
        double log_likelihood = -INFINITY;
        for (int32_t s = 0; s < QC_SEASON_SIZES; s++) {
            run(&state, &by, &cells[c], size_grid[s].sd, NULL);
            const double joint = log(size_grid[s].prior) + state.log_likelihood;
            log_likelihood = log_sum(log_likelihood, joint);
            add(&sum, s, log(cells[c].prior) + joint, &state);
        }
        correction[c] = log_likelihood;
    }
    settle(season, &sum);
    for (int32_t c = 0; c < cell_count; c++) {
        run(&state, &by, &cells[c], 0, season->factor);
        correction[c] -= state.log_likelihood;
    }
}

/* ---- answers ---- */

double qc_season_mean(const qc_season *season, int32_t index)
{
    return season->on ? season->factor[index % QC_SEASON_MONTHS] : 1;
}

void qc_season_means(const qc_season *season, double *factors)
{
    for (int32_t month = 0; month < QC_SEASON_MONTHS; month++)
        factors[month] = qc_season_mean(season, month);
}

void qc_season_draw(const qc_season *season, qc_rng *rng, double *factors)
{
    double normal[QC_SEASON_MONTHS], left = qc_rng_uniform(rng);
    int32_t size = 0;
    gsl_rng view;
    qc_rng_gsl(&view, rng);
    while (season->on && size < QC_SEASON_SIZES - 1 && left >= season->weight[size])
        left -= season->weight[size++];
    for (int32_t i = 0; i < QC_SEASON_MONTHS; i++) {
        double log_factor = season->mean[size][i];
        normal[i] = gsl_ran_gaussian_ziggurat(&view, 1);
        for (int32_t k = 0; k <= i; k++)
            log_factor += season->root[size][i][k] * normal[k];
        factors[i] = exp(log_factor);
    }
    scale_to_mean_one(factors);
}
