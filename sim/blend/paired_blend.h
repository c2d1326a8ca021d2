/** Cases whose chances are computed draw by draw (sim/blend/blend): uncertain and fitted companies too. */
#ifndef QC_SIM_PAIRED_BLEND_H
#define QC_SIM_PAIRED_BLEND_H

#include "sim/paired_judge.h"

/** Why not all of the cases can be had this way: `*hurdle` is a sentence without its end, or NULL where they can.
 *  @fails QC_NO_MEMORY, and what a draw fails with */
QC_CHECKED bool qc_paired_blend_hurdle(const char **hurdle, const qc_paired_asked *asked,
                                       qc_status *status);

/** Fill `paired` (with room) where there is no hurdle.
 *  @fails QC_NO_MEMORY, QC_NUMERIC; QC_BAD_INPUT: totals too large; QC_INTERRUPTED */
QC_CHECKED bool qc_paired_blend(qc_paired *paired, const qc_paired_asked *asked, qc_status *status);

#endif
