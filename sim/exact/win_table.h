/** When deals are won, without sampling: one parameter draw becomes chances by deal and month.
 *
 *  Where nothing moves all deals of a month together, the time from entering a stage to the win has one law
 *  whenever the stage is entered: the stay in the stage, then the law of the next stage (a renewal
 *  convolution). New deals that arrive as a Poisson stream stay Poisson when split by the period of their
 *  win, and the counts of the periods are independent (thinning). Times lie on a lattice of `per_day` points
 *  a day; stays are put on it so that mean and variance are kept, which leaves an error of fourth order. */
#ifndef QC_SIM_WIN_TABLE_H
#define QC_SIM_WIN_TABLE_H

#include "sim/world.h"

typedef struct qc_win_table { /* zeroed; qc_win_table_free() */
    qc_arena arena;
    int32_t per_day, points; /* lattice points a day; up to the horizon, without point 0 */
    int32_t ages;            /* lattice points beyond the horizon, for open deals of an age */
    int32_t stages, atoms;
    int32_t *
        atom_end; /* [atom]: last day on which a win counts by its end, counted from the as-of day */
    double *open;  /* [open deal * atoms + atom]: chance to be won by the end of the atom */
    double *fresh; /* [segment * atoms + atom]: new deals expected to be won by then */
    double *born;  /* [month * atoms + atom]: share of the month's days that lie before its end */
    /* scratch of one segment */
    double *forward, *stay; /* [stage][point]: left by the forward exit, still here */
    double *win, *smooth,
        *integral; /* [stage][point]: won by then; without the lattice's spread; summed */
    double *back;  /* [stage][point]: what a point of the stay before weighs, horizon first */
    double *head;  /* [(stage * atoms + atom) * 3]: the same for its first points */
    double
        *aged_win; /* [(stage * ages + age) * atoms + atom]: stays to the age, and is won by then */
    bool *aged_known;    /* [stage * ages + age] */
    double *mass, *aged; /* [point] */
    double *expected;    /* [month] */
} qc_win_table;

/** Why no table can be made for the world's model, or NULL when one can: a sentence without its end. */
const char *qc_win_table_hurdle(const qc_world *world);

/** Room for tables of this world (model, book, questions, slip_days). */
QC_CHECKED bool qc_win_table_make(qc_win_table *table, const qc_world *world, int32_t per_day,
                                  qc_status *status);
void qc_win_table_free(qc_win_table *table);

/** Fill `open` and `fresh` from the laws that are laid out in `world`, with the arrivals' noise of `trial`.
 *  The world must have no hurdle. */
void qc_win_table_fill(qc_win_table *table, const qc_world *world, int64_t trial);

#endif
