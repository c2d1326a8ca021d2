/* Draws that cover the beliefs evenly: their error is small, and it is what it is said to be.
 *
 * Over independent seeds the squared distances to the common mean, in squared errors as printed, follow a chi-square
 * law of seeds - 1 degrees as long as errors are right (the printed ones have 15 degrees each, 45 x 15 in all). Smallest wrong
 * to be seen: an error that counts draws as if they were independent, several times too large here. */
#include "sim/exact/even_draws.h"
#include "sim/exact/marginals.h"
#include "tests/support/budget.h"
#include "tests/support/company.h"

#include <gsl/gsl_cdf.h>

#define PLAN                                                               \
    "as_of: 2026-06-30\nshocks: none\n"                                    \
    "pipeline: [{stage: a, conversion: 40% to 60%, days: 10 to 30}]\n"     \
    "deal_size: 4k to 9k\n"                                                \
    "new_deals: {mean: 20, per: month, based_on: 60 deals, noise: none}\n" \
    "targets: [{name: year, metric: bookings, period: 2026, at_least: 300k}]\n"
#define ALARM (QC_BUDGET_ALARM / 2) /* of each tail */
enum { SEEDS = 45, DRAWS = 512, PLAIN_DRAWS = 4000, FIGURES = 64 };

static void start(company *it)
{
    memset(it, 0, sizeof *it);
    company_read(it, PLAN, NULL, NULL);
    company_prepare(it);
    it->options.evaluator = QC_EVALUATOR_EXACT;
}

/* The year's chance draw by draw; `draws` are even, or NULL = the streams'. */
typedef struct solver {
    qc_marginals marginals;
    bool wanted[FIGURES];
    int32_t figure;
} solver;

static void solver_make(solver *it, const company *of, uint64_t seed)
{
    const char *hurdle = NULL;
    qc_status status = {0};
    memset(it, 0, sizeof *it);
    it->figure = of->forecast.questions.targets[0].figure;
    it->wanted[it->figure] = true;
    ck_assert_int_le(of->forecast.questions.figure_count, FIGURES);
    ck_assert(qc_marginals_start(&it->marginals, &of->forecast.model, &of->forecast.book,
                                 &of->forecast.questions, seed, &hurdle, &status));
    ck_assert_ptr_null(hurdle);
    ck_assert(qc_marginals_make(&it->marginals, true, &status));
}

static double chance_of(solver *it, const qc_even_draws *draws, int64_t number)
{
    qc_status status = {0};
    if (draws != NULL) qc_even_draws_lay(draws, &it->marginals.world, number);
    ck_assert(qc_marginals_solve(&it->marginals, number, it->wanted, false, &status));
    return qc_marginals_chance(&it->marginals, it->figure, NULL);
}

/* Mean over all draws, with the error that the means of the sets tell. */
static qc_estimate even(const company *of, uint64_t seed)
{
    solver it;
    qc_arena arena = {0};
    qc_even_draws draws = {0};
    qc_status status = {0};
    double mean = 0, squares = 0;
    solver_make(&it, of, seed);
    ck_assert(qc_even_draws_make(&draws, &it.marginals.world, DRAWS, &arena, &status));
    ck_assert_int_eq(draws.sets, QC_EVEN_SETS);
    ck_assert_int_eq(draws.sets * draws.per_set, DRAWS);
    for (int64_t set = 0; set < draws.sets; set++) {
        double of_set = 0;
        for (int32_t i = 0; i < draws.per_set; i++)
            of_set += chance_of(&it, &draws, set * draws.per_set + i) / draws.per_set;
        mean += of_set / QC_EVEN_SETS;
        squares += of_set * of_set / QC_EVEN_SETS;
    }
    qc_arena_free(&arena);
    qc_marginals_free(&it.marginals);
    return (qc_estimate){mean, sqrt((squares - mean * mean) / (QC_EVEN_SETS - 1))};
}

/* Mean and spread of the chance over draws of the streams. */
static void plain(const company *of, double *mean, double *sd)
{
    solver it;
    double sum = 0, squares = 0;
    solver_make(&it, of, 1);
    for (int64_t d = 0; d < PLAIN_DRAWS; d++) {
        const double chance = chance_of(&it, NULL, d);
        sum += chance;
        squares += chance * chance;
    }
    *mean = sum / PLAIN_DRAWS;
    *sd = sqrt(squares / PLAIN_DRAWS - *mean * *mean);
    qc_marginals_free(&it.marginals);
}

START_TEST(errors_are_small_and_as_told)
{
    company it;
    double value[SEEDS], mean = 0, error_squares = 0, away = 0, plain_mean, plain_sd;
    start(&it);
    for (int s = 0; s < SEEDS; s++) {
        const qc_estimate chance = even(&it, 100 + (uint64_t) s);
        value[s] = chance.value;
        mean += chance.value / SEEDS;
        error_squares += chance.std_error * chance.std_error / SEEDS;
    }
    for (int s = 0; s < SEEDS; s++)
        away += (value[s] - mean) * (value[s] - mean);
    plain(&it, &plain_mean, &plain_sd);
    const double lowest = gsl_cdf_chisq_Pinv(ALARM, SEEDS - 1),
                 highest = gsl_cdf_chisq_Qinv(ALARM, SEEDS - 1);
    const double as_told = away / error_squares, counted = away * DRAWS / (plain_sd * plain_sd);
    ck_assert_double_gt(as_told, lowest);
    ck_assert_double_lt(as_told, highest);
    ck_assert_double_lt(counted, lowest); /* the bent error: that of so many independent draws */
    /* the same mean as that of the streams; the bent one is three points off */
    CHECK_MEAN(mean, PLAIN_DRAWS, plain_mean, plain_sd);
    CHECK_MEAN_FAILS(mean + 0.06, PLAIN_DRAWS, plain_mean, plain_sd);
    company_free(&it);
}
END_TEST

/* What a forecast prints is that. */
START_TEST(a_forecast_tells_the_error_of_the_sets)
{
    company it;
    start(&it);
    company_run(&it, (int64_t) DRAWS * QC_GROUP_TRIALS);
    const qc_estimate own = even(&it, it.options.seed);
    const qc_estimate told = qc_engine_chance(&it.forecast.outcome,
                                              it.forecast.questions.targets[0].figure);
    ck_assert_int_eq(it.forecast.outcome.groups, DRAWS);
    ck_assert_double_eq_tol(told.value, own.value, 1e-4); /* eight draws are solved more finely */
    ck_assert_double_eq_tol(told.std_error / own.std_error, 1, 0.01);
    company_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("even_draws");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 240);
    tcase_add_test(all, errors_are_small_and_as_told);
    tcase_add_test(all, a_forecast_tells_the_error_of_the_sets);
    suite_add_tcase(suite, all);
    return suite;
}
