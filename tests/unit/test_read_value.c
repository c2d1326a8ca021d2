#include "tests/unit/plan_text.h"

START_TEST(every_plain_key_reaches_its_field)
{
    plan_text read = {0};
    const qc_plan *plan = &read.plan;
    ck_assert_msg(
        plan_text_read(&read,
                       "company: \"M\xC3\xBCller: S\xC3\xB6hne\"\ncurrency: eur\n"
                       "amount_is: Annual\nas_of: 2026-06-30\nfiscal_year_starts: jul\n"
                       "number_style: 1.234,5\noffer_stage: B\n"
                       "history: {deals: sub/d.csv, won: Closed Won, lost: [x, y], ignore: [z],\n"
                       "  pipeline: Sales, recorded_from: 2024-01-01, allow_set_aside: 20%,\n"
                       "  date_order: DMY, decimal: comma}\n"
                       "pipeline: [a, b]\n"),
        "%s", qc_text_get(&read.errors));
    ck_assert_str_eq(plan->company, "M\xC3\xBCller: S\xC3\xB6hne");
    ck_assert_str_eq(plan->currency, "EUR");
    ck_assert_int_eq(plan->amount_is, QC_AMOUNT_ANNUAL);
    ck_assert_int_eq(plan->as_of, qc_calendar_day(2026, 6, 30));
    ck_assert_int_eq(plan->fiscal_start_month, 7);
    ck_assert_str_eq(plan->number_style, "1.234,5");
    ck_assert_int_eq(plan->offer_stage, 1);
    ck_assert_str_eq(plan->history.deals, "sub/d.csv");
    ck_assert_ptr_null(plan->history.open_deals);
    ck_assert_int_eq(plan->history.won_count, 1);
    ck_assert_str_eq(plan->history.won[0], "Closed Won");
    ck_assert_int_eq(plan->history.lost_count, 2);
    ck_assert_str_eq(plan->history.lost[1], "y");
    ck_assert_int_eq(plan->history.ignore_count, 1);
    ck_assert_str_eq(plan->history.ignore[0], "z");
    ck_assert_str_eq(plan->history.pipeline, "Sales");
    ck_assert_int_eq(plan->history.recorded_from, qc_calendar_day(2024, 1, 1));
    ck_assert(!plan->history.recorded_always);
    ck_assert_double_eq(plan->history.allow_set_aside, 0.2);
    ck_assert_str_eq(plan->history.date_order, "dmy");
    ck_assert_str_eq(plan->history.decimal, "comma");
    plan_text_free(&read);
}
END_TEST

START_TEST(absent_keys_have_their_defaults)
{
    plan_text read = {0};
    const qc_plan *plan = &read.plan;
    ck_assert(plan_text_read(&read, "history: {deals: d.csv}\npipeline: [a]\n"));
    ck_assert_str_eq(plan->company, "");
    ck_assert_str_eq(plan->currency, "");
    ck_assert_str_eq(plan->number_style, "1,234.5");
    ck_assert_int_eq(plan->amount_is, QC_AMOUNT_ONE_OFF);
    ck_assert_int_eq(plan->as_of, QC_DAY_NONE);
    ck_assert_int_eq(plan->fiscal_start_month, 1);
    ck_assert_int_eq(plan->offer_stage, -1);
    ck_assert_int_eq(plan->history.recorded_from, QC_DAY_NONE);
    ck_assert(!plan->history.recorded_always);
    ck_assert_double_eq(plan->history.allow_set_aside, 0);
    ck_assert_ptr_null(plan->history.pipeline);
    ck_assert_ptr_null(plan->history.date_order);
    ck_assert_int_eq(plan->deal_size.form, QC_BELIEF_NONE);
    ck_assert_int_eq(plan->target_count, 0);
    ck_assert_str_eq(plan->file, "plan.yaml");
    plan_text_free(&read);
}
END_TEST

