#include "sim/outcome.h"

#include <string.h>

#define MANTISSA_BITS 9
#define WINDOW_STEP   256

void qc_outcome_free(qc_outcome *outcome)
{
    qc_arena_free(&outcome->arena);
    memset(outcome, 0, sizeof *outcome);
}

bool qc_outcome_start(qc_outcome *outcome, const qc_questions *questions, qc_status *status)
{
    qc_arena *arena = &outcome->arena;
    const size_t figures = (size_t) questions->figure_count,
                 joints = (size_t) questions->joint_count;
    outcome->figure_count = questions->figure_count;
    outcome->joint_count = questions->joint_count;
    outcome->figures = qc_arena_take(arena, figures, sizeof *outcome->figures, status);
    outcome->group_sum = qc_arena_take(arena, figures, sizeof *outcome->group_sum, status);
    outcome->group_hits = qc_arena_take(arena, figures, sizeof *outcome->group_hits, status);
    outcome->joints = qc_arena_take(arena, joints, sizeof *outcome->joints, status);
    outcome->joint_sizes = qc_arena_take(arena, joints, sizeof *outcome->joint_sizes, status);
    outcome->group_joint = qc_arena_take(arena, joints, sizeof *outcome->group_joint, status);
    if (outcome->figures == NULL || outcome->group_sum == NULL || outcome->group_hits == NULL ||
        outcome->joints == NULL || outcome->joint_sizes == NULL || outcome->group_joint == NULL)
        return false;
    for (int32_t j = 0; j < questions->joint_count; j++) {
        const size_t size = (size_t) questions->joints[j].open + 1;
        outcome->joint_sizes[j] = questions->joints[j].open;
        outcome->joints[j].exactly = qc_arena_take(arena, size, sizeof(int64_t), status);
        outcome->joints[j].group_squares = qc_arena_take(arena, size, sizeof(int64_t), status);
        outcome->group_joint[j] = qc_arena_take(arena, size, sizeof(int64_t), status);
        if (outcome->joints[j].exactly == NULL || outcome->joints[j].group_squares == NULL ||
            outcome->group_joint[j] == NULL)
            return false;
    }
    return true;
}

/* ---- buckets ---- */

int32_t qc_outcome_bucket(int64_t value)
{
    const uint64_t size = value < 0 ? 0 - (uint64_t) value : (uint64_t) value;
    int32_t shift = 0;
    if (size >> (MANTISSA_BITS + 1)) shift = 63 - __builtin_clzll(size) - MANTISSA_BITS;
    const int32_t bucket = shift * (1 << MANTISSA_BITS) + (int32_t) (size >> shift);
    return value < 0 ? -bucket : bucket;
}

void qc_outcome_bucket_range(int32_t bucket, int64_t *low, int64_t *high)
{
    const int32_t size = bucket < 0 ? -bucket : bucket;
    int32_t shift = 0;
    if (size >= 2 << MANTISSA_BITS) shift = size / (1 << MANTISSA_BITS) - 1;
    const int64_t start = (int64_t) (size - shift * (1 << MANTISSA_BITS)) << shift;
    const int64_t end = start + ((INT64_C(1) << shift) - 1);
    *low = bucket < 0 ? -end : start;
    *high = bucket < 0 ? -start : end;
}

static bool widen(qc_outcome *outcome, qc_tally *tally, int32_t bucket, qc_status *status)
{
    int32_t first = tally->first, end = tally->first + tally->count;
    if (tally->count == 0) first = end = bucket;
    const int32_t margin = tally->count / 2 + WINDOW_STEP;
    if (bucket < first) first = bucket - margin;
    if (bucket >= end) end = bucket + margin;
    int64_t *grown = qc_arena_take(&outcome->arena, (size_t) (end - first), sizeof *grown, status);
    if (grown == NULL) return false;
    if (tally->count > 0)
        memcpy(grown + (tally->first - first), tally->bucket,
               (size_t) tally->count * sizeof *grown);
    tally->bucket = grown;
    tally->first = first;
    tally->count = end - first;
    return true;
}

