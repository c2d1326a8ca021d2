#include "sim/cohort/cohort_tally.h"

#include <string.h>

#define ROWS       (QC_COHORT_BLOCK / QC_COHORT_COLUMNS)
#define MOST_QUICK (INT64_C(1) << 52) /* values below have their bucket from the kernel */
#define MOST_REACH (INT64_C(1) << 54) /* a block of values below adds up in 64 bits */
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
static void group_sums(const int64_t *values, int32_t trials, int64_t *sums)
{
    memset(sums, 0, QC_COHORT_COLUMNS * sizeof *sums);
    if (trials == QC_COHORT_BLOCK) {
        for (int32_t r = 0; r < ROWS; r++) {
            for (int32_t c = 0; c < QC_COHORT_COLUMNS; c++)
                sums[c] += values[r * QC_COHORT_COLUMNS + c];
        }
        return;
    }
    for (int32_t t = 0; t < trials; t++)
        sums[t / QC_GROUP_TRIALS] += values[t];
}

typedef struct counting {
    qc_outcome *outcome;
    const qc_cohort_tally *with;
    const int64_t *const *sums;
    int64_t *values;
    int32_t trials, groups;
    qc_status *status;
} counting;

static int64_t *row_of(const counting *work, int32_t f)
{
    return work->values + work->with->same_as[f] * QC_COHORT_BLOCK;
}

/* ---- one figure ---- */

/* Told when outcomes are merged. */
static void add_square(const counting *work, qc_wide *sum, int64_t value)
{
    work->outcome->too_large |= __builtin_add_overflow(*sum, (qc_wide) value * value, sum);
}

static bool count_slowly(const counting *work, qc_tally *tally, const int64_t *values)
{
    for (int32_t t = 0; t < work->trials; t++) {
        if (!qc_outcome_count(work->outcome, tally, qc_outcome_bucket(values[t]), 1, work->status))
            return false;
    }
    return true;
}

static bool count_buckets(const counting *work, qc_tally *tally, const int64_t *values,
                          const qc_cohort_count *count)
{
    int64_t *bucket = tally->bucket;
    if (count->outside || count->bits < 0 || count->bits >= MOST_QUICK)
        return count_slowly(work, tally, values);
    for (int32_t t = 0; t < work->trials; t++)
        bucket[count->bucket[t]]++;
    return true;
}

/* The sum of high words says the sum of squares up to less than 2^64, the sum modulo 2^64 says the rest. */
static void add_squares(const counting *work, qc_tally *tally, const int64_t *values,
                        const qc_cohort_count *count)
{
    if (work->trials == QC_COHORT_BLOCK && count->bits >= 0 && count->bits <= UINT32_MAX) {
        const uint64_t lower = count->square_high << 32;
        tally->square_sum += ((qc_wide) (count->square_high >> 32) << 64) + lower +
                             (qc_wide) (uint64_t) (count->squares - lower);
        return;
    }
    for (int32_t t = 0; t < work->trials; t++)
        add_square(work, &tally->square_sum, values[t]);
}

static bool count_values(const counting *work, int32_t f)
{
    const qc_figure *figure = &work->with->questions->figures[f];
    const int64_t *const *sums = work->sums + figure->measure * work->with->atoms;
    int64_t *values = row_of(work, f);
    qc_tally *tally = &work->outcome->figures[f];
    qc_cohort_count count;
    count.first = tally->first;
    count.room = tally->count;
    work->with->kernel->count(values, figure->base, sums[figure->end_atom - 1],
                              figure->first_atom > 0 ? sums[figure->first_atom - 1] : NULL, &count);
    if (work->trials < QC_COHORT_BLOCK) group_sums(values, work->trials, count.columns);
    add_squares(work, tally, values, &count);
    for (int32_t g = 0; g < work->groups; g++) {
        tally->sum += count.columns[g];
        add_square(work, &tally->group_square_sum, count.columns[g]);
    }
    return count_buckets(work, tally, values, &count);
}

