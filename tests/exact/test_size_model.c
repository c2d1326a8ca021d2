/* Deal sizes: posterior constants against reference figures, and what the draws hold fixed. */
#include "models/size_model.h"
#include "tests/exact/oracle.h"
#include "tests/support/torture.h"

#define MOST_WINS 64

static const qc_belief nothing_stated = {.form = QC_BELIEF_NONE};

typedef struct company {
    qc_arena arena;
    qc_size_model model;
    double cumulative[MOST_WINS];
} company;

static void found(company *firm, const double *amounts, int32_t count, const qc_belief *belief)
{
    qc_size_win wins[MOST_WINS];
    qc_status status = {0};

    ck_assert_int_le(count, MOST_WINS);
    for (int32_t i = 0; i < count; i++)
        wins[i] = (qc_size_win){.amount = amounts[i], .units = NAN, .margin = NAN};
    const qc_size_data data = {.wins = wins, .win_count = count};
    *firm = (company){0};
    ck_assert_msg(qc_size_model_fit(&firm->model, &data, belief, &firm->arena, &status), "%s",
                  status.message);
}

static double named(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    ck_assert_msg(json_is_number(value), "no number '%s'", name);
    return json_number_value(value);
}

START_TEST(constants_match_the_reference)
{
    json_t *root = oracle_json("amounts_expected.json");
    const json_t *list = json_object_get(root, "amounts"), *nig = json_object_get(root, "nig");
    oracle_deviation seen = {.what = "amounts_expected.json", .limit = 1e-8};
    double amounts[MOST_WINS];
    company firm;

    for (size_t i = 0; i < json_array_size(list); i++)
        amounts[i] = oracle_at(list, i);
    found(&firm, amounts, (int32_t) json_array_size(list), &nothing_stated);
    const qc_size_posterior smooth = qc_size_model_posterior(&firm.model);
    oracle_compare(&seen, firm.model.log_mean, named(root, "log_mean"));
    oracle_compare(&seen, sqrt(firm.model.log_variance), named(root, "log_sd"));
    oracle_compare(&seen, smooth.log_mean, named(root, "log_mean"));
    oracle_compare(&seen, smooth.level_deals, 35);
    oracle_compare(&seen, smooth.degrees, named(nig, "nu"));
    oracle_compare(&seen, smooth.scale_squared, named(nig, "s2"));
    oracle_conclude(&seen);
    qc_arena_free(&firm.arena);
    json_decref(root);
}
END_TEST

/* ---- what a stated size adds ---- */

static const double five[] = {1000, 2000, 4000, 8000, 16000};

START_TEST(a_stated_size_stands_beside_the_wins)
{
    const qc_belief belief = {
        .form = QC_BELIEF_RANGE, .first = 4000, .second = 40000, .based_on = 3};
    const double mu0 = log(4000 * 40000.0) / 2, sigma0 = log(10) / 2.5631031310892;
    company firm;

    found(&firm, five, 5, &belief);
    const qc_size_posterior smooth = qc_size_model_posterior(&firm.model);
    ck_assert_double_eq_tol(smooth.log_mean, (3 * mu0 + 5 * log(4000)) / 8, 1e-12);
    ck_assert_double_eq(smooth.level_deals, 8);
    /* more wins than pseudo-deals: nu = n + 4, nu s^2 = (n - 1) S^2 + 5 sigma0^2 */
    ck_assert_double_eq(smooth.degrees, 9);
    ck_assert_double_eq_tol(smooth.scale_squared, (10 * log(2) * log(2) + 5 * sigma0 * sigma0) / 9,
                            1e-12);
    qc_arena_free(&firm.arena);
}
END_TEST

