#include "history/read_open.h"

#include "core/memory.h"
#include "history/names.h"
#include "history/row.h"
#include "history/stages.h"
#include "history/style.h"

#include <string.h>

static const qc_column_want WANTED[QC_COLUMN_COUNT] = {
    [QC_COLUMN_DEAL_ID] = {"deal_id", {"id", "deal", "opportunity_id"}, true},
    [QC_COLUMN_STAGE] = {"stage", {NULL}, true},
    [QC_COLUMN_SINCE] = {"since", {NULL}, false},
    [QC_COLUMN_AGE_DAYS] = {"age_days", {"age"}, false},
    [QC_COLUMN_CURRENCY] = {"currency", {NULL}, false},
    [QC_COLUMN_NUMBER + QC_NUMBER_AMOUNT] = {"amount", {NULL}, true},
    [QC_COLUMN_NUMBER + QC_NUMBER_UNITS] = {"units", {NULL}, false},
    [QC_COLUMN_NUMBER + QC_NUMBER_MARGIN] = {"margin", {NULL}, false},
#define QC_LABEL_WANT(name, word) [QC_COLUMN_LABEL + QC_LABEL_##name] = {word, {NULL}, false},
    QC_LABELS(QC_LABEL_WANT)
#undef QC_LABEL_WANT
};

typedef struct reading { /* all that lives while one file is read */
    qc_open_deals *open;
    qc_table table;
    qc_stage_index stages;
    qc_row_set seen;
    qc_name_table deals, labels[QC_LABEL_COUNT]; /* texts borrowed from the table */
    qc_status *status;
} reading;

static bool take_columns(qc_open_deals *open, int32_t rows, qc_status *status)
{
    qc_arena *arena = &open->arena;
    const size_t count = (size_t) rows;
    open->name = qc_arena_take(arena, count, sizeof *open->name, status);
    open->stage = qc_arena_take(arena, count, sizeof *open->stage, status);
    open->age_days = qc_arena_take(arena, count, sizeof *open->age_days, status);
    if (open->name == NULL || open->stage == NULL || open->age_days == NULL) return false;
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        open->number[i] = qc_arena_take(arena, count, sizeof *open->number[i], status);
        if (open->number[i] == NULL) return false;
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        open->label[i] = qc_arena_take(arena, count, sizeof *open->label[i], status);
        if (open->label[i] == NULL) return false;
    }
    return true;
}

/* One of the two columns must say since when; `since` needs a day to count to. */
static bool check_age_columns(const reading *work)
{
    const qc_table *table = &work->table;
    const bool since = table->field[QC_COLUMN_SINCE] != QC_COLUMN_ABSENT;
    const bool age = table->field[QC_COLUMN_AGE_DAYS] != QC_COLUMN_ABSENT;
    if (!since && !age) {
        return qc_findings_add(table->findings, QC_FINDING_ERROR, "missing column", table->name,
                               table->csv.line[0], 0, work->status,
                               "column \"since\" (a date) or \"age_days\" is missing: how long is "
                               "each deal in its stage?");
    }
    if (!since || table->options->as_of != QC_DAY_NONE) return true;
    return qc_findings_add(table->findings, QC_FINDING_ERROR, "as_of missing", table->name,
                           table->csv.line[0], table->field[QC_COLUMN_SINCE] + 1, work->status,
                           "column \"since\" needs as_of in the plan: the day up to which the days "
                           "in a stage count");
}

static bool read_age(reading *work, int32_t row, double *age_days, bool *usable)
{
    qc_table *table = &work->table;
    const char *text = qc_table_cell(table, row, QC_COLUMN_AGE_DAYS);
    char room[QC_CSV_EXCERPT], currency[QC_NUMBERS_CURRENCY];
    *usable = qc_numbers_read(text, table->decimal[QC_COLUMN_AGE_DAYS], age_days, currency) &&
              *age_days >= 0.0 && currency[0] == '\0';
    if (*usable) return true;
    return qc_row_aside(table, QC_ASIDE_BAD_NUMBER, row, QC_COLUMN_AGE_DAYS, work->status,
                        "age_days \"%s\" is not a number of days", qc_csv_excerpt(text, room));
}

