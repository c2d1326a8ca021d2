/* Deals with factors of their own against closed forms: constant daily hazards, and factors that are known, of
 * owner and source, of the class of an amount (known or drawn) and of the stay before.
 *
 * Smallest wrong to be seen: one factor off by a tenth, or a pace that is forgotten. */
#include "tests/stat/win_days.h"
#include "tests/support/budget.h"

enum { STAGES = 2, DEALS = 5, TRIALS = 300000, SLOW_DAYS = 13 };

#define ADVANCE  0.10 /* daily hazards */
#define LOST_1   0.05
#define WON      0.06
#define LOST_2   0.04
#define WON_B    1.8 /* what owner b does to winning and losing */
#define LOST_B   0.5
#define WON_WEB  1.5 /* the source */
#define WON_SLOW 0.4 /* after a slow stay */

enum { CLASSES = 3 };
static const double won_class[CLASSES] = {0.5, 1, 2};
static double class_up_to[QC_AMOUNT_CLASSES] = {0.2, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1};

static const char PLAN[] = "as_of: 2025-12-31\n"
                           "currency: EUR\n"
                           "new_deals: {mean: 0, per: month, based_on: certain, noise: none}\n"
                           "deal_size: {mean: 1, cv: 1, based_on: certain}\n"
                           "shocks: none\n"
                           "pipeline:\n"
                           "  - {stage: S1, conversion: 50%, days: 10, based_on: certain}\n"
                           "  - {stage: S2, conversion: 50%, days: 10, based_on: certain}\n"
                           "targets: [{name: all, metric: customers, period: 2026, at_least: 1}]\n";

static const char OPEN[] = "deal_id,stage,age_days,amount,owner,source\n"
                           "plain,S2,0,5,a,\n"
                           "other,S2,0,5,b,\n"
                           "paced,S1,0,5,a,\n"
                           "drawn,S2,0,,a,\n"
                           "mixed,S2,0,15,b,web\n";

static company it;
static qc_world world;
static double factors[QC_TRAIT_OF_DEAL][QC_AMOUNT_CLASSES * STAGES * QC_GROUP_COUNT];
static double daily[STAGES][2][QC_HAZARD_DAYS];
static double cumulative[STAGES][QC_HAZARD_DAYS + 1][QC_GROUP_COUNT];
static qc_law_route routes[STAGES][2];

static void set_law(int stage, qc_group forward, qc_id to, double forward_hazard, double lost)
{
    for (int day = 0; day < QC_HAZARD_DAYS; day++) {
        daily[stage][0][day] = forward_hazard;
        daily[stage][1][day] = lost;
        cumulative[stage][day + 1][forward] = (day + 1) * forward_hazard;
        cumulative[stage][day + 1][QC_GROUP_LOST] = (day + 1) * lost;
    }
    routes[stage][0] = (qc_law_route){to, daily[stage][0]};
    routes[stage][1] = (qc_law_route){QC_STAGE_LOST, daily[stage][1]};
    qc_law *law = &world.draw.stages.laws[stage];
    *law = (qc_law){.day_clock = true,
                    .step = 1,
                    .time_scale = 1,
                    .per_day = 1,
                    .cells = QC_HAZARD_DAYS,
                    .cumulative = (const double(*)[QC_GROUP_COUNT]) cumulative[stage]};
    law->weight[forward] = law->weight[QC_GROUP_LOST] = 1;
    law->routes[forward] = &routes[stage][0];
    law->routes[QC_GROUP_LOST] = &routes[stage][1];
    law->route_count[forward] = law->route_count[QC_GROUP_LOST] = 1;
}

static void set_factor(qc_trait trait, int value, qc_group group, double factor)
{
    factors[trait][(value * STAGES + 1) * QC_GROUP_COUNT + (int) group] = factor;
}

static void set_factors(void)
{
    for (int t = 0; t < QC_TRAIT_OF_DEAL; t++) {
        for (size_t i = 0; i < sizeof factors[t] / sizeof factors[t][0]; i++)
            factors[t][i] = 1;
        world.draw.stages.factor[t] = factors[t];
    }
    set_factor(QC_TRAIT_OWNER, 2, QC_GROUP_WON, WON_B);
    set_factor(QC_TRAIT_OWNER, 2, QC_GROUP_LOST, LOST_B);
    set_factor(QC_TRAIT_SOURCE, 1, QC_GROUP_WON, WON_WEB);
    set_factor(QC_TRAIT_PACE, 1, QC_GROUP_WON, WON_SLOW);
    for (int class = 0; class < CLASSES; class ++)
        set_factor(QC_TRAIT_AMOUNT, class, QC_GROUP_WON, won_class[class]);
    world.draw.arrivals.amount_share = class_up_to;
}

