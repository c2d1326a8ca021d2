#include "core/memory.h"
#include "study/synth/synth.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ROWS  20000
#define MOST_DEALS 6000

typedef struct file_row {
    char id[8], stage[24];
    qc_day day;
    bool dotted, has_amount, repeats; /* repeats: equal to the row before */
} file_row;

typedef struct file_counts {
    int32_t rows, dotted, repeated, totals, marks;
    int32_t deals, without_amount, closed_early, open_early;
} file_counts;

static file_row rows[MOST_ROWS];
static qc_synth_company company;

static qc_day any_day(const char *text, bool *dotted)
{
    qc_day day = QC_DAY_NONE;
    char part[11] = {0};
    memcpy(part, text, 10);
    *dotted = part[2] == '.';
    if (!*dotted) {
        ck_assert_msg(qc_calendar_parse(part, &day), "%s", part);
        return day;
    }
    return qc_calendar_day((int32_t) strtol(part + 6, NULL, 10),
                           (int32_t) strtol(part + 3, NULL, 10), (int32_t) strtol(part, NULL, 10));
}

static void read_row(const char *line, file_row *row)
{
    const char *stage = line + 18;
    const char *amount = strchr(stage, ',');
    *row = (file_row){0};
    memcpy(row->id, line, 6);
    row->day = any_day(line + 7, &row->dotted);
    memcpy(row->stage, stage, (size_t) (amount - stage));
    row->has_amount = amount[1] != ',';
}

static void read_rows(const char *text, file_counts *counts)
{
    const char *before = NULL;
    size_t length_before = 0;
    counts->marks = strncmp(text, "\xEF\xBB\xBF", 3) == 0;
    for (const char *line = strchr(text, '\n') + 1; *line;) {
        const size_t length = strcspn(line, "\n") + 1;
        if (strncmp(line, "Total,", 6) == 0) {
            counts->totals++;
        } else {
            file_row *row = &rows[counts->rows++];
            ck_assert_int_lt(counts->rows, MOST_ROWS);
            read_row(line, row);
            row->repeats = length == length_before && memcmp(line, before, length) == 0;
            counts->dotted += row->dotted;
            counts->repeated += row->repeats;
        }
        before = line, length_before = length;
        line += length;
    }
}

/* What a careful reader of the file can see of each deal. */
static void count_deals(file_counts *counts)
{
    static struct seen {
        qc_day first, last, closed;
        bool amount;
    } seen[MOST_DEALS];
    memset(seen, 0, sizeof seen);
    for (int32_t i = 0; i < counts->rows; i++) {
        const long id = strtol(rows[i].id + 1, NULL, 10);
        struct seen *deal = &seen[id];
        ck_assert(id > 0 && id < MOST_DEALS);
        const bool closes = strcmp(rows[i].stage, "won") == 0 || strcmp(rows[i].stage, "lost") == 0;
        if (!deal->first) deal->first = rows[i].day;
        if (closes) deal->closed = rows[i].day;
        deal->last = rows[i].day;
        deal->amount = deal->amount || rows[i].has_amount;
    }
    for (int32_t i = 0; i < MOST_DEALS; i++) {
        counts->deals += seen[i].first != 0;
        counts->without_amount += seen[i].first && !seen[i].amount;
        counts->closed_early += seen[i].closed && seen[i].closed < seen[i].first;
        counts->open_early += seen[i].first && !seen[i].closed &&
                              seen[i].last < company.spec.as_of - 500;
    }
}

static void make_file(const qc_synth_dirt *dirt, file_counts *counts, qc_synth_dirt_done *done)
{
    qc_synth_spec spec;
    qc_findings findings = {0};
    qc_status status = {0};
    qc_text text = {0};
    ck_assert(
        qc_synth_spec_read(&spec, QC_SOURCE_DIR "/data/sample/spec.yaml", &findings, &status));
    spec.dirt = *dirt;
    company = (qc_synth_company){0};
    ck_assert(qc_synth_run(&company, &spec, spec.seed, &status));
    const qc_span days = {qc_synth_start(&spec), spec.as_of};
    ck_assert(qc_synth_csv_dirty(&company, days, &text, done, &status));
    *counts = (file_counts){0};
    read_rows(qc_text_get(&text), counts);
    count_deals(counts);
    qc_text_free(&text);
    qc_findings_free(&findings);
}

