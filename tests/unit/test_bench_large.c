/* A company of segments as JSON: read, refused when anything in it is off, and the sum of its parts. */
#include "report/bench_line.h"
#include "study/bench.h"
#include "tests/support/edit.h"

#include <check.h>
#include <jansson.h>
#include <math.h>
#include <string.h>

#define STAGES                                                                  \
    "[{\"name\": \"talk\", \"mean_days\": 12, \"cv\": 0.9, \"advance\": 0.55}," \
    " {\"name\": \"offer\", \"mean_days\": 9, \"cv\": 0.8, \"advance\": 0.7}]"
#define OTHER                                                                   \
    "[{\"name\": \"talk\", \"mean_days\": 30, \"cv\": 1.1, \"advance\": 0.45}," \
    " {\"name\": \"offer\", \"mean_days\": 8, \"cv\": 0.7, \"advance\": 0.6}]"
#define HEAD "{\"name\": \"n\", \"version\": 1, \"months\": 3, \"month_end_days\": [31, 59, 90], "
#define SEGMENT(stages, mean, rate)                                            \
    "{\"stages\": " stages ", \"amount\": {\"mean\": " mean ", \"cv\": 1.1}, " \
    "\"new_deals_per_month\": " rate ", \"reps\": 5}"

static const char LARGE[] = HEAD "\"segments\": [" SEGMENT(STAGES, "1000", "20.0") ", " SEGMENT(
    OTHER, "5000",
    "7") "], "
         "\"open_deals\": [[0, 3, 0, 2.5, 700], [1, 0, 1, 0, 1300], [0, 1, 1, 30, 100]], "
         "\"rep_assignment\": \"uniform\", \"outputs\": [], \"trials\": 3000}";

/* The same deals, in one segment and in two that are alike. */
static const char WHOLE[] = HEAD "\"segments\": [" SEGMENT(
    STAGES, "1000", "20.0") "], "
                            "\"open_deals\": [[0, 0, 0, 2.5, 700], [0, 0, 1, 30, 100]]}";
static const char HALVES[] = HEAD "\"segments\": [" SEGMENT(STAGES, "1000", "15.0") ", " SEGMENT(
    STAGES, "1000", "5.0") "], "
                           "\"open_deals\": [[0, 0, 0, 2.5, 700], [1, 0, 1, 30, 100]]}";

static void read_good(qc_bench_company *company, const char *text)
{
    qc_status status = {0};
    ck_assert_msg(qc_bench_company_read_bytes(company, "large.json", text, strlen(text), &status),
                  "%s", status.message);
}

START_TEST(segments_become_a_plan)
{
    qc_bench_company company = {0};
    read_good(&company, LARGE);
    const qc_plan *plan = &company.plan;
    ck_assert_int_eq(company.segments, 2);
    ck_assert_int_eq(company.trials, 3000);
    ck_assert_int_eq(plan->segment_count, 2);
    ck_assert_str_eq(plan->segments[1].name, "segment 2");
    ck_assert_double_eq(plan->segments[1].conversion[0].first, 0.45);
    ck_assert_double_eq(plan->segments[0].days[0].first, 12);
    ck_assert_double_eq(plan->segments[1].deal_size.first, 5000);
    ck_assert_double_eq(plan->new_deals.first, 27);
    ck_assert_int_eq(plan->target_count, 3);
    ck_assert_int_eq(plan->targets[2].period.span.to, qc_calendar_day(2025, 3, 31));
    ck_assert_int_eq(company.open.count, 3);
    ck_assert_int_eq(company.open.label[QC_LABEL_SEGMENT][1], 1);
    qc_bench_company_free(&company);
}
END_TEST

static const struct {
    const char *from, *to, *message;
} FAULTS[] = {
    {"\"segments\": [", "\"segments\": [7, ", "'stages' is not a list"},
    {"\"reps\": 5", "\"reps\": 0", "segments[0]: 'reps' is 0"},
    {"\"reps\": 5", "\"rep\": 5", "segments[0]"},
    {"\"new_deals_per_month\": 7", "\"new_deals_per_month\": -7",
     "segments[1]: 'new_deals_per_month' is -7"},
    {"\"advance\": 0.6}", "\"advance\": 1.6}", "segments[1]: 'advance' is 1.6"},
    {"\"mean\": 5000", "\"mean\": 0", "segments[1]: 'mean' is 0"},
    {"\"talk\", \"mean_days\": 30", "\"chat\", \"mean_days\": 30",
     "segments[1]: stage 1 has another name than in the first segment"},
    {"[1, 0, 1, 0, 1300]", "[2, 0, 1, 0, 1300]", "open_deals[1]: 'segment' is 2, expected 0 to 1"},
    {"[1, 0, 1, 0, 1300]", "[1, 0, 2, 0, 1300]", "open_deals[1]: 'stage' is 2, expected 0 to 1"},
    {"[1, 0, 1, 0, 1300]", "[1, 0, 1, 0]", "'[segment, rep, stage, age, amount]' has 4 values"},
    {"\"trials\": 3000", "\"targets\": 3000", "there are other fields than"},
    {"\"months\": 3", "\"months\": 4", "'month_end_days' has 3 values"},
};

