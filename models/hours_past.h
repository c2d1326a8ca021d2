/** Hours that people worked and sold before the as-of day, for goals on selling time. */
#ifndef QC_MODELS_HOURS_PAST_H
#define QC_MODELS_HOURS_PAST_H

#include "history/read_activities.h"
#include "models/book.h"
#include "models/team_model.h"

/** Fill book->worked, day by day. Worked: the plan's hours per week of whoever was there (as models/cost_past has
 *  it). Sold: logged activities by the plan's minutes, open deals by the hours of their stage. Nothing unless a
 *  target asks, and nothing where the plan's activities take minutes and no log says how many there were, or its
 *  stages take hours and no history says which deals were open: the days begin with the younger of the two.
 *  @param history, log NULL = none  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_hours_past(qc_book *book, const qc_plan *plan, const qc_team_model *team,
                              const qc_history *history, const qc_activity_log *log,
                              qc_status *status);

#endif
