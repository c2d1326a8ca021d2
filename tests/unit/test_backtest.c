/* The backtest as a whole: it sees nothing of what came later, scores what then came, and says when the past is
 * too short. */
#include "study/backtest/backtest.h"
#include "study/backtest/caveats.h"
#include "study/backtest/origins.h"
#include "tests/support/company.h"
#include "tests/support/past.h"
#include "tests/support/reading.h"

#define TRIALS 60

static const char PLAN[] =
    "as_of: 2026-06-30\nhistory: {deals: deals.csv}\npipeline: [s0, s1, s2]\n";

static past usual_past(void)
{
    past it = PAST_USUAL;
    it.deals = 260;
    it.first = qc_calendar_day(2025, 1, 1);
    it.last = qc_calendar_day(2026, 6, 30);
    it.forward = 0.09;
    it.lost = 0.02;
    it.customers = 40;
    it.segment[0] = "one";
    it.segment[1] = "two";
    return it;
}

static qc_backtest_options usual_options(void)
{
    qc_backtest_options options = QC_BACKTEST_OPTIONS_DEFAULT;
    options.every = QC_EVERY_MONTH;
    options.trials = TRIALS;
    options.origins = 4;
    return options;
}

static void run_text(company *it, qc_backtest *backtest, const char *csv,
                     const qc_backtest_options *options)
{
    qc_status status = {0};
    company_read(it, PLAN, csv, NULL);
    const qc_backtest_case one = {&it->plan, &it->history};
    ck_assert_msg(qc_backtest_run(backtest, &one, 1, options, &status), "%s", status.message);
}

/* ---- nothing of the future ---- */

/* The same rows up to a day; after it every fate is another: amounts, owners, stages, days, deals left out, and new
 * ones. */
static void change_after(const char *csv, qc_day day, qc_text *out)
{
    int row = 0;
    for (const char *line = csv; *line != '\0'; line = strchr(line, '\n') + 1, row++) {
        const size_t length = strcspn(line, "\n") + 1;
        char text[160], date[16] = "";
        qc_day at = QC_DAY_NONE;
        ck_assert_uint_lt(length, sizeof text);
        memcpy(text, line, length);
        text[length] = '\0';
        const char *comma = strchr(text, ',');
        memcpy(date, comma + 1, 10);
        if (row == 0 || !qc_calendar_parse(date, &at) || at <= day) {
            qc_text_add(out, text);
            continue;
        }
        if (row % 3 == 0) continue;
        qc_text_addf(out, "%.*s,%s,%s,%d,three,c999\n", (int) (comma - text), text, date,
                     row % 2 == 0 ? "won" : "lost", 500000 + row);
    }
    for (int i = 0; i < 30; i++) {
        char date[16];
        qc_text_addf(out, "late%d,%s,won,77777,three,c998\n", i,
                     qc_calendar_text(day + 1 + i, date));
    }
    ck_assert(!out->failed);
}

static void assert_same_forecast(const qc_backtest_forecast *a, const qc_backtest_forecast *b)
{
    ck_assert_int_eq(a->metric, b->metric);
    ck_assert_int_eq(a->span.to, b->span.to);
    ck_assert_double_eq(a->mean, b->mean);
    ck_assert_double_eq(a->run_rate, b->run_rate);
    for (int q = 0; q < QC_BACKTEST_QUANTILES; q++)
        ck_assert_double_eq(a->quantile[q], b->quantile[q]);
    for (int g = 0; g < QC_BACKTEST_GOALS; g++)
        ck_assert_double_eq(a->chance[g], b->chance[g]);
    for (int r = 0; r < QC_RIVAL_COUNT; r++)
        ck_assert(qc_same_value(a->rival_median[r], b->rival_median[r]));
}

