/** A history written as canonical CSV: read(write(history)) = history. */
#ifndef QC_HISTORY_WRITE_DEALS_H
#define QC_HISTORY_WRITE_DEALS_H

#include "core/text.h"
#include "history/history.h"

/** Append the CSV to `out`: the required columns, then the optional ones that the history has. */
QC_CHECKED bool qc_write_deals(const qc_history *history, qc_text *out, qc_status *status);

#endif
