/* Laws against closed forms: exits of the reference pipeline, of a stated stay and of two stays mixed; the
 * table of quantiles against the cumulative distribution. */
#include "tests/stat/kernel_laws.h"

#include <gsl/gsl_cdf.h>

#define STAGES QC_REFERENCE_STAGES
#define EXITS  QC_REFERENCE_EXITS

/* ---- exits ---- */

static double kernel[STAGES * EXITS * KERNEL_LAW_DAYS];

static double kernel_deviation(int days, double bend)
{
    double largest = 0;
    kernel_laws_make(bend, false);
    qc_reference_kernel(kernel, KERNEL_LAW_DAYS);
    for (int stage = 0; stage < STAGES; stage++) {
        double exits[EXITS], by_day[KERNEL_LAW_DAYS], left = 0;
        const double open = qc_law_exits(&kernel_laws[stage].law, STAGES, days, exits, by_day);
        for (int exit = 0; exit < EXITS; exit++) {
            double exact = 0;
            for (int day = 0; day < days; day++)
                exact += kernel[(stage * EXITS + exit) * KERNEL_LAW_DAYS + day];
            qc_reference_note(&largest, exits[exit], exact);
        }
        for (int day = 0; day < days; day++) {
            for (int exit = 0; exit < EXITS; exit++)
                left += kernel[(stage * EXITS + exit) * KERNEL_LAW_DAYS + day];
            qc_reference_note(&largest, by_day[day], left);
        }
        qc_reference_note(&largest, open, 1 - left);
    }
    return largest;
}

START_TEST(exits_of_the_reference_pipeline)
{
    for (int days = 1; days <= KERNEL_LAW_DAYS; days += 30)
        qc_reference_close("semimarkov_kernel.csv (law)", kernel_deviation(days, 1), 1e-12);
    ck_assert_double_gt(kernel_deviation(KERNEL_LAW_DAYS, 1 + 1e-9), 1e-12);
}
END_TEST

/* One stated stay: hazards by group in proportion to the shares. */
enum { CELLS = 4096 };
static double cumulative[CELLS + 1][QC_GROUP_COUNT];
static const qc_law_route won = {QC_STAGE_WON, NULL}, lost = {QC_STAGE_LOST, NULL};

static qc_law stated_law(const qc_spread *days, double share, double step)
{
    for (int cell = 0; cell <= CELLS; cell++) {
        for (int g = 0; g < QC_GROUP_COUNT; g++)
            cumulative[cell][g] = qc_spread_hazard(days, cell * step);
    }
    qc_law law = {.step = step,
                  .time_scale = 1,
                  .per_day = 1 / step,
                  .cells = CELLS,
                  .cumulative = (const double(*)[QC_GROUP_COUNT]) cumulative,
                  .share = share};
    law.weight[QC_GROUP_WON] = share;
    law.weight[QC_GROUP_LOST] = 1 - share;
    law.routes[QC_GROUP_WON] = &won;
    law.routes[QC_GROUP_LOST] = &lost;
    law.route_count[QC_GROUP_WON] = law.route_count[QC_GROUP_LOST] = 1;
    return law;
}

START_TEST(exits_of_a_stated_stay)
{
    const qc_spread days = {QC_FAMILY_LOG_LOGISTIC, 16, 2}; /* grid points fall on whole days */
    const qc_law law = stated_law(&days, 0.6, 0.25);
    double exits[3], by_day[730];
    const double open = qc_law_exits(&law, 1, 730, exits, by_day);
    ck_assert_double_eq_tol(open, qc_spread_survival(&days, 730), 1e-12);
    ck_assert_double_eq(exits[0], 0);
    ck_assert_double_eq_tol(exits[1], 0.6 * (1 - open), 1e-12);
    ck_assert_double_eq_tol(exits[2], 0.4 * (1 - open), 1e-12);
    for (int day = 0; day < 730; day++)
        ck_assert_double_eq_tol(by_day[day], 1 - qc_spread_survival(&days, day + 1), 1e-12);
    qc_law_exits(&law, 1, 16, exits, NULL);
    ck_assert_double_eq_tol(exits[1], 0.3, 1e-12);
}
END_TEST

START_TEST(slower_by_a_time_scale)
{
    const qc_spread days = {QC_FAMILY_LOG_LOGISTIC, 16, 2};
    qc_law law = stated_law(&days, 1, 0.25);
    double exits[3], by_day[100];
    law.time_scale = 2;
    law.per_day = 1 / (law.step * law.time_scale);
    qc_law_exits(&law, 1, 100, exits, by_day);
    for (int day = 0; day < 100; day++)
        ck_assert_double_eq_tol(by_day[day], 1 - qc_spread_survival(&days, (day + 1) / 2.0), 1e-12);
}
END_TEST

