#include "models/stage_lever.h"

#include "models/chain.h"
#include "models/losses.h"
#include "models/tilt.h"
#include "models/win_lever.h"

#include <math.h>
#include <string.h>

#define CUMULATIVE  (QC_HAZARD_DAYS + 1)
#define SMALL_SHARE 0.001
#define TRIES       60
#define CLOSE       1e-7

/* ---- the conversion of a stage among the laws of a segment ---- */

typedef struct conversion {
    const qc_law *laws; /* of the segment */
    int32_t stages, stage;
    const qc_law *plain; /* the law before the lever */
    double (*room)[QC_GROUP_COUNT];
    double *exits;
    double aim;
    qc_status *status;
    bool failed;
} conversion;

static double conversion_now(conversion *search, const qc_law *law)
{
    qc_arena scratch = {0};
    qc_chain_fate fate = {0};
    double value = 0;
    qc_law_exits(law, search->stages, QC_HAZARD_DAYS,
                 &search->exits[(size_t) search->stage * (size_t) (search->stages + 2)], NULL);
    if (qc_chain_fate_of(&fate, search->exits, search->stages, NULL, &scratch, search->status))
        value = fate.conversion[search->stage];
    else
        search->failed = true;
    qc_arena_free(&scratch);
    return value;
}

static qc_law tilted_law(const conversion *search, double odds)
{
    return qc_tilt_fitted(search->plain, odds, search->room);
}

/* False position (Illinois) on the log odds: conversion rises smoothly with them. */
static qc_law find_tilt(conversion *search)
{
    double low = -20, high = 20, low_miss = -search->aim, high_miss = 1 - search->aim, at = 0;
    for (int i = 0; i < TRIES && !search->failed; i++) {
        const qc_law law = tilted_law(search, exp(at));
        const double miss = conversion_now(search, &law) - search->aim;
        if (fabs(miss) < CLOSE) break;
        if (miss < 0) {
            high_miss *= low > -20 && miss * low_miss > 0 ? 0.5 : 1;
            low = at;
            low_miss = miss;
        } else {
            low_miss *= high < 20 && miss * high_miss > 0 ? 0.5 : 1;
            high = at;
            high_miss = miss;
        }
        const bool bracketed = low > -20 && high < 20;
        at = bracketed ? low - low_miss * (high - low) / (high_miss - low_miss)
                       : at - miss / (search->aim * (1 - search->aim));
        at = fmin(fmax(at, low), high);
    }
    return tilted_law(search, exp(at));
}

static bool shift_fitted(const qc_stage_model *model, qc_stage_draw *draw, int32_t at,
                         double (*room)[QC_GROUP_COUNT], const qc_lever *lever, qc_status *status)
{
    const int32_t stages = model->stage_count;
    qc_arena scratch = {0};
    const qc_law plain = draw->laws[at];
    conversion search = {.laws = &draw->laws[at - at % stages],
                         .stages = stages,
                         .stage = at % stages,
                         .plain = &plain,
                         .status = status};
    search.room = qc_arena_take(&scratch, CUMULATIVE, sizeof *search.room, status);
    search.exits = qc_arena_take(&scratch, (size_t) stages * (size_t) (stages + 2), sizeof(double),
                                 status);
    bool ok = search.room != NULL && search.exits != NULL;
    if (ok) {
        for (int32_t s = 0; s < stages; s++)
            qc_law_exits(&search.laws[s], stages, QC_HAZARD_DAYS,
                         &search.exits[(size_t) s * (size_t) (stages + 2)], NULL);
        const double asked = qc_tilt_changed(lever, conversion_now(&search, &plain));
        search.aim = fmin(fmax(asked, SMALL_SHARE), 1 - SMALL_SHARE);
        qc_law law = find_tilt(&search);
        memcpy(room, law.cumulative, CUMULATIVE * sizeof *room);
        law.cumulative = (const double(*)[QC_GROUP_COUNT]) room;
        draw->laws[at] = law;
        ok = !search.failed;
    }
    qc_arena_free(&scratch);
    return ok;
}

static bool shift_conversion(const qc_stage_model *model, qc_stage_draw *draw, int32_t at,
                             double (*room)[QC_GROUP_COUNT], const qc_lever *lever,
                             qc_status *status)
{
    const qc_stage_part *part = &model->parts[model->part_of[at]];
    if (part->fitted) return shift_fitted(model, draw, at, room, lever, status);
    qc_law *law = &draw->laws[at];
    qc_tilt_stated(part, law, qc_tilt_changed(lever, law->share), room);
    return true;
}

static void scale_days(qc_law *law, const qc_lever *lever)
{
    double factor = lever->amount;
    if (lever->kind == QC_CHANGE_REPLACE)
        factor = lever->amount / fmax(qc_law_mean_days(law), 1e-3);
    law->time_scale *= factor > 1e-3 ? factor : 1e-3;
    law->per_day = 1 / (law->step * law->time_scale);
}

/* Of several reasons to lose one acts less often; the deals it spares stay in the race, where the other
 * exits still wait for them. */
static void lose_less(const qc_stage_model *model, const qc_lever *lever, int32_t stage,
                      qc_law *law)
{
    const double share = qc_losses_share(model->losses, lever->reason, stage);
    law->weight[QC_GROUP_LOST] *= 1 - share * (1 - lever->amount);
    if (law->day_clock) return; /* fitted: the weights say it all */
    const double forward = law->weight[QC_GROUP_ADVANCE] + law->weight[QC_GROUP_WON];
    law->share = forward / fmax(forward + law->weight[QC_GROUP_LOST], 1e-12);
    law->quick = NULL; /* the exits no longer leave at one common speed */
}

static bool apply_to(const qc_stage_model *model, qc_stage_draw *draw, int32_t at,
                     double (*room)[QC_GROUP_COUNT], qc_status *status)
{
    const int32_t stage = at % model->stage_count, segment = at / model->stage_count;
    for (int32_t l = 0; l < model->plan->lever_count; l++) {
        const qc_lever *lever = &model->plan->levers[l];
        if ((lever->stage >= 0 && lever->stage != stage) ||
            !qc_segments_lever(model->segments, lever, segment))
            continue;
        switch (lever->target) {
        case QC_LEVER_CONVERSION:
            if (!shift_conversion(model, draw, at, room, lever, status)) return false;
            break;
        case QC_LEVER_DAYS: scale_days(&draw->laws[at], lever); break;
        case QC_LEVER_LOSS: lose_less(model, lever, stage, &draw->laws[at]); break;
        case QC_LEVER_WIN_RATE: /* of a whole segment, once its stages are settled */
        case QC_LEVER_DEAL_SIZE:
        case QC_LEVER_NEW_DEALS: break;
        }
    }
    return true;
}

bool qc_stage_lever_apply(const qc_stage_model *model, qc_stage_draw *draw, qc_status *status)
{
    double(*room)[QC_GROUP_COUNT] = draw->lever_cumulative;
    for (int32_t at = 0; at < model->segment_count * model->stage_count; at++) {
        if (!model->levered[at]) continue;
        if (!apply_to(model, draw, at, room, status)) return false;
        room += QC_MIXTURE_CELLS + 1;
    }
    return qc_win_lever_apply(model, draw, status);
}
