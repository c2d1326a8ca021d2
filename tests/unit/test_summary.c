/* The summary against brute force: the same trials walked again, every value kept, every figure recomputed. */
#include "core/stats.h"
#include "tests/support/company.h"
#include "tests/support/torture.h"

#include <stdlib.h>

enum { TRIALS = 2000, FIGURES_MAX = 80 };

#define PLAN                                                                                       \
    "as_of: 2026-05-15\ncurrency: EUR\nhistory: {deals: deals.csv}\n"                              \
    "pipeline:\n  - {stage: a, conversion: 50%, days: 20}\n  - {stage: b, conversion: 60%, days: " \
    "20}\n"                                                                                        \
    "deal_size: 1k to 9k\nnew_deals: 6 per month\n"                                                \
    "targets:\n"                                                                                   \
    "  - {name: year, metric: bookings, period: 2026, at_least: 60k}\n"                            \
    "  - {name: m, metric: bookings, period: each month, at_least: 5k, stretch: true}\n"           \
    "  - {name: few, metric: new_deals, period: Q3 2026, at_most: 16}\n"                           \
    "  - {name: logos, metric: customers, period: 2026, at_least: 14, scope: {owner: ann}}\n"

static const char DEALS[] = "deal_id,date,stage,amount,owner,customer\n"
                            "p,2025-11-20,a,4000,ann,acme\np,2025-12-20,won,4500,ann,acme\n"
                            "q,2026-01-20,a,5200,bob,hooli\nq,2026-02-20,b,5200,bob,hooli\n"
                            "q,2026-03-20,won,5200,bob,hooli\n"
                            "r,2026-02-01,a,700,ann,acme\nr,2026-02-21,lost,700,ann,acme\n"
                            "s,2026-03-01,a,3000,ann,initech\ns,2026-05-04,won,3000,ann,initech\n"
                            "t,2026-04-20,a,9000,ann,umbrella\nt,2026-05-01,b,9000,ann,umbrella\n"
                            "u,2026-05-10,a,,bob,\n";

static company it;
static double values[FIGURES_MAX][TRIALS]; /* as simulated, in hundredths */

static void forecast(void)
{
    qc_world world = {0};
    company_forecast(&it, PLAN, DEALS, NULL, TRIALS);
    ck_assert_int_le(it.forecast.questions.figure_count, FIGURES_MAX);
    company_world(&it, &world, it.options.seed);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        company_trial(&world, trial);
        for (int32_t f = 0; f < it.forecast.questions.figure_count; f++)
            values[f][trial] = (double) world.values[f];
    }
    qc_world_free(&world);
}

static void forget(void)
{
    company_free(&it);
}

static double mean_of(const double *of)
{
    double sum = 0;
    for (int t = 0; t < TRIALS; t++)
        sum += of[t];
    return sum / TRIALS;
}

static double variance_of(const double *of)
{
    const double mean = mean_of(of);
    double sum = 0;
    for (int t = 0; t < TRIALS; t++)
        sum += (of[t] - mean) * (of[t] - mean);
    return sum / TRIALS;
}

/* Standard error of a mean by the sds of group means. */
static double error_of(const double *of)
{
    const int groups = TRIALS / QC_GROUP_TRIALS;
    qc_running running = {0};
    for (int g = 0; g < groups; g++) {
        double sum = 0;
        for (int t = 0; t < QC_GROUP_TRIALS; t++)
            sum += of[g * QC_GROUP_TRIALS + t];
        qc_running_add(&running, sum / QC_GROUP_TRIALS);
    }
    return sqrt(qc_running_variance(&running) / groups);
}

static void hits_of(const qc_target_summary *target, const double *of, double *hits)
{
    for (int t = 0; t < TRIALS; t++)
        hits[t] = target->at_most ? of[t] <= target->goal * 100 : of[t] >= target->goal * 100;
}

/* ---- targets ---- */

