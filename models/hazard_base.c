/* Base hazards: a smooth curve with two or three parameters says what a bin of days ought to show before
 * the bin's own events are looked at. The likelihood is Poisson by day at risk, sum e ln h - x h, which
 * agrees with the discrete one to second order because an event day counts half a day of exposure. */
#include "models/hazard_base.h"

#include <assert.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>
#include <math.h>

#define STEPS_MAX     300
#define SIMPLEX_SMALL 1e-6  /* mean distance of the corners from their centre */
#define WORSE_THAN    1e300 /* objective where it has no finite value */

/** ln(1 + e^a) without overflow: ln(1 + z) for z = e^a. */
static double soft_plus(double a)
{
    return a > 0 ? a + log1p(exp(-a)) : log1p(exp(a));
}

static double cumulative_log_logistic(double log_time, double u, double speed)
{
    return soft_plus(speed * (log_time - u));
}

/** -ln(1 - p + p / (1 + z)), where `plain` = ln(1 + z); two forms so that neither a small z nor a p near 1
 *  loses digits. */
static double cumulative_cure(double plain, double leaving)
{
    const double left = leaving * expm1(-plain);
    return left > -0.5 ? -log1p(left) : -log(1 - leaving + leaving * exp(-plain));
}

/** Daily hazards of the first `days` days; `log_time[j]` = ln(j + 1), the end of day j. */
static void smooth_daily(qc_hazard_base base, const double *theta, const double *log_time,
                         int32_t days, double *daily)
{
    const double speed = exp(theta[1]);
    const double leaving = base == QC_BASE_CURE ? 1 / (1 + exp(-theta[2])) : 1;
    double before = 0;
    for (int32_t j = 0; j < days; j++) {
        double now = cumulative_log_logistic(log_time[j], theta[0], speed);
        if (base == QC_BASE_CURE) now = cumulative_cure(now, leaving);
        daily[j] = fmax(now - before, QC_HAZARD_FLOOR);
        before = now;
    }
}

static void fill_log_time(double *log_time)
{
    for (int32_t j = 0; j < QC_HAZARD_DAYS; j++)
        log_time[j] = log(j + 1.0);
}

void qc_hazard_base_daily(qc_hazard_base base, const double *theta, double *daily)
{
    assert(base != QC_BASE_BELIEF && base != QC_BASE_COUNT);
    if (base == QC_BASE_CONSTANT) {
        const double rate = fmax(exp(theta[0]), QC_HAZARD_FLOOR);
        for (int32_t j = 0; j < QC_HAZARD_DAYS; j++)
            daily[j] = rate;
        return;
    }
    double log_time[QC_HAZARD_DAYS];
    fill_log_time(log_time);
    smooth_daily(base, theta, log_time, QC_HAZARD_DAYS, daily);
}

double qc_hazard_base_constant(double events, double exposure)
{
    return log((events + 0.3) / exposure);
}

typedef struct fit_problem {
    qc_hazard_base base;
    const qc_hazard_counts *counts;
    int32_t days; /* nobody was at risk later */
    double log_time[QC_HAZARD_DAYS];
    double daily[QC_HAZARD_DAYS];
} fit_problem;

/** Minus the log likelihood, with v ~ N(0, 2) and, for cure, w ~ N(1, 4) as variances. */
static double objective_at(const gsl_vector *at, void *context)
{
    fit_problem *problem = context;
    double theta[3] = {0};
    for (size_t i = 0; i < at->size; i++)
        theta[i] = gsl_vector_get(at, i);
    smooth_daily(problem->base, theta, problem->log_time, problem->days, problem->daily);
    double sum = theta[1] * theta[1] / 4;
    if (problem->base == QC_BASE_CURE) sum += (theta[2] - 1) * (theta[2] - 1) / 8;
    for (int32_t j = 0; j < problem->days; j++) {
        const double events = problem->counts->events[j];
        sum += problem->counts->exposure[j] * problem->daily[j];
        if (events > 0) sum -= events * log(problem->daily[j]);
    }
    return isfinite(sum) ? sum : WORSE_THAN;
}

/** Days at risk by which half of the events have happened. */
static double median_event_days(const qc_hazard_counts *counts)
{
    double total = 0;
    for (int32_t j = 0; j < QC_HAZARD_DAYS; j++)
        total += counts->events[j];
    double so_far = 0;
    for (int32_t j = 0; j < QC_HAZARD_DAYS; j++) {
        so_far += counts->events[j];
        if (so_far >= total / 2) return j;
    }
    return QC_HAZARD_DAYS - 1;
}

static int32_t days_at_risk(const qc_hazard_counts *counts)
{
    int32_t days = QC_HAZARD_DAYS;
    while (days > 0 && !(counts->exposure[days - 1] > 0))
        days--;
    return days;
}

/** Shrink the simplex until it is small or has had its steps; the best corner counts either way. */
static void run_simplex(gsl_multimin_fminimizer *simplex)
{
    for (int step = 0; step < STEPS_MAX; step++) {
        if (gsl_multimin_fminimizer_iterate(simplex) != GSL_SUCCESS) return;
        if (gsl_multimin_fminimizer_size(simplex) < SIMPLEX_SMALL) return;
    }
}

bool qc_hazard_base_fit(qc_hazard_base base, const qc_hazard_counts *counts, double *theta,
                        double *objective, qc_status *status)
{
    assert(base == QC_BASE_LOG_LOGISTIC || base == QC_BASE_CURE);
    const size_t size = base == QC_BASE_CURE ? 3 : 2;
    fit_problem problem = {.base = base, .counts = counts, .days = days_at_risk(counts)};
    gsl_multimin_function function = {.f = objective_at, .n = size, .params = &problem};
    double start[3] = {log(median_event_days(counts) + 5), 0.3, 0}, step[3] = {0.5, 0.5, 0.5};
    gsl_vector_view start_view = gsl_vector_view_array(start, size);
    gsl_vector_view step_view = gsl_vector_view_array(step, size);
    bool ok = false;

    fill_log_time(problem.log_time);
    gsl_multimin_fminimizer *simplex = gsl_multimin_fminimizer_alloc(
        gsl_multimin_fminimizer_nmsimplex2, size);
    if (simplex == NULL) return qc_fail(status, QC_NO_MEMORY, "out of memory fitting a hazard");
    if (gsl_multimin_fminimizer_set(simplex, &function, &start_view.vector, &step_view.vector) !=
        GSL_SUCCESS) {
        qc_fail(status, QC_NUMERIC, "the search for a hazard's shape could not start");
        goto out;
    }
    run_simplex(simplex);
    *objective = gsl_multimin_fminimizer_minimum(simplex);
    const gsl_vector *best = gsl_multimin_fminimizer_x(simplex);
    for (size_t i = 0; i < size; i++)
        theta[i] = gsl_vector_get(best, i);
    ok = *objective < WORSE_THAN;
    if (!ok) qc_fail(status, QC_NUMERIC, "a hazard's likelihood has no finite value");
out:
    gsl_multimin_fminimizer_free(simplex);
    return ok;
}
