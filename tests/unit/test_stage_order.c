#include "history/stage_order.h"

#include <check.h>

#define ROWS(array) ((int32_t) (sizeof(array) / sizeof *(array)))

START_TEST(deals_that_move_forward_show_the_order)
{
    /* true order 2, 0, 3, 1; no deal shows all of it, and one goes back */
    const qc_id deal[] = {0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4};
    const qc_id stage[] = {2, 0, QC_STAGE_LOST, 0, 3, 3, 1, QC_STAGE_WON, 1, 3, 3, 1};
    int32_t order[4];
    qc_status status = {0};
    ck_assert(qc_stage_order_find(deal, stage, ROWS(deal), 4, order, &status));
    const int32_t expected[] = {2, 0, 3, 1};
    ck_assert_mem_eq(order, expected, sizeof expected);
}
END_TEST

START_TEST(a_rework_loop_does_not_turn_the_order)
{
    const qc_id deal[] = {0, 0, 0, 0, 0, 1, 1, 1, 1};
    const qc_id stage[] = {1, 0, 1, 0, 2, 1, 0, 1, 2};
    int32_t order[3];
    qc_status status = {0};
    ck_assert(qc_stage_order_find(deal, stage, ROWS(deal), 3, order, &status));
    const int32_t expected[] = {1, 0, 2};
    ck_assert_mem_eq(order, expected, sizeof expected);
}
END_TEST

START_TEST(the_mean_place_alone_would_be_wrong)
{
    /* 0 before 1 before 2 in every deal that met two of them; but most deals that met 2 began there
     * because 2 is also where deals are bought in. */
    const qc_id deal[] = {0, 0, 0, 1, 2, 3, 4, 5, 5, 6, 6, 7, 7};
    const qc_id stage[] = {0, 1, 2, 2, 2, 2, 2, 0, 1, 1, 2, 0, 2};
    int32_t order[3];
    qc_status status = {0};
    ck_assert(qc_stage_order_find(deal, stage, ROWS(deal), 3, order, &status));
    const int32_t expected[] = {0, 1, 2};
    ck_assert_mem_eq(order, expected, sizeof expected);
}
END_TEST

/* Stages 0, 1 and 2 disagree in a ring: 0 before 1 five times, 1 before 2 once, 2 before 0 three
 * times. Many deals met only 0 or only 1, so the mean place puts 2 last; it belongs first. */
START_TEST(a_stage_may_have_to_pass_two_others)
{
    qc_id deal[64], stage[64];
    int32_t order[3], rows = 0, deals = 0;
    qc_status status = {0};
    const int32_t pairs[3][3] = {{0, 1, 5}, {1, 2, 1}, {2, 0, 3}};
    for (int pair = 0; pair < 3; pair++) {
        for (int i = 0; i < pairs[pair][2]; i++, deals++, rows += 2) {
            deal[rows] = deal[rows + 1] = deals;
            stage[rows] = pairs[pair][0];
            stage[rows + 1] = pairs[pair][1];
        }
    }
    for (int i = 0; i < 30; i++, deals++, rows++) {
        deal[rows] = deals;
        stage[rows] = i < 10 ? 0 : 1;
    }
    ck_assert(qc_stage_order_find(deal, stage, rows, 3, order, &status));
    const int32_t expected[] = {2, 0, 1};
    ck_assert_mem_eq(order, expected, sizeof expected);
}
END_TEST

START_TEST(no_rows_keep_the_numbers)
{
    int32_t order[2] = {7, 7};
    qc_status status = {0};
    ck_assert(qc_stage_order_find(NULL, NULL, 0, 2, order, &status));
    ck_assert_int_eq(order[0], 0);
    ck_assert_int_eq(order[1], 1);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("stage_order");
    TCase *all = tcase_create("all");
    tcase_add_test(all, deals_that_move_forward_show_the_order);
    tcase_add_test(all, a_rework_loop_does_not_turn_the_order);
    tcase_add_test(all, the_mean_place_alone_would_be_wrong);
    tcase_add_test(all, a_stage_may_have_to_pass_two_others);
    tcase_add_test(all, no_rows_keep_the_numbers);
    suite_add_tcase(suite, all);
    return suite;
}
