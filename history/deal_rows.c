#include "history/deal_rows.h"

#include "core/memory.h"
#include "history/row.h"

#include <math.h>
#include <string.h>

static bool take_columns(qc_deal_rows *rows, const qc_table *table, qc_status *status)
{
    size_t count = (size_t) table->csv.row_count;
    rows->deal = qc_memory_take(count, sizeof *rows->deal, status);
    rows->day = qc_memory_take(count, sizeof *rows->day, status);
    rows->stage = qc_memory_take(count, sizeof *rows->stage, status);
    rows->line = qc_memory_take(count, sizeof *rows->line, status);
    rows->currency = qc_memory_take(count, sizeof *rows->currency, status);
    if (!rows->deal || !rows->day || !rows->stage || !rows->line || !rows->currency) return false;
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        if (table->field[QC_COLUMN_NUMBER + i] == QC_COLUMN_ABSENT) continue;
        rows->number[i] = qc_memory_take(count, sizeof *rows->number[i], status);
        if (rows->number[i] == NULL) return false;
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        if (table->field[QC_COLUMN_LABEL + i] == QC_COLUMN_ABSENT) continue;
        rows->label[i] = qc_memory_take(count, sizeof *rows->label[i], status);
        if (rows->label[i] == NULL) return false;
    }
    if (table->field[QC_COLUMN_CLOSE_DATE] == QC_COLUMN_ABSENT) return true;
    rows->close_day = qc_memory_take(count, sizeof *rows->close_day, status);
    return rows->close_day != NULL;
}

static bool read_day(qc_table *table, int32_t row, qc_day *day, bool *usable, qc_status *status)
{
    char text[16], last[16];
    qc_day as_of = table->options->as_of;
    if (!qc_row_read_day(table, row, QC_COLUMN_DATE, day, usable, status)) return false;
    if (!*usable) return true;
    if (*day == QC_DAY_NONE) {
        *usable = false;
        return qc_row_aside(table, QC_ASIDE_BAD_DATE, row, QC_COLUMN_DATE, status,
                            "date is empty (expected YYYY-MM-DD)");
    }
    if (as_of == QC_DAY_NONE || *day <= as_of) return true;
    *usable = false;
    return qc_row_aside(table, QC_ASIDE_AFTER_AS_OF, row, QC_COLUMN_DATE, status,
                        "%s is after %s, the last day that counts", qc_calendar_text(*day, text),
                        qc_calendar_text(as_of, last));
}

/* What somebody typed as the expected close is a side remark: unreadable, it is unknown, and the
 * row still counts. */
static bool read_close_day(qc_deal_rows *rows, qc_table *table, int32_t row, qc_status *status)
{
    char room[QC_CSV_EXCERPT];
    const char *text = qc_table_cell(table, row, QC_COLUMN_CLOSE_DATE);
    qc_day *day = &rows->close_day[rows->count];
    *day = QC_DAY_NONE;
    if (text[0] == '\0') return true;
    if (qc_dates_read(text, table->date_order[QC_COLUMN_CLOSE_DATE], day)) return true;
    return qc_findings_add(table->findings, QC_FINDING_DOUBT, "bad close date", table->name,
                           table->csv.line[row], table->field[QC_COLUMN_CLOSE_DATE] + 1, status,
                           "close date \"%s\" is not a calendar day and counts as unknown "
                           "(expected YYYY-MM-DD)",
                           qc_csv_excerpt(text, room));
}

static void note_day(qc_deal_rows *rows, qc_day day)
{
    if (!rows->any_day) {
        rows->any_day = true;
        rows->first_day = rows->last_day = day;
        rows->day_before_last = QC_DAY_NONE;
    }
    if (day < rows->first_day) rows->first_day = day;
    if (day > rows->last_day) {
        rows->day_before_last = rows->last_day;
        rows->last_day = day;
    } else if (day < rows->last_day && day > rows->day_before_last) {
        rows->day_before_last = day;
    }
}

