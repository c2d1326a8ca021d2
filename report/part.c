#include "report/part.h"

#include "core/memory.h"

#include <string.h>

#define MISSING_NAMED 8 /* a long list of missing shards helps nobody */

void qc_part_free(qc_part *part)
{
    qc_outcome_free(&part->outcome);
    qc_arena_free(&part->arena);
    memset(part, 0, sizeof *part);
}

/* Blocks shard, shard + shards, ... (from 1) of the run, whose last block may be a short one. */
int64_t qc_part_trials(int64_t trials, int64_t unit, int32_t shard, int32_t shards)
{
    const int64_t whole = ((trials - 1) / QC_GROUP_TRIALS + 1) * QC_GROUP_TRIALS;
    const int64_t units = (whole - 1) / unit + 1;
    const int64_t last = whole - (units - 1) * unit;
    if (units < shard) return 0;
    const int64_t own = (units - shard) / shards + 1;
    const bool has_last = (units - shard) % shards == 0;
    return own * unit - (has_last ? unit - last : 0);
}

void qc_part_digest(const qc_part *part, qc_digest *digest)
{
    qc_outcome_digest(&part->outcome, digest);
    if (part->run.people.trials > 0) qc_people_run_digest(&part->run.people, digest);
}

/* ---- one run? ---- */

static bool differ(const qc_part *part, const qc_part *first, qc_status *status, const char *what)
{
    return qc_fail_at(status, QC_BAD_INPUT, part->file, 0, 0,
                      "comes from another run than '%.100s': %s", first->file, what);
}

static bool match_sets(const qc_part *part, const qc_part *first, qc_status *status)
{
    bool same = part->set_count == first->set_count;
    for (int32_t i = 0; same && i < part->set_count; i++)
        same = strcmp(part->sets[i], first->sets[i]) == 0;
    return same || differ(part, first, status, "the --set changes differ");
}

/* The files may lie elsewhere on another machine: what they hold decides. */
static bool match_inputs(const qc_part *part, const qc_part *first, qc_status *status)
{
    bool same = part->input_count == first->input_count;
    for (int32_t i = 0; same && i < part->input_count; i++)
        same = strcmp(part->inputs[i].sha256, first->inputs[i].sha256) == 0;
    return same || differ(part, first, status, "the data differ");
}

static bool match_whole(const qc_part *part, const qc_part *first, qc_status *status,
                        const char *what, int64_t here, int64_t there)
{
    if (here == there) return true;
    return qc_fail_at(status, QC_BAD_INPUT, part->file, 0, 0,
                      "comes from another run than '%.100s': %s is %lld here and %lld there",
                      first->file, what, (long long) here, (long long) there);
}

static bool match_hanging(const qc_part *part, const qc_part *first, qc_status *status)
{
    const size_t size = (size_t) part->run.tracked_count * sizeof part->run.tracked[0];
    return (part->run.tracked_count == first->run.tracked_count &&
            memcmp(part->run.tracked, first->run.tracked, size) == 0) ||
           differ(part, first, status, "other open deals were watched");
}

static bool match_outcome(const qc_part *part, const qc_part *first, qc_status *status)
{
    const qc_outcome *a = &part->outcome, *b = &first->outcome;
    bool same = a->figure_count == b->figure_count && a->joint_count == b->joint_count;
    for (int32_t j = 0; same && j < a->joint_count; j++)
        same = a->joint_sizes[j] == b->joint_sizes[j];
    return same || differ(part, first, status, "it counted other targets");
}

bool qc_part_match(const qc_part *part, const qc_part *first, qc_status *status)
{
    if (strcmp(part->version, first->version) != 0)
        return differ(part, first, status, "another version of quotacast wrote it");
    if (!match_sets(part, first, status)) return false;
    if (strcmp(part->plan_sha256, first->plan_sha256) != 0)
        return differ(part, first, status, "the plans differ");
    return match_inputs(part, first, status) &&
           match_whole(part, first, status, "the seed", (int64_t) part->seed,
                       (int64_t) first->seed) &&
           match_whole(part, first, status, "the number of trials", part->trials, first->trials) &&
           match_whole(part, first, status, "the number of shards", part->shards, first->shards) &&
           (strcmp(part->run.engine, first->run.engine) == 0 ||
            differ(part, first, status, "another engine simulated it")) &&
           match_hanging(part, first, status) && match_outcome(part, first, status);
}

/* ---- all there? ---- */

static bool name_missing(const int32_t *holder, int32_t shards, qc_status *status)
{
    qc_text list = {0};
    int32_t missing = 0;
    for (int32_t s = 0; s < shards; s++) {
        if (holder[s] > 0) continue;
        if (missing < MISSING_NAMED)
            qc_text_addf(&list, "%s%d", missing > 0 ? ", " : "", (int) s + 1);
        missing++;
    }
    if (missing > MISSING_NAMED) qc_text_add(&list, ", ...");
    if (missing > 0)
        (void) qc_fail(status, QC_BAD_INPUT, "%s %s of %d %s missing",
                       missing > 1 ? "shards" : "shard", qc_text_get(&list), (int) shards,
                       missing > 1 ? "are" : "is");
    qc_text_free(&list);
    return missing == 0;
}

bool qc_part_complete(const qc_part *parts, int32_t count, qc_status *status)
{
    const int32_t shards = parts[0].shards;
    int32_t *holder = qc_memory_take((size_t) shards, sizeof *holder,
                                     status); /* part + 1, 0 = none */
    bool ok = holder != NULL;
    for (int32_t p = 0; ok && p < count; p++) {
        int32_t *held = &holder[parts[p].shard - 1];
        if (*held > 0)
            ok = qc_fail_at(status, QC_BAD_INPUT, parts[p].file, 0, 0,
                            "shard %d of %d is in '%.100s' as well", (int) parts[p].shard,
                            (int) shards, parts[*held - 1].file);
        *held = p + 1;
    }
    ok = ok && name_missing(holder, shards, status);
    qc_memory_release(holder);
    return ok;
}

bool qc_part_fits(const qc_part *part, const qc_questions *questions, qc_status *status)
{
    const qc_outcome *outcome = &part->outcome;
    bool fits = outcome->figure_count == questions->figure_count &&
                outcome->joint_count == questions->joint_count;
    for (int32_t j = 0; fits && j < outcome->joint_count; j++)
        fits = outcome->joint_sizes[j] == questions->joints[j].open;
    return fits || qc_fail_at(status, QC_BAD_INPUT, part->file, 0, 0,
                              "does not count what the plan asks for");
}
