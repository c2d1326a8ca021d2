/** One row of CSV, cell by cell, quoted as in RFC 4180 where it is needed. */
#ifndef QC_REPORT_CSV_ROW_H
#define QC_REPORT_CSV_ROW_H

#include "core/calendar.h"
#include "report/sink.h"

typedef struct qc_csv_row { /* {.sink = sink} starts one */
    qc_sink *sink;
    bool begun;
} qc_csv_row;

void qc_csv_row_word(qc_csv_row *row, const char *text);
void qc_csv_row_number(qc_csv_row *row, double value); /* NAN is empty, an infinite value "inf" */
void qc_csv_row_whole(qc_csv_row *row, int64_t value);
void qc_csv_row_day(qc_csv_row *row, qc_day value); /* none is empty */
void qc_csv_row_empty(qc_csv_row *row, int count);
void qc_csv_row_end(qc_csv_row *row); /* the next cell starts a new row */

#endif
