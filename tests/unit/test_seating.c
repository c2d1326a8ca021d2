/* Whose open deals are whose: persons by name, nameless reps in the order of the book, everybody else's shared out; and what
 * those are called who have no deal yet. */
#include "models/seating.h"
#include "tests/support/company.h"
#include "tests/support/suite.h"

#define BASE                                                          \
    "as_of: 2025-12-31\ncurrency: EUR\nshocks: none\ndeal_size: 1k\n" \
    "new_deals: 5 per month\npipeline: [{stage: a, conversion: 50%, days: 10}]\n"

static const char OPEN[] = "deal_id,stage,age_days,amount,owner\n"
                           "a,a,30,100,ann\nb,a,29,100,bob\nc,a,28,100,ann\n"
                           "d,a,27,100,cid\ne,a,26,100,\n";

typedef struct seated {
    company it;
    qc_arena arena;
    qc_seating seating;
} seated;

static void seat(seated *what, const char *team)
{
    qc_text plan = {0};
    qc_status status = {0};
    memset(what, 0, sizeof *what);
    qc_text_addf(&plan, "%s%s", BASE, team);
    company_read(&what->it, qc_text_get(&plan), NULL, OPEN);
    company_prepare(&what->it);
    ck_assert(qc_seating_make(&what->seating, &what->it.forecast.model.team,
                              &what->it.forecast.book, &what->arena, &status));
    qc_text_free(&plan);
}

static void leave(seated *what)
{
    qc_arena_free(&what->arena);
    company_free(&what->it);
}

static const char *sits(const seated *what, int32_t seat_index)
{
    const qc_id owner = what->seating.owner[seat_index];
    return owner == QC_ID_NONE ? "" : what->it.forecast.book.names[QC_LABEL_OWNER].text[owner];
}

START_TEST(owners_take_nameless_seats_in_the_order_of_the_book)
{
    seated what;
    seat(&what, "team: {reps: 4, hires: [{start: 2026-03-01, count: 2}]}\n");
    ck_assert_str_eq(sits(&what, 0), "ann");
    ck_assert_str_eq(sits(&what, 1), "bob");
    ck_assert_str_eq(sits(&what, 2), "cid");
    ck_assert_str_eq(sits(&what, 3), "rep 4");
    ck_assert_str_eq(sits(&what, 4), "hire 1");
    ck_assert_str_eq(sits(&what, 5), "hire 2");
    ck_assert_int_eq(what.seating.seat[2], 0);
    ck_assert_int_eq(what.seating.of_team, 4);
    ck_assert_int_eq(what.seating.of_nobody, 1);
    ck_assert_int_eq(what.seating.of_others, 0);
    leave(&what);
}
END_TEST

START_TEST(deals_of_others_are_shared_out)
{
    seated what;
    seat(&what, "team: {reps: 2}\n");
    ck_assert_int_eq(what.seating.of_team, 3);
    ck_assert_int_eq(what.seating.of_others, 1);
    ck_assert_int_eq(what.seating.others, 1);
    ck_assert_int_eq(what.seating.seat[3], 0); /* cid's and nobody's go round */
    ck_assert_int_eq(what.seating.seat[4], 1);
    leave(&what);
}
END_TEST

START_TEST(with_nobody_there_deals_have_no_seat)
{
    seated what;
    seat(&what, "team: {reps: 0, hires: [{start: 2026-03-01}]}\n");
    for (int32_t i = 0; i < 5; i++)
        ck_assert_int_eq(what.seating.seat[i], -1);
    ck_assert_str_eq(sits(&what, 0), "hire 1");
    leave(&what);
}
END_TEST

START_TEST(who_only_prospects_takes_no_deal)
{
    seated what;
    seat(&what, "team: {reps: 1, hires: [{start: 2025-06-01, role: sdr}]}\n");
    ck_assert_int_eq(what.seating.seat[4], 0);
    ck_assert_int_eq(what.seating.seat[3], 0);
    leave(&what);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("seating");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, owners_take_nameless_seats_in_the_order_of_the_book);
    tcase_add_test(tests, deals_of_others_are_shared_out);
    tcase_add_test(tests, with_nobody_there_deals_have_no_seat);
    tcase_add_test(tests, who_only_prospects_takes_no_deal);
    suite_add_tcase(suite, tests);
    return suite;
}
