#include "plan/priced.h"

#include "plan/number.h"
#include "plan/quantity.h"

#include <string.h>

#define MOST_LOOKS 200 /* readings of one plan; what is beyond is told when it is asked for */

bool qc_priced_is_path(const char *path)
{
    const char *last = strrchr(path, '.');
    return strncmp(path, "cost.", 5) == 0 || strncmp(path, "market.", 7) == 0 ||
           strcmp(path, "quota") == 0 ||
           (strncmp(path, "activities.", 11) == 0 && last > path + 10 &&
            (strcmp(last, ".cost") == 0 || strcmp(last, ".goal") == 0));
}

bool qc_priced_change(qc_reader *reader, const qc_yaml_node *stated, const char *path,
                      qc_yaml_node *value)
{
    qc_status failure = {0};
    qc_change_kind kind = QC_CHANGE_SCALE;
    qc_number_text number;
    double amount = 0;
    if (stated == NULL || stated->kind != QC_YAML_TEXT)
        return qc_reader_error(reader, value, "%s of what? The plan states %s for %s", value->text,
                               stated == NULL ? "nothing" : "several keys", path);
    const char *per = strstr(stated->text, " per ");
    const size_t length = per != NULL ? (size_t) (per - stated->text) : strlen(stated->text);
    const char *alone = qc_arena_text_part(&reader->plan->arena, stated->text, length,
                                           reader->status);
    if (alone == NULL) return false;
    if (!qc_number_read(alone, &number, &failure) ||
        !qc_quantity_change(value->text, number.percent ? QC_QUANTITY_SHARE : QC_QUANTITY_FACTOR,
                            &kind, &amount, &failure))
        return qc_reader_failed(reader, value, &failure);
    const double now = kind == QC_CHANGE_POINTS ? number.value + 100 * amount
                                                : number.value * amount;
    value->text = qc_arena_format(&reader->plan->arena, reader->status, "%s%s%.6f%s%s%s%s",
                                  number.currency, number.currency[0] != '\0' ? " " : "", now,
                                  number.percent ? "%" : "", number.unit[0] != '\0' ? " " : "",
                                  number.unit, per != NULL ? per : "");
    return value->text != NULL;
}

/* ---- the plan's own changes ---- */

typedef struct checking {
    qc_reader *reader;
    const char **sets; /* of the plan, and room for one more */
    int32_t set_count, looks;
} checking;

/* What a reading says, without the path that stands in front of it here as well. */
static const char *words_of(const qc_findings *findings, const char *path)
{
    for (int32_t i = 0; i < findings->count; i++) {
        const qc_finding *one = &findings->items[i];
        const size_t length = strlen(path);
        if (one->kind != QC_FINDING_ERROR) continue;
        const bool same = strncmp(one->text, path, length) == 0 &&
                          strncmp(one->text + length, ": ", 2) == 0;
        return same ? one->text + length + 2 : one->text;
    }
    return "is no change of the plan";
}

static bool check_one(checking *it, const char *path, const char *set, qc_place place)
{
    qc_reader *reader = it->reader;
    const qc_plan *plan = reader->plan;
    qc_plan trial = {0};
    qc_findings findings = {0};
    qc_status failure = {0};
    const qc_yaml_node at = {.file = plan->file, .line = place.line, .column = place.column};
    if (it->looks++ >= MOST_LOOKS) return true;
    it->sets[it->set_count] = set;
    bool ok = qc_plan_read_trial(&trial, plan->file, plan->bytes, plan->length, it->sets,
                                 it->set_count + 1, &findings, &failure);
    if (!ok && failure.code == QC_NO_MEMORY)
        (void) qc_fail(reader->status, QC_NO_MEMORY, "%s", failure.message);
    else if (!ok) {
        const size_t mark = qc_reader_enter(reader, path);
        (void) qc_reader_error(reader, &at, "%s", words_of(&findings, path));
        qc_reader_leave(reader, mark);
    }
    qc_findings_free(&findings);
    qc_plan_free(&trial);
    return ok;
}

/* The path of "PATH=VALUE". */
static const char *path_of(checking *it, const char *set)
{
    return qc_arena_text_part(&it->reader->plan->arena, set, strcspn(set, "="), it->reader->status);
}

static bool check_scenario(checking *it, const qc_scenario *scenario)
{
    bool ok = true;
    for (int32_t i = 0; i < scenario->set_count; i++) {
        const char *path = path_of(it, scenario->sets[i]);
        if (path == NULL) return false;
        if (qc_priced_is_path(path))
            ok = check_one(it, path, scenario->sets[i], scenario->places[i]) && ok;
    }
    return ok;
}

static bool check_limit(checking *it, const qc_limit *limit)
{
    if (!qc_priced_is_path(limit->path)) return true;
    const char *set = qc_arena_format(&it->reader->plan->arena, it->reader->status, "%s=%s",
                                      limit->path, limit->up_to);
    return set != NULL && check_one(it, limit->path, set, limit->place);
}

bool qc_priced_check(qc_reader *reader, const char *const *sets, int32_t set_count)
{
    const qc_plan *plan = reader->plan;
    checking it = {.reader = reader, .set_count = set_count};
    bool ok = true;
    it.sets = qc_arena_take(&reader->plan->arena, (size_t) set_count + 1, sizeof *it.sets,
                            reader->status);
    if (it.sets == NULL) return false;
    for (int32_t i = 0; i < set_count; i++)
        it.sets[i] = sets[i];
    for (int32_t s = 0; s < plan->scenario_count; s++) {
        const size_t group = qc_reader_enter(reader, "scenarios");
        const size_t name = qc_reader_enter(reader, plan->scenarios[s].name);
        ok = check_scenario(&it, &plan->scenarios[s]) && ok;
        qc_reader_leave(reader, name);
        qc_reader_leave(reader, group);
    }
    for (int32_t l = 0; l < plan->limit_count; l++) {
        const size_t group = qc_reader_enter(reader, "levers");
        ok = check_limit(&it, &plan->limits[l]) && ok;
        qc_reader_leave(reader, group);
    }
    return ok;
}
