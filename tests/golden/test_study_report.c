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

Suite *qc_suite(void)
{
    Suite *suite = suite_create("study_report");
    TCase *tests = tcase_create("study_report");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, scenarios_in_all_formats);
    tcase_add_test(tests, grids_in_all_formats);
    tcase_add_test(tests, tornados_in_all_formats);
    tcase_add_test(tests, scripts_of_pictures);
    suite_add_tcase(suite, tests);
    return suite;
}
