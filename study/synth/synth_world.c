/* One day after another: new deals arrive, then every open deal is at risk for one day.
 *
 * A visit draws an exponential patience when it starts and loses each day's cumulative hazard; it
 * ends on the day on which patience runs out. That is the same law as a fresh chance every day, at
 * one random number a visit, and what is left of a patience is again exponential: so an open deal
 * has no memory but its age, and the truth may replay it with fresh patience. A deal that moves is
 * at risk in its new stage on the same day (age 0). */
#include "study/synth/synth_world.h"

#include "core/memory.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

double qc_synth_normal(qc_rng *luck)
{
    return gsl_cdf_ugaussian_Pinv(qc_rng_uniform(luck));
}

/* Amounts are typed by people: three significant digits. */
static double rounded_amount(double amount)
{
    const double step = pow(10.0, floor(log10(amount)) - 2.0);
    return fmax(1.0, round(round(amount / step) * step));
}

/* A block with room for `needed` items, or NULL with the old one still in place. */
static void *roomier(void *items, size_t *capacity, size_t needed, size_t size, qc_status *status)
{
    return qc_memory_grow(&items, capacity, needed, size, status) ? items : NULL;
}

static bool room_for_open(qc_synth_world *world, size_t needed, qc_status *status)
{
    void *block = roomier(world->open, &world->open_capacity, needed, sizeof *world->open, status);
    if (block) world->open = block;
    return block != NULL;
}

static bool room_for_customers(qc_synth_world *world, size_t needed, qc_status *status)
{
    void *block = roomier(world->known, &world->customer_capacity, needed, sizeof *world->known,
                          status);
    if (block) world->known = block;
    return block != NULL;
}

static bool room_for_winners(qc_synth_world *world, size_t needed, qc_status *status)
{
    void *block = roomier(world->winners, &world->winner_capacity, needed, sizeof *world->winners,
                          status);
    if (block) world->winners = block;
    return block != NULL;
}

/* ---- months ---- */

/* Next value of an AR(1) series of a stationary sd; the first one has no past. */
static double next_month(bool first, double before, double rho, double fresh)
{
    return first ? fresh : rho * before + sqrt(1.0 - rho * rho) * fresh;
}

static void enter_month(qc_synth_world *world, int32_t month)
{
    const qc_synth_spec *spec = world->laws->spec;
    const bool first = world->month < 0;
    const uint64_t name = (uint64_t) month;
    qc_rng luck = qc_rng_stream(world->seed, QC_SYNTH_LUCK_SHOCK, name, world->trial);
    world->log_shock = next_month(first, world->log_shock, spec->shock_rho,
                                  spec->shock_sd * qc_synth_normal(&luck));
    luck = qc_rng_stream(world->seed, QC_SYNTH_LUCK_LOST_SHOCK, name, world->trial);
    world->log_lost_shock = next_month(first, world->log_lost_shock, spec->lost_shock_rho,
                                       spec->lost_shock_sd * qc_synth_normal(&luck));
    luck = qc_rng_stream(world->seed, QC_SYNTH_LUCK_NOISE, name, world->trial);
    for (int32_t g = 0; g < spec->segment_count; g++)
        world->log_noise[g] = next_month(first, world->log_noise[g], spec->arrival_memory,
                                         spec->arrival_noise * qc_synth_normal(&luck));
    world->month = month;
}

static double forward_factor(const qc_synth_world *world)
{
    const qc_synth_spec *spec = world->laws->spec;
    return spec->month_effect[world->month % 12] *
           exp(world->log_shock - 0.5 * spec->shock_sd * spec->shock_sd);
}

static double lost_factor(const qc_synth_world *world)
{
    const double sd = world->laws->spec->lost_shock_sd;
    return exp(world->log_lost_shock - 0.5 * sd * sd);
}

