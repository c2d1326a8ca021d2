#include "history/read_activities.h"

#include "core/memory.h"
#include "history/aside.h"
#include "history/log_table.h"
#include "history/names.h"
#include "history/numbers.h"
#include "history/sheet.h"

#include <string.h>

#define MOST_AT_ONCE 1e6 /* activities in one row */

enum { DATE, OWNER, TYPE, COUNT, OUTCOME, DEAL, COLUMNS };
static const qc_column_want WANTED[COLUMNS] = {
    [DATE] = {"date", {"day"}, true},           [OWNER] = {"owner", {"rep", "user"}, true},
    [TYPE] = {"type", {"activity"}, true},      [COUNT] = {"count", {"number"}, false},
    [OUTCOME] = {"outcome", {"result"}, false}, [DEAL] = {"deal_id", {"deal"}, false},
};

typedef struct reading {
    qc_activity_log *log;
    const qc_log_options *options;
    qc_log_table table;
    qc_aside_tally aside;
    qc_name_table owners, types, outcomes; /* texts borrowed from the rows */
    qc_status *status;
} reading;

static const char *cell(const reading *work, int32_t row, int32_t column)
{
    return qc_log_table_cell(&work->table, row, column);
}

static bool set_aside(reading *work, qc_aside reason, int32_t row, int column, const char *what,
                      const char *text)
{
    char room[QC_CSV_EXCERPT];
    work->aside.rows[reason]++;
    return qc_findings_add(work->table.findings, QC_FINDING_SET_ASIDE, qc_aside_word(reason),
                           work->table.name, work->table.csv.line[row],
                           work->table.field[column] + 1, work->status, "%s \"%s\"", what,
                           qc_csv_excerpt(text, room));
}

static bool take_columns(qc_activity_log *log, int32_t rows, qc_status *status)
{
    const size_t count = (size_t) rows;
    log->day = qc_arena_take(&log->arena, count, sizeof *log->day, status);
    log->number = qc_arena_take(&log->arena, count, sizeof *log->number, status);
    log->owner = qc_arena_take(&log->arena, count, sizeof *log->owner, status);
    log->type = qc_arena_take(&log->arena, count, sizeof *log->type, status);
    log->outcome = qc_arena_take(&log->arena, count, sizeof *log->outcome, status);
    return log->day != NULL && log->number != NULL && log->owner != NULL && log->type != NULL &&
           log->outcome != NULL;
}

static bool name_of(qc_name_table *table, const char *text, qc_id *id, qc_status *status)
{
    *id = QC_ID_NONE;
    if (text[0] == '\0') return true;
    *id = qc_names_put(table, text, status);
    return *id != QC_ID_NONE;
}

static bool read_number(reading *work, int32_t row, double *number, bool *usable)
{
    char currency[QC_NUMBERS_CURRENCY];
    const char *text = cell(work, row, COUNT);
    *number = 1;
    *usable = text[0] == '\0' || (qc_numbers_read(text, QC_DECIMAL_NONE, number, currency) &&
                                  currency[0] == '\0' && *number >= 0 && *number <= MOST_AT_ONCE);
    return *usable || set_aside(work, QC_ASIDE_BAD_NUMBER, row, COUNT, "count is no number:", text);
}

/* `usable` false: the row was set aside. */
static bool judge(reading *work, int32_t row, qc_day *day, double *number, bool *usable)
{
    const char *date;
    *usable = qc_csv_width(&work->table.csv, row) == qc_csv_width(&work->table.csv, 0);
    if (!*usable)
        return set_aside(
            work, QC_ASIDE_WRONG_FIELD_COUNT, row, DATE,
            "row has another number of fields:", qc_csv_cell(&work->table.csv, row, 0));
    date = cell(work, row, DATE);
    *usable = qc_dates_read(date, work->table.order, day);
    if (!*usable) return set_aside(work, QC_ASIDE_BAD_DATE, row, DATE, "no date:", date);
    *usable = work->options->as_of == QC_DAY_NONE || *day <= work->options->as_of;
    if (!*usable)
        return set_aside(work, QC_ASIDE_AFTER_AS_OF, row, DATE, "after the as-of day:", date);
    *usable = cell(work, row, TYPE)[0] != '\0';
    if (!*usable) return set_aside(work, QC_ASIDE_EMPTY_ID, row, TYPE, "no type:", "");
    return read_number(work, row, number, usable);
}

