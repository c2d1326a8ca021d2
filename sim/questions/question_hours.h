/** Targets on the share of working hours in which a team sells. */
#ifndef QC_SIM_QUESTION_HOURS_H
#define QC_SIM_QUESTION_HOURS_H

#include "sim/questions/asking.h"

/** Does the plan know hours, and something that takes them?
 *  @fails QC_BAD_INPUT at the target: no team with hours, nothing takes any, a scope */
QC_CHECKED bool qc_question_hours_check(const qc_asking *ask, const qc_target *target);

#endif
