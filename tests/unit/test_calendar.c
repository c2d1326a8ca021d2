#include "core/calendar.h"

#include <check.h>

static qc_day day_of(const char *text)
{
    qc_day day = 0;

    ck_assert_msg(qc_calendar_parse(text, &day), "%s", text);
    return day;
}

static void check_span(qc_span span, const char *from, const char *to)
{
    char text[16];

    ck_assert_str_eq(qc_calendar_text(span.from, text), from);
    ck_assert_str_eq(qc_calendar_text(span.to, text), to);
}

START_TEST(known_days)
{
    ck_assert_int_eq(qc_calendar_day(1970, 1, 1), 0);
    ck_assert_int_eq(qc_calendar_day(1969, 12, 31), -1);
    ck_assert_int_eq(qc_calendar_day(2000, 3, 1), 11017);
    ck_assert_int_eq(qc_calendar_day(2026, 6, 30), 20634);
    ck_assert_int_eq(qc_calendar_day(1, 1, 1), -719162);
    ck_assert_int_eq(qc_calendar_day(9999, 12, 31), 2932896);
}
END_TEST

/* Counts through ten thousand years by the rule of the calendar alone. */
START_TEST(every_day_of_the_calendar)
{
    qc_day expected = -719162;
    int32_t weekday = 1; /* 0001-01-01 was a Monday */

    for (int32_t year = 1; year <= 9999; year++) {
        for (int32_t month = 1; month <= 12; month++) {
            for (int32_t day = 1; day <= qc_calendar_month_days(year, month); day++) {
                const qc_date date = qc_calendar_date(expected);
                if (date.year != year || date.month != month || date.day != day ||
                    qc_calendar_day(year, month, day) != expected ||
                    qc_calendar_weekday(expected) != weekday) {
                    ck_abort_msg("%d-%d-%d is not day %d", year, month, day, expected);
                }
                expected++;
                weekday = weekday % 7 + 1;
            }
        }
    }
    ck_assert_int_eq(expected, 2932897);
}
END_TEST

START_TEST(weekdays)
{
    ck_assert_int_eq(qc_calendar_weekday(day_of("1970-01-01")), 4);
    ck_assert_int_eq(qc_calendar_weekday(day_of("2026-11-22")), 7);
    ck_assert_int_eq(qc_calendar_weekday(day_of("1969-12-29")), 1);
}
END_TEST

START_TEST(leap_years)
{
    ck_assert_int_eq(qc_calendar_month_days(2024, 2), 29);
    ck_assert_int_eq(qc_calendar_month_days(2026, 2), 28);
    ck_assert_int_eq(qc_calendar_month_days(1900, 2), 28);
    ck_assert_int_eq(qc_calendar_month_days(2000, 2), 29);
    ck_assert(qc_calendar_valid(2024, 2, 29));
    ck_assert(!qc_calendar_valid(2023, 2, 29));
    ck_assert(!qc_calendar_valid(2023, 13, 1));
    ck_assert(!qc_calendar_valid(2023, 0, 1));
    ck_assert(!qc_calendar_valid(2023, 4, 31));
    ck_assert(!qc_calendar_valid(2023, 4, 0));
    ck_assert(!qc_calendar_valid(0, 1, 1));
    ck_assert(!qc_calendar_valid(10000, 1, 1));
}
END_TEST

START_TEST(months)
{
    ck_assert_int_eq(qc_calendar_month_index(day_of("2026-01-31")), 2026 * 12);
    ck_assert_int_eq(qc_calendar_month_index(day_of("2025-12-01")), 2026 * 12 - 1);
    check_span(qc_calendar_month_span(2024 * 12 + 1), "2024-02-01", "2024-02-29");
    check_span(qc_calendar_month_span(2024 * 12 + 11), "2024-12-01", "2024-12-31");
    ck_assert_str_eq(qc_calendar_month_name(1), "January");
    ck_assert_str_eq(qc_calendar_month_name(12), "December");
}
END_TEST

START_TEST(units_of_the_calendar_year)
{
    const qc_day day = day_of("2026-08-19"); /* a Wednesday */

    check_span(qc_calendar_unit_span(day, QC_UNIT_DAY, 1), "2026-08-19", "2026-08-19");
    check_span(qc_calendar_unit_span(day, QC_UNIT_WEEK, 1), "2026-08-17", "2026-08-23");
    check_span(qc_calendar_unit_span(day, QC_UNIT_MONTH, 1), "2026-08-01", "2026-08-31");
    check_span(qc_calendar_unit_span(day, QC_UNIT_QUARTER, 1), "2026-07-01", "2026-09-30");
    check_span(qc_calendar_unit_span(day, QC_UNIT_YEAR, 1), "2026-01-01", "2026-12-31");
    check_span(qc_calendar_unit_span(day_of("2026-01-01"), QC_UNIT_WEEK, 1), "2025-12-29",
               "2026-01-04");
    ck_assert_int_eq(qc_calendar_fiscal_year(day, 1), 2026);
}
END_TEST

