/** Start a plan: the sample company, or a short plan for the user's own history. */
#include "cli/command.h"
#include "cli/data.h"
#include "cli/output.h"
#include "history/read_deals.h"
#include "history/write_deals.h"

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

/* ---- a plan for a history ---- */

/* Of the moves between two neighbouring stages, those that go forward and those that go back. */
static void count_moves(const qc_history *history, int32_t stage, int32_t *forward, int32_t *back)
{
    *forward = *back = 0;
    for (int32_t v = 0; v < history->visits.count; v++) {
        *forward += history->visits.stage[v] == stage && history->visits.exit[v] == stage + 1;
        *back += history->visits.stage[v] == stage + 1 && history->visits.exit[v] == stage;
    }
}

static void add_quoted(qc_text *out, const char *text)
{
    qc_text_add(out, "\"");
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') qc_text_add(out, "\\");
        qc_text_add_part(out, c, 1);
    }
    qc_text_add(out, "\"");
}

static void add_pipeline(const qc_history *history, qc_text *out)
{
    int32_t all_forward = 0, all_back = 0, doubtful = -1;
    qc_text_add(out, "pipeline: [");
    for (int32_t s = 0; s < history->stage_count; s++) {
        int32_t forward = 0, back = 0;
        qc_text_add(out, s > 0 ? ", " : "");
        add_quoted(out, history->stage_name[s]);
        if (s + 1 == history->stage_count) break;
        count_moves(history, s, &forward, &back);
        all_forward += forward;
        all_back += back;
        if (forward <= 2 * back && doubtful < 0) doubtful = s;
    }
    qc_text_addf(out, "] # order: moves to the next stage %d, back %d\n", (int) all_forward,
                 (int) all_back);
    if (doubtful < 0) return;
    int32_t forward = 0, back = 0;
    count_moves(history, doubtful, &forward, &back);
    qc_text_add(out, "question: ");
    qc_text clean = {0};
    qc_text_addf(&clean, "does %s come before %s? moves that way: %d, the other way: %d",
                 history->stage_name[doubtful], history->stage_name[doubtful + 1], (int) forward,
                 (int) back);
    add_quoted(out, qc_text_get(&clean));
    qc_text_add(out, " # put pipeline in order, then delete this line\n");
    qc_text_free(&clean);
}

static void add_target(const qc_options *options, qc_text *out)
{
    if (options->target == NULL) return;
    qc_text_add(out, "targets:\n  - {name: year, metric: bookings, period: ");
    add_quoted(out, options->period);
    qc_text_add(out, ", at_least: ");
    add_quoted(out, options->target);
    qc_text_add(out, "}\n");
}

static void add_plan(const qc_history *history, const qc_options *options, qc_text *out)
{
    const qc_reconciliation *rows = &history->reconciliation;
    char day[16];
    qc_text_addf(
        out, "# %lld deals: %lld won, %lld lost, %lld open; see docs/plan-keys.md for all keys\n",
        (long long) history->deals.count, (long long) rows->deals_won, (long long) rows->deals_lost,
        (long long) rows->deals_open);
    if (history->currency != NULL && history->currency[0] != '\0')
        qc_text_addf(out, "currency: %s # the only one in the file\n", history->currency);
    qc_text_addf(out,
                 "as_of: %s # the last recorded change; put the day of the export if it is later\n",
                 qc_calendar_text(history->as_of, day));
    qc_text_add(out, "history:\n  deals: deals.csv\n");
    add_pipeline(history, out);
    add_target(options, out);
}

/* The two questions that a file can leave open are answered as in a plan. */
static bool answer(const qc_options *options, qc_read_options *reading, qc_status *status)
{
    static const char order[] = "history.date_order=", decimal[] = "history.decimal=";
    for (int32_t i = 0; i < options->sets.count; i++) {
        const char *set = options->sets.text[i];
        if (strncmp(set, order, sizeof order - 1) == 0)
            reading->date_order = set + sizeof order - 1;
        else if (strncmp(set, decimal, sizeof decimal - 1) == 0)
            reading->decimal = set + sizeof decimal - 1;
        else
            return qc_fail(status, QC_BAD_USAGE,
                           "init takes --set history.date_order=dmy|mdy|ymd and --set "
                           "history.decimal=point|comma only, not '%s'",
                           set);
    }
    const char *date = reading->date_order, *point = reading->decimal;
    if (date != NULL && strcmp(date, "dmy") != 0 && strcmp(date, "mdy") != 0 &&
        strcmp(date, "ymd") != 0)
        return qc_fail(status, QC_BAD_USAGE, "history.date_order '%s' is none of dmy, mdy, ymd",
                       date);
    if (point != NULL && strcmp(point, "point") != 0 && strcmp(point, "comma") != 0)
        return qc_fail(status, QC_BAD_USAGE, "history.decimal '%s' is none of point, comma", point);
    return true;
}

static bool init_from(const qc_options *options, qc_status *status)
{
    qc_read_options reading = QC_READ_OPTIONS_DEFAULT;
    const char *folder = options->arguments.text[0];
    qc_history history = {0};
    qc_findings findings = {0};
    qc_text plan = {0}, deals = {0};
    if ((options->target == NULL) != (options->period == NULL))
        return qc_fail(status, QC_BAD_USAGE,
                       "--target and --period go together, e.g. --target 1.2M "
                       "--period 2026");
    const bool ok = answer(options, &reading, status) &&
                    qc_read_deals(&history, options->from, &reading, &findings, status) &&
                    qc_write_deals(&history, &deals, status) && make_folder(folder, status);
    if (ok) add_plan(&history, options, &plan);
    const bool written = ok && write_new(folder, "plan.yaml", &plan, status) &&
                         write_new(folder, "deals.csv", &deals, status);
    qc_text_free(&plan);
    qc_text_free(&deals);
    qc_findings_free(&findings);
    qc_history_free(&history);
    return written;
}

bool qc_cmd_init(const qc_options *options, qc_status *status)
{
    const char *folder = options->arguments.text[0];
    if (options->from == NULL && (options->target != NULL || options->period != NULL))
        return qc_fail(status, QC_BAD_USAGE, "--target and --period need --from FILE");
    if (!(options->from != NULL ? init_from(options, status) : init_sample(folder, status)))
        return false;
    if (!options->quiet)
        printf("%s/plan.yaml is ready. Next:\n  quotacast check %s/plan.yaml\n  quotacast forecast "
               "%s/plan.yaml\n",
               folder, folder, folder);
    return true;
}
