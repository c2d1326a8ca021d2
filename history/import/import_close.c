/* Close's opportunity status changes (activities of that type), with the opportunities themselves as
 * companion. Close counts money in cents; where the file shows a value formatted as well, the two
 * decide. */
#include "history/import/dialects_crm.h"
#include "history/import/import_log.h"
#include "history/rates.h"

static qc_import_log columns(const qc_import *import, const qc_sheet *sheet)
{
    static const char *const DEAL[] = {"opportunity_id", NULL};
    static const char *const DATE[] = {"date_created", "activity_at", NULL};
    static const char *const STAGE[] = {"new_status_label", "new_status", NULL};
    qc_import_log log = qc_import_log_blank();
    log.deal = qc_import_column(import, sheet, "deal", DEAL);
    log.date = qc_import_column(import, sheet, "date", DATE);
    log.stage = qc_import_column(import, sheet, "stage", STAGE);
    log.from = QC_IMPORT_FIND(sheet, "old_status_label", "old_status");
    log.end = QC_IMPORT_FIND(sheet, "new_status_type", "new_status_kind");
    return log;
}

int qc_import_close_detect(const qc_import *import, const qc_sheet *sheet, qc_text *evidence)
{
    (void) import;
    const qc_import_log log = columns(&qc_import_unmapped, sheet);
    if (log.deal < 0 || log.date < 0 || log.stage < 0 || log.from < 0) return 0;
    qc_text_add(evidence, "columns opportunity_id, old_status_label, new_status_label");
    return 95;
}

/* Hundredths, unless a value that is written out in full says otherwise. */
static bool decide_scale(qc_import *import, const qc_sheet *sheet, int32_t value, int32_t formatted,
                         double *scale, qc_status *status)
{
    *scale = 0.01;
    for (int32_t row = 1; row < sheet->csv.row_count && formatted >= 0 && value >= 0; row++) {
        char around[QC_NUMBERS_CURRENCY], room[QC_CSV_EXCERPT];
        double bare = 0.0, shown = 0.0;
        const char *text = qc_sheet_cell(sheet, row, formatted);
        if (!qc_numbers_read(qc_sheet_cell(sheet, row, value), QC_DECIMAL_POINT, &bare, around) ||
            !qc_numbers_read(text, QC_DECIMAL_POINT, &shown, around) || bare <= 0.0 ||
            shown <= 0.0) {
            continue;
        }
        *scale = bare > shown * 10.0 ? 0.01 : 1.0;
        return qc_decisions_add(import->decisions, "amounts", *scale < 1.0 ? "cents" : "whole",
                                true, "", status, "line %d shows %s as \"%s\"",
                                (int) sheet->csv.line[row], qc_sheet_cell(sheet, row, value),
                                qc_csv_excerpt(text, room));
    }
    return value < 0 || qc_decisions_add(import->decisions, "amounts", "cents", true, "", status,
                                         "Close's programs give values in cents");
}

static bool take_companions(qc_import *import, qc_import_facts *facts, qc_status *status)
{
    for (int32_t at = 1; at < import->sheet_count; at++) {
        const qc_sheet *sheet = &import->sheets[at];
        if (qc_rates_fits(sheet)) continue; /* read where money is converted */
        const int32_t formatted = QC_IMPORT_FIND(sheet, "value_formatted", "formatted_value");
        qc_import_facts_columns deals = {
            .deal = QC_IMPORT_FIND(sheet, "id", "opportunity_id"),
            .created = QC_IMPORT_FIND(sheet, "date_created", "created"),
            .stage = QC_IMPORT_FIND(sheet, "status_label", "status"),
            .is_closed = QC_COLUMN_ABSENT,
            .is_won = QC_COLUMN_ABSENT,
            .deleted = QC_COLUMN_ABSENT,
            .end = QC_IMPORT_FIND(sheet, "status_type", "type")};
        qc_import_find_values(import, sheet, &deals.values);
        deals.values.label[QC_LABEL_OWNER] = QC_IMPORT_FIND(sheet, "user_name", "user_id");
        deals.values.label[QC_LABEL_CUSTOMER] = QC_IMPORT_FIND(sheet, "lead_name", "lead_id");
        if (deals.values.currency < 0)
            deals.values.currency = QC_IMPORT_FIND(sheet, "value_currency", "currency");
        if (deals.deal < 0 || deals.stage < 0 || facts->sheet != NULL)
            return qc_import_error(import, sheet, "unknown companion", 0, QC_COLUMN_ABSENT, status,
                                   "--with takes the opportunities (once); this one has no "
                                   "columns id and status_label");
        if (!decide_scale(import, sheet, deals.values.number[QC_NUMBER_AMOUNT], formatted,
                          &deals.values.scale, status) ||
            !qc_import_facts_take(facts, import, at, &deals, status)) {
            return false;
        }
    }
    return true;
}

bool qc_import_close_read(qc_import *import, qc_status *status)
{
    static const char *const KEYS[] = {"deal", "date", "stage"};
    qc_sheet *sheet = &import->sheets[0];
    qc_import_facts facts = {0};
    qc_import_log log = columns(import, sheet);
    const int32_t fields[] = {log.deal, log.date, log.stage};
    int32_t *amount = &log.values.number[QC_NUMBER_AMOUNT];
    *amount = QC_IMPORT_FIND(sheet, "opportunity_value", "value");
    log.values.currency = QC_IMPORT_FIND(sheet, "opportunity_value_currency", "value_currency");
    log.values.label[QC_LABEL_CUSTOMER] = QC_IMPORT_FIND(sheet, "lead_name", "lead_id");
    log.values.label[QC_LABEL_PIPELINE] = QC_IMPORT_FIND(sheet, "new_pipeline_name",
                                                         "pipeline_name");
    log.amounts_of_today = *amount == QC_COLUMN_ABSENT;
    bool ok = qc_import_require(import, KEYS, fields, 3, status);
    if (ok && qc_import_may_go_on(import))
        ok = decide_scale(import, sheet, *amount,
                          QC_IMPORT_FIND(sheet, "opportunity_value_formatted", "value_formatted"),
                          &log.values.scale, status) &&
             qc_import_style(import, sheet, &log.date, 1, &log.values, status) &&
             take_companions(import, &facts, status);
    if (ok && qc_import_may_go_on(import)) ok = qc_import_log_read(import, &log, &facts, status);
    qc_import_facts_free(&facts);
    return ok;
}
