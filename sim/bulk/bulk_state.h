/** What deals in bulk share, open and new ones: the room of a trial, and the visits in it. */
#ifndef QC_SIM_BULK_STATE_H
#define QC_SIM_BULK_STATE_H

#include "sim/bulk/bulk.h"
#include "sim/bulk/bulk_kernel.h"
#include "sim/bulk/bulk_tally.h"

struct qc_bulk { /* what outlives a trial; winners alone are made anew in each */
    const qc_bulk_kernel *kernel;
    bool ran;
    int64_t looks;    /* world->looks for which the chances are laid out, 0 = none */
    const bool *gone; /* the deals left out then */
    bool usable;      /* the open deals of that draw */
    int32_t tracked[QC_TRACKED_MAX], tracked_count; /* and what was tracked */
    qc_bulk_tally tally;
    /* open deals by segment and stage */
    int32_t count;
    int32_t *which; /* [count]: index into the book */
    int32_t *end;   /* [law]: where its deals end */
    uint64_t *name; /* [count] */
    int64_t *reach; /* [count] */
    double *since;  /* [count]: days in the stage */
    double *lasted; /* [count]: chance to have stayed until now; NAN = not looked up */
    int64_t *money; /* [count]: what its win brings; -1 = it is counted by itself */
    uint64_t mask;  /* of the others */
    /* new deals */
    const qc_poisson **law; /* [stream * months + month]: how many come; NULL = to be asked */
    int64_t *law_looks;     /* [stream]: world->looks for which they are laid out */
    /* winners of a trial */
    qc_arena scratch;
    size_t room;
    uint64_t *key, *place;
    double *time, *alive, *age;
    int32_t *list;
};

/** The world's, made when it is first asked for; NULL when memory runs out (world->failed). */
qc_bulk *qc_bulk_of(qc_world *world);

/** May deals run in bulk at all? */
bool qc_bulk_serves(const qc_world *world);

/** Room for so many winners; what is in it is lost when it grows. False when memory runs out (world->failed). */
QC_CHECKED bool qc_bulk_room(qc_world *world, qc_bulk *it, size_t deals);

/** One more visit of winners from..to; `number` of their luck says how long. */
void qc_bulk_pass(qc_world *world, const qc_bulk *it, const qc_law *law, int32_t from, int32_t to,
                  uint64_t number, bool began);

#endif
