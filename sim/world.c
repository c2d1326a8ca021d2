#include "sim/world.h"

#include "sim/bulk/bulk.h"
#include "sim/holder.h"
#include "sim/hours.h"
#include "sim/ledger.h"
#include "sim/market.h"
#include "sim/people.h"
#include "sim/step/step.h"

#include <math.h>
#include <string.h>

static int32_t laws_of_new_deals(const qc_world *world)
{
    return world->model->arrivals.stream_count * world->month_count;
}

void qc_world_free(qc_world *world)
{
    qc_step_free(world);
    qc_ledger_free(world);
    qc_market_free(world);
    qc_bulk_free(world);
    for (int32_t i = 0; world->new_deals != NULL && i < laws_of_new_deals(world); i++)
        qc_poisson_free(&world->new_deals[i]);
    qc_draw_free(&world->draw);
    qc_arena_free(&world->arena);
    memset(world, 0, sizeof *world);
}

static bool make_months(qc_world *world, qc_status *status)
{
    const qc_day as_of = world->questions->as_of;
    const qc_day last = as_of + world->questions->days;
    const int32_t first = qc_calendar_month_index(as_of + 1);
    const size_t count = (size_t) (qc_calendar_month_index(last) - first + 1);
    world->month_count = (int32_t) count;
    world->month_end = qc_arena_take(&world->arena, count, sizeof(double), status);
    world->step_days = qc_arena_take(&world->arena, count, sizeof(double), status);
    world->month_span = qc_arena_take(&world->arena, count, sizeof(qc_span), status);
    world->month_of_year = qc_arena_take(&world->arena, count, sizeof(int32_t), status);
    if (world->month_of_year == NULL || world->month_end == NULL || world->step_days == NULL ||
        world->month_span == NULL)
        return false;
    for (int32_t m = 0; m < world->month_count; m++) {
        const qc_span month = qc_calendar_month_span(first + m);
        world->month_span[m].from = month.from > as_of ? month.from : as_of + 1;
        world->month_span[m].to = month.to < last ? month.to : last;
        world->month_of_year[m] = (first + m) % QC_SEASON_MONTHS;
        world->month_end[m] = world->month_span[m].to - as_of;
        /* the rest of a running month is still that month: its effect is already drawn */
        world->step_days[m] = month.from > as_of ? month.to - month.from + 1 : 0;
    }
    world->theta = qc_arena_take(&world->arena, count, sizeof *world->theta, status);
    if (world->theta == NULL) return false;
    for (size_t m = 0; m < count; m++) {
        for (int g = 0; g < QC_GROUP_COUNT; g++)
            world->theta[m][g] = 1;
    }
    for (int g = 0; g < QC_GROUP_SHOCKED; g++)
        world->shocked |= world->model->stages.effects[g].cells > 0 ||
                          world->model->stages.seasons[g].on;
    if (!world->shocked) { /* one stretch of constant intensity up to the horizon */
        world->month_end[0] = world->questions->days;
    }
    return true;
}

static bool make_arrivals(qc_world *world, qc_status *status)
{
    const qc_arrival_model *arrivals = &world->model->arrivals;
    const int32_t streams = arrivals->stream_count, months = world->month_count;
    world->units = qc_arena_take(&world->arena, (size_t) streams * (size_t) months, sizeof(double),
                                 status);
    world->expected = qc_arena_take(&world->arena, (size_t) months, sizeof(double), status);
    world->new_deals = qc_arena_take(&world->arena, (size_t) streams * (size_t) months,
                                     sizeof *world->new_deals, status);
    world->alike = qc_arena_take(&world->arena, (size_t) months, sizeof *world->alike, status);
    if (world->units == NULL || world->expected == NULL || world->new_deals == NULL ||
        world->alike == NULL)
        return false;
    for (int32_t s = 0; s < streams; s++) {
        for (int32_t m = 0; m < months; m++)
            world->units[s * months + m] = qc_arrival_model_units(
                &arrivals->streams[s], world->month_span[m],
                world->model->plan->fiscal_start_month);
    }
    for (int l = 0; l < QC_LABEL_COUNT; l++)
        world->labelled |= world->questions->label_mask[l] != NULL;
    world->labelled |= world->model->stages.traits.on[QC_TRAIT_OWNER] ||
                       world->model->stages.traits.on[QC_TRAIT_SOURCE];
    world->looks_ahead = !world->shocked && !qc_team_model_couples(&world->model->team) &&
                         (world->questions->metric_mask[QC_METRIC_QUALIFIED] |
                          world->questions->metric_mask[QC_METRIC_LOST] |
                          world->questions->metric_mask[QC_METRIC_ENDED]) == 0;
    return true;
}

