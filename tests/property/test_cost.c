/* Costs, quotas and the market in whole trials: each trial's figures against what follows by hand from its own
 * bookings and wins. */
#include "sim/ledger.h"
#include "sim/market.h"
#include "tests/support/company.h"
#include "tests/support/suite.h"

enum { TRIALS = 200 };

static const char BASE[] = "as_of: 2025-12-31\ncurrency: EUR\ndeal_size: 2k to 20k\nshocks: none\n"
                           "pipeline:\n"
                           "  - {stage: a, conversion: 50%, days: 5 to 20}\n"
                           "  - {stage: b, conversion: 60%, days: 20}\n"
                           "new_deals: {mean: 20, per: month, noise: none}\n";
static const char TARGETS[] = "targets:\n"
                              "  - {name: money, metric: bookings, period: 2026, at_least: 20k}\n"
                              "  - {name: wins, metric: customers, period: 2026, at_least: 20}\n"
                              "  - {name: new, metric: new_deals, period: 2026, at_least: 20}\n";
static const char COSTS[] =
    "  - {name: cost, metric: cost, period: 2026, at_most: 200k}\n"
    "  - {name: first, metric: cost, period: 2026-01-01..2026-03-15, at_most: 200k}\n"
    "  - {name: rest, metric: cost, period: 2026-03-16..2026-12-31, at_most: 200k}\n"
    "  - {name: net, metric: margin_after_cost, period: 2026, at_least: 20k}\n"
    "  - {name: cac, metric: cac, period: 2026, at_most: 20k}\n";

typedef struct one {
    company it;
    qc_world world;
} one;

static void start(one *o, const char *more, const char *targets, const char *set)
{
    qc_text text = {0};
    qc_status status = {0};
    memset(o, 0, sizeof *o);
    qc_text_addf(&text, "%s%s%s%s", BASE, more, TARGETS, targets);
    company_read_set(&o->it, qc_text_get(&text), NULL, NULL, set);
    company_prepare(&o->it);
    ck_assert(qc_forecast_ask_sellers(&o->it.forecast, &status));
    company_world(&o->it, &o->world, 20261128);
    qc_text_free(&text);
}

static void end(one *o)
{
    qc_world_free(&o->world);
    company_free(&o->it);
}

static double value(const one *o, const char *target)
{
    return (double) o->world.values[company_figure(&o->it, target)] / 100;
}

#define PAID                                                                                     \
    "cost: {salary: 5k per month, other: {tools: 1k per month, fair: 12k per year}, lead: 50,\n" \
    "  gross_margin: 60%, commission: {rate: 8%, every: year, tiers: [{from: 80%, rate: 10%},\n" \
    "  {from: 100%, rate: 15%}]}}\nquota: 150k per quarter\n"

/* 8% up to 80% of the quota, 10% up to all of it, 15% beyond. */
static double commission_by_hand(double sold)
{
    return 0.08 * fmin(sold, 480e3) + 0.10 * fmax(fmin(sold, 600e3) - 480e3, 0) +
           0.15 * fmax(sold - 600e3, 0);
}

/* One rep who stays: everything but the luck of deals is known. */
START_TEST(a_plan_by_hand)
{
    one o;
    start(&o, "team: {reps: 1}\n" PAID, COSTS, NULL);
    int above = 0;
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        company_trial(&o.world, trial);
        const double sold = value(&o, "money"), fixed = 60e3 + 12e3 + 12e3;
        const double cost = fixed + 50 * value(&o, "new") + commission_by_hand(sold);
        ck_assert_double_eq_tol(value(&o, "cost"), cost, 0.5);
        ck_assert_double_eq_tol(value(&o, "first") + value(&o, "rest"), value(&o, "cost"), 0.05);
        ck_assert_double_eq_tol(value(&o, "net"), 0.6 * sold - value(&o, "cost"), 2);
        if (value(&o, "wins") > 0)
            ck_assert_double_eq_tol(value(&o, "cac"), value(&o, "cost") / value(&o, "wins"), 0.02);
        const int32_t attained = o.it.forecast.questions.attainment_figures[0];
        ck_assert_double_eq_tol((double) o.world.values[attained] / 1e4, sold / 600e3, 2e-4);
        above += sold > 600e3;
    }
    ck_assert_int_gt(above, TRIALS / 10); /* the tiers were reached, and not always */
    ck_assert_int_lt(above, TRIALS * 9 / 10);
    end(&o);
}
END_TEST

/* Salaries by day: a hire in the middle of a month, by role; vacation and holidays are paid. */
START_TEST(a_hire_is_paid_from_the_first_day)
{
    one o;
    start(&o,
          "team: {reps: 0, vacation_days: 25, holidays: [2026-12-24..2026-12-31], hires: [{start: "
          "2026-09-16, role: ae, count: 2}]}\n"
          "cost: {salaries: {ae: 6k per month}}\n",
          "  - {name: cost, metric: cost, period: 2026, at_most: 200k}\n"
          "  - {name: september, metric: cost, period: 2026-09, at_most: 200k}\n",
          NULL);
    company_trial(&o.world, 3);
    ck_assert_double_eq_tol(value(&o, "september"), 2 * 3000, 0.02);
    ck_assert_double_eq_tol(value(&o, "cost"), 2 * (3000 + 18000), 0.05);
    end(&o);
}
END_TEST

