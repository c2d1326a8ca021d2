/* A look at a count: the top and the curvature of the state's law, and no word where nothing is to be learnt. */
#include "models/count_look.h"

#include <check.h>
#include <gsl/gsl_sf_psi.h>
#include <math.h>

/* Slope of the log law of the state at `state`. */
static double slope(double events, double expected, double mean, double variance, double state)
{
    return events - expected * exp(state) - (state - mean) / variance;
}

START_TEST(the_normal_sits_on_top_of_the_law)
{
    static const double cases[][4] = {
        {0, 3, 0, 0.25}, {12, 10, 0.1, 0.04}, {200, 10, 0, 1}, {1, 500, 2, 0.5}, {5, 5, -8, 4}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const double *c = cases[i];
        const qc_look seen = qc_count_look(c[0], c[1], c[2], c[3]);
        const double kept = c[3] * seen.noise / (c[3] + seen.noise);
        const double state = c[2] + c[3] / (c[3] + seen.noise) * (seen.surprise + kept / 2);
        ck_assert_double_eq_tol(slope(c[0], c[1], c[2], c[3], state), 0, 1e-6 * (1 + c[0] + c[1]));
        ck_assert_double_eq_tol(seen.noise * c[1] * exp(state), 1, 1e-9);
    }
}
END_TEST

/* Many events: ln(count / expected) with variance 1 / count. */
START_TEST(large_counts_are_read_as_their_logs)
{
    const qc_look seen = qc_count_look(1e6, 9e5, 0, 1);
    ck_assert_double_eq_tol(seen.surprise, log(1e6 / 9e5), 1e-5);
    ck_assert_double_eq_tol(seen.noise, 1e-6, 1e-10);
}
END_TEST

/* Averaged over a Poisson count, a look at a nearly known state leaves it where it was. */
START_TEST(high_and_low_counts_do_not_pull_the_mean_up)
{
    double sum = 0, chance = exp(-9.0);
    for (int events = 0; events < 60; events++) {
        const qc_look seen = qc_count_look(events, 9, 0, 1e-4);
        sum += chance * 1e-4 / (1e-4 + seen.noise) * seen.surprise;
        chance *= 9.0 / (events + 1);
    }
    ck_assert_double_eq_tol(sum, 0, 1e-7); /* log counts would give 5e-5 */
}
END_TEST

/* A rate known as Gamma(a, b) beforehand: the mean of its log is digamma(a + y) - ln(b + E) afterwards. */
START_TEST(the_mean_is_that_of_a_gamma_rate)
{
    const double shape = 20, events = 12, expected = 10;
    const double variance = gsl_sf_psi_1(shape), mean = gsl_sf_psi(shape) - log(shape);
    const qc_look seen = qc_count_look(events, expected, mean, variance);
    const double after = mean + variance / (variance + seen.noise) * seen.surprise;
    ck_assert_double_eq_tol(after, gsl_sf_psi(shape + events) - log(shape + expected), 6e-3);
}
END_TEST

START_TEST(a_state_that_is_known_stays)
{
    const qc_look seen = qc_count_look(7, 5, 0.3, 0);
    const double rate = 5 * exp(0.3);
    ck_assert_double_eq_tol(seen.noise, 1 / rate, 1e-12);
    ck_assert_double_eq_tol(seen.log_likelihood, 7 * 0.3 - rate, 1e-12);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("count look");
    TCase *tests = tcase_create("look");
    tcase_add_test(tests, the_normal_sits_on_top_of_the_law);
    tcase_add_test(tests, large_counts_are_read_as_their_logs);
    tcase_add_test(tests, high_and_low_counts_do_not_pull_the_mean_up);
    tcase_add_test(tests, the_mean_is_that_of_a_gamma_rate);
    tcase_add_test(tests, a_state_that_is_known_stays);
    suite_add_tcase(suite, tests);
    return suite;
}
