/** Targets: at least or at most how much of what, when, and for whom. */
#ifndef QC_PLAN_READ_TARGETS_H
#define QC_PLAN_READ_TARGETS_H

#include "plan/reader.h"

/** Read the `targets` value into the plan. Errors become findings; false then, or when memory runs
 *  out. */
QC_CHECKED bool qc_read_targets(qc_reader *reader, const qc_yaml_node *list);

/** What a target is called: its name, or metric and period. From the nodes alone, so that `--set`
 *  can find a target before it is read. NULL when memory runs out or nothing names it. */
const char *qc_read_targets_name(const qc_yaml_node *item, qc_arena *arena, qc_status *status);

/** Metric by its word, "revenue" included; QC_METRIC_COUNT = none. */
qc_metric qc_read_targets_metric(const char *word);

#endif
