/* The keys of a specification that make a company less tidy: shocks on losing, arrivals with a memory, stale deals,
 * amounts that slow a deal down, reps of random skill. Each against its law, written down here once more; a right one
 * is refused with chance 1e-9 a comparison, and a generator bent in that key alone must fail.
 *
 * Stays are exponential (shape 1), so a visit leaves forward on its first day with chance
 * (1 - e^-(f + l)) f / (f + l), f and l being its daily hazards. */
#include "core/stats.h"
#include "tests/stat/synth_visits.h"
#include "tests/support/budget.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define SEEDS 500

static double values[MOST_VALUES];
static size_t value_count;

static double normal_cdf(double x, const void *context)
{
    (void) context;
    return gsl_cdf_ugaussian_P(x);
}

static void run(qc_synth_company *company, const qc_synth_spec *spec, uint64_t seed)
{
    qc_status status = {0};
    *company = (qc_synth_company){.deals = NULL};
    ck_assert(qc_synth_run(company, spec, seed, &status));
}

static void add_value(double value)
{
    ck_assert_uint_lt(value_count, MOST_VALUES);
    values[value_count++] = value;
}

static void check_normal(bool holds)
{
    qc_stats_sort(values, value_count);
    if (holds)
        CHECK_DKW(values, value_count, normal_cdf, NULL);
    else
        CHECK_DKW_FAILS(values, value_count, normal_cdf, NULL);
}

/* ---- shocks on losing, and the memory of arrivals ---- */

static double lost_shock(const qc_synth_company *company, int32_t month)
{
    return company->lost_shock[month];
}

static double noise(const qc_synth_company *company, int32_t month)
{
    return company->noise[month][0];
}

/* What is new in each month of a series if its correlation is `rho`, in standard deviations. */
static void collect_news(const qc_synth_spec *spec,
                         double (*series)(const qc_synth_company *, int32_t), double sd, double rho)
{
    value_count = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        qc_synth_company company;
        run(&company, spec, seed);
        add_value(series(&company, 0) / sd);
        for (int32_t m = 1; m < company.month_count; m++)
            add_value((series(&company, m) - rho * series(&company, m - 1)) /
                      (sd * sqrt(1 - rho * rho)));
        qc_synth_company_free(&company);
    }
}

START_TEST(lost_shock_and_arrival_noise_are_stationary_of_first_order)
{
    qc_synth_spec spec = calm_spec(0), bent;
    spec.history_months = 120;
    spec.lost_shock_sd = 0.3, spec.lost_shock_rho = 0.5;
    spec.arrival_noise = 0.2, spec.arrival_memory = 0.6;
    collect_news(&spec, lost_shock, 0.3, 0.5);
    ck_assert_uint_gt(value_count, 50000);
    check_normal(true);
    collect_news(&spec, noise, 0.2, 0.6);
    check_normal(true);
    bent = spec, bent.lost_shock_rho = 0.75;
    collect_news(&bent, lost_shock, 0.3, 0.5);
    check_normal(false);
    bent = spec, bent.lost_shock_sd = 0.34;
    collect_news(&bent, lost_shock, 0.3, 0.5);
    check_normal(false);
    bent = spec, bent.arrival_memory = 0.8;
    collect_news(&bent, noise, 0.2, 0.6);
    check_normal(false);
}
END_TEST

typedef struct
    surprise { /* what happened less its chance, in months of a low and of a high shock */
    double sum[2], chance[2];
    size_t count[2];
    bool knows; /* the chance is told the shock */
} surprise;

static double first_day(double hazard, double other)
{
    return -expm1(-(hazard + other)) * hazard / (hazard + other);
}

static int32_t month_of(const qc_synth_company *company, qc_day day)
{
    return qc_calendar_month_index(day) - qc_calendar_month_index(qc_synth_start(&company->spec));
}

static void lose_by_shock(const visit *stay, void *context)
{
    surprise *judged = context;
    const qc_synth_spec *spec = &stay->company->spec;
    const double x = stay->company->lost_shock[month_of(stay->company, stay->enter)];
    const double sd = spec->lost_shock_sd, days = spec->stages[0].scale_days;
    const double lost = (1 - spec->stages[0].advance) / days *
                        (judged->knows ? exp(x - sd * sd / 2) : 1);
    if (stay->stage != 0) return;
    const double chance = first_day(lost, spec->stages[0].advance / days);
    judged->sum[x > 0] += (stay->leave == stay->enter && stay->next == QC_SYNTH_LOST) - chance;
    judged->chance[x > 0] += chance;
    judged->count[x > 0]++;
}

