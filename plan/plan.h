/** What is intended: pipeline with beliefs, targets, segments, levers. Read from YAML
 * (plan/schema.c).
 *
 *  The plan holds statements as typed; models/ turns beliefs into distributions. Everything lives
 * in one arena; a read plan is read-only and may be shared by threads. */
#ifndef QC_PLAN_PLAN_H
#define QC_PLAN_PLAN_H

#include "core/arena.h"
#include "core/calendar.h"
#include "core/digest.h"
#include "core/findings.h"

/* ---- quantities with what is known about them ---- */

typedef enum qc_belief_form {
    QC_BELIEF_NONE,      /* not stated */
    QC_BELIEF_SINGLE,    /* one number: `first` */
    QC_BELIEF_RANGE,     /* an 80% range: `first` to `second` */
    QC_BELIEF_MEAN_CV,   /* mean `first`, coefficient of variation `second` (spreads) */
    QC_BELIEF_MEDIAN_P90 /* median `first`, 90th percentile `second` (spreads) */
} qc_belief_form;

typedef enum qc_family {
    QC_FAMILY_DEFAULT, /* log-logistic for days, lognormal for money */
    QC_FAMILY_LOG_LOGISTIC,
    QC_FAMILY_LOGNORMAL,
    QC_FAMILY_WEIBULL,
    QC_FAMILY_GAMMA
} qc_family;

typedef enum qc_noise { QC_NOISE_DEFAULT, QC_NOISE_NONE, QC_NOISE_STATED } qc_noise;

typedef struct qc_place { /* where a statement stood; line 0 = not stated in the file */
    int32_t line, column;
} qc_place;

/** A share, rate or spread. On a share or a rate the range says how sure one is; on a spread (days,
 *  deal_size) it says how single deals differ. */
typedef struct qc_belief {
    qc_belief_form form;
    double first, second;
    double based_on;      /* pseudo-deals behind the statement; 0 = not said; INFINITY = certain */
    qc_family family;     /* spreads */
    qc_calendar_unit per; /* rates */
    qc_noise noise;       /* rates: AR(1) noise of the log rate */
    double noise_sd, noise_rho;
    qc_place place;
} qc_belief;

/* ---- levers ---- */

typedef enum qc_change_kind {
    QC_CHANGE_REPLACE, /* a value replaces */
    QC_CHANGE_SCALE,   /* +20% / -8%: amount = 1.20 / 0.92 */
    QC_CHANGE_POINTS   /* +5 points: amount = 0.05 added to a share */
} qc_change_kind;

typedef enum qc_lever_target {
    QC_LEVER_CONVERSION, /* of `stage`, or of all stages when stage = -1 */
    QC_LEVER_DAYS,       /* days in stage, likewise */
    QC_LEVER_DEAL_SIZE,
    QC_LEVER_NEW_DEALS,
    QC_LEVER_WIN_RATE, /* of deals created, by the same odds in every stage */
    QC_LEVER_LOSS      /* deals lost for `reason`; the others stay in the race */
} qc_lever_target;

#define QC_SEGMENT_NAMED (-2)

typedef struct qc_lever {
    qc_lever_target target;
    int32_t stage;            /* -1 = all */
    int32_t segment;          /* -1 = all, QC_SEGMENT_NAMED = the one called `segment_name` */
    const char *segment_name; /* NAMED: one that the plan does not list but the history may */
    qc_change_kind kind;
    double amount;      /* share 0..1, days, money, or deals per day for REPLACE */
    const char *reason; /* LOSS: as typed, "" otherwise */
    const char *path;   /* as typed */
    qc_place place;
} qc_lever;

typedef struct qc_scenario { /* named changes; what they mean is checked when the plan is read */
    const char *name;
    const char **sets; /* "PATH=VALUE", as --set takes them */
    qc_place *places;  /* of each */
    int32_t set_count;
    double cost; /* money, 0 = not said */
    qc_place place;
} qc_scenario;

/** How far a lever may go and what it costs, for the search of the cheapest mix. */
typedef struct qc_limit {
    const char *path;
    const char *up_to; /* a change as typed: +30%, -10 points, +3 people */
    double cost;       /* money for each percent, point or person */
    qc_place place;
} qc_limit;
/* ---- people and what they do ---- */

typedef struct qc_plan_pay { /* money per unit of time; nothing where `amount` is 0 */
    double amount;
    qc_calendar_unit per;
    bool stated;
    qc_place place;
} qc_plan_pay;

