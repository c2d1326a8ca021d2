#include "sim/bulk/bulk.h"

#include "models/luck.h"
#include "sim/arrival_path.h"
#include "sim/bulk/bulk_kernel.h"
#include "sim/bulk/bulk_tally.h"
#include "sim/holder.h"

#include <math.h>
#include <string.h>

#define BRINGS_LUCK 3 /* a new deal's customer is read after so many numbers */
#define FRESH_STAYS 6 /* its first stay is the number of that order; an open deal's is the second */
#define OPEN_STAYS  2

enum { DEALS = 2048, ROOM = 2 * DEALS }; /* new deals that are read at once */

struct qc_bulk { /* what outlives a trial */
    const qc_bulk_kernel *kernel;
    bool ran;
    int64_t looks;    /* world->looks for which the chances are laid out, 0 = none */
    const bool *gone; /* the deals left out then */
    bool usable;      /* the open deals of that draw */
    int32_t tracked[QC_TRACKED_MAX], tracked_count; /* and what was tracked */
    qc_bulk_tally tally;
    /* open deals by segment and stage */
    int32_t count;
    int32_t *which; /* [count]: index into the book */
    int32_t *end;   /* [law]: where its deals end */
    uint64_t *name; /* [count] */
    int64_t *reach; /* [count] */
    double *since;  /* [count]: days in the stage */
    double *lasted; /* [count]: chance to have stayed until now; NAN = not looked up */
    int64_t *money; /* [count]: what its win brings; -1 = it is counted by itself */
    uint64_t mask;  /* of the others */
    /* winners of a trial */
    qc_arena scratch;
    size_t room;
    uint64_t *key, *place;
    double *time, *alive, *age;
};

/* ---- making ---- */

static bool take_book_room(qc_world *world, qc_bulk *it)
{
    const size_t open = (size_t) world->book->open_count + QC_BULK_SLACK;
    const size_t laws = (size_t) world->model->segments.count *
                        (size_t) world->model->stages.stage_count;
    qc_arena *arena = &world->arena;
    qc_status ignored = {0};
    it->which = qc_arena_take(arena, open, sizeof *it->which, &ignored);
    it->end = qc_arena_take(arena, laws, sizeof *it->end, &ignored);
    it->name = qc_arena_take(arena, open, sizeof *it->name, &ignored);
    it->reach = qc_arena_take(arena, open, sizeof *it->reach, &ignored);
    it->since = qc_arena_take(arena, open, sizeof *it->since, &ignored);
    it->lasted = qc_arena_take(arena, open, sizeof *it->lasted, &ignored);
    it->money = qc_arena_take(arena, open, sizeof *it->money, &ignored);
    return it->which != NULL && it->end != NULL && it->name != NULL && it->reach != NULL &&
           it->since != NULL && it->lasted != NULL && it->money != NULL &&
           qc_bulk_tally_make(&it->tally, world, &ignored);
}

static qc_bulk *bulk_of(qc_world *world)
{
    qc_status ignored = {0};
    if (world->in_bulk != NULL) return world->in_bulk;
    qc_bulk *it = qc_arena_take(&world->arena, 1, sizeof *it, &ignored);
    if (it == NULL || !take_book_room(world, it)) {
        world->failed = true;
        return NULL;
    }
    it->kernel = qc_bulk_kernel_pick(world->bulk);
    world->in_bulk = it;
    return it;
}

void qc_bulk_free(qc_world *world)
{
    if (world->in_bulk != NULL) qc_arena_free(&world->in_bulk->scratch);
    world->in_bulk = NULL;
}

const char *qc_bulk_isa(const qc_world *world)
{
    return world->in_bulk != NULL && world->in_bulk->ran ? world->in_bulk->kernel->isa : NULL;
}

