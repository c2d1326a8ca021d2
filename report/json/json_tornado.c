#include "report/json/json_study.h"
#include "report/tornado.h"

#include <math.h>

#define number qc_json_build_number
#define string qc_json_build_text
#define put    qc_json_build_put
#define append qc_json_build_append

static json_t *swing(qc_json_build *build, const qc_tornado_swing *it)
{
    json_t *object = json_object();
    qc_json_study_estimate(build, object, "low", it->low);
    qc_json_study_estimate(build, object, "high", it->high);
    return object;
}

static json_t *value(const qc_tornado_row *row, double it)
{
    return row->unit == QC_TORNADO_DATE ? qc_json_build_day((qc_day) lround(it)) : number(it);
}

static json_t *input(qc_json_build *build, const qc_tornado_row *row)
{
    json_t *object = json_object(), *range = json_array();
    put(build, object, "path", string(row->path));
    put(build, object, "value", value(row, row->value.value));
    append(build, range, value(row, row->value.low));
    append(build, range, value(row, row->value.high));
    put(build, object, "range", range);
    put(build, object, "own_range", swing(build, &row->own));
    put(build, object, "step", string(row->step));
    put(build, object, "one_step", swing(build, &row->natural));
    return object;
}

bool qc_json_tornado(qc_sink *sink, const qc_tornado *tornado, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = qc_json_study_head(&build, "tornado", &tornado->head);
    json_t *inputs = json_array(), *variance = json_object();
    for (int32_t i = 0; i < tornado->count; i++)
        append(&build, inputs, input(&build, &tornado->rows[i]));
    put(&build, root, "inputs", inputs);
    put(&build, variance, "variance", number(tornado->variance));
    put(&build, variance, "parameters", number(tornado->from_parameters));
    put(&build, variance, "shocks", number(tornado->from_shocks));
    put(&build, variance, "open_now", number(tornado->from_open));
    put(&build, variance, "not_yet_created", number(tornado->from_new));
    put(&build, variance, "won_so_far", number(0));
    put(&build, root, "spread", variance);
    return qc_json_build_write(&build, root, sink, status);
}

/* ---- stress ---- */

static json_t *misfortune(qc_json_build *build, const qc_stress_row *row)
{
    json_t *object = json_object();
    put(build, object, "name", string(row->name));
    put(build, object, "assumed", string(row->what));
    put(build, object, "applies", json_boolean(row->applies));
    if (!row->applies) return object;
    put(build, object, "no_effect", json_boolean(row->idle));
    qc_json_study_estimate(build, object, "chance", row->chance);
    qc_json_study_estimate(build, object, "change", row->change);
    qc_json_study_estimate(build, object, "moved", row->moved);
    return object;
}

static json_t *hangs(qc_json_build *build, const qc_stress_hang *list, int32_t count)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < count; i++) {
        json_t *object = json_object();
        put(build, object, "count", json_integer(list[i].count));
        qc_json_study_estimate(build, object, "change", list[i].change);
        qc_json_study_estimate(build, object, "moved", list[i].moved);
        append(build, array, object);
    }
    return array;
}

bool qc_json_stress(qc_sink *sink, const qc_stress *stress, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = qc_json_study_head(&build, "stress", &stress->head);
    json_t *rows = json_array(), *object = json_object();
    for (int32_t i = 0; i < stress->count; i++)
        append(&build, rows, misfortune(&build, &stress->rows[i]));
    put(&build, root, "misfortunes", rows);
    put(&build, object, "deals", hangs(&build, stress->deals, stress->deal_hangs));
    put(&build, object, "customers", hangs(&build, stress->customers, stress->customer_hangs));
    put(&build, root, "hangs_on", object);
    return qc_json_build_write(&build, root, sink, status);
}
