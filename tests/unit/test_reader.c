#include "plan/reader.h"
#include "tests/unit/plan_text.h"

typedef struct fixture {
    qc_plan plan;
    qc_findings findings;
    qc_status status;
    qc_reader reader;
} fixture;

static fixture *start(void)
{
    static fixture it;
    it = (fixture){0};
    it.reader = (qc_reader){.plan = &it.plan, .findings = &it.findings, .status = &it.status};
    return &it;
}

static void finish(fixture *it)
{
    qc_arena_free(&it->plan.arena);
    qc_findings_free(&it->findings);
}

START_TEST(the_path_follows_the_reading)
{
    fixture *it = start();
    const size_t top = qc_reader_enter(&it->reader, "pipeline");
    const size_t stage = qc_reader_enter(&it->reader, "[2]");
    ck_assert_str_eq(it->reader.path, "pipeline[2]");
    (void) qc_reader_enter(&it->reader, "da\nys");
    ck_assert_str_eq(it->reader.path, "pipeline[2].da?ys");
    (void) qc_reader_enter(&it->reader, "");
    ck_assert_str_eq(it->reader.path, "pipeline[2].da?ys");
    qc_reader_leave(&it->reader, stage);
    ck_assert_str_eq(it->reader.path, "pipeline");
    qc_reader_leave(&it->reader, top);
    ck_assert_str_eq(it->reader.path, "");
    for (int i = 0; i < 1000; i++) /* deeper than any plan: stays inside its bounds */
        (void) qc_reader_enter(&it->reader, "segments");
    ck_assert_uint_lt(strlen(it->reader.path), QC_READER_PATH);
    finish(it);
}
END_TEST

START_TEST(errors_stand_at_the_value_or_the_key)
{
    fixture *it = start();
    const qc_yaml_node node = {
        .file = "p.yaml", .line = 3, .column = 9, .key = "k", .key_line = 2, .key_column = 1};
    qc_status failure = {0};
    (void) qc_reader_enter(&it->reader, "k");
    ck_assert(!qc_reader_error(&it->reader, &node, "%d is odd", 5));
    ck_assert(!qc_reader_error_key(&it->reader, &node, "odd key"));
    qc_fail(&failure, QC_BAD_INPUT, "bad");
    ck_assert(!qc_reader_failed(&it->reader, &node, &failure));
    ck_assert_int_eq(it->findings.count, 3);
    ck_assert_str_eq(it->findings.items[0].text, "k: 5 is odd");
    ck_assert_int_eq(it->findings.items[0].line, 3);
    ck_assert_int_eq(it->findings.items[0].field, 9);
    ck_assert_int_eq(it->findings.items[1].line, 2);
    ck_assert_str_eq(it->findings.items[2].text, "k: bad");
    ck_assert_int_eq(it->status.code, QC_OK);
    failure = (qc_status){0};
    qc_fail(&failure, QC_NO_MEMORY, "none left");
    ck_assert(!qc_reader_failed(&it->reader, &node, &failure));
    ck_assert_int_eq(it->findings.count, 3);
    ck_assert_int_eq(it->status.code, QC_NO_MEMORY);
    finish(it);
}
END_TEST

START_TEST(suggestions_name_the_nearest_or_all)
{
    static const char *const NAMES[] = {"conversion", "days", "won\x1b"};
    fixture *it = start();
    char out[64], tiny[24];
    qc_reader_suggest(&it->reader, "conversoin", NAMES, 3, out, sizeof out);
    ck_assert_str_eq(out, "; did you mean 'conversion'?");
    qc_reader_suggest(&it->reader, "team", NAMES, 3, out, sizeof out);
    ck_assert_str_eq(out, " (known here: conversion, days, won?)");
    qc_reader_suggest(&it->reader, "team", NAMES, 3, tiny, sizeof tiny);
    ck_assert_str_eq(tiny, " (known here: , ...)");
    qc_reader_suggest(&it->reader, "team", NAMES, 0, out, sizeof out);
    ck_assert_str_eq(out, "");
    it->findings.of_kind[QC_FINDING_ERROR] = 100; /* nobody reads so many */
    qc_reader_suggest(&it->reader, "conversoin", NAMES, 3, out, sizeof out);
    ck_assert_str_eq(out, "");
    finish(it);
}
END_TEST

START_TEST(distinct_names_clash_after_folding_only_between_owners)
{
    fixture *it = start();
    const qc_yaml_node first = {.file = "p", .line = 1, .column = 1};
    const qc_yaml_node second = {.file = "p", .line = 1, .column = 9};
    const char *mine = "mine", *yours = "yours";
    qc_reader_name same[] = {{"A b", &second, mine, NULL}, {"a-B", &first, yours, NULL}};
    qc_reader_name own[] = {{"A b", &second, mine, NULL}, {"a-B", &first, mine, NULL}};
    qc_reader_name fixed[] = {{"won", NULL, mine, NULL}, {"Won", &first, yours, NULL}};
    qc_reader_name apart[] = {{"a", &second, mine, NULL}, {"b", &first, yours, NULL}};
    ck_assert(!qc_reader_distinct(&it->reader, same, 2));
    ck_assert_str_eq(it->findings.items[0].text, "'A b' is the same name as yours (line 1)");
    ck_assert_int_eq(it->findings.items[0].field, 9);
    ck_assert(qc_reader_distinct(&it->reader, own, 2));
    ck_assert(qc_reader_distinct(&it->reader, apart, 2));
    ck_assert(!qc_reader_distinct(&it->reader, fixed, 2));
    ck_assert_str_eq(it->findings.items[1].text, "'Won' is the same name as mine");
    finish(it);
}
END_TEST

START_TEST(stages_are_found_by_name_before_alias)
{
    const char *aliases[] = {"b", "Closed  B"};
    qc_plan_stage stages[] = {{.name = "a", .crm = aliases, .crm_count = 2}, {.name = "b"}, {0}};
    qc_plan plan = {.stages = stages, .stage_count = 3};
    ck_assert_int_eq(qc_reader_find_stage(&plan, "A"), 0);
    ck_assert_int_eq(qc_reader_find_stage(&plan, "b"), 1);
    ck_assert_int_eq(qc_reader_find_stage(&plan, "closed_b"), 0);
    ck_assert_int_eq(qc_reader_find_stage(&plan, "c"), -1);
}
END_TEST

START_TEST(long_and_many_unknown_keys_end_quickly)
{
    plan_text read = {0};
    qc_text text = {0};
    qc_text_add(&text, PLAN_BASE);
    for (int i = 0; i < 20000; i++)
        qc_text_addf(&text, "key%d: 1\n", i);
    for (int i = 0; i < 100000; i++)
        qc_text_add(&text, "x");
    qc_text_add(&text, ": 1\n");
    ck_assert(!plan_text_bytes(&read, text.bytes, text.length, NULL, 0));
    plan_text_free(&read);
    qc_text_free(&text);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("reader");
    TCase *cases = tcase_create("reader");
    tcase_add_test(cases, the_path_follows_the_reading);
    tcase_add_test(cases, errors_stand_at_the_value_or_the_key);
    tcase_add_test(cases, suggestions_name_the_nearest_or_all);
    tcase_add_test(cases, distinct_names_clash_after_folding_only_between_owners);
    tcase_add_test(cases, stages_are_found_by_name_before_alias);
    tcase_add_test(cases, long_and_many_unknown_keys_end_quickly);
    suite_add_tcase(suite, cases);
    return suite;
}
