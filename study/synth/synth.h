/** A company with known truth: its history, its future, the true chance of a target.
 *
 *  A second, independent implementation of a sales company, so that a forecast can be judged
 *  against a truth that its own code did not make. A specification (`spec.yaml`, or drawn at random)
 *  fixes every parameter; a seed fixes all luck. The company is then walked day by day:
 *
 *  - Deals arrive per segment, day by day, as a Poisson process whose rate has growth, a month
 *    effect, monthly noise and part of the company's common shock.
 *  - A visit to a stage ends forward, back or lost. Of undisturbed visits the shares are exactly
 *    the specified ones, and the stays are Weibull (losing visits last `losers_dwell` times as
 *    long): from this mixture follow three daily hazards per age, which compete. Nobody goes back
 *    on the day he came.
 *  - The forward hazard is multiplied by the month effect, by the common shock of the month (AR(1)
 *    on the log scale, mean one) and by the skill of the deal's rep. What speeds deals up therefore
 *    also saves more of them from being lost.
 *  - On day `expiry.days` of a visit a deal is closed as lost with a chance of its own.
 *  - A stage may state its daily hazards instead: forward ones that rise and fall with age, lost ones
 *    that grow with it.
 *  - Losses may feel a monthly shock of their own; large deals may move forward more slowly; a share of
 *    deals may go stale from some stage on, which no row of the history says.
 *
 *  Reps may come and go, ramp up by month of tenure, and do activities of which deals come; a rep with more open
 *  deals than `overload` moves all of them forward that many times more slowly.
 *
 *  The state of a company is what its history shows (open deals with stage, entry day, segment and
 *  rep; customers won) plus this month's shocks and noise, and which deals are stale. The true chance
 *  of a target is the share of hits among replays from that state under the true parameters. */
#ifndef QC_STUDY_SYNTH_H
#define QC_STUDY_SYNTH_H

#include "core/calendar.h"
#include "core/findings.h"
#include "core/stats.h"
#include "core/text.h"

#define QC_SYNTH_STAGES     8
#define QC_SYNTH_SEGMENTS   8
#define QC_SYNTH_REPS       32
#define QC_SYNTH_SOURCES    8
#define QC_SYNTH_TARGETS    32
#define QC_SYNTH_NAME       48
#define QC_SYNTH_ACTIVITIES 6
#define QC_SYNTH_RAMP       36

/* Where a change leads, beside the stages 0..stage_count-1. */
#define QC_SYNTH_WON  (-2)
#define QC_SYNTH_LOST (-3)

typedef struct qc_synth_stage {
    char name[QC_SYNTH_NAME];
    double shape, scale_days; /* of the Weibull stay of visits that move on */
    double advance;           /* share of visits that do not go back which move forward, 0..1 */
    double forward_hazard;    /* > 0: daily hazards are stated and the law above is not used */
    double hump_days; /* forward peaks at that day at risk: x (2g/(1+g^2) + .15), g = day/hump */
    double lost_hazard, lost_days; /* lost grows: x (.5 + .8 min(age/lost_days, 1.5)) */
    double back_hazard;
    double skip;  /* moves over the next stage per move into it, on top of them */
    bool expires; /* the expiry rule applies here */
} qc_synth_stage;

typedef struct qc_synth_segment {
    char name[QC_SYNTH_NAME];
    double new_deals_per_month;   /* on the first day of the history, in an average month */
    double amount_median;         /* money, major units */
    double amount_sd;             /* of the log of the amount */
    double win_tendency;          /* multiplies the odds of `advance` in every stage */
    double born_closed;           /* share of new deals that are won on the day they are created */
    double returning;             /* share of new deals that come from a customer won before */
    double stay[QC_SYNTH_STAGES]; /* multiplies scale_days, by stage */
} qc_synth_segment;

typedef struct qc_synth_rep {
    char name[QC_SYNTH_NAME];
    double skill;      /* multiplies the forward hazard of the rep's deals */
    double yield;      /* multiplies the share of people reached who become a deal */
    qc_day start, end; /* first and last working day; QC_DAY_NONE = always here, still here */
} qc_synth_rep;

