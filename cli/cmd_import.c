/** An export becomes a canonical history; what was understood is said beside it. */
#include "cli/command.h"
#include "cli/import_options.h"
#include "cli/load.h"
#include "cli/output.h"
#include "history/write_deals.h"
#include "report/json/json.h"

#include <string.h>

typedef struct imported { /* all that lives while one export is read */
    qc_import_options how;
    qc_history history;
    qc_findings findings;
    qc_decisions decisions;
    qc_text activities, csv;
} imported;

static void drop(imported *work)
{
    qc_import_options_free(&work->how);
    qc_history_free(&work->history);
    qc_findings_free(&work->findings);
    qc_decisions_free(&work->decisions);
    qc_text_free(&work->activities);
    qc_text_free(&work->csv);
}

/* An export may be all that there is of it: -o never takes its place. */
static bool spare_inputs(const qc_options *options, qc_status *status)
{
    const qc_list *lists[] = {&options->arguments, &options->with};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        for (int32_t i = 0; i < lists[l]->count; i++) {
            if (!qc_output_spares(options, lists[l]->text[i], status)) return false;
        }
    }
    return options->rates == NULL || qc_output_spares(options, options->rates, status);
}

static bool read_export(imported *work, const qc_options *options, qc_status *status)
{
    const char *file = options->arguments.count > 0 ? options->arguments.text[0] : NULL;
    if (!qc_import_options_make(&work->how, options, file, status) ||
        !spare_inputs(options, status)) {
        return false;
    }
    work->how.reading.decisions = &work->decisions;
    work->how.reading.activities = &work->activities;
    if (!qc_read_deals(&work->history, work->how.file, &work->how.reading, &work->findings,
                       status)) {
        return false;
    }
    return work->activities.length > 0 || qc_write_deals(&work->history, &work->csv, status);
}

static bool write_csv(const imported *work, const qc_options *options, qc_status *status)
{
    qc_sink sink = {0};
    bool ok = qc_output_open(&sink, options, status);
    if (ok) {
        const bool activities = work->activities.length > 0;
        qc_sink_add(&sink, qc_text_get(activities ? &work->activities : &work->csv));
        ok = qc_sink_close(&sink, status);
    }
    qc_sink_drop(&sink);
    return ok;
}

/* With -o the report is the result; without, the history is, and the report stands beside it. */
static bool say(const imported *work, const qc_options *options, bool failed, qc_status *status)
{
    qc_sink sink = {0};
    const bool json = strcmp(options->format, "json") == 0;
    bool ok = true;
    if (options->quiet && !json) return true;
    qc_sink_stream(&sink, options->output != NULL && !failed ? stdout : stderr);
    if (json)
        ok = qc_json_import(&sink, &work->decisions, &work->history, &work->findings, status);
    else
        qc_text_import(&sink, &work->decisions, failed ? NULL : &work->history, &work->findings,
                       options->explain, options->all);
    ok = ok && qc_sink_close(&sink, status);
    qc_sink_drop(&sink);
    return ok;
}

bool qc_cmd_import(const qc_options *options, qc_status *status)
{
    imported work = {.csv = {.failed = false}};
    bool ok = false;
    if (strcmp(options->format, "csv") == 0)
        return qc_fail(status, QC_BAD_USAGE,
                       "import writes CSV anyway; --format text or json is for what it says");
    if (read_export(&work, options, status)) {
        ok = write_csv(&work, options, status) && say(&work, options, false, status);
    } else if (status->code == QC_BAD_INPUT) {
        qc_status unused = {0};
        (void) (options->explain && say(&work, options, true, &unused));
        qc_load_print_errors(&work.findings, status);
        qc_import_options_advise(&work.findings);
    }
    drop(&work);
    return ok;
}
