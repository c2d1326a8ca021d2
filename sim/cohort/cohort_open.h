/** Open deals laid out for the cohort kernel: chances become cells of a random half word, amounts become digits. */
#ifndef QC_SIM_COHORT_OPEN_H
#define QC_SIM_COHORT_OPEN_H

#include "sim/cohort/cohort_kernel.h"
#include "sim/exact/win_table.h"

typedef struct qc_cohort_class { /* open deals that count for the same measures */
    uint64_t mask;
    qc_cohort_open *chunks;
    int32_t chunk_count;
} qc_cohort_class;

/** The law of one deal in cells: won by the end of an atom when a half word, read as signed, is below level[atom].
 *  Of the 2^16 cells the highest `atoms` are reserved: they hold what the others, being whole, leave over, and a
 *  further word below rest[atom] says when such a deal is won. Both together have the chances to 2^-32 / 2^11.
 *  @param chance [atom]: to be won by its end */
void qc_cohort_law(const double *chance, int32_t atoms, int16_t *level, uint32_t *rest);

/** All open deals of the world that count for anything. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_cohort_classes_make(qc_cohort_class **classes, int32_t *count,
                                       const qc_world *world, const qc_win_table *table,
                                       qc_arena *arena, qc_status *status);

/** One deal by itself, with its own luck and only the given atoms (at most QC_COHORT_SUMS; -1 = before all);
 *  it pays only where `mask` says so. */
QC_CHECKED bool qc_cohort_deal_make(qc_cohort_open *alone, const qc_world *world,
                                    const qc_win_table *table, int32_t deal, uint64_t mask,
                                    const int32_t *atoms, int32_t atom_count, qc_arena *arena,
                                    qc_status *status);

#endif
