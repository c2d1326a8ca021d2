#include "history/dates.h"

#include <check.h>

#define DAY(y, m, d) qc_calendar_day(y, m, d)

static void expect(const char *text, qc_date_order order, qc_day expected)
{
    qc_day day = QC_DAY_NONE;
    ck_assert_msg(qc_dates_read(text, order, &day), "%s is not read", text);
    ck_assert_msg(day == expected, "%s is read as %d", text, (int) day);
}

static void refuse(const char *text, qc_date_order order)
{
    qc_day day = QC_DAY_NONE;
    ck_assert_msg(!qc_dates_read(text, order, &day), "%s is read", text);
}

START_TEST(some_dates_speak_for_themselves)
{
    const qc_day day = DAY(2026, 4, 3);
    for (qc_date_order order = QC_DATE_ORDER_NONE; order <= QC_DATE_ORDER_YMD; order++) {
        expect("2026-04-03", order, day);
        expect("2026/4/3", order, day);
        expect("2026.04.03", order, day);
        expect("20260403", order, day);
        expect("3.4.2026", order, day);
        expect("03.04.26", order, day);
        expect("3. 4. 2026", order, day);
    }
}
END_TEST

START_TEST(a_time_is_cut_off)
{
    const char *texts[] = {"2026-04-03T10:00:00Z",     "2026-04-03 10:00",
                           "2026-04-03T10:00:00.123Z", "2026-04-03T10:00:00+02:00",
                           "2026-04-03 9:05:59 PM",    "2026-04-03, 10:00 UTC"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        expect(texts[i], QC_DATE_ORDER_NONE, DAY(2026, 4, 3));
    }
    expect("02/23/26 08:55 PM", QC_DATE_ORDER_MDY, DAY(2026, 2, 23));
    refuse("2026-04-03 noon", QC_DATE_ORDER_NONE);
    refuse("2026-04-03 10:0", QC_DATE_ORDER_NONE);
    refuse("2026-04-03T", QC_DATE_ORDER_NONE);
    refuse("2026-04-03 10:00 <b>", QC_DATE_ORDER_NONE);
    refuse("2026-04-031", QC_DATE_ORDER_NONE);
}
END_TEST

START_TEST(day_numbers_are_days_in_their_own_order_only)
{
    qc_day day = QC_DAY_NONE;
    int32_t second = 0;
    expect("46115", QC_DATE_ORDER_SERIAL, DAY(2026, 4, 3)); /* as Excel and LibreOffice show it */
    expect("36526", QC_DATE_ORDER_SERIAL, DAY(2000, 1, 1));
    expect("46115.75", QC_DATE_ORDER_SERIAL, DAY(2026, 4, 3));
    expect("46115,5", QC_DATE_ORDER_SERIAL, DAY(2026, 4, 3));
    expect("20000", QC_DATE_ORDER_SERIAL, DAY(1954, 10, 3));
    expect("60000", QC_DATE_ORDER_SERIAL, DAY(2064, 4, 8));
    expect("2026-04-03", QC_DATE_ORDER_SERIAL, DAY(2026, 4, 3));
    ck_assert(qc_dates_read_moment("46115.999988425926", QC_DATE_ORDER_SERIAL, &day, &second));
    ck_assert_int_eq(second, 86398); /* 23:59:59 less what a fraction leaves out */
    ck_assert(qc_dates_read_moment("46115.75", QC_DATE_ORDER_SERIAL, &day, &second));
    ck_assert_int_eq(second, 18 * 3600);
    refuse("46115", QC_DATE_ORDER_DMY);
    refuse("19999", QC_DATE_ORDER_SERIAL);
    refuse("60001", QC_DATE_ORDER_SERIAL);
    refuse("4611", QC_DATE_ORDER_SERIAL);
    refuse("46115.", QC_DATE_ORDER_SERIAL);
    refuse("46115.7.5", QC_DATE_ORDER_SERIAL);
    refuse("-46115", QC_DATE_ORDER_SERIAL);
    refuse("46115 EUR", QC_DATE_ORDER_SERIAL);
}
END_TEST

