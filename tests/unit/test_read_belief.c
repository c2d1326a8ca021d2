#include "tests/unit/plan_text.h"

#include <math.h>

typedef struct form_case {
    const char *line;
    qc_belief_form form;
    double first, second, based_on;
    qc_family family;
} form_case;

/* The line stands under "deal_size" (money) or as days of a stage: both are spreads. */
static const form_case SPREADS[] = {
    {"12k", QC_BELIEF_SINGLE, 12000, 0, 0, QC_FAMILY_DEFAULT},
    {"4k to 40k", QC_BELIEF_RANGE, 4000, 40000, 0, QC_FAMILY_DEFAULT},
    {"{mean: 10}", QC_BELIEF_SINGLE, 10, 0, 0, QC_FAMILY_DEFAULT},
    {"{mean: 10, cv: 1.1, family: lognormal}", QC_BELIEF_MEAN_CV, 10, 1.1, 0, QC_FAMILY_LOGNORMAL},
    {"{median: 8, p90: 25, based_on: certain}", QC_BELIEF_MEDIAN_P90, 8, 25, INFINITY,
     QC_FAMILY_DEFAULT},
    {"{typical: 4 to 20, based_on: 30 deals}", QC_BELIEF_RANGE, 4, 20, 30, QC_FAMILY_DEFAULT},
    {"{typical: 4 to 20, family: log-logistic}", QC_BELIEF_RANGE, 4, 20, 0, QC_FAMILY_LOG_LOGISTIC},
    {"{typical: 4 to 20, family: Log Logistic}", QC_BELIEF_RANGE, 4, 20, 0, QC_FAMILY_LOG_LOGISTIC},
    {"{typical: 4 to 20, family: weibull}", QC_BELIEF_RANGE, 4, 20, 0, QC_FAMILY_WEIBULL},
    {"{typical: 4 to 20, family: gamma}", QC_BELIEF_RANGE, 4, 20, 0, QC_FAMILY_GAMMA},
};

static void check_form(const qc_belief *belief, const form_case *wanted)
{
    ck_assert_msg(belief->form == wanted->form, "%s", wanted->line);
    ck_assert_msg(belief->first == wanted->first, "%s: %g", wanted->line, belief->first);
    ck_assert_msg(belief->second == wanted->second, "%s: %g", wanted->line, belief->second);
    ck_assert_msg(belief->based_on == wanted->based_on, "%s: %g", wanted->line, belief->based_on);
    ck_assert_msg(belief->family == wanted->family, "%s", wanted->line);
}

/* PLAN_BASE says deal_size already, so the whole plan is written out here. */
static void read_with(plan_text *read, const char *deal_size, const char *new_deals,
                      const char *conversion)
{
    char text[1000];
    (void) snprintf(text, sizeof text,
                    "as_of: 2026-06-30\npipeline: [{stage: a, conversion: %s, days: 4}]\n"
                    "deal_size: %s\nnew_deals: %s\n",
                    conversion, deal_size, new_deals);
    ck_assert_msg(plan_text_read(read, text), "%s%s", text, qc_text_get(&read->errors));
}

START_TEST(spreads_have_these_forms)
{
    plan_text read = {0};
    read_with(&read, SPREADS[_i].line, "60 per month", "50%");
    check_form(&read.plan.deal_size, &SPREADS[_i]);
    ck_assert_int_eq(read.plan.deal_size.place.line, 3);
    ck_assert_int_eq(read.plan.deal_size.place.column, 12);
    plan_text_free(&read);
}
END_TEST

static const form_case SHARES[] = {
    {"50%", QC_BELIEF_SINGLE, 0.5, 0, 0, QC_FAMILY_DEFAULT},
    {"45% to 65%", QC_BELIEF_RANGE, 0.45, 0.65, 0, QC_FAMILY_DEFAULT},
    {"{mean: 55%}", QC_BELIEF_SINGLE, 0.55, 0, 0, QC_FAMILY_DEFAULT},
    {"{mean: 0.55, based_on: 30 deals}", QC_BELIEF_SINGLE, 0.55, 0, 30, QC_FAMILY_DEFAULT},
    {"{mean: 0.55, based_on: certain}", QC_BELIEF_SINGLE, 0.55, 0, INFINITY, QC_FAMILY_DEFAULT},
    {"{mean: 45% to 65%}", QC_BELIEF_RANGE, 0.45, 0.65, 0, QC_FAMILY_DEFAULT},
};

START_TEST(shares_have_these_forms)
{
    plan_text read = {0};
    read_with(&read, "10k", "60 per month", SHARES[_i].line);
    check_form(&read.plan.stages[0].conversion, &SHARES[_i]);
    plan_text_free(&read);
}
END_TEST

