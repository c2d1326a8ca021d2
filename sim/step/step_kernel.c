/* The idea. Where no exit depends on the time, one number says how far a deal gets, and each of its visits has a
 * stay of its own, so that all of them can be read before the first week begins: side by side, without a
 * branch. What is left for the weeks is the reps' hours: how fast each rep's clock moves, and whose visit is due.
 * A rep has the open deals in hands of eight places, which one comparison looks through. An end of a visit is the
 * same few steps whichever way it goes, for a wrong guess of the processor costs more than they do: behind a
 * deal's last visit stands a stay that is no number, so that the deal is due at no time, and its place is empty.
 *
 * This file is compiled once for each instruction set (step_kernel_v3.c, step_kernel_v4.c). It adds, multiplies and
 * compares, one operation after the other, so that every instruction set gives the same bits. */
#include "sim/step/step_kernel.h"

#include "core/rng.h"
#include "sim/step/step_state.h"

#include <math.h>
#include <string.h>
#if defined(__BMI2__)
#include <immintrin.h>
#endif

#ifndef QC_KERNEL
#define QC_KERNEL qc_step_kernel_base
#if defined(__x86_64__)
#define QC_ISA "x86-64"
#else
#define QC_ISA "plain"
#endif
#endif

#define WEEK        7.0
#define LUCK_EXIT   5 /* which number of a new deal's luck decides its exits; its stays follow */
#define LUCK_TIME   3
#define BLOCK       64
#define TINY        0x1p-40 /* less than any two positions differ by */
#define NO_NUMBER   UINT64_C(0x7ff8000000000000)
#define OVERLOAD    (1 + 1e-9)
#define BYTES       UINT64_C(0x0101010101010101)
#define FIRST_EIGHT UINT64_C(0x0706050403020100) /* a byte each */

typedef uint64_t eight __attribute__((vector_size(8 * QC_LANE_STAGES)));
typedef double pair __attribute__((vector_size(16)));
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

/* How many exits each deal passes, from the number that says so. */
static inline void read_exits(const qc_lane *lane, int32_t stage, int32_t from, int32_t to,
                              uint64_t counter)
{
    const double *reach = lane->reach[stage];
    const uint64_t *restrict key = lane->key;
    const int32_t most = lane->stages - stage;
    int32_t *restrict visits = lane->visits, *restrict wins = lane->wins;
    for (int32_t i = from; i < to; i++) {
        const double exit = uniform(key[i], counter);
        int32_t passed = 0;
        for (int k = 0; k < QC_LANE_STAGES; k++)
            passed += exit < reach[k];
        visits[i] = passed;
    }
    for (int32_t i = from; i < to; i++) {
        wins[i] = visits[i] == most;
        visits[i] += visits[i] < most;
    }
}

static void read_book(qc_lane *lane, uint64_t path)
{
    const int32_t *restrict open = lane->open;
    uint64_t *restrict key = lane->key;
    for (int32_t i = 0; i < lane->book; i++)
        key[i] = qc_rng_entity(path, (uint64_t) open[i]).key;
    for (int32_t s = 0; s < lane->stages; s++)
        read_exits(lane, s, lane->book_from[s], lane->book_from[s + 1], 1);
    lane->count = lane->book;
}

static void read_new(qc_lane *lane, uint64_t path, uint64_t name, int32_t count, double start,
                     double length)
{
    uint64_t *restrict key = lane->key + lane->count, *restrict names = lane->name + lane->count;
    double *restrict time = lane->time + lane->count;
    for (int32_t i = 0; i < count; i++) {
        names[i] = name + (uint64_t) i;
        key[i] = qc_rng_entity(path, names[i]).key;
        time[i] = start + length * uniform(key[i], LUCK_TIME);
    }
    read_exits(lane, 0, lane->count, lane->count + count, LUCK_EXIT);
    lane->count += count;
}