/* A whole column of them, with a blank and one slip in twenty; among dates they are a mistake. */
START_TEST(a_column_of_day_numbers_shows_itself)
{
    qc_date_tally numbers = {.strict = true}, mixed = {.strict = false}, iso = {.strict = true};
    qc_date_order order = QC_DATE_ORDER_NONE;
    for (int i = 0; i < 20; i++) {
        qc_dates_count(&numbers, i == 3 ? "" : "46115");
        qc_dates_count(&mixed, i % 10 == 0 ? "46115" : "25/03/2024");
        qc_dates_count(&iso, i == 7 ? "46115" : "2024-03-25");
    }
    ck_assert(qc_dates_decide(&numbers, &order));
    ck_assert_int_eq(order, QC_DATE_ORDER_SERIAL);
    qc_dates_count(&numbers, "n/a");
    ck_assert(qc_dates_decide(&numbers, &order));
    ck_assert_int_ne(order, QC_DATE_ORDER_SERIAL); /* one of 19 numbers and one other */
    qc_dates_count(&numbers, "46116");
    ck_assert(qc_dates_decide(&numbers, &order));
    ck_assert_int_eq(order, QC_DATE_ORDER_SERIAL);
    ck_assert(qc_dates_decide(&mixed, &order));
    ck_assert_int_eq(order, QC_DATE_ORDER_DMY);
    ck_assert(qc_dates_decide(&iso, &order));
    ck_assert_int_ne(order, QC_DATE_ORDER_SERIAL);
}
END_TEST

START_TEST(the_order_decides_the_others)
{
    expect("03/04/2026", QC_DATE_ORDER_DMY, DAY(2026, 4, 3));
    expect("03/04/2026", QC_DATE_ORDER_MDY, DAY(2026, 3, 4));
    expect("3-4-26", QC_DATE_ORDER_DMY, DAY(2026, 4, 3));
    expect("24-03-05", QC_DATE_ORDER_YMD, DAY(2024, 3, 5));
    refuse("03/04/2026", QC_DATE_ORDER_NONE);
    refuse("03/04/2026", QC_DATE_ORDER_YMD);
    refuse("13/13/2026", QC_DATE_ORDER_DMY);
    refuse("02/13/2026", QC_DATE_ORDER_DMY);
    refuse("13/02/2026", QC_DATE_ORDER_MDY);
}
END_TEST

START_TEST(two_digit_years_mean_1969_to_2068)
{
    expect("1.1.69", QC_DATE_ORDER_NONE, DAY(1969, 1, 1));
    expect("1.1.68", QC_DATE_ORDER_NONE, DAY(2068, 1, 1));
    expect("1.1.00", QC_DATE_ORDER_NONE, DAY(2000, 1, 1));
}
END_TEST

START_TEST(what_is_no_date_is_refused)
{
    const char *texts[] = {"",
                           "45000",
                           "2026-02-30",
                           "2026-13-01",
                           "2026",
                           "2026-04",
                           "tomorrow",
                           "2026-04/03",
                           "26-4-2026x",
                           "0/0/0",
                           "00.00.0000",
                           "1.1.123",
                           "-2026-04-03",
                           "2026--04-03",
                           "99999999999999999999",
                           "2026-04-03\n2026-04-04"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        refuse(texts[i], QC_DATE_ORDER_DMY);
    }
}
END_TEST

static bool decide(const char *const *texts, int count, qc_date_order *order)
{
    qc_date_tally tally = {.either = 0};
    for (int i = 0; i < count; i++) {
        qc_dates_count(&tally, texts[i]);
    }
    return qc_dates_decide(&tally, order);
}

#define EXPECT_ORDER(expected, ...)                                             \
    do {                                                                        \
        const char *texts[] = {__VA_ARGS__};                                    \
        qc_date_order order = QC_DATE_ORDER_NONE;                               \
        ck_assert(decide(texts, (int) (sizeof texts / sizeof *texts), &order)); \
        ck_assert_int_eq(order, expected);                                      \
    } while (0)
#define EXPECT_QUESTION(...)                                                     \
    do {                                                                         \
        const char *texts[] = {__VA_ARGS__};                                     \
        qc_date_order order = QC_DATE_ORDER_NONE;                                \
        ck_assert(!decide(texts, (int) (sizeof texts / sizeof *texts), &order)); \
        ck_assert_int_eq(order, QC_DATE_ORDER_NONE);                             \
    } while (0)

START_TEST(one_clear_row_decides_the_column)
{
    EXPECT_ORDER(QC_DATE_ORDER_DMY, "03/04/2026", "13/04/2026", "rubbish");
    EXPECT_ORDER(QC_DATE_ORDER_MDY, "03/04/2026", "04/13/2026", "2026-01-01");
    EXPECT_ORDER(QC_DATE_ORDER_MDY, "02/23/26 08:55 PM", "02/03/26 08:55 PM");
    EXPECT_ORDER(QC_DATE_ORDER_DMY, "04/04/2026", "05/05/2026"); /* no matter */
    EXPECT_ORDER(QC_DATE_ORDER_DMY, "2026-01-01", "3.4.2026");   /* no matter */
}
END_TEST

