#include "sim/people.h"

#include "models/luck.h"
#include "models/seating.h"
#include "sim/deal.h"
#include "sim/engine.h"
#include "sim/holder.h"
#include "sim/hours.h"
#include "sim/ledger.h"
#include "sim/market.h"
#include "sim/step/step.h"

#include <gsl/gsl_randist.h>
#include <math.h>

#define WEEK       7
#define PATIENT    500 /* deals of a seat and shift that are counted one by one */
#define HUNDREDTHS 100

/* ---- shifts ---- */

static int32_t cut_shifts(const qc_world *world, qc_shift *shifts, int32_t *month)
{
    const int32_t days = world->questions->days;
    const bool months_differ = !world->whole_weeks;
    int32_t count = 0, m = 0;
    for (int32_t from = 0; from < days;) {
        const int32_t month_end = world->month_span[m].to - world->questions->as_of;
        int32_t to = (from / WEEK + 1) * WEEK;
        if (to > month_end && months_differ) to = month_end;
        if (to > days) to = days;
        if (shifts != NULL) {
            shifts[count] = (qc_shift){from, to};
            month[count] = m;
        }
        count++;
        while (m < world->month_count - 1 &&
               to >= world->month_span[m].to - world->questions->as_of)
            m++;
        from = to;
    }
    return count;
}

/* A week's working days are spread over all its days: a shift that a month's end cuts off on a Saturday is
 * no holiday. The last week of the horizon may be cut itself: it counts like its days. */
static void spread_work(qc_people *people, int32_t days)
{
    for (int32_t i = 0; i < people->shift_count; i++) {
        const int32_t start = people->shifts[i].from / WEEK * WEEK;
        const int32_t end = start + WEEK;
        const double length = people->shifts[i].to - people->shifts[i].from;
        people->full[i] = end <= days ? (people->work[end] - people->work[start]) * length / WEEK
                                      : people->work[people->shifts[i].to] -
                                            people->work[people->shifts[i].from];
    }
}

static void lay_days(qc_people *people, int32_t days)
{
    int32_t shift = 0;
    for (int32_t day = 1; day <= days; day++) {
        while (people->shifts[shift].to < day)
            shift++;
        people->shift_of_day[day] = shift;
    }
}

/* Deals that a rep prospects are a rep's own deals from the start: they move as those did. */
static bool name_seats(qc_world *world, qc_people *people, qc_status *status)
{
    const qc_model *model = world->model;
    qc_seating seating;
    if (!model->activities.on || !model->stages.traits.on[QC_TRAIT_OWNER]) return true;
    if (!qc_seating_make(&seating, &model->team, world->book, &world->arena, status)) return false;
    people->owner = seating.owner;
    return true;
}

bool qc_people_make(qc_world *world, qc_status *status)
{
    const qc_model *model = world->model;
    const size_t days = (size_t) world->questions->days + 1, months = (size_t) world->month_count;
    if (!model->team.on ||
        (!model->activities.on && !qc_team_model_couples(&model->team) &&
         !world->questions->needs_ledger && world->questions->label_mask[QC_LABEL_OWNER] == NULL))
        return true;
    qc_people *people = qc_arena_take(&world->arena, 1, sizeof *people, status);
    if (people == NULL) return false;
    people->shift_count = cut_shifts(world, NULL, NULL);
    const size_t shifts = (size_t) people->shift_count;
    const size_t seats = (size_t) model->team.seat_count;
    people->shifts = qc_arena_take(&world->arena, shifts, sizeof *people->shifts, status);
    people->shift_of_day = qc_arena_take(&world->arena, days, sizeof(int32_t), status);
    people->month = qc_arena_take(&world->arena, shifts, sizeof *people->month, status);
    people->work = qc_arena_take(&world->arena, days, sizeof(double), status);
    people->full = qc_arena_take(&world->arena, shifts, sizeof(double), status);
    people->overloaded = qc_arena_take(&world->arena, months, sizeof(int64_t), status);
    people->staffed = qc_arena_take(&world->arena, months, sizeof(int64_t), status);
    people->productive = qc_arena_take(&world->arena, seats * shifts, sizeof(double), status);
    people->seated = qc_arena_take(&world->arena, seats * shifts, sizeof(double), status);
    people->laid_trial = people->laid_draw = INT64_MIN;
    people->skill = qc_arena_take(&world->arena, seats, sizeof(double), status);
    people->left = qc_arena_take(&world->arena, seats, sizeof(double), status);
    people->now_skill = qc_arena_take(&world->arena, seats, sizeof(double), status);
    people->holder = qc_arena_take(&world->arena, seats, sizeof *people->holder, status);
    people->skill_draw = INT64_MIN;
    people->noise = qc_arena_take(&world->arena, months, sizeof(double), status);
    people->hours_needed = qc_arena_take(&world->arena, months, sizeof(int64_t), status);
    people->hours_there = qc_arena_take(&world->arena, months, sizeof(int64_t), status);
    if (people->shifts == NULL || people->shift_of_day == NULL || people->month == NULL ||
        people->work == NULL || people->productive == NULL || people->seated == NULL ||
        people->noise == NULL || people->hours_needed == NULL || people->hours_there == NULL ||
        people->full == NULL || people->skill == NULL || people->left == NULL ||
        people->now_skill == NULL || people->holder == NULL || people->overloaded == NULL ||
        people->staffed == NULL)
        return false;
    (void) cut_shifts(world, people->shifts, people->month);
    qc_team_model_work(&model->team, world->questions->days, people->work);
    spread_work(people, world->questions->days);
    lay_days(people, world->questions->days);
    world->people = people;
    return name_seats(world, people, status);
}

