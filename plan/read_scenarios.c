#include "plan/read_scenarios.h"

#include "core/text.h"
#include "plan/lever.h"
#include "plan/people_lever.h"
#include "plan/priced.h"
#include "plan/quantity.h"
#include "plan/set_clash.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_SCENARIOS 60
#define MAX_LIMITS    8

/* ---- one change ---- */

/* Does `targets.NAME.KEY` name a target of the plan? Its value is read with the scenario's own plan. */
static bool check_target(const qc_reader *reader, const char *path, qc_status *failure)
{
    const qc_plan *plan = reader->plan;
    const char *names[64], *rest = path;
    char more[256], quoted[QC_QUOTE_SIZE];
    int32_t count = 0;
    for (int32_t i = 0; i < plan->target_count; i++) {
        if (plan->targets[i].name && qc_lever_match(path, &plan->targets[i].name, 1, &rest) == 0 &&
            (strcmp(rest, "at_least") == 0 || strcmp(rest, "at_most") == 0))
            return true;
        if (plan->targets[i].name && count < 64) names[count++] = plan->targets[i].name;
    }
    qc_reader_suggest(reader, path, names, count, more, sizeof more);
    return qc_fail(failure, QC_BAD_INPUT,
                   "'%s' is no goal of a target (targets.<name>.at_least or .at_most)%s",
                   qc_quote(path, quoted), more);
}

/* A path of the whole plan; a misspelt one names the levers there are. */
static bool check_lever(const qc_reader *reader, const char *path, const char *text,
                        qc_lever *lever, qc_status *failure)
{
    static const char *const WHAT[] = {"deal_size",
                                       "new_deals",
                                       "win_rate",
                                       "pipeline.conversion",
                                       "pipeline.days",
                                       "loss.<reason>",
                                       "team.reps",
                                       "team.hires",
                                       "team.hours_per_week",
                                       "activities.<name>.contact_rate"};
    char more[256], quoted[QC_QUOTE_SIZE];
    if (!qc_lever_is_path(path)) {
        qc_reader_suggest(reader, path, WHAT, sizeof WHAT / sizeof WHAT[0], more, sizeof more);
        return qc_fail(failure, QC_BAD_INPUT, "'%s' is no lever%s", qc_quote(path, quoted), more);
    }
    if (!qc_lever_path(reader, path, lever, failure)) return false;
    if (strstr(text, " to "))
        return qc_fail(failure, QC_BAD_INPUT, "%s is a range; a lever takes one number or a change",
                       qc_quote(text, quoted));
    return qc_lever_value(reader->plan, text, lever, failure);
}

static bool read_change(qc_reader *reader, const qc_yaml_node *node, qc_scenario *scenario)
{
    const char *text;
    qc_lever lever = {0};
    qc_status failure = {0};
    qc_people_lever people;
    bool ok;
    if (!qc_reader_text(reader, node, &text)) return false;
    if (qc_people_lever_is_path(node->key)) {
        if (!qc_people_lever_read(reader, node, &people)) return false;
    } else if (!qc_priced_is_path(node->key)) { /* these are read with the scenario's own plan */
        ok = strncmp(node->key, "targets.", 8) == 0
                 ? check_target(reader, node->key + 8, &failure)
                 : check_lever(reader, node->key, text, &lever, &failure);
        if (!ok) return qc_reader_failed(reader, node, &failure);
    }
    scenario->places[scenario->set_count] = (qc_place){node->line, node->column};
    scenario->sets[scenario->set_count] = qc_arena_format(&reader->plan->arena, reader->status,
                                                          "%s=%s", node->key, text);
    return scenario->sets[scenario->set_count++] != NULL;
}

/* ---- scenarios ---- */

static bool read_cost(qc_reader *reader, const qc_yaml_node *node, double *cost)
{
    const char *text;
    qc_status failure = {0};
    if (!qc_reader_text(reader, node, &text)) return false;
    if (strcmp(text, "0") == 0) return true;
    if (qc_quantity_single(text, QC_QUANTITY_MONEY, reader->plan->currency, cost, NULL, &failure))
        return true;
    return qc_reader_failed(reader, node, &failure);
}

static bool read_scenario(qc_reader *reader, const qc_yaml_node *node, qc_scenario *scenario)
{
    bool ok = true;
    scenario->name = node->key;
    scenario->place = (qc_place){node->key_line, node->key_column};
    if (node->key[strspn(node->key, " ")] == '\0' || qc_quote_has_control(node->key))
        return qc_reader_error_key(reader, node, "the name of a scenario is empty or unprintable");
    if (!qc_reader_map(reader, node)) return false;
    scenario->sets = qc_arena_take(&reader->plan->arena, (size_t) node->count,
                                   sizeof *scenario->sets, reader->status);
    scenario->places = qc_arena_take(&reader->plan->arena, (size_t) node->count,
                                     sizeof *scenario->places, reader->status);
    if (!scenario->sets || !scenario->places) return false;
    for (int32_t i = 0; i < node->count; i++) {
        const qc_yaml_node *item = &node->items[i];
        size_t mark = qc_reader_enter(reader, item->key);
        ok = (strcmp(item->key, "cost") == 0 ? read_cost(reader, item, &scenario->cost)
                                             : read_change(reader, item, scenario)) &&
             ok;
        qc_reader_leave(reader, mark);
    }
    qc_status clash = {0};
    if (ok && !qc_set_clash(scenario->sets, scenario->set_count, &clash))
        return qc_reader_failed(reader, node, &clash);
    if (ok && scenario->set_count == 0)
        return qc_reader_error_key(reader, node,
                                   "this scenario changes nothing, e.g. "
                                   "{new_deals: +20%%}");
    return ok;
}

