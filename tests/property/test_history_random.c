/* Random histories: what must not change when the file is written in another way. Each test prints
 * its seed when it fails; sizes are small, so that the failing file can be read. */
#include "core/rng.h"
#include "tests/support/reading.h"

#include <stdio.h>

#define ROUNDS    60
#define MOST_ROWS 60

typedef struct random_row {
    int32_t deal, day;
    int32_t turn; /* rows of one deal and day keep the order of their turns */
    char rest[160];
} random_row;

typedef struct random_file {
    random_row rows[MOST_ROWS];
    int32_t count;
} random_file;

static qc_rng luck;
static bool one_spelling; /* of each owner */
static uint64_t seed;

static int32_t pick(int32_t below)
{
    return (int32_t) (qc_rng_bits(&luck) % (uint64_t) below);
}

static const char *one_of(const char *const *words, int32_t count)
{
    return words[pick(count)];
}

static void make_row(random_row *row, int32_t turn)
{
    static const char *const STAGES[] = {"lead", "Offer", "offer", "legal", "won", "lost"};
    static const char *const OWNERS[] = {"Ann", "\"Lee, Bob\"", "", "Zo\xc3\xab", "ann"};
    static const char *const AMOUNTS[] = {"100", "", "1250.5", "0", "99999.75", "1.5e3"};
    static const char *const CLOSES[] = {"2024-05-01", "", "2023-01-01"};
    row->deal = pick(8);
    row->day = pick(100);
    row->turn = turn;
    snprintf(row->rest, sizeof row->rest, "%s,%s,EUR,%s,%s", one_of(STAGES, 6), one_of(AMOUNTS, 6),
             one_of(OWNERS, one_spelling ? 4 : 5), one_of(CLOSES, 3));
}

/* No two rows may say the same, for the second would be set aside. */
static bool is_new(const random_file *file, const random_row *row)
{
    for (int32_t i = 0; i < file->count; i++) {
        const random_row *other = &file->rows[i];
        if (other->deal == row->deal && other->day == row->day &&
            strcmp(other->rest, row->rest) == 0) {
            return false;
        }
    }
    return true;
}

static random_file make_file(int round)
{
    random_file file = {.count = 0};
    seed = 20261122U + (uint64_t) round;
    luck = qc_rng_stream(seed, 1, 0, 0);
    int32_t wanted = 1 + pick(MOST_ROWS);
    for (int32_t i = 0; i < wanted; i++) {
        make_row(&file.rows[file.count], i);
        file.count += is_new(&file, &file.rows[file.count]);
    }
    return file;
}

static void write_file(const random_file *file, int32_t shift_days, qc_text *csv)
{
    char day[16];
    qc_text_clear(csv);
    qc_text_add(csv, "deal_id,date,stage,amount,currency,owner,close_date\n");
    for (int32_t i = 0; i < file->count; i++) {
        const random_row *row = &file->rows[i];
        qc_calendar_text(qc_calendar_day(2024, 1, 1) + row->day + shift_days, day);
        qc_text_addf(csv, "D%d,%s,%s\n", (int) row->deal, day, row->rest);
    }
}

/* Any order in which the rows of one deal and day keep theirs. */
static void shuffle(random_file *file)
{
    for (int32_t i = file->count - 1; i > 0; i--) {
        int32_t j = pick(i + 1);
        random_row kept = file->rows[i];
        file->rows[i] = file->rows[j];
        file->rows[j] = kept;
    }
    for (int32_t i = 0; i < file->count; i++) {
        for (int32_t j = i + 1; j < file->count; j++) {
            random_row *a = &file->rows[i], *b = &file->rows[j];
            if (a->deal != b->deal || a->day != b->day || a->turn < b->turn) continue;
            random_row kept = *a;
            *a = *b;
            *b = kept;
        }
    }
}

static qc_read_options with_stages(void)
{
    static const qc_stage_words STAGES[] = {
        {"lead", NULL, 0}, {"offer", NULL, 0}, {"legal", NULL, 0}};
    qc_read_options options = QC_READ_OPTIONS_DEFAULT;
    options.stages = STAGES;
    options.stage_count = 3;
    return options;
}

static qc_reading read_or_show(const qc_text *csv, const qc_read_options *options)
{
    qc_reading it = qc_read_text(qc_text_get(csv), options);
    if (!it.ok) ck_abort_msg("seed %d: %s\n%s", (int) seed, it.status.message, qc_text_get(csv));
    return it;
}

START_TEST(the_order_of_rows_decides_nothing_but_ties)
{
    const qc_read_options options = with_stages();
    qc_text csv = {0};
    for (int round = 0; round < ROUNDS; round++) {
        random_file file = make_file(round);
        write_file(&file, 0, &csv);
        qc_reading first = read_or_show(&csv, &options);
        shuffle(&file);
        write_file(&file, 0, &csv);
        qc_reading second = read_or_show(&csv, &options);
        qc_assert_same_history(&first.history, &second.history);
        qc_reading_free(&first);
        qc_reading_free(&second);
    }
    qc_text_free(&csv);
}
END_TEST