void qc_people_lay_out(const qc_world *world, int64_t trial)
{
    const qc_team_model *team = &world->model->team;
    qc_people *people = world->people;
    const double leave_per_day = world->draw.leave_per_day;
    if (people->stays || (people->laid_trial == trial && people->laid_draw == world->draw_number))
        return;
    for (int32_t s = 0; s < team->seat_count; s++)
        qc_team_model_seat(team, &team->seats[s], leave_per_day, world->seed, trial, people->work,
                           people->shifts, people->shift_count,
                           &people->productive[s * people->shift_count],
                           &people->seated[s * people->shift_count]);
    people->stays = !team->leaves && !team->late && leave_per_day <= 0;
    people->laid_trial = trial;
    people->laid_draw = world->draw_number;
}

/* ---- deals ---- */

qc_id qc_people_owner(const qc_world *world, int32_t seat, qc_id drawn)
{
    const qc_people *people = world->people;
    const int32_t known = world->model->stages.traits.values[QC_TRAIT_OWNER] - 1;
    if (seat < 0 || people == NULL || people->owner == NULL ||
        world->model->team.seats[seat].prospects_only)
        return drawn;
    const qc_id own = people->owner[seat];
    return own == QC_ID_NONE || own >= known ? drawn : own;
}

/* Who stands out, once for each parameter draw. */
static void draw_skills(qc_world *world)
{
    qc_people *people = world->people;
    const qc_team_model *team = &world->model->team;
    if (people->skill_draw == world->draw_number) return;
    people->skill_draw = world->draw_number;
    for (int32_t s = 0; s < team->seat_count; s++)
        people->skill[s] = qc_skill_model_draw(&world->model->skills, &team->seats[s], world->seed,
                                               world->draw_number);
}

static double leaves(const qc_world *world, int32_t seat, int64_t trial)
{
    const qc_team_model *team = &world->model->team;
    return qc_team_model_leaves(team, &team->seats[seat], world->draw.leave_per_day, world->seed,
                                trial, world->people->holder[seat]);
}

/* The first holders, on the first day of a trial. */
static void seat_first(qc_world *world, int64_t trial)
{
    qc_people *people = world->people;
    const qc_team_model *team = &world->model->team;
    for (int32_t s = 0; s < team->seat_count; s++) {
        people->holder[s] = 0;
        people->now_skill[s] = people->skill[s];
        people->left[s] = team->replaces ? leaves(world, s, trial) : (double) INFINITY;
    }
}

/* Who replaces somebody has a skill of their own, in each trial another. */
static void follow_holders(qc_world *world, int32_t seat, int32_t day, int64_t trial)
{
    qc_people *people = world->people;
    while (day >= people->left[seat]) {
        people->holder[seat]++;
        people->left[seat] = leaves(world, seat, trial);
        people->now_skill[seat] = qc_skill_model_heir(&world->model->skills,
                                                      &world->model->team.seats[seat], world->seed,
                                                      trial, people->holder[seat]);
    }
}

void qc_people_noise(qc_world *world, int64_t trial)
{
    draw_skills(world);
    seat_first(world, trial);
    qc_arrivals_state state = world->draw.activities.noise;
    world->people->kept += llround(1e6 * world->draw.activities.kept);
    qc_rng luck = qc_rng_stream(world->seed, QC_LUCK_PROSPECT, UINT64_MAX, (uint64_t) trial);
    gsl_rng view;
    qc_rng_gsl(&view, &luck);
    for (int32_t m = 0; m < world->month_count; m++) {
        double log_yield = state.base + state.noise;
        if (state.sd > 0)
            log_yield = qc_arrivals_step(&state, world->step_days[m], 0,
                                         gsl_ran_gaussian_ziggurat(&view, 1));
        world->people->noise[m] = exp(log_yield);
    }
}

