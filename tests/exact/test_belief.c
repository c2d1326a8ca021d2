/* Stated ranges against reference figures and against the cdf itself. */
#include "models/belief.h"
#include "tests/exact/oracle.h"

#include <gsl/gsl_cdf.h>

static double named(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    ck_assert_msg(json_is_number(value), "no number '%s'", name);
    return json_number_value(value);
}

START_TEST(stated_ranges_match_the_reference)
{
    json_t *root = oracle_json("beliefs.json");
    oracle_deviation seen = {.what = "beliefs.json (beta and gamma, relative)", .limit = 1e-4};
    qc_status status = {0};
    const json_t *rows = json_object_get(root, "beta_mean");
    double first = 0, second = 0;

    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *in = json_object_get(json_array_get(rows, i), "inp");
        const json_t *out = json_object_get(json_array_get(rows, i), "out");
        const double mean = oracle_at(in, 0);
        ck_assert(qc_belief_beta(mean, oracle_at(in, 1), oracle_at(in, 2), &first, &status));
        oracle_compare(&seen, mean * first / named(out, "alpha"), 1);
        oracle_compare(&seen, (1 - mean) * first / named(out, "beta"), 1);
    }
    rows = json_object_get(root, "beta_q");
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *in = json_object_get(json_array_get(rows, i), "inp");
        const json_t *out = json_object_get(json_array_get(rows, i), "out");
        ck_assert(
            qc_belief_beta_range(oracle_at(in, 0), oracle_at(in, 1), &first, &second, &status));
        oracle_compare(&seen, first / named(out, "alpha"), 1);
        oracle_compare(&seen, second / named(out, "beta"), 1);
    }
    rows = json_object_get(root, "gamma");
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *in = json_object_get(json_array_get(rows, i), "inp");
        const json_t *out = json_object_get(json_array_get(rows, i), "out");
        const double low = oracle_at(in, 0);
        ck_assert(qc_belief_gamma_shape(oracle_at(in, 1) / low, &first, &status));
        oracle_compare(&seen, first / named(out, "shape"), 1);
        oracle_compare(&seen, gsl_cdf_gamma_Pinv(0.1, first, 1) / low / named(out, "rate"), 1);
    }
    ck_assert_int_eq((int) seen.values, 16);
    oracle_conclude(&seen);
    json_decref(root);
}
END_TEST

START_TEST(ends_of_a_range_are_its_percentiles)
{
    static const double ranges[][2] = {{0.45, 0.65},  {0.15, 0.36},   {0.01, 0.99}, {1e-6, 0.5},
                                       {0.2, 0.99},   {0.001, 1e-2},  {0.9, 0.999}, {0.5, 0.5001},
                                       {0.3, 0.3003}, {0.999, 0.9999}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        double alpha = 0, beta = 0;
        qc_status status = {0};
        ck_assert_msg(qc_belief_beta_range(ranges[i][0], ranges[i][1], &alpha, &beta, &status),
                      "%s", status.message);
        ck_assert_double_eq_tol(gsl_cdf_beta_P(ranges[i][0], alpha, beta), 0.1, 1e-6);
        ck_assert_double_eq_tol(gsl_cdf_beta_P(ranges[i][1], alpha, beta), 0.9, 1e-6);
    }
}
END_TEST

START_TEST(ranges_that_touch_an_end_keep_the_other_one)
{
    double alpha = 0, beta = 0, mirrored_alpha = 0, mirrored_beta = 0;
    qc_status status = {0};

    ck_assert(qc_belief_beta_range(0, 0.3, &alpha, &beta, &status));
    ck_assert_double_eq(alpha, 1);
    ck_assert_double_eq_tol(gsl_cdf_beta_P(0.3, alpha, beta), 0.9, 1e-12);
    ck_assert(qc_belief_beta_range(0.7, 1, &mirrored_alpha, &mirrored_beta, &status));
    ck_assert_double_eq_tol(mirrored_alpha, beta, 1e-12);
    ck_assert_double_eq(mirrored_beta, 1);
    ck_assert(qc_belief_beta_range(0, 1, &alpha, &beta, &status));
    ck_assert_double_eq(alpha, 1);
    ck_assert_double_eq(beta, 1);
}
END_TEST

