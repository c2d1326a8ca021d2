/* Arrivals against a reference filter, its forecasts, and the dense normal likelihood, which
 * needs no recursion and holds for periods of any length. */
#include "models/arrivals.h"
#include "tests/exact/oracle.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>

#define MOST_PERIODS 40

static double named(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    ck_assert_msg(json_is_number(value), "no number '%s'", name);
    return json_number_value(value);
}

static int32_t read_series(const json_t *array, double *out)
{
    const size_t count = json_array_size(array);
    ck_assert_uint_gt(count, 0);
    ck_assert_uint_le(count, MOST_PERIODS);
    for (size_t i = 0; i < count; i++)
        out[i] = oracle_at(array, i);
    return (int32_t) count;
}

/* The reference filter looks at log counts, with a variance from the count itself. */
static qc_look look_at_logs(double events, double expected, double mean, double variance)
{
    const double surprise = log((events + 0.5) / expected) - mean;
    const double noise = 1 / (events + 0.5), spread = variance + noise;
    return (qc_look){surprise, noise, -(log(spread) + surprise * surprise / spread) / 2};
}

static void fit(qc_arrivals *arrivals, const double *events, const double *months, int32_t count,
                const qc_arrivals_prior *prior)
{
    qc_status status = {0};
    ck_assert_msg(qc_arrivals_fit_by(arrivals, events, months, count, prior, look_at_logs, &status),
                  "%s", status.message);
    ck_assert_int_eq(arrivals->cells, QC_ARRIVALS_CELLS);
}

static void fit_reference(qc_arrivals *arrivals, const json_t *root)
{
    double events[MOST_PERIODS], months[MOST_PERIODS];
    const int32_t count = read_series(json_object_get(root, "y"), events);
    ck_assert_int_eq(read_series(json_object_get(root, "E"), months), count);
    fit(arrivals, events, months, count, NULL);
}

START_TEST(every_cell_matches_the_reference_filter)
{
    json_t *root = oracle_json("arrivals_kf.json");
    const json_t *grid = json_object_get(root, "grid");
    oracle_deviation seen = {.what = "arrivals_kf.json (filter)", .limit = 1e-9};
    qc_arrivals arrivals;

    fit_reference(&arrivals, root);
    oracle_compare(&seen, arrivals.base, named(root, "yb"));
    ck_assert_uint_eq(json_array_size(grid), QC_ARRIVALS_CELLS);
    for (int32_t i = 0; i < arrivals.cells; i++) {
        const json_t *cell = json_array_get(grid, (size_t) i);
        const json_t *rows = json_object_get(cell, "P");
        ck_assert_double_eq(arrivals.wander[i], named(cell, "q"));
        ck_assert_double_eq(arrivals.rho[i], named(cell, "rho"));
        ck_assert_double_eq(arrivals.sd[i], named(cell, "s"));
        oracle_compare(&seen, arrivals.log_likelihood[i], named(cell, "loglik"));
        oracle_compare(&seen, arrivals.weight[i], named(cell, "weight"));
        for (size_t a = 0; a < 2; a++) {
            oracle_compare(&seen, arrivals.mean[i][a], oracle_at(json_object_get(cell, "m"), a));
            for (size_t b = 0; b < 2; b++)
                oracle_compare(&seen, arrivals.covariance[i][a][b],
                               oracle_at(json_array_get(rows, a), b));
        }
    }
    oracle_conclude(&seen);
    json_decref(root);
}
END_TEST

/* Mean and variance of the log rate of one cell some months ahead, by the public step: it is linear
 * in the state and in its normals, so unit shocks show the whole law. */
