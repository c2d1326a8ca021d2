#include "history/import/import_status.h"

#include "history/import/dialects_crm.h"
#include "history/import/import_log.h"

#include <string.h>

/* Titles of one CRM; several for one column are parted by bars, in the languages seen. Matching folds
 * case, blanks and punctuation. */
typedef struct crm {
    const char *marks[3]; /* columns that only this CRM has; all must be there */
    const char *deal, *created, *closed, *lost_time, *status, *stage, *stage_since, *won_flag,
        *closed_flag, *deleted, *active;
    const char *amount, *currency, *expected; /* expected: the typed close date of an open deal */
    const char *owner, *segment, *source, *customer, *reason, *pipeline;
    double scale; /* of amounts; 0 = 1 */
} crm;

enum { PIPEDRIVE, ODOO, ZOHO, CLOSE, SALESFORCE, HUBSPOT, CRM_COUNT };

static const crm CRMS[CRM_COUNT] = {
    [PIPEDRIVE] =
        {.marks = {"Deal - Status|Affaire - Statut|Negócio - Status|Trato - Estado|Obchod - Stav|"
                   "Affare - Stato|Szansa - Status",
                   "Deal - Deal created|Deal - Created|Deal - Add time|Deal - Deal erstellt|"
                   "Deal - Erstellt am|Affaire - Affaire créée|Affaire - Date de création|"
                   "Negócio - Negócio criado em|Trato - Trato creado|Trato - Fecha de creación|"
                   "Obchod - Obchod vytvořen|Affare - Affare creato"},
         .deal = "Deal - ID|Deal - Pipedrive System ID|Affaire - ID|Negócio - ID|Trato - ID|"
                 "Obchod - ID|Affare - ID|Szansa - ID",
         .created = "Deal - Deal created|Deal - Created|Deal - Add time|Deal - Deal erstellt|"
                    "Deal - Erstellt am|Affaire - Affaire créée|Affaire - Date de création|"
                    "Negócio - Negócio criado em|Trato - Trato creado|Trato - Fecha de creación|"
                    "Obchod - Obchod vytvořen|Affare - Affare creato",
         .closed = "Deal - Won time|Deal - Gewonnen am|Deal - Gewinnzeitpunkt|"
                   "Affaire - Date de gain|Affaire - Heure de la conclusion|Negócio - Ganho em|"
                   "Negócio - Data de ganho|Trato - Fecha de ganado|Trato - Ganado en|"
                   "Obchod - Datum výhry|Deal - Deal closed on|Deal - Closed on|"
                   "Deal - Deal geschlossen am|Affaire - Affaire conclue le",
         .lost_time = "Deal - Lost time|Deal - Verloren am|Deal - Verlustzeitpunkt|"
                      "Affaire - Date de perte|Negócio - Data de perda|Trato - Fecha de pérdida|"
                      "Trato - Perdido en|Obchod - Datum prohry|Deal - Deal closed on|"
                      "Deal - Closed on|Deal - Deal geschlossen am",
         .status = "Deal - Status|Affaire - Statut|Negócio - Status|Trato - Estado|"
                   "Obchod - Stav|Affare - Stato|Szansa - Status",
         .stage = "Deal - Stage|Deal - Phase|Affaire - Étape|Negócio - Etapa|Trato - Etapa|"
                  "Obchod - Fáze|Affare - Fase",
         .stage_since = "Deal - Last stage change|Deal - Letzte Phasenänderung|"
                        "Affaire - Dernier changement d'étape|"
                        "Negócio - Última alteração de etapa|Trato - Último cambio de etapa",
         .amount = "Deal - Value|Deal - Wert|Affaire - Valeur|Negócio - Valor|Trato - Valor|"
                   "Obchod - Hodnota|Affare - Valore",
         .currency = "Deal - Currency of Value|Deal - Currency|Deal - Währung von Wert|"
                     "Deal - Währung|Affaire - Devise de Valeur|Affaire - Devise|"
                     "Negócio - Moeda de Valor|Negócio - Moeda|Trato - Moneda de Valor|"
                     "Trato - Moneda|Obchod - Měna hodnoty",
         .expected = "Deal - Expected close date|Deal - Erwartetes Abschlussdatum|"
                     "Affaire - Date de clôture prévue|Negócio - Data de fechamento esperada|"
                     "Trato - Fecha de cierre prevista|Obchod - Očekávané datum uzavření",
         .owner = "Deal - Owner|Deal - Besitzer|Deal - Inhaber|Affaire - Propriétaire|"
                  "Negócio - Proprietário|Trato - Propietario|Obchod - Vlastník",
         .source = "Deal - Source channel|Deal - Source origin|Deal - Quellkanal",
         .segment = "Deal - Label|Deal - Kennzeichnung|Affaire - Étiquette|Negócio - Etiqueta",
         .customer = "Deal - Organization|Deal - Organisation|Affaire - Organisation|"
                     "Negócio - Organização|Trato - Organización|Obchod - Organizace",
         .reason = "Deal - Lost reason|Deal - Verlustgrund|Affaire - Raison de la perte|"
                   "Affaire - Raison de perte|Negócio - Motivo da perda|"
                   "Trato - Motivo de la pérdida|Obchod - Důvod prohry",
         .pipeline = "Deal - Pipeline|Affaire - Pipeline|Negócio - Funil|Trato - Embudo|"
                     "Obchod - Pipeline"},
    [ODOO] = {.marks = {"date_last_stage_update|Last Stage Update", "stage_id|Stage",
                        "create_date|Created on"},
              .deal = "id|External ID|.id|ID",
              .created = "create_date|Created on",
              .closed = "date_closed|Closed Date",
              .status = "won_status|Won/Lost|Is Won",
              .stage = "stage_id|stage_id/name|Stage",
              .stage_since = "date_last_stage_update|Last Stage Update",
              .active = "active|Active",
              .amount = "expected_revenue|Expected Revenue|planned_revenue",
              .currency = "company_currency|company_currency/name|Currency",
              .expected = "date_deadline|Expected Closing",
              .owner = "user_id|user_id/name|Salesperson",
              .segment = "tag_ids|Tags",
              .source = "source_id|source_id/name|Source",
              .customer = "partner_id|partner_id/name|partner_name|Customer",
              .reason = "lost_reason_id|lost_reason_id/name|lost_reason|Lost Reason",
              .pipeline = "team_id|team_id/name|Sales Team"},
    [ZOHO] = {.marks = {"Record Id", "Closing Date", "Deal Owner|Deal Owner.id"},
              .deal = "Record Id",
              .created = "Created Time",
              .closed = "Closing Date",
              .stage = "Stage",
              .stage_since = "Stage Modified Time",
              .amount = "Amount",
              .currency = "Currency",
              .owner = "Deal Owner|Deal Owner.id",
              .segment = "Type",
              .source = "Lead Source",
              .customer = "Account Name|Account Name.id",
              .reason = "Reason For Loss",
              .pipeline = "Pipeline"},
    [CLOSE] = {.marks = {"status_type", "status_label", "lead_id|lead_name"},
               .deal = "id|opportunity_id",
               .created = "date_created",
               .closed = "date_won",
               .lost_time = "date_lost",
               .status = "status_type",
               .amount = "value",
               .currency = "value_currency",
               .expected = "expected_close_date",
               .owner = "user_name|user_id",
               .customer = "lead_name|lead_id",
               .pipeline = "pipeline_name",
               .scale = 0.01},
    [SALESFORCE] = {.marks = {"StageName", "CreatedDate", "IsWon"},
                    .deal = "Id|Opportunity ID",
                    .created = "CreatedDate",
                    .closed = "CloseDate",
                    .stage = "StageName",
                    .won_flag = "IsWon",
                    .closed_flag = "IsClosed",
                    .deleted = "IsDeleted",
                    .amount = "Amount",
                    .currency = "CurrencyIsoCode",
                    .owner = "Owner.Name|OwnerId",
                    .segment = "Type",
                    .source = "LeadSource",
                    .customer = "Account.Name|AccountId"},
    [HUBSPOT] = {.marks = {"Record ID|Deal ID|hs_object_id", "Deal Stage|dealstage",
                           "Create Date|createdate"},
                 .deal = "Record ID|Deal ID|hs_object_id",
                 .created = "Create Date|createdate",
                 .closed = "Close Date|closedate",
                 .stage = "Deal Stage|dealstage",
                 .won_flag = "Is Closed Won|hs_is_closed_won",
                 .closed_flag = "Is Deal Closed?|hs_is_closed",
                 .amount = "Amount|amount",
                 .currency = "Currency|deal_currency_code",
                 .owner = "Deal owner|hubspot_owner_id",
                 .segment = "Deal Type|dealtype",
                 .source = "Original Traffic Source|Original Source|hs_analytics_source",
                 .customer = "Primary Associated Company|Associated Company",
                 .reason = "Closed Lost Reason|closed_lost_reason",
                 .pipeline = "Pipeline|pipeline"},
};

