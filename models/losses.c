#include "models/losses.h"

#include "core/text.h"

#define POOLED_DEALS 5

static void count_deal(qc_losses *losses, const qc_history *history, qc_id deal)
{
    const qc_deals *deals = &history->deals;
    const int32_t row = deals->first_change[deal + 1] - 1, visit = deals->first_visit[deal + 1] - 1;
    if (deals->end[deal] != QC_STAGE_LOST || visit < deals->first_visit[deal]) return;
    const qc_id *label = history->changes.label[QC_LABEL_REASON];
    const qc_id reason = label != NULL ? label[row] : QC_ID_NONE;
    const int32_t stage = history->visits.stage[visit];
    losses->lost[stage * (losses->reason_count + 1) +
                 (reason == QC_ID_NONE ? losses->reason_count : reason)] += 1;
}

bool qc_losses_count(qc_losses *losses, const qc_history *history, int32_t stages, qc_arena *arena,
                     qc_status *status)
{
    const qc_names *names = history != NULL ? &history->names[QC_LABEL_REASON] : NULL;
    losses->reason_count = names != NULL ? names->count : 0;
    losses->stage_count = stages;
    const size_t reasons = (size_t) losses->reason_count;
    losses->reason = qc_arena_take(arena, reasons, sizeof *losses->reason, status);
    losses->lost = qc_arena_take(arena, (size_t) stages * (reasons + 1), sizeof(double), status);
    if (losses->reason == NULL || losses->lost == NULL) return false;
    for (int32_t r = 0; r < losses->reason_count; r++) {
        losses->reason[r] = qc_arena_text(arena, names->text[r], status);
        if (losses->reason[r] == NULL) return false;
    }
    for (qc_id deal = 0; history != NULL && deal < history->deals.count; deal++)
        count_deal(losses, history, deal);
    return true;
}

double qc_losses_share(const qc_losses *losses, const char *reason, int32_t stage)
{
    const int32_t row = losses->reason_count + 1;
    double here = 0, all_here = 0, anywhere = 0, all = 0;
    for (int32_t s = 0; s < losses->stage_count; s++) {
        for (int32_t r = 0; r < row; r++) {
            const double lost = losses->lost[s * row + r];
            const bool counts = r < losses->reason_count && qc_text_same(losses->reason[r], reason);
            all += lost;
            anywhere += counts ? lost : 0;
            if (s != stage) continue;
            all_here += lost;
            here += counts ? lost : 0;
        }
    }
    if (!(all > 0)) return 0;
    return (here + POOLED_DEALS * anywhere / all) / (all_here + POOLED_DEALS);
}

qc_id qc_losses_pick(const qc_losses *losses, int32_t stage, double share)
{
    const int32_t row = losses->reason_count + 1;
    double here = 0, all = 0, left;
    for (int32_t i = 0; i < losses->stage_count * row; i++) {
        all += losses->lost[i];
        here += i / row == stage ? losses->lost[i] : 0;
    }
    /* a stage in which nobody was lost yet is like the others */
    const bool own = here > 0;
    left = share * (own ? here : all);
    for (int32_t r = 0; r < row; r++) {
        for (int32_t s = 0; s < losses->stage_count; s++) {
            if (own && s != stage) continue;
            left -= losses->lost[s * row + r];
            if (left < 0) return r < losses->reason_count ? r : -1;
        }
    }
    return -1;
}

bool qc_losses_lever(qc_losses *changed, const qc_losses *losses, const qc_plan *plan,
                     qc_arena *arena, qc_status *status)
{
    const int32_t row = losses->reason_count + 1, count = losses->stage_count * row;
    *changed = *losses;
    changed->lost = qc_arena_take(arena, (size_t) count, sizeof(double), status);
    if (changed->lost == NULL) return false;
    for (int32_t i = 0; i < count; i++)
        changed->lost[i] = losses->lost[i];
    for (int32_t l = 0; l < plan->lever_count; l++) {
        const qc_lever *lever = &plan->levers[l];
        if (lever->target != QC_LEVER_LOSS || lever->segment != -1) continue;
        for (int32_t i = 0; i < count; i++) {
            const int32_t reason = i % row;
            if (reason < losses->reason_count &&
                qc_text_same(losses->reason[reason], lever->reason))
                changed->lost[i] *= lever->amount;
        }
    }
    return true;
}