/* Chance to get all the way from each stage when every law on the way is quick; above 1 = unknown. */
void qc_world_look_ahead(qc_world *world)
{
    const int32_t stages = world->model->stages.stage_count;
    world->looks++;
    for (int32_t at = world->model->segments.count * stages - 1; at >= 0; at--) {
        const qc_law *law = &world->draw.stages.laws[at];
        const bool last = law->next < 0;
        world->reach[at] = 2;
        if (world->looks_ahead && law->quick != NULL && (last || world->reach[at + 1] <= 1))
            world->reach[at] = law->share * (last ? 1 : world->reach[at + 1]);
    }
    for (int32_t i = 0; i < world->book->open_count; i++)
        world->open_reach[i] =
            world->reach[world->book->open[i].segment * stages + world->book->open[i].stage];
}

void qc_world_pace(qc_world *world, const double *pace)
{
    world->pace = pace;
    if (world->shocked) return;
    world->shocked = true; /* month by month from now on: the stretches end where months end */
    world->looks_ahead = false;
    for (int32_t m = 0; m < world->month_count; m++)
        world->month_end[m] = world->month_span[m].to - world->questions->as_of;
}

bool qc_world_draw(qc_world *world, int64_t number, qc_status *status)
{
    if (number == world->draw_number) return true;
    if (!qc_model_draw(world->model, world->seed, number, &world->draw, status)) return false;
    world->draw_number = number;
    for (int32_t i = 0; i < world->book->open_count && world->model->change_draw != NULL; i++)
        world->quick_alive[i] = NAN; /* stays are others now */
    qc_world_look_ahead(world);
    return true;
}

/* What the book knows of open deals. */
static bool make_traits(qc_world *world, qc_status *status)
{
    const qc_traits *traits = &world->model->stages.traits;
    const qc_book *book = world->book;
    world->open_trait = qc_arena_take(&world->arena, (size_t) book->open_count,
                                      sizeof *world->open_trait, status);
    if (world->open_trait == NULL) return false;
    for (int32_t i = 0; i < book->open_count; i++) {
        const qc_open_deal *open = &book->open[i];
        int32_t *value = world->open_trait[i];
        value[QC_TRAIT_PACE] = open->before == QC_ID_NONE
                                   ? QC_TRAIT_NONE
                                   : qc_traits_pace(traits, open->before, open->before_days);
        value[QC_TRAIT_AMOUNT] = qc_traits_amount(traits, open->amount);
        value[QC_TRAIT_OWNER] = qc_traits_label(traits, QC_TRAIT_OWNER,
                                                open->labels.of[QC_LABEL_OWNER]);
        value[QC_TRAIT_SOURCE] = qc_traits_label(traits, QC_TRAIT_SOURCE,
                                                 open->labels.of[QC_LABEL_SOURCE]);
    }
    return true;
}

bool qc_world_make(qc_world *world, const qc_model *model, const qc_book *book,
                   const qc_questions *questions, uint64_t seed, qc_status *status)
{
    qc_arena *arena = &world->arena;
    const size_t open = (size_t) book->open_count;
    world->model = model;
    world->book = book;
    world->questions = questions;
    world->seed = seed;
    world->draw_number = INT64_MIN;
    if (!qc_draw_room(&world->draw, model, status) || !make_months(world, status) ||
        !make_arrivals(world, status) || !make_traits(world, status))
        return false;
    world->reach = qc_arena_take(
        arena, (size_t) model->segments.count * (size_t) model->stages.stage_count, sizeof(double),
        status);
    world->open_reach = qc_arena_take(arena, open, sizeof(double), status);
    world->quick_alive = qc_arena_take(arena, open, sizeof(double), status);
    world->open_mask = qc_arena_take(arena, open, sizeof(uint64_t), status);
    world->sums = qc_arena_take(
        arena, (size_t) questions->measure_count * ((size_t) questions->atom_count + 1),
        sizeof(int64_t), status);
    world->values = qc_arena_take(arena, (size_t) questions->figure_count, sizeof(int64_t), status);
    world->customer = qc_arena_take(arena, (size_t) book->names[QC_LABEL_CUSTOMER].count,
                                    sizeof *world->customer, status);
    if (world->reach == NULL || world->open_reach == NULL || world->quick_alive == NULL ||
        world->open_mask == NULL || world->sums == NULL || world->values == NULL ||
        world->customer == NULL)
        return false;
    for (size_t i = 0; i < open; i++) {
        world->quick_alive[i] = NAN;
        world->open_mask[i] = qc_questions_mask(questions, &book->open[i].labels, QC_ORIGIN_OPEN);
    }
    return qc_people_make(world, status) && qc_holder_make(world, status) &&
           qc_hours_make(world, status) && qc_ledger_make(world, status) &&
           qc_market_make(world, status) &&
           (!qc_team_model_couples(&model->team) || qc_step_make(world, status));
}

bool qc_world_pass(const qc_world *world, qc_status *status)
{
    return !world->failed || qc_fail(status, QC_NO_MEMORY, "out of memory");
}
