#include "plan/read_team.h"

#include "core/text.h"
#include "plan/period.h"
#include "plan/quantity.h"
#include "plan/read_belief.h"
#include "plan/read_field.h"
#include "plan/read_value.h"
#include "plan/schema.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define MOST_REPS     10000
#define MOST_HIRES    1000
#define MOST_HOLIDAYS 1000
#define MOST_SKILL    10
#define WEEK_HOURS    168

void qc_read_team_start(qc_plan *plan)
{
    plan->team = (qc_plan_team){
        .hours_per_week = INFINITY, .selling_time = 1, .open_deal_limit = INFINITY};
    plan->activities = (qc_plan_activities){.attempts = 1,
                                            .days_between = 7,
                                            .persistence = 1,
                                            .fade = 0.8,
                                            .stale_after_days = INFINITY};
}

static bool need(qc_reader *reader, const qc_yaml_node *map, const char *group, const char *name)
{
    if (qc_yaml_find(map, name)) return true;
    return qc_reader_error(reader, map, "'%s' is missing, e.g. '%s: %s'", name, name,
                           qc_schema_find(group, name)->example);
}

/* ---- the team ---- */

bool qc_read_team_share_per(const char *text, const char *unit, bool ranges, qc_belief *belief,
                            qc_status *failure)
{
    char quoted[QC_QUOTE_SIZE], share[128];
    const size_t length = strlen(text);
    char tail[16];
    const size_t end = (size_t) snprintf(tail, sizeof tail, " per %s", unit);
    if (length <= end || length - end >= sizeof share || strcasecmp(text + length - end, tail) != 0)
        return qc_fail(failure, QC_BAD_INPUT, "%s is not a share per %s (e.g. %s per %s)",
                       qc_quote(text, quoted), unit, ranges ? "5% to 20%" : "5%", unit);
    snprintf(share, sizeof share, "%.*s", (int) (length - end), text);
    if (!qc_quantity_belief(share, QC_QUANTITY_SHARE, "", belief, failure)) return false;
    if (belief->form == QC_BELIEF_RANGE && !ranges)
        return qc_fail(failure, QC_BAD_INPUT, "%s: one share is expected, e.g. 5%% per %s",
                       qc_quote(text, quoted), unit);
    if (belief->form == QC_BELIEF_RANGE || belief->first < 1) return true;
    return qc_fail(failure, QC_BAD_INPUT, "%s: everybody is too many (below 100%%)",
                   qc_quote(text, quoted));
}

static bool read_share_per(qc_reader *reader, const qc_yaml_node *node, const char *unit,
                           bool ranges, qc_belief *belief)
{
    qc_status failure = {0};
    const char *text;
    if (!qc_reader_text(reader, node, &text)) return false;
    belief->place = (qc_place){node->line, node->column};
    return qc_read_team_share_per(text, unit, ranges, belief, &failure) ||
           qc_reader_failed(reader, node, &failure);
}

/* "linear 4 months", "exponential 2 months": the middle of each month of tenure. */
static bool read_ramp_law(qc_reader *reader, const qc_yaml_node *node, qc_plan_team *team)
{
    char quoted[QC_QUOTE_SIZE];
    const char *text, *rest;
    double months = 0;
    qc_status ignored = {0};
    if (!qc_reader_text(reader, node, &text)) return false;
    const bool linear = strncasecmp(text, "linear ", 7) == 0;
    const bool exponential = strncasecmp(text, "exponential ", 12) == 0;
    rest = text + (linear ? 7 : exponential ? 12 : 0);
    if ((!linear && !exponential) ||
        !qc_quantity_single(rest, QC_QUANTITY_DAYS, "", &months, NULL, &ignored) ||
        (months /= 365.25 / 12) > QC_PLAN_MAX_RAMP)
        return qc_reader_error(
            reader, node,
            "%s is no ramp (expected shares by month of tenure like [0%%, 50%%], "
            "'linear 4 months' or 'exponential 2 months', up to %d months)",
            qc_quote(text, quoted), QC_PLAN_MAX_RAMP);
    team->ramp_count = linear ? (int32_t) ceil(months) : QC_PLAN_MAX_RAMP;
    team->ramp = qc_arena_take(&reader->plan->arena, (size_t) team->ramp_count, sizeof(double),
                               reader->status);
    if (!team->ramp) return false;
    for (int32_t m = 0; m < team->ramp_count; m++)
        team->ramp[m] = linear ? fmin((m + 0.5) / months, 1) : -expm1(-(m + 0.5) / months);
    return true;
}

