#include "core/findings.h"
#include "tests/support/torture.h"

#include <check.h>
#include <string.h>

static bool three_kinds(qc_findings *findings, qc_status *status)
{
    return qc_findings_add(findings, QC_FINDING_DOUBT, "zombie", "deals.csv", 4, 0, status,
                           "deal '%s' is %d days old", "D7", 900) &&
           qc_findings_add(findings, QC_FINDING_SET_ASIDE, "bad date", "deals.csv", 5, 2, status,
                           "date '%s'", "2024-02-30") &&
           qc_findings_add(findings, QC_FINDING_SET_ASIDE, "bad number", "deals.csv", 6, 4, status,
                           "amount '%s'", "12,3,4") &&
           qc_findings_add(findings, QC_FINDING_SET_ASIDE, "bad date", "deals.csv", 9, 2, status,
                           "date '%s'", "soon");
}

START_TEST(findings_are_kept_with_their_places)
{
    qc_status status = {0};
    qc_findings findings = {0};
    char reason[] = "bad date", file[] = "open.csv";

    ck_assert(three_kinds(&findings, &status));
    ck_assert(
        qc_findings_add(&findings, QC_FINDING_SET_ASIDE, reason, file, 12, 3, &status, "a\nb"));
    memset(reason, 'x', 3);
    memset(file, 'x', 3);
    ck_assert_int_eq(findings.count, 5);
    ck_assert_int_eq(findings.of_kind[QC_FINDING_ERROR], 0);
    ck_assert_int_eq(findings.of_kind[QC_FINDING_SET_ASIDE], 4);
    ck_assert_int_eq(findings.of_kind[QC_FINDING_DOUBT], 1);
    ck_assert_str_eq(findings.items[0].text, "deal 'D7' is 900 days old");
    const qc_finding *last = &findings.items[4];
    ck_assert_int_eq(last->kind, QC_FINDING_SET_ASIDE);
    ck_assert_str_eq(last->reason, "bad date");
    ck_assert_str_eq(last->file, "open.csv");
    ck_assert_int_eq(last->line, 12);
    ck_assert_int_eq(last->field, 3);
    ck_assert_str_eq(last->text, "a b");
    qc_findings_free(&findings);
    qc_findings_free(&findings);
    ck_assert_int_eq(findings.count, 0);
}
END_TEST

START_TEST(only_errors_stop_and_the_first_is_told)
{
    qc_status status = {0};
    qc_findings findings = {0};

    ck_assert(three_kinds(&findings, &status));
    ck_assert(qc_findings_pass(&findings, &status));
    ck_assert_int_eq(status.code, QC_OK);
    ck_assert(qc_findings_add(&findings, QC_FINDING_ERROR, "unknown stage", "deals.csv", 20, 3,
                              &status, "stage '%s' is 100%% unknown", "%s%n"));
    ck_assert(qc_findings_add(&findings, QC_FINDING_ERROR, "unknown stage", "deals.csv", 30, 3,
                              &status, "another"));
    ck_assert(!qc_findings_pass(&findings, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_str_eq(status.file, "deals.csv");
    ck_assert_int_eq(status.line, 20);
    ck_assert_int_eq(status.field, 3);
    ck_assert_str_eq(status.message, "stage '%s%n' is 100% unknown");
    qc_findings_free(&findings);
}
END_TEST

START_TEST(reasons_are_counted_in_order_of_appearance)
{
    qc_status status = {0};
    qc_findings findings = {0};
    qc_finding_count counts[4] = {{0}};

    ck_assert_int_eq(qc_findings_counts(&findings, QC_FINDING_DOUBT, counts, 4), 0);
    ck_assert(three_kinds(&findings, &status));
    ck_assert_int_eq(qc_findings_counts(&findings, QC_FINDING_SET_ASIDE, counts, 4), 2);
    ck_assert_str_eq(counts[0].reason, "bad date");
    ck_assert_int_eq(counts[0].count, 2);
    ck_assert_str_eq(counts[1].reason, "bad number");
    ck_assert_int_eq(counts[1].count, 1);
    ck_assert_ptr_null(counts[2].reason);
    ck_assert_int_eq(qc_findings_counts(&findings, QC_FINDING_DOUBT, counts, 4), 1);
    ck_assert_str_eq(counts[0].reason, "zombie");
    qc_findings_free(&findings);
}
END_TEST

START_TEST(reasons_beyond_the_room_are_still_counted_once)
{
    qc_status status = {0};
    qc_findings findings = {0};
    qc_finding_count count = {0};
    const char *reasons[] = {"a", "b", "c", "b", "c", "a", "d"};

    for (int i = 0; i < 7; i++) {
        ck_assert(qc_findings_add(&findings, QC_FINDING_DOUBT, reasons[i], NULL, 0, 0, &status,
                                  "%s", ""));
    }
    ck_assert_int_eq(qc_findings_counts(&findings, QC_FINDING_DOUBT, &count, 1), 4);
    ck_assert_str_eq(count.reason, "a");
    ck_assert_int_eq(count.count, 2);
    ck_assert_int_eq(qc_findings_counts(&findings, QC_FINDING_DOUBT, NULL, 0), 4);
    ck_assert_str_eq(findings.items[0].file, "");
    qc_findings_free(&findings);
}
END_TEST

static bool fill(qc_status *status)
{
    qc_findings findings = {0};
    bool ok = true;

    for (int i = 0; ok && i < 200; i++)
        ok = three_kinds(&findings, status);
    qc_findings_free(&findings);
    return ok;
}

START_TEST(survives_without_memory)
{
    qc_torture(fill);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("findings");
    TCase *tests = tcase_create("findings");

    tcase_add_test(tests, findings_are_kept_with_their_places);
    tcase_add_test(tests, only_errors_stop_and_the_first_is_told);
    tcase_add_test(tests, reasons_are_counted_in_order_of_appearance);
    tcase_add_test(tests, reasons_beyond_the_room_are_still_counted_once);
    tcase_add_test(tests, survives_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