typedef struct qc_plan_hire {
    const char *role;    /* "" = not said */
    const char *segment; /* one or several, apart by ';'; "" = all */
    double skill;        /* beside the team's average of 1 */
    qc_day start;
    int32_t count;
    qc_plan_pay salary; /* of each */
    qc_place place;
} qc_plan_hire;

typedef struct qc_plan_team {
    bool stated;
    double reps;           /* selling on the as-of day */
    double hours_per_week; /* INFINITY = not said */
    double selling_time;   /* share of the hours; 1 = not said */
    double *ramp;          /* productivity by month of tenure, then 1 */
    int32_t ramp_count;
    qc_belief attrition;      /* share of reps who leave in a year */
    qc_belief backfill_days;  /* until a leaver is replaced; NONE = leavers are not replaced */
    qc_belief hiring_delay;   /* days by which a hire comes late; NONE = on time */
    double open_deal_limit;   /* per rep, INFINITY = none */
    double prospecting_hours; /* per rep and week, kept free of open deals */
    double neglect;           /* share of wholly unworked deals lost in a week */
    double vacation_days;     /* per rep and year */
    qc_span *holidays;
    int32_t holiday_count;
    qc_plan_hire *hires;
    int32_t hire_count;
    qc_place place;
} qc_plan_team;

typedef struct qc_plan_activity {
    const char *name;
    double per_rep_per_week; /* in a full week of a fully ramped rep; NAN = from the log */
    double minutes;          /* each, 0 = not said */
    qc_belief contact_rate, opportunity_rate;
    int32_t stage; /* where its opportunities enter, 0 = the first */
    double cost;   /* money for each, follow-ups too; 0 = none */
    double goal;   /* of each rep and week, 0 = none */
    qc_place place;
} qc_plan_activity;

typedef struct qc_plan_activities {
    qc_plan_activity *kinds;
    int32_t count;
    double attempts; /* per lead, the first included; 1 = no follow-ups */
    double days_between;
    double persistence;      /* share of leads that are followed up at all */
    double fade;             /* what an attempt is worth beside the one before */
    double inbound_minutes;  /* of work that a deal nobody prospected needs before it moves */
    double stale_after_days; /* until an unworked one is gone, INFINITY = never */
    qc_belief noise;         /* only its noise fields */
    qc_place place;
} qc_plan_activities;

typedef enum qc_people_field { /* what a change of people or activities acts on */
                               QC_PEOPLE_REPS,
                               QC_PEOPLE_HOURS,
                               QC_PEOPLE_SELLING_TIME,
                               QC_PEOPLE_ATTRITION,
                               QC_PEOPLE_LIMIT,
                               QC_PEOPLE_PROSPECTING,
                               QC_PEOPLE_HIRES,
                               QC_PEOPLE_COUNT, /* of one activity, or of all: likewise below */
                               QC_PEOPLE_MINUTES,
                               QC_PEOPLE_CONTACT_RATE,
                               QC_PEOPLE_OPPORTUNITY_RATE,
                               QC_PEOPLE_ATTEMPTS,
                               QC_PEOPLE_DAYS_BETWEEN,
                               QC_PEOPLE_PERSISTENCE,
                               QC_PEOPLE_RAMP_TIME /* share of the ramp's time that it takes */
} qc_people_field;

typedef struct qc_people_lever {
    qc_people_field field;
    int32_t activity; /* -1 = all */
    qc_change_kind kind;
    bool adds;     /* +2: `amount` more (reps, hires) */
    double amount; /* HIRES that do not add: how many of the planned hires stay, 0 */
    qc_day from;   /* HIRES: first day */
    const char *path;
    qc_place place;
} qc_people_lever;

/* ---- what it costs, what each is to sell, and how many can buy ---- */

typedef struct qc_plan_named_pay {
    const char *name;
    qc_plan_pay pay;
} qc_plan_named_pay;

typedef enum qc_commission_on { /* whose attainment decides the rate */
                                QC_COMMISSION_INDIVIDUAL,
                                QC_COMMISSION_TEAM,
                                QC_COMMISSION_MIXED
} qc_commission_on;

typedef struct qc_plan_tier { /* from this attainment on, what is sold beyond it earns `rate` */
    double from, rate;
    qc_place place;
} qc_plan_tier;

typedef struct qc_plan_commission {
    double rate; /* share of what is sold, before the first tier; 0 = none */
    qc_plan_tier *tiers;
    int32_t tier_count;
    qc_commission_on on;
    double team_share;      /* MIXED: of the commission, by the team's attainment */
    qc_calendar_unit every; /* month, quarter or year: attainment starts anew */
    bool of_margin;         /* else of bookings */
    qc_place place;         /* line 0 = none stated */
} qc_plan_commission;

