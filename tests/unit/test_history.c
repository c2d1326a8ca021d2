#include "tests/support/reading.h"

#define DAY(m, d) qc_calendar_day(2024, m, d)

static const char *const STAGE_NAMES[] = {"lead", "offer", "legal"};
static const qc_stage_words STAGES[] = {
    {STAGE_NAMES[0], NULL, 0}, {STAGE_NAMES[1], NULL, 0}, {STAGE_NAMES[2], NULL, 0}};

static qc_reading it;

static void read_rows(const char *rows, const char *as_of)
{
    qc_text csv = {0};
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.stages = STAGES;
    options.stage_count = 3;
    if (as_of != NULL) ck_assert(qc_calendar_parse(as_of, &options.as_of));
    qc_text_addf(&csv, "deal_id,date,stage,amount,owner,close_date\n%s", rows);
    it = qc_read_text(qc_text_get(&csv), &options);
    ck_assert_msg(it.ok, "%s", it.status.message);
    qc_text_free(&csv);
}

static void teardown(void)
{
    qc_reading_free(&it);
    qc_reading_free(&it);
}

static void expect_visit(int at, qc_id stage, qc_day enter, qc_day leave, qc_id exit)
{
    const qc_visits *visits = &it.history.visits;
    ck_assert_int_lt(at, visits->count);
    ck_assert_int_eq(visits->stage[at], stage);
    ck_assert_int_eq(visits->enter[at], enter);
    ck_assert_int_eq(visits->leave[at], leave);
    ck_assert_int_eq(visits->exit[at], exit);
}

START_TEST(rows_of_one_stage_are_one_visit)
{
    read_rows("A,2024-01-01,lead,5,,\nA,2024-01-03,lead,7,,\nA,2024-01-09,offer,,,\n"
              "A,2024-01-20,won,,,\n",
              NULL);
    ck_assert_int_eq(it.history.visits.count, 2);
    expect_visit(0, 0, DAY(1, 1), DAY(1, 9), 1);
    expect_visit(1, 1, DAY(1, 9), DAY(1, 20), QC_STAGE_WON);
    ck_assert_int_eq(it.history.deals.end[0], QC_STAGE_WON);
    ck_assert_int_eq(it.history.deals.ended[0], DAY(1, 20));
    ck_assert_int_eq(it.history.deals.stage[0], 1);
    ck_assert_double_eq(it.history.reconciliation.amount_won, 7.0);
}
END_TEST

START_TEST(skips_and_back_moves_are_visits_with_other_exits)
{
    read_rows("A,2024-01-01,lead,,,\nA,2024-01-02,legal,,,\nA,2024-01-05,offer,,,\n"
              "A,2024-01-05,legal,,,\n",
              NULL);
    ck_assert_int_eq(it.history.visits.count, 4);
    expect_visit(0, 0, DAY(1, 1), DAY(1, 2), 2);
    expect_visit(1, 2, DAY(1, 2), DAY(1, 5), 1);
    expect_visit(2, 1, DAY(1, 5), DAY(1, 5), 2); /* 0 days: under a day */
    expect_visit(3, 2, DAY(1, 5), QC_DAY_NONE, QC_STAGE_OPEN);
    ck_assert_int_eq(it.history.deals.end[0], QC_STAGE_OPEN);
    ck_assert_int_eq(it.history.deals.ended[0], QC_DAY_NONE);
    ck_assert_int_eq(it.history.deals.stage[0], 2);
}
END_TEST

