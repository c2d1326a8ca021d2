#include "tests/support/reading.h"
#include "tests/support/torture.h"

#define FIXTURE(name) QC_SOURCE_DIR "/tests/fixtures/history/" name

static const char *const QUALIFIED_WORDS[] = {"Qualified To Buy"};
static const char *const IGNORED_WORDS[] = {"Parked"};
static const qc_stage_words PIPELINE[] = {{"qualified", QUALIFIED_WORDS, 1}, {"proposal", NULL, 0}};

static qc_read_options options(void)
{
    qc_read_options it = QC_READ_OPTIONS_DEFAULT;
    it.stages = PIPELINE;
    it.stage_count = 2;
    it.ignore = (qc_words){IGNORED_WORDS, 1};
    it.as_of = qc_calendar_day(2026, 6, 30);
    return it;
}

static void expect_error(const char *csv, const qc_read_options *wanted, const char *reason,
                         int line, int field, const char *text)
{
    qc_reading it = qc_read_open_text(csv, wanted);
    ck_assert(!it.ok);
    ck_assert_int_eq(it.status.code, QC_BAD_INPUT);
    ck_assert_str_eq(qc_expect_finding(&it, QC_FINDING_ERROR, reason, line, field), text);
    qc_reading_free(&it);
}

START_TEST(a_table_of_open_deals)
{
    const qc_read_options wanted = options();
    qc_reading it = {.ok = false};
    it.ok = qc_read_open(&it.open, FIXTURE("open.csv"), &wanted, &it.findings, &it.status);
    ck_assert_msg(it.ok, "%s", it.status.message);
    const qc_open_deals *open = &it.open;
    ck_assert_int_eq(open->count, 3);
    ck_assert_int_eq(open->rows_read, 4);
    ck_assert_str_eq(open->name[0], "D1");
    ck_assert_int_eq(open->stage[0], 0);
    ck_assert_int_eq(open->stage[1], 1);
    ck_assert_double_eq(open->age_days[0], 29.0);
    ck_assert_double_eq(open->age_days[1], 0.0);
    ck_assert_double_eq(open->age_days[2], 12.5);
    ck_assert_double_eq(open->number[QC_NUMBER_AMOUNT][0], 12000.0);
    ck_assert(isnan(open->number[QC_NUMBER_AMOUNT][1]));
    ck_assert_str_eq(open->currency, "EUR");
    ck_assert_str_eq(open->file, FIXTURE("open.csv"));
    ck_assert_uint_eq(strlen(open->sha256), 64);
    ck_assert_int_eq(open->names[QC_LABEL_OWNER].count, 1);
    ck_assert_int_eq(open->label[QC_LABEL_OWNER][1], QC_ID_NONE);
    ck_assert_int_eq(open->label[QC_LABEL_OWNER][2], 0);
    ck_assert(open->has_label[QC_LABEL_OWNER] && !open->has_label[QC_LABEL_SEGMENT]);
    ck_assert(open->has_number[QC_NUMBER_AMOUNT] && !open->has_number[QC_NUMBER_UNITS]);
    qc_expect_finding(&it, QC_FINDING_DOUBT, "ignored stage", 5, 2);
    qc_reading_free(&it);
}
END_TEST

START_TEST(ages_need_no_as_of)
{
    qc_read_options wanted = options();
    wanted.as_of = QC_DAY_NONE;
    qc_reading it = qc_read_open_text("deal_id,stage,age_days,amount\nA,proposal,7,5\n", &wanted);
    ck_assert_msg(it.ok, "%s", it.status.message);
    ck_assert_double_eq(it.open.age_days[0], 7.0);
    qc_reading_free(&it);
    expect_error("deal_id,stage,since,amount\nA,proposal,2026-06-01,5\n", &wanted, "as_of missing",
                 1, 3,
                 "column \"since\" needs as_of in the plan: the day up to which the days in a "
                 "stage count");
}
END_TEST

