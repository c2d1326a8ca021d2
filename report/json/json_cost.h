/** The parts of a forecast's JSON about cost, the market, quotas and goals of activities. */
#ifndef QC_REPORT_JSON_COST_H
#define QC_REPORT_JSON_COST_H

#include "report/json/json_build.h"
#include "sim/summary/summary.h"

/** Put `cost`, `market`, `quota` and `activity_goals`, each where it is known. */
void qc_json_cost(qc_json_build *build, json_t *root, const qc_summary *summary);

#endif
