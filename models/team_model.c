#include "models/team_model.h"

#include "models/luck.h"
#include "models/seat.h"
#include "plan/people_lever.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define MONTH_DAYS     30.4
#define YEAR_DAYS      365.25
#define YEAR_WORK_DAYS (YEAR_DAYS * 5 / 7)
#define HIRED \
    (UINT64_C(1) << 17) /* seats of the plan's hires, then of levers: their luck is their own */
#define ADDED        UINT64_C(65536) /* reps whom a lever adds to a table of people */
#define LEVER_HIRED  (UINT64_C(2) << 17)
#define MOST_HOLDERS 1000

/* ---- seats ---- */

static bool add_seat(qc_team_model *model, const qc_seat *seat, qc_status *status)
{
    if (model->seat_count == QC_SEATS_MAX)
        return qc_fail(status, QC_BAD_INPUT, "team: more than %d people, counting all hires",
                       QC_SEATS_MAX);
    model->seats[model->seat_count++] = *seat;
    return true;
}

/* `count` seats like `seat`, with luck of their own each. */
static bool add_seats(qc_team_model *model, const qc_seat *seat, double count, qc_status *status)
{
    qc_seat next = *seat;
    for (int32_t i = 0; i < (int32_t) count; i++, next.entity++) {
        if (!add_seat(model, &next, status)) return false;
    }
    return true;
}

static qc_seat nameless(uint64_t entity, qc_day from, bool planned, double tenure)
{
    return (qc_seat){.entity = entity,
                     .from = from,
                     .until = QC_DAY_NONE,
                     .tenure_days = tenure,
                     .planned = planned,
                     .skill = NAN,
                     .segments = UINT64_MAX};
}

static bool add_person(qc_team_model *model, int32_t index, qc_status *status)
{
    const qc_person *person = &model->people->people[index];
    const bool here = person->start <= model->as_of;
    qc_seat seat = nameless((uint64_t) index, here ? model->as_of : person->start, !here,
                            here ? model->as_of - person->start : 0);
    seat.until = person->end;
    seat.name = person->name;
    seat.role = person->role;
    seat.skill = person->skill;
    const qc_seat_source source = {model->people->file, person->line, person->segment_field};
    return qc_seat_describe(&seat, person->role, person->segments, &source, model->segments,
                            status) &&
           add_seat(model, &seat, status);
}

/* Those of the table who are there on the as-of day, `reps` at most, and those who are to come. */
static bool list_people(qc_team_model *model, double reps, bool keeps_hires, qc_status *status)
{
    for (int32_t i = 0; i < model->people->count; i++) {
        const qc_person *person = &model->people->people[i];
        const bool gone = person->end != QC_DAY_NONE && person->end <= model->as_of;
        if (gone || person->start > model->as_of || model->seat_count >= reps) continue;
        if (!add_person(model, i, status)) return false;
    }
    const qc_seat more = nameless(ADDED, model->as_of, false, INFINITY);
    if (!add_seats(model, &more, fmax(reps - model->seat_count, 0), status)) return false;
    for (int32_t i = 0; keeps_hires && i < model->people->count; i++) {
        if (model->people->people[i].start > model->as_of && !add_person(model, i, status))
            return false;
    }
    return true;
}

static bool keeps_hires(const qc_plan *plan)
{
    for (int32_t l = 0; l < plan->people_lever_count; l++) {
        if (plan->people_levers[l].field == QC_PEOPLE_HIRES && !plan->people_levers[l].adds)
            return false;
    }
    return true;
}

static bool add_hire(qc_team_model *model, const qc_plan_hire *hire, uint64_t entity,
                     qc_status *status)
{
    const bool here = hire->start <= model->as_of;
    qc_seat seat = nameless(entity, here ? model->as_of : hire->start, !here,
                            here ? model->as_of - hire->start : 0);
    seat.skill = hire->skill;
    seat.role = hire->role;
    seat.salary = hire->salary.stated ? &hire->salary : NULL;
    const qc_seat_source source = {model->plan->file, hire->place.line, hire->place.column};
    return qc_seat_describe(&seat, hire->role, hire->segment, &source, model->segments, status) &&
           add_seats(model, &seat, hire->count, status);
}

