#include "sim/step/step_hands.h"

#include "core/memory.h"

static bool grow(qc_step *it, void **array, size_t *room, size_t wanted, size_t size)
{
    qc_status ignored = {0};
    if (qc_memory_grow(array, room, wanted, size, &ignored)) return true;
    it->failed = true;
    return false;
}

/* QC_NOBODY when memory has run out. */
int32_t qc_step_hands_new(qc_step *it)
{
    int32_t index = it->free_list;
    if (index != QC_NOBODY) {
        it->free_list = it->pool[index].next;
        return index;
    }
    if ((size_t) it->pool_count >= it->pool_room &&
        !grow(it, (void **) &it->pool, &it->pool_room, (size_t) it->pool_count + 1,
              sizeof *it->pool))
        return QC_NOBODY;
    return it->pool_count++;
}

void qc_step_hands_drop(qc_step *it, int32_t index)
{
    it->pool[index].next = it->free_list;
    it->free_list = index;
}

static int64_t ticks_of(const qc_step *it, int32_t index)
{
    return it->stage_ticks[it->pool[index].deal.stage];
}

static bool make_room(qc_step *it, qc_rep *who)
{
    const size_t wanted = (size_t) who->count + 1;
    return grow(it, (void **) &who->due, &who->room, wanted, sizeof *who->due) &&
           grow(it, (void **) &who->deal, &who->deal_room, wanted, sizeof *who->deal);
}

bool qc_step_hands_hold(qc_step *it, qc_rep *who, int32_t index, double due)
{
    const size_t count = (size_t) who->count;
    if ((count >= who->room || count >= who->deal_room) && !make_room(it, who)) return false;
    who->due[count] = due;
    who->deal[count] = index;
    who->count++;
    who->need += ticks_of(it, index);
    who->in_stage[it->pool[index].deal.stage]++;
    return true;
}

void qc_step_hands_let_go(qc_step *it, qc_rep *who, int32_t at)
{
    who->need -= ticks_of(it, who->deal[at]);
    who->in_stage[it->pool[who->deal[at]].deal.stage]--;
    who->count--;
    who->due[at] = who->due[who->count];
    who->deal[at] = who->deal[who->count];
}

static bool stage_is_full(const qc_step *it, const qc_rep *who, int32_t stage)
{
    const double limit = it->world->model->plan->stages[stage].open_deal_limit;
    return limit > 0 && who->in_stage[stage] >= limit;
}

bool qc_step_hands_full(const qc_step *it, const qc_rep *who, int32_t stage)
{
    return who->count >= it->world->model->team.open_deal_limit || stage_is_full(it, who, stage);
}

bool qc_step_hands_blocked(const qc_step *it, const qc_rep *who, int32_t at)
{
    const int32_t to = it->pool[who->deal[at]].to;
    return to >= 0 && stage_is_full(it, who, to);
}
