/** What the JSON of every study begins with. */
#ifndef QC_REPORT_JSON_STUDY_H
#define QC_REPORT_JSON_STUDY_H

#include "report/json/json_build.h"
#include "sim/summary/summary.h"

/** "quotacast", "command", "plan", "seed", "trials", "draws", "engine", "engine_why", "as_of", "currency",
 *  "inputs" and "target" (name, metric, from, to, at_least or at_most, chance, chance_error, chance_band, safe_at_80). */
json_t *qc_json_study_head(qc_json_build *build, const char *command, const qc_summary *head);

/** The files that were read, each with its digest. */
json_t *qc_json_study_inputs(qc_json_build *build, const qc_summary *summary);

/** `key`: value and `key_error`: its standard error. */
void qc_json_study_estimate(qc_json_build *build, json_t *object, const char *key,
                            qc_estimate estimate);

#endif