static void run(void)
{
    const double ages[DEALS] = {0};
    company_read(&it, PLAN, NULL, OPEN);
    company_prepare(&it);
    qc_traits *traits = &it.forecast.model.stages.traits;
    win_days_ask(&it.forecast.questions, DEALS);
    company_world(&it, &world, 1);
    company_trial(&world, 0);
    for (int t = 0; t < QC_TRAIT_OF_DEAL; t++)
        traits->on[t] = true;
    for (int edge = 0; edge < QC_AMOUNT_CLASSES - 1; edge++)
        traits->amount_edge[edge] = INFINITY;
    traits->amount_edge[0] = 10;
    traits->amount_edge[1] = 20;
    traits->slow_days[0] = SLOW_DAYS;
    set_law(0, QC_GROUP_ADVANCE, 1, ADVANCE, LOST_1);
    set_law(1, QC_GROUP_WON, QC_STAGE_WON, WON, LOST_2);
    set_factors();
    company_forget_laws(&world);
    win_days_start(&world, &it.forecast.book, DEALS, ages);
    for (int deal = 0; deal < DEALS; deal++) { /* as the world takes them from the book */
        const qc_open_deal *open = &it.forecast.book.open[deal];
        int32_t *value = world.open_trait[deal];
        value[QC_TRAIT_PACE] = QC_TRAIT_NONE;
        value[QC_TRAIT_AMOUNT] = qc_traits_amount(traits, open->amount);
        value[QC_TRAIT_OWNER] = open->labels.of[QC_LABEL_OWNER] + 1;
        value[QC_TRAIT_SOURCE] = open->labels.of[QC_LABEL_SOURCE] + 1;
    }
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        world.draw_number = trial / QC_GROUP_TRIALS;
        qc_world_look_ahead(&world);
        company_trial(&world, trial);
        win_days_count(&world, DEALS);
    }
}

static int64_t won(int deal)
{
    int64_t count = 0;
    for (int day = 1; day <= WIN_DAYS; day++)
        count += wins[deal][day];
    return count;
}

/* Within a year all but 1e-13 of these deals have ended. */
static double share(double won_times, double lost_times)
{
    return WON * won_times / (WON * won_times + LOST_2 * lost_times);
}

static double paced_share(double slow)
{
    const double is_slow = exp(-(ADVANCE + LOST_1) * (SLOW_DAYS + 1)), small = won_class[0];
    return ADVANCE / (ADVANCE + LOST_1) *
           ((1 - is_slow) * share(small, 1) + is_slow * share(small * slow, 1));
}

static double drawn_share(double largest)
{
    return 0.2 * share(won_class[0], 1) + 0.3 * share(won_class[1], 1) + 0.5 * share(largest, 1);
}

START_TEST(factors_act_on_the_deals_that_have_them)
{
    run();
    CHECK_COUNT(won(0), TRIALS, share(won_class[0], 1));
    CHECK_COUNT_FAILS(won(0), TRIALS, share(1.1 * won_class[0], 1));
    CHECK_COUNT(won(1), TRIALS, share(WON_B * won_class[0], LOST_B));
    CHECK_COUNT_FAILS(won(1), TRIALS, share(1.1 * WON_B * won_class[0], LOST_B));
    CHECK_COUNT_FAILS(won(1), TRIALS, share(WON_B * won_class[0], 1.1 * LOST_B));
    CHECK_COUNT(won(2), TRIALS, paced_share(WON_SLOW));
    CHECK_COUNT_FAILS(won(2), TRIALS, paced_share(1));
    CHECK_COUNT(won(3), TRIALS, drawn_share(won_class[2]));
    CHECK_COUNT_FAILS(won(3), TRIALS, drawn_share(1.1 * won_class[2]));
    CHECK_COUNT(won(4), TRIALS, share(WON_B * WON_WEB, LOST_B));
    CHECK_COUNT_FAILS(won(4), TRIALS, share(1.1 * WON_B * WON_WEB, LOST_B));
    qc_world_free(&world);
    company_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("walk traits");
    TCase *tests = tcase_create("factors");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, factors_act_on_the_deals_that_have_them);
    suite_add_tcase(suite, tests);
    return suite;
}