static const struct {
    form_case form;
    qc_calendar_unit per;
    qc_noise noise;
    double sd, rho;
} RATES[] = {
    {{"60 per month", QC_BELIEF_SINGLE, 60, 0, 0, QC_FAMILY_DEFAULT},
     QC_UNIT_MONTH,
     QC_NOISE_DEFAULT,
     0,
     0},
    {{"60 to 80 per week", QC_BELIEF_RANGE, 60, 80, 0, QC_FAMILY_DEFAULT},
     QC_UNIT_WEEK,
     QC_NOISE_DEFAULT,
     0,
     0},
    {{"{mean: 60, per: month, based_on: certain, noise: none}", QC_BELIEF_SINGLE, 60, 0, INFINITY,
      QC_FAMILY_DEFAULT},
     QC_UNIT_MONTH,
     QC_NOISE_NONE,
     0,
     0},
    {{"{mean: 60 per quarter, noise: default}", QC_BELIEF_SINGLE, 60, 0, 0, QC_FAMILY_DEFAULT},
     QC_UNIT_QUARTER,
     QC_NOISE_DEFAULT,
     0,
     0},
    {{"{mean: 60 to 80, per: Year, noise: {sd: 0.3, rho: 0.5}}", QC_BELIEF_RANGE, 60, 80, 0,
      QC_FAMILY_DEFAULT},
     QC_UNIT_YEAR,
     QC_NOISE_STATED,
     0.3,
     0.5},
    {{"{mean: 60, per: day, based_on: 12}", QC_BELIEF_SINGLE, 60, 0, 12, QC_FAMILY_DEFAULT},
     QC_UNIT_DAY,
     QC_NOISE_DEFAULT,
     0,
     0},
};

START_TEST(rates_have_these_forms)
{
    plan_text read = {0};
    read_with(&read, "10k", RATES[_i].form.line, "50%");
    check_form(&read.plan.new_deals, &RATES[_i].form);
    ck_assert_int_eq(read.plan.new_deals.per, RATES[_i].per);
    ck_assert_int_eq(read.plan.new_deals.noise, RATES[_i].noise);
    ck_assert_double_eq(read.plan.new_deals.noise_sd, RATES[_i].sd);
    ck_assert_double_eq(read.plan.new_deals.noise_rho, RATES[_i].rho);
    plan_text_free(&read);
}
END_TEST

