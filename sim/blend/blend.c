#include "sim/blend/blend.h"

#include "core/memory.h"
#include "sim/step/step.h"
#include "sim/walk.h"

#include <math.h>
#include <string.h>

#define HUNDREDTHS 100.0
#define LIVES      QC_BLEND_LIVES
#define ROUGH      1e-4 /* chance that no new deal is won: then sums of a few known amounts decide */
#define COARSE     0.005 /* steps of amounts in standard deviations of the total: 0.1 points at most */
#define MOST_MONEY 1e12

void qc_blend_free(qc_blend *blend)
{
    qc_memory_release(blend->parts);
    qc_memory_release(blend->chance);
    qc_lives_free(&blend->lives);
    qc_world_free(&blend->world);
    qc_arena_free(&blend->arena);
    memset(blend, 0, sizeof *blend);
}

/* ---- where it applies ---- */

/* Two open deals of one customer who has not bought yet: whichever is won first brings it. */
static bool share_a_customer(const qc_book *book)
{
    for (int32_t i = 0; i < book->open_count; i++) {
        const qc_id customer = book->open[i].labels.of[QC_LABEL_CUSTOMER];
        if (customer == QC_ID_NONE || book->open[i].known_customer) continue;
        for (int32_t j = 0; j < i; j++)
            if (book->open[j].labels.of[QC_LABEL_CUSTOMER] == customer) return true;
    }
    return false;
}

static bool counts_wins(qc_metric metric)
{
    return metric == QC_METRIC_BOOKINGS || metric == QC_METRIC_CUSTOMERS || metric == QC_METRIC_WON;
}

const char *qc_blend_hurdle(const qc_model *model, const qc_book *book,
                            const qc_questions *questions, const bool *wanted)
{
    if (qc_team_model_couples(&model->team))
        return "reps' hours or their limit of open deals couple the deals";
    if (model->activities.on) return "new deals follow from people's activities";
    if (model->plan->market.stated) return "new deals use up the market";
    if (questions->needs_ledger) return "costs and quotas are followed person by person";
    for (int32_t f = 0; f < questions->figure_count; f++) {
        const qc_figure *figure = &questions->figures[f];
        const qc_metric metric = questions->measures[figure->measure].metric;
        if (wanted != NULL && !wanted[f]) continue;
        if (figure->per >= 0 || !counts_wins(metric))
            return "the target counts something other than bookings, customers or won deals";
        if (metric == QC_METRIC_CUSTOMERS && share_a_customer(book))
            return "several open deals are of one customer";
    }
    return NULL;
}

/* ---- room ---- */

static bool make_laws(qc_blend *it, qc_status *status)
{
    const int32_t deals = it->world.book->open_count;
    for (int32_t n = 1; n <= LIVES; n++)
        for (int32_t i = 0; i < n; i++)
            it->even[(n - 1) * LIVES + i] = 1.0 / n;
    for (int32_t i = 0; i < deals; i++)
        it->open_law[i].value = &it->open_value[i * LIVES];
    for (int32_t c = 0; c < it->cells; c++)
        it->cell_draw[c] = -1;
    return qc_total_make(&it->total, &it->arena, status);
}

bool qc_blend_make(qc_blend *it, const qc_model *model, const qc_book *book,
                   const qc_questions *questions, const bool *wanted, uint64_t seed,
                   qc_status *status)
{
    qc_arena *arena = &it->arena;
    const size_t deals = (size_t) book->open_count;
    if (!qc_world_make(&it->world, model, book, questions, seed, status)) return false;
    it->world.lives = &it->lives;
    qc_lives_ask(&it->lives, questions, wanted);
    it->cells = model->segments.count * QC_LIVES_CLASSES;
    const size_t cells = (size_t) it->cells;
    it->cell_wins = qc_arena_take(arena, cells, sizeof *it->cell_wins, status);
    it->cell_law = qc_arena_take(arena, cells, sizeof *it->cell_law, status);
    it->cell_draw = qc_arena_take(arena, cells, sizeof *it->cell_draw, status);
    it->open_wins = qc_arena_take(arena, deals, sizeof *it->open_wins, status);
    it->open_value = qc_arena_take(arena, deals * LIVES, sizeof(double), status);
    it->open_law = qc_arena_take(arena, deals, sizeof *it->open_law, status);
    it->even = qc_arena_take(arena, (size_t) LIVES * LIVES, sizeof(double), status);
    it->points = qc_arena_take(arena, 2 * (size_t) QC_SIZE_POINTS, sizeof(double), status);
    return it->cell_wins != NULL && it->cell_law != NULL && it->cell_draw != NULL &&
           it->open_wins != NULL && it->open_value != NULL && it->open_law != NULL &&
           it->even != NULL && it->points != NULL && make_laws(it, status);
}

