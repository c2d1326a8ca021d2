#include "models/activity_model.h"
#include "models/skill_model.h"
#include "models/team_model.h"
#include "tests/support/suite.h"
#include "tests/unit/plan_text.h"

#include <math.h>

enum { DAYS = 364, WEEKS = DAYS / 7 };

typedef struct team {
    plan_text read;
    qc_arena arena;
    qc_team_model model;
    double work[DAYS + 1];
    qc_shift shifts[WEEKS];
    double productive[WEEKS], seated[WEEKS];
} team;

static void start(team *it, const char *more, const char *set)
{
    memset(it, 0, sizeof *it);
    plan_text_good_set(&it->read, more, set);
    ck_assert(qc_team_model_fit(&it->model, &it->read.plan, NULL, NULL, it->read.plan.as_of,
                                &it->arena, &it->read.status));
    qc_team_model_work(&it->model, DAYS, it->work);
    for (int i = 0; i < WEEKS; i++)
        it->shifts[i] = (qc_shift){7 * i, 7 * i + 7};
}

static void sit(team *it, int32_t seat, double leave, int64_t trial)
{
    qc_team_model_seat(&it->model, &it->model.seats[seat], leave, 1, trial, it->work, it->shifts,
                       WEEKS, it->productive, it->seated);
}

static double sum(const double *values)
{
    double total = 0;
    for (int i = 0; i < WEEKS; i++)
        total += values[i];
    return total;
}

static void end(team *it)
{
    qc_arena_free(&it->arena);
    plan_text_free(&it->read);
}

#define NO_SET "currency=EUR"

START_TEST(a_rep_of_today_works_every_working_day)
{
    team it;
    start(&it, "team: {reps: 2}\n", NO_SET);
    ck_assert_int_eq(it.model.seat_count, 2);
    sit(&it, 1, 0, 0);
    for (int i = 0; i < WEEKS; i++)
        ck_assert_double_eq_tol(it.productive[i], 1, 1e-9);
    end(&it);
    start(&it, "team: {reps: 2, holidays: [2026-07-01..2026-07-03], vacation_days: 26.09}\n",
          NO_SET);
    sit(&it, 0, 0, 0);
    /* the first shift is Wednesday 1 July to Tuesday 7 July: two of five days are left */
    ck_assert_double_eq_tol(it.productive[0], 0.4 * 0.9, 1e-3);
    ck_assert_double_eq_tol(it.productive[1], 0.9, 1e-3);
    end(&it);
}
END_TEST

START_TEST(a_hire_ramps_up)
{
    team it;
    start(&it, "team: {reps: 0, ramp: [0%, 50%], hires: [{start: 2026-07-29}]}\n", NO_SET);
    ck_assert(it.model.seats[0].planned);
    sit(&it, 0, 0, 0);
    ck_assert_double_eq(it.productive[3], 0);
    ck_assert_double_eq(it.seated[3], 0);
    ck_assert_double_eq_tol(it.seated[4], 7, 1e-9); /* from 29 July on, a Wednesday */
    ck_assert_double_eq(it.productive[4], 0);
    ck_assert_double_eq_tol(it.productive[6], 0, 1e-9);   /* days 43 to 49: tenure 14 to 21 */
    ck_assert_double_eq_tol(it.productive[9], 0.5, 1e-9); /* tenure 35 to 42 */
    ck_assert_double_eq_tol(it.productive[20], 1, 1e-9);
    end(&it);
}
END_TEST

START_TEST(hires_that_are_there_already_have_their_tenure)
{
    team it;
    start(&it,
          "team: {reps: 0, ramp: [0%, 50%], hires: [{start: 2026-05-21}, {start: 2026-01-02}]}\n",
          NO_SET);
    ck_assert(!it.model.seats[0].planned);
    sit(&it, 0, 0, 0);
    ck_assert_double_eq_tol(it.productive[0], 0.5, 1e-9); /* tenure 40 */
    sit(&it, 1, 0, 0);
    ck_assert_double_eq_tol(it.productive[0], 1, 1e-9);
    end(&it);
}
END_TEST