/* How many events of a process of unit rate come before `expected`: a larger expectation keeps them all. */
static int64_t count_before(qc_rng *luck, double expected)
{
    int64_t count = 0;
    gsl_rng view;
    if (expected > PATIENT) {
        qc_rng_gsl(&view, luck);
        return gsl_ran_poisson(&view, fmin(expected, 1e7));
    }
    for (double at = -log(qc_rng_uniform(luck)); at < expected; at -= log(qc_rng_uniform(luck)))
        count++;
    return count;
}

/* The segment of a deal: as new deals have it, among those that the seat is for. */
static int32_t pick_segment(const qc_world *world, const qc_seat *who, double u)
{
    const double *share = world->draw.activities.segment_share;
    const int32_t count = world->model->arrivals.segment_count;
    double own = 0;
    int32_t last = 0;
    if (who->segments == UINT64_MAX) return qc_arrival_model_pick(share, count, u);
    for (int32_t s = 0; s < count && s < 64; s++)
        own += who->segments >> s & 1 ? share[s] - (s > 0 ? share[s - 1] : 0) : 0;
    double left = u * own;
    for (int32_t s = 0; s < count && s < 64; s++) {
        if (!(who->segments >> s & 1)) continue;
        last = s;
        left -= share[s] - (s > 0 ? share[s - 1] : 0);
        if (left < 0) break;
    }
    return last;
}

static void prospect(qc_world *world, int32_t seat, int32_t shift, int32_t kind, uint64_t entity,
                     int64_t trial)
{
    const qc_activity_draw *draw = &world->draw.activities;
    const qc_people *people = world->people;
    const uint64_t path = qc_rng_key(world->seed, QC_LUCK_PROSPECTED, (uint64_t) trial);
    const qc_seat *who = &world->model->team.seats[seat];
    qc_rng luck = qc_rng_entity(path, entity), choice = luck;
    const double segment = qc_rng_uniform(&choice), attempt = qc_rng_uniform(&choice);
    const int32_t tries = qc_arrival_model_pick(draw->attempt_share[kind], draw->attempts, attempt);
    const qc_newcomer deal = {.luck = luck,
                              .entity = entity,
                              .segment = pick_segment(world, who, segment),
                              .stage = world->model->plan->activities.kinds[kind].stage,
                              .seat = seat,
                              .start = people->shifts[shift].from,
                              .length = people->shifts[shift].to - people->shifts[shift].from,
                              .delay = tries * draw->days_between,
                              .source = who->planned ? QC_SOURCE_HIRES : QC_SOURCE_REPS};
    if (world->market != NULL &&
        !qc_market_has_room(world, deal.segment, entity, people->shifts[shift].to, trial))
        return;
    qc_deal_arrive(world, &deal, trial);
}

/* Activities of a shift, spread evenly over its days without losing a hundredth. */
static void count_activities(qc_world *world, int32_t seat, int32_t shift, double weeks)
{
    const qc_questions *questions = world->questions;
    const qc_shift *days = &world->people->shifts[shift];
    if (questions->metric_mask[QC_METRIC_ACTIVITY] == 0) return;
    for (int32_t k = 0; k < world->model->activities.count; k++) {
        const uint64_t mask = questions->activity_mask[k] & qc_holder_of_seat(world, seat);
        const double number = HUNDREDTHS * weeks * world->draw.activities.week.attempts[k];
        const double each = number / (days->to - days->from);
        for (int32_t day = days->from; mask != 0 && day < days->to; day++) {
            const double before = round(each * (day - days->from));
            qc_deal_count(world, mask, QC_METRIC_ACTIVITY, day + 1,
                          (round(each * (day + 1 - days->from)) - before) / HUNDREDTHS);
        }
    }
}

void qc_people_arrivals(qc_world *world, int32_t seat, int32_t shift, double weeks, int64_t trial)
{
    const qc_activity_draw *draw = &world->draw.activities;
    const qc_people *people = world->people;
    /* levers on new deals: those of the whole plan reach the activities */
    follow_holders(world, seat, people->shifts[shift].from, trial);
    const double yield = weeks * people->now_skill[seat] * draw->kept * draw->lever *
                         people->noise[people->month[shift]] *
                         world->draw.arrivals.season[world->month_of_year[people->month[shift]]];
    count_activities(world, seat, shift, weeks);
    if (world->ledger != NULL) qc_ledger_work(world, seat, shift, weeks);
    if (world->market != NULL) qc_market_contact(world, shift, weeks);
    for (int32_t k = 0; k < world->model->activities.count; k++) {
        const uint64_t name = UINT64_C(1) << 63 | world->model->team.seats[seat].entity << 27 |
                              (uint64_t) shift << 5 | (uint64_t) k;
        qc_rng luck = qc_rng_stream(world->seed, QC_LUCK_PROSPECT, name, (uint64_t) trial);
        const int64_t deals = count_before(&luck, yield * draw->week.deals[k]);
        const uint64_t first = qc_rng_mix(name); /* a seat's deals follow each other */
        for (int64_t i = 0; i < deals; i++)
            prospect(world, seat, shift, k, first + (uint64_t) i, trial);
    }
}

