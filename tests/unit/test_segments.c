/* One list of segments out of history, open deals and plan; names match after folding. */
#include "models/segments.h"
#include "tests/support/company.h"
#include "tests/support/torture.h"

static const char HISTORY_PLAN[] =
    "as_of: 2026-05-15\ncurrency: EUR\nhistory: {deals: deals.csv}\n"
    "pipeline: [a]\nsegments: {mid_market: {}, SMB: {}, Lost Tribe: {}}\n";
static const char DEALS[] = "deal_id,date,stage,amount,segment\n"
                            "x,2026-01-10,a,1,smb\n"
                            "x,2026-01-20,won,1,Mid-Market\n"
                            "y,2026-01-20,a,1,\n"
                            "z,2026-01-21,a,1,Public\n"
                            "z,2026-01-22,a,1,\n";

static const char TABLE_PLAN[] = "as_of: 2026-05-15\ncurrency: EUR\nnew_deals: 1 per month\n"
                                 "deal_size: 1k\n"
                                 "pipeline: [{stage: a, conversion: 50%, days: 5}]\n"
                                 "segments: {SMB: {}, other: {}}\n";
static const char OPEN[] = "deal_id,stage,age_days,amount,segment\nx,a,1,1,smb\ny,a,1,1,Gov\n";

static void list(qc_segments *segments, const company *it, qc_arena *arena)
{
    qc_status status = {0};
    *segments = (qc_segments){0};
    ck_assert(qc_segments_list(segments, it->has_history ? &it->history : NULL,
                               it->has_open ? &it->open : NULL, &it->plan, arena, &status));
}

START_TEST(segments_of_a_history_come_first)
{
    company it = {0};
    qc_arena arena = {0};
    qc_segments segments;
    company_read(&it, HISTORY_PLAN, DEALS, NULL);
    list(&segments, &it, &arena);
    ck_assert_int_eq(segments.count, 5);
    ck_assert_str_eq(segments.name[0], "");
    for (int32_t i = 0; i < 3; i++) /* label + 1 = segment */
        ck_assert_str_eq(segments.name[i + 1], it.history.names[QC_LABEL_SEGMENT].text[i]);
    ck_assert_str_eq(segments.name[4], "Lost Tribe");
    ck_assert_int_eq(segments.plan_index[0], -1);
    ck_assert_int_eq(segments.plan_index[qc_segments_find(&segments, "Mid Market")], 0);
    ck_assert_int_eq(segments.plan_index[qc_segments_find(&segments, "smb")], 1);
    ck_assert_int_eq(segments.plan_index[qc_segments_find(&segments, "public")], -1);
    ck_assert_int_eq(segments.plan_index[4], 2);
    qc_arena_free(&arena);
    company_free(&it);
}
END_TEST

START_TEST(a_deal_belongs_where_its_last_change_says)
{
    company it = {0};
    qc_arena arena = {0};
    qc_segments segments;
    company_read(&it, HISTORY_PLAN, DEALS, NULL);
    list(&segments, &it, &arena);
    for (qc_id deal = 0; deal < it.history.deals.count; deal++) {
        const char *name = segments.name[qc_segments_of_deal(&it.history, deal)];
        switch (it.history.deals.name[deal][0]) {
        case 'x': ck_assert_str_eq(name, "Mid-Market"); break;
        case 'y': ck_assert_str_eq(name, ""); break;
        default: ck_assert_str_eq(name, "Public"); /* an empty field says nothing new */
        }
    }
    qc_arena_free(&arena);
    company_free(&it);
}
END_TEST

START_TEST(without_a_column_there_is_one_segment)
{
    company it = {0};
    qc_arena arena = {0};
    qc_segments segments;
    company_read(&it, "as_of: 2026-05-15\ncurrency: EUR\nhistory: {deals: d}\npipeline: [a]\n",
                 "deal_id,date,stage,amount\nx,2026-01-10,a,1\n", NULL);
    list(&segments, &it, &arena);
    ck_assert_int_eq(segments.count, 1);
    ck_assert_int_eq(qc_segments_of_deal(&it.history, 0), 0);
    qc_arena_free(&arena);
    company_free(&it);
}
END_TEST

START_TEST(segments_of_open_deals_and_plan_meet)
{
    company it = {0};
    qc_arena arena = {0};
    qc_segments segments;
    company_read(&it, TABLE_PLAN, NULL, OPEN);
    list(&segments, &it, &arena);
    ck_assert_int_eq(segments.count, 4); /* none, smb, Gov, other */
    ck_assert_int_eq(segments.plan_index[qc_segments_find(&segments, "smb")], 0);
    ck_assert_int_eq(segments.plan_index[qc_segments_find(&segments, "gov")], -1);
    ck_assert_int_eq(segments.plan_index[qc_segments_find(&segments, "Other")], 1);
    qc_arena_free(&arena);
    company_free(&it);
}
END_TEST

START_TEST(unknown_names_are_no_segment)
{
    company it = {0};
    qc_arena arena = {0};
    qc_segments segments;
    company_read(&it, TABLE_PLAN, NULL, OPEN);
    list(&segments, &it, &arena);
    ck_assert_int_eq(qc_segments_find(&segments, "nobody"), 0);
    ck_assert_int_eq(qc_segments_find(&segments, ""), 0);
    ck_assert_int_eq(qc_segments_find(&segments, NULL), 0);
    qc_arena_free(&arena);
    company_free(&it);
}
END_TEST

static company reading;

static bool list_again(qc_status *status)
{
    qc_segments segments = {0};
    qc_arena arena = {0};
    const bool ok = qc_segments_list(&segments, &reading.history, NULL, &reading.plan, &arena,
                                     status);
    qc_arena_free(&arena);
    return ok;
}

START_TEST(memory_may_run_out)
{
    company_read(&reading, HISTORY_PLAN, DEALS, NULL);
    qc_torture(list_again);
    company_free(&reading);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("segments");
    TCase *tests = tcase_create("segments");
    tcase_add_test(tests, segments_of_a_history_come_first);
    tcase_add_test(tests, a_deal_belongs_where_its_last_change_says);
    tcase_add_test(tests, without_a_column_there_is_one_segment);
    tcase_add_test(tests, segments_of_open_deals_and_plan_meet);
    tcase_add_test(tests, unknown_names_are_no_segment);
    tcase_add_test(tests, memory_may_run_out);
    suite_add_tcase(suite, tests);
    return suite;
}
