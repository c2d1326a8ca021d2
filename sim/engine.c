#include "sim/engine.h"

#include "core/parallel.h"
#include "sim/bulk/bulk.h"
#include "sim/cohort/cohort.h"
#include "sim/cohort/cohort_kernel.h"
#include "sim/exact/exact_run.h"
#include "sim/people.h"
#include "sim/step/step.h"
#include "sim/workload.h"

#include <math.h>
#include <string.h>
#include <time.h>

#define OUTLOOK_TRIALS 16000 /* without a chance to know better */
#define PILOT_TRIALS   400

/* Runs that choose their own length decide only here, so that they end alike on every machine. */
static const int64_t checkpoints[] = {2000, 4000, 8000, 16000, 32000, 64000, 100000};
#define CHECKPOINTS ((int) (sizeof checkpoints / sizeof checkpoints[0]))

/* ---- errors that count draws ---- */

qc_estimate qc_engine_share(int64_t hits, int64_t group_squares, int64_t trials, int64_t groups)
{
    qc_estimate share = {trials > 0 ? (double) hits / (double) trials : 0, 0};
    if (groups < 2) {
        share.std_error = NAN;
        return share;
    }
    const double mean = (double) hits / (double) groups;
    const double squares = (double) group_squares / (double) groups;
    const double variance = fmax(squares - mean * mean, 0) * (double) groups /
                            (double) (groups - 1);
    share.std_error = sqrt(variance / (double) groups) * (double) groups / (double) trials;
    return share;
}

qc_estimate qc_engine_chance(const qc_outcome *outcome, int32_t figure)
{
    const qc_tally *tally = &outcome->figures[figure];
    qc_estimate chance = qc_engine_share(tally->hits, tally->group_hit_squares, outcome->trials,
                                         outcome->groups);
    if (outcome->own_errors) chance.std_error = tally->chance_error;
    return chance;
}

double qc_engine_largest_error(const qc_outcome *outcome, const qc_questions *questions)
{
    double largest = 0;
    for (int32_t f = 0; f < questions->figure_count; f++) {
        if (questions->figures[f].has_goal)
            largest = fmax(largest, qc_engine_chance(outcome, f).std_error);
    }
    for (int32_t j = 0; j < outcome->joint_count; j++) {
        int64_t at_least = 0;
        for (int32_t k = outcome->joint_sizes[j]; k >= 1; k--) {
            at_least += outcome->joints[j].exactly[k];
            largest = fmax(largest, qc_engine_share(at_least, outcome->joints[j].group_squares[k],
                                                    outcome->trials, outcome->groups)
                                        .std_error);
        }
    }
    return largest;
}

/* ---- workers ---- */

typedef struct worker {
    qc_world world;
    qc_outcome outcome;
    int64_t *values; /* [trial of the group * figures + figure] */
} worker;

typedef struct job {
    worker *workers;
    int32_t worker_count;
    const qc_questions *questions;
    const qc_sim_options *options;
    int64_t first_block, trials; /* of this leg; all trials of the run */
    int64_t blocks_done, blocks_all;
} job;

static bool make_workers(job *work, const qc_run *run, const qc_model *model, const qc_book *book,
                         qc_arena *arena, qc_status *status)
{
    work->workers = qc_arena_take(arena, (size_t) work->worker_count, sizeof *work->workers,
                                  status);
    for (int32_t i = 0; work->workers != NULL && i < work->worker_count; i++) {
        worker *it = &work->workers[i];
        it->world.whole_weeks = work->options->whole_weeks;
        it->world.bulk = work->options->isa;
        it->values = qc_arena_take(arena, (size_t) work->questions->figure_count * QC_GROUP_TRIALS,
                                   sizeof *it->values, status);
        if (it->values == NULL ||
            !qc_world_make(&it->world, model, book, work->questions, work->options->seed, status) ||
            !qc_outcome_start(&it->outcome, work->questions, status))
            return false;
        it->world.tracked_count = run->tracked_count;
        memcpy(it->world.tracked, run->tracked, sizeof run->tracked);
    }
    return work->workers != NULL;
}