static const struct {
    const char *text; /* follows "history: {deals: d.csv}\npipeline: [a]\n" as line 3 */
    const char *errors;
} BAD[] = {
    {"deal_size: [1, 2]", "plan.yaml:3:12: deal_size: expected one value, not a list\n"},
    {"deal_size: +20%",
     "plan.yaml:3:12: deal_size: +20% is a change, which belongs to segments and --set; expected "
     "12k or 4k to 40k\n"},
    {"deal_size: {mean: 5, median: 6, p90: 7}",
     "plan.yaml:3:12: deal_size: exactly one of typical, mean and median is needed\n"},
    {"deal_size: {based_on: 20}",
     "plan.yaml:3:12: deal_size: exactly one of typical, mean and median is needed\n"},
    {"deal_size: {meen: 5}",
     "plan.yaml:3:13: deal_size: unknown key 'meen'; did you mean 'mean'?\n"},
    {"deal_size: {mean: 5 to 6}",
     "plan.yaml:3:19: deal_size.mean: 5 to 6 is not an amount (above 0, e.g. 1.2M, 400k or 4 800 "
     "000)\n"},
    {"deal_size: {typical: 5}",
     "plan.yaml:3:22: deal_size.typical: a range is expected, e.g. 4 to 20; one number goes to "
     "'mean'\n"},
    {"deal_size: {typical: 9 to 5}",
     "plan.yaml:3:22: deal_size.typical: 9 to 5: the low end is above the high end\n"},
    {"deal_size: {mean: 5, cv: 0}",
     "plan.yaml:3:26: deal_size.cv: out of bounds (above 0, up to 20)\n"},
    {"deal_size: {mean: 5, cv: wide}",
     "plan.yaml:3:26: deal_size.cv: wide is not a plain number (0 to 100, e.g. 0.4)\n"},
    {"deal_size: {median: 5}", "plan.yaml:3:12: deal_size: 'p90' is missing\n"},
    {"deal_size: {median: 5, p90: 5}",
     "plan.yaml:3:29: deal_size.p90: has to be above the median\n"},
    {"deal_size: {median: 5, p90: 8, cv: 1}",
     "plan.yaml:3:32: deal_size: 'cv' needs 'mean' beside it\n"},
    {"deal_size: {mean: 5, p90: 8}", "plan.yaml:3:22: deal_size: 'p90' needs 'median' beside it\n"},
    {"deal_size: {mean: 5, family: normal}",
     "plan.yaml:3:30: deal_size.family: normal is not a family (log-logistic, lognormal, weibull "
     "or gamma)\n"},
    {"deal_size: {mean: 5, based_on: luck}",
     "plan.yaml:3:32: deal_size.based_on: luck is not what a statement can be based on (20 deals, "
     "or certain)\n"},
    {"deal_size: {mean: [5]}", "plan.yaml:3:19: deal_size.mean: expected one value, not a list\n"},
    {"new_deals: 60", "plan.yaml:3:12: new_deals: 60 needs a unit of time, e.g. 60 per month\n"},
    {"new_deals: {mean: 60}",
     "plan.yaml:3:19: new_deals.mean: 60 needs a unit of time, e.g. 60 per month\n"},
    {"new_deals: {per: month}", "plan.yaml:3:12: new_deals: 'mean' is missing\n"},
    {"new_deals: {mean: 60, per: moon}",
     "plan.yaml:3:28: new_deals.per: moon is not a unit of time (day, week, month, quarter or "
     "year)\n"},
    {"new_deals: {mean: 60 per week, per: week}",
     "plan.yaml:3:19: new_deals.mean: the unit of time stands here and in 'per'; say it once\n"},
    {"new_deals: {mean: 60 to 80, per: week, based_on: certain}",
     "plan.yaml:3:50: new_deals.based_on: the range already says it\n"},
    {"new_deals: {mean: 60, per: week, noise: some}",
     "plan.yaml:3:41: new_deals.noise: some is unknown here (expected default, none or {sd, "
     "rho})\n"},
    {"new_deals: {mean: 60, per: week, noise: {sd: 0.3}}",
     "plan.yaml:3:41: new_deals.noise: 'rho' is missing\n"},
    {"shocks: {sd: 6, rho: 0.4}", "plan.yaml:3:14: shocks.sd: 6 is out of bounds (0 to 5)\n"},
    {"shocks: {sd: 0.2, rho: 1}",
     "plan.yaml:3:24: shocks.rho: 1 is out of bounds (0 or more, below 1)\n"},
    {"shocks: {sd: 0.2, rhoo: 0.4}",
     "plan.yaml:3:19: shocks: unknown key 'rhoo'; did you mean 'rho'?\n"},
    {"shocks: many",
     "plan.yaml:3:9: shocks: many is unknown here (expected default, none or {sd, rho})\n"},
};

START_TEST(broken_forms_are_refused_at_their_part)
{
    char text[400];
    (void) snprintf(text, sizeof text, "history: {deals: d.csv}\npipeline: [a]\n%s\n",
                    BAD[_i].text);
    plan_text_bad(text, NULL, 0, BAD[_i].errors);
}
END_TEST

START_TEST(shocks_are_default_none_or_stated)
{
    plan_text read = {0};
    plan_text_good(&read, "");
    ck_assert_int_eq(read.plan.shocks, QC_SHOCKS_DEFAULT);
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good(&read, "shocks: none\n");
    ck_assert_int_eq(read.plan.shocks, QC_SHOCKS_NONE);
    plan_text_free(&read);
    read = (plan_text){0};
    plan_text_good(&read, "shocks: {sd: 0.2, rho: 0.4}\n");
    ck_assert_int_eq(read.plan.shocks, QC_SHOCKS_STATED);
    ck_assert_double_eq(read.plan.shock_sd, 0.2);
    ck_assert_double_eq(read.plan.shock_rho, 0.4);
    plan_text_free(&read);
}
END_TEST

#define COUNT_OF(table) ((int) (sizeof table / sizeof table[0]))

Suite *qc_suite(void)
{
    Suite *suite = suite_create("read_belief");
    TCase *cases = tcase_create("read_belief");
    tcase_add_loop_test(cases, spreads_have_these_forms, 0, COUNT_OF(SPREADS));
    tcase_add_loop_test(cases, shares_have_these_forms, 0, COUNT_OF(SHARES));
    tcase_add_loop_test(cases, rates_have_these_forms, 0, COUNT_OF(RATES));
    tcase_add_loop_test(cases, broken_forms_are_refused_at_their_part, 0, COUNT_OF(BAD));
    tcase_add_test(cases, shocks_are_default_none_or_stated);
    suite_add_tcase(suite, cases);
    return suite;
}
