/** Counters and log-bucket histograms of a run; merges exactly.
 *
 *  Integers only, so merging in any order gives the same bytes. A value is hundredths (int64). Buckets
 *  are sign, exponent and 9 mantissa bits; below 1024 hundredths each value has its own. Sums of squares
 *  are 128-bit. Groups are the trials that share a parameter draw: their sums of squares give standard
 *  errors that count draws, not only trials. */
#ifndef QC_SIM_OUTCOME_H
#define QC_SIM_OUTCOME_H

#include "core/digest.h"
#include "core/stats.h"
#include "sim/questions/questions.h"

__extension__ typedef __int128 qc_wide;

#define QC_GROUP_TRIALS 20

typedef struct qc_tally {     /* one figure */
    qc_wide sum, square_sum;  /* over trials */
    qc_wide group_square_sum; /* of group sums */
    int64_t hits, group_hit_squares;
    int64_t below; /* trials with a value below the goal, and their sum */
    qc_wide below_sum;
    int64_t *bucket; /* counts of buckets first .. first + count - 1 */
    int32_t first, count;
    double chance_error,
        mean_error; /* standard errors, where the outcome has its own; hundredths */
} qc_tally;

typedef struct qc_joint_tally { /* one `each` group with n open targets */
    int64_t *exactly;           /* [n + 1]: trials with so many hits */
    int64_t *group_squares;     /* [n + 1]: sum over groups of (trials with at least k hits)^2 */
} qc_joint_tally;

typedef struct qc_tracked_tally {         /* the deals that the headline hangs on */
    int64_t wins[QC_TRACKED_MAX];         /* won inside the headline's period */
    int64_t hits_without[QC_TRACKED_MAX]; /* headline hit with this deal left out */
    int64_t hits_without_all;
} qc_tracked_tally;

typedef struct qc_outcome {
    qc_arena arena;
    int64_t trials, groups;
    int32_t figure_count, joint_count;
    qc_tally *figures;
    qc_joint_tally *joints;
    int32_t *joint_sizes;
    qc_tracked_tally tracked;
    /* the group in flight */
    qc_wide *group_sum;
    int64_t *group_hits;
    int64_t **group_joint;
    int32_t group_trials;
    bool own_errors; /* they are known from sets of draws, and not from groups: computed laws */
    bool too_large;  /* a sum has outgrown its 128 bits: told when outcomes are merged */
} qc_outcome;

QC_CHECKED bool qc_outcome_start(qc_outcome *outcome, const qc_questions *questions,
                                 qc_status *status);

/** Count trials of the group in flight: `values` by trial and figure. Many at a time are quicker, for the counters of
 *  one figure fit where those of all do not. */
QC_CHECKED bool qc_outcome_add(qc_outcome *outcome, const qc_questions *questions,
                               const int64_t *values, int32_t trials, qc_status *status);
/** Close a group of trials that shared a draw. */
void qc_outcome_end_group(qc_outcome *outcome);

/** Add `other` (same questions) to `outcome`. @fails QC_NUMERIC when sums outgrow their 128 bits */
QC_CHECKED bool qc_outcome_merge(qc_outcome *outcome, const qc_outcome *other, qc_status *status);

/** Feed all integers in fixed order. */
void qc_outcome_digest(const qc_outcome *outcome, qc_digest *digest);

int32_t qc_outcome_bucket(int64_t value);
/** Lowest and highest value of a bucket. */
void qc_outcome_bucket_range(int32_t bucket, int64_t *low, int64_t *high);
/** Count into a bucket, growing the window (also used when a part file is read). */
QC_CHECKED bool qc_outcome_count(qc_outcome *outcome, qc_tally *tally, int32_t bucket,
                                 int64_t count, qc_status *status);

void qc_outcome_free(qc_outcome *outcome);

#endif
