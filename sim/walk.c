#include "sim/walk.h"

#include "models/luck.h"
#include "sim/arrival_path.h"
#include "sim/bulk/bulk.h"
#include "sim/deal.h"
#include "sim/holder.h"
#include "sim/hours.h"
#include "sim/ledger.h"
#include "sim/market.h"
#include "sim/people.h"
#include "sim/step/step.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define VISITS_MAX 10000 /* a deal that moves back and forth this often is taken as open */
#define FRESH_EXIT 12
#define LOOKS      4   /* along the slope, before halving */
#define LAST_CELLS 1e6 /* a slope that points further says nothing */
#define LUCK_EXIT  4   /* the number of a new deal's luck that its exits come from */

typedef struct leaving {
    double time; /* when the visit ends */
    qc_id to;
} leaving;

/* ---- one visit ---- */

/* The exits of a deal come from one number drawn at its start: what is left of it after one exit is uniform
 * again and serves the next. So where the exit does not depend on the time, the exits to come are known
 * before any time is drawn. Deals that may go back and forth get a fresh number before its digits run out. */
void qc_deal_keep_digits(qc_deal *it)
{
    if (++it->visits % FRESH_EXIT == 0) it->exit = qc_rng_uniform(&it->luck);
}

/* A stated stay at its stated level and without month effects: one look-up. */
double qc_deal_quick_stay(qc_world *world, const qc_law *law, qc_deal *it)
{
    const double stay = qc_rng_uniform(&it->luck); /* small = long */
    if (!(it->at_risk > 0)) return qc_quick_quantile(law->quick, stay) * law->time_scale;
    const double alive = qc_deal_alive(world, law, it->open, it->at_risk);
    if (alive < QC_DEAL_FAINT) return qc_deal_faint_stay(law, it->at_risk, stay);
    return qc_quick_quantile(law->quick, alive * stay) * law->time_scale - it->at_risk;
}

double qc_deal_alive(qc_world *world, const qc_law *law, int32_t open, double at_risk)
{
    double *alive = &world->quick_alive[open];
    if (isnan(*alive)) *alive = qc_spread_survival(law->quick->spread, at_risk / law->time_scale);
    return *alive;
}

/* By the cumulative hazard. */
double qc_deal_faint_stay(const qc_law *law, double at_risk, double stay)
{
    return qc_spread_residual(law->quick->spread, at_risk / law->time_scale, 1 - stay) *
           law->time_scale;
}

/* A lost deal's day matters to nobody, so it is not drawn. */
static bool leave_quickly(qc_world *world, const qc_law *law, qc_deal *it, leaving *out)
{
    if (it->exit >= law->share) {
        out->to = QC_STAGE_LOST;
        out->time = it->time;
        if (!qc_deal_counts_losses(world)) return true;
        out->time += qc_deal_quick_stay(world, law, it);
        return out->time <= world->questions->days;
    }
    out->time = it->time + qc_deal_quick_stay(world, law, it);
    out->to = law->next;
    it->exit /= law->share;
    return out->time <= world->questions->days;
}

static inline double used_up(const double *rate, const double *cumulative)
{
    double sum = 0;
    for (int g = 0; g < QC_GROUP_COUNT; g++)
        sum += rate[g] * cumulative[g];
    return sum;
}

/* First cell of low..high at whose end the groups together have used up `limit`. Hazards change slowly: look near
 * where a straight line would reach the limit, then where the slope there points to, and halve what is left. */
static int32_t find_cell(const qc_law *law, const double *rate, double limit, double part,
                         int32_t low, int32_t high)
{
    int32_t cell = low + (int32_t) (part * (high - low));
    for (int look = 0; low < high; look++) {
        if (cell >= high) cell = high - 1; /* at the end of `high` it is reached in any case */
        if (cell < low) cell = low;
        const double end = used_up(rate, law->cumulative[cell + 1]);
        const double start = used_up(rate, law->cumulative[cell]);
        if (end < limit)
            low = cell + 1;
        else if (cell == low || start < limit)
            return cell;
        else
            high = cell - 1; /* at whose end the limit is reached already */
        const double cells = (limit - end) / (end - start);
        if (look < LOOKS && fabs(cells) < LAST_CELLS)
            cell += cells > 0 ? 1 + (int32_t) cells : (int32_t) cells;
        else
            cell = low + (high - low) / 2;
    }
    return low;
}

