/** Wins in bulk, added up by piece of time before they join the measures: many that count alike cost little more
 *  than their sums. */
#ifndef QC_SIM_BULK_TALLY_H
#define QC_SIM_BULK_TALLY_H

#include "sim/deal.h"

typedef struct qc_bulk_tally { /* of one trial; zero between uses */
    int64_t *money;            /* [atom]: hundredths */
    int64_t *wins, *customers; /* [atom] */
} qc_bulk_tally;

QC_CHECKED bool qc_bulk_tally_make(qc_bulk_tally *it, qc_world *world, qc_status *status);

/** May wins be added up before they are counted: does nothing ask for single ones, nor for more than amounts, wins and
 *  customers? Tracked deals and unlike masks are the caller's to keep apart. */
bool qc_bulk_tally_serves(const qc_world *world);

/** What the win of open deal i is sure to bring (hundredths), if it counts for `mask` like others; else -1. */
int64_t qc_bulk_tally_sure(const qc_world *world, int32_t i, uint64_t mask);

static inline void qc_bulk_tally_add(qc_bulk_tally *it, qc_world *world, double time, int64_t money,
                                     bool brings_customer)
{
    const int32_t atom = world->questions->atom_of_day[(int32_t) time + 1];
    world->too_large |= __builtin_add_overflow(it->money[atom], money, &it->money[atom]);
    it->wins[atom]++;
    it->customers[atom] += brings_customer;
}

/** Count what is added up as wins of deals with that mask, and forget it. */
void qc_bulk_tally_count(qc_bulk_tally *it, qc_world *world, uint64_t mask, qc_source source);

#endif
