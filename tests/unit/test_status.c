#include "core/status.h"

#include <check.h>
#include <string.h>

START_TEST(first_failure_is_kept)
{
    qc_status status = {0};

    ck_assert(!qc_fail(&status, QC_NUMERIC, "no root in %d steps", 50));
    ck_assert(!qc_fail(&status, QC_IO, "second"));
    ck_assert(!qc_fail_at(&status, QC_IO, "plan.yaml", 1, 2, "third"));
    ck_assert_int_eq(status.code, QC_NUMERIC);
    ck_assert_str_eq(status.message, "no root in 50 steps");
    ck_assert_str_eq(status.file, "");
    ck_assert_int_eq(status.line, 0);
}
END_TEST

START_TEST(place_is_kept_and_printed)
{
    qc_status status = {0};
    char text[200];

    ck_assert(!qc_fail_at(&status, QC_BAD_INPUT, "deals.csv", 1874, 6, "bad date '%s'", "x"));
    qc_status_text(&status, text, sizeof text);
    ck_assert_str_eq(text, "deals.csv:1874:6: bad date 'x'");
    status.field = 0;
    qc_status_text(&status, text, sizeof text);
    ck_assert_str_eq(text, "deals.csv:1874: bad date 'x'");
    status.line = 0;
    qc_status_text(&status, text, sizeof text);
    ck_assert_str_eq(text, "deals.csv: bad date 'x'");
    status.file[0] = '\0';
    qc_status_text(&status, text, sizeof text);
    ck_assert_str_eq(text, "bad date 'x'");
    qc_status_text(&status, text, 4);
    ck_assert_str_eq(text, "bad");
}
END_TEST

START_TEST(no_file_is_no_place)
{
    qc_status status = {0};

    ck_assert(!qc_fail_at(&status, QC_IO, NULL, 0, 0, "nothing"));
    ck_assert_str_eq(status.file, "");
}
END_TEST

START_TEST(long_path_keeps_its_end)
{
    qc_status status = {0};
    char path[300];

    memset(path, 'a', sizeof path);
    memcpy(path + sizeof path - 10, "/deals.csv", 10);
    path[sizeof path - 1] = '\0'; /* ends in "/deals.cs" */
    ck_assert(!qc_fail_at(&status, QC_IO, path, 0, 0, "cannot be opened"));
    ck_assert_uint_eq(strlen(status.file), sizeof status.file - 1);
    ck_assert_int_eq(strncmp(status.file, "...aaa", 6), 0);
    ck_assert_str_eq(status.file + strlen(status.file) - 9, "/deals.cs");
}
END_TEST

START_TEST(long_message_is_cut_between_characters)
{
    const size_t room = sizeof((qc_status *) 0)->message;
    char long_text[2 * sizeof((qc_status *) 0)->message];

    for (size_t shift = 0; shift < 3; shift++) { /* the cut falls on each byte of the euro sign */
        qc_status status = {0};
        memset(long_text, 'x', sizeof long_text);
        for (size_t at = shift; at + 3 < sizeof long_text; at += 3) {
            memcpy(long_text + at, "\xE2\x82\xAC", 3);
        }
        long_text[sizeof long_text - 1] = '\0';
        ck_assert(!qc_fail(&status, QC_IO, "%s", long_text));
        const size_t length = strlen(status.message);
        ck_assert_uint_gt(length, room - 4);
        ck_assert_uint_eq((length - shift) % 3, 0);
    }
}
END_TEST

START_TEST(exactly_fitting_message_is_whole)
{
    qc_status status = {0};
    char text[sizeof status.message];

    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    ck_assert(!qc_fail(&status, QC_IO, "%s", text));
    ck_assert_str_eq(status.message, text);
}
END_TEST

START_TEST(message_is_one_line)
{
    qc_status status = {0};

    ck_assert(!qc_fail(&status, QC_IO,
                       "a\nb\x1b[31mc\x7f"
                       "d\te"));
    ck_assert_str_eq(status.message, "a b [31mc d e");
}
END_TEST

START_TEST(every_code_has_a_word)
{
    ck_assert_str_eq(qc_code_word(QC_OK), "ok");
    ck_assert_str_eq(qc_code_word(QC_BAD_INPUT), "bad input");
    ck_assert_str_eq(qc_code_word(QC_BAD_USAGE), "wrong command line");
    ck_assert_str_eq(qc_code_word(QC_IO), "file could not be read or written");
    ck_assert_str_eq(qc_code_word(QC_NO_MEMORY), "out of memory");
    ck_assert_str_eq(qc_code_word(QC_TOO_FEW_DATA), "too few data");
    ck_assert_str_eq(qc_code_word(QC_NUMERIC), "numeric failure");
    ck_assert_str_eq(qc_code_word(QC_MISSING_TOOL), "missing program");
    ck_assert_str_eq(qc_code_word(QC_NOT_MET), "required chance not met");
    ck_assert_str_eq(qc_code_word(QC_INTERRUPTED), "interrupted");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("status");
    TCase *tests = tcase_create("status");

    tcase_add_test(tests, first_failure_is_kept);
    tcase_add_test(tests, place_is_kept_and_printed);
    tcase_add_test(tests, no_file_is_no_place);
    tcase_add_test(tests, long_path_keeps_its_end);
    tcase_add_test(tests, long_message_is_cut_between_characters);
    tcase_add_test(tests, exactly_fitting_message_is_whole);
    tcase_add_test(tests, message_is_one_line);
    tcase_add_test(tests, every_code_has_a_word);
    suite_add_tcase(suite, tests);
    return suite;
}
