/* Spreads against reference figures, integrals of the survival function and special cases in closed
 * form. */
#include "models/spread.h"
#include "tests/exact/oracle.h"

#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf.h>

static const qc_family families[] = {QC_FAMILY_LOG_LOGISTIC, QC_FAMILY_LOGNORMAL, QC_FAMILY_WEIBULL,
                                     QC_FAMILY_GAMMA};
#define FAMILIES 4

static double named(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    ck_assert_msg(json_is_number(value), "no number '%s'", name);
    return json_number_value(value);
}

static qc_spread reference_spread(const json_t *row)
{
    const char *family = json_string_value(json_object_get(row, "family"));
    const json_t *par = json_object_get(row, "par");

    if (strcmp(family, "exponential") == 0)
        return (qc_spread){QC_FAMILY_WEIBULL, 1 / named(par, "rate"), 1};
    if (strcmp(family, "lognormal") == 0)
        return (qc_spread){QC_FAMILY_LOGNORMAL, exp(named(par, "mu")), named(par, "sigma")};
    const qc_family which = strcmp(family, "weibull") == 0       ? QC_FAMILY_WEIBULL
                            : strcmp(family, "loglogistic") == 0 ? QC_FAMILY_LOG_LOGISTIC
                                                                 : QC_FAMILY_GAMMA;
    return (qc_spread){which, named(par, "scale"), named(par, "shape")};
}

static void compare_row(oracle_deviation *seen, const json_t *row)
{
    const qc_spread spread = reference_spread(row);
    const double age = named(row, "age");
    const char *key;
    json_t *value;

    oracle_compare(seen, qc_spread_survival(&spread, age) / named(row, "S_age"), 1);
    oracle_compare(seen, qc_spread_mean(&spread) / named(row, "mean_total"), 1);
    json_object_foreach(json_object_get(row, "residual_quantiles"), key, value)
    {
        const double share = strtod(key, NULL);
        oracle_compare(seen, qc_spread_residual(&spread, age, share) / json_number_value(value), 1);
    }
    json_object_foreach(json_object_get(row, "cond_cdf"), key, value)
    {
        const double later = age + strtod(key, NULL);
        const double gain = qc_spread_hazard(&spread, later) - qc_spread_hazard(&spread, age);
        oracle_compare(seen, -expm1(-gain) / json_number_value(value), 1);
    }
}

START_TEST(remaining_times_match_the_reference)
{
    json_t *root = oracle_json("conditional_residual.json");
    const json_t *rows = json_object_get(root, "rows");
    oracle_deviation seen = {.what = "conditional_residual.json (relative)", .limit = 1e-9};

    ck_assert_uint_eq(json_array_size(rows), 20);
    for (size_t i = 0; i < json_array_size(rows); i++)
        compare_row(&seen, json_array_get(rows, i));
    oracle_conclude(&seen);
    json_decref(root);
}
END_TEST

START_TEST(a_lognormal_range_matches_the_reference)
{
    json_t *root = oracle_json("beliefs.json");
    const json_t *rows = json_object_get(root, "lognormal");
    oracle_deviation seen = {.what = "beliefs.json (lognormal, relative)", .limit = 1e-10};

    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *in = json_object_get(json_array_get(rows, i), "inp");
        const json_t *out = json_object_get(json_array_get(rows, i), "out");
        const qc_belief belief = {
            .form = QC_BELIEF_RANGE, .first = oracle_at(in, 0), .second = oracle_at(in, 1)};
        qc_spread spread = {0};
        qc_status status = {0};
        ck_assert(qc_spread_from_belief(&spread, &belief, 1, QC_FAMILY_LOGNORMAL, &status));
        oracle_compare(&seen, log(spread.scale) / named(out, "mu"), 1);
        oracle_compare(&seen, spread.shape / named(out, "sigma"), 1);
        oracle_compare(&seen, qc_spread_mean(&spread) / named(out, "mean"), 1);
    }
    oracle_conclude(&seen);
    json_decref(root);
}
END_TEST

/* ---- what is stated comes back ---- */

