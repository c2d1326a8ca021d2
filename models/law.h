/** One stage of one parameter draw: when a visit ends, and by which group of exits.
 *
 *  Every law, fitted or stated, has the same form: cumulative hazards by exit group on an even grid of
 *  days at risk, linear between grid points and straight beyond the last. Fitted stages run on recorded
 *  days (a visit entered on day e is at risk on days 0, 1, ... and leaves on the calendar day
 *  e + floor(x)); stages that rest on a stated belief alone run on a continuous clock. */
#ifndef QC_MODELS_LAW_H
#define QC_MODELS_LAW_H

#include "history/history.h"
#include "models/spread.h"

/* What moves together: month effects, segment factors and levers act on whole groups of exits. */
typedef enum qc_group {
    QC_GROUP_ADVANCE, /* to a later stage */
    QC_GROUP_WON,
    QC_GROUP_LOST,
    QC_GROUP_BACK, /* to an earlier stage */
    QC_GROUP_COUNT
} qc_group;
#define QC_GROUP_SHOCKED QC_GROUP_BACK /* groups below this one feel the month effects */

qc_group qc_group_of(qc_id stage, qc_id to);

typedef struct
    qc_law_route { /* one destination; `daily` is its hazard by cell, NULL = the only one */
    qc_id to;
    const double *daily;
} qc_law_route;

/** Quantiles of a stated spread on an even grid of shares, with finer grids in both tails, so that a
 *  draw costs one look-up; the outermost cells are left to the exact quantile. */
typedef struct qc_quick {
    const qc_spread *spread;
    const double *middle, *upper; /* QC_QUICK_CELLS + 1 values each, one behind the other */
} qc_quick;
#define QC_QUICK_CELLS 1024
#define QC_QUICK_UPPER (31.0 / 32.0) /* where the finer grid of the upper tail begins */
#define QC_QUICK_EDGE  8             /* outermost cells that are left to the exact quantile */

typedef struct qc_law { /* borrows all arrays */
    bool day_clock;
    double step;       /* days per cell; 1 on the day clock */
    double time_scale; /* a lever on days: the law runs this many times slower */
    double per_day;    /* cells per day, 1 / (step * time_scale) */
    int32_t cells;
    const double (
        *cumulative)[QC_GROUP_COUNT]; /* [cells + 1]: hazard so far by group, 0 = no such exit */
    double weight[QC_GROUP_COUNT];    /* times cumulative, 0 = no such exit */
    const qc_law_route *routes[QC_GROUP_COUNT];
    int32_t route_count[QC_GROUP_COUNT];
    double share; /* stated laws: the conversion */
    qc_id next;   /* stated laws: where a forward exit leads */
    const qc_quick
        *quick; /* set when all groups share one stated spread at level 1: then the exit is
                              independent of the time and the shares are the weights; stays
                              are its values times time_scale */
} qc_law;

/** Cumulative hazards by group at `x` days at risk, without the weights. */
static inline void qc_law_at(const qc_law *law, double x, double *at)
{
    const double position = x * law->per_day;
    const int32_t last = law->cells - 1;
    const int32_t cell = position < last ? (int32_t) position : last;
    const double part = position - cell; /* beyond the grid the last cell goes on */
    const double *low = law->cumulative[cell], *high = law->cumulative[cell + 1];
    for (int g = 0; g < QC_GROUP_COUNT; g++)
        at[g] = low[g] + part * (high[g] - low[g]);
}

/** Where a visit goes when it leaves in `cell` by `group`. `u` is uniform on (0, 1) and becomes what is left
 *  of it, uniform again: its place inside the chosen route's share. */
qc_id qc_law_destination(const qc_law *law, qc_group group, int32_t cell, double *u);

/** exits[to] = chance that a fresh visit has ended by that exit after `days` (0..stages-1, then won, then
 *  lost); returns the chance that it is still open. `by_day` (days values) receives the chance to have
 *  left by the end of each day at risk, or is NULL. */
double qc_law_exits(const qc_law *law, int32_t stages, int32_t days, double *exits, double *by_day);

/** Mean days of a visit, cut at 730 days. */
double qc_law_mean_days(const qc_law *law);

/** Forward visits with one spread and lost ones with another: the share still here is a mixture, and so
 *  are the hazards of `forward` and of lost, which are written into cells + 1 rows. */
void qc_law_mixture(const qc_spread *days, const qc_spread *days_if_lost, double share, double step,
                    int32_t cells, qc_group forward, double (*cumulative)[QC_GROUP_COUNT]);

/** Fill a quick table's arrays for a spread. */
void qc_quick_fill(const qc_spread *spread, double *middle, double *upper);
/** The exact quantile, outside the grids. */
double qc_quick_quantile_edge(const qc_quick *quick, double tail);

/** The value with P(T > value) = tail; looking from above keeps the digits of stays that nearly all end
 *  earlier. */
static inline double qc_quick_quantile(const qc_quick *quick, double tail)
{
    const bool upper = tail <= 1 - QC_QUICK_UPPER;
    const double *grid = upper ? quick->upper : quick->middle;
    const double position = upper ? QC_QUICK_CELLS - tail * (QC_QUICK_CELLS / (1 - QC_QUICK_UPPER))
                                  : (1 - tail) * QC_QUICK_CELLS;
    if (upper ? position >= QC_QUICK_CELLS - QC_QUICK_EDGE : position < QC_QUICK_EDGE)
        return qc_quick_quantile_edge(quick, tail);
    const int32_t cell = (int32_t) position;
    return grid[cell] + (position - cell) * (grid[cell + 1] - grid[cell]);
}

#endif
