/* Scores against exact fractions, and what follows from their definitions. */
#include "core/stats.h"
#include "study/backtest/score.h"
#include "tests/exact/oracle.h"

#define MOST 16

static double named(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    ck_assert_msg(json_is_number(value), "no number '%s'", name);
    return json_number_value(value);
}

static size_t read_ensemble(const json_t *sample, double *out)
{
    const json_t *array = json_object_get(sample, "ensemble");
    const size_t count = json_array_size(array);
    ck_assert_uint_gt(count, 0);
    ck_assert_uint_le(count, MOST);
    for (size_t i = 0; i < count; i++)
        out[i] = oracle_at(array, i);
    qc_stats_sort(out, count);
    return count;
}

static void compare_quantiles(const json_t *sample, const double *sorted, size_t count,
                              oracle_deviation *seen)
{
    const char *share;
    json_t *expected;
    json_object_foreach(json_object_get(sample, "pinball"), share, expected)
    {
        const double at = strtod(share, NULL), quantile = qc_stats_quantile(sorted, count, at);
        oracle_compare(seen, quantile, named(expected, "q7"));
        oracle_compare(seen, qc_score_pinball(quantile, at, named(sample, "obs")),
                       named(expected, "loss"));
    }
}

START_TEST(ensembles_match_exact_fractions)
{
    json_t *root = oracle_json("scores.json");
    oracle_deviation seen = {.what = "scores.json, ensembles", .limit = 1e-12};
    size_t i;
    json_t *sample;
    json_array_foreach(json_object_get(root, "samples"), i, sample)
    {
        double sorted[MOST];
        const size_t count = read_ensemble(sample, sorted);
        const double actual = named(sample, "obs");
        const qc_pit pit = qc_score_pit(sorted, count, actual);
        oracle_compare(&seen, qc_score_crps_plain(sorted, count, actual), named(sample, "crps"));
        oracle_compare(&seen, qc_score_crps_fair(sorted, count, actual),
                       named(sample, "crps_fair"));
        oracle_compare(&seen, qc_score_crps(sorted, count, actual), named(sample, "crps_fair"));
        oracle_compare(&seen, pit.low, named(sample, "pit_low"));
        oracle_compare(&seen, pit.high, named(sample, "pit_high"));
        compare_quantiles(sample, sorted, count, &seen);
    }
    oracle_conclude(&seen);
    json_decref(root);
}
END_TEST

START_TEST(chances_match_exact_fractions)
{
    json_t *root = oracle_json("scores.json");
    const json_t *brier = json_object_get(root, "brier");
    const json_t *chances = json_object_get(brier, "p"), *hits = json_object_get(brier, "o");
    oracle_deviation seen = {.what = "scores.json, chances", .limit = 1e-12};
    const size_t count = json_array_size(chances);
    double squares = 0, logs = 0;
    ck_assert_uint_gt(count, 0);
    for (size_t i = 0; i < count; i++) {
        squares += qc_score_brier(oracle_at(chances, i), oracle_at(hits, i) > 0);
        logs += qc_score_log(oracle_at(chances, i), oracle_at(hits, i) > 0);
    }
    oracle_compare(&seen, squares / (double) count, named(brier, "score"));
    oracle_compare(&seen, logs / (double) count, named(brier, "log"));
    oracle_conclude(&seen);
    json_decref(root);
}
END_TEST

START_TEST(normal_forecasts_match_the_closed_form)
{
    json_t *root = oracle_json("scores.json");
    const json_t *cases = json_object_get(json_object_get(root, "closed_form"), "normal");
    oracle_deviation seen = {.what = "scores.json, normal", .limit = 1e-12};
    size_t i;
    json_t *one;
    json_array_foreach(cases, i, one)
    {
        oracle_compare(&seen,
                       qc_score_crps_normal(named(one, "mu"), named(one, "sd"), named(one, "y")),
                       named(one, "crps"));
    }
    oracle_conclude(&seen);
    json_decref(root);
}
END_TEST

START_TEST(the_form_changes_at_a_thousand_values)
{
    static double sorted[1000];
    for (size_t i = 0; i < 1000; i++)
        sorted[i] = (double) (i % 7) + (double) i / 10;
    qc_stats_sort(sorted, 1000);
    ck_assert_double_eq(qc_score_crps(sorted, 1000, 30), qc_score_crps_plain(sorted, 1000, 30));
    ck_assert_double_eq(qc_score_crps(sorted, 999, 30), qc_score_crps_fair(sorted, 999, 30));
    ck_assert_double_ne(qc_score_crps_plain(sorted, 999, 30), qc_score_crps_fair(sorted, 999, 30));
}
END_TEST

