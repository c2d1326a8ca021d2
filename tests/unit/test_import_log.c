/* Small logs of every kind: order, merging, what is set aside. */
#include "history/import/import.h"
#include "tests/support/reading.h"

static qc_read_options all_allowed(void)
{
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.allow_set_aside = 1.0;
    return options;
}

#define HISTORY "OpportunityId,CreatedDate,StageName,Amount,Probability,IsDeleted\n"

static void expect_visits(const qc_reading *it, const char *const *stages, int count)
{
    const qc_changes *changes = &it->history.changes;
    ck_assert_msg(it->ok, "%s", it->status.message);
    ck_assert_int_eq(changes->count, count);
    for (int i = 0; i < count; i++) {
        const qc_id stage = changes->stage[i];
        const char *word = stage == QC_STAGE_WON    ? "won"
                           : stage == QC_STAGE_LOST ? "lost"
                                                    : it->history.stage_name[stage];
        ck_assert_str_eq(word, stages[i]);
    }
}

START_TEST(equal_times_keep_the_order_of_the_file)
{
    const qc_read_options options = all_allowed();
    qc_reading it = qc_read_text(HISTORY "A,2024-01-01 10:00:00,one,1,10,false\n"
                                         "A,2024-01-02 10:00:00,two,1,20,false\n"
                                         "A,2024-01-02 10:00:00,three,1,30,false\n"
                                         "A,2024-01-02 10:00:00,two,1,25,false\n",
                                 &options);
    expect_visits(&it, (const char *const[]){"one", "two", "three", "two"}, 4);
    qc_reading_free(&it);
}
END_TEST

START_TEST(a_file_that_runs_newest_first_is_turned)
{
    const qc_read_options options = all_allowed();
    qc_reading it = qc_read_text(HISTORY "A,2024-01-02 10:00:00,two,1,25,false\n"
                                         "A,2024-01-02 10:00:00,three,1,30,false\n"
                                         "A,2024-01-02 10:00:00,two,1,20,false\n"
                                         "B,2024-03-01 10:00:00,one,1,20,false\n"
                                         "A,2024-01-01 10:00:00,one,1,10,false\n",
                                 &options);
    expect_visits(&it, (const char *const[]){"one", "two", "three", "two", "one"}, 5);
    qc_reading_free(&it);
}
END_TEST

START_TEST(records_without_news_are_merged)
{
    const qc_read_options options = all_allowed();
    qc_reading it = qc_read_text(HISTORY
                                 "A,2024-01-01 10:00:00,one,100,10,false\n"
                                 "A,2024-01-03 10:00:00,one,100,20,false\n" /* probability */
                                 "A,2024-01-04 10:00:00,one,150,20,false\n" /* amount */
                                 "A,2024-01-05 10:00:00,one,,30,false\n"    /* empty */
                                 "A,2024-01-06 10:00:00,two,150,30,false\n"
                                 "B,2024-01-06 10:00:00,two,150,30,true\n",
                                 &options);
    const qc_reconciliation *balance = &it.history.reconciliation;
    expect_visits(&it, (const char *const[]){"one", "one", "two"}, 3);
    ck_assert_double_eq(it.history.changes.number[QC_NUMBER_AMOUNT][1], 150.0);
    ck_assert_int_eq(balance->rows_read, 6);
    ck_assert_int_eq(balance->rows_used, 5);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "deleted in the CRM", 7, 6);
    qc_reading_free(&it);
}
END_TEST

START_TEST(what_cannot_be_used_is_set_aside)
{
    const qc_read_options options = all_allowed();
    qc_reading it = qc_read_text(HISTORY "A,2024-01-01,one,100,10,false\n"
                                         ",2024-01-02,one,100,10,false\n"
                                         "A,2024-01-02,,100,10,false\n"
                                         "A,2024-02-31,two,100,10,false\n"
                                         "A,,two,100,10,false\n"
                                         "A,2024-01-03,two,x,10,false\n",
                                 &options);
    expect_visits(&it, (const char *const[]){"one"}, 1);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "empty id", 3, 1);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "empty stage", 4, 3);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "bad number", 7, 4);
    ck_assert_int_eq(it.findings.of_kind[QC_FINDING_SET_ASIDE], 5);
    qc_reading_free(&it);
}
END_TEST

