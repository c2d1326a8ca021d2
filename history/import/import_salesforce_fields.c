/* OpportunityFieldHistory: one record per changed field, with its old and its new value. The stage
 * in which a deal began is the old value of its first stage change. */
#include "history/import/dialects_crm.h"
#include "history/import/import_log.h"
#include "history/import/import_properties.h"
#include "history/import/import_salesforce.h"

static const qc_property_word WORDS[] = {{"created", QC_PROPERTY_CREATED},
                                         {"opportunityCreatedFromLead", QC_PROPERTY_CREATED},
                                         {"Created by lead convert", QC_PROPERTY_CREATED},
                                         {"StageName", QC_PROPERTY_STAGE},
                                         {"Stage", QC_PROPERTY_STAGE},
                                         {"Amount", QC_PROPERTY_AMOUNT},
                                         {"CloseDate", QC_PROPERTY_CLOSE_DATE},
                                         {"Close Date", QC_PROPERTY_CLOSE_DATE},
                                         {"CurrencyIsoCode", QC_PROPERTY_CURRENCY},
                                         {"Owner", QC_PROPERTY_LABEL + (int) QC_LABEL_OWNER},
                                         {"OwnerId", QC_PROPERTY_LABEL + (int) QC_LABEL_OWNER},
                                         {"Type", QC_PROPERTY_LABEL + (int) QC_LABEL_SEGMENT},
                                         {"LeadSource", QC_PROPERTY_LABEL + (int) QC_LABEL_SOURCE},
                                         {NULL, QC_PROPERTY_OTHER}};

static qc_import_properties find(const qc_import *import, const qc_sheet *sheet)
{
    static const char *const DEAL[] = {"OpportunityId", "Opportunity ID", NULL};
    static const char *const DATE[] = {"CreatedDate", "Edit Date", NULL};
    static const char *const KEY[] = {"Field", "Field / Event", NULL};
    static const char *const VALUE[] = {"NewValue", NULL}, *const OLD[] = {"OldValue", NULL};
    static const char *const DELETED[] = {"IsDeleted", NULL};
    return (qc_import_properties){.deal = qc_import_column(import, sheet, "deal", DEAL),
                                  .date = qc_import_column(import, sheet, "date", DATE),
                                  .key = qc_sheet_find(sheet, KEY),
                                  .value = qc_sheet_find(sheet, VALUE),
                                  .old_value = qc_sheet_find(sheet, OLD),
                                  .deleted = qc_sheet_find(sheet, DELETED),
                                  .words = WORDS};
}

int qc_import_salesforce_fields_detect(const qc_import *import, const qc_sheet *sheet,
                                       qc_text *evidence)
{
    (void) import;
    const qc_import_properties log = find(&qc_import_unmapped, sheet);
    if (log.deal < 0 || log.date < 0 || log.key < 0 || log.value < 0 || log.old_value < 0) return 0;
    qc_text_add(evidence, "columns OpportunityId, Field, OldValue, NewValue");
    return 95;
}

bool qc_import_salesforce_fields_read(qc_import *import, qc_status *status)
{
    static const char *const KEYS[] = {"deal", "date", "Field", "OldValue", "NewValue"};
    qc_sheet *sheet = &import->sheets[0];
    qc_import_facts facts = {0};
    const qc_import_properties log = find(import, sheet);
    const int32_t fields[] = {log.deal, log.date, log.key, log.old_value, log.value};
    bool ok = qc_import_require(import, KEYS, fields, 5, status);
    if (ok && qc_import_may_go_on(import))
        ok = qc_import_style(import, sheet, &log.date, 1, NULL, status) &&
             qc_import_salesforce_companions(import, &facts, status);
    if (ok && qc_import_may_go_on(import))
        ok = qc_import_properties_read(import, &log, &facts, status);
    qc_import_facts_free(&facts);
    return ok;
}
