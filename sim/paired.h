/** Several futures on the same luck: a base and what it becomes under changes.
 *
 *  Each case has its own model and questions (the same targets, perhaps other goals); all share the book,
 *  the seed and so the luck of every deal, month and draw. What differs between two cases is then the
 *  change alone, and the differences are far better known than the chances themselves. */
#ifndef QC_SIM_PAIRED_H
#define QC_SIM_PAIRED_H

#include "sim/engine.h"

typedef struct qc_paired_case { /* borrowed */
    const qc_model *model;
    const qc_questions *questions;
    const bool *gone;   /* [open deal]: left out of this case; NULL = none */
    int32_t slip_days;  /* every win comes so many days later */
    const double *pace; /* [12]: how fast deals advance and are won in each month, January first;
                           NULL = as the model says */
} qc_paired_case;

typedef struct qc_paired_figure {   /* of one case, against case 0, for one figure */
    int64_t gained, gained_squares; /* hits gained minus lost; squares of the group sums */
    qc_wide moved, moved_squares;   /* the values' differences, in hundredths; likewise */
    int64_t changed;                /* trials in which the value differs at all */
} qc_paired_figure;

typedef struct qc_paired { /* zeroed; qc_paired_free() */
    qc_arena arena;
    int32_t case_count, figure_count;
    int64_t trials, groups;
    qc_outcome *outcomes;      /* [case] */
    qc_paired_figure *figures; /* [case * figure_count + figure]; those of case 0 are zero */
    int64_t *units;            /* [figure] */
    double *goals;             /* [case * figure_count + figure], in major units; NAN = none */
    bool interrupted;
    const char *engine, *engine_why; /* who answered, and why nobody else */
    double *bounds; /* [case]: exact: on the numerical error of a chance; 0 otherwise */
} qc_paired;

#define QC_PAIRED_WORLDS 1024 /* most worlds of a run: each holds a draw of its own, about 1 MB */

/** Run `count` cases; case 0 is the base. Of the options seed, threads, stop and progress count; `trials`
 *  are numbered from `first_trial` (a multiple of 200), so that a later run can use fresh luck.
 *  The same bytes on any number of threads. @fails QC_NO_MEMORY, QC_NUMERIC */
QC_CHECKED bool qc_paired_run(qc_paired *paired, const qc_paired_case *cases, int32_t count,
                              const qc_book *book, const qc_sim_options *options,
                              int64_t first_trial, int64_t trials, qc_status *status);

/** Room for the results of `count` cases. @fails QC_BAD_INPUT when they ask for different targets */
QC_CHECKED bool qc_paired_room(qc_paired *paired, const qc_paired_case *cases, int32_t count,
                               qc_status *status);

/** Was it computed without luck? Errors of chances and changes are then 0, but for the numerical one. */
bool qc_paired_is_exact(const qc_paired *paired);
/** Bound on the numerical error of a case's chance; 0 where it was not computed without luck. */
double qc_paired_bound(const qc_paired *paired, int32_t which);
/** The largest of them. */
double qc_paired_largest_bound(const qc_paired *paired);

/** Chance of a figure with its own error, counting draws. */
qc_estimate qc_paired_chance(const qc_paired *paired, int32_t which, int32_t figure);
/** The chance with the step at the goal smoothed over 0.15 standard deviations of the value: a hair biased,
 *  and alike in all cases, but differences between cases are known from far fewer trials. A computed chance is
 *  smooth as it is. */
double qc_paired_smooth(const qc_paired *paired, int32_t which, int32_t figure,
                        const qc_figure *goal);
/** Change of the chance against the base, with the error of the difference. */
qc_estimate qc_paired_change(const qc_paired *paired, int32_t which, int32_t figure);
/** Mean change of the value, in major units, with its error. */
qc_estimate qc_paired_moved(const qc_paired *paired, int32_t which, int32_t figure);
/** Value undershot in `share` of the trials, in major units. */
double qc_paired_quantile(const qc_paired *paired, int32_t which, int32_t figure, double share);
/** Does the change make no difference in any trial for any figure? */
bool qc_paired_is_idle(const qc_paired *paired, int32_t which);

void qc_paired_free(qc_paired *paired);

#endif
