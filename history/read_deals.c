/* A deal history is read in steps, each on the whole table: cells, rows in order, one pipeline,
 * stages, changes. A step lists all its errors before the reading stops. */
#include "history/read_deals.h"

#include "core/memory.h"
#include "history/deal_order.h"
#include "history/ends.h"
#include "history/files.h"
#include "history/import.h"
#include "history/pipelines.h"
#include "history/rates.h"
#include "history/stage_order.h"
#include "history/stages.h"
#include "history/style.h"

#include <stdio.h>
#include <string.h>

#define LONG_SILENCE_DAYS 365
#define NEAR_DAYS         45 /* between the last change and the date of an export's file */

static const qc_column_want WANTED[QC_COLUMN_COUNT] = {
    [QC_COLUMN_DEAL_ID] = {"deal_id", {"id", "deal", "opportunity_id"}, true},
    [QC_COLUMN_DATE] = {"date", {NULL}, true},
    [QC_COLUMN_STAGE] = {"stage", {NULL}, true},
    [QC_COLUMN_CURRENCY] = {"currency", {NULL}, false},
    [QC_COLUMN_CLOSE_DATE] = {"close_date", {NULL}, false},
    [QC_COLUMN_NUMBER + QC_NUMBER_AMOUNT] = {"amount", {NULL}, false},
    [QC_COLUMN_NUMBER + QC_NUMBER_UNITS] = {"units", {NULL}, false},
    [QC_COLUMN_NUMBER + QC_NUMBER_MARGIN] = {"margin", {NULL}, false},
#define QC_LABEL_WANT(name, word) [QC_COLUMN_LABEL + QC_LABEL_##name] = {word, {NULL}, false},
    QC_LABELS(QC_LABEL_WANT)
#undef QC_LABEL_WANT
};

typedef struct reading { /* all that lives while one file is read */
    qc_history *history;
    const qc_read_options *options;
    bool many;        /* a folder, or several files */
    qc_day dated;     /* by the file's name, QC_DAY_NONE = not */
    qc_import import; /* its first sheet is the file */
    qc_table table;
    qc_deal_rows rows;
    qc_stage_index stages;
    qc_status *status;
} reading;

/* Keep the rows marked; the others are counted as ignored. */
static bool keep_rows(reading *work, const bool *keep)
{
    int32_t kept = 0;
    int32_t *order = qc_memory_take((size_t) work->rows.count, sizeof *order, work->status);
    if (order == NULL) return false;
    for (int32_t row = 0; row < work->rows.count; row++) {
        if (keep[row]) order[kept++] = row;
    }
    work->history->reconciliation.rows_ignored += work->rows.count - kept;
    bool ok = kept == work->rows.count ||
              qc_deal_rows_arrange(&work->rows, order, kept, work->status);
    qc_memory_release(order);
    return ok;
}

static bool pick_pipeline(reading *work)
{
    bool *keep = qc_memory_take((size_t) work->rows.count, sizeof *keep, work->status);
    if (keep == NULL) return false;
    bool ok = qc_pipelines_pick(&work->rows, &work->table, keep, work->status) &&
              qc_table_pass(&work->table, work->status) && keep_rows(work, keep);
    qc_memory_release(keep);
    return ok;
}

/* What each distinct text means, looked up once and in the order of its first row: stages in no
 * pipeline entry are numbered as they are met. */
static bool find_meanings(reading *work, qc_id *meaning, bool *known)
{
    const qc_deal_rows *rows = &work->rows;
    for (int32_t row = 0; row < rows->count; row++) {
        const qc_id text = rows->stage[row];
        if (known[text]) continue;
        known[text] = true;
        if (!qc_stages_find(&work->stages, rows->stages.text[text], &meaning[text], work->status))
            return false;
    }
    return qc_ends_note(work->options->decisions, rows, meaning, work->status);
}

