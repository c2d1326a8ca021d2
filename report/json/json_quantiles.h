/** The quantiles of a figure as a JSON object. */
#ifndef QC_REPORT_JSON_QUANTILES_H
#define QC_REPORT_JSON_QUANTILES_H

#include "report/json/json_build.h"
#include "sim/summary/summary.h"

json_t *qc_json_quantiles(qc_json_build *build, const qc_quantiles *q);

#endif
