/* Targets become figures over atoms of time: every form of period, what has happened so far, scopes, relative
 * goals, joint targets, and the outlook of a plan without targets. */
#include "core/rng.h"
#include "tests/support/company.h"
#include "tests/support/torture.h"

#define HEAD                                                          \
    "as_of: 2026-05-15\ncurrency: EUR\nhistory: {deals: deals.csv}\n" \
    "pipeline:\n"                                                     \
    "  - {stage: qualified, conversion: 50%, days: 10}\n"             \
    "  - {stage: offer, conversion: 50%, days: 10}\n"                 \
    "deal_size: 1k\nnew_deals: 5 per month\n"

#define NO_HISTORY                                                         \
    "currency: EUR\nshocks: none\ndeal_size: 1k\nnew_deals: 5 per month\n" \
    "pipeline: [{stage: qualified, conversion: 50%, days: 10}]\n"

static const char DEALS[] = "deal_id,date,stage,amount,owner,segment,source,customer,units\n"
                            "a,2025-11-03,qualified,100,ann,SMB,web,acme,1\n"
                            "a,2025-12-10,offer,100,ann,SMB,web,acme,1\n"
                            "a,2026-01-20,won,120,ann,SMB,web,acme,1\n"
                            "b,2026-02-02,qualified,200,bob,Large,fair,globex,2\n"
                            "b,2026-03-05,won,200,bob,Large,fair,globex,2\n"
                            "c,2026-03-10,qualified,300,ann,Large,web,acme,3\n"
                            "c,2026-05-04,won,310,ann,Large,web,acme,3\n"
                            "d,2026-05-02,qualified,50,bob,SMB,web,initech,1\n"
                            "d,2026-05-15,won,50,bob,SMB,web,initech,1\n"
                            "e,2026-04-01,qualified,70,ann,SMB,fair,hooli,1\n"
                            "e,2026-05-01,lost,70,ann,SMB,fair,hooli,1\n"
                            "f,2026-05-10,qualified,90,cy,SMB,web,acme,1\n";

static qc_day day(const char *text)
{
    qc_day value = 0;
    ck_assert(qc_calendar_parse(text, &value));
    return value;
}

/* A figure's atoms are exactly the days of its span that are still to come. */
static void check_figure(const qc_questions *questions, int32_t figure, qc_span span)
{
    const qc_figure *it = &questions->figures[figure];
    for (int32_t d = 1; d <= questions->days; d++) {
        const int32_t atom = questions->atom_of_day[d];
        const qc_day when = questions->as_of + d;
        ck_assert_int_eq(atom >= it->first_atom && atom < it->end_atom,
                         when >= span.from && when <= span.to);
        ck_assert_int_lt(atom, questions->atom_count);
    }
}

static void check_all(const company *it)
{
    const qc_questions *questions = &it->forecast.questions;
    for (int32_t t = 0; t < questions->target_count; t++) {
        const qc_asked_target *asked = &questions->targets[t];
        ck_assert_int_eq(asked->figure < 0, asked->span.to <= questions->as_of);
        if (asked->figure < 0) continue;
        check_figure(questions, asked->figure, asked->span);
        ck_assert_int_eq(questions->figures[asked->figure].base, llround(asked->actual * 100));
        ck_assert_int_eq(questions->figures[asked->figure].goal, llround(asked->goal * 100));
    }
    for (int32_t m = 0; m < questions->month_count; m++) {
        const qc_asked_month *month = &questions->months[m];
        const qc_span whole = {questions->months[0].span.from, month->span.to};
        ck_assert_int_eq(month->figure < 0, month->span.to <= questions->as_of);
        if (month->figure < 0) continue;
        check_figure(questions, month->figure, month->span);
        check_figure(questions, month->cumulative_figure, whole);
    }
    check_figure(questions, questions->main_figure, questions->main_span);
    check_figure(questions, questions->open_figure, questions->main_span);
    check_figure(questions, questions->new_figure, questions->main_span);
}

