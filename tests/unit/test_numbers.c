#include "history/numbers.h"

#include <check.h>
#include <string.h>

static void expect(const char *text, qc_decimal decimal, double expected, const char *currency)
{
    double value = -1.0;
    char found[QC_NUMBERS_CURRENCY] = "?";
    ck_assert_msg(qc_numbers_read(text, decimal, &value, found), "%s is not read", text);
    ck_assert_msg(value >= expected && value <= expected, "%s is read as %g", text, value);
    ck_assert_str_eq(found, currency);
}

static void refuse(const char *text, qc_decimal decimal)
{
    double value = 0.0;
    char found[QC_NUMBERS_CURRENCY];
    ck_assert_msg(!qc_numbers_read(text, decimal, &value, found), "%s is read", text);
}

START_TEST(thousands_and_decimals_in_every_style)
{
    expect("1,234.50", QC_DECIMAL_POINT, 1234.5, "");
    expect("1.234,50", QC_DECIMAL_COMMA, 1234.5, "");
    expect("1 234,50", QC_DECIMAL_COMMA, 1234.5, "");
    expect("1\xc2\xa0"
           "234,50",
           QC_DECIMAL_COMMA, 1234.5, "");
    expect("1\xe2\x80\xaf"
           "234\xe2\x80\xaf"
           "567",
           QC_DECIMAL_POINT, 1234567, "");
    expect("1'234.50", QC_DECIMAL_POINT, 1234.5, "");
    expect("1\xe2\x80\x99"
           "234.50",
           QC_DECIMAL_POINT, 1234.5, "");
    expect("12,34,567", QC_DECIMAL_POINT, 1234567, "");
    expect("1,234", QC_DECIMAL_POINT, 1234, "");
    expect("1,234", QC_DECIMAL_COMMA, 1.234, "");
    expect("1.2E+06", QC_DECIMAL_POINT, 1.2e6, "");
    expect(".5", QC_DECIMAL_POINT, 0.5, "");
    expect("1200", QC_DECIMAL_NONE, 1200, "");
}
END_TEST

START_TEST(currencies_around)
{
    expect("EUR 1.200", QC_DECIMAL_COMMA, 1200, "EUR");
    expect("1200 EUR", QC_DECIMAL_NONE, 1200, "EUR");
    expect("\xe2\x82\xac"
           "1,200",
           QC_DECIMAL_POINT, 1200, "EUR");
    expect("1 200,00 z\xc5\x82", QC_DECIMAL_COMMA, 1200, "PLN");
    expect("$5", QC_DECIMAL_NONE, 5, "$");
    expect("US$ 5", QC_DECIMAL_NONE, 5, "USD");
    expect("Fr. 1'200.00", QC_DECIMAL_POINT, 1200, "CHF");
    expect("CHF1'200", QC_DECIMAL_NONE, 1200, "CHF");
    refuse("12k", QC_DECIMAL_POINT);
    refuse("1.2M", QC_DECIMAL_POINT);
    refuse("12 Mio", QC_DECIMAL_POINT);
    refuse("5%", QC_DECIMAL_POINT);
    refuse("EUR 5 EUR", QC_DECIMAL_POINT);
    refuse("EUR", QC_DECIMAL_POINT);
}
END_TEST

START_TEST(signs)
{
    expect("-5", QC_DECIMAL_NONE, -5, "");
    expect("(5)", QC_DECIMAL_NONE, -5, "");
    expect("5-", QC_DECIMAL_NONE, -5, "");
    expect("+5", QC_DECIMAL_NONE, 5, "");
    expect("-$5", QC_DECIMAL_NONE, -5, "$");
    expect("$-5", QC_DECIMAL_NONE, -5, "$");
    expect("(EUR 5)", QC_DECIMAL_NONE, -5, "EUR");
    expect("\xe2\x88\x92"
           "5",
           QC_DECIMAL_NONE, -5, "");
    refuse("--5", QC_DECIMAL_NONE);
    refuse("-(5)", QC_DECIMAL_NONE);
    refuse("-", QC_DECIMAL_NONE);
    refuse("()", QC_DECIMAL_NONE);
}
END_TEST

