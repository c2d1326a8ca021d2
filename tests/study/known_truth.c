/** Forecasts of companies whose truth is known: how often do the ranges hold, how far are the chances off?
 *
 *  known_truth FIRST COUNT [random | SPEC.yaml] [TRIALS]
 *  known_truth --table ROWS.csv...
 *
 *  For each seed FIRST .. FIRST + COUNT - 1 a company is drawn (or lived anew from SPEC), its history up to
 *  the as-of day is written as CSV, read back and forecast like anybody's, and the forecast is held
 *  against the company's own future and against the true chances found by brute force: one CSV row a
 *  target on stdout. The second form reads such rows, from any number of runs, and prints the table of
 *  coverage, errors and reliability. scripts/known_truth does both, on all cores. */
#include "tests/study/known_truth.h"

#include "history/read_deals.h"
#include "study/forecast.h"
#include "study/synth/synth.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRUTH_REPLICATIONS 2000
typedef struct company {
    qc_synth_spec spec;
    qc_synth_company life;
    qc_text csv, yaml;
    qc_history history;
    qc_plan plan;
    qc_findings findings;
    qc_forecast forecast;
    qc_summary summary;
    qc_synth_target targets[QC_SYNTH_TARGETS];
    int32_t target_count;
    qc_synth_truth truth[QC_SYNTH_TARGETS];
} company;

static void release(company *it)
{
    qc_summary_free(&it->summary);
    qc_forecast_free(&it->forecast);
    qc_plan_free(&it->plan);
    qc_history_free(&it->history);
    qc_findings_free(&it->findings);
    qc_text_free(&it->csv);
    qc_text_free(&it->yaml);
    qc_synth_company_free(&it->life);
}

static bool live(company *it, uint64_t seed, qc_status *status)
{
    const qc_synth_spec *spec = &it->spec;
    qc_synth_truth_options options = QC_SYNTH_TRUTH_OPTIONS_DEFAULT;
    options.replications = TRUTH_REPLICATIONS;
    if (!qc_synth_run(&it->life, spec, seed, status)) return false;
    it->target_count = qc_synth_targets_random(&it->life, spec->as_of, seed, it->targets,
                                               QC_SYNTH_TARGETS);
    return qc_synth_truth_find(&it->life, it->targets, it->target_count, &options, it->truth,
                               status) &&
           qc_synth_csv(&it->life, (qc_span){qc_synth_start(spec), spec->as_of}, &it->csv,
                        status) &&
           qc_synth_plan(spec, spec->as_of, "deals.csv", "", it->targets, it->target_count,
                         &it->yaml, status);
}

static bool read_back(company *it, qc_status *status)
{
    qc_stage_words words[QC_SYNTH_STAGES];
    qc_read_options reading = QC_READ_OPTIONS_DEFAULT;
    if (!qc_plan_read_bytes(&it->plan, "plan.yaml", qc_text_get(&it->yaml), it->yaml.length, NULL,
                            0, &it->findings, status))
        return false;
    for (int32_t s = 0; s < it->plan.stage_count; s++)
        words[s] = (qc_stage_words){.name = it->plan.stages[s].name};
    reading.stages = words;
    reading.stage_count = it->plan.stage_count;
    reading.as_of = it->spec.as_of;
    return qc_read_deals_bytes(&it->history, "deals.csv", qc_text_get(&it->csv), it->csv.length,
                               &reading, &it->findings, status);
}

static bool say(company *it, int64_t trials, qc_status *status)
{
    const qc_forecast_inputs inputs = {.plan = &it->plan,
                                       .history = &it->history,
                                       .findings = &it->findings,
                                       .as_of = it->history.as_of};
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    options.trials = trials;
    qc_summary_inputs sum = {&it->forecast.outcome,
                             &it->forecast.questions,
                             &it->forecast.run,
                             &it->forecast.model,
                             &it->forecast.book,
                             &it->plan,
                             &it->history,
                             NULL,
                             &it->findings,
                             &options,
                             NULL,
                             NULL,
                             NULL};
    return qc_forecast_prepare(&it->forecast, &inputs, options.seed, status) &&
           qc_forecast_run(&it->forecast, &options, status) &&
           qc_summary_make(&it->summary, &sum, status);
}

