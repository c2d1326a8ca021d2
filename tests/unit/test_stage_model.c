/* The stage model from thin and from thick histories, with beliefs as priors, delayed entry, rules of expiry
 * and segments with beliefs of their own. */
#include "models/chain.h"
#include "models/stage_model.h"
#include "tests/support/company.h"
#include "tests/support/past.h"
#include "tests/support/torture.h"

#define HEAD                                                                           \
    "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: deals.csv}\nnew_deals: 5 per " \
    "month\ndeal_size: 1k\n"

enum { STAGES_MAX = QC_CHAIN_STAGES_MAX };

typedef struct fitted { /* a fitted company and one draw of its laws */
    company it;
    qc_arena arena;
    qc_stage_draw draw;
    const qc_stage_model *model;
} fitted;

static void fit(fitted *out, const char *plan, const char *deals)
{
    qc_status status = {0};
    memset(out, 0, sizeof *out);
    company_read(&out->it, plan, deals, NULL);
    company_prepare(&out->it);
    out->model = &out->it.forecast.model.stages;
    ck_assert(qc_stage_draw_room(&out->draw, out->model, &out->arena, &status));
}

static void draw(fitted *it, int64_t number)
{
    qc_status status = {0};
    ck_assert(qc_stage_model_draw(it->model, 42, number, &it->draw, &status));
}

static void unfit(fitted *it)
{
    qc_arena_free(&it->arena);
    company_free(&it->it);
}

static void fit_past(fitted *out, const past *was, const char *pipeline)
{
    qc_text csv = {0}, plan = {0};
    past_write(was, &csv);
    qc_text_addf(&plan, "%s%s", HEAD, pipeline);
    fit(out, qc_text_get(&plan), qc_text_get(&csv));
    qc_text_free(&csv);
    qc_text_free(&plan);
}

static double exit_share(const fitted *it, int32_t segment, int32_t stage, qc_id to)
{
    double exits[STAGES_MAX + 2];
    const int32_t stages = it->model->stage_count;
    qc_law_exits(&it->draw.laws[segment * stages + stage], stages, QC_HAZARD_DAYS, exits, NULL);
    return exits[to >= 0 ? to : to == QC_STAGE_WON ? stages : stages + 1];
}

/* ---- sizes ---- */

START_TEST(one_stage)
{
    fitted it;
    past was = PAST_USUAL;
    was.stages = 1;
    was.deals = 3000;
    fit_past(&it, &was, "pipeline: [s0]\n");
    draw(&it, -1);
    ck_assert(it.model->parts[0].fitted);
    ck_assert(it.draw.laws[0].day_clock);
    /* won 5% and lost 3% a day */
    ck_assert_double_eq_tol(exit_share(&it, 0, 0, QC_STAGE_WON), 0.625, 0.03);
    ck_assert_double_eq_tol(exit_share(&it, 0, 0, QC_STAGE_LOST), 0.375, 0.03);
    unfit(&it);
}
END_TEST

START_TEST(twelve_stages)
{
    fitted it;
    past was = PAST_USUAL;
    qc_text pipeline = {0};
    was.stages = 12;
    was.lost = 0.005;
    was.forward = 0.15;
    was.skip = 0.3;
    was.back = 0.01;
    for (int s = 0; s < 12; s++)
        qc_text_addf(&pipeline, "%s  - s%d\n", s == 0 ? "pipeline:\n" : "", s);
    fit_past(&it, &was, qc_text_get(&pipeline));
    for (int64_t number = -1; number < 3; number++) {
        draw(&it, number);
        for (int32_t s = 0; s < 12; s++) {
            double all = 0;
            for (qc_id to = QC_STAGE_LOST; to < 12; to++) {
                if (to == QC_ID_NONE) continue;
                const double share = exit_share(&it, 0, s, to);
                ck_assert_double_ge(share, 0);
                if (to > s + 2 || (to >= 0 && to < s - 1) || to == s) ck_assert_double_eq(share, 0);
                all += share;
            }
            ck_assert_double_gt(all, 0.5);
            ck_assert_double_le(all, 1 + 1e-9);
        }
    }
    qc_text_free(&pipeline);
    unfit(&it);
}
END_TEST

/* ---- little data ---- */

START_TEST(a_stage_that_nobody_visited)
{
    qc_status status;
    company_fails(
        HEAD "pipeline: [{stage: a, conversion: 50%, days: 5}, b, c]\n",
        "deal_id,date,stage,amount\nx,2025-10-01,a,1\nx,2025-10-11,b,1\nx,2025-10-12,lost,1\n",
        NULL, &status);
    ck_assert_int_eq(status.code, QC_TOO_FEW_DATA);
    ck_assert_str_eq(status.message, "insufficient history: stage 'c' has no visit in the history "
                                     "and no stated belief; add conversion and days to "
                                     "it, e.g. {stage: c, conversion: 45% to 65%, days: 4 to 20}");
}
END_TEST

