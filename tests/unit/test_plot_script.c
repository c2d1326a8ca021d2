#include "report/plot/plot_script.h"
#include "tests/support/torture.h"

#include <check.h>
#include <string.h>

static qc_plot_script script;

static void set_up(void)
{
    script = (qc_plot_script){0};
}

static void tear_down(void)
{
    qc_plot_script_free(&script);
}

static const char *label(qc_plot_label one)
{
    qc_text_clear(&script.text);
    qc_plot_script_label(&script, &one);
    return qc_text_get(&script.text);
}

START_TEST(user_text_is_quoted_and_without_markup)
{
    ck_assert_str_eq(label((qc_plot_label){.text = "O'Brien `ls` \"x\" \\n {_}",
                                           .x = 0.5,
                                           .y = 0.25,
                                           .color = QC_PLOT_INK,
                                           .size = QC_PLOT_BODY}),
                     "set label 'O''Brien `ls` \"x\" \\n {_}' at screen 0.5000, screen 0.2500 left "
                     "tc rgb '#1D2939' noenhanced font face.','.body\n");
    ck_assert_str_eq(label((qc_plot_label){.text = "two\nlines",
                                           .x_in = "first",
                                           .y_in = "graph",
                                           .align = QC_PLOT_END,
                                           .size = QC_PLOT_QUIET,
                                           .color = QC_PLOT_MUTED,
                                           .in_front = true}),
                     "set label 'two lines' at first 0.0000, graph 0.0000 right tc rgb '#667085' "
                     "noenhanced font face.','.quiet front\n");
    ck_assert_str_eq(label((qc_plot_label){.text = "", .color = QC_PLOT_INK}), "");
}
END_TEST

START_TEST(bold_words_of_ours_are_marked_up)
{
    ck_assert_str_eq(label((qc_plot_label){.text = "68% chance",
                                           .align = QC_PLOT_MIDDLE,
                                           .size = QC_PLOT_TITLE,
                                           .color = QC_PLOT_BLUE,
                                           .bold = true,
                                           .boxed = true}),
                     "set label '{/:Bold='.title.' 68% chance}' at screen 0.0000, screen 0.0000 "
                     "center tc rgb '#0B5CAD' front boxed bs 1\n");
}
END_TEST

static bool only_ascii(void *context, uint32_t code_point)
{
    ++*(int *) context;
    return code_point < 128;
}

START_TEST(unknown_characters_are_replaced_except_in_svg)
{
    int asked = 0;
    qc_plot_glyphs glyphs = {.ask = only_ascii, .context = &asked};

    script.glyphs = &glyphs;
    const char *text = label((qc_plot_label){.text = "a\xe6\x97\xa5", .color = QC_PLOT_INK});
    ck_assert_ptr_nonnull(strstr(text, "set label (svg ? 'a\xe6\x97\xa5' : 'a?') at "));
    text = label((qc_plot_label){.text = "caf\xc3\xa9", .color = QC_PLOT_INK});
    ck_assert_ptr_nonnull(strstr(text, "set label 'caf\xc3\xa9' at ")); /* Latin: every font */
    ck_assert_int_eq(asked, 1);
}
END_TEST

START_TEST(the_canvas_is_the_promised_one)
{
    qc_plot_script_begin(&script, "fan", "O'Font");
    const char *text = qc_text_get(&script.text);
    ck_assert_ptr_nonnull(strstr(text, "\nset encoding utf8\nface = 'O''Font'\n"));
    ck_assert_ptr_nonnull(strstr(text, "pngcairo size 1600,900 font face.',22'"));
    ck_assert_ptr_nonnull(strstr(text, "svg size 960,540 dynamic enhanced name 'fan' font "
                                       "face.',15' linewidth 0.6"));
    ck_assert_ptr_nonnull(strstr(text, "pdfcairo size 16in,9in font face.',22' fontscale 0.72"));
    ck_assert_ptr_nonnull(
        strstr(text, "set lmargin at screen 0.075; set rmargin at screen 0.800\n"));
    ck_assert_ptr_nonnull(strstr(text, "set tmargin at screen 0.80; set bmargin at screen 0.13\n"));
    ck_assert_ptr_nonnull(strstr(text, "set tics nomirror scale 0"));
    ck_assert_ptr_nonnull(strstr(text, "unset key"));
}
END_TEST

