/* A handful of forecasts reckoned by hand: what the scorecard adds up, what learning and leaving out are worth. */
#include "study/backtest/judge.h"
#include "study/backtest/repair.h"
#include "study/backtest/scorecard.h"
#include "study/backtest/worth.h"
#include "tests/support/torture.h"

#include <check.h>
#include <math.h>
#include <string.h>

#define MOST 64

typedef struct fixture {
    qc_backtest backtest;
    qc_backtest_forecast forecasts[MOST];
    qc_backtest_origin origins[MOST];
} fixture;

/* One forecast of one period from each of `count` origins, 31 days apart. */
static void make(fixture *f, int32_t count, qc_backtest_metric metric)
{
    *f = (fixture){.backtest = {.companies = 1, .seed = 7}};
    for (int32_t i = 0; i < count; i++) {
        qc_backtest_forecast *one = &f->forecasts[i];
        f->origins[i].as_of = 20000 + 31 * i;
        *one = (qc_backtest_forecast){.origin = i,
                                      .metric = metric,
                                      .periods = 1,
                                      .span = {20001 + 31 * i, 20031 + 31 * i},
                                      .actual = 10,
                                      .mean = 11,
                                      .percentile = 0.5,
                                      .crps = 2,
                                      .pinball = 1,
                                      .run_rate = 10,
                                      .across = (double) NAN};
        for (int g = 0; g < QC_BACKTEST_GOALS; g++) {
            one->goal[g] = 8 + 2 * g;
            one->chance[g] = 0.9 - 0.3 * g;
            one->hit[g] = one->actual >= one->goal[g];
        }
        for (int r = 0; r < QC_RIVAL_COUNT; r++)
            one->rival_crps[r] = one->rival_percentile[r] = (double) NAN;
        for (int s = 0; s < QC_BACKTEST_STRETCHES; s++) {
            one->stretched_crps[s] = one->crps;
            one->stretched_percentile[s] = one->percentile;
        }
    }
    f->backtest.forecasts = f->forecasts;
    f->backtest.forecast_count = count;
    f->backtest.origins = f->origins;
    f->backtest.origin_count = count;
}

static void card_of(const fixture *f, qc_scorecard *card)
{
    qc_status status = {0};
    ck_assert(qc_scorecard_make(card, &f->backtest, &status));
}

START_TEST(sums_are_sums)
{
    fixture f;
    qc_scorecard card;
    make(&f, 4, QC_BACKTEST_WINS);
    f.forecasts[0].percentile = 0.05; /* outside 50% and 80% */
    f.forecasts[1].percentile = 0.99; /* outside all */
    f.forecasts[1].actual = 20;
    f.forecasts[1].crps = 8;
    f.forecasts[2].rival_crps[QC_RIVAL_LAST_PERIOD] = 4;
    f.forecasts[3].rival_crps[QC_RIVAL_LAST_PERIOD] = 1;
    f.forecasts[3].rival_crps[QC_RIVAL_POISSON] = 1;
    f.forecasts[3].rival_percentile[QC_RIVAL_POISSON] = 0.95;
    card_of(&f, &card);
    ck_assert_int_eq(card.cell_count, 3); /* all, wins, wins of one period */
    const qc_scorecard_cell *cell = qc_scorecard_find(&card, QC_BACKTEST_WINS, 0);
    ck_assert_ptr_nonnull(cell);
    ck_assert_ptr_null(qc_scorecard_find(&card, QC_BACKTEST_BOOKINGS, 0));
    ck_assert_int_eq(cell->forecasts, 4);
    ck_assert_int_eq(cell->apart, 4);
    ck_assert_double_eq(cell->held[0].value, 0.5);
    ck_assert_double_eq(cell->held[1].value, 0.5);
    ck_assert_double_eq(cell->held[2].value, 0.75);
    ck_assert_double_eq_tol(cell->error.value, (2 + 8 + 2 + 2) / 4.0 / 12.5, 1e-12);
    ck_assert_double_eq_tol(cell->level.value, 44.0 / 50, 1e-12);
    const qc_scorecard_rival *last = &cell->rivals[QC_RIVAL_LAST_PERIOD];
    ck_assert_int_eq(last->forecasts, 2);
    ck_assert_double_eq_tol(last->error.value, 4.0 / 5, 1e-12); /* on the two that both made */
    ck_assert(isnan(last->held.value));
    ck_assert_double_eq(cell->rivals[QC_RIVAL_POISSON].held.value, 0);
    ck_assert(isnan(cell->rivals[QC_RIVAL_SEASONAL_NAIVE].error.value));
}
END_TEST

