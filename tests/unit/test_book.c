/* What is open on the as-of day and what has happened: from a history, from a table, from nothing. */
#include "models/book.h"
#include "tests/support/company.h"
#include "tests/support/torture.h"

static const char PLAN[] = "as_of: 2026-05-15\ncurrency: EUR\nhistory: {deals: deals.csv}\n"
                           "pipeline:\n"
                           "  - {stage: qualified, conversion: 50%, days: 10}\n"
                           "  - {stage: offer, conversion: 50%, days: 10}\n"
                           "deal_size: 1k\nnew_deals: 5 per month\nsegments: {Tiny: {}}\n";

/* a: won, its customer's first; b: born won, the same customer again; c: open, known customer, moved on and
 * grown; d: open since today, nothing known; e: back and lost. The rows stand in no order. */
static const char DEALS[] = "deal_id,date,stage,amount,owner,segment,customer,units,margin\n"
                            "b,2026-02-01,won,80,bob,Large,acme,,\n"
                            "c,2026-05-05,offer,300,cy,Large,acme,4,30\n"
                            "a,2026-01-10,qualified,100,ann,SMB,acme,1,10\n"
                            "a,2026-01-20,won,120,ann,SMB,acme,2,12\n"
                            "c,2026-04-01,qualified,250,ann,SMB,acme,,\n"
                            "d,2026-05-15,qualified,,,,,,\n"
                            "e,2026-02-01,qualified,70,ann,SMB,hooli,,\n"
                            "e,2026-02-11,offer,70,ann,SMB,hooli,,\n"
                            "e,2026-02-21,qualified,70,ann,SMB,hooli,,\n"
                            "e,2026-03-01,lost,70,ann,SMB,hooli,,\n";

static const qc_open_deal *open_deal(const qc_book *book, const char *name)
{
    for (int32_t i = 0; i < book->open_count; i++) {
        if (strcmp(book->open[i].name, name) == 0) return &book->open[i];
    }
    ck_abort_msg("'%s' is not open", name);
    return NULL;
}

static const char *label(const qc_book *book, const qc_labels *labels, qc_label which)
{
    return labels->of[which] == QC_ID_NONE ? "" : book->names[which].text[labels->of[which]];
}

static double actual(const qc_book *book, qc_metric metric, const char *from, const char *to)
{
    const qc_matcher all = {.count = 0};
    qc_day first = 0, last = 0;
    ck_assert(qc_calendar_parse(from, &first) && qc_calendar_parse(to, &last));
    return qc_book_actual(book, metric, metric == QC_METRIC_QUALIFIED ? 1 : 0, &all, first, last);
}

START_TEST(open_deals_of_a_history)
{
    company it = {0};
    company_read(&it, PLAN, DEALS, NULL);
    company_prepare(&it);
    const qc_book *book = &it.forecast.book;
    ck_assert_int_eq(book->open_count, 2);
    const qc_open_deal *c = open_deal(book, "c"), *d = open_deal(book, "d");
    ck_assert_int_eq(c->stage, 1);
    ck_assert_double_eq(c->age_days, 10);
    ck_assert_double_eq(c->amount, 300);
    ck_assert_double_eq(c->units, 4);
    ck_assert_double_eq(c->margin, 30);
    ck_assert(c->known_customer);
    ck_assert_str_eq(label(book, &c->labels, QC_LABEL_OWNER), "cy");
    ck_assert_str_eq(label(book, &c->labels, QC_LABEL_SEGMENT), "Large");
    ck_assert_str_eq(it.forecast.model.segments.name[c->segment], "Large");
    ck_assert_int_eq(d->stage, 0);
    ck_assert_double_eq(d->age_days, 0);
    ck_assert(isnan(d->amount) && isnan(d->units) && isnan(d->margin));
    ck_assert(!d->known_customer);
    ck_assert_int_eq(d->segment, 0);
    for (int l = 0; l < QC_LABEL_COUNT; l++)
        ck_assert_int_eq(d->labels.of[l], QC_ID_NONE);
    ck_assert(book->has_history && book->has_customers);
    ck_assert(book->has_number[QC_NUMBER_UNITS]);
    company_free(&it);
}
END_TEST

