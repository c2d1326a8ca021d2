/** Changes of people and of what they do: `team.hires=+2 from 2026-08-01`,
 *  `activities.calls.per_rep_per_week=+20%`. They act on the fitted people, so what the plan itself
 *  says stays the base that they are measured from. */
#ifndef QC_PLAN_PEOPLE_LEVER_H
#define QC_PLAN_PEOPLE_LEVER_H

#include "plan/reader.h"

/** Does a path look like one of these? Says nothing about whether the activity exists. */
bool qc_people_lever_is_path(const char *path);

/** The lever that a node says: its key is the path, its text the change or the number. Errors become findings at
 *  the node; false then. */
QC_CHECKED bool qc_people_lever_read(qc_reader *reader, const qc_yaml_node *node,
                                     qc_people_lever *lever);

/** Append the lever that the node says: its key is the path, its text the change or the number.
 *  Errors become findings at the node; false then, or when memory runs out. */
QC_CHECKED bool qc_people_lever_add(qc_reader *reader, const qc_yaml_node *node);

/** A number under a plan's levers on `field` (of one activity; -1 = not about one), exact values only. */
double qc_people_lever_apply(const qc_plan *plan, qc_people_field field, int32_t activity,
                             double value);

#endif