START_TEST(faults_are_told)
{
    qc_text changed = {0};
    qc_bench_company company = {0};
    qc_status status = {0};
    qc_edit(&changed, LARGE, FAULTS[_i].from, FAULTS[_i].to);
    ck_assert(!qc_bench_company_read_bytes(&company, "large.json", changed.bytes, changed.length,
                                           &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_msg(strstr(status.message, FAULTS[_i].message) != NULL, "'%s' instead of '%s'",
                  status.message, FAULTS[_i].message);
    qc_bench_company_free(&company);
    qc_text_free(&changed);
}
END_TEST

START_TEST(every_torn_company_is_refused)
{
    for (size_t length = 0; length + 1 < sizeof LARGE; length++) {
        qc_bench_company company = {0};
        qc_status status = {0};
        ck_assert(!qc_bench_company_read_bytes(&company, "large.json", LARGE, length, &status));
        ck_assert_int_eq(status.code, QC_BAD_INPUT);
        qc_bench_company_free(&company);
    }
}
END_TEST

static void run(qc_bench_result *result, const char *text, qc_evaluator evaluator, int32_t threads)
{
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_bench_company company = {0};
    qc_status status = {0};
    read_good(&company, text);
    options.trials = 2000;
    options.threads = threads;
    options.evaluator = evaluator;
    ck_assert_msg(qc_bench_run(result, &company, &options, &status), "%s", status.message);
    qc_bench_company_free(&company);
}

static bool differ(const double *one, const double *other)
{
    bool found = false;
    for (int q = 0; q < QC_BENCH_QUANTILES; q++)
        found |= fabs(one[q] - other[q]) > 1e-3;
    return found;
}

/* Without luck: what is asked of the whole does not depend on how it is cut, and of the parts it does. */
START_TEST(segments_add_up_to_the_company)
{
    qc_bench_result whole, halves, other;
    run(&whole, WHOLE, QC_EVALUATOR_EXACT, 1);
    run(&halves, HALVES, QC_EVALUATOR_EXACT, 1);
    run(&other, LARGE, QC_EVALUATOR_EXACT, 1);
    for (int m = 0; m < 3; m++)
        ck_assert(!differ(whole.cumulative[m], halves.cumulative[m]));
    ck_assert(!differ(whole.year[0][0], halves.year[0][0]));
    ck_assert(!differ(whole.year[0][0], whole.year[1][0]));
    ck_assert(differ(halves.year[1][0], halves.year[2][0]));
    ck_assert(differ(whole.year[0][0], other.year[0][0]));
}
END_TEST

START_TEST(runs_are_alike_on_any_threads)
{
    qc_bench_result one, three;
    run(&one, LARGE, QC_EVALUATOR_COHORT, 1);
    run(&three, LARGE, QC_EVALUATOR_COHORT, 3);
    ck_assert_str_eq(one.result_hash, three.result_hash);
    ck_assert_mem_eq(one.year, three.year, sizeof one.year);
}
END_TEST

START_TEST(the_line_has_years_in_place_of_chances)
{
    qc_bench_result result;
    qc_status status = {0};
    qc_sink sink;
    run(&result, LARGE, QC_EVALUATOR_COHORT, 1);
    qc_sink_memory(&sink);
    ck_assert(qc_bench_line(&sink, &result, &status));
    json_t *root = json_loads(qc_text_get(&sink.memory), JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(root);
    ck_assert_ptr_null(json_object_get(root, "p_year"));
    ck_assert_uint_eq(json_array_size(json_object_get(root, "cum_quantiles")), 3);
    ck_assert_uint_eq(json_array_size(json_object_get(root, "year_quantiles")), 1);
    const json_t *segments = json_object_get(root, "segment_year_quantiles");
    ck_assert_uint_eq(json_array_size(segments), 2);
    const json_t *year = json_array_get(json_array_get(segments, 1), 0);
    ck_assert_double_eq_tol(json_number_value(json_array_get(year, 2)) / result.year[2][0][2], 1,
                            1e-8);
    json_decref(root);
    qc_sink_drop(&sink);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("bench_large");
    TCase *tests = tcase_create("bench_large");
    tcase_add_test(tests, segments_become_a_plan);
    tcase_add_loop_test(tests, faults_are_told, 0, (int) (sizeof FAULTS / sizeof FAULTS[0]));
    tcase_add_test(tests, every_torn_company_is_refused);
    tcase_add_test(tests, segments_add_up_to_the_company);
    tcase_add_test(tests, runs_are_alike_on_any_threads);
    tcase_add_test(tests, the_line_has_years_in_place_of_chances);
    suite_add_tcase(suite, tests);
    return suite;
}
