/* New deals arrive at a rate whose log is a level that wanders and noise that comes and goes:
 *
 *     y_t ~ Poisson(E_t e^(base + level_t + noise_t))
 *     level_t = level_{t-1} + normal of variance q^2          (a random walk: growth, decline)
 *     noise_t = rho noise_{t-1} + normal of variance sd^2 (1 - rho^2)
 *
 * with E_t the length of the period in months of 30.4 days. A Kalman filter (Kalman 1960) with
 * two states runs for every (q, rho, sd) of a grid, each count read as in models/count_look; the cells'
 * likelihoods weigh them. The grid's figures are per month. Other periods scale them, q sqrt(D / 30.4) and
 * rho^(D / 30.4); without that, a history in weeks would be told that its level moves four times as fast. */
#include "models/arrivals.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define MONTH_DAYS    30.4
#define LEVEL_BOUND   10.0 /* e^10 times the usual rate: no company's future */
#define WANDERS       5
#define NOISES        10
#define SHORTEST_DAYS 27.5 /* a calendar month, rounded either way */
#define LONGEST_DAYS  31.5

typedef struct wander_value {
    double sd, prior;
} wander_value;

typedef struct noise_value {
    double rho, sd, prior;
} noise_value;

static const wander_value wander_grid[WANDERS] = {
    {0, 0.35}, {0.05, 0.25}, {0.1, 0.2}, {0.2, 0.15}, {0.35, 0.05}};
static const noise_value noise_grid[NOISES] = {
    {0, 0.04, 0.1},   {0, 0.1, 0.15},    {0, 0.2, 0.15},    {0, 0.35, 0.08}, {0.5, 0.1, 0.1},
    {0.5, 0.2, 0.12}, {0.5, 0.35, 0.08}, {0.8, 0.15, 0.08}, {0.8, 0.3, 0.1}, {0.8, 0.5, 0.04}};

typedef struct filter { /* level first, noise second */
    double mean[2];
    double level_variance, noise_variance, covariance;
    double log_likelihood;
} filter;

/* Variance that joins the noise in one step, written so that it is exact for rho near 1. */
static double fresh_variance(double rho, double sd)
{
    return sd * sd * (1 - rho) * (1 + rho);
}

static void predict(filter *state, double wander, double rho, double sd, double months)
{
    const double kept = pow(rho, months);

    state->mean[1] *= kept;
    state->level_variance += wander * wander * months;
    state->covariance *= kept;
    state->noise_variance = kept * kept * state->noise_variance + fresh_variance(kept, sd);
}

static void observe(filter *state, double events, double expected, qc_count_look_at *look)
{
    const double level_gain = state->level_variance + state->covariance;
    const double noise_gain = state->covariance + state->noise_variance;
    const qc_look seen = look(events, expected, state->mean[0] + state->mean[1],
                              level_gain + noise_gain);
    const double spread = level_gain + noise_gain + seen.noise, surprise = seen.surprise;

    state->mean[0] += level_gain / spread * surprise;
    state->mean[1] += noise_gain / spread * surprise;
    state->level_variance -= level_gain * level_gain / spread;
    state->covariance -= level_gain * noise_gain / spread;
    state->noise_variance -= noise_gain * noise_gain / spread;
    state->log_likelihood += seen.log_likelihood;
}

/* How far the state moves in a period. Calendar months are one step each: the year has twelve,
 * whatever their days. */
static double step_of(double months)
{
    const double days = months * MONTH_DAYS;
    return days > SHORTEST_DAYS && days < LONGEST_DAYS ? 1 : months;
}

static filter run(const qc_arrivals *arrivals, int32_t cell, const double *events,
                  const double *months, int32_t count, double level_sd, qc_count_look_at *look)
{
    const double sd = arrivals->sd[cell];
    filter state = {.level_variance = level_sd * level_sd, .noise_variance = sd * sd};

    for (int32_t t = 0; t < count; t++) {
        /* from the middle of one period to the middle of the next */
        const double step = t == 0 ? 0 : (step_of(months[t - 1]) + step_of(months[t])) / 2;
        if (t > 0) predict(&state, arrivals->wander[cell], arrivals->rho[cell], sd, step);
        if (!(months[t] > 0)) continue;
        observe(&state, events[t], months[t] * exp(arrivals->base), look);
    }
    return state;
}

static void keep(qc_arrivals *arrivals, int32_t cell, const filter *state)
{
    arrivals->mean[cell][0] = state->mean[0];
    arrivals->mean[cell][1] = state->mean[1];
    arrivals->covariance[cell][0][0] = state->level_variance;
    arrivals->covariance[cell][0][1] = arrivals->covariance[cell][1][0] = state->covariance;
    arrivals->covariance[cell][1][1] = state->noise_variance;
    arrivals->log_likelihood[cell] = state->log_likelihood;
}

/* `weight` holds the prior on entry. */
static void weigh_cells(qc_arrivals *arrivals)
{
    double best = arrivals->log_likelihood[0], total = 0;

    for (int32_t i = 1; i < arrivals->cells; i++)
        best = GSL_MAX(best, arrivals->log_likelihood[i]);
    for (int32_t i = 0; i < arrivals->cells; i++) {
        arrivals->weight[i] *= exp(arrivals->log_likelihood[i] - best);
        total += arrivals->weight[i];
    }
    for (int32_t i = 0; i < arrivals->cells; i++)
        arrivals->weight[i] /= total;
}

/* ln of the mean rate, with .3 of a deal more a period so that an empty history has one. */
static bool mean_log_rate(const double *events, const double *months, int32_t count, double *rate)
{
    double total_events = 0, total_months = 0;

    for (int32_t t = 0; t < count; t++) {
        if (!(months[t] > 0)) continue;
        total_events += events[t] + 0.3;
        total_months += months[t];
    }
    if (!(total_months > 0)) return false;
    *rate = log(total_events / total_months);
    return true;
}