static void cell_forecast(const qc_arrivals *arrivals, int32_t cell, int ahead, double *mean,
                          double *variance)
{
    const qc_arrivals_state start = {arrivals->base,          arrivals->wander[cell],
                                     arrivals->rho[cell],     arrivals->sd[cell],
                                     arrivals->mean[cell][0], arrivals->mean[cell][1]};
    qc_arrivals_state plain = start;
    double noise_kept = 0;

    for (int month = 0; month < ahead; month++)
        *mean = qc_arrivals_step(&plain, 30.4, 0, 0);
    *variance = 0;
    for (int shocked = 0; shocked < ahead; shocked++) {
        qc_arrivals_state level = start, noise = start;
        double level_log_rate = 0, noise_log_rate = 0;
        for (int month = 0; month < ahead; month++) {
            level_log_rate = qc_arrivals_step(&level, 30.4, month == shocked, 0);
            noise_log_rate = qc_arrivals_step(&noise, 30.4, 0, month == shocked);
        }
        *variance += (level_log_rate - *mean) * (level_log_rate - *mean) +
                     (noise_log_rate - *mean) * (noise_log_rate - *mean);
    }
    noise_kept = pow(arrivals->rho[cell], ahead);
    *variance += arrivals->covariance[cell][0][0] +
                 2 * noise_kept * arrivals->covariance[cell][0][1] +
                 noise_kept * noise_kept * arrivals->covariance[cell][1][1];
}

START_TEST(forecasts_match_the_reference_moments)
{
    json_t *root = oracle_json("arrivals_kf.json");
    const json_t *forecasts = json_object_get(root, "forecast");
    oracle_deviation seen = {.what = "arrivals_kf.json (forecasts)", .limit = 1e-9};
    qc_arrivals arrivals;

    fit_reference(&arrivals, root);
    ck_assert_uint_eq(json_array_size(forecasts), 4);
    for (size_t i = 0; i < 4; i++) {
        const json_t *forecast = json_array_get(forecasts, i);
        double log_mean = 0, square = 0, rate = 0;
        for (int32_t cell = 0; cell < arrivals.cells; cell++) {
            double mean = 0, variance = 0;
            cell_forecast(&arrivals, cell, (int) named(forecast, "h"), &mean, &variance);
            log_mean += arrivals.weight[cell] * mean;
            square += arrivals.weight[cell] * (variance + mean * mean);
            rate += arrivals.weight[cell] * exp(mean + variance / 2);
        }
        oracle_compare(&seen, log_mean, named(forecast, "mean_lograte"));
        oracle_compare(&seen, sqrt(square - log_mean * log_mean), named(forecast, "sd_lograte"));
        oracle_compare(&seen, rate / named(forecast, "mean_rate"), 1);
    }
    oracle_conclude(&seen);
    json_decref(root);
}
END_TEST

/* ---- periods of other lengths, beside the dense likelihood ---- */

typedef struct history {
    const double *events, *months, *middle; /* `middle` of each period on the filter's clock */
    int32_t count;
    double base, level_sd;
} history;

static double dense_log_likelihood(const history *past, double wander, double rho, double sd)
{
    gsl_matrix *covariance = gsl_matrix_alloc((size_t) past->count, (size_t) past->count);
    gsl_vector *z = gsl_vector_alloc((size_t) past->count);
    double log_likelihood = 0;

    for (int32_t a = 0; a < past->count; a++) {
        const double observed = log((past->events[a] + 0.5) / past->months[a]) - past->base;
        gsl_vector_set(z, (size_t) a, observed);
        for (int32_t b = 0; b < past->count; b++) {
            const double shared = fmin(past->middle[a], past->middle[b]) - past->middle[0];
            double value = past->level_sd * past->level_sd + wander * wander * shared;
            value += sd * sd * pow(rho, fabs(past->middle[a] - past->middle[b]));
            if (a == b) value += 1 / (past->events[a] + 0.5);
            gsl_matrix_set(covariance, (size_t) a, (size_t) b, value);
        }
    }
    ck_assert_int_eq(gsl_linalg_cholesky_decomp1(covariance), 0);
    gsl_blas_dtrsv(CblasLower, CblasNoTrans, CblasNonUnit, covariance, z);
    for (size_t a = 0; a < (size_t) past->count; a++) {
        const double scaled = gsl_vector_get(z, a);
        log_likelihood -= log(gsl_matrix_get(covariance, a, a)) + scaled * scaled / 2;
    }
    gsl_vector_free(z);
    gsl_matrix_free(covariance);
    return log_likelihood;
}

static void compare_with_dense(const history *past, const qc_arrivals_prior *prior)
{
    qc_arrivals arrivals;

    fit(&arrivals, past->events, past->months, past->count, prior);
    ck_assert_double_eq_tol(arrivals.base, past->base, 1e-13);
    for (int32_t i = 0; i < arrivals.cells; i++)
        ck_assert_double_eq_tol(
            arrivals.log_likelihood[i],
            dense_log_likelihood(past, arrivals.wander[i], arrivals.rho[i], arrivals.sd[i]), 1e-9);
}

