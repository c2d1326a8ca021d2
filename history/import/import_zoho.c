/* Zoho's stage history of deals (module DealHistory, related list Stage History): each record is a
 * stay in a stage, its Modified Time the moment in which the deal came there, Moved To the stage that
 * followed. Owner, source and account stand in the deals themselves (--with Deals.csv). */
#include "history/import/dialects_crm.h"
#include "history/import/import_log.h"
#include "history/rates.h"

static qc_import_log columns(const qc_import *import, const qc_sheet *sheet)
{
    /* Record Id is that of the history's own record, so the deal is looked for by its other names */
    static const char *const DEAL[] = {"Deal Name.id",   "Potential Name.id", "Parent Id.id",
                                       "Parent Id",      "Deal Id",           "Potential_Name",
                                       "Potential Name", "Deal Name",         NULL};
    static const char *const DATE[] = {"Modified Time", "Last Modified Time", NULL};
    static const char *const STAGE[] = {"Stage", NULL};
    qc_import_log log = qc_import_log_blank();
    log.deal = qc_import_column(import, sheet, "deal", DEAL);
    log.date = qc_import_column(import, sheet, "date", DATE);
    log.stage = qc_import_column(import, sheet, "stage", STAGE);
    return log;
}

int qc_import_zoho_detect(const qc_import *import, const qc_sheet *sheet, qc_text *evidence)
{
    (void) import;
    const qc_import_log log = columns(&qc_import_unmapped, sheet);
    const int32_t moved = QC_IMPORT_FIND(sheet, "Moved To", "Moved_To__s", "Duration (Days)",
                                         "Stage Duration (Calendar Days)");
    if (log.deal < 0 || log.date < 0 || log.stage < 0 || moved < 0) return 0;
    qc_text_addf(evidence, "columns Stage, Modified Time, %s", qc_sheet_title(sheet, moved));
    return 90;
}

static qc_import_values find_values(const qc_import *import, const qc_sheet *sheet)
{
    qc_import_values values;
    int32_t *label = values.label;
    qc_import_find_values(import, sheet, &values);
    if (label[QC_LABEL_SEGMENT] < 0)
        label[QC_LABEL_SEGMENT] = QC_IMPORT_FIND(sheet, "Type", "Deal Type");
    if (label[QC_LABEL_REASON] < 0)
        label[QC_LABEL_REASON] = QC_IMPORT_FIND(sheet, "Reason For Loss", "Reason_For_Loss__s");
    if (label[QC_LABEL_OWNER] < 0)
        label[QC_LABEL_OWNER] = QC_IMPORT_FIND(sheet, "Deal Owner Name", "Owner.id");
    if (values.close_date < 0)
        values.close_date = QC_IMPORT_FIND(sheet, "Closing Date", "Closing_Date");
    return values;
}

static bool take_deals(qc_import *import, qc_import_facts *facts, qc_status *status)
{
    for (int32_t at = 1; at < import->sheet_count; at++) {
        const qc_sheet *sheet = &import->sheets[at];
        if (qc_rates_fits(sheet)) continue; /* read where money is converted */
        const qc_import_facts_columns columns_of_deals = {
            .deal = QC_IMPORT_FIND(sheet, "Record Id", "id", "Deal Id"),
            .created = QC_IMPORT_FIND(sheet, "Created Time", "Created_Time"),
            .stage = QC_IMPORT_FIND(sheet, "Stage", "Deal Stage"),
            .is_closed = QC_COLUMN_ABSENT,
            .is_won = QC_COLUMN_ABSENT,
            .deleted = QC_COLUMN_ABSENT,
            .end = QC_COLUMN_ABSENT,
            .values = find_values(import, sheet)};
        if (columns_of_deals.deal < 0 || columns_of_deals.stage < 0 ||
            columns_of_deals.created < 0 || facts->sheet != NULL)
            return qc_import_error(import, sheet, "unknown companion", 0, QC_COLUMN_ABSENT, status,
                                   "--with takes the export of the module Deals (once); this "
                                   "one has no columns Record Id, Stage and Created Time");
        if (!qc_import_facts_take(facts, import, at, &columns_of_deals, status)) return false;
    }
    return true;
}

bool qc_import_zoho_read(qc_import *import, qc_status *status)
{
    static const char *const KEYS[] = {"deal", "date", "stage"};
    qc_sheet *sheet = &import->sheets[0];
    qc_import_facts facts = {0};
    qc_import_log log = columns(import, sheet);
    const int32_t fields[] = {log.deal, log.date, log.stage};
    log.values = find_values(import, sheet);
    log.amounts_of_today = log.values.number[QC_NUMBER_AMOUNT] == QC_COLUMN_ABSENT;
    bool ok = qc_import_require(import, KEYS, fields, 3, status);
    if (ok && qc_import_may_go_on(import))
        ok = qc_import_style(import, sheet, &log.date, 1, &log.values, status) &&
             take_deals(import, &facts, status);
    if (ok && qc_import_may_go_on(import)) ok = qc_import_log_read(import, &log, &facts, status);
    qc_import_facts_free(&facts);
    return ok;
}
