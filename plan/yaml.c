#include "plan/yaml.h"

#include "core/text.h"
#include "plan/quote.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

typedef struct source { /* what both passes share */
    const char *name;
    const char *bytes;
    size_t length;
    qc_arena *arena;
    qc_findings *findings;
    qc_status *status;
} source;

/* libyaml's words, and ours for someone who has never heard of YAML */
typedef struct plain_words {
    const char *theirs, *ours;
} plain_words;

static const plain_words PLAIN[] = {
    {"mapping values are not allowed", "a second ': ' in one value, or a line indented too far; "
                                       "put the text in quotes if it contains "
                                       "': '"},
    {"did not find expected key",
     "expected a line 'key: value' here; check the indentation and the quotes"},
    {"did not find expected ',' or ']'", "expected ',' or the ']' that closes the list of line "},
    {"did not find expected ',' or '}'", "expected ',' or the '}' that closes the group of line "},
    {"did not find expected '-' indicator",
     "expected another '- ' item of the list; check the indentation"},
    {"cannot start any token",
     "this character cannot begin a value (a tab, or one of @ ` %); use blanks to indent and put "
     "such a text in quotes"},
    {"found unexpected end of stream",
     "the file ends inside the text in quotes that begins on line "},
    {"could not find expected ':'", "expected ': ' after the key"},
    {"block sequence entries are not allowed",
     "a list item '- ' cannot stand here; begin the list on a line of its own"},
    {"block mapping", "a 'key: value' pair cannot stand here; begin it on a line of its own"},
    {"mapping keys are not allowed", "a key cannot stand here; begin it on a line of its own"},
    {"found unexpected ':'", "a ':' needs a blank after it"},
    {"found unknown escape character",
     "unknown escape after '\\'; use single quotes to take a text as it is"},
    {"found a tab character", "a tab cannot indent; use blanks"},
    {"control characters are not allowed", "a control character; is this a text file?"},
};

static bool complain(const source *from, int32_t line, int32_t column, const char *message)
{
    (void) !qc_findings_add(from->findings, QC_FINDING_ERROR, "plan", from->name, line, column,
                            from->status, "%s", message);
    return false;
}

static bool complain_at(const source *from, yaml_mark_t mark, const char *message)
{
    return complain(from, (int32_t) mark.line + 1, (int32_t) mark.column + 1, message);
}

/* Line and column (in characters) of a byte. */
static bool complain_at_byte(const source *from, size_t offset, const char *message)
{
    int32_t line = 1, column = 1;
    for (size_t i = 0; i < offset && i < from->length; i++) {
        unsigned char byte = (unsigned char) from->bytes[i];
        if (byte == '\n') {
            line++;
            column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            column++;
        }
    }
    return complain(from, line, column, message);
}

/* Such words want the line on which the bracket or quote was opened. */
static bool ends_in_line(const char *words)
{
    return words[strlen(words) - 1] == ' ';
}

static bool complain_syntax(const source *from, const yaml_parser_t *parser)
{
    char message[200];
    const char *problem = parser->problem ? parser->problem : "unknown problem";
    if (parser->error == YAML_MEMORY_ERROR)
        return qc_fail(from->status, QC_NO_MEMORY, "out of memory");
    snprintf(message, sizeof message, "not valid YAML: %s", problem);
    for (size_t i = 0; i < sizeof PLAIN / sizeof PLAIN[0]; i++) {
        if (!strstr(problem, PLAIN[i].theirs)) continue;
        if (ends_in_line(PLAIN[i].ours))
            snprintf(message, sizeof message, "%s%d", PLAIN[i].ours,
                     (int) parser->context_mark.line + 1);
        else
            snprintf(message, sizeof message, "%s", PLAIN[i].ours);
        break;
    }
    if (parser->error == YAML_READER_ERROR)
        return complain_at_byte(from, parser->problem_offset, message);
    return complain_at(from, parser->problem_mark, message);
}

