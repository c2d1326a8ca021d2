/** The chance over a box of levers as a quadratic on the scale of probits, learned from points that were run. */
#ifndef QC_STUDY_SURFACE_H
#define QC_STUDY_SURFACE_H

#include "study/decide/seek.h"

#define QC_SURFACE_TERMS (1 + QC_SEEK_LEVERS + QC_SEEK_LEVERS * (QC_SEEK_LEVERS + 1) / 2)

typedef double qc_surface_place[QC_SEEK_LEVERS]; /* shares of the way of each lever, 0..1 */

typedef struct qc_surface_sample {
    qc_surface_place at;
    double chance, error, weight;
} qc_surface_sample;

/** Weighted least squares on the probits. @param surface QC_SURFACE_TERMS  @param centre points count the less the
 *  further they are from it; NULL = all alike  @fails QC_NO_MEMORY, QC_NUMERIC: the levers cannot be told apart */
QC_CHECKED bool qc_surface_learn(double *surface, const qc_surface_sample *samples, int32_t count,
                                 int32_t levers, const double *centre, qc_status *status);

/** The probit of the chance at a place. */
double qc_surface_at(const double *surface, const double *at, int32_t levers);

#endif