typedef struct qc_synth_activity { /* each makes deals of the rep's own, beside those that arrive */
    char name[QC_SYNTH_NAME];
    double per_week; /* of a fully ramped rep, Monday to Friday */
    double contact,
        opportunity; /* share that reaches somebody; share of those that become a deal */
} qc_synth_activity;

typedef struct qc_synth_source {
    char name[QC_SYNTH_NAME];
    double share; /* of new deals; shares need not add up to one */
} qc_synth_source;

typedef enum qc_synth_metric {
    QC_SYNTH_BOOKINGS, /* amounts of deals won, on the day they are won */
    QC_SYNTH_CUSTOMERS /* customers won for the first time */
} qc_synth_metric;

typedef struct qc_synth_target {
    char name[QC_SYNTH_NAME];
    qc_synth_metric metric;
    int32_t segment; /* -1 = the whole company */
    qc_span span;
    double at_least;
} qc_synth_target;

/** What real exports look like. All zero = clean. */
typedef struct qc_synth_dirt {
    double missing_amounts;        /* share of deals whose amount is never filled in */
    double other_dates;            /* share of rows dated 31.12.2025 instead of 2025-12-31 */
    int32_t duplicate_ids;         /* deals that carry the id of another deal */
    int32_t repeated_rows;         /* rows that stand in the file twice */
    int32_t closed_before_created; /* deals whose closing row is dated before their first row */
    int32_t zombies;               /* long-lost deals whose closing row is missing */
    bool byte_order_mark, total_row;
} qc_synth_dirt;

/** The switch `dirt: usual`. */
#define QC_SYNTH_DIRT_USUAL                                                                    \
    {                                                                                          \
        .missing_amounts = 0.05, .other_dates = 0.02, .duplicate_ids = 3, .repeated_rows = 12, \
        .closed_before_created = 5, .zombies = 8, .byte_order_mark = true, .total_row = true   \
    }

typedef struct qc_synth_spec { /* plain values: copy it, change it, no need to free it */
    char company[QC_SYNTH_NAME], currency[QC_SYNTH_NAME];
    qc_day as_of, until;    /* last day of the history, last day of the recorded future */
    int32_t history_months; /* calendar months up to and with that of as_of */
    uint64_t seed;
    qc_synth_stage stages[QC_SYNTH_STAGES];
    int32_t stage_count;
    qc_synth_segment segments[QC_SYNTH_SEGMENTS];
    int32_t segment_count;
    qc_synth_rep reps[QC_SYNTH_REPS];
    int32_t rep_count;
    qc_synth_activity activities[QC_SYNTH_ACTIVITIES];
    int32_t activity_count;
    double ramp[QC_SYNTH_RAMP]; /* share of the activities by month of tenure, then all */
    int32_t ramp_months;
    double overload; /* open deals that a rep can work without delay, 0 = any number */
    qc_synth_source sources[QC_SYNTH_SOURCES];
    int32_t source_count;
    double losers_dwell;        /* losing visits last this many times as long */
    int32_t expiry_days;        /* 0 = no expiry rule */
    double expiry_chance;       /* of being closed as lost on that day of a visit */
    double skip;                /* share of forward moves that pass over a stage */
    double back;                /* share of visits that go back one stage */
    double month_effect[12];    /* on forward hazards, January first */
    double arrival_effect[12];  /* on arrivals, January first */
    double shock_sd, shock_rho; /* stationary sd and month-to-month correlation of the log-shock */
    double shock_on_arrivals;   /* exponent with which arrivals feel the same shock */
    double growth;              /* of arrivals per year, 0.05 = 5% */
    double arrival_noise;       /* sd of a further log-noise per segment and month */
    double arrival_memory;      /* its month-to-month correlation */
    double lost_shock_sd, lost_shock_rho; /* the same as shock_*, on the hazards of losing */
    double stale_share;                   /* of deals, which go stale ... */
    int32_t stale_from;                   /* ... from this stage on: hazards times ... */
    double stale_forward, stale_lost;
    double
        amount_slows; /* forward hazards times e^(-this x sds above the median of the log amount) */
    double rep_spread;       /* sd of the log of a further, random skill of each rep */
    double amount_change_sd; /* log of final over first amount, median 1 */
    double amount_known;     /* share of deals whose amount is known before they are won */
    qc_synth_target targets[QC_SYNTH_TARGETS];
    int32_t target_count;
    qc_synth_dirt dirt;
} qc_synth_spec;

