/** Located errors, set-asides and doubts of one reading.
 *
 *  An *error* stops the run; a row *set aside* is not used and counted by reason; a *doubt* is used
 * and listed. A status carries only the first error; the findings carry them all, for up to 20
 * errors at once on the terminal and all of them in `quotacast check`. */
#ifndef QC_CORE_FINDINGS_H
#define QC_CORE_FINDINGS_H

#include "core/arena.h"
#include "core/status.h"

typedef enum qc_finding_kind {
    QC_FINDING_ERROR,
    QC_FINDING_SET_ASIDE,
    QC_FINDING_DOUBT
} qc_finding_kind;
#define QC_FINDING_KINDS 3

typedef struct qc_finding {
    qc_finding_kind kind;
    const char
        *reason; /* short and stable, e.g. "bad date"; set-asides and doubts are counted by it */
    const char *file;
    int32_t line, field; /* from 1; 0 = not about a place */
    const char *text;    /* one line: what, then what was expected */
} qc_finding;

typedef struct qc_findings { /* zeroed = empty */
    qc_arena arena;
    qc_finding *items;
    int32_t count, capacity;
    int32_t of_kind[QC_FINDING_KINDS];
} qc_findings;

/** Add one. `reason` and `file` are copied. False only when memory runs out. */
QC_CHECKED bool qc_findings_add(qc_findings *findings, qc_finding_kind kind, const char *reason,
                                const char *file, int32_t line, int32_t field, qc_status *status,
                                const char *format, ...) QC_PRINTF(8, 9);

/** True when there is no error; else fills `status` (QC_BAD_INPUT) from the first error. */
QC_CHECKED bool qc_findings_pass(const qc_findings *findings, qc_status *status);

/** Distinct reasons of a kind in order of first appearance with their counts: returns how many
 * reasons there are and fills at most `room` of them. */
typedef struct qc_finding_count {
    const char *reason;
    int32_t count;
} qc_finding_count;
int32_t qc_findings_counts(const qc_findings *findings, qc_finding_kind kind, qc_finding_count *out,
                           int32_t room);

void qc_findings_free(qc_findings *findings);

#endif
