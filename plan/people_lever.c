#include "plan/people_lever.h"

#include "core/text.h"
#include "plan/lever.h"
#include "plan/period.h"
#include "plan/quantity.h"
#include "plan/read_team.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

typedef struct people_key {
    const char *name;
    qc_people_field field;
    qc_quantity_kind kind;
    double low, high;
} people_key;

static const people_key TEAM[] = {
    {"reps", QC_PEOPLE_REPS, QC_QUANTITY_COUNT, 0, 10000},
    {"hours_per_week", QC_PEOPLE_HOURS, QC_QUANTITY_COUNT, 0, 168},
    {"selling_time", QC_PEOPLE_SELLING_TIME, QC_QUANTITY_SHARE, 0, 1},
    {"attrition", QC_PEOPLE_ATTRITION, QC_QUANTITY_SHARE, 0, 1},
    {"open_deal_limit", QC_PEOPLE_LIMIT, QC_QUANTITY_COUNT, 1, 100000},
    {"prospecting_hours", QC_PEOPLE_PROSPECTING, QC_QUANTITY_COUNT, 0, 168},
    {"hires", QC_PEOPLE_HIRES, QC_QUANTITY_COUNT, 0, 1000},
    {"ramp_time", QC_PEOPLE_RAMP_TIME, QC_QUANTITY_SHARE, 0, 1},
};
static const people_key ACTIVITY[] = {
    {"per_rep_per_week", QC_PEOPLE_COUNT, QC_QUANTITY_COUNT, 0, 100000},
    {"minutes", QC_PEOPLE_MINUTES, QC_QUANTITY_COUNT, 0, 10000},
    {"contact_rate", QC_PEOPLE_CONTACT_RATE, QC_QUANTITY_SHARE, 0, 1},
    {"opportunity_rate", QC_PEOPLE_OPPORTUNITY_RATE, QC_QUANTITY_SHARE, 0, 1},
};
static const people_key FOLLOW_UPS[] = {
    {"attempts", QC_PEOPLE_ATTEMPTS, QC_QUANTITY_COUNT, 1, 50},
    {"days_between", QC_PEOPLE_DAYS_BETWEEN, QC_QUANTITY_DAYS, 0, 365},
    {"persistence", QC_PEOPLE_PERSISTENCE, QC_QUANTITY_SHARE, 0, 1},
};

static const people_key *find_key(const people_key *keys, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(keys[i].name, name) == 0) return &keys[i];
    return NULL;
}

#define FIND(keys, name) find_key(keys, sizeof(keys) / sizeof(keys)[0], name)

static const people_key *key_of(const char *path)
{
    const char *dot;
    if (strncmp(path, "team.", 5) == 0) return FIND(TEAM, path + 5);
    if (strncmp(path, "activities.", 11) != 0) return NULL;
    path += 11;
    if (strncmp(path, "follow_ups.", 11) == 0) return FIND(FOLLOW_UPS, path + 11);
    if (strncmp(path, "inbound.", 8) == 0) return NULL;
    dot = strrchr(path, '.');
    return FIND(ACTIVITY, dot ? dot + 1 : path);
}

bool qc_people_lever_is_path(const char *path)
{
    return key_of(path) != NULL;
}

/* ---- reading ---- */

static bool find_activity(qc_reader *reader, const qc_yaml_node *node, const char *path,
                          int32_t *activity)
{
    const qc_plan_activities *all = &reader->plan->activities;
    const char *names[QC_PLAN_MAX_ACTIVITIES], *rest = path;
    char word[QC_QUOTE_SIZE], quoted[QC_QUOTE_SIZE], more[256];
    *activity = -1;
    if (strchr(path, '.') == NULL || strncmp(path, "follow_ups.", 11) == 0) return true;
    for (int32_t i = 0; i < all->count; i++)
        names[i] = all->kinds[i].name;
    *activity = qc_lever_match(path, names, all->count, &rest);
    if (*activity >= 0) return true;
    snprintf(word, sizeof word, "%.*s", (int) strcspn(path, "."), path);
    qc_reader_suggest(reader, word, names, all->count, more, sizeof more);
    return qc_reader_error(reader, node, "unknown activity '%s'%s", qc_quote(word, quoted), more);
}

