#include "sim/bulk/bulk.h"

#include "sim/bulk/bulk_state.h"

/* ---- making ---- */

static bool take_book_room(qc_world *world, qc_bulk *it)
{
    const size_t open = (size_t) world->book->open_count + QC_BULK_SLACK;
    const size_t laws = (size_t) world->model->segments.count *
                        (size_t) world->model->stages.stage_count;
    qc_arena *arena = &world->arena;
    qc_status ignored = {0};
    const size_t streams = (size_t) world->model->arrivals.stream_count;
    it->law = qc_arena_take(arena, streams * (size_t) world->month_count, sizeof *it->law,
                            &ignored);
    it->law_looks = qc_arena_take(arena, streams, sizeof *it->law_looks, &ignored);
    it->which = qc_arena_take(arena, open, sizeof *it->which, &ignored);
    it->end = qc_arena_take(arena, laws, sizeof *it->end, &ignored);
    it->name = qc_arena_take(arena, open, sizeof *it->name, &ignored);
    it->reach = qc_arena_take(arena, open, sizeof *it->reach, &ignored);
    it->since = qc_arena_take(arena, open, sizeof *it->since, &ignored);
    it->lasted = qc_arena_take(arena, open, sizeof *it->lasted, &ignored);
    it->money = qc_arena_take(arena, open, sizeof *it->money, &ignored);
    return it->law != NULL && it->law_looks != NULL && it->which != NULL && it->end != NULL &&
           it->name != NULL && it->reach != NULL && it->since != NULL && it->lasted != NULL &&
           it->money != NULL && qc_bulk_tally_make(&it->tally, world, &ignored);
}

qc_bulk *qc_bulk_of(qc_world *world)
{
    qc_status ignored = {0};
    if (world->in_bulk != NULL) return world->in_bulk;
    qc_bulk *it = qc_arena_take(&world->arena, 1, sizeof *it, &ignored);
    if (it == NULL || !take_book_room(world, it)) {
        world->failed = true;
        return NULL;
    }
    it->kernel = qc_bulk_kernel_pick(world->bulk);
    world->in_bulk = it;
    return it;
}

void qc_bulk_free(qc_world *world)
{
    if (world->in_bulk != NULL) qc_arena_free(&world->in_bulk->scratch);
    world->in_bulk = NULL;
}

const char *qc_bulk_isa(const qc_world *world)
{
    return world->in_bulk != NULL && world->in_bulk->ran ? world->in_bulk->kernel->isa : NULL;
}

/* What is in these arrays is made anew in each trial. */
bool qc_bulk_room(qc_world *world, qc_bulk *it, size_t deals)
{
    qc_status ignored = {0};
    if (deals <= it->room) return true;
    const size_t room = deals + deals / 2;
    qc_arena_free(&it->scratch);
    it->room = 0;
#define TAKE(array) \
    ((array) = qc_arena_take(&it->scratch, room + QC_BULK_SLACK, sizeof *(array), &ignored)) != NULL
    if (TAKE(it->key) && TAKE(it->place) && TAKE(it->time) && TAKE(it->alive) && TAKE(it->age) &&
        TAKE(it->list))
        it->room = room;
#undef TAKE
    world->failed |= it->room == 0;
    return it->room > 0;
}

/* Wins come in another order than deal by deal, so nothing may ask who comes first: not of a customer's deals, and
 * not of a day's. */
bool qc_bulk_serves(const qc_world *world)
{
    return world->coupled == NULL && world->ledger == NULL &&
           world->book->names[QC_LABEL_CUSTOMER].count == 0;
}

/* ---- visits ---- */

void qc_bulk_pass(qc_world *world, const qc_bulk *it, const qc_law *law, int32_t from, int32_t to,
                  uint64_t number, bool began)
{
    const qc_bulk_stay what = {.law = law,
                               .count = to - from,
                               .key = it->key + from,
                               .number = number * QC_RNG_STEP,
                               .alive = began ? it->alive + from : NULL,
                               .age = began ? it->age + from : NULL,
                               .horizon = world->questions->days};
    if (to > from) world->moves += it->kernel->stay(&what, it->time + from);
}
