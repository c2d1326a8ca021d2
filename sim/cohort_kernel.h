/** The inner loops of the cohort engine, one build for each instruction set. */
#ifndef QC_SIM_COHORT_KERNEL_H
#define QC_SIM_COHORT_KERNEL_H

#include <stdint.h>

#define QC_COHORT_BLOCK     320 /* trials that run together: 20 rows of 16 */
#define QC_COHORT_COLUMNS   16  /* the 20 trials of a column are a group */
#define QC_COHORT_SUMS      6   /* sums that are kept in registers */
#define QC_COHORT_LUCK_OPEN 1   /* purposes of streams */
#define QC_COHORT_LUCK_NEW  2

typedef struct qc_cohort_open { /* open deals in fours; borrowed */
    int32_t quads, atoms;       /* atoms in whole sixes; INT32_MIN = never */
    const int32_t *number;      /* [quad]: names its luck */
    const int32_t
        *threshold;        /* [(quad * 4 + deal) * atoms + atom]: won by the end of the atom when a
                                 random word, read as a signed number, is below */
    const int32_t *amount; /* [quad * 4 + deal], hundredths; all together below 2^31 */
} qc_cohort_open;

#define QC_COHORT_CELLS (31 * 128) /* 128 to each halving of the chance to be above */
typedef struct qc_cohort_cell {
    uint32_t top,
        width; /* the total at the cell's lower end, and how far it falls inside the cell */
} qc_cohort_cell;

typedef struct qc_cohort_fresh { /* new wins of one segment in one atom, all together; borrowed */
    uint32_t limit;              /* none are won from this word on */
    uint64_t scale;              /* makes a word below the limit a chance of 31 bits */
    int32_t shift;               /* the cells' unit is 2^shift hundredths */
    const qc_cohort_cell *cells;
} qc_cohort_fresh;

typedef struct qc_cohort_count {        /* of one row */
    int64_t columns[QC_COHORT_COLUMNS]; /* sums */
    int64_t least, most;
    uint64_t square_high, square_low; /* sum of squares, high and low words; of values below 2^32 */
    int32_t bucket[QC_COHORT_BLOCK];  /* as qc_outcome_bucket() has it; of values from 0 to 2^52 */
} qc_cohort_count;

/* Rows hold QC_COHORT_BLOCK values, one a trial. */
typedef struct qc_cohort_kernel {
    const char *isa; /* x86-64, x86-64-v3, x86-64-v4; plain where there is no other */
    /** Row `atom` of `sums` += amounts of the deals won by the end of the atom. */
    void (*open)(const qc_cohort_open *open, uint64_t seed, uint64_t block, int32_t *sums);
    /** Row `atom` of `sums` = the total of the segment's new wins by the end of the atom. */
    void (*fresh)(const qc_cohort_fresh *fresh, int32_t atoms, int32_t segment, uint64_t seed,
                  uint64_t block, int64_t *sums);
    void (*add)(int64_t *into, const int64_t *row);
    void (*add_narrow)(int64_t *into, const int32_t *row);
    /** value = base + end - start; start may be NULL */
    void (*span)(int64_t *value, int64_t base, const int64_t *end, const int64_t *start);
    void (*count)(const int64_t *value, qc_cohort_count *count);
    /** columns[column] = trials with value >= goal; of the others number and sum */
    void (*reach)(const int64_t *value, int64_t goal, int64_t *columns, int64_t *below,
                  int64_t *below_sum);
} qc_cohort_kernel;

/** The widest kernel that this processor runs, or the one named; NULL when there is no such kernel here. */
const qc_cohort_kernel *qc_cohort_kernel_pick(const char *isa);

/** Threefry4x32 with 13 rounds, one at a time: what the kernels compute in lanes. */
void qc_cohort_threefry(const uint32_t key[4], const uint32_t counter[4], uint32_t out[4]);

extern const qc_cohort_kernel qc_cohort_kernel_base, qc_cohort_kernel_v3, qc_cohort_kernel_v4;

#endif