static void free_workers(job *work)
{
    for (int32_t i = 0; work->workers != NULL && i < work->worker_count; i++) {
        qc_world_free(&work->workers[i].world);
        qc_outcome_free(&work->workers[i].outcome);
    }
}

static bool reaches(const qc_figure *figure, int64_t value)
{
    return figure->at_most ? value <= figure->goal : value >= figure->goal;
}

static void count_tracked(qc_outcome *outcome, const qc_questions *questions, const qc_world *world)
{
    const qc_figure *main = &questions->figures[questions->main_figure];
    int64_t all = world->values[questions->main_figure];
    if (world->tracked_count == 0) return;
    for (int32_t i = 0; i < world->tracked_count; i++) {
        const int64_t without = world->values[questions->main_figure] - world->tracked_value[i];
        outcome->tracked.wins[i] += world->tracked_won[i];
        outcome->tracked.hits_without[i] += reaches(main, without);
        all -= world->tracked_value[i];
    }
    outcome->tracked.hits_without_all += reaches(main, all);
}

static void write_draw(qc_text *draws, const qc_questions *questions, const qc_world *world,
                       int64_t trial)
{
    qc_text_addf(draws, "%lld,%lld", (long long) trial, (long long) (trial / QC_GROUP_TRIALS));
    for (int32_t t = 0; t < questions->target_count; t++) {
        if (questions->targets[t].figure >= 0)
            qc_text_addf(draws, ",%.2f",
                         (double) world->values[questions->targets[t].figure] / 100);
    }
    qc_text_addf(draws, ",%.2f\n", (double) world->values[questions->main_figure] / 100);
}

/* Runs are whole groups of trials. */
static bool run_group(const job *work, worker *it, int64_t first, qc_status *status)
{
    const size_t figures = (size_t) work->questions->figure_count;
    for (int64_t t = 0; t < QC_GROUP_TRIALS; t++) {
        int64_t *values = it->values + (size_t) t * figures;
        if (!qc_walk_trial(&it->world, first + t, status)) return false;
        memcpy(values, it->world.values, figures * sizeof *values);
        count_tracked(&it->outcome, work->questions, &it->world);
        if (work->options->draws != NULL)
            write_draw(work->options->draws, work->questions, &it->world, first + t);
        if (work->options->kept != NULL)
            memcpy(work->options->kept + (size_t) (first + t) * figures, values,
                   figures * sizeof *values);
    }
    if (!qc_outcome_add(&it->outcome, work->questions, it->values, QC_GROUP_TRIALS, status))
        return false;
    qc_outcome_end_group(&it->outcome);
    return true;
}

static bool run_block(void *context, int32_t index, int64_t block, qc_status *status)
{
    job *work = context;
    worker *it = &work->workers[index];
    const int64_t number = (work->first_block + block) * work->options->shards +
                           work->options->shard - 1;
    const int64_t first = number * QC_BLOCK_TRIALS;
    const int64_t end = first + QC_BLOCK_TRIALS < work->trials ? first + QC_BLOCK_TRIALS
                                                               : work->trials;
    for (int64_t trial = first; trial < end; trial += QC_GROUP_TRIALS) {
        if (!run_group(work, it, trial, status)) return false;
    }
    if (work->options->progress != NULL && index == 0)
        work->options->progress(work->options->context, work->first_block + block,
                                work->blocks_all);
    return true;
}

static bool asked_to_stop(void *context)
{
    const job *work = context;
    return work->options->stop != NULL && work->options->stop(work->options->context);
}

/* Blocks of this shard among the first `trials` trials. */
static int64_t shard_blocks(const qc_sim_options *options, int64_t trials)
{
    const int64_t blocks = (trials + QC_BLOCK_TRIALS - 1) / QC_BLOCK_TRIALS;
    return (blocks - (options->shard - 1) + options->shards - 1) / options->shards;
}

