#include "history/deal_order.h"
#include "history/deal_rows.h"
#include "history/style.h"
#include "tests/support/reading.h"

static const qc_column_want WANTED[QC_COLUMN_COUNT] = {
    [QC_COLUMN_DEAL_ID] = {"deal_id", {NULL}, true},
    [QC_COLUMN_DATE] = {"date", {NULL}, true},
    [QC_COLUMN_STAGE] = {"stage", {NULL}, true},
    [QC_COLUMN_CURRENCY] = {"currency", {NULL}, false},
    [QC_COLUMN_NUMBER + QC_NUMBER_AMOUNT] = {"amount", {NULL}, false},
    [QC_COLUMN_LABEL + QC_LABEL_OWNER] = {"owner", {NULL}, false}};

static qc_table table;
static qc_deal_rows rows;
static qc_findings findings;
static qc_status status;

static void setup(void)
{
    static const qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    const char *csv = "deal_id,date,stage,amount,owner,currency\n"
                      "B,2024-01-09,lead,5,Ann,EUR\n"
                      "A,2024-01-07,offer,,,\n"
                      "B,2024-01-01,demo,7,bob,EUR\n"
                      "A,2024-01-07,lead,9,ann,EUR\n"
                      "C,never,lead,9,Ann,USD\n";
    rows = (qc_deal_rows){.count = 0};
    findings = (qc_findings){.count = 0};
    status = (qc_status){.line = 0};
    ck_assert(
        qc_table_open(&table, "t.csv", csv, strlen(csv), WANTED, &options, &findings, &status));
    ck_assert(qc_style_decide(&table, &status));
    ck_assert(qc_deal_rows_read(&rows, &table, &status));
}

static void teardown(void)
{
    qc_deal_rows_free(&rows);
    qc_deal_rows_free(&rows);
    qc_table_free(&table);
    qc_findings_free(&findings);
}

START_TEST(usable_rows_are_numbered_as_they_come)
{
    ck_assert_int_eq(rows.count, 4);
    ck_assert_int_eq(rows.deal[1], 1);
    ck_assert_str_eq(rows.deals.text[1], "A");
    ck_assert_int_eq(rows.stages.count, 3);
    ck_assert_int_eq(rows.label[QC_LABEL_OWNER][1], QC_ID_NONE);
    ck_assert_int_eq(rows.labels[QC_LABEL_OWNER].count, 3); /* spellings are kept apart here */
    ck_assert(isnan(rows.number[QC_NUMBER_AMOUNT][1]));
    ck_assert_ptr_null(rows.number[QC_NUMBER_UNITS]);
    ck_assert_int_eq(rows.currency[1], -1);
    ck_assert_int_eq(rows.currency[2], 0);
    ck_assert_int_eq(rows.line[3], 5);
    ck_assert_int_eq(rows.first_day, qc_calendar_day(2024, 1, 1));
    ck_assert_int_eq(rows.last_day, qc_calendar_day(2024, 1, 9));
    ck_assert_int_eq(rows.day_before_last, qc_calendar_day(2024, 1, 7));
}
END_TEST

START_TEST(rows_are_sorted_by_name_day_and_place_in_the_file)
{
    const int32_t lines[] = {3, 5, 4, 2};
    ck_assert(qc_deal_order_sort(&rows, &status));
    ck_assert_mem_eq(rows.line, lines, sizeof lines);
    ck_assert_double_eq(rows.number[QC_NUMBER_AMOUNT][1], 9.0);
    ck_assert_double_eq(rows.number[QC_NUMBER_AMOUNT][3], 5.0);
}
END_TEST

START_TEST(some_rows_may_be_left_out)
{
    const int32_t order[] = {3, 0};
    ck_assert(qc_deal_rows_arrange(&rows, order, 2, &status));
    ck_assert_int_eq(rows.count, 2);
    ck_assert_int_eq(rows.line[0], 5);
    ck_assert_int_eq(rows.line[1], 2);
    ck_assert_int_eq(rows.label[QC_LABEL_OWNER][1], 0);
}
END_TEST

START_TEST(emitted_deals_are_numbered_by_day_and_names_by_appearance)
{
    qc_history history = {.file = NULL};
    const char *const *names = NULL;
    int32_t deals = 0;
    ck_assert(qc_deal_order_sort(&rows, &status));
    ck_assert(qc_deal_order_emit(&history, &rows, &names, &deals, &status));
    ck_assert_int_eq(deals, 2);
    ck_assert_str_eq(names[0], "B"); /* its first row is older */
    ck_assert_str_eq(names[1], "A");
    const int32_t lines[] = {4, 2, 3, 5};
    ck_assert_mem_eq(history.changes.line, lines, sizeof lines);
    ck_assert_int_eq(history.names[QC_LABEL_OWNER].count, 2);
    ck_assert_str_eq(history.names[QC_LABEL_OWNER].text[0], "bob");
    ck_assert_str_eq(history.names[QC_LABEL_OWNER].text[1], "Ann");
    ck_assert_int_eq(history.changes.label[QC_LABEL_OWNER][3], 1);
    qc_history_free(&history);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("deal_rows");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, usable_rows_are_numbered_as_they_come);
    tcase_add_test(all, rows_are_sorted_by_name_day_and_place_in_the_file);
    tcase_add_test(all, some_rows_may_be_left_out);
    tcase_add_test(all, emitted_deals_are_numbered_by_day_and_names_by_appearance);
    suite_add_tcase(suite, all);
    return suite;
}
