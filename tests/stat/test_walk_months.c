/* Month effects in the walk. A hand-made law with hazards in bins runs under random month effects; given the
 * effects of a trial (they stay in the world) the chance of each exit in each month is known exactly, first
 * held against reference figures. Over many trials the hits less these chances must average to nothing, and
 * still do when months of a low effect count negatively.
 *
 * Smallest wrong to be seen: about half a point of one chance; shown with effects that come a month late and
 * with effects that are ignored. The effects themselves must have the stated spread and memory. */
#include "core/stats.h"
#include "sim/exact/exact.h"
#include "tests/exact/reference.h"
#include "tests/support/budget.h"
#include "tests/support/company.h"

#include <gsl/gsl_cdf.h>

/* Stage b is under test: it advances to c, goes back to a, is won or lost; a and c are never left. */
enum {
    BINS = 7,
    EXITS = 4,
    MONTHS = 3,
    DEALS = 4,
    TRIALS = 200000,
    ADVANCE = 0,
    WON = 1,
    LOST = 2,
    BACK = 3
};

static const char PLAN[] =
    "as_of: 2026-03-14\n" /* months end on days 17, 47 and 78 */
    "currency: EUR\n"
    "new_deals: {mean: 0, per: month, based_on: certain, noise: none}\n"
    "deal_size: {mean: 1, cv: 1, based_on: certain}\n"
    "shocks: {sd: 0.4, rho: 0.6}\n"
    "pipeline:\n"
    "  - {stage: a, conversion: 50%, days: 10, based_on: certain}\n"
    "  - {stage: b, conversion: 50%, days: 10, based_on: certain}\n"
    "  - {stage: c, conversion: 50%, days: 10, based_on: certain}\n"
    "targets:\n"
    "  - {name: march, metric: customers, period: 2026-03, at_least: 1}\n"
    "  - {name: april, metric: customers, period: 2026-04, at_least: 1}\n"
    "  - {name: may, metric: customers, period: 2026-05, at_least: 1}\n"
    "  - {name: on, metric: qualified, stage: c, period: 2026-05, at_least: 1}\n"
    "  - {name: off, metric: qualified, stage: a, period: 2026-05, at_least: 1}\n";

static const char OPEN[] =
    "deal_id,stage,age_days,amount\n"
    "fresh,b,0,1\nentered_10_before,b,10,1\nentered_80_before,b,80,1\ntoday,b,0,1\n";
static const double AGE[DEALS] = {-1, 10, 80, 0}; /* -1: enters on the first forecast day */

static double edges[BINS], hazard[EXITS * BINS];
static int32_t month_end[MONTHS];

/* ---- the law ---- */

static double daily[EXITS][QC_HAZARD_DAYS];
static double cumulative[QC_HAZARD_DAYS + 1][QC_GROUP_COUNT];
static qc_law_route routes[EXITS];
static const qc_group GROUP[EXITS] = {QC_GROUP_ADVANCE, QC_GROUP_WON, QC_GROUP_LOST, QC_GROUP_BACK};
static const qc_id TO[EXITS] = {2, QC_STAGE_WON, QC_STAGE_LOST, 0};

static void read_reference(json_t *root)
{
    static const char *const names[] = {"advance", "won", "lost", "back"};
    for (size_t b = 0; b < BINS; b++)
        edges[b] = qc_reference_item(qc_reference_get(root, "edges"), b);
    for (size_t d = 0; d < EXITS; d++) {
        for (size_t b = 0; b < BINS; b++)
            hazard[d * BINS + b] = qc_reference_item(
                qc_reference_get(qc_reference_get(root, "hazard"), names[d]), b);
    }
    for (size_t m = 0; m < MONTHS; m++)
        month_end[m] = (int32_t) qc_reference_item(qc_reference_get(root, "mend"), m);
}

static qc_law make_law(void)
{
    qc_law law = {.day_clock = true,
                  .step = 1,
                  .time_scale = 1,
                  .per_day = 1,
                  .cells = QC_HAZARD_DAYS,
                  .cumulative = (const double(*)[QC_GROUP_COUNT]) cumulative};
    for (int d = 0; d < EXITS; d++) {
        int bin = 0;
        for (int day = 0; day < QC_HAZARD_DAYS; day++) {
            while (bin < BINS - 1 && day >= edges[bin + 1])
                bin++;
            daily[d][day] = hazard[d * BINS + bin];
            cumulative[day + 1][GROUP[d]] = cumulative[day][GROUP[d]] + daily[d][day];
        }
        routes[d] = (qc_law_route){TO[d], daily[d]};
        law.routes[GROUP[d]] = &routes[d];
        law.route_count[GROUP[d]] = 1;
        law.weight[GROUP[d]] = 1;
    }
    return law;
}

/* ---- the exact chances ---- */

