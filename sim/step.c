#include "sim/step.h"

#include "core/memory.h"
#include "models/luck.h"
#include "plan/people_lever.h"
#include "sim/deal.h"
#include "sim/people.h"

#include <math.h>
#include <string.h>

#define WEEK         7.0
#define MINUTES      60.0
#define NEGLECT_FULL 4 /* unworked weeks after which the stated share is lost in full */
#define NOBODY       (-1)

typedef struct held { /* a deal in the hands of a rep */
    qc_deal deal;
    double base;     /* the rep's clock when the visit began with no days at risk */
    double from;     /* days at risk up to which `left` is used up */
    double left;     /* hazard still to be used up before the visit ends; NAN: the end is fixed */
    double after;    /* what is left of the number that decides exits when it leaves at `due` */
    double idle;     /* the rep's idle weeks when the deal came */
    double patience; /* hazard of neglect that the deal bears */
    qc_id to;
    int32_t next; /* in a list, NOBODY = last */
} held;

typedef struct rep {
    double clock;  /* working days that the rep's deals have moved */
    double speed;  /* of the shift */
    double idle;   /* weeks in which nothing moved */
    double need;   /* hours a week of all open deals */
    double hours;  /* left in the shift */
    bool here;     /* somebody sits there in this shift */
    int32_t count; /* open deals */
    double *due;   /* [count]: when each leaves, on the rep's clock */
    int32_t *deal; /* [count]: index into the pool */
    size_t room, deal_room;
} rep;

typedef struct step {
    qc_coupled coupled; /* first */
    qc_world *world;
    rep *reps;
    int32_t rep_count, turn;     /* whose turn it is to take an inbound deal */
    double *productive, *seated; /* [rep * shifts + shift] */
    held *pool;
    size_t pool_room;
    int32_t pool_count, free_list;
    int32_t book;                  /* first of the open deals, until the first shift */
    int32_t *arriving;             /* [shift]: first of the deals that come in it */
    int32_t waiting, last_waiting; /* inbound deals that nobody had time for, oldest first */
    int32_t shift;                 /* at hand; -1 before the first */
    double planned;                /* hours of activities in a full week */
    qc_shift_hours sum;            /* of all reps in the shift at hand */
    int64_t trial;
    bool laid_out; /* who sits where is the same in all trials, and known */
    bool failed;
} step;

/* ---- lists ---- */

static bool grow(step *it, void **array, size_t *room, size_t wanted, size_t size)
{
    qc_status ignored = {0};
    if (qc_memory_grow(array, room, wanted, size, &ignored)) return true;
    it->failed = true;
    return false;
}

/* NOBODY when memory has run out. */
static int32_t take_held(step *it)
{
    int32_t index = it->free_list;
    if (index != NOBODY) {
        it->free_list = it->pool[index].next;
        return index;
    }
    if ((size_t) it->pool_count >= it->pool_room &&
        !grow(it, (void **) &it->pool, &it->pool_room, (size_t) it->pool_count + 1,
              sizeof *it->pool))
        return NOBODY;
    return it->pool_count++;
}

static void drop_held(step *it, int32_t index)
{
    it->pool[index].next = it->free_list;
    it->free_list = index;
}

static double hours_of(const step *it, const held *what)
{
    return it->world->model->plan->stages[what->deal.stage].hours_per_week;
}

static bool make_room(step *it, rep *who)
{
    const size_t wanted = (size_t) who->count + 1;
    return grow(it, (void **) &who->due, &who->room, wanted, sizeof *who->due) &&
           grow(it, (void **) &who->deal, &who->deal_room, wanted, sizeof *who->deal);
}

static inline bool hold(step *it, rep *who, int32_t index, double due)
{
    const size_t count = (size_t) who->count;
    if ((count >= who->room || count >= who->deal_room) && !make_room(it, who)) return false;
    who->due[count] = due;
    who->deal[count] = index;
    who->count++;
    who->need += hours_of(it, &it->pool[index]);
    return true;
}

static void let_go(step *it, rep *who, int32_t at)
{
    who->need -= hours_of(it, &it->pool[who->deal[at]]);
    who->count--;
    who->due[at] = who->due[who->count];
    who->deal[at] = who->deal[who->count];
    if (who->count == 0) who->need = 0; /* no dust of additions */
}

/* ---- visits on a rep's clock ---- */

static const qc_law *law_of(const step *it, const held *what)
{
    const qc_world *world = it->world;
    return &world->draw.stages
                .laws[what->deal.segment * world->model->stages.stage_count + what->deal.stage];
}

