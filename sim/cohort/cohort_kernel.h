/** The inner loops of the cohort engine, one build for each instruction set. */
#ifndef QC_SIM_COHORT_KERNEL_H
#define QC_SIM_COHORT_KERNEL_H

#include <stdint.h>

#define QC_COHORT_BLOCK     320 /* trials that run together: 20 rows of 16 */
#define QC_COHORT_COLUMNS   16  /* the 20 trials of a column are a group */
#define QC_COHORT_SUMS      6   /* sums that are kept in registers */
#define QC_COHORT_LUCK_OPEN 1   /* purposes of streams */
#define QC_COHORT_LUCK_NEW  2
#define QC_COHORT_LUCK_REST 3
#define QC_COHORT_OCTETS    32 /* of deals in a chunk */

typedef struct qc_cohort_open { /* a chunk of open deals in eights; borrowed */
    int32_t octets, atoms;      /* at most QC_COHORT_OCTETS; whole sixes of atoms */
    int32_t digits;             /* of an amount; all of one digit in a chunk add up below 2^16 */
    int16_t limit;              /* a half above it leaves the matter to `rest` */
    const uint32_t *number;     /* [octet]: names its luck */
    const uint32_t
        *threshold;        /* [(octet * 4 + pair) * atoms + atom]: two deals, the first in the low
                                   half; won by the end of the atom when its half of a random word is
                                   below, both read as signed; INT16_MIN = never */
    const uint32_t *digit; /* [digit * 4 * QC_COHORT_OCTETS + octet * 4 + pair]: likewise */
    const int64_t *unit;   /* [digit]: what one is worth, in hundredths */
    const uint32_t *rest;  /* [(octet * 8 + deal) * atoms + atom]: won by then when another
                                   random word is below */
    const int64_t *amount; /* [octet * 8 + deal], hundredths */
} qc_cohort_open;

#define QC_COHORT_CELLS (32 * 128) /* 128 to each halving of the chance to be above */
typedef struct qc_cohort_fresh {   /* new wins of one segment in one atom, all together; borrowed */
    double factor;                 /* 1 / chance that there are any; 1 or more */
    int32_t shift;                 /* the cells' unit is 2^shift hundredths */
    const uint32_t *cells; /* [cell]: the total at the end where it is least likely exceeded, the
                                    last cell's other end, and two more that are zero; NULL = none are won */
} qc_cohort_fresh;

typedef struct qc_cohort_count {        /* of one row */
    int64_t first, room;                /* given: the buckets that there are */
    int64_t bucket[QC_COHORT_BLOCK];    /* as qc_outcome_bucket() has it, less the first */
    int64_t columns[QC_COHORT_COLUMNS]; /* sums */
    int64_t bits; /* all values or-ed: below 2^52 buckets hold, below 2^32 squares */
    uint64_t squares, square_high; /* sum of squares modulo 2^64, and of their high words */
    int outside;                   /* a bucket is none of those given */
} qc_cohort_count;

/* Rows hold QC_COHORT_BLOCK values, one a trial. */
typedef struct qc_cohort_kernel {
    const char *isa; /* x86-64, x86-64-v3, x86-64-v4; plain where there is no other */
    /** Row `atom` of `sums` += amounts of the deals won by the end of the atom. */
    void (*open)(const qc_cohort_open *open, uint64_t seed, uint64_t block, int64_t *sums);
    /** Row `atom` of `sums` += the total of the segment's new wins by the end of the atom. */
    void (*fresh)(const qc_cohort_fresh *fresh, int32_t atoms, int32_t segment, uint64_t seed,
                  uint64_t block, int64_t *sums);
    void (*add)(int64_t *sum, const int64_t *one, const int64_t *other);
    /** value = base + end - start, and what there is to count of it; start may be NULL */
    void (*count)(int64_t *value, int64_t base, const int64_t *end, const int64_t *start,
                  qc_cohort_count *count);
    /** columns[column] = trials with value >= goal; below_sum = sum of the other values */
    void (*reach)(const int64_t *value, int64_t goal, int64_t *columns, int64_t *below_sum);
} qc_cohort_kernel;

/** The widest kernel that this processor runs, or the one named; NULL when there is no such kernel here. */
const qc_cohort_kernel *qc_cohort_kernel_pick(const char *isa);

/** Threefry4x32 with 13 rounds, one at a time: what the kernels compute in lanes. */
void qc_cohort_threefry(const uint32_t key[4], const uint32_t counter[4], uint32_t out[4]);

extern const qc_cohort_kernel qc_cohort_kernel_base, qc_cohort_kernel_v3, qc_cohort_kernel_v4;

#endif
