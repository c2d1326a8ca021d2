/* The usual methods on a past small enough to reckon by hand, and the periods they count in. */
#include "study/backtest/rivals.h"
#include "tests/support/company.h"

/* Four won deals of 10, 30, 30, 20 days; one lost from the proposal, one lost early; two open. */
static const char DEALS[] = "deal_id,date,stage,amount,close_date\n"
                            "a,2026-01-01,s0,100,\na,2026-01-11,won,100,\n"
                            "b,2026-01-02,s0,200,\nb,2026-01-22,s1,200,\nb,2026-02-01,won,300,\n"
                            "c,2026-01-15,s0,400,\nc,2026-02-04,s1,400,\nc,2026-02-14,won,400,\n"
                            "d,2026-02-26,s0,800,\nd,2026-03-18,won,800,\n"
                            "e,2026-01-05,s0,,\ne,2026-01-25,s1,,\ne,2026-02-05,lost,,\n"
                            "f,2026-01-07,s0,50,\nf,2026-02-07,lost,50,\n"
                            "g,2026-03-01,s0,,\n"
                            "h,2026-03-20,s0,600,\nh,2026-03-25,s1,600,2026-05-20\n";
static const char PLAN[] = "as_of: 2026-03-31\nhistory: {deals: deals.csv}\npipeline: [s0, s1]\n";

typedef struct fixture {
    company it;
    qc_book book;
    qc_rival_past past;
} fixture;

static void make(fixture *f)
{
    qc_segments segments = {.count = 0};
    qc_arena scratch = {0};
    qc_status status = {0};
    company_read(&f->it, PLAN, DEALS, NULL);
    ck_assert(qc_segments_list(&segments, &f->it.history, NULL, &f->it.plan, &scratch, &status));
    ck_assert(qc_book_take(&f->book, &f->it.history, NULL, &segments, f->it.as_of, &status));
    ck_assert(qc_rival_past_make(&f->past, &f->it.history, &f->book, qc_calendar_day(2026, 1, 1),
                                 QC_EVERY_MONTH, &status));
    qc_arena_free(&scratch);
}

static void release(fixture *f)
{
    qc_rival_past_free(&f->past);
    qc_book_free(&f->book);
    company_free(&f->it);
}

static double one_number(qc_rival rival, const fixture *f, bool money, int32_t periods)
{
    double values[QC_RIVAL_DRAWS];
    const qc_rival_ask ask = {money, periods,
                              qc_periods_after(QC_EVERY_MONTH, f->it.as_of, periods), 42};
    ck_assert_int_eq(qc_rival_forecast(rival, &f->past, &ask, values), 1);
    return values[0];
}

START_TEST(the_past_is_summed_by_month)
{
    fixture f = {.past = {.periods = 0}};
    make(&f);
    ck_assert_int_eq(f.past.periods, 3);
    const double wins[] = {1, 2, 1}, bookings[] = {100, 700, 800};
    for (int p = 0; p < 3; p++) {
        ck_assert_double_eq(f.past.wins[p], wins[p]);
        ck_assert_double_eq(f.past.bookings[p], bookings[p]);
    }
    ck_assert_double_eq_tol(f.past.win_rate, 4.0 / 6, 1e-15);
    ck_assert_double_eq(f.past.mean_amount, 400);
    ck_assert_double_eq_tol(f.past.new_per_day, 8.0 / 90, 1e-15);
    ck_assert_int_eq(f.past.cycle_count, 4);
    ck_assert_double_eq(f.past.cycle_days[0], 10);
    ck_assert_double_eq(f.past.cycle_days[3], 30);
    release(&f);
}
END_TEST

START_TEST(open_deals_weigh_by_their_stage)
{
    fixture f = {.past = {.periods = 0}};
    make(&f);
    ck_assert_int_eq(f.past.open_count, 2);
    /* s0: 4 of 6 won, half within 20 to 30 days; s1: 2 of 3, and h says when it closes */
    ck_assert_double_eq_tol(f.past.open[0].stage_chance, 4.0 / 6, 1e-15);
    ck_assert_int_eq(f.past.open[0].closes, f.it.as_of + 25);
    ck_assert_double_eq_tol(f.past.open[1].stage_chance, 2.0 / 3, 1e-15);
    ck_assert_int_eq(f.past.open[1].closes, qc_calendar_day(2026, 5, 20));
    ck_assert_double_eq_tol(one_number(QC_RIVAL_STAGE_WEIGHTED, &f, false, 1), 4.0 / 6, 1e-12);
    ck_assert_double_eq_tol(one_number(QC_RIVAL_STAGE_WEIGHTED, &f, false, 3), 4.0 / 3, 1e-12);
    /* g has no amount and counts with the average won deal */
    ck_assert_double_eq_tol(one_number(QC_RIVAL_STAGE_WEIGHTED, &f, true, 3),
                            400 * 4.0 / 6 + 600 * 2.0 / 3, 1e-9);
    release(&f);
}
END_TEST

START_TEST(single_numbers_go_on_with_what_was)
{
    fixture f = {.past = {.periods = 0}};
    double values[QC_RIVAL_DRAWS];
    const qc_rival_ask ask = {false, 1, qc_calendar_day(2026, 4, 30), 42};
    make(&f);
    ck_assert_double_eq(one_number(QC_RIVAL_LAST_PERIOD, &f, true, 3), 2400);
    ck_assert_double_eq(one_number(QC_RIVAL_LAST_PERIOD, &f, false, 1), 1);
    ck_assert_double_eq_tol(one_number(QC_RIVAL_AVERAGE_OF_THREE, &f, false, 6), 8, 1e-12);
    ck_assert_int_eq(qc_rival_forecast(QC_RIVAL_SEASONAL_NAIVE, &f.past, &ask, values), 0);
    release(&f);
}
END_TEST

