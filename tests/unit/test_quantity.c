#include "plan/quantity.h"

#include <check.h>
#include <math.h>
#include <string.h>

#define SHARE  QC_QUANTITY_SHARE
#define MONEY  QC_QUANTITY_MONEY
#define DAYS   QC_QUANTITY_DAYS
#define RATE   QC_QUANTITY_RATE
#define COUNT  QC_QUANTITY_COUNT
#define FACTOR QC_QUANTITY_FACTOR

static const struct {
    const char *text;
    qc_quantity_kind kind;
    double value;
    qc_calendar_unit per;
} SINGLES[] = {
    {"55%", SHARE, 0.55, QC_UNIT_DAY},
    {"0.55", SHARE, 0.55, QC_UNIT_DAY},
    {"0", SHARE, 0, QC_UNIT_DAY},
    {"100%", SHARE, 1, QC_UNIT_DAY},
    {"1", SHARE, 1, QC_UNIT_DAY},
    {"1.2M", MONEY, 1.2e6, QC_UNIT_DAY},
    {"EUR 1.2M", MONEY, 1.2e6, QC_UNIT_DAY},
    {"1.2M eur", MONEY, 1.2e6, QC_UNIT_DAY},
    {"\xE2\x82\xAC 1.2M", MONEY, 1.2e6, QC_UNIT_DAY},
    {"4 800 000", MONEY, 4.8e6, QC_UNIT_DAY},
    {"1200.50", MONEY, 1200.5, QC_UNIT_DAY},
    {"1.234M", MONEY, 1.234e6, QC_UNIT_DAY},
    {"14", DAYS, 14, QC_UNIT_DAY},
    {"14 days", DAYS, 14, QC_UNIT_DAY},
    {"1 day", DAYS, 1, QC_UNIT_DAY},
    {"0.5", DAYS, 0.5, QC_UNIT_DAY},
    {"2 weeks", DAYS, 14, QC_UNIT_DAY},
    {"12 months", DAYS, 365.25, QC_UNIT_DAY},
    {"60 per month", RATE, 60, QC_UNIT_MONTH},
    {"60/week", RATE, 60, QC_UNIT_WEEK},
    {"60 / year", RATE, 60, QC_UNIT_YEAR},
    {"0 per day", RATE, 0, QC_UNIT_DAY},
    {"1.5k Per Quarter", RATE, 1500, QC_UNIT_QUARTER},
    {"20", COUNT, 20, QC_UNIT_DAY},
    {"20 customers", COUNT, 20, QC_UNIT_DAY},
    {"0", COUNT, 0, QC_UNIT_DAY},
    {"1.1", FACTOR, 1.1, QC_UNIT_DAY},
};

START_TEST(one_number_of_each_kind)
{
    double value = -1;
    qc_calendar_unit per = QC_UNIT_DAY;
    qc_status status = {0};
    ck_assert_msg(
        qc_quantity_single(SINGLES[_i].text, SINGLES[_i].kind, "EUR", &value, &per, &status),
        "%s: %s", SINGLES[_i].text, status.message);
    ck_assert_msg(value == SINGLES[_i].value, "%s: %.17g", SINGLES[_i].text, value);
    ck_assert_int_eq(per, SINGLES[_i].per);
}
END_TEST

static const struct {
    const char *text;
    qc_quantity_kind kind;
    double low, high;
    qc_calendar_unit per;
} RANGES[] = {
    {"45% to 65%", SHARE, 0.45, 0.65, QC_UNIT_DAY},
    {"0.45 to 0.65", SHARE, 0.45, 0.65, QC_UNIT_DAY},
    {"4k to 40k", MONEY, 4000, 40000, QC_UNIT_DAY},
    {"EUR 4k to 40k", MONEY, 4000, 40000, QC_UNIT_DAY},
    {"4k to 40k EUR", MONEY, 4000, 40000, QC_UNIT_DAY},
    {"500 to 4k", MONEY, 500, 4000, QC_UNIT_DAY},
    {"900k to 1.2M", MONEY, 9e5, 1.2e6, QC_UNIT_DAY},
    {"4 to 20", DAYS, 4, 20, QC_UNIT_DAY},
    {"4 to 20 days", DAYS, 4, 20, QC_UNIT_DAY},
    {"2 to 3 weeks", DAYS, 14, 21, QC_UNIT_DAY},
    {"5 days to 2 weeks", DAYS, 5, 14, QC_UNIT_DAY},
    {"60 to 80 per month", RATE, 60, 80, QC_UNIT_MONTH},
    {"60 per month to 80 per month", RATE, 60, 80, QC_UNIT_MONTH},
    {"4 TO 8 per week", RATE, 4, 8, QC_UNIT_WEEK},
};