static bool collect(qc_outcome *outcome, job *work, qc_status *status)
{
    for (int32_t i = 0; i < work->worker_count; i++) {
        worker *it = &work->workers[i];
        if (!qc_outcome_merge(outcome, &it->outcome, status)) return false;
        qc_outcome_free(&it->outcome);
        if (!qc_outcome_start(&it->outcome, work->questions, status)) return false;
    }
    return true;
}

/* Run on until `trials` of the whole run are done; blocks before first_block are done already. */
static bool run_leg(qc_outcome *outcome, qc_run *run, job *work, int64_t trials, qc_status *status)
{
    const int64_t blocks = shard_blocks(work->options, trials) - work->first_block;
    int64_t done = 0;
    work->trials = trials;
    work->blocks_all = work->first_block + blocks;
    if (!qc_parallel_run(blocks, work->worker_count, run_block, asked_to_stop, work, &done,
                         status) ||
        !collect(outcome, work, status))
        return false;
    work->first_block += done;
    run->interrupted = done < blocks;
    return true;
}

static int64_t whole_groups(int64_t trials)
{
    return (trials + QC_GROUP_TRIALS - 1) / QC_GROUP_TRIALS * QC_GROUP_TRIALS;
}

static bool run_all(qc_outcome *outcome, qc_run *run, job *work, int64_t most, qc_status *status)
{
    if (work->options->trials > 0)
        return run_leg(outcome, run, work, whole_groups(work->options->trials), status);
    for (int i = 0; i < CHECKPOINTS && !run->interrupted; i++) {
        const int64_t trials = checkpoints[i] < most ? checkpoints[i] : most;
        if (!run_leg(outcome, run, work, trials, status)) return false;
        const bool judged = work->questions->headline >= 0 || trials >= OUTLOOK_TRIALS;
        if (trials == most) break;
        if (judged &&
            qc_engine_largest_error(outcome, work->questions) <= work->options->wanted_error)
            break;
    }
    return true;
}

/* ---- who answers ---- */

static bool walk(qc_outcome *outcome, qc_run *run, const qc_model *model, const qc_book *book,
                 const qc_questions *questions, const qc_sim_options *options, qc_status *status)
{
    qc_arena arena = {0};
    job work = {.questions = questions,
                .options = options,
                .worker_count = options->draws != NULL ? 1 : options->threads};
    int64_t most = 0;
    const bool ok = qc_workload_most(&most, NULL, model, book, questions, options->seed, status) &&
                    make_workers(&work, run, model, book, &arena, status) &&
                    run_all(outcome, run, &work, most, status);
    for (int32_t i = 0; work.workers != NULL && i < work.worker_count; i++) {
        const qc_world *world = &work.workers[i].world;
        const char *isa = world->coupled != NULL ? qc_step_isa(world) : qc_bulk_isa(world);
        if (isa != NULL) run->isa = isa;
        run->moves += work.workers[i].world.moves;
        qc_people_add_to(&work.workers[i].world, &run->people);
    }
    free_workers(&work);
    qc_arena_free(&arena);
    return ok;
}

int64_t qc_engine_unit(const char *engine)
{
    return engine != NULL && strcmp(engine, "cohort") == 0 ? QC_COHORT_UNIT : QC_BLOCK_TRIALS;
}

typedef struct answer { /* who can answer, and why nobody faster */
    qc_marginals marginals;
    qc_cohort *cohort; /* NULL = not this one */
    const char *hurdle;
} answer;

/* Tables for the fast evaluators, or a hurdle. */
static bool look_for(answer *it, const qc_model *model, const qc_book *book,
                     const qc_questions *questions, const qc_sim_options *options,
                     qc_status *status)
{
    const bool exact = options->evaluator == QC_EVALUATOR_EXACT;
    it->hurdle = "the figures of each future are asked for";
    if (options->draws != NULL || options->kept != NULL) return true;
    if (!qc_marginals_start(&it->marginals, model, book, questions, options->seed, &it->hurdle,
                            status))
        return false;
    if (it->hurdle == NULL)
        it->hurdle = exact ? qc_exact_run_hurdle(options) : qc_cohort_hurdle(&it->marginals);
    if (it->hurdle != NULL) return true;
    if (!qc_marginals_make(&it->marginals, exact, status)) return false;
    if (exact) return true;
    it->cohort = qc_cohort_make(&it->marginals, &it->marginals.arena, status);
    return it->cohort != NULL;
}

