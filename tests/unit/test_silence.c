/* A history that ends long before its as-of day, and pauses that are nothing unusual. */
#include "history/silence.h"
#include "tests/support/reading.h"
#include "tests/support/torture.h"

/* A deal every `step` days from 2026-01-01, `count` in all; then the as-of day. */
static qc_silence silence_of(int step, int count, qc_day as_of, int32_t *doubts)
{
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    qc_text csv = {0};
    qc_silence silence;
    qc_status status = {0};
    char day[16];
    options.as_of = as_of;
    qc_text_add(&csv, "deal_id,date,stage\n");
    for (int i = 0; i < count; i++)
        qc_text_addf(&csv, "D%d,%s,open\n", i,
                     qc_calendar_text(qc_calendar_day(2026, 1, 1) + i * step, day));
    qc_reading it = qc_read_text(qc_text_get(&csv), &options);
    ck_assert_msg(it.ok, "%s", it.status.message);
    ck_assert(qc_silence_find(&silence, &it.history, &status));
    *doubts = 0;
    for (int32_t i = 0; i < it.findings.count; i++)
        *doubts += strcmp(it.findings.items[i].reason, "silent end") == 0;
    if (*doubts > 0 && step == 2 && count == 45 && silence.days == 60)
        ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_DOUBT, "silent end", 0, 0),
                         "nothing is recorded after 2026-03-30, 60 days before the as-of day "
                         "2026-05-29 (until then never more than 2 days apart); if the export is "
                         "from that day, say as_of: 2026-03-30");
    qc_reading_free(&it);
    qc_text_free(&csv);
    return silence;
}

START_TEST(a_silent_end_is_a_doubt_with_its_day)
{
    const qc_day last = qc_calendar_day(2026, 3, 30); /* of 45 deals two days apart */
    int32_t doubts = 0;
    const qc_silence silence = silence_of(2, 45, last + 60, &doubts);
    ck_assert(silence.found);
    ck_assert_int_eq(silence.last_row, last);
    ck_assert_int_eq(silence.days, 60);
    ck_assert_int_eq(silence.longest, 2);
    ck_assert_int_eq(doubts, 1);
}
END_TEST

START_TEST(short_and_usual_pauses_are_none)
{
    static const struct {
        int step, count, days;
        bool found;
    } cases[] = {{2, 45, 13, false}, {2, 45, 14, true}, {10, 20, 30, false}, {10, 20, 31, true},
                 {2, 10, 60, false}, {2, 11, 60, true}, {30, 40, 0, false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const qc_day last = qc_calendar_day(2026, 1, 1) + cases[i].step * (cases[i].count - 1);
        int32_t doubts = 0;
        const qc_silence silence = silence_of(cases[i].step, cases[i].count, last + cases[i].days,
                                              &doubts);
        ck_assert_msg(silence.found == cases[i].found, "case %zu", i);
        ck_assert_int_eq(doubts, cases[i].found);
    }
}
END_TEST

/* A summer pause of five weeks in the past makes four weeks nothing new. */
START_TEST(a_longer_pause_before_speaks_for_it)
{
    qc_day days[41];
    qc_history history = {.as_of = 0};
    qc_silence silence;
    qc_status status = {0};
    for (int i = 0; i < 41; i++)
        days[40 - i] = i < 20 ? i : i + 35; /* in no order */
    history.changes.day = days;
    history.changes.count = 41;
    history.as_of = 75 + 28;
    ck_assert(qc_silence_find(&silence, &history, &status));
    ck_assert(!silence.found);
    history.as_of = 75 + 40;
    ck_assert(qc_silence_find(&silence, &history, &status));
    ck_assert(silence.found);
    ck_assert_int_eq(silence.longest, 36);
    ck_assert_int_eq(silence.last_row, 75);
}
END_TEST

static bool find_again(qc_status *status)
{
    qc_day days[12] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    qc_history history = {.as_of = 100};
    qc_silence silence;
    history.changes.day = days;
    history.changes.count = 12;
    return qc_silence_find(&silence, &history, status);
}

START_TEST(memory_may_run_out)
{
    qc_torture(find_again);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("silence");
    TCase *tests = tcase_create("silence");

    tcase_add_test(tests, a_silent_end_is_a_doubt_with_its_day);
    tcase_add_test(tests, short_and_usual_pauses_are_none);
    tcase_add_test(tests, a_longer_pause_before_speaks_for_it);
    tcase_add_test(tests, memory_may_run_out);
    suite_add_tcase(suite, tests);
    return suite;
}
