/** The fitted funnel: what `quotacast stages` prints. Numbers only; report/ prints them. */
#ifndef QC_MODELS_FUNNEL_H
#define QC_MODELS_FUNNEL_H

#include "models/evidence.h"

typedef struct qc_ranged { /* point value and 80% range over parameter draws */
    double value, low, high;
} qc_ranged;

typedef struct qc_funnel_row {
    const char *stage;
    int64_t deals;                                 /* deals ever in the stage */
    int64_t visits, open;                          /* visits, and those still open (censored) */
    int64_t to_later, to_won, to_lost, to_earlier; /* how the ended visits ended */
    qc_ranged conversion; /* share of deals ever in the stage that later reach a further stage or
                             are won */
    qc_ranged win_rate;   /* share of deals ever in the stage that are won in the end */
    double share_back, share_lost, share_open; /* of a visit by day 730, beside conversion */
    qc_ranged median_days, p80_days,
        p95_days;         /* length of a visit, whatever its exit; INFINITY = beyond 730 days */
    double belief_events; /* pseudo-events that a stated belief adds, 0 = none */
    double arriving;      /* share of new deals that ever reach the stage */
    qc_evidence
        evidence; /* what the figures rest on; insufficient: all of them are NAN, and so are win rates
                             of stages from which the way leads through it */
} qc_funnel_row;

typedef struct qc_funnel {  /* of the whole, or of one value of the `--by` column */
    const char *by, *value; /* "" for the whole */
    qc_funnel_row *rows;
    int32_t row_count;
    int64_t deals, open, won, lost;           /* created deals and how they stand */
    qc_ranged win_rate;                       /* of created deals */
    double cycle_median_days, cycle_p80_days; /* creation to won, among won */
} qc_funnel;

typedef struct qc_funnels {
    qc_arena arena;
    const char *plan, *currency;
    qc_funnel *items; /* [0] is the whole */
    int32_t count;
    int32_t draws;     /* behind the ranges */
    int32_t worst_row; /* of the whole: the stage that the fewest get past, -1 = none */
} qc_funnels;

typedef struct qc_funnel_options {
    uint64_t seed;
    int32_t draws; /* behind the ranges */
    qc_label by;   /* QC_LABEL_COUNT = the whole only */
} qc_funnel_options;

/** Fit the stages and lay out the funnel, of the whole and of each value of the `by` column (pooled toward
 *  the whole by as much as the data allow). `history` may be NULL: a funnel of stated beliefs.
 *  @param funnels zeroed; free with qc_funnels_free()
 *  A stage with neither an exit nor a belief has no figures, and its evidence says so.
 *  @fails QC_NUMERIC, QC_NO_MEMORY */
QC_CHECKED bool qc_funnels_make(qc_funnels *funnels, const qc_history *history, const qc_plan *plan,
                                const qc_funnel_options *options, qc_status *status);

void qc_funnels_free(qc_funnels *funnels);

#endif
