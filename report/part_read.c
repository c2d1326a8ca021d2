/* A part is read with distrust: it may have been cut short on its way, edited, or made by another program.
 * Every field is checked for kind and range, counts must add up, and the outcome's digest must be the one
 * that was written. Sums are kept so small that no number of parts can overflow when they are joined. */
#include "core/memory.h"
#include "history/decode.h"
#include "report/part.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MOST_TRIALS INT64_C(1000000000000000)
#define MOST_SHARDS 1000000

typedef struct reading {
    qc_part *part;
    const char *name; /* of the file */
    char where[64];   /* "outcome.figures[3]" */
    qc_status *status;
} reading;

static bool bad(const reading *at, const char *format, ...) QC_PRINTF(2, 3);

static bool bad(const reading *at, const char *format, ...)
{
    char text[256];
    va_list arguments;

    va_start(arguments, format);
    (void) vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return qc_fail_at(at->status, QC_BAD_INPUT, at->name, 0, 0, "is no part of a run: %s%s%s",
                      at->where, at->where[0] != '\0' ? ": " : "", text);
}

/* ---- values ---- */

/* The object must have these fields (names separated by blanks) and no others. */
static bool check_fields(const reading *at, const json_t *object, const char *names)
{
    size_t wanted = 0;
    if (!json_is_object(object)) return bad(at, "expected an object with %s", names);
    for (const char *from = names; *from != '\0'; wanted++) {
        char name[32] = "";
        const size_t length = strcspn(from, " ");
        memcpy(name, from, length);
        if (json_object_get(object, name) == NULL) return bad(at, "'%s' is missing", name);
        from += length + (from[length] == ' ');
    }
    return json_object_size(object) == wanted || bad(at, "there are other fields than %s", names);
}

static bool read_value(const reading *at, const json_t *value, const char *name, int64_t least,
                       int64_t most, int64_t *out)
{
    if (!json_is_integer(value)) return bad(at, "'%s' is not a whole number", name);
    *out = json_integer_value(value);
    if (*out >= least && *out <= most) return true;
    return bad(at, "'%s' is %lld, which is not within %lld and %lld", name, (long long) *out,
               (long long) least, (long long) most);
}

static bool read_whole(const reading *at, const json_t *object, const char *name, int64_t least,
                       int64_t most, int64_t *out)
{
    return read_value(at, json_object_get(object, name), name, least, most, out);
}

static bool read_text(const reading *at, const json_t *value, const char *name, const char **out)
{
    if (!json_is_string(value)) return bad(at, "'%s' is not a text", name);
    *out = qc_arena_text(&at->part->arena, json_string_value(value), at->status);
    return *out != NULL;
}

static bool read_sha256(const reading *at, const json_t *value, const char *name, const char **out)
{
    if (!read_text(at, value, name, out)) return false;
    return (strlen(*out) == QC_DIGEST_TEXT - 1 &&
            strspn(*out, "0123456789abcdef") == QC_DIGEST_TEXT - 1) ||
           bad(at, "'%s' is not a SHA-256", name);
}

/* A sum of 128 bits as decimal text, at most `limit` in size. */
static bool read_wide(const reading *at, const json_t *object, const char *name, qc_wide limit,
                      qc_wide *out)
{
    const json_t *value = json_object_get(object, name);
    const char *text = json_is_string(value) ? json_string_value(value) : "";
    const bool negative = text[0] == '-';
    const char *digits = text + negative;
    *out = 0;
    if (digits[0] == '\0' || digits[strspn(digits, "0123456789")] != '\0')
        return bad(at, "'%s' is not a whole number written as text", name);
    for (; *digits != '\0'; digits++) {
        const int digit = *digits - '0';
        if (*out > (limit - digit) / 10) return bad(at, "'%s' is too large", name);
        *out = *out * 10 + digit;
    }
    if (negative) *out = -*out;
    return true;
}

static bool read_list(const reading *at, const json_t *object, const char *name, size_t least,
                      size_t most, const json_t **out)
{
    const json_t *value = json_object_get(object, name);
    if (!json_is_array(value)) return bad(at, "'%s' is not a list", name);
    const size_t size = json_array_size(value);
    *out = value;
    return (size >= least && size <= most) || bad(at, "'%s' has %zu values", name, size);
}

static bool read_wholes(const reading *at, const json_t *object, const char *name, int32_t count,
                        int64_t most, int64_t *out)
{
    const json_t *list = NULL;
    if (!read_list(at, object, name, (size_t) count, (size_t) count, &list)) return false;
    for (int32_t i = 0; i < count; i++) {
        if (!read_value(at, json_array_get(list, (size_t) i), name, 0, most, &out[i])) return false;
    }
    return true;
}

