#include "study/backtest/backtest.h"

#include "core/parallel.h"
#include "core/stats.h"
#include "history/cut.h"
#include "sim/engine.h"
#include "study/backtest/judge.h"
#include "study/backtest/origins.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define PIT_STREAM 79 /* of the luck inside a count's percentile; it meets no simulation */

const int32_t qc_backtest_horizons[QC_BACKTEST_HORIZONS] = {1, 3, 6, 12};
const int32_t qc_backtest_goals[QC_BACKTEST_GOALS] = {80, 100, 120};
const double qc_backtest_quantiles[QC_BACKTEST_QUANTILES] = {0.025, 0.05, 0.1,  0.25, 0.5,
                                                             0.75,  0.9,  0.95, 0.975};

double qc_backtest_stretch(int32_t index)
{
    return 0.8 + 0.1 * index;
}

const char *qc_backtest_metric_word(qc_backtest_metric metric)
{
    return metric == QC_BACKTEST_WINS ? "wins" : "bookings";
}

void qc_backtest_free(qc_backtest *backtest)
{
    qc_arena_free(&backtest->arena);
    memset(backtest, 0, sizeof *backtest);
}

/* ---- questions ---- */

#define ASKED_MAX (QC_BACKTEST_HORIZONS * QC_BACKTEST_METRICS)

typedef struct asked {
    int32_t horizon;
    qc_backtest_metric metric;
    qc_span span;
} asked;

/* What of an origin can be judged by the end of the history. */
static int32_t list_asked(asked *out, qc_every every, qc_day as_of, qc_day known, bool bookings)
{
    int32_t count = 0;
    for (int32_t h = 0; h < QC_BACKTEST_HORIZONS; h++) {
        const qc_day until = qc_periods_after(every, as_of, qc_backtest_horizons[h]);
        for (int m = 0; m < QC_BACKTEST_METRICS; m++) {
            if (until > known || (m == QC_BACKTEST_BOOKINGS && !bookings)) continue;
            out[count++] = (asked){h, (qc_backtest_metric) m, {as_of + 1, until}};
        }
    }
    return count;
}

/* The plan with the backtest's questions in the place of its targets. */
static void ask(qc_plan *with, qc_target *targets, const qc_plan *plan, const asked *questions,
                int32_t count)
{
    *with = *plan;
    /* who sells and what they do is known of today only; earlier new deals come from the history alone */
    with->team = (qc_plan_team){0};
    with->activities = (qc_plan_activities){0};
    with->quota = (qc_plan_pay){0};
    with->cost = (qc_plan_cost){0};
    with->market.stated = false;
    with->people_lever_count = 0;
    with->targets = targets;
    with->target_count = count;
    for (int32_t i = 0; i < count; i++)
        targets[i] = (qc_target){.name = qc_backtest_metric_word(questions[i].metric),
                                 .metric = questions[i].metric == QC_BACKTEST_WINS
                                               ? QC_METRIC_CUSTOMERS
                                               : QC_METRIC_BOOKINGS,
                                 .period = {.span = questions[i].span, .text = ""}};
}

/* Without customers each won deal counts as one. */
static void forget_customers(qc_history *history)
{
    history->has_label[QC_LABEL_CUSTOMER] = false;
    for (int32_t i = 0; i < history->changes.count; i++)
        history->changes.label[QC_LABEL_CUSTOMER][i] = QC_ID_NONE;
}

/* ---- one origin ---- */

typedef struct job {
    qc_backtest *backtest;
    const qc_backtest_case *cases;
    const qc_backtest_options *options;
    qc_book *facts;       /* [company]: of the whole history */
    int32_t *first, *end; /* [origin]: its forecasts */
} job;

typedef struct origin_work { /* what one origin needs, released at its end */
    qc_history known;
    qc_model model;
    qc_book book;
    qc_questions questions;
    qc_outcome outcome;
    qc_rival_past past;
    qc_arena arena;
    qc_plan with;
    qc_target targets[ASKED_MAX];
    int64_t *kept;
    double *values, *scratch; /* [trials], at least QC_RIVAL_DRAWS */
} origin_work;

static void release(origin_work *work)
{
    qc_arena_free(&work->arena);
    qc_rival_past_free(&work->past);
    qc_outcome_free(&work->outcome);
    qc_questions_free(&work->questions);
    qc_book_free(&work->book);
    qc_model_free(&work->model);
    qc_history_free(&work->known);
}

