#include "sim/exact/exact_run.h"

#include "sim/exact/law_count.h"

#include <math.h>

#define CHECKED_DRAWS 8 /* draws whose numerical error is bounded: the others are like them */

const char *qc_exact_run_hurdle(const qc_sim_options *options)
{
    if (options->shards > 1) return "there is nothing to split: it takes no simulated futures";
    return NULL;
}

static int64_t weighted(double chance)
{
    return llround(chance * QC_EXACT_WEIGHT);
}

/* ---- one figure under one draw ---- */

static void count_goal(qc_tally *tally, const qc_figure *figure, const qc_total_law *law,
                       double chance)
{
    const double goal = (double) (figure->goal - figure->base);
    const double below = figure->at_most ? qc_total_law_below(law, goal) : 1 - chance;
    const int64_t hits = weighted(chance);
    tally->hits += hits;
    tally->group_hit_squares += hits * hits;
    tally->below += figure->at_most ? weighted(below) : QC_EXACT_WEIGHT - hits;
    tally->below_sum += (qc_wide) (QC_EXACT_WEIGHT *
                                   (qc_law_sum_below(law, goal) + (double) figure->base * below));
}

bool qc_exact_count_figure(qc_outcome *outcome, const qc_marginals *it, int32_t f, bool checked,
                           qc_total_law *law, double *error, qc_status *status)
{
    const qc_figure *figure = &it->world.questions->figures[f];
    const qc_total *total = checked ? &it->fine_totals[f] : &it->totals[f];
    qc_tally *tally = &outcome->figures[f];
    double miss = 0;
    const qc_wide sum = (qc_wide) llround(total->mean * QC_EXACT_WEIGHT);
    tally->sum += sum;
    tally->group_square_sum += sum * sum;
    tally->square_sum += (qc_wide) (QC_EXACT_WEIGHT *
                                    (total->mean * total->mean + total->sd * total->sd));
    if (!qc_total_lay(total, law, status) ||
        !qc_law_count(outcome, tally, figure->base, law, QC_EXACT_WEIGHT, status))
        return false;
    if (!figure->has_goal) return true;
    count_goal(tally, figure, law, qc_marginals_chance(it, f, checked ? &miss : NULL));
    *error = fmax(*error, miss);
    return true;
}

/* ---- the deals that the headline hangs on ---- */

static bool count_tracked(qc_outcome *outcome, const qc_run *run, qc_marginals *it,
                          qc_status *status)
{
    double won = 0, chance = 0;
    for (int32_t i = 0; i < run->tracked_count; i++) {
        if (!qc_marginals_without(it, &run->tracked[i], 1, &won, &chance, status)) return false;
        outcome->tracked.wins[i] += weighted(won);
        outcome->tracked.hits_without[i] += weighted(chance);
    }
    if (run->tracked_count == 0) return true;
    if (!qc_marginals_without(it, run->tracked, run->tracked_count, NULL, &chance, status))
        return false;
    outcome->tracked.hits_without_all += weighted(chance);
    return true;
}

/* ---- all draws ---- */

bool qc_exact_run(qc_outcome *outcome, qc_run *run, qc_marginals *marginals,
                  const qc_sim_options *options, qc_status *status)
{
    const int64_t asked = options->trials > 0 ? (options->trials - 1) / QC_GROUP_TRIALS + 1
                                              : QC_EXACT_DRAWS;
    const int64_t draws = qc_marginals_are_certain(&marginals->world) ? 1 : asked;
    const bool interruptible = options->stop != NULL;
    qc_arena arena = {0};
    qc_total_law *law = qc_arena_take(&arena, 1, sizeof *law, status);
    bool ok = law != NULL;
    for (int64_t d = 0; ok && d < draws && !run->interrupted; d++) {
        const bool checked = d < CHECKED_DRAWS;
        ok = qc_marginals_solve(marginals, d, NULL, checked, status);
        for (int32_t f = 0; ok && f < outcome->figure_count; f++)
            ok = qc_exact_count_figure(outcome, marginals, f, checked, law, &run->error_bound,
                                       status);
        ok = ok && count_tracked(outcome, run, marginals, status);
        outcome->trials += QC_EXACT_WEIGHT;
        outcome->groups++;
        if (options->progress != NULL) options->progress(options->context, d, draws);
        run->interrupted = d + 1 < draws && interruptible && options->stop(options->context);
    }
    qc_arena_free(&arena);
    return ok;
}

/* ---- differences ---- */

/* Chance of the main figure under a model whose parameters are certain; `*done` is false where it cannot be
 * had. */
static bool main_chance(double *chance, bool *done, const qc_model *model, const qc_book *book,
                        const qc_questions *questions, uint64_t seed, qc_status *status)
{
    qc_marginals it = {0};
    const char *hurdle = NULL;
    bool ok = qc_marginals_start(&it, model, book, questions, seed, &hurdle, status);
    *done = ok && hurdle == NULL && qc_marginals_are_certain(&it.world) &&
            questions->figures[questions->main_figure].has_goal;
    bool *wanted = *done ? qc_arena_take(&it.arena, (size_t) questions->figure_count,
                                         sizeof *wanted, status)
                         : NULL;
    if (*done && wanted != NULL) {
        wanted[questions->main_figure] = true;
        ok = qc_marginals_make(&it, true, status) &&
             qc_marginals_solve(&it, 0, wanted, false, status);
        if (ok) *chance = qc_marginals_chance(&it, questions->main_figure, NULL);
    }
    ok = ok && (!*done || wanted != NULL);
    qc_marginals_free(&it);
    return ok;
}

bool qc_exact_differences(qc_estimate *changes, bool *done, const qc_model *base,
                          const qc_model *changed, int32_t count, const qc_book *book,
                          const qc_questions *questions, const qc_sim_options *options,
                          qc_status *status)
{
    double before = 0, after = 0;
    *done = false;
    if (options->evaluator == QC_EVALUATOR_WALK) return true;
    if (!main_chance(&before, done, base, book, questions, options->seed, status)) return false;
    for (int32_t c = 0; c < count && *done; c++) {
        if (!main_chance(&after, done, &changed[c], book, questions, options->seed, status))
            return false;
        if (*done) changes[c] = (qc_estimate){after - before, 0};
    }
    return true;
}
