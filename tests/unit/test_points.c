/* Even points: each coordinate of a set is spread to the last interval, and sets are random and their own. */
#include "core/points.h"

#include <check.h>

enum { COUNT = 64, DIMENSIONS = QC_POINTS_DIMENSIONS + 3 };

static void make(qc_points *points, uint64_t seed, qc_arena *arena)
{
    qc_status status = {0};
    ck_assert_msg(qc_points_make(points, COUNT, DIMENSIONS, seed, arena, &status), "%s",
                  status.message);
}

/* One point in each of 64 even intervals, in every dimension that the sequence has. */
START_TEST(every_interval_holds_one_point)
{
    qc_arena arena = {0};
    qc_points points;
    double at[DIMENSIONS];
    make(&points, 42, &arena);
    for (int64_t set = 0; set < 3; set++) {
        int32_t found[DIMENSIONS][COUNT] = {{0}};
        for (int32_t i = 0; i < COUNT; i++) {
            qc_points_at(&points, set, i, at);
            for (int32_t d = 0; d < DIMENSIONS; d++) {
                ck_assert_double_gt(at[d], 0);
                ck_assert_double_lt(at[d], 1);
                found[d][(int32_t) (at[d] * COUNT)]++;
            }
        }
        for (int32_t d = 0; d < QC_POINTS_DIMENSIONS; d++)
            for (int32_t k = 0; k < COUNT; k++)
                ck_assert_int_eq(found[d][k], 1);
    }
    qc_arena_free(&arena);
}
END_TEST

/* Two dimensions together: an even square of 8 by 8 holds each point once. */
START_TEST(the_first_two_dimensions_fill_a_square)
{
    qc_arena arena = {0};
    qc_points points;
    double at[DIMENSIONS];
    int32_t found[8][8] = {{0}};
    make(&points, 7, &arena);
    for (int32_t i = 0; i < COUNT; i++) {
        qc_points_at(&points, 0, i, at);
        found[(int32_t) (at[0] * 8)][(int32_t) (at[1] * 8)]++;
    }
    for (int32_t k = 0; k < COUNT; k++)
        ck_assert_int_eq(found[k / 8][k % 8], 1);
    qc_arena_free(&arena);
}
END_TEST

static bool is_same(const double *a, const double *b)
{
    bool same = true;
    for (int32_t d = 0; d < DIMENSIONS; d++)
        same &= !(a[d] < b[d]) && !(a[d] > b[d]);
    return same;
}

START_TEST(sets_and_seeds_differ_and_repeat)
{
    qc_arena arena = {0};
    qc_points one, same, other;
    double a[DIMENSIONS], b[DIMENSIONS], c[DIMENSIONS], d[DIMENSIONS];
    make(&one, 42, &arena);
    make(&same, 42, &arena);
    make(&other, 43, &arena);
    qc_points_at(&one, 5, 9, a);
    qc_points_at(&same, 5, 9, b);
    qc_points_at(&other, 5, 9, c);
    qc_points_at(&one, 6, 9, d);
    ck_assert(is_same(a, b));
    ck_assert(!is_same(a, c));
    ck_assert(!is_same(a, d));
    qc_arena_free(&arena);
}
END_TEST

START_TEST(none_and_one_are_fine)
{
    qc_arena arena = {0};
    qc_points points;
    qc_status status = {0};
    double at[2] = {-1, -1};
    ck_assert(qc_points_make(&points, 1, 0, 1, &arena, &status));
    qc_points_at(&points, 0, 0, at);
    ck_assert_double_eq(at[0], -1);
    ck_assert(qc_points_make(&points, 1, 2, 1, &arena, &status));
    qc_points_at(&points, 3, 0, at);
    ck_assert(at[0] > 0 && at[0] < 1 && at[1] > 0 && at[1] < 1);
    qc_arena_free(&arena);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("points");
    TCase *all = tcase_create("all");
    tcase_add_test(all, every_interval_holds_one_point);
    tcase_add_test(all, the_first_two_dimensions_fill_a_square);
    tcase_add_test(all, sets_and_seeds_differ_and_repeat);
    tcase_add_test(all, none_and_one_are_fine);
    suite_add_tcase(suite, all);
    return suite;
}