START_TEST(values_are_known_from_their_row_on)
{
    read_rows(
        "A,2024-01-01,lead,,Ann,\nA,2024-01-03,offer,7,,2024-05-01\nA,2024-01-09,legal,,bob,\n"
        "B,2024-01-09,lead,,,\n",
        NULL);
    const qc_changes *changes = &it.history.changes;
    ck_assert(isnan(changes->number[QC_NUMBER_AMOUNT][0]));
    ck_assert_double_eq(changes->number[QC_NUMBER_AMOUNT][1], 7.0);
    ck_assert_double_eq(changes->number[QC_NUMBER_AMOUNT][2], 7.0);
    ck_assert(isnan(changes->number[QC_NUMBER_AMOUNT][3])); /* not from the deal before */
    ck_assert_int_eq(changes->label[QC_LABEL_OWNER][1], 0);
    ck_assert_int_eq(changes->label[QC_LABEL_OWNER][2], 1);
    ck_assert_int_eq(changes->label[QC_LABEL_OWNER][3], QC_ID_NONE);
    ck_assert_int_eq(changes->close_day[0], QC_DAY_NONE);
    ck_assert_int_eq(changes->close_day[2], DAY(5, 1));
    ck_assert_int_eq(it.history.reconciliation.open_without_amount, 1);
}
END_TEST

START_TEST(a_deal_that_goes_on_after_its_end_is_reopened)
{
    read_rows("A,2024-01-01,lead,,,\nA,2024-01-05,lost,,,\nA,2024-02-01,lead,,,\n", NULL);
    ck_assert_int_eq(it.history.visits.count, 2);
    expect_visit(0, 0, DAY(1, 1), DAY(1, 5), QC_STAGE_LOST);
    expect_visit(1, 0, DAY(2, 1), QC_DAY_NONE, QC_STAGE_OPEN);
    ck_assert_int_eq(it.history.deals.end[0], QC_STAGE_OPEN);
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_DOUBT, "reopened", 2, 0),
                     "deal \"A\" goes on after it was won or lost (line 4)");
}
END_TEST

START_TEST(a_later_end_corrects_an_earlier_one)
{
    read_rows("A,2024-01-01,lead,,,\nA,2024-01-05,lost,,,\nA,2024-01-07,won,9,,\n"
              "A,2024-01-20,won,10,,\n",
              NULL);
    ck_assert_int_eq(it.history.visits.count, 1);
    expect_visit(0, 0, DAY(1, 1), DAY(1, 7), QC_STAGE_WON);
    ck_assert_int_eq(it.history.deals.ended[0], DAY(1, 7)); /* the second "won" only updates */
    ck_assert_double_eq(it.history.reconciliation.amount_won, 10.0);
    qc_expect_finding(&it, QC_FINDING_DOUBT, "reopened", 2, 0);
}
END_TEST

START_TEST(born_closed_deals_have_no_visit)
{
    read_rows("A,2024-01-01,won,9,,\nB,2024-01-02,lead,,,\n", "2024-03-01");
    ck_assert_int_eq(it.history.deals.stage[0], QC_ID_NONE);
    ck_assert_int_eq(it.history.deals.first_visit[1], 0);
    ck_assert_int_eq(it.history.deals.ended[0], DAY(1, 1));
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_DOUBT, "born closed", 2, 0),
                     "deal \"A\" has no row before it was won");
    ck_assert_int_eq(it.findings.of_kind[QC_FINDING_DOUBT], 1); /* and B is no zombie for it */
}
END_TEST

START_TEST(open_deals_older_than_any_that_ended_are_zombies)
{
    read_rows("A,2024-01-01,lead,,,\nA,2024-01-21,lost,,,\nB,2024-02-10,lead,,,\n"
              "C,2024-02-09,lead,,,\n",
              "2024-03-01");
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_DOUBT, "zombie", 5, 0),
                     "deal \"C\" is open for 21 days; no deal that ended took more than 20");
    ck_assert_int_eq(it.findings.of_kind[QC_FINDING_DOUBT], 1);
}
END_TEST

