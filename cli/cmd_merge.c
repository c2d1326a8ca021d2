
#include "cli/cmd_forecast.h"
#include "cli/command.h"
#include "cli/output.h"
#include "core/memory.h"
#include "report/part.h"

#include <string.h>

/* ---- reading ---- */

static bool read_parts(qc_part *parts, const qc_list *files, qc_status *status)
{
    for (int32_t p = 0; p < files->count; p++) {
        if (!qc_part_read(&parts[p], files->text[p], status)) return false;
        if (strcmp(parts[p].version, QC_VERSION) != 0)
            return qc_fail_at(
                status, QC_BAD_INPUT, parts[p].file, 0, 0,
                "was simulated by quotacast %.32s and this is %s; merge with the version "
                "that simulated",
                parts[p].version, QC_VERSION);
        if (p > 0 && !qc_part_match(&parts[p], &parts[0], status)) return false;
    }
    return qc_part_complete(parts, files->count, status);
}

/* The plan of the run, under the changes of the run. */
static bool load_plan(qc_loaded *loaded, const qc_part *part, const qc_options *options,
                      qc_status *status)
{
    qc_options with = *options;
    if (part->set_count > QC_LIST_MAX)
        return qc_fail_at(status, QC_BAD_INPUT, part->file, 0, 0,
                          "holds more than %d --set changes", QC_LIST_MAX);
    with.sets.count = part->set_count;
    for (int32_t i = 0; i < part->set_count; i++)
        with.sets.text[i] = part->sets[i];
    return qc_load(loaded, options->plan != NULL ? options->plan : part->plan, &with, status);
}

static bool check_loaded(const qc_loaded *loaded, const qc_part *part, qc_status *status)
{
    qc_input_file inputs[QC_LOADED_FILES];
    const int32_t count = qc_loaded_files(loaded, inputs);
    if (strcmp(loaded->plan.sha256, part->plan_sha256) != 0)
        return qc_fail_at(
            status, QC_BAD_INPUT, loaded->plan.file, 0, 0,
            "is not the plan that '%.100s' was simulated with: it has changed since, or "
            "another one is meant (--plan FILE)",
            part->file);
    for (int32_t i = 0; i < count && i < part->input_count; i++) {
        if (strcmp(inputs[i].sha256, part->inputs[i].sha256) != 0)
            return qc_fail_at(status, QC_BAD_INPUT, inputs[i].file, 0, 0,
                              "has changed since '%.100s' was simulated", part->file);
    }
    return count == part->input_count ||
           qc_fail_at(status, QC_BAD_INPUT, loaded->plan.file, 0, 0,
                      "names other data than '%.100s' was simulated with", part->file);
}

/* ---- joining ---- */

static bool join(qc_forecast *forecast, const qc_part *parts, int32_t count, qc_status *status)
{
    qc_run *run = &forecast->run;
    const size_t watched = (size_t) run->tracked_count * sizeof run->tracked[0];
    if (!qc_part_fits(&parts[0], &forecast->questions, status)) return false;
    if (run->tracked_count != parts[0].run.tracked_count ||
        memcmp(run->tracked, parts[0].run.tracked, watched) != 0)
        return qc_fail_at(
            status, QC_BAD_INPUT, parts[0].file, 0, 0,
            "watched other open deals than this machine would; merge where it was simulated");
    if (!qc_outcome_start(&forecast->outcome, &forecast->questions, status)) return false;
    run->engine = parts[0].run.engine;
    run->engine_why = parts[0].run.engine_why;
    for (int32_t p = 0; p < count; p++) {
        if (!qc_outcome_merge(&forecast->outcome, &parts[p].outcome, status)) return false;
        run->moves += parts[p].run.moves;
        qc_people_run_merge(&run->people, &parts[p].run.people);
    }
    return true;
}

bool qc_cmd_merge(const qc_options *options, qc_status *status)
{
    const int32_t count = options->arguments.count;
    qc_loaded loaded = {0};
    qc_forecast forecast = {0};
    qc_sim_options simulation = QC_SIM_OPTIONS_DEFAULT;
    qc_part *parts = qc_memory_take((size_t) count, sizeof *parts, status);
    bool ok = false;

    if (parts == NULL || !qc_output_simulation(&simulation, options, status)) goto out;
    if (!read_parts(parts, &options->arguments, status)) goto out;
    if (!load_plan(&loaded, &parts[0], options, status) ||
        !check_loaded(&loaded, &parts[0], status))
        goto out;
    simulation.seed = parts[0].seed;
    simulation.trials = parts[0].trials;
    const qc_forecast_inputs inputs = qc_loaded_inputs(&loaded);
    if (!qc_forecast_prepare(&forecast, &inputs, simulation.seed, status) ||
        !qc_forecast_ask_sellers(&forecast, status))
        goto out;
    if (!join(&forecast, parts, count, status)) goto out;
    ok = qc_cmd_forecast_report(&loaded, &forecast, &simulation, options, status);
out:
    qc_forecast_free(&forecast);
    qc_loaded_free(&loaded);
    for (int32_t p = 0; parts != NULL && p < count; p++)
        qc_part_free(&parts[p]);
    qc_memory_release(parts);
    return ok;
}
