#include "models/cost_model.h"

#include "core/text.h"

#include <math.h>

/* ---- pay ---- */

qc_pay qc_pay_of(const qc_plan_pay *stated)
{
    switch (stated->per) {
    case QC_UNIT_DAY: return (qc_pay){0, stated->amount};
    case QC_UNIT_WEEK: return (qc_pay){0, stated->amount / 7};
    case QC_UNIT_MONTH: return (qc_pay){stated->amount, 0};
    case QC_UNIT_QUARTER: return (qc_pay){stated->amount / 3, 0};
    case QC_UNIT_YEAR: return (qc_pay){stated->amount / 12, 0};
    }
    return (qc_pay){0, 0};
}

double qc_pay_on(const qc_pay *pay, qc_day day)
{
    const qc_date date = qc_calendar_date(day);
    return pay->per_day + pay->per_month / qc_calendar_month_days(date.year, date.month);
}

double qc_pay_in(const qc_pay *pay, qc_span span)
{
    double sum = 0;
    for (qc_day from = span.from; from <= span.to;) {
        const qc_span month = qc_calendar_month_span(qc_calendar_month_index(from));
        const qc_day to = month.to < span.to ? month.to : span.to;
        const double days = to - from + 1, length = month.to - month.from + 1;
        sum += days * pay->per_day + pay->per_month * (days / length);
        from = to + 1;
    }
    return sum;
}

static const qc_plan_pay *find_pay(const qc_plan_cost *cost, const char *name)
{
    for (int32_t i = 0; name != NULL && name[0] != '\0' && i < cost->salary_count; i++) {
        if (qc_text_same(cost->salaries[i].name, name)) return &cost->salaries[i].pay;
    }
    return NULL;
}

bool qc_cost_model_pay(const qc_plan *plan, const char *name, const char *role, qc_pay *pay)
{
    const qc_plan_pay *found = find_pay(&plan->cost, name);
    if (found == NULL) found = find_pay(&plan->cost, role);
    if (found == NULL && plan->cost.salary.stated) found = &plan->cost.salary;
    *pay = found != NULL ? qc_pay_of(found) : (qc_pay){0, 0};
    return found != NULL;
}

static bool states_salaries(const qc_plan *plan)
{
    bool any = plan->cost.salary.stated || plan->cost.salary_count > 0;
    for (int32_t h = 0; h < plan->team.hire_count; h++)
        any |= plan->team.hires[h].salary.stated;
    return any;
}

static bool pay_seat(const qc_plan *plan, const qc_seat *seat, qc_pay *pay, qc_status *status)
{
    const char *role = seat->role != NULL ? seat->role : "";
    const bool named = find_pay(&plan->cost, seat->name) != NULL;
    if (!named && seat->salary != NULL) {
        *pay = qc_pay_of(seat->salary);
        return true;
    }
    if (qc_cost_model_pay(plan, seat->name, role, pay) || !states_salaries(plan)) return true;
    const qc_place place = plan->cost.place;
    return qc_fail_at(status, QC_BAD_INPUT, plan->file, place.line, place.column,
                      "cost: nobody says what %s%s%s%s%s costs; add 'salary: 5k per month'%s%s%s",
                      seat->name != NULL ? "'" : "a rep", seat->name != NULL ? seat->name : "",
                      seat->name != NULL ? "'" : "", role[0] != '\0' ? " as " : "", role,
                      role[0] != '\0' ? ", or 'salaries: {" : "", role,
                      role[0] != '\0' ? ": 5k per month}'" : "");
}

/* ---- names that fit nobody ---- */

static bool is_known(const qc_plan *plan, const qc_people_table *people, const char *name)
{
    for (int32_t h = 0; h < plan->team.hire_count; h++) {
        if (qc_text_same(plan->team.hires[h].role, name)) return true;
    }
    for (int32_t i = 0; people != NULL && i < people->count; i++) {
        if (qc_text_same(people->people[i].name, name) ||
            qc_text_same(people->people[i].role, name))
            return true;
    }
    return false;
}

static bool check_names(const qc_plan *plan, const qc_team_model *team, qc_status *status)
{
    for (int32_t i = 0; i < plan->cost.salary_count; i++) {
        const qc_plan_named_pay *one = &plan->cost.salaries[i];
        if (is_known(plan, team->people, one->name)) continue;
        return qc_fail_at(status, QC_BAD_INPUT, plan->file, one->pay.place.line,
                          one->pay.place.column,
                          "cost.salaries: '%s' is neither a role nor a person of this plan "
                          "(team.hires, history.people)",
                          one->name);
    }
    return true;
}

bool qc_cost_model_fit(qc_cost_model *model, const qc_plan *plan, const qc_team_model *team,
                       qc_arena *arena, qc_status *status)
{
    *model = (qc_cost_model){.on = plan->cost.stated, .plan = plan};
    if (!model->on) return true;
    for (int32_t i = 0; i < plan->cost.other_count; i++) {
        const qc_pay pay = qc_pay_of(&plan->cost.other[i].pay);
        model->other.per_month += pay.per_month;
        model->other.per_day += pay.per_day;
    }
    model->seats = qc_arena_take(arena, (size_t) team->seat_count, sizeof *model->seats, status);
    if (model->seats == NULL || !check_names(plan, team, status)) return false;
    for (int32_t s = 0; s < team->seat_count; s++) {
        if (!pay_seat(plan, &team->seats[s], &model->seats[s], status)) return false;
    }
    return true;
}

/* ---- commission ---- */

/* Commission on the first `sold` of a period. */
static double earned(const qc_plan_commission *commission, double quota, double sold)
{
    double sum = 0, from = 0, rate = commission->rate;
    for (int32_t t = 0; t < commission->tier_count && quota > 0; t++) {
        const double edge = commission->tiers[t].from * quota;
        if (sold <= edge) break;
        sum += rate * (edge - from);
        from = edge;
        rate = commission->tiers[t].rate;
    }
    return sum + rate * (sold - from);
}

double qc_cost_commission(const qc_plan_commission *commission, double quota, double before,
                          double sold)
{
    if (commission->tier_count == 0) return commission->rate * sold;
    return earned(commission, quota, before + sold) - earned(commission, quota, before);
}

double qc_cost_commission_mixed(const qc_plan_commission *commission, const qc_attained *own,
                                const qc_attained *team, double sold)
{
    const double share = commission->on == QC_COMMISSION_TEAM         ? 1
                         : commission->on == QC_COMMISSION_INDIVIDUAL ? 0
                                                                      : commission->team_share;
    double sum = 0;
    if (share > 0) sum += share * qc_cost_commission(commission, team->quota, team->sold, sold);
    if (share < 1) sum += (1 - share) * qc_cost_commission(commission, own->quota, own->sold, sold);
    return sum;
}
