/* Levers on conversion and days act on each parameter draw exactly: the conversion moves by what was said,
 * the speed of leaving stays, and nothing else is touched. */
#include "models/chain.h"
#include "models/stage_model.h"
#include "tests/support/company.h"
#include "tests/support/past.h"

enum { STAGES = 4, DRAWS = 6 }; /* draw -1 (the means) and some others */

static const char FITTED[] = "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: deals.csv}\n"
                             "pipeline: [s0, s1, s2, s3]\n"
                             "segments: {big: {}, small: {}}\n";
static const char STATED[] =
    "as_of: 2025-12-31\ncurrency: EUR\nnew_deals: 10 per month\ndeal_size: 1k\n"
    "pipeline:\n"
    "  - {stage: s0, conversion: 40% to 60%, days: 4 to 20}\n"
    "  - {stage: s1, conversion: 55%, days: 10, days_if_lost: 10 to 60}\n"
    "  - {stage: s2, conversion: 70%, days: 12, based_on: certain}\n"
    "  - {stage: s3, conversion: 80%, days: 5 to 9}\n"
    "segments: {big: {pipeline.s0.days: 10 to 40}}\n";

static qc_text past_csv;

static void make_past(void)
{
    past it = PAST_USUAL;
    it.stages = STAGES;
    it.segment[0] = "big";
    it.segment[1] = "small";
    past_write(&it, &past_csv);
}

static void free_past(void)
{
    qc_text_free(&past_csv);
}

typedef struct laid { /* a model and one draw of it */
    company it;
    qc_arena arena;
    qc_stage_draw draw;
    const qc_stage_model *model;
} laid;

static void lay(laid *out, bool fitted, const char *set)
{
    qc_status status = {0};
    memset(out, 0, sizeof *out);
    company_read_set(&out->it, fitted ? FITTED : STATED, fitted ? qc_text_get(&past_csv) : NULL,
                     NULL, set);
    company_prepare(&out->it);
    out->model = &out->it.forecast.model.stages;
    ck_assert(qc_stage_draw_room(&out->draw, out->model, &out->arena, &status));
}

static void draw(laid *it, int64_t number)
{
    qc_status status = {0};
    ck_assert_msg(qc_stage_model_draw(it->model, 42, number, &it->draw, &status), "%s",
                  status.message);
}

static void unlay(laid *it)
{
    qc_arena_free(&it->arena);
    company_free(&it->it);
}

static const qc_law *law_of(const laid *it, int32_t segment, int32_t stage)
{
    return &it->draw.laws[segment * STAGES + stage];
}

static double conversion_of(const laid *it, int32_t segment, int32_t stage)
{
    double exits[STAGES * (STAGES + 2)];
    qc_arena scratch = {0};
    qc_chain_fate fate = {0};
    qc_status status = {0};
    for (int32_t s = 0; s < STAGES; s++)
        qc_law_exits(law_of(it, segment, s), STAGES, QC_HAZARD_DAYS, &exits[s * (STAGES + 2)],
                     NULL);
    ck_assert(qc_chain_fate_of(&fate, exits, STAGES, NULL, &scratch, &status));
    const double value = fate.conversion[stage];
    qc_arena_free(&scratch);
    return value;
}

static double speed_in(const qc_law *law, int32_t cell, bool forward_only)
{
    double sum = 0;
    for (int g = 0; g < QC_GROUP_COUNT; g++) {
        if (!forward_only || g == QC_GROUP_ADVANCE || g == QC_GROUP_WON)
            sum += law->weight[g] * (law->cumulative[cell + 1][g] - law->cumulative[cell][g]);
    }
    return sum;
}

static double group_in(const qc_law *law, int32_t cell, int g)
{
    return law->weight[g] * (law->cumulative[cell + 1][g] - law->cumulative[cell][g]);
}

