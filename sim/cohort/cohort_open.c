#include "sim/cohort/cohort_open.h"

#include <gsl/gsl_math.h>
#include <math.h>
#include <stdlib.h>

#define HUNDREDTHS 100.0
#define WHOLE_BITS 16
#define CELLS      (1 << WHOLE_BITS)
#define WORDS      4294967296.0 /* 2^32 */
#define PAIRS      (4 * QC_COHORT_OCTETS)
#define DIGIT_BITS 9
_Static_assert(PAIRS *((1 << DIGIT_BITS) - 1) < CELLS, "digits of a chunk add up in 16 bits");

/* ---- one deal ---- */

static double chance_in(const double *chance, int32_t atom, double *so_far)
{
    const double before = *so_far;
    *so_far = fmax(before, chance[atom]);
    return *so_far - before;
}

/* Whole cells that must be given back so that those at the end stay free. */
static int64_t cells_too_many(const double *chance, int32_t atoms)
{
    int64_t cells = atoms - CELLS;
    double so_far = 0;
    for (int32_t a = 0; a < atoms; a++)
        cells += (int64_t) (chance_in(chance, a, &so_far) * CELLS);
    return GSL_MAX(cells, 0);
}

void qc_cohort_law(const double *chance, int32_t atoms, int16_t *level, uint32_t *rest)
{
    int64_t too_many = cells_too_many(chance, atoms), cells = 0;
    double so_far = 0, left = 0;
    for (int32_t a = 0; a < atoms; a++) {
        const double wanted = chance_in(chance, a, &so_far) * CELLS;
        const int64_t whole = (int64_t) wanted, back = GSL_MIN(whole, too_many);
        too_many -= back;
        cells += whole - back;
        left += wanted - (double) (whole - back);
        level[a] = (int16_t) (INT16_MIN + cells);
        rest[a] = (uint32_t) fmin(nearbyint(left / atoms * WORDS), (double) UINT32_MAX);
    }
}

/* ---- room ---- */

typedef struct chunk_room { /* what a chunk is filled through */
    uint32_t *number, *threshold, *digit, *rest;
    int64_t *amount, *unit;
    int16_t *level; /* [atom] of one deal */
} chunk_room;

static bool take_room(qc_cohort_open *chunk, chunk_room *room, int32_t octets, int32_t atoms,
                      qc_arena *arena, qc_status *status)
{
    const int32_t padded = (atoms + QC_COHORT_SUMS - 1) / QC_COHORT_SUMS * QC_COHORT_SUMS;
    const size_t deals = 8 * (size_t) octets, wide = (size_t) padded;
    room->number = qc_arena_take(arena, (size_t) octets, sizeof(uint32_t), status);
    room->threshold = qc_arena_take(arena, deals / 2 * wide, sizeof(uint32_t), status);
    room->rest = qc_arena_take(arena, deals * wide, sizeof(uint32_t), status);
    room->amount = qc_arena_take(arena, deals, sizeof(int64_t), status);
    room->level = qc_arena_take(arena, wide, sizeof(int16_t), status);
    if (room->number == NULL || room->threshold == NULL || room->rest == NULL ||
        room->amount == NULL || room->level == NULL)
        return false;
    for (size_t i = 0; i < deals / 2 * wide; i++)
        room->threshold[i] = 0x80008000; /* never */
    *chunk = (qc_cohort_open){.atoms = padded,
                              .limit = (int16_t) (INT16_MAX - atoms),
                              .number = room->number,
                              .threshold = room->threshold,
                              .rest = room->rest,
                              .amount = room->amount};
    return true;
}

static void put_level(uint32_t *threshold, int32_t side, int16_t level)
{
    const int32_t shift = 16 * side;
    *threshold = (*threshold & ~(UINT32_C(0xFFFF) << shift)) | (uint32_t) (uint16_t) level << shift;
}

/* ---- amounts ---- */

