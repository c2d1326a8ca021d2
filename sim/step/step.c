#include "sim/step/step.h"

#include "core/memory.h"
#include "models/luck.h"
#include "sim/people.h"
#include "sim/step/step_hands.h"
#include "sim/step/step_lane.h"
#include "sim/step/step_seats.h"
#include "sim/step/step_week.h"

#include <math.h>
#include <string.h>

/* ---- a trial ---- */

/* How much hazard of neglect a deal bears. */
static double patience_of(const qc_step *it, const qc_deal *deal)
{
    qc_rng luck = qc_rng_stream(it->world->seed, QC_LUCK_NEGLECT,
                                deal->entity ^ (deal->open >= 0 ? UINT64_MAX : 0),
                                (uint64_t) it->trial);
    return -log(qc_rng_uniform(&luck));
}

static void take(qc_coupled *coupled, const qc_deal *deal)
{
    qc_step *it = (qc_step *) (void *) coupled;
    const qc_people *people = it->world->people;
    const int32_t index = qc_step_hands_new(it);
    if (index == QC_NOBODY) return;
    qc_held *what = &it->pool[index];
    *what = (qc_held){.deal = *deal, .patience = INFINITY};
    if (it->world->model->plan->team.neglect > 0) what->patience = patience_of(it, deal);
    if (deal->open >= 0) what->deal.seat = qc_step_seats_of_open(it, deal->open);
    if (deal->open >= 0) {
        what->next = it->book;
        it->book = index;
        return;
    }
    int32_t shift = it->shift < 0 ? 0 : it->shift;
    while (shift < people->shift_count - 1 && people->shifts[shift].to <= deal->time)
        shift++;
    what->next = it->arriving[shift];
    it->arriving[shift] = index;
}

static bool run_all(qc_coupled *coupled, int64_t trial)
{
    qc_step *it = (qc_step *) (void *) coupled;
    it->trial = trial;
    return qc_step_lane_run(it, trial);
}

static void run(qc_coupled *coupled, int64_t trial)
{
    qc_step *it = (qc_step *) (void *) coupled;
    qc_people *people = it->world->people;
    it->trial = trial;
    people->trials++;
    if (it->world->model->activities.on) qc_people_noise(it->world, trial);
    qc_step_seats_lay_out(it);
    const qc_activity_week *week = &it->world->draw.activities.week;
    it->planned = it->world->model->activities.on ? week->first_hours + week->follow_hours : 0;
    for (it->shift = 0; it->shift < people->shift_count && !it->failed; it->shift++)
        qc_step_week_run(it);
    it->shift = -1;
    it->pool_count = 0;
    it->free_list = it->waiting = it->last_waiting = it->book = QC_NOBODY;
    it->turn = 0;
    memset(it->arriving, 0xff, (size_t) people->shift_count * sizeof *it->arriving); /* QC_NOBODY */
}

/* ---- making ---- */

bool qc_step_make(qc_world *world, qc_status *status)
{
    qc_arena *arena = &world->arena;
    const size_t reps = (size_t) world->model->team.seat_count;
    const size_t shifts = (size_t) world->people->shift_count;
    const size_t stages = (size_t) world->model->stages.stage_count;
    qc_step *it = qc_arena_take(arena, 1, sizeof *it, status);
    if (it == NULL) return false;
    *it = (qc_step){.coupled = {take, run, run_all},
                    .world = world,
                    .rep_count = (int32_t) reps,
                    .free_list = QC_NOBODY,
                    .book = QC_NOBODY,
                    .waiting = QC_NOBODY,
                    .last_waiting = QC_NOBODY,
                    .shift = -1};
    it->reps = qc_arena_take(arena, reps, sizeof *it->reps, status);
    it->productive = qc_arena_take(arena, reps * shifts, sizeof(double), status);
    it->seated = qc_arena_take(arena, reps * shifts, sizeof(double), status);
    it->stage_ticks = qc_arena_take(arena, stages, sizeof *it->stage_ticks, status);
    it->arriving = qc_arena_take(arena, shifts, sizeof *it->arriving, status);
    if (it->reps == NULL || it->productive == NULL || it->seated == NULL || it->arriving == NULL ||
        it->stage_ticks == NULL)
        return false;
    for (size_t r = 0; r < reps; r++) {
        it->reps[r].in_stage = qc_arena_take(arena, stages, sizeof(int32_t), status);
        if (it->reps[r].in_stage == NULL) return false;
    }
    for (size_t s = 0; s < stages; s++)
        it->stage_ticks[s] = llround(world->model->plan->stages[s].hours_per_week * QC_HOUR_TICKS);
    memset(it->arriving, 0xff, shifts * sizeof *it->arriving); /* QC_NOBODY */
    world->coupled = &it->coupled;
    return qc_seating_make(&it->seating, &world->model->team, world->book, arena, status);
}

bool qc_step_pass(const qc_world *world, qc_status *status)
{
    const qc_step *it = (const qc_step *) (const void *) world->coupled;
    return it == NULL || !it->failed || qc_fail(status, QC_NO_MEMORY, "out of memory");
}

const char *qc_step_isa(const qc_world *world)
{
    const qc_step *it = (const qc_step *) (const void *) world->coupled;
    return it == NULL ? NULL : qc_step_lane_isa(it);
}

void qc_step_free(qc_world *world)
{
    qc_step *it = (qc_step *) (void *) world->coupled;
    if (it == NULL) return;
    for (int32_t r = 0; it->reps != NULL && r < it->rep_count; r++) {
        qc_memory_release(it->reps[r].due);
        qc_memory_release(it->reps[r].deal);
    }
    qc_step_lane_free(it);
    qc_memory_release(it->pool);
    world->coupled = NULL;
}
