#include "models/model.h"

#include "core/text.h"
#include "models/activity_past.h"
#include "models/even.h"
#include "models/luck.h"
#include "models/reliance.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define OWN_SIZE_WINS 5

/* ---- deal sizes ---- */

typedef struct size_rows {
    qc_size_win *wins;
    double *ratios;
    int32_t win_count, ratio_count;
    bool units_only; /* no win has an amount: units are drawn from wins that all count as worth 1 */
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
        if (deals->end[deal] != QC_STAGE_WON ||
            (segment >= 0 && qc_segments_of_deal(history, deal) != segment))
            continue;
        const double *amount = changes->number[QC_NUMBER_AMOUNT];
        const double *units = changes->number[QC_NUMBER_UNITS];
        const double *margin = changes->number[QC_NUMBER_MARGIN];
        const bool has_units = units != NULL && !isnan(units[last]);
        const bool has_amount = amount != NULL && amount[last] > 0;
        if (!has_amount && !(rows->units_only && has_units)) continue;
        const double final = has_amount ? amount[last] : 1;
        const double known = has_amount ? qc_traits_first_amount(history, deal) : 0;
        rows->wins[rows->win_count++] = (qc_size_win){
            final, units != NULL ? units[last] : (double) NAN,
            margin != NULL ? margin[last] : (double) NAN,
            qc_traits_amount(traits, known > 0 ? known : final)};
        if (known > 0) rows->ratios[rows->ratio_count++] = final / known;
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

static bool has_target_on(const qc_plan *plan, qc_metric metric)
{
    for (int32_t t = 0; t < plan->target_count; t++) {
        if (plan->targets[t].metric == metric) return true;
    }
    return false;
}

/* A target on units or margin needs a won deal to take them from. */
static bool has_what_counts(const qc_model *model, const qc_model_inputs *inputs, qc_status *status)
{
    const qc_history
        *history = inputs->history; /* a column that is missing is told by the question */
    bool units = history == NULL || !history->has_number[QC_NUMBER_UNITS] ||
                 !has_target_on(inputs->plan, QC_METRIC_UNITS);
    bool margin = history == NULL || !history->has_number[QC_NUMBER_MARGIN] ||
                  !has_target_on(inputs->plan, QC_METRIC_MARGIN);
    for (int32_t i = 0; model->has_sizes && i < model->sizes[0].win_count; i++) {
        units |= !isnan(model->sizes[0].wins[i].units);
        margin |= !isnan(model->sizes[0].wins[i].margin);
    }
    if (units && margin) return true;
    return qc_fail(
        status, QC_TOO_FEW_DATA,
        "insufficient history: no won deal%s has %s, so what a new deal brings cannot be "
        "drawn",
        units ? " with an amount" : "", units ? "a margin" : "units");
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
    if (ok && history != NULL && rows.win_count == 0 &&
        has_target_on(inputs->plan, QC_METRIC_UNITS)) {
        rows.units_only = true;
        collect(&rows, history, &model->stages.traits, -1);
    }
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
    return ok && has_what_counts(model, inputs, status);
}

/* ---- levers that only the data can judge ---- */

static bool check_segment(const qc_model *model, const qc_lever *lever, qc_status *status)
{
    const qc_segments *segments = &model->segments;
    if (lever->segment != QC_SEGMENT_NAMED) return true;
    for (int32_t s = 1; s < segments->count; s++) {
        if (qc_segments_lever(segments, lever, s)) return true;
    }
    const char *near = qc_text_nearest(lever->segment_name, segments->name, segments->count);
    return qc_fail(status, QC_BAD_INPUT, "%s: unknown segment '%s'%s%s%s", lever->path,
                   lever->segment_name, near != NULL ? "; did you mean '" : "",
                   near != NULL ? near : "", near != NULL ? "'?" : "");
}

static bool check_reason(const qc_model *model, const qc_lever *lever, qc_status *status)
{
    const qc_losses *losses = &model->losses;
    if (lever->target != QC_LEVER_LOSS) return true;
    for (int32_t r = 0; r < losses->reason_count; r++) {
        if (qc_text_same(losses->reason[r], lever->reason)) return true;
    }
    if (losses->reason_count == 0)
        return qc_fail(status, QC_BAD_INPUT,
                       "%s: the history has no column 'reason', so nobody knows why deals are lost",
                       lever->path);
    const char *near = qc_text_nearest(lever->reason, losses->reason, losses->reason_count);
    return qc_fail(status, QC_BAD_INPUT, "%s: no deal is lost for '%s'%s%s%s", lever->path,
                   lever->reason, near != NULL ? "; did you mean '" : "; e.g. '",
                   near != NULL ? near : losses->reason[0], near != NULL ? "'?" : "'");
}

static bool check_levers(const qc_model *model, const qc_plan *plan, qc_status *status)
{
    for (int32_t l = 0; l < plan->lever_count; l++) {
        if (!check_segment(model, &plan->levers[l], status) ||
            !check_reason(model, &plan->levers[l], status))
            return false;
    }
    return true;
}

/* ---- the whole ---- */

/* What it costs, what each is to sell, and what was spent until now. */
static bool fit_costs(qc_model *model, qc_book *book, const qc_model_inputs *inputs,
                      qc_status *status)
{
    const qc_cost_past_inputs past = {inputs->plan, &model->team, &model->cost, &model->quotas,
                                      inputs->log};
    return qc_cost_model_fit(&model->cost, inputs->plan, &model->team, &model->arena, status) &&
           qc_quota_model_fit(&model->quotas, inputs->plan, inputs->quotas, &model->team, book,
                              &model->arena, status) &&
           qc_cost_past(book, &past, status) &&
           qc_hours_past(book, inputs->plan, &model->team, inputs->history, inputs->log, status);
}

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
    if (!qc_losses_count(&model->losses, history, inputs->plan->stage_count, &model->arena, status))
        goto out;
    if (!qc_book_take(book, history, inputs->open, &model->segments, as_of, status)) goto out;
    const qc_stage_inputs stages = {history,    inputs->plan, &model->segments,
                                    segment_of, true,         inputs->without};
    if (!qc_stage_model_fit(&model->stages, &stages, &model->arena, status)) goto out;
    model->stages.losses = &model->losses;
    if (!fit_sizes(model, inputs, status)) goto out;
    const qc_arrival_inputs arrivals = {
        history, book, inputs->plan, &model->segments, &model->stages.traits, inputs->without};
    if (!qc_arrival_model_fit(&model->arrivals, &arrivals, &model->arena, status)) goto out;
    if (!qc_team_model_fit(&model->team, inputs->plan, inputs->people, &model->segments, as_of,
                           &model->arena, status) ||
        !qc_activity_model_fit(&model->activities, inputs->plan, inputs->log, as_of, status) ||
        !qc_skill_model_fit(&model->skills, inputs->plan, inputs->log, as_of, &model->arena,
                            status) ||
        !qc_seating_name(&model->team, book, status) ||
        !qc_activity_past(book, inputs->plan, inputs->log, status) ||
        !fit_costs(model, book, inputs, status))
        goto out;
    ok = qc_reliance_list(model, inputs, book, status) &&
         check_levers(model, inputs->plan, status) &&
         qc_losses_lever(&model->lost_for, &model->losses, inputs->plan, &model->arena, status);
out:
    qc_arena_free(&scratch);
    return ok;
}

