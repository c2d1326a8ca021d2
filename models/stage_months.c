#include "models/stage_months.h"

#include "models/stage_counts.h"
#include "models/trait_factor.h"

typedef struct months {
    int32_t first, count;             /* month index of the first, how many */
    double *events[QC_GROUP_SHOCKED]; /* by month */
    double *expected[QC_GROUP_SHOCKED];
} months;

static bool months_room(months *by_month, const qc_history *history, qc_without without,
                        qc_arena *scratch, qc_status *status)
{
    const bool delayed = !qc_leaves_out(without, QC_INGREDIENT_DELAYED_ENTRY);
    qc_day start = history->as_of;
    for (int32_t v = 0; v < history->visits.count; v++) {
        if (history->visits.enter[v] < start) start = history->visits.enter[v];
    }
    if (delayed && history->recorded_from != QC_DAY_NONE && start < history->recorded_from)
        start = history->recorded_from;
    by_month->first = qc_calendar_month_index(start);
    by_month->count = qc_calendar_month_index(history->as_of) - by_month->first + 1;
    for (int g = 0; g < QC_GROUP_SHOCKED; g++) {
        by_month->events[g] = qc_arena_take(scratch, (size_t) by_month->count, sizeof(double),
                                            status);
        by_month->expected[g] = qc_arena_take(scratch, (size_t) by_month->count, sizeof(double),
                                              status);
        if (by_month->events[g] == NULL || by_month->expected[g] == NULL) return false;
    }
    return true;
}

/* Spread one visit's expected events over the months it was at risk in. */
static void expect_by_month(const double *const *hazard, const double *factor, qc_day enter,
                            const qc_at_risk *risk, months *by_month)
{
    int32_t from = risk->first;
    while (from <= risk->last) {
        const int32_t month = qc_calendar_month_index(enter + from);
        const int32_t month_last = qc_calendar_month_span(month).to - enter;
        const int32_t last = month_last < risk->last ? month_last : risk->last;
        for (int g = 0; g < QC_GROUP_SHOCKED; g++)
            by_month->expected[g][month - by_month->first] += factor[g] *
                                                              qc_stage_counts_expected(
                                                                  hazard[g], from, last,
                                                                  risk->ended &&
                                                                      last == risk->last);
        from = last + 1;
    }
}

/* What moves the months, and how much of it comes back every year. A stated effect stays as it is stated: the
 * season is what months have in common every year, whatever moves them beside. */
static void fit_months(months *by_month, int group, const qc_stage_model *model,
                       qc_month_effect *effect, qc_season *season)
{
    const bool stated = model->plan->shocks == QC_SHOCKS_STATED;
    const double *events = by_month->events[group];
    double *expected = by_month->expected[group];
    qc_season_cell cells[QC_MONTH_EFFECT_CELLS];
    double correction[QC_MONTH_EFFECT_CELLS];
    if (!stated) qc_month_effect_fit(effect, NULL, NULL, 0);
    for (int32_t c = 0; c < effect->cells; c++)
        cells[c] = (qc_season_cell){
            .rho = effect->rho[c], .sd = effect->sd[c], .prior = effect->weight[c]};
    if (!qc_leaves_out(model->without, QC_INGREDIENT_SEASON))
        qc_season_fit(season, events, expected, QC_MONTH_EFFECT_LEAST, by_month->count,
                      by_month->first, cells, effect->cells, correction);
    if (stated) return;
    for (int32_t m = 0; m < by_month->count; m++)
        expected[m] *= qc_season_mean(season, by_month->first + m);
    qc_month_effect_fit(effect, events, expected, by_month->count);
    if (season->on) qc_month_effect_correct(effect, correction);
}

bool qc_stage_months_fit(qc_stage_model *model, const qc_history *history,
                         const int32_t *segment_of, int32_t *const *values, qc_status *status)
{
    qc_arena scratch = {0};
    months by_month = {0};
    const double *hazards = qc_trait_factor_hazards(model, &scratch, status);
    const bool ok = hazards != NULL &&
                    months_room(&by_month, history, model->without, &scratch, status);
    const qc_visits *visits = &history->visits;
    for (int32_t v = 0; ok && v < visits->count; v++) {
        const int32_t stage = visits->stage[v], segment = segment_of[visits->deal[v]];
        const double *hazard[QC_GROUP_SHOCKED];
        double factor[QC_GROUP_SHOCKED];
        qc_at_risk risk;
        if (!qc_stage_counts_visit(history, v, model->without, &risk) ||
            !model->parts[model->part_of[segment * model->stage_count + stage]].fitted)
            continue;
        for (int g = 0; g < QC_GROUP_SHOCKED; g++) {
            hazard[g] = qc_trait_factor_hazard_of(model, hazards, segment, stage, g);
            factor[g] = qc_trait_factor_of_visit(model, values, v, stage, (qc_group) g);
        }
        expect_by_month(hazard, factor, visits->enter[v], &risk, &by_month);
        const qc_group group = qc_group_of(stage, visits->exit[v]);
        if (risk.ended && group < QC_GROUP_SHOCKED)
            by_month.events[group][qc_calendar_month_index(visits->leave[v]) - by_month.first] += 1;
    }
    for (int g = 0; ok && g < QC_GROUP_SHOCKED; g++)
        fit_months(&by_month, g, model, &model->effects[g], &model->seasons[g]);
    qc_arena_free(&scratch);
    return ok;
}
