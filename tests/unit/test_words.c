#include "report/words.h"

#include <check.h>
#include <math.h>
#include <string.h>

#define MINUS "\xe2\x88\x92"

static qc_words_style plain(void)
{
    return qc_words_style_of("EUR", "1,234.5", false);
}

static qc_words_style picture(const char *currency, const char *number_style)
{
    return qc_words_style_of(currency, number_style, true);
}

START_TEST(money_has_three_significant_figures)
{
    static const struct {
        double value;
        const char *text;
    } CASES[] = {{0.0, "0"},         {0.4, "0.4"},        {12.5, "12.5"},     {950.0, "950"},
                 {999.4, "999"},     {999.6, "1k"},       {1000.0, "1k"},     {18000.0, "18k"},
                 {820000.0, "820k"}, {999499., "999k"},   {999500.0, "1M"},   {1.2e6, "1.2M"},
                 {1.55e6, "1.55M"},  {1.5549e6, "1.55M"}, {1e9, "1B"},        {2.5e12, "2.5T"},
                 {-4.4e5, "-440k"},  {-0.001, "0"},       {123456.0, "123k"}, {99950.0, "100k"},
                 {9.996e6, "10M"}};
    const qc_words_style style = plain();

    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        ck_assert_str_eq(qc_words_amount(&style, CASES[i].value).text, CASES[i].text);
    }
    ck_assert_str_eq(qc_words_amount(&style, NAN).text, "-");
    ck_assert_str_eq(qc_words_amount(&style, INFINITY).text, "-");
    ck_assert_uint_lt(strlen(qc_words_amount(&style, 1e300).text), 40);
}
END_TEST

START_TEST(the_currency_stands_in_front)
{
    const qc_words_style text = plain();
    const qc_words_style euros = picture("EUR", NULL), dollars = picture("USD", NULL);
    const qc_words_style pounds = picture("GBP", NULL), kronor = picture("SEK", NULL);
    const qc_words_style none = picture("", NULL), odd = picture("a_{b}^%", NULL);

    ck_assert_str_eq(qc_words_money(&text, 1.8e6).text, "EUR 1.8M");
    ck_assert_str_eq(qc_words_money(&text, -1.8e6).text, "-EUR 1.8M");
    ck_assert_str_eq(qc_words_money(&euros, 1.8e6).text, "\xe2\x82\xac"
                                                         "1.8M");
    ck_assert_str_eq(qc_words_money(&dollars, -820e3).text, MINUS "$820k");
    ck_assert_str_eq(qc_words_money(&pounds, 1.0).text, "\xc2\xa3"
                                                        "1");
    ck_assert_str_eq(qc_words_money(&kronor, 1e6).text, "SEK 1M");
    ck_assert_str_eq(qc_words_money(&none, 1e6).text, "1M");
    ck_assert_str_eq(qc_words_money(&odd, 1e6).text, "ab 1M"); /* no markup gets through */
}
END_TEST

START_TEST(the_number_style_is_respected)
{
    const qc_words_style comma = qc_words_style_of("EUR", "1.234,5", false);
    const qc_words_style blank = qc_words_style_of("EUR", "1 234.5", false);
    const qc_words_style narrow = picture("EUR", "1 234.5");

    ck_assert_str_eq(qc_words_amount(&comma, 1.55e6).text, "1,55M");
    ck_assert_str_eq(qc_words_whole(&comma, 1234567).text, "1.234.567");
    ck_assert_str_eq(qc_words_whole(&blank, 1234567).text, "1 234 567");
    ck_assert_str_eq(qc_words_whole(&narrow, 20000).text, "20\xe2\x80\xaf"
                                                          "000");
    ck_assert_str_eq(qc_words_plain(&comma, 0.25).text, "0,25");
}
END_TEST