START_TEST(a_single_number_scores_its_distance)
{
    const double one = 7;
    ck_assert_double_eq(qc_score_crps(&one, 1, 4.5), 2.5);
    ck_assert_double_eq(qc_score_crps_plain(&one, 1, 9), 2);
}
END_TEST

START_TEST(large_values_of_small_spread_keep_their_digits)
{
    const double far[] = {1e12 + 1, 1e12 + 2, 1e12 + 4}, near[] = {1, 2, 4};
    ck_assert_double_eq_tol(qc_score_crps_plain(far, 3, 1e12 + 3), qc_score_crps_plain(near, 3, 3),
                            1e-9);
}
END_TEST

START_TEST(distances_make_up_the_score)
{
    const double own[] = {1, 3, 4, 5, 5, 7, 9, 12}, other[] = {0, 5, 30}, actual = 6;
    double brute = 0;
    for (int i = 0; i < 8; i++)
        for (int j = 0; j < 3; j++)
            brute += fabs(own[i] - other[j]) / 24;
    ck_assert_double_eq_tol(qc_score_distance(own, 8, other, 3), brute, 1e-13);
    ck_assert_double_eq_tol(qc_score_distance(other, 3, own, 8), brute, 1e-13);
    ck_assert_double_eq_tol(qc_score_distance(own, 8, &actual, 1) -
                                qc_score_distance(own, 8, own, 8) / 2,
                            qc_score_crps_plain(own, 8, actual), 1e-13);
}
END_TEST

START_TEST(a_percentile_between_the_ends_decides_coverage)
{
    const double counts[] = {0, 0, 1, 1, 1, 1, 1, 1, 1, 2};
    const qc_pit pit = qc_score_pit(counts, 10, 2);
    ck_assert_double_eq(pit.low, 0.9);
    ck_assert_double_eq(pit.high, 1);
    ck_assert_double_eq_tol(qc_score_pit_at(pit, 0.25), 0.925, 1e-15);
    ck_assert(!qc_score_covers(0.925, 0.8));
    ck_assert(qc_score_covers(0.925, 0.95));
    ck_assert(qc_score_covers(0.1, 0.8) && !qc_score_covers(0.0999, 0.8));
}
END_TEST

START_TEST(a_ratio_has_the_range_of_its_clusters)
{
    double hits[] = {8, 7, 9, 8, 6, 8, 9, 8, 7, 10},
           all[] = {10, 10, 10, 10, 10, 10, 10, 10, 10, 10};
    const qc_ratio ratio = qc_score_ratio(hits, all, 10, 1, 42),
                   again = qc_score_ratio(hits, all, 10, 1, 42);
    ck_assert_double_eq_tol(ratio.value, 0.8, 1e-15);
    /* the mean of ten values whose sd is estimated at 1.155: 0.8 -+ t(0.95; 9) x 0.0365 */
    ck_assert_double_eq_tol(ratio.low, 0.733, 0.02);
    ck_assert_double_eq_tol(ratio.high, 0.867, 0.02);
    ck_assert_double_eq(ratio.low, again.low);
    ck_assert_double_eq(ratio.high, again.high);
}
END_TEST

/* Pairs of alike neighbours: as many pairs say as much as half the values. Drawn in twos every pair that is drawn
 * whole counts twice the same, every one that is torn meets its neighbour. */
START_TEST(blocks_keep_neighbours_together)
{
    double part[40], whole[40];
    for (int i = 0; i < 40; i++) {
        part[i] = (i / 2) % 2;
        whole[i] = 1;
    }
    const qc_ratio alone = qc_score_ratio(part, whole, 40, 1, 7),
                   pairs = qc_score_ratio(part, whole, 40, 2, 7),
                   fours = qc_score_ratio(part, whole, 40, 4, 7);
    ck_assert_double_eq(alone.value, 0.5);
    ck_assert_double_eq(pairs.value, 0.5);
    /* sd of the mean, in twos: half of the blocks are (1 1) or (0 0), the others (1 0): sqrt(.125 / 20) = .0791.
     * Stretched by sqrt(40 / 38 x 12 / 9) x t(0.95; 30) / 1.645 = 1.222 it is .159 at 1.645 sd, in steps of .025;
     * alone: sqrt(.25 / 40) x 1.645 x 1.037 = .135. In fours all blocks are alike: the mean does not move. */
    ck_assert_double_eq_tol(pairs.high - 0.5, 0.159, 0.02);
    ck_assert_double_eq_tol(alone.high - 0.5, 0.135, 0.02);
    ck_assert_double_eq(fours.high, 0.5);
}
END_TEST

