#include "core/text.h"
#include "plan/yaml.h"
#include "tests/support/torture.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

typedef struct reading {
    qc_arena arena;
    qc_findings findings;
    qc_status status;
    qc_yaml_node root;
} reading;

static bool read_bytes(reading *got, const char *bytes, size_t length)
{
    memset(got, 0, sizeof *got);
    return qc_yaml_read(&got->root, "plan.yaml", bytes, length, &got->arena, &got->findings,
                        &got->status);
}

static bool read_text(reading *got, const char *text)
{
    return read_bytes(got, text, strlen(text));
}

static void done(reading *got)
{
    qc_arena_free(&got->arena);
    qc_findings_free(&got->findings);
}

START_TEST(values_are_texts_with_their_places)
{
    reading got;
    const qc_yaml_node *list, *map;
    ck_assert(read_text(&got, "# a plan\n"
                              "company: \xC3\x84hm & Co   # comment\n"
                              "pipeline:\n"
                              "  - name\n"
                              "  - {st\xC3\xA4ge: 0x10, b: [1, no, null]}\n"
                              "empty:\n"
                              "quoted: \"a\\tb: c\"\n"));
    ck_assert_int_eq(got.root.kind, QC_YAML_MAP);
    ck_assert_int_eq(got.root.count, 4);
    ck_assert_str_eq(got.root.items[0].key, "company");
    ck_assert_str_eq(got.root.items[0].text, "\xC3\x84hm & Co");
    ck_assert_int_eq(got.root.items[0].key_line, 2);
    ck_assert_int_eq(got.root.items[0].key_column, 1);
    ck_assert_int_eq(got.root.items[0].line, 2);
    ck_assert_int_eq(got.root.items[0].column, 10);
    list = qc_yaml_find(&got.root, "pipeline");
    ck_assert_int_eq(list->kind, QC_YAML_LIST);
    ck_assert_int_eq(list->count, 2);
    ck_assert_int_eq(list->line, 4);
    ck_assert_int_eq(list->column, 3);
    ck_assert_ptr_null(list->items[0].key);
    map = &list->items[1];
    ck_assert_str_eq(qc_yaml_find(map, "st\xC3\xA4ge")->text, "0x10");
    ck_assert_int_eq(qc_yaml_find(map, "b")->line, 5);
    ck_assert_int_eq(qc_yaml_find(map, "b")->column, 22); /* characters, not bytes */
    ck_assert_str_eq(qc_yaml_find(map, "b")->items[1].text, "no");
    ck_assert_str_eq(qc_yaml_find(map, "b")->items[2].text, "null");
    ck_assert_str_eq(qc_yaml_find(&got.root, "empty")->text, "");
    ck_assert_str_eq(qc_yaml_find(&got.root, "quoted")->text, "a\tb: c");
    ck_assert_str_eq(map->file, "plan.yaml");
    ck_assert_ptr_null(qc_yaml_find(map, "c"));
    ck_assert_ptr_null(qc_yaml_find(list, "b"));
    done(&got);
}
END_TEST

START_TEST(a_byte_order_mark_is_skipped)
{
    reading got;
    ck_assert(read_text(&got, "\xEF\xBB\xBF"
                              "a: 1\r\nb: 2\r\n"));
    ck_assert_str_eq(got.root.items[1].key, "b");
    ck_assert_str_eq(got.root.items[1].text, "2");
    done(&got);
}
END_TEST

