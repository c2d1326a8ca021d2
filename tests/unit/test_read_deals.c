#include "tests/support/reading.h"
#include "tests/support/torture.h"

#define FIXTURE(name) QC_SOURCE_DIR "/tests/fixtures/history/" name
#define DAY(m, d)     qc_calendar_day(2024, m, d)

static const qc_stage_words PIPELINE[] = {
    {"qualified", NULL, 0}, {"proposal", NULL, 0}, {"negotiation", NULL, 0}};

static qc_read_options pipeline(void)
{
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.stages = PIPELINE;
    options.stage_count = 3;
    return options;
}

static qc_reading read_file(const char *path, const qc_read_options *options)
{
    qc_reading it = {.ok = false};
    it.ok = qc_read_deals(&it.history, path, options, &it.findings, &it.status);
    return it;
}

START_TEST(a_file_becomes_a_history)
{
    const qc_read_options options = pipeline();
    qc_reading it = read_file(FIXTURE("small.csv"), &options);
    ck_assert_msg(it.ok, "%s", it.status.message);
    const qc_history *history = &it.history;
    ck_assert(qc_history_check(history, &it.status));
    ck_assert_str_eq(history->file, FIXTURE("small.csv"));
    ck_assert_uint_eq(strlen(history->sha256), 64);
    ck_assert_str_eq(history->currency, "EUR");
    ck_assert_int_eq(history->as_of, DAY(3, 28));
    ck_assert(!history->as_of_given);
    ck_assert_int_eq(history->recorded_from, DAY(1, 5));
    ck_assert_int_eq(history->deals.count, 4);
    ck_assert_int_eq(history->changes.count, 11);
    ck_assert_int_eq(history->visits.count, 9);
    ck_assert_int_eq(history->reconciliation.rows_read, 11);
    ck_assert_int_eq(history->reconciliation.rows_used, 11);
    ck_assert_double_eq(history->reconciliation.amount_open, 69200.0);
    ck_assert_double_eq(history->reconciliation.amount_won, 11800.0);
    ck_assert_double_eq(history->reconciliation.amount_lost, 8000.0);
    ck_assert_int_eq(history->names[QC_LABEL_OWNER].count, 2);
    ck_assert(history->has_label[QC_LABEL_REASON] && !history->has_label[QC_LABEL_REGION]);
    ck_assert(history->has_number[QC_NUMBER_AMOUNT] && !history->has_number[QC_NUMBER_UNITS]);
    ck_assert_str_eq(history->stage_name[2], "negotiation");
    qc_reading_free(&it);
}
END_TEST

START_TEST(without_a_pipeline_the_files_own_stages_are_ordered)
{
    qc_reading it = read_file(FIXTURE("small.csv"), NULL);
    ck_assert_msg(it.ok, "%s", it.status.message);
    ck_assert_int_eq(it.history.stage_count, 3);
    for (int i = 0; i < 3; i++) {
        ck_assert_str_eq(it.history.stage_name[i], PIPELINE[i].name);
    }
    qc_reading_free(&it);
}
END_TEST

START_TEST(a_dirty_export_is_read_with_everything_said)
{
    static const char *const qualified[] = {"Qualifi\xc3\xa9"};
    static const char *const won[] = {"Gewonnen"}, *const ignored[] = {"Geparkt"};
    const qc_stage_words stages[] = {{"qualified", qualified, 1}, {"proposal", NULL, 0}};
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.stages = stages;
    options.stage_count = 2;
    options.won = (qc_words){won, 1};
    options.ignore = (qc_words){ignored, 1};
    options.allow_set_aside = 0.5;
    qc_reading it = read_file(FIXTURE("dirty.csv"), &options);
    ck_assert_msg(it.ok, "%s", it.status.message);
    ck_assert(qc_history_check(&it.history, &it.status));
    const qc_reconciliation *balance = &it.history.reconciliation;
    ck_assert_int_eq(balance->rows_read, 14);
    ck_assert_int_eq(balance->rows_used, 7);
    ck_assert_int_eq(balance->rows_ignored, 1);
    ck_assert_int_eq(it.findings.of_kind[QC_FINDING_SET_ASIDE], 6);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "bad date", 6, 2);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "bad number", 8, 4);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "empty id", 9, 1);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "exact duplicate", 11, 1);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "wrong field count", 12, 1);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "total row", 16, 1);
    qc_expect_finding(&it, QC_FINDING_DOUBT, "Windows-1252", 0, 0);
    qc_expect_finding(&it, QC_FINDING_DOUBT, "unknown column", 1, 6);
    ck_assert_double_eq(balance->amount_won, 1234.5);
    ck_assert_str_eq(it.history.currency, "EUR");
    ck_assert_str_eq(it.history.names[QC_LABEL_OWNER].text[0], "Zo\xc3\xab");
    qc_reading_free(&it);
}
END_TEST

