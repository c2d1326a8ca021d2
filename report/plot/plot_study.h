/** The charts of compare, tornado and their like; each as in plot_charts.h, the result by pointer. */
#ifndef QC_REPORT_PLOT_STUDY_H
#define QC_REPORT_PLOT_STUDY_H

#include "report/plot/plot_script.h"
#include "study/decide/compare.h"

/** Which plan? @param result a qc_comparison */
bool qc_plot_scenarios(qc_plot_script *script, const void *result, const char *font);
/** What combination reaches 80%? @param result a qc_grid */
bool qc_plot_heat(qc_plot_script *script, const void *result, const char *font);

/** What matters? @param result a qc_tornado */
bool qc_plot_tornado_chart(qc_plot_script *script, const void *result, const char *font);

/** Can I trust it? @param result a qc_backtest_view */
bool qc_plot_calibration(qc_plot_script *script, const void *result, const char *font);

#endif
