/** What a run must answer: targets and outlook as figures over atoms of time.
 *
 *  A *measure* is a metric for a scope and an origin of deals. The future days are cut into *atoms* at
 *  every edge of every asked period; a trial adds up each measure by atom, and a *figure* (one target,
 *  one month, one cumulative month) is a sum over a run of atoms plus what had happened before. All
 *  values are int64 hundredths: cents of money, hundredths of a count. */
#ifndef QC_SIM_QUESTIONS_H
#define QC_SIM_QUESTIONS_H

#include "models/book.h"

#define QC_MEASURES_MAX 64
#define QC_TRACKED_MAX  3

typedef enum qc_origin { QC_ORIGIN_ALL, QC_ORIGIN_OPEN, QC_ORIGIN_NEW } qc_origin;

typedef struct qc_measure {
    qc_metric metric;
    int32_t stage; /* QUALIFIED; of ACTIVITY the kind */
    qc_matcher matcher;
    qc_origin origin;
} qc_measure;

/** Figures that no measure gives: sim/ledger sets their values in each trial. */
typedef enum qc_own {
    QC_OWN_NONE,
    QC_OWN_ATTAINMENT, /* of seller `own_index`, in hundredths of a percent of the quota */
    QC_OWN_COST,       /* part `own_index` of the cost (qc_cost_part) in the main span */
    QC_OWN_TURNED,     /* deals that the market has no account for, in the main span */
    QC_OWN_LEFT,       /* accounts left at its end */
    QC_OWN_GOAL /* share of reps' days, in hundredths of a percent, in weeks that meet the goal of activity
                          `own_index` */
} qc_own;

typedef struct qc_figure {
    int32_t measure; /* -1: see `own` */
    qc_own own;
    int32_t own_index;
    int32_t first_atom, end_atom; /* atoms first..end-1 */
    int64_t base;                 /* what had happened before, in hundredths */
    int32_t per; /* measure that it is divided by, -1 = none; the value is then num x unit / per */
    int64_t per_base;
    int64_t unit; /* of values and goal: 100, of a share 10000 (hundredths of a percent) */
    bool has_goal, at_most;
    int64_t goal;
} qc_figure;

typedef struct qc_asked_target {
    const qc_target *target;
    const char *name, *group;
    qc_span span;
    int32_t figure;        /* -1: the period is over */
    bool is_unknown;       /* over, and the history does not reach back far enough to judge it */
    double actual, goal;   /* in the metric's own unit, shares 0..1; NAN = nothing to divide by */
    const char *goal_base; /* "" unless relative */
    int32_t events_figure; /* of a ratio: what it is divided by; -1 = none or over */
    double events;         /* of these, so far */
} qc_asked_target;

typedef struct qc_asked_joint { /* the open targets of one `each` */
    const char *of;
    int32_t first_target, target_count;
    int32_t open, closed_hit, closed_missed, closed_unknown;
    int32_t *figures; /* `open` of them */
} qc_asked_joint;

typedef struct qc_asked_month {
    qc_span span;
    double actual, cumulative_actual;
    int32_t figure, cumulative_figure; /* -1: closed */
} qc_asked_month;

typedef struct qc_questions {
    qc_arena arena;
    qc_day as_of;
    int32_t days;         /* simulated: as_of + 1 .. as_of + days */
    int32_t *atom_of_day; /* [0..days], day 1 = as_of + 1 */
    int32_t atom_count;
    qc_measure measures[QC_MEASURES_MAX];
    int32_t measure_count;
    qc_figure *figures;
    int32_t figure_count, figure_capacity;
    qc_asked_target *targets;
    int32_t target_count;
    int32_t headline;                /* first open target, -1 = none */
    int32_t main_figure;             /* the headline's, or the outlook's */
    int32_t open_figure, new_figure; /* its parts */
    qc_asked_joint *joints;
    int32_t joint_count;
    qc_asked_month *months;
    int32_t month_count;
    qc_metric series_metric;
    qc_span main_span;
    int32_t cost_figure, net_figure, cac_figure,
        cac_customers;           /* of the main span, -1 = not asked */
    int32_t *attainment_figures; /* [seller], -1 = no quota in the main span; NULL = not asked */
    int32_t seller_count, quota_joint; /* index of their joint, -1 = none */
    int32_t cost_part_figures[QC_COST_PARTS],
        *goal_figures;                  /* -1 = not asked; [activity], NULL = likewise */
    int32_t turned_figure, left_figure; /* of the market, -1 = not asked */
    bool needs_ledger;

    uint64_t
        metric_mask[QC_METRIC_COUNT]; /* measures that count the metric; QUALIFIED also by stage */
    uint64_t *stage_mask;             /* [stage] */
    uint64_t *activity_mask;          /* [kind of activity] */
    uint64_t origin_mask[3];
    uint64_t
        *reason_mask; /* [reason + 1]: measures that a loss for it counts for; NULL = all alike */
    uint64_t *label_mask[QC_LABEL_COUNT]; /* [value + 1], [0] = unknown; NULL = no measure asks */
} qc_questions;

/** Expand the plan's targets for the book's as-of day.
 *  @fails QC_BAD_INPUT with the target's place: a metric or scope column that the data lack, a relative goal
 *  without history, more than 64 different measures, a horizon beyond ten years, sums too large to count */
QC_CHECKED bool qc_questions_make(qc_questions *questions, const qc_plan *plan, const qc_book *book,
                                  qc_status *status);

/** Ask for what is told apart by seller, part of the cost and goal of an activity; after qc_questions_make(). The
 *  questions of one run with and of another without differ. @fails QC_BAD_INPUT, QC_NO_MEMORY */
struct qc_model;
QC_CHECKED bool qc_questions_ask_sellers(qc_questions *questions, const struct qc_model *model,
                                         const qc_book *book, qc_status *status);

/** A figure's value from the sums of its atoms, without what had happened before. */
int64_t qc_questions_value(const qc_figure *figure, int64_t sum, int64_t per_sum);

/** The measures that a deal with these labels counts for. */
uint64_t qc_questions_mask(const qc_questions *questions, const qc_labels *labels,
                           qc_origin origin);

/** The same, were it whoever's it may be. */
uint64_t qc_questions_mask_but_owner(const qc_questions *questions, const qc_labels *labels,
                                     qc_origin origin);

void qc_questions_free(qc_questions *questions);

#endif
