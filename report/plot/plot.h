/** Pictures by gnuplot: fan, histogram and curve of a forecast, the funnel of the stages, the
 *  calibration of a backtest.
 *
 *  Each chart is a script that holds its own data (fan.gp), to be read, edited and run again, and the
 *  pictures gnuplot draws from it (fan.png, fan.svg, fan.pdf). A picture appears under its name only
 *  when gnuplot has finished without an error. */
#ifndef QC_REPORT_PLOT_H
#define QC_REPORT_PLOT_H

#include "models/funnel.h"
#include "report/backtest.h"
#include "sim/summary/summary.h"
#include "study/decide/compare.h"
#include "study/decide/tornado.h"

#define QC_PLOT_PNG 1u
#define QC_PLOT_SVG 2u
#define QC_PLOT_PDF 4u
#define QC_PLOT_ALL (QC_PLOT_PNG | QC_PLOT_SVG | QC_PLOT_PDF)

typedef struct qc_plot_options {
    unsigned formats;    /* of QC_PLOT_PNG, QC_PLOT_SVG, QC_PLOT_PDF */
    const char *gnuplot; /* program, looked up in PATH */
    const char *fc_list; /* program that knows the installed fonts; it may be absent */
    const char *font;    /* NULL = Inter where installed, else sans-serif */
} qc_plot_options;
#define QC_PLOT_OPTIONS_DEFAULT \
    ((qc_plot_options){.formats = QC_PLOT_ALL, .gnuplot = "gnuplot", .fc_list = "fc-list"})

typedef struct qc_plot_result {
    int32_t pictures; /* files drawn */
    char note[512]; /* to be said once on stderr, "" = nothing: characters that no font can draw */
} qc_plot_result;

/** Draw into `folder`, which is created when missing.
 *  @param result may be NULL
 *  @fails QC_MISSING_TOOL when gnuplot cannot be started (the scripts are written all the same),
 *         QC_IO, QC_NO_MEMORY. Starts processes and waits for them; one call at a time. */
QC_CHECKED bool qc_plot_forecast(const qc_summary *summary, const char *folder,
                                 const qc_plot_options *options, qc_plot_result *result,
                                 qc_status *status);
/** Calibration of a backtest. */
QC_CHECKED bool qc_plot_backtest(const qc_backtest_view *view, const char *folder,
                                 const qc_plot_options *options, qc_plot_result *result,
                                 qc_status *status);
/** The funnel of the whole, funnels->items[0]. */
QC_CHECKED bool qc_plot_funnels(const qc_funnels *funnels, const char *folder,
                                const qc_plot_options *options, qc_plot_result *result,
                                qc_status *status);

/** Scenarios; heat map of a grid; as above. */
QC_CHECKED bool qc_plot_comparison(const qc_comparison *comparison, const char *folder,
                                   const qc_plot_options *options, qc_plot_result *result,
                                   qc_status *status);
QC_CHECKED bool qc_plot_tornado(const qc_tornado *tornado, const char *folder,
                                const qc_plot_options *options, qc_plot_result *result,
                                qc_status *status);
QC_CHECKED bool qc_plot_grid(const qc_grid *grid, const char *folder,
                             const qc_plot_options *options, qc_plot_result *result,
                             qc_status *status);

#endif