/* ---- columns ---- */

/* The field with the first of the titles between bars. */
static int32_t find_any(const qc_sheet *sheet, const char *titles)
{
    char title[64];
    for (const char *at = titles; at != NULL && *at != '\0';) {
        const size_t length = strcspn(at, "|");
        const char *const names[] = {title, NULL};
        if (length < sizeof title) {
            memcpy(title, at, length);
            title[length] = '\0';
            const int32_t field = qc_sheet_find(sheet, names);
            if (field != QC_COLUMN_ABSENT) return field;
        }
        at += length + (at[length] == '|');
    }
    return QC_COLUMN_ABSENT;
}

static bool is_of(const qc_sheet *sheet, const crm *titles)
{
    for (int i = 0; i < 3 && titles->marks[i] != NULL; i++) {
        if (find_any(sheet, titles->marks[i]) == QC_COLUMN_ABSENT) return false;
    }
    return true;
}

/* What --map says stays; what this CRM calls so comes before what only sounds right. */
static void put(const qc_import *import, const qc_sheet *sheet, const char *key, const char *titles,
                int32_t *field)
{
    const int32_t found = find_any(sheet, titles);
    if (found != QC_COLUMN_ABSENT && qc_import_mapped(import, key) == NULL) *field = found;
}

static void find_columns(const qc_import *import, const qc_sheet *sheet, const crm *titles,
                         qc_import_deal *found)
{
    qc_import_values *values = &found->values;
    put(import, sheet, "deal", titles->deal, &found->deal);
    put(import, sheet, "created", titles->created, &found->created);
    put(import, sheet, "closed", titles->closed, &found->closed);
    put(import, sheet, "lost_time", titles->lost_time, &found->lost_time);
    put(import, sheet, "status", titles->status, &found->status);
    put(import, sheet, "stage", titles->stage, &found->stage);
    put(import, sheet, "stage_since", titles->stage_since, &found->stage_since);
    put(import, sheet, "is_won", titles->won_flag, &found->won_flag);
    put(import, sheet, "is_closed", titles->closed_flag, &found->closed_flag);
    put(import, sheet, "is_deleted", titles->deleted, &found->deleted);
    put(import, sheet, "active", titles->active, &found->active);
    put(import, sheet, "amount", titles->amount, &values->number[QC_NUMBER_AMOUNT]);
    put(import, sheet, "currency", titles->currency, &values->currency);
    put(import, sheet, "close_date", titles->expected, &values->close_date);
    put(import, sheet, "owner", titles->owner, &values->label[QC_LABEL_OWNER]);
    put(import, sheet, "segment", titles->segment, &values->label[QC_LABEL_SEGMENT]);
    put(import, sheet, "source", titles->source, &values->label[QC_LABEL_SOURCE]);
    put(import, sheet, "customer", titles->customer, &values->label[QC_LABEL_CUSTOMER]);
    put(import, sheet, "reason", titles->reason, &values->label[QC_LABEL_REASON]);
    put(import, sheet, "pipeline", titles->pipeline, &values->label[QC_LABEL_PIPELINE]);
    if (titles->scale > 0.0) values->scale = titles->scale;
}

