/* The ledger of an import: each record ends in exactly one place. */
#include "core/memory.h"
#include "history/import/import.h"
#include "history/rates.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- begin and end ---- */

/* Close the record in hand: one that put nothing was left out as a whole, or said nothing new. */
static bool close_record(qc_import *import, qc_status *status)
{
    if (import->record < 0 || import->aside || import->put > 0 || import->deferred) return true;
    if (import->after == 0) {
        import->merged++;
        return true;
    }
    char last[16];
    return qc_import_aside(import, QC_ASIDE_AFTER_AS_OF, QC_COLUMN_ABSENT, status,
                           "is after %s, the last day that counts",
                           qc_calendar_text(import->options->as_of, last));
}

static bool says_total(const char *cell)
{
    char folded[16];
    qc_text_fold(cell, folded, sizeof folded);
    return strncmp(folded, "total", 5) == 0 || strcmp(folded, "grandtotal") == 0;
}

/* What stands at the foot of a report: a line of text, a sum, "Total Records". */
static bool is_footer(const qc_sheet *sheet, int32_t row)
{
    const int32_t width = qc_csv_width(&sheet->csv, row);
    int32_t filled = 0;
    for (int32_t field = 0; field < width && filled <= 3; field++) {
        filled += qc_sheet_cell(sheet, row, field)[0] != '\0';
    }
    if (qc_csv_width(&sheet->csv, 0) < 3) return false;
    return filled == 1 || (filled <= 3 && says_total(qc_sheet_cell(sheet, row, 0)));
}

static bool has_right_width(const qc_sheet *sheet, int32_t row)
{
    const int32_t width = qc_csv_width(&sheet->csv, row), wanted = qc_csv_width(&sheet->csv, 0);
    for (int32_t field = wanted; field < width; field++) {
        if (qc_csv_cell(&sheet->csv, row, field)[0] != '\0') return false;
    }
    return width >= wanted;
}

static bool check_repeated(qc_import *import, const qc_sheet *sheet, int32_t row, bool *usable,
                           qc_status *status)
{
    int32_t before = 0;
    if (import->seen_sheet != import->sheet) {
        qc_row_set_free(&import->seen);
        import->seen_sheet = import->sheet;
    }
    if (!qc_row_set_put(&import->seen, &sheet->csv, row, &before, status)) return false;
    *usable = before == 0;
    if (*usable) return true;
    return qc_import_aside(import, QC_ASIDE_EXACT_DUPLICATE, QC_COLUMN_ABSENT, status,
                           "says the same as line %d", (int) sheet->csv.line[before]);
}

bool qc_import_begin(qc_import *import, int32_t sheet_index, int32_t row, bool *usable,
                     qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[sheet_index];
    if (!close_record(import, status)) return false;
    import->sheet = sheet_index;
    import->row = row;
    import->record = import->records++;
    import->put = import->after = 0;
    import->aside = import->deferred = *usable = false;
    import->table->rows_read++;
    if (is_footer(sheet, row)) {
        return qc_import_aside(import, QC_ASIDE_FOOTER, QC_COLUMN_ABSENT, status,
                               "a line at the foot of the report, not a record");
    }
    if (!has_right_width(sheet, row)) {
        return qc_import_aside(import, QC_ASIDE_WRONG_FIELD_COUNT, QC_COLUMN_ABSENT, status,
                               "%d fields where the header has %d",
                               (int) qc_csv_width(&sheet->csv, row),
                               (int) qc_csv_width(&sheet->csv, 0));
    }
    return check_repeated(import, sheet, row, usable, status);
}

bool qc_import_aside(qc_import *import, qc_aside reason, int32_t field, qc_status *status,
                     const char *format, ...)
{
    const qc_sheet *sheet = &import->sheets[import->sheet];
    char text[256];
    va_list arguments;
    assert(!import->aside && import->put == 0);
    va_start(arguments, format);
    (void) vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    import->aside = true;
    import->table->aside.rows[reason]++;
    return qc_findings_add(import->table->findings, QC_FINDING_SET_ASIDE, qc_aside_word(reason),
                           sheet->name, sheet->csv.line[import->row], field + 1, status, "%s",
                           text);
}

void qc_import_defer(qc_import *import)
{
    import->deferred = true;
}

bool qc_import_resume(qc_import *import, int32_t sheet, int32_t row, int32_t record,
                      qc_status *status)
{
    if (!close_record(import, status)) return false;
    import->sheet = sheet;
    import->row = row;
    import->record = record;
    import->put = import->after = 0;
    import->aside = import->deferred = false;
    return true;
}

