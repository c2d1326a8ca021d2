/** What `quotacast tornado` and `quotacast stress` say. */
#ifndef QC_REPORT_TORNADO_H
#define QC_REPORT_TORNADO_H

#include "report/text/text.h"
#include "report/words.h"
#include "study/decide/stress.h"
#include "study/decide/tornado.h"

void qc_text_tornado(qc_sink *sink, const qc_tornado *tornado, const qc_text_options *options);
void qc_text_stress(qc_sink *sink, const qc_stress *stress, const qc_text_options *options);

/** Both fail with QC_NO_MEMORY only; a write error stays in the sink. */
QC_CHECKED bool qc_json_tornado(qc_sink *sink, const qc_tornado *tornado, qc_status *status);
QC_CHECKED bool qc_json_stress(qc_sink *sink, const qc_stress *stress, qc_status *status);

/** A row for each input; a row for each misfortune and each depth of concentration. */
void qc_csv_tornado(qc_sink *sink, const qc_tornado *tornado);
void qc_csv_stress(qc_sink *sink, const qc_stress *stress);

/** An input's value: "56%", "8.1 days", "12.3k", "112 per month". */
qc_word qc_tornado_value(const qc_words_style *style, qc_tornado_unit unit, double value);

#endif
