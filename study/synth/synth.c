/* The realised company: trial 0 of its world, every change kept. */
#include "study/synth/synth.h"

#include "core/memory.h"
#include "study/synth/synth_world.h"

#include <math.h>
#include <string.h>

qc_day qc_synth_start(const qc_synth_spec *spec)
{
    const int32_t last = qc_calendar_month_index(spec->as_of);
    return qc_calendar_month_span(last - (spec->history_months - 1)).from;
}

/* ---- living ---- */

static bool keep_deal(qc_synth_company *company, const qc_synth_open *deal, qc_status *status)
{
    void *block = company->deals;
    if (!qc_memory_grow(&block, &company->deal_capacity, company->deal_count + 1,
                        sizeof *company->deals, status))
        return false;
    company->deals = block;
    company->deals[company->deal_count++] = deal->fixed;
    return true;
}

static bool keep_change(qc_synth_company *company, const qc_synth_change *change, qc_status *status)
{
    void *block = company->changes;
    if (!qc_memory_grow(&block, &company->change_capacity, company->change_count + 1,
                        sizeof *company->changes, status))
        return false;
    company->changes = block;
    company->changes[company->change_count++] = *change;
    return true;
}

static bool keep_event(void *context, const qc_synth_event *event, qc_status *status)
{
    qc_synth_company *company = context;
    const qc_synth_open *deal = event->deal;
    const qc_synth_change change = {.day = event->day,
                                    .deal = deal->deal,
                                    .stage = event->stage,
                                    .amount = deal->amount,
                                    .new_customer = event->new_customer};
    if (event->created && !keep_deal(company, deal, status)) return false;
    return keep_change(company, &change, status);
}

static bool keep_work(void *context, const qc_synth_work *work, qc_status *status)
{
    qc_synth_company *company = context;
    void *block = company->work;
    if (!qc_memory_grow(&block, &company->work_capacity, company->work_count + 1,
                        sizeof *company->work, status))
        return false;
    company->work = block;
    company->work[company->work_count++] = *work;
    return true;
}

static bool live(qc_synth_company *company, qc_synth_world *world, qc_status *status)
{
    const qc_day start = qc_synth_start(&company->spec);
    const int32_t first_month = qc_calendar_month_index(start);
    for (qc_day day = start; day <= company->spec.until; day++) {
        if (!qc_synth_world_day(world, day, status)) return false;
        const int32_t month = world->month - first_month;
        company->shock[month] = world->log_shock;
        company->lost_shock[month] = world->log_lost_shock;
        memcpy(company->noise[month], world->log_noise, sizeof company->noise[month]);
    }
    return true;
}

/* Reps whose skill is drawn anew for each company. */
static void spread_reps(qc_synth_spec *spec, uint64_t seed)
{
    qc_rng luck = qc_rng_stream(seed, QC_SYNTH_LUCK_REPS, 0, 0);
    for (int32_t r = 0; r < spec->rep_count && spec->rep_spread > 0; r++)
        spec->reps[r].skill *= exp(spec->rep_spread * qc_synth_normal(&luck));
}

static bool months_room(qc_synth_company *company, qc_status *status)
{
    const size_t months = (size_t) company->month_count;
    company->shock = qc_memory_take(months, sizeof *company->shock, status);
    company->lost_shock = qc_memory_take(months, sizeof *company->lost_shock, status);
    company->noise = qc_memory_take(months, sizeof *company->noise, status);
    return company->shock != NULL && company->lost_shock != NULL && company->noise != NULL;
}

bool qc_synth_run(qc_synth_company *company, const qc_synth_spec *spec, uint64_t seed,
                  qc_status *status)
{
    qc_synth_laws laws = {0};
    qc_synth_world world = {.laws = &laws, .seed = seed, .trial = 0, .month = -1};
    company->spec = *spec;
    company->seed = seed;
    spread_reps(&company->spec, seed);
    company->month_count = qc_calendar_month_index(spec->until) -
                           qc_calendar_month_index(qc_synth_start(spec)) + 1;
    world.listen = keep_event, world.listen_work = keep_work, world.context = company;
    bool ok = months_room(company, status) && qc_synth_laws_make(&laws, &company->spec, status) &&
              live(company, &world, status);
    qc_synth_world_free(&world);
    qc_synth_laws_free(&laws);
    return ok;
}

