/** The pipeline as an absorbing semi-Markov chain: what becomes of a deal, and when.
 *
 *  A *kernel* gives for each stage s and exit d (0..stages-1, then won, then lost) the chance that a
 *  visit ends on day u by that exit: kernel[(s * (stages + 2) + d) * days + u], u = 0..days-1. It may be
 *  defective: what is missing never leaves. Formulas: docs/model.md, "From visits to deals". */
#ifndef QC_MODELS_CHAIN_H
#define QC_MODELS_CHAIN_H

#include "core/arena.h"
#include "core/status.h"

#define QC_CHAIN_STAGES_MAX 32

typedef struct qc_chain_fate { /* per stage, arrays of `stages` values in the caller's arena */
    double *win;               /* a deal that enters the stage is won in the end */
    double *lost, *open;       /* ... lost; ... never leaves (still open when the kernel ends) */
    double *conversion; /* it reaches a later stage or is won (back moves for neither side) */
    double *arriving;   /* a deal that enters at stage `entry` ever reaches the stage */
} qc_chain_fate;

/** @param exits  exits[s * (stages + 2) + d] = chance that a visit to s ends by d (won = stages, lost = stages + 1)
 *  @param entry  shares of new deals by entry stage (stages values), NULL = all enter at stage 0
 *  Linear solves (GSL LU). @fails QC_NUMERIC, QC_NO_MEMORY */
QC_CHECKED bool qc_chain_fate_of(qc_chain_fate *fate, const double *exits, int32_t stages,
                                 const double *entry, qc_arena *arena, qc_status *status);

/** Win-time distribution: out[s * days + t] = chance that a deal entering stage s on day 0 ends by
 *  `exit` (stages = won, stages + 1 = lost) exactly on day t. Renewal recursion, O(stages^2 days^2). */
QC_CHECKED bool qc_chain_time(double *out, const double *kernel, int32_t stages, int32_t days,
                              int32_t exit, qc_arena *scratch, qc_status *status);

/** The same for a deal that has been in stage `stage` for `age` days (survived days 0..age): out[t] is the
 *  chance of `exit` exactly t days ahead, t = 1..horizon (out[0] = 0). `fresh` is qc_chain_time()'s result. */
QC_CHECKED bool qc_chain_time_open(double *out, int32_t horizon, const double *kernel,
                                   const double *fresh, int32_t stages, int32_t days, int32_t exit,
                                   int32_t stage, int32_t age, qc_status *status);

#endif