/* A hit of chance p has variance below p. */
static void check_surprise(const surprise *judged, bool holds)
{
    for (int side = 0; side < 2; side++) {
        const size_t n = judged->count[side];
        const double mean = judged->sum[side] / (double) n;
        const double sd = sqrt(judged->chance[side] / (double) n);
        ck_assert_uint_gt(n, 10000);
        if (holds)
            CHECK_MEAN(mean, n, 0, sd);
        else
            CHECK_MEAN_FAILS(mean, n, 0, sd);
    }
}

START_TEST(lost_shock_moves_losing)
{
    qc_synth_spec spec = calm_spec(6000);
    surprise told = {.knows = true}, deaf = {.knows = false};
    spec.stages[0].scale_days = 3;
    spec.lost_shock_sd = 0.5, spec.lost_shock_rho = 0.3;
    read_visits(&spec, lose_by_shock, &told);
    check_surprise(&told, true);
    read_visits(&spec, lose_by_shock, &deaf); /* as if nothing moved losing */
    check_surprise(&deaf, false);
}
END_TEST

/* New deals of the months with a high noise (or a low one) are Poisson, their mean being what the noise says. */
static bool arrivals_hold(const qc_synth_spec *spec, bool high, bool knows)
{
    const double sd = spec->arrival_noise;
    qc_synth_company company;
    double mean = 0;
    unsigned count = 0;
    int32_t next = 0;
    run(&company, spec, 20260630);
    for (int32_t m = 0; m < company.month_count; m++) {
        const double x = company.noise[m][0];
        if ((x > 0) == high)
            mean += spec->segments[0].new_deals_per_month * (knows ? exp(x - sd * sd / 2) : 1);
    }
    for (size_t i = 0; i < company.change_count; i++) {
        if (company.changes[i].deal != next) continue;
        next++;
        count += (company.noise[month_of(&company, company.changes[i].day)][0] > 0) == high;
    }
    qc_synth_company_free(&company);
    return gsl_cdf_poisson_P(count, mean) > QC_BUDGET_ALARM / 2 &&
           gsl_cdf_poisson_Q(count > 0 ? count - 1 : 0, mean) > QC_BUDGET_ALARM / 2;
}

START_TEST(arrivals_feel_their_noise)
{
    qc_synth_spec spec = calm_spec(1500);
    spec.arrival_noise = 0.2, spec.arrival_memory = 0.6;
    for (int high = 0; high < 2; high++) {
        ck_assert(arrivals_hold(&spec, high, true));
        ck_assert(!arrivals_hold(&spec, high, false));
    }
}
END_TEST

/* ---- stale deals ---- */

static void forward_first_day_of_stale(const visit *stay, void *context)
{
    share *count = context; /* days: stage, and 100 more for deals that are not stale */
    const bool stale = stay->company->deals[stay->deal].stale;
    if (stay->stage != count->days % 100 || stale == (count->days >= 100)) return;
    count->tries++;
    count->hits += stay->leave == stay->enter && stay->next != QC_SYNTH_LOST;
}

START_TEST(stale_deals_crawl_from_their_stage_on)
{
    qc_synth_spec spec = calm_spec(5000), bent;
    share flagged = {.hits = 0};
    qc_synth_company company;
    for (int s = 0; s < 3; s++)
        spec.stages[s].scale_days = 4;
    spec.stale_share = 0.3, spec.stale_from = 1, spec.stale_forward = 0.4, spec.stale_lost = 0.5;
    run(&company, &spec, 20260630);
    flagged.tries = (int64_t) company.deal_count;
    for (size_t d = 0; d < company.deal_count; d++)
        flagged.hits += company.deals[d].stale;
    qc_synth_company_free(&company);
    CHECK_COUNT(flagged.hits, flagged.tries, 0.3);
    CHECK_COUNT_FAILS(flagged.hits, flagged.tries, 0.31);

    const double forward = 0.6 / 4, lost = 0.4 / 4;
    const double fresh = first_day(forward, lost), slow = first_day(forward * 0.4, lost * 0.5);
    const share before = count_visits(&spec, forward_first_day_of_stale, 0);
    const share after = count_visits(&spec, forward_first_day_of_stale, 1);
    const share others = count_visits(&spec, forward_first_day_of_stale, 101);
    CHECK_COUNT(before.hits, before.tries, fresh); /* not yet */
    CHECK_COUNT(after.hits, after.tries, slow);
    CHECK_COUNT(others.hits, others.tries, fresh);
    CHECK_COUNT_FAILS(after.hits, after.tries, fresh);
    bent = spec, bent.stale_forward = 0.5;
    const share faster = count_visits(&bent, forward_first_day_of_stale, 1);
    CHECK_COUNT_FAILS(faster.hits, faster.tries, slow);
    bent = spec, bent.stale_from = 2;
    const share later = count_visits(&bent, forward_first_day_of_stale, 1);
    CHECK_COUNT_FAILS(later.hits, later.tries, slow);
}
END_TEST

