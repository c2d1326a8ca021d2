/** What an import decided by itself, from which evidence, and how to decide otherwise. */
#ifndef QC_HISTORY_DECISIONS_H
#define QC_HISTORY_DECISIONS_H

#include "core/arena.h"

typedef struct qc_decision {
    const char *what;     /* "layout", "date order", "won" */
    const char *value;    /* "day first" */
    const char *evidence; /* one line; "" = none needed */
    const char *flag;     /* "--date-order": says otherwise; "" = there is none */
    bool certain;         /* false: a plan made from it asks the user */
} qc_decision;

typedef struct qc_decisions { /* zeroed = empty */
    qc_arena arena;
    qc_decision *items;
    int32_t count, capacity;
} qc_decisions;

/** Add one; all texts are copied. `decisions` may be NULL: nobody wants to know.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_decisions_add(qc_decisions *decisions, const char *what, const char *value,
                                 bool certain, const char *flag, qc_status *status,
                                 const char *evidence, ...) QC_PRINTF(7, 8);

void qc_decisions_free(qc_decisions *decisions);

#endif
