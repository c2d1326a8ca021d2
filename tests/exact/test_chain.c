/* The absorbing chain against reference figures and pipelines worked out by hand. */
#include "models/chain.h"
#include "tests/exact/reference.h"
#include "tests/support/torture.h"

#define STAGES QC_REFERENCE_STAGES
#define EXITS  QC_REFERENCE_EXITS

enum { HORIZON = 365, DAYS = HORIZON + 1, LONG_DAYS = 1500 };

static double kernel[STAGES * EXITS * LONG_DAYS];
static double fresh[STAGES * LONG_DAYS];
static double ahead[LONG_DAYS + 1];

static void compute_fresh(int days, int exit)
{
    qc_arena scratch = {0};
    qc_status status = {0};

    ck_assert_msg(qc_chain_time(fresh, kernel, STAGES, days, exit, &scratch, &status), "%s",
                  status.message);
    qc_arena_free(&scratch);
}

/* `bend` moves a little of day 3 of stage 1 from advancing to losing. */
static void load_bent(double bend)
{
    qc_reference_kernel(kernel, DAYS);
    kernel[(0 * EXITS + 1) * DAYS + 3] -= bend;
    kernel[(0 * EXITS + STAGES + 1) * DAYS + 3] += bend;
}

static double fresh_deviation(const json_t *root, double bend)
{
    static const char *const ends[] = {"win", "lost"};
    static const char *const names[] = {"S1", "S2", "S3"};
    double largest = 0.0;

    load_bent(bend);
    for (int end = 0; end < 2; end++) {
        compute_fresh(DAYS, STAGES + end);
        for (int s = 0; s < STAGES; s++) {
            const json_t *days = qc_reference_get(qc_reference_get(root, ends[end]), names[s]);

            ck_assert_uint_eq(json_array_size(days), DAYS);
            for (int t = 0; t < DAYS; t++) {
                qc_reference_note(&largest, fresh[s * DAYS + t],
                                  qc_reference_item(days, (size_t) t));
            }
        }
    }
    return largest;
}

static void note_cumulative(double *largest, json_t *table)
{
    const char *day;
    json_t *value;

    json_object_foreach(table, day, value)
    {
        double sum = 0.0;
        int last = 0;

        ck_assert_int_eq(sscanf(day, "%d", &last), 1);
        for (int t = 0; t <= last; t++)
            sum += ahead[t];
        qc_reference_note(largest, sum, json_number_value(value));
    }
}

static double open_deviation(const json_t *root, double bend)
{
    static const char *const ends[] = {"win_cum", "lost_cum"};
    json_t *open = qc_reference_get(root, "open");
    qc_status status = {0};
    double largest = 0.0;
    const char *name;
    json_t *deal;

    ck_assert_uint_eq(json_object_size(open), 7);
    load_bent(bend);
    for (int end = 0; end < 2; end++) {
        compute_fresh(DAYS, STAGES + end);
        json_object_foreach(open, name, deal)
        {
            int stage = 0, age = 0;

            ck_assert_int_eq(sscanf(name, "S%d@%d", &stage, &age), 2);
            ck_assert(qc_chain_time_open(ahead, HORIZON, kernel, fresh, STAGES, DAYS, STAGES + end,
                                         stage - 1, age, &status));
            note_cumulative(&largest, qc_reference_get(deal, ends[end]));
        }
    }
    return largest;
}

START_TEST(days_to_the_end_match_the_reference)
{
    json_t *root = qc_reference_load("semimarkov_expected.json");

    qc_reference_close("semimarkov_expected.json (fresh)", fresh_deviation(root, 0.0), 1e-12);
    ck_assert(fresh_deviation(root, 1e-10) > 1e-12);
    json_decref(root);
}
END_TEST