/* Expected new deals of a segment today. "N per month" is N in a calendar month of any length. */
static double arrivals_a_day(const qc_synth_world *world, int32_t segment, qc_day day)
{
    const qc_synth_spec *spec = world->laws->spec;
    const double felt = spec->shock_on_arrivals, noise = spec->arrival_noise;
    const double shock_variance = felt * felt * spec->shock_sd * spec->shock_sd;
    const double years = (double) (day - qc_synth_start(spec)) / 365.25;
    const int32_t days = qc_calendar_month_days(world->month / 12, world->month % 12 + 1);
    return spec->segments[segment].new_deals_per_month / days * pow(1.0 + spec->growth, years) *
           spec->arrival_effect[world->month % 12] *
           exp(felt * world->log_shock - 0.5 * shock_variance) *
           exp(world->log_noise[segment] - 0.5 * noise * noise);
}

/* ---- changes ---- */

static bool tell(qc_synth_world *world, qc_day day, const qc_synth_open *deal, bool created,
                 bool new_customer, qc_status *status)
{
    const qc_synth_event event = {.day = day,
                                  .stage = deal->stage,
                                  .created = created,
                                  .new_customer = new_customer,
                                  .deal = deal};
    return !world->listen || world->listen(world->context, &event, status);
}

/* Note a customer's first win; false in `*is_new` when he was won before. */
static bool note_winner(qc_synth_world *world, int32_t customer, bool *is_new, qc_status *status)
{
    *is_new = !world->known[customer];
    if (!*is_new) return true;
    if (!room_for_winners(world, world->winner_count + 1, status)) return false;
    world->known[customer] = 1;
    world->winners[world->winner_count++] = customer;
    return true;
}

static double first_amount(const qc_synth_segment *segment, qc_rng *luck)
{
    return rounded_amount(segment->amount_median * exp(segment->amount_sd * qc_synth_normal(luck)));
}

static bool end_deal(qc_synth_world *world, qc_synth_open *deal, int32_t end, qc_day day,
                     bool created, qc_status *status)
{
    const qc_synth_spec *spec = world->laws->spec;
    bool is_new = false;
    deal->stage = end;
    if (end == QC_SYNTH_WON) {
        if (isnan(deal->amount)) deal->amount = deal->fixed.first_amount;
        if (isnan(deal->amount))
            deal->amount = first_amount(&spec->segments[deal->fixed.segment], &deal->luck);
        deal->amount = rounded_amount(deal->amount *
                                      exp(spec->amount_change_sd * qc_synth_normal(&deal->luck)));
        if (!note_winner(world, deal->fixed.customer, &is_new, status)) return false;
    }
    return tell(world, day, deal, created, is_new, status);
}

/* ---- new deals ---- */

static int32_t weighted_pick(qc_rng *luck, double total, int32_t count,
                             const qc_synth_source *sources)
{
    double left = qc_rng_uniform(luck) * total;
    int32_t pick = 0;
    while (pick < count - 1 && left >= sources[pick].share)
        left -= sources[pick++].share;
    return pick;
}

static bool pick_customer(qc_synth_world *world, qc_rng *luck, double returning, int32_t *customer,
                          qc_status *status)
{
    const bool comes_back = qc_rng_uniform(luck) < returning;
    const double which = qc_rng_uniform(luck);
    if (comes_back && world->winner_count > 0) {
        *customer = world->winners[(size_t) (which * (double) world->winner_count)];
        return true;
    }
    if (!room_for_customers(world, world->customer_count + 1, status)) return false;
    *customer = (int32_t) world->customer_count;
    world->known[world->customer_count++] = 0;
    return true;
}

/* What a deal's amount does to it, and whether it will go stale. */
static void set_pace(const qc_synth_world *world, const qc_synth_segment *who, qc_synth_open *deal)
{
    const qc_synth_spec *spec = world->laws->spec;
    deal->fixed.ease = 1;
    if (spec->amount_slows > 0 && who->amount_sd > 0)
        deal->fixed.ease = exp(-spec->amount_slows *
                               log(deal->fixed.first_amount / who->amount_median) / who->amount_sd);
    if (spec->stale_share > 0) {
        qc_rng luck = qc_rng_stream(world->seed, QC_SYNTH_LUCK_STALE, (uint64_t) deal->deal,
                                    world->trial);
        deal->fixed.stale = qc_rng_uniform(&luck) < spec->stale_share;
    }
}

