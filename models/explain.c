#include "models/explain.h"

#include "core/text.h"
#include "models/chain.h"
#include "models/stage_counts.h"
#include "models/trait_factor.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

static const char *const GROUPS[QC_GROUP_COUNT] = {[QC_GROUP_ADVANCE] = "forward",
                                                   [QC_GROUP_WON] = "won",
                                                   [QC_GROUP_LOST] = "lost",
                                                   [QC_GROUP_BACK] = "back"};
static const struct base_kind {
    const char *name;
    int parameters;
} BASES[QC_BASE_COUNT] = {[QC_BASE_CONSTANT] = {"constant", 1},
                          [QC_BASE_LOG_LOGISTIC] = {"log-logistic", 2},
                          [QC_BASE_CURE] = {"cure", 3},
                          [QC_BASE_BELIEF] = {"belief", 0}};

typedef struct explaining {
    qc_explanation *out;
    const qc_explain_inputs *in;
    const qc_stage_model *model;
    const int32_t *segment_of;
    int32_t stage;
    qc_status *status;
} explaining;

void qc_explanation_free(qc_explanation *explanation)
{
    qc_arena_free(&explanation->arena);
    memset(explanation, 0, sizeof *explanation);
}

static const char *keep(const explaining *it, const char *text)
{
    return qc_arena_text(&it->out->arena, text, it->status);
}

/* ---- bins ---- */

/* Days that the deals of a part were watched, by day at risk. */
static void watch(const explaining *it, const qc_stage_part *part, double *daily)
{
    const qc_visits *visits = &it->in->history->visits;
    qc_exposure exposure = {{0}, {0}};
    for (int32_t v = 0; v < visits->count; v++) {
        const int32_t segment = it->segment_of[visits->deal[v]];
        qc_at_risk risk;
        if (visits->stage[v] == part->stage &&
            &it->model->parts[it->model->part_of[segment * it->model->stage_count + part->stage]] ==
                part &&
            qc_stage_counts_visit(it->in->history, v, 0, &risk))
            qc_exposure_add(&exposure, &risk, 1);
    }
    qc_exposure_sum(&exposure, daily);
}

/* What the bases make of a bin, each by its weight. */
static void weigh_bin(const qc_hazard_fit *fit, int32_t b, qc_explained_bin *bin)
{
    double multiplied = 0, pulled = 0, multiplier = 0, pull = 0;
    for (int base = 0; base < QC_BASE_COUNT; base++) {
        if (!fit->base[base].used) continue;
        const double weight = fit->base[base].weight, expected = fit->base[base].expected[b];
        const double share = qc_evidence_bin_pull(fit, (qc_hazard_base) base, b);
        bin->expected += weight * expected;
        multiplied += weight * expected * fit->base[base].multiplier[b];
        pulled += weight * expected * share;
        multiplier += weight * fit->base[base].multiplier[b];
        pull += weight * share;
    }
    bin->multiplier = bin->expected > 0 ? multiplied / bin->expected : multiplier;
    bin->pull = bin->expected > 0 ? pulled / bin->expected : pull;
}

static void explain_bin(const qc_hazard_fit *fit, int32_t b, const double *watched,
                        const double *hazard, qc_explained_bin *bin)
{
    *bin = (qc_explained_bin){
        .from = fit->edge[b], .to = fit->edge[b + 1] - 1, .events = fit->events[b]};
    for (int32_t day = bin->from; day <= bin->to; day++) {
        bin->deal_days += watched[day];
        bin->hazard += hazard[day] / (bin->to - bin->from + 1);
    }
    bin->raw = bin->deal_days > 0 ? bin->events / bin->deal_days : (double) NAN;
    weigh_bin(fit, b, bin);
}

