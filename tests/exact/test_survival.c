/* Aalen-Johansen against R's survival and etm packages, and against the wrong answers that look right:
 * one minus Kaplan-Meier for one exit, closed visits only, late entry ignored. */
#include "models/survival.h"
#include "tests/exact/oracle.h"
#include "tests/support/torture.h"

static oracle_table table, expected;
static qc_survival_visit visits[ORACLE_ROWS];
static qc_survival_move moves[ORACLE_ROWS];

#define FROM_THE_START (-1) /* an event on day 0 still counts */

static qc_survival_curve fit(int count, int causes, qc_arena *arena)
{
    qc_status status = {0};
    qc_survival_curve curve;
    ck_assert_msg(qc_survival_fit(&curve, visits, count, causes, arena, &status), "%s",
                  status.message);
    return curve;
}

static int cause_of(const char *text, const char *const *names, int count)
{
    for (int c = 0; c < count; c++) {
        if (strcmp(text, names[c]) == 0) return c;
    }
    ck_assert_str_eq(text, "open");
    return -1;
}

static const char *const STAGE_EXITS[] = {"advance", "won", "lost"};

static int read_stage(bool weighted)
{
    oracle_read(&table, "cr_stage.csv");
    for (int i = 0; i < table.rows; i++) {
        visits[i] = (qc_survival_visit){
            .entry = FROM_THE_START,
            .time = oracle_number(&table, i, "days"),
            .cause = cause_of(oracle_text(&table, i, "dest"), STAGE_EXITS, 3),
            .weight = weighted ? oracle_number(&table, i, "weight") : 1,
        };
    }
    return table.rows;
}

/** Row of the curve that holds at `time`: the last event at or before it, -1 = none yet. */
static int row_at(const qc_survival_curve *curve, double time)
{
    int row = -1;
    while (row + 1 < curve->count && curve->time[row + 1] <= time)
        row++;
    return row;
}

START_TEST(stage_shares_and_errors)
{
    qc_arena arena = {0};
    const qc_survival_curve curve = fit(read_stage(false), 3, &arena);
    oracle_deviation shares = {.what = "cr_stage_aj shares", .limit = 1e-10};
    oracle_deviation errors = {.what = "cr_stage_aj standard errors", .limit = 1e-8};
    oracle_read(&expected, "cr_stage_aj.csv");
    ck_assert_int_eq(curve.count, expected.rows);
    for (int row = 0; row < expected.rows; row++) {
        ck_assert_double_eq(curve.time[row], oracle_number(&expected, row, "day"));
        ck_assert_double_eq(curve.at_risk[row], oracle_number(&expected, row, "n_risk"));
        oracle_compare(&shares, curve.survival[row], oracle_number(&expected, row, "S"));
        oracle_compare(&shares, curve.share[0][row], oracle_number(&expected, row, "cif_advance"));
        oracle_compare(&shares, curve.share[1][row], oracle_number(&expected, row, "cif_won"));
        oracle_compare(&shares, curve.share[2][row], oracle_number(&expected, row, "cif_lost"));
        oracle_compare(&errors, curve.share_error[0][row],
                       oracle_number(&expected, row, "seGW_advance"));
        oracle_compare(&errors, curve.share_error[1][row],
                       oracle_number(&expected, row, "seGW_won"));
        oracle_compare(&errors, curve.share_error[2][row],
                       oracle_number(&expected, row, "seGW_lost"));
        /* R's Greenwood formula is 0 x infinity where nobody is left; the jackknife says 0 there */
        const double greenwood = oracle_number(&expected, row, "seGW_S");
        oracle_compare(&errors, curve.survival_error[row],
                       isnan(greenwood) ? oracle_number(&expected, row, "seIJ_S") : greenwood);
    }
    oracle_conclude(&shares);
    oracle_conclude(&errors);
    qc_arena_free(&arena);
}
END_TEST