/* What is in these arrays is made anew in each trial. */
static bool make_room(qc_world *world, qc_bulk *it, size_t deals)
{
    qc_status ignored = {0};
    if (deals <= it->room) return true;
    const size_t room = deals + deals / 2;
    qc_arena_free(&it->scratch);
    it->room = 0;
#define TAKE(array) \
    ((array) = qc_arena_take(&it->scratch, room + QC_BULK_SLACK, sizeof *(array), &ignored)) != NULL
    if (TAKE(it->key) && TAKE(it->place) && TAKE(it->time) && TAKE(it->alive) && TAKE(it->age))
        it->room = room;
#undef TAKE
    world->failed |= it->room == 0;
    return it->room > 0;
}

/* ---- visits ---- */

/* One more visit of winners from..to. */
static void pass(qc_world *world, const qc_bulk *it, const qc_law *law, int32_t from, int32_t to,
                 uint64_t number, bool began)
{
    const qc_bulk_stay what = {.law = law,
                               .count = to - from,
                               .key = it->key + from,
                               .number = number * QC_RNG_STEP,
                               .alive = began ? it->alive + from : NULL,
                               .age = began ? it->age + from : NULL,
                               .horizon = world->questions->days};
    if (to > from) world->moves += it->kernel->stay(&what, it->time + from);
}

/* ---- open deals ---- */

static int32_t law_of_open(const qc_world *world, int32_t i)
{
    const qc_open_deal *open = &world->book->open[i];
    return open->segment * world->model->stages.stage_count + open->stage;
}

/* In order of their laws. */
static void lay_out_order(const qc_world *world, qc_bulk *it)
{
    const int32_t laws = world->model->segments.count * world->model->stages.stage_count;
    memset(it->end, 0, (size_t) laws * sizeof *it->end);
    for (int32_t i = 0; i < world->book->open_count; i++)
        it->end[law_of_open(world, i)] += world->gone == NULL || !world->gone[i];
    it->count = 0;
    for (int32_t law = 0; law < laws; law++) { /* sizes become starts */
        const int32_t size = it->end[law];
        it->end[law] = it->count;
        it->count += size;
    }
    for (int32_t i = 0; i < world->book->open_count; i++) {
        if (world->gone != NULL && world->gone[i]) continue;
        const int32_t at = it->end[law_of_open(world, i)]++; /* and starts ends */
        it->which[at] = i;
        it->name[at] = (uint64_t) i * QC_BULK_NAME + QC_RNG_STEP;
        it->since[at] = fmax(world->book->open[i].age_days, 0);
    }
}

/* False when one of the deals is to be followed visit by visit. */
static bool lay_out_reach(const qc_world *world, qc_bulk *it)
{
    const int32_t stages = world->model->stages.stage_count;
    for (int32_t law = 0, at = 0; law < world->model->segments.count * stages; law++) {
        if (at == it->end[law]) continue;
        if (world->reach[law] > 1) return false;
        const int64_t reach = qc_bulk_reach(world->reach[law]);
        for (; at < it->end[law]; at++) {
            it->reach[at] = reach;
            it->lasted[at] = it->since[at] > 0 ? (double) NAN : 1;
        }
    }
    return true;
}

/* What the win of an open deal is sure to bring, if it counts for `mask` like others; else -1. */
static int64_t sure_money(const qc_world *world, int32_t i, uint64_t mask)
{
    const qc_open_deal *open = &world->book->open[i];
    const qc_size_model *size = &world->model->sizes[world->model->size_of[open->segment]];
    if (world->open_mask[i] != mask || open->known_customer || size->ratio_count > 0 ||
        !(open->amount >= 0))
        return -1;
    for (int32_t t = 0; t < world->tracked_count; t++) {
        if (world->tracked[t] == i) return -1;
    }
    return qc_deal_hundredths(open->amount);
}

static void lay_out_money(const qc_world *world, qc_bulk *it)
{
    it->mask = it->count > 0 ? world->open_mask[it->which[0]] : 0;
    for (int32_t at = 0; at < it->count; at++)
        it->money[at] = world->model->has_sizes ? sure_money(world, it->which[at], it->mask) : -1;
}