static int64_t common_measure(int64_t a, int64_t b)
{
    while (b != 0) {
        const int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Amounts as numbers of their common measure: one digit each where the sums allow it, else digits of a few
 * bits. */
static bool fill_digits(qc_cohort_open *chunk, chunk_room *room, qc_arena *arena, qc_status *status)
{
    const int32_t deals = chunk->octets * 8;
    int64_t unit = 0, sum[2] = {0}, most = 0;
    int32_t bits = WHOLE_BITS;
    for (int32_t d = 0; d < deals; d++)
        unit = common_measure(unit, chunk->amount[d]);
    for (int32_t d = 0; d < deals && unit > 0; d++) {
        most = GSL_MAX(most, chunk->amount[d] / unit);
        sum[d % 2] += chunk->amount[d] / unit;
    }
    if (sum[0] >= CELLS || sum[1] >= CELLS) bits = DIGIT_BITS;
    while (most >> (bits * chunk->digits) != 0)
        chunk->digits++;
    const size_t digits = (size_t) chunk->digits;
    room->unit = qc_arena_take(arena, digits, sizeof(int64_t), status);
    room->digit = qc_arena_take(arena, digits * PAIRS, sizeof(uint32_t), status);
    if (room->unit == NULL || room->digit == NULL) return false;
    chunk->unit = room->unit;
    chunk->digit = room->digit;
    for (int32_t i = 0; i < chunk->digits; i++) {
        const int64_t mask = (INT64_C(1) << bits) - 1;
        room->unit[i] = unit << (bits * i);
        for (int32_t d = 0; d < deals; d++) {
            const int64_t number = chunk->amount[d] / unit >> (bits * i) & mask;
            room->digit[i * PAIRS + d / 2] |= (uint32_t) number << (d % 2 * 16);
        }
    }
    return true;
}

/* ---- chunks ---- */

static int64_t amount_of(const qc_world *world, const qc_cohort_class *class, int32_t deal)
{
    if (deal >= world->book->open_count || world->open_mask[deal] != class->mask) return 0;
    return llround(world->book->open[deal].amount * HUNDREDTHS);
}

static bool any_of(const qc_world *world, const qc_cohort_class *class, int32_t octet)
{
    for (int32_t d = 0; d < 8; d++)
        if (amount_of(world, class, octet * 8 + d) != 0) return true;
    return false;
}

static void add_octet(qc_cohort_open *chunk, chunk_room *room, const qc_world *world,
                      const qc_win_table *table, const qc_cohort_class *class, int32_t octet)
{
    room->number[chunk->octets] = (uint32_t) octet;
    for (int32_t d = 0; d < 8; d++) {
        const int32_t at = chunk->octets * 8 + d, deal = octet * 8 + d;
        const double *chance = table->open + (size_t) deal * (size_t) table->atoms;
        room->amount[at] = amount_of(world, class, deal);
        if (room->amount[at] == 0) continue;
        qc_cohort_law(chance, table->atoms, room->level, room->rest + (int64_t) at * chunk->atoms);
        for (int32_t a = 0; a < table->atoms; a++)
            put_level(&room->threshold[(int64_t) (at / 2) * chunk->atoms + a], d % 2,
                      room->level[a]);
    }
    chunk->octets++;
}

/* Octets go by the deal's place in the book, whatever the class, so that a deal keeps its luck. */
static bool fill_class(qc_cohort_class *class, const qc_world *world, const qc_win_table *table,
                       qc_arena *arena, qc_status *status)
{
    const int32_t octets = (world->book->open_count + 7) / 8;
    int32_t capacity = 0;
    chunk_room room = {0};
    qc_cohort_open *chunk = NULL;
    for (int32_t octet = 0; octet < octets; octet++) {
        if (!any_of(world, class, octet)) continue;
        if (chunk == NULL || chunk->octets == QC_COHORT_OCTETS) {
            if (chunk != NULL && !fill_digits(chunk, &room, arena, status)) return false;
            class->chunks = qc_arena_grow(arena, class->chunks, class->chunk_count, &capacity,
                                          sizeof *class->chunks, status);
            if (class->chunks == NULL) return false;
            chunk = &class->chunks[class->chunk_count++];
            if (!take_room(chunk, &room, GSL_MIN(octets - octet, QC_COHORT_OCTETS), table->atoms,
                           arena, status))
                return false;
        }
        add_octet(chunk, &room, world, table, class, octet);
    }
    return chunk == NULL || fill_digits(chunk, &room, arena, status);
}

bool qc_cohort_classes_make(qc_cohort_class **classes, int32_t *count, const qc_world *world,
                            const qc_win_table *table, qc_arena *arena, qc_status *status)
{
    int32_t capacity = 0;
    *classes = NULL;
    *count = 0;
    for (int32_t i = 0; i < world->book->open_count; i++) {
        const uint64_t mask = world->open_mask[i];
        int32_t c = 0;
        while (c < *count && (*classes)[c].mask != mask)
            c++;
        if (c < *count || mask == 0) continue;
        *classes = qc_arena_grow(arena, *classes, *count, &capacity, sizeof **classes, status);
        if (*classes == NULL) return false;
        qc_cohort_class *class = &(*classes)[(*count)++];
        *class = (qc_cohort_class){.mask = mask};
        if (!fill_class(class, world, table, arena, status)) return false;
    }
    return true;
}

bool qc_cohort_deal_make(qc_cohort_open *alone, const qc_world *world, const qc_win_table *table,
                         int32_t deal, uint64_t mask, const int32_t *atoms, int32_t atom_count,
                         qc_arena *arena, qc_status *status)
{
    const double *chance = table->open + (size_t) deal * (size_t) table->atoms;
    chunk_room room = {0};
    int16_t *level = qc_arena_take(arena, (size_t) table->atoms, sizeof *level, status);
    uint32_t *rest = qc_arena_take(arena, (size_t) table->atoms, sizeof *rest, status);
    if (level == NULL || rest == NULL || !take_room(alone, &room, 1, atom_count, arena, status))
        return false;
    const int32_t at = deal % 8;
    alone->limit = (int16_t) (INT16_MAX - table->atoms);
    alone->octets = 1;
    room.number[0] = (uint32_t) deal / 8;
    if ((world->open_mask[deal] & mask) != 0)
        room.amount[at] = llround(world->book->open[deal].amount * HUNDREDTHS);
    qc_cohort_law(chance, table->atoms, level, rest);
    for (int32_t a = 0; a < atom_count; a++) {
        if (atoms[a] < 0) continue;
        put_level(&room.threshold[at / 2 * alone->atoms + a], at % 2, level[atoms[a]]);
        room.rest[at * alone->atoms + a] = rest[atoms[a]];
    }
    return fill_digits(alone, &room, arena, status);
}
