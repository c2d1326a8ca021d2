#include "core/points.h"

#include "core/rng.h"

#include <gsl/gsl_qrng.h>
#include <math.h>

#define BITS    30                       /* of a coordinate of the sequence */
#define PURPOSE UINT64_C(0x706f696e7473) /* no other stream has it */

/* The sequence of the library begins behind the point at the origin, without which no set is even. */
static bool fill(qc_points *points, int32_t known, qc_status *status)
{
    double at[QC_POINTS_DIMENSIONS];
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned) known);
    if (sequence == NULL) return qc_fail(status, QC_NO_MEMORY, "out of memory");
    for (int32_t i = 1; i < points->count; i++) {
        gsl_qrng_get(sequence, at);
        for (int32_t d = 0; d < known; d++)
            points->base[(size_t) i * (size_t) points->dimensions + (size_t) d] = (uint32_t) ldexp(
                at[d], BITS);
    }
    gsl_qrng_free(sequence);
    return true;
}

bool qc_points_make(qc_points *points, int32_t count, int32_t dimensions, uint64_t seed,
                    qc_arena *arena, qc_status *status)
{
    const int32_t known = dimensions < QC_POINTS_DIMENSIONS ? dimensions : QC_POINTS_DIMENSIONS;
    *points = (qc_points){.count = count, .dimensions = dimensions, .seed = seed};
    points->base = qc_arena_take(arena, (size_t) count * (size_t) dimensions, sizeof(uint32_t),
                                 status);
    return points->base != NULL && (known == 0 || fill(points, known, status));
}

void qc_points_at(const qc_points *points, int64_t set, int32_t index, double *out)
{
    const uint32_t *base = &points->base[(size_t) index * (size_t) points->dimensions];
    for (int32_t d = 0; d < points->dimensions; d++) {
        const bool known = d < QC_POINTS_DIMENSIONS;
        const uint64_t entity = known ? (uint64_t) d
                                      : (uint64_t) d + ((uint64_t) index + 1) * UINT32_MAX;
        qc_rng luck = qc_rng_stream(points->seed, PURPOSE, entity, (uint64_t) set);
        uint64_t bits = qc_rng_bits(&luck) >> 12;
        if (known) bits ^= (uint64_t) base[d] << (52 - BITS);
        out[d] = ((double) bits + 0.5) * 0x1.0p-52;
    }
}
