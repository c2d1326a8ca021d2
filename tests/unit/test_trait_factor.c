/* Factors of traits: planted ones are found again, thin segments stay near the whole, and events are held
 * against what the hazards expect. */
#include "core/stats.h"
#include "models/stage_counts.h"
#include "models/trait_factor.h"
#include "tests/support/company.h"
#include "tests/support/past.h"

#define PLAN \
    "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: deals.csv}\npipeline: [s0, s1, s2]\n"

enum { DRAWS = 2000 };

static company it;
static const qc_stage_model *model;

static void fit(const past *was, const char *more)
{
    qc_text csv = {0}, plan = {0};
    past_write(was, &csv);
    qc_text_addf(&plan, "%s%s", PLAN, more);
    company_read(&it, qc_text_get(&plan), qc_text_get(&csv), NULL);
    company_prepare(&it);
    model = &it.forecast.model.stages;
    qc_text_free(&csv);
    qc_text_free(&plan);
}

/* Three segments; the second wins 1.8 times as fast, the third loses 0.5 times as fast. */
static past planted(int deals)
{
    past was = PAST_USUAL;
    was.deals = deals;
    was.segment[0] = "a";
    was.segment[1] = "b";
    was.segment[2] = "c";
    was.forward_times[1] = 1.8;
    was.lost_times[2] = 0.5;
    return was;
}

static int32_t segment(const char *name)
{
    return qc_segments_find(model->segments, name);
}

static double mean(const char *name, int32_t stage, qc_group group)
{
    return qc_trait_factor_mean(model, QC_TRAIT_SEGMENT, segment(name), stage, group);
}

/* Ratios of factors: a factor alone only has a meaning beside the hazard it multiplies. */
static void range_of_ratio(const char *over, const char *under, int32_t stage, qc_group group,
                           double *low, double *high)
{
    static double ratios[DRAWS];
    for (int d = 0; d < DRAWS; d++) {
        qc_rng one = qc_rng_stream(1, 2, (uint64_t) d, 3),
               two = qc_rng_stream(1, 2, (uint64_t) d, 4);
        ratios[d] = qc_trait_factor_draw(model, QC_TRAIT_SEGMENT, segment(over), stage, group,
                                         &one) /
                    qc_trait_factor_draw(model, QC_TRAIT_SEGMENT, segment(under), stage, group,
                                         &two);
    }
    qc_stats_sort(ratios, DRAWS);
    *low = qc_stats_quantile(ratios, DRAWS, 0.01);
    *high = qc_stats_quantile(ratios, DRAWS, 0.99);
}

START_TEST(planted_factors_are_found)
{
    double low = 0, high = 0;
    const past was = planted(1800);
    fit(&was, "");
    ck_assert(model->traits.on[QC_TRAIT_SEGMENT]);
    range_of_ratio("b", "a", 0, QC_GROUP_ADVANCE, &low, &high);
    printf("forward b / a, planted 1.8: %.2f to %.2f\n", low, high);
    ck_assert(low < 1.8 && 1.8 < high);
    ck_assert_double_gt(low, 1.2); /* one factor for all would be seen */
    range_of_ratio("c", "a", 0, QC_GROUP_LOST, &low, &high);
    printf("lost c / a, planted 0.5: %.2f to %.2f\n", low, high);
    ck_assert(low < 0.5 && 0.5 < high);
    ck_assert_double_lt(high, 0.85);
    range_of_ratio("c", "a", 0, QC_GROUP_ADVANCE, &low, &high);
    ck_assert(low < 1 && 1 < high);
    range_of_ratio("b", "a", 2, QC_GROUP_WON, &low, &high);
    ck_assert(low < 1.8 && 1.8 < high);
    company_free(&it);
}
END_TEST

