/* Trials in bulk beside the same trials deal by deal: the same to the last bit, for every instruction set that runs
 * here. */
#include "core/memory.h"
#include "sim/bulk/bulk.h"
#include "sim/bulk/bulk_kernel.h"
#include "sim/deal.h"
#include "sim/walk.h"
#include "study/bench_uncertain.h"
#include "tests/support/differ.h"
#include "tests/support/suite.h"

enum { TRIALS = 120 };

static const char BASE[] =
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\n"
    "deal_size: {mean: 12k, cv: 1.2, family: lognormal, based_on: certain}\n"
    "pipeline:\n"
    "  - {stage: a, conversion: {mean: 55%, based_on: certain},\n"
    "     days: {mean: 10, cv: 1.1, family: lognormal, based_on: certain}}\n"
    "  - {stage: b, conversion: {mean: 60%, based_on: certain},\n"
    "     days: {mean: 14, cv: 1, family: log-logistic, based_on: certain}}\n"
    "  - {stage: c, conversion: {mean: 80%, based_on: certain},\n"
    "     days: {mean: 2, cv: 0.7, family: gamma, based_on: certain}}\n"
    "targets:\n"
    "  - {name: year, metric: bookings, period: 2026, at_least: 400k}\n"
    "  - {name: wins, metric: customers, period: each month, at_least: 4}\n"
    "  - {name: soon, metric: bookings, period: 2026-01-01..2026-01-09, at_least: 4}\n"
    "  - {name: size, metric: deal_size, period: 2026, at_least: 11k}\n";
static const char OPEN[] = "deal_id,stage,age_days,amount\n"
                           "x,a,3.5,400\ny,b,0,\nz,b,40,7000\nu,c,0.5,900\nv,a,90,100\n"
                           "w,a,0,5000\ns,c,6000,500\n";
static const char SEGMENTS_OPEN[] = "deal_id,stage,age_days,amount,segment,customer\n"
                                    "x,a,3.5,400,big,\ny,b,0,,,\nz,b,40,7000,big,\nu,c,0.5,900,,\n";
static const char OWNERS_OPEN[] = "deal_id,stage,age_days,amount,owner\n"
                                  "x,a,3.5,400,ann\ny,b,0,,bob\nz,b,40,7000,cid\nu,c,0.5,900,ann\n";
static const char CUSTOMERS_OPEN[] = "deal_id,stage,age_days,amount,customer\n"
                                     "x,a,3.5,400,one\ny,b,0,,one\nz,b,40,7000,two\n";
#define RATE(number) "new_deals: {mean: " number ", per: month, based_on: certain, noise: none}\n"
#define MANY         "6000"
#define SEGMENTS                                          \
    "segments:\n  big:\n    pipeline.b.conversion: 70%\n" \
    "    new_deals: {mean: 9, per: week, based_on: certain, noise: none}\n"
#define SCOPED \
    "  - {name: big, metric: bookings, period: 2026, at_least: 4k, scope: {segment: big}}\n"

static const struct {
    const char *more, *open, *set;
    double history; /* deals that the parameters rest on, 0 = certain */
    bool plain;     /* some of it runs in bulk */
} CASES[] = {
    {RATE("25"), OPEN, NULL, 0, true},
    {RATE("25"), OPEN, NULL, 100, true},
    {RATE("25"), OPEN, "new_deals=+40%", 0, true},
    {RATE("25"), OPEN, "new_deals=-30%", 0, true},
    {RATE("25"), OPEN, "deal_size=+10%", 0, true},
    {RATE(MANY), OPEN, NULL, 0, true}, /* more than are read at once */
    {RATE(MANY), OPEN, "new_deals=-50%", 0, true},
    {RATE("0"), OPEN, NULL, 0, true},
    {SCOPED RATE("25") SEGMENTS, SEGMENTS_OPEN, NULL, 0, true},
    {"  - {name: ann, metric: bookings, period: 2026, at_least: 4k, scope: {owner: ann}}\n" RATE(
         "25"),
     OWNERS_OPEN, NULL, 0, true},
    {"  - {name: ann, metric: bookings, period: 2026, at_least: 4k, scope: {owner: ann}}\n"
     "team: {reps: 3, attrition: 40% per year}\n" RATE("25"),
     OWNERS_OPEN, NULL, 0, true},
    {"  - {name: come, metric: new_deals, period: 2026, at_least: 280}\n" RATE("25"), OPEN, NULL, 0,
     true}, /* the open deals alone */
    {"  - {name: seen, metric: qualified, stage: b, period: 2026, at_least: 9}\n" RATE("25"), OPEN,
     NULL, 0, false},
    {RATE("25"), CUSTOMERS_OPEN, NULL, 0, false},
};
#define COUNT ((int) (sizeof CASES / sizeof CASES[0]))

