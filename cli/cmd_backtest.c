#include "cli/cmd_forecast.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/pictures.h"
#include "report/backtest.h"

#include <stdio.h>
#include <string.h>

/* ---- options ---- */

static bool read_every(const char *text, qc_every *every, qc_status *status)
{
    static const struct {
        const char *word;
        qc_every every;
    } words[] = {{"week", QC_EVERY_WEEK}, {"month", QC_EVERY_MONTH}, {"quarter", QC_EVERY_QUARTER}};
    *every = QC_EVERY_FITTING;
    if (text == NULL) return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(text, words[i].word) != 0) continue;
        *every = words[i].every;
        return true;
    }
    return qc_fail(status, QC_BAD_USAGE, "--every '%s' is none of week, month, quarter", text);
}

static bool leaves_out_each(const qc_options *options)
{
    return options->without != NULL && strcmp(options->without, "each") == 0;
}

static void show_progress(void *context, int64_t done, int64_t all)
{
    const char *without = context;
    fprintf(stderr, "\r\033[K%s%s: %lld of %lld moments of the past",
            without != NULL ? "without " : "backtest", without != NULL ? without : "",
            (long long) done, (long long) all);
}

static bool read_options(qc_backtest_options *backtest, const qc_options *options,
                         qc_status *status)
{
    qc_sim_options simulation;
    if (!qc_output_simulation(&simulation, options, status)) return false;
    backtest->seed = simulation.seed;
    backtest->trials = simulation.trials;
    backtest->threads = simulation.threads;
    backtest->stop = simulation.stop; /* asks no context; progress says what is left out */
    if (simulation.progress != NULL) backtest->progress = show_progress;
    if (options->origins > 10000)
        return qc_fail(status, QC_BAD_USAGE, "--origins '%lld' is more than 10,000",
                       (long long) options->origins);
    if (options->trials > QC_BACKTEST_TRIALS_MAX)
        return qc_fail(status, QC_BAD_USAGE,
                       "--trials '%lld' is more than 100,000, which is enough "
                       "for every moment of the past",
                       (long long) options->trials);
    backtest->origins = (int32_t) options->origins;
    if (options->since != NULL && !qc_calendar_parse(options->since, &backtest->from))
        return qc_fail(status, QC_BAD_USAGE, "--since '%s' is no day (expected YYYY-MM-DD)",
                       options->since);
    if (leaves_out_each(options) && strcmp(options->format, "csv") == 0)
        return qc_fail(status, QC_BAD_USAGE,
                       "--without each has no place in a table of forecasts; use --format text or "
                       "json");
    if (options->without != NULL && !leaves_out_each(options) &&
        !qc_ingredients_read(options->without, &backtest->without, status))
        return false;
    return read_every(options->every, &backtest->every, status);
}

/* A certificate speaks for the plan as it stands and the whole model. */
static bool check_save(const qc_options *options, qc_status *status)
{
    if (!options->save) return true;
    if (options->arguments.count > 1)
        return qc_fail(status, QC_BAD_USAGE, "--save takes one plan at a time");
    if (options->sets.count > 0 || options->without != NULL || options->since != NULL)
        return qc_fail(status, QC_BAD_USAGE,
                       "--save goes without --set, --without and --since: it speaks for the plan "
                       "as it stands");
    return true;
}

/* ---- the companies ---- */

typedef struct companies {
    qc_loaded *loaded;
    qc_backtest_case *cases;
    const char *const *plans; /* as typed */
    int32_t count;
    qc_arena arena;
} companies;

static bool load_all(companies *all, const qc_options *options, qc_status *status)
{
    const size_t count = (size_t) options->arguments.count;
    all->loaded = qc_arena_take(&all->arena, count, sizeof *all->loaded, status);
    all->cases = qc_arena_take(&all->arena, count, sizeof *all->cases, status);
    if (all->loaded == NULL || all->cases == NULL) return false;
    all->plans = options->arguments.text;
    for (; all->count < options->arguments.count; all->count++) {
        qc_loaded *loaded = &all->loaded[all->count];
        if (!qc_load(loaded, all->plans[all->count], options, status)) {
            qc_loaded_free(loaded);
            return false;
        }
        if (!loaded->has_history) {
            qc_loaded_free(loaded);
            return qc_fail(status, QC_TOO_FEW_DATA,
                           "%s: a backtest needs a history of deals (history.deals)",
                           all->plans[all->count]);
        }
        all->cases[all->count] = (qc_backtest_case){&loaded->plan, &loaded->history};
    }
    return true;
}

static void free_all(companies *all)
{
    for (int32_t i = 0; i < all->count; i++)
        qc_loaded_free(&all->loaded[i]);
    qc_arena_free(&all->arena);
}

/* ---- results ---- */

typedef struct results {
    qc_backtest backtest;
    qc_scorecard card;
    qc_repairs repairs;
    qc_worth worths[QC_INGREDIENT_COUNT];
    int32_t worth_count; /* 0 = not asked */
} results;

