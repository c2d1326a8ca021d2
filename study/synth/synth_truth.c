/* True chances: replay the future many times from the true state under the true parameters.
 *
 * Every replay writes to its own cells of one table, so the answer does not depend on threads. */
#include "core/memory.h"
#include "core/parallel.h"
#include "study/synth/synth.h"
#include "study/synth/synth_world.h"

#include <jansson.h>
#include <math.h>

#define REPLAYS_IN_BLOCK 64

typedef struct replay_job {
    const qc_synth_world *present;
    const qc_synth_target *targets;
    int32_t target_count;
    const double *so_far; /* by target */
    qc_day as_of, until;
    uint64_t seed;
    int64_t replications;
    qc_synth_world *worlds; /* one a worker */
    double *totals;         /* [target][replay] */
} replay_job;

typedef struct tally { /* one replay in progress */
    const replay_job *job;
    int64_t replay;
} tally;

static bool count_event(void *context, const qc_synth_event *event, qc_status *status)
{
    const tally *now = context;
    const replay_job *job = now->job;
    (void) status;
    if (event->stage != QC_SYNTH_WON) return true;
    for (int32_t i = 0; i < job->target_count; i++) {
        const qc_synth_target *target = &job->targets[i];
        double *total = &job->totals[i * job->replications + now->replay];
        if (event->day < target->span.from || event->day > target->span.to) continue;
        if (target->segment >= 0 && target->segment != event->deal->fixed.segment) continue;
        switch (target->metric) {
        case QC_SYNTH_BOOKINGS: *total += event->deal->amount; break;
        case QC_SYNTH_CUSTOMERS: *total += event->new_customer ? 1 : 0; break;
        }
    }
    return true;
}

static bool replay_once(const replay_job *job, qc_synth_world *world, int64_t replay,
                        qc_status *status)
{
    tally now = {.job = job, .replay = replay};
    for (int32_t i = 0; i < job->target_count; i++)
        job->totals[i * job->replications + replay] = job->so_far[i];
    world->listen = count_event, world->context = &now;
    /* trial 0 is the realised company */
    if (!qc_synth_world_replay(world, job->present, job->seed, (uint64_t) replay + 1, status))
        return false;
    for (qc_day day = job->as_of + 1; day <= job->until; day++)
        if (!qc_synth_world_day(world, day, status)) return false;
    return true;
}

static bool replay_block(void *context, int32_t worker, int64_t block, qc_status *status)
{
    const replay_job *job = context;
    const int64_t first = block * REPLAYS_IN_BLOCK;
    int64_t end = first + REPLAYS_IN_BLOCK;
    if (end > job->replications) end = job->replications;
    for (int64_t replay = first; replay < end; replay++)
        if (!replay_once(job, &job->worlds[worker], replay, status)) return false;
    return true;
}

static bool replay_all(replay_job *job, int32_t threads, qc_status *status)
{
    const int64_t blocks = (job->replications + REPLAYS_IN_BLOCK - 1) / REPLAYS_IN_BLOCK;
    int64_t done;
    job->totals = qc_memory_take((size_t) job->target_count * (size_t) job->replications,
                                 sizeof *job->totals, status);
    job->worlds = qc_memory_take((size_t) threads, sizeof *job->worlds, status);
    bool ok = job->totals && job->worlds &&
              qc_parallel_run(blocks, threads, replay_block, NULL, job, &done, status);
    for (int32_t i = 0; job->worlds && i < threads; i++)
        qc_synth_world_free(&job->worlds[i]);
    qc_memory_release(job->worlds);
    return ok;
}

/* ---- from totals to chances ---- */

static void summarise(const qc_synth_target *target, double *totals, int64_t count,
                      qc_synth_truth *out)
{
    const double n = (double) count;
    qc_running running = {0};
    double hits = 0;
    for (int64_t i = 0; i < count; i++) {
        qc_running_add(&running, totals[i]);
        hits += totals[i] >= target->at_least;
    }
    out->chance.value = hits / n;
    out->chance.std_error = sqrt(out->chance.value * (1 - out->chance.value) / n);
    out->mean.value = running.mean;
    out->mean.std_error = sqrt(qc_running_variance(&running) / n);
    qc_stats_sort(totals, (size_t) count);
    out->p10 = qc_stats_quantile(totals, (size_t) count, 0.1);
    out->p50 = qc_stats_quantile(totals, (size_t) count, 0.5);
    out->p90 = qc_stats_quantile(totals, (size_t) count, 0.9);
}

static double total_so_far(const qc_synth_company *company, const qc_synth_target *target,
                           qc_day as_of)
{
    const qc_day to = target->span.to < as_of ? target->span.to : as_of;
    return qc_synth_actual(company, target->metric, target->segment,
                           (qc_span){target->span.from, to});
}

static void fill_facts(const qc_synth_company *company, const qc_synth_target *target, qc_day as_of,
                       qc_synth_truth *out)
{
    out->so_far = total_so_far(company, target, as_of);
    out->realised = target->span.to > company->spec.until
                        ? (double) NAN
                        : qc_synth_actual(company, target->metric, target->segment, target->span);
}