START_TEST(a_stage_that_nobody_left)
{
    qc_status status;
    static const char deals[] = "deal_id,date,stage,amount\nx,2025-10-01,a,1\ny,2025-10-02,a,1\n";
    company_fails(HEAD "pipeline: [a, {stage: b, conversion: 50%, days: 5}]\n", deals, NULL,
                  &status);
    ck_assert_int_eq(status.code, QC_TOO_FEW_DATA);
    ck_assert_str_eq(
        status.message,
        "insufficient history: no deal has ever left stage 'a' (2 in it), and no "
        "belief is stated; add conversion and days to it, e.g. {stage: a, conversion: 45% "
        "to 65%, days: 4 to 20}");
}
END_TEST

START_TEST(only_one_deal)
{
    fitted it;
    fit(&it,
        HEAD
        "pipeline: [{stage: a, conversion: 50%, days: 5}, {stage: b, conversion: 50%, days: 5}]\n",
        "deal_id,date,stage,amount\nx,2025-10-01,a,1\n");
    draw(&it, -1);
    ck_assert(it.model->parts[0].fitted);
    ck_assert(!it.model->parts[1].fitted);
    ck_assert_int_eq(it.model->parts[0].visits, 1);
    ck_assert_int_eq(it.model->parts[0].events, 0);
    /* 92 days without an exit: the belief makes way, by either exit alike */
    ck_assert_double_eq_tol(exit_share(&it, 0, 0, 1), exit_share(&it, 0, 0, QC_STAGE_LOST), 1e-9);
    ck_assert_double_lt(exit_share(&it, 0, 0, 1), 0.5);
    ck_assert(it.draw.laws[0].day_clock);
    ck_assert(!it.draw.laws[1].day_clock); /* it rests on the belief alone */
    unfit(&it);
}
END_TEST

static const char THREE[] = "deal_id,date,stage,amount\n"
                            "x,2025-10-01,a,1\nx,2025-10-11,won,1\n"
                            "y,2025-10-02,a,1\ny,2025-10-22,lost,1\n"
                            "z,2025-12-24,a,1\n";

/* With three deals, one won and one lost, the belief shows; with thousands it does not. */
START_TEST(beliefs_are_priors)
{
    fitted thin_low, thin_high, thick_low, thick_high;
    past was = PAST_USUAL;
    was.stages = 1;
    was.deals = 4000;
    fit(&thin_low, HEAD "pipeline: [{stage: a, conversion: 15% to 25%, days: 5 to 15}]\n", THREE);
    fit(&thin_high, HEAD "pipeline: [{stage: a, conversion: 75% to 85%, days: 5 to 15}]\n", THREE);
    fit_past(&thick_low, &was, "pipeline: [{stage: s0, conversion: 15% to 25%, days: 5 to 15}]\n");
    fit_past(&thick_high, &was, "pipeline: [{stage: s0, conversion: 75% to 85%, days: 5 to 15}]\n");
    draw(&thin_low, -1);
    draw(&thin_high, -1);
    draw(&thick_low, -1);
    draw(&thick_high, -1);
    const double low = exit_share(&thin_low, 0, 0, QC_STAGE_WON);
    const double high = exit_share(&thin_high, 0, 0, QC_STAGE_WON);
    ck_assert_double_lt(low, 0.5);
    ck_assert_double_gt(high, low + 0.15);
    ck_assert_double_eq_tol(exit_share(&thick_low, 0, 0, QC_STAGE_WON), 0.625, 0.03);
    ck_assert_double_eq_tol(exit_share(&thick_high, 0, 0, QC_STAGE_WON), 0.625, 0.03);
    ck_assert_double_gt(thin_low.model->parts[0].belief_events, 0);
    unfit(&thin_low);
    unfit(&thin_high);
    unfit(&thick_low);
    unfit(&thick_high);
}
END_TEST

START_TEST(certain_beliefs_are_not_moved)
{
    fitted it;
    fit(&it,
        HEAD
        "pipeline: [{stage: a, conversion: 40%, days: {mean: 10, cv: 1}, based_on: certain}]\n",
        THREE);
    for (int64_t number = -1; number < 3; number++) {
        draw(&it, number);
        ck_assert_double_eq_tol(
            exit_share(&it, 0, 0, QC_STAGE_WON) /
                (exit_share(&it, 0, 0, QC_STAGE_LOST) + exit_share(&it, 0, 0, QC_STAGE_WON)),
            0.4, 1e-9);
    }
    unfit(&it);
}
END_TEST

