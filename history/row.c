#include "history/row.h"

#include "core/memory.h"
#include "core/text.h"
#include "history/names.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool qc_row_aside(qc_table *table, qc_aside reason, int32_t row, qc_column column,
                  qc_status *status, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    (void) vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    table->aside.rows[reason]++;
    return qc_findings_add(table->findings, QC_FINDING_SET_ASIDE, qc_aside_word(reason),
                           table->name, table->csv.line[row], table->field[column] + 1, status,
                           "%s", text);
}

/* "Total", "Grand total", "Total (37 rows)": a spreadsheet's last line. */
static bool says_total(const char *cell)
{
    static const char *const WORDS[] = {"total", "grandtotal",  "subtotal", "sum",
                                        "summe", "gesamtsumme", "gesamt",   "somme"};
    char folded[32];
    qc_text_fold(cell, folded, sizeof folded);
    if (strncmp(folded, "total", 5) == 0) return true;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (strcmp(folded, WORDS[i]) == 0) return true;
    }
    return false;
}

static const char *cell_or_empty(const qc_table *table, int32_t row, qc_column column)
{
    if (table->field[column] >= qc_csv_width(&table->csv, row)) return "";
    return qc_table_cell(table, row, column);
}

/* A deal's row has id, date and stage. A total says so, or has a sum and none of them. */
static bool is_total(const qc_table *table, int32_t row, qc_column date_column)
{
    const char *id = cell_or_empty(table, row, QC_COLUMN_DEAL_ID);
    bool date = cell_or_empty(table, row, date_column)[0] != '\0';
    bool stage = cell_or_empty(table, row, QC_COLUMN_STAGE)[0] != '\0';
    if (date && stage) return false;
    if (id[0] != '\0') return says_total(id);
    return !date && !stage &&
           cell_or_empty(table, row, QC_COLUMN_NUMBER + QC_NUMBER_AMOUNT)[0] != '\0';
}

/* Empty cells beyond the header are a spreadsheet's habit and harmless. */
static bool right_width(const qc_csv *csv, int32_t row)
{
    int32_t width = qc_csv_width(csv, row), wanted = qc_csv_width(csv, 0);
    for (int32_t field = wanted; field < width; field++) {
        if (qc_csv_cell(csv, row, field)[0] != '\0') return false;
    }
    return width >= wanted;
}

bool qc_row_check(qc_table *table, int32_t row, qc_column date_column, bool *usable,
                  qc_status *status)
{
    char room[QC_CSV_EXCERPT];
    *usable = false;
    if (is_total(table, row, date_column)) {
        return qc_row_aside(table, QC_ASIDE_TOTAL_ROW, row, QC_COLUMN_DEAL_ID, status,
                            "a total, not a deal");
    }
    if (!right_width(&table->csv, row)) {
        return qc_row_aside(table, QC_ASIDE_WRONG_FIELD_COUNT, row, QC_COLUMN_DEAL_ID, status,
                            "%d fields where the header has %d",
                            (int) qc_csv_width(&table->csv, row),
                            (int) qc_csv_width(&table->csv, 0));
    }
    const char *id = qc_table_cell(table, row, QC_COLUMN_DEAL_ID);
    if (id[0] == '\0') {
        return qc_row_aside(table, QC_ASIDE_EMPTY_ID, row, QC_COLUMN_DEAL_ID, status,
                            "deal_id is empty");
    }
    if (qc_table_cell(table, row, QC_COLUMN_STAGE)[0] == '\0') {
        return qc_row_aside(table, QC_ASIDE_EMPTY_STAGE, row, QC_COLUMN_STAGE, status,
                            "stage of deal \"%s\" is empty", qc_csv_excerpt(id, room));
    }
    *usable = true;
    return true;
}

static bool is_serial(const char *text)
{
    return strlen(text) == 5 && strspn(text, "0123456789") == 5;
}

bool qc_row_read_day(qc_table *table, int32_t row, qc_column column, qc_day *day, bool *usable,
                     qc_status *status)
{
    char room[QC_CSV_EXCERPT];
    const char *text = qc_table_cell(table, row, column);
    *day = QC_DAY_NONE;
    *usable = true;
    if (text[0] == '\0' || qc_dates_read(text, table->date_order[column], day)) return true;
    *usable = false;
    return qc_row_aside(table, QC_ASIDE_BAD_DATE, row, column, status, "\"%s\" %s",
                        qc_csv_excerpt(text, room),
                        is_serial(text) ? "is a spreadsheet's day number; export the column as "
                                          "dates (YYYY-MM-DD)"
                                        : "is not a calendar day (expected YYYY-MM-DD)");
}

/* What somebody typed as the probability is a side remark, as the close date is. */
static bool read_probability(qc_table *table, int32_t row, qc_column column, double *value,
                             qc_status *status)
{
    char room[QC_CSV_EXCERPT];
    const char *text = qc_table_cell(table, row, column);
    if (qc_numbers_percent(text, value)) return true;
    *value = NAN;
    return qc_findings_add(table->findings, QC_FINDING_DOUBT, "bad probability", table->name,
                           table->csv.line[row], table->field[column] + 1, status,
                           "probability \"%s\" is not 0 to 100 and counts as unknown",
                           qc_csv_excerpt(text, room));
}

