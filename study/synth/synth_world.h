/** The process behind a synthetic company: daily hazards, months, one day after another.
 *
 *  Inside study/synth/synth only. The realised company and every replay for the truth are the same code
 *  with another `trial`: 0 is what really happens. */
#ifndef QC_STUDY_SYNTH_WORLD_H
#define QC_STUDY_SYNTH_WORLD_H

#include "core/rng.h"
#include "study/synth/synth.h"

#define QC_SYNTH_AGES 1200 /* ages in days with hazards of their own; older visits keep the last */

/* What luck is for; the second name of a random stream. */
typedef enum qc_synth_luck {
    QC_SYNTH_LUCK_DEAL = 0x5359001,
    QC_SYNTH_LUCK_RESUME,
    QC_SYNTH_LUCK_ARRIVALS,
    QC_SYNTH_LUCK_SHOCK,
    QC_SYNTH_LUCK_NOISE,
    QC_SYNTH_LUCK_DIRT,
    QC_SYNTH_LUCK_SPEC,
    QC_SYNTH_LUCK_TARGETS,
    QC_SYNTH_LUCK_EXPORT,
    QC_SYNTH_LUCK_LOST_SHOCK,
    QC_SYNTH_LUCK_REPS,
    QC_SYNTH_LUCK_STALE,
    QC_SYNTH_LUCK_WORK
} qc_synth_luck;

typedef struct qc_synth_hazard { /* cumulative hazards of one day at risk */
    double forward, back, lost;
} qc_synth_hazard;

typedef struct qc_synth_laws {
    const qc_synth_spec *spec; /* borrowed */
    qc_synth_hazard *daily;    /* [segment][stage][age] */
} qc_synth_laws;

QC_CHECKED bool qc_synth_laws_make(qc_synth_laws *laws, const qc_synth_spec *spec,
                                   qc_status *status);
void qc_synth_laws_free(qc_synth_laws *laws);

/** Hazards of a day at risk at `age` (from 0) before month, shock and skill. */
const qc_synth_hazard *qc_synth_laws_at(const qc_synth_laws *laws, int32_t segment, int32_t stage,
                                        int32_t age);

typedef struct qc_synth_open { /* a deal that has not ended */
    int32_t deal, stage;
    qc_day entered;
    qc_synth_deal fixed;
    double amount;   /* as known so far, NAN = not known */
    double patience; /* cumulative hazard that the visit still bears: exponential when drawn */
    qc_rng luck;
} qc_synth_open;

typedef struct qc_synth_event {
    qc_day day;
    int32_t stage;     /* entered: 0.., QC_SYNTH_WON or QC_SYNTH_LOST */
    bool created;      /* the deal's first row */
    bool new_customer; /* won, and the customer had never been won before */
    const qc_synth_open *deal;
} qc_synth_event;

/** Told of what a rep did; false (with `status` filled) stops the world. */
typedef bool qc_synth_work_listener(void *context, const qc_synth_work *work, qc_status *status);

/** Told of every change; false (with `status` filled) stops the world. */
typedef bool qc_synth_listener(void *context, const qc_synth_event *event, qc_status *status);

typedef struct qc_synth_world {
    const qc_synth_laws *laws;
    uint64_t seed, trial;
    qc_synth_listener *listen;
    qc_synth_work_listener *listen_work; /* NULL = nobody */
    void *context;
    int32_t carried[QC_SYNTH_REPS]; /* open deals of each rep at the start of the day */
    qc_synth_open *open;            /* in order of creation */
    size_t open_count, open_capacity;
    int32_t deal_count;   /* deals ever created; the next one's index */
    unsigned char *known; /* by customer: 1 = won before */
    size_t customer_count, customer_capacity;
    int32_t *winners; /* customers won, in order of their first win */
    size_t winner_count, winner_capacity;
    int32_t month; /* month index of the day last lived, -1 = none yet */
    double log_shock, log_lost_shock;
    double log_noise[QC_SYNTH_SEGMENTS]; /* of arrivals this month, without mean correction */
} qc_synth_world;

/** Is a rep at work in the company on a day? */
bool qc_synth_people_here(const qc_synth_rep *rep, qc_day day);

/** Which of those who are there gets a deal that arrives, `share` of the way through them; all of them when
 *  nobody is. */
int32_t qc_synth_people_pick(const qc_synth_spec *spec, qc_day day, double share);

/** What all reps do on a day, and the deals that come of it. */
QC_CHECKED bool qc_synth_people_work(qc_synth_world *world, qc_day day, qc_status *status);

/** Count who carries how many open deals. */
void qc_synth_people_count(qc_synth_world *world);

/** By how much a rep's deals move more slowly. */
double qc_synth_people_pace(const qc_synth_world *world, int32_t rep);

/** A new deal of the segment; `rep` -1 = of one who is there. */
QC_CHECKED bool qc_synth_world_create(qc_synth_world *world, int32_t segment, int32_t rep,
                                      qc_day day, qc_status *status);

/** Live one day: days are given in order, one after the other. */
QC_CHECKED bool qc_synth_world_day(qc_synth_world *world, qc_day day, qc_status *status);

/** Put `world` into the state of `from` (its own memory is reused) to replay trial `trial` of
 *  `seed`: the open deals draw fresh luck, the running month keeps its shock and noise. */
QC_CHECKED bool qc_synth_world_replay(qc_synth_world *world, const qc_synth_world *from,
                                      uint64_t seed, uint64_t trial, qc_status *status);

/** The state at the end of `as_of`, rebuilt from what the company's history shows and the shock. */
QC_CHECKED bool qc_synth_world_at(qc_synth_world *world, const qc_synth_company *company,
                                  const qc_synth_laws *laws, qc_day as_of, qc_status *status);

void qc_synth_world_free(qc_synth_world *world);

/** A standard normal number from one uniform. */
double qc_synth_normal(qc_rng *luck);

#endif
