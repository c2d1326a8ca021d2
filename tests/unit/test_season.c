#include "models/season.h"

#include <check.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define MONTHS 48
#define FIRST  (2023 * 12 + 6) /* July 2023 */
#define AUGUST 7
#define CALM   0
#define WILD   1

static const qc_season_cell cells[] = {{.rho = 0, .sd = 0.02, .prior = 0.5},
                                       {.rho = 0, .sd = 0.35, .prior = 0.5}};
static double events[MONTHS], expected[MONTHS], correction[2];

static void plan_months(double each, double august)
{
    for (int m = 0; m < MONTHS; m++) {
        expected[m] = each;
        events[m] = (FIRST + m) % 12 == AUGUST ? august * each : each;
    }
}

static void fit(qc_season *season, int32_t months, const qc_season_cell *of, int32_t count)
{
    qc_season_fit(season, events, expected, 0.5, months, FIRST, of, count, correction);
}

START_TEST(under_two_years_there_is_no_season)
{
    qc_season season;
    double factors[QC_SEASON_MONTHS];
    qc_rng luck = {1, 0};
    plan_months(100, 0.5);
    fit(&season, QC_SEASON_CYCLE - 1, cells, 2);
    ck_assert(!season.on);
    ck_assert_double_eq(correction[CALM], 0);
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
    double sum = 0;
    plan_months(100, 0.5);
    fit(&season, MONTHS, cells, 2);
    ck_assert(season.on);
    /* half of the others, which had a little more than was expected on the whole */
    ck_assert_double_gt(season.factor[AUGUST], 0.5);
    ck_assert_double_lt(season.factor[AUGUST], 0.65);
    for (int m = 0; m < QC_SEASON_MONTHS; m++) {
        sum += season.factor[m];
        if (m != AUGUST) ck_assert_double_eq_tol(season.factor[m], 1.04, 0.03);
    }
    ck_assert_double_eq_tol(sum, QC_SEASON_MONTHS, 1e-12);
    ck_assert_double_lt(season.weight[0], 0.01);
}
END_TEST

START_TEST(even_months_speak_for_no_season)
{
    qc_season season;
    plan_months(100, 1);
    fit(&season, MONTHS, cells, 1);
    ck_assert_double_gt(season.weight[0], 0.45);
    ck_assert_double_lt(season.weight[QC_SEASON_SIZES - 1], 0.01);
    for (int m = 0; m < QC_SEASON_MONTHS; m++)
        ck_assert_double_eq_tol(season.factor[m], 1, 1e-3); /* a look at a count is nearly exact */
}
END_TEST

START_TEST(bad_months_count_less_where_months_are_wild)
{
    qc_season calm, wild;
    plan_months(100, 1);
    events[1] = events[25] = 50; /* two Augusts of four */
    fit(&calm, MONTHS, &cells[CALM], 1);
    fit(&wild, MONTHS, &cells[WILD], 1);
    ck_assert_double_lt(calm.factor[AUGUST], 0.92);
    ck_assert_double_gt(wild.factor[AUGUST], 0.96);
}
END_TEST

START_TEST(months_taken_for_a_season_do_not_make_months_calm)
{
    qc_season season;
    gsl_rng view;
    qc_rng luck = {5, 0};
    plan_months(100, 1);
    qc_rng_gsl(&view, &luck);
    for (int m = 0; m < MONTHS; m++)
        events[m] = gsl_ran_poisson(&view, 100 * exp(gsl_ran_gaussian(&view, 0.25)));
    const qc_season_cell grid[] = {{.sd = 0.16, .prior = 0.5}, {.sd = 0.25, .prior = 0.5}};
    fit(&season, MONTHS, grid, 2);
    ck_assert_double_lt(correction[0], 0);
    /* what was taken out counts against the calmer cell more */
    ck_assert_double_gt(correction[1], correction[0] + 0.2);
}
END_TEST

START_TEST(draws_spread_around_the_mean)
{
    qc_season season;
    double sum = 0, squares = 0;
    const int draws = 20000;
    plan_months(100, 0.5);
    fit(&season, MONTHS, cells, 2);
    for (int d = 0; d < draws; d++) {
        double factors[QC_SEASON_MONTHS], year = 0;
        qc_rng luck = qc_rng_stream(7, 0, 0, (uint64_t) d);
        qc_season_draw(&season, &luck, factors);
        for (int m = 0; m < QC_SEASON_MONTHS; m++)
            year += factors[m];
        ck_assert_double_eq_tol(year, QC_SEASON_MONTHS, 1e-9);
        sum += factors[AUGUST];
        squares += factors[AUGUST] * factors[AUGUST];
    }
    const double mean = sum / draws, sd = sqrt(squares / draws - mean * mean);
    /* four Augusts of 50: the log is known to .07, less what the prior adds */
    ck_assert_double_gt(sd, 0.02);
    ck_assert_double_lt(sd, 0.06);
    /* seven standard errors, a false alarm once in 4e11 runs, and what scaling to mean 1 moves */
    ck_assert_double_eq_tol(mean, season.factor[AUGUST], 7 * sd / sqrt(draws) + 0.004);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("season");
    TCase *cases = tcase_create("season");
    tcase_add_test(cases, under_two_years_there_is_no_season);
    tcase_add_test(cases, a_weak_august_is_found_and_shrunk);
    tcase_add_test(cases, even_months_speak_for_no_season);
    tcase_add_test(cases, bad_months_count_less_where_months_are_wild);
    tcase_add_test(cases, months_taken_for_a_season_do_not_make_months_calm);
    tcase_add_test(cases, draws_spread_around_the_mean);
    suite_add_tcase(suite, cases);
    return suite;
}
