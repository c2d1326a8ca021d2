/** Questions about what people do: how many activities of a kind, of all or of one owner. */
#ifndef QC_SIM_QUESTION_ACTIVITY_H
#define QC_SIM_QUESTION_ACTIVITY_H

#include "sim/questions/asking.h"

/** May the target ask for it? @fails QC_BAD_INPUT: no team, or a scope other than the owner */
QC_CHECKED bool qc_question_activity_check(const qc_asking *ask, const qc_target *target);

/** Does the log of activities know all that was done on the days of a span that are past? */
bool qc_question_activity_known(const qc_asking *ask, qc_span span);

/** Complain where it does not. @fails QC_BAD_INPUT */
QC_CHECKED bool qc_question_activity_past(const qc_asking *ask, const qc_target *target,
                                          qc_span span);

#endif
