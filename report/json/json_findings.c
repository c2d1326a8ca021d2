#include "core/memory.h"
#include "report/json/json.h"
#include "report/json/json_build.h"
#include "report/json/json_evidence.h"

#define whole  qc_json_build_whole
#define string qc_json_build_text
#define put    qc_json_build_put
#define append qc_json_build_append

static const char *const KIND_WORDS[QC_FINDING_KINDS] = {[QC_FINDING_ERROR] = "error",
                                                         [QC_FINDING_SET_ASIDE] = "set_aside",
                                                         [QC_FINDING_DOUBT] = "doubt"};

static json_t *reasons(qc_json_build *build, const qc_findings *findings, qc_finding_kind kind)
{
    json_t *array = json_array();
    const int32_t count = qc_findings_counts(findings, kind, NULL, 0);
    qc_status status = {0};
    qc_finding_count *counts = qc_memory_take((size_t) count, sizeof *counts, &status);

    if (counts == NULL) {
        build->failed = true;
        return array;
    }
    qc_findings_counts(findings, kind, counts, count);
    for (int32_t i = 0; i < count; i++) {
        json_t *object = json_object();
        put(build, object, "reason", string(counts[i].reason));
        put(build, object, "count", whole(counts[i].count));
        append(build, array, object);
    }
    qc_memory_release(counts);
    return array;
}

static json_t *kind_object(qc_json_build *build, const qc_findings *findings, qc_finding_kind kind)
{
    json_t *object = json_object();

    put(build, object, "count", whole(findings->of_kind[kind]));
    put(build, object, "reasons", reasons(build, findings, kind));
    return object;
}

static json_t *finding_object(qc_json_build *build, const qc_finding *finding)
{
    json_t *object = json_object();

    put(build, object, "kind", string(KIND_WORDS[finding->kind]));
    put(build, object, "reason", string(finding->reason));
    put(build, object, "file", string(finding->file));
    put(build, object, "line", finding->line > 0 ? whole(finding->line) : json_null());
    put(build, object, "field", finding->field > 0 ? whole(finding->field) : json_null());
    put(build, object, "text", string(finding->text));
    return object;
}

static json_t *decisions_array(qc_json_build *build, const qc_decisions *decisions)
{
    json_t *array = json_array();
    for (int32_t i = 0; i < decisions->count; i++) {
        const qc_decision *made = &decisions->items[i];
        json_t *object = json_object();
        put(build, object, "what", string(made->what));
        put(build, object, "value", string(made->value));
        put(build, object, "certain", json_boolean(made->certain));
        put(build, object, "evidence", string(made->evidence));
        put(build, object, "flag", made->flag[0] != '\0' ? string(made->flag) : json_null());
        append(build, array, object);
    }
    return array;
}

static json_t *balance_object(qc_json_build *build, const qc_history *history)
{
    const qc_reconciliation *rows = &history->reconciliation;
    json_t *object = json_object(), *deals = json_object();
    put(build, object, "records", whole(rows->rows_read));
    put(build, object, "used", whole(rows->rows_used));
    put(build, object, "ignored", whole(rows->rows_ignored));
    put(build, object, "changes", whole(history->changes.count));
    put(build, deals, "won", whole(rows->deals_won));
    put(build, deals, "lost", whole(rows->deals_lost));
    put(build, deals, "open", whole(rows->deals_open));
    put(build, object, "deals", deals);
    return object;
}

bool qc_json_import(qc_sink *sink, const qc_decisions *decisions, const qc_history *history,
                    const qc_findings *findings, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = json_object(), *items = json_array();

    put(&build, root, "quotacast", string(QC_VERSION));
    put(&build, root, "command", string("import"));
    put(&build, root, "decisions", decisions_array(&build, decisions));
    put(&build, root, "reconciliation", balance_object(&build, history));
    put(&build, root, "set_aside", kind_object(&build, findings, QC_FINDING_SET_ASIDE));
    put(&build, root, "doubts", kind_object(&build, findings, QC_FINDING_DOUBT));
    for (int32_t i = 0; i < findings->count; i++) {
        append(&build, items, finding_object(&build, &findings->items[i]));
    }
    put(&build, root, "findings", items);
    return qc_json_build_write(&build, root, sink, status);
}

bool qc_json_findings(qc_sink *sink, const qc_findings *findings, const qc_summary *rates,
                      const char *plan, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = json_object(), *items = json_array(), *listed = json_array();

    put(&build, root, "quotacast", string(QC_VERSION));
    put(&build, root, "command", string("check"));
    put(&build, root, "plan", string(plan));
    put(&build, root, "errors", kind_object(&build, findings, QC_FINDING_ERROR));
    put(&build, root, "set_aside", kind_object(&build, findings, QC_FINDING_SET_ASIDE));
    put(&build, root, "doubts", kind_object(&build, findings, QC_FINDING_DOUBT));
    for (int32_t i = 0; i < findings->count; i++) {
        append(&build, items, finding_object(&build, &findings->items[i]));
    }
    put(&build, root, "findings", items);
    for (int32_t i = 0; rates != NULL && i < rates->rate_count; i++)
        append(&build, listed, qc_json_rate(&build, &rates->rates[i]));
    put(&build, root, "rates", listed);
    return qc_json_build_write(&build, root, sink, status);
}
