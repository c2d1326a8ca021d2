/** The pipeline: stages in order, what the CRM calls them, and what is believed about each. */
#ifndef QC_PLAN_READ_PIPELINE_H
#define QC_PLAN_READ_PIPELINE_H

#include "plan/reader.h"

#define QC_PLAN_MAX_STAGES 32

/** Read the `pipeline` value into the plan. Errors become findings; false then, or when memory runs
 *  out. */
QC_CHECKED bool qc_read_pipeline(qc_reader *reader, const qc_yaml_node *list);

/** One word of the CRM means one thing: stage names, `crm`, history.won, .lost and .ignore. */
QC_CHECKED bool qc_read_pipeline_words(qc_reader *reader, const qc_yaml_node *root);

#endif
