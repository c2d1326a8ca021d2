/** Who sells: seats, and who sits in them on each day of a simulated future.
 *
 *  A seat is a place in the team that one person after another holds: a rep of today, or a hire to come.
 *  Its holder ramps up by month of tenure, may leave, and is replaced after a while when the plan says so.
 *  A seat keeps its luck in every scenario, so one more hire changes nobody else's future. Formulas:
 *  docs/model.md, "People". */
#ifndef QC_MODELS_TEAM_MODEL_H
#define QC_MODELS_TEAM_MODEL_H

#include "history/read_people.h"
#include "models/belief.h"
#include "models/segments.h"
#include "models/spread.h"

#define QC_SEATS_MAX 20000

typedef struct qc_seat {
    uint64_t entity; /* names its luck */
    qc_day from;     /* first working day of its first holder; the as-of day for a rep of today */
    qc_day until;    /* last day of its first holder, QC_DAY_NONE = none known */
    double tenure_days;        /* of the first holder on `from`; INFINITY = ramped up long ago */
    bool planned;              /* nobody sits there on the as-of day */
    const char *name;          /* of its first holder, NULL = nameless */
    double skill;              /* what its activities yield beside the average; NAN = not stated */
    bool prospects_only;       /* works no deals */
    uint64_t segments;         /* bit s: takes deals of segment s */
    const char *role;          /* NULL or "" = not said */
    const qc_plan_pay *salary; /* of a hire's own, NULL = none stated */
} qc_seat;

/** Does a seat take deals of a segment into its hands? */
static inline bool qc_seat_takes(const qc_seat *seat, int32_t segment)
{
    const bool of_them = seat->segments == UINT64_MAX ||
                         (segment < 64 && (seat->segments >> segment & 1) != 0);
    return !seat->prospects_only && of_them;
}

typedef struct qc_team_model {
    bool on;             /* false: the plan states no team, and nothing below holds */
    bool changed;        /* levers or a misfortune took people away or brought some */
    const qc_plan *plan; /* borrowed: the base and the levers */
    const qc_people_table
        *people; /* borrowed, NULL = none: who is there, in place of the plan's reps */
    const qc_segments *segments; /* borrowed, NULL = one */
    double base_reps;            /* on the as-of day, without levers */
    qc_day as_of;
    qc_seat *seats; /* under the plan's levers */
    int32_t seat_count;
    double hours, base_hours; /* selling hours of a full week, INFINITY = not limited */
    double work_hours;        /* all hours of a full week, INFINITY = not said */
    double open_deal_limit, prospecting_hours;
    double ramp_time;          /* share of the ramp's time that it takes, 1 = as stated */
    double present;            /* share of the working days of a year that are no vacation */
    qc_share_belief attrition; /* yearly share */
    bool leaves, replaces, late;
    qc_spread backfill, delay; /* days */
} qc_team_model;

/** @param model zeroed; its arrays live in `arena`
 *  @param segments what people may be for, borrowed; NULL = the company has none
 *  @fails QC_BAD_INPUT (an unknown segment among them), QC_NUMERIC, QC_NO_MEMORY */
QC_CHECKED bool qc_team_model_fit(qc_team_model *model, const qc_plan *plan,
                                  const qc_people_table *people, const qc_segments *segments,
                                  qc_day as_of, qc_arena *arena, qc_status *status);

/** The same team under another plan's levers. */
QC_CHECKED bool qc_team_model_levers(qc_team_model *model, const qc_plan *plan, qc_arena *arena,
                                     qc_status *status);

/** Do hours, a limit on open deals, waiting inbound deals or a market that contacts use up couple the deals of this team? */
bool qc_team_model_couples(const qc_team_model *model);

/** Leaving hazard per day of parameter draw `number`. */
double qc_team_model_draw(const qc_team_model *model, uint64_t seed, int64_t number);

/** Part of a working week that falls on a day: a fifth, less vacations; 0 on weekends and holidays. */
double qc_team_model_week_part(const qc_team_model *model, qc_day day);

/** People who were there on a past day; reps whose start nobody knows are taken to have been there throughout. */
double qc_team_model_heads(const qc_team_model *model, qc_day day);

/** Working weeks (a fifth for each working day) from the as-of day to the end of day 0..days. */
void qc_team_model_work(const qc_team_model *model, int32_t days, double *work);

/** Days after the as-of day on which a seat's holder (0 = the first) leaves it in one simulated future, INFINITY =
 *  stays. Later holders are those of a team that replaces who leaves. */
double qc_team_model_leaves(const qc_team_model *model, const qc_seat *seat, double leave_per_day,
                            uint64_t seed, int64_t trial, int32_t holder);

typedef struct qc_shift { /* a stretch of days */
    int32_t from, to;     /* days since the as-of day: from+1 .. to */
} qc_shift;

/** Productive weeks of a seat in each shift of one simulated future, and in `seated` the days on which
 *  somebody sits there. `leave_per_day` is from qc_team_model_draw(). */
void qc_team_model_seat(const qc_team_model *model, const qc_seat *seat, double leave_per_day,
                        uint64_t seed, int64_t trial, const double *work, const qc_shift *shifts,
                        int32_t count, double *productive, double *seated);

#endif
