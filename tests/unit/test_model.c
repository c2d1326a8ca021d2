/* The fitted whole: deal sizes by segment, what each rate rests on, levers on a model that is fitted already. */
#include "tests/support/company.h"
#include "tests/support/past.h"
#include "tests/support/torture.h"

#define STATED                                                                 \
    "as_of: 2026-05-15\ncurrency: EUR\nshocks: none\nnew_deals: 5 per month\n" \
    "pipeline: [{stage: a, conversion: 50%, days: 5}]\n"
#define FITTED "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: d}\npipeline: [s0, s1, s2]\n"

static void start_past(company *it, const past *was, const char *more, const char *set)
{
    qc_text csv = {0}, plan = {0};
    past_write(was, &csv);
    qc_text_addf(&plan, "%s%s", FITTED, more);
    company_read_set(it, qc_text_get(&plan), qc_text_get(&csv), NULL, set);
    company_prepare(it);
    qc_text_free(&csv);
    qc_text_free(&plan);
}

static int32_t segment(const company *it, const char *name)
{
    return qc_segments_find(&it->forecast.model.segments, name);
}

/* ---- deal sizes ---- */

static const char SIZES[] =
    "deal_id,date,stage,amount,segment,units,margin\n"
    /* grew from 80 to 100; the first known amount counts */
    "a,2025-01-01,s0,,big,,\na,2025-01-02,s1,80,big,,\na,2025-01-03,won,100,big,4,25\n"
    "b,2025-01-01,s0,50,small,,\nb,2025-01-05,won,50,small,,\n"
    "c,2025-01-01,s0,,small,,\nc,2025-01-05,won,,small,,\n" /* won without amount */
    "d,2025-01-01,s0,70,small,,\nd,2025-01-05,lost,70,small,,\n"
    "e,2025-02-01,won,30,,,\n" /* born won */
    "f,2025-02-02,s0,10,,,\nf,2025-02-03,s2,10,,,\n"
    "g,2025-02-02,s2,10,,,\ng,2025-02-03,lost,10,,,\n";

START_TEST(won_amounts_and_how_they_grew)
{
    company it = {0};
    company_read(&it, FITTED, SIZES, NULL);
    company_prepare(&it);
    const qc_model *model = &it.forecast.model;
    const qc_size_model *all = &model->sizes[0];
    ck_assert(model->has_sizes);
    ck_assert_int_eq(all->win_count, 3);
    ck_assert_double_eq(all->wins[0].amount, 100);
    ck_assert_double_eq(all->wins[0].units, 4);
    ck_assert_double_eq(all->wins[0].margin, 25);
    ck_assert_double_eq(all->wins[1].amount, 50);
    ck_assert(isnan(all->wins[1].units));
    ck_assert_double_eq(all->wins[2].amount, 30);
    ck_assert_int_eq(all->ratio_count, 2);
    ck_assert_double_eq(all->ratios[0], 1.25);
    ck_assert_double_eq(all->ratios[1], 1);
    company_free(&it);
}
END_TEST

START_TEST(segments_with_five_wins_have_sizes_of_their_own)
{
    company it = {0};
    past was = PAST_USUAL;
    was.segment[0] = "big";
    was.segment[1] = "small";
    start_past(&it, &was,
               "segments: {small: {deal_size: 3k}, new: {deal_size: {mean: 9k, based_on: "
               "certain}}, thin: {}}\n",
               NULL);
    const qc_model *model = &it.forecast.model;
    ck_assert_int_eq(model->size_of[0], 0);
    ck_assert_int_gt(model->size_of[segment(&it, "big")], 0);
    ck_assert_int_gt(model->size_of[segment(&it, "small")], 0);
    ck_assert_int_ne(model->size_of[segment(&it, "small")], model->size_of[segment(&it, "big")]);
    ck_assert_int_eq(model->size_of[segment(&it, "thin")], 0);
    const qc_size_model *fresh = &model->sizes[model->size_of[segment(&it, "new")]];
    ck_assert_int_eq(fresh->win_count, 0);
    ck_assert(isinf(fresh->belief_deals));
    ck_assert_int_eq(model->sizes[model->size_of[segment(&it, "big")]].win_count +
                         model->sizes[model->size_of[segment(&it, "small")]].win_count,
                     model->sizes[0].win_count);
    company_free(&it);
}
END_TEST

