/* Each export of a generic layout in tests/fixtures/import gives the history that is written beside
 * it by hand, byte for byte, and each of its records has its place. */
#include "core/memory.h"
#include "history/decode.h"
#include "history/files.h"
#include "history/import/import.h"
#include "tests/support/reading.h"

#include <stdio.h>

#define FOLDER QC_SOURCE_DIR "/tests/fixtures/import/"

typedef struct export_case {
    const char *path, *expected, *layout;
    const char *map[2];
    int64_t records, used;
    const char *doubt; /* one that it must raise */
} export_case;

static const export_case CASES[] = {
    {"events/export.csv", "events/canonical.csv", "event log", {"deal=Deal Nr"}, 10, 7, NULL},
    {"intervals/export.csv",
     "intervals/canonical.csv",
     "validity intervals",
     {NULL},
     8,
     6,
     "loose end"},
    {"created/export.csv",
     "created/canonical.csv",
     "dates of creation and close",
     {NULL},
     7,
     5,
     "no date"},
    {"snapshots/days",
     "snapshots/canonical.csv",
     "dated snapshots of the pipeline",
     {NULL},
     10,
     10,
     "gone"},
    {"snapshot_column/export.csv",
     "snapshot_column/canonical.csv",
     "dated snapshots of the pipeline",
     {NULL},
     8,
     6,
     "between snapshots"},
    {"intervals_crm/export.csv", /* Salesforce's titles as well: the versions decide */
     "intervals_crm/canonical.csv",
     "validity intervals",
     {NULL},
     4,
     4,
     NULL},
};
#define CASE_COUNT ((int) (sizeof CASES / sizeof *CASES))

static void path_of(const char *name, char out[512])
{
    (void) snprintf(out, 512, "%s%s", FOLDER, name);
}

static qc_reading read_case(const export_case *test, qc_decisions *decisions)
{
    qc_reading it = {.ok = false};
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    static char path[512];
    path_of(test->path, path);
    options.allow_set_aside = 0.6;
    options.decisions = decisions;
    options.map = (qc_words){test->map, test->map[0] != NULL};
    it.ok = qc_read_deals(&it.history, path, &options, &it.findings, &it.status);
    ck_assert_msg(it.ok, "%s: %s", test->path, it.status.message);
    return it;
}

static void expect_text(const char *name, const qc_history *history)
{
    char path[512], *bytes = NULL;
    size_t length = 0;
    qc_text written = {0}, expected = {0};
    qc_status status = {0};
    path_of(name, path);
    ck_assert(qc_decode_load(path, &bytes, &length, &status));
    qc_text_add_part(&expected, bytes, length);
    ck_assert(qc_write_deals(history, &written, &status));
    ck_assert_str_eq(qc_text_get(&written), qc_text_get(&expected));
    qc_memory_release(bytes);
    qc_text_free(&written);
    qc_text_free(&expected);
}

START_TEST(an_export_gives_the_history_beside_it)
{
    const export_case *test = &CASES[_i];
    qc_decisions decisions = {.count = 0};
    qc_reading it = read_case(test, &decisions);
    const qc_reconciliation *balance = &it.history.reconciliation;
    expect_text(test->expected, &it.history);
    ck_assert_int_eq(balance->rows_read, test->records);
    ck_assert_int_eq(balance->rows_used, test->used);
    ck_assert_int_eq(balance->rows_read - balance->rows_used,
                     it.findings.of_kind[QC_FINDING_SET_ASIDE]);
    for (int32_t i = 0; i < decisions.count; i++) {
        if (strcmp(decisions.items[i].what, "layout") == 0)
            ck_assert_str_eq(decisions.items[i].value, test->layout);
    }
    if (test->doubt != NULL)
        ck_assert_ptr_nonnull(qc_nth_finding(&it.findings, QC_FINDING_DOUBT, test->doubt, 0));
    qc_decisions_free(&decisions);
    qc_reading_free(&it);
}
END_TEST

START_TEST(snapshots_know_the_day_of_the_export_and_since_when_changes_show)
{
    qc_reading it = read_case(&CASES[3], NULL);
    ck_assert_int_eq(it.history.as_of, qc_calendar_day(2026, 3, 31));
    ck_assert(it.history.as_of_given);
    ck_assert_int_eq(it.history.recorded_from, qc_calendar_day(2026, 1, 31));
    qc_reading_free(&it);
}
END_TEST

