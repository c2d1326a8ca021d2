/** What is written into the fan: words at the right end of the bands, target, needed pace, today. */
#ifndef QC_REPORT_PLOT_FAN_MARKS_H
#define QC_REPORT_PLOT_FAN_MARKS_H

#include "report/plot/plot_axis.h"
#include "report/plot/plot_script.h"
#include "sim/summary/summary.h"

/** The fan as it is being drawn; everything is borrowed. */
typedef struct qc_fan {
    qc_plot_script *script;
    const qc_summary *summary;
    const qc_series *series;
    const qc_target_summary *target; /* NULL: no target that this curve runs towards */
    qc_words_style style;
    qc_plot_axis axis;
    double target_x, today_x;
    double bottom; /* of the plot, in shares of the canvas: higher when years stand under months */
    int32_t first_open; /* point, = count when all are closed */
} qc_fan;

/** A value in the units of the axis. */
double qc_plot_fan_marks_units(const qc_fan *f, double value);
/** What is booked up to today. */
double qc_plot_fan_marks_so_far(const qc_fan *f);

void qc_plot_fan_marks_ends(const qc_fan *f);
void qc_plot_fan_marks_target(const qc_fan *f);
void qc_plot_fan_marks_pace(const qc_fan *f);
void qc_plot_fan_marks_today(const qc_fan *f);

#endif
