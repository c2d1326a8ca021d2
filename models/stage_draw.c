/** Laying out one parameter draw of the stage model as laws. */
#include "models/even.h"
#include "models/luck.h"
#include "models/stage_lever.h"
#include "models/stage_model.h"
#include "models/trait_factor.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define CUMULATIVE (QC_HAZARD_DAYS + 1)

static int32_t all_routes(const qc_stage_model *model)
{
    int32_t count = 0;
    for (int32_t p = 0; p < model->part_count; p++)
        count += model->parts[p].fitted ? model->parts[p].route_count : 2;
    return count;
}

bool qc_stage_draw_room(qc_stage_draw *draw, const qc_stage_model *model, qc_arena *arena,
                        qc_status *status)
{
    const size_t parts = (size_t) model->part_count;
    const size_t laws = (size_t) model->segment_count * (size_t) model->stage_count;
    const size_t routes = (size_t) all_routes(model);
    size_t levered = 0, different = 0;
    for (size_t i = 0; i < laws; i++)
        levered += model->levered[i];
    for (size_t p = 0; p < parts; p++)
        different += model->parts[p].belief.lost_differs && !model->parts[p].fitted;
    draw->laws = qc_arena_take(arena, laws, sizeof *draw->laws, status);
    draw->daily = qc_arena_take(arena, routes * QC_HAZARD_DAYS, sizeof(double), status);
    draw->cumulative = qc_arena_take(arena, parts * QC_GROUP_COUNT * CUMULATIVE, sizeof(double),
                                     status);
    draw->stated = qc_arena_take(arena, (different > 0 ? parts : 0) * (QC_MIXTURE_CELLS + 1),
                                 sizeof *draw->stated, status);
    draw->routes = qc_arena_take(arena, routes, sizeof *draw->routes, status);
    draw->quick = qc_arena_take(arena, parts, sizeof *draw->quick, status);
    draw->lever_cumulative = qc_arena_take(arena, levered * (QC_MIXTURE_CELLS + 1),
                                           sizeof *draw->lever_cumulative, status);
    for (int t = 0; t < QC_TRAIT_OF_DEAL; t++) {
        if (!model->traits.on[t]) continue;
        draw->factor[t] = qc_arena_take(
            arena, (size_t) model->traits.values[t] * (size_t) model->stage_count * QC_GROUP_COUNT,
            sizeof(double), status);
        if (draw->factor[t] == NULL) return false;
    }
    return draw->laws != NULL && draw->daily != NULL && draw->cumulative != NULL &&
           draw->stated != NULL && draw->routes != NULL && draw->quick != NULL &&
           draw->lever_cumulative != NULL;
}

/* ---- fitted parts ---- */

static void lay_fitted(const qc_stage_part *part, int32_t index, uint64_t seed, int64_t number,
                       int32_t first_route, qc_stage_draw *draw, qc_law *law)
{
    double(*sums)[QC_GROUP_COUNT] = &draw->cumulative[(size_t) index * CUMULATIVE];
    *law = (qc_law){.day_clock = true,
                    .step = 1,
                    .time_scale = 1,
                    .per_day = 1,
                    .cells = QC_HAZARD_DAYS,
                    .cumulative = (const double(*)[QC_GROUP_COUNT]) sums};
    memset(sums, 0, CUMULATIVE * sizeof *sums);
    for (int32_t r = 0; r < part->route_count; r++) {
        const qc_route_fit *route = &part->routes[r];
        double *daily = &draw->daily[(size_t) (first_route + r) * QC_HAZARD_DAYS];
        qc_rng luck = qc_rng_stream(seed, QC_LUCK_HAZARD, (uint64_t) (index * 256 + r),
                                    (uint64_t) number);
        if (number < 0)
            qc_hazard_mean(&route->fit, daily);
        else
            qc_hazard_draw(&route->fit, &luck, daily);
        /* routes come ordered by destination, so those of a group stand side by side */
        draw->routes[first_route + r] = (qc_law_route){route->to, daily};
        if (law->route_count[route->group]++ == 0)
            law->routes[route->group] = &draw->routes[first_route + r];
        law->weight[route->group] = 1;
        double running = 0;
        for (int32_t day = 0; day < QC_HAZARD_DAYS; day++) {
            running += daily[day];
            sums[day + 1][route->group] += running;
        }
    }
}

/* ---- stated parts ---- */

