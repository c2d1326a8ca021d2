/** The one gate to malloc, with a hook that lets a test fail the nth request. */
#ifndef QC_CORE_MEMORY_H
#define QC_CORE_MEMORY_H

#include "core/status.h"

/** Zeroed memory for `count` items of `size` bytes; NULL and QC_NO_MEMORY on failure or overflow.
 *  count = 0 gives a valid pointer. Free with qc_memory_release(). */
QC_CHECKED void *qc_memory_take(size_t count, size_t size, qc_status *status);

/** Grow or shrink; on failure the old block stays valid and NULL is returned. New bytes are not
 * zeroed. */
QC_CHECKED void *qc_memory_resize(void *block, size_t count, size_t size, qc_status *status);

void qc_memory_release(void *block); /* NULL is fine */

/** Make room for `needed` items in a growing array: doubles `*capacity`, keeps the contents.
 *  `*items` may be NULL when `*capacity` is 0. Release with qc_memory_release(). */
QC_CHECKED bool qc_memory_grow(void **items, size_t *capacity, size_t needed, size_t size,
                               qc_status *status);

/** Test hook: let the nth request from now fail (1 = the next one); 0 switches the hook off.
 *  Not for use while several threads run. */
void qc_memory_fail_at(long nth);
bool qc_memory_has_failed(void); /* has the hook failed a request since it was last set? */

#endif
