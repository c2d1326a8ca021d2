#include "sim/step/step_lane.h"

#include "core/memory.h"
#include "models/luck.h"
#include "sim/arrival_path.h"
#include "sim/bulk/bulk_tally.h"
#include "sim/step/step_kernel.h"
#include "sim/step/step_seats.h"

#include <math.h>
#include <string.h>

#define LINE        64  /* bytes */
#define SLACK       128 /* places after the last one that loops in steps may touch */
#define MOST_NEW    1e7
#define WEEK        7.0
#define BRINGS_LUCK 3 /* a new deal's customer is read after so many numbers */

typedef enum state { NOT_ASKED, USABLE, OF_NO_USE } state;

struct qc_lane_home { /* what outlives a trial */
    qc_lane lane;
    const qc_step_kernel *kernel;
    state team;                          /* do the people allow it? */
    int64_t draw;                        /* whose tables are laid out, INT64_MIN = none */
    const bool *gone;                    /* the deals left out then */
    bool usable;                         /* of that draw */
    int32_t *counts;                     /* [stream * months + month]: new deals */
    int32_t *held;                       /* [rep]: open deals of the book */
    double *shift_there, *shift_staffed; /* [shift]: of all reps */
    qc_deal deal;                        /* the won one at hand */
    qc_bulk_tally tally, open_tally;
    int64_t *money; /* [open]: what its win brings, hundredths; -1 = it is counted by itself */
    int32_t tracked[QC_TRACKED_MAX], tracked_count; /* as it was then; -1 = never */
    qc_arena scratch;                               /* what one trial needs */
    size_t deal_room;
};

/* ---- when ---- */

/* Nobody leaves or comes back: once somebody sits in a seat, it stays taken. */
static bool people_stay(const qc_step *it)
{
    const qc_world *world = it->world;
    const qc_team_model *team = &world->model->team;
    const int32_t shifts = world->people->shift_count;
    bool somebody = false;
    if (team->leaves || team->late || world->draw.leave_per_day > 0) return false;
    for (int32_t r = 0; r < it->rep_count; r++) {
        if (team->seats[r].prospects_only || team->seats[r].segments != UINT64_MAX) return false;
        const double *seated = it->seated + r * shifts;
        somebody |= seated[0] > 0;
        for (int32_t s = 1; s < shifts; s++) {
            if (seated[s - 1] > 0 && !(seated[s] > 0)) return false;
        }
    }
    for (int32_t i = 0; i < world->book->open_count; i++) {
        const int32_t seat = qc_step_seats_of_open(it, i);
        if (seat < 0 || !(it->seated[seat * shifts] > 0)) return false;
    }
    return somebody;
}

static bool has_stage_limits(const qc_plan *plan)
{
    for (int32_t s = 0; s < plan->stage_count; s++) {
        if (plan->stages[s].open_deal_limit > 0) return true;
    }
    return false;
}

static bool plan_is_plain(const qc_world *world)
{
    const qc_model *model = world->model;
    const uint64_t *asked = world->questions->metric_mask;
    return !model->activities.on && !(model->plan->team.neglect > 0) && world->ledger == NULL &&
           world->market == NULL && !isfinite(model->team.open_deal_limit) &&
           !has_stage_limits(model->plan) && isfinite(model->team.hours) &&
           !(model->plan->activities.inbound_minutes > 0) && !world->labelled &&
           (asked[QC_METRIC_QUALIFIED] | asked[QC_METRIC_LOST] | asked[QC_METRIC_ENDED] |
            asked[QC_METRIC_NEW_DEALS] | asked[QC_METRIC_WORK_HOURS]) == 0 &&
           model->stages.stage_count <= QC_LANE_STAGES && model->segments.count == 1 &&
           model->arrivals.class_count == 1 && model->arrivals.classes[0].stage == 0;
}

