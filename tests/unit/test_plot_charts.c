#include "report/plot/plot_charts.h"
#include "report/plot/plot_words.h"
#include "tests/fixtures/report/companies.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qc_sample_report company;
static qc_summary summary;
static qc_plot_script script;

static void set_up(void)
{
    company = QC_COMPANY_ACME;
}

static void tear_down(void)
{
    qc_plot_script_free(&script);
    qc_companies_free(&summary);
}

static void make(void)
{
    qc_companies_free(&summary);
    qc_companies_summary(&summary, &company);
    qc_plot_script_free(&script);
}

static const char *fan(void)
{
    make();
    ck_assert(qc_plot_fan(&script, &summary, "Inter"));
    return qc_text_get(&script.text);
}

static const char *histogram(void)
{
    make();
    ck_assert(qc_plot_histogram(&script, &summary, "Inter"));
    return qc_text_get(&script.text);
}

static const char *curve(void)
{
    make();
    ck_assert(qc_plot_curve(&script, &summary, "Inter"));
    return qc_text_get(&script.text);
}

static void check_has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "'%s' is missing in\n%s", part, text);
}

static void check_lacks(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) == NULL, "'%s' should not be in\n%s", part, text);
}

/* Where the label that starts with `start` stands. */
static double y_of(const char *text, const char *start)
{
    char quoted[96];

    snprintf(quoted, sizeof quoted, "%s", start);
    const char *found = strstr(text, quoted);
    ck_assert_msg(found != NULL, "no label '%s' in\n%s", start, text);
    found = strstr(found, " at ");
    ck_assert_ptr_nonnull(found);
    found = strstr(strchr(found, ','), " ");
    char *end;
    for (found++; *found != ' '; found++)
        continue; /* past "screen" */
    const double y = strtod(found, &end);
    ck_assert(end != found);
    return y;
}

START_TEST(the_title_is_the_finding)
{
    check_has(fan(), "34% chance of reaching the 2026 target of \xe2\x82\xac"
                     "1.8M}'");
    check_has(histogram(), "66% chance to miss \xe2\x82\xac"
                           "1.8M, by \xe2\x82\xac"
                           "216k in the median miss}'");
    check_has(curve(), "Safe to promise: \xe2\x82\xac"
                       "1.46M in 2026, with 80% chance}'");
    company.goal = 5e6;
    check_has(fan(), " Under 1% chance of reaching");
    check_has(histogram(), " Over 99% chance to miss");
    company.goal = NAN;
    check_has(fan(), "Expect \xe2\x82\xac"
                     "1.72M: 8 in 10 futures end at \xe2\x82\xac"
                     "1.37M to \xe2\x82\xac"
                     "2.13M}'");
    check_has(histogram(), "8 in 10 futures end between \xe2\x82\xac"
                           "1.37M and ");
}
END_TEST

START_TEST(a_limit_reads_as_a_limit)
{
    company = QC_COMPANY_NEWCO;
    company.at_most = true;
    company.goal = 70.0;
    check_has(fan(), "74% chance of staying within the FY2027 limit of 70 customers}'");
    check_has(fan(), " Limit 70}'");
    check_lacks(fan(), "needed:");
    const char *text = histogram();
    check_has(text, "26% chance to go over 70 customers, by 8.4 in the median miss}'");
    check_has(text, "'hit: at or under the limit'");
    check_has(text, "'miss: over by 8.4 in the median miss'");
    text = curve();
    check_has(text, "Safe to promise: at most 75 customers, with 80% chance}'");
    check_has(text, "chance of at most so much in percent");
}
END_TEST

START_TEST(the_axis_starts_at_zero_and_ends_above_everything)
{
    check_has(fan(), "set yrange [0:2.5]\n");
    company.goal = 5e6;
    check_has(fan(), "set yrange [0:6]\n");
    company.per_month = 1.5e3;
    company.goal = 18e3;
    const char *text = fan();
    check_has(text, "thousand");
    check_has(text, "set yrange [0:25]\n");
}
END_TEST

