/* The kernels of the cohort engine: every instruction set computes what one number after the other gives. */
#include "sim/cohort/cohort_kernel.h"
#include "sim/outcome.h"

#include <check.h>
#include <math.h>
#include <string.h>

enum { ATOMS = 2 * QC_COHORT_SUMS, OCTETS = 29, ROW = QC_COHORT_BLOCK, LIMIT = 31000 };
#define SEED  UINT64_C(0x123456789abcdef)
#define BLOCK UINT64_C(0x100000002)

static const char *const SETS[] = {"x86-64", "x86-64-v3", "x86-64-v4", "plain"};

/* The kernels that run here, the plainest first. */
static int list_kernels(const qc_cohort_kernel **kernels)
{
    int count = 0;
    for (int i = 0; i < 4; i++) {
        kernels[count] = qc_cohort_kernel_pick(SETS[i]);
        count += kernels[count] != NULL;
    }
    ck_assert_int_ge(count, 1);
    return count;
}

/* Known answers of the authors (Random123, kat_vectors, "threefry4x32 13"). */
START_TEST(threefry_gives_the_known_answers)
{
    static const uint32_t ONES[4] = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX}, NONE[4] = {0};
    static const uint32_t PI[8] = {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344,
                                   0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89};
    static const uint32_t EXPECTED[3][4] = {{0x531c7e4f, 0x39491ee5, 0x2c855a92, 0x3d6abf9a},
                                            {0xc4189358, 0x1c9cc83a, 0xd5881c67, 0x6a0a89e0},
                                            {0x4aa71d8f, 0x734738c2, 0x431fc6a8, 0xae6debf1}};
    const uint32_t *keys[3] = {NONE, ONES, PI + 4}, *counters[3] = {NONE, ONES, PI};
    for (int i = 0; i < 3; i++) {
        uint32_t out[4];
        qc_cohort_threefry(keys[i], counters[i], out);
        ck_assert_mem_eq(out, EXPECTED[i], sizeof out);
    }
}
END_TEST

static void draw(uint32_t purpose, uint32_t entity, int32_t trial, uint32_t place, uint32_t *out)
{
    const uint32_t key[4] = {(uint32_t) SEED, (uint32_t) (SEED >> 32), purpose, entity};
    const uint32_t counter[4] = {(uint32_t) BLOCK, (uint32_t) (BLOCK >> 32), (uint32_t) trial,
                                 place};
    qc_cohort_threefry(key, counter, out);
}

/* ---- open deals ---- */

static uint32_t number[OCTETS], threshold[OCTETS * 4 * ATOMS], rest[OCTETS * 8 * ATOMS];
static uint32_t digit[2 * QC_COHORT_OCTETS * 4];
static int64_t amount[OCTETS * 8];
static const int64_t unit[2] = {50, 50 * 512};

/* From never to nearly always; so many cells are reserved that the other word is asked for often. Amounts have
 * two digits of 9 bits. */
static int16_t level_of(int deal, int atom)
{
    const int64_t cells = atom == 0 ? 0 : INT64_C(60000) * (atom + deal % 3) / (ATOMS + 1);
    return (int16_t) (INT16_MIN + cells);
}

static qc_cohort_open lay_deals(void)
{
    memset(threshold, 0, sizeof threshold);
    memset(digit, 0, sizeof digit);
    for (int deal = 0; deal < OCTETS * 8; deal++) {
        const uint32_t pieces = 300 + 997 * (uint32_t) deal;
        const int side = deal % 2 * 16;
        amount[deal] = 50 * (int64_t) pieces;
        digit[deal / 2] |= (pieces & 511) << side;
        digit[QC_COHORT_OCTETS * 4 + deal / 2] |= (pieces >> 9) << side;
        for (int a = 0; a < ATOMS; a++) {
            threshold[deal / 2 * ATOMS + a] |= (uint32_t) (uint16_t) level_of(deal, a) << side;
            rest[deal * ATOMS + a] = UINT32_MAX / ATOMS * (uint32_t) a;
        }
    }
    for (uint32_t octet = 0; octet < OCTETS; octet++)
        number[octet] = 3 * octet + 1;
    return (qc_cohort_open){.octets = OCTETS,
                            .atoms = ATOMS,
                            .digits = 2,
                            .limit = LIMIT,
                            .number = number,
                            .threshold = threshold,
                            .digit = digit,
                            .unit = unit,
                            .rest = rest,
                            .amount = amount};
}

