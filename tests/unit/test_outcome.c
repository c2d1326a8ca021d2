/* Counters that merge exactly: buckets and their inverse, sums beyond 64 bits, groups, digests. */
#include "core/rng.h"
#include "sim/outcome.h"
#include "sim/summary/summarize.h"
#include "tests/support/torture.h"

#include <check.h>
#include <math.h>
#include <string.h>

/* ---- buckets ---- */

static void check_inverse(int64_t value)
{
    int64_t low = 0, high = 0;
    const int32_t bucket = qc_outcome_bucket(value);
    qc_outcome_bucket_range(bucket, &low, &high);
    ck_assert_msg(low <= value && value <= high, "%lld is not in %lld..%lld", (long long) value,
                  (long long) low, (long long) high);
    ck_assert_int_eq(qc_outcome_bucket(low), bucket);
    ck_assert_int_eq(qc_outcome_bucket(high), bucket);
    /* a bucket is at most 1/512 of its value wide */
    ck_assert_double_le((double) (high - low), fabs((double) value) / 512);
}

START_TEST(small_values_have_a_bucket_each)
{
    for (int64_t value = -1023; value <= 1023; value++) {
        int64_t low = 0, high = 0;
        ck_assert_int_eq(qc_outcome_bucket(value), value);
        qc_outcome_bucket_range((int32_t) value, &low, &high);
        ck_assert_int_eq(low, value);
        ck_assert_int_eq(high, value);
    }
}
END_TEST

START_TEST(every_bucket_gives_its_values_back)
{
    int64_t before = -1;
    const int32_t last = qc_outcome_bucket(INT64_MAX);
    for (int32_t bucket = 0; bucket <= last; bucket++) {
        int64_t low = 0, high = 0, mirrored_low = 0, mirrored_high = 0;
        qc_outcome_bucket_range(bucket, &low, &high);
        ck_assert_int_eq(low, before + 1); /* no gap and no overlap */
        ck_assert_int_eq(qc_outcome_bucket(low), bucket);
        ck_assert_int_eq(qc_outcome_bucket(high), bucket);
        before = high;
        if (bucket == 0) continue;
        qc_outcome_bucket_range(-bucket, &mirrored_low, &mirrored_high);
        ck_assert_int_eq(mirrored_low, -high);
        ck_assert_int_eq(mirrored_high, -low);
        ck_assert_int_eq(qc_outcome_bucket(-high), -bucket);
    }
    ck_assert_int_eq(before, INT64_MAX);
}
END_TEST

START_TEST(random_values_of_any_size)
{
    qc_rng luck = qc_rng_stream(1, 2, 3, 4);
    for (int i = 0; i < 200000; i++) {
        const uint64_t bits = qc_rng_bits(&luck);
        const int64_t value = (int64_t) (bits >> 1) >> (qc_rng_bits(&luck) % 63);
        check_inverse(value);
        check_inverse(-value);
    }
    check_inverse(INT64_MAX);
    check_inverse(-INT64_MAX);
}
END_TEST

START_TEST(four_times_the_value_is_1024_buckets_on)
{
    qc_rng luck = qc_rng_stream(1, 2, 3, 5);
    for (int i = 0; i < 10000; i++) {
        const int64_t value = 1024 + (int64_t) (qc_rng_bits(&luck) >> 24);
        ck_assert_int_eq(qc_outcome_bucket(4 * value), qc_outcome_bucket(value) + 1024);
    }
}
END_TEST

/* ---- counting ---- */

enum { FIGURES = 3 };

typedef struct asked { /* questions made by hand */
    qc_questions questions;
    qc_figure figures[FIGURES];
    qc_asked_joint joint;
    int32_t of[2];
} asked;

/* At least 500, at most -20, and one without a goal; the first two count together. */
static void ask(asked *it)
{
    memset(it, 0, sizeof *it);
    it->figures[0] = (qc_figure){.has_goal = true, .goal = 500};
    it->figures[1] = (qc_figure){.has_goal = true, .at_most = true, .goal = -20};
    it->of[0] = 0;
    it->of[1] = 1;
    it->joint = (qc_asked_joint){.of = "both", .open = 2, .figures = it->of};
    it->questions.figures = it->figures;
    it->questions.figure_count = FIGURES;
    it->questions.joints = &it->joint;
    it->questions.joint_count = 1;
}

static void add(qc_outcome *outcome, const asked *it, int64_t a, int64_t b, int64_t c)
{
    const int64_t values[FIGURES] = {a, b, c};
    qc_status status = {0};
    ck_assert(qc_outcome_add(outcome, &it->questions, values, 1, &status));
}

