/** The fitted whole: stages, deal sizes, arrivals and month effects, and one parameter draw of all. */
#ifndef QC_MODELS_MODEL_H
#define QC_MODELS_MODEL_H

#include "models/activity_model.h"
#include "models/cost_past.h"
#include "models/hours_past.h"
#include "models/ingredients.h"
#include "models/size_model.h"
#include "models/skill_model.h"
#include "models/stage_model.h"

typedef enum qc_rate_kind {
    QC_RATE_STAGE,
    QC_RATE_SIZE,
    QC_RATE_ARRIVALS,
    QC_RATE_ACTIVITY
} qc_rate_kind;

typedef struct qc_reliance { /* what one rate rests on */
    const char *rate;        /* "conversion and days in proposal", "deal size", "new deals" */
    qc_rate_kind kind;
    int32_t part;    /* of a stage: index of the part it is fitted as; of an activity: its kind */
    bool of_segment; /* a segment's own belief about a stage, beside that of all */
    double events, pseudo_events;
    double decisive, floor;      /* events that a target feels, and under which they are few */
    double months, floor_months; /* likewise of the history, where it counts */
    bool is_thin;
} qc_reliance;

struct qc_draw;
struct qc_model;
/** Changes a parameter draw after it has been drawn: for a caller with a rule of its own for what is uncertain. */
typedef void qc_draw_change(const struct qc_model *model, const void *context, uint64_t seed,
                            int64_t number, struct qc_draw *draw);

typedef struct qc_model qc_model;
struct qc_model {
    qc_arena arena;
    const qc_plan *plan; /* borrowed, must outlive the model */
    qc_segments segments;
    qc_stage_model stages;
    qc_losses losses;     /* as they were */
    qc_losses lost_for;   /* as they will be, with the plan's levers */
    qc_size_model *sizes; /* [0] = all segments together */
    int32_t size_count;
    int32_t *size_of; /* [segment] */
    bool has_sizes;   /* false: amounts are neither known nor needed */
    qc_arrival_model arrivals;
    qc_team_model team;
    qc_activity_model activities;
    qc_skill_model skills;
    qc_cost_model cost;
    qc_quota_model quotas;
    qc_reliance *reliance;
    int32_t reliance_count;
    qc_without without;
    qc_draw_change *change_draw; /* NULL = none; called by several threads at once */
    const void *change_context;  /* borrowed */
};

/** Segments first: the book and the model share the list. */
typedef struct qc_model_inputs {
    const qc_history *history; /* NULL = none */
    const qc_open_deals *open; /* NULL = none */
    const qc_plan *plan;
    bool needs_amounts;            /* a money target, or no target at all */
    qc_without without;            /* parts of the model to leave out, 0 = none */
    const qc_activity_log *log;    /* of what people did, NULL = none */
    const qc_people_table *people; /* who works since when, NULL = none */
    const qc_quota_table *quotas;  /* who is to sell how much, NULL = none */
} qc_model_inputs;

/** Fit everything and take the book.
 *  @param model zeroed; free with qc_model_free()  @param book zeroed; free with qc_book_free()
 *  @fails QC_TOO_FEW_DATA (says which rate has neither history nor belief), QC_NUMERIC, QC_NO_MEMORY */
QC_CHECKED bool qc_model_fit(qc_model *model, qc_book *book, const qc_model_inputs *inputs,
                             qc_day as_of, qc_status *status);
void qc_model_free(qc_model *model);

/** The same fit under another plan's levers: `changed` borrows everything from `model` and `plan`, and
 *  what it needs of its own from `arena`; it is not freed. */
QC_CHECKED bool qc_model_with_levers(qc_model *changed, const qc_model *model, const qc_plan *plan,
                                     qc_arena *arena, qc_status *status);

/** After a change of the team's seats: pay and quotas of those who are there now. `changed` is from
 *  qc_model_with_levers() or qc_model_fit(). */
QC_CHECKED bool qc_model_reseat(qc_model *changed, qc_arena *arena, qc_status *status);

typedef struct qc_draw { /* one parameter set; a worker's scratch, reused */
    qc_arena arena;
    qc_stage_draw stages;
    qc_arrival_draw arrivals;
    double leave_per_day; /* hazard of a rep */
    qc_activity_draw activities;
    qc_size_draw *sizes; /* [size model] */
    double *size_factor; /* [segment]: levers on deal size */
    qc_effect_state effects[QC_GROUP_SHOCKED];
    double seasons[QC_GROUP_SHOCKED][QC_SEASON_MONTHS];
    const double *even; /* the caller's: coordinates of the draw (models/even.h); NULL = streams */
} qc_draw;

QC_CHECKED bool qc_draw_room(qc_draw *draw, const qc_model *model, qc_status *status);
/** Parameter draw `number` of `seed`; number < 0, or left out uncertainty = posterior
 *  means. Safe on several threads
 *  with their own draws. */
QC_CHECKED bool qc_model_draw(const qc_model *model, uint64_t seed, int64_t number, qc_draw *draw,
                              qc_status *status);
void qc_draw_free(qc_draw *draw);

#endif