START_TEST(months_stand_under_their_ends_with_years_where_needed)
{
    const char *text = fan();
    check_has(text, "set xrange [-1:11]\nset xtics (\"Jan\" 0, \"Feb\" 1, ");
    check_lacks(text, "\\n2026");
    company.year = 2025;
    company.month = 7;
    text = fan();
    check_has(text, "set xtics (\"Jul\" 0, ");
    check_has(text, "\"Jan\\n2026\" 6, \"Feb\" 7");
    check_has(text, "set bmargin at screen 0.165\n");
    company.months = 24;
    text = fan();
    check_has(text, "set xtics (\"Jul\" 0, \"Oct\" 3, \"Jan\\n2026\" 6, ");
    company.months = 60;
    check_has(fan(), "set xtics (\"Jan\\n2026\" 6, \"Jan\\n2027\" 18, ");
}
END_TEST

START_TEST(the_bands_start_where_the_actuals_end)
{
    const char *text = fan();
    check_has(text, "\n5 0.8190\nEOD\n");
    check_has(text, "\n5.0000 0.8190 0.8190 0.8190 0.8190 0.8190 0.8190 0.8190\n6 ");
    check_has(text, "'today, 30 Jun' at first 5.0000");
    check_has(text, "Actuals to June; simulated from July (20,000 trials)");
    company.running_days = 11;
    text = fan();
    check_has(text, "\n5 0.8190\n5.3548 0.8790\nEOD\n");
    check_has(text, "\n5.3548 0.8790 0.8790 ");
    check_has(text, "Actuals to 11 July, then simulated (20,000 trials)");
    company.closed_months = company.running_days = 0;
    text = fan();
    check_lacks(text, "'today");
    check_has(text, "\n-1.0000 0.0000 0.0000 ");
    check_has(text, "million. Simulated (20,000 trials)");
}
END_TEST

START_TEST(the_needed_pace_has_one_label_clear_of_the_bands)
{
    const char *text = fan();
    check_has(text, "'needed: \xe2\x82\xac"
                    "164k a month'");
    ck_assert_double_lt(y_of(text, "'needed: "), 0.40); /* below the bands */
    company.closed_months = 0;
    company.per_month = 10e3;
    company.goal = 1e6;
    text = fan();
    ck_assert_double_gt(y_of(text, "'needed: "), 0.30); /* no room there: above the line */
    company.goal = 50e3;
    company.spread = 6.0;
    text = fan();
    check_lacks(text, "'needed: "); /* nowhere */
    company.closed_months = 6;
    company.per_month = 150e3;
    company.goal = 0.8e6;
    check_lacks(fan(), "dt (2,5)"); /* reached already */
}
END_TEST

START_TEST(a_year_that_is_over_has_no_bands)
{
    company.closed_months = 12;
    const char *text = fan();
    check_lacks(text, "plot $bands");
    check_lacks(text, "Median");
    check_lacks(text, "needed:");
    check_has(text, "plot $actual");
}
END_TEST

START_TEST(labels_at_the_right_end_keep_their_distance)
{
    static const char *const NAMES[] = {"'5% above ", "'25% above'", " Median ", "'25% below'",
                                        "'5% below "};
    int with_quartiles = 0, without = 0;

    for (double spread = 0.02; spread < 3.0; spread *= 1.3) {
        company.spread = spread;
        const char *text = fan();
        double before = 2.0;
        for (int i = 0; i < 5; i++) {
            if (strstr(text, NAMES[i]) == NULL) continue;
            const double y = y_of(text, NAMES[i]);
            ck_assert_msg(before - y >= 0.04 - 1e-3, "%s at %g under %g", NAMES[i], y, before);
            before = y;
        }
        if (strstr(text, NAMES[1]) != NULL) with_quartiles++;
        if (strstr(text, NAMES[1]) == NULL && strstr(text, NAMES[0]) != NULL) without++;
    }
    ck_assert_int_gt(with_quartiles, 0);
    ck_assert_int_gt(without, 0); /* the inner pair goes first */
}
END_TEST

