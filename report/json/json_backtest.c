#include "report/backtest.h"
#include "report/json/json_build.h"

#include <math.h>

#define number qc_json_build_number
#define whole  qc_json_build_whole
#define string qc_json_build_text
#define day    qc_json_build_day
#define put    qc_json_build_put
#define append qc_json_build_append

static json_t *ratio(qc_json_build *build, qc_ratio value)
{
    json_t *object = json_object();
    put(build, object, "value", number(value.value));
    put(build, object, "low", number(value.low));
    put(build, object, "high", number(value.high));
    return object;
}

static json_t *metric(int32_t value)
{
    return value < 0 ? json_null() : string(qc_backtest_metric_word((qc_backtest_metric) value));
}

static json_t *rivals(qc_json_build *build, const qc_scorecard_cell *cell)
{
    json_t *object = json_object();
    for (int32_t r = 0; r < QC_RIVAL_COUNT; r++) {
        const qc_scorecard_rival *rival = &cell->rivals[r];
        json_t *one = json_object();
        put(build, one, "forecasts", whole(rival->forecasts));
        put(build, one, "error_ratio", ratio(build, rival->error));
        put(build, one, "held_80", ratio(build, rival->held));
        put(build, object, qc_rival_name((qc_rival) r), one);
    }
    return object;
}

static json_t *cell(qc_json_build *build, const qc_scorecard_cell *one)
{
    static const char *const held[QC_SCORECARD_RANGES] = {"held_50", "held_80", "held_95"};
    json_t *object = json_object();
    put(build, object, "metric", metric(one->metric));
    put(build, object, "periods",
        one->horizon < 0 ? json_null() : whole(qc_backtest_horizons[one->horizon]));
    put(build, object, "forecasts", whole(one->forecasts));
    put(build, object, "apart", whole(one->apart));
    put(build, object, "block", whole(one->block));
    for (int r = 0; r < QC_SCORECARD_RANGES; r++)
        put(build, object, held[r], ratio(build, one->held[r]));
    put(build, object, "error", ratio(build, one->error));
    put(build, object, "pinball", ratio(build, one->pinball));
    put(build, object, "level", ratio(build, one->level));
    put(build, object, "chances", whole(one->chances));
    put(build, object, "brier", ratio(build, one->brier));
    put(build, object, "log_score", ratio(build, one->log_score));
    put(build, object, "against", rivals(build, one));
    return object;
}

static json_t *reliability(qc_json_build *build, const qc_scorecard *card)
{
    json_t *array = json_array();
    for (int b = 0; b < QC_SCORECARD_BANDS; b++) {
        const qc_scorecard_band *band = &card->bands[b];
        json_t *one = json_object();
        put(build, one, "from", number(band->low));
        put(build, one, "to", number(band->high));
        put(build, one, "chances", whole(band->chances));
        put(build, one, "stated", number(band->stated));
        put(build, one, "came_true", ratio(build, band->hit));
        append(build, array, one);
    }
    return array;
}

static json_t *percentiles(qc_json_build *build, const qc_scorecard *card)
{
    json_t *object = json_object(), *shares = json_array();
    for (int b = 0; b < QC_SCORECARD_BINS; b++)
        append(build, shares, number(card->percentiles.share[b]));
    put(build, object, "tenths", shares);
    put(build, object, "even_low", number(card->percentiles.even_low));
    put(build, object, "even_high", number(card->percentiles.even_high));
    return object;
}

static json_t *repair(qc_json_build *build, const qc_repair *one, bool widened)
{
    json_t *object = json_object();
    put(build, object, "forecasts", whole(one->forecasts));
    put(build, object, "error_ratio", ratio(build, one->error));
    put(build, object, widened ? "mean_factor" : "mean_weight", number(one->mean));
    if (!widened) return object;
    put(build, object, "held_80", ratio(build, one->held));
    put(build, object, "held_80_before", ratio(build, one->held_was));
    return object;
}

static json_t *repairs(qc_json_build *build, const qc_repairs *all)
{
    json_t *object = json_object();
    for (int m = 0; m < QC_BACKTEST_METRICS; m++) {
        json_t *one = json_object();
        put(build, one, "widened", repair(build, &all->widened[m], true));
        put(build, one, "pooled", repair(build, &all->pooled[m], false));
        put(build, object, qc_backtest_metric_word((qc_backtest_metric) m), one);
    }
    return object;
}

