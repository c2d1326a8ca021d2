/* The tests' own yardsticks, measured. */
#include "tests/support/budget.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

/* Tail by adding up the single chances outwards from the first, each from the one before. */
static double added_below(int64_t hits, int64_t n, double p)
{
    double term = gsl_ran_binomial_pdf((unsigned) hits, p, (unsigned) n);
    double sum = 0.0;

    for (int64_t k = hits; k >= 0 && term > sum * 1e-18; k--) {
        sum += term;
        term *= (double) k / (double) (n - k + 1) * (1.0 - p) / p;
    }
    return sum;
}

START_TEST(binomial_tails_are_exact)
{
    ck_assert_double_eq_tol(qc_budget_count_below(1, 3, 0.5), 0.5, 1e-14);
    ck_assert_double_eq_tol(qc_budget_count_above(3, 3, 0.5), 0.125, 1e-14);
    ck_assert_double_eq_tol(qc_budget_count_below(0, 10, 0.1), pow(0.9, 10), 1e-14);
    ck_assert_double_eq(qc_budget_count_above(0, 10, 0.1), 1.0);
    ck_assert_double_eq(qc_budget_count_below(10, 10, 0.1), 1.0);
    ck_assert_double_eq(qc_budget_count_below(-1, 10, 0.1), 0.0);
    ck_assert_double_eq(qc_budget_count_above(11, 10, 0.1), 0.0);
}
END_TEST

START_TEST(binomial_tails_hold_for_large_counts)
{
    const struct {
        int64_t hits, n;
        double p;
    } far[] = {{250, 1000, 0.33},
               {267400, 900000, 0.3},
               {3, 100000, 0.0004},
               {897000, 900000, 0.9970},
               {29992000, 100000000, 0.3003}};

    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        const double expected = added_below(far[i].hits, far[i].n, far[i].p);
        const double below = qc_budget_count_below(far[i].hits, far[i].n, far[i].p);
        ck_assert_msg(fabs(below / expected - 1.0) < 1e-4, "%zu: %g, not %g", i, below, expected);
    }
}
END_TEST

START_TEST(counts_are_refused_at_the_limit)
{
    const int64_t n = 1000;
    int64_t lowest = 0, highest = n;

    while (!qc_budget_count_holds(lowest, n, 0.3))
        lowest++;
    while (!qc_budget_count_holds(highest, n, 0.3))
        highest--;
    ck_assert_double_le(added_below(lowest - 1, n, 0.3), QC_BUDGET_ALARM / 2);
    ck_assert_double_gt(added_below(lowest, n, 0.3), QC_BUDGET_ALARM / 2);
    ck_assert_double_le(added_below(n - highest - 1, n, 0.7), QC_BUDGET_ALARM / 2);
    ck_assert_double_gt(added_below(n - highest, n, 0.7), QC_BUDGET_ALARM / 2);
    CHECK_COUNT(300, n, 0.3);
    CHECK_COUNT_FAILS(lowest - 1, n, 0.3);
    ck_assert(!qc_budget_count_holds(300, n, NAN));
    ck_assert(qc_budget_count_holds(0, n, 0.0));
    ck_assert(!qc_budget_count_holds(1, n, 0.0));
    ck_assert(qc_budget_count_holds(n, n, 1.0));
}
END_TEST

static double uniform_cdf(double x, const void *context)
{
    (void) context;
    return fmin(fmax(x, 0.0), 1.0);
}

static double coin_cdf(double x, const void *context)
{
    (void) context;
    return x < 0.0 ? 0.0 : x < 1.0 ? 0.5 : 1.0;
}

static double broken_cdf(double x, const void *context)
{
    (void) context;
    if (x > 0.5) return NAN;
    return x;
}

START_TEST(distances_by_hand)
{
    const double sample[] = {0.1, 0.2, 0.9};
    const double coins[] = {0.0, 0.0, 1.0, 1.0};

    /* after 0.2 the sample stands at 2/3 */
    ck_assert_double_eq_tol(qc_budget_distance(sample, 3, uniform_cdf, NULL), 2.0 / 3 - 0.2, 1e-14);
    /* a jump of the law that the sample shares is no distance */
    ck_assert_double_eq(qc_budget_distance(coins, 4, coin_cdf, NULL), 0.0);
    ck_assert_double_eq(qc_budget_distance(coins, 3, coin_cdf, NULL), 2.0 / 3 - 0.5);
    ck_assert_double_eq(qc_budget_distance(sample, 3, broken_cdf, NULL), INFINITY);
    ck_assert_double_eq_tol(qc_budget_two_distance(sample, 3, coins, 4), 0.5, 1e-14);
    ck_assert_double_eq(qc_budget_two_distance(coins, 4, coins, 4), 0.0);
    ck_assert_double_eq(qc_budget_two_distance(coins, 2, coins + 2, 2), 1.0);
}
END_TEST

START_TEST(distance_limits)
{
    /* chance of exceeding d is at most 2 exp(-2 n d^2) */
    const double limit = qc_budget_distance_limit(422000);
    const double two = qc_budget_two_distance_limit(1000, 2000);

    ck_assert_double_eq_tol(2 * exp(-2 * 422000 * limit * limit) / 1e-9, 1.0, 1e-6);
    ck_assert_double_eq_tol(two, sqrt(log(4e9) / 2000) + sqrt(log(4e9) / 4000), 1e-12);
}
END_TEST

START_TEST(even_and_bent_samples)
{
    enum { N = 20000 };
    static double even[N], bent[N];

    for (int i = 0; i < N; i++) {
        even[i] = (i + 0.5) / N;
        bent[i] = pow(even[i], 1.1);
    }
    CHECK_DKW(even, N, uniform_cdf, NULL);
    CHECK_DKW_FAILS(bent, N, uniform_cdf, NULL);
    for (int i = 0; i < N; i++)
        bent[i] = pow(even[i], 1.25);
    CHECK_DKW_TWO(even, N, even, N / 2 * 2);
    CHECK_DKW_TWO_FAILS(even, N, bent, N);
}
END_TEST

START_TEST(means)
{
    const double limit = qc_budget_mean_limit(10000, 2.0);

    ck_assert_double_eq_tol(2 * gsl_cdf_ugaussian_Q(limit / 0.02) / 1e-9, 1.0, 1e-6);
    CHECK_MEAN(5.0 + 0.99 * limit, 10000, 5.0, 2.0);
    CHECK_MEAN_FAILS(5.0 + 1.01 * limit, 10000, 5.0, 2.0);
    CHECK_MEAN_FAILS(5.0 - 1.01 * limit, 10000, 5.0, 2.0);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("budget");
    TCase *tests = tcase_create("budget");

    tcase_add_test(tests, binomial_tails_are_exact);
    tcase_add_test(tests, binomial_tails_hold_for_large_counts);
    tcase_add_test(tests, counts_are_refused_at_the_limit);
    tcase_add_test(tests, distances_by_hand);
    tcase_add_test(tests, distance_limits);
    tcase_add_test(tests, even_and_bent_samples);
    tcase_add_test(tests, means);
    suite_add_tcase(suite, tests);
    return suite;
}
