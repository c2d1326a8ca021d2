/** The reference engine: every deal of a trial, stage by stage.
 *
 *  Time is days since the end of the as-of day; day d covers (d - 1, d]. Each open deal's future is
 *  conditioned on the days already spent in its stage: it starts with that many days at risk behind it,
 *  and the cumulative hazard does the rest. Month effects multiply the hazards of all deals of a month.
 *  Each deal's luck is a stream of its own, so a change elsewhere leaves it alone. */
#ifndef QC_SIM_WALK_H
#define QC_SIM_WALK_H

#include "models/model.h"
#include "sim/outcome.h"

typedef struct qc_world { /* one worker's trial in flight; scratch, reset and reused */
    const qc_model *model;
    const qc_book *book;
    const qc_questions *questions;
    uint64_t seed;
    qc_arena arena;
    qc_draw draw;
    int64_t draw_number;             /* the parameter draw that is laid out, INT64_MIN = none */
    bool shocked;                    /* some month effect is on */
    int32_t month_count;             /* calendar months of the horizon */
    double *month_end;               /* in days since the as-of day */
    double *step_days;               /* what the month effects and arrivals step by */
    double (*theta)[QC_GROUP_COUNT]; /* [month] */
    qc_span *month_span;
    double *units;            /* [stream * months + month]: rate units of the stream in the month */
    bool labelled;            /* some measure asks for labels of new deals */
    bool looks_ahead;         /* exits may be drawn before times: nothing asks when a deal was lost */
    uint64_t amount_key[2];   /* this trial's luck with amounts, of open and of new deals */
    double *quick_alive; /* [open deal]: chance to have stayed until now, NAN = not looked up */
    uint64_t *open_mask; /* [open deal] */
    int64_t *sums;       /* [measure * (atoms + 1) + atom] */
    int64_t *values;     /* [figure] */
    int32_t *customer_trial; /* [customer]: the trial + 1 in which it last became one */
    int32_t tracked[QC_TRACKED_MAX];
    int32_t tracked_count;
    int64_t tracked_value[QC_TRACKED_MAX];
    bool tracked_won[QC_TRACKED_MAX];
    int64_t moves;      /* stage exits inside the horizon, for the benchmark */
    int64_t *open_wins; /* [open deal]: trials that won it inside the main span; NULL = not asked */
} qc_world;

QC_CHECKED bool qc_world_make(qc_world *world, const qc_model *model, const qc_book *book,
                              const qc_questions *questions, uint64_t seed, qc_status *status);

/** Run trial number `trial` and leave each figure's value in world->values. */
QC_CHECKED bool qc_walk_trial(qc_world *world, int64_t trial, qc_status *status);

void qc_world_free(qc_world *world);

#endif
