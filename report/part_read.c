/* A part is read with distrust: it may have been cut short on its way, edited, or made by another program.
 * Every field is checked for kind and range, counts must add up, and the outcome's digest must be the one
 * that was written. Sums are kept so small that no number of parts can overflow when they are joined. */
#include "core/memory.h"
#include "history/decode.h"
#include "report/part.h"
#include "sim/deal.h"
#include "study/json_fields.h"

#include <string.h>

#define MOST_TRIALS INT64_C(1000000000000000)
#define MOST_SHARDS 1000000

#define get   json_object_get
#define whole qc_json_fields_whole
#define text  qc_json_fields_text
#define list  qc_json_fields_list
#define check qc_json_fields_check
#define bad   qc_json_fields_bad

typedef struct reading {
    qc_json_fields at;
    qc_part *part;
} reading;

/* ---- values ---- */

static bool sha256(const qc_json_fields *at, const json_t *value, const char *name,
                   const char **out)
{
    const size_t digits = QC_DIGEST_TEXT - 1;
    if (!text(at, value, name, out)) return false;
    return (strlen(*out) == digits && strspn(*out, "0123456789abcdef") == digits) ||
           bad(at, "'%s' is not a SHA-256", name);
}

/* A sum of 128 bits as decimal text, at most `limit` in size. */
static bool wide(const qc_json_fields *at, const json_t *value, const char *name, qc_wide limit,
                 qc_wide *out)
{
    const char *number = json_is_string(value) ? json_string_value(value) : "";
    const bool negative = number[0] == '-';
    const char *digits = number + negative;
    *out = 0;
    if (digits[0] == '\0' || digits[strspn(digits, "0123456789")] != '\0')
        return bad(at, "'%s' is not a whole number written as text", name);
    for (; *digits != '\0'; digits++) {
        const int digit = *digits - '0';
        if (*out > limit / 10 || *out * 10 > limit - digit)
            return bad(at, "'%s' is too large", name);
        *out = *out * 10 + digit;
    }
    if (negative) *out = -*out;
    return true;
}

static bool wholes(const qc_json_fields *at, const json_t *value, const char *name, int32_t count,
                   int64_t most, int64_t *out)
{
    int32_t size = 0;
    if (!list(at, value, name, count, count, &size)) return false;
    for (int32_t i = 0; i < count; i++) {
        if (!whole(at, json_array_get(value, (size_t) i), name, 0, most, &out[i])) return false;
    }
    return true;
}

/* ---- the run ---- */

static bool read_file(const qc_json_fields *at, const json_t *object, const char **path,
                      const char **digest)
{
    return check(at, object, "file sha256") && text(at, get(object, "file"), "file", path) &&
           sha256(at, get(object, "sha256"), "sha256", digest);
}

static bool read_sets(const reading *work, const json_t *value)
{
    qc_part *part = work->part;
    if (!list(&work->at, value, "sets", 0, INT32_MAX, &part->set_count)) return false;
    const char **sets = qc_arena_take(&part->arena, (size_t) part->set_count, sizeof *sets,
                                      work->at.status);
    if (sets == NULL) return false;
    part->sets = sets;
    for (int32_t i = 0; i < part->set_count; i++) {
        if (!text(&work->at, json_array_get(value, (size_t) i), "sets", &sets[i])) return false;
    }
    return true;
}

static bool read_inputs(reading *work, const json_t *value)
{
    qc_part *part = work->part;
    if (!list(&work->at, value, "inputs", 0, INT32_MAX, &part->input_count)) return false;
    qc_input_file *inputs = qc_arena_take(&part->arena, (size_t) part->input_count, sizeof *inputs,
                                          work->at.status);
    if (inputs == NULL) return false;
    part->inputs = inputs;
    for (int32_t i = 0; i < part->input_count; i++) {
        qc_json_fields_at(&work->at, "inputs", i);
        if (!read_file(&work->at, json_array_get(value, (size_t) i), &inputs[i].file,
                       &inputs[i].sha256))
            return false;
    }
    qc_json_fields_at(&work->at, "", -1);
    return true;
}

/* Seeds beyond a signed integer are written as text. */
static bool read_seed(const reading *work, const json_t *value)
{
    int64_t number = 0;
    qc_wide seed = 0;
    if (json_is_string(value)) {
        if (!wide(&work->at, value, "seed", UINT64_MAX, &seed)) return false;
        if (seed < 0) return bad(&work->at, "'seed' is negative");
        work->part->seed = (uint64_t) seed;
        return true;
    }
    if (!whole(&work->at, value, "seed", 0, INT64_MAX, &number)) return false;
    work->part->seed = (uint64_t) number;
    return true;
}

