#include "models/quota_model.h"

#include "core/text.h"
#include "plan/period.h"

#include <math.h>

#define ACTIVE_DAYS 90 /* an owner who has touched no deal for longer has left */

/* ---- who ---- */

static qc_id find_owner(const qc_book *book, const char *name)
{
    const qc_names *names = &book->names[QC_LABEL_OWNER];
    for (int32_t o = 0; name != NULL && o < names->count; o++) {
        if (qc_text_same(names->text[o], name)) return o;
    }
    return QC_ID_NONE;
}

static bool add_seller(qc_quota_model *model, const char *name, int32_t seat, qc_id owner,
                       qc_day since)
{
    const qc_book *book = model->book;
    if (name == NULL) return false;
    if (!book->has_history || owner == QC_ID_NONE)
        since = since > book->as_of ? since : book->as_of + 1;
    model->sellers[model->seller_count] = (qc_seller){
        .name = name, .seat = seat, .owner = owner, .since = since, .until = QC_DAY_NONE};
    if (owner != QC_ID_NONE) model->seller_of_owner[owner] = model->seller_count;
    model->seller_count++;
    return true;
}

static const char *seat_name(const qc_quota_model *model, const qc_team_model *team, int32_t index,
                             qc_arena *arena, qc_status *status)
{
    const qc_id owner = model->seating.owner[index];
    if (team->seats[index].name != NULL) return team->seats[index].name;
    if (owner != QC_ID_NONE) return model->book->names[QC_LABEL_OWNER].text[owner];
    return qc_seating_word(team, index, arena, status);
}

/* Those who are there first; who only prospects sells nothing. */
static bool list_seats(qc_quota_model *model, const qc_team_model *team, qc_arena *arena,
                       qc_status *status)
{
    model->seller_of_seat = qc_arena_take(arena, (size_t) team->seat_count, sizeof(int32_t),
                                          status);
    if (model->seller_of_seat == NULL ||
        !qc_seating_make(&model->seating, team, model->book, arena, status))
        return false;
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t s = 0; s < team->seat_count; s++) {
            const qc_seat *seat = &team->seats[s];
            if (seat->planned != (pass == 1)) continue;
            model->seller_of_seat[s] = seat->prospects_only ? -1 : model->seller_count;
            if (seat->prospects_only) continue;
            const qc_day since = seat->planned ? seat->from
                                 : isinf(seat->tenure_days)
                                     ? QC_DAY_NONE
                                     : seat->from - (qc_day) seat->tenure_days;
            if (!add_seller(model, seat_name(model, team, s, arena, status), s,
                            model->seating.owner[s], since))
                return false;
            if (!team->replaces) model->sellers[model->seller_count - 1].until = seat->until;
        }
    }
    return true;
}

static bool has_row(const qc_quota_model *model, const char *name)
{
    for (int32_t i = 0; model->table != NULL && i < model->table->count; i++) {
        if (qc_text_same(model->table->rows[i].owner, name)) return true;
    }
    return false;
}

static bool is_active(const qc_book *book, qc_id owner)
{
    for (int32_t i = 0; i < book->open_count; i++) {
        if (book->open[i].labels.of[QC_LABEL_OWNER] == owner &&
            book->open[i].age_days <= ACTIVE_DAYS)
            return true;
    }
    for (int32_t i = book->event_count - 1; i >= 0; i--) {
        if (book->events[i].day < book->as_of - ACTIVE_DAYS) return false;
        if (book->events[i].labels.of[QC_LABEL_OWNER] == owner) return true;
    }
    return false;
}

static bool list_owners(qc_quota_model *model)
{
    const qc_names *names = &model->book->names[QC_LABEL_OWNER];
    for (qc_id o = 0; o < names->count; o++) {
        if (!is_active(model->book, o) && !has_row(model, names->text[o])) continue;
        if (model->seller_count == QC_SELLERS_MAX) break;
        if (!add_seller(model, names->text[o], -1, o, QC_DAY_NONE)) return false;
    }
    return true;
}

/* ---- how much ---- */

static bool wrong_row(const qc_quota_model *model, const qc_quota_row *row, const char *what,
                      const char *text, qc_status *status)
{
    return qc_fail_at(status, QC_BAD_INPUT, model->table->file, row->line, 0, "%s '%s'", what,
                      text);
}

static bool clashes(const qc_quota_model *model, const qc_quota_part *part)
{
    for (int32_t i = 0; i < model->part_count; i++) {
        const qc_quota_part *other = &model->parts[i];
        if (other->seller == part->seller && other->span.from <= part->span.to &&
            part->span.from <= other->span.to)
            return true;
    }
    return false;
}

/* Whoever has left by now sells no more, nor does whom a change of the team has taken away; anybody else
 * should be known. */
static bool take_stranger(qc_quota_model *model, const qc_quota_row *row, const qc_team_model *team,
                          qc_status *status)
{
    const qc_id owner = find_owner(model->book, row->owner);
    if (team->changed) {
        model->left++;
        return true;
    }
    if (owner == QC_ID_NONE)
        return wrong_row(model, row, "nobody of the team, nor an owner of a deal, is called",
                         row->owner, status);
    if (is_active(model->book, owner))
        return wrong_row(model, row,
                         "is no rep of the team (history.people says who they are):", row->owner,
                         status);
    model->left++;
    return true;
}

