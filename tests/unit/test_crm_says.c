#include "sim/summary/crm_says.h"
#include "tests/support/reading.h"

static const qc_span YEAR = {20454, 20818}; /* 2026-01-01 to 2026-12-31 */

static qc_crm_says says_of(const char *csv)
{
    qc_reading it = qc_read_text(csv, NULL);
    ck_assert_msg(it.ok, "%s", it.status.message);
    const qc_crm_says says = qc_crm_says_of(&it.history, YEAR);
    qc_reading_free(&it);
    return says;
}

START_TEST(open_deals_expected_in_the_span_count_with_their_last_percentage)
{
    ck_assert_int_eq(YEAR.from, qc_calendar_day(2026, 1, 1));
    ck_assert_int_eq(YEAR.to, qc_calendar_day(2026, 12, 31));
    const qc_crm_says says = says_of(
        "deal_id,date,stage,amount,probability,close_date\n"
        "A,2025-12-01,lead,1000,10,2026-06-30\nA,2025-12-05,offer,,60%,\n" /* 600 */
        "B,2025-12-01,lead,500,\"12,5\",2026-12-31\n"                      /* 62.5 */
        "C,2025-12-01,lead,500,50,2027-01-01\n"                            /* another year */
        "D,2025-12-01,lead,500,50,2025-12-31\n"                            /* overdue */
        "E,2025-12-01,lead,500,50,\nF,2025-12-01,lead,500,,2026-06-30\n"
        "G,2025-12-01,lead,,50,2026-06-30\n"
        "H,2025-12-01,lead,500,50,2026-06-30\nH,2025-12-02,won,500,100,2026-06-30\n");
    ck_assert_double_eq_tol(says.weighted, 662.5, 1e-9);
    ck_assert_int_eq(says.deals, 2);
    ck_assert_int_eq(says.left, 2);
}
END_TEST

START_TEST(shares_are_not_taken_for_percentages)
{
    const qc_crm_says says = says_of("deal_id,date,stage,amount,probability,close_date\n"
                                     "A,2025-12-01,lead,1000,0.6,2026-06-30\n"
                                     "B,2025-12-01,lead,1000,1,2026-06-30\n");
    ck_assert_double_eq_tol(says.weighted, 1600.0, 1e-9);
}
END_TEST

START_TEST(nothing_typed_is_nothing_said)
{
    const qc_crm_says says = says_of("deal_id,date,stage,amount,close_date\n"
                                     "A,2025-12-01,lead,1000,2026-06-30\n");
    ck_assert(isnan(says.weighted));
    ck_assert_int_eq(says.deals, 0);
}
END_TEST

START_TEST(an_unreadable_percentage_is_a_doubt_and_the_row_counts)
{
    qc_reading it = qc_read_text("deal_id,date,stage,amount,probability\n"
                                 "A,2025-12-01,lead,1000,soon\nB,2025-12-01,lead,1000,120\n"
                                 "C,2025-12-01,lead,1000,-1\n",
                                 NULL);
    ck_assert_msg(it.ok, "%s", it.status.message);
    ck_assert_int_eq(it.history.deals.count, 3);
    qc_expect_finding(&it, QC_FINDING_DOUBT, "bad probability", 2, 5);
    ck_assert_ptr_nonnull(qc_nth_finding(&it.findings, QC_FINDING_DOUBT, "bad probability", 2));
    qc_reading_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("crm_says");
    TCase *all = tcase_create("all");
    tcase_add_test(all, open_deals_expected_in_the_span_count_with_their_last_percentage);
    tcase_add_test(all, shares_are_not_taken_for_percentages);
    tcase_add_test(all, nothing_typed_is_nothing_said);
    tcase_add_test(all, an_unreadable_percentage_is_a_doubt_and_the_row_counts);
    suite_add_tcase(suite, all);
    return suite;
}
