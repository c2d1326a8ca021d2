/* Below a segment, paths may be written in steps or in one: `pipeline: {proposal: {days: ..}}`,
 * `pipeline.proposal.days: ..`. Both are first joined to one path, and the path decides. */
#include "plan/read_segments.h"

#include "core/text.h"
#include "plan/lever.h"
#include "plan/quantity.h"
#include "plan/read_belief.h"
#include "plan/read_cost.h"

#include <string.h>

#define MAX_SEGMENTS 1000
#define KEY_SIZE     512 /* of a joined path */

/* The table's key for a path of a segment: a known stage counts as <stage>. */
static const qc_schema_key *key_of(const qc_lever *lever)
{
    switch (lever->target) {
    case QC_LEVER_DEAL_SIZE: return qc_schema_find("segments.<name>", "deal_size");
    case QC_LEVER_NEW_DEALS: return qc_schema_find("segments.<name>", "new_deals");
    case QC_LEVER_CONVERSION:
        return qc_schema_find("segments.<name>", lever->stage < 0 ? "pipeline.conversion"
                                                                  : "pipeline.<stage>.conversion");
    case QC_LEVER_DAYS:
        return qc_schema_find("segments.<name>",
                              lever->stage < 0 ? "pipeline.days" : "pipeline.<stage>.days");
    case QC_LEVER_WIN_RATE: return qc_schema_find("segments.<name>", "win_rate");
    case QC_LEVER_LOSS: return qc_schema_find("segments.<name>", "loss.<reason>");
    }
    return NULL;
}

static qc_belief *belief_of(qc_plan_segment *segment, const qc_lever *lever)
{
    switch (lever->target) {
    case QC_LEVER_DEAL_SIZE: return &segment->deal_size;
    case QC_LEVER_NEW_DEALS: return &segment->new_deals;
    case QC_LEVER_CONVERSION: return lever->stage < 0 ? NULL : &segment->conversion[lever->stage];
    case QC_LEVER_DAYS: return lever->stage < 0 ? NULL : &segment->days[lever->stage];
    case QC_LEVER_WIN_RATE:
    case QC_LEVER_LOSS: break; /* changes only */
    }
    return NULL;
}

/* Has this segment a lever on the same thing already? Its levers are the last ones. */
static bool changed_before(const qc_plan *plan, const qc_lever *lever)
{
    for (int32_t i = plan->lever_count - 1; i >= 0; i--) {
        const qc_lever *other = &plan->levers[i];
        if (other->segment != lever->segment) return false;
        if (other->stage == lever->stage && other->target == lever->target &&
            (lever->target != QC_LEVER_LOSS || qc_text_same(other->reason, lever->reason)))
            return true;
    }
    return false;
}

static bool add_lever(qc_reader *reader, const qc_yaml_node *node, const qc_lever *lever,
                      const char *path)
{
    const char *full = qc_arena_format(&reader->plan->arena, reader->status, "segments.%s.%s",
                                       reader->plan->segments[lever->segment].name, path);
    return full && qc_lever_add(reader, node, lever, full);
}

static bool read_leaf(qc_reader *reader, int32_t segment, const qc_yaml_node *node,
                      const char *path)
{
    qc_lever lever = {.segment = segment};
    qc_status failure = {0};
    qc_belief *belief;
    if (!qc_lever_path_in(reader, path, &lever, &failure))
        return qc_reader_error_key(reader, node, "%s", failure.message);
    belief = belief_of(&reader->plan->segments[segment], &lever);
    if (changed_before(reader->plan, &lever) || (belief && belief->form != QC_BELIEF_NONE))
        return qc_reader_error_key(reader, node, "is said twice");
    if (node->kind == QC_YAML_TEXT && qc_quantity_is_change(node->text))
        return add_lever(reader, node, &lever, path);
    if (belief) return qc_read_belief(reader, key_of(&lever)->kind, node, belief);
    if (lever.target == QC_LEVER_WIN_RATE || lever.target == QC_LEVER_LOSS)
        return qc_reader_error(reader, node, "expected a change such as -8%%");
    return qc_reader_error(reader, node,
                           "expected a change such as +60%%; a value needs a stage "
                           "(pipeline.<stage>.%s)",
                           lever.target == QC_LEVER_DAYS ? "days" : "conversion");
}

