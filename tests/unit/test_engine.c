/* Running trials: errors that count draws, interruption, raw draws, what the headline hangs on, probes, and
 * companies at the ends of the scale. */
#include "sim/engine.h"
#include "tests/support/company.h"
#include "tests/support/torture.h"

#define PLAN                                                               \
    "as_of: 2026-05-31\ncurrency: EUR\nshocks: none\n"                     \
    "new_deals: {mean: 6, per: month, noise: none}\ndeal_size: 1k to 9k\n" \
    "pipeline:\n  - {stage: a, conversion: 40% to 60%, days: 5 to 20}\n"   \
    "  - {stage: b, conversion: 60%, days: 20}\n"
#define TARGETS                                                                           \
    "targets:\n"                                                                          \
    "  - {name: half, metric: bookings, period: 2026-06-01..2026-12-31, at_least: 60k}\n" \
    "  - {name: m, metric: customers, period: each month, at_least: 2}\n"

static const char OPEN[] = "deal_id,stage,age_days,amount,owner\n"
                           "big,b,5,40000,ann\nlarger,a,5,50000,bob\nsmall,b,1,500,ann\n"
                           "unknown,b,1,,bob\nold,a,90,30000,ann\n";

static void start(company *it, const char *plan, const char *open)
{
    company_read(it, plan, NULL, open);
    company_prepare(it);
}

/* ---- errors ---- */

START_TEST(standard_errors_count_draws)
{
    enum { GROUPS = 50 };
    double shares[GROUPS], mean = 0, square = 0;
    int64_t hits = 0, squares = 0;
    qc_rng luck = qc_rng_stream(1, 1, 1, 1);
    for (int g = 0; g < GROUPS; g++) {
        const int64_t here = (int64_t) (qc_rng_uniform(&luck) * 21);
        hits += here;
        squares += here * here;
        shares[g] = (double) here / QC_GROUP_TRIALS;
        mean += shares[g] / GROUPS;
    }
    for (int g = 0; g < GROUPS; g++)
        square += (shares[g] - mean) * (shares[g] - mean) / (GROUPS - 1);
    const qc_estimate share = qc_engine_share(hits, squares, GROUPS * QC_GROUP_TRIALS, GROUPS);
    ck_assert_double_eq_tol(share.value, mean, 1e-12);
    ck_assert_double_eq_tol(share.std_error, sqrt(square / GROUPS), 1e-12);
    ck_assert(isnan(qc_engine_share(7, 49, 20, 1).std_error)); /* one group tells nothing */
    ck_assert_double_eq(qc_engine_share(0, 0, 0, 0).value, 0);
    ck_assert_double_eq(qc_engine_share(2000, 100 * 400, 2000, 100).std_error, 0);
}
END_TEST

START_TEST(the_largest_error_is_that_of_any_chance)
{
    company it = {0};
    double largest = 0;
    start(&it, PLAN TARGETS, OPEN);
    company_run(&it, 2000);
    company_sum_up(&it);
    for (int32_t t = 0; t < it.summary.target_count; t++)
        largest = fmax(largest, it.summary.targets[t].chance.std_error);
    for (int32_t j = 0; j < it.summary.joint_count; j++) {
        for (int32_t k = 0; k < it.summary.joint[j].open; k++)
            largest = fmax(largest, it.summary.joint[j].at_least[k].std_error);
    }
    ck_assert_double_gt(largest, 0.005);
    ck_assert_double_eq(qc_engine_largest_error(&it.forecast.outcome, &it.forecast.questions),
                        largest);
    ck_assert_double_eq(it.summary.largest_error, largest);
    company_free(&it);
}
END_TEST

/* A stated error is reached, or all trials are done. */
START_TEST(runs_choose_their_length)
{
    static const double errors[] = {0.05, 0.01, 1e-9};
    int64_t before = 0;
    for (int i = 0; i < 3; i++) {
        company it = {0};
        start(&it, PLAN TARGETS, OPEN);
        it.options.wanted_error = errors[i];
        company_run(&it, 0);
        const double largest = qc_engine_largest_error(&it.forecast.outcome,
                                                       &it.forecast.questions);
        ck_assert(largest <= errors[i] || it.forecast.outcome.trials == 100000);
        ck_assert_int_ge(it.forecast.outcome.trials, before);
        before = it.forecast.outcome.trials;
        company_free(&it);
    }
    ck_assert_int_eq(before, 100000);
}
END_TEST