START_TEST(what_always_came_true_is_not_certain)
{
    fixture f;
    qc_scorecard card;
    make(&f, 5, QC_BACKTEST_WINS); /* all held, all .9 came true, no .3 did */
    f.forecasts[4].goal[2] = (double) NAN;
    card_of(&f, &card);
    ck_assert_double_eq(card.cells[0].held[1].value, 1);
    ck_assert_double_eq_tol(card.cells[0].held[1].low, pow(0.05, 1.0 / 5), 1e-12);
    ck_assert_double_eq(card.cells[0].held[1].high, 1);
    ck_assert_double_eq_tol(card.bands[6].hit.low, pow(0.05, 1.0 / 5), 1e-12);
    ck_assert_double_eq(card.bands[2].hit.low, 0);
    ck_assert_double_eq_tol(card.bands[2].hit.high, 1 - pow(0.05, 1.0 / 4), 1e-12);
    ck_assert_double_eq(card.cells[0].error.low, card.cells[0].error.high); /* no share */
}
END_TEST

/* Forecasts of three periods from the moments of those of one: the long ones overlap the short. */
START_TEST(horizons_overlap_one_another)
{
    fixture f;
    qc_scorecard card;
    make(&f, 8, QC_BACKTEST_WINS);
    for (int i = 4; i < 8; i++) {
        const qc_day from = f.forecasts[i - 4].span.from;
        f.forecasts[i].origin = i - 4;
        f.forecasts[i].horizon = 1;
        f.forecasts[i].periods = 3;
        f.forecasts[i].span = (qc_span){from, from + 92};
    }
    card_of(&f, &card);
    ck_assert_int_eq(qc_scorecard_find(&card, QC_BACKTEST_WINS, 0)->apart, 4);
    ck_assert_int_eq(qc_scorecard_find(&card, QC_BACKTEST_WINS, 1)->apart, 2);
    ck_assert_int_eq(card.cells[0].forecasts, 8);
    ck_assert_int_eq(card.cells[0].apart, 4);
}
END_TEST

/* Blocks are as long as the longest forecast spans; quarterly moments are three months apart. */
START_TEST(blocks_span_the_longest_forecast)
{
    fixture f;
    qc_scorecard card;
    make(&f, 24, QC_BACKTEST_WINS);
    for (int i = 0; i < 24; i += 2)
        f.forecasts[i].percentile = i % 4 == 0 ? 0.97 : 0.5;
    card_of(&f, &card);
    ck_assert_int_eq(card.cells[0].block, 1);
    ck_assert(!isnan(card.cells[0].held[1].low));
    ck_assert(qc_scorecard_is_enough(&card));
    ck_assert_int_eq(qc_scorecard_moments_needed(&card), 8);
    f.forecasts[3].periods = 12;
    card_of(&f, &card);
    ck_assert_int_eq(card.cells[0].block, 12);
    ck_assert(!isnan(card.cells[0].held[1].low));
    ck_assert_int_eq(qc_scorecard_moments_needed(&card), 18);
    f.backtest.every = QC_EVERY_QUARTER;
    card_of(&f, &card);
    ck_assert_int_eq(card.cells[0].block, 4);
    f.forecasts[3].periods = 13;
    card_of(&f, &card);
    ck_assert_int_eq(card.cells[0].block, 5);
}
END_TEST

START_TEST(few_moments_are_not_enough)
{
    fixture f;
    qc_scorecard card;
    make(&f, 7, QC_BACKTEST_WINS);
    card_of(&f, &card);
    ck_assert(!qc_scorecard_is_enough(&card));
    make(&f, 17, QC_BACKTEST_WINS);
    f.forecasts[0].periods = 12; /* 17 moments are less than one and a half blocks of 12 */
    card_of(&f, &card);
    ck_assert(isnan(card.cells[0].held[1].low));
    ck_assert(!qc_scorecard_is_enough(&card));
    make(&f, 12, QC_BACKTEST_WINS);
    for (int i = 0; i < 12; i += 2)
        f.forecasts[i].percentile = 0.97; /* half of them: anything from a quarter to three */
    card_of(&f, &card);
    ck_assert(!isnan(card.cells[0].held[1].low));
    ck_assert(!qc_scorecard_is_enough(&card));
}
END_TEST

