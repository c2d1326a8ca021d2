/* The hazard fit against closed forms and at the ends of its range. */
#include "models/hazard.h"
#include "models/hazard_base.h"

#include <check.h>
#include <math.h>
#include <string.h>

static qc_hazard_counts counts;
static qc_hazard_fit fit;
static const double SHRINKS[QC_HAZARD_SHRINKS] = {0.3, 1, 3, 10, 30, 100, 1000};

static void fit_counts(const double *belief, double level)
{
    qc_status status = {0};
    ck_assert_msg(qc_hazard_fit_counts(&fit, &counts, belief, level, &status), "%s",
                  status.message);
}

static void check_refused(const double *belief, double level, qc_code code, const char *why)
{
    qc_status status = {0};
    ck_assert(!qc_hazard_fit_counts(&fit, &counts, belief, level, &status));
    ck_assert_int_eq(status.code, code);
    ck_assert_msg(strstr(status.message, why) != NULL, "'%s' without '%s'", status.message, why);
}

/** A visit of `days` by the day convention: all days count one, the day of an exit counts half. */
static void add_visit(int days, bool ended, bool counted)
{
    for (int j = 0; j < days; j++)
        counts.exposure[j] += 1;
    counts.exposure[days] += ended ? 0.5 : 1;
    if (counted) counts.events[days] += 1;
}

/** 60 visits of 0 to 118 days, every third won, every fourth lost otherwise. */
static void count_some_stage(void)
{
    counts = (qc_hazard_counts){0};
    for (int i = 0; i < 60; i++) {
        const bool won = i % 3 == 0, lost = i % 4 == 0;
        add_visit(won ? i : 2 * i, won || lost, won);
    }
}

static void fill(double *daily, double hazard)
{
    for (int j = 0; j < QC_HAZARD_DAYS; j++)
        daily[j] = hazard;
}

/** First day whose hazard is no number or negative, -1 = none. */
static int bad_day(const double *daily)
{
    for (int j = 0; j < QC_HAZARD_DAYS; j++) {
        if (!isfinite(daily[j]) || daily[j] < 0) return j;
    }
    return -1;
}

/** Every number of a fit that a draw or a reader may use. */
static void check_sound(void)
{
    double daily[QC_HAZARD_DAYS], weight = 0, events = 0;
    qc_rng rng = qc_rng_stream(7, 1, 2, 3);
    ck_assert_int_eq(fit.edge[0], 0);
    ck_assert_int_eq(fit.edge[fit.bin_count], QC_HAZARD_DAYS);
    for (int b = 0; b < fit.bin_count; b++) {
        ck_assert_int_lt(fit.edge[b], fit.edge[b + 1]);
        events += fit.events[b];
    }
    ck_assert_double_eq_tol(events, fit.total_events, 1e-9 * (1 + events));
    for (int base = 0; base < QC_BASE_COUNT; base++)
        weight += fit.base[base].weight;
    ck_assert_double_eq_tol(weight, 1, 1e-12);
    qc_hazard_mean(&fit, daily);
    ck_assert_int_eq(bad_day(daily), -1);
    for (int draw = 0; draw < 200; draw++) {
        qc_hazard_draw(&fit, &rng, daily);
        ck_assert_int_eq(bad_day(daily), -1);
    }
}

/* ---- bases ---- */

