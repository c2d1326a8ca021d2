#include "sim/step/step_week.h"

#include "sim/hours.h"
#include "sim/market.h"
#include "sim/people.h"
#include "sim/step/step_hands.h"
#include "sim/step/step_inbox.h"
#include "sim/step/step_seats.h"
#include "sim/step/step_visits.h"

#include <math.h>

#define WEEK         7.0
#define NEGLECT_FULL 4 /* unworked weeks after which the stated share is lost in full */

static inline double least(double a, double b)
{
    return a < b ? a : b;
}

static inline double not_below_0(double a)
{
    return a > 0 ? a : 0;
}

/* Open deals come first; what is kept for prospecting is not theirs. */
static void work_deals(qc_step *it, int32_t seat)
{
    qc_rep *who = &it->reps[seat];
    const qc_team_model *team = &it->world->model->team;
    const qc_people *people = it->world->people;
    const double full = people->full[it->shift] * who->share;
    const double there = isfinite(team->hours) ? team->hours * full : (double) INFINITY;
    const double kept = team->prospecting_hours * full;
    const double need = (double) who->need / QC_HOUR_TICKS * it->days / WEEK;
    const double room = who->here ? not_below_0(there - kept) : 0;
    who->speed = !who->here ? 0 : need <= 0 ? 1 : least(room / need, 1);
    who->hours = who->here ? not_below_0(there - least(need, room)) : 0;
    const double planned = it->planned * full, days = who->share * it->days;
    it->needed += who->need;
    it->sold += fmin(need, room);
    it->weeks += full;
    it->sum.needed += planned;
    it->sum.there += there;
    it->sum.staffed += days;
    if (need + planned > there * (1 + 1e-9)) it->sum.overloaded += days;
}

static void go_through_due(qc_step *it, qc_rep *who)
{
    const double end = who->clock + who->speed * it->days;
    if (!(who->speed > 0)) return;
    for (int32_t i = 0; i < who->count;) {
        if (who->due[i] <= end && !qc_step_hands_blocked(it, who, i))
            qc_step_visits_leave(it, who,
                                 i); /* another deal, or its own next visit, may now stand at i */
        else
            i++;
    }
}

/* What nobody works on is lost in time: in full measure after NEGLECT_FULL unworked weeks. */
static void neglect(qc_step *it, qc_rep *who)
{
    const double weeks = (1 - who->speed) * it->days / WEEK;
    const double share = it->world->model->plan->team.neglect;
    who->idle += weeks;
    if (!(share > 0)) return;
    const double hazard = -log1p(-share) * weeks;
    for (int32_t i = 0; i < who->count;) {
        qc_held *what = &it->pool[who->deal[i]];
        what->patience -= hazard * least((who->idle - what->idle) / NEGLECT_FULL, 1);
        if (what->patience > 0) {
            i++;
            continue;
        }
        if (qc_deal_counts_losses(it->world))
            qc_deal_lose(it->world, &what->deal, what->deal.stage,
                         it->world->people->shifts[it->shift].to);
        qc_step_hands_let_go(it, who, i);
        qc_step_hands_drop(it, (int32_t) (what - it->pool));
    }
}

/* Who has as many deals as they can carry does not look for more; who hands them on does. */
static bool is_full(const qc_step *it, const qc_rep *who, int32_t seat)
{
    const qc_plan_activities *all = &it->world->model->plan->activities;
    if (it->world->model->team.seats[seat].prospects_only) return false;
    for (int32_t k = 0; k < all->count; k++) {
        if (!qc_step_hands_full(it, who, all->kinds[k].stage)) return false;
    }
    return true;
}

static void prospect(qc_step *it, int32_t seat)
{
    const qc_world *world = it->world;
    qc_rep *who = &it->reps[seat];
    const double productive = it->productive[seat * world->people->shift_count + it->shift];
    const double full = world->people->full[it->shift] * who->share;
    if (!(productive > 0) || is_full(it, who, seat)) return;
    const double fits = qc_activity_model_fits(&world->draw.activities.week,
                                               full > 0 ? who->hours / full : who->hours);
    it->sold += productive * fits * it->planned;
    qc_people_arrivals(it->world, seat, it->shift, productive * fits, it->trial);
}

static void start_shift(qc_step *it)
{
    const qc_people *people = it->world->people;
    const bool month_turns = it->world->shocked && it->shift > 0 &&
                             people->month[it->shift] != people->month[it->shift - 1];
    qc_step_seats_begin(it);
    for (int32_t r = 0; r < it->rep_count; r++) {
        if (!it->reps[r].here) qc_step_seats_hand_over(it, r);
    }
    if (it->shift == 0) qc_step_inbox_take(it, &it->book);
    it->sum = (qc_shift_hours){0, 0, 0, 0};
    it->needed = 0;
    it->sold = it->weeks = 0;
    for (int32_t r = 0; r < it->rep_count; r++) {
        if (month_turns) qc_step_visits_turn_month(it, &it->reps[r], people->month[it->shift - 1]);
        work_deals(it, r);
    }
    it->sum.needed += (double) it->needed / QC_HOUR_TICKS * it->days / WEEK;
    qc_people_count_hours(it->world->people, it->shift, &it->sum);
}

/* Who comes by himself goes before whom reps would contact. */
static void use_market(qc_step *it)
{
    qc_world *world = it->world;
    double weeks = 0;
    qc_market_admit(world, world->people->shifts[it->shift].to, it->trial);
    for (int32_t r = 0; r < it->rep_count; r++)
        weeks += it->productive[r * world->people->shift_count + it->shift];
    qc_market_begin_shift(world, it->shift, weeks);
}

void qc_step_week_run(qc_step *it)
{
    const bool whole = it->world->whole_weeks;
    int32_t *arriving = &it->arriving[it->shift];
    start_shift(it);
    if (it->world->market != NULL) use_market(it);
    if (!whole) { /* known before: inbound deals, and what earlier attempts brought */
        qc_step_inbox_take(it, arriving);
        qc_step_inbox_serve(it);
    }
    for (int32_t r = 0; r < it->rep_count && it->world->model->activities.on; r++)
        prospect(it, r);
    if (!whole) qc_step_inbox_take(it, arriving);
    for (int32_t r = 0; r < it->rep_count; r++)
        go_through_due(it, &it->reps[r]);
    if (whole) {
        qc_step_inbox_take(it, arriving);
        qc_step_inbox_serve(it);
    }
    for (int32_t r = 0; r < it->rep_count; r++) {
        qc_rep *who = &it->reps[r];
        if (who->speed < 1) neglect(it, who);
        who->clock += who->speed * it->days;
    }
    qc_hours_add(it->world, it->shift, it->sold, it->weeks);
}
