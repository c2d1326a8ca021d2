/** The inner loops of the cohort engine, one build for each instruction set. */
#ifndef QC_SIM_COHORT_KERNEL_H
#define QC_SIM_COHORT_KERNEL_H

#include <stdint.h>

#define QC_COHORT_BLOCK   320 /* trials that run together: 20 rows of 16 */
#define QC_COHORT_COLUMNS 16  /* the 20 trials of a column are a group */
#define QC_COHORT_SUMS    6   /* sums that are kept in registers */
#define QC_COHORT_LUCK_OPEN 1 /* purposes of streams */
#define QC_COHORT_LUCK_NEW  2

typedef struct qc_cohort_open { /* open deals in fours; borrowed */
    int32_t quads, atoms; /* atoms in whole sixes; INT32_MIN = never */
    const int32_t *number;    /* [quad]: names its luck */
    const int32_t *threshold; /* [(quad * 4 + deal) * atoms + atom]: won by the end of the atom when a
                                 random word, read as a signed number, is below */
    const int32_t *amount;    /* [quad * 4 + deal], hundredths; all together below 2^31 */
} qc_cohort_open;

#define QC_COHORT_CELLS (32 * 128 + 1) /* 128 to each halving of the chance to be above */
typedef struct qc_cohort_cell {
    uint32_t top, width; /* the total at the cell's lower end, and how far it falls inside the cell */
} qc_cohort_cell;

typedef struct qc_cohort_fresh { /* new wins of one segment in one atom, all together; borrowed */
    uint32_t limit;              /* none are won from this word on */
    uint64_t scale;              /* makes a word below the limit a chance of 32 bits */
    int32_t shift;               /* the cells' unit is 2^shift hundredths */
    const qc_cohort_cell *cells;
} qc_cohort_fresh;

typedef struct qc_cohort_kernel {
    const char *isa; /* x86-64, x86-64-v3, x86-64-v4; plain where there is no other */
    /** sums[atom * QC_COHORT_BLOCK + trial] += amounts of the deals won by the end of the atom */
    void (*open)(const qc_cohort_open *open, uint64_t seed, uint64_t block, int32_t *sums);
    /** sums[atom * QC_COHORT_BLOCK + trial] += the total of the segment's new wins in the atom */
    void (*fresh)(const qc_cohort_fresh *fresh, int32_t atoms, int32_t segment, uint64_t seed,
                  uint64_t block, int64_t *sums);
} qc_cohort_kernel;

/** The widest kernel that this processor runs, or the one named; NULL when there is no such kernel here. */
const qc_cohort_kernel *qc_cohort_kernel_pick(const char *isa);

/** Threefry4x32 with 13 rounds, one at a time: what the kernels compute in lanes. */
void qc_cohort_threefry(const uint32_t key[4], const uint32_t counter[4], uint32_t out[4]);

extern const qc_cohort_kernel qc_cohort_kernel_base, qc_cohort_kernel_v3, qc_cohort_kernel_v4;

#endif
