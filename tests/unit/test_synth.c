#include "core/memory.h"
#include "study/synth/synth.h"
#include "tests/support/torture.h"

#include <check.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIXTURE(name) QC_SOURCE_DIR "/tests/fixtures/synth/" name

static void read_spec(qc_synth_spec *spec, const char *path)
{
    qc_findings findings = {0};
    qc_status status = {0};
    ck_assert_msg(qc_synth_spec_read(spec, path, &findings, &status), "%s", status.message);
    qc_findings_free(&findings);
}

static void run_company(qc_synth_company *company, const qc_synth_spec *spec, uint64_t seed)
{
    qc_status status = {0};
    *company = (qc_synth_company){0};
    ck_assert(qc_synth_run(company, spec, seed, &status));
}

static qc_span history_days(const qc_synth_spec *spec)
{
    return (qc_span){qc_synth_start(spec), spec->as_of};
}

static void write_csv(const qc_synth_company *company, qc_span days, qc_text *out)
{
    qc_status status = {0};
    ck_assert(qc_synth_csv(company, days, out, &status));
}

/* ---- the sample company ---- */

START_TEST(sample_history_is_made_by_its_specification)
{
    static char stored[2000000];
    qc_synth_spec spec;
    qc_synth_company company;
    qc_text made = {0};
    FILE *file = fopen(QC_SOURCE_DIR "/data/sample/deals.csv", "rb");
    ck_assert_ptr_nonnull(file);
    const size_t length = fread(stored, 1, sizeof stored, file);
    ck_assert_int_eq(fclose(file), 0);
    read_spec(&spec, QC_SOURCE_DIR "/data/sample/spec.yaml");
    run_company(&company, &spec, spec.seed);
    write_csv(&company, history_days(&spec), &made);
    ck_assert_uint_eq(made.length, length);
    ck_assert_int_eq(memcmp(made.bytes, stored, length), 0);
    ck_assert_uint_lt(length, 1200000);
    qc_text_free(&made);
    qc_synth_company_free(&company);
}
END_TEST

START_TEST(sample_company_is_what_its_description_promises)
{
    qc_synth_spec spec;
    qc_synth_company company;
    char day[16];
    read_spec(&spec, QC_SOURCE_DIR "/data/sample/spec.yaml");
    ck_assert_str_eq(qc_calendar_text(qc_synth_start(&spec), day), "2023-07-01");
    run_company(&company, &spec, spec.seed);
    int32_t created = 0, won = 0;
    for (size_t i = 0; i < company.change_count && company.changes[i].day <= spec.as_of; i++) {
        const qc_synth_change *change = &company.changes[i];
        created += change->deal == created; /* numbered in order of creation */
        won += change->stage == QC_SYNTH_WON;
    }
    ck_assert_int_eq(created, 4159); /* as data/README.md says */
    ck_assert_double_ge((double) won / created, 0.20);
    ck_assert_double_le((double) won / created, 0.28);
    const qc_span year = {spec.as_of - 364, spec.as_of};
    const double booked = qc_synth_actual(&company, QC_SYNTH_BOOKINGS, -1, year);
    ck_assert_double_ge(booked, 4e6);
    ck_assert_double_le(booked, 5e6);
    qc_synth_company_free(&company);
}
END_TEST

/* ---- one seed, one company ---- */

START_TEST(same_seed_same_bytes_other_seed_other_bytes)
{
    qc_synth_spec spec;
    qc_synth_company company;
    qc_text text[3] = {{0}, {0}, {0}};
    static const uint64_t SEEDS[] = {7, 7, 8};
    read_spec(&spec, FIXTURE("small.yaml"));
    for (int i = 0; i < 3; i++) {
        run_company(&company, &spec, SEEDS[i]);
        write_csv(&company, history_days(&spec), &text[i]);
        qc_synth_company_free(&company);
    }
    ck_assert_str_eq(qc_text_get(&text[0]), qc_text_get(&text[1]));
    ck_assert_str_ne(qc_text_get(&text[0]), qc_text_get(&text[2]));
    for (int i = 0; i < 3; i++)
        qc_text_free(&text[i]);
}
END_TEST