static bool read_engine(const reading *work, const json_t *root)
{
    qc_run *run = &work->part->run;
    const json_t *engine = get(root, "engine"), *hanging = get(root, "hanging");
    if (!check(&work->at, engine, "name why") ||
        !text(&work->at, get(engine, "name"), "engine.name", &run->engine) ||
        !text(&work->at, get(engine, "why"), "engine.why", &run->engine_why) ||
        !whole(&work->at, get(root, "moves"), "moves", 0, INT64_MAX / MOST_SHARDS, &run->moves) ||
        !list(&work->at, hanging, "hanging", 0, QC_TRACKED_MAX, &run->tracked_count))
        return false;
    for (int32_t i = 0; i < run->tracked_count; i++) {
        int64_t deal = 0;
        if (!whole(&work->at, json_array_get(hanging, (size_t) i), "hanging", 0, INT32_MAX, &deal))
            return false;
        run->tracked[i] = (int32_t) deal;
    }
    return true;
}

static bool read_run(reading *work, const json_t *root)
{
    qc_part *part = work->part;
    const qc_json_fields *at = &work->at;
    int64_t shard = 0, shards = 0;
    qc_json_fields_at(&work->at, "plan", -1);
    if (!read_file(at, get(root, "plan"), &part->plan, &part->plan_sha256)) return false;
    qc_json_fields_at(&work->at, "", -1);
    if (!read_sets(work, get(root, "sets")) || !read_inputs(work, get(root, "inputs")) ||
        !read_seed(work, get(root, "seed")) ||
        !whole(at, get(root, "trials"), "trials", 1, MOST_TRIALS, &part->trials) ||
        !whole(at, get(root, "shards"), "shards", 1, MOST_SHARDS, &shards) ||
        !whole(at, get(root, "shard"), "shard", 1, shards, &shard))
        return false;
    part->shard = (int32_t) shard;
    part->shards = (int32_t) shards;
    return read_engine(work, root);
}

/* ---- the outcome ---- */

/* Pairs in ascending order whose counts add up to the trials. */
static bool read_buckets(const reading *work, const json_t *value, qc_tally *tally)
{
    qc_outcome *outcome = &work->part->outcome;
    const qc_json_fields *at = &work->at;
    const int32_t last = qc_outcome_bucket(INT64_MAX);
    int64_t before = -(int64_t) last - 1, left = outcome->trials;
    int32_t pairs = 0;
    if (!list(at, value, "buckets", 0, 2 * last + 1, &pairs)) return false;
    for (int32_t i = 0; i < pairs; i++) {
        const json_t *pair = json_array_get(value, (size_t) i);
        int64_t bucket = 0, count = 0;
        if (json_array_size(pair) != 2) return bad(at, "'buckets' holds something that is no pair");
        if (!whole(at, json_array_get(pair, 0), "buckets", before + 1, last, &bucket) ||
            !whole(at, json_array_get(pair, 1), "buckets", 1, left, &count) ||
            !qc_outcome_count(outcome, tally, (int32_t) bucket, count, at->status))
            return false;
        before = bucket;
        left -= count;
    }
    return left == 0 || bad(at, "'buckets' lack %lld of %lld trials", (long long) left,
                            (long long) outcome->trials);
}

static bool read_figure(const reading *work, const json_t *object, qc_wide limit, qc_tally *tally)
{
    const int64_t trials = work->part->outcome.trials, squares = trials * QC_GROUP_TRIALS;
    const qc_json_fields *at = &work->at;
    return check(
               at, object,
               "sum square_sum group_square_sum below_sum hits group_hit_squares below buckets") &&
           wide(at, get(object, "sum"), "sum", limit, &tally->sum) &&
           wide(at, get(object, "square_sum"), "square_sum", limit, &tally->square_sum) &&
           wide(at, get(object, "group_square_sum"), "group_square_sum", limit,
                &tally->group_square_sum) &&
           wide(at, get(object, "below_sum"), "below_sum", limit, &tally->below_sum) &&
           whole(at, get(object, "hits"), "hits", 0, trials, &tally->hits) &&
           whole(at, get(object, "group_hit_squares"), "group_hit_squares", 0, squares,
                 &tally->group_hit_squares) &&
           whole(at, get(object, "below"), "below", 0, trials, &tally->below) &&
           read_buckets(work, get(object, "buckets"), tally);
}