/* Whoever comes in a shift stands in its list, the last one first; behind the last shift is what comes too late. */
static void list_arrivals(qc_lane *lane)
{
    const double *restrict time = lane->time;
    const int32_t *restrict shift_of_day = lane->shift_of_day;
    const int32_t days = lane->days;
    int32_t *restrict next = lane->next, *restrict head = lane->head;
    int32_t late = 0;
    for (int32_t s = 0; s <= lane->shift_count; s++)
        head[s] = -1;
    for (int32_t i = lane->book; i < lane->count; i++) {
        const int32_t day = (int32_t) time[i], s = shift_of_day[day < days ? day : days];
        next[i] = head[s];
        head[s] = i;
        late += day >= days;
    }
    lane->arrived = lane->count - lane->book - late;
}

/* ---- visits ---- */

/* Lists the visits of deals that begin in one stage, from place `at` on. Eight are written whether the deal has
 * them or not; the next deal's come over what is too much. Their luck starts with number `counter`. */
static inline int32_t list_visits(qc_lane *lane, int32_t stage, int32_t from, int32_t to,
                                  int32_t at, uint64_t counter)
{
    const uint64_t where = FIRST_EIGHT + (uint64_t) stage * BYTES;
    const eight numbers = STEPS + counter * QC_RNG_STEP;
    const uint64_t *restrict key = lane->key;
    const int32_t *restrict visits = lane->visits, *restrict wins = lane->wins;
    double *restrict luck = lane->stay;
    uint8_t *restrict stages = lane->where, *restrict codes = lane->code;
    int32_t *restrict first = lane->first, *restrict owner = lane->owner;
    const uint64_t win = (uint64_t) (QC_LANE_WIN - 2 * (lane->stages - 1));
    for (int32_t i = from; i < to; i++) {
        const int32_t last = visits[i] - 1;
        const uint64_t end = wins[i] ? win : 1;
        const uint64_t code = 2 * where + (end << 8 * last); /* no byte outgrows itself */
        const eight own = key[i] + numbers;
        memcpy(stages + at, &where, sizeof where);
        memcpy(codes + at, &code, sizeof code);
        memcpy(luck + at, &own, sizeof own);
        first[i] = at;
        at += last;
        owner[at++] = i;
    }
    return at;
}

static void list_all_visits(qc_lane *lane)
{
    int32_t at = 0;
    for (int32_t s = 0; s < lane->stages; s++)
        at = list_visits(lane, s, lane->book_from[s], lane->book_from[s + 1], at, 2);
    at = list_visits(lane, 0, lane->book, lane->count, at, LUCK_EXIT + 1);
    lane->visit_count = at;
    memset(lane->where + at, 0, BLOCK); /* a block may go on behind the last one */
}

/* From their luck the tails that stays are looked up with; an open deal has outlasted a part of its stay. */
static void read_tails(qc_lane *lane)
{
    double *restrict tail = lane->stay;
    const int32_t count = lane->visit_count + BLOCK;
    for (int32_t i = 0; i < count; i++)
        tail[i] = ((double) (int64_t) (qc_rng_mix(bits_of(tail[i])) >> 12) + 0.5) * 0x1.0p-52;
    for (int32_t i = 0; i < lane->book; i++)
        tail[lane->first[i]] *= lane->alive[i];
}

/* The first stays stand by themselves; in their places now stands that the deal before has no more. */
static void part_first_ones(qc_lane *lane)
{
    const int32_t *restrict first = lane->first;
    double *restrict stay = lane->stay, *restrict first_stay = lane->first_stay;
    for (int32_t i = 0; i < lane->count; i++) {
        first_stay[i] = stay[first[i]];
        stay[first[i]] = from_bits(NO_NUMBER);
    }
    stay[lane->visit_count] = from_bits(NO_NUMBER);
    for (int32_t i = 0; i < lane->book; i++)
        first_stay[i] -= lane->age[i];
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
        pair ends;
        memcpy(&ends, grid + at[i], sizeof ends);
        stay[i] = ends[0] + part[i] * (ends[1] - ends[0]);
    }
    for (int32_t i = 0; i < BLOCK; i++)
        edges += part[i] != part[i];
    return edges;
}

