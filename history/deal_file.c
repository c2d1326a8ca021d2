/* From bytes to the rows of a history: which files, which layout, canonical or foreign. */
#include "core/memory.h"
#include "history/deal_reading.h"
#include "history/style.h"

#include <string.h>

static const qc_column_want WANTED[QC_COLUMN_COUNT] = {
    [QC_COLUMN_DEAL_ID] = {"deal_id", {"id", "deal", "opportunity_id"}, true},
    [QC_COLUMN_DATE] = {"date", {NULL}, true},
    [QC_COLUMN_STAGE] = {"stage", {NULL}, true},
    [QC_COLUMN_CURRENCY] = {"currency", {NULL}, false},
    [QC_COLUMN_CLOSE_DATE] = {"close_date", {NULL}, false},
    [QC_COLUMN_NUMBER + QC_NUMBER_AMOUNT] = {"amount", {NULL}, false},
    [QC_COLUMN_NUMBER + QC_NUMBER_UNITS] = {"units", {NULL}, false},
    [QC_COLUMN_NUMBER + QC_NUMBER_MARGIN] = {"margin", {NULL}, false},
    [QC_COLUMN_NUMBER + QC_NUMBER_PROBABILITY] = {"probability", {NULL}, false},
#define QC_LABEL_WANT(name, word) [QC_COLUMN_LABEL + QC_LABEL_##name] = {word, {NULL}, false},
    QC_LABELS(QC_LABEL_WANT)
#undef QC_LABEL_WANT
};

/* Room for one more sheet, opened from bytes. */
bool qc_deal_file_add(qc_deal_reading *work, const char *name, const char *bytes, size_t length)
{
    qc_import *import = &work->import;
    qc_sheet *sheets = qc_memory_resize(import->sheets, (size_t) import->sheet_count + 1,
                                        sizeof *sheets, work->status);
    if (sheets == NULL) return false;
    import->sheets = sheets;
    return qc_sheet_open(&sheets[import->sheet_count++], name, bytes, length, work->table.findings,
                         work->status);
}

static bool load_sheet(qc_deal_reading *work, const char *path)
{
    char *bytes = NULL;
    size_t length = 0;
    bool ok = qc_sheet_load(path, &bytes, &length, work->table.findings, work->status) &&
              qc_deal_file_add(work, path, bytes, length);
    qc_memory_release(bytes); /* the cells are copies: a long file need not be held twice */
    return ok;
}

/* A folder, or a file with those that the user names beside it: snapshots. */
bool qc_deal_file_load(qc_deal_reading *work, qc_files *files, const char *path)
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

void qc_deal_file_begin(qc_deal_reading *work, const char *name, qc_findings *findings)
{
    qc_table_start(&work->table, name, work->options, findings);
    work->import = (qc_import){.options = work->options,
                               .table = &work->table,
                               .rows = &work->rows,
                               .decisions = work->options->decisions,
                               .recorded_from = QC_DAY_NONE,
                               .stamp = QC_DAY_NONE};
}

/* What the canonical layout would pass over in silence: companions and a map of columns. */
static bool refuse_idle(qc_deal_reading *work)
{
    const qc_read_options *options = work->options;
    qc_table *table = &work->table;
    if (options->with.count > 0 &&
        !qc_findings_add(table->findings, QC_FINDING_ERROR, "unknown companion", table->name, 0, 0,
                         work->status,
                         "the canonical layout has no use for a further file (--with); a table of "
                         "rates is named by --rates (in a plan, history.rates)")) {
        return false;
    }
    return options->map.count == 0 ||
           qc_findings_add(table->findings, QC_FINDING_ERROR, "column map", table->name, 0, 0,
                           work->status,
                           "the canonical layout knows its columns by their names and has no use "
                           "for --map");
}

static bool read_canonical(qc_deal_reading *work)
{
    qc_table *table = &work->table;
    qc_status *status = work->status;
    memcpy(work->history->sha256, work->import.sheets[0].sha256, sizeof work->history->sha256);
    return qc_table_take(table, &work->import.sheets[0], WANTED, status) &&
           qc_style_decide(table, status) && qc_table_pass(table, status) && refuse_idle(work) &&
           qc_table_pass(table, status) && qc_deal_rows_read(&work->rows, table, status);
}

