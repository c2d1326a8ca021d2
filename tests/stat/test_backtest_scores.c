/* Does the scorecard see what it is for? Forecasts drawn from the very law of their results must pass; ranges a
 * seventh too narrow must not. Each forecast holds 199 values, so that a result falls inside the middle 80% with
 * chance 160 / 200 exactly. A right one is refused with chance 1e-9; at 6,000 forecasts a seventh of the width
 * slips by no more often. */
#include "core/stats.h"
#include "study/backtest/judge.h"
#include "study/backtest/scorecard.h"
#include "tests/support/budget.h"
#include "tests/support/company.h"
#include "tests/support/past.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#define FORECASTS 6000
#define VALUES    199
#define SEED      2026

/* The law differs from forecast to forecast, as it does in life. */
static double draw(gsl_rng *luck, qc_backtest_metric metric, double level)
{
    return metric == QC_BACKTEST_WINS ? gsl_ran_poisson(luck, level * 20)
                                      : gsl_ran_lognormal(luck, 9 + level, 0.6);
}

static void judge_one(qc_backtest_forecast *out, qc_backtest_metric metric, double stretch,
                      int32_t number)
{
    qc_rng stream = qc_rng_stream(SEED, 1, (uint64_t) number, metric);
    gsl_rng luck;
    double values[VALUES], scratch[VALUES];
    qc_rng_gsl(&luck, &stream);
    const double level = qc_rng_uniform(&stream) + 0.5;
    for (int i = 0; i < VALUES; i++)
        values[i] = draw(&luck, metric, level);
    qc_stats_sort(values, VALUES);
    *out = (qc_backtest_forecast){.metric = metric, .periods = 1, .origin = number};
    out->actual = draw(&luck, metric, level);
    out->trailing_periods = 1;
    out->trailing = metric == QC_BACKTEST_WINS ? 20 : exp(8.8 + 2.4 * qc_rng_uniform(&stream));
    if (stretch < 1 || stretch > 1)
        qc_judge_stretch(values, VALUES, stretch, metric == QC_BACKTEST_WINS);
    qc_judge_forecast(out, values, VALUES, qc_rng_uniform(&stream), scratch);
    for (int r = 0; r < QC_RIVAL_COUNT; r++)
        out->rival_crps[r] = out->rival_percentile[r] = (double) NAN;
}

static void make_card(qc_scorecard *card, qc_backtest_metric metric, double stretch)
{
    static qc_backtest_forecast forecasts[FORECASTS];
    static qc_backtest_origin origins[FORECASTS];
    const qc_backtest backtest = {.companies = 1,
                                  .seed = SEED,
                                  .origins = origins,
                                  .origin_count = FORECASTS,
                                  .forecasts = forecasts,
                                  .forecast_count = FORECASTS};
    qc_status status = {0};
    for (int32_t i = 0; i < FORECASTS; i++)
        judge_one(&forecasts[i], metric, stretch, i);
    ck_assert(qc_scorecard_make(card, &backtest, &status));
}

static int64_t held_80(const qc_scorecard *card)
{
    return llround(card->cells[0].held[1].value * FORECASTS);
}

START_TEST(right_ranges_pass_and_narrow_ones_do_not)
{
    qc_scorecard right, narrow;
    make_card(&right, QC_BACKTEST_BOOKINGS, 1);
    make_card(&narrow, QC_BACKTEST_BOOKINGS, 0.85);
    CHECK_COUNT(held_80(&right), FORECASTS, 0.8);
    CHECK_COUNT_FAILS(held_80(&narrow), FORECASTS, 0.8);
    ck_assert_double_lt(narrow.cells[0].held[1].high, 0.8); /* and the verdict says so */
    ck_assert_double_gt(right.cells[0].held[1].high, 0.8 - 0.02);
}
END_TEST

/* Coarse counts: without a place inside the count, 80% ranges of a handful of wins would hold 85%. */
START_TEST(counts_pass_however_coarse)
{
    qc_scorecard right, narrow;
    make_card(&right, QC_BACKTEST_WINS, 1);
    make_card(&narrow, QC_BACKTEST_WINS, 0.75);
    CHECK_COUNT(held_80(&right), FORECASTS, 0.8);
    CHECK_COUNT_FAILS(held_80(&narrow), FORECASTS, 0.8);
}
END_TEST

