#include "tests/unit/plan_text.h"

static const char MORE[] = "targets:\n"
                           "  - {name: year, metric: bookings, period: 2026, at_least: 1M}\n"
                           "  - {metric: customers, period: each quarter, at_most: 9}\n"
                           "segments: {SMB: {pipeline: {proposal: {days: 5}}}, big: }\n";

START_TEST(plain_keys_are_replaced_as_if_typed)
{
    plan_text read = {0};
    plan_text_good_set(&read, MORE, "as_of=2026-07-31");
    ck_assert_int_eq(read.plan.as_of, qc_calendar_day(2026, 7, 31));
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good_set(&read, MORE, "shocks={sd: 0.2, rho: 0.4}");
    ck_assert_int_eq(read.plan.shocks, QC_SHOCKS_STATED);
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good_set(&read, MORE, "fiscal_year_starts = July ");
    ck_assert_int_eq(read.plan.fiscal_start_month, 7);
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good_set(&read, MORE, "company=A: @b = c");
    ck_assert_str_eq(read.plan.company, "A: @b = c");
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good_set(&read, MORE, "company=\" A \"");
    ck_assert_str_eq(read.plan.company, " A ");
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good_set(&read, MORE, "pipeline=[{stage: proposal, conversion: 1%, days: 2}]");
    ck_assert_int_eq(read.plan.stage_count, 1);
    plan_text_free(&read);
}
END_TEST

START_TEST(history_is_made_when_there_is_none)
{
    plan_text read = {0};
    plan_text_good_set(&read, MORE, "history.deals=d.csv");
    ck_assert_str_eq(read.plan.history.deals, "d.csv");
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good_set(&read, "history: {won: [a, b]}\n", "history.won=Signed");
    ck_assert_int_eq(read.plan.history.won_count, 1);
    ck_assert_str_eq(read.plan.history.won[0], "Signed");
    plan_text_free(&read);
}
END_TEST

START_TEST(items_of_lists_are_found_by_name)
{
    plan_text read = {0};
    plan_text_good_set(&read, MORE, "targets.Year.at_least=2M");
    ck_assert_double_eq(read.plan.targets[0].amount, 2e6);
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good_set(&read, MORE, "targets.customers each quarter.at_most=4");
    ck_assert_double_eq(read.plan.targets[1].amount, 4);
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good_set(&read, MORE, "targets.year.stretch=true");
    ck_assert(read.plan.targets[0].stretch);
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good_set(&read, MORE, "pipeline.proposal.days_if_lost=9");
    ck_assert_double_eq(read.plan.stages[1].days_if_lost.first, 9);
    plan_text_free(&read);
}
END_TEST

START_TEST(a_bare_stage_takes_keys)
{
    static const char TEXT[] = "history: {deals: d.csv}\npipeline: [a, b]\n";
    static const char *const SETS[] = {"pipeline.b.crm=[B one]", "pipeline.b.days=4 to 9"};
    plan_text read = {0};
    ck_assert_msg(plan_text_bytes(&read, TEXT, strlen(TEXT), SETS, 2), "%s",
                  qc_text_get(&read.errors));
    ck_assert_str_eq(read.plan.stages[1].name, "b");
    ck_assert_str_eq(read.plan.stages[1].crm[0], "B one");
    ck_assert_double_eq(read.plan.stages[1].days.second, 9);
    plan_text_free(&read);
}
END_TEST

START_TEST(a_range_or_a_group_replaces_the_belief)
{
    plan_text read = {0};
    plan_text_good_set(&read, MORE, "deal_size=4k to 9k");
    ck_assert_int_eq(read.plan.lever_count, 0);
    ck_assert_int_eq(read.plan.deal_size.form, QC_BELIEF_RANGE);
    ck_assert_int_eq(read.plan.deal_size.place.line, 0);
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good_set(&read, MORE, "pipeline.proposal.conversion=45% to 65%");
    ck_assert_double_eq(read.plan.stages[1].conversion.first, 0.45);
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good_set(&read, MORE, "new_deals={mean: 9, per: week, noise: none}");
    ck_assert_int_eq(read.plan.new_deals.per, QC_UNIT_WEEK);
    ck_assert_int_eq(read.plan.new_deals.noise, QC_NOISE_NONE);
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good_set(&read, MORE, "segments.big.deal_size=40k to 90k");
    ck_assert_double_eq(read.plan.segments[1].deal_size.second, 90000);
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good_set(&read, MORE, "segments.smb.pipeline.Proposal.days=6 to 7"); /* not twice */
    ck_assert_double_eq(read.plan.segments[0].days[1].second, 7);
    plan_text_free(&read);
}
END_TEST