START_TEST(what_is_no_number_is_refused)
{
    const char *texts[] = {"",          " ",       "n/a",   "1,23",      "1,2345",
                           "1,234,56",  "1.2.3",   "0,125", "1,234.5.6", "1 23",
                           "12,34.5,6", "1e999",   "0x10",  "nan",       "inf",
                           "1e",        "1,000e3", "1. 5",  "5..",       "1'2"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        refuse(texts[i], QC_DECIMAL_POINT);
    }
    char digits[200];
    memset(digits, '9', sizeof digits - 1);
    digits[199] = '\0';
    refuse(digits, QC_DECIMAL_POINT);
    refuse("1,234", QC_DECIMAL_NONE); /* two readings */
}
END_TEST

static bool decide(const char *const *texts, int count, qc_decimal *decimal)
{
    qc_number_tally tally = {.either = 0};
    for (int i = 0; i < count; i++) {
        qc_numbers_count(&tally, texts[i]);
    }
    return qc_numbers_decide(&tally, decimal);
}

START_TEST(one_clear_row_decides_the_column)
{
    qc_decimal decimal = QC_DECIMAL_NONE;
    ck_assert(decide((const char *[]){"1,234", "12.5"}, 2, &decimal));
    ck_assert_int_eq(decimal, QC_DECIMAL_POINT);
    ck_assert(decide((const char *[]){"1,234", "0,125"}, 2, &decimal));
    ck_assert_int_eq(decimal, QC_DECIMAL_COMMA);
    ck_assert(decide((const char *[]){"1,234", "1,234,567"}, 2, &decimal));
    ck_assert_int_eq(decimal, QC_DECIMAL_POINT);
    ck_assert(decide((const char *[]){"1200", "5", "rubbish"}, 3, &decimal));
    ck_assert_int_eq(decimal, QC_DECIMAL_NONE);
}
END_TEST

START_TEST(what_no_row_settles_is_a_question)
{
    qc_decimal decimal = QC_DECIMAL_NONE;
    ck_assert(!decide((const char *[]){"1,234", "5"}, 2, &decimal));
    ck_assert(!decide((const char *[]){"1.234"}, 1, &decimal));
    ck_assert(!decide((const char *[]){"1.5", "1,5"}, 2, &decimal));
}
END_TEST

START_TEST(currency_cells)
{
    char code[QC_NUMBERS_CURRENCY];
    ck_assert(qc_numbers_currency("eur", code));
    ck_assert_str_eq(code, "EUR");
    ck_assert(qc_numbers_currency("\xc2\xa3", code));
    ck_assert_str_eq(code, "GBP");
    ck_assert(!qc_numbers_currency("euros", code));
    ck_assert(!qc_numbers_currency("12%", code));
}
END_TEST

START_TEST(the_words_of_the_plan)
{
    qc_decimal decimal = QC_DECIMAL_NONE;
    ck_assert(qc_numbers_decimal("comma", &decimal));
    ck_assert_int_eq(decimal, QC_DECIMAL_COMMA);
    ck_assert(qc_numbers_decimal("point", &decimal));
    ck_assert_int_eq(decimal, QC_DECIMAL_POINT);
    ck_assert(!qc_numbers_decimal(",", &decimal));
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("numbers");
    TCase *all = tcase_create("all");
    tcase_add_test(all, thousands_and_decimals_in_every_style);
    tcase_add_test(all, currencies_around);
    tcase_add_test(all, signs);
    tcase_add_test(all, what_is_no_number_is_refused);
    tcase_add_test(all, one_clear_row_decides_the_column);
    tcase_add_test(all, what_no_row_settles_is_a_question);
    tcase_add_test(all, currency_cells);
    tcase_add_test(all, the_words_of_the_plan);
    suite_add_tcase(suite, all);
    return suite;
}