static bool map_stages(reading *work)
{
    const qc_deal_rows *rows = &work->rows;
    bool ok = false;
    bool *keep = qc_memory_take((size_t) rows->count, sizeof *keep, work->status);
    bool *known = qc_memory_take((size_t) rows->stages.count, sizeof *known, work->status);
    qc_id *meaning = qc_memory_take((size_t) rows->stages.count, sizeof *meaning, work->status);
    if (keep == NULL || known == NULL || meaning == NULL) goto out;
    if (!qc_stages_learn(&work->stages, work->options, work->status)) goto out;
    if (!find_meanings(work, meaning, known)) goto out;
    for (int32_t row = 0; row < rows->count; row++) {
        rows->stage[row] = meaning[rows->stage[row]];
        keep[row] = rows->stage[row] != QC_STAGE_IGNORED;
    }
    ok = keep_rows(work, keep);
out:
    qc_memory_release(keep);
    qc_memory_release(known);
    qc_memory_release(meaning);
    return ok;
}

static bool name_stages(reading *work, const char *const *names, int32_t count)
{
    qc_history *history = work->history;
    history->stage_name = qc_arena_take(&history->arena, (size_t) count,
                                        sizeof *history->stage_name, work->status);
    if (history->stage_name == NULL) return false;
    for (int32_t i = 0; i < count; i++) {
        history->stage_name[i] = qc_arena_text(&history->arena, names[i], work->status);
        if (history->stage_name[i] == NULL) return false;
    }
    history->stage_count = count;
    return true;
}

/* No pipeline was given: the file's own stages, in the order in which deals move. */
static bool infer_stages(reading *work)
{
    const qc_stage_index *stages = &work->stages;
    const int32_t count = stages->extra_count;
    int32_t order[QC_STAGE_ORDER_MOST], rank[QC_STAGE_ORDER_MOST];
    const char *names[QC_STAGE_ORDER_MOST];
    if (count > QC_STAGE_ORDER_MOST) {
        const bool canonical = work->rows.record == NULL; /* else the dialect knows the column */
        return qc_findings_add(work->table.findings, QC_FINDING_ERROR, "too many stages",
                               work->table.name, canonical ? work->table.csv.line[0] : 0,
                               canonical ? work->table.field[QC_COLUMN_STAGE] + 1 : 0, work->status,
                               "column \"stage\" has %d different values, more than the %d of any "
                               "pipeline; is it the right column?",
                               (int) count, QC_STAGE_ORDER_MOST);
    }
    if (!qc_stage_order_find(work->rows.deal, work->rows.stage, work->rows.count, count, order,
                             work->status)) {
        return false;
    }
    for (int32_t i = 0; i < count; i++) {
        names[i] = stages->extra[order[i]];
        rank[order[i]] = i;
    }
    for (int32_t row = 0; row < work->rows.count; row++) {
        if (work->rows.stage[row] >= 0) work->rows.stage[row] = rank[work->rows.stage[row]];
    }
    return name_stages(work, names, count) &&
           qc_stage_order_note(work->options->decisions, work->rows.deal, work->rows.stage,
                               work->rows.count, names, count, work->status);
}

static bool settle_stages(reading *work)
{
    const qc_read_options *options = work->options;
    if (!map_stages(work)) return false;
    if (options->stage_count == 0) return infer_stages(work);
    if (work->stages.extra_count > 0) {
        return qc_stages_report(&work->stages, options, work->rows.deal, work->rows.stage,
                                work->rows.count, work->table.name, work->table.findings,
                                work->status);
    }
    const char **names = qc_memory_take((size_t) options->stage_count, sizeof *names, work->status);
    if (names == NULL) return false;
    for (int32_t i = 0; i < options->stage_count; i++) {
        names[i] = options->stages[i].name;
    }
    bool ok = name_stages(work, names, options->stage_count);
    void *block = names;
    qc_memory_release(block);
    return ok;
}

