/* The cohort engine: one result however it is run, and refusals that say why. */
#include "sim/cohort/cohort.h"
#include "sim/cohort/cohort_kernel.h"
#include "tests/support/company.h"
#include "tests/support/torture.h"

enum { TRIALS = 2 * QC_COHORT_UNIT + 60 }; /* ends inside a block */

static const char PLAN[] =
    "as_of: 2026-01-31\ncurrency: EUR\nshocks: none\n"
    "new_deals: {mean: 30, per: month, based_on: certain, noise: none}\n"
    "deal_size: {mean: 9000, cv: 1.2, based_on: certain}\n"
    "pipeline:\n"
    "  - {stage: one, conversion: {mean: 60%, based_on: certain},\n"
    "     days: {mean: 20, cv: 1, based_on: certain}}\n"
    "  - {stage: two, conversion: {mean: 50%, based_on: certain},\n"
    "     days: {mean: 8, cv: 1, based_on: certain}}\n"
    "segments:\n"
    "  big: {deal_size: {mean: 50000, cv: 0.5, based_on: certain},\n"
    "        new_deals: {mean: 3, per: month, based_on: certain, noise: none}}\n"
    "targets:\n"
    "  - {name: half, metric: bookings, period: 2026-01-01..2026-06-30, at_least: 500k}\n"
    "  - {name: cap, metric: bookings, period: 2026-03, at_most: 150k}\n"
    "  - {name: month, metric: bookings, period: each month, at_least: 80k}\n"
    "  - {name: big, metric: bookings, period: 2026, scope: {segment: big}, at_least: 300k}\n";
static const char OPEN[] = "deal_id,stage,age_days,amount,segment\n"
                           "a,one,3,12000,\nb,two,40,90000,big\nc,one,0.5,700,\nd,two,2,15000.5,\n"
                           "e,two,900,31000,\nf,one,90,250000,big\n";

static void hash_of(const qc_outcome *outcome, char hash[QC_DIGEST_TEXT])
{
    qc_digest digest;
    qc_digest_start(&digest);
    qc_outcome_digest(outcome, &digest);
    qc_digest_end(&digest, hash);
}

static void run(company *it, const qc_sim_options *how)
{
    company_read(it, PLAN, NULL, OPEN);
    company_prepare(it);
    it->options = *how;
    company_run(it, TRIALS);
    ck_assert_str_eq(it->forecast.run.engine, "cohort");
}

START_TEST(one_result_for_any_threads_and_instruction_set)
{
    static const char *const SETS[] = {NULL, "x86-64", "x86-64-v3", "x86-64-v4"};
    char first[QC_DIGEST_TEXT] = "", hash[QC_DIGEST_TEXT];
    for (int i = 0; i < 4; i++) {
        for (int32_t threads = 1; threads <= 3; threads += 2) {
            company it = {0};
            qc_sim_options how = QC_SIM_OPTIONS_DEFAULT;
            how.isa = SETS[i];
            how.threads = threads;
            if (qc_cohort_kernel_pick(how.isa) == NULL) continue;
            run(&it, &how);
            ck_assert_int_eq(it.forecast.outcome.trials, TRIALS);
            ck_assert_int_eq(it.forecast.outcome.groups, TRIALS / QC_GROUP_TRIALS);
            hash_of(&it.forecast.outcome, hash);
            if (first[0] == '\0') memcpy(first, hash, sizeof first);
            ck_assert_str_eq(first, hash);
            company_free(&it);
        }
    }
}
END_TEST

START_TEST(shards_join_to_the_whole)
{
    company whole = {0};
    qc_sim_options how = QC_SIM_OPTIONS_DEFAULT;
    char expected[QC_DIGEST_TEXT], found[QC_DIGEST_TEXT];
    qc_status status = {0};
    run(&whole, &how);
    hash_of(&whole.forecast.outcome, expected);
    for (int32_t shards = 2; shards <= 3; shards++) {
        qc_outcome joined = {0};
        ck_assert(qc_outcome_start(&joined, &whole.forecast.questions, &status));
        for (int32_t shard = shards; shard >= 1; shard--) {
            company part = {0};
            how.shard = shard;
            how.shards = shards;
            run(&part, &how);
            ck_assert(qc_outcome_merge(&joined, &part.forecast.outcome, &status));
            company_free(&part);
        }
        hash_of(&joined, found);
        ck_assert_str_eq(expected, found);
        qc_outcome_free(&joined);
    }
    company_free(&whole);
}
END_TEST

/* Luck belongs to a deal and a future: a larger goal lowers no sum, and a deal left out changes no other. */
START_TEST(the_same_luck_in_every_scenario)
{
    company plain = {0}, more = {0};
    qc_sim_options how = QC_SIM_OPTIONS_DEFAULT;
    run(&plain, &how);
    company_read_set(&more, PLAN, NULL, OPEN, "targets.half.at_least=600k");
    company_prepare(&more);
    more.options = how;
    company_run(&more, TRIALS);
    const qc_tally *a = &plain.forecast.outcome.figures[0], *b = &more.forecast.outcome.figures[0];
    ck_assert(a->sum == b->sum);
    ck_assert(a->square_sum == b->square_sum);
    ck_assert_int_gt(a->hits, b->hits);
    company_free(&plain);
    company_free(&more);
}
END_TEST

