#include "history/ends.h"
#include "tests/support/reading.h"

static void expect(const char *word, qc_id end)
{
    ck_assert_msg(qc_ends_of_word(word) == end, "%s", word);
}

START_TEST(plain_ends_are_known_in_several_languages)
{
    static const char *const WON[] = {"won",
                                      "Won",
                                      "Closed Won",
                                      "closedwon",
                                      "6 - Closed Won",
                                      "Closed-Won (signed)",
                                      "Gewonnen",
                                      "gagn\xc3\xa9"};
    static const char *const LOST[] = {
        "lost", "Closed Lost", "closed_lost", "Closed Lost - price", "Verloren", "Perdu"};
    static const char *const NEITHER[] = {"",
                                          "Wonderland",
                                          "Almost won",
                                          "Negotiation",
                                          "Lost and found",
                                          "Closed",
                                          "Closed Won or Closed Lost",
                                          "Disqualified"};
    for (size_t i = 0; i < sizeof WON / sizeof *WON; i++)
        expect(WON[i], QC_STAGE_WON);
    for (size_t i = 0; i < sizeof LOST / sizeof *LOST; i++)
        expect(LOST[i], QC_STAGE_LOST);
    for (size_t i = 0; i < sizeof NEITHER / sizeof *NEITHER; i++)
        expect(NEITHER[i], QC_STAGE_OPEN);
}
END_TEST

START_TEST(some_words_only_sound_like_an_end)
{
    ck_assert(qc_ends_sounds_like("Disqualified"));
    ck_assert(qc_ends_sounds_like("Contract signed"));
    ck_assert(!qc_ends_sounds_like("Negotiation"));
    ck_assert(!qc_ends_sounds_like("Decision"));
}
END_TEST

static const qc_decision *find(const qc_decisions *decisions, const char *what)
{
    for (int32_t i = 0; i < decisions->count; i++) {
        if (strcmp(decisions->items[i].what, what) == 0) return &decisions->items[i];
    }
    return NULL;
}

/* Ten deals in the word; `stay` of them never leave it. */
static qc_reading read_parked(int stay, qc_decisions *decisions)
{
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    qc_text csv = {0};
    qc_text_add(&csv, "deal_id,date,stage\nW,2026-01-01,lead\nW,2026-01-02,Closed Won\n"
                      "L,2026-01-01,lead\nL,2026-01-02,lost\n");
    for (int deal = 0; deal < 10; deal++) {
        qc_text_addf(&csv, "D%d,2026-01-01,lead\nD%d,2026-01-03,Dead end\n", deal, deal);
        if (deal >= stay) qc_text_addf(&csv, "D%d,2026-01-05,lead\n", deal);
    }
    options.decisions = decisions;
    qc_reading it = qc_read_text(qc_text_get(&csv), &options);
    qc_text_free(&csv);
    ck_assert_msg(it.ok, "%s", it.status.message);
    return it;
}

START_TEST(a_word_is_doubtful_when_deals_stay_in_it)
{
    qc_decisions decisions = {.count = 0};
    qc_reading it = read_parked(8, &decisions);
    const qc_decision *doubtful = find(&decisions, "maybe an end");
    ck_assert_ptr_nonnull(doubtful);
    ck_assert_str_eq(doubtful->value, "Dead end");
    ck_assert(!doubtful->certain);
    ck_assert_ptr_nonnull(strstr(doubtful->evidence, "8 of 10 deals stay"));
    ck_assert_str_eq(find(&decisions, "won")->value, "Closed Won");
    ck_assert(find(&decisions, "won")->certain);
    ck_assert_ptr_null(find(&decisions, "lost")); /* our own word needs no decision */
    qc_decisions_free(&decisions);
    qc_reading_free(&it);

    it = read_parked(7, &decisions);
    ck_assert_ptr_null(find(&decisions, "maybe an end"));
    qc_decisions_free(&decisions);
    qc_reading_free(&it);
}
END_TEST

START_TEST(decisions_keep_their_texts_and_need_nobody)
{
    qc_decisions decisions = {.count = 0};
    qc_status status = {0};
    char value[] = "comma";
    ck_assert(qc_decisions_add(NULL, "x", "y", true, "", &status, "none"));
    ck_assert(qc_decisions_add(&decisions, "delimiter", value, true, "--flag", &status, "%d\n%s", 7,
                               "fields"));
    value[0] = 'X';
    ck_assert_str_eq(decisions.items[0].value, "comma");
    ck_assert_str_eq(decisions.items[0].evidence, "7 fields"); /* one line */
    ck_assert_str_eq(decisions.items[0].flag, "--flag");
    qc_decisions_free(&decisions);
    ck_assert_int_eq(decisions.count, 0);
    qc_decisions_free(&decisions);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("ends");
    TCase *all = tcase_create("all");
    tcase_add_test(all, plain_ends_are_known_in_several_languages);
    tcase_add_test(all, some_words_only_sound_like_an_end);
    tcase_add_test(all, a_word_is_doubtful_when_deals_stay_in_it);
    tcase_add_test(all, decisions_keep_their_texts_and_need_nobody);
    suite_add_tcase(suite, all);
    return suite;
}
