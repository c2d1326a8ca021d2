#include "history/pipelines.h"
#include "tests/support/reading.h"

static const char TWO[] = "deal_id,date,stage,pipeline\n"
                          "A,2024-01-01,lead,Sales\n"
                          "A,2024-01-02,offer,\n"
                          "B,2024-01-01,lead,Renewals\n"
                          "B,2024-01-03,contract,Renewals\n"
                          "C,2024-01-02,lead,\n"
                          "C,2024-01-03,offer,sales\n"
                          "D,2024-01-04,offer,\n";

START_TEST(several_pipelines_are_a_question)
{
    qc_reading it = qc_read_text(TWO, NULL);
    ck_assert(!it.ok);
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_ERROR, "several pipelines", 0, 0),
                     "holds several pipelines: Sales (2 deals), Renewals (1 deals); say which one, "
                     "history.pipeline: Sales (import: --pipeline)");
    qc_reading_free(&it);
}
END_TEST

START_TEST(one_is_picked_with_the_rows_that_do_not_say)
{
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.pipeline = "SALES";
    qc_reading it = qc_read_text(TWO, &options);
    ck_assert(it.ok);
    ck_assert_int_eq(it.history.deals.count, 2);
    ck_assert_str_eq(it.history.deals.name[0], "A");
    ck_assert_str_eq(it.history.deals.name[1], "C");
    ck_assert_int_eq(it.history.changes.count, 4);
    ck_assert_int_eq(it.history.stage_count, 2); /* no stage of the other pipeline */
    ck_assert_int_eq(it.history.reconciliation.rows_ignored, 3);
    ck_assert_int_eq(it.history.names[QC_LABEL_PIPELINE].count, 1);
    qc_reading_free(&it);
}
END_TEST

START_TEST(an_unknown_one_lists_those_there_are)
{
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.pipeline = "Support";
    qc_reading it = qc_read_text(TWO, &options);
    ck_assert(!it.ok);
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_ERROR, "unknown pipeline", 0, 0),
                     "no row is of history.pipeline \"Support\"; the file has: Sales (2 deals), "
                     "Renewals (1 deals)");
    qc_reading_free(&it);
}
END_TEST

START_TEST(a_single_one_needs_no_answer)
{
    qc_reading it = qc_read_text("deal_id,date,stage,pipeline\nA,2024-01-01,lead,Sales\n"
                                 "B,2024-01-01,lead,\n",
                                 NULL);
    ck_assert(it.ok);
    ck_assert_int_eq(it.history.deals.count, 2);
    qc_reading_free(&it);
}
END_TEST

START_TEST(a_file_without_the_column_is_a_doubt)
{
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.pipeline = "Sales";
    qc_reading it = qc_read_text("deal_id,date,stage\nA,2024-01-01,lead\n", &options);
    ck_assert(it.ok);
    qc_expect_finding(&it, QC_FINDING_DOUBT, "no pipeline column", 0, 0);
    qc_reading_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("pipelines");
    TCase *all = tcase_create("all");
    tcase_add_test(all, several_pipelines_are_a_question);
    tcase_add_test(all, one_is_picked_with_the_rows_that_do_not_say);
    tcase_add_test(all, an_unknown_one_lists_those_there_are);
    tcase_add_test(all, a_single_one_needs_no_answer);
    tcase_add_test(all, a_file_without_the_column_is_a_doubt);
    suite_add_tcase(suite, all);
    return suite;
}
