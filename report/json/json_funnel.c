#include "report/json/json.h"
#include "report/json/json_build.h"
#include "report/json/json_evidence.h"

#define number qc_json_build_number
#define whole  qc_json_build_whole
#define string qc_json_build_text
#define put    qc_json_build_put
#define append qc_json_build_append

static json_t *ranged(qc_json_build *build, const qc_ranged *value)
{
    json_t *object = json_object();

    put(build, object, "value", number(value->value));
    put(build, object, "low", number(value->low));
    put(build, object, "high", number(value->high));
    return object;
}

static json_t *stage(qc_json_build *build, const qc_funnel_row *row)
{
    json_t *object = json_object(), *exits = json_object(), *days = json_object();

    put(build, object, "stage", string(row->stage));
    put(build, object, "deals", whole(row->deals));
    put(build, object, "visits", whole(row->visits));
    put(build, object, "open", whole(row->open));
    put(build, exits, "to_later", whole(row->to_later));
    put(build, exits, "to_won", whole(row->to_won));
    put(build, exits, "to_lost", whole(row->to_lost));
    put(build, exits, "to_earlier", whole(row->to_earlier));
    put(build, object, "exits", exits);
    put(build, object, "conversion", ranged(build, &row->conversion));
    put(build, object, "win_rate", ranged(build, &row->win_rate));
    put(build, object, "share_back", number(row->share_back));
    put(build, object, "share_lost", number(row->share_lost));
    put(build, object, "share_open", number(row->share_open));
    put(build, days, "p50", ranged(build, &row->median_days));
    put(build, days, "p80", ranged(build, &row->p80_days));
    put(build, days, "p95", ranged(build, &row->p95_days));
    put(build, object, "days", days);
    put(build, object, "belief_events", number(row->belief_events));
    put(build, object, "arriving", number(row->arriving));
    put(build, object, "evidence", qc_json_evidence(build, &row->evidence));
    return object;
}

static json_t *funnel(qc_json_build *build, const qc_funnel *one)
{
    json_t *object = json_object(), *stages = json_array(), *cycle = json_object();

    put(build, object, "by", one->by[0] != '\0' ? string(one->by) : json_null());
    put(build, object, "value", one->by[0] != '\0' ? string(one->value) : json_null());
    put(build, object, "deals", whole(one->deals));
    put(build, object, "open", whole(one->open));
    put(build, object, "won", whole(one->won));
    put(build, object, "lost", whole(one->lost));
    put(build, object, "win_rate", ranged(build, &one->win_rate));
    put(build, cycle, "p50", number(one->cycle_median_days));
    put(build, cycle, "p80", number(one->cycle_p80_days));
    put(build, object, "cycle_days", cycle);
    for (int32_t i = 0; i < one->row_count; i++)
        append(build, stages, stage(build, &one->rows[i]));
    put(build, object, "stages", stages);
    return object;
}

bool qc_json_funnels(qc_sink *sink, const qc_funnels *funnels, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = json_object(), *items = json_array();
    const qc_funnel *first = funnels->count > 0 ? &funnels->items[0] : NULL;
    const int32_t worst = funnels->worst_row;
    const bool has_worst = first != NULL && worst >= 0 && worst < first->row_count;

    put(&build, root, "quotacast", string(QC_VERSION));
    put(&build, root, "command", string("stages"));
    put(&build, root, "plan", string(funnels->plan));
    put(&build, root, "currency", string(funnels->currency));
    put(&build, root, "draws", whole(funnels->draws));
    put(&build, root, "horizon_days", whole(730)); /* a length of stay of null lies beyond it */
    put(&build, root, "worst_stage", has_worst ? string(first->rows[worst].stage) : json_null());
    for (int32_t i = 0; i < funnels->count; i++) {
        append(&build, items, funnel(&build, &funnels->items[i]));
    }
    put(&build, root, "funnels", items);
    return qc_json_build_write(&build, root, sink, status);
}
