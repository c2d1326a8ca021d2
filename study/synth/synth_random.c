/* A random company and goals around its pace.
 *
 * The prior, meant to cover young and small companies as well as busy ones:
 *   stages 3-5: Weibull shape uniform .7-1.3, scale log-uniform 4-30 days, advance uniform .45-.85
 *   segments 1-3: stay and win tendency log-uniform .6-1.6 (one segment: 1); the first is a repeat
 *     segment in one company of three (returning .3-.9, born closed 0-.2)
 *   new deals log-uniform 5-60 a month in all, split by uniform weights .5-1.5
 *   amounts: median log-uniform 1k-50k, sd of the log uniform .3-1.2, change of the final amount
 *     uniform 0-.2
 *   history uniform 12-36 months; losers dwell uniform 1-2.5 times; skips 0-.12; back moves 0-.06
 *   expiry rule in one of three, on day 30, 60, 90 or 120, chance uniform .3-.9
 *   month effects in half of them: lognormal sd .08, August and December times uniform .75-1
 *   shock sd uniform 0-.3, rho uniform 0-.8, felt by arrivals with exponent uniform 0-1
 *   growth uniform -10% to +25% a year; arrival noise sd uniform 0-.15
 *   2-8 reps, skill lognormal sd .2 */
#include "study/synth/synth_world.h"

#include <math.h>
#include <stdio.h>

static double between(qc_rng *luck, double low, double high)
{
    return low + (high - low) * qc_rng_uniform(luck);
}

static double log_between(qc_rng *luck, double low, double high)
{
    return exp(between(luck, log(low), log(high)));
}

static int32_t whole_between(qc_rng *luck, int32_t low, int32_t high)
{
    return low + (int32_t) (qc_rng_uniform(luck) * (high - low + 1));
}

static void draw_stages(qc_synth_spec *spec, qc_rng *luck)
{
    static const char *const NAMES[] = {"qualify", "discovery", "demo", "proposal", "negotiation"};
    static const int32_t PICKS[3][5] = {{0, 1, 3, 0, 0}, {0, 1, 3, 4, 0}, {0, 1, 2, 3, 4}};
    spec->stage_count = whole_between(luck, 3, 5);
    for (int32_t s = 0; s < spec->stage_count; s++) {
        qc_synth_stage *stage = &spec->stages[s];
        const char *name = NAMES[PICKS[spec->stage_count - 3][s]];
        (void) snprintf(stage->name, sizeof stage->name, "%s", name);
        stage->shape = between(luck, 0.7, 1.3);
        stage->scale_days = log_between(luck, 4, 30);
        stage->advance = between(luck, 0.45, 0.85);
        stage->expires = true;
    }
}

static void draw_segments(qc_synth_spec *spec, qc_rng *luck)
{
    double weights[3], total = 0;
    spec->segment_count = whole_between(luck, 1, 3);
    const double new_deals = log_between(luck, 5, 60);
    const bool repeats = qc_rng_uniform(luck) < 1.0 / 3.0;
    for (int32_t g = 0; g < spec->segment_count; g++) {
        weights[g] = between(luck, 0.5, 1.5);
        total += weights[g];
    }
    for (int32_t g = 0; g < spec->segment_count; g++) {
        qc_synth_segment *segment = &spec->segments[g];
        const bool alone = spec->segment_count == 1;
        (void) snprintf(segment->name, sizeof segment->name, "segment %d", (int) g + 1);
        segment->new_deals_per_month = new_deals * weights[g] / total;
        segment->amount_median = log_between(luck, 1e3, 5e4);
        segment->amount_sd = between(luck, 0.3, 1.2);
        segment->win_tendency = alone ? 1 : log_between(luck, 0.6, 1.6);
        const double stay = alone ? 1 : log_between(luck, 0.6, 1.6);
        for (int32_t s = 0; s < QC_SYNTH_STAGES; s++)
            segment->stay[s] = stay;
        segment->returning = g == 0 && repeats ? between(luck, 0.3, 0.9) : 0;
        segment->born_closed = g == 0 && repeats ? between(luck, 0, 0.2) : 0;
    }
}

static void draw_flow(qc_synth_spec *spec, qc_rng *luck)
{
    spec->losers_dwell = between(luck, 1, 2.5);
    const bool expires = qc_rng_uniform(luck) < 1.0 / 3.0;
    const int32_t expiry_days = 30 * whole_between(luck, 1, 4);
    spec->expiry_days = expires ? expiry_days : 0;
    spec->expiry_chance = expires ? between(luck, 0.3, 0.9) : 0;
    spec->skip = between(luck, 0, 0.12);
    spec->back = between(luck, 0, 0.06);
    spec->growth = between(luck, -0.10, 0.25);
    spec->arrival_noise = between(luck, 0, 0.15);
    spec->amount_change_sd = between(luck, 0, 0.2);
    spec->amount_known = 1;
}