START_TEST(a_year_ago_is_the_same_months)
{
    double wins[14], values[QC_RIVAL_DRAWS];
    for (int i = 0; i < 14; i++)
        wins[i] = i + 1;
    const qc_rival_past past = {.every = QC_EVERY_MONTH, .periods = 14, .wins = wins};
    const qc_rival_ask ask = {false, 3, 0, 42};
    /* the last is month 14, the next three are 15 to 17, a year before them 3 to 5 */
    ck_assert_int_eq(qc_rival_forecast(QC_RIVAL_SEASONAL_NAIVE, &past, &ask, values), 1);
    ck_assert_double_eq(values[0], 3 + 4 + 5);
}
END_TEST

static double mean_of(qc_rival rival, const fixture *f, bool money, int32_t periods)
{
    double values[QC_RIVAL_DRAWS], total = 0;
    const qc_rival_ask ask = {money, periods,
                              qc_periods_after(QC_EVERY_MONTH, f->it.as_of, periods), 42};
    ck_assert_int_eq(qc_rival_forecast(rival, &f->past, &ask, values), QC_RIVAL_DRAWS);
    for (int i = 0; i < QC_RIVAL_DRAWS; i++) {
        ck_assert(i == 0 || values[i] >= values[i - 1]);
        total += values[i] / QC_RIVAL_DRAWS;
    }
    return total;
}

/* Means of 1,000 draws against what they must be, within six standard errors; the seed is fixed. */
START_TEST(drawn_rivals_have_the_mean_they_should)
{
    fixture f = {.past = {.periods = 0}};
    make(&f);
    ck_assert_double_eq_tol(mean_of(QC_RIVAL_POISSON, &f, false, 3), 4, 6 * 2 / sqrt(1000));
    ck_assert_double_eq_tol(mean_of(QC_RIVAL_NEGATIVE_BINOMIAL, &f, false, 3), 4,
                            6 * 2 / sqrt(1000));
    /* amounts 100, 300, 400, 800: mean square 225,000, so a Poisson sum of 4 has sd 949 */
    ck_assert_double_eq_tol(mean_of(QC_RIVAL_POISSON, &f, true, 3), 1600, 6 * 949 / sqrt(1000));
    /* g is 30 days old, h 11: three of the four cycles are longer than 11 days, none than 30. So g is won at
     * once or never, h in three months for certain if at all; new deals in 91 days: sum of F(0..90) = 274.. */
    double reached = 0;
    for (int days = 0; days < 91; days++)
        reached += (days >= 10) * 0.25 + (days >= 20) * 0.25 + (days >= 30) * 0.5;
    const double expected = 2 * 4.0 / 6 + 8.0 / 90 * 4.0 / 6 * reached;
    ck_assert_double_eq_tol(mean_of(QC_RIVAL_NAIVE_MONTE_CARLO, &f, false, 3), expected,
                            6 * 2.2 / sqrt(1000));
    release(&f);
}
END_TEST

START_TEST(names_and_ranges)
{
    ck_assert_str_eq(qc_rival_name(QC_RIVAL_STAGE_WEIGHTED), "stage_weighted");
    ck_assert_str_eq(qc_rival_words(QC_RIVAL_LAST_PERIOD), "last period again");
    ck_assert(!qc_rival_has_range(QC_RIVAL_SEASONAL_NAIVE));
    ck_assert(qc_rival_has_range(QC_RIVAL_MOVING_LEVEL));
}
END_TEST

/* ---- periods ---- */

START_TEST(periods_are_whole_months_and_weeks)
{
    const qc_day middle = qc_calendar_day(2026, 1, 15), end = qc_calendar_day(2026, 1, 31);
    ck_assert_int_eq(qc_periods_end(QC_EVERY_MONTH, middle), end);
    ck_assert_int_eq(qc_periods_after(QC_EVERY_QUARTER, end, 1), qc_calendar_day(2026, 2, 28));
    ck_assert_int_eq(qc_periods_after(QC_EVERY_MONTH, end, -1), qc_calendar_day(2025, 12, 31));
    ck_assert_int_eq(qc_periods_between(QC_EVERY_MONTH, middle, qc_calendar_day(2026, 3, 31)), 2);
    ck_assert_int_eq(qc_periods_between(QC_EVERY_MONTH, qc_calendar_day(2026, 1, 1),
                                        qc_calendar_day(2026, 3, 31)),
                     3);
    ck_assert_int_eq(qc_periods_between(QC_EVERY_MONTH, middle, end), 0);
    /* 15 January 2026 is a Thursday */
    ck_assert_int_eq(qc_periods_end(QC_EVERY_WEEK, middle), middle + 3);
    ck_assert_int_eq(qc_periods_after(QC_EVERY_WEEK, middle + 3, 6), middle + 45);
    ck_assert_int_eq(qc_periods_between(QC_EVERY_WEEK, middle, middle + 17), 2);
    ck_assert_int_eq(qc_periods_between(QC_EVERY_WEEK, middle - 3, middle + 17), 3);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("rivals");
    TCase *tests = tcase_create("rivals");

    tcase_add_test(tests, the_past_is_summed_by_month);
    tcase_add_test(tests, open_deals_weigh_by_their_stage);
    tcase_add_test(tests, single_numbers_go_on_with_what_was);
    tcase_add_test(tests, a_year_ago_is_the_same_months);
    tcase_add_test(tests, drawn_rivals_have_the_mean_they_should);
    tcase_add_test(tests, names_and_ranges);
    tcase_add_test(tests, periods_are_whole_months_and_weeks);
    suite_add_tcase(suite, tests);
    return suite;
}
