/* The same company in the layouts of two CRMs: every change is there, and so is each layout's dirt. */
#include "study/synth/synth_export.h"

#include <check.h>
#include <string.h>

static qc_synth_company company;
static qc_synth_export export;

static void live(void)
{
    qc_status status = {0};
    qc_findings findings = {0};
    qc_synth_spec spec;
    ck_assert_msg(
        qc_synth_spec_read(&spec, QC_SOURCE_DIR "/data/sample/spec.yaml", &findings, &status), "%s",
        status.message);
    spec.history_months = 6;
    spec.until = spec.as_of + 31;
    ck_assert(qc_synth_run(&company, &spec, spec.seed, &status));
    qc_findings_free(&findings);
}

static void make(qc_synth_layout layout)
{
    qc_status status = {0};
    const qc_span days = {qc_synth_start(&company.spec), company.spec.as_of};
    ck_assert(qc_synth_export_make(&export, &company, days, layout, &status));
}

static void forget(void)
{
    qc_synth_export_free(&export);
    qc_synth_company_free(&company);
}

static int32_t changes_until(qc_day day)
{
    int32_t count = 0;
    for (size_t i = 0; i < company.change_count; i++)
        count += company.changes[i].day <= day;
    return count;
}

static int32_t deals_until(qc_day day)
{
    int32_t most = -1;
    for (size_t i = 0; i < company.change_count; i++)
        if (company.changes[i].day <= day && company.changes[i].deal > most)
            most = company.changes[i].deal;
    return most + 1;
}

static int32_t count_text(const char *text, const char *part)
{
    int32_t count = 0;
    for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
        count++;
    return count;
}

START_TEST(two_thirds_of_a_salesforce_history_change_no_stage)
{
    live();
    make(QC_SYNTH_SALESFORCE);
    const int32_t changes = changes_until(company.spec.as_of);
    const int32_t rows = count_text(qc_text_get(&export.text[0]), "\n") - 1;
    ck_assert_int_gt(changes, 1000);
    ck_assert_int_eq(export.count, 3);
    ck_assert_str_eq(export.name[0], "OpportunityHistory.csv");
    ck_assert_int_eq(rows, changes + export.edit_rows + export.deleted_deals);
    ck_assert_int_gt(export.deleted_deals, 0);
    ck_assert_double_eq_tol((double) export.edit_rows / rows, 0.6, 0.1);
    /* one row a deal, as the bytes of ISO-8859-1 */
    ck_assert_int_eq(count_text(qc_text_get(&export.text[1]), "\n") - 1,
                     deals_until(company.spec.as_of));
    ck_assert_ptr_nonnull(strstr(qc_text_get(&export.text[1]), "M\xfcller & S\xf6hne"));
    ck_assert(!qc_text_is_utf8(export.text[1].bytes, export.text[1].length));
    ck_assert_ptr_nonnull(strstr(qc_text_get(&export.text[1]), "000000000000000AAA"));
    forget();
}
END_TEST

START_TEST(times_of_a_deal_never_fall)
{
    live();
    make(QC_SYNTH_SALESFORCE);
    const char *before = "";
    const char *line = strchr(qc_text_get(&export.text[0]), '\n') + 1;
    while (*line != '\0') {
        const char *stamp = line + 3 * (sizeof "\"0060000000000000AA\"," - 1) + 1;
        ck_assert(before[0] == '\0' || strncmp(before, stamp, 19) <= 0);
        before = stamp;
        line = strchr(line, '\n') + 1;
    }
    forget();
}
END_TEST

START_TEST(hubspot_keeps_the_last_entry_of_each_stage)
{
    live();
    make(QC_SYNTH_HUBSPOT);
    const char *text = qc_text_get(&export.text[0]);
    const int32_t stages = company.spec.stage_count + 2;
    int32_t columns = 0;
    ck_assert_int_eq(export.count, 1);
    ck_assert_int_eq(count_text(text, "\n") - 1, deals_until(company.spec.as_of));
    columns = count_text(text, "Date entered \"\"");
    ck_assert_int_eq(columns, stages);
    ck_assert_ptr_nonnull(strstr(text, "\"Date entered \"\"Closed Won (Sales Pipeline)\"\"\""));
    ck_assert_int_gt(export.collapsed_rows, 0); /* the sample company goes back at times */
    forget();
}
END_TEST

START_TEST(layouts_have_names)
{
    qc_synth_layout layout;
    ck_assert(qc_synth_layout_find("hubspot", &layout) && layout == QC_SYNTH_HUBSPOT);
    ck_assert(qc_synth_layout_find("salesforce", &layout) && layout == QC_SYNTH_SALESFORCE);
    ck_assert(!qc_synth_layout_find("pipedrive", &layout));
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("synth_export");
    TCase *tests = tcase_create("layouts");
    tcase_add_test(tests, two_thirds_of_a_salesforce_history_change_no_stage);
    tcase_add_test(tests, times_of_a_deal_never_fall);
    tcase_add_test(tests, hubspot_keeps_the_last_entry_of_each_stage);
    tcase_add_test(tests, layouts_have_names);
    suite_add_tcase(suite, tests);
    return suite;
}
