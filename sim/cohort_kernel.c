/* The idea. A deal that is open today is won by the end of month m with a chance q_m that is known before any
 * trial (sim/win_table). So a trial needs one random number a deal: the deal is won by the end of month m
 * when the number is below q_m, and its amount joins the running sum of that month and of all later ones.
 * Sixteen trials sit side by side in a vector register, and the whole loop is: make random words, compare,
 * add. New deals need even less: all their wins of a month together have one law, and one random number
 * looks their total up.
 *
 * Random words are those of Threefry4x32 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy
 * as 1, 2, 3", SC 2011) with 13 rounds: a bijection of (block, trial, place) under the key (seed, purpose,
 * entity). A word belongs to its trial and its deal, wherever and in whatever company it is computed, and
 * everything here is a whole number, so every instruction set gives the same bits.
 *
 * This file is compiled once for each instruction set, with QC_LANES lanes of 32 bits and a name for it
 * (cohort_v3.c, cohort_v4.c). The vectors are those of gcc and clang; a machine without any runs them as
 * plain numbers. */
#include "sim/cohort_kernel.h"

#include <string.h>
#if defined(__AVX512F__)
#include <immintrin.h>
#endif

#define BUNDLE 64 /* quads whose words are made before any is used: they fit the nearest cache */

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
typedef int32_t numbers __attribute__((vector_size(4 * QC_LANES)));

static inline words all(uint32_t value)
{
    return value - (words){0}; /* in every lane */
}

/* ---- random words ---- */

#define TURN(x, bits) (((x) << (bits)) | ((x) >> (32 - (bits))))

/* One round: two pairs are mixed; the next round pairs them the other way. */
#define MIX(a, b, bits)            \
    do {                           \
        (a) += (b);                \
        (b) = TURN(b, bits) ^ (a); \
    } while (0)
#define ROUND(x, one, two, first, second) \
    do {                                  \
        MIX((x)[0], (x)[one], first);     \
        MIX((x)[2], (x)[two], second);    \
    } while (0)
#define FOUR_ROUNDS(x, a, b, c, d, e, f, g, h) \
    do {                                       \
        ROUND(x, 1, 3, a, b);                  \
        ROUND(x, 3, 1, c, d);                  \
        ROUND(x, 1, 3, e, f);                  \
        ROUND(x, 3, 1, g, h);                  \
    } while (0)

typedef struct schedule { /* a key and its parity word */
    uint32_t word[5];
} schedule;

static inline schedule schedule_of(uint64_t seed, uint32_t purpose, uint32_t entity)
{
    schedule key = {{(uint32_t) seed, (uint32_t) (seed >> 32), purpose, entity, 0x1BD11BDA}};
    for (int i = 0; i < 4; i++)
        key.word[4] ^= key.word[i];
    return key;
}

static inline void add_key(words x[4], const schedule *key, int number)
{
    for (int i = 0; i < 4; i++)
        x[i] += all(key->word[(number + i) % 5]);
    x[3] += all((uint32_t) number);
}

static inline void threefry(const schedule *key, words x[4])
{
    add_key(x, key, 0);
    FOUR_ROUNDS(x, 10, 26, 11, 21, 13, 27, 23, 5);
    add_key(x, key, 1);
    FOUR_ROUNDS(x, 6, 20, 17, 11, 25, 10, 18, 20);
    add_key(x, key, 2);
    FOUR_ROUNDS(x, 10, 26, 11, 21, 13, 27, 23, 5);
    add_key(x, key, 3);
    ROUND(x, 1, 3, 6, 20);
}

/* Four words for each of the trials from `first` on. */
static inline void draw(const schedule *key, uint64_t block, int32_t first, uint32_t place,
                        words x[4])
{
    words trial = all((uint32_t) first);
    for (uint32_t lane = 0; lane < QC_LANES; lane++)
        trial[lane] += lane;
    x[0] = all((uint32_t) block);
    x[1] = all((uint32_t) (block >> 32));
    x[2] = trial;
    x[3] = all(place);
    threefry(key, x);
}

/* ---- open deals ---- */

/* `amount` joins `sum` in the lanes whose word is below the threshold. AVX-512 does it in two steps when it
 * is told so; the line below is what it means. */
