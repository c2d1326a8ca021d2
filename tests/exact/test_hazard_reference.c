/* The hazard fit against an independent implementation: reference files, and the rest by formula. */
#include "models/hazard.h"
#include "models/hazard_base.h"
#include "tests/exact/oracle.h"

static oracle_table table, expected;
static qc_hazard_counts counts;
static qc_hazard_fit fit;

static void fit_counts(const double *belief, double level)
{
    qc_status status = {0};
    ck_assert_msg(qc_hazard_fit_counts(&fit, &counts, belief, level, &status), "%s",
                  status.message);
}

/** A visit of `days` by the day convention: all days count one, the day of an exit counts half. */
static void add_visit(int days, bool ended, bool counted)
{
    for (int j = 0; j < days; j++)
        counts.exposure[j] += 1;
    counts.exposure[days] += ended ? 0.5 : 1;
    if (counted) counts.events[days] += 1;
}

static void count_stage(const char *exit)
{
    oracle_read(&table, "pem_stage.csv");
    counts = (qc_hazard_counts){0};
    for (int i = 0; i < table.rows; i++) {
        const char *dest = oracle_text(&table, i, "dest");
        add_visit((int) oracle_number(&table, i, "days"), strcmp(dest, "open") != 0,
                  strcmp(dest, exit) == 0);
    }
}

START_TEST(bins_of_the_reference_stage)
{
    static const char *const exits[] = {"won", "lost", "advance"};
    static const char *const events[] = {"N_won", "N_lost", "N_advance"};
    static const char *const rates[] = {"rate_won", "rate_lost", "rate_advance"};
    oracle_deviation exact = {.what = "pem_stage events and exposure", .limit = 1e-9};
    oracle_deviation rate = {.what = "pem_stage rates", .limit = 1e-12};
    oracle_read(&expected, "pem_stage_expected.csv");
    for (int e = 0; e < 3; e++) {
        count_stage(exits[e]);
        fit_counts(NULL, 0);
        ck_assert_int_eq(fit.bin_count, expected.rows);
        for (int b = 0; b < fit.bin_count; b++) {
            /* the constant base is the same every day, so it shows the exposure the fit saw */
            const double exposure = fit.base[QC_BASE_CONSTANT].expected[b] /
                                    fit.base[QC_BASE_CONSTANT].daily[0];
            ck_assert_double_eq(fit.edge[b], oracle_number(&expected, b, "lo"));
            oracle_compare(&exact, exposure, oracle_number(&expected, b, "exposure"));
            oracle_compare(&exact, fit.events[b], oracle_number(&expected, b, events[e]));
            if (exposure <= 0) continue;
            oracle_compare(&rate, fit.events[b] / exposure, oracle_number(&expected, b, rates[e]));
        }
    }
    oracle_conclude(&exact);
    oracle_conclude(&rate);
}
END_TEST

static const char *const BASES[] = {"const", "llog", "cure"};

static const json_t *reference_base(const json_t *root, int base)
{
    return json_object_get(json_object_get(root, "bases"), BASES[base]);
}

/** sum_b L_b(k), from what the fit keeps: q_bk = pi_k e^L_b(k) / sum_k pi_k e^L_b(k). */
static double log_likelihood_of_shrink(int base, int k)
{
    double sum = fit.base[base].log_evidence;
    for (int b = 0; b < fit.bin_count; b++) {
        sum += log(fit.base[base].bin_shrink[b][k] / fit.base[base].shrink_weight[k]);
    }
    return sum;
}

