/* What was known on a day are the changes up to it: their values are carried forward row by row, so
 * a row never knows of a later one, and leaving the later rows out is all there is to do. */
#include "history/cut.h"

#include "core/memory.h"
#include "history/changes.h"
#include "history/names.h"

#include <string.h>

static bool copy_frame(qc_history *cut, const qc_history *history, qc_day as_of, qc_status *status)
{
    qc_arena *arena = &cut->arena;
    memcpy(cut->sha256, history->sha256, sizeof cut->sha256);
    memcpy(cut->has_label, history->has_label, sizeof cut->has_label);
    memcpy(cut->has_number, history->has_number, sizeof cut->has_number);
    /* Nothing is known beyond the history's own last day. */
    cut->as_of = as_of < history->as_of ? as_of : history->as_of;
    cut->as_of_given = as_of < history->as_of || history->as_of_given;
    cut->recorded_from = history->recorded_from;
    cut->reconciliation = history->reconciliation;
    cut->file = qc_arena_text(arena, history->file != NULL ? history->file : "", status);
    cut->currency = qc_arena_text(arena, history->currency != NULL ? history->currency : "",
                                  status);
    cut->stage_name = qc_arena_take(arena, (size_t) history->stage_count, sizeof *cut->stage_name,
                                    status);
    if (cut->file == NULL || cut->currency == NULL || cut->stage_name == NULL) return false;
    for (int32_t i = 0; i < history->stage_count; i++) {
        cut->stage_name[i] = qc_arena_text(arena, history->stage_name[i], status);
        if (cut->stage_name[i] == NULL) return false;
    }
    cut->stage_count = history->stage_count;
    return true;
}

static void copy_change(qc_changes *to, int32_t at, const qc_changes *from, int32_t row)
{
    to->day[at] = from->day[row];
    to->stage[at] = from->stage[row];
    to->close_day[at] = from->close_day[row];
    to->line[at] = from->line[row];
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        to->number[i][at] = from->number[i][row];
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        to->label[i][at] = from->label[i][row];
    }
}

typedef struct stretch { /* of the changes that are kept */
    qc_day created_from; /* QC_DAY_NONE = whenever */
    qc_day to;
} stretch;

static bool keeps(const stretch *kept, const qc_history *history, int32_t row)
{
    return history->changes.day[row] <= kept->to &&
           history->deals.created[history->changes.deal[row]] >= kept->created_from;
}

/* Copy what is kept; deals keep their order and are numbered anew. */
static int32_t copy_changes(qc_history *cut, const qc_history *history, const stretch *kept,
                            const char **names)
{
    const qc_changes *from = &history->changes;
    qc_id last_deal = QC_ID_NONE;
    int32_t at = 0, deals = 0;
    for (int32_t row = 0; row < from->count; row++) {
        if (!keeps(kept, history, row)) continue;
        if (from->deal[row] != last_deal) names[deals++] = history->deals.name[from->deal[row]];
        last_deal = from->deal[row];
        copy_change(&cut->changes, at, from, row);
        cut->changes.deal[at++] = deals - 1;
    }
    return deals;
}

static bool copy_names(qc_history *cut, const qc_history *history, bool compact, qc_status *status)
{
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        const qc_names *source = &history->names[i];
        qc_names *names = &cut->names[i];
        if (compact) {
            if (!qc_names_compact(&cut->arena, names, cut->changes.label[i], cut->changes.count,
                                  source->text, source->count, status))
                return false;
            continue;
        }
        names->text = qc_arena_take(&cut->arena, (size_t) source->count, sizeof *names->text,
                                    status);
        if (names->text == NULL) return false;
        for (names->count = 0; names->count < source->count; names->count++) {
            names->text[names->count] = qc_arena_text(&cut->arena, source->text[names->count],
                                                      status);
            if (names->text[names->count] == NULL) return false;
        }
        names->capacity = names->count;
    }
    return true;
}

static bool copy_kept(qc_history *cut, const qc_history *history, const stretch *kept,
                      int32_t count, qc_status *status)
{
    const char **names = qc_memory_take((size_t) history->deals.count, sizeof *names, status);
    bool ok = names != NULL && copy_frame(cut, history, kept->to, status) &&
              qc_changes_take(&cut->changes, &cut->arena, count, status);
    if (ok) {
        const int32_t deals = copy_changes(cut, history, kept, names);
        ok = copy_names(cut, history, kept->created_from == QC_DAY_NONE, status);
        cut->reconciliation.rows_used = count;
        cut->reconciliation.by_record = false; /* these are changes */
        ok = ok && qc_history_build(cut, names, deals, NULL, status);
    }
    void *block = names;
    qc_memory_release(block);
    return ok;
}

static int32_t count_kept(const qc_history *history, const stretch *kept)
{
    int32_t count = 0;
    for (int32_t row = 0; row < history->changes.count; row++)
        count += keeps(kept, history, row);
    return count;
}

bool qc_history_cut(qc_history *cut, const qc_history *history, qc_day as_of, qc_status *status)
{
    const stretch kept = {QC_DAY_NONE, as_of};
    const int32_t count = count_kept(history, &kept);
    char text[16];
    if (count == 0)
        return qc_fail(status, QC_TOO_FEW_DATA, "no row of the history is dated up to %s",
                       qc_calendar_text(as_of, text));
    if (!copy_kept(cut, history, &kept, count, status)) return false;
    cut->reconciliation.rows_after += history->changes.count - count;
    return true;
}

bool qc_history_since(qc_history *cut, const qc_history *history, qc_day from, qc_status *status)
{
    const stretch kept = {from, history->as_of};
    const int32_t count = count_kept(history, &kept);
    char text[16];
    if (count == 0)
        return qc_fail(status, QC_TOO_FEW_DATA, "no deal of the history was created from %s on",
                       qc_calendar_text(from, text));
    if (!copy_kept(cut, history, &kept, count, status)) return false;
    cut->recorded_from = from;
    return true;
}