START_TEST(days_to_the_end_of_open_deals_match_the_reference)
{
    json_t *root = qc_reference_load("semimarkov_expected.json");

    qc_reference_close("semimarkov_expected.json (open)", open_deviation(root, 0.0), 1e-12);
    ck_assert(open_deviation(root, 1e-10) > 1e-12);
    json_decref(root);
}
END_TEST

static void find_fate(qc_chain_fate *fate, const double *exits, int stages, const double *entry,
                      qc_arena *arena)
{
    qc_status status = {0};

    ck_assert_msg(qc_chain_fate_of(fate, exits, stages, entry, arena, &status), "%s",
                  status.message);
}

/* Two ways to one answer: the linear solve, and the days added up until nothing moves any more. */
START_TEST(the_days_add_up_to_the_fate)
{
    double exits[STAGES * EXITS];
    double largest = 0.0;
    qc_chain_fate fate;
    qc_arena arena = {0};

    qc_reference_kernel(kernel, LONG_DAYS);
    for (int i = 0; i < STAGES * EXITS; i++) {
        exits[i] = 0.0;
        for (int u = 0; u < LONG_DAYS; u++)
            exits[i] += kernel[i * LONG_DAYS + u];
    }
    find_fate(&fate, exits, STAGES, NULL, &arena);
    for (int end = 0; end < 2; end++) {
        compute_fresh(LONG_DAYS, STAGES + end);
        for (int s = 0; s < STAGES; s++) {
            double sum = 0.0;

            for (int t = 0; t < LONG_DAYS; t++)
                sum += fresh[s * LONG_DAYS + t];
            qc_reference_note(&largest, sum, end == 0 ? fate.win[s] : fate.lost[s]);
        }
    }
    ck_assert_double_le(largest, 1e-12);
    for (int s = 0; s < STAGES; s++)
        ck_assert_double_gt(fate.open[s], 0.01);
    qc_arena_free(&arena);
}
END_TEST

static double markov_deviation(const json_t *root, double bend)
{
    static const char *const names[] = {"S1", "S2", "S3", "won", "lost"};
    const json_t *wins = qc_reference_get(root, "ultimate_win");
    double exits[STAGES * EXITS];
    double largest = 0.0;
    qc_chain_fate fate;
    qc_arena arena = {0};

    for (int s = 0; s < STAGES; s++) {
        const json_t *moves = qc_reference_get(qc_reference_get(root, "transitions"), names[s]);
        double total = 0.0;

        for (int d = 0; d < EXITS; d++)
            total += qc_reference_number(moves, names[d]);
        for (int d = 0; d < EXITS; d++) {
            exits[s * EXITS + d] = qc_reference_number(moves, names[d]) / total;
        }
    }
    exits[2 * EXITS + STAGES] += bend;
    exits[2 * EXITS + STAGES + 1] -= bend;
    find_fate(&fate, exits, STAGES, NULL, &arena);
    for (int s = 0; s < STAGES; s++) {
        qc_reference_note(&largest, fate.win[s], qc_reference_item(wins, (size_t) s));
    }
    qc_arena_free(&arena);
    return largest;
}

START_TEST(win_rates_match_the_markov_reference)
{
    json_t *root = qc_reference_load("ms_pipeline_markov.json");

    qc_reference_close("ms_pipeline_markov.json", markov_deviation(root, 0.0), 1e-12);
    ck_assert(markov_deviation(root, 1e-10) > 1e-12);
    json_decref(root);
}
END_TEST

/* A chance written as a fraction of whole numbers, e.g. "27052447/399168000". */
static double fraction(const json_t *text)
{
    double above = 0.0, below = 1.0;

    ck_assert_int_ge(sscanf(json_string_value(text), "%lf/%lf", &above, &below), 1);
    return above / below;
}

enum { HAZARD_DAYS = 6 };

