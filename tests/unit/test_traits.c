/* Traits of deals: only what was known when a visit began, classes of amounts, and slow stays. */
#include "models/traits.h"
#include "tests/support/company.h"
#include "tests/support/past.h"

#define PLAN \
    "as_of: 2025-12-31\ncurrency: EUR\nhistory: {deals: deals.csv}\npipeline: [s0, s1, s2]\n"

static company it;
static qc_arena arena;
static qc_traits traits;
static int32_t *values[QC_TRAIT_COUNT];

static void find(const char *csv, qc_without without)
{
    qc_status status = {0};
    company_read(&it, PLAN, csv, NULL);
    int32_t *segment_of = qc_arena_take(&arena, (size_t) it.history.deals.count, sizeof *segment_of,
                                        &status);
    ck_assert_ptr_nonnull(segment_of);
    ck_assert(
        qc_traits_find(&traits, &it.history, segment_of, 1, 3, true, without, &arena, &status));
    ck_assert(qc_traits_of_visits(&traits, &it.history, segment_of, values, &arena, &status));
}

static void forget(void)
{
    qc_arena_free(&arena);
    company_free(&it);
}

/* 200 deals of the usual past, and one whose owner and amount change on its way. */
static void find_usual(qc_without without)
{
    past was = PAST_USUAL;
    qc_text csv = {0};
    was.deals = 200;
    was.owner[0] = "ann";
    was.owner[1] = "bob";
    past_write(&was, &csv);
    qc_text_add(&csv, "x,2025-03-01,s0,,,,ann\nx,2025-03-05,s1,1000000,,,bob\n"
                      "x,2025-09-01,s2,1000000,,,\nx,2025-09-02,won,3,,,\n");
    find(qc_text_get(&csv), without);
    qc_text_free(&csv);
}

static int32_t visit_of(const char *deal, int32_t nth)
{
    for (qc_id d = 0; d < it.history.deals.count; d++) {
        if (strcmp(it.history.deals.name[d], deal) == 0)
            return it.history.deals.first_visit[d] + nth;
    }
    ck_abort_msg("no deal '%s'", deal);
    return -1;
}

START_TEST(visits_know_what_was_known_when_they_began)
{
    find_usual(0);
    const int32_t first = visit_of("x", 0);
    const int32_t ann = qc_history_find(&it.history, QC_LABEL_OWNER, "ann") + 1;
    const int32_t bob = qc_history_find(&it.history, QC_LABEL_OWNER, "bob") + 1;
    ck_assert_int_eq(values[QC_TRAIT_OWNER][first], ann);
    ck_assert_int_eq(values[QC_TRAIT_OWNER][first + 1], bob);
    ck_assert_int_eq(values[QC_TRAIT_OWNER][first + 2], bob); /* carried forward */
    ck_assert_int_eq(values[QC_TRAIT_AMOUNT][first], QC_TRAIT_NONE);
    ck_assert_int_eq(values[QC_TRAIT_AMOUNT][first + 1], QC_AMOUNT_CLASSES - 1);
    ck_assert_int_eq(values[QC_TRAIT_SOURCE][first], QC_TRAIT_NONE); /* the file has none */
    ck_assert_double_eq(qc_traits_first_amount(&it.history, it.history.visits.deal[first]), 1e6);
    forget();
}
END_TEST

START_TEST(a_stay_longer_than_most_was_slow)
{
    find_usual(0);
    const int32_t first = visit_of("x", 0);
    ck_assert_int_eq(values[QC_TRAIT_PACE][first], QC_TRAIT_NONE); /* no stay before */
    ck_assert_int_eq(values[QC_TRAIT_PACE][first + 1], 0);         /* after 4 days */
    ck_assert_int_eq(values[QC_TRAIT_PACE][first + 2], 1);         /* after half a year */
    int32_t slow = 0, all = 0;
    for (int32_t v = 0; v < it.history.visits.count; v++) {
        if (it.history.visits.stage[v] != 0 || it.history.visits.exit[v] == QC_STAGE_OPEN) continue;
        slow += it.history.visits.leave[v] - it.history.visits.enter[v] > traits.slow_days[0];
        all++;
    }
    ck_assert_int_le(slow, all / 4);
    ck_assert_int_ge(slow, all / 5);
    forget();
}
END_TEST

START_TEST(classes_of_amounts_hold_their_shares)
{
    find_usual(0);
    int32_t count[QC_AMOUNT_CLASSES] = {0}, all = 0;
    for (qc_id deal = 0; deal < it.history.deals.count; deal++) {
        const int32_t class = qc_traits_amount(&traits, qc_traits_first_amount(&it.history, deal));
        if (class == QC_TRAIT_NONE) continue;
        count[class]++;
        all++;
    }
    ck_assert_int_gt(all, 190);
    ck_assert_double_eq_tol((double) count[0] / all, 0.125, 0.02);
    ck_assert_double_eq_tol((double) count[QC_AMOUNT_CLASSES - 1] / all, 0.02, 0.01);
    for (int32_t c = 1; c < QC_AMOUNT_CLASSES; c++)
        ck_assert_double_gt(traits.amount_score[c], traits.amount_score[c - 1]);
    ck_assert_int_eq(qc_traits_amount(&traits, NAN), QC_TRAIT_NONE);
    ck_assert_int_eq(qc_traits_amount(&traits, 0), QC_TRAIT_NONE);
    forget();
}
END_TEST

START_TEST(amounts_that_hardly_differ_have_no_classes)
{
    qc_text csv = {0};
    qc_text_add(&csv, "deal_id,date,stage,amount\n");
    for (int deal = 0; deal < 80; deal++)
        qc_text_addf(&csv, "d%d,2025-01-01,s0,%d\n", deal, deal < 70 ? 10 : 20);
    find(qc_text_get(&csv), 0);
    ck_assert(!traits.on[QC_TRAIT_AMOUNT]);
    ck_assert_int_eq(qc_traits_amount(&traits, 10), QC_TRAIT_NONE);
    ck_assert(!traits.on[QC_TRAIT_PACE]); /* nothing has ended */
    ck_assert(!traits.on[QC_TRAIT_OWNER]);
    qc_text_free(&csv);
    forget();
}
END_TEST

START_TEST(traits_can_be_left_out)
{
    find_usual(UINT32_C(1) << QC_INGREDIENT_OWNERS | UINT32_C(1) << QC_INGREDIENT_AMOUNT_CLASSES |
               UINT32_C(1) << QC_INGREDIENT_PACE);
    for (int t = 0; t < QC_TRAIT_COUNT; t++)
        ck_assert(!traits.on[t]);
    ck_assert_int_eq(values[QC_TRAIT_OWNER][0], QC_TRAIT_NONE);
    forget();
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("traits");
    TCase *tests = tcase_create("of visits");
    tcase_add_test(tests, visits_know_what_was_known_when_they_began);
    tcase_add_test(tests, a_stay_longer_than_most_was_slow);
    tcase_add_test(tests, classes_of_amounts_hold_their_shares);
    tcase_add_test(tests, amounts_that_hardly_differ_have_no_classes);
    tcase_add_test(tests, traits_can_be_left_out);
    suite_add_tcase(suite, tests);
    return suite;
}
