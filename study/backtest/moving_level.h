/** A level that moves, for counts by period: the usual way to forecast sales from their own past.
 *
 *  level ~ Gamma(alpha, beta); a count ~ Poisson(exposure x scale x level x noise), noise ~ Gamma(k, k). Each
 *  period alpha and beta are discounted by `delta`, then moved by the count with weight c = k / (k + mean).
 *  Predictive: negative binomial of size r, 1/r = (1 + 1/alpha)(1 + 1/k) - 1 (discounted gamma level:
 *  Smith and Miller 1986; with noise it matches moments). Nothing fails; no state is shared. */
#ifndef QC_STUDY_MOVING_LEVEL_H
#define QC_STUDY_MOVING_LEVEL_H

#include "core/rng.h"

#include <stdbool.h>

typedef struct qc_moving_level {
    double delta, k;       /* discount 0..1; shape of the noise */
    double alpha, beta;    /* state after the last count */
    double scale;          /* of a level of 1, per unit of exposure */
    double log_likelihood; /* of the counts, one step ahead each */
} qc_moving_level;

/** Prediction of the next count after `qc_moving_level_age`. */
typedef struct qc_moving_prediction {
    double mean, size;
} qc_moving_prediction;

/** The level before any count: Gamma(2, 2). */
qc_moving_level qc_moving_level_start(double delta, double k, double scale);
/** Take in a count; `first` leaves the discount out. Returns what was predicted for it. */
qc_moving_prediction qc_moving_level_add(qc_moving_level *level, double count, double exposure,
                                         bool first);
/** The likeliest of nine settings (delta 1, .95, .82; k 100,000, 60, 12) on counts of equal exposure, oldest
 *  first. @param count at least 1 */
qc_moving_level qc_moving_level_fit(const double *counts, int32_t count);
/** Total of the next `periods` periods: one draw. */
double qc_moving_level_draw(const qc_moving_level *level, int32_t periods, qc_rng *luck);

#endif
