#include "report/json/json.h"
#include "report/json/json_build.h"
#include "tests/fixtures/report/companies.h"

#include <check.h>
#include <math.h>
#include <string.h>

static qc_status status;
static qc_summary summary;
static json_t *root;

static void parse(void)
{
    qc_sink sink;
    json_error_t error;

    json_decref(root);
    qc_sink_memory(&sink);
    ck_assert(qc_json_forecast(&sink, &summary, &status));
    root = json_loads(qc_text_get(&sink.memory), JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(root != NULL, "%s", error.text);
    qc_sink_drop(&sink);
}

static void set_up(void)
{
    qc_companies_summary(&summary, &QC_COMPANY_ACME);
    qc_companies_add_details(&summary);
}

static void tear_down(void)
{
    json_decref(root);
    root = NULL;
    qc_companies_free(&summary);
}

static const json_t *get(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    ck_assert_msg(value != NULL, "no key '%s'", key);
    return value;
}

static const json_t *target(size_t index)
{
    return json_array_get(get(root, "targets"), index);
}

START_TEST(the_promised_shape_is_there)
{
    static const char *const TOP[] = {
        "quotacast", "command", "plan",        "seed",    "trials",        "as_of",
        "currency",  "inputs",  "result_hash", "targets", "joint",         "series",
        "parts",     "levers",  "rests_on",    "trust",   "reconciliation"};
    static const char *const OF_TARGET[] = {"name",
                                            "metric",
                                            "scope",
                                            "from",
                                            "to",
                                            "at_least",
                                            "actual_so_far",
                                            "chance",
                                            "chance_error",
                                            "chance_band",
                                            "mean",
                                            "quantiles",
                                            "median_shortfall",
                                            "safe_at_80",
                                            "gap_to_80",
                                            "pace"};

    parse();
    for (size_t i = 0; i < sizeof TOP / sizeof TOP[0]; i++)
        get(root, TOP[i]);
    for (size_t i = 0; i < sizeof OF_TARGET / sizeof OF_TARGET[0]; i++)
        get(target(0), OF_TARGET[i]);
    ck_assert_uint_eq(json_object_size(get(target(0), "quantiles")), 9);
    get(get(target(0), "pace"), "needed");
    const json_t *point = json_array_get(get(json_array_get(get(root, "series"), 0), "points"), 6);
    ck_assert_str_eq(json_string_value(get(point, "from")), "2026-07-01");
    get(get(get(point, "cumulative"), "quantiles"), "p95");
    get(get(get(root, "parts"), "open_now"), "share_of_variance");
    get(get(get(root, "parts"), "not_yet_created"), "mean");
    get(get(get(root, "reconciliation"), "deals"), "won");
}
END_TEST

START_TEST(figures_are_those_of_the_summary)
{
    parse();
    ck_assert_int_eq(json_integer_value(get(target(0), "at_least")), 1800000);
    ck_assert(fabs(json_number_value(get(target(0), "chance")) - summary.targets->chance.value) <
              1e-9);
    ck_assert(fabs(json_number_value(get(get(target(0), "quantiles"), "p10")) /
                       summary.targets->quantiles.p10 -
                   1.0) < 1e-8);
    ck_assert_str_eq(json_string_value(get(root, "headline")), "year");
    const json_t *joint = json_array_get(get(root, "joint"), 0);
    ck_assert_str_eq(json_string_value(get(joint, "of")), "month");
    const json_t *third = json_array_get(get(joint, "at_least"), 2);
    ck_assert_int_eq(json_integer_value(get(third, "count")), 3);
    ck_assert_double_eq(json_number_value(get(third, "chance")), 0.63);
    const json_t *lever = json_array_get(get(root, "levers"), 0);
    ck_assert_str_eq(json_string_value(get(lever, "change")), "+10% new deals");
    ck_assert_double_eq(json_number_value(get(lever, "chance_change")), 0.062);
    const json_t *aside = json_array_get(get(get(root, "reconciliation"), "set_aside"), 0);
    ck_assert_str_eq(json_string_value(get(aside, "reason")), "bad date");
    ck_assert_int_eq(json_integer_value(get(aside, "rows")), 3);
    const json_t *deal = json_array_get(get(get(root, "hanging"), "deals"), 0);
    ck_assert_str_eq(json_string_value(get(deal, "deal")), "Globex");
}
END_TEST

START_TEST(a_limit_has_its_own_key_and_absent_is_null)
{
    parse();
    const json_t *limit = target(14);
    ck_assert_int_eq(json_integer_value(get(limit, "at_most")), 1240);
    ck_assert_ptr_null(json_object_get(limit, "at_least"));
    ck_assert(json_is_null(get(limit, "gap_to_80")));
    ck_assert_str_eq(json_string_value(get(get(limit, "scope"), "segment")), "SMB, \"north\"");
    ck_assert(json_is_null(get(root, "trust")));
    ck_assert(json_is_null(json_array_get(get(target(1), "chance_band"), 0)));
}
END_TEST

START_TEST(without_targets_and_series_the_lists_are_empty)
{
    summary.target_count = summary.joint_count = summary.series.count = 0;
    summary.hanging_count = summary.probe_count = summary.bin_count = summary.curve_count = 0;
    summary.headline = -1;
    summary.as_of = QC_DAY_NONE;
    parse();
    ck_assert_uint_eq(json_array_size(get(root, "targets")), 0);
    ck_assert_uint_eq(json_array_size(get(root, "series")), 0);
    ck_assert(json_is_null(get(root, "headline")));
    ck_assert(json_is_null(get(root, "as_of")));
    ck_assert(json_is_null(get(get(root, "hanging"), "chance_lost")));
}
END_TEST

START_TEST(broken_names_do_not_stop_the_output)
{
    qc_scope_text scope = {"seg\xff", "S\xe9"};

    summary.company = "Caf\xe9 \xe2\x82\xac";
    summary.targets[0].scope = &scope;
    summary.targets[0].scope_count = 1;
    parse();
    ck_assert_str_eq(json_string_value(get(root, "company")), "Caf\xef\xbf\xbd \xe2\x82\xac");
    ck_assert_str_eq(json_string_value(get(get(target(0), "scope"), "seg\xef\xbf\xbd")),
                     "S\xef\xbf\xbd");
}
END_TEST

static const char *dump(json_t *value)
{
    static char text[64];
    qc_sink sink;
    qc_json_build build = {0};
    json_t *array = json_array();

    qc_sink_memory(&sink);
    qc_json_build_append(&build, array, value);
    ck_assert(qc_json_build_write(&build, array, &sink, &status));
    snprintf(text, sizeof text, "%s", qc_text_get(&sink.memory));
    qc_sink_drop(&sink);
    return text;
}

START_TEST(numbers_have_at_most_nine_digits)
{
    ck_assert_str_eq(dump(qc_json_build_number(1800000.0)), "[\n  1800000\n]\n");
    ck_assert_str_eq(dump(qc_json_build_number(1800000.0000001)), "[\n  1800000\n]\n");
    ck_assert_str_eq(dump(qc_json_build_number(0.1 + 0.2)), "[\n  0.3\n]\n");
    ck_assert_str_eq(dump(qc_json_build_number(-0.0)), "[\n  0\n]\n");
    ck_assert_str_eq(dump(qc_json_build_number(123456.123456)), "[\n  123456.123\n]\n");
    ck_assert_str_eq(dump(qc_json_build_number(NAN)), "[\n  null\n]\n");
    ck_assert_str_eq(dump(qc_json_build_number(INFINITY)), "[\n  null\n]\n");
    ck_assert_str_eq(dump(qc_json_build_seed(42)), "[\n  42\n]\n");
    ck_assert_str_eq(dump(qc_json_build_seed(UINT64_MAX)), "[\n  \"18446744073709551615\"\n]\n");
    ck_assert_str_eq(dump(qc_json_build_text(NULL)), "[\n  null\n]\n");
}
END_TEST

START_TEST(a_failure_is_kept_until_the_end)
{
    qc_sink sink;
    qc_json_build build = {0};
    json_t *object = json_object();

    qc_sink_memory(&sink);
    qc_json_build_put(&build, object, "missing", NULL); /* what jansson gives without memory */
    qc_json_build_put(&build, object, "there", qc_json_build_whole(1));
    ck_assert(build.failed);
    ck_assert(!qc_json_build_write(&build, object, &sink, &status));
    ck_assert_int_eq(status.code, QC_NO_MEMORY);
    ck_assert_str_eq(qc_text_get(&sink.memory), "");
    status = (qc_status){0};
}
END_TEST

START_TEST(funnels_have_their_stages)
{
    qc_funnels funnels = {0};
    qc_sink sink;

    qc_companies_funnels(&funnels);
    qc_sink_memory(&sink);
    ck_assert(qc_json_funnels(&sink, &funnels, &status));
    root = json_loads(qc_text_get(&sink.memory), JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(root);
    ck_assert_str_eq(json_string_value(get(root, "worst_stage")), "proposal");
    const json_t *whole = json_array_get(get(root, "funnels"), 0);
    ck_assert(json_is_null(get(whole, "by")));
    ck_assert_double_eq(json_number_value(get(get(whole, "win_rate"), "low")), 0.204);
    const json_t *proposal = json_array_get(get(whole, "stages"), 2);
    ck_assert_double_eq(json_number_value(get(get(proposal, "conversion"), "value")), 0.47);
    ck_assert(json_is_null(get(get(get(proposal, "days"), "p95"), "value"))); /* beyond 730 */
    ck_assert_str_eq(json_string_value(get(json_array_get(get(root, "funnels"), 1), "value")),
                     "SMB");
    qc_sink_drop(&sink);
    qc_companies_funnels_free(&funnels);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("json");
    TCase *tests = tcase_create("json");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_promised_shape_is_there);
    tcase_add_test(tests, figures_are_those_of_the_summary);
    tcase_add_test(tests, a_limit_has_its_own_key_and_absent_is_null);
    tcase_add_test(tests, without_targets_and_series_the_lists_are_empty);
    tcase_add_test(tests, broken_names_do_not_stop_the_output);
    tcase_add_test(tests, numbers_have_at_most_nine_digits);
    tcase_add_test(tests, a_failure_is_kept_until_the_end);
    tcase_add_test(tests, funnels_have_their_stages);
    suite_add_tcase(suite, tests);
    return suite;
}
