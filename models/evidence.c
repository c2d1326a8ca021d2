#include "models/evidence.h"

#include "models/reliance.h"
#include "models/stage_counts.h"
#include "models/trait_factor.h"

#include <math.h>

/* ---- counts ---- */

static void count(qc_evidence *out, const qc_history *history, const int32_t *group_of,
                  int32_t group, int32_t stage)
{
    const qc_visits *visits = &history->visits;
    for (int32_t v = 0; v < visits->count; v++) {
        qc_at_risk risk;
        if (visits->stage[v] != stage || (group >= 0 && group_of[visits->deal[v]] != group) ||
            !qc_stage_counts_visit(history, v, 0, &risk))
            continue;
        out->deal_days += risk.last - risk.first + (risk.ended ? 0.5 : 1);
        if (!risk.ended) continue;
        const qc_group how = qc_group_of(stage, visits->exit[v]);
        out->exits++;
        out->further += how == QC_GROUP_ADVANCE || how == QC_GROUP_WON;
    }
}

/* ---- pulls ---- */

double qc_evidence_bin_pull(const qc_hazard_fit *fit, qc_hazard_base base, int32_t bin)
{
    const double expected = fit->base[base].expected[bin];
    double pull = 0;
    if (isinf(fit->base[base].level_prior) || expected <= 0) return 1;
    for (int k = 0; k < QC_HAZARD_SHRINKS; k++) {
        const double strength = qc_hazard_shrink(k);
        pull += fit->base[base].bin_shrink[bin][k] * strength / (strength + expected);
    }
    return pull;
}

/* Bins count by the events that the bases expect in them, exits alike. */
static void pull_to_bases(const qc_stage_part *part, qc_evidence *out)
{
    double all = 0, curve = 0, belief = 0;
    for (int32_t r = 0; r < part->route_count; r++) {
        const qc_hazard_fit *fit = &part->routes[r].fit;
        for (int base = 0; base < QC_BASE_COUNT; base++) {
            if (!fit->base[base].used) continue;
            for (int32_t b = 0; b < fit->bin_count; b++) {
                const double weight = fit->base[base].weight * fit->base[base].expected[b];
                const double pull = weight * qc_evidence_bin_pull(fit, (qc_hazard_base) base, b);
                all += weight;
                *(base == QC_BASE_BELIEF ? &belief : &curve) += pull;
            }
        }
    }
    out->to_curve = all > 0 ? curve / all : 0;
    out->to_belief = all > 0 ? belief / all : 0;
}

static double pull_to_whole(const qc_stage_model *model, int32_t segment, int32_t stage)
{
    const qc_factor *factors = model->factors[QC_TRAIT_SEGMENT].factors;
    double all = 0, pulled = 0;
    for (int g = 0; g < QC_GROUP_COUNT; g++) {
        const double expected = factors[(segment * model->stage_count + stage) * QC_GROUP_COUNT + g]
                                    .expected;
        all += expected;
        pulled += expected *
                  qc_trait_factor_pull(model, QC_TRAIT_SEGMENT, segment, stage, (qc_group) g);
    }
    return all > 0 ? pulled / all : 1;
}

/* ---- all of it ---- */

qc_evidence qc_evidence_of(const qc_stage_model *model, const qc_history *history,
                           const int32_t *group_of, int32_t group, int32_t segment, int32_t stage)
{
    const qc_stage_part *part = &model->parts[model->part_of[segment * model->stage_count + stage]];
    qc_evidence out = {0};
    if (history != NULL) count(&out, history, group_of, group, stage);
    out.is_insufficient = part->is_insufficient;
    if (part->belief.stated && !out.is_insufficient)
        out.belief_events = part->fitted ? part->belief_events : part->belief.level;
    out.belief_weight = isinf(out.belief_events) ? 1
                        : out.belief_events > 0
                            ? out.belief_events / (out.belief_events + (double) out.exits)
                            : 0;
    if (part->fitted)
        pull_to_bases(part, &out);
    else if (part->belief.stated)
        out.to_belief = 1;
    if (model->traits.on[QC_TRAIT_SEGMENT] && part->segment < 0)
        out.to_whole = pull_to_whole(model, segment, stage);
    out.is_thin = isfinite(out.belief_events) && (double) out.further < QC_RELIANCE_FLOOR;
    return out;
}

const char *qc_evidence_word(const qc_evidence *evidence)
{
    if (evidence->is_insufficient) return "insufficient history";
    if (evidence->belief_weight > 0.5) return "belief";
    if (evidence->further == 0 && evidence->belief_events == 0) return "built-in prior";
    return evidence->is_thin ? "thin history" : "history";
}