bool qc_row_read_numbers(qc_table *table, int32_t row, double number[QC_NUMBER_COUNT],
                         char currency[QC_NUMBERS_CURRENCY], bool *usable, qc_status *status)
{
    char room[QC_CSV_EXCERPT], around[QC_NUMBERS_CURRENCY];
    *usable = false;
    currency[0] = '\0';
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        qc_column column = QC_COLUMN_NUMBER + (qc_column) i;
        const char *text = qc_table_cell(table, row, column);
        const char *word = qc_table_number_word((qc_number) i);
        number[i] = NAN;
        if (text[0] == '\0') continue;
        if (i == QC_NUMBER_PROBABILITY) {
            if (!read_probability(table, row, column, &number[i], status)) return false;
            continue;
        }
        if (!qc_numbers_read(text, table->decimal[column], &number[i], around)) {
            return qc_row_aside(table, QC_ASIDE_BAD_NUMBER, row, column, status,
                                "%s \"%s\" is not a number", word, qc_csv_excerpt(text, room));
        }
        if (fabs(number[i]) > QC_NUMBERS_MOST) {
            return qc_row_aside(table, QC_ASIDE_BAD_NUMBER, row, column, status,
                                "%s \"%s\" is beyond ten million million; state money in thousands",
                                word, qc_csv_excerpt(text, room));
        }
        if (number[i] < 0.0 && i != QC_NUMBER_MARGIN) { /* a margin may be a loss */
            return qc_row_aside(table, QC_ASIDE_NEGATIVE_AMOUNT, row, column, status,
                                "%s \"%s\" is below zero", word, qc_csv_excerpt(text, room));
        }
        if (around[0] != '\0') memcpy(currency, around, sizeof around);
    }
    *usable = true;
    const char *text = qc_table_cell(table, row, QC_COLUMN_CURRENCY);
    if (text[0] == '\0' || qc_numbers_currency(text, currency)) return true;
    *usable = false;
    return qc_row_aside(table, QC_ASIDE_BAD_NUMBER, row, QC_COLUMN_CURRENCY, status,
                        "\"%s\" is not a currency (expected a code such as EUR)",
                        qc_csv_excerpt(text, room));
}

/* ---- exact duplicates ---- */

/* The cells of a row lie side by side, each with its zero, so a row as wide as the header is one
 * block of bytes. */
static const char *row_bytes(const qc_csv *csv, int32_t row, size_t *length)
{
    const int32_t width = qc_csv_width(csv, 0);
    const char *first = qc_csv_cell(csv, row, 0), *last = qc_csv_cell(csv, row, width - 1);
    *length = (size_t) (last - first) + strlen(last) + 1;
    return first;
}

static uint64_t hash_row(const qc_csv *csv, int32_t row)
{
    size_t length = 0;
    const char *bytes = row_bytes(csv, row, &length);
    uint64_t hash = length;
    while (length > 0) {
        uint64_t part = 0;
        const size_t taken = length < sizeof part ? length : sizeof part;
        memcpy(&part, bytes, taken);
        hash = (hash ^ part) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
        bytes += taken;
        length -= taken;
    }
    return hash ^ (hash >> 32);
}

static bool same_row(const qc_csv *csv, int32_t a, int32_t b)
{
    size_t length_a = 0, length_b = 0;
    const char *bytes_a = row_bytes(csv, a, &length_a), *bytes_b = row_bytes(csv, b, &length_b);
    return length_a == length_b && memcmp(bytes_a, bytes_b, length_a) == 0;
}

bool qc_row_set_put(qc_row_set *set, const qc_csv *csv, int32_t row, int32_t *before,
                    qc_status *status)
{
    if (set->slot == NULL) { /* sized for all rows at once: half of the slots stay free */
        set->slot_count = 64;
        while (set->slot_count < 2 * (size_t) csv->row_count) {
            set->slot_count *= 2;
        }
        set->slot = qc_memory_take(set->slot_count, sizeof *set->slot, status);
        if (set->slot == NULL) return false;
    }
    const uint64_t hash = hash_row(csv, row);
    const uint32_t mark = (uint32_t) (hash >> 32);
    size_t at = (size_t) hash & (set->slot_count - 1);
    while (set->slot[at].row != 0 && /* row 0 is the header */
           (set->slot[at].mark != mark || !same_row(csv, set->slot[at].row, row))) {
        at = (at + 1) & (set->slot_count - 1);
    }
    *before = set->slot[at].row;
    if (*before == 0) set->slot[at] = (struct qc_row_slot){row, mark};
    return true;
}

bool qc_row_check_seen(qc_table *table, qc_row_set *set, int32_t row, bool *usable,
                       qc_status *status)
{
    int32_t before = 0;
    if (!qc_row_set_put(set, &table->csv, row, &before, status)) return false;
    *usable = before == 0;
    if (*usable) return true;
    return qc_row_aside(table, QC_ASIDE_EXACT_DUPLICATE, row, QC_COLUMN_DEAL_ID, status,
                        "says the same as line %d", (int) table->csv.line[before]);
}

void qc_row_set_free(qc_row_set *set)
{
    qc_memory_release(set->slot);
    *set = (qc_row_set){0};
}
