#include "plan/read_cost.h"

#include "core/text.h"
#include "plan/read_field.h"
#include "plan/schema.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MOST_MONEY    1e12
#define MOST_ACCOUNTS 1e9
#define MOST_TIER     100 /* times the quota */

void qc_read_cost_start(qc_plan *plan)
{
    plan->cost = (qc_plan_cost){.gross_margin = NAN};
    plan->cost.commission = (qc_plan_commission){.team_share = 0.5, .every = QC_UNIT_QUARTER};
    plan->market = (qc_plan_market){.accounts = INFINITY, .returns_after = INFINITY};
}

typedef bool reader_of(qc_reader *reader, const qc_yaml_node *node, void *out);

/* One key of a map, if it is there. */
static bool read_part(qc_reader *reader, const qc_yaml_node *map, const char *key, reader_of *read,
                      void *out)
{
    const qc_yaml_node *node = qc_yaml_find(map, key);
    if (!node) return true;
    const size_t mark = qc_reader_enter(reader, key);
    const bool ok = read(reader, node, out);
    qc_reader_leave(reader, mark);
    return ok;
}

static bool read_pay(qc_reader *reader, const qc_yaml_node *node, void *out)
{
    return qc_read_field_pay(reader, node, out);
}

/* ---- names with money per unit of time ---- */

typedef struct pays {
    qc_plan_named_pay *list;
    int32_t count;
} pays;

static bool read_pays(qc_reader *reader, const qc_yaml_node *map, void *out)
{
    pays *into = out;
    bool ok;
    if (!qc_reader_map(reader, map)) return false;
    if (map->count > QC_PLAN_MAX_PAYS)
        return qc_reader_error(reader, map, "%d names are too many (up to %d)", (int) map->count,
                               QC_PLAN_MAX_PAYS);
    ok = qc_reader_keys_differ(reader, map);
    into->list = qc_arena_take(&reader->plan->arena, (size_t) map->count, sizeof *into->list,
                               reader->status);
    if (!into->list) return false;
    for (int32_t i = 0; i < map->count; i++) {
        const qc_yaml_node *item = &map->items[i];
        const size_t mark = qc_reader_enter(reader, item->key);
        into->list[i].name = item->key;
        ok = qc_read_field_pay(reader, item, &into->list[i].pay) && ok;
        qc_reader_leave(reader, mark);
    }
    into->count = map->count;
    return ok;
}

/* `3k per month`, or by name. */
static bool read_other(qc_reader *reader, const qc_yaml_node *node, void *out)
{
    pays *into = out;
    if (node->kind == QC_YAML_MAP) return read_pays(reader, node, out);
    into->list = qc_arena_take(&reader->plan->arena, 1, sizeof *into->list, reader->status);
    if (!into->list) return false;
    into->list[0].name = "other";
    into->count = 1;
    return qc_read_field_pay(reader, node, &into->list[0].pay);
}

/* ---- commission ---- */

static bool read_share(qc_reader *reader, const qc_yaml_node *node, void *out)
{
    static const qc_field SHARE = {"", QC_QUANTITY_SHARE, 0, 1, false, 0};
    return qc_read_field(reader, &SHARE, node, out);
}

/* A share of the quota, which may be more than all of it: 80%, 150%, 1.5. */
static bool read_attainment(qc_reader *reader, const qc_yaml_node *node, void *out)
{
    char quoted[QC_QUOTE_SIZE], number[32];
    const char *text;
    double value = 0;
    if (!qc_reader_text(reader, node, &text)) return false;
    const size_t length = strlen(text);
    const bool percent = text[length - 1] == '%';
    if (length - percent < sizeof number) {
        snprintf(number, sizeof number, "%.*s", (int) (length - percent), text);
        if (qc_text_decimal(number, &value)) {
            value /= percent ? 100 : 1;
            *(double *) out = value;
            if (value > 0 && value <= MOST_TIER) return true;
        }
    }
    return qc_reader_error(reader, node,
                           "%s is no share of a quota above 0%% (e.g. 80%%, 100%%, 150%%)",
                           qc_quote(text, quoted));
}

