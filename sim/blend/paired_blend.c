/* Cases on the same luck, judged by one figure whose law is computed draw by draw (sim/blend/blend). A draw counts as
 * a group of a million futures that are spread as its law says, so everything that reads paired runs reads it. */
#include "sim/blend/paired_blend.h"

#include "core/parallel.h"
#include "sim/blend/blend.h"
#include "sim/exact/spectrum.h"

#include <math.h>
#include <string.h>

#define SIDES       2      /* the path of a draw and its opposite */
#define FUTURES     500000 /* that one side stands for, at most */
#define FUTURES_MIN 100
#define LARGEST     1e14 /* total, in hundredths: above, too few futures a side could be added up */
#define SQUARES     1e19 /* root of the largest sum of squares */
#define HEADROOM    20   /* how many times the first draw's total another's may be */
#define BLOCK_DRAWS QC_BLOCK_GROUPS
#define TRIED       4 /* draws in which the law must be smooth */

typedef struct case_sums { /* of one case over a worker's draws */
    qc_spectrum spectrum;
    qc_wide sum, square_sum, group_square_sum;
    int64_t draws, hits, hit_squares;
    qc_paired_figure change;
} case_sums;

typedef struct worker {
    qc_arena arena;
    qc_blend *blends; /* [case] */
    case_sums *sums;  /* [case] */
} worker;

typedef struct job {
    const qc_paired_case *cases;
    int32_t case_count, figure;
    const qc_book *book;
    const qc_sim_options *options;
    worker *workers;
    int32_t worker_count;
    int64_t first, draws;
    int64_t futures; /* that one side of a draw stands for */
} job;

/* ---- workers ---- */

static bool make_blend(const job *work, qc_blend *blend, int32_t which, qc_status *status)
{
    const qc_paired_case *one = &work->cases[which];
    const size_t figures = (size_t) one->questions->figure_count;
    bool *wanted = qc_arena_take(&blend->arena, figures, sizeof *wanted, status);
    if (wanted == NULL) return false;
    wanted[work->figure] = true;
    if (!qc_blend_make(blend, one->model, work->book, one->questions, wanted, work->options->seed,
                       status))
        return false;
    blend->world.gone = one->gone;
    blend->world.slip_days = one->slip_days;
    if (one->pace != NULL) qc_world_pace(&blend->world, one->pace);
    return true;
}

static bool make_worker(const job *work, worker *it, qc_status *status)
{
    const size_t cases = (size_t) work->case_count;
    it->blends = qc_arena_take(&it->arena, cases, sizeof *it->blends, status);
    it->sums = qc_arena_take(&it->arena, cases, sizeof *it->sums, status);
    if (it->blends == NULL || it->sums == NULL) return false;
    for (int32_t c = 0; c < work->case_count; c++)
        if (!make_blend(work, &it->blends[c], c, status)) return false;
    return true;
}

static void free_workers(job *work)
{
    for (int32_t w = 0; work->workers != NULL && w < work->worker_count; w++) {
        worker *it = &work->workers[w];
        for (int32_t c = 0; it->blends != NULL && c < work->case_count; c++)
            qc_blend_free(&it->blends[c]);
        qc_arena_free(&it->arena);
    }
}

/* ---- one draw ---- */

typedef struct judged { /* one case under one draw, in futures */
    int64_t hits;
    qc_wide sum;
} judged;

static bool judge(const job *work, worker *it, int32_t which, int64_t draw, judged *out,
                  qc_status *status)
{
    qc_blend *blend = &it->blends[which];
    case_sums *sums = &it->sums[which];
    const bool has_goal = work->cases[which].questions->figures[work->figure].has_goal;
    const double futures = (double) work->futures;
    *out = (judged){0};
    for (int side = 0; side < SIDES; side++) {
        if (!qc_blend_live(blend, draw, side == 1, status) ||
            !qc_blend_solve(blend, work->figure, status) ||
            !qc_spectrum_add(&sums->spectrum, &blend->total, &it->arena, status))
            return false;
        const double mean = blend->total.mean, sd = blend->total.sd;
        if (has_goal) out->hits += llround(futures * qc_blend_chance(blend, work->figure));
        out->sum += (qc_wide) (futures * mean);
        sums->square_sum += (qc_wide) (futures * (mean * mean + sd * sd));
    }
    sums->draws++;
    sums->hits += out->hits;
    sums->hit_squares += out->hits * out->hits;
    sums->sum += out->sum;
    sums->group_square_sum += out->sum * out->sum;
    return true;
}

