#include "sim/market.h"

#include "core/memory.h"
#include "models/luck.h"
#include "sim/people.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LUCK_TIME \
    2 /* the numbers of a new deal's luck that its arrival and its customer come from */

typedef struct held {
    double time;
    bool known_customer; /* needs no account */
    qc_newcomer who;
} held;

struct qc_market {
    int32_t pool_count;
    int32_t *pool_of;    /* [segment] */
    double *accounts;    /* [pool], INFINITY = no limit */
    double *start;       /* [pool]: left on the as-of day */
    double *back;        /* [pool * (days + 1) + day]: used before and back on that day */
    double *left;        /* [pool]: now */
    double *used;        /* [pool * (days + 1) + day]: in this trial */
    double *goes;        /* [pool]: share of what reps would contact in the shift at hand */
    int32_t day;         /* up to which accounts have come back */
    int32_t return_days; /* INT32_MAX = never */
    double turned;
    double left_at_end; /* of the main span; NAN = not reached yet */
    held *newcomers;
    size_t room;
    int32_t count, next;
    bool failed;
};

/* ---- making ---- */

static int32_t days_of(const qc_world *world)
{
    return world->questions->days;
}

static bool take_room(qc_world *world, qc_market *it, qc_status *status)
{
    qc_arena *arena = &world->arena;
    const size_t pools = (size_t) world->model->segments.count + 1;
    const size_t days = (size_t) days_of(world) + 1;
    it->pool_of = qc_arena_take(arena, pools, sizeof(int32_t), status);
    it->accounts = qc_arena_take(arena, pools, sizeof(double), status);
    it->start = qc_arena_take(arena, pools, sizeof(double), status);
    it->left = qc_arena_take(arena, pools, sizeof(double), status);
    it->goes = qc_arena_take(arena, pools, sizeof(double), status);
    it->back = qc_arena_take(arena, pools * days, sizeof(double), status);
    it->used = qc_arena_take(arena, pools * days, sizeof(double), status);
    return it->pool_of != NULL && it->accounts != NULL && it->start != NULL && it->left != NULL &&
           it->goes != NULL && it->back != NULL && it->used != NULL;
}

/* Pool 0 is the whole market; segments that state accounts have one of their own. */
static void lay_pools(const qc_world *world, qc_market *it)
{
    const qc_segments *segments = &world->model->segments;
    const qc_plan *plan = world->model->plan;
    it->accounts[0] = plan->market.accounts;
    it->pool_count = 1;
    for (int32_t s = 0; s < segments->count; s++) {
        const int32_t index = segments->plan_index[s];
        it->pool_of[s] = 0;
        if (index < 0 || plan->segments[index].accounts < 0) continue;
        it->pool_of[s] = it->pool_count;
        it->accounts[it->pool_count++] = plan->segments[index].accounts;
    }
}

/* Accounts used `ago` days before the as-of day, as far as there are any: what was used again since then
 * counts from the last time. */
static void use_before(const qc_world *world, qc_market *it, int32_t pool, int32_t ago,
                       double accounts)
{
    const int64_t back = (int64_t) it->return_days - ago;
    if (it->return_days != INT32_MAX && back <= 0) return;
    accounts = fmin(accounts, it->start[pool]);
    it->start[pool] -= accounts;
    if (it->return_days != INT32_MAX && back <= days_of(world))
        it->back[pool * (days_of(world) + 1) + back] += accounts;
}

/* Whom the log says were reached without a deal; where it says no outcomes, as many as the rates tell. */
static double contacts_of(const qc_world *world, const qc_done *done)
{
    const qc_activity_model *activities = &world->model->activities;
    const int32_t k = done->activity;
    if (!isnan(done->contacts)) return done->contacts;
    return activities->on
               ? done->number * activities->contact[k].mean * (1 - activities->opportunity[k].mean)
               : 0;
}

/* [days ago]: whom the log's people reached. */
static double *contacts_by_day(const qc_world *world, int32_t *days, qc_arena *scratch,
                               qc_status *status)
{
    const qc_book *book = world->book;
    for (int32_t i = 0; i < book->done_count; i++)
        *days = (int32_t) fmax(*days, book->as_of - book->done[i].day + 1);
    double *by_day = qc_arena_take(scratch, (size_t) *days, sizeof *by_day, status);
    for (int32_t i = 0; by_day != NULL && i < book->done_count; i++)
        by_day[book->as_of - book->done[i].day] += contacts_of(world, &book->done[i]);
    return by_day;
}

