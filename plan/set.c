/* A set edits the tree that the file became, before anything is read: what it says is then checked
 * by the same code, with the same words, as what stands in the file. */
#include "plan/set.h"

#include "core/text.h"
#include "plan/lever.h"
#include "plan/people_lever.h"
#include "plan/priced.h"
#include "plan/quantity.h"
#include "plan/read_targets.h"
#include "plan/read_team.h"
#include "plan/schema.h"

#include <stdio.h>
#include <string.h>

#define MAX_NAMES 1000
#define PATH_SIZE 256 /* as names in a path */

typedef struct edit {
    qc_reader *reader;
    qc_arena *arena;
    const qc_yaml_node *value; /* carries the set as its file */
} edit;

static bool place_value(const edit *change, qc_yaml_node *map, const char *key)
{
    qc_yaml_node *old = qc_yaml_find(map, key);
    qc_yaml_node item = *change->value;
    item.key = qc_arena_text(change->arena, key, change->reader->status);
    if (!item.key) return false;
    if (!old) return qc_yaml_append(map, &item, change->arena, change->reader->status);
    *old = item;
    return true;
}

static bool unknown(const edit *change, const char *what, const char *word,
                    const char *const *names, int32_t count)
{
    char quoted[QC_QUOTE_SIZE], more[256];
    qc_reader_suggest(change->reader, word, names, count, more, sizeof more);
    return qc_reader_error(change->reader, change->value, "unknown %s '%s'%s", what,
                           qc_quote(word, quoted), more);
}

/* A key of a group, at the end of a path. */
static bool edit_key(const edit *change, const char *group, qc_yaml_node *map, const char *key)
{
    const char *names[64];
    const qc_schema_key *known;
    int32_t count = 0;
    if (qc_schema_find(group, key)) return place_value(change, map, key);
    for (; count < 64 && (known = qc_schema_child(group, count)) != NULL; count++)
        names[count] = known->name;
    return unknown(change, "key", key, names, count);
}

/* A list of names out of a list or map, for finding the one that a path means. */
typedef struct name_list {
    const char *names[MAX_NAMES];
    int32_t count;
} name_list;

static bool find_item(const edit *change, const char *what, const name_list *known,
                      const char *path, int32_t *index, const char **rest)
{
    char word[QC_QUOTE_SIZE * 4];
    *index = qc_lever_match(path, known->names, known->count, rest);
    if (*index >= 0 && **rest != '\0') return true;
    if (*index >= 0)
        return qc_reader_error(change->reader, change->value,
                               "the path ends at a %s; add one of its keys", what);
    snprintf(word, sizeof word, "%.*s", (int) strcspn(path, "."), path);
    return unknown(change, what, word, known->names, known->count);
}

/* What an item of a list is called, "" when nothing names it. */
static const char *item_name(const edit *change, const char *group, const qc_yaml_node *item)
{
    const char *name = NULL;
    if (strcmp(group, "targets[]") == 0)
        name = qc_read_targets_name(item, change->arena, change->reader->status);
    else if (item->kind == QC_YAML_TEXT)
        name = item->text;
    else if (qc_yaml_find(item, "stage"))
        name = qc_yaml_find(item, "stage")->text;
    return name ? name : "";
}

/* "proposal" becomes {stage: proposal}, so that it can take a key. */
static bool make_map(const edit *change, qc_yaml_node *item)
{
    qc_yaml_node map = *item, name = *item;
    if (item->kind == QC_YAML_MAP) return true;
    name.key = "stage";
    name.key_line = item->line;
    name.key_column = item->column;
    map.kind = QC_YAML_MAP;
    map.text = NULL;
    if (!qc_yaml_append(&map, &name, change->arena, change->reader->status)) return false;
    *item = map;
    return true;
}

static bool edit_list(const edit *change, const char *what, const char *group, qc_yaml_node *list,
                      const char *path)
{
    name_list known;
    const char *rest = path;
    int32_t index;
    known.count = 0;
    if (list && list->kind == QC_YAML_LIST)
        for (int32_t i = 0; i < list->count && i < MAX_NAMES; i++)
            known.names[known.count++] = item_name(change, group, &list->items[i]);
    if (!find_item(change, what, &known, path, &index, &rest)) return false;
    return make_map(change, &list->items[index]) &&
           edit_key(change, group, &list->items[index], rest);
}