START_TEST(sizes_are_needed_for_money_only)
{
    static const char deals[] =
        "deal_id,date,stage,amount\na,2025-01-01,s0,\na,2025-01-03,s1,\na,2025-01-04,s2,\n"
        "a,2025-01-09,lost,\nb,2025-02-01,s2,\n";
    company it = {0};
    qc_status status;
    company_fails(FITTED "targets: [{name: t, metric: bookings, period: 2026, at_least: 1}]\n",
                  deals, NULL, &status);
    ck_assert_int_eq(status.code, QC_TOO_FEW_DATA);
    ck_assert_ptr_nonnull(strstr(status.message, "deal_size"));
    company_fails(FITTED, deals, NULL, &status); /* the outlook is about money */
    ck_assert_ptr_nonnull(strstr(status.message, "deal_size"));
    company_read(&it, FITTED "targets: [{name: t, metric: customers, period: 2026, at_least: 1}]\n",
                 deals, NULL);
    company_prepare(&it);
    ck_assert(!it.forecast.model.has_sizes);
    company_run(&it, 400);
    ck_assert_double_gt(company_mean(&it, "t"), 0);
    company_free(&it);
}
END_TEST

/* ---- levers on sizes ---- */

static void draw_sizes(company *it, double *factors)
{
    qc_draw draw = {0};
    qc_status status = {0};
    ck_assert(qc_draw_room(&draw, &it->forecast.model, &status));
    ck_assert(qc_model_draw(&it->forecast.model, 1, 3, &draw, &status));
    for (int32_t s = 0; s < it->forecast.model.segments.count; s++)
        factors[s] = draw.size_factor[s];
    qc_draw_free(&draw);
}

START_TEST(levers_on_deal_size)
{
    double factors[8];
    company it = {0};
    past was = PAST_USUAL;
    was.segment[0] = "big";
    was.segment[1] = "small";
    start_past(&it, &was, "segments: {big: {deal_size: +50%}, small: {}}\n", "deal_size=-10%");
    draw_sizes(&it, factors);
    ck_assert_double_eq_tol(factors[0], 0.9, 1e-12);
    ck_assert_double_eq_tol(factors[segment(&it, "big")], 1.35, 1e-12);
    ck_assert_double_eq_tol(factors[segment(&it, "small")], 0.9, 1e-12);
    company_free(&it);
    start_past(&it, &was, "segments: {big: {}, small: {}}\n", "segments.small.deal_size=5k");
    draw_sizes(&it, factors);
    const qc_size_model *small = &it.forecast.model
                                      .sizes[it.forecast.model.size_of[segment(&it, "small")]];
    double mean = 0;
    for (int32_t w = 0; w < small->win_count; w++)
        mean += small->wins[w].amount / small->win_count;
    ck_assert_double_eq_tol(factors[segment(&it, "small")] * mean, 5000, 1e-6);
    ck_assert_double_eq(factors[segment(&it, "big")], 1);
    company_free(&it);
}
END_TEST

START_TEST(a_stated_size_is_replaced_by_its_mean)
{
    double factors[1];
    company it = {0};
    company_read_set(&it,
                     STATED "deal_size: {mean: 4k, cv: 2, based_on: certain}\n"
                            "targets: [{name: t, metric: bookings, period: 2026, at_least: 1}]\n",
                     NULL, NULL, "deal_size=10k");
    company_prepare(&it);
    draw_sizes(&it, factors);
    ck_assert_double_eq_tol(factors[0], 2.5, 1e-9);
    company_free(&it);
}
END_TEST

/* ---- another plan's levers on the same fit ---- */