START_TEST(nothing_after_an_origin_changes_its_forecast)
{
    const past it = usual_past();
    const qc_day day = qc_calendar_day(2026, 3, 31);
    qc_backtest_options options = usual_options();
    company before = {0}, after = {0};
    qc_backtest as_it_was = {.origins = NULL}, changed = {.origins = NULL};
    qc_text csv = {0}, other = {0};
    int32_t compared = 0, results_differ = 0, later_differ = 0;
    past_write(&it, &csv);
    change_after(qc_text_get(&csv), day, &other);
    run_text(&before, &as_it_was, qc_text_get(&csv), &options);
    run_text(&after, &changed, qc_text_get(&other), &options);
    ck_assert_int_eq(as_it_was.forecast_count, changed.forecast_count);
    for (int32_t f = 0; f < as_it_was.forecast_count; f++) {
        const qc_backtest_forecast *a = &as_it_was.forecasts[f], *b = &changed.forecasts[f];
        if (a->span.from - 1 > day) {
            later_differ += !qc_same_value(a->mean, b->mean);
            continue;
        }
        assert_same_forecast(a, b);
        ck_assert(qc_same_value(a->actual, b->actual) == (a->span.to <= day));
        results_differ += !qc_same_value(a->actual, b->actual);
        compared++;
    }
    ck_assert_int_ge(compared, 6);
    ck_assert_int_ge(results_differ, 6); /* the change was there to be seen */
    ck_assert_int_gt(later_differ, 0);
    qc_backtest_free(&as_it_was);
    qc_backtest_free(&changed);
    company_free(&before);
    company_free(&after);
    qc_text_free(&csv);
    qc_text_free(&other);
}
END_TEST

/* An amount that is corrected later, an owner that changes later: the forecast uses the value of its day. */
START_TEST(values_are_those_known_on_the_day)
{
    const past it = usual_past();
    const qc_day day = qc_calendar_day(2026, 3, 31);
    qc_history known = {.file = NULL}, known_after = {.file = NULL};
    company before = {0}, after = {0};
    qc_text csv = {0}, other = {0};
    qc_status status = {0};
    past_write(&it, &csv);
    change_after(qc_text_get(&csv), day, &other);
    company_read(&before, PLAN, qc_text_get(&csv), NULL);
    company_read(&after, PLAN, qc_text_get(&other), NULL);
    ck_assert(qc_history_cut(&known, &before.history, day, &status));
    ck_assert(qc_history_cut(&known_after, &after.history, day, &status));
    qc_assert_same_history(&known, &known_after);
    qc_history_free(&known);
    qc_history_free(&known_after);
    company_free(&before);
    company_free(&after);
    qc_text_free(&csv);
    qc_text_free(&other);
}
END_TEST

/* ---- results ---- */

/* The totals of won rows in the file, counted without the history's code. */
static void count_won(const char *csv, qc_span span, double *wins, double *money)
{
    *wins = *money = 0;
    for (const char *line = strchr(csv, '\n') + 1; *line != '\0'; line = strchr(line, '\n') + 1) {
        char date[16] = "";
        qc_day day = QC_DAY_NONE;
        const char *comma = strchr(line, ',');
        memcpy(date, comma + 1, 10);
        ck_assert(qc_calendar_parse(date, &day));
        if (day < span.from || day > span.to || strncmp(comma + 12, "won,", 4) != 0) continue;
        *wins += 1;
        *money += strtod(comma + 16, NULL);
    }
}

