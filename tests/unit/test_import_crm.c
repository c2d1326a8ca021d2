/* Each export of tests/fixtures/import must give the history of the canonical file beside it. */
#include "history/import/import.h"
#include "history/read_deals.h"
#include "history/write_deals.h"
#include "tests/support/torture.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

#define PATH_SIZE 512

typedef struct export_case {
    const char *folder, *layout; /* as the decisions name it */
    const char *with[3];
    const char *pipeline;
    int32_t doubts; /* how many things it has to say */
} export_case;

static const export_case CASES[] = {
    {"salesforce_history",
     "Salesforce OpportunityHistory",
     {"Opportunity.csv", "User.csv"},
     NULL,
     1},
    {"salesforce_currencies",
     "Salesforce OpportunityHistory",
     {"DatedConversionRate.csv"},
     NULL,
     0},
    {"salesforce_api", "Salesforce OpportunityHistory", {NULL}, NULL, 0},
    {"salesforce_excel", "Salesforce OpportunityHistory", {NULL}, NULL, 0},
    {"salesforce_field_history",
     "Salesforce OpportunityFieldHistory",
     {"Opportunity.csv"},
     NULL,
     0},
    {"salesforce_report", "Salesforce report of opportunity history", {NULL}, NULL, 1},
    {"hubspot_wide", "HubSpot deals with all properties", {NULL}, "Sales Pipeline", 3},
    {"hubspot_wide", "HubSpot deals with all properties", {NULL}, "Renewals (EU)", 3},
    {"hubspot_ids", "HubSpot deals with all properties", {NULL}, NULL, 0},
    {"hubspot_legacy", "HubSpot deals with all properties", {NULL}, NULL, 0},
    {"hubspot_long", "HubSpot property history", {NULL}, NULL, 0},
    {"zoho", "Zoho stage history", {"Deals.csv"}, NULL, 1},
    {"close", "Close opportunity status changes", {"Opportunities.csv"}, NULL, 1},
    {"frappe", "Frappe CRM status change log", {NULL}, NULL, 0},
    {"frappe_export", "Frappe CRM status change log", {NULL}, NULL, 0},
    {"pipedrive", "Pipedrive deals", {NULL}, NULL, 0},
    {"pipedrive_fr", "Pipedrive deals", {NULL}, NULL, 0},
    {"odoo", "Odoo leads", {NULL}, NULL, 0},
    {"odoo_labels", "Odoo leads", {NULL}, NULL, 1},
    {"zoho_deals", "Zoho deals", {NULL}, NULL, 0},
    {"close_opportunities", "Close opportunities", {NULL}, NULL, 0},
    {"salesforce_opportunities", "Salesforce opportunities", {NULL}, NULL, 0},
    {"hubspot_status", "HubSpot deals without stage dates", {NULL}, NULL, 0},
    {"hubspot_property_history", "HubSpot property history", {NULL}, NULL, 0},
};
#define CASE_COUNT ((int) (sizeof CASES / sizeof CASES[0]))

typedef struct reading {
    qc_history history;
    qc_findings findings;
    qc_decisions decisions;
    qc_status status;
    char paths[4][PATH_SIZE];
    const char *with[3];
    bool ok;
} reading;

static const char *path_of(const export_case *test, const char *file, char out[PATH_SIZE])
{
    (void) snprintf(out, PATH_SIZE, "%s/tests/fixtures/import/%s/%s", QC_SOURCE_DIR, test->folder,
                    file);
    return out;
}

static bool read_quietly(reading *it, const export_case *test, const char *file, bool companions)
{
    static const char *const WON[] = {"Closed Won", "closedwon"};
    static const char *const LOST[] = {"Closed Lost", "closedlost"};
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    int32_t count = 0;
    *it = (reading){.ok = false};
    for (int i = 0; i < 3 && companions && test->with[i] != NULL; i++)
        it->with[count++] = path_of(test, test->with[i], it->paths[i]);
    options.with = (qc_words){it->with, count};
    options.won = (qc_words){WON, 2};
    options.lost = (qc_words){LOST, 2};
    options.pipeline = test->pipeline;
    options.allow_set_aside = 1.0;
    options.decisions = &it->decisions;
    it->ok = qc_read_deals(&it->history, path_of(test, file, it->paths[3]), &options, &it->findings,
                           &it->status);
    return it->ok;
}

