/** The loops of sim/step/step_lane: deals that are alike but for their luck, through weeks of reps' hours.
 *
 *  A lane is one trial laid out in plain arrays. Deals are read in bulk (their luck says how far each gets and how
 *  long each visit takes on a rep's clock), then shifts pass: clocks move as far as hours go, and visits that
 *  are due end. No allocation, no luck and no model in here. */
#ifndef QC_SIM_STEP_KERNEL_H
#define QC_SIM_STEP_KERNEL_H

#include "models/law.h"

#define QC_LANE_STAGES 8 /* at most */
#define QC_LANE_CODES  (3 * QC_LANE_STAGES)
#define QC_LANE_GRID   (2 * (QC_QUICK_CELLS + 1)) /* values of one stage's quantiles */

/* What ends a visit, as code 3 * stage + end. */
typedef enum qc_lane_end { QC_LANE_GOES_ON, QC_LANE_LOST, QC_LANE_WON } qc_lane_end;

typedef struct qc_lane_shift {
    double from, to; /* days since the as-of day */
    double days;
    int64_t needed;     /* hours a week of all open deals at its start, in ticks */
    int64_t overloaded; /* of seated days */
} qc_lane_shift;

typedef struct qc_lane_change { /* what the end of a visit does */
    int64_t ticks;              /* to the rep's need */
    uint64_t is_end, is_win;    /* 0 or 1: of the deal */
} qc_lane_change;

typedef struct qc_lane_win {
    int32_t visit, day;
} qc_lane_win;

typedef struct qc_lane {
    /* the draw */
    int32_t stages;
    double
        reach[QC_LANE_STAGES]
             [QC_LANE_STAGES]; /* [stage][k]: chance to pass k + 1 exits from there; 0 = beyond */
    double *grid;              /* [stage * QC_LANE_GRID + cell], middle and upper */
    const qc_quick *quick[QC_LANE_STAGES];
    int64_t ticks[QC_LANE_STAGES]; /* hours a week of an open deal */
    qc_lane_change change[QC_LANE_CODES];
    /* the team */
    int32_t reps, shift_count;
    qc_lane_shift *shifts;
    double *room;    /* [shift * reps + rep]: hours for open deals */
    double *there;   /* likewise: all hours */
    int64_t *seated; /* likewise: days */
    bool *here;      /* likewise */
    bool whole;      /* everything takes effect at the end of its shift */
    int32_t turn;    /* whose turn it is to take an inbound deal */
    /* deals of the trial: the book first, then the new ones */
    int32_t book, count;
    uint64_t *name;      /* [count]: entities */
    uint64_t *key;       /* [count]: names the luck */
    double *time;        /* [count]: of arrival */
    int32_t *stage;      /* [book] */
    int32_t *seat;       /* [book] */
    double *alive, *age; /* [book]: chance to have stayed until now, and days in the stage */
    int32_t *visits;     /* [count]: how many visits it takes in all */
    bool *wins;          /* [count]: the last of them ends in a win */
    int32_t *first;      /* [count]: index of the first visit */
    int32_t *next;       /* [count]: of those that arrive in the same shift */
    int32_t *head;       /* [shift]: the last to arrive, -1 = none */
    /* their visits, one deal's in a row */
    uint64_t *luck; /* what the stay is read from */
    double *tail;   /* the number that says how long */
    uint8_t *where; /* stage */
    uint8_t *code;  /* how it ends */
    double *stay;   /* days of work; of an open deal what is left */
    int32_t *owner; /* of the last visit of a deal: the deal */
    int32_t visit_count;
    /* places of open deals */
    double *due;     /* on the rep's clock */
    uint64_t *place; /* whose rep, in the upper half, and which visit */
    int32_t *list;
    int32_t place_count;
    /* reps */
    int64_t *need; /* ticks */
    double *clock, *speed, *end;
    /* what came of it */
    qc_lane_win *won;
    int32_t won_count;
    int64_t moves;
} qc_lane;

typedef struct qc_step_kernel {
    const char *isa;
    /** Read how far each open deal gets. */
    void (*read_book)(qc_lane *lane, uint64_t path);
    /** Append `count` new deals that arrive in a stretch of days, named from `name` on. */
    void (*read_new)(qc_lane *lane, uint64_t path, uint64_t name, int32_t count, double start,
                     double length);
    /** Stays of all visits of deals read so far. */
    void (*stay)(qc_lane *lane);
    void (*run)(qc_lane *lane);
} qc_step_kernel;

/** The one for an instruction set (QC_ISA of the file), or the widest that runs here for NULL; NULL when it does
 *  not run here. */
const qc_step_kernel *qc_step_kernel_pick(const char *isa);

extern const qc_step_kernel qc_step_kernel_base, qc_step_kernel_v3, qc_step_kernel_v4;

#endif
