/* What the synthetic company writes must be what the program reads. */
#include "history/read_deals.h"
#include "plan/plan.h"
#include "study/synth/synth.h"

#include <check.h>
#include <math.h>
#include <string.h>

static qc_synth_company company;
static qc_history history;
static qc_findings findings;
static qc_synth_dirt_done done;

static void read_back(const qc_synth_spec *spec)
{
    qc_status status = {0};
    qc_text text = {0};
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    const qc_span days = {qc_synth_start(spec), spec->as_of};
    options.as_of = spec->as_of;
    ck_assert(qc_synth_run(&company, spec, spec->seed, &status));
    ck_assert(qc_synth_csv_dirty(&company, days, &text, &done, &status));
    ck_assert_msg(qc_read_deals_bytes(&history, "deals.csv", text.bytes, text.length, &options,
                                      &findings, &status),
                  "%s", status.message);
    qc_text_free(&text);
}

static void forget(void)
{
    qc_history_free(&history);
    qc_findings_free(&findings);
    qc_synth_company_free(&company);
    memset(&history, 0, sizeof history);
    memset(&findings, 0, sizeof findings);
}

static void read_sample_spec(qc_synth_spec *spec)
{
    qc_status status = {0};
    ck_assert(qc_synth_spec_read(spec, QC_SOURCE_DIR "/data/sample/spec.yaml", &findings, &status));
}

static int32_t how_many(qc_finding_kind kind, const char *reason)
{
    int32_t count = 0;
    for (int32_t i = 0; i < findings.count; i++)
        count += findings.items[i].kind == kind && strcmp(findings.items[i].reason, reason) == 0;
    return count;
}

START_TEST(clean_histories_are_read_without_loss)
{
    for (uint64_t seed = 0; seed < 30; seed++) {
        qc_synth_spec spec;
        if (seed > 0)
            qc_synth_spec_random(&spec, seed);
        else
            read_sample_spec(&spec);
        read_back(&spec);
        const qc_span days = {qc_synth_start(&spec), spec.as_of};
        ck_assert_int_eq(findings.of_kind[QC_FINDING_SET_ASIDE], 0);
        ck_assert_int_eq(history.reconciliation.rows_used, history.reconciliation.rows_read);
        ck_assert_int_eq(history.stage_count, spec.stage_count);
        for (int32_t s = 0; s < spec.stage_count; s++)
            ck_assert_str_eq(history.stage_name[s], spec.stages[s].name);
        ck_assert_double_eq_tol(history.reconciliation.amount_won,
                                qc_synth_actual(&company, QC_SYNTH_BOOKINGS, -1, days), 0.5);
        forget();
    }
}
END_TEST

START_TEST(careless_history_is_read_and_its_defects_are_found)
{
    qc_synth_spec spec;
    read_sample_spec(&spec);
    spec.dirt = (qc_synth_dirt) QC_SYNTH_DIRT_USUAL;
    read_back(&spec);
    ck_assert_int_eq(how_many(QC_FINDING_SET_ASIDE, "exact duplicate"), done.repeated_rows);
    ck_assert_int_eq(how_many(QC_FINDING_SET_ASIDE, "total row"), done.total_rows);
    ck_assert_int_eq(how_many(QC_FINDING_SET_ASIDE, "bad date"), 0);
    ck_assert_int_ge(how_many(QC_FINDING_DOUBT, "zombie"), done.zombies);
    forget();
}
END_TEST

START_TEST(plans_of_the_sample_and_of_random_companies_are_read)
{
    qc_synth_target targets[QC_SYNTH_TARGETS];
    qc_status status = {0};
    qc_plan plan = {0};
    ck_assert_msg(
        qc_plan_read(&plan, QC_SOURCE_DIR "/data/sample/plan.yaml", NULL, 0, &findings, &status),
        "%s", status.message);
    ck_assert_int_eq(plan.stage_count, 4);
    ck_assert_int_eq(plan.target_count, 5);
    qc_plan_free(&plan);
    for (uint64_t seed = 1; seed <= 10; seed++) {
        qc_synth_spec spec;
        qc_text text = {0};
        qc_synth_spec_random(&spec, seed);
        read_back(&spec);
        const int32_t count = qc_synth_targets_random(&company, spec.as_of, seed, targets, 6);
        ck_assert(
            qc_synth_plan(&spec, spec.as_of, "deals.csv", "", targets, count, &text, &status));
        plan = (qc_plan){0};
        ck_assert_msg(qc_plan_read_bytes(&plan, "plan.yaml", text.bytes, text.length, NULL, 0,
                                         &findings, &status),
                      "%s", status.message);
        ck_assert_int_eq(plan.as_of, spec.as_of);
        ck_assert_int_eq(plan.target_count, 6);
        ck_assert_double_eq(plan.targets[5].amount, targets[5].at_least);
        ck_assert_int_eq(plan.targets[5].period.span.to, targets[5].span.to);
        qc_plan_free(&plan);
        qc_text_free(&text);
        forget();
    }
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("synth files");
    TCase *tests = tcase_create("synth files");
    tcase_add_test(tests, clean_histories_are_read_without_loss);
    tcase_add_test(tests, careless_history_is_read_and_its_defects_are_found);
    tcase_add_test(tests, plans_of_the_sample_and_of_random_companies_are_read);
    suite_add_tcase(suite, tests);
    return suite;
}
