/** How single deals differ: a distribution of positive values (days in a stage, deal sizes). */
#ifndef QC_MODELS_SPREAD_H
#define QC_MODELS_SPREAD_H

#include "plan/plan.h"

typedef struct qc_spread { /* plain data */
    qc_family family;      /* never QC_FAMILY_DEFAULT */
    double scale,
        shape; /* log-logistic: S = 1/(1+(t/scale)^shape); lognormal: scale = median, shape = sigma of
                                the log; weibull: S = exp(-(t/scale)^shape); gamma: shape, scale */
} qc_spread;

/** From a stated spread: an 80% range (10th to 90th percentile), a mean with cv, a median with p90,
 *  or a single number (its mean) with `default_cv`. `fallback` is the family when none was stated.
 *  No width at all (low = high, cv = 0) is exact for a lognormal, shape 0; elsewhere the 80% range
 *  becomes a thousandth to each side.
 *  @fails QC_NUMERIC when no member of the family has these figures (e.g. log-logistic with a cv
 *         above 11); `status` has line and column, no file */
QC_CHECKED bool qc_spread_from_belief(qc_spread *spread, const qc_belief *belief, double default_cv,
                                      qc_family fallback, qc_status *status);

double qc_spread_survival(const qc_spread *spread,
                          double value); /* P(T > value), 1 for value <= 0 */
double qc_spread_hazard(const qc_spread *spread,
                        double value); /* cumulative hazard -ln S, exact in the far tail */
double qc_spread_quantile(const qc_spread *spread, double share); /* share in 0..1 */
double qc_spread_quantile_upper(
    const qc_spread *spread,
    double tail); /* value with P(T > value) = tail, exact for tiny tails */
double qc_spread_mean(const qc_spread *spread);     /* INFINITY where it has none */
double qc_spread_log_mean(const qc_spread *spread); /* mean of ln T, exact in all families */
double qc_spread_log_sd(const qc_spread *spread);   /* sd of ln T, exact in all families */

/** Remaining time given survival to `age`: S^-1(S(age)(1-share)) - age, without cancellation. */
double qc_spread_residual(const qc_spread *spread, double age, double share);

#endif
