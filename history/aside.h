/** Rows set aside: not used, counted by reason, and never too many in silence. */
#ifndef QC_HISTORY_ASIDE_H
#define QC_HISTORY_ASIDE_H

#include "core/findings.h"

#define QC_ASIDES(X)                          \
    X(BAD_DATE, "bad date")                   \
    X(BAD_NUMBER, "bad number")               \
    X(NEGATIVE_AMOUNT, "negative amount")     \
    X(WRONG_FIELD_COUNT, "wrong field count") \
    X(EMPTY_ID, "empty id")                   \
    X(EMPTY_STAGE, "empty stage")             \
    X(EXACT_DUPLICATE, "exact duplicate")     \
    X(TOTAL_ROW, "total row")                 \
    X(FOOTER, "foot of a report")             \
    X(DEAL_TWICE, "deal twice")               \
    X(DELETED, "deleted in the CRM")          \
    X(NOT_A_STAGE, "not about a stage")       \
    X(NOT_DONE, "not done")                   \
    X(AFTER_AS_OF, "after as_of")
typedef enum qc_aside {
#define QC_ASIDE_ENUM(name, word) QC_ASIDE_##name,
    QC_ASIDES(QC_ASIDE_ENUM)
#undef QC_ASIDE_ENUM
        QC_ASIDE_COUNT
} qc_aside;

typedef struct qc_aside_tally {
    int64_t rows[QC_ASIDE_COUNT];
} qc_aside_tally;

/** The stable word of a reason. */
const char *qc_aside_word(qc_aside reason);

int64_t qc_aside_rows(const qc_aside_tally *tally); /* of all reasons */

/** Add an error when more than `allowed` of the rows (0 = the usual 5%) were set aside; those that
 * are no deals by their nature (after the as-of day, foot of a report, deleted in the CRM, the log of other fields) do
 * not count.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_aside_judge(const qc_aside_tally *tally, int64_t rows_read, double allowed,
                               const char *file, qc_findings *findings, qc_status *status);

#endif
