/* What people did: tasks and events of Salesforce, engagements of HubSpot, activities of Pipedrive.
 * Each record becomes one row `date,owner,type,count,deal_id,outcome`. Only what was done counts: a
 * task that is still open is set aside. Types get our words where they are plain (call, email,
 * meeting); any other stays as the CRM calls it. */
#include "history/import/dialects_crm.h"
#include "history/import/import_log.h"

#include <string.h>

typedef struct columns { /* fields or QC_COLUMN_ABSENT */
    int32_t date[3];     /* the first that is filled counts */
    int32_t owner, type, subtype, subject, deal, outcome;
    int32_t done; /* says whether it was done */
    int32_t deleted;
    const char *usual_type;  /* of all records when no column says it */
    const char *deal_prefix; /* of ids that are deals, NULL = all */
} columns;

/* ---- types ---- */

/* Our word for a type, or NULL. */
static const char *plain_type(const char *word)
{
    static const struct {
        const char *start, *type; /* of the folded word */
    } TYPES[] = {{"call", "call"},           {"anruf", "call"},
                 {"appel", "call"},          {"llamada", "call"},
                 {"liga", "call"},           {"phone", "call"},
                 {"email", "email"},         {"mail", "email"},
                 {"incomingemail", "email"}, {"forwardedemail", "email"},
                 {"correo", "email"},        {"meeting", "meeting"},
                 {"event", "meeting"},       {"besprechung", "meeting"},
                 {"reuni", "meeting"},       {"r\xc3\xa9union", "meeting"},
                 {"treffen", "meeting"},     {"demo", "demo"}};
    char folded[64];
    qc_text_fold(word, folded, sizeof folded);
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
        if (strncmp(folded, TYPES[i].start, strlen(TYPES[i].start)) == 0) return TYPES[i].type;
    }
    return NULL;
}

/* The narrower column first; a task's subject often begins with what it was ("Call", "Email: ..."). */
static const char *type_of(const columns *found, const qc_sheet *sheet, int32_t row)
{
    const char *const words[] = {qc_sheet_cell(sheet, row, found->type),
                                 qc_sheet_cell(sheet, row, found->subtype),
                                 qc_sheet_cell(sheet, row, found->subject)};
    for (int i = 0; i < 3; i++) {
        const char *type = words[i][0] == '\0' ? NULL : plain_type(words[i]);
        if (type != NULL) return type;
    }
    if (words[0][0] != '\0') return words[0];
    return words[1][0] != '\0' ? words[1] : found->usual_type;
}

/* ---- records ---- */

/* Nothing said counts as done: an event, a logged call. */
static bool was_done(const char *cell)
{
    static const char *const NOT_YET[] = {
        "false",    "no",          "0",           "to do",
        "todo",     "not started", "in progress", "waiting on someone else",
        "deferred", "undone",      "open",        "scheduled",
        "planned",  "a fazer",     "nein",        "non",
        "offen"};
    for (size_t i = 0; i < sizeof NOT_YET / sizeof *NOT_YET; i++) {
        if (qc_text_same(cell, NOT_YET[i])) return false;
    }
    return true;
}

/* Several deals of one record, as HubSpot lists them ("123;456"): the first. */
static const char *deal_of(qc_import *import, const columns *found, int32_t row, qc_status *status)
{
    const char *deal = qc_sheet_cell(&import->sheets[0], row, found->deal);
    if (found->deal_prefix != NULL &&
        strncmp(deal, found->deal_prefix, strlen(found->deal_prefix)) != 0) {
        return "";
    }
    const size_t length = strcspn(deal, ";");
    return deal[length] == '\0' ? deal : qc_arena_text_part(&import->arena, deal, length, status);
}

static bool read_day(qc_import *import, const columns *found, qc_day *day, bool *usable,
                     qc_status *status)
{
    int32_t second = 0;
    *day = QC_DAY_NONE;
    for (int i = 0; i < 3 && *usable && *day == QC_DAY_NONE; i++) {
        if (!qc_import_day(import, found->date[i], day, &second, usable, status)) return false;
    }
    if (!*usable || *day != QC_DAY_NONE) return true;
    *usable = false;
    return qc_import_aside(import, QC_ASIDE_BAD_DATE, found->date[0], status, "the date is empty");
}

