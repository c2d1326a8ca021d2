#include "plan/schema.h"
#include "tests/unit/plan_text.h"

#include <stdlib.h>

START_TEST(keys_are_found_by_group_and_name)
{
    char path[64];
    int32_t count = 0;
    const qc_schema_key *keys = qc_schema_keys(&count);
    ck_assert_int_gt(count, 40);
    ck_assert_str_eq(keys[0].name, "company");
    ck_assert_ptr_eq(qc_schema_find("", "company"), keys);
    ck_assert_ptr_null(qc_schema_find("", "office"));
    ck_assert_ptr_null(qc_schema_find("history", "company"));
    ck_assert_str_eq(qc_schema_path(qc_schema_find("pipeline[]", "days"), path, sizeof path),
                     "pipeline[].days");
    ck_assert_str_eq(qc_schema_path(keys, path, sizeof path), "company");
    ck_assert_str_eq(qc_schema_child("history", 0)->name, "deals");
    ck_assert_ptr_null(qc_schema_child("history", 19));
    ck_assert_ptr_null(qc_schema_child("office", 0));
    for (int32_t i = 0; i < count; i++) { /* nothing is left blank, no key stands twice */
        ck_assert_ptr_eq(qc_schema_find(keys[i].group, keys[i].name), &keys[i]);
        ck_assert(keys[i].limits[0] && keys[i].fallback[0] && keys[i].meaning[0] &&
                  keys[i].example[0]);
    }
}
END_TEST

/* The example of every key of a group, put where it belongs, must read. */
static void read_example(const qc_schema_key *key)
{
    plan_text read = {0};
    char text[1000];
    const char *history = "history: {deals: d.csv}\n", *pipeline = "pipeline: [proposal]\n";
    if (strcmp(key->group, "") == 0)
        (void) snprintf(text, sizeof text, "%s%s%s%s: %s\n",
                        strcmp(key->name, "history") == 0 ? "" : history,
                        strcmp(key->name, "pipeline") == 0 ? "" : pipeline,
                        strcmp(key->name, "activities") == 0 ? "team: {reps: 4}\n" : "", key->name,
                        key->example);
    else if (strcmp(key->group, "team") == 0)
        (void) snprintf(
            text, sizeof text, "%steam: {reps: 4, hours_per_week: 40, %s: %s}\n", PLAN_BASE,
            strcmp(key->name, "reps") == 0 || strcmp(key->name, "hours_per_week") == 0 ? "neglect"
                                                                                       : key->name,
            strcmp(key->name, "reps") == 0 || strcmp(key->name, "hours_per_week") == 0
                ? "5% per week"
                : key->example);
    else if (strncmp(key->group, "activities.", 11) == 0 && key->group[11] != '<')
        (void) snprintf(text, sizeof text, "%steam: {reps: 4}\nactivities: {%s: {%s%s: %s}}\n",
                        PLAN_BASE, key->group + 11,
                        strcmp(key->name, "sd") == 0    ? "rho: 0.1, "
                        : strcmp(key->name, "rho") == 0 ? "sd: 0.1, "
                                                        : "",
                        key->name, key->example);
    else if (strcmp(key->group, "history") == 0)
        (void) snprintf(text, sizeof text, "%steam: {reps: 1}\nhistory: {%s: %s}\n", PLAN_BASE,
                        key->name, key->example);
    else if (strcmp(key->group, "pipeline[]") == 0)
        (void) snprintf(
            text, sizeof text, "%steam: {reps: 1, hours_per_week: 40}\npipeline: [{%s%s: %s}]\n",
            history, strcmp(key->name, "stage") == 0 ? "" : "stage: a, ", key->name, key->example);
    else if (strcmp(key->group, "segments.<name>") == 0) {
        const char *stage = strstr(key->name, "<stage>");
        (void) snprintf(text, sizeof text, "%s%ssegments: {a: {%.*s%s%s: %s}}\n", history, pipeline,
                        stage ? (int) (stage - key->name) : 0, key->name, stage ? "proposal" : "",
                        stage ? stage + 7 : key->name, key->example);
    } else
        return;
    ck_assert_msg(plan_text_read(&read, text), "%s%s", text, qc_text_get(&read.errors));
    plan_text_free(&read);
}

