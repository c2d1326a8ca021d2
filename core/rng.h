/** Counter-based random streams keyed by seed, purpose, entity and trial.
 *
 *  A stream is a 64-bit key; its nth number is a bijective mix of key + n * odd constant (the
 * output function of SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014, with Stafford's variant 13). The key is a mix of the four names, so the
 * same deal has the same luck in every scenario, on any thread and on any machine, whatever else is
 * simulated. */
#ifndef QC_CORE_RNG_H
#define QC_CORE_RNG_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

typedef struct qc_rng {
    uint64_t key;
    uint64_t counter;
} qc_rng;

static inline uint64_t qc_rng_mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

#define QC_RNG_STEP UINT64_C(0x9e3779b97f4a7c15)

/** The stream of (seed, purpose, trial); qc_rng_entity() narrows it to one entity. Two steps so
 * that the loop over a trial's deals pays for one mix a deal. */
static inline uint64_t qc_rng_key(uint64_t seed, uint64_t purpose, uint64_t trial)
{
    uint64_t key = qc_rng_mix(seed + QC_RNG_STEP);
    key = qc_rng_mix(key ^ (purpose * UINT64_C(0xd6e8feb86659fd93) + QC_RNG_STEP));
    return qc_rng_mix(key ^ (trial * UINT64_C(0xa0761d6478bd642f) + QC_RNG_STEP));
}

static inline qc_rng qc_rng_entity(uint64_t key, uint64_t entity)
{
    return (qc_rng){.key = qc_rng_mix(key ^ (entity * UINT64_C(0xe7037ed1a0b428db) + QC_RNG_STEP)),
                    .counter = 0};
}

static inline qc_rng qc_rng_stream(uint64_t seed, uint64_t purpose, uint64_t entity, uint64_t trial)
{
    return qc_rng_entity(qc_rng_key(seed, purpose, trial), entity);
}

static inline uint64_t qc_rng_bits(qc_rng *rng)
{
    return qc_rng_mix(rng->key + ++rng->counter * QC_RNG_STEP);
}

/** Uniform on (0, 1): never 0 and never 1. 52 bits, the middles of 2^52 equal cells: with 53 bits
 *  the half added would round the last cell up to 1. */
static inline double qc_rng_uniform(qc_rng *rng)
{
    return ((double) (qc_rng_bits(rng) >> 12) + 0.5) * 0x1.0p-52;
}

/** Let GSL's distributions draw from a stream: `qc_rng_gsl(&view, &rng)` and then
 *  `gsl_ran_gamma(&view, ...)`. The view borrows the stream and advances it. */
void qc_rng_gsl(gsl_rng *view, qc_rng *rng);

#endif
