/* The idea. A deal that is open today is won by the end of month m with a chance q_m that is known before any
 * trial (sim/exact/win_table). So a trial needs one random number a deal: the deal is won by the end of month m
 * when the number is below q_m, and its amount joins the running sum of that month and of all later ones.
 * Many trials sit side by side in a vector register, and the whole loop is: make random words, compare, add.
 *
 * Half a random word is a number of 16 bits, and that is enough for nearly every deal and trial: of its 2^16
 * values each month gets as many as its chance has whole ones, and what the chances have beyond whole values
 * belongs to a few reserved values at the top. A deal that draws one of those, one in some thousands, asks
 * for another word of 32 bits; so the law is exact to 2^-40, and two deals share a word. Sums are kept in 16
 * bits, too: amounts are counted in their common measure, and in two or more digits where they must be.
 *
 * New deals need even less: all their wins of a month together have one law, and one random number looks
 * their total up.
 *
 * Random words are those of Threefry4x32 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy
 * as 1, 2, 3", SC 2011) with 13 rounds: a bijection of (block, trial, place) under the key (seed, purpose,
 * entity). A word belongs to its trial and its deal, wherever and in whatever company it is computed, and
 * everything here is a whole number or a double that no order of steps can change, so every instruction set
 * gives the same bits.
 *
 * This file is compiled once for each instruction set, with QC_LANES lanes of 32 bits and a name for it
 * (cohort_v3.c, cohort_v4.c). The vectors are those of gcc and clang; a machine without any runs them as
 * plain numbers. */
#include "sim/cohort/cohort_kernel.h"

#include <string.h>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

#define ALWAYS_INLINE inline __attribute__((always_inline))
#define PAIRS         (QC_COHORT_OCTETS * 4) /* of deals, in a chunk */

#ifndef QC_KERNEL
#define QC_KERNEL qc_cohort_kernel_base
#define QC_LANES  4
#if defined(__x86_64__)
#define QC_ISA "x86-64"
#else
#define QC_ISA "plain"
#endif
#endif

typedef uint32_t words __attribute__((vector_size(4 * QC_LANES)));
typedef int16_t halves
    __attribute__((vector_size(4 * QC_LANES), may_alias)); /* of the same words, in place */
typedef uint16_t amounts __attribute__((vector_size(4 * QC_LANES)));

static inline words all(uint32_t value)
{
    return value - (words){0}; /* in every lane */
}

/* ---- random words ---- */

#define TURN(x, bits) (((x) << (bits)) | ((x) >> (32 - (bits))))

/* One round for each of `sets` sets of four words: two pairs are mixed; the next round pairs them the other
 * way. Sets side by side need not wait for each other's results. */
#define MIX(a, b, bits)            \
    do {                           \
        (a) += (b);                \
        (b) = TURN(b, bits) ^ (a); \
    } while (0)
#define ROUND(x, sets, one, two, first, second)    \
    do {                                           \
        for (int it = 0; it < (sets); it++)        \
            MIX((x)[it][0], (x)[it][one], first);  \
        for (int it = 0; it < (sets); it++)        \
            MIX((x)[it][2], (x)[it][two], second); \
    } while (0)
#define FOUR_ROUNDS(x, sets, a, b, c, d, e, f, g, h) \
    do {                                             \
        ROUND(x, sets, 1, 3, a, b);                  \
        ROUND(x, sets, 3, 1, c, d);                  \
        ROUND(x, sets, 1, 3, e, f);                  \
        ROUND(x, sets, 3, 1, g, h);                  \
    } while (0)
#define ADD_KEY(x, sets, added)               \
    do {                                      \
        for (int it = 0; it < (sets); it++) { \
            for (int i = 0; i < 4; i++)       \
                (x)[it][i] += (added)[i];     \
        }                                     \
    } while (0)
