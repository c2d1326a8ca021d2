/** Scenarios: named changes of the plan. Levers: how far seek may move what, and what it costs. */
#ifndef QC_PLAN_READ_SCENARIOS_H
#define QC_PLAN_READ_SCENARIOS_H

#include "plan/reader.h"

/** Read the `scenarios` value into the plan, after stages, segments and targets: every change is
 *  checked here, where it stands. Errors become findings; false then, or when memory runs out. */
QC_CHECKED bool qc_read_scenarios(qc_reader *reader, const qc_yaml_node *map);

/** Read the `levers` value into plan->limits. Errors as above. */
QC_CHECKED bool qc_read_scenarios_limits(qc_reader *reader, const qc_yaml_node *map);

/** A limit of one lever from texts (`+30%`, `2k`); cost NULL = nothing. Sets path, kind, most, cost.
 *  @fails QC_BAD_INPUT */
QC_CHECKED bool qc_read_scenarios_limit(const qc_plan *plan, const char *path, const char *up_to,
                                        const char *cost, qc_limit *limit, qc_status *failure);

#endif