static bool list_hires(qc_team_model *model, const qc_plan *plan, qc_status *status)
{
    uint64_t planned = HIRED, added = LEVER_HIRED;
    for (int32_t h = 0; h < plan->team.hire_count; h++) {
        if (keeps_hires(plan) && !add_hire(model, &plan->team.hires[h], planned, status))
            return false;
        planned += (uint64_t) plan->team.hires[h].count;
    }
    for (int32_t l = 0; l < plan->people_lever_count; l++) {
        const qc_people_lever *lever = &plan->people_levers[l];
        if (lever->field != QC_PEOPLE_HIRES || !lever->adds) continue;
        const qc_day from = lever->from > model->as_of ? lever->from : model->as_of + 1;
        const qc_seat seat = nameless(added, from, true, 0);
        if (!add_seats(model, &seat, lever->amount, status)) return false;
        added += (uint64_t) lever->amount;
    }
    return true;
}

static double count_hires(const qc_plan *plan)
{
    double count = 0;
    for (int32_t h = 0; h < plan->team.hire_count; h++)
        count += plan->team.hires[h].count;
    for (int32_t l = 0; l < plan->people_lever_count; l++) {
        if (plan->people_levers[l].field == QC_PEOPLE_HIRES) count += plan->people_levers[l].amount;
    }
    return count;
}

static bool changes_seats(const qc_plan *plan)
{
    for (int32_t l = 0; l < plan->people_lever_count; l++) {
        const qc_people_field field = plan->people_levers[l].field;
        if (field == QC_PEOPLE_REPS || field == QC_PEOPLE_HIRES) return true;
    }
    return false;
}

static double bounded_share(double share)
{
    return fmin(fmax(share, 0), 1);
}

bool qc_team_model_levers(qc_team_model *model, const qc_plan *plan, qc_arena *arena,
                          qc_status *status)
{
    const qc_plan_team *team = &plan->team;
    model->plan = plan;
    if (!model->on) return true;
    const double reps = floor(qc_people_lever_apply(plan, QC_PEOPLE_REPS, -1, model->base_reps) +
                              0.5);
    const double listed = model->people != NULL ? model->people->count : 0;
    const double room = fmin(reps + listed + count_hires(plan), QC_SEATS_MAX);
    model->seats = qc_arena_take(arena, (size_t) room, sizeof *model->seats, status);
    model->seat_count = 0;
    model->changed = changes_seats(plan);
    if (model->seats == NULL) return false;
    model->base_hours = team->hours_per_week * team->selling_time;
    model->work_hours = qc_people_lever_apply(plan, QC_PEOPLE_HOURS, -1, team->hours_per_week);
    model->hours = model->work_hours * bounded_share(qc_people_lever_apply(
                                           plan, QC_PEOPLE_SELLING_TIME, -1, team->selling_time));
    model->open_deal_limit = floor(
        qc_people_lever_apply(plan, QC_PEOPLE_LIMIT, -1, team->open_deal_limit));
    model->ramp_time = fmax(qc_people_lever_apply(plan, QC_PEOPLE_RAMP_TIME, -1, 1), 0);
    model->prospecting_hours = qc_people_lever_apply(plan, QC_PEOPLE_PROSPECTING, -1,
                                                     team->prospecting_hours);
    const qc_seat rep = nameless(0, model->as_of, false, INFINITY);
    const bool ok = model->people != NULL ? list_people(model, reps, keeps_hires(plan), status)
                                          : add_seats(model, &rep, reps, status);
    return ok && list_hires(model, plan, status);
}

static double count_present(const qc_people_table *people, qc_day as_of)
{
    double count = 0;
    for (int32_t i = 0; i < people->count; i++)
        count += people->people[i].start <= as_of &&
                 (people->people[i].end == QC_DAY_NONE || people->people[i].end > as_of);
    return count;
}