/* The place of a path inside a segment, however it was written there; NULL = not said. */
static qc_yaml_node *find_said(qc_yaml_node *map, const char *path)
{
    if (map->kind != QC_YAML_MAP) return NULL;
    for (int32_t i = 0; i < map->count; i++) {
        qc_yaml_node *item = &map->items[i], *below;
        const char *key = item->key, *rest = path;
        if (qc_text_same(key, path)) return item;
        if (qc_lever_match(path, &key, 1, &rest) < 0 || *rest == '\0') continue;
        below = find_said(item, rest);
        if (below) return below;
    }
    return NULL;
}

static bool edit_segment(const edit *change, qc_yaml_node *segments, const char *path)
{
    name_list known;
    const char *rest = path, *key;
    int32_t index;
    qc_yaml_node *segment, *said;
    known.count = 0;
    if (segments && segments->kind == QC_YAML_MAP)
        for (int32_t i = 0; i < segments->count && i < MAX_NAMES; i++)
            known.names[known.count++] = segments->items[i].key;
    if (!find_item(change, "segment", &known, path, &index, &rest)) return false;
    segment = &segments->items[index];
    if (segment->kind == QC_YAML_TEXT && segment->text[0] == '\0') segment->kind = QC_YAML_MAP;
    said = find_said(segment, rest);
    if (!said)
        return segment->kind == QC_YAML_MAP
                   ? place_value(change, segment, rest)
                   : qc_reader_error(change->reader, segment, "expected keys with values");
    key = said->key;
    *said = *change->value;
    said->key = key;
    return true;
}

/* The history group is made when the file has none. */
static bool edit_group(const edit *change, qc_yaml_node *root, const char *group, const char *path)
{
    qc_yaml_node *map = qc_yaml_find(root, group);
    if (!map) {
        qc_yaml_node fresh = {.kind = QC_YAML_MAP, .file = change->value->file, .key = group};
        if (!qc_yaml_append(root, &fresh, change->arena, change->reader->status)) return false;
        map = qc_yaml_find(root, group);
    }
    if (map->kind == QC_YAML_MAP) return edit_key(change, group, map, path);
    return qc_reader_error(change->reader, map, "expected keys with values");
}

/* Are these the words of a group of its own below the activities, like "inbound"? */
static bool is_extra_group(const char *word)
{
    return strcmp(qc_read_team_group(word), "activities.<name>") != 0;
}

/* "inbound={...}" and "inbound.minutes=60"; the group is made when the file has none. */
static bool edit_extra_group(const edit *change, qc_yaml_node *activities, const char *word,
                             const char *rest)
{
    qc_yaml_node fresh = {.kind = QC_YAML_MAP, .file = change->value->file}, *group;
    if (rest[0] == '\0') return place_value(change, activities, word);
    fresh.key = qc_arena_text(change->arena, word, change->reader->status);
    if (!fresh.key) return false;
    if (!qc_yaml_find(activities, word) &&
        !qc_yaml_append(activities, &fresh, change->arena, change->reader->status))
        return false;
    group = qc_yaml_find(activities, word);
    if (group->kind == QC_YAML_MAP)
        return edit_key(change, qc_read_team_group(word), group, rest + 1);
    return qc_reader_error(change->reader, group, "expected keys with values");
}

/* "calls.contact_rate" in an activity that the file has. */
static bool edit_activity(const edit *change, qc_yaml_node *activities, const char *path)
{
    char word[QC_QUOTE_SIZE];
    name_list known;
    const char *rest = path;
    int32_t index;
    known.count = 0;
    snprintf(word, sizeof word, "%.*s", (int) strcspn(path, "."), path);
    if (activities && activities->kind == QC_YAML_MAP && is_extra_group(word))
        return edit_extra_group(change, activities, word, path + strcspn(path, "."));
    if (activities && activities->kind == QC_YAML_MAP)
        for (int32_t i = 0; i < activities->count && i < MAX_NAMES; i++)
            known.names[known.count++] = activities->items[i].key;
    if (!find_item(change, "activity", &known, path, &index, &rest)) return false;
    if (activities->items[index].kind == QC_YAML_MAP)
        return edit_key(change, "activities.<name>", &activities->items[index], rest);
    return qc_reader_error(change->reader, &activities->items[index], "expected keys with values");
}

