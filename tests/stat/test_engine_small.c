/* The engine on a whole small company without doubt about anything, against its exact chances: a plan as
 * text, a table of open deals with fractional ages, lognormal stays and amounts, six months.
 *
 * Smallest wrong to be seen: 2% of one stage's conversion. */
#include "tests/support/budget.h"
#include "tests/support/company.h"

#include <jansson.h>

#define FOLDER QC_SOURCE_DIR "/tests/fixtures/refco/"

enum { TRIALS = 400000, MONTHS = 6 };

static json_t *load(const char *file)
{
    json_t *root = json_load_file(file, 0, NULL);
    ck_assert_msg(root != NULL, "%s", file);
    return root;
}

static double number(const json_t *value)
{
    ck_assert(json_is_number(value));
    return json_number_value(value);
}

static double field(const json_t *object, const char *key)
{
    return number(json_object_get(object, key));
}

static void write_plan(const json_t *root, double bend, qc_text *plan)
{
    const json_t *amount = json_object_get(root, "amount");
    const json_t *goals = json_object_get(root, "targets");
    size_t s;
    json_t *stage;
    qc_text_add(plan, "as_of: 2024-12-31\ncurrency: EUR\nshocks: none\nfiscal_year_starts: July\n"
                      "new_deals: {mean: 1, per: month, based_on: certain, noise: none}\n");
    qc_text_addf(plan, "deal_size: {mean: %.15g, cv: %.15g, based_on: certain}\npipeline:\n",
                 field(amount, "mean"), field(amount, "cv"));
    json_array_foreach(json_object_get(root, "stages"), s, stage)
        qc_text_addf(plan,
                     "  - {stage: %s, conversion: %.15g, based_on: certain, "
                     "days: {mean: %.15g, cv: %.15g, family: lognormal}}\n",
                     json_string_value(json_object_get(stage, "name")),
                     field(stage, "advance") * (s == 1 ? bend : 1), field(stage, "mean_days"),
                     field(stage, "cv"));
    qc_text_addf(plan,
                 "targets:\n  - {name: half, metric: bookings, period: "
                 "2025-01-01..2025-06-30, at_least: %.15g}\n",
                 field(goals, "year"));
    for (size_t m = 0; m < MONTHS; m++)
        qc_text_addf(plan,
                     "  - {name: m%d, metric: bookings, period: 2025-%02d, at_least: %.15g}\n"
                     "  - {name: w%d, metric: customers, period: 2025-%02d, at_least: 1}\n",
                     (int) m + 1, (int) m + 1,
                     number(json_array_get(json_object_get(goals, "month"), m)), (int) m + 1,
                     (int) m + 1);
}

static void write_open(const json_t *root, qc_text *open)
{
    size_t d;
    json_t *deal;
    qc_text_add(open, "deal_id,stage,age_days,amount\n");
    json_array_foreach(json_object_get(root, "open_deals"), d, deal)
    {
        const json_t *stage = json_array_get(json_object_get(root, "stages"),
                                             (size_t) json_integer_value(json_array_get(deal, 0)));
        qc_text_addf(open, "d%d,%s,%.15g,%.15g\n", (int) d,
                     json_string_value(json_object_get(stage, "name")),
                     number(json_array_get(deal, 1)), number(json_array_get(deal, 2)));
    }
}

static int64_t hits[MONTHS + 1]; /* [0] = all six months */
static double wins[MONTHS], bookings[MONTHS + 1], squares[MONTHS + 1];

static void count_trial(const company *it, const qc_world *world)
{
    for (int m = 0; m <= MONTHS; m++) {
        const int32_t f = m == 0 ? 0 : 2 * m - 1;
        const double value = (double) world->values[f] / 100;
        hits[m] += world->values[f] >= it->forecast.questions.figures[f].goal;
        bookings[m] += value;
        squares[m] += value * value;
        if (m > 0) wins[m - 1] += (double) world->values[f + 1] / 100;
    }
}

/* The plan states one deal a month; the company's rates differ by month, which a plan cannot say, so they
 * are put in as the units of each month. */
static void run(double bend)
{
    json_t *root = load(FOLDER "small.json");
    qc_text plan = {0}, open = {0};
    company it = {0};
    qc_world world = {0};
    write_plan(root, bend, &plan);
    write_open(root, &open);
    company_read(&it, qc_text_get(&plan), NULL, qc_text_get(&open));
    company_prepare(&it);
    ck_assert_int_eq(it.forecast.questions.days, 181);
    company_world(&it, &world, 20261122);
    for (size_t m = 0; m < MONTHS; m++) {
        ck_assert_double_eq_tol(world.units[m], 1, 1e-12);
        world.units[m] = number(json_array_get(json_object_get(root, "new_deals_per_month"), m));
    }
    memset(hits, 0, sizeof hits);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        company_trial(&world, trial);
        count_trial(&it, &world);
    }
    qc_world_free(&world);
    company_free(&it);
    qc_text_free(&plan);
    qc_text_free(&open);
    json_decref(root);
}

START_TEST(all_chances_are_exact)
{
    json_t *exact = load(FOLDER "small.expected.json");
    const json_t *months = json_object_get(exact, "p_month");
    const json_t *fresh = json_object_get(exact, "new_wins_per_month");
    const json_t *open = json_object_get(exact, "open_wins_per_month");
    const json_t *so_far = json_object_get(exact, "cum_mean");
    run(1);
    CHECK_COUNT(hits[0], TRIALS, field(exact, "p_year"));
    for (size_t m = 0; m < MONTHS; m++) {
        const double mean = number(json_array_get(fresh, m)) + number(json_array_get(open, m));
        CHECK_COUNT(hits[m + 1], TRIALS, number(json_array_get(months, m)));
        /* the number of wins has at most the variance of a Poisson number */
        CHECK_MEAN(wins[m] / TRIALS, TRIALS, mean, sqrt(mean));
        CHECK_MEAN_FAILS(wins[m] / TRIALS, TRIALS, mean * 1.02, sqrt(mean));
    }
    const double mean = bookings[0] / TRIALS;
    const double sd = sqrt(squares[0] / TRIALS - mean * mean);
    CHECK_MEAN(mean, TRIALS, number(json_array_get(so_far, MONTHS - 1)), sd);
    CHECK_MEAN_FAILS(mean, TRIALS, number(json_array_get(so_far, MONTHS - 1)) * 1.01, sd);
    json_decref(exact);
}
END_TEST

START_TEST(two_percent_of_a_conversion_are_seen)
{
    json_t *exact = load(FOLDER "small.expected.json");
    run(0.98);
    CHECK_COUNT_FAILS(hits[0], TRIALS, field(exact, "p_year"));
    json_decref(exact);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("engine: a small company");
    TCase *tests = tcase_create("exact");
    tcase_add_test(tests, all_chances_are_exact);
    tcase_add_test(tests, two_percent_of_a_conversion_are_seen);
    suite_add_tcase(suite, tests);
    return suite;
}
