/* The idea. Where no exit depends on the time, one number says how far a deal gets, and each of its visits has a
 * stay of its own, so that all of them can be read before the first week begins: side by side, without a
 * branch. What is left for the weeks is the reps' hours: how fast each rep's clock moves, and whose visit is due.
 * A rep has the open deals in hands of sixteen places, which two comparisons look through. An end of a visit is the
 * same few steps whichever way it goes, for a wrong guess of the processor costs more than they do: to
 * the stay behind a deal's last visit comes what is no number, so that the deal is due at no time, and its place is
 * empty.
 *
 * This file is compiled once for each instruction set (step_kernel_v3.c, step_kernel_v4.c). It adds, multiplies and
 * compares, one operation after the other, so that every instruction set gives the same bits. */
#include "sim/step/step_kernel.h"

#include "sim/step/step_stay.h"

#include <math.h>
#include <string.h>

#ifndef QC_KERNEL
#define QC_KERNEL qc_step_kernel_base
#define QC_ISA    QC_LANES_BASE
#endif

#define APART       __attribute__((noinline))
#define WEEK        7.0
#define LUCK_TIME   3 /* which number of a new deal's luck says when it comes */
#define NO_NUMBER   UINT64_C(0x7ff8000000000000)
#define HAND        (2 * QC_LANE_HAND) /* from one hand to the next */
#define LIGHT       0x1p49             /* ticks */
#define OVERLOAD    (1 + 1e-9)
#define BYTES       UINT64_C(0x0101010101010101)
#define FIRST_EIGHT UINT64_C(0x0706050403020100) /* a byte each */

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
    int32_t *restrict passes = lane->passes;
    for (int32_t i = from; i < to; i++) {
        const double exit = uniform(key[i], counter);
        int32_t passed = 0;
        for (int k = 0; k < QC_LANE_STAGES; k++)
            passed += exit < reach[k];
        passes[i] = passed;
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
    for (int32_t s = 0; s <= lane->shift_count; s++)
        head[s] = -1;
    for (int32_t i = lane->book; i < lane->count; i++) {
        const int32_t day = (int32_t) time[i], s = shift_of_day[day < days ? day : days];
        next[i] = head[s];
        head[s] = i;
    }
    lane->arrived = lane->count - lane->book;
    for (int32_t i = head[lane->shift_count]; i >= 0; i = next[i])
        lane->arrived--;
}

/* ---- visits ---- */

static void stay(qc_lane *lane)
{
    list_arrivals(lane);
    read_stays(lane);
}

/* ---- hands ---- */

#if defined(__AVX512VL__)
static inline unsigned due_by(const double *due, double end)
{
    const __m512d ends = _mm512_set1_pd(end);
    return _mm512_kunpackb(_mm512_cmp_pd_mask(_mm512_loadu_pd(due + 8), ends, _CMP_LE_OQ),
                           _mm512_cmp_pd_mask(_mm512_loadu_pd(due), ends, _CMP_LE_OQ));
}

static inline unsigned empty_ones(const double *due)
{
    const __m512d low = _mm512_loadu_pd(due), high = _mm512_loadu_pd(due + 8);
    return _mm512_kunpackb(_mm512_cmp_pd_mask(high, high, _CMP_UNORD_Q),
                           _mm512_cmp_pd_mask(low, low, _CMP_UNORD_Q));
}
#elif defined(__AVX2__) && defined(__BMI2__)
static inline unsigned due_by(const double *due, double end)
{
    const __m256d ends = _mm256_set1_pd(end);
    unsigned mask = 0;
    for (int i = 0; i < QC_LANE_HAND; i += 4)
        mask |= (unsigned) _mm256_movemask_pd(
                    _mm256_cmp_pd(_mm256_loadu_pd(due + i), ends, _CMP_LE_OQ))
                << i;
    return mask;
}

static inline unsigned empty_ones(const double *due)
{
    unsigned mask = 0;
    for (int i = 0; i < QC_LANE_HAND; i += 4) {
        const __m256d four = _mm256_loadu_pd(due + i);
        mask |= (unsigned) _mm256_movemask_pd(_mm256_cmp_pd(four, four, _CMP_UNORD_Q)) << i;
    }
    return mask;
}

/* The places of a mask of eight, counted from `first`, and then anything. */
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

