#include "report/text/text_targets.h"
#include "tests/fixtures/report/companies.h"

#include <check.h>
#include <string.h>

static qc_summary summary;
static qc_sink sink;
static qc_text_options options;

static void set_up(void)
{
    qc_companies_summary(&summary, &QC_COMPANY_ACME);
    qc_companies_add_details(&summary);
    qc_sink_memory(&sink);
    options = (qc_text_options){.unicode = true};
}

static void tear_down(void)
{
    qc_sink_drop(&sink);
    qc_companies_free(&summary);
}

static const char *print(void)
{
    const qc_words_style style = qc_words_style_of("EUR", NULL, false);

    qc_text_clear(&sink.memory);
    qc_text_targets(&sink, &summary, &style, &options);
    return qc_text_get(&sink.memory);
}

static int count(const char *text, const char *part)
{
    int found = 0;

    for (text = strstr(text, part); text != NULL; text = strstr(text + 1, part))
        found++;
    return found;
}

START_TEST(open_targets_come_before_closed_ones)
{
    const char *text = print();

    ck_assert_int_eq(count(text, "\n  "), 13); /* 12 rows and what was left out */
    ck_assert_int_eq(count(text, "expect"), 8);
    ck_assert_int_eq(count(text, "  was "), 4);
    ck_assert_ptr_nonnull(strstr(text, "\n  ... 2 more (--all)\n"));
    ck_assert_ptr_null(strstr(text, "  year"));
    options.all = true;
    text = print();
    ck_assert_int_eq(count(text, "\n  "), 14);
    ck_assert_ptr_null(strstr(text, "--all"));
}
END_TEST

START_TEST(rows_say_goal_chance_and_range)
{
    const char *text = print();

    ck_assert_ptr_nonnull(strstr(text, "  month 2026-01  EUR 150k bookings    "));
    ck_assert_ptr_nonnull(strstr(text, " missed  was 108k\n"));
    ck_assert_ptr_nonnull(strstr(text, "    hit  was 177k\n"));
    ck_assert_ptr_nonnull(strstr(text, "  stretch        EUR 2.2M bookings in 2026  "));
    ck_assert_ptr_nonnull(
        strstr(text, "  fewer smalls   at most 1,240 new deals (segment SMB, \"north\") in 2026  "
                     "over 99%  expect 1,105 (1,052 to 1,170)\n"));
}
END_TEST

START_TEST(a_stretch_with_another_name_is_marked)
{
    summary.targets[13].name = summary.targets[13].group = "dream";
    ck_assert_ptr_nonnull(strstr(print(), "  dream, stretch "));
}
END_TEST

START_TEST(joint_chances_tell_what_is_likely)
{
    ck_assert_ptr_nonnull(strstr(print(), "\n\nmonth: 1 hit and 5 missed so far; all 6 still open: "
                                          "3% chance; at least 3 of them: 63%\n"));
    summary.joint->closed_hit = summary.joint->closed_missed = 0;
    summary.joint->open = 1;
    ck_assert_ptr_nonnull(strstr(print(), "\n\nmonth: the one still open: 3% chance\n"));
    summary.joint->open = 0;
    ck_assert_ptr_null(strstr(print(), "month: "));
}
END_TEST

START_TEST(nothing_is_printed_for_the_headline_alone)
{
    summary.target_count = 1;
    summary.joint_count = 0;
    ck_assert_str_eq(print(), "");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("text_targets");
    TCase *tests = tcase_create("text_targets");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, open_targets_come_before_closed_ones);
    tcase_add_test(tests, rows_say_goal_chance_and_range);
    tcase_add_test(tests, a_stretch_with_another_name_is_marked);
    tcase_add_test(tests, joint_chances_tell_what_is_likely);
    tcase_add_test(tests, nothing_is_printed_for_the_headline_alone);
    suite_add_tcase(suite, tests);
    return suite;
}
