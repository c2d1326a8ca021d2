/* A company as JSON is read, refused when anything in it is off, and simulated alike on any threads. */
#include "report/bench_line.h"
#include "study/bench.h"
#include "tests/support/edit.h"
#include "tests/support/torture.h"

#include <check.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

static const char COMPANY[] =
    "{\"name\": \"a: \\\"b\\\" #c\", \"version\": 1, \"months\": 3, \"month_end_days\": [31, 59, "
    "90],\n"
    " \"stages\": [{\"name\": \"talk\", \"mean_days\": 5.25, \"cv\": 1.234, \"advance\": 0.55},\n"
    "            {\"name\": \"offer\", \"mean_days\": 9, \"cv\": 0.8, \"advance\": 1}],\n"
    " \"amount\": {\"mean\": 1234.567, \"cv\": 1.1},\n"
    " \"new_deals_per_month\": [10, 10.0, 10],\n"
    " \"open_deals\": [[0, 2.5, 700], [1, 0, 1300.5], [1, 30, 100]],\n"
    " \"targets\": {\"month\": [3000, 4000.5, 5000], \"year\": 12000},\n"
    " \"quantiles\": [0.05, 0.25, 0.5, 0.75, 0.95], \"trials\": 3000, \"uncertainty\": {}}\n";

static void read_good(qc_bench_company *company, const char *text)
{
    qc_status status = {0};
    ck_assert_msg(qc_bench_company_read_bytes(company, "company.json", text, strlen(text), &status),
                  "%s", status.message);
}

static void same(double found, double expected)
{
    ck_assert_double_eq(found, expected); /* to the last bit */
}

START_TEST(the_company_becomes_a_plan)
{
    qc_bench_company company = {0};
    read_good(&company, COMPANY);
    const qc_plan *plan = &company.plan;
    ck_assert_str_eq(plan->company, "a: \"b\" #c");
    ck_assert_int_eq(plan->as_of, qc_calendar_day(2024, 12, 31));
    ck_assert_int_eq(plan->shocks, QC_SHOCKS_NONE);
    ck_assert_int_eq(plan->stage_count, 2);
    ck_assert_str_eq(plan->stages[1].name, "offer");
    same(plan->stages[0].conversion.first, 0.55);
    ck_assert(isinf(plan->stages[0].conversion.based_on));
    ck_assert_int_eq(plan->stages[0].days.form, QC_BELIEF_MEAN_CV);
    ck_assert_int_eq(plan->stages[0].days.family, QC_FAMILY_LOGNORMAL);
    same(plan->stages[0].days.first, 5.25);
    same(plan->stages[0].days.second, 1.234);
    ck_assert(isinf(plan->stages[0].days.based_on));
    same(plan->deal_size.first, 1234.567);
    ck_assert(isinf(plan->deal_size.based_on));
    ck_assert_int_eq(plan->new_deals.noise, QC_NOISE_NONE);
    ck_assert_int_eq(plan->new_deals.per, QC_UNIT_MONTH);
    same(plan->new_deals.first, 10);
    ck_assert_int_eq(plan->target_count, 4);
    ck_assert_int_eq(plan->targets[0].period.span.from, qc_calendar_day(2025, 1, 1));
    ck_assert_int_eq(plan->targets[0].period.span.to, qc_calendar_day(2025, 3, 31));
    ck_assert_int_eq(plan->targets[2].period.span.from, qc_calendar_day(2025, 2, 1));
    same(plan->targets[2].amount, 4000.5);
    ck_assert_int_eq(company.open.count, 3);
    ck_assert_int_eq(company.open.stage[1], 1);
    same(company.open.age_days[0], 2.5);
    same(company.open.number[QC_NUMBER_AMOUNT][1], 1300.5);
    ck_assert_int_eq(company.trials, 3000);
    qc_bench_company_free(&company);
    qc_bench_company_free(&company);
}
END_TEST

