#include "cli/cmd_forecast.h"

#include "cli/command.h"
#include "cli/output.h"
#include "cli/pictures.h"
#include "report/csv/csv.h"
#include "report/json/json.h"
#include "report/part.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- requirements ---- */

typedef struct required {
    const qc_target_summary *target;
    double chance;
} required;

static bool read_share(const char *text, double *share)
{
    char number[32] = "";
    const size_t length = strlen(text);
    const bool percent = length > 1 && text[length - 1] == '%';
    if (length - percent >= sizeof number) return false;
    memcpy(number, text, length - percent);
    if (!qc_text_decimal(number, share)) return false;
    *share /= percent ? 100 : 1;
    return *share >= 0 && *share <= 1;
}

static bool read_required(required *out, const char *text, const qc_summary *summary,
                          qc_status *status)
{
    char name[256] = "";
    const char *equals = strrchr(text, '=');
    if (equals == NULL || (size_t) (equals - text) >= sizeof name ||
        !read_share(equals + 1, &out->chance))
        return qc_fail(status, QC_BAD_USAGE, "--require '%s' is not TARGET=CHANCE, e.g. year=80%%",
                       text);
    memcpy(name, text, (size_t) (equals - text));
    for (int32_t t = 0; t < summary->target_count; t++) {
        if (qc_text_same(summary->targets[t].name, name)) {
            out->target = &summary->targets[t];
            return true;
        }
    }
    return qc_fail(status, QC_BAD_USAGE, "--require '%s': the plan has no target '%s'", text, name);
}

static bool hold_against(const qc_options *options, const qc_summary *summary, qc_status *status)
{
    for (int32_t i = 0; i < options->requires.count; i++) {
        required wanted = {0};
        if (!read_required(&wanted, options->requires.text[i], summary, status)) return false;
        if (wanted.target->no_data)
            return qc_fail(status, QC_NOT_MET, "target '%s' has no data to say whether it was met",
                           wanted.target->name);
        if (wanted.target->not_judged)
            return qc_fail(status, QC_NOT_MET,
                           "target '%s' is a ratio of too few deals to be judged (%.3g, fewer than "
                           "%d), so nobody knows whether it is met",
                           wanted.target->name, wanted.target->events, QC_EVENTS_FEWEST);
        if (wanted.target->chance.value < wanted.chance)
            return qc_fail(
                status, QC_NOT_MET, "target '%s' has a chance of %.1f%%, below the required %.1f%%",
                wanted.target->name, 100 * wanted.target->chance.value, 100 * wanted.chance);
    }
    return true;
}

/* A requirement that makes no sense is told before the long run. */
static bool check_requires(const qc_options *options, const qc_questions *questions,
                           qc_status *status)
{
    for (int32_t i = 0; i < options->requires.count; i++) {
        const char *text = options->requires.text[i], *equals = strrchr(text, '=');
        double share = 0;
        bool found = false;
        if (equals == NULL || !read_share(equals + 1, &share))
            return qc_fail(status, QC_BAD_USAGE,
                           "--require '%s' is not TARGET=CHANCE, e.g. year=80%%", text);
        for (int32_t t = 0; t < questions->target_count && !found; t++) {
            char name[256] = "";
            if ((size_t) (equals - text) < sizeof name)
                memcpy(name, text, (size_t) (equals - text));
            found = qc_text_same(questions->targets[t].name, name);
        }
        if (!found)
            return qc_fail(status, QC_BAD_USAGE,
                           "--require '%s': the plan has no target of that name", text);
    }
    return true;
}

/* ---- trust ---- */

bool qc_cmd_forecast_basis(qc_trust_basis *basis, const qc_loaded *loaded, qc_status *status)
{
    memcpy(basis->history, loaded->history.sha256, sizeof basis->history);
    return qc_digest_file(loaded->plan.file, basis->plan, status);
}

/* A certificate that is broken is told and otherwise as good as none; a plan that can be read only once (a pipe)
 * has none. */
static bool find_trust(qc_trust *trust, const qc_loaded *loaded, qc_status *status)
{
    qc_trust_basis basis;
    qc_status broken = {0}, nowhere = {0};
    char path[QC_TRUST_PATH], line[1024];
    if (!loaded->has_history || !qc_cmd_forecast_basis(&basis, loaded, &nowhere) ||
        !qc_trust_path(loaded->plan.file, path, &nowhere))
        return true;
    if (qc_trust_read(trust, path, &basis, &broken)) return true;
    if (broken.code == QC_NO_MEMORY) {
        *status = broken;
        return false;
    }
    qc_status_text(&broken, line, sizeof line);
    fprintf(stderr, "quotacast: warning: %s\n", line);
    return true;
}

/* ---- output ---- */