static inline double least(double a, double b)
{
    return a < b ? a : b;
}

/* Time and exit inside the cell in which the cumulative hazard reaches `limit`, between x and x_end. */
double qc_deal_leave_between(const qc_law *law, const double *rate, double limit, double part,
                             double x, double x_end, double *u, qc_id *to)
{
    const int32_t last = law->cells - 1;
    const int32_t from = (int32_t) least(x * law->per_day, last);
    const int32_t until = (int32_t) least(x_end * law->per_day, last);
    int32_t cell = find_cell(law, rate, limit, part, from, until);
    /* rounding may end on the edge of a stretch without any hazard: the exit is where it begins again */
    while (cell < until &&
           !(used_up(rate, law->cumulative[cell + 1]) > used_up(rate, law->cumulative[cell])))
        cell++;
    const double *low = law->cumulative[cell], *high = law->cumulative[cell + 1];
    double step[QC_GROUP_COUNT], total = 0;
    for (int g = 0; g < QC_GROUP_COUNT; g++) {
        step[g] = rate[g] * (high[g] - low[g]);
        total += step[g];
    }
    if (!(total > 0)) {
        *to = QC_STAGE_OPEN;
        return x_end;
    }
    double pick = *u * total;
    int chosen = 0;
    for (int g = 0; g < QC_GROUP_COUNT; g++) {
        if (!(step[g] > 0)) continue;
        chosen = g;
        if (pick < step[g]) break;
        pick -= step[g];
    }
    *u = least(pick / step[chosen], 1);
    *to = qc_law_destination(law, (qc_group) chosen, cell, u);
    const double at = (cell + (limit - used_up(rate, low)) / total) / law->per_day;
    return at < x ? x : at > x_end ? x_end : at;
}

/* ---- traits ---- */

void qc_deal_take_trait(const qc_world *world, qc_deal *it, qc_trait trait, int32_t value)
{
    const double *factor = world->draw.stages.factor[trait];
    const int32_t row = world->model->stages.stage_count * QC_GROUP_COUNT;
    it->factor[trait] = factor == NULL || value == QC_TRAIT_NONE ? NULL : factor + value * row;
}

void qc_deal_take_pace(const qc_world *world, qc_deal *it, double days)
{
    qc_deal_take_trait(world, it, QC_TRAIT_PACE,
                       qc_traits_pace(&world->model->stages.traits, it->stage,
                                      (double) (int64_t) days)); /* whole days */
}

/* A deal whose amount nobody knows yet belongs to a class all the same. */
void qc_deal_take_class(const qc_world *world, qc_deal *it, int32_t known)
{
    const double *shares = world->draw.arrivals.amount_share;
    it->amount_class = known;
    if (known == QC_TRAIT_NONE && shares != NULL) {
        qc_rng luck = qc_rng_entity(world->class_key[it->open < 0], it->entity);
        it->amount_class = qc_arrival_model_pick(&shares[it->segment * QC_AMOUNT_CLASSES],
                                                 QC_AMOUNT_CLASSES, qc_rng_uniform(&luck));
    }
    qc_deal_take_trait(world, it, QC_TRAIT_AMOUNT, it->amount_class);
}

void qc_deal_weights(const qc_law *law, const qc_deal *it, double *weight)
{
    memcpy(weight, law->weight, sizeof law->weight);
    for (int t = 0; t < QC_TRAIT_OF_DEAL && law->day_clock; t++) {
        if (it->factor[t] == NULL) continue;
        const double *factor = &it->factor[t][it->stage * QC_GROUP_COUNT];
        for (int g = 0; g < QC_GROUP_COUNT; g++)
            weight[g] *= factor[g];
    }
}