static bool read_ramp(qc_reader *reader, const qc_yaml_node *node, qc_plan_team *team)
{
    static const qc_field SHARE = {"", QC_QUANTITY_SHARE, 0, 1, false, 0};
    bool ok = true;
    if (node->kind != QC_YAML_LIST) return read_ramp_law(reader, node, team);
    if (node->count > QC_PLAN_MAX_RAMP)
        return qc_reader_error(reader, node, "%d months of ramp are too many (up to %d)",
                               (int) node->count, QC_PLAN_MAX_RAMP);
    team->ramp = qc_arena_take(&reader->plan->arena, (size_t) node->count, sizeof(double),
                               reader->status);
    if (!team->ramp) return false;
    team->ramp_count = node->count;
    for (int32_t i = 0; i < node->count; i++)
        ok = qc_read_field(reader, &SHARE, &node->items[i], &team->ramp[i]) && ok;
    return ok;
}

static bool read_start(qc_reader *reader, const qc_yaml_node *node, qc_day *day)
{
    char quoted[QC_QUOTE_SIZE];
    const char *text;
    if (!qc_reader_text(reader, node, &text)) return false;
    if (qc_calendar_parse(text, day) && qc_period_in_bounds(*day)) return true;
    return qc_reader_error(reader, node, "%s is not a day (expected YYYY-MM-DD)",
                           qc_quote(text, quoted));
}

static bool read_hire_texts(qc_reader *reader, const qc_yaml_node *map, qc_plan_hire *hire)
{
    const qc_yaml_node *role = qc_yaml_find(map, "role"), *segment = qc_yaml_find(map, "segment");
    bool ok = true;
    hire->role = hire->segment = "";
    if (role) ok = qc_reader_text(reader, role, &hire->role);
    if (segment) ok = qc_reader_text(reader, segment, &hire->segment) && ok;
    return ok;
}

static bool read_hire(qc_reader *reader, const qc_yaml_node *node, qc_plan_hire *hire)
{
    static const qc_field COUNT = {"count", QC_QUANTITY_COUNT, 1, MOST_HIRES, true, 0};
    static const qc_field SKILL = {"skill", QC_QUANTITY_COUNT, 0, MOST_SKILL, false, 0};
    const qc_yaml_node *start, *salary;
    double count = 1;
    bool ok;
    hire->skill = 1;
    hire->place = (qc_place){node->line, node->column};
    if (!qc_reader_map(reader, node) || !qc_reader_keys(reader, "team.hires[]", node)) return false;
    ok = need(reader, node, "team.hires[]", "start");
    start = qc_yaml_find(node, "start");
    if (start) ok = read_start(reader, start, &hire->start) && ok;
    salary = qc_yaml_find(node, "salary");
    if (salary) {
        const size_t mark = qc_reader_enter(reader, "salary");
        ok = qc_read_field_pay(reader, salary, &hire->salary) && ok;
        qc_reader_leave(reader, mark);
    }
    ok = read_hire_texts(reader, node, hire) && ok;
    ok = qc_read_fields(reader, &COUNT, 1, node, &count) && ok;
    ok = qc_read_fields(reader, &SKILL, 1, node, &hire->skill) && ok;
    hire->count = (int32_t) count;
    return ok;
}

static bool read_hires(qc_reader *reader, const qc_yaml_node *list, qc_plan_team *team)
{
    bool ok = true;
    if (list->kind != QC_YAML_LIST || list->count > MOST_HIRES)
        return qc_reader_error(reader, list,
                               "expected a list of up to %d hires, e.g. [{start: 2026-09-01, "
                               "count: 2}]",
                               MOST_HIRES);
    team->hires = qc_arena_take(&reader->plan->arena, (size_t) list->count, sizeof *team->hires,
                                reader->status);
    if (!team->hires) return false;
    team->hire_count = list->count;
    for (int32_t i = 0; i < list->count; i++) {
        char label[16];
        snprintf(label, sizeof label, "[%d]", (int) i + 1);
        const size_t mark = qc_reader_enter(reader, label);
        ok = read_hire(reader, &list->items[i], &team->hires[i]) && ok;
        qc_reader_leave(reader, mark);
    }
    return ok;
}

