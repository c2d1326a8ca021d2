/* A whole backtest report, byte for byte, of forecasts made up here. After a wanted change run this test once with
 * QC_STORE_GOLDEN=1 in the environment and read the difference before it is kept. */
#include "report/backtest.h"
#include "report/plot/plot_charts.h"
#include "report/plot/plot_study.h"
#include "tests/support/golden.h"

#include <math.h>

#define ORIGINS   20
#define FORECASTS (ORIGINS * 4)

static qc_backtest backtest;
static qc_backtest_origin origins[ORIGINS];
static qc_backtest_forecast forecasts[FORECASTS];
static qc_scorecard card;
static qc_repairs repairs;
static qc_worth worths[2];
static qc_backtest_view view;

/* Wins and bookings, one and three months ahead; results swing about what was expected. */
static qc_backtest_forecast one_forecast(int32_t origin, int32_t horizon, qc_backtest_metric metric)
{
    const double swing = sin(1.7 * origin + horizon + 2.0 * metric); /* -1 .. 1 */
    const double size = metric == QC_BACKTEST_WINS ? 20 : 300000;
    qc_backtest_forecast it = {.origin = origin,
                               .horizon = horizon,
                               .periods = qc_backtest_horizons[horizon],
                               .metric = metric,
                               .span.from = origins[origin].as_of + 1};
    it.span.to = qc_periods_after(QC_EVERY_MONTH, origins[origin].as_of, it.periods);
    it.mean = it.periods * size;
    it.actual = round(it.mean * (1 + 0.3 * swing));
    it.percentile = 0.5 + 0.499 * swing;
    it.crps = it.mean * (0.05 + 0.1 * fabs(swing));
    it.pinball = it.crps / 2;
    it.run_rate = size;
    for (int q = 0; q < QC_BACKTEST_QUANTILES; q++)
        it.quantile[q] = it.mean * (0.8 + 0.4 * qc_backtest_quantiles[q]);
    for (int g = 0; g < QC_BACKTEST_GOALS; g++) {
        it.goal[g] = it.mean * qc_backtest_goals[g] / 100;
        it.chance[g] = 0.9 - 0.35 * g;
        it.hit[g] = it.actual >= it.goal[g];
    }
    for (int r = 0; r < QC_RIVAL_COUNT; r++) {
        const bool none = r == QC_RIVAL_SEASONAL_NAIVE && origin < 6;
        it.rival_crps[r] = none ? (double) NAN : it.crps * (0.9 + 0.3 * r);
        it.rival_median[r] = none ? (double) NAN : it.mean;
        it.rival_percentile[r] = qc_rival_has_range((qc_rival) r) ? it.percentile : (double) NAN;
    }
    for (int s = 0; s < QC_BACKTEST_STRETCHES; s++) {
        it.stretched_crps[s] = it.crps;
        it.stretched_percentile[s] = it.percentile;
    }
    it.across = it.within = it.within_rival = it.mean / 10;
    it.to_actual = it.rival_to_actual = it.crps;
    return it;
}

static void set_up(void)
{
    static const char *const plans[] = {"acme.yaml"};
    static const qc_input_file inputs[] = {{"acme.yaml", "aa"}, {"deals.csv", "bb"}};
    qc_status status = {0};
    for (int32_t i = 0; i < ORIGINS; i++) {
        origins[i] = (qc_backtest_origin){
            .as_of = qc_periods_after(QC_EVERY_MONTH, qc_calendar_day(2025, 1, 31), i),
            .wins = 20 + 5 * i,
            .open = 30};
        for (int k = 0; k < 4; k++)
            forecasts[4 * i + k] = one_forecast(i, k / 2, (qc_backtest_metric) (k % 2));
    }
    backtest = (qc_backtest){.every = QC_EVERY_MONTH,
                             .trials = 2000,
                             .seed = 42,
                             .companies = 1,
                             .origins = origins,
                             .origin_count = ORIGINS,
                             .forecasts = forecasts,
                             .forecast_count = FORECASTS,
                             .has_bookings = true};
    ck_assert(qc_scorecard_make(&card, &backtest, &status));
    ck_assert(qc_repairs_try(&repairs, &backtest, &status));
    worths[0] = (qc_worth){.ingredient = QC_INGREDIENT_CENSORING, .changed = true};
    worths[1] = (qc_worth){.ingredient = QC_INGREDIENT_SOURCES};
    for (int w = 0; w < 2; w++) {
        for (int m = 0; m <= QC_BACKTEST_METRICS; m++) {
            worths[w].error[m] = (qc_ratio){w == 0 ? 2.1 : 1, w == 0 ? 1.8 : 1, w == 0 ? 2.4 : 1};
            worths[w].held[m] = (qc_ratio){0.44, 0.4, 0.5};
        }
    }
    view = (qc_backtest_view){.backtest = &backtest,
                              .card = &card,
                              .repairs = &repairs,
                              .worths = worths,
                              .worth_count = 2,
                              .plans = plans,
                              .caveats = {.has_beliefs = true},
                              .inputs = inputs,
                              .input_count = 2};
}

START_TEST(in_text)
{
    const qc_text_options file = {0};
    const qc_text_options terminal = {.color = true, .unicode = true, .width = 80};
    qc_sink sink;
    qc_sink_memory(&sink);
    qc_text_backtest(&sink, &view, &file);
    golden_check("backtest.txt", &sink);
    view.worths = NULL;
    view.worth_count = 0;
    view.caveats.has_beliefs = false;
    backtest.interrupted = true;
    origins[0].skipped = true;
    (void) snprintf(origins[0].reason, sizeof origins[0].reason, "too few deals");
    card.skipped = 1;
    qc_text_backtest(&sink, &view, &terminal);
    golden_check("backtest_terminal.txt", &sink);
    qc_sink_drop(&sink);
}
END_TEST

START_TEST(in_json_and_csv)
{
    qc_sink sink;
    qc_status status = {0};
    qc_sink_memory(&sink);
    ck_assert(qc_json_backtest(&sink, &view, &status));
    golden_check("backtest.json", &sink);
    qc_csv_backtest(&sink, &view);
    golden_check("backtest.csv", &sink);
    qc_sink_drop(&sink);
}
END_TEST

/* tests/script/plots.sh runs it under gnuplot. */
START_TEST(as_a_picture)
{
    qc_plot_script script = {0};
    ck_assert(qc_plot_calibration(&script, &view, "sans-serif"));
    golden_check_text("calibration.gp", qc_text_get(&script.text));
    qc_plot_script_free(&script);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("backtest_report");
    TCase *tests = tcase_create("backtest_report");

    tcase_add_checked_fixture(tests, set_up, NULL);
    tcase_add_test(tests, in_text);
    tcase_add_test(tests, in_json_and_csv);
    tcase_add_test(tests, as_a_picture);
    suite_add_tcase(suite, tests);
    return suite;
}