static bool draw_is_plain(const qc_world *world)
{
    const qc_arrival_draw *arrivals = &world->draw.arrivals;
    if (world->shocked || arrivals->amount_share != NULL || arrivals->lever[0] != 1) return false;
    for (int32_t s = 0; s < world->model->stages.stage_count; s++) {
        const qc_law *law = &world->draw.stages.laws[s];
        const int32_t next = s + 1 < world->model->stages.stage_count ? s + 1 : QC_STAGE_WON;
        if (law->quick == NULL || law->day_clock || law->next != next) return false;
    }
    return true;
}

/* ---- the team ---- */

static bool take_team_room(qc_step *it, qc_lane_home *home)
{
    qc_status ignored = {0};
    qc_arena *arena = &it->world->arena;
    qc_lane *lane = &home->lane;
    const size_t reps = (size_t) it->rep_count, shifts = (size_t) it->world->people->shift_count;
    const size_t days = (size_t) it->world->questions->days + 1;
    lane->reps = it->rep_count;
    lane->shift_count = (int32_t) shifts;
    lane->days = it->world->questions->days;
    lane->shifts = qc_arena_take(arena, shifts, sizeof *lane->shifts, &ignored);
    lane->row = qc_arena_take(arena, shifts, sizeof *lane->row, &ignored);
    lane->room = qc_arena_take(arena, reps * shifts, sizeof(double), &ignored);
    lane->there = qc_arena_take(arena, reps * shifts, sizeof(double), &ignored);
    lane->seated = qc_arena_take(arena, reps * shifts, sizeof(int64_t), &ignored);
    lane->here = qc_arena_take(arena, reps * shifts, sizeof(bool), &ignored);
    lane->head = qc_arena_take(arena, shifts + 1, sizeof(int32_t), &ignored);
    lane->hand = qc_arena_take(arena, reps, sizeof(int32_t), &ignored);
    lane->need = qc_arena_take(arena, reps, sizeof(int64_t), &ignored);
    lane->clock = qc_arena_take(arena, reps, sizeof(double), &ignored);
    lane->speed = qc_arena_take(arena, reps, sizeof(double), &ignored);
    lane->end = qc_arena_take(arena, reps, sizeof(double), &ignored);
    lane->grid = qc_arena_take(arena, QC_LANE_STAGES * QC_LANE_GRID, sizeof(double), &ignored);
    home->held = qc_arena_take(arena, reps, sizeof *home->held, &ignored);
    home->shift_there = qc_arena_take(arena, shifts, sizeof(double), &ignored);
    home->shift_staffed = qc_arena_take(arena, shifts, sizeof(double), &ignored);
    lane->shift_of_day = qc_arena_take(arena, days, sizeof(int32_t), &ignored);
    return lane->shifts != NULL && lane->row != NULL && lane->room != NULL && lane->there != NULL &&
           lane->seated != NULL && lane->here != NULL && lane->head != NULL && lane->hand != NULL &&
           lane->need != NULL && lane->clock != NULL && lane->speed != NULL && lane->end != NULL &&
           lane->grid != NULL && home->held != NULL && home->shift_there != NULL &&
           home->shift_staffed != NULL && lane->shift_of_day != NULL;
}

/* Weeks are mostly alike: what is read again and again should be little. */
static void share_row(qc_lane *lane, int32_t s)
{
    const size_t reps = (size_t) lane->reps, row = (size_t) s * reps;
    lane->row[s] = row;
    if (s == 0) return;
    const size_t before = lane->row[s - 1];
    if (memcmp(lane->room + before, lane->room + row, reps * sizeof *lane->room) == 0 &&
        memcmp(lane->there + before, lane->there + row, reps * sizeof *lane->there) == 0 &&
        memcmp(lane->seated + before, lane->seated + row, reps * sizeof *lane->seated) == 0)
        lane->row[s] = before;
}

