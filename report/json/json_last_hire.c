#include "report/csv/csv_row.h"
#include "report/json/json_study.h"
#include "report/last_hire.h"

#define number qc_json_build_number
#define put    qc_json_build_put

static json_t *start_of(const qc_last_hire *last, int32_t row)
{
    return row >= 0 ? qc_json_build_day(last->rows[row].start) : json_null();
}

bool qc_json_last_hire(qc_sink *sink, const qc_last_hire *last, qc_status *status)
{
    qc_json_build build = {0};
    json_t *root = qc_json_study_head(&build, "seek", &last->head);
    json_t *rows = json_array();
    put(&build, root, "people", json_integer(last->people));
    put(&build, root, "least_change", number(last->least));
    put(&build, root, "last_start", start_of(last, last->last));
    put(&build, root, "sure_start", start_of(last, last->sure));
    put(&build, root, "not_ruled_out", start_of(last, last->open));
    for (int32_t i = 0; i < last->count; i++) {
        json_t *row = json_object();
        put(&build, row, "start", qc_json_build_day(last->rows[i].start));
        qc_json_study_estimate(&build, row, "change", last->rows[i].change);
        qc_json_study_estimate(&build, row, "moved", last->rows[i].moved);
        qc_json_build_append(&build, rows, row);
    }
    put(&build, root, "later_starts_not_tried", json_boolean(last->cut));
    put(&build, root, "starts", rows);
    return qc_json_build_write(&build, root, sink, status);
}

void qc_csv_last_hire(qc_sink *sink, const qc_last_hire *last)
{
    qc_csv_row r = {.sink = sink};
    qc_sink_add(sink, "start,people,change,change_error,moved,moved_error,enough\n");
    for (int32_t i = 0; i < last->count; i++) {
        const qc_last_hire_row *row = &last->rows[i];
        qc_csv_row_day(&r, row->start);
        qc_csv_row_whole(&r, last->people);
        qc_csv_row_number(&r, row->change.value);
        qc_csv_row_number(&r, row->change.std_error);
        qc_csv_row_number(&r, row->moved.value);
        qc_csv_row_number(&r, row->moved.std_error);
        qc_csv_row_word(&r, i <= last->last ? "yes" : "no");
        qc_csv_row_end(&r);
    }
}