/* The future must not leak into the past: a longer recording changes nothing before its end. */
START_TEST(history_does_not_depend_on_how_far_the_future_is_recorded)
{
    qc_synth_spec spec;
    qc_synth_company company;
    qc_text near = {0}, far = {0};
    read_spec(&spec, FIXTURE("small.yaml"));
    run_company(&company, &spec, 7);
    write_csv(&company, history_days(&spec), &near);
    qc_synth_company_free(&company);
    spec.until += 100;
    run_company(&company, &spec, 7);
    write_csv(&company, history_days(&spec), &far);
    qc_synth_company_free(&company);
    ck_assert_str_eq(qc_text_get(&near), qc_text_get(&far));
    qc_text_free(&near);
    qc_text_free(&far);
}
END_TEST

static void check_change(const qc_synth_company *company, size_t i, int32_t *stage_now,
                         char *won_before)
{
    const qc_synth_change *change = &company->changes[i];
    const int32_t stages = company->spec.stage_count;
    int32_t *now = &stage_now[change->deal];
    if (i > 0) ck_assert_int_ge(change->day, company->changes[i - 1].day);
    if (*now == INT32_MIN)
        ck_assert(change->stage == 0 || change->stage == QC_SYNTH_WON);
    else if (change->stage >= 0)
        ck_assert(change->stage == *now + 1 || change->stage == *now + 2 ||
                  change->stage == *now - 1);
    else
        ck_assert(change->stage == QC_SYNTH_LOST || *now >= stages - 2);
    ck_assert(*now != QC_SYNTH_WON && *now != QC_SYNTH_LOST);
    *now = change->stage;
    if (change->stage != QC_SYNTH_WON) return;
    ck_assert(change->amount >= 1);
    char *known = &won_before[company->deals[change->deal].customer];
    ck_assert_int_eq(change->new_customer, !*known);
    *known = 1;
}

START_TEST(deals_move_through_the_pipeline_and_end_once)
{
    qc_synth_spec spec;
    qc_synth_company company;
    static int32_t stage_now[2000];
    static char won_before[2000];
    read_spec(&spec, FIXTURE("small.yaml"));
    run_company(&company, &spec, 7);
    ck_assert_uint_gt(company.deal_count, 150);
    ck_assert_uint_lt(company.deal_count, 2000);
    for (int i = 0; i < 2000; i++)
        stage_now[i] = INT32_MIN;
    for (size_t i = 0; i < company.change_count; i++)
        check_change(&company, i, stage_now, won_before);
    qc_synth_company_free(&company);
}
END_TEST

START_TEST(totals_agree_with_the_files)
{
    qc_synth_spec spec;
    qc_synth_company company;
    qc_text future = {0};
    read_spec(&spec, FIXTURE("small.yaml"));
    run_company(&company, &spec, 7);
    const qc_span days = {spec.as_of + 1, spec.until};
    write_csv(&company, days, &future);
    double booked = 0, large = 0;
    for (const char *at = strstr(future.bytes, ",won,"); at; at = strstr(at + 1, ",won,")) {
        const double amount = strtod(at + 5, NULL);
        const char *end = strchr(at, '\n');
        const char *segment = strstr(at, ",large,");
        booked += amount;
        if (segment && segment < end) large += amount;
    }
    ck_assert_double_gt(large, 0);
    ck_assert_double_eq(booked, qc_synth_actual(&company, QC_SYNTH_BOOKINGS, -1, days));
    ck_assert_double_eq(large, qc_synth_actual(&company, QC_SYNTH_BOOKINGS, 1, days));
    qc_text_free(&future);
    qc_synth_company_free(&company);
}
END_TEST

/* ---- the specification ---- */