START_TEST(weeks_move_the_level_a_quarter_as_far)
{
    static const double events[] = {3, 5, 0, 4, 7, 2, 6, 5};
    double months[8], middle[8];
    for (int i = 0; i < 8; i++) {
        months[i] = 7 / 30.4;
        middle[i] = i * 7 / 30.4;
    }
    const double base = log((32 + 8 * 0.3) / (8 * 7 / 30.4));
    compare_with_dense(&(history){events, months, middle, 8, base, 1}, NULL);
}
END_TEST

START_TEST(calendar_months_are_one_step_each_and_part_months_less)
{
    static const double events[] = {5, 20, 18, 25, 9, 40};
    static const double months[] = {10 / 30.4, 28 / 30.4, 31 / 30.4,
                                    30 / 30.4, 12 / 30.4, 61 / 30.4};
    const double first = 10 / 30.4, part = 12 / 30.4, two = 61 / 30.4;
    const double middle[] = {0,
                             (first + 1) / 2,
                             (first + 1) / 2 + 1,
                             (first + 1) / 2 + 2,
                             (first + 1) / 2 + 2 + (1 + part) / 2,
                             (first + 1) / 2 + 2 + (1 + part) / 2 + (part + two) / 2};
    const double base = log((117 + 6 * 0.3) / (172 / 30.4));
    compare_with_dense(&(history){events, months, middle, 6, base, 1}, NULL);
}
END_TEST

START_TEST(a_stated_rate_is_where_the_level_starts)
{
    static const double events[] = {5, 20, 18}, months[] = {1, 1, 1}, middle[] = {0, 1, 2};
    const qc_arrivals_prior prior = {.log_rate = log(30), .sd = 0.2};
    compare_with_dense(&(history){events, months, middle, 3, log(30), 0.2}, &prior);
}
END_TEST

START_TEST(a_stated_rate_is_all_there_is_without_history)
{
    const qc_arrivals_prior prior = {.log_rate = log(60), .sd = 0.15};
    qc_arrivals arrivals;
    double total = 0;

    fit(&arrivals, NULL, NULL, 0, &prior);
    ck_assert_double_eq(arrivals.base, log(60));
    for (int32_t i = 0; i < arrivals.cells; i++) {
        ck_assert_double_eq(arrivals.mean[i][0], 0);
        ck_assert_double_eq(arrivals.mean[i][1], 0);
        ck_assert_double_eq_tol(arrivals.covariance[i][0][0], 0.0225, 1e-17);
        ck_assert_double_eq(arrivals.covariance[i][0][1], 0);
        ck_assert_double_eq_tol(arrivals.covariance[i][1][1], arrivals.sd[i] * arrivals.sd[i],
                                1e-17);
        total += arrivals.weight[i];
    }
    ck_assert_double_eq_tol(total, 1, 1e-14);
    ck_assert_double_eq_tol(arrivals.weight[14], 0.25 * 0.1, 1e-15); /* q .05, rho .5, sd .1 */
}
END_TEST

START_TEST(data_outweigh_a_wrong_rate_in_the_end)
{
    double events[36], months[36], level = 0;
    const qc_arrivals_prior prior = {.log_rate = log(200), .sd = 0.3};
    qc_arrivals arrivals;

    for (int i = 0; i < 36; i++) {
        events[i] = 20;
        months[i] = 1;
    }
    fit(&arrivals, events, months, 36, &prior);
    for (int32_t i = 0; i < arrivals.cells; i++)
        level += arrivals.weight[i] * (arrivals.mean[i][0] + arrivals.mean[i][1]);
    ck_assert_double_eq_tol(exp(arrivals.base + level), 20, 2);
}
END_TEST

