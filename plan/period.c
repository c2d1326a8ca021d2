#include "plan/period.h"

#include "core/text.h"
#include "plan/quote.h"

#include <string.h>
#include <strings.h>

#define FIRST_YEAR  1900
#define LAST_YEAR   2200
#define PERIOD_SIZE 40

bool qc_period_in_bounds(qc_day day)
{
    return day >= qc_calendar_day(FIRST_YEAR, 1, 1) && day <= qc_calendar_day(LAST_YEAR, 12, 31);
}

/* Exactly `count` digits at `text`, as a number. */
static bool digits(const char *text, size_t count, int32_t *value)
{
    int32_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        sum = sum * 10 + (text[i] - '0');
    }
    *value = sum;
    return true;
}

static bool read_year(const char *text, int32_t *year)
{
    return digits(text, 4, year) && *year >= FIRST_YEAR && *year <= LAST_YEAR;
}

static bool read_quarter(const char *text, int32_t *quarter)
{
    return (text[0] == 'Q' || text[0] == 'q') && digits(text + 1, 1, quarter) && *quarter >= 1 &&
           *quarter <= 4;
}

/* `count` months from the first of a month, which may lie beyond December. */
static qc_span months_span(int32_t year, int32_t month, int32_t count)
{
    int32_t first = year * 12 + month - 1;
    return (qc_span){qc_calendar_month_span(first).from,
                     qc_calendar_month_span(first + count - 1).to};
}

/* "2026", "2026 Q3", "Q3 2026", "2026-07" */
static bool read_calendar(const char *text, qc_span *span)
{
    int32_t year, quarter, month;
    size_t length = strlen(text);
    if (length == 4 && read_year(text, &year)) {
        *span = months_span(year, 1, 12);
        return true;
    }
    if (length == 7 &&
        ((text[4] == ' ' && read_year(text, &year) && read_quarter(text + 5, &quarter)) ||
         (text[2] == ' ' && read_quarter(text, &quarter) && read_year(text + 3, &year)))) {
        *span = months_span(year, quarter * 3 - 2, 3);
        return true;
    }
    if (length == 7 && text[4] == '-' && read_year(text, &year) && digits(text + 5, 2, &month) &&
        month >= 1 && month <= 12) {
        *span = months_span(year, month, 1);
        return true;
    }
    return false;
}

/* "FY2026", "FY 2026", "FY2026 Q3", "Q3 FY2026": a fiscal year is named by the year it ends in. */
static bool read_fiscal(const char *text, int32_t start_month, qc_span *span)
{
    int32_t year, quarter = 0;
    if (read_quarter(text, &quarter)) {
        if (text[2] != ' ') return false;
        text += 3;
    }
    if (strncasecmp(text, "FY", 2) != 0) return false;
    text += text[2] == ' ' ? 3 : 2;
    if (!read_year(text, &year)) return false;
    text += 4;
    if (*text == ' ' && quarter == 0) {
        if (!read_quarter(text + 1, &quarter)) return false;
        text += 3;
    }
    if (*text != '\0') return false;
    if (start_month > 1) year--;
    *span = quarter > 0 ? months_span(year, start_month + 3 * (quarter - 1), 3)
                        : months_span(year, start_month, 12);
    return true;
}

/* "2026-07-01..2026-12-31" */
static bool read_days(const char *text, qc_span *span)
{
    char from[PERIOD_SIZE];
    const char *dots = strstr(text, "..");
    size_t length = dots ? (size_t) (dots - text) : 0;
    if (!dots) return false;
    memcpy(from, text, length);
    from[length] = '\0';
    if (length > 0 && from[length - 1] == ' ') from[length - 1] = '\0';
    dots += dots[2] == ' ' ? 3 : 2;
    return qc_calendar_parse(from, &span->from) && qc_calendar_parse(dots, &span->to) &&
           qc_period_in_bounds(span->from) && qc_period_in_bounds(span->to);
}

static bool read_each(const char *text, qc_period *period)
{
    static const struct {
        const char *word;
        qc_calendar_unit unit;
    } UNITS[] = {{"week", QC_UNIT_WEEK},
                 {"month", QC_UNIT_MONTH},
                 {"quarter", QC_UNIT_QUARTER},
                 {"year", QC_UNIT_YEAR}};
    if (strncasecmp(text, "each ", 5) != 0) return false;
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (strcasecmp(text + 5, UNITS[i].word) != 0) continue;
        period->each = true;
        period->unit = UNITS[i].unit;
        return true;
    }
    return false;
}

bool qc_period_read(const char *text, int32_t fiscal_start_month, qc_period *period,
                    qc_status *status)
{
    char quoted[QC_QUOTE_SIZE];
    memset(period, 0, sizeof *period);
    if (strlen(text) < PERIOD_SIZE && read_each(text, period)) return true;
    if (strlen(text) >= PERIOD_SIZE ||
        (!read_calendar(text, &period->span) &&
         !read_fiscal(text, fiscal_start_month, &period->span) && !read_days(text, &period->span)))
        return qc_fail(
            status, QC_BAD_INPUT,
            "%s is not a period (2026, Q3 2026, 2026-07, 2026-07-01..2026-12-31, FY2026, "
            "FY2026 Q3, each week, each month or each quarter)",
            qc_quote(text, quoted));
    if (period->span.from > period->span.to)
        return qc_fail(status, QC_BAD_INPUT, "%s ends before it begins", qc_quote(text, quoted));
    return true;
}

int32_t qc_period_month(const char *text)
{
    for (int32_t month = 1; month <= 12; month++) {
        const char *name = qc_calendar_month_name(month);
        if (strcasecmp(text, name) == 0) return month;
        if (strlen(text) == 3 && strncasecmp(text, name, 3) == 0) return month;
    }
    return 0;
}

/* Weeks run across month ends: one belongs to the fiscal year that holds its Monday. */
static qc_day first_day(qc_calendar_unit unit, qc_span year)
{
    if (unit != QC_UNIT_WEEK) return year.from;
    return year.from + (8 - qc_calendar_weekday(year.from)) % 7;
}

int32_t qc_period_spans(const qc_period *period, qc_day as_of, int32_t fiscal_start_month,
                        qc_span *out, int32_t room)
{
    qc_span year = qc_calendar_unit_span(as_of, QC_UNIT_YEAR, fiscal_start_month);
    int32_t count = 0;
    if (!period->each) {
        if (room > 0) out[0] = period->span;
        return 1;
    }
    for (qc_day day = first_day(period->unit, year); day <= year.to;) {
        qc_span span = qc_calendar_unit_span(day, period->unit, fiscal_start_month);
        if (count < room) out[count] = span;
        count++;
        day = span.to + 1;
    }
    return count;
}