START_TEST(chances_fall_into_their_bands)
{
    fixture f;
    qc_scorecard card;
    make(&f, 3, QC_BACKTEST_BOOKINGS);
    f.forecasts[0].goal[2] = (double) NAN; /* not asked */
    card_of(&f, &card);
    ck_assert_int_eq(card.cells[0].chances, 8);
    /* .9 to the band from .9, .6 to that from .6, .3 to that from .25 */
    ck_assert_int_eq(card.bands[6].chances, 3);
    ck_assert_int_eq(card.bands[4].chances, 3);
    ck_assert_int_eq(card.bands[2].chances, 2);
    ck_assert_double_eq_tol(card.bands[6].stated, 0.9, 1e-12);
    ck_assert_double_eq(card.bands[6].hit.value, 1);
    ck_assert_double_eq(card.bands[2].hit.value, 0);
    ck_assert(isnan(card.bands[0].stated));
    ck_assert_double_eq_tol(card.cells[0].brier.value, (3 * 0.01 + 3 * 0.16 + 2 * 0.09) / 8, 1e-12);
}
END_TEST

START_TEST(overlapping_forecasts_are_told_apart)
{
    fixture f;
    qc_scorecard card;
    make(&f, 6, QC_BACKTEST_WINS);
    for (int i = 0; i < 6; i++) {
        f.forecasts[i].horizon = 1;
        f.forecasts[i].periods = 3;
        f.forecasts[i].span.to += 62;
    }
    f.origins[5].skipped = true;
    card_of(&f, &card);
    ck_assert_int_eq(qc_scorecard_find(&card, QC_BACKTEST_WINS, 1)->apart, 2);
    ck_assert_int_eq(card.origins, 5);
    ck_assert_int_eq(card.skipped, 1);
    ck_assert_int_eq(card.first, 20000);
    ck_assert_int_eq(card.last, 20000 + 31 * 4);
}
END_TEST

/* A result that equals a share of the run rate hits it, however the share was reckoned; one win less misses it. */
START_TEST(goals_are_whole_hundredths)
{
    double values[] = {1, 2, 3}, scratch[3];
    int missed_by_products = 0;
    for (int32_t total = 1; total <= 300; total++) {
        for (int32_t h = 0; h < QC_BACKTEST_HORIZONS; h++) {
            qc_backtest_forecast one = {.trailing = total, .trailing_periods = 6};
            one.periods = qc_backtest_horizons[h];
            for (int g = 0; g < QC_BACKTEST_GOALS; g++) {
                const int32_t percent = qc_backtest_goals[g],
                              product = percent * total * one.periods;
                one.actual = product / 600;
                qc_judge_forecast(&one, values, 3, 0.5, scratch);
                ck_assert_int_eq(one.hit[g], product % 600 == 0);
                missed_by_products += product % 600 == 0 &&
                                      percent / 100.0 * (total / 6.0) * one.periods > one.actual;
                one.actual = product / 600 + 1;
                qc_judge_forecast(&one, values, 3, 0.5, scratch);
                ck_assert(one.hit[g]);
            }
        }
    }
    ck_assert_int_gt(missed_by_products, 0);
}
END_TEST

/* Money: 80% of a mean of 1,000.10 over three periods is 2,400.24 exactly. */
START_TEST(goals_of_money_are_exact)
{
    double values[] = {2400.23, 2400.24, 2400.25}, scratch[3];
    qc_backtest_forecast one = {.metric = QC_BACKTEST_BOOKINGS,
                                .trailing = 6000.60,
                                .trailing_periods = 6,
                                .periods = 3,
                                .actual = 2400.24};
    qc_judge_forecast(&one, values, 3, 0.5, scratch);
    ck_assert_double_eq(one.goal[0], 2400.24);
    ck_assert(one.hit[0]);
    ck_assert_double_eq_tol(one.chance[0], 2.0 / 3, 1e-12);
    one.trailing_periods = 0;
    qc_judge_forecast(&one, values, 3, 0.5, scratch);
    ck_assert(isnan(one.goal[0]));
}
END_TEST