/* Anew where something has changed. False = the deals are to be followed one by one. */
static bool lay_out(const qc_world *world, qc_bulk *it)
{
    const bool same_book = it->looks > 0 && it->gone == world->gone &&
                           it->tracked_count == world->tracked_count &&
                           memcmp(it->tracked, world->tracked, sizeof it->tracked) == 0;
    if (!same_book) {
        it->gone = world->gone;
        it->tracked_count = world->tracked_count;
        memcpy(it->tracked, world->tracked, sizeof it->tracked);
        lay_out_order(world, it);
        lay_out_money(world, it);
    }
    if (!same_book || it->looks != world->looks) it->usable = lay_out_reach(world, it);
    it->looks = world->looks;
    return it->usable;
}

/* Sales are booked in the order of the book: who comes first of a customer's deals, or of a day's, is not asked. */
static bool order_matters(const qc_world *world)
{
    return world->ledger != NULL || world->book->names[QC_LABEL_CUSTOMER].count > 0;
}

/* What the visits of from..to, in the first stage of theirs, have outlasted. */
static void begin_all(qc_world *world, const qc_bulk *it, const qc_law *law, int32_t stage,
                      int32_t from, int32_t to)
{
    for (int32_t j = from; j < to; j++) {
        const uint64_t at = it->place[j];
        if (isnan(it->lasted[at]))
            it->lasted[at] = qc_deal_alive(world, law, it->which[at], it->since[at]);
        it->time[j] = 0;
        it->age[j] = it->since[at];
        it->alive[j] = it->lasted[at];
    }
    pass(world, it, law, from, to, (uint64_t) stage, true);
    for (int32_t j = from; j < to; j++) {
        qc_rng luck = {it->key[j], (uint64_t) stage - 1};
        if (it->alive[j] < QC_DEAL_FAINT)
            it->time[j] = qc_deal_faint_stay(law, it->age[j], qc_rng_uniform(&luck));
    }
}

/* The winners of a segment, who stand by stage: those of the first stages pass the later ones, too. Keys move so that
 * the number of the luck that a stay is read from is that of its stage. */
static int32_t follow_segment(qc_world *world, const qc_bulk *it, int32_t segment, int32_t from,
                              int32_t winners)
{
    const int32_t stages = world->model->stages.stage_count;
    int32_t to = from;
    for (int32_t s = 0; s < stages; s++) {
        const int32_t at = segment * stages + s, old = to;
        const qc_law *law = &world->draw.stages.laws[at];
        while (to < winners && (int32_t) it->place[to] < it->end[at])
            to++;
        pass(world, it, law, from, old, (uint64_t) s, false);
        for (int32_t j = old; j < to; j++)
            it->key[j] += (uint64_t) (OPEN_STAYS - s) * QC_RNG_STEP;
        begin_all(world, it, law, s, old, to);
    }
    return to;
}

static void win_open(qc_world *world, int32_t i, double time, int64_t trial)
{
    const qc_open_deal *open = &world->book->open[i];
    qc_deal deal = {.open = i,
                    .entity = (uint64_t) i,
                    .seat = -1,
                    .segment = open->segment,
                    .mask = world->open_mask[i],
                    .born = -open->born_days,
                    .source = QC_SOURCE_OPEN,
                    .owner = open->labels.of[QC_LABEL_OWNER],
                    .customer = open->labels.of[QC_LABEL_CUSTOMER],
                    .brings_customer = !open->known_customer};
    if (world->holders != NULL) qc_holder_sort(world, &open->labels, QC_ORIGIN_OPEN, &deal);
    qc_deal_take_class(world, &deal, world->open_trait[i][QC_TRAIT_AMOUNT]);
    qc_deal_win(world, &deal, (int32_t) time + 1, trial);
}