static void ask(company *it, const char *head, const char *targets, const char *deals)
{
    char plan[8192];
    snprintf(plan, sizeof plan, "%s%s", head, targets);
    company_read(it, plan, deals, NULL);
    company_prepare(it);
    check_all(it);
}

static const qc_asked_target *asked(const company *it, const char *name)
{
    for (int32_t t = 0; t < it->forecast.questions.target_count; t++) {
        if (strcmp(it->forecast.questions.targets[t].name, name) == 0)
            return &it->forecast.questions.targets[t];
    }
    ck_abort_msg("nobody asked for '%s'", name);
    return NULL;
}

static void check_span(const company *it, const char *name, const char *from, const char *to)
{
    const qc_span span = asked(it, name)->span;
    char text[16];
    ck_assert_str_eq(qc_calendar_text(span.from, text), from);
    ck_assert_str_eq(qc_calendar_text(span.to, text), to);
}

/* ---- periods ---- */

START_TEST(every_form_of_a_period)
{
    company it = {0};
    ask(&it, HEAD,
        "targets:\n"
        "  - {name: year, metric: bookings, period: 2026, at_least: 1k}\n"
        "  - {name: quarter, metric: bookings, period: Q3 2026, at_least: 1k}\n"
        "  - {name: month, metric: bookings, period: 2026-07, at_least: 1k}\n"
        "  - {name: range, metric: bookings, period: 2026-06-10..2027-01-20, at_least: 1k}\n"
        "  - {name: fiscal, metric: bookings, period: FY2027, at_least: 1k}\n"
        "  - {name: fiscal quarter, metric: bookings, period: FY2026 Q2, at_least: 1k}\n",
        DEALS);
    check_span(&it, "year", "2026-01-01", "2026-12-31");
    check_span(&it, "quarter", "2026-07-01", "2026-09-30");
    check_span(&it, "month", "2026-07-01", "2026-07-31");
    check_span(&it, "range", "2026-06-10", "2027-01-20");
    check_span(&it, "fiscal", "2027-01-01", "2027-12-31");
    check_span(&it, "fiscal quarter", "2026-04-01", "2026-06-30");
    ck_assert_int_eq(it.forecast.questions.days, day("2027-12-31") - day("2026-05-15"));
    ck_assert_int_eq(it.forecast.questions.headline, 0);
    ck_assert_int_eq(it.forecast.questions.joint_count, 0);
    company_free(&it);
}
END_TEST

START_TEST(fiscal_years_from_july)
{
    company it = {0};
    ask(&it, HEAD "fiscal_year_starts: July\n",
        "targets:\n"
        "  - {name: fiscal, metric: bookings, period: FY2027, at_least: 1k}\n"
        "  - {name: m, metric: bookings, period: each month, at_least: 150}\n"
        "  - {name: q, metric: bookings, period: each quarter, at_least: 150}\n",
        DEALS);
    check_span(&it, "fiscal", "2026-07-01", "2027-06-30");
    check_span(&it, "m 2025-07", "2025-07-01", "2025-07-31");
    check_span(&it, "m 2026-06", "2026-06-01", "2026-06-30");
    check_span(&it, "q FY2026 Q1", "2025-07-01", "2025-09-30");
    check_span(&it, "q FY2026 Q4", "2026-04-01", "2026-06-30");
    ck_assert_int_eq(it.forecast.questions.target_count, 1 + 12 + 4);
    company_free(&it);
}
END_TEST

START_TEST(each_week_of_the_year)
{
    company it = {0};
    ask(&it, HEAD, "targets: [{name: w, metric: new_deals, period: each week, at_least: 1}]\n",
        DEALS);
    const qc_questions *questions = &it.forecast.questions;
    check_span(&it, "w 2026-05-11", "2026-05-11", "2026-05-17"); /* Monday to Sunday, running */
    ck_assert_int_ge(questions->target_count, 52);
    for (int32_t t = 1; t < questions->target_count; t++)
        ck_assert_int_eq(questions->targets[t].span.from, questions->targets[t - 1].span.to + 1);
    ck_assert_int_eq(asked(&it, "w 2026-05-11")->figure >= 0, 1);
    ck_assert_int_eq(asked(&it, "w 2026-05-04")->figure, -1);
    ck_assert_double_eq(asked(&it, "w 2026-05-04")->actual, 1); /* deal f */
    company_free(&it);
}
END_TEST