START_TEST(ranges_of_each_kind)
{
    qc_belief belief = {0};
    qc_status status = {0};
    ck_assert_msg(qc_quantity_belief(RANGES[_i].text, RANGES[_i].kind, "EUR", &belief, &status),
                  "%s: %s", RANGES[_i].text, status.message);
    ck_assert_int_eq(belief.form, QC_BELIEF_RANGE);
    ck_assert_msg(belief.first == RANGES[_i].low, "%s: %.17g", RANGES[_i].text, belief.first);
    ck_assert_msg(belief.second == RANGES[_i].high, "%s: %.17g", RANGES[_i].text, belief.second);
    ck_assert_int_eq(belief.per, RANGES[_i].per);
}
END_TEST

START_TEST(a_number_alone_is_a_single_belief)
{
    qc_belief belief = {0};
    qc_status status = {0};
    ck_assert(qc_quantity_belief("60 per week", RATE, "", &belief, &status));
    ck_assert_int_eq(belief.form, QC_BELIEF_SINGLE);
    ck_assert_double_eq(belief.first, 60);
    ck_assert_int_eq(belief.per, QC_UNIT_WEEK);
}
END_TEST

#define NO_SHARE  " is not a share (0..1 or 0%..100%)"
#define NO_AMOUNT " is not an amount (above 0, e.g. 1.2M, 400k or 4 800 000)"
#define NO_DAYS   " is not a number of days (above 0 and up to 36500, e.g. 14, 14 days or 2 weeks)"
#define NO_RATE   " is not a rate (0 to 1000000, e.g. 60 per month)"

