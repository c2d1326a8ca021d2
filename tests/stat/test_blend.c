/* Computed draws against futures walked one by one, on a company fitted to its history: recorded days, factors of
 * owner, source, segment, amount and pace, classes of amounts, months, moving levels of new deals.
 *
 * Both have the same parameter draws, so what separates them is the luck of months and deals alone; the root of
 * both squared errors, which count the draws as well, is a safe limit. Smallest wrong to be seen: 10% more new
 * deals, 9 points here. A second check compares their quantiles, and one the error that computed draws state
 * with how far runs on fresh luck lie apart. */
#include "sim/paired_judge.h"
#include "tests/support/budget.h"
#include "tests/support/company.h"

#define PLAN                                                                                       \
    "as_of: 2026-06-30\ncurrency: EUR\nhistory: {deals: deals.csv}\n"                              \
    "pipeline:\n"                                                                                  \
    "  - {stage: qualify}\n  - {stage: discovery}\n  - {stage: proposal}\n"                        \
    "  - {stage: negotiation}\n"                                                                   \
    "targets:\n"                                                                                   \
    "  - {name: year, metric: bookings, period: 2026, at_least: 4M}\n"                             \
    "  - {name: autumn, metric: bookings, period: Q4 2026, at_least: 1M}\n"                        \
    "  - {name: mid, metric: bookings, period: 2026, at_least: 1.2M, scope: {segment: mid}}\n"     \
    "  - {name: amara, metric: bookings, period: Q4 2026, at_most: 150k, scope: {owner: Amara}}\n" \
    "  - {name: wins, metric: deals_won, period: Q3 2026, at_least: 60}\n"

enum { TRIALS = 20000, TARGETS = 5, REPEATS = 20, SMALL = 600 };

/* The sample company's history; the pages stay until the process ends. */
static const char *history(void)
{
    static char text[1 << 20];
    FILE *file = fopen(QC_SOURCE_DIR "/data/sample/deals.csv", "r");
    ck_assert_ptr_nonnull(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    ck_assert(feof(file) && fclose(file) == 0);
    return text;
}

static void start(company *it, const char *set)
{
    memset(it, 0, sizeof *it);
    company_read_set(it, PLAN, history(), NULL, set);
    company_prepare(it);
    it->options.threads = 2;
}

static qc_paired_case as_planned(const company *it)
{
    return (qc_paired_case){.model = &it->forecast.model, .questions = &it->forecast.questions};
}

static int32_t figure_of(const company *it, int target)
{
    return it->forecast.questions.targets[target].figure;
}

static void judge(qc_paired *paired, const company *it, int target, int64_t first, int64_t trials)
{
    const qc_paired_case one = as_planned(it);
    qc_sim_options options = it->options;
    qc_status status = {0};
    memset(paired, 0, sizeof *paired);
    options.evaluator = QC_EVALUATOR_AUTO;
    const qc_paired_asked asked = {
        &one, 1, figure_of(it, target), &it->forecast.book, &options, first, trials};
    ck_assert_msg(qc_paired_judge(paired, &asked, &status), "%s", status.message);
    ck_assert_msg(strcmp(paired->engine, "blend") == 0, "%s", paired->engine_why);
}

/* `sd` of one of `trials`, from the standard errors of both. */
static double sd_of(qc_estimate a, qc_estimate b, int64_t trials)
{
    return hypot(a.std_error, b.std_error) * sqrt((double) trials);
}

START_TEST(computed_draws_agree_with_walk)
{
    company it, bent;
    qc_paired walk = {0}, paired, other;
    qc_status status = {0};
    start(&it, NULL);
    start(&bent, "new_deals=+10%");
    const qc_paired_case one = as_planned(&it);
    ck_assert_msg(qc_paired_run(&walk, &one, 1, &it.forecast.book, &it.options, 0, TRIALS, &status),
                  "%s", status.message);
    for (int t = 0; t < TARGETS; t++) {
        const int32_t f = figure_of(&it, t);
        judge(&paired, &it, t, 0, TRIALS);
        judge(&other, &bent, t, 0, TRIALS);
        const qc_estimate a = qc_paired_chance(&walk, 0, f), b = qc_paired_chance(&paired, 0, f);
        const double sd = sd_of(a, b, TRIALS);
        CHECK_MEAN(b.value, TRIALS, a.value, sd);
        if (t == 0) CHECK_MEAN_FAILS(qc_paired_chance(&other, 0, f).value, TRIALS, a.value, sd);
        for (int q = 1; q < 10; q++)
            ck_assert_double_eq_tol(qc_paired_quantile(&paired, 0, f, q / 10.0),
                                    qc_paired_quantile(&walk, 0, f, q / 10.0),
                                    0.06 * qc_paired_quantile(&walk, 0, f, q / 10.0));
        qc_paired_free(&paired);
        qc_paired_free(&other);
    }
    qc_paired_free(&walk);
    company_free(&it);
    company_free(&bent);
}
END_TEST

/* Runs on fresh luck lie as far apart as each of them says: squared distances from their mean over squared errors
 * are a chi-square of REPEATS - 1 over its degrees, below 0.15 or above 3.4 with a chance under 1e-6. An error
 * stated half as large fails. */
START_TEST(the_error_is_what_it_says)
{
    company it;
    double value[REPEATS], error = 0, mean = 0, spread = 0;
    start(&it, NULL);
    for (int r = 0; r < REPEATS; r++) {
        qc_paired paired;
        judge(&paired, &it, 0, (int64_t) r * SMALL, SMALL);
        const qc_estimate chance = qc_paired_chance(&paired, 0, figure_of(&it, 0));
        value[r] = chance.value;
        mean += chance.value / REPEATS;
        error += chance.std_error * chance.std_error / REPEATS;
        qc_paired_free(&paired);
    }
    for (int r = 0; r < REPEATS; r++)
        spread += (value[r] - mean) * (value[r] - mean) / (REPEATS - 1);
    ck_assert_double_gt(spread / error, 0.15);
    ck_assert_double_lt(spread / error, 3.4);
    company_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("blend");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 600);
    tcase_add_test(all, computed_draws_agree_with_walk);
    tcase_add_test(all, the_error_is_what_it_says);
    suite_add_tcase(suite, all);
    return suite;
}
