#include "sim/paired.h"

#include "core/parallel.h"
#include "sim/summary/summarize.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define SMOOTH 0.15

void qc_paired_free(qc_paired *paired)
{
    for (int32_t c = 0; paired->outcomes != NULL && c < paired->case_count; c++)
        qc_outcome_free(&paired->outcomes[c]);
    qc_arena_free(&paired->arena);
    memset(paired, 0, sizeof *paired);
}

/* ---- one worker ---- */

typedef struct worker {
    qc_world *worlds;          /* [case] */
    qc_outcome *outcomes;      /* [case] */
    qc_paired_figure *figures; /* [case * figure_count + figure] */
    int64_t *base;             /* [trial of the group * figure_count + figure] */
    bool *base_hit;            /* likewise */
    int64_t *gained;           /* [figure]: of the group in flight */
    qc_wide *moved;
} worker;

typedef struct job {
    const qc_paired_case *cases;
    int32_t case_count, figure_count;
    worker *workers;
    int32_t worker_count;
    const qc_sim_options *options;
    int64_t first, trials;
} job;

static bool make_world(qc_world *world, const qc_paired_case *one, const qc_book *book,
                       uint64_t seed, qc_status *status)
{
    if (!qc_world_make(world, one->model, book, one->questions, seed, status)) return false;
    world->gone = one->gone;
    world->slip_days = one->slip_days;
    if (one->pace != NULL) qc_world_pace(world, one->pace);
    return true;
}

static bool make_worker(worker *it, const job *work, const qc_book *book, qc_arena *arena,
                        qc_status *status)
{
    const size_t cases = (size_t) work->case_count, figures = (size_t) work->figure_count;
    it->worlds = qc_arena_take(arena, cases, sizeof *it->worlds, status);
    it->outcomes = qc_arena_take(arena, cases, sizeof *it->outcomes, status);
    it->figures = qc_arena_take(arena, cases * figures, sizeof *it->figures, status);
    it->base = qc_arena_take(arena, QC_GROUP_TRIALS * figures, sizeof *it->base, status);
    it->base_hit = qc_arena_take(arena, QC_GROUP_TRIALS * figures, sizeof *it->base_hit, status);
    it->gained = qc_arena_take(arena, figures, sizeof *it->gained, status);
    it->moved = qc_arena_take(arena, figures, sizeof *it->moved, status);
    if (it->worlds == NULL || it->outcomes == NULL || it->figures == NULL || it->base == NULL ||
        it->base_hit == NULL || it->gained == NULL || it->moved == NULL)
        return false;
    for (int32_t c = 0; c < work->case_count; c++) {
        if (!make_world(&it->worlds[c], &work->cases[c], book, work->options->seed, status) ||
            !qc_outcome_start(&it->outcomes[c], work->cases[c].questions, status))
            return false;
    }
    return true;
}

static void free_workers(job *work)
{
    for (int32_t w = 0; work->workers != NULL && w < work->worker_count; w++) {
        worker *it = &work->workers[w];
        for (int32_t c = 0; c < work->case_count; c++) {
            if (it->worlds != NULL) qc_world_free(&it->worlds[c]);
            if (it->outcomes != NULL) qc_outcome_free(&it->outcomes[c]);
        }
    }
}

/* ---- one group of trials that share a draw ---- */

static bool is_hit(const qc_figure *figure, int64_t value)
{
    return figure->has_goal && (figure->at_most ? value <= figure->goal : value >= figure->goal);
}

static void compare_trial(const job *work, worker *it, int32_t which, int64_t place,
                          const int64_t *values)
{
    const qc_figure *figures = work->cases[which].questions->figures;
    for (int32_t f = 0; f < work->figure_count; f++) {
        const int64_t at = place * work->figure_count + f;
        const bool hit = is_hit(&figures[f], values[f]);
        if (which == 0) {
            it->base[at] = values[f];
            it->base_hit[at] = hit;
            continue;
        }
        it->gained[f] += hit - it->base_hit[at];
        it->moved[f] += values[f] - it->base[at];
        it->figures[which * work->figure_count + f].changed += values[f] != it->base[at] ||
                                                               hit != it->base_hit[at];
    }
}

static void end_group(const job *work, worker *it, int32_t which)
{
    qc_outcome_end_group(&it->outcomes[which]);
    for (int32_t f = 0; f < work->figure_count && which > 0; f++) {
        qc_paired_figure *figure = &it->figures[which * work->figure_count + f];
        figure->gained += it->gained[f];
        figure->gained_squares += it->gained[f] * it->gained[f];
        figure->moved += it->moved[f];
        figure->moved_squares += it->moved[f] * it->moved[f];
        it->gained[f] = 0;
        it->moved[f] = 0;
    }
}

