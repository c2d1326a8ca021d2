/** Start a plan: the sample company, or a short plan for the user's own history. */
#include "cli/command.h"
#include "cli/data.h"
#include "cli/import_options.h"
#include "cli/init_plan.h"
#include "cli/load.h"
#include "cli/output.h"
#include "history/read_deals.h"
#include "history/write_deals.h"
#include "plan/plan.h"
#include "report/text/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE 4096

/* ---- files ---- */

static bool make_folder(const char *folder, qc_status *status)
{
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return qc_fail(status, QC_IO, "cannot create '%s': %s", folder, strerror(errno));
    return true;
}

/* Never write over somebody's plan. */
static bool write_new(const char *folder, const char *name, const qc_text *text, qc_status *status)
{
    char path[PATH_SIZE];
    qc_sink sink = {0};
    if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int) sizeof path)
        return qc_fail(status, QC_IO, "the path '%s' is too long", folder);
    if (access(path, F_OK) == 0)
        return qc_fail(status, QC_IO,
                       "'%s' exists already and is left alone; choose another folder", path);
    bool ok = qc_sink_file(&sink, path, status);
    if (ok) {
        qc_sink_add(&sink, qc_text_get(text));
        ok = qc_sink_close(&sink, status);
    }
    qc_sink_drop(&sink);
    return ok;
}

static bool read_file(const char *path, qc_text *text)
{
    char bytes[65536];
    size_t count = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    while ((count = fread(bytes, 1, sizeof bytes, file)) > 0)
        qc_text_add_part(text, bytes, count);
    const bool ok = ferror(file) == 0 && !text->failed;
    fclose(file);
    return ok;
}

/* ---- the sample company ---- */

static bool copy_sample(const char *from, const char *to, const char *name, qc_status *status)
{
    char path[PATH_SIZE];
    qc_text text = {0};
    bool ok = snprintf(path, sizeof path, "%s/%s", from, name) < (int) sizeof path &&
              read_file(path, &text);
    ok = ok ? write_new(to, name, &text, status)
            : qc_fail(status, QC_IO, "cannot read the sample's '%s'", name);
    qc_text_free(&text);
    return ok;
}

static bool init_sample(const char *folder, qc_status *status)
{
    char sample[QC_DATA_PATH];
    if (!qc_data_find("sample/plan.yaml", sample, status)) return false;
    *strrchr(sample, '/') = '\0';
    return make_folder(folder, status) && copy_sample(sample, folder, "plan.yaml", status) &&
           copy_sample(sample, folder, "deals.csv", status);
}

/* ---- a plan for an export ---- */

typedef struct started { /* all that lives while an export becomes a plan */
    qc_import_options how;
    qc_history history;
    qc_findings findings;
    qc_decisions decisions;
    qc_text plan, sure, deals; /* sure: the plan without its questions */
} started;

static void drop(started *work)
{
    qc_import_options_free(&work->how);
    qc_history_free(&work->history);
    qc_findings_free(&work->findings);
    qc_decisions_free(&work->decisions);
    qc_text_free(&work->plan);
    qc_text_free(&work->sure);
    qc_text_free(&work->deals);
}

static bool read_export(started *work, const qc_options *options, qc_status *status)
{
    if (!qc_import_options_make(&work->how, options, options->from, status)) return false;
    work->how.reading.decisions = &work->decisions;
    return qc_read_deals(&work->history, work->how.file, &work->how.reading, &work->findings,
                         status) &&
           qc_write_deals(&work->history, &work->deals, status);
}

/* A target or a period that is none shows here, and not when files are written already. */
static bool check_plan(started *work, qc_init_plan made, qc_status *status)
{
    const qc_decisions none = {.count = 0};
    qc_plan plan = {.stage_count = 0};
    made.decisions = &none;
    if (work->history.stage_count == 0)
        return qc_fail(status, QC_TOO_FEW_DATA,
                       "every deal of '%s' is won or lost in its first row: there is no stage to "
                       "forecast from",
                       work->how.file);
    const bool ok = qc_init_plan_write(&made, &work->sure, status) &&
                    qc_plan_read_bytes(&plan, "the new plan.yaml", qc_text_get(&work->sure),
                                       work->sure.length, NULL, 0, &work->findings, status);
    qc_plan_free(&plan);
    return ok;
}

static bool write_files(started *work, const qc_options *options, qc_status *status)
{
    const char *folder = options->arguments.text[0];
    const qc_init_plan plan = {.history = &work->history,
                               .decisions = &work->decisions,
                               .source = work->how.file,
                               .target = options->target,
                               .period = options->period};
    return check_plan(work, plan, status) && make_folder(folder, status) &&
           qc_init_plan_write(&plan, &work->plan, status) &&
           write_new(folder, "plan.yaml", &work->plan, status) &&
           write_new(folder, "deals.csv", &work->deals, status);
}

/* What was understood and what was set aside: a user who sees nothing of it cannot object. */
static bool say(const started *work, const qc_options *options, qc_status *status)
{
    qc_sink sink = {0};
    if (options->quiet) return true;
    qc_sink_stream(&sink, stdout);
    qc_text_import(&sink, &work->decisions, &work->history, &work->findings, options->explain,
                   options->all);
    qc_sink_add(&sink, "\n");
    const bool ok = qc_sink_close(&sink, status);
    qc_sink_drop(&sink);
    return ok;
}

static bool init_from(const qc_options *options, qc_status *status)
{
    started work = {.plan = {.failed = false}};
    if ((options->target == NULL) != (options->period == NULL))
        return qc_fail(status, QC_BAD_USAGE,
                       "--target and --period go together, e.g. --target 1.2M "
                       "--period 2026");
    bool ok = read_export(&work, options, status) && write_files(&work, options, status);
    if (!ok && status->code == QC_BAD_INPUT) {
        qc_load_print_errors(&work.findings, status);
        qc_import_options_advise(&work.findings);
    }
    ok = ok && say(&work, options, status);
    drop(&work);
    return ok;
}

bool qc_cmd_init(const qc_options *options, qc_status *status)
{
    const char *folder = options->arguments.text[0];
    const bool own = options->from != NULL || options->snapshots != NULL;
    const char *idle = own ? NULL : qc_import_options_given(options);
    if (idle != NULL) return qc_fail(status, QC_BAD_USAGE, "%s needs --from FILE", idle);
    if (!(own ? init_from(options, status) : init_sample(folder, status))) return false;
    if (!options->quiet)
        printf("%s/plan.yaml is ready. Next:\n  quotacast check %s/plan.yaml\n  quotacast forecast "
               "%s/plan.yaml\n",
               folder, folder, folder);
    return true;
}
