#include "history/stages.h"

#include "core/memory.h"
#include "core/text.h"
#include "history/csv.h"
#include "history/ends.h"

#include <inttypes.h>
#include <string.h>

#define MOST_REPORTED 20

/* The first meaning of a word is kept: the plan's own check says when a word stands twice. */
static bool put(qc_stage_index *index, const char *word, qc_id meaning, qc_status *status)
{
    char room[QC_NAMES_KEY_ROOM];
    const char *found = qc_names_key(word, room);
    if (qc_names_get(&index->keys, found) != QC_ID_NONE) return true;
    char *key = qc_arena_text(&index->arena, found, status);
    if (key == NULL) return false;
    qc_id *meanings = qc_arena_grow(&index->arena, index->meaning, index->keys.count,
                                    &index->capacity, sizeof *meanings, status);
    if (meanings == NULL) return false;
    index->meaning = meanings;
    qc_id at = qc_names_put(&index->keys, key, status);
    if (at == QC_ID_NONE) return false;
    index->meaning[at] = meaning;
    return true;
}

static bool put_all(qc_stage_index *index, qc_words words, qc_id meaning, qc_status *status)
{
    for (int32_t i = 0; i < words.count; i++) {
        if (!put(index, words.text[i], meaning, status)) return false;
    }
    return true;
}

bool qc_stages_learn(qc_stage_index *index, const qc_read_options *options, qc_status *status)
{
    index->stage_count = options->stage_count;
    for (int32_t i = 0; i < options->stage_count; i++) {
        const qc_stage_words *stage = &options->stages[i];
        const qc_words aliases = {stage->aliases, stage->alias_count};
        if (!put(index, stage->name, i, status)) return false;
        if (!put_all(index, aliases, i, status)) return false;
    }
    return put_all(index, options->won, QC_STAGE_WON, status) &&
           put_all(index, options->lost, QC_STAGE_LOST, status) &&
           put_all(index, options->ignore, QC_STAGE_IGNORED, status) &&
           put(index, "won", QC_STAGE_WON, status) && put(index, "lost", QC_STAGE_LOST, status);
}

bool qc_stages_find(qc_stage_index *index, const char *word, qc_id *meaning, qc_status *status)
{
    char room[QC_NAMES_KEY_ROOM];
    const char *key = qc_names_key(word, room);
    qc_id at = qc_names_get(&index->keys, key);
    const qc_id end = at == QC_ID_NONE ? qc_ends_of_word(word) : QC_STAGE_OPEN;
    if (end != QC_STAGE_OPEN) {
        *meaning = end;
        return true;
    }
    if (at == QC_ID_NONE) {
        const char **extra = qc_arena_grow(&index->arena, index->extra, index->extra_count,
                                           &index->extra_capacity, sizeof *extra, status);
        if (extra == NULL) return false;
        index->extra = extra;
        if (!put(index, word, index->stage_count + index->extra_count, status)) return false;
        extra[index->extra_count++] = word;
        at = qc_names_get(&index->keys, qc_names_key(word, room));
    }
    *meaning = index->meaning[at];
    return true;
}

void qc_stages_free(qc_stage_index *index)
{
    qc_names_free(&index->keys);
    qc_arena_free(&index->arena);
    *index = (qc_stage_index){.stage_count = 0};
}

/* ---- the report of stages in no pipeline entry ---- */

typedef struct surroundings { /* where one stage occurs */
    int64_t rows, deals;
    int32_t *before,
        *after;     /* how often each stage comes right before and after; won, lost first */
    int32_t stages; /* entries of both */
} surroundings;

/* Entries of `before` and `after`: won, lost, then the stages. */
static int32_t entry(qc_id stage)
{
    if (stage == QC_STAGE_WON) return 0;
    if (stage == QC_STAGE_LOST) return 1;
    return stage + 2;
}

static void look_around(surroundings *around, qc_id wanted, const qc_id *deal, const qc_id *stage,
                        int32_t count)
{
    qc_id last_deal = QC_ID_NONE;
    for (int32_t row = 0; row < count; row++) {
        if (stage[row] != wanted) continue;
        around->rows++;
        around->deals += deal[row] != last_deal;
        last_deal = deal[row];
        if (row > 0 && deal[row - 1] == deal[row] && stage[row - 1] != wanted) {
            around->before[entry(stage[row - 1])]++;
        }
        if (row + 1 < count && deal[row + 1] == deal[row] && stage[row + 1] != wanted) {
            around->after[entry(stage[row + 1])]++;
        }
    }
}

static const char *stage_word(const qc_stage_index *index, const qc_read_options *options, qc_id id)
{
    if (id < index->stage_count) return options->stages[id].name;
    return index->extra[id - index->stage_count];
}