START_TEST(stage_shares_with_weights)
{
    qc_arena arena = {0};
    const qc_survival_curve curve = fit(read_stage(true), 3, &arena);
    oracle_deviation shares = {.what = "cr_stage_aj_weighted shares", .limit = 1e-10};
    oracle_read(&expected, "cr_stage_aj_weighted.csv");
    ck_assert_int_eq(curve.count, expected.rows);
    for (int row = 0; row < expected.rows; row++) {
        ck_assert_double_eq(curve.time[row], oracle_number(&expected, row, "day"));
        oracle_compare(&shares, curve.survival[row], oracle_number(&expected, row, "S"));
        oracle_compare(&shares, curve.share[0][row], oracle_number(&expected, row, "cif_advance"));
        oracle_compare(&shares, curve.share[1][row], oracle_number(&expected, row, "cif_won"));
        oracle_compare(&shares, curve.share[2][row], oracle_number(&expected, row, "cif_lost"));
    }
    oracle_conclude(&shares);
    qc_arena_free(&arena);
}
END_TEST

/** Whole weights are so many equal visits, in shares and in errors. */
START_TEST(a_weight_of_three_is_three_visits)
{
    qc_arena arena = {0};
    const int count = read_stage(false);
    int copies = 0;
    for (int i = 0; i < count; i++)
        visits[i].weight = 1 + i % 3;
    const qc_survival_curve weighted = fit(count, 3, &arena);
    static qc_survival_visit single[ORACLE_ROWS];
    for (int i = 0; i < count; i++) {
        for (int copy = 0; copy < 1 + i % 3; copy++) {
            single[copies] = visits[i];
            single[copies++].weight = 1;
        }
    }
    memcpy(visits, single, sizeof visits);
    const qc_survival_curve copied = fit(copies, 3, &arena);
    ck_assert_int_eq(weighted.count, copied.count);
    for (int row = 0; row < copied.count; row++) {
        ck_assert_double_eq_tol(weighted.survival[row], copied.survival[row], 1e-14);
        ck_assert_double_eq_tol(weighted.survival_error[row], copied.survival_error[row], 1e-14);
        for (int c = 0; c < 3; c++) {
            ck_assert_double_eq_tol(weighted.share[c][row], copied.share[c][row], 1e-14);
            ck_assert_double_eq_tol(weighted.share_error[c][row], copied.share_error[c][row],
                                    1e-14);
        }
    }
    qc_arena_free(&arena);
}
END_TEST

static int read_late_entry(void)
{
    static const char *const exits[] = {"won", "lost"};
    oracle_read(&table, "cr_lefttrunc.csv");
    for (int i = 0; i < table.rows; i++) {
        visits[i] = (qc_survival_visit){
            .entry = oracle_number(&table, i, "entry_age") - 1, /* at risk from the entry day on */
            .time = oracle_number(&table, i, "exit_age"),
            .cause = cause_of(oracle_text(&table, i, "dest"), exits, 2),
            .weight = 1,
        };
    }
    return table.rows;
}

START_TEST(late_entry)
{
    qc_arena arena = {0};
    const qc_survival_curve curve = fit(read_late_entry(), 2, &arena);
    oracle_deviation shares = {.what = "cr_lefttrunc shares", .limit = 1e-10};
    oracle_deviation errors = {.what = "cr_lefttrunc standard errors", .limit = 1e-8};
    oracle_read(&expected, "cr_lefttrunc_expected.csv");
    ck_assert_int_eq(curve.count, expected.rows);
    for (int row = 0; row < expected.rows; row++) {
        ck_assert_double_eq(curve.time[row], oracle_number(&expected, row, "day"));
        ck_assert_double_eq(curve.at_risk[row], oracle_number(&expected, row, "n_risk"));
        oracle_compare(&shares, curve.survival[row], oracle_number(&expected, row, "S_km"));
        oracle_compare(&shares, curve.share[0][row], oracle_number(&expected, row, "cif_won"));
        oracle_compare(&shares, curve.share[1][row], oracle_number(&expected, row, "cif_lost"));
        oracle_compare(&errors, curve.survival_error[row], oracle_number(&expected, row, "seGW_S"));
        oracle_compare(&errors, curve.share_error[0][row],
                       oracle_number(&expected, row, "seGW_won"));
        oracle_compare(&errors, curve.share_error[1][row],
                       oracle_number(&expected, row, "seGW_lost"));
    }
    oracle_conclude(&shares);
    oracle_conclude(&errors);
    qc_arena_free(&arena);
}
END_TEST

