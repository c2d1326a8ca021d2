#include "history/changes.h"

#include <check.h>
#include <math.h>

START_TEST(new_changes_know_nothing)
{
    qc_arena arena = {0};
    qc_changes changes = {.count = 0};
    qc_status status = {0};
    ck_assert(qc_changes_take(&changes, &arena, 3, &status));
    ck_assert_int_eq(changes.count, 3);
    for (int32_t at = 0; at < 3; at++) {
        ck_assert_int_eq(changes.deal[at], QC_ID_NONE);
        ck_assert_int_eq(changes.day[at], QC_DAY_NONE);
        ck_assert_int_eq(changes.stage[at], QC_ID_NONE);
        ck_assert_int_eq(changes.close_day[at], QC_DAY_NONE);
        ck_assert_int_eq(changes.line[at], 0);
        for (int i = 0; i < QC_NUMBER_COUNT; i++) {
            ck_assert(isnan(changes.number[i][at]));
        }
        for (int i = 0; i < QC_LABEL_COUNT; i++) {
            ck_assert_int_eq(changes.label[i][at], QC_ID_NONE);
        }
    }
    qc_arena_free(&arena);
}
END_TEST

START_TEST(what_is_unknown_is_carried_and_what_is_known_stays)
{
    qc_arena arena = {0};
    qc_changes changes = {.count = 0};
    qc_status status = {0};
    ck_assert(qc_changes_take(&changes, &arena, 2, &status));
    changes.number[QC_NUMBER_AMOUNT][0] = 5.0;
    changes.number[QC_NUMBER_UNITS][0] = 1.0;
    changes.number[QC_NUMBER_UNITS][1] = 2.0;
    changes.label[QC_LABEL_OWNER][0] = 3;
    changes.label[QC_LABEL_REASON][0] = 4;
    changes.label[QC_LABEL_REASON][1] = 6;
    changes.close_day[0] = 100;
    qc_changes_carry(&changes, 1, 0);
    ck_assert_double_eq(changes.number[QC_NUMBER_AMOUNT][1], 5.0);
    ck_assert_double_eq(changes.number[QC_NUMBER_UNITS][1], 2.0);
    ck_assert(isnan(changes.number[QC_NUMBER_MARGIN][1]));
    ck_assert_int_eq(changes.label[QC_LABEL_OWNER][1], 3);
    ck_assert_int_eq(changes.label[QC_LABEL_REASON][1], 6);
    ck_assert_int_eq(changes.close_day[1], 100);
    qc_arena_free(&arena);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("changes");
    TCase *all = tcase_create("all");
    tcase_add_test(all, new_changes_know_nothing);
    tcase_add_test(all, what_is_unknown_is_carried_and_what_is_known_stays);
    suite_add_tcase(suite, all);
    return suite;
}
