/** Stated ranges become distributions: a share is a beta, a rate is a gamma. */
#ifndef QC_MODELS_BELIEF_H
#define QC_MODELS_BELIEF_H

#include "core/rng.h"
#include "plan/plan.h"

typedef struct qc_share_belief { /* Beta(alpha, beta); certain: the mean itself */
    double mean, alpha, beta;
    bool certain;
} qc_share_belief;

/** RANGE: the beta whose 10th and 90th percentiles fit best; SINGLE: Beta(m s, (1-m) s), s =
 *  based_on or `default_deals`; based_on INFINITY, low = high, and 0% or 100% alone: certain. A form
 *  with mean and 10/90% is served by qc_belief_beta(). @fails QC_NUMERIC; `status` has line and
 *  column, no file */
QC_CHECKED bool qc_belief_share(qc_share_belief *share, const qc_belief *belief,
                                double default_deals, qc_status *status);

/** Concentration s of Beta(m s, (1-m) s) minimising the squared cdf misfit at low (10%) and high (90%). */
QC_CHECKED bool qc_belief_beta(double mean, double low, double high, double *concentration,
                               qc_status *status);
/** The beta (alpha, beta) whose 10% and 90% points are low and high. No beta has its 10% point at 0:
 *  a range from 0 gives Beta(1, b), falling all the way, with its 90% point at `high`; a range to 1
 *  the mirror image; 0 to 1 is uniform. @fails QC_NUMERIC unless 0 <= low < high <= 1 */
QC_CHECKED bool qc_belief_beta_range(double low, double high, double *alpha, double *beta,
                                     qc_status *status);
/** Shape of the gamma whose q90 / q10 is `ratio` (> 1); scale follows from either end. A ratio
 *  of 1 means certain: shape INFINITY. */
QC_CHECKED bool qc_belief_gamma_shape(double ratio, double *shape, qc_status *status);

double qc_share_belief_draw(const qc_share_belief *share, qc_rng *rng);
/** The share that lies above this part of what is believed. */
double qc_share_belief_at(const qc_share_belief *share, double below);

#endif