static inline numbers add_below(numbers sum, numbers word, int32_t threshold, numbers amount)
{
#if QC_LANES == 16 && defined(__AVX512F__)
    const __mmask16 below = _mm512_cmplt_epi32_mask((__m512i) word, _mm512_set1_epi32(threshold));
    return (numbers) _mm512_mask_add_epi32((__m512i) sum, below, (__m512i) sum, (__m512i) amount);
#else
    return sum + ((word < (numbers) all((uint32_t) threshold)) & amount);
#endif
}

/* One vector of trials, six sums, all deals of the bundle: the sums stay in registers. */
static inline void add_six(const numbers *word, const int32_t *threshold, const int32_t *amount,
                           int32_t deals, int32_t atoms, int32_t *sums)
{
    numbers sum[QC_COHORT_SUMS];
    for (int a = 0; a < QC_COHORT_SUMS; a++)
        memcpy(&sum[a], sums + a * QC_COHORT_BLOCK, sizeof sum[a]);
    for (int32_t d = 0; d < deals; d++, threshold += atoms) {
        const numbers x = word[d], pays = (numbers) all((uint32_t) amount[d]);
        for (int a = 0; a < QC_COHORT_SUMS; a++)
            sum[a] = add_below(sum[a], x, threshold[a], pays);
    }
    for (int a = 0; a < QC_COHORT_SUMS; a++)
        memcpy(sums + a * QC_COHORT_BLOCK, &sum[a], sizeof sum[a]);
}

static void add_open(const qc_cohort_open *open, uint64_t seed, uint64_t block, int32_t *sums)
{
    schedule key[BUNDLE];
    words word[BUNDLE * 4];
    for (int32_t from = 0; from < open->quads; from += BUNDLE) {
        const int32_t quads = open->quads - from < BUNDLE ? open->quads - from : BUNDLE;
        for (int32_t q = 0; q < quads; q++)
            key[q] = schedule_of(seed, QC_COHORT_LUCK_OPEN, (uint32_t) open->number[from + q]);
        for (int32_t first = 0; first < QC_COHORT_BLOCK; first += QC_LANES) {
            for (int32_t q = 0; q < quads; q++)
                draw(&key[q], block, first, 0, word + q * 4);
            for (int32_t a = 0; a < open->atoms; a += QC_COHORT_SUMS)
                add_six((const numbers *) word, open->threshold + from * 4 * open->atoms + a,
                        open->amount + from * 4, quads * 4, open->atoms,
                        sums + a * QC_COHORT_BLOCK + first);
        }
    }
}

/* ---- new deals ---- */

/* The total that is exceeded with the chance word / limit. Cells are as fine in the far tail as they are in
 * the middle: 128 to each halving, which is what the leading bits of a double say; inside a cell the total
 * runs straight. The numbers are below 2^31, so nothing is rounded on the way. */
static void look_up(const qc_cohort_fresh *fresh, const uint32_t *word, int64_t *total)
{
    double number[QC_COHORT_BLOCK];
    uint64_t bits[QC_COHORT_BLOCK], cell[QC_COHORT_BLOCK];
    qc_cohort_cell found[QC_COHORT_BLOCK];
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++) {
        const uint64_t chance = ((word[t] | UINT64_C(1)) * fresh->scale) >> 29;
        number[t] = (double) (int32_t) (chance & 0x7FFFFFFF);
    }
    memcpy(bits, number, sizeof bits);
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++) /* the last cell pays nothing */
        cell[t] = word[t] < fresh->limit ? (bits[t] >> 45) - (1023 << 7) : QC_COHORT_CELLS;
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++)
        found[t] = fresh->cells[cell[t]];
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++) {
        const uint64_t fall = found[t].width * (bits[t] >> 29 & 0xFFFF) >> 16;
        total[t] += (int64_t) (found[t].top - fall) << fresh->shift;
    }
}

static void add_rows(int64_t *into, const int64_t *row)
{
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++)
        into[t] += row[t];
}

