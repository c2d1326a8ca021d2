#include "history/style.h"

#include "core/memory.h"

static const qc_column DATE_COLUMNS[] = {QC_COLUMN_DATE, QC_COLUMN_SINCE, QC_COLUMN_CLOSE_DATE};
#define DATE_COLUMN_COUNT 3
static const qc_column NUMBER_COLUMNS[] = {QC_COLUMN_NUMBER + QC_NUMBER_AMOUNT,
                                           QC_COLUMN_NUMBER + QC_NUMBER_UNITS,
                                           QC_COLUMN_NUMBER + QC_NUMBER_MARGIN, QC_COLUMN_AGE_DAYS};
#define NUMBER_COLUMN_COUNT 4

#define NOTHING      0 /* no column has settled it: the NONE of both kinds */
#define CONTRADICTED (-1)

/* The cell when the row is as wide as the header, else "". */
static const char *cell_of(const qc_style_source *source, int32_t row, int32_t field)
{
    return field >= qc_csv_width(source->csv, row) ? "" : qc_csv_cell(source->csv, row, field);
}

static bool refuse_option(const qc_style_source *source, const char *key, const char *word,
                          const char *expected, qc_status *status)
{
    return qc_findings_add(source->findings, QC_FINDING_ERROR, "unknown option", source->file, 0, 0,
                           status, "history.%s: \"%s\" is none of %s", key, word, expected);
}

static bool ask(const qc_style_source *source, int32_t field, const char *reason, qc_status *status,
                const char *example, const char *ways, const char *answer)
{
    return qc_findings_add(source->findings, QC_FINDING_ERROR, reason, source->file,
                           source->csv->line[0], field + 1, status,
                           "column \"%s\": \"%s\" can be read %s, and the column does not settle "
                           "it; say %s",
                           qc_csv_cell(source->csv, 0, field), example, ways, answer);
}

static bool ask_date(const qc_style_source *source, int32_t field, const char *example,
                     qc_status *status)
{
    return ask(source, field, "ambiguous date", status, example,
               "day first or month first (or year first)",
               source->strict ? "--date-order dmy, mdy or ymd (in a plan, history.date_order)"
                              : "history.date_order: dmy, mdy or ymd");
}

static bool ask_number(const qc_style_source *source, int32_t field, const char *example,
                       qc_status *status)
{
    return ask(source, field, "ambiguous number", status, example,
               "with a decimal sign or with thousands separated",
               source->strict ? "--decimal point or comma (in a plan, history.decimal)"
                              : "history.decimal: point or comma");
}

/* What another column has settled, unless two contradict each other. */
static void learn(int *known, int order)
{
    if (*known == NOTHING) *known = order;
    if (*known != order) *known = CONTRADICTED;
}

static void tally_column(const qc_style_source *source, int32_t field, qc_date_tally *tally)
{
    for (int32_t row = 1; row < source->csv->row_count; row++) {
        qc_dates_count(tally, cell_of(source, row, field));
    }
}

/* Which day the first of them is, so that a workbook that counts from 1904 is seen. */
static bool doubt_serials(const qc_style_source *source, int32_t field, qc_status *status)
{
    char text[16], room[QC_CSV_EXCERPT];
    for (int32_t row = 1; row < source->csv->row_count; row++) {
        const char *cell = cell_of(source, row, field);
        qc_day day = QC_DAY_NONE;
        if (!qc_dates_read(cell, QC_DATE_ORDER_SERIAL, &day)) continue;
        return qc_findings_add(source->findings, QC_FINDING_DOUBT, "day numbers", source->file,
                               source->csv->line[row], field + 1, status,
                               "column \"%s\" holds a spreadsheet's day numbers: \"%s\" is read as "
                               "%s (4 years later if the workbook counts from 1904; then export "
                               "the column as dates)",
                               qc_csv_cell(source->csv, 0, field), qc_csv_excerpt(cell, room),
                               qc_calendar_text(day, text));
    }
    return true;
}

static bool tally_dates(const qc_style_source *source, const int32_t *field, int32_t count,
                        qc_date_order *order, qc_date_tally *tally, bool *open, qc_status *status)
{
    int known = NOTHING;
    for (int32_t i = 0; i < count; i++) {
        order[i] = QC_DATE_ORDER_NONE;
        if (field[i] == QC_COLUMN_ABSENT) continue;
        tally[i].strict = source->strict;
        tally_column(source, field[i], &tally[i]);
        open[i] = !qc_dates_decide(&tally[i], &order[i]);
        bool settles = tally[i].day_first_only + tally[i].month_first_only > 0 ||
                       order[i] == QC_DATE_ORDER_YMD;
        if (!open[i] && settles) learn(&known, (int) order[i]);
    }
    if (known == CONTRADICTED || (source->strict && !source->alike)) known = NOTHING;
    for (int32_t i = 0; i < count; i++) {
        if (!open[i]) continue;
        order[i] = (qc_date_order) known;
        if (known == NOTHING && !ask_date(source, field[i], tally[i].example, status)) return false;
    }
    return true;
}

