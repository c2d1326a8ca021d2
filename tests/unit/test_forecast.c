/* A forecast from start to end: prepare, run, sum up, probes; and with memory that runs out anywhere. */
#include "study/forecast.h"
#include "tests/support/company.h"
#include "tests/support/torture.h"

#define PLAN                                                                                       \
    "as_of: 2026-05-15\ncurrency: EUR\nhistory: {deals: deals.csv}\n"                              \
    "pipeline:\n  - {stage: a, conversion: 50%, days: 20}\n  - {stage: b, conversion: 60%, days: " \
    "20}\n"                                                                                        \
    "deal_size: 1k to 9k\nnew_deals: 6 per month\n"
#define TARGETS                                                         \
    "targets:\n"                                                        \
    "  - {name: year, metric: bookings, period: 2026, at_least: 60k}\n" \
    "  - {name: m, metric: customers, period: each month, at_least: 2, scope: {owner: ann}}\n"

static const char DEALS[] =
    "deal_id,date,stage,amount,owner,segment\n"
    "p,2026-01-20,a,4000,ann,one\np,2026-02-20,won,4500,ann,one\n"
    "q,2026-01-20,a,5200,bob,two\nq,2026-02-20,b,5200,bob,two\nq,2026-03-20,lost,5200,bob,two\n"
    "t,2026-04-20,a,9000,ann,one\nt,2026-05-01,b,9000,ann,one\n";

#define STATED                                                      \
    "as_of: 2026-05-15\ncurrency: EUR\n"                            \
    "pipeline:\n"                                                   \
    "  - {stage: a, conversion: 50%, days: 20}\n"                   \
    "  - {stage: b, conversion: 60%, days: 20, days_if_lost: 40}\n" \
    "deal_size: 1k to 9k\nnew_deals: 6 per month\n"                 \
    "segments: {one: {new_deals: 2 per month}}\n"

static const char OPEN[] =
    "deal_id,stage,age_days,amount,owner,segment\nx,b,3,4000,ann,one\ny,a,9,,bob,\n";

static void sum_up(company *it)
{
    const qc_forecast_inputs inputs = company_inputs(it);
    qc_status status = {0};
    ck_assert_msg(qc_forecast_sum_up(&it->forecast, &inputs, &it->options, &it->summary, &status),
                  "%s", status.message);
}

static void check_probes(const company *it, const char *last_stage)
{
    char words[64];
    snprintf(words, sizeof words, "+5 points conversion in %s", last_stage);
    ck_assert_int_eq(it->summary.probe_count, 3);
    ck_assert_str_eq(it->summary.probes[0].words, "+10% new deals");
    ck_assert_str_eq(it->summary.probes[1].words, words);
    ck_assert_str_eq(it->summary.probes[2].words, "-10% days in every stage");
    for (int p = 0; p < 3; p++) {
        const qc_estimate change = it->summary.probes[p].change;
        ck_assert_double_gt(change.value, 0); /* more, better and sooner all help */
        ck_assert_double_lt(change.value, 0.5);
        ck_assert_double_gt(change.std_error, 0);
        ck_assert_double_lt(change.std_error, 0.02);
    }
}

START_TEST(from_a_history)
{
    company it = {0};
    company_read(&it, PLAN TARGETS, DEALS, NULL);
    company_prepare(&it);
    company_run(&it, 2000);
    sum_up(&it);
    ck_assert(it.summary.has_history);
    check_probes(&it, "b");
    ck_assert_int_eq(it.summary.hanging_count, 1);
    qc_forecast_free(&it.forecast);
    qc_forecast_free(&it.forecast);
    company_free(&it);
}
END_TEST

START_TEST(from_beliefs_alone)
{
    company it = {0};
    company_read(&it, STATED TARGETS, NULL, OPEN);
    company_prepare(&it);
    company_run(&it, 2000);
    sum_up(&it);
    ck_assert(!it.summary.has_history);
    ck_assert_double_eq(it.summary.rests_on_history, 0);
    ck_assert(isnan(it.summary.last_year));
    check_probes(&it, "b");
    company_free(&it);
}
END_TEST

