/** The plain fast evaluator: simulated futures by tables of wins instead of deals followed stage by stage.
 *
 *  For companies whose parameters are certain and whose deals are independent of each other: then each open
 *  deal's chance to be won by the end of a month, and the law of a month's new wins together, are known
 *  before any trial. The inner loop is told in sim/cohort/cohort_kernel.c. Bookings only. Everything that is counted
 *  is a whole number of hundredths, and a trial's luck depends on the seed and its number alone: one result
 *  for any threads, shards, instruction set and compiler. */
#ifndef QC_SIM_COHORT_H
#define QC_SIM_COHORT_H

#include "sim/engine.h"

struct qc_marginals;

/** Why the evaluator cannot simulate this, or NULL when it can: a sentence without its end. */
const char *qc_cohort_hurdle(const struct qc_marginals *marginals);

#define QC_COHORT_TRIALS \
    1000000                   /* when no number is asked for; with thousands of open deals fewer, */
#define QC_COHORT_LEAST 16000 /* but no fewer than these */
#define QC_COHORT_UNIT  3200  /* trials that threads and shards take in turn */

typedef struct qc_cohort qc_cohort;

/** Tables for these marginals (checked to have no hurdle), in `arena`. @fails QC_NO_MEMORY, QC_NUMERIC */
QC_CHECKED qc_cohort *qc_cohort_make(struct qc_marginals *marginals, qc_arena *arena,
                                     qc_status *status);

/** Simulate into `outcome` (started). `isa` names an instruction set, NULL = the widest there is.
 *  @fails QC_NO_MEMORY; QC_BAD_INPUT for an instruction set that this machine lacks */
QC_CHECKED bool qc_cohort_simulate(qc_outcome *outcome, qc_run *run, const qc_cohort *cohort,
                                   const qc_sim_options *options, qc_status *status);

#endif
