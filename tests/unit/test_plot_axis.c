#include "report/plot/plot_axis.h"

#include <check.h>
#include <math.h>
#include <string.h>

START_TEST(money_gets_a_unit)
{
    static const struct {
        double high, unit;
        const char *word;
    } CASES[] = {{950.0, 1.0, ""},
                 {4.8e4, 1e3, "thousand"},
                 {4.8e6, 1e6, "million"},
                 {1e6, 1e6, "million"},
                 {2e9, 1e9, "billion"}};

    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const qc_plot_axis axis = qc_plot_axis_of(0.0, CASES[i].high, true);
        ck_assert_double_eq(axis.unit, CASES[i].unit);
        ck_assert_str_eq(axis.unit_word, CASES[i].word);
        ck_assert_double_eq_tol(axis.high * axis.unit, CASES[i].high, 1e-6);
        ck_assert_double_eq(qc_plot_axis_of(0.0, CASES[i].high, false).unit, 1.0);
    }
}
END_TEST

START_TEST(steps_are_round_and_ticks_few)
{
    for (double high = 0.013; high < 1e13; high *= 1.37) {
        qc_plot_axis axis = qc_plot_axis_of(0.0, high, true);
        const double lead = axis.step / pow(10.0, floor(log10(axis.step) + 1e-9));
        ck_assert_msg(fabs(lead - 1.0) < 1e-9 || fabs(lead - 2.0) < 1e-9 ||
                          fabs(lead - 2.5) < 1e-9 || fabs(lead - 5.0) < 1e-9,
                      "step %g for %g", axis.step, high);
        ck_assert_double_le(axis.high / axis.step, 6.0 + 1e-9);
        ck_assert_double_ge(axis.high / axis.step, 2.0);
        const double top = axis.high;
        qc_plot_axis_round_up(&axis, 0.06);
        ck_assert_double_ge(axis.high, top / 0.94 - 1e-9);
        ck_assert_double_le(axis.high, top / 0.94 + axis.step + 1e-9);
        ck_assert_double_eq_tol(fmod(axis.high / axis.step + 0.5, 1.0), 0.5, 1e-6);
    }
}
END_TEST

START_TEST(counts_have_whole_steps)
{
    for (double high = 0.3; high < 1e6; high *= 1.31) {
        const qc_plot_axis axis = qc_plot_axis_of(0.0, high, false);
        ck_assert_msg(axis.step == floor(axis.step) && axis.step >= 1.0, "step %g for %g",
                      axis.step, high);
    }
}
END_TEST

START_TEST(an_axis_without_a_span_still_has_one)
{
    const qc_plot_axis flat = qc_plot_axis_of(3e6, 3e6, true),
                       nothing = qc_plot_axis_of(0, 0, false);

    ck_assert_double_gt(flat.high, flat.low);
    ck_assert_double_gt(nothing.high, nothing.low);
    ck_assert_double_gt(nothing.step, 0.0);
}
END_TEST

START_TEST(ticks_are_written_in_the_number_style)
{
    const qc_words_style style = qc_words_style_of("EUR", "1.234,5", true);
    const qc_plot_axis axis = qc_plot_axis_of(1.1e6, 2.2e6, true);
    qc_plot_script script = {0};

    qc_plot_axis_write(&script, 'x', &axis, &style);
    ck_assert_str_eq(qc_text_get(&script.text),
                     "set xrange [1.1:2.2]\n"
                     "set xtics ('1,2' 1.2, '1,4' 1.4, '1,6' 1.6, '1,8' 1.8, '2' 2, '2,2' 2.2)\n");
    qc_plot_script_free(&script);
}
END_TEST

START_TEST(the_unit_has_its_currency)
{
    const qc_words_style euros = qc_words_style_of("EUR", NULL, true);
    const qc_words_style kronor = qc_words_style_of("SEK", NULL, true);
    const qc_words_style none = qc_words_style_of("", NULL, true);
    const qc_plot_axis millions = qc_plot_axis_of(0.0, 3e6, true);
    const qc_plot_axis ones = qc_plot_axis_of(0.0, 300.0, true);

    ck_assert_str_eq(qc_plot_axis_unit(&millions, &euros, true).text, "\xe2\x82\xac million");
    ck_assert_str_eq(qc_plot_axis_unit(&millions, &kronor, true).text, "SEK million");
    ck_assert_str_eq(qc_plot_axis_unit(&millions, &none, true).text, "million");
    ck_assert_str_eq(qc_plot_axis_unit(&ones, &kronor, true).text, "SEK");
    ck_assert_str_eq(qc_plot_axis_unit(&ones, &none, true).text, "");
    ck_assert_str_eq(qc_plot_axis_unit(&ones, &euros, false).text, "");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("plot_axis");
    TCase *tests = tcase_create("plot_axis");

    tcase_add_test(tests, money_gets_a_unit);
    tcase_add_test(tests, steps_are_round_and_ticks_few);
    tcase_add_test(tests, counts_have_whole_steps);
    tcase_add_test(tests, an_axis_without_a_span_still_has_one);
    tcase_add_test(tests, ticks_are_written_in_the_number_style);
    tcase_add_test(tests, the_unit_has_its_currency);
    suite_add_tcase(suite, tests);
    return suite;
}
