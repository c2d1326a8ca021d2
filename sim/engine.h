/** Runs all trials over threads, says with which evaluator and why.
 *
 *  Trials come in groups of 20 that share a parameter draw, and groups in blocks of 10, the unit of work
 *  for threads and shards. Every number depends on the seed and the trial alone, so any thread count and
 *  any split into shards gives the same outcome. */
#ifndef QC_SIM_ENGINE_H
#define QC_SIM_ENGINE_H

#include "core/text.h"
#include "sim/walk.h"

#define QC_BLOCK_GROUPS 10
#define QC_BLOCK_TRIALS (QC_BLOCK_GROUPS * QC_GROUP_TRIALS)

typedef enum qc_evaluator {
    QC_EVALUATOR_AUTO,   /* the fastest that applies */
    QC_EVALUATOR_WALK,   /* follows every deal; always applies */
    QC_EVALUATOR_COHORT, /* tables of wins: certain parameters, independent deals */
    QC_EVALUATOR_EXACT,  /* no luck at all: chances of single targets, independent deals */
    QC_EVALUATOR_BLEND   /* paired runs: a computed chance a draw (sim/blend/blend) */
} qc_evaluator;

typedef struct qc_sim_options {
    uint64_t seed;
    qc_evaluator evaluator;
    const char *isa;     /* of kernels: x86-64, x86-64-v3, x86-64-v4; NULL = the widest here */
    int64_t trials;      /* 0 = until every chance has a standard error of at most `wanted_error` */
    double wanted_error; /* 0.005 = half a point */
    int32_t threads;
    int32_t shard, shards;                               /* 1-based shard of shards; 1 of 1 = all */
    bool (*stop)(void *);                                /* asked between blocks; NULL = never */
    void (*progress)(void *, int64_t done, int64_t all); /* from any thread, in turn; NULL = none */
    void *context;                                       /* of both */
    const char *not_exact; /* studies: why exact is out of the question, NULL = it is to be tried */
    bool
        whole_weeks; /* of the week-by-week engine: moves and arrivals take effect at a week's end */
    qc_text *draws;  /* raw values per trial as CSV rows, NULL = not wanted */
    int64_t *
        kept; /* raw values [trial * figures + figure], in hundredths; needs `trials`; NULL = not wanted */
} qc_sim_options;
#define QC_SIM_OPTIONS_DEFAULT                                                   \
    {                                                                            \
        .seed = 42, .wanted_error = 0.005, .threads = 1, .shard = 1, .shards = 1 \
    }

#define QC_RUN_MONTHS 121 /* of a horizon of ten years */

/** What people did in all trials together: whole numbers, so that any order of adding gives the same. */
typedef struct qc_people_run qc_people_run;
struct qc_people_run {
    int64_t trials; /* 0 = nothing is known */
    int32_t months;
    int64_t created[4]; /* by source (sim/deal.h): new deals */
    qc_wide won[4];     /* hundredths of the headline */
    int64_t hours_needed[QC_RUN_MONTHS], hours_there[QC_RUN_MONTHS]; /* hundredths of hours */
    int64_t overloaded[QC_RUN_MONTHS], staffed[QC_RUN_MONTHS];       /* days of reps */
    int64_t stale, kept; /* inbound deals that nobody had time for; millionths, over trials */
};

/** Add what another run's people did. */
void qc_people_run_merge(qc_people_run *run, const qc_people_run *other);
void qc_people_run_digest(const qc_people_run *run, qc_digest *digest);

typedef struct qc_run { /* what a simulation did */
    int64_t moves;
    bool interrupted;
    const char *engine, *engine_why;
    int32_t tracked[QC_TRACKED_MAX]; /* open deals that the headline may hang on, biggest first */
    int32_t tracked_count;
    double cpu_seconds;
    const char *isa;    /* the instruction set of the kernels that ran; NULL = none did */
    double error_bound; /* exact: on the numerical error of a chance */
    qc_people_run people;
} qc_run;

/** Simulate into `outcome` (zeroed; free with qc_outcome_free()). run->engine and run->engine_why say who
 *  answered and why nobody faster did. EXACT does not simulate: see sim/exact/marginals.h.
 *  @fails QC_BAD_INPUT when the evaluator asked for does not apply; QC_NO_MEMORY, QC_NUMERIC; an interrupted run is no failure: run->interrupted says so */
QC_CHECKED bool qc_simulate(qc_outcome *outcome, qc_run *run, const qc_model *model,
                            const qc_book *book, const qc_questions *questions,
                            const qc_sim_options *options, qc_status *status);

/** Trials that shards take in turn under the engine of that name. */
int64_t qc_engine_unit(const char *engine);

/** The deals that the headline may hang on, by expected amount in a short run of their own. */
QC_CHECKED bool qc_engine_track(qc_run *run, const qc_model *model, const qc_book *book,
                                const qc_questions *questions, uint64_t seed, qc_status *status);

/** wins[open deal] = trials of a short run in which the deal is won inside the main period; the same luck
 *  as every run of this seed. @fails QC_NO_MEMORY, QC_NUMERIC */
QC_CHECKED bool qc_engine_open_wins(int64_t *wins, int64_t trials, const qc_model *model,
                                    const qc_book *book, const qc_questions *questions,
                                    uint64_t seed, qc_status *status);

/** Standard error of a share of hits that counts draws: sd of group means / sqrt(groups); NAN under two
 *  groups, whose difference is all there is to go by. */
qc_estimate qc_engine_share(int64_t hits, int64_t group_squares, int64_t trials, int64_t groups);

/** Chance of a figure with its error: by groups, or as the outcome itself knows it. */
qc_estimate qc_engine_chance(const qc_outcome *outcome, int32_t figure);

/** The largest standard error among the open targets and joint chances. */
double qc_engine_largest_error(const qc_outcome *outcome, const qc_questions *questions);

/** Probes: how each of `count` changed models moves the headline's chance: computed where all of them are
 *  certain and their deals independent, else paired with `base` trial by trial on the same luck. `trials` is
 *  rounded up to groups. Stopped before the end (options->stop) the changes are NAN. */
QC_CHECKED bool qc_engine_probe(qc_estimate *changes, const qc_model *base, const qc_model *changed,
                                int32_t count, const qc_book *book, const qc_questions *questions,
                                const qc_sim_options *options, int64_t trials, qc_status *status);

#endif