START_TEST(counts_are_whole_from_ten_on)
{
    const qc_words_style style = plain();

    ck_assert_str_eq(qc_words_count(&style, 3.0).text, "3");
    ck_assert_str_eq(qc_words_count(&style, 3.14).text, "3.1");
    ck_assert_str_eq(qc_words_count(&style, 9.96).text, "10");
    ck_assert_str_eq(qc_words_count(&style, 44.5).text, "45");
    ck_assert_str_eq(qc_words_count(&style, 1234.4).text, "1,234");
    ck_assert_str_eq(qc_words_count(&style, -2.5).text, "-2.5");
    ck_assert_str_eq(qc_words_count(&style, -0.01).text, "0");
    ck_assert_str_eq(qc_words_count(&style, NAN).text, "-");
    ck_assert_str_eq(qc_words_value(&style, true, 44000.0).text, "44k");
    ck_assert_str_eq(qc_words_value(&style, false, 44000.0).text, "44,000");
    ck_assert_str_eq(qc_words_worth(&style, true, 44000.0).text, "EUR 44k");
    ck_assert_str_eq(qc_words_worth(&style, false, 44.0).text, "44");
}
END_TEST

START_TEST(whole_numbers_are_grouped)
{
    const qc_words_style style = plain();

    ck_assert_str_eq(qc_words_whole(&style, 0).text, "0");
    ck_assert_str_eq(qc_words_whole(&style, 999).text, "999");
    ck_assert_str_eq(qc_words_whole(&style, -1000).text, "-1,000");
    ck_assert_str_eq(qc_words_whole(&style, INT64_MIN).text, "-9,223,372,036,854,775,808");
}
END_TEST

START_TEST(figures_on_axes_keep_three_decimals)
{
    const qc_words_style style = picture("EUR", "1,234.5");

    ck_assert_str_eq(qc_words_plain(&style, 0.0).text, "0");
    ck_assert_str_eq(qc_words_plain(&style, 2.0).text, "2");
    ck_assert_str_eq(qc_words_plain(&style, 1250.0).text, "1,250");
    ck_assert_str_eq(qc_words_plain(&style, 0.3 - 0.1).text, "0.2"); /* 0.19999999999999998 */
    ck_assert_str_eq(qc_words_plain(&style, 1.9999999).text, "2");
    ck_assert_str_eq(qc_words_plain(&style, -12.5).text, MINUS "12.5");
    ck_assert_str_eq(qc_words_plain(&style, -1e-9).text, "0");
}
END_TEST

START_TEST(chances_are_never_zero_or_certain)
{
    static const struct {
        double chance;
        const char *text;
    } CASES[] = {{0.0, "under 1%"}, {0.0099, "under 1%"}, {0.01, "1%"},         {0.405, "41%"},
                 {0.4149, "41%"},   {0.99, "99%"},        {0.9901, "over 99%"}, {1.0, "over 99%"}};

    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        ck_assert_str_eq(qc_words_chance(CASES[i].chance).text, CASES[i].text);
    }
    ck_assert_str_eq(qc_words_chance(NAN).text, "-");
    ck_assert_str_eq(qc_words_percent(0.0).text, "0%"); /* a share is no chance */
    ck_assert_str_eq(qc_words_percent(-0.001).text, "0%");
    ck_assert_str_eq(qc_words_percent(1.0).text, "100%");
    ck_assert_str_eq(qc_words_percent(NAN).text, "-");
}
END_TEST

START_TEST(verdicts_agree_with_the_printed_percent)
{
    static const struct {
        double chance;
        const char *verdict;
    } CASES[] = {{0.0, "out of reach"},
                 {0.094, "out of reach"},
                 {0.096, "unlikely"},
                 {0.344, "unlikely"},
                 {0.346, "open, rather not"},
                 {0.494, "open, rather not"},
                 {0.496, "open, rather yes"},
                 {0.644, "open, rather yes"},
                 {0.65, "likely"},
                 {0.794, "likely"},
                 {0.796, "safe"},
                 {1.0, "safe"}};

    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        ck_assert_str_eq(qc_words_verdict(CASES[i].chance), CASES[i].verdict);
    }
    ck_assert_str_eq(qc_words_verdict(NAN), "not known");
}
END_TEST

