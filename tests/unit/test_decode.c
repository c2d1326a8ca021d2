#include "core/memory.h"
#include "history/decode.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static void expect_bytes(const char *bytes, size_t length, const char *text, qc_encoding encoding)
{
    qc_decoded decoded = {.text = NULL};
    qc_status status = {0};
    bool ok = qc_decode(&decoded, "t.csv", bytes, length, &status);
    ck_assert_msg(ok, "%s", status.message);
    ck_assert_uint_eq(decoded.length, strlen(text));
    ck_assert_mem_eq(decoded.text, text, decoded.length);
    ck_assert_int_eq(decoded.encoding, encoding);
    qc_decode_free(&decoded);
    qc_decode_free(&decoded);
}

static void refuse_bytes(const char *bytes, size_t length, int line, const char *word)
{
    qc_decoded decoded = {.text = NULL};
    qc_status status = {0};
    ck_assert(!qc_decode(&decoded, "t.csv", bytes, length, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_int_eq(status.line, line);
    ck_assert_ptr_nonnull(strstr(status.message, word));
    qc_decode_free(&decoded);
}

START_TEST(utf8_is_kept_and_its_mark_skipped)
{
    expect_bytes("a,\xc3\xa9\n", 5, "a,\xc3\xa9\n", QC_ENCODING_UTF8);
    expect_bytes("\xef\xbb\xbf"
                 "a,b",
                 6, "a,b", QC_ENCODING_UTF8);
    expect_bytes("", 0, "", QC_ENCODING_UTF8);
    expect_bytes(NULL, 0, "", QC_ENCODING_UTF8);
}
END_TEST

START_TEST(utf16_is_read_with_and_without_a_mark)
{
    expect_bytes("\xff\xfe"
                 "a\0,\0\xe9\0",
                 8, "a,\xc3\xa9", QC_ENCODING_UTF16);
    expect_bytes("\xfe\xff\0a\0,\0\xe9", 8, "a,\xc3\xa9", QC_ENCODING_UTF16);
    expect_bytes("a\0,\0b\0\n\0", 8, "a,b\n", QC_ENCODING_UTF16);
    expect_bytes("\0a\0,\0b\0\n", 8, "a,b\n", QC_ENCODING_UTF16);
    /* U+1F600 as a pair, U+20AC as one unit */
    expect_bytes("\xff\xfe\x3d\xd8\x00\xde\xac\x20", 8, "\xf0\x9f\x98\x80\xe2\x82\xac",
                 QC_ENCODING_UTF16);
}
END_TEST

START_TEST(torn_utf16_is_refused)
{
    refuse_bytes("\xff\xfe"
                 "a\0\n\0b",
                 7, 2, "half a UTF-16 character");
    refuse_bytes("\xff\xfe\x3d\xd8"
                 "a\0",
                 6, 1, "half a UTF-16 character");
    refuse_bytes("\xff\xfe\x00\xde"
                 "a\0",
                 6, 1, "half a UTF-16 character");
}
END_TEST

START_TEST(other_bytes_are_windows_1252)
{
    expect_bytes("Zo\xeb \x80 5\x96", 8, "Zo\xc3\xab \xe2\x82\xac 5\xe2\x80\x93",
                 QC_ENCODING_WINDOWS_1252);
}
END_TEST

START_TEST(a_zero_byte_is_refused_with_its_line)
{
    refuse_bytes("a\0b\0c\0\0\0d\0", 10, 1, "zero byte"); /* every second byte, and one more */
    refuse_bytes("deal_id,date\nA1,2024\n\0,x\n", 25, 3, "zero byte");
}
END_TEST

START_TEST(files_are_loaded_whole)
{
    char *bytes = NULL;
    size_t length = 0;
    qc_status status = {0};
    ck_assert(qc_decode_load(QC_SOURCE_DIR "/tests/fixtures/history/small.csv", &bytes, &length,
                             &status));
    ck_assert_uint_gt(length, 100);
    ck_assert_mem_eq(bytes, "deal_id,date,stage", 18);
    qc_memory_release(bytes);
}
END_TEST

START_TEST(missing_files_and_folders_are_refused)
{
    char *bytes = NULL;
    size_t length = 0;
    qc_status status = {0};
    ck_assert(!qc_decode_load("/nowhere/deals.csv", &bytes, &length, &status));
    ck_assert_int_eq(status.code, QC_IO);
    ck_assert_str_eq(status.file, "/nowhere/deals.csv");
    ck_assert_ptr_nonnull(strstr(status.message, "No such file"));
    status = (qc_status){0};
    ck_assert(!qc_decode_load(QC_SOURCE_DIR, &bytes, &length, &status));
    ck_assert_int_eq(status.code, QC_IO);
    ck_assert_ptr_nonnull(strstr(status.message, "directory"));
    ck_assert_ptr_null(bytes);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("decode");
    TCase *all = tcase_create("all");
    tcase_add_test(all, utf8_is_kept_and_its_mark_skipped);
    tcase_add_test(all, utf16_is_read_with_and_without_a_mark);
    tcase_add_test(all, torn_utf16_is_refused);
    tcase_add_test(all, other_bytes_are_windows_1252);
    tcase_add_test(all, a_zero_byte_is_refused_with_its_line);
    tcase_add_test(all, files_are_loaded_whole);
    tcase_add_test(all, missing_files_and_folders_are_refused);
    suite_add_tcase(suite, all);
    return suite;
}
