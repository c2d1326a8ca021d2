/* Common random numbers: more people or more activity lower no trial while demand is unlimited, seats keep
 * their luck, and known new deals are not counted twice. */
#include "sim/deal.h"
#include "tests/support/pair.h"
#include "tests/support/suite.h"

enum { TRIALS = 400 };

static const char CALM[] = "shocks: none\n";
static const char SHOCKED[] = "shocks: {sd: 0.3, rho: 0.5}\n";
static const char BASE[] = "as_of: 2025-12-31\ncurrency: EUR\ndeal_size: 500 to 4k\n"
                           "pipeline:\n"
                           "  - {stage: a, conversion: 40% to 60%, days: 5 to 20}\n"
                           "  - {stage: b, conversion: 60%, days: 20}\n"
                           "targets:\n"
                           "  - {name: wins, metric: customers, period: 2026, at_least: 20}\n"
                           "  - {name: money, metric: bookings, period: 2026, at_least: 20k}\n"
                           "  - {name: new, metric: new_deals, period: 2026, at_least: 20}\n";
static const char TEAM[] =
    "team: {reps: 3, hours_per_week: 40, selling_time: 40%, ramp: [0%, 50%], attrition: 10% to 30% "
    "per year,\n"
    "  backfill_days: 30 to 90, hires: [{start: 2026-04-01}]}\n"
    "activities:\n"
    "  calls: {per_rep_per_week: 20, minutes: 5, contact_rate: 8% to 15%, opportunity_rate: 25%}\n"
    "  mails: {per_rep_per_week: 30, minutes: 2, contact_rate: 2%, opportunity_rate: 20% to 40%, "
    "stage: b}\n";

static void start(pair *it, const char *more, const char *set)
{
    qc_text text = {0};
    qc_text_addf(&text, "%s%s%s", BASE, TEAM, more);
    pair_start(it, qc_text_get(&text), NULL, NULL, set);
    qc_text_free(&text);
}

static const char *const RAISES[] = {
    "team.reps=+1",
    "team.hires=+2 from 2026-03-01",
    "team.selling_time=50%",
    "team.hours_per_week=45",
    "activities.calls.per_rep_per_week=+20%",
    "activities.contact_rate=+2 points",
    "activities.mails.opportunity_rate=+30%",
    "activities.follow_ups.attempts=3",
    "new_deals=+10%",
};

START_TEST(more_lowers_no_trial)
{
    const int count = (int) (sizeof RAISES / sizeof RAISES[0]);
    pair it;
    int64_t gained = 0;
    start(&it, _i < count ? CALM : SHOCKED, RAISES[_i % count]);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        pair_trial(&it, trial);
        ck_assert_msg(pair_gain(&it, "new") >= 0, "trial %d loses new deals", (int) trial);
        ck_assert_msg(pair_gain(&it, "wins") >= 0, "trial %d loses wins", (int) trial);
        ck_assert_msg(pair_gain(&it, "money") >= 0, "trial %d loses money", (int) trial);
        gained += pair_gain(&it, "new") > 0;
    }
    ck_assert_int_gt(gained, TRIALS / 4);
    pair_end(&it);
}
END_TEST

static const char *const LOWERS[] = {"team.hires=none", "activities.calls.contact_rate=5%",
                                     "team.reps=2", "activities.minutes=+900%"};

START_TEST(less_raises_no_trial)
{
    pair it;
    int64_t lost = 0;
    start(&it, CALM, LOWERS[_i]);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        pair_trial(&it, trial);
        ck_assert_int_le(pair_gain(&it, "new"), 0);
        ck_assert_int_le(pair_gain(&it, "money"), 0);
        lost += pair_gain(&it, "new") < 0;
    }
    ck_assert_int_gt(lost, TRIALS / 4);
    pair_end(&it);
}
END_TEST

/* Where reps have no minutes to account for, an open company and one with boundless hours are the same. */
START_TEST(hours_that_do_not_bind_change_nothing)
{
    pair it;
    start(&it, CALM, "activities.minutes=1");
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        pair_trial(&it, trial);
        ck_assert_int_eq(pair_gain(&it, "money"), 0);
    }
    pair_end(&it);
}
END_TEST

