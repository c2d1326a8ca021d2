/** The loops of sim/bulk/bulk: deals side by side, one build for each instruction set.
 *
 *  Arrays have QC_BULK_SLACK places more than are asked for, which may be written. */
#ifndef QC_SIM_BULK_KERNEL_H
#define QC_SIM_BULK_KERNEL_H

#include "models/law.h"

#define QC_BULK_SLACK 8
#define QC_BULK_NAME  UINT64_C(0xe7037ed1a0b428db) /* what qc_rng_entity() takes a name times */

typedef struct qc_bulk_new { /* new deals of one stretch of days */
    uint64_t path, name;     /* of their luck; of the first deal */
    int32_t count;
    int64_t reach; /* as qc_bulk_reach() has it */
    double start, length;
} qc_bulk_new;

typedef struct qc_bulk_stay { /* one visit of each deal */
    const qc_law *law;        /* a quick one */
    int32_t count;
    const uint64_t *key;
    uint64_t number;           /* of the luck that says how long, times QC_RNG_STEP */
    const double *alive, *age; /* what the visit has outlasted; NULL = it begins */
    double horizon;
} qc_bulk_stay;

typedef struct qc_bulk_kernel {
    const char *isa;
    /** Which of `count` open deals get all the way: keys of their luck, and their places. `name` is as
     *  qc_rng_entity() has it before the mix. Returns how many. */
    int32_t (*open)(uint64_t path, const uint64_t *name, const int64_t *reach, int32_t count,
                    uint64_t *key, uint64_t *place);
    /** Which of the new deals get all the way: keys, and numbers of the deals. */
    int32_t (*fresh)(const qc_bulk_new *what, uint64_t *key, uint64_t *place);
    /** Moments of their arrival. */
    void (*arrive)(const qc_bulk_new *what, int32_t count, const uint64_t *key, double *time);
    /** time += the stay; returns how many of the visits begin before the horizon. */
    int32_t (*stay)(const qc_bulk_stay *what, double *time);
} qc_bulk_kernel;

/** How many of the 2^52 numbers of qc_rng_uniform() lie below a chance. */
int64_t qc_bulk_reach(double chance);

/** The one for an instruction set, or the widest that runs here for NULL; NULL when it does not run here. */
const qc_bulk_kernel *qc_bulk_kernel_pick(const char *isa);

extern const qc_bulk_kernel qc_bulk_kernel_base, qc_bulk_kernel_v3, qc_bulk_kernel_v4;

#endif
