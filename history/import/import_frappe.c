/* Frappe CRM's status change log, a table inside each deal: a record is a stay in a status, from
 * `from_date` on. Data Export writes the deal's own columns on its first record only and leaves them
 * blank on those that follow. */
#include "core/memory.h"
#include "history/import/dialects_crm.h"
#include "history/import/import_log.h"

static qc_import_log columns(const qc_import *import, const qc_sheet *sheet)
{
    static const char *const DEAL[] = {"parent", "CRM Deal", "ID", "name", NULL};
    static const char *const DATE[] = {"from_date", "From Date (Status Change Log)", NULL};
    static const char *const STAGE[] = {"from", "From (Status Change Log)", NULL};
    qc_import_log log = qc_import_log_blank();
    log.deal = qc_import_column(import, sheet, "deal", DEAL);
    log.date = qc_import_column(import, sheet, "date", DATE);
    log.stage = qc_import_column(import, sheet, "stage", STAGE);
    log.end = QC_IMPORT_FIND(sheet, "from_type", "From Type (Status Change Log)");
    return log;
}

int qc_import_frappe_detect(const qc_import *import, const qc_sheet *sheet, qc_text *evidence)
{
    (void) import;
    const qc_import_log log = columns(&qc_import_unmapped, sheet);
    const int32_t to_date = QC_IMPORT_FIND(sheet, "to_date", "To Date (Status Change Log)");
    const int32_t to = QC_IMPORT_FIND(sheet, "to", "To (Status Change Log)");
    if (log.deal < 0 || log.date < 0 || log.stage < 0 || to_date < 0 || to < 0) return 0;
    qc_text_addf(evidence, "columns \"%s\", \"%s\", \"%s\"", qc_sheet_title(sheet, log.stage),
                 qc_sheet_title(sheet, log.date), qc_sheet_title(sheet, to));
    return 90;
}

static void find_values(const qc_import *import, const qc_sheet *sheet, qc_import_values *values)
{
    qc_import_find_values(import, sheet, values);
    if (values->number[QC_NUMBER_AMOUNT] < 0)
        values->number[QC_NUMBER_AMOUNT] = QC_IMPORT_FIND(sheet, "deal_value", "annual_revenue");
    if (values->label[QC_LABEL_OWNER] < 0)
        values->label[QC_LABEL_OWNER] = QC_IMPORT_FIND(sheet, "deal_owner", "Deal Owner");
    if (values->close_date < 0)
        values->close_date = QC_IMPORT_FIND(sheet, "expected_closure_date", "closed_date",
                                            "close_date");
}

/* A blank id goes on with the deal above. */
static const char **carry_down(const qc_sheet *sheet, int32_t deal, qc_status *status)
{
    const char **names = qc_memory_take((size_t) sheet->csv.row_count, sizeof *names, status);
    const char *above = "";
    for (int32_t row = 1; row < sheet->csv.row_count && names != NULL; row++) {
        const char *name = qc_sheet_cell(sheet, row, deal);
        if (name[0] != '\0') above = name;
        names[row] = above;
    }
    return names;
}

bool qc_import_frappe_read(qc_import *import, qc_status *status)
{
    static const char *const KEYS[] = {"deal", "date", "stage"};
    qc_sheet *sheet = &import->sheets[0];
    qc_import_facts facts = {0};
    qc_import_log log = columns(import, sheet);
    const int32_t fields[] = {log.deal, log.date, log.stage};
    find_values(import, sheet, &log.values);
    bool ok = qc_import_require(import, KEYS, fields, 3, status);
    if (ok && qc_import_may_go_on(import))
        ok = qc_import_style(import, sheet, &log.date, 1, &log.values, status);
    if (!ok || !qc_import_may_go_on(import)) return ok;
    const char **names = carry_down(sheet, log.deal, status);
    log.deal_of_row = names;
    ok = names != NULL && qc_import_log_read(import, &log, &facts, status);
    void *block = names;
    qc_memory_release(block);
    qc_import_facts_free(&facts);
    return ok;
}
