/** Civil dates to day numbers and back; month, quarter, week and fiscal-year bounds.
 *
 *  Proleptic Gregorian calendar, valid for years 1 to 9999. Pure integer arithmetic, no time zones.
 */
#ifndef QC_CORE_CALENDAR_H
#define QC_CORE_CALENDAR_H

#include "core/status.h"

typedef int32_t qc_day;       /* civil day number, 0 = 1970-01-01 */
#define QC_DAY_NONE INT32_MIN /* "no date given" */

typedef struct qc_date {
    int32_t year, month, day; /* month and day from 1 */
} qc_date;

typedef struct qc_span { /* days from..to, both included */
    qc_day from, to;
} qc_span;

bool qc_calendar_valid(int32_t year, int32_t month, int32_t day);
qc_day qc_calendar_day(int32_t year, int32_t month, int32_t day); /* asserts validity */
qc_date qc_calendar_date(qc_day day);
int32_t qc_calendar_weekday(qc_day day); /* 1 = Monday .. 7 = Sunday */
int32_t qc_calendar_month_days(int32_t year, int32_t month);

/** Months counted through: year * 12 + (month - 1); and the month's days. */
int32_t qc_calendar_month_index(qc_day day);
qc_span qc_calendar_month_span(int32_t month_index);

typedef enum qc_calendar_unit {
    QC_UNIT_DAY,
    QC_UNIT_WEEK,
    QC_UNIT_MONTH,
    QC_UNIT_QUARTER,
    QC_UNIT_YEAR
} qc_calendar_unit;

/** The unit that contains the day. Weeks run Monday to Sunday. Quarters and years follow the fiscal
 *  year, which starts on the first of `fiscal_start_month` (1..12; 1 = calendar year). */
qc_span qc_calendar_unit_span(qc_day day, qc_calendar_unit unit, int32_t fiscal_start_month);

/** The year by which a fiscal year is named: the one in which it ends. */
int32_t qc_calendar_fiscal_year(qc_day day, int32_t fiscal_start_month);

/** Strict YYYY-MM-DD; false and nothing written otherwise. */
QC_CHECKED bool qc_calendar_parse(const char *text, qc_day *day);

/** "2026-07-01" into a buffer of at least 16 bytes; "-" for QC_DAY_NONE. Returns `out`. */
char *qc_calendar_text(qc_day day, char *out);

const char *qc_calendar_month_name(int32_t month); /* "January" .. from 1 */

#endif
