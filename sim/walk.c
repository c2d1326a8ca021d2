#include "sim/walk.h"

#include "models/luck.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define VISITS_MAX 10000 /* a deal that moves back and forth this often is taken as open */
#define HUNDREDTHS 100.0
#define MOST_MONEY 1e13 /* of one deal: ten thousand such sums still fit the counters */
#define FRESH_EXIT 12
#define FAINT      1e-280
#define LUCK_EXIT  4 /* the number of a new deal's luck that its exits come from */

typedef struct deal { /* one deal in flight */
    qc_rng luck;
    int32_t stage, segment;
    int32_t visits;  /* so far */
    double exit;     /* uniform: which exit is next; what is left of it serves the next visit */
    double time;     /* of entry into the stage */
    double born;     /* time of creation, below 0 for open deals */
    double at_risk;  /* days already spent in it */
    uint64_t mask;   /* measures it counts for */
    uint64_t entity; /* names its luck among the open or the new deals */
    int32_t open;    /* index into the book, -1 = new */
    bool brings_customer;
    qc_id customer;
} deal;

typedef struct leaving {
    double time; /* when the visit ends */
    qc_id to;
} leaving;

/* ---- tallies ---- */

static int64_t hundredths(double value)
{
    return (int64_t) llround(fmax(fmin(value, MOST_MONEY), -MOST_MONEY) * HUNDREDTHS);
}

static void count(qc_world *world, uint64_t mask, qc_metric metric, int32_t day, double value)
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

static void count_entry(qc_world *world, const deal *it, int32_t day)
{
    const qc_questions *questions = world->questions;
    if (questions->metric_mask[QC_METRIC_QUALIFIED] != 0)
        count(world, it->mask & questions->stage_mask[it->stage], QC_METRIC_QUALIFIED, day, 1);
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
static booked amount_of(qc_world *world, const deal *it)
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
    const qc_size_sample sample = qc_size_model_sample(size, &world->draw.sizes[index], &luck);
    result.amount = sample.amount * world->draw.size_factor[it->segment];
    if (sample.row >= 0) {
        const qc_size_win *win = &size->wins[sample.row];
        result.units = or_zero(win->units);
        result.margin = or_zero(win->margin) * result.amount / win->amount;
    }
    return result;
}

static void track(qc_world *world, const deal *it, int32_t day, const booked *what)
{
    const qc_questions *questions = world->questions;
    const qc_figure *main = &questions->figures[questions->main_figure];
    const int32_t atom = questions->atom_of_day[day];
    if (atom < main->first_atom || atom >= main->end_atom) return;
    if (world->open_wins != NULL) world->open_wins[it->open]++;
    for (int32_t i = 0; i < world->tracked_count; i++) {
        if (world->tracked[i] != it->open || !(it->mask >> main->measure & 1)) continue;
        const qc_world_win brought = {what->amount, what->units, what->margin, it->brings_customer};
        const double value = qc_world_value(questions->measures[main->measure].metric, &brought);
        world->tracked_value[i] = hundredths(value);
        world->tracked_won[i] = true;
    }
}

static void win(qc_world *world, deal *it, int32_t day, int64_t trial)
{
    day += world->slip_days;
    if (day > world->questions->days) return;
    const booked what = amount_of(world, it);
    if (it->customer != QC_ID_NONE) {
        const int32_t stamp = (int32_t) (trial % INT32_MAX) + 1;
        it->brings_customer &= world->customer_trial[it->customer] != stamp;
        world->customer_trial[it->customer] = stamp;
    }
    count(world, it->mask, QC_METRIC_BOOKINGS, day, what.amount);
    count(world, it->mask, QC_METRIC_UNITS, day, what.units);
    count(world, it->mask, QC_METRIC_MARGIN, day, what.margin);
    if (it->brings_customer) count(world, it->mask, QC_METRIC_CUSTOMERS, day, 1);
    count(world, it->mask, QC_METRIC_WON, day, 1);
    count(world, it->mask, QC_METRIC_ENDED, day, 1);
    count(world, it->mask, QC_METRIC_WON_DAYS, day, fmax(day - it->born, 0));
    if (it->open >= 0) track(world, it, day, &what);
}

/* Lost in `stage`, -1 = born lost. */
static void lose(qc_world *world, const deal *it, int32_t stage, int32_t day)
{
    if (day > world->questions->days) return;
    count(world, qc_world_lost_mask(world, it->mask, stage, it->luck), QC_METRIC_LOST, day, 1);
    count(world, it->mask, QC_METRIC_ENDED, day, 1);
}

