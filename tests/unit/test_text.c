#include "core/memory.h"
#include "core/text.h"
#include "tests/support/torture.h"

#include <check.h>
#include <float.h>
#include <locale.h>
#include <string.h>

START_TEST(whole_numbers)
{
    int64_t value = 0;

    ck_assert(qc_text_whole("0", &value) && value == 0);
    ck_assert(qc_text_whole("-17", &value) && value == -17);
    ck_assert(qc_text_whole("007", &value) && value == 7);
    ck_assert(qc_text_whole("9223372036854775807", &value) && value == INT64_MAX);
    ck_assert(qc_text_whole("-9223372036854775808", &value) && value == INT64_MIN);
}
END_TEST

START_TEST(what_is_no_whole_number)
{
    const char *wrong[] = {"",
                           "-",
                           "+1",
                           " 1",
                           "1 ",
                           "1.0",
                           "1e3",
                           "0x1",
                           "1,0",
                           "--1",
                           "nan",
                           "9223372036854775808",
                           "-9223372036854775809"};
    int64_t value = 77;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_msg(!qc_text_whole(wrong[i], &value), "'%s'", wrong[i]);
        ck_assert_int_eq(value, 77);
    }
}
END_TEST

START_TEST(decimals)
{
    double value = 0;

    ck_assert(qc_text_decimal("12", &value) && value == 12.0);
    ck_assert(qc_text_decimal("-3.5", &value) && value == -3.5);
    ck_assert(qc_text_decimal("1e6", &value) && value == 1e6);
    ck_assert(qc_text_decimal("12.25E-2", &value) && value == 0.1225);
    ck_assert(qc_text_decimal("1.5e+3", &value) && value == 1500.0);
    ck_assert(qc_text_decimal(".5", &value) && value == 0.5);
    ck_assert(qc_text_decimal("0.1", &value) && value == 0.1);
    ck_assert(qc_text_decimal("1.7976931348623157e308", &value) && value == DBL_MAX);
    ck_assert(qc_text_decimal("0.000000000000000000001", &value) && value == 1e-21);
    ck_assert(qc_text_decimal("123456789.123456789", &value) && value == 123456789.123456789);
    ck_assert(qc_text_decimal("1e-999", &value) && value == 0.0);
}
END_TEST

START_TEST(what_is_no_decimal)
{
    const char *wrong[] = {"",      "-",     ".",         "1.",       "+1",  " 1",
                           "1 ",    "1,5",   "1e",        "1e+",      "e5",  "inf",
                           "nan",   "0x10",  "1.2.3",     "1e999",    "--1", "-.",
                           "1e5.5", "1_000", "1e1234567", "infinity", "NAN"};
    char digits[700];
    double value = 77;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_msg(!qc_text_decimal(wrong[i], &value), "'%s'", wrong[i]);
        ck_assert_double_eq(value, 77);
    }
    memset(digits, '1', sizeof digits);
    digits[sizeof digits - 1] = '\0';
    ck_assert(!qc_text_decimal(digits, &value));
}
END_TEST

/* Where a locale with a decimal comma is installed, it must not change what is read. */
START_TEST(decimals_have_no_locale)
{
    double value = 0;

    if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL) (void) setlocale(LC_ALL, "fr_FR.UTF-8");
    ck_assert(qc_text_decimal("-3.5", &value) && value == -3.5);
    ck_assert(!qc_text_decimal("3,5", &value));
}
END_TEST

static void check_fold(const char *text, const char *expected)
{
    char folded[256];

    qc_text_fold(text, folded, sizeof folded);
    ck_assert_str_eq(folded, expected);
}

START_TEST(folding)
{
    check_fold("Closed Won", "closedwon");
    check_fold("closed_won", "closedwon");
    check_fold("closed-won (2)", "closedwon2");
    check_fold("STRASSE", "strasse");
    check_fold("Stra\xC3\x9F"
               "e",
               "strasse");                                     /* sharp s */
    check_fold("\xC3\x89tape", "\xC3\xA9tape");                /* E acute, composed */
    check_fold("E\xCC\x81tape", "\xC3\xA9tape");               /* the same in two parts */
    check_fold("\xEF\xBC\xB7\xEF\xBC\xAF\xEF\xBC\xAE", "won"); /* full-width letters */
    check_fold("\xEF\xAC\x81nal", "final");                    /* ligature fi */
    check_fold("x\xC2\xB2", "x2");                             /* superscript two */
    check_fold("\xCE\xA3\xCE\xAF\xCF\x83\xCF\x85\xCF\x86\xCE\xBF\xCF\x82",
               "\xCF\x83\xCE\xAF\xCF\x83\xCF\x85\xCF\x86\xCE\xBF\xCF\x83"); /* final sigma */
    check_fold("\xF0\x9F\x8E\x89 won", "won"); /* a picture is no letter */
    check_fold("a\xE2\x80\x8B"
               "b",
               "ab"); /* zero-width space */
}
END_TEST

