#include "sim/cohort_tally.h"

#include <string.h>

#define ROWS (QC_COHORT_BLOCK / QC_COHORT_COLUMNS)
_Static_assert(ROWS == QC_GROUP_TRIALS, "a column of a block is a group");

void qc_cohort_tally_twins(const qc_questions *questions, int32_t *same_as)
{
    for (int32_t f = 0; f < questions->figure_count; f++) {
        const qc_figure *it = &questions->figures[f];
        same_as[f] = f;
        for (int32_t g = 0; g < f && same_as[f] == f; g++) {
            const qc_figure *other = &questions->figures[g];
            if (other->measure == it->measure && other->first_atom == it->first_atom &&
                other->end_atom == it->end_atom && other->base == it->base)
                same_as[f] = g;
        }
    }
}

/* ---- groups ---- */

/* Of a whole block the columns are the groups, so that they add up side by side; of the rest, which only
 * the end of a run has, each twenty trials. */
static int32_t group_sums(const int64_t *values, int32_t trials, int64_t *sums)
{
    memset(sums, 0, QC_COHORT_COLUMNS * sizeof *sums);
    if (trials == QC_COHORT_BLOCK) {
        for (int32_t r = 0; r < ROWS; r++) {
            for (int32_t c = 0; c < QC_COHORT_COLUMNS; c++)
                sums[c] += values[r * QC_COHORT_COLUMNS + c];
        }
        return QC_COHORT_COLUMNS;
    }
    for (int32_t t = 0; t < trials; t++)
        sums[t / QC_GROUP_TRIALS] += values[t];
    return trials / QC_GROUP_TRIALS;
}

/* ---- one figure ---- */

static bool count_buckets(qc_outcome *outcome, qc_tally *tally, const int64_t *values,
                          int32_t trials, qc_status *status)
{
    int64_t least = values[0], most = values[0];
    for (int32_t t = 1; t < trials; t++) {
        least = values[t] < least ? values[t] : least;
        most = values[t] > most ? values[t] : most;
    }
    /* room for both ends, then no more questions */
    if (!qc_outcome_count(outcome, tally, qc_outcome_bucket(least), 0, status) ||
        !qc_outcome_count(outcome, tally, qc_outcome_bucket(most), 0, status))
        return false;
    int64_t *bucket = tally->bucket - tally->first;
    for (int32_t t = 0; t < trials; t++)
        bucket[qc_outcome_bucket(values[t])]++;
    return true;
}

static bool count_values(qc_outcome *outcome, qc_tally *tally, const int64_t *values,
                         int32_t trials, qc_status *status)
{
    int64_t sums[QC_COHORT_COLUMNS];
    qc_wide squares = 0;
    const int32_t groups = group_sums(values, trials, sums);
    for (int32_t t = 0; t < trials; t++)
        squares += (qc_wide) values[t] * values[t];
    tally->square_sum += squares;
    for (int32_t g = 0; g < groups; g++) {
        tally->sum += sums[g];
        tally->group_square_sum += (qc_wide) sums[g] * sums[g];
    }
    return count_buckets(outcome, tally, values, trials, status);
}

static void find_hits(const qc_figure *figure, const int64_t *values, int32_t trials, int64_t *hit)
{
    for (int32_t t = 0; t < trials; t++)
        hit[t] = figure->at_most ? values[t] <= figure->goal : values[t] >= figure->goal;
}

static void count_goal(qc_tally *tally, const qc_figure *figure, const int64_t *values,
                       int32_t trials)
{
    int64_t hit[QC_COHORT_BLOCK], sums[QC_COHORT_COLUMNS], below = 0, below_sum = 0;
    find_hits(figure, values, trials, hit);
    const int32_t groups = group_sums(hit, trials, sums);
    for (int32_t g = 0; g < groups; g++) {
        tally->hits += sums[g];
        tally->group_hit_squares += sums[g] * sums[g];
    }
    for (int32_t t = 0; t < trials; t++) {
        const int64_t is_below = -(int64_t) (values[t] < figure->goal);
        below -= is_below;
        below_sum += values[t] & is_below;
    }
    tally->below += below;
    tally->below_sum += below_sum;
}

/* ---- joint targets ---- */

static void count_joint(qc_outcome *outcome, const qc_questions *questions, int32_t j,
                        const int32_t *same_as, const int64_t *values, int32_t trials)
{
    const qc_asked_joint *asked = &questions->joints[j];
    int64_t count[QC_COHORT_BLOCK] = {0}, hit[QC_COHORT_BLOCK], at_least[QC_COHORT_BLOCK];
    for (int32_t i = 0; i < asked->open; i++) {
        const int32_t f = asked->figures[i];
        find_hits(&questions->figures[f], values + same_as[f] * QC_COHORT_BLOCK, trials, hit);
        for (int32_t t = 0; t < trials; t++)
            count[t] += hit[t];
    }
    for (int32_t t = 0; t < trials; t++)
        outcome->joints[j].exactly[count[t]]++;
    for (int32_t k = 0; k <= asked->open; k++) {
        int64_t sums[QC_COHORT_COLUMNS];
        for (int32_t t = 0; t < trials; t++)
            at_least[t] = count[t] >= k;
        const int32_t groups = group_sums(at_least, trials, sums);
        for (int32_t g = 0; g < groups; g++)
            outcome->joints[j].group_squares[k] += sums[g] * sums[g];
    }
}

/* ---- the block ---- */

bool qc_cohort_tally_add(qc_outcome *outcome, const qc_questions *questions, const int32_t *same_as,
                         const int64_t *values, int32_t trials, qc_status *status)
{
    for (int32_t f = 0; f < questions->figure_count; f++) {
        const int64_t *own = values + same_as[f] * QC_COHORT_BLOCK;
        qc_tally *tally = &outcome->figures[f];
        if (same_as[f] == f && !count_values(outcome, tally, own, trials, status)) return false;
        if (questions->figures[f].has_goal) count_goal(tally, &questions->figures[f], own, trials);
    }
    for (int32_t j = 0; j < questions->joint_count; j++)
        count_joint(outcome, questions, j, same_as, values, trials);
    outcome->trials += trials;
    outcome->groups += trials / QC_GROUP_TRIALS;
    return true;
}

bool qc_cohort_tally_finish(qc_outcome *outcome, const int32_t *same_as, qc_status *status)
{
    for (int32_t f = 0; f < outcome->figure_count; f++) {
        const qc_tally *from = &outcome->figures[same_as[f]];
        qc_tally *into = &outcome->figures[f];
        if (same_as[f] == f) continue;
        into->sum = from->sum;
        into->square_sum = from->square_sum;
        into->group_square_sum = from->group_square_sum;
        into->count = 0;
        for (int32_t b = 0; b < from->count; b++) {
            if (from->bucket[b] > 0 &&
                !qc_outcome_count(outcome, into, from->first + b, from->bucket[b], status))
                return false;
        }
    }
    return true;
}