/* False when the visit outlasts the horizon. */
static bool leave(qc_world *world, const qc_law *law, qc_deal *it, leaving *out)
{
    if (law->quick != NULL && !world->shocked) return leave_quickly(world, law, it, out);
    double left = -log(qc_rng_uniform(&it->luck));
    qc_deal_keep_digits(it);
    const double origin = it->time - it->at_risk;
    const int32_t months = world->shocked ? world->month_count : 1;
    double x = it->at_risk, here[QC_GROUP_COUNT], weight[QC_GROUP_COUNT];
    int32_t m = 0;
    while (m < months && world->month_end[m] <= it->time)
        m++;
    qc_deal_weights(law, it, weight);
    qc_law_at(law, x, here);
    for (; m < months; m++) {
        const double x_end = world->month_end[m] - origin;
        double rate[QC_GROUP_COUNT], end[QC_GROUP_COUNT];
        qc_law_at(law, x_end, end);
        for (int g = 0; g < QC_GROUP_COUNT; g++)
            rate[g] = weight[g] * world->theta[m][g];
        const double start = used_up(rate, here), used = used_up(rate, end) - start;
        if (left < used) {
            out->time = origin + qc_deal_leave_between(law, rate, start + left, left / used, x,
                                                       x_end, &it->exit, &out->to);
            return true;
        }
        left -= used;
        x = x_end;
        memcpy(here, end, sizeof here);
    }
    return false;
}

/* ---- one deal ---- */

/* Enter the next stage on `day`. On the day clock a visit begins with the day; after a recorded day the
 * continuous clock starts in its middle. */
void qc_deal_enter(const qc_world *world, qc_deal *it, qc_id stage, double time, int32_t day,
                   bool from_days)
{
    const qc_law *law = &world->draw.stages
                             .laws[it->segment * world->model->stages.stage_count + stage];
    it->stage = stage;
    it->at_risk = 0;
    it->time = law->day_clock ? day - 1 : from_days ? day - 0.5 : time;
}

static void follow(qc_world *world, qc_deal *it, int64_t trial)
{
    if (world->coupled != NULL) {
        world->coupled->take(world->coupled, it);
        return;
    }
    const int32_t stages = world->model->stages.stage_count;
    const int32_t days = world->questions->days;
    for (int visit = 0; visit < VISITS_MAX; visit++) {
        const qc_law *law = &world->draw.stages.laws[it->segment * stages + it->stage];
        leaving out;
        if (!leave(world, law, it, &out)) return;
        world->moves++;
        if (out.to == QC_STAGE_LOST && qc_deal_counts_losses(world))
            qc_deal_lose(world, it, it->stage, (int32_t) out.time + 1);
        if (out.to == QC_STAGE_LOST || out.to == QC_STAGE_OPEN) return;
        const int32_t day = (int32_t) out.time + 1;
        if (day > days) return;
        if (out.to == QC_STAGE_WON) {
            qc_deal_win(world, it, day, trial);
            return;
        }
        qc_deal_take_pace(world, it, out.time - it->time + it->at_risk);
        qc_deal_enter(world, it, out.to, out.time, day, law->day_clock);
        qc_deal_count_entry(world, it, day);
    }
}

/* A deal that gets all the way over quick laws: only its days are left to draw. */
static void follow_winner(qc_world *world, qc_deal *it, int64_t trial)
{
    const double horizon = world->questions->days;
    const qc_law *law = &world->draw.stages
                             .laws[it->segment * world->model->stages.stage_count + it->stage];
    double time = it->time + qc_deal_quick_stay(world, law, it);
    int32_t moves = 1;
    for (it->at_risk = 0; time < horizon && law->next >= 0; moves++) {
        law++;
        time += qc_quick_quantile(law->quick, qc_rng_uniform(&it->luck)) * law->time_scale;
    }
    world->moves += moves;
    if (time < horizon) qc_deal_win(world, it, (int32_t) time + 1, trial);
}

