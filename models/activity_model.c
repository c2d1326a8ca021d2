#include "models/activity_model.h"

#include "models/activity_rates.h"
#include "models/luck.h"
#include "plan/people_lever.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define MINUTES     60.0
#define WEEK_DAYS   7.0
#define DOUBT_DEALS 20 /* what a single share rests on unless the plan says more */

bool qc_activity_model_fit(qc_activity_model *model, const qc_plan *plan,
                           const qc_activity_log *log, qc_day as_of, qc_status *status)
{
    const qc_plan_activities *all = &plan->activities;
    const qc_arrivals_prior prior = {.log_rate = 0, .sd = 1e-9};
    model->on = plan->team.stated && all->count > 0;
    model->plan = plan;
    model->count = all->count;
    for (int32_t k = 0; model->on && k < all->count; k++) {
        const qc_plan_activity *kind = &all->kinds[k];
        const qc_belief *contact = &kind->contact_rate, *opportunity = &kind->opportunity_rate;
        model->per_week[k] = kind->per_rep_per_week;
        if ((contact->form != QC_BELIEF_NONE &&
             !qc_belief_share(&model->contact[k], contact, DOUBT_DEALS, status)) ||
            (opportunity->form != QC_BELIEF_NONE &&
             !qc_belief_share(&model->opportunity[k], opportunity, DOUBT_DEALS, status)) ||
            (log != NULL && !qc_activity_rates_fit(model, k, log, as_of, status)))
            return false;
    }
    return !model->on || qc_arrivals_fit(&model->noise, NULL, NULL, 0, &prior, status);
}

/* ---- a week's yield ---- */

typedef struct leads {        /* per lead */
    double reached, attempts; /* chance to be reached, and attempts made, the first included */
} leads;

/* Attempt k reaches with chance rate * fade^k; only a share of the leads is tried again at all. */
static leads follow_up(const qc_plan *plan, double rate, double *share, int32_t attempts)
{
    const double persistence = fmin(
        fmax(qc_people_lever_apply(plan, QC_PEOPLE_PERSISTENCE, -1, plan->activities.persistence),
             0),
        1);
    leads lead = {0, 0};
    double missed = 1, chance = rate;
    for (int32_t k = 0; k < attempts; k++) {
        const double tried = missed * (k > 0 ? persistence : 1);
        lead.attempts += tried;
        lead.reached += tried * chance;
        if (share != NULL) share[k] = lead.reached;
        missed *= 1 - chance;
        chance *= plan->activities.fade;
    }
    for (int32_t k = 0; share != NULL && k < attempts && lead.reached > 0; k++)
        share[k] /= lead.reached;
    return lead;
}

static double bounded(double share)
{
    return fmin(fmax(share, 0), 1);
}

static int32_t attempts_of(const qc_plan *plan)
{
    const double attempts = qc_people_lever_apply(plan, QC_PEOPLE_ATTEMPTS, -1,
                                                  plan->activities.attempts);
    return (int32_t) fmin(fmax(floor(attempts + 0.5), 1), QC_ATTEMPTS_MAX);
}

/* `more` is by how much the selling hours differ from those of the plan. */
static void week_of(const qc_activity_model *model, const qc_plan *plan, const double *contact,
                    const double *opportunity, double more, qc_activity_draw *draw,
                    qc_activity_week *week)
{
    const int32_t attempts = attempts_of(plan);
    memset(week, 0, sizeof *week);
    for (int32_t k = 0; k < plan->activities.count; k++) {
        const qc_plan_activity *kind = &plan->activities.kinds[k];
        const double count = more *
                             qc_people_lever_apply(plan, QC_PEOPLE_COUNT, k, model->per_week[k]);
        const double hours = qc_people_lever_apply(plan, QC_PEOPLE_MINUTES, k, kind->minutes) /
                             MINUTES;
        const double rate = bounded(
            qc_people_lever_apply(plan, QC_PEOPLE_CONTACT_RATE, k, contact[k]));
        const leads lead = follow_up(plan, rate, draw != NULL ? draw->attempt_share[k] : NULL,
                                     attempts);
        week->count[k] = count;
        week->attempts[k] = count * lead.attempts;
        week->contacts[k] = count * lead.reached;
        week->deals[k] = count * lead.reached *
                         bounded(qc_people_lever_apply(plan, QC_PEOPLE_OPPORTUNITY_RATE, k,
                                                       opportunity[k]));
        week->all += week->deals[k];
        week->first_hours += count * hours;
        week->follow_hours += count * hours * (lead.attempts - 1);
    }
}

