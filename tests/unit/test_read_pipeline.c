#include "tests/unit/plan_text.h"

#include <math.h>

START_TEST(stages_come_in_order_with_what_is_said_about_them)
{
    plan_text read = {0};
    const qc_plan_stage *stage;
    ck_assert_msg(plan_text_read(&read,
                                 "history: {deals: d.csv}\n"
                                 "pipeline:\n"
                                 "  - first contact\n"
                                 "  - {stage: b, crm: [B one, B two], conversion: 45% to 65%,\n"
                                 "     days: 4 to 20, days_if_lost: 9}\n"
                                 "  - {stage: c, crm: C one}\n"),
                  "%s", qc_text_get(&read.errors));
    ck_assert_int_eq(read.plan.stage_count, 3);
    stage = read.plan.stages;
    ck_assert_str_eq(stage[0].name, "first contact");
    ck_assert_int_eq(stage[0].conversion.form, QC_BELIEF_NONE);
    ck_assert_int_eq(stage[0].crm_count, 0);
    ck_assert_int_eq(stage[0].place.line, 3);
    ck_assert_int_eq(stage[0].place.column, 5);
    ck_assert_int_eq(stage[1].crm_count, 2);
    ck_assert_str_eq(stage[1].crm[1], "B two");
    ck_assert_double_eq(stage[1].conversion.second, 0.65);
    ck_assert_double_eq(stage[1].days.first, 4);
    ck_assert_int_eq(stage[1].days_if_lost.form, QC_BELIEF_SINGLE);
    ck_assert_int_eq(stage[1].conversion.place.line, 4);
    ck_assert_int_eq(stage[1].conversion.place.column, 49);
    ck_assert_int_eq(stage[2].crm_count, 1);
    plan_text_free(&read);
}
END_TEST

static const struct {
    const char *stage; /* inside the braces of the only stage */
    double conversion, days, days_if_lost;
} EVIDENCE[] = {
    {"conversion: 55%, days: 10, based_on: 30 deals", 30, 30, 0},
    {"conversion: 55%, days: 10, days_if_lost: 5, based_on: certain", INFINITY, INFINITY, INFINITY},
    {"conversion: 45% to 65%, days: 4 to 20, based_on: 30", 0, 30, 0},
    {"conversion: {mean: 55%, based_on: 8}, days: 4 to 20, based_on: 30", 8, 30, 0},
    {"conversion: 55%, days: {typical: 4 to 20, based_on: 7}, based_on: certain", INFINITY, 7, 0},
    {"conversion: 55%, days: 10", 0, 0, 0},
};

START_TEST(based_on_covers_what_does_not_carry_its_own)
{
    plan_text read = {0};
    char text[300];
    (void) snprintf(text, sizeof text, "history: {deals: d.csv}\npipeline: [{stage: a, %s}]\n",
                    EVIDENCE[_i].stage);
    ck_assert_msg(plan_text_read(&read, text), "%s", qc_text_get(&read.errors));
    ck_assert(read.plan.stages[0].conversion.based_on == EVIDENCE[_i].conversion);
    ck_assert(read.plan.stages[0].days.based_on == EVIDENCE[_i].days);
    ck_assert(read.plan.stages[0].days_if_lost.based_on == EVIDENCE[_i].days_if_lost);
    plan_text_free(&read);
}
END_TEST