/* In every cell the total is kept, backs are kept, and advance against won is kept. */
static void check_tilt(const qc_law *plain, const qc_law *tilted)
{
    ck_assert_int_eq(plain->cells, tilted->cells);
    for (int32_t cell = 0; cell < plain->cells; cell++) {
        const double all = speed_in(plain, cell, false);
        ck_assert_double_eq_tol(speed_in(tilted, cell, false), all, 1e-9 * all);
        ck_assert_double_eq_tol(group_in(tilted, cell, QC_GROUP_BACK),
                                group_in(plain, cell, QC_GROUP_BACK), 1e-9 * all);
        ck_assert_double_eq_tol(group_in(tilted, cell, QC_GROUP_WON) * speed_in(plain, cell, true),
                                group_in(plain, cell, QC_GROUP_WON) * speed_in(tilted, cell, true),
                                1e-9 * all * all);
    }
}

static void same_law(const qc_law *a, const qc_law *b)
{
    ck_assert_int_eq(a->cells, b->cells);
    ck_assert_double_eq(a->per_day, b->per_day);
    ck_assert_double_eq(a->share, b->share);
    for (int32_t cell = 0; cell < a->cells; cell++) {
        for (int g = 0; g < QC_GROUP_COUNT; g++)
            ck_assert_double_eq(group_in(a, cell, g), group_in(b, cell, g));
    }
}

/* ---- conversion of fitted stages, with back moves and skips ---- */

static void check_fitted(const char *set, int32_t stage, double times, double points)
{
    laid plain, moved;
    lay(&plain, true, NULL);
    lay(&moved, true, set);
    for (int64_t number = -1; number < DRAWS; number++) {
        draw(&plain, number);
        draw(&moved, number);
        for (int32_t segment = 0; segment < plain.model->segment_count; segment++) {
            const double before = conversion_of(&plain, segment, stage);
            ck_assert_double_eq_tol(conversion_of(&moved, segment, stage), before * times + points,
                                    1e-6);
            check_tilt(law_of(&plain, segment, stage), law_of(&moved, segment, stage));
            for (int32_t other = 0; other < STAGES; other++) {
                if (other != stage)
                    same_law(law_of(&plain, segment, other), law_of(&moved, segment, other));
            }
        }
    }
    unlay(&plain);
    unlay(&moved);
}

START_TEST(fitted_conversion_moves_by_points)
{
    check_fitted("pipeline.s1.conversion=+5 points", 1, 1, 0.05);
    check_fitted("pipeline.s0.conversion=-5 points", 0, 1, -0.05);
    check_fitted("pipeline.s3.conversion=+5 points", 3, 1, 0.05);
}
END_TEST

START_TEST(fitted_conversion_is_scaled_or_replaced)
{
    check_fitted("pipeline.s2.conversion=-8%", 2, 0.92, 0);
    check_fitted("pipeline.s2.conversion=33%", 2, 0, 0.33);
}
END_TEST

/* No share beyond what visits can give: some never leave within two years, and on days on which nobody is
 * lost nobody can be lost instead. */
START_TEST(fitted_conversion_stays_a_share)
{
    laid moved;
    lay(&moved, true, "pipeline.s1.conversion=+90 points");
    draw(&moved, 0);
    ck_assert_double_gt(conversion_of(&moved, 1, 1), 0.96);
    ck_assert_double_le(conversion_of(&moved, 1, 1), 1);
    unlay(&moved);
    lay(&moved, true, "pipeline.s1.conversion=-90 points");
    draw(&moved, 0);
    ck_assert_double_ge(conversion_of(&moved, 1, 1), 0.001 - 1e-6);
    ck_assert_double_lt(conversion_of(&moved, 1, 1), 0.02);
    unlay(&moved);
}
END_TEST

START_TEST(one_lever_on_all_fitted_stages)
{
    laid plain, moved;
    lay(&plain, true, NULL);
    lay(&moved, true, "pipeline.conversion=+5 points");
    for (int64_t number = -1; number < DRAWS; number++) {
        draw(&plain, number);
        draw(&moved, number);
        for (int32_t stage = 0; stage < STAGES; stage++) {
            check_tilt(law_of(&plain, 1, stage), law_of(&moved, 1, stage));
            /* a stage's repeat visits come back through changed stages: the first is exact */
            ck_assert_double_eq_tol(conversion_of(&moved, 1, stage),
                                    conversion_of(&plain, 1, stage) + 0.05,
                                    stage == 0 ? 1e-6 : 0.01);
        }
    }
    unlay(&plain);
    unlay(&moved);
}
END_TEST