START_TEST(leavers_are_replaced_only_when_the_plan_says_so)
{
    /* hazard h a day: a seat that is not replaced is held (1 - e^-hT) / h of T days, here 63.2% */
    const double leave = 1.0 / DAYS;
    enum { TRIALS = 20000 };
    team it;
    double held = 0, replaced = 0, productive = 0;
    start(&it, "team: {reps: 1, attrition: 10% per year}\n", NO_SET);
    for (int64_t t = 0; t < TRIALS; t++) {
        sit(&it, 0, leave, t);
        held += sum(it.seated);
    }
    end(&it);
    start(&it, "team: {reps: 1, ramp: [0%], attrition: 10% per year, backfill_days: 20 to 40}\n",
          NO_SET);
    for (int64_t t = 0; t < TRIALS; t++) {
        sit(&it, 0, leave, t);
        replaced += sum(it.seated);
        productive += sum(it.productive);
    }
    end(&it);
    /* sd of the share held is .33: 20,000 trials see it to .0024; 5 sd are .012 (false alarm 6e-7) */
    ck_assert_double_eq_tol(held / TRIALS / DAYS, 0.632, 0.012 + 0.003);
    ck_assert_double_gt(replaced, held + TRIALS * DAYS * 0.2);
    ck_assert_double_lt(7 * productive, replaced);
}
END_TEST

/* The seat is empty on the day after each of its holders has left; no two of them have the same skill. */
START_TEST(holders_follow_each_other)
{
    const double leave = 6.0 / DAYS;
    const qc_skill_model skills = {.count = 1, .weight = {[3] = 1}};
    int32_t third = 0;
    team it;
    start(&it, "team: {reps: 1, attrition: 10% per year, backfill_days: 20 to 40}\n", NO_SET);
    const qc_seat *seat = &it.model.seats[0];
    for (int64_t t = 0; t < 200; t++) {
        double before = -1, skill = 1;
        sit(&it, 0, leave, t);
        for (int32_t h = 0; h < 5; h++) {
            const double left = qc_team_model_leaves(&it.model, seat, leave, 1, t, h);
            const double now = h > 0 ? qc_skill_model_heir(&skills, seat, 1, t, h) : 1;
            ck_assert_double_gt(left, before);
            ck_assert(h == 0 || fabs(now - skill) > 0);
            if (left < DAYS) ck_assert_double_lt(it.seated[(int) left / 7], 7);
            third += h == 2 && left < DAYS;
            before = left;
            skill = now;
        }
    }
    ck_assert_int_gt(third, 50);
    end(&it);
}
END_TEST

START_TEST(attrition_of_a_draw)
{
    team it;
    start(&it, "team: {reps: 1, attrition: 10% per year}\n", "team.attrition=30% per year");
    ck_assert_double_eq_tol(qc_team_model_draw(&it.model, 1, 7), -log(0.7) / 365.25, 1e-12);
    end(&it);
    start(&it, "team: {reps: 1}\n", NO_SET);
    ck_assert_double_eq(qc_team_model_draw(&it.model, 1, 7), 0);
    end(&it);
}
END_TEST

START_TEST(levers_change_the_seats)
{
    static const struct {
        const char *set;
        int32_t seats;
    } CASES[] = {{"team.reps=+2", 9},
                 {"team.reps=0", 3},
                 {"team.hires=none", 4},
                 {"team.hires=+5 from 2026-08-01", 12}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        team it;
        start(&it, "team: {reps: 4, hires: [{start: 2026-08-01, count: 3}]}\n", CASES[i].set);
        ck_assert_int_eq(it.model.seat_count, CASES[i].seats);
        for (int32_t a = 0; a < it.model.seat_count; a++)
            for (int32_t b = 0; b < a; b++)
                ck_assert_uint_ne(it.model.seats[a].entity, it.model.seats[b].entity);
        end(&it);
    }
}
END_TEST

