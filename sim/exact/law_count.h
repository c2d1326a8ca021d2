/** A computed law written into counters, as if so many futures were spread as it says. */
#ifndef QC_SIM_LAW_COUNT_H
#define QC_SIM_LAW_COUNT_H

#include "sim/exact/total.h"
#include "sim/outcome.h"

/** Share `futures` among the buckets of `tally`; values are the law's plus `base`. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_law_count(qc_outcome *outcome, qc_tally *tally, int64_t base,
                             const qc_total_law *law, int64_t futures, qc_status *status);

/** Mean of the values below `goal` (base left out) times their chance. */
double qc_law_sum_below(const qc_total_law *law, double goal);

#endif