START_TEST(bases_by_their_formulas)
{
    double daily[QC_HAZARD_DAYS];
    const double theta[3] = {3, 0.4, 0.7}, p = 1 / (1 + exp(-0.7));
    const double steep[3] = {3, 3, 60}; /* z reaches e^90, and nobody is cured */
    qc_hazard_base_daily(QC_BASE_LOG_LOGISTIC, theta, daily);
    for (int j = 0; j < QC_HAZARD_DAYS; j += 27) {
        const double z0 = pow(j / exp(3.0), exp(0.4)), z1 = pow((j + 1) / exp(3.0), exp(0.4));
        ck_assert_double_eq_tol(daily[j], log((1 + z1) / (1 + z0)), 1e-12);
    }
    qc_hazard_base_daily(QC_BASE_CURE, theta, daily);
    for (int j = 0; j < QC_HAZARD_DAYS; j += 27) {
        const double z0 = pow(j / exp(3.0), exp(0.4)), z1 = pow((j + 1) / exp(3.0), exp(0.4));
        const double left = log((1 - p + p / (1 + z0)) / (1 - p + p / (1 + z1)));
        ck_assert_double_eq_tol(daily[j], left, 1e-12);
    }
    qc_hazard_base_daily(QC_BASE_LOG_LOGISTIC, steep, daily);
    for (int j = 100; j < QC_HAZARD_DAYS; j++) { /* z much over 1: ln z grows by speed x ln(t) */
        ck_assert_double_eq_tol(daily[j], exp(3.0) * log1p(1.0 / j), 1e-9);
    }
    qc_hazard_base_daily(QC_BASE_CURE, steep, daily);
    ck_assert_int_eq(bad_day(daily), -1);
}
END_TEST

/** A base never says "impossible". */
START_TEST(bases_keep_to_the_floor)
{
    double daily[QC_HAZARD_DAYS];
    const double slow[3] = {40, 0, 0}; /* H(t) = ln(1 + t / e^40) */
    const double rare[3] = {-40, 0, 0};
    qc_hazard_base_daily(QC_BASE_LOG_LOGISTIC, slow, daily);
    ck_assert_double_eq(daily[500], QC_HAZARD_FLOOR);
    qc_hazard_base_daily(QC_BASE_CONSTANT, rare, daily);
    ck_assert_double_eq(daily[500], QC_HAZARD_FLOOR);
}
END_TEST

/* ---- bins ---- */

START_TEST(a_pile_of_events_gets_its_own_day)
{
    counts = (qc_hazard_counts){0};
    fill(counts.exposure, 100);
    for (int j = 0; j < 40; j++)
        counts.events[j] = 1;
    counts.events[33] = 5;  /* 5 of 48 events: over 10% */
    counts.events[400] = 4; /* too few */
    fit_counts(NULL, 0);
    ck_assert_int_eq(fit.bin_count, 21); /* 17, the pile's two edges, the two of the tail */
    ck_assert_int_eq(fit.edge[7], 33);
    ck_assert_int_eq(fit.edge[8], 34);
    ck_assert_int_eq(fit.edge[9], 45);
    ck_assert_double_eq(fit.events[6], 3);
    ck_assert_double_eq(fit.events[7], 5);
    ck_assert_double_eq(fit.events[8], 6);
    check_sound();

    counts.events[400] = 6; /* 5 of 50 is not over 10%, 6 is */
    fit_counts(NULL, 0);
    ck_assert_int_eq(fit.bin_count, 21);
    ck_assert_int_eq(fit.edge[17], 400);
    ck_assert_int_eq(fit.edge[18], 401);
}
END_TEST

START_TEST(piles_at_edges_add_what_is_missing)
{
    counts = (qc_hazard_counts){0};
    fill(counts.exposure, 100);
    counts.events[0] = 10;  /* has a day of its own */
    counts.events[30] = 10; /* starts a bin: one edge more */
    counts.events[44] = 10; /* ends a bin: one edge more */
    counts.events[QC_HAZARD_DAYS - 1] = 10;
    fit_counts(NULL, 0);
    ck_assert_int_eq(fit.bin_count, 21);
    ck_assert_int_eq(fit.edge[7], 31);
    ck_assert_int_eq(fit.edge[8], 44);
    ck_assert_int_eq(fit.edge[19], 545);
    ck_assert_int_eq(fit.edge[20], QC_HAZARD_DAYS - 1);
    check_sound();
}
END_TEST

