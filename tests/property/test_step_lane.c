/* A coupled trial in bulk beside the same trial deal by deal: the same to the last bit, for every instruction set
 * that runs here. */
#include "sim/deal.h"
#include "sim/people.h"
#include "sim/step/step_kernel.h"
#include "tests/support/differ.h"
#include "tests/support/suite.h"

enum { TRIALS = 200 };

static const char BASE[] =
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\n"
    "deal_size: {mean: 12k, cv: 1.2, family: lognormal, based_on: certain}\n"
    "pipeline:\n"
    "  - {stage: a, conversion: {mean: 55%, based_on: certain}, hours_per_week: 1.5,\n"
    "     days: {mean: 10, cv: 1.1, family: lognormal, based_on: certain}}\n"
    "  - {stage: b, conversion: {mean: 60%, based_on: certain}, hours_per_week: 2.2,\n"
    "     days: {mean: 14, cv: 1, family: log-logistic, based_on: certain}}\n"
    "  - {stage: c, conversion: {mean: 80%, based_on: certain}, hours_per_week: 0.3,\n"
    "     days: {mean: 2, cv: 0.7, family: gamma, based_on: certain}}\n"
    "targets:\n"
    "  - {name: year, metric: bookings, period: 2026, at_least: 400k}\n"
    "  - {name: wins, metric: customers, period: each month, at_least: 4}\n"
    "  - {name: soon, metric: bookings, period: 2026-01-01..2026-01-09, at_least: 4}\n";
static const char OPEN[] =
    "deal_id,stage,age_days,amount,owner\n"
    "x,a,3.5,400,ann\ny,b,0,,bob\nz,b,40,7000,\nu,c,0.5,900,bob\nv,a,90,100,cid\nw,a,0,5000,ann\n";
static const char CERTAIN[] = "new_deals: {mean: 25, per: month, based_on: certain, noise: none}\n";

static const struct {
    const char *more;
    bool whole, plain;
} CASES[] = {
    {"team: {reps: 3, hours_per_week: 14}\n", false, true},
    {"team: {reps: 3, hours_per_week: 14}\n", true, true},
    {"team: {reps: 25, hours_per_week: 40, selling_time: 30%, prospecting_hours: 2}\n", false,
     true},
    {"team: {reps: 2, hours_per_week: 20, vacation_days: 25, holidays: [2026-03-02..2026-03-20],\n"
     "  hires: [{start: 2026-02-10}, {start: 2026-08-01, count: 3}]}\n",
     false, true},
    {"team: {reps: 1, hours_per_week: 0}\n", false, true},
    {"team: {reps: 3, hours_per_week: 14, neglect: 10% per week}\n", false, false},
    {"team: {reps: 3, hours_per_week: 14, attrition: 30% per year}\n", false, false},
    {"team: {reps: 3, hours_per_week: 14, open_deal_limit: 9}\n", true, false},
    {"team: {reps: 0, hours_per_week: 14, hires: [{start: 2026-08-01}]}\n", false, false},
};
#define COUNT ((int) (sizeof CASES / sizeof CASES[0]))

static void read_case(company *it, int number)
{
    qc_text text = {0};
    qc_text_addf(&text, "%s%s%s", BASE, CERTAIN, CASES[number].more);
    company_read(it, qc_text_get(&text), NULL, OPEN);
    company_prepare(it);
    qc_text_free(&text);
}

static void start(const company *it, int number, const char *bulk, qc_world *world)
{
    world->whole_weeks = CASES[number].whole;
    company_world(it, world, 20261128);
    world->bulk = bulk;
}