void qc_synth_company_free(qc_synth_company *company)
{
    qc_memory_release(company->deals);
    qc_memory_release(company->changes);
    qc_memory_release(company->work);
    qc_memory_release(company->shock);
    qc_memory_release(company->lost_shock);
    qc_memory_release(company->noise);
    *company = (qc_synth_company){0};
}

/* ---- totals ---- */

static double measure(const qc_synth_change *change, qc_synth_metric metric)
{
    switch (metric) {
    case QC_SYNTH_BOOKINGS: return change->stage == QC_SYNTH_WON ? change->amount : 0;
    case QC_SYNTH_CUSTOMERS: return change->new_customer ? 1 : 0;
    }
    return NAN;
}

double qc_synth_actual(const qc_synth_company *company, qc_synth_metric metric, int32_t segment,
                       qc_span span)
{
    double sum = 0;
    for (size_t i = 0; i < company->change_count; i++) {
        const qc_synth_change *change = &company->changes[i];
        if (change->day < span.from || change->day > span.to) continue;
        if (segment >= 0 && company->deals[change->deal].segment != segment) continue;
        sum += measure(change, metric);
    }
    return sum;
}

/* ---- the state on a day ---- */

/* Deals are numbered and customers known in the order in which they were created. */
static bool rebuild_deals(qc_synth_world *world, const qc_synth_company *company, qc_day as_of,
                          qc_status *status)
{
    world->open = qc_memory_take(company->deal_count, sizeof *world->open, status);
    world->known = qc_memory_take(company->deal_count, sizeof *world->known, status);
    world->winners = qc_memory_take(company->deal_count, sizeof *world->winners, status);
    if (!world->open || !world->known || !world->winners) return false;
    world->open_capacity = world->customer_capacity = company->deal_count;
    world->winner_capacity = company->deal_count;
    for (size_t i = 0; i < company->change_count && company->changes[i].day <= as_of; i++) {
        const qc_synth_change *change = &company->changes[i];
        const qc_synth_deal *fixed = &company->deals[change->deal];
        if (change->deal >= world->deal_count) world->deal_count = change->deal + 1;
        if ((size_t) fixed->customer >= world->customer_count)
            world->customer_count = (size_t) fixed->customer + 1;
        if (change->new_customer) {
            world->known[fixed->customer] = 1;
            world->winners[world->winner_count++] = fixed->customer;
        }
        world->open[change->deal] = (qc_synth_open){.deal = change->deal,
                                                    .stage = change->stage,
                                                    .entered = change->day,
                                                    .fixed = *fixed,
                                                    .amount = change->amount};
    }
    return true;
}

static void drop_ended(qc_synth_world *world)
{
    for (int32_t i = 0; i < world->deal_count; i++)
        if (world->open[i].stage >= 0) world->open[world->open_count++] = world->open[i];
}

bool qc_synth_world_at(qc_synth_world *world, const qc_synth_company *company,
                       const qc_synth_laws *laws, qc_day as_of, qc_status *status)
{
    const qc_day start = qc_synth_start(&company->spec);
    if (as_of < start || as_of > company->spec.until) {
        char text[16];
        return qc_fail(status, QC_BAD_INPUT, "%s is outside the company's recorded life",
                       qc_calendar_text(as_of, text));
    }
    *world = (qc_synth_world){.laws = laws, .seed = company->seed, .trial = 0};
    if (!rebuild_deals(world, company, as_of, status)) return false;
    drop_ended(world);
    world->month = qc_calendar_month_index(as_of);
    const int32_t month = world->month - qc_calendar_month_index(start);
    world->log_shock = company->shock[month];
    world->log_lost_shock = company->lost_shock[month];
    memcpy(world->log_noise, company->noise[month], sizeof world->log_noise);
    return true;
}