START_TEST(wins_take_the_places_of_pseudo_deals)
{
    const qc_belief belief = {.form = QC_BELIEF_RANGE, .first = 4000, .second = 40000};
    const double sigma0 = log(10) / 2.5631031310892;
    company firm;

    for (int32_t wins = 0; wins <= 5; wins++) {
        found(&firm, five, wins, &belief);
        const qc_size_posterior smooth = qc_size_model_posterior(&firm.model);
        const double squares = wins > 1 ? (wins - 1) * firm.model.log_variance : 0;
        const double real = wins > 1 ? wins - 1 : 0;
        ck_assert_double_eq(smooth.level_deals, 20 + wins);
        ck_assert_double_eq(smooth.degrees, 24); /* 20 deals, stated or real, and 4 */
        ck_assert_double_eq_tol(smooth.scale_squared,
                                (squares + (24 - real) * sigma0 * sigma0) / 24, 1e-12);
        qc_arena_free(&firm.arena);
    }
}
END_TEST

START_TEST(a_certain_size_ignores_the_wins)
{
    const qc_belief belief = {.form = QC_BELIEF_MEAN_CV,
                              .first = 9000,
                              .second = 1.1,
                              .based_on = INFINITY,
                              .family = QC_FAMILY_GAMMA};
    qc_rng rng = qc_rng_stream(1, 2, 3, 4);
    qc_size_draw draw = {0};
    company firm;

    found(&firm, five, 5, &belief);
    draw.cumulative = firm.cumulative;
    qc_size_model_draw(&firm.model, &rng, &draw);
    ck_assert_double_eq(draw.mu, qc_spread_log_mean(&firm.model.belief));
    ck_assert_double_eq(draw.sigma, qc_spread_log_sd(&firm.model.belief));
    ck_assert_double_eq(draw.smooth_share, 1);
    ck_assert(isinf(draw.cap));
    for (int i = 0; i < 1000; i++) {
        const qc_size_sample sample = qc_size_model_sample(&firm.model, &draw, &rng);
        for (int w = 0; w < 5; w++)
            ck_assert_double_ne(sample.amount, five[w]);
        ck_assert_int_ge(sample.row, 0); /* units and margins still come from the wins */
        ck_assert_int_lt(sample.row, 5);
    }
    qc_arena_free(&firm.arena);
}
END_TEST

START_TEST(a_fixed_price_is_always_that_price)
{
    const qc_belief belief = {
        .form = QC_BELIEF_RANGE, .first = 99, .second = 99, .based_on = INFINITY};
    qc_rng rng = qc_rng_stream(1, 2, 3, 4);
    qc_size_draw draw = {0};
    company firm;

    found(&firm, NULL, 0, &belief);
    qc_size_model_draw(&firm.model, &rng, &draw);
    for (int i = 0; i < 100; i++) {
        const qc_size_sample sample = qc_size_model_sample(&firm.model, &draw, &rng);
        ck_assert_double_eq_tol(sample.amount, 99, 1e-12);
        ck_assert_int_eq(sample.row, -1);
    }
    qc_arena_free(&firm.arena);
}
END_TEST

START_TEST(a_single_number_is_a_lognormal_mean_over_twenty_deals)
{
    const qc_belief belief = {.form = QC_BELIEF_SINGLE, .first = 5000};
    company firm;

    found(&firm, NULL, 0, &belief);
    ck_assert_int_eq(firm.model.belief.family, QC_FAMILY_LOGNORMAL);
    ck_assert_double_eq(firm.model.belief_deals, 20);
    ck_assert_double_eq_tol(firm.model.belief_log_sd, sqrt(log(1 + 1.44)), 1e-12);
    ck_assert_double_eq_tol(firm.model.belief_log_mean, log(5000) - log(2.44) / 2, 1e-12);
    qc_arena_free(&firm.arena);
}
END_TEST

