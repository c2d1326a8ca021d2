/* The synthetic company against closed forms that are written down here once more: shares, stays,
 * expiry, factors, arrivals, shock; and the true chance against what companies go on to do. */
#include "core/stats.h"
#include "tests/stat/synth_visits.h"
#include "tests/support/budget.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

static double values[MOST_VALUES];
static size_t value_count;

static void count_skip(const visit *stay, void *context)
{
    share *count = context;
    if (stay->stage > 1 || stay->next == QC_SYNTH_LOST || stay->next == stay->stage - 1) return;
    count->tries++;
    count->hits += stay->next == QC_SYNTH_WON ? stay->stage == 1 : stay->next == stay->stage + 2;
}

static void count_back(const visit *stay, void *context)
{
    share *count = context;
    if (stay->stage == 0) return;
    count->tries++;
    count->hits += stay->next == stay->stage - 1;
}

static void count_forward(const visit *stay, void *context)
{
    share *count = context;
    if (stay->stage != 0) return;
    count->tries++;
    count->hits += stay->next != QC_SYNTH_LOST;
}

/* Seen: shares of 9% for 7%, 5.5% for 4%, 62% for 60%, from about 40,000 visits on. */
START_TEST(skips_back_moves_and_advances_have_their_shares)
{
    qc_synth_spec spec = calm_spec(3000);
    spec.skip = 0.07, spec.back = 0.04;
    share skips = count_visits(&spec, count_skip, 0);
    share backs = count_visits(&spec, count_back, 0);
    share forward = count_visits(&spec, count_forward, 0);
    ck_assert_int_gt(backs.tries, 40000);
    CHECK_COUNT(skips.hits, skips.tries, 0.07);
    CHECK_COUNT(backs.hits, backs.tries, 0.04);
    CHECK_COUNT(forward.hits, forward.tries, 0.6);
    spec.skip = 0.09, spec.back = 0.055, spec.stages[0].advance = 0.62;
    skips = count_visits(&spec, count_skip, 0);
    backs = count_visits(&spec, count_back, 0);
    forward = count_visits(&spec, count_forward, 0);
    CHECK_COUNT_FAILS(skips.hits, skips.tries, 0.07);
    CHECK_COUNT_FAILS(backs.hits, backs.tries, 0.04);
    CHECK_COUNT_FAILS(forward.hits, forward.tries, 0.6);
}
END_TEST

static void count_expired(const visit *stay, void *context)
{
    share *count = context;
    const int32_t stayed = stay->leave - stay->enter;
    if (stayed < count->days) return;
    count->tries++;
    count->hits += stayed == count->days && stay->next == QC_SYNTH_LOST;
}

/* With exponential stays the day of expiry has two competing losses and one way forward. */
static double expired_share(const qc_synth_spec *spec)
{
    const double total = 1 / spec->stages[0].scale_days;
    const double expiry = -log(1 - spec->expiry_chance);
    const double lost = total * (1 - spec->stages[0].advance) + expiry;
    return -expm1(-(total + expiry)) * lost / (total + expiry);
}

START_TEST(expiry_strikes_on_its_day)
{
    qc_synth_spec spec = calm_spec(2000);
    spec.expiry_days = 20, spec.expiry_chance = 0.7;
    const double expected = expired_share(&spec);
    share expired = count_visits(&spec, count_expired, 20);
    ck_assert_int_gt(expired.tries, 5000);
    CHECK_COUNT(expired.hits, expired.tries, expected);
    spec.expiry_chance = 0.75;
    expired = count_visits(&spec, count_expired, 20);
    CHECK_COUNT_FAILS(expired.hits, expired.tries, expected);
    spec.expiry_chance = 0.7, spec.stages[0].expires = spec.stages[2].expires = false;
    expired = count_visits(&spec, count_expired, 20);
    CHECK_COUNT_FAILS(expired.hits, expired.tries, expected); /* in the named stages only */
}
END_TEST

/* ---- stays ---- */

