/* Chances without sampling against closed forms and against the reference company's exact ones. */
#include "sim/exact/marginals.h"
#include "study/bench.h"
#include "tests/support/company.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <jansson.h>

static void start(qc_marginals *it, const qc_forecast *forecast)
{
    const char *hurdle = NULL;
    qc_status status = {0};
    ck_assert(qc_marginals_start(it, &forecast->model, &forecast->book, &forecast->questions, 42,
                                 &hurdle, &status));
    ck_assert_msg(hurdle == NULL, "%s", hurdle);
    ck_assert_msg(qc_marginals_make(it, true, &status), "%s", status.message);
    ck_assert_msg(qc_marginals_solve(it, 0, NULL, true, &status), "%s", status.message);
}

/* ---- closed forms ---- */

/* Exponential stays (a gamma of cv 1) of different means; an open deal of any age in the first stage is won
 * within t days with chance c1 c2 (1 - (b e^-bt' ...)): the sum of two exponentials. New deals enter evenly
 * over a month, so their wins are the integral of that. */
static const char TWO_STAGES[] =
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\n"
    "new_deals: {mean: 40, per: month, based_on: certain, noise: none}\n"
    "deal_size: {mean: 1, cv: 1, based_on: certain}\n"
    "pipeline:\n"
    "  - {stage: one, conversion: {mean: 60%, based_on: certain},\n"
    "     days: {mean: 20, cv: 1, family: gamma, based_on: certain}}\n"
    "  - {stage: two, conversion: {mean: 50%, based_on: certain},\n"
    "     days: {mean: 8, cv: 1, family: gamma, based_on: certain}}\n"
    "targets:\n"
    "  - {name: january, metric: customers, period: 2026-01, at_least: 2}\n"
    "  - {name: march, metric: customers, period: 2026-03, at_least: 12}\n";
#define SLOW  20.0
#define QUICK 8.0
#define WON   0.3

static double both_over(double t)
{
    if (t <= 0) return 0;
    return WON * (1 - (SLOW * exp(-t / SLOW) - QUICK * exp(-t / QUICK)) / (SLOW - QUICK));
}

/* Integral of both_over() from 0 to t. */
static double area(double t)
{
    if (t <= 0) return 0;
    return WON * (t - (SLOW * SLOW * -expm1(-t / SLOW) - QUICK * QUICK * -expm1(-t / QUICK)) /
                          (SLOW - QUICK));
}

/* New deals won from day `from` to `to`, of those that arrive in the months up to March. */
static double fresh_wins(double from, double to)
{
    static const double ENDS[] = {0, 31, 59, 90};
    double wins = 0;
    for (int m = 0; m < 3; m++) {
        const double a = ENDS[m], b = ENDS[m + 1];
        wins += 40 / (b - a) * (area(to - a) - area(to - b) - area(from - a) + area(from - b));
    }
    return wins;
}

/* At least `goal` of `open` deals of chance `p` each and Poisson(wins) new ones. */
static double chance_of(int goal, unsigned open, double p, double wins)
{
    double miss = 0;
    for (unsigned k = 0; k <= open && (int) k < goal; k++)
        miss += gsl_ran_binomial_pdf(k, p, open) * gsl_cdf_poisson_P((unsigned) goal - 1 - k, wins);
    return 1 - miss;
}

START_TEST(exponential_stays_have_a_closed_form)
{
    company it = {0};
    qc_marginals marginals = {0};
    double error = 0;
    company_read(&it, TWO_STAGES, NULL,
                 "deal_id,stage,age_days,amount\na,one,0,1\nb,one,3.7,1\nc,one,55.5,1\nd,two,2,1\n"
                 "e,two,900,1\n");
    company_prepare(&it);
    start(&marginals, &it.forecast);
    ck_assert(qc_marginals_are_certain(&marginals.world));
    for (int32_t a = 0; a < marginals.fine.atoms; a++) {
        const double day = marginals.fine.atom_end[a];
        const double *open = marginals.fine.open + a;
        const int32_t row = marginals.fine.atoms;
        for (int i = 0; i < 3; i++) /* no memory: the age says nothing */
            ck_assert_double_eq_tol(open[i * row], both_over(day), 2e-5);
        for (int i = 3; i < 5; i++)
            ck_assert_double_eq_tol(open[i * row], 0.5 * -expm1(-day / QUICK), 2e-5);
        if (day <= 90) /* later months bring deals of their own */
            ck_assert_double_eq_tol(marginals.fine.fresh[a], fresh_wins(0, day), 2e-3);
    }
    const double march = 0.5 * (exp(-59 / QUICK) - exp(-90 / QUICK));
    const double slow_march = both_over(90) - both_over(59);
    const int32_t figure = it.forecast.questions.targets[1].figure;
    double pmf[6], expected = 0;
    const double wins = fresh_wins(59, 90),
                 each[5] = {slow_march, slow_march, slow_march, march, march};
    pmf[0] = 1;
    for (int i = 0; i < 5; i++) {
        pmf[i + 1] = 0;
        for (int k = i + 1; k > 0; k--)
            pmf[k] = pmf[k] * (1 - each[i]) + pmf[k - 1] * each[i];
        pmf[0] *= 1 - each[i];
    }
    for (int k = 0; k < 6; k++)
        expected += pmf[k] * gsl_cdf_poisson_Q((unsigned) (12 - k) - 1, wins);
    const double found = qc_marginals_chance(&marginals, figure, &error);
    ck_assert_double_le(error, 1e-4);
    ck_assert_double_le(fabs(found - expected), error + 1e-5);
    ck_assert_double_ge(fabs(chance_of(12, 0, 0, 1.01 * wins) - chance_of(12, 0, 0, wins)), 1e-3);
    qc_marginals_free(&marginals);
    company_free(&it);
}
END_TEST

