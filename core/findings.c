#include "core/findings.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Neighbouring findings mostly share file and reason: one copy serves them all. */
static const char *shared_copy(qc_findings *findings, const char *previous, const char *text,
                               qc_status *status)
{
    if (text == NULL) text = "";
    if (previous != NULL && strcmp(previous, text) == 0) return previous;
    return qc_arena_text(&findings->arena, text, status);
}

static QC_PRINTF(2, 0) char *line_of_text(qc_arena *arena, const char *format, va_list arguments,
                                          qc_status *status)
{
    va_list again;

    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, arguments);
    char *text = qc_arena_take(arena, (size_t) (length > 0 ? length : 0) + 1, 1, status);
    if (text != NULL && length > 0) {
        (void) vsnprintf(text, (size_t) length + 1, format, again);
        qc_status_one_line(text);
    }
    va_end(again);
    return text;
}

bool qc_findings_add(qc_findings *findings, qc_finding_kind kind, const char *reason,
                     const char *file, int32_t line, int32_t field, qc_status *status,
                     const char *format, ...)
{
    va_list arguments;
    qc_finding found = {.kind = kind, .line = line, .field = field};
    const qc_finding *last = findings->count > 0 ? &findings->items[findings->count - 1]
                                                 : &(qc_finding){0};

    found.reason = shared_copy(findings, last->reason, reason, status);
    if (found.reason == NULL) return false;
    found.file = shared_copy(findings, last->file, file, status);
    if (found.file == NULL) return false;
    va_start(arguments, format);
    found.text = line_of_text(&findings->arena, format, arguments, status);
    va_end(arguments);
    if (found.text == NULL) return false;

    qc_finding *items = qc_arena_grow(&findings->arena, findings->items, findings->count,
                                      &findings->capacity, sizeof *items, status);
    if (items == NULL) return false;
    items[findings->count++] = found;
    findings->items = items;
    findings->of_kind[kind]++;
    return true;
}

bool qc_findings_pass(const qc_findings *findings, qc_status *status)
{
    if (findings->of_kind[QC_FINDING_ERROR] == 0) return true;
    for (int32_t i = 0; i < findings->count; i++) {
        const qc_finding *found = &findings->items[i];
        if (found->kind != QC_FINDING_ERROR) continue;
        return qc_fail_at(status, QC_BAD_INPUT, found->file, found->line, found->field, "%s",
                          found->text);
    }
    return true;
}

/* Has this reason been seen before item `end`? Asked only for reasons that found no room. */
static bool seen_before(const qc_findings *findings, int32_t end)
{
    const qc_finding *asked = &findings->items[end];

    for (int32_t i = 0; i < end; i++) {
        const qc_finding *found = &findings->items[i];
        if (found->kind == asked->kind && strcmp(found->reason, asked->reason) == 0) return true;
    }
    return false;
}

int32_t qc_findings_counts(const qc_findings *findings, qc_finding_kind kind, qc_finding_count *out,
                           int32_t room)
{
    int32_t reasons = 0;

    for (int32_t i = 0; i < findings->count; i++) {
        const qc_finding *found = &findings->items[i];
        if (found->kind != kind) continue;
        const int32_t filled = reasons < room ? reasons : room;
        int32_t at = 0;
        while (at < filled && strcmp(out[at].reason, found->reason) != 0)
            at++;
        if (at < filled) {
            out[at].count++;
        } else if (reasons < room) {
            out[reasons++] = (qc_finding_count){.reason = found->reason, .count = 1};
        } else if (!seen_before(findings, i)) {
            reasons++;
        }
    }
    return reasons;
}

void qc_findings_free(qc_findings *findings)
{
    qc_arena_free(&findings->arena);
    *findings = (qc_findings){0};
}