static int64_t trials_of(int number)
{
    return strstr(CASES[number].more, MANY) != NULL ? TRIALS / 10 : TRIALS;
}

static void read_case(company *it, int number)
{
    qc_text text = {0};
    qc_text_addf(&text, "%s%s", BASE, CASES[number].more);
    company_read_set(it, qc_text_get(&text), NULL, CASES[number].open, CASES[number].set);
    company_prepare(it);
    if (CASES[number].history > 0)
        qc_bench_make_uncertain(&it->forecast.model, &CASES[number].history);
    qc_text_free(&text);
}

static void start(const company *it, const char *bulk, qc_world *world)
{
    company_world(it, world, 20261129);
    world->bulk = bulk;
    world->tracked_count = 2;
    world->tracked[1] = 2;
}

static void same(const qc_world *one, const qc_world *other, int64_t trial)
{
    const size_t figures = (size_t) one->questions->figure_count * sizeof *one->values;
    ck_assert_msg(memcmp(one->values, other->values, figures) == 0, "trial %lld differs",
                  (long long) trial);
    ck_assert_int_eq(one->moves, other->moves);
    ck_assert_mem_eq(one->created, other->created, sizeof one->created);
    ck_assert_mem_eq(one->won, other->won, sizeof one->won);
    ck_assert_mem_eq(one->tracked_value, other->tracked_value, sizeof one->tracked_value);
    ck_assert_mem_eq(one->tracked_won, other->tracked_won, sizeof one->tracked_won);
}

START_TEST(in_bulk_it_is_the_same)
{
    static const char *const SETS[] = {NULL, "x86-64-v4", "x86-64-v3", "x86-64", "plain"};
    company it = {0};
    read_case(&it, _i);
    for (size_t k = 0; k < sizeof SETS / sizeof SETS[0]; k++) {
        qc_world one = {0}, other = {0};
        if (qc_bulk_kernel_pick(SETS[k]) == NULL) continue;
        start(&it, "", &one);
        start(&it, SETS[k], &other);
        for (int64_t trial = 0; trial < trials_of(_i); trial++) {
            company_trial(&one, trial);
            company_trial(&other, trial);
            same(&one, &other, trial);
        }
        ck_assert_ptr_null(qc_bulk_isa(&one));
        ck_assert_int_eq(qc_bulk_isa(&other) != NULL, CASES[_i].plain);
        if (CASES[_i].plain && SETS[k] != NULL) ck_assert_str_eq(qc_bulk_isa(&other), SETS[k]);
        qc_world_free(&one);
        qc_world_free(&other);
    }
    company_free(&it);
}
END_TEST

