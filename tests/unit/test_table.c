#include "history/table.h"
#include "tests/support/reading.h"

static const qc_column_want WANTED[QC_COLUMN_COUNT] = {
    [QC_COLUMN_DEAL_ID] = {"deal_id", {NULL}, true}, [QC_COLUMN_STAGE] = {"stage", {NULL}, false}};

static qc_table table;
static qc_findings findings;
static qc_status status;

static void setup(void)
{
    findings = (qc_findings){.count = 0};
    status = (qc_status){.line = 0};
}

static void teardown(void)
{
    qc_table_free(&table);
    qc_findings_free(&findings);
}

static bool open_text(const char *csv)
{
    static const qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    return qc_table_open(&table, "t.csv", csv, strlen(csv), WANTED, &options, &findings, &status);
}

START_TEST(a_table_has_its_columns_and_digest)
{
    ck_assert(open_text("x,Deal ID\n1,A\n"));
    ck_assert_int_eq(table.field[QC_COLUMN_DEAL_ID], 1);
    ck_assert_int_eq(table.field[QC_COLUMN_STAGE], QC_COLUMN_ABSENT);
    ck_assert_int_eq(table.field[QC_COLUMN_DATE], QC_COLUMN_ABSENT);
    ck_assert_str_eq(qc_table_cell(&table, 1, QC_COLUMN_DEAL_ID), "A");
    ck_assert_str_eq(qc_table_cell(&table, 1, QC_COLUMN_STAGE), "");
    char digest[QC_DIGEST_TEXT];
    qc_digest whole;
    qc_digest_start(&whole);
    qc_digest_add(&whole, "x,Deal ID\n1,A\n", 14);
    qc_digest_end(&whole, digest);
    ck_assert_str_eq(table.sha256, digest);
}
END_TEST

START_TEST(only_its_own_errors_count)
{
    ck_assert(qc_findings_add(&findings, QC_FINDING_ERROR, "x", "plan.yaml", 1, 1, &status, "old"));
    ck_assert(open_text("deal_id\nA\n"));
    ck_assert(qc_table_pass(&table, &status));
    ck_assert(qc_findings_add(&findings, QC_FINDING_ERROR, "x", "t.csv", 1, 1, &status, "new"));
    ck_assert(!qc_table_pass(&table, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
}
END_TEST

START_TEST(currencies_are_told_apart_up_to_the_room_there_is)
{
    const char *only = NULL;
    ck_assert(open_text("deal_id\nA\n"));
    ck_assert_int_eq(qc_table_find_currency(&table, ""), -1);
    ck_assert_int_eq(qc_table_find_currency(&table, "EUR"), 0);
    ck_assert(qc_table_currency(&table, NULL, &only, &status));
    ck_assert_str_eq(only, ""); /* found, but in no row that is used */
    table.currency[0].rows = 2;
    ck_assert(qc_table_currency(&table, NULL, &only, &status));
    ck_assert_str_eq(only, "EUR");
    const int most = QC_TABLE_CURRENCIES;
    for (int i = 1; i < most + 4; i++) {
        const char code[] = {'A', (char) ('A' + i / 26), (char) ('A' + i % 26), '\0'};
        ck_assert_int_eq(qc_table_find_currency(&table, code), i < most ? i : most - 1);
    }
    ck_assert_int_eq(table.currency_count, QC_TABLE_CURRENCIES);
    ck_assert(qc_table_pass(&table, &status));
    table.currency[7].rows = 1;
    ck_assert(qc_table_currency(&table, NULL, &only, &status));
    ck_assert(!qc_table_pass(&table, &status));
    ck_assert_str_eq(only, "");
    ck_assert_str_eq(status.message, "amounts are in several currencies: EUR (2 rows), AAH (1 "
                                     "rows); dated rates convert them (history.rates)");
}
END_TEST

START_TEST(number_columns_have_words)
{
    ck_assert_str_eq(qc_table_number_word(QC_NUMBER_AMOUNT), "amount");
    ck_assert_str_eq(qc_table_number_word(QC_NUMBER_UNITS), "units");
    ck_assert_str_eq(qc_table_number_word(QC_NUMBER_MARGIN), "margin");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("table");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, a_table_has_its_columns_and_digest);
    tcase_add_test(all, only_its_own_errors_count);
    tcase_add_test(all, currencies_are_told_apart_up_to_the_room_there_is);
    tcase_add_test(all, number_columns_have_words);
    suite_add_tcase(suite, all);
    return suite;
}