START_TEST(deals_that_linger_open_bins_of_their_own)
{
    counts = (qc_hazard_counts){0};
    for (int i = 0; i < 40; i++)
        add_visit(20, true, true);
    fit_counts(NULL, 0);
    ck_assert_int_eq(fit.edge[fit.bin_count - 1], 365);
    add_visit(600, false, false);
    fit_counts(NULL, 0);
    ck_assert_int_eq(fit.edge[fit.bin_count - 1], 545);
    add_visit(QC_HAZARD_DAYS - 1, false, false);
    fit_counts(NULL, 0);
    ck_assert_int_eq(fit.edge[fit.bin_count - 1], QC_HAZARD_DAYS - 1);
}
END_TEST

/** The smeared rate would be 8 events over 15 days; the pile's own is near 8 over 1. */
START_TEST(a_pile_stays_on_its_day)
{
    double daily[QC_HAZARD_DAYS];
    counts = (qc_hazard_counts){0};
    for (int i = 0; i < 40; i++)
        add_visit(33, true, true);
    for (int i = 0; i < 60; i++)
        add_visit(50, false, false);
    fit_counts(NULL, 0);
    qc_hazard_mean(&fit, daily);
    ck_assert_double_gt(daily[33], 0.4);
    ck_assert_double_lt(daily[32], 0.02);
    ck_assert_double_lt(daily[34], 0.02);
}
END_TEST

START_TEST(nine_piles_fit)
{
    counts = (qc_hazard_counts){0};
    fill(counts.exposure, 1000);
    for (int i = 0; i < 9; i++)
        counts.events[400 + 20 * i] = 100;
    fit_counts(NULL, 0);
    ck_assert_int_eq(fit.bin_count, 17 + 18 + 2);
    check_sound();
}
END_TEST

/* ---- ends of the range ---- */

START_TEST(no_events)
{
    double daily[QC_HAZARD_DAYS];
    counts = (qc_hazard_counts){0};
    for (int i = 0; i < 10; i++)
        add_visit(20, false, false);
    fit_counts(NULL, 0);
    ck_assert(fit.base[QC_BASE_CONSTANT].used && !fit.base[QC_BASE_LOG_LOGISTIC].used);
    ck_assert(!fit.base[QC_BASE_CURE].used && !fit.base[QC_BASE_BELIEF].used);
    ck_assert_double_eq_tol(fit.base[QC_BASE_CONSTANT].daily[700], 0.3 / 210, 1e-15);
    qc_hazard_mean(&fit, daily);
    ck_assert_double_lt(daily[10], 0.3 / 210);
    ck_assert_double_gt(daily[10], 0);
    check_sound();
}
END_TEST

START_TEST(thin_and_lopsided_data)
{
    counts = (qc_hazard_counts){0};
    add_visit(12, true, true); /* one visit, one event */
    fit_counts(NULL, 0);
    ck_assert(fit.base[QC_BASE_CURE].used);
    check_sound();

    counts = (qc_hazard_counts){0};
    for (int i = 0; i < 30; i++)
        add_visit(0, true, true); /* all on the first day */
    fit_counts(NULL, 0);
    check_sound();

    counts = (qc_hazard_counts){0};
    for (int i = 0; i < 30; i++)
        add_visit(90, true, true); /* all at one age */
    fit_counts(NULL, 0);
    ck_assert_int_eq(fit.bin_count, 18);
    check_sound();

    counts = (qc_hazard_counts){0};
    for (int i = 0; i < 30; i++)
        add_visit(QC_HAZARD_DAYS - 1, true, i % 2 == 0); /* all at the end */
    fit_counts(NULL, 0);
    check_sound();
}
END_TEST

