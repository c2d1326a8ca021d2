/* HubSpot's changes one by one: the property history of its API (deal, property, value, timestamp)
 * and the stage table that warehouses lay down (deal_id, value, date_entered). */
#include "history/import/dialects_crm.h"
#include "history/import/import_log.h"
#include "history/import/import_properties.h"

static const qc_property_word WORDS[] = {
    {"dealstage", QC_PROPERTY_STAGE},
    {"amount", QC_PROPERTY_AMOUNT},
    {"closedate", QC_PROPERTY_CLOSE_DATE},
    {"deal_currency_code", QC_PROPERTY_CURRENCY},
    {"hubspot_owner_id", QC_PROPERTY_LABEL + (int) QC_LABEL_OWNER},
    {"dealtype", QC_PROPERTY_LABEL + (int) QC_LABEL_SEGMENT},
    {"hs_analytics_source", QC_PROPERTY_LABEL + (int) QC_LABEL_SOURCE},
    {"pipeline", QC_PROPERTY_LABEL + (int) QC_LABEL_PIPELINE},
    {"closed_lost_reason", QC_PROPERTY_LABEL + (int) QC_LABEL_REASON},
    {NULL, QC_PROPERTY_OTHER}};

static qc_import_properties find(const qc_import *import, const qc_sheet *sheet)
{
    static const char *const DEAL[] = {"deal_id",      "dealId",    "objectId",
                                       "hs_object_id", "Record ID", NULL};
    static const char *const DATE[] = {"date_entered", "timestamp", NULL};
    static const char *const KEY[] = {"property", "property name", "name", NULL};
    static const char *const VALUE[] = {"value", NULL};
    return (qc_import_properties){.deal = qc_import_column(import, sheet, "deal", DEAL),
                                  .date = qc_import_column(import, sheet, "date", DATE),
                                  .key = qc_sheet_find(sheet, KEY),
                                  .value = qc_import_column(import, sheet, "stage", VALUE),
                                  .old_value = QC_COLUMN_ABSENT,
                                  .deleted = QC_COLUMN_ABSENT,
                                  .words = WORDS};
}

int qc_import_hubspot_log_detect(const qc_import *import, const qc_sheet *sheet, qc_text *evidence)
{
    (void) import;
    static const char *const ENTERED[] = {"date_entered", NULL};
    const qc_import_properties log = find(&qc_import_unmapped, sheet);
    if (log.deal < 0 || log.date < 0 || log.value < 0) return 0;
    if (log.key < 0 && qc_sheet_find(sheet, ENTERED) < 0) return 0;
    qc_text_add(evidence, log.key < 0 ? "columns deal_id, value, date_entered"
                                      : "columns for deal, property, value and timestamp");
    return 85;
}

bool qc_import_hubspot_log_read(qc_import *import, qc_status *status)
{
    static const char *const KEYS[] = {"deal", "date", "stage"};
    qc_sheet *sheet = &import->sheets[0];
    qc_import_facts facts = {0};
    const qc_import_properties log = find(import, sheet);
    const int32_t fields[] = {log.deal, log.date, log.value};
    bool ok = qc_import_require(import, KEYS, fields, 3, status);
    if (ok && qc_import_may_go_on(import))
        ok = qc_import_style(import, sheet, &log.date, 1, NULL, status);
    if (ok && qc_import_may_go_on(import))
        ok = qc_import_properties_read(import, &log, &facts, status);
    qc_import_facts_free(&facts);
    return ok;
}
