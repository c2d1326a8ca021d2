#include "history/pipelines.h"

#include "core/memory.h"
#include "core/text.h"

#include <string.h>

#define MOST_LISTED 20

typedef struct lanes { /* the pipelines of a file */
    qc_arena arena;
    qc_names names;
    qc_id *of_row; /* QC_ID_NONE = the deal names none */
    int32_t *deals;
} lanes;

/* What a row does not say follows from the rows before it, else from those after it. */
static void spread_over_deal(qc_id *lane, int32_t first, int32_t last)
{
    qc_id known = QC_ID_NONE;
    for (int32_t row = last - 1; row >= first; row--) {
        if (lane[row] != QC_ID_NONE) known = lane[row]; /* ends as the first one named */
    }
    for (int32_t row = first; row < last; row++) {
        if (lane[row] == QC_ID_NONE) lane[row] = known;
        known = lane[row];
    }
}

/* A deal counts once in each pipeline that it was in. */
static void count_deal(lanes *found, int32_t *last_deal, int32_t first, int32_t last)
{
    for (int32_t row = first; row < last; row++) {
        qc_id lane = found->of_row[row];
        if (lane == QC_ID_NONE || last_deal[lane] == first + 1) continue;
        last_deal[lane] = first + 1;
        found->deals[lane]++;
    }
}

static bool find_lanes(lanes *found, const qc_deal_rows *rows, qc_status *status)
{
    const qc_name_table *source = &rows->labels[QC_LABEL_PIPELINE];
    size_t count = (size_t) rows->count;
    found->of_row = qc_memory_take(count, sizeof *found->of_row, status);
    if (found->of_row == NULL) return false;
    memcpy(found->of_row, rows->label[QC_LABEL_PIPELINE], count * sizeof *found->of_row);
    if (!qc_names_compact(&found->arena, &found->names, found->of_row, rows->count, source->text,
                          source->count, status)) {
        return false;
    }
    found->deals = qc_memory_take((size_t) found->names.count, sizeof *found->deals, status);
    int32_t *last_deal = qc_memory_take((size_t) found->names.count, sizeof *last_deal, status);
    if (found->deals != NULL && last_deal != NULL) {
        for (int32_t first = 0, last = 0; first < rows->count; first = last) {
            while (last < rows->count && rows->deal[last] == rows->deal[first]) {
                last++;
            }
            spread_over_deal(found->of_row, first, last);
            count_deal(found, last_deal, first, last);
        }
    }
    bool ok = found->deals != NULL && last_deal != NULL;
    qc_memory_release(last_deal);
    return ok;
}

static void list(const lanes *found, qc_text *text)
{
    char room[QC_CSV_EXCERPT];
    for (int32_t i = 0; i < found->names.count && i < MOST_LISTED; i++) {
        qc_text_addf(text, "%s%s (%d deals)", i > 0 ? ", " : "",
                     qc_csv_excerpt(found->names.text[i], room), (int) found->deals[i]);
    }
    if (found->names.count > MOST_LISTED) {
        qc_text_addf(text, " and %d more", (int) found->names.count - MOST_LISTED);
    }
}

/* Which pipeline to keep: QC_ID_NONE = all rows, or an error was added. */
static bool choose(const lanes *found, const qc_table *table, qc_id *chosen, qc_status *status)
{
    const char *wanted = table->options->pipeline;
    qc_text names = {0};
    bool ok = true;
    *chosen = QC_ID_NONE;
    for (int32_t i = 0; wanted != NULL && i < found->names.count; i++) {
        if (qc_names_same(wanted, found->names.text[i])) *chosen = i;
    }
    if (*chosen != QC_ID_NONE || (wanted == NULL && found->names.count <= 1)) return true;
    list(found, &names);
    if (wanted == NULL) {
        ok = qc_findings_add(
            table->findings, QC_FINDING_ERROR, "several pipelines", table->name, 0, 0, status,
            "holds several pipelines: %s; say which one, history.pipeline: %s (import: "
            "--pipeline)",
            qc_text_get(&names), found->names.text[0]);
    } else {
        ok = qc_findings_add(table->findings, QC_FINDING_ERROR, "unknown pipeline", table->name, 0,
                             0, status, "no row is of history.pipeline \"%s\"; the file has: %s",
                             wanted, names.length > 0 ? qc_text_get(&names) : "none");
    }
    if (names.failed) ok = qc_fail(status, QC_NO_MEMORY, "out of memory while writing a message");
    qc_text_free(&names);
    return ok;
}

bool qc_pipelines_pick(const qc_deal_rows *rows, const qc_table *table, bool *keep,
                       qc_status *status)
{
    lanes found = {.of_row = NULL};
    qc_id chosen = QC_ID_NONE;
    bool ok = false;

    for (int32_t row = 0; row < rows->count; row++) {
        keep[row] = true;
    }
    if (rows->label[QC_LABEL_PIPELINE] == NULL) {
        if (table->options->pipeline == NULL) return true;
        return qc_findings_add(table->findings, QC_FINDING_DOUBT, "no pipeline column", table->name,
                               0, 0, status,
                               "has no column \"pipeline\"; history.pipeline picks nothing");
    }
    if (!find_lanes(&found, rows, status)) goto out;
    if (!choose(&found, table, &chosen, status)) goto out;
    for (int32_t row = 0; row < rows->count && chosen != QC_ID_NONE; row++) {
        keep[row] = found.of_row[row] == chosen ||
                    (found.names.count == 1 && found.of_row[row] == QC_ID_NONE);
    }
    ok = true;
out:
    qc_memory_release(found.of_row);
    qc_memory_release(found.deals);
    qc_arena_free(&found.arena);
    return ok;
}
