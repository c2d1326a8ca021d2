#include "models/funnel.h"

#include "core/stats.h"
#include "models/chain.h"

#include <math.h>
#include <string.h>

#define LOW_SHARE  0.1
#define HIGH_SHARE 0.9

void qc_funnels_free(qc_funnels *funnels)
{
    qc_arena_free(&funnels->arena);
    memset(funnels, 0, sizeof *funnels);
}

typedef struct making {
    qc_funnels *funnels;
    const qc_history *history;
    const qc_plan *plan;
    const qc_funnel_options *options;
    qc_arena *scratch;
    qc_status *status;
    int32_t stages;
    qc_segments groups;      /* the values of the column as the model's segments */
    const int32_t *group_of; /* [deal] */
} making;

/* ---- counts ---- */

static bool in_group(const making *make, qc_id deal, int32_t group)
{
    return group < 0 || make->group_of[deal] == group;
}

static void count_visits(const making *make, qc_funnel *funnel, int32_t group)
{
    const qc_visits *visits = &make->history->visits;
    for (int32_t v = 0; v < visits->count; v++) {
        qc_funnel_row *row = &funnel->rows[visits->stage[v]];
        if (!in_group(make, visits->deal[v], group)) continue;
        bool seen = false; /* a repeat visit is the same deal */
        for (int32_t w = v - 1; w >= 0 && visits->deal[w] == visits->deal[v] && !seen; w--)
            seen = visits->stage[w] == visits->stage[v];
        row->deals += !seen;
        row->visits++;
        if (visits->exit[v] == QC_STAGE_OPEN) {
            row->open++;
            continue;
        }
        switch (qc_group_of(visits->stage[v], visits->exit[v])) {
        case QC_GROUP_ADVANCE: row->to_later++; break;
        case QC_GROUP_WON: row->to_won++; break;
        case QC_GROUP_LOST: row->to_lost++; break;
        case QC_GROUP_BACK: row->to_earlier++; break;
        case QC_GROUP_COUNT: break;
        }
    }
}

static bool count_deals(const making *make, qc_funnel *funnel, int32_t group)
{
    const qc_deals *deals = &make->history->deals;
    int32_t won = 0;
    double *cycle = qc_arena_take(make->scratch, (size_t) deals->count, sizeof *cycle,
                                  make->status);
    if (cycle == NULL) return false;
    for (qc_id deal = 0; deal < deals->count; deal++) {
        if (!in_group(make, deal, group)) continue;
        funnel->deals++;
        funnel->open += deals->end[deal] == QC_STAGE_OPEN;
        funnel->lost += deals->end[deal] == QC_STAGE_LOST;
        if (deals->end[deal] == QC_STAGE_WON)
            cycle[won++] = deals->ended[deal] - deals->created[deal];
    }
    funnel->won = won;
    funnel->cycle_median_days = funnel->cycle_p80_days = NAN;
    if (won > 0) {
        qc_stats_sort(cycle, (size_t) won);
        funnel->cycle_median_days = qc_stats_quantile(cycle, (size_t) won, 0.5);
        funnel->cycle_p80_days = qc_stats_quantile(cycle, (size_t) won, 0.8);
    }
    return true;
}

/* Shares of new deals by entry stage; the last two are born won and born lost. */
static void count_entries(const making *make, int32_t group, double *entry)
{
    const int32_t stages = make->stages;
    double total = 0;
    memset(entry, 0, ((size_t) stages + 2) * sizeof *entry);
    for (qc_id deal = 0; make->history != NULL && deal < make->history->deals.count; deal++) {
        if (!in_group(make, deal, group)) continue;
        const qc_id first = make->history->changes.stage[make->history->deals.first_change[deal]];
        entry[first >= 0 ? first : stages + (first == QC_STAGE_LOST)] += 1;
        total += 1;
    }
    if (total == 0) entry[0] = total = 1;
    for (int32_t i = 0; i < stages + 2; i++)
        entry[i] /= total;
}

/* ---- figures of one set of laws ---- */

typedef struct figures { /* of one draw: [stage] each */
    double *conversion, *win, *median, *p80, *p95;
    double win_rate;
} figures;

static double day_reached(const double *by_day, double share, bool day_clock)
{
    for (int32_t day = 0; day < QC_HAZARD_DAYS; day++) {
        if (by_day[day] >= share) {
            const double before = day > 0 ? by_day[day - 1] : 0;
            const double x = day + (share - before) / (by_day[day] - before);
            return day_clock ? floor(x) : x;
        }
    }
    return INFINITY;
}