static void keep_stay(const visit *stay, void *context)
{
    const int32_t *stage = context;
    if (stay->stage != *stage || value_count == MOST_VALUES) return;
    values[value_count++] = stay->leave - stay->enter;
}

static void collect_stays(const qc_synth_spec *spec, int32_t stage)
{
    value_count = 0;
    read_visits(spec, keep_stay, &stage);
    qc_stats_sort(values, value_count);
}

/* A stay of j days ended before the end of its day j + 1 at risk. */
static double stay_cdf(double days, const void *context)
{
    const qc_synth_spec *spec = context;
    const qc_synth_stage *stage = &spec->stages[0];
    const double at = floor(days) + 1;
    if (days < 0) return 0;
    const double moving = exp(-pow(at / stage->scale_days, stage->shape));
    const double losing = exp(-pow(at / (stage->scale_days * spec->losers_dwell), stage->shape));
    return 1 - stage->advance * moving - (1 - stage->advance) * losing;
}

START_TEST(stays_follow_the_mixture_of_weibull_laws)
{
    qc_synth_spec spec = calm_spec(2000);
    spec.losers_dwell = 2, spec.stages[0].shape = 0.85, spec.segments[0].win_tendency = 1;
    collect_stays(&spec, 0);
    ck_assert_uint_gt(value_count, 40000);
    CHECK_DKW(values, value_count, stay_cdf, &spec);
    qc_synth_spec bent = spec;
    bent.losers_dwell = 2.8;
    collect_stays(&bent, 0);
    CHECK_DKW_FAILS(values, value_count, stay_cdf, &spec);
    bent = spec, bent.segments[0].stay[0] = 1.15;
    collect_stays(&bent, 0);
    CHECK_DKW_FAILS(values, value_count, stay_cdf, &spec);
}
END_TEST

/* ---- factors ---- */

static void count_forward_today_in_august(const visit *stay, void *context)
{
    share *count = context;
    if (stay->stage != 0 || qc_calendar_date(stay->enter).month != 8) return;
    count->tries++;
    count->hits += stay->leave == stay->enter && stay->next != QC_SYNTH_LOST;
}

static double forward_today_share(const qc_synth_spec *spec, double speed)
{
    const double forward = spec->stages[0].advance / spec->stages[0].scale_days * speed;
    const double lost = (1 - spec->stages[0].advance) / spec->stages[0].scale_days;
    return -expm1(-(forward + lost)) * forward / (forward + lost);
}

START_TEST(month_skill_and_tendency_act_on_the_way_forward)
{
    qc_synth_spec spec = calm_spec(6000);
    spec.stages[0].scale_days = 3;
    spec.month_effect[7] = 0.5, spec.reps[0].skill = 1.4;
    share today = count_visits(&spec, count_forward_today_in_august, 0);
    ck_assert_int_gt(today.tries, 10000);
    CHECK_COUNT(today.hits, today.tries, forward_today_share(&spec, 0.5 * 1.4));
    CHECK_COUNT_FAILS(today.hits, today.tries, forward_today_share(&spec, 0.5));
    CHECK_COUNT_FAILS(today.hits, today.tries, forward_today_share(&spec, 1.4));
    spec.segments[0].win_tendency = 2; /* odds of .6 are 1.5, doubled 3 */
    spec.reps[0].skill = 1, spec.month_effect[7] = 1;
    const share forward = count_visits(&spec, count_forward, 0);
    CHECK_COUNT(forward.hits, forward.tries, 0.75);
    CHECK_COUNT_FAILS(forward.hits, forward.tries, 0.6);
}
END_TEST

/* ---- arrivals ---- */

static uint64_t new_deals_in(const qc_synth_spec *spec, qc_span days)
{
    qc_synth_company company = {0};
    qc_status status = {0};
    uint64_t count = 0;
    int32_t next = 0;
    ck_assert(qc_synth_run(&company, spec, 20260630, &status));
    for (size_t i = 0; i < company.change_count; i++) {
        if (company.changes[i].deal != next) continue;
        next++;
        count += company.changes[i].day >= days.from && company.changes[i].day <= days.to;
    }
    qc_synth_company_free(&company);
    return count;
}

