/** How long a deal stays in a stage and where it goes next, open deals right-censored.
 *
 *  A *part* is one stage as one fitted unit: usually a stage for all segments together; a segment for
 *  which the plan states its own conversion or days gets a part of its own. On shared parts each segment
 *  has a factor per stage and group of exits, pooled toward 1 by as much as the data allow; so have
 *  owners, sources, classes of amounts and the pace of the stay before. Formulas: docs/model.md, "Stage
 *  hazards" and "Factors". */
#ifndef QC_MODELS_STAGE_MODEL_H
#define QC_MODELS_STAGE_MODEL_H

#include "models/belief.h"
#include "models/hazard.h"
#include "models/law.h"
#include "models/losses.h"
#include "models/month_effect.h"
#include "models/season.h"
#include "models/segments.h"
#include "models/traits.h"

typedef struct qc_route_fit {
    qc_id to;
    qc_group group;
    qc_hazard_fit fit;
} qc_route_fit;

typedef struct qc_stage_belief { /* what the plan states of a stage */
    bool stated;                 /* conversion and days are both stated */
    qc_share_belief conversion;
    qc_spread days, days_if_lost;
    bool lost_differs;
    double level; /* pseudo-deals behind the days, INFINITY = certain */
} qc_stage_belief;

typedef struct qc_stage_part {
    int32_t stage, segment; /* segment -1 = all that have no part of their own */
    qc_stage_belief belief;
    bool fitted;          /* false: rests on the belief alone, on a continuous clock */
    bool is_insufficient; /* rests on nothing at all: its figures must not be shown */
    qc_route_fit *routes;
    int32_t route_count;
    double belief_events;   /* pseudo-events that the belief adds */
    int64_t visits, events; /* behind the fit */
    double step;            /* of the continuous clock, days per cell */
    double (*hazard)
        [QC_GROUP_COUNT];   /* cumulative hazards of the stated days, QC_STATED_CELLS + 1 rows */
    double *middle, *upper; /* quick quantiles */
} qc_stage_part;
#define QC_STATED_CELLS  4096
#define QC_MIXTURE_CELLS 1024

#define QC_FACTOR_GRID 9
typedef struct qc_factor { /* of one value of a trait, stage and group: r ~ Gamma(c, c), and
                              r | data ~ Gamma(c + events, c + expected) */
    double events, expected;
    double mean; /* posterior, averaged over the pooling */
} qc_factor;

typedef struct
    qc_trait_slope { /* posterior of a slope: mean + own_sd z + common_sd z', z' alike in all
                                   stages of a family of groups */
    double mean, own_sd, common_sd;
} qc_trait_slope;

typedef struct qc_trait_fit {
    qc_factor *factors; /* [(value * stage_count + stage) * QC_GROUP_COUNT + group] */
    double *pooling;    /* [(stage * QC_GROUP_COUNT + group) * QC_FACTOR_GRID]: weights over c */
    qc_trait_slope
        *slope; /* [stage * QC_GROUP_COUNT + group]: of the amount's factors along its score; r
                              is then what a class has beside e^(slope x score), and `expected` has it in */
} qc_trait_fit;

typedef struct qc_stage_model {
    int32_t stage_count, segment_count;
    const qc_segments *segments; /* borrowed */
    qc_stage_part *parts;
    int32_t part_count;
    int32_t *part_of; /* [segment * stage_count + stage] */
    qc_traits traits;
    qc_trait_fit factors[QC_TRAIT_COUNT]; /* of the traits that are on */
    qc_month_effect effects[QC_GROUP_SHOCKED];
    qc_season seasons[QC_GROUP_SHOCKED];
    qc_without without;
    const qc_plan *plan; /* borrowed: its levers act on each draw */
    bool
        tolerant; /* set before the fit: a part with neither exits nor a belief is marked, no error */
    const qc_losses *losses; /* borrowed: levers on the reasons to lose */
    bool *levered;           /* [segment * stage_count + stage]: a lever changes this law */
} qc_stage_model;

typedef struct qc_stage_inputs { /* what the fit reads; the model borrows plan and segments */
    const qc_history *history;   /* NULL = none */
    const qc_plan *plan;
    const qc_segments *segments;
    const int32_t *segment_of; /* [deal]: index of its segment; NULL without history */
    bool traits_of_deals;      /* pace, amount, owner and source have factors, too */
    qc_without without;        /* parts to leave out, 0 = none */
} qc_stage_inputs;

/** @param arena  owns everything the model keeps
 *  @fails QC_TOO_FEW_DATA naming the stage that has neither data nor belief; QC_NUMERIC; QC_NO_MEMORY */
QC_CHECKED bool qc_stage_model_fit(qc_stage_model *model, const qc_stage_inputs *inputs,
                                   qc_arena *arena, qc_status *status);

/** Take the levers of `plan` (borrowed); room for the marks comes from `arena`. */
QC_CHECKED bool qc_stage_model_levers(qc_stage_model *model, const qc_plan *plan, qc_arena *arena,
                                      qc_status *status);

typedef struct qc_stage_draw {            /* one draw's laws with the memory they borrow */
    qc_law *laws;                         /* [segment * stage_count + stage] */
    double *factor[QC_TRAIT_OF_DEAL];     /* [(value * stage_count + stage) * QC_GROUP_COUNT +
                                             group], NULL = the trait is off */
    double *daily;                        /* [(part, route)][QC_HAZARD_DAYS] */
    double (*cumulative)[QC_GROUP_COUNT]; /* [part][QC_HAZARD_DAYS + 1] */
    double (
        *stated)[QC_GROUP_COUNT]; /* [part][QC_MIXTURE_CELLS + 1] where days_if_lost is stated */
    qc_law_route *routes;
    qc_quick *quick; /* [part] */
    double (*lever_cumulative)
        [QC_GROUP_COUNT]; /* [levered law][QC_MIXTURE_CELLS + 1]: laws that a lever reshapes */
    const double *even;   /* [part * QC_EVEN_PART]: see models/even.h; NULL = streams */
} qc_stage_draw;

/** Room for draws, in `arena`; one per worker. */
QC_CHECKED bool qc_stage_draw_room(qc_stage_draw *draw, const qc_stage_model *model,
                                   qc_arena *arena, qc_status *status);

/** Fill `draw` with parameter draw number `number` of `seed`; number < 0 = posterior means. Levers of the
 *  plan are applied. Safe on several threads with their own draws. */
QC_CHECKED bool qc_stage_model_draw(const qc_stage_model *model, uint64_t seed, int64_t number,
                                    qc_stage_draw *draw, qc_status *status);

#endif
