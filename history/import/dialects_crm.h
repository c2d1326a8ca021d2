/** The layouts of CRMs, for the list in history/import/dialects.c. Each entry's file is named by its
 *  functions: qc_import_hubspot_read() is in history/import/import_hubspot.c. */
#ifndef QC_HISTORY_DIALECTS_CRM_H
#define QC_HISTORY_DIALECTS_CRM_H

#include "history/import/dialects.h"

QC_DIALECT_DECLARE(import_salesforce)
QC_DIALECT_DECLARE(import_salesforce_fields)
QC_DIALECT_DECLARE(import_salesforce_report)
QC_DIALECT_DECLARE(import_hubspot)
QC_DIALECT_DECLARE(import_hubspot_log)
QC_DIALECT_DECLARE(import_zoho)
QC_DIALECT_DECLARE(import_close)
QC_DIALECT_DECLARE(import_frappe)
QC_DIALECT_DECLARE(import_salesforce_tasks)
QC_DIALECT_DECLARE(import_hubspot_activities)
QC_DIALECT_DECLARE(import_pipedrive_activities)
QC_DIALECT_DECLARE(import_pipedrive)
QC_DIALECT_DECLARE(import_odoo)
QC_DIALECT_DECLARE(import_zoho_deals)
QC_DIALECT_DECLARE(import_close_opportunities)
QC_DIALECT_DECLARE(import_salesforce_opportunities)
QC_DIALECT_DECLARE(import_hubspot_status)
/* deal tables of CRMs: the detect functions above, and for most of them one way to read */
QC_CHECKED bool qc_import_status_read(qc_import *import, qc_status *status);

#define QC_DIALECTS_CRM                                                                            \
    {.name = "salesforce-history",                                                                 \
     .title = "Salesforce OpportunityHistory",                                                     \
     .companions = true,                                                                           \
     .one_program = true,                                                                          \
     .detect = qc_import_salesforce_detect,                                                        \
     .read = qc_import_salesforce_read},                                                           \
        {.name = "salesforce-fields",                                                              \
         .title = "Salesforce OpportunityFieldHistory",                                            \
         .companions = true,                                                                       \
         .one_program = true,                                                                      \
         .hint = "Salesforce keeps this log for 18 months; "                                       \
                 "OpportunityHistory goes back to the beginning",                                  \
         .detect = qc_import_salesforce_fields_detect,                                             \
         .read = qc_import_salesforce_fields_read},                                                \
        {.name = "salesforce-report",                                                              \
         .title = "Salesforce report of opportunity history",                                      \
         .companions = true,                                                                       \
         .one_program = true,                                                                      \
         .hint = "add the column Opportunity ID to the report, so "                                \
                 "that deals need not be told apart by their names",                               \
         .detect = qc_import_salesforce_report_detect,                                             \
         .read = qc_import_salesforce_report_read},                                                \
        {.name = "hubspot-deals",                                                                  \
         .title = "HubSpot deals with all properties",                                             \
         .one_program = true,                                                                      \
         .hint = "HubSpot's API gives every change of a property (propertiesWithHistory)",         \
         .detect = qc_import_hubspot_detect,                                                       \
         .read = qc_import_hubspot_read},                                                          \
        {.name = "hubspot-log",                                                                    \
         .title = "HubSpot property history",                                                      \
         .one_program = true,                                                                      \
         .detect = qc_import_hubspot_log_detect,                                                   \
         .read = qc_import_hubspot_log_read},                                                      \
        {.name = "zoho-history",                                                                   \
         .title = "Zoho stage history",                                                            \
         .companions = true,                                                                       \
         .one_program = true,                                                                      \
         .detect = qc_import_zoho_detect,                                                          \
         .read = qc_import_zoho_read},                                                             \
        {.name = "close-changes",                                                                  \
         .title = "Close opportunity status changes",                                              \
         .companions = true,                                                                       \
         .one_program = true,                                                                      \
         .detect = qc_import_close_detect,                                                         \
         .read = qc_import_close_read},                                                            \
        {.name = "frappe-log",                                                                     \
         .title = "Frappe CRM status change log",                                                  \
         .one_program = true,                                                                      \
         .detect = qc_import_frappe_detect,                                                        \
         .read = qc_import_frappe_read},                                                           \
        {.name = "salesforce-activities",                                                          \
         .title = "Salesforce tasks and events",                                                   \
         .companions = true,                                                                       \
         .one_program = true,                                                                      \
         .kind = QC_IMPORT_ACTIVITIES,                                                             \
         .detect = qc_import_salesforce_tasks_detect,                                              \
         .read = qc_import_salesforce_tasks_read},                                                 \
        {.name = "hubspot-activities",                                                             \
         .title = "HubSpot activities",                                                            \
         .companions = true,                                                                       \
         .one_program = true,                                                                      \
         .kind = QC_IMPORT_ACTIVITIES,                                                             \
         .detect = qc_import_hubspot_activities_detect,                                            \
         .read = qc_import_hubspot_activities_read},                                               \
        {.name = "pipedrive-activities",                                                           \
         .title = "Pipedrive activities",                                                          \
         .companions = true,                                                                       \
         .one_program = true,                                                                      \
         .kind = QC_IMPORT_ACTIVITIES,                                                             \
         .detect = qc_import_pipedrive_activities_detect,                                          \
         .read = qc_import_pipedrive_activities_read},                                             \
        {.name = "pipedrive",                                                                      \
         .title = "Pipedrive deals",                                                               \
         .one_program = true,                                                                      \
         .dates_only = true,                                                                       \
         .hint = "Pipedrive exports no stage history; export the deals again every week and read " \
                 "the folder with --snapshots",                                                    \
         .detect = qc_import_pipedrive_detect,                                                     \
         .read = qc_import_status_read},                                                           \
        {.name = "odoo",                                                                           \
         .title = "Odoo leads",                                                                    \
         .one_program = true,                                                                      \
         .dates_only = true,                                                                       \
         .hint = "export the leads again every week and read the folder with --snapshots",         \
         .detect = qc_import_odoo_detect,                                                          \
         .read = qc_import_odoo_read},                                                             \
        {.name = "zoho-deals",                                                                     \
         .title = "Zoho deals",                                                                    \
         .one_program = true,                                                                      \
         .dates_only = true,                                                                       \
         .hint = "export the stage history (DealHistory) too and give these deals by --with",      \
         .detect = qc_import_zoho_deals_detect,                                                    \
         .read = qc_import_status_read},                                                           \
        {.name = "close-opportunities",                                                            \
         .title = "Close opportunities",                                                           \
         .one_program = true,                                                                      \
         .dates_only = true,                                                                       \
         .hint = "export the opportunity status changes and give these opportunities by --with",   \
         .detect = qc_import_close_opportunities_detect,                                           \
         .read = qc_import_close_opportunities_read},                                              \
        {.name = "salesforce-opportunities",                                                       \
         .title = "Salesforce opportunities",                                                      \
         .one_program = true,                                                                      \
         .dates_only = true,                                                                       \
         .hint = "export OpportunityHistory (Setup, Data Export) and give these opportunities by " \
                 "--with",                                                                         \
         .detect = qc_import_salesforce_opportunities_detect,                                      \
         .read = qc_import_status_read},                                                           \
    {                                                                                              \
        .name = "hubspot-status", .title = "HubSpot deals without stage dates",                    \
        .one_program = true, .dates_only = true,                                                   \
        .hint = "in HubSpot's export choose All properties on records: it adds a date for each "   \
                "stage",                                                                           \
        .detect = qc_import_hubspot_status_detect, .read = qc_import_status_read                   \
    }

#endif
