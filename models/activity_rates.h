/** The rates of an activity from a log of what people did. Formulas: docs/model.md, "Activities". */
#ifndef QC_MODELS_ACTIVITY_RATES_H
#define QC_MODELS_ACTIVITY_RATES_H

#include "models/activity_model.h"

typedef struct qc_activity_tally { /* of one rep, or of all */
    double done, reached, created;
    double recent;      /* done in the last half year */
    qc_day first, last; /* of the recent ones */
} qc_activity_tally;

/** Is a type of the log this kind of the plan? "calls" is what a log calls "call". */
bool qc_activity_rates_same_kind(const char *kind, const char *type);

/** What the outcome of a row says: was somebody reached, and did a deal come of it (who was reached then too)? */
void qc_activity_rates_outcome(const qc_plan *plan, const qc_activity_log *log, int32_t row,
                               bool *reached, bool *created);

/** Add the rows of a kind known on the as-of day to the zeroed tallies: [owner], and one more for nobody's. */
void qc_activity_rates_count(const qc_plan *plan, const qc_plan_activity *kind,
                             const qc_activity_log *log, qc_day as_of, qc_activity_tally *reps,
                             qc_activity_tally *all);

/** Add the log's evidence on kind `k` to what the plan states of it, and its number a week where the plan states
 *  none. @fails QC_TOO_FEW_DATA, QC_NO_MEMORY */
QC_CHECKED bool qc_activity_rates_fit(qc_activity_model *model, int32_t k,
                                      const qc_activity_log *log, qc_day as_of, qc_status *status);

#endif
