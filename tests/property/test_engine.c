/* Two ways to the same answer, for random companies: any number of threads, any split into shards, rows in any
 * order, all dates three calendar cycles earlier, all amounts times four, a run that chooses its own length. */
#include "tests/support/company.h"
#include "tests/support/past.h"

#include <stdlib.h>

enum { COMPANIES = 4 };

/* Between 1901 and 2099 the calendar repeats after 28 years, weekdays and leap days included. */
#define CYCLE_YEARS 28
#define CYCLE_DAYS  10227

static past random_past(int i)
{
    qc_rng luck = qc_rng_stream(20261122, 1, (uint64_t) i, 0);
    past was = PAST_USUAL;
    was.seed = (uint64_t) i;
    was.deals = 60 + (int) (qc_rng_uniform(&luck) * 300);
    was.stages = 1 + (int) (qc_rng_uniform(&luck) * 4);
    was.forward = 0.02 + 0.1 * qc_rng_uniform(&luck);
    was.lost = 0.01 + 0.05 * qc_rng_uniform(&luck);
    was.back = i % 2 ? 0.01 : 0;
    was.born_won = i % 3 ? 0 : 0.1;
    was.customers = i % 2 ? 40 : 0;
    was.segment[0] = i % 4 == 3 ? NULL : "big";
    was.segment[1] = i % 4 == 3 ? NULL : "small";
    was.amount = 1000;
    return was;
}

static void write_plan(const past *was, qc_text *plan)
{
    const int later = was->shift / CYCLE_DAYS * CYCLE_YEARS;
    const double money = was->amount_times > 0 ? was->amount_times : 1;
    qc_text_addf(plan, "as_of: %d-12-31\ncurrency: EUR\nhistory: {deals: d}\npipeline:\n",
                 2025 + later);
    for (int s = 0; s < was->stages; s++)
        qc_text_addf(plan, "  - {stage: s%d, conversion: 40%% to 70%%, days: 4 to 30}\n", s);
    qc_text_addf(plan,
                 "targets:\n"
                 "  - {name: year, metric: bookings, period: %d, at_least: %.0f}\n"
                 "  - {name: m, metric: bookings, period: each month, at_least: %.0f}\n"
                 "  - {name: few, metric: new_deals, period: %d-02, at_most: 20}\n"
                 "  - {name: logos, metric: customers, period: Q1 %d, at_least: 12}\n"
                 "  - {name: s0, metric: qualified, stage: s0, period: Q1 %d, at_least: 30}\n",
                 2026 + later, 60000 * money, 5000 * money, 2026 + later, 2026 + later,
                 2026 + later);
    if (was->segment[0] != NULL)
        qc_text_addf(plan,
                     "  - {name: big, metric: bookings, period: %d, at_least: %.0f, scope: "
                     "{segment: big}}\n",
                     2026 + later, 30000 * money);
}

static void read_company(company *it, const past *was, const char *deals)
{
    qc_text plan = {0}, csv = {0};
    write_plan(was, &plan);
    if (deals == NULL) past_write(was, &csv);
    company_read(it, qc_text_get(&plan), deals != NULL ? deals : qc_text_get(&csv), NULL);
    company_prepare(it);
    qc_text_free(&plan);
    qc_text_free(&csv);
}

static void same(const char *a, const char *b, int i, const char *what)
{
    ck_assert_msg(strcmp(a, b) == 0, "company %d: %s gives another outcome", i, what);
}

/* ---- threads, shards, length ---- */

START_TEST(threads_change_nothing)
{
    char one[QC_DIGEST_TEXT], more[QC_DIGEST_TEXT];
    const past was = random_past(_i);
    for (int threads = 1; threads <= 3; threads++) {
        company it = {0};
        read_company(&it, &was, NULL);
        it.options.threads = threads;
        company_run(&it, 3000);
        ck_assert_int_eq(it.forecast.outcome.trials, 3000);
        company_sum_up(&it);
        company_hash(&it, threads == 1 ? one : more);
        if (threads > 1) same(one, more, _i, "another number of threads");
        ck_assert_uint_eq(strlen(it.summary.result_hash), 64);
        company_free(&it);
    }
}
END_TEST