static bool edit_top(const edit *change, qc_yaml_node *root, const char *path)
{
    char word[QC_QUOTE_SIZE];
    size_t length = strcspn(path, ".");
    const qc_schema_key *key;
    if (path[length] == '\0') return edit_key(change, "", root, path);
    snprintf(word, sizeof word, "%.*s", (int) length, path);
    key = qc_schema_find("", word);
    path += length + 1;
    if (!key) return edit_key(change, "", root, word);
    if (key->kind == QC_KIND_GROUP || key->kind == QC_KIND_TEAM || key->kind == QC_KIND_COST ||
        key->kind == QC_KIND_MARKET)
        return edit_group(change, root, key->name, path);
    if (key->kind == QC_KIND_ACTIVITIES)
        return edit_activity(change, qc_yaml_find(root, "activities"), path);
    if (key->kind == QC_KIND_PIPELINE)
        return edit_list(change, "stage", "pipeline[]", qc_yaml_find(root, "pipeline"), path);
    if (key->kind == QC_KIND_TARGETS)
        return edit_list(change, "target", "targets[]", qc_yaml_find(root, "targets"), path);
    if (key->kind == QC_KIND_SEGMENTS)
        return edit_segment(change, qc_yaml_find(root, "segments"), path);
    return qc_reader_error(change->reader, change->value, "'%s' has no keys below it", key->name);
}

/* ---- one set ---- */

static char *trimmed(qc_arena *arena, const char *text, size_t length, qc_status *status)
{
    while (length > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        length--;
    }
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    return qc_arena_text_part(arena, text, length, status);
}

/* Lists, groups and quoted texts are read as in the file; all else is taken as it is, so that
 * nobody has to quote `@` or `: ` twice. */
static bool read_value(const edit *change, const char *text, qc_yaml_node *value)
{
    qc_findings *findings = change->reader->findings;
    const int32_t first = findings->count;
    *value = *change->value;
    value->text = text;
    if (text[0] == '\0' || !strchr("[{\"'", text[0])) return true;
    if (qc_yaml_read(value, change->value->file, text, strlen(text), change->arena, findings,
                     change->reader->status))
        return true;
    for (int32_t i = first; i < findings->count; i++)
        findings->items[i].line = findings->items[i].field = 0;
    return false;
}

/* Places inside a set mean nothing in the plan's file. */
static void forget_places(qc_yaml_node *node)
{
    node->line = node->column = node->key_line = node->key_column = 0;
    for (int32_t i = 0; i < node->count; i++)
        forget_places(&node->items[i]);
}

/* One number or a change on something a lever can act on; a range or a group is a belief. */
static bool is_lever(const char *path, const char *text)
{
    if (text[0] == '{' || strstr(text, " to ")) return false;
    return qc_lever_is_path(path) || (qc_people_lever_is_path(path) && text[0] != '[');
}

static bool is_path(const char *path)
{
    return qc_lever_is_path(path) || qc_people_lever_is_path(path) || qc_priced_is_path(path);
}

static bool ends_in(const char *text, const char *end)
{
    const size_t length = strlen(text), wanted = strlen(end);
    return length > wanted && strcmp(text + length - wanted, end) == 0;
}

static bool is_goal(const char *path)
{
    return strncmp(path, "targets.", 8) == 0 &&
           (ends_in(path, ".at_least") || ends_in(path, ".at_most"));
}

const char *qc_set_equals(const char *set)
{
    const char *first = strchr(set, '='), *last = strrchr(set, '=');
    char path[PATH_SIZE] = "";
    if (first == last || (size_t) (last - set) >= sizeof path) return first;
    memcpy(path, set, (size_t) (last - set));
    return is_goal(path) || is_path(path) ? last : first;
}

bool qc_set_is_lever(const char *set)
{
    const char *equals = qc_set_equals(set);
    char path[PATH_SIZE] = "";
    if (equals == NULL || (size_t) (equals - set) >= sizeof path) return false;
    memcpy(path, set, (size_t) (equals - set));
    return is_path(path) || is_goal(path);
}

qc_set_kind qc_set_kind_of(const char *path, const char *text)
{
    static const char *const BELIEFS[] = {"deal_size", "new_deals", "shocks"};
    static const char *const GROUPS[] = {"pipeline.", "team.", "activities."};
    if (is_lever(path, text) || qc_priced_is_path(path)) return QC_SET_LEVER;
    if (strncmp(path, "targets.", 8) == 0) return QC_SET_TARGET;
    for (size_t i = 0; i < sizeof GROUPS / sizeof GROUPS[0]; i++)
        if (strncmp(path, GROUPS[i], strlen(GROUPS[i])) == 0) return QC_SET_BELIEF;
    for (size_t i = 0; i < sizeof BELIEFS / sizeof BELIEFS[0]; i++)
        if (strcmp(path, BELIEFS[i]) == 0) return QC_SET_BELIEF;
    return QC_SET_PLAN;
}

