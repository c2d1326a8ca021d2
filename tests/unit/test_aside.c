#include "history/aside.h"

#include <check.h>
#include <string.h>

static const char *judge(qc_findings *findings, qc_aside_tally tally, int64_t rows, double allowed)
{
    qc_status status = {0};
    ck_assert(qc_aside_judge(&tally, rows, allowed, "t.csv", findings, &status));
    return findings->count > 0 ? findings->items[0].text : "";
}

START_TEST(reasons_have_stable_words)
{
    ck_assert_str_eq(qc_aside_word(QC_ASIDE_BAD_DATE), "bad date");
    ck_assert_str_eq(qc_aside_word(QC_ASIDE_WRONG_FIELD_COUNT), "wrong field count");
    ck_assert_str_eq(qc_aside_word(QC_ASIDE_AFTER_AS_OF), "after as_of");
}
END_TEST

START_TEST(five_percent_pass_and_six_do_not)
{
    qc_findings findings = {0};
    qc_aside_tally tally = {{0}};
    tally.rows[QC_ASIDE_BAD_DATE] = 5;
    tally.rows[QC_ASIDE_AFTER_AS_OF] = 50; /* not counted */
    ck_assert_int_eq(qc_aside_rows(&tally), 55);
    ck_assert_str_eq(judge(&findings, tally, 100, 0.0), "");
    tally.rows[QC_ASIDE_TOTAL_ROW] = 1;
    ck_assert_str_eq(judge(&findings, tally, 100, 0.0),
                     "6 of 100 rows cannot be used (5 bad date, 1 total row), more than 5%; mend "
                     "the file, or say history.allow_set_aside: 6%");
    qc_findings_free(&findings);
}
END_TEST

START_TEST(the_plan_may_allow_more)
{
    qc_findings findings = {0};
    qc_aside_tally tally = {{0}};
    tally.rows[QC_ASIDE_EMPTY_ID] = 20;
    ck_assert_str_eq(judge(&findings, tally, 100, 0.2), "");
    tally.rows[QC_ASIDE_EMPTY_ID] = 21;
    ck_assert_ptr_nonnull(strstr(judge(&findings, tally, 100, 0.2), "more than 20%"));
    qc_findings_free(&findings);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("aside");
    TCase *all = tcase_create("all");
    tcase_add_test(all, reasons_have_stable_words);
    tcase_add_test(all, five_percent_pass_and_six_do_not);
    tcase_add_test(all, the_plan_may_allow_more);
    suite_add_tcase(suite, all);
    return suite;
}