static void win_all_open(qc_world *world, qc_bulk *it, int32_t winners, int64_t trial)
{
    const bool together = qc_bulk_tally_serves(world);
    const double horizon = world->questions->days;
    for (int32_t j = 0; j < winners; j++) {
        const uint64_t at = it->place[j];
        if (!(it->time[j] < horizon)) continue;
        if (together && it->money[at] >= 0)
            qc_bulk_tally_add(&it->tally, world, it->time[j], it->money[at], true);
        else
            win_open(world, it->which[at], it->time[j], trial);
    }
    if (together) qc_bulk_tally_count(&it->tally, world, it->mask, QC_SOURCE_OPEN);
}

bool qc_bulk_open(qc_world *world, int64_t trial)
{
    if (world->coupled != NULL || order_matters(world)) return false;
    qc_bulk *it = bulk_of(world);
    if (it == NULL || it->kernel == NULL) return it == NULL;
    if (!lay_out(world, it)) return false;
    if (!make_room(world, it, (size_t) it->count)) return true;
    const uint64_t path = qc_rng_key(world->seed, QC_LUCK_OPEN_DEAL, (uint64_t) trial);
    const int32_t winners = it->kernel->open(path, it->name, it->reach, it->count, it->key,
                                             it->place);
    for (int32_t segment = 0, from = 0; segment < world->model->segments.count; segment++)
        from = follow_segment(world, it, segment, from, winners);
    win_all_open(world, it, winners, trial);
    it->ran = true;
    return true;
}

/* ---- new deals ---- */

typedef struct stream { /* one of a trial */
    int32_t index, segment;
    const qc_law *law; /* of the first stage */
    double lever;
    bool thinned; /* what is read now are deals of which the lever keeps a share */
    uint64_t key; /* of the luck with months */
    qc_rng luck;  /* of the lever, from the first deal of the month on */
    int32_t winners;
    int64_t trial;
} stream;

static bool brings_customer(const qc_world *world, const qc_bulk *it, const stream *from, int32_t j)
{
    const double share = world->draw.arrivals.new_customer[from->segment];
    qc_rng choice = {it->key[j], BRINGS_LUCK};
    return share >= 1 || qc_rng_uniform(&choice) < share;
}

static void win_new(qc_world *world, const qc_bulk *it, const stream *from, int32_t j)
{
    qc_deal deal = {.open = -1,
                    .entity = it->place[j],
                    .seat = -1,
                    .segment = from->segment,
                    .born = it->age[j],
                    .source = QC_SOURCE_INBOUND,
                    .owner = QC_ID_NONE,
                    .customer = QC_ID_NONE,
                    .brings_customer = brings_customer(world, it, from, j)};
    qc_deal_take_labels(world, &deal);
    qc_deal_take_class(world, &deal, QC_TRAIT_NONE);
    qc_deal_win(world, &deal, (int32_t) it->time[j] + 1, from->trial);
}

/* The same for all that are won in time, where they count alike. */
static void win_all_new(qc_world *world, qc_bulk *it, const stream *from)
{
    const int32_t index = world->model->size_of[from->segment];
    const qc_size_model *size = &world->model->sizes[index];
    const double factor = world->draw.size_factor[from->segment];
    for (int32_t j = 0; j < from->winners; j++) {
        if (!(it->time[j] < world->questions->days)) continue;
        qc_rng luck = qc_rng_entity(world->amount_key[1], it->place[j]);
        const double amount = qc_size_model_sample(size, &world->draw.sizes[index], &luck).amount;
        qc_bulk_tally_add(&it->tally, world, it->time[j], qc_deal_hundredths(amount * factor),
                          brings_customer(world, it, from, j));
    }
    qc_bulk_tally_count(&it->tally, world, world->questions->origin_mask[QC_ORIGIN_NEW],
                        QC_SOURCE_INBOUND);
}