START_TEST(deals_left_out_are_left_out)
{
    static const bool GONE[] = {false, true, false, false, true, false, true};
    company it = {0};
    qc_world one = {0}, other = {0};
    int64_t wins[7] = {0}, same_wins[7] = {0};
    read_case(&it, 0);
    start(&it, "", &one);
    start(&it, NULL, &other);
    for (int64_t trial = 0; trial < 3 * TRIALS; trial++) {
        one.gone = other.gone = trial < TRIALS ? NULL : GONE;
        one.slip_days = other.slip_days = trial < TRIALS ? 0 : 20;
        one.open_wins = trial < 2 * TRIALS ? NULL : wins;
        other.open_wins = trial < 2 * TRIALS ? NULL : same_wins;
        company_trial(&one, trial);
        company_trial(&other, trial);
        same(&one, &other, trial);
    }
    ck_assert_mem_eq(wins, same_wins, sizeof wins);
    ck_assert_int_gt(wins[0] + wins[2] + wins[3], 0);
    ck_assert_int_eq(wins[1] + wins[4] + wins[6], 0);
    qc_world_free(&one);
    qc_world_free(&other);
    company_free(&it);
}
END_TEST

START_TEST(and_it_can_see)
{
    company it = {0}, bent = {0};
    qc_world one = {0}, other = {0};
    read_case(&it, 0);
    read_case(&bent, 4); /* amounts are a tenth larger */
    start(&it, "", &one);
    start(&bent, NULL, &other);
    ck_assert_int_gt(worlds_differ(&one, &other, TRIALS), TRIALS / 2);
    qc_world_free(&one);
    qc_world_free(&other);
    company_free(&it);
    company_free(&bent);
}
END_TEST

/* Once the room has grown, trials ask for no memory, deal by deal or in bulk. */
START_TEST(trials_take_no_memory)
{
    static const char *const SETS[] = {"", NULL};
    for (int k = 0; k < 2; k++) {
        company it = {0};
        qc_world world = {0};
        read_case(&it, _i);
        start(&it, SETS[k], &world);
        for (int64_t trial = 0; trial < 2 * trials_of(_i); trial++)
            company_trial(&world, trial);
        qc_memory_fail_at(1);
        for (int64_t trial = 0; trial < trials_of(_i); trial++)
            company_trial(&world, trial);
        ck_assert(!qc_memory_has_failed());
        qc_memory_fail_at(0);
        qc_world_free(&world);
        company_free(&it);
    }
}
END_TEST

/* And without memory they say so: each request that a first trial makes fails in turn. */
START_TEST(no_memory_is_told)
{
    bool ok = false;
    for (long nth = 1; !ok; nth++) {
        company it = {0};
        qc_world world = {0};
        qc_status status = {0};
        read_case(&it, 8);
        start(&it, NULL, &world);
        qc_memory_fail_at(nth);
        ok = qc_walk_trial(&world, 0, &status);
        ck_assert_int_eq(ok, !qc_memory_has_failed());
        qc_memory_fail_at(0);
        if (!ok) ck_assert_int_eq(status.code, QC_NO_MEMORY);
        qc_world_free(&world);
        company_free(&it);
        ck_assert_int_lt(nth, 1000);
        ck_assert(nth > 1 || !ok); /* it does ask */
    }
}
END_TEST

/* The chance as so many of the numbers as lie below it. */
START_TEST(a_chance_is_a_count_of_numbers)
{
    const double chances[] = {0,   0x1.0p-60, 0x1.0p-53,     0x1.8p-53, 0.25,
                              0.3, 1.0 / 3,   1 - 0x1.0p-53, 1};
    for (size_t i = 0; i < sizeof chances / sizeof *chances; i++) {
        const int64_t below = qc_bulk_reach(chances[i]);
        if (below > 0) ck_assert(((double) (below - 1) + 0.5) * 0x1.0p-52 < chances[i]);
        if (below < INT64_C(1) << 52) ck_assert(!(((double) below + 0.5) * 0x1.0p-52 < chances[i]));
    }
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("bulk");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, in_bulk_it_is_the_same, 0, COUNT);
    tcase_add_loop_test(tests, trials_take_no_memory, 0, COUNT);
    tcase_add_test(tests, no_memory_is_told);
    tcase_add_test(tests, deals_left_out_are_left_out);
    tcase_add_test(tests, and_it_can_see);
    tcase_add_test(tests, a_chance_is_a_count_of_numbers);
    suite_add_tcase(suite, tests);
    return suite;
}