/* Appends the places of hand h that are due; returns how many. A whole hand is written. */
static inline int32_t list_hand(const double *due, double end, int32_t first, int32_t *list)
{
#if defined(__AVX512VL__)
    const __m512i all = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const unsigned mask = due_by(due, end);
    const __m512i those = _mm512_maskz_compress_epi32((__mmask16) mask, all);
    _mm512_storeu_si512(list, _mm512_add_epi32(those, _mm512_set1_epi32(first)));
    return __builtin_popcount(mask);
#elif defined(__AVX2__) && defined(__BMI2__)
    const unsigned mask = due_by(due, end);
    const int32_t low = __builtin_popcount(mask & 0xff);
    _mm256_storeu_si256((__m256i *) list, places_of(mask & 0xff, first));
    _mm256_storeu_si256((__m256i *) (list + low), places_of(mask >> 8, first + 8));
    return __builtin_popcount(mask);
#else
    int32_t count = 0;
    for (int32_t i = 0; i < QC_LANE_HAND; i++) {
        list[count] = first + i;
        count += due[i] <= end;
    }
    return count;
#endif
}

static inline int32_t list_due(const qc_lane *lane, int32_t *restrict list)
{
    const int32_t hand_count = lane->hand_count;
    const double *restrict due = lane->due, *restrict end = lane->end;
    const int32_t *restrict whose = lane->whose;
    int32_t count = 0;
    for (int32_t h = 0; h < hand_count; h++) {
        const int32_t first = h * HAND;
        count += list_hand(due + first, end[whose[h]], first, list + count);
    }
    return count;
}

static inline void clear_hand(qc_lane *lane, int32_t number)
{
    const uint64_t none = NO_NUMBER;
    for (int i = 0; i < QC_LANE_HAND; i++)
        memcpy(lane->due + number * HAND + i, &none, sizeof none);
}

static int32_t new_hand(qc_lane *lane, int32_t seat)
{
    const int32_t number = lane->hand_count++;
    lane->whose[number] = seat;
    lane->beside[number] = -1;
    clear_hand(lane, number);
    return number;
}

static APART int32_t hand_with_room(qc_lane *lane, int32_t seat)
{
    int32_t number = seat;
    while (empty_ones(lane->due + number * HAND) == 0 && lane->beside[number] >= 0)
        number = lane->beside[number];
    if (empty_ones(lane->due + number * HAND) == 0)
        number = lane->beside[number] = new_hand(lane, seat);
    lane->hand[seat] = number;
    return number;
}

static inline uint64_t place_of(int32_t seat, int32_t visit)
{
    return (uint64_t) seat << 32 | (uint64_t) visit;
}

/* Where a rep has an empty place. */
static inline uint32_t empty_place(qc_lane *lane, const double *due, int32_t seat)
{
    int32_t hand = lane->hand[seat];
    unsigned empty = empty_ones(due + hand * HAND);
    if (empty == 0) {
        hand = hand_with_room(lane, seat);
        empty = empty_ones(due + hand * HAND);
    }
    return (uint32_t) (hand * HAND + __builtin_ctz(empty));
}

/* ---- shifts ---- */

static void start(qc_lane *lane)
{
    const size_t reps = (size_t) lane->reps;
    lane->hand_count = lane->book_hands;
    for (int32_t h = 0; h < lane->book_hands; h++)
        clear_hand(lane, h);
    memcpy(lane->whose, lane->book_whose, (size_t) lane->book_hands * sizeof *lane->whose);
    memcpy(lane->beside, lane->book_beside, (size_t) lane->book_hands * sizeof *lane->beside);
    memcpy(lane->hand, lane->book_hand, reps * sizeof *lane->hand);
    memcpy(lane->need, lane->book_need, reps * sizeof *lane->need);
    for (int32_t i = 0; i < lane->book; i++) {
        lane->due[lane->book_place[i]] = lane->first_stay[i];
        *qc_lane_place(lane->due, (uint32_t) lane->book_place[i]) = place_of(lane->seat[i],
                                                                             lane->first[i]);
    }
    memset(lane->clock, 0, reps * sizeof *lane->clock);
    lane->turn = lane->won_count = 0;
    lane->moves = 0;
}

static inline int32_t seat_from(const bool *restrict here, int32_t turn, int32_t reps)
{
    while (!here[turn])
        turn = turn + 1 < reps ? turn + 1 : 0;
    return turn;
}