START_TEST(a_segments_lever_leaves_the_others_alone)
{
    laid plain, moved;
    lay(&plain, true, NULL);
    lay(&moved, true, "segments.small.pipeline.s1.conversion=+5 points");
    const int32_t small = qc_segments_find(&moved.it.forecast.model.segments, "small");
    const int32_t big = qc_segments_find(&moved.it.forecast.model.segments, "big");
    draw(&plain, 3);
    draw(&moved, 3);
    ck_assert_double_eq_tol(conversion_of(&moved, small, 1), conversion_of(&plain, small, 1) + 0.05,
                            1e-6);
    for (int32_t stage = 0; stage < STAGES; stage++) {
        same_law(law_of(&plain, big, stage), law_of(&moved, big, stage));
        same_law(law_of(&plain, 0, stage), law_of(&moved, 0, stage));
    }
    unlay(&plain);
    unlay(&moved);
}
END_TEST

/* ---- days ---- */

static void check_slower(const qc_law *plain, const qc_law *slow, double times)
{
    for (double x = 0.5; x < 300; x *= 1.7) {
        double before[QC_GROUP_COUNT], after[QC_GROUP_COUNT];
        qc_law_at(plain, x, before);
        qc_law_at(slow, x * times, after);
        for (int g = 0; g < QC_GROUP_COUNT; g++)
            ck_assert_double_eq_tol(slow->weight[g] * after[g], plain->weight[g] * before[g],
                                    1e-9 * (1 + before[g]));
    }
}

START_TEST(days_are_scaled)
{
    for (int fitted = 0; fitted < 2; fitted++) {
        laid plain, moved;
        lay(&plain, fitted, NULL);
        lay(&moved, fitted, "pipeline.s1.days=+60%");
        for (int64_t number = -1; number < DRAWS; number++) {
            draw(&plain, number);
            draw(&moved, number);
            for (int32_t segment = 0; segment < plain.model->segment_count; segment++) {
                check_slower(law_of(&plain, segment, 1), law_of(&moved, segment, 1), 1.6);
                same_law(law_of(&plain, segment, 0), law_of(&moved, segment, 0));
            }
        }
        unlay(&plain);
        unlay(&moved);
    }
}
END_TEST

START_TEST(days_of_all_stages_are_scaled)
{
    laid plain, moved;
    lay(&plain, false, NULL);
    lay(&moved, false, "pipeline.days=-8%");
    draw(&plain, 2);
    draw(&moved, 2);
    for (int32_t stage = 0; stage < STAGES; stage++) {
        check_slower(law_of(&plain, 0, stage), law_of(&moved, 0, stage), 0.92);
    }
    /* the stated law of stays goes on, in other days */
    ck_assert_ptr_nonnull(law_of(&plain, 0, 2)->quick);
    ck_assert_ptr_nonnull(law_of(&moved, 0, 2)->quick);
    ck_assert_double_eq_tol(law_of(&moved, 0, 2)->time_scale,
                            0.92 * law_of(&plain, 0, 2)->time_scale, 1e-12);
    unlay(&plain);
    unlay(&moved);
}
END_TEST

START_TEST(days_are_replaced)
{
    for (int fitted = 0; fitted < 2; fitted++) {
        laid moved;
        lay(&moved, fitted, "pipeline.s2.days=21 days");
        for (int64_t number = -1; number < DRAWS; number++) {
            draw(&moved, number);
            /* the mean is cut at two years; where some stay longer the cut moves with the days */
            ck_assert_double_eq_tol(qc_law_mean_days(law_of(&moved, 0, 2)), 21, fitted ? 1 : 0.1);
        }
        unlay(&moved);
    }
}
END_TEST

/* ---- conversion of stated stages ---- */

