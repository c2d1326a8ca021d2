#include "sim/exact/marginals.h"

#include "core/stats.h"
#include "sim/arrival_path.h"
#include "sim/step/step.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define HUNDREDTHS   100.0
#define MOST_PER_DAY 8 /* lattice points a day */
#define LEAST_NORMAL (-8.0)
#define NORMAL_STEP  0.05
#define NORMALS      321 /* points of a smooth law of amounts: -8, -7.95, ..., 8 standard deviations */
#define MOST_MONEY   1e15 /* hundredths of one deal */

void qc_marginals_free(qc_marginals *it)
{
    qc_win_table_free(&it->table);
    qc_win_table_free(&it->fine);
    qc_world_free(&it->world);
    qc_arena_free(&it->arena);
    memset(it, 0, sizeof *it);
}

/* ---- where it applies ---- */

static bool deals_differ(const qc_traits *traits)
{
    for (int t = 0; t < QC_TRAIT_COUNT; t++) {
        if (t != QC_TRAIT_SEGMENT && traits->on[t]) return true;
    }
    return false;
}

static const char *find_hurdle(const qc_world *world)
{
    const qc_questions *questions = world->questions;
    if (qc_team_model_couples(&world->model->team))
        return "reps' hours or their limit of open deals couple the deals";
    if (world->model->plan->market.stated) return "new deals use up the market";
    if (questions->needs_ledger) return "costs and quotas are followed person by person";
    if (world->model->activities.on) return "new deals follow from people's activities";
    if (deals_differ(&world->model->stages.traits))
        return "deals of a segment differ by owner, source, amount or pace";
    for (int m = 0; m < QC_METRIC_COUNT; m++) {
        if (questions->metric_mask[m] != 0 && m != QC_METRIC_BOOKINGS && m != QC_METRIC_CUSTOMERS)
            return "a target counts something other than bookings or customers";
    }
    for (int l = 0; l < QC_LABEL_COUNT; l++) {
        if (l != QC_LABEL_SEGMENT && questions->label_mask[l] != NULL)
            return "a target's scope asks for more than the segment";
    }
    if (world->book->has_customers && questions->metric_mask[QC_METRIC_CUSTOMERS] != 0)
        return "customers may buy twice";
    for (int32_t i = 0; i < world->model->size_count; i++) {
        if (world->model->has_sizes && world->model->sizes[i].ratio_count > 0)
            return "known amounts may still change";
    }
    return qc_win_table_hurdle(world);
}

bool qc_marginals_are_certain(const qc_world *world)
{
    const qc_model *model = world->model;
    if (model->change_draw != NULL) return false;
    for (int32_t p = 0; p < model->stages.part_count; p++) {
        const qc_stage_belief *belief = &model->stages.parts[p].belief;
        if (model->stages.parts[p].fitted || !belief->conversion.certain || isfinite(belief->level))
            return false;
    }
    for (int32_t i = 0; model->has_sizes && i < model->size_count; i++)
        if (isfinite(model->sizes[i].belief_deals)) return false;
    for (int32_t s = 0; s < model->arrivals.stream_count; s++) {
        const qc_stream *stream = &model->arrivals.streams[s];
        if (!stream->stated || isfinite(stream->shape) || qc_arrival_path_is_noisy(world, s))
            return false;
        if (stream->segment < 0 && model->arrivals.segment_count > 1) return false;
    }
    return model->arrivals.class_count == 1 && !model->arrivals.season.on && !world->shocked;
}

/* ---- amounts ---- */

/* The smooth part in even steps of the normal score: a sum over them is as good as the integral, for the
 * integrand falls to nothing at both ends. */
static void add_smooth(const qc_size_model *size, const qc_size_draw *draw, double factor,
                       qc_amounts *out)
{
    const bool lognormal = size->belief.family == QC_FAMILY_LOGNORMAL;
    double total = 0;
    const int32_t first = out->count;
    for (int32_t i = 0; i < NORMALS; i++) {
        const double z = LEAST_NORMAL + i * NORMAL_STEP;
        double log_amount = draw->mu + draw->sigma * z;
        if (!lognormal) {
            const double at = z < 0
                                  ? qc_spread_quantile(&size->belief, gsl_cdf_ugaussian_P(z))
                                  : qc_spread_quantile_upper(&size->belief, gsl_cdf_ugaussian_Q(z));
            log_amount = draw->mu +
                         (log(at) - size->belief_log_mean) * draw->sigma / size->belief_log_sd;
        }
        const double amount = factor * HUNDREDTHS * fmin(exp(log_amount), draw->cap);
        out->value[out->count] = fmin(amount, MOST_MONEY);
        out->weight[out->count++] = exp(-z * z / 2);
        total += exp(-z * z / 2);
    }
    for (int32_t i = first; i < out->count; i++)
        out->weight[i] *= draw->smooth_share / total;
}

