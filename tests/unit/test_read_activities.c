#include "history/read_activities.h"
#include "tests/support/suite.h"

#include <stdio.h>
#include <string.h>

typedef struct reading {
    qc_activity_log log;
    qc_findings findings;
    qc_status status;
} reading;

static bool read_text(reading *it, const char *text)
{
    const qc_log_options options = {qc_calendar_day(2026, 6, 30), 0.5, NULL};
    memset(it, 0, sizeof *it);
    return qc_read_activities_bytes(&it->log, "log.csv", text, strlen(text), &options,
                                    &it->findings, &it->status);
}

static void end(reading *it)
{
    qc_activity_log_free(&it->log);
    qc_findings_free(&it->findings);
}

START_TEST(rows_of_activities)
{
    reading it;
    ck_assert(read_text(&it, "Type,Owner,Date,Outcome,Count,Deal_ID\n"
                             "call,ann,2026-06-01,no answer,12,\n"
                             "call,Ann,2026-06-01,connected,,d1\n"
                             "email,,2026-06-02,,30,\n"
                             "email,bob,2026-06-02,,0,\n"));
    ck_assert_int_eq(it.log.count, 3); /* none done is no row */
    ck_assert_int_eq(it.log.rows_read, 4);
    ck_assert_int_eq(it.log.day[0], qc_calendar_day(2026, 6, 1));
    ck_assert_double_eq(it.log.number[0], 12);
    ck_assert_double_eq(it.log.number[1], 1);
    ck_assert_int_eq(it.log.owner[0], it.log.owner[1]); /* one name in two spellings */
    ck_assert_int_eq(it.log.owner[2], QC_ID_NONE);
    ck_assert_int_eq(it.log.outcome[2], QC_ID_NONE);
    ck_assert_str_eq(it.log.types.text[it.log.type[2]], "email");
    ck_assert_str_eq(it.log.outcomes.text[it.log.outcome[1]], "connected");
    ck_assert_int_eq(it.findings.of_kind[QC_FINDING_SET_ASIDE], 0);
    end(&it);
    end(&it);
}
END_TEST

START_TEST(rows_set_aside)
{
    static const struct {
        const char *row, *reason;
        int32_t field;
    } CASES[] = {
        {"soon,ann,call,1", "bad date", 1},
        {"2026-07-01,ann,call,1", "after as_of", 1},
        {"2026-06-01,ann,,1", "empty id", 3},
        {"2026-06-01,ann,call,x", "bad number", 4},
        {"2026-06-01,ann,call,-3", "bad number", 4},
        {"2026-06-01,ann,call", "wrong field count", 1},
        {"2026-06-01,ann,call,9e9", "bad number", 4},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        reading it;
        char text[200];
        (void) snprintf(text, sizeof text,
                        "date,owner,type,count\n2026-06-01,ann,call,1\n%s\n2026-06-01,bob,call,1\n",
                        CASES[i].row);
        ck_assert_msg(read_text(&it, text), "%s: %s", CASES[i].row, it.status.message);
        ck_assert_int_eq(it.log.count, 2);
        ck_assert_int_eq(it.findings.of_kind[QC_FINDING_SET_ASIDE], 1);
        ck_assert_str_eq(it.findings.items[0].reason, CASES[i].reason);
        ck_assert_int_eq(it.findings.items[0].line, 3);
        ck_assert_int_eq(it.findings.items[0].field, CASES[i].field);
        end(&it);
    }
}
END_TEST

START_TEST(files_refused)
{
    static const struct {
        const char *text, *message;
    } CASES[] = {
        {"", "has no rows below a header"},
        {"date,owner,type\n", "has no rows below a header"},
        {"date,owner,count\n2026-06-01,ann,3\n", "column \"type\" is missing"},
        {"date,owner,type\n03/04/2026,ann,call\n",
         "dates may be read day first or month first; say which with history.date_order"},
        {"date,owner,type\n2026-06-01,\"ann,call\n", "quote"},
        {"date,owner,type\nx,a,c\ny,a,c\n", "rows"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        reading it;
        ck_assert_msg(!read_text(&it, CASES[i].text), "reads: %s", CASES[i].text);
        ck_assert_int_eq(it.status.code, QC_BAD_INPUT);
        ck_assert_msg(strstr(it.status.message, CASES[i].message) != NULL, "%s", it.status.message);
        ck_assert_str_eq(it.status.file, "log.csv");
        end(&it);
    }
}
END_TEST

START_TEST(a_file_that_is_not_there)
{
    const qc_log_options options = {QC_DAY_NONE, 0, NULL};
    reading it = {.status = {.code = QC_OK}};
    ck_assert(!qc_read_activities(&it.log, "nowhere.csv", &options, &it.findings, &it.status));
    ck_assert_int_eq(it.status.code, QC_IO);
    end(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("read_activities");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, rows_of_activities);
    tcase_add_test(tests, rows_set_aside);
    tcase_add_test(tests, files_refused);
    tcase_add_test(tests, a_file_that_is_not_there);
    suite_add_tcase(suite, tests);
    return suite;
}
