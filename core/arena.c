/* A list of chunks, the newest in front; memory is cut from the newest. Chunks double up to a
 * megabyte, so a small plan stays small and a long history needs few requests. A request that does
 * not fit starts a new chunk and leaves the rest of the old one unused. */
#include "core/arena.h"

#include "core/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ALIGNMENT      16
#define SMALLEST_CHUNK ((size_t) 4096)
#define LARGEST_CHUNK  ((size_t) 1024 * 1024)

struct qc_arena_chunk {
    _Alignas(ALIGNMENT) qc_arena_chunk *next;
    size_t used, room; /* bytes behind this header */
};

_Static_assert(sizeof(qc_arena_chunk) % ALIGNMENT == 0, "what follows the header is aligned");

static bool add_chunk(qc_arena *arena, size_t bytes, qc_status *status)
{
    size_t room = arena->chunks != NULL ? arena->chunks->room * 2 : SMALLEST_CHUNK;

    if (room > LARGEST_CHUNK) room = LARGEST_CHUNK;
    if (room < bytes) room = bytes;
    qc_arena_chunk *chunk = qc_memory_take(1, sizeof *chunk + room, status);
    if (chunk == NULL) return false;
    chunk->next = arena->chunks;
    chunk->room = room;
    arena->chunks = chunk;
    return true;
}

void *qc_arena_take(qc_arena *arena, size_t count, size_t size, qc_status *status)
{
    /* Half of the address space leaves room for header and rounding without overflow. */
    if (size != 0 && count > SIZE_MAX / 2 / size) {
        (void) qc_fail(status, QC_NO_MEMORY, "out of memory (%zu items of %zu bytes asked for)",
                       count, size);
        return NULL;
    }
    size_t bytes = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (bytes == 0) bytes = ALIGNMENT;
    if (arena->chunks == NULL || arena->chunks->room - arena->chunks->used < bytes) {
        if (!add_chunk(arena, bytes, status)) return NULL;
    }
    qc_arena_chunk *chunk = arena->chunks;
    char *taken = (char *) (chunk + 1) + chunk->used;
    chunk->used += bytes;
    return taken;
}

char *qc_arena_text(qc_arena *arena, const char *text, qc_status *status)
{
    return qc_arena_text_part(arena, text, strlen(text), status);
}

char *qc_arena_text_part(qc_arena *arena, const char *text, size_t length, qc_status *status)
{
    char *copy = qc_arena_take(arena, length + 1, 1, status);

    if (copy != NULL && length > 0) memcpy(copy, text, length); /* the zero is there already */
    return copy;
}

char *qc_arena_format(qc_arena *arena, qc_status *status, const char *format, ...)
{
    va_list arguments;
    char *text = NULL;

    va_start(arguments, format);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0) {
        (void) qc_fail(status, QC_BAD_INPUT, "text cannot be formatted: '%s'", format);
        return NULL;
    }
    text = qc_arena_take(arena, (size_t) length + 1, 1, status);
    if (text == NULL) return NULL;
    va_start(arguments, format);
    (void) vsnprintf(text, (size_t) length + 1, format, arguments);
    va_end(arguments);
    return text;
}

void *qc_arena_grow(qc_arena *arena, void *items, int32_t count, int32_t *capacity, size_t size,
                    qc_status *status)
{
    if (count < *capacity) return items;
    if (*capacity > INT32_MAX / 2) {
        (void) qc_fail(status, QC_NO_MEMORY, "out of memory (more than %d items)", *capacity);
        return NULL;
    }
    const int32_t wanted = *capacity > 0 ? *capacity * 2 : 8;
    void *moved = qc_arena_take(arena, (size_t) wanted, size, status);
    if (moved == NULL) return NULL;
    if (count > 0) memcpy(moved, items, (size_t) count * size);
    *capacity = wanted;
    return moved;
}

void qc_arena_free(qc_arena *arena)
{
    qc_arena_chunk *chunk = arena->chunks;

    while (chunk != NULL) {
        qc_arena_chunk *next = chunk->next;
        qc_memory_release(chunk);
        chunk = next;
    }
    arena->chunks = NULL;
}