void qc_import_status_find(const qc_import *import, const qc_sheet *sheet, qc_import_deal *found)
{
    for (int i = 0; i < CRM_COUNT; i++) {
        if (!is_of(sheet, &CRMS[i])) continue;
        find_columns(import, sheet, &CRMS[i], found);
        return;
    }
}

/* ---- dialects ---- */

static int detect(const qc_sheet *sheet, int which, qc_text *evidence)
{
    const crm *titles = &CRMS[which];
    for (int i = 0; i < which; i++) { /* the first of the table that fits */
        if (is_of(sheet, &CRMS[i])) return 0;
    }
    if (!is_of(sheet, titles) || find_any(sheet, titles->created) < 0) return 0;
    qc_text_add(evidence, "columns");
    for (int i = 0; i < 3 && titles->marks[i] != NULL; i++) {
        qc_text_addf(evidence, "%s \"%s\"", i > 0 ? "," : "",
                     qc_sheet_title(sheet, find_any(sheet, titles->marks[i])));
    }
    qc_text_add(evidence, " and no date of a stage");
    return 70;
}

static bool read(qc_import *import, qc_status *status)
{
    qc_import_deal found;
    qc_import_deal_find(import, &import->sheets[0], &found);
    return qc_import_created_run(import, &found, status);
}

#define STATUS_DIALECT(name, which)                                               \
    int qc_import_##name##_detect(const qc_import *import, const qc_sheet *sheet, \
                                  qc_text *evidence)                              \
    {                                                                             \
        (void) import;                                                            \
        return detect(sheet, which, evidence);                                    \
    }

STATUS_DIALECT(pipedrive, PIPEDRIVE)
STATUS_DIALECT(odoo, ODOO)
STATUS_DIALECT(zoho_deals, ZOHO)
STATUS_DIALECT(close_opportunities, CLOSE)
STATUS_DIALECT(salesforce_opportunities, SALESFORCE)
STATUS_DIALECT(hubspot_status, HUBSPOT)

bool qc_import_status_read(qc_import *import, qc_status *status)
{
    return read(import, status);
}

/* Odoo archives what is lost, and an export shows archived records only when asked to. */
bool qc_import_odoo_read(qc_import *import, qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[0];
    qc_import_deal found;
    int32_t lost = 0;
    if (!read(import, status)) return false;
    qc_import_deal_find(import, sheet, &found);
    for (int32_t row = 1; row < sheet->csv.row_count; row++) {
        lost += qc_import_deal_end(import, &found, sheet, row) == QC_STAGE_LOST;
    }
    if (lost > 0 || !qc_import_may_go_on(import)) return true;
    return qc_import_doubt(import, sheet, "no lost deals", QC_COLUMN_ABSENT, found.active, status,
                           "no deal is lost: Odoo archives lost ones and leaves them out; filter "
                           "the list by Active is set or not set (or by Lost), then export again, "
                           "or the win rate comes out too high");
}

bool qc_import_close_opportunities_read(qc_import *import, qc_status *status)
{
    return qc_decisions_add(import->decisions, "amounts", "cents", true, "", status,
                            "Close's programs give values in cents") &&
           read(import, status);
}
