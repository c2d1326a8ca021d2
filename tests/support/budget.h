/** The alarm budget: how often the suite may cry wolf.
 *
 *  The whole suite may raise one false alarm in a million runs, whatever the seeds. At most 1000
 *  comparisons share that chance, so each may be wrong with chance 1e-9. The limits below are exact
 *  or conservative at any number of draws; only CHECK_MEAN leans on the normal limit.
 *
 *  Every comparison has a twin that ends in _FAILS: a deliberately bent model must fall outside the
 *  same limit, which shows that the comparison can see. Choose the number of draws so that the bent
 *  model slips by no more often than the right one is refused. */
#ifndef QC_TESTS_BUDGET_H
#define QC_TESTS_BUDGET_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QC_BUDGET_COMPARISONS 1000
#define QC_BUDGET_ALARM       (1e-6 / QC_BUDGET_COMPARISONS)

/** Chance of a binomial count of at most / at least `hits` in `n` tries of chance `p`. */
double qc_budget_count_below(int64_t hits, int64_t n, double p);
double qc_budget_count_above(int64_t hits, int64_t n, double p);

/** Is the count credible? Each tail gets half of the alarm. */
bool qc_budget_count_holds(int64_t hits, int64_t n, double p);

/** Distribution function at `x`; `context` is handed through. It may jump. */
typedef double qc_budget_cdf(double x, const void *context);

/** Largest distance between the ascending sample's distribution and `cdf`, and the distance that is
 *  exceeded with chance at most QC_BUDGET_ALARM (Dvoretzky, Kiefer and Wolfowitz 1956 with the
 *  constant of Massart 1990). */
double qc_budget_distance(const double *sorted, size_t n, qc_budget_cdf *cdf, const void *context);
double qc_budget_distance_limit(size_t n);

/** The same for two samples; each sample gets half of the alarm. */
double qc_budget_two_distance(const double *a, size_t n, const double *b, size_t m);
double qc_budget_two_distance_limit(size_t n, size_t m);

/** How far a mean of `n` values of known standard deviation `sd` may lie from its expectation. Only
 *  for sums that have no exact law: it takes the mean for normal, so `n` must be large and the tails
 *  light. */
double qc_budget_mean_limit(size_t n, double sd);

#define CHECK_COUNT(hits, n, p)                                                                 \
    ck_assert_msg(qc_budget_count_holds((hits), (n), (p)), "%lld of %lld is not a share of %g", \
                  (long long) (hits), (long long) (n), (double) (p))
#define CHECK_COUNT_FAILS(hits, n, p)                                                     \
    ck_assert_msg(!qc_budget_count_holds((hits), (n), (p)), "%lld of %lld passes for %g", \
                  (long long) (hits), (long long) (n), (double) (p))

#define CHECK_DKW(sorted, n, cdf, context)                                   \
    ck_assert_double_le(qc_budget_distance((sorted), (n), (cdf), (context)), \
                        qc_budget_distance_limit(n))
#define CHECK_DKW_FAILS(sorted, n, cdf, context)                             \
    ck_assert_double_gt(qc_budget_distance((sorted), (n), (cdf), (context)), \
                        qc_budget_distance_limit(n))

#define CHECK_DKW_TWO(a, n, b, m)                                   \
    ck_assert_double_le(qc_budget_two_distance((a), (n), (b), (m)), \
                        qc_budget_two_distance_limit((n), (m)))
#define CHECK_DKW_TWO_FAILS(a, n, b, m)                             \
    ck_assert_double_gt(qc_budget_two_distance((a), (n), (b), (m)), \
                        qc_budget_two_distance_limit((n), (m)))

#define CHECK_MEAN(mean, n, expected, sd) \
    ck_assert_double_eq_tol((mean), (expected), qc_budget_mean_limit((n), (sd)))
#define CHECK_MEAN_FAILS(mean, n, expected, sd)                              \
    ck_assert_msg((mean) - (expected) > qc_budget_mean_limit((n), (sd)) ||   \
                      (expected) - (mean) > qc_budget_mean_limit((n), (sd)), \
                  "a mean of %g passes for %g", (double) (mean), (double) (expected))

#endif
