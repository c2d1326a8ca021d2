#include "tests/support/suite.h"
#include "tests/unit/plan_text.h"

#include <math.h>

static const char COST[] =
    "team: {reps: 4, hires: [{role: ae, start: 2026-09-01, salary: 72k per year}]}\n"
    "activities:\n"
    "  calls: {per_rep_per_week: 60, contact_rate: 10%, opportunity_rate: 25%, cost: 0.50, goal: "
    "50}\n"
    "quota: 300k per quarter\n"
    "cost:\n"
    "  salary: 5k per month\n"
    "  salaries: {ae: 6k/month, founder: 0}\n"
    "  commission: {rate: 8%, tiers: [{from: 80%, rate: 10%}, {from: 1.5, rate: 15%}], on: mixed,\n"
    "    team_share: 30%, every: year, of: margin}\n"
    "  lead: 40\n"
    "  other: {tools: 2k per month, fair: 60k per year}\n"
    "  gross_margin: 70%\n"
    "market: {accounts: 5000, returns_after: 12 months}\n"
    "segments: {SMB: {accounts: 300}, big: {}}\n"
    "targets:\n"
    "  - {metric: cost, period: 2026, at_most: 900k}\n"
    "  - {metric: cac, period: 2026, at_most: 3k}\n"
    "  - {metric: margin_after_cost, period: 2026, at_least: 100k}\n";

START_TEST(all_of_it)
{
    plan_text read = {0};
    plan_text_good(&read, COST);
    const qc_plan *plan = &read.plan;
    const qc_plan_cost *cost = &plan->cost;
    const qc_plan_commission *commission = &cost->commission;
    ck_assert(cost->stated && plan->market.stated);
    ck_assert_double_eq(cost->salary.amount, 5000);
    ck_assert_int_eq(cost->salary.per, QC_UNIT_MONTH);
    ck_assert_int_eq(cost->salary_count, 2);
    ck_assert_str_eq(cost->salaries[1].name, "founder");
    ck_assert_double_eq(cost->salaries[0].pay.amount, 6000);
    ck_assert_double_eq(cost->salaries[1].pay.amount, 0);
    ck_assert_double_eq(plan->team.hires[0].salary.amount, 72000);
    ck_assert_int_eq(plan->team.hires[0].salary.per, QC_UNIT_YEAR);
    ck_assert_double_eq(commission->rate, 0.08);
    ck_assert_int_eq(commission->tier_count, 2);
    ck_assert_double_eq(commission->tiers[0].from, 0.8);
    ck_assert_double_eq(commission->tiers[1].from, 1.5);
    ck_assert_double_eq(commission->tiers[1].rate, 0.15);
    ck_assert_int_eq(commission->on, QC_COMMISSION_MIXED);
    ck_assert_double_eq(commission->team_share, 0.3);
    ck_assert_int_eq(commission->every, QC_UNIT_YEAR);
    ck_assert(commission->of_margin);
    ck_assert_double_eq(cost->lead, 40);
    ck_assert_int_eq(cost->other_count, 2);
    ck_assert_double_eq(cost->gross_margin, 0.7);
    ck_assert_double_eq(plan->activities.kinds[0].cost, 0.5);
    ck_assert_double_eq(plan->activities.kinds[0].goal, 50);
    ck_assert_double_eq(plan->quota.amount, 300e3);
    ck_assert_double_eq(plan->market.accounts, 5000);
    ck_assert_double_eq_tol(plan->market.returns_after, 365.25, 1e-9);
    ck_assert_double_eq(plan->segments[0].accounts, 300);
    ck_assert_double_eq(plan->segments[1].accounts, -1);
    plan_text_free(&read);
}
END_TEST

START_TEST(what_holds_where_nothing_is_said)
{
    plan_text read = {0};
    plan_text_good(&read, "team: {reps: 1}\ncost: {commission: 10%, other: 3k per month}\n");
    const qc_plan *plan = &read.plan;
    ck_assert_double_eq(plan->cost.commission.rate, 0.1);
    ck_assert_int_eq(plan->cost.commission.on, QC_COMMISSION_INDIVIDUAL);
    ck_assert_int_eq(plan->cost.commission.every, QC_UNIT_QUARTER);
    ck_assert_str_eq(plan->cost.other[0].name, "other");
    ck_assert(isnan(plan->cost.gross_margin));
    ck_assert(!plan->cost.salary.stated);
    ck_assert(!plan->market.stated && isinf(plan->market.accounts));
    ck_assert_double_eq(plan->quota.amount, 0);
    plan_text_free(&read);
}
END_TEST

