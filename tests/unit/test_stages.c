#include "history/stages.h"
#include "tests/support/reading.h"

static const char *const QUALIFIED_WORDS[] = {"Appointment Scheduled", "Qualified To Buy"};
static const qc_stage_words PIPELINE[] = {{"qualified", QUALIFIED_WORDS, 2}, {"proposal", NULL, 0}};
static const char *const WON_WORDS[] = {"Closed Won"};
static const char *const IGNORED_WORDS[] = {"Parked"};

static qc_read_options options(void)
{
    qc_read_options it = QC_READ_OPTIONS_DEFAULT;
    it.stages = PIPELINE;
    it.stage_count = 2;
    it.won = (qc_words){WON_WORDS, 1};
    it.ignore = (qc_words){IGNORED_WORDS, 1};
    return it;
}

START_TEST(words_are_found_after_folding)
{
    const qc_read_options wanted = options();
    const struct {
        const char *word;
        qc_id meaning;
    } words[] = {{"QUALIFIED", 0},
                 {"appointment_scheduled", 0},
                 {"qualified to buy", 0},
                 {"Proposal", 1},
                 {"won", QC_STAGE_WON},
                 {"closed-won", QC_STAGE_WON},
                 {"Lost", QC_STAGE_LOST},
                 {"parked", QC_STAGE_IGNORED},
                 {"Legal", 2},
                 {"Demo", 3},
                 {"legal", 2}};
    qc_stage_index index = {.stage_count = 0};
    qc_status status = {0};
    ck_assert(qc_stages_learn(&index, &wanted, &status));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        qc_id meaning = QC_ID_NONE;
        ck_assert(qc_stages_find(&index, words[i].word, &meaning, &status));
        ck_assert_int_eq(meaning, words[i].meaning);
    }
    ck_assert_int_eq(index.extra_count, 2);
    ck_assert_str_eq(index.extra[0], "Legal");
    qc_stages_free(&index);
    qc_stages_free(&index);
}
END_TEST

START_TEST(many_words_find_room)
{
    static char words[300][16];
    const qc_read_options wanted = options();
    qc_stage_index index = {.stage_count = 0};
    qc_status status = {0};
    ck_assert(qc_stages_learn(&index, &wanted, &status));
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 300; i++) {
            qc_id meaning = QC_ID_NONE;
            words[i][0] = 'x';
            words[i][1] = (char) ('a' + i % 20);
            words[i][2] = (char) ('a' + i / 20);
            ck_assert(qc_stages_find(&index, words[i], &meaning, &status));
            ck_assert_int_eq(meaning, 2 + i);
        }
    }
    qc_stages_free(&index);
}
END_TEST

START_TEST(a_stage_in_no_entry_is_one_error_with_the_line_to_paste)
{
    const qc_read_options wanted = options();
    qc_reading it = qc_read_text("deal_id,date,stage\n"
                                 "A,2024-01-01,qualified\n"
                                 "A,2024-01-02,proposal\n"
                                 "A,2024-01-03,Contract Sent\n"
                                 "A,2024-01-04,contract_sent\n"
                                 "A,2024-01-04 10:00,Contract Sent\n"
                                 "A,2024-01-04 11:00,Contract Sent\n"
                                 "A,2024-01-05,won\n"
                                 "B,2024-01-01,proposal\n"
                                 "B,2024-01-02,Contract Sent\n"
                                 "B,2024-01-03,Parked\n"
                                 "B,2024-01-04,Closed Won\n"
                                 "C,2024-01-01,\"Legal: [review], \"\"x\"\"\"\n"
                                 "C,2024-01-02,qualified\n",
                                 &wanted);
    ck_assert(!it.ok);
    ck_assert_int_eq(it.findings.of_kind[QC_FINDING_ERROR], 2);
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_ERROR, "unmapped stage", 0, 0),
                     "stage \"Contract Sent\" (5 rows, 2 deals, between proposal and won) is in no "
                     "pipeline entry; add {stage: contract_sent, crm: [Contract Sent]} or list it "
                     "under history.ignore");
    const qc_finding *second = qc_nth_finding(&it.findings, QC_FINDING_ERROR, "unmapped stage", 1);
    ck_assert_str_eq(second->text,
                     "stage \"Legal: [review], \"x\"\" (1 row, 1 deal, before qualified) is in no "
                     "pipeline entry; add {stage: legal_review_x, crm: [\"Legal: [review], "
                     "\\\"x\\\"\"]} or list it under history.ignore");
    ck_assert_str_eq(it.status.file, "deals.csv");
    ck_assert_int_eq(it.status.code, QC_BAD_INPUT);
    qc_reading_free(&it);
}
END_TEST

START_TEST(a_stage_after_everything_and_one_alone)
{
    const qc_read_options wanted = options();
    qc_reading it = qc_read_text("deal_id,date,stage\n"
                                 "A,2024-01-01,proposal\n"
                                 "A,2024-01-02,Legal\n"
                                 "B,2024-01-01,Demo\n",
                                 &wanted);
    ck_assert_ptr_nonnull(strstr(qc_expect_finding(&it, QC_FINDING_ERROR, "unmapped stage", 0, 0),
                                 "(1 row, 1 deal, after proposal)"));
    ck_assert_ptr_nonnull(
        strstr(qc_nth_finding(&it.findings, QC_FINDING_ERROR, "unmapped stage", 1)->text,
               "\"Demo\" (1 row, 1 deal) is"));
    qc_reading_free(&it);
}
END_TEST

START_TEST(twenty_are_listed_and_the_rest_counted)
{
    const qc_read_options wanted = options();
    qc_text csv = {0};
    qc_text_add(&csv, "deal_id,date,stage\n");
    for (int i = 0; i < 33; i++) {
        qc_text_addf(&csv, "A,2024-01-01,stage %d\n", i);
    }
    qc_reading it = qc_read_text(qc_text_get(&csv), &wanted);
    ck_assert_int_eq(it.findings.of_kind[QC_FINDING_ERROR], 21);
    ck_assert_ptr_nonnull(
        strstr(qc_nth_finding(&it.findings, QC_FINDING_ERROR, "unmapped stage", 20)->text,
               "13 further stages"));
    qc_reading_free(&it);
    qc_text_free(&csv);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("stages");
    TCase *all = tcase_create("all");
    tcase_add_test(all, words_are_found_after_folding);
    tcase_add_test(all, many_words_find_room);
    tcase_add_test(all, a_stage_in_no_entry_is_one_error_with_the_line_to_paste);
    tcase_add_test(all, a_stage_after_everything_and_one_alone);
    tcase_add_test(all, twenty_are_listed_and_the_rest_counted);
    suite_add_tcase(suite, all);
    return suite;
}