/* The currency to convert to: the plan's, else the only one of the file that the rates leave out. */
static const char *find_base(const reading *work, const qc_rates *rates)
{
    const qc_table *table = &work->table;
    const char *base = NULL;
    double worth = 0.0;
    if (work->options->currency != NULL && work->options->currency[0] != '\0')
        return work->options->currency;
    for (int32_t i = 0; i < table->currency_count; i++) {
        const qc_currency_count *found = &table->currency[i];
        if (found->rows == 0 || qc_rates_find(rates, found->code, work->rows.last_day, &worth))
            continue;
        if (base != NULL) return NULL;
        base = found->code;
    }
    return base;
}

static bool convert(reading *work, const qc_rates *rates)
{
    qc_history *history = work->history;
    qc_table *table = &work->table;
    const char *base = find_base(work, rates);
    qc_digest digest;
    if (base == NULL || table->currency_count == QC_TABLE_CURRENCIES) {
        return qc_findings_add(table->findings, QC_FINDING_ERROR, "no base currency", table->name,
                               0, 0, work->status,
                               "which currency do the rates convert to? say currency: EUR in the "
                               "plan (quotacast import: --currency EUR)");
    }
    history->currency = qc_arena_text(&history->arena, base, work->status);
    if (history->currency == NULL) return false;
    qc_digest_start(&digest); /* the figures rest on both files */
    qc_digest_add_text(&digest, history->sha256);
    qc_digest_add_text(&digest, rates->sha256);
    qc_digest_end(&digest, history->sha256);
    return qc_decisions_add(work->options->decisions, "currency", base, true, "--currency",
                            work->status, "amounts converted by %s, each on the day of its event",
                            work->options->rates) &&
           qc_rates_convert(rates, &work->rows, table, base, work->status);
}

static bool settle_currency(reading *work)
{
    const char *code = "";
    for (int32_t row = 0; row < work->rows.count; row++) {
        int currency = work->rows.currency[row];
        if (currency >= 0) work->table.currency[currency].rows++;
    }
    if (work->options->rates != NULL) {
        qc_rates rates = {.count = 0};
        bool ok = qc_rates_read(&rates, work->options->rates, work->options, work->table.findings,
                                work->status) &&
                  convert(work, &rates);
        qc_rates_free(&rates);
        return ok;
    }
    if (!qc_table_currency(&work->table, &code, work->status)) return false;
    work->history->currency = qc_arena_text(&work->history->arena, code, work->status);
    return work->history->currency != NULL;
}

/* One row with a year mistyped makes every open deal old: say when the last day stands alone. */
static bool doubt_last_day(reading *work)
{
    const qc_deal_rows *rows = &work->rows;
    char last[16], before[16];
    if (work->options->as_of != QC_DAY_NONE || rows->day_before_last == QC_DAY_NONE ||
        rows->last_day - rows->day_before_last <= LONG_SILENCE_DAYS) {
        return true;
    }
    return qc_findings_add(work->table.findings, QC_FINDING_DOUBT, "late last row",
                           work->table.name, 0, 0, work->status,
                           "the last day, %s, counts as the as-of day but comes long after %s; if "
                           "it is a mistake, say as_of",
                           qc_calendar_text(rows->last_day, last),
                           qc_calendar_text(rows->day_before_last, before));
}

static bool note_as_of(const reading *work, const char *evidence)
{
    const bool last_known = work->history->as_of == work->rows.last_day;
    char day[16], last[16], text[128];
    (void) snprintf(text, sizeof text, "%s; the last change is of %s", evidence,
                    qc_calendar_text(work->rows.last_day, last));
    return qc_decisions_add(work->options->decisions, "as of",
                            qc_calendar_text(work->history->as_of, day), true, "--as-of",
                            work->status, "%s", last_known ? evidence : text);
}

/* The day of the export: as the user says, as the export says, by the file's name, by the file's own
 * date where it is near (a copied file has a later one), else the last recorded change. */
