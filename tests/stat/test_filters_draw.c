/* Draws of month effects, arrivals and shares against the filtered states they are drawn from.
 *
 * A draw picks a cell of the grid and a state in it, so its distribution is the weighted mixture
 * of the cells' normals. Limits: chance 1e-9 of a false alarm for each comparison; with 400,000
 * draws a distribution may lie .0052 off, and each bend below lies twice as far. */
#include "core/stats.h"
#include "models/arrivals.h"
#include "models/belief.h"
#include "models/month_effect.h"
#include "tests/support/budget.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define DRAWS 400000

static double sample[DRAWS];

/* ---- month effects ---- */

static const double wins[] = {4, 7, 3, 19, 6, 5, 18, 2, 6, 27};
static const double expected_wins[] = {5.1, 5.6, 5, 6.2, 6, 5.7, 6.6, 5.9, 6.1, 6.3};

typedef struct effect_law {
    const qc_month_effect *effect;
    double variance_factor;
} effect_law;

static double effect_cdf(double x, const void *context)
{
    const effect_law *law = context;
    double below = 0;

    for (int32_t i = 0; i < law->effect->cells; i++) {
        const double sd = sqrt(law->effect->variance[i] * law->variance_factor);
        below += law->effect->weight[i] * gsl_cdf_gaussian_P(x - law->effect->mean[i], sd);
    }
    return below;
}

START_TEST(effect_draws_follow_the_filtered_state)
{
    qc_month_effect effect;
    int64_t of_cell[QC_MONTH_EFFECT_CELLS] = {0};
    int32_t heaviest = 0;

    qc_month_effect_fit(&effect, wins, expected_wins, 10);
    for (int i = 0; i < DRAWS; i++) {
        qc_rng rng = qc_rng_stream(20261122, 11, 0, (uint64_t) i);
        qc_effect_state state;
        qc_month_effect_draw(&effect, &rng, &state);
        sample[i] = state.x;
        for (int32_t c = 0; c < effect.cells; c++)
            of_cell[c] += effect.rho[c] == state.rho && effect.sd[c] == state.sd;
    }
    qc_stats_sort(sample, DRAWS);
    CHECK_DKW(sample, DRAWS, effect_cdf, (&(effect_law){&effect, 1}));
    CHECK_DKW_FAILS(sample, DRAWS, effect_cdf, (&(effect_law){&effect, 1.2}));
    for (int32_t c = 1; c < effect.cells; c++)
        if (effect.weight[c] > effect.weight[heaviest]) heaviest = c;
    CHECK_COUNT(of_cell[heaviest], DRAWS, effect.weight[heaviest]);
    CHECK_COUNT_FAILS(of_cell[heaviest], DRAWS, 1.1 * effect.weight[heaviest]);
}
END_TEST

START_TEST(a_stationary_effect_stays_stationary_and_its_theta_is_one_on_average)
{
    qc_month_effect effect;
    double sum = 0;

    qc_month_effect_stated(&effect, 0.3, 0.7);
    for (int i = 0; i < DRAWS; i++) {
        qc_rng rng = qc_rng_stream(20261122, 12, 0, (uint64_t) i);
        gsl_rng view;
        qc_effect_state state;
        qc_month_effect_draw(&effect, &rng, &state);
        qc_rng_gsl(&view, &rng);
        qc_month_effect_step(&state, 31, gsl_ran_gaussian_ziggurat(&view, 1));
        qc_month_effect_step(&state, 7, gsl_ran_gaussian_ziggurat(&view, 1));
        sum += qc_month_effect_step(&state, 28, gsl_ran_gaussian_ziggurat(&view, 1));
        sample[i] = state.x;
    }
    qc_stats_sort(sample, DRAWS);
    CHECK_DKW(sample, DRAWS, effect_cdf, (&(effect_law){&effect, 1}));
    CHECK_DKW_FAILS(sample, DRAWS, effect_cdf, (&(effect_law){&effect, 1.2}));
    const double theta_sd = sqrt(exp(0.09) - 1);
    CHECK_MEAN(sum / DRAWS, DRAWS, 1, theta_sd);
    CHECK_MEAN_FAILS(sum / DRAWS, DRAWS, 1.01, theta_sd);
}
END_TEST

/* ---- arrivals ---- */

static const double arrived[] = {9, 14, 11, 8, 15, 19, 13, 16, 22, 18, 17, 25, 21, 19};

typedef struct rate_law { /* log rate `ahead` months after the last */
    const qc_arrivals *arrivals;
    double ahead, correlation; /* of level and noise: 1 as filtered, 0 = forgotten */
} rate_law;