/* The mean amount of the lognormal part is that of the wins' own spread, however wide the drawn one. */
START_TEST(a_wider_spread_is_no_reason_to_expect_more)
{
    const qc_belief belief = {
        .form = QC_BELIEF_RANGE, .first = 4000, .second = 40000, .based_on = 15};
    company firm;

    found(&firm, five, 5, &nothing_stated);
    qc_size_posterior smooth = qc_size_model_posterior(&firm.model);
    const double own = firm.model.log_variance, mean = smooth.log_mean + own / 2;
    for (double sigma = sqrt(own); sigma < 5; sigma *= 1.1)
        ck_assert_double_eq_tol(
            qc_size_model_level(&firm.model, &smooth, sigma) + sigma * sigma / 2, mean, 1e-12);
    ck_assert_double_eq(qc_size_model_level(&firm.model, &smooth, 0.5 * sqrt(own)),
                        smooth.log_mean);
    qc_arena_free(&firm.arena);
    /* a quarter of the level rests on wins */
    found(&firm, five, 5, &belief);
    smooth = qc_size_model_posterior(&firm.model);
    ck_assert_double_eq_tol(qc_size_model_level(&firm.model, &smooth, 2),
                            smooth.log_mean - (4 - own) / 8, 1e-12);
    qc_arena_free(&firm.arena);
    /* nothing but a belief stays as stated */
    found(&firm, NULL, 0, &belief);
    smooth = qc_size_model_posterior(&firm.model);
    ck_assert_double_eq(qc_size_model_level(&firm.model, &smooth, 2), smooth.log_mean);
    qc_arena_free(&firm.arena);
}
END_TEST

/* ---- draws ---- */

START_TEST(weights_rise_to_one_and_the_same_stream_gives_the_same_draw)
{
    qc_rng first = qc_rng_stream(9, 8, 7, 6), second = first;
    qc_size_draw one = {0}, two = {0};
    double again[MOST_WINS];
    company firm;

    found(&firm, five, 5, &nothing_stated);
    one.cumulative = firm.cumulative;
    two.cumulative = again;
    qc_size_model_draw(&firm.model, &first, &one);
    qc_size_model_draw(&firm.model, &second, &two);
    for (int i = 0; i < 5; i++) {
        ck_assert_double_gt(one.cumulative[i], i == 0 ? 0 : one.cumulative[i - 1]);
        ck_assert_double_eq(one.cumulative[i], two.cumulative[i]);
    }
    ck_assert_double_eq(one.cumulative[4], 1);
    ck_assert_double_eq(one.mu, two.mu);
    ck_assert_double_eq(one.cap, 1600000);
    ck_assert_double_gt(one.smooth_share, 0);
    ck_assert_double_lt(one.smooth_share, 1);
    qc_arena_free(&firm.arena);
}
END_TEST

START_TEST(no_amount_passes_the_cap_and_rows_carry_their_amounts)
{
    static const double two[] = {10, 1000};
    qc_rng rng = qc_rng_stream(9, 8, 7, 6);
    qc_size_draw draw = {0};
    company firm;
    int at_cap = 0, observed = 0;

    found(&firm, two, 2, &nothing_stated);
    draw.cumulative = firm.cumulative;
    qc_size_model_draw(&firm.model, &rng, &draw);
    draw.sigma = 20; /* far wider than any company's deals */
    for (int i = 0; i < 20000; i++) {
        const qc_size_sample sample = qc_size_model_sample(&firm.model, &draw, &rng);
        ck_assert_double_gt(sample.amount, 0);
        ck_assert_double_le(sample.amount, 100000);
        ck_assert(sample.row == 0 || sample.row == 1);
        at_cap += sample.amount == 100000;
        if (sample.amount != two[0] && sample.amount != two[1]) continue;
        ck_assert_double_eq(sample.amount, two[sample.row]);
        observed++;
    }
    ck_assert_int_gt(at_cap, 1000);
    ck_assert_int_gt(observed, 100);
    qc_arena_free(&firm.arena);
}
END_TEST