static void find_hits(const qc_figure *figure, const int64_t *values, int32_t trials, int64_t *hit)
{
    for (int32_t t = 0; t < trials; t++)
        hit[t] = figure->at_most ? values[t] <= figure->goal : values[t] >= figure->goal;
}

static void add_hits(qc_tally *tally, const int64_t *hits, int32_t groups)
{
    for (int32_t g = 0; g < groups; g++) {
        tally->hits += hits[g];
        tally->group_hit_squares += hits[g] * hits[g];
    }
}

static void count_goal(const counting *work, int32_t f)
{
    const qc_figure *figure = &work->with->questions->figures[f];
    const int64_t *values = row_of(work, f);
    qc_tally *tally = &work->outcome->figures[f];
    int64_t sums[QC_COHORT_COLUMNS], hit[QC_COHORT_BLOCK] = {0};
    int64_t below = 0, quick_sum = 0;
    qc_wide below_sum = 0;
    if (work->trials == QC_COHORT_BLOCK && !figure->at_most && figure->goal < MOST_REACH &&
        figure->base > -MOST_REACH) {
        work->with->kernel->reach(values, figure->goal, sums, &quick_sum);
        below_sum = quick_sum;
        below = work->trials;
        for (int32_t c = 0; c < QC_COHORT_COLUMNS; c++)
            below -= sums[c];
    } else {
        find_hits(figure, values, work->trials, hit);
        group_sums(hit, work->trials, sums);
        for (int32_t t = 0; t < work->trials; t++) {
            below += values[t] < figure->goal;
            below_sum += values[t] < figure->goal ? values[t] : 0;
        }
    }
    add_hits(tally, sums, work->groups);
    tally->below += below;
    tally->below_sum += below_sum;
}

/* ---- joint targets ---- */

static void count_joint(const counting *work, int32_t j)
{
    const qc_questions *questions = work->with->questions;
    const qc_asked_joint *asked = &questions->joints[j];
    qc_joint_tally *joint = &work->outcome->joints[j];
    const int32_t trials = work->trials;
    int64_t count[QC_COHORT_BLOCK] = {0}, hit[QC_COHORT_BLOCK], at_least[QC_COHORT_BLOCK];
    for (int32_t i = 0; i < asked->open; i++) {
        const int32_t f = asked->figures[i];
        find_hits(&questions->figures[f], row_of(work, f), trials, hit);
        for (int32_t t = 0; t < trials; t++)
            count[t] += hit[t];
    }
    for (int32_t t = 0; t < trials; t++)
        joint->exactly[count[t]]++;
    for (int32_t k = 0; k <= asked->open; k++) {
        int64_t sums[QC_COHORT_COLUMNS];
        for (int32_t t = 0; t < trials; t++)
            at_least[t] = count[t] >= k;
        group_sums(at_least, trials, sums);
        for (int32_t g = 0; g < work->groups; g++)
            joint->group_squares[k] += sums[g] * sums[g];
    }
}

/* ---- the block ---- */

bool qc_cohort_tally_add(qc_outcome *outcome, const qc_cohort_tally *with,
                         const int64_t *const *sums, int64_t *values, int32_t trials,
                         qc_status *status)
{
    const counting work = {.outcome = outcome,
                           .with = with,
                           .sums = sums,
                           .values = values,
                           .trials = trials,
                           .groups = trials / QC_GROUP_TRIALS,
                           .status = status};
    for (int32_t f = 0; f < with->questions->figure_count; f++) {
        if (with->same_as[f] == f && !count_values(&work, f)) return false;
        if (with->questions->figures[f].has_goal) count_goal(&work, f);
    }
    for (int32_t j = 0; j < with->questions->joint_count; j++)
        count_joint(&work, j);
    outcome->trials += trials;
    outcome->groups += work.groups;
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
