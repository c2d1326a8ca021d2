#include "models/activity_past.h"

#include "core/text.h"
#include "models/activity_rates.h"

#include <math.h>

static int32_t kind_of(const qc_plan_activities *all, const char *type)
{
    for (int32_t k = 0; k < all->count; k++) {
        if (qc_activity_rates_same_kind(all->kinds[k].name, type)) return k;
    }
    return -1;
}

static qc_id owner_of(const qc_book *book, const char *name)
{
    const qc_names *names = &book->names[QC_LABEL_OWNER];
    for (qc_id o = 0; o < names->count; o++) {
        if (qc_text_same(names->text[o], name)) return o;
    }
    return QC_ID_NONE;
}

/* What each type and owner of the log is in plan and book. */
static bool look_up(const qc_book *book, const qc_plan *plan, const qc_activity_log *log,
                    int32_t **kind, qc_id **owner, qc_arena *scratch, qc_status *status)
{
    *kind = qc_arena_take(scratch, (size_t) log->types.count, sizeof **kind, status);
    *owner = qc_arena_take(scratch, (size_t) log->owners.count, sizeof **owner, status);
    if (*kind == NULL || *owner == NULL) return false;
    for (int32_t t = 0; t < log->types.count; t++)
        (*kind)[t] = kind_of(&plan->activities, log->types.text[t]);
    for (int32_t o = 0; o < log->owners.count; o++)
        (*owner)[o] = owner_of(book, log->owners.text[o]);
    return true;
}

/* Of which kinds the log says that anybody was reached. */
static void find_outcomes(const qc_plan *plan, const qc_activity_log *log, const int32_t *kind,
                          qc_day as_of, bool *says)
{
    for (int32_t i = 0; i < log->count; i++) {
        bool reached, created;
        if (log->day[i] > as_of || kind[log->type[i]] < 0) continue;
        qc_activity_rates_outcome(plan, log, i, &reached, &created);
        says[kind[log->type[i]]] |= reached;
    }
}

static double contacts_of(const qc_plan *plan, const qc_activity_log *log, int32_t row, bool says)
{
    bool reached, created;
    if (!says) return NAN;
    qc_activity_rates_outcome(plan, log, row, &reached, &created);
    return reached && !created ? log->number[row] : 0;
}

bool qc_activity_past(qc_book *book, const qc_plan *plan, const qc_activity_log *log,
                      qc_status *status)
{
    qc_arena scratch = {0};
    int32_t *kind = NULL;
    qc_id *owner = NULL;
    bool says[QC_ACTIVITIES_MAX] = {false};
    book->logged_from = QC_DAY_NONE;
    if (log == NULL || log->count == 0 || plan->activities.count == 0) return true;
    book->done = qc_arena_take(&book->arena, (size_t) log->count, sizeof *book->done, status);
    bool ok = book->done != NULL && look_up(book, plan, log, &kind, &owner, &scratch, status);
    if (ok) find_outcomes(plan, log, kind, book->as_of, says);
    for (int32_t i = 0; ok && i < log->count; i++) {
        if (log->day[i] > book->as_of) continue;
        if (book->logged_from == QC_DAY_NONE || log->day[i] < book->logged_from)
            book->logged_from = log->day[i];
        const int32_t activity = kind[log->type[i]];
        if (activity < 0) continue;
        const qc_id who = log->owner[i] == QC_ID_NONE ? QC_ID_NONE : owner[log->owner[i]];
        book->done[book->done_count++] = (qc_done){
            .day = log->day[i],
            .activity = activity,
            .owner = who,
            .number = log->number[i],
            .contacts = contacts_of(plan, log, i, says[activity])};
    }
    qc_arena_free(&scratch);
    return ok;
}
