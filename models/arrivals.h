/** How many deals arrive: a log rate whose level wanders and which has AR(1) noise, by Kalman filter
 *  over a grid. Formulas: docs/model.md, "Arrivals". */
#ifndef QC_MODELS_ARRIVALS_H
#define QC_MODELS_ARRIVALS_H

#include "core/rng.h"
#include "core/status.h"
#include "models/count_look.h"

#define QC_ARRIVALS_CELLS 50

typedef struct qc_arrivals { /* plain data */
    int32_t cells;
    double base; /* log of deals per month of 30.4 days that the state is measured from */
    double wander[QC_ARRIVALS_CELLS]; /* q: sd of the level's step per month */
    double rho[QC_ARRIVALS_CELLS], sd[QC_ARRIVALS_CELLS];
    double weight[QC_ARRIVALS_CELLS], log_likelihood[QC_ARRIVALS_CELLS];
    double mean[QC_ARRIVALS_CELLS][2]; /* filtered level and AR state */
    double covariance[QC_ARRIVALS_CELLS][2][2];
} qc_arrivals;

typedef struct qc_arrivals_prior { /* of the level, from a stated rate; sd <= 0 = none stated */
    double log_rate;               /* log of deals per month of 30.4 days */
    double sd;                     /* of the log rate */
} qc_arrivals_prior;

/** Counts by period, oldest first, and each period's length in months of 30.4 days. Without a prior
 *  the level starts N(0,1) around the mean rate; with one it starts N(0, sd^2) around the stated rate.
 *  count = 0 needs a prior. @fails QC_TOO_FEW_DATA */
QC_CHECKED bool qc_arrivals_fit(qc_arrivals *arrivals, const double *events, const double *months,
                                int32_t count, const qc_arrivals_prior *prior, qc_status *status);

/** The same with another way to look at counts. */
QC_CHECKED bool qc_arrivals_fit_by(qc_arrivals *arrivals, const double *events,
                                   const double *months, int32_t count,
                                   const qc_arrivals_prior *prior, qc_count_look_at *look,
                                   qc_status *status);

/** Weigh the cells anew, their log likelihoods changed by `share` x `correction` ([cell]). */
void qc_arrivals_correct(qc_arrivals *arrivals, const double *correction, double share);

/** Keep the level where it is: of the fitted grid only the cells without wandering. */
void qc_arrivals_still(qc_arrivals *arrivals);

typedef struct qc_arrivals_state {
    double base, wander, rho, sd, level, noise;
} qc_arrivals_state;
/** Posterior means over the cells, of strength, memory and present state. */
void qc_arrivals_mean(const qc_arrivals *arrivals, qc_arrivals_state *state);

void qc_arrivals_draw(const qc_arrivals *arrivals, qc_rng *rng, qc_arrivals_state *state);
/** The same by coordinates, without the level, for a stream whose rate carries it: `below` (0..1) picks the cell,
 *  `normal` is the score of the noise. */
void qc_arrivals_at(const qc_arrivals *arrivals, double below, double normal,
                    qc_arrivals_state *state);

/** A walk of the log whose mean rate stays where it is for the coming `days`: without this drift a level that may
 *  double or halve would be expected to grow. */
void qc_arrivals_drift(qc_arrivals_state *state, double days);

/** Step `days` ahead (wander x sqrt(days/30.4), rho^(days/30.4)) with two standard normals; returns the
 *  log rate per 30.4 days, base + level + noise, with level clipped to base +- 10. */
double qc_arrivals_step(qc_arrivals_state *state, double days, double level_normal,
                        double noise_normal);

#endif
