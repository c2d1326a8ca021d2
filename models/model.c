#include "models/model.h"

#include "models/luck.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define OWN_SIZE_WINS 5

/* ---- deal sizes ---- */

typedef struct size_rows {
    qc_size_win *wins;
    double *ratios;
    int32_t win_count, ratio_count;
} size_rows;

static int32_t won_deals(const qc_history *history)
{
    int32_t count = 0;
    for (qc_id deal = 0; history != NULL && deal < history->deals.count; deal++)
        count += history->deals.end[deal] == QC_STAGE_WON;
    return count;
}

/* Won amounts of a segment (-1 = all), and final over first known amount where it was known before. */
static void collect(size_rows *rows, const qc_history *history, const qc_traits *traits,
                    int32_t segment)
{
    const qc_deals *deals = &history->deals;
    const qc_changes *changes = &history->changes;
    rows->win_count = rows->ratio_count = 0;
    for (qc_id deal = 0; deal < deals->count; deal++) {
        const int32_t last = deals->first_change[deal + 1] - 1;
        if (deals->end[deal] != QC_STAGE_WON || changes->number[QC_NUMBER_AMOUNT] == NULL ||
            (segment >= 0 && qc_segments_of_deal(history, deal) != segment))
            continue;
        const double *amount = changes->number[QC_NUMBER_AMOUNT];
        const double *units = changes->number[QC_NUMBER_UNITS];
        const double *margin = changes->number[QC_NUMBER_MARGIN];
        if (!(amount[last] > 0)) continue;
        const double known = qc_traits_first_amount(history, deal);
        rows->wins[rows->win_count++] = (qc_size_win){
            amount[last], units != NULL ? units[last] : (double) NAN,
            margin != NULL ? margin[last] : (double) NAN,
            qc_traits_amount(traits, known > 0 ? known : amount[last])};
        if (known > 0) rows->ratios[rows->ratio_count++] = amount[last] / known;
    }
}

static const qc_belief *size_belief(const qc_plan *plan, const qc_segments *segments,
                                    int32_t segment)
{
    const int32_t index = segment >= 0 ? segments->plan_index[segment] : -1;
    const bool own = index >= 0 && plan->segments[index].deal_size.form != QC_BELIEF_NONE;
    return own ? &plan->segments[index].deal_size : &plan->deal_size;
}

static bool fit_size(qc_model *model, const size_rows *rows, const qc_belief *belief,
                     qc_status *status)
{
    const qc_traits *traits = &model->stages.traits;
    const qc_size_data data = {rows->wins, rows->win_count, rows->ratios, rows->ratio_count,
                               traits->on[QC_TRAIT_AMOUNT] ? traits->amount_edge : NULL};
    qc_size_model *size = &model->sizes[model->size_count++];
    if (!qc_size_model_fit(size, &data, belief, &model->arena, status)) return false;
    size->resampled_only = qc_leaves_out(model->without, QC_INGREDIENT_SMOOTH_AMOUNTS);
    return true;
}

static bool fit_sizes(qc_model *model, const qc_model_inputs *inputs, qc_status *status)
{
    const qc_history *history = inputs->history;
    const size_t segments = (size_t) model->segments.count, wins = (size_t) won_deals(history);
    qc_arena scratch = {0};
    size_rows rows = {.wins = qc_arena_take(&scratch, wins, sizeof *rows.wins, status),
                      .ratios = qc_arena_take(&scratch, wins, sizeof *rows.ratios, status)};
    model->sizes = qc_arena_take(&model->arena, segments + 1, sizeof *model->sizes, status);
    model->size_of = qc_arena_take(&model->arena, segments, sizeof *model->size_of, status);
    bool ok = rows.wins != NULL && rows.ratios != NULL && model->sizes != NULL &&
              model->size_of != NULL;
    if (ok && history != NULL) collect(&rows, history, &model->stages.traits, -1);
    const bool possible = rows.win_count >= 2 || inputs->plan->deal_size.form != QC_BELIEF_NONE;
    model->has_sizes = possible || inputs->needs_amounts;
    if (ok && model->has_sizes) ok = fit_size(model, &rows, &inputs->plan->deal_size, status);
    for (int32_t s = 0; ok && model->has_sizes && s < model->segments.count; s++) {
        const qc_belief *belief = size_belief(inputs->plan, &model->segments, s);
        rows.win_count = rows.ratio_count = 0;
        if (history != NULL) collect(&rows, history, &model->stages.traits, s);
        if (model->segments.count == 1 ||
            (rows.win_count < OWN_SIZE_WINS && belief == &inputs->plan->deal_size))
            continue;
        model->size_of[s] = model->size_count;
        ok = fit_size(model, &rows, belief, status);
    }
    qc_arena_free(&scratch);
    return ok;
}