START_TEST(the_frame_stands_at_fixed_places)
{
    qc_plot_script_title(&script, "T");
    qc_plot_script_subtitle(&script, "S");
    qc_plot_script_footer(&script, "F");
    const char *text = qc_text_get(&script.text);
    ck_assert_ptr_nonnull(
        strstr(text, "'{/:Bold='.title.' T}' at screen 0.0300, screen 0.9350 left"));
    ck_assert_ptr_nonnull(strstr(text, "'S' at screen 0.0300, screen 0.8750 left"));
    ck_assert_ptr_nonnull(strstr(text, "'F' at screen 0.0300, screen 0.0350 left"));
}
END_TEST

START_TEST(a_subtitle_keeps_to_the_canvas)
{
    char long_text[300];

    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    qc_plot_script_subtitle(&script, long_text);
    const char *text = qc_text_get(&script.text);
    ck_assert_uint_eq(strspn(strchr(text, '\'') + 1, "x"), 97);
    ck_assert_ptr_nonnull(strstr(text, "x\xe2\x80\xa6'"));
}
END_TEST

static bool write_much(qc_status *status)
{
    qc_plot_script one = {0};

    qc_plot_script_begin(&one, "fan", "Inter");
    for (int i = 0; i < 50; i++)
        qc_plot_script_subtitle(&one, "some text");
    const bool ok = !one.text.failed;
    qc_plot_script_free(&one);
    return ok || qc_fail(status, QC_NO_MEMORY, "the script keeps the failure");
}

START_TEST(memory_that_runs_out_is_kept)
{
    qc_torture(write_much);
}
END_TEST

START_TEST(glyphs_are_asked_once_and_named)
{
    int asked = 0;
    char note[512], many[QC_PLOT_GLYPHS_MAX * 4 + 64] = "";
    qc_plot_glyphs glyphs = {.ask = only_ascii, .context = &asked};
    qc_text out = {0};

    qc_plot_glyphs_note(&glyphs, note, sizeof note);
    ck_assert_str_eq(note, "");
    ck_assert(qc_plot_glyphs_replace(&glyphs, "\xe2\x82\xac\xe2\x82\xac", &out));
    ck_assert_str_eq(qc_text_get(&out), "??");
    ck_assert_int_eq(asked, 1);
    qc_plot_glyphs_note(&glyphs, note, sizeof note);
    ck_assert(strncmp(note, "no installed font has U+20AC; ", 30) == 0);

    /* more different characters than there is room to remember */
    size_t length = 0;
    for (int i = 0; i < QC_PLOT_GLYPHS_MAX + 10; i++) {
        const int code = 0x4E00 + i;
        many[length++] = (char) (0xE0 | (code >> 12));
        many[length++] = (char) (0x80 | ((code >> 6) & 63));
        many[length++] = (char) (0x80 | (code & 63));
    }
    many[length] = '\0';
    qc_text_clear(&out);
    ck_assert(qc_plot_glyphs_replace(&glyphs, many, &out));
    ck_assert_uint_eq(out.length, QC_PLOT_GLYPHS_MAX + 10);
    ck_assert_int_eq(asked, QC_PLOT_GLYPHS_MAX);
    qc_plot_glyphs_note(&glyphs, note, sizeof note);
    ck_assert_ptr_nonnull(strstr(note, "U+20AC, U+4E00, U+4E01, U+4E02, U+4E03 and more; in png"));
    qc_text_free(&out);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("plot_script");
    TCase *tests = tcase_create("plot_script");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, user_text_is_quoted_and_without_markup);
    tcase_add_test(tests, bold_words_of_ours_are_marked_up);
    tcase_add_test(tests, unknown_characters_are_replaced_except_in_svg);
    tcase_add_test(tests, the_canvas_is_the_promised_one);
    tcase_add_test(tests, the_frame_stands_at_fixed_places);
    tcase_add_test(tests, a_subtitle_keeps_to_the_canvas);
    tcase_add_test(tests, memory_that_runs_out_is_kept);
    tcase_add_test(tests, glyphs_are_asked_once_and_named);
    suite_add_tcase(suite, tests);
    return suite;
}