static known_row row_of(const qc_synth_target *target, const qc_target_summary *said,
                        const qc_synth_truth *truth)
{
    const qc_quantiles *q = &said->quantiles;
    known_row row = {.customers = target->metric == QC_SYNTH_CUSTOMERS,
                     .goal = target->at_least,
                     .realised = truth->realised,
                     .chance = said->chance.value,
                     .true_chance = truth->chance.value,
                     .mean = said->mean.value,
                     .true_mean = truth->mean.value,
                     .p05 = q->p05,
                     .p10 = q->p10,
                     .p25 = q->p25,
                     .p50 = q->p50,
                     .p75 = q->p75,
                     .p90 = q->p90,
                     .p95 = q->p95,
                     .true_p10 = truth->p10,
                     .true_p50 = truth->p50,
                     .true_p90 = truth->p90};
    (void) snprintf(row.target, sizeof row.target, "%.47s", target->name);
    return row;
}

static void compare(const company *it, uint64_t seed)
{
    for (int32_t t = 0; t < it->target_count; t++) {
        const qc_synth_target *target = &it->targets[t];
        const qc_target_summary *said = NULL;
        for (int32_t s = 0; s < it->summary.target_count; s++) {
            if (strcmp(it->summary.targets[s].name, target->name) == 0)
                said = &it->summary.targets[s];
        }
        if (said == NULL || isnan(it->truth[t].realised)) continue;
        known_row row = row_of(target, said, &it->truth[t]);
        row.seed = seed;
        row.days = target->span.to - it->spec.as_of;
        known_row_write(stdout, &row);
    }
}

/* ---- the two forms ---- */

static int run(uint64_t first, uint64_t companies, const char *spec, int64_t trials)
{
    known_row_head(stdout);
    for (uint64_t seed = first; seed < first + companies; seed++) {
        qc_status status = {0};
        company *it = calloc(1, sizeof *it); /* a program of its own, beside the house */
        if (it == NULL) return 1;
        if (strcmp(spec, "random") == 0)
            qc_synth_spec_random(&it->spec, seed);
        else if (!qc_synth_spec_read(&it->spec, spec, &it->findings, &status)) {
            fprintf(stderr, "%s\n", status.message);
            free(it);
            return 1;
        }
        if (live(it, seed, &status) && read_back(it, &status) && say(it, trials, &status))
            compare(it, seed);
        else
            fprintf(stderr, "seed %llu: %s\n", (unsigned long long) seed, status.message);
        release(it);
        free(it);
        fflush(stdout);
    }
    return 0;
}

static int tabulate(int count, char **files)
{
    static known_row rows[200000];
    int read = 0;
    for (int i = 0; i < count; i++) {
        char line[1024];
        FILE *in = fopen(files[i], "r");
        if (in == NULL) {
            fprintf(stderr, "%s cannot be opened\n", files[i]);
            return 1;
        }
        while (read < (int) (sizeof rows / sizeof rows[0]) && fgets(line, sizeof line, in) != NULL)
            read += known_row_read(line, &rows[read]);
        fclose(in);
    }
    known_table(stdout, rows, read);
    return 0;
}

int main(int count, char **words)
{
    gsl_set_error_handler_off();
    if (count > 1 && strcmp(words[1], "--table") == 0) return tabulate(count - 2, words + 2);
    return run(count > 1 ? strtoull(words[1], NULL, 10) : 1000,
               count > 2 ? strtoull(words[2], NULL, 10) : 20, count > 3 ? words[3] : "random",
               count > 4 ? (int64_t) strtoll(words[4], NULL, 10) : 4000);
}
