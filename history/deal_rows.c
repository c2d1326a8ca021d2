#include "history/deal_rows.h"

#include "core/memory.h"
#include "history/row.h"

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
    if (rows->count == 0) {
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
