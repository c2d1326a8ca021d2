#include "tests/support/budget.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* A count of at least k has the chance that the kth smallest of n uniform numbers is at most p,
 * which follows a beta law: exact, and without a sum over n terms. */
double qc_budget_count_above(int64_t hits, int64_t n, double p)
{
    if (hits <= 0) return 1.0;
    if (hits > n) return 0.0;
    return gsl_cdf_beta_P(p, (double) hits, (double) (n - hits + 1));
}

double qc_budget_count_below(int64_t hits, int64_t n, double p)
{
    if (hits < 0) return 0.0;
    if (hits >= n) return 1.0;
    return gsl_cdf_beta_Q(p, (double) (hits + 1), (double) (n - hits));
}

bool qc_budget_count_holds(int64_t hits, int64_t n, double p)
{
    /* written so that a tail that is no number counts as a failure */
    return qc_budget_count_below(hits, n, p) > QC_BUDGET_ALARM / 2 &&
           qc_budget_count_above(hits, n, p) > QC_BUDGET_ALARM / 2;
}

/* The two functions can be furthest apart only at a sample value or just before it. */
double qc_budget_distance(const double *sorted, size_t n, qc_budget_cdf *cdf, const void *context)
{
    double furthest = 0.0;

    for (size_t first = 0; first < n;) {
        size_t next = first + 1;
        while (next < n && sorted[next] <= sorted[first])
            next++;
        const double before = nextafter(sorted[first], -HUGE_VAL);
        const double below = fabs((double) first / (double) n - cdf(before, context));
        const double above = fabs((double) next / (double) n - cdf(sorted[first], context));
        /* a distance that is no number must not pass for a small one */
        if (isnan(below) || isnan(above)) return HUGE_VAL;
        furthest = fmax(furthest, fmax(below, above));
        first = next;
    }
    return furthest;
}

static double limit_at(size_t n, double alarm)
{
    return sqrt(log(2.0 / alarm) / (2.0 * (double) n));
}

double qc_budget_distance_limit(size_t n)
{
    return limit_at(n, QC_BUDGET_ALARM);
}

double qc_budget_two_distance(const double *a, size_t n, const double *b, size_t m)
{
    double furthest = 0.0;
    size_t i = 0, j = 0;

    while (i < n && j < m) {
        const double at = fmin(a[i], b[j]);
        while (i < n && a[i] <= at)
            i++;
        while (j < m && b[j] <= at)
            j++;
        furthest = fmax(furthest, fabs((double) i / (double) n - (double) j / (double) m));
    }
    return furthest;
}

double qc_budget_two_distance_limit(size_t n, size_t m)
{
    return limit_at(n, QC_BUDGET_ALARM / 2) + limit_at(m, QC_BUDGET_ALARM / 2);
}

double qc_budget_mean_limit(size_t n, double sd)
{
    return gsl_cdf_ugaussian_Qinv(QC_BUDGET_ALARM / 2) * sd / sqrt((double) n);
}
