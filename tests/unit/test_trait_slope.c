/* The slope along amounts: two stages that lend each other what they know, against the same posterior summed on a
 * grid, and draws that have its spread and its correlation. */
#include "models/trait_slope.h"
#include "tests/support/suite.h"

#include <math.h>
#include <string.h>

#define STAGES 2
#define CELLS  (STAGES * QC_GROUP_COUNT)
#define REACH  1.5 /* of the grid, either way */
#define STEP   0.02
#define DRAWS  40000

typedef struct company {
    qc_stage_model model;
    qc_factor factors[QC_AMOUNT_CLASSES * CELLS];
    qc_trait_slope slopes[CELLS];
} company;

static qc_factor *factor_at(company *it, int32_t value, int32_t stage, int group)
{
    return &it->factors[(value * STAGES + stage) * QC_GROUP_COUNT + group];
}

/* `exits` expected of each class, and what slopes of -0.4 would make of them. */
static void found(company *it, double many, double few)
{
    memset(it, 0, sizeof *it);
    it->model.stage_count = STAGES;
    it->model.factors[QC_TRAIT_AMOUNT] = (qc_trait_fit){.factors = it->factors,
                                                        .slope = it->slopes};
    for (int32_t value = 0; value < QC_AMOUNT_CLASSES; value++) {
        const double score = -1.5 + 0.4 * value;
        it->model.traits.amount_score[value] = score;
        for (int32_t stage = 0; stage < STAGES; stage++) {
            qc_factor *factor = factor_at(it, value, stage, QC_GROUP_ADVANCE);
            factor->expected = stage == 0 ? many : few;
            factor->events = round(factor->expected * exp(-0.4 * score));
        }
    }
    qc_trait_slope_fit(&it->model);
}

static double log_likelihood(company *it, int32_t stage, double b)
{
    double sum = 0;
    for (int32_t value = 0; value < QC_AMOUNT_CLASSES; value++) {
        const qc_factor *factor = factor_at(it, value, stage, QC_GROUP_ADVANCE);
        const double score = it->model.traits.amount_score[value];
        sum += factor->events * b * score - factor->expected * exp(b * score);
    }
    return sum;
}

typedef struct moments {
    double mean[STAGES], variance[STAGES], both;
} moments;

/* The common slope is summed out by hand: both slopes are N(0, .3^2) with correlation .26^2 / .3^2. */
static moments on_a_grid(company *it)
{
    const double variance = 0.15 * 0.15 + 0.26 * 0.26, rho = 0.26 * 0.26 / variance;
    double total = 0, sum[STAGES] = {0}, squares[STAGES] = {0}, product = 0;
    for (double a = -REACH; a <= REACH; a += STEP) {
        for (double b = -REACH; b <= REACH; b += STEP) {
            const double form = (a * a - 2 * rho * a * b + b * b) / (variance * (1 - rho * rho));
            const double base = log_likelihood(it, 0, -0.4) + log_likelihood(it, 1, -0.4);
            const double weight = exp(log_likelihood(it, 0, a) + log_likelihood(it, 1, b) - base -
                                      form / 2);
            total += weight;
            sum[0] += weight * a;
            sum[1] += weight * b;
            squares[0] += weight * a * a;
            squares[1] += weight * b * b;
            product += weight * a * b;
        }
    }
    moments m = {.both = product / total - sum[0] / total * (sum[1] / total)};
    for (int s = 0; s < STAGES; s++) {
        m.mean[s] = sum[s] / total;
        m.variance[s] = squares[s] / total - m.mean[s] * m.mean[s];
    }
    return m;
}

START_TEST(two_stages_lend_each_other_what_they_know)
{
    company it;
    found(&it, 8, 1);
    const moments grid = on_a_grid(&it);
    for (int32_t stage = 0; stage < STAGES; stage++) {
        const qc_trait_slope *slope = &it.slopes[stage * QC_GROUP_COUNT + QC_GROUP_ADVANCE];
        const double sd = hypot(slope->own_sd, slope->common_sd);
        ck_assert_double_eq_tol(slope->mean, grid.mean[stage], 0.1 * sd);
        ck_assert_double_eq_tol(sd, sqrt(grid.variance[stage]), 0.1 * sd);
    }
    /* alone, the second stage would stay nearer to no slope */
    company alone;
    found(&alone, 0, 1);
    ck_assert_double_lt(qc_trait_slope_mean(&it.model, 1, QC_GROUP_ADVANCE),
                        qc_trait_slope_mean(&alone.model, 1, QC_GROUP_ADVANCE) - 0.05);
    /* forward lends to won, not to lost */
    ck_assert_double_lt(qc_trait_slope_mean(&it.model, 1, QC_GROUP_WON), -0.2);
    ck_assert_double_eq(qc_trait_slope_mean(&it.model, 1, QC_GROUP_LOST), 0);
}
END_TEST

START_TEST(nothing_seen_is_the_prior)
{
    company it;
    found(&it, 0, 0);
    for (int i = 0; i < CELLS; i++) {
        ck_assert_double_eq(it.slopes[i].mean, 0);
        ck_assert_double_eq_tol(hypot(it.slopes[i].own_sd, it.slopes[i].common_sd),
                                hypot(0.15, 0.26), 1e-12);
    }
}
END_TEST

START_TEST(draws_have_their_spread_and_go_together)
{
    company it;
    double sum[STAGES] = {0}, squares[STAGES] = {0}, product = 0;
    found(&it, 8, 1);
    for (int64_t d = 0; d < DRAWS; d++) {
        double off[STAGES];
        for (int32_t s = 0; s < STAGES; s++) {
            off[s] = qc_trait_slope_draw(&it.model, s, QC_GROUP_ADVANCE, 7, d) -
                     qc_trait_slope_mean(&it.model, s, QC_GROUP_ADVANCE);
            sum[s] += off[s];
            squares[s] += off[s] * off[s];
        }
        product += off[0] * off[1];
    }
    const qc_trait_slope *one = &it.slopes[QC_GROUP_ADVANCE];
    const qc_trait_slope *two = &it.slopes[QC_GROUP_COUNT + QC_GROUP_ADVANCE];
    const double sds[STAGES] = {hypot(one->own_sd, one->common_sd),
                                hypot(two->own_sd, two->common_sd)};
    /* six standard errors: a false alarm once in 5e8 */
    for (int s = 0; s < STAGES; s++) {
        ck_assert_double_lt(fabs(sum[s] / DRAWS), 6 * sds[s] / sqrt(DRAWS));
        ck_assert_double_eq_tol(squares[s] / DRAWS / (sds[s] * sds[s]), 1, 6 * sqrt(2.0 / DRAWS));
    }
    ck_assert_double_eq_tol(product / DRAWS / (sds[0] * sds[1]),
                            one->common_sd * two->common_sd / (sds[0] * sds[1]),
                            6 * sqrt(2.0 / DRAWS));
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("trait_slope");
    TCase *tests = tcase_create("trait_slope");

    tcase_add_test(tests, two_stages_lend_each_other_what_they_know);
    tcase_add_test(tests, nothing_seen_is_the_prior);
    tcase_add_test(tests, draws_have_their_spread_and_go_together);
    suite_add_tcase(suite, tests);
    return suite;
}
