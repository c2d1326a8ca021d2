/* A planted truth: where the chance reaches 80% is known from brute force on far more trials than seek uses.
 * The answer lies in its own 95% range of a run on fresh luck; the cheapest mix costs at most 2% more than
 * the cheapest that a fine grid finds; a mix that is merely good fails the same check. Computed without luck the answer
 * has the chance to a hundred-thousandth, and the mix costs a thousandth more at most. */
#include "core/rng.h"
#include "study/decide/mix_design.h"
#include "study/decide/seek.h"
#include "tests/support/company.h"

#include <gsl/gsl_cdf.h>

#define PLAN                                                              \
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\n"                    \
    "new_deals: {mean: 12, per: month, based_on: certain, noise: none}\n" \
    "deal_size: {mean: 1k, cv: 1, based_on: certain}\n"                   \
    "pipeline:\n"                                                         \
    "  - {stage: a, conversion: 50%, days: 10, based_on: certain}\n"      \
    "  - {stage: b, conversion: 60%, days: 20, based_on: certain}\n"      \
    "targets: [{name: year, metric: bookings, period: 2026, at_least: 44k}]\n"

enum { MANY = 16000, STEPS = 5, EXACT_STEPS = 13 };
#define WANTED 0.8
/* each step of new deals costs 3, of conversion in a 5: dear and strong, cheap and weak are mixed */
static const char *const LEVERS[] = {"new_deals=+30%@3", "pipeline.a.conversion=+15 points@5",
                                     "deal_size=+20%@4"};
#define LEVER_COUNT 3

static void start_with(company *it, qc_study_base *base, const char *plan)
{
    memset(it, 0, sizeof *it);
    company_read(it, plan, NULL, NULL);
    company_prepare(it);
    it->options.threads = 2;
    *base = (qc_study_base){.forecast = &it->forecast, .target = 0};
}

static void start(company *it, qc_study_base *base)
{
    start_with(it, base, PLAN);
}

static void read_levers(const company *it, const char *const *texts, int count, qc_arena *arena,
                        qc_seek_lever *levers)
{
    qc_status status = {0};
    for (int l = 0; l < count; l++)
        ck_assert_msg(qc_seek_lever_read(&levers[l], &it->plan, texts[l], arena, &status), "%s",
                      status.message);
}

/* Chances at `count` points of changes, on many trials of luck that seek never sees. */
static void chances(const company *it, const qc_study_base *base, const qc_variant *asked,
                    int32_t count, double *out)
{
    qc_paired paired = {0};
    qc_status status = {0};
    ck_assert_msg(
        qc_variants_run(&paired, base, asked, count, &it->options, 1000000, MANY, &status), "%s",
        status.message);
    for (int32_t i = 0; i < count; i++)
        out[i] = qc_paired_chance(&paired, i + 1, qc_variants_figure(base)).value;
    qc_paired_free(&paired);
}

static double chance_of(const company *it, const qc_study_base *base, const char *const *sets,
                        int32_t count)
{
    const qc_variant asked = {.name = "", .sets = sets, .set_count = count};
    double chance;
    chances(it, base, &asked, 1, &chance);
    return chance;
}

START_TEST(the_answer_holds_on_fresh_luck)
{
    company it;
    qc_study_base base;
    qc_seek seek = {0};
    qc_seek_lever lever;
    qc_arena arena = {0};
    qc_status status = {0};
    start(&it, &base);
    const qc_forecast_inputs inputs = company_inputs(&it);
    base.inputs = &inputs;
    read_levers(&it, (const char *const[]){"new_deals=+60%"}, 1, &arena, &lever);
    ck_assert_msg(qc_seek_run(&seek, &base, &lever, 1, false, WANTED, &it.options, 5000, &status),
                  "%s", status.message);
    const qc_seek_answer *answer = &seek.answers[0];
    ck_assert_int_eq(answer->kind, QC_SEEK_REACHED);
    const char *low = qc_ramp_set(&lever.ramp, answer->low, &arena, &status);
    const char *high = qc_ramp_set(&lever.ramp, answer->high, &arena, &status);
    ck_assert_double_lt(chance_of(&it, &base, &low, 1), WANTED + 0.01); /* 3 errors of 16,000 */
    ck_assert_double_gt(chance_of(&it, &base, &high, 1), WANTED - 0.01);
    /* a bent answer is seen: half the change is nowhere near */
    const char *half = qc_ramp_set(&lever.ramp, answer->at / 2, &arena, &status);
    ck_assert_double_lt(chance_of(&it, &base, &half, 1), WANTED - 0.01);
    qc_seek_free(&seek);
    qc_arena_free(&arena);
    company_free(&it);
}
END_TEST

