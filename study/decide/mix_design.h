/** Which places of the box of several levers are run, so that a quadratic can be told from them. */
#ifndef QC_STUDY_MIX_DESIGN_H
#define QC_STUDY_MIX_DESIGN_H

#include "study/decide/mix_surface.h"

#define QC_MIX_POINTS 96

typedef struct qc_mix_design {
    qc_mix_sample samples[QC_MIX_POINTS];
    int32_t count; /* further places are left out */
} qc_mix_design;

/** Add corners, half-way points, the diagonal, and pairs where there are too many corners. */
void qc_mix_design_box(qc_mix_design *it, const qc_mix_surface *surface);
/** Add a centre and a step along each lever to either side. */
void qc_mix_design_near(qc_mix_design *it, const qc_mix_surface *surface, const double *centre,
                        double step);
/** Nothing but as many places around a centre as a quadratic has terms: two along each lever that is not banned, one
 *  for each pair. */
void qc_mix_design_exact(qc_mix_design *it, const qc_mix_surface *surface, const double *centre,
                         const bool *banned, double step);

/** The step along a lever: a person at least. */
double qc_mix_design_step(const qc_mix_surface *surface, int32_t lever, double step);

#endif
