#include "plan/required.h"

#include "plan/read_cost.h"
#include "plan/read_team.h"
#include "plan/schema.h"

#include <stdio.h>
#include <string.h>

/* Missing at the top level: there is no line to point at. */
static bool missing(qc_reader *reader, const qc_yaml_node *root, const char *key, const char *why)
{
    qc_yaml_node nowhere = {.file = root->file};
    return qc_reader_error(reader, &nowhere, "'%s' is missing%s, e.g. '%s: %s'", key, why, key,
                           qc_schema_find("", key)->example);
}

static bool need_stage_keys(qc_reader *reader, const qc_yaml_node *item, const char *name)
{
    static const char *const KEYS[] = {"conversion", "days"};
    size_t pipeline = qc_reader_enter(reader, "pipeline"), mark = qc_reader_enter(reader, name);
    bool ok = true;
    for (int i = 0; i < 2; i++)
        if (!qc_yaml_find(item, KEYS[i]))
            ok = qc_reader_error(reader, item,
                                 "'%s' is missing (there is no history to take it from), e.g. '%s: "
                                 "%s'",
                                 KEYS[i], KEYS[i], qc_schema_find("pipeline[]", KEYS[i])->example);
    qc_reader_leave(reader, mark);
    qc_reader_leave(reader, pipeline);
    return ok;
}

/* Is any belief stated at all? If not, the history is what was forgotten. */
static bool states_beliefs(const qc_yaml_node *root, const qc_yaml_node *pipeline)
{
    if (qc_yaml_find(root, "deal_size") || qc_yaml_find(root, "new_deals") ||
        qc_yaml_find(root, "activities"))
        return true;
    for (int32_t i = 0; pipeline && pipeline->kind == QC_YAML_LIST && i < pipeline->count; i++)
        if (qc_yaml_find(&pipeline->items[i], "conversion") ||
            qc_yaml_find(&pipeline->items[i], "days"))
            return true;
    return false;
}

static bool needs_deal_size(const qc_plan *plan)
{
    for (int32_t i = 0; i < plan->target_count; i++)
        if (plan->targets[i].metric == QC_METRIC_BOOKINGS) return true;
    return plan->target_count == 0;
}

/* Units, margins and last year's figures are known from a history only. */
static bool check_targets(qc_reader *reader, const qc_yaml_node *root)
{
    const qc_plan *plan = reader->plan;
    bool ok = true;
    for (int32_t i = 0; i < plan->target_count; i++) {
        const qc_target *target = &plan->targets[i];
        qc_yaml_node at = {
            .file = root->file, .line = target->place.line, .column = target->place.column};
        if (!target->name) continue;
        size_t targets = qc_reader_enter(reader, "targets"),
               mark = qc_reader_enter(reader, target->name);
        if (target->metric == QC_METRIC_UNITS || target->metric == QC_METRIC_MARGIN)
            ok = qc_reader_error(
                reader, &at, "metric %s needs history.deals with a column '%s' in it",
                qc_plan_metric_word(target->metric), qc_plan_metric_word(target->metric));
        const bool of_log = target->metric == QC_METRIC_ACTIVITY;
        if (target->relative && !(of_log && plan->history.activities != NULL)) {
            at.line = target->goal_place.line;
            at.column = target->goal_place.column;
            ok = qc_reader_error(reader, &at,
                                 "a goal relative to %s needs history.%s to know the base",
                                 target->base.text, of_log ? "activities" : "deals");
        }
        qc_reader_leave(reader, mark);
        qc_reader_leave(reader, targets);
    }
    return ok;
}

static bool check_beliefs(qc_reader *reader, const qc_yaml_node *root, const qc_yaml_node *pipeline)
{
    static const char WHY[] = " (there is no history to take it from)";
    const qc_plan *plan = reader->plan;
    bool ok = true;
    if (!qc_yaml_find(root, "as_of")) ok = missing(reader, root, "as_of", WHY);
    if (!qc_yaml_find(root, "new_deals") && !qc_yaml_find(root, "activities"))
        ok = missing(reader, root, "new_deals", WHY);
    if (!qc_yaml_find(root, "deal_size") && needs_deal_size(plan))
        ok = missing(reader, root, "deal_size", WHY);
    for (int32_t i = 0; i < plan->stage_count; i++)
        if (plan->stages[i].name)
            ok = need_stage_keys(reader, &pipeline->items[i], plan->stages[i].name) && ok;
    return check_targets(reader, root) && ok;
}

bool qc_required_check(qc_reader *reader, const qc_yaml_node *root)
{
    const qc_yaml_node *pipeline = qc_yaml_find(root, "pipeline");
    const qc_yaml_node *history = qc_yaml_find(root, "history");
    const qc_yaml_node *deals = history ? qc_yaml_find(history, "deals") : NULL;
    const qc_yaml_node *open = history ? qc_yaml_find(history, "open_deals") : NULL;
    qc_yaml_node nowhere = {.file = root->file};
    bool ok = pipeline || missing(reader, root, "pipeline", "");
    if (!qc_read_team_check(reader, root)) ok = false;
    if (!qc_read_cost_check(reader, root)) ok = false;
    if (deals && open)
        return qc_reader_error_key(reader, open,
                                   "history.open_deals is for a plan without history.deals, which "
                                   "holds the open deals already");
    if (deals) return ok;
    if (!states_beliefs(root, pipeline))
        return qc_reader_error(reader, &nowhere,
                               "neither a history nor beliefs: name the file of past deals "
                               "('history: {deals: deals.csv}'), or state as_of, new_deals, "
                               "deal_size, and conversion and days of each stage");
    return check_beliefs(reader, root, pipeline) && ok;
}
