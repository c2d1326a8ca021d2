#include "history/dates.h"

#include "core/text.h"

#include <string.h>

#define CLEAR_MAJORITY \
    20 /* one contradiction in 20 is a typing error; more, and it is a question */
#define SERIAL_LEAST 20000
#define SERIAL_MOST  60000
#define SERIAL_1970  25569
#define FEW_DAYS     4 /* fewer different values say nothing about which part is the day */

typedef struct parts { /* 03/04/2026: three numbers as written */
    int32_t value[3];
    int digits[3];
    char separator; /* '-', '/' or '.'; 0 = none (20260403) */
} parts;

static const char *read_digits(const char *text, int32_t *value, int *digits)
{
    *value = 0;
    *digits = 0;
    while (*text >= '0' && *text <= '9' && *digits < 9) {
        *value = *value * 10 + (*text++ - '0');
        (*digits)++;
    }
    return text;
}

/* Nothing, or a time of day with whatever zone behind it: "T10:00:00Z", " 08:55 PM". */
static bool is_time(const char *rest)
{
    if (*rest == '\0') return true;
    if (*rest == ',') rest++;
    if (*rest != 'T' && *rest != ' ') return false;
    while (*rest == 'T' || *rest == ' ')
        rest++;
    size_t hours = strspn(rest, "0123456789");
    if (hours < 1 || hours > 2 || rest[hours] != ':') return false;
    if (strspn(rest + hours + 1, "0123456789") < 2) return false;
    return rest[strspn(rest, "0123456789:.,+- ZzAaPpMmUuTtCcGgEeSsDd()")] == '\0';
}

static bool split(const char *text, parts *out, const char **time)
{
    out->separator = 0;
    for (int i = 0; i < 3; i++) {
        text = read_digits(text, &out->value[i], &out->digits[i]);
        if (out->digits[i] == 0) return false;
        if (i == 0 && out->digits[0] == 8) { /* 20260403 */
            int32_t whole = out->value[0];
            *out = (parts){.value = {whole / 10000, whole / 100 % 100, whole % 100},
                           .digits = {4, 2, 2}};
            break;
        }
        if (i == 2) break;
        if (i == 0) out->separator = *text;
        if (*text == '\0' || strchr("-/.", *text) == NULL || *text != out->separator) return false;
        text++;
        if (out->separator == '.' && *text == ' ') text++; /* 3. 4. 2026 */
    }
    *time = text;
    return is_time(text);
}

static int32_t full_year(int32_t year, int digits)
{
    if (digits == 4) return year;
    return year < 69 ? 2000 + year : 1900 + year;
}

/* Read with the year, month and day at these places. */
static bool place(const parts *p, int year, int month, int day, qc_day *out)
{
    if (p->digits[year] != 4 && p->digits[year] != 2) return false;
    if (p->digits[month] > 2 || p->digits[day] > 2) return false;
    int32_t y = full_year(p->value[year], p->digits[year]);
    if (!qc_calendar_valid(y, p->value[month], p->value[day])) return false;
    *out = qc_calendar_day(y, p->value[month], p->value[day]);
    return true;
}

static bool place_order(const parts *p, qc_date_order order, qc_day *out)
{
    switch (order) {
    case QC_DATE_ORDER_DMY: return place(p, 2, 1, 0, out);
    case QC_DATE_ORDER_MDY: return place(p, 2, 0, 1, out);
    case QC_DATE_ORDER_YMD: return place(p, 0, 1, 2, out);
    case QC_DATE_ORDER_SERIAL:
    case QC_DATE_ORDER_NONE: break;
    }
    return false;
}