START_TEST(a_target_of_something_else_is_not_drawn_into_the_fan)
{
    qc_scope_text scope = {"segment", "SMB"};

    make();
    summary.targets->scope = &scope;
    summary.targets->scope_count = 1;
    ck_assert(qc_plot_fan(&script, &summary, "Inter"));
    check_lacks(qc_text_get(&script.text), "Target");
    qc_plot_script_free(&script);
    summary.targets->scope_count = 0;
    summary.targets->metric = "margin";
    ck_assert(qc_plot_fan(&script, &summary, "Inter"));
    check_lacks(qc_text_get(&script.text), "Target");
    qc_plot_script_free(&script);
    summary.targets->metric = "bookings";
    summary.targets->span.from++;
    ck_assert(qc_plot_fan(&script, &summary, "Inter"));
    check_lacks(qc_text_get(&script.text), "Target");
    qc_plot_script_free(&script);
    summary.targets->span = (qc_span){summary.series.points[0].span.from,
                                      summary.series.points[8].span.to};
    ck_assert(qc_plot_fan(&script, &summary, "Inter"));
    check_has(qc_text_get(&script.text), "set arrow from -1, first 1.8000 to 8.0000, first 1.8000");
    check_has(qc_text_get(&script.text), "reaching the Jan to Sep 2026 target");
}
END_TEST

START_TEST(the_histogram_shows_both_sides)
{
    const char *text = histogram();
    check_has(text, " 66%}' at screen 0.0750");
    check_has(text, "'miss: short by \xe2\x82\xac"
                    "216k in the median miss' at screen 0.0750");
    check_has(text, "'hit: at or above the target'");
    check_has(text, "plot $misses using 1:2:3 with boxes lc rgb '#F7C9AE', \\\n     $hits");
    check_has(text, "'P10 ");
    check_has(text, "'P50 ");
    check_has(text, "'P90 ");
    company.goal = 5e6; /* beyond the last bin: the axis follows, there are no hits to draw */
    text = histogram();
    check_has(text, "plot $misses using 1:2:3 with boxes lc rgb '#F7C9AE'\n");
    check_has(text, ":5]\n");
    company.goal = 0.5e6;
    text = histogram();
    check_has(text, "plot $hits");
    check_has(text, "'miss' at");
    company.goal = NAN;
    text = histogram();
    check_lacks(text, "miss:");
    check_lacks(text, "Target");
}
END_TEST

START_TEST(quantiles_too_close_for_their_labels_are_left_out)
{
    company.goal = 9e6; /* squeezes the picture into its left end */
    const char *text = histogram();
    check_has(text, "'P50 ");
    check_lacks(text, "'P10 ");
    check_lacks(text, "'P90 ");
}
END_TEST

START_TEST(labels_on_the_curve_do_not_meet)
{
    for (double goal = 0.9e6; goal < 4e6; goal += 0.02e6) {
        company.goal = goal;
        const char *text = curve();
        const double safe = y_of(text, " safe (80%):"), target = y_of(text, " target ");
        const double stretch = y_of(text, "'stretch (20%):");
        ck_assert_double_ge(fabs(safe - target), 0.04);
        if (goal < 2.5e6) ck_assert_double_ge(fabs(stretch - target), 0.04);
        ck_assert_double_le(target, 0.835); /* under the subtitle */
    }
}
END_TEST

START_TEST(the_curve_reaches_the_edges)
{
    company.goal = 5e6;
    const char *text = curve();
    check_has(text, "\n5 0\nEOD\n");
    check_has(text, "under 1%}' at screen 0.8000");
    check_has(text, " right tc");
    check_has(text, "'80%%' 80"); /* tick labels are formats */
}
END_TEST

START_TEST(charts_without_figures_are_not_begun)
{
    make();
    summary.series.count = summary.bin_count = summary.curve_count = 0;
    ck_assert(!qc_plot_fan(&script, &summary, "Inter"));
    ck_assert(!qc_plot_histogram(&script, &summary, "Inter"));
    ck_assert(!qc_plot_curve(&script, &summary, "Inter"));
    ck_assert_str_eq(qc_text_get(&script.text), "");
    company.goal = NAN;
    make();
    summary.series.count = 0; /* bins of nothing known */
    ck_assert(!qc_plot_histogram(&script, &summary, "Inter"));
}
END_TEST