START_TEST(percentiles_are_counted_by_tenth)
{
    fixture f;
    qc_scorecard card;
    make(&f, 20, QC_BACKTEST_WINS);
    for (int i = 0; i < 20; i++)
        f.forecasts[i].percentile = i < 5 ? 1 : 0.31;
    card_of(&f, &card);
    ck_assert_double_eq_tol(card.percentiles.share[9], 0.25, 1e-12);
    ck_assert_double_eq_tol(card.percentiles.share[3], 0.75, 1e-12);
    /* of 20 with chance 1/10: at most 0 with chance .12, at most 4 with .957 */
    ck_assert_double_eq(card.percentiles.even_low, 0);
    ck_assert_double_eq(card.percentiles.even_high, 0.2);
}
END_TEST

/* ---- learning ---- */

START_TEST(the_factor_is_the_width_that_was_seen)
{
    double even[1000], narrow[1000], scratch[1000];
    for (int i = 0; i < 1000; i++) {
        even[i] = (i + 0.5) / 1000;
        narrow[i] = i % 2 == 0 ? 0.001 : 0.999;
    }
    ck_assert_double_eq_tol(qc_repair_factor(even, 1000, scratch), 1, 0.01);
    ck_assert_double_eq(qc_repair_factor(narrow, 1000, scratch), 1.6); /* at the limit */
    for (int i = 0; i < 1000; i++)
        even[i] = 0.45 + even[i] / 10;
    ck_assert_double_eq(qc_repair_factor(even, 1000, scratch), 0.8);
}
END_TEST

START_TEST(learning_waits_for_results_that_were_known)
{
    fixture f;
    qc_repairs repairs;
    qc_status status = {0};
    make(&f, 40, QC_BACKTEST_WINS);
    for (int i = 0; i < 40; i++) {
        f.forecasts[i].percentile = i % 2 == 0 ? 0.01 : 0.99; /* far too narrow */
        f.forecasts[i].stretched_crps[8] = 1;                 /* 1.6 would have halved the error */
        f.forecasts[i].stretched_percentile[8] = 0.5;
    }
    ck_assert(qc_repairs_try(&repairs, &f.backtest, &status));
    const qc_repair *widened = &repairs.widened[QC_BACKTEST_WINS];
    /* a forecast is known when its period is over: the 25th has 24 before it */
    ck_assert_int_eq(widened->forecasts, 40 - QC_REPAIR_NEEDED);
    ck_assert_double_eq_tol(widened->mean, 1.6, 1e-12);
    ck_assert_double_eq_tol(widened->error.value, 0.5, 1e-12);
    ck_assert_double_eq(widened->held.value, 1);
    ck_assert_double_eq(widened->held_was.value, 0);
    ck_assert_int_eq(repairs.pooled[QC_BACKTEST_WINS].forecasts, 0);
    ck_assert_int_eq(repairs.widened[QC_BACKTEST_BOOKINGS].forecasts, 0);
}
END_TEST

START_TEST(pooling_moves_toward_the_better_half)
{
    fixture f;
    qc_repairs repairs;
    qc_status status = {0};
    make(&f, 48, QC_BACKTEST_WINS);
    for (int i = 0; i < 48; i++) { /* both certain; the rival is right, we are 2 off */
        f.forecasts[i].to_actual = 2;
        f.forecasts[i].rival_to_actual = 0;
        f.forecasts[i].across = 2;
        f.forecasts[i].within = f.forecasts[i].within_rival = 0;
    }
    ck_assert(qc_repairs_try(&repairs, &f.backtest, &status));
    const qc_repair *pooled = &repairs.pooled[QC_BACKTEST_WINS];
    ck_assert_int_eq(pooled->forecasts, 24);
    /* weight 24 / (24 + n) after n = 24 .. 47 results; the error falls to its square */
    double weights = 0, squares = 0;
    for (int n = 24; n < 48; n++) {
        const double w = 24.0 / (24 + n);
        weights += w / 24;
        squares += w * w / 24;
    }
    ck_assert_double_eq_tol(pooled->mean, weights, 1e-12);
    ck_assert_double_eq_tol(pooled->error.value, squares, 1e-12);
}
END_TEST