#define THREEFRY(x, sets, key)                               \
    do {                                                     \
        ADD_KEY(x, sets, (key)->added[0]);                   \
        FOUR_ROUNDS(x, sets, 10, 26, 11, 21, 13, 27, 23, 5); \
        ADD_KEY(x, sets, (key)->added[1]);                   \
        FOUR_ROUNDS(x, sets, 6, 20, 17, 11, 25, 10, 18, 20); \
        ADD_KEY(x, sets, (key)->added[2]);                   \
        FOUR_ROUNDS(x, sets, 10, 26, 11, 21, 13, 27, 23, 5); \
        ADD_KEY(x, sets, (key)->added[3]);                   \
        ROUND(x, sets, 1, 3, 6, 20);                         \
    } while (0)

typedef struct schedule { /* what a key adds before every fourth round */
    uint32_t added[4][4];
} schedule;

static inline schedule schedule_of(uint64_t seed, uint32_t purpose, uint32_t entity)
{
    uint32_t key[5] = {(uint32_t) seed, (uint32_t) (seed >> 32), purpose, entity, 0x1BD11BDA};
    schedule made;
    for (int i = 0; i < 4; i++)
        key[4] ^= key[i];
    for (uint32_t number = 0; number < 4; number++) {
        for (uint32_t i = 0; i < 4; i++)
            made.added[number][i] = key[(number + i) % 5] + (i == 3 ? number : 0);
    }
    return made;
}

/* Four words for each trial of two vectors, which begin at trial `first`. What does not depend on the place
 * is computed once for many places, if this is compiled into the loop over them. */