START_TEST(an_outlook_has_no_probes)
{
    company it = {0};
    company_read(&it, PLAN, DEALS, NULL);
    company_prepare(&it);
    company_run(&it, 400);
    sum_up(&it);
    ck_assert_int_eq(it.summary.headline, -1);
    ck_assert_int_eq(it.summary.probe_count, 0);
    ck_assert_int_eq(it.summary.hanging_count, 0);
    company_free(&it);
}
END_TEST

/* The plan's own levers stay on under the probes. */
START_TEST(probes_come_on_top_of_levers)
{
    company it = {0}, plain = {0};
    company_read_set(&it, STATED TARGETS, NULL, OPEN, "deal_size=+1%");
    company_prepare(&it);
    company_run(&it, 4000);
    sum_up(&it);
    company_read(&plain, STATED TARGETS, NULL, OPEN);
    company_prepare(&plain);
    company_run(&plain, 4000);
    sum_up(&plain);
    ck_assert_double_gt(company_target(&it, "year")->mean.value,
                        company_target(&plain, "year")->mean.value);
    for (int p = 0; p < 3; p++)
        ck_assert_double_eq_tol(it.summary.probes[p].change.value,
                                plain.summary.probes[p].change.value, 0.02);
    company_free(&it);
    company_free(&plain);
}
END_TEST

START_TEST(amounts_are_asked_for_only_where_money_counts)
{
    company it = {0};
    qc_status status;
    static const char no_amounts[] =
        "deal_id,date,stage,amount\na,2026-01-01,a,\na,2026-02-01,won,\n";
    static const char head[] =
        "as_of: 2026-05-15\ncurrency: EUR\nhistory: {deals: d}\n"
        "pipeline: [{stage: a, conversion: 50%, days: 20}]\nnew_deals: 6 per month\n";
    char plan[512];
    snprintf(plan, sizeof plan,
             "%stargets: [{name: t, metric: customers, period: 2026, at_least: 2}]\n", head);
    company_forecast(&it, plan, no_amounts, NULL, 40);
    ck_assert_double_gt(company_target(&it, "t")->mean.value, 1);
    company_free(&it);
    company_fails(head, no_amounts, NULL, &status);
    ck_assert_int_eq(status.code, QC_TOO_FEW_DATA);
}
END_TEST

/* ---- memory ---- */

static company reading;

static bool all_of_it(qc_status *status)
{
    const qc_forecast_inputs inputs = company_inputs(&reading);
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_forecast forecast = {0};
    qc_summary summary = {0};
    options.trials = 20;
    const bool ok = qc_forecast_prepare(&forecast, &inputs, 1, status) &&
                    qc_forecast_run(&forecast, &options, status) &&
                    qc_forecast_sum_up(&forecast, &inputs, &options, &summary, status);
    qc_summary_free(&summary);
    qc_forecast_free(&forecast);
    return ok;
}

/* Without a target there are no probes, which would take the lever's memory thousands of times. */
START_TEST(memory_may_run_out_with_a_history)
{
    company_read(&reading, PLAN, DEALS, NULL);
    qc_torture(all_of_it);
    company_free(&reading);
}
END_TEST

START_TEST(memory_may_run_out_with_beliefs)
{
    company_read(&reading, STATED TARGETS, NULL, OPEN);
    qc_torture(all_of_it);
    company_free(&reading);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("forecast");
    TCase *tests = tcase_create("forecast");
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, from_a_history);
    tcase_add_test(tests, from_beliefs_alone);
    tcase_add_test(tests, an_outlook_has_no_probes);
    tcase_add_test(tests, probes_come_on_top_of_levers);
    tcase_add_test(tests, amounts_are_asked_for_only_where_money_counts);
    tcase_add_test(tests, memory_may_run_out_with_a_history);
    tcase_add_test(tests, memory_may_run_out_with_beliefs);
    suite_add_tcase(suite, tests);
    return suite;
}