static int32_t month_of(const step *it)
{
    return it->world->shocked ? it->world->people->month[it->shift] : 0;
}

static void rates_of(const step *it, const held *what, int32_t month, double *rate)
{
    qc_deal_weights(law_of(it, what), &what->deal, rate);
    for (int g = 0; g < QC_GROUP_COUNT; g++)
        rate[g] *= it->world->theta[month][g];
}

static double used_up(const qc_law *law, const double *rate, double x)
{
    double at[QC_GROUP_COUNT], sum = 0;
    qc_law_at(law, x, at);
    for (int g = 0; g < QC_GROUP_COUNT; g++)
        sum += rate[g] * at[g];
    return sum;
}

/* When the visit ends under this month's rates, on the rep's clock; INFINITY = not before the month does:
 * a clock never runs faster than the calendar. `now` is the calendar. */
static double schedule(const step *it, held *what, double now)
{
    const qc_law *law = law_of(it, what);
    const double end = it->world->month_end[month_of(it)];
    double rate[QC_GROUP_COUNT];
    rates_of(it, what, month_of(it), rate);
    const double x = what->from, x_end = x + fmax(end - now, 0);
    const double start = used_up(law, rate, x), used = used_up(law, rate, x_end) - start;
    if (!(what->left < used)) return INFINITY;
    what->after = what->deal.exit;
    return what->base + qc_deal_leave_between(law, rate, start + what->left, what->left / used, x,
                                              x_end, &what->after, &what->to);
}

/* A month has ended: what it has used up of the hazards, and when the visit ends under the next one's. */
static void turn_month(step *it, rep *who, int32_t before)
{
    const double now = it->world->people->shifts[it->shift].from;
    for (int32_t i = 0; i < who->count; i++) {
        held *what = &it->pool[who->deal[i]];
        const qc_law *law = law_of(it, what);
        double rate[QC_GROUP_COUNT];
        if (isnan(what->left)) continue;
        rates_of(it, what, before, rate);
        const double x = fmax(who->clock - what->base, what->from);
        what->left -= used_up(law, rate, x) - used_up(law, rate, what->from);
        what->from = x;
        who->due[i] = schedule(it, what, now);
    }
}

/* Begin a visit that is at risk from deal.time on; returns when it ends on the rep's clock. */
static double begin(step *it, const rep *who, held *what)
{
    qc_deal *deal = &what->deal;
    const qc_law *law = law_of(it, what);
    const double start = it->world->people->shifts[it->shift].from;
    const double now = who->clock + who->speed * (deal->time - start); /* whole weeks: the end */
    what->base = now - deal->at_risk;
    what->from = deal->at_risk;
    what->left = NAN;
    if (law->quick != NULL && !it->world->shocked) {
        const bool lost = deal->exit >= law->share;
        what->to = lost ? QC_STAGE_LOST : law->next;
        what->after = lost ? deal->exit : deal->exit / law->share;
        return now + qc_deal_quick_stay(it->world, law, deal);
    }
    what->left = -log(qc_rng_uniform(&deal->luck));
    qc_deal_keep_digits(deal);
    return schedule(it, what, deal->time);
}

/* ---- coming and going ---- */

static void receive(step *it, int32_t seat, int32_t index)
{
    rep *who = &it->reps[seat];
    held *what = &it->pool[index];
    what->deal.seat = seat;
    what->idle = who->idle;
    (void) hold(it, who, index, begin(it, who, what));
}

/* The visit at `at` has ended: on to the next stage, or out. */
static void leave(step *it, rep *who, int32_t at)
{
    qc_world *world = it->world;
    const qc_shift *shift = &world->people->shifts[it->shift];
    const int32_t index = who->deal[at];
    held *what = &it->pool[index];
    const bool day_clock = law_of(it, what)->day_clock;
    double time = shift->to;
    if (!world->whole_weeks) {
        time = shift->from + fmax(who->due[at] - who->clock, 0) / who->speed;
        if (time >= shift->to) time = nextafter(shift->to, 0); /* rounding of the division */
    }
    const int32_t day = world->whole_weeks ? shift->to : (int32_t) time + 1;
    const double stay = who->due[at] - what->base; /* days at risk, of work where it was slowed */
    let_go(it, who, at);
    world->moves++;
    what->deal.exit = what->after;
    if (what->to == QC_STAGE_LOST && qc_deal_counts_losses(world))
        qc_deal_lose(world, &what->deal, what->deal.stage, day);
    if (what->to == QC_STAGE_WON) qc_deal_win(world, &what->deal, day, it->trial);
    if (what->to < 0) {
        drop_held(it, index);
        return;
    }
    qc_deal_take_pace(world, &what->deal, stay);
    qc_deal_enter(world, &what->deal, what->to, time, day, day_clock);
    qc_deal_count_entry(world, &what->deal, day);
    (void) hold(it, who, index, begin(it, who, what));
}

