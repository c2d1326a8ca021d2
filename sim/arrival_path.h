/** New deals expected by month: the drawn rate, the calendar, the season and the noise of one trial. */
#ifndef QC_SIM_ARRIVAL_PATH_H
#define QC_SIM_ARRIVAL_PATH_H

#include "sim/world.h"

/** Expected new deals of `stream` in each month of the horizon, before levers. `expected` has
 *  world->month_count values. */
void qc_arrival_path(const qc_world *world, int32_t stream, int64_t trial, double *expected);

/** Does the stream's rate vary from trial to trial? */
bool qc_arrival_path_is_noisy(const qc_world *world, int32_t stream);

#endif
