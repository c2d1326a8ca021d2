#include "core/stats.h"

#include <check.h>
#include <math.h>

/* quantile(c(1, 2, 4, 8), type = 7) by hand: place = 3 * share */
START_TEST(quantiles_of_type_7)
{
    const double values[] = {1, 2, 4, 8};

    ck_assert_double_eq(qc_stats_quantile(values, 4, 0.0), 1);
    ck_assert_double_eq(qc_stats_quantile(values, 4, 1.0), 8);
    ck_assert_double_eq_tol(qc_stats_quantile(values, 4, 0.5), 3.0, 1e-15);
    ck_assert_double_eq_tol(qc_stats_quantile(values, 4, 0.1), 1.3, 1e-15);
    ck_assert_double_eq_tol(qc_stats_quantile(values, 4, 0.9), 6.8, 1e-14);
    ck_assert_double_eq(qc_stats_quantile(values + 2, 1, 0.3), 4);
}
END_TEST

START_TEST(quantiles_between_infinite_values)
{
    const double values[] = {-INFINITY, -INFINITY, 3, INFINITY, INFINITY};

    ck_assert(isinf(qc_stats_quantile(values, 5, 0.1)));
    ck_assert_double_eq(qc_stats_quantile(values, 5, 0.5), 3);
    ck_assert_double_eq(qc_stats_quantile(values, 5, 0.9), INFINITY);
}
END_TEST

START_TEST(sorting)
{
    double values[] = {3, -1, 2.5, INFINITY, 0, -1};
    const double expected[] = {-1, -1, 0, 2.5, 3, INFINITY};

    qc_stats_sort(values, 6);
    for (int i = 0; i < 6; i++)
        ck_assert_double_eq(values[i], expected[i]);
    qc_stats_sort(NULL, 0);
}
END_TEST

START_TEST(running_mean_and_variance)
{
    qc_running running = {0};

    ck_assert_double_eq(qc_running_variance(&running), 0);
    qc_running_add(&running, 1e9 + 4);
    ck_assert_double_eq(running.mean, 1e9 + 4);
    ck_assert_double_eq(qc_running_variance(&running), 0);
    qc_running_add(&running, 1e9 + 7);
    qc_running_add(&running, 1e9 + 13);
    qc_running_add(&running, 1e9 + 16);
    ck_assert_double_eq(running.count, 4);
    ck_assert_double_eq(running.mean, 1e9 + 10);
    /* 36 + 9 + 9 + 36 over 3, far from the origin where sums of squares would have lost it */
    ck_assert_double_eq(qc_running_variance(&running), 30);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("stats");
    TCase *tests = tcase_create("stats");

    tcase_add_test(tests, quantiles_of_type_7);
    tcase_add_test(tests, quantiles_between_infinite_values);
    tcase_add_test(tests, sorting);
    tcase_add_test(tests, running_mean_and_variance);
    suite_add_tcase(suite, tests);
    return suite;
}
