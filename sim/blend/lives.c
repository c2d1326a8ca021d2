#include "sim/blend/lives.h"

#include "core/memory.h"

#include <string.h>

void qc_lives_free(qc_lives *lives)
{
    qc_memory_release(lives->wins);
    memset(lives, 0, sizeof *lives);
}

void qc_lives_ask(qc_lives *lives, const qc_questions *questions, const bool *wanted)
{
    for (int32_t f = 0; f < questions->figure_count; f++) {
        if (wanted == NULL || wanted[f])
            lives->mask |= UINT64_C(1) << questions->figures[f].measure;
    }
}

void qc_lives_take(qc_lives *lives, qc_world *world, const qc_deal *it, int32_t day)
{
    qc_status status = {0};
    const int32_t class = it->amount_class == QC_TRAIT_NONE ? QC_AMOUNT_CLASSES : it->amount_class;
    if ((it->mask & lives->mask) == 0) return;
    void *block = lives->wins;
    if (!qc_memory_grow(&block, &lives->capacity, lives->count + 1, sizeof *lives->wins, &status)) {
        lives->out_of_memory = true;
        return;
    }
    lives->wins = block;
    qc_life_win *win = &lives->wins[lives->count++];
    *win = (qc_life_win){.open = it->open,
                         .cell = it->segment * QC_LIVES_CLASSES + class,
                         .atom = world->questions->atom_of_day[day],
                         .mask = it->mask,
                         .customer = it->brings_customer};
    if (it->open >= 0) win->amount = qc_deal_worth(world, it).amount;
}
