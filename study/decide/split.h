/** A target handed down: to months of equal chance, to owners of equal chance, and to what people do. */
#ifndef QC_STUDY_SPLIT_H
#define QC_STUDY_SPLIT_H

#include "study/decide/duties.h"

typedef struct qc_split_part { /* a month, or an owner */
    const char *name;          /* "2026-07", "Ann"; "" = deals without an owner */
    qc_span span;
    double actual; /* what it has already */
    double quota;  /* with what it has already */
    double median; /* of what the plan gives */
    double chance; /* of reaching the quota */
} qc_split_part;

typedef struct qc_split { /* zeroed; qc_split_free() */
    qc_arena arena;
    qc_summary head;
    qc_split_part *months, *owners; /* closed months have what they have */
    int32_t month_count, owner_count;
    double month_chance,
        owner_chance; /* that every one of them has; NAN = not asked or not possible */
    bool has_duties;
    qc_duties duties; /* by activity */
} qc_split;

typedef struct qc_split_by {
    bool month, owner, activity;
    double chance; /* that the activities are to give */
} qc_split_by;

/** @fails QC_BAD_INPUT: the metric cannot be handed down, no owner is known, more than 60 owners; as
 *  qc_duties_run() */
QC_CHECKED bool qc_split_run(qc_split *split, const qc_study_base *company, const qc_split_by *by,
                             const qc_sim_options *options, int64_t trials, qc_status *status);
void qc_split_free(qc_split *split);

#endif
