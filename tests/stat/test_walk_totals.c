/* New deals in the walk. Poisson arrivals through the reference pipeline win independent Poisson numbers in
 * each month (thinning), and what they book follows the compound law that Panjer's recursion gives.
 *
 * Smallest wrong to be seen: 4% of a mean, shown by the same counts held against means bent by that much. */
#include "sim/exact/exact.h"
#include "tests/stat/kernel_laws.h"
#include "tests/support/budget.h"
#include "tests/support/company.h"

#include <gsl/gsl_cdf.h>

/* ---- thinning ---- */

enum { MONTHS = 6, THINNED = 100000 };
#define ARRIVALS 9.0 /* in 30 days */

/* Months of 30 days, as in the reference: 2026-01-01 is day 1. */
static const char THINNING[] =
    "as_of: 2025-12-31\n"
    "fiscal_year_starts: July\n" /* so that nothing beyond June is asked */
    "currency: EUR\n"
    "new_deals: {mean: 0.3, per: day, based_on: certain, noise: none}\n"
    "deal_size: {mean: 1, cv: 1, based_on: certain}\n"
    "shocks: none\n"
    "pipeline:\n"
    "  - {stage: S1, conversion: 50%, days: 10, based_on: certain}\n"
    "  - {stage: S2, conversion: 50%, days: 10, based_on: certain}\n"
    "  - {stage: S3, conversion: 50%, days: 10, based_on: certain}\n"
    "targets:\n"
    "  - {name: m1, metric: customers, period: 2026-01-01..2026-01-30, at_least: 1}\n"
    "  - {name: m2, metric: customers, period: 2026-01-31..2026-03-01, at_least: 1}\n"
    "  - {name: m3, metric: customers, period: 2026-03-02..2026-03-31, at_least: 1}\n"
    "  - {name: m4, metric: customers, period: 2026-04-01..2026-04-30, at_least: 1}\n"
    "  - {name: m5, metric: customers, period: 2026-05-01..2026-05-30, at_least: 1}\n"
    "  - {name: m6, metric: customers, period: 2026-05-31..2026-06-29, at_least: 1}\n";

static int wins[THINNED][MONTHS];

static void run_thinning(void)
{
    company it = {0};
    qc_world world = {0};
    kernel_laws_make(1, false);
    company_read(&it, THINNING, NULL, NULL);
    company_prepare(&it);
    company_world(&it, &world, 3);
    company_trial(&world, 0);
    for (int stage = 0; stage < QC_REFERENCE_STAGES; stage++)
        world.draw.stages.laws[stage] = kernel_laws[stage].law;
    company_forget_laws(&world);
    for (int64_t trial = 0; trial < THINNED; trial++) {
        world.draw_number = trial / QC_GROUP_TRIALS; /* the laws above stay laid out */
        qc_world_look_ahead(&world);
        company_trial(&world, trial);
        for (int m = 0; m < MONTHS; m++)
            wins[trial][m] = (int) (world.values[m] / 100);
    }
    qc_world_free(&world);
    company_free(&it);
}

static void exact_means(double *means)
{
    json_t *root = qc_reference_load("thinning_expected.json");
    const json_t *share = qc_reference_get(root, "W");
    for (size_t m = 0; m < MONTHS; m++) {
        means[m] = 0;
        for (size_t j = 0; j <= m; j++)
            means[m] += ARRIVALS * qc_reference_item(json_array_get(share, j), m);
    }
    json_decref(root);
}

/* Trials with at most `limit` wins in months from..to together. */
static int64_t at_most(int from, int to, int limit)
{
    int64_t trials = 0;
    for (int64_t t = 0; t < THINNED; t++) {
        int sum = 0;
        for (int m = from; m <= to; m++)
            sum += wins[t][m];
        trials += sum <= limit;
    }
    return trials;
}

static void check_months(const double *means)
{
    for (int m = 0; m < MONTHS; m++) {
        const unsigned middle = (unsigned) means[m];
        printf("thinning: month %d, mean %.4f: %.4f with at most %u, exact %.4f\n", m + 1, means[m],
               (double) at_most(m, m, (int) middle) / THINNED, middle,
               gsl_cdf_poisson_P(middle, means[m]));
        CHECK_COUNT(at_most(m, m, (int) middle), THINNED, gsl_cdf_poisson_P(middle, means[m]));
        CHECK_COUNT(at_most(m, m, (int) middle + 2), THINNED,
                    gsl_cdf_poisson_P(middle + 2, means[m]));
        if (m > 0) /* the first month has few wins: 4% of them are too few to see */
            CHECK_COUNT_FAILS(at_most(m, m, (int) middle), THINNED,
                              gsl_cdf_poisson_P(middle, means[m] * 1.04));
    }
}