START_TEST(levers_on_a_fitted_model)
{
    company plain = {0}, moved = {0};
    qc_model changed;
    qc_arena arena = {0};
    qc_status status = {0};
    qc_world one = {0}, two = {0};
    past was = PAST_USUAL;
    start_past(&plain, &was, "", NULL);
    start_past(&moved, &was, "", "pipeline.s1.conversion=+5 points");
    ck_assert(qc_model_with_levers(&changed, &plain.forecast.model, &moved.plan, &arena, &status));
    ck_assert_ptr_eq(plain.forecast.model.stages.plan, &plain.plan); /* the base is as it was */
    ck_assert(!plain.forecast.model.stages.levered[1]);
    ck_assert(changed.stages.levered[1]);
    ck_assert(!changed.stages.levered[0]);
    company_world(&moved, &one, 9);
    ck_assert(
        qc_world_make(&two, &changed, &plain.forecast.book, &plain.forecast.questions, 9, &status));
    for (int64_t trial = 0; trial < 60; trial++) {
        company_trial(&one, trial);
        company_trial(&two, trial);
        for (int32_t f = 0; f < plain.forecast.questions.figure_count; f++)
            ck_assert_int_eq(one.values[f], two.values[f]);
    }
    qc_world_free(&one);
    qc_world_free(&two);
    qc_arena_free(&arena);
    company_free(&plain);
    company_free(&moved);
}
END_TEST

/* ---- what it rests on ---- */

static const qc_reliance *reliance(const company *it, const char *rate)
{
    for (int32_t i = 0; i < it->forecast.model.reliance_count; i++) {
        if (strcmp(it->forecast.model.reliance[i].rate, rate) == 0)
            return &it->forecast.model.reliance[i];
    }
    ck_abort_msg("nothing rests on '%s'", rate);
    return NULL;
}

START_TEST(what_rests_on_history_and_what_on_beliefs)
{
    company it = {0};
    past was = PAST_USUAL;
    start_past(&it, &was, "deal_size: {mean: 1k, based_on: 7 deals}\n", NULL);
    ck_assert_double_eq(reliance(&it, "conversion and days in s1")->pseudo_events, 0);
    ck_assert_double_gt(reliance(&it, "conversion and days in s1")->events, 50);
    ck_assert_double_eq(reliance(&it, "deal size")->pseudo_events, 7);
    ck_assert_double_eq(reliance(&it, "deal size")->events, it.forecast.model.sizes[0].win_count);
    ck_assert_double_eq(reliance(&it, "new deals")->events, 400);
    company_free(&it);
    company_read(&it, STATED "deal_size: 4k\n", NULL, NULL);
    company_prepare(&it);
    for (int32_t i = 0; i < it.forecast.model.reliance_count; i++) {
        ck_assert_double_eq(it.forecast.model.reliance[i].events, 0);
        ck_assert_double_gt(it.forecast.model.reliance[i].pseudo_events, 0);
    }
    company_free(&it);
}
END_TEST

/* ---- memory ---- */

static company reading;

static bool fit_again(qc_status *status)
{
    qc_model model = {0};
    qc_book book = {0};
    qc_draw draw = {0};
    const qc_model_inputs inputs = {
        &reading.history, NULL, &reading.plan, true, 0, NULL, NULL, NULL};
    const bool ok = qc_model_fit(&model, &book, &inputs, reading.as_of, status) &&
                    qc_draw_room(&draw, &model, status) &&
                    qc_model_draw(&model, 1, 0, &draw, status);
    qc_draw_free(&draw);
    qc_draw_free(&draw);
    qc_model_free(&model);
    qc_model_free(&model);
    qc_book_free(&book);
    return ok;
}

START_TEST(memory_may_run_out)
{
    company_read_set(&reading, FITTED, SIZES, NULL, "pipeline.s1.conversion=+5 points");
    qc_torture(fit_again);
    company_free(&reading);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("model");
    TCase *tests = tcase_create("model");
    tcase_add_test(tests, won_amounts_and_how_they_grew);
    tcase_add_test(tests, segments_with_five_wins_have_sizes_of_their_own);
    tcase_add_test(tests, sizes_are_needed_for_money_only);
    tcase_add_test(tests, levers_on_deal_size);
    tcase_add_test(tests, a_stated_size_is_replaced_by_its_mean);
    tcase_add_test(tests, levers_on_a_fitted_model);
    tcase_add_test(tests, what_rests_on_history_and_what_on_beliefs);
    tcase_add_test(tests, memory_may_run_out);
    suite_add_tcase(suite, tests);
    return suite;
}
