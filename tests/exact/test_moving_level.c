/* The moving level against the recursion as written down with its reference. */
#include "study/backtest/moving_level.h"
#include "tests/exact/oracle.h"

static double named(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    ck_assert_msg(json_is_number(value), "no number '%s'", name);
    return json_number_value(value);
}

static void compare_cell(const json_t *root, const json_t *cell, oracle_deviation *seen)
{
    const json_t *counts = json_object_get(root, "y"), *exposures = json_object_get(root, "E");
    qc_moving_level level = qc_moving_level_start(named(cell, "delta"), named(cell, "k"),
                                                  named(root, "scale"));
    ck_assert_double_eq(level.alpha, named(root, "a0"));
    ck_assert_double_eq(level.beta, named(root, "b0"));
    for (size_t t = 0; t < json_array_size(counts); t++) {
        const json_t *row = json_array_get(json_object_get(cell, "path"), t);
        const double before = level.log_likelihood;
        const qc_moving_prediction at = qc_moving_level_add(&level, oracle_at(counts, t),
                                                            oracle_at(exposures, t), t == 0);
        oracle_compare(seen, at.mean, oracle_at(row, 0));
        oracle_compare(seen, at.size, oracle_at(row, 1));
        oracle_compare(seen, level.log_likelihood - before, oracle_at(row, 2));
        oracle_compare(seen, level.alpha, oracle_at(row, 3));
        oracle_compare(seen, level.beta, oracle_at(row, 4));
    }
    oracle_compare(seen, level.log_likelihood, named(cell, "loglik"));
}

START_TEST(every_cell_matches_the_reference)
{
    json_t *root = oracle_json("gamma_level_filter.json");
    oracle_deviation seen = {.what = "gamma_level_filter.json", .limit = 1e-10};
    size_t i;
    json_t *cell;
    json_array_foreach(json_object_get(root, "grid"), i, cell)
    {
        compare_cell(root, cell, &seen);
    }
    ck_assert_uint_eq(i, 9);
    oracle_conclude(&seen);
    json_decref(root);
}
END_TEST

START_TEST(a_level_that_falls_is_followed)
{
    const double steady[] = {40, 38, 42, 41, 39, 40, 41, 38, 40, 42, 39, 41};
    const double falling[] = {60, 55, 52, 44, 40, 33, 30, 26, 20, 18, 14, 11};
    const qc_moving_level still = qc_moving_level_fit(steady, 12),
                          moving = qc_moving_level_fit(falling, 12);
    ck_assert_double_eq(still.delta, 1);
    ck_assert_double_lt(moving.delta, 1);
    ck_assert_double_eq_tol(still.scale * still.alpha / still.beta, 40, 1);
    ck_assert_double_lt(moving.scale * moving.alpha / moving.beta, 28);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("moving_level");
    TCase *tests = tcase_create("moving_level");

    tcase_add_test(tests, every_cell_matches_the_reference);
    tcase_add_test(tests, a_level_that_falls_is_followed);
    suite_add_tcase(suite, tests);
    return suite;
}