/* One number after the other. */
static void pay_deal(int deal, int trial, int64_t *sums)
{
    uint32_t word[4], other[4];
    draw(QC_COHORT_LUCK_OPEN, 0, trial, number[deal / 8], word);
    draw(QC_COHORT_LUCK_REST, 0, trial, number[deal / 8] * 8 + (uint32_t) deal % 8, other);
    const int16_t half = (int16_t) (word[deal % 8 / 2] >> deal % 2 * 16);
    for (int a = 0; a < ATOMS; a++) {
        const bool won = half > LIMIT ? other[0] < rest[deal * ATOMS + a]
                                      : half < level_of(deal, a);
        sums[a * ROW + trial] += won ? amount[deal] : 0;
    }
}

START_TEST(open_deals_are_won_as_their_words_say)
{
    static int64_t expected[ATOMS * ROW], found[ATOMS * ROW];
    const qc_cohort_kernel *kernels[4];
    const int count = list_kernels(kernels);
    const qc_cohort_open open = lay_deals();
    for (int i = 0; i < ATOMS * ROW; i++)
        expected[i] = i;
    for (int deal = 0; deal < OCTETS * 8; deal++) {
        for (int t = 0; t < ROW; t++)
            pay_deal(deal, t, expected);
    }
    for (int k = 0; k < count; k++) {
        for (int i = 0; i < ATOMS * ROW; i++)
            found[i] = i;
        kernels[k]->open(&open, SEED, BLOCK, found);
        ck_assert_msg(memcmp(found, expected, sizeof found) == 0, "%s differs", kernels[k]->isa);
    }
}
END_TEST

/* ---- new deals ---- */

/* Value by the definition: the chance to be above is (word + 1/2) * factor, 128 cells to each halving. */
static int64_t value_of(const qc_cohort_fresh *fresh, uint32_t word)
{
    const double chance = ((double) (word / 2) + 0.5) * fresh->factor;
    int exponent = 0;
    const double place = (2 * frexp(chance, &exponent) - 1) *
                         128; /* number = 2^(exponent - 1) * 1.x */
    const int cell = exponent * 128 + (int) place;
    const uint32_t part = (uint32_t) ((place - floor(place)) * 65536);
    if (chance >= 2147483648.0) return 0;
    const uint32_t width = fresh->cells[cell] - fresh->cells[cell + 1];
    return (int64_t) (fresh->cells[cell] - ((uint64_t) width * part >> 16)) << fresh->shift;
}

START_TEST(new_wins_are_looked_up_alike)
{
    enum { MONTHS = 6 };
    static uint32_t cells[QC_COHORT_CELLS + 3];
    static int64_t expected[MONTHS * ROW], found[MONTHS * ROW];
    const qc_cohort_kernel *kernels[4];
    const int count = list_kernels(kernels);
    qc_cohort_fresh fresh[MONTHS] = {{0}};
    for (uint32_t i = 0; i <= QC_COHORT_CELLS; i++)
        cells[i] = 4294000000U - i * 1000000U;
    for (int m = 1; m < MONTHS; m++) { /* the first has none */
        fresh[m].factor = m == 4 ? 1e6 : m;
        fresh[m].shift = m - 1;
        fresh[m].cells = cells;
    }
    for (int t = 0; t < ROW; t++) {
        int64_t sum = 0;
        for (int m = 0; m < MONTHS; m++) {
            uint32_t word[4];
            draw(QC_COHORT_LUCK_NEW, 7, t, (uint32_t) m / 4, word);
            sum += fresh[m].cells != NULL ? value_of(&fresh[m], word[m % 4]) : 0;
            expected[m * ROW + t] = sum + 5;
        }
    }
    for (int k = 0; k < count; k++) {
        for (int i = 0; i < MONTHS * ROW; i++)
            found[i] = 5;
        kernels[k]->fresh(fresh, MONTHS, 7, SEED, BLOCK, found);
        ck_assert_msg(memcmp(found, expected, sizeof found) == 0, "%s differs", kernels[k]->isa);
    }
}
END_TEST