START_TEST(what_is_wrong_has_its_place)
{
    const qc_read_options wanted = options();
    expect_error("deal_id,stage,amount\nA,proposal,5\n", &wanted, "missing column", 1, 0,
                 "column \"since\" (a date) or \"age_days\" is missing: how long is each deal in "
                 "its stage?");
    expect_error("deal_id,stage,since\nA,proposal,2026-06-01\n", &wanted, "missing column", 1, 0,
                 "column \"amount\" is missing; the header has: deal_id, stage, since");
    expect_error("deal_id,stage,since,amount\nA,proposal,2026-07-01,5\n", &wanted,
                 "since after as_of", 2, 3, "since 2026-07-01 is after as_of 2026-06-30");
    expect_error("deal_id,stage,since,amount\nA,won,2026-06-01,5\n", &wanted, "closed deal", 2, 2,
                 "stage \"won\" is an end; this table lists open deals only");
    expect_error("deal_id,stage,age_days,amount\nA,proposal,1,5\nA,qualified,1,5\n", &wanted,
                 "deal twice", 3, 1, "deal \"A\" stands in the table twice");
    expect_error("deal_id,stage,age_days,amount\nA,Legal,1,5\nB,legal,2,5\n", &wanted,
                 "unmapped stage", 0, 0,
                 "stage \"Legal\" (2 rows, 2 deals) is in no pipeline entry; add {stage: legal, "
                 "crm: [Legal]} or list it under history.ignore");
    expect_error(
        "deal_id,stage,age_days,amount,currency\nA,proposal,1,5,EUR\n"
        "B,proposal,1,5,USD\n",
        &wanted, "mixed currencies", 0, 0,
        "amounts are in several currencies: EUR (1 rows), USD (1 rows); dated rates convert them "
        "(history.rates)");
}
END_TEST

START_TEST(unusable_rows_are_set_aside)
{
    qc_read_options wanted = options();
    wanted.allow_set_aside = 0.9;
    qc_reading it = qc_read_open_text("deal_id,stage,since,age_days,amount\n"
                                      "A,proposal,,-3,5\n"
                                      "B,proposal,,EUR 5,5\n"
                                      "C,proposal,,,5\n"
                                      "D,proposal,31.02.2026,,5\n"
                                      ",proposal,,1,5\n"
                                      "Total,,,,25\n"
                                      "E,proposal,,1,many\n"
                                      "F,proposal,,1,5\n"
                                      "F,proposal,,1,5\n"
                                      "G\n",
                                      &wanted);
    ck_assert_msg(it.ok, "%s", it.status.message);
    ck_assert_int_eq(it.open.count, 1);
    ck_assert_int_eq(it.findings.of_kind[QC_FINDING_SET_ASIDE], 9);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "bad number", 2, 4);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "bad date", 4, 3);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "empty id", 6, 1);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "total row", 7, 1);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "exact duplicate", 10, 1);
    qc_expect_finding(&it, QC_FINDING_SET_ASIDE, "wrong field count", 11, 1);
    qc_reading_free(&it);
    wanted.allow_set_aside = 0.0;
    it = qc_read_open_text("deal_id,stage,age_days,amount\nA,proposal,old,5\n", &wanted);
    ck_assert(!it.ok);
    qc_expect_finding(&it, QC_FINDING_ERROR, "too many rows set aside", 0, 0);
    qc_reading_free(&it);
}
END_TEST

static bool read_once(qc_status *status)
{
    const qc_read_options wanted = options();
    qc_open_deals open = {.file = NULL};
    qc_findings findings = {.count = 0};
    bool ok = qc_read_open(&open, FIXTURE("open.csv"), &wanted, &findings, status);
    qc_open_deals_free(&open);
    qc_open_deals_free(&open);
    qc_findings_free(&findings);
    return ok;
}

START_TEST(every_request_for_memory_may_fail)
{
    qc_torture(read_once);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("read_open");
    TCase *all = tcase_create("all");
    tcase_add_test(all, a_table_of_open_deals);
    tcase_add_test(all, ages_need_no_as_of);
    tcase_add_test(all, what_is_wrong_has_its_place);
    tcase_add_test(all, unusable_rows_are_set_aside);
    tcase_add_test(all, every_request_for_memory_may_fail);
    suite_add_tcase(suite, all);
    return suite;
}
