/** The evaluator without luck: the chance of each target, and the law of each figure, computed.
 *
 *  For companies whose deals are independent of each other given the parameters. One parameter draw gives a
 *  table of wins (sim/exact/win_table) and from it the law of every figure (sim/exact/total). Uncertain parameters are
 *  averaged over draws; what remains of luck is then in the draws alone. A chance comes with a bound on its
 *  numerical error: what a lattice twice as fine changes, the terms left out of the series, and
 *  what may lie outside the circle. */
#ifndef QC_SIM_MARGINALS_H
#define QC_SIM_MARGINALS_H

#include "sim/exact/total.h"
#include "sim/exact/win_table.h"

typedef struct qc_marginals { /* zeroed; qc_marginals_free(). One thread's. */
    qc_arena arena;
    qc_world
        world; /* with draw 0 or the one solved last; gone and slip_days are the caller's, set before room is made */
    qc_win_table table, fine;
    qc_amounts *amounts;  /* [segment]: of one new deal, in hundredths */
    qc_amounts one;       /* a customer */
    uint64_t *fresh_mask; /* [segment]: measures that its new deals count for */
    double tie; /* known open amounts are multiples of it, in hundredths; 0 = of nothing */
    double *inputs,
        *fine_inputs;      /* [figure * (open deals + segments)]: what the totals are made of */
    qc_total *totals;      /* [figure] */
    qc_total *fine_totals; /* [figure] */
} qc_marginals;

/** Are the parameters of the model known for certain, so that one draw is all there is? */
bool qc_marginals_are_certain(const qc_world *world);

/** Lay out draw 0 and look: `hurdle` becomes NULL where the evaluator can answer these questions.
 *  @param it zeroed; free with qc_marginals_free() @fails QC_NO_MEMORY */
QC_CHECKED bool qc_marginals_start(qc_marginals *it, const qc_model *model, const qc_book *book,
                                   const qc_questions *questions, uint64_t seed,
                                   const char **hurdle, qc_status *status);
/** Room for tables, once there is no hurdle, and with `laws` for the laws of all figures, which
 *  qc_marginals_solve() needs. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_marginals_make(qc_marginals *it, bool laws, qc_status *status);
void qc_marginals_free(qc_marginals *it);

/** Lay out amounts and the table of draw 0 without solving anything: what sim/cohort/cohort starts from. */
void qc_marginals_lay(qc_marginals *it);

/** Chance of each open deal to be won in the figure's span and to count for it; needs a table laid out. */
void qc_marginals_open_chances(const qc_marginals *it, int32_t figure, double *chance);

/** Solve the figures for which `wanted` is true (NULL = all) under parameter draw `number`; `checked` also on
 *  a lattice twice as fine, for the bounds. */
QC_CHECKED bool qc_marginals_solve(qc_marginals *it, int64_t number, const bool *wanted,
                                   bool checked, qc_status *status);

/** Chance that the figure reaches its goal. With `error` (NULL = not wanted), which needs a checked solution,
 *  the finer answer and its bound. */
double qc_marginals_chance(const qc_marginals *it, int32_t figure, double *error);

/** Chance that the main figure reaches its goal when these open deals pay nothing; needs the figure solved.
 *  `won` receives the chance that the first of them is won in the figure's span and counts for it, or is NULL. */
QC_CHECKED bool qc_marginals_without(qc_marginals *it, const int32_t *deals, int32_t count,
                                     double *won, double *chance, qc_status *status);

#endif