bool qc_synth_world_create(qc_synth_world *world, int32_t segment, int32_t rep, qc_day day,
                           qc_status *status)
{
    const qc_synth_spec *spec = world->laws->spec;
    const qc_synth_segment *who = &spec->segments[segment];
    if (!room_for_open(world, world->open_count + 1, status)) return false;
    qc_synth_open *deal = &world->open[world->open_count];
    *deal = (qc_synth_open){.deal = world->deal_count++, .entered = day};
    deal->fixed.first_amount = NAN;
    deal->luck = qc_rng_stream(world->seed, QC_SYNTH_LUCK_DEAL, (uint64_t) deal->deal,
                               world->trial);
    double shares = 0;
    for (int32_t i = 0; i < spec->source_count; i++)
        shares += spec->sources[i].share;
    deal->fixed.segment = segment;
    const double whose = qc_rng_uniform(&deal->luck);
    deal->fixed.rep = rep >= 0 ? rep : qc_synth_people_pick(spec, day, whose);
    deal->fixed.source = weighted_pick(&deal->luck, shares, spec->source_count, spec->sources);
    if (!pick_customer(world, &deal->luck, who->returning, &deal->fixed.customer, status))
        return false;
    const bool known = qc_rng_uniform(&deal->luck) < spec->amount_known;
    if (known || spec->amount_slows > 0) deal->fixed.first_amount = first_amount(who, &deal->luck);
    deal->amount = known ? deal->fixed.first_amount : (double) NAN;
    set_pace(world, who, deal);
    if (qc_rng_uniform(&deal->luck) < who->born_closed)
        return end_deal(world, deal, QC_SYNTH_WON, day, true, status);
    deal->patience = -log(qc_rng_uniform(&deal->luck));
    world->open_count++;
    return tell(world, day, deal, true, false, status);
}

/* A Poisson number of new deals: arrivals of a unit-rate process before the day's mean is used up. */
static bool arrive(qc_synth_world *world, qc_day day, qc_status *status)
{
    const int32_t segments = world->laws->spec->segment_count;
    for (int32_t g = 0; g < segments; g++) {
        const double mean = arrivals_a_day(world, g, day);
        const uint64_t name = (uint64_t) ((int64_t) day * QC_SYNTH_SEGMENTS + g);
        qc_rng luck = qc_rng_stream(world->seed, QC_SYNTH_LUCK_ARRIVALS, name, world->trial);
        for (double at = -log(qc_rng_uniform(&luck)); at < mean; at -= log(qc_rng_uniform(&luck)))
            if (!qc_synth_world_create(world, g, -1, day, status)) return false;
    }
    return true;
}

/* ---- open deals ---- */

/* Where a visit that ends today leads. */
static int32_t next_stage(const qc_synth_spec *spec, qc_synth_open *deal,
                          const qc_synth_hazard *hazard)
{
    const double forward = hazard->forward;
    double at = qc_rng_uniform(&deal->luck) * (forward + hazard->back + hazard->lost);
    if (at < forward) {
        const qc_synth_stage *stage = &spec->stages[deal->stage];
        const double skip = stage->forward_hazard > 0 ? stage->skip / (1 + stage->skip)
                                                      : spec->skip;
        const bool skips = deal->stage < spec->stage_count - 1 &&
                           qc_rng_uniform(&deal->luck) < skip;
        const int32_t next = deal->stage + (skips ? 2 : 1);
        return next < spec->stage_count ? next : QC_SYNTH_WON;
    }
    return at < forward + hazard->back ? deal->stage - 1 : QC_SYNTH_LOST;
}

/* A deal's hazards today: those of its stage and age, and what month, rep, amount and staleness make of
 * them. */