START_TEST(marks_stay_with_their_letters)
{
    ck_assert(!qc_text_same("\xE0\xA4\x95\xE0\xA5\x80", "\xE0\xA4\x95\xE0\xA4\xBE")); /* ki, ka */
    ck_assert(qc_text_same("\xE0\xA4\x95\xE0\xA5\x80", "\xE0\xA4\x95 - \xE0\xA5\x80") == false);
}
END_TEST

/* What stood between two parts of a letter is gone: the parts join, and fold to themselves. */
START_TEST(folding_twice_is_folding_once)
{
    check_fold("\xE1\x84\x80-\xE1\x85\xA1", "\xEA\xB0\x80");
    check_fold("\xEA\xB0\x80", "\xEA\xB0\x80");
    check_fold("a\xE2\x89\xA0"
               "b",
               "ab"); /* a crossed-out equals sign leaves no stroke behind */
}
END_TEST

START_TEST(what_has_no_letters_folds_to_itself)
{
    check_fold("---", "---");
    check_fold("", "");
    check_fold("\xE2\x82\xAC \xE2\x82\xAC", "\xE2\x82\xAC \xE2\x82\xAC");
    check_fold("Won\xFF", "Won\xFF"); /* invalid UTF-8 */
    ck_assert(!qc_text_same("-", "--"));
    ck_assert(!qc_text_same("-", ""));
}
END_TEST

START_TEST(folding_never_overflows)
{
    char out[8];
    char long_name[4000];

    qc_text_fold("Negotiation", out, sizeof out);
    ck_assert_str_eq(out, "negotia");
    qc_text_fold("ab\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", out, sizeof out);
    ck_assert_str_eq(out, "ab\xC3\xA9\xC3\xA9"); /* a third one and the zero do not fit */
    qc_text_fold("-\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC", out, sizeof out);
    ck_assert_str_eq(out, "-\xE2\x82\xAC\xE2\x82\xAC");
    qc_text_fold("won", out, 1);
    ck_assert_str_eq(out, "");
    out[0] = 'q';
    qc_text_fold("won", out, 0);
    ck_assert_int_eq(out[0], 'q');
    /* U+FDFA unfolds to eighteen characters */
    for (size_t i = 0; i + 3 < sizeof long_name; i += 3)
        memcpy(long_name + i, "\xEF\xB7\xBA", 3);
    long_name[3999] = '\0';
    char *wide = long_name + 3000;
    qc_text_fold(long_name, wide, 900);
    ck_assert_uint_le(strlen(wide), 899);
    ck_assert(qc_text_is_utf8(wide, strlen(wide)));
}
END_TEST

START_TEST(same_names)
{
    char a[5000], b[5000];

    ck_assert(qc_text_same("Closed Won", "CLOSED_won"));
    ck_assert(!qc_text_same("Closed Won", "Closed Lost"));
    memset(a, 'a', sizeof a);
    a[sizeof a - 1] = '\0';
    memcpy(b, a, sizeof b);
    ck_assert(qc_text_same(a, b));
    b[sizeof b - 2] = 'b'; /* far beyond what is folded */
    ck_assert(!qc_text_same(a, b));
    ck_assert(!qc_text_same(a, "a"));
}
END_TEST

START_TEST(valid_utf8)
{
    ck_assert(qc_text_is_utf8("", 0));
    ck_assert(qc_text_is_utf8("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8E\x89", 10));
    ck_assert(!qc_text_is_utf8("\xC3", 1));
    ck_assert(!qc_text_is_utf8("\xE9t\xE9", 3));
    ck_assert(!qc_text_is_utf8("\xC0\x80", 2));
    ck_assert(!qc_text_is_utf8("\xED\xA0\x80", 3));
}
END_TEST

START_TEST(widths)
{
    ck_assert_int_eq(qc_text_width(""), 0);
    ck_assert_int_eq(qc_text_width("deal"), 4);
    ck_assert_int_eq(qc_text_width("\xC3\xA9t\xC3\xA9"), 3);
    ck_assert_int_eq(qc_text_width("e\xCC\x81"), 1);
    ck_assert_int_eq(qc_text_width("\xE5\x8F\x97\xE6\xB3\xA8"), 4); /* two wide signs */
    ck_assert_int_eq(qc_text_width("a\xFF"), 2);
}
END_TEST

