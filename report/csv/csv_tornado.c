#include "report/csv/csv_row.h"
#include "report/tornado.h"

#include <math.h>

#define word   qc_csv_row_word
#define number qc_csv_row_number
#define end    qc_csv_row_end

static void estimate(qc_csv_row *r, qc_estimate it)
{
    number(r, it.value);
    number(r, it.std_error);
}

static void value(qc_csv_row *r, const qc_tornado_row *row, double it)
{
    if (row->unit == QC_TORNADO_DATE)
        qc_csv_row_day(r, (qc_day) lround(it));
    else
        number(r, it);
}

void qc_csv_tornado(qc_sink *sink, const qc_tornado *tornado)
{
    qc_csv_row r = {.sink = sink};
    qc_sink_add(sink, "path,value,low,high,change_at_low,change_at_low_error,change_at_high,"
                      "change_at_high_error,step,change_one_step_down,change_one_step_down_error,"
                      "change_one_step_up,change_one_step_up_error\n");
    for (int32_t i = 0; i < tornado->count; i++) {
        const qc_tornado_row *row = &tornado->rows[i];
        word(&r, row->path);
        value(&r, row, row->value.value);
        value(&r, row, row->value.low);
        value(&r, row, row->value.high);
        estimate(&r, row->own.low);
        estimate(&r, row->own.high);
        word(&r, row->step);
        estimate(&r, row->natural.low);
        estimate(&r, row->natural.high);
        end(&r);
    }
}

static void hang_rows(qc_csv_row *r, const char *kind, const qc_stress_hang *list, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        word(r, kind);
        qc_csv_row_whole(r, list[i].count);
        qc_csv_row_empty(r, 4);
        estimate(r, list[i].change);
        estimate(r, list[i].moved);
        end(r);
    }
}

void qc_csv_stress(qc_sink *sink, const qc_stress *stress)
{
    qc_csv_row r = {.sink = sink};
    qc_sink_add(sink, "kind,name,assumed,applies,chance,chance_error,change,change_error,moved,"
                      "moved_error\n");
    for (int32_t i = 0; i < stress->count; i++) {
        const qc_stress_row *row = &stress->rows[i];
        word(&r, "misfortune");
        word(&r, row->name);
        word(&r, row->what);
        word(&r, row->applies ? "yes" : "no");
        if (row->applies) {
            estimate(&r, row->chance);
            estimate(&r, row->change);
            estimate(&r, row->moved);
        } else {
            qc_csv_row_empty(&r, 6);
        }
        end(&r);
    }
    hang_rows(&r, "without biggest deals", stress->deals, stress->deal_hangs);
    hang_rows(&r, "without biggest customers", stress->customers, stress->customer_hangs);
}
