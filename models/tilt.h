/** Laws with other odds of forward against lost: what levers on conversion and win rate do to a law. */
#ifndef QC_MODELS_TILT_H
#define QC_MODELS_TILT_H

#include "models/stage_model.h"

/** What a lever makes of a value. */
double qc_tilt_changed(const qc_lever *lever, double value);

/** A fitted law with the odds of forward against lost exits times `odds` at every age, the total speed of
 *  leaving kept. `room` has plain->cells + 1 rows, is not plain's own, and outlives the law. */
qc_law qc_tilt_fitted(const qc_law *plain, double odds, double (*room)[QC_GROUP_COUNT]);

/** A stated law with another conversion; `room` (QC_MIXTURE_CELLS + 1 rows) is used where lost deals have
 *  days of their own. `share` is cut to 0..1. */
void qc_tilt_stated(const qc_stage_part *part, qc_law *law, double share,
                    double (*room)[QC_GROUP_COUNT]);

#endif
