#include "history/row.h"
#include "tests/support/reading.h"

/* 21 good rows, so that a bad one stays under 5%. */
static qc_reading read_with(const char *header, const char *good_tail, const char *rows)
{
    qc_text csv = {0};
    qc_text_addf(&csv, "%s\n%s", header, rows);
    for (int i = 0; i < 21; i++) {
        qc_text_addf(&csv, "G%d,2024-01-01,lead%s\n", i, good_tail);
    }
    qc_reading it = qc_read_text(qc_text_get(&csv), NULL);
    qc_text_free(&csv);
    return it;
}

static void expect_aside(const char *header, const char *tail, const char *row, const char *reason,
                         int field, const char *text)
{
    qc_reading it = read_with(header, tail, row);
    ck_assert_msg(it.ok, "%s: %s", reason, it.status.message);
    ck_assert_int_eq(it.findings.of_kind[QC_FINDING_SET_ASIDE], 1);
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_SET_ASIDE, reason, 2, field), text);
    ck_assert_int_eq(it.history.reconciliation.rows_read, 22);
    ck_assert_int_eq(it.history.reconciliation.rows_used, 21);
    qc_reading_free(&it);
}

START_TEST(each_reason_has_its_words_and_place)
{
    const char *plain = "deal_id,date,stage", *amount = "deal_id,date,stage,amount";
    expect_aside(plain, "", "A,2024-02-30,lead\n", "bad date", 2,
                 "\"2024-02-30\" is not a calendar day (expected YYYY-MM-DD)");
    expect_aside(plain, "", "A,45292,lead\n", "bad date", 2,
                 "\"45292\" is a spreadsheet's day number; export the column as dates "
                 "(YYYY-MM-DD)");
    expect_aside(plain, "", "A,,lead\n", "bad date", 2, "date is empty (expected YYYY-MM-DD)");
    expect_aside(plain, "", ",2024-01-01,lead\n", "empty id", 1, "deal_id is empty");
    expect_aside(plain, "", "A,2024-01-01,\n", "empty stage", 3, "stage of deal \"A\" is empty");
    expect_aside(plain, "", "A,2024-01-01\n", "wrong field count", 1,
                 "2 fields where the header has 3");
    expect_aside(plain, "", "A,2024-01-01,lead,x\n", "wrong field count", 1,
                 "4 fields where the header has 3");
    expect_aside(amount, ",5", "A,2024-01-01,lead,n/a\n", "bad number", 4,
                 "amount \"n/a\" is not a number");
    expect_aside(amount, ",5", "A,2024-01-01,lead,-5\n", "negative amount", 4,
                 "amount \"-5\" is below zero");
    expect_aside("deal_id,date,stage,currency", ",EUR", "A,2024-01-01,lead,euros\n", "bad number",
                 4, "\"euros\" is not a currency (expected a code such as EUR)");
}
END_TEST

START_TEST(totals_are_no_deals)
{
    const char *amount = "deal_id,date,stage,amount";
    expect_aside(amount, ",5", "Total,,,105\n", "total row", 1, "a total, not a deal");
    expect_aside(amount, ",5", "Total (21 rows),,,105\n", "total row", 1, "a total, not a deal");
    expect_aside(amount, ",5", "Total,2024-01-31,,105\n", "total row", 1, "a total, not a deal");
    expect_aside(amount, ",5", "Grand Total\n", "total row", 1, "a total, not a deal");
    expect_aside(amount, ",5", ",,,105\n", "total row", 1, "a total, not a deal");
    expect_aside(amount, ",5", "Summe,,,105\n", "total row", 1, "a total, not a deal");
    /* a customer of that name is a deal */
    qc_reading it = read_with(amount, ",5", "Total Energies,2024-01-01,lead,5\n");
    ck_assert(it.ok);
    ck_assert_int_eq(it.history.deals.count, 22);
    qc_reading_free(&it);
}
END_TEST

START_TEST(exact_duplicates_name_the_first)
{
    qc_reading it = read_with("deal_id,date,stage", "", "G3,2024-01-01, lead\n");
    ck_assert(it.ok);
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "exact duplicate", 6, 1),
                     "says the same as line 2");
    ck_assert_int_eq(it.history.deals.count, 21);
    qc_reading_free(&it);
    /* another value, or another time of day, is another row */
    it = read_with("deal_id,date,stage", "", "G3,2024-01-01 10:00,lead\nG3,2024-01-01,lead2\n");
    ck_assert(it.ok);
    ck_assert_int_eq(it.findings.of_kind[QC_FINDING_SET_ASIDE], 0);
    ck_assert_int_eq(it.history.changes.count, 23);
    qc_reading_free(&it);
}
END_TEST

START_TEST(empty_cells_beyond_the_header_do_no_harm)
{
    qc_reading it = read_with("deal_id,date,stage", "", "A,2024-01-01,lead,,\n");
    ck_assert(it.ok);
    ck_assert_int_eq(it.history.deals.count, 22);
    qc_reading_free(&it);
}
END_TEST

START_TEST(a_margin_may_be_negative)
{
    qc_reading it = read_with("deal_id,date,stage,margin", ",5", "A,2024-01-01,lead,(7)\n");
    ck_assert(it.ok);
    ck_assert_double_eq(it.history.changes.number[QC_NUMBER_MARGIN][0], -7.0);
    qc_reading_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("row");
    TCase *all = tcase_create("all");
    tcase_add_test(all, each_reason_has_its_words_and_place);
    tcase_add_test(all, totals_are_no_deals);
    tcase_add_test(all, exact_duplicates_name_the_first);
    tcase_add_test(all, empty_cells_beyond_the_header_do_no_harm);
    tcase_add_test(all, a_margin_may_be_negative);
    suite_add_tcase(suite, all);
    return suite;
}