static void lay_amounts(const qc_marginals *it, int32_t segment, qc_amounts *out)
{
    const qc_model *model = it->world.model;
    const int32_t index = model->size_of[segment];
    out->count = 0;
    add_smooth(&model->sizes[index], &it->world.draw.sizes[index],
               it->world.draw.size_factor[segment], out);
    qc_amounts_sum_up(out);
}

/* ---- room ---- */

/* The largest amount that all known open amounts are multiples of, so that sums of them cannot be cut in
 * two unawares. */
static double find_tie(const qc_book *book)
{
    int64_t divisor = 0;
    for (int32_t i = 0; i < book->open_count; i++) {
        const double amount = book->open[i].amount * HUNDREDTHS;
        if (!(amount >= 1 && amount < MOST_MONEY)) continue;
        divisor = qc_stats_common_divisor(llround(amount), divisor);
    }
    return (double) divisor;
}

/* Inputs of all figures in one piece: chances of the open deals, then expected wins by segment. */
static size_t input_row(const qc_marginals *it)
{
    return (size_t) (it->world.book->open_count + it->world.model->segments.count);
}

static bool make_totals(qc_marginals *it, qc_total **totals, double **inputs, qc_status *status)
{
    const int32_t figures = it->world.questions->figure_count;
    *totals = qc_arena_take(&it->arena, (size_t) figures, sizeof **totals, status);
    *inputs = qc_arena_take(&it->arena, (size_t) figures * input_row(it), sizeof **inputs, status);
    if (*totals == NULL || *inputs == NULL) return false;
    for (int32_t f = 0; f < figures; f++) {
        qc_total *total = &(*totals)[f];
        total->chance = *inputs + (size_t) f * input_row(it);
        total->mean_of = total->chance + it->world.book->open_count;
        if (!qc_total_make(total, &it->arena, status)) return false;
    }
    return true;
}

static bool make_amounts(qc_amounts *amounts, int32_t points, qc_arena *arena, qc_status *status)
{
    amounts->value = qc_arena_take(arena, (size_t) points, sizeof(double), status);
    amounts->weight = qc_arena_take(arena, (size_t) points, sizeof(double), status);
    return amounts->value != NULL && amounts->weight != NULL;
}

static bool make_room(qc_marginals *it, qc_status *status)
{
    const int32_t segments = it->world.model->segments.count;
    it->amounts = qc_arena_take(&it->arena, (size_t) segments, sizeof *it->amounts, status);
    it->fresh_mask = qc_arena_take(&it->arena, (size_t) segments, sizeof *it->fresh_mask, status);
    if (it->amounts == NULL || it->fresh_mask == NULL) return false;
    for (int32_t s = 0; s < segments; s++) {
        qc_labels labels;
        for (int l = 0; l < QC_LABEL_COUNT; l++)
            labels.of[l] = QC_ID_NONE;
        labels.of[QC_LABEL_SEGMENT] = s > 0 ? s - 1 : QC_ID_NONE;
        it->fresh_mask[s] = qc_questions_mask(it->world.questions, &labels, QC_ORIGIN_NEW);
        if (!make_amounts(&it->amounts[s], NORMALS, &it->arena, status)) return false;
    }
    if (!make_amounts(&it->one, 1, &it->arena, status)) return false;
    it->one.value[0] = HUNDREDTHS;
    it->one.weight[0] = 1;
    it->one.count = 1;
    qc_amounts_sum_up(&it->one);
    it->tie = find_tie(it->world.book);
    return true;
}

/* Short stays need a fine lattice: half the shortest mean stay, and a whole day at most. */
static int32_t points_a_day(const qc_world *world)
{
    const qc_model *model = world->model;
    int32_t per_day = 1;
    for (int32_t at = 0; at < model->segments.count * model->stages.stage_count; at++) {
        const double days = qc_law_mean_days(&world->draw.stages.laws[at]);
        while (per_day < MOST_PER_DAY && per_day * days < 2)
            per_day *= 2;
    }
    return per_day;
}