/* Chances of the right law come true as often as they say, band by band; halved ranges overstate both ends. */
START_TEST(stated_chances_come_true)
{
    qc_scorecard right, narrow;
    int fails = 0;
    make_card(&right, QC_BACKTEST_BOOKINGS, 1);
    make_card(&narrow, QC_BACKTEST_BOOKINGS, 0.5);
    for (int b = 0; b < QC_SCORECARD_BANDS; b++) {
        const qc_scorecard_band *band = &right.bands[b], *bent = &narrow.bands[b];
        const int64_t hits = llround(band->hit.value * band->chances);
        ck_assert_int_gt(band->chances, 400);
        /* an ensemble of 199 knows its chance to 3.5 points; the nearest end of that must be credible */
        CHECK_COUNT(hits, band->chances,
                    fmin(fmax(band->hit.value, band->stated - 0.035), band->stated + 0.035));
        fails += !qc_budget_count_holds(
            llround(bent->hit.value * bent->chances), bent->chances,
            fmin(fmax(bent->hit.value, bent->stated - 0.035), bent->stated + 0.035));
    }
    ck_assert_int_ge(fails, 4);
}
END_TEST

/* The whole way, from a history to the verdict: a company of constant chances, whose law the model knows. */
START_TEST(halved_ranges_are_seen_from_a_history)
{
    past it = PAST_USUAL;
    qc_backtest_options options = QC_BACKTEST_OPTIONS_DEFAULT;
    company one = {0};
    qc_text csv = {0};
    qc_scorecard cards[2];
    qc_status status = {0};
    it.deals = 1500;
    it.first = qc_calendar_day(2023, 1, 1);
    it.last = qc_calendar_day(2025, 12, 31);
    it.forward = 0.06;
    past_write(&it, &csv);
    company_read(&one, "as_of: 2025-12-31\nhistory: {deals: deals.csv}\npipeline: [s0, s1, s2]\n",
                 qc_text_get(&csv), NULL);
    options.every = QC_EVERY_MONTH;
    options.trials = 400;
    for (int bent = 0; bent < 2; bent++) {
        const qc_backtest_case only = {&one.plan, &one.history};
        qc_backtest backtest = {.origins = NULL};
        options.stretch = bent ? 0.5 : 1;
        ck_assert_msg(qc_backtest_run(&backtest, &only, 1, &options, &status), "%s",
                      status.message);
        ck_assert(qc_scorecard_make(&cards[bent], &backtest, &status));
        qc_backtest_free(&backtest);
    }
    /* over one month, for forecasts of twelve overlap too much for 24 moments to tell */
    ck_assert_double_gt(qc_scorecard_find(&cards[0], QC_BACKTEST_WINS, 0)->held[1].high, 0.8);
    ck_assert_double_lt(qc_scorecard_find(&cards[1], QC_BACKTEST_WINS, 0)->held[1].high, 0.8);
    ck_assert_double_gt(cards[1].cells[0].error.value, cards[0].cells[0].error.value);
    company_free(&one);
    qc_text_free(&csv);
}
END_TEST

/* ---- ranges of scores ---- */

/* Forecasts of 12 months from month after month share up to 11 of their months. The errors of a forecast are sums of
 * as many independent ones, so neighbours correlate by 11/12, 10/12, ..: a series whose mean is known. Of 3,000 such
 * series the 90% range of the mean must hold 90%, give or take what the closed forms leave open (87 to 93%); refused
 * by chance once in 1e9. Drawn one by one, as if they shared nothing, fewer than 5 in 10 hold. */
#define SERIES      3000
#define MONTHS      240
#define LONG_PERIOD 12

static int64_t ranges_that_hold(int32_t months, int32_t period, int32_t block)
{
    double part[MONTHS], whole[MONTHS], shock[MONTHS + LONG_PERIOD];
    int64_t held = 0;
    for (int series = 0; series < SERIES; series++) {
        qc_rng luck = qc_rng_stream(SEED, 5, (uint64_t) series, (uint64_t) period);
        gsl_rng draws;
        qc_rng_gsl(&draws, &luck);
        for (int32_t m = 0; m < months + period; m++)
            shock[m] = gsl_ran_gamma(&draws, 4, 0.25);
        for (int32_t m = 0; m < months; m++) {
            whole[m] = period;
            part[m] = 0;
            for (int32_t k = 0; k < period; k++)
                part[m] += shock[m + k];
        }
        const qc_ratio ratio = qc_score_ratio(part, whole, months, block, (uint64_t) series);
        held += ratio.low <= 1 && ratio.high >= 1;
    }
    return held;
}