START_TEST(chances_and_means)
{
    double hits[TRIALS];
    int open = 0;
    for (int32_t i = 0; i < it.summary.target_count; i++) {
        const qc_target_summary *target = &it.summary.targets[i];
        const int32_t f = it.forecast.questions.targets[i].figure;
        ck_assert_int_eq(target->closed, f < 0);
        if (f < 0) continue;
        hits_of(target, values[f], hits);
        ck_assert_double_eq_tol(target->chance.value, mean_of(hits), 1e-12);
        ck_assert_double_eq_tol(target->chance.std_error, error_of(hits), 1e-12);
        ck_assert_double_eq_tol(target->mean.value * 100, mean_of(values[f]),
                                1e-6 * mean_of(values[f]));
        ck_assert_double_eq_tol(target->mean.std_error * 100, error_of(values[f]),
                                1e-6 * error_of(values[f]));
        ck_assert_double_le(target->band_low, target->chance.value);
        ck_assert_double_ge(target->band_high, target->chance.value);
        open++;
    }
    ck_assert_int_eq(open, 1 + 8 + 1 + 1);
    ck_assert_int_eq(it.summary.headline, 0);
}
END_TEST

/* Off by no more than the width of a bucket; counts by no more than half of one. */
START_TEST(quantiles_of_the_trials)
{
    static double sorted[TRIALS];
    for (int32_t i = 0; i < it.summary.target_count; i++) {
        const qc_target_summary *target = &it.summary.targets[i];
        const int32_t f = it.forecast.questions.targets[i].figure;
        if (f < 0) continue;
        memcpy(sorted, values[f], sizeof sorted);
        qc_stats_sort(sorted, TRIALS);
#define CLOSE(name, share)                                                             \
    do {                                                                               \
        const double below = sorted[(int) (share * TRIALS) - 1] / 100;                 \
        const double above = sorted[(int) (share * TRIALS)] / 100;                     \
        ck_assert_double_ge(target->quantiles.name,                                    \
                            below *(1 - 1.0 / 256) - (target->is_money ? 0.01 : 0.5)); \
        ck_assert_double_le(target->quantiles.name,                                    \
                            above *(1 + 1.0 / 256) + (target->is_money ? 0.01 : 0.5)); \
    } while (0);
        QC_QUANTILES(CLOSE)
#undef CLOSE
        ck_assert_double_eq(target->safe_at_80,
                            target->at_most ? target->quantiles.p80 : target->quantiles.p20);
        if (target->at_most)
            ck_assert(isnan(target->gap_to_80));
        else
            ck_assert_double_eq(target->gap_to_80, fmax(target->goal - target->safe_at_80, 0));
    }
}
END_TEST

START_TEST(shortfalls_are_medians_among_the_misses)
{
    static double misses[TRIALS];
    for (int32_t i = 0; i < it.summary.target_count; i++) {
        const qc_target_summary *target = &it.summary.targets[i];
        const int32_t f = it.forecast.questions.targets[i].figure;
        size_t count = 0;
        if (f < 0) continue;
        for (int t = 0; t < TRIALS; t++) {
            const double short_by = target->at_most ? values[f][t] / 100 - target->goal
                                                    : target->goal - values[f][t] / 100;
            if (short_by > 0) misses[count++] = short_by;
        }
        ck_assert_uint_gt(count, 20);
        qc_stats_sort(misses, count);
        const double low = misses[count / 2 - 1],
                     high = misses[count / 2 + (count % 2 == 0 ? 0 : 1)];
        ck_assert_double_ge(target->median_shortfall, low - target->goal / 256 - 0.01);
        ck_assert_double_le(target->median_shortfall, high + target->goal / 256 + 0.01);
    }
}
END_TEST

