/** What deals with a trait do faster or slower than the whole, per stage and group of exits: observed events
 *  against those that the fitted hazards expect, pooled by as much as the data allow. */
#ifndef QC_MODELS_TRAIT_FACTOR_H
#define QC_MODELS_TRAIT_FACTOR_H

#include "models/stage_model.h"

/** Log probability of `events` where r ~ Gamma(c, c) times `expected` are expected, without
 *  -ln events!, which no c changes. */
double qc_trait_factor_log_marginal(double events, double expected, double c);

/** The poolings c that are weighed, 0 .. QC_FACTOR_GRID - 1. */
double qc_trait_factor_grid(int index);

typedef struct qc_factor_posterior { /* r | data ~ Gamma(shape, rate) */
    double shape, rate;
} qc_factor_posterior;
qc_factor_posterior qc_trait_factor_posterior(double events, double expected, double c);

/** Room for the factors of the traits that are on; all factors start at 1. */
QC_CHECKED bool qc_trait_factor_room(qc_stage_model *model, qc_arena *arena, qc_status *status);

/** One sweep over the traits: observed and expected events given the other traits' factors, and the
 *  pooling weights over c.
 *  @param values  [trait][visit], as from qc_traits_of_visits() */
QC_CHECKED bool qc_trait_factor_fit(qc_stage_model *model, const qc_history *history,
                                    const int32_t *segment_of, int32_t *const *values,
                                    qc_status *status);

/** Posterior mean, averaged over the pooling; 1 for QC_TRAIT_NONE, for traits that are off, and for segments
 *  in parts of their own. */
double qc_trait_factor_mean(const qc_stage_model *model, qc_trait trait, int32_t value,
                            int32_t stage, qc_group group);

/** How much of a factor is the whole's rather than its own: E[c / (c + expected)], 0..1; 1 where nothing was
 *  expected. Only for traits that are on. */
double qc_trait_factor_pull(const qc_stage_model *model, qc_trait trait, int32_t value,
                            int32_t stage, qc_group group);

/** What a value's factor is pulled toward: 1, of a class of amounts the slope along the log amount. */
double qc_trait_factor_along(const qc_stage_model *model, qc_trait trait, int32_t value,
                             int32_t stage, qc_group group);

/** Product of the means of all traits of a visit. */
double qc_trait_factor_of_visit(const qc_stage_model *model, int32_t *const *values, int32_t visit,
                                int32_t stage, qc_group group);

/** One posterior draw of a factor without slope. */
double qc_trait_factor_draw(const qc_stage_model *model, qc_trait trait, int32_t value,
                            int32_t stage, qc_group group, qc_rng *rng);

/** All factors of a trait that is on: [(value * stages + stage) * QC_GROUP_COUNT + group]. Draw `number` of
 *  `seed`; number < 0 = posterior means. */
void qc_trait_factor_lay(const qc_stage_model *model, qc_trait trait, uint64_t seed, int64_t number,
                         double *factors);

/** Posterior-mean cumulative hazards by part and group: [(part * QC_GROUP_COUNT + group) * (QC_HAZARD_DAYS
 *  + 1)], from `scratch`; NULL with `status` filled when memory runs out. */
double *qc_trait_factor_hazards(const qc_stage_model *model, qc_arena *scratch, qc_status *status);

/** Of those, the hazards that a deal of `segment` in `stage` runs on. */
const double *qc_trait_factor_hazard_of(const qc_stage_model *model, const double *hazards,
                                        int32_t segment, int32_t stage, int group);

#endif
