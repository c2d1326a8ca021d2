/** The loops of sim/step/step_lane: deals that are alike but for their luck, through weeks of reps' hours.
 *
 *  A lane is one trial laid out in plain arrays. Deals are read in bulk (their luck says how far each gets and how
 *  long each visit takes on a rep's clock), then shifts pass: clocks move as far as hours go, and visits that
 *  are due end. No allocation, no luck and no model in here. */
#ifndef QC_SIM_STEP_KERNEL_H
#define QC_SIM_STEP_KERNEL_H

#include "models/law.h"

#define QC_LANE_STAGES 8                          /* at most */
#define QC_LANE_GRID   (2 * (QC_QUICK_CELLS + 1)) /* values of one stage's quantiles */
#define QC_LANE_LOSS   QC_LANE_STAGES       /* added to the code of a visit that is a deal's last */
#define QC_LANE_WIN    (2 * QC_LANE_STAGES) /* likewise, of a deal that is won */
#define QC_LANE_CODES  (3 * QC_LANE_STAGES)
#define QC_LANE_HAND   16 /* places */
#define QC_HOUR_TICKS  0x1p30

typedef struct qc_lane_shift {
    double from, to; /* days since the as-of day */
    double days;
    int64_t needed;     /* hours a week of all open deals at its start, in ticks */
    int64_t overloaded; /* of seated days */
} qc_lane_shift;

typedef struct qc_lane_end { /* of a visit */
    double next;             /* 0, or no number where the deal ends, too */
    int64_t need;            /* what it adds to the rep's, ticks */
} qc_lane_end;

typedef struct qc_lane {
    /* the draw */
    int32_t stages;
    double
        reach[QC_LANE_STAGES]
             [QC_LANE_STAGES]; /* [stage][k]: chance to pass k + 1 exits from there; 0 = beyond */
    double *grid;              /* [stage * QC_LANE_GRID + cell], middle and upper */
    const qc_quick *quick[QC_LANE_STAGES];
    double scale[QC_LANE_STAGES]; /* by which stays are longer than the quantiles say */
    bool scaled;                  /* some are */
    /* [stage][exits passed]: codes of the visits from there, and how many they are */
    uint64_t codes[QC_LANE_STAGES][QC_LANE_STAGES + 1];
    int32_t lengths[QC_LANE_STAGES][QC_LANE_STAGES + 1];
    int64_t ticks[QC_LANE_STAGES];   /* hours a week of an open deal */
    qc_lane_end ends[QC_LANE_CODES]; /* [code of a visit] */
    /* the team */
    int32_t reps, shift_count, days;
    qc_lane_shift *shifts;
    size_t *row;           /* [shift]: where its row begins; alike ones share one */
    double *room;          /* [row + rep]: hours for open deals */
    double *there;         /* likewise: all hours */
    int64_t *seated;       /* likewise: days */
    bool *here;            /* likewise */
    int32_t *shift_of_day; /* [days + 1]; at the end the number of shifts */
    bool whole;            /* everything takes effect at the end of its shift */
    int32_t turn;          /* whose turn it is to take an inbound deal */
    /* deals of the trial: the book first, stage by stage, then the new ones */
    int32_t book, count, arrived;
    int32_t book_from[QC_LANE_STAGES + 1]; /* [stage] */
    int32_t *open, *seat;                  /* [book]: index into the world's book, whose it is */
    int32_t *book_place;                   /* [book]: where they lie first, counted as in `list` */
    double *alive, *age; /* [book]: chance to have stayed until now, and days in the stage */
    uint64_t *name;      /* [count]: entities of new deals */
    uint64_t *key;       /* [count]: names the luck */
    double *time;        /* [count]: of arrival */
    int32_t *passes;     /* [count]: how many exits it passes */
    int32_t *first;      /* [count]: index of the first visit */
    double *first_stay;  /* [book]: what is left of it, days of work */
    int32_t *next;       /* [count]: of those that arrive in the same shift */
    int32_t *head; /* [shift]: the last to arrive, -1 = none; behind them who comes too late */
    /* their visits, one deal's in a row */
    uint8_t *code;  /* stage, and at the deal's end QC_LANE_LOSS or QC_LANE_WIN */
    double *stay;   /* first its luck; then days of work */
    int32_t *owner; /* of the last visit of a deal: the deal */
    /* reps: hand r is the first one of rep r */
    int32_t hand_count, book_hands;    /* now; when the trial starts */
    int32_t *book_whose, *book_beside; /* [book_hands]: likewise */
    int32_t *book_hand;                /* [rep]: likewise */
    int64_t *book_need;                /* [rep]: likewise */
    double *
        due; /* [hand * 2 * QC_LANE_HAND + place]: on the rep's clock; no number = empty. Behind each
                  * hand's stand its visits, see qc_lane_place() */
    int32_t *whose;  /* [hand]: rep */
    int32_t *beside; /* [hand]: the same rep's next one, -1 = none */
    int32_t *list;   /* places that are due, counted from the first one of the first hand */
    int32_t *hand;   /* [rep]: where to look for an empty place first */
    int64_t *need;   /* [rep]: ticks */
    double *clock, *speed, *end;
    /* what came of it */
    uint64_t *won; /* last visits of deals that are won, and in the upper half on what day */
    int32_t won_count;
    int64_t moves;
} qc_lane;

/** Which visit is at a place of `due`, and in the upper half whose. */
static inline uint64_t *qc_lane_place(double *due, uint32_t at)
{
    return (uint64_t *) (due + at + QC_LANE_HAND);
}

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
