#include "report/json/json.h"
#include "report/text/text.h"
#include "tests/support/torture.h"

#include <check.h>
#include <jansson.h>
#include <string.h>

static qc_findings findings;
static qc_status status;
static qc_sink sink;
static const qc_text_options options;

static void add(qc_finding_kind kind, const char *reason, int32_t line, int32_t field,
                const char *text)
{
    ck_assert(qc_findings_add(&findings, kind, reason, line > 0 ? "deals.csv" : "", line, field,
                              &status, "%s", text));
}

static void set_up(void)
{
    qc_sink_memory(&sink);
    add(QC_FINDING_SET_ASIDE, "bad date", 12, 3, "date '2024-02-30' is not a calendar day");
    add(QC_FINDING_ERROR, "unknown stage", 9, 0, "stage \"Contract [2J Sent\"");
    add(QC_FINDING_SET_ASIDE, "total row", 40, 1, "looks like a total");
    add(QC_FINDING_SET_ASIDE, "bad date", 41, 3, "date 'soon'");
    add(QC_FINDING_DOUBT, "zombie", 0, 0, "deal 'D7' is 900 days old");
}

static void tear_down(void)
{
    qc_sink_drop(&sink);
    qc_findings_free(&findings);
}

START_TEST(findings_are_grouped_with_counts_and_places)
{
    qc_text_findings(&sink, &findings, &options);
    ck_assert_str_eq(qc_text_get(&sink.memory),
                     "1 error: unknown stage 1\n"
                     "  deals.csv:9: stage \"Contract [2J Sent\"\n"
                     "3 rows set aside: bad date 2, total row 1\n"
                     "  deals.csv:12:3: date '2024-02-30' is not a calendar day\n"
                     "  deals.csv:40:1: looks like a total\n"
                     "  deals.csv:41:3: date 'soon'\n"
                     "1 doubt: zombie 1\n"
                     "  deal 'D7' is 900 days old\n");
}
END_TEST

START_TEST(no_finding_is_said_in_words)
{
    const qc_findings none = {0};

    qc_text_findings(&sink, &none, &options);
    ck_assert_str_eq(qc_text_get(&sink.memory),
                     "Nothing wrong and nothing doubtful: no errors, no rows set aside.\n");
}
END_TEST

START_TEST(kinds_without_findings_are_counted_as_none)
{
    qc_findings one = {0};

    ck_assert(qc_findings_add(&one, QC_FINDING_DOUBT, "zombie", "a", 1, 1, &status, "old"));
    qc_text_findings(&sink, &one, &options);
    ck_assert_str_eq(qc_text_get(&sink.memory), "0 errors\n0 rows set aside\n1 doubt: zombie 1\n"
                                                "  a:1:1: old\n");
    qc_findings_free(&one);
}
END_TEST

START_TEST(json_has_the_same_findings)
{
    ck_assert(qc_json_findings(&sink, &findings, NULL, "acme.yaml", &status));
    json_t *root = json_loads(qc_text_get(&sink.memory), 0, NULL);
    ck_assert_ptr_nonnull(root);
    ck_assert_str_eq(json_string_value(json_object_get(root, "command")), "check");
    ck_assert_str_eq(json_string_value(json_object_get(root, "plan")), "acme.yaml");
    const json_t *aside = json_object_get(root, "set_aside");
    ck_assert_int_eq(json_integer_value(json_object_get(aside, "count")), 3);
    const json_t *reason = json_array_get(json_object_get(aside, "reasons"), 0);
    ck_assert_str_eq(json_string_value(json_object_get(reason, "reason")), "bad date");
    ck_assert_int_eq(json_integer_value(json_object_get(reason, "count")), 2);
    const json_t *items = json_object_get(root, "findings");
    ck_assert_uint_eq(json_array_size(items), 5);
    const json_t *first = json_array_get(items, 0), *second = json_array_get(items, 1);
    ck_assert_str_eq(json_string_value(json_object_get(first, "kind")), "set_aside");
    ck_assert_int_eq(json_integer_value(json_object_get(first, "line")), 12);
    ck_assert_int_eq(json_integer_value(json_object_get(first, "field")), 3);
    ck_assert(json_is_null(json_object_get(second, "field")));
    ck_assert_str_eq(json_string_value(json_object_get(second, "text")),
                     "stage \"Contract [2J Sent\"");
    json_decref(root);
}
END_TEST

static bool print_both(qc_status *failure)
{
    qc_sink memory;

    qc_sink_memory(&memory);
    qc_text_findings(&memory, &findings, &options);
    bool ok = qc_json_findings(&memory, &findings, NULL, "p", failure);
    ok = qc_sink_close(&memory, failure) && ok;
    qc_sink_drop(&memory);
    return ok;
}

START_TEST(memory_that_runs_out_is_reported)
{
    qc_torture(print_both);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("text_findings");
    TCase *tests = tcase_create("text_findings");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, findings_are_grouped_with_counts_and_places);
    tcase_add_test(tests, no_finding_is_said_in_words);
    tcase_add_test(tests, kinds_without_findings_are_counted_as_none);
    tcase_add_test(tests, json_has_the_same_findings);
    tcase_add_test(tests, memory_that_runs_out_is_reported);
    suite_add_tcase(suite, tests);
    return suite;
}
