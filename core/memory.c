#include "core/memory.h"

#include <stdlib.h>

static long requests_until_failure; /* 0 = hook off */
static bool has_failed;

static bool refused(void)
{
    if (requests_until_failure <= 0) return false;
    has_failed = --requests_until_failure == 0;
    return has_failed;
}

static void *no_memory(size_t count, size_t size, qc_status *status)
{
    (void) qc_fail(status, QC_NO_MEMORY, "out of memory (%zu items of %zu bytes asked for)", count,
                   size);
    return NULL;
}

/* malloc(0) may return NULL, which would read as a failure. */
static bool wanted_bytes(size_t count, size_t size, size_t *bytes)
{
    if (size != 0 && count > SIZE_MAX / size) return false;
    *bytes = count * size > 0 ? count * size : 1;
    return true;
}

void *qc_memory_take(size_t count, size_t size, qc_status *status)
{
    size_t bytes;

    if (!wanted_bytes(count, size, &bytes) || refused()) return no_memory(count, size, status);
    void *block = calloc(1, bytes);
    return block != NULL ? block : no_memory(count, size, status);
}

void *qc_memory_resize(void *block, size_t count, size_t size, qc_status *status)
{
    size_t bytes;

    if (!wanted_bytes(count, size, &bytes) || refused()) return no_memory(count, size, status);
    void *moved = realloc(block, bytes);
    return moved != NULL ? moved : no_memory(count, size, status);
}

void qc_memory_release(void *block)
{
    free(block);
}

bool qc_memory_grow(void **items, size_t *capacity, size_t needed, size_t size, qc_status *status)
{
    if (needed <= *capacity) return true;
    size_t wanted = *capacity > SIZE_MAX / 2 ? SIZE_MAX : *capacity * 2;
    if (wanted < 16) wanted = 16;
    if (wanted < needed) wanted = needed;
    void *moved = qc_memory_resize(*items, wanted, size, status);
    if (moved == NULL) return false;
    *items = moved;
    *capacity = wanted;
    return true;
}

void qc_memory_fail_at(long nth)
{
    requests_until_failure = nth;
    has_failed = false;
}

bool qc_memory_has_failed(void)
{
    return has_failed;
}
