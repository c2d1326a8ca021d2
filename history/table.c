#include "history/table.h"

#include "core/text.h"

#include <inttypes.h>
#include <string.h>

const char *qc_table_number_word(qc_number number)
{
    static const char *const WORDS[QC_NUMBER_COUNT] = {[QC_NUMBER_AMOUNT] = "amount",
                                                       [QC_NUMBER_UNITS] = "units",
                                                       [QC_NUMBER_MARGIN] = "margin",
                                                       [QC_NUMBER_PROBABILITY] = "probability"};
    return WORDS[number];
}

bool qc_table_pass(const qc_table *table, qc_status *status)
{
    if (table->findings->of_kind[QC_FINDING_ERROR] == table->errors_before) return true;
    return qc_findings_pass(table->findings, status);
}

bool qc_table_open(qc_table *table, const char *name, const char *bytes, size_t length,
                   const qc_column_want wanted[QC_COLUMN_COUNT], const qc_read_options *options,
                   qc_findings *findings, qc_status *status)
{
    qc_sheet sheet = {.name = name};
    qc_table_start(table, name, options, findings);
    bool ok = qc_sheet_open(&sheet, name, bytes, length, findings, status) &&
              qc_table_take(table, &sheet, wanted, status);
    qc_sheet_free(&sheet);
    return ok;
}

void qc_table_start(qc_table *table, const char *name, const qc_read_options *options,
                    qc_findings *findings)
{
    *table = (qc_table){.name = name,
                        .options = options,
                        .findings = findings,
                        .errors_before = findings->of_kind[QC_FINDING_ERROR]};
}

bool qc_table_take(qc_table *table, qc_sheet *sheet, const qc_column_want wanted[QC_COLUMN_COUNT],
                   qc_status *status)
{
    table->csv = sheet->csv;
    sheet->csv = (qc_csv){.row_count = 0};
    memcpy(table->sha256, sheet->sha256, sizeof table->sha256);
    table->rows_read = table->csv.row_count - 1;
    if (!qc_columns_find(table->field, wanted, QC_COLUMN_COUNT, &table->csv, table->name,
                         table->findings, status)) {
        return false;
    }
    return qc_table_pass(table, status);
}

void qc_table_free(qc_table *table)
{
    qc_csv_free(&table->csv);
}

const char *qc_table_cell(const qc_table *table, int32_t row, qc_column column)
{
    int32_t field = table->field[column];
    return field == QC_COLUMN_ABSENT ? "" : qc_csv_cell(&table->csv, row, field);
}

int32_t qc_table_find_currency(qc_table *table, const char *code)
{
    int32_t at = 0;
    if (code[0] == '\0') return -1;
    while (at < table->currency_count && strcmp(table->currency[at].code, code) != 0) {
        at++;
    }
    if (at == QC_TABLE_CURRENCIES) return at - 1;
    if (at == table->currency_count) {
        memcpy(table->currency[at].code, code, strlen(code) + 1);
        table->currency_count++;
    }
    return at;
}

static bool report_currencies(const qc_table *table, qc_status *status)
{
    qc_text list = {0};
    for (int32_t i = 0; i < table->currency_count; i++) {
        const qc_currency_count *found = &table->currency[i];
        if (found->rows == 0) continue;
        qc_text_addf(&list, "%s%s (%" PRId64 " rows)", list.length > 0 ? ", " : "", found->code,
                     found->rows);
    }
    bool ok = qc_findings_add(
        table->findings, QC_FINDING_ERROR, "mixed currencies", table->name, 0, 0, status,
        "amounts are in several currencies: %s; dated rates convert them (history.rates)",
        qc_text_get(&list));
    if (list.failed) ok = qc_fail(status, QC_NO_MEMORY, "out of memory while writing a message");
    qc_text_free(&list);
    return ok;
}

bool qc_table_currency(const qc_table *table, const char *wanted, const char **currency,
                       qc_status *status)
{
    const char *only = "";
    int distinct = 0;
    *currency = "";
    for (int32_t i = 0; i < table->currency_count; i++) {
        if (table->currency[i].rows == 0) continue;
        only = table->currency[i].code;
        distinct++;
    }
    if (distinct > 1) return report_currencies(table, status);
    /* "$" is no code: it says that there is one currency, not which */
    if (strlen(only) == 3 && only[0] >= 'A' && only[0] <= 'Z') *currency = only;
    if (wanted == NULL || wanted[0] == '\0' || **currency == '\0' || strcmp(only, wanted) == 0)
        return true;
    return qc_findings_add(table->findings, QC_FINDING_ERROR, "other currency", table->name, 0, 0,
                           status,
                           "the amounts are in %s, not in %s; dated rates convert them "
                           "(history.rates)",
                           only, wanted);
}
