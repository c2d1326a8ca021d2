#include "plan/quote.h"

#include <check.h>
#include <string.h>

START_TEST(short_texts_stay_and_controls_become_question_marks)
{
    char out[QC_QUOTE_SIZE];
    ck_assert_str_eq(qc_quote("", out), "");
    ck_assert_str_eq(qc_quote("Stra\xC3\x9F"
                              "e",
                              out),
                     "Stra\xC3\x9F"
                     "e");
    ck_assert_str_eq(qc_quote("a\nb\x1b[31m\x7f", out), "a?b?[31m?");
    ck_assert_str_eq(qc_quote("a\xC2\x9B"
                              "b\xC2\xA0",
                              out),
                     "a?b\xC2\xA0");
}
END_TEST

START_TEST(long_texts_are_cut_between_characters)
{
    char out[QC_QUOTE_SIZE], text[200] = "";
    for (int i = 0; i < 40; i++)
        strncat(text, "\xE2\x82\xAC", 4); /* 3 bytes each */
    qc_quote(text, out);
    ck_assert_uint_eq(strlen(out), 60 + 3);
    ck_assert_str_eq(out + 57, "\xE2\x82\xAC...");
    memset(text, 'x', 60);
    text[60] = '\0';
    ck_assert_str_eq(qc_quote(text, out), text);
    text[60] = 'y';
    text[61] = '\0';
    ck_assert_str_eq(qc_quote(text, out) + 60, "...");
}
END_TEST

START_TEST(torn_utf8_is_copied_without_reading_on)
{
    char out[QC_QUOTE_SIZE];
    ck_assert_str_eq(qc_quote("a\xE2\x82", out), "a\xE2\x82");
    ck_assert_str_eq(qc_quote("\xF0", out), "\xF0");
    ck_assert_str_eq(qc_quote("\xF0z", out), "\xF0z");
}
END_TEST

START_TEST(controls_are_found)
{
    ck_assert(!qc_quote_has_control("M\xC3\xBCller & S\xC3\xB6hne"));
    ck_assert(!qc_quote_has_control(""));
    ck_assert(qc_quote_has_control("a\tb"));
    ck_assert(qc_quote_has_control("a\xC2\x85"));
    ck_assert(qc_quote_has_control("\x7f"));
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("quote");
    TCase *cases = tcase_create("quote");
    tcase_add_test(cases, short_texts_stay_and_controls_become_question_marks);
    tcase_add_test(cases, long_texts_are_cut_between_characters);
    tcase_add_test(cases, torn_utf8_is_copied_without_reading_on);
    tcase_add_test(cases, controls_are_found);
    suite_add_tcase(suite, cases);
    return suite;
}