static const struct {
    const char *text;
    int32_t line, column;
    const char *message;
} BAD[] = {
    {"", 1, 1, "the plan is empty; it needs a pipeline and either history.deals or beliefs"},
    {"# nothing\n\n", 1, 1,
     "the plan is empty; it needs a pipeline and either history.deals or beliefs"},
    {"a: 1\nb: 2\na: 3\n", 3, 1, "key 'a' stands twice (first on line 1)"},
    {"x: {a: 1,\n  a: 3}\n", 2, 3, "key 'a' stands twice (first on line 1)"},
    {"a: &x 1\nb: 2\n", 1, 4,
     "anchors (&name) are not used in plans; put a text that begins with & in quotes"},
    {"a: 1\nb: *x\n", 2, 4,
     "aliases (*name) are not used in plans; put a text that begins with * in quotes"},
    {"a: !!int 1\n", 1, 4,
     "tags (!name) are not used in plans; put a text that begins with ! in quotes"},
    {"a: &x {b: 1}\n", 1, 4,
     "anchors (&name) are not used in plans; put a text that begins with & in quotes"},
    {"a: !x [b]\n", 1, 4,
     "tags (!name) are not used in plans; put a text that begins with ! in quotes"},
    {"a: 1\n---\nb: 2\n", 2, 1, "a second document begins here ('---'); a plan is one document"},
    {"? [a]\n: 1\n", 1, 3, "a key has to be a plain text"},
    {"a: b: c\n", 1, 5,
     "a second ': ' in one value, or a line indented too far; put the text in quotes if it "
     "contains ': '"},
    {"a: 1\n b: 2\n", 2, 3,
     "a second ': ' in one value, or a line indented too far; put the text in quotes if it "
     "contains ': '"},
    {"a: [1, 2\nb: 3\n", 2, 2, "expected ',' or the ']' that closes the list of line 1"},
    {"a: {b: 1\nc: 3\n", 2, 2, "expected ',' or the '}' that closes the group of line 1"},
    {"a: @b\n", 1, 4,
     "this character cannot begin a value (a tab, or one of @ ` %); use blanks to indent and put "
     "such a text in quotes"},
    {"a:\n\t- 1\n", 2, 1,
     "this character cannot begin a value (a tab, or one of @ ` %); use blanks to indent and put "
     "such a text in quotes"},
    {"a: 'b\n", 2, 1, "the file ends inside the text in quotes that begins on line 1"},
    {"a: 1\nb\n", 3, 1, "expected ': ' after the key"},
    {"a: - 1\n", 1, 4, "a list item '- ' cannot stand here; begin the list on a line of its own"},
    {"a: \"\\q\"\n", 1, 5, "unknown escape after '\\'; use single quotes to take a text as it is"},
    {"a:\n  - 1\n  b: 2\n", 3, 3, "expected another '- ' item of the list; check the indentation"},
    {"a: 1\n}\n", 2, 1, "expected a line 'key: value' here; check the indentation and the quotes"},
    {"a: {b:}\n", 1, 6, "a ':' needs a blank after it"},
    {"a: \x01\n", 1, 4, "a control character; is this a text file?"},
    {"a: \"\\0\"\n", 1, 4, "a control character (\\0) inside a text"},
    {"a: 1\n\xC3\xA4\xC3\xA4: \xE9t\n", 2, 5,
     "this byte is not UTF-8 text; save the file as UTF-8"},
    {"\xFF\xFE"
     "a",
     1, 1, "this byte is not UTF-8 text; save the file as UTF-8"},
    {"a: \xE2\x82", 1, 4, "this byte is not UTF-8 text; save the file as UTF-8"},
    {"%YAML 9.9\n---\na: 1\n", 1, 1, "not valid YAML: found incompatible YAML document"},
};

START_TEST(what_a_plan_never_needs_is_refused_at_its_place)
{
    reading got;
    ck_assert_msg(!read_text(&got, BAD[_i].text), "%s", BAD[_i].text);
    ck_assert_int_eq(got.status.code, QC_OK); /* a finding, not a failure of ours */
    ck_assert_int_eq(got.findings.count, 1);
    ck_assert_str_eq(got.findings.items[0].text, BAD[_i].message);
    ck_assert_str_eq(got.findings.items[0].file, "plan.yaml");
    ck_assert_int_eq(got.findings.items[0].line, BAD[_i].line);
    ck_assert_int_eq(got.findings.items[0].field, BAD[_i].column);
    done(&got);
}
END_TEST