static bool write_summary(const qc_summary *summary, const qc_options *options, qc_status *status)
{
    qc_sink sink = {0};
    bool ok = qc_output_open(&sink, options, status);
    if (ok && strcmp(options->format, "json") == 0) {
        ok = qc_json_forecast(&sink, summary, status);
    } else if (ok && strcmp(options->format, "csv") == 0) {
        qc_csv_forecast(&sink, summary);
    } else if (ok) {
        const qc_text_options text = qc_output_text(options);
        qc_text_forecast(&sink, summary, &text);
    }
    ok = ok && qc_sink_close(&sink, status);
    qc_sink_drop(&sink);
    return ok;
}

bool qc_cmd_forecast_report(const qc_loaded *loaded, const qc_forecast *forecast,
                            const qc_sim_options *simulation, const qc_options *options,
                            qc_status *status)
{
    qc_summary summary = {0};
    const qc_forecast_inputs inputs = qc_loaded_inputs(loaded);
    bool ok = qc_forecast_sum_up(forecast, &inputs, simulation, &summary, status);
    qc_output_progress_end(options);
    ok = ok && find_trust(&summary.trust, loaded, status);
    ok = ok && write_summary(&summary, options, status);
    if (ok && options->plots != NULL) {
        const qc_plot_options plot = qc_pictures_options();
        qc_plot_result result = {0};
        ok = qc_plot_forecast(&summary, options->plots, &plot, &result, status);
        if (ok) qc_pictures_say(options, &result);
    }
    if (ok && summary.interrupted)
        ok = qc_fail(status, QC_INTERRUPTED, "interrupted after %lld simulated futures",
                     (long long) summary.trials);
    ok = ok && hold_against(options, &summary, status);
    qc_summary_free(&summary);
    return ok;
}

static bool write_text(const char *path, const qc_text *text, qc_status *status)
{
    qc_sink sink = {0};
    bool ok = qc_sink_file(&sink, path, status);
    if (ok) {
        qc_sink_add(&sink, qc_text_get(text));
        ok = qc_sink_close(&sink, status);
    }
    qc_sink_drop(&sink);
    return ok;
}

static void draws_header(const qc_questions *questions, qc_text *out)
{
    qc_text_add(out, "trial,draw");
    for (int32_t t = 0; t < questions->target_count; t++) {
        if (questions->targets[t].figure < 0) continue;
        qc_text_add(out, ",\"");
        for (const char *c = questions->targets[t].name; *c != '\0'; c++)
            qc_text_add_part(out, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
        qc_text_add(out, "\"");
    }
    qc_text_add(out, ",headline\n");
}

static bool write_part(const qc_loaded *loaded, const qc_forecast *forecast,
                       const qc_sim_options *simulation, const qc_options *options,
                       qc_status *status)
{
    if (forecast->run.interrupted)
        return qc_fail(status, QC_INTERRUPTED,
                       "interrupted: no part is written, run the shard again");
    qc_input_file inputs[QC_LOADED_FILES];
    qc_part part = {.plan = loaded->plan.file,
                    .version = QC_VERSION,
                    .plan_sha256 = loaded->plan.sha256,
                    .sets = options->sets.text,
                    .set_count = options->sets.count,
                    .inputs = inputs,
                    .input_count = qc_loaded_files(loaded, inputs),
                    .seed = simulation->seed,
                    .trials = simulation->trials,
                    .shard = simulation->shard,
                    .shards = simulation->shards,
                    .run = forecast->run,
                    .outcome = forecast->outcome}; /* borrowed */
    qc_sink sink = {0};
    const bool ok = qc_sink_file(&sink, options->output, status) &&
                    qc_part_write(&sink, &part, status) && qc_sink_close(&sink, status);
    qc_sink_drop(&sink);
    return ok;
}

bool qc_cmd_forecast(const qc_options *options, qc_status *status)
{
    qc_loaded loaded = {0};
    qc_forecast forecast = {0};
    qc_sim_options simulation = QC_SIM_OPTIONS_DEFAULT;
    qc_text draws = {0};
    bool ok = false;

    if (!qc_output_simulation(&simulation, options, status)) goto out;
    if (!qc_load(&loaded, options->arguments.text[0], options, status)) goto out;
    const qc_forecast_inputs inputs = qc_loaded_inputs(&loaded);
    if (!qc_forecast_prepare(&forecast, &inputs, simulation.seed, status) ||
        !qc_forecast_ask_sellers(&forecast, status))
        goto out;
    if (!check_requires(options, &forecast.questions, status)) goto out;
    if (options->draws != NULL) {
        draws_header(&forecast.questions, &draws);
        simulation.draws = &draws;
    }
    qc_output_catch_interrupt();
    if (!qc_forecast_run(&forecast, &simulation, status)) goto out;
    if (options->draws != NULL && !write_text(options->draws, &draws, status)) goto out;
    ok = options->shard != NULL
             ? write_part(&loaded, &forecast, &simulation, options, status)
             : qc_cmd_forecast_report(&loaded, &forecast, &simulation, options, status);
out:
    qc_text_free(&draws);
    qc_forecast_free(&forecast);
    qc_loaded_free(&loaded);
    return ok;
}
