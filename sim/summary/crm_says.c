#include "sim/summary/crm_says.h"

#include "plan/plan.h"
#include "sim/summary/summarize.h"

#include <math.h>
#include <string.h>

qc_crm_says qc_crm_says_of(const qc_history *history, qc_span span)
{
    qc_crm_says says = {.weighted = NAN};
    double sum = 0.0;
    const qc_deals *deals = &history->deals;
    const qc_changes *changes = &history->changes;
    for (qc_id deal = 0; deal < deals->count; deal++) {
        if (deals->end[deal] != QC_STAGE_OPEN) continue;
        const qc_id last = deals->first_change[deal + 1] - 1;
        const qc_day expected = changes->close_day[last];
        if (expected == QC_DAY_NONE || expected < span.from || expected > span.to) continue;
        const double worth = changes->number[QC_NUMBER_AMOUNT][last] *
                             changes->number[QC_NUMBER_PROBABILITY][last];
        if (isnan(worth)) {
            says.left++;
            continue;
        }
        sum += worth;
        says.deals++;
    }
    if (says.deals > 0) says.weighted = sum;
    return says;
}

/* Beside a target of all bookings only: the CRM's figure knows no scope. */
void qc_summary_crm_says(qc_summary *summary, const qc_history *history)
{
    summary->crm_weighted = NAN;
    if (history == NULL || summary->headline < 0) return;
    const qc_target_summary *target = &summary->targets[summary->headline];
    if (strcmp(target->metric, qc_plan_metric_word(QC_METRIC_BOOKINGS)) != 0 ||
        target->scope_count > 0)
        return;
    const qc_crm_says says = qc_crm_says_of(history, target->span);
    summary->crm_weighted = says.weighted;
    summary->crm_deals = says.deals;
    summary->crm_left = says.left;
}
