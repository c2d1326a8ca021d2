/* Whole reports, byte for byte. After a wanted change run this test once with QC_STORE_GOLDEN=1 in the
 * environment and read the difference before it is kept. */
#include "report/csv/csv.h"
#include "report/json/json.h"
#include "report/plot/plot_charts.h"
#include "report/text/text.h"
#include "tests/fixtures/report/companies.h"
#include "tests/support/golden.h"

static qc_summary acme, newco;
static qc_funnels funnels;
static qc_sink sink;
static qc_status status;

static void set_up(void)
{
    qc_companies_summary(&acme, &QC_COMPANY_ACME);
    qc_companies_add_details(&acme);
    qc_companies_summary(&newco, &QC_COMPANY_NEWCO);
    qc_companies_funnels(&funnels);
    qc_sink_memory(&sink);
}

static void tear_down(void)
{
    qc_sink_drop(&sink);
    qc_companies_free(&acme);
    qc_companies_free(&newco);
    qc_companies_funnels_free(&funnels);
}

static void check_sink(const char *name)
{
    golden_check(name, &sink);
}

START_TEST(forecasts_in_text)
{
    const qc_text_options file = {0};
    const qc_text_options terminal = {.color = true, .unicode = true, .all = true, .width = 80};

    qc_text_forecast(&sink, &acme, &file);
    check_sink("acme.txt");
    qc_text_forecast(&sink, &acme, &terminal);
    check_sink("acme_terminal.txt");
    qc_text_forecast(&sink, &newco, &file);
    check_sink("newco.txt");
}
END_TEST

START_TEST(forecasts_in_json)
{
    ck_assert(qc_json_forecast(&sink, &acme, &status));
    check_sink("acme.json");
    ck_assert(qc_json_forecast(&sink, &newco, &status));
    check_sink("newco.json");
}
END_TEST

START_TEST(forecasts_in_csv)
{
    qc_csv_forecast(&sink, &acme);
    check_sink("acme.csv");
    qc_csv_forecast(&sink, &newco);
    check_sink("newco.csv");
}
END_TEST

START_TEST(funnels_in_all_formats)
{
    const qc_text_options options = {.unicode = true};

    qc_text_funnels(&sink, &funnels, &options);
    check_sink("funnels.txt");
    ck_assert(qc_json_funnels(&sink, &funnels, &status));
    check_sink("funnels.json");
    qc_csv_funnels(&sink, &funnels);
    check_sink("funnels.csv");
}
END_TEST

static void check_chart(bool (*chart)(qc_plot_script *, const qc_summary *, const char *),
                        const qc_summary *summary, const char *name)
{
    qc_plot_script script = {0};

    ck_assert(chart(&script, summary, "sans-serif"));
    golden_check_text(name, qc_text_get(&script.text));
    qc_plot_script_free(&script);
}

/* Two reps and a hire: certain, even, out of reach; the first name is too long for its place. */
static void add_quotas(qc_summary *summary)
{
    static qc_seller_summary sellers[] = {
        {.name = "Ann-Katrin von und zu Hohenstein",
         .quota = 400e3,
         .chance = {.value = 0.92},
         .attainment = {.value = 1.3},
         .quantiles = {.p10 = 1.04, .p25 = 1.1, .p50 = 1.3, .p75 = 1.5, .p90 = 1.62}},
        {.name = "Bob",
         .quota = 400e3,
         .chance = {.value = 0.5},
         .attainment = {.value = 1},
         .quantiles = {.p10 = 0.4, .p25 = 0.7, .p50 = 1, .p75 = 1.3, .p90 = 1.6}},
        {.name = "hire 1", .to_come = true, .quota = 100e3, .chance = {.value = 0.004}}};
    summary->quota = (qc_quota_summary){.known = true,
                                        .shrinks = true,
                                        .span = summary->targets[summary->headline].span,
                                        .sellers = sellers,
                                        .count = 3,
                                        .expected = 1.424};
}

/* tests/script/plots.sh runs each of them under gnuplot. */
START_TEST(scripts_of_pictures)
{
    qc_plot_script script = {0};

    check_chart(qc_plot_fan, &acme, "acme_fan.gp");
    check_chart(qc_plot_histogram, &acme, "acme_histogram.gp");
    check_chart(qc_plot_curve, &acme, "acme_curve.gp");
    check_chart(qc_plot_fan, &newco, "newco_fan.gp");
    check_chart(qc_plot_histogram, &newco, "newco_histogram.gp");
    check_chart(qc_plot_curve, &newco, "newco_curve.gp");
    add_quotas(&acme);
    check_chart(qc_plot_attainment, &acme, "acme_attainment.gp");
    ck_assert(qc_plot_funnel(&script, &funnels, "sans-serif"));
    golden_check_text("funnel.gp", qc_text_get(&script.text));
    qc_plot_script_free(&script);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("report");
    TCase *tests = tcase_create("report");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, forecasts_in_text);
    tcase_add_test(tests, forecasts_in_json);
    tcase_add_test(tests, forecasts_in_csv);
    tcase_add_test(tests, funnels_in_all_formats);
    tcase_add_test(tests, scripts_of_pictures);
    suite_add_tcase(suite, tests);
    return suite;
}
