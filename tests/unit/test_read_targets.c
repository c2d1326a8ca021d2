#include "plan/read_targets.h"
#include "tests/unit/plan_text.h"

/* A plan with a history, whose targets begin on line 4. */
#define WITH_HISTORY "history: {deals: d.csv}\ncurrency: EUR\npipeline: [qualified, proposal]\n"

START_TEST(targets_say_what_when_and_how_much)
{
    plan_text read = {0};
    const qc_target *target;
    ck_assert_msg(
        plan_text_read(
            &read, WITH_HISTORY
            "targets:\n"
            "  - {name: year, metric: bookings, period: 2026, at_least: 1.8M}\n"
            "  - {metric: revenue, period: each month, at_least: EUR 150k, stretch: true}\n"
            "  - {metric: customers, period: each quarter, at_most: 20}\n"
            "  - {metric: new deals, period: Q3 2026, at_least: 1.5k deals}\n"
            "  - {metric: qualified, period: 2026-07, at_least: 30}\n"
            "  - {metric: qualified, stage: Proposal, period: 2026-08, at_most: 0}\n"
            "  - {metric: margin, period: FY2026, at_least: +10% on 2025}\n"
            "  - {metric: units, period: 2027, at_most: -5% on FY2026 Q3,\n"
            "     scope: {segment: SMB, owner: 'Ann: Lee'}}\n"),
        "%s", qc_text_get(&read.errors));
    ck_assert_int_eq(read.plan.target_count, 8);
    target = read.plan.targets;
    ck_assert_str_eq(target[0].name, "year");
    ck_assert_int_eq(target[0].metric, QC_METRIC_BOOKINGS);
    ck_assert_double_eq(target[0].amount, 1.8e6);
    ck_assert(!target[0].at_most && !target[0].stretch && !target[0].relative);
    ck_assert_int_eq(target[0].stage, -1);
    ck_assert_str_eq(target[0].period.text, "2026");
    ck_assert_int_eq(target[0].period.span.to, qc_calendar_day(2026, 12, 31));
    ck_assert_int_eq(target[0].place.line, 5);
    ck_assert_int_eq(target[0].place.column, 5);
    ck_assert_int_eq(target[0].goal_place.column, 60);
    ck_assert_str_eq(target[1].name, "bookings each month");
    ck_assert(target[1].period.each && target[1].stretch);
    ck_assert_int_eq(target[1].period.unit, QC_UNIT_MONTH);
    ck_assert_double_eq(target[1].amount, 150000);
    ck_assert_str_eq(target[2].name, "customers each quarter");
    ck_assert(target[2].at_most);
    ck_assert_str_eq(target[3].name, "new_deals Q3 2026");
    ck_assert_double_eq(target[3].amount, 1500);
    ck_assert_int_eq(target[4].stage, 0);
    ck_assert_int_eq(target[5].stage, 1);
    ck_assert_double_eq(target[5].amount, 0);
    ck_assert(target[6].relative);
    ck_assert_double_eq_tol(target[6].amount, 0.1, 1e-12);
    ck_assert_str_eq(target[6].base.text, "2025");
    ck_assert_int_eq(target[6].base.span.from, qc_calendar_day(2025, 1, 1));
    ck_assert(target[7].relative && target[7].at_most);
    ck_assert_double_eq_tol(target[7].amount, -0.05, 1e-12);
    ck_assert_int_eq(target[7].base.span.to, qc_calendar_day(2026, 9, 30));
    ck_assert_int_eq(target[7].scope_count, 2);
    ck_assert_str_eq(target[7].scope[0].column, "segment");
    ck_assert_str_eq(target[7].scope[1].value, "Ann: Lee");
    plan_text_free(&read);
}
END_TEST

START_TEST(every_metric_has_its_word)
{
    ck_assert_str_eq(qc_plan_metric_word(QC_METRIC_BOOKINGS), "bookings");
    ck_assert_str_eq(qc_plan_metric_word(QC_METRIC_QUALIFIED), "qualified");
    for (int32_t i = 0; i < QC_METRIC_ASKED; i++)
        ck_assert_int_eq(qc_read_targets_metric(qc_plan_metric_word((qc_metric) i)), i);
    ck_assert_int_eq(qc_read_targets_metric("Revenue"), QC_METRIC_BOOKINGS);
    ck_assert_int_eq(qc_read_targets_metric("won_days"), QC_METRIC_COUNT); /* is never asked */
}
END_TEST

