/* A stated 80% range leaves two numbers to find the two parameters of a beta or gamma by. The cdf
 * is smooth and monotone in each, so bracketed root finding is all it takes; the care goes to the
 * ends, where the usual families run out: ranges that touch 0 or 1, and ranges so narrow that the
 * cdf loses its digits before the range loses its meaning. */
#include "models/belief.h"

#include "models/spread.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_min.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_roots.h>
#include <math.h>

#define Z90         1.2815515655446004 /* 90% point of the standard normal */
#define LOW_TAIL    0.1
#define HIGH_TAIL   0.9
#define SOLVE_STEPS 200
#define LEAST_DEALS 1e-3 /* concentrations that are told apart: from here ... */
#define MOST_DEALS  1e6  /* ... to here; beyond it a beta is normal to all digits that matter */

/* ---- root finding ---- */

/* Zero of a monotone function between `low` and `high`, where its signs must differ. */
static bool solve(const gsl_function *function, double low, double high, double *root)
{
    const double at_low = GSL_FN_EVAL(function, low), at_high = GSL_FN_EVAL(function, high);
    if (!(at_low * at_high <= 0)) return false;
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    if (solver == NULL) return false;
    gsl_function copy = *function;
    bool ok = gsl_root_fsolver_set(solver, &copy, low, high) == GSL_SUCCESS;
    for (int step = 0; ok && step < SOLVE_STEPS; step++) {
        ok = gsl_root_fsolver_iterate(solver) == GSL_SUCCESS;
        low = gsl_root_fsolver_x_lower(solver);
        high = gsl_root_fsolver_x_upper(solver);
        if (high - low < 1e-13) break;
    }
    *root = gsl_root_fsolver_root(solver);
    gsl_root_fsolver_free(solver);
    return ok;
}

/* ---- beta from mean and range ---- */

typedef struct beta_range {
    double mean, low, high, log_deals;
} beta_range;

static double range_misfit(double log_deals, void *stated)
{
    const beta_range *range = stated;
    const double deals = exp(log_deals);
    const double alpha = range->mean * deals, beta = (1 - range->mean) * deals;
    return gsl_pow_2(gsl_cdf_beta_P(range->low, alpha, beta) - LOW_TAIL) +
           gsl_pow_2(gsl_cdf_beta_P(range->high, alpha, beta) - HIGH_TAIL);
}

/* The misfit can have more than one dip when the mean lies near an end, hence a grid first. */
static double best_on_grid(beta_range *range, double step)
{
    double best = log(LEAST_DEALS), least = INFINITY;
    for (double at = log(LEAST_DEALS); at <= log(MOST_DEALS); at += step) {
        const double misfit = range_misfit(at, range);
        if (misfit < least) {
            least = misfit;
            best = at;
        }
    }
    return best;
}

static bool minimise(beta_range *range, double low, double middle, double high, double *log_deals)
{
    gsl_function misfit = {.function = range_misfit, .params = range};
    gsl_min_fminimizer *minimizer = gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent);
    if (minimizer == NULL) return false;
    *log_deals = middle;
    /* refused when the grid's best point is an end of the grid: then that end is the answer */
    if (gsl_min_fminimizer_set(minimizer, &misfit, middle, low, high) == GSL_SUCCESS) {
        for (int step = 0; step < SOLVE_STEPS; step++) {
            if (gsl_min_fminimizer_iterate(minimizer) != GSL_SUCCESS) break;
            const double width = gsl_min_fminimizer_x_upper(minimizer) -
                                 gsl_min_fminimizer_x_lower(minimizer);
            if (width < 1e-9) break;
        }
        *log_deals = gsl_min_fminimizer_x_minimum(minimizer);
    }
    gsl_min_fminimizer_free(minimizer);
    return true;
}

