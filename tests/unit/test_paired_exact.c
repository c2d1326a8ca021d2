/* Cases computed without luck: the figures of a forecast by exact, no error of their own, and who answers when. */
#include "sim/exact/paired_exact.h"
#include "tests/support/company.h"

#define STAGES                                                                              \
    "as_of: 2026-06-30\ncurrency: EUR\nshocks: none\n"                                      \
    "pipeline:\n"                                                                           \
    "  - {stage: a, conversion: {mean: 55%, based_on: certain}, days: {mean: 12, cv: 1, "   \
    "based_on: "                                                                            \
    "certain}}\n"                                                                           \
    "  - {stage: b, conversion: {mean: 50%, based_on: certain}, days: {mean: 25, cv: 1.1, " \
    "based_on: certain}}\n"                                                                 \
    "deal_size: {mean: 5k, cv: 1.2, based_on: certain}\n"
#define TARGETS                                                          \
    "targets:\n"                                                         \
    "  - {name: year, metric: bookings, period: 2026, at_least: 110k}\n" \
    "  - {name: cap, metric: bookings, period: Q3 2026, at_most: 60k}\n" \
    "  - {name: wins, metric: customers, period: 2026, at_least: 20}\n"
#define CERTAIN   STAGES "new_deals: {mean: 16, per: month, based_on: certain, noise: none}\n" TARGETS
#define UNCERTAIN STAGES "new_deals: 14 to 18 per month\n" TARGETS
#define OPEN      "deal_id,stage,age_days,amount\nx,b,3,4000\ny,a,9,\nz,b,1,30000\n"
#define SAME      1.5e-6 /* chances are counted in millionths */

enum { TRIALS = 2000, YEAR = 0, CAP, WINS, TARGET_COUNT, DEALS = 3 };

static void start(company *it, const char *plan, const char *set)
{
    memset(it, 0, sizeof *it);
    company_read_set(it, plan, NULL, OPEN, set);
    company_prepare(it);
}

static int32_t figure_of(const company *it, int target)
{
    return it->forecast.questions.targets[target].figure;
}

static qc_paired_case as_planned(const company *it)
{
    return (qc_paired_case){.model = &it->forecast.model, .questions = &it->forecast.questions};
}

static bool try_judge(qc_paired *paired, const company *base, qc_paired_case other, int target,
                      const qc_sim_options *options, qc_status *status)
{
    const qc_paired_case cases[] = {as_planned(base), other};
    const qc_paired_asked asked = {
        cases, 2, figure_of(base, target), &base->forecast.book, options, 0, TRIALS};
    memset(paired, 0, sizeof *paired);
    return qc_paired_judge(paired, &asked, status);
}

static void judge(qc_paired *paired, const company *base, qc_paired_case other, int target,
                  qc_evaluator evaluator, int32_t threads)
{
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_status status = {0};
    options.evaluator = evaluator;
    options.threads = threads;
    ck_assert_msg(try_judge(paired, base, other, target, &options, &status), "%s", status.message);
}

/* A forecast of the same company by exact itself. */
static void forecast(company *it, const char *set)
{
    memset(it, 0, sizeof *it);
    company_read_set(it, CERTAIN, NULL, OPEN, set);
    company_prepare(it);
    it->options.evaluator = QC_EVALUATOR_EXACT;
    company_run(it, 0);
    company_sum_up(it);
}

START_TEST(chances_and_values_are_those_of_a_forecast)
{
    company base, more;
    qc_paired paired;
    forecast(&base, NULL);
    forecast(&more, "new_deals=+20%");
    for (int t = 0; t < TARGET_COUNT; t++) {
        const qc_target_summary *was = &base.summary.targets[t], *is = &more.summary.targets[t];
        const int32_t figure = figure_of(&base, t);
        judge(&paired, &base, as_planned(&more), t, QC_EVALUATOR_AUTO, 1);
        ck_assert_str_eq(paired.engine, "exact");
        ck_assert_double_eq_tol(qc_paired_chance(&paired, 0, figure).value, was->chance.value,
                                SAME);
        ck_assert_double_eq_tol(qc_paired_chance(&paired, 1, figure).value, is->chance.value, SAME);
        ck_assert_double_eq_tol(qc_paired_change(&paired, 1, figure).value,
                                is->chance.value - was->chance.value, 2 * SAME);
        ck_assert_double_eq_tol(qc_paired_smooth(&paired, 1, figure, NULL), is->chance.value, SAME);
        if (t != WINS) /* customers are told in whole ones */
            ck_assert_double_eq_tol(qc_paired_quantile(&paired, 1, figure, 0.2), is->quantiles.p20,
                                    1e-6 * is->quantiles.p20);
        ck_assert_double_eq_tol(qc_paired_moved(&paired, 1, figure).value,
                                is->mean.value - was->mean.value, 1e-4 * is->mean.value);
        qc_paired_free(&paired);
    }
    company_free(&base);
    company_free(&more);
}
END_TEST

