#include "history/history.h"

#include "core/text.h"
#include "history/csv.h"
#include "history/names.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char *const LABEL_WORDS[QC_LABEL_COUNT] = {
#define QC_LABEL_WORD(name, word) [QC_LABEL_##name] = word,
    QC_LABELS(QC_LABEL_WORD)
#undef QC_LABEL_WORD
};

const char *qc_history_label_word(qc_label label)
{
    return LABEL_WORDS[label];
}

qc_label qc_history_label(const char *word)
{
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        if (qc_text_same(word, LABEL_WORDS[i])) return (qc_label) i;
    }
    return QC_LABEL_COUNT;
}

qc_id qc_history_find(const qc_history *history, qc_label label, const char *value)
{
    const qc_names *names = &history->names[label];
    for (qc_id id = 0; id < names->count; id++) {
        if (strcmp(names->text[id], value) == 0) return id;
    }
    for (qc_id id = 0; id < names->count; id++) {
        if (qc_names_same(names->text[id], value)) return id;
    }
    return QC_ID_NONE;
}

void qc_history_free(qc_history *history)
{
    qc_arena_free(&history->arena);
    *history = (qc_history){.file = NULL};
}

/* ---- deals and visits from changes ---- */

typedef struct builder {
    qc_history *history;
    qc_findings *findings; /* may be NULL */
    qc_status *status;
    int32_t longest_days; /* from creation to the end, of deals that were in a stage; -1 = none */
} builder;

static bool take_tables(qc_history *history, const char *const *deal_names, int32_t deal_count,
                        qc_status *status)
{
    qc_arena *arena = &history->arena;
    qc_deals *deals = &history->deals;
    qc_visits *visits = &history->visits;
    size_t count = (size_t) deal_count, most = (size_t) history->changes.count;
    deals->name = qc_arena_take(arena, count, sizeof *deals->name, status);
    deals->created = qc_arena_take(arena, count, sizeof *deals->created, status);
    deals->ended = qc_arena_take(arena, count, sizeof *deals->ended, status);
    deals->end = qc_arena_take(arena, count, sizeof *deals->end, status);
    deals->stage = qc_arena_take(arena, count, sizeof *deals->stage, status);
    deals->first_change = qc_arena_take(arena, count + 1, sizeof *deals->first_change, status);
    deals->first_visit = qc_arena_take(arena, count + 1, sizeof *deals->first_visit, status);
    visits->deal = qc_arena_take(arena, most, sizeof *visits->deal, status);
    visits->stage = qc_arena_take(arena, most, sizeof *visits->stage, status);
    visits->enter = qc_arena_take(arena, most, sizeof *visits->enter, status);
    visits->leave = qc_arena_take(arena, most, sizeof *visits->leave, status);
    visits->exit = qc_arena_take(arena, most, sizeof *visits->exit, status);
    if (!deals->name || !deals->created || !deals->ended || !deals->end || !deals->stage ||
        !deals->first_change || !deals->first_visit || !visits->deal || !visits->stage ||
        !visits->enter || !visits->leave || !visits->exit) {
        return false;
    }
    deals->count = deal_count;
    visits->count = 0;
    for (int32_t deal = 0; deal < deal_count; deal++) {
        deals->name[deal] = qc_arena_text(arena, deal_names[deal], status);
        if (deals->name[deal] == NULL) return false;
    }
    return true;
}

static QC_PRINTF(4, 5) bool doubt(const builder *build, qc_id deal, const char *reason,
                                  const char *format, ...)
{
    char text[256], room[QC_CSV_EXCERPT];
    va_list arguments;
    const qc_history *history = build->history;
    if (build->findings == NULL) return true;
    va_start(arguments, format);
    (void) vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (deal == QC_ID_NONE) {
        return qc_findings_add(build->findings, QC_FINDING_DOUBT, reason, history->file, 0, 0,
                               build->status, "%s", text);
    }
    return qc_findings_add(build->findings, QC_FINDING_DOUBT, reason, history->file,
                           history->changes.line[history->deals.first_change[deal]], 0,
                           build->status, "deal \"%s\" %s",
                           qc_csv_excerpt(history->deals.name[deal], room), text);
}

static void open_visit(qc_visits *visits, qc_id deal, qc_id stage, qc_day day)
{
    int32_t at = visits->count++;
    visits->deal[at] = deal;
    visits->stage[at] = stage;
    visits->enter[at] = day;
    visits->leave[at] = QC_DAY_NONE;
    visits->exit[at] = QC_STAGE_OPEN;
}

/* Close the deal's last visit, if it had one. A visit that "lost" had closed is closed anew when
 * "won" follows directly: the later word is the right one. */
static void close_visit(qc_visits *visits, int32_t first_visit, qc_id exit, qc_day day)
{
    if (visits->count == first_visit) return;
    visits->leave[visits->count - 1] = day;
    visits->exit[visits->count - 1] = exit;
}

/* Follow one deal's changes. A row in the stage where the deal already stands only updates its
 * values, and so does a second "won". Rows in a stage after an end reopen the deal: it goes on. */
