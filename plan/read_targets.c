#include "plan/read_targets.h"

#include "core/text.h"
#include "plan/period.h"
#include "plan/quantity.h"
#include "plan/read_team.h"
#include "plan/read_value.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define MAX_TARGETS 1000

qc_metric qc_read_targets_metric(const char *word)
{
    int32_t metric = 0;
    if (qc_text_same(word, "revenue")) return QC_METRIC_BOOKINGS;
    while (metric < QC_METRIC_ASKED && !qc_text_same(word, qc_plan_metric_word((qc_metric) metric)))
        metric++;
    return metric < QC_METRIC_ASKED ? (qc_metric) metric : QC_METRIC_COUNT;
}

const char *qc_read_targets_name(const qc_yaml_node *item, qc_arena *arena, qc_status *status)
{
    const qc_yaml_node *name = qc_yaml_find(item, "name");
    const qc_yaml_node *metric = qc_yaml_find(item, "metric");
    const qc_yaml_node *period = qc_yaml_find(item, "period");
    qc_metric known;
    if (name && name->kind == QC_YAML_TEXT && name->text[0] != '\0') return name->text;
    if (!metric || metric->kind != QC_YAML_TEXT || !period || period->kind != QC_YAML_TEXT)
        return NULL;
    known = qc_read_targets_metric(metric->text);
    return qc_arena_format(arena, status, "%s %s",
                           known < QC_METRIC_COUNT ? qc_plan_metric_word(known) : metric->text,
                           period->text);
}

/* Is it the name of a kind of activity? */
static bool find_activity(const qc_plan *plan, const char *text, int32_t *kind)
{
    for (*kind = 0; *kind < plan->activities.count; (*kind)++) {
        if (qc_text_same(plan->activities.kinds[*kind].name, text)) return true;
    }
    return false;
}

static bool read_metric(qc_reader *reader, const qc_yaml_node *node, qc_target *target)
{
    const qc_plan_activities *activities = &reader->plan->activities;
    const char *names[QC_METRIC_ASKED + 1 + QC_PLAN_MAX_ACTIVITIES], *text;
    char quoted[QC_QUOTE_SIZE], more[256];
    int32_t count = 0;
    if (!qc_reader_text(reader, node, &text)) return false;
    target->metric = qc_read_targets_metric(text);
    if (target->metric < QC_METRIC_COUNT) return true;
    target->metric = QC_METRIC_ACTIVITY;
    if (find_activity(reader->plan, text, &target->stage)) return true;
    for (int32_t i = 0; i < QC_METRIC_ASKED; i++)
        names[count++] = qc_plan_metric_word((qc_metric) i);
    names[count++] = "revenue";
    for (int32_t k = 0; k < activities->count; k++)
        names[count++] = activities->kinds[k].name;
    qc_reader_suggest(reader, text, names, count, more, sizeof more);
    target->metric = QC_METRIC_BOOKINGS;
    target->stage = -1;
    return qc_reader_error(reader, node, "'%s' is not a metric%s", qc_quote(text, quoted), more);
}

static bool read_period(qc_reader *reader, const qc_yaml_node *node, qc_period *period)
{
    const char *text;
    qc_status failure = {0};
    if (!qc_reader_text(reader, node, &text)) return false;
    if (!qc_period_read(text, reader->plan->fiscal_start_month, period, &failure))
        return qc_reader_failed(reader, node, &failure);
    period->text = text;
    return true;
}

/* ---- the goal ---- */

static qc_quantity_kind kind_of(qc_metric metric)
{
    if (qc_plan_metric_is_share(metric)) return QC_QUANTITY_SHARE;
    if (qc_plan_metric_is_money(metric)) return QC_QUANTITY_MONEY;
    return metric == QC_METRIC_CYCLE ? QC_QUANTITY_DAYS : QC_QUANTITY_COUNT;
}

static const char *example_of(qc_metric metric)
{
    if (qc_plan_metric_is_share(metric)) return "25%";
    if (metric == QC_METRIC_DEAL_SIZE) return "12k";
    return qc_plan_metric_is_money(metric) ? "1.2M" : "20";
}

