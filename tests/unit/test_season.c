#include "models/season.h"

#include <check.h>
#include <math.h>

#define MONTHS 36
#define FIRST  (2023 * 12 + 6) /* July 2023 */

static double events[MONTHS], expected[MONTHS];

static void plan_months(double each, double august)
{
    for (int m = 0; m < MONTHS; m++) {
        expected[m] = each;
        events[m] = (FIRST + m) % 12 == 7 ? august * each : each;
    }
}

START_TEST(under_two_years_there_is_no_season)
{
    qc_season season;
    double factors[QC_SEASON_MONTHS];
    qc_rng luck = {1, 0};
    plan_months(100, 0.5);
    qc_season_fit(&season, events, expected, QC_SEASON_CYCLE - 1, FIRST, 0);
    ck_assert(!season.on);
    qc_season_draw(&season, &luck, factors);
    for (int m = 0; m < QC_SEASON_MONTHS; m++) {
        ck_assert_double_eq(factors[m], 1);
        ck_assert_double_eq(qc_season_mean(&season, FIRST + m), 1);
    }
}
END_TEST

START_TEST(a_weak_august_is_found_and_shrunk)
{
    qc_season season;
    plan_months(100, 0.5);
    qc_season_fit(&season, events, expected, MONTHS, FIRST, 0);
    ck_assert(season.on);
    ck_assert_double_eq_tol(qc_season_mean(&season, 2026 * 12 + 7), (20 + 150.0) / (20 + 300),
                            1e-12);
    ck_assert_double_eq_tol(qc_season_mean(&season, 2026 * 12 + 8), 1, 1e-12);
}
END_TEST

START_TEST(what_may_be_chance_counts_less)
{
    qc_season calm, wild;
    plan_months(100, 0.5);
    qc_season_fit(&calm, events, expected, MONTHS, FIRST, 0.05);
    qc_season_fit(&wild, events, expected, MONTHS, FIRST, 0.4);
    ck_assert_double_lt(qc_season_mean(&calm, FIRST + 1), qc_season_mean(&wild, FIRST + 1));
    /* 300 expected, variance .16 / 3 a year: weight 1 / (1 + 300 * .16 / 3) = 1 / 17 */
    ck_assert_double_eq_tol(wild.expected[7], 300.0 / 17, 1e-9);
}
END_TEST

START_TEST(draws_spread_around_the_mean)
{
    qc_season season;
    double sum = 0, squares = 0;
    const int draws = 20000;
    plan_months(100, 0.5);
    qc_season_fit(&season, events, expected, MONTHS, FIRST, 0.2);
    for (int d = 0; d < draws; d++) {
        double factors[QC_SEASON_MONTHS];
        qc_rng luck = qc_rng_stream(7, 0, 0, (uint64_t) d);
        qc_season_draw(&season, &luck, factors);
        sum += factors[7];
        squares += factors[7] * factors[7];
    }
    const double shape = 20 + season.events[7], rate = 20 + season.expected[7];
    const double mean = sum / draws, sd = sqrt(shape) / rate;
    /* seven standard errors: a false alarm once in 4e11 runs */
    ck_assert_double_eq_tol(mean, shape / rate, 7 * sd / sqrt(draws));
    ck_assert_double_eq_tol(squares / draws - mean * mean, sd * sd, 0.1 * sd * sd);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("season");
    TCase *cases = tcase_create("season");
    tcase_add_test(cases, under_two_years_there_is_no_season);
    tcase_add_test(cases, a_weak_august_is_found_and_shrunk);
    tcase_add_test(cases, what_may_be_chance_counts_less);
    tcase_add_test(cases, draws_spread_around_the_mean);
    suite_add_tcase(suite, cases);
    return suite;
}