#define TEAM_LINE "team: {reps: 1}\n"
static const struct {
    const char *more, *errors;
} BAD[] = {
    {TEAM_LINE "cost: {salary: 5k}\n",
     "plan.yaml:9:16: cost.salary: 5k is not money per unit of time (e.g. 5k per month)\n"},
    {TEAM_LINE "cost: {salary: -5k per month}\n",
     "plan.yaml:9:16: cost.salary: -5k is not an amount (above 0, e.g. 1.2M, 400k or 4 800 000)\n"},
    {TEAM_LINE "cost: {salary: 5k per fortnight}\n",
     "plan.yaml:9:16: cost.salary: 5k per fortnight is not money per unit of time (e.g. 5k per "
     "month)\n"},
    {TEAM_LINE "cost: {salery: 5k per month}\n",
     "plan.yaml:9:8: cost: unknown key 'salery'; did you mean 'salary'?\n"},
    {TEAM_LINE "cost: {commission: -10%}\n",
     "plan.yaml:9:20: cost.commission: -10% is not a share (0..1 or 0%..100%)\n"},
    {TEAM_LINE "cost: {commission: 140%}\n",
     "plan.yaml:9:20: cost.commission: 140% is not a share (0..1 or 0%..100%)\n"},
    {TEAM_LINE "quota: 1M per year\ncost: {commission: {rate: 5%, tiers: [{from: 100%, rate: 8%}, "
               "{from: 80%, rate: 9%}]}}\n",
     "plan.yaml:10:63: cost.commission.tiers[2]: tiers have to rise: this one begins at 80% of "
     "the quota, the one before at 100%\n"},
    {TEAM_LINE
     "quota: 1M per year\ncost: {commission: {rate: 5%, tiers: [{from: 0%, rate: 8%}]}}\n",
     "plan.yaml:10:46: cost.commission.tiers[1].from: 0% is no share of a quota above 0% (e.g. "
     "80%, 100%, 150%)\n"},
    {TEAM_LINE "cost: {commission: {rate: 5%, tiers: [{from: 100%, rate: 8%}]}}\n",
     "plan.yaml:9:1: tiers of a commission go by attainment: add e.g. 'quota: 300k per quarter', "
     "or history.quotas\n"},
    {TEAM_LINE "cost: {commission: {rate: 5%, team_share: 30%}}\n",
     "plan.yaml:9:31: cost.commission: 'team_share' belongs to 'on: mixed'\n"},
    {TEAM_LINE "cost: {commission: {rate: 5%, on: everybody}}\n",
     "plan.yaml:9:35: cost.commission.on: everybody is none of the choices (known here: "
     "individual, team, mixed)\n"},
    {TEAM_LINE "cost: {commission: {tiers: []}}\n",
     "plan.yaml:9:20: cost.commission: 'rate' is missing, e.g. 'rate: 8%'\n"},
    {TEAM_LINE "quota: 0\n",
     "plan.yaml:9:8: quota: a quota is money per month, quarter or year (e.g. 300k per quarter)\n"},
    {TEAM_LINE "quota: 3k per week\n",
     "plan.yaml:9:8: quota: a quota is money per month, quarter or year (e.g. 300k per quarter)\n"},
    {"cost: {salary: 5k per month}\n",
     "plan.yaml:8:1: salaries need people who get them: add e.g. 'team: {reps: 4}'\n"},
    {"quota: 300k per quarter\n",
     "plan.yaml:8:1: who sells? add e.g. 'team: {reps: 4}', or a history with owners\n"},
    {"market: {returns_after: 90 days}\n",
     "plan.yaml:8:9: market: how many accounts are there? state 'accounts: 5000' here or in a "
     "segment\n"},
    {"market: {accounts: 1.5}\n", "plan.yaml:8:20: market.accounts: 1.5 is no whole number\n"},
    {"market: {accounts: 10, returns_after: 0}\n",
     "plan.yaml:8:39: market.returns_after: 0 is not a number of days (above 0 and up "
     "to 36500, e.g. 14, 14 days or 2 weeks)\n"},
    {"targets: [{metric: cost, period: 2026, at_most: 5k}]\n",
     "plan.yaml:8:11: targets.cost 2026: metric cost needs to know what the plan costs, e.g. "
     "'cost: {salary: 5k per month, commission: 10%}'\n"},
    {"cost: {lead: 40}\ntargets: [{metric: cost, period: 2026, at_most: 5k, scope: {owner: "
     "ann}}]\n",
     "plan.yaml:9:11: targets.cost 2026: metric cost is about the whole plan: no scope\n"},
    {"team: {reps: 1, hires: [{start: 2026-09-01, salary: 5k per month}]}\n",
     "plan.yaml:8: this costs something, but the plan states no cost: add e.g. 'cost: {salary: "
     "5k per month}', or 'cost: {}'\n"},
};

START_TEST(a_price_may_be_nothing)
{
    plan_text read = {0};
    plan_text_good(&read,
                   "team: {reps: 1}\n"
                   "activities:\n"
                   "  calls: {per_rep_per_week: 60, contact_rate: 10%, opportunity_rate: 25%, "
                   "cost: 0}\n"
                   "cost: {lead: EUR 0.00, salary: 0 per month}\n");
    ck_assert_double_eq(read.plan.activities.kinds[0].cost, 0);
    ck_assert_double_eq(read.plan.cost.lead, 0);
    ck_assert(read.plan.cost.salary.stated);
    ck_assert_double_eq(read.plan.cost.salary.amount, 0);
    plan_text_free(&read);
}
END_TEST

START_TEST(what_is_refused)
{
    plan_text read = {0};
    char text[2000];
    (void) snprintf(text, sizeof text, "%s%s", PLAN_BASE, BAD[_i].more);
    ck_assert_msg(!plan_text_read(&read, text), "%s", BAD[_i].more);
    ck_assert_str_eq(qc_text_get(&read.errors), BAD[_i].errors);
    plan_text_free(&read);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("read_cost");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, all_of_it);
    tcase_add_test(tests, what_holds_where_nothing_is_said);
    tcase_add_test(tests, a_price_may_be_nothing);
    tcase_add_loop_test(tests, what_is_refused, 0, (int) (sizeof BAD / sizeof BAD[0]));
    suite_add_tcase(suite, tests);
    return suite;
}