static json_t *worths(qc_json_build *build, const qc_backtest_view *view)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < view->worth_count; i++) {
        const qc_worth *worth = &view->worths[i];
        json_t *one = json_object();
        put(build, one, "left_out", string(qc_ingredient_name(worth->ingredient)));
        put(build, one, "plays_a_role", json_boolean(worth->changed));
        put(build, one, "error_ratio", ratio(build, worth->error[QC_BACKTEST_METRICS]));
        put(build, one, "held_80", ratio(build, worth->held[QC_BACKTEST_METRICS]));
        for (int m = 0; m < QC_BACKTEST_METRICS; m++) {
            json_t *by = json_object();
            put(build, by, "error_ratio", ratio(build, worth->error[m]));
            put(build, by, "held_80", ratio(build, worth->held[m]));
            put(build, one, qc_backtest_metric_word((qc_backtest_metric) m), by);
        }
        append(build, array, one);
    }
    return array;
}

static json_t *origins(qc_json_build *build, const qc_backtest_view *view)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < view->backtest->origin_count; i++) {
        const qc_backtest_origin *origin = &view->backtest->origins[i];
        json_t *one = json_object();
        put(build, one, "plan", string(view->plans[origin->company]));
        put(build, one, "as_of", day(origin->as_of));
        put(build, one, "deals_won", whole(origin->wins));
        put(build, one, "deals_open", whole(origin->open));
        put(build, one, "skipped", origin->skipped ? string(origin->reason) : json_null());
        append(build, array, one);
    }
    return array;
}

static void head(qc_json_build *build, json_t *root, const qc_backtest_view *view)
{
    const qc_backtest *backtest = view->backtest;
    json_t *plans = json_array(), *inputs = json_array(), *without = json_array();
    qc_text verdict = {0};
    for (int32_t i = 0; i < backtest->companies; i++)
        append(build, plans, string(view->plans[i]));
    for (int32_t i = 0; i < view->input_count; i++) {
        json_t *one = json_object();
        put(build, one, "file", string(view->inputs[i].file));
        put(build, one, "sha256", string(view->inputs[i].sha256));
        append(build, inputs, one);
    }
    for (int32_t i = 0; i < QC_INGREDIENT_COUNT; i++) {
        if (qc_leaves_out(backtest->without, (qc_ingredient) i))
            append(build, without, string(qc_ingredient_name((qc_ingredient) i)));
    }
    const qc_scorecard_cell *all = &view->card->cells[0];
    qc_backtest_verdict(all->held[1].value, all->forecasts,
                        all->rivals[QC_RIVAL_STAGE_WEIGHTED].error.value, &verdict);
    put(build, root, "quotacast", string(QC_VERSION));
    put(build, root, "command", string("backtest"));
    put(build, root, "plans", plans);
    put(build, root, "inputs", inputs);
    put(build, root, "verdict", string(qc_text_get(&verdict)));
    put(build, root, "period", string(qc_periods_word(backtest->every)));
    put(build, root, "seed", qc_json_build_seed(backtest->seed));
    put(build, root, "trials", whole(backtest->trials));
    put(build, root, "without", without);
    put(build, root, "interrupted", json_boolean(backtest->interrupted));
    put(build, root, "from", day(view->card->first));
    put(build, root, "to", day(view->card->last));
    put(build, root, "origins", whole(view->card->origins));
    put(build, root, "skipped", whole(view->card->skipped));
    put(build, root, "clusters", whole(view->card->clusters));
    put(build, root, "uses_beliefs", json_boolean(view->caveats.has_beliefs));
    put(build, root, "leaves_out_team", json_boolean(view->caveats.has_team));
    put(build, root, "dates_only", json_boolean(view->caveats.dates_only));
    put(build, root, "fixed_amounts", json_boolean(view->caveats.fixed_amounts));
    put(build, root, "silent_after",
        view->caveats.falls_silent ? day(view->caveats.last_row) : json_null());
    build->failed = build->failed || verdict.failed;
    qc_text_free(&verdict);
}

bool qc_json_backtest(qc_sink *sink, const qc_backtest_view *view, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = json_object(), *scores = json_array();
    head(&build, root, view);
    for (int32_t c = 0; c < view->card->cell_count; c++)
        append(&build, scores, cell(&build, &view->card->cells[c]));
    put(&build, root, "scores", scores);
    put(&build, root, "reliability", reliability(&build, view->card));
    put(&build, root, "percentiles", percentiles(&build, view->card));
    put(&build, root, "learning", repairs(&build, view->repairs));
    put(&build, root, "worth", view->worths != NULL ? worths(&build, view) : json_null());
    put(&build, root, "moments", origins(&build, view));
    return qc_json_build_write(&build, root, sink, status);
}
