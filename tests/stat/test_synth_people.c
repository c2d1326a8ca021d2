/* Companies whose people are known: the rates and the skills fitted from the log that `synth` writes hold the generator's
 * truth in four of five ranges.
 *
 * The 80% ranges are at least that wide (reps who are alike look unlike by chance, which widens them), so the count of
 * truths held may not lie below what 80% allow, nor above what 93% do. Smallest wrong to be seen: a generator whose
 * contact rates are a tenth higher than it says. */
#include "models/activity_model.h"
#include "models/skill_model.h"
#include "study/synth/synth.h"
#include "tests/support/budget.h"
#include "tests/support/company.h"
#include "tests/support/suite.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { COMPANIES = 250, KINDS = 2, DRAWS = 200, REPS = 5 };

static const char SPEC[] =
    "company: Callers\nas_of: 2026-06-30\nuntil: 2026-06-30\nhistory_months: 9\n"
    "stages: [{name: a, scale_days: 14, advance: 60%}, {name: b, scale_days: 20, advance: 50%}]\n"
    "reps: [{name: ann}, {name: bob}, {name: cid, start: 2026-01-12}, {name: dora, end: "
    "2026-02-27},\n"
    "  {name: eve}]\n"
    "ramp: [0%, 30%, 60%]\noverload: 30\n"
    "activities:\n"
    "  - {name: calls, per_week: 60, contact: 12%, opportunity: 25%}\n"
    "  - {name: emails, per_week: 100, contact: 4%, opportunity: 25%}\n"
    "segments: [{name: all, new_deals_per_month: 4, amount: {median: 10k, sd: 0.8}}]\n";
static const char PLAN[] =
    "as_of: 2026-06-30\ndeal_size: 10k\npipeline: [{stage: a, conversion: 50%, days: 10}]\n"
    "team: {reps: 4}\nhistory: {activities: log.csv}\nactivities: {calls: {}, emails: {}}\n";

typedef struct counts {
    int64_t rates_held, rates, skills_held, skills;
    double calls_per_week; /* of a rep, mean */
} counts;

static bool holds(const qc_share_belief *share, double truth)
{
    const double below = gsl_cdf_beta_P(truth, share->alpha, share->beta);
    return below > 0.1 && below < 0.9;
}

/* Each rep's yield beside what the team does on average, in draws of the fitted skill. */
static void count_skills(const qc_synth_company *made, const qc_skill_model *skills, counts *all)
{
    double done[REPS] = {0}, sum = 0, weighted = 0;
    for (size_t i = 0; i < made->work_count; i++)
        done[made->work[i].rep] += made->work[i].done *
                                   made->spec.activities[made->work[i].activity].contact;
    for (int r = 0; r < REPS; r++) {
        sum += done[r];
        weighted += done[r] * made->spec.reps[r].yield;
    }
    for (int r = 0; r < REPS; r++) {
        const qc_seat seat = {
            .entity = (uint64_t) r, .name = made->spec.reps[r].name, .skill = NAN};
        const double truth = made->spec.reps[r].yield * sum / weighted;
        double draw[DRAWS];
        int below = 0;
        for (int d = 0; d < DRAWS; d++) {
            draw[d] = qc_skill_model_draw(skills, &seat, 5, d);
            below += draw[d] < truth;
        }
        all->skills++;
        all->skills_held += below > DRAWS / 10 && below < DRAWS * 9 / 10;
    }
}