START_TEST(recorded_from_none_and_no_row_set_aside)
{
    plan_text read = {0};
    ck_assert(plan_text_read(&read,
                             "history: {deals: /d.csv, recorded_from: None, allow_set_aside: 0%}\n"
                             "pipeline: [a]\n"));
    ck_assert(read.plan.history.recorded_always);
    ck_assert_int_eq(read.plan.history.recorded_from, QC_DAY_NONE);
    ck_assert(read.plan.history.allow_set_aside > 0); /* said, and any row is too many */
    ck_assert(read.plan.history.allow_set_aside < 1e-9);
    ck_assert_str_eq(read.plan.history.deals, "/d.csv");
    plan_text_free(&read);
}
END_TEST

static const struct {
    const char *text; /* line 3 */
    const char *errors;
} BAD[] = {
    {"company: [a]", "plan.yaml:3:10: company: expected one value, not a list\n"},
    {"company: {a: b}", "plan.yaml:3:10: company: expected one value, not a group of keys\n"},
    {"company:", "plan.yaml:3:9: company: no value is given\n"},
    {"company: '  '", "plan.yaml:3:10: company: no value is given\n"},
    {"company: \"a\\ab\"",
     "plan.yaml:3:10: company: control characters are not allowed in a text\n"},
    {"company: \"a\\x9bb\"",
     "plan.yaml:3:10: company: control characters are not allowed in a text\n"},
    {"currency: Euro", "plan.yaml:3:11: currency: Euro is not a currency (three letters, e.g. "
                       "EUR)\n"},
    {"currency: E1R",
     "plan.yaml:3:11: currency: E1R is not a currency (three letters, e.g. EUR)\n"},
    {"amount_is: yearly",
     "plan.yaml:3:12: amount_is: yearly is unknown here (expected one-off, annual or total)\n"},
    {"as_of: 30.06.2026", "plan.yaml:3:8: as_of: 30.06.2026 is not a day (expected YYYY-MM-DD)\n"},
    {"as_of: 2026-06-31", "plan.yaml:3:8: as_of: 2026-06-31 is not a day (expected YYYY-MM-DD)\n"},
    {"as_of: 1026-06-30", "plan.yaml:3:8: as_of: 1026-06-30 is not a day (expected YYYY-MM-DD)\n"},
    {"as_of: none", "plan.yaml:3:8: as_of: none is not a day (expected YYYY-MM-DD)\n"},
    {"fiscal_year_starts: 7",
     "plan.yaml:3:21: fiscal_year_starts: 7 is not a month (January to December)\n"},
    {"number_style: plain",
     "plan.yaml:3:15: number_style: plain is unknown here (expected 1,234.5 or 1.234,5 or 1 "
     "234.5)\n"},
    {"offer_stage: c", "plan.yaml:3:14: offer_stage: 'c' is no stage of the pipeline (known here: "
                       "proposal, demo)\n"},
    {"offer_stage: propsal", "plan.yaml:3:14: offer_stage: 'propsal' is no stage of the pipeline; "
                             "did you mean 'proposal'?\n"},
};

START_TEST(wrong_kinds_are_refused)
{
    char text[400];
    (void) snprintf(text, sizeof text, "history: {deals: d.csv}\npipeline: [proposal, demo]\n%s\n",
                    BAD[_i].text);
    plan_text_bad(text, NULL, 0, BAD[_i].errors);
}
END_TEST