/* ---- interruption and progress ---- */

typedef struct watching {
    int asked, after;
    int64_t done, all;
} watching;

static bool stop_after(void *context)
{
    watching *watch = context;
    return ++watch->asked > watch->after;
}

static void note(void *context, int64_t done, int64_t all)
{
    watching *watch = context;
    ck_assert_int_le(done, all);
    watch->done = done;
    watch->all = all;
}

START_TEST(an_interrupted_run_keeps_whole_blocks)
{
    for (int after = 0; after < 6; after += 5) {
        company it = {0};
        watching watch = {.after = after};
        qc_status status = {0};
        start(&it, PLAN TARGETS, OPEN);
        it.options.stop = stop_after;
        it.options.context = &watch;
        company_run(&it, 20000);
        ck_assert(it.forecast.run.interrupted);
        ck_assert_int_lt(it.forecast.outcome.trials, 20000);
        ck_assert_int_eq(it.forecast.outcome.trials % QC_BLOCK_TRIALS, 0);
        if (after == 0) {
            const qc_forecast_inputs inputs = company_inputs(&it);
            ck_assert_int_eq(it.forecast.outcome.trials, 0);
            ck_assert(
                !qc_forecast_sum_up(&it.forecast, &inputs, &it.options, &it.summary, &status));
            ck_assert_int_eq(status.code, QC_INTERRUPTED);
        } else {
            char whole[QC_DIGEST_TEXT], cut[QC_DIGEST_TEXT];
            const int64_t trials = it.forecast.outcome.trials;
            company_sum_up(&it);
            ck_assert(it.summary.interrupted);
            company_hash(&it, cut);
            company_free(&it);
            start(&it, PLAN TARGETS, OPEN);
            company_run(&it, trials);
            company_hash(&it, whole);
            ck_assert_str_eq(whole, cut); /* on one thread: the first blocks */
        }
        company_free(&it);
    }
}
END_TEST

START_TEST(progress_is_told)
{
    company it = {0};
    watching watch = {.after = 1 << 30};
    start(&it, PLAN TARGETS, OPEN);
    it.options.progress = note;
    it.options.context = &watch;
    company_run(&it, 4000);
    ck_assert_int_eq(watch.all, 20);
    ck_assert_int_ge(watch.done, 19);
    ck_assert_int_gt(it.forecast.run.moves, 0);
    ck_assert_str_eq(it.forecast.run.engine, "walk");
    ck_assert(!it.forecast.run.interrupted);
    company_free(&it);
}
END_TEST

/* ---- raw draws ---- */

START_TEST(draws_are_the_outcome)
{
    company it = {0};
    qc_text draws = {0};
    double sum = 0;
    long rows = 0;
    start(&it, PLAN TARGETS, OPEN);
    it.options.draws = &draws;
    it.options.threads = 2; /* in order all the same */
    company_run(&it, 600);
    for (const char *line = qc_text_get(&draws); *line != '\0'; line = strchr(line, '\n') + 1) {
        long trial = 0, group = 0;
        double value = 0;
        ck_assert_int_eq(sscanf(line, "%ld,%ld,%lf", &trial, &group, &value), 3);
        ck_assert_int_eq(trial, rows);
        ck_assert_int_eq(group, rows / QC_GROUP_TRIALS);
        sum += value;
        rows++;
    }
    ck_assert_int_eq(rows, 600);
    ck_assert_double_eq_tol(sum / 600, company_mean(&it, "half"), 1e-6);
    qc_text_free(&draws);
    company_free(&it);
}
END_TEST

/* ---- what the headline hangs on ---- */

