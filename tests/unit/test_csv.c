#include "history/csv.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static qc_csv csv;
static qc_status status;

static void setup(void)
{
    csv = (qc_csv){0};
    status = (qc_status){0};
}

static void teardown(void)
{
    qc_csv_free(&csv);
    qc_csv_free(&csv);
}

static void parse(const char *text)
{
    bool ok = qc_csv_parse(&csv, "t.csv", text, strlen(text), &status);
    ck_assert_msg(ok, "%s", status.message);
}

static void refuse(const char *text, int line, int field)
{
    ck_assert(!qc_csv_parse(&csv, "t.csv", text, strlen(text), &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_str_eq(status.file, "t.csv");
    ck_assert_int_eq(status.line, line);
    ck_assert_int_eq(status.field, field);
    ck_assert_ptr_nonnull(strstr(status.message, "torn quote"));
}

static void expect_row(int row, int line, const char *joined)
{
    char cells[256] = "";
    for (int32_t field = 0; field < qc_csv_width(&csv, row); field++) {
        size_t used = strlen(cells);
        snprintf(cells + used, sizeof cells - used, "[%s]", qc_csv_cell(&csv, row, field));
    }
    ck_assert_str_eq(cells, joined);
    ck_assert_int_eq(csv.line[row], line);
}

START_TEST(cells_are_trimmed_and_blank_lines_are_no_rows)
{
    parse("\"  a \",b,c\n\n  1 ,\"x, y\",\xc2\xa0z\xc2\xa0\n , ,\n,,\n2,\"\",\n\n");
    ck_assert_int_eq(csv.row_count, 3);
    expect_row(0, 1, "[a][b][c]");
    expect_row(1, 3, "[1][x, y][z]");
    expect_row(2, 6, "[2][][]");
}
END_TEST

START_TEST(quotes_may_hold_quotes_delimiters_and_lines)
{
    parse("a,b\n1,\"say \"\"hi\"\"\"\n2,\"two\n\nlines\"\n3,x");
    ck_assert_int_eq(csv.row_count, 4);
    expect_row(1, 2, "[1][say \"hi\"]");
    expect_row(2, 3, "[2][two\n\nlines]");
    expect_row(3, 6, "[3][x]");
}
END_TEST

START_TEST(all_line_ends_count_lines)
{
    parse("a,b\r\n1,2\r\n\r\n3,\"x\r\ny\"\r\n4,5");
    ck_assert_int_eq(csv.row_count, 4);
    expect_row(2, 4, "[3][x\r\ny]");
    expect_row(3, 6, "[4][5]");
    qc_csv_free(&csv);
    parse("a,b\r1,2\r\r3,4\r");
    ck_assert_int_eq(csv.row_count, 3);
    expect_row(2, 4, "[3][4]");
    qc_csv_free(&csv);
    parse("a,b\n1,2\r3,4\n5,6\n"); /* a lone CR ends a row, but editors count LFs */
    ck_assert_int_eq(csv.row_count, 4);
    expect_row(2, 2, "[3][4]");
    expect_row(3, 3, "[5][6]");
}
END_TEST

START_TEST(the_delimiter_is_what_splits_header_and_rows_alike)
{
    parse("a;b;c\n1;2,5;3\n1;2,5;3,7\n");
    ck_assert_int_eq(csv.delimiter, ';');
    qc_csv_free(&csv);
    parse("a\tb\n1, 2\t3\n");
    ck_assert_int_eq(csv.delimiter, '\t');
    qc_csv_free(&csv);
    parse("deal|date, time\n1|2\n");
    ck_assert_int_eq(csv.delimiter, '|');
    qc_csv_free(&csv);
    parse("a,\"b;c;d;e\"\n1,2\n");
    ck_assert_int_eq(csv.delimiter, ',');
    qc_csv_free(&csv);
    parse("a,b;c;d\n");
    ck_assert_int_eq(csv.delimiter, ';');
    qc_csv_free(&csv);
    parse("sep=;\na,b;c\n1,2;3\n");
    ck_assert_int_eq(csv.delimiter, ';');
    expect_row(0, 2, "[a,b][c]");
    qc_csv_free(&csv);
    parse("alone\n1\n");
    ck_assert_int_eq(csv.delimiter, ',');
    expect_row(1, 2, "[1]");
}
END_TEST

START_TEST(a_row_of_empty_tabs_is_blank_and_a_tab_file_keeps_its_empty_cells)
{
    parse("a\tb\tc\n\t\t\n\t\tx\n");
    ck_assert_int_eq(csv.row_count, 2);
    expect_row(1, 3, "[][][x]");
}
END_TEST

START_TEST(a_quote_inside_a_field_is_torn_where_it_stands)
{
    refuse("a,b\n1,12\" disc\n2,x\n", 2, 2);
}
END_TEST

START_TEST(a_lost_quote_is_torn_where_its_field_begins)
{
    refuse("a,b\n1,x\n2,\"Acme\n3,y\n4,\"Globex\"\n", 3, 2);
    ck_assert_ptr_nonnull(strstr(status.message, "before line 5"));
}
END_TEST

START_TEST(a_quote_that_never_ends_is_torn_where_it_begins)
{
    refuse("a,b\n1,x\n2,\"Acme\n3,y\n", 3, 2);
    ck_assert_ptr_nonnull(strstr(status.message, "never ends"));
    status = (qc_status){0};
    qc_csv_free(&csv);
    refuse("a,b\n1,\"x", 2, 2);
    ck_assert_ptr_nonnull(strstr(status.message, "never ends"));
    status = (qc_status){0};
    qc_csv_free(&csv);
    refuse("a,b,c\n1,\"x\ny\",\"z\nzz\n", 3, 3);
}
END_TEST

START_TEST(nothing_at_all_has_no_rows)
{
    parse("");
    ck_assert_int_eq(csv.row_count, 0);
    qc_csv_free(&csv);
    parse("\n\r\n  \n,,\n");
    ck_assert_int_eq(csv.row_count, 0);
}
END_TEST

START_TEST(a_huge_field_is_a_field)
{
    static char text[300000];
    memset(text, 'x', sizeof text - 1);
    memcpy(text, "a,b\n1,\"", 7);
    memcpy(text + sizeof text - 4, "\"\n", 3);
    parse(text);
    ck_assert_uint_eq(strlen(qc_csv_cell(&csv, 1, 1)), strlen(text) - 9);
}
END_TEST

START_TEST(an_excerpt_never_cuts_a_character)
{
    char room[QC_CSV_EXCERPT];
    char word[200] = "";
    ck_assert_str_eq(qc_csv_excerpt("short", room), "short");
    for (int i = 0; i < 50; i++) {
        strncat(word, "\xc3\xa9", 3);
    }
    qc_csv_excerpt(word, room);
    ck_assert_uint_eq(strlen(room), 63);
    ck_assert_str_eq(room + 60, "...");
    ck_assert(qc_text_is_utf8(room, strlen(room)));
    strncat(word, "x", 2);
    qc_csv_excerpt(word + 1, room); /* shifted by half a character */
    ck_assert_str_eq(room + strlen(room) - 3, "...");
}
END_TEST

START_TEST(cells_are_written_with_quotes_only_where_needed)
{
    qc_text out = {0};
    qc_csv_write(&out, "plain");
    qc_text_add(&out, "|");
    qc_csv_write(&out, "a,b");
    qc_text_add(&out, "|");
    qc_csv_write(&out, "say \"hi\"");
    ck_assert_str_eq(qc_text_get(&out), "plain|\"a,b\"|\"say \"\"hi\"\"\"");
    qc_text_free(&out);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("csv");
    TCase *rows = tcase_create("rows");
    tcase_add_checked_fixture(rows, setup, teardown);
    tcase_add_test(rows, cells_are_trimmed_and_blank_lines_are_no_rows);
    tcase_add_test(rows, quotes_may_hold_quotes_delimiters_and_lines);
    tcase_add_test(rows, all_line_ends_count_lines);
    tcase_add_test(rows, the_delimiter_is_what_splits_header_and_rows_alike);
    tcase_add_test(rows, a_row_of_empty_tabs_is_blank_and_a_tab_file_keeps_its_empty_cells);
    tcase_add_test(rows, a_quote_inside_a_field_is_torn_where_it_stands);
    tcase_add_test(rows, a_lost_quote_is_torn_where_its_field_begins);
    tcase_add_test(rows, a_quote_that_never_ends_is_torn_where_it_begins);
    tcase_add_test(rows, nothing_at_all_has_no_rows);
    tcase_add_test(rows, a_huge_field_is_a_field);
    tcase_add_test(rows, an_excerpt_never_cuts_a_character);
    tcase_add_test(rows, cells_are_written_with_quotes_only_where_needed);
    suite_add_tcase(suite, rows);
    return suite;
}