static void compare(const judged *base, const judged *it, int64_t futures, qc_paired_figure *change)
{
    const int64_t gained = it->hits - base->hits;
    const qc_wide moved = it->sum - base->sum;
    change->gained += gained;
    change->gained_squares += gained * gained;
    change->moved += moved;
    change->moved_squares += moved * moved;
    if (gained != 0 || moved != 0) change->changed += SIDES * futures;
}

static bool run_draw(const job *work, worker *it, int64_t draw, qc_status *status)
{
    judged base = {0}, other = {0};
    if (!judge(work, it, 0, draw, &base, status)) return false;
    for (int32_t c = 1; c < work->case_count; c++) {
        if (!judge(work, it, c, draw, &other, status)) return false;
        compare(&base, &other, work->futures, &it->sums[c].change);
    }
    return true;
}

static bool run_block(void *context, int32_t index, int64_t block, qc_status *status)
{
    const job *work = context;
    const int64_t end = (block + 1) * BLOCK_DRAWS < work->draws ? (block + 1) * BLOCK_DRAWS
                                                                : work->draws;
    for (int64_t d = block * BLOCK_DRAWS; d < end; d++)
        if (!run_draw(work, &work->workers[index], work->first + d, status)) return false;
    if (work->options->progress != NULL && index == 0)
        work->options->progress(work->options->context, block,
                                (work->draws + BLOCK_DRAWS - 1) / BLOCK_DRAWS);
    return true;
}

static bool asked_to_stop(void *context)
{
    const job *work = context;
    return work->options->stop != NULL && work->options->stop(work->options->context);
}

/* ---- results ---- */

static bool collect_case(qc_paired *paired, const job *work, int32_t which, qc_status *status)
{
    qc_arena scratch = {0};
    qc_spectrum all = {0};
    qc_outcome *outcome = &paired->outcomes[which];
    qc_tally *tally = &outcome->figures[work->figure];
    const qc_figure *figure = &work->cases[which].questions->figures[work->figure];
    qc_paired_figure *change = &paired->figures[which * paired->figure_count + work->figure];
    bool ok = true;
    for (int32_t w = 0; ok && w < work->worker_count; w++) {
        const case_sums *sums = &work->workers[w].sums[which];
        ok = qc_spectrum_merge(&all, &sums->spectrum, &scratch, status);
        outcome->groups += sums->draws;
        tally->hits += sums->hits;
        tally->group_hit_squares += sums->hit_squares;
        tally->sum += sums->sum;
        tally->square_sum += sums->square_sum;
        tally->group_square_sum += sums->group_square_sum;
        change->gained += sums->change.gained;
        change->gained_squares += sums->change.gained_squares;
        change->moved += sums->change.moved;
        change->moved_squares += sums->change.moved_squares;
        change->changed += sums->change.changed;
    }
    outcome->trials = SIDES * work->futures * outcome->groups;
    ok = ok && qc_spectrum_count(&all, outcome, tally, figure, work->futures, status);
    qc_arena_free(&scratch);
    return ok;
}

/* ---- does it apply? ---- */

static const char *find_hurdle(const job *work, bool *wanted)
{
    const char *hurdle = NULL;
    wanted[work->figure] = true;
    for (int32_t c = 0; c < work->case_count && hurdle == NULL; c++)
        hurdle = qc_blend_hurdle(work->cases[c].model, work->book, work->cases[c].questions,
                                 wanted);
    return hurdle;
}

