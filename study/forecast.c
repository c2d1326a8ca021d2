#include "study/forecast.h"

#include "sim/workload.h"

#include <math.h>
#include <string.h>

#define PROBE_TRIALS 3000

void qc_forecast_free(qc_forecast *forecast)
{
    qc_outcome_free(&forecast->outcome);
    qc_questions_free(&forecast->questions);
    qc_book_free(&forecast->book);
    qc_model_free(&forecast->model);
    memset(forecast, 0, sizeof *forecast);
}

static bool needs_amounts(const qc_plan *plan)
{
    for (int32_t t = 0; t < plan->target_count; t++) {
        if (qc_plan_metric_is_money(plan->targets[t].metric)) return true;
    }
    return plan->target_count == 0;
}

bool qc_forecast_fit(qc_forecast *forecast, const qc_forecast_inputs *inputs, qc_status *status)
{
    const qc_model_inputs fit = {
        inputs->history, inputs->open, inputs->plan,   needs_amounts(inputs->plan),
        inputs->without, inputs->log,  inputs->people, inputs->quotas};
    return qc_model_fit(&forecast->model, &forecast->book, &fit, inputs->as_of, status);
}

bool qc_forecast_prepare(qc_forecast *forecast, const qc_forecast_inputs *inputs, uint64_t seed,
                         qc_status *status)
{
    return qc_forecast_fit(forecast, inputs, status) &&
           qc_questions_make(&forecast->questions, inputs->plan, &forecast->book, status) &&
           qc_engine_track(&forecast->run, &forecast->model, &forecast->book, &forecast->questions,
                           seed, status);
}

bool qc_forecast_ask_sellers(qc_forecast *forecast, qc_status *status)
{
    return qc_questions_ask_sellers(&forecast->questions, &forecast->model, &forecast->book,
                                    status);
}

bool qc_forecast_run(qc_forecast *forecast, const qc_sim_options *options, qc_status *status)
{
    return qc_simulate(&forecast->outcome, &forecast->run, &forecast->model, &forecast->book,
                       &forecast->questions, options, status);
}

/* ---- what would help ---- */

#define PROBES 3
static const struct probe_kind {
    qc_lever_target target;
    qc_change_kind kind;
    double amount;
    const char *words; /* %s = the stage */
} probe_kinds[PROBES] = {
    {QC_LEVER_NEW_DEALS, QC_CHANGE_SCALE, 1.10, "+10% new deals"},
    {QC_LEVER_CONVERSION, QC_CHANGE_POINTS, 0.05, "+5 points conversion in "},
    {QC_LEVER_DAYS, QC_CHANGE_SCALE, 0.90, "-10% days in every stage"},
};

/* The plan with one more lever, and the model under it. */
static bool with_probe(qc_model *changed, qc_plan *with, const qc_model *model, const qc_plan *plan,
                       const struct probe_kind *kind, qc_arena *arena, qc_status *status)
{
    const bool in_stage = kind->target == QC_LEVER_CONVERSION;
    *with = *plan;
    with->levers = qc_arena_take(arena, (size_t) plan->lever_count + 1, sizeof *with->levers,
                                 status);
    if (with->levers == NULL) return false;
    if (plan->lever_count > 0)
        memcpy(with->levers, plan->levers, (size_t) plan->lever_count * sizeof *with->levers);
    with->levers[with->lever_count++] = (qc_lever){.target = kind->target,
                                                   .stage = in_stage ? plan->stage_count - 1 : -1,
                                                   .segment = -1,
                                                   .kind = kind->kind,
                                                   .amount = kind->amount,
                                                   .path = ""};
    return qc_model_with_levers(changed, model, with, arena, status);
}

/* The figures stand; only what would help is not known. */
static bool stopped(qc_summary *summary, qc_arena *scratch, qc_status *status)
{
    const char *note = qc_arena_text(&summary->arena,
                                     "interrupted before it was known what would help", status);
    qc_arena_free(scratch);
    summary->interrupted = true;
    if (note != NULL) summary->notes[summary->note_count++] = note;
    return note != NULL;
}