/* theta by exit and month; `late` takes the effect of the month before. */
static void exact_chances(double (*theta)[QC_GROUP_COUNT], int late, double (*out)[MONTHS * EXITS])
{
    double by_exit[EXITS * MONTHS];
    for (int d = 0; d < EXITS; d++) {
        for (int m = 0; m < MONTHS; m++)
            by_exit[d * MONTHS + m] = theta == NULL || d == BACK
                                          ? 1
                                          : theta[m > late ? m - late : 0][GROUP[d]];
    }
    for (int deal = 0; deal < DEALS; deal++) {
        const bool fresh = AGE[deal] < 0;
        qc_exact_stage_exits(edges, BINS, hazard, EXITS, by_exit, month_end, MONTHS,
                             fresh ? 1 : -AGE[deal], fresh ? 0 : AGE[deal] + 1, out[deal]);
    }
}

START_TEST(the_exact_side_agrees_with_the_reference)
{
    json_t *root = qc_reference_load("calendar_hazard_exact.json");
    json_t *cases = qc_reference_get(root, "cases");
    double by_exit[EXITS * MONTHS], out[MONTHS * EXITS], largest = 0;
    read_reference(root);
    for (size_t m = 0; m < MONTHS; m++) {
        const json_t *mult = qc_reference_get(root, "mult");
        const double forward = qc_reference_item(qc_reference_get(root, "thF"), m) *
                               qc_reference_number(mult, "fwd");
        by_exit[ADVANCE * MONTHS + m] = by_exit[WON * MONTHS + m] = forward;
        by_exit[LOST * MONTHS + m] = qc_reference_item(qc_reference_get(root, "thL"), m) *
                                     qc_reference_number(mult, "loss");
        by_exit[BACK * MONTHS + m] = 1;
    }
    for (size_t c = 0; c < json_array_size(cases); c++) {
        const json_t *one = json_array_get(cases, c);
        qc_exact_stage_exits(edges, BINS, hazard, EXITS, by_exit, month_end, MONTHS,
                             qc_reference_number(one, "day0"), qc_reference_number(one, "x0"), out);
        for (size_t m = 0; m < MONTHS; m++)
            qc_reference_note_all(&largest, &out[m * EXITS],
                                  json_array_get(qc_reference_get(one, "P"), m), EXITS);
    }
    qc_reference_close("calendar_hazard_exact.json (for the walk)", largest, 1e-12);
    json_decref(root);
}
END_TEST

/* ---- the walk ---- */

typedef struct score { /* of one deal, month and exit */
    double hits, chance, variance;
} score;

static score scores[2][DEALS][MONTHS * EXITS], late[DEALS][MONTHS * EXITS],
    plain[DEALS][MONTHS * EXITS];

/* One measure for each deal and observable exit: wins, entries to c, entries to a. */
static void ask(qc_questions *questions)
{
    questions->measure_count = 3 * DEALS;
    memset(questions->metric_mask, 0, sizeof questions->metric_mask);
    memset(questions->stage_mask, 0, 3 * sizeof *questions->stage_mask);
    for (int deal = 0; deal < DEALS; deal++) {
        questions->metric_mask[QC_METRIC_CUSTOMERS] |= UINT64_C(1) << (3 * deal);
        questions->metric_mask[QC_METRIC_QUALIFIED] |= UINT64_C(6) << (3 * deal);
        questions->stage_mask[2] |= UINT64_C(2) << (3 * deal);
        questions->stage_mask[0] |= UINT64_C(4) << (3 * deal);
    }
}

static void add(score *into, double sign, double hit, double chance)
{
    into->hits += sign * hit;
    into->chance += sign * chance;
    into->variance += chance * (1 - chance);
}

static void score_trial(const company *it, const qc_world *world)
{
    static const int exit_of[] = {WON, ADVANCE, BACK};
    double exact[DEALS][MONTHS * EXITS], lagging[DEALS][MONTHS * EXITS],
        unmoved[DEALS][MONTHS * EXITS];
    const int32_t row = it->forecast.questions.atom_count + 1;
    exact_chances(world->theta, 0, exact);
    exact_chances(world->theta, 1, lagging);
    exact_chances(NULL, 0, unmoved);
    for (int deal = 0; deal < DEALS; deal++) {
        for (int k = 0; k < 3; k++) {
            const int64_t *sums = &world->sums[(3 * deal + k) * row];
            for (int m = 0; m < MONTHS; m++) {
                const qc_figure *month = &it->forecast.questions.figures[m];
                const double hit = sums[month->end_atom] > sums[month->first_atom];
                const int at = m * EXITS + exit_of[k];
                const double sign = world->theta[m][GROUP[exit_of[k]]] < exp(-0.08) ? -1 : 1;
                add(&scores[0][deal][at], 1, hit, exact[deal][at]);
                add(&scores[1][deal][at], sign, hit, exact[deal][at]);
                add(&late[deal][at], sign, hit, lagging[deal][at]);
                add(&plain[deal][at], sign, hit, unmoved[deal][at]);
            }
        }
    }
}

