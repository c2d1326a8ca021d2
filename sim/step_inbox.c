#include "sim/step_inbox.h"

#include "sim/people.h"
#include "sim/step_hands.h"
#include "sim/step_seats.h"
#include "sim/step_visits.h"

#include <math.h>

#define MINUTES 60.0

/* Whose turn it is among those with room and time. */
static int32_t find_taker(qc_step *it, double hours)
{
    for (int32_t i = 0; i < it->rep_count; i++) {
        const int32_t seat = qc_step_seats_next(it);
        if (seat == QC_NOBODY) return QC_NOBODY;
        qc_rep *who = &it->reps[seat];
        if (who->count >= it->world->model->team.open_deal_limit || who->hours < hours) continue;
        who->hours -= hours;
        return seat;
    }
    return QC_NOBODY;
}

static void wait(qc_step *it, int32_t index)
{
    it->pool[index].next = QC_NOBODY;
    if (it->waiting == QC_NOBODY)
        it->waiting = index;
    else
        it->pool[it->last_waiting].next = index;
    it->last_waiting = index;
}

/* Inbound deals that wait, oldest first, as far as hours go. */
void qc_step_inbox_serve(qc_step *it)
{
    const qc_plan_activities *all = &it->world->model->plan->activities;
    const double start = it->world->people->shifts[it->shift].from;
    int32_t index = it->waiting;
    it->waiting = it->last_waiting = QC_NOBODY;
    bool some = true;
    while (index != QC_NOBODY) {
        const int32_t next = it->pool[index].next;
        qc_held *what = &it->pool[index];
        const int32_t seat = some ? find_taker(it, all->inbound_minutes / MINUTES) : QC_NOBODY;
        if (seat == QC_NOBODY) {
            some = false;
            if (start - what->deal.time > all->stale_after_days) {
                it->world->people->stale++;
                qc_step_hands_drop(it, index);
            } else {
                wait(it, index);
            }
        } else {
            what->deal.time = fmax(what->deal.time, start);
            qc_step_visits_receive(it, seat, index);
        }
        index = next;
    }
}

void qc_step_inbox_take(qc_step *it, int32_t *list)
{
    const double end = it->world->people->shifts[it->shift].to;
    int32_t index = *list;
    *list = QC_NOBODY;
    while (index != QC_NOBODY) {
        qc_held *what = &it->pool[index];
        const int32_t next = what->next, seat = what->deal.seat;
        if (it->world->whole_weeks && what->deal.open < 0) what->deal.time = end;
        /* a deal whose rep is away goes to whoever is there; without anybody it stays */
        const int32_t other = seat == QC_NOBODY || it->reps[seat].here ? seat
                                                                       : qc_step_seats_next(it);
        if (seat == QC_NOBODY)
            wait(it, index);
        else
            qc_step_visits_receive(it, other == QC_NOBODY ? seat : other, index);
        index = next;
    }
}
