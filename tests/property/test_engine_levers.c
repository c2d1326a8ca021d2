/* Common random numbers: a lever changes what it is about and nothing else, trial by trial. More new deals or a
 * better conversion lower no trial, another segment's deals keep their luck, larger deals book that much more. */
#include "tests/support/pair.h"
#include "tests/support/past.h"

enum { TRIALS = 1500 };

/* Certain and uncertain beliefs, without and with month effects. */
static const char *const plans[] = {
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\n"
    "new_deals: {mean: 12, per: month, based_on: certain, noise: none}\n"
    "deal_size: {mean: 1k, cv: 1, based_on: certain}\n"
    "pipeline:\n"
    "  - {stage: a, conversion: 50%, days: 10, based_on: certain}\n"
    "  - {stage: b, conversion: 60%, days: 20, based_on: certain}\n",
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\n"
    "new_deals: 8 to 20 per month\ndeal_size: 500 to 4k\n"
    "pipeline:\n"
    "  - {stage: a, conversion: 40% to 60%, days: 5 to 20}\n"
    "  - {stage: b, conversion: 60%, days: 20, days_if_lost: 10 to 60}\n",
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: {sd: 0.3, rho: 0.5}\n"
    "new_deals: 8 to 20 per month\ndeal_size: 500 to 4k\n"
    "pipeline:\n"
    "  - {stage: a, conversion: 40% to 60%, days: 5 to 20}\n"
    "  - {stage: b, conversion: 60%, days: 20, days_if_lost: 10 to 60}\n",
};
#define PLANS ((int) (sizeof plans / sizeof plans[0]))
/* With month effects a deal that leaves at another time may leave elsewhere. */
#define CALM 2 /* plans without them come first */

static const char SEGMENTS[] = "segments:\n"
                               "  small: {new_deals: 4 to 6 per month}\n"
                               "  big: {new_deals: 1 to 2 per month, deal_size: 9k}\n";
static const char TARGETS[] = "targets:\n"
                              "  - {name: wins, metric: customers, period: 2026, at_least: 20}\n"
                              "  - {name: money, metric: bookings, period: 2026, at_least: 20k}\n"
                              "  - {name: new, metric: new_deals, period: 2026, at_least: 20}\n"
                              "  - {name: soon, metric: customers, period: 2026-02, at_least: 2}\n";
static const char SCOPED[] =
    "  - {name: big wins, metric: customers, period: 2026, at_least: 2, scope: {segment: big}}\n"
    "  - {name: big money, metric: bookings, period: 2026, at_least: 2k, scope: {segment: big}}\n"
    "  - {name: big new, metric: new_deals, period: 2026, at_least: 2, scope: {segment: big}}\n";
static const char OPEN[] = "deal_id,stage,age_days,amount,segment\n"
                           "x,a,3.5,400,small\ny,b,0,,big\nz,b,40,7000,\n";

static void start(pair *it, const char *plan, const char *more, const char *deals, const char *open,
                  const char *set)
{
    qc_text text = {0};
    qc_text_addf(&text, "%s%s%s%s", plan, SEGMENTS, TARGETS, more);
    pair_start(it, qc_text_get(&text), deals, open, set);
    qc_text_free(&text);
}

/* ---- more of something lowers no trial ---- */

static void raises(const char *plan, const char *open, const char *set, const char *what)
{
    pair it;
    int64_t gained = 0;
    start(&it, plan, open != NULL ? SCOPED : "", NULL, open, set);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        pair_trial(&it, trial);
        ck_assert_msg(pair_gain(&it, what) >= 0, "%s: trial %d loses %s", set, (int) trial, what);
        ck_assert_msg(pair_gain(&it, "money") >= 0, "%s: trial %d loses money", set, (int) trial);
        gained += pair_gain(&it, what) > 0;
    }
    ck_assert_int_gt(gained, TRIALS / 20);
    pair_end(&it);
}

START_TEST(more_new_deals_lower_no_trial)
{
    raises(plans[_i], OPEN, "new_deals=+10%", "wins");
    raises(plans[_i], OPEN, "new_deals=+10%", "new");
    raises(plans[_i], OPEN, "new_deals=+10%", "soon");
}
END_TEST

START_TEST(fewer_new_deals_raise_no_trial)
{
    pair it;
    start(&it, plans[_i], "", NULL, OPEN, "new_deals=-30%");
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        pair_trial(&it, trial);
        ck_assert_int_le(pair_gain(&it, "wins"), 0);
        ck_assert_int_le(pair_gain(&it, "money"), 0);
        ck_assert_int_le(pair_gain(&it, "new"), 0);
    }
    pair_end(&it);
}
END_TEST

START_TEST(a_better_conversion_lowers_no_trial)
{
    raises(plans[_i], OPEN, "pipeline.a.conversion=+5 points", "wins");
    raises(plans[0], OPEN, "pipeline.conversion=+5 points", "soon");
    raises(plans[_i], OPEN, "win_rate=+5 points", "wins");
}
END_TEST