static void start(qc_outcome *outcome, const asked *it)
{
    qc_status status = {0};
    memset(outcome, 0, sizeof *outcome);
    ck_assert(qc_outcome_start(outcome, &it->questions, &status));
}

START_TEST(counts_by_hand)
{
    asked it;
    qc_outcome outcome;
    ask(&it);
    start(&outcome, &it);
    add(&outcome, &it, 499, -20, 7); /* miss, hit */
    add(&outcome, &it, 500, -19, 7); /* hit, miss */
    qc_outcome_end_group(&outcome);
    add(&outcome, &it, 900, -21, -7); /* both */
    add(&outcome, &it, 500, -50, 0);  /* both */
    qc_outcome_end_group(&outcome);
    qc_outcome_end_group(&outcome); /* an empty group is none */
    const qc_tally *first = &outcome.figures[0], *second = &outcome.figures[1];
    ck_assert_int_eq(outcome.trials, 4);
    ck_assert_int_eq(outcome.groups, 2);
    ck_assert_int_eq(first->hits, 3);
    ck_assert_int_eq(first->group_hit_squares, 1 + 4);
    ck_assert_int_eq(first->below, 1);
    ck_assert_int_eq((int64_t) first->below_sum, 499);
    ck_assert_int_eq((int64_t) first->sum, 2399);
    ck_assert_int_eq((int64_t) first->square_sum, 499 * 499 + 2 * 500 * 500 + 900 * 900);
    ck_assert_int_eq((int64_t) first->group_square_sum, 999 * 999 + 1400 * 1400);
    ck_assert_int_eq(second->hits, 3);
    ck_assert_int_eq(second->below, 2); /* -21 and -50 lie below the goal of -20 */
    ck_assert_int_eq((int64_t) second->below_sum, -71);
    ck_assert_int_eq(outcome.figures[2].hits, 0);
    ck_assert_int_eq((int64_t) outcome.figures[2].sum, 7);
    ck_assert_int_eq(outcome.joints[0].exactly[0], 0);
    ck_assert_int_eq(outcome.joints[0].exactly[1], 2);
    ck_assert_int_eq(outcome.joints[0].exactly[2], 2);
    ck_assert_int_eq(outcome.joints[0].group_squares[0], 4 + 4);
    ck_assert_int_eq(outcome.joints[0].group_squares[1], 4 + 4);
    ck_assert_int_eq(outcome.joints[0].group_squares[2], 0 + 4);
    qc_outcome_free(&outcome);
    qc_outcome_free(&outcome);
}
END_TEST

START_TEST(squares_outgrow_64_bits)
{
    const int64_t large = INT64_C(4000000000000000000); /* squared: 1.6e37, ten of them 1.6e38 */
    asked it;
    qc_outcome outcome;
    ask(&it);
    start(&outcome, &it);
    for (int i = 0; i < 10; i++)
        add(&outcome, &it, large, -large, 0);
    const qc_wide square = (qc_wide) large * large;
    ck_assert(outcome.figures[0].square_sum == 10 * square);
    ck_assert(outcome.figures[1].square_sum == 10 * square);
    ck_assert(outcome.figures[0].sum == 10 * (qc_wide) large);
    ck_assert(outcome.figures[1].sum == -10 * (qc_wide) large);
    qc_outcome_free(&outcome);
}
END_TEST

/* ---- merging ---- */

static int64_t random_value(qc_rng *luck)
{
    const int64_t value = (int64_t) (qc_rng_bits(luck) >> 1) >> (20 + qc_rng_bits(luck) % 43);
    return qc_rng_bits(luck) & 1 ? value : -value;
}

static void digest(const qc_outcome *outcome, char *text)
{
    qc_digest sum;
    qc_digest_start(&sum);
    qc_outcome_digest(outcome, &sum);
    qc_digest_end(&sum, text);
}