/* New deals go to those who are there, in turn. */
static inline void take_new(qc_lane *lane, int32_t s, bool whole)
{
    const double from = lane->shifts[s].from;
    const bool *restrict here = lane->here + lane->row[s];
    const int32_t *restrict next = lane->next, *restrict first = lane->first;
    const double *restrict stay = lane->stay, *restrict end = lane->end,
                           *restrict time = lane->time;
    const double *restrict clock = lane->clock, *restrict speed = lane->speed;
    double *due = lane->due; /* hand_with_room() writes there, too */
    int64_t *restrict need = lane->need;
    const int64_t ticks = lane->ticks[0];
    const int32_t reps = lane->reps;
    int32_t turn = lane->turn;
    for (int32_t i = lane->head[s]; i >= 0; i = next[i]) {
        const int32_t seat = seat_from(here, turn, reps);
        const uint32_t at = empty_place(lane, due, seat);
        const int32_t visit = first[i];
        const double now = whole ? end[seat] : clock[seat] + speed[seat] * (time[i] - from);
        turn = seat + 1 < reps ? seat + 1 : 0;
        due[at] = now + stay[visit];
        *qc_lane_place(due, at) = place_of(seat, visit);
        need[seat] += ticks;
    }
    lane->turn = turn;
}

/* How fast each clock moves, and where it will stand. In a full week the days need no division where sums of ticks
 * are so small that seven times as much is exact. */
static inline __attribute__((always_inline)) void set_speeds(qc_lane *lane, int32_t s, bool full)
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
        const double weekly = (double) ticks[r] / QC_HOUR_TICKS;
        const double need = full ? weekly : weekly * days / WEEK;
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
    const qc_lane_end *restrict ends = lane->ends;
    double *due = lane->due;
    int64_t *restrict need = lane->need;
    uint64_t *won = lane->won + lane->won_count;
    const uint64_t last_day = (uint64_t) shift->to << 32;
    int32_t again = 0;
    for (int32_t j = 0; j < count; j++) {
        double *slot = due + (uint32_t) list[j];
        uint64_t *place = qc_lane_place(slot, 0);
        const uint64_t visit = *place & UINT32_MAX, seat = *place >> 32;
        const double time = whole ? 0 : time_of(lane, shift, seat, *slot);
        const double now = whole ? end[seat]
                                 : lane->clock[seat] + lane->speed[seat] * (time - shift->from);
        const uint64_t what = code[visit];
        const double next = now + (stay[visit] + ends[what].next);
        *slot = next;
        ++*place;
        need[seat] += ends[what].need;
        *won = (whole ? last_day : (uint64_t) ((int32_t) time + 1) << 32) | visit;
        won += what >= QC_LANE_WIN;
        if (!whole) again += next <= end[seat];
    }
    lane->won_count = (int32_t) (won - lane->won);
    lane->moves += count;
    return again;
}

/* Apart, for the registers do not hold what two of these loops need. */
static APART void end_due_visits(qc_lane *lane, const qc_lane_shift *shift, int32_t count)
{
    while (count > 0)
        count = end_visits(lane, shift, false, count) > 0 ? list_due(lane, lane->list) : 0;
}

static APART void end_whole_visits(qc_lane *lane, const qc_lane_shift *shift, int32_t count)
{
    (void) end_visits(lane, shift, true, count);
}

static APART void take_whole_new(qc_lane *lane, int32_t s)
{
    take_new(lane, s, true);
}

/* Are the hours of all deals together far from where they lose digits? */
static bool is_light(const qc_lane *lane)
{
    int64_t most = 0;
    for (int32_t s = 0; s < lane->stages; s++)
        most = lane->ticks[s] > most ? lane->ticks[s] : most;
    return (double) most * lane->count < LIGHT;
}

static void run(qc_lane *lane)
{
    const bool light = is_light(lane);
    start(lane);
    for (int32_t s = 0; s < lane->shift_count; s++) {
        const qc_lane_shift *shift = &lane->shifts[s];
        if (light && shift->days == WEEK)
            set_speeds(lane, s, true);
        else
            set_speeds(lane, s, false);
        if (!lane->whole) take_new(lane, s, false);
        const int32_t count = list_due(lane, lane->list);
        if (lane->whole) {
            end_whole_visits(lane, shift, count);
            take_whole_new(lane, s);
        } else {
            end_due_visits(lane, shift, count);
        }
        double *const clock = lane->clock;
        lane->clock = lane->end;
        lane->end = clock;
    }
}

const qc_step_kernel QC_KERNEL = {QC_ISA, read_book, read_new, stay, run};
