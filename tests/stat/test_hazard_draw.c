/* Posterior draws of a hazard: against closed forms where there are some, and by coverage of a known truth.
 * Each check is shown to see the wrong that it is there for. */
#include "core/stats.h"
#include "models/hazard.h"
#include "tests/support/budget.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>

#define SEED  20261122
#define DRAWS 20000

static qc_hazard_counts counts;
static qc_hazard_fit fit;
static double sample[DRAWS], bent[DRAWS];
static const double SHRINKS[QC_HAZARD_SHRINKS] = {0.3, 1, 3, 10, 30, 100, 1000};

static void fit_counts(const double *belief, double level)
{
    qc_status status = {0};
    ck_assert_msg(qc_hazard_fit_counts(&fit, &counts, belief, level, &status), "%s",
                  status.message);
}

/* ---- the level, nu ---- */

#define GRID 20001
typedef struct level_law { /* posterior of nu on an even grid of ln nu */
    double low, step;
    double below[GRID];
} level_law;

/** p(nu | data) with the multipliers integrated out, given each bin's k:
 *  nu^(k0-1) e^(-k0 nu) prod_b (k nu)^k / (k nu + X)^(k + N). One more nu for the step in ln nu. */
static double log_level_density(double nu, double k0, const double *k, const double *events,
                                const double *expected, int bins)
{
    double sum = k0 * log(nu) - k0 * nu;
    for (int b = 0; b < bins; b++) {
        sum += k[b] * log(k[b] * nu) - (k[b] + events[b]) * log(k[b] * nu + expected[b]);
    }
    return sum;
}

static void make_level_law(level_law *law, double k0, const double *k, const double *events,
                           const double *expected, int bins)
{
    double best = -HUGE_VAL, sum = 0;
    law->low = log(1e-6);
    law->step = log(1e12) / (GRID - 1);
    for (int i = 0; i < GRID; i++) {
        const double nu = exp(law->low + i * law->step);
        law->below[i] = log_level_density(nu, k0, k, events, expected, bins);
        best = fmax(best, law->below[i]);
    }
    for (int i = 0; i < GRID; i++) {
        const double mass = exp(law->below[i] - best);
        law->below[i] = sum + mass / 2;
        sum += mass;
    }
    for (int i = 0; i < GRID; i++)
        law->below[i] /= sum;
}

static double level_cdf(double nu, const void *context)
{
    const level_law *law = context;
    const double at = (log(nu) - law->low) / law->step;
    if (at <= 0) return 0;
    if (at >= GRID - 1) return 1;
    const int i = (int) at;
    return law->below[i] + (at - i) * (law->below[i + 1] - law->below[i]);
}

/** A fit with one base and one k a bin, one bin more without exposure in which 1 / nu shows. */
static void make_fit(double k0, const int *k, const double *events, const double *expected,
                     int bins)
{
    fit = (qc_hazard_fit){.bin_count = bins + 1};
    fit.base[QC_BASE_BELIEF].used = true;
    fit.base[QC_BASE_BELIEF].weight = 1;
    fit.base[QC_BASE_BELIEF].level_prior = k0;
    for (int j = 0; j < QC_HAZARD_DAYS; j++)
        fit.base[QC_BASE_BELIEF].daily[j] = 0.01;
    for (int b = 0; b < bins; b++) {
        fit.edge[b] = 10 * b;
        fit.events[b] = events[b];
        fit.base[QC_BASE_BELIEF].expected[b] = expected[b];
        fit.base[QC_BASE_BELIEF].bin_shrink[b][k[b]] = 1;
    }
    fit.edge[bins] = 10 * bins;
    fit.edge[bins + 1] = QC_HAZARD_DAYS;
}

/* Six sweeps from a start near the answer do not end exactly in the posterior where some bins
 * are tied hard to the level. What they leave, a distance of 0.013 over a million draws, is allowed for. */
#define ALLOWED_UNFINISHED 0.02

static void check_level(double k0, const int *k, const double *events, const double *expected,
                        int bins, double unfinished)
{
    static level_law law;
    double daily[QC_HAZARD_DAYS], shrink[8];
    qc_rng rng = qc_rng_stream(SEED, 1, (uint64_t) bins, (uint64_t) k0);
    make_fit(k0, k, events, expected, bins);
    for (int i = 0; i < DRAWS; i++) {
        qc_hazard_draw(&fit, &rng, daily);
        sample[i] = 0.01 / daily[QC_HAZARD_DAYS - 1];
        bent[i] = 1 / sample[i]; /* nu as a factor of the base instead of a divisor */
    }
    for (int b = 0; b < bins; b++)
        shrink[b] = SHRINKS[k[b]];
    make_level_law(&law, k0, shrink, events, expected, bins);
    qc_stats_sort(sample, DRAWS);
    qc_stats_sort(bent, DRAWS);
    const double distance = qc_budget_distance(sample, DRAWS, level_cdf, &law);
    const double bent_distance = qc_budget_distance(bent, DRAWS, level_cdf, &law);
    const double limit = qc_budget_distance_limit(DRAWS) + unfinished;
    printf("level: distance %.4f, bent %.4f, limit %.4f\n", distance, bent_distance, limit);
    ck_assert_double_le(distance, limit);
    ck_assert_double_gt(bent_distance, limit);
}