/* The least that the third lever needs beside the other two: by chances at so many points of it. */
static double third_needed(const qc_seek_lever *lever, const double *chance, int32_t steps)
{
    for (int32_t i = 0; i < steps; i++) {
        if (chance[i] < WANTED) continue;
        if (i == 0) return 0;
        const double part = (WANTED - chance[i - 1]) / (chance[i] - chance[i - 1]);
        return (i - 1 + part) / (steps - 1) * lever->ramp.to;
    }
    return NAN;
}

static double brute_force(const company *it, const qc_study_base *base, const qc_seek_lever *levers,
                          int32_t steps, qc_arena *arena)
{
    double best = INFINITY;
    qc_status status = {0};
    for (int32_t i = 0; i < steps * steps; i++) {
        const double x = levers[0].ramp.to * (i % steps) / (steps - 1);
        const double y = levers[1].ramp.to * (i / steps) / (steps - 1);
        const double so_far = levers[0].cost * x + levers[1].cost * y;
        qc_variant asked[EXACT_STEPS];
        double chance[EXACT_STEPS];
        if (so_far > best) continue;
        for (int32_t k = 0; k < steps; k++) {
            const char **sets = qc_arena_take(arena, 3, sizeof *sets, &status);
            sets[0] = qc_ramp_set(&levers[0].ramp, x, arena, &status);
            sets[1] = qc_ramp_set(&levers[1].ramp, y, arena, &status);
            sets[2] = qc_ramp_set(&levers[2].ramp, levers[2].ramp.to * k / (steps - 1), arena,
                                  &status);
            asked[k] = (qc_variant){.name = "", .sets = sets, .set_count = 3};
        }
        chances(it, base, asked, steps, chance);
        const double z = third_needed(&levers[2], chance, steps);
        if (!isnan(z)) best = fmin(best, so_far + levers[2].cost * z);
    }
    return best;
}

/* The cheapest mix of levers, the first three of which are all that brute force tries: others are too dear. */
static void find_cheapest(const char *const *texts, int count, bool others)
{
    company it;
    qc_study_base base;
    qc_seek seek = {0};
    qc_seek_lever levers[QC_SEEK_LEVERS];
    qc_arena arena = {0};
    qc_status status = {0};
    start(&it, &base);
    const qc_forecast_inputs inputs = company_inputs(&it);
    base.inputs = &inputs;
    read_levers(&it, texts, count, &arena, levers);
    ck_assert_msg(
        qc_seek_run(&seek, &base, levers, count, true, WANTED, &it.options, 20000, &status), "%s",
        status.message);
    ck_assert_int_ge(seek.mix_count, 1);
    const double best = brute_force(&it, &base, levers, STEPS, &arena);
    const qc_seek_mix *mix = &seek.mixes[0];
    const char *sets[QC_SEEK_LEVERS];
    int32_t moved = 0;
    for (int l = 0; l < count; l++)
        if (mix->text[l] != NULL)
            sets[moved++] = qc_arena_format(&arena, &status, "%s=%s", levers[l].ramp.path,
                                            mix->text[l]);
    printf("cheapest mix of %d: %g (%g to %g), brute force %g\n", count, mix->cost, mix->cost_low,
           mix->cost_high, best);
    ck_assert_msg(mix->cost <= 1.02 * best + (mix->cost_high - mix->cost_low) / 2,
                  "cost %g, brute force %g, 95%% range %g to %g", mix->cost, best, mix->cost_low,
                  mix->cost_high);
    ck_assert_double_gt(chance_of(&it, &base, sets, moved), WANTED - 0.015);
    /* a merely good mix is refused: all levers half way, or as far as that takes */
    if (others) ck_assert_double_gt(seek.mixes[seek.mix_count - 1].cost, 1.02 * best);
    qc_seek_free(&seek);
    qc_arena_free(&arena);
    company_free(&it);
}

START_TEST(the_cheapest_mix_is_found)
{
    find_cheapest(LEVERS, LEVER_COUNT, true);
}
END_TEST

/* More levers to choose from make nothing dearer. */
START_TEST(dear_and_weak_levers_do_not_lead_astray)
{
    static const char *const MANY_LEVERS[] = {
        "new_deals=+30%@3",       "pipeline.a.conversion=+15 points@5",
        "deal_size=+20%@4",       "pipeline.a.days=-20%@9",
        "pipeline.b.days=-20%@9", "pipeline.b.conversion=+10 points@60"};
    find_cheapest(MANY_LEVERS, sizeof MANY_LEVERS / sizeof MANY_LEVERS[0], false);
}
END_TEST

