/** What was spent before the as-of day, as the plan's costs reckon it. */
#ifndef QC_MODELS_COST_PAST_H
#define QC_MODELS_COST_PAST_H

#include "models/quota_model.h"

typedef struct qc_cost_past_inputs { /* borrowed */
    const qc_plan *plan;
    const qc_team_model *team;
    const qc_cost_model *cost;
    const qc_quota_model *quotas;
    const qc_activity_log *log; /* NULL = none */
} qc_cost_past_inputs;

/** Fill book->spent, day by day from the first day that the book knows; nothing without a history or costs.
 *  Reps of the as-of day whose start nobody knows are taken to have been there throughout; without a log what
 *  activities cost is not known, and beside activities nobody knows which deals were bought: both count as
 *  nothing. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_cost_past(qc_book *book, const qc_cost_past_inputs *inputs, qc_status *status);

#endif
