/** What stands behind the figures, as JSON objects that several commands share. */
#ifndef QC_REPORT_JSON_EVIDENCE_H
#define QC_REPORT_JSON_EVIDENCE_H

#include "models/evidence.h"
#include "report/json/json_build.h"
#include "sim/summary/summary.h"

/* what one rate of a forecast rests on */
json_t *qc_json_rate(qc_json_build *build, const qc_rate_summary *one);

json_t *qc_json_evidence(qc_json_build *build, const qc_evidence *seen);

#endif
