/** Quantiles of models/law in lanes of sim/bulk/lanes: the same cells and roundings. */
#ifndef QC_SIM_BULK_QUICK_LANES_H
#define QC_SIM_BULK_QUICK_LANES_H

#include "models/law.h"
#include "sim/bulk/lanes.h"

/** Where qc_quick_quantile() looks a tail up, in the middle grid or in the upper one behind it. Returns the lanes whose
 *  cell is not left to the exact quantile; the others get the first one. */
static inline __attribute__((always_inline)) qc_words qc_quick_find(qc_doubles tail, qc_longs *cell,
                                                                    qc_doubles *part)
{
    const qc_doubles near = (1 - tail) * QC_QUICK_CELLS;
    const qc_doubles far = QC_QUICK_CELLS - tail * (QC_QUICK_CELLS / (1 - QC_QUICK_UPPER));
    const qc_words upper = (qc_words) (tail <= 1 - QC_QUICK_UPPER);
    const qc_words held = (upper & (qc_words) (far < QC_QUICK_CELLS - QC_QUICK_EDGE)) |
                          (~upper & (qc_words) (near >= QC_QUICK_EDGE));
    const qc_words chosen = (upper & (qc_words) far) | (~upper & (qc_words) near);
    const qc_doubles position = (qc_doubles) (chosen & held);
    const qc_doubles whole = qc_doubles_whole(position, cell);
    *part = position - whole;
    *cell += (qc_longs) (upper & (QC_QUICK_CELLS + 1));
    return held;
}

#endif
