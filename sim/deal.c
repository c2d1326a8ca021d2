#include "sim/deal.h"

#include "sim/blend/lives.h"
#include "sim/holder.h"
#include "sim/ledger.h"

#include <math.h>

/* ---- tallies ---- */

static void add(qc_world *world, uint64_t bits, int32_t day, double value)
{
    const qc_questions *questions = world->questions;
    const int32_t atom = questions->atom_of_day[day];
    const int64_t amount = qc_deal_hundredths(value);
    while (bits != 0) {
        const int32_t measure = __builtin_ctzll(bits);
        int64_t *sum = &world->sums[measure * (questions->atom_count + 1) + atom];
        world->too_large |= __builtin_add_overflow(*sum, amount, sum);
        bits &= bits - 1;
    }
}

/* Most metrics nobody asks for. */
static inline void count(qc_world *world, uint64_t mask, qc_metric metric, int32_t day,
                         double value)
{
    const uint64_t bits = mask & world->questions->metric_mask[metric];
    if (bits != 0) add(world, bits, day, value);
}

void qc_deal_count(qc_world *world, uint64_t mask, qc_metric metric, int32_t day, double value)
{
    count(world, mask, metric, day, value);
}

void qc_deal_count_entry(qc_world *world, const qc_deal *it, int32_t day)
{
    const qc_questions *questions = world->questions;
    if (questions->metric_mask[QC_METRIC_QUALIFIED] != 0)
        qc_deal_count(world, qc_holder_mask(world, it, day) & questions->stage_mask[it->stage],
                      QC_METRIC_QUALIFIED, day, 1);
}

void qc_deal_count_new(qc_world *world, const qc_deal *it, int32_t day)
{
    if (world->questions->metric_mask[QC_METRIC_NEW_DEALS] != 0)
        qc_deal_count(world, qc_holder_mask(world, it, day), QC_METRIC_NEW_DEALS, day, 1);
    world->created[it->source]++;
    if (world->ledger != NULL && it->source == QC_SOURCE_INBOUND) qc_ledger_lead(world, day);
}

/* What a measure, whose sums run by now, brings in a figure's time. */
static int64_t brought(qc_world *world, int32_t measure, const qc_figure *figure)
{
    const int64_t *sums = &world->sums[measure * (world->questions->atom_count + 1)];
    int64_t value = 0;
    world->too_large |= __builtin_sub_overflow(sums[figure->end_atom], sums[figure->first_atom],
                                               &value);
    return value;
}

void qc_deal_sum_up(qc_world *world)
{
    const qc_questions *questions = world->questions;
    const int32_t row = questions->atom_count + 1;
    for (int32_t m = 0; m < questions->measure_count; m++) { /* sums become running sums */
        int64_t *sums = &world->sums[m * row];
        int64_t running = 0;
        for (int32_t a = 0; a < row; a++) {
            const int64_t here = sums[a];
            sums[a] = running;
            world->too_large |= __builtin_add_overflow(running, here, &running);
        }
    }
    for (int32_t f = 0; f < questions->figure_count; f++) {
        const qc_figure *figure = &questions->figures[f];
        if (figure->measure < 0) continue; /* the ledger has set it */
        int64_t value = brought(world, figure->measure, figure);
        if (figure->per >= 0)
            value = qc_questions_value(figure, value, brought(world, figure->per, figure));
        else
            world->too_large |= __builtin_add_overflow(value, figure->base, &value);
        world->values[f] = value;
    }
}

/* ---- amounts ---- */

static double or_zero(double value)
{
    return isnan(value) ? 0 : value;
}

/* Units and margin come from a won deal, margin in proportion to the amount. */
static void take_from(const qc_size_win *win, double amount, qc_worth *result)
{
    if (isnan(result->units)) result->units = win->units;
    if (isnan(result->margin)) result->margin = win->margin * amount / win->amount;
}

