/** The rates of an activity from a log of what people did. Formulas: docs/model.md, "Activities". */
#ifndef QC_MODELS_ACTIVITY_RATES_H
#define QC_MODELS_ACTIVITY_RATES_H

#include "models/activity_model.h"

/** Add the log's evidence on kind `k` to what the plan states of it, and its number a week where the plan states
 *  none. @fails QC_TOO_FEW_DATA, QC_NO_MEMORY */
QC_CHECKED bool qc_activity_rates_fit(qc_activity_model *model, int32_t k,
                                      const qc_activity_log *log, qc_day as_of, qc_status *status);

#endif