START_TEST(ratios_are_those_observed)
{
    static const double ratios[] = {0.8, 1, 1.5};
    static const qc_size_win wins[] = {{10, NAN, NAN, 0}, {20, NAN, NAN, 0}};
    const qc_size_data data = {.wins = wins, .win_count = 2, .ratios = ratios, .ratio_count = 3};
    qc_arena arena = {0};
    qc_status status = {0};
    qc_size_model model;
    qc_rng rng = qc_rng_stream(9, 8, 7, 6);
    int seen[3] = {0};

    ck_assert(qc_size_model_fit(&model, &data, &nothing_stated, &arena, &status));
    for (int i = 0; i < 3000; i++) {
        const double ratio = qc_size_model_ratio(&model, &rng);
        for (int r = 0; r < 3; r++)
            seen[r] += ratio == ratios[r];
    }
    ck_assert_int_eq(seen[0] + seen[1] + seen[2], 3000);
    for (int r = 0; r < 3; r++)
        ck_assert_int_gt(seen[r], 700);
    model.ratio_count = 0;
    ck_assert_double_eq(qc_size_model_ratio(&model, &rng), 1);
    qc_arena_free(&arena);
}
END_TEST

START_TEST(too_few_wins_without_a_stated_size_name_what_to_state)
{
    static const qc_size_win one[] = {{10, NAN, NAN, 0}};
    qc_arena arena = {0};
    qc_size_model model;

    for (int32_t count = 0; count < 2; count++) {
        const qc_size_data data = {.wins = one, .win_count = count};
        qc_status status = {0};
        ck_assert(!qc_size_model_fit(&model, &data, &nothing_stated, &arena, &status));
        ck_assert_int_eq(status.code, QC_TOO_FEW_DATA);
        ck_assert_ptr_nonnull(strstr(status.message, "deal_size: 4k to 40k"));
        ck_assert_ptr_nonnull(
            strstr(status.message, count == 1 ? "1 won deal has" : "0 won deals have"));
    }
    qc_arena_free(&arena);
}
END_TEST

START_TEST(an_impossible_stated_size_is_refused)
{
    const qc_belief belief = {.form = QC_BELIEF_RANGE, .first = -4, .second = 40};
    const qc_size_data data = {0};
    qc_arena arena = {0};
    qc_status status = {0};
    qc_size_model model;

    ck_assert(!qc_size_model_fit(&model, &data, &belief, &arena, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
    qc_arena_free(&arena);
}
END_TEST

static bool fit_and_free(qc_status *status)
{
    static const qc_size_win wins[] = {{10, NAN, NAN, 0}, {20, 3, 5, 0}};
    static const double ratios[] = {0.8};
    const qc_size_data data = {.wins = wins, .win_count = 2, .ratios = ratios, .ratio_count = 1};
    qc_arena arena = {0};
    qc_size_model model;
    const bool ok = qc_size_model_fit(&model, &data, &nothing_stated, &arena, status);
    qc_arena_free(&arena);
    return ok;
}

START_TEST(running_out_of_memory_is_said)
{
    qc_torture(fit_and_free);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("size_model");
    TCase *tests = tcase_create("size_model");

    tcase_add_test(tests, constants_match_the_reference);
    tcase_add_test(tests, a_stated_size_stands_beside_the_wins);
    tcase_add_test(tests, wins_take_the_places_of_pseudo_deals);
    tcase_add_test(tests, a_wider_spread_is_no_reason_to_expect_more);
    tcase_add_test(tests, a_certain_size_ignores_the_wins);
    tcase_add_test(tests, a_fixed_price_is_always_that_price);
    tcase_add_test(tests, a_single_number_is_a_lognormal_mean_over_twenty_deals);
    tcase_add_test(tests, weights_rise_to_one_and_the_same_stream_gives_the_same_draw);
    tcase_add_test(tests, no_amount_passes_the_cap_and_rows_carry_their_amounts);
    tcase_add_test(tests, ratios_are_those_observed);
    tcase_add_test(tests, too_few_wins_without_a_stated_size_name_what_to_state);
    tcase_add_test(tests, an_impossible_stated_size_is_refused);
    tcase_add_test(tests, running_out_of_memory_is_said);
    suite_add_tcase(suite, tests);
    return suite;
}