static bool answer_with(answer *it, qc_outcome *outcome, qc_run *run, const qc_model *model,
                        const qc_book *book, const qc_questions *questions,
                        const qc_sim_options *options, qc_status *status)
{
    const bool exact = options->evaluator == QC_EVALUATOR_EXACT;
    if (it->hurdle != NULL && options->evaluator != QC_EVALUATOR_AUTO)
        return qc_fail(status, QC_BAD_INPUT, "the %s engine cannot answer this: %s",
                       exact ? "exact" : "cohort", it->hurdle);
    run->engine = exact ? "exact" : it->hurdle == NULL ? "cohort" : "walk";
    run->engine_why = options->evaluator != QC_EVALUATOR_AUTO ? "asked for"
                      : it->hurdle == NULL ? "parameters are certain and deals independent"
                                           : it->hurdle;
    if (exact) return qc_exact_run(outcome, run, &it->marginals, options, status);
    if (it->cohort != NULL) return qc_cohort_simulate(outcome, run, it->cohort, options, status);
    return walk(outcome, run, model, book, questions, options, status);
}

static bool simulate(qc_outcome *outcome, qc_run *run, const qc_model *model, const qc_book *book,
                     const qc_questions *questions, const qc_sim_options *options,
                     qc_status *status)
{
    answer it = {0};
    if (qc_cohort_kernel_pick(options->isa) == NULL)
        return qc_fail(status, QC_BAD_INPUT, "this machine has no instruction set '%s' (it has %s)",
                       options->isa, qc_cohort_kernel_pick(NULL)->isa);
    if (options->evaluator == QC_EVALUATOR_BLEND)
        return qc_fail(status, QC_BAD_INPUT,
                       "the blend engine cannot answer this: it judges one target at a time, for "
                       "compare, seek, tornado and stress");
    const bool coupled = qc_team_model_couples(&model->team);
    run->engine = coupled ? "step" : "walk";
    run->engine_why = coupled && model->plan->market.stated
                          ? "contacts use up the market, and people's hours couple the deals"
                      : coupled && options->evaluator == QC_EVALUATOR_WALK
                          ? "walk follows one deal after another, but people couple these"
                      : coupled ? "reps' hours or their limit of open deals couple the deals"
                                : "asked for";
    if (options->evaluator == QC_EVALUATOR_WALK ||
        (coupled && options->evaluator == QC_EVALUATOR_AUTO))
        return walk(outcome, run, model, book, questions, options, status);
    const bool ok = look_for(&it, model, book, questions, options, status) &&
                    answer_with(&it, outcome, run, model, book, questions, options, status);
    qc_marginals_free(&it.marginals);
    return ok;
}

bool qc_simulate(qc_outcome *outcome, qc_run *run, const qc_model *model, const qc_book *book,
                 const qc_questions *questions, const qc_sim_options *options, qc_status *status)
{
    const clock_t start = clock();
    const bool ok = qc_outcome_start(outcome, questions, status) &&
                    simulate(outcome, run, model, book, questions, options, status);
    run->cpu_seconds = (double) (clock() - start) / CLOCKS_PER_SEC;
    return ok;
}

/* ---- what the headline hangs on ---- */

bool qc_engine_open_wins(int64_t *wins, int64_t trials, const qc_model *model, const qc_book *book,
                         const qc_questions *questions, uint64_t seed, qc_status *status)
{
    qc_world world = {0};
    bool ok = qc_world_make(&world, model, book, questions, seed, status);
    world.open_wins = wins;
    for (int64_t trial = 0; ok && trial < trials; trial++)
        ok = qc_walk_trial(&world, trial, status);
    qc_world_free(&world);
    return ok;
}

/* Chances of the open deals to be won in the main span and to count there: computed, or counted in a short
 * run of walk. */