START_TEST(results_are_what_the_file_says)
{
    const past it = usual_past();
    const qc_backtest_options options = usual_options();
    company one = {0};
    qc_backtest backtest = {.origins = NULL};
    qc_text csv = {0};
    past_write(&it, &csv);
    run_text(&one, &backtest, qc_text_get(&csv), &options);
    ck_assert_int_eq(backtest.origin_count, 4);
    ck_assert_int_eq(backtest.forecast_count, 2 * (4 + 2)); /* four of 1 month, two of 3 */
    for (int32_t f = 0; f < backtest.forecast_count; f++) {
        const qc_backtest_forecast *forecast = &backtest.forecasts[f];
        double wins, money;
        count_won(qc_text_get(&csv), forecast->span, &wins, &money);
        ck_assert_double_gt(wins, 0); /* repeat customers count every time */
        ck_assert_double_eq_tol(forecast->actual,
                                forecast->metric == QC_BACKTEST_WINS ? wins : money, 1e-6);
        ck_assert_int_eq(forecast->span.from - 1, backtest.origins[forecast->origin].as_of);
        ck_assert_double_ge(forecast->crps, 0);
        for (int g = 1; g < QC_BACKTEST_GOALS; g++)
            ck_assert_double_le(forecast->chance[g], forecast->chance[g - 1]);
    }
    qc_backtest_free(&backtest);
    company_free(&one);
    qc_text_free(&csv);
}
END_TEST

START_TEST(threads_give_the_same_bytes)
{
    const past it = usual_past();
    qc_backtest_options options = usual_options();
    company one = {0};
    qc_backtest alone = {.origins = NULL}, together = {.origins = NULL};
    qc_text csv = {0};
    qc_status status = {0};
    past_write(&it, &csv);
    run_text(&one, &alone, qc_text_get(&csv), &options);
    options.threads = 3;
    const qc_backtest_case again = {&one.plan, &one.history};
    ck_assert(qc_backtest_run(&together, &again, 1, &options, &status));
    ck_assert_int_eq(alone.forecast_count, together.forecast_count);
    ck_assert_mem_eq(alone.forecasts, together.forecasts,
                     (size_t) alone.forecast_count * sizeof *alone.forecasts);
    qc_backtest_free(&alone);
    qc_backtest_free(&together);
    company_free(&one);
    qc_text_free(&csv);
}
END_TEST

START_TEST(several_companies_stand_side_by_side)
{
    past it = usual_past();
    qc_backtest_options options = usual_options();
    company first = {0}, second = {0};
    qc_backtest both = {.origins = NULL}, alone = {.origins = NULL};
    qc_text one = {0}, two = {0};
    qc_status status = {0};
    options.origins = 1;
    past_write(&it, &one);
    it.seed = 8;
    past_write(&it, &two);
    run_text(&first, &alone, qc_text_get(&one), &options);
    company_read(&second, PLAN, qc_text_get(&two), NULL);
    const qc_backtest_case cases[] = {{&first.plan, &first.history},
                                      {&second.plan, &second.history}};
    ck_assert(qc_backtest_run(&both, cases, 2, &options, &status));
    ck_assert_int_eq(both.origin_count, 2);
    ck_assert_int_eq(both.forecast_count, 4);
    for (int32_t f = 0; f < 2; f++)
        assert_same_forecast(&alone.forecasts[f], &both.forecasts[f]);
    ck_assert_int_eq(both.forecasts[2].company, 1);
    ck_assert_double_ne(both.forecasts[3].actual, both.forecasts[1].actual);
    qc_backtest_free(&both);
    qc_backtest_free(&alone);
    company_free(&first);
    company_free(&second);
    qc_text_free(&one);
    qc_text_free(&two);
}
END_TEST

/* ---- origins ---- */

static void origins_of(const char *csv, const qc_backtest_options *options, qc_backtest *backtest,
                       qc_status *status)
{
    company it = {0};
    company_read(&it, PLAN, csv, NULL);
    const qc_backtest_case one = {&it.plan, &it.history};
    backtest->every = options->every;
    ck_assert_int_eq(qc_origins_list(backtest, &one, 1, options, status), status->code == QC_OK);
    company_free(&it);
}