bool qc_team_model_fit(qc_team_model *model, const qc_plan *plan, const qc_people_table *people,
                       const qc_segments *segments, qc_day as_of, qc_arena *arena,
                       qc_status *status)
{
    const qc_plan_team *team = &plan->team;
    model->segments = segments;
    model->on = team->stated;
    model->as_of = as_of;
    model->people = people;
    model->base_reps = people != NULL ? count_present(people, as_of) : team->reps;
    if (!model->on) return true;
    model->present = 1 - team->vacation_days / YEAR_WORK_DAYS;
    model->leaves = team->attrition.form != QC_BELIEF_NONE;
    model->replaces = team->backfill_days.form != QC_BELIEF_NONE;
    model->late = team->hiring_delay.form != QC_BELIEF_NONE;
    if ((model->leaves && !qc_belief_share(&model->attrition, &team->attrition, 20, status)) ||
        (model->replaces && !qc_spread_from_belief(&model->backfill, &team->backfill_days, 1,
                                                   QC_FAMILY_LOG_LOGISTIC, status)) ||
        (model->late && !qc_spread_from_belief(&model->delay, &team->hiring_delay, 1,
                                               QC_FAMILY_LOG_LOGISTIC, status)))
        return false;
    return qc_team_model_levers(model, plan, arena, status);
}

bool qc_team_model_couples(const qc_team_model *model)
{
    const qc_plan *plan = model->plan;
    if (!model->on) return false;
    if (plan->market.stated && plan->activities.count > 0) return true;
    if (isfinite(model->open_deal_limit)) return true;
    if (plan->activities.inbound_minutes > 0 && isfinite(model->hours)) return true;
    for (int32_t s = 0; s < plan->stage_count; s++) {
        if (plan->stages[s].hours_per_week > 0 && isfinite(model->hours)) return true;
        if (plan->stages[s].open_deal_limit > 0) return true;
    }
    return false;
}

double qc_team_model_draw(const qc_team_model *model, uint64_t seed, int64_t number)
{
    qc_rng luck = qc_rng_stream(seed, QC_LUCK_PEOPLE, 0, (uint64_t) number);
    double share = 0;
    if (!model->on) return 0;
    if (model->leaves) share = qc_share_belief_draw(&model->attrition, &luck);
    share = qc_people_lever_apply(model->plan, QC_PEOPLE_ATTRITION, -1, share);
    return -log1p(-fmin(fmax(share, 0), 0.999999)) / YEAR_DAYS;
}

/* ---- working days ---- */

static bool is_holiday(const qc_plan_team *team, qc_day day)
{
    for (int32_t h = 0; h < team->holiday_count; h++) {
        if (day >= team->holidays[h].from && day <= team->holidays[h].to) return true;
    }
    return false;
}

double qc_team_model_week_part(const qc_team_model *model, qc_day day)
{
    const bool works = qc_calendar_weekday(day) <= 5 && !is_holiday(&model->plan->team, day);
    return works ? 0.2 * model->present : 0;
}

double qc_team_model_heads(const qc_team_model *model, qc_day day)
{
    const qc_people_table *people = model->people;
    double heads = 0;
    for (int32_t i = 0; people != NULL && i < people->count; i++)
        heads += people->people[i].start <= day &&
                 (people->people[i].end == QC_DAY_NONE || people->people[i].end >= day);
    for (int32_t s = 0; s < model->seat_count; s++) {
        const qc_seat *seat = &model->seats[s];
        heads += !seat->planned && seat->name == NULL && seat->from - seat->tenure_days <= day;
    }
    return heads;
}

void qc_team_model_work(const qc_team_model *model, int32_t days, double *work)
{
    work[0] = 0;
    for (int32_t d = 1; d <= days; d++)
        work[d] = work[d - 1] + qc_team_model_week_part(model, model->as_of + d);
}

/* ---- one seat ---- */

