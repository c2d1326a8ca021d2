#include "history/changes.h"

#include <math.h>

static qc_id *take_ids(qc_arena *arena, int32_t count, qc_id value, qc_status *status)
{
    qc_id *ids = qc_arena_take(arena, (size_t) count, sizeof *ids, status);
    for (int32_t i = 0; i < count && ids != NULL; i++) {
        ids[i] = value;
    }
    return ids;
}

bool qc_changes_take(qc_changes *changes, qc_arena *arena, int32_t count, qc_status *status)
{
    changes->count = count;
    changes->deal = take_ids(arena, count, QC_ID_NONE, status);
    changes->day = take_ids(arena, count, QC_DAY_NONE, status);
    changes->stage = take_ids(arena, count, QC_ID_NONE, status);
    changes->close_day = take_ids(arena, count, QC_DAY_NONE, status);
    changes->line = take_ids(arena, count, 0, status);
    if (!changes->deal || !changes->day || !changes->stage || !changes->close_day ||
        !changes->line) {
        return false;
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        changes->label[i] = take_ids(arena, count, QC_ID_NONE, status);
        if (changes->label[i] == NULL) return false;
    }
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        double *number = qc_arena_take(arena, (size_t) count, sizeof *number, status);
        if (number == NULL) return false;
        for (int32_t row = 0; row < count; row++) {
            number[row] = NAN;
        }
        changes->number[i] = number;
    }
    return true;
}

void qc_changes_carry(qc_changes *changes, int32_t at, int32_t before)
{
    for (int i = 0; i < QC_NUMBER_COUNT; i++) {
        double *number = changes->number[i];
        if (isnan(number[at])) number[at] = number[before];
    }
    for (int i = 0; i < QC_LABEL_COUNT; i++) {
        qc_id *label = changes->label[i];
        if (label[at] == QC_ID_NONE) label[at] = label[before];
    }
    qc_day *close_day = changes->close_day;
    if (close_day[at] == QC_DAY_NONE) close_day[at] = close_day[before];
}