#define FIELDS "OpportunityId,CreatedDate,Field,OldValue,NewValue,IsDeleted\n"

START_TEST(changes_of_one_moment_are_one_change)
{
    const qc_read_options options = all_allowed();
    qc_reading it = qc_read_text(FIELDS "A,2024-01-01 10:00:00,created,,,false\n"
                                        "A,2024-01-05 10:00:00,StageName,one,two,false\n"
                                        "A,2024-01-05 10:00:00,Amount,10,20,false\n"
                                        "A,2024-01-05 10:00:00,StageName,two,three,false\n"
                                        "A,2024-01-06 10:00:00,Amount,20,x,false\n"
                                        "A,2024-01-07 10:00:00,Description,a,b,false\n"
                                        "B,2024-01-07 10:00:00,Amount,1,2,false\n"
                                        "C,2024-01-07 10:00:00,StageName,one,two,true\n",
                                 &options);
    const double *amount = it.history.changes.number[QC_NUMBER_AMOUNT];
    expect_visits(&it, (const char *const[]){"one", "two", "three"}, 3);
    ck_assert_double_eq(amount[0], 10.0);
    ck_assert_double_eq(amount[1], 20.0);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "bad number", 6, 5);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "not about a stage", 7, 3);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "empty stage", 8, 3); /* of B nobody says any */
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "deleted in the CRM", 9, 6);
    qc_reading_free(&it);
}
END_TEST

#define REPORT "Opportunity Name,Account Name,From Stage,To Stage,Last Modified\n"

START_TEST(a_report_without_ids_chains_by_stages)
{
    const qc_read_options options = all_allowed();
    /* on the second day the file has the two moves of one deal in the wrong order */
    qc_reading it = qc_read_text(REPORT "Pump,Globex,,one,2024-01-01\n"
                                        "Pump,Globex,two,three,2024-01-02\n"
                                        "Pump,Globex,one,two,2024-01-02\n"
                                        "Pump,Globex,,one,2024-01-03\n"
                                        "Pump,Globex,three,Closed Won,2024-01-04\n"
                                        "Pump,Initech,,one,2024-01-04\n",
                                 &options);
    ck_assert_msg(it.ok, "%s", it.status.message);
    ck_assert_int_eq(it.history.deals.count, 3);
    expect_visits(&it, (const char *const[]){"one", "two", "three", "won", "one", "one"}, 6);
    ck_assert_str_eq(it.history.deals.name[1], "Pump (Globex) #2");
    qc_reading_free(&it);
}
END_TEST

START_TEST(a_layout_is_known_by_its_own_titles)
{
    qc_read_options options = all_allowed();
    const char *const map[] = {"deal=Nr", "date=am", "stage=Schritt"};
    options.map = (qc_words){map, 3};
    options.dialect = "salesforce-history";
    qc_reading it = qc_read_text("Nr,am,Schritt\n1,2024-01-02,eins\n", &options);
    ck_assert_msg(it.ok, "%s", it.status.message);
    qc_reading_free(&it);
    options.map.count = 0;
    it = qc_read_text("Nr,am,Schritt\n1,2024-01-02,eins\n", &options);
    ck_assert(!it.ok);
    qc_expect_finding(&it, QC_FINDING_ERROR, "missing column", 1, 0);
    qc_reading_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("import_log");
    TCase *tests = tcase_create("logs");
    tcase_add_test(tests, equal_times_keep_the_order_of_the_file);
    tcase_add_test(tests, a_file_that_runs_newest_first_is_turned);
    tcase_add_test(tests, records_without_news_are_merged);
    tcase_add_test(tests, what_cannot_be_used_is_set_aside);
    tcase_add_test(tests, changes_of_one_moment_are_one_change);
    tcase_add_test(tests, a_report_without_ids_chains_by_stages);
    tcase_add_test(tests, a_layout_is_known_by_its_own_titles);
    suite_add_tcase(suite, tests);
    return suite;
}