static qc_spread stated(qc_family family, qc_belief_form form, double first, double second)
{
    const qc_belief belief = {.form = form, .first = first, .second = second};
    qc_spread spread = {0};
    qc_status status = {0};

    ck_assert_msg(qc_spread_from_belief(&spread, &belief, second, family, &status), "%s",
                  status.message);
    ck_assert_int_eq(spread.family, family);
    return spread;
}

static void check_relative(double value, double expected, double limit)
{
    ck_assert_msg(fabs(value - expected) <= limit * fabs(expected), "%.17g against %.17g", value,
                  expected);
}

START_TEST(ranges_and_medians_come_back_as_quantiles)
{
    static const double ranges[][2] = {{4, 20},     {2000, 15000}, {9, 11},
                                       {0.01, 400}, {10, 10.02},   {1e-6, 1e6}};
    for (int f = 0; f < FAMILIES; f++) {
        for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
            const double low = ranges[i][0], high = ranges[i][1];
            qc_spread spread = stated(families[f], QC_BELIEF_RANGE, low, high);
            check_relative(qc_spread_quantile(&spread, 0.1), low, 1e-9);
            check_relative(qc_spread_quantile_upper(&spread, 0.1), high, 1e-9);
            spread = stated(families[f], QC_BELIEF_MEDIAN_P90, low, high);
            check_relative(qc_spread_quantile(&spread, 0.5), low, 1e-9);
            check_relative(qc_spread_quantile(&spread, 0.9), high, 1e-9);
        }
    }
}
END_TEST

/* Integrands over ln(value): smooth and light at both ends for every family here. */
static double mean_part(double log_value, void *spread)
{
    return exp(log_value) * qc_spread_survival(spread, exp(log_value));
}

static double square_part(double log_value, void *spread)
{
    return 2 * exp(2 * log_value) * qc_spread_survival(spread, exp(log_value));
}

static double log_part(double share, void *spread)
{
    return log(qc_spread_quantile(spread, share));
}

static double log_square_part(double share, void *spread)
{
    return gsl_pow_2(log_part(share, spread));
}

static double integral(double (*function)(double, void *), qc_spread *spread, bool over_shares)
{
    gsl_integration_workspace *room = gsl_integration_workspace_alloc(2000);
    gsl_function integrand = {.function = function, .params = spread};
    double value = 0, error = 0;

    if (over_shares)
        gsl_integration_qags(&integrand, 0, 1, 0, 1e-10, 2000, room, &value, &error);
    else
        gsl_integration_qag(&integrand, -60, 60, 0, 1e-11, 2000, GSL_INTEG_GAUSS61, room, &value,
                            &error);
    gsl_integration_workspace_free(room);
    return value;
}

START_TEST(mean_and_cv_are_those_of_the_survival_function)
{
    static const double cvs[] = {0.2, 0.7, 1, 1.2};
    for (int f = 0; f < FAMILIES; f++) {
        for (int i = 0; i < 4; i++) {
            qc_spread spread = stated(families[f], QC_BELIEF_MEAN_CV, 10, cvs[i]);
            const double mean = integral(mean_part, &spread, false);
            const double square = integral(square_part, &spread, false);
            check_relative(mean, 10, 1e-9);
            check_relative(qc_spread_mean(&spread), 10, 1e-12);
            check_relative(sqrt(square - mean * mean) / mean, cvs[i], 1e-6);
            const qc_spread single = stated(families[f], QC_BELIEF_SINGLE, 10, cvs[i]);
            ck_assert_double_eq(single.shape, spread.shape);
            ck_assert_double_eq(single.scale, spread.scale);
        }
    }
}
END_TEST

START_TEST(mean_and_sd_of_the_log_are_those_of_the_quantiles)
{
    for (int f = 0; f < FAMILIES; f++) {
        qc_spread spread = stated(families[f], QC_BELIEF_RANGE, 4, 20);
        const double mean = integral(log_part, &spread, true);
        const double square = integral(log_square_part, &spread, true);
        check_relative(qc_spread_log_mean(&spread), mean, 1e-7);
        check_relative(qc_spread_log_sd(&spread), sqrt(square - mean * mean), 1e-6);
    }
}
END_TEST

