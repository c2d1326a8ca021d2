/* The engines against each other: what walk follows, cohort looks up and exact computes is one company.
 *
 * Smallest wrong to be seen: at ten million futures a chance off by 0.001 (six standard errors), shown by a
 * stage that lets 2 deals in 1,000 fewer pass. Walk has its own comparison with the same exact figures in
 * test_bench; here it meets exact on an uncertain plan, draw by draw with the same parameters. */
#include "sim/exact/exact_run.h"
#include "study/bench.h"
#include "tests/support/budget.h"
#include "tests/support/company.h"

#include <jansson.h>

#define SEED 20261128

static void run(qc_bench_result *result, qc_evaluator evaluator, int64_t trials,
                double conversion_scale)
{
    qc_bench_company made = {0};
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_status status = {0};
    options.trials = trials;
    options.seed = SEED;
    options.threads = 2;
    options.evaluator = evaluator;
    ck_assert_msg(qc_bench_company_read(&made, QC_SOURCE_DIR "/data/bench/company.json", &status),
                  "%s", status.message);
    made.plan.stages[2].conversion.first *= conversion_scale;
    ck_assert_msg(qc_bench_run(result, &made, &options, &status), "%s", status.message);
    qc_bench_company_free(&made);
}

/* Of a share of hits in ten million futures. The exact tails of so large a binomial are beyond the library's
 * series, and the normal law is as good as exact there. */
static double hit_sd(double chance)
{
    return sqrt(chance * (1 - chance));
}

/* Cohort against the reference program's exact chances, and against ours within its bound. */
START_TEST(cohort_has_the_exact_chances)
{
    const int64_t trials = 10000000;
    qc_bench_result cohort, exact, bent;
    json_t *root = json_load_file(QC_SOURCE_DIR "/tests/fixtures/bench/company.expected.json", 0,
                                  NULL);
    ck_assert_ptr_nonnull(root);
    const json_t *months = json_object_get(root, "p_month");
    run(&cohort, QC_EVALUATOR_COHORT, trials, 1);
    run(&exact, QC_EVALUATOR_EXACT, 0, 1);
    run(&bent, QC_EVALUATOR_COHORT, trials, 0.998);
    const double year = json_number_value(json_object_get(root, "p_year"));
    CHECK_MEAN(cohort.chance_year, (size_t) trials, year, hit_sd(year));
    CHECK_MEAN(cohort.chance_year, (size_t) trials, exact.chance_year, hit_sd(year));
    CHECK_MEAN_FAILS(bent.chance_year, (size_t) trials, year, hit_sd(year));
    CHECK_MEAN_FAILS(bent.chance_year, (size_t) trials, exact.chance_year, hit_sd(year));
    for (int32_t m = 0; m < cohort.months; m++) {
        const double expected = json_number_value(json_array_get(months, (size_t) m));
        CHECK_MEAN(cohort.chance_month[m], (size_t) trials, expected, hit_sd(expected));
        CHECK_MEAN(cohort.chance_month[m], (size_t) trials, exact.chance_month[m],
                   hit_sd(expected));
        ck_assert_double_eq_tol(exact.chance_month[m], expected, exact.error_bound);
    }
    json_decref(root);
}
END_TEST

/* ---- walk and exact on uncertain beliefs ---- */

#define PLAN                                                                                \
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\n"                                      \
    "new_deals: {mean: 12, per: month, based_on: 30 deals, noise: none}\n"                  \
    "deal_size: 4k to 40k\n"                                                                \
    "pipeline:\n"                                                                           \
    "  - {stage: one, conversion: 50% to 70%, days: 10 to 40}\n"                            \
    "  - {stage: two, conversion: 40% to 60%, days: 5 to 30, days_if_lost: 20 to 60}\n"     \
    "targets:\n"                                                                            \
    "  - {name: money, metric: bookings, period: 2026-01-01..2026-03-31, at_least: 100k}\n" \
    "  - {name: wins, metric: customers, period: 2026-01-01..2026-03-31, at_least: 6}\n"    \
    "  - {name: cap, metric: bookings, period: 2026-03, at_most: 40k}\n"
