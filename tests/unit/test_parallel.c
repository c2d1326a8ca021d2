#include "core/parallel.h"
#include "tests/support/torture.h"

#include <check.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#define BLOCKS 2000

typedef struct tally {
    int done[BLOCKS];     /* how often each block ran */
    int32_t most_workers; /* workers numbered from 0 up to this */
    atomic_bool busy[64];
    atomic_bool overlap; /* one worker number ran two blocks at once */
    int64_t fails_from;  /* this block and all after it fail */
    atomic_int failed;   /* how many did */
    atomic_long asked;   /* times the stop was asked */
    long stop_after;
} tally;

/* On several threads the lowest failing block fails last, if another one is under way at all. */
static void await_another_failure(tally *all)
{
    for (int i = 0; i < 2000 && all->most_workers > 1 && atomic_load(&all->failed) == 0; i++) {
        (void) nanosleep(&(struct timespec){.tv_nsec = 10000}, NULL);
    }
}

static bool work(void *context, int32_t worker, int64_t block, qc_status *status)
{
    tally *all = context;

    if (worker < 0 || worker >= all->most_workers || atomic_exchange(&all->busy[worker], true)) {
        atomic_store(&all->overlap, true);
    }
    all->done[block]++;
    for (volatile int i = 0; i < (int) (block % 7) * 500; i++)
        continue;
    if (block == all->fails_from) await_another_failure(all);
    atomic_store(&all->busy[worker], false);
    if (block >= all->fails_from) {
        atomic_fetch_add(&all->failed, 1);
        return qc_fail(status, QC_NUMERIC, "block %d", (int) block);
    }
    return true;
}

static bool stop(void *context)
{
    tally *all = context;

    return atomic_fetch_add(&all->asked, 1) >= all->stop_after;
}

static void check_prefix(const tally *all, int64_t done)
{
    for (int64_t i = 0; i < BLOCKS; i++)
        ck_assert_int_eq(all->done[i], i < done ? 1 : 0);
    ck_assert(!atomic_load(&all->overlap));
}

START_TEST(every_block_runs_once)
{
    const int32_t threads[] = {1, 2, 3, 8, 64};

    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        tally all = {.most_workers = threads[i], .fails_from = BLOCKS};
        qc_status status = {0};
        int64_t done = -1;
        ck_assert(qc_parallel_run(BLOCKS, threads[i], work, NULL, &all, &done, &status));
        ck_assert_int_eq(done, BLOCKS);
        check_prefix(&all, BLOCKS);
    }
}
END_TEST

START_TEST(stop_leaves_a_prefix)
{
    for (int32_t threads = 1; threads <= 8; threads++) {
        tally all = {.most_workers = threads, .fails_from = BLOCKS, .stop_after = 137};
        qc_status status = {0};
        int64_t done = -1;
        ck_assert(qc_parallel_run(BLOCKS, threads, work, stop, &all, &done, &status));
        ck_assert_int_eq(done, 137);
        check_prefix(&all, 137);
    }
}
END_TEST

START_TEST(lowest_failing_block_is_told)
{
    for (int32_t threads = 1; threads <= 8; threads++) {
        for (int64_t fails_from = 0; fails_from < 60; fails_from += 7) {
            tally all = {.most_workers = threads, .fails_from = fails_from};
            qc_status status = {0};
            char expected[32];
            int64_t done = -1;
            (void) snprintf(expected, sizeof expected, "block %d", (int) fails_from);
            ck_assert(!qc_parallel_run(BLOCKS, threads, work, NULL, &all, &done, &status));
            ck_assert_int_eq(status.code, QC_NUMERIC);
            ck_assert_str_eq(status.message, expected);
            ck_assert_int_eq(done, fails_from);
            for (int64_t i = 0; i < fails_from; i++)
                ck_assert_int_eq(all.done[i], 1);
            ck_assert_int_eq(all.done[BLOCKS - 1], 0); /* nothing was handed out much later */
        }
    }
}
END_TEST

START_TEST(earlier_failure_is_kept)
{
    tally all = {.most_workers = 1, .fails_from = 0};
    qc_status status = {.code = QC_INTERRUPTED};
    int64_t done = -1;

    ck_assert(!qc_parallel_run(3, 1, work, NULL, &all, &done, &status));
    ck_assert_int_eq(status.code, QC_INTERRUPTED);
}
END_TEST

START_TEST(nothing_to_do_and_odd_thread_counts)
{
    qc_status status = {0};
    int64_t done = -1;
    tally all = {.most_workers = 3, .fails_from = BLOCKS};

    ck_assert(qc_parallel_run(0, 4, work, NULL, &all, &done, &status));
    ck_assert_int_eq(done, 0);
    ck_assert(qc_parallel_run(3, 1000000, work, NULL, &all, &done, &status));
    ck_assert_int_eq(done, 3);
    check_prefix(&all, 3);
    tally again = {.most_workers = 1, .fails_from = BLOCKS};
    ck_assert(qc_parallel_run(5, 0, work, NULL, &again, &done, &status));
    check_prefix(&again, 5);
}
END_TEST

START_TEST(cores)
{
    ck_assert_int_ge(qc_parallel_cores(), 1);
}
END_TEST

static bool run_some(qc_status *status)
{
    tally all = {.most_workers = 4, .fails_from = BLOCKS};
    int64_t done;

    return qc_parallel_run(20, 4, work, NULL, &all, &done, status);
}

START_TEST(survives_without_memory)
{
    qc_torture(run_some);
}
END_TEST

Suite *qc_suite(void)
{
    Suite *suite = suite_create("parallel");
    TCase *tests = tcase_create("parallel");

    tcase_add_test(tests, every_block_runs_once);
    tcase_add_test(tests, stop_leaves_a_prefix);
    tcase_add_test(tests, lowest_failing_block_is_told);
    tcase_add_test(tests, earlier_failure_is_kept);
    tcase_add_test(tests, nothing_to_do_and_odd_thread_counts);
    tcase_add_test(tests, cores);
    tcase_add_test(tests, survives_without_memory);
    suite_add_tcase(suite, tests);
    return suite;
}