typedef struct qc_plan_cost {
    bool stated;
    qc_plan_pay salary;          /* of each rep who has none of their own */
    qc_plan_named_pay *salaries; /* by role or by name */
    int32_t salary_count;
    qc_plan_commission commission;
    double lead;         /* money for each new deal that no activity of reps created */
    double gross_margin; /* share of bookings, where the data have no margin; NAN = not said */
    qc_plan_named_pay *other;
    int32_t other_count;
    qc_place place;
} qc_plan_cost;

typedef struct qc_plan_market {
    bool stated;     /* here or in a segment */
    double accounts; /* that could buy, those contacted already included; INFINITY = not said */
    double
        returns_after; /* days until a contacted account may be contacted again, INFINITY = never */
    qc_place place;
} qc_plan_market;

/* ---- pipeline, segments ---- */

typedef struct qc_plan_stage {
    const char *name;
    const char **crm; /* what the CRM calls it */
    int32_t crm_count;
    qc_belief conversion, days, days_if_lost;
    double hours_per_week;  /* of a rep's work that an open deal needs here, 0 = none */
    double open_deal_limit; /* of one rep here, 0 = none */
    qc_place place;
} qc_plan_stage;

typedef struct qc_plan_segment {
    const char *name;
    qc_belief deal_size, new_deals; /* NONE = as the whole plan */
    qc_belief *conversion, *days;   /* by stage, NONE = as the whole plan */
    double accounts;                /* of a market of its own, -1 = none */
    qc_place place;
} qc_plan_segment;

/* ---- targets ---- */

#define QC_METRICS(X)               \
    X(BOOKINGS, "bookings")         \
    X(CUSTOMERS, "customers")       \
    X(UNITS, "units")               \
    X(MARGIN, "margin")             \
    X(NEW_DEALS, "new_deals")       \
    X(QUALIFIED, "qualified")       \
    X(WON, "deals_won")             \
    X(LOST, "deals_lost")           \
    X(WIN_RATE, "win_rate")         \
    X(DEAL_SIZE, "deal_size")       \
    X(CYCLE, "cycle_days")          \
    X(LOSS_SHARE, "loss_share")     \
    X(ENDED, "deals_ended")         \
    X(COST, "cost")                 \
    X(NET, "margin_after_cost")     \
    X(CAC, "cac")                   \
    X(SELLING_TIME, "selling_time") \
    X(WON_DAYS, "won_days")         \
    X(SOLD_HOURS, "hours_selling")  \
    X(WORK_HOURS, "hours_worked")   \
    X(ACTIVITY, "activities")
/* Never asked: WON_DAYS, days from creation to won, summed, for cycle_days; SOLD_HOURS and WORK_HOURS of the team, for
 * selling_time. ACTIVITY is asked for by the name of its kind. */
typedef enum qc_metric {
#define QC_METRIC_ENUM(name, word) QC_METRIC_##name,
    QC_METRICS(QC_METRIC_ENUM)
#undef QC_METRIC_ENUM
        QC_METRIC_COUNT
} qc_metric;

typedef struct qc_period { /* `each`: every running and remaining unit of the fiscal year of the
                              as-of day */
    bool each;
    qc_calendar_unit unit; /* when each */
    qc_span span;          /* when not each */
    const char *text;      /* as typed */
} qc_period;

typedef struct qc_scope { /* `column` = `value`, both as typed */
    const char *column, *value;
} qc_scope;

typedef struct qc_target {
    const char *name;
    qc_metric metric;
    int32_t stage; /* QUALIFIED: entries to this stage; ACTIVITY: of this kind */
    qc_period period;
    bool at_most;
    bool stretch;
    bool relative;      /* goal = base of `base` x (1 + amount), base taken from the history */
    bool points;        /* relative: goal = base + amount, a share */
    double amount;      /* the goal itself (a share 0..1), or the relative change 0.10 */
    const char *reason; /* LOSS_SHARE: lost for it, as typed; NULL = not said */
    qc_period base;
    qc_scope *scope;
    int32_t scope_count;
    qc_place place, goal_place;
} qc_target;

/* ---- the plan ---- */

typedef enum qc_amount_is { QC_AMOUNT_ONE_OFF, QC_AMOUNT_ANNUAL, QC_AMOUNT_TOTAL } qc_amount_is;
typedef enum qc_shocks { QC_SHOCKS_DEFAULT, QC_SHOCKS_NONE, QC_SHOCKS_STATED } qc_shocks;

