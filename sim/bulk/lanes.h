/** Lanes of 64 bits for kernels that are compiled once for each instruction set: luck as core/rng.h has it, several
 *  numbers at a time, to the same bits.
 *
 *  A file that includes this sets QC_LANES (8 with AVX-512, 4 with AVX2; else 1, plain numbers). Only operations that
 *  every instruction set rounds alike are used. */
#ifndef QC_SIM_BULK_LANES_H
#define QC_SIM_BULK_LANES_H

#include "core/rng.h"

#include <stdint.h>
#include <string.h>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

#ifndef QC_LANES
#define QC_LANES 1
#endif
#if defined(__x86_64__)
#define QC_LANES_BASE "x86-64"
#else
#define QC_LANES_BASE "plain"
#endif

typedef uint64_t qc_words __attribute__((vector_size(8 * QC_LANES)));
typedef int64_t qc_longs __attribute__((vector_size(8 * QC_LANES)));
typedef double qc_doubles __attribute__((vector_size(8 * QC_LANES)));

static inline qc_words qc_words_all(uint64_t value)
{
    return value - (qc_words){0};
}

static inline qc_words qc_words_load(const void *from)
{
    qc_words value;
    memcpy(&value, from, sizeof value);
    return value;
}

static inline void qc_words_store(void *into, qc_words value)
{
    memcpy(into, &value, sizeof value);
}

static inline qc_doubles qc_doubles_load(const double *from)
{
    qc_doubles value;
    memcpy(&value, from, sizeof value);
    return value;
}

static inline void qc_doubles_store(double *into, qc_doubles value)
{
    memcpy(into, &value, sizeof value);
}

/** 0, 1, 2, ... */
static inline qc_words qc_words_count(void)
{
    static const uint64_t NUMBERS[8] = {0, 1, 2, 3, 4, 5, 6, 7};
    return qc_words_load(NUMBERS);
}

/** qc_rng_mix() */
static inline qc_words qc_words_mix(qc_words z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/** What qc_rng_uniform() makes of such bits: a number below 2^52 becomes a double when it is laid into the mantissa
 *  of 2^52. */
static inline qc_doubles qc_words_uniform(qc_words bits)
{
    const qc_doubles magic = (qc_doubles){0} + 0x1.0p52;
    const qc_doubles whole = (qc_doubles) ((bits >> 12) | (qc_words) magic) - magic;
    return (whole + 0.5) * 0x1.0p-52;
}

/** A bit for each lane of a mask (all ones or 0). */
static inline uint32_t qc_words_bits(qc_words mask)
{
#if QC_LANES == 8 && defined(__AVX512DQ__)
    return _mm512_movepi64_mask((__m512i) mask);
#elif QC_LANES == 4 && defined(__AVX2__)
    return (uint32_t) _mm256_movemask_pd((__m256d) mask);
#else
    uint32_t bits = 0;
    for (int lane = 0; lane < QC_LANES; lane++)
        bits |= (uint32_t) (mask[lane] & 1) << lane;
    return bits;
#endif
}

/** How many of the bits are set. */
static inline int32_t qc_words_ones(uint32_t bits)
{
#if defined(__POPCNT__) || !defined(__x86_64__)
    return __builtin_popcount(bits);
#else
    int32_t ones = 0; /* few lanes: quicker than a call */
    for (int lane = 0; lane < QC_LANES; lane++)
        ones += (int32_t) (bits >> lane & 1);
    return ones;
#endif
}

/** Whole part of numbers 0 .. 2^31, as a number and as an index. */
static inline qc_doubles qc_doubles_whole(qc_doubles value, qc_longs *index)
{
#if QC_LANES == 8 && defined(__AVX512DQ__)
    *index = (qc_longs) _mm512_cvttpd_epi64((__m512d) value);
    return (qc_doubles) _mm512_cvtepi64_pd((__m512i) *index);
#elif QC_LANES == 4 && defined(__AVX2__)
    const __m128i whole = _mm256_cvttpd_epi32((__m256d) value);
    *index = (qc_longs) _mm256_cvtepi32_epi64(whole);
    return (qc_doubles) _mm256_cvtepi32_pd(whole);
#else
    qc_doubles whole;
    for (int lane = 0; lane < QC_LANES; lane++) {
        (*index)[lane] = (int32_t) value[lane];
        whole[lane] = (double) (*index)[lane];
    }
    return whole;
#endif
}

/** Neighbours in a table: low = from[at], high = from[at + 1]. Both are loaded at once, which is quicker than gathering
 *  them one after the other. */
static inline void qc_doubles_pairs(const double *from, qc_longs at, qc_doubles *low,
                                    qc_doubles *high)
{
    typedef double pair __attribute__((vector_size(16)));
    int64_t index[QC_LANES];
    pair both[QC_LANES];
    memcpy(index, &at, sizeof index);
    for (int lane = 0; lane < QC_LANES; lane++)
        memcpy(&both[lane], from + index[lane], sizeof both[lane]);
#if QC_LANES == 8 && defined(__AVX512F__)
    const __m512i even = _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0);
    const __m512i odd = _mm512_set_epi64(15, 13, 11, 9, 7, 5, 3, 1);
    __m512d half[2];
    for (int h = 0; h < 2; h++) {
        const pair *four = both + 4 * h;
        const __m256d left = _mm256_set_m128d((__m128d) four[1], (__m128d) four[0]);
        const __m256d right = _mm256_set_m128d((__m128d) four[3], (__m128d) four[2]);
        half[h] = _mm512_insertf64x4(_mm512_castpd256_pd512(left), right, 1);
    }
    *low = (qc_doubles) _mm512_permutex2var_pd(half[0], even, half[1]);
    *high = (qc_doubles) _mm512_permutex2var_pd(half[0], odd, half[1]);
#elif QC_LANES == 4 && defined(__AVX2__)
    const __m256d even = _mm256_set_m128d((__m128d) both[2], (__m128d) both[0]);
    const __m256d odd = _mm256_set_m128d((__m128d) both[3], (__m128d) both[1]);
    *low = (qc_doubles) _mm256_unpacklo_pd(even, odd);
    *high = (qc_doubles) _mm256_unpackhi_pd(even, odd);
#else
    for (int lane = 0; lane < QC_LANES; lane++) {
        (*low)[lane] = both[lane][0];
        (*high)[lane] = both[lane][1];
    }
#endif
}

/** Stores the lanes whose bit is set one behind the other; a whole vector is written. */
static inline void qc_words_pack(uint64_t *into, qc_words value, uint32_t bits)
{
#if QC_LANES == 8 && defined(__AVX512F__)
    qc_words_store(into, (qc_words) _mm512_maskz_compress_epi64((__mmask8) bits, (__m512i) value));
#else
    int32_t count = 0;
    for (int lane = 0; lane < QC_LANES; lane++) {
        into[count] = value[lane];
        count += (int32_t) (bits >> lane & 1);
    }
#endif
}

#endif