START_TEST(born_closed_deals_are_no_visits)
{
    fitted it;
    fit(&it, HEAD "pipeline: [{stage: a, conversion: 40%, days: 10}]\n",
        "deal_id,date,stage,amount\nx,2025-10-01,won,1\ny,2025-10-02,lost,1\nz,2025-10-03,won,5\n");
    ck_assert_int_eq(it.model->parts[0].visits, 0);
    ck_assert(!it.model->parts[0].fitted);
    draw(&it, 0);
    ck_assert(!it.draw.laws[0].day_clock);
    unfit(&it);
}
END_TEST

/* ---- delayed entry ---- */

/* Deals that had left before recording began are missing: only the survivors of the first months are known.
 * Taken at face value they would make the stage look slow. */
START_TEST(deals_seen_late_are_no_slow_deals)
{
    fitted naive, aware;
    past was = PAST_USUAL;
    qc_text all = {0}, seen = {0};
    was.stages = 1;
    was.deals = 3000;
    was.forward = 0.012;
    was.lost = 0.008;
    past_write(&was, &all);
    const char *line = qc_text_get(&all);
    /* keep the deals whose last row is dated in the second half of the year, or that are open */
    char last_id[16] = "";
    qc_text pending = {0};
    bool keep = false;
    for (bool head = true; *line != '\0'; head = false) {
        const char *end = strchr(line, '\n') + 1;
        char id[16], date[16];
        if (head) {
            qc_text_add_part(&seen, line, (size_t) (end - line));
            line = end;
            continue;
        }
        ck_assert_int_eq(sscanf(line, "%15[^,],%15[^,]", id, date), 2);
        if (strcmp(id, last_id) != 0) {
            if (keep) qc_text_add(&seen, qc_text_get(&pending));
            qc_text_clear(&pending);
            keep = true; /* open unless an end follows */
            snprintf(last_id, sizeof last_id, "%s", id);
        }
        qc_text_add_part(&pending, line, (size_t) (end - line));
        if (strstr(line, "won") != NULL && strstr(line, "won") < end)
            keep = strcmp(date, "2025-07-01") >= 0;
        if (strstr(line, "lost") != NULL && strstr(line, "lost") < end)
            keep = strcmp(date, "2025-07-01") >= 0;
        line = end;
    }
    if (keep) qc_text_add(&seen, qc_text_get(&pending));
    fit(&naive,
        "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: d, recorded_from: none}\n"
        "new_deals: 5 per month\ndeal_size: 1k\npipeline: [s0]\n",
        qc_text_get(&seen));
    fit(&aware,
        "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: d, recorded_from: 2025-07-01}\n"
        "new_deals: 5 per month\ndeal_size: 1k\npipeline: [s0]\n",
        qc_text_get(&seen));
    draw(&naive, -1);
    draw(&aware, -1);
    ck_assert_double_eq_tol(qc_law_mean_days(&aware.draw.laws[0]), 50, 4);
    ck_assert_double_gt(qc_law_mean_days(&naive.draw.laws[0]), 57);
    qc_text_free(&all);
    qc_text_free(&seen);
    qc_text_free(&pending);
    unfit(&naive);
    unfit(&aware);
}
END_TEST

/* ---- what smoothing must leave ---- */

START_TEST(a_rule_of_expiry_survives_smoothing)
{
    fitted it;
    double exits[3], by_day[120];
    past was = PAST_USUAL;
    was.stages = 1;
    was.deals = 2000;
    was.forward = 0.008;
    was.lost = 0.004;
    was.expiry_days = 60;
    was.expiry_chance = 0.8;
    fit_past(&it, &was, "pipeline: [s0]\n");
    for (int64_t number = -1; number < 5; number++) {
        draw(&it, number);
        qc_law_exits(&it.draw.laws[0], 1, 120, exits, by_day);
        const double on_the_day = (by_day[60] - by_day[59]) / (1 - by_day[59]);
        const double the_day_before = (by_day[59] - by_day[58]) / (1 - by_day[58]);
        const double the_day_after = (by_day[61] - by_day[60]) / (1 - by_day[60]);
        ck_assert_double_gt(on_the_day, 0.65); /* the half day of an event takes some of the 0.8 */
        ck_assert_double_lt(the_day_before, 0.03);
        ck_assert_double_lt(the_day_after, 0.03);
    }
    unfit(&it);
}
END_TEST

/* ---- segments ---- */

