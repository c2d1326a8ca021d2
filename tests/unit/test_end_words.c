/* A word for an end that stands nowhere is told; one that a layout may take from another column is not. */
#include "history/end_words.h"
#include "tests/support/reading.h"

static qc_reading read_with(const char *csv, const char *won, const char *lost, const char *ignore)
{
    static const char *words[3];
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    words[0] = won;
    words[1] = lost;
    words[2] = ignore;
    options.won = (qc_words){&words[0], won != NULL};
    options.lost = (qc_words){&words[1], lost != NULL};
    options.ignore = (qc_words){&words[2], ignore != NULL};
    qc_reading it = qc_read_text(csv, &options);
    ck_assert_msg(it.ok, "%s", it.status.message);
    return it;
}

static const char CSV[] = "deal_id,date,stage,owner\n1,2026-01-01,Lead,Parked\n"
                          "1,2026-01-09,Signed by all,Ann\n2,2026-01-05,Lead,Ann\n";

START_TEST(a_word_that_stands_nowhere_is_a_doubt)
{
    qc_reading it = read_with(CSV, "Signed by al", "Gone", NULL);
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_DOUBT, "unused word", 0, 0),
                     "won: no row is in a stage \"Signed by al\"; did you mean \"Signed by all\"?");
    ck_assert_str_eq(qc_nth_finding(&it.findings, QC_FINDING_DOUBT, "unused word", 1)->text,
                     "lost: no row is in a stage \"Gone\"");
    ck_assert_ptr_null(qc_nth_finding(&it.findings, QC_FINDING_DOUBT, "unused word", 2));
    qc_reading_free(&it);
}
END_TEST

START_TEST(words_are_found_after_folding_and_in_any_column)
{
    qc_reading it = read_with(CSV, "SIGNED-BY-ALL", NULL, "parked");
    ck_assert_ptr_null(qc_nth_finding(&it.findings, QC_FINDING_DOUBT, "unused word", 0));
    ck_assert_int_eq(it.history.reconciliation.deals_won, 1);
    qc_reading_free(&it);
}
END_TEST

/* An export whose status column says the end: the word never becomes a stage. */
START_TEST(an_export_may_take_it_from_its_status)
{
    static const char EXPORT[] = "Deal - ID,Deal - Title,Deal - Stage,Deal - Status,Deal - Deal "
                                 "created,Deal - Won time,Deal - Lost time,Deal - Value\n"
                                 "1,A,Offer,Sealed,2026-01-01 10:00:00,2026-02-01 10:00:00,,100\n"
                                 "2,B,Offer,Open,2026-01-03 10:00:00,,,50\n";
    qc_reading it = read_with(EXPORT, "sealed", "drowned", NULL);
    const qc_finding *first = qc_nth_finding(&it.findings, QC_FINDING_DOUBT, "unused word", 0);
    ck_assert_ptr_nonnull(first);
    ck_assert_str_eq(first->text, "lost: no row is in a stage \"drowned\"");
    ck_assert_ptr_null(qc_nth_finding(&it.findings, QC_FINDING_DOUBT, "unused word", 1));
    qc_reading_free(&it);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("end_words");
    TCase *tests = tcase_create("end_words");

    tcase_add_test(tests, a_word_that_stands_nowhere_is_a_doubt);
    tcase_add_test(tests, words_are_found_after_folding_and_in_any_column);
    tcase_add_test(tests, an_export_may_take_it_from_its_status);
    suite_add_tcase(suite, tests);
    return suite;
}