/* One holder works from `start` to `end` (days since the as-of day): days and productive weeks of each
 * shift. Months of tenure have 30.4 days, or what a lever on the time of the ramp makes of them; a boundary
 * inside a day belongs to the day. */
static void hold(const qc_team_model *model, const double *work, double tenure, double start,
                 double end, const qc_shift *shifts, int32_t count, double *productive,
                 double *seated)
{
    const qc_plan_team *team = &model->plan->team;
    const double month_days = MONTH_DAYS * model->ramp_time;
    for (int32_t s = 0; s < count; s++) {
        const double from = fmax(shifts[s].from, start), to = fmin(shifts[s].to, end);
        if (!(to > from)) continue;
        int32_t at = (int32_t) from;
        const int32_t last = (int32_t) to;
        if (seated != NULL) seated[s] += last - at;
        while (at < last) {
            const double days = tenure + (at - start);
            const bool at_once = isinf(days) || !(month_days > 0);
            const double month = at_once ? team->ramp_count : floor(days / month_days);
            const bool ramped = month >= team->ramp_count;
            const double until = ramped ? last : start + (month + 1) * month_days - tenure;
            int32_t next = (int32_t) fmin(ceil(until), last);
            if (next <= at) next = at + 1;
            productive[s] += (ramped ? 1 : team->ramp[(int32_t) month]) * (work[next] - work[at]);
            at = next;
        }
    }
}

/* When the first holder of a seat begins; `late` is a number of the seat's luck. */
static double first_day(const qc_team_model *model, const qc_seat *seat, double late)
{
    double start = seat->planned ? seat->from - 1 - model->as_of : 0;
    if (seat->planned && model->late) start += floor(qc_spread_quantile(&model->delay, late));
    return start;
}

double qc_team_model_leaves(const qc_team_model *model, const qc_seat *seat, double leave_per_day,
                            uint64_t seed, int64_t trial, int32_t holder)
{
    qc_rng luck = qc_rng_stream(seed, QC_LUCK_SEAT, seat->entity, (uint64_t) trial);
    double start = first_day(model, seat, qc_rng_uniform(&luck)), end = INFINITY;
    for (int32_t h = 0; h <= holder; h++) {
        const double stays = -log(qc_rng_uniform(&luck)), away = qc_rng_uniform(&luck);
        end = leave_per_day > 0 ? start + floor(stays / leave_per_day) : (double) INFINITY;
        if (h == 0 && seat->until != QC_DAY_NONE)
            end = fmin(end, fmax(seat->until - model->as_of, start));
        if (h < holder) start = end + 1 + floor(qc_spread_quantile(&model->backfill, away));
    }
    return end;
}

void qc_team_model_seat(const qc_team_model *model, const qc_seat *seat, double leave_per_day,
                        uint64_t seed, int64_t trial, const double *work, const qc_shift *shifts,
                        int32_t count, double *productive, double *seated)
{
    const double days = shifts[count - 1].to;
    qc_rng luck = qc_rng_stream(seed, QC_LUCK_SEAT, seat->entity, (uint64_t) trial);
    double tenure = seat->tenure_days;
    double start = first_day(model, seat, qc_rng_uniform(&luck));
    memset(productive, 0, (size_t) count * sizeof *productive);
    if (seated != NULL) memset(seated, 0, (size_t) count * sizeof *seated);
    for (int32_t holder = 0; holder < MOST_HOLDERS && start < days; holder++) {
        const double stays = -log(qc_rng_uniform(&luck)), away = qc_rng_uniform(&luck);
        double end = leave_per_day > 0 ? fmin(start + floor(stays / leave_per_day), days) : days;
        if (holder == 0 && seat->until != QC_DAY_NONE)
            end = fmin(end, fmax(seat->until - model->as_of, start));
        hold(model, work, tenure, start, end, shifts, count, productive, seated);
        if (!model->replaces) return;
        start = end + 1 + floor(qc_spread_quantile(&model->backfill, away));
        tenure = 0;
    }
}