START_TEST(too_many_rows_set_aside_are_an_error)
{
    const qc_read_options options = pipeline();
    qc_reading it = qc_read_text("deal_id,date,stage\nA,2024-01-01,proposal\nB,soon,proposal\n"
                                 ",2024-01-01,proposal\n",
                                 &options);
    ck_assert(!it.ok);
    ck_assert_str_eq(it.status.message,
                     "2 of 3 rows cannot be used (1 bad date, 1 empty id), more than 5%; mend the "
                     "file, or say history.allow_set_aside: 67%");
    qc_reading_free(&it);
}
END_TEST

START_TEST(rows_after_the_as_of_day_are_set_aside_and_not_held_against_the_file)
{
    qc_read_options options = pipeline();
    options.as_of = DAY(1, 31);
    qc_reading it = qc_read_text("deal_id,date,stage\nA,2024-01-31,proposal\nA,2024-02-01,won\n"
                                 "B,2024-03-01,a stage nobody knows\n",
                                 &options);
    ck_assert_msg(it.ok, "%s", it.status.message);
    ck_assert_int_eq(it.history.reconciliation.rows_after, 2);
    ck_assert_int_eq(it.history.deals.count, 1);
    ck_assert_int_eq(it.history.as_of, DAY(1, 31));
    ck_assert(it.history.as_of_given);
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "after as_of", 3, 2),
                     "2024-02-01 is after 2024-01-31, the last day that counts");
    qc_reading_free(&it);
    options.as_of = DAY(1, 1);
    it = qc_read_text("deal_id,date,stage\nA,2024-01-31,proposal\n", &options);
    ck_assert(!it.ok);
    ck_assert_str_eq(it.status.message, "has no row that can be used up to the as-of day");
    qc_reading_free(&it);
}
END_TEST

START_TEST(recording_starts_with_the_first_row_unless_said)
{
    const char *csv = "deal_id,date,stage\nA,2024-01-31,proposal\n";
    qc_read_options options = pipeline();
    options.recorded_from = DAY(1, 10);
    qc_reading it = qc_read_text(csv, &options);
    ck_assert_int_eq(it.history.recorded_from, DAY(1, 10));
    qc_reading_free(&it);
    options.recorded_always = true;
    it = qc_read_text(csv, &options);
    ck_assert_int_eq(it.history.recorded_from, QC_DAY_NONE);
    qc_reading_free(&it);
    options.recorded_always = false;
    options.recorded_from = DAY(2, 1);
    it = qc_read_text(csv, &options);
    ck_assert(!it.ok);
    ck_assert_str_eq(it.status.message,
                     "history.recorded_from: 2024-02-01 is after 2024-01-31, the last day that "
                     "counts");
    qc_reading_free(&it);
}
END_TEST

START_TEST(mixed_currencies_are_an_error_with_counts)
{
    qc_reading it = qc_read_text("deal_id,date,stage,amount,currency\n"
                                 "A,2024-01-01,lead,5,EUR\nB,2024-01-01,lead,5,usd\n"
                                 "C,2024-01-01,lead,5,EUR\nD,2024-01-01,lead,5,\n",
                                 NULL);
    ck_assert(!it.ok);
    ck_assert_str_eq(it.status.message, "amounts are in several currencies: EUR (2 rows), USD (1 "
                                        "rows); dated rates convert them (history.rates)");
    qc_reading_free(&it);
    it = qc_read_text("deal_id,date,stage,amount\nA,2024-01-01,lead,$5\nB,2024-01-01,lead,EUR 5\n",
                      NULL);
    ck_assert(!it.ok);
    qc_reading_free(&it);
    it = qc_read_text("deal_id,date,stage,amount\nA,2024-01-01,lead,$5\n", NULL);
    ck_assert(it.ok);
    ck_assert_str_eq(it.history.currency, ""); /* a dollar, but whose? */
    qc_reading_free(&it);
}
END_TEST

