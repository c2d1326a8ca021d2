#include "plan/number.h"

#include <check.h>
#include <string.h>

typedef struct good_case {
    const char *text;
    double value;
    const char *currency, *unit;
    bool percent, scaled, point_may_group;
} good_case;

static const good_case GOOD[] = {
    {"0", 0, "", "", false, false, false},
    {"12", 12, "", "", false, false, false},
    {"  12\t", 12, "", "", false, false, false},
    {"0.55", 0.55, "", "", false, false, false},
    {"0.125", 0.125, "", "", false, false, false},
    {"0,125", 0.125, "", "", false, false, false},
    {"0,55", 0.55, "", "", false, false, false},
    {"1,5", 1.5, "", "", false, false, false},
    {"1200,500", 1200.5, "", "", false, false, false},
    {"4 800 000", 4800000, "", "", false, false, false},
    {"4_800_000", 4800000, "", "", false, false, false},
    {"4\xC2\xA0"
     "800",
     4800, "", "", false, false, false},
    {"4\xE2\x80\xAF"
     "800\xE2\x80\x89"
     "000",
     4800000, "", "", false, false, false},
    {"1,200.50", 1200.5, "", "", false, false, false},
    {"1.200,50", 1200.5, "", "", false, false, false},
    {"1 200,500", 1200.5, "", "", false, false, false},
    {"1,200,000", 1200000, "", "", false, false, false},
    {"1.200.000", 1200000, "", "", false, false, false},
    {"1.200", 1.2, "", "", false, false, true},
    {"12.345", 12.345, "", "", false, false, true},
    {"1200.500", 1200.5, "", "", false, false, false},
    {"1e6", 1e6, "", "", false, false, false},
    {"1.5e-05", 1.5e-05, "", "", false, false, false},
    {"2E+3", 2000, "", "", false, false, false},
    {"1.2M", 1.2e6, "", "", false, true, false},
    {"1.2 M", 1.2e6, "", "", false, true, false},
    {"1.2m", 1.2e6, "", "", false, true, false},
    {"400k", 4e5, "", "", false, true, false},
    {"400K", 4e5, "", "", false, true, false},
    {"1.5bn", 1.5e9, "", "", false, true, false},
    {"2B", 2e9, "", "", false, true, false},
    {"3 mn", 3e6, "", "", false, true, false},
    {"1.234M", 1.234e6, "", "", false, true, true},
    {"55%", 55, "", "", true, false, false},
    {"55 %", 55, "", "", true, false, false},
    {"EUR 1.2M", 1.2e6, "EUR", "", false, true, false},
    {"EUR1.2M", 1.2e6, "EUR", "", false, true, false},
    {"1.2M EUR", 1.2e6, "", "EUR", false, true, false},
    {"\xE2\x82\xAC"
     "5",
     5, "\xE2\x82\xAC", "", false, false, false},
    {"14 days", 14, "", "days", false, false, false},
    {"14days", 14, "", "days", false, false, false},
    {"60 per month", 60, "", "per month", false, false, false},
    {"60/month", 60, "", "/month", false, false, false},
    {"5 points", 5, "", "points", false, false, false},
};

START_TEST(one_reading_is_taken)
{
    const good_case *wanted = &GOOD[_i];
    qc_number_text number;
    qc_status status = {0};
    ck_assert_msg(qc_number_read(wanted->text, &number, &status), "%s: %s", wanted->text,
                  status.message);
    ck_assert_msg(number.value == wanted->value, "%s: %.17g", wanted->text, number.value);
    ck_assert_str_eq(number.currency, wanted->currency);
    ck_assert_str_eq(number.unit, wanted->unit);
    ck_assert_msg(number.percent == wanted->percent, "%s", wanted->text);
    ck_assert_msg(number.scaled == wanted->scaled, "%s", wanted->text);
    ck_assert_msg(number.point_may_group == wanted->point_may_group, "%s", wanted->text);
}
END_TEST

#define GROUPS "is not a number (thousands come in groups of three, like 4 800 000)"
#define TWO \
    "could be thousands or decimals; write it without the comma, or with a point for decimals"

static const struct {
    const char *text, *message;
} BAD[] = {
    {"", " is not a number"},
    {"many", "many is not a number"},
    {"-5", "-5 has a sign, which belongs to changes such as +20%"},
    {"+ 5", "+ 5 has a sign, which belongs to changes such as +20%"},
    {"1,200", "1,200 " TWO},
    {"12,345", "12,345 " TWO},
    {"4 20", "4 20 " GROUPS},
    {"4 80 000", "4 80 000 " GROUPS},
    {"4800 000", "4800 000 " GROUPS},
    {"1,20,000", "1,20,000 " GROUPS},
    {"1.2.3", "1.2.3 " GROUPS},
    {"1,200.50.1", "1,200.50.1 " GROUPS},
    {"1,200,50.1,2", "1,200,50.1,2 " GROUPS},
    {"1.200_000", "1.200_000 " GROUPS},
    {"1 200_000", "1 200_000 " GROUPS},
    {"1,200 000.5", "1,200 000.5 " GROUPS},
    {"5.", "5. " GROUPS},
    {"5,", "5, " GROUPS},
    {"5_", "5_ " GROUPS},
    {"1 000e3x and a lot more than fits there",
     "1 000e3x and a lot more than fits there is not a number (too much text after the digits)"},
    {"a currency that is rather long 5",
     "a currency that is rather long 5 is not a number (too much text before the digits)"},
    {"1e999", "1e999 is not a number that fits"},
    {"11111111111111111111111111111111111111111111111111111111111111111",
     "111111111111111111111111111111111111111111111111111111111111... is too long for a number"},
};

START_TEST(what_has_none_or_two_is_refused)
{
    qc_number_text number;
    qc_status status = {0};
    ck_assert_msg(!qc_number_read(BAD[_i].text, &number, &status), "%s", BAD[_i].text);
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_str_eq(status.message, BAD[_i].message);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("number");
    TCase *cases = tcase_create("number");
    tcase_add_loop_test(cases, one_reading_is_taken, 0, sizeof GOOD / sizeof GOOD[0]);
    tcase_add_loop_test(cases, what_has_none_or_two_is_refused, 0, sizeof BAD / sizeof BAD[0]);
    suite_add_tcase(suite, cases);
    return suite;
}