START_TEST(cumulative_hazards_between_and_beyond_grid_points)
{
    static const double rows[4][QC_GROUP_COUNT] = {
        {0, 0, 0, 0}, {1, 0, 10, 2}, {1, 0, 30, 4}, {2, 0, 60, 4}};
    const qc_law law = {.step = 2, .time_scale = 1, .per_day = 0.5, .cells = 3, .cumulative = rows};
    double at[QC_GROUP_COUNT];
    qc_law_at(&law, 0, at);
    ck_assert_double_eq(at[QC_GROUP_LOST], 0);
    qc_law_at(&law, 1, at);
    ck_assert_double_eq(at[QC_GROUP_ADVANCE], 0.5);
    ck_assert_double_eq(at[QC_GROUP_WON], 0);
    ck_assert_double_eq(at[QC_GROUP_LOST], 5);
    ck_assert_double_eq(at[QC_GROUP_BACK], 1);
    qc_law_at(&law, 4, at);
    ck_assert_double_eq(at[QC_GROUP_LOST], 30);
    qc_law_at(&law, 6, at);
    ck_assert_double_eq(at[QC_GROUP_LOST], 60);
    qc_law_at(&law, 16, at); /* eight cells: five beyond the third */
    ck_assert_double_eq(at[QC_GROUP_LOST], 210);
    ck_assert_double_eq(at[QC_GROUP_ADVANCE], 7);
    ck_assert_double_eq(at[QC_GROUP_BACK], 4);
}
END_TEST

START_TEST(mean_days_are_cut_at_730)
{
    const double rate = 0.01;
    const qc_spread days = {QC_FAMILY_WEIBULL, 1 / rate, 1};
    const qc_law law = stated_law(&days, 0.3, 0.25);
    /* the sum takes the days as straight: off by rate squared / 12 of the whole */
    ck_assert_double_eq_tol(qc_law_mean_days(&law), -expm1(-730 * rate) / rate, 1e-3);
}
END_TEST

/* ---- destinations ---- */

START_TEST(destinations_share_what_leaves)
{
    static const double b[] = {1, 0, 2}, c[] = {3, 0, 2}, d[] = {0, 0, 4};
    static const qc_law_route routes[] = {{1, b}, {2, c}, {3, d}};
    const qc_law law = {.cells = 3, .routes = {routes}, .route_count = {3}};
    double u = 0.249;
    ck_assert_int_eq(qc_law_destination(&law, QC_GROUP_ADVANCE, 0, &u), 1);
    ck_assert_double_eq_tol(u, 0.996, 1e-12); /* its place inside the first quarter */
    u = 0.25;
    ck_assert_int_eq(qc_law_destination(&law, QC_GROUP_ADVANCE, 0, &u), 2);
    ck_assert_double_eq(u, 0);
    u = 1 - 1e-16;
    ck_assert_int_eq(qc_law_destination(&law, QC_GROUP_ADVANCE, 0, &u),
                     2); /* never the one of hazard 0 */
    u = 0.75;
    ck_assert_int_eq(qc_law_destination(&law, QC_GROUP_ADVANCE, 2, &u), 3);
    ck_assert_double_eq_tol(u, 0.5, 1e-12);
    u = 0.75;
    ck_assert_int_eq(qc_law_destination(&law, QC_GROUP_ADVANCE, 900, &u),
                     3); /* the last cell goes on */
}
END_TEST

START_TEST(a_single_destination_asks_nothing)
{
    const qc_law law = {.cells = 3, .routes = {NULL, &won}, .route_count = {0, 1}};
    double u = 0.3;
    ck_assert_int_eq(qc_law_destination(&law, QC_GROUP_WON, 1, &u), QC_STAGE_WON);
    ck_assert_double_eq(u, 0.3);
}
END_TEST

START_TEST(groups_of_exits)
{
    ck_assert_int_eq(qc_group_of(1, 2), QC_GROUP_ADVANCE);
    ck_assert_int_eq(qc_group_of(1, 5), QC_GROUP_ADVANCE);
    ck_assert_int_eq(qc_group_of(1, 0), QC_GROUP_BACK);
    ck_assert_int_eq(qc_group_of(1, QC_STAGE_WON), QC_GROUP_WON);
    ck_assert_int_eq(qc_group_of(0, QC_STAGE_LOST), QC_GROUP_LOST);
}
END_TEST

/* ---- mixtures ---- */

