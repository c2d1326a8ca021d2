/** The order of stages nobody wrote down, from how deals move between them. */
#ifndef QC_HISTORY_STAGE_ORDER_H
#define QC_HISTORY_STAGE_ORDER_H

#include "history/history.h"
#include "history/import/decisions.h"

#define QC_STAGE_ORDER_MOST 200 /* stages; more are no pipeline */

/** Order stages 0..stage_count-1 so that as few deals as possible met a later one first.
 *  @param deal, stage  of rows sorted by deal and time; ends (negative stages) do not count
 *  @param order        receives the stages in pipeline order; ties stay as numbered
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_stage_order_find(const qc_id *deal, const qc_id *stage, int32_t count,
                                    int32_t stage_count, int32_t *order, qc_status *status);

/** Note the order, with the moves that speak for it and against it. Two neighbours between which not
 *  twice as many moves go forward as back are an uncertain decision.
 *  @param stage  now in pipeline order, as `names`
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_stage_order_note(qc_decisions *decisions, const qc_id *deal, const qc_id *stage,
                                    int32_t count, const char *const *names, int32_t stage_count,
                                    qc_status *status);

#endif
