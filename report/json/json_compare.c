#include "report/compare.h"
#include "report/json/json_study.h"

#define number qc_json_build_number
#define string qc_json_build_text
#define put    qc_json_build_put
#define append qc_json_build_append

static json_t *scenario(qc_json_build *build, const qc_compare_row *row, bool base)
{
    json_t *object = json_object(), *quantiles = json_object();
    put(build, object, "name", string(row->name));
    put(build, object, "changes", base ? json_null() : string(row->changes));
    put(build, object, "base", json_boolean(base));
    put(build, object, "goal", number(row->goal));
    qc_json_study_estimate(build, object, "chance", row->chance);
    qc_json_study_estimate(build, object, "change", row->change);
    qc_json_study_estimate(build, object, "moved", row->moved);
#define PUT_QUANTILE(name, share) put(build, quantiles, #name, number(row->quantiles.name));
    QC_QUANTILES(PUT_QUANTILE)
#undef PUT_QUANTILE
    put(build, object, "quantiles", quantiles);
    put(build, object, "safe_at_80", number(row->safe));
    put(build, object, "cost", row->cost > 0 ? number(row->cost) : json_null());
    put(build, object, "no_effect", json_boolean(row->idle));
    return object;
}

bool qc_json_comparison(qc_sink *sink, const qc_comparison *comparison, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = qc_json_study_head(&build, "compare", &comparison->head), *rows = json_array();
    for (int32_t i = 0; i < comparison->count; i++)
        append(&build, rows, scenario(&build, &comparison->rows[i], i == comparison->base));
    put(&build, root, "scenarios", rows);
    return qc_json_build_write(&build, root, sink, status);
}

static json_t *axis(qc_json_build *build, const qc_grid_axis *it)
{
    json_t *object = json_object(), *values = json_array();
    put(build, object, "path", string(it->path));
    for (int32_t i = 0; i < it->count; i++)
        append(build, values, string(it->text[i]));
    put(build, object, "values", values);
    put(build, object, "base", it->base >= 0 ? json_integer(it->base) : json_null());
    return object;
}

/* Cells by row of `down`, each a row of `across`. */
static json_t *cells(qc_json_build *build, const qc_grid *grid, const qc_estimate *values,
                     bool errors)
{
    json_t *rows = json_array();
    for (int32_t r = 0; r < grid->up.count; r++) {
        json_t *row = json_array();
        for (int32_t c = 0; c < grid->across.count; c++) {
            const qc_estimate *cell = &values[r * grid->across.count + c];
            append(build, row, number(errors ? cell->std_error : cell->value));
        }
        append(build, rows, row);
    }
    return rows;
}

bool qc_json_grid(qc_sink *sink, const qc_grid *grid, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = qc_json_study_head(&build, "compare", &grid->head);
    put(&build, root, "across", axis(&build, &grid->across));
    put(&build, root, "down", axis(&build, &grid->up));
    put(&build, root, "chance", cells(&build, grid, grid->chance, false));
    put(&build, root, "chance_error", cells(&build, grid, grid->chance, true));
    put(&build, root, "change", cells(&build, grid, grid->change, false));
    put(&build, root, "change_error", cells(&build, grid, grid->change, true));
    return qc_json_build_write(&build, root, sink, status);
}
