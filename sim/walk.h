/** The reference engine: every deal of a trial, stage by stage.
 *
 *  Time is days since the end of the as-of day; day d covers (d - 1, d]. Each open deal's future is
 *  conditioned on the days already spent in its stage: it starts with that many days at risk behind it,
 *  and the cumulative hazard does the rest. Month effects multiply the hazards of all deals of a month.
 *  Each deal's luck is a stream of its own, so a change elsewhere leaves it alone. */
#ifndef QC_SIM_WALK_H
#define QC_SIM_WALK_H

#include "sim/world.h"

/** Run trial number `trial` and leave each figure's value in world->values. */
QC_CHECKED bool qc_walk_trial(qc_world *world, int64_t trial, qc_status *status);

/** Follow every deal `count` times, as in the trials from `first` on of the group of `draw`, but all under one path
 *  of months and arrivals, that of the group's first trial (its opposite where world->mirrored); world->lives
 *  takes the wins. Not for coupled companies or activities. */
QC_CHECKED bool qc_walk_lives(qc_world *world, int64_t draw, int32_t first, int32_t count,
                              qc_status *status);

#endif