START_TEST(every_example_reads)
{
    int32_t count = 0;
    const qc_schema_key *keys = qc_schema_keys(&count);
    for (int32_t i = 0; i < count; i++)
        if (keys[i].kind != QC_KIND_QUESTION) read_example(&keys[i]);
}
END_TEST

START_TEST(an_open_question_is_refused_until_its_line_is_gone)
{
    plan_text read = {0};
    ck_assert(!plan_text_read(&read, "history: {deals: d.csv}\npipeline: [a, b]\n"
                                     "question: does b come before a?\n"));
    ck_assert_str_eq(qc_text_get(&read.errors),
                     "plan.yaml:3:11: question: 'does b come before a?' is still open; settle it, "
                     "then delete this line\n");
    plan_text_free(&read);
}
END_TEST

/* A list in a list, or nothing, is right for no key at all. */
START_TEST(every_key_refuses_a_wrong_kind)
{
    static const char *const GROUPS[] = {"", "history"};
    for (int g = 0; g < 2; g++) {
        const qc_schema_key *key;
        for (int32_t i = 0; (key = qc_schema_child(GROUPS[g], i)) != NULL; i++) {
            plan_text read = {0};
            char text[400];
            (void) snprintf(text, sizeof text, g == 0 ? "%s: [[x]]\n" : "history: {%s: [[x]]}\n",
                            key->name);
            ck_assert_msg(!plan_text_read(&read, text), "%s", text);
            ck_assert_msg(strstr(qc_text_get(&read.errors), key->name), "%s: %s", text,
                          qc_text_get(&read.errors));
            ck_assert_int_eq(read.findings.items[read.findings.count - 1].line, 1);
            plan_text_free(&read);
        }
    }
}
END_TEST

/* docs/plan-keys.md is made of the table: QC_WRITE_DOCS=1 writes it anew. */
START_TEST(the_reference_page_is_up_to_date)
{
    static const char PATH[] = QC_SOURCE_DIR "/docs/plan-keys.md";
    qc_text page = {0}, stored = {0};
    char block[4096];
    size_t got;
    FILE *file;
    qc_schema_page(&page);
    ck_assert(!page.failed);
    if (getenv("QC_WRITE_DOCS")) {
        file = fopen(PATH, "wb");
        ck_assert_ptr_nonnull(file);
        ck_assert_uint_eq(fwrite(page.bytes, 1, page.length, file), page.length);
        ck_assert_int_eq(fclose(file), 0);
    }
    file = fopen(PATH, "rb");
    ck_assert_ptr_nonnull(file);
    while ((got = fread(block, 1, sizeof block, file)) > 0)
        qc_text_add_part(&stored, block, got);
    (void) fclose(file);
    ck_assert_str_eq(qc_text_get(&stored), qc_text_get(&page));
    qc_text_free(&page);
    qc_text_free(&stored);
}
END_TEST

START_TEST(the_page_has_every_key)
{
    qc_text page = {0};
    int32_t count = 0;
    const qc_schema_key *keys = qc_schema_keys(&count);
    qc_schema_page(&page);
    for (int32_t i = 0; i < count; i++) {
        char cell[100];
        (void) snprintf(cell, sizeof cell, "| `%s` | %s |", keys[i].name, keys[i].limits);
        ck_assert_msg(strstr(qc_text_get(&page), cell), "%s", cell);
    }
    qc_text_free(&page);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("schema");
    TCase *cases = tcase_create("schema");
    tcase_add_test(cases, keys_are_found_by_group_and_name);
    tcase_add_test(cases, every_example_reads);
    tcase_add_test(cases, an_open_question_is_refused_until_its_line_is_gone);
    tcase_add_test(cases, every_key_refuses_a_wrong_kind);
    tcase_add_test(cases, the_reference_page_is_up_to_date);
    tcase_add_test(cases, the_page_has_every_key);
    suite_add_tcase(suite, cases);
    return suite;
}