static void explain_base(const qc_hazard_fit *fit, int base, qc_explained_exit *out)
{
    const bool certain = isinf(fit->base[base].level_prior);
    qc_explained_base *to = &out->bases[out->base_count++];
    double prior = qc_hazard_base_prior((qc_hazard_base) base);
    if (base == QC_BASE_BELIEF) prior += certain ? 0 : fmin(fit->base[base].level_prior, 1e6);
    *to = (qc_explained_base){.name = BASES[base].name,
                              .log_evidence = certain ? (double) NAN : fit->base[base].log_evidence,
                              .prior = prior,
                              .weight = fit->base[base].weight};
    for (int i = 0; i < 3; i++)
        to->theta[i] = i < BASES[base].parameters ? fit->base[base].theta[i] : (double) NAN;
}

static bool explain_exit(const explaining *it, const qc_route_fit *route, const double *watched,
                         qc_explained_exit *out)
{
    const qc_hazard_fit *fit = &route->fit;
    double hazard[QC_HAZARD_DAYS], priors = 0;
    const char *to = route->to == QC_STAGE_WON    ? "won"
                     : route->to == QC_STAGE_LOST ? "lost"
                                                  : it->in->plan->stages[route->to].name;
    *out = (qc_explained_exit){.to = keep(it, to), .events = fit->total_events};
    out->bins = qc_arena_take(&it->out->arena, (size_t) fit->bin_count, sizeof *out->bins,
                              it->status);
    if (out->to == NULL || out->bins == NULL) return false;
    qc_hazard_mean(fit, hazard);
    out->bin_count = fit->bin_count;
    for (int32_t b = 0; b < fit->bin_count; b++)
        explain_bin(fit, b, watched, hazard, &out->bins[b]);
    for (int base = 0; base < QC_BASE_COUNT; base++) {
        if (!fit->base[base].used) continue;
        explain_base(fit, base, out);
        priors += out->bases[out->base_count - 1].prior;
    }
    for (int32_t b = 0; b < out->base_count; b++)
        out->bases[b].prior /= priors;
    return true;
}

/* ---- parts ---- */

static void explain_belief(const qc_stage_belief *belief, qc_explained_part *out)
{
    const qc_share_belief *share = &belief->conversion;
    out->conversion = out->conversion_low = out->conversion_high = NAN;
    out->days_p10 = out->days_p50 = out->days_p90 = out->based_on = NAN;
    out->stated = belief->stated && !out->evidence.is_insufficient;
    if (!out->stated) return;
    out->conversion = out->conversion_low = out->conversion_high = share->mean;
    if (!share->certain) {
        out->conversion_low = gsl_cdf_beta_Pinv(0.1, share->alpha, share->beta);
        out->conversion_high = gsl_cdf_beta_Pinv(0.9, share->alpha, share->beta);
    }
    out->days_p10 = qc_spread_quantile(&belief->days, 0.1);
    out->days_p50 = qc_spread_quantile(&belief->days, 0.5);
    out->days_p90 = qc_spread_quantile(&belief->days, 0.9);
    out->based_on = belief->level;
}

static bool explain_part(const explaining *it, int32_t index, qc_explained_part *out)
{
    const qc_stage_part *part = &it->model->parts[index];
    const int32_t stages = it->model->stage_count;
    double watched[QC_HAZARD_DAYS] = {0};
    int32_t segment = 0; /* any that uses the part */
    while (it->model->part_of[segment * stages + it->stage] != index)
        segment++;
    *out = (qc_explained_part){
        .segment = keep(it, part->segment < 0 ? "" : it->model->segments->name[part->segment]),
        .evidence = qc_evidence_of(it->model, it->in->history, it->segment_of,
                                   part->segment < 0 ? -1 : part->segment, segment, it->stage),
        .fitted = part->fitted};
    out->evidence.to_whole = 0; /* told by the factors */
    explain_belief(&part->belief, out);
    out->exits = qc_arena_take(&it->out->arena, (size_t) part->route_count, sizeof *out->exits,
                               it->status);
    if (out->segment == NULL || out->exits == NULL) return false;
    if (!part->fitted || out->evidence.is_insufficient) return true;
    watch(it, part, watched);
    for (int32_t r = 0; r < part->route_count; r++) {
        if (!explain_exit(it, &part->routes[r], watched, &out->exits[out->exit_count++]))
            return false;
    }
    return true;
}