START_TEST(units_of_a_fiscal_year)
{
    check_span(qc_calendar_unit_span(day_of("2026-03-31"), QC_UNIT_YEAR, 4), "2025-04-01",
               "2026-03-31");
    check_span(qc_calendar_unit_span(day_of("2026-04-01"), QC_UNIT_YEAR, 4), "2026-04-01",
               "2027-03-31");
    check_span(qc_calendar_unit_span(day_of("2026-01-15"), QC_UNIT_QUARTER, 4), "2026-01-01",
               "2026-03-31");
    check_span(qc_calendar_unit_span(day_of("2026-01-15"), QC_UNIT_QUARTER, 2), "2025-11-01",
               "2026-01-31");
    check_span(qc_calendar_unit_span(day_of("2026-02-01"), QC_UNIT_QUARTER, 2), "2026-02-01",
               "2026-04-30");
    check_span(qc_calendar_unit_span(day_of("2026-12-31"), QC_UNIT_QUARTER, 12), "2026-12-01",
               "2027-02-28");
    ck_assert_int_eq(qc_calendar_fiscal_year(day_of("2026-03-31"), 4), 2026);
    ck_assert_int_eq(qc_calendar_fiscal_year(day_of("2026-04-01"), 4), 2027);
    ck_assert_int_eq(qc_calendar_fiscal_year(day_of("2026-11-30"), 12), 2026);
    ck_assert_int_eq(qc_calendar_fiscal_year(day_of("2026-12-01"), 12), 2027);
}
END_TEST

/* Every unit holds its day, and the day after it starts the next one. */
START_TEST(units_tile_the_calendar)
{
    for (int32_t start = 1; start <= 12; start++) {
        for (qc_day day = day_of("1999-01-01"); day <= day_of("2005-01-01"); day++) {
            for (int unit = QC_UNIT_DAY; unit <= QC_UNIT_YEAR; unit++) {
                const qc_span span = qc_calendar_unit_span(day, (qc_calendar_unit) unit, start);
                const qc_span next = qc_calendar_unit_span(span.to + 1, (qc_calendar_unit) unit,
                                                           start);
                if (span.from > day || span.to < day || next.from != span.to + 1) {
                    ck_abort_msg("unit %d from month %d breaks at day %d", unit, start, day);
                }
            }
        }
    }
}
END_TEST

START_TEST(strict_reading)
{
    const char *wrong[] = {"",           "2026-7-01",  "2026-07-1",   "2026/07/01",  "20260701",
                           "2026-02-30", "2026-13-01", "0000-01-01",  "2026-07-01 ", " 2026-07-01",
                           "2026-07-0a", "+026-07-01", "2026-07-01T", "26-07-0001",  "2026-00-10"};
    qc_day day = 77;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_msg(!qc_calendar_parse(wrong[i], &day), "'%s'", wrong[i]);
        ck_assert_int_eq(day, 77);
    }
    ck_assert(qc_calendar_parse("2026-07-01", &day));
    ck_assert_int_eq(day, qc_calendar_day(2026, 7, 1));
}
END_TEST

START_TEST(days_as_text)
{
    char text[16];

    ck_assert_str_eq(qc_calendar_text(0, text), "1970-01-01");
    ck_assert_str_eq(qc_calendar_text(qc_calendar_day(7, 8, 9), text), "0007-08-09");
    ck_assert_str_eq(qc_calendar_text(QC_DAY_NONE, text), "-");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("calendar");
    TCase *tests = tcase_create("calendar");

    tcase_add_test(tests, known_days);
    tcase_add_test(tests, every_day_of_the_calendar);
    tcase_add_test(tests, weekdays);
    tcase_add_test(tests, leap_years);
    tcase_add_test(tests, months);
    tcase_add_test(tests, units_of_the_calendar_year);
    tcase_add_test(tests, units_of_a_fiscal_year);
    tcase_add_test(tests, units_tile_the_calendar);
    tcase_add_test(tests, strict_reading);
    tcase_add_test(tests, days_as_text);
    suite_add_tcase(suite, tests);
    return suite;
}
