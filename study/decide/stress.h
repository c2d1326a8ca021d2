/** Named misfortunes, each priced alone and all together; and what the chance hangs on. */
#ifndef QC_STUDY_STRESS_H
#define QC_STUDY_STRESS_H

#include "study/decide/variants.h"

typedef struct qc_stress_row {
    const char *name; /* "everything slips 30 days" */
    const char *what; /* what exactly was assumed: "D00123, EUR 180000 in proposal" */
    bool applies;     /* false: `what` says why it cannot be tried */
    bool idle;        /* it makes no difference in any future */
    qc_estimate chance, change, moved;
} qc_stress_row;

#define QC_STRESS_DEEP 3
typedef struct qc_stress_hang { /* left out: the biggest 1, 3 and 5 */
    int32_t count;
    qc_estimate change, moved;
} qc_stress_hang;

typedef struct qc_stress { /* zeroed; qc_stress_free() */
    qc_arena arena;
    qc_summary head;
    qc_stress_row *rows; /* the last is all together */
    int32_t count;
    qc_stress_hang deals[QC_STRESS_DEEP], customers[QC_STRESS_DEEP];
    int32_t deal_hangs, customer_hangs; /* how many of them hold */
} qc_stress;

/** @fails as qc_variants_make */
QC_CHECKED bool qc_stress_run(qc_stress *stress, const qc_study_base *company,
                              const qc_sim_options *options, int64_t trials, qc_status *status);
void qc_stress_free(qc_stress *stress);

#endif
