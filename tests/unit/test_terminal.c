#include "report/terminal.h"

#include <check.h>
#include <string.h>

static const qc_bin BINS[] = {{0, 10, 0.02},  {10, 20, 0.10}, {20, 30, 0.24}, {30, 40, 0.30},
                              {40, 50, 0.20}, {50, 60, 0.10}, {60, 70, 0.0},  {70, 80, 0.04}};

static qc_sink sink;
static qc_words_style style;
static qc_target_summary target;

static void set_up(void)
{
    qc_sink_memory(&sink);
    style = qc_words_style_of("EUR", NULL, false);
    target = (qc_target_summary){.goal = 40.0};
    target.chance.value = 0.34;
}

static void tear_down(void)
{
    qc_sink_drop(&sink);
}

static const char *draw(const qc_target_summary *one, qc_terminal_options options)
{
    qc_text_clear(&sink.memory);
    qc_terminal_histogram(&sink, BINS, 8, one, false, &style, &options);
    return qc_text_get(&sink.memory);
}

START_TEST(blocks_have_eight_heights)
{
    ck_assert_str_eq(draw(&target, (qc_terminal_options){.unicode = true}),
                     "  miss 66%  hit 34%\n"
                     "     \xe2\x96\x88\n"
                     "    \xe2\x96\x86\xe2\x96\x88\n"
                     "    \xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\n"
                     "    \xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\n"
                     "   \xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\n"
                     "  \xe2\x96\x83\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88 "
                     "\xe2\x96\x86\n"
                     "  \xe2\x94\x80\xe2\x94\x80\xe2\x94\x80\xe2\x94\x80\xe2\x94\x82\xe2\x94\x80"
                     "\xe2\x94\x80\xe2\x94\x80\n"
                     "  target 40\n");
}
END_TEST

START_TEST(without_unicode_columns_are_hashes)
{
    ck_assert_str_eq(draw(&target, (qc_terminal_options){0}), "  miss 66%  hit 34%\n"
                                                              "     #\n"
                                                              "    ##\n"
                                                              "    ###\n"
                                                              "    ###\n"
                                                              "   #####\n"
                                                              "  ###### #\n"
                                                              "  ----|---\n"
                                                              "  target 40\n");
}
END_TEST

START_TEST(misses_are_orange_and_hits_blue)
{
    const char *picture = draw(&target, (qc_terminal_options){.color = true});

    ck_assert_msg(strncmp(picture,
                          "  \033[38;5;173mmiss 66%\033[0m  \033[38;5;74mhit 34%\033[0m\n"
                          "     \033[38;5;173m#\033[0m\n",
                          60) == 0,
                  "%s", picture);
    ck_assert_ptr_nonnull(
        strstr(picture, "  \033[38;5;173m####\033[38;5;74m## #\033[0m\n  ----|---\n"));
}
END_TEST

START_TEST(for_a_limit_the_hits_lie_below)
{
    target.at_most = true;
    const char *picture = draw(&target, (qc_terminal_options){.color = true});

    ck_assert_msg(
        strncmp(picture, "  \033[38;5;74mhit 34%\033[0m  \033[38;5;173mmiss 66%\033[0m\n", 45) == 0,
        "%s", picture);
    ck_assert_ptr_nonnull(
        strstr(picture, "  \033[38;5;74m####\033[38;5;173m## #\033[0m\n  ----|---\n"));
}
END_TEST

START_TEST(a_target_outside_the_picture_is_pointed_at)
{
    target.goal = 200.0;
    target.chance.value = 0.0;
    const char *picture = draw(&target, (qc_terminal_options){0});

    ck_assert_ptr_nonnull(strstr(picture, "  miss over 99%  hit under 1%\n"));
    ck_assert_ptr_null(strstr(picture, "|"));
    ck_assert_ptr_nonnull(strstr(picture, "target 200 -->"));
    target.goal = -5.0;
    ck_assert_ptr_nonnull(strstr(draw(&target, (qc_terminal_options){0}), "<-- target -5"));
}
END_TEST