/* A day, or a span of days. */
static bool read_holiday(qc_reader *reader, const qc_yaml_node *node, qc_span *span)
{
    qc_period period = {0};
    qc_status failure = {0};
    const char *text;
    if (!qc_reader_text(reader, node, &text)) return false;
    if (qc_calendar_parse(text, &span->from) && qc_period_in_bounds(span->from)) {
        span->to = span->from;
        return true;
    }
    if (strstr(text, "..") == NULL || !qc_period_read(text, 1, &period, &failure))
        return qc_reader_error(reader, node,
                               "expected a day or a span of days, e.g. 2026-12-24..2026-12-31");
    *span = period.span;
    return true;
}

static bool read_holidays(qc_reader *reader, const qc_yaml_node *node, qc_plan_team *team)
{
    const int32_t count = node->kind == QC_YAML_LIST ? node->count : 1;
    bool ok = true;
    if (node->kind == QC_YAML_MAP || count > MOST_HOLIDAYS)
        return qc_reader_error(reader, node, "expected a list of up to %d days", MOST_HOLIDAYS);
    team->holidays = qc_arena_take(&reader->plan->arena, (size_t) count, sizeof *team->holidays,
                                   reader->status);
    if (!team->holidays) return false;
    for (int32_t i = 0; i < count; i++)
        ok = read_holiday(reader, node->kind == QC_YAML_LIST ? &node->items[i] : node,
                          &team->holidays[team->holiday_count++]) &&
             ok;
    return ok;
}

/* The keys of the team that are no plain numbers. */
static bool read_team_key(qc_reader *reader, const char *name, const qc_yaml_node *node,
                          qc_plan_team *team)
{
    if (strcmp(name, "ramp") == 0) return read_ramp(reader, node, team);
    if (strcmp(name, "attrition") == 0)
        return read_share_per(reader, node, "year", true, &team->attrition);
    if (strcmp(name, "backfill_days") == 0)
        return qc_read_belief(reader, QC_KIND_DAYS, node, &team->backfill_days);
    if (strcmp(name, "hiring_delay") == 0)
        return qc_read_belief(reader, QC_KIND_DAYS, node, &team->hiring_delay);
    if (strcmp(name, "holidays") == 0) return read_holidays(reader, node, team);
    if (strcmp(name, "hires") == 0) return read_hires(reader, node, team);
    if (strcmp(name, "neglect") == 0) {
        qc_belief share = {0};
        const bool ok = read_share_per(reader, node, "week", false, &share);
        team->neglect = share.first;
        return ok;
    }
    return true; /* a plain number */
}

bool qc_read_team(qc_reader *reader, const qc_yaml_node *map)
{
#define TEAM(name) offsetof(qc_plan_team, name)
    static const qc_field FIELDS[] = {
        {"reps", QC_QUANTITY_COUNT, 0, MOST_REPS, true, TEAM(reps)},
        {"hours_per_week", QC_QUANTITY_COUNT, 0, WEEK_HOURS, false, TEAM(hours_per_week)},
        {"selling_time", QC_QUANTITY_SHARE, 0, 1, false, TEAM(selling_time)},
        {"open_deal_limit", QC_QUANTITY_COUNT, 1, 100000, true, TEAM(open_deal_limit)},
        {"prospecting_hours", QC_QUANTITY_COUNT, 0, WEEK_HOURS, false, TEAM(prospecting_hours)},
        {"vacation_days", QC_QUANTITY_COUNT, 0, 200, false, TEAM(vacation_days)},
    };
#undef TEAM
    qc_plan_team *team = &reader->plan->team;
    const qc_schema_key *key;
    bool ok;
    team->place = (qc_place){map->line, map->column};
    if (!qc_reader_map(reader, map)) return false;
    ok = qc_reader_keys(reader, "team", map);
    if (reader->plan->history.people == NULL) ok = need(reader, map, "team", "reps") && ok;
    ok = qc_read_fields(reader, FIELDS, sizeof FIELDS / sizeof FIELDS[0], map, team) && ok;
    team->stated = true;
    for (int32_t i = 0; (key = qc_schema_child("team", i)) != NULL; i++) {
        const qc_yaml_node *node = qc_yaml_find(map, key->name);
        if (!node) continue;
        const size_t mark = qc_reader_enter(reader, key->name);
        ok = read_team_key(reader, key->name, node, team) && ok;
        qc_reader_leave(reader, mark);
    }
    return ok;
}