static void lay_out_shift(const qc_step *it, qc_lane_home *home, int32_t s)
{
    const qc_people *people = it->world->people;
    const qc_team_model *team = &it->world->model->team;
    const qc_shift *shift = &people->shifts[s];
    qc_lane *lane = &home->lane;
    const double days = shift->to - shift->from;
    lane->shift_of_day[shift->to] = s + 1; /* if it is the last: nobody comes any more */
    lane->shifts[s] = (qc_lane_shift){.from = shift->from, .to = shift->to, .days = days};
    for (int32_t day = shift->from; day < shift->to; day++)
        lane->shift_of_day[day] = s;
    for (int32_t r = 0; r < it->rep_count; r++) {
        const double seated = it->seated[r * people->shift_count + s];
        const double full = people->full[s] * (seated / days);
        const int32_t at = s * it->rep_count + r;
        lane->here[at] = seated > 0;
        lane->there[at] = team->hours * full;
        lane->room[at] = seated > 0 ? fmax(lane->there[at] - team->prospecting_hours * full, 0) : 0;
        lane->seated[at] = (int64_t) seated;
        home->shift_there[s] += lane->there[at];
        home->shift_staffed[s] += seated / days * days;
    }
    share_row(lane, s);
}

static state lay_out_team(qc_step *it, qc_lane_home *home)
{
    if (!plan_is_plain(it->world)) return OF_NO_USE;
    qc_step_seats_lay_out(it);
    if (!people_stay(it) || !take_team_room(it, home)) return OF_NO_USE;
    home->kernel = qc_step_kernel_pick(it->world->bulk);
    if (home->kernel == NULL) return OF_NO_USE;
    home->lane.whole = it->world->whole_weeks;
    for (int32_t s = 0; s < it->world->people->shift_count; s++)
        lay_out_shift(it, home, s);
    return USABLE;
}

/* ---- the draw ---- */

/* The codes of a deal's visits from stage s on, a byte each, by how many exits it passes. */
static void lay_out_visits(qc_lane *lane, int32_t s)
{
    const int32_t most = lane->stages - s;
    for (int32_t passed = 0; passed <= most; passed++) {
        const int32_t last = passed < most ? passed : most - 1;
        uint64_t codes = (uint64_t) (passed < most ? QC_LANE_LOSS : QC_LANE_WIN) << 8 * last;
        for (int32_t v = 0; v <= last; v++)
            codes += (uint64_t) (s + v) << 8 * v;
        lane->codes[s][passed] = codes;
        lane->lengths[s][passed] = last + 1;
    }
}

static void lay_out_stage(const qc_step *it, qc_lane *lane, int32_t s)
{
    const qc_law *laws = it->world->draw.stages.laws;
    const qc_quick *quick = laws[s].quick;
    const int64_t ticks = it->stage_ticks[s];
    double reach = 1;
    for (int32_t k = 0; k < QC_LANE_STAGES; k++) {
        reach = s + k < lane->stages ? reach * laws[s + k].share : 0;
        lane->reach[s][k] = reach;
    }
    lane->ticks[s] = ticks;
    lane->scale[s] = laws[s].time_scale;
    lane->scaled |= lane->scale[s] != 1;
    lay_out_visits(lane, s);
    lane->ends[s].need = s + 1 < lane->stages ? it->stage_ticks[s + 1] - ticks : 0;
    lane->ends[s + QC_LANE_LOSS] = lane->ends[s + QC_LANE_WIN] = (qc_lane_end){.next = (double) NAN,
                                                                               .need = -ticks};
    if (lane->quick[s] == quick) return; /* its values are here */
    lane->quick[s] = quick;
    memcpy(lane->grid + s * QC_LANE_GRID, quick->middle, (QC_QUICK_CELLS + 1) * sizeof(double));
    memcpy(lane->grid + s * QC_LANE_GRID + QC_QUICK_CELLS + 1, quick->upper,
           (QC_QUICK_CELLS + 1) * sizeof(double));
}

