/** One function a chart: each adds a whole script. A script begins with qc_plot_script_begin(). */
#ifndef QC_REPORT_PLOT_CHARTS_H
#define QC_REPORT_PLOT_CHARTS_H

#include "models/funnel.h"
#include "report/plot/plot_script.h"
#include "sim/summary/summary.h"

/** Each returns false and writes nothing when the figures of its chart are absent. */

/** Will we make it? Cumulative metric by month with its bands. */
bool qc_plot_fan(qc_plot_script *script, const qc_summary *summary, const char *font);
/** How often and how badly do we miss? */
bool qc_plot_histogram(qc_plot_script *script, const qc_summary *summary, const char *font);
/** What can we promise? Chance of at least so much. */
bool qc_plot_curve(qc_plot_script *script, const qc_summary *summary, const char *font);
/** Do the reps have the hours? Only where hours are stated. */
bool qc_plot_capacity(qc_plot_script *script, const qc_summary *summary, const char *font);
/** Who makes the quota? Only where quotas are stated. */
bool qc_plot_attainment(qc_plot_script *script, const qc_summary *summary, const char *font);
/** Where do deals stall? */
bool qc_plot_funnel(qc_plot_script *script, const qc_funnels *funnels, const char *font);

#endif
