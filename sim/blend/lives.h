/** A few lives of every deal under one draw of parameters and one path of the months: who wins, when, with what.
 *
 *  Given the parameters and the months deals are independent, and the lives of one deal are alike: whichever of
 *  M lives the real one is, each is it with chance 1/M. Likewise of M times as many new deals as will arrive each
 *  is real with chance 1/M (a Poisson stream, thinned). So M lives of n deals stand for M^n futures at once; what
 *  they bring in all is the law of a sum of independent parts (sim/blend/blend). */
#ifndef QC_SIM_LIVES_H
#define QC_SIM_LIVES_H

#include "sim/deal.h"

typedef struct qc_life_win { /* a life that ends in a win inside the horizon */
    int32_t open;            /* index into the book, -1 = a new deal */
    int32_t cell;            /* new deals: what their amount hangs on, segment * classes + class */
    int32_t atom;
    uint64_t mask; /* measures it counts for */
    double amount; /* of an open deal; that of a new one is not drawn */
    bool customer; /* it brings one */
} qc_life_win;

typedef struct qc_lives { /* zeroed; qc_lives_free(). One thread's. */
    qc_life_win *wins;
    size_t count, capacity;
    uint64_t mask; /* measures that are looked at */
    bool out_of_memory;
} qc_lives;

/** Look at these figures (NULL = all). */
void qc_lives_ask(qc_lives *lives, const qc_questions *questions, const bool *wanted);

/** Take a win; called by qc_deal_win() with the day it is booked on. */
void qc_lives_take(qc_lives *lives, qc_world *world, const qc_deal *it, int32_t day);

/** Classes of amounts that cells are made of: segment * QC_LIVES_CLASSES + class, the last = any amount. */
#define QC_LIVES_CLASSES (QC_AMOUNT_CLASSES + 1)

void qc_lives_free(qc_lives *lives);

#endif