/* ---- one visit ---- */

/* The exits of a deal come from one number drawn at its start: what is left of it after one exit is uniform
 * again and serves the next. So where the exit does not depend on the time, the exits to come are known
 * before any time is drawn. Deals that may go back and forth get a fresh number before its digits run out. */
static void keep_digits(deal *it)
{
    if (++it->visits % FRESH_EXIT == 0) it->exit = qc_rng_uniform(&it->luck);
}

/* A stated stay at its stated level and without month effects: one look-up. */
static double quick_stay(qc_world *world, const qc_law *law, deal *it)
{
    const double stay = qc_rng_uniform(&it->luck); /* small = long */
    if (!(it->at_risk > 0)) return qc_quick_quantile(law->quick, stay);
    double alive = world->quick_alive[it->open];
    if (isnan(alive))
        alive = world->quick_alive[it->open] = qc_spread_survival(law->quick->spread, it->at_risk);
    if (alive < FAINT) /* so stale that its tail has no digits left: by the cumulative hazard */
        return qc_spread_residual(law->quick->spread, it->at_risk, 1 - stay);
    return qc_quick_quantile(law->quick, alive * stay) - it->at_risk;
}

/* A lost deal's day matters to nobody, so it is not drawn. */
static bool leave_quickly(qc_world *world, const qc_law *law, deal *it, leaving *out)
{
    if (it->exit >= law->share) {
        out->to = QC_STAGE_LOST;
        out->time = it->time;
        if (!world->asks_losses) return true;
        out->time += quick_stay(world, law, it);
        return out->time <= world->questions->days;
    }
    out->time = it->time + quick_stay(world, law, it);
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

/* First cell of low..high at whose end the groups together have used up `limit`. Hazards change slowly, so
 * the cell is near where a straight line would reach the limit: look there first, then on either side. */
static int32_t find_cell(const qc_law *law, const double *rate, double limit, double part,
                         int32_t low, int32_t high)
{
    int32_t cell = low + (int32_t) (part * (high - low)), step = 1;
    if (cell < high && used_up(rate, law->cumulative[cell + 1]) < limit) {
        low = cell + 1;
        for (; cell + step < high && used_up(rate, law->cumulative[cell + step + 1]) < limit;
             step *= 2)
            low = cell + step + 1;
        high = cell + step < high ? cell + step : high;
    } else {
        high = cell;
        for (; cell - step >= low && used_up(rate, law->cumulative[cell - step + 1]) >= limit;
             step *= 2)
            high = cell - step;
        low = cell - step >= low ? cell - step + 1 : low;
    }
    while (low < high) {
        const int32_t middle = low + (high - low) / 2;
        if (used_up(rate, law->cumulative[middle + 1]) < limit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Time and exit inside the cell in which the cumulative hazard reaches `limit`, between x and x_end. */
static double leave_in_month(const qc_law *law, const double *rate, double limit, double part,
                             double x, double x_end, double *u, qc_id *to)
{
    const int32_t last = law->cells - 1;
    const int32_t from = (int32_t) fmin(x * law->per_day, last);
    const int32_t until = (int32_t) fmin(x_end * law->per_day, last);
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
    *u = fmin(pick / step[chosen], 1);
    *to = qc_law_destination(law, (qc_group) chosen, cell, u);
    const double at = (cell + (limit - used_up(rate, low)) / total) / law->per_day;
    return at < x ? x : at > x_end ? x_end : at;
}

/* False when the visit outlasts the horizon. */
static bool leave(qc_world *world, const qc_law *law, deal *it, leaving *out)
{
    if (law->quick != NULL && !world->shocked) return leave_quickly(world, law, it, out);
    double left = -log(qc_rng_uniform(&it->luck));
    keep_digits(it);
    const double origin = it->time - it->at_risk;
    const int32_t months = world->shocked ? world->month_count : 1;
    double x = it->at_risk, here[QC_GROUP_COUNT];
    int32_t m = 0;
    while (m < months && world->month_end[m] <= it->time)
        m++;
    qc_law_at(law, x, here);
    for (; m < months; m++) {
        const double x_end = world->month_end[m] - origin;
        double rate[QC_GROUP_COUNT], end[QC_GROUP_COUNT];
        qc_law_at(law, x_end, end);
        for (int g = 0; g < QC_GROUP_COUNT; g++)
            rate[g] = law->weight[g] * world->theta[m][g];
        const double start = used_up(rate, here), used = used_up(rate, end) - start;
        if (left < used) {
            out->time = origin + leave_in_month(law, rate, start + left, left / used, x, x_end,
                                                &it->exit, &out->to);
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
static void enter(const qc_world *world, deal *it, qc_id stage, double time, int32_t day,
                  bool from_days)
{
    const qc_law *law = &world->draw.stages
                             .laws[it->segment * world->model->stages.stage_count + stage];
    it->stage = stage;
    it->at_risk = 0;
    it->time = law->day_clock ? day - 1 : from_days ? day - 0.5 : time;
}

static void follow(qc_world *world, deal *it, int64_t trial)
{
    const int32_t stages = world->model->stages.stage_count;
    const int32_t days = world->questions->days;
    for (int visit = 0; visit < VISITS_MAX; visit++) {
        const qc_law *law = &world->draw.stages.laws[it->segment * stages + it->stage];
        leaving out;
        if (!leave(world, law, it, &out)) return;
        world->moves++;
        const int32_t day = (int32_t) out.time + 1;
        if (out.to == QC_STAGE_LOST && world->asks_losses) lose(world, it, it->stage, day);
        if (out.to == QC_STAGE_LOST || out.to == QC_STAGE_OPEN) return;
        if (day > days) return;
        if (out.to == QC_STAGE_WON) {
            win(world, it, day, trial);
            return;
        }
        enter(world, it, out.to, out.time, day, law->day_clock);
        count_entry(world, it, day);
    }
}

/* A deal that gets all the way over quick laws: only its days are left to draw. */
static void follow_winner(qc_world *world, deal *it, int64_t trial)
{
    const double horizon = world->questions->days;
    const qc_law *law = &world->draw.stages
                             .laws[it->segment * world->model->stages.stage_count + it->stage];
    double time = it->time + quick_stay(world, law, it);
    int32_t moves = 1;
    for (it->at_risk = 0; time < horizon && law->next >= 0; moves++) {
        time += qc_quick_quantile((++law)->quick, qc_rng_uniform(&it->luck));
    }
    world->moves += moves;
    if (time < horizon) win(world, it, (int32_t) time + 1, trial);
}

static void walk_open(qc_world *world, int64_t trial)
{
    const qc_model *model = world->model;
    const int32_t stages = model->stages.stage_count;
    const uint64_t path = qc_rng_key(world->seed, QC_LUCK_OPEN_DEAL, (uint64_t) trial);
    world->amount_key[0] = qc_rng_key(world->seed, QC_LUCK_AMOUNT_OPEN, (uint64_t) trial);
    for (int32_t i = 0; i < world->book->open_count; i++) {
        if (world->gone != NULL && world->gone[i]) continue;
        qc_rng luck = qc_rng_entity(path, (uint64_t) i);
        const double exit = qc_rng_uniform(&luck);
        if (exit >= world->open_reach[i]) continue; /* lost on its way */
        const qc_open_deal *open = &world->book->open[i];
        const bool day_clock = world->draw.stages.laws[open->segment * stages + open->stage]
                                   .day_clock;
        deal it = {.luck = luck,
                   .exit = exit,
                   .stage = open->stage,
                   .segment = open->segment,
                   .at_risk = open->age_days + day_clock, /* survived days 0..age */
                   .born = -open->born_days,
                   .mask = world->open_mask[i],
                   .entity = (uint64_t) i,
                   .open = i,
                   .brings_customer = !open->known_customer,
                   .customer = open->labels.of[QC_LABEL_CUSTOMER]};
        if (day_clock) it.at_risk = floor(it.at_risk);
        if (world->open_reach[i] <= 1)
            follow_winner(world, &it, trial);
        else
            follow(world, &it, trial);
    }
}

/* ---- new deals ---- */

static void draw_labels(const qc_world *world, uint64_t entity, int64_t trial, int32_t segment,
                        qc_labels *labels)
{
    const qc_arrival_model *arrivals = &world->model->arrivals;
    qc_rng luck = qc_rng_stream(world->seed, QC_LUCK_LABEL, entity, (uint64_t) trial);
    for (int l = 0; l < QC_LABEL_COUNT; l++) {
        const double u = qc_rng_uniform(&luck);
        labels->of[l] = QC_ID_NONE;
        if (world->questions->label_mask[l] == NULL || arrivals->label_weight[l] == NULL) continue;
        const int32_t values = arrivals->label_values[l];
        const double *shares = &world->draw.arrivals.label_share[l][segment * (values + 1)];
        const int32_t value = qc_arrival_model_pick(shares, values + 1, u);
        labels->of[l] = value < values ? value : QC_ID_NONE;
    }
    labels->of[QC_LABEL_SEGMENT] = segment > 0 ? segment - 1 : QC_ID_NONE;
}

static int32_t pick(qc_rng *luck, const double *cumulative, int32_t count)
{
    return count > 1 ? qc_arrival_model_pick(cumulative, count, qc_rng_uniform(luck)) : 0;
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
    if (drawn || stage < 0 || world->questions->metric_mask[QC_METRIC_NEW_DEALS] != 0) return 2;
    return world->reach[segment * world->model->stages.stage_count + stage];
}

static void arrive(qc_world *world, const qc_stream *stream, uint64_t entity, double start,
                   double length, uint64_t path, int64_t trial)
{
    const qc_arrival_model *arrivals = &world->model->arrivals;
    const qc_arrival_draw *draw = &world->draw.arrivals;
    qc_rng luck = qc_rng_entity(path, entity), choice = luck;
    /* each choice has its own number, whether it is needed or not */
    const int32_t segment = stream->segment >= 0
                                ? stream->segment
                                : pick(&choice, draw->segment_share, arrivals->segment_count);
    choice.counter = 1;
    const int32_t class = pick(&choice, &draw->class_share[segment * arrivals->class_count],
                               arrivals->class_count);
    const int32_t stage = arrivals->classes[class].stage;
    luck.counter = LUCK_EXIT;
    const double exit = qc_rng_uniform(&luck);
    const double reach = stage < 0
                             ? 2
                             : world->reach[segment * world->model->stages.stage_count + stage];
    const bool is_lost = exit >= reach;
    if (is_lost && world->questions->metric_mask[QC_METRIC_NEW_DEALS] == 0) return;
    choice.counter = 2;
    deal it = {.luck = luck,
               .exit = exit,
               .segment = segment,
               .open = -1,
               .customer = QC_ID_NONE,
               .entity = entity};
    const double time = start + length * qc_rng_uniform(&choice);
    const int32_t day = (int32_t) time + 1;
    it.born = day; /* recorded days count: won on the day of creation is 0 days */
    it.brings_customer = draw->new_customer[segment] >= 1 ||
                         qc_rng_uniform(&choice) < draw->new_customer[segment];
    it.mask = world->questions->origin_mask[QC_ORIGIN_NEW];
    if (world->labelled) {
        qc_labels labels;
        draw_labels(world, entity, trial, it.segment, &labels);
        it.mask = qc_questions_mask(world->questions, &labels, QC_ORIGIN_NEW);
    }
    count(world, it.mask, QC_METRIC_NEW_DEALS, day, 1);
    if (stage == QC_STAGE_WON) win(world, &it, day, trial);
    if (stage == QC_STAGE_LOST && world->asks_losses) lose(world, &it, -1, day);
    if (stage < 0 || is_lost) return;
    enter(world, &it, stage, time, day, false);
    count_entry(world, &it, day);
    if (reach <= 1)
        follow_winner(world, &it, trial);
    else
        follow(world, &it, trial);
}

/* The lever that a new deal feels: that of its segment, which on a shared stream is its own luck. */
static double lever_of(const qc_world *world, const qc_stream *stream, uint64_t entity,
                       uint64_t path)
{
    const qc_arrival_draw *draw = &world->draw.arrivals;
    if (stream->segment >= 0) return draw->lever[stream->segment];
    qc_rng luck = qc_rng_entity(path, entity); /* as arrive() takes it */
    return draw->lever[pick(&luck, draw->segment_share, world->model->arrivals.segment_count)];
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
                       double expected, uint64_t path, int64_t trial)
{
    const double more = largest_lever(world, stream) - 1;
    const double end = world->month_span[month].to - world->questions->as_of;
    const double start = world->month_span[month].from - 1 - world->questions->as_of;
    const uint64_t first = ((uint64_t) index << 48) | ((uint64_t) month << 32);
    const uint64_t added = first + (UINT64_C(1) << 31);
    qc_rng luck = qc_rng_stream(world->seed, QC_LUCK_ARRIVAL, first, (uint64_t) trial);
    gsl_rng view;
    qc_rng_gsl(&view, &luck);
    const unsigned base = gsl_ran_poisson(&view, fmin(expected, 1e7));
    const unsigned extra = more > 0 ? gsl_ran_poisson(&view, fmin(more * expected, 1e7)) : 0;
    const double reach = common_reach(world, stream);
    for (unsigned k = 0; k < base; k++) {
        const double lever = lever_of(world, stream, first + k, path);
        if (lever < 1 && qc_rng_uniform(&luck) >= lever) continue;
        qc_rng own = {qc_rng_entity(path, first + k).key, LUCK_EXIT};
        if (qc_rng_uniform(&own) >= reach) continue; /* most are lost on their way: told cheaply */
        arrive(world, stream, first + k, start, end - start, path, trial);
    }
    for (unsigned k = 0; k < extra; k++) { /* a segment gets its part of the largest lever */
        if (qc_rng_uniform(&luck) * more < lever_of(world, stream, added + k, path) - 1)
            arrive(world, stream, added + k, start, end - start, path, trial);
    }
}

static void walk_new(qc_world *world, int64_t trial)
{
    const qc_arrival_model *arrivals = &world->model->arrivals;
    const uint64_t path = qc_rng_key(world->seed, QC_LUCK_NEW_DEAL, (uint64_t) trial);
    world->amount_key[1] = qc_rng_key(world->seed, QC_LUCK_AMOUNT_NEW, (uint64_t) trial);
    for (int32_t s = 0; s < arrivals->stream_count; s++) {
        const qc_stream *stream = &arrivals->streams[s];
        qc_arrivals_state state = world->draw.arrivals.state[s];
        const bool noisy = state.sd > 0 || state.wander > 0;
        qc_rng luck = qc_rng_stream(world->seed, QC_LUCK_ARRIVAL, UINT64_MAX - (uint64_t) s,
                                    (uint64_t) trial);
        gsl_rng view;
        qc_rng_gsl(&view, &luck);
        for (int32_t m = 0; m < world->month_count; m++) {
            double log_rate = state.base + state.level + state.noise;
            if (noisy) {
                const double level = gsl_ran_gaussian_ziggurat(&view, 1);
                log_rate = qc_arrivals_step(&state, world->step_days[m], level,
                                            gsl_ran_gaussian_ziggurat(&view, 1));
            }
            const double expected = world->draw.arrivals.rate[s] *
                                    world->units[s * world->month_count + m] *
                                    world->draw.arrivals.season[world->month_of_year[m]] *
                                    exp(log_rate);
            arrive_all(world, stream, s, m, expected, path, trial);
        }
    }
}

/* ---- one trial ---- */

static void draw_shocks(qc_world *world, int64_t trial)
{
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
                                                      gsl_ran_gaussian_ziggurat(&view, 1));
    }
}

static void sum_figures(qc_world *world)
{
    const qc_questions *questions = world->questions;
    const int32_t row = questions->atom_count + 1;
    for (int32_t m = 0; m < questions->measure_count; m++) { /* sums become running sums */
        int64_t *sums = &world->sums[m * row];
        int64_t running = 0;
        for (int32_t a = 0; a < row; a++) {
            const int64_t here = sums[a];
            sums[a] = running;
            running += here;
        }
    }
    for (int32_t f = 0; f < questions->figure_count; f++) {
        const qc_figure *figure = &questions->figures[f];
        const int64_t *sums = &world->sums[figure->measure * row];
        const int64_t *per = &world->sums[(figure->per < 0 ? 0 : figure->per) * row];
        world->values[f] = qc_questions_value(figure,
                                              sums[figure->end_atom] - sums[figure->first_atom],
                                              per[figure->end_atom] - per[figure->first_atom]);
    }
}

bool qc_walk_trial(qc_world *world, int64_t trial, qc_status *status)
{
    const qc_questions *questions = world->questions;
    if (!qc_world_draw(world, trial / QC_GROUP_TRIALS, status)) return false;
    memset(world->sums, 0,
           (size_t) questions->measure_count * ((size_t) questions->atom_count + 1) *
               sizeof *world->sums);
    memset(world->tracked_value, 0, sizeof world->tracked_value);
    memset(world->tracked_won, 0, sizeof world->tracked_won);
    if (world->shocked) draw_shocks(world, trial);
    walk_open(world, trial);
    walk_new(world, trial);
    sum_figures(world);
    return true;
}
