#include "tests/support/reading.h"

static void expect_written(const char *csv, const char *expected)
{
    qc_reading it = qc_read_text(csv, NULL);
    qc_text out = {0};
    ck_assert_msg(it.ok, "%s", it.status.message);
    ck_assert(qc_write_deals(&it.history, &out, &it.status));
    ck_assert_str_eq(qc_text_get(&out), expected);
    qc_text_free(&out);
    qc_reading_free(&it);
}

START_TEST(required_columns_then_those_the_history_has)
{
    expect_written("id;date;stage\nB;2.1.2024;lead\nA;1.1.2024;lead\n",
                   "deal_id,date,stage\nA,2024-01-01,lead\nB,2024-01-02,lead\n");
    expect_written("id;Owner;amount;date;stage;currency;close date\n"
                   "A;\"Lee, Ann\";1.200,5;1.1.2024;lead;eur;\n"
                   "A;;;3.1.2024;Demo, long;;1.2.2024\n",
                   "deal_id,date,stage,currency,close_date,amount,owner\n"
                   "A,2024-01-01,lead,EUR,,1200.5,\"Lee, Ann\"\n"
                   "A,2024-01-03,\"Demo, long\",EUR,2024-02-01,1200.5,\"Lee, Ann\"\n");
}
END_TEST

START_TEST(numbers_read_back_as_they_were)
{
    expect_written("deal_id,date,stage,amount\nA,2024-01-01,lead,1.125\nA,2024-01-02,offer,0.1\n"
                   "A,2024-01-03,demo,1234567890123.125\nA,2024-01-04,won,1e13\n",
                   "deal_id,date,stage,amount\nA,2024-01-01,lead,1.1250\nA,2024-01-02,offer,0.1\n"
                   "A,2024-01-03,demo,1234567890123.1250\nA,2024-01-04,won,10000000000000\n");
}
END_TEST

START_TEST(rows_that_would_look_like_duplicates_get_a_time)
{
    expect_written("deal_id,date,stage\nA,2024-01-01 08:00,lead\nA,2024-01-01 09:00,offer\n"
                   "A,2024-01-01 10:00,lead\nA,2024-01-01 11:00,lead\n",
                   "deal_id,date,stage\nA,2024-01-01,lead\nA,2024-01-01,offer\n"
                   "A,2024-01-01T00:00:01,lead\nA,2024-01-01T00:00:02,lead\n");
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("write_deals");
    TCase *all = tcase_create("all");
    tcase_add_test(all, required_columns_then_those_the_history_has);
    tcase_add_test(all, numbers_read_back_as_they_were);
    tcase_add_test(all, rows_that_would_look_like_duplicates_get_a_time);
    suite_add_tcase(suite, all);
    return suite;
}