START_TEST(there_is_no_error_but_the_numerical)
{
    company base, more;
    qc_paired paired;
    start(&base, CERTAIN, NULL);
    start(&more, CERTAIN, "deal_size=+10%");
    const int32_t figure = figure_of(&base, YEAR);
    judge(&paired, &base, as_planned(&more), YEAR, QC_EVALUATOR_AUTO, 2);
    ck_assert(qc_paired_is_exact(&paired));
    ck_assert_double_eq(qc_paired_chance(&paired, 1, figure).std_error, 0);
    ck_assert_double_eq(qc_paired_change(&paired, 1, figure).std_error, 0);
    ck_assert_double_eq(qc_paired_moved(&paired, 1, figure).std_error, 0);
    ck_assert_double_gt(qc_paired_bound(&paired, 0), 0);
    ck_assert_double_lt(qc_paired_largest_bound(&paired), 1e-4);
    ck_assert_double_ge(qc_paired_largest_bound(&paired), qc_paired_bound(&paired, 1));
    qc_paired_free(&paired);
    judge(&paired, &base, as_planned(&more), YEAR, QC_EVALUATOR_BLEND, 2);
    ck_assert(!qc_paired_is_exact(&paired));
    ck_assert_double_eq(qc_paired_largest_bound(&paired), 0);
    ck_assert_double_gt(qc_paired_chance(&paired, 1, figure).std_error, 0);
    qc_paired_free(&paired);
    company_free(&base);
    company_free(&more);
}
END_TEST

START_TEST(threads_do_not_matter)
{
    company base, more;
    qc_paired one, three;
    start(&base, CERTAIN, NULL);
    start(&more, CERTAIN, "new_deals=+10%");
    judge(&one, &base, as_planned(&more), YEAR, QC_EVALUATOR_AUTO, 1);
    judge(&three, &base, as_planned(&more), YEAR, QC_EVALUATOR_AUTO, 3);
    const qc_tally *a = &one.outcomes[1].figures[figure_of(&base, YEAR)];
    const qc_tally *b = &three.outcomes[1].figures[figure_of(&base, YEAR)];
    ck_assert_int_eq(a->count, b->count);
    ck_assert_int_eq(memcmp(a->bucket, b->bucket, (size_t) a->count * sizeof *a->bucket), 0);
    ck_assert(a->hits == b->hits && a->sum == b->sum && a->square_sum == b->square_sum);
    qc_paired_free(&one);
    qc_paired_free(&three);
    company_free(&base);
    company_free(&more);
}
END_TEST

/* Deals that are gone pay nothing: what a forecast computes with a book of one deal less. */
START_TEST(lost_deals_are_left_out)
{
    company base, without = {0};
    qc_paired paired;
    const bool gone[DEALS] = {false, false, true};
    start(&base, CERTAIN, NULL);
    company_read_set(&without, CERTAIN, NULL, "deal_id,stage,age_days,amount\nx,b,3,4000\ny,a,9,\n",
                     NULL);
    company_prepare(&without);
    without.options.evaluator = QC_EVALUATOR_EXACT;
    company_run(&without, 0);
    company_sum_up(&without);
    qc_paired_case other = as_planned(&base);
    other.gone = gone;
    judge(&paired, &base, other, YEAR, QC_EVALUATOR_AUTO, 1);
    ck_assert_str_eq(paired.engine, "exact");
    ck_assert_double_eq_tol(qc_paired_chance(&paired, 1, figure_of(&base, YEAR)).value,
                            without.summary.targets[YEAR].chance.value, SAME);
    ck_assert_double_lt(qc_paired_change(&paired, 1, figure_of(&base, YEAR)).value, -0.01);
    qc_paired_free(&paired);
    company_free(&base);
    company_free(&without);
}
END_TEST

