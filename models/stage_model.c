#include "models/stage_model.h"

#include "models/chain.h"
#include "models/stage_counts.h"
#include "models/stage_months.h"
#include "models/trait_factor.h"

#include <math.h>
#include <string.h>

/* Beliefs given as single numbers rest on this many pseudo-deals unless the plan says otherwise. */
#define DEFAULT_DEALS   20
#define DEFAULT_STAY_CV 1.0
#define SWEEPS          4

/* ---- what the plan states ---- */

static double deals_behind(const qc_belief *belief)
{
    return belief->based_on > 0 ? belief->based_on : DEFAULT_DEALS;
}

/* Half a belief would be dropped in silence: a prior of how a stage goes needs both its halves. */
static bool half_stated(const qc_plan *plan, int32_t stage, const qc_belief *conversion,
                        const qc_belief *days, qc_status *status)
{
    const bool has_days = days->form != QC_BELIEF_NONE;
    const qc_place place = has_days ? days->place : conversion->place;
    return qc_fail_at(
        status, QC_BAD_INPUT, plan->file, place.line, place.column,
        "pipeline.%s: %s is stated without %s; beside a history a belief about a stage "
        "needs both, e.g. {conversion: 45%% to 65%%, days: 4 to 20}",
        plan->stages[stage].name, has_days ? "days" : "conversion",
        has_days ? "conversion" : "days");
}

static bool read_belief(qc_stage_belief *out, const qc_belief *conversion, const qc_belief *days,
                        const qc_belief *days_if_lost, qc_status *status)
{
    memset(out, 0, sizeof *out);
    if (days->form == QC_BELIEF_NONE) return true;
    out->stated = true;
    out->level = deals_behind(days);
    out->lost_differs = days_if_lost->form != QC_BELIEF_NONE;
    return qc_belief_share(&out->conversion, conversion, DEFAULT_DEALS, status) &&
           qc_spread_from_belief(&out->days, days, DEFAULT_STAY_CV, QC_FAMILY_LOG_LOGISTIC,
                                 status) &&
           (!out->lost_differs ||
            qc_spread_from_belief(&out->days_if_lost, days_if_lost, DEFAULT_STAY_CV,
                                  QC_FAMILY_LOG_LOGISTIC, status));
}

static bool has_own_belief(const qc_plan *plan, int32_t plan_index, int32_t stage)
{
    if (plan_index < 0) return false;
    const qc_plan_segment *segment = &plan->segments[plan_index];
    return segment->conversion[stage].form != QC_BELIEF_NONE ||
           segment->days[stage].form != QC_BELIEF_NONE;
}

static bool part_belief(qc_stage_part *part, const qc_plan *plan, int32_t plan_index,
                        qc_status *status)
{
    const qc_plan_stage *stage = &plan->stages[part->stage];
    const qc_belief *conversion = &stage->conversion;
    const qc_belief *days = &stage->days;
    if (plan_index >= 0) {
        const qc_plan_segment *segment = &plan->segments[plan_index];
        if (segment->conversion[part->stage].form != QC_BELIEF_NONE)
            conversion = &segment->conversion[part->stage];
        if (segment->days[part->stage].form != QC_BELIEF_NONE) days = &segment->days[part->stage];
    }
    if ((conversion->form == QC_BELIEF_NONE) != (days->form == QC_BELIEF_NONE))
        return half_stated(plan, part->stage, conversion, days, status);
    return read_belief(&part->belief, conversion, days, &stage->days_if_lost, status);
}

/* ---- a belief as hazards ---- */

/* k0 of the level of one exit: the stated share and the stated days each add their uncertainty. */
static double level_of(const qc_stage_belief *belief, double share)
{
    double variance = 0;
    if (!belief->conversion.certain) {
        const double a = belief->conversion.alpha, b = belief->conversion.beta;
        variance += a * b / ((a + b) * (a + b) * (a + b + 1) * share * share);
    }
    if (isfinite(belief->level)) variance += 1 / belief->level;
    return variance > 0 ? 1 / variance : (double) INFINITY;
}

/* Daily hazard of leaving by `share` when the others leave by 1 - share: h = share f / S. */
static void belief_daily(const qc_stage_belief *belief, bool lost, double *daily)
{
    const double won_share = belief->conversion.mean;
    const qc_spread *lost_days = belief->lost_differs ? &belief->days_if_lost : &belief->days;
    for (int32_t day = 0; day < QC_HAZARD_DAYS; day++) {
        const double won_before = qc_spread_survival(&belief->days, day) * won_share;
        const double won_after = qc_spread_survival(&belief->days, day + 1.0) * won_share;
        const double lost_before = qc_spread_survival(lost_days, day) * (1 - won_share);
        const double lost_after = qc_spread_survival(lost_days, day + 1.0) * (1 - won_share);
        const double all = won_before + lost_before, left = won_after + lost_after;
        const double leaving = lost ? lost_before - lost_after : won_before - won_after;
        daily[day] = all > left && left > 0 ? log(all / left) * leaving / (all - left)
                     : day > 0              ? daily[day - 1]
                                            : 1e-9;
    }
}