/* ---- what has happened ---- */

START_TEST(actuals_count_towards_the_target)
{
    company it = {0};
    ask(&it, HEAD,
        "targets:\n"
        "  - {name: closed, metric: bookings, period: Q1 2026, at_least: 300}\n"
        "  - {name: year, metric: bookings, period: 2026, at_least: 1k}\n"
        "  - {name: may, metric: bookings, period: 2026-05, at_least: 1k}\n"
        "  - {name: future, metric: bookings, period: 2026-06, at_least: 1k}\n"
        "  - {name: logos, metric: customers, period: 2026, at_least: 10}\n"
        "  - {name: units, metric: units, period: 2026, at_least: 10}\n"
        "  - {name: new, metric: new_deals, period: 2026, at_least: 10}\n"
        "  - {name: qualified, metric: qualified, period: 2026, at_least: 10}\n"
        "  - {name: offers, metric: qualified, stage: offer, period: 2025, at_least: 1}\n",
        DEALS);
    const qc_questions *questions = &it.forecast.questions;
    ck_assert_int_eq(asked(&it, "closed")->figure, -1);
    ck_assert_double_eq(asked(&it, "closed")->actual, 320);
    ck_assert_double_eq(asked(&it, "year")->actual, 680);
    ck_assert_double_eq(asked(&it, "may")->actual, 360); /* the as-of day counts */
    ck_assert_double_eq(asked(&it, "future")->actual, 0);
    ck_assert_double_eq(asked(&it, "logos")->actual, 3); /* acme twice */
    ck_assert_double_eq(asked(&it, "units")->actual, 7);
    ck_assert_double_eq(asked(&it, "new")->actual, 5);
    ck_assert_double_eq(asked(&it, "qualified")->actual, 5);
    ck_assert_double_eq(asked(&it, "offers")->actual, 1);
    ck_assert_int_eq(questions->headline, 1); /* the first that is still open */
    ck_assert_int_eq(questions->main_figure, asked(&it, "year")->figure);
    company_free(&it);
}
END_TEST

START_TEST(joint_targets)
{
    company it = {0};
    ask(&it, HEAD,
        "targets:\n"
        "  - {name: m, metric: bookings, period: each month, at_least: 150}\n"
        "  - {name: few, metric: new_deals, period: each month, at_most: 1}\n"
        "  - {name: past, metric: bookings, period: Q1 2026, at_least: 1}\n",
        DEALS);
    const qc_questions *questions = &it.forecast.questions;
    ck_assert_int_eq(questions->joint_count, 2);
    const qc_asked_joint *joint = &questions->joints[0];
    ck_assert_str_eq(joint->of, "m");
    ck_assert_int_eq(joint->open, 8);       /* May runs */
    ck_assert_int_eq(joint->closed_hit, 1); /* March */
    ck_assert_int_eq(joint->closed_missed, 3);
    ck_assert_int_eq(joint->target_count, 12);
    for (int32_t i = 0; i < joint->open; i++)
        ck_assert_int_eq(joint->figures[i], questions->targets[joint->first_target + 4 + i].figure);
    joint = &questions->joints[1];
    ck_assert_int_eq(joint->closed_hit, 4); /* at most one a month until April */
    ck_assert_int_eq(joint->closed_missed, 0);
    ck_assert_int_eq(joint->open, 8);
    company_free(&it);
}
END_TEST

/* Records begin on 2025-11-03. What is over and was not recorded is neither hit nor missed, unless the recorded
 * part alone settles it. */
