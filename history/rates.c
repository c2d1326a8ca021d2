#include "history/rates.h"

#include "core/memory.h"
#include "history/style.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

typedef struct columns {
    int32_t currency, date, rate;
    bool turned; /* units of the currency for one of the base */
} columns;

static columns find(const qc_sheet *sheet)
{
    static const char *const CURRENCY[] = {"currency", "iso code", "code", NULL};
    static const char *const DATE[] = {"date", "start date", "from", NULL};
    static const char *const RATE[] = {"rate", NULL}, *const TURNED[] = {"conversion rate", NULL};
    columns found = {.currency = qc_sheet_find(sheet, CURRENCY),
                     .date = qc_sheet_find(sheet, DATE),
                     .rate = qc_sheet_find(sheet, RATE)};
    found.turned = found.rate < 0;
    if (found.turned) found.rate = qc_sheet_find(sheet, TURNED);
    return found;
}

bool qc_rates_fits(const qc_sheet *sheet)
{
    static const char *const STAGE[] = {"stage", "stage name", "amount", NULL};
    const columns found = find(sheet);
    return found.currency >= 0 && found.date >= 0 && found.rate >= 0 &&
           qc_sheet_find(sheet, STAGE) < 0;
}

static bool refuse(const qc_sheet *sheet, const char *reason, int32_t row, int32_t field,
                   qc_findings *findings, qc_status *status, const char *text)
{
    return qc_findings_add(findings, QC_FINDING_ERROR, reason, sheet->name, sheet->csv.line[row],
                           field + 1, status, "%s", text);
}

static bool read_row(qc_rates *rates, const qc_sheet *sheet, const columns *found, int32_t row,
                     qc_findings *findings, qc_status *status)
{
    qc_rate *it = &rates->items[rates->count];
    char around[QC_NUMBERS_CURRENCY];
    const char *date = qc_sheet_cell(sheet, row, found->date);
    const char *rate = qc_sheet_cell(sheet, row, found->rate);
    if (!qc_numbers_currency(qc_sheet_cell(sheet, row, found->currency), it->currency)) {
        return refuse(sheet, "bad rate", row, found->currency, findings, status,
                      "is not a currency (expected a code such as EUR)");
    }
    if (!qc_dates_read(date, sheet->date_order[found->date], &it->day)) {
        return refuse(sheet, "bad rate", row, found->date, findings, status,
                      "is not a calendar day (expected YYYY-MM-DD)");
    }
    if (!qc_numbers_read(rate, sheet->decimal[found->rate], &it->worth, around) ||
        !(it->worth > 0.0) || isinf(it->worth)) {
        return refuse(sheet, "bad rate", row, found->rate, findings, status,
                      "is not a rate above 0");
    }
    if (found->turned) it->worth = 1.0 / it->worth;
    rates->count++;
    return true;
}

static int compare(const void *a, const void *b)
{
    const qc_rate *x = a, *y = b;
    const int code = strcmp(x->currency, y->currency);
    if (code != 0) return code;
    return x->day < y->day ? -1 : x->day > y->day;
}

/* Which of two rates of one day holds, nobody knows. The items are sorted. */
static bool check_days(const qc_rates *rates, const qc_sheet *sheet, qc_findings *findings,
                       qc_status *status)
{
    char day[16];
    for (int32_t i = 1; i < rates->count; i++) {
        const qc_rate *it = &rates->items[i];
        const bool same = it->worth >= it[-1].worth && it->worth <= it[-1].worth;
        if (compare(it, it - 1) != 0 || same) continue;
        if (!qc_findings_add(findings, QC_FINDING_ERROR, "bad rate", sheet->name, 0, 0, status,
                             "%s has two different rates from %s on", it->currency,
                             qc_calendar_text(it->day, day))) {
            return false;
        }
    }
    return true;
}

static bool read_sheet(qc_rates *rates, qc_sheet *sheet, const qc_read_options *options,
                       qc_findings *findings, qc_status *status)
{
    const columns found = find(sheet);
    const int32_t errors = findings->of_kind[QC_FINDING_ERROR];
    const qc_style_source source = {.csv = &sheet->csv,
                                    .file = sheet->name,
                                    .findings = findings,
                                    .date_order = options->date_order,
                                    .decimal = options->decimal};
    qc_date_order order = QC_DATE_ORDER_NONE;
    qc_decimal decimal = QC_DECIMAL_NONE;
    if (found.currency < 0 || found.date < 0 || found.rate < 0) {
        return refuse(sheet, "missing column", 0, -1, findings, status,
                      "a table of rates has the columns currency, date, rate") &&
               qc_findings_pass(findings, status);
    }
    if (!qc_style_dates(&source, &found.date, 1, &order, status) ||
        !qc_style_numbers(&source, &found.rate, 1, &decimal, status)) {
        return false;
    }
    sheet->date_order[found.date] = order;
    sheet->decimal[found.rate] = decimal;
    rates->items = qc_memory_take((size_t) sheet->csv.row_count, sizeof *rates->items, status);
    if (rates->items == NULL) return false;
    for (int32_t row = 1;
         row < sheet->csv.row_count && findings->of_kind[QC_FINDING_ERROR] < errors + 20; row++) {
        if (!read_row(rates, sheet, &found, row, findings, status)) return false;
    }
    qsort(rates->items, (size_t) rates->count, sizeof *rates->items, compare);
    if (!check_days(rates, sheet, findings, status)) return false;
    memcpy(rates->sha256, sheet->sha256, sizeof rates->sha256);
    return findings->of_kind[QC_FINDING_ERROR] == errors || qc_findings_pass(findings, status);
}