static double new_deals_expected(const qc_synth_spec *spec, qc_span days)
{
    double sum = 0;
    for (qc_day day = days.from; day <= days.to; day++) {
        const qc_date date = qc_calendar_date(day);
        const double a_day = spec->segments[0].new_deals_per_month /
                             qc_calendar_month_days(date.year, date.month);
        sum += a_day * spec->arrival_effect[date.month - 1] *
               pow(1 + spec->growth, (day - qc_synth_start(spec)) / 365.25);
    }
    return sum;
}

static bool poisson_holds(uint64_t count, double mean)
{
    const unsigned int k = (unsigned int) count;
    return gsl_cdf_poisson_P(k, mean) > QC_BUDGET_ALARM / 2 &&
           gsl_cdf_poisson_Q(k > 0 ? k - 1 : 0, mean) > QC_BUDGET_ALARM / 2;
}

START_TEST(new_deals_arrive_as_often_as_stated)
{
    qc_synth_spec spec = calm_spec(1500);
    const qc_span whole = {qc_synth_start(&spec), spec.until};
    const qc_span december = {qc_calendar_day(2025, 12, 1), qc_calendar_day(2025, 12, 31)};
    spec.growth = 0.3, spec.arrival_effect[11] = 0.6;
    const uint64_t all = new_deals_in(&spec, whole), few = new_deals_in(&spec, december);
    ck_assert(poisson_holds(all, new_deals_expected(&spec, whole)));
    ck_assert(poisson_holds(few, new_deals_expected(&spec, december)));
    ck_assert(!poisson_holds(all, 1.03 * new_deals_expected(&spec, whole)));
    spec.growth = 0;
    ck_assert(!poisson_holds(all, new_deals_expected(&spec, whole)));
    ck_assert(!poisson_holds(few, new_deals_expected(&spec, december)));
}
END_TEST

/* ---- shock ---- */

static double normal_cdf(double x, const void *context)
{
    (void) context;
    return gsl_cdf_ugaussian_P(x);
}

/* What is new in each month's log-shock if its correlation is `rho`, in standard deviations. */
static void collect_news(const qc_synth_spec *spec, double rho)
{
    const double sd = spec->shock_sd * sqrt(1 - rho * rho);
    value_count = 0;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        qc_synth_company company = {0};
        qc_status status = {0};
        ck_assert(qc_synth_run(&company, spec, seed, &status));
        values[value_count++] = company.shock[0] / spec->shock_sd;
        for (int32_t m = 1; m < company.month_count; m++)
            values[value_count++] = (company.shock[m] - rho * company.shock[m - 1]) / sd;
        qc_synth_company_free(&company);
    }
    qc_stats_sort(values, value_count);
}

START_TEST(shock_is_a_stationary_process_of_first_order)
{
    qc_synth_spec spec = calm_spec(0);
    spec.history_months = 120, spec.shock_sd = 0.25, spec.shock_rho = 0.4;
    collect_news(&spec, 0.4);
    ck_assert_uint_gt(value_count, 50000);
    CHECK_DKW(values, value_count, normal_cdf, NULL);
    spec.shock_rho = 0.7;
    collect_news(&spec, 0.4);
    CHECK_DKW_FAILS(values, value_count, normal_cdf, NULL);
}
END_TEST

/* ---- truth ---- */

/* A young company in a stormy market: what happens next depends on the shock of the month. */
static qc_synth_spec stormy_spec(void)
{
    qc_synth_spec spec = calm_spec(25);
    spec.history_months = 4, spec.until = qc_calendar_day(2026, 7, 31);
    spec.shock_sd = 0.8, spec.shock_rho = 0.9, spec.shock_on_arrivals = 1;
    spec.skip = 0.1, spec.back = 0.05, spec.amount_known = 0.5, spec.amount_change_sd = 0.2;
    spec.arrival_noise = 0.2, spec.segments[0].born_closed = 0.1;
    spec.segments[0].returning = 0.3, spec.losers_dwell = 2;
    spec.expiry_days = 10, spec.expiry_chance = 0.5;
    return spec;
}

