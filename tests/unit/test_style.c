#include "history/style.h"
#include "tests/support/reading.h"

static double amount_of(const char *csv, const qc_read_options *options)
{
    qc_reading it = qc_read_text(csv, options);
    ck_assert_msg(it.ok, "%s", it.status.message);
    double amount = it.history.changes.number[QC_NUMBER_AMOUNT][0];
    qc_reading_free(&it);
    return amount;
}

static qc_day day_of(const char *csv, const qc_read_options *options)
{
    qc_reading it = qc_read_text(csv, options);
    ck_assert_msg(it.ok, "%s", it.status.message);
    qc_day day = it.history.changes.day[0];
    qc_reading_free(&it);
    return day;
}

static void expect_question(const char *csv, const char *reason, int field, const char *text)
{
    qc_reading it = qc_read_text(csv, NULL);
    ck_assert(!it.ok);
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_ERROR, reason, 1, field), text);
    qc_reading_free(&it);
}

START_TEST(an_ambiguous_date_column_is_a_question_the_plan_can_answer)
{
    const char *csv = "deal_id,Date,stage\nA,03/04/2026,lead\n";
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    expect_question(csv, "ambiguous date", 2,
                    "column \"Date\": \"03/04/2026\" can be read day first or month first (or year "
                    "first), and the column does not settle it; say history.date_order: dmy, mdy "
                    "or ymd");
    options.date_order = "dmy";
    ck_assert_int_eq(day_of(csv, &options), qc_calendar_day(2026, 4, 3));
    options.date_order = "mdy";
    ck_assert_int_eq(day_of(csv, &options), qc_calendar_day(2026, 3, 4));
}
END_TEST

START_TEST(another_column_may_settle_it)
{
    ck_assert_int_eq(day_of("deal_id,date,stage,close_date\nA,03/04/2026,lead,04/30/2026\n", NULL),
                     qc_calendar_day(2026, 3, 4));
    ck_assert_double_eq(
        amount_of("deal_id;date;stage;amount;margin\nA;2024-01-01;lead;1.200;0,5\n", NULL), 1200.0);
}
END_TEST

START_TEST(an_ambiguous_number_column_is_a_question_the_plan_can_answer)
{
    const char *csv = "deal_id;date;stage;amount\nA;2024-01-01;lead;1,234\n";
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    expect_question(csv, "ambiguous number", 4,
                    "column \"amount\": \"1,234\" can be read with a decimal sign or with "
                    "thousands separated, and the column does not settle it; say "
                    "history.decimal: point or comma");
    options.decimal = "point";
    ck_assert_double_eq(amount_of(csv, &options), 1234.0);
    options.decimal = "comma";
    ck_assert_double_eq(amount_of(csv, &options), 1.234);
}
END_TEST

START_TEST(iso_and_one_other_format_may_be_mixed)
{
    qc_reading it = qc_read_text("deal_id,date,stage\nA,2024-01-31,lead\nB,13/02/2024,lead\n"
                                 "C,03/02/2024,lead\n",
                                 NULL);
    ck_assert(it.ok);
    ck_assert_int_eq(it.history.deals.created[1], qc_calendar_day(2024, 2, 3));
    qc_reading_free(&it);
}
END_TEST

START_TEST(an_answer_in_other_words_is_refused)
{
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.date_order = "european";
    qc_reading it = qc_read_text("deal_id,date,stage\nA,2024-01-31,lead\n", &options);
    ck_assert(!it.ok);
    ck_assert_str_eq(it.status.message,
                     "history.date_order: \"european\" is none of dmy, mdy, ymd");
    qc_reading_free(&it);
    options.date_order = NULL;
    options.decimal = ",";
    it = qc_read_text("deal_id,date,stage\nA,2024-01-31,lead\n", &options);
    ck_assert(!it.ok);
    ck_assert_str_eq(it.status.message, "history.decimal: \",\" is none of point, comma");
    qc_reading_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("style");
    TCase *all = tcase_create("all");
    tcase_add_test(all, an_ambiguous_date_column_is_a_question_the_plan_can_answer);
    tcase_add_test(all, another_column_may_settle_it);
    tcase_add_test(all, an_ambiguous_number_column_is_a_question_the_plan_can_answer);
    tcase_add_test(all, iso_and_one_other_format_may_be_mixed);
    tcase_add_test(all, an_answer_in_other_words_is_refused);
    suite_add_tcase(suite, all);
    return suite;
}
