/* The filter of seasons against one dense Gaussian law of all months, where counts are so large that their logs are
 * as good as normal. */
#include "models/season.h"

#include <check.h>
#include <gsl/gsl_linalg.h>
#include <math.h>

#define MONTHS 30
#define FIRST  (2024 * 12 + 3) /* April 2024 */
#define EACH   1e6

static const double sizes[QC_SEASON_SIZES] = {0, 0.05, 0.1, 0.2, 0.3};
static const double priors[QC_SEASON_SIZES] = {0.3, 0.2, 0.2, 0.2, 0.1};
static const qc_season_cell cells[] = {
    {.level_sd = 0.5, .wander = 0.05, .rho = 0.5, .sd = 0.1, .prior = 0.6},
    {.level_sd = 0.5, .wander = 0, .rho = 0, .sd = 0.2, .prior = 0.4}};
enum { CELLS = 2 };

static double log_ratio[MONTHS]; /* of events to expected ones */

static int32_t month_of(int32_t t)
{
    return (FIRST + t) % QC_SEASON_MONTHS;
}

static double season_covariance(double size, int32_t a, int32_t b)
{
    return size * size * ((a == b) - 1.0 / QC_SEASON_MONTHS);
}

static double covariance(const qc_season_cell *cell, double size, int32_t t, int32_t u)
{
    const double noise = t == u ? 1 / (EACH * exp(log_ratio[t])) : 0;
    return cell->level_sd * cell->level_sd + cell->wander * cell->wander * (t < u ? t : u) +
           cell->sd * cell->sd * pow(cell->rho, abs(t - u)) +
           season_covariance(size, month_of(t), month_of(u)) + noise;
}

typedef struct dense {
    double log_density, mean[QC_SEASON_MONTHS], variance[QC_SEASON_MONTHS];
} dense;

static dense condition(const qc_season_cell *cell, double size)
{
    dense out = {.log_density = 0};
    gsl_matrix *whole = gsl_matrix_alloc(MONTHS, MONTHS);
    gsl_vector *seen = gsl_vector_alloc(MONTHS), *cross = gsl_vector_alloc(MONTHS);
    for (int32_t t = 0; t < MONTHS; t++) {
        gsl_vector_set(seen, (size_t) t, log_ratio[t]);
        for (int32_t u = 0; u < MONTHS; u++)
            gsl_matrix_set(whole, (size_t) t, (size_t) u, covariance(cell, size, t, u));
    }
    ck_assert_int_eq(gsl_linalg_cholesky_decomp1(whole), 0);
    ck_assert_int_eq(gsl_linalg_cholesky_svx(whole, seen), 0);
    for (int32_t t = 0; t < MONTHS; t++)
        out.log_density -= log(gsl_matrix_get(whole, (size_t) t, (size_t) t)) +
                           log_ratio[t] * gsl_vector_get(seen, (size_t) t) / 2;
    for (int32_t m = 0; m < QC_SEASON_MONTHS; m++) {
        for (int32_t t = 0; t < MONTHS; t++) {
            gsl_vector_set(cross, (size_t) t, season_covariance(size, m, month_of(t)));
            out.mean[m] += gsl_vector_get(cross, (size_t) t) * gsl_vector_get(seen, (size_t) t);
        }
        out.variance[m] = season_covariance(size, m, m);
        gsl_vector *solved = gsl_vector_alloc(MONTHS);
        gsl_vector_memcpy(solved, cross);
        ck_assert_int_eq(gsl_linalg_cholesky_svx(whole, solved), 0);
        for (size_t t = 0; t < MONTHS; t++)
            out.variance[m] -= gsl_vector_get(cross, t) * gsl_vector_get(solved, t);
        gsl_vector_free(solved);
    }
    gsl_vector_free(cross);
    gsl_vector_free(seen);
    gsl_matrix_free(whole);
    return out;
}

static void live(double season)
{
    for (int32_t t = 0; t < MONTHS; t++)
        log_ratio[t] = 0.1 * sin(1.7 * t * t) + season * cos(month_of(t) * 0.5235987755982988) +
                       0.005 * t;
}

static void hold_against_dense(void)
{
    double events[MONTHS], expected[MONTHS], correction[CELLS];
    double weight[QC_SEASON_SIZES] = {0}, all = 0, sum = 0;
    double mean[QC_SEASON_SIZES][QC_SEASON_MONTHS] = {{0}};
    qc_season season;
    const double shift = condition(&cells[0], 0.1).log_density;
    for (int32_t t = 0; t < MONTHS; t++) {
        expected[t] = EACH;
        events[t] = EACH * exp(log_ratio[t]);
    }
    qc_season_fit(&season, events, expected, 0.5, MONTHS, FIRST, cells, CELLS, correction);
    for (int32_t s = 0; s < QC_SEASON_SIZES; s++) {
        for (int32_t c = 0; c < CELLS; c++) {
            const dense exact = condition(&cells[c], sizes[s]);
            const double w = priors[s] * cells[c].prior * exp(exact.log_density - shift);
            weight[s] += w;
            all += w;
            for (int32_t m = 0; m < QC_SEASON_MONTHS; m++)
                mean[s][m] += w * exact.mean[m];
        }
    }
    for (int32_t s = 0; s < QC_SEASON_SIZES; s++) {
        ck_assert_double_eq_tol(season.weight[s], weight[s] / all, 1e-4);
        for (int32_t m = 0; m < QC_SEASON_MONTHS; m++)
            ck_assert_double_eq_tol(season.mean[s][m], mean[s][m] / weight[s], 1e-5);
    }
    for (int32_t m = 0; m < QC_SEASON_MONTHS; m++)
        sum += season.factor[m];
    ck_assert_double_eq_tol(sum, QC_SEASON_MONTHS, 1e-12);
}

START_TEST(a_filter_of_fourteen_states_is_the_dense_law)
{
    live(0.15);
    hold_against_dense();
    live(0);
    hold_against_dense();
}
END_TEST

START_TEST(draws_have_the_covariance_of_the_dense_law)
{
    const qc_season_cell *one = &cells[0];
    double events[MONTHS], expected[MONTHS], correction[1];
    qc_season season;
    live(0.15);
    for (int32_t t = 0; t < MONTHS; t++) {
        expected[t] = EACH;
        events[t] = EACH * exp(log_ratio[t]);
    }
    qc_season_fit(&season, events, expected, 0.5, MONTHS, FIRST, one, 1, correction);
    for (int32_t s = 1; s < QC_SEASON_SIZES; s++) {
        const dense exact = condition(one, sizes[s]);
        for (int32_t m = 0; m < QC_SEASON_MONTHS; m++) {
            double variance = 0;
            for (int32_t k = 0; k <= m; k++)
                variance += season.root[s][m][k] * season.root[s][m][k];
            ck_assert_double_eq_tol(variance, exact.variance[m], 1e-6);
        }
    }
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("season");
    TCase *cases = tcase_create("dense");
    tcase_add_test(cases, a_filter_of_fourteen_states_is_the_dense_law);
    tcase_add_test(cases, draws_have_the_covariance_of_the_dense_law);
    suite_add_tcase(suite, cases);
    return suite;
}