START_TEST(a_log_logistic_without_a_mean_says_so)
{
    const qc_spread spread = {QC_FAMILY_LOG_LOGISTIC, 10, 1};
    ck_assert(isinf(qc_spread_mean(&spread)));
}
END_TEST

/* ---- far tails ---- */

START_TEST(hazard_and_quantiles_are_inverse_far_into_both_tails)
{
    for (int f = 0; f < FAMILIES; f++) {
        const qc_spread spread = stated(families[f], QC_BELIEF_RANGE, 4, 20);
        for (double hazard = 1e-20; hazard < 690; hazard *= 2) {
            const double value = hazard < M_LN2 ? qc_spread_quantile(&spread, -expm1(-hazard))
                                                : qc_spread_quantile_upper(&spread, exp(-hazard));
            check_relative(qc_spread_hazard(&spread, value), hazard, 1e-12);
        }
    }
}
END_TEST

START_TEST(gamma_tails_match_whole_shapes_in_closed_form)
{
    /* shape 3: S = exp(-x) (1 + x + x^2 / 2), which a double cannot hold beyond x = 745 */
    const qc_spread spread = {QC_FAMILY_GAMMA, 2, 3};
    for (double x = 0.5; x < 1e6; x *= 1.7) {
        const double hazard = x - log(1 + x + x * x / 2);
        check_relative(qc_spread_hazard(&spread, 2 * x), hazard, 1e-11);
    }
    const double start = qc_spread_hazard(&spread, 2e3);
    check_relative(qc_spread_residual(&spread, 2e3, 0.5),
                   2 * (1000 + log(2) + log((1 + 1000.7 + 1000.7 * 1000.7 / 2) / 501001) - 1000),
                   1e-3); /* to first order: the polynomial grows by that little */
    ck_assert_double_gt(start, 980);
}
END_TEST

START_TEST(normal_tails_match_the_asymptotic_series)
{
    const qc_spread spread = {QC_FAMILY_LOGNORMAL, 1, 0.1};
    for (double z = 40; z < 2000; z *= 2) {
        const double w = 1 / (z * z);
        const double series = 1 - w * (1 - 3 * w * (1 - 5 * w * (1 - 7 * w)));
        const double hazard = z * z / 2 + log(z) + M_LNPI / 2 + M_LN2 / 2 - log(series);
        check_relative(qc_spread_hazard(&spread, exp(0.1 * z)), hazard, 1e-11);
    }
    /* hazards beyond 745, where the survival itself is 0, still have a remaining time */
    const double age = exp(0.1 * 60);
    const double left = qc_spread_residual(&spread, age, 0.5);
    check_relative(qc_spread_hazard(&spread, age + left) - qc_spread_hazard(&spread, age), M_LN2,
                   1e-9);
}
END_TEST

/* ---- remaining time ---- */

START_TEST(an_exponential_remembers_nothing)
{
    static const double shares[] = {1e-300, 1e-15, 1e-9, 1e-3, 0.3, 0.999};
    for (double age = 1e-8; age < 1e4; age *= 10) {
        for (int i = 0; i < 6; i++) {
            const double expected = -7 * log1p(-shares[i]);
            const qc_spread gamma = {QC_FAMILY_GAMMA, 7, 1}, weibull = {QC_FAMILY_WEIBULL, 7, 1};
            check_relative(qc_spread_residual(&gamma, age, shares[i]), expected, 1e-9);
            check_relative(qc_spread_residual(&weibull, age, shares[i]), expected, 1e-11);
        }
    }
}
END_TEST

/* Over a moment the chance to leave is the hazard rate times the moment. */
static double rate_at(const qc_spread *spread, double age)
{
    const double k = spread->shape, x = age / spread->scale;
    switch (spread->family) {
    case QC_FAMILY_LOG_LOGISTIC: return k / age * pow(x, k) / (1 + pow(x, k));
    case QC_FAMILY_WEIBULL: return k / age * pow(x, k);
    case QC_FAMILY_GAMMA:
        return exp((k - 1) * log(x) - x - gsl_sf_lngamma(k)) / gsl_sf_gamma_inc_Q(k, x) /
               spread->scale;
    case QC_FAMILY_DEFAULT:
    case QC_FAMILY_LOGNORMAL: break;
    }
    return gsl_sf_hazard(log(x) / k) / (k * age);
}