START_TEST(a_correction_weighs_the_cells_anew)
{
    static const double events[] = {12, 9, 14}, months[] = {1, 1, 1};
    double correction[QC_ARRIVALS_CELLS] = {0};
    qc_arrivals before, after;

    fit(&before, events, months, 3, NULL);
    after = before;
    correction[3] = log(4);
    qc_arrivals_correct(&after, correction, 0.5);
    ck_assert_double_eq_tol(after.weight[3] / after.weight[4],
                            2 * before.weight[3] / before.weight[4], 1e-12);
    ck_assert_double_eq_tol(after.weight[0] / after.weight[4], before.weight[0] / before.weight[4],
                            1e-12);
}
END_TEST

START_TEST(periods_without_days_are_no_observation)
{
    static const double events[] = {5, 9, 6}, months[] = {1, 0, 1};
    static const double seen_events[] = {5, 6}, seen_months[] = {1, 1};
    qc_arrivals with, without;

    fit(&with, events, months, 3, NULL);
    fit(&without, seen_events, seen_months, 2, NULL);
    for (int32_t i = 0; i < with.cells; i++)
        ck_assert_double_eq_tol(with.log_likelihood[i], without.log_likelihood[i], 1e-12);
}
END_TEST

START_TEST(without_history_and_rate_the_fit_says_what_to_state)
{
    static const qc_arrivals_prior none = {.log_rate = 3, .sd = 0};
    static const double events[] = {0}, months[] = {0};
    qc_arrivals arrivals;

    for (int i = 0; i < 3; i++) {
        qc_status status = {0};
        ck_assert(
            !qc_arrivals_fit(&arrivals, events, months, i == 2, i == 1 ? &none : NULL, &status));
        ck_assert_int_eq(status.code, QC_TOO_FEW_DATA);
        ck_assert_ptr_nonnull(strstr(status.message, "new_deals: 60 per month"));
    }
}
END_TEST

/* ---- steps ---- */

START_TEST(a_step_scales_with_its_days)
{
    const qc_arrivals_state start = {
        .base = 3, .wander = 0.2, .rho = 0.5, .sd = 0.4, .level = 0.1, .noise = 0.6};
    qc_arrivals_state month = start, week = start;

    ck_assert_double_eq_tol(qc_arrivals_step(&month, 30.4, 0, 0), 3 + 0.1 + 0.3, 1e-14);
    ck_assert_double_eq_tol(qc_arrivals_step(&week, 7.6, 1, 0),
                            3 + 0.1 + 0.2 / 2 + 0.6 * pow(0.5, 0.25), 1e-14);
    ck_assert_double_eq_tol(week.level, 0.2, 1e-15);
    week = start;
    ck_assert_double_eq_tol(qc_arrivals_step(&week, 7.6, 0, 1) - 3.1 - 0.6 * pow(0.5, 0.25),
                            0.4 * sqrt(1 - sqrt(0.5)), 1e-14);
}
END_TEST

START_TEST(the_level_never_runs_away)
{
    qc_arrivals_state state = {.base = 3, .wander = 0.35};
    double log_rate = 0;
    for (int i = 0; i < 100; i++)
        log_rate = qc_arrivals_step(&state, 30.4, 3, 0);
    ck_assert_double_eq(log_rate, 13);
    for (int i = 0; i < 100; i++)
        log_rate = qc_arrivals_step(&state, 30.4, -3, 0);
    ck_assert_double_eq(log_rate, -7);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("arrivals");
    TCase *tests = tcase_create("arrivals");

    tcase_add_test(tests, every_cell_matches_the_reference_filter);
    tcase_add_test(tests, forecasts_match_the_reference_moments);
    tcase_add_test(tests, weeks_move_the_level_a_quarter_as_far);
    tcase_add_test(tests, calendar_months_are_one_step_each_and_part_months_less);
    tcase_add_test(tests, a_stated_rate_is_where_the_level_starts);
    tcase_add_test(tests, a_stated_rate_is_all_there_is_without_history);
    tcase_add_test(tests, data_outweigh_a_wrong_rate_in_the_end);
    tcase_add_test(tests, a_correction_weighs_the_cells_anew);
    tcase_add_test(tests, periods_without_days_are_no_observation);
    tcase_add_test(tests, without_history_and_rate_the_fit_says_what_to_state);
    tcase_add_test(tests, a_step_scales_with_its_days);
    tcase_add_test(tests, the_level_never_runs_away);
    suite_add_tcase(suite, tests);
    return suite;
}
