/* Visits as events and days at risk: delayed entry, the half day of an event, what lies beyond the table. */
#include "models/stage_counts.h"
#include "tests/support/company.h"

enum { DAYS = QC_HAZARD_DAYS };

static const char DEALS[] = "deal_id,date,stage,amount\n"
                            "a,2026-01-10,qualified,1\n"
                            "a,2026-01-20,offer,1\n"
                            "a,2026-01-20,won,1\n"
                            "b,2026-01-15,qualified,1\n"
                            "c,2026-05-15,qualified,1\n";

static void read(company *it, const char *recorded)
{
    char plan[512];
    snprintf(plan, sizeof plan,
             "as_of: 2026-05-15\ncurrency: EUR\n"
             "history: {deals: deals.csv%s}\npipeline: [qualified, offer]\n"
             "new_deals: 5 per month\ndeal_size: 1k\n",
             recorded);
    company_read(it, plan, DEALS, NULL);
}

static void check_visit(const company *it, int32_t visit, bool recorded, int first, int last,
                        bool ended)
{
    qc_at_risk risk = {-1, -1, false};
    ck_assert_int_eq(qc_stage_counts_visit(&it->history, visit, 0, &risk), recorded);
    if (!recorded) return;
    ck_assert_int_eq(risk.first, first);
    ck_assert_int_eq(risk.last, last);
    ck_assert_int_eq(risk.ended, ended);
}

START_TEST(visits_are_at_risk_from_entry_to_exit)
{
    company it = {0};
    read(&it, "");
    ck_assert_int_eq(it.history.visits.count, 4);
    check_visit(&it, 0, true, 0, 10, true);   /* a in qualified */
    check_visit(&it, 1, true, 0, 0, true);    /* a in offer, left on the day of entry */
    check_visit(&it, 2, true, 0, 120, false); /* b is open: at risk on the as-of day, too */
    check_visit(&it, 3, true, 0, 0, false);
    company_free(&it);
}
END_TEST

START_TEST(days_before_recording_are_not_at_risk)
{
    company it = {0};
    read(&it, ", recorded_from: 2026-01-18");
    check_visit(&it, 0, true, 8, 10, true);
    check_visit(&it, 1, true, 0, 0, true);
    check_visit(&it, 2, true, 3, 120, false);
    company_free(&it);
    read(&it, ", recorded_from: 2026-01-21");
    check_visit(&it, 0, false, 0, 0, false); /* over before recording began */
    check_visit(&it, 1, false, 0, 0, false);
    company_free(&it);
    read(&it, ", recorded_from: none");
    check_visit(&it, 0, true, 0, 10, true);
    company_free(&it);
}
END_TEST

/* ---- exposure ---- */

static double plain_exposure(const qc_at_risk *risk, int day)
{
    double sum = 0;
    for (int d = risk->first; d <= risk->last; d++) {
        const int at = d < DAYS ? d : DAYS - 1;
        if (at == day) sum += risk->ended && d == risk->last ? 0.5 : 1;
    }
    return sum;
}

START_TEST(exposure_by_differences_is_the_plain_sum)
{
    static const qc_at_risk risks[] = {{0, 0, true},     {0, 0, false},     {0, 10, true},
                                       {5, 10, false},   {0, 729, true},    {0, 729, false},
                                       {0, 730, true},   {700, 800, false}, {720, 731, true},
                                       {735, 740, true}, {729, 729, true},  {900, 900, false}};
    static qc_exposure exposure;
    static double daily[DAYS], expected[DAYS];
    for (size_t i = 0; i < sizeof risks / sizeof risks[0]; i++) {
        const double weight = 0.5 + (double) i;
        qc_exposure_add(&exposure, &risks[i], weight);
        for (int day = 0; day < DAYS; day++)
            expected[day] += weight * plain_exposure(&risks[i], day);
    }
    qc_exposure_sum(&exposure, daily);
    for (int day = 0; day < DAYS; day++)
        ck_assert_msg(fabs(daily[day] - expected[day]) < 1e-9, "day %d: %g, not %g", day,
                      daily[day], expected[day]);
}
END_TEST

START_TEST(expected_events_are_the_hazard_over_the_days_at_risk)
{
    static double daily[DAYS], cumulative[DAYS + 1];
    for (int day = 0; day < DAYS; day++)
        daily[day] = 0.01 + 0.0001 * day;
    qc_stage_counts_cumulate(daily, cumulative);
    ck_assert_double_eq(cumulative[0], 0);
    ck_assert_double_eq_tol(cumulative[2], 0.0201, 1e-15);
    ck_assert_double_eq_tol(qc_stage_counts_expected(cumulative, 0, 0, true), 0.005, 1e-15);
    ck_assert_double_eq_tol(qc_stage_counts_expected(cumulative, 0, 0, false), 0.01, 1e-15);
    ck_assert_double_eq_tol(qc_stage_counts_expected(cumulative, 2, 4, true),
                            0.0102 + 0.0103 + 0.5 * 0.0104, 1e-14);
    /* beyond the last day its hazard goes on */
    ck_assert_double_eq_tol(qc_stage_counts_expected(cumulative, 730, 731, false), 2 * daily[729],
                            1e-12);
    ck_assert_double_eq_tol(qc_stage_counts_expected(cumulative, 729, 730, true), 1.5 * daily[729],
                            1e-12);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("stage counts");
    TCase *tests = tcase_create("counts");
    tcase_add_test(tests, visits_are_at_risk_from_entry_to_exit);
    tcase_add_test(tests, days_before_recording_are_not_at_risk);
    tcase_add_test(tests, exposure_by_differences_is_the_plain_sum);
    tcase_add_test(tests, expected_events_are_the_hazard_over_the_days_at_risk);
    suite_add_tcase(suite, tests);
    return suite;
}
