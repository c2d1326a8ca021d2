#include "sim/bulk/bulk_tally.h"

#include <string.h>

#define WHOLE 100 /* hundredths */

bool qc_bulk_tally_make(qc_bulk_tally *it, qc_world *world, qc_status *status)
{
    const size_t atoms = (size_t) world->questions->atom_count + 1;
    it->money = qc_arena_take(&world->arena, atoms, sizeof(int64_t), status);
    it->wins = qc_arena_take(&world->arena, atoms, sizeof(int64_t), status);
    it->customers = qc_arena_take(&world->arena, atoms, sizeof(int64_t), status);
    return it->money != NULL && it->wins != NULL && it->customers != NULL;
}

bool qc_bulk_tally_serves(const qc_world *world)
{
    const uint64_t *asked = world->questions->metric_mask;
    return world->lives == NULL && world->holders == NULL && world->slip_days == 0 &&
           world->open_wins == NULL && world->model->has_sizes &&
           (asked[QC_METRIC_UNITS] | asked[QC_METRIC_MARGIN] | asked[QC_METRIC_WON_DAYS]) == 0;
}

int64_t qc_bulk_tally_sure(const qc_world *world, int32_t i, uint64_t mask)
{
    const qc_open_deal *open = &world->book->open[i];
    if (!world->model->has_sizes) return -1;
    const qc_size_model *size = &world->model->sizes[world->model->size_of[open->segment]];
    if (world->open_mask[i] != mask || open->known_customer || size->ratio_count > 0 ||
        !(open->amount >= 0))
        return -1;
    for (int32_t t = 0; t < world->tracked_count; t++) {
        if (world->tracked[t] == i) return -1;
    }
    return qc_deal_hundredths(open->amount);
}

static void add(qc_world *world, uint64_t mask, qc_metric metric, const int64_t *row, int64_t times)
{
    const qc_questions *questions = world->questions;
    uint64_t bits = mask & questions->metric_mask[metric];
    for (; bits != 0; bits &= bits - 1) {
        int64_t *sums = &world->sums[__builtin_ctzll(bits) * (questions->atom_count + 1)];
        for (int32_t a = 0; a <= questions->atom_count; a++)
            world->too_large |= __builtin_add_overflow(sums[a], times * row[a], &sums[a]);
    }
}

/* What the headline gets of it. */
static void add_headline(const qc_bulk_tally *it, qc_world *world, uint64_t mask, qc_source source)
{
    const qc_questions *questions = world->questions;
    const qc_figure *main = &questions->figures[questions->main_figure];
    const qc_metric metric = questions->measures[main->measure].metric;
    const int64_t *row = metric == QC_METRIC_BOOKINGS    ? it->money
                         : metric == QC_METRIC_WON       ? it->wins
                         : metric == QC_METRIC_CUSTOMERS ? it->customers
                                                         : NULL;
    const int64_t times = metric == QC_METRIC_BOOKINGS ? 1 : WHOLE;
    if (row == NULL || !(mask >> main->measure & 1)) return;
    for (int32_t a = main->first_atom; a < main->end_atom; a++)
        world->won[source] += times * row[a];
}

void qc_bulk_tally_count(qc_bulk_tally *it, qc_world *world, uint64_t mask, qc_source source)
{
    const size_t bytes = ((size_t) world->questions->atom_count + 1) * sizeof(int64_t);
    add(world, mask, QC_METRIC_BOOKINGS, it->money, 1);
    add(world, mask, QC_METRIC_WON, it->wins, WHOLE);
    add(world, mask, QC_METRIC_ENDED, it->wins, WHOLE);
    add(world, mask, QC_METRIC_CUSTOMERS, it->customers, WHOLE);
    add_headline(it, world, mask, source);
    memset(it->money, 0, bytes);
    memset(it->wins, 0, bytes);
    memset(it->customers, 0, bytes);
}