/* A part without data runs on the continuous clock of its stated days. */
static bool state_part(qc_stage_part *part, qc_arena *arena, qc_status *status)
{
    const qc_spread *days = &part->belief.days;
    part->step = qc_spread_quantile(days, 0.5) / 64;
    part->hazard = qc_arena_take(arena, QC_STATED_CELLS + 1, sizeof *part->hazard, status);
    part->middle = qc_arena_take(arena, 2 * (QC_QUICK_CELLS + 1), sizeof(double), status);
    if (part->hazard == NULL || part->middle == NULL) return false;
    part->upper = part->middle + QC_QUICK_CELLS + 1;
    for (int32_t cell = 0; cell <= QC_STATED_CELLS; cell++) {
        const double hazard = qc_spread_hazard(days, cell * part->step);
        for (int g = 0; g < QC_GROUP_COUNT; g++)
            part->hazard[cell][g] = hazard;
    }
    qc_quick_fill(days, part->middle, part->upper);
    return true;
}

/* ---- fitting one part ---- */

typedef struct fitting {
    qc_stage_model *model;
    const qc_history *history;
    const int32_t *segment_of;
    int32_t *values[QC_TRAIT_COUNT]; /* [visit] */
    qc_arena *arena;
} fitting;

static bool in_part(const fitting *fit, const qc_stage_part *part, int32_t visit)
{
    const qc_visits *visits = &fit->history->visits;
    if (visits->stage[visit] != part->stage) return false;
    const int32_t segment = fit->segment_of[visits->deal[visit]];
    const int32_t index = fit->model->part_of[segment * fit->model->stage_count + part->stage];
    return &fit->model->parts[index] == part;
}

/* Which exits occur, the main two always: a stated stage may not have seen them yet. */
static bool find_routes(const fitting *fit, qc_stage_part *part, qc_status *status)
{
    const int32_t stages = fit->model->stage_count;
    bool seen[QC_CHAIN_STAGES_MAX + 2] = {false};
    const qc_visits *visits = &fit->history->visits;
    for (int32_t v = 0; v < visits->count; v++) {
        qc_at_risk risk;
        if (!in_part(fit, part, v) ||
            !qc_stage_counts_visit(fit->history, v, fit->model->without, &risk))
            continue;
        part->visits++;
        part->events += risk.ended;
        if (risk.ended)
            seen[visits->exit[v] >= 0 ? visits->exit[v]
                                      : stages + (visits->exit[v] == QC_STAGE_LOST)] = true;
    }
    part->fitted = part->visits > 0;
    const int32_t next = part->stage + 1 < stages ? part->stage + 1 : stages;
    seen[next] = seen[stages + 1] = true;
    part->routes = qc_arena_take(fit->arena, (size_t) stages + 2, sizeof *part->routes, status);
    if (part->routes == NULL) return false;
    for (int32_t to = 0; to < stages + 2; to++) {
        if (!seen[to]) continue;
        qc_route_fit *route = &part->routes[part->route_count++];
        route->to = to < stages ? to : to == stages ? QC_STAGE_WON : QC_STAGE_LOST;
        route->group = qc_group_of(part->stage, route->to);
    }
    return true;
}

static void count_part(const fitting *fit, const qc_stage_part *part, qc_exposure *exposures,
                       double (*events)[QC_HAZARD_DAYS])
{
    const qc_visits *visits = &fit->history->visits;
    memset(exposures, 0, QC_GROUP_COUNT * sizeof *exposures);
    memset(events, 0, (size_t) part->route_count * sizeof *events);
    for (int32_t v = 0; v < visits->count; v++) {
        qc_at_risk risk;
        if (!in_part(fit, part, v) ||
            !qc_stage_counts_visit(fit->history, v, fit->model->without, &risk))
            continue;
        for (int g = 0; g < QC_GROUP_COUNT; g++)
            qc_exposure_add(
                &exposures[g], &risk,
                qc_trait_factor_of_visit(fit->model, fit->values, v, part->stage, (qc_group) g));
        for (int32_t r = 0; r < part->route_count && risk.ended; r++) {
            if (part->routes[r].to == visits->exit[v])
                events[r][risk.last < QC_HAZARD_DAYS ? risk.last : QC_HAZARD_DAYS - 1] += 1;
        }
    }
}