/* ---- the run ---- */

static bool read_file(const reading *at, const json_t *object, const char **path,
                      const char **sha256)
{
    return check_fields(at, object, "file sha256") &&
           read_text(at, json_object_get(object, "file"), "file", path) &&
           read_sha256(at, json_object_get(object, "sha256"), "sha256", sha256);
}

static bool read_sets(const reading *at, const json_t *root)
{
    qc_part *part = at->part;
    const json_t *list = NULL;
    if (!read_list(at, root, "sets", 0, INT32_MAX, &list)) return false;
    const size_t count = json_array_size(list);
    const char **sets = qc_arena_take(&part->arena, count, sizeof *sets, at->status);
    if (sets == NULL) return false;
    for (size_t i = 0; i < count; i++) {
        if (!read_text(at, json_array_get(list, i), "sets", &sets[i])) return false;
    }
    part->sets = sets;
    part->set_count = (int32_t) count;
    return true;
}

static bool read_inputs(reading *at, const json_t *root)
{
    qc_part *part = at->part;
    const json_t *list = NULL;
    if (!read_list(at, root, "inputs", 0, INT32_MAX, &list)) return false;
    const size_t count = json_array_size(list);
    qc_input_file *inputs = qc_arena_take(&part->arena, count, sizeof *inputs, at->status);
    if (inputs == NULL) return false;
    for (size_t i = 0; i < count; i++) {
        (void) snprintf(at->where, sizeof at->where, "inputs[%zu]", i);
        if (!read_file(at, json_array_get(list, i), &inputs[i].file, &inputs[i].sha256))
            return false;
    }
    at->where[0] = '\0';
    part->inputs = inputs;
    part->input_count = (int32_t) count;
    return true;
}

/* Seeds beyond a signed integer are written as text. */
static bool read_seed(const reading *at, const json_t *root)
{
    const json_t *value = json_object_get(root, "seed");
    const __extension__ qc_wide most = UINT64_MAX;
    int64_t whole = 0;
    qc_wide seed = 0;
    if (json_is_string(value)) {
        if (!read_wide(at, root, "seed", most, &seed)) return false;
        if (seed < 0) return bad(at, "'seed' is negative");
        at->part->seed = (uint64_t) seed;
        return true;
    }
    if (!read_whole(at, root, "seed", 0, INT64_MAX, &whole)) return false;
    at->part->seed = (uint64_t) whole;
    return true;
}

static bool read_hanging(const reading *at, const json_t *root)
{
    qc_run *run = &at->part->run;
    const json_t *list = NULL;
    if (!read_list(at, root, "hanging", 0, QC_TRACKED_MAX, &list)) return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        int64_t deal = 0;
        if (!read_value(at, json_array_get(list, i), "hanging", 0, INT32_MAX, &deal)) return false;
        run->tracked[run->tracked_count++] = (int32_t) deal;
    }
    return true;
}

static bool read_run(reading *at, const json_t *root)
{
    qc_part *part = at->part;
    const json_t *engine = json_object_get(root, "engine");
    int64_t shard = 0, shards = 0;
    if (!read_file(at, json_object_get(root, "plan"), &part->plan, &part->plan_sha256) ||
        !read_sets(at, root) || !read_inputs(at, root) || !read_seed(at, root) ||
        !read_whole(at, root, "trials", 1, MOST_TRIALS, &part->trials) ||
        !read_whole(at, root, "shards", 1, MOST_SHARDS, &shards) ||
        !read_whole(at, root, "shard", 1, shards, &shard))
        return false;
    part->shard = (int32_t) shard;
    part->shards = (int32_t) shards;
    return check_fields(at, engine, "name why") &&
           read_text(at, json_object_get(engine, "name"), "name", &part->run.engine) &&
           read_text(at, json_object_get(engine, "why"), "why", &part->run.engine_why) &&
           read_whole(at, root, "moves", 0, INT64_MAX / MOST_SHARDS, &part->run.moves) &&
           read_hanging(at, root);
}

/* ---- the outcome ---- */

