#include "history/deal_order.h"

#include "core/memory.h"
#include "history/changes.h"

#include <stdlib.h>
#include <string.h>

typedef struct named_deal {
    const char *name;
    qc_id deal;
} named_deal;

static int compare_names(const void *a, const void *b)
{
    const named_deal *x = a, *y = b;
    return strcmp(x->name, y->name);
}

/* Exports often come by id: then there is nothing to sort. */
static bool are_sorted(const qc_name_table *deals)
{
    for (int32_t i = 1; i < deals->count; i++) {
        if (strcmp(deals->text[i - 1], deals->text[i]) > 0) return false;
    }
    return true;
}

/* Place of each deal by name. Its number in the rows says which row of the file came first, and
 * whatever is found "first" in sorted rows must not depend on that. */
static int32_t *rank_deals(const qc_name_table *deals, qc_status *status)
{
    int32_t *rank = qc_memory_take((size_t) deals->count, sizeof *rank, status);
    named_deal *named = qc_memory_take((size_t) deals->count, sizeof *named, status);
    if (rank == NULL || named == NULL) {
        qc_memory_release(rank);
        qc_memory_release(named);
        return NULL;
    }
    for (qc_id deal = 0; deal < deals->count; deal++) {
        named[deal] = (named_deal){deals->text[deal], deal};
    }
    if (!are_sorted(deals)) qsort(named, (size_t) deals->count, sizeof *named, compare_names);
    for (int32_t i = 0; i < deals->count; i++) {
        rank[named[i].deal] = i;
    }
    qc_memory_release(named);
    return rank;
}

typedef struct row_key {
    int32_t rank; /* of the deal */
    qc_day day;
    int32_t second; /* of the day, where the rows know it */
    int32_t row;    /* as in the file: makes every key different, so any sort is stable */
} row_key;

static int compare_rows(const void *a, const void *b)
{
    const row_key *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
    if (x->day != y->day) return x->day < y->day ? -1 : 1;
    if (x->second != y->second) return x->second < y->second ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

bool qc_deal_order_sort(qc_deal_rows *rows, qc_status *status)
{
    bool ok = false;
    row_key *keys = NULL;
    int32_t *order = NULL, *rank = rank_deals(&rows->deals, status);
    if (rank == NULL) goto out;
    keys = qc_memory_take((size_t) rows->count, sizeof *keys, status);
    order = qc_memory_take((size_t) rows->count, sizeof *order, status);
    if (keys == NULL || order == NULL) goto out;
    for (int32_t row = 0; row < rows->count; row++) {
        const int32_t second = rows->second != NULL ? rows->second[row] : 0;
        keys[row] = (row_key){rank[rows->deal[row]], rows->day[row], second, row};
    }
    qsort(keys, (size_t) rows->count, sizeof *keys, compare_rows);
    for (int32_t i = 0; i < rows->count; i++) {
        order[i] = keys[i].row;
    }
    ok = qc_deal_rows_arrange(rows, order, rows->count, status);
out:
    qc_memory_release(rank);
    qc_memory_release(keys);
    qc_memory_release(order);
    return ok;
}

typedef struct deal_key { /* the rows first..last-1 of one deal */
    qc_day created;
    const char *name;
    int32_t first, last;
} deal_key;

static int compare_deals(const void *a, const void *b)
{
    const deal_key *x = a, *y = b;
    if (x->created != y->created) return x->created < y->created ? -1 : 1;
    return strcmp(x->name, y->name);
}

static int32_t find_deals(const qc_deal_rows *rows, deal_key *deals)
{
    int32_t count = 0;
    for (int32_t row = 0; row < rows->count; row++) {
        if (row == 0 || rows->deal[row] != rows->deal[row - 1]) {
            deals[count++] = (deal_key){
                .created = rows->day[row], .name = rows->deals.text[rows->deal[row]], .first = row};
        }
        deals[count - 1].last = row + 1;
    }
    return count;
}

static void copy_row(qc_changes *changes, int32_t at, const qc_deal_rows *rows, int32_t row)
{
    changes->day[at] = rows->day[row];
    changes->stage[at] = rows->stage[row];
    changes->line[at] = rows->line[row];
    if (rows->close_day != NULL) changes->close_day[at] = rows->close_day[row];
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        if (rows->number[i] != NULL) changes->number[i][at] = rows->number[i][row];
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        if (rows->label[i] != NULL) changes->label[i][at] = rows->label[i][row];
    }
}

static void copy_deals(qc_changes *changes, const qc_deal_rows *rows, const deal_key *deals,
                       int32_t deal_count, const char **names)
{
    int32_t at = 0;
    for (qc_id deal = 0; deal < deal_count; deal++) {
        names[deal] = deals[deal].name;
        for (int32_t row = deals[deal].first; row < deals[deal].last; row++, at++) {
            copy_row(changes, at, rows, row);
            changes->deal[at] = deal;
            if (row > deals[deal].first) qc_changes_carry(changes, at, at - 1);
        }
    }
}

bool qc_deal_order_emit(qc_history *history, const qc_deal_rows *rows,
                        const char *const **deal_names, int32_t *deal_count, qc_status *status)
{
    bool ok = false;
    const char **names = NULL;
    deal_key *deals = qc_memory_take((size_t) rows->count, sizeof *deals, status);
    if (deals == NULL) goto out;
    *deal_count = find_deals(rows, deals);
    qsort(deals, (size_t) *deal_count, sizeof *deals, compare_deals);

    if (!qc_changes_take(&history->changes, &history->arena, rows->count, status)) goto out;
    names = qc_arena_take(&history->arena, (size_t) *deal_count, sizeof *names, status);
    if (names == NULL) goto out;
    copy_deals(&history->changes, rows, deals, *deal_count, names);
    *deal_names = names;
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        const qc_name_table *source = &rows->labels[i];
        if (!qc_names_compact(&history->arena, &history->names[i], history->changes.label[i],
                              rows->count, source->text, source->count, status)) {
            goto out;
        }
    }
    ok = true;
out:
    qc_memory_release(deals);
    return ok;
}