static bool store(qc_deal_rows *rows, qc_table *table, int32_t row, qc_day day,
                  const double number[QC_NUMBER_COUNT], const char *currency, qc_status *status)
{
    int32_t at = rows->count;
    rows->deal[at] = qc_names_put(&rows->deals, qc_table_cell(table, row, QC_COLUMN_DEAL_ID),
                                  status);
    rows->stage[at] = qc_names_put(&rows->stages, qc_table_cell(table, row, QC_COLUMN_STAGE),
                                   status);
    if (rows->deal[at] == QC_ID_NONE || rows->stage[at] == QC_ID_NONE) return false;
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        if (rows->number[i] != NULL) rows->number[i][at] = number[i];
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        if (rows->label[i] == NULL) continue;
        const char *cell = qc_table_cell(table, row, QC_COLUMN_LABEL + (qc_column) i);
        rows->label[i][at] = QC_ID_NONE;
        if (cell[0] == '\0') continue;
        rows->label[i][at] = qc_names_put(&rows->labels[i], cell, status);
        if (rows->label[i][at] == QC_ID_NONE) return false;
    }
    if (rows->close_day != NULL && !read_close_day(rows, table, row, status)) return false;
    note_day(rows, day);
    rows->day[at] = day;
    rows->line[at] = table->csv.line[row];
    rows->currency[at] = (int8_t) qc_table_find_currency(table, currency);
    rows->count++;
    return true;
}

static bool read_row(qc_deal_rows *rows, qc_table *table, qc_row_set *seen, int32_t row,
                     qc_status *status)
{
    double number[QC_NUMBER_COUNT];
    char currency[QC_NUMBERS_CURRENCY];
    qc_day day = QC_DAY_NONE;
    bool usable = false;

    if (!qc_row_check(table, row, QC_COLUMN_DATE, &usable, status)) return false;
    if (usable && !read_day(table, row, &day, &usable, status)) return false;
    if (usable && !qc_row_read_numbers(table, row, number, currency, &usable, status)) return false;
    if (usable && !qc_row_check_seen(table, seen, row, &usable, status)) return false;
    return !usable || store(rows, table, row, day, number, currency, status);
}

bool qc_deal_rows_read(qc_deal_rows *rows, qc_table *table, qc_status *status)
{
    qc_row_set seen = {0};
    bool ok = take_columns(rows, table, status);
    for (int32_t row = 1; row < table->csv.row_count && ok; row++) {
        ok = read_row(rows, table, &seen, row, status);
    }
    qc_row_set_free(&seen);
    return ok;
}

/* ---- rows that come one by one ---- */

/* One column with room for `capacity` rows; NULL when memory ran out. */
static void *grow_column(void *column, size_t size, int32_t capacity, qc_status *status)
{
    return qc_memory_resize(column, (size_t) capacity, size, status);
}

#define GROW(column)                                                             \
    do {                                                                         \
        void *grown = grow_column((column), sizeof *(column), capacity, status); \
        if (grown == NULL) return false;                                         \
        (column) = grown;                                                        \
    } while (0)

static bool grow_rows(qc_deal_rows *rows, qc_status *status)
{
    if (rows->count < rows->capacity) return true;
    if (rows->capacity > INT32_MAX / 2) {
        return qc_fail(status, QC_BAD_INPUT, "more than %d changes of stage", rows->capacity);
    }
    const int32_t capacity = rows->capacity == 0 ? 1024 : rows->capacity * 2;
    GROW(rows->deal);
    GROW(rows->day);
    GROW(rows->stage);
    GROW(rows->line);
    GROW(rows->currency);
    GROW(rows->second);
    GROW(rows->record);
    if (rows->close_day != NULL) GROW(rows->close_day);
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        if (rows->number[i] != NULL) GROW(rows->number[i]);
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        if (rows->label[i] != NULL) GROW(rows->label[i]);
    }
    rows->capacity = capacity;
    return true;
}
#undef GROW

/* A column begins with the first value in it; the rows before have none. */
static qc_id *begin_ids(qc_id *column, const qc_deal_rows *rows, qc_id none, bool needed,
                        qc_status *status)
{
    if (column != NULL || !needed) return column;
    column = qc_memory_take((size_t) rows->capacity, sizeof *column, status);
    for (int32_t i = 0; i < rows->count && column != NULL; i++) {
        column[i] = none;
    }
    return column;
}

static double *begin_numbers(double *column, const qc_deal_rows *rows, bool needed,
                             qc_status *status)
{
    if (column != NULL || !needed) return column;
    column = qc_memory_take((size_t) rows->capacity, sizeof *column, status);
    for (int32_t i = 0; i < rows->count && column != NULL; i++) {
        column[i] = NAN;
    }
    return column;
}