/* Both kinds of exit by every grid point: share x F(won stay), the rest x F(lost stay). */
static double mixture_deviation(const qc_spread *forward, const qc_spread *losing, double step,
                                double bend)
{
    static double rows[1025][QC_GROUP_COUNT];
    double left[2] = {0, 0}, open = 1, largest = 0;
    qc_law_mixture(forward, losing, 0.35 + bend, step, 1024, QC_GROUP_ADVANCE, rows);
    for (int cell = 0; cell < 1024; cell++) {
        const double won_step = rows[cell + 1][QC_GROUP_ADVANCE] - rows[cell][QC_GROUP_ADVANCE];
        const double lost_step = rows[cell + 1][QC_GROUP_LOST] - rows[cell][QC_GROUP_LOST];
        const double leaving = -expm1(-won_step - lost_step) * open;
        if (won_step + lost_step > 0) {
            left[0] += leaving * won_step / (won_step + lost_step);
            left[1] += leaving * lost_step / (won_step + lost_step);
        }
        open -= leaving;
        qc_reference_note(&largest, left[0],
                          0.35 * (1 - qc_spread_survival(forward, (cell + 1) * step)));
        qc_reference_note(&largest, left[1],
                          0.65 * (1 - qc_spread_survival(losing, (cell + 1) * step)));
        ck_assert_double_eq(rows[cell + 1][QC_GROUP_WON], 0);
        ck_assert_double_eq(rows[cell + 1][QC_GROUP_BACK], 0);
    }
    return largest;
}

START_TEST(mixtures_of_two_stays)
{
    const qc_spread quick = {QC_FAMILY_LOGNORMAL, 8, 0.6}, slow = {QC_FAMILY_LOG_LOGISTIC, 40, 1.7};
    const qc_spread sharp = {QC_FAMILY_WEIBULL, 30,
                             6}; /* no survivors within digits after 60 days */
    qc_reference_close("won quickly, lost slowly", mixture_deviation(&quick, &slow, 0.5, 0), 1e-12);
    qc_reference_close("won slowly, lost quickly", mixture_deviation(&slow, &quick, 2.5, 0), 1e-12);
    qc_reference_close("both end", mixture_deviation(&sharp, &sharp, 0.5, 0), 1e-12);
    ck_assert_double_gt(mixture_deviation(&quick, &slow, 0.5, 1e-10), 1e-12);
}
END_TEST

/* ---- the table of quantiles ---- */

static double quick_deviation(const qc_spread *spread, double *at)
{
    static double middle[QC_QUICK_CELLS + 1], upper[QC_QUICK_CELLS + 1];
    const qc_quick quick = {spread, middle, upper};
    double largest = 0, before = 0;
    qc_quick_fill(spread, middle, upper);
    for (int i = 1; i < 200000; i++) {
        const double tail = 1 - i / 200000.0;
        const double value = qc_quick_quantile(&quick, tail);
        const double deviation = fabs(qc_spread_survival(spread, value) - tail);
        ck_assert_msg(value >= before, "falls at tail %g", tail);
        before = value;
        if (deviation > largest) *at = tail;
        qc_reference_note(&largest, deviation, 0);
    }
    for (double tail = 1e-6; tail > 1e-300; tail /= 10) /* beyond the grids the quantile is exact */
        ck_assert_double_eq_tol(
            qc_spread_hazard(spread, qc_quick_quantile(&quick, tail)) / -log(tail), 1, 1e-9);
    return largest;
}

/* How far the chance of a look-up is off, at worst: what the speed costs. */
START_TEST(quick_quantiles_are_near)
{
    static const qc_spread spreads[] = {
        {QC_FAMILY_LOG_LOGISTIC, 9, 2.7}, {QC_FAMILY_LOG_LOGISTIC, 9, 1.1},
        {QC_FAMILY_LOGNORMAL, 9, 0.6},    {QC_FAMILY_LOGNORMAL, 9, 1.8},
        {QC_FAMILY_WEIBULL, 9, 0.6},      {QC_FAMILY_WEIBULL, 9, 3},
        {QC_FAMILY_GAMMA, 4, 0.7},        {QC_FAMILY_GAMMA, 4, 5},
    };
    for (size_t i = 0; i < sizeof spreads / sizeof spreads[0]; i++) {
        double at = 0;
        const double largest = quick_deviation(&spreads[i], &at);
        char what[64];
        snprintf(what, sizeof what, "quick quantile (family %d, shape %g, worst at %.4f)",
                 (int) spreads[i].family, spreads[i].shape, at);
        qc_reference_close(what, largest, 1e-5);
    }
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("law");
    TCase *tests = tcase_create("law");
    tcase_add_test(tests, exits_of_the_reference_pipeline);
    tcase_add_test(tests, exits_of_a_stated_stay);
    tcase_add_test(tests, slower_by_a_time_scale);
    tcase_add_test(tests, cumulative_hazards_between_and_beyond_grid_points);
    tcase_add_test(tests, mean_days_are_cut_at_730);
    tcase_add_test(tests, destinations_share_what_leaves);
    tcase_add_test(tests, a_single_destination_asks_nothing);
    tcase_add_test(tests, groups_of_exits);
    tcase_add_test(tests, mixtures_of_two_stays);
    tcase_add_test(tests, quick_quantiles_are_near);
    suite_add_tcase(suite, tests);
    return suite;
}