/* `deep` opening brackets, then as many closing ones. */
static char *brackets(qc_arena *arena, size_t deep)
{
    qc_status status = {0};
    char *text = qc_arena_take(arena, 2 * deep + 4, 1, &status);
    ck_assert_ptr_nonnull(text);
    memcpy(text, "a: ", 3);
    memset(text + 3, '[', deep);
    memset(text + 3 + deep, ']', deep);
    return text;
}

START_TEST(depth_has_a_limit)
{
    reading got;
    qc_arena arena = {0};
    ck_assert(read_text(&got, brackets(&arena, QC_YAML_MAX_DEPTH - 1)));
    done(&got);
    ck_assert(!read_text(&got, brackets(&arena, QC_YAML_MAX_DEPTH)));
    ck_assert_str_eq(got.findings.items[0].text, "nested too deeply (over 64 levels)");
    ck_assert_int_eq(got.findings.items[0].field, 3 + QC_YAML_MAX_DEPTH);
    done(&got);
    ck_assert(!read_text(&got, brackets(&arena, 1000000))); /* a bomb ends as quickly */
    done(&got);
    qc_arena_free(&arena);
}
END_TEST

START_TEST(size_and_count_have_limits)
{
    reading got;
    qc_text text = {0};
    for (int i = 0; i <= QC_YAML_MAX_NODES; i++)
        qc_text_add(&text, "- 1\n");
    ck_assert(!read_text(&got, qc_text_get(&text)));
    ck_assert_str_eq(got.findings.items[0].text, "too many values for a plan (over 50000)");
    done(&got);
    qc_text_clear(&text);
    while (text.length <= QC_YAML_MAX_BYTES)
        qc_text_add(&text, "# a comment that fills the file and a little more on every line\n");
    ck_assert(!read_text(&got, qc_text_get(&text)));
    ck_assert_str_eq(got.findings.items[0].text, "too big for a plan (over 4 MiB)");
    done(&got);
    qc_text_free(&text);
}
END_TEST

START_TEST(many_equal_keys_are_found_without_comparing_all)
{
    reading got;
    qc_text text = {0};
    for (int i = 0; i < 20000; i++)
        qc_text_addf(&text, "k%d: 1\n", i % 19999);
    ck_assert(!read_text(&got, qc_text_get(&text)));
    ck_assert_int_eq(got.findings.count, 1);
    ck_assert_str_eq(got.findings.items[0].text, "key 'k0' stands twice (first on line 1)");
    ck_assert_int_eq(got.findings.items[0].line, 20000);
    done(&got);
    qc_text_free(&text);
}
END_TEST

static bool read_once(qc_status *status)
{
    static const char TEXT[] = "a: 1\nb: [x, {y: z}, w, v, u, t, s, r, q, p]\nc: {d: 1, e: 2}\n";
    qc_arena arena = {0};
    qc_findings findings = {0};
    qc_yaml_node root = {0};
    const bool ok = qc_yaml_read(&root, "plan.yaml", TEXT, strlen(TEXT), &arena, &findings, status);
    qc_arena_free(&arena);
    qc_findings_free(&findings);
    return ok;
}

START_TEST(running_out_of_memory_is_said)
{
    qc_torture(read_once);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("yaml");
    TCase *cases = tcase_create("yaml");
    tcase_add_test(cases, values_are_texts_with_their_places);
    tcase_add_test(cases, a_byte_order_mark_is_skipped);
    tcase_add_loop_test(cases, what_a_plan_never_needs_is_refused_at_its_place, 0,
                        (int) (sizeof BAD / sizeof BAD[0]));
    tcase_add_test(cases, depth_has_a_limit);
    tcase_add_test(cases, size_and_count_have_limits);
    tcase_add_test(cases, many_equal_keys_are_found_without_comparing_all);
    tcase_add_test(cases, running_out_of_memory_is_said);
    suite_add_tcase(suite, cases);
    return suite;
}
