#include "core/digest.h"

#include <check.h>
#include <string.h>

/* the examples of FIPS 180-2, appendix B */
static const char
    *const DIGEST_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char
    *const DIGEST_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

START_TEST(published_digests)
{
    qc_digest digest;
    char hex[QC_DIGEST_TEXT];

    qc_digest_start(&digest);
    qc_digest_end(&digest, hex);
    ck_assert_str_eq(hex, DIGEST_OF_NOTHING);
    qc_digest_start(&digest);
    qc_digest_add(&digest, "a", 1);
    qc_digest_add(&digest, "bc", 2);
    qc_digest_end(&digest, hex);
    ck_assert_str_eq(hex, DIGEST_OF_ABC);
}
END_TEST

START_TEST(whole_numbers_are_little_endian)
{
    qc_digest number, bytes;
    char of_number[QC_DIGEST_TEXT], of_bytes[QC_DIGEST_TEXT];

    qc_digest_start(&number);
    qc_digest_add_whole(&number, 0x0102);
    qc_digest_add_whole(&number, -1);
    qc_digest_end(&number, of_number);
    qc_digest_start(&bytes);
    qc_digest_add(&bytes, "\x02\x01\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff", 16);
    qc_digest_end(&bytes, of_bytes);
    ck_assert_str_eq(of_number, of_bytes);
}
END_TEST

START_TEST(texts_do_not_run_together)
{
    qc_digest left, right;
    char of_left[QC_DIGEST_TEXT], of_right[QC_DIGEST_TEXT];

    qc_digest_start(&left);
    qc_digest_add_text(&left, "ab");
    qc_digest_add_text(&left, "c");
    qc_digest_end(&left, of_left);
    qc_digest_start(&right);
    qc_digest_add_text(&right, "a");
    qc_digest_add_text(&right, "bc");
    qc_digest_end(&right, of_right);
    ck_assert_str_ne(of_left, of_right);
    ck_assert_uint_eq(strlen(of_left), 64);
}
END_TEST

START_TEST(files)
{
    qc_status status = {0};
    char hex[QC_DIGEST_TEXT];

    ck_assert(qc_digest_file(QC_SOURCE_DIR "/tests/fixtures/core/abc.txt", hex, &status));
    ck_assert_str_eq(hex, DIGEST_OF_ABC);
}
END_TEST

START_TEST(missing_file_is_named)
{
    qc_status status = {0};
    char hex[QC_DIGEST_TEXT];

    ck_assert(!qc_digest_file("nowhere/deals.csv", hex, &status));
    ck_assert_int_eq(status.code, QC_IO);
    ck_assert_str_eq(status.file, "nowhere/deals.csv");
    ck_assert_str_eq(status.message, "cannot be opened: No such file or directory");
}
END_TEST

START_TEST(folder_is_no_file)
{
    qc_status status = {0};
    char hex[QC_DIGEST_TEXT];

    ck_assert(!qc_digest_file(".", hex, &status));
    ck_assert_int_eq(status.code, QC_IO);
    ck_assert_str_eq(status.file, ".");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("digest");
    TCase *tests = tcase_create("digest");

    tcase_add_test(tests, published_digests);
    tcase_add_test(tests, whole_numbers_are_little_endian);
    tcase_add_test(tests, texts_do_not_run_together);
    tcase_add_test(tests, files);
    tcase_add_test(tests, missing_file_is_named);
    tcase_add_test(tests, folder_is_no_file);
    suite_add_tcase(suite, tests);
    return suite;
}