START_TEST(fiscal_periods_follow_the_start_of_the_year)
{
    plan_text read = {0};
    /* fiscal_year_starts stands below its use */
    ck_assert(plan_text_read(&read, WITH_HISTORY
                             "targets: [{metric: customers, period: FY2026, at_least: 5}]\n"
                             "fiscal_year_starts: July\n"));
    ck_assert_int_eq(read.plan.targets[0].period.span.from, qc_calendar_day(2025, 7, 1));
    plan_text_free(&read);
}
END_TEST

START_TEST(money_below_the_targets_still_counts)
{
    plan_text read = {0};
    ck_assert(plan_text_read(&read,
                             "targets: [{metric: bookings, period: 2026, at_least: USD 5M}]\n"
                             "history: {deals: d.csv}\npipeline: [a]\ncurrency: USD\n"));
    ck_assert_double_eq(read.plan.targets[0].amount, 5e6);
    plan_text_free(&read);
}
END_TEST

static const struct {
    const char *target; /* from column 11 of line 4 */
    const char *errors;
} BAD[] = {
    {"[5]", "plan.yaml:4:11: targets[1]: expected keys with values, like '{key: value}', not one "
            "value\n"},
    {"[{period: 2026, at_least: 5}]",
     "plan.yaml:4:11: targets[1]: 'metric' is missing, e.g. 'metric: bookings'\n"},
    {"[{metric: customers, at_least: 5}]",
     "plan.yaml:4:11: targets[1]: 'period' is missing, e.g. 'period: each month'\n"},
    {"[{metric: bookings, period: 2026}]",
     "plan.yaml:4:11: targets[1]: a goal is missing, e.g. 'at_least: 1.2M'\n"},
    {"[{metric: units, period: 2026}]",
     "plan.yaml:4:11: targets[1]: a goal is missing, e.g. 'at_least: 20'\n"},
    {"[{metric: bookins, period: 2026, at_least: 5}]",
     "plan.yaml:4:20: targets[1].metric: 'bookins' is not a metric; did you mean 'bookings'?\n"},
    {"[{metric: win_rate, period: 2026, at_least: 5}]",
     "plan.yaml:4:54: targets[1].at_least: 5 is not a share (0..1 or 0%..100%)\n"},
    {"[{metric: loss_share, period: 2026, at_most: 20%}]",
     "plan.yaml:4:11: targets[1]: 'reason' is missing, e.g. 'reason: price'\n"},
    {"[{metric: win_rate, period: 2026, at_least: 20%, reason: price}]",
     "plan.yaml:4:59: targets[1]: 'reason' belongs to the metric loss_share only\n"},
    {"[{name: x, metric: bookings, period: soon, at_least: 5}]",
     "plan.yaml:4:47: targets.x.period: soon is not a period (2026, Q3 2026, 2026-07, "
     "2026-07-01..2026-12-31, FY2026, FY2026 Q3, each week, each month or each quarter)\n"},
    {"[{metric: bookings, period: 2026, at_least: 5, at_most: 6}]",
     "plan.yaml:4:57: targets[1]: at_least and at_most cannot both stand in one target\n"},
    {"[{metric: bookings, period: 2026, at_most: 5, at_least: 6}]",
     "plan.yaml:4:56: targets[1]: at_least and at_most cannot both stand in one target\n"},
    {"[{metric: bookings, period: 2026, at_least: 0}]",
     "plan.yaml:4:54: targets[1].at_least: 0 is not an amount (above 0, e.g. 1.2M, 400k or 4 800 "
     "000)\n"},
    {"[{metric: customers, period: 2026, at_least: 0}]",
     "plan.yaml:4:55: targets[1].at_least: at least 0 is always reached; a goal is above 0\n"},
    {"[{metric: customers, period: 2026, at_least: 1.2M EUR}]",
     "plan.yaml:4:55: targets[1].at_least: 1.2M EUR is not a count (0 or more, e.g. 20 or "
     "1.5k)\n"},
    {"[{metric: bookings, period: 2026, at_least: 1,200}]", NULL},
    {"[{metric: bookings, period: 2026, at_least: '1,200'}]",
     "plan.yaml:4:54: targets[1].at_least: 1,200 could be thousands or decimals; write it without "
     "the comma, or with a point for decimals\n"},
    {"[{metric: bookings, period: 2026, at_least: +10%}]",
     "plan.yaml:4:54: targets[1].at_least: a change needs something to stand on, e.g. +10% on "
     "2025\n"},
    {"[{metric: bookings, period: 2026, at_least: +10 on 2025}]",
     "plan.yaml:4:54: targets[1].at_least: +10 is not a change (+20% or -8%)\n"},
    {"[{metric: bookings, period: 2026, at_least: +10% on last year}]",
     "plan.yaml:4:54: targets[1].at_least: last year is not a period (2026, Q3 2026, 2026-07, "
     "2026-07-01..2026-12-31, FY2026, FY2026 Q3, each week, each month or each quarter)\n"},
    {"[{metric: bookings, period: 2026, at_least: +10% on each month}]",
     "plan.yaml:4:54: targets[1].at_least: the base has to be one period, e.g. +10% on 2025\n"},
    {"[{metric: customers, period: 2026, at_least: 5, stage: proposal}]",
     "plan.yaml:4:58: targets[1]: 'stage' belongs to the metric qualified only\n"},
    {"[{metric: qualified, period: 2026, at_least: 5, stage: demo}]",
     "plan.yaml:4:65: targets[1].stage: 'demo' is no stage of the pipeline (known here: "
     "qualified, proposal)\n"},
    {"[{metric: customers, period: 2026, at_least: 5, scope: SMB}]",
     "plan.yaml:4:65: targets[1].scope: expected keys with values, like '{key: value}', not one "
     "value\n"},
    {"[{metric: customers, period: 2026, at_least: 5, scope: {segment: [a, b]}}]",
     "plan.yaml:4:75: targets[1].scope.segment: expected one value, not a list\n"},
    {"[{metric: customers, period: 2026, at_least: 5, scope: {'': a}}]",
     "plan.yaml:4:66: targets[1].scope: a column of the history needs a name\n"},
    {"[{metric: customers, period: 2026, goal: 5}]",
     "plan.yaml:4:45: targets[1]: unknown key 'goal' (known here: name, metric, period, stage, "
     "reason, at_least, at_most, stretch, scope)\n"},
    {"{metric: customers}",
     "plan.yaml:4:10: targets: expected a list of targets, each beginning with '- '\n"},
    {"[{name: a, metric: customers, period: 2026, at_least: 5}, {name: A, metric: customers, "
     "period: 2027, at_least: 5}]",
     "plan.yaml:4:75: targets: 'A' is the same name as that of target 1 (line 4)\n"},
    {"[{metric: customers, period: 2026, at_least: 5}, {metric: customers, period: 2026, "
     "at_least: 9}]",
     "plan.yaml:4:59: targets: 'customers 2026' is the same name as that of target 1 (line 4)\n"},
};