START_TEST(shards_merge_to_the_whole)
{
    char whole[QC_DIGEST_TEXT], merged[QC_DIGEST_TEXT];
    const past was = random_past(_i);
    for (int64_t trials = 40; trials <= 3020;
         trials += 2980) { /* the first: fewer blocks than shards */
        company it = {0}, sum = {0};
        qc_status status = {0};
        read_company(&it, &was, NULL);
        company_run(&it, trials);
        company_hash(&it, whole);
        company_free(&it);
        read_company(&sum, &was, NULL);
        ck_assert(qc_outcome_start(&sum.forecast.outcome, &sum.forecast.questions, &status));
        for (int32_t shard = 4; shard >= 1; shard--) {
            read_company(&it, &was, NULL);
            it.options.shards = 4;
            it.options.shard = shard;
            it.options.threads = 1 + shard % 2;
            company_run(&it, trials);
            ck_assert(qc_outcome_merge(&sum.forecast.outcome, &it.forecast.outcome, &status));
            company_free(&it);
        }
        company_hash(&sum, merged);
        same(whole, merged, _i, "merging four shards");
        company_free(&sum);
    }
}
END_TEST

/* A run that stops when it is sure enough stops at a checkpoint, and is the run of that length. */
START_TEST(automatic_length_is_a_length)
{
    char chosen[QC_DIGEST_TEXT], stated[QC_DIGEST_TEXT];
    const past was = random_past(_i);
    company it = {0};
    read_company(&it, &was, NULL);
    it.options.wanted_error = 0.02;
    it.options.threads = 2;
    company_run(&it, 0);
    const int64_t trials = it.forecast.outcome.trials;
    ck_assert_int_ge(trials, 2000);
    ck_assert_double_le(qc_engine_largest_error(&it.forecast.outcome, &it.forecast.questions),
                        0.02);
    company_hash(&it, chosen);
    company_free(&it);
    read_company(&it, &was, NULL);
    company_run(&it, trials);
    company_hash(&it, stated);
    same(chosen, stated, _i, "stating the length");
    company_free(&it);
}
END_TEST

START_TEST(trials_come_in_whole_groups)
{
    const past was = random_past(_i);
    company it = {0};
    read_company(&it, &was, NULL);
    company_run(&it, 201);
    ck_assert_int_eq(it.forecast.outcome.trials, 220);
    ck_assert_int_eq(it.forecast.outcome.groups, 11);
    ck_assert_int_eq(it.forecast.outcome.group_trials, 0);
    company_free(&it);
}
END_TEST

/* ---- the file ---- */

typedef struct row {
    const char *text;
    size_t length;
    uint64_t key;
} row;

static int by_key(const void *a, const void *b)
{
    const row *left = a, *right = b;
    return (left->key > right->key) - (left->key < right->key);
}

/* Rows of one deal on one day keep their order, as ties do; everything else is mixed: whole days are. */
static void shuffle(const char *csv, uint64_t seed, qc_text *out)
{
    static row rows[20000];
    size_t count = 0;
    qc_rng luck = qc_rng_stream(seed, 4, 4, 4);
    const char *line = strchr(csv, '\n') + 1;
    qc_text_add_part(out, csv, (size_t) (line - csv));
    while (*line != '\0') {
        const char *end = strchr(line, '\n') + 1;
        ck_assert_uint_lt(count, sizeof rows / sizeof rows[0]);
        rows[count] = (row){line, (size_t) (end - line), qc_rng_bits(&luck)};
        const char *key = strchr(line, ',') + 12; /* past the date */
        const bool tie = count > 0 &&
                         strncmp(line, rows[count - 1].text, (size_t) (key - line)) == 0;
        if (tie) rows[count].key = rows[count - 1].key + 1;
        count++;
        line = end;
    }
    qsort(rows, count, sizeof *rows, by_key);
    for (size_t i = 0; i < count; i++)
        qc_text_add_part(out, rows[i].text, rows[i].length);
}

