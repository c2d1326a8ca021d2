/** What a segment does faster or slower than the whole, per stage and group of exits, and what all
 *  segments do more or less in a month: observed events against those that the fitted hazards expect. */
#ifndef QC_MODELS_SEGMENT_FACTOR_H
#define QC_MODELS_SEGMENT_FACTOR_H

#include "models/stage_model.h"

/** Room for factors; has_factors is set when the history tells at least two segments apart. */
QC_CHECKED bool qc_segment_factor_room(qc_stage_model *model, const qc_history *history,
                                       const int32_t *segment_of, qc_arena *arena,
                                       qc_status *status);

/** Observed and expected events by segment, and the pooling weights over c. */
QC_CHECKED bool qc_segment_factor_fit(qc_stage_model *model, const qc_history *history,
                                      const int32_t *segment_of, qc_status *status);

/** Posterior mean, averaged over the pooling; 1 on parts of a segment's own and without factors. */
double qc_segment_factor_mean(const qc_stage_model *model, int32_t segment, int32_t stage,
                              qc_group group);

/** How much of the factor is the whole's rather than the segment's own: E[c / (c + expected)], 0..1. */
double qc_segment_factor_pull(const qc_stage_model *model, int32_t segment, int32_t stage,
                              qc_group group);

/** One posterior draw. */
double qc_segment_factor_draw(const qc_stage_model *model, int32_t segment, int32_t stage,
                              qc_group group, qc_rng *rng);

/** Fit the month effects of the groups that feel them. */
QC_CHECKED bool qc_segment_factor_effects(qc_stage_model *model, const qc_history *history,
                                          const int32_t *segment_of, qc_status *status);

#endif