static size_t utf8_length(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* The first byte at which the text stops being UTF-8. */
static size_t first_bad_byte(const char *bytes, size_t length)
{
    size_t i = 0;
    while (i < length) {
        size_t size = utf8_length((unsigned char) bytes[i]);
        if (size > length - i || !qc_text_is_utf8(bytes + i, size)) break;
        i += size;
    }
    return i;
}

/* ---- first pass: nothing that a plan never needs ---- */

typedef struct guard_state {
    int32_t depth, nodes, documents;
    bool is_map[QC_YAML_MAX_DEPTH + 1];
    bool at_key[QC_YAML_MAX_DEPTH + 1];
} guard_state;

/* A node begins: a key has to be a text; keys and values take turns. */
static bool guard_node(const source *from, guard_state *state, const yaml_event_t *event)
{
    if (++state->nodes > QC_YAML_MAX_NODES)
        return complain_at(from, event->start_mark, "too many values for a plan (over 50000)");
    if (!state->is_map[state->depth]) return true;
    if (state->at_key[state->depth] && event->type != YAML_SCALAR_EVENT)
        return complain_at(from, event->start_mark, "a key has to be a plain text");
    state->at_key[state->depth] = !state->at_key[state->depth];
    return true;
}

static bool guard_open(const source *from, guard_state *state, const yaml_event_t *event)
{
    if (!guard_node(from, state, event)) return false;
    if (state->depth == QC_YAML_MAX_DEPTH)
        return complain_at(from, event->start_mark, "nested too deeply (over 64 levels)");
    state->depth++;
    state->is_map[state->depth] = event->type == YAML_MAPPING_START_EVENT;
    state->at_key[state->depth] = true;
    return true;
}

static bool guard_extras(const source *from, const yaml_event_t *event, const yaml_char_t *anchor,
                         const yaml_char_t *tag)
{
    if (anchor)
        return complain_at(from, event->start_mark,
                           "anchors (&name) are not used in plans; put a text that begins with & "
                           "in quotes");
    if (tag)
        return complain_at(
            from, event->start_mark,
            "tags (!name) are not used in plans; put a text that begins with ! in quotes");
    return true;
}

static bool guard_event(const source *from, guard_state *state, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return complain_at(from, event->start_mark,
                           "aliases (*name) are not used in plans; put a text that begins with * "
                           "in quotes");
    case YAML_DOCUMENT_START_EVENT:
        if (++state->documents > 1)
            return complain_at(from, event->start_mark,
                               "a second document begins here ('---'); a plan is one document");
        return true;
    case YAML_SCALAR_EVENT:
        return guard_node(from, state, event) &&
               guard_extras(from, event, event->data.scalar.anchor, event->data.scalar.tag);
    case YAML_SEQUENCE_START_EVENT:
        return guard_open(from, state, event) &&
               guard_extras(from, event, event->data.sequence_start.anchor,
                            event->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return guard_open(from, state, event) &&
               guard_extras(from, event, event->data.mapping_start.anchor,
                            event->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: state->depth--; return true;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT: return true;
    }
    return true;
}

static bool start(yaml_parser_t *parser, const source *from)
{
    if (!yaml_parser_initialize(parser))
        return qc_fail(from->status, QC_NO_MEMORY, "out of memory");
    yaml_parser_set_input_string(parser, (const unsigned char *) from->bytes, from->length);
    return true;
}

static bool guard(const source *from)
{
    yaml_parser_t parser;
    guard_state state = {0};
    bool ok = false, done = false;

    if (!start(&parser, from)) return false;
    while (!done) {
        yaml_event_t event;
        bool fine;
        if (!yaml_parser_parse(&parser, &event)) {
            complain_syntax(from, &parser);
            goto out;
        }
        done = event.type == YAML_STREAM_END_EVENT;
        fine = guard_event(from, &state, &event);
        yaml_event_delete(&event);
        if (!fine) goto out;
    }
    ok = true;
out:
    yaml_parser_delete(&parser);
    return ok;
}

/* ---- second pass: nodes ---- */

static bool build(yaml_parser_t *parser, const source *from, yaml_event_t *event,
                  qc_yaml_node *node);

static bool next_event(yaml_parser_t *parser, const source *from, yaml_event_t *event)
{
    if (yaml_parser_parse(parser, event)) return true;
    return complain_syntax(from, parser);
}

static bool build_text(const source *from, const yaml_event_t *event, const char **text)
{
    const char *value = (const char *) event->data.scalar.value;
    if (strlen(value) != event->data.scalar.length)
        return complain_at(from, event->start_mark, "a control character (\\0) inside a text");
    *text = qc_arena_text(from->arena, value, from->status);
    return *text != NULL;
}

static int by_key(const void *a, const void *b)
{
    const qc_yaml_node *const *left = a, *const *right = b;
    int order = strcmp((*left)->key, (*right)->key);
    if (order != 0) return order;
    return *left < *right ? -1 : 1;
}

static bool check_duplicates(const source *from, const qc_yaml_node *map)
{
    bool ok = true;
    const qc_yaml_node **sorted = qc_arena_take(from->arena, (size_t) map->count, sizeof *sorted,
                                                from->status);
    if (!sorted) return false;
    for (int32_t i = 0; i < map->count; i++)
        sorted[i] = &map->items[i];
    qsort(sorted, (size_t) map->count, sizeof *sorted, by_key);
    for (int32_t i = 1; i < map->count; i++) {
        char message[160], quoted[QC_QUOTE_SIZE];
        if (strcmp(sorted[i - 1]->key, sorted[i]->key) != 0) continue;
        snprintf(message, sizeof message, "key '%s' stands twice (first on line %d)",
                 qc_quote(sorted[i]->key, quoted), (int) sorted[i - 1]->key_line);
        ok = complain(from, sorted[i]->key_line, sorted[i]->key_column, message);
    }
    return ok;
}

/* The key has been read into `event`; read its value into `child`. */
static bool build_entry(yaml_parser_t *parser, const source *from, yaml_event_t *event,
                        qc_yaml_node *child)
{
    yaml_event_t value;
    bool ok;
    child->key_line = (int32_t) event->start_mark.line + 1;
    child->key_column = (int32_t) event->start_mark.column + 1;
    if (!build_text(from, event, &child->key)) return false;
    if (!next_event(parser, from, &value)) return false;
    ok = build(parser, from, &value, child);
    yaml_event_delete(&value);
    return ok;
}

static bool build_items(yaml_parser_t *parser, const source *from, qc_yaml_node *node)
{
    yaml_event_type_t end = node->kind == QC_YAML_MAP ? YAML_MAPPING_END_EVENT
                                                      : YAML_SEQUENCE_END_EVENT;
    for (;;) {
        yaml_event_t event;
        qc_yaml_node child = {0};
        bool done, ok = true;
        if (!next_event(parser, from, &event)) return false;
        done = event.type == end;
        if (!done && node->kind == QC_YAML_MAP) ok = build_entry(parser, from, &event, &child);
        if (!done && node->kind == QC_YAML_LIST) ok = build(parser, from, &event, &child);
        yaml_event_delete(&event);
        if (done) return true;
        if (!ok || !qc_yaml_append(node, &child, from->arena, from->status)) return false;
    }
}

static bool build(yaml_parser_t *parser, const source *from, yaml_event_t *event,
                  qc_yaml_node *node)
{
    node->file = from->name;
    node->line = (int32_t) event->start_mark.line + 1;
    node->column = (int32_t) event->start_mark.column + 1;
    if (event->type == YAML_SCALAR_EVENT) return build_text(from, event, &node->text);
    node->kind = event->type == YAML_MAPPING_START_EVENT ? QC_YAML_MAP : QC_YAML_LIST;
    if (!build_items(parser, from, node)) return false;
    return node->kind == QC_YAML_LIST || check_duplicates(from, node);
}

static bool nothing_written(const source *from)
{
    return complain(from, 1, 1,
                    "the plan is empty; it needs a pipeline and either history.deals or beliefs");
}

static bool build_document(const source *from, qc_yaml_node *root)
{
    yaml_parser_t parser;
    bool ok = false, done = false;

    if (!start(&parser, from)) return false;
    while (!done) {
        yaml_event_t event;
        yaml_event_type_t type;
        if (!next_event(&parser, from, &event)) goto out;
        type = event.type;
        if (type == YAML_SCALAR_EVENT || type == YAML_SEQUENCE_START_EVENT ||
            type == YAML_MAPPING_START_EVENT) {
            ok = build(&parser, from, &event, root);
            done = true;
        } else if (type == YAML_STREAM_END_EVENT) {
            nothing_written(from);
            done = true;
        }
        yaml_event_delete(&event);
    }
out:
    yaml_parser_delete(&parser);
    return ok;
}

bool qc_yaml_read(qc_yaml_node *root, const char *name, const char *bytes, size_t length,
                  qc_arena *arena, qc_findings *findings, qc_status *status)
{
    source from = {name, bytes, length, arena, findings, status};
    if (length > QC_YAML_MAX_BYTES) return complain(&from, 0, 0, "too big for a plan (over 4 MiB)");
    if (!qc_text_is_utf8(bytes, length))
        return complain_at_byte(&from, first_bad_byte(bytes, length),
                                "this byte is not UTF-8 text; save the file as UTF-8");
    return guard(&from) && build_document(&from, root);
}

qc_yaml_node *qc_yaml_find(const qc_yaml_node *map, const char *key)
{
    if (map->kind != QC_YAML_MAP) return NULL;
    for (int32_t i = 0; i < map->count; i++)
        if (strcmp(map->items[i].key, key) == 0) return &map->items[i];
    return NULL;
}

bool qc_yaml_append(qc_yaml_node *parent, const qc_yaml_node *item, qc_arena *arena,
                    qc_status *status)
{
    qc_yaml_node *items = qc_arena_grow(arena, parent->items, parent->count, &parent->capacity,
                                        sizeof *parent->items, status);
    if (!items) return false;
    items[parent->count++] = *item;
    parent->items = items;
    return true;
}