static bool read_row(reading *work, int32_t row)
{
    qc_activity_log *log = work->log;
    qc_day day = QC_DAY_NONE;
    double number = 0;
    bool usable = false;
    if (!judge(work, row, &day, &number, &usable)) return false;
    if (!usable || !(number > 0)) return true;
    const int32_t at = log->count;
    log->day[at] = day;
    log->number[at] = number;
    if (!name_of(&work->owners, cell(work, row, OWNER), &log->owner[at], work->status) ||
        !name_of(&work->types, cell(work, row, TYPE), &log->type[at], work->status) ||
        !name_of(&work->outcomes, cell(work, row, OUTCOME), &log->outcome[at], work->status))
        return false;
    log->count++;
    return true;
}

static bool keep_names(reading *work)
{
    qc_activity_log *log = work->log;
    return qc_names_compact(&log->arena, &log->owners, log->owner, log->count, work->owners.text,
                            work->owners.count, work->status) &&
           qc_names_compact(&log->arena, &log->types, log->type, log->count, work->types.text,
                            work->types.count, work->status) &&
           qc_names_compact(&log->arena, &log->outcomes, log->outcome, log->count,
                            work->outcomes.text, work->outcomes.count, work->status);
}

static bool read_all(reading *work, const char *name, const char *bytes, size_t length,
                     qc_findings *findings)
{
    static const int32_t DATES[] = {DATE};
    qc_activity_log *log = work->log;
    qc_log_table *table = &work->table;
    qc_status *status = work->status;
    log->file = qc_arena_text(&log->arena, name, status);
    if (log->file == NULL ||
        !qc_log_table_open(table, name, bytes, length, WANTED, COLUMNS, findings, status) ||
        !qc_log_table_dates(table, DATES, 1, work->options->date_order, status) ||
        !take_columns(log, table->csv.row_count, status))
        return false;
    memcpy(log->sha256, table->sha256, sizeof log->sha256);
    for (int32_t row = 1; row < table->csv.row_count; row++) {
        if (!read_row(work, row)) return false;
    }
    log->rows_read = table->csv.row_count - 1;
    return keep_names(work) &&
           qc_aside_judge(&work->aside, log->rows_read, work->options->allow_set_aside, name,
                          findings, status) &&
           qc_findings_pass(findings, status);
}

bool qc_read_activities_bytes(qc_activity_log *log, const char *name, const char *bytes,
                              size_t length, const qc_log_options *options, qc_findings *findings,
                              qc_status *status)
{
    reading work = {.log = log, .options = options, .status = status};
    const bool ok = read_all(&work, name, bytes, length, findings);
    qc_names_free(&work.owners);
    qc_names_free(&work.types);
    qc_names_free(&work.outcomes);
    qc_log_table_free(&work.table);
    return ok;
}

bool qc_read_activities(qc_activity_log *log, const char *path, const qc_log_options *options,
                        qc_findings *findings, qc_status *status)
{
    char *bytes = NULL;
    size_t length = 0;
    const bool ok = qc_sheet_load(path, &bytes, &length, findings, status) &&
                    qc_read_activities_bytes(log, path, bytes, length, options, findings, status);
    qc_memory_release(bytes);
    return ok;
}

void qc_activity_log_free(qc_activity_log *log)
{
    qc_arena_free(&log->arena);
    memset(log, 0, sizeof *log);
}