static ALWAYS_INLINE void draw(const schedule *key, uint64_t block, int32_t first, uint32_t place,
                               words *left, words *right)
{
    static const uint32_t NUMBERS[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    words x[2][4], lane;
    memcpy(&lane, NUMBERS, sizeof lane);
    for (int it = 0; it < 2; it++) {
        x[it][0] = all((uint32_t) block);
        x[it][1] = all((uint32_t) (block >> 32));
        x[it][2] = all((uint32_t) (first + it * QC_LANES)) + lane;
        x[it][3] = all(place);
    }
    THREEFRY(x, 2, key);
    memcpy(left, x[0], sizeof x[0]);
    memcpy(right, x[1], sizeof x[1]);
}

/* One word for one trial. */
static inline uint32_t draw_one(const schedule *key, uint64_t block, int32_t trial, uint32_t place)
{
    uint32_t x[1][4] = {{(uint32_t) block, (uint32_t) (block >> 32), (uint32_t) trial, place}};
    THREEFRY(x, 1, key);
    return x[0][0];
}

/* ---- open deals ---- */

/* Both deals of a pair join `sum` in the trials whose half of the word is below the deal's threshold.
 * AVX-512 does it in two steps when it is told so; the line below is what it means. */
static inline amounts add_below(amounts sum, halves word, halves threshold, amounts amount)
{
#if QC_LANES == 16 && defined(__AVX512BW__)
    const __mmask32 below = _mm512_cmplt_epi16_mask((__m512i) word, (__m512i) threshold);
    return (amounts) _mm512_mask_add_epi16((__m512i) sum, below, (__m512i) sum, (__m512i) amount);
#else
    return sum + ((amounts) (word < threshold) & amount);
#endif
}

/* Six sums of two vectors of trials over all pairs of deals: the sums stay in registers. */
static inline void add_six(const halves *word, const uint32_t *threshold, const uint32_t *digit,
                           int32_t pairs, int32_t atoms, words sum[QC_COHORT_SUMS][2])
{
    amounts left[QC_COHORT_SUMS] = {{0}}, right[QC_COHORT_SUMS] = {{0}};
    for (int32_t p = 0; p < pairs; p++, threshold += atoms) {
        const amounts pays = (amounts) all(digit[p]);
        for (int a = 0; a < QC_COHORT_SUMS; a++) {
            const halves level = (halves) all(threshold[a]);
            left[a] = add_below(left[a], word[p], level, pays);
            right[a] = add_below(right[a], word[PAIRS + p], level, pays);
        }
    }
    for (int a = 0; a < QC_COHORT_SUMS; a++) {
        sum[a][0] = ((words) left[a] & 0xFFFF) + ((words) left[a] >> 16);
        sum[a][1] = ((words) right[a] & 0xFFFF) + ((words) right[a] >> 16);
    }
}

/* All digits of all sums of two vectors of trials. */
static void add_digits(const qc_cohort_open *open, const halves *word, int64_t *sums)
{
    for (int32_t d = 0; d < open->digits; d++) {
        const int64_t unit = open->unit[d];
        for (int32_t from = 0; from < open->atoms; from += QC_COHORT_SUMS) {
            words sum[QC_COHORT_SUMS][2];
            add_six(word, open->threshold + from, open->digit + d * PAIRS, open->octets * 4,
                    open->atoms, sum);
            for (int a = 0; a < QC_COHORT_SUMS; a++) {
                uint32_t units[2 * QC_LANES];
                int64_t *row = sums + (from + a) * QC_COHORT_BLOCK;
                memcpy(units, sum[a], sizeof units);
                for (int t = 0; t < 2 * QC_LANES; t++)
                    row[t] += unit * units[t];
            }
        }
    }
}

/* Is a half of these words above `most`? */
static inline int any_above(const words x[4], halves most)
{
#if QC_LANES == 16 && defined(__AVX512BW__)
    const __m512i high = _mm512_max_epi16(_mm512_max_epi16((__m512i) x[0], (__m512i) x[1]),
                                          _mm512_max_epi16((__m512i) x[2], (__m512i) x[3]));
    return _mm512_cmpgt_epi16_mask(high, (__m512i) most) != 0;
#else
    const words above = (words) (((halves) x[0] > most) | ((halves) x[1] > most) |
                                 ((halves) x[2] > most) | ((halves) x[3] > most));
    uint32_t some = 0;
    for (int lane = 0; lane < QC_LANES; lane++)
        some |= above[lane];
    return some != 0;
#endif
}

/* A half above the limit leaves open when the deal is won: another word, the deal's own, says it. */
static void settle_deal(const qc_cohort_open *open, int32_t deal, uint32_t word, int64_t *sums)
{
    const uint32_t *rest = open->rest + (int64_t) deal * open->atoms;
    for (int32_t a = 0; a < open->atoms; a++)
        sums[a * QC_COHORT_BLOCK] += word < rest[a] ? open->amount[deal] : 0;
}

/* A bit for each half above `most`: the low half of the first trial, its high half, and so on. */
static inline uint32_t which_above(const words *x, int16_t most)
{
#if QC_LANES == 16 && defined(__AVX512BW__)
    return _mm512_cmpgt_epi16_mask((__m512i) *x, _mm512_set1_epi16(most));
#else
    uint32_t word[QC_LANES], above = 0;
    memcpy(word, x, sizeof word);
    for (int i = 0; i < 2 * QC_LANES; i++)
        above |= (uint32_t) ((int16_t) (word[i / 2] >> i % 2 * 16) > most) << i;
    return above;
#endif
}

static void settle(const qc_cohort_open *open, int32_t octet, const schedule *key, uint64_t block,
                   int32_t first, const words x[4], int64_t *sums)
{
    for (int32_t pair = 0; pair < 4; pair++) {
        uint32_t above = which_above(&x[pair], open->limit);
        for (; above != 0; above &= above - 1) {
            const int32_t i = __builtin_ctz(above), trial = first + i / 2, deal = pair * 2 + i % 2;
            const uint32_t place = open->number[octet] * 8 + (uint32_t) deal;
            settle_deal(open, octet * 8 + deal, draw_one(key, block, trial, place), sums + trial);
        }
    }
}

static void add_open(const qc_cohort_open *open, uint64_t seed, uint64_t block, int64_t *sums)
{
    const schedule key = schedule_of(seed, QC_COHORT_LUCK_OPEN, 0);
    const schedule rest_key = schedule_of(seed, QC_COHORT_LUCK_REST, 0);
    const halves most = (halves) all((uint16_t) open->limit * UINT32_C(0x10001));
    words word[2 * PAIRS];
    for (int32_t first = 0; first < QC_COHORT_BLOCK; first += 2 * QC_LANES) {
        uint32_t unsettled = 0; /* a bit for each octet */
        for (int32_t octet = 0; octet < open->octets; octet++) {
            words *left = word + octet * 4, *right = word + PAIRS + octet * 4;
            draw(&key, block, first, open->number[octet], left, right);
            unsettled |= (uint32_t) (any_above(left, most) | any_above(right, most)) << octet;
        }
        for (; unsettled != 0; unsettled &= unsettled - 1) {
            const int32_t octet = __builtin_ctz(unsettled);
            settle(open, octet, &rest_key, block, first, word + octet * 4, sums);
            settle(open, octet, &rest_key, block, first + QC_LANES, word + PAIRS + octet * 4, sums);
        }
        add_digits(open, (const halves *) word, sums + first);
    }
}

/* ---- new deals ---- */

/* A word says with what chance the total is exceeded. Cells are as fine in the far tail as they are in the
 * middle: 128 to each halving of the chance, which is what the leading bits of a double say; inside a cell
 * the total runs straight to the next. Two behind the last cell nothing is won. */
static void look_up(const qc_cohort_fresh *fresh, const uint32_t *word, int64_t *total)
{
    double number[QC_COHORT_BLOCK];
    int64_t bits[QC_COHORT_BLOCK], cell[QC_COHORT_BLOCK];
    uint32_t top[QC_COHORT_BLOCK][2];
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++)
        number[t] = ((double) (int32_t) (word[t] >> 1) + 0.5) * fresh->factor;
    memcpy(bits, number, sizeof bits);
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++) {
        const int64_t at = (bits[t] >> 45) - (1022 << 7);
        cell[t] = at < QC_COHORT_CELLS ? at : QC_COHORT_CELLS + 1;
    }
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++)
        memcpy(top[t], fresh->cells + cell[t], sizeof top[t]);
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++) {
        const uint32_t width = top[t][0] - top[t][1], part = (uint32_t) (bits[t] >> 29 & 0xFFFF);
        total[t] += (int64_t) (top[t][0] - ((uint64_t) width * part >> 16)) << fresh->shift;
    }
}

