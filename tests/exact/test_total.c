/* Laws of totals by their characteristic function against the lattice computations of sim/exact/exact. */
#include "sim/exact/exact.h"
#include "sim/exact/total.h"

#include <check.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

enum { DEALS = 12, STEPS = 4096 };

/* Deals that pay whole hundreds, and a Poisson stream of payments of 300, 700 and 1900. */
static const double chances[DEALS] = {.1, .2, .3, .4, .5, .6, .7, .8, .9, .05, .33, 1};
static const int32_t units[DEALS] = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 10};
static double values[3] = {300, 700, 1900}, weights[3] = {.5, .3, .2};

typedef struct mixed {
    qc_arena arena;
    qc_total total;
    qc_amounts amounts;
    qc_total_deal deals[DEALS];
    qc_total_stream stream;
} mixed;

static void solve(mixed *it, const double *chance, double *mean_of, double step, double tie)
{
    qc_status status = {0};
    it->amounts = (qc_amounts){values, weights, 3, 0, 0};
    qc_amounts_sum_up(&it->amounts);
    for (int i = 0; i < DEALS; i++)
        it->deals[i] = (qc_total_deal){100.0 * units[i], 1, &it->amounts, 0};
    it->stream.amounts = &it->amounts;
    const qc_total_set set = {it->deals, DEALS, &it->stream, 1};
    it->total.chance = chance;
    it->total.mean_of = mean_of;
    it->total.step = step;
    it->total.tie = tie;
    ck_assert(qc_total_make(&it->total, &it->arena, &status));
    ck_assert(qc_total_solve(&it->total, 1, &set, &it->arena, &status));
}

/* pmf of the same total in steps of 100, by convolution and Panjer's recursion. */
static void reference(double wins, double *pmf)
{
    static double open[STEPS], fresh[STEPS], severity[20];
    qc_status status = {0};
    severity[3] = .5;
    severity[7] = .3;
    severity[19] = .2;
    ck_assert(qc_exact_deals(chances, units, DEALS, open, STEPS, &status));
    ck_assert(qc_exact_compound(QC_EXACT_POISSON, wins, 0, severity, 20, fresh, STEPS, &status));
    for (int s = 0; s < STEPS; s++) {
        pmf[s] = 0;
        for (int t = 0; t <= s; t++)
            pmf[s] += open[t] * fresh[s - t];
    }
}

/* In whole steps the series is finite and the answer exact: off by rounding only. A stream that brings 1%
 * more is seen. */
START_TEST(whole_steps_are_exact)
{
    static double pmf[STEPS];
    mixed it = {0}, bent = {0};
    double wins = 6, more = 6.06, largest = 0, largest_bent = 0, below = 0;
    static qc_total_law law;
    qc_status status = {0};
    solve(&it, chances, &wins, 100, 0);
    solve(&bent, chances, &more, 100, 0);
    reference(wins, pmf);
    ck_assert(qc_total_lay(&it.total, &law, &status));
    for (int s = 0; s < 600; s++) {
        const double value = 100.0 * s;
        largest = fmax(largest, fabs(qc_total_below(&it.total, value, false, NULL) - below));
        largest = fmax(largest, fabs(qc_total_law_below(&law, value) - below));
        largest_bent = fmax(largest_bent,
                            fabs(qc_total_below(&bent.total, value, false, NULL) - below));
        below += pmf[s];
        largest = fmax(largest, fabs(qc_total_below(&it.total, value, true, NULL) - below));
    }
    ck_assert_double_le(largest, 2e-6); /* what the circle leaves out, twice */
    ck_assert_double_ge(largest_bent, 1e-3);
    qc_arena_free(&it.arena);
    qc_arena_free(&bent.arena);
}
END_TEST

/* Smooth amounts: a Poisson number of amounts that are nearly exponential, against the Bessel-like series
 * sum_n P(n) Gamma_n(x); within the bound that is given with each chance. */