static bool settle_as_of(reading *work)
{
    qc_history *history = work->history;
    const qc_read_options *options = work->options;
    const qc_day last = work->rows.last_day, stamp = work->import.stamp;
    const qc_day named = work->dated, filed = qc_files_changed(work->table.name);
    history->as_of = options->as_of != QC_DAY_NONE ? options->as_of : last;
    history->as_of_given = options->as_of != QC_DAY_NONE;
    if (history->as_of_given) return note_as_of(work, "as you said");
    if (stamp != QC_DAY_NONE && stamp >= last) {
        history->as_of = stamp;
        history->as_of_given = true;
        return note_as_of(work, "the export says so");
    }
    if (!options->by_file) return true;
    if (named != QC_DAY_NONE && named >= last) {
        history->as_of = named;
        return note_as_of(work, "the day in the file's name");
    }
    if (filed != QC_DAY_NONE && filed >= last && filed - last <= NEAR_DAYS) {
        history->as_of = filed;
        return note_as_of(work, "the file's own date");
    }
    return note_as_of(work, "the last recorded change; put the day of the export if it is later");
}

static bool settle_days(reading *work)
{
    qc_history *history = work->history;
    const qc_read_options *options = work->options;
    char text[16], last[16];
    if (!settle_as_of(work)) return false;
    history->recorded_from = options->recorded_from;
    if (options->recorded_always)
        history->recorded_from = QC_DAY_NONE;
    else if (options->recorded_from == QC_DAY_NONE)
        history->recorded_from = work->import.recorded_from != QC_DAY_NONE
                                     ? work->import.recorded_from
                                     : work->rows.first_day;
    if (history->recorded_from > history->as_of) {
        return qc_findings_add(
            work->table.findings, QC_FINDING_ERROR, "recorded_from", "", 0, 0, work->status,
            "history.recorded_from: %s is after %s, the last day that counts",
            qc_calendar_text(history->recorded_from, text), qc_calendar_text(history->as_of, last));
    }
    return doubt_last_day(work);
}

static bool judge_rows(reading *work)
{
    qc_table *table = &work->table;
    qc_reconciliation *balance = &work->history->reconciliation;
    balance->rows_read = table->rows_read;
    balance->rows_after = table->aside.rows[QC_ASIDE_AFTER_AS_OF];
    if (!qc_aside_judge(&table->aside, balance->rows_read, work->options->allow_set_aside,
                        table->name, table->findings, work->status)) {
        return false;
    }
    if (work->rows.count == 0 &&
        !qc_findings_add(table->findings, QC_FINDING_ERROR, "no rows", table->name, 0, 0,
                         work->status, "has no row that can be used%s",
                         balance->rows_after > 0 ? " up to the as-of day" : "")) {
        return false;
    }
    return qc_table_pass(table, work->status);
}

static bool describe(reading *work)
{
    qc_history *history = work->history;
    const qc_deal_rows *rows = &work->rows;
    history->file = qc_arena_text(&history->arena, work->table.name, work->status);
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        history->has_label[i] = rows->label[i] != NULL;
    }
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        history->has_number[i] = rows->number[i] != NULL;
    }
    return history->file != NULL;
}

/* ---- the file ---- */

/* Room for one more sheet, opened from bytes. */
static bool add_sheet(reading *work, const char *name, const char *bytes, size_t length)
{
    qc_import *import = &work->import;
    qc_sheet *sheets = qc_memory_resize(import->sheets, (size_t) import->sheet_count + 1,
                                        sizeof *sheets, work->status);
    if (sheets == NULL) return false;
    import->sheets = sheets;
    return qc_sheet_open(&sheets[import->sheet_count++], name, bytes, length, work->table.findings,
                         work->status);
}

static bool load_sheet(reading *work, const char *path)
{
    char *bytes = NULL;
    size_t length = 0;
    bool ok = qc_sheet_load(path, &bytes, &length, work->table.findings, work->status) &&
              add_sheet(work, path, bytes, length);
    qc_memory_release(bytes); /* the cells are copies: a long file need not be held twice */
    return ok;
}