static bool run_group(const job *work, worker *it, int64_t first, int64_t count, qc_status *status)
{
    for (int32_t c = 0; c < work->case_count; c++) {
        for (int64_t i = 0; i < count; i++) {
            if (!qc_walk_trial(&it->worlds[c], first + i, status) ||
                !qc_outcome_add(&it->outcomes[c], work->cases[c].questions, it->worlds[c].values, 1,
                                status))
                return false;
            compare_trial(work, it, c, i, it->worlds[c].values);
        }
        end_group(work, it, c);
    }
    return true;
}

static bool run_block(void *context, int32_t index, int64_t block, qc_status *status)
{
    const job *work = context;
    const int64_t end = work->first + work->trials, start = work->first + block * QC_BLOCK_TRIALS;
    for (int64_t first = start; first < start + QC_BLOCK_TRIALS && first < end;
         first += QC_GROUP_TRIALS) {
        if (!run_group(work, &work->workers[index], first, QC_GROUP_TRIALS, status)) return false;
    }
    if (work->options->progress != NULL && index == 0)
        work->options->progress(work->options->context, block,
                                (work->trials + QC_BLOCK_TRIALS - 1) / QC_BLOCK_TRIALS);
    return true;
}

static bool asked_to_stop(void *context)
{
    const job *work = context;
    return work->options->stop != NULL && work->options->stop(work->options->context);
}

/* ---- the run ---- */

static bool collect(qc_paired *paired, const job *work, qc_status *status)
{
    for (int32_t w = 0; w < work->worker_count; w++) {
        const worker *it = &work->workers[w];
        for (int32_t c = 0; c < work->case_count; c++) {
            if (!qc_outcome_merge(&paired->outcomes[c], &it->outcomes[c], status)) return false;
        }
        for (int32_t i = 0; i < work->case_count * work->figure_count; i++) {
            paired->figures[i].gained += it->figures[i].gained;
            paired->figures[i].gained_squares += it->figures[i].gained_squares;
            paired->figures[i].moved += it->figures[i].moved;
            paired->figures[i].moved_squares += it->figures[i].moved_squares;
            paired->figures[i].changed += it->figures[i].changed;
        }
    }
    paired->trials = paired->outcomes[0].trials;
    paired->groups = paired->outcomes[0].groups;
    return true;
}

bool qc_paired_room(qc_paired *paired, const qc_paired_case *cases, int32_t count,
                    qc_status *status)
{
    const size_t figures = (size_t) cases[0].questions->figure_count;
    paired->outcomes = qc_arena_take(&paired->arena, (size_t) count, sizeof *paired->outcomes,
                                     status);
    paired->figures = qc_arena_take(&paired->arena, (size_t) count * figures,
                                    sizeof *paired->figures, status);
    paired->units = qc_arena_take(&paired->arena, figures, sizeof *paired->units, status);
    paired->goals = qc_arena_take(&paired->arena, (size_t) count * figures, sizeof *paired->goals,
                                  status);
    paired->bounds = qc_arena_take(&paired->arena, (size_t) count, sizeof *paired->bounds, status);
    if (paired->outcomes == NULL || paired->figures == NULL || paired->units == NULL ||
        paired->goals == NULL || paired->bounds == NULL)
        return false;
    for (size_t f = 0; f < figures; f++)
        paired->units[f] = cases[0].questions->figures[f].unit;
    paired->case_count = count;
    paired->figure_count = (int32_t) figures;
    for (int32_t c = 0; c < count; c++) {
        if (!qc_outcome_start(&paired->outcomes[c], cases[c].questions, status)) return false;
        if (cases[c].questions->figure_count != cases[0].questions->figure_count)
            return qc_fail(status, QC_BAD_INPUT,
                           "a change must keep the targets: only their goals may differ");
        for (size_t f = 0; f < figures; f++) {
            const qc_figure *figure = &cases[c].questions->figures[f];
            paired->goals[(size_t) c * figures + f] = figure->has_goal ? (double) figure->goal /
                                                                             (double) figure->unit
                                                                       : (double) NAN;
        }
    }
    return true;
}