START_TEST(factors_average_to_one)
{
    const past was = planted(1800);
    fit(&was, "");
    for (int32_t stage = 0; stage < 3; stage++) {
        for (int g = 0; g < QC_GROUP_COUNT; g++) {
            double events = 0, expected = 0;
            for (int32_t s = 0; s < model->segment_count; s++) {
                const qc_factor *factor = &model->factors[QC_TRAIT_SEGMENT]
                                               .factors[(s * 3 + stage) * QC_GROUP_COUNT + g];
                events += factor->events;
                expected += factor->expected;
            }
            /* the hazards were fitted with the factors in, so what they expect of the whole differs a little */
            if (events > 50) ck_assert_double_eq_tol(events / expected, 1, 0.25);
        }
    }
    company_free(&it);
}
END_TEST

START_TEST(a_thin_segment_stays_near_the_whole)
{
    past was = planted(900);
    qc_text csv = {0};
    past_write(&was, &csv);
    /* two deals of a new segment, both lost on the next day */
    qc_text_add(&csv, "n1,2025-06-01,s0,10,thin,\nn1,2025-06-02,lost,10,thin,\n"
                      "n2,2025-07-01,s0,10,thin,\nn2,2025-07-02,lost,10,thin,\n");
    company_read(&it, PLAN, qc_text_get(&csv), NULL);
    company_prepare(&it);
    model = &it.forecast.model.stages;
    const double lost = mean("thin", 0, QC_GROUP_LOST), forward = mean("thin", 0, QC_GROUP_ADVANCE);
    ck_assert_double_gt(lost, 1);
    ck_assert_double_lt(lost, 3); /* 2 events against 0.1 expected: raw 20 */
    ck_assert_double_gt(forward, 0.8);
    ck_assert_double_lt(forward, 1);
    qc_text_free(&csv);
    company_free(&it);
}
END_TEST

START_TEST(draws_scatter_around_the_mean)
{
    const past was = planted(900);
    double sum = 0;
    fit(&was, "");
    for (int d = 0; d < 20000; d++) {
        qc_rng rng = qc_rng_stream(8, 2, (uint64_t) d, 3);
        sum += qc_trait_factor_draw(model, QC_TRAIT_SEGMENT, segment("b"), 1, QC_GROUP_LOST, &rng);
    }
    ck_assert_double_eq_tol(sum / 20000, mean("b", 1, QC_GROUP_LOST), 0.02);
    company_free(&it);
}
END_TEST

START_TEST(no_factors_where_nothing_is_told_apart)
{
    past was = PAST_USUAL;
    fit(&was, "");
    ck_assert(!model->traits.on[QC_TRAIT_SEGMENT]);
    ck_assert_double_eq(qc_trait_factor_mean(model, QC_TRAIT_SEGMENT, 0, 1, QC_GROUP_WON), 1);
    qc_rng rng = qc_rng_stream(8, 2, 1, 3);
    ck_assert_double_eq(qc_trait_factor_draw(model, QC_TRAIT_SEGMENT, 0, 1, QC_GROUP_WON, &rng), 1);
    company_free(&it);
}
END_TEST

START_TEST(parts_of_a_segments_own_have_no_factor)
{
    const past was = planted(900);
    fit(&was, "segments: {b: {pipeline.s1.days: 5 to 20, pipeline.s1.conversion: 50%}}\n");
    ck_assert_double_eq(mean("b", 1, QC_GROUP_LOST), 1);
    qc_rng rng = qc_rng_stream(8, 2, 1, 3);
    ck_assert_double_eq(
        qc_trait_factor_draw(model, QC_TRAIT_SEGMENT, segment("b"), 1, QC_GROUP_LOST, &rng), 1);
    ck_assert_double_ne(mean("b", 0, QC_GROUP_LOST), 1);
    company_free(&it);
}
END_TEST

/* ---- traits of deals ---- */

static double of_trait(qc_trait trait, int32_t value, int32_t stage, qc_group group)
{
    return qc_trait_factor_mean(model, trait, value, stage, group);
}