START_TEST(time_starts_with_the_first_that_added_something)
{
    const double part[] = {0, 8, 7, 9, 8, 0, 0}, whole[] = {0, 10, 10, 10, 10, 0, 0};
    const double gap[] = {0, 8, 7, 0, 9, 8, 0}, tens[] = {0, 10, 10, 0, 10, 10, 0};
    const double alone[] = {8, 0, 0, 0, 7, 9}, three[] = {10, 0, 0, 0, 10, 10};
    const qc_ratio whole_range = qc_score_ratio(part, whole, 7, 2, 3),
                   same = qc_score_ratio(part + 1, whole + 1, 4, 2, 3);
    ck_assert_double_eq(whole_range.value, 0.8);
    ck_assert_double_eq_tol(whole_range.low, same.low, 0.03); /* other luck */
    ck_assert(isnan(
        qc_score_ratio(part, whole, 7, 3, 3).low)); /* 4 are not 1.5 x 3; with the gap it is 5 */
    ck_assert(!isnan(qc_score_ratio(gap, tens, 7, 3, 3).low));
    ck_assert(!isnan(qc_score_ratio(alone, three, 6, 4, 3).low));
}
END_TEST

START_TEST(too_few_clusters_or_blocks_give_no_range)
{
    double part[] = {1, 2, 0}, whole[] = {2, 3, 0}, nothing[] = {0, 0, 0}, empty[] = {0, 0, 0};
    double hits[] = {1, 0, 1, 1, 0}, tries[] = {1, 1, 1, 1, 1};
    const qc_ratio two = qc_score_ratio(part, whole, 3, 1, 1),
                   none = qc_score_ratio(empty, nothing, 3, 1, 1);
    ck_assert_double_eq_tol(two.value, 0.6, 1e-15);
    ck_assert(isnan(two.low) && isnan(two.high));
    ck_assert(isnan(none.value));
    ck_assert(!isnan(qc_score_ratio(hits, tries, 5, 2, 1).low));
    ck_assert(isnan(qc_score_ratio(hits, tries, 5, 4, 1).low));
}
END_TEST

START_TEST(all_alike_say_as_much_as_their_blocks)
{
    double hits[] = {1, 1, 1, 1, 1, 1}, tries[] = {1, 1, 1, 1, 1, 1}, misses[6] = {0};
    const qc_ratio all = qc_score_share(hits, tries, 6, 3, 1),
                   none = qc_score_share(misses, tries, 6, 2, 1);
    ck_assert_double_eq_tol(all.low, pow(0.05, 0.5), 1e-12);
    ck_assert_double_eq(all.high, 1);
    ck_assert_double_eq(none.low, 0);
    ck_assert_double_eq_tol(none.high, 1 - pow(0.05, 1.0 / 3), 1e-12);
    for (int i = 0; i < 6; i++)
        tries[i] = 2; /* half of each: as 3 hits in 6 tries */
    const qc_ratio half = qc_score_share(hits, tries, 6, 1, 1);
    ck_assert_double_eq(half.value, 0.5);
    ck_assert_double_eq_tol(half.low, 0.2089, 1e-4); /* of Beta(3.5, 3.5), integrated by hand */
    ck_assert_double_eq_tol(half.high, 0.7911, 1e-4);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("score");
    TCase *tests = tcase_create("score");

    tcase_add_test(tests, ensembles_match_exact_fractions);
    tcase_add_test(tests, chances_match_exact_fractions);
    tcase_add_test(tests, normal_forecasts_match_the_closed_form);
    tcase_add_test(tests, the_form_changes_at_a_thousand_values);
    tcase_add_test(tests, a_single_number_scores_its_distance);
    tcase_add_test(tests, large_values_of_small_spread_keep_their_digits);
    tcase_add_test(tests, distances_make_up_the_score);
    tcase_add_test(tests, a_percentile_between_the_ends_decides_coverage);
    tcase_add_test(tests, a_ratio_has_the_range_of_its_clusters);
    tcase_add_test(tests, blocks_keep_neighbours_together);
    tcase_add_test(tests, time_starts_with_the_first_that_added_something);
    tcase_add_test(tests, too_few_clusters_or_blocks_give_no_range);
    tcase_add_test(tests, all_alike_say_as_much_as_their_blocks);
    suite_add_tcase(suite, tests);
    return suite;
}
