/** A short plan for an imported history: every inferred line says what it rests on. */
#ifndef QC_CLI_INIT_PLAN_H
#define QC_CLI_INIT_PLAN_H

#include "core/text.h"
#include "history/history.h"
#include "history/import/decisions.h"

typedef struct qc_init_plan {
    const qc_history *history;
    const qc_decisions *decisions; /* of the import; what is not certain becomes a question */
    const char *source;            /* the export, as typed */
    const char *target, *period;   /* NULL = none */
} qc_init_plan;

/** Append the plan, at most 15 lines, for a history in `deals.csv` beside it.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_init_plan_write(const qc_init_plan *plan, qc_text *out, qc_status *status);

#endif