START_TEST(a_table_of_people_takes_the_place_of_reps)
{
    static const char TABLE[] = "owner,start,end\n"
                                "ann,2020-01-01,\n"           /* ramped up */
                                "bob,2026-05-21,2026-07-28\n" /* tenure 40, leaves after 28 days */
                                "cy,2024-01-01,2026-06-30\n"  /* has left */
                                "dan,2026-09-02,\n";          /* to come */
    static const struct {
        const char *set;
        int32_t seats, planned;
    } CASES[] = {
        {NO_SET, 3, 1}, {"team.reps=4", 5, 1}, {"team.reps=1", 2, 1}, {"team.hires=none", 2, 0}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        team it;
        qc_people_table table = {0};
        qc_findings findings = {0};
        int32_t planned = 0;
        start(&it, "history: {people: people.csv}\nteam: {ramp: [0%, 50%]}\n", CASES[i].set);
        ck_assert(qc_read_people_bytes(&table, "people.csv", TABLE, strlen(TABLE), NULL, &findings,
                                       &it.read.status));
        ck_assert(qc_team_model_fit(&it.model, &it.read.plan, &table, NULL, it.read.plan.as_of,
                                    &it.arena, &it.read.status));
        ck_assert_double_eq(it.model.base_reps, 2);
        ck_assert_int_eq(it.model.seat_count, CASES[i].seats);
        for (int32_t s = 0; s < it.model.seat_count; s++)
            planned += it.model.seats[s].planned;
        ck_assert_int_eq(planned, CASES[i].planned);
        sit(&it, 0, 0, 0);
        ck_assert_double_eq_tol(it.productive[0], 1, 1e-9);
        if (i == 0) {
            sit(&it, 1, 0, 0);
            ck_assert_double_eq_tol(it.productive[0], 0.5, 1e-9);
            ck_assert_double_eq(it.seated[3], 7);
            ck_assert_double_eq(it.seated[4], 0);
            sit(&it, 2, 0, 0);
            ck_assert_double_eq(it.seated[8], 0);
            ck_assert_double_eq(it.seated[9], 7);
        }
        qc_people_table_free(&table);
        qc_findings_free(&findings);
        end(&it);
    }
}
END_TEST

START_TEST(too_many_people_are_an_error)
{
    plan_text read = {0};
    qc_arena arena = {0};
    qc_team_model model = {0};
    plan_text_good_set(&read, "team: {reps: 10000, hires: [{start: 2027-01-01, count: 1000}]}\n",
                       "team.reps=+200%");
    ck_assert(
        !qc_team_model_fit(&model, &read.plan, NULL, NULL, read.plan.as_of, &arena, &read.status));
    ck_assert_int_eq(read.status.code, QC_BAD_INPUT);
    ck_assert_str_eq(read.status.message, "team: more than 20000 people, counting all hires");
    qc_arena_free(&arena);
    plan_text_free(&read);
}
END_TEST

START_TEST(hours_bound_the_week)
{
    const qc_activity_week week = {.first_hours = 6, .follow_hours = 2};
    ck_assert_double_eq(qc_activity_model_fits(&week, 10), 1);
    ck_assert_double_eq(qc_activity_model_fits(&week, 4), 0.5);
    ck_assert_double_eq(qc_activity_model_fits(&week, 0), 0);
    ck_assert_double_eq(qc_activity_model_fits(&week, INFINITY), 1);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("team_model");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, a_rep_of_today_works_every_working_day);
    tcase_add_test(tests, a_hire_ramps_up);
    tcase_add_test(tests, hires_that_are_there_already_have_their_tenure);
    tcase_add_test(tests, leavers_are_replaced_only_when_the_plan_says_so);
    tcase_add_test(tests, holders_follow_each_other);
    tcase_add_test(tests, attrition_of_a_draw);
    tcase_add_test(tests, levers_change_the_seats);
    tcase_add_test(tests, a_table_of_people_takes_the_place_of_reps);
    tcase_add_test(tests, too_many_people_are_an_error);
    tcase_add_test(tests, hours_bound_the_week);
    suite_add_tcase(suite, tests);
    return suite;
}
