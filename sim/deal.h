/** One deal in flight, and what engines share of following it: wins and tallies (sim/deal.c), visits and
 *  arrivals (sim/walk.c). */
#ifndef QC_SIM_DEAL_H
#define QC_SIM_DEAL_H

#include "sim/world.h"

typedef enum qc_source { /* where a deal comes from */
                         QC_SOURCE_OPEN,
                         QC_SOURCE_INBOUND,
                         QC_SOURCE_REPS,  /* prospected by who is there on the as-of day */
                         QC_SOURCE_HIRES, /* prospected from a seat that is empty on the as-of day */
                         QC_SOURCE_COUNT
} qc_source;

typedef struct qc_deal { /* one deal in flight */
    qc_rng luck;
    int32_t stage, segment;
    int32_t visits;  /* so far */
    double exit;     /* uniform: which exit is next; what is left of it serves the next visit */
    double time;     /* of entry into the stage */
    double born;     /* time of creation, below 0 for open deals */
    double at_risk;  /* days already spent in it */
    uint64_t mask;   /* measures it counts for */
    uint64_t owned;  /* with a team: and those that ask for an owner, if that is who holds it */
    uint64_t entity; /* names its luck among the open or the new deals */
    int32_t open;    /* index into the book, -1 = new */
    int32_t seat;    /* who prospected it, -1 = nobody */
    qc_id owner;     /* a new deal's, where it is asked for; else QC_ID_NONE */
    qc_source source;
    bool brings_customer;
    qc_id customer;
    int32_t amount_class;                   /* QC_TRAIT_NONE where amounts have no classes */
    const double *factor[QC_TRAIT_OF_DEAL]; /* of its traits, by stage and group; NULL = 1 */
} qc_deal;

typedef struct qc_newcomer { /* a new deal before its own luck is read */
    qc_rng luck;
    uint64_t entity;
    int32_t segment, stage, seat;
    double start, length; /* it arrives at a uniform moment of start .. start + length */
    double delay;         /* and so much later */
    qc_source source;
} qc_newcomer;

/** Let a new deal arrive, count it, and follow it to its end (or hand it to the coupled engine). */
void qc_deal_arrive(qc_world *world, const qc_newcomer *who, int64_t trial);

#define QC_DEAL_MOST_MONEY 1e13 /* of one deal: ten thousand such sums still fit the counters */

/** A value as whole hundredths, halves away from 0. */
static inline int64_t qc_deal_hundredths(double value)
{
    const double most = value < QC_DEAL_MOST_MONEY ? value : QC_DEAL_MOST_MONEY;
    return qc_stats_nearest((most > -QC_DEAL_MOST_MONEY ? most : -QC_DEAL_MOST_MONEY) * 100.0);
}

/** Add `value` to the measures of `mask` that ask for the metric, on `day` (days since the as-of day). */
void qc_deal_count(qc_world *world, uint64_t mask, qc_metric metric, int32_t day, double value);

/** A trial's sums by piece of time become the values of its figures. */
void qc_deal_sum_up(qc_world *world);

/** Count a new deal on the day of its arrival. */
void qc_deal_count_new(qc_world *world, const qc_deal *it, int32_t day);

/** Count the entry into the deal's stage. */
void qc_deal_count_entry(qc_world *world, const qc_deal *it, int32_t day);

typedef struct qc_worth { /* of a win */
    double amount, units, margin;
} qc_worth;

/** What a won deal brings: known amounts move by an observed ratio of final to first amount, unknown ones are
 *  drawn from the deal's own luck. */
qc_worth qc_deal_worth(qc_world *world, const qc_deal *it);

/** Book a won deal: its amount, units and margin, and whether it brings a customer. */
void qc_deal_win(qc_world *world, qc_deal *it, int32_t day, int64_t trial);

/** Does any measure ask for lost deals? */
bool qc_deal_counts_losses(const qc_world *world);

/** Count a loss in `stage` (-1 = born lost); the reason is drawn as that stage's deals were lost. */
void qc_deal_lose(qc_world *world, const qc_deal *it, int32_t stage, int32_t day);

/** Begin a visit: sets stage, time and days at risk. */
void qc_deal_enter(const qc_world *world, qc_deal *it, qc_id stage, double time, int32_t day,
                   bool from_days);

/** The factors of a trait's value from now on; QC_TRAIT_NONE = 1. */
void qc_deal_take_trait(const qc_world *world, qc_deal *it, qc_trait trait, int32_t value);

/** A deal's pace follows from the days that its visit took. */
void qc_deal_take_pace(const qc_world *world, qc_deal *it, double days);

/** The law's weights times the factors of the deal, by group of exits. Stated laws have none: no data stand
 *  behind them. */
void qc_deal_weights(const qc_law *law, const qc_deal *it, double *weight);

/** Exits of a deal use up one number; called once for each exit that is drawn by hazard. */
void qc_deal_keep_digits(qc_deal *it);

/** The stay of a visit whose law has a quick table. */
double qc_deal_quick_stay(qc_world *world, const qc_law *law, qc_deal *it);

#define QC_DEAL_FAINT 1e-280
/** Chance of an open deal to have stayed in its stage until now. Under QC_DEAL_FAINT the tail has no digits left, and
 *  what is left of the stay comes from qc_deal_faint_stay(); `stay` is uniform, small = long. */
double qc_deal_alive(qc_world *world, const qc_law *law, int32_t open, double at_risk);
double qc_deal_faint_stay(const qc_law *law, double at_risk, double stay);

/** Labels of a new deal, where something asks for them: its mask, owner and traits. */
void qc_deal_take_labels(const qc_world *world, qc_deal *it);

/** The class of a deal's amount: what is `known`, else one of its own luck. */
void qc_deal_take_class(const qc_world *world, qc_deal *it, int32_t known);

/** Time and exit inside x .. x_end of the visit, where the cumulative hazard under `rate` reaches `limit`;
 *  `part` guesses where. `u` is the number that decides exits. */
double qc_deal_leave_between(const qc_law *law, const double *rate, double limit, double part,
                             double x, double x_end, double *u, qc_id *to);

#endif
