#include "study/decide/past.h"

#include <math.h>

#define FEWEST 5

typedef struct tally {
    double sum, count;
} tally;

typedef struct quarters {
    qc_span span[QC_PAST_QUARTERS];
    tally tally[QC_PAST_QUARTERS];
    int32_t count;
} quarters;

static void add(quarters *q, qc_day day, double value)
{
    for (int32_t i = 0; i < q->count; i++) {
        if (day < q->span[i].from || day > q->span[i].to) continue;
        q->tally[i].sum += value;
        q->tally[i].count++;
    }
}

/* From the first whole quarter on record to the last one that is over. */
static void list_quarters(quarters *q, const qc_history *history)
{
    qc_day first = QC_DAY_NONE;
    for (int32_t i = 0; i < history->changes.count; i++)
        if (first == QC_DAY_NONE || history->changes.day[i] < first)
            first = history->changes.day[i];
    if (history->recorded_from != QC_DAY_NONE && history->recorded_from > first)
        first = history->recorded_from;
    if (first == QC_DAY_NONE) return;
    qc_span span = qc_calendar_unit_span(first, QC_UNIT_QUARTER, 1);
    if (span.from < first) span = qc_calendar_unit_span(span.to + 1, QC_UNIT_QUARTER, 1);
    while (span.to <= history->as_of) {
        if (q->count == QC_PAST_QUARTERS) { /* the latest ones count */
            for (int32_t i = 1; i < q->count; i++)
                q->span[i - 1] = q->span[i];
            q->count--;
        }
        q->span[q->count++] = span;
        span = qc_calendar_unit_span(span.to + 1, QC_UNIT_QUARTER, 1);
    }
}

static void add_deals(quarters *q, const qc_history *history, qc_past_rate rate)
{
    const qc_deals *deals = &history->deals;
    const double *amount = history->changes.number[QC_NUMBER_AMOUNT];
    for (qc_id deal = 0; deal < deals->count; deal++) {
        const bool won = deals->end[deal] == QC_STAGE_WON;
        if (rate == QC_PAST_NEW_DEALS) {
            add(q, deals->created[deal], 1.0 / 3);
        } else if (rate == QC_PAST_DEAL_SIZE) {
            const int32_t row = deals->first_change[deal + 1] - 1;
            if (won && amount != NULL && amount[row] > 0) add(q, deals->ended[deal], amount[row]);
        } else if (deals->end[deal] != QC_STAGE_OPEN && deals->stage[deal] != QC_ID_NONE) {
            add(q, deals->ended[deal], won);
        }
    }
}

static void add_visits(quarters *q, const qc_history *history, qc_past_rate rate, int32_t stage)
{
    const qc_visits *visits = &history->visits;
    for (int32_t v = 0; v < visits->count; v++) {
        const qc_id to = visits->exit[v], from = visits->stage[v];
        if (to == QC_STAGE_OPEN || (stage >= 0 && from != stage)) continue;
        if (rate == QC_PAST_DAYS) {
            add(q, visits->leave[v], visits->leave[v] - visits->enter[v]);
            continue;
        }
        if (to >= 0 && to < from) continue; /* back */
        add(q, visits->leave[v], to == QC_STAGE_WON || to > from);
    }
}

int32_t qc_past_quarters(const qc_history *history, qc_past_rate rate, int32_t stage,
                         double values[QC_PAST_QUARTERS])
{
    quarters q = {.count = 0};
    int32_t count = 0;
    if (history == NULL) return 0;
    list_quarters(&q, history);
    if (rate == QC_PAST_CONVERSION || rate == QC_PAST_DAYS)
        add_visits(&q, history, rate, stage);
    else
        add_deals(&q, history, rate);
    for (int32_t i = 0; i < q.count; i++) {
        const tally *it = &q.tally[i];
        if (it->count < FEWEST) continue;
        values[count++] = rate == QC_PAST_NEW_DEALS ? it->sum : it->sum / it->count;
    }
    return count;
}
