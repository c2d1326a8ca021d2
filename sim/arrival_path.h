/** New deals expected by month: the drawn rate, the calendar, the season and the noise of one trial. */
#ifndef QC_SIM_ARRIVAL_PATH_H
#define QC_SIM_ARRIVAL_PATH_H

#include "sim/world.h"

/** Expected new deals of `stream` in each month of the horizon, before levers. `expected` has
 *  world->month_count values. */
void qc_arrival_path(const qc_world *world, int32_t stream, int64_t trial, double *expected);

/** Does the stream's rate vary from trial to trial? */
bool qc_arrival_path_is_noisy(const qc_world *world, int32_t stream);

/** How many of a stream's new deals come in a month, once qc_arrival_path() has said how many are expected; months are
 *  asked one after the other, from the first. Months
 *  that are expected to bring the same in trial after trial are looked up with the stream's first number;
 *  what moves from trial to trial is drawn by GSL. world->failed when memory runs out. */
int32_t qc_arrival_path_count(qc_world *world, int32_t stream, int32_t month, qc_rng *luck);

/** The law that such a month is looked up in, the same in all trials of a draw; NULL = its count is drawn. */
const qc_poisson *qc_arrival_path_law(qc_world *world, int32_t stream, int32_t month);

/** How many more a lever brings that multiplies what is expected in the month by 1 + `more`. */
int32_t qc_arrival_path_extra(const qc_world *world, int32_t month, double more, qc_rng *luck);

/** Names of a month's new deals begin here, and QC_ARRIVAL_PATH_ADDED further on those that a lever adds. */
static inline uint64_t qc_arrival_path_name(int32_t stream, int32_t month)
{
    return (uint64_t) stream << 48 | (uint64_t) month << 32;
}
#define QC_ARRIVAL_PATH_ADDED (UINT64_C(1) << 31)

#endif
