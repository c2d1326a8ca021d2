/** One shift of the week-by-week engine: hours are spent in the stated order, clocks move, deals leave. */
#ifndef QC_SIM_STEP_WEEK_H
#define QC_SIM_STEP_WEEK_H

#include "sim/step/step_state.h"

void qc_step_week_run(qc_step *it);

#endif