static bool one_draw(const making *make, const qc_law *laws, const double *entry, figures *out,
                     qc_funnel *funnel)
{
    const int32_t stages = make->stages, row = stages + 2;
    qc_arena arena = {0};
    qc_chain_fate fate = {0};
    double by_day[QC_HAZARD_DAYS];
    double staged = 0;
    double *exits = qc_arena_take(&arena, (size_t) stages * (size_t) row, sizeof *exits,
                                  make->status);
    double *starts = qc_arena_take(&arena, (size_t) stages, sizeof *starts, make->status);
    bool ok = exits != NULL && starts != NULL;
    for (int32_t s = 0; ok && s < stages; s++) {
        const double open = qc_law_exits(&laws[s], stages, QC_HAZARD_DAYS, &exits[s * row], by_day);
        out->median[s] = day_reached(by_day, 0.5, laws[s].day_clock);
        out->p80[s] = day_reached(by_day, 0.8, laws[s].day_clock);
        out->p95[s] = day_reached(by_day, 0.95, laws[s].day_clock);
        staged += starts[s] = entry[s];
        if (funnel != NULL) {
            funnel->rows[s].share_open = open;
            funnel->rows[s].share_lost = exits[s * row + stages + 1];
            funnel->rows[s].share_back = 0;
            for (int32_t to = 0; to < s; to++)
                funnel->rows[s].share_back += exits[s * row + to];
        }
    }
    for (int32_t s = 0; ok && s < stages; s++)
        starts[s] = staged > 0 ? starts[s] / staged : s == 0;
    ok = ok && qc_chain_fate_of(&fate, exits, stages, starts, &arena, make->status);
    out->win_rate = entry[stages];
    for (int32_t s = 0; ok && s < stages; s++) {
        out->conversion[s] = fate.conversion[s];
        out->win[s] = fate.win[s];
        out->win_rate += entry[s] * fate.win[s];
        if (funnel != NULL) funnel->rows[s].arriving = fate.arriving[s] * staged;
    }
    qc_arena_free(&arena);
    return ok;
}

static bool take_figures(figures *room, int32_t stages, int32_t draws, qc_arena *arena,
                         qc_status *status)
{
    const size_t count = (size_t) stages * (size_t) draws;
    double *all = qc_arena_take(arena, 5 * count, sizeof *all, status);
    if (all == NULL) return false;
    *room = (figures){all, all + count, all + 2 * count, all + 3 * count, all + 4 * count, 0};
    return true;
}

static figures at_draw(const figures *room, int32_t stages, int32_t draw)
{
    const size_t off = (size_t) stages * (size_t) draw;
    return (figures){room->conversion + off, room->win + off, room->median + off,
                     room->p80 + off,        room->p95 + off, 0};
}

/* Point value from the posterior means (draw 0), range over the others. */
static qc_ranged range_of(const double *values, int32_t stages, int32_t stage, int32_t draws,
                          double *room)
{
    qc_ranged ranged = {.value = values[stage]};
    for (int32_t d = 1; d < draws; d++)
        room[d - 1] = values[d * stages + stage];
    qc_stats_sort(room, (size_t) draws - 1);
    ranged.low = qc_stats_quantile(room, (size_t) draws - 1, LOW_SHARE);
    ranged.high = qc_stats_quantile(room, (size_t) draws - 1, HIGH_SHARE);
    return ranged;
}

/* Quantiles of days may be infinite; type 7 would turn infinity minus infinity into NAN. */
static qc_ranged days_of(const double *values, int32_t stages, int32_t stage, int32_t draws,
                         double *room)
{
    qc_ranged ranged = {.value = values[stage]};
    for (int32_t d = 1; d < draws; d++)
        room[d - 1] = fmin(values[d * stages + stage], 1e9);
    qc_stats_sort(room, (size_t) draws - 1);
    ranged.low = qc_stats_quantile(room, (size_t) draws - 1, LOW_SHARE);
    ranged.high = qc_stats_quantile(room, (size_t) draws - 1, HIGH_SHARE);
    ranged.low = ranged.low > QC_HAZARD_DAYS ? (double) INFINITY : ranged.low;
    ranged.high = ranged.high > QC_HAZARD_DAYS ? (double) INFINITY : ranged.high;
    return ranged;
}