/* At the beginning of a line of the cache, so that no vector lies across two. */
static void *aligned(qc_arena *arena, size_t count, size_t size)
{
    qc_status ignored = {0};
    char *start = qc_arena_take(arena, count * size + LINE, 1, &ignored);
    return start == NULL ? NULL : start + (LINE - (uintptr_t) start % LINE) % LINE;
}

/* What is in these arrays is made anew in each trial. */
static bool make_room(qc_step *it, qc_lane_home *home, int32_t deals)
{
    qc_lane *lane = &home->lane;
    if ((size_t) deals <= home->deal_room) return true;
    const size_t room = (size_t) deals + (size_t) deals / 2;
    const size_t visits = room * QC_LANE_STAGES;
    const size_t hands = (size_t) it->rep_count + room / QC_LANE_HAND + 1;
    qc_arena *arena = &home->scratch;
    qc_arena_free(arena);
    home->deal_room = 0;
#define TAKE(array, count) ((array) = aligned(arena, (count) + SLACK, sizeof *(array))) != NULL
    it->failed |= !(TAKE(lane->key, room) && TAKE(lane->time, room) && TAKE(lane->name, room) &&
                    TAKE(lane->passes, room) && TAKE(lane->first, room) &&
                    TAKE(lane->first_stay, room) && TAKE(lane->next, room) &&
                    TAKE(lane->won, room) && TAKE(lane->code, visits) && TAKE(lane->stay, visits) &&
                    TAKE(lane->owner, visits) && TAKE(lane->due, 2 * hands * QC_LANE_HAND) &&
                    TAKE(lane->whose, hands) && TAKE(lane->beside, hands) &&
                    TAKE(lane->list, hands * QC_LANE_HAND));
#undef TAKE
    if (!it->failed) home->deal_room = room;
    return !it->failed;
}

static bool take_book_room(qc_step *it, qc_lane_home *home)
{
    const size_t open = (size_t) it->world->book->open_count, reps = (size_t) it->rep_count;
    const size_t hands = reps + open / QC_LANE_HAND;
    qc_arena *arena = &it->world->arena;
    qc_lane *lane = &home->lane;
    qc_status ignored = {0};
    if (lane->open != NULL) return true;
    lane->seat = qc_arena_take(arena, open, sizeof *lane->seat, &ignored);
    lane->alive = qc_arena_take(arena, open + SLACK, sizeof *lane->alive, &ignored);
    lane->age = qc_arena_take(arena, open + SLACK, sizeof *lane->age, &ignored);
    lane->open = qc_arena_take(arena, open, sizeof *lane->open, &ignored);
    lane->book_place = qc_arena_take(arena, open, sizeof *lane->book_place, &ignored);
    lane->book_whose = qc_arena_take(arena, hands, sizeof *lane->book_whose, &ignored);
    lane->book_beside = qc_arena_take(arena, hands, sizeof *lane->book_beside, &ignored);
    lane->book_hand = qc_arena_take(arena, reps, sizeof *lane->book_hand, &ignored);
    lane->book_need = qc_arena_take(arena, reps, sizeof *lane->book_need, &ignored);
    it->failed |= lane->seat == NULL || lane->alive == NULL || lane->age == NULL ||
                  lane->open == NULL || lane->book_place == NULL || lane->book_whose == NULL ||
                  lane->book_beside == NULL || lane->book_hand == NULL || lane->book_need == NULL;
    return !it->failed;
}

static void empty_hands(qc_lane *lane)
{
    lane->book = 0;
    lane->book_hands = lane->reps;
    for (int32_t r = 0; r < lane->reps; r++) {
        lane->book_hand[r] = lane->book_whose[r] = r;
        lane->book_beside[r] = -1;
        lane->book_need[r] = 0;
    }
}

/* The `count`th deal of a rep from the book, counted from 0. */
static int32_t next_place(qc_lane *lane, int32_t seat, int32_t count)
{
    if (count > 0 && count % QC_LANE_HAND == 0) {
        const int32_t hand = lane->book_hands++;
        lane->book_beside[lane->book_hand[seat]] = hand;
        lane->book_whose[hand] = seat;
        lane->book_beside[hand] = -1;
        lane->book_hand[seat] = hand;
    }
    return lane->book_hand[seat] * 2 * QC_LANE_HAND + count % QC_LANE_HAND;
}

