/* The four families differ only in how the cumulative hazard H = -ln S depends on the value, so
 * everything is said in terms of H: the survival is exp(-H), a quantile is the value at which H
 * reaches -ln(1 - share). H keeps its digits where S and 1 - S have lost theirs.
 *
 * Sources: the cdfs of Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, vol. 1;
 * upper gamma tail by Gamma(a, x) = exp(-x) x^a U(1, 1 + a, x) (Abramowitz and Stegun 13.6.28). */
#include "models/spread.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf.h>
#include <math.h>

#define Z90            1.2815515655446004 /* 90% point of the standard normal */
#define HAZARD_FAR     600.0              /* beyond it exp(-H) is no good start for an inverse */
#define NO_WIDTH       1e-3               /* share of the middle that stands for "no spread" */
#define SOLVE_STEPS    200
#define LOG_SHAPE_LOW  (-5.0) /* shapes from 0.007 ... */
#define LOG_SHAPE_HIGH 14.0   /* ... to 1.2 million are told apart */
#define LARGEST_SHAPE  1e6    /* a gamma beyond is normal to all digits that matter */

/* ---- cumulative hazards ---- */

/* A lognormal may have no width at all: every deal is worth the same. */
static bool has_no_width(const qc_spread *spread)
{
    return spread->family == QC_FAMILY_LOGNORMAL && spread->shape <= 0;
}

static double log_logistic_hazard(double power)
{
    return power > 36 ? power : log1p(exp(power)); /* ln(1 + e^power), which would overflow */
}

static double normal_hazard(double z)
{
    return z < 0 ? -log1p(-gsl_cdf_ugaussian_P(z)) : M_LN2 - gsl_sf_log_erfc(z / M_SQRT2);
}

static double gamma_log_density(double shape, double x)
{
    return (shape - 1) * log(x) - x - gsl_sf_lngamma(shape);
}

static double gamma_hazard(double shape, double x)
{
    const double below = gsl_cdf_gamma_P(x, shape, 1);
    if (below < 0.5) return -log1p(-below);
    const double above = gsl_cdf_gamma_Q(x, shape, 1);
    if (above > 1e-290) return -log(above);
    gsl_sf_result tail;
    if (gsl_sf_hyperg_U_e(1, 1 + shape, x, &tail) != GSL_SUCCESS || !(tail.val > 0))
        return -gamma_log_density(shape, x); /* the tail is within ln x of its density */
    return -gamma_log_density(shape, x) - log(x) - log(tail.val);
}

double qc_spread_hazard(const qc_spread *spread, double value)
{
    if (!(value > 0)) return 0;
    if (isinf(value)) return INFINITY;
    const double shape = spread->shape;
    const double log_value = log(value / spread->scale);

    switch (spread->family) {
    case QC_FAMILY_LOG_LOGISTIC: return log_logistic_hazard(shape * log_value);
    case QC_FAMILY_WEIBULL: return exp(shape * log_value);
    case QC_FAMILY_GAMMA: return gamma_hazard(shape, value / spread->scale);
    case QC_FAMILY_DEFAULT:
    case QC_FAMILY_LOGNORMAL: break;
    }
    if (has_no_width(spread)) return value < spread->scale ? 0 : (double) INFINITY;
    return normal_hazard(log_value / shape);
}

double qc_spread_survival(const qc_spread *spread, double value)
{
    if (spread->family == QC_FAMILY_LOGNORMAL && value > 0 && !has_no_width(spread))
        return 0.5 * erfc(log(value / spread->scale) / spread->shape * M_SQRT1_2);
    return exp(-qc_spread_hazard(spread, value));
}

/* Hazard per unit of value, lognormal and gamma only: the others need no numeric residual. */
static double hazard_rate(const qc_spread *spread, double value)
{
    if (spread->family == QC_FAMILY_LOGNORMAL)
        return gsl_sf_hazard(log(value / spread->scale) / spread->shape) / (spread->shape * value);
    const double x = value / spread->scale;
    return exp(gamma_log_density(spread->shape, x) + gamma_hazard(spread->shape, x)) /
           spread->scale;
}

/* ---- values at a cumulative hazard ---- */