typedef struct pilot {
    double *chance; /* [open deal] */
    const qc_book *book;
    const qc_questions *questions;
    uint64_t seed;
} pilot;

static bool compute_chances(const pilot *it, const qc_model *model, bool *done, qc_status *status)
{
    qc_marginals marginals = {0};
    const char *hurdle = NULL;
    bool ok = qc_marginals_start(&marginals, model, it->book, it->questions, it->seed, &hurdle,
                                 status);
    *done = ok && hurdle == NULL && qc_marginals_are_certain(&marginals.world);
    if (*done) {
        ok = qc_marginals_make(&marginals, false, status);
        if (ok) {
            qc_marginals_lay(&marginals);
            qc_marginals_open_chances(&marginals, it->questions->main_figure, it->chance);
        }
    }
    qc_marginals_free(&marginals);
    return ok;
}

static bool count_chances(const pilot *it, const qc_model *model, qc_status *status)
{
    const int32_t measure = it->questions->figures[it->questions->main_figure].measure;
    qc_arena scratch = {0};
    int64_t *wins = qc_arena_take(&scratch, (size_t) it->book->open_count, sizeof *wins, status);
    const bool ok = wins != NULL && qc_engine_open_wins(wins, PILOT_TRIALS, model, it->book,
                                                        it->questions, it->seed, status);
    const qc_matcher *matcher = &it->questions->measures[measure].matcher;
    for (int32_t d = 0; ok && d < it->book->open_count; d++)
        it->chance[d] = qc_book_matches(matcher, &it->book->open[d].labels)
                            ? (double) wins[d] / PILOT_TRIALS
                            : 0;
    qc_arena_free(&scratch);
    return ok;
}

/* The open deals with the most expected money, biggest first. */
static void choose_tracked(qc_run *run, const pilot *it)
{
    for (int i = 0; i < QC_TRACKED_MAX; i++) {
        double best = 0;
        int32_t chosen = -1;
        for (int32_t d = 0; d < it->book->open_count; d++) {
            const double amount = it->book->open[d].amount;
            const double expected = isnan(amount) ? 0 : amount * it->chance[d];
            bool taken = false;
            for (int32_t t = 0; t < run->tracked_count; t++)
                taken |= run->tracked[t] == d;
            if (!taken && expected > best) {
                best = expected;
                chosen = d;
            }
        }
        if (chosen >= 0) run->tracked[run->tracked_count++] = chosen;
    }
}

bool qc_engine_track(qc_run *run, const qc_model *model, const qc_book *book,
                     const qc_questions *questions, uint64_t seed, qc_status *status)
{
    const qc_figure *main = &questions->figures[questions->main_figure];
    const qc_metric metric = questions->measures[main->measure].metric;
    qc_arena arena = {0};
    pilot it = {.book = book, .questions = questions, .seed = seed};
    bool computed = false;
    run->tracked_count = 0;
    if (main->at_most || main->per >= 0 || metric == QC_METRIC_NEW_DEALS ||
        metric == QC_METRIC_QUALIFIED || metric == QC_METRIC_LOST || metric == QC_METRIC_ENDED)
        return true; /* nothing hangs on winning a deal */
    it.chance = qc_arena_take(&arena, (size_t) book->open_count, sizeof *it.chance, status);
    const bool ok = it.chance != NULL && compute_chances(&it, model, &computed, status) &&
                    (computed || count_chances(&it, model, status));
    if (ok) choose_tracked(run, &it);
    qc_arena_free(&arena);
    return ok;
}

/* ---- probes ---- */

typedef struct probing {
    const qc_sim_options *options;
    qc_world *worlds; /* [worker * (count + 1)]: the base, then the changed ones */
    int32_t count;
    const qc_questions *questions;
    int64_t *difference; /* [worker * count]: hits gained minus hits lost */
    int64_t *square;     /* of group differences */
    int64_t trials;
} probing;