START_TEST(tracked_deals_are_the_largest_expected)
{
    company it = {0};
    start(&it, PLAN TARGETS, OPEN);
    const qc_run *run = &it.forecast.run;
    const qc_open_deal *open = it.forecast.book.open;
    ck_assert_int_eq(run->tracked_count, 3);
    ck_assert_str_eq(open[run->tracked[0]].name,
                     "big"); /* .6 of 40k, against .3 of 50k and of 30k */
    ck_assert_str_eq(open[run->tracked[1]].name, "larger");
    ck_assert_str_eq(open[run->tracked[2]].name, "old");
    company_free(&it);
    start(&it,
          PLAN "targets: [{name: t, metric: bookings, period: 2026-12, at_least: 10k, scope: "
               "{owner: bob}}]\n",
          OPEN);
    for (int32_t i = 0; i < it.forecast.run.tracked_count; i++) /* only his */
        ck_assert_str_eq(
            it.forecast.book.names[QC_LABEL_OWNER]
                .text[it.forecast.book.open[it.forecast.run.tracked[i]].labels.of[QC_LABEL_OWNER]],
            "bob");
    company_free(&it);
}
END_TEST

/* Chance without a deal, against the same trials with that deal gone. */
START_TEST(hits_without_a_deal)
{
    enum { RUN = 2000 };
    company with = {0};
    int64_t without = 0;
    qc_world world = {0};
    start(&with, PLAN TARGETS, OPEN);
    company_run(&with, RUN);
    company_world(&with, &world, with.options.seed);
    const int32_t f = company_figure(&with, "half");
    const int64_t goal = with.forecast.questions.figures[f].goal;
    for (int32_t d = 0; d < with.forecast.book.open_count; d++) { /* nobody counts the first one */
        if (d == with.forecast.run.tracked[0]) world.open_mask[d] = 0;
    }
    for (int64_t trial = 0; trial < RUN; trial++) {
        company_trial(&world, trial);
        without += world.values[f] >= goal;
    }
    ck_assert_int_eq(with.forecast.outcome.tracked.hits_without[0], without);
    ck_assert_int_lt(without, company_hits(&with, "half"));
    ck_assert_int_le(with.forecast.outcome.tracked.hits_without_all, without);
    company_sum_up(&with);
    ck_assert_double_eq_tol(with.summary.hanging[0].points,
                            (double) (company_hits(&with, "half") - without) / RUN, 1e-12);
    qc_world_free(&world);
    company_free(&with);
}
END_TEST

/* ---- probes ---- */

START_TEST(probes_are_paired)
{
    company plain = {0}, moved = {0};
    qc_estimate changes[2];
    qc_status status = {0};
    qc_model models[2];
    qc_arena arena = {0};
    start(&plain, PLAN TARGETS, OPEN);
    company_read_set(&moved, PLAN TARGETS, NULL, OPEN, "pipeline.b.conversion=+10 points");
    company_prepare(&moved);
    ck_assert(
        qc_model_with_levers(&models[0], &plain.forecast.model, &plain.plan, &arena, &status));
    ck_assert(
        qc_model_with_levers(&models[1], &plain.forecast.model, &moved.plan, &arena, &status));
    for (int threads = 1; threads <= 3; threads += 2) {
        plain.options.threads = threads;
        ck_assert(qc_engine_probe(changes, &plain.forecast.model, models, 2, &plain.forecast.book,
                                  &plain.forecast.questions, &plain.options, 1990, &status));
        ck_assert_double_eq(changes[0].value, 0);
        ck_assert_double_eq(changes[0].std_error, 0);
        company_run(&plain, 2000);
        company_run(&moved, 2000);
        ck_assert_double_eq_tol(
            changes[1].value,
            (double) (company_hits(&moved, "half") - company_hits(&plain, "half")) / 2000, 1e-12);
        ck_assert_double_gt(changes[1].value, 3 * changes[1].std_error);
        qc_outcome_free(&plain.forecast.outcome);
        qc_outcome_free(&moved.forecast.outcome);
    }
    qc_arena_free(&arena);
    company_free(&plain);
    company_free(&moved);
}
END_TEST

