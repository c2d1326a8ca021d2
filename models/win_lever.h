/** Levers on the win rate: one factor on the odds of forward against lost in every stage of a segment, found
 *  so that the share of deals won among those that enter the first stage changes as asked. */
#ifndef QC_MODELS_WIN_LEVER_H
#define QC_MODELS_WIN_LEVER_H

#include "models/stage_model.h"

/** Applied after the levers on single stages. The laws of a segment with such a lever are all marked in
 *  model->levered. @fails QC_NO_MEMORY, QC_NUMERIC */
QC_CHECKED bool qc_win_lever_apply(const qc_stage_model *model, qc_stage_draw *draw,
                                   qc_status *status);

#endif
