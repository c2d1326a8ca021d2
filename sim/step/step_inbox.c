#include "sim/step/step_inbox.h"

#include "sim/people.h"
#include "sim/step/step_hands.h"
#include "sim/step/step_seats.h"
#include "sim/step/step_visits.h"

#include <math.h>

#define MINUTES 60.0

/* Whose turn it is among those with room and time. */
static int32_t find_taker(qc_step *it, const qc_deal *deal, double hours)
{
    for (int32_t i = 0; i < it->rep_count; i++) {
        const int32_t seat = qc_step_seats_next(it, deal->segment);
        if (seat == QC_NOBODY) return QC_NOBODY;
        qc_rep *who = &it->reps[seat];
        if (qc_step_hands_full(it, who, deal->stage) || who->hours < hours) continue;
        who->hours -= hours;
        it->sold += hours;
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
    const qc_deal *refused = NULL; /* once nobody has taken a deal, nobody takes one like it */
    while (index != QC_NOBODY) {
        const int32_t next = it->pool[index].next;
        qc_held *what = &it->pool[index];
        const qc_deal *deal = &what->deal;
        const bool in_vain = refused != NULL && refused->segment == deal->segment &&
                             refused->stage == deal->stage;
        const int32_t seat = in_vain ? QC_NOBODY
                                     : find_taker(it, deal, all->inbound_minutes / MINUTES);
        if (seat == QC_NOBODY) {
            refused = deal;
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

/* A rep who is there keeps what is theirs; those who only prospect hand it on. */
static bool keeps(const qc_step *it, int32_t seat, const qc_deal *deal)
{
    const qc_seat *who = &it->world->model->team.seats[seat];
    return it->reps[seat].here &&
           (deal->open >= 0 ? !who->prospects_only : qc_seat_takes(who, deal->segment));
}

/* Who gets a deal that comes in, QC_NOBODY = it waits. A deal whose rep is away goes to whoever takes it; with
 * nobody there it stays. */
static int32_t find_hands(qc_step *it, const qc_deal *deal)
{
    const int32_t seat = deal->seat;
    if (seat == QC_NOBODY || keeps(it, seat, deal)) return seat;
    const int32_t other = qc_step_seats_next(it, deal->segment);
    if (other != QC_NOBODY) return other;
    return it->world->model->team.seats[seat].prospects_only ? QC_NOBODY : seat;
}

void qc_step_inbox_take(qc_step *it, int32_t *list)
{
    const double end = it->world->people->shifts[it->shift].to;
    int32_t index = *list;
    *list = QC_NOBODY;
    while (index != QC_NOBODY) {
        qc_held *what = &it->pool[index];
        const int32_t next = what->next;
        if (it->world->whole_weeks && what->deal.open < 0) what->deal.time = end;
        const int32_t seat = find_hands(it, &what->deal);
        if (seat == QC_NOBODY)
            wait(it, index);
        else
            qc_step_visits_receive(it, seat, index);
        index = next;
    }
}