static double rate_cdf(double x, const void *context)
{
    const rate_law *law = context;
    const qc_arrivals *a = law->arrivals;
    double below = 0;

    for (int32_t i = 0; i < a->cells; i++) {
        const double kept = pow(a->rho[i], law->ahead);
        const double mean = a->base + a->mean[i][0] + kept * a->mean[i][1];
        const double variance = a->covariance[i][0][0] +
                                2 * kept * law->correlation * a->covariance[i][0][1] +
                                kept * kept * a->covariance[i][1][1] +
                                a->wander[i] * a->wander[i] * law->ahead +
                                a->sd[i] * a->sd[i] * (1 - kept * kept);
        below += a->weight[i] * gsl_cdf_gaussian_P(x - mean, sqrt(variance));
    }
    return below;
}

static void sample_rates(const qc_arrivals *arrivals, int steps, double days)
{
    for (int i = 0; i < DRAWS; i++) {
        qc_rng rng = qc_rng_stream(20261122, 13, (uint64_t) steps, (uint64_t) i);
        gsl_rng view;
        qc_arrivals_state state;
        qc_arrivals_draw(arrivals, &rng, &state);
        qc_rng_gsl(&view, &rng);
        sample[i] = state.base + state.level + state.noise;
        for (int step = 0; step < steps; step++) {
            const double level = gsl_ran_gaussian_ziggurat(&view, 1);
            const double noise = gsl_ran_gaussian_ziggurat(&view, 1);
            sample[i] = qc_arrivals_step(&state, days, level, noise);
        }
    }
    qc_stats_sort(sample, DRAWS);
}

static void fit_arrivals(qc_arrivals *arrivals)
{
    double months[14];
    qc_status status = {0};

    for (int i = 0; i < 14; i++)
        months[i] = 1;
    ck_assert(qc_arrivals_fit(arrivals, arrived, months, 14, NULL, &status));
}

START_TEST(rate_draws_follow_the_filtered_state)
{
    qc_arrivals arrivals;

    fit_arrivals(&arrivals);
    sample_rates(&arrivals, 0, 0);
    CHECK_DKW(sample, DRAWS, rate_cdf, (&(rate_law){&arrivals, 0, 1}));
    CHECK_DKW_FAILS(sample, DRAWS, rate_cdf, (&(rate_law){&arrivals, 0, 0}));
}
END_TEST

/* Thirteen weeks are 91 days, however they are cut. */
START_TEST(rates_months_ahead_do_not_depend_on_the_length_of_a_step)
{
    qc_arrivals arrivals;

    fit_arrivals(&arrivals);
    sample_rates(&arrivals, 13, 7);
    CHECK_DKW(sample, DRAWS, rate_cdf, (&(rate_law){&arrivals, 91 / 30.4, 1}));
    CHECK_DKW_FAILS(sample, DRAWS, rate_cdf, (&(rate_law){&arrivals, 6, 1}));
    sample_rates(&arrivals, 2, 45.5);
    CHECK_DKW(sample, DRAWS, rate_cdf, (&(rate_law){&arrivals, 91 / 30.4, 1}));
}
END_TEST

/* ---- shares ---- */

static double share_cdf(double x, const void *context)
{
    const qc_share_belief *share = context;
    return gsl_cdf_beta_P(x, share->alpha, share->beta);
}

START_TEST(share_draws_have_the_stated_range)
{
    const qc_belief belief = {.form = QC_BELIEF_RANGE, .first = 0.45, .second = 0.65};
    qc_share_belief share = {0};
    qc_status status = {0};
    qc_rng rng = qc_rng_stream(20261122, 14, 0, 0);
    int64_t below = 0, above = 0;

    ck_assert(qc_belief_share(&share, &belief, 20, &status));
    for (int i = 0; i < DRAWS; i++) {
        sample[i] = qc_share_belief_draw(&share, &rng);
        below += sample[i] < 0.45;
        above += sample[i] > 0.65;
    }
    CHECK_COUNT(below, DRAWS, 0.1);
    CHECK_COUNT(above, DRAWS, 0.1);
    CHECK_COUNT_FAILS(below, DRAWS, 0.107);
    CHECK_COUNT_FAILS(above, DRAWS, 0.107);
    qc_stats_sort(sample, DRAWS);
    CHECK_DKW(sample, DRAWS, share_cdf, &share);
    qc_share_belief bent = share;
    bent.alpha *= 1.03;
    CHECK_DKW_FAILS(sample, DRAWS, share_cdf, &bent);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("filters_draw");
    TCase *tests = tcase_create("filters_draw");

    tcase_add_test(tests, effect_draws_follow_the_filtered_state);
    tcase_add_test(tests, a_stationary_effect_stays_stationary_and_its_theta_is_one_on_average);
    tcase_add_test(tests, rate_draws_follow_the_filtered_state);
    tcase_add_test(tests, rates_months_ahead_do_not_depend_on_the_length_of_a_step);
    tcase_add_test(tests, share_draws_have_the_stated_range);
    suite_add_tcase(suite, tests);
    return suite;
}