static const struct {
    const char *text;
    qc_quantity_kind kind;
    const char *currency, *message;
} BAD[] = {
    {"1.4", SHARE, "EUR", "1.4" NO_SHARE},
    {"55", SHARE, "EUR", "55" NO_SHARE},
    {"101%", SHARE, "EUR", "101%" NO_SHARE},
    {"-5%", SHARE, "EUR", "-5%" NO_SHARE},
    {"half", SHARE, "EUR", "half" NO_SHARE},
    {"0.5 deals", SHARE, "EUR", "0.5 deals" NO_SHARE},
    {"0.5k", SHARE, "EUR", "0.5k" NO_SHARE},
    {"EUR 0.5", SHARE, "EUR", "EUR 0.5" NO_SHARE},
    {"0", MONEY, "EUR", "0" NO_AMOUNT},
    {"55%", MONEY, "EUR", "55%" NO_AMOUNT},
    {"5 days", MONEY, "EUR", "5 days" NO_AMOUNT},
    {"2e15", MONEY, "EUR", "2e15" NO_AMOUNT},
    {"USD 5", MONEY, "EUR", "USD 5 is not in the plan's currency (EUR)"},
    {"5 USD", MONEY, "EUR", "5 USD is not in the plan's currency (EUR)"},
    {"$5", MONEY, "EUR", "$5 is not in the plan's currency (EUR)"},
    {"EUR 5", MONEY, "", "EUR 5 names a currency, but the plan has no 'currency'"},
    {"1.200", MONEY, "EUR",
     "1.200 could be thousands or decimals; write it without the point, or with two decimals"},
    {"1,200", MONEY, "EUR",
     "1,200 could be thousands or decimals; write it without the comma, or with a point for "
     "decimals"},
    {"0", DAYS, "EUR", "0" NO_DAYS},
    {"40000", DAYS, "EUR", "40000" NO_DAYS},
    {"101 years", DAYS, "EUR", "101 years" NO_DAYS},
    {"4k", DAYS, "EUR", "4k" NO_DAYS},
    {"4 fortnights", DAYS, "EUR", "4 fortnights" NO_DAYS},
    {"5%", DAYS, "EUR", "5%" NO_DAYS},
    {"60", RATE, "EUR", "60 needs a unit of time, e.g. 60 per month"},
    {"60 per moon", RATE, "EUR", "60 per moon" NO_RATE},
    {"60 monthly", RATE, "EUR", "60 monthly" NO_RATE},
    {"2M per year", RATE, "EUR", "2M per year" NO_RATE},
    {"20 apples", COUNT, "EUR", "20 apples is not a count (0 or more, e.g. 20 or 1.5k)"},
    {"20%", COUNT, "EUR", "20% is not a count (0 or more, e.g. 20 or 1.5k)"},
    {"101", FACTOR, "EUR", "101 is not a plain number (0 to 100, e.g. 0.4)"},
    {"1.1 days", FACTOR, "EUR", "1.1 days is not a plain number (0 to 100, e.g. 0.4)"},
    {"65% to 45%", SHARE, "EUR", "65% to 45%: the low end is above the high end"},
    {"45% to 45%", SHARE, "EUR", "45% to 45%: both ends are equal; write one number"},
    {"0% to 45%", SHARE, "EUR", "0% to 45%: the low end of a range has to be above 0"},
    {"45% to 100%", SHARE, "EUR", "45% to 100%: the high end of a range has to be below 100%"},
    {"45 to 65%", SHARE, "EUR", "45 to 65%: write both ends with % or both without"},
    {"45% to 0.65", SHARE, "EUR", "45% to 0.65: write both ends with % or both without"},
    {"45% to 140%", SHARE, "EUR", "140%" NO_SHARE},
    {"4 to 40k", MONEY, "EUR",
     "4 to 40k: does the k, M or bn belong to both ends? write it at both, or write the numbers "
     "out"},
    {"4k to 40", MONEY, "EUR", "4k to 40: the low end is above the high end"},
    {"4-20", DAYS, "EUR", "4-20: write a range as 'a to b'"},
    {"4..20", DAYS, "EUR", "4..20: write a range as 'a to b'"},
    {"4 \xE2\x80\x93 20", DAYS, "EUR", "4 \xE2\x80\x93 20: write a range as 'a to b'"},
    {"0 to 20 per week", RATE, "EUR", "0 to 20 per week: the low end of a range has to be above 0"},
    {"6 per week to 8 per month", RATE, "EUR", "6 per week to 8 per month" NO_RATE},
    {"6 to 8", RATE, "EUR", "8 needs a unit of time, e.g. 60 per month"},
    {"4 to 5 to 6", DAYS, "EUR", "5 to 6" NO_DAYS},
    {" to 6", DAYS, "EUR", " to 6" NO_DAYS},
};

START_TEST(everything_else_is_refused_with_a_reason)
{
    qc_belief belief = {0};
    qc_status status = {0};
    ck_assert_msg(
        !qc_quantity_belief(BAD[_i].text, BAD[_i].kind, BAD[_i].currency, &belief, &status), "%s",
        BAD[_i].text);
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_str_eq(status.message, BAD[_i].message);
}
END_TEST

static const struct {
    const char *text;
    qc_quantity_kind kind;
    qc_change_kind change;
    double amount;
} CHANGES[] = {
    {"+20%", DAYS, QC_CHANGE_SCALE, 1.2},
    {"-8%", MONEY, QC_CHANGE_SCALE, 0.92},
    {"+ 60 %", RATE, QC_CHANGE_SCALE, 1.6},
    {"\xE2\x88\x92"
     "50%",
     SHARE, QC_CHANGE_SCALE, 0.5},
    {"+5 points", SHARE, QC_CHANGE_POINTS, 0.05},
    {"-1 point", SHARE, QC_CHANGE_POINTS, -0.01},
    {"+2.5 percentage points", SHARE, QC_CHANGE_POINTS, 0.025},
    {"+9900%", RATE, QC_CHANGE_SCALE, 100},
};

START_TEST(changes_scale_or_shift)
{
    qc_change_kind change = QC_CHANGE_REPLACE;
    double amount = 0;
    qc_status status = {0};
    ck_assert(qc_quantity_is_change(CHANGES[_i].text));
    ck_assert_msg(qc_quantity_change(CHANGES[_i].text, CHANGES[_i].kind, &change, &amount, &status),
                  "%s", status.message);
    ck_assert_int_eq(change, CHANGES[_i].change);
    ck_assert_double_eq_tol(amount, CHANGES[_i].amount, 1e-15);
}
END_TEST

