#include "sim/questions/question_hours.h"

#include <math.h>

/* Hours come from the team, and something has to take them. */
bool qc_question_hours_check(const qc_asking *ask, const qc_target *target)
{
    const qc_plan *plan = ask->plan;
    const char *lack = NULL;
    bool taken = plan->activities.inbound_minutes > 0;
    for (int32_t k = 0; k < plan->activities.count; k++)
        taken |= plan->activities.kinds[k].minutes > 0;
    for (int32_t s = 0; s < plan->stage_count; s++)
        taken |= plan->stages[s].hours_per_week > 0;
    if (!plan->team.stated || !isfinite(plan->team.hours_per_week))
        lack = "selling_time needs people with hours, e.g. 'team: {reps: 4, hours_per_week: 40, "
               "selling_time: 36%}'";
    else if (!taken)
        lack = "nothing in the plan takes hours of selling: say the minutes of activities, or the "
               "hours_per_week of open deals in a stage";
    else if (target->scope_count > 0)
        lack = "selling_time is that of the whole team: no scope";
    return lack == NULL || qc_fail_at(ask->status, QC_BAD_INPUT, plan->file, target->place.line,
                                      target->place.column, "target '%s': %s", target->name, lack);
}
