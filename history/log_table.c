#include "history/log_table.h"

#include "history/decode.h"

static bool note(qc_log_table *table, const char *reason, int32_t line, int32_t field,
                 const char *text, qc_status *status)
{
    if (!qc_findings_add(table->findings, QC_FINDING_ERROR, reason, table->name, line, field,
                         status, "%s", text))
        return false;
    return qc_findings_pass(table->findings, status);
}

static bool parse(qc_log_table *table, const char *bytes, size_t length, qc_status *status)
{
    qc_status failure = {0};
    qc_decoded decoded = {0};
    const bool ok = qc_decode(&decoded, table->name, bytes, length, &failure) &&
                    qc_csv_parse(&table->csv, table->name, decoded.text, decoded.length, &failure);
    qc_decode_free(&decoded);
    if (!ok && failure.code == QC_NO_MEMORY)
        return qc_fail(status, failure.code, "%s", failure.message);
    if (!ok)
        return note(table, "unreadable file", failure.line, failure.field, failure.message, status);
    if (table->csv.row_count > 1) return true;
    return note(table, "no rows", 0, 0, "has no rows below a header", status);
}

bool qc_log_table_open(qc_log_table *table, const char *name, const char *bytes, size_t length,
                       const qc_column_want *wanted, int32_t count, qc_findings *findings,
                       qc_status *status)
{
    qc_digest digest;
    table->name = name;
    table->findings = findings;
    qc_digest_start(&digest);
    qc_digest_add(&digest, bytes, length);
    qc_digest_end(&digest, table->sha256);
    return parse(table, bytes, length, status) &&
           qc_columns_find(table->field, wanted, count, &table->csv, name, findings, status) &&
           qc_findings_pass(findings, status);
}

bool qc_log_table_dates(qc_log_table *table, const int32_t *columns, int32_t count,
                        const char *word, qc_status *status)
{
    qc_date_tally tally = {0};
    for (int32_t row = 1; row < table->csv.row_count; row++) {
        if (qc_csv_width(&table->csv, row) != qc_csv_width(&table->csv, 0)) continue;
        for (int32_t c = 0; c < count; c++)
            qc_dates_count(&tally, qc_log_table_cell(table, row, columns[c]));
    }
    const bool decided = qc_dates_decide(&tally, &table->order);
    if (decided && table->order == QC_DATE_ORDER_SERIAL)
        return qc_findings_add(table->findings, QC_FINDING_DOUBT, "day numbers", table->name,
                               table->csv.line[0], table->field[columns[0]] + 1, status,
                               "dates are a spreadsheet's day numbers, counted from 1899-12-30");
    if ((word != NULL && qc_dates_order(word, &table->order)) || decided) return true;
    return note(table, "ambiguous dates", table->csv.line[0], table->field[columns[0]] + 1,
                "dates may be read day first or month first; say which with history.date_order",
                status);
}

const char *qc_log_table_cell(const qc_log_table *table, int32_t row, int32_t column)
{
    const int32_t field = table->field[column];
    return field == QC_COLUMN_ABSENT ? "" : qc_csv_cell(&table->csv, row, field);
}

void qc_log_table_free(qc_log_table *table)
{
    qc_csv_free(&table->csv);
}
