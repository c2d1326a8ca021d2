#include "models/traits.h"

#include "core/stats.h"

#include <math.h>

#define LEAST_AMOUNTS 30 /* deals with an amount, before classes of them mean something */
#define LEAST_EDGES   2
#define LEAST_STAYS   20   /* ended visits behind the days that count as slow */
#define SLOW_SHARE    0.75 /* a stay is slow when it is longer than this share of the stage's */

/* ---- what is known of a deal ---- */

double qc_traits_first_amount(const qc_history *history, qc_id deal)
{
    const double *amount = history->changes.number[QC_NUMBER_AMOUNT];
    const int32_t end = history->deals.first_change[deal + 1];
    for (int32_t row = history->deals.first_change[deal]; amount != NULL && row < end; row++) {
        if (history->changes.stage[row] < 0) break;
        if (amount[row] > 0) return amount[row];
    }
    return NAN;
}

int32_t qc_traits_amount(const qc_traits *traits, double amount)
{
    int32_t class = 0;
    if (!traits->on[QC_TRAIT_AMOUNT] || !(amount > 0)) return QC_TRAIT_NONE;
    while (class < QC_AMOUNT_CLASSES - 1 && amount > traits->amount_edge[class])
        class ++;
    return class;
}

int32_t qc_traits_pace(const qc_traits *traits, int32_t stage, double days)
{
    if (!traits->on[QC_TRAIT_PACE] || isinf(traits->slow_days[stage])) return QC_TRAIT_NONE;
    return days > traits->slow_days[stage];
}

/* ---- which traits there are ---- */

/* Even classes, and finer ones at the top, where the money is. */
static const double class_share[QC_AMOUNT_CLASSES - 1] = {0.125, 0.25, 0.375, 0.5,   0.625,
                                                          0.75,  0.84, 0.91,  0.955, 0.98};

/* Edges that several deals share fall together: amounts that hardly differ tell nobody apart. */
static void find_edges(qc_traits *traits, const double *sorted, size_t count)
{
    int32_t edges = 0;
    for (int32_t e = 0; e < QC_AMOUNT_CLASSES - 1; e++)
        traits->amount_edge[e] = INFINITY;
    for (int32_t e = 0; e < QC_AMOUNT_CLASSES - 1; e++) {
        const double edge = qc_stats_quantile(sorted, count, class_share[e]);
        if (edge < sorted[count - 1] && (edges == 0 || edge > traits->amount_edge[edges - 1]))
            traits->amount_edge[edges++] = edge;
    }
    traits->on[QC_TRAIT_AMOUNT] = edges >= LEAST_EDGES;
}

/* The unit of money must not reach the fit, not even by its rounding. */
static double nine_digits(double value)
{
    return round(value * 1e9) / 1e9;
}

static void find_scores(qc_traits *traits, const double *sorted, size_t count)
{
    qc_running logs = {0}, class[QC_AMOUNT_CLASSES] = {{0}};
    for (size_t i = 0; i < count; i++) {
        qc_running_add(&logs, log(sorted[i]));
        qc_running_add(&class[qc_traits_amount(traits, sorted[i])], log(sorted[i]));
    }
    const double sd = sqrt(qc_running_variance(&logs));
    for (int32_t c = 0; c < QC_AMOUNT_CLASSES; c++)
        traits->amount_score[c] = class[c].count > 0 ? nine_digits((class[c].mean - logs.mean) / sd)
                                                     : 0;
}

static bool find_amounts(qc_traits *traits, const qc_history *history, qc_status *status)
{
    qc_arena scratch = {0};
    const int32_t deals = history->deals.count;
    size_t count = 0;
    double *amounts = qc_arena_take(&scratch, (size_t) deals, sizeof *amounts, status);
    for (qc_id deal = 0; amounts != NULL && deal < deals; deal++) {
        const double amount = qc_traits_first_amount(history, deal);
        if (amount > 0) amounts[count++] = amount;
    }
    if (count >= LEAST_AMOUNTS) {
        qc_stats_sort(amounts, count);
        find_edges(traits, amounts, count);
        if (traits->on[QC_TRAIT_AMOUNT]) find_scores(traits, amounts, count);
    }
    qc_arena_free(&scratch);
    return amounts != NULL;
}

static bool find_slow(qc_traits *traits, const qc_history *history, int32_t stages,
                      qc_status *status)
{
    qc_arena scratch = {0};
    const qc_visits *visits = &history->visits;
    double *stays = qc_arena_take(&scratch, (size_t) visits->count, sizeof *stays, status);
    for (int32_t stage = 0; stays != NULL && stage < stages; stage++) {
        size_t count = 0;
        for (int32_t v = 0; v < visits->count; v++) {
            if (visits->stage[v] == stage && visits->exit[v] != QC_STAGE_OPEN)
                stays[count++] = visits->leave[v] - visits->enter[v];
        }
        traits->slow_days[stage] = INFINITY;
        if (count < LEAST_STAYS) continue;
        qc_stats_sort(stays, count);
        traits->slow_days[stage] = qc_stats_quantile(stays, count, SLOW_SHARE);
        traits->on[QC_TRAIT_PACE] = true;
    }
    qc_arena_free(&scratch);
    return stays != NULL;
}