static qc_synth_hazard hazard_today(const qc_synth_world *world, const qc_synth_open *deal,
                                    qc_day day, const qc_synth_hazard *month)
{
    const qc_synth_spec *spec = world->laws->spec;
    const bool stale = deal->fixed.stale && deal->stage >= spec->stale_from;
    qc_synth_hazard hazard = *qc_synth_laws_at(world->laws, deal->fixed.segment, deal->stage,
                                               day - deal->entered);
    hazard.forward *= month->forward * spec->reps[deal->fixed.rep].skill * deal->fixed.ease *
                      qc_synth_people_pace(world, deal->fixed.rep) *
                      (stale ? spec->stale_forward : 1);
    hazard.lost *= month->lost * (stale ? spec->stale_lost : 1);
    return hazard;
}

static bool live_through_day(qc_synth_world *world, qc_synth_open *deal, qc_day day,
                             const qc_synth_hazard *month, qc_status *status)
{
    for (;;) {
        const qc_synth_hazard hazard = hazard_today(world, deal, day, month);
        const double total = hazard.forward + hazard.back + hazard.lost;
        if (deal->patience >= total) {
            deal->patience -= total;
            return true;
        }
        const int32_t next = next_stage(world->laws->spec, deal, &hazard);
        if (next < 0) return end_deal(world, deal, next, day, false, status);
        deal->stage = next;
        deal->entered = day;
        deal->patience = -log(qc_rng_uniform(&deal->luck));
        if (!tell(world, day, deal, false, false, status)) return false;
    }
}

bool qc_synth_world_day(qc_synth_world *world, qc_day day, qc_status *status)
{
    const int32_t month = qc_calendar_month_index(day);
    if (month != world->month) enter_month(world, month);
    qc_synth_people_count(world);
    if (!arrive(world, day, status) || !qc_synth_people_work(world, day, status)) return false;
    const qc_synth_hazard factors = {.forward = forward_factor(world), .lost = lost_factor(world)};
    size_t kept = 0;
    for (size_t i = 0; i < world->open_count; i++) {
        if (!live_through_day(world, &world->open[i], day, &factors, status)) return false;
        if (world->open[i].stage < 0) continue;
        if (kept != i) world->open[kept] = world->open[i];
        kept++;
    }
    world->open_count = kept;
    return true;
}

/* ---- replays ---- */

bool qc_synth_world_replay(qc_synth_world *world, const qc_synth_world *from, uint64_t seed,
                           uint64_t trial, qc_status *status)
{
    if (!room_for_open(world, from->open_count + 1, status) ||
        !room_for_customers(world, from->customer_count + 1, status) ||
        !room_for_winners(world, from->winner_count + 1, status))
        return false;
    qc_synth_world state = *from;
    state.open = world->open, state.open_capacity = world->open_capacity;
    state.known = world->known, state.customer_capacity = world->customer_capacity;
    state.winners = world->winners, state.winner_capacity = world->winner_capacity;
    state.listen = world->listen, state.context = world->context;
    state.listen_work = world->listen_work;
    state.seed = seed, state.trial = trial;
    *world = state;
    if (from->customer_count > 0) memcpy(world->known, from->known, from->customer_count);
    if (from->winner_count > 0)
        memcpy(world->winners, from->winners, from->winner_count * sizeof *world->winners);
    for (size_t i = 0; i < from->open_count; i++) {
        qc_synth_open *deal = &world->open[i];
        *deal = from->open[i];
        deal->luck = qc_rng_stream(seed, QC_SYNTH_LUCK_RESUME, (uint64_t) deal->deal, trial);
        deal->patience = -log(qc_rng_uniform(&deal->luck));
    }
    return true;
}

void qc_synth_world_free(qc_synth_world *world)
{
    qc_memory_release(world->open);
    qc_memory_release(world->known);
    qc_memory_release(world->winners);
    *world = (qc_synth_world){0};
}
