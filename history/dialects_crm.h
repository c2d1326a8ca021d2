/** The layouts of CRMs, for the list in history/dialects.c. Each entry's file is named by its
 *  functions: qc_import_hubspot_read() is in history/import_hubspot.c. */
#ifndef QC_HISTORY_DIALECTS_CRM_H
#define QC_HISTORY_DIALECTS_CRM_H

#include "history/dialects.h"

QC_DIALECT_DECLARE(import_salesforce)
QC_DIALECT_DECLARE(import_salesforce_fields)
QC_DIALECT_DECLARE(import_salesforce_report)
QC_DIALECT_DECLARE(import_hubspot)
QC_DIALECT_DECLARE(import_hubspot_log)
QC_DIALECT_DECLARE(import_zoho)
QC_DIALECT_DECLARE(import_close)
QC_DIALECT_DECLARE(import_frappe)

#define QC_DIALECTS_CRM                                                                    \
    {.name = "salesforce-history",                                                         \
     .title = "Salesforce OpportunityHistory",                                             \
     .detect = qc_import_salesforce_detect,                                                \
     .read = qc_import_salesforce_read},                                                   \
        {.name = "salesforce-fields",                                                      \
         .title = "Salesforce OpportunityFieldHistory",                                    \
         .hint = "Salesforce keeps this log for 18 months; "                               \
                 "OpportunityHistory goes back to the beginning",                          \
         .detect = qc_import_salesforce_fields_detect,                                     \
         .read = qc_import_salesforce_fields_read},                                        \
        {.name = "salesforce-report",                                                      \
         .title = "Salesforce report of opportunity history",                              \
         .hint = "add the column Opportunity ID to the report, so "                        \
                 "that deals need not be told apart by their names",                       \
         .detect = qc_import_salesforce_report_detect,                                     \
         .read = qc_import_salesforce_report_read},                                        \
        {.name = "hubspot-deals",                                                          \
         .title = "HubSpot deals with all properties",                                     \
         .hint = "HubSpot's API gives every change of a property (propertiesWithHistory)", \
         .detect = qc_import_hubspot_detect,                                               \
         .read = qc_import_hubspot_read},                                                  \
        {.name = "hubspot-log",                                                            \
         .title = "HubSpot property history",                                              \
         .detect = qc_import_hubspot_log_detect,                                           \
         .read = qc_import_hubspot_log_read},                                              \
        {.name = "zoho-history",                                                           \
         .title = "Zoho stage history",                                                    \
         .detect = qc_import_zoho_detect,                                                  \
         .read = qc_import_zoho_read},                                                     \
        {.name = "close-changes",                                                          \
         .title = "Close opportunity status changes",                                      \
         .detect = qc_import_close_detect,                                                 \
         .read = qc_import_close_read},                                                    \
        {.name = "frappe-log",                                                             \
         .title = "Frappe CRM status change log",                                          \
         .detect = qc_import_frappe_detect,                                                \
         .read = qc_import_frappe_read},

#endif