static bool read_figures(reading *work, const json_t *value)
{
    const qc_part *part = work->part;
    qc_outcome *outcome = &work->part->outcome;
    const qc_wide room = (qc_wide) 1 << 126;
    const qc_wide limit = room / qc_part_trials(part->trials, QC_BLOCK_TRIALS, 1, 1) *
                          outcome->trials;
    if (!list(&work->at, value, "figures", 0, INT32_MAX, &outcome->figure_count)) return false;
    outcome->figures = qc_arena_take(&outcome->arena, (size_t) outcome->figure_count,
                                     sizeof *outcome->figures, work->at.status);
    if (outcome->figures == NULL) return false;
    for (int32_t f = 0; f < outcome->figure_count; f++) {
        qc_json_fields_at(&work->at, "outcome.figures", f);
        if (!read_figure(work, json_array_get(value, (size_t) f), limit, &outcome->figures[f]))
            return false;
    }
    return true;
}

static bool read_joint(const reading *work, const json_t *object, int32_t j)
{
    qc_outcome *outcome = &work->part->outcome;
    qc_joint_tally *tally = &outcome->joints[j];
    const qc_json_fields *at = &work->at;
    const int64_t squares = outcome->trials * QC_GROUP_TRIALS;
    int64_t left = outcome->trials;
    int32_t size = 0;
    if (!check(at, object, "exactly group_squares") ||
        !list(at, get(object, "exactly"), "exactly", 2, INT32_MAX, &size))
        return false;
    outcome->joint_sizes[j] = size - 1;
    tally->exactly = qc_arena_take(&outcome->arena, (size_t) size, sizeof(int64_t), at->status);
    tally->group_squares = qc_arena_take(&outcome->arena, (size_t) size, sizeof(int64_t),
                                         at->status);
    if (tally->exactly == NULL || tally->group_squares == NULL) return false;
    if (!wholes(at, get(object, "exactly"), "exactly", size, left, tally->exactly) ||
        !wholes(at, get(object, "group_squares"), "group_squares", size, squares,
                tally->group_squares))
        return false;
    for (int32_t k = 0; k < size; k++) {
        if (tally->exactly[k] > left) return bad(at, "'exactly' holds more than all trials");
        left -= tally->exactly[k];
    }
    return left == 0 || bad(at, "'exactly' lacks %lld trials", (long long) left);
}

static bool read_joints(reading *work, const json_t *value)
{
    qc_outcome *outcome = &work->part->outcome;
    qc_status *status = work->at.status;
    if (!list(&work->at, value, "joints", 0, INT32_MAX, &outcome->joint_count)) return false;
    const size_t count = (size_t) outcome->joint_count;
    outcome->joints = qc_arena_take(&outcome->arena, count, sizeof *outcome->joints, status);
    outcome->joint_sizes = qc_arena_take(&outcome->arena, count, sizeof(int32_t), status);
    if (outcome->joints == NULL || outcome->joint_sizes == NULL) return false;
    for (int32_t j = 0; j < outcome->joint_count; j++) {
        qc_json_fields_at(&work->at, "outcome.joints", j);
        if (!read_joint(work, json_array_get(value, (size_t) j), j)) return false;
    }
    return true;
}

static bool read_tracked(reading *work, const json_t *object)
{
    qc_outcome *outcome = &work->part->outcome;
    const qc_json_fields *at = &work->at;
    qc_json_fields_at(&work->at, "outcome.tracked", -1);
    return check(at, object, "wins hits_without hits_without_all") &&
           wholes(at, get(object, "wins"), "wins", QC_TRACKED_MAX, outcome->trials,
                  outcome->tracked.wins) &&
           wholes(at, get(object, "hits_without"), "hits_without", QC_TRACKED_MAX, outcome->trials,
                  outcome->tracked.hits_without) &&
           whole(at, get(object, "hits_without_all"), "hits_without_all", 0, outcome->trials,
                 &outcome->tracked.hits_without_all);
}

static bool read_outcome(reading *work, const json_t *object)
{
    const qc_part *part = work->part;
    qc_outcome *outcome = &work->part->outcome;
    const qc_json_fields *at = &work->at;
    const int64_t wanted = qc_part_trials(part->trials, qc_engine_unit(part->run.engine),
                                          part->shard, part->shards);
    qc_json_fields_at(&work->at, "outcome", -1);
    if (!check(at, object, "trials groups figures joints tracked") ||
        !whole(at, get(object, "trials"), "trials", 0, wanted, &outcome->trials))
        return false;
    if (outcome->trials < wanted)
        return qc_fail_at(at->status, QC_BAD_INPUT, at->name, 0, 0,
                          "holds %lld of its %lld trials: the shard was not finished, run it again",
                          (long long) outcome->trials, (long long) wanted);
    const int64_t groups = wanted / QC_GROUP_TRIALS;
    return whole(at, get(object, "groups"), "groups", groups, groups, &outcome->groups) &&
           read_figures(work, get(object, "figures")) && read_joints(work, get(object, "joints")) &&
           read_tracked(work, get(object, "tracked"));
}