START_TEST(points_carry_their_sign)
{
    const qc_words_style style = plain(), drawn = picture("EUR", NULL);

    ck_assert_str_eq(qc_words_points(&style, 0.062, true).text, "+6 points");
    ck_assert_str_eq(qc_words_points(&style, -0.0101, true).text, "-1 point");
    ck_assert_str_eq(qc_words_points(&style, 0.0042, true).text, "+0.4 points");
    ck_assert_str_eq(qc_words_points(&style, 0.0, true).text, "0 points");
    ck_assert_str_eq(qc_words_points(&style, -0.0001, true).text, "0 points");
    ck_assert_str_eq(qc_words_points(&style, 0.09, false).text, "+9");
    ck_assert_str_eq(qc_words_points(&drawn, -0.03, true).text, MINUS "3 points");
    ck_assert_str_eq(qc_words_points(&style, NAN, true).text, "-");
}
END_TEST

START_TEST(days_end_at_the_horizon)
{
    const qc_words_style style = plain();

    ck_assert_str_eq(qc_words_days(&style, 0.62).text, "0.6");
    ck_assert_str_eq(qc_words_days(&style, 31.4).text, "31");
    ck_assert_str_eq(qc_words_days(&style, INFINITY).text, "beyond 730");
}
END_TEST

START_TEST(small_words)
{
    ck_assert_str_eq(qc_words_plural(1.0, "deal", "deals"), "deal");
    ck_assert_str_eq(qc_words_plural(0.0, "deal", "deals"), "deals");
    ck_assert_str_eq(qc_words_capital("under 1%").text, "Under 1%");
    ck_assert_str_eq(qc_words_capital("41%").text, "41%");
}
END_TEST

static const char *cut(const char *text, int columns, bool unicode)
{
    static char out[64];
    qc_words_cut(text, columns, unicode, out, sizeof out);
    return out;
}

START_TEST(long_names_are_cut_at_their_columns)
{
    ck_assert_str_eq(cut("Globex", 6, true), "Globex");
    ck_assert_str_eq(cut("Globex Ltd", 6, true), "Globe\xe2\x80\xa6");
    ck_assert_str_eq(cut("Globex Ltd", 6, false), "Glo...");
    /* a Chinese character takes two columns and is not halved */
    ck_assert_str_eq(cut("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", 4, true),
                     "\xe6\x97\xa5\xe2\x80\xa6");
    ck_assert_str_eq(cut("", 4, true), "");
}
END_TEST

START_TEST(names_cannot_steer_the_terminal)
{
    ck_assert_str_eq(cut("a\033[31mb\nc\td", 40, true), "a [31mb c d");
    ck_assert_str_eq(cut("a\xff"
                         "b",
                         40, true),
                     "a\xef\xbf\xbd"
                     "b");
    ck_assert_str_eq(cut("a\xe2\x80\xae"
                         "b",
                         40, true),
                     "a b"); /* right-to-left override */
}
END_TEST

START_TEST(a_small_buffer_is_not_overrun)
{
    char out[8];

    qc_words_cut("Globex International", 30, true, out, sizeof out);
    ck_assert_str_eq(out, "Glob\xe2\x80\xa6");
    qc_words_cut("Globex", 30, true, out, 0);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("words");
    TCase *tests = tcase_create("words");

    tcase_add_test(tests, money_has_three_significant_figures);
    tcase_add_test(tests, the_currency_stands_in_front);
    tcase_add_test(tests, the_number_style_is_respected);
    tcase_add_test(tests, counts_are_whole_from_ten_on);
    tcase_add_test(tests, whole_numbers_are_grouped);
    tcase_add_test(tests, figures_on_axes_keep_three_decimals);
    tcase_add_test(tests, chances_are_never_zero_or_certain);
    tcase_add_test(tests, verdicts_agree_with_the_printed_percent);
    tcase_add_test(tests, points_carry_their_sign);
    tcase_add_test(tests, days_end_at_the_horizon);
    tcase_add_test(tests, small_words);
    tcase_add_test(tests, long_names_are_cut_at_their_columns);
    tcase_add_test(tests, names_cannot_steer_the_terminal);
    tcase_add_test(tests, a_small_buffer_is_not_overrun);
    suite_add_tcase(suite, tests);
    return suite;
}
