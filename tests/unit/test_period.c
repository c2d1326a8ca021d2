#include "plan/period.h"

#include <check.h>
#include <string.h>

static const struct {
    const char *text;
    int32_t fiscal_start;
    const char *from, *to;
} GOOD[] = {
    {"2026", 1, "2026-01-01", "2026-12-31"},
    {"2026", 7, "2026-01-01", "2026-12-31"},
    {"Q3 2026", 1, "2026-07-01", "2026-09-30"},
    {"2026 Q3", 7, "2026-07-01", "2026-09-30"},
    {"q1 2028", 1, "2028-01-01", "2028-03-31"},
    {"2026-07", 1, "2026-07-01", "2026-07-31"},
    {"2028-02", 1, "2028-02-01", "2028-02-29"},
    {"2026-07-01..2026-12-31", 1, "2026-07-01", "2026-12-31"},
    {"2026-07-01 .. 2026-07-01", 1, "2026-07-01", "2026-07-01"},
    {"FY2026", 1, "2026-01-01", "2026-12-31"},
    {"FY2026", 7, "2025-07-01", "2026-06-30"},
    {"fy 2026", 12, "2025-12-01", "2026-11-30"},
    {"FY2026 Q3", 7, "2026-01-01", "2026-03-31"},
    {"FY2026 Q4", 2, "2025-11-01", "2026-01-31"},
    {"Q1 FY2026", 4, "2025-04-01", "2025-06-30"},
    {"FY2026 Q2", 1, "2026-04-01", "2026-06-30"},
};

START_TEST(periods_have_their_days)
{
    qc_period period;
    qc_status status = {0};
    char from[16], to[16];
    ck_assert_msg(qc_period_read(GOOD[_i].text, GOOD[_i].fiscal_start, &period, &status), "%s: %s",
                  GOOD[_i].text, status.message);
    ck_assert(!period.each);
    ck_assert_msg(strcmp(qc_calendar_text(period.span.from, from), GOOD[_i].from) == 0, "%s: %s",
                  GOOD[_i].text, from);
    ck_assert_msg(strcmp(qc_calendar_text(period.span.to, to), GOOD[_i].to) == 0, "%s: %s",
                  GOOD[_i].text, to);
}
END_TEST

static const char *const BAD[] = {
    "",
    "26",
    "Q5 2026",
    "Q0 2026",
    "2026 Q",
    "2026-13",
    "2026-00",
    "2026-7",
    "1899",
    "2201",
    "next year",
    "each",
    "each day",
    "each months",
    "FY26",
    "FY2026 Q5",
    "Q1 FY2026 Q2",
    "FY2026 Q3 x",
    "FY2026x",
    "2026-07-01",
    "2026-07-01..2026-02-30",
    "2026-07-01..",
    "..2026-07-01",
    "2026Q3",
    "1800-01-01..2026-01-01",
    "a text that is much longer than any period can ever be",
};

START_TEST(other_texts_are_no_period)
{
    qc_period period;
    qc_status status = {0};
    ck_assert_msg(!qc_period_read(BAD[_i], 1, &period, &status), "%s", BAD[_i]);
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_msg(strstr(status.message, "is not a period (2026, Q3 2026,"), "%s", status.message);
}
END_TEST

START_TEST(a_period_ends_after_it_begins)
{
    qc_period period;
    qc_status status = {0};
    ck_assert(!qc_period_read("2026-07-02..2026-07-01", 1, &period, &status));
    ck_assert_str_eq(status.message, "2026-07-02..2026-07-01 ends before it begins");
}
END_TEST

static qc_day day(const char *text)
{
    qc_day value = 0;
    ck_assert(qc_calendar_parse(text, &value));
    return value;
}