static void exact_ones(qc_lane *lane, int32_t from, const double *tail, const double *part)
{
    for (int32_t i = 0; i < BLOCK && from + i < lane->visit_count; i++) {
        if (isnan(part[i]))
            lane->stay[from + i] = qc_quick_quantile_edge(lane->quick[lane->where[from + i]],
                                                          tail[i]);
    }
}

static void stay(qc_lane *lane)
{
    list_arrivals(lane);
    list_all_visits(lane);
    read_tails(lane);
    for (int32_t from = 0; from < lane->visit_count; from += BLOCK) {
        int64_t at[BLOCK];
        double part[BLOCK], tail[BLOCK];
        memcpy(tail, lane->stay + from, sizeof tail);
        find_cells(tail, lane->where + from, at, part);
        if (look_up(lane->grid, at, part, lane->stay + from) > 0)
            exact_ones(lane, from, tail, part);
    }
    for (int32_t i = 0; lane->scaled && i < lane->visit_count; i++)
        lane->stay[i] *= lane->scale[lane->where[i]];
    part_first_ones(lane);
}

/* ---- hands ---- */

#if defined(__AVX512VL__)
static inline unsigned due_by(const double *due, double end)
{
    return _mm512_cmp_pd_mask(_mm512_loadu_pd(due), _mm512_set1_pd(end), _CMP_LE_OQ);
}

static inline unsigned empty_ones(const double *due)
{
    const __m512d all = _mm512_loadu_pd(due);
    return _mm512_cmp_pd_mask(all, all, _CMP_UNORD_Q);
}
#elif defined(__AVX2__) && defined(__BMI2__)
#define BOTH(low, high) ((unsigned) (_mm256_movemask_pd(low) | _mm256_movemask_pd(high) << 4))

static inline unsigned due_by(const double *due, double end)
{
    const __m256d low = _mm256_loadu_pd(due), high = _mm256_loadu_pd(due + 4);
    const __m256d ends = _mm256_set1_pd(end);
    return BOTH(_mm256_cmp_pd(low, ends, _CMP_LE_OQ), _mm256_cmp_pd(high, ends, _CMP_LE_OQ));
}

static inline unsigned empty_ones(const double *due)
{
    const __m256d low = _mm256_loadu_pd(due), high = _mm256_loadu_pd(due + 4);
    return BOTH(_mm256_cmp_pd(low, low, _CMP_UNORD_Q), _mm256_cmp_pd(high, high, _CMP_UNORD_Q));
}

/* The places of a mask, counted from `first`, and then anything. */
static inline __m256i places_of(unsigned mask, int32_t first)
{
    const uint64_t bytes = _pdep_u64(mask, BYTES) * 0xff; /* a byte of ones for each */
    const __m128i those = _mm_cvtsi64_si128((int64_t) _pext_u64(FIRST_EIGHT, bytes));
    return _mm256_add_epi32(_mm256_cvtepu8_epi32(those), _mm256_set1_epi32(first));
}
#else
static inline unsigned empty_ones(const double *due)
{
    unsigned mask = 0;
    for (int i = 0; i < QC_LANE_HAND; i++)
        mask |= (unsigned) (due[i] != due[i]) << i;
    return mask;
}
#endif

/* Appends the places of hand h and the one behind it that are due; returns how many. */
static inline int32_t list_two(const qc_lane *lane, int32_t h, int32_t *list)
{
    const double *due = lane->due + h * QC_LANE_HAND, *next = due + QC_LANE_HAND;
    const double end = lane->end[lane->whose[h]], next_end = lane->end[lane->whose[h + 1]];
#if defined(__AVX512VL__)
    const __m512i all = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const unsigned mask = due_by(due, end) | due_by(next, next_end) << QC_LANE_HAND;
    const __m512i those = _mm512_maskz_compress_epi32((__mmask16) mask, all);
    _mm512_storeu_si512(list, _mm512_add_epi32(those, _mm512_set1_epi32(h * QC_LANE_HAND)));
    return __builtin_popcount(mask);
#elif defined(__AVX2__) && defined(__BMI2__)
    const unsigned mask = due_by(due, end), next_mask = due_by(next, next_end);
    const int32_t count = __builtin_popcount(mask);
    _mm256_storeu_si256((__m256i *) list, places_of(mask, h * QC_LANE_HAND));
    _mm256_storeu_si256((__m256i *) (list + count), places_of(next_mask, (h + 1) * QC_LANE_HAND));
    return count + __builtin_popcount(next_mask);
#else
    int32_t count = 0;
    for (int32_t i = 0; i < QC_LANE_HAND; i++) {
        list[count] = h * QC_LANE_HAND + i;
        count += due[i] <= end;
    }
    for (int32_t i = 0; i < QC_LANE_HAND; i++) {
        list[count] = (h + 1) * QC_LANE_HAND + i;
        count += next[i] <= next_end;
    }
    return count;
#endif
}

