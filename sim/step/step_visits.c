#include "sim/step/step_visits.h"

#include "sim/holder.h"
#include "sim/people.h"
#include "sim/step/step_hands.h"

#include <math.h>

/* ---- visits on a rep's clock ---- */

static const qc_law *law_of(const qc_step *it, const qc_held *what)
{
    const qc_world *world = it->world;
    return &world->draw.stages
                .laws[what->deal.segment * world->model->stages.stage_count + what->deal.stage];
}

static int32_t month_of(const qc_step *it)
{
    return it->world->shocked ? it->world->people->month[it->shift] : 0;
}

static void rates_of(const qc_step *it, const qc_held *what, int32_t month, double *rate)
{
    qc_deal_weights(law_of(it, what), &what->deal, rate);
    for (int g = 0; g < QC_GROUP_COUNT; g++)
        rate[g] *= it->world->theta[month][g];
}

static double used_up(const qc_law *law, const double *rate, double x)
{
    double at[QC_GROUP_COUNT], sum = 0;
    qc_law_at(law, x, at);
    for (int g = 0; g < QC_GROUP_COUNT; g++)
        sum += rate[g] * at[g];
    return sum;
}

/* When the visit ends under this month's rates, on the rep's clock; INFINITY = not before the month does:
 * a clock never runs faster than the calendar. `now` is the calendar. */
static double schedule(const qc_step *it, qc_held *what, double now)
{
    const qc_law *law = law_of(it, what);
    const double end = it->world->month_end[month_of(it)];
    double rate[QC_GROUP_COUNT];
    rates_of(it, what, month_of(it), rate);
    const double x = what->from, x_end = x + fmax(end - now, 0);
    const double start = used_up(law, rate, x), used = used_up(law, rate, x_end) - start;
    if (!(what->left < used)) return INFINITY;
    what->after = what->deal.exit;
    return what->base + qc_deal_leave_between(law, rate, start + what->left, what->left / used, x,
                                              x_end, &what->after, &what->to);
}

/* A month has ended: what it has used up of the hazards, and when the visit ends under the next one's. */
void qc_step_visits_turn_month(qc_step *it, qc_rep *who, int32_t before)
{
    const double now = it->world->people->shifts[it->shift].from;
    for (int32_t i = 0; i < who->count; i++) {
        qc_held *what = &it->pool[who->deal[i]];
        const qc_law *law = law_of(it, what);
        double rate[QC_GROUP_COUNT];
        if (isnan(what->left)) continue;
        rates_of(it, what, before, rate);
        const double x = fmax(who->clock - what->base, what->from);
        what->left -= used_up(law, rate, x) - used_up(law, rate, what->from);
        what->from = x;
        who->due[i] = schedule(it, what, now);
    }
}

/* From each visit on, a deal moves as its rep's deals do, where the history knows the rep. */
static void take_owner(const qc_step *it, qc_deal *deal)
{
    const qc_traits *traits = &it->world->model->stages.traits;
    const qc_id owner = it->seating.owner[deal->seat];
    if (traits->on[QC_TRAIT_OWNER] && owner != QC_ID_NONE)
        qc_deal_take_trait(it->world, deal, QC_TRAIT_OWNER,
                           qc_traits_label(traits, QC_TRAIT_OWNER, owner));
}

/* Begin a visit that is at risk from deal.time on; returns when it ends on the rep's clock. */
static double begin(qc_step *it, const qc_rep *who, qc_held *what)
{
    qc_deal *deal = &what->deal;
    const qc_law *law = law_of(it, what);
    const double start = it->world->people->shifts[it->shift].from;
    const double now = who->clock + who->speed * (deal->time - start); /* whole weeks: the end */
    what->base = now - deal->at_risk;
    what->from = deal->at_risk;
    what->left = NAN;
    if (law->quick != NULL && !it->world->shocked) {
        const bool lost = deal->exit >= law->share;
        what->to = lost ? QC_STAGE_LOST : law->next;
        what->after = lost ? deal->exit : deal->exit / law->share;
        return now + qc_deal_quick_stay(it->world, law, deal);
    }
    take_owner(it, deal);
    what->left = -log(qc_rng_uniform(&deal->luck));
    qc_deal_keep_digits(deal);
    return schedule(it, what, deal->time);
}

/* ---- coming and going ---- */

void qc_step_visits_receive(qc_step *it, int32_t seat, int32_t index)
{
    qc_rep *who = &it->reps[seat];
    qc_held *what = &it->pool[index];
    what->deal.seat = seat;
    if (what->deal.open < 0) qc_holder_receive(it->world, &what->deal);
    what->idle = who->idle;
    (void) qc_step_hands_hold(it, who, index, begin(it, who, what));
}

/* The visit at `at` has ended: on to the next stage, or out. */
void qc_step_visits_leave(qc_step *it, qc_rep *who, int32_t at)
{
    qc_world *world = it->world;
    const qc_shift *shift = &world->people->shifts[it->shift];
    const int32_t index = who->deal[at];
    qc_held *what = &it->pool[index];
    const bool day_clock = law_of(it, what)->day_clock;
    double time = shift->to;
    if (!world->whole_weeks) {
        time = shift->from + fmax(who->due[at] - who->clock, 0) / who->speed;
        if (time >= shift->to) time = nextafter(shift->to, 0); /* rounding of the division */
    }
    const int32_t day = world->whole_weeks ? shift->to : (int32_t) time + 1;
    const double stay = who->due[at] - what->base; /* days at risk, of work where it was slowed */
    qc_step_hands_let_go(it, who, at);
    world->moves++;
    what->deal.exit = what->after;
    if (what->to == QC_STAGE_LOST && qc_deal_counts_losses(world))
        qc_deal_lose(world, &what->deal, what->deal.stage, day);
    if (what->to == QC_STAGE_WON) qc_deal_win(world, &what->deal, day, it->trial);
    if (what->to < 0) {
        qc_step_hands_drop(it, index);
        return;
    }
    qc_deal_take_pace(world, &what->deal, stay);
    qc_deal_enter(world, &what->deal, what->to, time, day, day_clock);
    qc_deal_count_entry(world, &what->deal, day);
    (void) qc_step_hands_hold(it, who, index, begin(it, who, what));
}