START_TEST(a_moment_of_remaining_time_keeps_its_digits)
{
    static const double ages[] = {3, 8, 30, 300};
    for (int f = 0; f < FAMILIES; f++) {
        const qc_spread spread = stated(families[f], QC_BELIEF_RANGE, 4, 20);
        for (int i = 0; i < 4; i++) {
            const double left = qc_spread_residual(&spread, ages[i], 1e-12);
            check_relative(left * rate_at(&spread, ages[i]), 1e-12, 1e-8);
        }
    }
}
END_TEST

START_TEST(remaining_time_is_the_same_by_both_ways_where_they_meet)
{
    for (int f = 0; f < FAMILIES; f++) {
        const qc_spread spread = stated(families[f], QC_BELIEF_RANGE, 4, 20);
        for (double share = 1e-5; share < 0.5; share *= 1.3) {
            const double left = qc_spread_residual(&spread, 12, share);
            const double gain = qc_spread_hazard(&spread, 12 + left) -
                                qc_spread_hazard(&spread, 12);
            check_relative(gain, -log1p(-share), 1e-10);
        }
    }
}
END_TEST

/* ---- ends, no width, refusals ---- */

START_TEST(the_ends_are_exact)
{
    for (int f = 0; f < FAMILIES; f++) {
        const qc_spread spread = stated(families[f], QC_BELIEF_RANGE, 4, 20);
        ck_assert_double_eq(qc_spread_survival(&spread, 0), 1);
        ck_assert_double_eq(qc_spread_survival(&spread, -3), 1);
        ck_assert_double_eq(qc_spread_hazard(&spread, 0), 0);
        ck_assert_double_eq(qc_spread_quantile(&spread, 0), 0);
        ck_assert_double_eq(qc_spread_quantile_upper(&spread, 1), 0);
        ck_assert(isinf(qc_spread_quantile(&spread, 1)));
        ck_assert(isinf(qc_spread_quantile_upper(&spread, 0)));
        ck_assert_double_eq(qc_spread_residual(&spread, 7, 0), 0);
        ck_assert(isinf(qc_spread_residual(&spread, 7, 1)));
        ck_assert_double_eq(qc_spread_residual(&spread, 0, 0.3), qc_spread_quantile(&spread, 0.3));
        ck_assert_double_eq(qc_spread_survival(&spread, INFINITY), 0);
    }
}
END_TEST

START_TEST(no_width_is_exact_for_amounts_and_a_thousandth_elsewhere)
{
    const qc_spread price = stated(QC_FAMILY_LOGNORMAL, QC_BELIEF_RANGE, 99, 99);
    check_relative(qc_spread_quantile(&price, 0.01), 99, 1e-15);
    check_relative(qc_spread_quantile_upper(&price, 0.01), 99, 1e-15);
    ck_assert_double_eq(qc_spread_survival(&price, 98.9), 1);
    ck_assert_double_eq(qc_spread_survival(&price, 99.1), 0);
    check_relative(qc_spread_residual(&price, 60, 0.5), 39, 1e-14);
    ck_assert_double_eq(qc_spread_residual(&price, 120, 0.5), 0);
    ck_assert_double_eq(qc_spread_log_sd(&price), 0);
    for (int f = 0; f < FAMILIES; f++) {
        const qc_spread narrow = stated(families[f], QC_BELIEF_MEAN_CV, 30, 0);
        check_relative(qc_spread_quantile(&narrow, 0.5), 30, 1e-3);
        check_relative(qc_spread_quantile(&narrow, 0.1), 30, 1.1e-3);
        check_relative(qc_spread_quantile(&narrow, 0.9), 30, 1.1e-3);
    }
}
END_TEST