static const char OPEN[] = "deal_id,stage,age_days,amount\n"
                           "a,one,3,12000\nb,two,40,90000\nc,one,0.5,7000\nd,two,2,15000\n"
                           "e,two,60,31000\nf,one,90,25000\ng,one,12,\n";
enum { DRAWS = 1000, TARGETS = 3 };

static void start(company *it, const char *set)
{
    memset(it, 0, sizeof *it);
    company_read_set(it, PLAN, NULL, OPEN, set);
    company_prepare(it);
    it->options.threads = 2;
}

/* Mean chances over the draws that walk has. */
static void solve(const company *it, double *chance)
{
    qc_marginals marginals = {0};
    qc_status status = {0};
    const char *hurdle = NULL;
    ck_assert(qc_marginals_start(&marginals, &it->forecast.model, &it->forecast.book,
                                 &it->forecast.questions, it->options.seed, &hurdle, &status));
    ck_assert_ptr_null(hurdle);
    ck_assert(qc_marginals_make(&marginals, true, &status));
    for (int t = 0; t < TARGETS; t++)
        chance[t] = 0;
    for (int64_t d = 0; d < DRAWS; d++) {
        ck_assert(qc_marginals_solve(&marginals, d, NULL, false, &status));
        for (int t = 0; t < TARGETS; t++)
            chance[t] += qc_marginals_chance(&marginals, it->forecast.questions.targets[t].figure,
                                             NULL) /
                         DRAWS;
    }
    qc_marginals_free(&marginals);
}

/* Given its draw a future hits with the draw's own chance; a sum of such hits spreads no wider than a binomial
 * of the mean chance, so its tails are a safe bound. */
START_TEST(walk_and_exact_agree_draw_by_draw)
{
    const int64_t trials = (int64_t) DRAWS * QC_GROUP_TRIALS;
    company walk, bent; /* the bent one: 15 points more conversion */
    double exact[TARGETS], wrong[TARGETS];
    start(&walk, NULL);
    start(&bent, "pipeline.two.conversion=+15 points");
    company_run(&walk, trials);
    solve(&walk, exact);
    solve(&bent, wrong);
    for (int t = 0; t < TARGETS; t++) {
        const int32_t figure = walk.forecast.questions.targets[t].figure;
        const int64_t hits = walk.forecast.outcome.figures[figure].hits;
        CHECK_COUNT(hits, trials, exact[t]);
        CHECK_COUNT_FAILS(hits, trials, wrong[t]);
    }
    company_free(&walk);
    company_free(&bent);
}
END_TEST

/* The forecast of exact has the quantiles of walk, and the luck that it has not is gone from its error. */
START_TEST(exact_forecasts_what_walk_does)
{
    company walk, exact;
    start(&walk, NULL);
    start(&exact, NULL);
    exact.options.evaluator = QC_EVALUATOR_EXACT;
    company_run(&walk, (int64_t) DRAWS * QC_GROUP_TRIALS);
    company_run(&exact, (int64_t) DRAWS * QC_GROUP_TRIALS);
    company_sum_up(&walk);
    company_sum_up(&exact);
    ck_assert_int_ge(exact.summary.draws, DRAWS);
    for (int t = 0; t < TARGETS; t++) {
        const qc_target_summary *by_walk = &walk.summary.targets[t],
                                *by_exact = &exact.summary.targets[t];
        ck_assert_double_lt(by_exact->chance.std_error, 0.5 * by_walk->chance.std_error);
        ck_assert_double_eq_tol(by_exact->quantiles.p50, by_walk->quantiles.p50,
                                0.05 * by_walk->quantiles.p50);
        ck_assert_double_eq_tol(by_exact->mean.value, by_walk->mean.value,
                                0.05 * by_walk->mean.value);
    }
    company_free(&walk);
    company_free(&exact);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("engines");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 600);
    tcase_add_test(all, cohort_has_the_exact_chances);
    tcase_add_test(all, walk_and_exact_agree_draw_by_draw);
    tcase_add_test(all, exact_forecasts_what_walk_does);
    suite_add_tcase(suite, all);
    return suite;
}