static void check_stated(const char *set, double times, double points)
{
    laid plain, moved;
    lay(&plain, false, NULL);
    lay(&moved, false, set);
    for (int64_t number = -1; number < DRAWS; number++) {
        draw(&plain, number);
        draw(&moved, number);
        for (int32_t stage = 0; stage < STAGES; stage++) {
            const qc_law *before = law_of(&plain, 0, stage), *after = law_of(&moved, 0, stage);
            const double share = fmin(fmax(before->share * times + points, 0), 1);
            ck_assert_double_eq_tol(after->share, share, 1e-12);
            ck_assert_double_eq(after->per_day, before->per_day);
            if (stage != 1) /* stage 1 loses slower than it wins, so fewer losses are quicker */
                for (int32_t cell = 0; cell < before->cells; cell += 7)
                    ck_assert_double_eq_tol(speed_in(after, cell, false),
                                            speed_in(before, cell, false), 1e-9);
            ck_assert_int_eq(after->quick != NULL, before->quick != NULL);
        }
    }
    unlay(&plain);
    unlay(&moved);
}

START_TEST(stated_conversions_move)
{
    check_stated("pipeline.conversion=+5 points", 1, 0.05);
    check_stated("pipeline.conversion=-10%", 0.9, 0);
    check_stated("pipeline.conversion=60%", 0, 0.6);
    check_stated("pipeline.conversion=+60 points", 1, 0.6);
}
END_TEST

/* With days_if_lost the share of a lever is still that of all visits. */
START_TEST(a_mixture_follows_its_share)
{
    laid plain, moved;
    lay(&plain, false, NULL);
    lay(&moved, false, "pipeline.s1.conversion=+5 points");
    for (int64_t number = -1; number < DRAWS; number++) {
        draw(&plain, number);
        draw(&moved, number);
        const double before = conversion_of(&plain, 0, 1), after = conversion_of(&moved, 0, 1);
        /* the level of a draw speeds all exits up and favours the earlier ones a little */
        ck_assert_double_eq_tol(after, before + 0.05, number < 0 ? 1e-3 : 0.01);
        if (number < 0) ck_assert_double_eq_tol(before, 0.55, 0.002);
    }
    unlay(&plain);
    unlay(&moved);
}
END_TEST

START_TEST(levers_add_up_in_their_order)
{
    static const char both[] =
        "as_of: 2025-12-31\ncurrency: EUR\nnew_deals: 10 per month\ndeal_size: 1k\n"
        "pipeline:\n  - {stage: s0, conversion: 50%, days: 10, based_on: certain}\n"
        "segments: {big: {pipeline.s0.conversion: +10 points, pipeline.days: +50%}}\n";
    company it = {0};
    qc_arena arena = {0};
    qc_stage_draw laws = {0};
    qc_status status = {0};
    company_read_set(&it, both, NULL, NULL, "pipeline.s0.conversion=+20%");
    company_prepare(&it);
    const qc_stage_model *model = &it.forecast.model.stages;
    ck_assert(qc_stage_draw_room(&laws, model, &arena, &status));
    ck_assert(qc_stage_model_draw(model, 1, 0, &laws, &status));
    ck_assert_double_eq_tol(laws.laws[0].share, 0.6, 1e-12);
    ck_assert_double_eq(laws.laws[0].time_scale, 1);
    ck_assert_double_eq_tol(laws.laws[1].share, (0.5 + 0.1) * 1.2, 1e-12);
    ck_assert_double_eq_tol(laws.laws[1].time_scale, 1.5, 1e-12);
    qc_arena_free(&arena);
    company_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("stage lever");
    TCase *tests = tcase_create("levers");
    tcase_add_checked_fixture(tests, make_past, free_past);
    tcase_add_test(tests, fitted_conversion_moves_by_points);
    tcase_add_test(tests, fitted_conversion_is_scaled_or_replaced);
    tcase_add_test(tests, fitted_conversion_stays_a_share);
    tcase_add_test(tests, one_lever_on_all_fitted_stages);
    tcase_add_test(tests, a_segments_lever_leaves_the_others_alone);
    tcase_add_test(tests, days_are_scaled);
    tcase_add_test(tests, days_of_all_stages_are_scaled);
    tcase_add_test(tests, days_are_replaced);
    tcase_add_test(tests, stated_conversions_move);
    tcase_add_test(tests, a_mixture_follows_its_share);
    tcase_add_test(tests, levers_add_up_in_their_order);
    suite_add_tcase(suite, tests);
    return suite;
}