START_TEST(broken_targets_are_refused)
{
    char text[500];
    plan_text read = {0};
    (void) snprintf(text, sizeof text, WITH_HISTORY "targets: %s\n", BAD[_i].target);
    ck_assert_msg(!plan_text_read(&read, text), "%s", text);
    if (BAD[_i].errors) ck_assert_str_eq(qc_text_get(&read.errors), BAD[_i].errors);
    plan_text_free(&read);
}
END_TEST

START_TEST(qualified_needs_a_stage_to_enter)
{
    plan_text read = {0};
    plan_text_bad("history: {deals: d.csv}\npipeline: [demo, proposal]\n"
                  "targets: [{metric: qualified, period: 2026, at_least: 5}]\n",
                  NULL, 0,
                  "plan.yaml:3:11: targets[1]: metric qualified needs a stage whose entries count, "
                  "e.g. 'stage: demo'\n");
    ck_assert(plan_text_read(&read, "history: {deals: d.csv}\npipeline: [demo, Qualify]\n"
                                    "targets: [{metric: qualified, period: 2026, at_least: 5}]\n"));
    ck_assert_int_eq(read.plan.targets[0].stage, 1);
    plan_text_free(&read);
}
END_TEST

START_TEST(a_thousand_targets_are_enough)
{
    plan_text read = {0};
    qc_text text = {0};
    qc_text_add(&text, PLAN_BASE "targets:\n");
    for (int i = 0; i < 1001; i++)
        qc_text_addf(&text, "  - {name: t%d, metric: customers, period: 2026, at_least: 5}\n", i);
    ck_assert(!plan_text_read(&read, qc_text_get(&text)));
    ck_assert_str_eq(qc_text_get(&read.errors),
                     "plan.yaml:9:3: targets: 1001 targets are too many (up to 1000)\n");
    plan_text_free(&read);
    qc_text_free(&text);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("read_targets");
    TCase *cases = tcase_create("read_targets");
    tcase_add_test(cases, targets_say_what_when_and_how_much);
    tcase_add_test(cases, every_metric_has_its_word);
    tcase_add_test(cases, fiscal_periods_follow_the_start_of_the_year);
    tcase_add_test(cases, money_below_the_targets_still_counts);
    tcase_add_loop_test(cases, broken_targets_are_refused, 0, (int) (sizeof BAD / sizeof BAD[0]));
    tcase_add_test(cases, qualified_needs_a_stage_to_enter);
    tcase_add_test(cases, a_thousand_targets_are_enough);
    suite_add_tcase(suite, cases);
    return suite;
}