static const struct {
    const char *set, *errors;
} BAD[] = {
    {"foo", "--set foo: expected PATH=VALUE, e.g. deal_size=+10%\n"},
    {"=5", "--set =5: expected PATH=VALUE, e.g. deal_size=+10%\n"},
    {" =5",
     "--set  =5: unknown key '' (known here: company, currency, amount_is, as_of, "
     "fiscal_year_starts, number_style, history, pipeline, question, offer_stage, deal_size, "
     "new_deals, shocks, segments, team, activities, quota, cost, market, targets, scenarios, "
     "levers)\n"},
    {"as_off=2026-01-01", "--set as_off=2026-01-01: unknown key 'as_off'; did you mean 'as_of'?\n"},
    {"as_of=2026-13-01",
     "--set as_of=2026-13-01: as_of: 2026-13-01 is not a day (expected YYYY-MM-DD)\n"},
    {"as_of=", "--set as_of=: as_of: no value is given\n"},
    {"histroy.won=x", "--set histroy.won=x: unknown key 'histroy'; did you mean 'history'?\n"},
    {"history.wonn=x", "--set history.wonn=x: unknown key 'wonn'; did you mean 'won'?\n"},
    {"shocks.sd=0.2", "--set shocks.sd=0.2: 'shocks' has no keys below it\n"},
    {"targets.yeer.at_least=5",
     "--set targets.yeer.at_least=5: unknown target 'yeer'; did you mean 'year'?\n"},
    {"targets.year.atleast=5",
     "--set targets.year.atleast=5: unknown key 'atleast'; did you mean 'at_least'?\n"},
    {"targets.year=5", "--set targets.year=5: the path ends at a target; add one of its keys\n"},
    {"targets.year.at_least=lots",
     "--set targets.year.at_least=lots: targets.year.at_least: lots is not an amount (above 0, "
     "e.g. 1.2M, 400k or 4 800 000)\n"},
    {"pipeline.foo.crm=x",
     "--set pipeline.foo.crm=x: unknown stage 'foo' (known here: qualified, proposal)\n"},
    {"pipeline.conversion=45% to 65%",
     "--set pipeline.conversion=45% to 65%: unknown stage 'conversion' (known here: qualified, "
     "proposal)\n"},
    {"segments.smb2.deal_size=4 to 5",
     "--set segments.smb2.deal_size=4 to 5: unknown segment 'smb2'; did you mean 'SMB'?\n"},
    {"segments.SMB.pipeline.days=4 to 5",
     "--set segments.SMB.pipeline.days=4 to 5: segments.SMB.pipeline.days: expected a change such "
     "as +60%; a value needs a stage (pipeline.<stage>.days)\n"},
    {"shocks={sd: 1", "--set shocks={sd: 1: expected ',' or the '}' that closes the group of "
                      "line 1\n"},
    {"company=\xFF", NULL},
};

START_TEST(broken_sets_are_refused_under_their_own_text)
{
    plan_text read = {0};
    char text[2000];
    (void) snprintf(text, sizeof text, "%s%s", PLAN_BASE, MORE);
    ck_assert_msg(!plan_text_bytes(&read, text, strlen(text), &BAD[_i].set, 1), "%s", BAD[_i].set);
    if (BAD[_i].errors)
        ck_assert_str_eq(qc_text_get(&read.errors), BAD[_i].errors);
    else
        ck_assert_ptr_nonnull(strstr(qc_text_get(&read.errors), "this is not UTF-8 text"));
    plan_text_free(&read);
}
END_TEST

START_TEST(sets_apply_in_order_and_the_last_one_counts)
{
    static const char *const SETS[] = {"company=A", "company=B", "as_of=2026-07-01"};
    plan_text read = {0};
    ck_assert(plan_text_bytes(&read, PLAN_BASE, strlen(PLAN_BASE), SETS, 3));
    ck_assert_str_eq(read.plan.company, "B");
    plan_text_free(&read);
}
END_TEST

START_TEST(a_set_cannot_mend_a_group_of_the_wrong_kind)
{
    plan_text_bad_set("history: none\n", "history.won=x",
                      "plan.yaml:8:10: expected keys with values\n"
                      "plan.yaml:8:10: history: expected keys with values, like '{key: value}', "
                      "not one value\n");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("set");
    TCase *cases = tcase_create("set");
    tcase_add_test(cases, plain_keys_are_replaced_as_if_typed);
    tcase_add_test(cases, history_is_made_when_there_is_none);
    tcase_add_test(cases, items_of_lists_are_found_by_name);
    tcase_add_test(cases, a_bare_stage_takes_keys);
    tcase_add_test(cases, a_range_or_a_group_replaces_the_belief);
    tcase_add_loop_test(cases, broken_sets_are_refused_under_their_own_text, 0,
                        (int) (sizeof BAD / sizeof BAD[0]));
    tcase_add_test(cases, sets_apply_in_order_and_the_last_one_counts);
    tcase_add_test(cases, a_set_cannot_mend_a_group_of_the_wrong_kind);
    suite_add_tcase(suite, cases);
    return suite;
}