/* False where a deal is so stale that its tail has no digits left. */
static bool lay_out_open(const qc_step *it, qc_lane_home *home, int32_t i)
{
    qc_lane *lane = &home->lane;
    const qc_world *world = it->world;
    const qc_open_deal *open = &world->book->open[i];
    const int32_t at = lane->book++;
    lane->open[at] = i;
    lane->seat[at] = qc_step_seats_of_open(it, i);
    lane->age[at] = open->age_days;
    lane->alive[at] = open->age_days > 0
                          ? qc_deal_alive(it->world, &it->world->draw.stages.laws[open->stage], i,
                                          open->age_days)
                          : 1;
    lane->book_place[at] = next_place(lane, lane->seat[at], home->held[lane->seat[at]]++);
    lane->book_need[lane->seat[at]] += lane->ticks[open->stage];
    return lane->alive[at] >= QC_DEAL_FAINT;
}

/* Stage by stage. */
static bool lay_out_book(qc_step *it, qc_lane_home *home)
{
    const qc_world *world = it->world;
    qc_lane *lane = &home->lane;
    if (!take_book_room(it, home)) return false;
    empty_hands(lane);
    memset(home->held, 0, (size_t) lane->reps * sizeof *home->held);
    for (int32_t s = 0; s < lane->stages; s++) {
        lane->book_from[s] = lane->book;
        for (int32_t i = 0; i < world->book->open_count; i++) {
            if (world->book->open[i].stage != s || (world->gone != NULL && world->gone[i]))
                continue;
            if (!lay_out_open(it, home, i)) return false;
        }
    }
    lane->book_from[lane->stages] = lane->book;
    return true;
}

static bool lay_out_draw(qc_step *it, qc_lane_home *home)
{
    const qc_world *world = it->world;
    if (home->draw == world->draw_number && home->gone == world->gone) return home->usable;
    home->draw = world->draw_number;
    home->gone = world->gone;
    home->usable = draw_is_plain(world);
    if (!home->usable) return false;
    home->lane.scaled = false;
    home->lane.stages = world->model->stages.stage_count;
    for (int32_t s = 0; s < home->lane.stages; s++)
        lay_out_stage(it, &home->lane, s);
    home->usable = lay_out_book(it, home);
    return home->usable;
}

static void lay_out_money(const qc_world *world, qc_lane_home *home)
{
    if (home->tracked_count == world->tracked_count &&
        memcmp(home->tracked, world->tracked, sizeof home->tracked) == 0)
        return;
    home->tracked_count = world->tracked_count;
    memcpy(home->tracked, world->tracked, sizeof home->tracked);
    for (int32_t i = 0; i < world->book->open_count; i++)
        home->money[i] = qc_bulk_tally_sure(world, i, world->open_mask[0]);
}

/* ---- a trial ---- */

/* How many come in each month of each stream; the names that sim/walk gives them. */
static int32_t count_new(qc_world *world, int32_t stream, int64_t trial, int32_t *counts)
{
    int32_t all = 0;
    qc_arrival_path(world, stream, trial, world->expected);
    for (int32_t m = 0; m < world->month_count; m++) {
        qc_rng luck = qc_rng_stream(world->seed, QC_LUCK_ARRIVAL, qc_arrival_path_name(stream, m),
                                    (uint64_t) trial);
        counts[m] = qc_arrival_path_count(world, stream, m, &luck);
        all += counts[m];
    }
    return all;
}

static void read_month(const qc_world *world, qc_lane_home *home, uint64_t path, int32_t stream,
                       int32_t month, int32_t count)
{
    const double start = world->month_span[month].from - 1 - world->questions->as_of;
    const double end = world->month_span[month].to - world->questions->as_of;
    home->kernel->read_new(&home->lane, path, qc_arrival_path_name(stream, month), count, start,
                           end - start);
}