static void refused(const char *plan, const char *open, qc_evaluator evaluator, const char *isa,
                    const char *expected)
{
    company it = {0};
    qc_status status = {0};
    company_read(&it, plan, NULL, open);
    company_prepare(&it);
    it.options.evaluator = evaluator;
    it.options.isa = isa;
    it.options.trials = 100;
    ck_assert(!qc_forecast_run(&it.forecast, &it.options, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_msg(strstr(status.message, expected) != NULL, "%s", status.message);
    company_free(&it);
}

#define UNCERTAIN                                                                             \
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\nnew_deals: 40 per month\n"               \
    "deal_size: 4k to 40k\npipeline: [{stage: one, conversion: 40% to 60%, days: 5 to 20}]\n" \
    "targets: [{name: all, metric: bookings, period: 2026, at_least: 100}]\n"

START_TEST(refusals_say_why)
{
    refused(UNCERTAIN, NULL, QC_EVALUATOR_COHORT, NULL, "parameters are uncertain");
    refused(PLAN, "deal_id,stage,age_days,amount\na,one,3,12000\nb,one,4,\n", QC_EVALUATOR_COHORT,
            NULL, "no amount");
    refused(PLAN, "deal_id,stage,age_days,amount\na,one,3,120000000.5\n", QC_EVALUATOR_COHORT, NULL,
            "above 100 million");
    refused(PLAN, OPEN, QC_EVALUATOR_COHORT, "x86-64-v9", "no instruction set 'x86-64-v9'");
}
END_TEST

/* Single laws say what each target's chance is, and nothing of several at once. */
START_TEST(exact_leaves_out_what_targets_do_together)
{
    company it = {0}, other = {0};
    company_read(&it, PLAN, NULL, OPEN);
    company_prepare(&it);
    it.options.evaluator = QC_EVALUATOR_EXACT;
    company_run(&it, 0);
    company_sum_up(&it);
    ck_assert(it.summary.joint_unknown);
    ck_assert_int_eq(it.summary.joint_count, 0);
    company_read(&other, PLAN, NULL, OPEN);
    company_prepare(&other);
    other.options.evaluator = QC_EVALUATOR_COHORT;
    company_run(&other, TRIALS);
    company_sum_up(&other);
    ck_assert(!other.summary.joint_unknown);
    ck_assert_int_eq(other.summary.joint_count, 1);
    for (int32_t t = 0; t < it.summary.target_count; t++) {
        const qc_target_summary *computed = &it.summary.targets[t];
        const qc_target_summary *counted = &other.summary.targets[t];
        ck_assert_int_eq(computed->no_data, counted->no_data);
        if (computed->no_data) continue; /* a month that is over, and no history of it */
        ck_assert_double_eq_tol(computed->chance.value, counted->chance.value, 0.03);
    }
    company_free(&it);
    company_free(&other);
}
END_TEST

START_TEST(the_planner_says_who_answers_and_why)
{
    company it = {0};
    company_read(&it, UNCERTAIN, NULL, NULL);
    company_prepare(&it);
    it.options = (qc_sim_options) QC_SIM_OPTIONS_DEFAULT;
    company_run(&it, 100);
    ck_assert_str_eq(it.forecast.run.engine, "walk");
    ck_assert_ptr_nonnull(strstr(it.forecast.run.engine_why, "uncertain"));
    company_free(&it);
    company_read(&it, UNCERTAIN, NULL, NULL);
    company_prepare(&it);
    it.options.evaluator = QC_EVALUATOR_EXACT;
    company_run(&it, 100);
    company_sum_up(&it);
    ck_assert_str_eq(it.forecast.run.engine, "exact");
    ck_assert_str_eq(it.forecast.run.engine_why, "asked for");
    ck_assert_int_eq(it.summary.draws, 16); /* in sets: five were asked for */
    ck_assert_int_eq(it.summary.trials, 0);
    ck_assert_double_gt(it.summary.error_bound, 0);
    company_free(&it);
}
END_TEST

static const char SMALL[] =
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\n"
    "new_deals: {mean: 3, per: month, based_on: certain, noise: none}\n"
    "deal_size: {mean: 9000, cv: 1.2, based_on: certain}\n"
    "pipeline: [{stage: one, conversion: {mean: 60%, based_on: certain},\n"
    "            days: {mean: 5, cv: 1, based_on: certain}}]\n"
    "targets: [{name: soon, metric: bookings, period: 2026-01-01..2026-01-10, at_least: 9k}]\n";
static qc_evaluator tortured;

static bool run_short(qc_status *status)
{
    company it = {0};
    bool ok = company_try(&it, SMALL, NULL, "deal_id,stage,age_days,amount\na,one,3,12000\n", NULL,
                          status);
    const qc_forecast_inputs inputs = company_inputs(&it);
    it.options.evaluator = tortured;
    it.options.trials = 20;
    ok = ok && qc_forecast_prepare(&it.forecast, &inputs, 42, status) &&
         qc_forecast_run(&it.forecast, &it.options, status);
    company_free(&it);
    return ok;
}

START_TEST(memory_may_run_out)
{
    tortured = QC_EVALUATOR_COHORT;
    qc_torture(run_short);
    tortured = QC_EVALUATOR_EXACT;
    qc_torture(run_short);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("cohort");
    TCase *all = tcase_create("all");
    tcase_add_test(all, one_result_for_any_threads_and_instruction_set);
    tcase_add_test(all, shards_join_to_the_whole);
    tcase_add_test(all, the_same_luck_in_every_scenario);
    tcase_add_test(all, refusals_say_why);
    tcase_add_test(all, exact_leaves_out_what_targets_do_together);
    tcase_add_test(all, the_planner_says_who_answers_and_why);
    tcase_add_test(all, memory_may_run_out);
    suite_add_tcase(suite, all);
    return suite;
}
