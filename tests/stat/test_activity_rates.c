/* Rates from a log of what people did: their 80% ranges hold the truth in 80% of companies, also where reps differ.
 *
 * Smallest wrong to be seen: ranges that ignore how unlike reps are hold the truth in well under 80%. */
#include "models/activity_model.h"
#include "tests/support/budget.h"
#include "tests/support/company.h"
#include "tests/support/suite.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

enum { COMPANIES = 1500, REPS = 12, WEEKS = 20, CALLS = 50 };
#define CONTACT     .11
#define OPPORTUNITY .27

static const char PLAN[] =
    "as_of: 2026-06-30\ndeal_size: 10k\npipeline: [{stage: a, conversion: 50%, days: 10}]\n"
    "team: {reps: 4}\nhistory: {activities: log.csv}\nactivities: {calls: {}}\n";

/* A log of one company; `unlike` is the sd of the reps' own contact rates over their mean. */
static void write_log(qc_text *out, gsl_rng *view, double unlike)
{
    qc_text_add(out, "date,owner,type,count,outcome\n");
    for (int rep = 0; rep < REPS; rep++) {
        double rate = CONTACT;
        if (unlike > 0) {
            const double strength = (1 - CONTACT) / CONTACT / (unlike * unlike) - 1;
            rate = gsl_ran_beta(view, strength * CONTACT, strength * (1 - CONTACT));
        }
        for (int week = 0; week < WEEKS; week++) {
            char day[16];
            (void) qc_calendar_text(qc_calendar_day(2026, 2, 2) + 7 * week, day);
            const unsigned reached = gsl_ran_binomial(view, rate, CALLS);
            const unsigned created = gsl_ran_binomial(view, OPPORTUNITY, reached);
            qc_text_addf(
                out,
                "%s,r%d,call,%u,no answer\n%s,r%d,call,%u,connected\n%s,r%d,call,%u,opportunity\n",
                day, rep, CALLS - reached, day, rep, reached - created, day, rep, created);
        }
    }
}

typedef struct held {
    int64_t contact, opportunity, blind; /* `blind`: as if all calls were alike */
    double per_week;
} held;

static bool holds(double alpha, double beta, double truth)
{
    return gsl_cdf_beta_P(truth, alpha, beta) > 0.1 && gsl_cdf_beta_P(truth, alpha, beta) < 0.9;
}

static held run(double unlike, uint64_t seed)
{
    const qc_log_options options = {qc_calendar_day(2026, 6, 30), 0, NULL};
    company it = {0};
    qc_status status = {0};
    held result = {0, 0, 0, 0};
    ck_assert_msg(company_try(&it, PLAN, NULL, NULL, NULL, &status), "%s", status.message);
    for (int c = 0; c < COMPANIES; c++) {
        qc_rng luck = qc_rng_stream(seed, 1, (uint64_t) c, 0);
        gsl_rng view;
        qc_text text = {0};
        qc_activity_log log = {0};
        qc_activity_model model = {0};
        qc_rng_gsl(&view, &luck);
        write_log(&text, &view, unlike);
        ck_assert(qc_read_activities_bytes(&log, "log.csv", qc_text_get(&text), text.length,
                                           &options, &it.findings, &status));
        ck_assert_msg(qc_activity_model_fit(&model, &it.plan, &log, options.as_of, &status), "%s",
                      status.message);
        const qc_share_belief *contact = &model.contact[0], *opportunity = &model.opportunity[0];
        const double all = REPS * WEEKS * CALLS;
        result.contact += holds(contact->alpha, contact->beta, CONTACT);
        result.opportunity += holds(opportunity->alpha, opportunity->beta, OPPORTUNITY);
        result.blind += holds(all * contact->mean, all * (1 - contact->mean), CONTACT);
        result.per_week += model.per_week[0] / COMPANIES;
        qc_activity_log_free(&log);
        qc_text_free(&text);
    }
    company_free(&it);
    return result;
}

/* Each share is compared with 80%; 1500 companies see it to 6 points at the suite's alarm of 1e-9. */
START_TEST(ranges_hold_the_truth)
{
    const held alike = run(0, 11);
    CHECK_COUNT(alike.opportunity, COMPANIES, 0.80);
    /* reps that are alike look unlike by chance half of the time, which widens the ranges a little */
    ck_assert_int_gt(alike.contact, COMPANIES * 77 / 100);
    ck_assert_int_lt(alike.contact, COMPANIES * 90 / 100);
    ck_assert_double_eq_tol(alike.per_week, CALLS, 1e-6);
}
END_TEST

START_TEST(also_where_reps_differ)
{
    const held unlike = run(0.3, 12);
    ck_assert_int_gt(unlike.contact, COMPANIES * 72 / 100);
    ck_assert_int_lt(unlike.contact, COMPANIES * 86 / 100);
    CHECK_COUNT_FAILS(unlike.blind, COMPANIES, 0.80); /* far too narrow */
    ck_assert_int_lt(unlike.blind, COMPANIES * 60 / 100);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("activity_rates");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, ranges_hold_the_truth);
    tcase_add_test(tests, also_where_reps_differ);
    suite_add_tcase(suite, tests);
    return suite;
}