static bool read_since(reading *work, int32_t row, double *age_days, bool *usable)
{
    qc_table *table = &work->table;
    const qc_day as_of = table->options->as_of;
    char text[16], last[16];
    qc_day since = QC_DAY_NONE;
    if (!qc_row_read_day(table, row, QC_COLUMN_SINCE, &since, usable, work->status)) return false;
    if (!*usable) return true;
    if (since == QC_DAY_NONE) {
        *usable = false;
        return qc_row_aside(table, QC_ASIDE_BAD_DATE, row, QC_COLUMN_SINCE, work->status,
                            "neither since nor age_days says how long the deal is in its stage");
    }
    *age_days = (double) as_of - (double) since;
    if (since <= as_of) return true;
    *usable = false;
    return qc_findings_add(table->findings, QC_FINDING_ERROR, "since after as_of", table->name,
                           table->csv.line[row], table->field[QC_COLUMN_SINCE] + 1, work->status,
                           "since %s is after as_of %s", qc_calendar_text(since, text),
                           qc_calendar_text(as_of, last));
}

/* Won and lost deals are not open; an ignored stage is left out. */
static bool read_stage(reading *work, int32_t row, qc_id *stage, bool *usable)
{
    qc_table *table = &work->table;
    char room[QC_CSV_EXCERPT];
    const char *text = qc_table_cell(table, row, QC_COLUMN_STAGE);
    if (!qc_stages_find(&work->stages, text, stage, work->status)) return false;
    *usable = *stage >= 0;
    if (*usable) return true;
    if (*stage == QC_STAGE_IGNORED) {
        return qc_findings_add(table->findings, QC_FINDING_DOUBT, "ignored stage", table->name,
                               table->csv.line[row], table->field[QC_COLUMN_STAGE] + 1,
                               work->status, "the deal is left out: its stage \"%s\" is ignored",
                               qc_csv_excerpt(text, room));
    }
    return qc_findings_add(table->findings, QC_FINDING_ERROR, "closed deal", table->name,
                           table->csv.line[row], table->field[QC_COLUMN_STAGE] + 1, work->status,
                           "stage \"%s\" is an end; this table lists open deals only",
                           qc_csv_excerpt(text, room));
}

static bool store(reading *work, int32_t row)
{
    qc_open_deals *open = work->open;
    qc_table *table = &work->table;
    const int32_t at = open->count;
    char room[QC_CSV_EXCERPT];
    const char *id = qc_table_cell(table, row, QC_COLUMN_DEAL_ID);
    const qc_id deal = qc_names_put(&work->deals, id, work->status);
    if (deal == QC_ID_NONE) return false;
    if (deal < at) {
        return qc_findings_add(table->findings, QC_FINDING_ERROR, "deal twice", table->name,
                               table->csv.line[row], table->field[QC_COLUMN_DEAL_ID] + 1,
                               work->status, "deal \"%s\" stands in the table twice",
                               qc_csv_excerpt(id, room));
    }
    open->name[at] = qc_arena_text(&open->arena, id, work->status);
    if (open->name[at] == NULL) return false;
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        const char *cell = qc_table_cell(table, row, QC_COLUMN_LABEL + (qc_column) i);
        open->label[i][at] = QC_ID_NONE;
        if (cell[0] == '\0') continue;
        open->label[i][at] = qc_names_put(&work->labels[i], cell, work->status);
        if (open->label[i][at] == QC_ID_NONE) return false;
    }
    open->count++;
    return true;
}

static bool read_row(reading *work, int32_t row)
{
    qc_open_deals *open = work->open;
    qc_table *table = &work->table;
    const int32_t at = open->count;
    double number[QC_NUMBER_COUNT];
    char currency[QC_NUMBERS_CURRENCY];
    bool usable = false;
    const bool age = qc_csv_width(&table->csv, row) >= qc_csv_width(&table->csv, 0) &&
                     qc_table_cell(table, row, QC_COLUMN_AGE_DAYS)[0] != '\0';
    const qc_column column = age ? QC_COLUMN_AGE_DAYS : QC_COLUMN_SINCE;

    if (!qc_row_check(table, row, column, &usable, work->status)) return false;
    if (usable && age && !read_age(work, row, &open->age_days[at], &usable)) return false;
    if (usable && !age && !read_since(work, row, &open->age_days[at], &usable)) return false;
    if (usable && !qc_row_read_numbers(table, row, number, currency, &usable, work->status)) {
        return false;
    }
    if (usable && !qc_row_check_seen(table, &work->seen, row, &usable, work->status)) return false;
    if (usable && !read_stage(work, row, &open->stage[at], &usable)) return false;
    if (!usable) return true;
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        open->number[i][at] = number[i];
    }
    const int32_t found = qc_table_find_currency(table, currency);
    if (found >= 0) table->currency[found].rows++;
    return store(work, row);
}

