/** The history as it was known on an earlier day. */
#ifndef QC_HISTORY_CUT_H
#define QC_HISTORY_CUT_H

#include "history/history.h"

/** Keep the changes of days up to `as_of` and rebuild deals and visits from them. Amounts, owners
 * and the other values are those known on that day. `cut` is zeroed and owns its own memory.
 *  @fails QC_NO_MEMORY; QC_TOO_FEW_DATA when no change is left */
QC_CHECKED bool qc_history_cut(qc_history *cut, const qc_history *history, qc_day as_of,
                               qc_status *status);

#endif