/* ---- the ends of the scale ---- */

#define NOTHING                                                                              \
    "as_of: 2028-02-29\ncurrency: EUR\nnew_deals: {mean: 0, per: month, based_on: certain, " \
    "noise: none}\n"                                                                         \
    "deal_size: 1k\npipeline: [{stage: a, conversion: 50%, days: 5}]\n"

START_TEST(no_deals_at_all)
{
    company it = {0};
    company_forecast(&it,
                     NOTHING "targets: [{name: t, metric: bookings, period: 2028, at_least: 1}]\n",
                     NULL, NULL, 400);
    ck_assert_double_eq(company_target(&it, "t")->chance.value, 0);
    ck_assert_double_eq(company_target(&it, "t")->mean.value, 0);
    ck_assert_double_eq(company_target(&it, "t")->quantiles.p95, 0);
    company_free(&it);
    company_forecast(&it, NOTHING, NULL, NULL, 400);
    ck_assert_double_eq(it.summary.new_mean, 0);
    ck_assert_int_eq(it.summary.target_count, 0);
    company_free(&it);
}
END_TEST

START_TEST(goals_at_both_ends)
{
    company it = {0};
    company_forecast(&it,
                     PLAN "targets:\n"
                          "  - {name: never, metric: bookings, period: 2026, at_least: 1e15}\n"
                          "  - {name: always, metric: bookings, period: 2026, at_least: 0.01}\n"
                          "  - {name: none, metric: new_deals, period: 2026-06, at_most: 0}\n",
                     NULL, OPEN, 2000);
    ck_assert_double_eq(company_target(&it, "never")->chance.value, 0);
    ck_assert_double_eq(company_target(&it, "never")->chance.std_error, 0);
    ck_assert_double_gt(company_target(&it, "always")->chance.value, 0.99);
    ck_assert_double_lt(company_target(&it, "none")->chance.value, 0.03);
    company_free(&it);
}
END_TEST

START_TEST(ten_thousand_deals_a_month)
{
    company it = {0};
    company_forecast(
        &it,
        "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\n"
        "new_deals: {mean: 10000, per: month, based_on: certain, noise: none}\ndeal_size: 1k\n"
        "pipeline: [{stage: a, conversion: 50%, days: 5, based_on: certain}]\n"
        "targets: [{name: t, metric: new_deals, period: 2026, at_least: 120k}]\n",
        NULL, NULL, 20);
    ck_assert_double_eq_tol(company_target(&it, "t")->mean.value, 120000, 6 * sqrt(120000 / 20.0));
    company_free(&it);
}
END_TEST

START_TEST(ten_years_ahead)
{
    company it = {0};
    company_forecast(
        &it,
        "as_of: 2026-05-31\ncurrency: EUR\nnew_deals: 6 per month\ndeal_size: 1k to 9k\n"
        "pipeline: [{stage: a, conversion: 40% to 60%, days: 5 to 20}]\n"
        "targets: [{name: t, metric: customers, period: 2035, at_least: 36}]\n",
        NULL, NULL, 200);
    ck_assert_double_gt(company_target(&it, "t")->mean.value, 10);
    ck_assert_double_lt(company_target(&it, "t")->mean.value, 100);
    company_free(&it);
}
END_TEST

START_TEST(amounts_of_a_million_millions)
{
    company it = {0};
    company_forecast(&it,
                     PLAN "targets: [{name: t, metric: bookings, period: 2026, at_least: 1e12}]\n",
                     NULL, "deal_id,stage,age_days,amount\nx,b,1,1e12\ny,b,1,1e12\n", 2000);
    const qc_target_summary *target = company_target(&it, "t");
    ck_assert_double_gt(target->mean.value, 1e11);
    ck_assert_double_lt(target->mean.value, 2e12 + 1e6);
    ck_assert_double_le(target->quantiles.p95, 2e12 * 1.01);
    company_free(&it);
}
END_TEST

/* A stated size may be so wide that single amounts leave the range of the counters: they must not turn
 * negative. */
