#include "models/luck.h"
#include "sim/arrival_path.h"
#include "sim/bulk/bulk_state.h"
#include "sim/holder.h"

#define BRINGS_LUCK 3 /* a new deal's customer is read after so many numbers */
#define FRESH_STAYS 6 /* its first stay is the number of that order */

enum { DEALS = 2048, ROOM = 2 * DEALS }; /* deals that are read at once */

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
    const double factor = world->draw.size_factor[from->segment], *time = it->time;
    double *amount = it->alive; /* of no more use to new deals */
    int32_t *in_time = it->list, count = 0;
    for (int32_t j = 0; j < from->winners; j++) {
        in_time[count] = j;
        count += time[j] < world->questions->days;
    }
    for (int32_t k = 0; k < count; k++) {
        qc_rng luck = qc_rng_entity(world->amount_key[1], it->place[in_time[k]]);
        amount[k] = qc_size_model_sample(size, &world->draw.sizes[index], &luck).amount * factor;
    }
    for (int32_t k = 0; k < count; k++)
        qc_bulk_tally_add(&it->tally, world, time[in_time[k]], qc_deal_hundredths(amount[k]),
                          brings_customer(world, it, from, in_time[k]));
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
        qc_bulk_pass(world, it, law, 0, from->winners, number++, false);
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

/* Deals whose names follow one another, few enough for the room at a time. */
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
    const qc_poisson *law = it->law[from->index * world->month_count + month];
    const int32_t base = law != NULL ? qc_poisson_pick(law, qc_rng_uniform(&luck))
                                     : qc_arrival_path_count(world, from->index, month, &luck);
    from->luck.counter = luck.counter;
    from->thinned = from->lever < 1;
    read_deals(world, it, from, what, base);
    if (!(from->lever > 1)) return;
    what.name += QC_ARRIVAL_PATH_ADDED;
    from->thinned = false;
    read_deals(world, it, from, what, qc_arrival_path_extra(world, month, from->lever - 1, &luck));
}

static void lay_out_laws(qc_world *world, qc_bulk *it, int32_t index)
{
    if (it->law_looks[index] == world->looks) return;
    it->law_looks[index] = world->looks;
    for (int32_t m = 0; m < world->month_count; m++)
        it->law[index * world->month_count + m] = qc_arrival_path_law(world, index, m);
}

bool qc_bulk_stream(qc_world *world, int32_t index, double reach, uint64_t path, int64_t trial)
{
    const qc_arrival_model *arrivals = &world->model->arrivals;
    const int32_t segment = arrivals->streams[index].segment >= 0 ? arrivals->streams[index].segment
                                                                  : 0;
    if (reach > 1 || !qc_bulk_serves(world)) return false;
    qc_bulk *it = qc_bulk_of(world);
    if (it == NULL || it->kernel == NULL) return it == NULL;
    if (!qc_bulk_room(world, it, ROOM)) return true;
    stream from = {.index = index,
                   .segment = segment,
                   .law = &world->draw.stages.laws[segment * world->model->stages.stage_count +
                                                   arrivals->classes[0].stage],
                   .lever = world->draw.arrivals.lever[segment],
                   .key = qc_rng_key(world->seed, QC_LUCK_ARRIVAL, (uint64_t) trial),
                   .trial = trial};
    lay_out_laws(world, it, index);
    for (int32_t m = 0; m < world->month_count; m++)
        read_month(world, it, &from, m, path, reach);
    follow_new(world, it, &from);
    it->ran = true;
    return true;
}