/* The sum of all months is Poisson, too, which sums of dependent months would not be. */
static void check_sum(const double *means)
{
    double all = 0;
    for (int m = 0; m < MONTHS; m++)
        all += means[m];
    for (unsigned limit = 4; limit <= 12; limit += 4) {
        CHECK_COUNT(at_most(0, MONTHS - 1, (int) limit), THINNED, gsl_cdf_poisson_P(limit, all));
        CHECK_COUNT_FAILS(at_most(0, MONTHS - 1, (int) limit), THINNED,
                          gsl_cdf_poisson_P(limit, all * 1.04));
    }
}

static void check_pairs(const double *means)
{
    for (int m = 2; m < MONTHS; m++) {
        int64_t both = 0;
        const double few = gsl_cdf_poisson_P(1, means[m - 1]),
                     same = gsl_cdf_poisson_P(1, means[m]);
        for (int64_t t = 0; t < THINNED; t++)
            both += wins[t][m - 1] <= 1 && wins[t][m] <= 1;
        CHECK_COUNT(both, THINNED, few * same);
        CHECK_COUNT_FAILS(both, THINNED, few * same * 1.04);
    }
}

START_TEST(wins_by_month_are_independent_poisson)
{
    double means[MONTHS];
    run_thinning();
    exact_means(means);
    check_months(means);
    check_sum(means);
    check_pairs(means);
}
END_TEST

/* ---- compound sums ---- */

enum { SUMS = 400000, AMOUNTS = 6, LATTICE = 200 };

/* Deals are won on the day they arrive; their amounts stand on a lattice. */
static const char COMPOUND[] =
    "as_of: 2026-03-31\n"
    "currency: EUR\n"
    "new_deals: {mean: 12.5, per: month, based_on: certain, noise: none}\n"
    "deal_size: {mean: 1, cv: 1, based_on: certain}\n"
    "shocks: none\n"
    "pipeline: [{stage: S1, conversion: 50%, days: 10, based_on: certain}]\n"
    "targets: [{name: all, metric: bookings, period: 2026-04, at_least: 1}]\n";

static int64_t totals[LATTICE];

static void run_compound(double bent_rate)
{
    static const double amount[AMOUNTS] = {1, 2, 3, 5, 8, 20};
    double cumulative[AMOUNTS] = {0.25, 0.55, 0.70, 0.85, 0.95, 1};
    qc_size_win rows[AMOUNTS];
    qc_entry_class won = {.stage = QC_STAGE_WON};
    company it = {0};
    qc_world world = {0};
    company_read(&it, COMPOUND, NULL, NULL);
    company_prepare(&it);
    for (int a = 0; a < AMOUNTS; a++)
        rows[a] = (qc_size_win){amount[a], NAN, NAN, 0};
    it.forecast.model.sizes[0].wins = rows;
    it.forecast.model.sizes[0].win_count = AMOUNTS;
    it.forecast.model.arrivals.classes = &won;
    it.forecast.model.arrivals.streams[0].rate *= bent_rate;
    memset(totals, 0, sizeof totals);
    company_world(&it, &world, 5);
    company_trial(&world, 0);
    world.draw.sizes[0] = (qc_size_draw){
        .smooth_share = 0, .cap = INFINITY, .cumulative = cumulative};
    for (int64_t trial = 0; trial < SUMS; trial++) {
        world.draw_number = trial / QC_GROUP_TRIALS;
        qc_world_look_ahead(&world);
        company_trial(&world, trial);
        const int64_t sum = world.values[0] / 100;
        totals[sum < LATTICE ? sum : LATTICE - 1]++;
    }
    qc_world_free(&world);
    company_free(&it);
}

static double compound_distance(void)
{
    json_t *root = qc_reference_load("compound_sum.json");
    const json_t *law = qc_reference_get(qc_reference_get(root, "result"), "poisson");
    double exact = 0, distance = 0;
    int64_t trials = 0;
    for (size_t s = 0; s + 1 < LATTICE; s++) {
        exact += qc_reference_item(qc_reference_get(law, "pmf"), s);
        trials += totals[s];
        distance = fmax(distance, fabs((double) trials / SUMS - exact));
    }
    json_decref(root);
    printf("compound: distance %.5f (limit %.5f)\n", distance, qc_budget_distance_limit(SUMS));
    fflush(stdout);
    return distance;
}

START_TEST(bookings_follow_the_compound_law)
{
    run_compound(1);
    ck_assert_double_le(compound_distance(), qc_budget_distance_limit(SUMS));
    run_compound(1.02);
    ck_assert_double_gt(compound_distance(), 2 * qc_budget_distance_limit(SUMS));
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("walk: totals");
    TCase *tests = tcase_create("new deals");
    tcase_add_test(tests, wins_by_month_are_independent_poisson);
    tcase_add_test(tests, bookings_follow_the_compound_law);
    suite_add_tcase(suite, tests);
    return suite;
}