bool qc_belief_beta(double mean, double low, double high, double *concentration, qc_status *status)
{
    if (!(mean > 0 && mean < 1 && low >= 0 && low <= high && high <= 1))
        return qc_fail(status, QC_NUMERIC,
                       "a share of mean %g and range %g to %g does not lie between 0 and 1", mean,
                       low, high);
    if (low == high) {
        *concentration = INFINITY;
        return true;
    }
    if (low == 0 && high == 1) { /* says nothing: as flat as the uniform */
        *concentration = 2;
        return true;
    }
    beta_range range = {.mean = mean, .low = low, .high = high};
    const double sd = (high - low) / (2 * Z90);
    const double near_normal = mean * (1 - mean) / (sd * sd) - 1;
    if (near_normal > MOST_DEALS) {
        *concentration = near_normal;
        return true;
    }
    const double step = 0.25;
    const double best = best_on_grid(&range, step);
    double log_deals = best;
    if (!minimise(&range, best - step, best, best + step, &log_deals))
        return qc_fail(status, QC_NO_MEMORY, "out of memory while fitting a stated share");
    *concentration = exp(log_deals);
    return true;
}

/* ---- beta from range alone ---- */

static double low_end_misfit(double log_odds, void *stated)
{
    const beta_range *range = stated;
    const double deals = exp(range->log_deals);
    const double alpha = deals / (1 + exp(-log_odds)), beta = deals / (1 + exp(log_odds));
    return gsl_cdf_beta_P(range->low, alpha, beta) - LOW_TAIL;
}

/* With the mean that puts 10% below `low`, how far is the share below `high` from 90%? */
static double high_end_misfit(double log_deals, void *stated)
{
    beta_range *range = stated;
    const gsl_function low_end = {.function = low_end_misfit, .params = range};
    double log_odds = 0;
    range->log_deals = log_deals;
    if (!solve(&low_end, -50, 50, &log_odds)) return NAN;
    range->mean = 1 / (1 + exp(-log_odds));
    const double deals = exp(log_deals);
    return gsl_cdf_beta_P(range->high, range->mean * deals, deals / (1 + exp(log_odds))) -
           HIGH_TAIL;
}

/* No beta but a degenerate one has its 10% point at 0. A range from 0 is read as "most likely next
 * to nothing": the density that falls all the way, Beta(1, b), with its 90% point at the upper end. A
 * range to 1 is its mirror image, and 0 to 1 says nothing at all: uniform. */
static bool touches_an_end(double low, double high, double *alpha, double *beta)
{
    if (low > 0 && high < 1) return false;
    *alpha = high < 1 ? 1 : low > 0 ? log(LOW_TAIL) / log(low) : 1;
    *beta = low > 0 ? 1 : high < 1 ? log(1 - HIGH_TAIL) / log1p(-high) : 1;
    return true;
}

/* So narrow a beta is normal up to its skewness, which moves both percentiles alike (Cornish and
 * Fisher 1938). */
static bool is_near_normal(double low, double high, double *alpha, double *beta)
{
    const double middle = (low + high) / 2, sd = (high - low) / (2 * Z90);
    const double deals = middle * (1 - middle) / (sd * sd) - 1;
    if (!(deals * GSL_MIN(middle, 1 - middle) > MOST_DEALS / 10)) return false;
    const double mean = middle - (1 - 2 * middle) * (Z90 * Z90 - 1) / (3 * deals);
    *alpha = mean * deals;
    *beta = (1 - mean) * deals;
    return true;
}

/* Concentrations too small and too large, found by walking away from the normal guess. */
static bool bracket_deals(beta_range *range, double *wide, double *narrow)
{
    const double middle = (range->low + range->high) / 2;
    const double sd = (range->high - range->low) / (2 * Z90);
    *wide = *narrow = log(GSL_MAX(0.1, middle * (1 - middle) / (sd * sd) - 1));
    for (int step = 0; step < 30 && high_end_misfit(*wide, range) > 0; step++)
        *wide -= 0.5;
    for (int step = 0; step < 30 && high_end_misfit(*narrow, range) < 0; step++)
        *narrow += 0.5;
    return high_end_misfit(*wide, range) <= 0 && high_end_misfit(*narrow, range) >= 0;
}

