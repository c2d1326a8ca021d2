/** Whose a deal is on a day, in companies with a team: the seat that holds it, and by it the owner whom targets,
 *  quotas and commission ask for.
 *
 *  A deal is held by the rep in whose hands it is (coupled companies), who prospected it, or whose open deal it
 *  was. One that nobody prospected, and one whose seat is empty on that day, is with somebody who is there and takes
 *  its segment, drawn as the owners of last year's new deals of the segment; who has none of these draws like the
 *  others' mean. Formulas: docs/model.md, "Quotas". */
#ifndef QC_SIM_HOLDER_H
#define QC_SIM_HOLDER_H

#include "sim/deal.h"

typedef struct qc_holders qc_holders;

/** Sets world->holders when the model has a team and something asks whose deals are; after qc_people_make().
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_holder_make(qc_world *world, qc_status *status);

/** The seat that holds a deal on a day of the trial at hand, -1 = nobody. */
int32_t qc_holder_seat(const qc_world *world, const qc_deal *it, int32_t day);

/** The measures that a deal counts for on a day, those that ask for its owner included. */
uint64_t qc_holder_mask(const qc_world *world, const qc_deal *it, int32_t day);

/** Of measures that count by owner, those of who sits in a seat; all others. */
uint64_t qc_holder_of_seat(const qc_world *world, int32_t seat);

/** Sets the measures of a deal: `mask`, and in `owned` those that ask for an owner and count it if that holds it. */
void qc_holder_sort(const qc_world *world, const qc_labels *labels, qc_origin origin, qc_deal *it);

/** A new deal of a coupled company comes into the hands of a rep: its creation and its first stage count for the
 *  measures that ask for the owner. */
void qc_holder_receive(qc_world *world, const qc_deal *it);

#endif