START_TEST(merged_parts_are_the_whole)
{
    asked it;
    qc_outcome whole, part[3], forth, back;
    char of_whole[QC_DIGEST_TEXT], of_forth[QC_DIGEST_TEXT], of_back[QC_DIGEST_TEXT];
    qc_rng luck = qc_rng_stream(9, 9, 9, 9);
    qc_status status = {0};
    ask(&it);
    start(&whole, &it);
    start(&forth, &it);
    start(&back, &it);
    for (int p = 0; p < 3; p++)
        start(&part[p], &it);
    for (int group = 0; group < 300; group++) {
        const int p = (int) (qc_rng_bits(&luck) % 3);
        for (int trial = 0; trial < QC_GROUP_TRIALS; trial++) {
            const int64_t a = random_value(&luck), b = random_value(&luck), c = random_value(&luck);
            add(&whole, &it, a, b, c);
            add(&part[p], &it, a, b, c);
        }
        qc_outcome_end_group(&whole);
        qc_outcome_end_group(&part[p]);
        whole.tracked.wins[group % 3] += group;
        part[p].tracked.wins[group % 3] += group;
        whole.tracked.hits_without[0]++;
        part[p].tracked.hits_without[0]++;
        whole.tracked.hits_without_all += 2;
        part[p].tracked.hits_without_all += 2;
    }
    for (int p = 0; p < 3; p++) {
        ck_assert(qc_outcome_merge(&forth, &part[p], &status));
        ck_assert(qc_outcome_merge(&back, &part[2 - p], &status));
    }
    digest(&whole, of_whole);
    digest(&forth, of_forth);
    digest(&back, of_back);
    ck_assert_str_eq(of_whole, of_forth);
    ck_assert_str_eq(of_whole, of_back);
    ck_assert_int_eq(forth.trials, 6000);
    ck_assert_int_eq(forth.groups, 300);
    qc_outcome_free(&whole);
    qc_outcome_free(&forth);
    qc_outcome_free(&back);
    for (int p = 0; p < 3; p++)
        qc_outcome_free(&part[p]);
}
END_TEST

/* Anything that is counted changes the digest. */
START_TEST(the_digest_sees_every_number)
{
    asked it;
    qc_outcome outcome;
    char before[QC_DIGEST_TEXT], after[QC_DIGEST_TEXT];
    ask(&it);
    start(&outcome, &it);
    add(&outcome, &it, 499, -20, 7);
    qc_outcome_end_group(&outcome);
    digest(&outcome, before);
#define SEEN(number)                     \
    do {                                 \
        (number) += 1;                   \
        digest(&outcome, after);         \
        ck_assert_str_ne(before, after); \
        (number) -= 1;                   \
        digest(&outcome, after);         \
        ck_assert_str_eq(before, after); \
    } while (0)
    SEEN(outcome.trials);
    SEEN(outcome.groups);
    for (int f = 0; f < FIGURES; f++) {
        SEEN(outcome.figures[f].sum);
        SEEN(outcome.figures[f].square_sum);
        SEEN(outcome.figures[f].group_square_sum);
        SEEN(outcome.figures[f].below_sum);
        SEEN(outcome.figures[f].hits);
        SEEN(outcome.figures[f].group_hit_squares);
        SEEN(outcome.figures[f].below);
        SEEN(outcome.figures[f].bucket[0]);
    }
    for (int k = 0; k < 3; k++) {
        SEEN(outcome.joints[0].exactly[k]);
        SEEN(outcome.joints[0].group_squares[k]);
        SEEN(outcome.tracked.wins[k]);
        SEEN(outcome.tracked.hits_without[k]);
    }
    SEEN(outcome.tracked.hits_without_all);
#undef SEEN
    outcome.figures[0].sum += (qc_wide) 1 << 64; /* the upper half counts, too */
    digest(&outcome, after);
    ck_assert_str_ne(before, after);
    qc_outcome_free(&outcome);
}
END_TEST

/* ---- reading a tally ---- */

enum { MANY = 5000 };
static double sorted[MANY];

static int compare(const void *a, const void *b)
{
    const double left = *(const double *) a, right = *(const double *) b;
    return (left > right) - (left < right);
}

START_TEST(quantiles_lie_inside_their_bucket)
{
    asked it;
    qc_outcome outcome;
    qc_rng luck = qc_rng_stream(4, 4, 4, 4);
    ask(&it);
    start(&outcome, &it);
    for (int i = 0; i < MANY; i++) {
        const int64_t value = random_value(&luck) / 1000;
        sorted[i] = (double) value;
        add(&outcome, &it, 0, 0, value);
    }
    qsort(sorted, MANY, sizeof *sorted, compare);
    double before = -INFINITY;
    for (int percent = 1; percent < 100; percent++) {
        const double at = qc_summary_quantile(&outcome.figures[2], MANY, percent / 100.0);
        /* between the value that is met by that share and the next, give or take a bucket */
        const double from = sorted[percent * MANY / 100 - 1], to = sorted[percent * MANY / 100];
        ck_assert_double_ge(at, before);
        ck_assert_double_ge(at, from - fabs(from) / 256 - 1e-9);
        ck_assert_double_le(at, to + fabs(to) / 256 + 1e-9);
        /* quantile and share below undo each other, up to what shares a bucket */
        ck_assert_double_le(qc_summary_below(&outcome.figures[2], MANY, at),
                            percent / 100.0 + 1e-9);
        ck_assert_double_ge(qc_summary_below(&outcome.figures[2], MANY, at + fabs(at) / 256 + 1),
                            percent / 100.0 - 1e-9);
        before = at;
    }
    qc_outcome_free(&outcome);
}
END_TEST