/* ---- one fitted model, all its groups ---- */

static bool draw_funnel(const making *make, const qc_stage_model *model, qc_stage_draw *draw,
                        qc_funnel *funnel, int32_t group, int32_t law_group)
{
    const int32_t stages = make->stages, draws = make->options->draws + 1;
    qc_arena arena = {0};
    figures room = {0};
    double *entry = qc_arena_take(&arena, (size_t) stages + 2, sizeof *entry, make->status);
    double *sorted = qc_arena_take(&arena, (size_t) draws, sizeof *sorted, make->status);
    double *rates = qc_arena_take(&arena, (size_t) draws, sizeof *rates, make->status);
    bool ok = entry != NULL && sorted != NULL && rates != NULL &&
              take_figures(&room, stages, draws, &arena, make->status);
    if (ok) count_entries(make, group, entry);
    for (int32_t d = 0; ok && d < draws; d++) {
        figures one = at_draw(&room, stages, d);
        ok = qc_stage_model_draw(model, make->options->seed, d - 1, draw, make->status) &&
             one_draw(make, &draw->laws[law_group * stages], entry, &one, d == 0 ? funnel : NULL);
        rates[d] = one.win_rate;
    }
    for (int32_t s = 0; ok && s < stages; s++) {
        qc_funnel_row *row = &funnel->rows[s];
        row->conversion = range_of(room.conversion, stages, s, draws, sorted);
        row->win_rate = range_of(room.win, stages, s, draws, sorted);
        row->median_days = days_of(room.median, stages, s, draws, sorted);
        row->p80_days = days_of(room.p80, stages, s, draws, sorted);
        row->p95_days = days_of(room.p95, stages, s, draws, sorted);
    }
    if (ok) funnel->win_rate = range_of(rates, 1, 0, draws, sorted);
    qc_arena_free(&arena);
    return ok;
}

static bool start_funnel(const making *make, qc_funnel *funnel, const char *by, const char *value)
{
    qc_arena *arena = &make->funnels->arena;
    funnel->by = by;
    funnel->value = qc_arena_text(arena, value, make->status);
    funnel->row_count = make->stages;
    funnel->cycle_median_days = funnel->cycle_p80_days = NAN;
    funnel->rows = qc_arena_take(arena, (size_t) make->stages, sizeof *funnel->rows, make->status);
    if (funnel->rows == NULL || funnel->value == NULL) return false;
    for (int32_t s = 0; s < make->stages; s++) {
        funnel->rows[s].stage = qc_arena_text(arena, make->plan->stages[s].name, make->status);
        if (funnel->rows[s].stage == NULL) return false;
    }
    return true;
}

/* What rests on nothing is not shown: the stage itself, and every rate on whose way it lies. */
static void blank(qc_funnel *funnel)
{
    const qc_ranged unknown = {NAN, NAN, NAN};
    bool ahead = false;
    for (int32_t s = funnel->row_count - 1; s >= 0; s--) {
        qc_funnel_row *row = &funnel->rows[s];
        ahead |= row->evidence.is_insufficient;
        if (ahead) row->win_rate = unknown;
        if (!row->evidence.is_insufficient) continue;
        row->conversion = row->median_days = row->p80_days = row->p95_days = unknown;
        row->share_back = row->share_lost = row->share_open = NAN;
        for (int32_t later = s + 1; later < funnel->row_count; later++) {
            qc_funnel_row *after = &funnel->rows[later];
            after->arriving = NAN;
            if (after->share_back > 0) after->conversion = after->win_rate = unknown;
        }
    }
    if (ahead) funnel->win_rate = unknown;
}

static bool add_funnel(const making *make, const qc_stage_model *model, qc_stage_draw *draw,
                       const char *by, const char *value, int32_t group, int32_t law_group)
{
    qc_funnel *funnel = &make->funnels->items[make->funnels->count++];
    if (!start_funnel(make, funnel, by, value)) return false;
    if (make->history != NULL) {
        count_visits(make, funnel, group);
        if (!count_deals(make, funnel, group)) return false;
    }
    for (int32_t s = 0; s < make->stages; s++) {
        funnel->rows[s].evidence = qc_evidence_of(model, make->history, make->group_of, group,
                                                  law_group, s);
        funnel->rows[s].belief_events = funnel->rows[s].evidence.belief_events;
    }
    if (!draw_funnel(make, model, draw, funnel, group, law_group)) return false;
    blank(funnel);
    return true;
}

