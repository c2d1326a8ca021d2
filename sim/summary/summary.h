/** What a forecast says: estimates by target and period, each with its Monte Carlo error.
 *
 *  All that report/ ever sees of a forecast. Formats print these figures and compute none. Money is
 * in major units, chances and shares in 0..1, NAN = does not apply. Texts live in the summary's
 * arena. */
#ifndef QC_SIM_SUMMARY_H
#define QC_SIM_SUMMARY_H

#include "core/arena.h"
#include "core/calendar.h"
#include "core/digest.h"
#include "core/stats.h"

/* p10 is the value undershot in 10% of the trials */
#define QC_QUANTILES(X) \
    X(p05, 0.05)        \
    X(p10, 0.10)        \
    X(p20, 0.20)        \
    X(p25, 0.25)        \
    X(p50, 0.50)        \
    X(p75, 0.75)        \
    X(p80, 0.80)        \
    X(p90, 0.90)        \
    X(p95, 0.95)
typedef struct qc_quantiles {
#define QC_QUANTILE_FIELD(name, share) double name;
    QC_QUANTILES(QC_QUANTILE_FIELD)
#undef QC_QUANTILE_FIELD
} qc_quantiles;

typedef struct qc_scope_text {
    const char *column, *value;
} qc_scope_text;

#define QC_EVENTS_FEWEST 10 /* under so many deals a ratio is not judged */

typedef struct qc_target_summary {
    const char *name; /* "year", "month 2026-07" */
    const char
        *group; /* the plan's name, "month", when it is one of `each`; else the same as name */
    const char *metric; /* "bookings" */
    bool is_money;      /* bookings, margin, deal_size: print with the currency */
    bool is_share;      /* win_rate, loss_share: 0..1, print in percent */
    bool is_days;       /* cycle_days */
    bool is_ratio;      /* one thing per another */
    double events;      /* of a ratio: how many deals it rests on, so far or expected; else 0 */
    bool not_judged;    /* a ratio that rests on fewer than QC_EVENTS_FEWEST deals */
    qc_scope_text *scope;
    int32_t scope_count;
    qc_span span;
    bool at_most, stretch;
    double goal;           /* at least, or at most */
    const char *goal_base; /* "+10% on 2025 (1,636,000)"; "" unless the goal is relative */
    bool closed;           /* the period is over: `chance` is 0 or 1 by what happened */
    bool no_data;          /* closed, and not recorded well enough to judge: `chance` is NAN */
    double actual_so_far;
    qc_estimate chance;
    double band_low, band_high; /* the middle 80% of the chance over parameter draws */
    qc_estimate mean;
    qc_quantiles quantiles;
    double median_shortfall; /* among the misses, by how much; NAN when no trial misses */
    double safe_at_80;  /* the level reached with 80% chance: P20 for at_least, P80 for at_most */
    double gap_to_80;   /* goal - safe_at_80, 0 when safe; NAN for at_most */
    double pace_needed; /* per month, from the as-of day to the end; NAN when it makes no sense */
    double pace_recent; /* per month over the last 6 months of the history, NAN without history */
    double pace_best;   /* best calendar month of the history */
} qc_target_summary;

typedef struct qc_joint_summary { /* targets of one `each` group, open ones only */
    const char *of;
    int32_t open; /* how many open targets the group has */
    int32_t closed_hit, closed_missed, closed_unknown;
    qc_estimate all;
    qc_estimate *at_least; /* at_least[k - 1] = chance that at least k of the open ones are hit, k
                              = 1..open */
} qc_joint_summary;

typedef struct qc_series_point {
    qc_span span;
    double actual; /* what the running month already has; closed months: the whole */
    qc_estimate mean;
    qc_quantiles quantiles; /* closed months: all equal to `actual` */
    bool closed;
    double cumulative_actual; /* from the start of the series; running month: up to the as-of day */
    qc_estimate cumulative_mean;
    qc_quantiles cumulative;
} qc_series_point;

typedef struct qc_series { /* the months of the headline's year (or of the forecast) */
    const char *metric;
    bool is_money;
    qc_series_point *points;
    int32_t count;
} qc_series;

typedef struct qc_bin {
    double low, high, share; /* low <= x < high; for at_least a bin is a hit when low >= goal */
} qc_bin;

typedef struct qc_curve_point {
    double value, chance_of_at_least;
} qc_curve_point;

typedef struct qc_hanging_deal {
    const char *deal;          /* id, or customer where known */
    double amount, win_chance; /* chance to be won inside the headline's period */
    double points;             /* fall of the headline's chance when it is left out, 0..1 */
} qc_hanging_deal;