bool qc_read_scenarios(qc_reader *reader, const qc_yaml_node *map)
{
    qc_plan *plan = reader->plan;
    bool ok;
    if (!qc_reader_map(reader, map)) return false;
    if (map->count > MAX_SCENARIOS)
        return qc_reader_error(reader, map, "%d scenarios are too many (up to %d)",
                               (int) map->count, MAX_SCENARIOS);
    ok = qc_reader_keys_differ(reader, map);
    plan->scenarios = qc_arena_take(&plan->arena, (size_t) map->count, sizeof *plan->scenarios,
                                    reader->status);
    if (!plan->scenarios) return false;
    for (int32_t i = 0; i < map->count; i++) {
        size_t mark = qc_reader_enter(reader, map->items[i].key);
        ok = read_scenario(reader, &map->items[i], &plan->scenarios[i]) && ok;
        plan->scenario_count = i + 1;
        qc_reader_leave(reader, mark);
    }
    return ok;
}

/* ---- levers with limits ---- */

/* A change of people; what is wrong with it comes back as text instead of a finding. */
static bool check_people(qc_reader *reader, const char *path, const char *text, qc_status *failure)
{
    const qc_yaml_node node = {.kind = QC_YAML_TEXT, .file = "", .key = path, .text = text};
    qc_people_lever lever;
    const bool ok = qc_people_lever_read(reader, &node, &lever);
    if (!ok)
        (void) qc_fail(failure, QC_BAD_INPUT, "%s",
                       reader->findings->count > 0 ? reader->findings->items[0].text
                                                   : "this is no change of people");
    qc_findings_free(reader->findings);
    return ok;
}

bool qc_read_scenarios_limit(const qc_plan *plan, const char *path, const char *up_to,
                             const char *cost, qc_limit *limit, qc_status *failure)
{
    qc_plan looked_at = *plan; /* names are looked up in it, nothing is kept */
    qc_findings none = {0};
    qc_status ignored = {0};
    qc_reader reader = {.plan = &looked_at, .findings = &none, .status = &ignored};
    qc_lever lever = {0};
    char quoted[QC_QUOTE_SIZE];
    const bool people = qc_people_lever_is_path(path);
    if (!qc_quantity_is_change(up_to))
        return qc_fail(failure, QC_BAD_INPUT, "%s is not a change (e.g. +30%% or +10 points)",
                       qc_quote(up_to, quoted));
    if (!qc_priced_is_path(path) && /* these are read with a plan of their own */
        (people ? !check_people(&reader, path, up_to, failure)
                : !check_lever(&reader, path, up_to, &lever, failure)))
        return false;
    limit->path = path;
    limit->up_to = up_to;
    limit->cost = 0;
    if (up_to[strspn(up_to, "+-0.")] == '\0' || strpbrk(up_to, "123456789") == NULL)
        return qc_fail(failure, QC_BAD_INPUT, "a lever that may not move cannot help");
    return !cost || strcmp(cost, "0") == 0 ||
           qc_quantity_single(cost, QC_QUANTITY_MONEY, plan->currency, &limit->cost, NULL, failure);
}

static bool read_limit(qc_reader *reader, const qc_yaml_node *node, qc_limit *limit)
{
    const qc_yaml_node *up_to = qc_yaml_find(node, "up_to"), *cost = qc_yaml_find(node, "cost");
    const char *far, *price = NULL;
    qc_status failure = {0};
    limit->place = (qc_place){node->key_line, node->key_column};
    if (!qc_reader_map(reader, node) || !qc_reader_keys(reader, "levers.<path>", node))
        return false;
    if (!up_to) return qc_reader_error(reader, node, "'up_to' is missing, e.g. 'up_to: +30%%'");
    if (!qc_reader_text(reader, up_to, &far) || (cost && !qc_reader_text(reader, cost, &price)))
        return false;
    return qc_read_scenarios_limit(reader->plan, node->key, far, price, limit, &failure) ||
           qc_reader_failed(reader, up_to, &failure);
}

bool qc_read_scenarios_limits(qc_reader *reader, const qc_yaml_node *map)
{
    qc_plan *plan = reader->plan;
    bool ok;
    if (!qc_reader_map(reader, map)) return false;
    if (map->count > MAX_LIMITS)
        return qc_reader_error(reader, map, "%d levers are too many (up to %d)", (int) map->count,
                               MAX_LIMITS);
    ok = qc_reader_keys_differ(reader, map);
    plan->limits = qc_arena_take(&plan->arena, (size_t) map->count, sizeof *plan->limits,
                                 reader->status);
    if (!plan->limits) return false;
    for (int32_t i = 0; i < map->count; i++) {
        size_t mark = qc_reader_enter(reader, map->items[i].key);
        ok = read_limit(reader, &map->items[i], &plan->limits[i]) && ok;
        plan->limit_count = i + 1;
        qc_reader_leave(reader, mark);
    }
    return ok;
}
