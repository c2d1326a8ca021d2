/** Poisson counts by table: one uniform number says how many.
 *
 *  For means that serve many times. The count is the first one whose cumulative chance lies above the number, so
 *  a larger mean never gives a smaller count on the same number. */
#ifndef QC_CORE_POISSON_H
#define QC_CORE_POISSON_H

#include "core/status.h"

#include <stddef.h>
#include <stdint.h>

#define QC_POISSON_GUIDE 128
#define QC_POISSON_MOST  1e4 /* larger means take tables that do not pay */

typedef struct qc_poisson { /* zeroed at first; qc_poisson_free() */
    double mean;            /* of the law that is laid out */
    int32_t low, count;     /* first count with a chance, and how many have one */
    double *upto;           /* [count]: chance of at most low + i */
    size_t room;
    int32_t guide[QC_POISSON_GUIDE]; /* where to begin to look, by equal parts of the number */
} qc_poisson;

/** Lay out the law of `mean`, 0..QC_POISSON_MOST; nothing is done when it is laid out already. What lies 8 standard
 *  deviations and more from the mean has no chance here (under 1e-15). @fails QC_NO_MEMORY, QC_NUMERIC */
QC_CHECKED bool qc_poisson_set(qc_poisson *law, double mean, qc_status *status);

void qc_poisson_free(qc_poisson *law);

/** The count of a uniform number on (0, 1). */
static inline int32_t qc_poisson_pick(const qc_poisson *law, double u)
{
    int32_t at = law->guide[(int32_t) (u * QC_POISSON_GUIDE)];
    while (at < law->count - 1 && law->upto[at] <= u)
        at++;
    return law->low + at;
}

#endif
