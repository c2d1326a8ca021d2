#include "study/backtest/origins.h"

#include "core/stats.h"

#define FAST_DAYS    14
#define USUAL_MONTHS 24
#define USUAL_WEEKS  52

qc_day qc_origins_start(const qc_history *history)
{
    if (history->recorded_from != QC_DAY_NONE) return history->recorded_from;
    qc_day first = history->as_of;
    for (qc_id d = 0; d < history->deals.count; d++)
        first = history->deals.created[d] < first ? history->deals.created[d] : first;
    return first;
}

/* ---- weeks or months ---- */

static bool is_fast(bool *fast, const qc_history *history, qc_status *status)
{
    qc_arena scratch = {0};
    const qc_deals *deals = &history->deals;
    double *days = qc_arena_take(&scratch, (size_t) deals->count, sizeof *days, status);
    size_t count = 0;
    for (qc_id d = 0; days != NULL && d < deals->count; d++) {
        if (deals->end[d] == QC_STAGE_WON) days[count++] = deals->ended[d] - deals->created[d];
    }
    if (days != NULL) qc_stats_sort(days, count);
    *fast = count > 0 && qc_stats_quantile(days, count, 0.5) < FAST_DAYS;
    qc_arena_free(&scratch);
    return days != NULL;
}

bool qc_origins_decide(qc_every *every, const qc_backtest_case *cases, int32_t count,
                       qc_status *status)
{
    bool all = true;
    for (int32_t c = 0; c < count; c++) {
        bool fast = false;
        if (!is_fast(&fast, cases[c].history, status)) return false;
        all = all && fast;
    }
    *every = all ? QC_EVERY_WEEK : QC_EVERY_MONTH;
    return true;
}

/* ---- the days ---- */

static int64_t wins_known(const qc_history *history, qc_day as_of)
{
    int64_t wins = 0;
    for (qc_id d = 0; d < history->deals.count; d++)
        wins += history->deals.end[d] == QC_STAGE_WON && history->deals.ended[d] <= as_of;
    return wins;
}

static bool insufficient(const qc_backtest *backtest, const qc_backtest_case *one, int32_t found,
                         qc_status *status)
{
    const qc_history *history = one->history;
    const qc_day start = qc_origins_start(history);
    const char *word = qc_periods_word(backtest->every);
    qc_day end = qc_periods_end(backtest->every, history->as_of);
    if (end > history->as_of) end = qc_periods_after(backtest->every, end, -1);
    char from[16], to[16];
    return qc_fail(
        status, QC_TOO_FEW_DATA,
        "%s: insufficient history: a backtest needs %d whole %ss and %d won deals before its first "
        "forecast and then %d further %ss to forecast from; %s to %s are %d whole %ss with %lld "
        "won deals, "
        "which leave %d%s",
        one->plan->file, (int) qc_periods_trailing(backtest->every), word, QC_BACKTEST_WINS_NEEDED,
        QC_BACKTEST_ORIGINS_NEEDED, word, qc_calendar_text(start, from),
        qc_calendar_text(history->as_of, to), (int) qc_periods_between(backtest->every, start, end),
        word, (long long) wins_known(history, history->as_of), (int) found,
        backtest->every == QC_EVERY_MONTH ? " (try --every week)" : "");
}

typedef struct listing {
    qc_backtest *backtest;
    const qc_backtest_case *one;
    const qc_backtest_options *options;
    int32_t company, capacity;
    qc_status *status;
} listing;

static bool add(listing *list, qc_day as_of)
{
    qc_backtest *backtest = list->backtest;
    qc_backtest_origin *grown = qc_arena_grow(&backtest->arena, backtest->origins,
                                              backtest->origin_count, &list->capacity,
                                              sizeof *backtest->origins, list->status);
    if (grown == NULL) return false;
    backtest->origins = grown;
    grown[backtest->origin_count++] = (qc_backtest_origin){.company = list->company,
                                                           .as_of = as_of};
    return true;
}

/* The first period's end with enough behind it. */
static qc_day first_origin(const qc_history *history, qc_every every)
{
    const qc_day start = qc_origins_start(history);
    qc_day end = qc_periods_end(every, start);
    while (end <= history->as_of &&
           (qc_periods_between(every, start, end) < qc_periods_trailing(every) ||
            wins_known(history, end) < QC_BACKTEST_WINS_NEEDED))
        end = qc_periods_after(every, end, 1);
    return end;
}

static bool list_company(listing *list)
{
    qc_backtest *backtest = list->backtest;
    const qc_history *history = list->one->history;
    const qc_every every = backtest->every;
    const int32_t step = qc_periods_step(every), before = backtest->origin_count;
    const int32_t usual = every == QC_EVERY_WEEK ? USUAL_WEEKS : USUAL_MONTHS;
    const int32_t most = list->options->origins > 0 ? list->options->origins : usual;
    for (qc_day end = first_origin(history, every);
         qc_periods_after(every, end, 1) <= history->as_of;
         end = qc_periods_after(every, end, step)) {
        if (list->options->from != QC_DAY_NONE && end < list->options->from) continue;
        if (!add(list, end)) return false;
    }
    const int32_t found = backtest->origin_count - before;
    if (found < QC_BACKTEST_ORIGINS_NEEDED && list->options->from == QC_DAY_NONE)
        return insufficient(backtest, list->one, found, list->status);
    if (found > most) { /* the latest ones stay */
        for (int32_t i = 0; i < most; i++)
            backtest->origins[before + i] = backtest->origins[before + found - most + i];
        backtest->origin_count = before + most;
    }
    return true;
}

bool qc_origins_list(qc_backtest *backtest, const qc_backtest_case *cases, int32_t count,
                     const qc_backtest_options *options, qc_status *status)
{
    char day[16];
    listing list = {.backtest = backtest, .options = options, .status = status};
    for (int32_t c = 0; c < count; c++) {
        list.one = &cases[c];
        list.company = c;
        if (!list_company(&list)) return false;
    }
    return backtest->origin_count > 0 ||
           qc_fail(status, QC_TOO_FEW_DATA,
                   "insufficient history: no %s from %s on leaves room for a forecast",
                   qc_periods_word(backtest->every), qc_calendar_text(options->from, day));
}
