/* Computed draws: where they answer and where they leave it to walk, and what paired runs promise of them. */
#include "sim/blend/blend.h"
#include "sim/paired_judge.h"
#include "tests/support/company.h"

#define STAGES                                                \
    "as_of: 2026-06-30\ncurrency: EUR\n"                      \
    "pipeline:\n"                                             \
    "  - {stage: a, conversion: 40% to 60%, days: 10}\n"      \
    "  - {stage: b, conversion: 50% to 70%, days: 5 to 30}\n" \
    "deal_size: 1k to 9k\n"
#define TARGETS                                                          \
    "targets:\n"                                                         \
    "  - {name: year, metric: bookings, period: 2026, at_least: 120k}\n" \
    "  - {name: cap, metric: bookings, period: Q3 2026, at_most: 60k}\n" \
    "  - {name: wins, metric: customers, period: 2026, at_least: 30}\n"  \
    "  - {name: rate, metric: win_rate, period: 2026, at_least: 20%}\n"  \
    "  - {name: entries, metric: new_deals, period: 2026, at_least: 90}\n"
#define PLAN  STAGES "new_deals: 16 to 22 per month\n" TARGETS
#define ZEROS 3e5 /* times as much money in this one */
#define LARGE                                                   \
    "as_of: 2026-06-30\ncurrency: IDR\n"                        \
    "pipeline:\n"                                               \
    "  - {stage: a, conversion: 40% to 60%, days: 10}\n"        \
    "  - {stage: b, conversion: 50% to 70%, days: 5 to 30}\n"   \
    "deal_size: 300M to 2700M\nnew_deals: 16 to 22 per month\n" \
    "targets: [{name: year, metric: bookings, period: 2026, at_least: 36000M}]\n"
#define OPEN "deal_id,stage,age_days,amount\nx,b,3,4000\ny,a,9,\nz,b,1,30000\n"

enum { TRIALS = 2000, YEAR = 0, CAP, WINS, RATE, ENTRIES };

static void start(company *it, const char *plan, const char *open, const char *set)
{
    memset(it, 0, sizeof *it);
    company_read_set(it, plan, NULL, open, set);
    company_prepare(it);
}

static int32_t figure_of(const company *it, int target)
{
    return it->forecast.questions.targets[target].figure;
}

static bool try_judge(qc_paired *paired, const company *base, const qc_paired_case *other,
                      int target, qc_evaluator evaluator, int32_t threads, qc_status *status)
{
    const qc_paired_case cases[] = {
        {.model = &base->forecast.model, .questions = &base->forecast.questions}, *other};
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    options.threads = threads;
    options.evaluator = evaluator;
    memset(paired, 0, sizeof *paired);
    const qc_paired_asked asked = {
        cases, 2, figure_of(base, target), &base->forecast.book, &options, 0, TRIALS};
    return qc_paired_judge(paired, &asked, status);
}

static void judge(qc_paired *paired, const company *base, const qc_paired_case *other, int target,
                  int32_t threads)
{
    qc_status status = {0};
    ck_assert_msg(try_judge(paired, base, other, target, QC_EVALUATOR_AUTO, threads, &status), "%s",
                  status.message);
}

static qc_paired_case as_planned(const company *it)
{
    return (qc_paired_case){.model = &it->forecast.model, .questions = &it->forecast.questions};
}

START_TEST(threads_do_not_matter)
{
    company base, more;
    qc_paired one, three;
    start(&base, PLAN, OPEN, NULL);
    start(&more, PLAN, OPEN, "new_deals=+20%");
    const qc_paired_case other = as_planned(&more);
    const int32_t f = figure_of(&base, YEAR);
    judge(&one, &base, &other, YEAR, 1);
    judge(&three, &base, &other, YEAR, 3);
    ck_assert_str_eq(one.engine, "blend");
    ck_assert_int_eq(one.groups, TRIALS / QC_GROUP_TRIALS);
    ck_assert_int_eq(three.groups, one.groups);
    for (int c = 0; c < 2; c++) {
        const qc_tally *a = &one.outcomes[c].figures[f], *b = &three.outcomes[c].figures[f];
        ck_assert_int_eq(a->hits, b->hits);
        ck_assert_int_eq(a->below, b->below);
        ck_assert(a->sum == b->sum && a->square_sum == b->square_sum);
        ck_assert_double_eq(qc_paired_quantile(&one, c, f, 0.3),
                            qc_paired_quantile(&three, c, f, 0.3));
    }
    ck_assert_double_eq(qc_paired_change(&one, 1, f).value, qc_paired_change(&three, 1, f).value);
    qc_paired_free(&one);
    qc_paired_free(&three);
    company_free(&base);
    company_free(&more);
}
END_TEST

/* The counters say of themselves what the computed chance says. */
START_TEST(counters_agree_with_the_chance)
{
    company base, more;
    qc_paired paired;
    start(&base, PLAN, OPEN, NULL);
    start(&more, PLAN, OPEN, "new_deals=+20%");
    const qc_paired_case other = as_planned(&more);
    for (int t = YEAR; t <= WINS; t++) {
        const int32_t f = figure_of(&base, t);
        const double sign = t == CAP ? -1 : 1;
        judge(&paired, &base, &other, t, 2);
        for (int c = 0; c < 2; c++) {
            const qc_tally *tally = &paired.outcomes[c].figures[f];
            int64_t counted = 0;
            for (int32_t b = 0; b < tally->count; b++)
                counted += tally->bucket[b];
            ck_assert_int_eq(counted, paired.trials);
            const double missed = t == CAP ? (double) tally->hits
                                           : (double) (paired.trials - tally->hits);
            ck_assert_double_eq_tol((double) tally->below / (double) paired.trials,
                                    missed / (double) paired.trials, 2e-3);
        }
        ck_assert_double_gt(sign * qc_paired_change(&paired, 1, f).value, 0);
        ck_assert_double_gt(qc_paired_moved(&paired, 1, f).value, 0);
        ck_assert_double_lt(qc_paired_change(&paired, 1, f).std_error,
                            0.5 * qc_paired_chance(&paired, 0, f).std_error);
        qc_paired_free(&paired);
    }
    company_free(&base);
    company_free(&more);
}
END_TEST

