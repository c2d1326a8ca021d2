#include "report/bench_line.h"

#include "report/json/json_build.h"

#define number qc_json_build_number
#define put    qc_json_build_put
#define append qc_json_build_append

static json_t *numbers(qc_json_build *build, const double *values, int32_t count)
{
    json_t *array = json_array();

    for (int32_t i = 0; i < count; i++)
        append(build, array, number(values[i]));
    return array;
}

static json_t *rows(qc_json_build *build, const double (*values)[QC_BENCH_QUANTILES], int32_t count)
{
    json_t *array = json_array();

    for (int32_t i = 0; i < count; i++)
        append(build, array, numbers(build, values[i], QC_BENCH_QUANTILES));
    return array;
}

static void put_years(qc_json_build *build, json_t *root, const qc_bench_result *result)
{
    const int32_t years = (result->months + 11) / 12;
    json_t *segments = json_array();

    put(build, root, "year_quantiles", rows(build, result->year[0], years));
    for (int32_t s = 1; s <= result->segments; s++)
        append(build, segments, rows(build, result->year[s], years));
    put(build, root, "segment_year_quantiles", segments);
}

static json_t *phases(qc_json_build *build, const qc_bench_result *result)
{
    json_t *object = json_object();

    put(build, object, "start", number(result->read_seconds));
    put(build, object, "tables", number(result->tables_seconds));
    put(build, object, "simulation", number(result->simulation_seconds));
    put(build, object, "summary", number(result->summary_seconds));
    return object;
}

bool qc_bench_line(qc_sink *sink, const qc_bench_result *result, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = json_object();

    put(&build, root, "engine", qc_json_build_text(result->engine));
    put(&build, root, "trials", qc_json_build_whole(result->trials));
    put(&build, root, "seed", qc_json_build_seed(result->seed));
    put(&build, root, "threads", qc_json_build_whole(result->threads));
    put(&build, root, "cpu_s", number(result->cpu_seconds));
    put(&build, root, "wall_s", number(result->wall_seconds));
    if (!result->computed)
        put(&build, root, "trials_per_s", number((double) result->trials / result->cpu_seconds));
    if (result->moves > 0) /* only a walk makes any */
        put(&build, root, "moves_per_s", number((double) result->moves / result->cpu_seconds));
    if (result->uncertain) put(&build, root, "uncertain", json_true());
    if (result->isa != NULL) put(&build, root, "isa", qc_json_build_text(result->isa));
    if (result->computed) {
        put(&build, root, "error_bound", number(result->error_bound));
        put(&build, root, "chances_s", number(result->chances_seconds));
    }
    if (result->segments == 0) {
        put(&build, root, "p_year", number(result->chance_year));
        put(&build, root, "p_month", numbers(&build, result->chance_month, result->months));
    }
    put(&build, root, "cum_quantiles", rows(&build, result->cumulative, result->months));
    if (result->segments > 0) put_years(&build, root, result);
    if (!result->computed)
        put(&build, root, "result_hash", qc_json_build_text(result->result_hash));
    put(&build, root, "phases", phases(&build, result));
    return qc_json_build_line(&build, root, sink, status);
}