typedef struct qc_plan {
    qc_arena arena;
    const char *file;  /* as typed; "" for none */
    const char *bytes; /* what was read, to be read again with other changes */
    size_t length;
    char sha256[QC_DIGEST_TEXT];    /* of the plan's bytes and the --set texts */
    const char *company, *currency; /* "" = not said */
    const char *number_style;       /* "1,234.5", "1.234,5" or "1 234.5" */
    qc_amount_is amount_is;
    qc_day as_of;               /* QC_DAY_NONE = not said */
    int32_t fiscal_start_month; /* 1..12 */

    struct {
        const char *deals, *open_deals;  /* paths resolved against the plan's folder, NULL = none */
        const char *rates;               /* likewise */
        const char *activities, *people; /* likewise: the log of what was done; who sells */
        const char *quotas;              /* likewise: who is to sell how much */
        const char *layout;              /* NULL = recognised */
        const char **won, **lost, **ignore, **with, **map;
        int32_t won_count, lost_count, ignore_count, with_count, map_count;
        const char **reached,
            **created; /* the log's outcomes: someone was reached; a deal came of it */
        int32_t reached_count, created_count;
        const char *pipeline;             /* NULL = not said */
        const char *date_order, *decimal; /* NULL = not said */
        qc_day recorded_from;             /* QC_DAY_NONE = not said */
        bool recorded_always;             /* recorded_from: none */
        double allow_set_aside;           /* 0 = not said */
    } history;

    qc_plan_stage *stages;
    int32_t stage_count;
    int32_t offer_stage; /* -1 = not said */
    qc_belief deal_size, new_deals;
    qc_shocks shocks;
    double shock_sd, shock_rho; /* when stated */
    qc_plan_segment *segments;
    int32_t segment_count;
    qc_plan_team team;
    qc_plan_activities activities;
    qc_plan_pay quota; /* of each rep, in bookings */
    qc_plan_cost cost;
    qc_plan_market market;
    qc_people_lever *people_levers; /* from --set, in order */
    int32_t people_lever_count;
    qc_target *targets;
    int32_t target_count;
    qc_lever *levers; /* from segments and --set, in order */
    int32_t lever_count;
    qc_scenario *scenarios;
    int32_t scenario_count;
    qc_limit *limits; /* from `levers` */
    int32_t limit_count;
} qc_plan;

/** Read a plan and apply `sets` ("PATH=VALUE") on top.
 *  @param plan     zeroed; free with qc_plan_free() also after a failure
 *  @param findings every error with its line and column; unknown keys name the nearest known one
 *  @fails QC_IO, QC_NO_MEMORY, QC_BAD_INPUT */
QC_CHECKED bool qc_plan_read(qc_plan *plan, const char *path, const char *const *sets,
                             int32_t set_count, qc_findings *findings, qc_status *status);
QC_CHECKED bool qc_plan_read_bytes(qc_plan *plan, const char *name, const char *bytes,
                                   size_t length, const char *const *sets, int32_t set_count,
                                   qc_findings *findings, qc_status *status);

/** The same without a look at what scenarios and levers change: of a plan that has been read before. */
QC_CHECKED bool qc_plan_read_trial(qc_plan *plan, const char *name, const char *bytes,
                                   size_t length, const char *const *sets, int32_t set_count,
                                   qc_findings *findings, qc_status *status);

const char *qc_plan_metric_word(qc_metric metric);
/** What a target counts, in the words of the plan: of activities the name of their kind. */
const char *qc_plan_target_word(const qc_plan *plan, const qc_target *target);
#define QC_METRIC_ASKED QC_METRIC_WON_DAYS /* metrics below this one may stand in a target */

/** A metric that is one thing per another: win_rate, deal_size, cycle_days, loss_share, cac, selling_time. */
bool qc_plan_metric_is_ratio(qc_metric metric);
/** A ratio between 0 and 1. */
bool qc_plan_metric_is_share(qc_metric metric);
/** Amounts of money: bookings, margin, deal_size, and what rests on cost. */
bool qc_plan_metric_is_money(qc_metric metric);
/** What the plan's `cost` is needed for: cost, margin_after_cost, cac. */
bool qc_plan_metric_is_cost(qc_metric metric);

/** The spans of a period for an as-of day: one span, or every unit of the fiscal year that contains
 *  `as_of`, closed ones first. Fills at most `room`, returns how many there are. */
int32_t qc_plan_spans(const qc_period *period, qc_day as_of, int32_t fiscal_start_month,
                      qc_span *out, int32_t room);

void qc_plan_free(qc_plan *plan);

#endif
