/** A backtest in words, JSON, CSV and as a picture. */
#ifndef QC_REPORT_BACKTEST_H
#define QC_REPORT_BACKTEST_H

#include "report/text/text.h"
#include "report/words.h"
#include "study/backtest/caveats.h"
#include "study/backtest/repair.h"
#include "study/backtest/worth.h"

typedef struct qc_backtest_view { /* borrowed; all that the formats see */
    const qc_backtest *backtest;
    const qc_scorecard *card;
    const qc_repairs *repairs;
    const qc_worth *worths; /* parts of the model left out one by one; NULL = not asked */
    int32_t worth_count;
    const char *const *plans; /* as typed, by company */
    qc_caveats caveats;
    const qc_input_file *inputs;
    int32_t input_count;
} qc_backtest_view;

/** The verdict first, then ranges, errors against the usual methods, stated chances. */
void qc_text_backtest(qc_sink *sink, const qc_backtest_view *view, const qc_text_options *options);
/** @fails QC_NO_MEMORY; write errors stay in the sink */
QC_CHECKED bool qc_json_backtest(qc_sink *sink, const qc_backtest_view *view, qc_status *status);
/** One row a forecast. */
void qc_csv_backtest(qc_sink *sink, const qc_backtest_view *view);

/** "80% ranges held 79% of 156 forecasts; error 31% below the stage-weighted pipeline". @param weighted error over
 *  that of the pipeline, NAN = unknown */
void qc_backtest_verdict(double held_80, int32_t forecasts, double weighted, qc_text *out);
/** "12% below", "8% above", "equal to" of a quotient of errors. */
qc_word qc_backtest_against(double ratio);

#endif