static void check_each(const char *text, const char *as_of, int32_t fiscal_start, int32_t count,
                       const char *first_from, const char *last_to)
{
    qc_period period;
    qc_status status = {0};
    qc_span spans[60];
    ck_assert(qc_period_read(text, fiscal_start, &period, &status));
    ck_assert(period.each);
    ck_assert_int_eq(qc_plan_spans(&period, day(as_of), fiscal_start, spans, 60), count);
    ck_assert_int_eq(spans[0].from, day(first_from));
    ck_assert_int_eq(spans[count - 1].to, day(last_to));
    for (int32_t i = 1; i < count; i++)
        ck_assert_int_eq(spans[i].from, spans[i - 1].to + 1);
}

START_TEST(each_lists_the_fiscal_year_of_the_as_of_day)
{
    check_each("each month", "2026-06-30", 1, 12, "2026-01-01", "2026-12-31");
    check_each("each month", "2026-06-30", 7, 12, "2025-07-01", "2026-06-30");
    check_each("Each Quarter", "2026-07-01", 7, 4, "2026-07-01", "2027-06-30");
    check_each("each quarter", "2026-06-30", 2, 4, "2026-02-01", "2027-01-31");
    check_each("each year", "2026-06-30", 1, 1, "2026-01-01", "2026-12-31");
    /* 2026-01-05 is the first Monday; the week of 2026-12-28 runs into January. */
    check_each("each week", "2026-06-30", 1, 52, "2026-01-05", "2027-01-03");
    /* 2024 begins on a Monday and is a leap year: 53 Mondays. */
    check_each("each week", "2024-06-30", 1, 53, "2024-01-01", "2025-01-05");
}
END_TEST

START_TEST(spans_never_overflow_the_room)
{
    qc_period period;
    qc_status status = {0};
    qc_span spans[3] = {{0, 0}, {0, 0}, {-7, -7}};
    ck_assert(qc_period_read("each month", 1, &period, &status));
    ck_assert_int_eq(qc_plan_spans(&period, day("2026-06-30"), 1, spans, 2), 12);
    ck_assert_int_eq(spans[1].from, day("2026-02-01"));
    ck_assert_int_eq(spans[2].from, -7);
    ck_assert(qc_period_read("2026", 1, &period, &status));
    ck_assert_int_eq(qc_plan_spans(&period, day("2020-06-30"), 1, spans, 2), 1);
    ck_assert_int_eq(spans[0].to, day("2026-12-31"));
    ck_assert_int_eq(qc_plan_spans(&period, day("2020-06-30"), 1, NULL, 0), 1);
}
END_TEST

START_TEST(months_have_english_names)
{
    ck_assert_int_eq(qc_period_month("January"), 1);
    ck_assert_int_eq(qc_period_month("july"), 7);
    ck_assert_int_eq(qc_period_month("DEC"), 12);
    ck_assert_int_eq(qc_period_month("7"), 0);
    ck_assert_int_eq(qc_period_month("Ju"), 0);
    ck_assert_int_eq(qc_period_month(""), 0);
    ck_assert_int_eq(qc_period_month("Juli"), 0);
}
END_TEST

START_TEST(days_far_away_are_out_of_bounds)
{
    ck_assert(qc_period_in_bounds(day("1900-01-01")));
    ck_assert(qc_period_in_bounds(day("2200-12-31")));
    ck_assert(!qc_period_in_bounds(day("1899-12-31")));
    ck_assert(!qc_period_in_bounds(day("2201-01-01")));
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("period");
    TCase *cases = tcase_create("period");
    tcase_add_loop_test(cases, periods_have_their_days, 0, sizeof GOOD / sizeof GOOD[0]);
    tcase_add_loop_test(cases, other_texts_are_no_period, 0, sizeof BAD / sizeof BAD[0]);
    tcase_add_test(cases, a_period_ends_after_it_begins);
    tcase_add_test(cases, each_lists_the_fiscal_year_of_the_as_of_day);
    tcase_add_test(cases, spans_never_overflow_the_room);
    tcase_add_test(cases, months_have_english_names);
    tcase_add_test(cases, days_far_away_are_out_of_bounds);
    suite_add_tcase(suite, cases);
    return suite;
}
