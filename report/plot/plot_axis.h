/** Axes of a chart: a round step, a unit (thousand, million) and tick labels written by us, for
 *  gnuplot knows no number style. */
#ifndef QC_REPORT_PLOT_AXIS_H
#define QC_REPORT_PLOT_AXIS_H

#include "report/plot/plot_script.h"
#include "report/words.h"

typedef struct qc_plot_axis {
    double low, high;      /* of the axis, in units */
    double step;           /* between ticks, in units */
    double unit;           /* what one unit is worth: 1, 1e3, 1e6, 1e9; figures are divided by it */
    const char *unit_word; /* "", "thousand", "million", "billion" */
    bool whole;            /* a count */
} qc_plot_axis;

/** An axis for figures from `low` to `high` (not yet in units). Counts keep the unit 1. */
qc_plot_axis qc_plot_axis_of(double low, double high, bool is_money);

/** Lift `high` to a full step, with at least `headroom` (share of the height) above the figures. */
void qc_plot_axis_round_up(qc_plot_axis *axis, double headroom);

/** "set xtics (...)" and "set xrange [...]". @param letter 'x' or 'y' */
void qc_plot_axis_write(qc_plot_script *script, char letter, const qc_plot_axis *axis,
                        const qc_words_style *style);

/** "€ million", "SEK thousand", "million", "". */
qc_word qc_plot_axis_unit(const qc_plot_axis *axis, const qc_words_style *style, bool is_money);

#endif