/* One stage whose three causes are looked at one by one: cause `cause` is "won", the others "lost". */
static void hazards_to_kernel(const json_t *days, int cause, double bend, double *visits)
{
    double staying = 1.0;

    ck_assert_uint_eq(json_array_size(days), HAZARD_DAYS);
    for (int i = 0; i < 3 * HAZARD_DAYS; i++)
        visits[i] = 0.0;
    for (int u = 0; u < HAZARD_DAYS; u++) {
        const json_t *hazards = qc_reference_get(json_array_get(days, (size_t) u), "h");
        double all = 0.0;

        for (size_t c = 0; c < 3; c++) {
            double hazard = fraction(json_array_get(hazards, c));

            if (u == 1 && c == 0) hazard += bend;
            visits[(c == (size_t) cause ? 1 : 2) * HAZARD_DAYS + u] += staying * hazard;
            all += hazard;
        }
        staying *= 1.0 - all;
    }
}

static double hazard_deviation(const json_t *root, double bend)
{
    const json_t *days = qc_reference_get(root, "days");
    json_t *conditional = qc_reference_get(root, "conditional");
    double visits[3 * HAZARD_DAYS], times[HAZARD_DAYS], left[HAZARD_DAYS + 1];
    double largest = 0.0;
    qc_arena scratch = {0};
    qc_status status = {0};
    json_t *given;
    size_t i;

    for (int cause = 0; cause < 3; cause++) {
        double cumulative = 0.0;

        hazards_to_kernel(days, cause, bend, visits);
        ck_assert(qc_chain_time(times, visits, 1, HAZARD_DAYS, 1, &scratch, &status));
        for (size_t u = 0; u < HAZARD_DAYS; u++) {
            const json_t *exact = qc_reference_get(json_array_get(days, u), "cif_exact");

            cumulative += times[u];
            qc_reference_note(&largest, cumulative,
                              fraction(json_array_get(exact, (size_t) cause)));
        }
        json_array_foreach(conditional, i, given)
        {
            const json_t *exact = qc_reference_get(given, "cif_remaining");
            int age = (int) qc_reference_number(given, "age");
            double sum = 0.0;

            ck_assert(qc_chain_time_open(left, HAZARD_DAYS, visits, times, 1, HAZARD_DAYS, 1, 0,
                                         age, &status));
            for (int t = 0; t <= HAZARD_DAYS; t++)
                sum += left[t];
            qc_reference_note(&largest, sum, fraction(json_array_get(exact, (size_t) cause)));
        }
    }
    qc_arena_free(&scratch);
    return largest;
}

START_TEST(daily_hazards_match_exact_fractions)
{
    json_t *root = qc_reference_load("discrete_hazard_exact.json");

    qc_reference_close("discrete_hazard_exact.json", hazard_deviation(root, 0.0), 1e-15);
    ck_assert(hazard_deviation(root, 1e-13) > 1e-15);
    json_decref(root);
}
END_TEST

static void expect(const double *computed, int count, const double *expected, const char *what)
{
    for (int s = 0; s < count; s++) {
        ck_assert_msg(fabs(computed[s] - expected[s]) <= 1e-14,
                      "%s of stage %d is %.17g, not %.17g", what, s + 1, computed[s], expected[s]);
    }
}

/* Straight through: 60% go on, of these half are won; a tenth stay for ever in each stage. */
START_TEST(a_straight_pipeline)
{
    static const double exits[] = {0, 0.6, 0,   0.3, /* stage 1: 1, 2, won, lost */
                                   0, 0,   0.5, 0.4};
    qc_chain_fate fate;
    qc_arena arena = {0};

    find_fate(&fate, exits, 2, NULL, &arena);
    expect(fate.win, 2, (double[]){0.3, 0.5}, "win");
    expect(fate.lost, 2, (double[]){0.54, 0.4}, "lost");
    expect(fate.open, 2, (double[]){0.16, 0.1}, "open");
    expect(fate.conversion, 2, (double[]){0.6, 0.5}, "conversion");
    expect(fate.arriving, 2, (double[]){1.0, 0.6}, "arriving");
    qc_arena_free(&arena);
}
END_TEST

