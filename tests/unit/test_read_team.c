#include "plan/people_lever.h"
#include "tests/support/suite.h"
#include "tests/unit/plan_text.h"

#include <math.h>

static const char TEAM[] =
    "team:\n"
    "  reps: 4\n"
    "  hours_per_week: 40\n"
    "  selling_time: 36%\n"
    "  ramp: [0%, 25%, 50%, 75%]\n"
    "  attrition: 5% to 20% per year\n"
    "  backfill_days: 30 to 120\n"
    "  hiring_delay: 10\n"
    "  open_deal_limit: 35\n"
    "  prospecting_hours: 4\n"
    "  neglect: 5% per week\n"
    "  vacation_days: 25\n"
    "  holidays: [2026-12-24..2026-12-31, 2027-01-01]\n"
    "  hires:\n"
    "    - {role: ae, start: 2026-09-01, count: 2}\n"
    "    - {start: 2026-10-01}\n"
    "activities:\n"
    "  calls: {per_rep_per_week: 60, minutes: 5, contact_rate: 8% to 15%, opportunity_rate: 25%}\n"
    "  demos: {per_rep_per_week: 1.5, contact_rate: 90%, opportunity_rate: 40%, stage: proposal}\n"
    "  follow_ups: {attempts: 5, days_between: 4, persistence: 60%, fade: 90%}\n"
    "  inbound: {minutes: 45, stale_after: 2 weeks}\n"
    "  noise: {sd: 0.1, rho: 0.5}\n";

START_TEST(a_team_and_its_activities)
{
    plan_text read = {0};
    plan_text_good(&read, TEAM);
    const qc_plan_team *team = &read.plan.team;
    const qc_plan_activities *all = &read.plan.activities;
    ck_assert(team->stated);
    ck_assert_double_eq(team->reps, 4);
    ck_assert_double_eq(team->hours_per_week, 40);
    ck_assert_double_eq(team->selling_time, 0.36);
    ck_assert_int_eq(team->ramp_count, 4);
    ck_assert_double_eq(team->ramp[3], 0.75);
    ck_assert_int_eq(team->attrition.form, QC_BELIEF_RANGE);
    ck_assert_double_eq(team->attrition.second, 0.2);
    ck_assert_double_eq(team->backfill_days.first, 30);
    ck_assert_double_eq(team->hiring_delay.first, 10);
    ck_assert_double_eq(team->open_deal_limit, 35);
    ck_assert_double_eq(team->prospecting_hours, 4);
    ck_assert_double_eq(team->neglect, 0.05);
    ck_assert_double_eq(team->vacation_days, 25);
    ck_assert_int_eq(team->holiday_count, 2);
    ck_assert_int_eq(team->holidays[0].to - team->holidays[0].from, 7);
    ck_assert_int_eq(team->holidays[1].from, qc_calendar_day(2027, 1, 1));
    ck_assert_int_eq(team->hire_count, 2);
    ck_assert_str_eq(team->hires[0].role, "ae");
    ck_assert_int_eq(team->hires[0].count, 2);
    ck_assert_int_eq(team->hires[1].count, 1);
    ck_assert_int_eq(team->hires[1].start, qc_calendar_day(2026, 10, 1));
    ck_assert_int_eq(all->count, 2);
    ck_assert_str_eq(all->kinds[0].name, "calls");
    ck_assert_double_eq(all->kinds[0].minutes, 5);
    ck_assert_double_eq(all->kinds[0].contact_rate.second, 0.15);
    ck_assert_int_eq(all->kinds[0].stage, 0);
    ck_assert_double_eq(all->kinds[1].per_rep_per_week, 1.5);
    ck_assert_int_eq(all->kinds[1].stage, 1);
    ck_assert_double_eq(all->attempts, 5);
    ck_assert_double_eq(all->persistence, 0.6);
    ck_assert_double_eq(all->fade, 0.9);
    ck_assert_double_eq(all->inbound_minutes, 45);
    ck_assert_double_eq(all->stale_after_days, 14);
    ck_assert_double_eq(all->noise.noise_sd, 0.1);
    plan_text_free(&read);
}
END_TEST

START_TEST(what_is_not_said)
{
    plan_text read = {0};
    plan_text_good(&read, "team: {reps: 2}\n");
    ck_assert(isinf(read.plan.team.hours_per_week));
    ck_assert(isinf(read.plan.team.open_deal_limit));
    ck_assert_double_eq(read.plan.team.selling_time, 1);
    ck_assert_int_eq(read.plan.team.attrition.form, QC_BELIEF_NONE);
    ck_assert_double_eq(read.plan.activities.attempts, 1);
    plan_text_free(&read);
    plan_text_good(&read, "");
    ck_assert(!read.plan.team.stated);
    plan_text_free(&read);
}
END_TEST

