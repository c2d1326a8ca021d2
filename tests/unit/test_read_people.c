#include "history/read_people.h"
#include "tests/support/suite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct reading {
    qc_people_table table;
    qc_findings findings;
    qc_status status;
} reading;

static bool read_text(reading *it, const char *text)
{
    memset(it, 0, sizeof *it);
    return qc_read_people_bytes(&it->table, "people.csv", text, strlen(text), NULL, &it->findings,
                                &it->status);
}

static void end(reading *it)
{
    qc_people_table_free(&it->table);
    qc_findings_free(&it->findings);
}

START_TEST(people_with_and_without_an_end)
{
    reading it;
    ck_assert(
        read_text(&it, "Start,Owner,End,Role\n2024-01-08,ann,,ae\n15.3.2025,bob,2026-05-31,sdr\n"));
    ck_assert_int_eq(it.table.count, 2);
    ck_assert_str_eq(it.table.people[0].name, "ann");
    ck_assert_int_eq(it.table.people[0].start, qc_calendar_day(2024, 1, 8));
    ck_assert_int_eq(it.table.people[0].end, QC_DAY_NONE);
    ck_assert_int_eq(it.table.people[1].start, qc_calendar_day(2025, 3, 15));
    ck_assert_int_eq(it.table.people[1].end, qc_calendar_day(2026, 5, 31));
    end(&it);
    end(&it);
}
END_TEST

START_TEST(roles_segments_and_skill)
{
    static const char *const WRONG[] = {"good", "-1", "11", "1100%", "%"};
    reading it;
    ck_assert(read_text(&it, "owner,start,role,segments,skill\nann,2024-01-08,AE,SMB; Mid,120%\n"
                             "bob,2024-01-08,sdr,,0.8\ncid,2024-01-08,,,\n"));
    ck_assert_str_eq(it.table.people[0].segments, "SMB; Mid");
    ck_assert_double_eq_tol(it.table.people[0].skill, 1.2, 1e-12);
    ck_assert_str_eq(it.table.people[1].role, "sdr");
    ck_assert_double_eq_tol(it.table.people[1].skill, 0.8, 1e-12);
    ck_assert(isnan(it.table.people[2].skill));
    end(&it);
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        char text[100];
        (void) snprintf(text, sizeof text, "owner,start,skill\nann,2024-01-08,%s\n", WRONG[i]);
        ck_assert_msg(!read_text(&it, text), "%s", WRONG[i]);
        ck_assert_ptr_nonnull(strstr(it.status.message, "skill is none"));
        end(&it);
    }
}
END_TEST

START_TEST(rows_refused)
{
    static const struct {
        const char *row, *message;
        int32_t field;
    } CASES[] = {
        {"bob,soon,", "start is no date: \"soon\"", 2},
        {"bob,,", "start is no date: \"\"", 2},
        {"bob,2025-03-15,never", "end is no date: \"never\"", 3},
        {"bob,2025-03-15,2025-03-14", "the last day lies before the first: \"2025-03-14\"", 3},
        {",2025-03-15,", "nobody is named: owner \"\"", 1},
        {"ANN,2025-03-15,", "stands twice: \"ANN\"", 1},
        {"bob,2025-03-15", "row has another number of fields: \"bob\"", 1},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        reading it;
        char text[200];
        (void) snprintf(text, sizeof text, "owner,start,end\nann,2024-01-08,\n%s\n", CASES[i].row);
        ck_assert(!read_text(&it, text));
        ck_assert_int_eq(it.status.code, QC_BAD_INPUT);
        ck_assert_str_eq(it.status.message, CASES[i].message);
        ck_assert_int_eq(it.status.line, 3);
        ck_assert_int_eq(it.status.field, CASES[i].field);
        end(&it);
    }
}
END_TEST

START_TEST(files_refused)
{
    static const char *const TEXTS[] = {"", "owner,start\n", "owner,end\nann,2024-01-08\n",
                                        "owner,start\n\"ann,2024-01-08\n",
                                        "owner,start\nann,03/04/2026\n"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        reading it;
        ck_assert_msg(!read_text(&it, TEXTS[i]), "reads: %s", TEXTS[i]);
        ck_assert_int_eq(it.status.code, QC_BAD_INPUT);
        ck_assert_str_eq(it.status.file, "people.csv");
        end(&it);
    }
    reading it = {.status = {.code = QC_OK}};
    ck_assert(!qc_read_people(&it.table, "nowhere.csv", NULL, &it.findings, &it.status));
    ck_assert_int_eq(it.status.code, QC_IO);
    end(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("read_people");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, people_with_and_without_an_end);
    tcase_add_test(tests, roles_segments_and_skill);
    tcase_add_test(tests, rows_refused);
    tcase_add_test(tests, files_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
