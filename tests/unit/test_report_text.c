#include "report/text/text.h"
#include "tests/fixtures/report/companies.h"
#include "tests/support/torture.h"

#include <check.h>
#include <math.h>
#include <string.h>

static qc_summary summary;
static qc_sink sink;
static qc_text_options options;

static void set_up(void)
{
    qc_companies_summary(&summary, &QC_COMPANY_ACME);
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
    qc_text_clear(&sink.memory);
    qc_text_forecast(&sink, &summary, &options);
    return qc_text_get(&sink.memory);
}

static void check_has(const char *part)
{
    const char *text = print();
    ck_assert_msg(strstr(text, part) != NULL, "'%s' is missing in\n%s", part, text);
}

static void check_lacks(const char *part)
{
    const char *text = print();
    ck_assert_msg(strstr(text, part) == NULL, "'%s' should not be in\n%s", part, text);
}

START_TEST(the_first_screen_answers_in_order)
{
    static const char *const STARTS[] = {
        "Unlikely: 34% chance of EUR 1.8M bookings in 2026.\n",
        "Expect 1.72M; 8 in 10 ",
        "With only 23 won deals, the 34% could itself be 17% to 53",
        "\n\nGap        342k more needed to be safe (80%); safe ",
        "\nPace       needs 164k a month from July; last 6 months ",
        "\nComes from won 819k | 34 open deals 414k | not yet cre",
        "\nLenses     past: last 12 months 1.46M   market: not st",
        "\nRests on   history 61%, your beliefs 39% (biggest: pro",
        "\nData       71 deals: 23 won, 14 lost, 34 open\n",
        "miss 66%",
        "\nacme.yaml as of 2026-06-30; 20,000 simula"};
    const char *text = print();

    ck_assert(strncmp(text, STARTS[0], strlen(STARTS[0])) == 0);
    for (size_t i = 1; i < sizeof STARTS / sizeof STARTS[0]; i++) {
        const char *found = strstr(text, STARTS[i]);
        ck_assert_msg(found != NULL, "'%s' is missing or out of order in\n%s", STARTS[i], print());
        text = found;
    }
}
END_TEST

START_TEST(the_first_screen_has_at_most_30_lines)
{
    qc_companies_add_details(&summary);
    for (options.width = 0; options.width <= 120; options.width += 10) {
        const char *text = print();
        const char *end = strstr(text, "\nFurther targets");
        int lines = 0;
        ck_assert_ptr_nonnull(end);
        for (; text < end; text++)
            lines += *text == '\n' ? 1 : 0;
        ck_assert_int_le(lines, 30);
        ck_assert_int_ge(lines, 12);
    }
}
END_TEST

START_TEST(lines_without_figures_are_left_out)
{
    qc_target_summary *target = summary.targets;

    summary.rests_on_history = NAN;
    target->pace_needed = NAN;
    target->safe_at_80 = target->gap_to_80 = NAN;
    target->band_low = target->band_high = NAN;
    summary.won_so_far = summary.open_mean = summary.new_mean = NAN;
    summary.bin_count = 0;
    check_lacks("\nRests on");
    check_lacks("\nPace");
    check_lacks("\nGap");
    check_lacks("could itself be");
    check_lacks("\nComes from");
    check_lacks("\nHangs on");
    check_lacks("\nWould help");
    check_lacks("miss ");
    check_lacks("Further targets");
    check_lacks("Note:");
    check_lacks("nan");
    check_has("market: not stated   people: not stated");
}
END_TEST

START_TEST(the_knowledge_band_is_worth_a_line_when_wide)
{
    qc_target_summary *target = summary.targets;

    target->band_low = 0.30;
    target->band_high = 0.40;
    check_lacks("could itself be");
    target->band_high = 0.41;
    check_has("With only 23 won deals, the 34% could itself be 30% to 41%.");
    summary.deals_won = 1;
    check_has("With only 1 won deal, the 34%");
    summary.deals_won = 1230;
    check_has("With 1,230 won deals, the 34%");
    summary.has_history = false;
    check_has("The plan states beliefs as ranges, so the 34% could");
    target->chance.value = 0.002;
    target->band_low = 0.0;
    check_has("so the chance could itself be under 1% to 41%.");
}
END_TEST