static int read_abortion(const char *group)
{
    int count = 0;
    for (int i = 0; i < table.rows; i++) {
        if (strcmp(oracle_text(&table, i, "group"), group) != 0) continue;
        visits[count++] = (qc_survival_visit){
            .entry = oracle_number(&table, i, "entry"),
            .time = oracle_number(&table, i, "exit"),
            .cause = (int32_t) oracle_number(&table, i, "cause") - 1,
            .weight = 1,
        };
    }
    return count;
}

START_TEST(abortion_of_etm)
{
    static const char *const groups[] = {"0", "1"}, *const names[] = {"group0", "group1"};
    static const char *const share_keys[] = {"P01", "P02", "P03"};
    static const char *const error_keys[] = {"se01", "se02", "se03"};
    qc_arena arena = {0};
    oracle_deviation shares = {.what = "etm_abortion shares", .limit = 1e-9};
    oracle_deviation errors = {.what = "etm_abortion standard errors", .limit = 1e-9};
    json_t *root = oracle_json("etm_abortion_expected.json");
    oracle_read(&table, "etm_abortion.csv");
    for (int g = 0; g < 2; g++) {
        const json_t *want = json_object_get(json_object_get(root, "result"), names[g]);
        const json_t *times = json_object_get(want, "times");
        const qc_survival_curve curve = fit(read_abortion(groups[g]), 3, &arena);
        for (size_t t = 0; t < json_array_size(times); t++) {
            const int row = row_at(&curve, oracle_at(times, t));
            ck_assert_int_ge(row, 0);
            for (int c = 0; c < 3; c++) {
                const json_t *share = json_object_get(want, share_keys[c]);
                const json_t *error = json_object_get(want, error_keys[c]);
                oracle_compare(&shares, curve.share[c][row], oracle_at(share, t));
                oracle_compare(&errors, curve.share_error[c][row], oracle_at(error, t));
            }
        }
    }
    oracle_conclude(&shares);
    oracle_conclude(&errors);
    json_decref(root);
    qc_arena_free(&arena);
}
END_TEST

static int read_mgus2(void)
{
    oracle_read(&table, "mgus2_cr.csv");
    for (int i = 0; i < table.rows; i++) {
        visits[i] = (qc_survival_visit){
            .entry = FROM_THE_START,
            .time = oracle_number(&table, i, "time"),
            .cause = (int32_t) oracle_number(&table, i, "event") - 1,
            .weight = 1,
        };
    }
    return table.rows;
}

/* without weights and late entry the jackknife error of a share equals the Greenwood type */
START_TEST(mgus2_of_survival)
{
    static const char *const names[] = {"pcm", "death"};
    qc_arena arena = {0};
    oracle_deviation shares = {.what = "mgus2_cr shares", .limit = 1e-10};
    oracle_deviation errors = {.what = "mgus2_cr standard errors", .limit = 1e-8};
    json_t *root = oracle_json("mgus2_cr_expected.json");
    const json_t *times = json_object_get(root, "times"), *alive = json_object_get(root, "S");
    const qc_survival_curve curve = fit(read_mgus2(), 2, &arena);
    for (size_t t = 0; t < json_array_size(times); t++) {
        const int row = row_at(&curve, oracle_at(times, t));
        ck_assert_int_ge(row, 0);
        oracle_compare(&shares, curve.survival[row], oracle_at(alive, t));
        for (int c = 0; c < 2; c++) {
            const json_t *error = json_object_get(json_object_get(root, "se_IJ"), names[c]);
            oracle_compare(&shares, curve.share[c][row],
                           oracle_at(json_object_get(root, names[c]), t));
            oracle_compare(&errors, curve.share_error[c][row], oracle_at(error, t));
        }
    }
    oracle_conclude(&shares);
    oracle_conclude(&errors);
    json_decref(root);
    qc_arena_free(&arena);
}
END_TEST

