#include "sim/step_seats.h"

#include "sim/people.h"
#include "sim/step_hands.h"

double qc_step_days(const qc_step *it)
{
    const qc_shift *shift = &it->world->people->shifts[it->shift];
    return shift->to - shift->from;
}

double qc_step_seats_share(const qc_step *it, int32_t seat)
{
    return it->seated[seat * it->world->people->shift_count + it->shift] / qc_step_days(it);
}

int32_t qc_step_seats_next(qc_step *it)
{
    for (int32_t i = 0; i < it->rep_count; i++) {
        const int32_t seat = it->turn;
        it->turn = (it->turn + 1) % it->rep_count;
        if (it->reps[seat].here) return seat;
    }
    return QC_NOBODY;
}

/* An empty seat's deals go to those who are there, each as old as it is; without anybody they stay. */
void qc_step_seats_hand_over(qc_step *it, int32_t seat)
{
    qc_rep *who = &it->reps[seat];
    while (who->count > 0) {
        const int32_t to = qc_step_seats_next(it), at = who->count - 1, index = who->deal[at];
        if (to == QC_NOBODY) return;
        qc_rep *heir = &it->reps[to];
        const double shift = heir->clock - who->clock, due = who->due[at];
        qc_step_hands_let_go(it, who, at);
        it->pool[index].base += shift;
        it->pool[index].idle += heir->idle - who->idle;
        it->pool[index].deal.seat = to;
        if (!qc_step_hands_hold(it, heir, index, due + shift)) return;
    }
}

/* An owner's open deals stay together; the others are dealt out. */
static int32_t seat_of(const qc_step *it, int32_t open, int32_t present)
{
    const qc_id owner = it->world->book->open[open].labels.of[QC_LABEL_OWNER];
    if (present == 0) return it->rep_count > 0 ? 0 : QC_NOBODY;
    return (owner != QC_ID_NONE ? owner : open) % present;
}

bool qc_step_seats_of_book(qc_step *it, qc_status *status)
{
    const int32_t open = it->world->book->open_count;
    int32_t present = 0;
    it->seat_of_open = qc_arena_take(&it->world->arena, (size_t) open, sizeof(int32_t), status);
    if (it->seat_of_open == NULL) return false;
    while (present < it->rep_count && !it->world->model->team.seats[present].planned)
        present++;
    for (int32_t i = 0; i < open; i++)
        it->seat_of_open[i] = seat_of(it, i, present);
    return true;
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
        if (it->laid_out) continue;
        qc_team_model_seat(team, &team->seats[r], world->draw.leave_per_day, world->seed, it->trial,
                           people->work, people->shifts, people->shift_count,
                           &it->productive[r * people->shift_count],
                           &it->seated[r * people->shift_count]);
    }
    it->laid_out = !team->leaves && !team->late && world->draw.leave_per_day <= 0;
}
