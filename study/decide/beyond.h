/** Changes that push a share beyond 100%, where it stops: what a report should warn of. */
#ifndef QC_STUDY_BEYOND_H
#define QC_STUDY_BEYOND_H

#include "study/decide/variants.h"

#define QC_BEYOND_MOST 16

typedef struct qc_beyond {                /* zeroed; qc_beyond_free() */
    const char *sentence[QC_BEYOND_MOST]; /* in the arena */
    int32_t count;
    qc_arena arena;
} qc_beyond;

/** Conversions and win rates of the whole company whose mean would be above 100% under one of the changes; each
 *  change is told once. @fails as qc_variants_make */
QC_CHECKED bool qc_beyond_find(qc_beyond *beyond, const qc_study_base *company,
                               const qc_variant *asked, int32_t count, uint64_t seed,
                               qc_status *status);
void qc_beyond_free(qc_beyond *beyond);

#endif