/* "46115", "46115.75": days since 1899-12-30, the time as a fraction. */
static bool read_serial(const char *text, qc_day *day, int32_t *second)
{
    int32_t whole = 0, fraction = 0;
    int digits = 0;
    double scale = 1;
    const char *rest = read_digits(text, &whole, &digits);
    if (digits != 5 || whole < SERIAL_LEAST || whole > SERIAL_MOST) return false;
    if (*rest == '.' || *rest == ',') {
        rest = read_digits(rest + 1, &fraction, &digits);
        for (int i = 0; i < digits; i++)
            scale *= 10;
        if (digits == 0) return false;
        rest += strspn(rest, "0123456789"); /* beyond nine they are less than a millisecond */
    }
    if (*rest != '\0') return false;
    *day = whole - SERIAL_1970;
    *second = (int32_t) (fraction / scale * QC_DATES_SECONDS);
    return true;
}

static bool year_may_lead(const parts *p)
{
    return p->digits[0] == 2 && p->digits[1] == 2 && p->digits[2] == 2 && p->separator != '.';
}

static bool read_parts(const parts *p, qc_date_order order, qc_day *day)
{
    if (p->digits[0] == 4) return place(p, 0, 1, 2, day);
    if (p->separator == '.') order = QC_DATE_ORDER_DMY;
    if (order == QC_DATE_ORDER_YMD && !year_may_lead(p)) return false;
    return place_order(p, order, day);
}

bool qc_dates_read(const char *text, qc_date_order order, qc_day *day)
{
    parts p;
    const char *time = NULL;
    int32_t second = 0;
    if (order == QC_DATE_ORDER_SERIAL && read_serial(text, day, &second)) return true;
    return split(text, &p, &time) && read_parts(&p, order, day);
}

/* "T14:22:10.000Z", " 08:55 PM": seconds of the day, 0 when they cannot be told. */
static int32_t read_time(const char *text)
{
    int32_t part[3] = {0, 0, 0};
    int digits = 0;
    text += strspn(text, ",T ");
    for (int i = 0; i < 3; i++) {
        text = read_digits(text, &part[i], &digits);
        if (*text != ':') break;
        text++;
    }
    text += strspn(text, "0123456789. ");
    bool after_noon = *text == 'P' || *text == 'p', before_noon = *text == 'A' || *text == 'a';
    if ((after_noon || before_noon) && part[0] == 12) part[0] = 0;
    if (after_noon) part[0] += 12;
    if (part[0] > 23 || part[1] > 59 || part[2] > 59) return 0;
    return part[0] * 3600 + part[1] * 60 + part[2];
}

/* "1709648530000": milliseconds since 1970 as HubSpot's programs give them. */
static bool read_epoch(const char *text, qc_day *day, int32_t *second)
{
    const size_t length = strspn(text, "0123456789");
    int64_t count = 0;
    if (text[length] != '\0' || (length != 10 && length != 13)) return false;
    if (!qc_text_whole(text, &count)) return false;
    if (length == 13) count /= 1000;
    *day = (qc_day) (count / QC_DATES_SECONDS);
    *second = (int32_t) (count % QC_DATES_SECONDS);
    return true;
}

bool qc_dates_read_moment(const char *text, qc_date_order order, qc_day *day, int32_t *second)
{
    parts p;
    const char *time = NULL;
    if (read_epoch(text, day, second)) return true;
    if (order == QC_DATE_ORDER_SERIAL && read_serial(text, day, second)) return true;
    if (!split(text, &p, &time) || !read_parts(&p, order, day)) return false;
    *second = read_time(time);
    return true;
}