START_TEST(a_segment_with_beliefs_of_its_own_has_a_part_of_its_own)
{
    fitted it;
    past was = PAST_USUAL;
    was.segment[0] = "big";
    was.segment[1] = "small";
    fit_past(
        &it, &was,
        "pipeline: [s0, s1, s2]\n"
        "segments: {big: {pipeline.s1.days: 30 to 90, pipeline.s1.conversion: 20%}, new: {}}\n");
    const qc_segments *segments = it.model->segments;
    const int32_t big = qc_segments_find(segments, "big"),
                  small = qc_segments_find(segments, "small");
    ck_assert_int_eq(it.model->part_count, 4);
    for (int32_t segment = 0; segment < segments->count; segment++) {
        for (int32_t stage = 0; stage < 3; stage++) {
            const qc_stage_part *part = &it.model->parts[it.model->part_of[segment * 3 + stage]];
            ck_assert_int_eq(part->stage, stage);
            ck_assert_int_eq(part->segment, segment == big && stage == 1 ? big : -1);
        }
    }
    const qc_stage_part *own = &it.model->parts[it.model->part_of[big * 3 + 1]];
    const qc_stage_part *shared = &it.model->parts[it.model->part_of[small * 3 + 1]];
    ck_assert(own->fitted && shared->fitted && own->belief.stated && !shared->belief.stated);
    ck_assert_int_gt(own->visits, 0);
    int64_t visits = 0;
    for (int32_t v = 0; v < it.it.history.visits.count; v++)
        visits += it.it.history.visits.stage[v] == 1;
    ck_assert_int_eq(own->visits + shared->visits, visits);
    unfit(&it);
}
END_TEST

/* A segment's belief in days alone needs the conversion of the stage. */
START_TEST(a_segment_takes_the_rest_from_the_stage)
{
    fitted it;
    fit(&it,
        "as_of: 2025-12-31\ncurrency: EUR\nnew_deals: 5 per month\ndeal_size: 1k\n"
        "pipeline: [{stage: a, conversion: 40%, days: 10, based_on: certain}]\n"
        "segments: {slow: {pipeline.a.days: 30 days, new_deals: 2 per month}}\n",
        NULL);
    draw(&it, -1);
    ck_assert_double_eq_tol(it.draw.laws[1].share, 0.4, 1e-12);
    ck_assert_double_eq_tol(qc_law_mean_days(&it.draw.laws[0]), 10, 0.1);
    ck_assert_double_eq_tol(qc_law_mean_days(&it.draw.laws[1]), 30, 0.6);
    unfit(&it);
}
END_TEST

/* ---- draws ---- */

static void same_draws(const qc_stage_draw *a, const qc_stage_draw *b, int32_t laws, bool same)
{
    bool equal = true;
    for (int32_t l = 0; l < laws; l++) {
        const qc_law *one = &a->laws[l], *other = &b->laws[l];
        for (int g = 0; g < QC_GROUP_COUNT; g++)
            equal &= fabs(one->weight[g] * one->cumulative[40][g] -
                          other->weight[g] * other->cumulative[40][g]) == 0;
    }
    ck_assert_int_eq(equal, same);
}

START_TEST(draws_are_named_by_number_and_seed)
{
    fitted it;
    qc_stage_draw other = {0};
    qc_status status = {0};
    past was = PAST_USUAL;
    fit_past(&it, &was, "pipeline: [s0, s1, {stage: s2, conversion: 40% to 70%, days: 5 to 20}]\n");
    ck_assert(qc_stage_draw_room(&other, it.model, &it.arena, &status));
    draw(&it, 3);
    ck_assert(qc_stage_model_draw(it.model, 42, 7, &other, &status));
    same_draws(&it.draw, &other, 3, false);
    ck_assert(qc_stage_model_draw(it.model, 42, 3, &other, &status)); /* after another one */
    same_draws(&it.draw, &other, 3, true);
    ck_assert(qc_stage_model_draw(it.model, 43, 3, &other, &status));
    same_draws(&it.draw, &other, 3, false);
    unfit(&it);
}
END_TEST

START_TEST(draws_scatter_around_the_means)
{
    enum { DRAWS = 400 };
    fitted it;
    double mean = 0, square = 0;
    past was = PAST_USUAL;
    was.stages = 1;
    fit_past(&it, &was, "pipeline: [s0]\n");
    for (int64_t number = 0; number < DRAWS; number++) {
        draw(&it, number);
        const double share = exit_share(&it, 0, 0, QC_STAGE_WON);
        mean += share / DRAWS;
        square += share * share / DRAWS;
    }
    draw(&it, -1);
    const double sd = sqrt(square - mean * mean);
    ck_assert_double_eq_tol(mean, exit_share(&it, 0, 0, QC_STAGE_WON), 0.01);
    /* some 370 visits ended: a binomial share has 0.025 */
    ck_assert_double_gt(sd, 0.018);
    ck_assert_double_lt(sd, 0.040);
    unfit(&it);
}
END_TEST

