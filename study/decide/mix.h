/** The cheapest mix of several levers that reaches a chance.
 *
 *  The chance over the box of the levers is learned as a quadratic on the probit scale from a design of
 *  paired runs (corners, axes, middle), the cheapest point of it is found, its neighbourhood is run again
 *  with more trials and learned anew, and the way from nothing to the point is walked for the exact place.
 *  (Response surface: Box and Wilson 1951; on one luck its noise is nearly common to all points.) */
#ifndef QC_STUDY_MIX_H
#define QC_STUDY_MIX_H

#include "study/decide/seek.h"

/** Fill seek->mixes: the cheapest, then others that do without its main lever. None reaches it: one entry,
 *  the best there is. `count` is 2..QC_SEEK_LEVERS. @fails QC_NUMERIC, as qc_variants_make */
QC_CHECKED bool qc_mix_find(qc_seek *seek, const qc_study_base *company,
                            const qc_seek_lever *levers, int32_t count,
                            const qc_sim_options *options, int64_t trials, qc_status *status);

#endif
