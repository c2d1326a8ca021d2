/* Elapsed time counts: what is left of an open deal's stay is the stay given that it has lasted so long. One
 * stage whose deals are all won in the end, one family of stays at a time, deals of several ages: the days of
 * their wins against the conditional law. Three ways through the walk: by one look-up (certain beliefs, no
 * month effects), by the cumulative hazard in one stretch, and month by month. Some ages are far beyond any
 * usual stay: a stale deal must still leave.
 *
 * Smallest wrong to be seen: a distribution off by 0.015, shown by deals whose age is forgotten. */
#include "tests/exact/reference.h"
#include "tests/stat/win_days.h"
#include "tests/support/budget.h"

#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <stdlib.h>

enum { TRIALS = 200000, DEALS = 6 };

typedef enum way { BY_LOOK_UP, BY_HAZARD, BY_MONTH } way;

typedef struct family {
    const char *name;     /* in the reference */
    double first, second; /* mean and cv, or median and 90th percentile */
    const char *form[3];  /* what the two numbers are, and the family's word in a plan */
    double ages[DEALS];   /* the reference's four and two far beyond */
} family;

static family make_family(const char *name)
{
    const double k = 0.8, sigma = 0.9;
    if (strcmp(name, "weibull") == 0) {
        const double mean = gsl_sf_gamma(1 + 1 / k);
        return (family){name,
                        50 * mean,
                        sqrt(gsl_sf_gamma(1 + 2 / k) / (mean * mean) - 1),
                        {"mean", "cv", "weibull"},
                        {0, 10, 60, 200, 5000, 200000}};
    }
    if (strcmp(name, "lognormal") == 0)
        return (family){name,
                        exp(3.5 + sigma * sigma / 2),
                        sqrt(expm1(sigma * sigma)),
                        {"mean", "cv", "lognormal"},
                        {0, 10, 60, 200, 70000, 1e9}};
    if (strcmp(name, "loglogistic") == 0)
        return (family){name,
                        35,
                        35 * pow(9, 1 / 1.6),
                        {"median", "p90", "log-logistic"},
                        {0, 10, 60, 200, 3000, 1e5}};
    if (strcmp(name, "gamma") == 0)
        return (family){
            name, 33, sqrt(1 / 2.2), {"mean", "cv", "gamma"}, {0, 10, 60, 200, 700, 12000}};
    return (family){name, 40, 1, {"mean", "cv", "gamma"}, {0, 10, 60, 200, 2000, 30000}};
}

static void read_company(company *it, const family *kind, way by)
{
    char plan[1024], days[128], open[256];
    int length = snprintf(open, sizeof open, "deal_id,stage,age_days,amount\n");
    snprintf(days, sizeof days, "{%s: %.15g, %s: %.15g, family: %s}", kind->form[0], kind->first,
             kind->form[1], kind->second, kind->form[2]);
    snprintf(plan, sizeof plan,
             "as_of: 2025-12-31\n"
             "currency: EUR\n"
             "new_deals: {mean: 0, per: month, based_on: certain, noise: none}\n"
             "deal_size: {mean: 1, cv: 1, based_on: certain}\n"
             "shocks: %s\n"
             "pipeline: [{stage: only, conversion: 100%%, days: %s, based_on: certain}]\n"
             "targets: [{name: all, metric: customers, period: 2026, at_least: 1}]\n",
             by == BY_MONTH ? "{sd: 1e-9, rho: 0}" : "none", days);
    for (int deal = 0; deal < DEALS; deal++)
        length += snprintf(open + length, sizeof open - (size_t) length, "d%d,only,1,1\n", deal);
    company_read(it, plan, NULL, open);
    company_prepare(it);
}

/* ---- the conditional law ---- */

typedef struct stay { /* a spread; the hazard's table goes on straight beyond its end */
    qc_spread spread;
    double table_end, step;
} stay;

static double hazard_at(const stay *it, double x)
{
    if (x <= it->table_end) return qc_spread_hazard(&it->spread, x);
    const double last = qc_spread_hazard(&it->spread, it->table_end);
    const double before = qc_spread_hazard(&it->spread, it->table_end - it->step);
    return last + (x - it->table_end) / it->step * (last - before);
}

static double left_by(const stay *it, double age, double days)
{
    return -expm1(hazard_at(it, age) - hazard_at(it, age + days));
}