static double normal_at_hazard(double hazard)
{
    if (hazard < M_LN2) return gsl_cdf_ugaussian_Pinv(-expm1(-hazard));
    if (hazard < HAZARD_FAR) return gsl_cdf_ugaussian_Qinv(exp(-hazard));
    double z = sqrt(2 * hazard);
    for (int step = 0; step < 8; step++)
        z -= (normal_hazard(z) - hazard) / gsl_sf_hazard(z);
    return z;
}

/* Wilson and Hilferty (1931) in the middle, the leading terms in both tails. */
static double gamma_start(double shape, double hazard)
{
    const double near_zero = exp((log(hazard) + gsl_sf_lngamma(shape + 1)) / shape);
    if (shape < 1) return hazard < 1 ? near_zero : hazard;
    const double root = sqrt(9 * shape);
    const double cube = 1 - 1 / (9 * shape) + normal_at_hazard(hazard) / root;
    return cube > 0.1 ? shape * gsl_pow_3(cube) : near_zero;
}

/* GSL's own inverses of the gamma give up or err by many powers of ten at small shapes and in far
 * tails. Newton's method on ln H against ln x, which is nearly straight, has no such places. */
static double gamma_at_hazard(double shape, double hazard)
{
    double log_x = log(gamma_start(shape, hazard));
    for (int step = 0; step < SOLVE_STEPS; step++) {
        const double x = exp(log_x);
        const double here = gamma_hazard(shape, x);
        if (!(x > 0)) return 0;
        if (!(here > 0)) {
            log_x += 1;
            continue;
        }
        const double slope = exp(gamma_log_density(shape, x) + here) * x / here;
        const double move = GSL_MAX(-2.0, GSL_MIN(2.0, log(hazard / here) / slope));
        log_x += move;
        if (fabs(move) < 1e-15 * GSL_MAX(1, fabs(log_x))) break;
    }
    return exp(log_x);
}

static double at_hazard(const qc_spread *spread, double hazard)
{
    if (!(hazard > 0)) return 0;
    if (isinf(hazard)) return has_no_width(spread) ? spread->scale : (double) INFINITY;

    switch (spread->family) {
    case QC_FAMILY_LOG_LOGISTIC: {
        const double power = hazard > 36 ? hazard : log(expm1(hazard));
        return spread->scale * exp(power / spread->shape);
    }
    case QC_FAMILY_WEIBULL: return spread->scale * pow(hazard, 1 / spread->shape);
    case QC_FAMILY_GAMMA: return spread->scale * gamma_at_hazard(spread->shape, hazard);
    case QC_FAMILY_DEFAULT:
    case QC_FAMILY_LOGNORMAL: break;
    }
    return spread->scale * exp(spread->shape * normal_at_hazard(hazard));
}

double qc_spread_quantile(const qc_spread *spread, double share)
{
    return at_hazard(spread, -log1p(-share));
}

double qc_spread_quantile_upper(const qc_spread *spread, double tail)
{
    return at_hazard(spread, -log(tail));
}

/* ---- remaining time ---- */

/* The hazard gained over a short step is an integral, not a difference of two large numbers; three
 * points of Gauss and Legendre leave an error of (step / age)^6. */
static double short_residual(const qc_spread *spread, double age, double gain, double guess)
{
    static const double node[3] = {0.11270166537925831, 0.5, 0.88729833462074169};
    static const double weight[3] = {5.0 / 18, 8.0 / 18, 5.0 / 18};
    double ahead = guess;
    for (int step = 0; step < 4; step++) {
        double gained = 0;
        for (int i = 0; i < 3; i++)
            gained += weight[i] * ahead * hazard_rate(spread, age + node[i] * ahead);
        ahead -= (gained - gain) / hazard_rate(spread, age + ahead);
    }
    return ahead;
}

static double numeric_residual(const qc_spread *spread, double age, double gain)
{
    const double first_step = gain / hazard_rate(spread, age);
    if (first_step < 0.005 * age) return short_residual(spread, age, gain, first_step);
    return at_hazard(spread, qc_spread_hazard(spread, age) + gain) - age;
}