START_TEST(without_a_target_nothing_is_marked)
{
    const char *picture = draw(NULL, (qc_terminal_options){0});

    ck_assert_ptr_null(strstr(picture, "miss"));
    ck_assert_ptr_nonnull(strstr(picture, "  --------\n  0  40  80\n"));
    qc_text_clear(&sink.memory);
    qc_terminal_histogram(&sink, BINS, 0, &target, false, &style, &(qc_terminal_options){0});
    ck_assert_str_eq(qc_text_get(&sink.memory), "");
}
END_TEST

/* Width of the base line, and where its mark stands. */
static void base_line(const char *picture, int *width, int *mark)
{
    const char *line = strstr(picture, "\n  -");
    if (line == NULL) line = strstr(picture, "\n  |");
    ck_assert_ptr_nonnull(line);
    line += 3;
    *width = (int) strcspn(line, "\n");
    *mark = (int) strcspn(line, "|");
}

/* The row of bars just above the base line: its first and last column that holds something. */
static void bottom_row(const char *picture, int *first, int *last)
{
    const char *base = strstr(picture, "\n  -");
    if (base == NULL) base = strstr(picture, "\n  |");
    const char *row = base;

    while (row > picture && row[-1] != '\n')
        row--;
    *first = (int) strcspn(row, "#") - 2;
    *last = (int) (base - row) - 3; /* no line ends in blanks */
}

static void check_narrow(int goal, int columns, bool misses)
{
    qc_bin bins[60];
    int width, mark, first, last;
    const qc_terminal_options options = {.width = columns};

    for (int i = 0; i < 60; i++) {
        bins[i] = (qc_bin){i, i + 1, (i < goal) == misses ? 1.0 / 60 : 0.0};
    }
    target.goal = goal;
    qc_text_clear(&sink.memory);
    qc_terminal_histogram(&sink, bins, 60, &target, false, &style, &options);
    base_line(qc_text_get(&sink.memory), &width, &mark);
    const int room = columns - 2 < 20 ? 20 : columns - 2;
    ck_assert_int_le(width, goal == 60 ? room + 1 : room);
    ck_assert_int_gt(3 * width, room); /* and most of the room is used */
    bottom_row(qc_text_get(&sink.memory), &first, &last);
    /* no column mixes misses and hits */
    ck_assert_int_eq(misses ? last + 1 : first, mark);
}

START_TEST(a_narrow_terminal_joins_bins_and_keeps_the_edge)
{
    for (int goal = 0; goal <= 60; goal++) {
        for (int columns = 20; columns <= 90; columns += 7) {
            if (goal < 60) check_narrow(goal, columns, false);
            if (goal > 0) check_narrow(goal, columns, true);
        }
    }
}
END_TEST

START_TEST(a_thin_tail_is_still_seen)
{
    const qc_bin bins[] = {{0, 1, 0.9999}, {1, 2, 0.0001}, {2, 3, 0.0}};
    const qc_terminal_options options = {.unicode = true};

    qc_terminal_histogram(&sink, bins, 3, NULL, false, &style, &options);
    ck_assert_ptr_nonnull(strstr(qc_text_get(&sink.memory), "  \xe2\x96\x88\xe2\x96\x81\n"));
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("terminal");
    TCase *tests = tcase_create("terminal");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, blocks_have_eight_heights);
    tcase_add_test(tests, without_unicode_columns_are_hashes);
    tcase_add_test(tests, misses_are_orange_and_hits_blue);
    tcase_add_test(tests, for_a_limit_the_hits_lie_below);
    tcase_add_test(tests, a_target_outside_the_picture_is_pointed_at);
    tcase_add_test(tests, without_a_target_nothing_is_marked);
    tcase_add_test(tests, a_narrow_terminal_joins_bins_and_keeps_the_edge);
    tcase_add_test(tests, a_thin_tail_is_still_seen);
    suite_add_tcase(suite, tests);
    return suite;
}
