/** What it takes to reach a chance: of each lever alone, and of several together at the least cost.
 *
 *  Everything is evaluated by paired runs on one luck, so the chance is nearly monotone in each lever; what
 *  unevenness is left is pooled away (isotonic regression, Ayer et al. 1955). */
#ifndef QC_STUDY_SEEK_H
#define QC_STUDY_SEEK_H

#include "study/decide/ramp.h"
#include "study/decide/variants.h"

#define QC_SEEK_LEVERS 8

typedef struct qc_seek_lever {
    qc_ramp ramp; /* from what it is at least to what it is at most */
    double cost;  /* money for each percent, point or unit of it */
} qc_seek_lever;

typedef enum qc_seek_kind {
    QC_SEEK_REACHED,
    QC_SEEK_ALREADY, /* the plan reaches the chance as it is */
    QC_SEEK_SHORT,   /* not even at its far end */
    QC_SEEK_IDLE,    /* moves nothing */
    QC_SEEK_AGAINST  /* lowers the chance */
} qc_seek_kind;

typedef struct qc_seek_answer { /* of one lever alone */
    const char *path;
    qc_seek_kind kind;
    double at, low, high; /* REACHED: where, and the 95% range the simulation leaves */
    const char *text, *low_text, *high_text; /* likewise, as typed; SHORT: `text` is the far end */
    qc_estimate chance;                      /* there, or the best */
    double cost;
} qc_seek_answer;

typedef struct qc_seek_mix {          /* several levers together */
    const char *text[QC_SEEK_LEVERS]; /* by lever, NULL = left alone */
    double at[QC_SEEK_LEVERS];
    double cost, cost_low, cost_high; /* with the 95% range the simulation leaves */
    qc_estimate chance;
    bool reached; /* false: the best that all levers together can do */
} qc_seek_mix;

#define QC_SEEK_MIXES 3
typedef struct qc_seek { /* zeroed; qc_seek_free() */
    qc_arena arena;
    qc_summary head;
    double wanted;                    /* the chance */
    double budget;                    /* what all levers together may cost at most; 0 = not asked */
    double safe, safe_low, safe_high; /* the goal that has this chance as planned; 95% range */
    const char *paths[QC_SEEK_LEVERS * 4];
    qc_seek_answer *answers;
    int32_t answer_count;
    qc_seek_mix mixes[QC_SEEK_MIXES]; /* cheapest first; within a budget the best chance first */
    int32_t mix_count, lever_count;
} qc_seek;

/** Each lever alone (up to 32), and a mix when `mixed` and there are two to eight of them.
 *  @param trials of the last, exact step
 *  @fails QC_BAD_INPUT: a lever named twice; as qc_variants_make */
QC_CHECKED bool qc_seek_run(qc_seek *seek, const qc_study_base *company,
                            const qc_seek_lever *levers, int32_t count, bool mixed, double wanted,
                            const qc_sim_options *options, int64_t trials, qc_status *status);
void qc_seek_free(qc_seek *seek);

/** The best that may be had within a budget: up to three mixes of one to eight levers, the best first, each with its
 *  chance. @param wanted is only told beside it  @fails QC_BAD_INPUT: no lever costs anything, the least of them
 *  costs more than the budget; as qc_seek_run() */
QC_CHECKED bool qc_seek_budget(qc_seek *seek, const qc_study_base *company,
                               const qc_seek_lever *levers, int32_t count, double budget,
                               double wanted, const qc_sim_options *options, int64_t trials,
                               qc_status *status);

/** Where a chance of `wanted` lies between two points, as a share of the way from the first to the second: chances
 *  bend, their probits hardly do. NAN where the chance does not rise. */
double qc_seek_way(double first_chance, double second_chance, double wanted);

/** A chance moved by as much, in probits, as `to` is from `from`: what a short run says of a change, set right by a
 *  long run of the plan itself on luck that begins alike. */
double qc_seek_shifted(double chance, double from, double to);

/** The smoothed chance of a case of a short run, so set right by `base`, what a long run says of case 0. */
double qc_seek_smooth(const qc_paired *paired, int32_t which, int32_t figure, const qc_figure *goal,
                      double base);

/** From text: `PATH`, `PATH=TO` or `PATH=FROM:TO`, each with `@COST` behind it. Without values the limit that
 *  the plan states, else a usual one. @fails QC_BAD_INPUT */
QC_CHECKED bool qc_seek_lever_read(qc_seek_lever *lever, const qc_plan *plan, const char *text,
                                   qc_arena *arena, qc_status *status);

/** The levers of the plan's `levers`, else the usual ones (new deals, win rate, each conversion, days, deal
 *  size); fills up to `room`, `count` says how many. */
QC_CHECKED bool qc_seek_levers(qc_seek_lever *levers, int32_t room, int32_t *count,
                               const qc_plan *plan, qc_arena *arena, qc_status *status);

/** Ascending values: pool neighbours that fall until none does, weights alike. */
void qc_seek_pool(double *values, int32_t count);

#endif