/* Coupled companies may be large, and each of their futures costs time: who asks for few of them gets no more here. */
static bool probe_trials(int64_t *trials, const qc_forecast *forecast,
                         const qc_sim_options *options, qc_status *status)
{
    int64_t most = 0;
    const bool few = qc_team_model_couples(&forecast->model.team) && options->trials > 0 &&
                     options->trials < PROBE_TRIALS;
    if (!qc_workload_most(&most, NULL, &forecast->model, &forecast->book, &forecast->questions,
                          options->seed, status))
        return false;
    most /= PROBES + 2; /* in all fewer than the run itself */
    *trials = few ? options->trials : PROBE_TRIALS;
    if (*trials > most) *trials = most;
    return true;
}

static bool run_probes(const qc_forecast *forecast, const qc_plan *plan,
                       const qc_sim_options *options, qc_summary *summary, qc_status *status)
{
    qc_arena scratch = {0};
    qc_model changed[PROBES];
    qc_plan with[PROBES];
    qc_estimate changes[PROBES];
    int64_t trials = 0;
    bool ok = probe_trials(&trials, forecast, options, status);
    for (int32_t p = 0; ok && p < PROBES; p++)
        ok = with_probe(&changed[p], &with[p], &forecast->model, plan, &probe_kinds[p], &scratch,
                        status);
    ok = ok && qc_engine_probe(changes, &forecast->model, changed, PROBES, &forecast->book,
                               &forecast->questions, options, trials, status);
    if (ok && isnan(changes[0].value)) return stopped(summary, &scratch, status);
    for (int32_t p = 0; ok && p < PROBES; p++) {
        const bool in_stage = probe_kinds[p].target == QC_LEVER_CONVERSION;
        const char *words = qc_arena_format(&summary->arena, status, "%s%s", probe_kinds[p].words,
                                            in_stage ? plan->stages[plan->stage_count - 1].name
                                                     : "");
        ok = words != NULL;
        summary->probes[summary->probe_count++] = (qc_probe){words, changes[p]};
    }
    qc_arena_free(&scratch);
    return ok;
}

/* What the chance would be if the market had no end. */
static bool probe_market(const qc_forecast *forecast, const qc_plan *plan,
                         const qc_sim_options *options, qc_summary *summary, qc_status *status)
{
    qc_arena scratch = {0};
    qc_plan endless = *plan;
    qc_model changed;
    if (!summary->market.known) return true;
    endless.market.stated = false;
    const bool ok = qc_model_with_levers(&changed, &forecast->model, &endless, &scratch, status) &&
                    qc_engine_probe(&summary->market.points, &forecast->model, &changed, 1,
                                    &forecast->book, &forecast->questions, options, PROBE_TRIALS,
                                    status);
    qc_arena_free(&scratch);
    return ok;
}

bool qc_forecast_sum_up(const qc_forecast *forecast, const qc_forecast_inputs *inputs,
                        const qc_sim_options *options, qc_summary *summary, qc_status *status)
{
    const qc_summary_inputs in = {
        &forecast->outcome, &forecast->questions, &forecast->run, &forecast->model, &forecast->book,
        inputs->plan,       inputs->history,      inputs->open,   inputs->findings, options,
        inputs->log,        inputs->people,       inputs->quotas};
    if (!qc_summary_make(summary, &in, status)) return false;
    qc_band_causes causes = {.all = {NAN, NAN}};
    bool ok = true;
    if (summary->headline >= 0 && !summary->interrupted) {
        summary->probes = qc_arena_take(&summary->arena, (size_t) PROBES, sizeof *summary->probes,
                                        status);
        ok = summary->probes != NULL &&
             run_probes(forecast, inputs->plan, options, summary, status) &&
             probe_market(forecast, inputs->plan, options, summary, status);
    }
    if (ok && !summary->interrupted)
        ok = qc_band_ask(&causes, &forecast->model, &forecast->book, &forecast->questions, options,
                         status);
    return ok && qc_summary_set_rates(summary, &forecast->model, &causes, status);
}
