/** What `seek --last-safe-date` says: until when a hire still helps. */
#ifndef QC_REPORT_LAST_HIRE_H
#define QC_REPORT_LAST_HIRE_H

#include "report/text/text.h"
#include "study/decide/last_hire.h"

void qc_text_last_hire(qc_sink *sink, const qc_last_hire *last, const qc_text_options *options);
/** @fails QC_NO_MEMORY; a write error stays in the sink */
QC_CHECKED bool qc_json_last_hire(qc_sink *sink, const qc_last_hire *last, qc_status *status);
/** A row for each month in which the hires could start. */
void qc_csv_last_hire(qc_sink *sink, const qc_last_hire *last);

#endif