START_TEST(level_of_a_belief_without_data)
{
    check_level(5, NULL, NULL, NULL, 0, 0); /* nu ~ Gamma(5, 5) */
}
END_TEST

START_TEST(level_of_one_bin)
{
    static const int k[] = {2};
    static const double events[] = {9}, expected[] = {4};
    check_level(0.5, k, events, expected, 1, 0);
}
END_TEST

START_TEST(level_of_bins_that_shrink_differently)
{
    static const int k[] = {0, 2, 4, 1};
    static const double events[] = {0, 14, 9, 5}, expected[] = {0.5, 3, 6, 2};
    check_level(0.5, k, events, expected, 4, ALLOWED_UNFINISHED);
}
END_TEST

START_TEST(level_of_a_belief_with_data)
{
    static const int k[] = {2, 3, 4, 4};
    static const double events[] = {4, 14, 9, 5}, expected[] = {2, 6, 6, 2};
    check_level(14, k, events, expected, 4, 0);
}
END_TEST

/** Nothing may stray from the base, so the level must move: the sweeps start where it belongs. */
START_TEST(level_of_bins_that_hardly_stray)
{
    static const int k[] = {6, 6, 6};
    static const double events[] = {12, 18, 21}, expected[] = {6, 9, 11};
    check_level(0.5, k, events, expected, 3, ALLOWED_UNFINISHED);
}
END_TEST

/* ---- bases, shrinkage and multipliers ---- */

static void read_stage_like_data(void)
{
    counts = (qc_hazard_counts){0};
    for (int j = 0; j < 90; j++)
        counts.exposure[j] = 120 - j;
    for (int j = 2; j < 90; j += 6)
        counts.events[j] = 1 + (j < 30);
}

/** With a level that is all but known (nu = 1), multipliers are gammas mixed over bases and shrinkages, and
 *  the draws must average to qc_hazard_mean(). */
START_TEST(draws_average_to_the_mean)
{
    double mean[QC_HAZARD_DAYS], daily[QC_HAZARD_DAYS];
    static double sum[QC_HAZARD_BINS_MAX];
    qc_rng rng = qc_rng_stream(SEED, 2, 0, 0);
    read_stage_like_data();
    fit_counts(NULL, 0);
    for (int base = 0; base < 3; base++)
        fit.base[base].level_prior = 1e12;
    for (int i = 0; i < DRAWS; i++) {
        qc_hazard_draw(&fit, &rng, daily);
        for (int b = 0; b < 11; b++)
            sum[b] += daily[fit.edge[b]];
    }
    qc_hazard_mean(&fit, mean);
    for (int b = 0; b < 11; b++) {
        double square = 0;
        const int j = fit.edge[b];
        for (int base = 0; base < 3; base++) {
            const double expected = fit.base[base].expected[b], h = fit.base[base].daily[j];
            for (int k = 0; k < QC_HAZARD_SHRINKS; k++) {
                const double shape = SHRINKS[k] + fit.events[b], rate = SHRINKS[k] + expected;
                square += fit.base[base].weight * fit.base[base].bin_shrink[b][k] * h * h * shape *
                          (shape + 1) / (rate * rate);
            }
        }
        const double sd = sqrt(square - mean[j] * mean[j]);
        CHECK_MEAN(sum[b] / DRAWS, DRAWS, mean[j], sd);
        /* the smallest wrong it must see: every hazard 5% too high */
        CHECK_MEAN_FAILS(sum[b] / DRAWS, DRAWS, mean[j] * 1.05, sd);
    }
}
END_TEST

START_TEST(bases_are_drawn_by_weight)
{
    double daily[QC_HAZARD_DAYS];
    int64_t hits[QC_BASE_COUNT] = {0};
    qc_rng rng = qc_rng_stream(SEED, 3, 0, 0);
    read_stage_like_data();
    for (int j = 0; j < QC_HAZARD_DAYS; j++)
        daily[j] = 0.01;
    fit_counts(daily, 14);
    /* mark each base by the ratio of two days of one bin, which no multiplier changes */
    for (int base = 0; base < QC_BASE_COUNT; base++) {
        for (int j = 365; j < QC_HAZARD_DAYS; j++)
            fit.base[base].daily[j] = 0.01;
        fit.base[base].daily[400] = 0.01 * (base + 2);
    }
    for (int i = 0; i < DRAWS; i++) {
        qc_hazard_draw(&fit, &rng, daily);
        hits[(int) lround(daily[400] / daily[399]) - 2]++;
    }
    for (int base = 0; base < QC_BASE_COUNT; base++) {
        ck_assert(fit.base[base].used);
        CHECK_COUNT(hits[base], DRAWS, fit.base[base].weight);
        CHECK_COUNT_FAILS(hits[base], DRAWS, fit.base[(base + 1) % QC_BASE_COUNT].weight);
    }
}
END_TEST

/* ---- coverage ---- */

#define COMPANIES     1200
#define COMPANY_DRAWS 199
#define DEALS         20
#define WON_PER_DAY   0.02
#define LOST_PER_DAY  0.03
#define HORIZON       60