static int32_t state_of(const char *text)
{
    static const char *const names[] = {"S1", "S2", "S3", "won", "lost"};
    for (int32_t s = 0; s < 5; s++) {
        if (strcmp(text, names[s]) == 0) return s;
    }
    ck_assert_str_eq(text, "censor");
    return -1;
}

START_TEST(pipeline_occupation)
{
    qc_arena arena = {0};
    qc_status status = {0};
    oracle_deviation shares = {.what = "ms_pipeline_aj occupation", .limit = 1e-9};
    json_t *root = oracle_json("ms_pipeline_aj.json");
    const json_t *times = json_object_get(root, "times"), *want = json_object_get(root, "pstate");
    double start[5] = {0}, deals = 0, ages[9], out[9 * 5];
    oracle_read(&table, "ms_pipeline.csv");
    for (int i = 0; i < table.rows; i++) {
        moves[i] = (qc_survival_move){.from_time = oracle_number(&table, i, "a0"),
                                      .to_time = oracle_number(&table, i, "a1"),
                                      .from = state_of(oracle_text(&table, i, "from")),
                                      .to = state_of(oracle_text(&table, i, "to"))};
        if (moves[i].from_time > 0) continue;
        start[moves[i].from] += 1;
        deals += 1;
    }
    for (int s = 0; s < 5; s++)
        start[s] /= deals;
    ck_assert_uint_eq(json_array_size(times), 9);
    for (size_t t = 0; t < 9; t++)
        ages[t] = oracle_at(times, t);
    ck_assert(qc_survival_occupation(moves, table.rows, 5, start, ages, 9, out, &arena, &status));
    ck_assert_uint_eq(json_array_size(want), 8); /* the ninth age lies beyond the last record */
    for (size_t t = 0; t < 8; t++) {
        for (size_t s = 0; s < 5; s++) {
            oracle_compare(&shares, out[t * 5 + s], oracle_at(json_array_get(want, t), s));
        }
    }
    oracle_conclude(&shares);
    ck_assert_double_eq_tol(out[8 * 5 + 3] + out[8 * 5 + 4], 1, 1e-14); /* all have left */
    json_decref(root);
    qc_arena_free(&arena);
}
END_TEST

/* ---- by hand, and the ends of the range ---- */

START_TEST(three_visits_by_hand)
{
    qc_arena arena = {0};
    visits[0] = (qc_survival_visit){-1, 0, 0, 1};  /* exit 0 on day 0 */
    visits[1] = (qc_survival_visit){-1, 2, -1, 1}; /* open at 2: at risk at the event of day 2 */
    visits[2] = (qc_survival_visit){-1, 2, 1, 1};
    visits[3] = (qc_survival_visit){2, 5, 0, 1}; /* known only after day 2 */
    const qc_survival_curve curve = fit(4, 2, &arena);
    ck_assert_int_eq(curve.count, 3);
    ck_assert_double_eq(curve.at_risk[0], 3);
    ck_assert_double_eq(curve.at_risk[1], 2);
    ck_assert_double_eq(curve.at_risk[2], 1);
    ck_assert_double_eq_tol(curve.survival[1], 1.0 / 3, 1e-15);
    ck_assert_double_eq_tol(curve.share[1][2], 1.0 / 3, 1e-15);
    ck_assert_double_eq_tol(curve.share[0][2], 2.0 / 3, 1e-15);
    ck_assert_double_eq(curve.survival[2], 0);
    /* S after day 0 is binomial: variance 2/3 x 1/3 / 3 */
    ck_assert_double_eq_tol(curve.survival_error[0], sqrt(2.0 / 27), 1e-15);
    qc_arena_free(&arena);
}
END_TEST

