#include "core/digest.h"
#include "report/json/json_build.h"
#include "report/part.h"
#include "sim/deal.h"

#define whole  qc_json_build_whole
#define string qc_json_build_text
#define put    qc_json_build_put
#define append qc_json_build_append

#define WIDE_TEXT 48 /* 39 digits, a sign and the zero */

static json_t *wide(qc_wide value)
{
    char digits[WIDE_TEXT];
    char *at = digits + sizeof digits - 1;
    const bool negative = value < 0;
    __extension__ unsigned __int128 left = negative ? -(unsigned __int128) value
                                                    : (unsigned __int128) value;

    *at = '\0';
    do {
        *--at = (char) ('0' + (int) (left % 10));
        left /= 10;
    } while (left > 0);
    if (negative) *--at = '-';
    return json_string(at);
}

static json_t *wholes(qc_json_build *build, const int64_t *values, int32_t count)
{
    json_t *array = json_array();

    for (int32_t i = 0; i < count; i++)
        append(build, array, whole(values[i]));
    return array;
}

static json_t *texts(qc_json_build *build, const char *const *values, int32_t count)
{
    json_t *array = json_array();

    for (int32_t i = 0; i < count; i++)
        append(build, array, string(values[i]));
    return array;
}

static json_t *file(qc_json_build *build, const char *path, const char *sha256)
{
    json_t *object = json_object();

    put(build, object, "file", string(path));
    put(build, object, "sha256", string(sha256));
    return object;
}

static json_t *buckets(qc_json_build *build, const qc_tally *tally)
{
    json_t *array = json_array();

    for (int32_t b = 0; b < tally->count; b++) {
        if (tally->bucket[b] == 0) continue;
        json_t *pair = json_array();
        append(build, pair, whole(tally->first + b));
        append(build, pair, whole(tally->bucket[b]));
        append(build, array, pair);
    }
    return array;
}

static json_t *figure(qc_json_build *build, const qc_tally *tally)
{
    json_t *object = json_object();

    put(build, object, "sum", wide(tally->sum));
    put(build, object, "square_sum", wide(tally->square_sum));
    put(build, object, "group_square_sum", wide(tally->group_square_sum));
    put(build, object, "below_sum", wide(tally->below_sum));
    put(build, object, "hits", whole(tally->hits));
    put(build, object, "group_hit_squares", whole(tally->group_hit_squares));
    put(build, object, "below", whole(tally->below));
    put(build, object, "buckets", buckets(build, tally));
    return object;
}

static json_t *outcome_object(qc_json_build *build, const qc_outcome *outcome)
{
    json_t *object = json_object(), *figures = json_array(), *joints = json_array();
    json_t *tracked = json_object();

    put(build, object, "trials", whole(outcome->trials));
    put(build, object, "groups", whole(outcome->groups));
    for (int32_t f = 0; f < outcome->figure_count; f++)
        append(build, figures, figure(build, &outcome->figures[f]));
    put(build, object, "figures", figures);
    for (int32_t j = 0; j < outcome->joint_count; j++) {
        const qc_joint_tally *tally = &outcome->joints[j];
        json_t *joint = json_object();
        put(build, joint, "exactly", wholes(build, tally->exactly, outcome->joint_sizes[j] + 1));
        put(build, joint, "group_squares",
            wholes(build, tally->group_squares, outcome->joint_sizes[j] + 1));
        append(build, joints, joint);
    }
    put(build, object, "joints", joints);
    put(build, tracked, "wins", wholes(build, outcome->tracked.wins, QC_TRACKED_MAX));
    put(build, tracked, "hits_without",
        wholes(build, outcome->tracked.hits_without, QC_TRACKED_MAX));
    put(build, tracked, "hits_without_all", whole(outcome->tracked.hits_without_all));
    put(build, object, "tracked", tracked);
    return object;
}

static json_t *people_object(qc_json_build *build, const qc_people_run *run)
{
    json_t *object = json_object(), *won = json_array();

    put(build, object, "trials", whole(run->trials));
    put(build, object, "stale", whole(run->stale));
    put(build, object, "kept", whole(run->kept));
    put(build, object, "created", wholes(build, run->created, QC_SOURCE_COUNT));
    for (int s = 0; s < QC_SOURCE_COUNT; s++)
        append(build, won, wide(run->won[s]));
    put(build, object, "won", won);
    put(build, object, "hours_needed", wholes(build, run->hours_needed, run->months));
    put(build, object, "hours_there", wholes(build, run->hours_there, run->months));
    put(build, object, "overloaded", wholes(build, run->overloaded, run->months));
    put(build, object, "staffed", wholes(build, run->staffed, run->months));
    return object;
}

static void put_run(qc_json_build *build, json_t *root, const qc_part *part)
{
    json_t *engine = json_object(), *inputs = json_array(), *hanging = json_array();

    put(build, root, "plan", file(build, part->plan, part->plan_sha256));
    put(build, root, "sets", texts(build, part->sets, part->set_count));
    for (int32_t i = 0; i < part->input_count; i++)
        append(build, inputs, file(build, part->inputs[i].file, part->inputs[i].sha256));
    put(build, root, "inputs", inputs);
    put(build, root, "seed", qc_json_build_seed(part->seed));
    put(build, root, "trials", whole(part->trials));
    put(build, root, "shard", whole(part->shard));
    put(build, root, "shards", whole(part->shards));
    put(build, engine, "name", string(part->run.engine));
    put(build, engine, "why", string(part->run.engine_why));
    put(build, root, "engine", engine);
    put(build, root, "moves", whole(part->run.moves));
    for (int32_t i = 0; i < part->run.tracked_count; i++)
        append(build, hanging, whole(part->run.tracked[i]));
    put(build, root, "hanging", hanging);
}

bool qc_part_write(qc_sink *sink, const qc_part *part, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = json_object();
    char sha256[QC_DIGEST_TEXT];
    qc_digest digest;

    qc_digest_start(&digest);
    qc_part_digest(part, &digest);
    qc_digest_end(&digest, sha256);
    put(&build, root, "quotacast_part", whole(QC_PART_FORMAT));
    put(&build, root, "quotacast", string(part->version));
    put_run(&build, root, part);
    put(&build, root, "outcome", outcome_object(&build, &part->outcome));
    if (part->run.people.trials > 0)
        put(&build, root, "people", people_object(&build, &part->run.people));
    put(&build, root, "outcome_sha256", string(sha256));
    return qc_json_build_line(&build, root, sink, status);
}