static bool need(qc_reader *reader, const qc_yaml_node *map, const char *group, const char *key)
{
    if (qc_yaml_find(map, key)) return true;
    return qc_reader_error(reader, map, "'%s' is missing, e.g. '%s: %s'", key, key,
                           qc_schema_find(group, key)->example);
}

static bool read_tier(qc_reader *reader, const qc_yaml_node *node, qc_plan_tier *tier)
{
    static const char GROUP[] = "cost.commission.tiers[]";
    tier->place = (qc_place){node->line, node->column};
    if (!qc_reader_map(reader, node) || !qc_reader_keys(reader, GROUP, node)) return false;
    bool ok = need(reader, node, GROUP, "from");
    ok = need(reader, node, GROUP, "rate") && ok;
    ok = read_part(reader, node, "from", read_attainment, &tier->from) && ok;
    return read_part(reader, node, "rate", read_share, &tier->rate) && ok;
}

static bool read_tiers(qc_reader *reader, const qc_yaml_node *list, void *out)
{
    qc_plan_commission *commission = out;
    bool ok = true;
    if (list->kind != QC_YAML_LIST || list->count > QC_PLAN_MAX_TIERS)
        return qc_reader_error(
            reader, list, "expected a list of up to %d tiers, e.g. [{from: 100%%, rate: 15%%}]",
            QC_PLAN_MAX_TIERS);
    commission->tiers = qc_arena_take(&reader->plan->arena, (size_t) list->count,
                                      sizeof *commission->tiers, reader->status);
    if (!commission->tiers) return false;
    commission->tier_count = list->count;
    for (int32_t i = 0; i < list->count; i++) {
        char label[16];
        snprintf(label, sizeof label, "[%d]", (int) i + 1);
        const size_t mark = qc_reader_enter(reader, label);
        const bool read = read_tier(reader, &list->items[i], &commission->tiers[i]);
        ok = read && ok;
        if (ok && i > 0 && commission->tiers[i].from <= commission->tiers[i - 1].from)
            ok = qc_reader_error(
                reader, &list->items[i],
                "tiers have to rise: this one begins at %g%% of the quota, the one "
                "before at %g%%",
                100 * commission->tiers[i].from, 100 * commission->tiers[i - 1].from);
        qc_reader_leave(reader, mark);
    }
    return ok;
}

/* One of a few words, as its place among them. */
static bool read_choice(qc_reader *reader, const qc_yaml_node *map, const char *key,
                        const char *const *words, int32_t *choice)
{
    const qc_yaml_node *node = qc_yaml_find(map, key);
    char quoted[QC_QUOTE_SIZE], more[256];
    const char *text;
    int32_t count = 0;
    if (!node) return true;
    const size_t mark = qc_reader_enter(reader, key);
    bool ok = qc_reader_text(reader, node, &text);
    for (; ok && words[count] != NULL && !qc_text_same(words[count], text); count++)
        ;
    if (ok && words[count] == NULL) {
        qc_reader_suggest(reader, text, words, count, more, sizeof more);
        ok = qc_reader_error(reader, node, "%s is none of the choices%s", qc_quote(text, quoted),
                             more);
    }
    if (ok) *choice = count;
    qc_reader_leave(reader, mark);
    return ok;
}