START_TEST(nearest_names)
{
    const char *names[] = {"conversion", "days", "won", "\xC3\xA9tape"};

    ck_assert_str_eq(qc_text_nearest("convertion", names, 4), "conversion");
    ck_assert_str_eq(qc_text_nearest("Conv-ersoin", names, 4), "conversion");
    ck_assert_str_eq(qc_text_nearest("day", names, 4), "days");
    ck_assert_str_eq(qc_text_nearest("WON!", names, 4), "won");
    ck_assert_str_eq(qc_text_nearest("etape", names, 4), "\xC3\xA9tape");
    ck_assert_ptr_null(qc_text_nearest("dy", names, 4)); /* two away, but short */
    ck_assert_ptr_null(qc_text_nearest("convers", names, 4));
    ck_assert_ptr_null(qc_text_nearest("amount", names, 4));
    ck_assert_ptr_null(qc_text_nearest("won", names, 0));
}
END_TEST

START_TEST(nearest_of_several)
{
    const char *names[] = {"stages", "stage", "staged"};
    char long_word[300];

    ck_assert_str_eq(qc_text_nearest("stagee", names, 3), "stages");
    ck_assert_str_eq(qc_text_nearest("stage", names, 3), "stage");
    memset(long_word, 'x', sizeof long_word);
    long_word[sizeof long_word - 1] = '\0';
    ck_assert_ptr_null(qc_text_nearest(long_word, names, 3));
    char other_word[sizeof long_word]; /* the same for as long as letters are compared */
    memcpy(other_word, long_word, sizeof long_word);
    memset(other_word + 200, 'y', 99);
    ck_assert_ptr_null(qc_text_nearest(long_word, &(const char *){other_word}, 1));
    ck_assert_ptr_null(qc_text_nearest("\xFF", names, 3));
}
END_TEST

START_TEST(growing_text)
{
    qc_text text = {0};

    ck_assert_str_eq(qc_text_get(&text), "");
    qc_text_add(&text, "");
    ck_assert_str_eq(qc_text_get(&text), "");
    qc_text_add(&text, "won");
    qc_text_add_part(&text, " and lost", 4);
    qc_text_addf(&text, " %d of %s", 7, "9");
    ck_assert_str_eq(qc_text_get(&text), "won and 7 of 9");
    ck_assert_uint_eq(text.length, 14);
    for (int i = 0; i < 1000; i++)
        qc_text_addf(&text, "%d,", i);
    ck_assert_uint_eq(strlen(qc_text_get(&text)), text.length);
    ck_assert_uint_eq(text.length, 14 + 10 * 2 + 90 * 3 + 900 * 4);
    qc_text_clear(&text);
    ck_assert_str_eq(qc_text_get(&text), "");
    qc_text_add(&text, "again");
    ck_assert_str_eq(qc_text_get(&text), "again");
    ck_assert(!text.failed);
    qc_text_free(&text);
    qc_text_free(&text);
    ck_assert_str_eq(qc_text_get(&text), "");
}
END_TEST

START_TEST(first_failure_of_a_growing_text_stays)
{
    qc_text text = {0};

    qc_text_add(&text, "kept");
    qc_memory_fail_at(1);
    qc_text_addf(&text, "%100d", 1);
    ck_assert(text.failed);
    qc_text_add(&text, "x");
    qc_text_addf(&text, "%d", 1);
    ck_assert_str_eq(qc_text_get(&text), "kept");
    qc_text_free(&text);
    ck_assert(!text.failed);
}
END_TEST

static bool fill(qc_status *status)
{
    qc_text text = {0};

    for (int i = 0; i < 3000; i++)
        qc_text_addf(&text, "%d", i);
    const bool ok = !text.failed;
    if (!ok) (void) qc_fail(status, QC_NO_MEMORY, "out of memory");
    qc_text_free(&text);
    return ok;
}

START_TEST(survives_without_memory)
{
    qc_torture(fill);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("text");
    TCase *tests = tcase_create("text");

    tcase_add_test(tests, whole_numbers);
    tcase_add_test(tests, what_is_no_whole_number);
    tcase_add_test(tests, decimals);
    tcase_add_test(tests, what_is_no_decimal);
    tcase_add_test(tests, decimals_have_no_locale);
    tcase_add_test(tests, folding);
    tcase_add_test(tests, marks_stay_with_their_letters);
    tcase_add_test(tests, folding_twice_is_folding_once);
    tcase_add_test(tests, what_has_no_letters_folds_to_itself);
    tcase_add_test(tests, folding_never_overflows);
    tcase_add_test(tests, same_names);
    tcase_add_test(tests, valid_utf8);
    tcase_add_test(tests, widths);
    tcase_add_test(tests, nearest_names);
    tcase_add_test(tests, nearest_of_several);
    tcase_add_test(tests, growing_text);
    tcase_add_test(tests, first_failure_of_a_growing_text_stays);
    tcase_add_test(tests, survives_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
