/** What moves all deals of a month together: a stationary AR(1) on the log intensity, by Kalman filter
 *  over a grid of (rho, sd). Formulas: docs/model.md, "Month effects". */
#ifndef QC_MODELS_MONTH_EFFECT_H
#define QC_MODELS_MONTH_EFFECT_H

#include "core/rng.h"
#include "core/status.h"
#include "models/count_look.h"

#define QC_MONTH_EFFECT_CELLS 28
#define QC_MONTH_EFFECT_LEAST 0.5 /* a month that expects no more tells nothing */

typedef struct qc_month_effect { /* plain data */
    int32_t cells;               /* 0 = no effect: theta is 1 */
    int32_t looked;              /* months that were looked at */
    double rho[QC_MONTH_EFFECT_CELLS], sd[QC_MONTH_EFFECT_CELLS];
    double weight[QC_MONTH_EFFECT_CELLS]; /* prior x likelihood, normalised */
    double log_likelihood[QC_MONTH_EFFECT_CELLS];
    double mean[QC_MONTH_EFFECT_CELLS],
        variance[QC_MONTH_EFFECT_CELLS]; /* filtered state of the last month */
} qc_month_effect;

/** Events and model-expected events by month, oldest first; months with expected <= .5 give no
 *  observation but time passes. months = 0 gives the prior (stationary state). */
void qc_month_effect_fit(qc_month_effect *effect, const double *events, const double *expected,
                         int32_t months);
/** The same with another way to look at counts. */
void qc_month_effect_fit_by(qc_month_effect *effect, const double *events, const double *expected,
                            int32_t months, qc_count_look_at *look);
/** Weigh the cells anew, their log likelihoods changed by `correction` ([cell]). */
void qc_month_effect_correct(qc_month_effect *effect, const double *correction);
void qc_month_effect_none(qc_month_effect *effect);
void qc_month_effect_stated(qc_month_effect *effect, double sd,
                            double rho); /* one cell, stationary */

typedef struct qc_effect_state { /* one draw of cell and present state */
    double rho, sd, x;
    double center;          /* where x returns to */
    double center_variance; /* how far that may be from the average of the history */
} qc_effect_state;
/** Posterior means over the cells, of strength, memory and present state. */
void qc_month_effect_mean(const qc_month_effect *effect, qc_effect_state *state);

void qc_month_effect_draw(const qc_month_effect *effect, qc_rng *rng, qc_effect_state *state);

/** Where the state returns to, `normal` sds from the average of the months that were looked at: hazards are
 *  fitted to those months as they were, good or bad on the whole. */
void qc_month_effect_center(const qc_month_effect *effect, qc_effect_state *state, double normal);

/** Step `days` ahead (rho per month of 30.4 days becomes rho^(days/30.4)) and return
 *  theta = exp(x - (sd^2 + center_variance) / 2); `normal` is a standard normal draw. sd = 0 returns 1. */
double qc_month_effect_step(qc_effect_state *state, double days, double normal);

#endif