START_TEST(stages_found_in_any_order_of_rows_are_the_same)
{
    qc_text csv = {0};
    for (int round = 0; round < ROUNDS; round++) {
        random_file file = make_file(round);
        write_file(&file, 0, &csv);
        qc_reading first = read_or_show(&csv, NULL);
        shuffle(&file);
        write_file(&file, 0, &csv);
        qc_reading second = read_or_show(&csv, NULL);
        ck_assert_int_eq(first.history.stage_count, second.history.stage_count);
        qc_assert_same_history(&first.history, &second.history);
        qc_reading_free(&first);
        qc_reading_free(&second);
    }
    qc_text_free(&csv);
}
END_TEST

/* 400 years are whole weeks, so nothing but the days may differ. */
START_TEST(four_hundred_years_later_nothing_is_different)
{
    const int32_t years = 146097;
    const qc_read_options options = with_stages();
    qc_text csv = {0};
    for (int round = 0; round < ROUNDS; round++) {
        random_file file = make_file(round);
        write_file(&file, 0, &csv);
        qc_reading now = read_or_show(&csv, &options);
        write_file(&file, years, &csv);
        qc_reading later = read_or_show(&csv, &options);
        qc_history *history = &later.history;
        ck_assert_int_eq(history->as_of, now.history.as_of + years);
        history->as_of -= years;
        history->recorded_from -= years;
        for (int32_t i = 0; i < history->changes.count; i++) {
            history->changes.day[i] -= years;
        }
        for (int32_t i = 0; i < history->visits.count; i++) {
            history->visits.enter[i] -= years;
            if (history->visits.leave[i] != QC_DAY_NONE) history->visits.leave[i] -= years;
        }
        for (int32_t i = 0; i < history->deals.count; i++) {
            history->deals.created[i] -= years;
            if (history->deals.ended[i] != QC_DAY_NONE) history->deals.ended[i] -= years;
        }
        qc_assert_same_history(&now.history, history);
        qc_reading_free(&now);
        qc_reading_free(&later);
    }
    qc_text_free(&csv);
}
END_TEST

START_TEST(a_written_history_reads_back_as_itself)
{
    qc_read_options options = with_stages();
    qc_text csv = {0}, written = {0}, again = {0};
    for (int round = 0; round < ROUNDS; round++) {
        random_file file = make_file(round);
        write_file(&file, 0, &csv);
        qc_reading first = read_or_show(&csv, &options);
        qc_text_clear(&written);
        ck_assert(qc_write_deals(&first.history, &written, &first.status));
        qc_reading second = read_or_show(&written, &options);
        qc_assert_same_history(&first.history, &second.history);
        ck_assert_int_eq(second.findings.of_kind[QC_FINDING_SET_ASIDE], 0);
        qc_text_clear(&again);
        ck_assert(qc_write_deals(&second.history, &again, &second.status));
        ck_assert_str_eq(qc_text_get(&written), qc_text_get(&again));
        qc_reading_free(&first);
        qc_reading_free(&second);
    }
    qc_text_free(&csv);
    qc_text_free(&written);
    qc_text_free(&again);
}
END_TEST

/* Cutting is the same as having read the file on that day (but for the spelling of a name that the
 * file spells in two ways). */
START_TEST(a_cut_is_what_was_readable_on_that_day)
{
    qc_read_options options = with_stages();
    qc_text csv = {0};
    one_spelling = true;
    for (int round = 0; round < ROUNDS; round++) {
        random_file file = make_file(round);
        write_file(&file, 0, &csv);
        options.as_of = QC_DAY_NONE;
        options.recorded_from = qc_calendar_day(2024, 1, 1);
        qc_reading whole = read_or_show(&csv, &options);
        qc_history cut = {.file = NULL}, self = {.file = NULL};
        qc_status status = {0};
        ck_assert(qc_history_cut(&self, &whole.history, whole.history.as_of, &status));
        qc_assert_same_history(&self, &whole.history);
        options.as_of = whole.history.changes.day[0] + pick(100);
        if (options.as_of > whole.history.as_of) options.as_of = whole.history.as_of;
        ck_assert(qc_history_cut(&cut, &whole.history, options.as_of, &status));
        ck_assert(qc_history_check(&cut, &status));
        qc_reading then = read_or_show(&csv, &options);
        qc_assert_same_history(&cut, &then.history);
        ck_assert_int_eq(cut.reconciliation.rows_after, then.history.reconciliation.rows_after);
        ck_assert_int_eq(cut.reconciliation.rows_used, then.history.reconciliation.rows_used);
        qc_history_free(&cut);
        qc_history_free(&self);
        qc_reading_free(&whole);
        qc_reading_free(&then);
    }
    qc_text_free(&csv);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("history_random");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 120);
    tcase_add_test(all, the_order_of_rows_decides_nothing_but_ties);
    tcase_add_test(all, stages_found_in_any_order_of_rows_are_the_same);
    tcase_add_test(all, four_hundred_years_later_nothing_is_different);
    tcase_add_test(all, a_written_history_reads_back_as_itself);
    tcase_add_test(all, a_cut_is_what_was_readable_on_that_day);
    suite_add_tcase(suite, all);
    return suite;
}
