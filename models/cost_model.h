/** What the plan costs: what each seat is paid, commission by attainment, and what else is spent.
 *
 *  Pay is by calendar day: money per month, quarter or year is so much in each calendar month, whatever its
 *  length. Formulas: docs/model.md, "Cost". */
#ifndef QC_MODELS_COST_MODEL_H
#define QC_MODELS_COST_MODEL_H

#include "history/read_activities.h"
#include "models/book.h"
#include "models/team_model.h"

typedef struct qc_pay { /* money */
    double per_month, per_day;
} qc_pay;

typedef struct qc_cost_model {
    bool on; /* false: the plan states no cost */
    const qc_plan *plan;
    qc_pay *seats; /* [seat] of the team */
    qc_pay other;
} qc_cost_model;

qc_pay qc_pay_of(const qc_plan_pay *stated);
/** Money for one day; for all days of a span. */
double qc_pay_on(const qc_pay *pay, qc_day day);
double qc_pay_in(const qc_pay *pay, qc_span span);

/** @param team fitted, under the plan's levers  @fails QC_BAD_INPUT naming a seat that nobody has stated a salary
 *  for, or a salary that fits nobody; QC_NO_MEMORY */
QC_CHECKED bool qc_cost_model_fit(qc_cost_model *model, const qc_plan *plan,
                                  const qc_team_model *team, qc_arena *arena, qc_status *status);

/** What someone is paid by name or role; false when nobody has stated it. */
QC_CHECKED bool qc_cost_model_pay(const qc_plan *plan, const char *name, const char *role,
                                  qc_pay *pay);

/** Commission on `sold`, by someone (or a team) who has sold `before` of a quota in its period: each tier's
 *  rate on what lies beyond it. A quota of 0 knows no tiers. What is taken back (`sold` below 0) is paid back. */
double qc_cost_commission(const qc_plan_commission *commission, double quota, double before,
                          double sold);

/** The rates of individual and team, mixed as the plan says. */
typedef struct qc_attained { /* in the commission's period so far */
    double quota, sold;
} qc_attained;
double qc_cost_commission_mixed(const qc_plan_commission *commission, const qc_attained *own,
                                const qc_attained *team, double sold);

#endif