double qc_spread_residual(const qc_spread *spread, double age, double share)
{
    const double gain = -log1p(-share);
    if (!(age > 0)) return at_hazard(spread, gain);
    if (!(gain > 0)) return 0;
    if (isinf(gain)) return INFINITY;
    if (has_no_width(spread)) return age < spread->scale ? spread->scale - age : 0;

    const double power = spread->shape * log(age / spread->scale);
    switch (spread->family) {
    case QC_FAMILY_LOG_LOGISTIC:
        /* (1 + z') = (1 + z) / (1 - share) with z = (age / scale)^shape and z' the same later */
        if (power < -30) return at_hazard(spread, gain + exp(power)) - age;
        return age * expm1(log1p(expm1(gain) * (1 + exp(-power))) / spread->shape);
    case QC_FAMILY_WEIBULL:
        if (power < -30) return at_hazard(spread, gain + exp(power)) - age;
        return age * expm1(log1p(gain * exp(-power)) / spread->shape);
    case QC_FAMILY_DEFAULT:
    case QC_FAMILY_LOGNORMAL:
    case QC_FAMILY_GAMMA: break;
    }
    return numeric_residual(spread, age, gain);
}

/* ---- means ---- */

double qc_spread_mean(const qc_spread *spread)
{
    const double shape = spread->shape;

    switch (spread->family) {
    case QC_FAMILY_LOG_LOGISTIC:
        return shape > 1 ? spread->scale * (M_PI / shape) / sin(M_PI / shape) : (double) INFINITY;
    case QC_FAMILY_WEIBULL: return spread->scale * exp(gsl_sf_lngamma(1 + 1 / shape));
    case QC_FAMILY_GAMMA: return spread->scale * shape;
    case QC_FAMILY_DEFAULT:
    case QC_FAMILY_LOGNORMAL: break;
    }
    return spread->scale * exp(shape * shape / 2);
}

double qc_spread_log_mean(const qc_spread *spread)
{
    const double log_scale = log(spread->scale);

    switch (spread->family) {
    case QC_FAMILY_WEIBULL: return log_scale - M_EULER / spread->shape;
    case QC_FAMILY_GAMMA: return log_scale + gsl_sf_psi(spread->shape);
    case QC_FAMILY_DEFAULT:
    case QC_FAMILY_LOG_LOGISTIC:
    case QC_FAMILY_LOGNORMAL: break;
    }
    return log_scale;
}

double qc_spread_log_sd(const qc_spread *spread)
{
    switch (spread->family) {
    case QC_FAMILY_LOG_LOGISTIC: return M_PI / (sqrt(3) * spread->shape);
    case QC_FAMILY_WEIBULL: return M_PI / (sqrt(6) * spread->shape);
    case QC_FAMILY_GAMMA: return sqrt(gsl_sf_psi_1(spread->shape));
    case QC_FAMILY_DEFAULT:
    case QC_FAMILY_LOGNORMAL: break;
    }
    return spread->shape;
}

/* ---- from what is stated ---- */

/* Where a falling function of ln(shape) is 0; false when it has no zero among sensible shapes. */
static bool solve_shape(double (*function)(double, void *), double stated, double *shape)
{
    gsl_function equation = {.function = function, .params = &stated};
    double low = LOG_SHAPE_LOW, high = LOG_SHAPE_HIGH;
    if (!(function(low, &stated) > 0 && function(high, &stated) < 0)) return false;
    gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
    if (solver == NULL) return false;
    bool ok = gsl_root_fsolver_set(solver, &equation, low, high) == GSL_SUCCESS;
    for (int step = 0; ok && step < SOLVE_STEPS; step++) {
        ok = gsl_root_fsolver_iterate(solver) == GSL_SUCCESS;
        low = gsl_root_fsolver_x_lower(solver);
        high = gsl_root_fsolver_x_upper(solver);
        if (high - low < 1e-14 * GSL_MAX(1, fabs(low))) break;
    }
    *shape = exp(gsl_root_fsolver_root(solver));
    gsl_root_fsolver_free(solver);
    return ok;
}

/* ln(1 + cv^2) of a Weibull, less what is stated. */
static double weibull_cv_misfit(double log_shape, void *log_one_plus_cv2)
{
    const double step = exp(-log_shape);
    return gsl_sf_lngamma(1 + 2 * step) - 2 * gsl_sf_lngamma(1 + step) -
           *(const double *) log_one_plus_cv2;
}