static void lay_stated(const qc_stage_part *part, int32_t stages, int32_t index, uint64_t seed,
                       int64_t number, int32_t first_route, qc_stage_draw *draw, qc_law *law)
{
    qc_rng luck = qc_rng_stream(seed, QC_LUCK_BELIEF, (uint64_t) index, (uint64_t) number);
    const bool last = part->stage + 1 == stages;
    const qc_group forward = last ? QC_GROUP_WON : QC_GROUP_ADVANCE;
    const double *even = draw->even != NULL ? &draw->even[QC_EVEN_PART * index] : NULL;
    const double share = number < 0     ? part->belief.conversion.mean
                         : even != NULL ? qc_share_belief_at(&part->belief.conversion, even[0])
                                        : qc_share_belief_draw(&part->belief.conversion, &luck);
    double level = 1;
    if (isfinite(part->belief.level) && number >= 0) {
        gsl_rng view;
        qc_rng_gsl(&view, &luck);
        level = even != NULL
                    ? gsl_cdf_gamma_Pinv(even[1], part->belief.level, 1 / part->belief.level)
                    : gsl_ran_gamma(&view, part->belief.level, 1 / part->belief.level);
    }
    *law = (qc_law){.step = part->step,
                    .time_scale = 1,
                    .per_day = 1 / part->step,
                    .cells = QC_STATED_CELLS,
                    .share = share,
                    .cumulative = (const double(*)[QC_GROUP_COUNT]) part->hazard};
    law->next = last ? QC_STAGE_WON : part->stage + 1;
    law->weight[forward] = level * share;
    law->weight[QC_GROUP_LOST] = level * (1 - share);
    if (part->belief.lost_differs) {
        double(*rows)[QC_GROUP_COUNT] = &draw->stated[(size_t) index * (QC_MIXTURE_CELLS + 1)];
        law->cells = QC_MIXTURE_CELLS;
        law->step = part->step * QC_STATED_CELLS / QC_MIXTURE_CELLS;
        law->per_day = 1 / law->step;
        law->cumulative = (const double(*)[QC_GROUP_COUNT]) rows;
        qc_law_mixture(&part->belief.days, &part->belief.days_if_lost, share, law->step, law->cells,
                       forward, rows);
        law->weight[forward] = law->weight[QC_GROUP_LOST] = level;
    } else if (level == 1) {
        draw->quick[index] = (qc_quick){&part->belief.days, part->middle, part->upper};
        law->quick = &draw->quick[index];
    }
    draw->routes[first_route] = (qc_law_route){last ? QC_STAGE_WON : part->stage + 1, NULL};
    draw->routes[first_route + 1] = (qc_law_route){QC_STAGE_LOST, NULL};
    law->routes[forward] = &draw->routes[first_route];
    law->routes[QC_GROUP_LOST] = &draw->routes[first_route + 1];
    law->route_count[forward] = law->route_count[QC_GROUP_LOST] = 1;
}

/* ---- all laws ---- */

static void lay_law(const qc_stage_model *model, int32_t at, const qc_law *part_law, uint64_t seed,
                    int64_t number, qc_law *law)
{
    const int32_t stage = at % model->stage_count, segment = at / model->stage_count;
    *law = *part_law;
    if (!model->parts[model->part_of[at]].fitted) return;
    for (int g = 0; g < QC_GROUP_COUNT; g++) {
        if (!(law->weight[g] > 0)) continue;
        qc_rng luck = qc_rng_stream(seed, QC_LUCK_FACTOR, (uint64_t) (at * QC_GROUP_COUNT + g),
                                    (uint64_t) number);
        law->weight[g] *= number < 0 ? qc_trait_factor_mean(model, QC_TRAIT_SEGMENT, segment, stage,
                                                            (qc_group) g)
                                     : qc_trait_factor_draw(model, QC_TRAIT_SEGMENT, segment, stage,
                                                            (qc_group) g, &luck);
    }
}

bool qc_stage_model_draw(const qc_stage_model *model, uint64_t seed, int64_t number,
                         qc_stage_draw *draw, qc_status *status)
{
    const int32_t laws = model->segment_count * model->stage_count;
    int32_t first_route = 0;
    for (int32_t p = 0; p < model->part_count; p++) {
        const qc_stage_part *part = &model->parts[p];
        qc_law law = {0};
        if (part->fitted)
            lay_fitted(part, p, seed, number, first_route, draw, &law);
        else if (part->belief.stated)
            lay_stated(part, model->stage_count, p, seed, number, first_route, draw, &law);
        first_route += part->fitted ? part->route_count : 2;
        for (int32_t at = 0; at < laws; at++) {
            if (model->part_of[at] == p) lay_law(model, at, &law, seed, number, &draw->laws[at]);
        }
    }
    for (int t = 0; t < QC_TRAIT_OF_DEAL; t++) {
        if (model->traits.on[t])
            qc_trait_factor_lay(model, (qc_trait) t, seed, number, draw->factor[t]);
    }
    return qc_stage_lever_apply(model, draw, status);
}
