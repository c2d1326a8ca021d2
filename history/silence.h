/** A history that falls silent long before its as-of day: an export older than the day it is said to be of, or a feed
 *  that broke off. Models take such days as they stand, as days without sales. */
#ifndef QC_HISTORY_SILENCE_H
#define QC_HISTORY_SILENCE_H

#include "history/history.h"

typedef struct qc_silence {
    bool found;
    qc_day last_row; /* day of the last row; of an empty history its as-of day */
    int32_t days;    /* from then to the as-of day */
    int32_t longest; /* days between two days with rows, at most, before */
} qc_silence;

/** Found when the days since the last row are at least 14, more than any gap before, and more than three times the
 *  gap that 95 of 100 stay within; never with fewer than 10 gaps.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_silence_find(qc_silence *silence, const qc_history *history, qc_status *status);

/** Day of the last row. O(rows). */
qc_day qc_silence_last_row(const qc_history *history);

#endif