static qc_day last_day(const qc_synth_target *targets, int32_t count, qc_day as_of)
{
    qc_day last = as_of;
    for (int32_t i = 0; i < count; i++)
        if (targets[i].span.to > last) last = targets[i].span.to;
    return last;
}

bool qc_synth_truth_find(const qc_synth_company *company, const qc_synth_target *targets,
                         int32_t target_count, const qc_synth_truth_options *options,
                         qc_synth_truth *out, qc_status *status)
{
    const qc_day as_of = options->as_of == QC_DAY_NONE ? company->spec.as_of : options->as_of;
    qc_synth_laws laws = {0};
    qc_synth_world present = {0};
    replay_job job = {.present = &present,
                      .targets = targets,
                      .target_count = target_count,
                      .as_of = as_of,
                      .until = last_day(targets, target_count, as_of),
                      .seed = qc_rng_mix(company->seed ^ qc_rng_mix(options->seed + QC_RNG_STEP)),
                      .replications = options->replications > 0 ? options->replications : 1};
    double so_far[QC_SYNTH_TARGETS];
    if (target_count < 1 || target_count > QC_SYNTH_TARGETS)
        return qc_fail(status, QC_BAD_INPUT, "%d targets (expected 1 to %d)", (int) target_count,
                       QC_SYNTH_TARGETS);
    for (int32_t i = 0; i < target_count; i++) {
        fill_facts(company, &targets[i], as_of, &out[i]);
        so_far[i] = out[i].so_far;
    }
    job.so_far = so_far;
    bool ok = qc_synth_laws_make(&laws, &company->spec, status) &&
              qc_synth_world_at(&present, company, &laws, as_of, status) &&
              replay_all(&job, options->threads > 0 ? options->threads : 1, status);
    for (int32_t i = 0; ok && i < target_count; i++)
        summarise(&targets[i], job.totals + i * job.replications, job.replications, &out[i]);
    qc_memory_release(job.totals);
    qc_synth_world_free(&present);
    qc_synth_laws_free(&laws);
    return ok;
}

/* ---- JSON ---- */

static int add_bytes(const char *bytes, size_t count, void *context)
{
    qc_text *out = context;
    qc_text_add_part(out, bytes, count);
    return out->failed ? -1 : 0;
}

static json_t *number_or_null(double value)
{
    return isnan(value) ? json_null() : json_real(value);
}

static json_t *target_json(const qc_synth_spec *spec, const qc_synth_target *target,
                           const qc_synth_truth *truth)
{
    char from[16], to[16];
    json_t *scope = json_object();
    if (target->segment >= 0)
        (void) json_object_set_new(scope, "segment",
                                   json_string(spec->segments[target->segment].name));
    json_t *hit = isnan(truth->realised) ? json_null()
                                         : json_boolean(truth->realised >= target->at_least);
    return json_pack(
        "{s:s, s:s, s:o, s:s, s:s, s:f, s:f, s:f, s:f, s:f, s:f, s:{s:f, s:f, s:f}, s:o, s:o}",
        "name", target->name, "metric",
        target->metric == QC_SYNTH_BOOKINGS ? "bookings" : "customers", "scope", scope, "from",
        qc_calendar_text(target->span.from, from), "to", qc_calendar_text(target->span.to, to),
        "at_least", target->at_least, "actual_so_far", truth->so_far, "true_chance",
        truth->chance.value, "true_chance_error", truth->chance.std_error, "mean",
        truth->mean.value, "mean_error", truth->mean.std_error, "quantiles", "p10", truth->p10,
        "p50", truth->p50, "p90", truth->p90, "realised", number_or_null(truth->realised), "hit",
        hit);
}

bool qc_synth_truth_json(const qc_synth_company *company, const qc_synth_target *targets,
                         int32_t target_count, const qc_synth_truth_options *options,
                         const qc_synth_truth *truths, qc_text *out, qc_status *status)
{
    const qc_synth_spec *spec = &company->spec;
    const qc_day as_of = options->as_of == QC_DAY_NONE ? spec->as_of : options->as_of;
    char day[16];
    json_t *list = json_array();
    for (int32_t i = 0; i < target_count; i++)
        (void) json_array_append_new(list, target_json(spec, &targets[i], &truths[i]));
    json_t *root = json_pack("{s:s, s:s, s:s, s:I, s:s, s:I, s:o}", "quotacast", QC_VERSION,
                             "command", "synth", "company", spec->company, "seed",
                             (json_int_t) company->seed, "as_of", qc_calendar_text(as_of, day),
                             "replications", (json_int_t) options->replications, "targets", list);
    bool ok = root && json_dump_callback(root, add_bytes, out,
                                         JSON_INDENT(1) | JSON_REAL_PRECISION(9)) == 0;
    json_decref(root);
    qc_text_add(out, "\n");
    return (ok && !out->failed) ||
           qc_fail(status, QC_NO_MEMORY, "out of memory while writing JSON");
}