/* Four months; reps have 300 hours, and too few of them in the two in the middle. */
static void staff(void)
{
    static const double NEEDED[] = {200, 330, 310, 240}, OVERLOADED[] = {0.05, 0.7, 0.4, 0.1};
    summary.people = (qc_people_summary){.known = true, .limited = true, .month_count = 4};
    summary.people.months = qc_arena_take(&summary.arena, 4, sizeof *summary.people.months,
                                          &(qc_status){.code = QC_OK});
    ck_assert_ptr_nonnull(summary.people.months);
    for (int32_t m = 0; m < 4; m++)
        summary.people.months[m] = (qc_people_month){qc_calendar_month_span(2026 * 12 + 9 + m),
                                                     NEEDED[m], 300, OVERLOADED[m]};
}

START_TEST(attainment_has_a_row_for_each_rep)
{
    static qc_seller_summary sellers[] = {
        {.name = "Ann",
         .chance = {0.7, 0},
         .quantiles = {.p10 = 0.8, .p25 = 0.95, .p50 = 1.1, .p75 = 1.3, .p90 = 1.6}},
        {.name = "Bob",
         .chance = {0.2, 0},
         .quantiles = {.p10 = 0.1, .p25 = 0.3, .p50 = 0.5, .p75 = 0.75, .p90 = 1.1}}};
    make();
    ck_assert(!qc_plot_attainment(&script, &summary, "Inter")); /* no quotas */
    ck_assert_str_eq(qc_text_get(&script.text), "");
    summary.quota = (qc_quota_summary){.known = true,
                                       .span = qc_calendar_month_span(2026 * 12),
                                       .sellers = sellers,
                                       .count = 2,
                                       .expected = 0.9};
    summary.quota.span.to = qc_calendar_month_span(2026 * 12 + 11).to;
    ck_assert(qc_plot_attainment(&script, &summary, "Inter"));
    const char *text = qc_text_get(&script.text);
    check_has(text, "0.9 of 2 reps expected at or over quota in 2026}'");
    check_has(text, "$likely << EOD\n-0.5 80 95 110 130 160\nEOD\n");
    check_has(text, "$others << EOD\n-1.5 10 30 50 75 110\nEOD\n");
    check_has(text, "'Ann'");
    check_has(text, "set arrow from first 100, graph 0");
    qc_plot_script_free(&script);
}
END_TEST

START_TEST(capacity_says_when_hours_are_short)
{
    const char *text;
    make();
    staff();
    ck_assert(qc_plot_capacity(&script, &summary, "Inter"));
    text = qc_text_get(&script.text);
    check_has(text, "Reps run short of hours from Nov to Dec}'");
    check_has(text, "0 200 200 300\n1 330 300 300\n2 310 300 300\n3 240 240 300\n");
    check_has(text, "set xtics ('Oct' 0, 'Nov' 1, 'Dec' 2, 'Jan 2027' 3)");
    check_has(text, "70%");
    qc_plot_script_free(&script);
    summary.people.months[1].overloaded = summary.people.months[2].overloaded = 0.1;
    ck_assert(qc_plot_capacity(&script, &summary, "Inter"));
    check_has(qc_text_get(&script.text), "Reps have the hours: 110% of them needed at most}'");
    qc_plot_script_free(&script);
    summary.people.months[1].overloaded = 0.3;
    ck_assert(qc_plot_capacity(&script, &summary, "Inter"));
    check_has(qc_text_get(&script.text), "Reps run short of hours in Nov}'");
    qc_plot_script_free(&script);
    summary.people.limited = false;
    ck_assert(!qc_plot_capacity(&script, &summary, "Inter"));
    ck_assert_str_eq(qc_text_get(&script.text), "");
}
END_TEST

