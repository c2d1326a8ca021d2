/* The week-by-week engine beside the reference: deal by deal the same while nothing is scarce, and by hand
 * where something is. */
#include "sim/deal.h"
#include "sim/people.h"
#include "sim/step/step.h"
#include "tests/support/pair.h"
#include "tests/support/suite.h"

enum { TRIALS = 300 };

static const char BASE[] =
    "as_of: 2025-12-31\ncurrency: EUR\ndeal_size: 500 to 4k\n"
    "targets:\n"
    "  - {name: wins, metric: customers, period: 2026, at_least: 20}\n"
    "  - {name: money, metric: bookings, period: 2026, at_least: 20k}\n"
    "  - {name: new, metric: new_deals, period: 2026, at_least: 20}\n"
    "  - {name: b, metric: qualified, stage: b, period: 2026, at_least: 20}\n"
    "  - {name: soon, metric: customers, period: 2026-02, at_least: 2}\n";
static const char TEAM[] =
    "team: {reps: 3, hours_per_week: 40, ramp: [0%, 50%], attrition: 10% to 30% per year,\n"
    "  backfill_days: 30 to 90, hires: [{start: 2026-04-01}]}\n"
    "activities:\n"
    "  calls: {per_rep_per_week: 20, minutes: 5, contact_rate: 8% to 15%, opportunity_rate: 25%}\n"
    "  follow_ups: {attempts: 3}\n"
    "new_deals: 8 to 20 per month\n";
static const char UNCERTAIN[] = "pipeline:\n"
                                "  - {stage: a, conversion: 40% to 60%, days: 5 to 20}\n"
                                "  - {stage: b, conversion: 60%, days: 20, days_if_lost: 10 to "
                                "60}\n";
static const char CERTAIN[] = "pipeline:\n"
                              "  - {stage: a, conversion: 50%, days: 10, based_on: certain}\n"
                              "  - {stage: b, conversion: 60%, days: 20, based_on: certain}\n";
static const char OPEN[] = "deal_id,stage,age_days,amount,owner\n"
                           "x,a,3.5,400,ann\ny,b,0,,bob\nz,b,40,7000,\n";

static void start(pair *it, const char *pipeline, const char *more, const char *open,
                  const char *set)
{
    qc_text text = {0};
    qc_text_addf(&text, "%s%s%s%s", BASE, pipeline, TEAM, more);
    pair_start(it, qc_text_get(&text), NULL, open, set);
    qc_text_free(&text);
}

static const struct {
    const char *pipeline, *more;
} CASES[] = {
    {UNCERTAIN, "shocks: none\n"},
    {UNCERTAIN, "shocks: {sd: 0.3, rho: 0.5}\n"},
    {CERTAIN, "shocks: none\n"},
    {CERTAIN, "shocks: {sd: 0.2, rho: 0}\n"},
};
#define COUNT ((int) (sizeof CASES / sizeof CASES[0]))

static int compare(const char *pipeline, const char *more, const char *set)
{
    pair it;
    int differ = 0;
    start(&it, pipeline, more, OPEN, set);
    ck_assert(!qc_team_model_couples(&it.plain.forecast.model.team));
    ck_assert(qc_team_model_couples(&it.moved.forecast.model.team));
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        pair_trial(&it, trial);
        differ += memcmp(it.one.values, it.two.values,
                         (size_t) it.one.questions->figure_count * sizeof(int64_t)) != 0;
    }
    pair_end(&it);
    return differ;
}

START_TEST(with_nothing_scarce_it_is_the_reference)
{
    ck_assert_int_eq(compare(CASES[_i].pipeline, CASES[_i].more, "team.open_deal_limit=100000"), 0);
}
END_TEST

START_TEST(and_it_can_see)
{
    ck_assert_int_gt(compare(CASES[_i].pipeline, CASES[_i].more, "team.open_deal_limit=4"),
                     TRIALS / 2);
}
END_TEST

START_TEST(plenty_of_hours_are_like_boundless_ones)
{
    pair it;
    start(&it,
          "pipeline:\n"
          "  - {stage: a, conversion: 40% to 60%, days: 5 to 20, hours_per_week: 0.5}\n"
          "  - {stage: b, conversion: 60%, days: 20, hours_per_week: 1}\n",
          "", OPEN, "team.hours_per_week=168");
    for (int64_t trial = 0; trial < 50; trial++)
        company_trial(&it.two, trial);
    ck_assert_int_gt(it.two.created[QC_SOURCE_REPS], 0);
    pair_end(&it);
}
END_TEST

/* ---- by hand ---- */

