#include "sim/exact/exact_run.h"

#include "sim/exact/even_draws.h"
#include "sim/exact/law_count.h"

#include <math.h>

#define MOST_SQUARE   1e38 /* that a sum of squares in 128 bits has room for */
#define CHECKED_DRAWS 8    /* draws whose numerical error is bounded: the others are like them */

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
                           qc_total_law *law, qc_exact_figure *out, qc_status *status)
{
    const qc_figure *figure = &it->world.questions->figures[f];
    const qc_total *total = checked ? &it->fine_totals[f] : &it->totals[f];
    qc_tally *tally = &outcome->figures[f];
    *out = (qc_exact_figure){.mean = total->mean};
    const double square = QC_EXACT_WEIGHT * (total->mean * total->mean + total->sd * total->sd);
    tally->sum += (qc_wide) (QC_EXACT_WEIGHT * total->mean);
    if (!(square < MOST_SQUARE) ||
        __builtin_add_overflow(tally->square_sum, (qc_wide) square, &tally->square_sum))
        return qc_fail(status, QC_NUMERIC,
                       "totals of %.2g are too large to be computed; state money in thousands or "
                       "millions",
                       total->mean / 100);
    if (!qc_total_lay(total, law, status) ||
        !qc_law_count(outcome, tally, figure->base, law, QC_EXACT_WEIGHT, status))
        return false;
    if (!figure->has_goal) return true;
    out->chance = qc_marginals_chance(it, f, checked ? &out->bound : NULL);
    count_goal(tally, figure, law, out->chance);
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

/* ---- errors ---- */

/* Means over the sets of draws, summed up (Welford 1962): sets are independent of each other, draws of one are not. */
typedef struct spread {
    double of_set; /* sum over the draws of the set in flight */
    double mean, squares;
} spread;

static void end_set(spread *it, int64_t sets, int32_t draws)
{
    const double value = it->of_set / draws, away = value - it->mean;
    it->mean += away / (double) sets;
    it->squares += away * (value - it->mean);
    it->of_set = 0;
}

/* Not known from one set alone, unless there is nothing to know. */
static double error_of(const spread *it, int64_t sets, bool certain)
{
    if (sets < 2) return certain ? 0 : (double) NAN;
    return sqrt(it->squares / (double) (sets - 1) / (double) sets);
}

/* ---- all draws ---- */

typedef struct running {
    qc_outcome *outcome;
    qc_run *run;
    qc_marginals *marginals;
    const qc_even_draws *draws;
    qc_total_law *law;
    spread *chances, *means; /* [figure] */
} running;

static bool run_draw(const running *it, int64_t draw, qc_status *status)
{
    const bool checked = draw < CHECKED_DRAWS;
    qc_exact_figure solved;
    qc_even_draws_lay(it->draws, &it->marginals->world, draw);
    if (!qc_marginals_solve(it->marginals, draw, NULL, checked, status)) return false;
    for (int32_t f = 0; f < it->outcome->figure_count; f++) {
        if (!qc_exact_count_figure(it->outcome, it->marginals, f, checked, it->law, &solved,
                                   status))
            return false;
        it->chances[f].of_set += solved.chance;
        it->means[f].of_set += solved.mean;
        it->run->error_bound = fmax(it->run->error_bound, solved.bound);
    }
    it->outcome->trials += QC_EXACT_WEIGHT;
    it->outcome->groups++;
    return count_tracked(it->outcome, it->run, it->marginals, status);
}

static bool run_set(const running *it, int64_t set, qc_status *status)
{
    const int32_t per_set = it->draws->per_set;
    for (int32_t i = 0; i < per_set; i++)
        if (!run_draw(it, set * per_set + i, status)) return false;
    for (int32_t f = 0; f < it->outcome->figure_count; f++) {
        end_set(&it->chances[f], set + 1, per_set);
        end_set(&it->means[f], set + 1, per_set);
    }
    return true;
}

static bool run_sets(const running *it, const qc_sim_options *options, qc_status *status)
{
    const int64_t sets = it->draws->sets;
    const bool certain = qc_marginals_are_certain(&it->marginals->world);
    int64_t done = 0;
    for (; done < sets && !it->run->interrupted; done++) {
        if (!run_set(it, done, status)) return false;
        if (options->progress != NULL) options->progress(options->context, done, sets);
        it->run->interrupted = done + 1 < sets && options->stop != NULL &&
                               options->stop(options->context);
    }
    it->outcome->own_errors = true;
    for (int32_t f = 0; f < it->outcome->figure_count; f++) {
        it->outcome->figures[f].chance_error = error_of(&it->chances[f], done, certain);
        it->outcome->figures[f].mean_error = error_of(&it->means[f], done, certain);
    }
    return true;
}

bool qc_exact_run(qc_outcome *outcome, qc_run *run, qc_marginals *marginals,
                  const qc_sim_options *options, qc_status *status)
{
    const int64_t asked = options->trials > 0 ? (options->trials - 1) / QC_GROUP_TRIALS + 1
                                              : QC_EXACT_DRAWS;
    const size_t figures = (size_t) outcome->figure_count;
    qc_arena arena = {0};
    qc_even_draws draws = {0};
    running it = {outcome, run, marginals, &draws, NULL, NULL, NULL};
    it.law = qc_arena_take(&arena, 1, sizeof *it.law, status);
    it.chances = qc_arena_take(&arena, figures, sizeof *it.chances, status);
    it.means = qc_arena_take(&arena, figures, sizeof *it.means, status);
    const bool certain = qc_marginals_are_certain(&marginals->world);
    const bool ok = it.law != NULL && it.chances != NULL && it.means != NULL &&
                    qc_even_draws_make(&draws, &marginals->world, certain ? 1 : asked, &arena,
                                       status) &&
                    run_sets(&it, options, status);
    qc_even_draws_lift(&marginals->world);
    qc_arena_free(&arena);
    return ok;
}

/* ---- differences ---- */

/* Chance of the main figure under a model whose parameters are certain; `*done` is false where it cannot be
 * had. `bound` receives one on its error, or is NULL. */
static bool main_chance(double *chance, double *bound, bool *done, const qc_model *model,
                        const qc_book *book, const qc_questions *questions, uint64_t seed,
                        qc_status *status)
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
             qc_marginals_solve(&it, 0, wanted, bound != NULL, status);
        if (ok) *chance = qc_marginals_chance(&it, questions->main_figure, bound);
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
    double before = 0, after = 0, bound = 0;
    *done = false;
    if (options->evaluator == QC_EVALUATOR_WALK) return true;
    if (!main_chance(&before, &bound, done, base, book, questions, options->seed, status))
        return false;
    *done = *done && bound <= QC_EXACT_WIDEST;
    for (int32_t c = 0; c < count && *done; c++) {
        if (!main_chance(&after, NULL, done, &changed[c], book, questions, options->seed, status))
            return false;
        if (*done) changes[c] = (qc_estimate){after - before, 0};
    }
    return true;
}
