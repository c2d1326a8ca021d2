/* Large teams get fewer futures by default, small ones and whoever has no team as many as ever. */
#include "sim/workload.h"
#include "tests/support/company.h"
#include "tests/support/suite.h"

#define BASE                                                          \
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\ndeal_size: 1k\n" \
    "pipeline: [{stage: a, conversion: 50%, days: 10}]\n"             \
    "targets: [{metric: bookings, period: 2026, at_least: 20k}]\n"
/* 50 x 10% x 20% = 1 deal a rep and week */
#define CALLS                                                                                     \
    "activities:\n  calls: {per_rep_per_week: 50, contact_rate: {mean: 10%, based_on: certain}, " \
    "opportunity_rate: {mean: 20%, based_on: certain}}\n"

static int64_t most_of(const char *plan, double *deals)
{
    company it = {0};
    qc_status status = {0};
    int64_t most = 0;
    company_read(&it, plan, NULL, NULL);
    company_prepare(&it);
    ck_assert(qc_workload_most(&most, deals, &it.forecast.model, &it.forecast.book,
                               &it.forecast.questions, 1, &status));
    company_free(&it);
    return most;
}

START_TEST(deals_of_a_future_decide)
{
    double deals = 0;
    ck_assert_int_eq(most_of(BASE "new_deals: 900 per month\n", &deals), QC_WORKLOAD_MOST);
    ck_assert_int_eq(most_of(BASE "team: {reps: 3}\n" CALLS, &deals), QC_WORKLOAD_MOST);
    ck_assert_double_eq_tol(deals, 3 * 365 / 7.0, 1e-6);
    const int64_t most = most_of(BASE "team: {reps: 40}\n" CALLS, &deals);
    ck_assert_double_eq_tol(deals, 40 * 365 / 7.0, 1e-6);
    ck_assert_int_eq(most % QC_BLOCK_TRIALS, 0);
    ck_assert_double_eq_tol((double) most, 1e5 * pow(400 / deals, 1.3), QC_BLOCK_TRIALS);
    ck_assert_int_eq(most_of(BASE "team: {reps: 2000}\n" CALLS, &deals), 1000);
}
END_TEST

START_TEST(who_asks_is_not_told)
{
    company it = {0};
    bool told = false;
    company_forecast(&it,
                     BASE "team: {reps: 20}\n"
                          "activities:\n  calls: {per_rep_per_week: 100, contact_rate: 20%, "
                          "opportunity_rate: 50%}\n",
                     NULL, NULL, 20);
    for (int32_t n = 0; n < it.summary.note_count; n++)
        told |= strstr(it.summary.notes[n], "futures are simulated and no more") != NULL;
    ck_assert(!told); /* who asks for a number gets it */
    company_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("workload");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, deals_of_a_future_decide);
    tcase_add_test(tests, who_asks_is_not_told);
    suite_add_tcase(suite, tests);
    return suite;
}