bool qc_model_reseat(qc_model *changed, qc_arena *arena, qc_status *status)
{
    const qc_quota_table *table = changed->quotas.table;
    const qc_book *book = changed->quotas.book;
    return qc_cost_model_fit(&changed->cost, changed->plan, &changed->team, arena, status) &&
           qc_quota_model_fit(&changed->quotas, changed->plan, table, &changed->team, book, arena,
                              status);
}

bool qc_model_with_levers(qc_model *changed, const qc_model *model, const qc_plan *plan,
                          qc_arena *arena, qc_status *status)
{
    *changed = *model;
    changed->arena = (qc_arena){0};
    changed->team.segments = &changed->segments;
    changed->plan = changed->arrivals.plan = changed->activities.plan = plan;
    return check_levers(model, plan, status) &&
           qc_losses_lever(&changed->lost_for, &model->losses, plan, arena, status) &&
           qc_stage_model_levers(&changed->stages, plan, arena, status) &&
           qc_team_model_levers(&changed->team, plan, arena, status) &&
           qc_model_reseat(changed, arena, status);
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
    return qc_activity_draw_room(&draw->activities, &model->arrivals, arena, status) &&
           qc_stage_draw_room(&draw->stages, &model->stages, arena, status) &&
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
            !qc_segments_lever(&model->segments, lever, segment))
            continue;
        if (lever->kind == QC_CHANGE_REPLACE) /* of all segments: the company's average deal */
            factor = lever->amount /
                     mean_amount(&model->sizes[lever->segment == -1 ? 0 : model->size_of[segment]]);
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
    qc_even_share_out(model, draw);
    if (!qc_stage_model_draw(&model->stages, seed, number, &draw->stages, status)) return false;
    qc_arrival_model_draw(&model->arrivals, seed, number, &draw->arrivals);
    draw->leave_per_day = qc_team_model_draw(&model->team, seed, number);
    qc_activity_model_draw(&model->activities, &model->team, &model->arrivals, seed, number,
                           &draw->arrivals, &draw->activities);
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
    if (model->change_draw != NULL)
        model->change_draw(model, model->change_context, seed, number, draw);
    return true;
}
