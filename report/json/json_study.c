#include "report/json/json_study.h"

#include "report/phrases.h"

#include <stdio.h>
#include <string.h>

#define number qc_json_build_number
#define whole  qc_json_build_whole
#define string qc_json_build_text
#define put    qc_json_build_put

void qc_json_study_estimate(qc_json_build *build, json_t *object, const char *key,
                            qc_estimate estimate)
{
    char error[64];
    (void) snprintf(error, sizeof error, "%s_error", key);
    put(build, object, key, number(estimate.value));
    put(build, object, error, number(estimate.std_error));
}

static json_t *target_of(qc_json_build *build, const qc_target_summary *target)
{
    json_t *object = json_object(), *band = json_array();
    put(build, object, "name", string(target->name));
    put(build, object, "metric", string(target->metric));
    put(build, object, "from", qc_json_build_day(target->span.from));
    put(build, object, "to", qc_json_build_day(target->span.to));
    put(build, object, target->at_most ? "at_most" : "at_least", number(target->goal));
    qc_json_study_estimate(build, object, "chance", target->chance);
    qc_json_build_append(build, band, number(target->band_low));
    qc_json_build_append(build, band, number(target->band_high));
    put(build, object, "chance_band", band);
    put(build, object, "safe_at_80", number(target->safe_at_80));
    return object;
}

json_t *qc_json_study_inputs(qc_json_build *build, const qc_summary *summary)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < summary->input_count; i++) {
        json_t *object = json_object();
        put(build, object, "file", string(summary->inputs[i].file));
        put(build, object, "sha256", string(summary->inputs[i].sha256));
        qc_json_build_append(build, array, object);
    }
    return array;
}

json_t *qc_json_study_head(qc_json_build *build, const char *command, const qc_summary *head)
{
    json_t *root = json_object();
    const qc_target_summary *target = qc_phrases_headline(head);
    put(build, root, "quotacast", string(QC_VERSION));
    put(build, root, "command", string(command));
    put(build, root, "plan", string(head->plan));
    put(build, root, "seed", qc_json_build_seed(head->seed));
    put(build, root, "trials", whole(head->trials));
    put(build, root, "draws", whole(head->draws));
    put(build, root, "engine", qc_json_build_text(head->engine));
    put(build, root, "engine_why", qc_json_build_text(head->engine_why));
    if (strcmp(head->engine, "exact") == 0)
        put(build, root, "error_bound", number(head->error_bound));
    put(build, root, "as_of", qc_json_build_day(head->as_of));
    put(build, root, "currency", string(head->currency));
    put(build, root, "inputs", qc_json_study_inputs(build, head));
    put(build, root, "target", target != NULL ? target_of(build, target) : json_null());
    return root;
}