static const struct {
    const char *from, *to, *message;
} FAULTS[] = {
    {"{\"name\"", "\"name\"", "is no company: "},
    {"\"version\": 1", "\"version\": 2", "'version' is 2, expected 1 to 1"},
    {"\"version\": 1, ", "", "'version' is missing"},
    {"\"version\": 1", "\"version\": 1, \"note\": 1", "there are other fields than"},
    {"\"name\": \"a: \\\"b\\\" #c\"", "\"name\": 7", "'name' is not a text"},
    {"\"months\": 3", "\"months\": 0", "'months' is 0, expected 1 to 60"},
    {"\"months\": 3", "\"months\": 4", "'month_end_days' has 3 values, expected 4 to 4"},
    {"[31, 59, 90]", "[31, 60, 90]",
     "has month 2 end on day 60; counted from 1 January 2025 it ends on "
     "day 59"},
    {"[31, 59, 90]", "[31, 59.5, 90]", "'month_end_days' is not a whole number"},
    {"\"stages\": [", "\"stages\": [7, ", "stages[0]: expected an object with name mean_days"},
    {"\"mean_days\": 9", "\"mean_days\": 0", "stages[1]: 'mean_days' is 0"},
    {"\"mean_days\": 9", "\"mean_days\": \"9\"", "stages[1]: 'mean_days' is not a number"},
    {"\"cv\": 0.8", "\"cv\": 21", "stages[1]: 'cv' is 21"},
    {"\"cv\": 0.8, ", "", "stages[1]: 'cv' is missing"},
    {"\"advance\": 1", "\"advance\": 1.01", "stages[1]: 'advance' is 1.01"},
    {"\"name\": \"offer\"", "\"name\": \"Talk\"", "is no company: "},
    {"\"name\": \"offer\"", "\"name\": \"won\"", "is no company: "},
    {"\"name\": \"offer\"", "\"name\": null", "stages[1]: 'name' is not a text"},
    {"\"mean\": 1234.567", "\"mean\": -1", "amount: 'mean' is -1"},
    {"\"amount\": {\"mean\": 1234.567, \"cv\": 1.1}", "\"amount\": 9",
     "amount: expected an object"},
    {"[10, 10.0, 10]", "[10, 11, 10]", "is 11 in month 2 and 10 in the first"},
    {"[10, 10.0, 10]", "[10, 10]", "'new_deals_per_month' has 2 values, expected 3 to 3"},
    {"[10, 10.0, 10]", "[-1, -1, -1]", "'new_deals_per_month' is -1"},
    {"[0, 2.5, 700]", "[2, 2.5, 700]", "open_deals[0]: 'stage' is 2, expected 0 to 1"},
    {"[0, 2.5, 700]", "[0, -2.5, 700]", "open_deals[0]: 'age' is -2.5"},
    {"[0, 2.5, 700]", "[0, 2.5, 0]", "open_deals[0]: 'amount' is 0"},
    {"[0, 2.5, 700]", "[0, 2.5]", "open_deals[0]: '[stage, age, amount]' has 2 values"},
    {"[1, 30, 100]", "7", "open_deals[2]: '[stage, age, amount]' is not a list"},
    {"[3000, 4000.5, 5000]", "[3000, 4000.5]", "targets: 'month' has 2 values"},
    {"[3000, 4000.5, 5000]", "[3000, \"x\", 5000]", "targets: 'month' is not a number"},
    {"\"year\": 12000", "\"year\": 0", "targets: 'year' is 0"},
    {"\"uncertainty\": {}", "\"uncertainty\": {\"history_deals\": 0}",
     "uncertainty: 'history_deals' is 0"},
    {"0.75, 0.95]", "0.75, 0.9]", "'quantiles' is 0.9, expected 0.95 to 0.95"},
    {"0.75, 0.95]", "0.75]", "'quantiles' has 4 values"},
    {"\"trials\": 3000", "\"trials\": 0", "'trials' is 0"},
};