/* ---- parts left out ---- */

START_TEST(a_part_is_worth_the_error_it_saves)
{
    fixture whole, bare;
    qc_worth worth = {.ingredient = QC_INGREDIENT_OWNERS};
    qc_status status = {0};
    make(&whole, 4, QC_BACKTEST_WINS);
    make(&bare, 4, QC_BACKTEST_WINS);
    bare.forecasts[2].crps = 4;
    bare.forecasts[2].percentile = 0.99;
    bare.forecasts[0] = bare.forecasts[1]; /* it made no forecast at the first origin */
    bare.forecasts[1] = bare.forecasts[2];
    bare.forecasts[2] = bare.forecasts[3];
    bare.backtest.forecast_count = 3;
    ck_assert(qc_worth_of(&worth, &whole.backtest, &bare.backtest, &status));
    ck_assert(worth.changed);
    ck_assert_double_eq_tol(worth.error[QC_BACKTEST_WINS].value, 8.0 / 6, 1e-12);
    ck_assert_double_eq_tol(worth.error[QC_BACKTEST_METRICS].value, 8.0 / 6, 1e-12);
    ck_assert(isnan(worth.error[QC_BACKTEST_BOOKINGS].value));
    ck_assert_double_eq_tol(worth.held[QC_BACKTEST_METRICS].value, 2.0 / 3, 1e-12);
    worth = (qc_worth){.ingredient = QC_INGREDIENT_OWNERS};
    ck_assert(qc_worth_of(&worth, &whole.backtest, &whole.backtest, &status));
    ck_assert(!worth.changed);
}
END_TEST

START_TEST(parts_are_read_by_name)
{
    qc_without without = 0;
    qc_status status = {0};
    ck_assert(qc_ingredients_read("owners,Month Effects", &without, &status));
    ck_assert_uint_eq(without, 1u << QC_INGREDIENT_OWNERS | 1u << QC_INGREDIENT_MONTH_EFFECTS);
    ck_assert(!qc_ingredients_read("owner", &without, &status));
    ck_assert_int_eq(status.code, QC_BAD_USAGE);
    ck_assert_ptr_nonnull(strstr(status.message, "did you mean 'owners'?"));
    ck_assert_str_eq(qc_ingredient_name(QC_INGREDIENT_SEASON), "season");
    ck_assert_str_eq(qc_ingredient_absence(QC_INGREDIENT_OWNERS), "all owners move alike");
}
END_TEST

/* ---- memory ---- */

static bool all_of_it(qc_status *status)
{
    static fixture f;
    qc_scorecard card;
    qc_repairs repairs;
    qc_worth worth = {.ingredient = QC_INGREDIENT_OWNERS};
    make(&f, 30, QC_BACKTEST_WINS);
    return qc_scorecard_make(&card, &f.backtest, status) &&
           qc_repairs_try(&repairs, &f.backtest, status) &&
           qc_worth_of(&worth, &f.backtest, &f.backtest, status);
}

START_TEST(memory_may_run_out_anywhere)
{
    qc_torture(all_of_it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("scorecard");
    TCase *tests = tcase_create("scorecard");

    tcase_add_test(tests, sums_are_sums);
    tcase_add_test(tests, what_always_came_true_is_not_certain);
    tcase_add_test(tests, horizons_overlap_one_another);
    tcase_add_test(tests, blocks_span_the_longest_forecast);
    tcase_add_test(tests, few_moments_are_not_enough);
    tcase_add_test(tests, chances_fall_into_their_bands);
    tcase_add_test(tests, overlapping_forecasts_are_told_apart);
    tcase_add_test(tests, goals_are_whole_hundredths);
    tcase_add_test(tests, goals_of_money_are_exact);
    tcase_add_test(tests, percentiles_are_counted_by_tenth);
    tcase_add_test(tests, the_factor_is_the_width_that_was_seen);
    tcase_add_test(tests, learning_waits_for_results_that_were_known);
    tcase_add_test(tests, pooling_moves_toward_the_better_half);
    tcase_add_test(tests, a_part_is_worth_the_error_it_saves);
    tcase_add_test(tests, parts_are_read_by_name);
    tcase_add_test(tests, memory_may_run_out_anywhere);
    suite_add_tcase(suite, tests);
    return suite;
}
