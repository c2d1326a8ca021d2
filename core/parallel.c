/* One counter under one lock hands out the blocks. Because they go out in order and every block
 * handed out is finished, all blocks below a failing one have run too: the lowest failing block is
 * the same on any number of threads. */
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE /* sched_getaffinity; NOLINT(bugprone-reserved-identifier) */
#endif

#include "core/parallel.h"

#include "core/memory.h"

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

#define MOST_THREADS 1024

typedef struct shared_run {
    pthread_mutex_t lock;
    qc_parallel_work *work;
    qc_parallel_stop *stop;
    void *context;
    int64_t count;
    int64_t next;   /* the next block to hand out */
    int64_t failed; /* the lowest failing block, count = none */
    bool stopped;
    qc_status failure; /* of that block */
} shared_run;

typedef struct one_worker {
    shared_run *run;
    int32_t number;
    pthread_t thread;
} one_worker;

static bool take_block(shared_run *run, int64_t *block)
{
    (void) pthread_mutex_lock(&run->lock);
    if (!run->stopped && run->next < run->count && run->stop != NULL) {
        run->stopped = run->stop(run->context);
    }
    const bool taken = !run->stopped && run->next < run->count;
    if (taken) *block = run->next++;
    (void) pthread_mutex_unlock(&run->lock);
    return taken;
}

static void keep_failure(shared_run *run, int64_t block, const qc_status *failure)
{
    (void) pthread_mutex_lock(&run->lock);
    run->stopped = true;
    if (block < run->failed) {
        run->failed = block;
        run->failure = *failure;
    }
    (void) pthread_mutex_unlock(&run->lock);
}

static void *run_blocks(void *argument)
{
    one_worker *self = argument;
    int64_t block;

    while (take_block(self->run, &block)) {
        qc_status failure = {0};
        if (!self->run->work(self->run->context, self->number, block, &failure)) {
            keep_failure(self->run, block, &failure);
        }
    }
    return NULL;
}

/* The caller is worker 0. A thread that cannot be had is done without: fewer threads give the same
 * result. */
static bool run_on_threads(shared_run *run, int32_t threads, qc_status *status)
{
    int32_t started = 1;
    one_worker *workers = qc_memory_take((size_t) threads, sizeof *workers, status);

    if (workers == NULL) return false;
    for (int32_t i = 0; i < threads; i++)
        workers[i] = (one_worker){.run = run, .number = i};
    while (started < threads &&
           pthread_create(&workers[started].thread, NULL, run_blocks, &workers[started]) == 0) {
        started++;
    }
    (void) run_blocks(&workers[0]);
    for (int32_t i = 1; i < started; i++)
        (void) pthread_join(workers[i].thread, NULL);
    qc_memory_release(workers);
    return true;
}

bool qc_parallel_run(int64_t count, int32_t threads, qc_parallel_work *work, qc_parallel_stop *stop,
                     void *context, int64_t *done, qc_status *status)
{
    shared_run run = {.lock = PTHREAD_MUTEX_INITIALIZER,
                      .work = work,
                      .stop = stop,
                      .context = context,
                      .count = count,
                      .failed = count};

    *done = 0;
    if (threads > MOST_THREADS) threads = MOST_THREADS;
    if (threads > count) threads = (int32_t) count;
    if (threads > 1) {
        if (!run_on_threads(&run, threads, status)) return false;
    } else {
        (void) run_blocks(&(one_worker){.run = &run});
    }
    if (run.failed < count) {
        *done = run.failed;
        if (status->code == QC_OK) *status = run.failure;
        return false;
    }
    *done = run.next;
    return true;
}

int32_t qc_parallel_cores(void)
{
#ifdef __linux__
    cpu_set_t usable; /* what taskset or a batch system left us */
    CPU_ZERO(&usable);
    if (sched_getaffinity(0, sizeof usable, &usable) == 0 && CPU_COUNT(&usable) > 0) {
        return CPU_COUNT(&usable);
    }
#endif
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 && online < INT32_MAX ? (int32_t) online : 1;
}
