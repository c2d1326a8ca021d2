/* The idea. Where no exit depends on the time, one number says whether a deal gets all the way, and most do not: the
 * numbers of many deals are made and compared side by side, and only winners are kept, packed one behind the
 * other. What is left is how long their visits take: for each stage in turn, all winners that pass it look up
 * the quantile of their number in the stage's table. Numbers are those that sim/walk draws deal by deal, and so
 * are all roundings, so the two give the same to the last bit.
 *
 * This file is compiled once for each instruction set (bulk_v3.c, bulk_v4.c). */
#include "sim/bulk/bulk_kernel.h"

#include "sim/bulk/quick_lanes.h"

#ifndef QC_KERNEL
#define QC_KERNEL qc_bulk_kernel_base
#define QC_ISA    QC_LANES_BASE
#endif

#define ALWAYS_INLINE inline __attribute__((always_inline))

#define OPEN_EXIT  1 /* numbers of a deal's luck */
#define FRESH_TIME 3
#define FRESH_EXIT 5

/* Lanes from `count` on are none. */
static inline uint32_t first_lanes(int32_t count)
{
    return count >= QC_LANES ? (1U << QC_LANES) - 1 : (1U << count) - 1;
}

static inline uint32_t who_reaches(qc_words key, uint64_t number, qc_longs reach)
{
    const qc_words exit = qc_words_mix(key + number * QC_RNG_STEP) >> 12;
    return qc_words_bits((qc_words) ((qc_longs) exit < reach));
}

static int32_t open_deals(uint64_t path, const uint64_t *name, const int64_t *reach, int32_t count,
                          uint64_t *key, uint64_t *place)
{
    int32_t kept = 0;
    for (int32_t i = 0; i < count; i += QC_LANES) {
        const qc_words own = qc_words_mix(path ^ qc_words_load(name + i));
        const uint32_t bits = who_reaches(own, OPEN_EXIT, (qc_longs) qc_words_load(reach + i)) &
                              first_lanes(count - i);
        qc_words_pack(key + kept, own, bits);
        qc_words_pack(place + kept, qc_words_count() + (uint64_t) i, bits);
        kept += qc_words_ones(bits);
    }
    return kept;
}

static int32_t fresh_deals(const qc_bulk_new *what, uint64_t *key, uint64_t *place)
{
    const qc_longs reach = (qc_longs) qc_words_all((uint64_t) what->reach);
    qc_words name = (what->name + qc_words_count()) * QC_BULK_NAME + QC_RNG_STEP;
    int32_t kept = 0;
    for (int32_t i = 0; i < what->count; i += QC_LANES, name += QC_LANES * QC_BULK_NAME) {
        const qc_words own = qc_words_mix(what->path ^ name);
        const uint32_t bits = who_reaches(own, FRESH_EXIT, reach) & first_lanes(what->count - i);
        qc_words_pack(key + kept, own, bits);
        qc_words_pack(place + kept, qc_words_count() + (uint64_t) i, bits);
        kept += qc_words_ones(bits);
    }
    return kept;
}

static void arrive(const qc_bulk_new *what, int32_t count, const uint64_t *key, double *time)
{
    for (int32_t i = 0; i < count; i += QC_LANES) {
        const qc_words bits = qc_words_mix(qc_words_load(key + i) + FRESH_TIME * QC_RNG_STEP);
        qc_doubles_store(time + i, what->start + what->length * qc_words_uniform(bits));
    }
}

/* Stays in the outermost cells; few. */
static void look_up_rest(const qc_bulk_stay *what, uint32_t bits, int32_t first, const double *tail,
                         const double *since, double *time)
{
    for (; bits != 0; bits &= bits - 1) {
        const int32_t lane = __builtin_ctz(bits), i = first + lane;
        const double whole = qc_quick_quantile(what->law->quick, tail[lane]) *
                             what->law->time_scale;
        const double stay = what->age != NULL ? whole - what->age[i] : whole;
        time[i] = since[lane] + stay;
    }
}

static ALWAYS_INLINE int32_t stays(const qc_bulk_stay *what, bool began, double *time)
{
    const double *grid = what->law->quick->middle, scale = what->law->time_scale;
    int32_t begin = 0;
    for (int32_t i = 0; i < what->count; i += QC_LANES) {
        const qc_words luck = qc_words_mix(qc_words_load(what->key + i) + what->number);
        const qc_doubles since = qc_doubles_load(time + i);
        const uint32_t lanes = first_lanes(what->count - i);
        qc_doubles tail = qc_words_uniform(luck), part, low, high;
        qc_longs cell;
        if (began) tail *= qc_doubles_load(what->alive + i);
        const uint32_t rest = ~qc_words_bits(qc_quick_find(tail, &cell, &part)) & lanes;
        qc_doubles_pairs(grid, cell, &low, &high);
        qc_doubles stay = (low + part * (high - low)) * scale;
        if (began) stay -= qc_doubles_load(what->age + i);
        qc_doubles_store(time + i, since + stay);
        begin += qc_words_ones(qc_words_bits((qc_words) (since < what->horizon)) & lanes);
        if (rest != 0) {
            double tails[QC_LANES], sinces[QC_LANES];
            qc_doubles_store(tails, tail);
            qc_doubles_store(sinces, since);
            look_up_rest(what, rest, i, tails, sinces, time);
        }
    }
    return begin;
}

static int32_t stay(const qc_bulk_stay *what, double *time)
{
    return what->alive != NULL ? stays(what, true, time) : stays(what, false, time);
}

const qc_bulk_kernel QC_KERNEL = {QC_ISA, open_deals, fresh_deals, arrive, stay};