START_TEST(huge_counts_are_followed)
{
    double daily[QC_HAZARD_DAYS];
    counts = (qc_hazard_counts){0};
    for (int j = 0; j < QC_HAZARD_DAYS; j++) {
        counts.exposure[j] = 1e9;
        counts.events[j] = j < 60 ? 3e7 : 1e6;
    }
    fit_counts(NULL, 0);
    qc_hazard_mean(&fit, daily);
    ck_assert_double_eq_tol(daily[40], 0.03, 0.003); /* the base slopes, the bin's level is exact */
    double bin = 0;
    for (int j = 30; j < 45; j++)
        bin += daily[j];
    ck_assert_double_eq_tol(bin / 15, 0.03, 1e-6);
    check_sound();
}
END_TEST

START_TEST(fractional_counts)
{
    counts = (qc_hazard_counts){0};
    for (int j = 0; j < 50; j++) {
        counts.exposure[j] = 7.3 / (j + 1);
        counts.events[j] = 0.021 * (j % 3);
    }
    fit_counts(NULL, 0);
    ck_assert(fit.base[QC_BASE_LOG_LOGISTIC].used);
    check_sound();
    for (int j = 0; j < 50; j++)
        counts.events[j] *= 0.5; /* half an event is none yet */
    fit_counts(NULL, 0);
    ck_assert(!fit.base[QC_BASE_LOG_LOGISTIC].used);
    check_sound();
}
END_TEST

/** A constant base and many equal bins: m = (k + N) / (k + X) for every k, hence near 1. */
START_TEST(mean_is_base_times_multipliers)
{
    double daily[QC_HAZARD_DAYS];
    count_some_stage();
    fit_counts(NULL, 0);
    qc_hazard_mean(&fit, daily);
    for (int b = 0; b < fit.bin_count; b++) {
        for (int j = fit.edge[b]; j < fit.edge[b + 1]; j++) {
            double sum = 0;
            for (int base = 0; base < 3; base++) {
                double m = 0;
                for (int k = 0; k < QC_HAZARD_SHRINKS; k++) {
                    m += fit.base[base].bin_shrink[b][k] * (SHRINKS[k] + fit.events[b]) /
                         (SHRINKS[k] + fit.base[base].expected[b]);
                }
                sum += fit.base[base].weight * fit.base[base].daily[j] * m;
            }
            ck_assert_double_eq_tol(daily[j], sum, 1e-15);
        }
    }
}
END_TEST

/* ---- beliefs ---- */

START_TEST(what_is_certain_stays)
{
    double belief[QC_HAZARD_DAYS], daily[QC_HAZARD_DAYS];
    qc_rng rng = qc_rng_stream(1, 2, 3, 4);
    for (int j = 0; j < QC_HAZARD_DAYS; j++)
        belief[j] = j < 5 ? 0 : 0.1 / (j + 1);
    for (int data = 0; data < 2; data++) {
        counts = (qc_hazard_counts){0};
        for (int i = 0; data == 1 && i < 500; i++)
            add_visit(3, true, true); /* "impossible" */
        fit_counts(belief, (double) INFINITY);
        qc_hazard_mean(&fit, daily);
        ck_assert_mem_eq(daily, belief, sizeof daily);
        qc_hazard_draw(&fit, &rng, daily);
        ck_assert_mem_eq(daily, belief, sizeof daily);
        ck_assert(!fit.base[QC_BASE_CONSTANT].used);
        ck_assert_double_eq(fit.base[QC_BASE_BELIEF].weight, 1);
    }
}
END_TEST

START_TEST(without_data_the_belief_is_the_fit)
{
    double belief[QC_HAZARD_DAYS], daily[QC_HAZARD_DAYS];
    for (int j = 0; j < QC_HAZARD_DAYS; j++)
        belief[j] = 0.1 / (j + 1);
    counts = (qc_hazard_counts){0};
    fit_counts(belief, 20);
    ck_assert_double_eq(fit.base[QC_BASE_BELIEF].weight, 1);
    ck_assert_double_eq(fit.base[QC_BASE_BELIEF].level_prior, 20);
    qc_hazard_mean(&fit, daily);
    for (int j = 0; j < QC_HAZARD_DAYS; j++) {
        ck_assert_double_eq_tol(daily[j], belief[j], 1e-15);
    }
    check_sound();
}
END_TEST

