#include "plan/lever.h"
#include "tests/unit/plan_text.h"

static const char SEGMENTS[] = "segments: {SMB: {}, Acme Inc. EU: {}}\n";

static const struct {
    const char *set;
    qc_lever_target target;
    int32_t stage, segment;
    qc_change_kind kind;
    double amount;
} LEVERS[] = {
    {"pipeline.proposal.conversion=45%", QC_LEVER_CONVERSION, 1, -1, QC_CHANGE_REPLACE, 0.45},
    {"pipeline.proposal.conversion=+5 points", QC_LEVER_CONVERSION, 1, -1, QC_CHANGE_POINTS, 0.05},
    {"pipeline.Proposal.conversion=-5 points", QC_LEVER_CONVERSION, 1, -1, QC_CHANGE_POINTS, -0.05},
    {"pipeline.conversion=+10%", QC_LEVER_CONVERSION, -1, -1, QC_CHANGE_SCALE, 1.1},
    {"pipeline.qualified.days=2 weeks", QC_LEVER_DAYS, 0, -1, QC_CHANGE_REPLACE, 14},
    {"pipeline.days=-8%", QC_LEVER_DAYS, -1, -1, QC_CHANGE_SCALE, 0.92},
    {"pipeline.days = 12", QC_LEVER_DAYS, -1, -1, QC_CHANGE_REPLACE, 12},
    {"deal_size=EUR 12k", QC_LEVER_DEAL_SIZE, -1, -1, QC_CHANGE_REPLACE, 12000},
    {"deal_size=+10%", QC_LEVER_DEAL_SIZE, -1, -1, QC_CHANGE_SCALE, 1.1},
    {"new_deals=60 per month", QC_LEVER_NEW_DEALS, -1, -1, QC_CHANGE_REPLACE, 720 / 365.25},
    {"new_deals=7 per week", QC_LEVER_NEW_DEALS, -1, -1, QC_CHANGE_REPLACE, 1},
    {"new_deals=0 per day", QC_LEVER_NEW_DEALS, -1, -1, QC_CHANGE_REPLACE, 0},
    {"new_deals=+20%", QC_LEVER_NEW_DEALS, -1, -1, QC_CHANGE_SCALE, 1.2},
    {"segments.smb.deal_size=5k", QC_LEVER_DEAL_SIZE, -1, 0, QC_CHANGE_REPLACE, 5000},
    {"segments.Acme Inc. EU.new_deals=+20%", QC_LEVER_NEW_DEALS, -1, 1, QC_CHANGE_SCALE, 1.2},
    {"segments.acme_inc_eu.pipeline.days=+60%", QC_LEVER_DAYS, -1, 1, QC_CHANGE_SCALE, 1.6},
    {"segments.SMB.pipeline.proposal.conversion=0.4", QC_LEVER_CONVERSION, 1, 0, QC_CHANGE_REPLACE,
     0.4},
};

START_TEST(a_number_or_a_change_is_a_lever)
{
    plan_text read = {0};
    const qc_lever *lever;
    plan_text_good_set(&read, SEGMENTS, LEVERS[_i].set);
    ck_assert_int_eq(read.plan.lever_count, 1);
    lever = &read.plan.levers[0];
    ck_assert_int_eq(lever->target, LEVERS[_i].target);
    ck_assert_int_eq(lever->stage, LEVERS[_i].stage);
    ck_assert_int_eq(lever->segment, LEVERS[_i].segment);
    ck_assert_int_eq(lever->kind, LEVERS[_i].kind);
    ck_assert_double_eq_tol(lever->amount, LEVERS[_i].amount, 1e-12);
    ck_assert_int_eq(lever->place.line, 0);
    ck_assert_ptr_nonnull(strstr(LEVERS[_i].set, lever->path));
    /* the belief itself stays: levers act after the fit */
    ck_assert_double_eq(read.plan.deal_size.first, 10000);
    plan_text_free(&read);
}
END_TEST

static const struct {
    const char *set, *message;
} BAD[] = {
    {"pipeline.propsal.days=+8%", "unknown stage 'propsal'; did you mean 'proposal'?"},
    {"pipeline.foo.days=+8%", "unknown stage 'foo' (known here: qualified, proposal)"},
    {"pipeline.days=+8", "+8 is not a change (+20% or -8%)"},
    {"pipeline.days=+8 points", "+8 points is not a change (+20% or -8%)"},
    {"pipeline.days=0",
     "0 is not a number of days (above 0 and up to 36500, e.g. 14, 14 days or 2 weeks)"},
    {"pipeline.conversion=55", "55 is not a share (0..1 or 0%..100%)"},
    {"deal_size=USD 5", "USD 5 is not in the plan's currency (EUR)"},
    {"deal_size=", "no value is given"},
    {"new_deals=60", "60 needs a unit of time, e.g. 60 per month"},
    {"segments.SBM.deal_size=5k", "unknown segment 'SBM' (known here: SMB, Acme Inc. EU)"},
    {"segments.SMB.dealsize=5k", "unknown key 'dealsize'; did you mean 'deal_size'?"},
    {"segments.SMB=5k", "what of this segment? (e.g. deal_size)"},
};