static bool read_commission_keys(qc_reader *reader, const qc_yaml_node *map,
                                 qc_plan_commission *commission)
{
    static const char *const ON[] = {"individual", "team", "mixed", NULL};
    static const char *const EVERY[] = {"month", "quarter", "year", NULL};
    static const char *const OF[] = {"bookings", "margin", NULL};
    int32_t on = QC_COMMISSION_INDIVIDUAL, every = 1, of = 0;
    bool ok = qc_reader_keys(reader, "cost.commission", map);
    ok = need(reader, map, "cost.commission", "rate") && ok;
    ok = read_part(reader, map, "rate", read_share, &commission->rate) && ok;
    ok = read_part(reader, map, "tiers", read_tiers, commission) && ok;
    ok = read_part(reader, map, "team_share", read_share, &commission->team_share) && ok;
    ok = read_choice(reader, map, "on", ON, &on) && ok;
    ok = read_choice(reader, map, "every", EVERY, &every) && ok;
    ok = read_choice(reader, map, "of", OF, &of) && ok;
    commission->on = (qc_commission_on) on;
    commission->every = (qc_calendar_unit) (QC_UNIT_MONTH + every);
    commission->of_margin = of == 1;
    if (ok && qc_yaml_find(map, "team_share") && commission->on != QC_COMMISSION_MIXED)
        return qc_reader_error_key(reader, qc_yaml_find(map, "team_share"),
                                   "'team_share' belongs to 'on: mixed'");
    return ok;
}

static bool read_commission(qc_reader *reader, const qc_yaml_node *node, void *out)
{
    qc_plan_commission *commission = out;
    commission->place = (qc_place){node->line, node->column};
    if (node->kind == QC_YAML_MAP) return read_commission_keys(reader, node, commission);
    return read_share(reader, node, &commission->rate);
}

/* ---- the groups ---- */

bool qc_read_cost(qc_reader *reader, const qc_yaml_node *map)
{
#define COST(name) offsetof(qc_plan_cost, name)
    static const qc_field FIELDS[] = {
        {"lead", QC_QUANTITY_MONEY, 0, MOST_MONEY, false, COST(lead)},
        {"gross_margin", QC_QUANTITY_SHARE, 0, 1, false, COST(gross_margin)},
    };
#undef COST
    qc_plan_cost *cost = &reader->plan->cost;
    pays salaries = {0}, other = {0};
    if (!qc_reader_map(reader, map)) return false;
    cost->place = (qc_place){map->key_line, map->key_column};
    cost->stated = true;
    bool ok = qc_reader_keys(reader, "cost", map);
    ok = read_part(reader, map, "salary", read_pay, &cost->salary) && ok;
    ok = read_part(reader, map, "salaries", read_pays, &salaries) && ok;
    ok = read_part(reader, map, "commission", read_commission, &cost->commission) && ok;
    ok = read_part(reader, map, "other", read_other, &other) && ok;
    cost->salaries = salaries.list;
    cost->salary_count = salaries.count;
    cost->other = other.list;
    cost->other_count = other.count;
    return qc_read_fields(reader, FIELDS, 2, map, cost) && ok;
}

bool qc_read_cost_accounts(qc_reader *reader, const qc_yaml_node *node, double *accounts)
{
    static const qc_field COUNT = {"", QC_QUANTITY_COUNT, 0, MOST_ACCOUNTS, true, 0};
    qc_plan_market *market = &reader->plan->market;
    if (!market->stated) market->place = (qc_place){node->key_line, node->key_column};
    market->stated = true;
    return qc_read_field(reader, &COUNT, node, accounts);
}

static bool read_accounts(qc_reader *reader, const qc_yaml_node *node, void *out)
{
    return qc_read_cost_accounts(reader, node, out);
}

bool qc_read_cost_market(qc_reader *reader, const qc_yaml_node *map)
{
    static const qc_field FIELDS[] = {{"returns_after", QC_QUANTITY_DAYS, 1, 36500, false,
                                       offsetof(qc_plan_market, returns_after)}};
    qc_plan_market *market = &reader->plan->market;
    if (!qc_reader_map(reader, map)) return false;
    bool ok = qc_reader_keys(reader, "market", map);
    ok = read_part(reader, map, "accounts", read_accounts, &market->accounts) && ok;
    ok = qc_read_fields(reader, FIELDS, 1, map, market) && ok;
    if (!ok || market->stated) return ok;
    return qc_reader_error(reader, map,
                           "how many accounts are there? state 'accounts: 5000' here or in a "
                           "segment");
}

