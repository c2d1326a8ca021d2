#include "sim/ledger.h"

#include "core/memory.h"
#include "sim/holder.h"
#include "sim/ledger_seats.h"
#include "sim/market.h"
#include "sim/people.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HUNDREDTHS 100.0
#define WHOLE      10000.0
#define MOST       1e15 /* hundredths of one atom's money */

/* ---- making ---- */

static bool take_room(qc_world *world, qc_ledger *it, qc_status *status)
{
    const qc_quota_model *quotas = &world->model->quotas;
    qc_arena *arena = &world->arena;
    const size_t atoms = (size_t) world->questions->atom_count;
    const size_t days = (size_t) world->questions->days + 1;
    const size_t shifts = world->people != NULL ? (size_t) world->people->shift_count : 0;
    const size_t seats = (size_t) world->model->team.seat_count;
    const size_t sellers = (size_t) quotas->seller_count;
    const size_t periods = sellers * (size_t) it->period_count;
    const struct {
        double **at;
        size_t count;
    } rooms[] = {{&it->done, seats * shifts},
                 {&it->paid, atoms},
                 {&it->month_share, days},
                 {&it->money, QC_COST_PARTS * atoms},
                 {&it->other, atoms},
                 {&it->shift_quota, shifts},
                 {&it->main_part, shifts},
                 {&it->base_quota, sellers},
                 {&it->base_sold, sellers},
                 {&it->quota, sellers},
                 {&it->sold, sellers},
                 {&it->base_period_quota, periods},
                 {&it->base_period_sold, periods},
                 {&it->period_quota, periods},
                 {&it->period_sold, periods},
                 {&it->team_quota, (size_t) it->period_count},
                 {&it->team_sold, (size_t) it->period_count}};
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        *rooms[i].at = qc_arena_take(arena, rooms[i].count, sizeof(double), status);
        if (*rooms[i].at == NULL) return false;
    }
    return true;
}

static bool cut_periods(qc_world *world, qc_ledger *it, qc_status *status)
{
    const qc_plan *plan = world->model->plan;
    const size_t days = (size_t) world->questions->days + 1;
    qc_day end = QC_DAY_NONE;
    it->period_of_day = qc_arena_take(&world->arena, days, sizeof(int32_t), status);
    if (it->period_of_day == NULL) return false;
    for (int32_t day = 1; day <= world->questions->days; day++) {
        const qc_day date = world->questions->as_of + day;
        if (date > end) {
            end = qc_calendar_unit_span(date, plan->cost.commission.every, plan->fiscal_start_month)
                      .to;
            it->period_count++;
        }
        it->period_of_day[day] = it->period_count - 1;
    }
    return true;
}

static void lay_days(qc_world *world, qc_ledger *it)
{
    const qc_questions *questions = world->questions;
    for (int32_t day = 1; day <= questions->days; day++) {
        const qc_date date = qc_calendar_date(questions->as_of + day);
        it->month_share[day] = 1.0 / qc_calendar_month_days(date.year, date.month);
        it->other[questions->atom_of_day[day]] += world->model->cost.other.per_month *
                                                      it->month_share[day] +
                                                  world->model->cost.other.per_day;
    }
}

static void lay_shifts(qc_world *world, qc_ledger *it)
{
    const qc_questions *questions = world->questions;
    const qc_people *people = world->people;
    for (int32_t i = 0; people != NULL && i < people->shift_count; i++) {
        const qc_span days = {questions->as_of + people->shifts[i].from + 1,
                              questions->as_of + people->shifts[i].to};
        const qc_span main = questions->main_span;
        const qc_day from = days.from > main.from ? days.from : main.from;
        const qc_day to = days.to < main.to ? days.to : main.to;
        it->shift_quota[i] = qc_pay_in(&world->model->quotas.quota, days);
        it->main_part[i] = to >= from ? (double) (to - from + 1) / (days.to - days.from + 1) : 0;
    }
}

/* ---- what is certain of quotas ---- */

