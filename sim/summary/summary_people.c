#include "models/seating.h"
#include "sim/deal.h"
#include "sim/summary/summarize.h"

#include <math.h>

#define HUNDREDTHS 100.0
#define MILLIONTHS 1e6

static qc_people_part part_of(const qc_people_run *run, qc_source source)
{
    const double trials = (double) run->trials;
    return (qc_people_part){(double) run->created[source] / trials,
                            (double) run->won[source] / trials / HUNDREDTHS};
}

static bool set_months(qc_people_summary *people, const qc_summary_inputs *inputs, qc_arena *arena,
                       qc_status *status)
{
    const qc_people_run *run = &inputs->run->people;
    const double trials = (double) run->trials * HUNDREDTHS;
    const qc_day as_of = inputs->questions->as_of, last = as_of + inputs->questions->days;
    const int32_t first = qc_calendar_month_index(as_of + 1);
    people->months = qc_arena_take(arena, (size_t) run->months, sizeof *people->months, status);
    if (people->months == NULL) return false;
    people->month_count = run->months;
    for (int32_t m = 0; m < run->months; m++) {
        qc_people_month *month = &people->months[m];
        const double staffed = (double) run->staffed[m];
        month->span = qc_calendar_month_span(first + m);
        if (month->span.from <= as_of) month->span.from = as_of + 1;
        if (month->span.to > last) month->span.to = last;
        month->hours_needed = (double) run->hours_needed[m] / trials;
        month->hours_there = people->limited ? (double) run->hours_there[m] / trials
                                             : (double) INFINITY;
        month->overloaded = staffed > 0 ? (double) run->overloaded[m] / staffed : 0;
    }
    return true;
}

/* Only where deals are coupled through their reps does it matter whose they are. */
static bool set_owners(qc_people_summary *people, const qc_summary_inputs *inputs, qc_arena *arena,
                       qc_status *status)
{
    qc_seating seating;
    if (!qc_team_model_couples(&inputs->model->team)) return true;
    if (!qc_seating_make(&seating, &inputs->model->team, inputs->book, arena, status)) return false;
    people->coupled = true;
    people->open_of_team = seating.of_team;
    people->open_of_others = seating.of_others;
    people->open_of_nobody = seating.of_nobody;
    people->others = seating.others;
    return true;
}

bool qc_summary_people(qc_summary *summary, const qc_summary_inputs *inputs, qc_status *status)
{
    const qc_people_run *run = &inputs->run->people;
    const qc_team_model *team = &inputs->model->team;
    qc_people_summary *people = &summary->people;
    people->stated = team->on;
    for (int32_t s = 0; s < team->seat_count && team->on; s++) {
        people->reps += !team->seats[s].planned;
        people->to_come += team->seats[s].planned;
    }
    if (run->trials == 0) return true;
    people->known = true;
    people->has_activities = inputs->model->activities.on;
    people->limited = isfinite(team->hours);
    people->inbound = part_of(run, QC_SOURCE_INBOUND);
    people->by_reps = part_of(run, QC_SOURCE_REPS);
    people->by_hires = part_of(run, QC_SOURCE_HIRES);
    const double to_come = people->inbound.value + people->by_reps.value + people->by_hires.value +
                           part_of(run, QC_SOURCE_OPEN).value;
    const double whole = to_come + (isnan(summary->won_so_far) ? 0 : summary->won_so_far);
    /* of a ratio nobody brings a part */
    const bool has_parts = summary->headline < 0 || !summary->targets[summary->headline].is_ratio;
    people->value_share_hires = has_parts && whole > 0 ? people->by_hires.value / whole
                                                       : (double) NAN;
    people->kept = people->has_activities ? (double) run->kept / (double) run->trials / MILLIONTHS
                                          : 1;
    people->stale = (double) run->stale / (double) run->trials;
    return set_owners(people, inputs, &summary->arena, status) &&
           set_months(people, inputs, &summary->arena, status);
}

bool qc_summary_team_is_idle(const qc_model *model)
{
    return model->team.on && !model->activities.on && !qc_team_model_couples(&model->team) &&
           !model->cost.on && !model->quotas.on;
}