static void read_file(reading *it, const export_case *test, const char *file, bool companions)
{
    ck_assert_msg(read_quietly(it, test, file, companions), "%s/%s: %s", test->folder, file,
                  it->status.message);
}

static void free_reading(reading *it)
{
    qc_history_free(&it->history);
    qc_findings_free(&it->findings);
    qc_decisions_free(&it->decisions);
}

static const char *decided(const reading *it, const char *what)
{
    for (int32_t i = 0; i < it->decisions.count; i++)
        if (strcmp(it->decisions.items[i].what, what) == 0) return it->decisions.items[i].value;
    return "";
}

static void expect_balance(const reading *it, const export_case *test)
{
    const qc_reconciliation *balance = &it->history.reconciliation;
    ck_assert_msg(balance->rows_read == balance->rows_used + balance->rows_ignored +
                                            it->findings.of_kind[QC_FINDING_SET_ASIDE],
                  "%s: %ld records, %ld used, %ld ignored, %d set aside", test->folder,
                  (long) balance->rows_read, (long) balance->rows_used,
                  (long) balance->rows_ignored, (int) it->findings.of_kind[QC_FINDING_SET_ASIDE]);
    ck_assert_int_eq(balance->deals_open + balance->deals_won + balance->deals_lost,
                     it->history.deals.count);
}

/* What the layout itself has to say, beside what a canonical file would. */
/* Every file is read with the same words for won, of which most know none. */
static int32_t count_doubts(const reading *it)
{
    int32_t count = 0;
    for (int32_t i = 0; i < it->findings.count; i++)
        count += it->findings.items[i].kind == QC_FINDING_DOUBT &&
                 strcmp(it->findings.items[i].reason, "unused word") != 0;
    return count;
}

static int32_t count_own_doubts(const reading *it, const reading *canonical)
{
    return count_doubts(it) - count_doubts(canonical);
}

START_TEST(an_export_gives_the_history_of_its_canonical_form)
{
    const export_case *test = &CASES[_i];
    reading export, canonical;
    qc_text a = {0}, b = {0};
    qc_status status = {0};
    read_file(&export, test, "export.csv", true);
    read_file(&canonical, test, "canonical.csv", false);
    ck_assert_str_eq(decided(&export, "layout"), test->layout);
    ck_assert_str_eq(decided(&canonical, "layout"), "canonical");
    ck_assert(qc_write_deals(&export.history, &a, &status));
    ck_assert(qc_write_deals(&canonical.history, &b, &status));
    ck_assert_str_eq(qc_text_get(&a), qc_text_get(&b));
    expect_balance(&export, test);
    ck_assert_int_eq(count_own_doubts(&export, &canonical), test->doubts);
    qc_text_free(&a);
    qc_text_free(&b);
    free_reading(&export);
    free_reading(&canonical);
}
END_TEST

static const export_case *tortured;

static bool read_tortured(qc_status *status)
{
    reading it;
    const bool ok = read_quietly(&it, tortured, "export.csv", true);
    *status = it.status;
    free_reading(&it);
    return ok;
}

START_TEST(memory_may_run_out_anywhere)
{
    tortured = &CASES[_i];
    qc_torture(read_tortured);
}
END_TEST

/* ---- what is said ---- */

static const qc_finding *find_doubt(const reading *it, const char *reason)
{
    for (int32_t i = 0; i < it->findings.count; i++) {
        const qc_finding *found = &it->findings.items[i];
        if (found->kind == QC_FINDING_DOUBT && strcmp(found->reason, reason) == 0) return found;
    }
    return NULL;
}

static void expect_doubt(const char *folder, const char *pipeline, const char *with,
                         const char *reason, const char *deal)
{
    const export_case test = {folder, "", {with}, pipeline, 0};
    reading it;
    read_file(&it, &test, "export.csv", true);
    const qc_finding *found = find_doubt(&it, reason);
    ck_assert_msg(found != NULL, "%s: no doubt \"%s\"", folder, reason);
    ck_assert_msg(strstr(found->text, deal) != NULL, "%s: %s", folder, found->text);
    free_reading(&it);
}

