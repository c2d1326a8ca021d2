#include "models/segments.h"

#include "core/text.h"

int32_t qc_segments_find(const qc_segments *segments, const char *name)
{
    for (int32_t i = 1; i < segments->count && name != NULL && name[0] != '\0'; i++) {
        if (qc_text_same(segments->name[i], name)) return i;
    }
    return 0;
}

int32_t qc_segments_of_deal(const qc_history *history, qc_id deal)
{
    const qc_id *label = history->changes.label[QC_LABEL_SEGMENT];
    const qc_id last = history->deals.first_change[deal + 1] - 1;
    return label == NULL || label[last] == QC_ID_NONE ? 0 : label[last] + 1;
}

static bool add(qc_segments *segments, const char *name, bool always, qc_arena *arena,
                qc_status *status)
{
    if (name == NULL || (!always && (name[0] == '\0' || qc_segments_find(segments, name) > 0)))
        return true;
    segments->name[segments->count] = qc_arena_text(arena, name, status);
    return segments->name[segments->count++] != NULL;
}

bool qc_segments_list(qc_segments *segments, const qc_history *history, const qc_open_deals *open,
                      const qc_plan *plan, qc_arena *arena, qc_status *status)
{
    const int32_t past = history != NULL ? history->names[QC_LABEL_SEGMENT].count : 0;
    const int32_t now = open != NULL ? open->names[QC_LABEL_SEGMENT].count : 0;
    const size_t room = (size_t) past + (size_t) now + (size_t) plan->segment_count + 1;
    segments->name = qc_arena_take(arena, room, sizeof *segments->name, status);
    segments->plan_index = qc_arena_take(arena, room, sizeof *segments->plan_index, status);
    if (segments->name == NULL || segments->plan_index == NULL) return false;
    bool ok = add(segments, "", true, arena, status);
    for (int32_t i = 0; i < past && ok; i++) /* label id + 1 = segment, so none is left out */
        ok = add(segments, history->names[QC_LABEL_SEGMENT].text[i], true, arena, status);
    for (int32_t i = 0; i < now && ok; i++)
        ok = add(segments, open->names[QC_LABEL_SEGMENT].text[i], false, arena, status);
    for (int32_t i = 0; i < plan->segment_count && ok; i++)
        ok = add(segments, plan->segments[i].name, false, arena, status);
    for (int32_t i = 0; i < segments->count; i++) {
        segments->plan_index[i] = -1;
        for (int32_t p = 0; p < plan->segment_count && i > 0; p++) {
            if (qc_text_same(plan->segments[p].name, segments->name[i]))
                segments->plan_index[i] = p;
        }
    }
    return ok;
}

bool qc_segments_lever(const qc_segments *segments, const qc_lever *lever, int32_t segment)
{
    if (lever->segment == QC_SEGMENT_NAMED)
        return qc_text_same(segments->name[segment], lever->segment_name);
    return lever->segment < 0 || lever->segment == segments->plan_index[segment];
}
