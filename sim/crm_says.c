#include "sim/crm_says.h"

#include <math.h>

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