START_TEST(origins_start_with_half_a_year_and_ten_wins)
{
    const past it = usual_past();
    qc_backtest_options options = usual_options();
    qc_backtest months = {.origins = NULL}, quarters = {.origins = NULL}, late = {.origins = NULL};
    qc_text csv = {0};
    qc_status status = {0};
    past_write(&it, &csv);
    options.origins = 0;
    origins_of(qc_text_get(&csv), &options, &months, &status);
    ck_assert_int_eq(status.code, QC_OK);
    /* the first deal is of January 2 or 3, so July ends the sixth whole month; May 2026 leaves one month */
    ck_assert_int_eq(months.origins[0].as_of, qc_calendar_day(2025, 7, 31));
    ck_assert_int_eq(months.origins[months.origin_count - 1].as_of, qc_calendar_day(2026, 5, 31));
    ck_assert_int_eq(months.origin_count, 11);
    options.every = QC_EVERY_QUARTER;
    origins_of(qc_text_get(&csv), &options, &quarters, &status);
    ck_assert_int_eq(quarters.origin_count, 4);
    ck_assert_int_eq(quarters.origins[1].as_of, qc_calendar_day(2025, 10, 31));
    options.every = QC_EVERY_MONTH;
    options.from = qc_calendar_day(2026, 4, 1);
    origins_of(qc_text_get(&csv), &options, &late, &status);
    ck_assert_int_eq(late.origin_count, 2);
    ck_assert_int_eq(late.origins[0].as_of, qc_calendar_day(2026, 4, 30));
    qc_backtest_free(&months);
    qc_backtest_free(&quarters);
    qc_backtest_free(&late);
    qc_text_free(&csv);
}
END_TEST

START_TEST(a_short_past_is_told_with_what_it_lacks)
{
    static const char SHORT[] =
        "deal_id,date,stage,amount\na,2026-01-05,s0,10\na,2026-02-05,won,10\n"
        "b,2026-03-05,s0,10\n";
    const qc_backtest_options options = usual_options();
    qc_backtest backtest = {.origins = NULL};
    qc_status status = {0};
    origins_of(SHORT, &options, &backtest, &status);
    ck_assert_int_eq(status.code, QC_TOO_FEW_DATA);
    ck_assert_ptr_nonnull(strstr(status.message, "insufficient history"));
    ck_assert_ptr_nonnull(strstr(status.message, "needs 6 whole months and 10 won deals"));
    ck_assert_ptr_nonnull(strstr(status.message, "are 5 whole months with 1 won deals"));
    qc_backtest_free(&backtest);
}
END_TEST

START_TEST(fast_pipelines_are_looked_at_by_week)
{
    past it = usual_past();
    company slow = {0}, fast = {0};
    qc_text one = {0}, two = {0};
    qc_every every = QC_EVERY_FITTING;
    qc_status status = {0};
    past_write(&it, &one);
    it.forward = 0.5;
    past_write(&it, &two);
    company_read(&slow, PLAN, qc_text_get(&one), NULL);
    company_read(&fast, PLAN, qc_text_get(&two), NULL);
    const qc_backtest_case cases[] = {{&fast.plan, &fast.history}, {&slow.plan, &slow.history}};
    ck_assert(qc_origins_decide(&every, cases, 1, &status));
    ck_assert_int_eq(every, QC_EVERY_WEEK);
    ck_assert(qc_origins_decide(&every, cases, 2, &status));
    ck_assert_int_eq(every, QC_EVERY_MONTH);
    company_free(&slow);
    company_free(&fast);
    qc_text_free(&one);
    qc_text_free(&two);
}
END_TEST

/* ---- stopping ---- */

static void count_done(void *context, int64_t done, int64_t all)
{
    int64_t *seen = context;
    ck_assert_int_le(done, all);
    *seen = done;
}

static bool stop_after_two(void *context)
{
    const int64_t *seen = context;
    return *seen >= 2;
}

