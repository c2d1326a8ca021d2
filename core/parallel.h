/** Runs a function over blocks first..first+count-1 on threads; the only file that includes
 * pthread.h. */
#ifndef QC_CORE_PARALLEL_H
#define QC_CORE_PARALLEL_H

#include "core/status.h"

/** One block of work. `worker` is 0..threads-1; a worker never runs two blocks at once. */
typedef bool qc_parallel_work(void *context, int32_t worker, int64_t block, qc_status *status);

/** Asked before each block is handed out (on any thread): true stops handing out. May be NULL. */
typedef bool qc_parallel_stop(void *context);

/** Blocks are handed out in order, one at a time, and every block handed out is finished, so what
 * was done is always a prefix: `*done` blocks. Fails with the failure of the lowest failing block;
 * after a failure no further block is handed out. threads = 1 runs on the caller's thread. */
QC_CHECKED bool qc_parallel_run(int64_t count, int32_t threads, qc_parallel_work *work,
                                qc_parallel_stop *stop, void *context, int64_t *done,
                                qc_status *status);

int32_t qc_parallel_cores(void); /* processors this process may use, at least 1 */

#endif