static const struct {
    int32_t line, column;
    const char *part;
} EXPECTED[] = {
    {1, 10, "company: 'Bad, Company' is not possible (expected a name without commas"},
    {2, 8, "as_of: '2026-02-30' is not possible (expected a day YYYY-MM-DD)"},
    {3, 17, "history_months: '0' is not possible (expected a number from 1 to 240)"},
    {6, 43, "advance: '140%' is not possible (expected a number from 0.001 to 0.999)"},
    {7, 5, "advance: is missing"},
    {8, 29, "scale_days: 'five' is not possible"},
    {8, 5, "won: is no name for a stage"},
    {7, 5, "First: stands in this list twice"},
    {10, 16, "days: '90.5' is not possible (expected a whole number)"},
    {10, 44, "expiry.stages: 'nowhere' is not possible (expected the name of a stage)"},
    {9, 15, "month_effect: expected a list of 12 numbers"},
    {11, 9, "growth: '-95%' is not possible (expected a number from -0.9 to 10)"},
    {13, 76, "stay: expected one number, or a list with one for each stage"},
    {15, 23, "metric: 'wins' is not possible (expected bookings or customers)"},
    {15, 85, "segment: 'b' is not possible (expected the name of a segment)"},
    {15, 5, "to: is before from"},
    {16, 7, "dirt: 'filthy' is not possible (expected none, usual"},
    {4, 1, "sed: unknown key, did you mean 'seed'"},
};

