/** What `compare --implied` and `seek --split` say. */
#ifndef QC_REPORT_IMPLIED_H
#define QC_REPORT_IMPLIED_H

#include "report/text/text.h"
#include "study/decide/implied.h"
#include "study/decide/split.h"

void qc_text_implied(qc_sink *sink, const qc_implied *implied, const qc_text_options *options);
void qc_text_split(qc_sink *sink, const qc_split *split, const qc_text_options *options);

/** Both fail with QC_NO_MEMORY only; a write error stays in the sink. */
QC_CHECKED bool qc_json_implied(qc_sink *sink, const qc_implied *implied, qc_status *status);
QC_CHECKED bool qc_json_split(qc_sink *sink, const qc_split *split, qc_status *status);

/** A row for each rate and for each line of the coverage table. */
void qc_csv_implied(qc_sink *sink, const qc_implied *implied);
/** The quotas in canonical form: owner,period,amount; with months and owners a row for each pair, the
 *  owner's quota spread like the months'. */
void qc_csv_split(qc_sink *sink, const qc_split *split);

#endif