/* "+10% on 2025" */
static bool read_relative(qc_reader *reader, const qc_yaml_node *node, const char *text,
                          qc_target *target)
{
    const char *on = strstr(text, " on ");
    qc_change_kind change = QC_CHANGE_SCALE;
    qc_status failure = {0};
    char *part;
    if (!on)
        return qc_reader_error(reader, node,
                               "a change needs something to stand on, e.g. +10%% on 2025");
    part = qc_arena_text_part(&reader->plan->arena, text, (size_t) (on - text), reader->status);
    if (!part) return false;
    const qc_quantity_kind kind = qc_plan_metric_is_share(target->metric) ? QC_QUANTITY_SHARE
                                                                          : QC_QUANTITY_FACTOR;
    if (!qc_quantity_change(part, kind, &change, &target->amount, &failure))
        return qc_reader_failed(reader, node, &failure);
    if (!qc_period_read(on + 4, reader->plan->fiscal_start_month, &target->base, &failure))
        return qc_reader_failed(reader, node, &failure);
    if (target->base.each)
        return qc_reader_error(reader, node, "the base has to be one period, e.g. +10%% on 2025");
    target->points = change == QC_CHANGE_POINTS;
    if (!target->points) target->amount -= 1;
    target->base.text = on + 4;
    target->relative = true;
    return true;
}

static bool read_goal(qc_reader *reader, const qc_yaml_node *node, qc_target *target)
{
    const char *text;
    qc_status failure = {0};
    const qc_quantity_kind kind = kind_of(target->metric);
    if (!qc_reader_text(reader, node, &text)) return false;
    if (qc_quantity_is_change(text)) return read_relative(reader, node, text, target);
    if (target->at_most && strcmp(text, "0") == 0) return true;
    if (!qc_quantity_single(text, kind, reader->plan->currency, &target->amount, NULL, &failure))
        return qc_reader_failed(reader, node, &failure);
    if (target->at_most || target->amount > 0) return true;
    return qc_reader_error(reader, node, "at least 0 is always reached; a goal is above 0");
}

static bool read_one_goal(qc_reader *reader, const qc_yaml_node *item, qc_target *target)
{
    const qc_yaml_node *least = qc_yaml_find(item, "at_least");
    const qc_yaml_node *most = qc_yaml_find(item, "at_most");
    const qc_yaml_node *node = least ? least : most;
    size_t mark;
    bool ok;
    if (!node)
        return qc_reader_error(reader, item, "a goal is missing, e.g. 'at_least: %s'",
                               example_of(target->metric));
    if (least && most)
        return qc_reader_error_key(
            reader,
            most->key_line > least->key_line || most->key_column > least->key_column ? most : least,
            "at_least and at_most cannot both stand in one target");
    target->at_most = node == most;
    target->goal_place = (qc_place){node->line, node->column};
    mark = qc_reader_enter(reader, node->key);
    ok = read_goal(reader, node, target);
    qc_reader_leave(reader, mark);
    return ok;
}

/* ---- scope and stage ---- */

static bool read_scope(qc_reader *reader, const qc_yaml_node *node, qc_target *target)
{
    bool ok = true;
    if (!qc_reader_map(reader, node)) return false;
    target->scope = qc_arena_take(&reader->plan->arena, (size_t) node->count, sizeof *target->scope,
                                  reader->status);
    if (!target->scope) return false;
    for (int32_t i = 0; i < node->count; i++) {
        const qc_yaml_node *item = &node->items[i];
        qc_scope *scope = &target->scope[target->scope_count];
        size_t mark = qc_reader_enter(reader, item->key);
        if (item->key[0] == '\0' || qc_quote_has_control(item->key))
            ok = qc_reader_error_key(reader, item, "a column of the history needs a name");
        else if (qc_reader_text(reader, item, &scope->value)) {
            scope->column = item->key;
            target->scope_count++;
        } else
            ok = false;
        qc_reader_leave(reader, mark);
    }
    return ok;
}

static bool settle_stage(qc_reader *reader, const qc_yaml_node *item, qc_target *target)
{
    const qc_yaml_node *node = qc_yaml_find(item, "stage");
    const qc_plan *plan = reader->plan;
    if (target->metric != QC_METRIC_QUALIFIED) {
        if (!node) return true;
        return qc_reader_error_key(reader, node, "'stage' belongs to the metric qualified only");
    }
    if (node) return true; /* read, or complained about */
    for (int32_t i = 0; i < plan->stage_count; i++) {
        const char *name = plan->stages[i].name;
        if (!name || !(qc_text_same(name, "qualified") || qc_text_same(name, "qualify"))) continue;
        target->stage = i;
        return true;
    }
    return qc_reader_error(
        reader, item, "metric qualified needs a stage whose entries count, e.g. 'stage: %s'",
        plan->stage_count > 0 && plan->stages[0].name ? plan->stages[0].name : "qualified");
}