/* Two segments, and owners of different speed in both: each factor is found beside the other. */
START_TEST(owners_are_told_from_segments)
{
    past was = planted(1500);
    was.segment[2] = NULL;
    was.owner[0] = "ann";
    was.owner[1] = "bob";
    was.owner_times[1] = 1.6;
    fit(&was, "");
    ck_assert(model->traits.on[QC_TRAIT_OWNER]);
    ck_assert(!model->traits.on[QC_TRAIT_SOURCE]);
    const int32_t ann = qc_history_find(&it.history, QC_LABEL_OWNER, "ann") + 1;
    const int32_t bob = qc_history_find(&it.history, QC_LABEL_OWNER, "bob") + 1;
    const double owners = of_trait(QC_TRAIT_OWNER, bob, 0, QC_GROUP_ADVANCE) /
                          of_trait(QC_TRAIT_OWNER, ann, 0, QC_GROUP_ADVANCE);
    const double segments = mean("b", 0, QC_GROUP_ADVANCE) / mean("a", 0, QC_GROUP_ADVANCE);
    const double lost = of_trait(QC_TRAIT_OWNER, bob, 0, QC_GROUP_LOST) /
                        of_trait(QC_TRAIT_OWNER, ann, 0, QC_GROUP_LOST);
    printf("forward bob / ann, planted 1.6: %.2f; b / a, planted 1.8: %.2f; lost %.2f\n", owners,
           segments, lost);
    ck_assert_double_eq_tol(owners, 1.6, 0.35);
    ck_assert_double_eq_tol(segments, 1.8, 0.4);
    ck_assert_double_eq_tol(lost, 1, 0.25);
    company_free(&it);
}
END_TEST

/* The same of sources, beside owners of another speed: each deal has one of both, in all combinations. Left out,
 * their difference goes nowhere: all sources move alike, and the owners keep theirs. */
START_TEST(sources_are_told_from_owners)
{
    double owners[2], sources[2] = {1, 1};
    for (int left_out = 0; left_out < 2; left_out++) {
        past was = planted(1500);
        was.segment[0] = NULL;
        was.owner[0] = "ann";
        was.owner[1] = "bob";
        was.owner_times[1] = 0.7;
        was.source[0] = "web";
        was.source[1] = "fair";
        was.source_times[1] = 1.6;
        it.without = left_out ? UINT32_C(1) << QC_INGREDIENT_SOURCES : 0;
        fit(&was, "");
        ck_assert(model->traits.on[QC_TRAIT_OWNER]);
        ck_assert(model->traits.on[QC_TRAIT_SOURCE] == !left_out);
        const int32_t ann = qc_history_find(&it.history, QC_LABEL_OWNER, "ann") + 1;
        const int32_t bob = qc_history_find(&it.history, QC_LABEL_OWNER, "bob") + 1;
        const int32_t web = qc_history_find(&it.history, QC_LABEL_SOURCE, "web") + 1;
        const int32_t fair = qc_history_find(&it.history, QC_LABEL_SOURCE, "fair") + 1;
        owners[left_out] = of_trait(QC_TRAIT_OWNER, bob, 0, QC_GROUP_ADVANCE) /
                           of_trait(QC_TRAIT_OWNER, ann, 0, QC_GROUP_ADVANCE);
        if (!left_out) {
            sources[0] = of_trait(QC_TRAIT_SOURCE, fair, 0, QC_GROUP_ADVANCE) /
                         of_trait(QC_TRAIT_SOURCE, web, 0, QC_GROUP_ADVANCE);
            sources[1] = of_trait(QC_TRAIT_SOURCE, fair, 0, QC_GROUP_LOST) /
                         of_trait(QC_TRAIT_SOURCE, web, 0, QC_GROUP_LOST);
        }
        company_free(&it);
    }
    printf(
        "forward fair / web, planted 1.6: %.2f, lost %.2f; bob / ann, planted 0.7: %.2f, without "
        "sources %.2f\n",
        sources[0], sources[1], owners[0], owners[1]);
    ck_assert_double_eq_tol(sources[0], 1.6, 0.35);
    ck_assert_double_eq_tol(sources[1], 1, 0.25);
    ck_assert_double_eq_tol(owners[0], 0.7, 0.15);
    ck_assert_double_eq_tol(owners[1], 0.7, 0.15);
}
END_TEST

