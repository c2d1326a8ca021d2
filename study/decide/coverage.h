/** How much open pipeline it takes: by the size of deals, and by how long the records go back. */
#ifndef QC_STUDY_COVERAGE_H
#define QC_STUDY_COVERAGE_H

#include "study/decide/variants.h"

#define QC_COVERAGE_CHANCES 4
#define QC_COVERAGE_MOST    12 /* rows: three sizes by four lengths of history */

typedef struct qc_coverage_row {
    const char *name; /* "all open deals" */
    int32_t months;   /* of history behind it, the latest; 0 = all of it */
    int32_t deals;
    double amount;
    double ratio
        [QC_COVERAGE_CHANCES]; /* open amount for each unit that the open deals win with the chance;
                                          NAN = nothing is won that surely */
} qc_coverage_row;

typedef struct qc_coverage { /* plain values */
    qc_coverage_row rows[QC_COVERAGE_MOST];
    int32_t count; /* 0 = no open deal with an amount */
} qc_coverage;
extern const double qc_coverage_chances[QC_COVERAGE_CHANCES]; /* 50%, 70%, 80%, 90% */

/** For the headline of bookings. A length of history that is too short to fit is left out.
 *  @fails QC_NUMERIC, QC_NO_MEMORY */
QC_CHECKED bool qc_coverage_run(qc_coverage *coverage, const qc_study_base *company,
                                const qc_sim_options *options, int64_t trials, qc_arena *arena,
                                qc_status *status);

#endif