/* New deals only: one that is open already grows older by the same lever, and old deals may be lost ones. */
START_TEST(shorter_stays_lower_no_trial)
{
    raises(plans[_i], NULL, "pipeline.days=-10%", "wins");
}
END_TEST

/* ---- nothing else is touched ---- */

static void leaves_big_alone(const char *plan, const char *set)
{
    pair it;
    int64_t changed = 0;
    start(&it, plan, SCOPED, NULL, OPEN, set);
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        pair_trial(&it, trial);
        ck_assert_int_eq(pair_gain(&it, "big wins"), 0);
        ck_assert_int_eq(pair_gain(&it, "big money"), 0);
        ck_assert_int_eq(pair_gain(&it, "big new"), 0);
        changed += pair_gain(&it, "wins") != 0 || pair_gain(&it, "money") != 0;
    }
    ck_assert_int_gt(changed, TRIALS / 20);
    pair_end(&it);
}

START_TEST(other_segments_keep_their_luck)
{
    leaves_big_alone(plans[_i], "segments.small.new_deals=+50%");
    leaves_big_alone(plans[_i], "segments.small.new_deals=-50%");
    leaves_big_alone(plans[_i], "segments.small.pipeline.a.conversion=+20 points");
    leaves_big_alone(plans[_i], "segments.small.pipeline.days=+60%");
    leaves_big_alone(plans[_i], "segments.small.deal_size=+20%");
}
END_TEST

/* In a history whose segments are too thin for streams of their own. */
START_TEST(segments_that_share_a_stream_keep_their_luck)
{
    static const char *const sets[] = {"segments.small.new_deals=+50%",
                                       "segments.small.new_deals=-50%",
                                       "segments.small.pipeline.s0.conversion=+10 points"};
    for (int i = 0; i < 3; i++) {
        pair it;
        qc_text csv = {0};
        double plain = 0, moved = 0;
        past was = PAST_USUAL;
        was.deals = 50;
        was.stages = 2;
        was.segment[0] = "small";
        was.segment[1] = "big";
        past_write(&was, &csv);
        qc_text plan = {0};
        qc_text_addf(&plan,
                     "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: d}\npipeline: [s0, s1]\n"
                     "deal_size: 1k\nsegments: {small: {}, big: {}}\n%s%s"
                     "  - {name: small new, metric: new_deals, period: 2026, at_least: 2, scope: "
                     "{segment: small}}\n",
                     TARGETS, SCOPED);
        pair_start(&it, qc_text_get(&plan), qc_text_get(&csv), NULL, sets[i]);
        ck_assert_int_eq(it.plain.forecast.model.arrivals.stream_count, 1);
        const int32_t f = company_figure(&it.plain, "small new");
        for (int64_t trial = 0; trial < TRIALS; trial++) {
            pair_trial(&it, trial);
            ck_assert_int_eq(pair_gain(&it, "big wins"), 0);
            ck_assert_int_eq(pair_gain(&it, "big money"), 0);
            ck_assert_int_eq(pair_gain(&it, "big new"), 0);
            plain += (double) it.one.values[f];
            moved += (double) it.two.values[f];
        }
        ck_assert_double_eq_tol(moved / plain, i == 0 ? 1.5 : i == 1 ? 0.5 : 1, 0.03);
        pair_end(&it);
        qc_text_free(&csv);
        qc_text_free(&plan);
    }
}
END_TEST

/* ---- money ---- */

START_TEST(larger_deals_book_that_much_more)
{
    pair it;
    start(&it, plans[_i], "", NULL, NULL, "deal_size=+25%");
    const int32_t money = company_figure(&it.plain, "money");
    for (int64_t trial = 0; trial < TRIALS; trial++) {
        pair_trial(&it, trial);
        ck_assert_int_eq(pair_gain(&it, "wins"), 0);
        /* each amount is rounded to hundredths */
        ck_assert_double_eq_tol(
            (double) it.two.values[money], 1.25 * (double) it.one.values[money],
            2.0 * (double) it.one.values[company_figure(&it.plain, "wins")] / 100 + 1);
    }
    pair_end(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("engine: levers");
    TCase *tests = tcase_create("common luck");
    tcase_add_loop_test(tests, more_new_deals_lower_no_trial, 0, PLANS);
    tcase_add_loop_test(tests, fewer_new_deals_raise_no_trial, 0, PLANS);
    tcase_add_loop_test(tests, a_better_conversion_lowers_no_trial, 0, CALM);
    tcase_add_loop_test(tests, shorter_stays_lower_no_trial, 0, CALM);
    tcase_add_loop_test(tests, other_segments_keep_their_luck, 0, PLANS);
    tcase_add_test(tests, segments_that_share_a_stream_keep_their_luck);
    tcase_add_loop_test(tests, larger_deals_book_that_much_more, 0, PLANS);
    suite_add_tcase(suite, tests);
    return suite;
}
