/** Who sits where in the shift at hand, and whose deals go to whom. */
#ifndef QC_SIM_STEP_SEATS_H
#define QC_SIM_STEP_SEATS_H

#include "sim/step/step_state.h"

/** Begin the shift at hand: how long it is, and who sits there for which part of it. */
void qc_step_seats_begin(qc_step *it);

/** The next seat in turn at which somebody sits who takes deals of the segment; QC_NOBODY = none. */
int32_t qc_step_seats_next(qc_step *it, int32_t segment);

/** An empty seat's deals go to those who are there, each as old as it is; without anybody to take one it stays. */
void qc_step_seats_hand_over(qc_step *it, int32_t seat);

/** The seat of an open deal; while nobody is there it lies on the first one. */
int32_t qc_step_seats_of_open(const qc_step *it, int32_t open);

/** Who sits where in this trial; nobody holds a deal. */
void qc_step_seats_lay_out(qc_step *it);

#endif