START_TEST(shocks_only_where_something_is_in_doubt)
{
    static const char
        *const certain = "as_of: 2025-12-31\ncurrency: EUR\nnew_deals: 5 per month\ndeal_size: 1k\n"
                         "pipeline: [{stage: a, conversion: 40%, days: 10, based_on: certain}]\n";
    fitted it;
    char plan[512];
    fit(&it, certain, NULL);
    ck_assert_int_eq(it.model->effects[QC_GROUP_WON].cells, 0);
    unfit(&it);
    snprintf(plan, sizeof plan, "%sshocks: {sd: 0.2, rho: 0.4}\n", certain);
    fit(&it, plan, NULL);
    ck_assert_int_eq(it.model->effects[QC_GROUP_WON].cells, 1);
    ck_assert_double_eq(it.model->effects[QC_GROUP_LOST].sd[0], 0.2);
    unfit(&it);
    fit(&it,
        "as_of: 2025-12-31\ncurrency: EUR\nnew_deals: 5 per month\ndeal_size: 1k\n"
        "pipeline: [{stage: a, conversion: 40%, days: 10}]\n",
        NULL);
    ck_assert_int_eq(it.model->effects[QC_GROUP_ADVANCE].cells, QC_MONTH_EFFECT_CELLS);
    unfit(&it);
    fit(&it,
        "as_of: 2025-12-31\ncurrency: EUR\nnew_deals: 5 per month\ndeal_size: 1k\nshocks: none\n"
        "pipeline: [{stage: a, conversion: 40%, days: 10}]\n",
        NULL);
    ck_assert_int_eq(it.model->effects[QC_GROUP_ADVANCE].cells, 0);
    unfit(&it);
}
END_TEST

/* ---- memory ---- */

static company reading;

static bool fit_again(qc_status *status)
{
    qc_stage_model model = {0};
    qc_stage_draw laws = {0};
    qc_arena arena = {0};
    int32_t segment_of[8] = {0, 1, 2};
    const qc_stage_inputs inputs = {
        &reading.history, &reading.plan, &reading.forecast.model.segments, segment_of, true, 0};
    const bool ok = qc_stage_model_fit(&model, &inputs, &arena, status) &&
                    qc_stage_draw_room(&laws, &model, &arena, status) &&
                    qc_stage_model_draw(&model, 1, 0, &laws, status);
    qc_arena_free(&arena);
    return ok;
}

START_TEST(memory_may_run_out)
{
    company_read_set(&reading,
                     HEAD "pipeline: [{stage: a, conversion: 40%, days: 10, days_if_lost: 20}]\n"
                          "segments: {one: {pipeline.a.days: 5 to 9}}\n",
                     "deal_id,date,stage,amount,segment\n"
                     "x,2025-10-01,a,1,\nx,2025-10-11,won,1,\n"
                     "y,2025-10-02,a,1,one\ny,2025-10-22,lost,1,one\n"
                     "z,2025-11-01,a,1,two\n",
                     NULL, "pipeline.a.conversion=+5 points");
    company_prepare(&reading);
    qc_torture(fit_again);
    company_free(&reading);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("stage model");
    TCase *tests = tcase_create("stage model");
    tcase_add_test(tests, one_stage);
    tcase_add_test(tests, twelve_stages);
    tcase_add_test(tests, a_stage_that_nobody_visited);
    tcase_add_test(tests, a_stage_that_nobody_left);
    tcase_add_test(tests, only_one_deal);
    tcase_add_test(tests, beliefs_are_priors);
    tcase_add_test(tests, certain_beliefs_are_not_moved);
    tcase_add_test(tests, born_closed_deals_are_no_visits);
    tcase_add_test(tests, deals_seen_late_are_no_slow_deals);
    tcase_add_test(tests, a_rule_of_expiry_survives_smoothing);
    tcase_add_test(tests, a_segment_with_beliefs_of_its_own_has_a_part_of_its_own);
    tcase_add_test(tests, a_segment_takes_the_rest_from_the_stage);
    tcase_add_test(tests, draws_are_named_by_number_and_seed);
    tcase_add_test(tests, draws_scatter_around_the_means);
    tcase_add_test(tests, shocks_only_where_something_is_in_doubt);
    tcase_add_test(tests, memory_may_run_out);
    suite_add_tcase(suite, tests);
    return suite;
}
