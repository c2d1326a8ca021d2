/** What `quotacast seek` says: what each lever alone has to be, and the cheapest mixes. */
#ifndef QC_REPORT_SEEK_H
#define QC_REPORT_SEEK_H

#include "report/text/text.h"
#include "study/decide/seek.h"

void qc_text_seek(qc_sink *sink, const qc_seek *seek, const qc_text_options *options);
/** @fails QC_NO_MEMORY; a write error stays in the sink */
QC_CHECKED bool qc_json_seek(qc_sink *sink, const qc_seek *seek, qc_status *status);
/** A row for each lever alone (`kind` lever) and for each lever of each mix (`kind` mix). */
void qc_csv_seek(qc_sink *sink, const qc_seek *seek);

#endif