/* "+2 from 2026-08-01", "+2" and "none". */
static bool read_people(qc_reader *reader, const qc_yaml_node *node, const people_key *key,
                        qc_people_lever *lever)
{
    const char *text = node->text, *from = strstr(text, " from ");
    char quoted[QC_QUOTE_SIZE], number[32];
    qc_status ignored = {0};
    const size_t length = from ? (size_t) (from - text) : strlen(text);
    const bool hires = key->field == QC_PEOPLE_HIRES;
    lever->kind = QC_CHANGE_REPLACE;
    if (hires && strcasecmp(text, "none") == 0) return true;
    if (text[0] == '+' && length < sizeof number && (from != NULL) == hires) {
        snprintf(number, sizeof number, "%.*s", (int) length - 1, text + 1);
        lever->adds = true;
        if (qc_quantity_single(number, QC_QUANTITY_COUNT, "", &lever->amount, NULL, &ignored) &&
            lever->amount <= key->high && !(floor(lever->amount) < lever->amount) &&
            (!from ||
             (qc_calendar_parse(from + 6, &lever->from) && qc_period_in_bounds(lever->from))))
            return true;
    }
    return qc_reader_error(reader, node,
                           hires ? "%s is no change of hires (+2 from 2026-08-01, or none)"
                                 : "%s is no change of people (a number, +2 or +10%%)",
                           qc_quote(text, quoted));
}

static bool read_amount(qc_reader *reader, const qc_yaml_node *node, const people_key *key,
                        qc_people_lever *lever)
{
    qc_status failure = {0};
    char quoted[QC_QUOTE_SIZE];
    const char *text;
    if (!qc_reader_text(reader, node, &text)) return false;
    const bool change = qc_quantity_is_change(text);
    if (key->field == QC_PEOPLE_HIRES ||
        (key->field == QC_PEOPLE_REPS && change && strchr(text, '%') == NULL))
        return read_people(reader, node, key, lever);
    if (change)
        return qc_quantity_change(text, key->kind, &lever->kind, &lever->amount, &failure) ||
               qc_reader_failed(reader, node, &failure);
    lever->kind = QC_CHANGE_REPLACE;
    if (key->field == QC_PEOPLE_ATTRITION) {
        qc_belief share = {0};
        if (!qc_read_team_share_per(text, "year", false, &share, &failure))
            return qc_reader_failed(reader, node, &failure);
        lever->amount = share.first;
        return true;
    }
    if (!qc_quantity_single(text, key->kind, "", &lever->amount, NULL, &failure))
        return qc_reader_failed(reader, node, &failure);
    if (key->field == QC_PEOPLE_REPS && floor(lever->amount) < lever->amount)
        return qc_reader_error(reader, node, "%s is no whole number", qc_quote(text, quoted));
    if (lever->amount >= key->low && lever->amount <= key->high) return true;
    return qc_reader_error(reader, node, "%s is out of bounds (%g to %g)", qc_quote(text, quoted),
                           key->low, key->high);
}

bool qc_people_lever_read(qc_reader *reader, const qc_yaml_node *node, qc_people_lever *lever)
{
    const qc_plan *plan = reader->plan;
    const char *path = node->key;
    const people_key *key = key_of(path);
    const bool of_activities = strncmp(path, "activities.", 11) == 0;
    *lever = (qc_people_lever){.field = key->field, .activity = -1, .from = QC_DAY_NONE};
    if (!plan->team.stated || (of_activities && plan->activities.count == 0))
        return qc_reader_error(reader, node, "the plan states no %s to change",
                               plan->team.stated ? "activities" : "team");
    if (of_activities && !find_activity(reader, node, path + 11, &lever->activity)) return false;
    if (key->field == QC_PEOPLE_SELLING_TIME && isinf(plan->team.hours_per_week))
        return qc_reader_error(reader, node,
                               "a share of which hours? the plan states no team.hours_per_week");
    return read_amount(reader, node, key, lever);
}

bool qc_people_lever_add(qc_reader *reader, const qc_yaml_node *node)
{
    qc_plan *plan = reader->plan;
    qc_people_lever lever = {0}, *levers;
    if (!qc_people_lever_read(reader, node, &lever)) return false;
    lever.path = qc_arena_text(&plan->arena, node->key, reader->status);
    lever.place = (qc_place){node->line, node->column};
    levers = qc_arena_take(&plan->arena, (size_t) plan->people_lever_count + 1, sizeof *levers,
                           reader->status);
    if (!lever.path || !levers) return false;
    if (plan->people_lever_count > 0)
        memcpy(levers, plan->people_levers, (size_t) plan->people_lever_count * sizeof *levers);
    levers[plan->people_lever_count++] = lever;
    plan->people_levers = levers;
    return true;
}

/* ---- applying ---- */

double qc_people_lever_apply(const qc_plan *plan, qc_people_field field, int32_t activity,
                             double value)
{
    for (int32_t l = 0; l < plan->people_lever_count; l++) {
        const qc_people_lever *lever = &plan->people_levers[l];
        if (lever->field != field || (lever->activity >= 0 && lever->activity != activity))
            continue;
        switch (lever->kind) {
        case QC_CHANGE_REPLACE: value = lever->adds ? value + lever->amount : lever->amount; break;
        case QC_CHANGE_SCALE: value *= lever->amount; break;
        case QC_CHANGE_POINTS: value += lever->amount; break;
        }
    }
    return value;
}
