#include "report/csv/csv.h"
#include "tests/fixtures/report/companies.h"
#include "tests/support/torture.h"

#include <check.h>
#include <math.h>
#include <string.h>

static qc_summary summary;
static qc_funnels funnels;
static qc_sink sink;

static void set_up(void)
{
    qc_companies_summary(&summary, &QC_COMPANY_ACME);
    qc_companies_add_details(&summary);
    qc_companies_funnels(&funnels);
    qc_sink_memory(&sink);
}

static void tear_down(void)
{
    qc_sink_drop(&sink);
    qc_companies_free(&summary);
    qc_companies_funnels_free(&funnels);
}

/* Fields of a record, quotes respected; `*text` moves past the record. */
static int fields(const char **text)
{
    int count = 1;
    bool quoted = false;

    for (; **text != '\0' && (quoted || **text != '\n'); ++*text) {
        if (**text == '"') quoted = !quoted;
        if (**text == ',' && !quoted) count++;
    }
    if (**text == '\n') ++*text;
    return count;
}

static int check_rectangle(void)
{
    const char *text = qc_text_get(&sink.memory);
    const int columns = fields(&text);
    int records = 0;

    for (; *text != '\0'; records++)
        ck_assert_int_eq(fields(&text), columns);
    return records;
}

static void check_has(const char *part)
{
    ck_assert_msg(strstr(qc_text_get(&sink.memory), part) != NULL, "'%s' is missing in\n%s", part,
                  qc_text_get(&sink.memory));
}

START_TEST(every_row_has_every_column)
{
    qc_csv_forecast(&sink, &summary);
    ck_assert_int_eq(check_rectangle(), 15 + 12);
    qc_text_clear(&sink.memory);
    qc_csv_funnels(&sink, &funnels);
    ck_assert_int_eq(check_rectangle(), 3 * 5);
}
END_TEST

START_TEST(what_needs_quotes_has_them)
{
    qc_scope_text scope[] = {{"a\nb", "c"}, {"d", "e\"f"}};

    summary.targets[0].name = "a,b";
    summary.targets[0].scope = scope;
    summary.targets[0].scope_count = 2;
    qc_csv_forecast(&sink, &summary);
    check_has(
        "\ntarget,\"a,b\",bookings,\"a\nb=c; d=e\"\"f\",2026-01-01,2026-12-31,no,1800000,,819000,");
    check_has(",new_deals,\"segment=SMB, \"\"north\"\"\",2026-01-01,2026-12-31,no,,1240,");
}
END_TEST

START_TEST(absent_is_empty_and_endless_is_inf)
{
    summary.targets[0].chance.value = NAN;
    qc_csv_forecast(&sink, &summary);
    check_has("no,1800000,,819000,,0.0035,");
    ck_assert_ptr_null(strstr(qc_text_get(&sink.memory), "nan"));
    qc_text_clear(&sink.memory);
    qc_csv_funnels(&sink, &funnels);
    check_has(",71.5,60.5,85.25,inf,165,inf,0,0.453883495,history,176,87,7199.5,0,0.5,0,0\n");
}
END_TEST

START_TEST(months_carry_their_cumulative_figures)
{
    qc_csv_forecast(&sink, &summary);
    check_has("\nmonth,2026-01,bookings,,2026-01-01,2026-01-31,yes,,,108000,,,,,108000,0,108000,");
    check_has("\nmonth,2026-07,bookings,,2026-07-01,2026-07-31,no,,,0,,,,,150000,1000,");
}
END_TEST

static bool print_all(qc_status *status)
{
    qc_sink memory;

    qc_sink_memory(&memory);
    qc_csv_forecast(&memory, &summary);
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
    Suite *suite = suite_create("csv");
    TCase *tests = tcase_create("csv");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, every_row_has_every_column);
    tcase_add_test(tests, what_needs_quotes_has_them);
    tcase_add_test(tests, absent_is_empty_and_endless_is_inf);
    tcase_add_test(tests, months_carry_their_cumulative_figures);
    tcase_add_test(tests, memory_that_runs_out_is_reported);
    suite_add_tcase(suite, tests);
    return suite;
}
