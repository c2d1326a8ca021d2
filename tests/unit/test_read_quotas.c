#include "history/read_quotas.h"
#include "tests/support/suite.h"

#include <stdio.h>
#include <string.h>

typedef struct reading {
    qc_quota_table table;
    qc_findings findings;
    qc_status status;
} reading;

static bool read_text(reading *it, const char *text, const char *decimal)
{
    memset(it, 0, sizeof *it);
    return qc_read_quotas_bytes(&it->table, "quotas.csv", text, strlen(text), decimal,
                                &it->findings, &it->status);
}

static void end(reading *it)
{
    qc_quota_table_free(&it->table);
    qc_findings_free(&it->findings);
}

START_TEST(quotas_as_split_writes_them)
{
    reading it;
    ck_assert(read_text(&it, "owner,period,amount\nann,2026,395718.29\nbob,2026-07,0\n", NULL));
    ck_assert_int_eq(it.table.count, 2);
    ck_assert_str_eq(it.table.rows[0].owner, "ann");
    ck_assert_str_eq(it.table.rows[1].period, "2026-07");
    ck_assert_double_eq(it.table.rows[0].amount, 395718.29);
    ck_assert_double_eq(it.table.rows[1].amount, 0);
    ck_assert_int_eq(it.table.rows[1].line, 3);
    end(&it);
    end(&it);
    ck_assert(read_text(&it, "Rep;Period;Quota\nann;Q3 2026;1.200,50\n", NULL));
    ck_assert_double_eq(it.table.rows[0].amount, 1200.5);
    end(&it);
    ck_assert(read_text(&it, "owner;period;amount\nann;2026;1,200\n", "comma"));
    ck_assert_double_eq(it.table.rows[0].amount, 1.2);
    end(&it);
}
END_TEST

START_TEST(rows_refused)
{
    static const struct {
        const char *row, *message;
        int32_t field;
    } CASES[] = {
        {",2026,10", "nobody is named (seek --split has --by owner): owner \"\"", 1},
        {"bob,,10", "no period: \"\"", 2},
        {"bob,2026,much", "amount is no number: \"much\"", 3},
        {"bob,2026,", "amount is no number: \"\"", 3},
        {"bob,2026,-5", "a quota is not below 0: \"-5\"", 3},
        {"bob,2026", "row has another number of fields: \"bob\"", 1},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        reading it;
        char text[200];
        (void) snprintf(text, sizeof text, "owner,period,amount\nann,2026,20.5\n%s\n",
                        CASES[i].row);
        ck_assert(!read_text(&it, text, NULL));
        ck_assert_int_eq(it.status.code, QC_BAD_INPUT);
        ck_assert_str_eq(it.status.message, CASES[i].message);
        ck_assert_int_eq(it.status.line, 3);
        ck_assert_int_eq(it.status.field, CASES[i].field);
        end(&it);
    }
}
END_TEST

START_TEST(an_amount_with_two_meanings_is_a_question)
{
    reading it;
    ck_assert(!read_text(&it, "owner;period;amount\nann;2026;1,200\n", NULL));
    ck_assert_str_eq(it.status.message,
                     "\"1,200\" can be read in two ways; say history.decimal: point or comma");
    end(&it);
    ck_assert(!read_text(&it, "owner,amount\nann,12\n", NULL));
    ck_assert_int_eq(it.status.code, QC_BAD_INPUT);
    end(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("read_quotas");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, quotas_as_split_writes_them);
    tcase_add_test(tests, rows_refused);
    tcase_add_test(tests, an_amount_with_two_meanings_is_a_question);
    suite_add_tcase(suite, tests);
    return suite;
}