/* The digest of one file, or of the digests of all. */
static void digest_sheets(qc_deal_reading *work)
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

static bool read_export(qc_deal_reading *work)
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

/* Do all files begin with the same line? */
static bool has_one_header(const qc_import *import)
{
    const qc_csv *first = &import->sheets[0].csv;
    for (int32_t s = 1; s < import->sheet_count; s++) {
        const qc_csv *other = &import->sheets[s].csv;
        if (qc_csv_width(other, 0) != qc_csv_width(first, 0)) return false;
        for (int32_t field = 0; field < qc_csv_width(first, 0); field++) {
            if (strcmp(qc_csv_cell(other, 0, field), qc_csv_cell(first, 0, field)) != 0)
                return false;
        }
    }
    return import->sheet_count > 1;
}

/* Several files are snapshots, and nothing else. */
static bool check_many(qc_deal_reading *work)
{
    const qc_dialect *dialect = work->import.dialect;
    if (!work->many || (dialect != NULL && dialect->many)) return true;
    if (has_one_header(&work->import))
        return qc_findings_add(work->table.findings, QC_FINDING_ERROR, "several files",
                               work->table.name, 0, 0, work->status,
                               "this and %d more have the same columns and no day in their names; "
                               "parts of one export are joined first: awk 'FNR > 1 || NR == 1' "
                               "FILE... > whole.csv; snapshots of several days need the day in "
                               "each name (deals-2026-06-30.csv)",
                               (int) (work->import.sheet_count - 1));
    return qc_findings_add(work->table.findings, QC_FINDING_ERROR, "several files",
                           work->table.name, 0, 0, work->status,
                           "a folder or several files are read as dated snapshots only: each needs "
                           "a deal, a stage and the day in its name; a companion of an export is "
                           "named by --with");
}

static bool describe(qc_deal_reading *work)
{
    qc_history *history = work->history;
    const qc_deal_rows *rows = &work->rows;
    qc_deal_settle_probability(&work->rows);
    history->file = qc_arena_text(&history->arena, work->table.name, work->status);
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        history->has_label[i] = rows->label[i] != NULL;
    }
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        history->has_number[i] = rows->number[i] != NULL;
    }
    return history->file != NULL;
}

bool qc_deal_file_read(qc_deal_reading *work)
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

bool qc_deal_file_is_activities(const qc_deal_reading *work)
{
    const qc_dialect *dialect = work->import.dialect;
    return dialect != NULL && dialect->kind == QC_IMPORT_ACTIVITIES;
}

bool qc_deal_file_report_empty(qc_deal_reading *work)
{
    const qc_table *table = &work->table;
    qc_text reasons = {0};
    if (work->history->reconciliation.rows_after > 0) {
        qc_text_add(&reasons, " up to the as-of day");
    } else if (qc_aside_rows(&table->aside) > 0) {
        qc_text_add(&reasons, " (");
        qc_aside_list(&table->aside, true, &reasons);
        qc_text_add(&reasons, ")");
    }
    bool ok = qc_findings_add(table->findings, QC_FINDING_ERROR, "no rows", table->name, 0, 0,
                              work->status, "has no row that can be used%s", qc_text_get(&reasons));
    if (reasons.failed)
        ok = qc_fail(work->status, QC_NO_MEMORY, "out of memory while writing a message");
    qc_text_free(&reasons);
    return ok;
}

/* An export of activities is no history: it is written as its own table, or refused. */
bool qc_deal_file_activities(qc_deal_reading *work)
{
    qc_text *out = work->options->activities;
    qc_table *table = &work->table;
    qc_reconciliation *balance = &work->history->reconciliation;
    balance->rows_read = table->rows_read;
    balance->rows_used = table->rows_read - qc_aside_rows(&table->aside);
    balance->rows_after = table->aside.rows[QC_ASIDE_AFTER_AS_OF];
    if (!qc_aside_judge(&table->aside, balance->rows_read, work->options->allow_set_aside,
                        table->name, table->findings, work->status)) {
        return false;
    }
    if (work->import.activities.length == 0 && !qc_deal_file_report_empty(work)) return false;
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