static int32_t next_here(step *it)
{
    for (int32_t i = 0; i < it->rep_count; i++) {
        const int32_t seat = it->turn;
        it->turn = (it->turn + 1) % it->rep_count;
        if (it->reps[seat].here) return seat;
    }
    return NOBODY;
}

/* An empty seat's deals go to those who are there, each as old as it is; without anybody they stay. */
static void hand_over(step *it, int32_t seat)
{
    rep *who = &it->reps[seat];
    while (who->count > 0) {
        const int32_t to = next_here(it), at = who->count - 1, index = who->deal[at];
        if (to == NOBODY) return;
        rep *heir = &it->reps[to];
        const double shift = heir->clock - who->clock, due = who->due[at];
        let_go(it, who, at);
        it->pool[index].base += shift;
        it->pool[index].idle += heir->idle - who->idle;
        it->pool[index].deal.seat = to;
        if (!hold(it, heir, index, due + shift)) return;
    }
}

/* ---- a shift ---- */

static double days_of(const step *it)
{
    const qc_shift *shift = &it->world->people->shifts[it->shift];
    return shift->to - shift->from;
}

static double seated_share(const step *it, int32_t seat)
{
    return it->seated[seat * it->world->people->shift_count + it->shift] / days_of(it);
}

/* Open deals come first; what is kept for prospecting is not theirs. */
static void work_deals(step *it, int32_t seat)
{
    rep *who = &it->reps[seat];
    const qc_team_model *team = &it->world->model->team;
    const qc_people *people = it->world->people;
    const double full = people->full[it->shift] * seated_share(it, seat);
    const double there = isfinite(team->hours) ? team->hours * full : (double) INFINITY;
    const double kept = team->prospecting_hours * full;
    const double need = who->need * days_of(it) / WEEK;
    const double room = who->here ? fmax(there - kept, 0) : 0.0;
    who->speed = !who->here ? 0 : need <= 0 ? 1 : fmin(room / need, 1);
    who->hours = who->here ? fmax(there - fmin(need, room), 0) : 0;
    const double planned = it->planned * full, days = seated_share(it, seat) * days_of(it);
    it->sum.needed += need + planned;
    it->sum.there += there;
    it->sum.staffed += days;
    if (need + planned > there * (1 + 1e-9)) it->sum.overloaded += days;
}

static void go_through_due(step *it, rep *who)
{
    const double end = who->clock + who->speed * days_of(it);
    for (int32_t i = 0; i < who->count;) {
        if (who->due[i] <= end && who->speed > 0)
            leave(it, who, i); /* another deal, or its own next visit, may now stand at i */
        else
            i++;
    }
}

/* What nobody works on is lost in time: in full measure after NEGLECT_FULL unworked weeks. */
static void neglect(step *it, rep *who)
{
    const double weeks = (1 - who->speed) * days_of(it) / WEEK;
    const double hazard = -log1p(-it->world->model->plan->team.neglect) * weeks;
    who->idle += weeks;
    if (!(hazard > 0)) return;
    for (int32_t i = 0; i < who->count;) {
        held *what = &it->pool[who->deal[i]];
        what->patience -= hazard * fmin((who->idle - what->idle) / NEGLECT_FULL, 1);
        if (what->patience > 0) {
            i++;
            continue;
        }
        if (qc_deal_counts_losses(it->world))
            qc_deal_lose(it->world, &what->deal, what->deal.stage,
                         it->world->people->shifts[it->shift].to);
        let_go(it, who, i);
        drop_held(it, (int32_t) (what - it->pool));
    }
}

/* Whose turn it is among those with room and time. */
static int32_t find_taker(step *it, double hours)
{
    for (int32_t i = 0; i < it->rep_count; i++) {
        const int32_t seat = next_here(it);
        if (seat == NOBODY) return NOBODY;
        rep *who = &it->reps[seat];
        if (who->count >= it->world->model->team.open_deal_limit || who->hours < hours) continue;
        who->hours -= hours;
        return seat;
    }
    return NOBODY;
}

static void wait(step *it, int32_t index)
{
    it->pool[index].next = NOBODY;
    if (it->waiting == NOBODY)
        it->waiting = index;
    else
        it->pool[it->last_waiting].next = index;
    it->last_waiting = index;
}