START_TEST(faults_are_told)
{
    qc_text changed = {0};
    qc_bench_company company = {0};
    qc_status status = {0};
    qc_edit(&changed, COMPANY, FAULTS[_i].from, FAULTS[_i].to);
    ck_assert(!qc_bench_company_read_bytes(&company, "company.json", changed.bytes, changed.length,
                                           &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_str_eq(status.file, "company.json");
    ck_assert_msg(strstr(status.message, FAULTS[_i].message) != NULL, "'%s' instead of '%s'",
                  status.message, FAULTS[_i].message);
    qc_bench_company_free(&company);
    qc_text_free(&changed);
}
END_TEST

START_TEST(every_torn_company_is_refused)
{
    for (size_t length = 0; length < sizeof COMPANY - 2; length++) { /* without line end and zero */
        qc_bench_company company = {0};
        qc_status status = {0};
        ck_assert(!qc_bench_company_read_bytes(&company, "company.json", COMPANY, length, &status));
        ck_assert_int_eq(status.code, QC_BAD_INPUT);
        qc_bench_company_free(&company);
    }
}
END_TEST

START_TEST(a_missing_file_is_told)
{
    qc_bench_company company = {0};
    qc_status status = {0};
    ck_assert(
        !qc_bench_company_read(&company, QC_SOURCE_DIR "/tests/no_such_company.json", &status));
    ck_assert_int_eq(status.code, QC_IO);
    qc_bench_company_free(&company);
}
END_TEST

static void run(qc_bench_result *result, const qc_bench_company *company, uint64_t seed,
                int32_t threads, qc_evaluator evaluator)
{
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_status status = {0};
    options.trials = 1000;
    options.seed = seed;
    options.threads = threads;
    options.evaluator = evaluator;
    ck_assert_msg(qc_bench_run(result, company, &options, &status), "%s", status.message);
}

START_TEST(runs_are_alike_on_any_threads)
{
    qc_bench_company company = {0};
    qc_bench_result one, two, other;
    read_good(&company, COMPANY);
    run(&one, &company, 42, 1, QC_EVALUATOR_WALK);
    run(&two, &company, 42, 2, QC_EVALUATOR_WALK);
    run(&other, &company, 43, 1, QC_EVALUATOR_WALK);
    ck_assert_str_eq(one.result_hash, two.result_hash);
    ck_assert_str_ne(one.result_hash, other.result_hash);
    ck_assert_int_eq(one.trials, 1000);
    ck_assert_int_eq(one.months, 3);
    ck_assert_int_eq(two.threads, 2);
    ck_assert_int_gt(one.moves, 0);
    ck_assert_double_gt(one.chance_year, 0);
    ck_assert_double_lt(one.chance_year, 1);
    for (int32_t m = 0; m < 3; m++) {
        ck_assert_double_ge(one.chance_month[m], 0);
        ck_assert_double_le(one.chance_month[m], 1);
        for (int q = 1; q < QC_BENCH_QUANTILES; q++)
            ck_assert_double_ge(one.cumulative[m][q], one.cumulative[m][q - 1]);
        for (int q = 0; m > 0 && q < QC_BENCH_QUANTILES; q++)
            ck_assert_double_ge(one.cumulative[m][q], one.cumulative[m - 1][q]);
    }
    qc_bench_company_free(&company);
}
END_TEST

/* Parameters that rest on few deals pull the chance to the middle, and on many leave it where it was. */
START_TEST(uncertain_parameters_are_drawn)
{
    static const double HISTORY[] = {12, 1e9};
    qc_bench_result result[2], certain;
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_bench_company company = {0};
    qc_status status = {0};
    options.trials = 400;
    options.evaluator = QC_EVALUATOR_EXACT;
    read_good(&company, COMPANY);
    ck_assert(qc_bench_run(&certain, &company, &options, &status));
    company.uncertain = true;
    ck_assert(!qc_bench_run(&result[0], &company, &options, &status));
    ck_assert_ptr_nonnull(strstr(status.message, "history_deals"));
    for (int i = 0; i < 2; i++) {
        company.history_deals = HISTORY[i];
        status = (qc_status){0};
        ck_assert_msg(qc_bench_run(&result[i], &company, &options, &status), "%s", status.message);
        ck_assert(result[i].uncertain);
    }
    const double wide = result[0].cumulative[2][4] - result[0].cumulative[2][0];
    const double plain = certain.cumulative[2][4] - certain.cumulative[2][0];
    ck_assert_double_gt(wide, 1.1 * plain);
    ck_assert_double_eq_tol(result[1].chance_year, certain.chance_year, 1e-3);
    qc_bench_company_free(&company);
}
END_TEST

/* Walk and exact under the same draws, so that only the walk's own luck is between them. */
START_TEST(walk_follows_the_drawn_parameters)
{
    qc_bench_result walked, computed;
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_bench_company company = {0};
    qc_status status = {0};
    options.trials = 4000;
    read_good(&company, COMPANY);
    company.uncertain = true;
    company.history_deals = 30;
    ck_assert(qc_bench_run(&walked, &company, &options, &status));
    ck_assert_str_eq(walked.engine, "quotacast walk");
    options.evaluator = QC_EVALUATOR_EXACT;
    ck_assert(qc_bench_run(&computed, &company, &options, &status));
    const double p = computed.chance_year;
    ck_assert_double_gt(p, 0.05);
    ck_assert_double_eq_tol(walked.chance_year, p, 4.9 * sqrt(p * (1 - p) / 4000)); /* 1e-6 */
    qc_bench_company_free(&company);
}
END_TEST

/* What every engine says, and then its own. */
static const struct line_fields {
    qc_evaluator evaluator;
    const char *names[15];
} line_fields[] = {
    {QC_EVALUATOR_WALK,
     {"engine", "trials", "seed", "threads", "cpu_s", "wall_s", "p_year", "p_month",
      "cum_quantiles", "phases", "trials_per_s", "result_hash", "moves_per_s", "isa"}},
    {QC_EVALUATOR_COHORT,
     {"engine", "trials", "seed", "threads", "cpu_s", "wall_s", "p_year", "p_month",
      "cum_quantiles", "phases", "trials_per_s", "result_hash", "isa"}},
    {QC_EVALUATOR_EXACT,
     {"engine", "trials", "seed", "threads", "cpu_s", "wall_s", "p_year", "p_month",
      "cum_quantiles", "phases", "error_bound", "chances_s"}},
};

START_TEST(the_line_is_json_with_all_its_fields)
{
    const char *const *NAMES = line_fields[_i].names;
    size_t names = 0;
    while (NAMES[names] != NULL)
        names++;
    qc_bench_company company = {0};
    qc_bench_result result;
    qc_status status = {0};
    qc_sink sink;
    read_good(&company, COMPANY);
    run(&result, &company, 42, 1, line_fields[_i].evaluator);
    qc_sink_memory(&sink);
    ck_assert(qc_bench_line(&sink, &result, &status));
    const char *line = qc_text_get(&sink.memory);
    ck_assert_ptr_eq(strchr(line, '\n'), line + strlen(line) - 1);
    json_t *root = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(root);
    ck_assert_uint_eq(json_object_size(root), names);
    for (size_t i = 0; i < names; i++)
        ck_assert_msg(json_object_get(root, NAMES[i]) != NULL, "no %s", NAMES[i]);
    ck_assert_double_eq_tol(json_number_value(json_object_get(root, "p_year")), result.chance_year,
                            1e-9);
    ck_assert_uint_eq(json_array_size(json_object_get(root, "p_month")), 3);
    const json_t *second = json_array_get(json_object_get(root, "cum_quantiles"), 1);
    ck_assert_double_eq_tol(json_number_value(json_array_get(second, 4)) / result.cumulative[1][4],
                            1, 1e-8);
    ck_assert_uint_eq(json_object_size(json_object_get(root, "phases")), 4);
    json_decref(root);
    qc_sink_drop(&sink);
    qc_bench_company_free(&company);
}
END_TEST

static bool read_tortured(qc_status *status)
{
    qc_bench_company company = {0};
    const bool ok = qc_bench_company_read_bytes(&company, "company.json", COMPANY,
                                                sizeof COMPANY - 1, status);
    qc_bench_company_free(&company);
    return ok;
}

START_TEST(no_memory_is_no_crash)
{
    qc_torture(read_tortured);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("bench");
    TCase *tests = tcase_create("bench");
    tcase_add_test(tests, the_company_becomes_a_plan);
    tcase_add_loop_test(tests, faults_are_told, 0, (int) (sizeof FAULTS / sizeof FAULTS[0]));
    tcase_add_test(tests, every_torn_company_is_refused);
    tcase_add_test(tests, a_missing_file_is_told);
    tcase_add_test(tests, runs_are_alike_on_any_threads);
    tcase_add_test(tests, uncertain_parameters_are_drawn);
    tcase_add_test(tests, walk_follows_the_drawn_parameters);
    tcase_add_loop_test(tests, the_line_is_json_with_all_its_fields, 0, 3);
    tcase_add_test(tests, no_memory_is_no_crash);
    suite_add_tcase(suite, tests);
    return suite;
}