/* ---- changes of what the plan states by one number ---- */

static qc_yaml_node *find_stated(qc_yaml_node *root, const char *path)
{
    qc_yaml_node *node = root;
    while (node != NULL && path[0] != '\0') {
        qc_yaml_node *below = NULL;
        const char *rest = path;
        for (int32_t i = 0; node->kind == QC_YAML_MAP && i < node->count && below == NULL; i++) {
            const char *key = node->items[i].key;
            if (qc_lever_match(path, &key, 1, &rest) >= 0) below = &node->items[i];
        }
        node = below;
        path = rest[0] == '.' ? rest + 1 : rest;
    }
    return node;
}

/* "cost.salary=+10%" takes what is stated, "cost.commission.rate=9%" what is stated in a group. */
static bool edit_priced(const edit *change, qc_yaml_node *root, const char *path,
                        qc_yaml_node *value)
{
    qc_yaml_node *stated = find_stated(root, path);
    const bool deep = strchr(path, '.') != strrchr(path, '.');
    if (value->kind == QC_YAML_TEXT && qc_quantity_is_change(value->text) &&
        !qc_priced_change(change->reader, stated, path, value))
        return false;
    if (stated == NULL || !deep) return edit_top(change, root, path);
    value->key = stated->key;
    *stated = *value;
    return true;
}

static bool apply_set(qc_reader *reader, qc_yaml_node *root, const char *set, qc_yaml_node *levers)
{
    qc_arena *arena = &reader->plan->arena;
    char quoted[QC_QUOTE_SIZE];
    const char *equals = qc_set_equals(set), *path, *text;
    qc_yaml_node blank = {.kind = QC_YAML_TEXT, .text = ""}, value;
    edit change = {reader, arena, &blank};
    blank.file = qc_arena_format(arena, reader->status, "--set %s", qc_quote(set, quoted));
    if (!blank.file) return false;
    if (!equals || equals == set)
        return qc_reader_error(reader, &blank, "expected PATH=VALUE, e.g. deal_size=+10%%");
    if (!qc_text_is_utf8(set, strlen(set)))
        return qc_reader_error(reader, &blank, "this is not UTF-8 text");
    path = trimmed(arena, set, (size_t) (equals - set), reader->status);
    if (!path) return false;
    text = trimmed(arena, equals + 1, strlen(equals + 1), reader->status);
    if (!text || !read_value(&change, text, &value)) return false;
    forget_places(&value);
    change.value = &value;
    if (qc_priced_is_path(path)) return edit_priced(&change, root, path, &value);
    if (!is_lever(path, text)) return edit_top(&change, root, path);
    value.key = path;
    return qc_yaml_append(levers, &value, arena, reader->status);
}

bool qc_set_apply(qc_reader *reader, qc_yaml_node *root, const char *const *sets, int32_t set_count,
                  qc_yaml_node *levers)
{
    bool ok = true;
    levers->kind = QC_YAML_LIST;
    for (int32_t i = 0; i < set_count; i++)
        ok = apply_set(reader, root, sets[i], levers) && ok;
    return ok;
}

/* A number that replaces needs something to be measured against. */
static bool rate_is_unknown(const qc_plan *plan, const qc_lever *lever)
{
    return plan->history.deals == NULL && plan->new_deals.form == QC_BELIEF_NONE &&
           (lever->segment < 0 || plan->segments[lever->segment].new_deals.form == QC_BELIEF_NONE);
}

bool qc_set_levers(qc_reader *reader, const qc_yaml_node *levers)
{
    bool ok = true;
    for (int32_t i = 0; i < levers->count; i++) {
        const qc_yaml_node *node = &levers->items[i];
        qc_lever lever = {0};
        qc_status failure = {0};
        if (qc_people_lever_is_path(node->key))
            ok = qc_people_lever_add(reader, node) && ok;
        else if (!qc_lever_path(reader, node->key, &lever, &failure))
            ok = qc_reader_failed(reader, node, &failure);
        else if (lever.target == QC_LEVER_NEW_DEALS && !qc_quantity_is_change(node->text) &&
                 rate_is_unknown(reader->plan, &lever))
            ok = qc_reader_error(reader, node,
                                 "the plan knows new deals from activities only: change these "
                                 "(activities.per_rep_per_week=+20%%), or new_deals by +20%%");
        else
            ok = qc_lever_add(reader, node, &lever, node->key) && ok;
    }
    return ok;
}
