#include "cli/command.h"
#include "cli/output.h"
#include "core/parallel.h"
#include "study/synth/synth_export.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_file(const char *folder, const char *name, const qc_text *text, qc_status *status)
{
    qc_text path = {0};
    qc_sink sink = {0};
    qc_text_addf(&path, "%s/%s", folder, name);
    bool ok = access(qc_text_get(&path), F_OK) != 0
                  ? qc_sink_file(&sink, qc_text_get(&path), status)
                  : qc_fail(status, QC_IO,
                            "'%s' exists already and is left alone; choose another folder",
                            qc_text_get(&path));
    if (ok) {
        qc_sink_add(&sink, qc_text_get(text));
        ok = qc_sink_close(&sink, status);
    }
    qc_sink_drop(&sink);
    qc_text_free(&path);
    return ok;
}

typedef struct texts {
    qc_synth_export history; /* one file, or those of a CRM */
    qc_text future, truth, plan;
    qc_text log, people; /* of a company with activities */
} texts;

/* The history as deals.csv, with a careless export's faults, or in a CRM's layout. */
static bool make_history(qc_synth_export *out, const qc_synth_company *company, qc_span days,
                         const qc_options *options, qc_status *status)
{
    qc_synth_dirt_done done = {0};
    qc_synth_layout layout;
    if (options->as != NULL)
        return qc_synth_layout_find(options->as, &layout) &&
               qc_synth_export_make(out, company, days, layout, status);
    out->count = 1;
    (void) snprintf(out->name[0], sizeof out->name[0], "deals.csv");
    return options->dirty ? qc_synth_csv_dirty(company, days, &out->text[0], &done, status)
                          : qc_synth_csv(company, days, &out->text[0], status);
}

/* The plan reads the export together with the files beside it. */
static bool make_plan(qc_text *out, const qc_synth_spec *spec, const qc_synth_export *history,
                      qc_status *status)
{
    qc_text with = {0};
    for (int32_t i = 1; i < history->count; i++)
        qc_text_addf(&with, "%s%s", i > 1 ? ", " : "", history->name[i]);
    bool ok = qc_synth_plan(spec, spec->as_of, history->name[0], qc_text_get(&with), spec->targets,
                            spec->target_count, out, status);
    if (with.failed) ok = qc_fail(status, QC_NO_MEMORY, "out of memory while writing the plan");
    qc_text_free(&with);
    return ok;
}

static bool make_texts(texts *out, const qc_synth_company *company, const qc_options *options,
                       qc_status *status)
{
    const qc_synth_spec *spec = &company->spec;
    const qc_span past = {qc_synth_start(spec), spec->as_of},
                  future = {spec->as_of + 1, spec->until};
    qc_synth_truth truths[QC_SYNTH_TARGETS];
    qc_synth_truth_options truth = QC_SYNTH_TRUTH_OPTIONS_DEFAULT;
    truth.threads = options->threads > 0
                        ? (int32_t) (options->threads < 1024 ? options->threads : 1024)
                        : qc_parallel_cores();
    if (options->trials > 0) truth.replications = options->trials;
    return make_history(&out->history, company, past, options, status) &&
           qc_synth_csv(company, future, &out->future, status) &&
           qc_synth_truth_find(company, spec->targets, spec->target_count, &truth, truths,
                               status) &&
           qc_synth_truth_json(company, spec->targets, spec->target_count, &truth, truths,
                               &out->truth, status) &&
           (spec->activity_count == 0 ||
            (qc_synth_activities_csv(company, past, &out->log, status) &&
             qc_synth_people_csv(spec, &out->people, status))) &&
           make_plan(&out->plan, spec, &out->history, status);
}

static bool write_history(const char *folder, const qc_synth_export *history, qc_status *status)
{
    for (int32_t i = 0; i < history->count; i++)
        if (!write_file(folder, history->name[i], &history->text[i], status)) return false;
    return true;
}

static bool write_people(const char *folder, const texts *out, qc_status *status)
{
    return out->log.length == 0 || (write_file(folder, QC_SYNTH_LOG_FILE, &out->log, status) &&
                                    write_file(folder, QC_SYNTH_PEOPLE_FILE, &out->people, status));
}

static void say_files(const char *folder, const qc_synth_export *history, bool has_people)
{
    fprintf(stderr, "%s: ", folder);
    for (int32_t i = 0; i < history->count; i++)
        fprintf(stderr, "%s, ", history->name[i]);
    fprintf(stderr, "%sfuture.csv, truth.json, plan.yaml\n",
            has_people ? QC_SYNTH_LOG_FILE ", " QC_SYNTH_PEOPLE_FILE ", " : "");
    if (history->edit_rows > 0)
        fprintf(stderr, "rows that change no stage: %d, deals deleted in the CRM: %d\n",
                (int) history->edit_rows, (int) history->deleted_deals);
    if (history->collapsed_rows > 0)
        fprintf(stderr,
                "entries into a stage that are lost, as this layout keeps the last one only: %d\n",
                (int) history->collapsed_rows);
}

bool qc_cmd_synth(const qc_options *options, qc_status *status)
{
    qc_synth_spec spec = {0};
    qc_synth_company company = {0};
    qc_findings findings = {0};
    texts out = {0};
    const char *folder = options->output;
    qc_synth_layout layout;
    bool ok = false;

    if (options->as != NULL && !qc_synth_layout_find(options->as, &layout))
        return qc_fail(status, QC_BAD_USAGE,
                       "--as '%s' is no layout; it takes hubspot or salesforce", options->as);
    if (options->as != NULL && options->dirty)
        return qc_fail(status, QC_BAD_USAGE,
                       "--as and --dirty do not go together: a CRM's layout has faults of its own");
    if (folder == NULL) return qc_fail(status, QC_BAD_USAGE, "synth needs -o DIR for its files");
    if (!qc_synth_spec_read(&spec, options->arguments.text[0], &findings, status)) goto out;
    if (options->dirty) spec.dirt = (qc_synth_dirt) QC_SYNTH_DIRT_USUAL;
    if (!qc_synth_run(&company, &spec, options->seed >= 0 ? (uint64_t) options->seed : spec.seed,
                      status))
        goto out;
    if (!make_texts(&out, &company, options, status)) goto out;
    if (mkdir(folder, 0777) != 0 && errno != EEXIST) {
        (void) qc_fail(status, QC_IO, "cannot create '%s': %s", folder, strerror(errno));
        goto out;
    }
    ok = write_history(folder, &out.history, status) && write_people(folder, &out, status) &&
         write_file(folder, "future.csv", &out.future, status) &&
         write_file(folder, "truth.json", &out.truth, status) &&
         write_file(folder, "plan.yaml", &out.plan, status);
    if (ok && !options->quiet) say_files(folder, &out.history, out.log.length > 0);
out:
    qc_synth_export_free(&out.history);
    qc_text_free(&out.future);
    qc_text_free(&out.truth);
    qc_text_free(&out.plan);
    qc_text_free(&out.log);
    qc_text_free(&out.people);
    qc_synth_company_free(&company);
    qc_findings_free(&findings);
    return ok;
}