/* No concentration near the chosen one fits the range better. */
START_TEST(the_concentration_is_the_best_one)
{
    static const double cases[][3] = {
        {0.25, 0.15, 0.36}, {0.3, 0.2, 0.25}, {0.01, 0, 0.05}, {0.99, 0.9, 1}, {0.5, 0.1, 0.2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const double mean = cases[i][0];
        double best = 0, misfit[3];
        qc_status status = {0};
        ck_assert(qc_belief_beta(mean, cases[i][1], cases[i][2], &best, &status));
        for (int side = 0; side < 3; side++) {
            const double deals = best * (1 + 0.01 * (side - 1));
            const double low = gsl_cdf_beta_P(cases[i][1], mean * deals, (1 - mean) * deals) - 0.1;
            const double high = gsl_cdf_beta_P(cases[i][2], mean * deals, (1 - mean) * deals) - 0.9;
            misfit[side] = low * low + high * high;
        }
        ck_assert_double_lt(misfit[1], misfit[0]);
        ck_assert_double_lt(misfit[1], misfit[2]);
    }
}
END_TEST

START_TEST(a_concentration_without_a_best_one_is_stated)
{
    double deals = 0;
    qc_status status = {0};
    ck_assert(qc_belief_beta(0.4, 0.4, 0.4, &deals, &status));
    ck_assert(isinf(deals));
    ck_assert(qc_belief_beta(0.5, 0, 1, &deals, &status));
    ck_assert_double_eq(deals, 2);
    ck_assert(qc_belief_beta(0.5, 0.4999, 0.5001, &deals, &status));
    ck_assert_double_eq_tol(deals, 0.25 * 6.5694 / 4e-8, 1e4); /* normal: m (1-m) z^2 / width^2 */
    ck_assert(!qc_belief_beta(1, 0.4, 0.6, &deals, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
}
END_TEST

static qc_share_belief share_of(qc_belief_form form, double first, double second, double based_on)
{
    const qc_belief belief = {.form = form, .first = first, .second = second, .based_on = based_on};
    qc_share_belief share = {0};
    qc_status status = {0};
    ck_assert_msg(qc_belief_share(&share, &belief, 20, &status), "%s", status.message);
    return share;
}

START_TEST(single_shares_rest_on_pseudo_deals)
{
    qc_share_belief share = share_of(QC_BELIEF_SINGLE, 0.55, 0, 0);
    ck_assert(!share.certain);
    ck_assert_double_eq_tol(share.alpha, 11, 1e-12);
    ck_assert_double_eq_tol(share.beta, 9, 1e-12);
    share = share_of(QC_BELIEF_SINGLE, 0.25, 0, 8);
    ck_assert_double_eq_tol(share.alpha, 2, 1e-12);
    ck_assert_double_eq_tol(share.mean, 0.25, 1e-15);
    share = share_of(QC_BELIEF_RANGE, 0.15, 0.36, 0);
    ck_assert_double_eq_tol(share.mean, 6.837231649649 / (6.837231649649 + 20.415531434275), 1e-9);
}
END_TEST

START_TEST(certain_shares_are_drawn_as_themselves)
{
    const qc_share_belief shares[] = {share_of(QC_BELIEF_SINGLE, 0.55, 0, INFINITY),
                                      share_of(QC_BELIEF_RANGE, 0.3, 0.3, 0),
                                      share_of(QC_BELIEF_SINGLE, 0, 0, 0),
                                      share_of(QC_BELIEF_SINGLE, 1, 0, 0),
                                      share_of(QC_BELIEF_RANGE, 0, 0, 0),
                                      share_of(QC_BELIEF_RANGE, 1, 1, 0)};
    static const double values[] = {0.55, 0.3, 0, 1, 0, 1};
    qc_rng rng = qc_rng_stream(1, 2, 3, 4);
    for (int i = 0; i < 6; i++) {
        ck_assert(shares[i].certain);
        ck_assert_double_eq(shares[i].mean, values[i]);
        ck_assert_double_eq(qc_share_belief_draw(&shares[i], &rng), values[i]);
    }
}
END_TEST

START_TEST(what_is_no_share_is_refused)
{
    static const qc_belief beliefs[] = {
        {.form = QC_BELIEF_SINGLE, .first = 1.4},
        {.form = QC_BELIEF_SINGLE, .first = -0.1},
        {.form = QC_BELIEF_RANGE, .first = 0.6, .second = 0.4},
        {.form = QC_BELIEF_RANGE, .first = 0.6, .second = 1.4},
        {.form = QC_BELIEF_MEAN_CV, .first = 0.6, .second = 0.4},
        {.form = QC_BELIEF_NONE},
    };
    for (int i = 0; i < 6; i++) {
        qc_belief belief = beliefs[i];
        qc_share_belief share = {0};
        qc_status status = {0};
        belief.place = (qc_place){.line = 7, .column = 9};
        ck_assert(!qc_belief_share(&share, &belief, 20, &status));
        ck_assert_int_eq(status.code, QC_NUMERIC);
        ck_assert_int_eq(status.line, 7);
        ck_assert_int_eq(status.field, 9);
        ck_assert_msg(strstr(status.message, "a share") != NULL, "%s", status.message);
    }
    double alpha = 0, beta = 0;
    qc_status status = {0};
    ck_assert(!qc_belief_beta_range(0.5, 0.5, &alpha, &beta, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
}
END_TEST

START_TEST(gamma_shapes_fit_ratios_of_every_size)
{
    static const double ratios[] = {1.003, 1.1, 2, 4, 30, 1e4};
    double shape = 0;
    qc_status status = {0};
    for (int i = 0; i < 6; i++) {
        ck_assert(qc_belief_gamma_shape(ratios[i], &shape, &status));
        const double high = gsl_cdf_gamma_Qinv(0.1, shape, 1);
        ck_assert_double_eq_tol(gsl_cdf_gamma_P(high / ratios[i], shape, 1), 0.1, 1e-9);
    }
    ck_assert(qc_belief_gamma_shape(1.001, &shape, &status)); /* where the normal limit serves */
    ck_assert_double_eq_tol(gsl_cdf_gamma_P(shape * (1 + 1.2815516 / sqrt(shape)), shape, 1), 0.9,
                            1e-3);
    ck_assert(qc_belief_gamma_shape(1, &shape, &status));
    ck_assert(isinf(shape));
    ck_assert(!qc_belief_gamma_shape(0.5, &shape, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("belief");
    TCase *tests = tcase_create("belief");

    tcase_add_test(tests, stated_ranges_match_the_reference);
    tcase_add_test(tests, ends_of_a_range_are_its_percentiles);
    tcase_add_test(tests, ranges_that_touch_an_end_keep_the_other_one);
    tcase_add_test(tests, the_concentration_is_the_best_one);
    tcase_add_test(tests, a_concentration_without_a_best_one_is_stated);
    tcase_add_test(tests, single_shares_rest_on_pseudo_deals);
    tcase_add_test(tests, certain_shares_are_drawn_as_themselves);
    tcase_add_test(tests, what_is_no_share_is_refused);
    tcase_add_test(tests, gamma_shapes_fit_ratios_of_every_size);
    suite_add_tcase(suite, tests);
    return suite;
}