/* A fifth of stage 2 falls back: conversion of stage 2 counts those that come again and win, and
 * conversion of stage 1 is the 60% of a visit because to arrive in stage 2 once is enough. */
START_TEST(a_pipeline_with_returns)
{
    static const double exits[] = {0, 0.6, 0, 0.4, 0.2, 0, 0.5, 0.3};
    static const double entry[] = {0.25, 0.75};
    qc_chain_fate fate;
    qc_arena arena = {0};

    find_fate(&fate, exits, 2, NULL, &arena);
    expect(fate.win, 2, (double[]){0.3 / 0.88, 0.5 / 0.88}, "win");
    expect(fate.lost, 2, (double[]){0.58 / 0.88, 0.38 / 0.88}, "lost");
    expect(fate.open, 2, (double[]){0.0, 0.0}, "open");
    expect(fate.conversion, 2, (double[]){0.6, 0.5 / 0.88}, "conversion");
    expect(fate.arriving, 2, (double[]){1.0, 0.6}, "arriving");
    find_fate(&fate, exits, 2, entry, &arena);
    expect(fate.arriving, 2, (double[]){0.25 + 0.75 * 0.2, 0.75 + 0.25 * 0.6}, "arriving");
    qc_arena_free(&arena);
}
END_TEST

/* Stage 1 skips to 3, stage 2 falls back to 1 or wins at once, stage 3 falls back to 2 and may be
 * entered again. x1, x2: chances to get from stages 1 and 2 past stage 2. */
START_TEST(a_pipeline_with_skips)
{
    static const double exits[] = {0,   0.5, 0.2, 0,   0.3,  /* stage 1 */
                                   0.3, 0,   0.3, 0.1, 0.3,  /* stage 2 */
                                   0,   0.1, 0,   0.7, 0.1}; /* stage 3, a tenth never leaves */
    const double x2 = (0.4 + 0.3 * 0.2) / (1 - 0.3 * 0.5);
    const double to_3_from_2 = (0.3 + 0.3 * 0.2) / (1 - 0.3 * 0.5);
    const double won_first_from_2 = 0.1 / (1 - 0.3 * 0.5);
    const double w3 = (0.7 + 0.1 * won_first_from_2) / (1 - 0.1 * to_3_from_2);
    const double w2 = won_first_from_2 + to_3_from_2 * w3;
    qc_chain_fate fate;
    qc_arena arena = {0};

    find_fate(&fate, exits, 3, NULL, &arena);
    expect(fate.win, 3, (double[]){0.5 * w2 + 0.2 * w3, w2, w3}, "win");
    expect(fate.conversion, 3, (double[]){0.7, x2, w3}, "conversion");
    expect(fate.arriving, 3, (double[]){1.0, 0.5 + 0.2 * 0.1, 0.2 + 0.5 * to_3_from_2}, "arriving");
    qc_arena_free(&arena);
}
END_TEST

/* A visit may end in the same stage: 40% start over, so 0.3 of 0.6 are won. */
START_TEST(a_stage_that_repeats)
{
    static const double exits[] = {0.4, 0.3, 0.3};
    qc_chain_fate fate;
    qc_arena arena = {0};

    find_fate(&fate, exits, 1, NULL, &arena);
    expect(fate.win, 1, (double[]){0.5}, "win");
    expect(fate.conversion, 1, (double[]){0.5}, "conversion");
    expect(fate.arriving, 1, (double[]){1.0}, "arriving");
    qc_arena_free(&arena);
}
END_TEST

/* Stage 1 ends in stage 2 on day 1 (0.5) or day 2 (0.25); stage 2 is back in stage 1 on day 1 (0.1) or
 * won on day 2 (0.9). A deal that goes back is won on day 1 + 1 + 2 of its time in stage 2 at the soonest. */