/* ---- what they do ---- */

const char *qc_read_team_group(const char *name)
{
    if (strcmp(name, "follow_ups") == 0) return "activities.follow_ups";
    if (strcmp(name, "inbound") == 0) return "activities.inbound";
    if (strcmp(name, "noise") == 0) return "activities.noise";
    return "activities.<name>";
}

static bool read_rate(qc_reader *reader, const qc_yaml_node *map, const char *name,
                      qc_belief *belief)
{
    const qc_yaml_node *node = qc_yaml_find(map, name);
    if (!node)
        return reader->plan->history.activities != NULL ||
               need(reader, map, "activities.<name>", name);
    const size_t mark = qc_reader_enter(reader, name);
    const bool ok = qc_read_belief(reader, QC_KIND_SHARE, node, belief);
    qc_reader_leave(reader, mark);
    return ok;
}

static bool read_entry_stage(qc_reader *reader, const qc_yaml_node *map, qc_plan_activity *activity)
{
    const qc_yaml_node *node = qc_yaml_find(map, "stage");
    const qc_schema_key key = {.kind = QC_KIND_STAGE,
                               .field = {offsetof(qc_plan_activity, stage), 0}};
    if (!node) return true;
    const size_t mark = qc_reader_enter(reader, "stage");
    const bool ok = qc_read_value(reader, &key, node, activity);
    qc_reader_leave(reader, mark);
    return ok;
}

static bool read_activity(qc_reader *reader, const qc_yaml_node *map, qc_plan_activity *activity)
{
#define ACTIVITY(name) offsetof(qc_plan_activity, name)
    static const qc_field FIELDS[] = {
        {"per_rep_per_week", QC_QUANTITY_COUNT, 0, 100000, false, ACTIVITY(per_rep_per_week)},
        {"minutes", QC_QUANTITY_COUNT, 0, 10000, false, ACTIVITY(minutes)},
        {"goal", QC_QUANTITY_COUNT, 0, 100000, false, ACTIVITY(goal)},
        {"cost", QC_QUANTITY_MONEY, 0, 1e9, false, ACTIVITY(cost)},
    };
#undef ACTIVITY
    bool ok;
    activity->name = map->key;
    activity->place = (qc_place){map->key_line, map->key_column};
    if (!qc_reader_map(reader, map)) return false;
    ok = qc_reader_keys(reader, "activities.<name>", map);
    activity->per_rep_per_week = NAN;
    if (reader->plan->history.activities == NULL)
        ok = need(reader, map, "activities.<name>", "per_rep_per_week") && ok;
    ok = qc_read_fields(reader, FIELDS, 4, map, activity) && ok;
    ok = read_rate(reader, map, "contact_rate", &activity->contact_rate) && ok;
    ok = read_rate(reader, map, "opportunity_rate", &activity->opportunity_rate) && ok;
    return read_entry_stage(reader, map, activity) && ok;
}

static bool read_extra(qc_reader *reader, const qc_yaml_node *map, const char *group)
{
#define ALL(name) offsetof(qc_plan_activities, name)
    static const qc_field FIELDS[] = {
        {"attempts", QC_QUANTITY_COUNT, 1, 50, true, ALL(attempts)},
        {"days_between", QC_QUANTITY_DAYS, 0, 365, false, ALL(days_between)},
        {"persistence", QC_QUANTITY_SHARE, 0, 1, false, ALL(persistence)},
        {"fade", QC_QUANTITY_SHARE, 0, 1, false, ALL(fade)},
        {"minutes", QC_QUANTITY_COUNT, 0, 100000, false, ALL(inbound_minutes)},
        {"stale_after", QC_QUANTITY_DAYS, 0, 3650, false, ALL(stale_after_days)},
    };
#undef ALL
    const bool inbound = strcmp(group, "activities.inbound") == 0;
    if (!qc_reader_map(reader, map) || !qc_reader_keys(reader, group, map)) return false;
    return qc_read_fields(reader, inbound ? &FIELDS[4] : FIELDS, inbound ? 2 : 4, map,
                          &reader->plan->activities);
}