/* A log-logistic has 1 + cv^2 = tan(b) / b with b = pi / shape, b < pi / 2. In ln(shape - 2). */
static double log_logistic_cv_misfit(double log_shape_above_2, void *log_one_plus_cv2)
{
    const double b = M_PI / (2 + exp(log_shape_above_2));
    return log(tan(b) / b) - *(const double *) log_one_plus_cv2;
}

/* ln(90th percentile / median) of a gamma, less what is stated. */
static double gamma_p90_misfit(double log_shape, void *log_ratio)
{
    const double shape = exp(log_shape);
    const double p90 = gamma_at_hazard(shape, M_LN10);
    const double median = gamma_at_hazard(shape, M_LN2);
    return median > 0 ? log(p90 / median) - *(const double *) log_ratio : (double) INFINITY;
}

/* The same for 90th / 10th percentile. */
static double gamma_range_misfit(double log_shape, void *log_ratio)
{
    const double shape = exp(log_shape);
    const double p90 = gamma_at_hazard(shape, M_LN10);
    const double p10 = gamma_at_hazard(shape, -log1p(-0.1));
    return p10 > 0 ? log(p90 / p10) - *(const double *) log_ratio : (double) INFINITY;
}

static bool gamma_shape_of_range(double log_ratio, double *shape)
{
    *shape = gsl_pow_2(2 * Z90 / log_ratio);
    return *shape > LARGEST_SHAPE || solve_shape(gamma_range_misfit, log_ratio, shape);
}

static bool from_range(qc_spread *spread, double low, double high)
{
    const double log_ratio = log(high / low);

    switch (spread->family) {
    case QC_FAMILY_LOG_LOGISTIC:
        spread->shape = 2 * log(9) / log_ratio;
        spread->scale = sqrt(low) * sqrt(high);
        return true;
    case QC_FAMILY_WEIBULL:
        spread->shape = log(M_LN10 / -log1p(-0.1)) / log_ratio;
        spread->scale = high / pow(M_LN10, 1 / spread->shape);
        return true;
    case QC_FAMILY_GAMMA:
        if (!gamma_shape_of_range(log_ratio, &spread->shape)) return false;
        spread->scale = high / gamma_at_hazard(spread->shape, M_LN10);
        return true;
    case QC_FAMILY_DEFAULT:
    case QC_FAMILY_LOGNORMAL: break;
    }
    spread->shape = log_ratio / (2 * Z90);
    spread->scale = sqrt(low) * sqrt(high);
    return true;
}

static bool from_mean_cv(qc_spread *spread, double mean, double cv)
{
    const double log_one_plus_cv2 = log1p(cv * cv);
    double above_2 = 0;

    switch (spread->family) {
    case QC_FAMILY_LOG_LOGISTIC:
        if (!solve_shape(log_logistic_cv_misfit, log_one_plus_cv2, &above_2)) return false;
        spread->shape = 2 + above_2;
        break;
    case QC_FAMILY_WEIBULL:
        if (!solve_shape(weibull_cv_misfit, log_one_plus_cv2, &spread->shape)) return false;
        break;
    case QC_FAMILY_GAMMA:
        spread->shape = 1 / (cv * cv);
        if (spread->shape < exp(LOG_SHAPE_LOW)) return false;
        break;
    case QC_FAMILY_DEFAULT:
    case QC_FAMILY_LOGNORMAL: spread->shape = sqrt(log_one_plus_cv2); break;
    }
    spread->scale = 1;
    spread->scale = mean / qc_spread_mean(spread);
    return true;
}

static bool from_median_p90(qc_spread *spread, double median, double p90)
{
    const double log_ratio = log(p90 / median);

    switch (spread->family) {
    case QC_FAMILY_LOG_LOGISTIC: spread->shape = log(9) / log_ratio; break;
    case QC_FAMILY_WEIBULL: spread->shape = log(M_LN10 / M_LN2) / log_ratio; break;
    case QC_FAMILY_GAMMA:
        if (!solve_shape(gamma_p90_misfit, log_ratio, &spread->shape)) return false;
        break;
    case QC_FAMILY_DEFAULT:
    case QC_FAMILY_LOGNORMAL: spread->shape = log_ratio / Z90; break;
    }
    spread->scale = 1;
    spread->scale = median / at_hazard(spread, M_LN2);
    return true;
}

