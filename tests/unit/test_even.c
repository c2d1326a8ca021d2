/* A parameter draw by coordinates: what is believed read off its distribution function. */
#include "models/even.h"
#include "tests/support/company.h"

#define PLAN                                                            \
    "as_of: 2026-06-30\nshocks: none\n"                                 \
    "pipeline:\n"                                                       \
    "  - {stage: a, conversion: 40% to 60%, days: 10 to 40}\n"          \
    "  - {stage: b, conversion: {mean: 50%, based_on: certain}, days: " \
    "{mean: 20, cv: 1, based_on: certain}}\n"                           \
    "deal_size: 4k to 9k\n"                                             \
    "new_deals: {mean: 20, per: month, based_on: 60 deals, noise: none}\n"
enum { RATE = 0, NOISE = 2, LEVEL = 3, SPREAD, A_SHARE, A_SPEED, B_SHARE, B_SPEED, PLACES };

static void start(company *it)
{
    memset(it, 0, sizeof *it);
    company_read(it, PLAN, NULL, NULL);
    company_prepare(it);
}

static void draw_at(const company *it, qc_draw *draw, const double *even, int64_t number)
{
    qc_status status = {0};
    draw->even = even;
    ck_assert_msg(qc_model_draw(&it->forecast.model, 42, number, draw, &status), "%s",
                  status.message);
}

START_TEST(places_are_those_of_what_is_uncertain)
{
    company it;
    bool used[PLACES];
    start(&it);
    ck_assert_int_eq(qc_even_count(&it.forecast.model), PLACES);
    qc_even_used(&it.forecast.model, used);
    ck_assert(used[RATE] && used[LEVEL] && used[SPREAD] && used[A_SHARE]);
    ck_assert(!used[RATE + 1] && !used[NOISE] && !used[B_SHARE] && !used[B_SPEED]);
    company_free(&it);
}
END_TEST

/* 0.1 and 0.9 are the ends of a typed range, and one coordinate moves one belief. */
START_TEST(coordinates_are_parts_of_the_belief)
{
    company it;
    qc_draw low = {0}, high = {0};
    qc_status status = {0};
    double even[PLACES] = {0.1, 0.1, 0.1, 0.1, 0.5, 0.1, 0.5, 0.5, 0.5};
    start(&it);
    ck_assert(qc_draw_room(&low, &it.forecast.model, &status) &&
              qc_draw_room(&high, &it.forecast.model, &status));
    draw_at(&it, &low, even, 3);
    even[RATE] = even[LEVEL] = even[A_SHARE] = 0.9;
    draw_at(&it, &high, even, 4);
    ck_assert_double_eq_tol(low.stages.laws[0].share, 0.4, 0.005);
    ck_assert_double_eq_tol(high.stages.laws[0].share, 0.6, 0.005);
    ck_assert_double_eq_tol(low.stages.laws[1].share, 0.5, 1e-12);
    ck_assert_double_lt(low.arrivals.rate[0], 20);
    ck_assert_double_gt(high.arrivals.rate[0], 20);
    ck_assert_double_lt(low.sizes[0].mu, high.sizes[0].mu);
    ck_assert_double_eq(low.sizes[0].sigma, high.sizes[0].sigma);
    ck_assert_double_eq(low.stages.laws[0].weight[QC_GROUP_ADVANCE] / low.stages.laws[0].share,
                        high.stages.laws[0].weight[QC_GROUP_ADVANCE] / high.stages.laws[0].share);
    qc_draw_free(&low);
    qc_draw_free(&high);
    company_free(&it);
}
END_TEST

/* Coordinates decide, not the number; without them it is the streams again. */
START_TEST(lifted_the_streams_are_back)
{
    company it;
    qc_draw draw = {0};
    qc_status status = {0};
    const double even[PLACES] = {0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3};
    start(&it);
    ck_assert(qc_draw_room(&draw, &it.forecast.model, &status));
    draw_at(&it, &draw, NULL, 7);
    const double by_stream = draw.stages.laws[0].share, rate = draw.arrivals.rate[0];
    draw_at(&it, &draw, even, 7);
    const double by_point = draw.stages.laws[0].share;
    ck_assert(by_point < by_stream || by_point > by_stream);
    draw_at(&it, &draw, even, 8);
    ck_assert_double_eq(draw.stages.laws[0].share, by_point);
    draw_at(&it, &draw, NULL, 7);
    ck_assert_double_eq(draw.stages.laws[0].share, by_stream);
    ck_assert_double_eq(draw.arrivals.rate[0], rate);
    qc_draw_free(&draw);
    company_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("even");
    TCase *all = tcase_create("all");
    tcase_add_test(all, places_are_those_of_what_is_uncertain);
    tcase_add_test(all, coordinates_are_parts_of_the_belief);
    tcase_add_test(all, lifted_the_streams_are_back);
    suite_add_tcase(suite, all);
    return suite;
}
