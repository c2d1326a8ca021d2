/** Why deals are lost: the share of each reason among the lost deals of a stage. */
#ifndef QC_MODELS_LOSSES_H
#define QC_MODELS_LOSSES_H

#include "core/arena.h"
#include "history/history.h"
#include "plan/plan.h"

typedef struct qc_losses {
    const char **reason; /* as in the history */
    int32_t reason_count, stage_count;
    double *lost; /* [stage * (reasons + 1) + reason], last = lost without a reason; counts */
} qc_losses;

/** Count the lost deals of a history (NULL = none) by the stage they were lost in. Texts are copied into
 *  `arena`. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_losses_count(qc_losses *losses, const qc_history *history, int32_t stages,
                                qc_arena *arena, qc_status *status);

/** Share of the stage's lost deals with this reason (after folding), pulled toward that of all stages as if
 *  by five further deals; 0 for a reason that no lost deal has. */
double qc_losses_share(const qc_losses *losses, const char *reason, int32_t stage);

/** The same counts with what the plan's levers on reasons (of the whole company) leave of each.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_losses_lever(qc_losses *changed, const qc_losses *losses, const qc_plan *plan,
                                qc_arena *arena, qc_status *status);

/** The reason (an index, -1 = without one) of a deal lost in `stage` (-1 = in any) by a uniform number. */
qc_id qc_losses_pick(const qc_losses *losses, int32_t stage, double share);

#endif
