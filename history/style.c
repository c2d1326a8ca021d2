#include "history/style.h"

static const qc_column DATE_COLUMNS[] = {QC_COLUMN_DATE, QC_COLUMN_SINCE, QC_COLUMN_CLOSE_DATE};
#define DATE_COLUMN_COUNT 3
static const qc_column NUMBER_COLUMNS[] = {QC_COLUMN_NUMBER + QC_NUMBER_AMOUNT,
                                           QC_COLUMN_NUMBER + QC_NUMBER_UNITS,
                                           QC_COLUMN_NUMBER + QC_NUMBER_MARGIN, QC_COLUMN_AGE_DAYS};
#define NUMBER_COLUMN_COUNT 4

/* The cell when the row is as wide as the header, else "". */
static const char *cell_of(const qc_table *table, int32_t row, qc_column column)
{
    if (table->field[column] >= qc_csv_width(&table->csv, row)) return "";
    return qc_csv_cell(&table->csv, row, table->field[column]);
}

static bool refuse_option(qc_table *table, const char *key, const char *word, const char *expected,
                          qc_status *status)
{
    return qc_findings_add(table->findings, QC_FINDING_ERROR, "unknown option", table->name, 0, 0,
                           status, "history.%s: \"%s\" is none of %s", key, word, expected);
}

static bool ask(qc_table *table, qc_column column, const char *reason, qc_status *status,
                const char *example, const char *ways, const char *answer)
{
    return qc_findings_add(table->findings, QC_FINDING_ERROR, reason, table->name,
                           table->csv.line[0], table->field[column] + 1, status,
                           "column \"%s\": \"%s\" can be read %s, and the column does not settle "
                           "it; say %s",
                           qc_csv_cell(&table->csv, 0, table->field[column]), example, ways,
                           answer);
}

static bool decide_dates(qc_table *table, qc_status *status)
{
    qc_date_order known = QC_DATE_ORDER_NONE;
    qc_date_tally tally[DATE_COLUMN_COUNT] = {{.either = 0}};
    bool open[DATE_COLUMN_COUNT] = {false};
    for (int i = 0; i < DATE_COLUMN_COUNT; i++) {
        qc_column column = DATE_COLUMNS[i];
        if (table->field[column] == QC_COLUMN_ABSENT) continue;
        for (int32_t row = 1; row < table->csv.row_count; row++) {
            qc_dates_count(&tally[i], cell_of(table, row, column));
        }
        open[i] = !qc_dates_decide(&tally[i], &table->date_order[column]);
        bool settles = tally[i].day_first_only + tally[i].month_first_only > 0 ||
                       table->date_order[column] == QC_DATE_ORDER_YMD;
        if (!open[i] && settles && known == QC_DATE_ORDER_NONE) known = table->date_order[column];
    }
    for (int i = 0; i < DATE_COLUMN_COUNT; i++) {
        if (!open[i]) continue;
        table->date_order[DATE_COLUMNS[i]] = known;
        if (known == QC_DATE_ORDER_NONE &&
            !ask(table, DATE_COLUMNS[i], "ambiguous date", status, tally[i].example,
                 "day first or month first (or year first)",
                 "history.date_order: dmy, mdy or ymd")) {
            return false;
        }
    }
    return true;
}

static bool decide_numbers(qc_table *table, qc_status *status)
{
    qc_decimal known = QC_DECIMAL_NONE;
    qc_number_tally tally[NUMBER_COLUMN_COUNT] = {{.either = 0}};
    bool open[NUMBER_COLUMN_COUNT] = {false};
    for (int i = 0; i < NUMBER_COLUMN_COUNT; i++) {
        qc_column column = NUMBER_COLUMNS[i];
        if (table->field[column] == QC_COLUMN_ABSENT) continue;
        for (int32_t row = 1; row < table->csv.row_count; row++) {
            qc_numbers_count(&tally[i], cell_of(table, row, column));
        }
        open[i] = !qc_numbers_decide(&tally[i], &table->decimal[column]);
        if (!open[i] && known == QC_DECIMAL_NONE) known = table->decimal[column];
    }
    for (int i = 0; i < NUMBER_COLUMN_COUNT; i++) {
        if (!open[i]) continue;
        table->decimal[NUMBER_COLUMNS[i]] = known;
        if (known == QC_DECIMAL_NONE &&
            !ask(table, NUMBER_COLUMNS[i], "ambiguous number", status, tally[i].example,
                 "with a decimal sign or with thousands separated",
                 "history.decimal: point or comma")) {
            return false;
        }
    }
    return true;
}

bool qc_style_decide(qc_table *table, qc_status *status)
{
    const qc_read_options *options = table->options;
    qc_date_order order = QC_DATE_ORDER_NONE;
    qc_decimal decimal = QC_DECIMAL_NONE;
    if (options->date_order != NULL && !qc_dates_order(options->date_order, &order)) {
        return refuse_option(table, "date_order", options->date_order, "dmy, mdy, ymd", status);
    }
    if (options->decimal != NULL && !qc_numbers_decimal(options->decimal, &decimal)) {
        return refuse_option(table, "decimal", options->decimal, "point, comma", status);
    }
    for (int column = 0; column < QC_COLUMN_COUNT; column++) {
        table->date_order[column] = order;
        table->decimal[column] = decimal;
    }
    if (order == QC_DATE_ORDER_NONE && !decide_dates(table, status)) return false;
    return decimal != QC_DECIMAL_NONE || decide_numbers(table, status);
}