/* A few draws of the base tell whether the law is smooth. */
static bool try_out(const job *work, const char **hurdle, qc_status *status)
{
    qc_blend blend = {0};
    bool ok = make_blend(work, &blend, 0, status);
    for (int64_t d = 0; ok && *hurdle == NULL && d < TRIED && d < work->draws; d++) {
        ok = qc_blend_live(&blend, work->first + d, false, status) &&
             qc_blend_solve(&blend, work->figure, status);
        if (ok) *hurdle = qc_blend_roughness(&blend);
        if (ok && fabs(blend.total.mean) > LARGEST) *hurdle = "totals are too large for it";
    }
    qc_blend_free(&blend);
    return ok;
}

static job start(const qc_paired_asked *asked)
{
    return (job){.cases = asked->cases,
                 .case_count = asked->count,
                 .figure = asked->figure,
                 .book = asked->book,
                 .options = asked->options,
                 .worker_count = asked->options->threads,
                 .first = asked->first_trial / QC_GROUP_TRIALS,
                 .draws = (asked->trials + QC_GROUP_TRIALS - 1) / QC_GROUP_TRIALS};
}

bool qc_paired_blend_hurdle(const char **hurdle, const qc_paired_asked *asked, qc_status *status)
{
    const job work = start(asked);
    qc_arena scratch = {0};
    bool *wanted = qc_arena_take(&scratch, (size_t) work.cases[0].questions->figure_count,
                                 sizeof *wanted, status);
    *hurdle = wanted != NULL ? find_hurdle(&work, wanted) : NULL;
    const bool ok = wanted != NULL && (*hurdle != NULL || try_out(&work, hurdle, status));
    qc_arena_free(&scratch);
    return ok;
}

/* Squares of whole groups must add up within 128 bits: in a currency of many zeros a side stands for fewer
 * futures. Told by the first draw, so the same on any number of threads. */
static bool choose_futures(job *work, worker *it, qc_status *status)
{
    double largest = 1;
    for (int32_t c = 0; c < work->case_count; c++) {
        qc_blend *blend = &it->blends[c];
        if (!qc_blend_live(blend, work->first, false, status) ||
            !qc_blend_solve(blend, work->figure, status))
            return false;
        largest = fmax(largest, fabs(blend->total.mean));
    }
    const double most = SQUARES / (SIDES * HEADROOM * largest * sqrt((double) work->draws));
    if (most < FUTURES_MIN)
        return qc_fail(status, QC_BAD_INPUT,
                       "a change leads to totals of %.2g, too large to be computed; --engine walk "
                       "counts them",
                       largest / 100);
    work->futures = (int64_t) fmin(most, FUTURES);
    return true;
}

bool qc_paired_blend(qc_paired *paired, const qc_paired_asked *asked, qc_status *status)
{
    job it = start(asked), *work = &it;
    qc_arena arena = {0};
    int64_t done = 0;
    const int64_t blocks = (work->draws + BLOCK_DRAWS - 1) / BLOCK_DRAWS;
    if (work->worker_count > blocks) work->worker_count = (int32_t) blocks;
    if (work->worker_count > QC_PAIRED_WORLDS / work->case_count)
        work->worker_count = work->case_count < QC_PAIRED_WORLDS
                                 ? QC_PAIRED_WORLDS / work->case_count
                                 : 1;
    work->workers = qc_arena_take(&arena, (size_t) work->worker_count, sizeof *work->workers,
                                  status);
    bool ok = work->workers != NULL;
    for (int32_t w = 0; ok && w < work->worker_count; w++)
        ok = make_worker(work, &work->workers[w], status);
    ok = ok && (blocks == 0 || choose_futures(work, &work->workers[0], status)) &&
         qc_parallel_run(blocks, work->worker_count, run_block, asked_to_stop, work, &done, status);
    for (int32_t c = 0; ok && c < work->case_count; c++)
        ok = collect_case(paired, work, c, status);
    paired->trials = paired->outcomes[0].trials;
    paired->groups = paired->outcomes[0].groups;
    paired->interrupted = ok && done < blocks;
    if (ok && paired->trials == 0)
        ok = qc_fail(status, QC_INTERRUPTED, "interrupted before the first trials were finished");
    free_workers(work);
    qc_arena_free(&arena);
    return ok;
}