/* ---- people are whole ---- */

#define TEAM                                                                                    \
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\n"                                          \
    "deal_size: {mean: 1k, cv: 0.5, based_on: certain}\n"                                       \
    "pipeline:\n"                                                                               \
    "  - {stage: a, conversion: 50%, days: 10, based_on: certain}\n"                            \
    "team: {reps: 4}\n"                                                                         \
    "activities: {calls: {per_rep_per_week: 20, contact_rate: {mean: 10%, based_on: certain}, " \
    "opportunity_rate: {mean: 25%, based_on: certain}}}\n"                                      \
    "targets: [{name: year, metric: bookings, period: 2026, at_least: 70k}]\n"

enum { PEOPLE = 3, SIZE_STEPS = 7 };

/* The cheapest of so many more reps, each with what deal_size needs beside them. One rep more or fewer costs a fifth
 * more, so that another number is told from the right one. */
static double brute_people(const company *it, const qc_study_base *base,
                           const qc_seek_lever *levers, qc_arena *arena, int *reps)
{
    double best = INFINITY;
    qc_status status = {0};
    for (int n = 0; n <= PEOPLE; n++) {
        qc_variant asked[SIZE_STEPS];
        double chance[SIZE_STEPS];
        for (int32_t k = 0; k < SIZE_STEPS; k++) {
            const char **sets = qc_arena_take(arena, 2, sizeof *sets, &status);
            sets[0] = qc_ramp_set(&levers[0].ramp, n, arena, &status);
            sets[1] = qc_ramp_set(&levers[1].ramp, levers[1].ramp.to * k / (SIZE_STEPS - 1), arena,
                                  &status);
            asked[k] = (qc_variant){.name = "", .sets = sets, .set_count = 2};
        }
        chances(it, base, asked, SIZE_STEPS, chance);
        const double more = third_needed(&levers[1], chance, SIZE_STEPS);
        const double cost = levers[0].cost * n + levers[1].cost * more;
        printf("%d more: deal_size %+.1f%%, cost %g\n", n, more, cost);
        if (!isnan(more) && cost < best) {
            best = cost;
            *reps = n;
        }
    }
    return best;
}

START_TEST(the_cheapest_number_of_people_is_found)
{
    company it;
    qc_study_base base;
    qc_seek seek = {0};
    qc_seek_lever levers[2];
    qc_arena arena = {0};
    qc_status status = {0};
    int reps = 0;
    start_with(&it, &base, TEAM);
    const qc_forecast_inputs inputs = company_inputs(&it);
    base.inputs = &inputs;
    read_levers(&it, (const char *const[]){"team.reps=+3@20", "deal_size=+60%@1.3"}, 2, &arena,
                levers);
    ck_assert_msg(qc_seek_run(&seek, &base, levers, 2, true, WANTED, &it.options, 20000, &status),
                  "%s", status.message);
    const double best = brute_people(&it, &base, levers, &arena, &reps);
    const qc_seek_mix *mix = &seek.mixes[0];
    printf("cheapest with people %g (%g to %g): %+.0f; brute force %g: %+d\n", mix->cost,
           mix->cost_low, mix->cost_high, mix->at[0], best, reps);
    ck_assert_int_eq((int) mix->at[0], reps);
    ck_assert_double_le(mix->cost, 1.02 * best + (mix->cost_high - mix->cost_low) / 2);
    ck_assert_double_ge(mix->cost, best - (mix->cost_high - mix->cost_low));
    qc_seek_free(&seek);
    qc_arena_free(&arena);
    company_free(&it);
}
END_TEST

/* ---- within a budget, and computed ---- */

