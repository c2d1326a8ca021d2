/** One worker's trial in flight: the draw laid out, the months ahead, and where the trial is added up. */
#ifndef QC_SIM_WORLD_H
#define QC_SIM_WORLD_H

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
    int32_t *month_of_year; /* [month], January = 0 */
    double *units;          /* [stream * months + month]: rate units of the stream in the month */
    bool labelled;          /* some measure asks for labels of new deals */
    double *reach;      /* [segment * stages + stage]: chance to get all the way, > 1 = unknown */
    double *open_reach; /* [open deal]: the same of its stage */
    bool asks_losses;   /* something counts the deals that are lost, or when */
    bool looks_ahead;   /* exits may be drawn before times: nothing asks when a deal was lost */
    uint64_t amount_key[2];  /* this trial's luck with amounts, of open and of new deals */
    double *quick_alive;     /* [open deal]: chance to have stayed until now, NAN = not looked up */
    uint64_t *open_mask;     /* [open deal] */
    int64_t *sums;           /* [measure * (atoms + 1) + atom] */
    int64_t *values;         /* [figure] */
    int32_t *customer_trial; /* [customer]: the trial + 1 in which it last became one */
    int32_t tracked[QC_TRACKED_MAX];
    int32_t tracked_count;
    int64_t tracked_value[QC_TRACKED_MAX];
    bool tracked_won[QC_TRACKED_MAX];
    const bool *gone;   /* [open deal]: left out; NULL = none */
    int32_t slip_days;  /* every win comes so many days later */
    const double *pace; /* [12]: factor on advance and won hazards by month of the year; NULL = 1 */
    int64_t moves;      /* stage exits inside the horizon, for the benchmark */
    int64_t *open_wins; /* [open deal]: trials that won it inside the main span; NULL = not asked */
} qc_world;

QC_CHECKED bool qc_world_make(qc_world *world, const qc_model *model, const qc_book *book,
                              const qc_questions *questions, uint64_t seed, qc_status *status);

/** Lay out parameter draw `number` unless it is laid out already. */
QC_CHECKED bool qc_world_draw(qc_world *world, int64_t number, qc_status *status);

/** Let deals advance and be won `pace` times as fast in each month of the year (12 factors, borrowed). */
void qc_world_pace(qc_world *world, const double *pace);

typedef struct qc_world_win { /* what one deal brought */
    double amount, units, margin;
    bool customer;
} qc_world_win;
/** How much of a metric that is; 0 for what a win has no part in. */
double qc_world_value(qc_metric metric, const qc_world_win *win);

/** The measures of `mask` that a loss in `stage` (-1 = born lost) counts for: its reason is drawn from what
 *  is left of the deal's luck, as that stage's deals were lost. */
uint64_t qc_world_lost_mask(const qc_world *world, uint64_t mask, int32_t stage, qc_rng luck);

/** What the laws that are laid out say of the way ahead; needed again when a test replaces laws by hand. */
void qc_world_look_ahead(qc_world *world);

void qc_world_free(qc_world *world);

#endif