/* Behind the last hand there is always an empty one. */
static inline int32_t list_due(const qc_lane *lane, int32_t *restrict list)
{
    const int32_t hand_count = lane->hand_count;
    int32_t count = 0;
    for (int32_t h = 0; h < hand_count; h += 2)
        count += list_two(lane, h, list + count);
    return count;
}

static inline void clear_hand(qc_lane *lane, int32_t number)
{
    for (int i = 0; i < QC_LANE_HAND; i++)
        lane->due[number * QC_LANE_HAND + i] = from_bits(NO_NUMBER);
}

static int32_t new_hand(qc_lane *lane, int32_t seat)
{
    const int32_t number = lane->hand_count++;
    lane->whose[number] = seat;
    lane->beside[number] = -1;
    lane->whose[number + 1] = 0;
    clear_hand(lane, number + 1);
    return number;
}

static __attribute__((noinline)) int32_t hand_with_room(qc_lane *lane, int32_t seat)
{
    int32_t number = seat;
    while (empty_ones(lane->due + number * QC_LANE_HAND) == 0 && lane->beside[number] >= 0)
        number = lane->beside[number];
    if (empty_ones(lane->due + number * QC_LANE_HAND) == 0)
        number = lane->beside[number] = new_hand(lane, seat);
    lane->hand[seat] = number;
    return number;
}

static inline uint64_t place_of(int32_t seat, int32_t visit)
{
    return (uint64_t) seat << 32 | (uint64_t) visit;
}

/* Gives a rep a deal that needs so many ticks. */
static inline void place(qc_lane *lane, int32_t deal, int32_t seat, int64_t ticks, double now)
{
    int32_t hand = lane->hand[seat];
    unsigned empty = empty_ones(lane->due + hand * QC_LANE_HAND);
    if (empty == 0) {
        hand = hand_with_room(lane, seat);
        empty = empty_ones(lane->due + hand * QC_LANE_HAND);
    }
    const int32_t at = hand * QC_LANE_HAND + __builtin_ctz(empty);
    lane->due[at] = now + lane->first_stay[deal];
    lane->place[at] = place_of(seat, lane->first[deal]);
    lane->need[seat] += ticks;
}

/* ---- shifts ---- */

static void start(qc_lane *lane)
{
    const size_t reps = (size_t) lane->reps;
    lane->hand_count = lane->book_hands;
    for (int32_t h = 0; h <= lane->book_hands; h++)
        clear_hand(lane, h);
    lane->whose[lane->book_hands] = 0;
    memcpy(lane->whose, lane->book_whose, (size_t) lane->book_hands * sizeof *lane->whose);
    memcpy(lane->beside, lane->book_beside, (size_t) lane->book_hands * sizeof *lane->beside);
    memcpy(lane->hand, lane->book_hand, reps * sizeof *lane->hand);
    memcpy(lane->need, lane->book_need, reps * sizeof *lane->need);
    for (int32_t i = 0; i < lane->book; i++) {
        lane->due[lane->book_place[i]] = lane->first_stay[i];
        lane->place[lane->book_place[i]] = place_of(lane->seat[i], lane->first[i]);
    }
    memset(lane->clock, 0, reps * sizeof *lane->clock);
    lane->turn = lane->won_count = 0;
    lane->moves = 0;
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
    const double from = lane->shifts[s].from;
    const bool *here = lane->here + lane->row[s];
    const int64_t ticks = lane->ticks[0];
    for (int32_t i = lane->head[s]; i >= 0; i = lane->next[i]) {
        const int32_t seat = next_seat(lane, here);
        const double now = whole ? lane->end[seat]
                                 : lane->clock[seat] + lane->speed[seat] * (lane->time[i] - from);
        place(lane, i, seat, ticks, now);
    }
}