static void run_months(qc_law law)
{
    company it = {0};
    qc_world world = {0};
    company_read(&it, PLAN, NULL, OPEN);
    company_prepare(&it);
    ask(&it.forecast.questions);
    company_world(&it, &world, 7);
    for (int deal = 0; deal < DEALS; deal++) {
        world.open_mask[deal] = UINT64_C(7) << (3 * deal);
        it.forecast.book.open[deal].age_days = AGE[deal];
    }
    ck_assert(world.shocked);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        /* one trial a draw: the present state of an effect belongs to the draw. The laws are put in after
         * the draw was made, before the trial that counts. */
        company_trial(&world, trial * QC_GROUP_TRIALS);
        world.draw.stages.laws[1] = law;
        memset(world.draw.stages.laws[0].weight, 0, sizeof law.weight);
        memset(world.draw.stages.laws[2].weight, 0, sizeof law.weight);
        company_forget_laws(&world);
        company_trial(&world, trial * QC_GROUP_TRIALS);
        score_trial(&it, &world);
    }
    qc_world_free(&world);
    company_free(&it);
}

static double strays(const score *it)
{
    const double sd = sqrt(it->variance / TRIALS);
    return fabs(it->hits - it->chance) / TRIALS / qc_budget_mean_limit(TRIALS, sd);
}

static double worst(score (*of)[MONTHS * EXITS], const char *what)
{
    double furthest = 0;
    for (int deal = 0; deal < DEALS; deal++) {
        for (int at = 0; at < MONTHS * EXITS; at++) {
            if (at % EXITS == LOST) continue;
            ck_assert_double_gt(of[deal][at].variance, 0);
            furthest = fmax(furthest, strays(&of[deal][at]));
        }
    }
    printf("months: %s: furthest %.2f of the limit\n", what, furthest);
    fflush(stdout);
    return furthest;
}

START_TEST(exits_by_month_follow_the_effects_of_the_trial)
{
    json_t *root = qc_reference_load("calendar_hazard_exact.json");
    read_reference(root);
    json_decref(root);
    run_months(make_law());
    ck_assert_double_le(worst(scores[0], "effects of the trial"), 1);
    ck_assert_double_le(worst(scores[1], "signed"), 1);
    ck_assert_double_gt(worst(late, "a month late"), 2);
    ck_assert_double_gt(worst(plain, "ignored"), 2);
}
END_TEST

/* ---- the effects ---- */

static double normal_cdf(double x, const void *context)
{
    const double *law = context; /* mean, sd */
    return gsl_cdf_gaussian_P(x - law[0], law[1]);
}

enum { EFFECTS = 200000 };
static double first[EFFECTS], last[EFFECTS], step[EFFECTS];

START_TEST(effects_have_the_stated_spread_and_memory)
{
    /* from the running month (present state) over April (30 days) to May (31 days) */
    const double sd = 0.4, rho = 0.6, kept = pow(rho, 31 / 30.4);
    const double stationary[] = {-0.5 * sd * sd, sd}, fresh[] = {0, sd * sqrt(1 - kept * kept)};
    const double bent[] = {0, sd * sqrt(1 - rho * rho * rho)};
    company it = {0};
    qc_world world = {0};
    company_read(&it, PLAN, NULL, NULL);
    company_prepare(&it);
    company_world(&it, &world, 11);
    for (int64_t trial = 0; trial < EFFECTS; trial++) {
        company_trial(&world, trial * QC_GROUP_TRIALS);
        const double april = log(world.theta[1][QC_GROUP_LOST]) + 0.5 * sd * sd;
        const double may = log(world.theta[2][QC_GROUP_LOST]) + 0.5 * sd * sd;
        first[trial] = log(world.theta[0][QC_GROUP_LOST]);
        last[trial] = log(world.theta[2][QC_GROUP_WON]);
        step[trial] = may - kept * april;
        ck_assert_double_eq(world.theta[1][QC_GROUP_BACK], 1);
    }
    qc_stats_sort(first, EFFECTS);
    qc_stats_sort(last, EFFECTS);
    qc_stats_sort(step, EFFECTS);
    CHECK_DKW(first, EFFECTS, normal_cdf, stationary);
    CHECK_DKW(last, EFFECTS, normal_cdf, stationary);
    CHECK_DKW(step, EFFECTS, normal_cdf, fresh);
    CHECK_DKW_FAILS(step, EFFECTS, normal_cdf, bent);
    qc_world_free(&world);
    company_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("walk: months");
    TCase *tests = tcase_create("month effects");
    tcase_add_test(tests, the_exact_side_agrees_with_the_reference);
    tcase_add_test(tests, exits_by_month_follow_the_effects_of_the_trial);
    tcase_add_test(tests, effects_have_the_stated_spread_and_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