static const struct {
    const char *pipeline; /* from column 11 of line 2 */
    const char *errors;
} BAD[] = {
    {"", "plan.yaml:2:10: pipeline: expected a list of stages, e.g. [qualified, proposal]\n"},
    {"[]", "plan.yaml:2:11: pipeline: expected a list of stages, e.g. [qualified, proposal]\n"},
    {"{a: b}", "plan.yaml:2:11: pipeline: expected a list of stages, e.g. [qualified, proposal]\n"},
    {"[[a]]", "plan.yaml:2:12: pipeline[1]: expected one value, not a list\n"},
    {"[{days: 4}]", "plan.yaml:2:12: pipeline[1]: 'stage' is missing (the name of the stage)\n"},
    {"[{stage: [a]}]", "plan.yaml:2:20: pipeline[1].stage: expected one value, not a list\n"},
    {"[a, Days]", "plan.yaml:2:15: pipeline.Days: 'Days' is reserved and cannot name a stage "
                  "(days, conversion, won and lost are)\n"},
    {"[{stage: WON}]", "plan.yaml:2:20: pipeline.WON: 'WON' is reserved and cannot name a stage "
                       "(days, conversion, won and lost are)\n"},
    {"[first call, b, First-Call]",
     "plan.yaml:2:27: 'First-Call' is the same name as stage first call (line 2)\n"},
    {"[{stage: a, crm: [x]}, {stage: b, crm: [X ]}]",
     "plan.yaml:2:51: 'X' is the same name as stage a (line 2)\n"},
    {"[{stage: a, crm: [A, a, x, x]}, b]", NULL},
    {"[{stage: a, crm: b}, b]", "plan.yaml:2:32: 'b' is the same name as stage a (line 2)\n"},
    {"[{stage: a, crm: Won}]", "plan.yaml:2:28: 'Won' is the same name as history.won\n"},
    {"[{stage: a, conversion: 1.4}]",
     "plan.yaml:2:35: pipeline.a.conversion: 1.4 is not a share (0..1 or 0%..100%)\n"},
    {"[{stage: a, convrsion: 0.4}]",
     "plan.yaml:2:23: pipeline.a: unknown key 'convrsion'; did you mean 'conversion'?\n"},
    {"[{stage: a, conversion: 45% to 65%, based_on: certain}]",
     "plan.yaml:2:57: pipeline.a.based_on: certain, but conversion is a range, and the range "
     "already says it\n"},
    {"[{stage: a, conversion: {mean: 45% to 65%, based_on: 9}}]",
     "plan.yaml:2:64: pipeline.a.conversion.based_on: the range already says it\n"},
    {"[{stage: a, based_on: many}]",
     "plan.yaml:2:33: pipeline.a.based_on: many is not what a statement can be based on (20 deals, "
     "or certain)\n"},
    {"[{stage: a, days: {mean: 4, based_on: 0}}]",
     "plan.yaml:2:49: pipeline.a.days.based_on: 0 is not what a statement can be based on (20 "
     "deals, or certain)\n"},
};

START_TEST(broken_pipelines_are_refused)
{
    char text[400];
    (void) snprintf(text, sizeof text, "history: {deals: d.csv}\npipeline: %s\n", BAD[_i].pipeline);
    if (BAD[_i].errors)
        plan_text_bad(text, NULL, 0, BAD[_i].errors);
    else {
        plan_text read = {0};
        ck_assert_msg(plan_text_read(&read, text), "%s", qc_text_get(&read.errors));
        plan_text_free(&read);
    }
}
END_TEST

START_TEST(words_of_the_ends_are_no_stages)
{
    plan_text_bad("history: {deals: d.csv, won: [Closed Won, Signed], lost: [signed], ignore: "
                  "[Parked]}\n"
                  "pipeline: [a, {stage: b, crm: [closed-won, parked]}]\n",
                  NULL, 0,
                  "plan.yaml:1:59: 'signed' is the same name as history.won (line 1)\n"
                  "plan.yaml:2:32: 'closed-won' is the same name as history.won (line 1)\n"
                  "plan.yaml:2:44: 'parked' is the same name as history.ignore (line 1)\n");
}
END_TEST

START_TEST(thirty_two_stages_are_enough)
{
    plan_text read = {0};
    qc_text text = {0};
    qc_text_add(&text, "history: {deals: d.csv}\npipeline:\n");
    for (int i = 0; i < 32; i++)
        qc_text_addf(&text, "  - s%d\n", i);
    ck_assert(plan_text_read(&read, qc_text_get(&text)));
    ck_assert_int_eq(read.plan.stage_count, 32);
    plan_text_free(&read);
    qc_text_add(&text, "  - one more\n");
    plan_text_bad(qc_text_get(&text), NULL, 0,
                  "plan.yaml:3:3: pipeline: 33 stages are too many (up to 32)\n");
    qc_text_free(&text);
}
END_TEST

#define COUNT_OF(table) ((int) (sizeof table / sizeof table[0]))

Suite *qc_suite(void)
{
    Suite *suite = suite_create("read_pipeline");
    TCase *cases = tcase_create("read_pipeline");
    tcase_add_test(cases, stages_come_in_order_with_what_is_said_about_them);
    tcase_add_loop_test(cases, based_on_covers_what_does_not_carry_its_own, 0, COUNT_OF(EVIDENCE));
    tcase_add_loop_test(cases, broken_pipelines_are_refused, 0, COUNT_OF(BAD));
    tcase_add_test(cases, words_of_the_ends_are_no_stages);
    tcase_add_test(cases, thirty_two_stages_are_enough);
    suite_add_tcase(suite, cases);
    return suite;
}
