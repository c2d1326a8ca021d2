#include "sim/ledger_seats.h"

#include "sim/people.h"

#include <string.h>

void qc_ledger_spend(qc_world *world, qc_cost_part part, int32_t day, double money)
{
    const qc_questions *questions = world->questions;
    world->ledger
        ->money[(int32_t) part * questions->atom_count + questions->atom_of_day[day]] += money;
}

double qc_ledger_seats_present(const qc_world *world, int32_t seat, int32_t shift)
{
    const qc_people *people = world->people;
    const qc_shift *days = &people->shifts[shift];
    const int32_t at = seat * people->shift_count + shift;
    const double work = people->work[days->to] - people->work[days->from];
    return work > 0 ? people->productive[at] / work : people->seated[at] / (days->to - days->from);
}

/* Money of a shift, spread over its days. */
static void spread(qc_world *world, qc_cost_part part, int32_t shift, double money)
{
    const qc_shift *days = &world->people->shifts[shift];
    for (int32_t day = days->from + 1; money > 0 && day <= days->to; day++)
        qc_ledger_spend(world, part, day, money / (days->to - days->from));
}

static void pay_salaries(qc_world *world)
{
    const qc_model *model = world->model;
    const qc_people *people = world->people;
    const qc_ledger *it = world->ledger;
    for (int32_t s = 0; s < model->team.seat_count; s++) {
        const qc_pay *pay = &model->cost.seats[s];
        if (!(pay->per_month > 0) && !(pay->per_day > 0)) continue;
        for (int32_t i = 0; i < people->shift_count; i++) {
            const qc_shift *days = &people->shifts[i];
            const double there = people->seated[s * people->shift_count + i] /
                                 (days->to - days->from);
            for (int32_t day = days->from + 1; there > 0 && day <= days->to; day++)
                qc_ledger_spend(world, QC_COST_SALARIES, day,
                                there * (pay->per_month * it->month_share[day] + pay->per_day));
        }
    }
}

/* Once for all trials in which nobody comes and goes by chance. */
static void pay_salaries_once(qc_world *world)
{
    const qc_team_model *team = &world->model->team;
    qc_ledger *it = world->ledger;
    double *salaries = &it->money[(int32_t) QC_COST_SALARIES * world->questions->atom_count];
    const size_t size = (size_t) world->questions->atom_count * sizeof *salaries;
    if (it->paid_out) {
        memcpy(salaries, it->paid, size);
        return;
    }
    pay_salaries(world);
    it->paid_out = !team->leaves && !team->late && world->draw.leave_per_day <= 0;
    memcpy(it->paid, salaries, size);
}

static void pay_activities(qc_world *world)
{
    const qc_plan_activities *all = &world->model->plan->activities;
    const qc_activity_week *week = &world->draw.activities.week;
    const qc_people *people = world->people;
    double cost = 0;
    for (int32_t k = 0; k < all->count && world->model->activities.on; k++)
        cost += all->kinds[k].cost * week->attempts[k];
    for (int32_t i = 0; i < people->shift_count && cost > 0; i++) {
        double weeks = 0;
        for (int32_t s = 0; s < world->model->team.seat_count; s++)
            weeks += world->ledger->done[s * people->shift_count + i];
        spread(world, QC_COST_ACTIVITIES, i, weeks * cost);
    }
}

void qc_ledger_seats_pay(qc_world *world)
{
    if (world->people == NULL || !world->model->cost.on) return;
    pay_salaries_once(world);
    pay_activities(world);
}

double qc_ledger_seats_met(const qc_world *world, int32_t kind)
{
    const qc_people *people = world->people;
    const qc_ledger *it = world->ledger;
    const double count = world->draw.activities.week.count[kind];
    const double goal = world->model->plan->activities.kinds[kind].goal * (1 - 1e-9);
    double met = 0, all = 0;
    for (int32_t i = 0; i < people->shift_count; i++) {
        const qc_shift *shift = &people->shifts[i];
        const double days = shift->to - shift->from;
        const double work = people->work[shift->to] - people->work[shift->from];
        if (!(work > 0) || !(it->main_part[i] > 0)) continue;
        for (int32_t s = 0; s < world->model->team.seat_count; s++) {
            const int32_t at = s * people->shift_count + i;
            if (people->seated[at] < days) continue;
            all += days * it->main_part[i];
            if (it->done[at] * count >= goal * work) met += days * it->main_part[i];
        }
    }
    return all > 0 ? met / all : 0;
}
