/* Each part of the model that can be left out is missing where it should be, and only there. */
#include "tests/support/company.h"
#include "tests/support/past.h"

#define STATED_SHOCKS "shocks: {sd: 0.2, rho: 0.4}\n"
#define PLAN                                                                                     \
    "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: deals.csv, recorded_from: 2023-07-01}\n" \
    "pipeline: [s0, s1, s2]\n"

static company it;
static const qc_stage_model *model;

/* Three years with a slow quarter each year, from halfway recorded. */
static void fit_plan(const char *plan, qc_without without)
{
    past was = PAST_USUAL;
    qc_text csv = {0};
    was.first = 19358; /* 2023-01-01 */
    was.deals = 500;
    was.segment[0] = "a";
    was.segment[1] = "b";
    was.forward_times[1] = 1.8;
    was.slow_from = was.first + 120;
    was.slow_to = was.first + 300;
    was.slow_times = 0.4;
    was.owner[0] = "ann";
    was.owner[1] = "bob";
    was.source[0] = "web";
    was.source[1] = "fair";
    past_write(&was, &csv);
    company_read(&it, plan, qc_text_get(&csv), NULL);
    it.without = without;
    company_prepare(&it);
    model = &it.forecast.model.stages;
    qc_text_free(&csv);
}

static void fit(qc_without without)
{
    fit_plan(PLAN, without);
}

static qc_without only(qc_ingredient ingredient)
{
    return UINT32_C(1) << ingredient;
}

static const qc_hazard_fit *forward(void)
{
    return &model->parts[0].routes[0].fit;
}

typedef struct seen { /* what the switches act on */
    double curved_weight, weakest_shrink, month_sd, wander, smooth;
    int64_t visits;
    bool level, stage_season, arrival_season, factors[QC_TRAIT_COUNT];
    double spread; /* between two draws of the same hazard */
} seen;

static seen look(qc_without without)
{
    seen now = {0};
    qc_status status = {0};
    qc_draw draws[2];
    memset(draws, 0, sizeof draws);
    fit(without);
    const qc_hazard_fit *hazard = forward();
    const qc_month_effect *effect = &model->effects[QC_GROUP_LOST];
    const qc_arrivals *arrivals = &it.forecast.model.arrivals.streams[0].filter;
    now.visits = model->parts[0].visits;
    now.curved_weight = hazard->base[QC_BASE_LOG_LOGISTIC].weight +
                        hazard->base[QC_BASE_CURE].weight;
    now.weakest_shrink = hazard->base[QC_BASE_CONSTANT].shrink_weight[0];
    now.level = !hazard->without_level;
    for (int c = 0; c < effect->cells; c++)
        now.month_sd += effect->weight[c] * effect->sd[c];
    for (int c = 0; c < arrivals->cells; c++)
        now.wander += arrivals->weight[c] * arrivals->wander[c];
    now.stage_season = model->seasons[QC_GROUP_LOST].on;
    now.arrival_season = it.forecast.model.arrivals.season.on;
    memcpy(now.factors, model->traits.on, sizeof now.factors);
    for (int d = 0; d < 2; d++) {
        ck_assert(qc_draw_room(&draws[d], &it.forecast.model, &status));
        ck_assert(qc_model_draw(&it.forecast.model, 1, d, &draws[d], &status));
    }
    now.smooth = draws[0].sizes[0].smooth_share;
    now.spread = fabs(draws[0].stages.laws[0].cumulative[30][0] -
                      draws[1].stages.laws[0].cumulative[30][0]) +
                 fabs(draws[0].arrivals.state[0].level - draws[1].arrivals.state[0].level) +
                 fabs(draws[0].sizes[0].mu - draws[1].sizes[0].mu);
    for (int d = 0; d < 2; d++)
        qc_draw_free(&draws[d]);
    company_free(&it);
    return now;
}