/* A folder, or a file with those that the user names beside it: snapshots. */
static bool load_files(reading *work, qc_files *files, const char *path)
{
    const qc_words *further = &work->options->further;
    work->many = qc_files_is_folder(path) || further->count > 0;
    if (!qc_files_is_folder(path)) {
        if (!load_sheet(work, path)) return false;
    } else {
        qc_status failure = {0};
        if (!qc_files_list(files, path, &failure))
            return qc_sheet_refuse(work->table.findings, &failure, work->status);
    }
    for (int32_t i = 0; i < files->count; i++) {
        if (!load_sheet(work, files->path[i])) return false;
    }
    for (int32_t i = 0; i < further->count; i++) {
        if (!load_sheet(work, further->text[i])) return false;
    }
    return true;
}

static void begin(reading *work, const char *name, qc_findings *findings)
{
    qc_table_start(&work->table, name, work->options, findings);
    work->import = (qc_import){.options = work->options,
                               .table = &work->table,
                               .rows = &work->rows,
                               .decisions = work->options->decisions,
                               .recorded_from = QC_DAY_NONE,
                               .stamp = QC_DAY_NONE};
}

static bool read_canonical(reading *work)
{
    qc_table *table = &work->table;
    qc_status *status = work->status;
    memcpy(work->history->sha256, work->import.sheets[0].sha256, sizeof work->history->sha256);
    return qc_table_take(table, &work->import.sheets[0], WANTED, status) &&
           qc_style_decide(table, status) && qc_table_pass(table, status) &&
           qc_deal_rows_read(&work->rows, table, status);
}

/* The digest of one file, or of the digests of all. */
static void digest_sheets(reading *work)
{
    const qc_import *import = &work->import;
    char *sha256 = work->history->sha256;
    qc_digest digest;
    memcpy(sha256, import->sheets[0].sha256, sizeof work->history->sha256);
    if (import->sheet_count == 1) return;
    qc_digest_start(&digest);
    for (int32_t i = 0; i < import->sheet_count; i++) {
        qc_digest_add_text(&digest, import->sheets[i].sha256);
    }
    qc_digest_end(&digest, sha256);
}

static bool read_export(reading *work)
{
    qc_import *import = &work->import;
    const qc_words *with = &work->options->with;
    const size_t pairs = (size_t) work->options->map.count;
    for (int32_t i = 0; i < with->count; i++) {
        if (!load_sheet(work, with->text[i])) return false;
    }
    digest_sheets(work);
    import->map_asked = qc_memory_take(pairs, sizeof *import->map_asked, work->status);
    return import->map_asked != NULL && qc_import_check_map(import, false, work->status) &&
           qc_table_pass(&work->table, work->status) && qc_import_read(import, work->status) &&
           qc_import_check_map(import, true, work->status) &&
           qc_table_pass(&work->table, work->status);
}

/* Several files are snapshots, and nothing else. */
static bool check_many(reading *work)
{
    const qc_dialect *dialect = work->import.dialect;
    if (!work->many || (dialect != NULL && dialect->many)) return true;
    return qc_findings_add(work->table.findings, QC_FINDING_ERROR, "several files",
                           work->table.name, 0, 0, work->status,
                           "a folder or several files are read as dated snapshots only: each needs "
                           "a deal, a stage and the day in its name; a companion of an export is "
                           "named by --with");
}

static bool read_rows(reading *work)
{
    const qc_dialect *dialect = NULL;
    work->dated = work->import.sheets[0].dated;
    if (!qc_import_choose(&work->import, &dialect, work->status) ||
        !qc_table_pass(&work->table, work->status)) {
        return false;
    }
    work->import.dialect = dialect;
    if (!check_many(work) || !qc_table_pass(&work->table, work->status)) return false;
    return (dialect == NULL ? read_canonical(work) : read_export(work)) && describe(work);
}

static bool is_activities(const reading *work)
{
    const qc_dialect *dialect = work->import.dialect;
    return dialect != NULL && dialect->kind == QC_IMPORT_ACTIVITIES;
}