/* The order that the user said is of dates: a column of a spreadsheet's day numbers has none. */
static bool fill_order(const qc_style_source *source, const int32_t *field, int32_t count,
                       qc_date_order *order, qc_status *status)
{
    qc_date_order said = QC_DATE_ORDER_NONE;
    if (!qc_dates_order(source->date_order, &said)) {
        return refuse_option(source, "date_order", source->date_order, "dmy, mdy, ymd", status);
    }
    for (int32_t i = 0; i < count; i++) {
        qc_date_tally tally = {.strict = source->strict};
        if (field[i] != QC_COLUMN_ABSENT) tally_column(source, field[i], &tally);
        if (!qc_dates_decide(&tally, &order[i]) || order[i] != QC_DATE_ORDER_SERIAL)
            order[i] = said;
    }
    return true;
}

bool qc_style_dates(const qc_style_source *source, const int32_t *field, int32_t count,
                    qc_date_order *order, qc_status *status)
{
    bool ok = false;
    if (source->date_order != NULL) {
        ok = fill_order(source, field, count, order, status);
    } else {
        qc_date_tally *tally = qc_memory_take((size_t) count, sizeof *tally, status);
        bool *open = qc_memory_take((size_t) count, sizeof *open, status);
        ok = tally != NULL && open != NULL &&
             tally_dates(source, field, count, order, tally, open, status);
        qc_memory_release(tally);
        qc_memory_release(open);
    }
    for (int32_t i = 0; ok && i < count; i++)
        ok = order[i] != QC_DATE_ORDER_SERIAL || doubt_serials(source, field[i], status);
    return ok;
}

static bool tally_numbers(const qc_style_source *source, const int32_t *field, int32_t count,
                          qc_decimal *decimal, qc_number_tally *tally, bool *open,
                          qc_status *status)
{
    int known = NOTHING;
    for (int32_t i = 0; i < count; i++) {
        decimal[i] = QC_DECIMAL_NONE;
        if (field[i] == QC_COLUMN_ABSENT) continue;
        tally[i].strict = source->strict;
        for (int32_t row = 1; row < source->csv->row_count; row++) {
            qc_numbers_count(&tally[i], cell_of(source, row, field[i]));
        }
        open[i] = !qc_numbers_decide(&tally[i], &decimal[i]);
        if (!open[i] && decimal[i] != QC_DECIMAL_NONE) learn(&known, (int) decimal[i]);
    }
    if (known == CONTRADICTED || (source->strict && !source->alike)) known = NOTHING;
    for (int32_t i = 0; i < count; i++) {
        if (!open[i]) continue;
        decimal[i] = (qc_decimal) known;
        if (known == NOTHING && !ask_number(source, field[i], tally[i].example, status))
            return false;
    }
    return true;
}

static bool fill_decimal(const qc_style_source *source, int32_t count, qc_decimal *decimal,
                         qc_status *status)
{
    qc_decimal said = QC_DECIMAL_NONE;
    if (!qc_numbers_decimal(source->decimal, &said)) {
        return refuse_option(source, "decimal", source->decimal, "point, comma", status);
    }
    for (int32_t i = 0; i < count; i++) {
        decimal[i] = said;
    }
    return true;
}

bool qc_style_numbers(const qc_style_source *source, const int32_t *field, int32_t count,
                      qc_decimal *decimal, qc_status *status)
{
    if (source->decimal != NULL) return fill_decimal(source, count, decimal, status);
    qc_number_tally *tally = qc_memory_take((size_t) count, sizeof *tally, status);
    bool *open = qc_memory_take((size_t) count, sizeof *open, status);
    bool ok = tally != NULL && open != NULL &&
              tally_numbers(source, field, count, decimal, tally, open, status);
    qc_memory_release(tally);
    qc_memory_release(open);
    return ok;
}

bool qc_style_decide(qc_table *table, qc_status *status)
{
    const qc_style_source source = {.csv = &table->csv,
                                    .file = table->name,
                                    .findings = table->findings,
                                    .date_order = table->options->date_order,
                                    .decimal = table->options->decimal};
    int32_t dates[DATE_COLUMN_COUNT], numbers[NUMBER_COLUMN_COUNT];
    qc_date_order order[DATE_COLUMN_COUNT] = {QC_DATE_ORDER_NONE};
    qc_decimal decimal[NUMBER_COLUMN_COUNT] = {QC_DECIMAL_NONE};
    for (int i = 0; i < DATE_COLUMN_COUNT; i++) {
        dates[i] = table->field[DATE_COLUMNS[i]];
    }
    for (int i = 0; i < NUMBER_COLUMN_COUNT; i++) {
        numbers[i] = table->field[NUMBER_COLUMNS[i]];
    }
    if (!qc_style_dates(&source, dates, DATE_COLUMN_COUNT, order, status) ||
        !qc_style_numbers(&source, numbers, NUMBER_COLUMN_COUNT, decimal, status)) {
        return false;
    }
    for (int i = 0; i < DATE_COLUMN_COUNT; i++) {
        table->date_order[DATE_COLUMNS[i]] = order[i];
    }
    for (int i = 0; i < NUMBER_COLUMN_COUNT; i++) {
        table->decimal[NUMBER_COLUMNS[i]] = decimal[i];
    }
    return true;
}