START_TEST(a_last_day_far_away_is_a_doubt)
{
    qc_reading it = qc_read_text("deal_id,date,stage\nA,2024-01-31,lead\nA,2024-01-30,lead\n"
                                 "B,2042-01-31,lead\n",
                                 NULL);
    ck_assert(it.ok);
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_DOUBT, "late last row", 0, 0),
                     "the last day, 2042-01-31, counts as the as-of day but comes long after "
                     "2024-01-31; if it is a mistake, say as_of");
    qc_reading_free(&it);
}
END_TEST

START_TEST(an_unreadable_close_date_costs_no_row)
{
    qc_reading it = qc_read_text("deal_id,date,stage,close_date\nA,2024-01-31,lead,Q3\n", NULL);
    ck_assert(it.ok);
    ck_assert_int_eq(it.history.changes.close_day[0], QC_DAY_NONE);
    qc_expect_finding(&it, QC_FINDING_DOUBT, "bad close date", 2, 4);
    qc_reading_free(&it);
}
END_TEST

START_TEST(files_without_content_are_refused)
{
    const struct {
        const char *csv, *message;
    } cases[] = {{"", "is empty"},
                 {"\n\n", "is empty"},
                 {"deal_id,date,stage\n", "has a header and no rows below it"},
                 {"deal_id,date,stage\nA,2024-01-01,Parked\n",
                  "has no row left: all are in stages under history.ignore or in other pipelines"}};
    static const char *const ignored[] = {"parked"};
    qc_read_options options = pipeline();
    options.ignore = (qc_words){ignored, 1};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        qc_reading it = qc_read_text(cases[i].csv, &options);
        ck_assert(!it.ok);
        ck_assert_str_eq(it.status.message, cases[i].message);
        ck_assert_int_eq(it.findings.of_kind[QC_FINDING_ERROR], 1);
        qc_reading_free(&it);
    }
}
END_TEST

START_TEST(failures_of_the_file_are_findings_too)
{
    qc_reading it = read_file("/nowhere/deals.csv", NULL);
    ck_assert(!it.ok);
    ck_assert_int_eq(it.status.code, QC_IO);
    ck_assert_str_eq(it.status.file, "/nowhere/deals.csv");
    qc_expect_finding(&it, QC_FINDING_ERROR, "unreadable file", 0, 0);
    qc_reading_free(&it);
    it = qc_read_text("deal_id,date,stage\nA,\"2024-01-01,lead\n", NULL);
    ck_assert(!it.ok);
    ck_assert_int_eq(it.status.line, 2);
    ck_assert_int_eq(it.status.field, 2);
    qc_expect_finding(&it, QC_FINDING_ERROR, "unreadable file", 2, 2);
    qc_reading_free(&it);
}
END_TEST

START_TEST(errors_of_several_columns_come_at_once)
{
    qc_reading it = qc_read_text("deal,amount,amount\nA,1,2\n", NULL);
    ck_assert(!it.ok);
    ck_assert_int_eq(it.findings.of_kind[QC_FINDING_ERROR],
                     3); /* twice amount; no date, no stage */
    qc_reading_free(&it);
}
END_TEST

START_TEST(findings_of_another_file_do_no_harm)
{
    qc_reading it = {.ok = false};
    const char *csv = "deal_id,date,stage\nA,2024-01-01,lead\n";
    ck_assert(qc_findings_add(&it.findings, QC_FINDING_ERROR, "x", "plan.yaml", 1, 1, &it.status,
                              "an error of the plan"));
    it.ok = qc_read_deals_bytes(&it.history, "deals.csv", csv, strlen(csv), NULL, &it.findings,
                                &it.status);
    ck_assert(it.ok);
    qc_reading_free(&it);
}
END_TEST