START_TEST(no_visits_and_no_events)
{
    qc_arena arena = {0};
    ck_assert_int_eq(fit(0, 1, &arena).count, 0);
    visits[0] = (qc_survival_visit){0, 5, -1, 1};
    visits[1] = (qc_survival_visit){0, 6, 0, 0}; /* no weight, no event */
    ck_assert_int_eq(fit(2, 1, &arena).count, 0);
    qc_arena_free(&arena);
}
END_TEST

static void check_refused(qc_survival_visit visit, int causes, const char *why)
{
    qc_arena arena = {0};
    qc_status status = {0};
    qc_survival_curve curve;
    ck_assert(!qc_survival_fit(&curve, &visit, 1, causes, &arena, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_msg(strstr(status.message, why) != NULL, "'%s' without '%s'", status.message, why);
    qc_arena_free(&arena);
}

START_TEST(impossible_visits_are_refused)
{
    const qc_survival_visit good = {0, 5, 0, 1};
    qc_survival_visit bad = good;
    check_refused(good, 0, "0 exits");
    check_refused(good, QC_SURVIVAL_CAUSES_MAX + 1, "9 exits");
    bad.entry = 5;
    check_refused(bad, 1, "ends at 5");
    bad = good, bad.time = (double) NAN;
    check_refused(bad, 1, "ends at nan");
    bad = good, bad.cause = 1;
    check_refused(bad, 1, "exit 1");
    bad.cause = -2;
    check_refused(bad, 1, "exit -2");
    bad = good, bad.weight = -1;
    check_refused(bad, 1, "weight -1");
}
END_TEST

static void check_move_refused(qc_survival_move move, const char *why)
{
    qc_arena arena = {0};
    qc_status status = {0};
    const double start[2] = {1, 0}, time = 1;
    double out[2];
    ck_assert(!qc_survival_occupation(&move, 1, 2, start, &time, 1, out, &arena, &status));
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_msg(strstr(status.message, why) != NULL, "'%s' without '%s'", status.message, why);
    qc_arena_free(&arena);
}

START_TEST(impossible_moves_are_refused)
{
    check_move_refused((qc_survival_move){3, 3, 0, 1}, "ends at 3");
    check_move_refused((qc_survival_move){0, (double) INFINITY, 0, 1}, "ends at inf");
    check_move_refused((qc_survival_move){0, 3, 2, 1}, "from 2 to 1");
    check_move_refused((qc_survival_move){0, 3, 0, 2}, "from 0 to 2");
}
END_TEST

START_TEST(occupation_by_hand)
{
    const qc_survival_move four[] = {
        {0, 2, 0, 1}, {0, 3, 0, -1}, {0, 4, 0, 1}, {1, 5, 0, 1}, /* the last is known from 1 on */
        {2, 5, 1, 0},                                            /* and one goes back */
    };
    const double start[2] = {1, 0}, times[] = {0, 2, 3, 4, 5};
    const double want[] = {1, 0, .75, .25, .75, .25, .375, .625, .625, .375};
    double out[10];
    qc_arena arena = {0};
    qc_status status = {0};
    ck_assert(qc_survival_occupation(four, 5, 2, start, times, 5, out, &arena, &status));
    for (int i = 0; i < 10; i++)
        ck_assert_double_eq_tol(out[i], want[i], 1e-15);
    ck_assert(qc_survival_occupation(NULL, 0, 2, start, times, 5, out, &arena, &status));
    ck_assert_double_eq(out[8], 1);
    qc_arena_free(&arena);
}
END_TEST

static bool fit_both(qc_status *status)
{
    qc_arena arena = {0};
    const qc_survival_visit few[] = {{0, 2, 0, 1}, {0, 3, 1, 1}, {0, 3, -1, 1}};
    const qc_survival_move back[] = {{0, 2, 0, 1}, {2, 5, 1, 0}};
    const double start[2] = {1, 0}, time = 5;
    double out[2];
    qc_survival_curve curve;
    const bool ok = qc_survival_fit(&curve, few, 3, 2, &arena, status) &&
                    qc_survival_occupation(back, 2, 2, start, &time, 1, out, &arena, status);
    qc_arena_free(&arena);
    return ok;
}

START_TEST(no_memory_is_reported)
{
    qc_torture(fit_both);
}
END_TEST

/* ---- wrong answers that look right ---- */

START_TEST(one_minus_kaplan_meier_is_too_high)
{
    qc_arena arena = {0};
    const int count = read_mgus2();
    const qc_survival_curve right = fit(count, 2, &arena);
    for (int i = 0; i < count; i++)
        visits[i].cause = visits[i].cause == 0 ? 0 : -1;
    const qc_survival_curve alone = fit(count, 1, &arena);
    const double share = right.share[0][row_at(&right, 360)];
    const double wrong = 1 - alone.survival[row_at(&alone, 360)];
    ck_assert_double_gt(wrong, share + 0.2); /* .13 of all patients, not over a third */

    const int visits_read = read_stage(false);
    const qc_survival_curve stage = fit(visits_read, 3, &arena);
    for (int i = 0; i < visits_read; i++)
        visits[i].cause = visits[i].cause == 1 ? 0 : -1;
    const qc_survival_curve won = fit(visits_read, 1, &arena);
    ck_assert_double_gt(1 - won.survival[row_at(&won, 30)], 2 * stage.share[1][row_at(&stage, 30)]);
    qc_arena_free(&arena);
}
END_TEST

START_TEST(closed_visits_only_is_too_fast)
{
    qc_arena arena = {0};
    const int count = read_stage(false);
    const qc_survival_curve right = fit(count, 3, &arena);
    int closed = 0;
    for (int i = 0; i < count; i++) {
        if (visits[i].cause >= 0) visits[closed++] = visits[i];
    }
    ck_assert_int_lt(closed, count);
    const qc_survival_curve wrong = fit(closed, 3, &arena);
    const int row = row_at(&right, 10), wrong_row = row_at(&wrong, 10);
    ck_assert_double_lt(wrong.survival[wrong_row], right.survival[row] - 0.05);
    qc_arena_free(&arena);
}
END_TEST

START_TEST(late_entry_ignored_is_too_slow_at_first)
{
    qc_arena arena = {0};
    const int count = read_late_entry();
    const qc_survival_curve right = fit(count, 2, &arena);
    for (int i = 0; i < count; i++)
        visits[i].entry = FROM_THE_START;
    const qc_survival_curve wrong = fit(count, 2, &arena);
    ck_assert_double_gt(wrong.survival[row_at(&wrong, 10)],
                        right.survival[row_at(&right, 10)] + 0.1);
    qc_arena_free(&arena);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("survival");
    TCase *oracles = tcase_create("reference files");
    tcase_add_test(oracles, stage_shares_and_errors);
    tcase_add_test(oracles, stage_shares_with_weights);
    tcase_add_test(oracles, late_entry);
    tcase_add_test(oracles, abortion_of_etm);
    tcase_add_test(oracles, mgus2_of_survival);
    tcase_add_test(oracles, pipeline_occupation);
    suite_add_tcase(suite, oracles);
    TCase *hand = tcase_create("by hand");
    tcase_add_test(hand, a_weight_of_three_is_three_visits);
    tcase_add_test(hand, three_visits_by_hand);
    tcase_add_test(hand, occupation_by_hand);
    tcase_add_test(hand, no_visits_and_no_events);
    tcase_add_test(hand, impossible_visits_are_refused);
    tcase_add_test(hand, impossible_moves_are_refused);
    tcase_add_test(hand, no_memory_is_reported);
    suite_add_tcase(suite, hand);
    TCase *wrong = tcase_create("wrong answers");
    tcase_add_test(wrong, one_minus_kaplan_meier_is_too_high);
    tcase_add_test(wrong, closed_visits_only_is_too_fast);
    tcase_add_test(wrong, late_entry_ignored_is_too_slow_at_first);
    suite_add_tcase(suite, wrong);
    return suite;
}