/* ---- the reference company ---- */

static void reference(double conversion_scale, double *largest, double *largest_bound)
{
    qc_bench_company made = {0};
    qc_forecast forecast = {0};
    qc_marginals marginals = {0};
    qc_status status = {0};
    json_t *root = json_load_file(QC_SOURCE_DIR "/tests/fixtures/bench/company.expected.json", 0,
                                  NULL);
    ck_assert_ptr_nonnull(root);
    ck_assert(qc_bench_company_read(&made, QC_SOURCE_DIR "/data/bench/company.json", &status));
    made.plan.stages[2].conversion.first *= conversion_scale;
    const qc_forecast_inputs inputs = {
        .plan = &made.plan, .open = &made.open, .as_of = made.plan.as_of};
    ck_assert(qc_forecast_prepare(&forecast, &inputs, 42, &status));
    start(&marginals, &forecast);
    *largest = *largest_bound = 0;
    for (int32_t t = 0; t < forecast.questions.target_count; t++) {
        const json_t *months = json_object_get(root, "p_month");
        const double expected = json_number_value(t == 0 ? json_object_get(root, "p_year")
                                                         : json_array_get(months, (size_t) t - 1));
        const int32_t figure = forecast.questions.targets[t].figure;
        double bound = 0;
        const double found = qc_marginals_chance(&marginals, figure, &bound);
        const double quick = qc_marginals_chance(&marginals, figure, NULL);
        *largest = fmax(*largest, fmax(fabs(found - expected), fabs(quick - expected)));
        *largest_bound = fmax(*largest_bound, bound);
    }
    json_decref(root);
    qc_marginals_free(&marginals);
    qc_forecast_free(&forecast);
    qc_bench_company_free(&made);
}

START_TEST(the_reference_companys_chances_are_met)
{
    double largest, bound;
    reference(1, &largest, &bound);
    ck_assert_double_le(largest, 1e-4);
    ck_assert_double_le(bound, 1e-4);
    reference(0.999, &largest, &bound); /* one deal in a thousand fewer is seen */
    ck_assert_double_ge(largest, 3e-4);
}
END_TEST

/* ---- where it does not apply ---- */

static void hurdle_is(const char *plan, const char *expected)
{
    company it = {0};
    qc_marginals marginals = {0};
    const char *hurdle = NULL;
    qc_status status = {0};
    company_read(&it, plan, NULL, NULL);
    company_prepare(&it);
    ck_assert(qc_marginals_start(&marginals, &it.forecast.model, &it.forecast.book,
                                 &it.forecast.questions, 42, &hurdle, &status));
    ck_assert_ptr_nonnull(hurdle);
    ck_assert_ptr_nonnull(strstr(hurdle, expected));
    qc_marginals_free(&marginals);
    company_free(&it);
}

START_TEST(hurdles_are_named)
{
    hurdle_is("as_of: 2025-12-31\ncurrency: EUR\nnew_deals: 40 per month\ndeal_size: 4k to 40k\n"
              "pipeline: [{stage: one, conversion: 40% to 60%, days: 5 to 20}]\n"
              "targets: [{name: all, metric: bookings, period: 2026, at_least: 100}]\n",
              "months move all deals together");
    hurdle_is("as_of: 2025-12-31\ncurrency: EUR\nshocks: none\nnew_deals: 40 per month\n"
              "deal_size: 4k to 40k\n"
              "pipeline: [{stage: one, conversion: 40% to 60%, days: 5 to 20}]\n"
              "targets: [{name: all, metric: new_deals, period: 2026, at_least: 100}]\n",
              "other than bookings or customers");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("marginals");
    TCase *all = tcase_create("all");
    tcase_add_test(all, exponential_stays_have_a_closed_form);
    tcase_add_test(all, the_reference_companys_chances_are_met);
    tcase_add_test(all, hurdles_are_named);
    suite_add_tcase(suite, all);
    return suite;
}
