/** A target handed down to what people do: how many activities, and deals into each stage, per rep and week
 *  together give the asked chance. */
#ifndef QC_STUDY_DUTIES_H
#define QC_STUDY_DUTIES_H

#include "study/decide/variants.h"

typedef struct
    qc_duty { /* of one seat, or of several that are alike; per working week while it is taken */
    const char *name; /* "Ann", "3 reps", "2 hires from 2026-08-01" */
    int32_t seats;
    double weeks;       /* working weeks each, up to the end of the target's period */
    double ramped;      /* share of full productivity over these weeks */
    double *activities; /* [kind]: first attempts that fit into the hours */
    double *entries;    /* [stage]: deals that enter it */
    double hours;       /* that activities and open deals take */
    bool full;          /* all hours are taken: this one cannot carry more */
} qc_duty;

typedef struct qc_duties { /* zeroed; qc_duties_free() */
    qc_arena arena;
    double wanted, chance;
    bool reached;             /* false: the factor beyond which more activities no longer help */
    double factor, low, high; /* on the plan's activities; 95% range of the simulation */
    double selling_hours;     /* of a rep and week, INFINITY = not limited */
    const char **kinds, **stages;
    int32_t kind_count, stage_count;
    qc_duty *rows;
    int32_t count, full_count; /* rows; seats that cannot carry more */
} qc_duties;

/** @fails QC_BAD_INPUT: the plan has no team with activities; as qc_variants_make */
QC_CHECKED bool qc_duties_run(qc_duties *duties, const qc_study_base *company, double wanted,
                              const qc_sim_options *options, int64_t trials, qc_status *status);
void qc_duties_free(qc_duties *duties);

#endif
