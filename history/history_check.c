/* Every promise of history.h. A history that breaks one would let models read beyond a table or
 * count a deal twice, so tests and debug builds ask for all of them. */
#include "history/history.h"
#include "history/names.h"

#include <math.h>
#include <string.h>

static bool broken(qc_status *status, const char *what, int32_t at)
{
    return qc_fail(status, QC_BAD_INPUT, "history is inconsistent: %s (row %d)", what, (int) at);
}

static bool is_stage(const qc_history *history, qc_id stage)
{
    return stage >= 0 && stage < history->stage_count;
}

static bool is_end(qc_id stage)
{
    return stage == QC_STAGE_WON || stage == QC_STAGE_LOST;
}

static bool check_change(const qc_history *history, int32_t at, qc_status *status)
{
    const qc_changes *changes = &history->changes;
    const qc_id deal = changes->deal[at];
    if (deal < 0 || deal >= history->deals.count) return broken(status, "deal of a change", at);
    if (changes->day[at] > history->as_of) return broken(status, "change after as_of", at);
    if (!is_stage(history, changes->stage[at]) && !is_end(changes->stage[at])) {
        return broken(status, "stage of a change", at);
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        const qc_id label = changes->label[i][at];
        if (label != QC_ID_NONE && (label < 0 || label >= history->names[i].count)) {
            return broken(status, "label of a change", at);
        }
    }
    if (at == 0) return true;
    const bool same = deal == changes->deal[at - 1];
    if (!same && deal != changes->deal[at - 1] + 1) return broken(status, "order of deals", at);
    if (!same) return true;
    if (changes->day[at] < changes->day[at - 1]) return broken(status, "order of days", at);
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        if (isnan(changes->number[i][at]) && !isnan(changes->number[i][at - 1])) {
            return broken(status, "number not carried forward", at);
        }
    }
    return true;
}

static bool check_visit(const qc_history *history, int32_t at, qc_status *status)
{
    const qc_visits *visits = &history->visits;
    const qc_id exit = visits->exit[at];
    if (!is_stage(history, visits->stage[at])) return broken(status, "stage of a visit", at);
    if ((exit == QC_STAGE_OPEN) != (visits->leave[at] == QC_DAY_NONE)) {
        return broken(status, "open visit with a last day", at);
    }
    if (exit != QC_STAGE_OPEN && visits->leave[at] < visits->enter[at]) {
        return broken(status, "visit left before it began", at);
    }
    const bool last = at + 1 == visits->count || visits->deal[at + 1] != visits->deal[at];
    if (last) {
        if (is_stage(history, exit)) return broken(status, "visit leads nowhere", at);
        return true;
    }
    if (exit == QC_STAGE_OPEN) return broken(status, "open visit with a successor", at);
    if (visits->enter[at + 1] < visits->leave[at]) return broken(status, "visits overlap", at);
    if (is_end(exit)) return true; /* reopened: there may be days between */
    if (exit == visits->stage[at]) return broken(status, "visits not merged", at);
    if (exit != visits->stage[at + 1] || visits->enter[at + 1] != visits->leave[at]) {
        return broken(status, "visits not chained", at);
    }
    return true;
}

/* The deal's own fields follow from its last visit and change. */
static bool check_deal(const qc_history *history, qc_id deal, qc_status *status)
{
    const qc_deals *deals = &history->deals;
    const qc_visits *visits = &history->visits;
    const int32_t first = deals->first_change[deal], next = deals->first_change[deal + 1];
    const int32_t visit = deals->first_visit[deal], next_visit = deals->first_visit[deal + 1];
    if (first >= next || visit > next_visit) return broken(status, "deal without rows", deal);
    if (history->changes.deal[first] != deal || history->changes.deal[next - 1] != deal) {
        return broken(status, "changes of a deal", deal);
    }
    if (deals->created[deal] != history->changes.day[first]) {
        return broken(status, "day of creation", deal);
    }
    const bool ended = is_end(deals->end[deal]);
    if (!ended && deals->end[deal] != QC_STAGE_OPEN) return broken(status, "end of a deal", deal);
    if (ended != (deals->ended[deal] != QC_DAY_NONE)) return broken(status, "day of an end", deal);
    if (visit == next_visit) {
        if (!ended || deals->stage[deal] != QC_ID_NONE) {
            return broken(status, "deal without visits", deal);
        }
        return true;
    }
    for (int32_t at = visit; at < next_visit; at++) {
        if (visits->deal[at] != deal) return broken(status, "visits of a deal", deal);
    }
    if (visits->stage[next_visit - 1] != deals->stage[deal] ||
        visits->exit[next_visit - 1] != deals->end[deal] ||
        visits->leave[next_visit - 1] != deals->ended[deal]) {
        return broken(status, "last visit of a deal", deal);
    }
    return true;
}

static bool check_balance(const qc_history *history, qc_status *status)
{
    const qc_reconciliation *balance = &history->reconciliation;
    const double parts = balance->amount_open + balance->amount_won + balance->amount_lost;
    if (balance->deals_open + balance->deals_won + balance->deals_lost != history->deals.count) {
        return broken(status, "count of deals", history->deals.count);
    }
    if (!balance->by_record && balance->rows_used != history->changes.count) {
        return broken(status, "count of rows", history->changes.count);
    }
    if (balance->amount_read < parts || balance->amount_read > parts) {
        return broken(status, "sum of amounts", 0);
    }
    return true;
}

static bool check_names(const qc_history *history, qc_status *status)
{
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        const qc_names *names = &history->names[i];
        for (int32_t a = 1; a < names->count && a < 100; a++) { /* quadratic: a sample will do */
            if (qc_names_same(names->text[a], names->text[a - 1])) {
                return broken(status, "one name twice", a);
            }
        }
    }
    return true;
}

bool qc_history_check(const qc_history *history, qc_status *status)
{
    for (int32_t at = 0; at < history->changes.count; at++) {
        if (!check_change(history, at, status)) return false;
    }
    for (int32_t at = 0; at < history->visits.count; at++) {
        if (!check_visit(history, at, status)) return false;
    }
    for (qc_id deal = 0; deal < history->deals.count; deal++) {
        if (!check_deal(history, deal, status)) return false;
    }
    const qc_deals *deals = &history->deals;
    if (deals->count > 0 && (deals->first_change[deals->count] != history->changes.count ||
                             deals->first_visit[deals->count] != history->visits.count)) {
        return broken(status, "ends of the tables", deals->count);
    }
    return check_names(history, status) && check_balance(history, status);
}
