/** Scenarios side by side on the same luck, and a grid of two levers. */
#ifndef QC_STUDY_COMPARE_H
#define QC_STUDY_COMPARE_H

#include "study/decide/variants.h"

typedef struct qc_compare_row {
    const char *name, *changes; /* "more deals", "new_deals=+20%"; the base has no changes */
    qc_estimate chance, change; /* change against the base, with the error of the difference */
    qc_quantiles quantiles;
    double safe;       /* reached in 80% of the futures */
    double goal;       /* what the chance is of: a scenario may change it */
    qc_estimate moved; /* mean change of the metric */
    double cost;       /* 0 = not stated */
    bool idle;         /* changes nothing in any future */
} qc_compare_row;

typedef struct qc_comparison { /* zeroed; qc_comparison_free() */
    qc_arena arena;
    qc_summary head;
    qc_compare_row *rows; /* best chance first */
    int32_t count, base;  /* rows with the base; where it stands */
} qc_comparison;

/** @fails as qc_variants_make */
QC_CHECKED bool qc_compare(qc_comparison *comparison, const qc_study_base *company,
                           const qc_variant *asked, int32_t count, const qc_sim_options *options,
                           int64_t trials, qc_status *status);
void qc_comparison_free(qc_comparison *comparison);

#define QC_GRID_MAX 12
typedef struct qc_grid_axis {
    const char *path;
    const char *text[QC_GRID_MAX]; /* "+10%" */
    int32_t count, base;           /* base = the step that leaves the plan as it is, -1 = none */
} qc_grid_axis;

typedef struct qc_grid { /* zeroed; qc_grid_free() */
    qc_arena arena;
    qc_summary head;
    qc_grid_axis across, up;
    qc_estimate *chance, *change; /* [row of up * across.count + column] */
} qc_grid;

/** @param text "A=a1:a2:n,B=b1:b2:m", at most 12 by 12 @fails QC_BAD_INPUT, and as above */
QC_CHECKED bool qc_compare_grid(qc_grid *grid, const qc_study_base *company, const char *text,
                                const qc_sim_options *options, int64_t trials, qc_status *status);
void qc_grid_free(qc_grid *grid);

#endif
