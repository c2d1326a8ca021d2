/* Month effects against a reference filter, and the rules for gaps, steps and stated effects. */
#include "models/month_effect.h"
#include "tests/exact/oracle.h"

#define MOST_MONTHS 40

static double named(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    ck_assert_msg(json_is_number(value), "no number '%s'", name);
    return json_number_value(value);
}

static int32_t read_series(const json_t *array, double *out)
{
    const size_t count = json_array_size(array);
    ck_assert_uint_gt(count, 0);
    ck_assert_uint_le(count, MOST_MONTHS);
    for (size_t i = 0; i < count; i++)
        out[i] = oracle_at(array, i);
    return (int32_t) count;
}

/* The reference filter looks at log counts, with a variance from the count itself. */
static qc_look look_at_logs(double events, double expected, double mean, double variance)
{
    const double surprise = log((events + 0.5) / (expected + 0.5)) - mean;
    const double noise = 1 / (events + 0.5), spread = variance + noise;
    return (qc_look){surprise, noise, -(log(spread) + surprise * surprise / spread) / 2};
}

START_TEST(every_cell_matches_the_reference_filter)
{
    json_t *root = oracle_json("month_effect_ar.json");
    double events[MOST_MONTHS], expected[MOST_MONTHS];
    const int32_t months = read_series(json_object_get(root, "y"), events);
    const json_t *grid = json_object_get(root, "grid");
    oracle_deviation seen = {.what = "month_effect_ar.json", .limit = 1e-9};
    qc_month_effect effect;

    ck_assert_int_eq(read_series(json_object_get(root, "E"), expected), months);
    qc_month_effect_fit_by(&effect, events, expected, months, look_at_logs);
    ck_assert_uint_eq(json_array_size(grid), (size_t) effect.cells);
    for (int32_t i = 0; i < effect.cells; i++) {
        const json_t *cell = json_array_get(grid, (size_t) i);
        ck_assert_double_eq(effect.rho[i], named(cell, "rho"));
        ck_assert_double_eq(effect.sd[i], named(cell, "s"));
        oracle_compare(&seen, effect.log_likelihood[i], named(cell, "loglik"));
        oracle_compare(&seen, effect.mean[i], named(cell, "m"));
        oracle_compare(&seen, effect.variance[i], named(cell, "P"));
        oracle_compare(&seen, effect.weight[i], named(cell, "weight"));
    }
    oracle_conclude(&seen);
    json_decref(root);
}
END_TEST

START_TEST(without_months_the_prior_stands)
{
    qc_month_effect effect;
    double total = 0;

    qc_month_effect_fit(&effect, NULL, NULL, 0);
    ck_assert_int_eq(effect.cells, QC_MONTH_EFFECT_CELLS);
    for (int32_t i = 0; i < effect.cells; i++) {
        ck_assert_double_eq(effect.mean[i], 0);
        ck_assert_double_eq_tol(effect.variance[i], effect.sd[i] * effect.sd[i], 1e-18);
        total += effect.weight[i];
        /* rho = .7 and sd = .16 */
        if (effect.rho[i] == 0.7 && effect.sd[i] == 0.16)
            ck_assert_double_eq_tol(effect.weight[i], 0.2 * 0.24, 1e-15);
    }
    ck_assert_double_eq_tol(total, 1, 1e-14);
}
END_TEST

START_TEST(months_that_expect_next_to_nothing_only_pass_time)
{
    static const double events[] = {9, 3, 0}, expected[] = {5, 0.5, 0.2};
    qc_month_effect seen, later;

    qc_month_effect_fit(&seen, events, expected, 1);
    qc_month_effect_fit(&later, events, expected, 3);
    for (int32_t i = 0; i < seen.cells; i++) {
        const double kept = seen.rho[i] * seen.rho[i], full = seen.sd[i] * seen.sd[i];
        ck_assert_double_eq_tol(later.log_likelihood[i], seen.log_likelihood[i], 1e-15);
        ck_assert_double_eq_tol(later.mean[i], kept * seen.mean[i], 1e-15);
        ck_assert_double_eq_tol(later.variance[i], full + kept * kept * (seen.variance[i] - full),
                                1e-15);
    }
}
END_TEST

