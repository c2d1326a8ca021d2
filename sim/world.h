/** One worker's trial in flight: the draw laid out, the months ahead, and where the trial is added up. */
#ifndef QC_SIM_WORLD_H
#define QC_SIM_WORLD_H

#include "core/poisson.h"
#include "models/model.h"
#include "sim/outcome.h"

struct qc_deal;
struct qc_people;
struct qc_lives;
typedef struct qc_bulk qc_bulk;

/** What takes deals over where people's hours couple them (sim/step/step). */
typedef struct qc_coupled qc_coupled;
struct qc_coupled {
    void (*take)(qc_coupled *coupled, const struct qc_deal *it);
    void (*run)(qc_coupled *coupled, int64_t trial);
    /* the whole trial in bulk, open and new deals included; false = nothing is done yet */
    bool (*run_all)(qc_coupled *coupled, int64_t trial);
};

typedef struct qc_world { /* one worker's trial in flight; scratch, reset and reused */
    const qc_model *model;
    const qc_book *book;
    const qc_questions *questions;
    uint64_t seed;
    int64_t trial; /* at hand */
    qc_arena arena;
    qc_draw draw;
    bool mirrored; /* months and arrivals take the opposite of their luck */
    const double
        *even_path; /* [stream * month_count]: coordinates of the arrivals' noise; NULL = streams */
    int64_t draw_number;             /* the parameter draw that is laid out, INT64_MIN = none */
    bool shocked;                    /* some month effect is on */
    int32_t month_count;             /* calendar months of the horizon */
    double *month_end;               /* in days since the as-of day */
    double *step_days;               /* what the month effects and arrivals step by */
    double (*theta)[QC_GROUP_COUNT]; /* [month] */
    qc_span *month_span;
    int32_t *month_of_year; /* [month], January = 0 */
    double *units;          /* [stream * months + month]: rate units of the stream in the month */
    double *expected;       /* [month]: new deals of one stream in this trial, scratch */
    int32_t *alike;         /* [month]: the first of those in a row that expect as many, scratch */
    qc_poisson *new_deals;  /* [stream * months + month]: how many come (sim/arrival_path) */
    bool labelled;          /* some measure or factor asks for labels of new deals */
    double *reach;      /* [segment * stages + stage]: chance to get all the way, > 1 = unknown */
    double *open_reach; /* [open deal]: the same of its stage */
    int64_t looks;      /* how often that was laid out */
    bool looks_ahead;   /* exits may be drawn before times: nothing asks when a deal was lost */
    uint64_t amount_key[2]; /* this trial's luck with amounts, of open and of new deals */
    uint64_t label_key;     /* with the labels of new deals */
    uint64_t class_key[2];  /* and with their classes where the amount is not known */
    double *quick_alive;    /* [open deal]: chance to have stayed until now, NAN = not looked up */
    int32_t (*open_trait)[QC_TRAIT_OF_DEAL]; /* [open deal] */
    uint64_t *open_mask;                     /* [open deal] */
    int64_t *sums;                           /* [measure * (atoms + 1) + atom] */
    int64_t *values;                         /* [figure] */
    struct qc_customer_won {
        int32_t trial, day; /* the trial + 1 in which it last became a customer, and the day */
        uint64_t mask;      /* measures that count it */
        int32_t open;       /* the deal that made it one */
    } * customer;           /* [customer] */
    bool too_large;         /* a sum of money has outgrown 64 bits */
    bool failed;            /* memory ran out in the loop */
    int32_t tracked[QC_TRACKED_MAX];
    int32_t tracked_count;
    int64_t tracked_value[QC_TRACKED_MAX];
    bool tracked_won[QC_TRACKED_MAX];
    const bool *gone;   /* [open deal]: left out; NULL = none */
    int32_t slip_days;  /* every win comes so many days later */
    const double *pace; /* [12]: factor on advance and won hazards by month of the year; NULL = 1 */
    bool whole_weeks;   /* coupled: moves and arrivals take effect at the end of their week */
    const char *bulk;   /* instruction set of trials in bulk; NULL = the widest, "" = none */
    qc_bulk *in_bulk;   /* deals that need no following (sim/bulk/bulk); NULL = not asked yet */
    struct qc_people *people;   /* NULL = no activities */
    struct qc_ledger *ledger;   /* NULL = nothing asks who sells what and what it costs */
    bool needs_owner;           /* of new deals */
    struct qc_holders *holders; /* NULL = no team, or nothing asks whose deals are */
    struct qc_market *market;   /* NULL = no end of accounts */
    qc_coupled *coupled;        /* NULL = deals are independent */
    struct qc_lives *lives;     /* takes wins instead of the sums (sim/blend/lives); NULL = none */
    int64_t created[4];         /* by source (sim/deal.h), over all trials: new deals */
    qc_wide won[4];             /* likewise: hundredths of the headline */
    int64_t moves;              /* stage exits inside the horizon, for the benchmark */
    int64_t *open_wins; /* [open deal]: trials that won it inside the main span; NULL = not asked */
} qc_world;

QC_CHECKED bool qc_world_make(qc_world *world, const qc_model *model, const qc_book *book,
                              const qc_questions *questions, uint64_t seed, qc_status *status);

/** Lay out parameter draw `number` unless it is laid out already. */
QC_CHECKED bool qc_world_draw(qc_world *world, int64_t number, qc_status *status);

/** Let deals advance and be won `pace` times as fast in each month of the year (12 factors, borrowed). */
void qc_world_pace(qc_world *world, const double *pace);

/** What the laws that are laid out say of the way ahead; needed again when a test replaces laws by hand. */
void qc_world_look_ahead(qc_world *world);

/** After a trial. @fails QC_NO_MEMORY when memory ran out in it */
QC_CHECKED bool qc_world_pass(const qc_world *world, qc_status *status);

void qc_world_free(qc_world *world);

#endif
