#include "study/bench.h"

#include "sim/exact/marginals.h"
#include "study/bench_uncertain.h"
#include "study/forecast.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define TIMED_ROUNDS 5

static double seconds(clockid_t which)
{
    struct timespec now = {0};
    (void) clock_gettime(which, &now);
    return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

/* Processor seconds since `*since`, which becomes now. */
static double lap(double *since)
{
    const double now = seconds(CLOCK_PROCESS_CPUTIME_ID), spent = now - *since;
    *since = now;
    return spent;
}

static void take_quantiles(double *out, const qc_quantiles *from)
{
    const double values[QC_BENCH_QUANTILES] = {from->p05, from->p25, from->p50, from->p75,
                                               from->p95};
    memcpy(out, values, sizeof values);
}

/* Targets are the years of the company and then of each segment, or the year and its months. */
static void take_figures(qc_bench_result *result, const qc_summary *summary)
{
    const int32_t years = (result->months + 11) / 12;
    for (int32_t m = 0; m < result->months; m++)
        take_quantiles(result->cumulative[m], &summary->series.points[m].cumulative);
    if (result->segments > 0) {
        for (int32_t t = 0; t < summary->target_count; t++)
            take_quantiles(result->year[t / years][t % years], &summary->targets[t].quantiles);
    } else {
        result->chance_year = summary->targets[0].chance.value;
        for (int32_t m = 0; m < result->months; m++)
            result->chance_month[m] = summary->targets[m + 1].chance.value;
    }
    (void) snprintf(result->engine, sizeof result->engine, "quotacast %s", summary->engine);
    memcpy(result->result_hash, summary->result_hash, sizeof result->result_hash);
    result->trials = summary->trials;
}

/* What a search for a target would pay again and again: tables, laws and chances of the targets. */
static bool time_chances(qc_bench_result *result, const qc_forecast *forecast,
                         const qc_sim_options *options, qc_status *status)
{
    const qc_questions *questions = &forecast->questions;
    qc_marginals marginals = {0};
    const char *hurdle = NULL;
    bool *wanted = NULL;
    bool ok = qc_marginals_start(&marginals, &forecast->model, &forecast->book, questions,
                                 options->seed, &hurdle, status) &&
              qc_marginals_make(&marginals, true, status);
    if (ok)
        wanted = qc_arena_take(&marginals.arena, (size_t) questions->figure_count, sizeof *wanted,
                               status);
    for (int32_t t = 0; wanted != NULL && t < questions->target_count; t++)
        wanted[questions->targets[t].figure] = true;
    result->computed = true;
    result->error_bound = forecast->run.error_bound;
    for (int i = 0; wanted != NULL && ok && i < TIMED_ROUNDS; i++) {
        double since = seconds(CLOCK_PROCESS_CPUTIME_ID), sum = 0;
        ok = qc_marginals_solve(&marginals, 0, wanted, false, status);
        for (int32_t t = 0; ok && t < questions->target_count; t++)
            sum += qc_marginals_chance(&marginals, questions->targets[t].figure, NULL);
        const double spent = lap(&since);
        if (ok && sum >= 0 && (i == 0 || spent < result->chances_seconds))
            result->chances_seconds = spent;
    }
    qc_marginals_free(&marginals);
    return ok && wanted != NULL;
}

/* Where it is asked for. */
static bool knows_uncertainty(const qc_bench_company *company, qc_status *status)
{
    if (!company->uncertain || company->history_deals > 0) return true;
    return qc_fail_at(status, QC_BAD_INPUT, company->open.file, 0, 0,
                      "says nothing of uncertainty (expected \"uncertainty\": "
                      "{\"history_deals\": 300} in a company with one pipeline)");
}

bool qc_bench_run(qc_bench_result *result, const qc_bench_company *company,
                  const qc_sim_options *options, qc_status *status)
{
    qc_sim_options simulation = *options;
    const qc_forecast_inputs inputs = {
        .plan = &company->plan, .open = &company->open, .as_of = company->plan.as_of};
    qc_forecast forecast = {0};
    qc_summary summary = {0};
    double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    bool ok = false;

    *result = (qc_bench_result){.seed = options->seed,
                                .threads = options->threads,
                                .months = company->months,
                                .segments = company->segments,
                                .uncertain = company->uncertain,
                                .read_seconds = company->read_seconds};
    simulation.whole_weeks = company->whole_weeks;
    if (!knows_uncertainty(company, status) ||
        !qc_forecast_prepare(&forecast, &inputs, options->seed, status))
        goto out;
    if (company->uncertain) qc_bench_make_uncertain(&forecast.model, &company->history_deals);
    result->tables_seconds = lap(&cpu);
    const double wall = seconds(CLOCK_MONOTONIC);
    if (!qc_forecast_run(&forecast, &simulation, status)) goto out;
    result->simulation_seconds = lap(&cpu);
    const qc_summary_inputs counted = {.outcome = &forecast.outcome,
                                       .questions = &forecast.questions,
                                       .run = &forecast.run,
                                       .model = &forecast.model,
                                       .book = &forecast.book,
                                       .plan = inputs.plan,
                                       .open = inputs.open,
                                       .options = &simulation};
    if (!qc_summary_make(&summary, &counted, status)) goto out;
    if (strcmp(forecast.run.engine, "exact") == 0 &&
        !time_chances(result, &forecast, options, status))
        goto out;
    take_figures(result, &summary);
    result->moves = forecast.run.moves;
    result->isa = forecast.run.isa;
    result->summary_seconds = lap(&cpu);
    result->wall_seconds = seconds(CLOCK_MONOTONIC) - wall;
    result->cpu_seconds = result->simulation_seconds + result->summary_seconds;
    ok = true;
out:
    qc_summary_free(&summary);
    qc_forecast_free(&forecast);
    return ok;
}
