#include "history/import/decisions.h"

#include <stdarg.h>
#include <stdio.h>

#define LONGEST_EVIDENCE 512

bool qc_decisions_add(qc_decisions *decisions, const char *what, const char *value, bool certain,
                      const char *flag, qc_status *status, const char *evidence, ...)
{
    char text[LONGEST_EVIDENCE];
    va_list arguments;
    if (decisions == NULL) return true;
    va_start(arguments, evidence);
    (void) vsnprintf(text, sizeof text, evidence, arguments);
    va_end(arguments);
    qc_status_one_line(text);
    qc_decision *items = qc_arena_grow(&decisions->arena, decisions->items, decisions->count,
                                       &decisions->capacity, sizeof *items, status);
    if (items == NULL) return false;
    decisions->items = items;
    qc_decision made = {.what = qc_arena_text(&decisions->arena, what, status),
                        .value = qc_arena_text(&decisions->arena, value, status),
                        .evidence = qc_arena_text(&decisions->arena, text, status),
                        .flag = qc_arena_text(&decisions->arena, flag, status),
                        .certain = certain};
    if (!made.what || !made.value || !made.evidence || !made.flag) return false;
    items[decisions->count++] = made;
    return true;
}

void qc_decisions_free(qc_decisions *decisions)
{
    qc_arena_free(&decisions->arena);
    *decisions = (qc_decisions){.count = 0};
}