/* An open deal with its amount; what else is not known of it comes from a won deal. */
static qc_worth known_amount(qc_world *world, const qc_deal *it, const qc_open_deal *open,
                             qc_rng *luck)
{
    const qc_model *model = world->model;
    const bool *has = world->book->has_number;
    if (!model->has_sizes)
        return (qc_worth){open->amount, or_zero(open->units), or_zero(open->margin)};
    const int32_t index = model->size_of[it->segment];
    const qc_size_model *size = &model->sizes[index];
    const double ratio = qc_size_model_ratio(size, luck);
    qc_worth result = {open->amount * ratio, open->units, open->margin * ratio};
    if ((has[QC_NUMBER_UNITS] && isnan(result.units)) ||
        (has[QC_NUMBER_MARGIN] && isnan(result.margin))) {
        const int32_t row = qc_size_model_sample(size, &world->draw.sizes[index], luck).row;
        if (row >= 0) take_from(&size->wins[row], result.amount, &result);
    }
    result.units = or_zero(result.units);
    result.margin = or_zero(result.margin);
    return result;
}

/* Known amounts move by an observed ratio of final to first amount; unknown ones are drawn. */
qc_worth qc_deal_worth(qc_world *world, const qc_deal *it)
{
    const qc_model *model = world->model;
    qc_worth result = {0, 0, 0};
    const qc_open_deal *open = it->open >= 0 ? &world->book->open[it->open] : NULL;
    if (!model->has_sizes && (open == NULL || isnan(open->amount))) return result;
    qc_rng luck = qc_rng_entity(world->amount_key[open == NULL], it->entity);
    if (open != NULL && !isnan(open->amount)) return known_amount(world, it, open, &luck);
    const int32_t index = model->size_of[it->segment];
    const qc_size_model *size = &model->sizes[index];
    const qc_size_sample sample = qc_size_model_sample_of(size, &world->draw.sizes[index],
                                                          it->amount_class, &luck);
    result.amount = sample.amount * world->draw.size_factor[it->segment];
    result.units = open != NULL ? open->units : (double) NAN;
    result.margin = open != NULL ? open->margin : (double) NAN;
    if (sample.row >= 0) take_from(&size->wins[sample.row], result.amount, &result);
    result.units = or_zero(result.units);
    result.margin = or_zero(result.margin);
    return result;
}

/* What the win adds to the headline's measure. */
static double main_value(const qc_questions *questions, const qc_deal *it, const qc_worth *what)
{
    const qc_figure *main = &questions->figures[questions->main_figure];
    switch (questions->measures[main->measure].metric) {
    case QC_METRIC_BOOKINGS: return what->amount;
    case QC_METRIC_UNITS: return what->units;
    case QC_METRIC_MARGIN: return what->margin;
    case QC_METRIC_CUSTOMERS: return it->brings_customer;
    case QC_METRIC_WON: return 1;
    case QC_METRIC_NEW_DEALS:
    case QC_METRIC_QUALIFIED:
    case QC_METRIC_LOST:
    case QC_METRIC_ENDED:
    case QC_METRIC_WIN_RATE:
    case QC_METRIC_DEAL_SIZE:
    case QC_METRIC_CYCLE:
    case QC_METRIC_LOSS_SHARE:
    case QC_METRIC_WON_DAYS:
    case QC_METRIC_COST:
    case QC_METRIC_NET:
    case QC_METRIC_CAC:
    case QC_METRIC_SELLING_TIME:
    case QC_METRIC_SOLD_HOURS:
    case QC_METRIC_WORK_HOURS:
    case QC_METRIC_ACTIVITY:
    case QC_METRIC_COUNT: break;
    }
    return 0;
}