bool qc_read_team_activities(qc_reader *reader, const qc_yaml_node *map)
{
    qc_plan_activities *all = &reader->plan->activities;
    bool ok;
    all->place = (qc_place){map->line, map->column};
    if (!qc_reader_map(reader, map)) return false;
    if (map->count > QC_PLAN_MAX_ACTIVITIES)
        return qc_reader_error(reader, map, "%d kinds of activity are too many (up to %d)",
                               (int) map->count, QC_PLAN_MAX_ACTIVITIES);
    ok = qc_reader_keys_differ(reader, map);
    all->kinds = qc_arena_take(&reader->plan->arena, (size_t) map->count, sizeof *all->kinds,
                               reader->status);
    if (!all->kinds) return false;
    for (int32_t i = 0; i < map->count; i++) {
        const qc_yaml_node *item = &map->items[i];
        const char *group = qc_read_team_group(item->key);
        const size_t mark = qc_reader_enter(reader, item->key);
        if (strcmp(group, "activities.noise") == 0)
            ok = qc_read_belief_noise(reader, item, &all->noise) && ok;
        else if (strcmp(group, "activities.<name>") != 0)
            ok = read_extra(reader, item, group) && ok;
        else
            ok = read_activity(reader, item, &all->kinds[all->count++]) && ok;
        qc_reader_leave(reader, mark);
    }
    return ok;
}

/* ---- what needs what ---- */

/* What stages say of people needs people. */
static bool check_stages(qc_reader *reader, const qc_yaml_node *root, const char *key,
                         const char *message)
{
    const qc_yaml_node *pipeline = qc_yaml_find(root, "pipeline");
    for (int32_t i = 0; pipeline && pipeline->kind == QC_YAML_LIST && i < pipeline->count; i++) {
        const qc_yaml_node *item = &pipeline->items[i];
        const qc_yaml_node *found = item->kind == QC_YAML_MAP ? qc_yaml_find(item, key) : NULL;
        if (found) return qc_reader_error_key(reader, found, "%s", message);
    }
    return true;
}

bool qc_read_team_check(qc_reader *reader, const qc_yaml_node *root)
{
    const qc_yaml_node *team = qc_yaml_find(root, "team");
    const qc_yaml_node *activities = qc_yaml_find(root, "activities");
    bool ok = true;
    if (activities && !team)
        ok = qc_reader_error_key(reader, activities,
                                 "activities need people to do them: add e.g. 'team: {reps: 4}'");
    if (reader->plan->history.people && !team)
        ok = qc_reader_error_key(reader, qc_yaml_find(qc_yaml_find(root, "history"), "people"),
                                 "a table of people says who, not how they work: add 'team: "
                                 "{hours_per_week: 40}' or 'team: {}'");
    if (reader->plan->history.activities && reader->plan->activities.attempts > 1)
        ok = qc_reader_error_key(
            reader, qc_yaml_find(activities, "follow_ups"),
            "a log counts every attempt, so its rates hold follow-ups already; "
            "leave 'attempts' out, or history.activities");
    if (!team || team->kind != QC_YAML_MAP || !qc_yaml_find(team, "hours_per_week"))
        ok = check_stages(reader, root, "hours_per_week",
                          "hours of open deals need a team with hours, e.g. 'team: "
                          "{reps: 4, hours_per_week: 40}'") &&
             ok;
    if (!team)
        ok = check_stages(reader, root, "open_deal_limit",
                          "a limit of open deals is one of each rep: add e.g. 'team: {reps: 4}'") &&
             ok;
    if (team && team->kind == QC_YAML_MAP && qc_yaml_find(team, "selling_time") &&
        !qc_yaml_find(team, "hours_per_week"))
        ok = qc_reader_error_key(reader, qc_yaml_find(team, "selling_time"),
                                 "a share of which hours? add 'hours_per_week: 40'");
    return ok;
}