START_TEST(the_gap_reads_right_when_safe)
{
    summary.targets->gap_to_80 = 0.0;
    summary.targets->safe_at_80 = 1.95e6;
    check_has("\nGap        none: safe (80%) up to 1.95M\n");
    summary.targets->gap_to_80 = NAN;
    check_has("\nGap        safe (80%) today: 1.95M\n");
}
END_TEST

START_TEST(a_limit_is_worded_as_one)
{
    qc_sample_report company = QC_COMPANY_NEWCO;

    company.at_most = true;
    company.goal = 70.0;
    qc_companies_free(&summary);
    qc_companies_summary(&summary, &company);
    check_has("Likely: 74% chance of at most 70 customers in FY2027.\n");
    check_has("\nGap        with 80% chance it stays at or under 75\n");
    check_lacks("\nPace");
    check_has("  hit 74%  ");
    summary.targets->pace_needed = 2.5;
    check_has("\nPace       leaves room for 2.5 a month from July\n");
}
END_TEST

START_TEST(the_pace_starts_where_the_open_days_do)
{
    summary.as_of = qc_calendar_day(2026, 6, 12);
    check_has("needs 164k a month from 13 June; last");
    summary.targets->span.from = qc_calendar_day(2026, 9, 1);
    summary.targets->pace_recent = NAN;
    summary.targets->pace_best = NAN;
    check_has("needs 164k a month from September\n");
}
END_TEST

START_TEST(without_history_nothing_is_pretended)
{
    qc_companies_free(&summary);
    qc_companies_summary(&summary, &QC_COMPANY_NEWCO);
    check_has("\nLenses     past: no history   market: not stated");
    check_has("\nData       no history\n");
    check_has("\nComes from won 0 | not yet created 60\n");
    check_has("20 000 simulated futures");
    summary.deals_open = summary.open_deals = 1;
    check_has("\nData       no history; 1 open deal stated\n");
    check_has("| 1 open deal 0 |");
    summary.has_history = true;
    check_has("past: not known ");
}
END_TEST

START_TEST(without_an_open_target_the_outlook_is_printed)
{
    qc_sample_report company = QC_COMPANY_ACME;

    company.goal = NAN;
    qc_companies_free(&summary);
    qc_companies_summary(&summary, &company);
    check_has("No target stated; this is the outlook.\nExpect 1.72M bookings in 2026; 8 in 10 ");
    check_has("\nSafe (80%): 1.46M or more.\n");
    check_lacks("chance of");
    check_lacks("miss");
    check_has("  1.14M  ");
    summary.series.count = 0;
    check_has("No target stated; this is the outlook.\n\nLenses");
}
END_TEST

START_TEST(when_all_targets_are_closed_they_are_listed)
{
    summary.headline = -1;
    summary.targets->closed = true;
    summary.targets->chance.value = 0.0;
    check_has("No target is open any more.\n");
    check_has("\nTargets\n  year  EUR 1.8M bookings in 2026  missed  was 819k\n");
    summary.targets->chance.value = 1.0;
    check_has("  hit  was 819k\n");
}
END_TEST

START_TEST(an_interrupted_run_says_so_first)
{
    summary.interrupted = true;
    summary.trials = 3400;
    ck_assert_msg(strncmp(print(),
                          "Interrupted: what follows rests on the 3,400 futures finished "
                          "so far.\nUnlikely: ",
                          70) == 0,
                  "%s", print());
}
END_TEST