static void add_fresh(const qc_cohort_fresh *fresh, int32_t atoms, int32_t segment, uint64_t seed,
                      uint64_t block, int64_t *sums)
{
    const schedule key = schedule_of(seed, QC_COHORT_LUCK_NEW, (uint32_t) segment);
    uint32_t word[4][QC_COHORT_BLOCK];
    for (int32_t a = 0; a < atoms; a++) {
        int64_t *row = sums + a * QC_COHORT_BLOCK;
        if (a > 0)
            memcpy(row, row - QC_COHORT_BLOCK, QC_COHORT_BLOCK * sizeof *row);
        else
            memset(row, 0, QC_COHORT_BLOCK * sizeof *row);
        for (int32_t first = 0; a % 4 == 0 && first < QC_COHORT_BLOCK; first += QC_LANES) {
            words x[4];
            draw(&key, block, first, (uint32_t) (a / 4), x);
            for (int i = 0; i < 4; i++)
                memcpy(word[i] + first, &x[i], sizeof x[i]);
        }
        if (fresh[a].limit > 0) look_up(&fresh[a], word[a % 4], row);
    }
}

/* ---- counting ---- */

static void add_narrow(int64_t *into, const int32_t *row)
{
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++)
        into[t] += row[t];
}

static void take_span(int64_t *value, int64_t base, const int64_t *end, const int64_t *start)
{
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++)
        value[t] = base + end[t];
    for (int32_t t = 0; start != NULL && t < QC_COHORT_BLOCK; t++)
        value[t] -= start[t];
}

/* Exponent and the nine bits behind the leading one: a double has them in one piece. */
static void find_buckets(const int64_t *value, int32_t *bucket)
{
    double number[QC_COHORT_BLOCK];
    int64_t bits[QC_COHORT_BLOCK];
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++)
        number[t] = (double) value[t];
    memcpy(bits, number, sizeof bits);
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++)
        bits[t] = (bits[t] >> 43) - (1031 << 9);
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++)
        bucket[t] = (int32_t) (value[t] < 512 ? value[t] : bits[t]);
}

static void add_columns(const int64_t *value, qc_cohort_count *out)
{
    int64_t sum[QC_COHORT_COLUMNS] = {0};
    for (int32_t first = 0; first < QC_COHORT_BLOCK; first += QC_COHORT_COLUMNS) {
        for (int32_t c = 0; c < QC_COHORT_COLUMNS; c++)
            sum[c] += value[first + c];
    }
    memcpy(out->columns, sum, sizeof sum);
}

static void count(const int64_t *value, qc_cohort_count *out)
{
    int64_t least = value[0], most = value[0];
    uint64_t high = 0, low = 0;
    for (int32_t t = 0; t < QC_COHORT_BLOCK; t++) {
        const uint64_t word = (uint32_t) value[t], square = word * word;
        high += square >> 32;
        low += (uint32_t) square;
        least = value[t] < least ? value[t] : least;
        most = value[t] > most ? value[t] : most;
    }
    out->least = least;
    out->most = most;
    out->square_high = high;
    out->square_low = low;
    add_columns(value, out);
    find_buckets(value, out->bucket);
}

static void reach(const int64_t *value, int64_t goal, int64_t *columns, int64_t *below,
                  int64_t *below_sum)
{
    int64_t hits[QC_COHORT_COLUMNS] = {0}, sums[QC_COHORT_COLUMNS] = {0};
    for (int32_t first = 0; first < QC_COHORT_BLOCK; first += QC_COHORT_COLUMNS) {
        for (int32_t c = 0; c < QC_COHORT_COLUMNS; c++) {
            const int64_t v = value[first + c];
            hits[c] += v >= goal;
            sums[c] += v >= goal ? 0 : v;
        }
    }
    *below = QC_COHORT_BLOCK;
    *below_sum = 0;
    for (int32_t c = 0; c < QC_COHORT_COLUMNS; c++) {
        columns[c] = hits[c];
        *below -= hits[c];
        *below_sum += sums[c];
    }
}

const qc_cohort_kernel QC_KERNEL = {.isa = QC_ISA,
                                    .open = add_open,
                                    .fresh = add_fresh,
                                    .add = add_rows,
                                    .add_narrow = add_narrow,
                                    .span = take_span,
                                    .count = count,
                                    .reach = reach};