typedef struct surprise { /* realised hits minus stated chances */
    double sum;
    size_t count;
} surprise;

#define COMPANIES    4000
#define REPLICATIONS 20

typedef void bend(qc_synth_company *company);

static void leave_alone(qc_synth_company *company)
{
    (void) company;
}

static void win_less(qc_synth_company *company)
{
    company->spec.segments[0].win_tendency = 0.1;
}

static void forget_shock(qc_synth_company *company)
{
    company->shock[company->month_count - 2] = 0;
}

/* One company: its chance as replayed (after bending what the replay believes) against its fate.
 * Companies with a high and with a low shock on the as-of day are kept apart. */
static void judge_one(uint64_t seed, qc_synth_metric metric, double goal, bend *bent,
                      surprise by_shock[2])
{
    const qc_synth_spec spec = stormy_spec();
    const qc_span july = {spec.as_of + 1, spec.until};
    const qc_synth_target target = {"july", metric, -1, july, goal};
    qc_synth_truth_options options = QC_SYNTH_TRUTH_OPTIONS_DEFAULT;
    qc_synth_company company = {0};
    qc_synth_truth truth;
    qc_status status = {0};
    options.replications = REPLICATIONS;
    ck_assert(qc_synth_run(&company, &spec, seed, &status));
    surprise *at = &by_shock[company.shock[company.month_count - 2] > 0];
    bent(&company);
    ck_assert(qc_synth_truth_find(&company, &target, 1, &options, &truth, &status));
    at->sum += (truth.realised >= goal) - truth.chance.value;
    at->count++;
    qc_synth_company_free(&company);
}

static void judge(qc_synth_metric metric, double goal, bend *bent, surprise by_shock[2])
{
    by_shock[0] = by_shock[1] = (surprise){0};
    for (uint64_t seed = 1; seed <= COMPANIES; seed++)
        judge_one(seed, metric, goal, bent, by_shock);
}

/* A hit and its chance from R replays differ by mean 0 and variance at most (1 + 1/R)/4. */
static void check_surprise(const surprise *judged, bool holds)
{
    const double mean = judged->sum / (double) judged->count;
    const double sd = 0.5 * sqrt(1 + 1.0 / REPLICATIONS);
    ck_assert_uint_gt(judged->count, COMPANIES / 3);
    if (holds)
        CHECK_MEAN(mean, judged->count, 0, sd);
    else
        CHECK_MEAN_FAILS(mean, judged->count, 0, sd);
}

START_TEST(true_chance_is_the_frequency_of_what_happens)
{
    surprise by_shock[2];
    judge(QC_SYNTH_BOOKINGS, 4000, leave_alone, by_shock);
    check_surprise(&by_shock[0], true);
    check_surprise(&by_shock[1], true);
    judge(QC_SYNTH_CUSTOMERS, 5, leave_alone, by_shock);
    check_surprise(&by_shock[0], true);
    check_surprise(&by_shock[1], true);
    judge(QC_SYNTH_BOOKINGS, 4000, win_less, by_shock);
    check_surprise(&by_shock[1], false); /* off by a third; less where hits are rare anyway */
    judge(QC_SYNTH_BOOKINGS, 4000, forget_shock, by_shock); /* off by a fifth */
    check_surprise(&by_shock[0], false);
    check_surprise(&by_shock[1], false);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("synth process");
    TCase *tests = tcase_create("synth process");
    tcase_add_test(tests, skips_back_moves_and_advances_have_their_shares);
    tcase_add_test(tests, expiry_strikes_on_its_day);
    tcase_add_test(tests, stays_follow_the_mixture_of_weibull_laws);
    tcase_add_test(tests, month_skill_and_tendency_act_on_the_way_forward);
    tcase_add_test(tests, new_deals_arrive_as_often_as_stated);
    tcase_add_test(tests, shock_is_a_stationary_process_of_first_order);
    tcase_add_test(tests, true_chance_is_the_frequency_of_what_happens);
    suite_add_tcase(suite, tests);
    return suite;
}
