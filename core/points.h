/** Points that fill the unit cube more evenly than random ones, and are random as a set.
 *
 *  A Sobol sequence (Bratley and Fox 1988, as in GSL) with a random digital shift for each set (Cranley and Patterson
 *  1976 for lattices; L'Ecuyer and Lemieux 2002): every point is uniform on the cube, a set covers it evenly, and sets
 *  are independent of each other, so the spread between their means tells the error. Coordinates beyond the 40 that
 *  the sequence has are plain random numbers. */
#ifndef QC_CORE_POINTS_H
#define QC_CORE_POINTS_H

#include "core/arena.h"

#define QC_POINTS_DIMENSIONS 40

typedef struct qc_points { /* zeroed; lives in the arena given; const once made */
    uint32_t *base;        /* [point * dimensions + dimension]: 30 bits, before the shift */
    int32_t count, dimensions;
    uint64_t seed;
} qc_points;

/** Sets of `count` points, a power of two. @fails QC_NO_MEMORY */
QC_CHECKED bool qc_points_make(qc_points *points, int32_t count, int32_t dimensions, uint64_t seed,
                               qc_arena *arena, qc_status *status);

/** Point `index` of set `set`: out[dimensions], each in (0, 1). */
void qc_points_at(const qc_points *points, int64_t set, int32_t index, double *out);

#endif
