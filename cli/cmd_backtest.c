#include "cli/command.h"
#include "cli/load.h"
#include "cli/output.h"
#include "report/backtest.h"

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

static bool read_without(const char *text, qc_without *without, qc_status *status)
{
#define QC_INGREDIENT_NAME(id, name, absence) name,
    static const char *const names[] = {QC_INGREDIENTS(QC_INGREDIENT_NAME)};
#undef QC_INGREDIENT_NAME
    char word[64];
    *without = 0;
    while (text != NULL && *text != '\0') {
        const size_t length = strcspn(text, ",");
        int32_t found = -1;
        if (length >= sizeof word)
            return qc_fail(status, QC_BAD_USAGE, "--without '%s': no such part", text);
        memcpy(word, text, length);
        word[length] = '\0';
        for (int32_t i = 0; i < QC_INGREDIENT_COUNT && found < 0; i++) {
            if (qc_text_same(names[i], word)) found = i;
        }
        if (found < 0) {
            const char *near = qc_text_nearest(word, names, QC_INGREDIENT_COUNT);
            return qc_fail(status, QC_BAD_USAGE, "--without '%s' is no part of the model%s%s%s",
                           word, near != NULL ? ", did you mean '" : "", near != NULL ? near : "",
                           near != NULL ? "'?" : "");
        }
        *without |= (qc_without) 1 << found;
        text += length + (text[length] == ',');
    }
    return true;
}

static bool read_options(qc_backtest_options *backtest, const qc_options *options,
                         qc_status *status)
{
    qc_sim_options simulation;
    if (!qc_output_simulation(&simulation, options, status)) return false;
    backtest->seed = simulation.seed;
    backtest->trials = simulation.trials;
    backtest->threads = simulation.threads;
    backtest->stop = simulation.stop;
    backtest->progress = simulation.progress;
    backtest->context = simulation.context;
    if (options->origins > 10000)
        return qc_fail(status, QC_BAD_USAGE, "--origins '%lld' is more than 10,000",
                       (long long) options->origins);
    backtest->origins = (int32_t) options->origins;
    if (options->since != NULL && !qc_calendar_parse(options->since, &backtest->from))
        return qc_fail(status, QC_BAD_USAGE, "--since '%s' is no day (expected YYYY-MM-DD)",
                       options->since);
    return read_every(options->every, &backtest->every, status) &&
           read_without(options->without, &backtest->without, status);
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

/* ---- the command ---- */

static bool write_results(const qc_backtest *backtest, const companies *all,
                          const qc_options *options, qc_status *status)
{
    qc_sink sink = {0};
    bool ok = qc_output_open(&sink, options, status);
    if (ok) qc_csv_backtest(&sink, backtest, all->plans);
    ok = ok && qc_sink_close(&sink, status);
    qc_sink_drop(&sink);
    return ok;
}

bool qc_cmd_backtest(const qc_options *options, qc_status *status)
{
    qc_backtest_options settings = QC_BACKTEST_OPTIONS_DEFAULT;
    companies all = {.count = 0};
    qc_backtest backtest = {.origins = NULL};
    bool ok = false;

    if (!read_options(&settings, options, status)) return false;
    if (!load_all(&all, options, status)) goto out;
    qc_output_catch_interrupt();
    ok = qc_backtest_run(&backtest, all.cases, all.count, &settings, status);
    qc_output_progress_end(options);
    ok = ok && write_results(&backtest, &all, options, status);
out:
    qc_backtest_free(&backtest);
    free_all(&all);
    return ok;
}
