#include "history/import/import_order.h"

#include "core/memory.h"

#include <stdlib.h>

static int by_time(const void *a, const void *b)
{
    const qc_import_step *x = a, *y = b;
    if (x->deal != y->deal) return x->deal < y->deal ? -1 : 1;
    if (x->day != y->day) return x->day < y->day ? -1 : 1;
    if (x->second != y->second) return x->second < y->second ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static int64_t moment(const qc_import_step *step)
{
    return (int64_t) step->day * QC_DATES_SECONDS + step->second;
}

/* Compare each record with the one before it of the same deal. */
static bool find_direction(qc_import_order *order, qc_status *status)
{
    int64_t up = 0, down = 0;
    int32_t *last = qc_memory_take((size_t) order->deals.count, sizeof *last, status);
    if (last == NULL) return false;
    for (int32_t i = 0; i < order->count; i++) {
        const qc_import_step *step = &order->steps[i];
        const int32_t before = last[step->deal] - 1; /* 0 = none yet */
        if (step->day == QC_DAY_NONE) continue;
        if (before >= 0) {
            up += moment(step) > moment(&order->steps[before]);
            down += moment(step) < moment(&order->steps[before]);
        }
        last[step->deal] = i + 1;
    }
    qc_memory_release(last);
    order->newest_first = down > up;
    return true;
}

bool qc_import_order_find(qc_import_order *order, const qc_sheet *sheet, int32_t deal_field,
                          int32_t date_field, const char *const *deal_of_row,
                          const int32_t *place_of_row, qc_status *status)
{
    const int32_t rows = sheet->csv.row_count;
    const qc_date_order style = date_field < 0 ? QC_DATE_ORDER_NONE : sheet->date_order[date_field];
    order->steps = qc_memory_take((size_t) rows, sizeof *order->steps, status);
    if (order->steps == NULL) return false;
    for (int32_t row = 1; row < rows; row++) {
        qc_import_step *step = &order->steps[order->count++];
        const char *deal = deal_of_row != NULL ? deal_of_row[row]
                                               : qc_sheet_cell(sheet, row, deal_field);
        *step = (qc_import_step){.row = row, .place = row, .day = QC_DAY_NONE};
        if (place_of_row != NULL) step->place = place_of_row[row];
        step->deal = qc_names_put(&order->deals, deal, status);
        if (step->deal == QC_ID_NONE) return false;
        if (!qc_dates_read_moment(qc_sheet_cell(sheet, row, date_field), style, &step->day,
                                  &step->second)) {
            step->day = QC_DAY_NONE;
        }
    }
    if (!find_direction(order, status)) return false;
    const bool turn = order->newest_first && place_of_row == NULL;
    for (int32_t i = 0; i < order->count && turn; i++) {
        order->steps[i].place = -order->steps[i].row;
    }
    qsort(order->steps, (size_t) order->count, sizeof *order->steps, by_time);
    return true;
}

void qc_import_order_free(qc_import_order *order)
{
    qc_memory_release(order->steps);
    qc_names_free(&order->deals);
    *order = (qc_import_order){.count = 0};
}