START_TEST(a_correction_weighs_the_cells_anew)
{
    static const double events[] = {9, 3, 7}, expected[] = {5, 6, 7};
    double correction[QC_MONTH_EFFECT_CELLS] = {0}, total = 0;
    qc_month_effect before, after;

    qc_month_effect_fit(&before, events, expected, 3);
    after = before;
    correction[3] = log(2);
    qc_month_effect_correct(&after, correction);
    for (int32_t i = 0; i < after.cells; i++)
        total += after.weight[i];
    ck_assert_double_eq_tol(total, 1, 1e-14);
    ck_assert_double_eq_tol(after.weight[3] / after.weight[4],
                            2 * before.weight[3] / before.weight[4], 1e-12);
    ck_assert_double_eq_tol(after.weight[0] / after.weight[4], before.weight[0] / before.weight[4],
                            1e-12);
}
END_TEST

START_TEST(no_effect_leaves_the_intensity_alone)
{
    qc_month_effect effect;
    qc_effect_state state;
    qc_rng rng = qc_rng_stream(1, 2, 3, 4);

    qc_month_effect_none(&effect);
    qc_month_effect_draw(&effect, &rng, &state);
    ck_assert_double_eq(qc_month_effect_step(&state, 30.4, 2.5), 1);
    ck_assert_double_eq(qc_month_effect_step(&state, 7, -1), 1);
}
END_TEST

START_TEST(a_stated_effect_is_one_stationary_cell)
{
    qc_month_effect effect;
    qc_month_effect_stated(&effect, 0.2, 0.4);
    ck_assert_int_eq(effect.cells, 1);
    ck_assert_double_eq(effect.weight[0], 1);
    ck_assert_double_eq(effect.mean[0], 0);
    ck_assert_double_eq_tol(effect.variance[0], 0.04, 1e-17);
    ck_assert_double_eq(effect.rho[0], 0.4);
    ck_assert_double_eq(effect.sd[0], 0.2);
}
END_TEST

START_TEST(a_step_scales_with_its_days)
{
    const qc_effect_state start = {.rho = 0.7, .sd = 0.3, .x = 0.5};
    qc_effect_state whole = start, halves = start, a = start, b = start;

    const double theta = qc_month_effect_step(&whole, 30.4, 0);
    ck_assert_double_eq_tol(whole.x, 0.35, 1e-15);
    ck_assert_double_eq_tol(theta, exp(0.35 - 0.045), 1e-15);
    qc_month_effect_step(&halves, 15.2, 0);
    ck_assert_double_eq_tol(halves.x, 0.5 * sqrt(0.7), 1e-15);
    qc_month_effect_step(&halves, 15.2, 0);
    ck_assert_double_eq_tol(halves.x, whole.x, 1e-15);
    /* shocks of two halves add up to the variance of a whole month, .09 (1 - .49) */
    qc_month_effect_step(&a, 15.2, 1);
    qc_month_effect_step(&a, 15.2, 0);
    qc_month_effect_step(&b, 15.2, 0);
    qc_month_effect_step(&b, 15.2, 1);
    const double early = a.x - whole.x, late = b.x - whole.x;
    ck_assert_double_eq_tol(early * early + late * late, 0.09 * 0.51, 1e-15);
    /* without memory nothing of the past is left, and theta is 1 on average */
    qc_effect_state fresh = {.rho = 0, .sd = 0.3, .x = 0.5};
    ck_assert_double_eq_tol(qc_month_effect_step(&fresh, 7, 1.5), exp(0.45 - 0.045), 1e-15);
}
END_TEST

START_TEST(a_draw_is_the_same_for_the_same_stream)
{
    static const double events[] = {9, 3, 4}, expected[] = {5, 5, 5};
    qc_month_effect effect;
    qc_effect_state one, two;
    qc_rng first = qc_rng_stream(1, 2, 3, 4), second = first;

    qc_month_effect_fit(&effect, events, expected, 3);
    qc_month_effect_draw(&effect, &first, &one);
    qc_month_effect_draw(&effect, &second, &two);
    ck_assert_double_eq(one.x, two.x);
    ck_assert_double_eq(one.sd, two.sd);
    qc_month_effect_draw(&effect, &first, &two);
    ck_assert_double_ne(one.x, two.x);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("month_effect");
    TCase *tests = tcase_create("month_effect");

    tcase_add_test(tests, every_cell_matches_the_reference_filter);
    tcase_add_test(tests, without_months_the_prior_stands);
    tcase_add_test(tests, months_that_expect_next_to_nothing_only_pass_time);
    tcase_add_test(tests, a_correction_weighs_the_cells_anew);
    tcase_add_test(tests, no_effect_leaves_the_intensity_alone);
    tcase_add_test(tests, a_stated_effect_is_one_stationary_cell);
    tcase_add_test(tests, a_step_scales_with_its_days);
    tcase_add_test(tests, a_draw_is_the_same_for_the_same_stream);
    suite_add_tcase(suite, tests);
    return suite;
}
