/** What the rooms of the week-by-week engine (sim/step_*) share: deals in hands, reps, and the trial at hand. */
#ifndef QC_SIM_STEP_STATE_H
#define QC_SIM_STEP_STATE_H

#include "models/seating.h"
#include "sim/deal.h"
#include "sim/people.h"
#include "sim/step/step_kernel.h"

#define QC_NOBODY (-1)

typedef struct qc_held { /* a deal in the hands of a rep */
    qc_deal deal;
    double base;     /* the rep's clock when the visit began with no days at risk */
    double from;     /* days at risk up to which `left` is used up */
    double left;     /* hazard still to be used up before the visit ends; NAN: the end is fixed */
    double after;    /* what is left of the number that decides exits when it leaves at `due` */
    double idle;     /* the rep's idle weeks when the deal came */
    double patience; /* hazard of neglect that the deal bears */
    qc_id to;
    int32_t next; /* in a list, QC_NOBODY = last */
} qc_held;

typedef struct qc_rep {
    double clock;      /* working days that the rep's deals have moved */
    double speed;      /* of the shift */
    double idle;       /* weeks in which nothing moved */
    int64_t need;      /* hours a week of all open deals, in ticks: their sum has no rounding */
    double hours;      /* left in the shift */
    double share;      /* of the shift on which somebody sits there */
    bool here;         /* somebody does */
    int32_t count;     /* open deals */
    int32_t *in_stage; /* [stage]: of them */
    double *due;       /* [count]: when each leaves, on the rep's clock */
    int32_t *deal;     /* [count]: index into the pool */
    size_t room, deal_room;
} qc_rep;

typedef struct qc_lane_home qc_lane_home; /* sim/step/step_lane */

typedef struct qc_step {
    qc_coupled coupled; /* first */
    qc_world *world;
    qc_rep *reps;
    int32_t rep_count, turn;     /* whose turn it is to take an inbound deal */
    double *productive, *seated; /* [rep * shifts + shift] */
    qc_held *pool;
    size_t pool_room;
    int32_t pool_count, free_list;
    int32_t book;                  /* first of the open deals, until the first shift */
    int32_t *arriving;             /* [shift]: first of the deals that come in it */
    int32_t waiting, last_waiting; /* inbound deals that nobody had time for, oldest first */
    int32_t shift;                 /* at hand; -1 before the first */
    double days;                   /* of it */
    double planned;                /* hours of activities in a full week */
    double sold, weeks;   /* of all reps in the shift: hours that sell, weeks that seats are held */
    qc_shift_hours sum;   /* of all reps in the shift at hand */
    int64_t needed;       /* likewise: hours a week of all open deals, in ticks */
    int64_t *stage_ticks; /* [stage]: hours a week of an open deal */
    int64_t trial;
    qc_seating seating;
    qc_lane_home *lane; /* NULL = not asked yet */
    bool laid_out;      /* who sits where is the same in all trials, and known */
    bool failed;
} qc_step;

#endif