static bool fit_part(const fitting *fit, qc_stage_part *part, qc_status *status)
{
    qc_arena scratch = {0};
    bool ok = false;
    const int32_t next = part->stage + 1 < fit->model->stage_count ? part->stage + 1 : QC_STAGE_WON;
    double *belief = qc_arena_take(&scratch, QC_HAZARD_DAYS, sizeof *belief, status);
    qc_hazard_counts *counts = qc_arena_take(&scratch, 1, sizeof *counts, status);
    qc_exposure *exposures = qc_arena_take(&scratch, QC_GROUP_COUNT, sizeof *exposures, status);
    double(*events)[QC_HAZARD_DAYS] = qc_arena_take(&scratch, (size_t) part->route_count,
                                                    sizeof *events, status);
    if (belief == NULL || counts == NULL || exposures == NULL || events == NULL) goto out;
    count_part(fit, part, exposures, events);
    part->belief_events = 0;
    for (int32_t r = 0; r < part->route_count; r++) {
        qc_route_fit *route = &part->routes[r];
        const bool lost = route->group == QC_GROUP_LOST;
        const bool stated = part->belief.stated && (route->to == next || lost);
        double level = 0;
        if (stated) {
            const double mean = part->belief.conversion.mean;
            belief_daily(&part->belief, lost, belief);
            level = level_of(&part->belief, lost ? 1 - mean : mean);
            part->belief_events += level;
        }
        memcpy(counts->events, events[r], sizeof counts->events);
        qc_exposure_sum(&exposures[route->group], counts->exposure);
        if (!qc_hazard_fit_without(&route->fit, counts, stated ? belief : NULL, level,
                                   fit->model->without, status))
            goto out;
    }
    ok = true;
out:
    qc_arena_free(&scratch);
    return ok;
}

/* ---- the model ---- */

static bool lay_out_parts(qc_stage_model *model, const qc_plan *plan, qc_arena *arena,
                          qc_status *status)
{
    const int32_t stages = model->stage_count;
    const size_t laws = (size_t) stages * (size_t) model->segment_count;
    model->parts = qc_arena_take(arena, laws + (size_t) stages, sizeof *model->parts, status);
    model->part_of = qc_arena_take(arena, laws, sizeof *model->part_of, status);
    if (model->parts == NULL || model->part_of == NULL) return false;
    for (int32_t stage = 0; stage < stages; stage++) {
        const int32_t shared = model->part_count++;
        model->parts[shared] = (qc_stage_part){.stage = stage, .segment = -1};
        if (!part_belief(&model->parts[shared], plan, -1, status)) return false;
        for (int32_t segment = 0; segment < model->segment_count; segment++) {
            const int32_t stated = model->segments->plan_index[segment];
            model->part_of[segment * stages + stage] = shared;
            if (!has_own_belief(plan, stated, stage)) continue;
            qc_stage_part *own = &model->parts[model->part_count];
            *own = (qc_stage_part){.stage = stage, .segment = segment};
            model->part_of[segment * stages + stage] = model->part_count++;
            if (!part_belief(own, plan, stated, status)) return false;
        }
    }
    return true;
}

static bool is_used(const qc_stage_model *model, int32_t part)
{
    for (int32_t i = 0; i < model->segment_count * model->stage_count; i++) {
        if (model->part_of[i] == part) return true;
    }
    return false;
}

/* A stage that nobody has left yet may last a week or for ever: no data can say, so none are made up. */
static bool insufficient(const qc_stage_model *model, const qc_stage_part *part, qc_status *status)
{
    const char *name = model->plan->stages[part->stage].name;
    const char *add = "add conversion and days to it, e.g.";
    if (part->visits == 0)
        return qc_fail(status, QC_TOO_FEW_DATA,
                       "insufficient history: stage '%s' has no visit in the history and no stated "
                       "belief; %s {stage: %s, conversion: 45%% to 65%%, days: 4 to 20}",
                       name, add, name);
    return qc_fail(status, QC_TOO_FEW_DATA,
                   "insufficient history: no deal has ever left stage '%s' (%lld in it), and no "
                   "belief is stated; %s {stage: %s, conversion: 45%% to 65%%, days: 4 to 20}",
                   name, (long long) part->visits, add, name);
}

/* Stands in where figures are not shown anyway, so that those of the other stages can be computed. */
static bool stand_in(qc_stage_part *part, qc_status *status)
{
    const qc_belief half = {.form = QC_BELIEF_SINGLE, .first = 0.5};
    const qc_belief days = {.form = QC_BELIEF_SINGLE, .first = 30};
    const qc_belief none = {.form = QC_BELIEF_NONE};
    return read_belief(&part->belief, &half, &days, &none, status);
}

static bool start_part(const fitting *fit, qc_stage_part *part, qc_status *status)
{
    const qc_stage_model *model = fit->model;
    if (fit->history != NULL && !find_routes(fit, part, status)) return false;
    if (part->fitted && (part->events > 0 || part->belief.stated)) return true;
    if (!part->belief.stated && is_used(model, (int32_t) (part - model->parts))) {
        if (!model->tolerant) return insufficient(model, part, status);
        part->is_insufficient = true;
        if (!part->fitted && !stand_in(part, status)) return false;
    }
    return part->fitted || !part->belief.stated || state_part(part, fit->arena, status);
}