static void walk_open(qc_world *world, int64_t trial)
{
    const qc_model *model = world->model;
    const int32_t stages = model->stages.stage_count;
    const uint64_t path = qc_rng_key(world->seed, QC_LUCK_OPEN_DEAL, (uint64_t) trial);
    world->class_key[0] = qc_rng_key(world->seed, QC_LUCK_CLASS, 2 * (uint64_t) trial);
    world->amount_key[0] = qc_rng_key(world->seed, QC_LUCK_AMOUNT_OPEN, (uint64_t) trial);
    if (qc_bulk_open(world, trial)) return;
    for (int32_t i = 0; i < world->book->open_count; i++) {
        if (world->gone != NULL && world->gone[i]) continue;
        qc_rng luck = qc_rng_entity(path, (uint64_t) i);
        const double exit = qc_rng_uniform(&luck);
        if (exit >= world->open_reach[i]) continue; /* lost on its way */
        const qc_open_deal *open = &world->book->open[i];
        const bool day_clock = world->draw.stages.laws[open->segment * stages + open->stage]
                                   .day_clock;
        qc_deal it = {.luck = luck,
                      .exit = exit,
                      .stage = open->stage,
                      .segment = open->segment,
                      .at_risk = open->age_days + day_clock, /* survived days 0..age */
                      .born = -open->born_days,
                      .mask = world->open_mask[i],
                      .entity = (uint64_t) i,
                      .open = i,
                      .seat = -1,
                      .owner = open->labels.of[QC_LABEL_OWNER],
                      .brings_customer = !open->known_customer,
                      .customer = open->labels.of[QC_LABEL_CUSTOMER]};
        if (world->holders != NULL) qc_holder_sort(world, &open->labels, QC_ORIGIN_OPEN, &it);
        if (day_clock) it.at_risk = floor(it.at_risk);
        for (int t = 0; t < QC_TRAIT_OF_DEAL; t++)
            qc_deal_take_trait(world, &it, (qc_trait) t, world->open_trait[i][t]);
        qc_deal_take_class(world, &it, world->open_trait[i][QC_TRAIT_AMOUNT]);
        if (world->open_reach[i] <= 1 && world->coupled == NULL)
            follow_winner(world, &it, trial);
        else
            follow(world, &it, trial);
    }
}

/* ---- new deals ---- */

static bool is_needed(const qc_world *world, int label)
{
    const qc_traits *traits = &world->model->stages.traits;
    return (label == QC_LABEL_OWNER && traits->on[QC_TRAIT_OWNER]) ||
           (label == QC_LABEL_SOURCE && traits->on[QC_TRAIT_SOURCE]) ||
           (label == QC_LABEL_OWNER && world->needs_owner);
}

static void draw_labels(const qc_world *world, uint64_t entity, int32_t segment, qc_labels *labels)
{
    const qc_arrival_model *arrivals = &world->model->arrivals;
    qc_rng luck = qc_rng_entity(world->label_key, entity);
    for (int l = 0; l < QC_LABEL_COUNT; l++) {
        labels->of[l] = QC_ID_NONE;
        if (arrivals->label_weight[l] == NULL ||
            (world->questions->label_mask[l] == NULL && !is_needed(world, l)))
            continue;
        luck.counter = (uint64_t) l; /* each label has its own number, needed or not */
        const double u = qc_rng_uniform(&luck);
        const int32_t values = arrivals->label_values[l];
        const double *shares = &world->draw.arrivals.label_share[l][segment * (values + 1)];
        const int32_t value = qc_arrival_model_pick(shares, values + 1, u);
        labels->of[l] = value < values ? value : QC_ID_NONE;
    }
    labels->of[QC_LABEL_SEGMENT] = segment > 0 ? segment - 1 : QC_ID_NONE;
}