static double nearest_share(int64_t hits, double low, double high)
{
    return fmin(fmax((double) hits / SERIES, low), high);
}

START_TEST(ranges_of_overlapping_forecasts_hold)
{
    const int64_t held = ranges_that_hold(MONTHS, LONG_PERIOD, LONG_PERIOD);
    const int64_t alone = ranges_that_hold(MONTHS, LONG_PERIOD, 1);
    CHECK_COUNT(held, SERIES, nearest_share(held, 0.87, 0.93));
    CHECK_COUNT_FAILS(alone, SERIES, nearest_share(alone, 0.87, 0.93));
    ck_assert_int_lt(alone, 0.5 * SERIES);
}
END_TEST

/* Short pasts: 24 months of forecasts over 3, that is 8 blocks. Nothing overlaps: one by one is right. */
START_TEST(ranges_of_few_moments_hold)
{
    const int64_t short_past = ranges_that_hold(24, 3, 3), apart = ranges_that_hold(24, 1, 1);
    const int64_t alone = ranges_that_hold(24, 3, 1);
    CHECK_COUNT(short_past, SERIES, nearest_share(short_past, 0.86, 0.93));
    CHECK_COUNT(apart, SERIES, nearest_share(apart, 0.87, 0.93));
    CHECK_COUNT_FAILS(alone, SERIES, nearest_share(alone, 0.86, 0.93));
}
END_TEST

/* The verdict itself: the share of results in right 80% ranges, over all horizons from the same 24 moments, the last of
 * which have no long ones. Results sum normal shocks by month; a range holds when the sum is within 1.2816 sd. So few
 * blocks hold a little less than they say (83 to 93%); moments one by one hold half. */
static int64_t verdicts_that_hold(int32_t block)
{
    enum { MOMENTS = 24 };
    int64_t right = 0;
    for (int series = 0; series < SERIES; series++) {
        qc_rng luck = qc_rng_stream(SEED, 6, (uint64_t) series, 0);
        double part[MOMENTS] = {0}, whole[MOMENTS] = {0}, shock[MOMENTS];
        for (int32_t m = 0; m < MOMENTS; m++)
            shock[m] = gsl_cdf_ugaussian_Pinv(qc_rng_uniform(&luck));
        for (int32_t m = 0; m < MOMENTS; m++) {
            for (int h = 0; h < QC_BACKTEST_HORIZONS; h++) {
                const int32_t periods = qc_backtest_horizons[h];
                double sum = 0;
                for (int32_t k = 0; k < periods && m + periods <= MOMENTS; k++)
                    sum += shock[m + k];
                if (m + periods > MOMENTS) continue;
                part[m] += fabs(sum) <= sqrt(periods) * gsl_cdf_ugaussian_Pinv(0.9);
                whole[m]++;
            }
        }
        const qc_ratio held = qc_score_share(part, whole, MOMENTS, block, (uint64_t) series);
        right += held.low <= 0.8 && held.high >= 0.8;
    }
    return right;
}

START_TEST(verdicts_over_all_horizons_hold)
{
    const int64_t blocks = verdicts_that_hold(LONG_PERIOD), alone = verdicts_that_hold(1);
    printf("verdicts that hold: %.3f in blocks, %.3f alone\n", (double) blocks / SERIES,
           (double) alone / SERIES);
    CHECK_COUNT(blocks, SERIES, nearest_share(blocks, 0.83, 0.93));
    CHECK_COUNT_FAILS(alone, SERIES, nearest_share(alone, 0.83, 0.93));
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("backtest_scores");
    TCase *tests = tcase_create("backtest_scores");

    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, right_ranges_pass_and_narrow_ones_do_not);
    tcase_add_test(tests, counts_pass_however_coarse);
    tcase_add_test(tests, stated_chances_come_true);
    tcase_add_test(tests, halved_ranges_are_seen_from_a_history);
    tcase_add_test(tests, ranges_of_overlapping_forecasts_hold);
    tcase_add_test(tests, ranges_of_few_moments_hold);
    tcase_add_test(tests, verdicts_over_all_horizons_hold);
    suite_add_tcase(suite, tests);
    return suite;
}
