/** Deals in the hands of reps: the pool they come from, who holds which, and the hours they ask for. */
#ifndef QC_SIM_STEP_HANDS_H
#define QC_SIM_STEP_HANDS_H

#include "sim/step/step_state.h"

/** A free place in the pool; QC_NOBODY when memory has run out (it->failed is set). */
int32_t qc_step_hands_new(qc_step *it);
void qc_step_hands_drop(qc_step *it, int32_t index);

/** Deal `index` is in the hands of `who` until `due` on the rep's clock; false when memory has run out. */
bool qc_step_hands_hold(qc_step *it, qc_rep *who, int32_t index, double due);

/** Has the rep as many open deals as they can carry, in all or in the stage? */
bool qc_step_hands_full(const qc_step *it, const qc_rep *who, int32_t stage);

/** Must the rep's deal at place `at` wait, because the stage that it goes to is full? */
bool qc_step_hands_blocked(const qc_step *it, const qc_rep *who, int32_t at);

/** The rep's deal at place `at` is no longer theirs; another one takes its place. */
void qc_step_hands_let_go(qc_step *it, qc_rep *who, int32_t at);

#endif
