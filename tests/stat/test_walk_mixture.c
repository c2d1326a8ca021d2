/* Deals that are lost stay longer (or shorter) than those that move on: the share still here is a mixture, and
 * its chance of winning falls (or rises) with age. One stage, conversion and both stays certain; open deals of
 * several ages against the closed form
 *
 *     P(won within h | open at age a) = c (Sw(a) - Sw(a + h)) / (c Sw(a) + (1 - c) Sl(a)).
 *
 * Smallest wrong to be seen: a distribution off by 0.015, shown by deals whose age does not change their chance. */
#include "tests/stat/win_days.h"
#include "tests/support/budget.h"

enum { TRIALS = 200000, DEALS = 5 };
#define CONVERSION 0.35

typedef struct mixing {
    const char *days, *days_if_lost, *shocks;
    double ages[DEALS];
} mixing;

static const mixing cases[] = {
    {"{median: 10, p90: 30}", "{median: 40, p90: 120}", "none", {0, 5, 20, 60, 150}},
    {"{median: 40, p90: 120}", "{median: 10, p90: 30}", "none", {0, 5, 20, 60, 150}},
    {"{mean: 20, cv: 0.5, family: weibull}",
     "{mean: 25, cv: 1.5, family: gamma}",
     "none",
     {0, 5, 20, 35, 60}},
    {"{median: 10, p90: 30}", "{median: 40, p90: 120}", "{sd: 1e-9, rho: 0}", {0, 5, 20, 60, 150}},
};
#define CASES ((int) (sizeof cases / sizeof cases[0]))

static void read_company(company *it, const mixing *of)
{
    char plan[1024], open[256];
    int length = snprintf(open, sizeof open, "deal_id,stage,age_days,amount\n");
    snprintf(
        plan, sizeof plan,
        "as_of: 2025-12-31\ncurrency: EUR\nshocks: %s\n"
        "new_deals: {mean: 0, per: month, based_on: certain, noise: none}\n"
        "deal_size: {mean: 1, cv: 1, based_on: certain}\n"
        "pipeline: [{stage: only, conversion: %g, days: %s, days_if_lost: %s, based_on: certain}]\n"
        "targets: [{name: all, metric: customers, period: 2026, at_least: 1}]\n",
        of->shocks, CONVERSION, of->days, of->days_if_lost);
    for (int deal = 0; deal < DEALS; deal++)
        length += snprintf(open + length, sizeof open - (size_t) length, "d%d,only,1,1\n", deal);
    company_read(it, plan, NULL, open);
    company_prepare(it);
}

static double won_by(const qc_stage_belief *belief, double age, double days)
{
    const double won = CONVERSION * qc_spread_survival(&belief->days, age);
    const double lost = (1 - CONVERSION) * qc_spread_survival(&belief->days_if_lost, age);
    return (won - CONVERSION * qc_spread_survival(&belief->days, age + days)) / (won + lost);
}

/* `bent`: as if the age said nothing about how it will end. */
static double furthest(const qc_stage_belief *belief, const double *ages, bool bent)
{
    double largest = 0;
    for (int deal = 0; deal < DEALS; deal++) {
        double distance = 0;
        int64_t won = 0;
        const double alive = qc_spread_survival(&belief->days, ages[deal]);
        for (int day = 1; day <= WIN_DAYS; day++) {
            won += wins[deal][day];
            const double exact = bent ? CONVERSION * (1 - qc_spread_survival(&belief->days,
                                                                             ages[deal] + day) /
                                                              alive)
                                      : won_by(belief, ages[deal], day);
            distance = fmax(distance, fabs((double) won / TRIALS - exact));
        }
        if (!bent)
            printf("mixture: age %g: distance %.5f (limit %.5f)\n", ages[deal], distance,
                   qc_budget_distance_limit(TRIALS));
        largest = fmax(largest, distance);
    }
    fflush(stdout);
    return largest;
}

START_TEST(lost_deals_stay_otherwise)
{
    const mixing *of = &cases[_i];
    company it = {0};
    qc_world world = {0};
    read_company(&it, of);
    const qc_stage_belief *belief = &it.forecast.model.stages.parts[0].belief;
    ck_assert(belief->lost_differs);
    win_days_ask(&it.forecast.questions, DEALS);
    company_world(&it, &world, 20261122);
    win_days_start(&world, &it.forecast.book, DEALS, of->ages);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        company_trial(&world, trial);
        win_days_count(&world, DEALS);
    }
    ck_assert_double_le(furthest(belief, of->ages, false), qc_budget_distance_limit(TRIALS));
    ck_assert_double_gt(furthest(belief, of->ages, true), 2 * qc_budget_distance_limit(TRIALS));
    qc_world_free(&world);
    company_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("walk: mixtures");
    TCase *tests = tcase_create("mixtures");
    tcase_add_loop_test(tests, lost_deals_stay_otherwise, 0, CASES);
    suite_add_tcase(suite, tests);
    return suite;
}