/** One deal on its first day must not outvote a belief that rests on twenty. */
START_TEST(a_day_of_exposure_is_no_rival_to_a_belief)
{
    double belief[QC_HAZARD_DAYS], daily[QC_HAZARD_DAYS];
    fill(belief, 0.05);
    counts = (qc_hazard_counts){0};
    add_visit(0, false, false);
    fit_counts(belief, 20);
    ck_assert_double_eq(fit.base[QC_BASE_BELIEF].weight, 1);
    qc_hazard_mean(&fit, daily);
    ck_assert_double_eq_tol(daily[100], 0.05, 1e-15);
    ck_assert_double_eq_tol(daily[0], 0.05, 0.003);
}
END_TEST

START_TEST(evidence_judges_a_belief)
{
    double right[QC_HAZARD_DAYS], wrong[QC_HAZARD_DAYS], daily[QC_HAZARD_DAYS];
    fill(right, 0.01);
    fill(wrong, 0.4);
    counts = (qc_hazard_counts){0};
    for (int i = 0; i < 200; i++)
        add_visit(i % 100, i % 2 == 0, i % 2 == 0);
    const double rate = 100 / (200 * 50.5 - 50);
    fit_counts(right, 14);
    ck_assert(fit.base[QC_BASE_CONSTANT].used && fit.base[QC_BASE_LOG_LOGISTIC].used);
    const double trusted = fit.base[QC_BASE_BELIEF].weight;
    qc_hazard_mean(&fit, daily);
    ck_assert_double_eq_tol(daily[50], rate, rate / 3);
    check_sound();
    fit_counts(wrong, 14);
    ck_assert_double_gt(trusted, 0.25);
    ck_assert_double_lt(fit.base[QC_BASE_BELIEF].weight, 1e-5);
    qc_hazard_mean(&fit, daily);
    ck_assert_double_eq_tol(daily[50], rate, rate / 3);
    check_sound();
}
END_TEST

/** Prior 2 and what the belief rests on against 1, .4 and .15 of the bases that only the data speak for. */
START_TEST(a_belief_counts_double_and_what_it_rests_on)
{
    double belief[QC_HAZARD_DAYS];
    count_some_stage();
    fit_counts(NULL, 0);
    fill(belief, fit.base[QC_BASE_CONSTANT].daily[0]);
    fit_counts(belief, 14);
    ck_assert_double_eq_tol(fit.base[QC_BASE_BELIEF].log_evidence,
                            fit.base[QC_BASE_CONSTANT].log_evidence, 1e-12);
    ck_assert_double_eq_tol(fit.base[QC_BASE_BELIEF].weight,
                            (2 + 14) * fit.base[QC_BASE_CONSTANT].weight, 1e-12);
}
END_TEST

/** What was believed impossible and happened anyway is lifted from zero. */
START_TEST(an_impossible_event_moves_a_belief)
{
    double belief[QC_HAZARD_DAYS], daily[QC_HAZARD_DAYS];
    fill(belief, 0);
    counts = (qc_hazard_counts){0};
    for (int i = 0; i < 10; i++)
        add_visit(10, true, true);
    fit_counts(belief, 5);
    qc_hazard_mean(&fit, daily);
    ck_assert_double_gt(daily[10], 0.1);
    check_sound();
}
END_TEST