START_TEST(order_of_rows_changes_nothing)
{
    char before[QC_DIGEST_TEXT], after[QC_DIGEST_TEXT];
    const past was = random_past(_i);
    qc_text csv = {0}, mixed = {0};
    company it = {0};
    past_write(&was, &csv);
    shuffle(qc_text_get(&csv), (uint64_t) _i, &mixed);
    ck_assert_str_ne(qc_text_get(&csv), qc_text_get(&mixed));
    read_company(&it, &was, qc_text_get(&csv));
    company_run(&it, 600);
    company_hash(&it, before);
    company_free(&it);
    read_company(&it, &was, qc_text_get(&mixed));
    company_run(&it, 600);
    company_hash(&it, after);
    same(before, after, _i, "another order of rows");
    company_free(&it);
    qc_text_free(&csv);
    qc_text_free(&mixed);
}
END_TEST

START_TEST(another_age_changes_nothing)
{
    char now[QC_DIGEST_TEXT], then[QC_DIGEST_TEXT];
    past was = random_past(_i);
    for (int cycles = 0; cycles >= -3; cycles -= 3) { /* today, and from 1941 on */
        company it = {0};
        was.shift = cycles * CYCLE_DAYS;
        read_company(&it, &was, NULL);
        company_run(&it, 600);
        company_hash(&it, cycles == 0 ? now : then);
        company_free(&it);
    }
    same(now, then, _i, "84 years ago");
}
END_TEST

/* ---- money ---- */

START_TEST(four_times_the_amounts_give_four_times_the_outcomes)
{
    past was = random_past(_i);
    company one = {0}, four = {0};
    read_company(&one, &was, NULL);
    company_run(&one, 2000);
    company_sum_up(&one);
    was.amount_times = 4;
    read_company(&four, &was, NULL);
    company_run(&four, 2000);
    company_sum_up(&four);
    ck_assert_int_eq(one.summary.target_count, four.summary.target_count);
    for (int32_t t = 0; t < one.summary.target_count; t++) {
        const qc_target_summary *a = &one.summary.targets[t], *b = &four.summary.targets[t];
        const double times = a->is_money ? 4 : 1;
        ck_assert_int_eq(a->no_data, b->no_data);
        if (a->no_data) continue; /* nothing is known of it, so nothing is said */
        /* amounts are rounded to hundredths, so a sum may stand on the other side of its goal */
        ck_assert_double_eq_tol(a->chance.value, b->chance.value, 0.0021);
        ck_assert_double_eq_tol(times * a->mean.value, b->mean.value, 1e-6 * b->mean.value + 0.01);
#define SAME(name, share)                                                 \
    ck_assert_double_eq_tol(times * a->quantiles.name, b->quantiles.name, \
                            1e-4 * b->quantiles.name + 0.1);
        QC_QUANTILES(SAME)
#undef SAME
    }
    company_free(&one);
    company_free(&four);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("engine");
    TCase *tests = tcase_create("two ways");
    tcase_set_timeout(tests, 600);
    tcase_add_loop_test(tests, threads_change_nothing, 0, COMPANIES);
    tcase_add_loop_test(tests, shards_merge_to_the_whole, 0, COMPANIES);
    tcase_add_loop_test(tests, automatic_length_is_a_length, 0, COMPANIES);
    tcase_add_loop_test(tests, trials_come_in_whole_groups, 0, 1);
    tcase_add_loop_test(tests, order_of_rows_changes_nothing, 0, COMPANIES);
    tcase_add_loop_test(tests, another_age_changes_nothing, 0, COMPANIES);
    tcase_add_loop_test(tests, four_times_the_amounts_give_four_times_the_outcomes, 0, COMPANIES);
    suite_add_tcase(suite, tests);
    return suite;
}