/* ---- cells ---- */

bool qc_import_day(qc_import *import, int32_t field, qc_day *day, int32_t *second, bool *usable,
                   qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[import->sheet];
    const char *text = qc_sheet_cell(sheet, import->row, field);
    char room[QC_CSV_EXCERPT];
    *day = QC_DAY_NONE;
    *second = 0;
    if (!*usable || text[0] == '\0') return true;
    if (qc_dates_read_moment(text, sheet->date_order[field], day, second)) return true;
    *usable = false;
    return qc_import_aside(import, QC_ASIDE_BAD_DATE, field, status,
                           "\"%s\" is not a calendar day (expected YYYY-MM-DD)",
                           qc_csv_excerpt(text, room));
}

qc_import_change qc_import_blank(void)
{
    qc_import_change change = {.day = QC_DAY_NONE, .close_day = QC_DAY_NONE};
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        change.number[i] = NAN;
    }
    return change;
}

static bool take_number(qc_import *import, qc_number which, int32_t field, double scale,
                        qc_import_change *change, bool *usable, qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[import->sheet];
    const char *text = qc_sheet_cell(sheet, import->row, field);
    const char *word = qc_table_number_word(which);
    char room[QC_CSV_EXCERPT], around[QC_NUMBERS_CURRENCY];
    double *number = &change->number[which];
    if (text[0] == '\0') return true;
    if (which == QC_NUMBER_PROBABILITY) {
        if (qc_numbers_percent(text, number)) return true;
        *number = NAN;
        return qc_import_doubt(import, sheet, "bad probability", import->row, field, status,
                               "probability \"%s\" is not 0 to 100 and counts as unknown",
                               qc_csv_excerpt(text, room));
    }
    *usable = false;
    if (!qc_numbers_read(text, sheet->decimal[field], number, around)) {
        return qc_import_aside(import, QC_ASIDE_BAD_NUMBER, field, status,
                               "%s \"%s\" is not a number", word, qc_csv_excerpt(text, room));
    }
    if (which != QC_NUMBER_UNITS) *number *= scale;
    if (fabs(*number) > QC_NUMBERS_MOST) {
        return qc_import_aside(import, QC_ASIDE_BAD_NUMBER, field, status,
                               "%s \"%s\" is beyond ten million million; state money in thousands",
                               word, qc_csv_excerpt(text, room));
    }
    if (*number < 0.0 && which != QC_NUMBER_MARGIN) {
        return qc_import_aside(import, QC_ASIDE_NEGATIVE_AMOUNT, field, status,
                               "%s \"%s\" is below zero", word, qc_csv_excerpt(text, room));
    }
    if (around[0] != '\0') memcpy(change->currency, around, sizeof around);
    *usable = true;
    return true;
}

/* The typed close date is a side remark: unreadable, it is unknown, and the record still counts. */
static bool take_close_day(qc_import *import, int32_t field, qc_import_change *change,
                           qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[import->sheet];
    const char *text = qc_sheet_cell(sheet, import->row, field);
    char room[QC_CSV_EXCERPT];
    int32_t second = 0;
    if (text[0] == '\0') return true;
    if (qc_dates_read_moment(text, sheet->date_order[field], &change->close_day, &second))
        return true;
    change->close_day = QC_DAY_NONE;
    return qc_import_doubt(import, sheet, "bad close date", import->row, field, status,
                           "close date \"%s\" is not a calendar day and counts as unknown "
                           "(expected YYYY-MM-DD)",
                           qc_csv_excerpt(text, room));
}

bool qc_import_take_values(qc_import *import, const qc_import_values *values,
                           qc_import_change *change, bool *usable, qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[import->sheet];
    char room[QC_CSV_EXCERPT];
    for (int i = 0; i < QC_NUMBER_COUNT && *usable; i++) {
        if (!take_number(import, (qc_number) i, values->number[i], values->scale, change, usable,
                         status)) {
            return false;
        }
    }
    for (int i = 0; i < QC_LABEL_COUNT && *usable; i++) {
        change->label[i] = qc_sheet_cell(sheet, import->row, values->label[i]);
    }
    if (!*usable) return true;
    if (!take_close_day(import, values->close_date, change, status)) return false;
    const char *text = qc_sheet_cell(sheet, import->row, values->currency);
    if (text[0] == '\0' || qc_numbers_currency(text, change->currency)) return true;
    *usable = false;
    return qc_import_aside(import, QC_ASIDE_BAD_NUMBER, values->currency, status,
                           "\"%s\" is not a currency (expected a code such as EUR)",
                           qc_csv_excerpt(text, room));
}

