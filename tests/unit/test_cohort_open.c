/* Open deals laid out for the kernel: cells and rest give back the chances, digits the amounts. */
#include "sim/cohort/cohort_open.h"
#include "sim/exact/marginals.h"
#include "tests/support/company.h"

#include <math.h>

enum { MOST_ATOMS = 60 };
#define EXACT 1e-12

/* Chance to be won by the end of an atom, from what the kernel is given. */
static double chance_of(int32_t atoms, const int16_t *level, const uint32_t *rest, int32_t atom)
{
    return (level[atom] - INT16_MIN) / 65536.0 + rest[atom] / 4294967296.0 * atoms / 65536.0;
}

static double worst(const double *chance, int32_t atoms, const int16_t *level, const uint32_t *rest)
{
    double most = 0;
    for (int32_t a = 0; a < atoms; a++)
        most = fmax(most, fabs(chance_of(atoms, level, rest, a) - chance[a]));
    return most;
}

static const struct {
    int32_t atoms;
    double first, growth; /* chance of the first atom, and how the next ones change */
} LAWS[] = {{1, 0.3, 1},       {12, 0.05, 1},       {12, 1e-7, 3},     {12, 0.5, 0.5},
            {12, 1.0 / 12, 1}, {60, 0.01, 1},       {60, 1.0 / 60, 1}, {36, 1e-9, 1},
            {3, 0, 1},         {2, 1, 0},           {12, 0.9, 0.1},    {12, 0.2, 0.8},
            {2, 0.5, 1},       {12, 0.999985, 1e-7}};

static void lay(int index, double *chance)
{
    double sum = 0, step = LAWS[index].first;
    for (int32_t a = 0; a < LAWS[index].atoms; a++, step *= LAWS[index].growth)
        chance[a] = sum = fmin(sum + step, 1);
}

START_TEST(cells_and_rest_are_the_law)
{
    double chance[MOST_ATOMS];
    int16_t level[MOST_ATOMS];
    uint32_t rest[MOST_ATOMS];
    const int32_t atoms = LAWS[_i].atoms;
    lay(_i, chance);
    qc_cohort_law(chance, atoms, level, rest);
    ck_assert_double_lt(worst(chance, atoms, level, rest), EXACT);
    ck_assert_int_le(level[atoms - 1], INT16_MAX + 1 - atoms); /* the reserved cells stay free */
    for (int32_t a = 1; a < atoms; a++) {
        ck_assert_int_ge(level[a], level[a - 1]);
        ck_assert_uint_ge(rest[a], rest[a - 1]);
    }
}
END_TEST

START_TEST(a_bent_table_is_seen)
{
    double chance[MOST_ATOMS];
    int16_t level[MOST_ATOMS];
    uint32_t rest[MOST_ATOMS];
    lay(1, chance);
    qc_cohort_law(chance, LAWS[1].atoms, level, rest);
    level[5]++;
    ck_assert_double_gt(worst(chance, LAWS[1].atoms, level, rest), EXACT);
    level[5]--;
    rest[11] -= 1 << 20;
    ck_assert_double_gt(worst(chance, LAWS[1].atoms, level, rest), EXACT);
}
END_TEST

/* ---- a book ---- */

static const char PLAN[] =
    "as_of: 2026-01-31\ncurrency: EUR\nshocks: none\n"
    "new_deals: {mean: 30, per: month, based_on: certain, noise: none}\n"
    "deal_size: {mean: 9000, cv: 1.2, based_on: certain}\n"
    "pipeline: [{stage: one, conversion: {mean: 60%, based_on: certain},\n"
    "            days: {mean: 20, cv: 1, based_on: certain}}]\n"
    "targets: [{name: half, metric: bookings, period: 2026-01-01..2026-12-31, at_least: 500k}]\n";

typedef struct laid { /* the book as the kernel gets it */
    company company;
    qc_marginals marginals;
    qc_cohort_class *classes;
    int32_t count;
} laid;

static void lay_book(laid *it, const char *open)
{
    const char *hurdle = NULL;
    qc_status status = {0};
    company_read(&it->company, PLAN, NULL, open);
    company_prepare(&it->company);
    const qc_forecast *forecast = &it->company.forecast;
    ck_assert(qc_marginals_start(&it->marginals, &forecast->model, &forecast->book,
                                 &forecast->questions, 1, &hurdle, &status));
    ck_assert_ptr_null(hurdle);
    ck_assert(qc_marginals_make(&it->marginals, false, &status));
    qc_marginals_lay(&it->marginals);
    ck_assert(qc_cohort_classes_make(&it->classes, &it->count, &it->marginals.world,
                                     &it->marginals.table, &it->marginals.arena, &status));
}

