/** The last month in which a hire still helps: what hires from the first of each month on would move. */
#ifndef QC_STUDY_LAST_HIRE_H
#define QC_STUDY_LAST_HIRE_H

#include "study/decide/variants.h"

#define QC_LAST_HIRE_MONTHS 36 /* ahead, at most */

typedef struct qc_last_hire_row {
    qc_day start;              /* first working day of the hires */
    qc_estimate change, moved; /* of the chance; of the mean, in the target's unit */
} qc_last_hire_row;

typedef struct qc_last_hire { /* zeroed; qc_last_hire_free() */
    qc_arena arena;
    qc_summary head;
    int32_t people;
    double least;           /* change of the chance that counts, 0.02 = 2 points */
    qc_last_hire_row *rows; /* month by month, up to the end of the target's period */
    int32_t count;
    int32_t last;       /* row of the last month that moves at least `least`; -1 = none does */
    bool cut;           /* the target's period goes on after the last row */
    int32_t sure, open; /* likewise 95% sure, and not ruled out at 95%; -1 = none */
} qc_last_hire;

/** @param people hired at once (1..1000) @param least above 0
 *  @fails QC_BAD_INPUT: the plan has no team; as qc_variants_make */
QC_CHECKED bool qc_last_hire_run(qc_last_hire *last, const qc_study_base *company, int32_t people,
                                 double least, const qc_sim_options *options, int64_t trials,
                                 qc_status *status);
void qc_last_hire_free(qc_last_hire *last);

#endif