bool qc_marginals_start(qc_marginals *it, const qc_model *model, const qc_book *book,
                        const qc_questions *questions, uint64_t seed, const char **hurdle,
                        qc_status *status)
{
    if (!qc_world_make(&it->world, model, book, questions, seed, status) ||
        !qc_world_draw(&it->world, 0, status))
        return false;
    *hurdle = find_hurdle(&it->world);
    return true;
}

bool qc_marginals_make(qc_marginals *it, bool laws, qc_status *status)
{
    const int32_t per_day = points_a_day(&it->world);
    return qc_win_table_make(&it->table, &it->world, per_day, status) && make_room(it, status) &&
           (!laws || (qc_win_table_make(&it->fine, &it->world, 2 * per_day, status) &&
                      make_totals(it, &it->totals, &it->inputs, status) &&
                      make_totals(it, &it->fine_totals, &it->fine_inputs, status)));
}

/* ---- solving ---- */

/* Chances and means of the figure's span out of a table of chances "by the end of the atom". */
static void take_span(const double *by_end, int32_t count, int32_t atoms, const qc_figure *figure,
                      double *out)
{
    for (int32_t i = 0; i < count; i++) {
        const double *row = by_end + (size_t) i * (size_t) atoms;
        const double before = figure->first_atom > 0 ? row[figure->first_atom - 1] : 0;
        out[i] = fmax(row[figure->end_atom - 1] - before, 0);
    }
}

static void take_open(const qc_marginals *it, const qc_win_table *table, const qc_figure *figure,
                      double *chance)
{
    const int32_t deals = it->world.book->open_count;
    take_span(table->open, deals, table->atoms, figure, chance);
    for (int32_t i = 0; i < deals; i++) {
        const bool gone = it->world.gone != NULL && it->world.gone[i];
        if (gone || !(it->world.open_mask[i] >> figure->measure & 1)) chance[i] = 0;
    }
}

void qc_marginals_open_chances(const qc_marginals *it, int32_t figure, double *chance)
{
    take_open(it, &it->table, &it->world.questions->figures[figure], chance);
}

static void set_up(const qc_marginals *it, const qc_win_table *table, int32_t f, qc_total *total)
{
    double *inputs = table == &it->fine ? it->fine_inputs : it->inputs;
    const qc_questions *questions = it->world.questions;
    const qc_figure *figure = &questions->figures[f];
    const bool money = questions->measures[figure->measure].metric == QC_METRIC_BOOKINGS;
    const int32_t deals = it->world.book->open_count, segments = it->world.model->segments.count;
    double *chance = inputs + (size_t) f * input_row(it), *mean_of = chance + deals;
    take_open(it, table, figure, chance);
    take_span(table->fresh, segments, table->atoms, figure, mean_of);
    for (int32_t s = 0; s < segments; s++)
        if (!(it->fresh_mask[s] >> figure->measure & 1)) mean_of[s] = 0;
    total->base = (double) figure->base;
    total->step = money ? 0 : HUNDREDTHS;
    total->tie = money ? it->tie : 0;
}

/* What totals of one kind, in money or in customers, are made of. */
static bool make_set(const qc_marginals *it, bool money, qc_total_set *set, qc_arena *scratch,
                     qc_status *status)
{
    const int32_t deals = it->world.book->open_count, segments = it->world.model->segments.count;
    qc_total_deal *deal = qc_arena_take(scratch, (size_t) deals, sizeof *deal, status);
    qc_total_stream *stream = qc_arena_take(scratch, (size_t) segments, sizeof *stream, status);
    if (deal == NULL || stream == NULL) return false;
    for (int32_t s = 0; s < segments; s++)
        stream[s].amounts = money ? &it->amounts[s] : &it->one;
    for (int32_t i = 0; i < deals; i++) {
        const qc_open_deal *open = &it->world.book->open[i];
        deal[i] = (qc_total_deal){.amount = money ? HUNDREDTHS * open->amount : HUNDREDTHS,
                                  .factor = 1,
                                  .amounts = stream[open->segment].amounts};
    }
    *set = (qc_total_set){deal, deals, stream, segments};
    return true;
}