static void draw_months(qc_synth_spec *spec, qc_rng *luck)
{
    const bool seasonal = qc_rng_uniform(luck) < 0.5;
    for (int32_t m = 0; m < 12; m++) {
        spec->month_effect[m] = seasonal ? exp(0.08 * qc_synth_normal(luck)) : 1;
        spec->arrival_effect[m] = seasonal ? exp(0.08 * qc_synth_normal(luck)) : 1;
    }
    for (int32_t m = 7; seasonal && m < 12; m += 4) {
        spec->month_effect[m] *= between(luck, 0.75, 1);
        spec->arrival_effect[m] *= between(luck, 0.75, 1);
    }
    spec->shock_sd = between(luck, 0, 0.3);
    spec->shock_rho = between(luck, 0, 0.8);
    spec->shock_on_arrivals = between(luck, 0, 1);
}

static void draw_people(qc_synth_spec *spec, qc_rng *luck)
{
    static const char *const SOURCES[] = {"inbound", "outbound", "partner"};
    spec->rep_count = whole_between(luck, 2, 8);
    for (int32_t i = 0; i < spec->rep_count; i++) {
        (void) snprintf(spec->reps[i].name, QC_SYNTH_NAME, "rep %d", (int) i + 1);
        spec->reps[i].skill = exp(0.2 * qc_synth_normal(luck));
        spec->reps[i].yield = 1;
        spec->reps[i].start = spec->reps[i].end = QC_DAY_NONE;
    }
    spec->source_count = 3;
    for (int32_t i = 0; i < spec->source_count; i++) {
        (void) snprintf(spec->sources[i].name, QC_SYNTH_NAME, "%s", SOURCES[i]);
        spec->sources[i].share = between(luck, 0.1, 1);
    }
}

void qc_synth_spec_random(qc_synth_spec *spec, uint64_t seed)
{
    qc_rng luck = qc_rng_stream(seed, QC_SYNTH_LUCK_SPEC, 0, 0);
    *spec = (qc_synth_spec){.seed = seed};
    (void) snprintf(spec->company, sizeof spec->company, "Company %llu", (unsigned long long) seed);
    (void) snprintf(spec->currency, sizeof spec->currency, "EUR");
    spec->as_of = qc_calendar_day(2026, 6, 30);
    spec->until = qc_calendar_day(2026, 12, 31);
    spec->history_months = whole_between(&luck, 12, 36);
    draw_stages(spec, &luck);
    draw_segments(spec, &luck);
    draw_flow(spec, &luck);
    draw_months(spec, &luck);
    draw_people(spec, &luck);
}

/* ---- goals ---- */

static double goal_near_pace(const qc_synth_company *company, qc_synth_metric metric, qc_day as_of,
                             int32_t months, qc_rng *luck)
{
    const qc_span recent = {as_of - 181, as_of};
    const double pace = qc_synth_actual(company, metric, -1, recent) / 6 * months;
    const double goal = pace * exp(0.3 * qc_synth_normal(luck));
    return metric == QC_SYNTH_CUSTOMERS ? fmax(1, round(goal)) : fmax(1000, round(goal / 10) * 10);
}

int32_t qc_synth_targets_random(const qc_synth_company *company, qc_day as_of, uint64_t seed,
                                qc_synth_target *targets, int32_t room)
{
    static const int32_t MONTHS[] = {1, 3, 6};
    static const char *const WORDS[] = {"bookings", "customers"};
    qc_rng luck = qc_rng_stream(seed, QC_SYNTH_LUCK_TARGETS, 0, 0);
    const int32_t first_month = qc_calendar_month_index(as_of + 1);
    int32_t count = 0;
    for (int32_t metric = 0; metric < 2; metric++)
        for (int32_t i = 0; i < 3 && count < room; i++) {
            qc_synth_target *target = &targets[count++];
            *target = (qc_synth_target){.metric = (qc_synth_metric) metric, .segment = -1};
            (void) snprintf(target->name, sizeof target->name, "%s %d", WORDS[metric],
                            (int) MONTHS[i]);
            target->span.from = as_of + 1;
            target->span.to = qc_calendar_month_span(first_month + MONTHS[i] - 1).to;
            target->at_least = goal_near_pace(company, target->metric, as_of, MONTHS[i], &luck);
        }
    return count;
}