bool qc_outcome_count(qc_outcome *outcome, qc_tally *tally, int32_t bucket, int64_t count,
                      qc_status *status)
{
    if (bucket < tally->first || bucket >= tally->first + tally->count) {
        if (!widen(outcome, tally, bucket, status)) return false;
    }
    tally->bucket[bucket - tally->first] += count;
    return true;
}

/* ---- counting ---- */

/* Sums of squares of very large amounts may outgrow even 128 bits: that is noticed, never wrapped. */
static void add_wide(qc_outcome *outcome, qc_wide *sum, qc_wide value)
{
    outcome->too_large |= __builtin_add_overflow(*sum, value, sum);
}

static void add_square(qc_outcome *outcome, qc_wide *sum, qc_wide value)
{
    qc_wide square = 0;
    outcome->too_large |= __builtin_mul_overflow(value, value, &square);
    add_wide(outcome, sum, square);
}

static bool is_hit(const qc_figure *figure, int64_t value)
{
    return figure->at_most ? value <= figure->goal : value >= figure->goal;
}

static void count_joint(qc_outcome *outcome, const qc_questions *questions, const int64_t *values)
{
    for (int32_t j = 0; j < questions->joint_count; j++) {
        const qc_asked_joint *joint = &questions->joints[j];
        int32_t hits = 0;
        for (int32_t i = 0; i < joint->open; i++)
            hits += is_hit(&questions->figures[joint->figures[i]], values[joint->figures[i]]);
        outcome->joints[j].exactly[hits]++;
        outcome->group_joint[j][hits]++;
    }
}

static bool count_figure(qc_outcome *outcome, const qc_figure *figure, int32_t f, int64_t value,
                         qc_status *status)
{
    qc_tally *tally = &outcome->figures[f];
    tally->sum += value;
    add_wide(outcome, &tally->square_sum, (qc_wide) value * value); /* below 2^127 */
    outcome->group_sum[f] += value;
    if (figure->has_goal) {
        const bool hit = is_hit(figure, value), below = value < figure->goal;
        tally->hits += hit;
        outcome->group_hits[f] += hit;
        tally->below += below;
        tally->below_sum += below ? value : 0;
    }
    return qc_outcome_count(outcome, tally, qc_outcome_bucket(value), 1, status);
}

/* The counters of all figures are more than the nearest cache holds: those of the next are asked for early. */
static void fetch_figure(const qc_outcome *outcome, int32_t f, const int64_t *values,
                         int32_t trials)
{
    const qc_tally *tally = &outcome->figures[f];
    for (int32_t t = 0; t < trials; t++) {
        const int32_t at = qc_outcome_bucket(values[t * outcome->figure_count + f]) - tally->first;
        if (at >= 0 && at < tally->count) __builtin_prefetch(&tally->bucket[at], 1);
    }
}

bool qc_outcome_add(qc_outcome *outcome, const qc_questions *questions, const int64_t *values,
                    int32_t trials, qc_status *status)
{
    const int32_t row = outcome->figure_count;
    for (int32_t f = 0; f < row; f++) {
        if (trials > 1 && f + 1 < row) fetch_figure(outcome, f + 1, values, trials);
        for (int32_t t = 0; t < trials; t++) {
            if (!count_figure(outcome, &questions->figures[f], f, values[t * row + f], status))
                return false;
        }
    }
    for (int32_t t = 0; t < trials; t++)
        count_joint(outcome, questions, values + t * row);
    outcome->trials += trials;
    outcome->group_trials += trials;
    return true;
}

void qc_outcome_end_group(qc_outcome *outcome)
{
    if (outcome->group_trials == 0) return;
    for (int32_t f = 0; f < outcome->figure_count; f++) {
        qc_tally *tally = &outcome->figures[f];
        add_square(outcome, &tally->group_square_sum, outcome->group_sum[f]);
        tally->group_hit_squares += outcome->group_hits[f] * outcome->group_hits[f];
        outcome->group_sum[f] = 0;
        outcome->group_hits[f] = 0;
    }
    for (int32_t j = 0; j < outcome->joint_count; j++) {
        int64_t at_least = 0;
        for (int32_t k = outcome->joint_sizes[j]; k >= 0; k--) {
            at_least += outcome->group_joint[j][k];
            outcome->joints[j].group_squares[k] += at_least * at_least;
            outcome->group_joint[j][k] = 0;
        }
    }
    outcome->group_trials = 0;
    outcome->groups++;
}