static bool follow_deal(builder *build, qc_id deal)
{
    qc_history *history = build->history;
    qc_deals *deals = &history->deals;
    qc_visits *visits = &history->visits;
    const qc_changes *changes = &history->changes;
    const int32_t first_visit = visits->count;
    qc_id now = QC_STAGE_OPEN; /* where the deal stands: a stage, WON, LOST; OPEN = nowhere yet */
    int32_t reopened_at = -1;

    for (int32_t at = deals->first_change[deal]; at < deals->first_change[deal + 1]; at++) {
        const qc_id stage = changes->stage[at];
        const qc_day day = changes->day[at];
        if (stage == now) continue;
        const bool was_closed = now == QC_STAGE_WON || now == QC_STAGE_LOST;
        if (was_closed && reopened_at < 0) reopened_at = at;
        if (stage < 0 || !was_closed) close_visit(visits, first_visit, stage, day);
        if (stage >= 0) open_visit(visits, deal, stage, day);
        deals->ended[deal] = stage < 0 ? day : QC_DAY_NONE;
        now = stage;
    }
    deals->created[deal] = changes->day[deals->first_change[deal]];
    deals->end[deal] = now < 0 ? now : QC_STAGE_OPEN;
    deals->first_visit[deal] = first_visit;
    deals->stage[deal] = visits->count == first_visit ? QC_ID_NONE
                                                      : visits->stage[visits->count - 1];
    if (now < 0 && visits->count > first_visit) {
        int32_t days = deals->ended[deal] - deals->created[deal];
        if (days > build->longest_days) build->longest_days = days;
    }
    if (reopened_at < 0) return true;
    if (changes->line[reopened_at] > 0)
        return doubt(build, deal, "reopened", "goes on after it was won or lost (line %d)",
                     (int) changes->line[reopened_at]);
    char day[16]; /* of several files, so no line of one */
    return doubt(build, deal, "reopened", "goes on after it was won or lost (on %s)",
                 qc_calendar_text(changes->day[reopened_at], day));
}

static bool follow_all(builder *build)
{
    qc_history *history = build->history;
    qc_deals *deals = &history->deals;
    const qc_changes *changes = &history->changes;
    qc_id deal = 0;
    for (int32_t at = 0; at < changes->count; at++) {
        if (at > 0 && changes->deal[at] == changes->deal[at - 1]) continue;
        assert(changes->deal[at] == deal);
        deals->first_change[deal++] = at;
    }
    assert(deal == deals->count);
    deals->first_change[deals->count] = changes->count;
    for (deal = 0; deal < deals->count; deal++) {
        if (!follow_deal(build, deal)) return false;
    }
    deals->first_visit[deals->count] = history->visits.count;
    return true;
}

/* ---- the balance ---- */

static void count_deal(qc_history *history, qc_id deal)
{
    qc_reconciliation *balance = &history->reconciliation;
    const double *amounts = history->changes.number[QC_NUMBER_AMOUNT];
    const double last = amounts[history->deals.first_change[deal + 1] - 1];
    const double amount = isnan(last) ? 0.0 : last;
    const qc_id end = history->deals.end[deal];
    if (end == QC_STAGE_WON) {
        balance->deals_won++;
        balance->won_without_amount += isnan(last);
        balance->amount_won += amount;
    } else if (end == QC_STAGE_LOST) {
        balance->deals_lost++;
        balance->amount_lost += amount;
    } else {
        balance->deals_open++;
        balance->open_without_amount += isnan(last);
        balance->amount_open += amount;
    }
}

static void count_all(qc_history *history)
{
    qc_reconciliation *balance = &history->reconciliation;
    balance->deals_open = balance->deals_won = balance->deals_lost = 0;
    balance->open_without_amount = balance->won_without_amount = 0;
    balance->amount_open = balance->amount_won = balance->amount_lost = 0.0;
    for (qc_id deal = 0; deal < history->deals.count; deal++) {
        count_deal(history, deal);
    }
    balance->amount_read = balance->amount_open + balance->amount_won + balance->amount_lost;
}

/* ---- doubts ---- */

static bool doubt_deal(const builder *build, qc_id deal)
{
    const qc_history *history = build->history;
    const qc_deals *deals = &history->deals;
    const qc_day created = deals->created[deal];
    const qc_day close_day = history->changes.close_day[deals->first_change[deal + 1] - 1];
    char text[16], other[16];

    if (deals->stage[deal] == QC_ID_NONE &&
        !doubt(build, deal, "born closed", "has no row before it was %s",
               deals->end[deal] == QC_STAGE_WON ? "won" : "lost")) {
        return false;
    }
    if (close_day != QC_DAY_NONE && close_day < created &&
        !doubt(build, deal, "close before create", "has the close date %s, before its first row %s",
               qc_calendar_text(close_day, text), qc_calendar_text(created, other))) {
        return false;
    }
    const int32_t age_days = history->as_of - created;
    if (deals->end[deal] != QC_STAGE_OPEN || build->longest_days < 0 ||
        age_days <= build->longest_days) {
        return true;
    }
    return doubt(build, deal, "zombie", "is open for %d days; no deal that ended took more than %d",
                 (int) age_days, (int) build->longest_days);
}

static bool doubt_all(const builder *build)
{
    const qc_history *history = build->history;
    if (build->findings == NULL) return true;
    for (qc_id deal = 0; deal < history->deals.count; deal++) {
        if (!doubt_deal(build, deal)) return false;
    }
    if (history->deals.count == 0 || history->reconciliation.deals_open > 0) return true;
    return doubt(build, QC_ID_NONE, "closed-only export",
                 "holds no open deal; if the export left them out, durations and rates come out "
                 "wrong");
}

bool qc_history_build(qc_history *history, const char *const *deal_names, int32_t deal_count,
                      qc_findings *findings, qc_status *status)
{
    builder build = {
        .history = history, .findings = findings, .status = status, .longest_days = -1};
    if (!take_tables(history, deal_names, deal_count, status)) return false;
    if (!follow_all(&build)) return false;
    count_all(history);
    return doubt_all(&build);
}
