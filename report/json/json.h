/** Results as JSON, for programs. The shape is stable: keys are added, never changed. Chances and
 *  shares are 0..1, money is in major units, days are YYYY-MM-DD, what does not apply is null. */
#ifndef QC_REPORT_JSON_H
#define QC_REPORT_JSON_H

#include "core/findings.h"
#include "history/import/decisions.h"
#include "models/explain.h"
#include "models/funnel.h"
#include "report/sink.h"
#include "sim/summary/summary.h"

/** All fail with QC_NO_MEMORY only; a write error stays in the sink. */
QC_CHECKED bool qc_json_forecast(qc_sink *sink, const qc_summary *summary, qc_status *status);
QC_CHECKED bool qc_json_funnels(qc_sink *sink, const qc_funnels *funnels, qc_status *status);
QC_CHECKED bool qc_json_explanation(qc_sink *sink, const qc_explanation *explanation,
                                    qc_status *status);
/** @param rates what the rates rest on, NULL = not known: nothing could be fitted
 *  @param plan  the plan's file as typed */
QC_CHECKED bool qc_json_findings(qc_sink *sink, const qc_findings *findings,
                                 const qc_summary *rates, const char *plan, qc_status *status);
/** What an import decided and where every record went. */
QC_CHECKED bool qc_json_import(qc_sink *sink, const qc_decisions *decisions,
                               const qc_history *history, const qc_findings *findings,
                               qc_status *status);

#endif