START_TEST(a_close_date_before_creation_is_a_doubt)
{
    read_rows("A,2024-01-10,lead,,,2024-01-09\nB,2024-01-10,lead,,,2024-01-10\n", NULL);
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_DOUBT, "close before create", 2, 0),
                     "deal \"A\" has the close date 2024-01-09, before its first row 2024-01-10");
    ck_assert_int_eq(it.findings.of_kind[QC_FINDING_DOUBT], 1);
}
END_TEST

START_TEST(a_file_of_closed_deals_is_a_doubt)
{
    read_rows("A,2024-01-01,lead,,,\nA,2024-01-21,lost,,,\n", NULL);
    qc_expect_finding(&it, QC_FINDING_DOUBT, "closed-only export", 0, 0);
}
END_TEST

START_TEST(deals_are_numbered_by_day_then_name)
{
    read_rows("C,2024-01-02,lead,,,\nB,2024-01-02,lead,,,\nD,2024-01-01,lead,,,\n"
              "B,2024-01-03,offer,,,\na,2024-01-02,lead,,,\n",
              NULL);
    ck_assert_str_eq(it.history.deals.name[0], "D");
    ck_assert_str_eq(it.history.deals.name[1], "B");
    ck_assert_str_eq(it.history.deals.name[2], "C");
    ck_assert_str_eq(it.history.deals.name[3], "a");
    ck_assert_int_eq(it.history.changes.line[1], 3);
}
END_TEST

START_TEST(the_balance_adds_up)
{
    read_rows("A,2024-01-01,lead,5,,\nB,2024-01-01,lead,7,,\nB,2024-01-02,won,,,\n"
              "C,2024-01-01,lead,11,,\nC,2024-01-02,lost,,,\nD,2024-01-01,lead,,,\n"
              "E,2024-01-01,lead,,,\nE,2024-01-02,won,,,\n",
              NULL);
    const qc_reconciliation *balance = &it.history.reconciliation;
    ck_assert_int_eq(balance->deals_open, 2);
    ck_assert_int_eq(balance->deals_won, 2);
    ck_assert_int_eq(balance->deals_lost, 1);
    ck_assert_int_eq(balance->open_without_amount, 1);
    ck_assert_int_eq(balance->won_without_amount, 1);
    ck_assert_double_eq(balance->amount_open, 5.0);
    ck_assert_double_eq(balance->amount_won, 7.0);
    ck_assert_double_eq(balance->amount_lost, 11.0);
    ck_assert_double_eq(balance->amount_read, 23.0);
}
END_TEST

START_TEST(labels_by_word_and_values_by_any_spelling)
{
    ck_assert_str_eq(qc_history_label_word(QC_LABEL_SEGMENT), "segment");
    ck_assert_int_eq(qc_history_label("Owner"), QC_LABEL_OWNER);
    ck_assert_int_eq(qc_history_label("mood"), QC_LABEL_COUNT);
    read_rows("A,2024-01-01,lead,,Ann Lee,\nB,2024-01-02,lead,,ann-lee,\nC,2024-01-03,lead,,Bob,\n",
              NULL);
    ck_assert_int_eq(it.history.names[QC_LABEL_OWNER].count, 2);
    ck_assert_str_eq(it.history.names[QC_LABEL_OWNER].text[0], "Ann Lee");
    ck_assert_int_eq(qc_history_find(&it.history, QC_LABEL_OWNER, "ANN_LEE"), 0);
    ck_assert_int_eq(qc_history_find(&it.history, QC_LABEL_OWNER, "Bob"), 1);
    ck_assert_int_eq(qc_history_find(&it.history, QC_LABEL_OWNER, "carl"), QC_ID_NONE);
}
END_TEST

/* ---- qc_history_check() notices each broken promise ---- */

static void expect_broken(const char *what)
{
    qc_status status = {0};
    ck_assert_msg(!qc_history_check(&it.history, &status), "%s is not noticed", what);
    ck_assert_msg(strstr(status.message, what) != NULL, "%s", status.message);
}

