#include "models/cost_model.h"
#include "tests/support/suite.h"

#include <math.h>

static qc_pay pay_of(double amount, qc_calendar_unit per)
{
    const qc_plan_pay stated = {.amount = amount, .per = per};
    return qc_pay_of(&stated);
}

static qc_day day(int32_t year, int32_t month, int32_t date)
{
    return qc_calendar_day(year, month, date);
}

START_TEST(pay_is_the_same_in_every_month_and_by_day_inside_it)
{
    const qc_pay month = pay_of(3100, QC_UNIT_MONTH), year = pay_of(36500, QC_UNIT_YEAR);
    const qc_pay quarter = pay_of(9000, QC_UNIT_QUARTER), week = pay_of(700, QC_UNIT_WEEK);
    ck_assert_double_eq_tol(qc_pay_in(&month, (qc_span){day(2026, 7, 1), day(2026, 7, 31)}), 3100,
                            1e-9);
    ck_assert_double_eq_tol(qc_pay_in(&month, (qc_span){day(2024, 2, 1), day(2024, 2, 29)}), 3100,
                            1e-9);
    ck_assert_double_eq_tol(qc_pay_on(&month, day(2026, 7, 9)), 100, 1e-9);
    ck_assert_double_eq_tol(qc_pay_in(&month, (qc_span){day(2026, 7, 22), day(2026, 8, 31)}),
                            1000 + 3100, 1e-9);
    ck_assert_double_eq_tol(qc_pay_in(&year, (qc_span){day(2026, 1, 1), day(2026, 12, 31)}), 36500,
                            1e-8);
    ck_assert_double_eq_tol(qc_pay_in(&quarter, (qc_span){day(2026, 4, 1), day(2026, 6, 30)}), 9000,
                            1e-9);
    ck_assert_double_eq_tol(qc_pay_in(&week, (qc_span){day(2026, 7, 1), day(2026, 7, 10)}), 1000,
                            1e-9);
    ck_assert_double_eq(qc_pay_in(&month, (qc_span){day(2026, 7, 2), day(2026, 7, 1)}), 0);
}
END_TEST

/* A span is the sum of its days, wherever it is cut. */
START_TEST(pay_of_a_span_is_that_of_its_days)
{
    const qc_pay pay = {4321.5, 12.25};
    for (int32_t length = 1; length < 120; length += 7) {
        const qc_span span = {day(2027, 12, 20), day(2027, 12, 20) + length - 1};
        double sum = 0;
        for (qc_day at = span.from; at <= span.to; at++)
            sum += qc_pay_on(&pay, at);
        ck_assert_double_eq_tol(qc_pay_in(&pay, span), sum, 1e-8);
    }
}
END_TEST

static qc_plan_tier TIERS[] = {{.from = 0.8, .rate = 0.10}, {.from = 1.0, .rate = 0.15}};
static const qc_plan_commission STEEP = {.rate = 0.08, .tiers = TIERS, .tier_count = 2};

START_TEST(tiers_pay_for_what_lies_beyond_them)
{
    /* by hand: quota 100k; 8% of 80k, 10% of the next 20k, 15% of the rest */
    static const double CASES[][3] = {/* sold before, sold now, commission */
                                      {0, 50e3, 4000},
                                      {0, 80e3, 6400},
                                      {0, 80001, 6400.1},
                                      {0, 100e3, 8400},
                                      {0, 120e3, 11400},
                                      {80e3, 20e3, 2000},
                                      {70e3, 40e3, 800 + 2000 + 1500},
                                      {100e3, 10e3, 1500},
                                      {0, 0, 0},
                                      {120e3, -20e3, -3000}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        ck_assert_double_eq_tol(qc_cost_commission(&STEEP, 100e3, CASES[i][0], CASES[i][1]),
                                CASES[i][2], 1e-6);
    ck_assert_double_eq_tol(qc_cost_commission(&STEEP, 0, 0, 500e3), 40e3, 1e-6); /* no quota */
    const qc_plan_commission flat = {.rate = 0.08};
    ck_assert_double_eq_tol(qc_cost_commission(&flat, 100e3, 90e3, 50e3), 4000, 1e-9);
}
END_TEST

/* Whether a sum is sold at once or in parts makes no difference, and more earns no less. */
START_TEST(commission_adds_up_and_rises)
{
    for (double quota = 0; quota <= 200e3; quota += 40e3) {
        double before = 0, sum = 0;
        for (int i = 0; i < 60; i++) {
            const double sold = 1000.0 * (i * 7 % 13);
            const double here = qc_cost_commission(&STEEP, quota, before, sold);
            ck_assert(here >= 0.08 * sold - 1e-9 && here <= 0.15 * sold + 1e-9);
            sum += here;
            before += sold;
        }
        ck_assert_double_eq_tol(sum, qc_cost_commission(&STEEP, quota, 0, before), 1e-6);
    }
}
END_TEST

START_TEST(individual_team_and_mixed)
{
    const qc_attained own = {100e3, 0}, team = {400e3, 390e3};
    qc_plan_commission mixed = STEEP;
    mixed.team_share = 0.3;
    mixed.on = QC_COMMISSION_INDIVIDUAL;
    ck_assert_double_eq_tol(qc_cost_commission_mixed(&mixed, &own, &team, 20e3), 1600, 1e-9);
    mixed.on = QC_COMMISSION_TEAM; /* 10k at 10%, 10k at 15% */
    ck_assert_double_eq_tol(qc_cost_commission_mixed(&mixed, &own, &team, 20e3), 2500, 1e-9);
    mixed.on = QC_COMMISSION_MIXED;
    ck_assert_double_eq_tol(qc_cost_commission_mixed(&mixed, &own, &team, 20e3),
                            0.3 * 2500 + 0.7 * 1600, 1e-9);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("cost_model");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, pay_is_the_same_in_every_month_and_by_day_inside_it);
    tcase_add_test(tests, pay_of_a_span_is_that_of_its_days);
    tcase_add_test(tests, tiers_pay_for_what_lies_beyond_them);
    tcase_add_test(tests, commission_adds_up_and_rises);
    tcase_add_test(tests, individual_team_and_mixed);
    suite_add_tcase(suite, tests);
    return suite;
}
