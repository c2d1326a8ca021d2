#include "models/luck.h"
#include "sim/bulk/bulk_state.h"
#include "sim/holder.h"

#include <math.h>
#include <string.h>

#define NUMBERS    0x1.0p52 /* that qc_rng_uniform() may give: (n + 0.5) / 2^52 */
#define OPEN_STAYS 2        /* the first stay of an open deal is the number of that order */

/* ---- the book ---- */

int64_t qc_bulk_reach(double chance)
{
    const double below = chance * NUMBERS;
    if (!(below > 0)) return 0;
    if (below >= NUMBERS) return INT64_C(1) << 52;
    const int64_t whole = (int64_t) below;
    return whole + (below - (double) whole > 0.5);
}

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

static void lay_out_money(const qc_world *world, qc_bulk *it)
{
    it->mask = it->count > 0 ? world->open_mask[it->which[0]] : 0;
    for (int32_t at = 0; at < it->count; at++)
        it->money[at] = qc_bulk_tally_sure(world, it->which[at], it->mask);
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

/* ---- a trial ---- */

/* What the visits of from..to, the first of theirs, have outlasted. Keys move so that the number of the luck that a
 * stay is read from is that of its stage. */
static void begin_visits(qc_world *world, const qc_bulk *it, const qc_law *law, int32_t stage,
                         int32_t from, int32_t to)
{
    for (int32_t j = from; j < to; j++) {
        const uint64_t at = it->place[j];
        if (isnan(it->lasted[at]))
            it->lasted[at] = qc_deal_alive(world, law, it->which[at], it->since[at]);
        it->key[j] += (uint64_t) (OPEN_STAYS - stage) * QC_RNG_STEP;
        it->time[j] = 0;
        it->age[j] = it->since[at];
        it->alive[j] = it->lasted[at];
    }
}

/* The visits to come have outlasted nothing. */
static void end_visits(const qc_bulk *it, const qc_law *law, int32_t stage, int32_t from,
                       int32_t to)
{
    for (int32_t j = from; j < to; j++) {
        qc_rng luck = {it->key[j], (uint64_t) stage - 1};
        if (it->alive[j] < QC_DEAL_FAINT)
            it->time[j] = qc_deal_faint_stay(law, it->age[j], qc_rng_uniform(&luck));
        it->age[j] = 0;
        it->alive[j] = 1;
    }
}

/* The winners of a segment, who stand by stage: those of the first stages pass the later ones, too. */
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
        begin_visits(world, it, law, s, old, to);
        qc_bulk_pass(world, it, law, from, to, (uint64_t) s, true);
        end_visits(it, law, s, old, to);
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
    if (!qc_bulk_serves(world)) return false;
    qc_bulk *it = qc_bulk_of(world);
    if (it == NULL || it->kernel == NULL) return it == NULL;
    if (!lay_out(world, it)) return false;
    if (!qc_bulk_room(world, it, (size_t) it->count)) return true;
    const uint64_t path = qc_rng_key(world->seed, QC_LUCK_OPEN_DEAL, (uint64_t) trial);
    const int32_t winners = it->kernel->open(path, it->name, it->reach, it->count, it->key,
                                             it->place);
    for (int32_t segment = 0, from = 0; segment < world->model->segments.count; segment++)
        from = follow_segment(world, it, segment, from, winners);
    win_all_open(world, it, winners, trial);
    it->ran = true;
    return true;
}
