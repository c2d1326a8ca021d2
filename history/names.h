/** Texts to numbers: an open-addressing table, and the folding that makes two spellings one name.
 */
#ifndef QC_HISTORY_NAMES_H
#define QC_HISTORY_NAMES_H

#include "history/history.h"

typedef struct qc_name_table { /* zeroed = empty; distinct texts 0..count-1 in order of arrival */
    const char **text;         /* borrowed: they must outlive the table */
    int32_t count;
    size_t capacity;
    qc_id *slot;    /* places by hash; QC_ID_NONE = free */
    uint32_t *mark; /* of each place: the rest of its hash, so that most texts need no comparison */
    size_t slot_count;
} qc_name_table;

/** Number of a text, byte for byte; a new text is added. QC_ID_NONE and QC_NO_MEMORY on failure. */
QC_CHECKED qc_id qc_names_put(qc_name_table *table, const char *text, qc_status *status);

/** Number of a text or QC_ID_NONE. */
qc_id qc_names_get(const qc_name_table *table, const char *text);

void qc_names_free(qc_name_table *table);

/** A 64-bit hash of a text, continued from `hash` (0 to begin). */
uint64_t qc_names_hash(uint64_t hash, const char *text);

#define QC_NAMES_KEY_ROOM 2048

/** What two spellings of one name have in common: the folded text, written into `room`; a text too
 * long to be folded whole is its own key. */
const char *qc_names_key(const char *text, char room[QC_NAMES_KEY_ROOM]);

/** Same key? */
bool qc_names_same(const char *a, const char *b);

/** Number the values that occur, in order of first appearance: `ids` (indices into `source`, or
 * QC_ID_NONE) become indices into `names`, where spellings with one key are one name. The texts are
 * copied into the arena. */
QC_CHECKED bool qc_names_compact(qc_arena *arena, qc_names *names, qc_id *ids, int32_t count,
                                 const char *const *source, int32_t source_count,
                                 qc_status *status);

#endif
