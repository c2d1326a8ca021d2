/** Levers on conversion and days act on the laws of a draw, never on the prior.
 *
 *  A days lever scales time. A conversion lever shifts the share of deals that get past a stage: the
 *  odds of forward against lost exits are multiplied at every age by one factor, with the total speed of
 *  leaving kept, and the factor is found so that the drawn conversion changes as asked. */
#ifndef QC_MODELS_STAGE_LEVER_H
#define QC_MODELS_STAGE_LEVER_H

#include "models/stage_model.h"

QC_CHECKED bool qc_stage_lever_apply(const qc_stage_model *model, qc_stage_draw *draw,
                                     qc_status *status);

#endif