static bool append_label(qc_deal_rows *rows, qc_label which, const char *text, qc_status *status)
{
    const bool filled = text != NULL && text[0] != '\0';
    qc_id *column = begin_ids(rows->label[which], rows, QC_ID_NONE, filled, status);
    rows->label[which] = column;
    if (column == NULL) return !filled;
    column[rows->count] = QC_ID_NONE;
    if (!filled) return true;
    column[rows->count] = qc_names_put(&rows->labels[which], text, status);
    return column[rows->count] != QC_ID_NONE;
}

static bool append_number(qc_deal_rows *rows, qc_number which, double value, qc_status *status)
{
    double *column = begin_numbers(rows->number[which], rows, !isnan(value), status);
    rows->number[which] = column;
    if (column == NULL) return isnan(value);
    column[rows->count] = value;
    return true;
}

bool qc_deal_rows_append(qc_deal_rows *rows, const qc_deal_row *row, qc_status *status)
{
    if (!grow_rows(rows, status)) return false;
    const int32_t at = rows->count;
    const bool closes = row->close_day != QC_DAY_NONE;
    rows->deal[at] = qc_names_put(&rows->deals, row->deal, status);
    rows->stage[at] = qc_names_put(&rows->stages, row->stage, status);
    if (rows->deal[at] == QC_ID_NONE || rows->stage[at] == QC_ID_NONE) return false;
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        if (!append_number(rows, (qc_number) i, row->number[i], status)) return false;
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        if (!append_label(rows, (qc_label) i, row->label[i], status)) return false;
    }
    rows->close_day = begin_ids(rows->close_day, rows, QC_DAY_NONE, closes, status);
    if (rows->close_day == NULL && closes) return false;
    if (rows->close_day != NULL) rows->close_day[at] = row->close_day;
    if (row->day != QC_DAY_NONE) note_day(rows, row->day);
    rows->day[at] = row->day;
    rows->second[at] = row->second;
    rows->currency[at] = row->currency;
    rows->line[at] = row->line;
    rows->record[at] = row->record;
    rows->count++;
    return true;
}

static void arrange_column(void *column, size_t size, const int32_t *order, int32_t count,
                           char *spare)
{
    if (column == NULL || count == 0) return;
    for (int32_t i = 0; i < count; i++) {
        memcpy(spare + (size_t) i * size, (const char *) column + (size_t) order[i] * size, size);
    }
    memcpy(column, spare, (size_t) count * size);
}

bool qc_deal_rows_arrange(qc_deal_rows *rows, const int32_t *order, int32_t count,
                          qc_status *status)
{
    char *spare = qc_memory_take((size_t) count, sizeof(double), status);
    if (spare == NULL) return false;
    arrange_column(rows->deal, sizeof *rows->deal, order, count, spare);
    arrange_column(rows->day, sizeof *rows->day, order, count, spare);
    arrange_column(rows->stage, sizeof *rows->stage, order, count, spare);
    arrange_column(rows->line, sizeof *rows->line, order, count, spare);
    arrange_column(rows->currency, sizeof *rows->currency, order, count, spare);
    arrange_column(rows->close_day, sizeof *rows->close_day, order, count, spare);
    arrange_column(rows->second, sizeof *rows->second, order, count, spare);
    arrange_column(rows->record, sizeof *rows->record, order, count, spare);
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        arrange_column(rows->number[i], sizeof *rows->number[i], order, count, spare);
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        arrange_column(rows->label[i], sizeof *rows->label[i], order, count, spare);
    }
    rows->count = count;
    qc_memory_release(spare);
    return true;
}

void qc_deal_rows_free(qc_deal_rows *rows)
{
    qc_memory_release(rows->deal);
    qc_memory_release(rows->day);
    qc_memory_release(rows->stage);
    qc_memory_release(rows->line);
    qc_memory_release(rows->currency);
    qc_memory_release(rows->close_day);
    qc_memory_release(rows->second);
    qc_memory_release(rows->record);
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        qc_memory_release(rows->number[i]);
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        qc_memory_release(rows->label[i]);
        qc_names_free(&rows->labels[i]);
    }
    qc_names_free(&rows->deals);
    qc_names_free(&rows->stages);
    *rows = (qc_deal_rows){0};
}
