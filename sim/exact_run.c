#include "sim/exact_run.h"

#include <math.h>

#define CHECKED_DRAWS 8 /* draws whose numerical error is bounded: the others are like them */

const char *qc_exact_run_hurdle(const qc_marginals *marginals, const qc_sim_options *options)
{
    if (marginals->world.questions->joint_count > 0)
        return "targets of one 'each' are asked for together, which takes simulated futures";
    if (options->draws != NULL) return "raw draws are asked for";
    if (options->shards > 1) return "there is nothing to split: it takes no simulated futures";
    return NULL;
}

static int64_t weighted(double chance)
{
    return llround(chance * QC_EXACT_WEIGHT);
}

/* ---- one figure under one draw ---- */

/* Where the law is worth walking through: from the first bucket with a future in it to the last. */
static bool count_law(qc_outcome *outcome, qc_tally *tally, const qc_figure *figure,
                      const qc_total_law *law, qc_status *status)
{
    int64_t low = 0, high = 0, before = 0;
    int32_t first = 0;
    while (first + 1 < law->points && weighted(law->below[first + 1]) == 0)
        first++;
    const double start = fmax(law->low + first * law->spacing, 0);
    int32_t bucket = qc_outcome_bucket(figure->base + llround(floor(start)));
    while (before < QC_EXACT_WEIGHT) {
        qc_outcome_bucket_range(bucket, &low, &high);
        const int64_t here = weighted(qc_total_law_below(law, (double) (high - figure->base) + 1));
        if (here > before && !qc_outcome_count(outcome, tally, bucket, here - before, status))
            return false;
        before = here;
        bucket++;
    }
    return true;
}

/* Mean of the values below the goal times their chance: by parts, from the law's integral. */
static double sum_below(const qc_total_law *law, double goal)
{
    double area = 0, at = law->low;
    int32_t i = 0;
    for (; i + 1 < law->points && at + law->spacing <= goal; i++, at += law->spacing)
        area += law->spacing *
                (law->whole_steps ? law->below[i + 1] : (law->below[i] + law->below[i + 1]) / 2);
    const double rest = fmax(goal - at, 0), there = qc_total_law_below(law, goal);
    area += rest * there;
    return goal * there - area;
}

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
                                   (sum_below(law, goal) + (double) figure->base * below));
}

static bool count_figure(qc_outcome *outcome, const qc_marginals *it, int32_t f, bool checked,
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
    if (!qc_total_lay(total, law, status) || !count_law(outcome, tally, figure, law, status))
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
            ok = count_figure(outcome, marginals, f, checked, law, &run->error_bound, status);
        ok = ok && count_tracked(outcome, run, marginals, status);
        outcome->trials += QC_EXACT_WEIGHT;
        outcome->groups++;
        if (options->progress != NULL) options->progress(options->context, d, draws);
        run->interrupted = d + 1 < draws && interruptible && options->stop(options->context);
    }
    qc_arena_free(&arena);
    return ok;
}