static bool read_deals(qc_step *it, qc_lane_home *home, int64_t trial)
{
    qc_world *world = it->world;
    const uint64_t path = qc_rng_key(world->seed, QC_LUCK_NEW_DEAL, (uint64_t) trial);
    const int32_t months = world->month_count, streams = world->model->arrivals.stream_count;
    qc_lane *lane = &home->lane;
    int64_t deals = lane->book;
    for (int32_t s = 0; s < streams; s++)
        deals += count_new(world, s, trial, home->counts + s * months);
    if ((double) deals > MOST_NEW) return false;
    if (!make_room(it, home, (int32_t) deals)) return true;
    home->kernel->read_book(lane, qc_rng_key(world->seed, QC_LUCK_OPEN_DEAL, (uint64_t) trial));
    for (int32_t s = 0; s < streams; s++) {
        for (int32_t m = 0; m < months; m++)
            read_month(world, home, path, s, m, home->counts[s * months + m]);
    }
    home->kernel->stay(lane);
    return true;
}

static void win_open(qc_world *world, qc_lane_home *home, int32_t i, int32_t day, int64_t trial)
{
    const int32_t which = home->lane.open[i];
    const qc_open_deal *open = &world->book->open[which];
    qc_deal *it = &home->deal;
    it->open = which;
    it->entity = (uint64_t) which;
    it->mask = world->open_mask[which];
    it->born = -open->born_days;
    it->source = QC_SOURCE_OPEN;
    it->brings_customer = !open->known_customer;
    it->customer = open->labels.of[QC_LABEL_CUSTOMER];
    it->amount_class = world->open_trait[which][QC_TRAIT_AMOUNT];
    qc_deal_win(world, it, day, trial);
}

static bool brings_customer(const qc_world *world, const qc_lane *lane, int32_t i)
{
    qc_rng choice = {lane->key[i], BRINGS_LUCK};
    const double share = world->draw.arrivals.new_customer[0];
    return share >= 1 || qc_rng_uniform(&choice) < share;
}

static void win_new(qc_world *world, qc_lane_home *home, int32_t i, int32_t day, int64_t trial)
{
    const qc_lane *lane = &home->lane;
    qc_deal *it = &home->deal;
    it->open = -1;
    it->entity = lane->name[i];
    it->mask = world->questions->origin_mask[QC_ORIGIN_NEW];
    it->born = (int32_t) lane->time[i] + 1;
    it->source = QC_SOURCE_INBOUND;
    it->brings_customer = brings_customer(world, lane, i);
    it->customer = QC_ID_NONE;
    it->amount_class = QC_TRAIT_NONE;
    qc_deal_win(world, it, day, trial);
}

/* The same where new deals count alike: its amount joins the others'. */
static void add_new(qc_world *world, qc_lane_home *home, int32_t i, int32_t day)
{
    const qc_lane *lane = &home->lane;
    const int32_t index = world->model->size_of[0];
    qc_rng luck = qc_rng_entity(world->amount_key[1], lane->name[i]);
    const double amount =
        qc_size_model_sample(&world->model->sizes[index], &world->draw.sizes[index], &luck).amount;
    qc_bulk_tally_add(&home->tally, world, day - 1,
                      qc_deal_hundredths(amount * world->draw.size_factor[0]),
                      brings_customer(world, lane, i));
}

