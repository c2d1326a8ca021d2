/* Any bytes are a legal plan file: it reads, or every error has a place and one line of text. Lines
 * "#set PATH=VALUE" at the top are handed over as --set. */
#include "core/text.h"
#include "plan/plan.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define MOST_SETS 8

typedef struct sets {
    qc_text texts[MOST_SETS];
    const char *list[MOST_SETS];
    int32_t count;
} sets;

static void take_sets(sets *taken, const char *bytes, size_t length)
{
    static const char MARK[] = "#set ";
    const size_t mark = sizeof MARK - 1;
    while (taken->count < MOST_SETS && length > mark && memcmp(bytes, MARK, mark) == 0) {
        const char *end = memchr(bytes, '\n', length);
        const size_t line = end ? (size_t) (end - bytes) : length;
        qc_text *text = &taken->texts[taken->count];
        qc_text_add_part(text, bytes + mark, line - mark);
        if (text->failed) return;
        taken->list[taken->count++] = qc_text_get(text);
        bytes += end ? line + 1 : line;
        length -= end ? line + 1 : line;
    }
}

static void check_belief(const qc_belief *belief)
{
    if (belief->form == QC_BELIEF_NONE) return;
    assert(isfinite(belief->first) && belief->first >= 0);
    assert(isfinite(belief->second) && belief->second >= 0);
    assert(belief->based_on >= 0);
    assert(belief->form != QC_BELIEF_RANGE || belief->first < belief->second);
    assert(belief->form != QC_BELIEF_MEDIAN_P90 || belief->first < belief->second);
}

static void check_targets(const qc_plan *plan)
{
    for (int32_t i = 0; i < plan->target_count; i++) {
        const qc_target *target = &plan->targets[i];
        qc_span spans[60];
        assert(target->name && target->name[0] && target->period.text);
        assert(isfinite(target->amount) && target->metric < QC_METRIC_COUNT);
        assert((target->metric == QC_METRIC_QUALIFIED) == (target->stage >= 0));
        assert(target->stage < plan->stage_count);
        assert(!target->relative || target->base.text);
        const int32_t count = qc_plan_spans(&target->period, 20000, plan->fiscal_start_month, spans,
                                            60);
        assert(count >= 1 && count <= 54);
        assert(spans[0].from <= spans[0].to);
    }
}

static void check_plan(const qc_plan *plan)
{
    assert(plan->stage_count >= 1);
    assert(plan->fiscal_start_month >= 1 && plan->fiscal_start_month <= 12);
    check_belief(&plan->deal_size);
    check_belief(&plan->new_deals);
    for (int32_t i = 0; i < plan->stage_count; i++) {
        assert(plan->stages[i].name && plan->stages[i].name[0]);
        assert(plan->history.deals || (plan->stages[i].conversion.form != QC_BELIEF_NONE &&
                                       plan->stages[i].days.form != QC_BELIEF_NONE));
        check_belief(&plan->stages[i].conversion);
        check_belief(&plan->stages[i].days);
        check_belief(&plan->stages[i].days_if_lost);
    }
    for (int32_t i = 0; i < plan->segment_count; i++)
        for (int32_t j = 0; j < plan->stage_count; j++) {
            check_belief(&plan->segments[i].conversion[j]);
            check_belief(&plan->segments[i].days[j]);
        }
    for (int32_t i = 0; i < plan->lever_count; i++) {
        assert(plan->levers[i].stage < plan->stage_count);
        assert(plan->levers[i].segment < plan->segment_count);
        assert(isfinite(plan->levers[i].amount) && plan->levers[i].path);
    }
    check_targets(plan);
}

static void check_findings(const qc_findings *findings)
{
    assert(findings->of_kind[QC_FINDING_ERROR] == findings->count && findings->count > 0);
    for (int32_t i = 0; i < findings->count; i++) {
        const qc_finding *found = &findings->items[i];
        assert(found->text[0] && !strpbrk(found->text, "\r\n\x1b"));
        assert(found->line >= 0 && found->field >= 0);
        assert(i == 0 || found[-1].line <= found->line);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    qc_plan plan = {0};
    qc_findings findings = {0};
    qc_status status = {0};
    sets taken = {0};

    take_sets(&taken, (const char *) data, size);
    if (qc_plan_read_bytes(&plan, "plan.yaml", (const char *) data, size, taken.list, taken.count,
                           &findings, &status)) {
        assert(findings.count == 0 && status.code == QC_OK);
        check_plan(&plan);
    } else {
        assert(status.code == QC_BAD_INPUT);
        check_findings(&findings);
    }
    qc_plan_free(&plan);
    qc_findings_free(&findings);
    for (int32_t i = 0; i < MOST_SETS; i++)
        qc_text_free(&taken.texts[i]);
    return 0;
}
