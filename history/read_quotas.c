#include "history/read_quotas.h"

#include "core/memory.h"
#include "history/log_table.h"
#include "history/numbers.h"
#include "history/sheet.h"

#include <string.h>

enum { OWNER, PERIOD, AMOUNT, COLUMNS };
static const qc_column_want WANTED[COLUMNS] = {
    [OWNER] = {"owner", {"name", "rep", "user"}, true},
    [PERIOD] = {"period", {NULL}, true},
    [AMOUNT] = {"amount", {"quota", "target"}, true},
};

typedef struct reading {
    qc_quota_table *quotas;
    qc_log_table table;
    qc_decimal decimal;
    qc_status *status;
} reading;

/* An error in a row; true unless memory runs out, so that all of them are told. */
static bool wrong(reading *work, int32_t row, int32_t column, const char *what, const char *text)
{
    char room[QC_CSV_EXCERPT];
    const qc_log_table *table = &work->table;
    return qc_findings_add(table->findings, QC_FINDING_ERROR, "quotas", table->name,
                           table->csv.line[row], table->field[column] + 1, work->status,
                           "%s \"%s\"", what, qc_csv_excerpt(text, room));
}

static bool find_decimal(reading *work, const char *word)
{
    qc_number_tally tally = {0};
    if (word != NULL) return qc_numbers_decimal(word, &work->decimal);
    for (int32_t row = 1; row < work->table.csv.row_count; row++) {
        if (qc_csv_width(&work->table.csv, row) == qc_csv_width(&work->table.csv, 0))
            qc_numbers_count(&tally, qc_log_table_cell(&work->table, row, AMOUNT));
    }
    return qc_numbers_decide(&tally, &work->decimal) ||
           qc_findings_add(work->table.findings, QC_FINDING_ERROR, "quotas", work->table.name,
                           work->table.csv.line[0], work->table.field[AMOUNT] + 1, work->status,
                           "\"%s\" can be read in two ways; say history.decimal: point or comma",
                           tally.example);
}

static bool read_row(reading *work, int32_t row)
{
    const qc_log_table *table = &work->table;
    char currency[QC_NUMBERS_CURRENCY];
    qc_quota_row *quota = &work->quotas->rows[work->quotas->count];
    if (qc_csv_width(&table->csv, row) != qc_csv_width(&table->csv, 0))
        return wrong(work, row, OWNER,
                     "row has another number of fields:", qc_csv_cell(&table->csv, row, 0));
    const char *owner = qc_log_table_cell(table, row, OWNER);
    const char *period = qc_log_table_cell(table, row, PERIOD);
    const char *amount = qc_log_table_cell(table, row, AMOUNT);
    if (owner[0] == '\0')
        return wrong(work, row, OWNER, "nobody is named (seek --split has --by owner): owner",
                     owner);
    if (period[0] == '\0') return wrong(work, row, PERIOD, "no period:", period);
    if (!qc_numbers_read(amount, work->decimal, &quota->amount, currency))
        return wrong(work, row, AMOUNT, "amount is no number:", amount);
    if (quota->amount < 0) return wrong(work, row, AMOUNT, "a quota is not below 0:", amount);
    quota->owner = qc_arena_text(&work->quotas->arena, owner, work->status);
    quota->period = qc_arena_text(&work->quotas->arena, period, work->status);
    quota->line = table->csv.line[row];
    work->quotas->count++;
    return quota->owner != NULL && quota->period != NULL;
}

static bool read_all(reading *work, const char *name, const char *bytes, size_t length,
                     const char *decimal, qc_findings *findings)
{
    qc_quota_table *quotas = work->quotas;
    qc_status *status = work->status;
    quotas->file = qc_arena_text(&quotas->arena, name, status);
    if (quotas->file == NULL ||
        !qc_log_table_open(&work->table, name, bytes, length, WANTED, COLUMNS, findings, status) ||
        !find_decimal(work, decimal))
        return false;
    memcpy(quotas->sha256, work->table.sha256, sizeof quotas->sha256);
    quotas->rows = qc_arena_take(&quotas->arena, (size_t) work->table.csv.row_count,
                                 sizeof *quotas->rows, status);
    if (quotas->rows == NULL) return false;
    for (int32_t row = 1; row < work->table.csv.row_count; row++) {
        if (!read_row(work, row)) return false;
    }
    return qc_findings_pass(findings, status);
}

bool qc_read_quotas_bytes(qc_quota_table *table, const char *name, const char *bytes, size_t length,
                          const char *decimal, qc_findings *findings, qc_status *status)
{
    reading work = {.quotas = table, .status = status};
    const bool ok = read_all(&work, name, bytes, length, decimal, findings);
    qc_log_table_free(&work.table);
    return ok;
}

bool qc_read_quotas(qc_quota_table *table, const char *path, const char *decimal,
                    qc_findings *findings, qc_status *status)
{
    char *bytes = NULL;
    size_t length = 0;
    const bool ok = qc_sheet_load(path, &bytes, &length, findings, status) &&
                    qc_read_quotas_bytes(table, path, bytes, length, decimal, findings, status);
    qc_memory_release(bytes);
    return ok;
}

void qc_quota_table_free(qc_quota_table *table)
{
    qc_arena_free(&table->arena);
    memset(table, 0, sizeof *table);
}