START_TEST(ramps_by_law)
{
    plan_text read = {0};
    plan_text_good(&read, "team: {reps: 2, ramp: linear 4 months}\n");
    ck_assert_int_eq(read.plan.team.ramp_count, 4);
    ck_assert_double_eq_tol(read.plan.team.ramp[1], 0.375, 1e-12);
    plan_text_free(&read);
    plan_text_good(&read, "team: {reps: 2, ramp: exponential 2 months}\n");
    ck_assert_int_eq(read.plan.team.ramp_count, 36);
    ck_assert_double_eq_tol(read.plan.team.ramp[1], 1 - exp(-0.75), 1e-12);
    plan_text_free(&read);
}
END_TEST

static const struct {
    const char *more, *errors;
} BAD[] = {
    {"team: 4\n", "plan.yaml:8:7: team: expected keys with values, like '{key: value}', not one "
                  "value\n"},
    {"team: {}\n", "plan.yaml:8:7: team: 'reps' is missing, e.g. 'reps: 4'\n"},
    {"team: {reps: 2.5}\n", "plan.yaml:8:14: team.reps: 2.5 is no whole number\n"},
    {"team: {reps: 99999}\n", "plan.yaml:8:14: team.reps: 99999 is out of bounds (0 to 10000)\n"},
    {"team: {reps: 4, hours_per_week: 200}\n",
     "plan.yaml:8:33: team.hours_per_week: 200 is out of bounds (0 to 168)\n"},
    {"team: {reps: 4, selling_time: 36%}\n",
     "plan.yaml:8:17: a share of which hours? add 'hours_per_week: 40'\n"},
    {"team: {reps: 4, attrition: 20%}\n",
     "plan.yaml:8:28: team.attrition: 20% is not a share per year (e.g. 5% to 20% per year)\n"},
    {"team: {reps: 4, attrition: 100% per year}\n",
     "plan.yaml:8:28: team.attrition: 100% per year: everybody is too many (below 100%)\n"},
    {"team: {reps: 4, neglect: 5% to 8% per week}\n",
     "plan.yaml:8:26: team.neglect: 5% to 8% per week: one share is expected, e.g. 5% per "
     "week\n"},
    {"team: {reps: 4, ramp: slow}\n",
     "plan.yaml:8:23: team.ramp: slow is no ramp (expected shares by month of tenure like [0%, "
     "50%], 'linear 4 months' or 'exponential 2 months', up to 36 months)\n"},
    {"team: {reps: 4, hires: [{count: 2}]}\n",
     "plan.yaml:8:25: team.hires[1]: 'start' is missing, e.g. 'start: 2026-09-01'\n"},
    {"team: {reps: 4, hires: [{start: soon}]}\n",
     "plan.yaml:8:33: team.hires[1]: soon is not a day (expected YYYY-MM-DD)\n"},
    {"team: {reps: 4, holidays: [xmas]}\n",
     "plan.yaml:8:28: team.holidays: expected a day or a span of days, e.g. "
     "2026-12-24..2026-12-31\n"},
    {"team: {reps: 4, hiers: []}\n",
     "plan.yaml:8:17: team: unknown key 'hiers'; did you mean 'hires'?\n"},
    {"activities:\n  calls: {per_rep_per_week: 60, contact_rate: 8%, opportunity_rate: 25%}\n",
     "plan.yaml:8:1: activities need people to do them: add e.g. 'team: {reps: 4}'\n"},
    {"team: {reps: 4}\nactivities:\n  calls: {minutes: 5}\n",
     "plan.yaml:10:10: activities.calls: 'per_rep_per_week' is missing, e.g. 'per_rep_per_week: "
     "60'\n"
     "plan.yaml:10:10: activities.calls: 'contact_rate' is missing, e.g. 'contact_rate: 8% to "
     "15%'\n"
     "plan.yaml:10:10: activities.calls: 'opportunity_rate' is missing, e.g. 'opportunity_rate: "
     "20% to 35%'\n"},
    {"team: {reps: 4}\nactivities:\n  follow_ups: {attempts: 0}\n",
     "plan.yaml:10:26: activities.follow_ups.attempts: 0 is out of bounds (1 to 50)\n"},
};

START_TEST(errors_name_place_and_remedy)
{
    plan_text_bad_after(BAD[_i].more, BAD[_i].errors);
}
END_TEST

static const char SMALL[] =
    "team: {reps: 4, hours_per_week: 40, selling_time: 36%, attrition: 10% per year}\n"
    "activities:\n"
    "  calls: {per_rep_per_week: 60, contact_rate: 8%, opportunity_rate: 25%}\n";

