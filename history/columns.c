#include "history/columns.h"

#include "core/memory.h"

#include <string.h>

typedef struct header { /* what every step needs */
    const qc_csv *csv;
    const char *file;
    qc_findings *findings;
    qc_status *status;
    int32_t width;
    bool *used; /* by field */
} header;

static const char *title(const header *head, int32_t field)
{
    return qc_csv_cell(head->csv, 0, field);
}

/* Take the first field with this title that no other column has; a second one is an error. */
static bool take(header *head, int32_t *found, const char *word)
{
    char room[QC_CSV_EXCERPT];
    for (int32_t field = 0; field < head->width; field++) {
        if (head->used[field] || title(head, field)[0] == '\0') continue;
        if (!qc_text_same(title(head, field), word)) continue;
        head->used[field] = true;
        if (*found == QC_COLUMN_ABSENT) {
            *found = field;
        } else if (!qc_findings_add(head->findings, QC_FINDING_ERROR, "column twice", head->file,
                                    head->csv->line[0], field + 1, head->status,
                                    "column \"%s\" stands in the header twice (also field %d); "
                                    "rename one of them",
                                    qc_csv_excerpt(title(head, field), room), (int) *found + 1)) {
            return false;
        }
    }
    return true;
}

static bool find(header *head, int32_t *found, const qc_column_want *want)
{
    if (!take(head, found, want->name)) return false;
    for (int i = 0; i < 3 && want->aliases[i] != NULL && *found == QC_COLUMN_ABSENT; i++) {
        if (!take(head, found, want->aliases[i])) return false;
    }
    return true;
}

/* All titles that no column has, for a message: the reader sees what the file has instead. */
static void list_titles(const header *head, qc_text *list)
{
    char room[QC_CSV_EXCERPT];
    for (int32_t field = 0; field < head->width && list->length < 200; field++) {
        if (field > 0) qc_text_add(list, ", ");
        qc_text_add(list, qc_csv_excerpt(title(head, field), room));
    }
}

static bool report_missing(header *head, const qc_column_want *want)
{
    const char **titles = qc_memory_take((size_t) head->width, sizeof *titles, head->status);
    qc_text advice = {0};
    char room[QC_CSV_EXCERPT];
    int32_t count = 0;
    if (titles == NULL) return false;
    for (int32_t field = 0; field < head->width; field++) {
        if (!head->used[field]) titles[count++] = title(head, field);
    }
    const char *nearest = qc_text_nearest(want->name, titles, count);
    if (nearest != NULL) {
        qc_text_addf(&advice, "\"%s\" comes nearest; rename it if it is that",
                     qc_csv_excerpt(nearest, room));
    } else {
        qc_text_add(&advice, "the header has: ");
        list_titles(head, &advice);
    }
    bool ok = qc_findings_add(head->findings, QC_FINDING_ERROR, "missing column", head->file,
                              head->csv->line[0], 0, head->status, "column \"%s\" is missing; %s",
                              want->name, qc_text_get(&advice));
    if (advice.failed)
        ok = qc_fail(head->status, QC_NO_MEMORY, "out of memory while writing a message");
    qc_text_free(&advice);
    void *block = titles;
    qc_memory_release(block);
    return ok;
}

static bool report_unused(header *head)
{
    for (int32_t field = 0; field < head->width; field++) {
        if (head->used[field]) continue;
        char room[QC_CSV_EXCERPT];
        const char *word = qc_csv_excerpt(title(head, field), room);
        if (!qc_findings_add(head->findings, QC_FINDING_DOUBT, "unknown column", head->file,
                             head->csv->line[0], field + 1, head->status,
                             "column %s%s%s is not used", word[0] == '\0' ? "without a name" : "\"",
                             word, word[0] == '\0' ? "" : "\"")) {
            return false;
        }
    }
    return true;
}

bool qc_columns_find(int32_t *found, const qc_column_want *wanted, int32_t count, const qc_csv *csv,
                     const char *file, qc_findings *findings, qc_status *status)
{
    header head = {.csv = csv, .file = file, .findings = findings, .status = status};
    bool ok = false;

    head.width = qc_csv_width(csv, 0);
    head.used = qc_memory_take((size_t) head.width, sizeof *head.used, status);
    if (head.used == NULL) return false;
    for (int32_t i = 0; i < count; i++) {
        found[i] = QC_COLUMN_ABSENT;
        if (wanted[i].name != NULL && !find(&head, &found[i], &wanted[i])) goto out;
    }
    for (int32_t i = 0; i < count; i++) {
        if (!wanted[i].required || found[i] != QC_COLUMN_ABSENT) continue;
        if (!report_missing(&head, &wanted[i])) goto out;
    }
    ok = report_unused(&head);
out:
    qc_memory_release(head.used);
    return ok;
}