static bool is_money(const qc_questions *questions, int32_t figure)
{
    return questions->measures[questions->figures[figure].measure].metric == QC_METRIC_BOOKINGS;
}

/* The figures of one kind, all at once. */
static bool solve_kind(qc_marginals *it, const qc_win_table *table, qc_total *totals, bool money,
                       const bool *wanted, qc_arena *scratch, qc_status *status)
{
    const qc_questions *questions = it->world.questions;
    qc_total_set set;
    qc_total *asked = qc_arena_take(scratch, (size_t) questions->figure_count, sizeof *asked,
                                    status);
    int32_t count = 0;
    if (asked == NULL || !make_set(it, money, &set, scratch, status)) return false;
    for (int32_t f = 0; f < questions->figure_count; f++) {
        if (is_money(questions, f) != money || (wanted != NULL && !wanted[f])) continue;
        set_up(it, table, f, &totals[f]);
        asked[count++] = totals[f];
    }
    if (!qc_total_solve(asked, count, &set, scratch, status)) return false;
    for (int32_t f = 0, next = 0; f < questions->figure_count && next < count; f++)
        if (asked[next].real == totals[f].real) totals[f] = asked[next++];
    return true;
}

static bool solve_on(qc_marginals *it, qc_win_table *table, qc_total *totals, const bool *wanted,
                     qc_status *status)
{
    qc_arena scratch = {0};
    qc_win_table_fill(table, &it->world, it->world.draw_number);
    const bool ok = solve_kind(it, table, totals, true, wanted, &scratch, status) &&
                    solve_kind(it, table, totals, false, wanted, &scratch, status);
    qc_arena_free(&scratch);
    return ok;
}

static void lay_all_amounts(qc_marginals *it)
{
    for (int32_t s = 0; it->world.model->has_sizes && s < it->world.model->segments.count; s++)
        lay_amounts(it, s, &it->amounts[s]);
}

void qc_marginals_lay(qc_marginals *it)
{
    lay_all_amounts(it);
    qc_win_table_fill(&it->table, &it->world, it->world.draw_number);
}

bool qc_marginals_solve(qc_marginals *it, int64_t number, const bool *wanted, bool checked,
                        qc_status *status)
{
    if (!qc_world_draw(&it->world, number, status)) return false;
    lay_all_amounts(it);
    return solve_on(it, &it->table, it->totals, wanted, status) &&
           (!checked || solve_on(it, &it->fine, it->fine_totals, wanted, status));
}

static double chance_of(const qc_total *total, const qc_figure *figure, double *error)
{
    const double below = qc_total_below(total, (double) figure->goal, figure->at_most, error);
    return figure->at_most ? below : 1 - below;
}

double qc_marginals_chance(const qc_marginals *it, int32_t figure, double *error)
{
    const qc_figure *asked = &it->world.questions->figures[figure];
    double miss = 0;
    const double chance = chance_of(&it->totals[figure], asked, &miss);
    if (error == NULL) return chance;
    const double fine = chance_of(&it->fine_totals[figure], asked, &miss);
    *error = miss + fabs(chance - fine);
    return fine;
}

bool qc_marginals_without(qc_marginals *it, const int32_t *deals, int32_t count, double *won,
                          double *chance, qc_status *status)
{
    const int32_t f = it->world.questions->main_figure;
    qc_arena scratch = {0};
    qc_total_set set;
    qc_total total = {0};
    bool ok = qc_total_make(&total, &scratch, status) &&
              make_set(it, is_money(it->world.questions, f), &set, &scratch, status);
    double *chances = ok ? qc_arena_take(&scratch, (size_t) set.deal_count, sizeof *chances, status)
                         : NULL;
    if (chances != NULL) {
        total.mean_of = it->totals[f].mean_of;
        total.base = it->totals[f].base;
        total.tie = it->totals[f].tie;
        total.step = is_money(it->world.questions, f) ? 0 : HUNDREDTHS;
        memcpy(chances, it->totals[f].chance, (size_t) set.deal_count * sizeof *chances);
        if (won != NULL) *won = chances[deals[0]];
        for (int32_t i = 0; i < count; i++)
            chances[deals[i]] = 0;
        total.chance = chances;
    }
    ok = ok && chances != NULL && qc_total_solve(&total, 1, &set, &scratch, status);
    if (ok) *chance = chance_of(&total, &it->world.questions->figures[f], NULL);
    qc_arena_free(&scratch);
    return ok;
}
