#include "tests/unit/plan_text.h"

#define WHY " (there is no history to take it from), e.g. "

static const struct {
    const char *text, *errors;
} BAD[] = {
    {"company: A\n",
     "plan.yaml: 'pipeline' is missing, e.g. 'pipeline: [qualified, proposal, negotiation]'\n"
     "plan.yaml: neither a history nor beliefs: name the file of past deals ('history: {deals: "
     "deals.csv}'), or state as_of, new_deals, deal_size, and conversion and days of each stage\n"},
    {"history: {deals: d.csv}\n",
     "plan.yaml: 'pipeline' is missing, e.g. 'pipeline: [qualified, proposal, negotiation]'\n"},
    {"pipeline: [a, b]\nas_of: 2026-01-01\n",
     "plan.yaml: neither a history nor beliefs: name the file of past deals ('history: {deals: "
     "deals.csv}'), or state as_of, new_deals, deal_size, and conversion and days of each stage\n"},
    {"history: {won: [x]}\npipeline: [a]\nnew_deals: 5 per week\n",
     "plan.yaml: 'as_of' is missing" WHY "'as_of: 2026-06-30'\n"
     "plan.yaml: 'deal_size' is missing" WHY "'deal_size: 4k to 40k'\n"
     "plan.yaml:2:12: pipeline.a: 'conversion' is missing" WHY "'conversion: 45% to 65%'\n"
     "plan.yaml:2:12: pipeline.a: 'days' is missing" WHY "'days: 4 to 20'\n"},
    {"pipeline:\n  - {stage: a, conversion: 50%}\n  - {stage: b, days: 5}\n",
     "plan.yaml: 'as_of' is missing" WHY "'as_of: 2026-06-30'\n"
     "plan.yaml: 'new_deals' is missing" WHY "'new_deals: 60 to 80 per month'\n"
     "plan.yaml: 'deal_size' is missing" WHY "'deal_size: 4k to 40k'\n"
     "plan.yaml:2:5: pipeline.a: 'days' is missing" WHY "'days: 4 to 20'\n"
     "plan.yaml:3:5: pipeline.b: 'conversion' is missing" WHY "'conversion: 45% to 65%'\n"},
    {"as_of: 2026-01-01\nnew_deals: 5 per week\n"
     "pipeline: [{stage: a, conversion: 50%, days: 5}]\n"
     "targets: [{metric: customers, period: 2026, at_least: 5},\n"
     "  {metric: bookings, period: 2026, at_least: 5}]\n",
     "plan.yaml: 'deal_size' is missing" WHY "'deal_size: 4k to 40k'\n"},
    {"history: {deals: d.csv, open_deals: o.csv}\npipeline: [a]\n",
     "plan.yaml:1:25: history.open_deals is for a plan without history.deals, which holds the open "
     "deals already\n"},
    /* what was refused is not missing as well */
    {"as_of: soon\nnew_deals: many\ndeal_size: big\npipeline: [{stage: a, conversion: x, days: "
     "y}]\n",
     "plan.yaml:1:8: as_of: soon is not a day (expected YYYY-MM-DD)\n"
     "plan.yaml:2:12: new_deals: many is not a rate (0 to 1000000, e.g. 60 per month)\n"
     "plan.yaml:3:12: deal_size: big is not an amount (above 0, e.g. 1.2M, 400k or 4 800 000)\n"
     "plan.yaml:4:35: pipeline.a.conversion: x is not a share (0..1 or 0%..100%)\n"
     "plan.yaml:4:44: pipeline.a.days: y is not a number of days (above 0 and up to 36500, e.g. "
     "14, 14 days or 2 weeks)\n"},
};

START_TEST(each_missing_thing_is_named)
{
    plan_text_bad(BAD[_i].text, NULL, 0, BAD[_i].errors);
}
END_TEST

START_TEST(some_targets_need_a_history)
{
    plan_text_bad_after(
        "targets:\n"
        "  - {metric: units, period: 2026, at_least: 5}\n"
        "  - {name: m, metric: margin, period: 2026, at_least: 5k}\n"
        "  - {name: more, metric: bookings, period: 2026, at_least: +10% on 2025}\n",
        "plan.yaml:9:5: targets.units 2026: metric units needs history.deals with a column 'units' "
        "in it\n"
        "plan.yaml:10:5: targets.m: metric margin needs history.deals with a column 'margin' in "
        "it\n"
        "plan.yaml:11:60: targets.more: a goal relative to 2025 needs history.deals to know the "
        "base\n");
}
END_TEST

static const char *const GOOD[] = {
    "history: {deals: d.csv}\npipeline: [a]\n",
    "as_of: 2026-01-01\nnew_deals: 5 per week\npipeline: [{stage: a, conversion: 50%, days: 5}]\n"
    "targets: [{metric: customers, period: 2026, at_least: 5}]\n", /* no money, no deal_size */
    "as_of: 2026-01-01\nnew_deals: 5 per week\ndeal_size: 5k\nhistory: {open_deals: o.csv}\n"
    "pipeline: [{stage: a, conversion: 50%, days: 5}]\n",
};

START_TEST(enough_is_enough)
{
    plan_text read = {0};
    ck_assert_msg(plan_text_read(&read, GOOD[_i]), "%s", qc_text_get(&read.errors));
    plan_text_free(&read);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("required");
    TCase *cases = tcase_create("required");
    tcase_add_loop_test(cases, each_missing_thing_is_named, 0, (int) (sizeof BAD / sizeof BAD[0]));
    tcase_add_test(cases, some_targets_need_a_history);
    tcase_add_loop_test(cases, enough_is_enough, 0, (int) (sizeof GOOD / sizeof GOOD[0]));
    suite_add_tcase(suite, cases);
    return suite;
}