bool qc_arrivals_fit(qc_arrivals *arrivals, const double *events, const double *months,
                     int32_t count, const qc_arrivals_prior *prior, qc_status *status)
{
    return qc_arrivals_fit_by(arrivals, events, months, count, prior, qc_count_look, status);
}

bool qc_arrivals_fit_by(qc_arrivals *arrivals, const double *events, const double *months,
                        int32_t count, const qc_arrivals_prior *prior, qc_count_look_at *look,
                        qc_status *status)
{
    const bool stated = prior != NULL && prior->sd > 0;
    double base = stated ? prior->log_rate : 0;

    if (!stated && !mean_log_rate(events, months, count, &base))
        return qc_fail(status, QC_TOO_FEW_DATA,
                       "new_deals: the history has no days of arrivals and the plan states no "
                       "rate, e.g. new_deals: 60 per month");
    *arrivals = (qc_arrivals){.cells = WANDERS * NOISES, .base = base};
    for (int32_t i = 0; i < arrivals->cells; i++) {
        arrivals->wander[i] = wander_grid[i / NOISES].sd;
        arrivals->rho[i] = noise_grid[i % NOISES].rho;
        arrivals->sd[i] = noise_grid[i % NOISES].sd;
        arrivals->weight[i] = wander_grid[i / NOISES].prior * noise_grid[i % NOISES].prior;
        const filter state = run(arrivals, i, events, months, count, stated ? prior->sd : 1, look);
        keep(arrivals, i, &state);
    }
    weigh_cells(arrivals);
    return true;
}

void qc_arrivals_correct(qc_arrivals *arrivals, const double *correction, double share)
{
    for (int32_t i = 0; i < arrivals->cells; i++) {
        arrivals->weight[i] = wander_grid[i / NOISES].prior * noise_grid[i % NOISES].prior;
        arrivals->log_likelihood[i] += share * correction[i];
    }
    weigh_cells(arrivals);
}

void qc_arrivals_still(qc_arrivals *arrivals)
{
    double total = 0;

    for (int32_t i = 0; i < arrivals->cells; i++) {
        if (arrivals->wander[i] > 0) arrivals->weight[i] = 0;
        total += arrivals->weight[i];
    }
    for (int32_t i = 0; i < arrivals->cells; i++)
        arrivals->weight[i] /= total;
}

void qc_arrivals_mean(const qc_arrivals *arrivals, qc_arrivals_state *state)
{
    *state = (qc_arrivals_state){.base = arrivals->base};
    for (int32_t i = 0; i < arrivals->cells; i++) {
        const double weight = arrivals->weight[i];
        state->wander += weight * arrivals->wander[i];
        state->rho += weight * arrivals->rho[i];
        state->sd += weight * arrivals->sd[i];
        state->level += weight * arrivals->mean[i][0];
        state->noise += weight * arrivals->mean[i][1];
    }
}

/* The state but for its level and noise; returns its cell. */
static int32_t pick_cell(const qc_arrivals *arrivals, double left, qc_arrivals_state *state)
{
    int32_t cell = 0;
    while (cell < arrivals->cells - 1 && left >= arrivals->weight[cell])
        left -= arrivals->weight[cell++];
    *state = (qc_arrivals_state){.base = arrivals->base,
                                 .wander = arrivals->wander[cell],
                                 .rho = arrivals->rho[cell],
                                 .sd = arrivals->sd[cell]};
    return cell;
}

void qc_arrivals_at(const qc_arrivals *arrivals, double below, double normal,
                    qc_arrivals_state *state)
{
    const int32_t cell = pick_cell(arrivals, below, state);
    state->noise = arrivals->mean[cell][1] +
                   sqrt(GSL_MAX(0, arrivals->covariance[cell][1][1])) * normal;
}

void qc_arrivals_draw(const qc_arrivals *arrivals, qc_rng *rng, qc_arrivals_state *state)
{
    gsl_rng view;
    const int32_t cell = pick_cell(arrivals, qc_rng_uniform(rng), state);

    qc_rng_gsl(&view, rng);
    const double first = gsl_ran_gaussian_ziggurat(&view, 1);
    const double second = gsl_ran_gaussian_ziggurat(&view, 1);
    /* the root of the 2 x 2 covariance; a level known for certain leaves the noise alone */
    const double level_sd = sqrt(GSL_MAX(0, arrivals->covariance[cell][0][0]));
    const double across = level_sd > 0 ? arrivals->covariance[cell][0][1] / level_sd : 0;
    const double rest = arrivals->covariance[cell][1][1] - across * across;
    state->level = arrivals->mean[cell][0] + level_sd * first;
    state->noise = arrivals->mean[cell][1] + across * first + sqrt(GSL_MAX(0, rest)) * second;
}

void qc_arrivals_drift(qc_arrivals_state *state, double days)
{
    state->level -= state->wander * state->wander * days / MONTH_DAYS / 2;
}

double qc_arrivals_step(qc_arrivals_state *state, double days, double level_normal,
                        double noise_normal)
{
    const double months = days / MONTH_DAYS;
    const double kept = pow(state->rho, months);

    state->level += state->wander * sqrt(months) * level_normal;
    state->level = GSL_MAX(-LEVEL_BOUND, GSL_MIN(LEVEL_BOUND, state->level));
    state->noise = kept * state->noise + sqrt(fresh_variance(kept, state->sd)) * noise_normal;
    return state->base + state->level + state->noise;
}
