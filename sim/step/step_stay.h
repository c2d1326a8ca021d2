/** How long visits take, part of sim/step/step_kernel: side by side, in lanes of sim/bulk/lanes.
 *
 *  All visits stand in a row, one deal's behind another's. The first ones of open deals stand apart: they have
 *  outlasted a part of their stay. */
#ifndef QC_SIM_STEP_STAY_H
#define QC_SIM_STEP_STAY_H

#include "sim/bulk/quick_lanes.h"
#include "sim/step/step_kernel.h"

#define BOOK_STAYS \
    2 /* which number of an open deal's luck the first of its stays is read from; others follow */
#define LUCK_EXIT 5 /* which one of a new deal's decides its exits; its stays follow */
#define STAGE     (QC_LANE_STAGES - 1) /* the bits of a code that name it */
#define BLOCK     64

typedef uint64_t eight __attribute__((vector_size(8 * QC_LANE_STAGES)));

static inline qc_words codes_at(const uint8_t *code)
{
#if QC_LANES == 8 && defined(__AVX512F__)
    return (qc_words) _mm512_cvtepu8_epi64(_mm_loadl_epi64((const __m128i *) code));
#elif QC_LANES == 4 && defined(__AVX2__)
    int32_t four;
    memcpy(&four, code, sizeof four);
    return (qc_words) _mm256_cvtepu8_epi64(_mm_cvtsi32_si128(four));
#else
    qc_words codes;
    for (int lane = 0; lane < QC_LANES; lane++)
        codes[lane] = code[lane];
    return codes;
#endif
}

/* ---- which visits ---- */

/* Lists the visits of deals that begin in one stage, from place `at` on. Eight are written whether the deal has
 * them or not; the next deal's come over what is too much. Their luck starts with number `counter`. */
static inline int32_t list_visits(qc_lane *lane, int32_t stage, int32_t from, int32_t to,
                                  int32_t at, uint64_t counter)
{
    static const eight STEPS = {0,
                                QC_RNG_STEP,
                                2 * QC_RNG_STEP,
                                3 * QC_RNG_STEP,
                                4 * QC_RNG_STEP,
                                5 * QC_RNG_STEP,
                                6 * QC_RNG_STEP,
                                7 * QC_RNG_STEP};
    const eight numbers = STEPS + counter * QC_RNG_STEP;
    const uint64_t *restrict key = lane->key, *restrict code_of = lane->codes[stage];
    const int32_t *restrict passes = lane->passes, *restrict length_of = lane->lengths[stage];
    double *restrict luck = lane->stay;
    uint8_t *restrict codes = lane->code;
    int32_t *restrict first = lane->first, *restrict owner = lane->owner;
    for (int32_t i = from; i < to; i++) {
        const uint64_t code = code_of[passes[i]];
        const eight own = key[i] + numbers;
        memcpy(codes + at, &code, sizeof code);
        memcpy(luck + at, &own, sizeof own);
        first[i] = at;
        at += length_of[passes[i]];
        owner[at - 1] = i;
    }
    return at;
}

/* Returns how many there are in all. */
static int32_t list_all_visits(qc_lane *lane)
{
    int32_t at = 0;
    for (int32_t s = 0; s < lane->stages; s++)
        at = list_visits(lane, s, lane->book_from[s], lane->book_from[s + 1], at, BOOK_STAYS);
    at = list_visits(lane, 0, lane->book, lane->count, at, LUCK_EXIT + 1);
    memset(lane->code + at, 0, BLOCK); /* a block may go on behind the last one */
    return at;
}

/* ---- how long ---- */

/* What lanes make of their tails; where the grids leave it to the exact quantile, the tail, negative. */
static inline __attribute__((always_inline)) qc_doubles stays_of(const double *grid, qc_longs row,
                                                                 qc_doubles tail, uint64_t *edges)
{
    qc_doubles part, low, high;
    qc_longs cell;
    const qc_words held = qc_quick_find(tail, &cell, &part);
    *edges = qc_words_bits(~held);
    qc_doubles_pairs(grid, cell + row, &low, &high);
    const qc_doubles stay = low + part * (high - low);
    return (qc_doubles) (((qc_words) stay & held) | ((qc_words) -tail & ~held));
}

static inline double exact_one(const qc_lane *lane, int32_t stage, double stay)
{
    return stay < 0 ? qc_quick_quantile_edge(lane->quick[stage], -stay) : stay;
}

/* Visits of a block, from their luck. */
static void read_block(qc_lane *lane, int32_t from)
{
    int32_t edge[BLOCK], edge_count = 0;
    uint8_t *code = lane->code;
    double *stay = lane->stay;
    for (int32_t at = from; at < from + BLOCK; at += QC_LANES) {
        const qc_words row = (codes_at(code + at) & STAGE) * QC_LANE_GRID;
        const qc_words luck = qc_words_mix(qc_words_load(stay + at));
        uint64_t edges;
        qc_doubles_store(stay + at,
                         stays_of(lane->grid, (qc_longs) row, qc_words_uniform(luck), &edges));
        edge[edge_count] = at;
        edge_count += edges != 0;
    }
    for (int32_t e = 0; e < edge_count; e++) {
        for (int32_t at = edge[e]; at < edge[e] + QC_LANES; at++)
            stay[at] = exact_one(lane, code[at] & STAGE, stay[at]);
    }
}

/* First visits of open deals in one stage. */
static void read_book_stays(qc_lane *lane, int32_t stage)
{
    const double *grid = lane->grid + stage * QC_LANE_GRID, scale = lane->scale[stage];
    const int32_t to = lane->book_from[stage + 1];
    for (int32_t i = lane->book_from[stage]; i < to; i += QC_LANES) {
        const qc_words luck = qc_words_mix(qc_words_load(lane->key + i) + BOOK_STAYS * QC_RNG_STEP);
        const qc_doubles tail = qc_words_uniform(luck) * qc_doubles_load(lane->alive + i);
        uint64_t edges;
        qc_doubles stay = stays_of(grid, (qc_longs){0}, tail, &edges);
        for (int k = 0; edges != 0 && k < QC_LANES && i + k < to; k++)
            stay[k] = exact_one(lane, stage, stay[k]);
        qc_doubles_store(lane->first_stay + i, stay * scale - qc_doubles_load(lane->age + i));
    }
}

static void read_stays(qc_lane *lane)
{
    const int32_t count = list_all_visits(lane);
    for (int32_t from = 0; from < count; from += BLOCK)
        read_block(lane, from);
    for (int32_t i = 0; lane->scaled && i < count; i++)
        lane->stay[i] *= lane->scale[lane->code[i] & STAGE];
    for (int32_t s = 0; s < lane->stages; s++)
        read_book_stays(lane, s);
}

#endif
