/** What `quotacast compare` says: scenarios side by side, and a grid of two levers. */
#ifndef QC_REPORT_COMPARE_H
#define QC_REPORT_COMPARE_H

#include "report/text/text.h"
#include "study/decide/compare.h"

void qc_text_comparison(qc_sink *sink, const qc_comparison *comparison,
                        const qc_text_options *options);
void qc_text_grid(qc_sink *sink, const qc_grid *grid, const qc_text_options *options);

/** @fails QC_NO_MEMORY; a write error stays in the sink */
QC_CHECKED bool qc_json_comparison(qc_sink *sink, const qc_comparison *comparison,
                                   qc_status *status);
QC_CHECKED bool qc_json_grid(qc_sink *sink, const qc_grid *grid, qc_status *status);

/** A row for each scenario, best first; a row for each cell. */
void qc_csv_comparison(qc_sink *sink, const qc_comparison *comparison);
void qc_csv_grid(qc_sink *sink, const qc_grid *grid);

#endif