/* One rep of 40 hours and deals that each take 10 days, or nearly, and are won. */
static const char ONE[] =
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\nnew_deals: {mean: 0, per: month, based_on: "
    "certain, noise: none}\ndeal_size: {mean: 1k, cv: 1, based_on: certain}\n"
    "pipeline:\n"
    "  - {stage: a, conversion: {mean: 100%, based_on: certain}, hours_per_week: 20,\n"
    "     days: {mean: 10, cv: 0.00001, family: lognormal, based_on: certain}}\n"
    "targets:\n"
    "  - {name: d11, metric: customers, period: 2026-01-01..2026-01-11, at_least: 1}\n"
    "  - {name: d19, metric: customers, period: 2026-01-01..2026-01-19, at_least: 1}\n"
    "  - {name: d21, metric: customers, period: 2026-01-01..2026-01-21, at_least: 1}\n"
    "  - {name: year, metric: customers, period: 2026, at_least: 1}\n";

static void check_wins(const char *team, const char *open, const int64_t wins[4])
{
    static const char *const NAMES[] = {"d11", "d19", "d21", "year"};
    company it = {0};
    qc_world world = {0};
    qc_text text = {0};
    qc_text_addf(&text, "%steam: {%s}\n", ONE, team);
    company_read(&it, qc_text_get(&text), NULL, open);
    company_prepare(&it);
    company_world(&it, &world, 1);
    company_trial(&world, 0);
    for (int i = 0; i < 4; i++)
        ck_assert_msg(world.values[company_figure(&it, NAMES[i])] == 100 * wins[i],
                      "%s: %s has %d wins, not %d", team, NAMES[i],
                      (int) (world.values[company_figure(&it, NAMES[i])] / 100), (int) wins[i]);
    qc_world_free(&world);
    company_free(&it);
    qc_text_free(&text);
}

#define TWO   "deal_id,stage,age_days,amount,owner\nx,a,0,400,ann\ny,a,0,400,ann\n"
#define FOUR  TWO "z,a,0,400,ann\nw,a,0,400,ann\n"
#define APART TWO "z,a,0,400,bob\nw,a,0,400,bob\n"

START_TEST(overload_stretches_all_stays_of_a_rep)
{
    /* two deals need 40 hours: just there; four need 80: everything takes twice as long */
    check_wins("reps: 1, hours_per_week: 40", TWO, (const int64_t[4]){2, 2, 2, 2});
    check_wins("reps: 1, hours_per_week: 40", FOUR, (const int64_t[4]){0, 0, 4, 4});
    /* hours kept for prospecting are not theirs: 80 of 40 - 20 */
    check_wins("reps: 1, hours_per_week: 40, prospecting_hours: 20", TWO,
               (const int64_t[4]){0, 0, 2, 2});
    /* half the time spent selling, and a second rep who has deals of his own */
    check_wins("reps: 1, hours_per_week: 40, selling_time: 50%", TWO,
               (const int64_t[4]){0, 0, 2, 2});
    check_wins("reps: 2, hours_per_week: 40", APART, (const int64_t[4]){4, 4, 4, 4});
}
END_TEST

START_TEST(no_hours_no_wins)
{
    check_wins("reps: 1, hours_per_week: 0", TWO, (const int64_t[4]){0, 0, 0, 0});
    check_wins("reps: 0, hours_per_week: 40", TWO, (const int64_t[4]){0, 0, 0, 0});
    /* what is wholly neglected does not come back: the first hire finds nothing left */
    check_wins("reps: 0, hours_per_week: 40, neglect: 99% per week, hires: [{start: 2026-08-01}]",
               TWO, (const int64_t[4]){0, 0, 0, 0});
    check_wins("reps: 0, hours_per_week: 40, hires: [{start: 2026-08-01}]", TWO,
               (const int64_t[4]){0, 0, 0, 2});
}
END_TEST

START_TEST(holidays_cost_hours)
{
    /* the first two weeks have no working days left: the deals wait for them to pass */
    check_wins("reps: 1, hours_per_week: 40, holidays: [2026-01-01..2026-01-14]", TWO,
               (const int64_t[4]){0, 0, 0, 2});
}
END_TEST

/* Two stages, of which a rep can hold so many deals in the second: the next ones wait until there is room. */
START_TEST(a_full_stage_makes_the_next_deal_wait)
{
    static const char PLAN[] =
        "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\n"
        "new_deals: {mean: 0, per: month, based_on: certain, noise: none}\n"
        "deal_size: {mean: 1k, cv: 1, based_on: certain}\n"
        "pipeline:\n"
        "  - {stage: a, conversion: {mean: 100%%, based_on: certain},\n"
        "     days: {mean: 10, cv: 0.00001, family: lognormal, based_on: certain}}\n"
        "  - {stage: b, conversion: {mean: 100%%, based_on: certain}, open_deal_limit: %d,\n"
        "     days: {mean: 10, cv: 0.00001, family: lognormal, based_on: certain}}\n"
        "team: {reps: 1}\n"
        "targets:\n"
        "  - {name: d22, metric: customers, period: 2026-01-01..2026-01-22, at_least: 1}\n"
        "  - {name: d36, metric: customers, period: 2026-01-01..2026-02-05, at_least: 1}\n"
        "  - {name: year, metric: customers, period: 2026, at_least: 1}\n";
    static const struct {
        int limit;
        int64_t wins[3];
    } LIMITS[] = {{4, {4, 4, 4}}, {1, {1, 2, 4}}};
    static const char *const NAMES[] = {"d22", "d36", "year"};
    for (size_t c = 0; c < 2; c++) {
        company it = {0};
        qc_world world = {0};
        qc_text text = {0};
        qc_text_addf(&text, PLAN, LIMITS[c].limit);
        company_read(&it, qc_text_get(&text), NULL, FOUR);
        company_prepare(&it);
        company_world(&it, &world, 1);
        company_trial(&world, 0);
        for (int i = 0; i < 3; i++)
            ck_assert_msg(world.values[company_figure(&it, NAMES[i])] == 100 * LIMITS[c].wins[i],
                          "limit %d: %s has %d wins", LIMITS[c].limit, NAMES[i],
                          (int) (world.values[company_figure(&it, NAMES[i])] / 100));
        qc_world_free(&world);
        company_free(&it);
        qc_text_free(&text);
    }
}
END_TEST

#define NOBODYS "deal_id,stage,age_days,amount\nx,a,0,100\ny,a,0,100\nz,a,0,100\nw,a,0,100\n"

START_TEST(who_works_which_deals)
{
    /* an owner's four deals of 20 hours take twice as long, whoever else is there */
    check_wins("reps: 1, hours_per_week: 40, hires: [{start: 2025-01-01}]", FOUR,
               (const int64_t[4]){0, 0, 4, 4});
    /* nobody's deals are shared out among those who work deals */
    check_wins("reps: 1, hours_per_week: 40, hires: [{start: 2025-01-01}]", NOBODYS,
               (const int64_t[4]){4, 4, 4, 4});
    check_wins("reps: 1, hours_per_week: 40, hires: [{start: 2025-01-01, role: SDR}]", NOBODYS,
               (const int64_t[4]){0, 0, 4, 4});
    /* there is no seat for the third owner: carl's deals are shared out, too */
    check_wins("reps: 2, hours_per_week: 40",
               "deal_id,stage,age_days,amount,owner\nx,a,0,100,ann\ny,a,0,100,bob\n"
               "z,a,0,100,carl\nw,a,0,100,carl\n",
               (const int64_t[4]){4, 4, 4, 4});
}
END_TEST

/* ---- leads without hours ---- */

static void sum_up(double leads, double *wins, double *stale)
{
    company it = {0};
    qc_world world = {0};
    qc_text text = {0};
    qc_text_addf(
        &text,
        "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\ndeal_size: 1k\n"
        "new_deals: {mean: %g, per: month, based_on: certain, noise: none}\n"
        "pipeline:\n"
        "  - {stage: a, conversion: 50%%, days: 10, based_on: certain, hours_per_week: 2}\n"
        "team: {reps: 2, hours_per_week: 40}\n"
        "activities: {inbound: {minutes: 60, stale_after: 14 days}}\n"
        "targets: [{name: wins, metric: customers, period: 2026, at_least: 1}]\n",
        leads);
    company_read(&it, qc_text_get(&text), NULL, NULL);
    company_prepare(&it);
    company_world(&it, &world, 1);
    *wins = 0;
    for (int64_t trial = 0; trial < 100; trial++) {
        company_trial(&world, trial);
        *wins += (double) world.values[0] / 1e4;
    }
    *stale = (double) world.people->stale / 100;
    qc_world_free(&world);
    company_free(&it);
    qc_text_free(&text);
}

START_TEST(leads_without_hours_lower_nothing_and_help_nothing)
{
    double few, some, many, flood, stale;
    sum_up(20, &few, &stale);
    ck_assert_double_lt(stale, 1);
    sum_up(40, &some, &stale);
    ck_assert_double_gt(some, 1.9 * few); /* plenty of hours: all of them count */
    sum_up(400, &many, &stale);
    ck_assert_double_gt(stale, 100);
    sum_up(1600, &flood, &stale);
    ck_assert_double_gt(flood, 0.97 * many);
    ck_assert_double_lt(flood, 1.1 * many);
}
END_TEST

START_TEST(everybody_leaves)
{
    pair it;
    start(&it, UNCERTAIN, "", OPEN, "team.open_deal_limit=10");
    it.moved.forecast.model.team.replaces = false;
    company_trial(&it.two, 0);
    it.two.draw.leave_per_day = 10; /* the draw stays laid out for its group */
    for (int64_t trial = 1; trial < 19; trial++) {
        company_trial(&it.two, trial);
        ck_assert_int_eq(it.two.values[company_figure(&it.moved, "soon")], 0);
    }
    pair_end(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("step");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, with_nothing_scarce_it_is_the_reference, 0, COUNT);
    tcase_add_loop_test(tests, and_it_can_see, 0, COUNT);
    tcase_add_test(tests, a_full_stage_makes_the_next_deal_wait);
    tcase_add_test(tests, who_works_which_deals);
    tcase_add_test(tests, plenty_of_hours_are_like_boundless_ones);
    tcase_add_test(tests, overload_stretches_all_stays_of_a_rep);
    tcase_add_test(tests, no_hours_no_wins);
    tcase_add_test(tests, holidays_cost_hours);
    tcase_add_test(tests, leads_without_hours_lower_nothing_and_help_nothing);
    tcase_add_test(tests, everybody_leaves);
    suite_add_tcase(suite, tests);
    return suite;
}