static const char *family_words(qc_family family)
{
    switch (family) {
    case QC_FAMILY_LOG_LOGISTIC: return "log-logistic";
    case QC_FAMILY_WEIBULL: return "weibull";
    case QC_FAMILY_GAMMA: return "gamma";
    case QC_FAMILY_DEFAULT:
    case QC_FAMILY_LOGNORMAL: break;
    }
    return "lognormal";
}

static bool refuse(const qc_belief *belief, const char *what, qc_status *status)
{
    return qc_fail_at(status, QC_NUMERIC, "", belief->place.line, belief->place.column, "%s", what);
}

/* Without width a lognormal is exact; the other families come as near to it as a thousandth. */
static bool without_width(qc_spread *spread, double value)
{
    if (spread->family != QC_FAMILY_LOGNORMAL)
        return from_range(spread, value * (1 - NO_WIDTH), value * (1 + NO_WIDTH));
    spread->scale = value;
    spread->shape = 0;
    return true;
}

static bool from_stated_cv(qc_spread *spread, const qc_belief *belief, double cv, qc_status *status)
{
    if (!(cv >= 0) || isinf(cv)) return refuse(belief, "cv must be a number from 0 up", status);
    if (cv < NO_WIDTH) return without_width(spread, belief->first);
    if (from_mean_cv(spread, belief->first, cv)) return true;
    return qc_fail_at(status, QC_NUMERIC, "", belief->place.line, belief->place.column,
                      "no %s spread has mean %g and cv %g; state its median and p90, or an 80%% "
                      "range, or family: lognormal",
                      family_words(spread->family), belief->first, cv);
}

static bool from_stated_median(qc_spread *spread, const qc_belief *belief, qc_status *status)
{
    const double median = belief->first, p90 = belief->second;
    if (!(p90 >= median) || isinf(p90))
        return refuse(belief, "p90 must be at least the median", status);
    if (p90 < median * (1 + NO_WIDTH)) return without_width(spread, median);
    if (from_median_p90(spread, median, p90)) return true;
    return qc_fail_at(status, QC_NUMERIC, "", belief->place.line, belief->place.column,
                      "no %s spread has median %g and p90 %g; state family: lognormal",
                      family_words(spread->family), median, p90);
}

static bool from_stated_range(qc_spread *spread, const qc_belief *belief, qc_status *status)
{
    const double low = belief->first, high = belief->second;
    if (!(high >= low) || isinf(high))
        return refuse(belief, "the upper end of a range must be at least the lower one", status);
    if (high < low * (1 + NO_WIDTH)) return without_width(spread, sqrt(low) * sqrt(high));
    if (from_range(spread, low, high)) return true;
    return qc_fail_at(status, QC_NUMERIC, "", belief->place.line, belief->place.column,
                      "no %s spread has an 80%% range of %g to %g; state family: lognormal",
                      family_words(spread->family), low, high);
}

bool qc_spread_from_belief(qc_spread *spread, const qc_belief *belief, double default_cv,
                           qc_family fallback, qc_status *status)
{
    assert(fallback != QC_FAMILY_DEFAULT);
    spread->family = belief->family == QC_FAMILY_DEFAULT ? fallback : belief->family;
    if (belief->form != QC_BELIEF_NONE && (!(belief->first > 0) || isinf(belief->first)))
        return refuse(belief, "days and deal sizes must be above 0", status);

    switch (belief->form) {
    case QC_BELIEF_SINGLE: return from_stated_cv(spread, belief, default_cv, status);
    case QC_BELIEF_RANGE: return from_stated_range(spread, belief, status);
    case QC_BELIEF_MEAN_CV: return from_stated_cv(spread, belief, belief->second, status);
    case QC_BELIEF_MEDIAN_P90: return from_stated_median(spread, belief, status);
    case QC_BELIEF_NONE: break;
    }
    return refuse(belief, "no spread is stated", status);
}
