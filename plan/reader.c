#include "plan/reader.h"

#include "core/text.h"
#include "plan/schema.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGE_SIZE       512
#define LONGEST_SUGGESTION 64  /* longer words are no misspelt keys */
#define ENOUGH_ERRORS      100 /* from here on nobody reads the suggestions */
#define FOLD_SIZE          128

size_t qc_reader_enter(qc_reader *reader, const char *name)
{
    char quoted[QC_QUOTE_SIZE];
    size_t mark = strlen(reader->path);
    size_t room = sizeof reader->path - mark;
    const char *dot = mark > 0 && name[0] != '[' ? "." : "";
    qc_quote(name, quoted);
    if (name[0] != '\0' && strlen(quoted) + 2 < room)
        snprintf(reader->path + mark, room, "%s%s", dot, quoted);
    return mark;
}

void qc_reader_leave(qc_reader *reader, size_t mark)
{
    reader->path[mark] = '\0';
}

static QC_PRINTF(5, 0) void complain(qc_reader *reader, const char *file, int32_t line,
                                     int32_t column, const char *format, va_list arguments)
{
    char message[MESSAGE_SIZE];
    vsnprintf(message, sizeof message, format, arguments);
    (void) !qc_findings_add(reader->findings, QC_FINDING_ERROR, "plan", file, line, column,
                            reader->status, "%s%s%s", reader->path, reader->path[0] ? ": " : "",
                            message);
}

bool qc_reader_error(qc_reader *reader, const qc_yaml_node *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    complain(reader, node->file, node->line, node->column, format, arguments);
    va_end(arguments);
    return false;
}

bool qc_reader_error_key(qc_reader *reader, const qc_yaml_node *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    complain(reader, node->file, node->key_line, node->key_column, format, arguments);
    va_end(arguments);
    return false;
}

bool qc_reader_failed(qc_reader *reader, const qc_yaml_node *node, const qc_status *failure)
{
    if (failure->code == QC_BAD_INPUT) return qc_reader_error(reader, node, "%s", failure->message);
    return qc_fail(reader->status, failure->code, "%s", failure->message);
}

bool qc_reader_map(qc_reader *reader, const qc_yaml_node *node)
{
    if (node->kind == QC_YAML_MAP) return true;
    return qc_reader_error(reader, node, "expected keys with values, like '{key: value}', not %s",
                           node->kind == QC_YAML_LIST ? "a list"
                           : node->text[0] == '\0'    ? "nothing"
                                                      : "one value");
}

bool qc_reader_text(qc_reader *reader, const qc_yaml_node *node, const char **text)
{
    if (node->kind != QC_YAML_TEXT)
        return qc_reader_error(reader, node, "expected one value, not %s",
                               node->kind == QC_YAML_LIST ? "a list" : "a group of keys");
    if (node->text[strspn(node->text, " \t")] == '\0')
        return qc_reader_error(reader, node, "no value is given");
    if (qc_quote_has_control(node->text))
        return qc_reader_error(reader, node, "control characters are not allowed in a text");
    *text = node->text;
    return true;
}

/* ---- unknown keys ---- */

static void list_names(const char *const *names, int32_t count, char *out, size_t size)
{
    size_t used = (size_t) snprintf(out, size, count > 0 ? " (known here: " : "");
    for (int32_t i = 0; i < count && used < size; i++) {
        char quoted[QC_QUOTE_SIZE];
        qc_quote(names[i], quoted);
        if (used + strlen(quoted) + 8 > size) {
            snprintf(out + used, size - used, ", ...)");
            return;
        }
        used += (size_t) snprintf(out + used, size - used, "%s%s%s", i > 0 ? ", " : "", quoted,
                                  i + 1 == count ? ")" : "");
    }
}

void qc_reader_suggest(const qc_reader *reader, const char *word, const char *const *names,
                       int32_t count, char *out, size_t size)
{
    char quoted[QC_QUOTE_SIZE];
    const char *near = NULL;
    out[0] = '\0';
    if (reader->findings->of_kind[QC_FINDING_ERROR] >= ENOUGH_ERRORS) return;
    if (strlen(word) <= LONGEST_SUGGESTION) near = qc_text_nearest(word, names, count);
    if (near)
        snprintf(out, size, "; did you mean '%s'?", qc_quote(near, quoted));
    else
        list_names(names, count, out, size);
}

