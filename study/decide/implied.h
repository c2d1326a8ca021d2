/** What a plan has to believe: what each rate, alone, would have to be, and whether it ever was. */
#ifndef QC_STUDY_IMPLIED_H
#define QC_STUDY_IMPLIED_H

#include "study/decide/past.h"
#include "study/decide/tornado.h"

#define QC_IMPLIED_LEVELS 2 /* a coin flip, and 80% sure */

typedef struct qc_implied_row {
    const char *path;
    qc_tornado_unit unit;
    bool falls; /* less is better */
    double now;
    double needed[QC_IMPLIED_LEVELS];   /* NAN: not within reach (half to double) */
    int32_t quarters;                   /* on record */
    int32_t as_good[QC_IMPLIED_LEVELS]; /* of these, at least as good as needed */
    double best;                        /* quarter on record; NAN = none */
} qc_implied_row;

#define QC_COVERAGE_CHANCES 4
#define QC_COVERAGE_ROWS    3
typedef struct qc_coverage { /* open amount that it takes for each unit to be won from open deals */
    const char *name;        /* "all open deals" */
    int32_t deals;
    double amount;
    double
        ratio[QC_COVERAGE_CHANCES]; /* at qc_coverage_chances; NAN = nothing is won that surely */
} qc_coverage;
extern const double qc_coverage_chances[QC_COVERAGE_CHANCES]; /* 50%, 70%, 80%, 90% */

typedef struct qc_implied { /* zeroed; qc_implied_free() */
    qc_arena arena;
    qc_summary head;
    double levels[QC_IMPLIED_LEVELS];
    qc_implied_row *rows;
    int32_t count;
    qc_coverage coverage[QC_COVERAGE_ROWS]; /* for a money headline only */
    int32_t coverage_count;
} qc_implied;

/** @fails as qc_variants_make */
QC_CHECKED bool qc_implied_run(qc_implied *implied, const qc_study_base *company,
                               const qc_sim_options *options, int64_t trials, qc_status *status);
void qc_implied_free(qc_implied *implied);

#endif