/* Inbound deals that wait, oldest first, as far as hours go. */
static void serve_waiting(step *it)
{
    const qc_plan_activities *all = &it->world->model->plan->activities;
    const double start = it->world->people->shifts[it->shift].from;
    int32_t index = it->waiting;
    it->waiting = it->last_waiting = NOBODY;
    bool some = true;
    while (index != NOBODY) {
        const int32_t next = it->pool[index].next;
        held *what = &it->pool[index];
        const int32_t seat = some ? find_taker(it, all->inbound_minutes / MINUTES) : NOBODY;
        if (seat == NOBODY) {
            some = false;
            if (start - what->deal.time > all->stale_after_days) {
                it->world->people->stale++;
                drop_held(it, index);
            } else {
                wait(it, index);
            }
        } else {
            what->deal.time = fmax(what->deal.time, start);
            receive(it, seat, index);
        }
        index = next;
    }
}

static void take_arrivals(step *it, int32_t *list)
{
    const double end = it->world->people->shifts[it->shift].to;
    int32_t index = *list;
    *list = NOBODY;
    while (index != NOBODY) {
        held *what = &it->pool[index];
        const int32_t next = what->next, seat = what->deal.seat;
        if (it->world->whole_weeks && what->deal.open < 0) what->deal.time = end;
        /* a deal whose rep is away goes to whoever is there; without anybody it stays */
        const int32_t other = seat == NOBODY || it->reps[seat].here ? seat : next_here(it);
        if (seat == NOBODY)
            wait(it, index);
        else
            receive(it, other == NOBODY ? seat : other, index);
        index = next;
    }
}

static void prospect(step *it, int32_t seat)
{
    const qc_world *world = it->world;
    rep *who = &it->reps[seat];
    const double productive = it->productive[seat * world->people->shift_count + it->shift];
    const double full = world->people->full[it->shift] * seated_share(it, seat);
    if (!(productive > 0) || who->count >= world->model->team.open_deal_limit) return;
    const double fits = qc_activity_model_fits(&world->draw.activities.week,
                                               full > 0 ? who->hours / full : who->hours);
    qc_people_arrivals(it->world, seat, it->shift, productive * fits, it->trial);
}

static void start_shift(step *it)
{
    const qc_people *people = it->world->people;
    const bool month_turns = it->world->shocked && it->shift > 0 &&
                             people->month[it->shift] != people->month[it->shift - 1];
    for (int32_t r = 0; r < it->rep_count; r++)
        it->reps[r].here = seated_share(it, r) > 0;
    for (int32_t r = 0; r < it->rep_count; r++) {
        if (!it->reps[r].here) hand_over(it, r);
    }
    if (it->shift == 0) take_arrivals(it, &it->book);
    it->sum = (qc_shift_hours){0, 0, 0, 0};
    for (int32_t r = 0; r < it->rep_count; r++) {
        if (month_turns) turn_month(it, &it->reps[r], people->month[it->shift - 1]);
        work_deals(it, r);
    }
    qc_people_count_hours(it->world->people, it->shift, &it->sum);
}

static void run_shift(step *it)
{
    const bool whole = it->world->whole_weeks;
    int32_t *arriving = &it->arriving[it->shift];
    start_shift(it);
    if (!whole) { /* known before: inbound deals, and what earlier attempts brought */
        take_arrivals(it, arriving);
        serve_waiting(it);
    }
    for (int32_t r = 0; r < it->rep_count && it->world->model->activities.on; r++)
        prospect(it, r);
    if (!whole) take_arrivals(it, arriving);
    for (int32_t r = 0; r < it->rep_count; r++)
        go_through_due(it, &it->reps[r]);
    if (whole) {
        take_arrivals(it, arriving);
        serve_waiting(it);
    }
    for (int32_t r = 0; r < it->rep_count; r++) {
        rep *who = &it->reps[r];
        if (who->speed < 1) neglect(it, who);
        who->clock += who->speed * days_of(it);
    }
}

/* ---- a trial ---- */

/* An owner's open deals stay together; the others are dealt out. */
static int32_t seat_of_open(const step *it, const qc_deal *deal)
{
    const qc_id owner = it->world->book->open[deal->open].labels.of[QC_LABEL_OWNER];
    int32_t present = 0;
    while (present < it->rep_count && !it->world->model->team.seats[present].planned)
        present++;
    if (present == 0) return it->rep_count > 0 ? 0 : NOBODY;
    return (owner != QC_ID_NONE ? owner : deal->open) % present;
}