START_TEST(days_of_two_stages)
{
    enum { N = 5, ROW = 4 * N };
    double moves[2 * ROW] = {0}, times[2 * N], open[N + 1];
    qc_arena scratch = {0};
    qc_status status = {0};

    moves[0 * ROW + 1 * N + 1] = 0.5;
    moves[0 * ROW + 1 * N + 2] = 0.25;
    moves[1 * ROW + 0 * N + 1] = 0.1;
    moves[1 * ROW + 2 * N + 2] = 0.9;
    ck_assert(qc_chain_time(times, moves, 2, N, 2, &scratch, &status));
    expect(times, 2 * N, (double[]){0, 0, 0, 0.45, 0.225, 0, 0, 0.9, 0, 0.1 * 0.5 * 0.9}, "days");
    /* half of the deals outlast day 1 of stage 1; half of these move on day 2 and win on day 4 */
    ck_assert(qc_chain_time_open(open, N, moves, times, 2, N, 2, 0, 1, &status));
    expect(open, N + 1, (double[]){0, 0, 0, 0.45, 0, 0.5 * 0.045}, "open days");
    /* older than the last day of the kernel: only those are left that never leave */
    ck_assert(qc_chain_time_open(open, N, moves, times, 2, N, 2, 0, 9, &status));
    expect(open, N + 1, (double[]){0, 0, 0, 0, 0, 0}, "open days");
    qc_arena_free(&scratch);
}
END_TEST

/* With a constant chance of 10% a day a deal of any age has 10% tomorrow; after 300 days one deal in
 * 10^14 is left and no digit may be lost. */
START_TEST(an_old_deal_keeps_its_digits)
{
    double visits[3 * 730] = {0}, times[730], open[2];
    qc_arena scratch = {0};
    qc_status status = {0};

    for (int u = 0; u < 730; u++)
        visits[730 + u] = 0.1 * pow(0.9, u);
    ck_assert(qc_chain_time(times, visits, 1, 730, 1, &scratch, &status));
    ck_assert(qc_chain_time_open(open, 1, visits, times, 1, 730, 1, 0, 300, &status));
    ck_assert_double_eq_tol(open[1], 0.1, 1e-12);
    qc_arena_free(&scratch);
}
END_TEST

