#include "sim/questions/question_masks.h"

/* Why a deal is lost is known when it is lost, not before. */
static bool mask_reason(qc_questions *questions, const qc_book *book, uint64_t bit, qc_id reason,
                        qc_status *status)
{
    const int32_t values = book->names[QC_LABEL_REASON].count + 1;
    if (questions->reason_mask == NULL) {
        questions->reason_mask = qc_arena_take(&questions->arena, (size_t) values, sizeof(uint64_t),
                                               status);
        if (questions->reason_mask == NULL) return false;
        for (int32_t v = 0; v < values; v++)
            questions->reason_mask[v] = UINT64_MAX;
    }
    for (int32_t v = 0; v < values; v++) {
        if (v != reason + 1) questions->reason_mask[v] &= ~bit;
    }
    return true;
}

bool qc_question_masks(qc_questions *questions, const qc_plan *plan, const qc_book *book,
                       qc_status *status)
{
    questions->stage_mask = qc_arena_take(&questions->arena, (size_t) plan->stage_count,
                                          sizeof(uint64_t), status);
    questions->activity_mask = qc_arena_take(&questions->arena, (size_t) plan->activities.count,
                                             sizeof(uint64_t), status);
    if (questions->stage_mask == NULL || questions->activity_mask == NULL) return false;
    for (int32_t m = 0; m < questions->measure_count; m++) {
        const qc_measure *measure = &questions->measures[m];
        const uint64_t bit = UINT64_C(1) << m;
        questions->metric_mask[measure->metric] |= bit;
        if (measure->metric == QC_METRIC_QUALIFIED) questions->stage_mask[measure->stage] |= bit;
        if (measure->metric == QC_METRIC_ACTIVITY) questions->activity_mask[measure->stage] |= bit;
        if (measure->origin != QC_ORIGIN_NEW) questions->origin_mask[QC_ORIGIN_OPEN] |= bit;
        if (measure->origin != QC_ORIGIN_OPEN) questions->origin_mask[QC_ORIGIN_NEW] |= bit;
        for (int32_t c = 0; c < measure->matcher.count; c++) {
            const qc_label label = measure->matcher.condition[c].label;
            if (label == QC_LABEL_REASON && measure->metric == QC_METRIC_LOST) {
                if (!mask_reason(questions, book, bit, measure->matcher.condition[c].value, status))
                    return false;
                continue;
            }
            const int32_t values = book->names[label].count + 1;
            if (questions->label_mask[label] == NULL) {
                questions->label_mask[label] = qc_arena_take(&questions->arena, (size_t) values,
                                                             sizeof(uint64_t), status);
                if (questions->label_mask[label] == NULL) return false;
                for (int32_t v = 0; v < values; v++)
                    questions->label_mask[label][v] = UINT64_MAX;
            }
            for (int32_t v = 0; v < values; v++) {
                if (v != measure->matcher.condition[c].value + 1)
                    questions->label_mask[label][v] &= ~bit;
            }
        }
    }
    return true;
}

uint64_t qc_questions_mask_but_owner(const qc_questions *questions, const qc_labels *labels,
                                     qc_origin origin)
{
    uint64_t mask = questions->origin_mask[origin];
    for (int l = 0; l < QC_LABEL_COUNT; l++) {
        if (l != QC_LABEL_OWNER && questions->label_mask[l] != NULL)
            mask &= questions->label_mask[l][labels->of[l] + 1];
    }
    return mask;
}

uint64_t qc_questions_mask(const qc_questions *questions, const qc_labels *labels, qc_origin origin)
{
    const uint64_t *owner = questions->label_mask[QC_LABEL_OWNER];
    return qc_questions_mask_but_owner(questions, labels, origin) &
           (owner != NULL ? owner[labels->of[QC_LABEL_OWNER] + 1] : UINT64_MAX);
}