/* How much hazard of neglect a deal bears. */
static double patience_of(const step *it, const qc_deal *deal)
{
    qc_rng luck = qc_rng_stream(it->world->seed, QC_LUCK_NEGLECT,
                                deal->entity ^ (deal->open >= 0 ? UINT64_MAX : 0),
                                (uint64_t) it->trial);
    return -log(qc_rng_uniform(&luck));
}

static void take(qc_coupled *coupled, const qc_deal *deal)
{
    step *it = (step *) (void *) coupled;
    const qc_people *people = it->world->people;
    const int32_t index = take_held(it);
    if (index == NOBODY) return;
    held *what = &it->pool[index];
    *what = (held){.deal = *deal, .patience = INFINITY};
    if (it->world->model->plan->team.neglect > 0) what->patience = patience_of(it, deal);
    if (deal->open >= 0) what->deal.seat = seat_of_open(it, deal);
    if (deal->open >= 0) {
        what->next = it->book;
        it->book = index;
        return;
    }
    int32_t shift = it->shift < 0 ? 0 : it->shift;
    while (shift < people->shift_count - 1 && people->shifts[shift].to <= deal->time)
        shift++;
    what->next = it->arriving[shift];
    it->arriving[shift] = index;
}

static void lay_out_people(step *it)
{
    const qc_world *world = it->world;
    const qc_team_model *team = &world->model->team;
    const qc_people *people = world->people;
    for (int32_t r = 0; r < it->rep_count; r++) {
        rep *who = &it->reps[r];
        who->clock = who->idle = who->need = who->hours = 0;
        who->count = 0;
        who->speed = 1;
        if (it->laid_out) continue;
        qc_team_model_seat(team, &team->seats[r], world->draw.leave_per_day, world->seed, it->trial,
                           people->work, people->shifts, people->shift_count,
                           &it->productive[r * people->shift_count],
                           &it->seated[r * people->shift_count]);
    }
    it->laid_out = !team->leaves && !team->late && world->draw.leave_per_day <= 0;
}

static void run(qc_coupled *coupled, int64_t trial)
{
    step *it = (step *) (void *) coupled;
    qc_people *people = it->world->people;
    it->trial = trial;
    people->trials++;
    if (it->world->model->activities.on) qc_people_noise(it->world, trial);
    lay_out_people(it);
    const qc_activity_week *week = &it->world->draw.activities.week;
    it->planned = it->world->model->activities.on ? week->first_hours + week->follow_hours : 0;
    for (it->shift = 0; it->shift < people->shift_count && !it->failed; it->shift++)
        run_shift(it);
    it->shift = -1;
    it->pool_count = 0;
    it->free_list = it->waiting = it->last_waiting = it->book = NOBODY;
    it->turn = 0;
    memset(it->arriving, 0xff, (size_t) people->shift_count * sizeof *it->arriving); /* NOBODY */
}

/* ---- making ---- */

bool qc_step_make(qc_world *world, qc_status *status)
{
    qc_arena *arena = &world->arena;
    const size_t reps = (size_t) world->model->team.seat_count;
    const size_t shifts = (size_t) world->people->shift_count;
    step *it = qc_arena_take(arena, 1, sizeof *it, status);
    if (it == NULL) return false;
    *it = (step){.coupled = {take, run},
                 .world = world,
                 .rep_count = (int32_t) reps,
                 .free_list = NOBODY,
                 .book = NOBODY,
                 .waiting = NOBODY,
                 .last_waiting = NOBODY,
                 .shift = -1};
    it->reps = qc_arena_take(arena, reps, sizeof *it->reps, status);
    it->productive = qc_arena_take(arena, reps * shifts, sizeof(double), status);
    it->seated = qc_arena_take(arena, reps * shifts, sizeof(double), status);
    it->arriving = qc_arena_take(arena, shifts, sizeof *it->arriving, status);
    if (it->reps == NULL || it->productive == NULL || it->seated == NULL || it->arriving == NULL)
        return false;
    memset(it->arriving, 0xff, shifts * sizeof *it->arriving); /* NOBODY */
    world->coupled = &it->coupled;
    return true;
}

bool qc_step_pass(const qc_world *world, qc_status *status)
{
    const step *it = (const step *) (const void *) world->coupled;
    return it == NULL || !it->failed || qc_fail(status, QC_NO_MEMORY, "out of memory");
}

void qc_step_free(qc_world *world)
{
    step *it = (step *) (void *) world->coupled;
    if (it == NULL) return;
    for (int32_t r = 0; it->reps != NULL && r < it->rep_count; r++) {
        qc_memory_release(it->reps[r].due);
        qc_memory_release(it->reps[r].deal);
    }
    qc_memory_release(it->pool);
    world->coupled = NULL;
}