static const struct {
    const char *text;
    qc_quantity_kind kind;
    const char *message;
} BAD_CHANGES[] = {
    {"+5", SHARE, "+5 is not a change (+20%, -8% or +5 points)"},
    {"+5", DAYS, "+5 is not a change (+20% or -8%)"},
    {"+5 points", DAYS, "+5 points is not a change (+20% or -8%)"},
    {"+5% points", SHARE, "+5% points is not a change (+20%, -8% or +5 points)"},
    {"+20k%", DAYS, "+20k% is not a change (+20% or -8%)"},
    {"+", DAYS, "+ is not a change (+20% or -8%)"},
    {"+-5%", DAYS, "+-5% is not a change (+20% or -8%)"},
    {"20%", DAYS, "20% is not a change (+20% or -8%)"},
    {"-100%", RATE, "-100% is out of bounds (above -100%, up to +9900%)"},
    {"+9901%", RATE, "+9901% is out of bounds (above -100%, up to +9900%)"},
    {"+101 points", SHARE, "+101 points is out of bounds (-100 to +100 points)"},
};

START_TEST(other_changes_are_refused)
{
    qc_change_kind change;
    double amount;
    qc_status status = {0};
    ck_assert_msg(
        !qc_quantity_change(BAD_CHANGES[_i].text, BAD_CHANGES[_i].kind, &change, &amount, &status),
        "%s", BAD_CHANGES[_i].text);
    ck_assert_str_eq(status.message, BAD_CHANGES[_i].message);
}
END_TEST

START_TEST(evidence_is_a_count_or_certain)
{
    static const char *const BAD_ONES[] = {"0", "sure", "20 apples", "-1", "20%", "2M", ""};
    double deals = 0;
    qc_status status = {0};
    ck_assert(qc_quantity_evidence("20 deals", &deals, &status));
    ck_assert_double_eq(deals, 20);
    ck_assert(qc_quantity_evidence("7.5", &deals, &status));
    ck_assert_double_eq(deals, 7.5);
    ck_assert(qc_quantity_evidence("Certain", &deals, &status));
    ck_assert(isinf(deals) && deals > 0);
    for (size_t i = 0; i < sizeof BAD_ONES / sizeof BAD_ONES[0]; i++) {
        qc_status failure = {0};
        ck_assert_msg(!qc_quantity_evidence(BAD_ONES[i], &deals, &failure), "%s", BAD_ONES[i]);
        ck_assert(strstr(failure.message, "20 deals, or certain"));
    }
}
END_TEST

START_TEST(units_know_their_length)
{
    qc_calendar_unit unit = QC_UNIT_DAY;
    ck_assert(qc_quantity_unit("Quarters", &unit));
    ck_assert_int_eq(unit, QC_UNIT_QUARTER);
    ck_assert(!qc_quantity_unit("fortnight", &unit));
    ck_assert_double_eq(qc_quantity_per_day(QC_UNIT_DAY), 1);
    ck_assert_double_eq(qc_quantity_per_day(QC_UNIT_WEEK), 1.0 / 7);
    ck_assert_double_eq(qc_quantity_per_day(QC_UNIT_MONTH), 12 / 365.25);
    ck_assert_double_eq(qc_quantity_per_day(QC_UNIT_QUARTER), 4 / 365.25);
    ck_assert_double_eq(qc_quantity_per_day(QC_UNIT_YEAR), 1 / 365.25);
}
END_TEST

#define COUNT_OF(table) ((int) (sizeof table / sizeof table[0]))

Suite *qc_suite(void)
{
    Suite *suite = suite_create("quantity");
    TCase *cases = tcase_create("quantity");
    tcase_add_loop_test(cases, one_number_of_each_kind, 0, COUNT_OF(SINGLES));
    tcase_add_loop_test(cases, ranges_of_each_kind, 0, COUNT_OF(RANGES));
    tcase_add_test(cases, a_number_alone_is_a_single_belief);
    tcase_add_loop_test(cases, everything_else_is_refused_with_a_reason, 0, COUNT_OF(BAD));
    tcase_add_loop_test(cases, changes_scale_or_shift, 0, COUNT_OF(CHANGES));
    tcase_add_loop_test(cases, other_changes_are_refused, 0, COUNT_OF(BAD_CHANGES));
    tcase_add_test(cases, evidence_is_a_count_or_certain);
    tcase_add_test(cases, units_know_their_length);
    suite_add_tcase(suite, cases);
    return suite;
}