START_TEST(what_cannot_be_is_refused)
{
    double belief[QC_HAZARD_DAYS];
    fill(belief, 0.1);
    counts = (qc_hazard_counts){0};
    check_refused(NULL, 0, QC_TOO_FEW_DATA, "at risk");
    check_refused(belief, 0, QC_NUMERIC, "rests on 0 deals");
    check_refused(belief, (double) NAN, QC_NUMERIC, "rests on nan deals");
    belief[729] = -1;
    check_refused(belief, 5, QC_NUMERIC, "hazard of day 729 is -1");
    counts.events[3] = 1;
    check_refused(NULL, 0, QC_NUMERIC, "day 3 at risk has 1 events in 0 days");
    counts.exposure[3] = (double) NAN;
    check_refused(NULL, 0, QC_NUMERIC, "day 3");
}
END_TEST

/* ---- draws ---- */

START_TEST(draws_repeat_with_their_stream)
{
    double one[QC_HAZARD_DAYS], two[QC_HAZARD_DAYS];
    count_some_stage();
    fit_counts(NULL, 0);
    for (uint64_t entity = 0; entity < 20; entity++) {
        qc_rng first = qc_rng_stream(42, 1, entity, 0), again = first;
        qc_hazard_draw(&fit, &first, one);
        qc_hazard_draw(&fit, &again, two);
        ck_assert_mem_eq(one, two, sizeof one);
        qc_hazard_draw(&fit, &again, two);
        ck_assert_mem_ne(one, two, sizeof one);
    }
}
END_TEST

/** Bins in which nobody was at risk have one multiplier, 1 / nu. */
START_TEST(empty_bins_move_together)
{
    double daily[QC_HAZARD_DAYS];
    qc_rng rng = qc_rng_stream(42, 1, 0, 0);
    counts = (qc_hazard_counts){0};
    for (int i = 0; i < 60; i++)
        add_visit(i, false, false);
    fit_counts(NULL, 0); /* constant base, at risk until day 59 */
    qc_hazard_draw(&fit, &rng, daily);
    for (int j = 60; j < QC_HAZARD_DAYS; j++)
        ck_assert_double_eq(daily[j], daily[60]);
    ck_assert_double_ne(daily[60], daily[59]);
    ck_assert_double_ne(daily[59], daily[44]);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("hazard");
    TCase *bases = tcase_create("bases");
    tcase_add_test(bases, bases_by_their_formulas);
    tcase_add_test(bases, bases_keep_to_the_floor);
    tcase_add_test(bases, mean_is_base_times_multipliers);
    suite_add_tcase(suite, bases);
    TCase *bins = tcase_create("bins");
    tcase_add_test(bins, a_pile_of_events_gets_its_own_day);
    tcase_add_test(bins, piles_at_edges_add_what_is_missing);
    tcase_add_test(bins, deals_that_linger_open_bins_of_their_own);
    tcase_add_test(bins, a_pile_stays_on_its_day);
    tcase_add_test(bins, nine_piles_fit);
    suite_add_tcase(suite, bins);
    TCase *ends = tcase_create("ends of the range");
    tcase_add_test(ends, no_events);
    tcase_add_test(ends, thin_and_lopsided_data);
    tcase_add_test(ends, huge_counts_are_followed);
    tcase_add_test(ends, fractional_counts);
    tcase_add_test(ends, what_cannot_be_is_refused);
    suite_add_tcase(suite, ends);
    TCase *beliefs = tcase_create("beliefs");
    tcase_add_test(beliefs, what_is_certain_stays);
    tcase_add_test(beliefs, without_data_the_belief_is_the_fit);
    tcase_add_test(beliefs, a_day_of_exposure_is_no_rival_to_a_belief);
    tcase_add_test(beliefs, evidence_judges_a_belief);
    tcase_add_test(beliefs, a_belief_counts_double_and_what_it_rests_on);
    tcase_add_test(beliefs, an_impossible_event_moves_a_belief);
    suite_add_tcase(suite, beliefs);
    TCase *draws = tcase_create("draws");
    tcase_add_test(draws, draws_repeat_with_their_stream);
    tcase_add_test(draws, empty_bins_move_together);
    suite_add_tcase(suite, draws);
    return suite;
}
