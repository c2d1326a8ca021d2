/* The idea. Where no exit depends on the time, one number says how far a deal gets, and each of its visits has a
 * stay of its own, so that all of them can be read before the first week begins: side by side, without a
 * branch. What is left for the weeks is the reps' hours: how fast each rep's clock moves, and whose visit is
 * due. An end of a visit is the same few steps whichever way it goes, for a wrong guess of the processor
 * costs more than they do.
 *
 * This file is compiled once for each instruction set (step_kernel_v3.c, step_kernel_v4.c). It adds, multiplies and
 * compares, one operation after the other, so that every instruction set gives the same bits. */
#include "sim/step/step_kernel.h"

#include "core/rng.h"
#include "sim/step/step_state.h"

#include <math.h>
#include <string.h>

#ifndef QC_KERNEL
#define QC_KERNEL qc_step_kernel_base
#if defined(__x86_64__)
#define QC_ISA "x86-64"
#else
#define QC_ISA "plain"
#endif
#endif

#define WEEK      7.0
#define LUCK_EXIT 5 /* which number of a new deal's luck decides its exits; its stays follow */
#define LUCK_TIME 3
#define BLOCK     32
#define TINY      0x1p-40 /* less than any two positions differ by */
#define NO_NUMBER UINT64_C(0x7ff8000000000000)
#define OVERLOAD  (1 + 1e-9)
#define BYTES     UINT64_C(0x0101010101010101)

typedef uint64_t eight __attribute__((vector_size(8 * QC_LANE_STAGES)));
static const eight STEPS = {0,
                            QC_RNG_STEP,
                            2 * QC_RNG_STEP,
                            3 * QC_RNG_STEP,
                            4 * QC_RNG_STEP,
                            5 * QC_RNG_STEP,
                            6 * QC_RNG_STEP,
                            7 * QC_RNG_STEP};

/* ---- choices without branches ---- */

