/** Quantities as people write them: `55%`, `400k`, `4 to 20 days`, `60 per month`, `+5 points`.
 *
 *  Strict: each text has one meaning or is refused with the value and what was expected. */
#ifndef QC_PLAN_QUANTITY_H
#define QC_PLAN_QUANTITY_H

#include "plan/plan.h"

typedef enum qc_quantity_kind {
    QC_QUANTITY_SHARE, /* 0..1 or 0%..100% */
    QC_QUANTITY_MONEY, /* major units, with k, M, bn and the plan's currency if one likes */
    QC_QUANTITY_DAYS,  /* days, or weeks, months, years turned into days */
    QC_QUANTITY_RATE,  /* something per day, week, month, quarter or year */
    QC_QUANTITY_COUNT, /* deals, customers, units */
    QC_QUANTITY_FACTOR /* a bare number: a coefficient of variation, a standard deviation */
} qc_quantity_kind;

/** One number. `currency` is the plan's ("" = not said; only MONEY looks at it); `per` receives the
 *  unit of a RATE and may be NULL otherwise. MONEY and DAYS are above 0, the others 0 or more.
 *  @fails QC_BAD_INPUT, e.g. "1.4 is not a share (0..1 or 0%..100%)" */
QC_CHECKED bool qc_quantity_single(const char *text, qc_quantity_kind kind, const char *currency,
                                   double *value, qc_calendar_unit *per, qc_status *status);

/** One number or an 80% range `a to b`: fills form, first, second and per of `belief`.
 *  The ends of a range are above 0, of a share also below 1. @fails as above */
QC_CHECKED bool qc_quantity_belief(const char *text, qc_quantity_kind kind, const char *currency,
                                   qc_belief *belief, qc_status *status);

/** Does the text begin with a sign, and so mean a change? */
bool qc_quantity_is_change(const char *text);

/** `+20%`, `-8%` (amount 1.20, 0.92) or, for a SHARE, `+5 points` (amount 0.05). @fails as above */
QC_CHECKED bool qc_quantity_change(const char *text, qc_quantity_kind kind, qc_change_kind *change,
                                   double *amount, qc_status *status);

/** What a statement is based on: `20 deals`, `20`, or `certain` (INFINITY). @fails as above */
QC_CHECKED bool qc_quantity_evidence(const char *text, double *deals, qc_status *status);

/** "day", "week", "month", "quarter", "year"; also in the plural. */
QC_CHECKED bool qc_quantity_unit(const char *text, qc_calendar_unit *unit);

/** How many units a day has: 12 / 365.25 for the month. */
double qc_quantity_per_day(qc_calendar_unit unit);

#endif