/* ---- what the rates rest on ---- */

static bool rely(qc_model *model, const char *rate, double events, double pseudo, qc_status *status)
{
    if (rate == NULL) return false;
    (void) status;
    model->reliance[model->reliance_count++] = (qc_reliance){rate, events, pseudo};
    return true;
}

static bool list_reliance(qc_model *model, qc_status *status)
{
    const size_t room = (size_t) model->stages.part_count + 2;
    model->reliance = qc_arena_take(&model->arena, room, sizeof *model->reliance, status);
    if (model->reliance == NULL) return false;
    for (int32_t p = 0; p < model->stages.part_count; p++) {
        const qc_stage_part *part = &model->stages.parts[p];
        const double pseudo = part->fitted          ? fmin(part->belief_events, 1e9)
                              : part->belief.stated ? fmin(part->belief.level, 1e9)
                                                    : 0;
        if (part->segment < 0 && (part->fitted || part->belief.stated) &&
            !rely(model,
                  qc_arena_format(&model->arena, status, "conversion and days in %s",
                                  model->plan->stages[part->stage].name),
                  (double) part->events, pseudo, status))
            return false;
    }
    double arrivals = 0;
    for (int32_t s = 0; s < model->arrivals.stream_count; s++)
        arrivals += (double) model->arrivals.streams[s].events;
    return (!model->has_sizes || rely(model, "deal size", model->sizes[0].win_count,
                                      fmin(model->sizes[0].belief_deals, 1e9), status)) &&
           rely(model, "new deals", arrivals, model->arrivals.belief_events, status);
}

/* ---- the whole ---- */

void qc_model_free(qc_model *model)
{
    qc_arena_free(&model->arena);
    memset(model, 0, sizeof *model);
}

bool qc_model_fit(qc_model *model, qc_book *book, const qc_model_inputs *inputs, qc_day as_of,
                  qc_status *status)
{
    const qc_history *history = inputs->history;
    qc_arena scratch = {0};
    int32_t *segment_of = NULL;
    bool ok = false;

    model->plan = inputs->plan;
    model->without = inputs->without;
    if (!qc_segments_list(&model->segments, history, inputs->open, inputs->plan, &model->arena,
                          status))
        goto out;
    if (history != NULL) {
        segment_of = qc_arena_take(&scratch, (size_t) history->deals.count, sizeof *segment_of,
                                   status);
        if (segment_of == NULL) goto out;
        for (qc_id deal = 0; deal < history->deals.count; deal++)
            segment_of[deal] = qc_segments_of_deal(history, deal);
    }
    if (!qc_book_take(book, history, inputs->open, &model->segments, as_of, status)) goto out;
    const qc_stage_inputs stages = {history,    inputs->plan, &model->segments,
                                    segment_of, true,         inputs->without};
    if (!qc_stage_model_fit(&model->stages, &stages, &model->arena, status)) goto out;
    if (!fit_sizes(model, inputs, status)) goto out;
    const qc_arrival_inputs arrivals = {
        history, book, inputs->plan, &model->segments, &model->stages.traits, inputs->without};
    if (!qc_arrival_model_fit(&model->arrivals, &arrivals, &model->arena, status)) goto out;
    ok = list_reliance(model, status);
out:
    qc_arena_free(&scratch);
    return ok;
}

bool qc_model_with_levers(qc_model *changed, const qc_model *model, const qc_plan *plan,
                          qc_arena *arena, qc_status *status)
{
    *changed = *model;
    changed->arena = (qc_arena){0};
    changed->plan = changed->arrivals.plan = plan;
    return qc_stage_model_levers(&changed->stages, plan, arena, status);
}

/* ---- draws ---- */

void qc_draw_free(qc_draw *draw)
{
    qc_arena_free(&draw->arena);
    memset(draw, 0, sizeof *draw);
}