START_TEST(shares_below_are_exact_at_small_values)
{
    asked it;
    qc_outcome outcome;
    ask(&it);
    start(&outcome, &it);
    for (int i = 0; i < 10; i++)
        add(&outcome, &it, 0, 0, i - 5); /* -5 .. 4 */
    const qc_tally *tally = &outcome.figures[2];
    ck_assert_double_eq_tol(qc_summary_below(tally, 10, -5), 0, 1e-15);
    ck_assert_double_eq_tol(qc_summary_below(tally, 10, -4), 0.1, 1e-15);
    ck_assert_double_eq_tol(qc_summary_below(tally, 10, 0), 0.5, 1e-15);
    ck_assert_double_eq_tol(qc_summary_below(tally, 10, 100), 1, 1e-15);
    ck_assert_double_eq_tol(qc_summary_quantile(tally, 10, 0.05), -5, 1e-15);
    ck_assert_double_eq_tol(qc_summary_quantile(tally, 10, 0.55), 0, 1e-15);
    ck_assert_double_eq_tol(qc_summary_quantile(tally, 10, 1), 4, 1e-15);
    qc_outcome_free(&outcome);
}
END_TEST

/* ---- the knowledge band ---- */

START_TEST(no_band_without_variance_between_draws)
{
    double low = 0, high = 0;
    /* groups of 20 all with 10 hits: less than binomial */
    qc_summary_band(1000, 100 * 10 * 10, 2000, 100, &low, &high);
    ck_assert_double_eq(low, 0.5);
    ck_assert_double_eq(high, 0.5);
    qc_summary_band(0, 0, 2000, 100, &low, &high);
    ck_assert_double_eq(low, 0);
    ck_assert_double_eq(high, 0);
    qc_summary_band(2000, 100 * 400, 2000, 100, &low, &high);
    ck_assert_double_eq(low, 1);
    ck_assert_double_eq(high, 1);
    qc_summary_band(10, 100, 20, 1, &low, &high); /* one draw says nothing about others */
    ck_assert_double_eq(low, 0.5);
    ck_assert_double_eq(high, 0.5);
}
END_TEST

/* Chances spread as Beta(1, 1): mean square of hits in 20 is 20 (1/2) + 20 19 / 3. */
START_TEST(the_band_of_uniform_chances)
{
    double low = 0, high = 0;
    const double square = 20 * 0.5 + 20 * 19 / 3.0;
    qc_summary_band(10 * 30000, llround(square * 30000), 20 * 30000, 30000, &low, &high);
    ck_assert_double_eq_tol(low, 0.1, 1e-4);
    ck_assert_double_eq_tol(high, 0.9, 1e-4);
}
END_TEST

/* ---- memory ---- */

static bool run_once(qc_status *status)
{
    asked it;
    qc_outcome outcome = {0}, other = {0};
    ask(&it);
    bool ok = qc_outcome_start(&outcome, &it.questions, status) &&
              qc_outcome_start(&other, &it.questions, status);
    for (int i = 0; ok && i < 40; i++) {
        const int64_t values[FIGURES] = {(INT64_C(1) << i), -(INT64_C(1) << i), i};
        ok = qc_outcome_add(&other, &it.questions, values, 1, status);
    }
    ok = ok && qc_outcome_merge(&outcome, &other, status);
    qc_outcome_free(&outcome);
    qc_outcome_free(&other);
    return ok;
}

START_TEST(memory_may_run_out)
{
    qc_torture(run_once);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("outcome");
    TCase *tests = tcase_create("outcome");
    tcase_add_test(tests, small_values_have_a_bucket_each);
    tcase_add_test(tests, every_bucket_gives_its_values_back);
    tcase_add_test(tests, random_values_of_any_size);
    tcase_add_test(tests, four_times_the_value_is_1024_buckets_on);
    tcase_add_test(tests, counts_by_hand);
    tcase_add_test(tests, squares_outgrow_64_bits);
    tcase_add_test(tests, merged_parts_are_the_whole);
    tcase_add_test(tests, the_digest_sees_every_number);
    tcase_add_test(tests, quantiles_lie_inside_their_bucket);
    tcase_add_test(tests, shares_below_are_exact_at_small_values);
    tcase_add_test(tests, no_band_without_variance_between_draws);
    tcase_add_test(tests, the_band_of_uniform_chances);
    tcase_add_test(tests, memory_may_run_out);
    suite_add_tcase(suite, tests);
    return suite;
}
