/** Forecasts of companies whose truth is known: how often do the ranges hold, how far are the chances off?
 *
 *  known_truth FIRST COUNT [random | SPEC.yaml] [TRIALS]
 *
 *  For each seed FIRST .. FIRST + COUNT - 1 a company is drawn (or lived anew from SPEC), its history up to
 *  the as-of day is written as CSV, read back and forecast like anybody's, and the forecast is held
 *  against the company's own future and against the true chances found by brute force. One CSV row a
 *  target on stdout, the table of coverage on stderr. */
#include "history/read_deals.h"
#include "study/forecast.h"
#include "study/synth.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRUTH_REPLICATIONS 2000
#define LEVELS             3

static const double level[LEVELS] = {0.5, 0.8, 0.9};

typedef struct score {
    long forecasts, inside[LEVELS], below;
    double chance_error, chance_bias, range_ratio, mean_ratio;
} score;

static score by_metric[2], by_horizon[3];

static double low_of(const qc_quantiles *q, int l)
{
    return l == 0 ? q->p25 : l == 1 ? q->p10 : q->p05;
}

static double high_of(const qc_quantiles *q, int l)
{
    return l == 0 ? q->p75 : l == 1 ? q->p90 : q->p95;
}

static void add(score *into, const qc_target_summary *said, const qc_synth_truth *truth)
{
    into->forecasts++;
    for (int l = 0; l < LEVELS; l++)
        into->inside[l] += truth->realised >= low_of(&said->quantiles, l) - 0.005 &&
                           truth->realised <= high_of(&said->quantiles, l) + 0.005;
    into->below += truth->realised < said->quantiles.p50;
    into->chance_error += fabs(said->chance.value - truth->chance.value);
    into->chance_bias += said->chance.value - truth->chance.value;
    into->range_ratio += (said->quantiles.p90 - said->quantiles.p10) /
                         fmax(truth->p90 - truth->p10, 1);
    into->mean_ratio += said->mean.value / fmax(truth->mean.value, 1e-9);
}

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
           qc_synth_plan(spec, spec->as_of, "deals.csv", it->targets, it->target_count, &it->yaml,
                         status);
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
    const qc_forecast_inputs inputs = {&it->plan, &it->history, NULL, &it->findings,
                                       it->history.as_of};
    qc_sim_options options = QC_SIM_OPTIONS_DEFAULT;
    options.trials = trials;
    qc_summary_inputs sum = {&it->forecast.outcome, &it->forecast.questions,
                             &it->forecast.run,     &it->forecast.model,
                             &it->forecast.book,    &it->plan,
                             &it->history,          NULL,
                             &it->findings,         &options};
    return qc_forecast_prepare(&it->forecast, &inputs, options.seed, status) &&
           qc_forecast_run(&it->forecast, &options, status) &&
           qc_summary_make(&it->summary, &sum, status);
}

static void compare(const company *it, uint64_t seed)
{
    for (int32_t t = 0; t < it->target_count; t++) {
        const qc_synth_target *target = &it->targets[t];
        const qc_synth_truth *truth = &it->truth[t];
        const qc_target_summary *said = NULL;
        for (int32_t s = 0; s < it->summary.target_count; s++) {
            if (strcmp(it->summary.targets[s].name, target->name) == 0)
                said = &it->summary.targets[s];
        }
        if (said == NULL || isnan(truth->realised)) continue;
        const int days = target->span.to - it->spec.as_of;
        const int horizon = days < 40 ? 0 : days < 100 ? 1 : 2;
        add(&by_metric[target->metric], said, truth);
        if (target->metric == QC_SYNTH_BOOKINGS) add(&by_horizon[horizon], said, truth);
        printf("%llu,%s,%d,%.2f,%.4f,%.4f,%.2f,%.2f,%.2f,%.2f,%.2f,%.2f\n",
               (unsigned long long) seed, target->name, days, target->at_least, said->chance.value,
               truth->chance.value, said->mean.value, truth->mean.value, said->quantiles.p10,
               said->quantiles.p90, truth->p10, truth->p90);
    }
}

static void print(const char *name, const score *it)
{
    const double n = (double) it->forecasts;
    if (it->forecasts == 0) return;
    fprintf(stderr, "%-20s %5ld ", name, it->forecasts);
    for (int l = 0; l < LEVELS; l++) {
        const double share = (double) it->inside[l] / n;
        fprintf(stderr, "  %2.0f%%: %.3f+-%.3f", 100 * level[l], share,
                sqrt(level[l] * (1 - level[l]) / n));
    }
    fprintf(
        stderr,
        "  under median %.3f  |chance - true| %.3f (bias %+.3f)  width/true %.2f  mean/true %.3f\n",
        (double) it->below / n, it->chance_error / n, it->chance_bias / n, it->range_ratio / n,
        it->mean_ratio / n);
}

int main(int count, char **words)
{
    const uint64_t first = count > 1 ? strtoull(words[1], NULL, 10) : 1000;
    const uint64_t companies = count > 2 ? strtoull(words[2], NULL, 10) : 20;
    const bool random = count < 4 || strcmp(words[3], "random") == 0;
    const int64_t trials = count > 4 ? (int64_t) strtoll(words[4], NULL, 10) : 4000;
    gsl_set_error_handler_off();
    puts("seed,target,days,goal,chance,true_chance,mean,true_mean,p10,p90,true_p10,true_p90");
    for (uint64_t seed = first; seed < first + companies; seed++) {
        qc_status status = {0};
        company *it = calloc(1, sizeof *it); /* a program of its own, beside the house */
        if (it == NULL) return 1;
        if (random)
            qc_synth_spec_random(&it->spec, seed);
        else if (!qc_synth_spec_read(&it->spec, words[3], &it->findings, &status))
            return fprintf(stderr, "%s\n", status.message), 1;
        if (live(it, seed, &status) && read_back(it, &status) && say(it, trials, &status))
            compare(it, seed);
        else
            fprintf(stderr, "seed %llu: %s\n", (unsigned long long) seed, status.message);
        release(it);
        free(it);
        fflush(stdout);
    }
    print("bookings", &by_metric[QC_SYNTH_BOOKINGS]);
    print("customers", &by_metric[QC_SYNTH_CUSTOMERS]);
    print("bookings 1 month", &by_horizon[0]);
    print("bookings 3 months", &by_horizon[1]);
    print("bookings 6 months", &by_horizon[2]);
    return 0;
}
