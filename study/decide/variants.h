/** A company and what becomes of it under named changes, ready to be run on the same luck.
 *
 *  A variant is the plan read again with further `PATH=VALUE` changes, as --set takes them. Levers and
 *  goals share the base's fit; a changed belief is fitted again. Anything else (files, stages, the
 *  calendar) would make another company and is refused. */
#ifndef QC_STUDY_VARIANTS_H
#define QC_STUDY_VARIANTS_H

#include "sim/paired_judge.h"
#include "study/forecast.h"

typedef struct qc_study_base {   /* borrowed */
    const qc_forecast *forecast; /* prepared */
    const qc_forecast_inputs *inputs;
    const char *const *sets; /* --set texts that the base plan was read with */
    int32_t set_count;
    int32_t target; /* of forecast->questions: the one that is judged */
} qc_study_base;

typedef struct qc_variant { /* borrowed */
    const char *name;
    const char *const *sets;
    int32_t set_count;
    double cost;
    const bool *gone; /* see qc_paired_case */
    int32_t slip_days;
    const double *pace;
    int32_t leaver; /* seat of the team, from 1, whose holder is gone from now on; 0 = nobody */
    int32_t hired_later; /* days by which every hire to come starts later (below 0: earlier) */
    bool frozen;         /* nobody is hired: no hires to come, no leaver replaced */
} qc_variant;

typedef struct qc_variants { /* zeroed; qc_variants_free() */
    qc_arena arena;
    qc_paired_case *cases; /* [0] = the base */
    int32_t count;         /* with the base */
    struct qc_variant_parts *parts;
} qc_variants;

/** @fails QC_BAD_INPUT naming the change and what is wrong with it; what a fit and questions fail with */
QC_CHECKED bool qc_variants_make(qc_variants *variants, const qc_study_base *company,
                                 const qc_variant *asked, int32_t count, qc_status *status);
void qc_variants_free(qc_variants *variants);

/** Make, run and forget: case i + 1 of `paired` is asked[i]. */
QC_CHECKED bool qc_variants_run(qc_paired *paired, const qc_study_base *company,
                                const qc_variant *asked, int32_t count,
                                const qc_sim_options *options, int64_t first_trial, int64_t trials,
                                qc_status *status);

/** The figure of the judged target. */
int32_t qc_variants_figure(const qc_study_base *company);

/** The judged target by name, NULL = the headline. @fails QC_BAD_INPUT: no such target, none open, a
 *  period that is over */
QC_CHECKED bool qc_variants_target(const qc_questions *questions, const char *name, int32_t *target,
                                   qc_status *status);

/** What every report of a study says of its run: plan, company, currency, seed, trials and, as the only
 *  target and headline, the judged one with its base chance. Texts are copied. */
QC_CHECKED bool qc_variants_head(qc_summary *head, const qc_study_base *company,
                                 const qc_paired *paired, const qc_sim_options *options,
                                 qc_status *status);

#endif