static bool read_record(qc_import *import, const columns *found, const qc_import_facts *people,
                        int32_t row, qc_status *status)
{
    const qc_sheet *sheet = &import->sheets[0];
    qc_day day;
    bool usable = false;
    if (!qc_import_begin(import, 0, row, &usable, status)) return false;
    if (!usable) return true;
    if (qc_import_is_yes(qc_sheet_cell(sheet, row, found->deleted)))
        return qc_import_aside(import, QC_ASIDE_DELETED, found->deleted, status,
                               "lies in the recycle bin");
    if (found->done >= 0 && !was_done(qc_sheet_cell(sheet, row, found->done)))
        return qc_import_aside(import, QC_ASIDE_NOT_DONE, found->done, status,
                               "was not done (yet)");
    if (!read_day(import, found, &day, &usable, status)) return false;
    if (!usable) return true;
    const char *deal = deal_of(import, found, row, status);
    const char *owner = qc_import_facts_name(people, qc_sheet_cell(sheet, row, found->owner));
    return deal != NULL &&
           qc_import_put_activity(import, day, owner, type_of(found, sheet, row), 1, deal,
                                  qc_sheet_cell(sheet, row, found->outcome), status);
}

/* Names of the people, where a table of them is given. */
static bool take_people(qc_import *import, qc_import_facts *people, qc_status *status)
{
    for (int32_t at = 1; at < import->sheet_count; at++) {
        const qc_sheet *sheet = &import->sheets[at];
        const int32_t id = QC_IMPORT_FIND(sheet, "Id", "User ID", "hubspot_owner_id", "ownerId");
        const int32_t name = QC_IMPORT_FIND(sheet, "Name", "Full Name", "Email");
        if (id < 0 || name < 0)
            return qc_import_error(import, sheet, "unknown companion", 0, QC_COLUMN_ABSENT, status,
                                   "--with takes a table of the people here; this one has no "
                                   "columns Id and Name");
        if (!qc_import_facts_take_names(people, import, at, id, name, status)) return false;
    }
    return true;
}

static bool read_all(qc_import *import, const columns *found, qc_status *status)
{
    qc_sheet *sheet = &import->sheets[0];
    qc_import_facts people = {0};
    bool ok = qc_import_style(import, sheet, found->date, 3, NULL, status) &&
              take_people(import, &people, status);
    for (int32_t row = 1; row < sheet->csv.row_count && ok && qc_import_may_go_on(import); row++) {
        ok = read_record(import, found, &people, row, status);
    }
    qc_import_facts_free(&people);
    return ok;
}

/* ---- Salesforce ---- */

static columns find_salesforce(const qc_sheet *sheet)
{
    const int32_t status = QC_IMPORT_FIND(sheet, "Status"),
                  closed = QC_IMPORT_FIND(sheet, "IsClosed");
    const bool event = QC_IMPORT_FIND(sheet, "StartDateTime", "ActivityDateTime") >= 0;
    return (columns){
        .date = {QC_IMPORT_FIND(sheet, "CompletedDateTime", "StartDateTime", "ActivityDateTime"),
                 QC_IMPORT_FIND(sheet, "ActivityDate"), QC_IMPORT_FIND(sheet, "CreatedDate")},
        .owner = QC_IMPORT_FIND(sheet, "Owner.Name", "OwnerId"),
        .type = QC_IMPORT_FIND(sheet, "TaskSubtype", "EventSubtype"),
        .subtype = QC_IMPORT_FIND(sheet, "Type"),
        .subject = QC_IMPORT_FIND(sheet, "Subject"),
        .deal = QC_IMPORT_FIND(sheet, "WhatId"),
        .outcome = QC_IMPORT_FIND(sheet, "CallDisposition"),
        .done = closed >= 0 ? closed : status,
        .deleted = QC_IMPORT_FIND(sheet, "IsDeleted"),
        .usual_type = event ? "meeting" : "task",
        .deal_prefix = "006"};
}

int qc_import_salesforce_tasks_detect(const qc_import *import, const qc_sheet *sheet,
                                      qc_text *evidence)
{
    (void) import;
    const columns found = find_salesforce(sheet);
    if (found.deal < 0 || found.subject < 0 || found.owner < 0) return 0;
    qc_text_add(evidence, "columns WhatId, OwnerId, Subject");
    return 95;
}

bool qc_import_salesforce_tasks_read(qc_import *import, qc_status *status)
{
    const columns found = find_salesforce(&import->sheets[0]);
    return read_all(import, &found, status);
}

/* ---- HubSpot ---- */

