/** What a plan has to believe: what each rate, alone, would have to be, and whether it ever was. */
#ifndef QC_STUDY_IMPLIED_H
#define QC_STUDY_IMPLIED_H

#include "study/decide/coverage.h"
#include "study/decide/past.h"
#include "study/decide/tornado.h"

#define QC_IMPLIED_LEVELS 2 /* a coin flip, and 80% sure */

typedef struct qc_implied_row {
    const char *path;
    qc_tornado_unit unit;
    bool falls; /* less is better */
    double now;
    double needed[QC_IMPLIED_LEVELS]; /* NAN: not within reach (half to double) */
    bool anyway
        [QC_IMPLIED_LEVELS]; /* the chance is there even at the worst that is tried; `needed` is NAN */
    int32_t quarters;        /* on record */
    int32_t as_good[QC_IMPLIED_LEVELS]; /* of these, at least as good as needed */
    double percentile
        [QC_IMPLIED_LEVELS]; /* of the company's own quarters, 0..1, the better the higher;
                                             NAN: under four of them, or not within reach */
    double best;             /* quarter on record; NAN = none */
} qc_implied_row;

typedef struct qc_implied { /* zeroed; qc_implied_free() */
    qc_arena arena;
    qc_summary head;
    double levels[QC_IMPLIED_LEVELS];
    qc_implied_row *rows;
    int32_t count;
    qc_coverage coverage; /* for a headline of bookings only */
} qc_implied;

/** @fails as qc_variants_make */
QC_CHECKED bool qc_implied_run(qc_implied *implied, const qc_study_base *company,
                               const qc_sim_options *options, int64_t trials, qc_status *status);
void qc_implied_free(qc_implied *implied);

#endif