/* Pairs in ascending order whose counts add up to the trials. */
static bool read_buckets(const reading *at, const json_t *object, qc_tally *tally)
{
    qc_outcome *outcome = &at->part->outcome;
    const int32_t last = qc_outcome_bucket(INT64_MAX);
    const json_t *list = NULL;
    int64_t before = -(int64_t) last - 1, sum = 0;
    if (!read_list(at, object, "buckets", 0, 2 * (size_t) last + 1, &list)) return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *pair = json_array_get(list, i);
        int64_t bucket = 0, count = 0;
        if (json_array_size(pair) != 2) return bad(at, "'buckets' holds something that is no pair");
        if (!read_value(at, json_array_get(pair, 0), "buckets", before + 1, last, &bucket) ||
            !read_value(at, json_array_get(pair, 1), "buckets", 1, outcome->trials - sum, &count) ||
            !qc_outcome_count(outcome, tally, (int32_t) bucket, count, at->status))
            return false;
        before = bucket;
        sum += count;
    }
    return sum == outcome->trials || bad(at, "'buckets' hold %lld of %lld trials", (long long) sum,
                                         (long long) outcome->trials);
}

static bool read_figure(const reading *at, const json_t *object, qc_wide limit, qc_tally *tally)
{
    const int64_t trials = at->part->outcome.trials;
    return check_fields(at, object,
                        "sum square_sum group_square_sum below_sum hits group_hit_squares below "
                        "buckets") &&
           read_wide(at, object, "sum", limit, &tally->sum) &&
           read_wide(at, object, "square_sum", limit, &tally->square_sum) &&
           read_wide(at, object, "group_square_sum", limit, &tally->group_square_sum) &&
           read_wide(at, object, "below_sum", limit, &tally->below_sum) &&
           read_whole(at, object, "hits", 0, trials, &tally->hits) &&
           read_whole(at, object, "group_hit_squares", 0, trials * QC_GROUP_TRIALS,
                      &tally->group_hit_squares) &&
           read_whole(at, object, "below", 0, trials, &tally->below) &&
           read_buckets(at, object, tally);
}

static bool read_figures(reading *at, const json_t *object)
{
    qc_part *part = at->part;
    qc_outcome *outcome = &part->outcome;
    const int64_t all = qc_part_trials(part->trials, 1, 1);
    const __extension__ qc_wide room = (qc_wide) 1 << 126;
    const qc_wide limit = room / all * outcome->trials;
    const json_t *list = NULL;
    if (!read_list(at, object, "figures", 0, INT32_MAX, &list)) return false;
    const size_t count = json_array_size(list);
    outcome->figures = qc_arena_take(&outcome->arena, count, sizeof *outcome->figures, at->status);
    if (outcome->figures == NULL) return false;
    for (size_t f = 0; f < count; f++) {
        (void) snprintf(at->where, sizeof at->where, "outcome.figures[%zu]", f);
        if (!read_figure(at, json_array_get(list, f), limit, &outcome->figures[f])) return false;
    }
    outcome->figure_count = (int32_t) count;
    return true;
}

static bool read_joint(const reading *at, const json_t *object, int32_t j)
{
    qc_outcome *outcome = &at->part->outcome;
    qc_joint_tally *tally = &outcome->joints[j];
    const json_t *list = NULL;
    if (!check_fields(at, object, "exactly group_squares") ||
        !read_list(at, object, "exactly", 2, INT32_MAX, &list))
        return false;
    const int32_t size = (int32_t) json_array_size(list);
    outcome->joint_sizes[j] = size - 1;
    tally->exactly = qc_arena_take(&outcome->arena, (size_t) size, sizeof(int64_t), at->status);
    tally->group_squares = qc_arena_take(&outcome->arena, (size_t) size, sizeof(int64_t),
                                         at->status);
    if (tally->exactly == NULL || tally->group_squares == NULL) return false;
    if (!read_wholes(at, object, "exactly", size, outcome->trials, tally->exactly) ||
        !read_wholes(at, object, "group_squares", size, outcome->trials * QC_GROUP_TRIALS,
                     tally->group_squares))
        return false;
    int64_t left = outcome->trials;
    for (int32_t k = 0; k < size; k++) {
        if (tally->exactly[k] > left) return bad(at, "'exactly' holds more than all trials");
        left -= tally->exactly[k];
    }
    return left == 0 || bad(at, "'exactly' lacks %lld trials", (long long) left);
}