static void run_one(const qc_synth_spec *spec, const qc_synth_spec *said, company *it,
                    uint64_t seed, counts *all)
{
    const qc_log_options options = {said->as_of, 0, NULL};
    qc_synth_company made = {0};
    qc_activity_log log = {0};
    qc_activity_model model = {0};
    qc_skill_model skills = {0};
    qc_arena arena = {0};
    qc_text text = {0};
    qc_status status = {0};
    ck_assert(qc_synth_run(&made, spec, seed, &status));
    ck_assert(qc_synth_activities_csv(&made, (qc_span){qc_synth_start(spec), spec->as_of}, &text,
                                      &status));
    ck_assert_msg(qc_read_activities_bytes(&log, "log.csv", qc_text_get(&text), text.length,
                                           &options, &it->findings, &status),
                  "%s", status.message);
    ck_assert_msg(qc_activity_model_fit(&model, &it->plan, &log, said->as_of, &status), "%s",
                  status.message);
    ck_assert(qc_skill_model_fit(&skills, &it->plan, &log, said->as_of, &arena, &status));
    for (int k = 0; k < KINDS; k++) {
        all->rates += 2;
        all->rates_held += holds(&model.contact[k], said->activities[k].contact);
        all->rates_held += holds(&model.opportunity[k], said->activities[k].opportunity);
    }
    all->calls_per_week += model.per_week[0] / COMPANIES;
    count_skills(&made, &skills, all);
    qc_arena_free(&arena);
    qc_activity_log_free(&log);
    qc_text_free(&text);
    qc_synth_company_free(&made);
}

/* Companies that live by `bend` times the contact rates that are said, and by these yields. */
static counts run(double bend, const double yields[REPS], uint64_t seed)
{
    qc_synth_spec said, spec;
    company it = {0};
    counts all = {0};
    qc_status status = {0};
    ck_assert_msg(
        qc_synth_spec_read_bytes(&said, "spec.yaml", SPEC, sizeof SPEC - 1, &it.findings, &status),
        "%s", status.message);
    ck_assert_msg(company_try(&it, PLAN, NULL, NULL, NULL, &status), "%s", status.message);
    spec = said;
    for (int k = 0; k < KINDS; k++)
        spec.activities[k].contact *= bend;
    for (int r = 0; r < REPS; r++)
        spec.reps[r].yield = yields[r];
    for (uint64_t c = 0; c < COMPANIES; c++)
        run_one(&spec, &said, &it, seed + c, &all);
    company_free(&it);
    return all;
}

static const double ALIKE[REPS] = {1, 1, 1, 1, 1}, UNLIKE[REPS] = {1.6, 1, 0.5, 1.2, 0.8};

static bool is_credible(int64_t held, int64_t all)
{
    return qc_budget_count_below(held, all, 0.80) > QC_BUDGET_ALARM &&
           qc_budget_count_above(held, all, 0.93) > QC_BUDGET_ALARM;
}

START_TEST(rates_of_the_log_hold_the_truth)
{
    const counts all = run(1, ALIKE, 100);
    ck_assert_msg(is_credible(all.rates_held, all.rates), "%lld of %lld",
                  (long long) all.rates_held, (long long) all.rates);
    /* cid ramps up to 60 from the fourth month on, dora is gone: a little below 60 */
    ck_assert_double_gt(all.calls_per_week, 52);
    ck_assert_double_lt(all.calls_per_week, 60);
}
END_TEST

START_TEST(and_not_that_of_a_bent_generator)
{
    const counts all = run(1.1, ALIKE, 200);
    ck_assert_msg(!is_credible(all.rates_held, all.rates), "%lld of %lld pass",
                  (long long) all.rates_held, (long long) all.rates);
}
END_TEST

START_TEST(skills_are_recovered)
{
    const counts all = run(1, UNLIKE, 300);
    ck_assert_msg(all.skills_held > all.skills * 70 / 100 &&
                      all.skills_held < all.skills * 90 / 100,
                  "%lld of %lld", (long long) all.skills_held, (long long) all.skills);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("synth_people");
    TCase *tests = tcase_create("all");
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, rates_of_the_log_hold_the_truth);
    tcase_add_test(tests, and_not_that_of_a_bent_generator);
    tcase_add_test(tests, skills_are_recovered);
    suite_add_tcase(suite, tests);
    return suite;
}
