#include "report/text/text.h"
#include "tests/fixtures/report/companies.h"
#include "tests/support/torture.h"

#include <check.h>
#include <math.h>
#include <string.h>

static qc_funnels funnels;
static qc_sink sink;
static qc_text_options options;

static void set_up(void)
{
    qc_companies_funnels(&funnels);
    qc_sink_memory(&sink);
    options = (qc_text_options){0};
}

static void tear_down(void)
{
    qc_sink_drop(&sink);
    qc_companies_funnels_free(&funnels);
}

static void check_has(const char *part)
{
    qc_text_clear(&sink.memory);
    qc_text_funnels(&sink, &funnels, &options);
    ck_assert_msg(strstr(qc_text_get(&sink.memory), part) != NULL, "'%s' is missing in\n%s", part,
                  qc_text_get(&sink.memory));
}

START_TEST(the_sentence_names_win_rate_and_worst_stage)
{
    check_has(
        "23% of the deals created are won in the end (20% to 26%); of those won, half take at "
        "most 63 days and 8 of 10 at most 112. Most is lost in proposal: 47% get further. "
        "Slowest is proposal: half stay over 28 days.\n\n412 deals: 82 won, 269 lost, 61 open");
    funnels.worst_row = -1;
    funnels.items[0].rows[1].median_days.value = INFINITY;
    check_has("at most 112. Slowest is discovery: half stay beyond 730 days.");
}
END_TEST

START_TEST(rows_carry_ranges_and_the_horizon)
{
    check_has("open  get further       won in the end          days: half  8 of 10   95 of 100\n");
    check_has("  proposal       187     196    20  47% (45% to 49%)  50% (48% to 52%)     "
              "28 (23 to 33)       72  beyond 730\n");
    funnels.items[0].rows[0].conversion = (qc_ranged){NAN, NAN, NAN};
    funnels.items[0].rows[0].median_days = (qc_ranged){NAN, NAN, NAN};
    check_has(
        "  qualified      412     432    45  -                 23% (22% to 25%)                 "
        "-       21          50\n");
}
END_TEST

START_TEST(parts_have_their_own_tables)
{
    check_has("\nsegment Enterprise, \"EU\"\n23% of the deals created");
    funnels.items[1].value = "";
    check_has("\nsegment (none)\n");
    funnels.count = 0;
    qc_text_clear(&sink.memory);
    qc_text_funnels(&sink, &funnels, &options);
    ck_assert_str_eq(qc_text_get(&sink.memory), "");
}
END_TEST

START_TEST(without_an_end_there_is_no_rate)
{
    funnels.items[0].win_rate = (qc_ranged){NAN, NAN, NAN};
    funnels.items[0].cycle_median_days = NAN;
    check_has("No win rate yet: no deal has ended. Most is lost");
    funnels.items[0].deals = 0;
    check_has("\n\nNo deals yet: the figures are what the plan believes.\n  stage ");
}
END_TEST

static bool print_all(qc_status *status)
{
    qc_sink memory;

    qc_sink_memory(&memory);
    qc_text_funnels(&memory, &funnels, &options);
    const bool ok = qc_sink_close(&memory, status);
    qc_sink_drop(&memory);
    return ok;
}

START_TEST(memory_that_runs_out_is_reported)
{
    qc_torture(print_all);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("text_funnel");
    TCase *tests = tcase_create("text_funnel");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_sentence_names_win_rate_and_worst_stage);
    tcase_add_test(tests, rows_carry_ranges_and_the_horizon);
    tcase_add_test(tests, parts_have_their_own_tables);
    tcase_add_test(tests, without_an_end_there_is_no_rate);
    tcase_add_test(tests, memory_that_runs_out_is_reported);
    suite_add_tcase(suite, tests);
    return suite;
}
