/** How much a won deal is worth: observed wins resampled, mixed with a lognormal that fills the gaps and
 *  the tail. Formulas: docs/model.md, "Deal size". */
#ifndef QC_MODELS_SIZE_MODEL_H
#define QC_MODELS_SIZE_MODEL_H

#include "core/arena.h"
#include "core/rng.h"
#include "models/spread.h"
#include "models/traits.h"

typedef struct qc_size_win { /* one won deal */
    double amount;           /* > 0 */
    double units, margin;    /* NAN = unknown */
    int32_t class;           /* of its first known amount, 0.. */
} qc_size_win;

typedef struct qc_size_data { /* what the fit reads; borrowed */
    const qc_size_win *wins;
    int32_t win_count;
    const double *ratios; /* final amount / first known amount of won deals, > 0 */
    int32_t ratio_count;
    const double *class_edge; /* QC_AMOUNT_CLASSES - 1 amounts, NULL = amounts have no classes */
} qc_size_data;

typedef struct qc_size_model { /* arrays in the arena given to the fit; read-only afterwards */
    qc_size_win *wins;         /* by class */
    int32_t win_count;
    double *ratios;
    int32_t ratio_count;
    bool has_classes;
    int32_t class_start[QC_AMOUNT_CLASSES + 1]; /* wins of a class */
    double class_edge[QC_AMOUNT_CLASSES - 1];
    double log_mean,
        log_variance; /* mean and s^2 (n - 1) of log amounts; variance 0 under two wins */
    double largest;
    bool resampled_only; /* with wins, nothing but wins: no smooth part */
    double belief_deals; /* W pseudo-deals; 0 = no belief stated, INFINITY = certain */
    qc_spread belief;
    double belief_log_mean, belief_log_sd; /* mu0 (of the log), sigma0 */
} qc_size_model;

/** @param belief  the stated deal size, form NONE = none (a single number has cv 1.2, default family lognormal,
 *                 20 pseudo-deals unless based_on says otherwise)
 *  @fails QC_TOO_FEW_DATA when fewer than two wins have an amount and no belief is stated (names deal_size) */
QC_CHECKED bool qc_size_model_fit(qc_size_model *model, const qc_size_data *data,
                                  const qc_belief *belief, qc_arena *arena, qc_status *status);

typedef struct qc_size_posterior { /* what the smooth part's level and spread are drawn from */
    double log_mean;               /* of mu, while sigma is not above the wins' own */
    double level_deals;            /* mu has variance sigma^2 / level_deals; INFINITY = certain */
    double degrees, scale_squared; /* sigma^2 = degrees x scale_squared / chi-square(degrees) */
} qc_size_posterior;
qc_size_posterior qc_size_model_posterior(const qc_size_model *model);

/** Mean of mu given sigma: what a spread adds to the mean amount above the wins' own is taken off the level, by the
 *  share of it that rests on wins. */
double qc_size_model_level(const qc_size_model *model, const qc_size_posterior *posterior,
                           double sigma);

typedef struct qc_size_draw {                  /* one parameter draw */
    double mu, sigma;                          /* of the log amount */
    double smooth_share;                       /* eps: share of amounts from the lognormal part */
    double class_smooth[QC_AMOUNT_CLASSES];    /* the same share within a class */
    double class_below[QC_AMOUNT_CLASSES + 1]; /* share of the lognormal part below a class */
    double cap;                                /* 100 x the largest win; INFINITY without data */
    double
        *cumulative; /* Dirichlet weights summed up, model->win_count values; the caller's memory */
    const double *even; /* [QC_EVEN_SIZE]: see models/even.h; NULL = streams */
} qc_size_draw;

/** The same with even weights and posterior means, nothing drawn. */
void qc_size_model_mean(const qc_size_model *model, qc_size_draw *draw);

/** Fill `draw` (its `cumulative` must have room for model->win_count values; NULL when that is 0). */
void qc_size_model_draw(const qc_size_model *model, qc_rng *rng, qc_size_draw *draw);

typedef struct qc_size_sample {
    double amount;
    int32_t row; /* the win whose units and margin / amount go with it (drawn by the same weights
                    when the amount is a smooth one), -1 = there are no wins */
} qc_size_sample;

/** One amount from a draw. */
qc_size_sample qc_size_model_sample(const qc_size_model *model, const qc_size_draw *draw,
                                    qc_rng *rng);

/** One amount of a class; QC_TRAIT_NONE, or a model without classes: of any. */
qc_size_sample qc_size_model_sample_of(const qc_size_model *model, const qc_size_draw *draw,
                                       int32_t class, qc_rng *rng);

#define QC_SIZE_POINTS 800 /* most points of a law of amounts: 16 an octave, from a cent up */

/** The law of qc_size_model_sample_of() as weighted points, by value: what lies within 4.4% of each other is one
 *  point at its mean, so the mean is kept and of the variance all but 0.02% of the squares.
 *  @param value, weight  room for QC_SIZE_POINTS each  @return how many there are; the weights sum to 1 */
int32_t qc_size_model_points(const qc_size_model *model, const qc_size_draw *draw, int32_t class,
                             double *value, double *weight);

/** A ratio final / first known amount: one of the observed, 1 when there are none. */
double qc_size_model_ratio(const qc_size_model *model, qc_rng *rng);

#endif
