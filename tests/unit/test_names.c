#include "history/names.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

START_TEST(texts_are_numbered_as_they_come)
{
    static char texts[2000][24];
    qc_name_table table = {0};
    qc_status status = {0};
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 2000; i++) {
            snprintf(texts[i], sizeof texts[i], "deal-%d", i);
            ck_assert_int_eq(qc_names_put(&table, texts[i], &status), i);
        }
    }
    ck_assert_int_eq(table.count, 2000);
    ck_assert_int_eq(qc_names_get(&table, "deal-1234"), 1234);
    ck_assert_int_eq(qc_names_get(&table, "Deal-1234"), QC_ID_NONE);
    qc_names_free(&table);
    qc_names_free(&table);
    ck_assert_int_eq(qc_names_get(&table, "deal-1"), QC_ID_NONE);
}
END_TEST

START_TEST(spellings_share_a_key)
{
    ck_assert(qc_names_same("Closed Won", "closed_won"));
    ck_assert(!qc_names_same("Closed Won", "Closed Lost"));
    char a[700], b[700];
    memset(a, 'a', sizeof a);
    memset(b, 'a', sizeof b);
    a[699] = b[699] = '\0';
    b[698] = 'b';
    ck_assert(!qc_names_same(a, b)); /* too long to be folded: compared as they stand */
    ck_assert(qc_names_same(a, a));
}
END_TEST

START_TEST(only_values_that_occur_are_kept_in_order_of_appearance)
{
    const char *source[] = {"Ann", "bob", "unused", "ANN", "Zo\xc3\xab", "BOB"};
    qc_id ids[] = {4, 3, QC_ID_NONE, 1, 0, 4, 5};
    const qc_id expected[] = {0, 1, QC_ID_NONE, 2, 1, 0, 2};
    qc_arena arena = {0};
    qc_names names = {0};
    qc_status status = {0};
    ck_assert(qc_names_compact(&arena, &names, ids, 7, source, 6, &status));
    ck_assert_mem_eq(ids, expected, sizeof ids);
    ck_assert_int_eq(names.count, 3);
    ck_assert_str_eq(names.text[0], "Zo\xc3\xab");
    ck_assert_str_eq(names.text[1], "ANN"); /* the spelling met first */
    ck_assert_str_eq(names.text[2], "bob");
    qc_arena_free(&arena);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("names");
    TCase *all = tcase_create("all");
    tcase_add_test(all, texts_are_numbered_as_they_come);
    tcase_add_test(all, spellings_share_a_key);
    tcase_add_test(all, only_values_that_occur_are_kept_in_order_of_appearance);
    suite_add_tcase(suite, all);
    return suite;
}