/* Hazards and factors in turn: each is fitted to what the other leaves over. */
static bool fit_all(const fitting *fit, qc_status *status)
{
    qc_stage_model *model = fit->model;
    bool factors = false;
    for (int t = 0; t < QC_TRAIT_COUNT; t++)
        factors |= model->traits.on[t];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
        for (int32_t p = 0; p < model->part_count; p++) {
            if (model->parts[p].fitted && !fit_part(fit, &model->parts[p], status)) return false;
        }
        if (!factors) return true;
        if (!qc_trait_factor_fit(model, fit->history, fit->segment_of, fit->values, status))
            return false;
    }
    return true;
}

static bool everything_certain(const qc_stage_model *model)
{
    for (int32_t p = 0; p < model->part_count; p++) {
        const qc_stage_part *part = &model->parts[p];
        if (part->fitted || (part->belief.stated &&
                             (!part->belief.conversion.certain || isfinite(part->belief.level))))
            return false;
    }
    return true;
}

static bool fit_effects(const fitting *fit, qc_status *status)
{
    qc_stage_model *model = fit->model;
    const qc_plan *plan = model->plan;
    const bool none = plan->shocks == QC_SHOCKS_NONE ||
                      qc_leaves_out(model->without, QC_INGREDIENT_MONTH_EFFECTS) ||
                      (plan->shocks == QC_SHOCKS_DEFAULT && everything_certain(model));
    for (int g = 0; g < QC_GROUP_SHOCKED; g++) {
        if (none)
            qc_month_effect_none(&model->effects[g]);
        else if (plan->shocks == QC_SHOCKS_STATED)
            qc_month_effect_stated(&model->effects[g], plan->shock_sd, plan->shock_rho);
        else
            qc_month_effect_fit(&model->effects[g], NULL, NULL, 0);
    }
    if (none || fit->history == NULL) return true;
    return qc_stage_months_fit(model, fit->history, fit->segment_of, fit->values, status);
}

bool qc_stage_model_levers(qc_stage_model *model, const qc_plan *plan, qc_arena *arena,
                           qc_status *status)
{
    const int32_t laws = model->segment_count * model->stage_count;
    model->plan = plan;
    model->levered = qc_arena_take(arena, (size_t) laws, sizeof *model->levered, status);
    if (model->levered == NULL) return false;
    for (int32_t l = 0; l < plan->lever_count; l++) {
        const qc_lever *lever = &plan->levers[l];
        if (lever->target == QC_LEVER_DEAL_SIZE || lever->target == QC_LEVER_NEW_DEALS) continue;
        for (int32_t i = 0; i < laws; i++) {
            const int32_t stage = i % model->stage_count, segment = i / model->stage_count;
            const bool hits_stage = lever->stage < 0 || lever->stage == stage;
            model->levered[i] |= hits_stage && qc_segments_lever(model->segments, lever, segment);
        }
    }
    return true;
}

/* Traits of the company, and of each visit into `scratch`. */
static bool take_traits(fitting *fit, const qc_stage_inputs *inputs, qc_arena *scratch,
                        qc_status *status)
{
    qc_stage_model *model = fit->model;
    return qc_traits_find(&model->traits, inputs->history, inputs->segment_of, model->segment_count,
                          model->stage_count, inputs->traits_of_deals, inputs->without, fit->arena,
                          status) &&
           qc_trait_factor_room(model, fit->arena, status) &&
           (inputs->history == NULL ||
            qc_traits_of_visits(&model->traits, inputs->history, inputs->segment_of, fit->values,
                                scratch, status));
}

bool qc_stage_model_fit(qc_stage_model *model, const qc_stage_inputs *inputs, qc_arena *arena,
                        qc_status *status)
{
    fitting fit = {model, inputs->history, inputs->segment_of, {NULL}, arena};
    qc_arena scratch = {0};
    model->plan = inputs->plan;
    model->segments = inputs->segments;
    model->stage_count = inputs->plan->stage_count;
    model->segment_count = inputs->segments->count;
    model->without = inputs->without;
    bool ok = lay_out_parts(model, inputs->plan, arena, status) &&
              take_traits(&fit, inputs, &scratch, status);
    for (int32_t p = 0; ok && p < model->part_count; p++)
        ok = start_part(&fit, &model->parts[p], status);
    ok = ok && qc_stage_model_levers(model, inputs->plan, arena, status) && fit_all(&fit, status) &&
         fit_effects(&fit, status);
    qc_arena_free(&scratch);
    return ok;
}