bool qc_rates_read(qc_rates *rates, const char *path, const qc_read_options *options,
                   qc_findings *findings, qc_status *status)
{
    qc_sheet sheet = {.name = path};
    char *bytes = NULL;
    size_t length = 0;
    bool ok = qc_sheet_load(path, &bytes, &length, findings, status) &&
              qc_sheet_open(&sheet, path, bytes, length, findings, status) &&
              read_sheet(rates, &sheet, options, findings, status);
    qc_memory_release(bytes);
    qc_sheet_free(&sheet);
    return ok;
}

bool qc_rates_find(const qc_rates *rates, const char *currency, qc_day day, double *worth)
{
    int32_t low = 0, high = rates->count; /* the first rate behind (currency, day) */
    while (low < high) {
        const int32_t at = low + (high - low) / 2;
        const int code = strcmp(rates->items[at].currency, currency);
        if (code < 0 || (code == 0 && rates->items[at].day <= day))
            low = at + 1;
        else
            high = at;
    }
    if (low == 0 || strcmp(rates->items[low - 1].currency, currency) != 0) return false;
    *worth = rates->items[low - 1].worth;
    return true;
}

/* ---- converting ---- */

typedef struct converting {
    const qc_rates *rates;
    qc_deal_rows *rows;
    const qc_table *table;
    const char *base;
    bool reported[QC_TABLE_CURRENCIES];
    qc_status *status;
} converting;

static bool report_missing(converting *work, int8_t currency, int32_t row)
{
    char day[16];
    if (work->reported[currency]) return true;
    work->reported[currency] = true;
    return qc_findings_add(
        work->table->findings, QC_FINDING_ERROR, "no rate", work->table->name,
        work->rows->line[row], 0, work->status, "the rates say nothing of %s on or before %s",
        work->table->currency[currency].code, qc_calendar_text(work->rows->day[row], day));
}

/* One row: `raw` is what the deal's own currency says, carried on from the rows before. */
static bool convert_row(converting *work, int32_t row, int8_t currency,
                        const double raw[QC_NUMBER_COUNT])
{
    static const qc_number MONEY[] = {QC_NUMBER_AMOUNT, QC_NUMBER_MARGIN};
    double worth = 1.0;
    const char *code = currency < 0 ? work->base : work->table->currency[currency].code;
    if (strcmp(code, work->base) == 0) return true;
    if (isnan(raw[QC_NUMBER_AMOUNT]) && isnan(raw[QC_NUMBER_MARGIN])) return true;
    if (!qc_rates_find(work->rates, code, work->rows->day[row], &worth))
        return report_missing(work, currency, row);
    for (size_t i = 0; i < sizeof MONEY / sizeof *MONEY; i++) {
        double *column = work->rows->number[MONEY[i]];
        if (column != NULL && !isnan(raw[MONEY[i]])) column[row] = raw[MONEY[i]] * worth;
    }
    return true;
}

bool qc_rates_convert(const qc_rates *rates, qc_deal_rows *rows, const qc_table *table,
                      const char *base, qc_status *status)
{
    converting work = {
        .rates = rates, .rows = rows, .table = table, .base = base, .status = status};
    double raw[QC_NUMBER_COUNT];
    int8_t currency = -1;
    for (int32_t row = 0; row < rows->count; row++) {
        const bool first = row == 0 || rows->deal[row] != rows->deal[row - 1];
        if (first) currency = -1;
        if (rows->currency[row] >= 0) currency = rows->currency[row];
        for (int i = 0; i < QC_NUMBER_COUNT; i++) {
            if (first) raw[i] = NAN;
            if (rows->number[i] != NULL && !isnan(rows->number[i][row]))
                raw[i] = rows->number[i][row];
        }
        if (!convert_row(&work, row, currency, raw)) return false;
    }
    return true;
}

void qc_rates_free(qc_rates *rates)
{
    qc_memory_release(rates->items);
    *rates = (qc_rates){.count = 0};
}
