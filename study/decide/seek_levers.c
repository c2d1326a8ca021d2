/** Which levers seek may move, and how far. */
#include "core/text.h"
#include "plan/lever.h"
#include "plan/people_lever.h"
#include "plan/quantity.h"
#include "plan/set.h"
#include "study/decide/seek.h"

#include <math.h>
#include <string.h>

#define FEW_REPS 5

/* How far a lever may go when nobody says. */
static const char *usual_end(const char *path)
{
    const size_t length = strlen(path);
    if (strcmp(path, "win_rate") == 0) return "+50%";
    if (length >= 4 && strcmp(path + length - 4, "days") == 0) return "-50%";
    if (length >= 10 && strcmp(path + length - 10, "conversion") == 0) return "+15 points";
    if (strncmp(path, "cost.", 5) == 0 && strcmp(path, "cost.gross_margin") != 0) return "-50%";
    if (length >= 5 && strcmp(path + length - 5, ".cost") == 0) return "-50%";
    if (strncmp(path, "loss.", 5) == 0 || strcmp(path, "team.attrition") == 0) return "-50%";
    if (length >= 8 && strcmp(path + length - 8, ".minutes") == 0) return "-50%";
    return "+100%";
}

static bool stated(qc_seek_lever *lever, const qc_limit *limit, qc_arena *arena, qc_status *status)
{
    lever->cost = limit->cost;
    return qc_ramp_read(&lever->ramp, limit->path, "0", limit->up_to, arena, status);
}

/* People are whole, also when nobody says so: as many again, a few at least. */
static bool usual_people(qc_seek_lever *lever, const qc_plan *plan, qc_arena *arena,
                         qc_status *status)
{
    const char *end = qc_arena_format(arena, status, "+%.0f", fmax(plan->team.reps, FEW_REPS));
    return end != NULL && qc_ramp_read(&lever->ramp, "team.reps", "0", end, arena, status);
}

static bool usual(qc_seek_lever *lever, const qc_plan *plan, const char *path, qc_arena *arena,
                  qc_status *status)
{
    lever->cost = 0;
    if (strcmp(path, "team.reps") == 0) return usual_people(lever, plan, arena, status);
    if (strcmp(path, "team.hires") == 0)
        return qc_fail(status, QC_BAD_INPUT,
                       "'team.hires': how many, and from when? e.g. team.hires=+3 from 2026-08-01");
    return qc_ramp_read(&lever->ramp, path, "0", usual_end(path), arena, status);
}

static bool by_plan(qc_seek_lever *lever, const qc_plan *plan, const char *path, qc_arena *arena,
                    qc_status *status)
{
    for (int32_t i = 0; i < plan->limit_count; i++) {
        if (qc_text_same(plan->limits[i].path, path))
            return stated(lever, &plan->limits[i], arena, status);
    }
    return usual(lever, plan, path, arena, status);
}

/* A least that lies beyond the most leaves nothing between them. */
static bool check_order(const qc_seek_lever *lever, const char *text, qc_status *status)
{
    const qc_ramp *ramp = &lever->ramp;
    if (ramp->kind >= QC_RAMP_SHARE) return true;
    if (ramp->from * ramp->to >= 0 && fabs(ramp->from) < fabs(ramp->to)) return true;
    return qc_fail(status, QC_BAD_INPUT,
                   "'%s': the two limits contradict each other: a change goes from nothing (or "
                   "the smaller end) outward, e.g. new_deals=0%%:+30%%",
                   text);
}

/* Names of stages and activities may hold `=` and `@` themselves. */
static bool is_bare_path(const char *text)
{
    return (strncmp(text, "pipeline.", 9) == 0 && qc_lever_is_path(text)) ||
           qc_people_lever_is_path(text);
}

bool qc_seek_lever_read(qc_seek_lever *lever, const qc_plan *plan, const char *text,
                        qc_arena *arena, qc_status *status)
{
    char *copy = qc_arena_text(arena, text, status);
    if (copy == NULL) return false;
    char *equals = is_bare_path(copy) ? NULL : copy + strcspn(copy, "=");
    if (equals != NULL && *equals == '=') equals += qc_set_equals(copy) - equals;
    char *cost = is_bare_path(copy) ? NULL : strrchr(equals, '@');
    if (cost == NULL && equals != NULL && *equals == '\0') cost = strrchr(copy, '@');
    if (cost != NULL) *cost++ = '\0';
    if (equals == NULL || *equals == '\0') {
        if (!by_plan(lever, plan, copy, arena, status)) return false;
    } else {
        *equals = '\0';
        char *from = equals + 1, *to = strchr(from, ':');
        if (to != NULL) *to++ = '\0';
        if (to == NULL && !qc_quantity_is_change(from))
            return qc_fail(status, QC_BAD_INPUT,
                           "'%s': a value needs two ends, e.g. deal_size=10k:15k; a change one, "
                           "e.g. deal_size=+20%%",
                           text);
        lever->cost = 0;
        if (!qc_ramp_read(&lever->ramp, copy, to != NULL ? from : "0", to != NULL ? to : from,
                          arena, status) ||
            !check_order(lever, text, status))
            return false;
    }
    qc_status why = {0};
    return cost == NULL ||
           qc_quantity_single(cost, QC_QUANTITY_MONEY, plan->currency, &lever->cost, NULL, &why) ||
           qc_fail(status, why.code,
                   "'%s': what each step costs: '%s' is not an amount above 0, e.g. 2k", text,
                   cost);
}

bool qc_seek_levers(qc_seek_lever *levers, int32_t room, int32_t *count, const qc_plan *plan,
                    qc_arena *arena, qc_status *status)
{
    static const char *const USUAL[] = {"new_deals", "win_rate", "deal_size", "pipeline.days"};
    *count = 0;
    for (int32_t i = 0; i < plan->limit_count && *count < room; i++) {
        if (!stated(&levers[(*count)++], &plan->limits[i], arena, status)) return false;
    }
    if (plan->limit_count > 0) return true;
    for (size_t i = 0; i < sizeof USUAL / sizeof USUAL[0] && *count < room; i++) {
        if (!usual(&levers[(*count)++], plan, USUAL[i], arena, status)) return false;
    }
    for (int32_t s = 0; s < plan->stage_count && *count < room; s++) {
        const char *path = qc_arena_format(arena, status, "pipeline.%s.conversion",
                                           plan->stages[s].name);
        if (path == NULL || !usual(&levers[(*count)++], plan, path, arena, status)) return false;
    }
    return true;
}
