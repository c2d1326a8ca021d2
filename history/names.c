#include "history/names.h"

#include "core/memory.h"
#include "core/text.h"

#include <string.h>

#define LONGEST_FOLDED 512 /* bytes; beyond them folding would cut the text */

uint64_t qc_names_hash(uint64_t hash, const char *text)
{
    hash ^= UINT64_C(0xcbf29ce484222325); /* FNV-1a, 64 bits */
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char) *text) * UINT64_C(0x100000001b3);
    hash = (hash ^ (hash >> 32)) * UINT64_C(0xd6e8feb86659fd93); /* spread to all bits */
    return hash ^ (hash >> 32);
}

/* The slot that holds the text, or the free one where it belongs. */
static size_t find_slot(const qc_name_table *table, const char *text, uint64_t hash)
{
    const uint32_t mark = (uint32_t) (hash >> 32);
    size_t at = (size_t) hash & (table->slot_count - 1);
    while (table->slot[at] != QC_ID_NONE &&
           (table->mark[at] != mark || strcmp(table->text[table->slot[at]], text) != 0)) {
        at = (at + 1) & (table->slot_count - 1);
    }
    return at;
}

static void fill_slot(qc_name_table *table, size_t at, qc_id id, uint64_t hash)
{
    table->slot[at] = id;
    table->mark[at] = (uint32_t) (hash >> 32);
}

static bool grow_slots(qc_name_table *table, qc_status *status)
{
    size_t count = table->slot_count == 0 ? 64 : table->slot_count * 2;
    qc_id *slot = qc_memory_take(count, sizeof *slot, status);
    uint32_t *mark = qc_memory_take(count, sizeof *mark, status);
    if (slot == NULL || mark == NULL) {
        qc_memory_release(slot);
        qc_memory_release(mark);
        return false;
    }
    qc_memory_release(table->slot);
    qc_memory_release(table->mark);
    table->slot = slot;
    table->mark = mark;
    table->slot_count = count;
    for (size_t i = 0; i < count; i++)
        slot[i] = QC_ID_NONE;
    for (qc_id id = 0; id < table->count; id++) {
        const uint64_t hash = qc_names_hash(0, table->text[id]);
        fill_slot(table, find_slot(table, table->text[id], hash), id, hash);
    }
    return true;
}

qc_id qc_names_put(qc_name_table *table, const char *text, qc_status *status)
{
    if ((size_t) table->count * 2 >= table->slot_count && !grow_slots(table, status)) {
        return QC_ID_NONE;
    }
    const uint64_t hash = qc_names_hash(0, text);
    size_t at = find_slot(table, text, hash);
    if (table->slot[at] != QC_ID_NONE) return table->slot[at];
    void *texts = table->text;
    if (!qc_memory_grow(&texts, &table->capacity, (size_t) table->count + 1, sizeof *table->text,
                        status)) {
        return QC_ID_NONE;
    }
    table->text = texts;
    table->text[table->count] = text;
    fill_slot(table, at, table->count, hash);
    return table->count++;
}

qc_id qc_names_get(const qc_name_table *table, const char *text)
{
    if (table->slot_count == 0) return QC_ID_NONE;
    return table->slot[find_slot(table, text, qc_names_hash(0, text))];
}

void qc_names_free(qc_name_table *table)
{
    void *texts = table->text;
    qc_memory_release(texts);
    qc_memory_release(table->slot);
    qc_memory_release(table->mark);
    *table = (qc_name_table){0};
}

const char *qc_names_key(const char *text, char room[QC_NAMES_KEY_ROOM])
{
    if (strlen(text) > LONGEST_FOLDED) return text;
    qc_text_fold(text, room, QC_NAMES_KEY_ROOM);
    return room;
}

bool qc_names_same(const char *a, const char *b)
{
    char room_a[QC_NAMES_KEY_ROOM], room_b[QC_NAMES_KEY_ROOM];
    return strcmp(qc_names_key(a, room_a), qc_names_key(b, room_b)) == 0;
}

/* ---- values in order of first appearance ---- */

typedef struct compacting {
    qc_arena keys;       /* folded texts, as long as the work lasts */
    qc_name_table table; /* by key */
    qc_id *new_id;       /* by source, QC_ID_NONE = not met yet */
} compacting;

static bool meet(compacting *work, qc_arena *arena, qc_names *names, qc_id id, const char *text,
                 qc_status *status)
{
    char room[QC_NAMES_KEY_ROOM];
    char *key = qc_arena_text(&work->keys, qc_names_key(text, room), status);
    if (key == NULL) return false;
    qc_id name = qc_names_put(&work->table, key, status);
    if (name == QC_ID_NONE) return false;
    if (name == names->count) { /* the first spelling is the one shown */
        void *texts = qc_arena_grow(arena, names->text, names->count, &names->capacity,
                                    sizeof *names->text, status);
        if (texts == NULL) return false;
        names->text = texts;
        names->text[name] = qc_arena_text(arena, text, status);
        if (names->text[name] == NULL) return false;
        names->count++;
    }
    work->new_id[id] = name;
    return true;
}

bool qc_names_compact(qc_arena *arena, qc_names *names, qc_id *ids, int32_t count,
                      const char *const *source, int32_t source_count, qc_status *status)
{
    compacting work = {0};
    bool ok = false;

    work.new_id = qc_memory_take((size_t) source_count, sizeof *work.new_id, status);
    if (work.new_id == NULL) goto out;
    for (int32_t i = 0; i < source_count; i++)
        work.new_id[i] = QC_ID_NONE;
    for (int32_t i = 0; i < count; i++) {
        if (ids[i] == QC_ID_NONE) continue;
        if (work.new_id[ids[i]] == QC_ID_NONE &&
            !meet(&work, arena, names, ids[i], source[ids[i]], status)) {
            goto out;
        }
        ids[i] = work.new_id[ids[i]];
    }
    ok = true;
out:
    qc_memory_release(work.new_id);
    qc_names_free(&work.table);
    qc_arena_free(&work.keys);
    return ok;
}