bool qc_reader_keys(qc_reader *reader, const char *group, const qc_yaml_node *map)
{
    const char *names[64];
    const qc_schema_key *key;
    int32_t count = 0;
    bool ok = true;
    for (; count < 64 && (key = qc_schema_child(group, count)) != NULL; count++)
        names[count] = key->name;
    for (int32_t i = 0; i < map->count; i++) {
        char quoted[QC_QUOTE_SIZE], more[MESSAGE_SIZE / 2];
        const qc_yaml_node *item = &map->items[i];
        if (qc_schema_find(group, item->key)) continue;
        reader->unknown_keys = true;
        qc_reader_suggest(reader, item->key, names, count, more, sizeof more);
        ok = qc_reader_error_key(reader, item, "unknown key '%s'%s", qc_quote(item->key, quoted),
                                 more);
    }
    return ok;
}

/* ---- names ---- */

int32_t qc_reader_find_stage(const qc_plan *plan, const char *name)
{
    for (int32_t i = 0; i < plan->stage_count; i++)
        if (plan->stages[i].name && qc_text_same(plan->stages[i].name, name)) return i;
    for (int32_t i = 0; i < plan->stage_count; i++)
        for (int32_t j = 0; j < plan->stages[i].crm_count; j++)
            if (qc_text_same(plan->stages[i].crm[j], name)) return i;
    return -1;
}

int32_t qc_reader_stage_names(const qc_plan *plan, const char **names, int32_t room)
{
    int32_t count = 0;
    for (int32_t i = 0; i < plan->stage_count && count < room; i++)
        if (plan->stages[i].name) names[count++] = plan->stages[i].name;
    return count;
}

/* By fold, then by place, so that the later of two is the one that clashes. */
static int by_fold(const void *a, const void *b)
{
    const qc_reader_name *left = a, *right = b;
    int order = strcmp(left->fold, right->fold);
    if (order != 0) return order;
    if (!left->node || !right->node) return left->node ? 1 : right->node ? -1 : 0;
    if (left->node->line != right->node->line) return left->node->line < right->node->line ? -1 : 1;
    return (left->node->column > right->node->column) - (left->node->column < right->node->column);
}

bool qc_reader_distinct(qc_reader *reader, qc_reader_name *names, int32_t count)
{
    bool ok = true;
    for (int32_t i = 0; i < count; i++) {
        char fold[FOLD_SIZE];
        qc_text_fold(names[i].text, fold, sizeof fold);
        names[i].fold = qc_arena_text(&reader->plan->arena, fold, reader->status);
        if (!names[i].fold) return false;
    }
    qsort(names, (size_t) count, sizeof *names, by_fold);
    for (int32_t i = 1; i < count; i++) {
        char quoted[QC_QUOTE_SIZE], owner[QC_QUOTE_SIZE], place[32] = "";
        const qc_reader_name *first = &names[i - 1], *second = &names[i];
        if (strcmp(first->fold, second->fold) != 0 || !second->node) continue;
        if (first->owner == second->owner) continue;
        if (first->node && first->node->line > 0)
            snprintf(place, sizeof place, " (line %d)", (int) first->node->line);
        ok = qc_reader_error(reader, second->node, "'%s' is the same name as %s%s",
                             qc_quote(second->text, quoted), qc_quote(first->owner, owner), place);
    }
    return ok;
}

bool qc_reader_keys_differ(qc_reader *reader, const qc_yaml_node *map)
{
    qc_reader_name *names = qc_arena_take(&reader->plan->arena, (size_t) map->count, sizeof *names,
                                          reader->status);
    if (!names) return false;
    for (int32_t i = 0; i < map->count; i++)
        names[i] = (qc_reader_name){map->items[i].key, &map->items[i], map->items[i].key, NULL};
    return qc_reader_distinct(reader, names, map->count);
}
