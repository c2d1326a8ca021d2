/** Laws of many draws averaged as sums of whole numbers, so that any order of adding gives the same bytes.
 *
 *  The characteristic function of a mixture is the mean of those of its parts: laws on one circle are added up term
 *  by term, in fixed point, and turned into a law once. Laws on different circles are kept apart. */
#ifndef QC_SIM_SPECTRUM_H
#define QC_SIM_SPECTRUM_H

#include "sim/exact/total.h"
#include "sim/outcome.h"

typedef struct qc_spectrum_circle { /* sums over the draws on one circle */
    double low, period, step, shift;
    int64_t draws, nothing;
    int32_t terms;
    int64_t *real, *imaginary; /* [term - 1], QC_TOTAL_TERMS */
} qc_spectrum_circle;

typedef struct qc_spectrum { /* zeroed; the circles live in the arena given */
    qc_spectrum_circle *circles;
    int32_t count, capacity;
} qc_spectrum;

/** Add a solved total that has no streams and no tie. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_spectrum_add(qc_spectrum *spectrum, const qc_total *total, qc_arena *arena,
                                qc_status *status);

/** Add the draws of `other`. */
QC_CHECKED bool qc_spectrum_merge(qc_spectrum *spectrum, const qc_spectrum *other, qc_arena *arena,
                                  qc_status *status);

/** Spread `weight` futures a draw over the buckets of the figure's tally, and count those below its goal.
 *  @fails QC_NO_MEMORY, QC_NUMERIC */
QC_CHECKED bool qc_spectrum_count(const qc_spectrum *spectrum, qc_outcome *outcome, qc_tally *tally,
                                  const qc_figure *figure, int64_t weight, qc_status *status);

#endif