/* ---- what a total is made of ---- */

static bool add_part(qc_blend *it, double amount, const qc_amounts *law, double chance,
                     int32_t again, qc_status *status)
{
    void *parts = it->parts, *chances = it->chance;
    size_t capacity = (size_t) it->part_capacity, likewise = capacity;
    const size_t needed = (size_t) it->part_count + 1;
    const bool parts_fit = qc_memory_grow(&parts, &capacity, needed, sizeof *it->parts, status);
    it->parts = parts;
    if (!parts_fit || !qc_memory_grow(&chances, &likewise, needed, sizeof(double), status))
        return false;
    it->chance = chances;
    it->part_capacity = (int32_t) capacity;
    it->parts[it->part_count] = (qc_total_deal){
        .amount = amount, .factor = 1, .amounts = law, .again = again};
    it->chance[it->part_count++] = chance;
    return true;
}

/* The law of amounts of a cell under the present draw. */
static bool lay_cell(qc_blend *it, int32_t cell, qc_status *status)
{
    const qc_model *model = it->world.model;
    const int32_t segment = cell / QC_LIVES_CLASSES, class = cell % QC_LIVES_CLASSES;
    const int32_t index = model->size_of[segment];
    qc_amounts *law = &it->cell_law[cell];
    double *value = it->points, *weight = it->points + QC_SIZE_POINTS;
    if (it->cell_draw[cell] == it->world.draw_number) return true;
    if (law->value == NULL) {
        law->value = qc_arena_take(&it->arena, QC_SIZE_POINTS, sizeof(double), status);
        law->weight = qc_arena_take(&it->arena, QC_SIZE_POINTS, sizeof(double), status);
        if (law->value == NULL || law->weight == NULL) return false;
    }
    law->count = qc_size_model_points(&model->sizes[index], &it->world.draw.sizes[index],
                                      class == QC_AMOUNT_CLASSES ? QC_TRAIT_NONE : class, value,
                                      weight);
    for (int32_t i = 0; i < law->count; i++) {
        law->value[i] = HUNDREDTHS * value[i] * it->world.draw.size_factor[segment];
        law->weight[i] = weight[i];
    }
    qc_amounts_sum_up(law);
    it->cell_draw[cell] = it->world.draw_number;
    return true;
}

static void insert(double *sorted, int32_t count, double value)
{
    int32_t at = count;
    for (; at > 0 && sorted[at - 1] > value; at--)
        sorted[at] = sorted[at - 1];
    sorted[at] = value;
}

/* In hundredths, as walk books it. */
static double value_of(qc_metric metric, const qc_life_win *win)
{
    if (metric == QC_METRIC_BOOKINGS) return round(HUNDREDTHS * win->amount);
    return metric == QC_METRIC_WON || win->customer ? HUNDREDTHS : 0;
}

/* Share the wins that count for the figure among open deals and cells. */
static void sort_wins(qc_blend *it, const qc_figure *figure)
{
    const qc_metric metric = it->world.questions->measures[figure->measure].metric;
    memset(it->cell_wins, 0, (size_t) it->cells * sizeof *it->cell_wins);
    memset(it->open_wins, 0, (size_t) it->world.book->open_count * sizeof *it->open_wins);
    for (size_t i = 0; i < it->lives.count; i++) {
        const qc_life_win *win = &it->lives.wins[i];
        if (!(win->mask >> figure->measure & 1) || win->atom < figure->first_atom ||
            win->atom >= figure->end_atom)
            continue;
        const double value = value_of(metric, win);
        if (win->open >= 0) {
            insert(&it->open_value[win->open * LIVES], it->open_wins[win->open]++, value);
        } else {
            it->cell_wins[win->cell] += metric == QC_METRIC_BOOKINGS || value > 0;
        }
    }
}

