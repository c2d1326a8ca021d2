/** What the plan costs, what each rep is to sell, and how many accounts could buy: the keys `cost`, `quota` and
 *  `market` of a plan. */
#ifndef QC_PLAN_READ_COST_H
#define QC_PLAN_READ_COST_H

#include "plan/reader.h"

#define QC_PLAN_MAX_TIERS 16
#define QC_PLAN_MAX_PAYS  200

/** What holds where the plan says nothing. */
void qc_read_cost_start(qc_plan *plan);

/** Errors become findings; false then, or when memory runs out. */
QC_CHECKED bool qc_read_cost(qc_reader *reader, const qc_yaml_node *map);
QC_CHECKED bool qc_read_cost_market(qc_reader *reader, const qc_yaml_node *map);
QC_CHECKED bool qc_read_cost_quota(qc_reader *reader, const qc_yaml_node *node);

/** A number of accounts, of the whole market or of a segment's own; states the plan's market. */
QC_CHECKED bool qc_read_cost_accounts(qc_reader *reader, const qc_yaml_node *node,
                                      double *accounts);

/** What needs what: salaries a team, tiers a quota, targets on cost the costs. */
QC_CHECKED bool qc_read_cost_check(qc_reader *reader, const qc_yaml_node *root);

#endif
