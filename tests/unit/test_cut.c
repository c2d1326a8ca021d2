#include "tests/support/reading.h"

#define DAY(m, d) qc_calendar_day(2024, m, d)

static qc_reading it;
static qc_history cut;
static qc_status status;

static void setup(void)
{
    it = qc_read_text("deal_id,date,stage,amount,owner,currency\n"
                      "A,2024-01-01,lead,5,Ann,EUR\n"
                      "A,2024-01-10,offer,8,Bob,EUR\n"
                      "A,2024-01-20,won,9,Bob,EUR\n"
                      "B,2024-01-15,lead,7,Carl,EUR\n"
                      "C,2024-02-01,lead,1,Ann,EUR\n",
                      NULL);
    ck_assert(it.ok);
    cut = (qc_history){.file = NULL};
    status = (qc_status){0};
}

static void teardown(void)
{
    qc_history_free(&cut);
    qc_reading_free(&it);
}

START_TEST(a_cut_knows_nothing_of_later_days)
{
    ck_assert(qc_history_cut(&cut, &it.history, DAY(1, 15), &status));
    ck_assert(qc_history_check(&cut, &status));
    ck_assert_int_eq(cut.as_of, DAY(1, 15));
    ck_assert(cut.as_of_given);
    ck_assert_int_eq(cut.deals.count, 2);
    ck_assert_int_eq(cut.deals.end[0], QC_STAGE_OPEN);
    ck_assert_int_eq(cut.deals.stage[0], 1);
    ck_assert_double_eq(cut.reconciliation.amount_open, 15.0);
    ck_assert_int_eq(cut.reconciliation.rows_used, 3);
    ck_assert_int_eq(cut.reconciliation.rows_after, 2);
    ck_assert_int_eq(cut.reconciliation.rows_read, 5);
    ck_assert_str_eq(cut.currency, "EUR");
    ck_assert_int_eq(cut.recorded_from, it.history.recorded_from);
}
END_TEST

START_TEST(names_not_met_yet_do_not_exist)
{
    ck_assert(qc_history_cut(&cut, &it.history, DAY(1, 1), &status));
    ck_assert_int_eq(cut.names[QC_LABEL_OWNER].count, 1);
    ck_assert_int_eq(qc_history_find(&cut, QC_LABEL_OWNER, "bob"), QC_ID_NONE);
    ck_assert_int_eq(cut.stage_count, it.history.stage_count); /* the pipeline is the plan's */
}
END_TEST

START_TEST(the_last_day_and_later_ones_change_nothing)
{
    ck_assert(qc_history_cut(&cut, &it.history, it.history.as_of, &status));
    qc_assert_same_history(&cut, &it.history);
    ck_assert(!cut.as_of_given);
    qc_history_free(&cut);
    ck_assert(qc_history_cut(&cut, &it.history, DAY(12, 31), &status));
    qc_assert_same_history(&cut, &it.history);
}
END_TEST

START_TEST(before_the_first_row_there_is_nothing)
{
    ck_assert(!qc_history_cut(&cut, &it.history, DAY(1, 1) - 1, &status));
    ck_assert_int_eq(status.code, QC_TOO_FEW_DATA);
    ck_assert_str_eq(status.message, "no row of the history is dated up to 2023-12-31");
}
END_TEST

START_TEST(a_cut_lives_without_its_source)
{
    ck_assert(qc_history_cut(&cut, &it.history, DAY(1, 15), &status));
    qc_reading_free(&it);
    ck_assert_str_eq(cut.deals.name[1], "B");
    ck_assert_str_eq(cut.names[QC_LABEL_OWNER].text[2], "Carl");
    ck_assert_str_eq(cut.stage_name[0], "lead");
    ck_assert_str_eq(cut.file, "deals.csv");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("cut");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, a_cut_knows_nothing_of_later_days);
    tcase_add_test(all, names_not_met_yet_do_not_exist);
    tcase_add_test(all, the_last_day_and_later_ones_change_nothing);
    tcase_add_test(all, before_the_first_row_there_is_nothing);
    tcase_add_test(all, a_cut_lives_without_its_source);
    suite_add_tcase(suite, all);
    return suite;
}