START_TEST(events_of_a_history)
{
    company it = {0};
    company_read(&it, PLAN, DEALS, NULL);
    company_prepare(&it);
    const qc_book *book = &it.forecast.book;
    int created = 0, entered = 0, won = 0, fresh = 0;
    for (int32_t i = 0; i < book->event_count; i++) {
        const qc_event *event = &book->events[i];
        ck_assert(i == 0 || event->day >= book->events[i - 1].day);
        created += event->kind == QC_EVENT_CREATED;
        entered += event->kind == QC_EVENT_ENTERED;
        won += event->kind == QC_EVENT_WON;
        fresh += event->kind == QC_EVENT_WON && event->new_customer;
    }
    ck_assert_int_eq(created, 5);
    ck_assert_int_eq(entered, 7); /* a 1, c 2, d 1, e 3 */
    ck_assert_int_eq(won, 2);
    ck_assert_int_eq(fresh, 1); /* b's customer is a's */
    company_free(&it);
}
END_TEST

START_TEST(actuals)
{
    company it = {0};
    company_read(&it, PLAN, DEALS, NULL);
    company_prepare(&it);
    const qc_book *book = &it.forecast.book;
    ck_assert_double_eq(actual(book, QC_METRIC_BOOKINGS, "2026-01-01", "2026-12-31"), 200);
    ck_assert_double_eq(actual(book, QC_METRIC_BOOKINGS, "2026-01-20", "2026-01-20"), 120);
    ck_assert_double_eq(actual(book, QC_METRIC_BOOKINGS, "2026-01-21", "2026-01-31"), 0);
    ck_assert_double_eq(actual(book, QC_METRIC_BOOKINGS, "2026-02-01", "2026-01-01"), 0);
    ck_assert_double_eq(actual(book, QC_METRIC_CUSTOMERS, "2026-01-01", "2026-12-31"), 1);
    ck_assert_double_eq(actual(book, QC_METRIC_CUSTOMERS, "2026-02-01", "2026-12-31"), 0);
    ck_assert_double_eq(actual(book, QC_METRIC_UNITS, "2026-01-01", "2026-12-31"), 2);
    ck_assert_double_eq(actual(book, QC_METRIC_MARGIN, "2026-01-01", "2026-12-31"), 12);
    ck_assert_double_eq(actual(book, QC_METRIC_NEW_DEALS, "2026-02-01", "2026-02-28"), 2);
    ck_assert_double_eq(actual(book, QC_METRIC_QUALIFIED, "2026-01-01", "2026-12-31"), 2);
    company_free(&it);
}
END_TEST

START_TEST(conditions)
{
    qc_labels labels = {{QC_ID_NONE, QC_ID_NONE, QC_ID_NONE, QC_ID_NONE, QC_ID_NONE, QC_ID_NONE,
                         QC_ID_NONE, QC_ID_NONE}};
    qc_matcher matcher = {.count = 0};
    ck_assert(qc_book_matches(&matcher, &labels));
    matcher.condition[0] = (qc_condition){QC_LABEL_OWNER, 2};
    matcher.condition[1] = (qc_condition){QC_LABEL_REGION, 0};
    matcher.count = 2;
    labels.of[QC_LABEL_OWNER] = 2;
    ck_assert(!qc_book_matches(&matcher, &labels));
    labels.of[QC_LABEL_REGION] = 0;
    ck_assert(qc_book_matches(&matcher, &labels));
    labels.of[QC_LABEL_OWNER] = 1;
    ck_assert(!qc_book_matches(&matcher, &labels));
    matcher.condition[0]
        .value = labels.of[QC_LABEL_OWNER] = QC_ID_NONE; /* an unknown value, even of unknowns */
    ck_assert(!qc_book_matches(&matcher, &labels));
}
END_TEST

/* ---- a table of open deals ---- */