/* Quota and sales of a span that do not hang on who is there when. */
static void base_of(const qc_world *world, int32_t seller, qc_span span, double *quota,
                    double *sold)
{
    const qc_quota_model *quotas = &world->model->quotas;
    const qc_seller *who = &quotas->sellers[seller];
    const qc_day as_of = world->questions->as_of;
    span = qc_quota_model_counts(quotas, seller, span);
    const qc_span ahead = {span.from > as_of ? span.from : as_of + 1, span.to};
    const qc_span past = {span.from, span.to < as_of ? span.to : as_of};
    *quota = *sold = 0;
    if (past.to >= past.from) {
        *quota += qc_quota_model_in(quotas, seller, past);
        *sold += qc_quota_model_sold(quotas, seller, past, false);
    }
    if (who->seat < 0 || who->has_own) *quota += qc_quota_model_in(quotas, seller, ahead);
}

static void lay_bases(qc_world *world, qc_ledger *it)
{
    const qc_quota_model *quotas = &world->model->quotas;
    const qc_plan *plan = world->model->plan;
    for (int32_t r = 0; r < quotas->seller_count; r++) {
        base_of(world, r, world->questions->main_span, &it->base_quota[r], &it->base_sold[r]);
        for (int32_t day = 1, p = -1; day <= world->questions->days; day++) {
            if (it->period_of_day[day] == p) continue;
            p = it->period_of_day[day];
            const qc_span period = qc_calendar_unit_span(world->questions->as_of + day,
                                                         plan->cost.commission.every,
                                                         plan->fiscal_start_month);
            const int32_t at = r * it->period_count + p;
            base_of(world, r, period, &it->base_period_quota[at], &it->base_period_sold[at]);
        }
    }
}

bool qc_ledger_make(qc_world *world, qc_status *status)
{
    if (!world->questions->needs_ledger) return true;
    qc_ledger *it = qc_arena_take(&world->arena, 1, sizeof *it, status);
    if (it == NULL || !cut_periods(world, it, status) || !take_room(world, it, status))
        return false;
    lay_days(world, it);
    lay_shifts(world, it);
    lay_bases(world, it);
    /* without a team the sellers are owners, and new deals need one */
    world->needs_owner = world->model->quotas.on && !world->model->team.on;
    world->labelled |= world->needs_owner;
    world->ledger = it;
    return true;
}

void qc_ledger_free(qc_world *world)
{
    if (world->ledger != NULL) qc_memory_release(world->ledger->sales);
    world->ledger = NULL;
}

/* ---- a trial ---- */

void qc_ledger_open(qc_world *world)
{
    qc_ledger *it = world->ledger;
    const size_t atoms = (size_t) world->questions->atom_count;
    const size_t shifts = world->people != NULL ? (size_t) world->people->shift_count : 0;
    const size_t seats = (size_t) world->model->team.seat_count;
    memset(it->money, 0, QC_COST_PARTS * atoms * sizeof *it->money);
    if (seats * shifts > 0) memset(it->done, 0, seats * shifts * sizeof *it->done);
    it->count = 0;
}

void qc_ledger_lead(qc_world *world, int32_t day)
{
    qc_ledger_spend(world, QC_COST_LEADS, day, world->model->plan->cost.lead);
}

void qc_ledger_work(qc_world *world, int32_t seat, int32_t shift, double weeks)
{
    world->ledger->done[seat * world->people->shift_count + shift] += weeks;
}

/* Whom a sale belongs to; -1 = nobody. */
static int32_t seller_of(const qc_world *world, const qc_deal *deal, int32_t day)
{
    const qc_quota_model *quotas = &world->model->quotas;
    if (!quotas->on || quotas->seller_count == 0) return -1;
    if (world->model->team.on) {
        const int32_t seat = qc_holder_seat(world, deal, day);
        return seat >= 0 ? quotas->seller_of_seat[seat] : -1;
    }
    if (deal->open >= 0) return qc_quota_model_holder(quotas, deal->open);
    return deal->owner != QC_ID_NONE ? quotas->seller_of_owner[deal->owner] : -1;
}

