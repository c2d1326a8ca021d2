/** What all deals do more or less in a month: observed events against those that the fitted hazards and the
 *  factors of traits expect. */
#ifndef QC_MODELS_STAGE_MONTHS_H
#define QC_MODELS_STAGE_MONTHS_H

#include "models/stage_model.h"

/** Fit the month effects and months of the year of the groups that feel them.
 *  @param values  [trait][visit], as from qc_traits_of_visits() */
QC_CHECKED bool qc_stage_months_fit(qc_stage_model *model, const qc_history *history,
                                    const int32_t *segment_of, int32_t *const *values,
                                    qc_status *status);

#endif