static bool simulate(origin_work *work, const job *all, qc_status *status)
{
    qc_run run = {0};
    qc_sim_options simulation = QC_SIM_OPTIONS_DEFAULT;
    const size_t trials = (size_t) all->backtest->trials;
    const size_t room = trials > QC_RIVAL_DRAWS ? trials : QC_RIVAL_DRAWS;
    work->kept = qc_arena_take(&work->arena, trials * (size_t) work->questions.figure_count,
                               sizeof *work->kept, status);
    work->values = qc_arena_take(&work->arena, room, sizeof *work->values, status);
    work->scratch = qc_arena_take(&work->arena, room, sizeof *work->scratch, status);
    if (work->kept == NULL || work->values == NULL || work->scratch == NULL) return false;
    simulation.seed = all->options->seed;
    simulation.trials = all->backtest->trials;
    simulation.kept = work->kept;
    simulation.stop = all->options->stop;
    simulation.context = all->options->context;
    if (!qc_simulate(&work->outcome, &run, &work->model, &work->book, &work->questions, &simulation,
                     status))
        return false;
    return !run.interrupted || qc_fail(status, QC_INTERRUPTED, "interrupted");
}

static void take_trailing(qc_backtest_forecast *out, const qc_rival_past *past)
{
    const double *series = out->metric == QC_BACKTEST_WINS ? past->wins : past->bookings;
    const int32_t wanted = qc_periods_trailing(past->every);
    const int32_t count = past->periods < wanted ? past->periods : wanted;
    out->trailing_periods = count;
    out->trailing = 0;
    for (int32_t p = past->periods - count; p < past->periods; p++)
        out->trailing += series[p];
    out->run_rate = count > 0 ? out->trailing / count : 0;
}

static void judge(const job *all, origin_work *work, int32_t question, qc_backtest_forecast *out)
{
    const int32_t trials = (int32_t) all->backtest->trials, figures = work->questions.figure_count;
    const int32_t index = work->questions.targets[question].figure;
    const bool wins = out->metric == QC_BACKTEST_WINS;
    for (int32_t t = 0; t < trials; t++)
        work->values[t] = (double) work->kept[(int64_t) t * figures + index] / 100;
    qc_stats_sort(work->values, (size_t) trials);
    if (all->options->stretch != 1)
        qc_judge_stretch(work->values, trials, all->options->stretch, wins);
    take_trailing(out, &work->past);
    qc_rng luck = qc_rng_stream(all->options->seed, PIT_STREAM, (uint64_t) out->span.from,
                                (uint64_t) out->company * ASKED_MAX +
                                    (uint64_t) out->horizon * QC_BACKTEST_METRICS +
                                    (uint64_t) out->metric);
    const double place = qc_rng_uniform(&luck);
    qc_judge_forecast(out, work->values, trials, place, work->scratch);
    qc_judge_rivals(out, &work->past, all->options->seed, work->values, trials, place,
                    work->scratch);
}

/* All that follows sees only `known`, except for the results in the forecasts' `actual`. */
static bool forecast_origin(const job *all, qc_backtest_origin *origin, origin_work *work,
                            qc_backtest_forecast *out, int32_t count, qc_status *status)
{
    const qc_backtest_case *one = &all->cases[origin->company];
    const qc_model_inputs fit = {.history = &work->known,
                                 .plan = &work->with,
                                 .needs_amounts = all->backtest->has_bookings,
                                 .without = all->options->without};
    if (!qc_history_cut(&work->known, one->history, origin->as_of, status)) return false;
    forget_customers(&work->known);
    origin->wins = work->known.reconciliation.deals_won;
    origin->open = work->known.reconciliation.deals_open;
    if (!qc_model_fit(&work->model, &work->book, &fit, origin->as_of, status) ||
        !qc_questions_make(&work->questions, &work->with, &work->book, status) ||
        !simulate(work, all, status) ||
        !qc_rival_past_make(&work->past, &work->known, &work->book, qc_origins_start(one->history),
                            all->backtest->every, status))
        return false;
    for (int32_t i = 0; i < count; i++)
        judge(all, work, i, &out[i]);
    return true;
}

static bool run_origin(void *context, int32_t worker, int64_t index, qc_status *status)
{
    job *all = context;
    qc_backtest *backtest = all->backtest;
    qc_backtest_origin *origin = &backtest->origins[index];
    const qc_backtest_case *one = &all->cases[origin->company];
    qc_backtest_forecast *out = &backtest->forecasts[all->first[index]];
    const qc_matcher all_deals = {.count = 0};
    asked questions[ASKED_MAX];
    origin_work work = {.kept = NULL};
    const int32_t count = list_asked(questions, backtest->every, origin->as_of, one->history->as_of,
                                     backtest->has_bookings);
    ask(&work.with, work.targets, one->plan, questions, count);
    for (int32_t i = 0; i < count; i++) {
        out[i] = (qc_backtest_forecast){.company = origin->company,
                                        .origin = (int32_t) index,
                                        .horizon = questions[i].horizon,
                                        .periods = qc_backtest_horizons[questions[i].horizon],
                                        .metric = questions[i].metric,
                                        .span = questions[i].span};
        out[i].actual = qc_book_actual(&all->facts[origin->company], work.targets[i].metric, 0,
                                       &all_deals, out[i].span.from, out[i].span.to);
    }
    bool ok = forecast_origin(all, origin, &work, out, count, status);
    if (!ok && status->code == QC_TOO_FEW_DATA) { /* told with the results */
        origin->skipped = ok = true;
        (void) snprintf(origin->reason, sizeof origin->reason, "%s", status->message);
        *status = (qc_status){.code = QC_OK};
    }
    release(&work);
    if (all->options->progress != NULL && worker == 0)
        all->options->progress(all->options->context, index + 1, backtest->origin_count);
    return ok;
}

