#include "plan/lever.h"

#include "core/text.h"
#include "plan/quantity.h"

#include <stdio.h>
#include <string.h>

#define NAME_SIZE 256
#define MOST_DOTS 8 /* in a name; keeps a text of dots from costing anything */

static bool ends_in(const char *text, const char *end)
{
    size_t length = strlen(text), wanted = strlen(end);
    return length > wanted && strcmp(text + length - wanted, end) == 0;
}

bool qc_lever_is_path(const char *path)
{
    if (strcmp(path, "deal_size") == 0 || strcmp(path, "new_deals") == 0 ||
        strcmp(path, "win_rate") == 0)
        return true;
    if (strncmp(path, "segments.", 9) == 0 || strncmp(path, "loss.", 5) == 0) return true;
    return strncmp(path, "pipeline.", 9) == 0 &&
           (ends_in(path, ".days") || ends_in(path, ".conversion"));
}

/* Names may hold dots themselves ("Acme Inc. EU"), so each dot may be the one that ends the name;
 * the longest match counts. */
int32_t qc_lever_match(const char *text, const char *const *names, int32_t count, const char **rest)
{
    int32_t found = -1, dots = 0;
    for (size_t end = 0;; end++) {
        char part[NAME_SIZE];
        if (text[end] != '.' && text[end] != '\0') continue;
        if (end >= sizeof part || dots++ > MOST_DOTS) return found;
        memcpy(part, text, end);
        part[end] = '\0';
        for (int32_t i = 0; i < count && end > 0; i++) {
            if (!names[i] || !qc_text_same(part, names[i])) continue;
            found = i;
            *rest = text[end] == '.' ? text + end + 1 : text + end;
            break;
        }
        if (text[end] == '\0') return found;
    }
}

/* `what` is "unknown key", "unknown stage", ...; only the word up to the first dot is blamed. */
static bool no_such(const qc_reader *reader, const char *what, const char *path,
                    const char *const *names, int32_t count, qc_status *failure)
{
    char word[NAME_SIZE], quoted[QC_QUOTE_SIZE], more[256];
    snprintf(word, sizeof word, "%.*s", (int) strcspn(path, "."), path);
    qc_reader_suggest(reader, word, names, count, more, sizeof more);
    return qc_fail(failure, QC_BAD_INPUT, "%s '%s'%s", what, qc_quote(word, quoted), more);
}

/* "days", "conversion", "proposal.days" */
static bool pipeline_path(const qc_reader *reader, const char *path, qc_lever *lever,
                          qc_status *failure)
{
    static const char *const WHAT[] = {"conversion", "days"};
    const char *names[64], *rest = path;
    int32_t count = reader->plan->stage_count < 64 ? reader->plan->stage_count : 64;
    lever->stage = -1;
    if (strcmp(path, "days") != 0 && strcmp(path, "conversion") != 0) {
        for (int32_t i = 0; i < count; i++)
            names[i] = reader->plan->stages[i].name;
        lever->stage = qc_lever_match(path, names, count, &rest);
        if (lever->stage < 0) {
            count = qc_reader_stage_names(reader->plan, names, 64);
            return no_such(reader, "unknown stage", path, names, count, failure);
        }
    }
    if (rest[0] == '\0')
        return qc_fail(failure, QC_BAD_INPUT, "what of this stage? (conversion or days)");
    lever->target = strcmp(rest, "days") == 0 ? QC_LEVER_DAYS : QC_LEVER_CONVERSION;
    if (lever->target == QC_LEVER_DAYS || strcmp(rest, "conversion") == 0) return true;
    return no_such(reader, "unknown key", rest, WHAT, 2, failure);
}

bool qc_lever_path_in(const qc_reader *reader, const char *path, qc_lever *lever,
                      qc_status *failure)
{
    static const char *const WHAT[] = {"deal_size",     "new_deals",           "win_rate",
                                       "pipeline.days", "pipeline.conversion", "loss.<reason>"};
    lever->reason = "";
    if (strncmp(path, "pipeline.", 9) == 0) return pipeline_path(reader, path + 9, lever, failure);
    if (path[0] == '\0')
        return qc_fail(failure, QC_BAD_INPUT, "what of this segment? (e.g. deal_size)");
    lever->stage = -1;
    if (strncmp(path, "loss.", 5) == 0) {
        lever->target = QC_LEVER_LOSS;
        lever->reason = path + 5;
        if (path[5] != '\0') return true;
        return qc_fail(failure, QC_BAD_INPUT, "which reason? (e.g. loss.no_decision)");
    }
    lever->target = QC_LEVER_WIN_RATE;
    if (strcmp(path, "win_rate") == 0) return true;
    lever->target = strcmp(path, "deal_size") == 0 ? QC_LEVER_DEAL_SIZE : QC_LEVER_NEW_DEALS;
    if (lever->target == QC_LEVER_DEAL_SIZE || strcmp(path, "new_deals") == 0) return true;
    return no_such(reader, "unknown key", path, WHAT, 6, failure);
}