START_TEST(what_changes_nothing_is_idle)
{
    company base;
    qc_paired paired;
    start(&base, PLAN, OPEN, NULL);
    qc_paired_case same = as_planned(&base);
    judge(&paired, &base, &same, YEAR, 1);
    ck_assert(qc_paired_is_idle(&paired, 1));
    qc_paired_free(&paired);
    same.slip_days = 1;
    judge(&paired, &base, &same, YEAR, 1);
    ck_assert(!qc_paired_is_idle(&paired, 1));
    ck_assert_double_lt(qc_paired_moved(&paired, 1, figure_of(&base, YEAR)).value, 0);
    qc_paired_free(&paired);
    company_free(&base);
}
END_TEST

START_TEST(a_deal_that_is_gone_takes_what_it_brought)
{
    company base;
    qc_paired paired;
    const bool third[] = {false, false, true};
    start(&base, PLAN, OPEN, NULL);
    qc_paired_case other = as_planned(&base);
    other.gone = third;
    judge(&paired, &base, &other, YEAR, 1);
    /* 30,000 in b, won with about 60% */
    ck_assert_double_eq_tol(qc_paired_moved(&paired, 1, figure_of(&base, YEAR)).value, -18000,
                            4000);
    qc_paired_free(&paired);
    company_free(&base);
}
END_TEST

static void falls_back(const char *plan, const char *open, int target, const char *engine,
                       const char *why)
{
    company base;
    qc_paired paired;
    qc_status status = {0};
    start(&base, plan, open, NULL);
    const qc_paired_case other = as_planned(&base);
    judge(&paired, &base, &other, target, 1);
    ck_assert_str_eq(paired.engine, engine);
    ck_assert_msg(strstr(paired.engine_why, why) != NULL, "%s", paired.engine_why);
    ck_assert_int_eq(paired.trials, TRIALS);
    qc_paired_free(&paired);
    ck_assert(!try_judge(&paired, &base, &other, target, QC_EVALUATOR_BLEND, 1, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_msg(strstr(status.message, why) != NULL, "%s", status.message);
    qc_paired_free(&paired);
    company_free(&base);
}

START_TEST(what_it_cannot_answer_is_counted)
{
    falls_back(PLAN, OPEN, RATE, "walk", "something other than bookings");
    falls_back(PLAN, OPEN, ENTRIES, "walk", "something other than bookings");
    falls_back(STAGES "new_deals: 1 to 2 per month\n" TARGETS, OPEN, YEAR, "walk",
               "too few new deals");
    falls_back(PLAN, "deal_id,stage,age_days,amount,customer\nx,b,3,4000,acme\ny,a,9,7000,acme\n",
               WINS, "walk", "of one customer");
    falls_back(PLAN "team: {reps: 2, hours_per_week: 40, selling_time: 40%, open_deal_limit: 9}\n",
               OPEN, YEAR, "step", "couple the deals");
}
END_TEST

START_TEST(walk_can_be_asked_for)
{
    company base;
    qc_paired paired;
    qc_status status = {0};
    start(&base, PLAN, OPEN, NULL);
    const qc_paired_case other = as_planned(&base);
    ck_assert(try_judge(&paired, &base, &other, YEAR, QC_EVALUATOR_WALK, 1, &status));
    ck_assert_str_eq(paired.engine, "walk");
    ck_assert_str_eq(paired.engine_why, "asked for");
    qc_paired_free(&paired);
    company_free(&base);
}
END_TEST

/* A company in a currency of many zeros: errors are those of the same company without them. */
START_TEST(large_totals_keep_their_errors)
{
    company base, more;
    qc_paired paired;
    double error[2], moved[2];
    for (int i = 0; i < 2; i++) {
        const char *plan = i == 0 ? PLAN : LARGE;
        start(&base, plan, NULL, NULL);
        start(&more, plan, NULL, "new_deals=+20%");
        const qc_paired_case other = as_planned(&more);
        const int32_t f = figure_of(&base, YEAR);
        judge(&paired, &base, &other, YEAR, 1);
        ck_assert_str_eq(paired.engine, "blend");
        const qc_estimate chance = qc_paired_chance(&paired, 1, f),
                          change = qc_paired_moved(&paired, 1, f);
        ck_assert_double_gt(chance.value, 0);
        ck_assert_double_lt(chance.value, 1);
        moved[i] = change.value;
        error[i] = change.std_error / change.value;
        qc_paired_free(&paired);
        company_free(&base);
        company_free(&more);
    }
    ck_assert_double_eq_tol(moved[1] / moved[0] / ZEROS, 1, 0.01);
    ck_assert_double_eq_tol(error[1] / error[0], 1, 0.01);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("blend");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 120);
    tcase_add_test(all, threads_do_not_matter);
    tcase_add_test(all, counters_agree_with_the_chance);
    tcase_add_test(all, what_changes_nothing_is_idle);
    tcase_add_test(all, a_deal_that_is_gone_takes_what_it_brought);
    tcase_add_test(all, what_it_cannot_answer_is_counted);
    tcase_add_test(all, walk_can_be_asked_for);
    tcase_add_test(all, large_totals_keep_their_errors);
    suite_add_tcase(suite, all);
    return suite;
}
