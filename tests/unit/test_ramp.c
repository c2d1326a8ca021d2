/* Levers that are turned: ends as typed, values in between as a person would write them. */
#include "study/decide/ramp.h"

#include <check.h>
#include <string.h>

typedef struct turned {
    const char *from, *to;
    double at;
    const char *text;
} turned;

static const turned TURNED[] = {
    {"0%", "+30%", 12.5, "+12.5%"},
    {"0", "-20%", -7.25, "-7.25%"},
    {"0", "+10 points", 3, "+3 points"},
    {"-5 points", "+5 points", 0, "+0 points"},
    {"50%", "70%", 55, "55%"},
    {"8k", "12k", 9.5, "9.5k"},
    {"60 per month", "90 per month", 75, "75 per month"},
};

START_TEST(values_in_between)
{
    qc_arena arena = {0};
    qc_status status = {0};
    qc_ramp ramp;
    const turned *it = &TURNED[_i];
    ck_assert_msg(qc_ramp_read(&ramp, "x", it->from, it->to, &arena, &status), "%s",
                  status.message);
    ck_assert_str_eq(qc_ramp_text(&ramp, it->at, &arena, &status), it->text);
    ck_assert(qc_ramp_is_nothing(&ramp, 0) == (ramp.kind < QC_RAMP_SHARE));
    qc_arena_free(&arena);
}
END_TEST

static const char *const REFUSED[][2] = {
    {"new_deals=0%:+30%:x", "is no number of steps"},
    {"new_deals=5", "is not PATH=FROM:TO"},
    {"=1:2", "is not PATH=FROM:TO"},
    {"a=+5%:+5 points", "of different kinds"},
    {"a=5k:6", "of different kinds"},
    {"a=+5%:+5%", "nothing moves"},
    {"a=x:y", "is no value"},
    {"a=+5:+6%", "of different kinds"},
    {"a=+5x:+6%", "is not a change"},
    {"a=+1 from 2026-08-01:+3", "of different kinds"},
    {"a=+2.5:+4", "is not a change"},
};

START_TEST(what_cannot_be_turned)
{
    qc_arena arena = {0};
    qc_status status = {0};
    qc_ramp ramp;
    int32_t steps = 5;
    ck_assert(!qc_ramp_parse(&ramp, &steps, REFUSED[_i][0], &arena, &status));
    ck_assert_msg(strstr(status.message, REFUSED[_i][1]) != NULL, "%s", status.message);
    qc_arena_free(&arena);
}
END_TEST

START_TEST(rounding_goes_outward_and_stops_at_the_end)
{
    qc_arena arena = {0};
    qc_status status = {0};
    qc_ramp up, down;
    ck_assert(qc_ramp_read(&up, "x", "0", "+30%", &arena, &status));
    ck_assert(qc_ramp_read(&down, "x", "0", "-20%", &arena, &status));
    ck_assert_double_eq_tol(qc_ramp_round(&up, 12.3412), 12.4, 1e-12);
    ck_assert_double_eq_tol(qc_ramp_round(&down, -7.8912), -7.9, 1e-12);
    ck_assert_double_eq(qc_ramp_round(&up, 29.9999), 30);
    ck_assert_double_eq(qc_ramp_round(&up, 0), 0);
    qc_arena_free(&arena);
}
END_TEST

START_TEST(people_are_whole)
{
    qc_arena arena = {0};
    qc_status status = {0};
    qc_ramp hires;
    ck_assert(qc_ramp_read(&hires, "team.hires", "0", "+4 from 2026-08-01", &arena, &status));
    ck_assert_int_eq(hires.kind, QC_RAMP_PEOPLE);
    ck_assert_double_eq(qc_ramp_round(&hires, 2.1), 3);
    ck_assert_double_eq(qc_ramp_round(&hires, 3), 3);
    ck_assert_double_eq(qc_ramp_round(&hires, 7.2), 4);
    ck_assert(qc_ramp_is_nothing(&hires, 0));
    ck_assert_str_eq(qc_ramp_set(&hires, 3, &arena, &status), "team.hires=+3 from 2026-08-01");
    qc_arena_free(&arena);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("ramp");
    TCase *tests = tcase_create("ramp");
    tcase_add_loop_test(tests, values_in_between, 0, (int) (sizeof TURNED / sizeof TURNED[0]));
    tcase_add_loop_test(tests, what_cannot_be_turned, 0,
                        (int) (sizeof REFUSED / sizeof REFUSED[0]));
    tcase_add_test(tests, rounding_goes_outward_and_stops_at_the_end);
    tcase_add_test(tests, people_are_whole);
    suite_add_tcase(suite, tests);
    return suite;
}