/* Each row of this table is a deal of its own, so a row's number serves as the deal's. */
static bool report_stages(reading *work)
{
    if (work->stages.extra_count == 0) return true;
    const int32_t count = work->open->count;
    qc_id *deal = qc_memory_take((size_t) count, sizeof *deal, work->status);
    if (deal == NULL) return false;
    for (qc_id i = 0; i < count; i++) {
        deal[i] = i;
    }
    bool ok = qc_stages_report(&work->stages, work->table.options, deal, work->open->stage, count,
                               work->table.name, work->table.findings, work->status);
    qc_memory_release(deal);
    return ok;
}

static bool describe(reading *work)
{
    qc_open_deals *open = work->open;
    const qc_table *table = &work->table;
    const char *code = "";
    if (!qc_table_currency(table, table->options->currency, &code, work->status)) return false;
    memcpy(open->sha256, table->sha256, sizeof open->sha256);
    open->file = qc_arena_text(&open->arena, table->name, work->status);
    open->currency = qc_arena_text(&open->arena, code, work->status);
    if (open->file == NULL || open->currency == NULL) return false;
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        open->has_number[i] = table->field[QC_COLUMN_NUMBER + i] != QC_COLUMN_ABSENT;
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        const qc_name_table *source = &work->labels[i];
        open->has_label[i] = table->field[QC_COLUMN_LABEL + i] != QC_COLUMN_ABSENT;
        if (!qc_names_compact(&open->arena, &open->names[i], open->label[i], open->count,
                              source->text, source->count, work->status)) {
            return false;
        }
    }
    return true;
}

static bool read_all(reading *work, const char *name, const char *bytes, size_t length,
                     const qc_read_options *options, qc_findings *findings)
{
    qc_table *table = &work->table;
    qc_status *status = work->status;
    if (!qc_table_open(table, name, bytes, length, WANTED, options, findings, status)) return false;
    if (!check_age_columns(work) || !qc_style_decide(table, status)) return false;
    if (!qc_table_pass(table, status)) return false;
    if (!take_columns(work->open, table->csv.row_count, status)) return false;
    if (!qc_stages_learn(&work->stages, options, status)) return false;
    for (int32_t row = 1; row < table->csv.row_count; row++) {
        if (!read_row(work, row)) return false;
    }
    work->open->rows_read = table->csv.row_count - 1;
    return qc_aside_judge(&table->aside, work->open->rows_read, options->allow_set_aside, name,
                          findings, status) &&
           report_stages(work) && describe(work) && qc_table_pass(table, status);
}

bool qc_read_open_bytes(qc_open_deals *open, const char *name, const char *bytes, size_t length,
                        const qc_read_options *options, qc_findings *findings, qc_status *status)
{
    static const qc_read_options DEFAULTS = QC_READ_OPTIONS_DEFAULT;
    reading work = {.open = open, .status = status};
    bool ok = read_all(&work, name, bytes, length, options != NULL ? options : &DEFAULTS, findings);
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        qc_names_free(&work.labels[i]);
    }
    qc_names_free(&work.deals);
    qc_row_set_free(&work.seen);
    qc_stages_free(&work.stages);
    qc_table_free(&work.table);
    return ok;
}

bool qc_read_open(qc_open_deals *open, const char *path, const qc_read_options *options,
                  qc_findings *findings, qc_status *status)
{
    char *bytes = NULL;
    size_t length = 0;
    bool ok = qc_sheet_load(path, &bytes, &length, findings, status) &&
              qc_read_open_bytes(open, path, bytes, length, options, findings, status);
    qc_memory_release(bytes);
    return ok;
}

void qc_open_deals_free(qc_open_deals *open)
{
    qc_arena_free(&open->arena);
    *open = (qc_open_deals){.file = NULL};
}