/* An export of activities is no history: it is written as its own table, or refused. */
static bool read_activities(reading *work)
{
    qc_text *out = work->options->activities;
    qc_table *table = &work->table;
    qc_reconciliation *balance = &work->history->reconciliation;
    balance->rows_read = table->rows_read;
    balance->rows_used = table->rows_read - qc_aside_rows(&table->aside);
    if (!qc_aside_judge(&table->aside, balance->rows_read, work->options->allow_set_aside,
                        table->name, table->findings, work->status)) {
        return false;
    }
    if (out == NULL &&
        !qc_findings_add(table->findings, QC_FINDING_ERROR, "no deals", table->name, 0, 0,
                         work->status,
                         "is a list of activities (%s), not of deals; quotacast import turns it "
                         "into an activity log",
                         work->import.dialect->title)) {
        return false;
    }
    if (!qc_table_pass(table, work->status)) return false;
    *out = work->import.activities;
    work->import.activities = (qc_text){.failed = false};
    return true;
}

/* Records of an export: one may have made several rows, and one whose rows all fell to ignored
 * stages or other pipelines is ignored. */
static bool balance_records(reading *work)
{
    const qc_deal_rows *rows = &work->rows;
    qc_reconciliation *balance = &work->history->reconciliation;
    int64_t left = work->import.merged;
    balance->rows_used = rows->count;
    if (rows->record == NULL) return true;
    balance->by_record = true;
    bool *seen = qc_memory_take((size_t) balance->rows_read, sizeof *seen, work->status);
    if (seen == NULL) return false;
    for (int32_t row = 0; row < rows->count; row++) {
        left += !seen[rows->record[row]];
        seen[rows->record[row]] = true;
    }
    qc_memory_release(seen);
    balance->rows_used = left;
    balance->rows_ignored = balance->rows_read - left - qc_aside_rows(&work->table.aside);
    return true;
}

static bool read_table(reading *work)
{
    qc_table *table = &work->table;
    qc_status *status = work->status;
    const char *const *deal_names = NULL;
    int32_t deal_count = 0;

    if (!read_rows(work)) return false;
    if (is_activities(work)) return read_activities(work);
    if (!judge_rows(work) || !settle_days(work) || !qc_deal_order_sort(&work->rows, status) ||
        !pick_pipeline(work) || !settle_stages(work) || !settle_currency(work) ||
        !qc_table_pass(table, status)) {
        return false;
    }
    if (work->rows.count == 0) {
        return qc_findings_add(table->findings, QC_FINDING_ERROR, "no rows", table->name, 0, 0,
                               status,
                               "has no row left: all are in stages under history.ignore or in "
                               "other pipelines") &&
               qc_table_pass(table, status);
    }
    return balance_records(work) &&
           qc_deal_order_emit(work->history, &work->rows, &deal_names, &deal_count, status) &&
           qc_history_build(work->history, deal_names, deal_count, table->findings, status);
}

static reading start(qc_history *history, const qc_read_options *options, qc_status *status)
{
    static const qc_read_options DEFAULTS = QC_READ_OPTIONS_DEFAULT;
    return (reading){
        .history = history, .options = options != NULL ? options : &DEFAULTS, .status = status};
}

static void finish(reading *work)
{
    qc_stages_free(&work->stages);
    qc_deal_rows_free(&work->rows);
    qc_table_free(&work->table);
    qc_import_free(&work->import);
}

bool qc_read_deals_bytes(qc_history *history, const char *name, const char *bytes, size_t length,
                         const qc_read_options *options, qc_findings *findings, qc_status *status)
{
    reading work = start(history, options, status);
    begin(&work, name, findings);
    bool ok = add_sheet(&work, name, bytes, length) && read_table(&work);
    finish(&work);
    return ok;
}

bool qc_read_deals(qc_history *history, const char *path, const qc_read_options *options,
                   qc_findings *findings, qc_status *status)
{
    reading work = start(history, options, status);
    qc_files files = {.count = 0};
    begin(&work, path, findings);
    bool ok = load_files(&work, &files, path) && read_table(&work);
    finish(&work);
    qc_arena_free(&files.arena);
    return ok;
}
