#include "sim/world.h"

#include <math.h>
#include <string.h>

void qc_world_free(qc_world *world)
{
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
    if (world->units == NULL) return false;
    for (int32_t s = 0; s < streams; s++) {
        for (int32_t m = 0; m < months; m++)
            world->units[s * months + m] = qc_arrival_model_units(
                &arrivals->streams[s], world->month_span[m],
                world->model->plan->fiscal_start_month);
    }
    for (int l = 0; l < QC_LABEL_COUNT; l++)
        world->labelled |= world->questions->label_mask[l] != NULL;
    world->asks_losses = (world->questions->metric_mask[QC_METRIC_LOST] |
                          world->questions->metric_mask[QC_METRIC_ENDED]) != 0;
    world->looks_ahead = !world->shocked && !world->asks_losses &&
                         world->questions->metric_mask[QC_METRIC_QUALIFIED] == 0;
    return true;
}

/* Chance to get all the way from each stage when every law on the way is quick; above 1 = unknown. */
void qc_world_look_ahead(qc_world *world)
{
    const int32_t stages = world->model->stages.stage_count;
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
    qc_world_look_ahead(world);
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
        !make_arrivals(world, status))
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
    world->customer_trial = qc_arena_take(arena, (size_t) book->names[QC_LABEL_CUSTOMER].count,
                                          sizeof(int32_t), status);
    if (world->reach == NULL || world->open_reach == NULL || world->quick_alive == NULL ||
        world->open_mask == NULL || world->sums == NULL || world->values == NULL ||
        world->customer_trial == NULL)
        return false;
    for (size_t i = 0; i < open; i++) {
        world->quick_alive[i] = NAN;
        world->open_mask[i] = qc_questions_mask(questions, &book->open[i].labels, QC_ORIGIN_OPEN);
    }
    return true;
}

uint64_t qc_world_lost_mask(const qc_world *world, uint64_t mask, int32_t stage, qc_rng luck)
{
    const uint64_t *reasons = world->questions->reason_mask;
    if (reasons == NULL) return mask;
    return mask &
           reasons[qc_losses_pick(&world->model->lost_for, stage, qc_rng_uniform(&luck)) + 1];
}

double qc_world_value(qc_metric metric, const qc_world_win *win)
{
    switch (metric) {
    case QC_METRIC_BOOKINGS: return win->amount;
    case QC_METRIC_UNITS: return win->units;
    case QC_METRIC_MARGIN: return win->margin;
    case QC_METRIC_CUSTOMERS: return win->customer;
    case QC_METRIC_WON:
    case QC_METRIC_ENDED: return 1;
    case QC_METRIC_NEW_DEALS:
    case QC_METRIC_QUALIFIED:
    case QC_METRIC_LOST:
    case QC_METRIC_WIN_RATE:
    case QC_METRIC_DEAL_SIZE:
    case QC_METRIC_CYCLE:
    case QC_METRIC_LOSS_SHARE:
    case QC_METRIC_WON_DAYS:
    case QC_METRIC_COUNT: break;
    }
    return 0;
}
