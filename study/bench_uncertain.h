/** A company for the benchmark whose parameters rest on so many deals of history. */
#ifndef QC_STUDY_BENCH_UNCERTAIN_H
#define QC_STUDY_BENCH_UNCERTAIN_H

#include "models/model.h"

/** From now on each parameter draw of the model (one pipeline, all of it certain) is off by what so many deals
 *  leave open. `history_deals` is borrowed. */
void qc_bench_make_uncertain(qc_model *model, const double *history_deals);

#endif