static void compare_pooling(oracle_deviation *deviation, int base, const json_t *want)
{
    const json_t *x = json_object_get(want, "X"), *pi = json_object_get(want, "pi");
    const json_t *likelihood = json_object_get(want, "sum_loglik_by_kappa");
    const json_t *q = json_object_get(want, "bin_kappa_weights");
    const json_t *m = json_object_get(want, "post_mean_multiplier");
    ck_assert_uint_eq(json_array_size(x), (size_t) fit.bin_count);
    for (size_t b = 0; b < (size_t) fit.bin_count; b++) {
        oracle_compare(deviation, fit.base[base].expected[b], oracle_at(x, b));
        oracle_compare(deviation, fit.base[base].multiplier[b], oracle_at(m, b));
        for (size_t k = 0; k < QC_HAZARD_SHRINKS; k++) {
            oracle_compare(deviation, fit.base[base].bin_shrink[b][k],
                           oracle_at(json_array_get(q, b), k));
        }
    }
    for (size_t k = 0; k < QC_HAZARD_SHRINKS; k++) {
        oracle_compare(deviation, fit.base[base].shrink_weight[k], oracle_at(pi, k));
        oracle_compare(deviation, log_likelihood_of_shrink(base, (int) k),
                       oracle_at(likelihood, k));
    }
    oracle_compare(deviation, fit.base[base].log_evidence,
                   json_number_value(json_object_get(want, "log_evidence")));
}

START_TEST(fit_of_the_reference_stage)
{
    oracle_deviation constant = {.what = "pem_eb constant base", .limit = 1e-9};
    oracle_deviation objective = {.what = "pem_eb objective", .limit = 1e-6};
    oracle_deviation theta = {.what = "pem_eb theta", .limit = 1e-3};
    oracle_deviation rest = {.what = "pem_eb all else at the fitted theta", .limit = 1e-3};
    json_t *root = oracle_json("pem_eb_expected.json");
    count_stage("won");
    fit_counts(NULL, 0);
    compare_pooling(&constant, QC_BASE_CONSTANT, reference_base(root, QC_BASE_CONSTANT));
    for (int base = 0; base < 3; base++) {
        const json_t *want = reference_base(root, base);
        const json_t *values = json_object_get(want, "theta");
        for (size_t i = 0; i < json_array_size(values); i++) {
            oracle_compare(base == QC_BASE_CONSTANT ? &constant : &theta, fit.base[base].theta[i],
                           oracle_at(values, i));
        }
        oracle_compare(&rest, fit.base[base].weight,
                       oracle_at(json_object_get(root, "base_weights"), (size_t) base));
        if (base == QC_BASE_CONSTANT) continue;
        oracle_compare(&objective, fit.base[base].objective,
                       json_number_value(json_object_get(want, "objective")));
        compare_pooling(&rest, base, want);
    }
    oracle_conclude(&constant);
    oracle_conclude(&objective);
    oracle_conclude(&theta);
    oracle_conclude(&rest);
    ck_assert(!fit.base[QC_BASE_BELIEF].used);
    json_decref(root);
}
END_TEST

/** With the listed theta stated as a belief, the pooling is compared without the search's error. */
START_TEST(pooling_at_the_listed_theta)
{
    oracle_deviation given = {.what = "pem_eb all at the listed theta", .limit = 1e-9};
    json_t *root = oracle_json("pem_eb_expected.json");
    count_stage("won");
    for (int base = 0; base < 3; base++) {
        double theta[3] = {0}, daily[QC_HAZARD_DAYS];
        const json_t *want = reference_base(root, base);
        const json_t *values = json_object_get(want, "theta");
        for (size_t i = 0; i < json_array_size(values); i++)
            theta[i] = oracle_at(values, i);
        qc_hazard_base_daily((qc_hazard_base) base, theta, daily);
        fit_counts(daily, 20);
        compare_pooling(&given, QC_BASE_BELIEF, want);
    }
    oracle_conclude(&given);
    json_decref(root);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("hazard reference");
    TCase *oracles = tcase_create("reference files");
    tcase_add_test(oracles, bins_of_the_reference_stage);
    tcase_add_test(oracles, fit_of_the_reference_stage);
    tcase_add_test(oracles, pooling_at_the_listed_theta);
    suite_add_tcase(suite, oracles);
    return suite;
}