static void same(const qc_world *one, const qc_world *other, int64_t trial)
{
    const size_t figures = (size_t) one->questions->figure_count * sizeof *one->values;
    const size_t months = (size_t) one->month_count * sizeof(int64_t);
    const qc_people *left = one->people, *right = other->people;
    ck_assert_msg(memcmp(one->values, other->values, figures) == 0, "trial %lld differs",
                  (long long) trial);
    ck_assert_int_eq(one->moves, other->moves);
    ck_assert_mem_eq(one->created, other->created, sizeof one->created);
    ck_assert_mem_eq(one->won, other->won, sizeof one->won);
    ck_assert_mem_eq(left->hours_needed, right->hours_needed, months);
    ck_assert_mem_eq(left->hours_there, right->hours_there, months);
    ck_assert_mem_eq(left->overloaded, right->overloaded, months);
    ck_assert_mem_eq(left->staffed, right->staffed, months);
    ck_assert_int_eq(left->trials, right->trials);
}

START_TEST(in_bulk_it_is_the_same)
{
    static const char *const SETS[] = {NULL, "x86-64-v4", "x86-64-v3", "x86-64", "plain"};
    for (size_t k = 0; k < sizeof SETS / sizeof SETS[0]; k++) {
        company it = {0};
        qc_world one = {0}, other = {0};
        if (qc_step_kernel_pick(SETS[k]) == NULL) continue;
        read_case(&it, _i);
        start(&it, _i, "", &one);
        start(&it, _i, SETS[k], &other);
        for (int64_t trial = 0; trial < TRIALS; trial++) {
            company_trial(&one, trial);
            company_trial(&other, trial);
            same(&one, &other, trial);
        }
        ck_assert(!one.coupled->run_all(one.coupled, 0));
        ck_assert_int_eq(other.coupled->run_all(other.coupled, 0), CASES[_i].plain);
        qc_world_free(&one);
        qc_world_free(&other);
        company_free(&it);
    }
}
END_TEST

/* Each draw has shares and a pace of its own. */
static void move_laws(const qc_model *model, const void *context, uint64_t seed, int64_t number,
                      qc_draw *draw)
{
    (void) context;
    (void) seed;
    for (int32_t s = 0; s < model->stages.stage_count; s++) {
        draw->stages.laws[s].time_scale = 0.7 + 0.1 * (double) (number % 7) + 0.2 * s;
        draw->stages.laws[s].share = 0.4 + 0.05 * (double) (number % 5);
    }
}

START_TEST(each_draw_has_its_own)
{
    company it = {0};
    qc_world one = {0}, other = {0};
    read_case(&it, _i);
    it.forecast.model.change_draw = move_laws;
    start(&it, _i, "", &one);
    start(&it, _i, NULL, &other);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        company_trial(&one, trial);
        company_trial(&other, trial);
        same(&one, &other, trial);
    }
    ck_assert(other.coupled->run_all(other.coupled, 0));
    qc_world_free(&one);
    qc_world_free(&other);
    company_free(&it);
}
END_TEST

START_TEST(deals_left_out_are_left_out)
{
    static const bool GONE[] = {false, true, false, false, true, false};
    company it = {0};
    qc_world one = {0}, other = {0};
    read_case(&it, 0);
    start(&it, 0, "", &one);
    start(&it, 0, NULL, &other);
    for (int64_t trial = 0; trial < 2 * TRIALS; trial++) {
        one.gone = other.gone = trial < TRIALS ? NULL : GONE;
        one.slip_days = other.slip_days = trial < TRIALS ? 0 : 20;
        company_trial(&one, trial);
        company_trial(&other, trial);
        same(&one, &other, trial);
    }
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
    read_case(&bent, 2);
    start(&it, 0, "", &one);
    start(&bent, 2, NULL, &other);
    ck_assert_int_gt(worlds_differ(&one, &other, TRIALS), TRIALS / 2);
    qc_world_free(&one);
    qc_world_free(&other);
    company_free(&it);
    company_free(&bent);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("step_lane");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, in_bulk_it_is_the_same, 0, COUNT);
    tcase_add_loop_test(tests, each_draw_has_its_own, 0, 2);
    tcase_add_test(tests, deals_left_out_are_left_out);
    tcase_add_test(tests, and_it_can_see);
    suite_add_tcase(suite, tests);
    return suite;
}