static void add_rows(int64_t *sum, const int64_t *one, const int64_t *other)
{
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++)
        sum[t] = one[t] + other[t];
}

static void add_fresh(const qc_cohort_fresh *fresh, int32_t atoms, int32_t segment, uint64_t seed,
                      uint64_t block, int64_t *sums)
{
    const schedule key = schedule_of(seed, QC_COHORT_LUCK_NEW, (uint32_t) segment);
    uint32_t word[4][QC_COHORT_BLOCK];
    int64_t total[QC_COHORT_BLOCK] = {0};
    for (int32_t a = 0; a < atoms; a++, sums += QC_COHORT_BLOCK) {
        for (int32_t first = 0; a % 4 == 0 && first < QC_COHORT_BLOCK; first += 2 * QC_LANES) {
            words left[4], right[4];
            draw(&key, block, first, (uint32_t) (a / 4), left, right);
            for (int i = 0; i < 4; i++) {
                memcpy(word[i] + first, &left[i], sizeof left[i]);
                memcpy(word[i] + first + QC_LANES, &right[i], sizeof right[i]);
            }
        }
        if (fresh[a].cells != NULL) look_up(&fresh[a], word[a % 4], total);
        add_rows(sums, sums, total);
    }
}

/* ---- counting ---- */

typedef int64_t longs __attribute__((vector_size(4 * QC_LANES)));
typedef uint64_t ulongs __attribute__((vector_size(4 * QC_LANES)));
#define LONGS  (QC_LANES / 2)
#define ACROSS (QC_COHORT_COLUMNS / LONGS) /* vectors side by side: all columns */