static const struct {
    const char *text; /* inside history, from column 25 of line 1 */
    const char *errors;
} BAD_HISTORY[] = {
    {"open_deals: {a: b}", "plan.yaml:1:37: history.open_deals: expected one value, not a group of "
                           "keys\nplan.yaml:1:25: "},
    {"won: {a: b}", "plan.yaml:1:30: history.won: expected a text or a list of texts\n"},
    {"won: [w, []]", "plan.yaml:1:34: history.won: expected one value, not a list\n"},
    {"lost: ''", "plan.yaml:1:31: history.lost: no value is given\n"},
    {"ignore: [{}]", "plan.yaml:1:34: history.ignore: expected one value, not a group of keys\n"},
    {"pipeline: []", "plan.yaml:1:35: history.pipeline: expected one value, not a list\n"},
    {"recorded_from: never", "plan.yaml:1:40: history.recorded_from: never is not a day (expected "
                             "YYYY-MM-DD, or none)\n"},
    {"allow_set_aside: 20", "plan.yaml:1:42: history.allow_set_aside: 20 is not a share (0..1 or "
                            "0%..100%)\n"},
    {"date_order: dym", "plan.yaml:1:37: history.date_order: dym is unknown here (expected dmy, "
                        "mdy or ymd)\n"},
    {"decimal: dot", "plan.yaml:1:34: history.decimal: dot is unknown here (expected point or "
                     "comma)\n"},
    {"weather: a.csv",
     "plan.yaml:1:25: history: unknown key 'weather' (known here: deals, with, rates, layout, "
     "map, open_deals, activities, people, quotas, reached, created, won, lost, "
     "ignore, pipeline, recorded_from, allow_set_aside, date_order, decimal)\n"},
};

START_TEST(wrong_kinds_in_history_are_refused)
{
    char text[400];
    (void) snprintf(text, sizeof text, "history: {deals: d.csv, %s}\npipeline: [a]\n",
                    BAD_HISTORY[_i].text);
    plan_text read = {0};
    ck_assert(!plan_text_read(&read, text));
    if (_i == 0) /* open_deals beside deals is an error of its own */
        ck_assert_msg(strstr(qc_text_get(&read.errors), "expected one value, not a group of keys"),
                      "%s", qc_text_get(&read.errors));
    else
        ck_assert_str_eq(qc_text_get(&read.errors), BAD_HISTORY[_i].errors);
    plan_text_free(&read);
}
END_TEST

START_TEST(a_flag_is_true_or_false)
{
    plan_text read = {0};
    plan_text_good(&read, "targets: [{metric: customers, period: 2026, at_least: 5, stretch: Yes},"
                          " {metric: customers, period: 2027, at_least: 5, stretch: false}]\n");
    ck_assert(read.plan.targets[0].stretch);
    ck_assert(!read.plan.targets[1].stretch);
    plan_text_free(&read);
    plan_text_bad_after(
        "targets: [{metric: customers, period: 2026, at_least: 5, stretch: maybe}]\n",
        "plan.yaml:8:67: targets[1].stretch: maybe is neither true nor false\n");
}
END_TEST

START_TEST(files_are_found_from_the_folder_of_the_plan)
{
    static const char TEXT[] = "history: {deals: ../d.csv}\npipeline: [a]\n";
    qc_plan plan = {0};
    qc_findings findings = {0};
    qc_status status = {0};
    ck_assert(qc_plan_read_bytes(&plan, "some/where/plan.yaml", TEXT, strlen(TEXT), NULL, 0,
                                 &findings, &status));
    ck_assert_str_eq(plan.history.deals, "some/where/../d.csv");
    qc_plan_free(&plan);
    ck_assert(
        qc_plan_read_bytes(&plan, "/plan.yaml", TEXT, strlen(TEXT), NULL, 0, &findings, &status));
    ck_assert_str_eq(plan.history.deals, "/../d.csv");
    qc_plan_free(&plan);
    qc_findings_free(&findings);
}
END_TEST

#define COUNT_OF(table) ((int) (sizeof table / sizeof table[0]))

Suite *qc_suite(void)
{
    Suite *suite = suite_create("read_value");
    TCase *cases = tcase_create("read_value");
    tcase_add_test(cases, every_plain_key_reaches_its_field);
    tcase_add_test(cases, absent_keys_have_their_defaults);
    tcase_add_test(cases, recorded_from_none_and_no_row_set_aside);
    tcase_add_loop_test(cases, wrong_kinds_are_refused, 0, COUNT_OF(BAD));
    tcase_add_loop_test(cases, wrong_kinds_in_history_are_refused, 0, COUNT_OF(BAD_HISTORY));
    tcase_add_test(cases, a_flag_is_true_or_false);
    tcase_add_test(cases, files_are_found_from_the_folder_of_the_plan);
    suite_add_tcase(suite, cases);
    return suite;
}
