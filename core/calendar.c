/* Day numbers count from the first of March of year 0, so that the leap day is the last day of a
 * counted year and every month but the last has a length given by one straight line; 400 years are
 * always 146,097 days. The result is then moved to 1970-01-01 = 0. */
#include "core/calendar.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define DAYS_IN_400_YEARS 146097
#define DAYS_TO_1970      719468 /* from 0000-03-01 */

static int32_t floor_divide(int32_t value, int32_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

static bool is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Also outside the years 1 to 9999, where the bounds of a unit may fall. */
static qc_day day_number(int32_t year, int32_t month, int32_t day)
{
    if (month <= 2) year--;
    const int32_t cycle = floor_divide(year, 400);
    const int32_t year_of_cycle = year - cycle * 400;
    const int32_t month_from_march = (month + 9) % 12;
    const int32_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    const int32_t day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 +
                                 day_of_year;
    return cycle * DAYS_IN_400_YEARS + day_of_cycle - DAYS_TO_1970;
}

bool qc_calendar_valid(int32_t year, int32_t month, int32_t day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12) return false;
    return day >= 1 && day <= qc_calendar_month_days(year, month);
}

qc_day qc_calendar_day(int32_t year, int32_t month, int32_t day)
{
    assert(qc_calendar_valid(year, month, day));
    return day_number(year, month, day);
}

qc_date qc_calendar_date(qc_day day)
{
    assert(day <= INT32_MAX - DAYS_TO_1970);
    const int32_t from_march = day + DAYS_TO_1970;
    const int32_t cycle = floor_divide(from_march, DAYS_IN_400_YEARS);
    const int32_t day_of_cycle = from_march - cycle * DAYS_IN_400_YEARS;
    /* Take out the leap days before dividing by 365. */
    const int32_t year_of_cycle = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 -
                                   day_of_cycle / 146096) /
                                  365;
    const int32_t day_of_year = day_of_cycle -
                                (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    const int32_t month_from_march = (5 * day_of_year + 2) / 153;
    qc_date date = {.day = day_of_year - (153 * month_from_march + 2) / 5 + 1};

    date.month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    date.year = cycle * 400 + year_of_cycle + (date.month <= 2 ? 1 : 0);
    return date;
}

int32_t qc_calendar_weekday(qc_day day)
{
    const int32_t from_monday = day % 7 + 3; /* 1970-01-01 was a Thursday */

    return from_monday - floor_divide(from_monday, 7) * 7 + 1;
}

int32_t qc_calendar_month_days(int32_t year, int32_t month)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    assert(month >= 1 && month <= 12);
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

int32_t qc_calendar_month_index(qc_day day)
{
    const qc_date date = qc_calendar_date(day);

    return date.year * 12 + date.month - 1;
}

static qc_span months_span(int32_t first_index, int32_t months)
{
    const int32_t year = floor_divide(first_index, 12);
    const int32_t next = first_index + months;
    const int32_t next_year = floor_divide(next, 12);

    return (qc_span){.from = day_number(year, first_index - year * 12 + 1, 1),
                     .to = day_number(next_year, next - next_year * 12 + 1, 1) - 1};
}

qc_span qc_calendar_month_span(int32_t month_index)
{
    return months_span(month_index, 1);
}

/* First month of the run of `months` months, counted from the fiscal year's start, that holds the
 * day. */
static int32_t unit_start(qc_day day, int32_t months, int32_t fiscal_start_month)
{
    assert(fiscal_start_month >= 1 && fiscal_start_month <= 12);
    const int32_t shift = fiscal_start_month - 1;

    return floor_divide(qc_calendar_month_index(day) - shift, months) * months + shift;
}

qc_span qc_calendar_unit_span(qc_day day, qc_calendar_unit unit, int32_t fiscal_start_month)
{
    switch (unit) {
    case QC_UNIT_DAY: return (qc_span){.from = day, .to = day};
    case QC_UNIT_WEEK: {
        const qc_day monday = day - (qc_calendar_weekday(day) - 1);
        return (qc_span){.from = monday, .to = monday + 6};
    }
    case QC_UNIT_MONTH: return months_span(qc_calendar_month_index(day), 1);
    case QC_UNIT_QUARTER: return months_span(unit_start(day, 3, fiscal_start_month), 3);
    case QC_UNIT_YEAR: return months_span(unit_start(day, 12, fiscal_start_month), 12);
    }
    assert(false);
    return (qc_span){.from = day, .to = day};
}

int32_t qc_calendar_fiscal_year(qc_day day, int32_t fiscal_start_month)
{
    return floor_divide(unit_start(day, 12, fiscal_start_month) + 11, 12);
}

static bool digits(const char *text, int32_t count, int32_t *value)
{
    *value = 0;
    for (int32_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        *value = *value * 10 + (text[i] - '0');
    }
    return true;
}

bool qc_calendar_parse(const char *text, qc_day *day)
{
    int32_t year, month, day_of_month;

    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-') return false;
    if (!digits(text, 4, &year) || !digits(text + 5, 2, &month)) return false;
    if (!digits(text + 8, 2, &day_of_month)) return false;
    if (!qc_calendar_valid(year, month, day_of_month)) return false;
    *day = day_number(year, month, day_of_month);
    return true;
}

static void put_digits(char *out, int count, int32_t number)
{
    for (int i = count - 1; i >= 0; i--, number /= 10) {
        out[i] = (char) ('0' + number % 10);
    }
}

char *qc_calendar_text(qc_day day, char *out)
{
    if (day == QC_DAY_NONE) {
        memcpy(out, "-", 2);
        return out;
    }
    const qc_date date = qc_calendar_date(day);
    put_digits(out, 4, date.year);
    out[4] = '-';
    put_digits(out + 5, 2, date.month);
    out[7] = '-';
    put_digits(out + 8, 2, date.day);
    out[10] = '\0';
    return out;
}

const char *qc_calendar_month_name(int32_t month)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

    assert(month >= 1 && month <= 12);
    return names[month - 1];
}
