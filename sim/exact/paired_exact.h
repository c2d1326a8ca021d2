/** Cases whose parameters are certain and whose deals are independent: each is computed once, without luck.
 *
 *  Every case stands for QC_EXACT_WEIGHT futures in one group, spread as its law says; its chances and the
 *  differences between cases have no simulation error, only the numerical one: qc_paired_bound(). */
#ifndef QC_SIM_PAIRED_EXACT_H
#define QC_SIM_PAIRED_EXACT_H

#include "sim/paired_judge.h"

/** Why not all of the cases can be had this way: `*hurdle` is a sentence without its end, or NULL where they can.
 *  @fails QC_NO_MEMORY */
QC_CHECKED bool qc_paired_exact_hurdle(const char **hurdle, const qc_paired_asked *asked,
                                       qc_status *status);

/** Fill `paired` (with room); there is no hurdle. @fails QC_NO_MEMORY, QC_NUMERIC; QC_INTERRUPTED */
QC_CHECKED bool qc_paired_exact(qc_paired *paired, const qc_paired_asked *asked, qc_status *status);

#endif