START_TEST(a_deal_that_stands_twice_in_its_last_snapshot_is_gone_all_the_same)
{
    qc_reading it = qc_read_text("snapshot,id,stage,amount\n2026-01-01,A,Lead,1\n"
                                 "2026-01-01,B,Lead,1\n2026-01-08,A,Lead,1\n"
                                 "2026-01-08,A,Offer,1\n2026-01-15,B,Won,1\n",
                                 &(qc_read_options){.allow_set_aside = 0.5,
                                                    .as_of = QC_DAY_NONE,
                                                    .recorded_from = QC_DAY_NONE});
    ck_assert_msg(it.ok, "%s", it.status.message);
    ck_assert_int_eq(it.history.reconciliation.deals_lost, 1);
    ck_assert_int_eq(it.history.reconciliation.deals_open, 0);
    ck_assert_ptr_nonnull(qc_nth_finding(&it.findings, QC_FINDING_DOUBT, "gone", 0));
    qc_reading_free(&it);
}
END_TEST

static void expect_error(const char *csv, const char *map, const char *reason, const char *text)
{
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    const char *const pairs[] = {map};
    options.map = (qc_words){pairs, map != NULL};
    qc_reading it = qc_read_text(csv, &options);
    const qc_finding *found = qc_nth_finding(&it.findings, QC_FINDING_ERROR, reason, 0);
    ck_assert_msg(!it.ok && found != NULL, "no '%s': %s", reason, it.status.message);
    ck_assert_msg(strstr(found->text, text) != NULL, "%s", found->text);
    qc_reading_free(&it);
}

START_TEST(what_no_layout_can_read_is_an_error)
{
    expect_error("snapshot date,id,stage\n2026-01-31,1,a\n2026-01-31,2,won\n", NULL, "one snapshot",
                 "2026-01-31");
    expect_error("snapshot date,id,stage\n2026-01-31,1,a\n2026-02-28,2,a\n", NULL,
                 "open deals only", "--won");
    expect_error("id,created,closed,status\n1,,,open\n", NULL, "no rows", "--as-of DAY");
    expect_error("case,when,stage\n1,2026-01-31,a\n", "amount=Wert", "column map", "is in no file");
    expect_error("case,when,stage,x\n1,2026-01-31,a,1\n", "colour=x", "column map",
                 "does not read");
    expect_error("case,when,stage,x\n1,2026-01-31,a,1\n", "colour", "column map", "name=title");
}
END_TEST

START_TEST(the_day_in_a_name_counts_when_it_is_the_only_one)
{
    ck_assert_int_eq(qc_sheet_day_of_name("x/deals-2026-06-30.csv"), qc_calendar_day(2026, 6, 30));
    ck_assert_int_eq(qc_sheet_day_of_name("deals_20260630.csv"), qc_calendar_day(2026, 6, 30));
    ck_assert_int_eq(qc_sheet_day_of_name("2026_06_30 deals.csv"), qc_calendar_day(2026, 6, 30));
    ck_assert_int_eq(qc_sheet_day_of_name("2026-06-30/deals.csv"), QC_DAY_NONE);
    ck_assert_int_eq(qc_sheet_day_of_name("2026-06-30-2026-07-31.csv"), QC_DAY_NONE);
    ck_assert_int_eq(qc_sheet_day_of_name("deals-2026-13-30.csv"), QC_DAY_NONE);
    ck_assert_int_eq(qc_sheet_day_of_name("deals-2026-06-3"), QC_DAY_NONE);
    ck_assert_int_eq(qc_sheet_day_of_name("deals-123456789.csv"), QC_DAY_NONE);
    ck_assert_int_eq(qc_sheet_day_of_name(""), QC_DAY_NONE);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("import_layouts");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, an_export_gives_the_history_beside_it, 0, CASE_COUNT);
    tcase_add_test(all, a_deal_that_stands_twice_in_its_last_snapshot_is_gone_all_the_same);
    tcase_add_test(all, snapshots_know_the_day_of_the_export_and_since_when_changes_show);
    tcase_add_test(all, what_no_layout_can_read_is_an_error);
    tcase_add_test(all, the_day_in_a_name_counts_when_it_is_the_only_one);
    suite_add_tcase(suite, all);
    return suite;
}