/** Read a specification (docs/formats.md; data/sample/spec.yaml shows every key).
 *  @param findings receives every error with its line and column
 *  @fails QC_IO, QC_NO_MEMORY, QC_BAD_INPUT */
QC_CHECKED bool qc_synth_spec_read(qc_synth_spec *spec, const char *path, qc_findings *findings,
                                   qc_status *status);
QC_CHECKED bool qc_synth_spec_read_bytes(qc_synth_spec *spec, const char *name, const char *bytes,
                                         size_t length, qc_findings *findings, qc_status *status);

/** A company drawn from the prior described in study/synth/synth_random.c; its own seed is `seed` too.
 *  Clean, without targets: see qc_synth_targets_random(). */
void qc_synth_spec_random(qc_synth_spec *spec, uint64_t seed);

/** First day of the history. */
qc_day qc_synth_start(const qc_synth_spec *spec);

typedef struct qc_synth_deal { /* what never changes about a deal; indices */
    int32_t segment, rep, source, customer;
    bool stale;
    double ease;         /* what its amount does to its forward hazards */
    double first_amount; /* where its ease is known before the amount is; NAN = not drawn yet */
} qc_synth_deal;

typedef struct
    qc_synth_change { /* on `day` the deal entered `stage`; from then on worth `amount` */
    qc_day day;
    int32_t deal;      /* index, in order of creation */
    int32_t stage;     /* 0.. , QC_SYNTH_WON or QC_SYNTH_LOST */
    double amount;     /* NAN = not known yet */
    bool new_customer; /* won, and the customer had never been won before */
} qc_synth_change;

typedef struct qc_synth_work { /* what a rep did of one kind on a day; indices */
    qc_day day;
    int32_t rep, activity;
    int32_t done, reached, created; /* reached and created: among those done */
} qc_synth_work;

typedef struct qc_synth_company { /* a whole life: history and realised future */
    qc_synth_spec spec;
    uint64_t seed;
    qc_synth_deal *deals;
    size_t deal_count, deal_capacity;
    qc_synth_change *changes; /* by day; changes of one deal on one day in their order */
    size_t change_count, change_capacity;
    qc_synth_work *work; /* by day */
    size_t work_count, work_capacity;
    double *shock;      /* realised log-shock, by month from the first one of the history */
    double *lost_shock; /* likewise, of losing */
    double (*noise)[QC_SYNTH_SEGMENTS]; /* realised log-noise of arrivals, by month */
    int32_t month_count;                /* up to the month of `until` */
} qc_synth_company;

/** Live the company from the first day of its history to spec->until. Same specification and seed,
 *  same company, on any machine whose libm agrees.
 *  @param company zeroed; free with qc_synth_company_free() also after a failure
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_synth_run(qc_synth_company *company, const qc_synth_spec *spec, uint64_t seed,
                             qc_status *status);
void qc_synth_company_free(qc_synth_company *company);

/** Append the changes of the days from..to as canonical CSV (deal_id, date, stage, amount, owner,
 *  segment, source, customer). The history is {qc_synth_start(), as_of}, the future {as_of + 1,
 *  until}. */
QC_CHECKED bool qc_synth_csv(const qc_synth_company *company, qc_span days, qc_text *out,
                             qc_status *status);