bool qc_read_cost_quota(qc_reader *reader, const qc_yaml_node *node)
{
    qc_plan_pay *quota = &reader->plan->quota;
    if (!qc_read_field_pay(reader, node, quota)) return false;
    if (quota->amount > 0 && quota->per >= QC_UNIT_MONTH) return true;
    return qc_reader_error(reader, node,
                           "a quota is money per month, quarter or year (e.g. 300k per quarter)");
}

/* ---- what needs what ---- */

static bool check_targets(qc_reader *reader, const qc_yaml_node *root)
{
    const qc_plan *plan = reader->plan;
    bool ok = true;
    for (int32_t t = 0; t < plan->target_count; t++) {
        const qc_target *target = &plan->targets[t];
        const qc_yaml_node at = {
            .file = root->file, .line = target->place.line, .column = target->place.column};
        if (!target->name || !qc_plan_metric_is_cost(target->metric)) continue;
        const size_t targets = qc_reader_enter(reader, "targets"),
                     mark = qc_reader_enter(reader, target->name);
        if (!plan->cost.stated)
            ok = qc_reader_error(reader, &at,
                                 "metric %s needs to know what the plan costs, e.g. 'cost: "
                                 "{salary: 5k per month, commission: 10%%}'",
                                 qc_plan_metric_word(target->metric));
        else if (target->scope_count > 0)
            ok = qc_reader_error(reader, &at, "metric %s is about the whole plan: no scope",
                                 qc_plan_metric_word(target->metric));
        qc_reader_leave(reader, mark);
        qc_reader_leave(reader, targets);
    }
    return ok;
}

/* What is stated of costs outside the group counts only with it. */
static bool check_places(qc_reader *reader, const qc_yaml_node *root)
{
    const qc_plan *plan = reader->plan;
    qc_yaml_node at = {.file = root->file};
    bool any = false;
    for (int32_t h = 0; h < plan->team.hire_count && !any; h++) {
        any = plan->team.hires[h].salary.stated;
        at.line = plan->team.hires[h].salary.place.line;
    }
    for (int32_t k = 0; k < plan->activities.count && !any; k++) {
        any = plan->activities.kinds[k].cost > 0;
        at.line = plan->activities.kinds[k].place.line;
    }
    if (plan->cost.stated || !any) return true;
    return qc_reader_error(reader, &at,
                           "this costs something, but the plan states no cost: add e.g. 'cost: "
                           "{salary: 5k per month}', or 'cost: {}'");
}

/* Nobody knows how long reps were there or what they sold without either of these. */
static bool knows_reps(const qc_plan *plan)
{
    return plan->team.stated || plan->history.deals != NULL || plan->history.open_deals != NULL;
}

bool qc_read_cost_check(qc_reader *reader, const qc_yaml_node *root)
{
    const qc_plan *plan = reader->plan;
    const qc_plan_cost *cost = &plan->cost;
    const qc_yaml_node *costs = qc_yaml_find(root, "cost"), *quota = qc_yaml_find(root, "quota");
    const bool has_quota = quota != NULL || plan->history.quotas != NULL;
    bool ok = check_targets(reader, root);
    ok = check_places(reader, root) && ok;
    if (costs && !plan->team.stated && (cost->salary.stated || cost->salary_count > 0))
        ok = qc_reader_error_key(reader, costs,
                                 "salaries need people who get them: add e.g. 'team: {reps: 4}'");
    if (costs && cost->commission.tier_count > 0 && !has_quota)
        ok = qc_reader_error_key(
            reader, costs,
            "tiers of a commission go by attainment: add e.g. 'quota: 300k per "
            "quarter', or history.quotas");
    if ((quota || plan->history.quotas || (costs && cost->commission.rate > 0)) &&
        !knows_reps(plan))
        ok = qc_reader_error_key(reader,
                                 quota   ? quota
                                 : costs ? costs
                                         : root,
                                 "who sells? add e.g. 'team: {reps: 4}', or a history with owners");
    return ok;
}
