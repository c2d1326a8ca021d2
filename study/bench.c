#include "study/bench.h"

#include "study/forecast.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

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

static void take_figures(qc_bench_result *result, const qc_summary *summary)
{
    result->chance_year = summary->targets[0].chance.value;
    for (int32_t m = 0; m < result->months; m++) {
        const qc_quantiles *so_far = &summary->series.points[m].cumulative;
        const double values[QC_BENCH_QUANTILES] = {so_far->p05, so_far->p25, so_far->p50,
                                                   so_far->p75, so_far->p95};
        result->chance_month[m] = summary->targets[m + 1].chance.value;
        memcpy(result->cumulative[m], values, sizeof values);
    }
    (void) snprintf(result->engine, sizeof result->engine, "quotacast %s", summary->engine);
    memcpy(result->result_hash, summary->result_hash, sizeof result->result_hash);
    result->trials = summary->trials;
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
                                .read_seconds = company->read_seconds};
    simulation.whole_weeks = company->whole_weeks;
    if (!qc_forecast_prepare(&forecast, &inputs, options->seed, status)) goto out;
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
    take_figures(result, &summary);
    result->moves = forecast.run.moves;
    result->summary_seconds = lap(&cpu);
    result->wall_seconds = seconds(CLOCK_MONOTONIC) - wall;
    result->cpu_seconds = result->simulation_seconds + result->summary_seconds;
    ok = true;
out:
    qc_summary_free(&summary);
    qc_forecast_free(&forecast);
    return ok;
}
