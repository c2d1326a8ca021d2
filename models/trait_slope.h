/** The slope along the amount: how the log hazard of a group of exits moves with the standardised log amount of a
 *  deal, stage by stage. A stage's slope is pulled toward what its group does in all stages:
 *
 *      b_stage ~ N(beta, .15^2),   beta ~ N(0, .26^2)   for each of forward (advance and won), lost, back
 *
 *  so a slope alone is N(0, .3^2), and few exits of one stage borrow from those of the others. A class of amounts
 *  has Poisson events with mean expected x e^(b x score); each stage's likelihood is taken as normal around its
 *  mode, which makes the rest exact. */
#ifndef QC_MODELS_TRAIT_SLOPE_H
#define QC_MODELS_TRAIT_SLOPE_H

#include "models/stage_model.h"

/** Fit all slopes from the events and expected events of the classes of amounts. */
void qc_trait_slope_fit(qc_stage_model *model);

/** Posterior mean. */
double qc_trait_slope_mean(const qc_stage_model *model, int32_t stage, int group);

/** One posterior draw: what stages have in common first, then the stage's own. */
double qc_trait_slope_draw(const qc_stage_model *model, int32_t stage, int group, uint64_t seed,
                           int64_t number);

#endif