static void free_book(laid *it)
{
    qc_marginals_free(&it->marginals);
    company_free(&it->company);
}

static int64_t paid(const qc_cohort_open *chunk, int32_t deal)
{
    int64_t sum = 0;
    for (int32_t d = 0; d < chunk->digits; d++)
        sum += chunk->unit[d] *
               (chunk->digit[d * 4 * QC_COHORT_OCTETS + deal / 2] >> deal % 2 * 16 & 0xFFFF);
    return sum;
}

/* Amounts of every deal from the digits; returns how many digits the widest chunk has. */
static int32_t check_amounts(const laid *it)
{
    const qc_book *book = it->marginals.world.book;
    int32_t seen = 0, digits = 0;
    for (int32_t c = 0; c < it->count; c++) {
        for (int32_t k = 0; k < it->classes[c].chunk_count; k++) {
            const qc_cohort_open *chunk = &it->classes[c].chunks[k];
            ck_assert_int_le(chunk->octets, QC_COHORT_OCTETS);
            digits = chunk->digits > digits ? chunk->digits : digits;
            for (int32_t d = 0; d < chunk->octets * 8; d++) {
                const uint32_t deal = chunk->number[d / 8] * 8 + (uint32_t) d % 8;
                ck_assert_int_eq(paid(chunk, d), chunk->amount[d]);
                if (chunk->amount[d] == 0) continue;
                ck_assert_int_eq(chunk->amount[d], llround(book->open[deal].amount * 100));
                seen++;
            }
        }
    }
    ck_assert_int_eq(seen, book->open_count);
    return digits;
}

START_TEST(digits_are_the_amounts)
{
    static const char *const STEPS[] = {"00", ".01"}; /* hundreds; hundredths */
    for (int i = 0; i < 2; i++) {
        qc_text open = {0};
        laid it = {0};
        qc_text_add(&open, "deal_id,stage,age_days,amount\n");
        for (int deal = 0; deal < 600; deal++)
            qc_text_addf(&open, "%d,one,%d,%d%s\n", deal, deal % 90, 37 + deal * 7, STEPS[i]);
        lay_book(&it, open.bytes);
        ck_assert_int_eq(it.count, 1);
        ck_assert_int_eq(it.classes[0].chunk_count, 3);
        ck_assert_int_eq(check_amounts(&it), i == 0 ? 2 : 3);
        free_book(&it);
        qc_text_free(&open);
    }
}
END_TEST

START_TEST(large_and_small_amounts_go_together)
{
    laid it = {0};
    lay_book(&it, "deal_id,stage,age_days,amount\na,one,3,100000000\nb,one,9,0.01\n");
    ck_assert_int_eq(check_amounts(&it), 4);
    free_book(&it);
}
END_TEST

START_TEST(a_deal_alone_has_its_own_law)
{
    laid it = {0};
    qc_cohort_open alone;
    qc_status status = {0};
    const int32_t atoms[2] = {-1, 0};
    lay_book(&it, "deal_id,stage,age_days,amount\na,one,3,1200\nb,one,9,700\n");
    ck_assert(qc_cohort_deal_make(&alone, &it.marginals.world, &it.marginals.table, 1, UINT64_MAX,
                                  atoms, 2, &it.marginals.arena, &status));
    const qc_cohort_open *all = &it.classes[0].chunks[0];
    ck_assert_int_eq(alone.amount[1], 70000);
    ck_assert_int_eq(alone.amount[0], 0);
    ck_assert_int_eq(alone.limit, all->limit);
    ck_assert_uint_eq(alone.threshold[0], 0x80008000);
    ck_assert_uint_eq(alone.threshold[1] >> 16, all->threshold[0] >> 16);
    ck_assert_uint_eq(alone.rest[alone.atoms + 1], all->rest[all->atoms]);
    ck_assert_uint_eq(alone.rest[alone.atoms], 0);
    free_book(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("cohort_open");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, cells_and_rest_are_the_law, 0, (int) (sizeof LAWS / sizeof *LAWS));
    tcase_add_test(all, a_bent_table_is_seen);
    tcase_add_test(all, digits_are_the_amounts);
    tcase_add_test(all, large_and_small_amounts_go_together);
    tcase_add_test(all, a_deal_alone_has_its_own_law);
    suite_add_tcase(suite, all);
    return suite;
}
