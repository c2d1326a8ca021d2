/** The history as it was known on an earlier day. */
#ifndef QC_HISTORY_CUT_H
#define QC_HISTORY_CUT_H

#include "history/history.h"

/** Keep the changes of days up to `as_of` and rebuild deals and visits from them. Amounts, owners
 * and the other values are those known on that day. `cut` is zeroed and owns its own memory.
 *  @fails QC_NO_MEMORY; QC_TOO_FEW_DATA when no change is left */
QC_CHECKED bool qc_history_cut(qc_history *cut, const qc_history *history, qc_day as_of,
                               qc_status *status);

/** The history as if records had begun later: only deals created from `from` on. Names keep their numbers,
 *  so that what is fitted to it fits the book of the whole. @fails as qc_history_cut() */
QC_CHECKED bool qc_history_since(qc_history *cut, const qc_history *history, qc_day from,
                                 qc_status *status);

#endif