START_TEST(every_error_of_a_specification_has_its_place)
{
    qc_synth_spec spec;
    qc_findings findings = {0};
    qc_status status = {0};
    const int32_t count = (int32_t) (sizeof EXPECTED / sizeof EXPECTED[0]);
    ck_assert(!qc_synth_spec_read(&spec, FIXTURE("errors.yaml"), &findings, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    for (int32_t i = 0; i < count; i++) {
        bool found = false;
        for (int32_t k = 0; k < findings.count; k++)
            found = found || (findings.items[k].line == EXPECTED[i].line &&
                              findings.items[k].field == EXPECTED[i].column &&
                              strstr(findings.items[k].text, EXPECTED[i].part));
        ck_assert_msg(found, "%d:%d: %s", (int) EXPECTED[i].line, (int) EXPECTED[i].column,
                      EXPECTED[i].part);
    }
    ck_assert_int_eq(findings.count, count);
    qc_findings_free(&findings);
}
END_TEST

START_TEST(small_specification_is_read_to_the_last_key)
{
    qc_synth_spec spec;
    read_spec(&spec, FIXTURE("small.yaml"));
    ck_assert_str_eq(spec.currency, "CHF");
    ck_assert_uint_eq(spec.seed, 7);
    ck_assert_int_eq(spec.stage_count, 2);
    ck_assert(!spec.stages[0].expires && spec.stages[1].expires);
    ck_assert_double_eq(spec.stages[1].shape, 1);
    ck_assert_double_eq_tol(spec.growth, -0.05, 1e-15);
    ck_assert_double_eq_tol(spec.amount_known, 0.8, 1e-15);
    ck_assert_double_eq(spec.segments[0].amount_median, 1500);
    ck_assert_double_eq(spec.segments[1].stay[1], 2);
    ck_assert_double_eq(spec.segments[0].stay[1], 1);
    ck_assert_int_eq(spec.targets[1].segment, 1);
    ck_assert_int_eq(spec.targets[2].segment, -1);
    ck_assert_int_eq(spec.targets[2].metric, QC_SYNTH_CUSTOMERS);
    ck_assert_double_eq(spec.targets[0].at_least, 150000);
    ck_assert_int_eq(spec.dirt.zombies, 8);
    ck_assert_int_eq(spec.rep_count, 1);
    ck_assert_double_eq(spec.month_effect[11], 1);
}
END_TEST

START_TEST(missing_file_and_bad_yaml_are_refused)
{
    qc_synth_spec spec;
    qc_findings findings = {0};
    qc_status status = {0};
    static const char BAD[] = "company: [a\nas_of: b\n";
    ck_assert(!qc_synth_spec_read(&spec, FIXTURE("no such file"), &findings, &status));
    ck_assert_int_eq(status.code, QC_IO);
    status = (qc_status){0};
    ck_assert(!qc_synth_spec_read_bytes(&spec, "x.yaml", BAD, sizeof BAD - 1, &findings, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_str_eq(status.file, "x.yaml");
    qc_findings_free(&findings);
}
END_TEST

START_TEST(dirt_can_be_named_one_by_one)
{
    qc_synth_spec spec;
    qc_findings findings = {0};
    qc_status status = {0};
    static const char TEXT[] =
        "company: A\nas_of: 2026-06-30\nstages: [{name: s, scale_days: 5, advance: 50%}]\n"
        "segments: [{name: g, new_deals_per_month: 4, amount: {median: 1k, sd: 0}}]\n"
        "dirt: {zombies: 2, total_row: yes, other_dates: 10%}\n";
    ck_assert(qc_synth_spec_read_bytes(&spec, "x.yaml", TEXT, sizeof TEXT - 1, &findings, &status));
    ck_assert_int_eq(spec.dirt.zombies, 2);
    ck_assert(spec.dirt.total_row && !spec.dirt.byte_order_mark);
    ck_assert_double_eq_tol(spec.dirt.other_dates, 0.1, 1e-15);
    ck_assert_int_eq(spec.until, qc_calendar_day(2026, 12, 31));
    ck_assert_int_eq(spec.history_months, 36);
    qc_findings_free(&findings);
}
END_TEST

/* ---- random companies ---- */

static void check_prior(const qc_synth_spec *spec)
{
    double new_deals = 0;
    for (int32_t g = 0; g < spec->segment_count; g++)
        new_deals += spec->segments[g].new_deals_per_month;
    ck_assert(new_deals >= 5 && new_deals <= 60);
    ck_assert(spec->segment_count >= 1 && spec->segment_count <= 3);
    ck_assert(spec->stage_count >= 3 && spec->stage_count <= 5);
    ck_assert(spec->history_months >= 12 && spec->history_months <= 36);
    ck_assert(spec->shock_sd >= 0 && spec->shock_sd <= 0.3);
    for (int32_t s = 0; s < spec->stage_count; s++)
        ck_assert(spec->stages[s].advance >= 0.45 && spec->stages[s].advance <= 0.85 &&
                  spec->stages[s].name[0]);
}

START_TEST(random_companies_lie_in_the_prior_and_differ)
{
    int32_t stage_counts[6] = {0}, with_expiry = 0;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        qc_synth_spec spec, again;
        qc_synth_spec_random(&spec, seed);
        qc_synth_spec_random(&again, seed);
        ck_assert_int_eq(memcmp(&spec, &again, sizeof spec), 0);
        check_prior(&spec);
        stage_counts[spec.stage_count]++;
        with_expiry += spec.expiry_days > 0;
    }
    ck_assert(stage_counts[3] > 50 && stage_counts[4] > 50 && stage_counts[5] > 50);
    ck_assert(with_expiry > 50 && with_expiry < 150);
}
END_TEST

START_TEST(random_goals_follow_the_pace)
{
    qc_synth_spec spec;
    qc_synth_company company;
    qc_synth_target targets[QC_SYNTH_TARGETS];
    qc_synth_spec_random(&spec, 4);
    run_company(&company, &spec, 4);
    ck_assert_int_eq(qc_synth_targets_random(&company, spec.as_of, 4, targets, QC_SYNTH_TARGETS),
                     6);
    ck_assert_int_eq(targets[0].span.from, spec.as_of + 1);
    ck_assert_int_eq(targets[0].span.to, qc_calendar_day(2026, 7, 31));
    ck_assert_int_eq(targets[5].span.to, qc_calendar_day(2026, 12, 31));
    ck_assert_int_eq(targets[5].metric, QC_SYNTH_CUSTOMERS);
    const double pace = qc_synth_actual(&company, QC_SYNTH_BOOKINGS, -1,
                                        (qc_span){spec.as_of - 181, spec.as_of});
    ck_assert(targets[2].at_least > pace / 4 && targets[2].at_least < pace * 4);
    qc_synth_company_free(&company);
}
END_TEST

/* ---- truth ---- */

START_TEST(truth_is_the_same_for_any_number_of_threads)
{
    qc_synth_spec spec;
    qc_synth_company company;
    qc_status status = {0};
    qc_synth_truth one[3], two[3];
    qc_synth_truth_options options = QC_SYNTH_TRUTH_OPTIONS_DEFAULT;
    options.replications = 300;
    read_spec(&spec, FIXTURE("small.yaml"));
    run_company(&company, &spec, 7);
    ck_assert(qc_synth_truth_find(&company, spec.targets, 3, &options, one, &status));
    options.threads = 3;
    ck_assert(qc_synth_truth_find(&company, spec.targets, 3, &options, two, &status));
    for (int i = 0; i < 3; i++) {
        ck_assert_double_eq(one[i].chance.value, two[i].chance.value);
        ck_assert_double_eq(one[i].mean.value, two[i].mean.value);
        ck_assert_double_eq(one[i].p90, two[i].p90);
        ck_assert(one[i].p10 <= one[i].p50 && one[i].p50 <= one[i].p90);
        ck_assert(one[i].mean.std_error > 0);
    }
    ck_assert_double_eq(one[1].so_far,
                        qc_synth_actual(&company, QC_SYNTH_BOOKINGS, 1,
                                        (qc_span){spec.targets[1].span.from, spec.as_of}));
    ck_assert_double_ge(one[1].p10, one[1].so_far);
    qc_synth_company_free(&company);
}
END_TEST

START_TEST(what_has_happened_is_certain)
{
    qc_synth_spec spec;
    qc_synth_company company;
    qc_status status = {0};
    qc_synth_truth truth[2];
    qc_synth_truth_options options = QC_SYNTH_TRUTH_OPTIONS_DEFAULT;
    options.replications = 100;
    read_spec(&spec, FIXTURE("small.yaml"));
    run_company(&company, &spec, 7);
    const double booked = qc_synth_actual(&company, QC_SYNTH_BOOKINGS, -1, spec.targets[0].span);
    spec.targets[0].at_least = booked;
    spec.targets[1] = spec.targets[0];
    spec.targets[1].at_least = booked + 1;
    options.as_of = spec.until;
    ck_assert(qc_synth_truth_find(&company, spec.targets, 2, &options, truth, &status));
    ck_assert_double_eq(truth[0].chance.value, 1);
    ck_assert_double_eq(truth[1].chance.value, 0);
    ck_assert_double_eq(truth[0].realised, booked);
    spec.targets[0].span.to = spec.until + 30; /* the replays know no end, the recording does */
    ck_assert(qc_synth_truth_find(&company, spec.targets, 1, &options, truth, &status));
    ck_assert(isnan(truth[0].realised));
    ck_assert_double_gt(truth[0].p50, booked);
    qc_synth_company_free(&company);
}
END_TEST

START_TEST(truth_refuses_days_and_targets_it_cannot_know)
{
    qc_synth_spec spec;
    qc_synth_company company;
    qc_status status = {0};
    qc_synth_truth truth[3];
    qc_synth_truth_options options = QC_SYNTH_TRUTH_OPTIONS_DEFAULT;
    read_spec(&spec, FIXTURE("small.yaml"));
    run_company(&company, &spec, 7);
    options.as_of = spec.until + 1;
    ck_assert(!qc_synth_truth_find(&company, spec.targets, 3, &options, truth, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(status.message, "2026-10-01 is outside"));
    options.as_of = QC_DAY_NONE, status = (qc_status){0};
    ck_assert(!qc_synth_truth_find(&company, spec.targets, 0, &options, truth, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    qc_synth_company_free(&company);
}
END_TEST

START_TEST(truth_as_json_carries_every_figure)
{
    qc_synth_spec spec;
    qc_synth_company company;
    qc_status status = {0};
    qc_synth_truth truth[3];
    qc_text text = {0};
    json_error_t error;
    qc_synth_truth_options options = QC_SYNTH_TRUTH_OPTIONS_DEFAULT;
    options.replications = 200;
    read_spec(&spec, FIXTURE("small.yaml"));
    run_company(&company, &spec, 7);
    ck_assert(qc_synth_truth_find(&company, spec.targets, 3, &options, truth, &status));
    ck_assert(qc_synth_truth_json(&company, spec.targets, 3, &options, truth, &text, &status));
    json_t *root = json_loads(qc_text_get(&text), 0, &error);
    ck_assert_ptr_nonnull(root);
    ck_assert_str_eq(json_string_value(json_object_get(root, "as_of")), "2026-06-15");
    json_t *targets = json_object_get(root, "targets");
    ck_assert_uint_eq(json_array_size(targets), 3);
    json_t *large = json_array_get(targets, 1);
    ck_assert_str_eq(json_string_value(json_object_get(json_object_get(large, "scope"), "segment")),
                     "large");
    ck_assert_double_eq_tol(json_real_value(json_object_get(large, "true_chance")),
                            truth[1].chance.value, 1e-9);
    ck_assert_int_eq(json_is_true(json_object_get(large, "hit")), truth[1].realised >= 100000);
    json_decref(root);
    qc_text_free(&text);
    qc_synth_company_free(&company);
}
END_TEST

START_TEST(plan_of_a_company_names_its_stages_and_targets)
{
    qc_synth_spec spec;
    qc_status status = {0};
    qc_text plan = {0};
    read_spec(&spec, FIXTURE("small.yaml"));
    ck_assert(qc_synth_plan(&spec, spec.as_of, "d.csv", "", spec.targets, 3, &plan, &status));
    ck_assert_str_eq(
        qc_text_get(&plan),
        "company: \"Small\"\ncurrency: CHF\nas_of: 2026-06-15\nhistory: {deals: \"d.csv\"}\n"
        "pipeline:\n  - {stage: \"talk\"}\n  - {stage: \"offer\"}\ntargets:\n"
        "  - {name: \"quarter\", metric: bookings, period: 2026-07-01..2026-09-30, at_least: "
        "150000}\n"
        "  - {name: \"large\", metric: bookings, period: 2026-06-01..2026-09-30, at_least: 100000, "
        "scope: {segment: \"large\"}}\n"
        "  - {name: \"logos\", metric: customers, period: 2026-07-01..2026-09-30, at_least: 12}\n");
    qc_text_free(&plan);
}
END_TEST

/* ---- memory ---- */

static bool whole_study(qc_status *status)
{
    qc_synth_spec spec;
    qc_synth_company company = {0};
    qc_findings findings = {0};
    qc_text text = {0};
    qc_synth_dirt_done done;
    qc_synth_truth truth[3];
    qc_synth_truth_options options = QC_SYNTH_TRUTH_OPTIONS_DEFAULT;
    options.replications = 3;
    bool ok = qc_synth_spec_read(&spec, FIXTURE("small.yaml"), &findings, status);
    if (ok) spec.history_months = 3;
    ok = ok && qc_synth_run(&company, &spec, 7, status) &&
         qc_synth_csv(&company, history_days(&spec), &text, status) &&
         qc_synth_csv_dirty(&company, history_days(&spec), &text, &done, status) &&
         qc_synth_truth_find(&company, spec.targets, 3, &options, truth, status) &&
         qc_synth_plan(&spec, spec.as_of, "d.csv", "", spec.targets, 3, &text, status);
    qc_text_free(&text);
    qc_synth_company_free(&company);
    qc_synth_company_free(&company);
    qc_findings_free(&findings);
    return ok;
}

START_TEST(any_refused_memory_is_reported)
{
    qc_torture(whole_study);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("synth");
    TCase *tests = tcase_create("synth");
    tcase_add_test(tests, sample_history_is_made_by_its_specification);
    tcase_add_test(tests, sample_company_is_what_its_description_promises);
    tcase_add_test(tests, same_seed_same_bytes_other_seed_other_bytes);
    tcase_add_test(tests, history_does_not_depend_on_how_far_the_future_is_recorded);
    tcase_add_test(tests, deals_move_through_the_pipeline_and_end_once);
    tcase_add_test(tests, totals_agree_with_the_files);
    tcase_add_test(tests, every_error_of_a_specification_has_its_place);
    tcase_add_test(tests, small_specification_is_read_to_the_last_key);
    tcase_add_test(tests, missing_file_and_bad_yaml_are_refused);
    tcase_add_test(tests, dirt_can_be_named_one_by_one);
    tcase_add_test(tests, random_companies_lie_in_the_prior_and_differ);
    tcase_add_test(tests, random_goals_follow_the_pace);
    tcase_add_test(tests, truth_is_the_same_for_any_number_of_threads);
    tcase_add_test(tests, what_has_happened_is_certain);
    tcase_add_test(tests, truth_refuses_days_and_targets_it_cannot_know);
    tcase_add_test(tests, truth_as_json_carries_every_figure);
    tcase_add_test(tests, plan_of_a_company_names_its_stages_and_targets);
    tcase_add_test(tests, any_refused_memory_is_reported);
    suite_add_tcase(suite, tests);
    return suite;
}