/* The stage most often met, or NULL. */
static const char *commonest(const qc_stage_index *index, const qc_read_options *options,
                             const int32_t *times, int32_t stages)
{
    int32_t best = 0;
    for (int32_t i = 1; i < stages; i++) {
        if (times[i] > times[best]) best = i;
    }
    if (times[best] == 0) return NULL;
    return best < 2 ? (best == 0 ? "won" : "lost") : stage_word(index, options, best - 2);
}

static void write_place(qc_text *text, const char *before, const char *after)
{
    char room[QC_CSV_EXCERPT], other[QC_CSV_EXCERPT];
    if (before != NULL && after != NULL) {
        qc_text_addf(text, ", between %s and %s", qc_csv_excerpt(before, room),
                     qc_csv_excerpt(after, other));
    } else if (before != NULL) {
        qc_text_addf(text, ", after %s", qc_csv_excerpt(before, room));
    } else if (after != NULL) {
        qc_text_addf(text, ", before %s", qc_csv_excerpt(after, room));
    }
}

/* contract_sent for "Contract Sent": a name that needs no quotes in the plan. */
static void write_name(qc_text *text, const char *word)
{
    bool gap = false;
    size_t start = text->length;
    for (; *word != '\0'; word++) {
        unsigned char c = (unsigned char) *word;
        bool capital = c >= 'A' && c <= 'Z';
        if (!capital && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c < 0x80) {
            gap = true;
            continue;
        }
        if (gap && text->length > start) qc_text_add(text, "_");
        gap = false;
        char letter = capital ? (char) (c - 'A' + 'a') : *word;
        qc_text_add_part(text, &letter, 1);
    }
    if (text->length == start) qc_text_add(text, "stage");
}

/* The CRM's word as YAML reads it back inside a list. */
static void write_word(qc_text *text, const char *word)
{
    bool plain = strpbrk(word, ",[]{}:#&*!|>'\"%@`\\\n\r\t") == NULL && word[0] != '-' &&
                 word[0] != '?' && word[0] != '=';
    if (!plain) qc_text_add(text, "\"");
    for (; *word != '\0'; word++) {
        if (!plain && (*word == '"' || *word == '\\')) qc_text_add(text, "\\");
        qc_text_add_part(text, *word == '\n' || *word == '\r' ? " " : word, 1);
    }
    if (!plain) qc_text_add(text, "\"");
}

static bool report_one(const qc_stage_index *index, const qc_read_options *options,
                       const surroundings *around, const char *word, const char *file,
                       qc_findings *findings, qc_status *status)
{
    char room[QC_CSV_EXCERPT];
    qc_text place = {0}, name = {0}, listed = {0};
    write_place(&place, commonest(index, options, around->before, around->stages),
                commonest(index, options, around->after, around->stages));
    write_name(&name, qc_csv_excerpt(word, room));
    write_word(&listed, word);
    bool ok = qc_findings_add(findings, QC_FINDING_ERROR, "unmapped stage", file, 0, 0, status,
                              "stage \"%s\" (%" PRId64 " row%s, %" PRId64 " deal%s%s) is in no "
                              "pipeline entry; add {stage: %s, crm: [%s]} or list it under "
                              "history.ignore",
                              room, around->rows, around->rows == 1 ? "" : "s", around->deals,
                              around->deals == 1 ? "" : "s", qc_text_get(&place),
                              qc_text_get(&name), qc_text_get(&listed));
    if (place.failed || name.failed || listed.failed) {
        ok = qc_fail(status, QC_NO_MEMORY, "out of memory while writing a message");
    }
    qc_text_free(&place);
    qc_text_free(&name);
    qc_text_free(&listed);
    return ok;
}

bool qc_stages_report(const qc_stage_index *index, const qc_read_options *options,
                      const qc_id *deal, const qc_id *stage, int32_t count, const char *file,
                      qc_findings *findings, qc_status *status)
{
    surroundings around = {.stages = index->stage_count + index->extra_count + 2};
    bool ok = false;
    int32_t reported = index->extra_count < MOST_REPORTED ? index->extra_count : MOST_REPORTED;

    for (int32_t i = 0; i < reported; i++) {
        around.rows = around.deals = 0;
        around.before = qc_memory_take((size_t) around.stages, sizeof *around.before, status);
        around.after = qc_memory_take((size_t) around.stages, sizeof *around.after, status);
        ok = around.before != NULL && around.after != NULL;
        if (ok) {
            look_around(&around, index->stage_count + i, deal, stage, count);
            ok = report_one(index, options, &around, index->extra[i], file, findings, status);
        }
        qc_memory_release(around.before);
        qc_memory_release(around.after);
        if (!ok) return false;
    }
    if (index->extra_count == reported) return true;
    return qc_findings_add(findings, QC_FINDING_ERROR, "unmapped stage", file, 0, 0, status,
                           "%d further stages are in no pipeline entry; is \"stage\" the right "
                           "column?",
                           (int) (index->extra_count - reported));
}
