/* What compare and tornado say and draw, byte for byte; see test_report.c for how to change it. */
#include "report/compare.h"
#include "report/plot/plot_study.h"
#include "report/tornado.h"
#include "tests/fixtures/report/studies.h"
#include "tests/support/golden.h"

static const char *const NAMES[] = {
    "two more reps from August",         "activities.calls.per_rep_per_week=+20% and better close",
    "pipeline.negotiation.conversion",   "new_deals",
    "activities.calls.opportunity_rate", "team.hours_per_week"};
#define COUNT ((int32_t) (sizeof NAMES / sizeof NAMES[0]))

static qc_studies studies;
static qc_sink sink;
static qc_status status;
static const qc_text_options file = {.width = 0};
static const qc_text_options terminal = {.color = true, .unicode = true, .all = true, .width = 80};

static void set_up(void)
{
    qc_studies_make(&studies, NAMES, COUNT);
    qc_sink_memory(&sink);
}

static void tear_down(void)
{
    qc_sink_drop(&sink);
    qc_studies_free(&studies);
}

START_TEST(scenarios_in_all_formats)
{
    qc_text_comparison(&sink, &studies.comparison, &file);
    golden_check("scenarios.txt", &sink);
    qc_text_comparison(&sink, &studies.comparison, &terminal);
    golden_check("scenarios_terminal.txt", &sink);
    ck_assert(qc_json_comparison(&sink, &studies.comparison, &status));
    golden_check("scenarios.json", &sink);
    qc_csv_comparison(&sink, &studies.comparison);
    golden_check("scenarios.csv", &sink);
}
END_TEST

START_TEST(grids_in_all_formats)
{
    qc_text_grid(&sink, &studies.grid, &file);
    golden_check("heat.txt", &sink);
    qc_text_grid(&sink, &studies.grid, &terminal);
    golden_check("heat_terminal.txt", &sink);
    ck_assert(qc_json_grid(&sink, &studies.grid, &status));
    golden_check("heat.json", &sink);
    qc_csv_grid(&sink, &studies.grid);
    golden_check("heat.csv", &sink);
}
END_TEST

START_TEST(tornados_in_all_formats)
{
    qc_text_tornado(&sink, &studies.tornado, &file);
    golden_check("tornado.txt", &sink);
    qc_text_tornado(&sink, &studies.tornado, &terminal);
    golden_check("tornado_terminal.txt", &sink);
    ck_assert(qc_json_tornado(&sink, &studies.tornado, &status));
    golden_check("tornado.json", &sink);
    qc_csv_tornado(&sink, &studies.tornado);
    golden_check("tornado.csv", &sink);
}
END_TEST

static void check_chart(bool (*chart)(qc_plot_script *, const void *, const char *),
                        const void *result, const char *name)
{
    qc_plot_script script = {0};
    ck_assert(chart(&script, result, "sans-serif"));
    golden_check_text(name, qc_text_get(&script.text));
    qc_plot_script_free(&script);
}

START_TEST(scripts_of_pictures)
{
    check_chart(qc_plot_scenarios, &studies.comparison, "scenarios.gp");
    check_chart(qc_plot_heat, &studies.grid, "heat.gp");
    check_chart(qc_plot_tornado_chart, &studies.tornado, "tornado.gp");
}
END_TEST

static void check_words(bool (*chart)(qc_plot_script *, const void *, const char *),
                        const void *result, const char *words)
{
    qc_plot_script script = {0};
    ck_assert(chart(&script, result, "sans-serif"));
    ck_assert_ptr_nonnull(strstr(qc_text_get(&script.text), words));
    qc_plot_script_free(&script);
}

START_TEST(pictures_tell_a_limit_from_a_goal)
{
    qc_summary *heads[] = {&studies.comparison.head, &studies.grid.head, &studies.tornado.head};
    for (int i = 0; i < 3; i++)
        heads[i]->targets[heads[i]->headline].at_most = true;
    check_words(qc_plot_scenarios, &studies.comparison,
                "'At most \xe2\x82\xac"
                "1.8M in");
    check_words(qc_plot_heat, &studies.grid,
                "at most \xe2\x82\xac"
                "1.8M in");
    check_words(qc_plot_tornado_chart, &studies.tornado,
                "at most \xe2\x82\xac"
                "1.8M in");
}
END_TEST

START_TEST(a_goal_of_its_own_has_a_line)
{
    studies.rows[2].goal = 1.5e6;
    check_words(qc_plot_scenarios, &studies.comparison,
                "set arrow from first 1.5, first -2.95 to first 1.5, first -2.05");
}
END_TEST

START_TEST(a_grid_without_the_plan_rings_nothing)
{
    studies.grid.across.base = -1;
    qc_text_grid(&sink, &studies.grid, &file);
    ck_assert(qc_sink_close(&sink, &status));
    ck_assert_ptr_null(strstr(qc_text_get(&sink.memory), "[ ]"));
    qc_text_clear(&sink.memory);
    qc_plot_script script = {0};
    ck_assert(qc_plot_heat(&script, &studies.grid, "sans-serif"));
    ck_assert_ptr_null(strstr(qc_text_get(&script.text), "ringed"));
    qc_plot_script_free(&script);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("study_report");
    TCase *tests = tcase_create("study_report");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, scenarios_in_all_formats);
    tcase_add_test(tests, grids_in_all_formats);
    tcase_add_test(tests, tornados_in_all_formats);
    tcase_add_test(tests, scripts_of_pictures);
    tcase_add_test(tests, pictures_tell_a_limit_from_a_goal);
    tcase_add_test(tests, a_goal_of_its_own_has_a_line);
    tcase_add_test(tests, a_grid_without_the_plan_rings_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
