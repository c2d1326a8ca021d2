#include "sim/holder.h"

#include "models/luck.h"
#include "models/seating.h"
#include "sim/people.h"

#include <math.h>

struct qc_holders {
    qc_seating seating;
    const uint64_t *owner_mask; /* [owner + 1]; NULL = no measure asks for owners */
    uint64_t owned;             /* measures that do */
};

bool qc_holder_make(qc_world *world, qc_status *status)
{
    const uint64_t *owner_mask = world->questions->label_mask[QC_LABEL_OWNER];
    const bool sells = world->questions->needs_ledger && world->model->quotas.on;
    if (!world->model->team.on || (!sells && owner_mask == NULL)) return true;
    qc_holders *it = qc_arena_take(&world->arena, 1, sizeof *it, status);
    if (it == NULL) return false;
    it->owner_mask = owner_mask;
    it->owned = owner_mask != NULL ? ~owner_mask[0]
                                   : 0; /* no owner fits a measure that asks for one */
    world->holders = it;
    return qc_seating_make(&it->seating, &world->model->team, world->book, &world->arena, status);
}

/* ---- who ---- */

static bool could_hold(const qc_world *world, int32_t seat, int32_t segment, int32_t day)
{
    return qc_people_is_here(world->people, seat, day) &&
           qc_seat_takes(&world->model->team.seats[seat], segment);
}

/* What part of last year's new deals of the segment was the seat's; NAN = not known. */
static double share_of(const qc_world *world, int32_t seat, int32_t segment)
{
    const qc_id owner = world->holders->seating.owner[seat];
    const int32_t values = world->model->arrivals.label_values[QC_LABEL_OWNER];
    const double *upto = world->draw.arrivals.label_share[QC_LABEL_OWNER];
    if (owner == QC_ID_NONE || owner >= values || upto == NULL) return NAN;
    upto += segment * (values + 1);
    return upto[owner] - (owner > 0 ? upto[owner - 1] : 0);
}

/* One of those who are there. */
static int32_t draw_seat(const qc_world *world, const qc_deal *deal, int32_t day)
{
    const int32_t count = world->model->team.seat_count, segment = deal->segment;
    int32_t here = 0, known = 0, last = -1;
    double sum = 0;
    for (int32_t s = 0; s < count; s++) {
        if (!could_hold(world, s, segment, day)) continue;
        const double share = share_of(world, s, segment);
        here++;
        known += !isnan(share);
        sum += isnan(share) ? 0 : share;
    }
    const bool even = !(sum > 0);
    const double mean = even ? 1 : sum / known;
    qc_rng luck = qc_rng_stream(world->seed, QC_LUCK_HOLDER,
                                deal->entity ^ (deal->open >= 0 ? UINT64_MAX : 0),
                                (uint64_t) world->trial);
    double left = qc_rng_uniform(&luck) * mean * here;
    for (int32_t s = 0; s < count && left >= 0; s++) {
        if (!could_hold(world, s, segment, day)) continue;
        const double share = share_of(world, s, segment);
        left -= even || isnan(share) ? mean : share;
        last = s;
    }
    return last;
}

int32_t qc_holder_seat(const qc_world *world, const qc_deal *it, int32_t day)
{
    const qc_holders *holders = world->holders;
    const int32_t seat = it->seat >= 0 || it->open < 0 ? it->seat : holders->seating.seat[it->open];
    qc_people_lay_out(world, world->trial);
    if (seat >= 0 && !world->model->team.seats[seat].prospects_only &&
        qc_people_is_here(world->people, seat, day))
        return seat;
    return draw_seat(world, it, day);
}

/* ---- measures ---- */

static uint64_t mask_of_seat(const qc_holders *holders, int32_t seat)
{
    return holders->owner_mask[(seat >= 0 ? holders->seating.owner[seat] : QC_ID_NONE) + 1];
}

uint64_t qc_holder_of_seat(const qc_world *world, int32_t seat)
{
    const qc_holders *holders = world->holders;
    if (holders == NULL || holders->owner_mask == NULL) return UINT64_MAX;
    return ~holders->owned | mask_of_seat(holders, seat);
}

uint64_t qc_holder_mask(const qc_world *world, const qc_deal *it, int32_t day)
{
    if (it->owned == 0) return it->mask;
    return it->mask | (it->owned & mask_of_seat(world->holders, qc_holder_seat(world, it, day)));
}

void qc_holder_sort(const qc_world *world, const qc_labels *labels, qc_origin origin, qc_deal *it)
{
    const uint64_t all = qc_questions_mask_but_owner(world->questions, labels, origin);
    it->owned = all & world->holders->owned;
    it->mask = all & ~world->holders->owned;
}

void qc_holder_receive(qc_world *world, const qc_deal *it)
{
    const int32_t day = (int32_t) fmin(it->time + 1, world->questions->days);
    if (it->owned == 0) return;
    const uint64_t mask = it->owned & mask_of_seat(world->holders, qc_holder_seat(world, it, day));
    qc_deal_count(world, mask, QC_METRIC_NEW_DEALS, day, 1);
    qc_deal_count(world, mask & world->questions->stage_mask[it->stage], QC_METRIC_QUALIFIED, day,
                  1);
}
