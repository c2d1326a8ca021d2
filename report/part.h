/** Part files: what one shard of a run has counted, written so that `merge` can join it with the others.
 *
 *  A part says what was simulated (plan, data and changes by their digests, seed, trials, shard) and holds
 *  the outcome's integers, sums of 128 bits as decimal text. JSON in one line:
 *
 *    {"quotacast_part": 1, "quotacast": "0.1.0", "plan": {"file", "sha256"}, "sets": ["PATH=VALUE", ...],
 *     "inputs": [{"file", "sha256"}, ...], "seed", "trials", "shard", "shards",
 *     "engine": {"name", "why"}, "moves", "hanging": [open deal, ...],
 *     "outcome": {"trials", "groups",
 *       "figures": [{"sum": "", "square_sum": "", "group_square_sum": "", "below_sum": "",
 *                    "hits", "group_hit_squares", "below", "buckets": [[bucket, trials], ...]}, ...],
 *       "joints": [{"exactly": [...], "group_squares": [...]}, ...],
 *       "tracked": {"wins": [...], "hits_without": [...], "hits_without_all"}},
 *     "people": {"trials", "stale", "kept", "created": [...], "won": ["", ...], "hours_needed": [...],
 *                "hours_there": [...], "overloaded": [...], "staffed": [...]},   (with a team only)
 *     "outcome_sha256"} */
#ifndef QC_REPORT_PART_H
#define QC_REPORT_PART_H

#include "report/sink.h"
#include "sim/engine.h"
#include "sim/summary/summary.h"

#define QC_PART_FORMAT 1 /* changes when an old reader could misread a new part */

typedef struct
    qc_part { /* one that was read owns its texts and outcome; one to be written borrows them */
    qc_arena arena;
    const char *file;    /* where it was read, as typed */
    const char *version; /* of the program that simulated */
    const char *plan;    /* as typed */
    const char *plan_sha256;
    const char *const *sets; /* the --set texts, in order */
    int32_t set_count;
    const qc_input_file *inputs; /* the data, without the plan */
    int32_t input_count;
    uint64_t seed;
    int64_t trials;        /* asked of all shards together */
    int32_t shard, shards; /* 1-based shard of shards */
    qc_run run;            /* engine, moves and the open deals that were tracked */
    qc_outcome outcome;
} qc_part;

/** Trials that a whole shard simulates; shards take `unit` of them in turn (qc_engine_unit()). */
int64_t qc_part_trials(int64_t trials, int64_t unit, int32_t shard, int32_t shards);

/** The counts that "outcome_sha256" is of. */
void qc_part_digest(const qc_part *part, qc_digest *digest);

/** Write a part. @fails QC_NO_MEMORY; write errors stay in the sink */
QC_CHECKED bool qc_part_write(qc_sink *sink, const qc_part *part, qc_status *status);

/** Read a part back and check every field of it.
 *  @param part  zeroed; free with qc_part_free() also after a failure
 *  @fails QC_IO; QC_NO_MEMORY; QC_BAD_INPUT naming the file and what is wrong: no part file, another
 *         format, a field missing, too much or impossible, counts that do not add up, an unfinished run */
QC_CHECKED bool qc_part_read(qc_part *part, const char *path, qc_status *status);
QC_CHECKED bool qc_part_read_bytes(qc_part *part, const char *name, const char *bytes,
                                   size_t length, qc_status *status);

/** Do two parts belong to one run? Everything but the shard and the counts must be equal.
 *  @fails QC_BAD_INPUT naming both files and the first thing in which they differ */
QC_CHECKED bool qc_part_match(const qc_part *part, const qc_part *first, qc_status *status);

/** Are all shards there, each once? The parts match each other.
 *  @fails QC_BAD_INPUT naming the missing shards, or the two files with the same one */
QC_CHECKED bool qc_part_complete(const qc_part *parts, int32_t count, qc_status *status);

/** Does the outcome answer these questions: as many figures and joint targets?
 *  @fails QC_BAD_INPUT naming the file */
QC_CHECKED bool qc_part_fits(const qc_part *part, const qc_questions *questions, qc_status *status);

void qc_part_free(qc_part *part); /* legal on a zeroed part, after a failure, and twice */

#endif
