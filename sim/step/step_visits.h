/** Visits on a rep's clock: when they end, and where a deal goes from there. */
#ifndef QC_SIM_STEP_VISITS_H
#define QC_SIM_STEP_VISITS_H

#include "sim/step/step_state.h"

/** A deal comes into the hands of a seat and begins its visit. */
void qc_step_visits_receive(qc_step *it, int32_t seat, int32_t index);

/** The visit of the rep's deal at place `at` has ended: on to the next stage, or out. */
void qc_step_visits_leave(qc_step *it, qc_rep *who, int32_t at);

/** A month has ended: what it has used up of the hazards, and when visits end under the next one's. */
void qc_step_visits_turn_month(qc_step *it, qc_rep *who, int32_t before);

#endif
