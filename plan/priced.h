/** Changes of what the plan states by one number and nothing is fitted to: cost, the market, quotas, and what an
 *  activity costs or is to reach. They are written into the plan's text, so they are checked by reading the plan anew. */
#ifndef QC_PLAN_PRICED_H
#define QC_PLAN_PRICED_H

#include "plan/reader.h"

/** Is a path about one of these? */
bool qc_priced_is_path(const char *path);

/** Does a changed text fit? "5k per month" by "+10%", a share also by "+2 points"; `value`, the change as typed,
 *  becomes what the plan then states. Errors become findings at `value`.
 *  @param stated what the plan says now, NULL = nothing */
QC_CHECKED bool qc_priced_change(qc_reader *reader, const qc_yaml_node *stated, const char *path,
                                 qc_yaml_node *value);

/** Read the plan once more with each such change of its scenarios and, where a limit is one, with that; what is wrong
 *  becomes a finding at the change. @param sets those that the plan was read with */
QC_CHECKED bool qc_priced_check(qc_reader *reader, const char *const *sets, int32_t set_count);

#endif
