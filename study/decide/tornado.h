/** Which input moves the chance most, and what the spread of the outcome comes from. */
#ifndef QC_STUDY_TORNADO_H
#define QC_STUDY_TORNADO_H

#include "models/rates.h"
#include "study/decide/variants.h"

typedef enum qc_tornado_unit {
    QC_TORNADO_SHARE,
    QC_TORNADO_DAYS,
    QC_TORNADO_MONEY,
    QC_TORNADO_RATE, /* per month */
    QC_TORNADO_HOURS,
    QC_TORNADO_PEOPLE, /* reps of today */
    QC_TORNADO_DATE    /* a day number; the low end is the earlier */
} qc_tornado_unit;

typedef struct qc_tornado_swing {
    qc_estimate low, high; /* change of the chance at the input's own low and high end */
} qc_tornado_swing;

typedef struct qc_tornado_row {
    const char *path; /* "pipeline.proposal.conversion" */
    qc_tornado_unit unit;
    qc_ranged value;          /* the input now, and its 80% range; low = high: known exactly */
    qc_tornado_swing own;     /* over that range */
    qc_tornado_swing natural; /* over one natural unit */
    const char *step;         /* "10%", "5 points" */
} qc_tornado_row;

typedef struct qc_tornado { /* zeroed; qc_tornado_free() */
    qc_arena arena;
    qc_summary head;
    qc_tornado_row *rows; /* widest swing over its own range first */
    int32_t count;
    /* shares of the variance of the outcome; they sum to 1 (NAN: it has none); what is won already is known.
     * from_new NAN: from_open is the luck of all deals, which only the headline tells apart */
    double from_parameters, from_shocks, from_open, from_new;
    double won_so_far, variance; /* won_so_far NAN: the target is a ratio */
} qc_tornado;

/** @fails as qc_variants_make */
QC_CHECKED bool qc_tornado_run(qc_tornado *tornado, const qc_study_base *company,
                               const qc_sim_options *options, int64_t trials, qc_status *status);
void qc_tornado_free(qc_tornado *tornado);

#endif