static const char STATED[] =
    "as_of: 2026-05-15\ncurrency: EUR\nshocks: none\n"
    "pipeline:\n"
    "  - {stage: qualified, conversion: 50%, days: 10}\n"
    "  - {stage: offer, conversion: 50%, days: 10}\n"
    "deal_size: 1k\nnew_deals: 5 per month\nsegments: {SMB: {deal_size: 2k}}\n";
static const char OPEN[] = "deal_id,stage,age_days,amount,segment,owner\n"
                           "x,offer,3.5,400,smb,ann\n"
                           "y,qualified,0,,Other,\n"
                           "z,qualified,12,7,,bob\n";

START_TEST(a_table_of_open_deals)
{
    company it = {0};
    company_read(&it, STATED, NULL, OPEN);
    company_prepare(&it);
    const qc_book *book = &it.forecast.book;
    const qc_segments *segments = &it.forecast.model.segments;
    ck_assert_int_eq(book->open_count, 3);
    ck_assert(!book->has_history && !book->has_customers);
    ck_assert_int_eq(book->event_count, 0);
    const qc_open_deal *x = open_deal(book, "x"), *y = open_deal(book, "y"),
                       *z = open_deal(book, "z");
    ck_assert_double_eq(x->age_days, 3.5);
    ck_assert_int_eq(x->stage, 1);
    ck_assert_str_eq(segments->name[x->segment], "smb");
    ck_assert_int_eq(segments->plan_index[x->segment], 0);
    ck_assert_str_eq(segments->name[y->segment], "Other");
    ck_assert_int_eq(segments->plan_index[y->segment], -1);
    ck_assert_int_eq(z->segment, 0);
    ck_assert(isnan(y->amount));
    ck_assert_int_eq(y->labels.of[QC_LABEL_OWNER], QC_ID_NONE);
    ck_assert_str_eq(label(book, &z->labels, QC_LABEL_OWNER), "bob");
    ck_assert_str_eq(label(book, &x->labels, QC_LABEL_SEGMENT), "smb");
    company_free(&it);
}
END_TEST

START_TEST(a_company_that_starts_from_nothing)
{
    company it = {0};
    company_read(&it, STATED, NULL, NULL);
    company_prepare(&it);
    ck_assert_int_eq(it.forecast.book.open_count, 0);
    ck_assert_int_eq(it.forecast.book.event_count, 0);
    ck_assert_double_eq(actual(&it.forecast.book, QC_METRIC_BOOKINGS, "2000-01-01", "2100-01-01"),
                        0);
    qc_book_free(&it.forecast.book);
    qc_book_free(&it.forecast.book);
    company_free(&it);
}
END_TEST

/* ---- memory ---- */

static company reading;

static bool take_history(qc_status *status)
{
    qc_book book = {0};
    const bool ok = qc_book_take(&book, &reading.history, NULL, &reading.forecast.model.segments,
                                 reading.as_of, status);
    qc_book_free(&book);
    return ok;
}

static bool take_table(qc_status *status)
{
    qc_book book = {0};
    const bool ok = qc_book_take(&book, NULL, &reading.open, &reading.forecast.model.segments,
                                 reading.as_of, status);
    qc_book_free(&book);
    return ok;
}

START_TEST(memory_may_run_out)
{
    company_read(&reading, PLAN, DEALS, NULL);
    company_prepare(&reading);
    qc_torture(take_history);
    company_free(&reading);
    company_read(&reading, STATED, NULL, OPEN);
    company_prepare(&reading);
    qc_torture(take_table);
    company_free(&reading);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("book");
    TCase *tests = tcase_create("book");
    tcase_add_test(tests, open_deals_of_a_history);
    tcase_add_test(tests, events_of_a_history);
    tcase_add_test(tests, actuals);
    tcase_add_test(tests, conditions);
    tcase_add_test(tests, a_table_of_open_deals);
    tcase_add_test(tests, a_company_that_starts_from_nothing);
    tcase_add_test(tests, memory_may_run_out);
    suite_add_tcase(suite, tests);
    return suite;
}
