/* OpportunityHistory, as the Data Export Service, the API (Data Loader, a warehouse) and Excel give
 * it. A row is written at each save that touches stage, amount, probability or close date, and
 * repeats all of them: about two thirds of the rows change no stage. */
#include "history/import/import_salesforce.h"

#include "history/import/dialects_crm.h"
#include "history/import/import_log.h"
#include "history/rates.h"

static const char *const DEAL[] = {"OpportunityId", NULL};
static const char *const DATE[] = {"CreatedDate", NULL};
static const char *const STAGE[] = {"StageName", NULL};

qc_import_values qc_import_salesforce_values(const qc_import *import, const qc_sheet *sheet)
{
    qc_import_values values;
    qc_import_find_values(import, sheet, &values);
    int32_t *label = values.label;
    if (label[QC_LABEL_OWNER] < 0)
        label[QC_LABEL_OWNER] = QC_IMPORT_FIND(sheet, "Owner.Name", "Owner.Alias", "OwnerId");
    if (label[QC_LABEL_SEGMENT] < 0)
        label[QC_LABEL_SEGMENT] = QC_IMPORT_FIND(sheet, "Type", "Opportunity.Type");
    if (label[QC_LABEL_SOURCE] < 0)
        label[QC_LABEL_SOURCE] = QC_IMPORT_FIND(sheet, "LeadSource", "Opportunity.LeadSource");
    if (label[QC_LABEL_CUSTOMER] < 0)
        label[QC_LABEL_CUSTOMER] = QC_IMPORT_FIND(sheet, "Account.Name", "AccountId");
    if (values.close_date < 0) values.close_date = QC_IMPORT_FIND(sheet, "CloseDate");
    if (values.currency < 0) values.currency = QC_IMPORT_FIND(sheet, "CurrencyIsoCode");
    return values;
}

/* ---- companions ---- */

static bool take_opportunities(qc_import *import, int32_t at, qc_import_facts *facts,
                               qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[at];
    const qc_import_facts_columns columns = {
        .deal = QC_IMPORT_FIND(sheet, "Id", "Opportunity ID"),
        .created = QC_IMPORT_FIND(sheet, "CreatedDate"),
        .stage = QC_IMPORT_FIND(sheet, "StageName", "Stage"),
        .is_closed = QC_IMPORT_FIND(sheet, "IsClosed", "Closed"),
        .is_won = QC_IMPORT_FIND(sheet, "IsWon", "Won"),
        .deleted = QC_IMPORT_FIND(sheet, "IsDeleted"),
        .end = QC_COLUMN_ABSENT,
        .values = qc_import_salesforce_values(import, sheet)};
    return qc_import_facts_take(facts, import, at, &columns, status);
}

static bool take_companion(qc_import *import, int32_t at, qc_import_facts *facts, qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[at];
    const int32_t id = QC_IMPORT_FIND(sheet, "Id", "Opportunity ID");
    const int32_t stage = QC_IMPORT_FIND(sheet, "StageName", "Stage");
    const int32_t name = QC_IMPORT_FIND(sheet, "Name", "Full Name", "Account Name");
    if (qc_rates_fits(sheet)) return true; /* read where money is converted */
    if (id >= 0 && stage >= 0 && facts->sheet == NULL)
        return take_opportunities(import, at, facts, status);
    if (id >= 0 && stage < 0 && name >= 0)
        return qc_import_facts_take_names(facts, import, at, id, name, status);
    return qc_import_error(import, sheet, "unknown companion", 0, QC_COLUMN_ABSENT, status,
                           "--with takes the tables Opportunity (once), User, Account and "
                           "DatedConversionRate; this "
                           "one has not their columns (Id, StageName, Name)");
}

bool qc_import_salesforce_companions(qc_import *import, qc_import_facts *facts, qc_status *status)
{
    for (int32_t at = 1; at < import->sheet_count; at++) {
        if (!take_companion(import, at, facts, status)) return false;
    }
    return true;
}

/* ---- OpportunityHistory ---- */

static qc_import_log columns(const qc_import *import, const qc_sheet *sheet)
{
    qc_import_log log = qc_import_log_blank();
    log.deal = qc_import_column(import, sheet, "deal", DEAL);
    log.date = qc_import_column(import, sheet, "date", DATE);
    log.stage = qc_import_column(import, sheet, "stage", STAGE);
    log.deleted = QC_IMPORT_FIND(sheet, "IsDeleted");
    return log;
}

int qc_import_salesforce_detect(const qc_import *import, const qc_sheet *sheet, qc_text *evidence)
{
    (void) import;
    const qc_import_log log = columns(&qc_import_unmapped, sheet);
    if (log.deal < 0 || log.date < 0 || log.stage < 0) return 0;
    qc_text_add(evidence, "columns OpportunityId, CreatedDate, StageName");
    return 90;
}

bool qc_import_salesforce_read(qc_import *import, qc_status *status)
{
    static const char *const KEYS[] = {"deal", "date", "stage"};
    qc_sheet *sheet = &import->sheets[0];
    qc_import_facts facts = {0};
    qc_import_log log = columns(import, sheet);
    const int32_t fields[] = {log.deal, log.date, log.stage};
    log.values = qc_import_salesforce_values(import, sheet);
    log.amounts_of_today = log.values.number[QC_NUMBER_AMOUNT] == QC_COLUMN_ABSENT;
    bool ok = qc_import_require(import, KEYS, fields, 3, status);
    if (ok && qc_import_may_go_on(import))
        ok = qc_import_style(import, sheet, &log.date, 1, &log.values, status) &&
             qc_import_salesforce_companions(import, &facts, status);
    if (ok && qc_import_may_go_on(import)) ok = qc_import_log_read(import, &log, &facts, status);
    qc_import_facts_free(&facts);
    return ok;
}
