/** Reps in flight: the shifts of the horizon, who works in them, and the deals that they prospect. */
#ifndef QC_SIM_PEOPLE_H
#define QC_SIM_PEOPLE_H

#include "sim/world.h"

typedef struct qc_people {
    int32_t shift_count;
    qc_shift *shifts;      /* weeks from the as-of day on, cut where a month ends */
    int32_t *shift_of_day; /* [0..days]: day 1 = the one after the as-of day */
    int32_t *month;        /* [shift]: index into the world's months */
    double *work;          /* [day]: working weeks so far */
    double *
        full; /* [shift]: working weeks of the shift when its week is spread evenly over its days */
    double *productive, *seated; /* [seat * shifts + shift]: who sits where, qc_people_lay_out() */
    int64_t laid_trial, laid_draw;
    bool stays;    /* nobody comes or goes by chance, and it is known */
    double *noise; /* [month]: of this trial */
    double *skill; /* [seat]: of draw `skill_draw` */
    int64_t skill_draw;
    int32_t *holder;   /* [seat]: how many have left it in this trial, by the shift at hand */
    double *left;      /* [seat]: day on which who is there then leaves */
    double *now_skill; /* [seat]: theirs */
    int64_t *hours_needed, *hours_there; /* [month]: hundredths of hours, over all trials */
    int64_t *overloaded, *staffed; /* [month]: days of reps whose need was above their hours; all */
    int64_t stale;                 /* inbound deals that nobody had time for */
    int64_t kept;                  /* millionths of what activities would yield, over all trials */
    int64_t trials;
    const qc_id
        *owner; /* [seat]: as whom it is known in the history; NULL = owners do not differ */
    double *sold, *worked; /* [atom]: hours of this trial (sim/hours); NULL = no target asks */
} qc_people;

/** Sets world->people when the model has a team with activities. */
QC_CHECKED bool qc_people_make(qc_world *world, qc_status *status);

/** Who sits where in a trial; nothing happens when it is known. */
void qc_people_lay_out(const qc_world *world, int64_t trial);

/** Does somebody sit there in the shift of that day? */
static inline bool qc_people_is_here(const qc_people *people, int32_t seat, int32_t day)
{
    return people->seated[seat * people->shift_count + people->shift_of_day[day]] > 0;
}

struct qc_people_run;
/** Add what the people of a world have done. */
void qc_people_add_to(const qc_world *world, struct qc_people_run *run);

/** One trial without scarcity: each seat prospects as planned, as far as its own hours go. */
void qc_people_prospect(qc_world *world, int64_t trial);

typedef struct qc_shift_hours { /* of some reps in one shift */
    double needed, there;       /* hours; there may be INFINITY */
    double staffed, overloaded; /* days seated, and those of reps who need more than they have */
} qc_shift_hours;

/** Add to the month of a shift. */
void qc_people_count_hours(qc_people *people, int32_t shift, const qc_shift_hours *hours);

/** The owner whose factors a new deal has: who prospects it, where the history knows him and he sells, else as drawn. */
qc_id qc_people_owner(const qc_world *world, int32_t seat, qc_id drawn);

/** The months' noise of the yield in this trial. */
void qc_people_noise(qc_world *world, int64_t trial);

/** Deals of one seat in one shift that works `weeks` productive weeks on prospecting; each arrives in the
 *  shift, or later when it took several attempts. The same seat has the same luck in every scenario: more
 *  weeks only add deals. */
void qc_people_arrivals(qc_world *world, int32_t seat, int32_t shift, double weeks, int64_t trial);

#endif