static bool is_used(const explaining *it, int32_t part)
{
    for (int32_t s = 0; s < it->model->segment_count; s++) {
        if (it->model->part_of[s * it->model->stage_count + it->stage] == part) return true;
    }
    return false;
}

static bool explain_parts(const explaining *it)
{
    const qc_stage_model *model = it->model;
    it->out->parts = qc_arena_take(&it->out->arena, (size_t) model->part_count,
                                   sizeof *it->out->parts, it->status);
    if (it->out->parts == NULL) return false;
    for (int32_t p = 0; p < model->part_count; p++) {
        if (model->parts[p].stage != it->stage || !is_used(it, p)) continue;
        if (!explain_part(it, p, &it->out->parts[it->out->part_count++])) return false;
    }
    return true;
}

/* ---- factors, effects ---- */

static const char *const TRAITS[QC_TRAIT_COUNT] = {[QC_TRAIT_PACE] = "pace before",
                                                   [QC_TRAIT_AMOUNT] = "amount",
                                                   [QC_TRAIT_OWNER] = "owner",
                                                   [QC_TRAIT_SOURCE] = "source",
                                                   [QC_TRAIT_SEGMENT] = "segment"};

/* What the deals of one value of a trait have in common, in words. */
static const char *value_name(const explaining *it, qc_trait trait, int32_t value)
{
    const qc_history *history = it->in->history;
    const double *edge = it->model->traits.amount_edge;
    qc_arena *arena = &it->out->arena;
    switch (trait) {
    case QC_TRAIT_PACE: return value == 0 ? "usual" : "slow";
    case QC_TRAIT_AMOUNT:
        return value + 1 < it->model->traits.values[trait] && isfinite(edge[value])
                   ? qc_arena_format(arena, it->status,
                                     edge[value] < 1000 ? "up to %.4g" : "up to %.0f", edge[value])
                   : "above";
    case QC_TRAIT_OWNER:
    case QC_TRAIT_SOURCE:
        if (value == 0) return "(none)";
        return keep(it, history->names[trait == QC_TRAIT_OWNER ? QC_LABEL_OWNER : QC_LABEL_SOURCE]
                            .text[value - 1]);
    case QC_TRAIT_SEGMENT:
        return value == 0 ? "(none)" : keep(it, it->model->segments->name[value]);
    case QC_TRAIT_COUNT: break;
    }
    return "";
}

static bool explain_value(const explaining *it, qc_trait trait, int32_t value)
{
    const qc_stage_model *model = it->model;
    const char *name = value_name(it, trait, value);
    if (name == NULL) return false;
    if (trait == QC_TRAIT_SEGMENT &&
        model->parts[model->part_of[value * model->stage_count + it->stage]].segment >= 0)
        return true; /* it has a fit of its own */
    for (int g = 0; g < QC_GROUP_COUNT; g++) {
        const qc_factor
            *factor = &model->factors[trait]
                           .factors[(value * model->stage_count + it->stage) * QC_GROUP_COUNT + g];
        if (!(factor->expected > 0)) continue;
        const double toward = qc_trait_factor_along(model, trait, value, it->stage, (qc_group) g);
        it->out->factors[it->out->factor_count++] = (qc_explained_factor){
            .column = TRAITS[trait],
            .value = name,
            .group = GROUPS[g],
            .events = factor->events,
            .expected = factor->expected / toward,
            .toward = toward,
            .pull = qc_trait_factor_pull(model, trait, value, it->stage, (qc_group) g),
            .factor = qc_trait_factor_mean(model, trait, value, it->stage, (qc_group) g)};
    }
    return true;
}