#define BREAK(field, value, what)     \
    do {                              \
        const int32_t kept = (field); \
        (field) = (value);            \
        expect_broken(what);          \
        (field) = kept;               \
    } while (0)

START_TEST(the_check_notices_what_is_broken)
{
    read_rows("A,2024-01-01,lead,5,Ann,\nA,2024-01-03,offer,,,\nA,2024-01-09,won,,,\n"
              "B,2024-01-04,lead,,,\n",
              NULL);
    qc_history *h = &it.history;
    qc_status status = {0};
    BREAK(h->changes.deal[3], 7, "deal of a change");
    BREAK(h->changes.deal[1], 1, "order of deals");
    BREAK(h->changes.day[1], DAY(1, 1) - 1, "order of days");
    BREAK(h->changes.day[3], DAY(1, 30), "change after as_of");
    BREAK(h->changes.stage[0], 3, "stage of a change");
    BREAK(h->changes.label[QC_LABEL_OWNER][0], 1, "label of a change");
    BREAK(h->visits.stage[0], -1, "stage of a visit");
    BREAK(h->visits.exit[0], 2, "visits not chained");
    BREAK(h->visits.exit[0], 0, "visits not merged");
    BREAK(h->visits.enter[1], DAY(1, 4), "visits not chained");
    BREAK(h->visits.enter[1], DAY(1, 2), "visits overlap");
    BREAK(h->visits.leave[1], DAY(1, 1), "visit left before it began");
    BREAK(h->visits.leave[2], DAY(1, 9), "open visit with a last day");
    BREAK(h->deals.created[0], DAY(1, 2), "day of creation");
    BREAK(h->deals.ended[0], DAY(1, 8), "last visit of a deal");
    BREAK(h->deals.ended[1], DAY(1, 8), "day of an end");
    BREAK(h->deals.end[0], QC_STAGE_LOST, "last visit of a deal");
    BREAK(h->deals.stage[1], 1, "last visit of a deal");
    BREAK(h->deals.first_change[1], 2, "changes of a deal");
    BREAK(h->deals.first_visit[1], 1, "last visit of a deal");
    BREAK(h->deals.first_change[2], 3, "deal without rows");
    const double amount = h->changes.number[QC_NUMBER_AMOUNT][1];
    h->changes.number[QC_NUMBER_AMOUNT][1] = NAN;
    expect_broken("number not carried forward");
    h->changes.number[QC_NUMBER_AMOUNT][1] = amount;
    h->reconciliation.deals_won++;
    expect_broken("count of deals");
    h->reconciliation.deals_won--;
    h->reconciliation.rows_used++;
    expect_broken("count of rows");
    h->reconciliation.rows_used--;
    h->reconciliation.amount_lost += 1.0;
    expect_broken("sum of amounts");
    h->reconciliation.amount_lost -= 1.0;
    ck_assert(qc_history_check(h, &status));
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("history");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, NULL, teardown);
    tcase_add_test(all, rows_of_one_stage_are_one_visit);
    tcase_add_test(all, skips_and_back_moves_are_visits_with_other_exits);
    tcase_add_test(all, values_are_known_from_their_row_on);
    tcase_add_test(all, a_deal_that_goes_on_after_its_end_is_reopened);
    tcase_add_test(all, a_later_end_corrects_an_earlier_one);
    tcase_add_test(all, born_closed_deals_have_no_visit);
    tcase_add_test(all, open_deals_older_than_any_that_ended_are_zombies);
    tcase_add_test(all, a_close_date_before_creation_is_a_doubt);
    tcase_add_test(all, a_file_of_closed_deals_is_a_doubt);
    tcase_add_test(all, deals_are_numbered_by_day_then_name);
    tcase_add_test(all, the_balance_adds_up);
    tcase_add_test(all, labels_by_word_and_values_by_any_spelling);
    tcase_add_test(all, the_check_notices_what_is_broken);
    suite_add_tcase(suite, all);
    return suite;
}