/* How fast each clock moves, and where it will stand. */
static inline void set_speeds(qc_lane *lane, int32_t s)
{
    qc_lane_shift *shift = &lane->shifts[s];
    const size_t row = lane->row[s];
    const double *restrict room = lane->room + row, *restrict there = lane->there + row;
    const int64_t *restrict seated = lane->seated + row, *restrict ticks = lane->need;
    const double *restrict clock = lane->clock;
    double *restrict speeds = lane->speed, *restrict end = lane->end;
    const double days = shift->days;
    int64_t needed = 0, overloaded = 0;
    for (int32_t r = 0; r < lane->reps; r++) {
        const double need = (double) ticks[r] / QC_HOUR_TICKS * days / WEEK;
        const double part = room[r] / need;
        const double speed = need <= 0 || part > 1 ? 1 : part;
        speeds[r] = speed;
        end[r] = clock[r] + speed * days;
        needed += ticks[r];
        overloaded += need > there[r] * OVERLOAD ? seated[r] : 0;
    }
    shift->needed = needed;
    shift->overloaded = overloaded;
}

/* When a visit that is due at `due` ends inside the shift, as sim/step/step_visits has it. */
static inline double time_of(const qc_lane *lane, const qc_lane_shift *shift, uint64_t seat,
                             double due)
{
    const double ahead = due - lane->clock[seat];
    const double time = shift->from + (ahead > 0 ? ahead : 0) / lane->speed[seat];
    return time < shift->to ? time : nextafter(shift->to, 0);
}

/* Ends the visits of a list; the next visit of a deal stands behind this one. Returns how many are due again
 * before the shift ends. */
static inline int32_t end_visits(qc_lane *lane, const qc_lane_shift *shift, bool whole,
                                 int32_t count)
{
    const int32_t *restrict list = lane->list;
    const double *restrict stay = lane->stay + 1, *restrict end = lane->end;
    const uint8_t *restrict code = lane->code;
    const int64_t *restrict change = lane->change;
    double *restrict due = lane->due;
    uint64_t *restrict place = lane->place;
    int64_t *restrict need = lane->need;
    uint64_t *restrict won = lane->won + lane->won_count;
    const uint64_t last_day = (uint64_t) shift->to << 32;
    int32_t again = 0, wins = 0;
    for (int32_t j = 0; j < count; j++) {
        const uint32_t at = (uint32_t) list[j];
        const uint64_t visit = place[at] & UINT32_MAX, seat = place[at] >> 32;
        const double time = whole ? 0 : time_of(lane, shift, seat, due[at]);
        const double now = whole ? end[seat]
                                 : lane->clock[seat] + lane->speed[seat] * (time - shift->from);
        const double next = now + stay[visit];
        due[at] = next;
        place[at]++;
        const uint64_t what = code[visit];
        need[seat] += change[what];
        won[wins] = (whole ? last_day : (uint64_t) ((int32_t) time + 1) << 32) | visit;
        wins += what == QC_LANE_WIN;
        if (!whole) again += next <= end[seat];
    }
    lane->won_count += wins;
    lane->moves += count;
    return again;
}

static inline void go_through_due(qc_lane *lane, int32_t s, bool whole)
{
    while (end_visits(lane, &lane->shifts[s], whole, list_due(lane, lane->list)) > 0) {
    }
}

static inline void run_shifts(qc_lane *lane, bool whole)
{
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
    start(lane);
    if (lane->whole)
        run_shifts(lane, true);
    else
        run_shifts(lane, false);
}

const qc_step_kernel QC_KERNEL = {QC_ISA, read_book, read_new, stay, run};
