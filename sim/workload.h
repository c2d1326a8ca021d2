/** How many futures a run gets that says no number: where one future is much work, fewer. */
#ifndef QC_SIM_WORKLOAD_H
#define QC_SIM_WORKLOAD_H

#include "sim/engine.h"

#define QC_WORKLOAD_MOST 100000

/** Futures of a run that states no number, at most: QC_WORKLOAD_MOST, but for teams whose activities or hours are
 *  simulated 100,000 (400 / deals of a future)^1.3 where that is less, and 1,000 at least; whole blocks.
 *  @param deals of one future at the parameters' means, NULL = not wanted; 0 where they do not count
 *  @fails QC_NUMERIC, QC_NO_MEMORY */
QC_CHECKED bool qc_workload_most(int64_t *most, double *deals, const qc_model *model,
                                 const qc_book *book, const qc_questions *questions, uint64_t seed,
                                 qc_status *status);

#endif