double qc_activity_model_fits(const qc_activity_week *week, double hours)
{
    const double needed = week->first_hours + week->follow_hours;
    if (!(hours > 0)) return 0;
    return needed > hours ? hours / needed : 1;
}

/* ---- draws ---- */

bool qc_activity_draw_room(qc_activity_draw *draw, const qc_arrival_model *arrivals,
                           qc_arena *arena, qc_status *status)
{
    draw->segment_share = qc_arena_take(arena, (size_t) arrivals->segment_count, sizeof(double),
                                        status);
    return draw->segment_share != NULL;
}

static void draw_noise(const qc_activity_model *model, uint64_t seed, int64_t number,
                       qc_arrivals_state *state)
{
    const qc_belief *noise = &model->plan->activities.noise;
    qc_rng luck = qc_rng_stream(seed, QC_LUCK_PEOPLE, 1, (uint64_t) number);
    gsl_rng view;
    qc_rng_gsl(&view, &luck);
    qc_arrivals_draw(&model->noise, &luck, state);
    if (noise->noise != QC_NOISE_DEFAULT)
        *state = (qc_arrivals_state){.rho = noise->noise_rho,
                                     .sd = noise->noise_sd,
                                     .noise = gsl_ran_gaussian(&view, noise->noise_sd)};
    state->base = -0.5 * state->sd * state->sd; /* noise around the yield leaves its mean */
    state->level = state->wander = 0;
}

/* The plan's own week, without levers: what the known new deals are held against. */
static double base_deals_per_day(const qc_activity_model *model, const qc_team_model *team,
                                 const double *contact, const double *opportunity)
{
    qc_plan base = *model->plan;
    qc_activity_week week;
    base.people_lever_count = 0;
    week_of(model, &base, contact, opportunity, 1, NULL, &week);
    return team->base_reps * team->present * week.all *
           qc_activity_model_fits(&week, team->base_hours) / WEEK_DAYS;
}

void qc_activity_model_segments(const qc_arrival_model *arrivals, const qc_arrival_draw *drawn,
                                double *share)
{
    double total = 0;
    for (int32_t s = 0; s < arrivals->segment_count; s++) {
        total += qc_arrival_model_rate(arrivals, drawn, s);
        share[s] = total;
    }
    for (int32_t s = 0; s < arrivals->segment_count; s++)
        share[s] = total > 0 ? share[s] / total : 1;
}

void qc_activity_model_draw(const qc_activity_model *model, const qc_team_model *team,
                            const qc_arrival_model *arrival_model, uint64_t seed, int64_t number,
                            qc_arrival_draw *arrivals, qc_activity_draw *draw)
{
    double contact[QC_ACTIVITIES_MAX], opportunity[QC_ACTIVITIES_MAX];
    if (!model->on) return;
    for (int32_t k = 0; k < model->count; k++) {
        qc_rng luck = qc_rng_stream(seed, QC_LUCK_PEOPLE, (uint64_t) k + 2, (uint64_t) number);
        contact[k] = qc_share_belief_draw(&model->contact[k], &luck);
        opportunity[k] = qc_share_belief_draw(&model->opportunity[k], &luck);
    }
    const double more = isinf(team->base_hours) || !(team->base_hours > 0)
                            ? 1
                            : team->hours / team->base_hours;
    week_of(model, model->plan, contact, opportunity, more, draw, &draw->week);
    draw->attempts = attempts_of(model->plan);
    draw->days_between = qc_people_lever_apply(model->plan, QC_PEOPLE_DAYS_BETWEEN, -1,
                                               model->plan->activities.days_between);
    draw_noise(model, seed, number, &draw->noise);
    const double known = qc_arrival_model_rate(arrival_model, arrivals, -1);
    const double explained = base_deals_per_day(model, team, contact, opportunity);
    draw->kept = known > 0 && explained > known ? known / explained : 1;
    draw->inbound = known > 0 ? fmax(1 - explained / known, 0) : 0;
    qc_activity_model_segments(arrival_model, arrivals, draw->segment_share);
    draw->lever = arrivals->lever[0];
    for (int32_t s = 0; s < arrival_model->segment_count; s++)
        arrivals->lever[s] *= draw->inbound;
}
