/** What new deals are like, counted from recent ones: entry class, labels, class of amount and whether a win
 *  brings a new customer, each as Dirichlet or beta weights by segment. Part of the arrival model's fit;
 *  formulas: docs/model.md, "Who arrives". */
#ifndef QC_MODELS_ARRIVAL_WHO_H
#define QC_MODELS_ARRIVAL_WHO_H

#include "models/arrival_model.h"

/** Fill the weights of `model`, whose `segment_count` is set; rooms come from `arena`. */
QC_CHECKED bool qc_arrival_who_fit(qc_arrival_model *model, const qc_arrival_inputs *inputs,
                                   qc_arena *arena, qc_status *status);

#endif