/* The same backtest again, without one part of the model after the other. */
static bool leave_out_each(results *found, const companies *all, const qc_backtest_options *base,
                           qc_status *status)
{
    char names[QC_INGREDIENT_COUNT][32];
    for (int32_t i = 0; i < QC_INGREDIENT_COUNT; i++) {
        (void) snprintf(names[i], sizeof names[i], "%s", qc_ingredient_name((qc_ingredient) i));
        qc_backtest_options settings = *base;
        qc_backtest bare = {.origins = NULL};
        qc_worth *worth = &found->worths[found->worth_count];
        settings.without = (qc_without) 1 << i;
        settings.context = names[i];
        *worth = (qc_worth){.ingredient = (qc_ingredient) i};
        const bool ok = qc_backtest_run(&bare, all->cases, all->count, &settings, status) &&
                        qc_worth_of(worth, &found->backtest, &bare, status);
        const bool stopped = bare.interrupted;
        qc_backtest_free(&bare);
        if (!ok) return false;
        if (stopped) return qc_fail(status, QC_INTERRUPTED, "interrupted");
        found->worth_count++;
    }
    return true;
}

static bool make_view(qc_backtest_view *view, const results *found, companies *all,
                      qc_status *status)
{
    qc_input_file *inputs = qc_arena_take(&all->arena, (size_t) all->count * 2, sizeof *inputs,
                                          status);
    if (inputs == NULL) return false;
    *view = (qc_backtest_view){
        .backtest = &found->backtest,
        .card = &found->card,
        .repairs = &found->repairs,
        .worths = found->worth_count > 0 ? found->worths : NULL,
        .worth_count = found->worth_count,
        .plans = all->plans,
        .caveats = qc_caveats_find(all->cases, all->count, found->backtest.every),
        .inputs = inputs};
    for (int32_t i = 0; i < all->count; i++) {
        const qc_loaded *loaded = &all->loaded[i];
        inputs[view->input_count++] = (qc_input_file){all->plans[i], loaded->plan.sha256};
        inputs[view->input_count++] = (qc_input_file){loaded->history.file, loaded->history.sha256};
    }
    return true;
}

static bool write_results(const qc_backtest_view *view, const qc_options *options,
                          qc_status *status)
{
    qc_sink sink = {0};
    bool ok = qc_output_open(&sink, options, status);
    if (ok && strcmp(options->format, "json") == 0) {
        ok = qc_json_backtest(&sink, view, status);
    } else if (ok && strcmp(options->format, "csv") == 0) {
        qc_csv_backtest(&sink, view);
    } else if (ok) {
        const qc_text_options text = qc_output_text(options);
        qc_text_backtest(&sink, view, &text);
    }
    ok = ok && qc_sink_close(&sink, status);
    qc_sink_drop(&sink);
    if (!ok || options->plots == NULL) return ok;
    const qc_plot_options plot = qc_pictures_options();
    qc_plot_result result = {0};
    if (!qc_plot_backtest(view, options->plots, &plot, &result, status)) return false;
    qc_pictures_say(options, &result);
    return true;
}

static bool save_certificate(const qc_backtest_view *view, const companies *all,
                             const qc_options *options, qc_status *status)
{
    qc_trust_basis basis;
    qc_sink sink = {0};
    char path[QC_TRUST_PATH];
    bool ok = qc_cmd_forecast_basis(&basis, &all->loaded[0], status) &&
              qc_trust_path(all->plans[0], path, status) && qc_sink_file(&sink, path, status) &&
              qc_trust_write(&sink, view, &basis, status) && qc_sink_close(&sink, status);
    qc_sink_drop(&sink);
    if (ok && !options->quiet) fprintf(stderr, "saved %s\n", path);
    if (ok && !qc_scorecard_is_enough(view->card))
        fprintf(stderr,
                "quotacast: warning: %s rests on %d forecasts from %d moments of the past, too few "
                "to say whether chances come true; every forecast that quotes it says so\n",
                path, (int) view->card->cells[0].forecasts, (int) view->card->origins);
    return ok;
}

/* ---- the command ---- */

static bool run(results *found, const companies *all, const qc_backtest_options *settings,
                const qc_options *options, qc_status *status)
{
    const bool each = leaves_out_each(options);
    return qc_backtest_run(&found->backtest, all->cases, all->count, settings, status) &&
           qc_scorecard_make(&found->card, &found->backtest, status) &&
           qc_repairs_try(&found->repairs, &found->backtest, status) &&
           (!each || found->backtest.interrupted || leave_out_each(found, all, settings, status));
}

bool qc_cmd_backtest(const qc_options *options, qc_status *status)
{
    qc_backtest_options settings = QC_BACKTEST_OPTIONS_DEFAULT;
    companies all = {.count = 0};
    results found = {.worth_count = 0};
    qc_backtest_view view;
    bool ok = false;

    if (!read_options(&settings, options, status)) return false;
    if (!check_save(options, status)) return false;
    if (!load_all(&all, options, status)) goto out;
    qc_output_catch_interrupt();
    ok = run(&found, &all, &settings, options, status);
    qc_output_progress_end(options);
    ok = ok && make_view(&view, &found, &all, status) && write_results(&view, options, status);
    if (ok && options->save && !found.backtest.interrupted)
        ok = save_certificate(&view, &all, options, status);
    if (ok && found.backtest.interrupted)
        ok = qc_fail(status, QC_INTERRUPTED, "interrupted after %d moments of the past",
                     (int) found.card.origins);
out:
    qc_backtest_free(&found.backtest);
    free_all(&all);
    return ok;
}