START_TEST(smooth_amounts_are_within_their_bound)
{
    enum { POINTS = 4000 };
    static double value[POINTS], weight[POINTS];
    qc_amounts amounts = {value, weight, POINTS, 0, 0};
    qc_total total = {0};
    qc_arena arena = {0};
    qc_status status = {0};
    double wins = 4;
    for (int i = 0; i < POINTS; i++) { /* 4,000 equally likely quantiles, by the middle of each */
        value[i] = -1000 * log1p(-(i + 0.5) / POINTS);
        weight[i] = 1.0 / POINTS;
    }
    qc_amounts_sum_up(&amounts);
    const qc_total_stream stream = {&amounts};
    const qc_total_set set = {.streams = &stream, .stream_count = 1};
    total.mean_of = &wins;
    ck_assert(qc_total_make(&total, &arena, &status));
    ck_assert(qc_total_solve(&total, 1, &set, &arena, &status));
    for (double x = 250; x < 12000; x += 250) {
        double error = 0, expected = exp(-wins);
        const double found = qc_total_below(&total, x, false, &error);
        for (unsigned n = 1; n < 60; n++)
            expected += gsl_ran_poisson_pdf(n, wins) * gsl_cdf_gamma_P(x, n, 1000);
        ck_assert_double_le(error, 1e-3);
        ck_assert_double_le(fabs(found - expected), error + 2e-4); /* 4,000 points are not a law */
    }
    ck_assert_double_eq_tol(qc_total_quantile(&total, qc_total_below(&total, 4000, false, NULL)),
                            4000, 2);
    qc_arena_free(&arena);
}
END_TEST

/* Known amounts that just reach the goal count as reaching it, although the series cannot see a single sum. */
START_TEST(ties_fall_on_the_right_side)
{
    static double pmf[STEPS];
    mixed it = {0};
    double none = 0, below = 0, largest = 0, largest_untold = 0, error = 0;
    solve(&it, chances, &none, 0, 100);
    reference(0, pmf);
    mixed untold = {0};
    solve(&untold, chances, &none, 0, 0);
    for (int s = 0; s < 390; s++) {
        const double value = 100.0 * s;
        const double found = qc_total_below(&it.total, value, false, &error);
        ck_assert_double_le(fabs(found - below), error);
        largest = fmax(largest, fabs(found - below));
        largest_untold = fmax(largest_untold,
                              fabs(qc_total_below(&untold.total, value, false, NULL) - below));
        below += pmf[s];
        largest = fmax(largest, fabs(qc_total_below(&it.total, value, true, NULL) - below));
    }
    ck_assert_double_le(largest, 2e-3);
    ck_assert_double_ge(largest_untold, 2e-2); /* what it costs not to say so */
    qc_arena_free(&it.arena);
    qc_arena_free(&untold.arena);
}
END_TEST

/* Two known amounts so far apart that the most terms cannot tell the small one from nothing: the bound says so,
 * and a total of nothing stays a jump in the law. */
START_TEST(smeared_jumps_are_within_their_bound)
{
    static qc_total_law law;
    static const double half[2] = {.5, .5};
    const qc_total_deal deals[2] = {{.amount = 1e10, .factor = 1}, {.amount = 1e6, .factor = 1}};
    const qc_total_set set = {.deals = deals, .deal_count = 2};
    qc_total total = {.chance = half, .tie = 1e6};
    qc_arena arena = {0};
    qc_status status = {0};
    double error = 0;
    ck_assert(qc_total_make(&total, &arena, &status));
    ck_assert(qc_total_solve(&total, 1, &set, &arena, &status));
    ck_assert_double_le(fabs(qc_total_below(&total, 1e6, false, &error) - .25), error);
    ck_assert_double_ge(error, .05);
    ck_assert_double_le(fabs(qc_total_below(&total, 5e9, false, &error) - .5), error);
    ck_assert_double_le(error, 1e-3);
    ck_assert(qc_total_lay(&total, &law, &status));
    ck_assert_double_le(qc_total_law_below(&law, 0), 0);
    ck_assert_double_eq_tol(qc_total_law_below(&law, 1), .25, 1e-5);
    qc_arena_free(&arena);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("total");
    TCase *all = tcase_create("all");
    tcase_add_test(all, whole_steps_are_exact);
    tcase_add_test(all, smooth_amounts_are_within_their_bound);
    tcase_add_test(all, ties_fall_on_the_right_side);
    tcase_add_test(all, smeared_jumps_are_within_their_bound);
    suite_add_tcase(suite, all);
    return suite;
}