static void check_refused(qc_family family, qc_belief_form form, double first, double second,
                          const char *words)
{
    const qc_belief belief = {.form = form,
                              .first = first,
                              .second = second,
                              .family = family,
                              .place = {.line = 14, .column = 22}};
    qc_spread spread = {0};
    qc_status status = {0};

    ck_assert(!qc_spread_from_belief(&spread, &belief, 1, QC_FAMILY_LOGNORMAL, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
    ck_assert_int_eq(status.line, 14);
    ck_assert_int_eq(status.field, 22);
    ck_assert_msg(strstr(status.message, words) != NULL, "%s", status.message);
}

START_TEST(impossible_spreads_are_refused_in_plain_words)
{
    check_refused(QC_FAMILY_LOG_LOGISTIC, QC_BELIEF_MEAN_CV, 10, 50,
                  "no log-logistic spread has mean 10 and cv 50; state its median and p90");
    check_refused(QC_FAMILY_GAMMA, QC_BELIEF_MEAN_CV, 10, 50, "no gamma spread has mean 10");
    check_refused(QC_FAMILY_GAMMA, QC_BELIEF_RANGE, 1, 1e200, "no gamma spread has an 80% range");
    check_refused(QC_FAMILY_GAMMA, QC_BELIEF_MEDIAN_P90, 1, 1e90, "no gamma spread has median 1");
    check_refused(QC_FAMILY_DEFAULT, QC_BELIEF_RANGE, 0, 4, "must be above 0");
    check_refused(QC_FAMILY_DEFAULT, QC_BELIEF_SINGLE, -1, 0, "must be above 0");
    check_refused(QC_FAMILY_DEFAULT, QC_BELIEF_RANGE, 20, 4, "the upper end of a range");
    check_refused(QC_FAMILY_DEFAULT, QC_BELIEF_MEAN_CV, 20, -1, "cv must be a number");
    check_refused(QC_FAMILY_DEFAULT, QC_BELIEF_MEDIAN_P90, 20, 4, "p90 must be at least");
    check_refused(QC_FAMILY_DEFAULT, QC_BELIEF_NONE, 0, 0, "no spread is stated");
}
END_TEST

START_TEST(a_stated_family_wins_over_the_fallback)
{
    const qc_belief belief = {
        .form = QC_BELIEF_RANGE, .first = 4, .second = 20, .family = QC_FAMILY_WEIBULL};
    qc_spread spread = {0};
    qc_status status = {0};
    ck_assert(qc_spread_from_belief(&spread, &belief, 1, QC_FAMILY_GAMMA, &status));
    ck_assert_int_eq(spread.family, QC_FAMILY_WEIBULL);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("spread");
    TCase *reference = tcase_create("reference"), *tails = tcase_create("tails");
    TCase *stating = tcase_create("stating");

    tcase_add_test(reference, remaining_times_match_the_reference);
    tcase_add_test(reference, a_lognormal_range_matches_the_reference);
    tcase_add_test(tails, hazard_and_quantiles_are_inverse_far_into_both_tails);
    tcase_add_test(tails, gamma_tails_match_whole_shapes_in_closed_form);
    tcase_add_test(tails, normal_tails_match_the_asymptotic_series);
    tcase_add_test(tails, an_exponential_remembers_nothing);
    tcase_add_test(tails, a_moment_of_remaining_time_keeps_its_digits);
    tcase_add_test(tails, remaining_time_is_the_same_by_both_ways_where_they_meet);
    tcase_add_test(tails, the_ends_are_exact);
    tcase_add_test(stating, ranges_and_medians_come_back_as_quantiles);
    tcase_add_test(stating, mean_and_cv_are_those_of_the_survival_function);
    tcase_add_test(stating, mean_and_sd_of_the_log_are_those_of_the_quantiles);
    tcase_add_test(stating, a_log_logistic_without_a_mean_says_so);
    tcase_add_test(stating, no_width_is_exact_for_amounts_and_a_thousandth_elsewhere);
    tcase_add_test(stating, impossible_spreads_are_refused_in_plain_words);
    tcase_add_test(stating, a_stated_family_wins_over_the_fallback);
    suite_add_tcase(suite, reference);
    suite_add_tcase(suite, tails);
    suite_add_tcase(suite, stating);
    return suite;
}
