/** Who sells and what they do: the groups `team` and `activities` of a plan. */
#ifndef QC_PLAN_READ_TEAM_H
#define QC_PLAN_READ_TEAM_H

#include "plan/reader.h"

#define QC_PLAN_MAX_ACTIVITIES 32
#define QC_PLAN_MAX_RAMP       36

/** What holds where the plan says nothing. */
void qc_read_team_start(qc_plan *plan);

/** Errors become findings; false then, or when memory runs out. */
QC_CHECKED bool qc_read_team(qc_reader *reader, const qc_yaml_node *map);
QC_CHECKED bool qc_read_team_activities(qc_reader *reader, const qc_yaml_node *map);

/** Group of the schema that a key below `activities` belongs to. */
const char *qc_read_team_group(const char *name);

/** What needs what: activities and hours of open deals need a team, hires too. */
QC_CHECKED bool qc_read_team_check(qc_reader *reader, const qc_yaml_node *root);

/** A share per unit of time: `5% to 20% per year`, `5% per week`. `unit` is the only unit that is
 *  taken; `ranges` tells whether a range is. @fails QC_BAD_INPUT */
QC_CHECKED bool qc_read_team_share_per(const char *text, const char *unit, bool ranges,
                                       qc_belief *belief, qc_status *failure);

#endif
