/* Cases on one luck: the same bytes on any number of threads, differences that add up, and what is left out. */
#include "sim/paired.h"
#include "tests/support/company.h"

#define PLAN                                                  \
    "as_of: 2026-06-30\ncurrency: EUR\n"                      \
    "pipeline:\n"                                             \
    "  - {stage: a, conversion: 40% to 60%, days: 10}\n"      \
    "  - {stage: b, conversion: 50% to 70%, days: 5 to 30}\n" \
    "deal_size: 1k to 9k\nnew_deals: 6 to 9 per month\n"      \
    "targets: [{name: year, metric: bookings, period: 2026, at_least: 60k}]\n"
#define OPEN "deal_id,stage,age_days,amount\nx,b,3,4000\ny,a,9,\nz,b,1,30000\n"

enum { TRIALS = 1000 };

static void run(qc_paired *paired, const company *base, const company *other, const bool *gone,
                int32_t slip_days, int32_t threads, int64_t first)
{
    const qc_paired_case cases[] = {
        {.model = &base->forecast.model, .questions = &base->forecast.questions},
        {.model = &other->forecast.model,
         .questions = &other->forecast.questions,
         .gone = gone,
         .slip_days = slip_days}};
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_status status = {0};
    options.threads = threads;
    memset(paired, 0, sizeof *paired);
    ck_assert_msg(
        qc_paired_run(paired, cases, 2, &base->forecast.book, &options, first, TRIALS, &status),
        "%s", status.message);
}

static void start(company *it, const char *set)
{
    memset(it, 0, sizeof *it);
    company_read_set(it, PLAN, NULL, OPEN, set);
    company_prepare(it);
}

START_TEST(threads_do_not_matter)
{
    company base, more;
    qc_paired one, three;
    start(&base, NULL);
    start(&more, "new_deals=+20%");
    run(&one, &base, &more, NULL, 0, 1, 0);
    run(&three, &base, &more, NULL, 0, 3, 0);
    ck_assert_int_eq(one.trials, TRIALS);
    ck_assert_mem_eq(one.figures, three.figures,
                     2 * (size_t) one.figure_count * sizeof *one.figures);
    for (int c = 0; c < 2; c++) {
        ck_assert_int_eq(one.outcomes[c].figures[0].hits, three.outcomes[c].figures[0].hits);
        ck_assert(one.outcomes[c].figures[0].sum == three.outcomes[c].figures[0].sum);
    }
    qc_paired_free(&one);
    qc_paired_free(&three);
    company_free(&base);
    company_free(&more);
}
END_TEST

START_TEST(differences_add_up_and_are_known_better)
{
    company base, more;
    qc_paired paired;
    start(&base, NULL);
    start(&more, "deal_size=+10%");
    run(&paired, &base, &more, NULL, 0, 2, 0);
    const qc_estimate before = qc_paired_chance(&paired, 0, 0),
                      after = qc_paired_chance(&paired, 1, 0),
                      change = qc_paired_change(&paired, 1, 0);
    ck_assert_double_eq_tol(change.value, after.value - before.value, 1e-12);
    ck_assert_double_gt(change.value, 0);
    ck_assert_double_lt(change.std_error, 0.7 * hypot(before.std_error, after.std_error));
    const qc_tally *tally = paired.outcomes[0].figures;
    ck_assert_double_eq_tol(
        qc_paired_moved(&paired, 1, 0).value,
        (double) (paired.outcomes[1].figures[0].sum - tally->sum) / TRIALS / 100, 1e-6);
    ck_assert_double_eq_tol(qc_paired_smooth(&paired, 0, 0, base.forecast.questions.figures),
                            before.value, 0.03);
    qc_paired_free(&paired);
    company_free(&base);
    company_free(&more);
}
END_TEST

START_TEST(what_changes_nothing_is_idle)
{
    company base, same;
    qc_paired paired;
    start(&base, NULL);
    start(&same, "new_deals=+0%");
    run(&paired, &base, &same, NULL, 0, 1, 0);
    ck_assert(qc_paired_is_idle(&paired, 1));
    qc_paired_free(&paired);
    run(&paired, &base, &same, NULL, 1, 1, 0);
    ck_assert(!qc_paired_is_idle(&paired, 1)); /* a day later is not nothing */
    ck_assert_double_lt(qc_paired_moved(&paired, 1, 0).value, 0);
    qc_paired_free(&paired);
    company_free(&base);
    company_free(&same);
}
END_TEST

START_TEST(a_deal_that_is_gone_takes_what_it_brought)
{
    company base;
    qc_paired paired;
    const bool third[] = {false, false, true}, all[] = {true, true, true};
    start(&base, NULL);
    run(&paired, &base, &base, third, 0, 1, 0);
    /* 30,000 in b, won with about 60% */
    ck_assert_double_eq_tol(qc_paired_moved(&paired, 1, 0).value, -18000, 2500);
    qc_paired_free(&paired);
    run(&paired, &base, &base, all, 0, 1, 0);
    const int32_t open = base.forecast.questions.open_figure;
    ck_assert(paired.outcomes[1].figures[open].sum == 0);
    qc_paired_free(&paired);
    company_free(&base);
}
END_TEST

START_TEST(later_trials_are_fresh_luck)
{
    company base;
    qc_paired first, later;
    start(&base, NULL);
    run(&first, &base, &base, NULL, 0, 1, 0);
    run(&later, &base, &base, NULL, 0, 1, 100000);
    ck_assert(first.outcomes[0].figures[0].sum != later.outcomes[0].figures[0].sum);
    qc_paired_free(&first);
    qc_paired_free(&later);
    company_free(&base);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("paired");
    TCase *tests = tcase_create("paired");
    tcase_add_test(tests, threads_do_not_matter);
    tcase_add_test(tests, differences_add_up_and_are_known_better);
    tcase_add_test(tests, what_changes_nothing_is_idle);
    tcase_add_test(tests, a_deal_that_is_gone_takes_what_it_brought);
    tcase_add_test(tests, later_trials_are_fresh_luck);
    suite_add_tcase(suite, tests);
    return suite;
}
