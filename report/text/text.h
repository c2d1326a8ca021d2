/** Results in words, for a person: the first screen of a forecast, the funnel, the findings.
 *
 *  A line whose figures are absent is left out. Text goes to the sink, which keeps the first write
 *  error; nothing else can fail. */
#ifndef QC_REPORT_TEXT_H
#define QC_REPORT_TEXT_H

#include "core/findings.h"
#include "history/import/decisions.h"
#include "models/explain.h"
#include "models/funnel.h"
#include "report/sink.h"
#include "sim/summary/summary.h"

typedef struct qc_text_options {
    bool color, unicode; /* what the terminal can show */
    bool all;            /* every target and every deal, not the first few */
    int width;           /* wrap at so many columns; 0 = never (a file) */
} qc_text_options;

/** What `quotacast forecast` prints: at most 30 lines from the finding to `Data`, then a row for each
 *  further target, notes, the distribution and the footer. */
void qc_text_forecast(qc_sink *sink, const qc_summary *summary, const qc_text_options *options);

/** What `quotacast stages` prints: a sentence and a table for the whole, then a table for each value
 *  of the column it was split by. */
void qc_text_funnels(qc_sink *sink, const qc_funnels *funnels, const qc_text_options *options);

/** What `quotacast stages --explain` prints: what a stage rests on, bases and bins of each exit, factors,
 *  month effects. */
void qc_text_explanation(qc_sink *sink, const qc_explanation *explanation,
                         const qc_text_options *options);

/** What `quotacast check` prints: errors, rows set aside and doubts, with counts and places. Of a kind of
 *  doubt that comes often only the first ones, unless options->all. */
void qc_text_findings(qc_sink *sink, const qc_findings *findings, const qc_text_options *options);

/** The rates that rest on little, after the findings; nothing when there are none. */
void qc_text_thin(qc_sink *sink, const qc_rate_summary *rates, int32_t count);

/** What `quotacast import` says: what was decided (with `explain`: why, and how to decide otherwise),
 *  what is not certain, and where every record and deal went.
 *  @param all  every place that was set aside or is doubtful, not the first few of each reason */
void qc_text_import(qc_sink *sink, const qc_decisions *decisions, const qc_history *history,
                    const qc_findings *findings, bool explain, bool all);

#endif