/* ---- the whole ---- */

static bool take_facts(job *all, int32_t count, qc_status *status)
{
    all->facts = qc_arena_take(&all->backtest->arena, (size_t) count, sizeof *all->facts, status);
    for (int32_t c = 0; all->facts != NULL && c < count; c++) {
        qc_history whole = {.file = NULL};
        qc_segments segments = {.count = 0};
        qc_arena scratch = {0};
        bool ok = qc_history_cut(&whole, all->cases[c].history, all->cases[c].history->as_of,
                                 status);
        if (ok) forget_customers(&whole);
        ok = ok &&
             qc_segments_list(&segments, &whole, NULL, all->cases[c].plan, &scratch, status) &&
             qc_book_take(&all->facts[c], &whole, NULL, &segments, whole.as_of, status);
        qc_arena_free(&scratch);
        qc_history_free(&whole);
        if (!ok) return false;
    }
    return all->facts != NULL;
}

static bool take_room(job *all, qc_status *status)
{
    qc_backtest *backtest = all->backtest;
    const size_t origins = (size_t) backtest->origin_count;
    asked questions[ASKED_MAX];
    all->first = qc_arena_take(&backtest->arena, origins, sizeof *all->first, status);
    all->end = qc_arena_take(&backtest->arena, origins, sizeof *all->end, status);
    if (all->first == NULL || all->end == NULL) return false;
    for (int32_t i = 0; i < backtest->origin_count; i++) {
        const qc_backtest_origin *origin = &backtest->origins[i];
        all->first[i] = backtest->forecast_count;
        backtest->forecast_count += list_asked(questions, backtest->every, origin->as_of,
                                               all->cases[origin->company].history->as_of,
                                               backtest->has_bookings);
        all->end[i] = backtest->forecast_count;
    }
    backtest->forecasts = qc_arena_take(&backtest->arena, (size_t) backtest->forecast_count,
                                        sizeof *backtest->forecasts, status);
    return backtest->forecasts != NULL;
}

/* Leave out what was skipped or not reached. */
static void close_up(job *all, int64_t done)
{
    qc_backtest *backtest = all->backtest;
    int32_t kept = 0;
    for (int32_t i = 0; i < done; i++) {
        for (int32_t f = all->first[i]; f < all->end[i] && !backtest->origins[i].skipped; f++)
            backtest->forecasts[kept++] = backtest->forecasts[f];
    }
    backtest->interrupted = done < backtest->origin_count;
    backtest->origin_count = (int32_t) done;
    backtest->forecast_count = kept;
}

static bool asked_to_stop(void *context)
{
    const job *all = context;
    return all->options->stop != NULL && all->options->stop(all->options->context);
}

static bool prepare(job *all, int32_t count, qc_status *status)
{
    qc_backtest *backtest = all->backtest;
    backtest->every = all->options->every;
    backtest->trials = all->options->trials > 0 ? all->options->trials : QC_BACKTEST_TRIALS;
    backtest->trials = (backtest->trials + QC_GROUP_TRIALS - 1) / QC_GROUP_TRIALS * QC_GROUP_TRIALS;
    backtest->seed = all->options->seed;
    backtest->without = all->options->without;
    backtest->companies = count;
    backtest->has_bookings = true;
    for (int32_t c = 0; c < count; c++)
        backtest->has_bookings &= all->cases[c].history->has_number[QC_NUMBER_AMOUNT];
    return (backtest->every != QC_EVERY_FITTING ||
            qc_origins_decide(&backtest->every, all->cases, count, status)) &&
           qc_origins_list(backtest, all->cases, count, all->options, status) &&
           take_facts(all, count, status) && take_room(all, status);
}

bool qc_backtest_run(qc_backtest *backtest, const qc_backtest_case *cases, int32_t count,
                     const qc_backtest_options *options, qc_status *status)
{
    job all = {.backtest = backtest, .cases = cases, .options = options};
    int64_t done = 0;
    bool ok = prepare(&all, count, status) &&
              qc_parallel_run(backtest->origin_count, options->threads, run_origin, asked_to_stop,
                              &all, &done, status);
    if (!ok &&
        status->code == QC_INTERRUPTED) { /* in the middle of an origin: those before it stand */
        *status = (qc_status){.code = QC_OK};
        ok = true;
    }
    for (int32_t c = 0; all.facts != NULL && c < count; c++)
        qc_book_free(&all.facts[c]);
    if (!ok) return false;
    close_up(&all, done);
    if (backtest->forecast_count > 0) return true;
    if (backtest->interrupted) return qc_fail(status, QC_INTERRUPTED, "interrupted");
    return qc_fail(status, QC_TOO_FEW_DATA, "insufficient history: no forecast was possible: %s",
                   backtest->origins[0].reason);
}
