#include "sim/deal.h"

#include <math.h>

#define HUNDREDTHS 100.0
#define MOST_MONEY 1e13 /* of one deal: ten thousand such sums still fit the counters */

/* ---- tallies ---- */

static int64_t hundredths(double value)
{
    return (int64_t) llround(fmax(fmin(value, MOST_MONEY), -MOST_MONEY) * HUNDREDTHS);
}

void qc_deal_count(qc_world *world, uint64_t mask, qc_metric metric, int32_t day, double value)
{
    const qc_questions *questions = world->questions;
    uint64_t bits = mask & questions->metric_mask[metric];
    if (bits == 0) return;
    const int32_t atom = questions->atom_of_day[day];
    const int64_t amount = hundredths(value);
    while (bits != 0) {
        const int32_t measure = __builtin_ctzll(bits);
        world->sums[measure * (questions->atom_count + 1) + atom] += amount;
        bits &= bits - 1;
    }
}

void qc_deal_count_entry(qc_world *world, const qc_deal_state *it, int32_t day)
{
    const qc_questions *questions = world->questions;
    if (questions->metric_mask[QC_METRIC_QUALIFIED] != 0)
        qc_deal_count(world, it->mask & questions->stage_mask[it->stage], QC_METRIC_QUALIFIED, day,
                      1);
}

/* ---- amounts ---- */

typedef struct booked {
    double amount, units, margin;
} booked;

static double or_zero(double value)
{
    return isnan(value) ? 0 : value;
}

/* Known amounts move by an observed ratio of final to first amount; unknown ones are drawn. Units and
 * margin come from the same won deal, margin in proportion to the amount. */
static booked amount_of(qc_world *world, const qc_deal_state *it)
{
    const qc_model *model = world->model;
    booked result = {0, 0, 0};
    const qc_open_deal *open = it->open >= 0 ? &world->book->open[it->open] : NULL;
    if (!model->has_sizes && (open == NULL || isnan(open->amount))) return result;
    qc_rng luck = qc_rng_entity(world->amount_key[open == NULL], it->entity);
    if (open != NULL && !isnan(open->amount)) {
        const double ratio = model->has_sizes
                                 ? qc_size_model_ratio(&model->sizes[model->size_of[it->segment]],
                                                       &luck)
                                 : 1;
        result = (booked){open->amount * ratio, or_zero(open->units),
                          or_zero(open->margin) * ratio};
        return result;
    }
    const int32_t index = model->size_of[it->segment];
    const qc_size_model *size = &model->sizes[index];
    const qc_size_sample sample = qc_size_model_sample_of(size, &world->draw.sizes[index],
                                                          it->amount_class, &luck);
    result.amount = sample.amount * world->draw.size_factor[it->segment];
    if (sample.row >= 0) {
        const qc_size_win *win = &size->wins[sample.row];
        result.units = or_zero(win->units);
        result.margin = or_zero(win->margin) * result.amount / win->amount;
    }
    return result;
}

static void track(qc_world *world, const qc_deal_state *it, int32_t day, const booked *what)
{
    const qc_questions *questions = world->questions;
    const qc_figure *main = &questions->figures[questions->main_figure];
    const int32_t atom = questions->atom_of_day[day];
    if (atom < main->first_atom || atom >= main->end_atom) return;
    if (world->open_wins != NULL) world->open_wins[it->open]++;
    for (int32_t i = 0; i < world->tracked_count; i++) {
        if (world->tracked[i] != it->open || !(it->mask >> main->measure & 1)) continue;
        double value = 0;
        switch (questions->measures[main->measure].metric) {
        case QC_METRIC_BOOKINGS: value = what->amount; break;
        case QC_METRIC_UNITS: value = what->units; break;
        case QC_METRIC_MARGIN: value = what->margin; break;
        case QC_METRIC_CUSTOMERS: value = it->brings_customer; break;
        case QC_METRIC_NEW_DEALS:
        case QC_METRIC_QUALIFIED:
        case QC_METRIC_COUNT: break;
        }
        world->tracked_value[i] = hundredths(value);
        world->tracked_won[i] = true;
    }
}

void qc_deal_win(qc_world *world, qc_deal_state *it, int32_t day, int64_t trial)
{
    const booked what = amount_of(world, it);
    if (it->customer != QC_ID_NONE) {
        const int32_t stamp = (int32_t) (trial % INT32_MAX) + 1;
        it->brings_customer &= world->customer_trial[it->customer] != stamp;
        world->customer_trial[it->customer] = stamp;
    }
    qc_deal_count(world, it->mask, QC_METRIC_BOOKINGS, day, what.amount);
    qc_deal_count(world, it->mask, QC_METRIC_UNITS, day, what.units);
    qc_deal_count(world, it->mask, QC_METRIC_MARGIN, day, what.margin);
    if (it->brings_customer) qc_deal_count(world, it->mask, QC_METRIC_CUSTOMERS, day, 1);
    if (it->open >= 0) track(world, it, day, &what);
}