START_TEST(usual_dirt_is_all_there_and_counted)
{
    const qc_synth_dirt usual = QC_SYNTH_DIRT_USUAL;
    file_counts counts, clean;
    qc_synth_dirt_done done, none;
    make_file(&(qc_synth_dirt){0}, &clean, &none);
    qc_synth_company_free(&company);
    make_file(&usual, &counts, &done);
    ck_assert_int_eq(done.byte_order_marks, 1);
    ck_assert_int_eq(counts.marks, 1);
    ck_assert_int_eq(done.total_rows, 1);
    ck_assert_int_eq(counts.totals, 1);
    ck_assert_int_eq(done.repeated_rows, usual.repeated_rows);
    ck_assert_int_eq(counts.repeated, usual.repeated_rows);
    ck_assert_int_eq(done.closed_before_created, usual.closed_before_created);
    ck_assert_int_eq(counts.closed_early, usual.closed_before_created);
    ck_assert_int_eq(done.duplicate_ids, usual.duplicate_ids);
    ck_assert_int_eq(counts.deals, clean.deals - usual.duplicate_ids);
    ck_assert_int_eq(done.zombies, usual.zombies);
    ck_assert_int_eq(counts.open_early, clean.open_early + usual.zombies);
    ck_assert_int_eq(counts.dotted, done.other_dates);
    ck_assert_int_gt(done.other_dates, counts.rows / 100);
    ck_assert_int_lt(done.other_dates, counts.rows * 3 / 100);
    ck_assert_int_gt(done.missing_amounts, clean.deals * 4 / 100);
    ck_assert_int_lt(done.missing_amounts, clean.deals * 6 / 100);
    /* a deal that carries another's id may lend it an amount */
    ck_assert_int_ge(counts.without_amount, done.missing_amounts - usual.duplicate_ids);
    ck_assert_int_le(counts.without_amount, done.missing_amounts);
    qc_synth_company_free(&company);
}
END_TEST

START_TEST(no_dirt_gives_the_clean_file)
{
    file_counts counts;
    qc_synth_dirt_done done;
    qc_text clean = {0}, dirty = {0};
    qc_status status = {0};
    make_file(&(qc_synth_dirt){0}, &counts, &done);
    const qc_span days = {qc_synth_start(&company.spec), company.spec.as_of};
    ck_assert(qc_synth_csv(&company, days, &clean, &status));
    ck_assert(qc_synth_csv_dirty(&company, days, &dirty, &done, &status));
    ck_assert_str_eq(qc_text_get(&clean), qc_text_get(&dirty));
    ck_assert_int_eq(done.zombies + done.other_dates + done.repeated_rows + done.missing_amounts,
                     0);
    qc_text_free(&clean);
    qc_text_free(&dirty);
    qc_synth_company_free(&company);
}
END_TEST

START_TEST(more_dirt_than_deals_is_cut_short)
{
    const qc_synth_dirt heavy = {.zombies = 100000, .repeated_rows = 1};
    file_counts counts;
    qc_synth_dirt_done done;
    make_file(&heavy, &counts, &done);
    ck_assert_int_gt(done.zombies, 300);
    ck_assert_int_lt(done.zombies, counts.deals / 4);
    ck_assert_int_eq(counts.open_early, done.zombies);
    qc_synth_company_free(&company);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("synth dirt");
    TCase *tests = tcase_create("synth dirt");
    tcase_add_test(tests, usual_dirt_is_all_there_and_counted);
    tcase_add_test(tests, no_dirt_gives_the_clean_file);
    tcase_add_test(tests, more_dirt_than_deals_is_cut_short);
    suite_add_tcase(suite, tests);
    return suite;
}
