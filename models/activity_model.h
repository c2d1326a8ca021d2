/** What reps do becomes deals: activities reach people (contacts), contacts become opportunities.
 *
 *  One full week of a fully ramped rep yields so many opportunities by kind of activity; a simulated future
 *  multiplies that by the productive weeks of each seat (models/team_model). What activities do not explain of
 *  the new deals that the history or the plan knows is inbound. Formulas: docs/model.md, "Activities". */
#ifndef QC_MODELS_ACTIVITY_MODEL_H
#define QC_MODELS_ACTIVITY_MODEL_H

#include "history/read_activities.h"
#include "models/arrival_model.h"
#include "models/team_model.h"

#define QC_ACTIVITIES_MAX 32
#define QC_ATTEMPTS_MAX   50

typedef struct qc_activity_model {
    bool on;             /* false: the plan states no activities */
    const qc_plan *plan; /* borrowed: the base and the levers */
    int32_t count;
    qc_share_belief contact[QC_ACTIVITIES_MAX], opportunity[QC_ACTIVITIES_MAX];
    double per_week[QC_ACTIVITIES_MAX]; /* of a rep: as stated, else as logged */
    double events
        [QC_ACTIVITIES_MAX]; /* logged activities behind the rates, allowing for unlike reps */
    qc_arrivals noise;       /* the prior of the noise */
} qc_activity_model;

/** @param log NULL = none  @fails QC_TOO_FEW_DATA naming the activity whose rate is neither stated nor logged;
 *  QC_BAD_INPUT, QC_NUMERIC, QC_NO_MEMORY */
QC_CHECKED bool qc_activity_model_fit(qc_activity_model *model, const qc_plan *plan,
                                      const qc_activity_log *log, qc_day as_of, qc_status *status);

typedef struct
    qc_activity_week { /* a full week of a fully ramped rep who has all the hours it takes */
    double deals[QC_ACTIVITIES_MAX];    /* opportunities by kind */
    double count[QC_ACTIVITIES_MAX];    /* first attempts */
    double attempts[QC_ACTIVITIES_MAX]; /* all of them */
    double contacts[QC_ACTIVITIES_MAX]; /* leads that are reached */
    double first_hours, follow_hours;   /* working time of first attempts and of follow-ups */
    double all;                         /* deals of all kinds */
} qc_activity_week;

typedef struct qc_activity_draw { /* one parameter draw */
    qc_activity_week week;        /* under the plan's levers */
    double attempt_share[QC_ACTIVITIES_MAX]
                        [QC_ATTEMPTS_MAX]; /* cumulative: which attempt reached */
    int32_t attempts;
    double days_between;
    qc_arrivals_state noise;
    double
        kept; /* share of what the activities would yield that the known new deals leave room for */
    double lever;          /* on new deals of the whole plan */
    double inbound;        /* share of the known new deals that activities do not explain */
    double *segment_share; /* cumulative: the segment of a prospected deal */
} qc_activity_draw;

QC_CHECKED bool qc_activity_draw_room(qc_activity_draw *draw, const qc_arrival_model *arrivals,
                                      qc_arena *arena, qc_status *status);

/** Parameter draw `number`; `arrivals` is drawn already; its levers are multiplied by the inbound share.
 *  Nothing happens when the model is not on. */
void qc_activity_model_draw(const qc_activity_model *model, const qc_team_model *team,
                            const qc_arrival_model *arrival_model, uint64_t seed, int64_t number,
                            qc_arrival_draw *arrivals, qc_activity_draw *draw);

/** Cumulative shares of the segments among new deals, as drawn; [segment_count] of them. */
void qc_activity_model_segments(const qc_arrival_model *arrivals, const qc_arrival_draw *drawn,
                                double *share);

/** Share of the planned activities that fits into `hours` of a full week, 0..1. */
double qc_activity_model_fits(const qc_activity_week *week, double hours);

#endif