START_TEST(large_deals_are_told_from_small_ones)
{
    past was = planted(1500);
    was.large_times = 0.5;
    fit(&was, "");
    const double large = of_trait(QC_TRAIT_AMOUNT, 8, 0, QC_GROUP_ADVANCE) /
                         of_trait(QC_TRAIT_AMOUNT, 1, 0, QC_GROUP_ADVANCE);
    printf("forward large / small, planted 0.5: %.2f\n", large);
    ck_assert_double_eq_tol(large, 0.5, 0.12);
    ck_assert_double_lt(model->traits.amount_edge[0], 1000);
    ck_assert_double_gt(model->traits.amount_edge[8], 1000);
    company_free(&it);
}
END_TEST

/* Slow deals stay slow: seen where a third of them drags, not where the next stay knows nothing of this one. */
START_TEST(a_slow_stay_is_carried_along)
{
    past was = planted(1500);
    fit(&was, "");
    const double usual = of_trait(QC_TRAIT_PACE, 1, 1, QC_GROUP_ADVANCE) /
                         of_trait(QC_TRAIT_PACE, 0, 1, QC_GROUP_ADVANCE);
    company_free(&it);
    was.dragging = 0.4;
    was.dragging_times = 0.25;
    fit(&was, "");
    const double carried = of_trait(QC_TRAIT_PACE, 1, 1, QC_GROUP_ADVANCE) /
                           of_trait(QC_TRAIT_PACE, 0, 1, QC_GROUP_ADVANCE);
    printf("forward after a slow stay: %.2f of the usual, %.2f with dragging deals\n", usual,
           carried);
    ck_assert_double_gt(usual, 0.85);
    ck_assert_double_lt(carried, 0.8);
    company_free(&it);
}
END_TEST

/* How strong the months are, by the weights of the fit. */
static double month_sd(void)
{
    const qc_month_effect *effect = &model->effects[QC_GROUP_LOST];
    double sd = 0, weight = 0;
    for (int c = 0; c < effect->cells; c++) {
        sd += effect->weight[c] * effect->sd[c];
        weight += effect->weight[c];
    }
    ck_assert_double_eq_tol(weight, 1, 1e-9);
    return sd;
}

START_TEST(slow_months_are_seen)
{
    past was = PAST_USUAL;
    was.deals = 6000;
    fit(&was, "");
    const double steady = month_sd();
    company_free(&it);
    was.slow_from = was.first + 181; /* the third quarter at less than half the speed */
    was.slow_to = was.first + 272;
    was.slow_times = 0.4;
    fit(&was, "");
    printf("months: %.3f when steady, %.3f with a slow quarter\n", steady, month_sd());
    ck_assert_double_lt(steady, 0.06);
    ck_assert_double_gt(month_sd(), 0.2);
    company_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("trait factor");
    TCase *tests = tcase_create("factors");
    tcase_add_test(tests, planted_factors_are_found);
    tcase_add_test(tests, factors_average_to_one);
    tcase_add_test(tests, a_thin_segment_stays_near_the_whole);
    tcase_add_test(tests, draws_scatter_around_the_mean);
    tcase_add_test(tests, no_factors_where_nothing_is_told_apart);
    tcase_add_test(tests, parts_of_a_segments_own_have_no_factor);
    tcase_add_test(tests, owners_are_told_from_segments);
    tcase_add_test(tests, sources_are_told_from_owners);
    tcase_add_test(tests, large_deals_are_told_from_small_ones);
    tcase_add_test(tests, a_slow_stay_is_carried_along);
    tcase_add_test(tests, slow_months_are_seen);
    suite_add_tcase(suite, tests);
    return suite;
}