void qc_deal_take_labels(const qc_world *world, qc_deal *it)
{
    const qc_traits *traits = &world->model->stages.traits;
    qc_labels labels;
    it->mask = world->questions->origin_mask[QC_ORIGIN_NEW];
    if (!world->labelled) return;
    draw_labels(world, it->entity, it->segment, &labels);
    labels.of[QC_LABEL_OWNER] = qc_people_owner(world, it->seat, labels.of[QC_LABEL_OWNER]);
    if (world->holders != NULL)
        qc_holder_sort(world, &labels, QC_ORIGIN_NEW, it);
    else
        it->mask = qc_questions_mask(world->questions, &labels, QC_ORIGIN_NEW);
    it->owner = labels.of[QC_LABEL_OWNER];
    qc_deal_take_trait(world, it, QC_TRAIT_OWNER,
                       qc_traits_label(traits, QC_TRAIT_OWNER, labels.of[QC_LABEL_OWNER]));
    qc_deal_take_trait(world, it, QC_TRAIT_SOURCE,
                       qc_traits_label(traits, QC_TRAIT_SOURCE, labels.of[QC_LABEL_SOURCE]));
}

static int32_t pick(qc_rng *luck, const double *cumulative, int32_t count)
{
    return count > 1 ? qc_arrival_model_pick(cumulative, count, qc_rng_uniform(luck)) : 0;
}

static bool counts_new(const qc_world *world)
{
    return world->questions->metric_mask[QC_METRIC_NEW_DEALS] != 0 ||
           (world->ledger != NULL && world->model->plan->cost.lead > 0) || world->market != NULL;
}

/* The reach that all new deals of a stream have in common; above 1 when their segment or first stage is
 * drawn, or when their arrival counts for something. */
static double common_reach(const qc_world *world, const qc_stream *stream)
{
    const qc_arrival_model *arrivals = &world->model->arrivals;
    const int32_t segment = stream->segment >= 0 ? stream->segment : 0;
    const int32_t stage = arrivals->classes[0].stage;
    const bool drawn = (stream->segment < 0 && arrivals->segment_count > 1) ||
                       arrivals->class_count > 1;
    if (drawn || stage < 0 || counts_new(world)) return 2;
    return world->reach[segment * world->model->stages.stage_count + stage];
}

void qc_deal_arrive(qc_world *world, const qc_newcomer *who, int64_t trial)
{
    const qc_arrival_draw *draw = &world->draw.arrivals;
    qc_rng luck = who->luck, choice = who->luck;
    luck.counter = LUCK_EXIT;
    const double exit = qc_rng_uniform(&luck);
    const double reach =
        who->stage < 0 || world->coupled != NULL
            ? 2
            : world->reach[who->segment * world->model->stages.stage_count + who->stage];
    const bool is_lost = exit >= reach;
    if (is_lost && !counts_new(world)) return;
    choice.counter = 2;
    qc_deal it = {.luck = luck,
                  .exit = exit,
                  .segment = who->segment,
                  .open = -1,
                  .seat = who->seat,
                  .source = who->source,
                  .owner = QC_ID_NONE,
                  .customer = QC_ID_NONE,
                  .entity = who->entity};
    const double time = who->start + who->length * qc_rng_uniform(&choice) + who->delay;
    if (time >= world->questions->days) return;
    const int32_t day = (int32_t) time + 1;
    it.born = day; /* recorded days count: won on the day of creation is 0 days */
    it.brings_customer = draw->new_customer[who->segment] >= 1 ||
                         qc_rng_uniform(&choice) < draw->new_customer[who->segment];
    qc_deal_take_labels(world, &it);
    const uint64_t owned = it.owned;
    if (world->coupled != NULL && who->stage >= 0) it.owned = 0; /* until somebody takes it */
    qc_deal_take_class(world, &it, QC_TRAIT_NONE);
    qc_deal_count_new(world, &it, day);
    if (who->stage == QC_STAGE_WON) qc_deal_win(world, &it, day, trial);
    if (who->stage == QC_STAGE_LOST && qc_deal_counts_losses(world))
        qc_deal_lose(world, &it, -1, day);
    if (who->stage < 0 || is_lost) return;
    qc_deal_enter(world, &it, who->stage, time, day, false);
    qc_deal_count_entry(world, &it, day);
    it.owned = owned;
    if (reach <= 1)
        follow_winner(world, &it, trial);
    else
        follow(world, &it, trial);
}