void qc_ledger_sell(qc_world *world, const qc_deal *deal, int32_t day, double amount, double margin)
{
    qc_ledger *it = world->ledger;
    void *sales = it->sales;
    qc_status ignored = {0};
    if ((size_t) it->count >= it->room &&
        !qc_memory_grow(&sales, &it->room, (size_t) it->count + 1, sizeof *it->sales, &ignored)) {
        it->failed = true;
        return;
    }
    const double known = world->book->has_number[QC_NUMBER_MARGIN] ? margin : (double) NAN;
    const double stated = world->model->plan->cost.gross_margin, share = isnan(stated) ? 0 : stated;
    it->sales = sales;
    it->sales[it->count] = (qc_sale){.day = day,
                                     .seller = seller_of(world, deal, day),
                                     .sequence = it->count,
                                     .amount = amount,
                                     .margin = isnan(known) ? amount * share : known};
    it->count++;
}

/* ---- settling ---- */

static int by_day(const void *a, const void *b)
{
    const qc_sale *left = a, *right = b;
    if (left->day != right->day) return left->day < right->day ? -1 : 1;
    return (left->sequence > right->sequence) - (left->sequence < right->sequence);
}

static void lay_quotas(qc_world *world)
{
    const qc_quota_model *quotas = &world->model->quotas;
    const qc_people *people = world->people;
    qc_ledger *it = world->ledger;
    const size_t sellers = (size_t) quotas->seller_count, periods = (size_t) it->period_count;
    if (sellers == 0) return;
    memcpy(it->quota, it->base_quota, sellers * sizeof(double));
    memcpy(it->sold, it->base_sold, sellers * sizeof(double));
    memcpy(it->period_quota, it->base_period_quota, sellers * periods * sizeof(double));
    memcpy(it->period_sold, it->base_period_sold, sellers * periods * sizeof(double));
    for (int32_t r = 0; r < quotas->seller_count; r++) {
        const qc_seller *who = &quotas->sellers[r];
        for (int32_t i = 0; who->seat >= 0 && !who->has_own && i < people->shift_count; i++) {
            const double quota = it->shift_quota[i] * qc_ledger_seats_present(world, who->seat, i);
            const int32_t period = it->period_of_day[people->shifts[i].to];
            it->quota[r] += quota * it->main_part[i];
            it->period_quota[r * it->period_count + period] += quota;
        }
    }
    for (int32_t p = 0; p < it->period_count; p++) {
        it->team_quota[p] = it->team_sold[p] = 0;
        for (int32_t r = 0; r < quotas->seller_count; r++) {
            it->team_quota[p] += it->period_quota[r * it->period_count + p];
            it->team_sold[p] += it->period_sold[r * it->period_count + p];
        }
    }
}

static double commission_on(const qc_world *world, const qc_sale *sale, int32_t seller)
{
    const qc_plan_commission *commission = &world->model->plan->cost.commission;
    const qc_ledger *it = world->ledger;
    const int32_t period = it->period_of_day[sale->day];
    const qc_attained team = {it->team_quota[period], it->team_sold[period]};
    const int32_t at = seller * it->period_count + period;
    const qc_attained own = seller >= 0 ? (qc_attained){it->period_quota[at], it->period_sold[at]}
                                        : (qc_attained){0, 0};
    const double part = !commission->of_margin ? 1
                        : sale->amount > 0     ? fmax(sale->margin / sale->amount, 0)
                                               : 0;
    if (seller < 0 && world->model->team.on) return 0; /* nobody is there to be paid */
    return part * qc_cost_commission_mixed(commission, &own, &team, sale->amount);
}

