/** The week-by-week engine for companies whose reps run out of hours.
 *
 *  A rep's selling hours of a shift (a week, cut where a month ends) go to open deals first, apart from what is
 *  kept free for prospecting, then to inbound deals that wait, then to follow-ups and first attempts. Where open
 *  deals need more than there is, all of that rep's deals move more slowly: their stays run on the rep's own
 *  clock, which lags behind the calendar. While every clock keeps pace, the results are those of sim/walk, deal
 *  by deal. Formulas: docs/model.md, "Hours". */
#ifndef QC_SIM_STEP_H
#define QC_SIM_STEP_H

#include "sim/world.h"

/** Couple the deals of a world; free with qc_step_free(). The world must stay where it is. */
QC_CHECKED bool qc_step_make(qc_world *world, qc_status *status);

/** False after a trial that ran out of memory. */
QC_CHECKED bool qc_step_pass(const qc_world *world, qc_status *status);

/** The instruction set of trials in bulk; NULL where the rooms simulate. */
const char *qc_step_isa(const qc_world *world);

void qc_step_free(qc_world *world);

#endif