/* The segment of a new deal: on a shared stream its own luck decides. */
static int32_t segment_of(const qc_world *world, const qc_stream *stream, qc_rng luck)
{
    if (stream->segment >= 0) return stream->segment;
    return pick(&luck, world->draw.arrivals.segment_share, world->model->arrivals.segment_count);
}

static void arrive(qc_world *world, qc_rng luck, uint64_t entity, int32_t segment, double start,
                   double length, int64_t trial)
{
    const qc_arrival_model *arrivals = &world->model->arrivals;
    const qc_arrival_draw *draw = &world->draw.arrivals;
    qc_rng choice = luck;
    choice.counter = 1; /* each choice has its own number, whether it is needed or not */
    const int32_t class = pick(&choice, &draw->class_share[segment * arrivals->class_count],
                               arrivals->class_count);
    const qc_newcomer who = {.luck = luck,
                             .entity = entity,
                             .segment = segment,
                             .stage = arrivals->classes[class].stage,
                             .seat = -1,
                             .start = start,
                             .length = length,
                             .source = QC_SOURCE_INBOUND};
    if (world->market != NULL)
        qc_market_hold(world, &who);
    else
        qc_deal_arrive(world, &who, trial);
}

static double largest_lever(const qc_world *world, const qc_stream *stream)
{
    const qc_arrival_draw *draw = &world->draw.arrivals;
    if (stream->segment >= 0) return draw->lever[stream->segment];
    double largest = draw->lever[0];
    for (int32_t s = 1; s < world->model->arrivals.segment_count; s++)
        largest = fmax(largest, draw->lever[s]);
    return largest;
}

/* Levers on new deals thin the arrivals or add to them, so that the deals that stay are the same. */
static void arrive_all(qc_world *world, const qc_stream *stream, int32_t index, int32_t month,
                       double reach, uint64_t path, int64_t trial)
{
    const double more = largest_lever(world, stream) - 1;
    const double end = world->month_span[month].to - world->questions->as_of;
    const double start = world->month_span[month].from - 1 - world->questions->as_of;
    const uint64_t first = qc_arrival_path_name(index, month);
    const uint64_t added = first + QC_ARRIVAL_PATH_ADDED;
    qc_rng luck = qc_rng_stream(world->seed, QC_LUCK_ARRIVAL, first, (uint64_t) trial);
    const int32_t base = qc_arrival_path_count(world, index, month, &luck);
    const int32_t extra = more > 0 ? qc_arrival_path_extra(world, month, more, &luck) : 0;
    const double *levers = world->draw.arrivals.lever;
    for (uint64_t k = 0; k < (uint64_t) base; k++) {
        const qc_rng own = qc_rng_entity(path, first + k);
        qc_rng exit = {own.key, LUCK_EXIT};
        const int32_t segment = segment_of(world, stream, own);
        if (levers[segment] < 1 && qc_rng_uniform(&luck) >= levers[segment]) continue;
        if (reach <= 1 && qc_rng_uniform(&exit) >= reach)
            continue; /* most are lost: told cheaply */
        arrive(world, own, first + k, segment, start, end - start, trial);
    }
    for (uint64_t k = 0; k < (uint64_t) extra;
         k++) { /* a segment gets its part of the largest lever */
        const qc_rng own = qc_rng_entity(path, added + k);
        const int32_t segment = segment_of(world, stream, own);
        if (qc_rng_uniform(&luck) * more < levers[segment] - 1)
            arrive(world, own, added + k, segment, start, end - start, trial);
    }
}

