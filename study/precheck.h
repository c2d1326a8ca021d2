/** What a forecast would stumble over, before anything is simulated: rates without history or belief, targets
 *  that the data cannot answer. `check` lists all of it, where `forecast` stops at the first. */
#ifndef QC_STUDY_PRECHECK_H
#define QC_STUDY_PRECHECK_H

#include "study/forecast.h"

/** Fit into `forecast` (zeroed; qc_forecast_free()), ask each target alone, then all together, and try
 *  each scenario and lever on the data. What fails is added to `findings` as an error. forecast->model.reliance is there
 *  when the fit went through.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_precheck(qc_forecast *forecast, const qc_forecast_inputs *inputs,
                            qc_findings *findings, qc_status *status);

#endif
