/* The kernels of the cohort engine: every instruction set computes what one number after the other gives. */
#include "sim/cohort_kernel.h"
#include "sim/outcome.h"

#include <check.h>
#include <string.h>

enum { ATOMS = 2 * QC_COHORT_SUMS, QUADS = 70, ROW = QC_COHORT_BLOCK };
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

static int32_t threshold[QUADS * 4 * ATOMS], amount[QUADS * 4], number[QUADS];

static void lay_deals(void)
{
    for (int deal = 0; deal < QUADS * 4; deal++) {
        amount[deal] = 1000 + 37 * deal;
        for (int a = 0; a < ATOMS; a++) /* from never to always */
            threshold[deal * ATOMS + a] =
                a == 0 ? INT32_MIN
                       : (int32_t) (INT32_MIN + (int64_t) UINT32_MAX * (a + deal % 3) / (ATOMS + 1));
    }
    for (int quad = 0; quad < QUADS; quad++)
        number[quad] = 3 * quad + 1;
}

START_TEST(open_deals_are_won_as_their_words_say)
{
    static int32_t expected[ATOMS * ROW], found[ATOMS * ROW];
    const qc_cohort_kernel *kernels[4];
    const int count = list_kernels(kernels);
    const qc_cohort_open open = {QUADS, ATOMS, number, threshold, amount};
    lay_deals();
    for (int quad = 0; quad < QUADS; quad++) {
        for (int t = 0; t < ROW; t++) {
            uint32_t word[4];
            draw(QC_COHORT_LUCK_OPEN, (uint32_t) number[quad], t, 0, word);
            for (int d = 0; d < 4; d++) {
                const int deal = quad * 4 + d;
                for (int a = 0; a < ATOMS; a++) {
                    if ((int32_t) word[d] < threshold[deal * ATOMS + a])
                        expected[a * ROW + t] += amount[deal];
                }
            }
        }
    }
    for (int k = 0; k < count; k++) {
        memset(found, 0, sizeof found);
        kernels[k]->open(&open, SEED, BLOCK, found);
        ck_assert_msg(memcmp(found, expected, sizeof found) == 0, "%s differs", kernels[k]->isa);
    }
}
END_TEST

/* Value by the definition: the chance to be above is word / limit, 128 cells to each halving. */
static int64_t value_of(const qc_cohort_fresh *fresh, uint32_t word)
{
    if (word >= fresh->limit) return 0;
    const uint64_t chance = ((word | UINT64_C(1)) * fresh->scale) >> 29; /* below 2^31 */
    int leading = 0;
    while (chance >> (leading + 1) != 0)
        leading++;
    const uint64_t rest = (chance << (52 - leading)) & ((UINT64_C(1) << 52) - 1);
    const qc_cohort_cell cell = fresh->cells[leading * 128 + (int) (rest >> 45)];
    return (int64_t) (cell.top - (cell.width * (rest >> 29 & 0xFFFF) >> 16)) << fresh->shift;
}

START_TEST(new_wins_are_looked_up_alike)
{
    enum { MONTHS = 5 };
    static qc_cohort_cell cells[QC_COHORT_CELLS + 1];
    static int64_t expected[MONTHS * ROW], found[MONTHS * ROW];
    const qc_cohort_kernel *kernels[4];
    const int count = list_kernels(kernels);
    qc_cohort_fresh fresh[MONTHS] = {{0}};
    for (int32_t i = 0; i < QC_COHORT_CELLS; i++)
        cells[i] = (qc_cohort_cell){4000000000U - (uint32_t) i * 1000000U, 999999U};
    for (int m = 1; m < MONTHS; m++) { /* the first has none */
        fresh[m].limit = m == 4 ? 1000 : UINT32_MAX / (uint32_t) m;
        fresh[m].scale = (UINT64_C(1) << 60) / fresh[m].limit;
        fresh[m].shift = m - 1;
        fresh[m].cells = cells;
    }
    for (int t = 0; t < ROW; t++) {
        int64_t sum = 0;
        for (int m = 0; m < MONTHS; m++) {
            uint32_t word[4];
            draw(QC_COHORT_LUCK_NEW, 7, t, (uint32_t) m / 4, word);
            sum += fresh[m].limit > 0 ? value_of(&fresh[m], word[m % 4]) : 0;
            expected[m * ROW + t] = sum;
        }
    }
    for (int k = 0; k < count; k++) {
        memset(found, 0x55, sizeof found);
        kernels[k]->fresh(fresh, MONTHS, 7, SEED, BLOCK, found);
        ck_assert_msg(memcmp(found, expected, sizeof found) == 0, "%s differs", kernels[k]->isa);
    }
}
END_TEST

START_TEST(a_row_is_counted_as_one_by_one)
{
    int64_t values[ROW], hits[QC_COHORT_COLUMNS], below, below_sum;
    const qc_cohort_kernel *kernels[4];
    const int count = list_kernels(kernels);
    static qc_cohort_count found;
    for (int t = 0; t < ROW; t++)
        values[t] = (INT64_C(1) << t % 52) + t - 1;
    for (int k = 0; k < count; k++) {
        int64_t sum = 0, high = 0, missed = 0, missed_sum = 0;
        kernels[k]->count(values, &found);
        kernels[k]->reach(values, 5000, hits, &below, &below_sum);
        for (int t = 0; t < ROW; t++) {
            ck_assert_int_eq(found.bucket[t], qc_outcome_bucket(values[t]));
            sum += values[t];
            missed += values[t] < 5000;
            missed_sum += values[t] < 5000 ? values[t] : 0;
        }
        for (int c = 0; c < QC_COHORT_COLUMNS; c++) {
            sum -= found.columns[c];
            high += hits[c];
        }
        ck_assert_int_eq(sum, 0);
        ck_assert_int_eq(high, ROW - missed);
        ck_assert_int_eq(below, missed);
        ck_assert_int_eq(below_sum, missed_sum);
        ck_assert_int_eq(found.least, 0);
        ck_assert_int_eq(found.most, (INT64_C(1) << 51) + 51 + 52 * 5 - 1);
        for (int t = 0; t < ROW; t++)
            values[t] %= INT64_C(1) << 32;
        kernels[k]->count(values, &found);
        qc_wide squares = 0;
        for (int t = 0; t < ROW; t++)
            squares += (qc_wide) values[t] * values[t];
        ck_assert(((qc_wide) found.square_high << 32) + found.square_low == squares);
        for (int t = 0; t < ROW; t++)
            values[t] = (INT64_C(1) << t % 52) + t - 1;
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
    tcase_add_test(all, an_unknown_instruction_set_is_told);
    suite_add_tcase(suite, all);
    return suite;
}