static void settle_sales(qc_world *world)
{
    const qc_span main = world->questions->main_span;
    qc_ledger *it = world->ledger;
    if (it->count > 0) qsort(it->sales, (size_t) it->count, sizeof *it->sales, by_day);
    for (int32_t i = 0; i < it->count; i++) {
        const qc_sale *sale = &it->sales[i];
        const int32_t period = it->period_of_day[sale->day];
        const int32_t seller = sale->seller;
        const qc_day date = world->questions->as_of + sale->day;
        qc_ledger_spend(world, QC_COST_COMMISSION, sale->day, commission_on(world, sale, seller));
        it->team_sold[period] += sale->amount;
        if (seller < 0) continue;
        it->period_sold[seller * it->period_count + period] += sale->amount;
        if (date >= main.from && date <= main.to) it->sold[seller] += sale->amount;
    }
}

/* ---- into the figures ---- */

static int64_t whole(qc_world *world, double value)
{
    world->too_large |= fabs(value) > MOST;
    return (int64_t) llround(fmax(fmin(value, MOST), -MOST));
}

static void add_measures(qc_world *world)
{
    const qc_questions *questions = world->questions;
    const uint64_t *mask = questions->metric_mask;
    for (int32_t m = 0; m < questions->measure_count; m++) {
        const int64_t sign = mask[QC_METRIC_COST] >> m & 1  ? 1
                             : mask[QC_METRIC_NET] >> m & 1 ? -1
                                                            : 0;
        for (int32_t a = 0; sign != 0 && a < questions->atom_count; a++) {
            double money = 0;
            for (int p = 0; p < QC_COST_PARTS; p++)
                money += world->ledger->money[p * questions->atom_count + a];
            int64_t *sum = &world->sums[m * (questions->atom_count + 1) + a];
            world->too_large |= __builtin_add_overflow(
                *sum, sign * whole(world, HUNDREDTHS * money), sum);
        }
    }
    for (int32_t i = 0; mask[QC_METRIC_NET] != 0 && i < world->ledger->count; i++) {
        const qc_sale *sale = &world->ledger->sales[i];
        qc_deal_count(world, UINT64_MAX, QC_METRIC_NET, sale->day, sale->margin);
    }
}

static double spent_on(const qc_world *world, int32_t part)
{
    const qc_questions *questions = world->questions;
    const qc_figure *main = &questions->figures[questions->main_figure];
    double money = 0;
    for (int32_t a = main->first_atom; a < main->end_atom; a++)
        money += world->ledger->money[part * questions->atom_count + a];
    return money;
}

static void set_own_figures(qc_world *world)
{
    const qc_questions *questions = world->questions;
    const qc_ledger *it = world->ledger;
    for (int32_t f = 0; f < questions->figure_count; f++) {
        const qc_figure *figure = &questions->figures[f];
        const int32_t index = figure->own_index;
        switch (figure->own) {
        case QC_OWN_NONE: break;
        case QC_OWN_ATTAINMENT: /* who has no quota has missed none, but made none either */
            world->values[f] = whole(world,
                                     it->quota[index] > 0
                                         ? floor(WHOLE * it->sold[index] / it->quota[index] + 1e-6)
                                         : 0);
            break;
        case QC_OWN_COST:
            world->values[f] = figure->base + whole(world, HUNDREDTHS * spent_on(world, index));
            break;
        case QC_OWN_TURNED:
            world->values[f] = whole(world, HUNDREDTHS * qc_market_turned(world));
            break;
        case QC_OWN_LEFT:
            world->values[f] = whole(world, HUNDREDTHS * qc_market_left(world));
            break;
        case QC_OWN_GOAL:
            world->values[f] = whole(world, WHOLE * qc_ledger_seats_met(world, index));
            break;
        }
    }
}

bool qc_ledger_close(qc_world *world, int64_t trial, qc_status *status)
{
    qc_ledger *it = world->ledger;
    const qc_questions *questions = world->questions;
    if (it->failed) return qc_fail(status, QC_NO_MEMORY, "out of memory");
    if (world->people != NULL) qc_people_lay_out(world, trial);
    qc_ledger_seats_pay(world);
    lay_quotas(world);
    settle_sales(world);
    for (int32_t a = 0; a < questions->atom_count && world->model->cost.on; a++)
        it->money[(int32_t) QC_COST_OTHER * questions->atom_count + a] += it->other[a];
    add_measures(world);
    set_own_figures(world);
    return true;
}