static void find_label(qc_traits *traits, const qc_history *history, qc_trait trait, qc_label label)
{
    traits->values[trait] = history->names[label].count + 1;
    traits->on[trait] = history->changes.label[label] != NULL && history->names[label].count >= 2;
}

static void find_segments(qc_traits *traits, const qc_history *history, const int32_t *segment_of)
{
    for (qc_id deal = 1; deal < history->deals.count; deal++)
        traits->on[QC_TRAIT_SEGMENT] |= segment_of[deal] != segment_of[0];
}

bool qc_traits_find(qc_traits *traits, const qc_history *history, const int32_t *segment_of,
                    int32_t segments, int32_t stages, bool of_deals, qc_without without,
                    qc_arena *arena, qc_status *status)
{
    static const qc_ingredient ingredient[QC_TRAIT_COUNT] = {
        QC_INGREDIENT_PACE, QC_INGREDIENT_AMOUNT_CLASSES, QC_INGREDIENT_OWNERS,
        QC_INGREDIENT_SOURCES, QC_INGREDIENT_SEGMENTS};
    *traits = (qc_traits){.values = {2, QC_AMOUNT_CLASSES, 0, 0, segments}};
    traits->slow_days = qc_arena_take(arena, (size_t) stages, sizeof(double), status);
    if (traits->slow_days == NULL) return false;
    if (history == NULL) return true;
    if (of_deals) {
        if (!find_amounts(traits, history, status) || !find_slow(traits, history, stages, status))
            return false;
        find_label(traits, history, QC_TRAIT_OWNER, QC_LABEL_OWNER);
        find_label(traits, history, QC_TRAIT_SOURCE, QC_LABEL_SOURCE);
    }
    find_segments(traits, history, segment_of);
    for (int t = 0; t < QC_TRAIT_COUNT; t++)
        traits->on[t] &= !qc_leaves_out(without, ingredient[t]);
    return true;
}

/* ---- traits of visits ---- */

/* The row with which a visit began: repeated rows of one stage are one visit. */
static int32_t row_of_visit(const qc_history *history, int32_t visit, int32_t row)
{
    const qc_visits *visits = &history->visits;
    const int32_t end = history->deals.first_change[visits->deal[visit] + 1];
    while (row < end - 1 && (history->changes.stage[row] != visits->stage[visit] ||
                             history->changes.day[row] < visits->enter[visit]))
        row++;
    return row;
}

static int32_t label_at(const qc_traits *traits, qc_trait trait, const qc_history *history,
                        qc_label label, int32_t row)
{
    if (!traits->on[trait]) return QC_TRAIT_NONE;
    return qc_traits_label(traits, trait, history->changes.label[label][row]);
}

/* A stage whose slow visits have hardly ended says nothing about them. */
static bool forget_thin_pace(int32_t *pace, const qc_history *history, int32_t stages,
                             qc_status *status)
{
    qc_arena scratch = {0};
    const qc_visits *visits = &history->visits;
    int32_t *slow = qc_arena_take(&scratch, (size_t) stages, sizeof *slow, status);
    for (int32_t v = 0; slow != NULL && v < visits->count; v++)
        slow[visits->stage[v]] += pace[v] == 1 && visits->exit[v] != QC_STAGE_OPEN;
    for (int32_t v = 0; slow != NULL && v < visits->count; v++) {
        if (slow[visits->stage[v]] < QC_PACE_LEAST_SLOW) pace[v] = QC_TRAIT_NONE;
    }
    qc_arena_free(&scratch);
    return slow != NULL;
}

bool qc_traits_of_visits(const qc_traits *traits, const qc_history *history,
                         const int32_t *segment_of, int32_t **values, qc_arena *arena,
                         qc_status *status)
{
    const qc_visits *visits = &history->visits;
    const double *amount = history->changes.number[QC_NUMBER_AMOUNT];
    int32_t row = 0;
    for (int t = 0; t < QC_TRAIT_COUNT; t++) {
        values[t] = qc_arena_take(arena, (size_t) visits->count, sizeof **values, status);
        if (values[t] == NULL) return false;
    }
    for (int32_t v = 0; v < visits->count; v++) {
        const qc_id deal = visits->deal[v];
        const bool first = v == history->deals.first_visit[deal];
        row = row_of_visit(history, v, first ? history->deals.first_change[deal] : row);
        values[QC_TRAIT_PACE][v] = first ? QC_TRAIT_NONE
                                         : qc_traits_pace(traits, visits->stage[v - 1],
                                                          visits->leave[v - 1] -
                                                              visits->enter[v - 1]);
        values[QC_TRAIT_AMOUNT][v] = amount != NULL ? qc_traits_amount(traits, amount[row])
                                                    : QC_TRAIT_NONE;
        values[QC_TRAIT_OWNER][v] = label_at(traits, QC_TRAIT_OWNER, history, QC_LABEL_OWNER, row);
        values[QC_TRAIT_SOURCE][v] = label_at(traits, QC_TRAIT_SOURCE, history, QC_LABEL_SOURCE,
                                              row);
        values[QC_TRAIT_SEGMENT][v] = traits->on[QC_TRAIT_SEGMENT] ? segment_of[deal]
                                                                   : QC_TRAIT_NONE;
    }
    return !traits->on[QC_TRAIT_PACE] ||
           forget_thin_pace(values[QC_TRAIT_PACE], history, history->stage_count, status);
}