START_TEST(hanging_deals_are_named_and_cut)
{
    qc_hanging_deal deals[7];

    for (int i = 0; i < 7; i++)
        deals[i] = (qc_hanging_deal){"Globex", 80e3, 0.31, 0.05};
    deals[1].deal = "A name that goes on and on and on";
    summary.hanging = deals;
    summary.hanging_count = 1;
    summary.hanging_points = 0.0103;
    check_has("\nHangs on   1 deal = 1 point: Globex 80k (31%)\n");
    summary.hanging_count = 7;
    summary.hanging_points = 0.094;
    check_has(
        "\nHangs on   7 deals = 9 points: Globex 80k (31%), A name that goes on and\xe2\x80\xa6"
        " 80k (31%), Globex 80k (31%), Globex 80k (31%), Globex 80k (31%), ...\n");
    options.all = true;
    check_lacks(", ...");
    summary.hanging_points = NAN;
    check_has("7 deals = -: ");
    summary.hanging_points = 0.004;
    check_has("\nHangs on   no single open deal\n");
}
END_TEST

START_TEST(the_data_line_counts_everything)
{
    qc_companies_add_details(&summary);
    check_has("\nData       71 deals: 23 won, 14 lost, 34 open; 6 open without amount (drawn); 1 "
              "doubt; 4 rows set aside (quotacast check acme.yaml)\n");
    summary.doubts = 0;
    summary.set_aside_rows = 1;
    check_has("(drawn); 1 row set aside (quotacast");
}
END_TEST

START_TEST(probes_carry_signs_and_one_unit)
{
    qc_companies_add_details(&summary);
    check_has("\nWould help +10% new deals +6 points | +5 points win in negotiation +9\n");
    for (int32_t i = 0; i < summary.probe_count; i++)
        summary.probes[i].change.value = i == 0 ? 0.0049
                                                : -0.05; /* what does not help is no help */
    check_has(
        "\nWould help none of: +10% new deals, +5 points win in negotiation, 10% shorter sales "
        "cycle\n");
    check_has("\nNote: as_of is not stated: the last recorded change is taken\n");
}
END_TEST

START_TEST(colour_is_bold_and_nothing_without)
{
    check_lacks("\033");
    options.color = true;
    check_has("\033[1mUnlikely: ");
    check_has("\033[38;5;173m");
}
END_TEST

static bool print_all(qc_status *status)
{
    qc_sink memory;

    qc_sink_memory(&memory);
    qc_text_forecast(&memory, &summary, &options);
    const bool ok = qc_sink_close(&memory, status);
    qc_sink_drop(&memory);
    return ok;
}

START_TEST(memory_that_runs_out_is_reported)
{
    qc_companies_add_details(&summary);
    qc_torture(print_all);
}
END_TEST

static TCase *cases(void)
{
    TCase *tests = tcase_create("text");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_first_screen_answers_in_order);
    tcase_add_test(tests, the_first_screen_has_at_most_30_lines);
    tcase_add_test(tests, lines_without_figures_are_left_out);
    tcase_add_test(tests, the_knowledge_band_is_worth_a_line_when_wide);
    tcase_add_test(tests, the_gap_reads_right_when_safe);
    tcase_add_test(tests, a_limit_is_worded_as_one);
    tcase_add_test(tests, the_pace_starts_where_the_open_days_do);
    tcase_add_test(tests, without_history_nothing_is_pretended);
    tcase_add_test(tests, without_an_open_target_the_outlook_is_printed);
    tcase_add_test(tests, when_all_targets_are_closed_they_are_listed);
    tcase_add_test(tests, an_interrupted_run_says_so_first);
    tcase_add_test(tests, hanging_deals_are_named_and_cut);
    tcase_add_test(tests, the_data_line_counts_everything);
    tcase_add_test(tests, probes_carry_signs_and_one_unit);
    tcase_add_test(tests, colour_is_bold_and_nothing_without);
    tcase_add_test(tests, memory_that_runs_out_is_reported);
    return tests;
}

Suite *qc_suite(void)
{
    Suite *suite = suite_create("text");

    suite_add_tcase(suite, cases());
    return suite;
}