/* Is the stated spread the reference's, and the conditional law, too? */
static void check_against_reference(const family *kind, const stay *spread)
{
    json_t *root = qc_reference_load("conditional_residual.json");
    const json_t *rows = qc_reference_get(root, "rows");
    double largest = 0;
    int found = 0;
    for (size_t r = 0; r < json_array_size(rows); r++) {
        const json_t *row = json_array_get(rows, r);
        const char *days;
        json_t *share;
        if (strcmp(json_string_value(qc_reference_get(row, "family")), kind->name) != 0) continue;
        ck_assert_double_eq(qc_reference_number(row, "age"), kind->ages[found++]);
        json_object_foreach(qc_reference_get(row, "cond_cdf"), days, share) qc_reference_note(
            &largest, left_by(spread, qc_reference_number(row, "age"), strtod(days, NULL)),
            json_number_value(share));
    }
    ck_assert_int_eq(found, 4);
    qc_reference_close(kind->name, largest, 1e-9);
    json_decref(root);
}

/* ---- the walk ---- */

static double furthest(const stay *spread, const double *ages, const char *what)
{
    double largest = 0;
    for (int deal = 0; deal < DEALS; deal++) {
        double distance = 0;
        int64_t left = 0;
        for (int day = 1; day <= WIN_DAYS; day++) {
            left += wins[deal][day];
            distance = fmax(distance,
                            fabs((double) left / TRIALS - left_by(spread, ages[deal], day)));
        }
        printf("residual %s: age %g: distance %.5f (limit %.5f)\n", what, ages[deal], distance,
               qc_budget_distance_limit(TRIALS));
        largest = fmax(largest, distance);
    }
    fflush(stdout);
    return largest;
}

static void run(const char *name, way by)
{
    static const double nothing[DEALS] = {0};
    const family kind = make_family(name);
    company it = {0};
    qc_world world = {0};
    read_company(&it, &kind, by);
    const qc_stage_part *part = &it.forecast.model.stages.parts[0];
    stay spread = {part->belief.days, INFINITY, part->step};
    check_against_reference(&kind, &spread);
    if (by != BY_LOOK_UP) spread.table_end = QC_STATED_CELLS * part->step;
    win_days_ask(&it.forecast.questions, DEALS);
    company_world(&it, &world, 20261122);
    win_days_start(&world, &it.forecast.book, DEALS, kind.ages);
    company_trial(&world, 0);
    ck_assert_int_eq(world.shocked, by == BY_MONTH);
    ck_assert_ptr_nonnull(world.draw.stages.laws[0].quick);
    if (by == BY_HAZARD) {
        world.draw.stages.laws[0].quick = NULL;
        company_forget_laws(&world);
    }
    memset(wins, 0, sizeof wins);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        world.draw_number = trial / QC_GROUP_TRIALS; /* what was changed by hand stays */
        qc_world_look_ahead(&world);
        company_trial(&world, trial);
        win_days_count(&world, DEALS);
    }
    ck_assert_double_le(furthest(&spread, kind.ages, name), qc_budget_distance_limit(TRIALS));
    if (strcmp(name, "exponential") != 0) /* which has no memory */
        ck_assert_double_gt(furthest(&spread, nothing, "age forgotten"),
                            2 * qc_budget_distance_limit(TRIALS));
    qc_world_free(&world);
    company_free(&it);
}

static const char *const names[] = {"weibull", "lognormal", "loglogistic", "gamma", "exponential"};
#define NAMES ((int) (sizeof names / sizeof names[0]))

START_TEST(by_one_look_up)
{
    run(names[_i], BY_LOOK_UP);
}
END_TEST

START_TEST(by_the_cumulative_hazard)
{
    run(names[_i], BY_HAZARD);
}
END_TEST

START_TEST(month_by_month)
{
    run(names[_i], BY_MONTH);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("walk: what is left of a stay");
    TCase *tests = tcase_create("residual");
    tcase_add_loop_test(tests, by_one_look_up, 0, NAMES);
    tcase_add_loop_test(tests, by_the_cumulative_hazard, 0, NAMES);
    tcase_add_loop_test(tests, month_by_month, 0, NAMES);
    suite_add_tcase(suite, tests);
    return suite;
}