/* The winners read so far go their way. */
static void follow_new(qc_world *world, qc_bulk *it, stream *from)
{
    const double horizon = world->questions->days;
    uint64_t number = FRESH_STAYS;
    for (int32_t j = 0; j < from->winners; j++) {
        world->created[QC_SOURCE_INBOUND] += it->time[j] < horizon;
        it->age[j] = (int32_t) it->time[j] + 1; /* born on that day */
    }
    for (const qc_law *law = from->law;; law++) {
        pass(world, it, law, 0, from->winners, number++, false);
        if (law->next < 0) break;
    }
    if (!world->labelled && world->draw.arrivals.amount_share == NULL &&
        qc_bulk_tally_serves(world)) {
        win_all_new(world, it, from);
    } else {
        for (int32_t j = 0; j < from->winners; j++) {
            if (it->time[j] < horizon) win_new(world, it, from, j);
        }
    }
    from->winners = 0;
}

/* A lever below 1 keeps each deal by a number of its own, as in sim/walk. */
static int32_t thin(const qc_bulk *it, const stream *from, uint64_t first, int32_t end)
{
    int32_t kept = from->winners;
    for (int32_t j = kept; j < end; j++) {
        qc_rng own = {from->luck.key, from->luck.counter + first + it->place[j]};
        it->key[kept] = it->key[j];
        it->place[kept] = it->place[j];
        kept += qc_rng_uniform(&own) < from->lever;
    }
    return kept;
}

/* Deals of one name after the other, few enough for the room at a time. */
static void read_deals(qc_world *world, qc_bulk *it, stream *from, qc_bulk_new what, int32_t count)
{
    for (int32_t first = 0; first < count; first += DEALS) {
        what.count = count - first < DEALS ? count - first : DEALS;
        if (from->winners + what.count > ROOM) follow_new(world, it, from);
        const int32_t begin = from->winners;
        int32_t end = begin + it->kernel->fresh(&what, it->key + begin, it->place + begin);
        if (from->thinned) end = thin(it, from, (uint64_t) first, end);
        for (int32_t j = begin; j < end; j++)
            it->place[j] += what.name;
        it->kernel->arrive(&what, end - begin, it->key + begin, it->time + begin);
        from->winners = end;
        what.name += (uint64_t) what.count;
    }
}

static void read_month(qc_world *world, qc_bulk *it, stream *from, int32_t month, uint64_t path,
                       double reach)
{
    const double start = world->month_span[month].from - 1 - world->questions->as_of;
    const double end = world->month_span[month].to - world->questions->as_of;
    qc_bulk_new what = {.path = path,
                        .name = qc_arrival_path_name(from->index, month),
                        .reach = qc_bulk_reach(reach),
                        .start = start,
                        .length = end - start};
    from->luck = qc_rng_entity(from->key, what.name);
    qc_rng luck = from->luck;
    const int32_t base = qc_arrival_path_count(world, from->index, month, &luck);
    from->luck.counter = luck.counter;
    from->thinned = from->lever < 1;
    read_deals(world, it, from, what, base);
    if (!(from->lever > 1)) return;
    what.name += QC_ARRIVAL_PATH_ADDED;
    from->thinned = false;
    read_deals(world, it, from, what, qc_arrival_path_extra(world, month, from->lever - 1, &luck));
}

bool qc_bulk_stream(qc_world *world, int32_t index, double reach, uint64_t path, int64_t trial)
{
    const qc_arrival_model *arrivals = &world->model->arrivals;
    const int32_t segment = arrivals->streams[index].segment >= 0 ? arrivals->streams[index].segment
                                                                  : 0;
    if (reach > 1 || world->coupled != NULL || order_matters(world)) return false;
    qc_bulk *it = bulk_of(world);
    if (it == NULL || it->kernel == NULL) return it == NULL;
    if (!make_room(world, it, ROOM)) return true;
    stream from = {.index = index,
                   .segment = segment,
                   .law = &world->draw.stages.laws[segment * world->model->stages.stage_count +
                                                   arrivals->classes[0].stage],
                   .lever = world->draw.arrivals.lever[segment],
                   .key = qc_rng_key(world->seed, QC_LUCK_ARRIVAL, (uint64_t) trial),
                   .trial = trial};
    for (int32_t m = 0; m < world->month_count; m++)
        read_month(world, it, &from, m, path, reach);
    follow_new(world, it, &from);
    it->ran = true;
    return true;
}
