/** The CRM's words for stages become stages of the pipeline; what is in no entry is reported with
 * the line to paste. */
#ifndef QC_HISTORY_STAGES_H
#define QC_HISTORY_STAGES_H

#include "history/names.h"
#include "history/read_deals.h"

#define QC_STAGE_IGNORED ((qc_id) -5) /* listed under history.ignore */

typedef struct qc_stage_index { /* zeroed = empty */
    qc_arena arena;
    qc_name_table keys; /* folded words of all kinds */
    qc_id *meaning;     /* by key: a stage, WON, LOST or IGNORED */
    int32_t capacity;
    int32_t stage_count; /* of the plan: 0.. */
    const char **extra;  /* stages beyond the plan's, numbered stage_count.. as met; borrowed */
    int32_t extra_count, extra_capacity;
} qc_stage_index;

/** Learn the words of the plan: stages with aliases, won, lost, ignore.
 *  @fails QC_NO_MEMORY, as all of these */
QC_CHECKED bool qc_stages_learn(qc_stage_index *index, const qc_read_options *options,
                                qc_status *status);

/** What a word means; a word never met is a further stage beyond the plan's. */
QC_CHECKED bool qc_stages_find(qc_stage_index *index, const char *word, qc_id *meaning,
                               qc_status *status);

/** Add an error for each stage beyond the plan's: rows, deals, between which stages.
 *  @param deal, stage  of rows sorted by deal and time; stage as qc_stages_find() gave it */
QC_CHECKED bool qc_stages_report(const qc_stage_index *index, const qc_read_options *options,
                                 const qc_id *deal, const qc_id *stage, int32_t count,
                                 const char *file, qc_findings *findings, qc_status *status);

void qc_stages_free(qc_stage_index *index);

#endif