typedef struct qc_probe {
    const char *words;  /* "+10% new deals" */
    qc_estimate change; /* change of the headline's chance, paired */
} qc_probe;

typedef struct qc_rate_summary { /* what one rate rests on */
    const char *rate;            /* "conversion and days in proposal" */
    const char *rests_on;        /* "history", "thin history", "belief" or "built-in prior" */
    const char *what; /* what `decisive` counts: "exits further on", "won amounts", "new deals" */
    double events, pseudo_events; /* real ones, and those that a stated belief adds */
    double decisive, floor;       /* events that a target feels; thin under so many */
    double months, floor_months;  /* of history, where they count; 0, 0 elsewhere */
    bool is_thin;
    qc_estimate
        band_share; /* of the headline's knowledge band, 0..1; NAN = not asked or not known */
} qc_rate_summary;

typedef struct qc_people_month {
    qc_span span;
    double hours_needed,
        hours_there;   /* of all reps, mean over trials; there: INFINITY = not limited */
    double overloaded; /* share of the reps' days on which they needed more than they had */
} qc_people_month;

typedef struct qc_people_part { /* where new deals come from, mean over trials */
    double new_deals;           /* up to the end of the horizon */
    double value;               /* of the headline, in its unit */
} qc_people_part;

typedef struct qc_people_summary {
    bool stated; /* the plan has a team */
    bool known;  /* whose hours or activities count */
    bool has_activities;
    int32_t reps, to_come; /* seats of the as-of day, hires after it */
    qc_people_part inbound, by_reps, by_hires;
    double value_share_hires; /* of the headline's mean; NAN without one */
    double kept;  /* share of what activities would yield that the known new deals leave room for */
    double stale; /* inbound deals that nobody had time for, mean over trials */
    bool limited; /* hours are stated */
    int32_t open_of_team, open_of_others, open_of_nobody; /* deals; the last two are shared out */
    bool coupled;                                         /* whose deals they are matters */
    int32_t others;                                       /* owners who are not in the team */
    qc_people_month *months;
    int32_t month_count;
} qc_people_summary;

typedef struct qc_seller_summary { /* one rep against a quota in the headline's period */
    const char *name;
    bool to_come;           /* nobody sits there on the as-of day */
    double quota;           /* for the days that count, without ramp */
    double sold;            /* until the as-of day, as far as it is known whose deals these were */
    qc_estimate chance;     /* to sell all of it */
    qc_estimate attainment; /* sold / quota, 1 = all; the quota by days and ramp */
    qc_quantiles quantiles;
} qc_seller_summary;

typedef struct qc_quota_summary {
    bool known; /* quotas are stated and were asked for */
    qc_span span;
    bool shrinks; /* some quota counts less than it says: by ramp, or by days nobody is there */
    qc_seller_summary *sellers; /* by chance, highest first */
    int32_t count;
    double expected;       /* reps at or over quota */
    qc_estimate *at_least; /* [k - 1]: chance that at least k of them are */
    int32_t left;          /* rows of history.quotas that name somebody who has left */
} qc_quota_summary;

typedef struct qc_goal_summary { /* of an activity, by rep and week */
    const char *activity;
    qc_span span;
    double goal;
    qc_estimate share;  /* of reps' weeks that meet it: the chance of one rep in one week */
    double low, high;   /* the middle 80% of that share over trials */
    qc_estimate always; /* chance that all weeks of all reps meet it */
} qc_goal_summary;

#define QC_COST_WORDS(X)        \
    X(SALARIES, "salaries")     \
    X(COMMISSION, "commission") \
    X(ACTIVITIES, "activities") \
    X(LEADS, "leads")           \
    X(OTHER, "other")
#define QC_COST_KINDS 5

typedef struct qc_money_summary {
    double so_far;
    qc_estimate mean;
    qc_quantiles quantiles;
} qc_money_summary;

typedef struct qc_cost_summary { /* in the headline's period, what was spent before included */
    bool known;
    qc_span span;
    qc_money_summary cost, net, per_customer; /* net: margin after cost */
    bool has_net;
    double customers;            /* new ones expected */
    bool has_parts, judged;      /* judged: enough customers to speak of a cost of each */
    double parts[QC_COST_KINDS]; /* means */
} qc_cost_summary;

const char *qc_summary_cost_word(int part);

typedef struct qc_market_summary {
    bool known;
    double accounts, used; /* that could buy; of them used up on the as-of day */
    double turned,
        left; /* deals without an account in the headline's period, accounts at its end; means */
    qc_estimate runs_out; /* chance that any deal finds no account */
    qc_estimate
        points; /* by how much the headline's chance would rise without an end; NAN = not asked */
} qc_market_summary;

