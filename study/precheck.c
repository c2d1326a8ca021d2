#include "study/precheck.h"

#include "core/text.h"

/* A failure becomes a finding; only lack of memory remains one. */
static bool take(qc_findings *findings, const char *reason, const qc_plan *plan, qc_status *failed,
                 qc_status *status)
{
    if (failed->code == QC_NO_MEMORY) {
        *status = *failed;
        return false;
    }
    return qc_findings_add(findings, QC_FINDING_ERROR, reason,
                           failed->file[0] != '\0' ? failed->file : plan->file, failed->line,
                           failed->field, status, "%s", failed->message);
}

static bool ask(const qc_plan *plan, const qc_book *book, qc_findings *findings, qc_status *status)
{
    qc_questions questions = {0};
    qc_status failed = {0};
    const bool ok = qc_questions_make(&questions, plan, book, &failed);
    qc_questions_free(&questions);
    return ok || take(findings, "plan", plan, &failed, status);
}

/* One after the other, so that each tells its own fault; together only when each alone is sound. */
static bool ask_all(const qc_plan *plan, const qc_book *book, qc_findings *findings,
                    qc_status *status)
{
    const int32_t errors = findings->of_kind[QC_FINDING_ERROR];
    qc_plan one = *plan;
    one.target_count = 1;
    for (int32_t t = 0; t < plan->target_count; t++) {
        one.targets = &plan->targets[t];
        if (!ask(&one, book, findings, status)) return false;
    }
    return findings->of_kind[QC_FINDING_ERROR] > errors || ask(plan, book, findings, status);
}

/* What only the data can say of a scenario: a segment or a reason that no deal has. */
static bool try_scenario(const qc_forecast *forecast, const qc_plan *plan,
                         const qc_scenario *scenario, qc_findings *findings, qc_status *status)
{
    qc_plan with = {0};
    qc_findings unread = {0};
    qc_model changed = {0};
    qc_arena arena = {0};
    qc_status failed = {0};
    const bool ok = qc_plan_read_bytes(&with, plan->file, plan->bytes, plan->length, scenario->sets,
                                       scenario->set_count, &unread, &failed) &&
                    qc_model_with_levers(&changed, &forecast->model, &with, &arena, &failed);
    qc_arena_free(&arena);
    qc_findings_free(&unread);
    qc_plan_free(&with);
    if (ok) return true;
    if (failed.line == 0) { /* told by its path alone */
        failed.line = scenario->place.line;
        failed.field = scenario->place.column;
    }
    return take(findings, "plan", plan, &failed, status);
}

static bool try_limit(const qc_forecast *forecast, const qc_plan *plan, const qc_limit *limit,
                      qc_findings *findings, qc_status *status)
{
    qc_text set = {0};
    qc_text_addf(&set, "%s=%s", limit->path, limit->up_to);
    const char *sets[] = {qc_text_get(&set)};
    const qc_scenario step = {.sets = sets, .set_count = 1, .place = limit->place};
    const bool ok = set.failed ? qc_fail(status, QC_NO_MEMORY, "out of memory while trying a lever")
                               : try_scenario(forecast, plan, &step, findings, status);
    qc_text_free(&set);
    return ok;
}

bool qc_precheck(qc_forecast *forecast, const qc_forecast_inputs *inputs, qc_findings *findings,
                 qc_status *status)
{
    qc_status failed = {0};
    const bool fitted = qc_forecast_fit(forecast, inputs, &failed);
    if (!fitted && !take(findings, "too few data", inputs->plan, &failed, status)) return false;
    if (!ask_all(inputs->plan, &forecast->book, findings, status)) return false;
    for (int32_t s = 0; fitted && s < inputs->plan->scenario_count; s++) {
        if (!try_scenario(forecast, inputs->plan, &inputs->plan->scenarios[s], findings, status))
            return false;
    }
    for (int32_t l = 0; fitted && l < inputs->plan->limit_count; l++) {
        if (!try_limit(forecast, inputs->plan, &inputs->plan->limits[l], findings, status))
            return false;
    }
    if (!fitted) forecast->model.reliance_count = 0;
    return true;
}
