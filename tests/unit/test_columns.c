#include "history/columns.h"

#include <check.h>
#include <string.h>

static const qc_column_want WANTED[] = {{"deal_id", {"id", "deal", NULL}, true},
                                        {"date", {NULL}, true},
                                        {NULL, {NULL}, false},
                                        {"close_date", {NULL}, false}};

static int32_t found[4];
static qc_findings findings;

static void find(const char *header)
{
    qc_csv csv = {0};
    qc_status status = {0};
    ck_assert(qc_csv_parse(&csv, "t.csv", header, strlen(header), &status));
    ck_assert(qc_columns_find(found, WANTED, 4, &csv, "t.csv", &findings, &status));
    qc_csv_free(&csv);
}

static void setup(void)
{
    findings = (qc_findings){0};
}

static void teardown(void)
{
    qc_findings_free(&findings);
}

static void expect(int at, qc_finding_kind kind, int field, const char *text)
{
    ck_assert_int_lt(at, findings.count);
    ck_assert_int_eq(findings.items[at].kind, kind);
    ck_assert_int_eq(findings.items[at].line, 1);
    ck_assert_int_eq(findings.items[at].field, field);
    ck_assert_str_eq(findings.items[at].text, text);
}

START_TEST(names_match_after_folding)
{
    find("Close Date,Deal-ID,DATE\n");
    ck_assert_int_eq(findings.count, 0);
    ck_assert_int_eq(found[0], 1);
    ck_assert_int_eq(found[1], 2);
    ck_assert_int_eq(found[2], QC_COLUMN_ABSENT);
    ck_assert_int_eq(found[3], 0);
}
END_TEST

START_TEST(an_alias_serves_when_the_name_is_missing)
{
    find("Id,date\n");
    ck_assert_int_eq(found[0], 0);
    ck_assert_int_eq(findings.count, 0);
    find("id,date,deal_id\n");
    ck_assert_int_eq(found[0], 2);
    expect(0, QC_FINDING_DOUBT, 1, "column \"id\" is not used");
}
END_TEST

START_TEST(a_missing_column_names_the_nearest)
{
    find("deal_id,dates\n");
    ck_assert_int_eq(found[1], QC_COLUMN_ABSENT);
    expect(0, QC_FINDING_ERROR, 0,
           "column \"date\" is missing; \"dates\" comes nearest; rename it if it is that");
    ck_assert_int_eq(findings.of_kind[QC_FINDING_ERROR], 1);
    teardown();
    setup();
    find("deal_id,when\n");
    expect(0, QC_FINDING_ERROR, 0, "column \"date\" is missing; the header has: deal_id, when");
}
END_TEST

START_TEST(a_column_twice_is_an_error)
{
    find("deal_id,date,Deal ID\n");
    expect(0, QC_FINDING_ERROR, 3,
           "column \"Deal ID\" stands in the header twice (also field 1); rename one of them");
}
END_TEST

START_TEST(columns_not_used_are_listed)
{
    find("deal_id,date,mood,,mood\n");
    ck_assert_int_eq(findings.count, 3);
    expect(0, QC_FINDING_DOUBT, 3, "column \"mood\" is not used");
    expect(1, QC_FINDING_DOUBT, 4, "column without a name is not used");
    expect(2, QC_FINDING_DOUBT, 5, "column \"mood\" is not used");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("columns");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_add_test(all, names_match_after_folding);
    tcase_add_test(all, an_alias_serves_when_the_name_is_missing);
    tcase_add_test(all, a_missing_column_names_the_nearest);
    tcase_add_test(all, a_column_twice_is_an_error);
    tcase_add_test(all, columns_not_used_are_listed);
    suite_add_tcase(suite, all);
    return suite;
}