START_TEST(no_hours_no_deals)
{
    static const char *const SETS[] = {"team.hours_per_week=0", "team.selling_time=0%",
                                       "team.reps=0"};
    for (int i = 0; i < 3; i++) {
        pair it;
        start(&it, CALM, SETS[i]);
        for (int64_t trial = 0; trial < 20; trial++) {
            company_trial(&it.two, trial);
            ck_assert_int_eq(it.two.created[QC_SOURCE_REPS], 0);
            ck_assert(i < 2 ? it.two.created[QC_SOURCE_HIRES] == 0 : true);
        }
        pair_end(&it);
    }
}
END_TEST

/* ---- known new deals ---- */

static double new_deals(const char *more, const char *set)
{
    company it = {0};
    qc_text text = {0};
    qc_world world = {0};
    double sum = 0;
    qc_text_addf(&text, "%s%s%s", BASE, TEAM, more);
    company_read_set(&it, qc_text_get(&text), NULL, NULL, set);
    company_prepare(&it);
    company_world(&it, &world, 7);
    for (int64_t trial = 0; trial < 2000; trial++) {
        company_trial(&world, trial);
        sum += (double) world.values[company_figure(&it, "new")] / 100;
    }
    qc_world_free(&world);
    company_free(&it);
    qc_text_free(&text);
    return sum / 2000;
}

/* Without comings and goings the plan's new deals are what comes out, however they are explained. */
START_TEST(activities_are_part_of_the_known_new_deals)
{
    static const char STEADY[] = "team.attrition=0% per year";
    static const char *const KNOWN[] = {"new_deals: {mean: 20, per: month, based_on: certain}\n",
                                        "new_deals: {mean: 4, per: month, based_on: certain}\n"};
    const double alone = new_deals("shocks: none\n", STEADY);
    const double much = new_deals(KNOWN[0], STEADY), little = new_deals(KNOWN[1], STEADY);
    const double called = new_deals(KNOWN[0], "activities.calls.per_rep_per_week=+100%");
    ck_assert_double_gt(alone, 60);
    ck_assert_double_lt(alone, 200);
    /* the hire of April comes on top: it adds a quarter of what three reps do, at most */
    ck_assert_double_gt(much, 225);
    ck_assert_double_lt(much, 245 + alone / 4);
    ck_assert_double_gt(little, 44);
    ck_assert_double_lt(little, 48 * 1.3);
    ck_assert_double_gt(called, much + alone / 3);
}
END_TEST

/* A hire of skill 3 who leaves on the first day is replaced by somebody of skill 1, not 3. */
START_TEST(a_replacement_has_a_skill_of_its_own)
{
    static const char LONG[] = "team: {reps: 0, attrition: %s, backfill_days: 1, hires: [{start: "
                               "2026-01-01, skill: 3}]}\nactivities:\n  noise: none\n  calls: "
                               "{per_rep_per_week: 50, contact_rate: {mean: 10%%, based_on: "
                               "certain}, opportunity_rate: {mean: 20%%, based_on: certain}}\n";
    double made[2] = {0, 0};
    for (int i = 0; i < 2; i++) {
        company it = {0};
        qc_world world = {0};
        qc_text text = {0};
        qc_text_addf(&text, "%s%s", BASE, CALM);
        qc_text_addf(&text, LONG, i == 0 ? "0.001% per year" : "99.99% per year");
        company_read(&it, qc_text_get(&text), NULL, NULL);
        company_prepare(&it);
        company_world(&it, &world, 20261129);
        for (int64_t trial = 0; trial < 60; trial++) {
            company_trial(&world, trial);
            made[i] += (double) world.created[QC_SOURCE_HIRES] / 60;
            world.created[QC_SOURCE_HIRES] = 0;
        }
        qc_world_free(&world);
        company_free(&it);
        qc_text_free(&text);
    }
    /* 52 weeks x 1 deal x 3; leavers at a hazard of 9.2 a year: mean stay 40 days, then mostly 1 */
    ck_assert_double_gt(made[0], 140);
    ck_assert_double_lt(made[1], 100);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("people");
    TCase *tests = tcase_create("all");
    const int raises = (int) (sizeof RAISES / sizeof RAISES[0]);
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, more_lowers_no_trial, 0, raises);
    tcase_add_loop_test(tests, less_raises_no_trial, 0, (int) (sizeof LOWERS / sizeof LOWERS[0]));
    tcase_add_test(tests, hours_that_do_not_bind_change_nothing);
    tcase_add_test(tests, no_hours_no_deals);
    tcase_add_test(tests, activities_are_part_of_the_known_new_deals);
    tcase_add_test(tests, a_replacement_has_a_skill_of_its_own);
    suite_add_tcase(suite, tests);
    return suite;
}