START_TEST(closed_targets_are_hit_or_missed)
{
    const qc_target_summary *march = company_target(&it, "m 2026-03");
    const qc_target_summary *april = company_target(&it, "m 2026-04");
    ck_assert(march->closed && april->closed && march->stretch);
    ck_assert_double_eq(march->chance.value, 1);
    ck_assert_double_eq(march->actual_so_far, 5200);
    ck_assert_double_eq(march->quantiles.p05, 5200);
    ck_assert(isnan(march->median_shortfall));
    ck_assert_double_eq(april->chance.value, 0);
    ck_assert_double_eq(april->median_shortfall, 5000);
    ck_assert(isnan(april->pace_needed) && isnan(april->gap_to_80));
    ck_assert_str_eq(april->group, "m");
}
END_TEST

START_TEST(pace)
{
    const double month = 365.25 / 12;
    const qc_target_summary *year = company_target(&it, "year");
    ck_assert_double_eq(year->actual_so_far, 8200);
    ck_assert_double_eq_tol(year->pace_needed, (60000 - 8200) / (230 / month), 1e-6);
    /* the history is 177 days old, so the recent past is all of it */
    ck_assert_double_eq_tol(year->pace_recent, 12700 / (177 / month), 1e-6);
    ck_assert_double_eq(year->pace_best, 5200);
    ck_assert(isnan(company_target(&it, "few")->pace_needed)); /* nobody hurries to stay below */
    ck_assert(isnan(company_target(&it, "m 2026-12")->pace_needed));
    ck_assert_double_eq(it.summary.last_year, 12700);
    ck_assert_double_eq(company_target(&it, "logos")->actual_so_far, 1);
}
END_TEST

START_TEST(joint_chances)
{
    const qc_joint_summary *joint = &it.summary.joint[0];
    const qc_asked_joint *asked = &it.forecast.questions.joints[0];
    ck_assert_int_eq(it.summary.joint_count, 1);
    ck_assert_int_eq(joint->open, 8);
    ck_assert_int_eq(joint->closed_hit, 1);
    ck_assert_int_eq(joint->closed_missed, 3);
    for (int k = 1; k <= joint->open; k++) {
        double enough[TRIALS];
        for (int t = 0; t < TRIALS; t++) {
            int hits = 0;
            for (int i = 0; i < asked->open; i++)
                hits += values[asked->figures[i]][t] >= 500000;
            enough[t] = hits >= k;
        }
        ck_assert_double_eq_tol(joint->at_least[k - 1].value, mean_of(enough), 1e-12);
        ck_assert_double_eq_tol(joint->at_least[k - 1].std_error, error_of(enough), 1e-12);
    }
    ck_assert_double_eq(joint->all.value, joint->at_least[7].value);
}
END_TEST

/* ---- pictures ---- */

START_TEST(bins_add_up_and_have_an_edge_on_the_goal)
{
    const int32_t f = it.forecast.questions.main_figure;
    double sum = 0, hit = 0;
    bool edge = false;
    for (int32_t b = 0; b < it.summary.bin_count; b++) {
        const qc_bin *bin = &it.summary.bins[b];
        double inside = 0;
        ck_assert_double_lt(bin->low, bin->high);
        if (b > 0) ck_assert_double_eq_tol(bin->low, it.summary.bins[b - 1].high, 1e-6);
        edge |= bin->low == 60000;
        sum += bin->share;
        if (bin->low >= 60000) hit += bin->share;
        for (int t = 0; t < TRIALS; t++) {
            const double value = values[f][t] / 100;
            const bool first = b == 0 && value < bin->low, last = b == it.summary.bin_count - 1;
            inside += first || (value >= bin->low && (value < bin->high || last));
        }
        /* values that share a bucket with an edge are split by its width */
        ck_assert_double_eq_tol(bin->share, inside / TRIALS, 0.01);
    }
    ck_assert(edge);
    ck_assert_double_eq_tol(sum, 1, 1e-9);
    ck_assert_double_eq_tol(hit, company_target(&it, "year")->chance.value, 1e-9);
    ck_assert(it.summary.bin_count >= 40 && it.summary.bin_count <= 60);
}
END_TEST

