/** A deal in flight, and what counts when it moves or is won. */
#ifndef QC_SIM_DEAL_H
#define QC_SIM_DEAL_H

#include "sim/world.h"

typedef struct qc_deal_state { /* one deal in flight */
    qc_rng luck;
    int32_t stage, segment;
    int32_t visits;  /* so far */
    double exit;     /* uniform: which exit is next; what is left of it serves the next visit */
    double time;     /* of entry into the stage */
    double at_risk;  /* days already spent in it */
    uint64_t mask;   /* measures it counts for */
    uint64_t entity; /* names its luck among the open or the new deals */
    int32_t open;    /* index into the book, -1 = new */
    bool brings_customer;
    qc_id customer;
    int32_t amount_class;                   /* QC_TRAIT_NONE where amounts have no classes */
    const double *factor[QC_TRAIT_OF_DEAL]; /* of its traits, by stage and group; NULL = 1 */
} qc_deal_state;

/** Add `value` to the measures of `mask` that ask for the metric, on `day` (days since the as-of day). */
void qc_deal_count(qc_world *world, uint64_t mask, qc_metric metric, int32_t day, double value);

/** Count the entry into the deal's stage. */
void qc_deal_count_entry(qc_world *world, const qc_deal_state *it, int32_t day);

/** Book a won deal: its amount, units and margin, and whether it brings a customer. */
void qc_deal_win(qc_world *world, qc_deal_state *it, int32_t day, int64_t trial);

#endif