/* The best chance that a sum gives on a grid of the first two levers; the third takes what is left of it. */
static double brute_budget(const company *it, const qc_study_base *base,
                           const qc_seek_lever *levers, double budget, qc_arena *arena)
{
    qc_variant asked[STEPS * STEPS];
    double chance[STEPS * STEPS], best = 0;
    int32_t count = 0;
    qc_status status = {0};
    for (int32_t i = 0; i < STEPS * STEPS; i++) {
        const double x = budget / levers[0].cost * (i % STEPS) / (STEPS - 1);
        const double y = budget / levers[1].cost * (i / STEPS) / (STEPS - 1);
        const double left = budget - levers[0].cost * x - levers[1].cost * y;
        if (left < 0 || x > levers[0].ramp.to || y > levers[1].ramp.to) continue;
        const char **sets = qc_arena_take(arena, 3, sizeof *sets, &status);
        sets[0] = qc_ramp_set(&levers[0].ramp, x, arena, &status);
        sets[1] = qc_ramp_set(&levers[1].ramp, y, arena, &status);
        sets[2] = qc_ramp_set(&levers[2].ramp, fmin(left / levers[2].cost, levers[2].ramp.to),
                              arena, &status);
        asked[count++] = (qc_variant){.name = "", .sets = sets, .set_count = 3};
    }
    chances(it, base, asked, count, chance);
    for (int32_t i = 0; i < count; i++)
        best = fmax(best, chance[i]);
    return best;
}

START_TEST(the_best_within_a_budget_is_found)
{
    enum { BUDGET = 60 };
    company it;
    qc_study_base base;
    qc_seek seek = {0};
    qc_seek_lever levers[LEVER_COUNT];
    qc_arena arena = {0};
    qc_status status = {0};
    start(&it, &base);
    const qc_forecast_inputs inputs = company_inputs(&it);
    base.inputs = &inputs;
    read_levers(&it, LEVERS, LEVER_COUNT, &arena, levers);
    ck_assert_msg(qc_seek_budget(&seek, &base, levers, LEVER_COUNT, BUDGET, WANTED, &it.options,
                                 20000, &status),
                  "%s", status.message);
    const qc_seek_mix *mix = &seek.mixes[0];
    const char *sets[LEVER_COUNT];
    int32_t count = 0;
    for (int l = 0; l < LEVER_COUNT; l++)
        if (mix->text[l] != NULL)
            sets[count++] = qc_arena_format(&arena, &status, "%s=%s", levers[l].ramp.path,
                                            mix->text[l]);
    const double best = brute_budget(&it, &base, levers, BUDGET, &arena);
    const double chance = chance_of(&it, &base, sets, count);
    printf("for %d: %g of %g by brute force, costs %g\n", BUDGET, chance, best, mix->cost);
    ck_assert_double_le(mix->cost, BUDGET);
    ck_assert_double_gt(mix->cost, 0.97 * BUDGET);
    ck_assert_double_gt(chance, best - 0.01);
    /* a wasteful mix is seen: all on the third lever */
    const char *wasted = qc_ramp_set(&levers[2].ramp, BUDGET / levers[2].cost, &arena, &status);
    ck_assert_double_lt(chance_of(&it, &base, &wasted, 1), best - 0.01);
    qc_seek_free(&seek);
    qc_arena_free(&arena);
    company_free(&it);
}
END_TEST

START_TEST(a_computed_answer_is_exact)
{
    company it;
    qc_study_base base;
    qc_seek seek = {0};
    qc_seek_lever lever;
    qc_arena arena = {0};
    qc_status status = {0};
    start(&it, &base);
    it.options.evaluator = QC_EVALUATOR_AUTO;
    const qc_forecast_inputs inputs = company_inputs(&it);
    base.inputs = &inputs;
    read_levers(&it, (const char *const[]){"new_deals=+60%"}, 1, &arena, &lever);
    ck_assert_msg(qc_seek_run(&seek, &base, &lever, 1, false, WANTED, &it.options, 1, &status),
                  "%s", status.message);
    const qc_seek_answer *answer = &seek.answers[0];
    ck_assert_str_eq(seek.head.engine, "exact");
    ck_assert_int_eq(answer->kind, QC_SEEK_REACHED);
    ck_assert_double_le(answer->low, answer->at);
    ck_assert_double_ge(answer->high, answer->at);
    ck_assert_double_lt(answer->high - answer->low, 0.1);
    const char *set = qc_ramp_set(&lever.ramp, answer->at, &arena, &status);
    ck_assert_double_eq_tol(chance_of(&it, &base, &set, 1), WANTED, 1e-5);
    qc_seek_free(&seek);
    qc_arena_free(&arena);
    company_free(&it);
}
END_TEST

