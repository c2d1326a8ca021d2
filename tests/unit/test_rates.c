#include "history/rates.h"
#include "tests/support/reading.h"

#include <stdio.h>
#include <unistd.h>

#define DEALS                                         \
    "deal_id,date,stage,amount,currency\n"            \
    "A,2026-01-01,lead,100,EUR\nA,2026-01-10,won,,\n" \
    "B,2026-01-01,lead,100,USD\nB,2026-02-10,won,,\n" \
    "C,2026-01-05,lead,50,usd\nC,2026-02-01,offer,80,\n"

/* A file in the folder that the test runs in. */
static const char *rates_file(const char *text)
{
    static char path[64];
    (void) snprintf(path, sizeof path, "rates_%d.csv", (int) getpid());
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    return path;
}

static qc_reading read_with(const char *rates, const char *currency)
{
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.rates = rates_file(rates);
    options.currency = currency;
    qc_reading it = qc_read_text(DEALS, &options);
    ck_assert_int_eq(unlink(options.rates), 0);
    return it;
}

static double amount(const qc_reading *it, int32_t at)
{
    return it->history.changes.number[QC_NUMBER_AMOUNT][at];
}

START_TEST(each_amount_is_worth_what_it_is_on_its_day)
{
    qc_reading it = read_with("currency,date,rate\nUSD,2026-02-01,0.8\nUSD,2025-06-01,0.9\n", NULL);
    ck_assert_msg(it.ok, "%s", it.status.message);
    ck_assert_str_eq(it.history.currency, "EUR"); /* the one that the rates leave out */
    ck_assert_double_eq_tol(amount(&it, 0), 100.0, 1e-9);
    ck_assert_double_eq_tol(amount(&it, 1), 100.0, 1e-9);
    ck_assert_double_eq_tol(amount(&it, 2), 90.0, 1e-9);
    ck_assert_double_eq_tol(amount(&it, 3), 80.0, 1e-9); /* carried on, at the rate of the win */
    ck_assert_double_eq_tol(amount(&it, 4), 45.0, 1e-9);
    ck_assert_double_eq_tol(amount(&it, 5), 64.0, 1e-9);
    ck_assert_double_eq_tol(it.history.reconciliation.amount_won, 180.0, 1e-9);
    qc_reading_free(&it);
}
END_TEST

START_TEST(the_base_may_be_named)
{
    qc_reading it = read_with("currency;date;rate\nUSD;1.1.2025;1\nEUR;1.1.2025;1,25\n", "USD");
    ck_assert_msg(it.ok, "%s", it.status.message);
    ck_assert_str_eq(it.history.currency, "USD");
    ck_assert_double_eq_tol(amount(&it, 0), 125.0, 1e-9);
    ck_assert_double_eq_tol(amount(&it, 2), 100.0, 1e-9);
    qc_reading_free(&it);
}
END_TEST

START_TEST(dated_conversion_rates_are_turned)
{
    qc_reading it = read_with("IsoCode,StartDate,ConversionRate\nUSD,2025-01-01,2\n", NULL);
    ck_assert_msg(it.ok, "%s", it.status.message);
    ck_assert_double_eq_tol(amount(&it, 2), 50.0, 1e-9);
    qc_reading_free(&it);
}
END_TEST

static void expect_refused(const char *rates, const char *reason, const char *text)
{
    qc_reading it = read_with(rates, NULL);
    ck_assert(!it.ok);
    const qc_finding *found = qc_nth_finding(&it.findings, QC_FINDING_ERROR, reason, 0);
    ck_assert_msg(found != NULL, "no '%s': %s", reason, it.status.message);
    ck_assert_msg(strstr(found->text, text) != NULL, "%s", found->text);
    qc_reading_free(&it);
}

START_TEST(what_is_missing_or_wrong_is_an_error)
{
    expect_refused("currency,date,rate\nUSD,2026-01-02,0.8\n", "no rate",
                   "nothing of USD on or before 2026-01-01");
    expect_refused("currency,date,rate\nGBP,2025-01-02,0.8\n", "no base currency",
                   "--currency EUR");
    expect_refused("currency,date\nUSD,2025-01-01\n", "missing column", "currency, date, rate");
    expect_refused("currency,date,rate\nUSD,2025-01-01,0\n", "bad rate", "above 0");
    expect_refused("currency,date,rate\nUSD,2025-13-01,1\n", "bad rate", "calendar day");
    expect_refused("currency,date,rate\nmoney,2025-01-01,1\n", "bad rate", "currency");
    expect_refused("currency,date,rate\nUSD,2025-01-01,1\nGBP,2025-01-01,1\nUSD,2025-01-01,2\n",
                   "bad rate", "USD has two different rates from 2025-01-01 on");
    expect_refused("currency,date,rate\n", "no rows", "no rows below it");
    expect_refused("currency,date,rate\nUSD,03/04/2025,1\n", "ambiguous date", "date_order");
}
END_TEST

START_TEST(without_rates_currencies_do_not_mix)
{
    qc_reading it = qc_read_text(DEALS, NULL);
    ck_assert(!it.ok);
    ck_assert_ptr_nonnull(qc_nth_finding(&it.findings, QC_FINDING_ERROR, "mixed currencies", 0));
    qc_reading_free(&it);
}
END_TEST

START_TEST(without_rates_amounts_are_in_the_wanted_currency)
{
    static const char deals[] = "deal_id,date,stage,amount\nA,2026-01-01,lead,100 USD\n";
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.currency = "USD";
    qc_reading it = qc_read_text(deals, &options);
    ck_assert_msg(it.ok, "%s", it.status.message);
    qc_reading_free(&it);
    options.currency = "EUR";
    it = qc_read_text(deals, &options);
    ck_assert(!it.ok);
    ck_assert_ptr_nonnull(qc_nth_finding(&it.findings, QC_FINDING_ERROR, "other currency", 0));
    ck_assert_ptr_nonnull(strstr(it.status.message, "are in USD, not in EUR"));
    qc_reading_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("rates");
    TCase *all = tcase_create("all");
    tcase_add_test(all, each_amount_is_worth_what_it_is_on_its_day);
    tcase_add_test(all, the_base_may_be_named);
    tcase_add_test(all, dated_conversion_rates_are_turned);
    tcase_add_test(all, what_is_missing_or_wrong_is_an_error);
    tcase_add_test(all, without_rates_currencies_do_not_mix);
    tcase_add_test(all, without_rates_amounts_are_in_the_wanted_currency);
    suite_add_tcase(suite, all);
    return suite;
}
