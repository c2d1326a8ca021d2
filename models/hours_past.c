#include "models/hours_past.h"

#include "core/text.h"

#include <math.h>

#define DAYS_MAX 3660
#define MINUTES  60.0
#define WEEK     7.0

typedef struct past {
    qc_book *book;
    const qc_plan *plan;
    qc_day first;
} past;

static bool is_asked(const qc_plan *plan)
{
    bool asked = false;
    for (int32_t t = 0; t < plan->target_count; t++)
        asked |= plan->targets[t].metric == QC_METRIC_SELLING_TIME;
    return asked && plan->team.stated && isfinite(plan->team.hours_per_week);
}

static qc_day first_logged(const qc_activity_log *log)
{
    qc_day first = log->day[0];
    for (int32_t i = 1; i < log->count; i++)
        first = log->day[i] < first ? log->day[i] : first;
    return first;
}

/* The first day of which all hours are known; QC_DAY_NONE = there is none. */
static qc_day first_known(const past *it, const qc_history *history, const qc_activity_log *log)
{
    const int32_t known = qc_book_known_days(it->book);
    qc_day first = it->book->as_of - DAYS_MAX + 1;
    bool by_log = false, by_deals = false;
    for (int32_t k = 0; k < it->plan->activities.count; k++)
        by_log |= it->plan->activities.kinds[k].minutes > 0;
    for (int32_t s = 0; s < it->plan->stage_count; s++)
        by_deals |= it->plan->stages[s].hours_per_week > 0;
    if ((by_log && (log == NULL || log->count == 0)) ||
        (by_deals && (history == NULL || known <= 0)) || !(by_log || by_deals))
        return QC_DAY_NONE;
    if (by_deals && it->book->as_of + 1 - known > first) first = it->book->as_of + 1 - known;
    if (by_log && first_logged(log) > first) first = first_logged(log);
    return first;
}

static void add_activities(const past *it, const qc_activity_log *log)
{
    const qc_plan_activities *all = &it->plan->activities;
    for (int32_t i = 0; log != NULL && i < log->count; i++) {
        if (log->day[i] < it->first || log->day[i] > it->book->as_of) continue;
        for (int32_t k = 0; k < all->count; k++) {
            if (qc_text_same(all->kinds[k].name, log->types.text[log->type[i]]))
                it->book->worked[log->day[i] - it->first].sold += log->number[i] *
                                                                  all->kinds[k].minutes / MINUTES;
        }
    }
}

static void add_deals(const past *it, const qc_history *history)
{
    const qc_visits *visits = &history->visits;
    for (int32_t v = 0; v < visits->count; v++) {
        const double hours = it->plan->stages[visits->stage[v]].hours_per_week;
        const qc_day end = visits->leave[v] == QC_DAY_NONE ? it->book->as_of + 1 : visits->leave[v];
        qc_day day = visits->enter[v] > it->first ? visits->enter[v] : it->first;
        for (; hours > 0 && day < end && day <= it->book->as_of; day++)
            it->book->worked[day - it->first].sold += hours / WEEK;
    }
}

bool qc_hours_past(qc_book *book, const qc_plan *plan, const qc_team_model *team,
                   const qc_history *history, const qc_activity_log *log, qc_status *status)
{
    past it = {book, plan, QC_DAY_NONE};
    if (!is_asked(plan)) return true;
    it.first = first_known(&it, history, log);
    if (it.first == QC_DAY_NONE || it.first > book->as_of) return true;
    const int32_t days = book->as_of + 1 - it.first;
    book->worked = qc_arena_take(&book->arena, (size_t) days, sizeof *book->worked, status);
    if (book->worked == NULL) return false;
    book->worked_count = days;
    for (int32_t d = 0; d < days; d++) {
        const qc_day day = it.first + d;
        book->worked[d].day = day;
        book->worked[d].worked = plan->team.hours_per_week * qc_team_model_week_part(team, day) *
                                 qc_team_model_heads(team, day);
    }
    add_activities(&it, log);
    if (history != NULL) add_deals(&it, history);
    return true;
}
