/** Counting a block of trials figure by figure. */
#ifndef QC_SIM_COHORT_TALLY_H
#define QC_SIM_COHORT_TALLY_H

#include "sim/cohort/cohort_kernel.h"
#include "sim/outcome.h"

/** same_as[figure] = the first figure that always has the same value; most targets are also months. */
void qc_cohort_tally_twins(const qc_questions *questions, int32_t *same_as);

typedef struct qc_cohort_tally { /* borrowed */
    const qc_questions *questions;
    const qc_cohort_kernel *kernel;
    const int32_t *same_as;
    int32_t atoms;
} qc_cohort_tally;

/** Count `trials` (whole groups, at most a block) into `outcome`: sums[measure * atoms +
 *  atom][trial] is what has come in by the end of the atom; values[figure * QC_COHORT_BLOCK + trial] is filled. Twins are counted once, until qc_cohort_tally_finish(). @fails QC_NO_MEMORY */
QC_CHECKED bool qc_cohort_tally_add(qc_outcome *outcome, const qc_cohort_tally *with,
                                    const int64_t *const *sums, int64_t *values, int32_t trials,
                                    qc_status *status);

/** Give each twin its own counts. */
QC_CHECKED bool qc_cohort_tally_finish(qc_outcome *outcome, const int32_t *same_as,
                                       qc_status *status);

#endif
