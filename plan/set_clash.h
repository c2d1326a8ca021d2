/** Changes that contradict each other: the same number set twice, or a group and one of its members. */
#ifndef QC_PLAN_SET_CLASH_H
#define QC_PLAN_SET_CLASH_H

#include "core/status.h"

/** Look at changes "PATH=VALUE" that are made together, in their order. A path may stand once (`team.hires` more
 *  often). A group and one of its members may both be changed (+10%), or the group first by a value and the member by
 *  a change; two values contradict each other, and the group's value undoes what was changed before it.
 *  @fails QC_BAD_INPUT naming both */
QC_CHECKED bool qc_set_clash(const char *const *sets, int32_t count, qc_status *status);

#endif
