/* For each pair of stages, count the deals that were in a before they were first in b. An order of
 * all stages contradicts some of these deals; we look for one that contradicts few (Kemeny's rule):
 * start with the stages by their mean place among the stages of a deal, then move single stages to
 * where they contradict least, until no move helps. Exact for the short, mostly straight pipelines
 * that exist. */
#include "history/stage_order.h"

#include "core/memory.h"
#include "core/text.h"

#include <assert.h>
#include <string.h>

typedef struct precedence {
    int32_t stages;
    int64_t *before; /* [a * stages + b]: deals that met a first */
    double *place;   /* sum of places, 0 = a deal's first stage, 1 = its last */
    int64_t *deals;  /* deals that met the stage */
    int32_t *met;    /* stages of the deal in hand, in order */
    bool *seen;
    int32_t met_count;
} precedence;

static void count_deal(precedence *sums)
{
    for (int32_t i = 0; i < sums->met_count; i++) {
        int32_t a = sums->met[i];
        sums->deals[a]++;
        sums->seen[a] = false;
        if (sums->met_count > 1) sums->place[a] += (double) i / (double) (sums->met_count - 1);
        for (int32_t j = i + 1; j < sums->met_count; j++) {
            sums->before[a * sums->stages + sums->met[j]]++;
        }
    }
    sums->met_count = 0;
}

static void count_all(precedence *sums, const qc_id *deal, const qc_id *stage, int32_t count)
{
    for (int32_t row = 0; row < count; row++) {
        if (row > 0 && deal[row] != deal[row - 1]) count_deal(sums);
        if (stage[row] < 0 || sums->seen[stage[row]]) continue;
        sums->seen[stage[row]] = true;
        sums->met[sums->met_count++] = stage[row];
    }
    count_deal(sums);
}

static double mean_place(const precedence *sums, int32_t stage)
{
    return sums->deals[stage] == 0 ? 0.0 : sums->place[stage] / (double) sums->deals[stage];
}

static void sort_by_place(const precedence *sums, int32_t *order)
{
    for (int32_t i = 0; i < sums->stages; i++) {
        int32_t at = i;
        while (at > 0 && mean_place(sums, order[at - 1]) > mean_place(sums, i)) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
}

/* Move the stage at `from` to where fewest deals contradict; false when it stands best already. */
static bool move_one(const precedence *sums, int32_t *order, int32_t from)
{
    int32_t stage = order[from], best_at = from;
    int64_t best = 0;
    for (int direction = -1; direction <= 1; direction += 2) {
        int64_t gain = 0;
        for (int32_t to = from + direction; to >= 0 && to < sums->stages; to += direction) {
            int32_t passed = order[to];
            int64_t forward = sums->before[stage * sums->stages + passed];
            int64_t back = sums->before[passed * sums->stages + stage];
            gain += direction < 0 ? forward - back : back - forward;
            if (gain > best) {
                best = gain;
                best_at = to;
            }
        }
    }
    if (best_at == from) return false;
    if (best_at < from) {
        memmove(order + best_at + 1, order + best_at, (size_t) (from - best_at) * sizeof *order);
    } else {
        memmove(order + from, order + from + 1, (size_t) (best_at - from) * sizeof *order);
    }
    order[best_at] = stage;
    return true;
}

bool qc_stage_order_find(const qc_id *deal, const qc_id *stage, int32_t count, int32_t stage_count,
                         int32_t *order, qc_status *status)
{
    precedence sums = {.stages = stage_count};
    size_t stages = (size_t) stage_count;
    bool ok = false;

    assert(stage_count <= QC_STAGE_ORDER_MOST);
    sums.before = qc_memory_take(stages * stages, sizeof *sums.before, status);
    sums.place = qc_memory_take(stages, sizeof *sums.place, status);
    sums.deals = qc_memory_take(stages, sizeof *sums.deals, status);
    sums.met = qc_memory_take(stages, sizeof *sums.met, status);
    sums.seen = qc_memory_take(stages, sizeof *sums.seen, status);
    if (!sums.before || !sums.place || !sums.deals || !sums.met || !sums.seen) goto out;
    count_all(&sums, deal, stage, count);
    sort_by_place(&sums, order);
    /* Every move lowers the number of contradictions, so this ends. */
    for (bool moved = true; moved;) {
        moved = false;
        for (int32_t i = 0; i < stage_count; i++) {
            moved = move_one(&sums, order, i) || moved;
        }
    }
    ok = true;
out:
    qc_memory_release(sums.before);
    qc_memory_release(sums.place);
    qc_memory_release(sums.deals);
    qc_memory_release(sums.met);
    qc_memory_release(sums.seen);
    return ok;
}

/* ---- saying it ---- */

typedef struct moves { /* between each stage and the next one */
    int64_t forward, back;
} moves;

static void count_moves(const qc_id *deal, const qc_id *stage, int32_t count, moves *next)
{
    for (int32_t row = 1; row < count; row++) {
        const qc_id from = stage[row - 1], to = stage[row];
        if (deal[row] != deal[row - 1] || from < 0 || to < 0) continue;
        if (to == from + 1) next[from].forward++;
        if (to == from - 1) next[to].back++;
    }
}

static bool note_all(qc_decisions *decisions, const moves *next, const char *const *names,
                     int32_t stage_count, qc_text *list, qc_status *status)
{
    moves all = {.forward = 0};
    bool certain = true;
    for (int32_t i = 0; i < stage_count; i++) {
        qc_text_addf(list, "%s%s", i > 0 ? " > " : "", names[i]);
        if (i + 1 == stage_count) break;
        all.forward += next[i].forward;
        all.back += next[i].back;
        certain = certain && next[i].forward > 2 * next[i].back;
    }
    if (list->failed) return qc_fail(status, QC_NO_MEMORY, "out of memory while listing stages");
    return qc_decisions_add(decisions, "stages", qc_text_get(list), certain, "--stages", status,
                            "moves to the next stage %lld, back %lld", (long long) all.forward,
                            (long long) all.back);
}

bool qc_stage_order_note(qc_decisions *decisions, const qc_id *deal, const qc_id *stage,
                         int32_t count, const char *const *names, int32_t stage_count,
                         qc_status *status)
{
    qc_text list = {0};
    if (decisions == NULL) return true;
    moves *next = qc_memory_take((size_t) stage_count + 1, sizeof *next, status);
    if (next == NULL) return false;
    count_moves(deal, stage, count, next);
    bool ok = note_all(decisions, next, names, stage_count, &list, status);
    for (int32_t i = 0; i + 1 < stage_count && ok; i++) {
        if (next[i].forward > 2 * next[i].back) continue;
        qc_text_clear(&list);
        qc_text_addf(&list, "%s before %s", names[i], names[i + 1]);
        ok = qc_decisions_add(decisions, "order", qc_text_get(&list), false, "--stages", status,
                              "moves that way %lld, the other way %lld",
                              (long long) next[i].forward, (long long) next[i].back);
    }
    qc_text_free(&list);
    qc_memory_release(next);
    return ok;
}