START_TEST(the_curve_falls_from_one)
{
    const int32_t f = it.forecast.questions.main_figure;
    double before = 1;
    for (int32_t i = 0; i < it.summary.curve_count; i++) {
        const qc_curve_point *point = &it.summary.curve[i];
        double above = 0;
        for (int t = 0; t < TRIALS; t++)
            above += values[f][t] >= point->value * 100;
        ck_assert_double_eq_tol(point->chance_of_at_least, above / TRIALS, 0.01);
        ck_assert_double_le(point->chance_of_at_least, before + 1e-12);
        before = point->chance_of_at_least;
    }
    ck_assert_double_gt(it.summary.curve[0].chance_of_at_least, 0.99);
    ck_assert_double_lt(before, 0.01);
}
END_TEST

START_TEST(the_series_adds_up)
{
    const qc_series *series = &it.summary.series;
    double sum = 0;
    ck_assert_str_eq(series->metric, "bookings");
    ck_assert_int_eq(series->count, 12);
    for (int32_t m = 0; m < series->count; m++) {
        const qc_series_point *point = &series->points[m];
        ck_assert_int_eq(point->closed, m < 4);
        sum += point->mean.value;
        ck_assert_double_eq_tol(point->cumulative_mean.value, sum, 1e-6 * sum + 1e-6);
        if (point->closed) {
            ck_assert_double_eq(point->mean.value, point->actual);
            ck_assert_double_eq(point->cumulative.p90, point->cumulative_actual);
        }
    }
    ck_assert_double_eq(series->points[4].actual, 3000); /* what May has already */
    ck_assert_double_eq(series->points[4].cumulative_actual, 8200);
    ck_assert_double_eq_tol(sum, company_target(&it, "year")->mean.value, 1e-6 * sum);
}
END_TEST

/* ---- parts and data ---- */

START_TEST(parts_of_the_headline)
{
    const qc_questions *questions = &it.forecast.questions;
    const qc_summary *summary = &it.summary;
    ck_assert_double_eq(summary->won_so_far, 8200);
    ck_assert_double_eq_tol(summary->won_so_far + summary->open_mean + summary->new_mean,
                            company_target(&it, "year")->mean.value, 1e-6 * summary->new_mean);
    const double all = variance_of(values[questions->main_figure]);
    ck_assert_double_eq_tol(summary->open_variance_share,
                            variance_of(values[questions->open_figure]) / all, 1e-9);
    ck_assert_double_eq_tol(summary->new_variance_share,
                            variance_of(values[questions->new_figure]) / all, 1e-9);
    ck_assert_int_eq(summary->open_deals, 2);
    ck_assert_int_eq(summary->hanging_count, 1); /* the other has no amount yet */
    ck_assert_str_eq(summary->hanging[0].deal, "umbrella");
    ck_assert_double_eq(summary->hanging[0].amount, 9000);
    ck_assert_double_gt(summary->hanging[0].win_chance, 0.3);
}
END_TEST

START_TEST(what_it_rests_on)
{
    ck_assert_double_eq_tol(it.summary.rests_on_history + it.summary.rests_on_beliefs, 1, 1e-12);
    ck_assert_double_gt(it.summary.rests_on_beliefs, 0.5);
    ck_assert_double_lt(it.summary.rests_on_beliefs, 1);
    ck_assert_str_ne(it.summary.biggest_belief, "");
}
END_TEST

START_TEST(the_data)
{
    const qc_summary *summary = &it.summary;
    ck_assert_int_eq(summary->rows_read, 12);
    ck_assert_int_eq(summary->rows_used, 12);
    ck_assert_int_eq(summary->deals_won, 3);
    ck_assert_int_eq(summary->deals_lost, 1);
    ck_assert_int_eq(summary->deals_open, 2);
    ck_assert_int_eq(summary->open_without_amount, 1);
    ck_assert_double_eq(summary->amount_won, 12700);
    ck_assert_double_eq(summary->amount_open, 9000);
    ck_assert_int_eq(summary->input_count, 2);
    ck_assert_str_eq(summary->currency, "EUR");
    ck_assert(!summary->customers_are_deals);
    ck_assert_int_eq(summary->trials, TRIALS);
    ck_assert_int_eq(summary->draws, TRIALS / QC_GROUP_TRIALS);
    ck_assert_int_eq(summary->note_count, 0);
    ck_assert(!summary->dates_only);
}
END_TEST