static bool explain_factors(const explaining *it)
{
    const qc_traits *traits = &it->model->traits;
    size_t room = 0;
    for (int t = 0; t < QC_TRAIT_COUNT; t++)
        room += traits->on[t] ? (size_t) traits->values[t] * QC_GROUP_COUNT : 0;
    it->out->factors = qc_arena_take(&it->out->arena, room, sizeof *it->out->factors, it->status);
    if (it->out->factors == NULL) return false;
    for (int t = 0; t < QC_TRAIT_COUNT; t++) {
        for (int32_t value = 0; traits->on[t] && value < traits->values[t]; value++) {
            if (!explain_value(it, (qc_trait) t, value)) return false;
        }
    }
    return true;
}

static void explain_effects(const explaining *it)
{
    for (int g = 0; g < QC_GROUP_SHOCKED; g++) {
        const qc_month_effect *effect = &it->model->effects[g];
        const qc_season *season = &it->model->seasons[g];
        qc_explained_effect *to = &it->out->effects[g];
        *to = (qc_explained_effect){
            .group = GROUPS[g], .is_on = effect->cells > 0, .has_season = season->on};
        for (int32_t c = 0; c < effect->cells; c++) {
            qc_effect_state state = {.rho = effect->rho[c], .sd = effect->sd[c]};
            qc_month_effect_center(effect, &state, 0);
            const double variance = state.sd * state.sd + state.center_variance;
            to->sd += effect->weight[c] * effect->sd[c];
            to->rho += effect->weight[c] * effect->rho[c];
            to->now += effect->weight[c] *
                       exp(effect->mean[c] + 0.5 * (effect->variance[c] - variance));
        }
        for (int32_t month = 0; month < QC_SEASON_MONTHS; month++)
            to->season[month] = qc_season_mean(season, month);
    }
}

/* ---- the whole ---- */

static bool find_stage(explaining *it)
{
    const qc_plan *plan = it->in->plan;
    const char *names[QC_CHAIN_STAGES_MAX];
    for (it->stage = 0; it->stage < plan->stage_count; it->stage++) {
        names[it->stage] = plan->stages[it->stage].name;
        if (qc_text_same(names[it->stage], it->in->stage)) return true;
    }
    const char *near = qc_text_nearest(it->in->stage, names, plan->stage_count);
    return qc_fail(it->status, QC_BAD_USAGE, "the pipeline has no stage '%s'%s%s%s", it->in->stage,
                   near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
                   near != NULL ? "'?" : "");
}

static bool explain_all(explaining *it)
{
    it->out->plan = keep(it, it->in->plan->file);
    it->out->stage = keep(it, it->in->plan->stages[it->stage].name);
    if (it->out->plan == NULL || it->out->stage == NULL) return false;
    explain_effects(it);
    return explain_parts(it) && explain_factors(it);
}

bool qc_explain(qc_explanation *out, const qc_explain_inputs *inputs, qc_status *status)
{
    const qc_history *history = inputs->history;
    const size_t deals = history != NULL ? (size_t) history->deals.count : 0;
    qc_arena scratch = {0};
    qc_segments segments = {0};
    qc_stage_model model = {.tolerant = true};
    explaining it = {.out = out, .in = inputs, .model = &model, .status = status};
    if (!find_stage(&it)) return false;
    int32_t *segment_of = qc_arena_take(&scratch, deals, sizeof *segment_of, status);
    it.segment_of = segment_of;
    bool ok = segment_of != NULL &&
              qc_segments_list(&segments, history, inputs->open, inputs->plan, &scratch, status);
    for (size_t deal = 0; ok && deal < deals; deal++)
        segment_of[deal] = qc_segments_of_deal(history, (qc_id) deal);
    const qc_stage_inputs fit = {history, inputs->plan, &segments, segment_of, true, 0};
    ok = ok && qc_stage_model_fit(&model, &fit, &scratch, status) && explain_all(&it);
    qc_arena_free(&scratch);
    return ok;
}
