/** The periods of a backtest: whole weeks or whole months, counted from the moments at which it forecasts. */
#ifndef QC_STUDY_PERIODS_H
#define QC_STUDY_PERIODS_H

#include "core/calendar.h"

typedef enum qc_every {
    QC_EVERY_FITTING, /* weeks when half of the won deals took under two weeks, else months */
    QC_EVERY_WEEK,
    QC_EVERY_MONTH,
    QC_EVERY_QUARTER /* a forecast each quarter; its periods are months */
} qc_every;

/** Last day of the period that contains `day`. */
qc_day qc_periods_end(qc_every every, qc_day day);
/** Last day of the period `count` periods after the one that ends on `end`; `count` may be negative. */
qc_day qc_periods_after(qc_every every, qc_day end, int32_t count);
/** Whole periods between the day `from` and the period's end `end`, both included; 0 when none fits. */
int32_t qc_periods_between(qc_every every, qc_day from, qc_day end);
/** Periods from one forecast to the next. */
int32_t qc_periods_step(qc_every every);
/** Periods in a year. */
int32_t qc_periods_year(qc_every every);
/** Periods whose mean is the trailing run rate, and the records needed before the first forecast: half a year,
 *  in weeks a quarter. */
int32_t qc_periods_trailing(qc_every every);
/** "month", "week". */
const char *qc_periods_word(qc_every every);

#endif