static bool take_row(qc_quota_model *model, const qc_quota_row *row, const qc_team_model *team,
                     qc_status *status)
{
    qc_period period = {0};
    qc_status failure = {0};
    qc_quota_part part = {.seller = -1, .amount = row->amount};
    for (int32_t r = 0; r < model->seller_count && part.seller < 0; r++) {
        if (qc_text_same(model->sellers[r].name, row->owner)) part.seller = r;
    }
    if (part.seller < 0) return take_stranger(model, row, team, status);
    if (!qc_period_read(row->period, model->plan->fiscal_start_month, &period, &failure))
        return failure.code == QC_NO_MEMORY
                   ? qc_fail(status, QC_NO_MEMORY, "%s", failure.message)
                   : wrong_row(model, row, "no period (2026, Q3 2026, 2026-07):", row->period,
                               status);
    if (period.each)
        return wrong_row(model, row, "a quota is for one period, not", row->period, status);
    part.span = period.span;
    if (clashes(model, &part))
        return wrong_row(model, row, "has a quota for some of these days already:", row->owner,
                         status);
    model->sellers[part.seller].has_own = true;
    model->parts[model->part_count++] = part;
    return true;
}

static bool take_rows(qc_quota_model *model, const qc_team_model *team, qc_arena *arena,
                      qc_status *status)
{
    if (model->table == NULL) return true;
    model->parts = qc_arena_take(arena, (size_t) model->table->count, sizeof *model->parts, status);
    if (model->parts == NULL) return false;
    for (int32_t i = 0; i < model->table->count; i++) {
        if (!take_row(model, &model->table->rows[i], team, status)) return false;
    }
    return true;
}

bool qc_quota_model_fit(qc_quota_model *model, const qc_plan *plan, const qc_quota_table *table,
                        const qc_team_model *team, const qc_book *book, qc_arena *arena,
                        qc_status *status)
{
    const int32_t owners = book->names[QC_LABEL_OWNER].count;
    const int32_t room = team->on ? team->seat_count : owners;
    *model = (qc_quota_model){.plan = plan, .table = table, .book = book};
    model->has_quotas = plan->quota.amount > 0 || table != NULL;
    model->on = model->has_quotas || (plan->cost.stated && plan->cost.commission.rate > 0) ||
                plan->cost.commission.tier_count > 0;
    if (!model->on) return true;
    if (plan->quota.amount > 0) model->quota = qc_pay_of(&plan->quota);
    model->sellers = qc_arena_take(arena, (size_t) room, sizeof *model->sellers, status);
    model->seller_of_owner = qc_arena_take(arena, (size_t) owners, sizeof(int32_t), status);
    if (model->sellers == NULL || model->seller_of_owner == NULL) return false;
    for (int32_t o = 0; o < owners; o++)
        model->seller_of_owner[o] = -1;
    if (team->on ? !list_seats(model, team, arena, status) : !list_owners(model)) return false;
    if (model->has_quotas && !team->on && model->seller_count == 0)
        return qc_fail_at(status, QC_BAD_INPUT, plan->file, plan->quota.place.line,
                          plan->quota.place.column,
                          "quota: nobody is there to have one: no deal of the last %d days has an "
                          "owner, and no team is stated",
                          ACTIVE_DAYS);
    return take_rows(model, team, arena, status);
}

/* ---- asking ---- */

qc_span qc_quota_model_counts(const qc_quota_model *model, int32_t seller, qc_span span)
{
    const qc_day since = model->sellers[seller].since, until = model->sellers[seller].until;
    if (since != QC_DAY_NONE && since > span.from) span.from = since;
    if (until != QC_DAY_NONE && until < span.to) span.to = until;
    return span;
}

static int32_t shared_days(qc_span a, qc_span b)
{
    const qc_day from = a.from > b.from ? a.from : b.from, to = a.to < b.to ? a.to : b.to;
    return to >= from ? to - from + 1 : 0;
}

double qc_quota_model_in(const qc_quota_model *model, int32_t seller, qc_span span)
{
    double sum = 0;
    if (!model->sellers[seller].has_own) return qc_pay_in(&model->quota, span);
    for (int32_t i = 0; i < model->part_count; i++) {
        const qc_quota_part *part = &model->parts[i];
        const double days = part->span.to - part->span.from + 1;
        if (part->seller == seller) sum += part->amount * shared_days(part->span, span) / days;
    }
    return sum;
}

double qc_quota_model_sold(const qc_quota_model *model, int32_t seller, qc_span span, bool margin)
{
    double sum = 0;
    if (seller >= 0 && model->sellers[seller].owner == QC_ID_NONE) return 0;
    for (int32_t i = 0; i < model->book->event_count; i++) {
        const qc_event *event = &model->book->events[i];
        if (event->kind != QC_EVENT_WON || event->day < span.from || event->day > span.to) continue;
        if (seller >= 0 && event->labels.of[QC_LABEL_OWNER] != model->sellers[seller].owner)
            continue;
        const double amount = isnan(event->amount) ? 0 : event->amount;
        sum += margin ? qc_book_margin(model->book, amount, event->margin) : amount;
    }
    return sum;
}

int32_t qc_quota_model_holder(const qc_quota_model *model, int32_t open)
{
    const qc_id owner = model->book->open[open].labels.of[QC_LABEL_OWNER];
    if (model->seller_of_seat != NULL) {
        const int32_t seat = model->seating.seat[open];
        return seat >= 0 ? model->seller_of_seat[seat] : -1;
    }
    return owner != QC_ID_NONE ? model->seller_of_owner[owner] : -1;
}