bool qc_draw_room(qc_draw *draw, const qc_model *model, qc_status *status)
{
    qc_arena *arena = &draw->arena;
    draw->sizes = qc_arena_take(arena, (size_t) model->size_count, sizeof *draw->sizes, status);
    draw->size_factor = qc_arena_take(arena, (size_t) model->segments.count,
                                      sizeof *draw->size_factor, status);
    if (draw->sizes == NULL || draw->size_factor == NULL) return false;
    for (int32_t i = 0; i < model->size_count; i++) {
        const size_t wins = (size_t) model->sizes[i].win_count;
        draw->sizes[i].cumulative = qc_arena_take(arena, wins, sizeof(double), status);
        if (draw->sizes[i].cumulative == NULL) return false;
    }
    return qc_stage_draw_room(&draw->stages, &model->stages, arena, status) &&
           qc_arrival_draw_room(&draw->arrivals, &model->arrivals, arena, status);
}

/* Mean amount of a size model: what a lever that replaces deal_size is measured against. */
static double mean_amount(const qc_size_model *size)
{
    double sum = 0;
    if (size->win_count == 0) return qc_spread_mean(&size->belief);
    for (int32_t i = 0; i < size->win_count; i++)
        sum += size->wins[i].amount;
    return sum / size->win_count;
}

static double size_lever(const qc_model *model, int32_t segment)
{
    double factor = 1;
    for (int32_t l = 0; l < model->plan->lever_count && model->has_sizes; l++) {
        const qc_lever *lever = &model->plan->levers[l];
        if (lever->target != QC_LEVER_DEAL_SIZE ||
            (lever->segment >= 0 && lever->segment != model->segments.plan_index[segment]))
            continue;
        if (lever->kind == QC_CHANGE_REPLACE) /* of all segments: the company's average deal */
            factor = lever->amount /
                     mean_amount(&model->sizes[lever->segment < 0 ? 0 : model->size_of[segment]]);
        else
            factor *= lever->amount;
    }
    return factor;
}

/* Advance and won share their luck with months, so also what the past months were on the whole. */
static void center_effect(const qc_model *model, uint64_t seed, int64_t number, int group,
                          qc_effect_state *state)
{
    gsl_rng view;
    const int whose = group == QC_GROUP_WON ? QC_GROUP_ADVANCE : group;
    qc_rng luck = qc_rng_stream(seed, QC_LUCK_CENTER, (uint64_t) whose, (uint64_t) number);
    qc_rng_gsl(&view, &luck);
    qc_month_effect_center(&model->stages.effects[group], state,
                           gsl_ran_gaussian_ziggurat(&view, 1));
}

bool qc_model_draw(const qc_model *model, uint64_t seed, int64_t number, qc_draw *draw,
                   qc_status *status)
{
    if (qc_leaves_out(model->without, QC_INGREDIENT_UNCERTAINTY)) number = -1;
    if (!qc_stage_model_draw(&model->stages, seed, number, &draw->stages, status)) return false;
    qc_arrival_model_draw(&model->arrivals, seed, number, &draw->arrivals);
    for (int32_t i = 0; i < model->size_count; i++) {
        qc_rng luck = qc_rng_stream(seed, QC_LUCK_SIZE, (uint64_t) i, (uint64_t) number);
        if (number < 0)
            qc_size_model_mean(&model->sizes[i], &draw->sizes[i]);
        else
            qc_size_model_draw(&model->sizes[i], &luck, &draw->sizes[i]);
    }
    for (int32_t s = 0; s < model->segments.count; s++)
        draw->size_factor[s] = size_lever(model, s);
    for (int g = 0; g < QC_GROUP_SHOCKED; g++) {
        qc_rng luck = qc_rng_stream(seed, QC_LUCK_EFFECT, (uint64_t) g, (uint64_t) number);
        if (number < 0) {
            qc_month_effect_mean(&model->stages.effects[g], &draw->effects[g]);
            qc_season_means(&model->stages.seasons[g], draw->seasons[g]);
            continue;
        }
        qc_month_effect_draw(&model->stages.effects[g], &luck, &draw->effects[g]);
        center_effect(model, seed, number, g, &draw->effects[g]);
        qc_season_draw(&model->stages.seasons[g], &luck, draw->seasons[g]);
    }
    return true;
}