START_TEST(the_funnel_marks_its_worst_stage)
{
    qc_funnels funnels = {0};

    qc_companies_funnels(&funnels);
    ck_assert(qc_plot_funnel(&script, &funnels, "Inter"));
    check_has(qc_text_get(&script.text), "Most deals stall in stage 3 of 4: 47% get further}'");
    check_has(qc_text_get(&script.text), "$worst << EOD\n-2.5 187\nEOD\n");
    check_has(qc_text_get(&script.text), "lc rgb '#E58B5B'");
    qc_plot_script_free(&script);
    funnels.worst_row = -1;
    ck_assert(qc_plot_funnel(&script, &funnels, "Inter"));
    check_has(qc_text_get(&script.text), "23% of the deals created are won in the end}'");
    check_lacks(qc_text_get(&script.text), "$worst");
    qc_plot_script_free(&script);
    funnels.items[0].win_rate.value = NAN;
    ck_assert(qc_plot_funnel(&script, &funnels, "Inter"));
    check_has(qc_text_get(&script.text), "No deal has ended yet}'");
    qc_plot_script_free(&script);
    funnels.items[0].deals = 0; /* a plan that rests on beliefs alone */
    funnels.items[0].cycle_median_days = NAN;
    funnels.items[0].win_rate.value = 0.233;
    ck_assert(qc_plot_funnel(&script, &funnels, "Inter"));
    check_has(qc_text_get(&script.text), "Of 100 new deals, so many ever reach each stage");
    check_has(qc_text_get(&script.text), "$won << EOD\n-4.5 23.3\nEOD\n");
    check_lacks(qc_text_get(&script.text), "'63' at");
    qc_companies_funnels_free(&funnels);
}
END_TEST

START_TEST(words_around_pictures_fit)
{
    const qc_words_style style = qc_words_style_of("EUR", NULL, true);
    qc_text text = {0};

    company.company = "An extraordinarily long company name, Niederlassung Sued";
    company.plan = "some/where/very/deep/in/the/tree/of/folders/plan-for-the-whole-group-2026.yaml";
    make();
    qc_plot_words_footer(&summary, &style, "bands: 50, 80, 90% of trials", &text);
    ck_assert_int_le(qc_text_width(qc_text_get(&text)), 132);
    check_has(qc_text_get(&text), "\xe2\x80\xa6 \xc2\xb7 plan-for");
    check_has(qc_text_get(&text), "seed 42 \xc2\xb7 20,000 trials");
    qc_text_free(&text);
}
END_TEST

static TCase *cases(void)
{
    TCase *tests = tcase_create("plot_charts");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, the_title_is_the_finding);
    tcase_add_test(tests, a_limit_reads_as_a_limit);
    tcase_add_test(tests, the_axis_starts_at_zero_and_ends_above_everything);
    tcase_add_test(tests, months_stand_under_their_ends_with_years_where_needed);
    tcase_add_test(tests, the_bands_start_where_the_actuals_end);
    tcase_add_test(tests, the_needed_pace_has_one_label_clear_of_the_bands);
    tcase_add_test(tests, a_year_that_is_over_has_no_bands);
    tcase_add_test(tests, labels_at_the_right_end_keep_their_distance);
    tcase_add_test(tests, a_target_of_something_else_is_not_drawn_into_the_fan);
    tcase_add_test(tests, the_histogram_shows_both_sides);
    tcase_add_test(tests, quantiles_too_close_for_their_labels_are_left_out);
    tcase_add_test(tests, labels_on_the_curve_do_not_meet);
    tcase_add_test(tests, the_curve_reaches_the_edges);
    tcase_add_test(tests, charts_without_figures_are_not_begun);
    tcase_add_test(tests, attainment_has_a_row_for_each_rep);
    tcase_add_test(tests, capacity_says_when_hours_are_short);
    tcase_add_test(tests, the_funnel_marks_its_worst_stage);
    tcase_add_test(tests, words_around_pictures_fit);
    return tests;
}

Suite *qc_suite(void)
{
    Suite *suite = suite_create("plot_charts");

    suite_add_tcase(suite, cases());
    return suite;
}
