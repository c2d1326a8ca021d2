#include "plan/plan.h"

#include "core/memory.h"
#include "plan/period.h"
#include "plan/priced.h"
#include "plan/read_cost.h"
#include "plan/read_pipeline.h"
#include "plan/read_scenarios.h"
#include "plan/read_segments.h"
#include "plan/read_targets.h"
#include "plan/read_team.h"
#include "plan/read_value.h"
#include "plan/required.h"
#include "plan/set.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES 65536

const char *qc_plan_target_word(const qc_plan *plan, const qc_target *target)
{
    return target->metric == QC_METRIC_ACTIVITY ? plan->activities.kinds[target->stage].name
                                                : qc_plan_metric_word(target->metric);
}

const char *qc_plan_metric_word(qc_metric metric)
{
    static const char *const WORDS[] = {
#define QC_METRIC_WORD(name, word) word,
        QC_METRICS(QC_METRIC_WORD)
#undef QC_METRIC_WORD
    };
    return WORDS[metric];
}

bool qc_plan_metric_is_share(qc_metric metric)
{
    return metric == QC_METRIC_WIN_RATE || metric == QC_METRIC_LOSS_SHARE ||
           metric == QC_METRIC_SELLING_TIME;
}

bool qc_plan_metric_is_ratio(qc_metric metric)
{
    return qc_plan_metric_is_share(metric) || metric == QC_METRIC_DEAL_SIZE ||
           metric == QC_METRIC_CYCLE || metric == QC_METRIC_CAC;
}

bool qc_plan_metric_is_cost(qc_metric metric)
{
    return metric == QC_METRIC_COST || metric == QC_METRIC_NET || metric == QC_METRIC_CAC;
}

bool qc_plan_metric_is_money(qc_metric metric)
{
    return metric == QC_METRIC_BOOKINGS || metric == QC_METRIC_MARGIN ||
           metric == QC_METRIC_DEAL_SIZE || qc_plan_metric_is_cost(metric);
}

int32_t qc_plan_spans(const qc_period *period, qc_day as_of, int32_t fiscal_start_month,
                      qc_span *out, int32_t room)
{
    return qc_period_spans(period, as_of, fiscal_start_month, out, room);
}

void qc_plan_free(qc_plan *plan)
{
    qc_arena_free(&plan->arena);
    memset(plan, 0, sizeof *plan);
}

static bool start_plan(qc_plan *plan, const char *name, const char *bytes, size_t length,
                       const char *const *sets, int32_t set_count, qc_status *status)
{
    qc_digest digest;
    memset(plan, 0, sizeof *plan);
    plan->company = plan->currency = "";
    plan->number_style = "1,234.5";
    plan->as_of = plan->history.recorded_from = QC_DAY_NONE;
    plan->fiscal_start_month = 1;
    plan->offer_stage = -1;
    qc_read_team_start(plan);
    qc_read_cost_start(plan);
    qc_digest_start(&digest);
    qc_digest_add(&digest, bytes, length);
    for (int32_t i = 0; i < set_count; i++)
        qc_digest_add_text(&digest, sets[i]);
    qc_digest_end(&digest, plan->sha256);
    plan->file = qc_arena_text(&plan->arena, name, status);
    plan->bytes = qc_arena_text_part(&plan->arena, bytes, length, status);
    plan->length = length;
    return plan->file != NULL && plan->bytes != NULL;
}

static bool read_top(qc_reader *reader, const qc_schema_key *key, const qc_yaml_node *node)
{
    if (key->kind == QC_KIND_GROUP)
        return qc_read_value_group(reader, key->name, node, reader->plan);
    if (key->kind == QC_KIND_PIPELINE) return qc_read_pipeline(reader, node);
    if (key->kind == QC_KIND_SEGMENTS) return qc_read_segments(reader, node);
    if (key->kind == QC_KIND_TARGETS) return qc_read_targets(reader, node);
    if (key->kind == QC_KIND_SCENARIOS) return qc_read_scenarios(reader, node);
    if (key->kind == QC_KIND_LEVERS) return qc_read_scenarios_limits(reader, node);
    if (key->kind == QC_KIND_TEAM) return qc_read_team(reader, node);
    if (key->kind == QC_KIND_ACTIVITIES) return qc_read_team_activities(reader, node);
    if (key->kind == QC_KIND_COST) return qc_read_cost(reader, node);
    if (key->kind == QC_KIND_MARKET) return qc_read_cost_market(reader, node);
    if (key->kind == QC_KIND_QUOTA) return qc_read_cost_quota(reader, node);
    return qc_read_value(reader, key, node, reader->plan);
}

