#include "models/win_lever.h"

#include "models/chain.h"
#include "models/tilt.h"

#include <math.h>
#include <string.h>

#define ROWS        (QC_MIXTURE_CELLS + 1)
#define SMALL_SHARE 0.001
#define TRIES       60
#define CLOSE       1e-7

typedef struct tilting { /* the laws of one segment */
    const qc_stage_model *model;
    int32_t first, stages; /* laws first .. first + stages - 1 */
    const qc_law *plain;
    qc_law *tilted;
    double (*room)[QC_GROUP_COUNT]; /* [stage][ROWS] */
    double *exits;
    qc_status *status;
} tilting;

static void tilt_all(const tilting *tilt, double odds)
{
    for (int32_t s = 0; s < tilt->stages; s++) {
        const qc_stage_part *part = &tilt->model->parts[tilt->model->part_of[tilt->first + s]];
        double(*room)[QC_GROUP_COUNT] = &tilt->room[(size_t) s * ROWS];
        const double share = tilt->plain[s].share;
        tilt->tilted[s] = tilt->plain[s];
        if (part->fitted)
            tilt->tilted[s] = qc_tilt_fitted(&tilt->plain[s], odds, room);
        else
            qc_tilt_stated(part, &tilt->tilted[s], odds * share / (1 - share + odds * share), room);
    }
}

static bool win_now(const tilting *tilt, const qc_law *laws, double *win)
{
    qc_arena scratch = {0};
    qc_chain_fate fate = {0};
    for (int32_t s = 0; s < tilt->stages; s++)
        qc_law_exits(&laws[s], tilt->stages, QC_HAZARD_DAYS,
                     &tilt->exits[(size_t) s * (size_t) (tilt->stages + 2)], NULL);
    const bool ok = qc_chain_fate_of(&fate, tilt->exits, tilt->stages, NULL, &scratch,
                                     tilt->status);
    if (ok) *win = fate.win[0];
    qc_arena_free(&scratch);
    return ok;
}

/* Newton's step on the log odds, kept inside what is known to be too low and too high. */
static bool find_tilt(const tilting *tilt, double aim)
{
    double low = -20, high = 20, at = 0;
    for (int i = 0; i < TRIES; i++) {
        double win = 0;
        tilt_all(tilt, exp(at));
        if (!win_now(tilt, tilt->tilted, &win)) return false;
        if (fabs(win - aim) < CLOSE) break;
        if (win < aim)
            low = at;
        else
            high = at;
        /* with S stages in a row the win rate rises about S times as fast as one conversion */
        const double slope = fmax(win * (1 - win) * tilt->stages * 0.5, 1e-6);
        double next = at + (aim - win) / slope;
        if (next <= low || next >= high) next = (low + high) / 2;
        at = next;
    }
    return true;
}

typedef double (*rows)[QC_GROUP_COUNT];

static void keep(const tilting *tilt, const rows *rooms, qc_law *laws)
{
    for (int32_t s = 0; s < tilt->stages; s++) {
        double(*own)[QC_GROUP_COUNT] = &tilt->room[(size_t) s * ROWS];
        laws[s] = tilt->tilted[s];
        if (laws[s].cumulative != (const double(*)[QC_GROUP_COUNT]) own) continue;
        memcpy(rooms[s], own, ROWS * sizeof *own);
        laws[s].cumulative = (const double(*)[QC_GROUP_COUNT]) rooms[s];
    }
}

static bool apply(const qc_stage_model *model, qc_stage_draw *draw, int32_t segment,
                  const qc_lever *lever, const rows *rooms, qc_status *status)
{
    const size_t stages = (size_t) model->stage_count;
    qc_arena scratch = {0};
    tilting tilt = {.model = model,
                    .first = segment * model->stage_count,
                    .stages = model->stage_count,
                    .plain = &draw->laws[segment * model->stage_count],
                    .status = status};
    tilt.tilted = qc_arena_take(&scratch, stages, sizeof *tilt.tilted, status);
    tilt.room = qc_arena_take(&scratch, stages * ROWS, sizeof *tilt.room, status);
    tilt.exits = qc_arena_take(&scratch, stages * (stages + 2), sizeof(double), status);
    double win = 0;
    bool ok = tilt.tilted != NULL && tilt.room != NULL && tilt.exits != NULL &&
              win_now(&tilt, tilt.plain, &win);
    if (ok) {
        const double asked = qc_tilt_changed(lever, win);
        ok = find_tilt(&tilt, fmin(fmax(asked, SMALL_SHARE), 1 - SMALL_SHARE));
    }
    if (ok) keep(&tilt, rooms, &draw->laws[tilt.first]);
    qc_arena_free(&scratch);
    return ok;
}

bool qc_win_lever_apply(const qc_stage_model *model, qc_stage_draw *draw, qc_status *status)
{
    rows rooms[QC_CHAIN_STAGES_MAX];
    double(*room)[QC_GROUP_COUNT] = draw->lever_cumulative;
    for (int32_t segment = 0; segment < model->segment_count; segment++) {
        for (int32_t s = 0; s < model->stage_count; s++) {
            rooms[s] = room;
            if (model->levered[segment * model->stage_count + s]) room += ROWS;
        }
        for (int32_t l = 0; l < model->plan->lever_count; l++) {
            const qc_lever *lever = &model->plan->levers[l];
            if (lever->target == QC_LEVER_WIN_RATE &&
                qc_segments_lever(model->segments, lever, segment) &&
                !apply(model, draw, segment, lever, rooms, status))
                return false;
        }
    }
    return true;
}
