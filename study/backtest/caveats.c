#include "study/backtest/caveats.h"

#include "history/dates_only.h"
#include "history/silence.h"

#include <math.h>

#define ENOUGH_DEALS \
    30 /* whose amounts were seen more than once, before "never changes" means something */

static bool is_stated(const qc_belief *belief)
{
    return belief->form != QC_BELIEF_NONE;
}

static bool states_beliefs(const qc_plan *plan)
{
    bool any = is_stated(&plan->deal_size) || is_stated(&plan->new_deals) ||
               plan->lever_count > 0 || plan->shocks != QC_SHOCKS_DEFAULT;
    for (int32_t s = 0; s < plan->stage_count; s++)
        any |= is_stated(
            &plan->stages[s].conversion); /* beside a history days alone do not count */
    for (int32_t g = 0; g < plan->segment_count; g++) {
        const qc_plan_segment *segment = &plan->segments[g];
        any |= is_stated(&segment->deal_size) || is_stated(&segment->new_deals);
        for (int32_t s = 0; s < plan->stage_count; s++)
            any |= is_stated(&segment->conversion[s]) || is_stated(&segment->days[s]);
    }
    return any;
}

/* An export with one record a deal knows the amount of today only, and says so by amounts that never move. */
static bool has_fixed_amounts(const qc_history *history)
{
    const double *amount = history->changes.number[QC_NUMBER_AMOUNT];
    int32_t seen = 0;
    for (qc_id deal = 0; amount != NULL && deal < history->deals.count; deal++) {
        const int32_t first = history->deals.first_change[deal];
        const int32_t last = history->deals.first_change[deal + 1] - 1;
        for (int32_t row = first; row < last; row++) {
            if (isnan(amount[row]) != isnan(amount[row + 1]) || amount[row] < amount[row + 1] ||
                amount[row] > amount[row + 1])
                return false;
        }
        seen += last > first && amount[last] > 0;
    }
    return seen >= ENOUGH_DEALS;
}

qc_caveats qc_caveats_find(const qc_backtest_case *cases, int32_t count, qc_every every)
{
    qc_caveats found = {.last_row = QC_DAY_NONE};
    for (int32_t c = 0; c < count; c++) {
        const qc_plan *plan = cases[c].plan;
        const qc_day last = qc_silence_last_row(cases[c].history);
        found.has_beliefs |= states_beliefs(plan);
        found.has_team |= plan->team.stated;
        found.dates_only |= qc_dates_only(cases[c].history);
        found.fixed_amounts |= has_fixed_amounts(cases[c].history);
        if (found.falls_silent ||
            qc_periods_after(every, qc_periods_end(every, last), 1) > cases[c].history->as_of)
            continue;
        found.falls_silent = true;
        found.last_row = last;
    }
    return found;
}
