/** Deals in bulk: the walk of deals whose whole way is told by few numbers.
 *
 *  Where exits do not depend on times (stated stays of one spread, no month effects, nothing that asks who was
 *  lost when) and deals do not meet, sim/walk hands its open deals and its streams of new deals over to
 *  here. The luck is the same and so is every result, to the last bit, for any instruction set. */
#ifndef QC_SIM_BULK_H
#define QC_SIM_BULK_H

#include "sim/world.h"

/** All open deals of a trial. False = nothing is done: they are to be followed one by one. */
bool qc_bulk_open(qc_world *world, int64_t trial);

/** All new deals of a stream that have `reach` in common; world->expected is known. False as above. */
bool qc_bulk_stream(qc_world *world, int32_t stream, double reach, uint64_t path, int64_t trial);

/** The instruction set that trials ran with, or NULL when none ran in bulk. */
const char *qc_bulk_isa(const qc_world *world);

void qc_bulk_free(qc_world *world);

#endif