START_TEST(periods_before_the_history)
{
    company it = {0};
    ask(&it, HEAD,
        "targets:\n"
        "  - {name: before, metric: bookings, period: 2025-10, at_least: 1}\n"
        "  - {name: low, metric: new_deals, period: 2025-11, at_least: 1}\n"
        "  - {name: high, metric: new_deals, period: 2025-11, at_least: 2}\n"
        "  - {name: over, metric: new_deals, period: 2025, at_most: 0}\n"
        "  - {name: under, metric: new_deals, period: 2025, at_most: 1}\n"
        "  - {name: known, metric: bookings, period: Q1 2026, at_least: 1}\n",
        DEALS);
    ck_assert(asked(&it, "before")->is_unknown);
    ck_assert(!asked(&it, "low")->is_unknown); /* one was created in what is recorded of November */
    ck_assert(asked(&it, "high")->is_unknown);
    ck_assert(!asked(&it, "over")->is_unknown);
    ck_assert(asked(&it, "under")->is_unknown);
    ck_assert(!asked(&it, "known")->is_unknown);
    company_free(&it);
    ask(&it, "as_of: 2026-05-15\n" NO_HISTORY,
        "targets: [{name: m, metric: bookings, period: each month, at_least: 150}]\n", NULL);
    ck_assert_int_eq(it.forecast.questions.joints[0].closed_unknown, 4);
    ck_assert_int_eq(it.forecast.questions.joints[0].closed_missed, 0);
    company_free(&it);
}
END_TEST

START_TEST(relative_goals)
{
    company it = {0};
    ask(&it, HEAD,
        "targets:\n"
        "  - {name: more, metric: bookings, period: 2026, at_least: +10% on Q1 2026}\n"
        "  - {name: less, metric: new_deals, period: 2026-06, at_most: -50% on Q1 2026, scope: "
        "{segment: large}}\n",
        DEALS);
    ck_assert_double_eq_tol(asked(&it, "more")->goal, 352, 1e-9);
    ck_assert_str_eq(asked(&it, "more")->goal_base, "+10% on Q1 2026 (320)");
    ck_assert_double_eq_tol(asked(&it, "less")->goal, 1, 1e-9); /* b and c */
    ck_assert(it.forecast.questions.figures[asked(&it, "less")->figure].at_most);
    company_free(&it);
}
END_TEST

/* ---- scopes ---- */

static qc_labels random_labels(const qc_book *book, qc_rng *luck)
{
    qc_labels labels;
    for (int l = 0; l < QC_LABEL_COUNT; l++) {
        const uint64_t values = (uint64_t) book->names[l].count + 1;
        labels.of[l] = (qc_id) (qc_rng_bits(luck) % values) - 1; /* -1 = unknown */
    }
    return labels;
}