static inline uint64_t bits_of(double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline double from_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* `other` where the mask is all ones, `one` where it is 0. */
static inline double choose(double one, double other, uint64_t mask)
{
    return from_bits((bits_of(one) & ~mask) | (bits_of(other) & mask));
}

/* ---- luck ---- */

static inline double uniform(uint64_t key, uint64_t counter)
{
    qc_rng luck = {key, counter - 1};
    return qc_rng_uniform(&luck);
}

/* How many exits a deal passes whose number is `exit`. */
static inline int32_t passed_by(const double *reach, double exit)
{
    int32_t passed = 0;
    for (int k = 0; k < QC_LANE_STAGES; k++)
        passed += exit < reach[k];
    return passed;
}

static void read_book(qc_lane *lane, uint64_t path)
{
    for (int32_t i = 0; i < lane->book; i++) {
        lane->key[i] = qc_rng_entity(path, lane->name[i]).key;
        lane->visits[i] = passed_by(lane->reach[lane->stage[i]], uniform(lane->key[i], 1));
    }
    for (int32_t i = 0; i < lane->book; i++) {
        const int32_t most = lane->stages - lane->stage[i];
        lane->wins[i] = lane->visits[i] == most;
        lane->visits[i] += lane->visits[i] < most;
    }
}

static void read_new(qc_lane *lane, uint64_t path, uint64_t name, int32_t count, double start,
                     double length)
{
    const double *reach = lane->reach[0];
    const int32_t most = lane->stages;
    uint64_t *restrict key = lane->key + lane->count, *restrict names = lane->name + lane->count;
    int32_t *restrict visits = lane->visits + lane->count;
    double *restrict time = lane->time + lane->count;
    bool *restrict wins = lane->wins + lane->count;
    for (int32_t i = 0; i < count; i++) {
        names[i] = name + (uint64_t) i;
        key[i] = qc_rng_entity(path, names[i]).key;
        time[i] = start + length * uniform(key[i], LUCK_TIME);
        visits[i] = passed_by(reach, uniform(key[i], LUCK_EXIT));
    }
    for (int32_t i = 0; i < count; i++) {
        wins[i] = visits[i] == most;
        visits[i] += visits[i] < most;
    }
    lane->count += count;
}

/* ---- visits ---- */

/* Eight visits are written whether the deal has them or not; the next deal's come over what is too much. */
static void list_visits(qc_lane *lane)
{
    uint64_t *restrict luck = lane->luck;
    uint8_t *restrict stages = lane->where, *restrict codes = lane->code;
    int32_t *restrict first = lane->first;
    int32_t at = 0;
    for (int32_t i = 0; i < lane->count; i++) {
        const bool open = i < lane->book;
        const uint64_t stage = open ? (uint64_t) lane->stage[i] : 0;
        const uint64_t next = lane->key[i] + (open ? 2 : LUCK_EXIT + 1) * QC_RNG_STEP;
        const int32_t last = lane->visits[i] - 1;
        const uint64_t where = UINT64_C(0x0706050403020100) + stage * BYTES;
        const uint64_t ends = (uint64_t) (QC_LANE_LOST + lane->wins[i]) << 8 * last;
        const uint64_t code = 3 * where + ends; /* no byte outgrows itself */
        memcpy(stages + at, &where, sizeof where);
        memcpy(codes + at, &code, sizeof code);
        const eight numbers = next + STEPS;
        memcpy(luck + at, &numbers, sizeof numbers);
        first[i] = at;
        lane->owner[at + last] = i;
        at += last + 1;
    }
    lane->visit_count = at;
    memset(stages + at, 0, BLOCK); /* a block may go on behind the last one */
}

/* The tails that stays are looked up with; an open deal has outlasted a part of its stay. */
static void read_tails(qc_lane *lane)
{
    const uint64_t *restrict luck = lane->luck;
    double *restrict tail = lane->tail;
    const int32_t count = lane->visit_count + BLOCK;
    for (int32_t i = 0; i < count; i++)
        tail[i] = ((double) (int64_t) (qc_rng_mix(luck[i]) >> 12) + 0.5) * 0x1.0p-52;
    for (int32_t i = 0; i < lane->book; i++)
        tail[lane->first[i]] *= lane->alive[i];
}

/* Where qc_quick_quantile() would look a tail up: the cell, and how far up in it; NAN where the grids leave it to
 * the exact quantile. */
static inline void find_cells(const double *restrict tail, const uint8_t *restrict where,
                              int64_t *restrict at, double *restrict part)
{
    for (int32_t i = 0; i < BLOCK; i++) {
        const double far = QC_QUICK_CELLS - tail[i] * (QC_QUICK_CELLS / (1 - QC_QUICK_UPPER));
        const double near = (1 - tail[i]) * QC_QUICK_CELLS;
        const uint64_t upper = 0 - (uint64_t) (tail[i] <= 1 - QC_QUICK_UPPER);
        const double position = choose(near, far, upper);
        const int64_t cell = (int32_t) position;
        const double inside = choose(position - QC_QUICK_EDGE,
                                     QC_QUICK_CELLS - QC_QUICK_EDGE - position - TINY, upper);
        const uint64_t edge = 0 - (uint64_t) (inside < 0);
        at[i] = where[i] * QC_LANE_GRID + (int64_t) (upper & (QC_QUICK_CELLS + 1)) + cell;
        part[i] = from_bits(bits_of(position - (double) cell) | (edge & NO_NUMBER));
    }
}

static inline int64_t look_up(const double *restrict grid, const int64_t *restrict at,
                              const double *restrict part, double *restrict stay)
{
    int64_t edges = 0;
    for (int32_t i = 0; i < BLOCK; i++) {
        const double low = grid[at[i]], high = grid[at[i] + 1];
        stay[i] = low + part[i] * (high - low);
        edges += part[i] != part[i];
    }
    return edges;
}

static void exact_ones(qc_lane *lane, int32_t from, const double *part)
{
    for (int32_t i = 0; i < BLOCK && from + i < lane->visit_count; i++) {
        if (isnan(part[i]))
            lane->stay[from + i] = qc_quick_quantile_edge(lane->quick[lane->where[from + i]],
                                                          lane->tail[from + i]);
    }
}

static void stay(qc_lane *lane)
{
    list_visits(lane);
    read_tails(lane);
    for (int32_t from = 0; from < lane->visit_count; from += BLOCK) {
        int64_t at[BLOCK];
        double part[BLOCK];
        find_cells(lane->tail + from, lane->where + from, at, part);
        if (look_up(lane->grid, at, part, lane->stay + from) > 0) exact_ones(lane, from, part);
    }
    for (int32_t i = 0; i < lane->book; i++)
        lane->stay[lane->first[i]] -= lane->age[i];
}

/* ---- shifts ---- */

static inline void place(qc_lane *lane, int32_t deal, int32_t seat, double due)
{
    const int32_t at = lane->place_count++, visit = lane->first[deal];
    lane->due[at] = due;
    lane->place[at] = (uint64_t) seat << 32 | (uint64_t) visit;
    lane->need[seat] += lane->ticks[lane->where[visit]];
}

static void take_book(qc_lane *lane)
{
    for (int32_t i = lane->book - 1; i >= 0; i--)
        place(lane, i, lane->seat[i], 0 + lane->stay[lane->first[i]]);
}

static inline int32_t next_seat(qc_lane *lane, const bool *here)
{
    int32_t seat = lane->turn;
    while (!here[seat])
        seat = seat + 1 < lane->reps ? seat + 1 : 0;
    lane->turn = seat + 1 < lane->reps ? seat + 1 : 0;
    return seat;
}

static inline void take_new(qc_lane *lane, int32_t s, bool whole)
{
    const qc_lane_shift *shift = &lane->shifts[s];
    const bool *here = lane->here + (size_t) s * (size_t) lane->reps;
    for (int32_t i = lane->head[s]; i >= 0; i = lane->next[i]) {
        const int32_t seat = next_seat(lane, here);
        const double since = whole ? shift->days : lane->time[i] - shift->from;
        const double now = lane->clock[seat] + lane->speed[seat] * since;
        place(lane, i, seat, now + lane->stay[lane->first[i]]);
    }
}

/* How fast each clock moves, and where it will stand. */
static void set_speeds(qc_lane *lane, int32_t s)
{
    qc_lane_shift *shift = &lane->shifts[s];
    const size_t row = (size_t) s * (size_t) lane->reps;
    const double *room = lane->room + row, *there = lane->there + row;
    const int64_t *seated = lane->seated + row;
    const double days = shift->days;
    int64_t needed = 0, overloaded = 0;
    for (int32_t r = 0; r < lane->reps; r++) {
        const double need = (double) lane->need[r] / QC_HOUR_TICKS * days / WEEK;
        const double part = room[r] / need;
        const double speed = need <= 0 || part > 1 ? 1 : part;
        lane->speed[r] = speed;
        lane->end[r] = lane->clock[r] + speed * days;
        needed += lane->need[r];
        overloaded += need > there[r] * OVERLOAD ? seated[r] : 0;
    }
    shift->needed = needed;
    shift->overloaded = overloaded;
}

static inline int32_t list_due(const qc_lane *lane, int32_t *restrict list)
{
    const double *due = lane->due, *end = lane->end;
    const uint64_t *place = lane->place;
    const int32_t places = lane->place_count;
    int32_t count = 0;
    for (int32_t i = 0; i < places; i++) {
        list[count] = i;
        count += due[i] <= end[place[i] >> 32];
    }
    return count;
}

/* When a visit that is due at `due` ends inside the shift, as sim/step/step_visits has it. */
static inline double time_of(const qc_lane *lane, const qc_lane_shift *shift, uint64_t seat,
                             double due)
{
    const double time = shift->from + fmax(due - lane->clock[seat], 0) / lane->speed[seat];
    return time < shift->to ? time : nextafter(shift->to, 0);
}

static inline void put(void *to, uint64_t one, uint64_t other, uint64_t mask)
{
    const uint64_t chosen = (one & ~mask) | (other & mask);
    memcpy(to, &chosen, sizeof chosen);
}

/* Ends the visits of a list, from its last place to its first: the deal that stands last takes the place of one
 * that is gone. The next visit of a deal stands behind this one. Returns how many are due again before the
 * shift ends. */
static inline int32_t end_visits(qc_lane *lane, const qc_lane_shift *shift, bool whole,
                                 const int32_t *list, int32_t count)
{
    const double *stay = lane->stay, *end = lane->end;
    const uint8_t *code = lane->code;
    int64_t *need = lane->need;
    qc_lane_win *won = lane->won;
    uint64_t *place = lane->place;
    double *due = lane->due;
    int32_t again = 0, places = lane->place_count, wins = lane->won_count;
    for (int32_t j = count - 1; j >= 0; j--) {
        const int32_t at = list[j];
        const uint64_t here = place[at], visit = here & UINT32_MAX, seat = here >> 32;
        const qc_lane_change *change = &lane->change[code[visit]];
        const double time = whole ? shift->to : time_of(lane, shift, seat, due[at]);
        const double now = whole ? end[seat]
                                 : lane->clock[seat] + lane->speed[seat] * (time - shift->from);
        const double next = now + stay[visit + 1];
        const uint64_t gone = 0 - change->is_end;
        need[seat] += change->ticks;
        places -= (int32_t) change->is_end;
        put(&due[at], bits_of(next), bits_of(due[places]), gone);
        put(&place[at], here + 1, place[places], gone);
        won[wins].visit = (int32_t) visit;
        won[wins].day = whole ? (int32_t) shift->to : (int32_t) time + 1;
        wins += (int32_t) change->is_win;
        if (!whole) again += !gone & (next <= end[seat]);
    }
    lane->place_count = places;
    lane->won_count = wins;
    lane->moves += count;
    return again;
}

static inline void go_through_due(qc_lane *lane, int32_t s, bool whole)
{
    while (end_visits(lane, &lane->shifts[s], whole, lane->list, list_due(lane, lane->list)) > 0) {
    }
}

static inline void run_shifts(qc_lane *lane, bool whole)
{
    take_book(lane);
    for (int32_t s = 0; s < lane->shift_count; s++) {
        set_speeds(lane, s);
        if (!whole) take_new(lane, s, whole);
        go_through_due(lane, s, whole);
        if (whole) take_new(lane, s, whole);
        memcpy(lane->clock, lane->end, (size_t) lane->reps * sizeof *lane->clock);
    }
}

static void run(qc_lane *lane)
{
    if (lane->whole)
        run_shifts(lane, true);
    else
        run_shifts(lane, false);
}

const qc_step_kernel QC_KERNEL = {QC_ISA, read_book, read_new, stay, run};