/* ---- put ---- */

bool qc_import_put(qc_import *import, const qc_import_change *change, qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[import->sheet];
    const qc_day as_of = import->options->as_of;
    assert(!import->aside);
    if (as_of != QC_DAY_NONE && change->day != QC_DAY_NONE && change->day > as_of) {
        import->after++;
        return true;
    }
    const qc_deal_row row = {
        .deal = change->deal,
        .day = change->day,
        .second = change->second,
        .stage = change->stage,
        .number = change->number,
        .label = change->label,
        .close_day = change->close_day,
        .currency = (int8_t) qc_table_find_currency(import->table, change->currency),
        /* snapshots come from many files: a line alone would name the wrong one */
        .line = import->dialect->many && import->sheet_count > 1 ? 0 : sheet->csv.line[import->row],
        .record = import->record};
    import->put++;
    return qc_deal_rows_append(import->rows, &row, status);
}

bool qc_import_put_activity(qc_import *import, qc_day day, const char *owner, const char *type,
                            int64_t count, const char *deal, const char *outcome, qc_status *status)
{
    qc_text *out = &import->activities;
    const qc_day as_of = import->options->as_of;
    char text[16];
    if (as_of != QC_DAY_NONE && day > as_of) {
        import->after++;
        return true;
    }
    if (out->length == 0) qc_text_add(out, "date,owner,type,count,deal_id,outcome\n");
    qc_text_addf(out, "%s,", qc_calendar_text(day, text));
    qc_csv_write(out, owner);
    qc_text_add(out, ",");
    qc_csv_write(out, type);
    qc_text_addf(out, ",%lld,", (long long) count);
    qc_csv_write(out, deal);
    qc_text_add(out, ",");
    qc_csv_write(out, outcome);
    qc_text_add(out, "\n");
    import->put++;
    if (out->failed) return qc_fail(status, QC_NO_MEMORY, "out of memory while writing a table");
    return true;
}

/* ---- the whole file ---- */

/* What was open without any date is known only to be there on the last day. */
static bool date_undated(qc_import *import, qc_status *status)
{
    qc_deal_rows *rows = import->rows;
    qc_day as_of = import->options->as_of;
    if (as_of == QC_DAY_NONE && (!rows->any_day || import->stamp >= rows->last_day))
        as_of = import->stamp;
    const qc_day last = as_of != QC_DAY_NONE ? as_of : rows->last_day;
    int32_t undated = 0;
    char text[16];
    for (int32_t row = 0; row < rows->count; row++) {
        if (rows->day[row] != QC_DAY_NONE) continue;
        rows->day[row] = last;
        undated++;
    }
    if (undated == 0) return true;
    if (as_of == QC_DAY_NONE && !rows->any_day) {
        return qc_import_error(import, &import->sheets[0], "no rows", -1, -1, status,
                               "has no date at all; on which day was it exported? say --as-of DAY "
                               "(in a plan, as_of)");
    }
    if (!rows->any_day) rows->first_day = rows->last_day = last;
    return qc_import_doubt(import, &import->sheets[0], "no date", -1, -1, status,
                           "records without any date, which count as new on %s, the last day: %d",
                           qc_calendar_text(last, text), (int) undated);
}

/* A file that nobody would look at is a mistake, not a companion. */
static bool refuse_companions(qc_import *import, qc_status *status)
{
    if (import->dialect->companions || import->dialect->many) return true;
    for (int32_t i = 1; i < import->sheet_count; i++) {
        const qc_sheet *sheet = &import->sheets[i];
        if (qc_rates_fits(sheet)) continue;
        if (!qc_import_error(import, sheet, "unknown companion", 0, -1, status,
                             "the layout \"%s\" has no use for a further file (--with)",
                             import->dialect->title)) {
            return false;
        }
    }
    return true;
}

bool qc_import_read(qc_import *import, qc_status *status)
{
    import->record = -1;
    import->records = 0;
    import->seen_sheet = -1;
    import->table->rows_read = 0;
    if (!refuse_companions(import, status)) return false;
    if (!qc_import_may_go_on(import)) return true;
    if (!import->dialect->read(import, status) || !close_record(import, status)) return false;
    if (import->dialect->dates_only && import->dialect->hint != NULL &&
        !qc_decisions_add(import->decisions, "hint", import->dialect->hint, true, "", status,
                          "the layout knows creation and close only")) {
        return false;
    }
    return date_undated(import, status);
}