static columns find_hubspot(const qc_sheet *sheet)
{
    return (columns){
        .date = {QC_IMPORT_FIND(sheet, "Activity date", "hs_timestamp", "timestamp"),
                 QC_IMPORT_FIND(sheet, "Meeting start time", "hs_meeting_start_time"),
                 QC_IMPORT_FIND(sheet, "Create date", "hs_createdate", "createdAt")},
        .owner = QC_IMPORT_FIND(sheet, "Activity assigned to", "hubspot_owner_id", "ownerId"),
        .type = QC_IMPORT_FIND(sheet, "Activity type", "Engagement type", "engagement_type",
                               "hs_engagement_type", "type"),
        .subtype = QC_COLUMN_ABSENT,
        .subject = QC_IMPORT_FIND(sheet, "Call title", "Meeting name", "Email subject", "Title"),
        .deal = QC_IMPORT_FIND(sheet, "Associated Deal IDs", "Associated deal ID", "dealIds",
                               "deal_id"),
        .outcome = QC_IMPORT_FIND(sheet, "Call outcome", "Meeting outcome", "hs_call_disposition",
                                  "hs_meeting_outcome", "disposition"),
        .done = QC_IMPORT_FIND(sheet, "Task status", "hs_task_status", "status"),
        .deleted = QC_COLUMN_ABSENT,
        .usual_type = QC_IMPORT_FIND(sheet, "Call outcome", "Call duration", "hs_call_disposition",
                                     "hs_call_duration") >= 0
                          ? "call"
                      : QC_IMPORT_FIND(sheet, "Meeting outcome", "hs_meeting_outcome",
                                       "Meeting start time") >= 0
                          ? "meeting"
                      : QC_IMPORT_FIND(sheet, "Email subject", "hs_email_subject") >= 0
                          ? "email"
                          : "activity"};
}

int qc_import_hubspot_activities_detect(const qc_import *import, const qc_sheet *sheet,
                                        qc_text *evidence)
{
    (void) import;
    const columns found = find_hubspot(sheet);
    const int32_t stage = QC_IMPORT_FIND(sheet, "Deal Stage", "dealstage");
    if (found.date[0] < 0 || found.owner < 0 || stage >= 0) return 0;
    if (found.type < 0 && strcmp(found.usual_type, "activity") == 0) return 0;
    qc_text_addf(evidence, "columns \"%s\", \"%s\"", qc_sheet_title(sheet, found.date[0]),
                 qc_sheet_title(sheet, found.owner));
    return 88;
}

bool qc_import_hubspot_activities_read(qc_import *import, qc_status *status)
{
    const columns found = find_hubspot(&import->sheets[0]);
    return read_all(import, &found, status);
}

/* ---- Pipedrive ---- */

static columns find_pipedrive(const qc_sheet *sheet)
{
    return (columns){
        .date = {QC_IMPORT_FIND(sheet, "Activity - Marked as done time", "Marked as done time",
                                "Atividade - Data e hora de conclus\xc3\xa3o"),
                 QC_IMPORT_FIND(sheet, "Activity - Due date", "Due date",
                                "Atividade - Data de vencimento"),
                 QC_IMPORT_FIND(sheet, "Activity - Add time", "Activity - Creation date",
                                "Atividade - Data adicionada")},
        .owner = QC_IMPORT_FIND(sheet, "Activity - Assigned to user", "Assigned to user",
                                "Atividade - Atribu\xc3\xad"
                                "do ao usu\xc3\xa1rio"),
        .type = QC_IMPORT_FIND(sheet, "Activity - Type", "Atividade - Tipo"),
        .subtype = QC_COLUMN_ABSENT,
        .subject = QC_IMPORT_FIND(sheet, "Activity - Subject", "Atividade - Assunto"),
        .deal = QC_IMPORT_FIND(sheet, "Deal - ID", "Activity - Deal ID", "Deal ID",
                               "Neg\xc3\xb3"
                               "cio - ID"),
        .outcome = QC_COLUMN_ABSENT,
        .done = QC_IMPORT_FIND(sheet, "Activity - Done", "Done",
                               "Atividade - Conclu\xc3\xad"
                               "do"),
        .deleted = QC_COLUMN_ABSENT,
        .usual_type = "activity"};
}

int qc_import_pipedrive_activities_detect(const qc_import *import, const qc_sheet *sheet,
                                          qc_text *evidence)
{
    (void) import;
    const columns found = find_pipedrive(sheet);
    if (found.type < 0 || (found.date[0] < 0 && found.date[1] < 0)) return 0;
    qc_text_addf(evidence, "columns \"%s\", \"%s\"", qc_sheet_title(sheet, found.type),
                 qc_sheet_title(sheet, found.date[found.date[0] < 0]));
    return 95;
}

bool qc_import_pipedrive_activities_read(qc_import *import, qc_status *status)
{
    const columns found = find_pipedrive(&import->sheets[0]);
    return read_all(import, &found, status);
}