/* ---- counting ---- */

static int64_t end[ROW], start[ROW], values[ROW];

static void check_reach(const qc_cohort_kernel *kernel, int64_t goal)
{
    int64_t hits[QC_COHORT_COLUMNS], below_sum, expected_sum = 0;
    kernel->reach(values, goal, hits, &below_sum);
    for (int c = 0; c < QC_COHORT_COLUMNS; c++) {
        int64_t expected = 0;
        for (int t = c; t < ROW; t += QC_COHORT_COLUMNS)
            expected += values[t] >= goal;
        ck_assert_int_eq(hits[c], expected);
    }
    for (int t = 0; t < ROW; t++)
        expected_sum += values[t] < goal ? values[t] : 0;
    ck_assert_int_eq(below_sum, expected_sum);
}

static void check_count(const qc_cohort_kernel *kernel, const int64_t *from, int64_t limit)
{
    static qc_cohort_count found;
    qc_wide squares = 0, high = 0;
    int64_t bits = 0;
    found.first = 3;
    found.room = INT32_MAX;
    kernel->count(values, 17, end, from, &found);
    for (int c = 0; c < QC_COHORT_COLUMNS; c++) {
        int64_t sum = 0;
        for (int t = c; t < ROW; t += QC_COHORT_COLUMNS)
            sum += values[t];
        ck_assert_int_eq(found.columns[c], sum);
    }
    for (int t = 0; t < ROW; t++) {
        ck_assert_int_eq(values[t], 17 + end[t] - (from != NULL ? from[t] : 0));
        if (values[t] < limit) ck_assert_int_eq(found.bucket[t], qc_outcome_bucket(values[t]) - 3);
        const uint64_t low = (uint32_t) values[t];
        squares += low * low;
        high += low * low >> 32;
        bits |= values[t];
    }
    ck_assert_uint_eq(found.squares, (uint64_t) squares);
    ck_assert_uint_eq(found.square_high, (uint64_t) high);
    ck_assert_int_eq(found.bits, bits);
}

START_TEST(a_row_is_counted_as_one_by_one)
{
    const qc_cohort_kernel *kernels[4];
    const int count = list_kernels(kernels);
    for (int t = 0; t < ROW; t++) {
        start[t] = 1000 - 3 * t;
        end[t] = start[t] + (INT64_C(1) << t % 52) + t;
    }
    for (int k = 0; k < count; k++) {
        check_count(kernels[k], NULL, INT64_C(1) << 52);
        check_reach(kernels[k], 5000);
        check_count(kernels[k], start, INT64_C(1) << 52);
        check_reach(kernels[k], INT64_C(1) << 40);
    }
}
END_TEST

START_TEST(values_outside_the_buckets_are_seen)
{
    const qc_cohort_kernel *kernels[4];
    const int count = list_kernels(kernels);
    static qc_cohort_count found;
    for (int t = 0; t < ROW; t++)
        end[t] = 100 + t % 50;
    for (int k = 0; k < count; k++) {
        for (int outside = 0; outside < 4;
             outside++) { /* the last two are one too high and too low */
            found.first = 100 + (outside == 3);
            found.room = 50 - (outside > 1);
            kernels[k]->count(values, 0, end, NULL, &found);
            ck_assert_int_eq(found.outside, outside > 1);
        }
    }
}
END_TEST

START_TEST(an_unknown_instruction_set_is_told)
{
    ck_assert_ptr_null(qc_cohort_kernel_pick("x86-64-v9"));
    ck_assert_ptr_nonnull(qc_cohort_kernel_pick(NULL));
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("cohort_kernel");
    TCase *all = tcase_create("all");
    tcase_add_test(all, threefry_gives_the_known_answers);
    tcase_add_test(all, open_deals_are_won_as_their_words_say);
    tcase_add_test(all, new_wins_are_looked_up_alike);
    tcase_add_test(all, a_row_is_counted_as_one_by_one);
    tcase_add_test(all, values_outside_the_buckets_are_seen);
    tcase_add_test(all, an_unknown_instruction_set_is_told);
    suite_add_tcase(suite, all);
    return suite;
}
