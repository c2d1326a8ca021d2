/** Memory released all at once. Each history, plan, model and outcome owns one. */
#ifndef QC_CORE_ARENA_H
#define QC_CORE_ARENA_H

#include "core/status.h"

typedef struct qc_arena_chunk qc_arena_chunk;

typedef struct qc_arena { /* zeroed = empty and ready */
    qc_arena_chunk *chunks;
} qc_arena;

/** Zeroed, 16-byte aligned memory for `count` items of `size` bytes, valid until qc_arena_free().
 *  NULL and QC_NO_MEMORY on failure or overflow; count = 0 gives a valid pointer. */
QC_CHECKED void *qc_arena_take(qc_arena *arena, size_t count, size_t size, qc_status *status);

/** A copy of a zero-terminated string (or of the first `length` bytes plus a zero). */
QC_CHECKED char *qc_arena_text(qc_arena *arena, const char *text, qc_status *status);
QC_CHECKED char *qc_arena_text_part(qc_arena *arena, const char *text, size_t length,
                                    qc_status *status);

/** printf into the arena. */
QC_CHECKED char *qc_arena_format(qc_arena *arena, qc_status *status, const char *format, ...)
    QC_PRINTF(3, 4);

/** Room for one more item in an array that lives in the arena: when `count` has reached `*capacity`
 *  the array moves to a block twice as large (the old one stays in the arena until it is freed).
 *  Returns the (new) array or NULL. */
QC_CHECKED void *qc_arena_grow(qc_arena *arena, void *items, int32_t count, int32_t *capacity,
                               size_t size, qc_status *status);

void qc_arena_free(qc_arena *arena); /* legal on a zeroed arena and twice */

#endif