/* A map is a step on the way unless the path has arrived at something with a value. */
static bool is_step(const qc_yaml_node *node, const char *path)
{
    size_t length = strlen(path);
    if (node->kind != QC_YAML_MAP) return false;
    if (strcmp(path, "pipeline") == 0) return true;
    if (strncmp(path, "pipeline.", 9) != 0) return false;
    if (length > 5 && strcmp(path + length - 5, ".days") == 0) return false;
    return length <= 11 || strcmp(path + length - 11, ".conversion") != 0;
}

static bool read_path(qc_reader *reader, int32_t segment, const qc_yaml_node *node,
                      const char *path)
{
    bool ok = true;
    if (strcmp(path, "accounts") == 0)
        return qc_read_cost_accounts(reader, node, &reader->plan->segments[segment].accounts);
    if (!is_step(node, path)) return read_leaf(reader, segment, node, path);
    for (int32_t i = 0; i < node->count; i++) {
        const qc_yaml_node *item = &node->items[i];
        size_t mark = qc_reader_enter(reader, item->key);
        if (strlen(path) + strlen(item->key) + 2 > KEY_SIZE) {
            ok = qc_reader_error_key(reader, item, "too long for a key");
        } else {
            const char *longer = qc_arena_format(&reader->plan->arena, reader->status, "%s.%s",
                                                 path, item->key);
            ok = longer && read_path(reader, segment, item, longer) && ok;
        }
        qc_reader_leave(reader, mark);
    }
    return ok;
}

static bool read_keys(qc_reader *reader, int32_t segment, const qc_yaml_node *map)
{
    bool ok = true;
    for (int32_t i = 0; i < map->count; i++) {
        const qc_yaml_node *item = &map->items[i];
        size_t mark = qc_reader_enter(reader, item->key);
        if (strlen(item->key) + 1 > KEY_SIZE)
            ok = qc_reader_error_key(reader, item, "too long for a key");
        else
            ok = read_path(reader, segment, item, item->key) && ok;
        qc_reader_leave(reader, mark);
    }
    return ok;
}

static bool read_segment(qc_reader *reader, const qc_yaml_node *node, int32_t index)
{
    qc_plan *plan = reader->plan;
    qc_plan_segment *segment = &plan->segments[index];
    size_t stages = (size_t) plan->stage_count;
    segment->name = node->key;
    segment->accounts = -1;
    segment->place = (qc_place){node->key_line, node->key_column};
    segment->conversion = qc_arena_take(&plan->arena, stages, sizeof *segment->conversion,
                                        reader->status);
    if (!segment->conversion) return false;
    segment->days = qc_arena_take(&plan->arena, stages, sizeof *segment->days, reader->status);
    if (!segment->days) return false;
    if (node->key[strspn(node->key, " ")] == '\0' || qc_quote_has_control(node->key))
        return qc_reader_error_key(reader, node, "the name of a segment is empty or unprintable");
    if (node->kind == QC_YAML_TEXT && node->text[0] == '\0') return true; /* named, nothing else */
    return qc_reader_map(reader, node) && read_keys(reader, index, node);
}

bool qc_read_segments(qc_reader *reader, const qc_yaml_node *map)
{
    qc_plan *plan = reader->plan;
    bool ok;
    if (!qc_reader_map(reader, map)) return false;
    if (map->count > MAX_SEGMENTS)
        return qc_reader_error(reader, map, "%d segments are too many (up to %d)", (int) map->count,
                               MAX_SEGMENTS);
    ok = qc_reader_keys_differ(reader, map);
    plan->segments = qc_arena_take(&plan->arena, (size_t) map->count, sizeof *plan->segments,
                                   reader->status);
    if (!plan->segments) return false;
    plan->segment_count = map->count;
    for (int32_t i = 0; i < map->count; i++) {
        size_t mark = qc_reader_enter(reader, map->items[i].key);
        ok = read_segment(reader, &map->items[i], i) && ok;
        qc_reader_leave(reader, mark);
    }
    return ok;
}
