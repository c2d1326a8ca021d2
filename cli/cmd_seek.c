/** What it takes to reach a chance. */
#include "cli/command.h"
#include "cli/study.h"
#include "report/seek.h"

#include <string.h>

#define TRIALS      5000
#define FEW_LEVERS  4
#define MOST_LEVERS 32

static void text(qc_sink *sink, const void *result, const qc_text_options *options)
{
    qc_text_seek(sink, result, options);
}
static bool json(qc_sink *sink, const void *result, qc_status *status)
{
    return qc_json_seek(sink, result, status);
}
static void csv(qc_sink *sink, const void *result)
{
    qc_csv_seek(sink, result);
}

static bool collect(qc_seek_lever *levers, int32_t *count, const qc_options *options,
                    const qc_plan *plan, qc_arena *arena, qc_status *status)
{
    if (options->vary.count == 0)
        return qc_seek_levers(levers, MOST_LEVERS, count, plan, arena, status);
    if (options->vary.count > MOST_LEVERS)
        return qc_fail(status, QC_BAD_USAGE, "more than %d --vary", MOST_LEVERS);
    for (int32_t i = 0; i < options->vary.count; i++) {
        if (!qc_seek_lever_read(&levers[(*count)++], plan, options->vary.text[i], arena, status))
            return false;
    }
    return true;
}

bool qc_cmd_seek(const qc_options *options, qc_status *status)
{
    static const qc_cli_formats FORMATS = {text, json, csv};
    qc_cli_study study = {0};
    qc_seek seek = {0};
    qc_arena arena = {0};
    qc_seek_lever levers[MOST_LEVERS];
    int32_t count = 0;
    double wanted = 0.8;
    bool ok = false;

    if (options->chance != NULL &&
        !qc_cli_study_chance(options->chance, "--chance", &wanted, status))
        goto out;
    if (!qc_cli_study_open(&study, options, &options->sets, TRIALS, status)) goto out;
    if (!collect(levers, &count, options, &study.loaded.plan, &arena, status)) goto out;
    const bool mixed = (options->vary.count > 1 || study.loaded.plan.limit_count > 1) &&
                       options->vary.count != 1 && count <= QC_SEEK_LEVERS;
    /* many levers share the time of a few; the ranges say what that costs */
    if (options->trials == 0 && count > FEW_LEVERS) study.trials = TRIALS * FEW_LEVERS / count;
    if (!qc_seek_run(&seek, &study.company, levers, count, mixed, wanted, &study.simulation,
                     study.trials, status))
        goto out;
    ok = qc_cli_study_write(&FORMATS, &seek, options, status);
out:
    qc_seek_free(&seek);
    qc_arena_free(&arena);
    qc_cli_study_free(&study);
    return ok;
}
