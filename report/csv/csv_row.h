/** One row of a CSV table, field by field. What is not a number is empty. */
#ifndef QC_REPORT_CSV_ROW_H
#define QC_REPORT_CSV_ROW_H

#include "core/calendar.h"
#include "report/sink.h"

typedef struct qc_csv_row {
    qc_sink *sink;
    bool begun;
} qc_csv_row;

void qc_csv_row_word(qc_csv_row *r, const char *text); /* quoted where it has to be */
void qc_csv_row_number(qc_csv_row *r, double value);
void qc_csv_row_whole(qc_csv_row *r, int64_t value);
void qc_csv_row_day(qc_csv_row *r, qc_day value);
void qc_csv_row_empty(qc_csv_row *r, int count);
void qc_csv_row_end(qc_csv_row *r);

#endif