START_TEST(a_computed_mix_is_the_cheapest)
{
    company it;
    qc_study_base base;
    qc_seek seek = {0};
    qc_seek_lever levers[LEVER_COUNT];
    qc_arena arena = {0};
    qc_status status = {0};
    const char *sets[LEVER_COUNT];
    int32_t count = 0;
    start(&it, &base);
    it.options.evaluator = QC_EVALUATOR_AUTO;
    const qc_forecast_inputs inputs = company_inputs(&it);
    base.inputs = &inputs;
    read_levers(&it, LEVERS, LEVER_COUNT, &arena, levers);
    ck_assert_msg(
        qc_seek_run(&seek, &base, levers, LEVER_COUNT, true, WANTED, &it.options, 1, &status), "%s",
        status.message);
    ck_assert_str_eq(seek.head.engine, "exact");
    const qc_seek_mix *mix = &seek.mixes[0];
    for (int l = 0; l < LEVER_COUNT; l++)
        if (mix->text[l] != NULL)
            sets[count++] = qc_arena_format(&arena, &status, "%s=%s", levers[l].ramp.path,
                                            mix->text[l]);
    ck_assert_double_eq_tol(chance_of(&it, &base, sets, count), WANTED, 2e-5);
    const double best = brute_force(&it, &base, levers, EXACT_STEPS, &arena);
    ck_assert_double_le(mix->cost, 1.001 * best);
    ck_assert_double_ge(mix->cost,
                        0.98 * best); /* a cheaper one than the grid's, but by its cells */
    ck_assert_double_gt(seek.mixes[seek.mix_count - 1].cost, 1.001 * best);
    printf("computed mix %g, brute force %g\n", mix->cost, best);
    qc_seek_free(&seek);
    qc_arena_free(&arena);
    company_free(&it);
}
END_TEST

static double planted_probit(const double *at)
{
    static const double RISE[] = {0.32, 0.36, 0.43, 0.39, 0.03};
    double sum = -0.385;
    for (int l = 0; l < 5; l++)
        sum += RISE[l] * at[l];
    return sum;
}

/* Chances of a planted surface, each off by up to half a point. */
static void fill_samples(qc_mix_design *design, qc_rng *luck)
{
    for (int32_t i = 0; i < design->count; i++) {
        qc_mix_sample *it = &design->samples[i];
        it->chance = gsl_cdf_ugaussian_P(planted_probit(it->at)) +
                     0.01 * (qc_rng_uniform(luck) - 0.5);
        it->weight = 1000;
    }
}

/* What is learned near one place must not promise more elsewhere, or a mix is taken for enough that is not. */
START_TEST(what_is_learned_nearby_holds_far_away)
{
    static const double CENTRE[QC_SEEK_LEVERS] = {1, 0.2, 0.7, 1, 0};
    for (uint64_t seed = 1; seed <= 20; seed++) {
        qc_mix_surface surface = {.levers = 5};
        qc_mix_design design = {.count = 0};
        qc_status status = {0};
        qc_rng luck = qc_rng_stream(seed, 0, 0, 0);
        qc_mix_design_box(&design, &surface);
        qc_mix_design_near(&design, &surface, CENTRE, 0.12);
        fill_samples(&design, &luck);
        ck_assert(
            qc_mix_surface_learn(&surface, design.samples, design.count, CENTRE, 0.25, &status));
        for (int corner = 0; corner < 32; corner++) {
            qc_mix_place at = {0};
            for (int l = 0; l < 5; l++)
                at[l] = corner >> l & 1;
            ck_assert_double_eq_tol(qc_mix_surface_probit(&surface, at), planted_probit(at), 0.25);
        }
    }
}
END_TEST

START_TEST(neighbours_that_fall_are_pooled)
{
    double values[] = {0.1, 0.3, 0.2, 0.4, 0.4, 0.1};
    qc_seek_pool(values, 6);
    ck_assert_double_eq(values[0], 0.1);
    ck_assert_double_eq_tol(values[1], 0.25, 1e-12);
    ck_assert_double_eq_tol(values[2], 0.25, 1e-12);
    for (int i = 3; i < 6; i++)
        ck_assert_double_eq_tol(values[i], 0.3, 1e-12);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("seek");
    TCase *tests = tcase_create("seek");
    tcase_set_timeout(tests, 600);
    tcase_add_test(tests, neighbours_that_fall_are_pooled);
    tcase_add_test(tests, what_is_learned_nearby_holds_far_away);
    tcase_add_test(tests, the_answer_holds_on_fresh_luck);
    tcase_add_test(tests, the_cheapest_mix_is_found);
    tcase_add_test(tests, dear_and_weak_levers_do_not_lead_astray);
    tcase_add_test(tests, the_cheapest_number_of_people_is_found);
    tcase_add_test(tests, the_best_within_a_budget_is_found);
    tcase_add_test(tests, a_computed_answer_is_exact);
    tcase_add_test(tests, a_computed_mix_is_the_cheapest);
    suite_add_tcase(suite, tests);
    return suite;
}
