/** What a deal in flight counts for: entries and wins by measure and piece of time, amounts, customers. */
#ifndef QC_SIM_BOOKING_H
#define QC_SIM_BOOKING_H

#include "sim/world.h"

typedef struct qc_flight { /* one deal in flight */
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
} qc_flight;

/** Add `value` (major units or a count) on `day` to the measures of `mask` that count the metric. */
void qc_booking_count(qc_world *world, uint64_t mask, qc_metric metric, int32_t day, double value);

/** The deal is won on `day` of trial `trial`: draw what it is worth and count it. */
void qc_booking_win(qc_world *world, qc_flight *it, int32_t day, int64_t trial);

#endif