/* Wins that come 61 days later count in the fourth quarter as those of a third one that begins in August would. */
START_TEST(slipped_days_take_wins_out_of_the_period)
{
    company base, shorter;
    qc_paired paired;
    start(&base, CERTAIN, NULL);
    memset(&shorter, 0, sizeof shorter);
    company_read_set(&shorter, CERTAIN, NULL, OPEN, "targets.year.period=2026-01-01..2026-10-31");
    company_prepare(&shorter);
    shorter.options.evaluator = QC_EVALUATOR_EXACT;
    company_run(&shorter, 0);
    company_sum_up(&shorter);
    qc_paired_case other = as_planned(&base);
    other.slip_days = 61; /* November and December */
    judge(&paired, &base, other, YEAR, QC_EVALUATOR_AUTO, 1);
    ck_assert_str_eq(paired.engine, "exact");
    ck_assert_double_eq_tol(qc_paired_chance(&paired, 1, figure_of(&base, YEAR)).value,
                            shorter.summary.targets[YEAR].chance.value,
                            SAME + 2 * qc_paired_largest_bound(&paired));
    qc_paired_free(&paired);
    other.slip_days = 400; /* nothing is left */
    judge(&paired, &base, other, YEAR, QC_EVALUATOR_AUTO, 1);
    ck_assert_double_eq_tol(qc_paired_chance(&paired, 1, figure_of(&base, YEAR)).value, 0, SAME);
    qc_paired_free(&paired);
    company_free(&base);
    company_free(&shorter);
}
END_TEST

/* ---- who answers ---- */

START_TEST(one_uncertain_case_leaves_all_to_draws)
{
    company base, other;
    qc_paired paired;
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_status status = {0};
    start(&base, CERTAIN, NULL);
    start(&other, UNCERTAIN, NULL);
    judge(&paired, &base, as_planned(&other), YEAR, QC_EVALUATOR_AUTO, 1);
    ck_assert_str_eq(paired.engine, "blend");
    ck_assert_str_eq(paired.engine_why, "parameters are uncertain");
    qc_paired_free(&paired);
    options.evaluator = QC_EVALUATOR_EXACT;
    ck_assert(!try_judge(&paired, &base, as_planned(&other), YEAR, &options, &status));
    ck_assert_str_eq(status.message,
                     "the exact engine cannot answer this: parameters are uncertain");
    qc_paired_free(&paired);
    company_free(&base);
    company_free(&other);
}
END_TEST

START_TEST(a_pace_by_month_leaves_it_to_draws)
{
    static const double PACE[12] = {1, 1, 1, 1, 1, 1, 0.5, 0.5, 1, 1, 1, 1};
    company base;
    qc_paired paired;
    start(&base, CERTAIN, NULL);
    qc_paired_case other = as_planned(&base);
    other.pace = PACE;
    judge(&paired, &base, other, YEAR, QC_EVALUATOR_AUTO, 1);
    ck_assert_str_eq(paired.engine, "blend");
    ck_assert_str_eq(paired.engine_why,
                     "the pace differs by month of the year in one of the cases");
    qc_paired_free(&paired);
    company_free(&base);
}
END_TEST

START_TEST(who_is_asked_for_answers)
{
    company base;
    qc_paired paired;
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_status status = {0};
    start(&base, CERTAIN, NULL);
    judge(&paired, &base, as_planned(&base), YEAR, QC_EVALUATOR_WALK, 1);
    ck_assert_str_eq(paired.engine, "walk");
    ck_assert_int_eq(paired.trials, TRIALS);
    qc_paired_free(&paired);
    judge(&paired, &base, as_planned(&base), YEAR, QC_EVALUATOR_EXACT, 1);
    ck_assert_str_eq(paired.engine, "exact");
    ck_assert_str_eq(paired.engine_why, "asked for");
    ck_assert(qc_paired_is_idle(&paired, 1));
    qc_paired_free(&paired);
    options.not_exact = "another case is uncertain";
    ck_assert(try_judge(&paired, &base, as_planned(&base), YEAR, &options, &status));
    ck_assert_str_eq(paired.engine, "blend");
    ck_assert_str_eq(paired.engine_why, "another case is uncertain");
    qc_paired_free(&paired);
    company_free(&base);
}
END_TEST

static bool stop_now(void *context)
{
    (void) context;
    return true;
}

START_TEST(stopped_it_says_so)
{
    company base;
    qc_paired paired;
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_status status = {0};
    start(&base, CERTAIN, NULL);
    options.stop = stop_now;
    ck_assert(!try_judge(&paired, &base, as_planned(&base), YEAR, &options, &status));
    ck_assert_int_eq(status.code, QC_INTERRUPTED);
    qc_paired_free(&paired);
    company_free(&base);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("paired_exact");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, chances_and_values_are_those_of_a_forecast);
    tcase_add_test(tests, there_is_no_error_but_the_numerical);
    tcase_add_test(tests, threads_do_not_matter);
    tcase_add_test(tests, lost_deals_are_left_out);
    tcase_add_test(tests, slipped_days_take_wins_out_of_the_period);
    tcase_add_test(tests, one_uncertain_case_leaves_all_to_draws);
    tcase_add_test(tests, a_pace_by_month_leaves_it_to_draws);
    tcase_add_test(tests, who_is_asked_for_answers);
    tcase_add_test(tests, stopped_it_says_so);
    suite_add_tcase(suite, tests);
    return suite;
}