void qc_people_add_to(const qc_world *world, qc_people_run *run)
{
    const qc_people *people = world->people;
    if (people == NULL) return;
    run->trials += people->trials;
    run->stale += people->stale;
    run->kept += people->kept;
    run->months = world->month_count < QC_RUN_MONTHS ? world->month_count : QC_RUN_MONTHS;
    for (int s = 0; s < QC_SOURCE_COUNT; s++) {
        run->created[s] += world->created[s];
        run->won[s] += world->won[s];
    }
    for (int32_t m = 0; m < run->months; m++) {
        run->hours_needed[m] += people->hours_needed[m];
        run->hours_there[m] += people->hours_there[m];
        run->overloaded[m] += people->overloaded[m];
        run->staffed[m] += people->staffed[m];
    }
}

void qc_people_run_merge(qc_people_run *run, const qc_people_run *other)
{
    run->trials += other->trials;
    run->stale += other->stale;
    run->kept += other->kept;
    if (other->months > run->months) run->months = other->months;
    for (int s = 0; s < QC_SOURCE_COUNT; s++) {
        run->created[s] += other->created[s];
        run->won[s] += other->won[s];
    }
    for (int32_t m = 0; m < other->months; m++) {
        run->hours_needed[m] += other->hours_needed[m];
        run->hours_there[m] += other->hours_there[m];
        run->overloaded[m] += other->overloaded[m];
        run->staffed[m] += other->staffed[m];
    }
}

void qc_people_run_digest(const qc_people_run *run, qc_digest *digest)
{
    qc_digest_add_whole(digest, run->trials);
    qc_digest_add_whole(digest, run->stale);
    qc_digest_add_whole(digest, run->kept);
    for (int s = 0; s < QC_SOURCE_COUNT; s++) {
        qc_digest_add_whole(digest, run->created[s]);
        qc_digest_add_whole(digest, (int64_t) run->won[s]);
        qc_digest_add_whole(digest, (int64_t) (run->won[s] >> 64));
    }
    for (int32_t m = 0; m < run->months; m++) {
        qc_digest_add_whole(digest, run->hours_needed[m]);
        qc_digest_add_whole(digest, run->hours_there[m]);
        qc_digest_add_whole(digest, run->overloaded[m]);
        qc_digest_add_whole(digest, run->staffed[m]);
    }
}

/* ---- a trial ---- */

void qc_people_count_hours(qc_people *people, int32_t shift, const qc_shift_hours *hours)
{
    const int32_t month = people->month[shift];
    people->hours_needed[month] += qc_stats_nearest(HUNDREDTHS * hours->needed);
    if (isfinite(hours->there))
        people->hours_there[month] += qc_stats_nearest(HUNDREDTHS * hours->there);
    people->staffed[month] += qc_stats_nearest(hours->staffed);
    people->overloaded[month] += qc_stats_nearest(hours->overloaded);
}

void qc_people_prospect(qc_world *world, int64_t trial)
{
    qc_people *people = world->people;
    const qc_team_model *team = &world->model->team;
    if (people == NULL || !world->model->activities.on) return;
    const qc_activity_week *week = &world->draw.activities.week;
    const double fits = qc_activity_model_fits(week, team->hours);
    people->trials++;
    qc_people_noise(world, trial);
    qc_people_lay_out(world, trial);
    for (int32_t s = 0; s < team->seat_count; s++) {
        const double *productive = &people->productive[s * people->shift_count];
        const double *seated = &people->seated[s * people->shift_count];
        for (int32_t i = 0; i < people->shift_count; i++) {
            const int32_t length = people->shifts[i].to - people->shifts[i].from;
            const double there = people->full[i] * seated[i] / length;
            const double needed = there * (week->first_hours + week->follow_hours);
            const bool short_of = needed > there * team->hours * (1 + 1e-9);
            qc_people_count_hours(people, i,
                                  &(qc_shift_hours){needed, there * team->hours, seated[i],
                                                    short_of ? seated[i] : 0});
            qc_hours_add(world, i, productive[i] * fits * (week->first_hours + week->follow_hours),
                         there);
            if (productive[i] > 0) qc_people_arrivals(world, s, i, productive[i] * fits, trial);
        }
    }
}