/* Fit with the given groups as segments and add a funnel for each (`by` = "": only the first, as the whole). */
static bool fit_groups(making *make, const qc_segments *groups, const int32_t *group_of,
                       const char *by)
{
    qc_stage_model model = {.tolerant = true};
    qc_stage_draw draw = {0};
    make->group_of = group_of;
    const qc_stage_inputs inputs = {make->history, make->plan, groups, group_of, false, 0};
    bool ok = qc_stage_model_fit(&model, &inputs, make->scratch, make->status) &&
              qc_stage_draw_room(&draw, &model, make->scratch, make->status);
    for (int32_t g = 0; ok && g < groups->count; g++) {
        int32_t deals = 0;
        if (by[0] == '\0') {
            ok = add_funnel(make, &model, &draw, "", "", -1, 0);
            break;
        }
        for (qc_id deal = 0; deal < make->history->deals.count; deal++)
            deals += group_of[deal] == g;
        if (deals > 0)
            ok = add_funnel(make, &model, &draw, by, g > 0 ? groups->name[g] : "(none)", g, g);
    }
    return ok;
}

static bool list_groups(making *make, qc_label by, int32_t *group_of)
{
    const qc_names *names = &make->history->names[by];
    const qc_id *label = make->history->changes.label[by];
    const size_t count = (size_t) names->count + 1;
    make->groups.name = qc_arena_take(make->scratch, count, sizeof(char *), make->status);
    make->groups.plan_index = qc_arena_take(make->scratch, count, sizeof(int32_t), make->status);
    if (make->groups.name == NULL || make->groups.plan_index == NULL) return false;
    make->groups.count = (int32_t) count;
    for (int32_t g = 0; g < make->groups.count; g++) {
        make->groups.name[g] = g > 0 ? names->text[g - 1] : "";
        make->groups.plan_index[g] = -1;
    }
    for (qc_id deal = 0; deal < make->history->deals.count; deal++) {
        const qc_id last = make->history->deals.first_change[deal + 1] - 1;
        group_of[deal] = label == NULL || label[last] == QC_ID_NONE ? 0 : label[last] + 1;
    }
    return true;
}

static int32_t worst_row(const qc_funnel *funnel)
{
    int32_t worst = -1;
    for (int32_t s = 0; s < funnel->row_count; s++) {
        if (isnan(funnel->rows[s].conversion.value)) continue;
        if (worst < 0 || funnel->rows[s].conversion.value < funnel->rows[worst].conversion.value)
            worst = s;
    }
    return funnel->row_count > 1 ? worst : -1;
}

bool qc_funnels_make(qc_funnels *funnels, const qc_history *history, const qc_plan *plan,
                     const qc_funnel_options *options, qc_status *status)
{
    static const char *const nobody[] = {""};
    qc_arena scratch = {0};
    making make = {funnels, history, plan, options, &scratch, status, plan->stage_count, {0}, NULL};
    const size_t deals = history != NULL ? (size_t) history->deals.count : 0;
    int32_t none = -1;
    qc_segments whole = {.plan_index = &none, .count = 1};
    int32_t *group_of = qc_arena_take(&scratch, deals, sizeof *group_of, status);
    const char **names = qc_arena_take(&scratch, 1, sizeof *names, status);
    const size_t room = options->by < QC_LABEL_COUNT && history != NULL
                            ? (size_t) history->names[options->by].count
                            : 0;
    funnels->items = qc_arena_take(&funnels->arena, room + 2, sizeof *funnels->items, status);
    funnels->plan = qc_arena_text(&funnels->arena, plan->file, status);
    funnels->currency = qc_arena_text(&funnels->arena, plan->currency, status);
    funnels->draws = options->draws;
    bool ok = group_of != NULL && names != NULL && funnels->items != NULL &&
              funnels->plan != NULL && funnels->currency != NULL;
    if (ok) {
        names[0] = nobody[0];
        whole.name = names;
        ok = fit_groups(&make, &whole, group_of, "");
    }
    if (ok && options->by < QC_LABEL_COUNT && history != NULL)
        ok = list_groups(&make, options->by, group_of) &&
             fit_groups(&make, &make.groups, group_of, qc_history_label_word(options->by));
    if (ok) funnels->worst_row = worst_row(&funnels->items[0]);
    qc_arena_free(&scratch);
    return ok;
}