/* ---- what people did ---- */

static bool read_people(reading *work, const json_t *object)
{
    const qc_json_fields *at = &work->at;
    qc_people_run *run = &work->part->run.people;
    const int64_t most = INT64_MAX / work->part->shards, trials = work->part->outcome.trials;
    const qc_wide limit = ((qc_wide) 1 << 126) / work->part->shards;
    int32_t sources = 0;
    if (object == NULL) return true;
    qc_json_fields_at(&work->at, "people", -1);
    if (!check(at, object,
               "trials stale kept created won hours_needed hours_there overloaded staffed") ||
        !whole(at, get(object, "trials"), "trials", trials, trials, &run->trials) ||
        !whole(at, get(object, "stale"), "stale", 0, most, &run->stale) ||
        !whole(at, get(object, "kept"), "kept", 0, most, &run->kept) ||
        !wholes(at, get(object, "created"), "created", QC_SOURCE_COUNT, most, run->created) ||
        !list(at, get(object, "won"), "won", QC_SOURCE_COUNT, QC_SOURCE_COUNT, &sources) ||
        !list(at, get(object, "staffed"), "staffed", 0, QC_RUN_MONTHS, &run->months))
        return false;
    for (int32_t s = 0; s < sources; s++) {
        if (!wide(at, json_array_get(get(object, "won"), (size_t) s), "won", limit, &run->won[s]))
            return false;
    }
#define MONTHS(name) wholes(at, get(object, #name), #name, run->months, most, run->name)
    return MONTHS(hours_needed) && MONTHS(hours_there) && MONTHS(overloaded) && MONTHS(staffed);
#undef MONTHS
}

/* ---- the whole ---- */

static bool check_digest(reading *work, const json_t *root)
{
    char counted[QC_DIGEST_TEXT];
    const char *written = NULL;
    qc_digest digest;
    qc_json_fields_at(&work->at, "", -1);
    if (!sha256(&work->at, get(root, "outcome_sha256"), "outcome_sha256", &written)) return false;
    qc_digest_start(&digest);
    qc_part_digest(work->part, &digest);
    qc_digest_end(&digest, counted);
    return strcmp(counted, written) == 0 ||
           qc_fail_at(work->at.status, QC_BAD_INPUT, work->at.name, 0, 0,
                      "is damaged: its counts are not the ones that were written");
}

static bool read_root(reading *work, const json_t *root)
{
    qc_part *part = work->part;
    const json_t *format = get(root, "quotacast_part");
    if (!json_is_integer(format)) return bad(&work->at, "expected what forecast --shard writes");
    part->file = qc_arena_text(&part->arena, work->at.name, work->at.status);
    if (part->file == NULL || !text(&work->at, get(root, "quotacast"), "quotacast", &part->version))
        return false;
    if (json_integer_value(format) != QC_PART_FORMAT)
        return qc_fail_at(
            work->at.status, QC_BAD_INPUT, work->at.name, 0, 0,
            "was written by quotacast %.32s in a form that this version (%s) cannot read",
            part->version, QC_VERSION);
    return check(&work->at, root,
                 "quotacast_part quotacast plan sets inputs seed trials shard shards engine moves "
                 "hanging outcome outcome_sha256 | people") &&
           read_run(work, root) && read_outcome(work, get(root, "outcome")) &&
           read_people(work, get(root, "people")) && check_digest(work, root);
}

bool qc_part_read_bytes(qc_part *part, const char *name, const char *bytes, size_t length,
                        qc_status *status)
{
    reading work = {.part = part};
    work.at = (qc_json_fields){
        .name = name, .what = "is no part of a run", .arena = &part->arena, .status = status};
    json_t *root = qc_json_fields_parse(&work.at, bytes, length);
    const bool ok = root != NULL && read_root(&work, root);
    json_decref(root);
    return ok;
}

bool qc_part_read(qc_part *part, const char *path, qc_status *status)
{
    char *bytes = NULL;
    size_t length = 0;
    const bool ok = qc_decode_load(path, &bytes, &length, status) &&
                    qc_part_read_bytes(part, path, bytes, length, status);
    qc_memory_release(bytes);
    return ok;
}
