#include "sim/exact/paired_exact.h"

#include "core/parallel.h"
#include "sim/exact/exact_run.h"

#include <math.h>

/* ---- does it apply? ---- */

static bool case_hurdle(const char **hurdle, const qc_paired_case *one, const qc_book *book,
                        uint64_t seed, qc_status *status)
{
    qc_marginals it = {0};
    const bool ok = qc_marginals_start(&it, one->model, book, one->questions, seed, hurdle, status);
    if (ok && *hurdle == NULL && !qc_marginals_are_certain(&it.world))
        *hurdle = "parameters are uncertain";
    qc_marginals_free(&it);
    return ok;
}

bool qc_paired_exact_hurdle(const char **hurdle, const qc_paired_asked *asked, qc_status *status)
{
    *hurdle = NULL;
    for (int32_t c = 0; c < asked->count && *hurdle == NULL; c++) {
        const qc_paired_case *one = &asked->cases[c];
        if (!case_hurdle(hurdle, one, asked->book, asked->options->seed, status)) return false;
        if (*hurdle == NULL && one->pace != NULL)
            *hurdle = "the pace differs by month of the year in one of the cases";
    }
    return true;
}

/* ---- computing ---- */

typedef struct job {
    const qc_paired_asked *asked;
    qc_paired *paired;
    qc_total_law *laws; /* [worker]: scratch */
} job;

static bool solve(const job *work, int32_t which, qc_marginals *it, qc_total_law *law,
                  qc_status *status)
{
    const qc_paired_asked *asked = work->asked;
    const qc_paired_case *one = &asked->cases[which];
    qc_outcome *outcome = &work->paired->outcomes[which];
    const char *hurdle = NULL;
    if (!qc_marginals_start(it, one->model, asked->book, one->questions, asked->options->seed,
                            &hurdle, status))
        return false;
    it->world.gone = one->gone;
    it->world.slip_days = one->slip_days;
    bool *wanted = qc_arena_take(&it->arena, (size_t) one->questions->figure_count, sizeof *wanted,
                                 status);
    if (wanted == NULL) return false;
    wanted[work->asked->figure] = true;
    qc_exact_figure solved = {0};
    outcome->trials = QC_EXACT_WEIGHT;
    outcome->groups = 1;
    outcome->own_errors = true; /* and they are none */
    const bool ok = qc_marginals_make(it, true, status) &&
                    qc_marginals_solve(it, 0, wanted, true, status) &&
                    qc_exact_count_figure(outcome, it, asked->figure, true, law, &solved, status);
    work->paired->bounds[which] = solved.bound;
    return ok;
}

static bool run_case(void *context, int32_t worker, int64_t block, qc_status *status)
{
    const job *work = context;
    qc_marginals it = {0};
    const bool ok = solve(work, (int32_t) block, &it, &work->laws[worker], status);
    qc_marginals_free(&it);
    if (work->asked->options->progress != NULL && worker == 0)
        work->asked->options->progress(work->asked->options->context, block, work->asked->count);
    return ok;
}

static bool asked_to_stop(void *context)
{
    const job *work = context;
    return work->asked->options->stop != NULL &&
           work->asked->options->stop(work->asked->options->context);
}

static void compare(const job *work, int32_t which)
{
    const qc_tally *base = &work->paired->outcomes[0].figures[work->asked->figure];
    const qc_tally *it = &work->paired->outcomes[which].figures[work->asked->figure];
    qc_paired_figure
        *change = &work->paired->figures[which * work->paired->figure_count + work->asked->figure];
    change->gained = it->hits - base->hits;
    change->moved = it->sum - base->sum;
    if (change->gained != 0 || change->moved != 0) change->changed = QC_EXACT_WEIGHT;
}

bool qc_paired_exact(qc_paired *paired, const qc_paired_asked *asked, qc_status *status)
{
    const int32_t count = asked->count;
    const int32_t workers = asked->options->threads < count ? asked->options->threads : count;
    qc_arena arena = {0};
    int64_t done = 0;
    job work = {asked, paired, NULL};
    work.laws = qc_arena_take(&arena, (size_t) workers, sizeof *work.laws, status);
    bool ok = work.laws != NULL &&
              qc_parallel_run(count, workers, run_case, asked_to_stop, &work, &done, status);
    if (ok && done < count)
        ok = qc_fail(status, QC_INTERRUPTED, "interrupted before all cases were computed");
    for (int32_t c = 1; ok && c < count; c++)
        compare(&work, c);
    paired->trials = QC_EXACT_WEIGHT;
    paired->groups = 1;
    qc_arena_free(&arena);
    return ok;
}