/* Which deals are lost for what: the share needs to say it. */
static bool settle_reason(qc_reader *reader, const qc_yaml_node *item, const qc_target *target)
{
    const qc_yaml_node *node = qc_yaml_find(item, "reason");
    if (target->metric == QC_METRIC_LOSS_SHARE && !node)
        return qc_reader_error(reader, item, "'reason' is missing, e.g. 'reason: price'");
    if (target->metric != QC_METRIC_LOSS_SHARE && node)
        return qc_reader_error_key(reader, node, "'reason' belongs to the metric loss_share only");
    return true;
}

static bool need(qc_reader *reader, const qc_yaml_node *item, const char *key)
{
    const qc_schema_key *known = qc_schema_find("targets[]", key);
    if (qc_yaml_find(item, key)) return true;
    return qc_reader_error(reader, item, "'%s' is missing, e.g. '%s: %s'", key, key,
                           known->example);
}

typedef bool part_reader(qc_reader *reader, const qc_yaml_node *node, qc_target *target);

static bool read_metric_part(qc_reader *reader, const qc_yaml_node *node, qc_target *target)
{
    return read_metric(reader, node, target);
}

static bool read_period_part(qc_reader *reader, const qc_yaml_node *node, qc_target *target)
{
    return read_period(reader, node, &target->period);
}

static bool read_part(qc_reader *reader, const qc_yaml_node *item, const char *key,
                      part_reader *read, qc_target *target)
{
    const qc_yaml_node *node = qc_yaml_find(item, key);
    size_t mark;
    bool ok;
    if (!node) return true;
    mark = qc_reader_enter(reader, key);
    ok = read(reader, node, target);
    qc_reader_leave(reader, mark);
    return ok;
}

static bool read_target(qc_reader *reader, const qc_yaml_node *item, qc_target *target)
{
    bool ok;
    target->stage = -1;
    target->place = (qc_place){item->line, item->column};
    if (!qc_read_value_group(reader, "targets[]", item, target)) return false;
    ok = need(reader, item, "metric");
    ok = need(reader, item, "period") && ok;
    /* The goal reads differently for money, so a target without a metric ends here. */
    if (!ok || !read_part(reader, item, "metric", read_metric_part, target)) return false;
    ok = read_part(reader, item, "period", read_period_part, target);
    ok = read_one_goal(reader, item, target) && ok;
    ok = read_part(reader, item, "scope", read_scope, target) && ok;
    ok = settle_stage(reader, item, target) && ok;
    ok = settle_reason(reader, item, target) && ok;
    target->name = qc_read_targets_name(item, &reader->plan->arena, reader->status);
    return ok && target->name;
}

static bool names_differ(qc_reader *reader, const qc_yaml_node *list)
{
    const qc_plan *plan = reader->plan;
    int32_t count = 0;
    qc_reader_name *names = qc_arena_take(&reader->plan->arena, (size_t) list->count, sizeof *names,
                                          reader->status);
    if (!names) return false;
    for (int32_t i = 0; i < list->count; i++) {
        const qc_yaml_node *item = &list->items[i];
        const qc_yaml_node *name = qc_yaml_find(item, "name");
        const char *owner;
        if (!plan->targets[i].name) continue;
        owner = qc_arena_format(&reader->plan->arena, reader->status, "that of target %d",
                                (int) i + 1);
        if (!owner) return false;
        names[count++] = (qc_reader_name){plan->targets[i].name, name ? name : item, owner, NULL};
    }
    return qc_reader_distinct(reader, names, count);
}

static void enter_target(qc_reader *reader, const qc_yaml_node *item, int32_t number)
{
    char label[16];
    const qc_yaml_node *name = qc_yaml_find(item, "name");
    snprintf(label, sizeof label, "[%d]", (int) number);
    (void) qc_reader_enter(
        reader, name && name->kind == QC_YAML_TEXT && name->text[0] != '\0' ? name->text : label);
}

bool qc_read_targets(qc_reader *reader, const qc_yaml_node *list)
{
    qc_plan *plan = reader->plan;
    bool ok = true;
    if (list->kind != QC_YAML_LIST)
        return qc_reader_error(reader, list,
                               "expected a list of targets, each beginning with '- '");
    if (list->count > MAX_TARGETS)
        return qc_reader_error(reader, list, "%d targets are too many (up to %d)",
                               (int) list->count, MAX_TARGETS);
    plan->targets = qc_arena_take(&plan->arena, (size_t) list->count, sizeof *plan->targets,
                                  reader->status);
    if (!plan->targets) return false;
    for (int32_t i = 0; i < list->count; i++) {
        size_t mark = strlen(reader->path);
        enter_target(reader, &list->items[i], i + 1);
        ok = read_target(reader, &list->items[i], &plan->targets[i]) && ok;
        qc_reader_leave(reader, mark);
        plan->target_count = i + 1;
    }
    return names_differ(reader, list) && ok;
}
