/** Results as CSV: one header, fields quoted as in RFC 4180 where they need it, a line feed after
 *  each row, decimal points whatever the plan's number style. What does not apply is empty; an
 *  infinite length of stay is "inf". */
#ifndef QC_REPORT_CSV_H
#define QC_REPORT_CSV_H

#include "models/funnel.h"
#include "report/sink.h"
#include "sim/summary/summary.h"

/** A row for each target (`kind` target) and for each month of the series (`kind` month). */
void qc_csv_forecast(qc_sink *sink, const qc_summary *summary);
/** A row for each funnel (`kind` funnel) and for each of its stages (`kind` stage). */
void qc_csv_funnels(qc_sink *sink, const qc_funnels *funnels);

#endif