START_TEST(more_stages_than_any_pipeline_has_are_an_error)
{
    qc_text csv = {0};
    qc_text_add(&csv, "deal_id,date,stage\n");
    for (int i = 0; i < 201; i++) {
        qc_text_addf(&csv, "A,2024-01-01,s%d\n", i);
    }
    qc_reading it = qc_read_text(qc_text_get(&csv), NULL);
    ck_assert(!it.ok);
    qc_expect_finding(&it, QC_FINDING_ERROR, "too many stages", 1, 3);
    qc_reading_free(&it);
    qc_text_free(&csv);
}
END_TEST

static bool read_once(qc_status *status)
{
    const qc_read_options options = pipeline();
    qc_history history = {.file = NULL};
    qc_findings findings = {.count = 0};
    bool ok = qc_read_deals(&history, FIXTURE("small.csv"), &options, &findings, status);
    qc_history_free(&history);
    qc_findings_free(&findings);
    return ok;
}

static bool read_cut_and_write(qc_status *status)
{
    qc_history history = {.file = NULL}, cut = {.file = NULL};
    qc_findings findings = {.count = 0};
    qc_text out = {0};
    bool ok = qc_read_deals(&history, FIXTURE("small.csv"), NULL, &findings, status) &&
              qc_history_cut(&cut, &history, DAY(2, 15), status) &&
              qc_write_deals(&cut, &out, status);
    qc_text_free(&out);
    qc_history_free(&cut);
    qc_history_free(&history);
    qc_findings_free(&findings);
    return ok;
}

/* A file full of mistakes: every one costs memory to report. */
static bool report_mistakes(qc_status *status)
{
    static const char *const CSVS[] = {
        "deal_id,date,stage,currency,amount\nA,2024-01-01,Legal,EUR,5\nB,2024-01-01,Demo,USD,5\n",
        "deal_id,date,stage\nA,soon,lead\n", "deal,dates,mood\n1,2,3\n",
        "deal_id,date,stage,pipeline\nA,2024-01-01,a,x\nB,2024-01-01,b,y\n"};
    const qc_read_options options = pipeline();
    bool ok = true;
    for (size_t i = 0; i < sizeof CSVS / sizeof *CSVS && ok; i++) {
        qc_history history = {.file = NULL};
        qc_findings findings = {.count = 0};
        qc_status refused = {0};
        ok = !qc_read_deals_bytes(&history, "t.csv", CSVS[i], strlen(CSVS[i]), &options, &findings,
                                  &refused) &&
             refused.code == QC_BAD_INPUT;
        if (!ok) *status = refused;
        qc_history_free(&history);
        qc_findings_free(&findings);
    }
    return ok;
}

START_TEST(every_request_for_memory_may_fail)
{
    qc_torture(report_mistakes);
    qc_torture(read_once);
    qc_torture(read_cut_and_write);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("read_deals");
    TCase *all = tcase_create("all");
    tcase_add_test(all, a_file_becomes_a_history);
    tcase_add_test(all, without_a_pipeline_the_files_own_stages_are_ordered);
    tcase_add_test(all, a_dirty_export_is_read_with_everything_said);
    tcase_add_test(all, too_many_rows_set_aside_are_an_error);
    tcase_add_test(all, rows_after_the_as_of_day_are_set_aside_and_not_held_against_the_file);
    tcase_add_test(all, recording_starts_with_the_first_row_unless_said);
    tcase_add_test(all, mixed_currencies_are_an_error_with_counts);
    tcase_add_test(all, a_last_day_far_away_is_a_doubt);
    tcase_add_test(all, an_unreadable_close_date_costs_no_row);
    tcase_add_test(all, files_without_content_are_refused);
    tcase_add_test(all, failures_of_the_file_are_findings_too);
    tcase_add_test(all, errors_of_several_columns_come_at_once);
    tcase_add_test(all, findings_of_another_file_do_no_harm);
    tcase_add_test(all, more_stages_than_any_pipeline_has_are_an_error);
    tcase_add_test(all, every_request_for_memory_may_fail);
    suite_add_tcase(suite, all);
    return suite;
}