START_TEST(stopped_after_two_origins_it_holds_those)
{
    const past it = usual_past();
    qc_backtest_options options = usual_options();
    company one = {0};
    qc_backtest backtest = {.origins = NULL};
    qc_text csv = {0};
    int64_t seen = 0;
    options.stop = stop_after_two;
    options.progress = count_done;
    options.context = &seen;
    past_write(&it, &csv);
    run_text(&one, &backtest, qc_text_get(&csv), &options);
    ck_assert(backtest.interrupted);
    ck_assert_int_eq(backtest.origin_count, 2);
    for (int32_t f = 0; f < backtest.forecast_count; f++)
        ck_assert_int_lt(backtest.forecasts[f].origin, 2);
    qc_backtest_free(&backtest);
    seen = 2; /* stopped before the first: nothing to show */
    const qc_backtest_case again = {&one.plan, &one.history};
    qc_status status = {0};
    ck_assert(!qc_backtest_run(&backtest, &again, 1, &options, &status));
    ck_assert_int_eq(status.code, QC_INTERRUPTED);
    qc_backtest_free(&backtest);
    company_free(&one);
    qc_text_free(&csv);
}
END_TEST

/* ---- what the reader must know ---- */

static qc_caveats caveats_of(const char *plan, const char *csv)
{
    company it = {.has_history = false};
    company_read(&it, plan, csv, NULL);
    const qc_backtest_case one = {&it.plan, &it.history};
    const qc_caveats found = qc_caveats_find(&one, 1, QC_EVERY_MONTH);
    company_free(&it);
    return found;
}

START_TEST(what_flatters_or_is_left_out_is_found)
{
    past was = usual_past();
    qc_text fixed = {0}, moving = {0};
    past_write(&was, &fixed);
    qc_text_add(&moving, qc_text_get(&fixed));
    qc_text_add(&moving, "x1,2026-05-03,s0,100,one,c1\nx1,2026-05-09,s1,120,one,c1\n");
    qc_caveats found = caveats_of(PLAN, qc_text_get(&fixed));
    ck_assert(found.fixed_amounts && !found.has_beliefs && !found.has_team && !found.falls_silent);
    ck_assert(!caveats_of(PLAN, qc_text_get(&moving)).fixed_amounts);
    ck_assert(!found.dates_only);
    ck_assert(caveats_of("as_of: 2026-09-15\nhistory: {deals: deals.csv}\npipeline: [open]\n",
                         "deal_id,date,stage,amount\nd1,2026-01-03,open,5\nd1,2026-02-01,won,5\n"
                         "d2,2026-03-01,open,7\n")
                  .dates_only);

    found = caveats_of("as_of: 2026-09-15\nhistory: {deals: deals.csv}\npipeline: [s0, s1, s2]\n"
                       "segments: {one: {pipeline: {s1: {days: 4 to 20, conversion: 50%}}}}\n"
                       "team: {reps: 3}\n",
                       qc_text_get(&fixed));
    ck_assert(found.has_beliefs && found.has_team && found.falls_silent);
    ck_assert_int_eq(found.last_row, qc_calendar_day(2026, 6, 30));
    qc_text_free(&fixed);
    qc_text_free(&moving);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("backtest");
    TCase *tests = tcase_create("backtest");

    tcase_add_test(tests, nothing_after_an_origin_changes_its_forecast);
    tcase_add_test(tests, values_are_those_known_on_the_day);
    tcase_add_test(tests, results_are_what_the_file_says);
    tcase_add_test(tests, threads_give_the_same_bytes);
    tcase_add_test(tests, several_companies_stand_side_by_side);
    tcase_add_test(tests, origins_start_with_half_a_year_and_ten_wins);
    tcase_add_test(tests, a_short_past_is_told_with_what_it_lacks);
    tcase_add_test(tests, fast_pipelines_are_looked_at_by_week);
    tcase_add_test(tests, stopped_after_two_origins_it_holds_those);
    tcase_add_test(tests, what_flatters_or_is_left_out_is_found);
    suite_add_tcase(suite, tests);
    return suite;
}
