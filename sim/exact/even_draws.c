#include "sim/exact/even_draws.h"

#include "models/even.h"
#include "sim/arrival_path.h"

static int32_t path_places(const qc_world *world)
{
    return world->model->arrivals.stream_count * world->month_count;
}

/* What the draw depends on, in order; returns how many there are. */
static int32_t find_places(qc_even_draws *it, const qc_world *world, bool *used)
{
    const qc_arrival_model *arrivals = &world->model->arrivals;
    const int32_t drawn = qc_even_count(world->model);
    int32_t count = 0;
    qc_even_used(world->model, used);
    for (int32_t i = 0; i < drawn; i++)
        if (used[i]) it->place[count++] = i;
    for (int32_t i = 0; i < path_places(world); i++) {
        const int32_t stream = i / world->month_count;
        if (arrivals->streams[stream].stated && qc_arrival_path_is_noisy(world, stream))
            it->place[count++] = drawn + i;
    }
    return count;
}

bool qc_even_draws_make(qc_even_draws *it, const qc_world *world, int64_t draws, qc_arena *arena,
                        qc_status *status)
{
    it->places = qc_even_count(world->model) + path_places(world);
    const size_t room = (size_t) it->places;
    bool *used = qc_arena_take(arena, room, sizeof *used, status);
    it->place = qc_arena_take(arena, room, sizeof *it->place, status);
    it->at = qc_arena_take(arena, room, sizeof *it->at, status);
    it->coordinate = qc_arena_take(arena, room, sizeof *it->coordinate, status);
    if (used == NULL || it->place == NULL || it->at == NULL || it->coordinate == NULL) return false;
    const int32_t dimensions = draws > 1 ? find_places(it, world, used) : 0;
    it->sets = dimensions > 0 ? QC_EVEN_SETS : draws;
    it->per_set = 1;
    while (it->per_set * it->sets < draws && it->per_set < INT32_MAX / 2)
        it->per_set *= 2;
    for (int32_t i = 0; i < it->places; i++)
        it->coordinate[i] = 0.5;
    return qc_points_make(&it->points, it->per_set, dimensions, world->seed, arena, status);
}

void qc_even_draws_lay(const qc_even_draws *it, qc_world *world, int64_t number)
{
    if (it->points.dimensions == 0) return;
    qc_points_at(&it->points, number / it->per_set, (int32_t) (number % it->per_set), it->at);
    for (int32_t d = 0; d < it->points.dimensions; d++)
        it->coordinate[it->place[d]] = it->at[d];
    world->draw.even = it->coordinate;
    world->even_path = &it->coordinate[qc_even_count(world->model)];
    world->draw_number = INT64_MIN;
}

void qc_even_draws_lift(qc_world *world)
{
    world->draw.even = NULL;
    world->even_path = NULL;
    world->draw_number = INT64_MIN;
}