/* No log knows the segment: contacts are spread like new deals, the last ones first. */
static bool use_contacts(const qc_world *world, qc_market *it, qc_arena *scratch, qc_status *status)
{
    const qc_arrival_model *arrivals = &world->model->arrivals;
    qc_arrival_draw usual = {0};
    int32_t days = 0;
    const double *by_day = contacts_by_day(world, &days, scratch, status);
    double *upto = qc_arena_take(scratch, (size_t) arrivals->segment_count, sizeof *upto, status);
    if (by_day == NULL || upto == NULL || !qc_arrival_draw_room(&usual, arrivals, scratch, status))
        return false;
    qc_arrival_model_draw(arrivals, 0, -1, &usual);
    qc_activity_model_segments(arrivals, &usual, upto);
    for (int32_t ago = 0; ago < days; ago++) {
        for (int32_t s = 0; s < arrivals->segment_count; s++)
            use_before(world, it, it->pool_of[s], ago,
                       by_day[ago] * (upto[s] - (s > 0 ? upto[s - 1] : 0)));
    }
    return true;
}

/* Every deal of the past has used an account; of a customer only the last one counts. */
static bool use_deals(const qc_world *world, qc_market *it, qc_arena *scratch, qc_status *status)
{
    const qc_book *book = world->book;
    bool *seen = qc_arena_take(scratch, (size_t) book->names[QC_LABEL_CUSTOMER].count, sizeof *seen,
                               status);
    if (seen == NULL) return false;
    for (int32_t i = book->event_count - 1; i >= 0; i--) {
        const qc_event *event = &book->events[i];
        const qc_id customer = event->labels.of[QC_LABEL_CUSTOMER];
        if (event->kind != QC_EVENT_CREATED || (customer != QC_ID_NONE && seen[customer])) continue;
        if (customer != QC_ID_NONE) seen[customer] = true;
        use_before(world, it, it->pool_of[event->segment], book->as_of - event->day, 1);
    }
    for (int32_t i = 0; !book->has_history && i < book->open_count; i++)
        use_before(world, it, it->pool_of[book->open[i].segment], (int32_t) book->open[i].born_days,
                   1);
    return true;
}

static bool use_past(const qc_world *world, qc_market *it, qc_status *status)
{
    qc_arena scratch = {0};
    for (int32_t p = 0; p < it->pool_count; p++)
        it->start[p] = it->accounts[p];
    const bool ok = use_deals(world, it, &scratch, status) &&
                    (world->book->done_count == 0 || use_contacts(world, it, &scratch, status));
    qc_arena_free(&scratch);
    return ok;
}

bool qc_market_make(qc_world *world, qc_status *status)
{
    const qc_plan_market *stated = &world->model->plan->market;
    if (!stated->stated) return true;
    qc_market *it = qc_arena_take(&world->arena, 1, sizeof *it, status);
    if (it == NULL || !take_room(world, it, status)) return false;
    it->return_days = isinf(stated->returns_after) ? INT32_MAX
                                                   : (int32_t) ceil(stated->returns_after);
    lay_pools(world, it);
    if (!use_past(world, it, status)) return false;
    world->market = it;
    return true;
}

void qc_market_free(qc_world *world)
{
    if (world->market != NULL) qc_memory_release(world->market->newcomers);
    world->market = NULL;
}

/* ---- accounts ---- */

void qc_market_open(qc_world *world)
{
    qc_market *it = world->market;
    const size_t days = (size_t) days_of(world) + 1;
    memcpy(it->left, it->start, (size_t) it->pool_count * sizeof(double));
    memset(it->used, 0, (size_t) it->pool_count * days * sizeof(double));
    it->day = it->count = it->next = 0;
    it->turned = 0;
    it->left_at_end = NAN;
}

static double sum_left(const qc_market *it)
{
    double sum = 0;
    for (int32_t p = 0; p < it->pool_count; p++)
        sum += isfinite(it->left[p]) ? fmax(it->left[p], 0) : 0;
    return sum;
}

/* Accounts that come back by the evening of `day`. */
static void advance(qc_world *world, int32_t day)
{
    qc_market *it = world->market;
    const int32_t row = days_of(world) + 1;
    const int32_t end = world->questions->main_span.to - world->questions->as_of;
    for (; it->day < day; it->day++) {
        const int32_t today = it->day + 1, then = today - it->return_days;
        if (it->day == end) it->left_at_end = sum_left(it);
        for (int32_t p = 0; p < it->pool_count; p++) {
            it->left[p] += it->back[p * row + today];
            if (it->return_days != INT32_MAX && then >= 1) it->left[p] += it->used[p * row + then];
        }
    }
}

static void use(qc_world *world, int32_t pool, int32_t day, double accounts)
{
    world->market->left[pool] -= accounts;
    world->market->used[pool * (days_of(world) + 1) + day] += accounts;
}

static void turn_away(qc_world *world, int32_t day)
{
    const qc_day date = world->questions->as_of + day;
    if (date <= world->questions->main_span.to) world->market->turned += 1;
}

/* ---- deals that come by themselves ---- */