/** A young company: 20 deals at most 120 days old, about 7 of them won at a constant rate. */
static void make_company(uint64_t company)
{
    qc_rng rng = qc_rng_stream(SEED, 4, company, 0);
    counts = (qc_hazard_counts){0};
    for (int i = 0; i < DEALS; i++) {
        const int age = (int) (120 * qc_rng_uniform(&rng));
        const double stay = -log(qc_rng_uniform(&rng)) / (WON_PER_DAY + LOST_PER_DAY);
        const bool ended = stay < age + 1;
        const int last = ended ? (int) stay : age;
        for (int j = 0; j < last; j++)
            counts.exposure[j] += 1;
        counts.exposure[last] += ended ? 0.5 : 1;
        const bool won = qc_rng_uniform(&rng) < WON_PER_DAY / (WON_PER_DAY + LOST_PER_DAY);
        if (ended && won) counts.events[last] += 1;
    }
}

static int pick(const double *share, int count, double u)
{
    for (int i = 0; i < count - 1; i++) {
        u -= share[i];
        if (u < 0) return i;
    }
    return count - 1;
}

/** The draw without nu: bins vary around a level that is taken for known. */
static void draw_without_level(qc_rng *rng, double *daily)
{
    double weight[3];
    gsl_rng source;
    qc_rng_gsl(&source, rng);
    for (int base = 0; base < 3; base++)
        weight[base] = fit.base[base].weight;
    const int base = fit.base[1].used ? pick(weight, 3, qc_rng_uniform(rng)) : 0;
    for (int b = 0; b < fit.bin_count; b++) {
        const double *share = fit.base[base].bin_shrink[b];
        const double k = SHRINKS[pick(share, QC_HAZARD_SHRINKS, qc_rng_uniform(rng))];
        const double rate = k + fit.base[base].expected[b];
        const double multiplier = gsl_ran_gamma(&source, k + fit.events[b], 1) / rate;
        for (int j = fit.edge[b]; j < fit.edge[b + 1]; j++) {
            daily[j] = fit.base[base].daily[j] * multiplier;
        }
    }
}

/** Does the 80% range of the cumulative hazard over the horizon hold the truth? */
static bool range_holds(uint64_t company, bool with_level)
{
    double cumulative[COMPANY_DRAWS], daily[QC_HAZARD_DAYS];
    const double truth = WON_PER_DAY * HORIZON;
    qc_rng rng = qc_rng_stream(SEED, 5, company, with_level);
    for (int i = 0; i < COMPANY_DRAWS; i++) {
        if (with_level)
            qc_hazard_draw(&fit, &rng, daily);
        else
            draw_without_level(&rng, daily);
        cumulative[i] = 0;
        for (int j = 0; j < HORIZON; j++)
            cumulative[i] += daily[j];
    }
    qc_stats_sort(cumulative, COMPANY_DRAWS);
    return truth >= qc_stats_quantile(cumulative, COMPANY_DRAWS, 0.1) &&
           truth <= qc_stats_quantile(cumulative, COMPANY_DRAWS, 0.9);
}

/** Could a coverage of 74% to 86% have given this count? An 80% range of an approximate posterior need not
 *  hold 80% to the point; one without the level holds about 56%. */
static bool coverage_is_credible(int64_t hits)
{
    return qc_budget_count_below(hits, COMPANIES, 0.74) > QC_BUDGET_ALARM / 2 &&
           qc_budget_count_above(hits, COMPANIES, 0.86) > QC_BUDGET_ALARM / 2;
}

START_TEST(ranges_hold_the_truth_as_often_as_they_say)
{
    int64_t hits = 0, hits_without_level = 0;
    for (uint64_t company = 0; company < COMPANIES; company++) {
        make_company(company);
        fit_counts(NULL, 0);
        hits += range_holds(company, true);
        hits_without_level += range_holds(company, false);
    }
    printf("80%% ranges hold the truth for %.1f%% of %d companies, without the level for %.1f%%\n",
           100.0 * (double) hits / COMPANIES, COMPANIES,
           100.0 * (double) hits_without_level / COMPANIES);
    ck_assert(coverage_is_credible(hits));
    ck_assert(!coverage_is_credible(hits_without_level));
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("hazard draws");
    TCase *level = tcase_create("level");
    tcase_add_test(level, level_of_a_belief_without_data);
    tcase_add_test(level, level_of_one_bin);
    tcase_add_test(level, level_of_bins_that_shrink_differently);
    tcase_add_test(level, level_of_a_belief_with_data);
    tcase_add_test(level, level_of_bins_that_hardly_stray);
    suite_add_tcase(suite, level);
    TCase *parts = tcase_create("bases and bins");
    tcase_add_test(parts, draws_average_to_the_mean);
    tcase_add_test(parts, bases_are_drawn_by_weight);
    suite_add_tcase(suite, parts);
    TCase *coverage = tcase_create("coverage");
    tcase_add_test(coverage, ranges_hold_the_truth_as_often_as_they_say);
    suite_add_tcase(suite, coverage);
    return suite;
}
