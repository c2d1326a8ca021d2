/* A company whose reps run out of hours, held against two other programs (C with GSL, numpy) that simulated it half
 * a million times: P(year) = .6684 with a standard error of .0007 (tests/fixtures/refco/capacity.expected.json).
 *
 * Smallest wrong to be seen: an hour more or less a week, of 14. */
#include "study/bench.h"
#include "tests/support/budget.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdlib.h>

enum { TRIALS = 8000 };
#define EXPECTED .6684
#define DOUBT    (6 * .0007) /* of the expectation itself, in favour of the engine */

static double chance(const char *hours)
{
    static const char PATH[] = QC_SOURCE_DIR "/tests/fixtures/refco/capacity.json";
    qc_bench_company company = {0};
    qc_bench_result result;
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_status status = {0};
    options.trials = TRIALS;
    options.seed = 20261128;
    ck_assert_msg(qc_bench_company_read(&company, PATH, &status), "%s", status.message);
    if (hours != NULL) company.plan.team.hours_per_week = strtod(hours, NULL);
    ck_assert(company.whole_weeks);
    ck_assert_msg(qc_bench_run(&result, &company, &options, &status), "%s", status.message);
    ck_assert_str_eq(result.engine, "quotacast step");
    qc_bench_company_free(&company);
    return result.chance_year;
}

START_TEST(it_agrees_with_the_other_programs)
{
    const double found = chance(NULL);
    const int64_t hits = llround(found * TRIALS);
    ck_assert_msg(
        qc_budget_count_holds(hits, TRIALS, EXPECTED) ||
            qc_budget_count_holds(hits, TRIALS, EXPECTED + (found > EXPECTED ? DOUBT : -DOUBT)),
        "%g is not %g", found, EXPECTED);
}
END_TEST

START_TEST(and_an_hour_is_seen)
{
    static const char *const HOURS[] = {"13", "15"};
    for (int i = 0; i < 2; i++) {
        const double found = chance(HOURS[i]);
        const int64_t hits = llround(found * TRIALS);
        CHECK_COUNT_FAILS(hits, TRIALS, EXPECTED + (found > EXPECTED ? DOUBT : -DOUBT));
    }
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("step_capacity");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, it_agrees_with_the_other_programs);
    tcase_add_test(tests, and_an_hour_is_seen);
    suite_add_tcase(suite, tests);
    return suite;
}