static inline longs everywhere(int64_t value)
{
    return value - (longs){0};
}

static inline longs load(const int64_t *from)
{
    longs value;
    memcpy(&value, from, sizeof value);
    return value;
}

static inline void store(int64_t *into, longs value)
{
    memcpy(into, &value, sizeof value);
}

static inline longs pick(longs mask, longs yes, longs no)
{
    return (mask & yes) | (~mask & no);
}

/* Of numbers below 2^32. */
static inline ulongs square(longs value)
{
#if QC_LANES == 16 && defined(__AVX512F__)
    return (ulongs) _mm512_mul_epu32((__m512i) value, (__m512i) value);
#elif QC_LANES == 8 && defined(__AVX2__)
    return (ulongs) _mm256_mul_epu32((__m256i) value, (__m256i) value);
#else
    const ulongs low = (ulongs) value & 0xFFFFFFFF;
    return low * low;
#endif
}

static int64_t sum_up(longs value)
{
    uint64_t sum = 0; /* modulo 2^64 */
    for (int lane = 0; lane < LONGS; lane++)
        sum += (uint64_t) value[lane];
    return (int64_t) sum;
}

static int64_t or_up(longs value)
{
    int64_t bits = 0;
    for (int lane = 0; lane < LONGS; lane++)
        bits |= value[lane];
    return bits;
}

/* Exponent and the nine bits behind the leading one: a double has them in one piece. A number below 2^52
 * becomes a double when it is laid into the mantissa of 2^52. */
static inline longs bucket_of(longs value)
{
    typedef double doubles __attribute__((vector_size(4 * QC_LANES)));
    const longs magic = everywhere(INT64_C(0x4330000000000000));
    const longs bits = (longs) ((doubles) (value | magic) - (doubles) magic);
    return pick(value < 512, value, (bits >> 43) - (1031 << 9));
}

static void count(int64_t *value, int64_t base, const int64_t *end, const int64_t *start,
                  qc_cohort_count *out)
{
    longs sum[ACROSS] = {{0}}, bits = {0}, outside = {0};
    ulongs high = {0}, squares = {0};
    const longs first = everywhere(out->first), room = everywhere(out->room);
    for (int32_t row = 0; row < QC_COHORT_BLOCK; row += QC_COHORT_COLUMNS) {
        for (int32_t k = 0; k < ACROSS; k++) {
            const int32_t t = row + k * LONGS;
            longs here = load(end + t) + everywhere(base);
            if (start != NULL) here -= load(start + t);
            store(value + t, here);
            const longs bucket = bucket_of(here) - first;
            const ulongs squared = square(here);
            store(out->bucket + t, bucket);
            outside |= (longs) ((ulongs) bucket >= (ulongs) room);
            bits |= here;
            sum[k] += here;
            squares += squared;
            high += squared >> 32;
        }
    }
    memcpy(out->columns, sum, sizeof sum);
    out->squares = (uint64_t) sum_up((longs) squares);
    out->square_high = (uint64_t) sum_up((longs) high);
    out->bits = or_up(bits);
    out->outside = or_up(outside) != 0;
}

static void reach(const int64_t *value, int64_t goal, int64_t *columns, int64_t *below_sum)
{
    longs hits[ACROSS] = {{0}}, missed = {0};
    for (int32_t first = 0; first < QC_COHORT_BLOCK; first += QC_COHORT_COLUMNS) {
        for (int32_t k = 0; k < ACROSS; k++) {
            const longs here = load(value + first + k * LONGS);
            const longs below = here < everywhere(goal);
            hits[k] += below + 1;
            missed += here & below;
        }
    }
    memcpy(columns, hits, sizeof hits);
    *below_sum = sum_up(missed);
}

const qc_cohort_kernel QC_KERNEL = {.isa = QC_ISA,
                                    .open = add_open,
                                    .fresh = add_fresh,
                                    .add = add_rows,
                                    .count = count,
                                    .reach = reach};
