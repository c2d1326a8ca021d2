/** The law of a total of independent deals by its characteristic function, without sampling.
 *
 *  Deals that are there pay a known amount with a known chance; new ones come as Poisson counts with random
 *  amounts. The characteristic function of such a total is a product with one factor a deal and one a
 *  stream, at any frequency and for any amount: no amount is put on a lattice, so nothing is rounded or
 *  jittered. On a circle wider than the law the chance to be below a value is a Fourier series, and its
 *  terms die out as fast as the law is smooth. Money is in hundredths. Source: Feller (1971), vol. II, ch. XV. */
#ifndef QC_SIM_TOTAL_H
#define QC_SIM_TOTAL_H

#include "core/arena.h"

typedef struct qc_amounts { /* a law of amounts as weighted points, by value */
    double *value, *weight;
    int32_t count;
    double mean, square; /* mean of the value and of its square */
} qc_amounts;

/** Fill in mean and square of the first `count` points. */
void qc_amounts_sum_up(qc_amounts *amounts);

/** The value that the law exceeds with a chance of at most `tail`. */
double qc_amounts_quantile(const qc_amounts *amounts, double tail);

typedef struct qc_total_deal { /* one that is there */
    double amount;             /* NAN: drawn from `amounts` */
    double factor;             /* times the amount drawn */
    const qc_amounts *amounts;
    int32_t again; /* so many more just like it */
} qc_total_deal;

typedef struct qc_total_stream { /* new ones */
    const qc_amounts *amounts;
} qc_total_stream;

#define QC_TOTAL_TERMS 4096 /* most terms of a series */

typedef struct qc_total {  /* one law; arrays of QC_TOTAL_TERMS values in the caller's arena */
    const double *chance;  /* [deal] */
    const double *mean_of; /* [stream]: Poisson mean */
    double base;           /* added to the total */
    double mean, sd;       /* of the whole, base included */
    double low, period;    /* the circle: low .. low + period */
    double step;           /* > 0: all amounts are multiples of it, and the series is finite */
    double shift; /* amounts in too many steps for that: a value is looked for half a step lower */
    double outside; /* bound on the chance to lie outside the circle */
    int32_t terms;
    bool cut;                 /* the series still has something to say after the most terms */
    double *real, *imaginary; /* [term - 1] */
    double *open_real, *open_imaginary; /* of the deals that are there alone */
    double none, open_nothing;          /* chance that no new deal is won; no deal that is there */
    double tie;                         /* known amounts are multiples of it, 0 = of nothing */
} qc_total;

typedef struct qc_total_set { /* what several totals are made of; borrowed */
    const qc_total_deal *deals;
    int32_t deal_count;
    const qc_total_stream *streams;
    int32_t stream_count;
} qc_total_set;

/** Room for one total. */
QC_CHECKED bool qc_total_make(qc_total *total, qc_arena *arena, qc_status *status);

/** Solve `count` totals, each with `chance`, `mean_of`, `base`, `step` and `tie` set by the caller.
 *  `scratch` is used and may be freed afterwards. O(count x deals x terms). */
QC_CHECKED bool qc_total_solve(qc_total *totals, int32_t count, const qc_total_set *set,
                               qc_arena *scratch, qc_status *status);

/** Chance that the total is below `value`, or `at_most` it; `error` receives a bound on its numerical error,
 *  or is NULL. */
double qc_total_below(const qc_total *total, double value, bool at_most, double *error);

/** The value that the total is below with chance `share`. */
double qc_total_quantile(const qc_total *total, double share);

/** The whole law by one FFT: below[i] = chance to be below low + i * spacing (without the base), never
 *  falling, i = 0..points - 1. Between two points the law runs straight; where amounts come in whole steps the
 *  spacing is the step. */
#define QC_TOTAL_GRID 8192
typedef struct qc_total_law {
    double below[QC_TOTAL_GRID], scratch[2 * QC_TOTAL_GRID];
    double low, spacing;
    double nothing; /* chance of a total of 0: the jump there is kept, unless whole_steps hold it */
    int32_t points;
    bool whole_steps;
} qc_total_law;
QC_CHECKED bool qc_total_lay(const qc_total *total, qc_total_law *law, qc_status *status);
/** Chance to be below `value`, base left out. */
double qc_total_law_below(const qc_total_law *law, double value);

#endif