bool qc_paired_run(qc_paired *paired, const qc_paired_case *cases, int32_t count,
                   const qc_book *book, const qc_sim_options *options, int64_t first_trial,
                   int64_t trials, qc_status *status)
{
    qc_arena arena = {0};
    job work = {.cases = cases,
                .case_count = count,
                .worker_count = options->threads,
                .options = options,
                .first = first_trial};
    int64_t done = 0;
    work.trials = (trials + QC_GROUP_TRIALS - 1) / QC_GROUP_TRIALS * QC_GROUP_TRIALS;
    const int64_t blocks = (work.trials + QC_BLOCK_TRIALS - 1) / QC_BLOCK_TRIALS;
    if (work.worker_count > blocks) work.worker_count = (int32_t) blocks;
    if (work.worker_count > QC_PAIRED_WORLDS / count)
        work.worker_count = count < QC_PAIRED_WORLDS ? QC_PAIRED_WORLDS / count : 1;
    bool ok = qc_paired_room(paired, cases, count, status);
    work.figure_count = paired->figure_count;
    if (ok) {
        work.workers = qc_arena_take(&arena, (size_t) work.worker_count, sizeof *work.workers,
                                     status);
        ok = work.workers != NULL;
    }
    for (int32_t w = 0; ok && w < work.worker_count; w++)
        ok = make_worker(&work.workers[w], &work, book, &arena, status);
    ok = ok &&
         qc_parallel_run(blocks, work.worker_count, run_block, asked_to_stop, &work, &done,
                         status) &&
         collect(paired, &work, status);
    paired->interrupted = ok && done < blocks;
    if (ok && paired->trials == 0)
        ok = qc_fail(status, QC_INTERRUPTED, "interrupted before the first trials were finished");
    free_workers(&work);
    qc_arena_free(&arena);
    return ok;
}

/* ---- reading it ---- */

static const qc_paired_figure *figure_of(const qc_paired *paired, int32_t which, int32_t figure)
{
    return &paired->figures[which * paired->figure_count + figure];
}

bool qc_paired_is_exact(const qc_paired *paired)
{
    return paired->engine != NULL && strcmp(paired->engine, "exact") == 0;
}

double qc_paired_bound(const qc_paired *paired, int32_t which)
{
    return paired->bounds[which];
}

double qc_paired_largest_bound(const qc_paired *paired)
{
    double largest = 0;
    for (int32_t c = 0; c < paired->case_count; c++)
        largest = fmax(largest, paired->bounds[c]);
    return largest;
}

static bool is_computed(const qc_paired *paired)
{
    return qc_paired_is_exact(paired) ||
           (paired->engine != NULL && strcmp(paired->engine, "blend") == 0);
}

/* One group that is no sample has no simulation error. */
static qc_estimate share_of(const qc_paired *paired, int64_t hits, int64_t squares)
{
    if (qc_paired_is_exact(paired))
        return (qc_estimate){(double) hits / (double) paired->trials, 0};
    return qc_engine_share(hits, squares, paired->trials, paired->groups);
}

qc_estimate qc_paired_chance(const qc_paired *paired, int32_t which, int32_t figure)
{
    const qc_tally *tally = &paired->outcomes[which].figures[figure];
    return share_of(paired, tally->hits, tally->group_hit_squares);
}

double qc_paired_smooth(const qc_paired *paired, int32_t which, int32_t figure,
                        const qc_figure *goal)
{
    const qc_tally *tally = &paired->outcomes[which].figures[figure];
    const double trials = (double) paired->trials, mean = (double) tally->sum / trials;
    const double variance = (double) tally->square_sum / trials - mean * mean;
    const double width = fmax(SMOOTH * sqrt(fmax(variance, 0)), 0.5);
    double sum = 0;
    if (is_computed(paired)) return (double) tally->hits / trials;
    for (int32_t b = 0; b < tally->count; b++) {
        int64_t low = 0, high = 0;
        if (tally->bucket[b] == 0) continue;
        qc_outcome_bucket_range(tally->first + b, &low, &high);
        const double over = ((double) low / 2 + (double) high / 2 - (double) goal->goal) / width;
        sum += (double) tally->bucket[b] * gsl_cdf_ugaussian_P(goal->at_most ? -over : over);
    }
    return sum / trials;
}

qc_estimate qc_paired_change(const qc_paired *paired, int32_t which, int32_t figure)
{
    const qc_paired_figure *it = figure_of(paired, which, figure);
    return share_of(paired, it->gained, it->gained_squares);
}

qc_estimate qc_paired_moved(const qc_paired *paired, int32_t which, int32_t figure)
{
    const qc_paired_figure *it = figure_of(paired, which, figure);
    const double groups = (double) paired->groups, trials = (double) paired->trials;
    const double unit = (double) paired->units[figure];
    qc_estimate mean = {(double) it->moved / trials / unit, 0};
    if (groups < 2) return mean;
    const double group_mean = (double) it->moved / groups;
    const double variance = (double) it->moved_squares / groups - group_mean * group_mean;
    mean.std_error = sqrt(fmax(variance, 0) / (groups - 1)) * groups / trials / unit;
    return mean;
}

double qc_paired_quantile(const qc_paired *paired, int32_t which, int32_t figure, double share)
{
    return qc_summary_quantile(&paired->outcomes[which].figures[figure], paired->trials, share) /
           (double) paired->units[figure];
}

bool qc_paired_is_idle(const qc_paired *paired, int32_t which)
{
    for (int32_t f = 0; f < paired->figure_count; f++) {
        if (figure_of(paired, which, f)->changed > 0) return false;
    }
    return true;
}
