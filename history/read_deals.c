/* A deal history is read in steps, each on the whole table: cells, rows in order, one pipeline,
 * stages, changes. A step lists all its errors before the reading stops. */
#include "history/read_deals.h"

#include "core/memory.h"
#include "history/dates_only.h"
#include "history/deal_order.h"
#include "history/deal_reading.h"
#include "history/end_words.h"
#include "history/ends.h"
#include "history/pipelines.h"
#include "history/silence.h"
#include "history/stage_order.h"

/* Keep the rows marked; the others are counted as ignored. */
static bool keep_rows(qc_deal_reading *work, const bool *keep)
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

static bool pick_pipeline(qc_deal_reading *work)
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
static bool find_meanings(qc_deal_reading *work, qc_id *meaning, bool *known)
{
    const qc_deal_rows *rows = &work->rows;
    for (int32_t row = 0; row < rows->count; row++) {
        const qc_id text = rows->stage[row];
        if (known[text]) continue;
        known[text] = true;
        if (!qc_stages_find(&work->stages, rows->stages.text[text], &meaning[text], work->status))
            return false;
    }
    return qc_end_words_check(work) &&
           qc_ends_note(work->options->decisions, rows, meaning, work->status);
}

static bool map_stages(qc_deal_reading *work)
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

static bool name_stages(qc_deal_reading *work, const char *const *names, int32_t count)
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
static bool infer_stages(qc_deal_reading *work)
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

/* An export of creation and close alone has one stage, "open"; a pipeline of others is a misunderstanding. */
static bool has_no_stages(const qc_deal_reading *work)
{
    bool any = false;
    if (work->stages.extra_count != 1 || !qc_text_same(work->stages.extra[0], "open")) return false;
    for (int32_t row = 0; row < work->rows.count; row++)
        any = any ||
              (work->rows.stage[row] >= 0 && work->rows.stage[row] < work->options->stage_count);
    return !any;
}

static bool refuse_no_stages(const qc_deal_reading *work)
{
    return qc_findings_add(
        work->table.findings, QC_FINDING_ERROR, "no stages", work->table.name, 0, 0, work->status,
        "knows only when deals were created and closed, and the plan's pipeline "
        "has %d %s of its own; say pipeline: [open] (its conversion is then the "
        "win rate, its days those from creation to close); " QC_DATES_ONLY_HINT,
        (int) work->options->stage_count, work->options->stage_count == 1 ? "stage" : "stages");
}

static bool settle_stages(qc_deal_reading *work)
{
    const qc_read_options *options = work->options;
    if (!map_stages(work)) return false;
    if (options->stage_count == 0) return infer_stages(work);
    if (has_no_stages(work)) return refuse_no_stages(work);
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

static bool judge_rows(qc_deal_reading *work)
{
    qc_table *table = &work->table;
    qc_reconciliation *balance = &work->history->reconciliation;
    balance->rows_read = table->rows_read;
    balance->rows_after = table->aside.rows[QC_ASIDE_AFTER_AS_OF];
    if (!qc_aside_judge(&table->aside, balance->rows_read, work->options->allow_set_aside,
                        table->name, table->findings, work->status)) {
        return false;
    }
    if (work->rows.count == 0 && !qc_deal_file_report_empty(work)) return false;
    return qc_table_pass(table, work->status);
}

/* Records of an export: one may have made several rows, and one whose rows all fell to ignored
 * stages or other pipelines is ignored. */
static bool balance_records(qc_deal_reading *work)
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

static bool doubt_silence(const qc_deal_reading *work)
{
    qc_silence silence;
    char from[16], to[16];
    if (!qc_silence_find(&silence, work->history, work->status)) return false;
    return !silence.found ||
           qc_findings_add(work->table.findings, QC_FINDING_DOUBT, "silent end", work->table.name,
                           0, 0, work->status,
                           "nothing is recorded after %s, %d days before the as-of day %s (until "
                           "then never more than %d days apart); if the export is from that day, "
                           "say as_of: %s",
                           qc_calendar_text(silence.last_row, from), (int) silence.days,
                           qc_calendar_text(work->history->as_of, to), (int) silence.longest, from);
}

static bool read_table(qc_deal_reading *work)
{
    qc_table *table = &work->table;
    qc_status *status = work->status;
    const char *const *deal_names = NULL;
    int32_t deal_count = 0;

    if (!qc_deal_file_read(work)) return false;
    if (qc_deal_file_is_activities(work)) return qc_deal_file_activities(work);
    if (!judge_rows(work) || !qc_deal_settle_days(work) ||
        !qc_deal_order_sort(&work->rows, status) || !pick_pipeline(work) || !settle_stages(work) ||
        !qc_deal_settle_currency(work) || !qc_table_pass(table, status)) {
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
           qc_history_build(work->history, deal_names, deal_count, table->findings, status) &&
           doubt_silence(work);
}

static qc_deal_reading start(qc_history *history, const qc_read_options *options, qc_status *status)
{
    static const qc_read_options DEFAULTS = QC_READ_OPTIONS_DEFAULT;
    return (qc_deal_reading){
        .history = history, .options = options != NULL ? options : &DEFAULTS, .status = status};
}

static void finish(qc_deal_reading *work)
{
    qc_stages_free(&work->stages);
    qc_deal_rows_free(&work->rows);
    qc_table_free(&work->table);
    qc_import_free(&work->import);
}

bool qc_read_deals_bytes(qc_history *history, const char *name, const char *bytes, size_t length,
                         const qc_read_options *options, qc_findings *findings, qc_status *status)
{
    qc_deal_reading work = start(history, options, status);
    qc_deal_file_begin(&work, name, findings);
    bool ok = qc_deal_file_add(&work, name, bytes, length) && read_table(&work);
    finish(&work);
    return ok;
}

bool qc_read_deals(qc_history *history, const char *path, const qc_read_options *options,
                   qc_findings *findings, qc_status *status)
{
    qc_deal_reading work = start(history, options, status);
    qc_files files = {.count = 0};
    qc_deal_file_begin(&work, path, findings);
    bool ok = qc_deal_file_load(&work, &files, path) && read_table(&work);
    finish(&work);
    qc_arena_free(&files.arena);
    return ok;
}