START_TEST(scopes_match_labels)
{
    company it = {0};
    qc_rng luck = qc_rng_stream(5, 5, 5, 5);
    ask(&it, HEAD,
        "targets:\n"
        "  - {name: all, metric: bookings, period: 2026, at_least: 1k}\n"
        "  - {name: smb, metric: bookings, period: 2026, at_least: 1k, scope: {segment: smb}}\n"
        "  - {name: ann, metric: bookings, period: 2026, at_least: 1k, scope: {owner: Ann}}\n"
        "  - {name: web, metric: customers, period: 2026, at_least: 1, scope: {source: web}}\n"
        "  - {name: acme, metric: bookings, period: 2026, at_least: 1k, scope: {customer: ACME}}\n"
        "  - {name: both, metric: bookings, period: 2026, at_least: 1k, scope: {owner: ann, "
        "segment: large}}\n"
        "  - {name: offers, metric: qualified, stage: offer, period: 2026, at_least: 1, scope: "
        "{owner: bob}}\n",
        DEALS);
    const qc_questions *questions = &it.forecast.questions;
    ck_assert_double_eq(asked(&it, "smb")->actual, 170);
    ck_assert_double_eq(asked(&it, "ann")->actual, 430);
    ck_assert_double_eq(asked(&it, "web")->actual, 2); /* acme and initech */
    ck_assert_double_eq(asked(&it, "acme")->actual, 430);
    ck_assert_double_eq(asked(&it, "both")->actual, 310);
    for (int i = 0; i < 2000; i++) {
        const qc_labels labels = random_labels(&it.forecast.book, &luck);
        for (int origin = QC_ORIGIN_OPEN; origin <= QC_ORIGIN_NEW; origin++) {
            const uint64_t mask = qc_questions_mask(questions, &labels, (qc_origin) origin);
            for (int32_t m = 0; m < questions->measure_count; m++) {
                const qc_measure *measure = &questions->measures[m];
                const bool counts = qc_book_matches(&measure->matcher, &labels) &&
                                    (measure->origin == QC_ORIGIN_ALL ||
                                     (int) measure->origin == origin);
                ck_assert_int_eq(mask >> m & 1, counts);
            }
        }
    }
    for (int32_t m = 0; m < questions->measure_count; m++) {
        for (int metric = 0; metric < QC_METRIC_COUNT; metric++)
            ck_assert_int_eq(questions->metric_mask[metric] >> m & 1,
                             (int) questions->measures[m].metric == metric);
        ck_assert_int_eq(questions->stage_mask[1] >> m & 1,
                         questions->measures[m].metric == QC_METRIC_QUALIFIED &&
                             questions->measures[m].stage == 1);
    }
    company_free(&it);
}
END_TEST

START_TEST(equal_measures_are_one)
{
    company it = {0};
    ask(&it, HEAD,
        "targets:\n"
        "  - {name: a, metric: bookings, period: 2026, at_least: 1k}\n"
        "  - {name: b, metric: bookings, period: 2026-07, at_least: 2k}\n"
        "  - {name: c, metric: bookings, period: 2026-07, at_least: 2k, scope: {segment: smb}}\n",
        DEALS);
    /* all, smb, and the two parts of the headline */
    ck_assert_int_eq(it.forecast.questions.measure_count, 4);
    company_free(&it);
}
END_TEST

/* ---- the outlook ---- */

START_TEST(outlook_without_targets)
{
    company it = {0};
    ask(&it, HEAD, "", DEALS);
    const qc_questions *questions = &it.forecast.questions;
    ck_assert_int_eq(questions->headline, -1);
    ck_assert_int_eq(questions->target_count, 0);
    ck_assert_int_eq(questions->main_span.from,
                     day("2026-01-01")); /* the fiscal year so far counts */
    ck_assert_int_eq(questions->main_span.to, day("2027-04-30")); /* and twelve months to come */
    ck_assert_int_eq(questions->series_metric, QC_METRIC_BOOKINGS);
    ck_assert_double_eq(questions->months[questions->month_count - 1].cumulative_actual, 680);
    company_free(&it);
}
END_TEST

START_TEST(outlook_without_history)
{
    company it = {0};
    ask(&it, "as_of: 2026-05-15\n" NO_HISTORY, "", NULL);
    ck_assert_int_eq(it.forecast.questions.main_span.from, day("2026-05-16"));
    ck_assert_int_eq(it.forecast.questions.months[0].span.from, day("2026-05-16"));
    ck_assert_int_ge(it.forecast.questions.months[0].figure, 0);
    company_free(&it);
}
END_TEST

START_TEST(only_closed_targets)
{
    company it = {0};
    ask(&it, HEAD, "targets: [{name: past, metric: customers, period: Q1 2026, at_least: 1}]\n",
        DEALS);
    ck_assert_int_eq(it.forecast.questions.headline, -1);
    ck_assert_int_eq(it.forecast.questions.targets[0].figure, -1);
    company_free(&it);
}
END_TEST