START_TEST(what_no_row_settles_is_a_question)
{
    EXPECT_QUESTION("03/04/2026", "05/06/2026");
    EXPECT_QUESTION("13/04/2026", "04/13/2026"); /* one against one */
    EXPECT_QUESTION("24-03-05", "24-03-06");     /* the year may be in front */
}
END_TEST

START_TEST(one_mistyped_date_among_many_does_not_matter)
{
    qc_date_tally tally = {.either = 0};
    qc_date_order order = QC_DATE_ORDER_NONE;
    qc_dates_count(&tally, "04/13/2026");
    for (int i = 0; i < 19; i++) {
        qc_dates_count(&tally, "13/04/2026");
    }
    ck_assert(!qc_dates_decide(&tally, &order));
    qc_dates_count(&tally, "13/04/2026");
    ck_assert(qc_dates_decide(&tally, &order));
    ck_assert_int_eq(order, QC_DATE_ORDER_DMY);
}
END_TEST

START_TEST(years_in_front_show_by_being_few)
{
    EXPECT_ORDER(QC_DATE_ORDER_YMD, "24-03-05", "24-03-15", "24-04-11", "25-01-09");
    EXPECT_ORDER(QC_DATE_ORDER_DMY, "05-03-24", "15-03-24", "11-04-24", "09-01-25");
    EXPECT_ORDER(QC_DATE_ORDER_YMD, "99-03-05", "99-03-15");
    EXPECT_ORDER(QC_DATE_ORDER_MDY, "03-05-99", "03-15-99");
}
END_TEST

START_TEST(the_words_of_the_plan)
{
    qc_date_order order = QC_DATE_ORDER_NONE;
    ck_assert(qc_dates_order("mdy", &order));
    ck_assert_int_eq(order, QC_DATE_ORDER_MDY);
    ck_assert(!qc_dates_order("american", &order));
}
END_TEST

static void expect_moment(const char *text, qc_day expected, int32_t second)
{
    qc_day day = QC_DAY_NONE;
    int32_t got = -1;
    ck_assert_msg(qc_dates_read_moment(text, QC_DATE_ORDER_MDY, &day, &got), "%s", text);
    ck_assert_msg(day == expected && got == second, "%s: %d, %d", text, (int) day, (int) got);
}

START_TEST(a_moment_has_its_second_of_the_day)
{
    const qc_day day = DAY(2026, 4, 3);
    expect_moment("2026-04-03", day, 0);
    expect_moment("2026-04-03T14:22:10.000Z", day, 14 * 3600 + 22 * 60 + 10);
    expect_moment("2026-04-03 14:22", day, 14 * 3600 + 22 * 60);
    expect_moment("04/03/26 08:55 PM", day, 20 * 3600 + 55 * 60);
    expect_moment("04/03/2026 12:05 AM", day, 5 * 60);
    expect_moment("04/03/2026 12:05 PM", day, 12 * 3600 + 5 * 60);
    expect_moment("2026-04-03 25:00", day, 0); /* no such hour: the day still counts */
    expect_moment("1775174400", day, 0);
    expect_moment("1775174401999", day, 1);
    qc_day none = QC_DAY_NONE;
    int32_t second = 0;
    ck_assert(!qc_dates_read_moment("177517440", QC_DATE_ORDER_MDY, &none, &second));
    ck_assert(!qc_dates_read_moment("1775174400x", QC_DATE_ORDER_MDY, &none, &second));
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("dates");
    TCase *all = tcase_create("all");
    tcase_add_test(all, some_dates_speak_for_themselves);
    tcase_add_test(all, a_time_is_cut_off);
    tcase_add_test(all, day_numbers_are_days_in_their_own_order_only);
    tcase_add_test(all, a_column_of_day_numbers_shows_itself);
    tcase_add_test(all, the_order_decides_the_others);
    tcase_add_test(all, two_digit_years_mean_1969_to_2068);
    tcase_add_test(all, what_is_no_date_is_refused);
    tcase_add_test(all, one_clear_row_decides_the_column);
    tcase_add_test(all, what_no_row_settles_is_a_question);
    tcase_add_test(all, one_mistyped_date_among_many_does_not_matter);
    tcase_add_test(all, years_in_front_show_by_being_few);
    tcase_add_test(all, the_words_of_the_plan);
    tcase_add_test(all, a_moment_has_its_second_of_the_day);
    suite_add_tcase(suite, all);
    return suite;
}