/* Everything is read even after an error, so that all errors are told at once. */
static bool read_keys(qc_reader *reader, const qc_yaml_node *root)
{
    const qc_schema_key *key;
    bool ok = qc_reader_keys(reader, "", root);
    for (int32_t i = 0; (key = qc_schema_child("", i)) != NULL; i++) {
        const qc_yaml_node *node = qc_yaml_find(root, key->name);
        size_t mark;
        if (!node) continue;
        mark = qc_reader_enter(reader, key->name);
        ok = read_top(reader, key, node) && ok;
        qc_reader_leave(reader, mark);
    }
    return ok;
}

static bool read_tree(qc_reader *reader, qc_yaml_node *root, const char *const *sets,
                      int32_t set_count)
{
    qc_yaml_node levers = {0};
    bool ok;
    if (!qc_reader_map(reader, root)) return false;
    ok = qc_set_apply(reader, root, sets, set_count, &levers);
    ok = read_keys(reader, root) && ok;
    ok = qc_read_pipeline_words(reader, root) && ok;
    if (!reader->unknown_keys) ok = qc_required_check(reader, root) && ok;
    return qc_set_levers(reader, &levers) && ok;
}

/* ---- errors in the order of the file ---- */

typedef struct ordered {
    qc_finding finding;
    int32_t index;
} ordered;

static int by_place(const void *a, const void *b)
{
    const ordered *left = a, *right = b;
    if (left->finding.line != right->finding.line)
        return left->finding.line < right->finding.line ? -1 : 1;
    if (left->finding.field != right->finding.field)
        return left->finding.field < right->finding.field ? -1 : 1;
    return left->index < right->index ? -1 : 1;
}

/* Keys are read in the order of the table; people read errors from top to bottom. */
static bool sort_findings(qc_findings *findings, int32_t first, qc_arena *arena, qc_status *status)
{
    int32_t count = findings->count - first;
    ordered *items = qc_arena_take(arena, (size_t) count, sizeof *items, status);
    if (!items) return false;
    for (int32_t i = 0; i < count; i++)
        items[i] = (ordered){findings->items[first + i], i};
    qsort(items, (size_t) count, sizeof *items, by_place);
    for (int32_t i = 0; i < count; i++)
        findings->items[first + i] = items[i].finding;
    return true;
}

static bool read_bytes(qc_plan *plan, const char *name, const char *bytes, size_t length,
                       const char *const *sets, int32_t set_count, bool is_trial,
                       qc_findings *findings, qc_status *status)
{
    qc_reader reader = {.plan = plan, .findings = findings, .status = status};
    qc_yaml_node root = {0};
    int32_t first = findings->count;
    const int32_t errors = findings->of_kind[QC_FINDING_ERROR];
    bool ok;
    if (!start_plan(plan, name, bytes, length, sets, set_count, status)) return false;
    ok = qc_yaml_read(&root, plan->file, bytes, length, &plan->arena, findings, status) &&
         read_tree(&reader, &root, sets, set_count) &&
         (is_trial || qc_priced_check(&reader, sets, set_count));
    if (status->code != QC_OK) return false;
    (void) errors; /* read by the assertion only */
    assert(ok == (findings->of_kind[QC_FINDING_ERROR] == errors));
    if (ok) return true;
    return sort_findings(findings, first, &plan->arena, status) &&
           qc_findings_pass(findings, status);
}

bool qc_plan_read_bytes(qc_plan *plan, const char *name, const char *bytes, size_t length,
                        const char *const *sets, int32_t set_count, qc_findings *findings,
                        qc_status *status)
{
    return read_bytes(plan, name, bytes, length, sets, set_count, false, findings, status);
}

bool qc_plan_read_trial(qc_plan *plan, const char *name, const char *bytes, size_t length,
                        const char *const *sets, int32_t set_count, qc_findings *findings,
                        qc_status *status)
{
    return read_bytes(plan, name, bytes, length, sets, set_count, true, findings, status);
}

static bool read_file(const char *path, void **bytes, size_t *length, qc_status *status)
{
    size_t capacity = 0, got;
    bool ok = false;
    FILE *file = fopen(path, "rb");
    if (!file)
        return qc_fail_at(status, QC_IO, path, 0, 0, "cannot be opened: %s", strerror(errno));
    do {
        if (!qc_memory_grow(bytes, &capacity, *length + BLOCK_BYTES, 1, status)) goto out;
        got = fread((char *) *bytes + *length, 1, BLOCK_BYTES, file);
        *length += got;
    } while (got > 0 && *length <= QC_YAML_MAX_BYTES);
    ok = ferror(file) ? qc_fail_at(status, QC_IO, path, 0, 0, "cannot be read: %s", strerror(errno))
                      : true;
out:
    fclose(file);
    return ok;
}

bool qc_plan_read(qc_plan *plan, const char *path, const char *const *sets, int32_t set_count,
                  qc_findings *findings, qc_status *status)
{
    void *bytes = NULL;
    size_t length = 0;
    bool ok = read_file(path, &bytes, &length, status) &&
              qc_plan_read_bytes(plan, path, bytes, length, sets, set_count, findings, status);
    qc_memory_release(bytes);
    return ok;
}