/* Sales of all reps together are the company's, and commissions of one rate its share. */
START_TEST(every_sale_has_one_seller)
{
    one o;
    start(&o,
          "team: {reps: 3, attrition: 30% per year, backfill_days: 30 to 60, hires: [{start: "
          "2026-04-01}]}\nquota: 20k per month\ncost: {commission: 10%}\n",
          "  - {name: cost, metric: cost, period: 2026, at_most: 200k}\n", NULL);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        double sold = 0;
        company_trial(&o.world, trial);
        for (int32_t r = 0; r < 4; r++)
            sold += o.world.ledger->sold[r];
        ck_assert_double_le(sold, value(&o, "money") + 0.5);
        ck_assert_double_eq_tol(value(&o, "cost"), 0.1 * sold,
                                0.5); /* nobody there: no commission */
    }
    end(&o);
    start(&o, "team: {reps: 0}\ncost: {commission: 10%}\n",
          "  - {name: cost, metric: cost, period: 2026, at_most: 200k}\n", NULL);
    company_trial(&o.world, 1);
    ck_assert_double_gt(value(&o, "money"), 0);
    ck_assert_double_eq(value(&o, "cost"), 0);
    end(&o);
}
END_TEST

/* ---- the market ---- */

START_TEST(no_more_deals_than_accounts)
{
    static const char *const SETS[] = {"market.accounts=0", "market.accounts=1",
                                       "market.accounts=60", "market.accounts=150",
                                       "market.accounts=100000"};
    int64_t last[TRIALS] = {0};
    for (size_t s = 0; s < sizeof SETS / sizeof SETS[0]; s++) {
        one o;
        start(&o, "market: {accounts: 10}\n", "", SETS[s]);
        const double accounts = o.it.plan.market.accounts;
        for (int64_t trial = 0; trial < TRIALS; trial++) {
            company_trial(&o.world, trial);
            const int64_t made = o.world.values[company_figure(&o.it, "new")];
            ck_assert_double_le((double) made / 100, accounts);
            ck_assert_int_ge(made,
                             last[trial]); /* the same luck: more accounts take no deal away */
            if (accounts <= 60) ck_assert_double_eq((double) made / 100, accounts);
            last[trial] = made;
        }
        end(&o);
    }
}
END_TEST

/* With no end of accounts, by the way of the market or without, trials are the same to the cent. */
START_TEST(a_large_market_changes_nothing)
{
    static const char *const PEOPLE[] = {
        "", "team: {reps: 3, hours_per_week: 40, selling_time: 40%, attrition: 20% per year}\n"
            "activities:\n  calls: {per_rep_per_week: 20, minutes: 5, contact_rate: 10%, "
            "opportunity_rate: 25%}\n"};
    for (int p = 0; p < 2; p++) {
        one plain, large;
        qc_text more = {0};
        start(&plain, PEOPLE[p], "", NULL);
        qc_text_addf(&more, "%smarket: {accounts: 100000000}\n", PEOPLE[p]);
        start(&large, qc_text_get(&more), "", NULL);
        for (int64_t trial = 0; trial < TRIALS / 4; trial++) {
            company_trial(&plain.world, trial);
            company_trial(&large.world, trial);
            ck_assert_double_eq(value(&plain, "money"), value(&large, "money"));
            ck_assert_double_eq(value(&plain, "new"), value(&large, "new"));
        }
        qc_text_free(&more);
        end(&plain);
        end(&large);
    }
}
END_TEST

/* Accounts come back after the stated days: 12 accounts a month make 12 deals in each of twelve. */
START_TEST(accounts_come_back)
{
    one o;
    start(&o, "market: {accounts: 5, returns_after: 73 days}\n", "", NULL);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        company_trial(&o.world, trial);
        ck_assert_double_le(value(&o, "new"), 5 * 5); /* 365 days hold five returns */
        ck_assert_double_ge(value(&o, "new"), 5 * 3);
    }
    end(&o);
}
END_TEST

/* Reps cannot create more deals than there are accounts to contact. */
START_TEST(contacts_use_up_accounts)
{
    one o;
    start(&o,
          "team: {reps: 3}\nactivities:\n  calls: {per_rep_per_week: 60, contact_rate: {mean: 10%, "
          "based_on: certain}, opportunity_rate: {mean: 100%, based_on: certain}}\n"
          "  noise: none\nmarket: {accounts: 200}\n",
          "", "new_deals={mean: 1, per: year, based_on: certain, noise: none}");
    double most = 0;
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        company_trial(&o.world, trial);
        most = fmax(most, value(&o, "new"));
        ck_assert_double_ge(qc_market_left(&o.world), -1e-6);
    }
    ck_assert_double_gt(most, 0);
    end(&o);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("cost");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_plan_by_hand);
    tcase_add_test(tests, a_hire_is_paid_from_the_first_day);
    tcase_add_test(tests, every_sale_has_one_seller);
    tcase_add_test(tests, no_more_deals_than_accounts);
    tcase_add_test(tests, a_large_market_changes_nothing);
    tcase_add_test(tests, accounts_come_back);
    tcase_add_test(tests, contacts_use_up_accounts);
    suite_add_tcase(suite, tests);
    return suite;
}