/* What the headline gets from where, and from the deals that it may hang on. */
static void take_stock(qc_world *world, const qc_deal *it, int32_t day, const qc_worth *what)
{
    const qc_questions *questions = world->questions;
    const qc_figure *main = &questions->figures[questions->main_figure];
    const int32_t atom = questions->atom_of_day[day];
    if (atom < main->first_atom || atom >= main->end_atom) return;
    if (it->open >= 0 && world->open_wins != NULL) world->open_wins[it->open]++;
    if (!(it->mask >> main->measure & 1)) return;
    const int64_t value = qc_deal_hundredths(main_value(questions, it, what));
    world->won[it->source] += value;
    for (int32_t i = 0; it->open >= 0 && i < world->tracked_count; i++) {
        if (world->tracked[i] != it->open) continue;
        world->tracked_value[i] = value;
        world->tracked_won[i] = true;
    }
}

static void untrack_customer(qc_world *world, int32_t open)
{
    const qc_questions *questions = world->questions;
    const int32_t main = questions->figures[questions->main_figure].measure;
    if (questions->measures[main].metric != QC_METRIC_CUSTOMERS) return;
    for (int32_t i = 0; i < world->tracked_count; i++) {
        if (world->tracked[i] == open) world->tracked_value[i] = 0;
    }
}

/* Of several open deals of a customer the one that is won first brings it. They are followed one after
 * the other, so an earlier day takes the customer over from the deal that had it. */
static void become_customer(qc_world *world, qc_deal *it, int32_t day, int64_t trial)
{
    struct qc_customer_won *customer = &world->customer[it->customer];
    const int32_t stamp = (int32_t) (trial % INT32_MAX) + 1;
    if (customer->trial == stamp) {
        it->brings_customer = day < customer->day;
        if (!it->brings_customer) return;
        qc_deal_count(world, customer->mask, QC_METRIC_CUSTOMERS, customer->day, -1);
        untrack_customer(world, customer->open);
    }
    *customer = (struct qc_customer_won){stamp, day, it->mask, it->open};
}

void qc_deal_win(qc_world *world, qc_deal *it, int32_t day, int64_t trial)
{
    day += world->slip_days;
    if (day > world->questions->days) return;
    it->mask = qc_holder_mask(world, it, day);
    it->owned = 0;
    if (world->lives != NULL) {
        qc_lives_take(world->lives, world, it, day);
        return;
    }
    const qc_worth what = qc_deal_worth(world, it);
    if (it->customer != QC_ID_NONE && it->brings_customer) become_customer(world, it, day, trial);
    count(world, it->mask, QC_METRIC_BOOKINGS, day, what.amount);
    count(world, it->mask, QC_METRIC_UNITS, day, what.units);
    count(world, it->mask, QC_METRIC_MARGIN, day, what.margin);
    if (it->brings_customer) count(world, it->mask, QC_METRIC_CUSTOMERS, day, 1);
    count(world, it->mask, QC_METRIC_WON, day, 1);
    count(world, it->mask, QC_METRIC_ENDED, day, 1);
    count(world, it->mask, QC_METRIC_WON_DAYS, day, fmax(day - it->born, 0));
    if (world->ledger != NULL) qc_ledger_sell(world, it, day, what.amount, what.margin);
    take_stock(world, it, day, &what);
}

bool qc_deal_counts_losses(const qc_world *world)
{
    const uint64_t *mask = world->questions->metric_mask;
    return (mask[QC_METRIC_LOST] | mask[QC_METRIC_ENDED]) != 0;
}

void qc_deal_lose(qc_world *world, const qc_deal *it, int32_t stage, int32_t day)
{
    const qc_questions *questions = world->questions;
    if (day > questions->days) return;
    const uint64_t all = qc_holder_mask(world, it, day);
    uint64_t mask = all;
    if (questions->reason_mask != NULL) {
        qc_rng luck = it->luck;
        const double share = qc_rng_uniform(&luck);
        mask &= questions->reason_mask[qc_losses_pick(&world->model->lost_for, stage, share) + 1];
    }
    qc_deal_count(world, mask, QC_METRIC_LOST, day, 1);
    qc_deal_count(world, all, QC_METRIC_ENDED, day, 1);
}
