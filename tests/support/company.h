/** A company for tests of the engine: a plan, a history and open deals out of texts, forecast from start to
 *  end. What fails is asserted here, so that a test reads as what it is about. */
#ifndef QC_TESTS_COMPANY_H
#define QC_TESTS_COMPANY_H

#include "history/read_deals.h"
#include "history/read_open.h"
#include "study/forecast.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define COMPANY_STAGES_MAX 32

typedef struct company { /* zeroed; company_free() */
    qc_plan plan;
    qc_history history;
    qc_open_deals open;
    bool has_history, has_open;
    qc_day as_of;
    qc_findings findings;
    qc_forecast forecast;
    qc_summary summary;
    qc_sim_options options;
    qc_without without; /* parts of the model to leave out */
} company;

static inline void company_free(company *it)
{
    qc_summary_free(&it->summary);
    qc_forecast_free(&it->forecast);
    qc_open_deals_free(&it->open);
    qc_history_free(&it->history);
    qc_plan_free(&it->plan);
    qc_findings_free(&it->findings);
    memset(it, 0, sizeof *it);
}

static inline qc_forecast_inputs company_inputs(const company *it)
{
    return (qc_forecast_inputs){.plan = &it->plan,
                                .history = it->has_history ? &it->history : NULL,
                                .open = it->has_open ? &it->open : NULL,
                                .findings = &it->findings,
                                .as_of = it->as_of,
                                .without = it->without};
}

/** Read what is not NULL; `set` is one PATH=VALUE. False with the first failure in `status`. */
static inline bool company_try(company *it, const char *plan, const char *deals, const char *open,
                               const char *set, qc_status *status)
{
    qc_stage_words words[COMPANY_STAGES_MAX];
    qc_read_options reading = QC_READ_OPTIONS_DEFAULT;
    it->options = (qc_sim_options) QC_SIM_OPTIONS_DEFAULT;
    it->options.evaluator = QC_EVALUATOR_WALK; /* the reference, unless a test says otherwise */
    if (!qc_plan_read_bytes(&it->plan, "plan.yaml", plan, strlen(plan), &set, set != NULL,
                            &it->findings, status))
        return false;
    for (int32_t s = 0; s < it->plan.stage_count; s++)
        words[s] = (qc_stage_words){.name = it->plan.stages[s].name};
    reading.stages = words;
    reading.stage_count = it->plan.stage_count;
    reading.as_of = it->as_of = it->plan.as_of;
    reading.recorded_from = it->plan.history.recorded_from;
    reading.recorded_always = it->plan.history.recorded_always;
    if (deals != NULL) {
        if (!qc_read_deals_bytes(&it->history, "deals.csv", deals, strlen(deals), &reading,
                                 &it->findings, status))
            return false;
        it->has_history = true;
        reading.as_of = it->as_of = it->history.as_of;
    }
    if (open != NULL) {
        if (!qc_read_open_bytes(&it->open, "open.csv", open, strlen(open), &reading, &it->findings,
                                status))
            return false;
        it->has_open = true;
    }
    return true;
}

static inline void company_read_set(company *it, const char *plan, const char *deals,
                                    const char *open, const char *set)
{
    qc_status status = {0};
    ck_assert_msg(company_try(it, plan, deals, open, set, &status), "%s:%d:%d: %s", status.file,
                  (int) status.line, (int) status.field, status.message);
}

static inline void company_read(company *it, const char *plan, const char *deals, const char *open)
{
    company_read_set(it, plan, deals, open, NULL);
}

/** Fit the model, take the book, expand the questions. */
static inline void company_prepare(company *it)
{
    const qc_forecast_inputs inputs = company_inputs(it);
    qc_status status = {0};
    ck_assert_msg(qc_forecast_prepare(&it->forecast, &inputs, it->options.seed, &status), "%s",
                  status.message);
}

static inline void company_run(company *it, int64_t trials)
{
    qc_status status = {0};
    it->options.trials = trials;
    ck_assert_msg(qc_forecast_run(&it->forecast, &it->options, &status), "%s", status.message);
}