START_TEST(leap_days_and_long_horizons)
{
    company it = {0};
    ask(&it, "as_of: 2028-02-29\n" NO_HISTORY,
        "targets:\n"
        "  - {name: march, metric: bookings, period: 2028-03, at_least: 1k}\n"
        "  - {name: feb, metric: bookings, period: 2028-02, at_least: 1k}\n"
        "  - {name: late, metric: bookings, period: 2037, at_least: 1k}\n",
        NULL);
    ck_assert_int_eq(asked(&it, "feb")->figure, -1);
    ck_assert_int_eq(it.forecast.questions.days, day("2037-12-31") - day("2028-02-29"));
    company_free(&it);
}
END_TEST

/* ---- errors ---- */

static void fails(const char *head, const char *targets, const char *deals, const char *message,
                  int32_t line)
{
    char plan[16384];
    qc_status status;
    snprintf(plan, sizeof plan, "%s%s", head, targets);
    company_fails(plan, deals, NULL, &status);
    ck_assert_str_eq(status.message, message);
    ck_assert_int_eq(status.code, QC_BAD_INPUT);
    ck_assert_int_eq(status.line, line);
}

START_TEST(what_cannot_be_asked)
{
    fails(HEAD, "targets: [{name: t, metric: margin, period: 2026, at_least: 1}]\n", DEALS,
          "target 't': its metric is margin, and the data have no column 'margin'", 9);
    fails(HEAD,
          "targets: [{name: t, metric: bookings, period: 2026, at_least: 1, scope: {segment: "
          "SMV}}]\n",
          DEALS, "target 't': no deal has segment 'SMV'; did you mean 'SMB'?", 9);
    fails(
        HEAD,
        "targets: [{name: t, metric: bookings, period: 2026, at_least: 1, scope: {colour: red}}]\n",
        DEALS, "target 't': unknown scope, and the data have no column 'colour'", 9);
    fails(HEAD, "targets: [{name: t, metric: bookings, period: 2026-06, at_least: +10% on 2024}]\n",
          DEALS, "target 't': the history holds nothing to compare with in 2024", 9);
    fails(HEAD, "targets: [{name: t, metric: bookings, period: 2026-06, at_least: +10% on 2026}]\n",
          DEALS, "target 't': the history holds nothing to compare with in 2026", 9);
    fails(HEAD, "targets: [{name: t, metric: bookings, period: 2037, at_least: 1}]\n", DEALS,
          "target 't' ends more than ten years after the as-of day", 9);
}
END_TEST

START_TEST(too_many_combinations)
{
    qc_text deals = {0}, targets = {0};
    qc_text_add(&deals, DEALS);
    qc_text_add(&targets, "targets:\n");
    for (int i = 0; i < 64; i++) {
        qc_text_addf(&deals, "x%d,2026-05-0%d,qualified,1,o%d,SMB,web,acme,1\n", i, 1 + i % 9, i);
        qc_text_addf(
            &targets,
            "  - {name: t%d, metric: bookings, period: 2026, at_least: 1, scope: {owner: o%d}}\n",
            i, i);
    }
    fails(HEAD, qc_text_get(&targets), qc_text_get(&deals),
          "target 't61': with it the targets ask for more than 61 different combinations "
          "of metric and scope",
          71);
    qc_text_free(&deals);
    qc_text_free(&targets);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("questions");
    TCase *tests = tcase_create("questions");
    tcase_add_test(tests, every_form_of_a_period);
    tcase_add_test(tests, fiscal_years_from_july);
    tcase_add_test(tests, each_week_of_the_year);
    tcase_add_test(tests, actuals_count_towards_the_target);
    tcase_add_test(tests, joint_targets);
    tcase_add_test(tests, periods_before_the_history);
    tcase_add_test(tests, relative_goals);
    tcase_add_test(tests, scopes_match_labels);
    tcase_add_test(tests, equal_measures_are_one);
    tcase_add_test(tests, outlook_without_targets);
    tcase_add_test(tests, outlook_without_history);
    tcase_add_test(tests, only_closed_targets);
    tcase_add_test(tests, leap_days_and_long_horizons);
    tcase_add_test(tests, what_cannot_be_asked);
    tcase_add_test(tests, too_many_combinations);
    suite_add_tcase(suite, tests);
    return suite;
}