bool qc_lever_path(const qc_reader *reader, const char *path, qc_lever *lever, qc_status *failure)
{
    const qc_plan *plan = reader->plan;
    const char *rest = path, *names[64];
    int32_t count = 0;
    lever->segment = -1;
    if (strncmp(path, "segments.", 9) != 0) return qc_lever_path_in(reader, path, lever, failure);
    path += 9;
    for (int32_t i = 0; i < plan->segment_count && lever->segment < 0; i++) {
        lever->segment = qc_lever_match(path, &plan->segments[i].name, 1, &rest) == 0 ? i : -1;
        if (count < 64) names[count++] = plan->segments[i].name;
    }
    if (lever->segment >= 0) return qc_lever_path_in(reader, rest, lever, failure);
    if (plan->history.deals && strchr(path, '.')) { /* known once the history is read */
        lever->segment = QC_SEGMENT_NAMED;
        lever->segment_name = path;
        return qc_lever_path_in(reader, strchr(path, '.') + 1, lever, failure);
    }
    return no_such(reader, "unknown segment", path, names, count, failure);
}

/* ---- values ---- */

static qc_quantity_kind kind_of(qc_lever_target target)
{
    switch (target) {
    case QC_LEVER_CONVERSION:
    case QC_LEVER_WIN_RATE: return QC_QUANTITY_SHARE;
    case QC_LEVER_DAYS: return QC_QUANTITY_DAYS;
    case QC_LEVER_DEAL_SIZE: return QC_QUANTITY_MONEY;
    case QC_LEVER_NEW_DEALS: return QC_QUANTITY_RATE;
    case QC_LEVER_LOSS: return QC_QUANTITY_FACTOR;
    }
    return QC_QUANTITY_FACTOR;
}

bool qc_lever_value(const qc_plan *plan, const char *text, qc_lever *lever, qc_status *failure)
{
    qc_quantity_kind kind = kind_of(lever->target);
    qc_calendar_unit per = QC_UNIT_DAY;
    if (qc_quantity_is_change(text))
        return qc_quantity_change(text, kind, &lever->kind, &lever->amount, failure);
    lever->kind = QC_CHANGE_REPLACE;
    if (lever->target == QC_LEVER_LOSS)
        return qc_fail(failure, QC_BAD_INPUT, "losses for a reason take a change, e.g. -8%%");
    if (!qc_quantity_single(text, kind, plan->currency, &lever->amount, &per, failure))
        return false;
    if (kind == QC_QUANTITY_RATE) lever->amount *= qc_quantity_per_day(per);
    return true;
}

bool qc_lever_add(qc_reader *reader, const qc_yaml_node *node, const qc_lever *found,
                  const char *path)
{
    qc_plan *plan = reader->plan;
    qc_lever lever = *found, *levers;
    qc_status failure = {0};
    const char *text;
    if (!qc_reader_text(reader, node, &text)) return false;
    if (!qc_lever_value(plan, text, &lever, &failure))
        return qc_reader_failed(reader, node, &failure);
    lever.path = qc_arena_text(&plan->arena, path, reader->status);
    lever.reason = qc_arena_text(&plan->arena, lever.reason ? lever.reason : "", reader->status);
    lever.place = (qc_place){node->line, node->column};
    if (!lever.path || !lever.reason) return false;
    if (lever.segment == QC_SEGMENT_NAMED) {
        lever.segment_name = qc_arena_text_part(&plan->arena, lever.segment_name,
                                                strcspn(lever.segment_name, "."), reader->status);
        if (!lever.segment_name) return false;
    }
    levers = qc_arena_grow(&plan->arena, plan->levers, plan->lever_count, &reader->lever_capacity,
                           sizeof *levers, reader->status);
    if (!levers) return false;
    levers[plan->lever_count++] = lever;
    plan->levers = levers;
    return true;
}
