/* The walk on the day clock against a pipeline whose win days are known exactly: three stages with skips,
 * back moves, moves on the day of entry and deals that never leave. Its daily chances become hazards by
 * hand, take the place of a draw's laws, and deals run from fresh and from open (stage, age).
 *
 * Smallest wrong to be seen: a whole distribution off by 0.011, which the bent runs show: hazards of winning
 * a third higher, back moves that are lost instead, and open deals that start one day too early. */
#include "tests/stat/kernel_laws.h"
#include "tests/stat/win_days.h"
#include "tests/support/budget.h"

#include <stdlib.h>

#define STAGES QC_REFERENCE_STAGES

enum { HORIZON = WIN_DAYS, DEALS = 10, TRIALS = 400000 };

static const char PLAN[] = "as_of: 2025-12-31\n"
                           "currency: EUR\n"
                           "new_deals: {mean: 0, per: month, based_on: certain, noise: none}\n"
                           "deal_size: {mean: 1, cv: 1, based_on: certain}\n"
                           "shocks: none\n"
                           "pipeline:\n"
                           "  - {stage: S1, conversion: 50%, days: 10, based_on: certain}\n"
                           "  - {stage: S2, conversion: 50%, days: 10, based_on: certain}\n"
                           "  - {stage: S3, conversion: 50%, days: 10, based_on: certain}\n"
                           "targets: [{name: all, metric: customers, period: 2026, at_least: 1}]\n";

/* ---- ten deals: three fresh ones, then the open ones of the reference ---- */

static json_t *reference;
static int stage_of[DEALS], age_of[DEALS];

static void write_deals(char *csv, size_t room)
{
    const char *state;
    json_t *value;
    int deal = STAGES;
    size_t length = (size_t) snprintf(csv, room, "deal_id,stage,age_days,amount\n");
    for (int stage = 0; stage < STAGES; stage++) {
        stage_of[stage] = stage;
        age_of[stage] = -1;
    }
    json_object_foreach(qc_reference_get(reference, "open"), state, value)
    {
        ck_assert_int_lt(deal, DEALS);
        ck_assert_int_eq(sscanf(state, "S%d@%d", &stage_of[deal], &age_of[deal]), 2);
        stage_of[deal++]--;
    }
    ck_assert_int_eq(deal, DEALS);
    for (deal = 0; deal < DEALS; deal++)
        length += (size_t) snprintf(csv + length, room - length, "d%d,S%d,%d,1\n", deal,
                                    stage_of[deal] + 1, age_of[deal] < 0 ? 0 : age_of[deal]);
    ck_assert_uint_lt(length, room);
}

/* `early`: open deals start that many days too early, the wrong that the day clock could have. */
static void run(int early, uint64_t seed)
{
    char csv[512];
    double ages[DEALS];
    company it = {0};
    qc_world world = {0};
    write_deals(csv, sizeof csv);
    company_read(&it, PLAN, NULL, csv);
    company_prepare(&it);
    win_days_ask(&it.forecast.questions, DEALS);
    company_world(&it, &world, seed);
    company_trial(&world, 0);
    for (int stage = 0; stage < STAGES; stage++)
        world.draw.stages.laws[stage] = kernel_laws[stage].law;
    company_forget_laws(&world);
    for (int deal = 0; deal < DEALS; deal++)
        ages[deal] = age_of[deal] - early;
    win_days_start(&world, &it.forecast.book, DEALS, ages);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        world.draw_number = trial / QC_GROUP_TRIALS; /* the laws above stay laid out */
        qc_world_look_ahead(&world);
        company_trial(&world, trial);
        win_days_count(&world, DEALS);
    }
    qc_world_free(&world);
    company_free(&it);
}

/* ---- comparisons ---- */

/* A fresh deal that enters on the first day wins t days later on day t + 1. */
static double fresh_distance(int stage, const char *name)
{
    const json_t *daily = qc_reference_get(qc_reference_get(reference, "win"), name);
    double exact = 0, distance = 0;
    int64_t won = 0;
    for (int day = 1; day <= HORIZON; day++) {
        exact += qc_reference_item(daily, (size_t) day - 1);
        won += wins[stage][day];
        distance = fmax(distance, fabs((double) won / TRIALS - exact));
    }
    return distance;
}

static double open_distance(int deal)
{
    char state[16];
    const char *ahead;
    json_t *value;
    double distance = 0;
    snprintf(state, sizeof state, "S%d@%d", stage_of[deal] + 1, age_of[deal]);
    const json_t *open = qc_reference_get(qc_reference_get(reference, "open"), state);
    json_object_foreach(qc_reference_get(open, "win_cum"), ahead, value)
    {
        int64_t won = 0;
        for (int day = 1; day <= (int) strtol(ahead, NULL, 10); day++)
            won += wins[deal][day];
        distance = fmax(distance, fabs((double) won / TRIALS - json_number_value(value)));
    }
    return distance;
}

static double largest_distance(int first, int end)
{
    static const char *const names[] = {"S1", "S2", "S3"};
    double largest = 0;
    for (int deal = first; deal < end; deal++) {
        const double distance = deal < STAGES ? fresh_distance(deal, names[deal])
                                              : open_distance(deal);
        printf("kernel: deal %d, distance %.5f (limit %.5f)\n", deal, distance,
               qc_budget_distance_limit(TRIALS));
        largest = fmax(largest, distance);
    }
    fflush(stdout);
    return largest;
}

/* A single chance is held tighter than a whole distribution: exact binomial tails. */
static void check_win_rates(void)
{
    for (size_t stage = 0; stage < STAGES; stage++) {
        double exact = 0;
        int64_t won = 0;
        const json_t *all = qc_reference_get(reference, "win");
        static const char *const names[] = {"S1", "S2", "S3"};
        for (size_t day = 1; day <= HORIZON; day++) {
            exact += qc_reference_item(qc_reference_get(all, names[stage]), day - 1);
            won += wins[stage][day];
        }
        CHECK_COUNT(won, TRIALS, exact);
        CHECK_COUNT_FAILS(won, TRIALS, exact * 1.04);
    }
}

START_TEST(win_days_of_fresh_and_open_deals_are_exact)
{
    reference = qc_reference_load("semimarkov_expected.json");
    kernel_laws_make(1, false);
    run(0, 20261122);
    ck_assert_double_le(largest_distance(0, DEALS), qc_budget_distance_limit(TRIALS));
    check_win_rates();
    json_decref(reference);
}
END_TEST

START_TEST(bent_laws_are_seen)
{
    reference = qc_reference_load("semimarkov_expected.json");
    kernel_laws_make(4.0 / 3, false);
    run(0, 1);
    ck_assert_double_gt(largest_distance(0, STAGES), 2 * qc_budget_distance_limit(TRIALS));
    kernel_laws_make(1, true);
    run(0, 2);
    ck_assert_double_gt(largest_distance(2, 3), 2 * qc_budget_distance_limit(TRIALS));
    kernel_laws_make(1, false);
    run(1, 3); /* an open deal has been at risk on the as-of day, too */
    ck_assert_double_gt(largest_distance(STAGES, DEALS), 2 * qc_budget_distance_limit(TRIALS));
    json_decref(reference);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("walk: kernel");
    TCase *tests = tcase_create("win days");
    tcase_add_test(tests, win_days_of_fresh_and_open_deals_are_exact);
    tcase_add_test(tests, bent_laws_are_seen);
    suite_add_tcase(suite, tests);
    return suite;
}
