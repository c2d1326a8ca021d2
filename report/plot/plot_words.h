/** What stands around a chart of a forecast: titles' parts, subtitle and footer. */
#ifndef QC_REPORT_PLOT_WORDS_H
#define QC_REPORT_PLOT_WORDS_H

#include "core/text.h"
#include "report/plot/plot_axis.h"
#include "report/words.h"
#include "sim/summary/summary.h"

/** Longest title that fits over a chart in the widest font it may be drawn with, in columns. */
#define QC_PLOT_WORDS_TITLE 62

/** "Acme · acme.yaml · as of 30 June 2026 · seed 42 · 20,000 trials · quotacast 0.1.0 · `last`". */
void qc_plot_words_footer(const qc_summary *summary, const qc_words_style *style, const char *last,
                          qc_text *out);

/** "20,000 trials"; "computed" where no futures were simulated. */
qc_word qc_plot_words_trials(const qc_summary *summary, const qc_words_style *style);

/** ", € million" or "". */
qc_word qc_plot_words_unit(const qc_plot_axis *axis, const qc_words_style *style, bool is_money);

/** "€4.8M", "20 customers": the goal as it stands in a title. */
qc_word qc_plot_words_goal(const qc_words_style *style, const qc_target_summary *target);
/** Likewise of what has a chance: a limit is "at most €4.8M". */
qc_word qc_plot_words_reached(const qc_words_style *style, const qc_target_summary *target);
/** A figure of the metric, likewise. */
qc_word qc_plot_words_figure(const qc_words_style *style, const char *metric, bool is_money,
                             double value);

/** "2026", "FY2026", "Jan 2026 to Dec 2027": a period with short months, for titles. */
qc_word qc_plot_words_period(qc_span span);

/** " (segment SMB, owner ann)" cut to what a subtitle has room for; nothing without a scope. */
void qc_plot_words_scope(const qc_target_summary *target, qc_text *out);

/** The span of the series, first day of the first month to last day of the last. */
qc_span qc_plot_words_span(const qc_series *series);

/** What a chart of the headline or, without one, of the outlook is about. */
typedef struct qc_plot_subject {
    const qc_target_summary *target; /* NULL = outlook */
    const char *metric;
    bool is_money;
    qc_span span;
    qc_quantiles quantiles;
} qc_plot_subject;

/** False when there is neither a headline nor a series. */
bool qc_plot_words_subject(const qc_summary *summary, qc_plot_subject *subject);

#endif