static void walk_new(qc_world *world, int64_t path_trial, int64_t trial)
{
    const qc_arrival_model *arrivals = &world->model->arrivals;
    const uint64_t path = qc_rng_key(world->seed, QC_LUCK_NEW_DEAL, (uint64_t) trial);
    world->class_key[1] = qc_rng_key(world->seed, QC_LUCK_CLASS, 2 * (uint64_t) trial + 1);
    world->amount_key[1] = qc_rng_key(world->seed, QC_LUCK_AMOUNT_NEW, (uint64_t) trial);
    for (int32_t s = 0; s < arrivals->stream_count; s++) {
        qc_arrival_path(world, s, path_trial, world->expected);
        const double reach = common_reach(world, &arrivals->streams[s]);
        if (qc_bulk_stream(world, s, reach, path, trial)) continue;
        for (int32_t m = 0; m < world->month_count; m++)
            arrive_all(world, &arrivals->streams[s], s, m, reach, path, trial);
    }
}

/* ---- one trial ---- */

static void draw_shocks(qc_world *world, int64_t trial)
{
    const double side = world->mirrored ? -1 : 1;
    for (int g = 0; g < QC_GROUP_SHOCKED; g++) {
        qc_effect_state state = world->draw.effects[g];
        /* a good month is good for every step toward a win: these two share their luck */
        const int whose = g == QC_GROUP_WON ? QC_GROUP_ADVANCE : g;
        qc_rng luck = qc_rng_stream(world->seed, QC_LUCK_SHOCK, (uint64_t) whose, (uint64_t) trial);
        gsl_rng view;
        qc_rng_gsl(&view, &luck);
        for (int32_t m = 0; m < world->month_count; m++)
            world->theta[m][g] = world->draw.seasons[g][world->month_of_year[m]] *
                                 (world->pace != NULL && g != QC_GROUP_LOST
                                      ? world->pace[world->month_of_year[m]]
                                      : 1) *
                                 qc_month_effect_step(&state, world->step_days[m],
                                                      side * gsl_ran_gaussian_ziggurat(&view, 1));
    }
}

bool qc_walk_trial(qc_world *world, int64_t trial, qc_status *status)
{
    const qc_questions *questions = world->questions;
    if (!qc_world_draw(world, trial / QC_GROUP_TRIALS, status)) return false;
    world->trial = trial;
    memset(world->sums, 0,
           (size_t) questions->measure_count * ((size_t) questions->atom_count + 1) *
               sizeof *world->sums);
    memset(world->tracked_value, 0, sizeof world->tracked_value);
    memset(world->tracked_won, 0, sizeof world->tracked_won);
    if (world->shocked) draw_shocks(world, trial);
    if (world->ledger != NULL) qc_ledger_open(world);
    if (world->market != NULL) qc_market_open(world);
    world->label_key = qc_rng_key(world->seed, QC_LUCK_LABEL, (uint64_t) trial);
    if (world->coupled == NULL || !world->coupled->run_all(world->coupled, trial)) {
        walk_open(world, trial);
        walk_new(world, trial, trial);
        if (world->coupled != NULL)
            world->coupled->run(world->coupled, trial);
        else
            qc_people_prospect(world, trial);
        if (world->market != NULL && world->coupled == NULL)
            qc_market_admit(world, INFINITY, trial);
    }
    if (world->ledger != NULL && !qc_ledger_close(world, trial, status)) return false;
    qc_hours_close(world);
    qc_deal_sum_up(world);
    if (world->too_large)
        return qc_fail(status, QC_NUMERIC,
                       "the amounts of one simulated future are too large to be added up exactly; "
                       "state money in thousands or millions");
    return qc_world_pass(world, status) && qc_step_pass(world, status) &&
           qc_market_pass(world, status);
}

bool qc_walk_lives(qc_world *world, int64_t draw, int32_t first, int32_t count, qc_status *status)
{
    const int64_t path = draw * QC_GROUP_TRIALS;
    if (!qc_world_draw(world, draw, status)) return false;
    if (world->shocked) draw_shocks(world, path);
    for (int64_t trial = path + first; trial < path + first + count; trial++) {
        world->label_key = qc_rng_key(world->seed, QC_LUCK_LABEL, (uint64_t) trial);
        world->trial = trial;
        walk_open(world, trial);
        walk_new(world, path, trial);
    }
    return qc_world_pass(world, status);
}
