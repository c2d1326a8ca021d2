/** The columns of a history's changes in its arena. */
#ifndef QC_HISTORY_CHANGES_H
#define QC_HISTORY_CHANGES_H

#include "history/history.h"

/** Room for `count` changes in every column; numbers are NAN, labels and close days unknown. */
QC_CHECKED bool qc_changes_take(qc_changes *changes, qc_arena *arena, int32_t count,
                                qc_status *status);

/** Give change `at` the values of change `before` where its own are unknown. */
void qc_changes_carry(qc_changes *changes, int32_t at, int32_t before);

#endif
