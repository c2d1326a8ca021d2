/** Chances of a fitted company without counting futures: a few lives of every deal, and all their combinations.
 *
 *  One parameter draw, one path of months and arrivals, and QC_BLEND_LIVES lives of every deal (sim/blend/lives). The
 *  real life of each deal is one of these, and which one is independent between deals; so the total of a figure
 *  is a sum of independent parts: an open deal pays what its winning lives pay with chance 1/M each, a winning
 *  new life is real with chance 1/M and pays a random amount of its class. Its law is computed (sim/exact/total), not
 *  sampled, which leaves the luck of parameters and months, and a rest of that of single deals, and no more: the
 *  mean over draws is what walk's share of futures tends to. */
#ifndef QC_SIM_BLEND_H
#define QC_SIM_BLEND_H

#include "sim/blend/lives.h"
#include "sim/exact/total.h"

#define QC_BLEND_LIVES 2 /* of every deal on one path */

typedef struct qc_blend { /* zeroed; qc_blend_free(). One thread's. */
    qc_world world;       /* changes to it (gone, slip_days, pace) are the caller's */
    qc_lives lives;
    qc_arena arena;
    int32_t cells;
    qc_total_deal *parts; /* what the total in turn is made of, and their chances */
    double *chance;
    int32_t part_count, part_capacity;
    int32_t *cell_wins;   /* [cell] */
    int32_t *open_wins;   /* [open deal] */
    double *open_value;   /* [open deal * QC_BLEND_LIVES]: hundredths, by value */
    double *even;         /* [QC_BLEND_LIVES * QC_BLEND_LIVES]: rows of 1/1, 1/2 1/2, ... */
    qc_amounts *open_law; /* [open deal] */
    qc_amounts *cell_law; /* [cell]: of one new deal, in hundredths; points on demand */
    int64_t *cell_draw;   /* [cell]: the draw that the law is laid out for, -1 = none */
    double *points;       /* scratch: values, then weights */
    double none;    /* chance that no new life with a win is real, for the figure solved last */
    qc_total total; /* its law */
} qc_blend;

/** Why these figures (NULL = all) cannot be had this way, or NULL: a sentence without its end. */
const char *qc_blend_hurdle(const qc_model *model, const qc_book *book,
                            const qc_questions *questions, const bool *wanted);

/** @param blend zeroed */
QC_CHECKED bool qc_blend_make(qc_blend *blend, const qc_model *model, const qc_book *book,
                              const qc_questions *questions, const bool *wanted, uint64_t seed,
                              qc_status *status);
void qc_blend_free(qc_blend *blend);

/** Live draw `number` on its path of months and arrivals, or on the opposite one: what is odd in their luck cancels
 *  between the two. @fails QC_NO_MEMORY, and what a draw fails with */
QC_CHECKED bool qc_blend_live(qc_blend *blend, int64_t number, bool mirrored, qc_status *status);

/** The law of a figure over all combinations of these lives, into blend->total. */
QC_CHECKED bool qc_blend_solve(qc_blend *blend, int32_t figure, qc_status *status);

/** Chance that the figure solved last reaches its goal. */
double qc_blend_chance(const qc_blend *blend, int32_t figure);

/** Why the figure solved last has no smooth law, or NULL: a sentence without its end. */
const char *qc_blend_roughness(const qc_blend *blend);

#endif
