/** A coupled trial in bulk, for companies whose stays are all stated and certain and whose people stay.
 *
 *  It gives what the rooms of sim/step_* give, deal by deal and to the last bit, several times as fast: where no
 *  exit depends on the time, on a month's effect or on neglect, all luck can be read before the weeks begin
 *  (sim/step/step_kernel). */
#ifndef QC_SIM_STEP_LANE_H
#define QC_SIM_STEP_LANE_H

#include "sim/step/step_state.h"

/** Run the whole trial, open and new deals included. False: this company needs the other rooms. */
bool qc_step_lane_run(qc_step *it, int64_t trial);

/** The instruction set of trials in bulk; NULL where this company needs the other rooms. */
const char *qc_step_lane_isa(const qc_step *it);

void qc_step_lane_free(qc_step *it);

#endif