START_TEST(an_unstated_as_of_day_is_noted)
{
    company other = {0};
    company_forecast(
        &other,
        "currency: EUR\nhistory: {deals: d}\npipeline: [{stage: a, conversion: 50%, days: 20}]\n"
        "deal_size: 1k\nnew_deals: 2 per month\n",
        "deal_id,date,stage,amount\nx,2026-01-05,a,1\nx,2026-02-06,won,1\n", NULL, 40);
    ck_assert_int_eq(other.summary.note_count, 2);
    ck_assert(other.summary.dates_only); /* one stage: the second note says so */
    ck_assert_ptr_nonnull(strstr(other.summary.notes[1], "creation and close only"));
    ck_assert_ptr_nonnull(strstr(other.summary.notes[0], "2026-02-06"));
    ck_assert(!other.summary.as_of_given);
    ck_assert(other.summary.customers_are_deals);
    company_free(&other);
}
END_TEST

START_TEST(the_hash_names_outcome_plan_and_seed)
{
    char hashes[4][QC_DIGEST_TEXT];
    for (int i = 0; i < 4; i++) {
        company other = {0};
        company_read(&other, i == 3 ? PLAN "number_style: 1.234,5\n" : PLAN, DEALS, NULL);
        other.options.seed = i == 1 ? 43 : 42;
        company_prepare(&other);
        company_run(&other, i == 2 ? 60 : 40);
        company_sum_up(&other);
        memcpy(hashes[i], other.summary.result_hash, sizeof hashes[i]);
        company_free(&other);
    }
    for (int i = 1; i < 4; i++)
        ck_assert_str_ne(hashes[0], hashes[i]);
}
END_TEST

/* ---- memory ---- */

static bool make_again(qc_status *status)
{
    const qc_forecast *made = &it.forecast;
    const qc_summary_inputs in = {&made->outcome,
                                  &made->questions,
                                  &made->run,
                                  &made->model,
                                  &made->book,
                                  &it.plan,
                                  &it.history,
                                  NULL,
                                  &it.findings,
                                  &it.options,
                                  NULL,
                                  NULL,
                                  NULL};
    qc_summary summary = {0};
    const bool ok = qc_summary_make(&summary, &in, status);
    qc_summary_free(&summary);
    qc_summary_free(&summary);
    return ok;
}

START_TEST(memory_may_run_out)
{
    qc_torture(make_again);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("summary");
    TCase *tests = tcase_create("against brute force");
    tcase_add_checked_fixture(tests, forecast, forget);
    tcase_add_test(tests, chances_and_means);
    tcase_add_test(tests, quantiles_of_the_trials);
    tcase_add_test(tests, shortfalls_are_medians_among_the_misses);
    tcase_add_test(tests, closed_targets_are_hit_or_missed);
    tcase_add_test(tests, pace);
    tcase_add_test(tests, joint_chances);
    tcase_add_test(tests, bins_add_up_and_have_an_edge_on_the_goal);
    tcase_add_test(tests, the_curve_falls_from_one);
    tcase_add_test(tests, the_series_adds_up);
    tcase_add_test(tests, parts_of_the_headline);
    tcase_add_test(tests, what_it_rests_on);
    tcase_add_test(tests, the_data);
    tcase_add_test(tests, an_unstated_as_of_day_is_noted);
    tcase_add_test(tests, the_hash_names_outcome_plan_and_seed);
    tcase_add_test(tests, memory_may_run_out);
    suite_add_tcase(suite, tests);
    return suite;
}