/* What differs from the whole model, one letter each. */
static void differs(const seen *model_as_it_is, qc_without without, const char *expected)
{
    const seen whole = *model_as_it_is;
    char text[16] = "";
    const seen part = look(without);
    const struct {
        char letter;
        bool differs;
    } marks[] = {{'-', part.visits < whole.visits},
                 {'+', part.visits > whole.visits},
                 {'c', (whole.curved_weight > 0) != (part.curved_weight > 0)},
                 {'k', part.weakest_shrink == 1},
                 {'l', whole.level != part.level},
                 {'u', (whole.spread > 0) != (part.spread > 0)},
                 {'m', (whole.month_sd > 0) != (part.month_sd > 0)},
                 {'s', whole.stage_season != part.stage_season},
                 {'a', whole.arrival_season != part.arrival_season},
                 {'w', (whole.wander > 0) != (part.wander > 0)},
                 {'f', whole.factors[QC_TRAIT_SEGMENT] != part.factors[QC_TRAIT_SEGMENT]},
                 {'o', whole.factors[QC_TRAIT_OWNER] != part.factors[QC_TRAIT_OWNER]},
                 {'q', whole.factors[QC_TRAIT_SOURCE] != part.factors[QC_TRAIT_SOURCE]},
                 {'z', whole.factors[QC_TRAIT_AMOUNT] != part.factors[QC_TRAIT_AMOUNT]},
                 {'p', whole.factors[QC_TRAIT_PACE] != part.factors[QC_TRAIT_PACE]},
                 {'e', (whole.smooth > 0) != (part.smooth > 0)}};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        const size_t length = strlen(text);
        if (marks[i].differs)
            (void) snprintf(text + length, sizeof text - length, "%c", marks[i].letter);
    }
    ck_assert_str_eq(text, expected);
}

START_TEST(each_switch_leaves_out_its_part)
{
    const seen whole = look(0);
    differs(&whole, 0, "");
    differs(&whole, only(QC_INGREDIENT_CENSORING), "-");
    differs(&whole, only(QC_INGREDIENT_DELAYED_ENTRY), "+");
    differs(&whole, only(QC_INGREDIENT_SHRINKAGE), "k");
    differs(&whole, only(QC_INGREDIENT_CURVED_BASES), "c");
    differs(&whole, only(QC_INGREDIENT_LEVEL), "l");
    differs(&whole, only(QC_INGREDIENT_UNCERTAINTY), "u");
    differs(&whole, only(QC_INGREDIENT_MONTH_EFFECTS), "ms");
    differs(&whole, only(QC_INGREDIENT_SEASON), "sa");
    differs(&whole, only(QC_INGREDIENT_ARRIVAL_LEVEL), "w");
    differs(&whole, only(QC_INGREDIENT_SEGMENTS), "f");
    differs(&whole, only(QC_INGREDIENT_OWNERS), "o");
    differs(&whole, only(QC_INGREDIENT_SOURCES), "q");
    differs(&whole, only(QC_INGREDIENT_AMOUNT_CLASSES), "z");
    differs(&whole, only(QC_INGREDIENT_PACE), "p");
    differs(&whole, only(QC_INGREDIENT_SMOOTH_AMOUNTS), "e");
}
END_TEST

/* What is stated of the months' shocks stays; what the months of the history have in common is found all the same. */
START_TEST(stated_shocks_leave_the_season)
{
    fit_plan(PLAN STATED_SHOCKS, 0);
    const qc_month_effect *effect = &model->effects[QC_GROUP_LOST];
    ck_assert(model->seasons[QC_GROUP_LOST].on);
    ck_assert_double_ne(qc_season_mean(&model->seasons[QC_GROUP_LOST], 2026 * 12 + 5), 1);
    ck_assert_int_eq(effect->cells, 1);
    ck_assert_double_eq(effect->sd[0], 0.2);
    ck_assert_double_eq(effect->rho[0], 0.4);
    company_free(&it);
    fit_plan(PLAN STATED_SHOCKS, only(QC_INGREDIENT_SEASON));
    ck_assert(!model->seasons[QC_GROUP_LOST].on);
    company_free(&it);
    fit_plan(PLAN "shocks: none\n", 0);
    ck_assert(!model->seasons[QC_GROUP_LOST].on);
    ck_assert_int_eq(model->effects[QC_GROUP_LOST].cells, 0);
    company_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("ingredients");
    TCase *tests = tcase_create("switches");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, each_switch_leaves_out_its_part);
    tcase_add_test(tests, stated_shocks_leave_the_season);
    suite_add_tcase(suite, tests);
    return suite;
}
