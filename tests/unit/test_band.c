/* What the knowledge band comes from: where only one rate is in doubt it causes all of it, where two are they
 * share it, and what does not matter causes nothing. */
#include "sim/summary/band.h"
#include "tests/support/company.h"
#include "tests/support/torture.h"

#define PLAN(size, conversion)                                                          \
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\ndeal_size: " size                  \
    "\nnew_deals: {mean: 8, per: month, noise: none, based_on: certain}\npipeline:\n"   \
    "  - {stage: a, conversion: " conversion ", days: {mean: 20, based_on: certain}}\n" \
    "targets: [{name: t, metric: bookings, period: 2026, at_least: 400k}]\n"

static void start(company *it, const char *plan)
{
    memset(it, 0, sizeof *it);
    company_read(it, plan, NULL, NULL);
    company_prepare(it);
    it->options.threads = 1;
}

static qc_band_causes ask(company *it)
{
    qc_band_causes causes;
    qc_status status = {0};
    ck_assert_msg(qc_band_ask(&causes, &it->forecast.model, &it->forecast.book,
                              &it->forecast.questions, &it->options, &status),
                  "%s", status.message);
    return causes;
}

START_TEST(one_doubtful_rate_causes_all_of_it)
{
    company it;
    start(&it, PLAN("{mean: 10k, based_on: certain}", "30% to 70%"));
    const qc_band_causes causes = ask(&it);
    ck_assert(causes.is_known);
    ck_assert_double_gt(causes.all.value, 0.9);
    ck_assert_double_lt(causes.all.std_error, 0.1);
    ck_assert_double_eq(causes.rate[0].value, causes.all.value);
    company_free(&it);
}
END_TEST

START_TEST(two_share_it)
{
    company it;
    start(&it, PLAN("{typical: 5k to 20k, based_on: 10 deals}", "40% to 60%"));
    const qc_band_causes causes = ask(&it);
    ck_assert_double_gt(causes.all.value, 0.85);
    for (int r = 0; r < 2; r++) {
        ck_assert_double_gt(causes.rate[r].value, 0.1);
        ck_assert_double_lt(causes.rate[r].value, 0.9);
    }
    ck_assert_double_eq_tol(causes.rate[0].value + causes.rate[1].value, 1, 0.25);
    company_free(&it);
}
END_TEST

/* Of two doubtful rates only one is called thin: it causes its part and no more. */
START_TEST(what_is_not_thin_is_not_asked)
{
    company it;
    start(&it, PLAN("{typical: 5k to 20k, based_on: 10 deals}", "40% to 60%"));
    const double both = ask(&it).all.value;
    for (int32_t r = 0; r < it.forecast.model.reliance_count; r++) {
        qc_reliance *rate = &it.forecast.model.reliance[r];
        rate->is_thin &= rate->kind == QC_RATE_SIZE;
    }
    const qc_band_causes size = ask(&it);
    ck_assert_double_lt(size.all.value, both - 0.1);
    ck_assert_double_gt(size.all.value, 0.05);
    for (int32_t r = 0; r < it.forecast.model.reliance_count; r++)
        it.forecast.model.reliance[r].is_thin = false;
    ck_assert(!ask(&it).is_known);
    company_free(&it);
}
END_TEST

START_TEST(no_band_no_causes)
{
    company it;
    start(&it, PLAN("{mean: 10k, based_on: certain}", "{mean: 50%, based_on: 1000000}"));
    ck_assert_int_eq(it.forecast.model.reliance[0].is_thin, true);
    ck_assert(!ask(&it).is_known);
    company_free(&it);
}
END_TEST

START_TEST(threads_change_nothing)
{
    company it;
    start(&it, PLAN("{typical: 5k to 20k, based_on: 10 deals}", "40% to 60%"));
    const qc_band_causes one = ask(&it);
    it.options.threads = 3;
    const qc_band_causes three = ask(&it);
    ck_assert(memcmp(&one.all, &three.all, sizeof one.all) == 0);
    ck_assert(memcmp(one.rate, three.rate, 2 * sizeof one.rate[0]) == 0);
    company_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("band");
    TCase *tests = tcase_create("band");
    tcase_add_test(tests, one_doubtful_rate_causes_all_of_it);
    tcase_add_test(tests, two_share_it);
    tcase_add_test(tests, what_is_not_thin_is_not_asked);
    tcase_add_test(tests, no_band_no_causes);
    tcase_add_test(tests, threads_change_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
