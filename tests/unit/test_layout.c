#include "report/layout.h"

#include <check.h>

static qc_sink sink;

static void check(const char *expected)
{
    ck_assert_str_eq(qc_text_get(&sink.memory), expected);
    qc_sink_drop(&sink);
    qc_sink_memory(&sink);
}

START_TEST(a_line_without_a_width_is_never_broken)
{
    qc_sink_memory(&sink);
    qc_layout_line(&sink, "Gap", "a b  c", 0);
    check("Gap        a b  c\n");
    qc_layout_line(&sink, "", "a b", 0);
    check("a b\n");
    qc_layout_line(&sink, "Gap", "", 0);
    check("Gap        \n");
}
END_TEST

START_TEST(a_long_line_wraps_under_its_body)
{
    qc_sink_memory(&sink);
    qc_layout_line(&sink, "Data", "0123456789 0123456789 0123456789 0123456789 01234 0123456789",
                   60);
    check("Data       0123456789 0123456789 0123456789 0123456789 01234\n"
          "           0123456789\n");
    /* 60 is the narrowest */
    qc_layout_line(&sink, "", "0123456789 0123456789 0123456789 0123456789 0123456789 01234", 10);
    check("0123456789 0123456789 0123456789 0123456789 0123456789 01234\n");
}
END_TEST

START_TEST(width_counts_columns_and_not_bytes)
{
    qc_sink_memory(&sink);
    /* 49 columns of two-byte letters exactly fill a line of 60 after the label */
    qc_layout_line(&sink, "Data",
                   "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9 "
                   "0123456789012345678901234567890123456789 x",
                   60);
    check("Data       \xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\n"
          "           0123456789012345678901234567890123456789 x\n");
}
END_TEST

START_TEST(a_word_longer_than_the_line_stands_alone)
{
    qc_sink_memory(&sink);
    qc_layout_line(&sink, "", "a 012345678901234567890123456789012345678901234567890123456789x b",
                   60);
    check("a\n012345678901234567890123456789012345678901234567890123456789x\nb\n");
}
END_TEST

static void fill(void *context, int32_t row, int32_t column, qc_text *cell)
{
    static const char *const CELLS[3][3] = {
        {"stage", "n", "x"}, {"\xc3\xa9t\xc3\xa9", "1,000", ""}, {"", "7", "last"}};

    ck_assert_ptr_eq(context, &sink);
    qc_text_add(cell, CELLS[row][column]);
}

START_TEST(columns_line_up_without_trailing_blanks)
{
    qc_sink_memory(&sink);
    qc_layout_table(&sink, 3, "lrl", fill, &sink);
    check("  stage      n  x\n"
          "  \xc3\xa9t\xc3\xa9    1,000\n"
          "             7  last\n");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("layout");
    TCase *tests = tcase_create("layout");

    tcase_add_test(tests, a_line_without_a_width_is_never_broken);
    tcase_add_test(tests, a_long_line_wraps_under_its_body);
    tcase_add_test(tests, width_counts_columns_and_not_bytes);
    tcase_add_test(tests, a_word_longer_than_the_line_stands_alone);
    tcase_add_test(tests, columns_line_up_without_trailing_blanks);
    suite_add_tcase(suite, tests);
    return suite;
}