START_TEST(levers_on_people)
{
    static const struct {
        const char *set;
        qc_people_field field;
        double from, to;
    } CASES[] = {
        {"team.reps=6", QC_PEOPLE_REPS, 4, 6},
        {"team.reps=+2", QC_PEOPLE_REPS, 4, 6},
        {"team.reps=+50%", QC_PEOPLE_REPS, 4, 6},
        {"team.selling_time=50%", QC_PEOPLE_SELLING_TIME, 0.36, 0.5},
        {"team.selling_time=+5 points", QC_PEOPLE_SELLING_TIME, 0.36, 0.41},
        {"team.attrition=30% per year", QC_PEOPLE_ATTRITION, 0.1, 0.3},
        {"activities.calls.per_rep_per_week=+20%", QC_PEOPLE_COUNT, 60, 72},
        {"activities.contact_rate=12%", QC_PEOPLE_CONTACT_RATE, 0.08, 0.12},
        {"activities.follow_ups.attempts=5", QC_PEOPLE_ATTEMPTS, 1, 5},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        plan_text read = {0};
        plan_text_good_set(&read, SMALL, CASES[i].set);
        ck_assert_int_eq(read.plan.people_lever_count, 1);
        ck_assert_double_eq_tol(qc_people_lever_apply(&read.plan, CASES[i].field, 0, CASES[i].from),
                                CASES[i].to, 1e-12);
        ck_assert_double_eq(qc_people_lever_apply(&read.plan, QC_PEOPLE_MINUTES, 0, 7), 7);
        ck_assert_double_eq(read.plan.team.reps, 4); /* the base stays */
        plan_text_free(&read);
    }
}
END_TEST

START_TEST(hires_by_lever_and_by_value)
{
    plan_text read = {0};
    plan_text_good_set(&read, SMALL, "team.hires=+2 from 2026-08-01");
    ck_assert(read.plan.people_levers[0].adds);
    ck_assert_double_eq(read.plan.people_levers[0].amount, 2);
    ck_assert_int_eq(read.plan.people_levers[0].from, qc_calendar_day(2026, 8, 1));
    plan_text_free(&read);
    plan_text_good_set(&read, SMALL, "team.hires=[{start: 2026-09-01, count: 3}]");
    ck_assert_int_eq(read.plan.people_lever_count, 0);
    ck_assert_int_eq(read.plan.team.hires[0].count, 3);
    plan_text_free(&read);
    plan_text_good_set(&read, SMALL, "activities.calls.contact_rate=5% to 9%");
    ck_assert_int_eq(read.plan.people_lever_count, 0);
    ck_assert_double_eq(read.plan.activities.kinds[0].contact_rate.second, 0.09);
    plan_text_free(&read);
}
END_TEST

static const struct {
    const char *more, *set, *error;
} BAD_SETS[] = {
    {"", "team.reps=5", "the plan states no team to change"},
    {"team: {reps: 4}\n", "activities.calls.minutes=5", "the plan states no activities to change"},
    {"team: {reps: 4}\n", "team.selling_time=50%",
     "a share of which hours? the plan states no team.hours_per_week"},
    {SMALL, "activities.cals.minutes=5", "unknown activity 'cals'; did you mean 'calls'?"},
    {SMALL, "team.hires=+2", "+2 is no change of hires (+2 from 2026-08-01, or none)"},
    {SMALL, "team.hires=+2 from soon",
     "+2 from soon is no change of hires (+2 from 2026-08-01, or none)"},
    {SMALL, "team.reps=+two", "+two is no change of people (a number, +2 or +10%)"},
    {SMALL, "team.attrition=30%", "30% is not a share per year (e.g. 5% per year)"},
    {SMALL, "activities.calls.contact_rate=140%", "140% is not a share (0..1 or 0%..100%)"},
};

START_TEST(bad_levers)
{
    char expected[512];
    (void) snprintf(expected, sizeof expected, "--set %s: %s\n", BAD_SETS[_i].set,
                    BAD_SETS[_i].error);
    plan_text_bad_set(BAD_SETS[_i].more, BAD_SETS[_i].set, expected);
}
END_TEST

START_TEST(a_number_of_new_deals_needs_a_base)
{
    static const char WHOLE[] =
        "as_of: 2026-06-30\ndeal_size: 10k\n"
        "pipeline:\n  - {stage: a, conversion: 50%, days: 10}\nteam: {reps: 4}\n"
        "activities:\n  calls: {per_rep_per_week: 60, contact_rate: 8%, opportunity_rate: 25%}\n";
    static const char *const SET[] = {"new_deals=80 per month"}, *const SCALE[] = {"new_deals=+8%"};
    plan_text read = {0};
    plan_text_bad(WHOLE, SET, 1,
                  "--set new_deals=80 per month: the plan knows new deals from activities only: "
                  "change these (activities.per_rep_per_week=+20%), or new_deals by +20%\n");
    ck_assert(plan_text_bytes(&read, WHOLE, strlen(WHOLE), SCALE, 1));
    plan_text_free(&read);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("read_team");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, a_team_and_its_activities);
    tcase_add_test(tests, what_is_not_said);
    tcase_add_test(tests, ramps_by_law);
    tcase_add_loop_test(tests, errors_name_place_and_remedy, 0, (int) (sizeof BAD / sizeof BAD[0]));
    tcase_add_test(tests, levers_on_people);
    tcase_add_test(tests, hires_by_lever_and_by_value);
    tcase_add_loop_test(tests, bad_levers, 0, (int) (sizeof BAD_SETS / sizeof BAD_SETS[0]));
    tcase_add_test(tests, a_number_of_new_deals_needs_a_base);
    suite_add_tcase(suite, tests);
    return suite;
}