START_TEST(amounts_beyond_all_counters)
{
    company it = {0};
    company_forecast(&it,
                     "as_of: 2026-05-31\ncurrency: EUR\nshocks: none\nnew_deals: 60 per month\n"
                     "deal_size: {median: 1k, p90: 1e14}\n"
                     "pipeline: [{stage: a, conversion: 60%, days: 5}]\n"
                     "targets: [{name: t, metric: bookings, period: 2026, at_least: 1k}]\n",
                     NULL, NULL, 1000);
    const qc_target_summary *target = company_target(&it, "t");
    ck_assert_double_gt(target->chance.value, 0.999);
    ck_assert_double_ge(target->quantiles.p05, 0);
    ck_assert_double_gt(target->mean.value, 0);
    company_free(&it);
}
END_TEST

/* Sums that no counter holds exactly are an error, never a wrapped number. */
START_TEST(sums_beyond_all_counters)
{
    company it = {0};
    qc_text open = {0};
    qc_status status = {0};
    qc_text_add(&open, "deal_id,stage,age_days,amount\n");
    for (int i = 0; i < 9000; i++)
        qc_text_addf(&open, "d%d,a,1,9.9e12\n", i);
    company_read(&it,
                 "as_of: 2026-05-31\ncurrency: IDR\nshocks: none\nnew_deals: 1 per month\n"
                 "deal_size: 1k\npipeline: [{stage: a, conversion: 60%, days: 5}]\n"
                 "targets: [{name: t, metric: bookings, period: 2026, at_least: 1k}]\n",
                 NULL, qc_text_get(&open));
    company_prepare(&it);
    it.options.trials = 400;
    ck_assert(!qc_forecast_run(&it.forecast, &it.options, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
    ck_assert_ptr_nonnull(strstr(status.message, "too large"));
    qc_text_free(&open);
    company_free(&it);
}
END_TEST

/* ---- who brings a customer, what units a deal brings ---- */

/* Two open deals of one customer: the one that is won first brings it, whatever the order of the book. */
START_TEST(the_first_win_brings_the_customer)
{
    static const char *const books[2] = {
        "deal_id,stage,age_days,amount,owner,customer\nslow,a,0,1,ann,acme\nfast,b,0,1,bob,acme\n",
        "deal_id,stage,age_days,amount,owner,customer\nfast,b,0,1,bob,acme\nslow,a,0,1,ann,acme\n"};
    for (int b = 0; b < 2; b++) {
        company it = {0};
        company_forecast(
            &it,
            "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\nnew_deals: {mean: 0, per: month, "
            "noise: "
            "none}\ndeal_size: 1k\npipeline:\n"
            "  - {stage: a, conversion: 100%, days: {mean: 30, based_on: certain}}\n"
            "  - {stage: b, conversion: 100%, days: {mean: 5, based_on: certain}}\n"
            "targets:\n  - {name: all, metric: customers, period: 2026, at_least: 1}\n"
            "  - {name: ann, metric: customers, period: 2026, at_least: 1, scope: {owner: ann}}\n"
            "  - {name: bob, metric: customers, period: 2026, at_least: 1, scope: {owner: bob}}\n",
            NULL, books[b], 2000);
        const double ann = company_target(&it, "ann")->mean.value;
        const double bob = company_target(&it, "bob")->mean.value;
        ck_assert_double_gt(company_target(&it, "all")->mean.value, 0.99);
        ck_assert_double_eq_tol(ann + bob, company_target(&it, "all")->mean.value, 1e-9);
        ck_assert_double_gt(bob, 0.75);
        ck_assert_double_gt(ann, 0.01); /* sometimes the slow one overtakes */
        company_free(&it);
    }
}
END_TEST

START_TEST(units_without_amounts)
{
    static const char plan[] =
        "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: d}\npipeline: [a]\n"
        "targets: [{name: t, metric: units, period: 2026, at_least: 100}]\n";
    qc_text deals = {0};
    company it = {0};
    qc_status status;
    for (int with = 0; with < 2; with++) {
        qc_text_add(&deals, "deal_id,date,stage,units\n");
        for (int i = 0; i < 20; i++) {
            qc_text_addf(&deals, "d%d,2025-%02d-%s,a,\n", i, i < 18 ? 1 + i % 12 : 12,
                         i < 18 ? "03" : "28");
            if (i < 18)
                qc_text_addf(&deals, "d%d,2025-%02d-20,%s,%s\n", i, 1 + i % 12,
                             i % 2 == 0 ? "won" : "lost", with && i % 2 == 0 ? "7" : "");
        }
        if (!with) {
            company_fails(plan, qc_text_get(&deals), NULL, &status);
            ck_assert_int_eq(status.code, QC_TOO_FEW_DATA);
            ck_assert_ptr_nonnull(strstr(status.message, "no won deal has units"));
        } else {
            company_forecast(&it, plan, qc_text_get(&deals), NULL, 2000);
            ck_assert_double_gt(it.summary.new_mean, 7);
            ck_assert_double_gt(it.summary.open_mean, 1);
            company_free(&it);
        }
        qc_text_free(&deals);
    }
}
END_TEST

static bool at_once(void *context)
{
    (void) context;
    return true;
}

START_TEST(probes_stop_when_asked)
{
    company it = {0};
    qc_status status = {0};
    start(&it, PLAN TARGETS, OPEN);
    company_run(&it, 400);
    const qc_forecast_inputs inputs = company_inputs(&it);
    it.options.stop = at_once;
    ck_assert(qc_forecast_sum_up(&it.forecast, &inputs, &it.options, &it.summary, &status));
    ck_assert(it.summary.interrupted);
    ck_assert_int_eq(it.summary.probe_count, 0);
    ck_assert_ptr_nonnull(strstr(it.summary.notes[it.summary.note_count - 1], "what would help"));
    company_free(&it);
}
END_TEST

/* ---- memory ---- */

static company reading;

static bool run_again(qc_status *status)
{
    const qc_forecast *forecast = &reading.forecast;
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    qc_outcome outcome = {0};
    qc_run run = {0};
    qc_estimate change;
    options.trials = 40;
    options.threads = 2;
    const bool ok = qc_engine_track(&run, &forecast->model, &forecast->book, &forecast->questions,
                                    1, status) &&
                    qc_simulate(&outcome, &run, &forecast->model, &forecast->book,
                                &forecast->questions, &options, status) &&
                    qc_engine_probe(&change, &forecast->model, &forecast->model, 1, &forecast->book,
                                    &forecast->questions, &options, 20, status);
    qc_outcome_free(&outcome);
    return ok;
}

START_TEST(memory_may_run_out)
{
    start(&reading, PLAN TARGETS, OPEN);
    qc_torture(run_again);
    company_free(&reading);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("engine");
    TCase *tests = tcase_create("engine");
    tcase_add_test(tests, standard_errors_count_draws);
    tcase_add_test(tests, the_largest_error_is_that_of_any_chance);
    tcase_add_test(tests, runs_choose_their_length);
    tcase_add_test(tests, an_interrupted_run_keeps_whole_blocks);
    tcase_add_test(tests, progress_is_told);
    tcase_add_test(tests, draws_are_the_outcome);
    tcase_add_test(tests, tracked_deals_are_the_largest_expected);
    tcase_add_test(tests, hits_without_a_deal);
    tcase_add_test(tests, probes_are_paired);
    tcase_add_test(tests, no_deals_at_all);
    tcase_add_test(tests, goals_at_both_ends);
    tcase_add_test(tests, ten_thousand_deals_a_month);
    tcase_add_test(tests, ten_years_ahead);
    tcase_add_test(tests, amounts_of_a_million_millions);
    tcase_add_test(tests, amounts_beyond_all_counters);
    tcase_add_test(tests, sums_beyond_all_counters);
    tcase_add_test(tests, the_first_win_brings_the_customer);
    tcase_add_test(tests, units_without_amounts);
    tcase_add_test(tests, probes_stop_when_asked);
    tcase_add_test(tests, memory_may_run_out);
    suite_add_tcase(suite, tests);
    return suite;
}