bool qc_belief_beta_range(double low, double high, double *alpha, double *beta, qc_status *status)
{
    if (!(low >= 0 && low < high && high <= 1))
        return qc_fail(status, QC_NUMERIC, "%g to %g is no range of shares between 0 and 1", low,
                       high);
    if (touches_an_end(low, high, alpha, beta) || is_near_normal(low, high, alpha, beta))
        return true;
    beta_range range = {.low = low, .high = high};
    const gsl_function high_end = {.function = high_end_misfit, .params = &range};
    double narrow = 0, wide = 0, log_deals = 0;
    if (!bracket_deals(&range, &wide, &narrow) || !solve(&high_end, wide, narrow, &log_deals) ||
        isnan(high_end_misfit(log_deals, &range)))
        return qc_fail(status, QC_NUMERIC, "no belief about a share has an 80%% range of %g to %g",
                       low, high);
    *alpha = range.mean * exp(log_deals);
    *beta = exp(log_deals) - *alpha;
    return true;
}

/* ---- shares as stated ---- */

static void certain_share(qc_share_belief *share, double mean)
{
    *share = (qc_share_belief){.mean = mean, .alpha = INFINITY, .beta = INFINITY, .certain = true};
}

static bool single_share(qc_share_belief *share, double mean, double deals)
{
    /* 0% and 100% leave nothing to be unsure about: no beta has such a mean */
    if (isinf(deals) || mean <= 0 || mean >= 1)
        certain_share(share, mean);
    else
        *share = (qc_share_belief){
            .mean = mean, .alpha = mean * deals, .beta = (1 - mean) * deals, .certain = false};
    return true;
}

static bool ranged_share(qc_share_belief *share, double low, double high, qc_status *status)
{
    if (low == high) {
        certain_share(share, low);
        return true;
    }
    share->certain = false;
    if (!qc_belief_beta_range(low, high, &share->alpha, &share->beta, status)) return false;
    share->mean = share->alpha / (share->alpha + share->beta);
    return true;
}

bool qc_belief_share(qc_share_belief *share, const qc_belief *belief, double default_deals,
                     qc_status *status)
{
    const double deals = belief->based_on > 0 ? belief->based_on : default_deals;
    const bool ranged = belief->form == QC_BELIEF_RANGE;
    const double last = ranged ? belief->second : belief->first;

    if (!ranged && belief->form != QC_BELIEF_SINGLE)
        return qc_fail_at(status, QC_NUMERIC, "", belief->place.line, belief->place.column,
                          "a share is one number or a range, e.g. 55%% or 45%% to 65%%");
    if (!(belief->first >= 0 && belief->first <= last && last <= 1))
        return qc_fail_at(status, QC_NUMERIC, "", belief->place.line, belief->place.column,
                          "a share lies between 0%% and 100%%, the lower end first");
    return ranged ? ranged_share(share, belief->first, last, status)
                  : single_share(share, belief->first, deals);
}

double qc_share_belief_draw(const qc_share_belief *share, qc_rng *rng)
{
    gsl_rng view;

    if (share->certain) return share->mean;
    qc_rng_gsl(&view, rng);
    return gsl_ran_beta(&view, share->alpha, share->beta);
}

double qc_share_belief_at(const qc_share_belief *share, double below)
{
    return share->certain ? share->mean : gsl_cdf_beta_Pinv(below, share->alpha, share->beta);
}

/* ---- rates ---- */

bool qc_belief_gamma_shape(double ratio, double *shape, qc_status *status)
{
    const qc_belief range = {
        .form = QC_BELIEF_RANGE, .first = 1, .second = ratio, .family = QC_FAMILY_GAMMA};
    qc_spread spread = {.family = QC_FAMILY_GAMMA};

    if (ratio == 1) {
        *shape = INFINITY;
        return true;
    }
    if (!qc_spread_from_belief(&spread, &range, 1, QC_FAMILY_GAMMA, status)) return false;
    *shape = spread.shape;
    return true;
}