typedef struct qc_reason_count {
    const char *reason;
    int64_t rows;
} qc_reason_count;

typedef struct qc_input_file {
    const char *file;
    const char *sha256;
} qc_input_file;

typedef enum qc_trust_state {
    QC_TRUST_NOT_ASKED, /* no history, or nobody looked */
    QC_TRUST_NONE,      /* no backtest has been saved */
    QC_TRUST_BROKEN,    /* its file cannot be read */
    QC_TRUST_STALE,     /* plan or history have changed since */
    QC_TRUST_FRESH
} qc_trust_state;

typedef struct qc_trust { /* what a backtest said of this plan; plain values */
    qc_trust_state state;
    int32_t forecasts, moments; /* of the past, from which they were made */
    bool enough;                /* moments to say whether the ranges are right */
    double held_80;             /* share of results inside the 80% ranges, 0..1 */
    double weighted;            /* error over that of the stage-weighted pipeline; NAN = unknown */
    char rival[32];             /* the usual method with the least error, and ours over it */
    double rival_error;
    qc_day from, to;   /* days forecast from */
    bool uses_beliefs; /* of the plan, written with hindsight */
} qc_trust;

typedef struct qc_summary {
    qc_arena arena;
    const char *plan, *company, *currency, *number_style;
    qc_day as_of;
    bool as_of_given;
    qc_day until; /* last day of the simulated horizon */
    uint64_t seed;
    int64_t trials, draws; /* exact and blend: no trials */
    double error_bound;    /* exact engine: on the numerical error of its chances, else 0 */
    double
        largest_error; /* of all reported chances: what "simulation error" in the footer quotes */
    bool interrupted;  /* a finished prefix of the wanted trials */
    const char *engine, *engine_why;
    char result_hash[QC_DIGEST_TEXT];
    qc_input_file *inputs;
    int32_t input_count;

    qc_target_summary *targets; /* the first open one is the headline; none: only the outlook */
    int32_t target_count;
    int32_t headline; /* index, -1 when the plan has no open target */
    qc_joint_summary *joint;
    int32_t joint_count;
    bool
        joint_unknown; /* groups are asked for, but no futures were simulated to see them together */
    qc_series series;
    qc_bin *bins; /* of the headline (or of the outlook), 40-60, an edge on the goal */
    int32_t bin_count;
    qc_curve_point *curve; /* falling from 1 */
    int32_t curve_count;

    double won_so_far; /* parts of the headline's mean */
    double open_mean, new_mean;
    double open_variance_share, new_variance_share; /* of the total; the rest is what they share */
    int64_t open_deals;

    qc_hanging_deal *hanging; /* biggest first */
    int32_t hanging_count;
    double hanging_points; /* all of them left out together */
    qc_probe *probes;
    int32_t probe_count;

    qc_people_summary people;
    qc_cost_summary cost;
    qc_market_summary market;
    qc_quota_summary quota;
    qc_goal_summary *goals;
    int32_t goal_count;

    double rests_on_history, rests_on_beliefs; /* shares; NAN without model */
    const char *biggest_belief;                /* "" when everything rests on history */
    qc_rate_summary *rates;
    int32_t rate_count, thin_count;
    qc_estimate thin_band_share; /* of the thin rates together */
    double
        last_year; /* headline metric over the 12 months up to the as-of day, NAN without history */
    int32_t
        known_days; /* days of history up to the as-of day, 0 without: `last_year` may be less */

    double crm_weighted; /* the CRM's weighted pipeline of the headline's period, NAN = not typed */
    int64_t crm_deals,
        crm_left; /* open deals behind it; expected then, without amount or percentage */
    bool has_history;
    int64_t rows_read, rows_used, rows_ignored;
    qc_reason_count *set_aside;
    int32_t set_aside_count;
    int64_t set_aside_rows;
    int64_t deals_open, deals_won, deals_lost, open_without_amount;
    double amount_read, amount_open, amount_won, amount_lost;
    int64_t doubts;
    bool dates_only; /* the history knows creation and close only: no stages to tell apart */
    bool customers_are_deals; /* no customer column: each won deal counts as one customer */
    const char **notes;       /* sentences the reader must see, e.g. "as_of not stated: ..." */
    int32_t note_count;
    qc_trust trust; /* filled by who looks for the certificate of a backtest */
} qc_summary;

void qc_summary_free(qc_summary *summary);

#endif