typedef struct qc_synth_dirt_done { /* how much of each kind went in */
    int32_t missing_amounts, other_dates, duplicate_ids, repeated_rows, closed_before_created;
    int32_t zombies, byte_order_marks, total_rows;
} qc_synth_dirt_done;

/** The same file as a careless export would give it, by spec.dirt. Counts fall short of the
 *  specification only when the company has too few suitable deals. */
QC_CHECKED bool qc_synth_csv_dirty(const qc_synth_company *company, qc_span days, qc_text *out,
                                   qc_synth_dirt_done *done, qc_status *status);

/** Append what people did on the days from..to as an activity log (date, owner, type, count, outcome), and who they
 *  are as a table of people (owner, start, end). */
QC_CHECKED bool qc_synth_activities_csv(const qc_synth_company *company, qc_span days, qc_text *out,
                                        qc_status *status);
QC_CHECKED bool qc_synth_people_csv(const qc_synth_spec *spec, qc_text *out, qc_status *status);

/** What the company really booked (or how many new customers it won) in the span. `segment` -1 =
 *  all. Days after spec.until hold nothing. */
double qc_synth_actual(const qc_synth_company *company, qc_synth_metric metric, int32_t segment,
                       qc_span span);

/** Goals around the recent pace for the first 1, 3 and 6 months after `as_of`, bookings and
 *  customers (6 targets): the last 6 months' pace times a lognormal factor (sd 0.3), so that true
 *  chances spread over 0..1. Fills `targets` and returns how many. */
int32_t qc_synth_targets_random(const qc_synth_company *company, qc_day as_of, uint64_t seed,
                                qc_synth_target *targets, int32_t room);

typedef struct qc_synth_truth {
    double so_far;      /* realised inside the span up to as_of */
    qc_estimate chance; /* true chance of the target */
    qc_estimate mean;   /* of the total in the span */
    double p10, p50, p90;
    double realised; /* the company's own future: NAN when the span ends after spec.until */
} qc_synth_truth;

typedef struct qc_synth_truth_options {
    qc_day as_of;         /* QC_DAY_NONE = spec.as_of; may be any day of the history or future */
    int64_t replications; /* futures replayed */
    int32_t threads;
    uint64_t seed; /* of the replays; the company keeps its own */
} qc_synth_truth_options;

#define QC_SYNTH_TRUTH_OPTIONS_DEFAULT                                       \
    {                                                                        \
        .as_of = QC_DAY_NONE, .replications = 10000, .threads = 1, .seed = 1 \
    }

/** True chances by brute force: replay the future from the true state of the end of `as_of`.
 *  Result is the same for any number of threads.
 *  @param out one for each of `targets`
 *  @fails QC_NO_MEMORY; QC_BAD_INPUT when as_of is outside the company's life */
QC_CHECKED bool qc_synth_truth_find(const qc_synth_company *company, const qc_synth_target *targets,
                                    int32_t target_count, const qc_synth_truth_options *options,
                                    qc_synth_truth *out, qc_status *status);

/** Truths as JSON: {"synth", "company", "seed", "as_of", "replications", "targets": [...]}. */
QC_CHECKED bool qc_synth_truth_json(const qc_synth_company *company, const qc_synth_target *targets,
                                    int32_t target_count, const qc_synth_truth_options *options,
                                    const qc_synth_truth *truths, qc_text *out, qc_status *status);

/** What a company with activities is written to beside its deals. */
#define QC_SYNTH_LOG_FILE    "activities.csv"
#define QC_SYNTH_PEOPLE_FILE "people.csv"

/** A plan (YAML) that forecasts the company's targets from `deals_file`, for --plan-out and for
 *  studies. Targets with a span in the past of `as_of` are kept too.
 *  @param with  companions of that file ("Opportunity.csv, User.csv"), "" = none */
QC_CHECKED bool qc_synth_plan(const qc_synth_spec *spec, qc_day as_of, const char *deals_file,
                              const char *with, const qc_synth_target *targets,
                              int32_t target_count, qc_text *out, qc_status *status);

#endif