void qc_market_hold(qc_world *world, const qc_newcomer *who)
{
    qc_market *it = world->market;
    void *newcomers = it->newcomers;
    qc_status ignored = {0};
    const double share = world->draw.arrivals.new_customer[who->segment];
    qc_rng choice = who->luck;
    if ((size_t) it->count >= it->room &&
        !qc_memory_grow(&newcomers, &it->room, (size_t) it->count + 1, sizeof *it->newcomers,
                        &ignored)) {
        it->failed = true;
        return;
    }
    it->newcomers = newcomers;
    choice.counter = LUCK_TIME;
    held *one = &it->newcomers[it->count];
    one->time = who->start + who->length * qc_rng_uniform(&choice) + who->delay;
    one->known_customer = share < 1 && qc_rng_uniform(&choice) >= share;
    one->who = *who;
    if (one->time < days_of(world)) it->count++;
}

static int by_time(const void *a, const void *b)
{
    const held *left = a, *right = b;
    if (left->time != right->time) return left->time < right->time ? -1 : 1;
    return (left->who.entity > right->who.entity) - (left->who.entity < right->who.entity);
}

void qc_market_admit(qc_world *world, double until, int64_t trial)
{
    qc_market *it = world->market;
    if (it->next == 0 && it->day == 0 && it->count > 1)
        qsort(it->newcomers, (size_t) it->count, sizeof *it->newcomers, by_time);
    for (; it->next < it->count && it->newcomers[it->next].time < until; it->next++) {
        const held *one = &it->newcomers[it->next];
        const int32_t day = (int32_t) one->time + 1, pool = it->pool_of[one->who.segment];
        advance(world, day);
        if (one->known_customer) {
            qc_deal_arrive(world, &one->who, trial);
        } else if (it->left[pool] >= 1) {
            use(world, pool, day, 1);
            qc_deal_arrive(world, &one->who, trial);
        } else {
            turn_away(world, day);
        }
    }
}

/* ---- deals that reps prospect ---- */

static double share_of(const qc_world *world, int32_t segment)
{
    const double *upto = world->draw.activities.segment_share;
    return segment == 0 ? upto[0] : upto[segment] - upto[segment - 1];
}

static double contacts_in(const qc_world *world, double weeks)
{
    const qc_activity_week *week = &world->draw.activities.week;
    double contacts = 0;
    for (int32_t k = 0; k < world->model->activities.count; k++)
        contacts += weeks * week->contacts[k];
    return contacts;
}

void qc_market_begin_shift(qc_world *world, int32_t shift, double weeks)
{
    qc_market *it = world->market;
    const double contacts = contacts_in(world, weeks);
    advance(world, world->people->shifts[shift].to);
    for (int32_t p = 0; p < it->pool_count; p++) {
        double share = 0;
        for (int32_t s = 0; s < world->model->segments.count; s++)
            share += it->pool_of[s] == p ? share_of(world, s) : 0;
        const double wanted = contacts * share;
        it->goes[p] = wanted > it->left[p] ? fmax(it->left[p], 0) / wanted : 1;
    }
}

void qc_market_contact(qc_world *world, int32_t shift, double weeks)
{
    const qc_market *it = world->market;
    const double contacts = contacts_in(world, weeks);
    for (int32_t s = 0; s < world->model->segments.count; s++) {
        const int32_t pool = it->pool_of[s];
        use(world, pool, world->people->shifts[shift].to,
            contacts * share_of(world, s) * it->goes[pool]);
    }
}

bool qc_market_has_room(qc_world *world, int32_t segment, uint64_t entity, int32_t day,
                        int64_t trial)
{
    const double goes = world->market->goes[world->market->pool_of[segment]];
    qc_rng luck = qc_rng_stream(world->seed, QC_LUCK_MARKET, entity, (uint64_t) trial);
    if (goes >= 1 || qc_rng_uniform(&luck) < goes) return true;
    turn_away(world, day);
    return false;
}

/* ---- asking ---- */

double qc_market_turned(const qc_world *world)
{
    return world->market != NULL ? world->market->turned : 0;
}

double qc_market_left(qc_world *world)
{
    const int32_t end = world->questions->main_span.to - world->questions->as_of;
    if (world->market == NULL) return 0;
    advance(world, end < days_of(world) ? end : days_of(world));
    return isnan(world->market->left_at_end) ? sum_left(world->market) : world->market->left_at_end;
}

bool qc_market_size(const qc_model *model, const qc_book *book, const qc_questions *questions,
                    double *accounts, double *used, qc_status *status)
{
    qc_world world = {.model = model, .book = book, .questions = questions};
    const bool ok = qc_market_make(&world, status);
    const qc_market *it = world.market;
    *accounts = *used = 0;
    for (int32_t p = 0; it != NULL && p < it->pool_count; p++) {
        if (!isfinite(it->accounts[p])) continue;
        *accounts += it->accounts[p];
        *used += it->accounts[p] - it->start[p];
    }
    qc_arena_free(&world.arena);
    return ok;
}

bool qc_market_pass(const qc_world *world, qc_status *status)
{
    return world->market == NULL || !world->market->failed ||
           qc_fail(status, QC_NO_MEMORY, "out of memory");
}