/* One group of trials under one changed model, against the hits of the base. */
static bool probe_group(const probing *probe, qc_world *world, int64_t first, const bool *base,
                        int64_t *gained, qc_status *status)
{
    const int32_t f = probe->questions->main_figure;
    *gained = 0;
    for (int64_t i = 0; i < QC_GROUP_TRIALS; i++) {
        if (!qc_walk_trial(world, first + i, status)) return false;
        *gained += reaches(&probe->questions->figures[f], world->values[f]) - base[i];
    }
    return true;
}

static bool probe_block(void *context, int32_t index, int64_t block, qc_status *status)
{
    const probing *probe = context;
    const int32_t f = probe->questions->main_figure, count = probe->count;
    qc_world *worlds = &probe->worlds[index * (count + 1)];
    const int64_t end = (block + 1) * QC_BLOCK_TRIALS;
    for (int64_t first = block * QC_BLOCK_TRIALS; first < end && first < probe->trials;
         first += QC_GROUP_TRIALS) {
        bool base[QC_GROUP_TRIALS];
        for (int64_t i = 0; i < QC_GROUP_TRIALS; i++) {
            if (!qc_walk_trial(&worlds[0], first + i, status)) return false;
            base[i] = reaches(&probe->questions->figures[f], worlds[0].values[f]);
        }
        for (int32_t c = 0; c < count; c++) {
            int64_t gained = 0;
            if (!probe_group(probe, &worlds[c + 1], first, base, &gained, status)) return false;
            probe->difference[index * count + c] += gained;
            probe->square[index * count + c] += gained * gained;
        }
    }
    return true;
}

static bool make_probing(probing *probe, const qc_model *base, const qc_model *changed,
                         const qc_book *book, const qc_sim_options *options, qc_arena *arena,
                         qc_status *status)
{
    const size_t workers = (size_t) options->threads, count = (size_t) probe->count;
    probe->worlds = qc_arena_take(arena, workers * (count + 1), sizeof *probe->worlds, status);
    probe->difference = qc_arena_take(arena, workers * count, sizeof(int64_t), status);
    probe->square = qc_arena_take(arena, workers * count, sizeof(int64_t), status);
    if (probe->worlds == NULL || probe->difference == NULL || probe->square == NULL) return false;
    for (size_t i = 0; i < workers * (count + 1); i++) {
        const size_t which = i % (count + 1);
        if (!qc_world_make(&probe->worlds[i], which == 0 ? base : &changed[which - 1], book,
                           probe->questions, options->seed, status))
            return false;
    }
    return true;
}

/* Asked between blocks. */
static bool stop_probing(void *context)
{
    const probing *probe = context;
    return probe->options->stop != NULL && probe->options->stop(probe->options->context);
}

bool qc_engine_probe(qc_estimate *changes, const qc_model *base, const qc_model *changed,
                     int32_t count, const qc_book *book, const qc_questions *questions,
                     const qc_sim_options *options, int64_t trials, qc_status *status)
{
    qc_arena arena = {0};
    probing probe = {
        .options = options, .count = count, .questions = questions, .trials = whole_groups(trials)};
    const int64_t blocks = (probe.trials + QC_BLOCK_TRIALS - 1) / QC_BLOCK_TRIALS;
    int64_t done = 0;
    bool computed = false;
    if (!qc_exact_differences(changes, &computed, base, changed, count, book, questions, options,
                              status))
        return false;
    if (computed) return true;
    const bool ok = make_probing(&probe, base, changed, book, options, &arena, status) &&
                    qc_parallel_run(blocks, options->threads, probe_block, stop_probing, &probe,
                                    &done, status);
    for (int32_t c = 0; ok && c < count; c++) {
        int64_t sum = 0, square = 0;
        for (int32_t w = 0; w < options->threads; w++) {
            sum += probe.difference[w * count + c];
            square += probe.square[w * count + c];
        }
        changes[c] = qc_engine_share(sum, square, probe.trials, probe.trials / QC_GROUP_TRIALS);
        if (done < blocks) changes[c] = (qc_estimate){NAN, NAN};
    }
    for (int32_t i = 0; probe.worlds != NULL && i < options->threads * (count + 1); i++)
        qc_world_free(&probe.worlds[i]);
    qc_arena_free(&arena);
    return ok;
}
