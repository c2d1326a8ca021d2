#include "models/cost_past.h"

#include "models/activity_rates.h"

#include <math.h>

#define DAYS_MAX 3660

typedef struct past {
    qc_book *book;
    const qc_cost_past_inputs *in;
    qc_day first;
} past;

static qc_spent *spent_on(const past *it, qc_day day)
{
    return day < it->first || day > it->book->as_of ? NULL : &it->book->spent[day - it->first];
}

static void pay_days(const past *it, qc_day from, qc_day to, const qc_pay *pay, qc_cost_part part)
{
    for (qc_day day = from > it->first ? from : it->first; day <= to && day <= it->book->as_of;
         day++)
        spent_on(it, day)->money[part] += qc_pay_on(pay, day);
}

/* Of a table of people everybody, also who has left; else the seats of the as-of day. */
static void pay_salaries(const past *it)
{
    const qc_team_model *team = it->in->team;
    const qc_people_table *people = team->on ? team->people : NULL;
    for (int32_t i = 0; people != NULL && i < people->count; i++) {
        const qc_person *person = &people->people[i];
        const qc_day end = person->end != QC_DAY_NONE ? person->end : it->book->as_of;
        qc_pay pay;
        if (qc_cost_model_pay(it->in->plan, person->name, person->role, &pay))
            pay_days(it, person->start, end, &pay, QC_COST_SALARIES);
    }
    for (int32_t s = 0; team->on && s < team->seat_count; s++) {
        const qc_seat *seat = &team->seats[s];
        if (seat->planned || seat->name != NULL) continue;
        const qc_day start = isinf(seat->tenure_days) ? it->first
                                                      : seat->from - (qc_day) seat->tenure_days;
        pay_days(it, start, it->book->as_of, &it->in->cost->seats[s], QC_COST_SALARIES);
    }
}

/* ---- commission ---- */

/* What someone (-1 = all) is to sell and had sold in the commission's period, before the event at `index`. */
static qc_attained attained(const past *it, int32_t seller, int32_t index)
{
    const qc_plan *plan = it->in->plan;
    const qc_plan_commission *commission = &plan->cost.commission;
    const qc_event *event = &it->book->events[index];
    const qc_span period = qc_calendar_unit_span(event->day, commission->every,
                                                 plan->fiscal_start_month);
    const qc_quota_model *quotas = it->in->quotas;
    qc_attained result = {0, 0};
    for (int32_t r = seller < 0 ? 0 : seller; r < (seller < 0 ? quotas->seller_count : seller + 1);
         r++) {
        if (quotas->sellers[r].since == QC_DAY_NONE || quotas->sellers[r].since <= event->day)
            result.quota += qc_quota_model_in(quotas, r, period);
    }
    for (int32_t i = index - 1; i >= 0 && it->book->events[i].day >= period.from; i--) {
        const qc_event *before = &it->book->events[i];
        const qc_id owner = before->labels.of[QC_LABEL_OWNER];
        if (before->kind != QC_EVENT_WON) continue;
        if (seller >= 0 && (owner == QC_ID_NONE || quotas->seller_of_owner[owner] != seller))
            continue;
        result.sold += isnan(before->amount) ? 0 : before->amount;
    }
    return result;
}

static void pay_commission(const past *it)
{
    const qc_plan_commission *commission = &it->in->plan->cost.commission;
    const qc_quota_model *quotas = it->in->quotas;
    for (int32_t i = 0; quotas->on && i < it->book->event_count; i++) {
        const qc_event *event = &it->book->events[i];
        const qc_id owner = event->labels.of[QC_LABEL_OWNER];
        const double amount = isnan(event->amount) ? 0 : event->amount;
        if (event->kind != QC_EVENT_WON || spent_on(it, event->day) == NULL) continue;
        const double part = commission->of_margin && amount > 0
                                ? qc_book_margin(it->book, amount, event->margin) / amount
                                : 1;
        const int32_t seller = owner != QC_ID_NONE ? quotas->seller_of_owner[owner] : -1;
        const bool tiers = commission->tier_count > 0;
        const qc_attained own = tiers && seller >= 0 ? attained(it, seller, i)
                                                     : (qc_attained){0, 0};
        const qc_attained team = tiers && commission->on != QC_COMMISSION_INDIVIDUAL
                                     ? attained(it, -1, i)
                                     : (qc_attained){0, 0};
        spent_on(it, event->day)->money[QC_COST_COMMISSION] += part *
                                                               qc_cost_commission_mixed(
                                                                   commission, &own, &team, amount);
    }
}

/* ---- leads and activities ---- */

static void pay_leads(const past *it)
{
    if (it->in->plan->activities.count > 0) return; /* which of them were bought, nobody knows */
    for (int32_t i = 0; i < it->book->event_count; i++) {
        const qc_event *event = &it->book->events[i];
        if (event->kind == QC_EVENT_CREATED && spent_on(it, event->day) != NULL)
            spent_on(it, event->day)->money[QC_COST_LEADS] += it->in->plan->cost.lead;
    }
}

static void pay_activities(const past *it)
{
    const qc_plan_activities *all = &it->in->plan->activities;
    const qc_activity_log *log = it->in->log;
    for (int32_t i = 0; log != NULL && i < log->count; i++) {
        qc_spent *spent = spent_on(it, log->day[i]);
        for (int32_t k = 0; spent != NULL && k < all->count; k++) {
            if (qc_activity_rates_same_kind(all->kinds[k].name, log->types.text[log->type[i]]))
                spent->money[QC_COST_ACTIVITIES] += all->kinds[k].cost * log->number[i];
        }
    }
}

bool qc_cost_past(qc_book *book, const qc_cost_past_inputs *inputs, qc_status *status)
{
    const int32_t known = qc_book_known_days(book);
    const int32_t days = known < DAYS_MAX ? known : DAYS_MAX;
    const past it = {book, inputs, book->as_of + 1 - days};
    book->gross_margin = inputs->plan->cost.gross_margin;
    if (!inputs->cost->on || days <= 0) return true;
    book->spent = qc_arena_take(&book->arena, (size_t) days, sizeof *book->spent, status);
    if (book->spent == NULL) return false;
    book->spent_count = days;
    for (int32_t d = 0; d < days; d++)
        book->spent[d].day = it.first + d;
    pay_days(&it, it.first, book->as_of, &inputs->cost->other, QC_COST_OTHER);
    pay_salaries(&it);
    pay_commission(&it);
    pay_leads(&it);
    pay_activities(&it);
    return true;
}
