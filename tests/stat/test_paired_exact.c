/* Cases computed without luck against the same cases followed deal by deal: as planned, changed, with deals lost and
 * with wins that slip.
 *
 * Smallest wrong to be seen: new deals 20% off in one case, with 40,000 futures. A future of a certain plan is
 * independent of all others, so counts of hits are binomial. */
#include "sim/paired_judge.h"
#include "tests/support/budget.h"
#include "tests/support/company.h"

#define PLAN                                                                                \
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\n"                                      \
    "new_deals: {mean: 24, per: month, based_on: certain, noise: none}\n"                   \
    "deal_size: {mean: 10k, cv: 1, based_on: certain}\n"                                    \
    "pipeline:\n"                                                                           \
    "  - {stage: one, conversion: {mean: 60%, based_on: certain}, days: {mean: 20, cv: 1, " \
    "based_on: certain}}\n"                                                                 \
    "  - {stage: two, conversion: {mean: 50%, based_on: certain}, days: {mean: 15, cv: "    \
    "0.8, based_on: certain}}\n"                                                            \
    "targets:\n"                                                                            \
    "  - {name: half, metric: bookings, period: 2026-01-01..2026-06-30, at_least: 330k}\n"  \
    "  - {name: cap, metric: bookings, period: Q2 2026, at_most: 190k}\n"
#define OPEN                          \
    "deal_id,stage,age_days,amount\n" \
    "a,one,3,12000\nb,two,40,60000\nc,one,0.5,7000\nd,two,2,15000\n"

enum { TRIALS = 40000, CASES = 4, TARGETS = 2, HALF = 0, PLANNED = 0, MORE, LOST, LATER };

static void judge(qc_paired *paired, const company *base, const qc_paired_case *cases, int target,
                  qc_evaluator evaluator)
{
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_status status = {0};
    options.evaluator = evaluator;
    options.threads = 2;
    const qc_paired_asked asked = {cases,
                                   CASES,
                                   base->forecast.questions.targets[target].figure,
                                   &base->forecast.book,
                                   &options,
                                   0,
                                   TRIALS};
    memset(paired, 0, sizeof *paired);
    ck_assert_msg(qc_paired_judge(paired, &asked, &status), "%s", status.message);
}

static qc_paired_case start(company *it, const char *set)
{
    memset(it, 0, sizeof *it);
    company_read_set(it, PLAN, NULL, OPEN, set);
    company_prepare(it);
    return (qc_paired_case){.model = &it->forecast.model, .questions = &it->forecast.questions};
}

START_TEST(walk_finds_the_computed_chances)
{
    static const bool GONE[] = {false, true, false, false};
    company base, more, bent;
    const qc_paired_case planned = start(&base, NULL);
    qc_paired_case cases[CASES] = {planned, start(&more, "deal_size=+8%"), planned, planned};
    cases[LOST].gone = GONE;
    cases[LATER].slip_days = 20;
    qc_paired_case wrong[CASES] = {start(&bent, "new_deals=+20%"), planned, planned, planned};
    for (int t = 0; t < TARGETS; t++) {
        const int32_t figure = base.forecast.questions.targets[t].figure;
        qc_paired exact, walk, other;
        judge(&exact, &base, cases, t, QC_EVALUATOR_AUTO);
        judge(&walk, &base, cases, t, QC_EVALUATOR_WALK);
        judge(&other, &base, wrong, t, QC_EVALUATOR_AUTO);
        ck_assert_str_eq(exact.engine, "exact");
        ck_assert_str_eq(walk.engine, "walk");
        for (int32_t c = 0; c < CASES; c++)
            CHECK_COUNT(walk.outcomes[c].figures[figure].hits, TRIALS,
                        qc_paired_chance(&exact, c, figure).value);
        CHECK_COUNT_FAILS(walk.outcomes[PLANNED].figures[figure].hits, TRIALS,
                          qc_paired_chance(&other, 0, figure).value);
        for (int32_t c = LOST; c < CASES && t == HALF;
             c++) /* the quarter has wins for those that leave */
            CHECK_COUNT_FAILS(walk.outcomes[c].figures[figure].hits, TRIALS,
                              qc_paired_chance(&exact, PLANNED, figure).value);
        qc_paired_free(&exact);
        qc_paired_free(&walk);
        qc_paired_free(&other);
    }
    company_free(&base);
    company_free(&more);
    company_free(&bent);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("paired_exact");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 120);
    tcase_add_test(all, walk_finds_the_computed_chances);
    suite_add_tcase(suite, all);
    return suite;
}
