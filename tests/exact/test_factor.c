/* Pooling of factors against a reference: negative-binomial likelihoods and shrunken values. */
#include "models/trait_factor.h"
#include "tests/exact/oracle.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>

static json_t *root;

static const json_t *field(const char *name)
{
    const json_t *value = json_object_get(root, name);
    ck_assert_msg(value != NULL, "no '%s'", name);
    return value;
}

static double log_likelihood(double c)
{
    const size_t count = json_array_size(field("E"));
    double sum = 0;
    ck_assert_uint_gt(count, 0);
    for (size_t i = 0; i < count; i++) {
        const double events = oracle_at(field("y"), i), expected = oracle_at(field("E"), i);
        sum += qc_trait_factor_log_marginal(events, expected, c) - gsl_sf_lnfact((unsigned) events);
    }
    return sum;
}

START_TEST(likelihood_of_the_pooling_matches)
{
    oracle_deviation seen = {.what = "gammapoisson_factor.json (likelihood)", .limit = 1e-8};
    const size_t count = json_array_size(field("grid_k"));
    ck_assert_uint_gt(count, 0);
    for (size_t i = 0; i < count; i++)
        oracle_compare(&seen, log_likelihood(oracle_at(field("grid_k"), i)),
                       oracle_at(field("loglik"), i));
    oracle_compare(&seen, log_likelihood(json_number_value(field("k_mle"))),
                   json_number_value(field("loglik_mle")));
    oracle_conclude(&seen);
}
END_TEST

START_TEST(shrunken_values_match)
{
    oracle_deviation seen = {.what = "gammapoisson_factor.json (posterior)", .limit = 1e-9};
    const double c = json_number_value(field("post_k"));
    for (size_t i = 0; i < json_array_size(field("E")); i++) {
        const qc_factor_posterior r = qc_trait_factor_posterior(oracle_at(field("y"), i),
                                                                oracle_at(field("E"), i), c);
        oracle_compare(&seen, r.shape / r.rate, oracle_at(field("post_mean"), i));
        oracle_compare(&seen, gsl_cdf_gamma_Pinv(0.1, r.shape, 1 / r.rate),
                       oracle_at(field("q10"), i));
        oracle_compare(&seen, gsl_cdf_gamma_Pinv(0.9, r.shape, 1 / r.rate),
                       oracle_at(field("q90"), i));
    }
    oracle_conclude(&seen);
}
END_TEST

/* The largest likelihood of the reference is the largest of ours. */
START_TEST(the_best_pooling_is_the_same)
{
    const double best = json_number_value(field("k_mle"));
    ck_assert_double_gt(log_likelihood(best), log_likelihood(best * 1.01));
    ck_assert_double_gt(log_likelihood(best), log_likelihood(best / 1.01));
}
END_TEST

static void read(void)
{
    root = oracle_json("gammapoisson_factor.json");
}

static void forget(void)
{
    json_decref(root);
}

Suite *qc_suite(void)
{
    Suite *suite = suite_create("factor");
    TCase *tests = tcase_create("reference");
    tcase_add_checked_fixture(tests, read, forget);
    tcase_add_test(tests, likelihood_of_the_pooling_matches);
    tcase_add_test(tests, shrunken_values_match);
    tcase_add_test(tests, the_best_pooling_is_the_same);
    suite_add_tcase(suite, tests);
    return suite;
}
