/** Hours that people work and hours in which they sell, in one trial, for goals on selling time.
 *
 *  Worked is what the plan's `hours_per_week` comes to while somebody holds a seat. Sold is what open deals, inbound
 *  deals and activities take of the selling hours: never more than there are. Hours of a week are spread over its
 *  days. Formulas: docs/model.md, "Hours". */
#ifndef QC_SIM_HOURS_H
#define QC_SIM_HOURS_H

#include "sim/world.h"

/** Room for the hours of a world with people; nothing when no target asks. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_hours_make(qc_world *world, qc_status *status);

/** In a shift people sold for `sold` hours and held their seats for `weeks` full weeks. */
void qc_hours_add(const qc_world *world, int32_t shift, double sold, double weeks);

/** End of the trial: add to its sums. */
void qc_hours_close(qc_world *world);

#endif
