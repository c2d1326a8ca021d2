/** The planner of studies: cases on the same luck, judged by one figure, by the evaluator that knows most of it. */
#ifndef QC_SIM_PAIRED_JUDGE_H
#define QC_SIM_PAIRED_JUDGE_H

#include "sim/paired.h"

typedef struct qc_paired_asked { /* borrowed */
    const qc_paired_case *cases;
    int32_t count, figure;
    const qc_book *book;
    const qc_sim_options *options;
    int64_t first_trial, trials;
} qc_paired_asked;

/** As qc_paired_run(), for one figure alone, which may be had without counting futures.
 *
 *  Where parameters are certain and deals independent each case is computed once (sim/exact/paired_exact), whatever
 *  the `trials`. Else, where deals are independent given the parameters and the months (sim/blend/blend), each draw's
 *  chance is computed, and counts as a group of a million futures (fewer where totals are so large that their squares
 *  would not add up); a draw stands for 20 of the `trials`. The outcomes hold the judged figure only; paired->engine
 *  says who answered. options->evaluator WALK keeps to counting, options->not_exact to draws.
 *  @fails as qc_paired_run(); QC_BAD_INPUT when BLEND or EXACT is asked for by name and does not apply */
QC_CHECKED bool qc_paired_judge(qc_paired *paired, const qc_paired_asked *asked, qc_status *status);

#endif