static bool read_joints(reading *at, const json_t *object)
{
    qc_outcome *outcome = &at->part->outcome;
    const json_t *list = NULL;
    if (!read_list(at, object, "joints", 0, INT32_MAX, &list)) return false;
    const size_t count = json_array_size(list);
    outcome->joints = qc_arena_take(&outcome->arena, count, sizeof *outcome->joints, at->status);
    outcome->joint_sizes = qc_arena_take(&outcome->arena, count, sizeof(int32_t), at->status);
    if (outcome->joints == NULL || outcome->joint_sizes == NULL) return false;
    for (size_t j = 0; j < count; j++) {
        (void) snprintf(at->where, sizeof at->where, "outcome.joints[%zu]", j);
        if (!read_joint(at, json_array_get(list, j), (int32_t) j)) return false;
    }
    outcome->joint_count = (int32_t) count;
    return true;
}

static bool read_tracked(reading *at, const json_t *object)
{
    qc_outcome *outcome = &at->part->outcome;
    (void) snprintf(at->where, sizeof at->where, "outcome.tracked");
    return check_fields(at, object, "wins hits_without hits_without_all") &&
           read_wholes(at, object, "wins", QC_TRACKED_MAX, outcome->trials,
                       outcome->tracked.wins) &&
           read_wholes(at, object, "hits_without", QC_TRACKED_MAX, outcome->trials,
                       outcome->tracked.hits_without) &&
           read_whole(at, object, "hits_without_all", 0, outcome->trials,
                      &outcome->tracked.hits_without_all);
}

static bool read_outcome(reading *at, const json_t *object)
{
    const qc_part *part = at->part;
    qc_outcome *outcome = &at->part->outcome;
    const int64_t wanted = qc_part_trials(part->trials, part->shard, part->shards);
    (void) snprintf(at->where, sizeof at->where, "outcome");
    if (!check_fields(at, object, "trials groups figures joints tracked") ||
        !read_whole(at, object, "trials", 0, wanted, &outcome->trials))
        return false;
    if (outcome->trials < wanted)
        return qc_fail_at(at->status, QC_BAD_INPUT, at->name, 0, 0,
                          "holds %lld of its %lld trials: the shard was not finished, run it again",
                          (long long) outcome->trials, (long long) wanted);
    return read_whole(at, object, "groups", wanted / QC_GROUP_TRIALS, wanted / QC_GROUP_TRIALS,
                      &outcome->groups) &&
           read_figures(at, object) && read_joints(at, object) &&
           read_tracked(at, json_object_get(object, "tracked"));
}

static bool check_digest(reading *at, const json_t *root)
{
    char sha256[QC_DIGEST_TEXT];
    const char *written = NULL;
    qc_digest digest;
    at->where[0] = '\0';
    if (!read_sha256(at, json_object_get(root, "outcome_sha256"), "outcome_sha256", &written))
        return false;
    qc_digest_start(&digest);
    qc_outcome_digest(&at->part->outcome, &digest);
    qc_digest_end(&digest, sha256);
    return strcmp(sha256, written) == 0 ||
           qc_fail_at(at->status, QC_BAD_INPUT, at->name, 0, 0,
                      "is damaged: its counts are not the ones that were written");
}

/* ---- the file ---- */

static bool read_root(reading *at, const json_t *root)
{
    qc_part *part = at->part;
    const json_t *format = json_object_get(root, "quotacast_part");
    if (!json_is_integer(format)) return bad(at, "expected what forecast --shard writes");
    part->file = qc_arena_text(&part->arena, at->name, at->status);
    if (part->file == NULL ||
        !read_text(at, json_object_get(root, "quotacast"), "quotacast", &part->version))
        return false;
    if (json_integer_value(format) != QC_PART_FORMAT)
        return qc_fail_at(
            at->status, QC_BAD_INPUT, at->name, 0, 0,
            "was written by quotacast %.32s in a form that this version (%s) cannot read",
            part->version, QC_VERSION);
    return check_fields(at, root,
                        "quotacast_part quotacast plan sets inputs seed trials shard shards engine "
                        "moves hanging outcome outcome_sha256") &&
           read_run(at, root) && read_outcome(at, json_object_get(root, "outcome")) &&
           check_digest(at, root);
}

bool qc_part_read_bytes(qc_part *part, const char *name, const char *bytes, size_t length,
                        qc_status *status)
{
    reading at = {.part = part, .name = name, .status = status};
    json_error_t error;
    json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL)
        return json_error_code(&error) == json_error_out_of_memory
                   ? qc_fail(status, QC_NO_MEMORY, "out of memory while reading '%.200s'", name)
                   : qc_fail_at(status, QC_BAD_INPUT, name, error.line, error.column,
                                "is no part of a run: %s", error.text);
    const bool ok = read_root(&at, root);
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
