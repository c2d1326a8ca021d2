/** Dates as exports write them; the order of day and month is decided by the whole column.
 *
 *  "03/04/2026" alone says nothing: a column of such dates is read day first or month first as soon
 * as some row can be read only one way, and never by a guess. ISO dates (2026-04-03) and dates with
 * points (3.4.2026, day first) speak for themselves. A time after the date is cut off.
 *
 *  A column of nothing but a spreadsheet's day numbers (46115, 46115.75; 20000 to 60000, that is 1954 to 2064) is
 *  read as those: days since 1899-12-30. One such number among dates is a mistake. */
#ifndef QC_HISTORY_DATES_H
#define QC_HISTORY_DATES_H

#include "core/calendar.h"
#include "history/csv.h"

typedef enum qc_date_order {
    QC_DATE_ORDER_NONE, /* not known: only dates that speak for themselves are read */
    QC_DATE_ORDER_DMY,
    QC_DATE_ORDER_MDY,
    QC_DATE_ORDER_YMD,   /* two-digit years in front */
    QC_DATE_ORDER_SERIAL /* a spreadsheet's day numbers */
} qc_date_order;

/** One date; two-digit years mean 1969 to 2068. False when it is none; a
 * spreadsheet's number is one in the order SERIAL only. */
QC_CHECKED bool qc_dates_read(const char *text, qc_date_order order, qc_day *day);

#define QC_DATES_SECONDS 86400 /* of a day */

/** The same with the time of day behind it, 0 when there is none; a zone behind the time is not
 *  applied. Whole numbers of 10 and 13 digits are seconds and milliseconds since 1970, UTC. */
QC_CHECKED bool qc_dates_read_moment(const char *text, qc_date_order order, qc_day *day,
                                     int32_t *second);

typedef struct qc_date_tally { /* what a column has shown so far; zeroed = nothing */
    bool strict;               /* set first: no contradiction is taken for a typing error, and where
                              the year may stand in front or behind it is a question */
    int64_t serials, others;   /* a spreadsheet's day numbers; cells that are something else */
    int64_t day_first_only; /* readable only day first, only month first, both ways and different */
    int64_t month_first_only;
    int64_t either;
    int64_t long_years;  /* four-digit years behind */
    int64_t short_years; /* all three parts of two digits: the year may be in front */
    int64_t year_first_fits, year_last_fits;
    bool seen_front[100], seen_back[100]; /* values of the outer parts of those */
    char example[QC_CSV_EXCERPT];         /* the first that can be read in two ways */
} qc_date_tally;

void qc_dates_count(qc_date_tally *tally, const char *text);

/** The order of the column: true and NONE when no date depends on it; false when the column leaves
 * it open. */
QC_CHECKED bool qc_dates_decide(const qc_date_tally *tally, qc_date_order *order);

/** The order of "dmy", "mdy" or "ymd". */
QC_CHECKED bool qc_dates_order(const char *word, qc_date_order *order);

#endif
