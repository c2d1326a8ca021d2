/* The chances of the reference company against its exact ones: the whole engine on stated certain beliefs,
 * open deals of every age included. */
#include "study/bench.h"
#include "tests/support/budget.h"

#include <jansson.h>
#include <math.h>

#define TRIALS 200000
#define SEED   20251122

static void run(qc_bench_result *result, double conversion_scale)
{
    qc_bench_company company = {0};
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_status status = {0};
    options.trials = TRIALS;
    options.seed = SEED;
    options.threads = 2;
    options.evaluator = QC_EVALUATOR_WALK;
    ck_assert_msg(
        qc_bench_company_read(&company, QC_SOURCE_DIR "/data/bench/company.json", &status), "%s",
        status.message);
    company.plan.stages[2].conversion.first *= conversion_scale;
    ck_assert_msg(qc_bench_run(result, &company, &options, &status), "%s", status.message);
    qc_bench_company_free(&company);
}

static json_t *expected(void)
{
    json_t *root = json_load_file(QC_SOURCE_DIR "/tests/fixtures/bench/company.expected.json", 0,
                                  NULL);
    ck_assert_ptr_nonnull(root);
    return root;
}

static int64_t hits(double chance)
{
    return llround(chance * TRIALS);
}

START_TEST(chances_are_the_exact_ones)
{
    json_t *root = expected();
    const json_t *months = json_object_get(root, "p_month");
    qc_bench_result result;
    run(&result, 1);
    CHECK_COUNT(hits(result.chance_year), TRIALS,
                json_number_value(json_object_get(root, "p_year")));
    ck_assert_int_eq(result.months, 12);
    for (int32_t m = 0; m < result.months; m++)
        CHECK_COUNT(hits(result.chance_month[m]), TRIALS,
                    json_number_value(json_array_get(months, (size_t) m)));
    json_decref(root);
}
END_TEST

/* 2% fewer deals get past the third stage: 0.637 instead of 0.65. */
START_TEST(a_bent_stage_is_seen)
{
    json_t *root = expected();
    qc_bench_result result;
    run(&result, 0.98);
    CHECK_COUNT_FAILS(hits(result.chance_year), TRIALS,
                      json_number_value(json_object_get(root, "p_year")));
    json_decref(root);
}
END_TEST

static const double SHARES[QC_BENCH_QUANTILES] = {0.05, 0.25, 0.5, 0.75, 0.95};

/* A quantile of n trials lies between the exact quantiles of share +- the distance of Dvoretzky, Kiefer
 * and Wolfowitz; the neighbours at 5 and 95 are far, so the inner ones are held within that share. */
START_TEST(quantiles_are_near_the_exact_ones)
{
    json_t *root = expected();
    const json_t *months = json_object_get(root, "cum_quantiles");
    const double distance = qc_budget_distance_limit(TRIALS);
    qc_bench_result result;
    run(&result, 1);
    for (int32_t m = 0; m < result.months; m++) {
        const json_t *row = json_array_get(months, (size_t) m);
        for (size_t q = 1; q + 1 < QC_BENCH_QUANTILES; q++) {
            const double below = json_number_value(json_array_get(row, q - 1));
            const double here = json_number_value(json_array_get(row, q));
            const double above = json_number_value(json_array_get(row, q + 1));
            const double slope = fmax((here - below) / (SHARES[q] - SHARES[q - 1]),
                                      (above - here) / (SHARES[q + 1] - SHARES[q]));
            ck_assert_double_le(fabs(result.cumulative[m][q] - here), 1.5 * slope * distance + 100);
        }
    }
    json_decref(root);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("bench");
    TCase *tests = tcase_create("bench");
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, chances_are_the_exact_ones);
    tcase_add_test(tests, a_bent_stage_is_seen);
    tcase_add_test(tests, quantiles_are_near_the_exact_ones);
    suite_add_tcase(suite, tests);
    return suite;
}
