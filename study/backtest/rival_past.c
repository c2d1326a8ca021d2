#include "study/backtest/rival_past.h"

#include "core/stats.h"

#include <math.h>
#include <string.h>

void qc_rival_past_free(qc_rival_past *past)
{
    qc_arena_free(&past->arena);
    memset(past, 0, sizeof *past);
}

/* ---- sums by period ---- */

static bool sum_periods(qc_rival_past *past, const qc_book *book, qc_day start, qc_status *status)
{
    past->periods = qc_periods_between(past->every, start, past->as_of);
    past->wins = qc_arena_take(&past->arena, (size_t) past->periods, sizeof *past->wins, status);
    past->bookings = qc_arena_take(&past->arena, (size_t) past->periods, sizeof *past->bookings,
                                   status);
    if (past->wins == NULL || past->bookings == NULL) return false;
    const int32_t year = qc_calendar_month_index(past->as_of);
    for (int32_t i = 0; i < book->event_count; i++) {
        const qc_event *event = &book->events[i];
        const qc_day end = qc_periods_end(past->every, event->day);
        const int32_t before = past->every == QC_EVERY_WEEK ? (past->as_of - end) / 7
                                                            : year - qc_calendar_month_index(end);
        if (event->kind != QC_EVENT_WON || before >= past->periods) continue;
        past->wins[past->periods - 1 - before]++;
        if (!isnan(event->amount)) past->bookings[past->periods - 1 - before] += event->amount;
    }
    return true;
}

/* ---- deals that have ended ---- */

static bool list_wins(qc_rival_past *past, const qc_history *history, const qc_book *book,
                      qc_day start, qc_status *status)
{
    const qc_deals *deals = &history->deals;
    const size_t count = (size_t) deals->count;
    double total = 0;
    int32_t ended = 0;
    past->cycle_days = qc_arena_take(&past->arena, count, sizeof(double), status);
    past->won_amounts = qc_arena_take(&past->arena, count, sizeof(double), status);
    if (past->cycle_days == NULL || past->won_amounts == NULL) return false;
    for (qc_id d = 0; d < deals->count; d++) {
        ended += deals->end[d] != QC_STAGE_OPEN;
        past->new_per_day += deals->created[d] >= start;
        if (deals->end[d] == QC_STAGE_WON)
            past->cycle_days[past->cycle_count++] = deals->ended[d] - deals->created[d];
    }
    for (int32_t i = 0; i < book->event_count; i++) {
        if (book->events[i].kind != QC_EVENT_WON || !(book->events[i].amount > 0)) continue;
        past->won_amounts[past->won_amount_count++] = book->events[i].amount;
        total += book->events[i].amount;
    }
    past->win_rate = ended > 0 ? (double) past->cycle_count / ended : 0;
    past->mean_amount = past->won_amount_count > 0 ? total / past->won_amount_count : (double) NAN;
    past->new_per_day /= past->as_of - start + 1;
    qc_stats_sort(past->cycle_days, (size_t) past->cycle_count);
    return true;
}

/* ---- stages ---- */

typedef struct stage_record {
    int32_t won, lost;
    double *days_to_won; /* from the first entry */
    double median_days;
} stage_record;

static void record_deal(stage_record *stages, const qc_history *history, qc_id deal)
{
    const qc_deals *deals = &history->deals;
    const bool won = deals->end[deal] == QC_STAGE_WON;
    for (qc_id v = deals->first_visit[deal]; v < deals->first_visit[deal + 1]; v++) {
        bool again = false;
        for (qc_id earlier = deals->first_visit[deal]; earlier < v; earlier++)
            again |= history->visits.stage[earlier] == history->visits.stage[v];
        stage_record *stage = &stages[history->visits.stage[v]];
        if (again) continue;
        if (won) stage->days_to_won[stage->won] = deals->ended[deal] - history->visits.enter[v];
        stage->won += won;
        stage->lost += deals->end[deal] == QC_STAGE_LOST;
    }
}

static bool record_stages(stage_record *stages, const qc_rival_past *past,
                          const qc_history *history, qc_arena *arena, qc_status *status)
{
    for (int32_t s = 0; s < history->stage_count; s++) {
        stages[s].days_to_won = qc_arena_take(arena, (size_t) past->cycle_count, sizeof(double),
                                              status);
        if (stages[s].days_to_won == NULL) return false;
    }
    for (qc_id d = 0; d < history->deals.count; d++)
        record_deal(stages, history, d);
    for (int32_t s = 0; s < history->stage_count; s++) {
        const size_t won = (size_t) stages[s].won;
        qc_stats_sort(stages[s].days_to_won, won);
        stages[s].median_days = won > 0 ? qc_stats_quantile(stages[s].days_to_won, won, 0.5) : 0;
    }
    return true;
}

static qc_day typed_close(const qc_history *history, qc_id deal)
{
    const qc_deals *deals = &history->deals;
    qc_day typed = QC_DAY_NONE;
    for (qc_id row = deals->first_change[deal]; row < deals->first_change[deal + 1]; row++) {
        if (history->changes.close_day[row] != QC_DAY_NONE) typed = history->changes.close_day[row];
    }
    return typed;
}

static void add_open(qc_rival_past *past, const stage_record *stages, const qc_history *history,
                     qc_id deal)
{
    const qc_deals *deals = &history->deals;
    const qc_id row = deals->first_change[deal + 1] - 1, visit = deals->first_visit[deal + 1] - 1;
    const double *amount = history->changes.number[QC_NUMBER_AMOUNT];
    if (visit < deals->first_visit[deal]) return;
    const stage_record *stage = &stages[deals->stage[deal]];
    qc_day closes = typed_close(history, deal);
    if (closes == QC_DAY_NONE) closes = past->as_of + (qc_day) lround(stage->median_days);
    if (closes <= past->as_of) closes = past->as_of + 1;
    past->open[past->open_count++] = (qc_rival_open){
        .age_days = past->as_of - deals->created[deal],
        .amount = amount != NULL ? amount[row] : (double) NAN,
        .stage_chance = stage->won + stage->lost > 0
                            ? (double) stage->won / (stage->won + stage->lost)
                            : past->win_rate,
        .closes = closes,
    };
}

static bool list_open(qc_rival_past *past, const qc_history *history, qc_status *status)
{
    qc_arena scratch = {0};
    stage_record *stages = qc_arena_take(&scratch, (size_t) history->stage_count, sizeof *stages,
                                         status);
    past->open = qc_arena_take(&past->arena, (size_t) history->deals.count, sizeof *past->open,
                               status);
    const bool ok = stages != NULL && past->open != NULL &&
                    record_stages(stages, past, history, &scratch, status);
    for (qc_id d = 0; ok && d < history->deals.count; d++) {
        if (history->deals.end[d] == QC_STAGE_OPEN) add_open(past, stages, history, d);
    }
    qc_arena_free(&scratch);
    return ok;
}

bool qc_rival_past_make(qc_rival_past *past, const qc_history *history, const qc_book *book,
                        qc_day start, qc_every every, qc_status *status)
{
    past->every = every;
    past->as_of = history->as_of;
    return sum_periods(past, book, start, status) &&
           list_wins(past, history, book, start, status) && list_open(past, history, status);
}