void qc_dates_count(qc_date_tally *tally, const char *text)
{
    parts p;
    const char *time = NULL;
    qc_day day_first = 0, month_first = 0, year_first = 0, number = 0;
    int32_t second = 0;
    const bool serial = read_serial(text, &number, &second);
    tally->serials += serial;
    tally->others += !serial && text[0] != '\0';
    if (serial) return;
    if (strspn(text, "0123456789") == 4) return; /* 2026-04-03: four digits in front are the year */
    if (!split(text, &p, &time) || p.digits[0] == 4 || p.separator == '.') return;
    bool fits_day = place(&p, 2, 1, 0, &day_first);
    bool fits_month = place(&p, 2, 0, 1, &month_first);
    bool two_ways = fits_day && fits_month && day_first != month_first;
    tally->day_first_only += fits_day && !fits_month;
    tally->month_first_only += fits_month && !fits_day;
    tally->either += two_ways;
    tally->long_years += (fits_day || fits_month) && p.digits[2] == 4;
    if (year_may_lead(&p)) {
        bool fits_year = place(&p, 0, 1, 2, &year_first);
        tally->short_years++;
        tally->year_first_fits += fits_year;
        tally->year_last_fits += fits_day || fits_month;
        tally->seen_front[p.value[0]] = tally->seen_back[p.value[2]] = true;
        two_ways = two_ways || (fits_year && (fits_day || fits_month));
    }
    if (two_ways && tally->example[0] == '\0') {
        qc_csv_excerpt(text, tally->example);
    }
}

static int distinct(const bool seen[100])
{
    int count = 0;
    for (int i = 0; i < 100; i++)
        count += seen[i];
    return count;
}

typedef enum year_place { YEAR_LAST, YEAR_FIRST, YEAR_UNKNOWN } year_place;

/* 24-03-05: years are few and days are many, so the outer part with clearly fewer values is the
 * year. */
static year_place find_year(const qc_date_tally *tally)
{
    int64_t few = tally->strict ? 0 : tally->short_years / CLEAR_MAJORITY;
    if (tally->short_years == 0) return YEAR_LAST;
    if (tally->long_years > 0 && !tally->strict) return YEAR_LAST;
    bool may_lead = tally->year_first_fits >= tally->short_years - few;
    bool may_trail = tally->year_last_fits >= tally->short_years - few;
    if (!may_lead) return YEAR_LAST;
    if (!may_trail) return YEAR_FIRST;
    if (tally->strict) return YEAR_UNKNOWN;
    int front = distinct(tally->seen_front), back = distinct(tally->seen_back);
    if (front >= FEW_DAYS && back * 2 <= front) return YEAR_LAST;
    if (back >= FEW_DAYS && front * 2 <= back) return YEAR_FIRST;
    return YEAR_UNKNOWN;
}

bool qc_dates_decide(const qc_date_tally *tally, qc_date_order *order)
{
    int64_t day = tally->day_first_only, month = tally->month_first_only;
    *order = QC_DATE_ORDER_SERIAL;
    if (tally->serials > 0 && tally->others * CLEAR_MAJORITY <= tally->serials) return true;
    *order = QC_DATE_ORDER_NONE;
    switch (find_year(tally)) {
    case YEAR_FIRST: *order = QC_DATE_ORDER_YMD; return true;
    case YEAR_UNKNOWN: return false;
    case YEAR_LAST: break;
    }
    if (day == 0 && month == 0) {
        /* 04/04/2026 reads the same both ways: any order will do */
        if (tally->either == 0) *order = QC_DATE_ORDER_DMY;
        return tally->either == 0;
    }
    if (tally->strict && day > 0 && month > 0) return false;
    if (month * CLEAR_MAJORITY <= day) *order = QC_DATE_ORDER_DMY;
    if (day * CLEAR_MAJORITY <= month) *order = QC_DATE_ORDER_MDY;
    return *order != QC_DATE_ORDER_NONE;
}

bool qc_dates_order(const char *word, qc_date_order *order)
{
    static const struct {
        const char *word;
        qc_date_order order;
    } ORDERS[] = {
        {"dmy", QC_DATE_ORDER_DMY}, {"mdy", QC_DATE_ORDER_MDY}, {"ymd", QC_DATE_ORDER_YMD}};
    for (size_t i = 0; i < sizeof ORDERS / sizeof *ORDERS; i++) {
        if (strcmp(word, ORDERS[i].word) != 0) continue;
        *order = ORDERS[i].order;
        return true;
    }
    return false;
}