/* ---- amounts ---- */

static double z_of(const qc_synth_company *company, int32_t deal)
{
    const qc_synth_segment *who = &company->spec.segments[0];
    return log(company->deals[deal].first_amount / who->amount_median) / who->amount_sd;
}

static void advance_by_amount(const visit *stay, void *context)
{
    surprise *judged = context;
    const qc_synth_spec *spec = &stay->company->spec;
    const double z = z_of(stay->company, stay->deal), days = spec->stages[0].scale_days;
    const double forward = spec->stages[0].advance / days * (judged->knows ? exp(-0.4 * z) : 1);
    if (stay->stage != 0) return;
    const double chance = first_day(forward, (1 - spec->stages[0].advance) / days);
    judged->sum[z > 0] += (stay->leave == stay->enter && stay->next != QC_SYNTH_LOST) - chance;
    judged->chance[z > 0] += chance;
    judged->count[z > 0]++;
}

/* Amounts have three digits: that moves z by 0.01 at most, a hundredth of what the limit allows. */
START_TEST(large_amounts_slow_a_deal_down)
{
    qc_synth_spec spec = calm_spec(6000), bent;
    surprise told = {.knows = true}, deaf = {.knows = false}, off = {.knows = true};
    qc_synth_company company;
    spec.stages[0].scale_days = 3;
    spec.amount_slows = 0.4, spec.amount_known = 0.5;
    run(&company, &spec, 20260630);
    value_count = 0;
    for (size_t d = 0; d < company.deal_count; d++) {
        add_value(z_of(&company, (int32_t) d));
        ck_assert_double_eq_tol(company.deals[d].ease, exp(-0.4 * values[d]), 1e-12);
    }
    qc_synth_company_free(&company);
    check_normal(true); /* known or not, an amount is there from the start */
    read_visits(&spec, advance_by_amount, &told);
    check_surprise(&told, true);
    read_visits(&spec, advance_by_amount, &deaf);
    check_surprise(&deaf, false);
    bent = spec, bent.amount_slows = 0.7;
    read_visits(&bent, advance_by_amount, &off);
    check_surprise(&off, false);
}
END_TEST

/* ---- reps ---- */

static void collect_skills(double spread)
{
    qc_synth_spec spec = calm_spec(0);
    spec.rep_count = QC_SYNTH_REPS;
    spec.history_months = 1;
    spec.rep_spread = spread;
    for (int r = 0; r < QC_SYNTH_REPS; r++)
        spec.reps[r].skill = r % 2 == 0 ? 1 : 1.5; /* what is stated is multiplied */
    value_count = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        qc_synth_company company;
        run(&company, &spec, seed);
        for (int r = 0; r < QC_SYNTH_REPS; r++)
            add_value(log(company.spec.reps[r].skill / spec.reps[r].skill) / 0.3);
        qc_synth_company_free(&company);
    }
}

START_TEST(reps_get_a_skill_of_their_own)
{
    collect_skills(0.3);
    ck_assert_uint_eq(value_count, SEEDS * QC_SYNTH_REPS);
    check_normal(true);
    collect_skills(0.4);
    check_normal(false);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("synth keys");
    TCase *tests = tcase_create("synth keys");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, lost_shock_and_arrival_noise_are_stationary_of_first_order);
    tcase_add_test(tests, lost_shock_moves_losing);
    tcase_add_test(tests, arrivals_feel_their_noise);
    tcase_add_test(tests, stale_deals_crawl_from_their_stage_on);
    tcase_add_test(tests, large_amounts_slow_a_deal_down);
    tcase_add_test(tests, reps_get_a_skill_of_their_own);
    suite_add_tcase(suite, tests);
    return suite;
}