START_TEST(broken_levers_are_refused_under_their_own_text)
{
    char errors[400];
    (void) snprintf(errors, sizeof errors, "--set %s: %s\n", BAD[_i].set, BAD[_i].message);
    plan_text_bad_set(SEGMENTS, BAD[_i].set, errors);
}
END_TEST

START_TEST(levers_keep_their_order_after_those_of_segments)
{
    static const char *const SETS[] = {"pipeline.days=+10%", "deal_size=20k", "pipeline.days=-10%"};
    static const char TEXT[] = PLAN_BASE "segments: {a: {deal_size: +1%}}\n";
    plan_text read = {0};
    ck_assert(plan_text_bytes(&read, TEXT, strlen(TEXT), SETS, 3));
    ck_assert_int_eq(read.plan.lever_count, 4);
    ck_assert_int_eq(read.plan.levers[0].segment, 0);
    ck_assert_double_eq_tol(read.plan.levers[1].amount, 1.1, 1e-12);
    ck_assert_int_eq(read.plan.levers[2].target, QC_LEVER_DEAL_SIZE);
    ck_assert_double_eq_tol(read.plan.levers[3].amount, 0.9, 1e-12);
    plan_text_free(&read);
}
END_TEST

START_TEST(a_stage_without_a_name_is_no_candidate)
{
    static const char *const SET[] = {"pipeline.x.days=+5%"};
    plan_text_bad("history: {deals: d.csv}\npipeline: [{crm: y}, a]\n", SET, 1,
                  "--set pipeline.x.days=+5%: unknown stage 'x'; did you mean 'a'?\n"
                  "plan.yaml:2:12: pipeline[1]: 'stage' is missing (the name of the stage)\n");
}
END_TEST

START_TEST(paths_are_told_from_other_keys)
{
    ck_assert(qc_lever_is_path("deal_size"));
    ck_assert(qc_lever_is_path("new_deals"));
    ck_assert(qc_lever_is_path("pipeline.days"));
    ck_assert(qc_lever_is_path("pipeline.x.conversion"));
    ck_assert(qc_lever_is_path("segments.x.deal_size"));
    ck_assert(!qc_lever_is_path("pipeline"));
    ck_assert(!qc_lever_is_path("pipeline.x.days_if_lost"));
    ck_assert(!qc_lever_is_path("pipeline.x.based_on"));
    ck_assert(!qc_lever_is_path("shocks"));
    ck_assert(!qc_lever_is_path("segments"));
}
END_TEST

START_TEST(names_may_hold_dots)
{
    static const char *const NAMES[] = {"a", "a.b", NULL, "c"};
    const char *rest = NULL;
    ck_assert_int_eq(qc_lever_match("a.b.days", NAMES, 4, &rest), 1);
    ck_assert_str_eq(rest, "days");
    ck_assert_int_eq(qc_lever_match("A.days", NAMES, 4, &rest), 0);
    ck_assert_str_eq(rest, "days");
    ck_assert_int_eq(qc_lever_match("c", NAMES, 4, &rest), 3);
    ck_assert_str_eq(rest, "");
    ck_assert_int_eq(qc_lever_match("d.days", NAMES, 4, &rest), -1);
    ck_assert_int_eq(qc_lever_match(".days", NAMES, 4, &rest), -1);
    ck_assert_int_eq(qc_lever_match("", NAMES, 4, &rest), -1);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("lever");
    TCase *cases = tcase_create("lever");
    tcase_add_loop_test(cases, a_number_or_a_change_is_a_lever, 0,
                        (int) (sizeof LEVERS / sizeof LEVERS[0]));
    tcase_add_loop_test(cases, broken_levers_are_refused_under_their_own_text, 0,
                        (int) (sizeof BAD / sizeof BAD[0]));
    tcase_add_test(cases, levers_keep_their_order_after_those_of_segments);
    tcase_add_test(cases, a_stage_without_a_name_is_no_candidate);
    tcase_add_test(cases, paths_are_told_from_other_keys);
    tcase_add_test(cases, names_may_hold_dots);
    suite_add_tcase(suite, cases);
    return suite;
}
