/** A forecast without luck: the laws of all figures, counted as if by very many futures.
 *
 *  An outcome of the exact evaluator has one group a parameter draw, and each draw stands for a million futures
 *  that are spread over the buckets as the law says. Everything that reads outcomes can read it. Draws come in sets
 *  that cover the beliefs evenly (sim/exact/even_draws), and the errors count sets; with certain parameters there is
 *  one draw and no error but the numerical. */
#ifndef QC_SIM_EXACT_RUN_H
#define QC_SIM_EXACT_RUN_H

#include "sim/engine.h"
#include "sim/exact/marginals.h"

#define QC_EXACT_DRAWS  512     /* when no number is asked for; certain parameters need one */
#define QC_EXACT_WEIGHT 1000000 /* futures that a draw stands for */
#define QC_EXACT_WIDEST 0.005   /* bound of a chance's error up to which exact answers unasked */

/** Why there is no exact forecast of what the marginals could answer, or NULL. */
const char *qc_exact_run_hurdle(const qc_sim_options *options);

/** Fill `outcome` (started). options->trials asks for that many futures in groups of 20, a draw each, rounded up to
 *  whole sets.
 *  run->error_bound receives the largest bound on the numerical error of a chance. */
QC_CHECKED bool qc_exact_run(qc_outcome *outcome, qc_run *run, qc_marginals *marginals,
                             const qc_sim_options *options, qc_status *status);

typedef struct qc_exact_figure { /* one figure under one draw */
    double mean;                 /* hundredths */
    double chance, bound; /* 0 without a goal; of a checked one the bound on its error, else 0 */
} qc_exact_figure;

/** Count one solved figure into its tally as QC_EXACT_WEIGHT futures; `checked` as it was solved. `law` is scratch.
 *  @fails QC_NO_MEMORY, QC_NUMERIC */
QC_CHECKED bool qc_exact_count_figure(qc_outcome *outcome, const qc_marginals *it, int32_t f,
                                      bool checked, qc_total_law *law, qc_exact_figure *out,
                                      qc_status *status);

/** How each of `count` changed models moves the chance of the main figure: computed, when all of them are
 *  certain and can be (the base within QC_EXACT_WIDEST), else `*done` is false and nothing is written.
 *  `evaluator` WALK leaves it to walk. */
QC_CHECKED bool qc_exact_differences(qc_estimate *changes, bool *done, const qc_model *base,
                                     const qc_model *changed, int32_t count, const qc_book *book,
                                     const qc_questions *questions, const qc_sim_options *options,
                                     qc_status *status);

#endif