START_TEST(what_a_layout_lacks_is_said_of_each_deal)
{
    expect_doubt("hubspot_wide", "Sales Pipeline", NULL, "first visit recovered", "\"102\"");
    expect_doubt("hubspot_wide", "Sales Pipeline", NULL, "moved to another pipeline", "\"105\"");
    expect_doubt("hubspot_wide", "Sales Pipeline", NULL, "deal without stage dates", "\"104\"");
    expect_doubt("salesforce_report", NULL, NULL, "beginning not in the log", "\"Fleet (Globex)\"");
    expect_doubt("salesforce_field_history", NULL, NULL, "beginning not in the log", "DEALB");
    expect_doubt("zoho", NULL, "Deals.csv", "deal without history", "\"zcrm_4003\"");
    expect_doubt("close", NULL, "Opportunities.csv", "beginning not in the log", "\"oppo_C\"");
    expect_doubt("odoo_labels", NULL, NULL, "no lost deals", "archives");
}
END_TEST

START_TEST(a_foreign_companion_is_refused)
{
    static const struct {
        const char *folder, *with;
    } PAIRS[] = {{"salesforce_history", "../close/export.csv"},
                 {"salesforce_field_history", "../zoho/export.csv"},
                 {"salesforce_report", "../hubspot_long/export.csv"},
                 {"zoho", "../frappe/export.csv"},
                 {"close", "../hubspot_calls/export.csv"},
                 {"salesforce_tasks", "../frappe/export.csv"},
                 {"hubspot_ids", "../frappe/export.csv"},
                 {"pipedrive", "../odoo/export.csv"}};
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        const export_case test = {PAIRS[i].folder, "", {PAIRS[i].with}, NULL, 0};
        reading it;
        ck_assert_msg(!read_quietly(&it, &test, "export.csv", true), "%s", PAIRS[i].folder);
        ck_assert_msg(strstr(it.status.message, "--with takes") != NULL ||
                          strstr(it.status.message, "no use for a further file") != NULL ||
                          strstr(it.status.message, "list of activities") != NULL,
                      "%s: %s", PAIRS[i].folder, it.status.message);
        free_reading(&it);
    }
}
END_TEST

/* ---- activities ---- */

static const export_case ACTIVITIES[] = {
    {"salesforce_tasks", "Salesforce tasks and events", {"User.csv"}, NULL, 0},
    {"salesforce_events", "Salesforce tasks and events", {NULL}, NULL, 0},
    {"hubspot_calls", "HubSpot activities", {NULL}, NULL, 0},
    {"hubspot_engagements", "HubSpot activities", {NULL}, NULL, 0},
    {"pipedrive_activities", "Pipedrive activities", {NULL}, NULL, 0},
};
#define ACTIVITY_COUNT ((int) (sizeof ACTIVITIES / sizeof ACTIVITIES[0]))

static void load_text(const char *path, qc_text *text)
{
    char bytes[4096];
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    for (size_t got = fread(bytes, 1, sizeof bytes, file); got > 0;
         got = fread(bytes, 1, sizeof bytes, file)) {
        qc_text_add_part(text, bytes, got);
    }
    fclose(file);
}

START_TEST(activities_become_the_canonical_table)
{
    const export_case *test = &ACTIVITIES[_i];
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    qc_text got = {0}, wanted = {0};
    reading it = {.ok = false};
    for (int i = 0; i < 3 && test->with[i] != NULL; i++)
        it.with[options.with.count++] = path_of(test, test->with[i], it.paths[i]);
    options.with.text = it.with;
    options.activities = &got;
    options.allow_set_aside = 1.0;
    options.decisions = &it.decisions;
    it.ok = qc_read_deals(&it.history, path_of(test, "export.csv", it.paths[3]), &options,
                          &it.findings, &it.status);
    ck_assert_msg(it.ok, "%s: %s", test->folder, it.status.message);
    load_text(path_of(test, "canonical.csv", it.paths[3]), &wanted);
    ck_assert_str_eq(decided(&it, "layout"), test->layout);
    ck_assert_str_eq(qc_text_get(&got), qc_text_get(&wanted));
    qc_text_free(&got);
    qc_text_free(&wanted);
    free_reading(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("import_crm");
    TCase *fixtures = tcase_create("fixtures");
    tcase_add_loop_test(fixtures, an_export_gives_the_history_of_its_canonical_form, 0, CASE_COUNT);
    tcase_add_loop_test(fixtures, activities_become_the_canonical_table, 0, ACTIVITY_COUNT);
    tcase_add_loop_test(fixtures, memory_may_run_out_anywhere, 0, CASE_COUNT);
    tcase_add_test(fixtures, what_a_layout_lacks_is_said_of_each_deal);
    tcase_add_test(fixtures, a_foreign_companion_is_refused);
    suite_add_tcase(suite, fixtures);
    return suite;
}
