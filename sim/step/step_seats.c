#include "sim/step/step_seats.h"

#include "sim/people.h"
#include "sim/step/step_hands.h"

#include <string.h>

void qc_step_seats_begin(qc_step *it)
{
    const qc_people *people = it->world->people;
    const qc_shift *shift = &people->shifts[it->shift];
    const double *seated = it->seated + it->shift;
    it->days = shift->to - shift->from;
    for (int32_t r = 0; r < it->rep_count; r++) {
        qc_rep *who = &it->reps[r];
        who->share = seated[r * people->shift_count] / it->days;
        who->here = who->share > 0;
    }
}

int32_t qc_step_seats_next(qc_step *it, int32_t segment)
{
    for (int32_t i = 0; i < it->rep_count; i++) {
        const int32_t seat = it->turn;
        it->turn = (it->turn + 1) % it->rep_count;
        if (it->reps[seat].here && qc_seat_takes(&it->world->model->team.seats[seat], segment))
            return seat;
    }
    return QC_NOBODY;
}

void qc_step_seats_hand_over(qc_step *it, int32_t seat)
{
    qc_rep *who = &it->reps[seat];
    for (int32_t at = who->count - 1; at >= 0; at--) {
        const int32_t index = who->deal[at];
        const int32_t to = qc_step_seats_next(it, it->pool[index].deal.segment);
        if (to == QC_NOBODY) continue;
        qc_rep *heir = &it->reps[to];
        const double shift = heir->clock - who->clock, due = who->due[at];
        qc_step_hands_let_go(it, who, at);
        it->pool[index].base += shift;
        it->pool[index].idle += heir->idle - who->idle;
        it->pool[index].deal.seat = to;
        if (!qc_step_hands_hold(it, heir, index, due + shift)) return;
    }
}

int32_t qc_step_seats_of_open(const qc_step *it, int32_t open)
{
    const int32_t seat = it->seating.seat[open];
    return seat >= 0 ? seat : it->rep_count > 0 ? 0 : QC_NOBODY;
}

void qc_step_seats_lay_out(qc_step *it)
{
    const qc_world *world = it->world;
    const qc_team_model *team = &world->model->team;
    const qc_people *people = world->people;
    for (int32_t r = 0; r < it->rep_count; r++) {
        qc_rep *who = &it->reps[r];
        who->clock = who->idle = who->hours = 0;
        who->need = 0;
        who->count = 0;
        who->speed = 1;
        memset(who->in_stage, 0, (size_t) world->model->stages.stage_count * sizeof *who->in_stage);
        if (it->laid_out) continue;
        qc_team_model_seat(team, &team->seats[r], world->draw.leave_per_day, world->seed, it->trial,
                           people->work, people->shifts, people->shift_count,
                           &it->productive[r * people->shift_count],
                           &it->seated[r * people->shift_count]);
    }
    it->laid_out = !team->leaves && !team->late && world->draw.leave_per_day <= 0;
}