/* ---- merging ---- */

static bool merge_tally(qc_outcome *outcome, qc_tally *into, const qc_tally *from,
                        qc_status *status)
{
    into->sum += from->sum;
    add_wide(outcome, &into->square_sum, from->square_sum);
    add_wide(outcome, &into->group_square_sum, from->group_square_sum);
    into->hits += from->hits;
    into->group_hit_squares += from->group_hit_squares;
    into->below += from->below;
    into->below_sum += from->below_sum;
    for (int32_t b = 0; b < from->count; b++) {
        if (from->bucket[b] > 0 &&
            !qc_outcome_count(outcome, into, from->first + b, from->bucket[b], status))
            return false;
    }
    return true;
}

bool qc_outcome_merge(qc_outcome *outcome, const qc_outcome *other, qc_status *status)
{
    outcome->trials += other->trials;
    outcome->groups += other->groups;
    for (int32_t f = 0; f < outcome->figure_count; f++) {
        if (!merge_tally(outcome, &outcome->figures[f], &other->figures[f], status)) return false;
    }
    for (int32_t j = 0; j < outcome->joint_count; j++) {
        for (int32_t k = 0; k <= outcome->joint_sizes[j]; k++) {
            outcome->joints[j].exactly[k] += other->joints[j].exactly[k];
            outcome->joints[j].group_squares[k] += other->joints[j].group_squares[k];
        }
    }
    for (int32_t d = 0; d < QC_TRACKED_MAX; d++) {
        outcome->tracked.wins[d] += other->tracked.wins[d];
        outcome->tracked.hits_without[d] += other->tracked.hits_without[d];
    }
    outcome->tracked.hits_without_all += other->tracked.hits_without_all;
    outcome->too_large |= other->too_large;
    if (outcome->too_large)
        return qc_fail(status, QC_NUMERIC,
                       "the amounts are too large to be counted exactly; state money in thousands "
                       "or millions");
    return true;
}

/* ---- digest ---- */

static void digest_wide(qc_digest *digest, qc_wide value)
{
    qc_digest_add_whole(digest, (int64_t) (value >> 64));
    qc_digest_add_whole(digest, (int64_t) (uint64_t) value);
}

static void digest_tally(qc_digest *digest, const qc_tally *tally)
{
    digest_wide(digest, tally->sum);
    digest_wide(digest, tally->square_sum);
    digest_wide(digest, tally->group_square_sum);
    digest_wide(digest, tally->below_sum);
    qc_digest_add_whole(digest, tally->hits);
    qc_digest_add_whole(digest, tally->group_hit_squares);
    qc_digest_add_whole(digest, tally->below);
    for (int32_t b = 0; b < tally->count; b++) {
        if (tally->bucket[b] > 0) {
            qc_digest_add_whole(digest, tally->first + b);
            qc_digest_add_whole(digest, tally->bucket[b]);
        }
    }
}

void qc_outcome_digest(const qc_outcome *outcome, qc_digest *digest)
{
    qc_digest_add_whole(digest, outcome->trials);
    qc_digest_add_whole(digest, outcome->groups);
    for (int32_t f = 0; f < outcome->figure_count; f++)
        digest_tally(digest, &outcome->figures[f]);
    for (int32_t j = 0; j < outcome->joint_count; j++) {
        for (int32_t k = 0; k <= outcome->joint_sizes[j]; k++) {
            qc_digest_add_whole(digest, outcome->joints[j].exactly[k]);
            qc_digest_add_whole(digest, outcome->joints[j].group_squares[k]);
        }
    }
    for (int32_t d = 0; d < QC_TRACKED_MAX; d++) {
        qc_digest_add_whole(digest, outcome->tracked.wins[d]);
        qc_digest_add_whole(digest, outcome->tracked.hits_without[d]);
    }
    qc_digest_add_whole(digest, outcome->tracked.hits_without_all);
}