static void win_all(qc_world *world, qc_lane_home *home, int64_t trial)
{
    const qc_lane *lane = &home->lane;
    const bool together = qc_bulk_tally_serves(world);
    const int32_t *open = lane->open;
    for (int32_t w = 0; w < lane->won_count; w++) {
        const int32_t i = lane->owner[lane->won[w] & UINT32_MAX];
        const int32_t day = (int32_t) (lane->won[w] >> 32);
        if (i < lane->book && together && home->money[open[i]] >= 0)
            qc_bulk_tally_add(&home->open_tally, world, day - 1, home->money[open[i]], true);
        else if (i < lane->book)
            win_open(world, home, i, day, trial);
        else if (together)
            add_new(world, home, i, day);
        else
            win_new(world, home, i, day, trial);
    }
    if (!together) return;
    qc_bulk_tally_count(&home->tally, world, world->questions->origin_mask[QC_ORIGIN_NEW],
                        QC_SOURCE_INBOUND);
    if (world->book->open_count > 0)
        qc_bulk_tally_count(&home->open_tally, world, world->open_mask[0], QC_SOURCE_OPEN);
}

/* What the trial has come to, where sim/walk and sim/people keep it. */
static void report(qc_step *it, qc_lane_home *home, int64_t trial)
{
    qc_world *world = it->world;
    const qc_lane *lane = &home->lane;
    for (int32_t s = 0; s < lane->shift_count; s++) {
        const qc_lane_shift *shift = &lane->shifts[s];
        const qc_shift_hours hours = {.needed = 0.0 + (double) shift->needed / QC_HOUR_TICKS *
                                                          shift->days / WEEK,
                                      .there = home->shift_there[s],
                                      .staffed = home->shift_staffed[s],
                                      .overloaded = (double) shift->overloaded};
        qc_people_count_hours(world->people, s, &hours);
    }
    win_all(world, home, trial);
    world->moves += lane->moves;
    world->created[QC_SOURCE_INBOUND] += lane->arrived;
    world->people->trials++;
}

static void take_amount_luck(qc_world *world, int64_t trial)
{
    world->amount_key[0] = qc_rng_key(world->seed, QC_LUCK_AMOUNT_OPEN, (uint64_t) trial);
    world->amount_key[1] = qc_rng_key(world->seed, QC_LUCK_AMOUNT_NEW, (uint64_t) trial);
}

static qc_lane_home *home_of(qc_step *it)
{
    qc_status ignored = {0};
    const size_t counts = (size_t) it->world->model->arrivals.stream_count *
                          (size_t) it->world->month_count;
    if (it->lane != NULL) return it->lane;
    it->lane = qc_arena_take(&it->world->arena, 1, sizeof *it->lane, &ignored);
    it->failed |= it->lane == NULL;
    if (it->lane == NULL) return NULL;
    it->lane->draw = INT64_MIN;
    it->lane->deal.seat = QC_NOBODY;
    it->lane->counts = qc_arena_take(&it->world->arena, counts, sizeof(int32_t), &ignored);
    it->lane->tracked_count = -1;
    it->lane->money = qc_arena_take(&it->world->arena, (size_t) it->world->book->open_count + 1,
                                    sizeof(int64_t), &ignored);
    it->failed |= it->lane->counts == NULL || it->lane->money == NULL ||
                  !qc_bulk_tally_make(&it->lane->tally, it->world, &ignored) ||
                  !qc_bulk_tally_make(&it->lane->open_tally, it->world, &ignored);
    return it->lane;
}

bool qc_step_lane_run(qc_step *it, int64_t trial)
{
    qc_lane_home *home = home_of(it);
    if (it->failed) return true;
    if (home->team == NOT_ASKED) home->team = lay_out_team(it, home);
    if (home->team == OF_NO_USE || !lay_out_draw(it, home)) return false;
    lay_out_money(it->world, home);
    take_amount_luck(it->world, trial);
    if (!read_deals(it, home, trial)) return false;
    if (it->failed) return true;
    home->kernel->run(&home->lane);
    report(it, home, trial);
    return true;
}

const char *qc_step_lane_isa(const qc_step *it)
{
    return it->lane != NULL && it->lane->usable ? it->lane->kernel->isa : NULL;
}

void qc_step_lane_free(qc_step *it)
{
    if (it->lane != NULL) qc_arena_free(&it->lane->scratch);
}
