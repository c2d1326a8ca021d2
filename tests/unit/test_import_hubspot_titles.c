#include "history/import/import_hubspot.h"

#include <check.h>
#include <string.h>

static qc_sheet sheet;
static qc_findings findings;
static qc_arena arena;
static qc_hubspot_stages stages;

static void read_titles(const char *csv)
{
    qc_status status = {0};
    memset(&stages, 0, sizeof stages);
    ck_assert_msg(qc_sheet_open(&sheet, "t.csv", csv, strlen(csv), &findings, &status), "%s",
                  status.message);
    ck_assert(qc_hubspot_stages_find(&stages, &arena, &sheet, &status));
}

static void forget(void)
{
    qc_sheet_free(&sheet);
    qc_findings_free(&findings);
    qc_arena_free(&arena);
}

static void expect(int at, const char *stage, const char *pipeline, int entered)
{
    ck_assert_str_eq(stages.items[at].stage, stage);
    ck_assert_str_eq(stages.items[at].pipeline, pipeline);
    ck_assert_int_eq(stages.items[at].entered, entered);
}

START_TEST(labels_name_stage_and_pipeline)
{
    read_titles("\"Date entered \"\"Proposal (Sales)\"\"\","
                "\"Date entered \"\"Demo (live) (Renewals (EU))\"\"\","
                "\"Date entered 'Won (Sales)'\",\"Date entered \"\"Parked\"\"\","
                "\"Date exited \"\"Proposal (Sales)\"\"\",\"Date d'entr\xc3\xa9"
                "e \xc2\xab Devis (Ventes) \xc2\xbb\"\n"
                "1,2,3,4,5,6\n");
    ck_assert_int_eq(stages.count, 5);
    expect(0, "Proposal", "Sales", 0);
    expect(1, "Demo (live)", "Renewals (EU)", 1);
    expect(2, "Won", "Sales", 2);
    expect(3, "Parked", "", 3);
    ck_assert(!stages.by_id);
    forget();
}
END_TEST

START_TEST(internal_names_end_in_the_stage)
{
    read_titles(
        "hs_v2_date_entered_appointmentscheduled,properties_hs_v2_date_entered_1007223,"
        "hs_date_entered_lead,hs_v2_date_entered_current_stage,hs_v2_date_entered_,"
        "hs_v2_cumulative_time_in_1007223,hs_v2_latest_time_in_1007223,xhs_date_entered_no\n"
        "1,2,3,4,5,6,7,8\n");
    ck_assert_int_eq(stages.count, 3);
    expect(0, "appointmentscheduled", "", 0);
    expect(1, "1007223", "", 1);
    expect(2, "lead", "", 2);
    ck_assert_int_eq(stages.items[1].cumulative, 5);
    ck_assert_int_eq(stages.items[1].latest, 6);
    ck_assert_int_eq(stages.items[0].cumulative, QC_COLUMN_ABSENT);
    ck_assert(stages.by_id);
    forget();
}
END_TEST

START_TEST(other_titles_are_none)
{
    static const char *const TITLES[] = {"",
                                         "Date entered",
                                         "Deal \"big\"",
                                         "Close Date",
                                         "Date entered \"\"",
                                         "\"Date entered\"",
                                         "()",
                                         "'",
                                         "\""};
    for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++)
        ck_assert_msg(!qc_hubspot_is_entered(TITLES[i]), "%s", TITLES[i]);
    ck_assert(qc_hubspot_is_entered("Date entered \"A (B)\""));
    ck_assert(qc_hubspot_is_entered("Eintrittsdatum \xe2\x80\x9e"
                                    "A (B)\xe2\x80\x9c"));
}
END_TEST

START_TEST(durations_are_hours_or_milliseconds)
{
    int64_t seconds = 0;
    ck_assert(qc_hubspot_duration("74:02:11", &seconds) && seconds == 74 * 3600 + 131);
    ck_assert(qc_hubspot_duration("86400000", &seconds) && seconds == 86400);
    ck_assert(qc_hubspot_duration("1500.7", &seconds) && seconds == 1);
    static const char *const BAD[] = {"", "a", "1:2", "1:2:3:4", "::", "1:2:x", "-5.5", "12:30:"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        ck_assert_msg(!qc_hubspot_duration(BAD[i], &seconds), "%s", BAD[i]);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("import_hubspot_titles");
    TCase *tests = tcase_create("titles");
    tcase_add_test(tests, labels_name_stage_and_pipeline);
    tcase_add_test(tests, internal_names_end_in_the_stage);
    tcase_add_test(tests, other_titles_are_none);
    tcase_add_test(tests, durations_are_hours_or_milliseconds);
    suite_add_tcase(suite, tests);
    return suite;
}