static void expect_failure(const double *exits, int stages, const double *entry, const char *words)
{
    qc_chain_fate fate;
    qc_arena arena = {0};
    qc_status status = {0};

    ck_assert(!qc_chain_fate_of(&fate, exits, stages, entry, &arena, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
    ck_assert_msg(strstr(status.message, words) != NULL, "%s", status.message);
    qc_arena_free(&arena);
}

START_TEST(impossible_pipelines_are_refused)
{
    static const double circle[] = {0, 1, 0, 0, 1, 0, 0, 0};
    static const double stuck[] = {0, 0.5, 0.2, 0.3, 0, 1, 0, 0};
    static const double too_much[] = {0, 0.7, 0.2, 0.2, 0, 0, 0.5, 0.5};
    static const double negative[] = {0, 0.7, 0.2, 0.1, 0, 0, 1.1, -0.1};
    static const double fine[] = {0, 0.7, 0.2, 0.1, 0, 0, 0.5, 0.5};
    static const double nothing[] = {0, 0, 0, (double) NAN, 0, 0, 0, 0};

    expect_failure(circle, 2, NULL, "for ever");
    expect_failure(stuck, 2, NULL, "for ever");
    expect_failure(too_much, 2, NULL, "the exits of stage 1 sum to 1.1");
    expect_failure(negative, 2, NULL, "stage 2 has an exit with a chance of -0.1");
    expect_failure(nothing, 2, NULL, "stage 1 has an exit");
    expect_failure(fine, 2, (double[]){0.5, 0.4}, "sum to 0.9");
    expect_failure(fine, 2, (double[]){1.5, -0.5}, "start in stage 2 is -0.5");
    expect_failure(fine, 0, NULL, "a pipeline of 0 stages");
    expect_failure(fine, QC_CHAIN_STAGES_MAX + 1, NULL, "a pipeline of 33 stages");
}
END_TEST

START_TEST(impossible_days_are_refused)
{
    static const double same_day_circle[] = {0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
    static const double all_gone[] = {0, 0, 0.6, 0.4, 0, 0};
    double out[4];
    qc_arena scratch = {0};
    qc_status status = {0};

    ck_assert(!qc_chain_time(out, same_day_circle, 2, 2, 2, &scratch, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
    ck_assert_ptr_nonnull(strstr(status.message, "for ever"));

    status = (qc_status){0};
    ck_assert(qc_chain_time(out, all_gone, 1, 2, 1, &scratch, &status));
    ck_assert(!qc_chain_time_open((double[3]){0}, 2, all_gone, out, 1, 2, 1, 0, 1, &status));
    ck_assert_int_eq(status.code, QC_NUMERIC);
    ck_assert_ptr_nonnull(strstr(status.message, "no deal stays in stage 1 for more than 1 days"));
    qc_arena_free(&scratch);
}
END_TEST

START_TEST(the_largest_pipeline_is_solved)
{
    enum { MANY = QC_CHAIN_STAGES_MAX };
    double exits[MANY * (MANY + 2)] = {0};
    double expected = 1.0;
    qc_chain_fate fate;
    qc_arena arena = {0};

    for (int s = 0; s < MANY; s++) {
        exits[s * (MANY + 2) + s + 1] = 0.9; /* the last stage's next is won */
        exits[s * (MANY + 2) + MANY + 1] = 0.1;
    }
    find_fate(&fate, exits, MANY, NULL, &arena);
    for (int s = MANY - 1; s >= 0; s--) {
        expected *= 0.9;
        ck_assert_double_eq_tol(fate.win[s], expected, 1e-15);
        ck_assert_double_eq_tol(fate.conversion[s], 0.9, 1e-15);
    }
    qc_arena_free(&arena);
}
END_TEST

static const double straight[] = {0, 0.6, 0, 0.3, 0, 0, 0.5, 0.4};

static bool run_fate(qc_status *status)
{
    qc_chain_fate fate;
    qc_arena arena = {0};
    bool ok = qc_chain_fate_of(&fate, straight, 2, NULL, &arena, status);

    qc_arena_free(&arena);
    return ok;
}

static bool run_time(qc_status *status)
{
    double times[2];
    qc_arena scratch = {0};
    bool ok = qc_chain_time(times, straight, 2, 1, 2, &scratch, status);

    qc_arena_free(&scratch);
    return ok;
}

START_TEST(memory_may_run_out)
{
    qc_torture(run_fate);
    qc_torture(run_time);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("chain");
    TCase *cases = tcase_create("chain");

    tcase_add_test(cases, days_to_the_end_match_the_reference);
    tcase_add_test(cases, days_to_the_end_of_open_deals_match_the_reference);
    tcase_add_test(cases, the_days_add_up_to_the_fate);
    tcase_add_test(cases, win_rates_match_the_markov_reference);
    tcase_add_test(cases, daily_hazards_match_exact_fractions);
    tcase_add_test(cases, a_straight_pipeline);
    tcase_add_test(cases, a_pipeline_with_returns);
    tcase_add_test(cases, a_pipeline_with_skips);
    tcase_add_test(cases, a_stage_that_repeats);
    tcase_add_test(cases, days_of_two_stages);
    tcase_add_test(cases, an_old_deal_keeps_its_digits);
    tcase_add_test(cases, impossible_pipelines_are_refused);
    tcase_add_test(cases, impossible_days_are_refused);
    tcase_add_test(cases, the_largest_pipeline_is_solved);
    tcase_add_test(cases, memory_may_run_out);
    tcase_set_timeout(cases, 60);
    suite_add_tcase(suite, cases);
    return suite;
}
