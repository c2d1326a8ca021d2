#include "report/phrases.h"

#include <check.h>

static qc_span span(int32_t y1, int32_t m1, int32_t d1, int32_t y2, int32_t m2, int32_t d2)
{
    return (qc_span){qc_calendar_day(y1, m1, d1), qc_calendar_day(y2, m2, d2)};
}

START_TEST(periods_have_the_names_people_use)
{
    const struct {
        qc_span span;
        const char *name, *in;
    } cases[] = {
        {span(2026, 1, 1, 2026, 12, 31), "2026", "in 2026"},
        {span(2025, 7, 1, 2026, 6, 30), "FY2026", "in FY2026"},
        {span(2026, 7, 1, 2026, 9, 30), "Q3 2026", "in Q3 2026"},
        {span(2026, 2, 1, 2026, 4, 30), "February to April 2026", "in February to April 2026"},
        {span(2024, 2, 1, 2024, 2, 29), "February 2024", "in February 2024"},
        {span(2026, 7, 1, 2026, 12, 31), "July to December 2026", "in July to December 2026"},
        {span(2026, 1, 1, 2027, 12, 31), "January 2026 to December 2027",
         "in January 2026 to December 2027"},
        {span(2026, 7, 6, 2026, 7, 12), "2026-07-06 to 2026-07-12",
         "from 2026-07-06 to 2026-07-12"},
        {span(2026, 7, 1, 2026, 7, 30), "2026-07-01 to 2026-07-30",
         "from 2026-07-01 to 2026-07-30"}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_str_eq(qc_phrases_period(cases[i].span).text, cases[i].name);
        ck_assert_str_eq(qc_phrases_in_period(cases[i].span).text, cases[i].in);
    }
    ck_assert_str_eq(qc_phrases_day(qc_calendar_day(2026, 12, 3)).text, "3 December 2026");
    ck_assert_str_eq(qc_phrases_short_month(9).text, "Sep");
}
END_TEST

START_TEST(metrics_read_as_words)
{
    ck_assert_str_eq(qc_phrases_metric("bookings", 2.0).text, "bookings");
    ck_assert_str_eq(qc_phrases_metric("customers", 1.0).text, "customer");
    ck_assert_str_eq(qc_phrases_metric("new_deals", 2.0).text, "new deals");
    ck_assert_str_eq(qc_phrases_metric("qualified", 2.0).text, "qualified deals");
    ck_assert_str_eq(qc_phrases_metric("cycle_days", 2.0).text, "from creation to won");
    ck_assert_str_eq(qc_phrases_metric("win_rate", 0.25).text, "win rate");
}
END_TEST

static qc_target_summary target(void)
{
    qc_target_summary one = {.name = "year",
                             .group = "year",
                             .metric = "bookings",
                             .is_money = true,
                             .goal = 1.8e6,
                             .goal_base = ""};
    one.span = span(2026, 1, 1, 2026, 12, 31);
    one.chance.value = 0.41;
    return one;
}

static void check_finding(const qc_target_summary *one, const char *expected)
{
    const qc_words_style style = qc_words_style_of("EUR", "1,234.5", false);
    qc_text text = {0};

    qc_phrases_finding(&style, one, &text);
    ck_assert_str_eq(qc_text_get(&text), expected);
    qc_text_free(&text);
}

START_TEST(the_finding_is_a_sentence)
{
    qc_scope_text scope[] = {{"segment", "SMB"}, {"owner", "ann\n"}};
    qc_target_summary one = target();

    check_finding(&one, "Open, rather not: 41% chance of EUR 1.8M bookings in 2026.");
    one.goal_base = "+10% on 2025 (1,636,000)";
    check_finding(&one,
                  "Open, rather not: 41% chance of EUR 1.8M bookings in 2026, that is +10% on "
                  "2025 (1,636,000).");
    one = target();
    one.scope = scope;
    one.scope_count = 2;
    one.chance.value = 0.996;
    check_finding(&one, "Safe: over 99% chance of EUR 1.8M bookings (segment SMB, owner ann ) in "
                        "2026.");
    one = target();
    one.metric = "customers";
    one.is_money = false;
    one.at_most = true;
    one.goal = 30.0;
    one.chance.value = 0.002;
    check_finding(&one, "Out of reach: under 1% chance of at most 30 customers in 2026.");
}
END_TEST

START_TEST(the_headline_is_found)
{
    qc_target_summary targets[2] = {target(), target()};
    qc_summary summary = {.targets = targets, .target_count = 2, .headline = 1};

    ck_assert_ptr_eq(qc_phrases_headline(&summary), &targets[1]);
    summary.headline = -1;
    ck_assert_ptr_null(qc_phrases_headline(&summary));
    targets[0].chance.value = 1.0;
    ck_assert(qc_phrases_was_hit(&targets[0]));
    ck_assert(!qc_phrases_was_hit(&targets[1]));
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("phrases");
    TCase *tests = tcase_create("phrases");

    tcase_add_test(tests, periods_have_the_names_people_use);
    tcase_add_test(tests, metrics_read_as_words);
    tcase_add_test(tests, the_finding_is_a_sentence);
    tcase_add_test(tests, the_headline_is_found);
    suite_add_tcase(suite, tests);
    return suite;
}