/** Without the probes: what they would help with has tests of its own. */
static inline void company_sum_up(company *it)
{
    const qc_forecast *forecast = &it->forecast;
    const qc_forecast_inputs inputs = company_inputs(it);
    const qc_summary_inputs in = {
        &forecast->outcome, &forecast->questions, &forecast->run, &forecast->model, &forecast->book,
        &it->plan,          inputs.history,       inputs.open,    inputs.findings,  &it->options,
        inputs.log,         inputs.people,        inputs.quotas};
    qc_status status = {0};
    ck_assert_msg(qc_summary_make(&it->summary, &in, &status), "%s", status.message);
}

/** Plan, deals and open deals to a summary. */
static inline void company_forecast(company *it, const char *plan, const char *deals,
                                    const char *open, int64_t trials)
{
    company_read(it, plan, deals, open);
    company_prepare(it);
    company_run(it, trials);
    company_sum_up(it);
}

/** What a forecast fails with, up to its questions. */
static inline void company_fails(const char *plan, const char *deals, const char *open,
                                 qc_status *status)
{
    company it = {0};
    *status = (qc_status){0};
    if (company_try(&it, plan, deals, open, NULL, status)) {
        const qc_forecast_inputs inputs = company_inputs(&it);
        ck_assert(!qc_forecast_prepare(&it.forecast, &inputs, 1, status));
    }
    ck_assert_int_ne(status->code, QC_OK);
    company_free(&it);
}

static inline const qc_target_summary *company_target(const company *it, const char *name)
{
    for (int32_t t = 0; t < it->summary.target_count; t++) {
        if (strcmp(it->summary.targets[t].name, name) == 0) return &it->summary.targets[t];
    }
    ck_abort_msg("no target '%s'", name);
    return NULL;
}

/** The figure of a target, its tally and the share of its hits. */
static inline int32_t company_figure(const company *it, const char *name)
{
    const qc_questions *questions = &it->forecast.questions;
    for (int32_t t = 0; t < questions->target_count; t++) {
        if (strcmp(questions->targets[t].name, name) == 0) return questions->targets[t].figure;
    }
    ck_abort_msg("no target '%s'", name);
    return -1;
}

static inline int64_t company_hits(const company *it, const char *name)
{
    return it->forecast.outcome.figures[company_figure(it, name)].hits;
}

static inline double company_mean(const company *it, const char *name)
{
    const qc_outcome *outcome = &it->forecast.outcome;
    return (double) outcome->figures[company_figure(it, name)].sum / (double) outcome->trials / 100;
}

/** The whole outcome as a hash, nothing else in it. */
static inline void company_hash(const company *it, char *hash)
{
    qc_digest digest;
    qc_digest_start(&digest);
    qc_outcome_digest(&it->forecast.outcome, &digest);
    qc_digest_end(&digest, hash);
}

/** A world of the company's model, ready for trials. */
static inline void company_world(const company *it, qc_world *world, uint64_t seed)
{
    const qc_forecast *forecast = &it->forecast;
    qc_status status = {0};
    ck_assert_msg(qc_world_make(world, &forecast->model, &forecast->book, &forecast->questions,
                                seed, &status),
                  "%s", status.message);
}

/** After a draw's laws were replaced by hand: what the world had looked up about them no longer holds.
 *  Keep them laid out with world->draw_number = the trial / QC_GROUP_TRIALS before each trial. */
static inline void company_forget_laws(qc_world *world)
{
    const qc_stage_model *stages = &world->model->stages;
    world->looks_ahead = false;
    for (int32_t at = 0; at < stages->segment_count * stages->stage_count; at++)
        world->reach[at] = 2; /* unknown */
}

static inline void company_trial(qc_world *world, int64_t trial)
{
    qc_status status = {0};
    ck_assert_msg(qc_walk_trial(world, trial, &status), "%s", status.message);
}

#endif