static bool add_open(qc_blend *it, qc_status *status)
{
    for (int32_t i = 0; i < it->world.book->open_count; i++) {
        const int32_t wins = it->open_wins[i];
        const double *value = &it->open_value[i * LIVES];
        const bool alike = wins > 0 && !(value[wins - 1] > value[0]);
        qc_amounts *law = &it->open_law[i];
        if (wins == 0) continue;
        if (!alike) {
            law->count = wins;
            law->weight = &it->even[(wins - 1) * LIVES];
            qc_amounts_sum_up(law);
        }
        if (!add_part(it, alike ? value[0] : (double) NAN, alike ? NULL : law,
                      (double) wins / LIVES, 0, status))
            return false;
    }
    return true;
}

static bool add_new(qc_blend *it, bool money, qc_status *status)
{
    it->none = 1;
    for (int32_t c = 0; c < it->cells; c++) {
        if (it->cell_wins[c] == 0) continue;
        it->none *= pow(1 - 1.0 / LIVES, it->cell_wins[c]);
        if (money && !lay_cell(it, c, status)) return false;
        if (!add_part(it, money ? (double) NAN : HUNDREDTHS, money ? &it->cell_law[c] : NULL,
                      1.0 / LIVES, it->cell_wins[c] - 1, status))
            return false;
    }
    return true;
}

/* ---- solving ---- */

bool qc_blend_live(qc_blend *it, int64_t number, bool mirrored, qc_status *status)
{
    it->lives.count = 0;
    it->world.mirrored = mirrored;
    if (!qc_walk_lives(&it->world, number, mirrored ? LIVES : 0, LIVES, status)) return false;
    return !it->lives.out_of_memory ||
           qc_fail(status, QC_NO_MEMORY, "out of memory for the wins of a simulated company");
}

bool qc_blend_solve(qc_blend *it, int32_t f, qc_status *status)
{
    const qc_figure *figure = &it->world.questions->figures[f];
    const qc_metric metric = it->world.questions->measures[figure->measure].metric;
    const bool money = metric == QC_METRIC_BOOKINGS;
    qc_arena scratch = {0};
    it->part_count = 0;
    sort_wins(it, figure);
    if (!add_open(it, status) || !add_new(it, money, status)) return false;
    const qc_total_set set = {.deals = it->parts, .deal_count = it->part_count};
    it->total.chance = it->chance;
    it->total.base = (double) figure->base;
    it->total.step = money ? 0 : HUNDREDTHS;
    it->total.tie = 0;
    const bool ok = qc_total_solve(&it->total, 1, &set, &scratch, status);
    qc_arena_free(&scratch);
    return ok;
}

double qc_blend_chance(const qc_blend *it, int32_t f)
{
    const qc_figure *figure = &it->world.questions->figures[f];
    const double below = qc_total_below(&it->total, (double) figure->goal, figure->at_most, NULL);
    return figure->at_most ? below : 1 - below;
}

/* Won amounts that come in coarse steps make the total come in steps; 0 = there are none. */
static double common_step(const qc_blend *it)
{
    const qc_model *model = it->world.model;
    const qc_book *book = it->world.book;
    int64_t step = 0;
    if (!model->has_sizes || model->sizes[0].win_count == 0) return 0;
    for (int32_t i = 0; i < book->open_count; i++)
        if (book->open[i].amount > 0 && book->open[i].amount < MOST_MONEY)
            step = qc_stats_common_divisor(llround(HUNDREDTHS * book->open[i].amount), step);
    for (int32_t i = 0; i < model->sizes[0].win_count; i++)
        if (model->sizes[0].wins[i].amount < MOST_MONEY)
            step = qc_stats_common_divisor(llround(HUNDREDTHS * model->sizes[0].wins[i].amount),
                                           step);
    return (double) step;
}

const char *qc_blend_roughness(const qc_blend *it)
{
    if (it->total.step > 0) return NULL;
    if (it->none > ROUGH) return "too few new deals will be won for a smooth total";
    if (common_step(it) > COARSE * it->total.sd) return "amounts come in steps too coarse for it";
    return it->total.cut ? "the total is not smooth" : NULL;
}
